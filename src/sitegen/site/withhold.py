"""What a build leaves out: drafts, and what is to be published later."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from itertools import chain

from msgspec.structs import replace

from sitegen.diagnostics import Diagnostic, warning
from sitegen.model import AnyFacts, Document, EventFacts, Page, PublicationFacts, TimelineEntry
from sitegen.site.instants import begins
from sitegen.site.zones import zoned

Dropped = Callable[[str], bool]
"""Whether a reference is to a page that is left out."""


def reason(document: Document, *, zone: str, now: datetime) -> str:
    """Why a document is left out: "draft", "scheduled", or empty for one that is published."""
    if document.facts.draft:
        return "draft"
    return "scheduled" if any(now < instant for instant in publication_instants(document.facts, zone)) else ""


def publication_instants(facts: AnyFacts, zone: str) -> Iterable[datetime]:
    """The instants (UTC) before which a page is not to be seen."""
    for moment in (facts.date, facts.published):
        if moment is not None:
            placed = zoned(moment, zone)
            assert placed is not None
            yield begins(placed)


def without_withheld(page: Page, dropped: Dropped) -> tuple[Page, tuple[Diagnostic, ...]]:
    """The page without its references to pages left out, and a warning for each."""
    given = dict(_references(page.facts))
    problems = tuple(
        _dropped_warning(page.source, field, reference)
        for name, references in given.items()
        for field, reference in _fields(name, references)
        if dropped(reference)
    )
    if not problems:
        return page, ()
    kept = {name: tuple(item for item in references if not dropped(item)) for name, references in given.items()}
    changed: dict[str, object] = {name: items for name, items in kept.items() if name != "part_of"}
    if "part_of" in kept:
        changed["part_of"] = "".join(kept["part_of"])
    return replace(page, facts=replace(page.facts, **changed)), problems


def timeline_without_withheld(
    entries: Iterable[TimelineEntry], dropped: Dropped
) -> tuple[tuple[TimelineEntry, ...], tuple[Diagnostic, ...]]:
    """The timeline without references to pages left out; an entry that is nothing without its event goes too."""
    kept: list[TimelineEntry] = []
    problems: list[Diagnostic] = []
    for entry in entries:
        named = {f"{entry.index}.event": entry.event} if entry.event else {}
        named |= {f"{entry.index}.about.{number}": reference for number, reference in enumerate(entry.about)}
        gone = {field: reference for field, reference in named.items() if dropped(reference)}
        problems += (_dropped_warning(entry.path, field, reference) for field, reference in gone.items())
        if gone:
            event = "" if entry.event in gone.values() else entry.event
            entry = replace(entry, event=event, about=tuple(item for item in entry.about if not dropped(item)))
            if not event and not (entry.name and entry.start):
                continue
        kept.append(entry)
    return tuple(kept), tuple(problems)


def slugs_of(pages: Mapping[str, tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Slug to identities, for (slug, address) by identity."""
    found: dict[str, tuple[str, ...]] = {}
    for identity, (slug, _) in pages.items():
        found[slug] = (*found.get(slug, ()), identity)
    return found


def _references(facts: AnyFacts) -> Iterable[tuple[str, tuple[str, ...]]]:
    yield "about", facts.about
    if isinstance(facts, EventFacts):
        yield "reports", facts.reports
    if isinstance(facts, PublicationFacts) and facts.part_of:
        yield "part_of", (facts.part_of,)


def _fields(name: str, references: tuple[str, ...]) -> Iterable[tuple[str, str]]:
    if name == "part_of":
        return (("isPartOf", reference) for reference in references)
    return chain((f"{name}.{number}", reference) for number, reference in enumerate(references))


def _dropped_warning(path: str, field: str, reference: str) -> Diagnostic:
    return warning(
        "W-WITHHELD",
        f'"{reference}" is a draft or is published later, so this reference to it is left out for now.',
        "Nothing to do if that is meant. Otherwise publish it, or remove the reference.",
        path=path,
        field=field,
    )
