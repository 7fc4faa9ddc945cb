"""What a build comes to: the report of what was done, what would be done, or why nothing was."""

from collections.abc import Iterator, Sequence
from datetime import UTC

from msgspec.structs import replace

from sitegen.content.decoding import decode
from sitegen.content.locate import Tree, find, read_tree
from sitegen.diagnostics import BuildStopped, Diagnostic
from sitegen.disk.publish import Receipt
from sitegen.disk.published import Published
from sitegen.disk.sources import Scan, excerpts, read
from sitegen.document_paths import file_of
from sitegen.model import Ledger, Report, Request, Site

NAMED = 3
"""Photos that are named in one sentence."""
Problems = list[Diagnostic]
"""What has been found wrong so far; stages add to it, and it is reported whole."""


def done(site: Site, ledger: Ledger, reasons: dict[str, str], receipt: Receipt, *, request: Request) -> Report:
    """What a successful build did; `reasons` are those for which artifacts were rendered, by path."""
    traces = ledger.traces
    rendered = tuple([path for path in traces if path in reasons and traces[path].artifact.kind == "page"])
    return Report(
        pages=ledger.pages,
        rendered=len(rendered),
        written=receipt.written,
        removed=receipt.removed,
        unchanged=receipt.unchanged,
        stale_after=stale_after(site),
        rendered_paths=rendered,
        notices=notices(site),
        explained={path: reasons[path] for path in rendered} if request.explain else {},
    )


def would_change(site: Site, ledger: Ledger, published: Published) -> Report:
    """What a build would add, change and remove."""
    mine = {path: trace.digest for path, trace in ledger.traces.items()}
    both = mine.keys() & published.files.keys()
    return Report(
        pages=ledger.pages,
        stale_after=stale_after(site),
        notices=notices(site),
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
    found = sorted(set(located(problems, sources)), key=lambda d: (d.path, d.line, d.column, d.code, d.message))
    report.diagnostics = tuple(found)
    report.excerpts = excerpts(sources.locations, {(d.path, d.line) for d in found if d.line})
    report.notices = (*notices, *report.notices)
    return report


def located(problems: Problems, sources: Scan) -> Iterator[Diagnostic]:
    """The problems, each with the line and column of its field: files are read again, because problems are few."""
    trees: dict[str, Tree | None] = {}
    for given in problems:
        # Documents that share a file have paths of their own; people know the file.
        problem = replace(given, path=file_of(given.path))
        if problem.line or not problem.field or problem.path not in sources.locations:
            yield problem
            continue
        if problem.path not in trees:
            trees[problem.path] = tree_of(sources, problem.path)
        tree = trees[problem.path]
        line, column = find(tree, field=problem.field, missing=problem.missing) if tree else (0, 0)
        yield replace(problem, line=line, column=column, field="", missing=False)


def tree_of(sources: Scan, path: str) -> Tree | None:
    """The YAML of a source file; None where it can be read no more."""
    try:
        text, _ = decode(read(sources, path))
    except BuildStopped:
        return None
    return read_tree(text, path=path)


def stale_after(site: Site) -> str | None:
    """The next instant at which time alone changes what the site says, in UTC; None where none does."""
    upcoming = [instant for instant in site.boundaries if instant > site.now]
    return upcoming[0].astimezone(UTC).isoformat() if upcoming else None


def notices(site: Site) -> tuple[str, ...]:
    """What people should know of a site that is right."""
    return (*withheld(site), *without_places(site))


def without_places(site: Site) -> tuple[str, ...]:
    """Of which photos it is not published where they were taken."""
    told = sorted(path for path in site.file_addresses if (known := site.media[path].picture) and known.located)
    if not told or "images" not in site.config.outputs:
        return ()
    more = f" and {len(told) - NAMED} more" if len(told) > NAMED else ""
    return (f"where it was taken is left out of {', '.join(told[:NAMED])}{more}",)


def withheld(site: Site) -> tuple[str, ...]:
    """Which pages are left out of this build, and why."""
    return tuple(f"{identity} is left out: {reason}" for identity, reason in sorted(site.withheld.items()))
