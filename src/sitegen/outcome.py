"""What a build comes to: the report of what was done, what would be done, or why nothing was."""

from collections.abc import Sequence
from datetime import UTC

from msgspec.structs import replace

from sitegen.content.decoding import decode
from sitegen.content.locate import locate
from sitegen.diagnostics import BuildStopped, Diagnostic
from sitegen.disk.publish import Receipt
from sitegen.disk.published import Published
from sitegen.disk.sources import Scan, excerpts, read
from sitegen.model import Ledger, Report, Request, Site

Problems = list[Diagnostic]
"""What has been found wrong so far; stages add to it, and it is reported whole."""


def done(site: Site, ledger: Ledger, reasons: dict[str, str], receipt: Receipt, *, request: Request) -> Report:
    """What a successful build did; `reasons` are those for which artifacts were rendered, by path."""
    rendered = tuple(path for path, trace in ledger.traces.items() if trace.artifact.kind == "page" and path in reasons)
    return Report(
        pages=page_count(ledger),
        rendered=len(rendered),
        written=receipt.written,
        removed=receipt.removed,
        unchanged=receipt.unchanged,
        stale_after=stale_after(site),
        rendered_paths=rendered,
        notices=withheld(site),
        explained={path: reasons[path] for path in rendered} if request.explain else {},
    )


def would_change(site: Site, ledger: Ledger, published: Published) -> Report:
    """What a build would add, change and remove."""
    mine = {path: trace.digest for path, trace in ledger.traces.items()}
    both = mine.keys() & published.files.keys()
    return Report(
        pages=page_count(ledger),
        stale_after=stale_after(site),
        notices=withheld(site),
        dry_run=True,
        added=tuple(sorted(mine.keys() - published.files.keys())),
        changed=tuple(sorted(path for path in both if mine[path] != published.files[path])),
        deleted=tuple(sorted(published.files.keys() - mine.keys())),
    )


def refused(problems: Problems, last: Ledger) -> Report:
    """That nothing was changed; `last` is what the last good build remembered."""
    return Report(
        exit=max((d.exit for d in problems if d.severity == "error"), default=1),
        last_good=f"{last.built.replace('T', ' ')[:16]}, {last.pages} pages" if last.built else "",
    )


def with_problems(report: Report, problems: Problems, notices: Sequence[str], sources: Scan) -> Report:
    """The report with its problems sorted by place, the lines they are in, and what else there is to say."""
    found = sorted({located(d, sources) for d in problems}, key=lambda d: (d.path, d.line, d.column, d.code, d.message))
    report.diagnostics = tuple(found)
    report.excerpts = excerpts(sources.locations, {(d.path, d.line) for d in found if d.line})
    report.notices = (*notices, *report.notices)
    return report


def located(diagnostic: Diagnostic, sources: Scan) -> Diagnostic:
    """The diagnostic with the line and column of its field: the file is read again, because errors are few."""
    if diagnostic.line or not diagnostic.field or diagnostic.path not in sources.locations:
        return diagnostic
    try:
        text, _ = decode(read(sources, diagnostic.path))
    except BuildStopped:
        return diagnostic
    line, column = locate(text, path=diagnostic.path, field=diagnostic.field, missing=diagnostic.missing)
    return replace(diagnostic, line=line, column=column, field="", missing=False)


def page_count(ledger: Ledger) -> int:
    """How many HTML pages the tree holds."""
    return sum(trace.artifact.kind == "page" for trace in ledger.traces.values())


def stale_after(site: Site) -> str | None:
    """The next instant at which time alone changes what the site says, in UTC; None where none does."""
    upcoming = [instant for instant in site.boundaries if instant > site.now]
    return upcoming[0].astimezone(UTC).isoformat() if upcoming else None


def withheld(site: Site) -> tuple[str, ...]:
    """Which pages are left out of this build, and why."""
    return tuple(f"{identity} is left out: {reason}" for identity, reason in sorted(site.withheld.items()))
