"""The no-op: the report of the last build or check again, when a quick look proves that nothing has changed.

This is no second path: it answers only what `build()` or `examine()` said, under the same options, of the same files,
at a time for which it holds; where anything is in doubt, the work is done.
"""

import os
from collections.abc import Sequence
from datetime import datetime
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import msgspec

from sitegen.disk import stamp
from sitegen.model import Ledger, Report, Request

if TYPE_CHECKING:
    from sitegen.disk.sources import Scan

SINCE_EVER = -1e15
"""Seconds: earlier than any clock a build is given."""
_seen = attrgetter("size", "mtime_ns", "ctime_ns", "inode")
_changed = attrgetter("mtime_ns", "ctime_ns")


def unchanged(request: Request) -> Report | None:
    """The report a build would give, if it is sure that it would render and write nothing."""
    if request.clean or request.dry_run or request.explain or request.verify or request.now.tzinfo is None:
        return None
    return _remembered(request, _options(request))


def checked(request: Request) -> Report | None:
    """The report that a check would give, if it is sure of it."""
    return None if request.now.tzinfo is None else _remembered(request, {**_options(request), "command": "check"})


def _remembered(request: Request, options: dict[str, Any]) -> Report | None:
    known = stamp.remembered(request.project, request.output, options, now=request.now.timestamp())
    try:
        return None if known is None else msgspec.convert(known, Report)
    except msgspec.ValidationError:
        return None


def note_check(
    request: Request, report: Report, sources: "Scan", boundaries: Sequence[datetime], now: datetime
) -> None:
    """Remember the report of a check for as long as it holds; `boundaries` are instants, ascending."""
    again = msgspec.structs.replace(report, written=0)
    _remember(request, {**_options(request), "command": "check"}, again, sources, None, boundaries, now)


def note(
    request: Request, report: Report, ledger: Ledger, sources: "Scan", boundaries: Sequence[datetime], now: datetime
) -> None:
    """Remember a finished build's report for as long as it holds; `boundaries` are instants, ascending."""
    if _is_recent(sources):
        # Nothing could be remembered of them, so nothing need be put together.
        stamp.forget(request.project, request.output, _options(request))
        return
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
    made = None
    if ledger.folders:
        made = stamp.Seen(
            {f"{request.output}/{path}": _seen(one) for path, one in ledger.outputs.items()},
            {f"{request.output}/{path}": one for path, one in ledger.folders.items()},
        )
    _remember(request, _options(request), again, sources, made, boundaries, now)


def _remember(
    request: Request,
    options: dict[str, Any],
    report: Report,
    sources: "Scan",
    made: stamp.Seen | None,
    boundaries: Sequence[datetime],
    now: datetime,
) -> None:
    passed = [instant for instant in boundaries if instant <= now]
    ahead = [instant for instant in boundaries if instant > now]
    stamp.remember(
        request.project,
        request.output,
        options,
        valid_from=passed[-1].timestamp() if passed else SINCE_EVER,
        stale_after=ahead[0].timestamp() if ahead else None,
        made_from=stamp.Seen(
            {sources.locations[path]: _seen(one) for path, one in sources.stamps.items()} | _plugin_files(),
            sources.folders,
        ),
        made=made,
        taken_ns=sources.taken_ns,
        report=msgspec.to_builtins(report),
    )


def _is_recent(sources: "Scan") -> bool:
    """Whether a source was changed so near to the scan that another change might not tell."""
    newest = max(chain.from_iterable(map(_changed, sources.stamps.values())), default=0)
    return newest >= sources.taken_ns - stamp.RACY_NS


def _plugin_files() -> dict[str, tuple[int, ...]]:
    """The files of plugins, which may be edited where they are installed."""
    # Whoever has something to remember has loaded this already; the quick look does without.
    from sitegen.plugins import files

    seen = {path: os.stat(path) for path in files()}
    return {path: (one.st_size, one.st_mtime_ns, one.st_ctime_ns, one.st_ino) for path, one in seen.items()}


def _options(request: Request) -> dict[str, Any]:
    return {"base_url": request.base_url, "drafts": request.drafts, "strict": request.strict}
