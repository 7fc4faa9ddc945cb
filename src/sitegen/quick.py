"""The no-op: the report of the last build again, when a quick look proves that nothing has changed.

This is no second path: it answers only what `build()` said, under the same options, of the same files, at a time for
which it holds; where anything is in doubt, `build()` runs.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from sitegen.disk import stamp
from sitegen.model import Ledger, Report, Request

SINCE_EVER = -1e15
"""Seconds: earlier than any clock a build is given."""


def unchanged(request: Request) -> Report | None:
    """The report a build would give, if it is sure that it would render and write nothing."""
    if request.clean or request.dry_run or request.explain or request.verify or request.now.tzinfo is None:
        return None
    known = stamp.remembered(request.project, request.output, _options(request), now=request.now.timestamp())
    try:
        return None if known is None else msgspec.convert(known, Report)
    except msgspec.ValidationError:
        return None


def note(request: Request, report: Report, ledger: Ledger, boundaries: Sequence[datetime], now: datetime) -> None:
    """Remember a finished build's report for as long as it holds; `boundaries` are instants, ascending."""
    passed = [instant for instant in boundaries if instant <= now]
    ahead = [instant for instant in boundaries if instant > now]
    again = msgspec.structs.replace(
        report,
        rendered=0,
        written=0,
        removed=0,
        unchanged=report.unchanged + report.written,
        rendered_paths=(),
        explained={},
        diagnostics=tuple(d for d in report.diagnostics if d.code != "W-EDITED"),
    )
    stamp.remember(
        request.project,
        request.output,
        _options(request),
        valid_from=passed[-1].timestamp() if passed else SINCE_EVER,
        stale_after=ahead[0].timestamp() if ahead else None,
        taken_ns=ledger.taken_ns,
        report=msgspec.to_builtins(again),
    )


def _options(request: Request) -> dict[str, Any]:
    return {"base_url": request.base_url, "drafts": request.drafts, "strict": request.strict}
