"""Ids of people, organisations, pages, places, series and topics that do not exist."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from sitegen.diagnostics import Diagnostic, error
from sitegen.model import (
    AnyFacts,
    Appearance,
    EventFacts,
    Page,
    PageKind,
    PublicationFacts,
    Role,
    Site,
)

Reference = tuple[str, str, str]
"""What it should name, the field, the id."""

FILES = {
    "person": ("people",),
    "organisation": ("members", "organisations"),
    "place": ("places",),
    "series": ("series",),
    "topic": ("topics",),
}
"""What an id names, to the data files that define it."""
NEAREST = 3
LOOSE = 0.4
STRICT = 0.75
MANY = 1000
"""Among so many ids only the very near are worth the time."""


def check_references(site: Site, pages: Iterable[Page]) -> Iterator[Diagnostic]:
    """Errors for every reference of a page that leads to nothing, with the nearest ids."""
    for page in pages:
        # As typed: what the build leaves out for now has been taken out of the page's own facts.
        source = site.documents[page.source]
        for what, field, identifier in _typed(page, source.facts, source.given):
            problem = unknown(site, what, identifier)
            if problem:
                yield error("E-REF", *problem, path=page.source, field=field)


def unknown(site: Site, what: str, identifier: str) -> tuple[str, str] | None:
    """The message and the help for an id that names nothing, or several things; None for one that is right."""
    known = _known(site, what)
    if identifier in known or _is_silent(site, what):
        return None
    if what in ("subject", "event", "report"):
        return _unknown_page(site, what, identifier)
    return _missing(what, identifier, known, f"Type an id of {_files(what)}, or add it there.")


def _known(site: Site, what: str) -> Iterable[str]:
    match what:
        case "person":
            return site.people
        case "organisation":
            return site.organisations
        case "author":
            return {**site.people, **site.organisations}
        case "place":
            return site.venues
        case "series":
            return site.series
        case "topic":
            return site.topics
        case "subject":
            return {**site.people, **site.organisations}
    return ()


def _is_silent(site: Site, what: str) -> bool:
    """Whether unknown ids are no news: the file that defines them has errors, or topics are not kept in one."""
    if what == "topic" and "topics" not in site.record_files:
        return True
    files = FILES.get(what, ("people", "members", "organisations") if what in ("author", "subject") else ())
    return any(kind in site.broken_records for kind in files)


def _unknown_page(site: Site, what: str, identifier: str) -> tuple[str, str] | None:
    kinds: tuple[PageKind, ...] = ("event",) if what == "event" else ("event", "news", "publication", "page")
    found = [identity for identity in _pages(site, identifier) if site.pages[identity].kind in kinds]
    if len(found) == 1 or (not found and _is_withheld(site, identifier)):
        return None
    if found:
        addresses = [site.pages[identity].address.rstrip("/") for identity in found]
        return (f'"{identifier}" could be any of {", ".join(addresses)}.', f"Type the address: {addresses[0]}")
    known = [slug for slug, identities in site.slugs.items()
             if any(site.pages[identity].kind in kinds for identity in identities)]
    if what == "subject":
        known += [*site.people, *site.organisations]
    name = {"subject": "page, person or organisation", "event": "event", "report": "page"}[what]
    return _missing(name, identifier, known, "Type the name of the page's folder, or an id of content/data.")


def _pages(site: Site, identifier: str) -> tuple[str, ...]:
    if identifier in site.slugs:
        return site.slugs[identifier]
    if identifier in site.pages:
        return (identifier,)
    identity = site.addresses.get(f"{identifier.strip('/')}/")
    return (identity,) if identity else ()


def _is_withheld(site: Site, identifier: str) -> bool:
    address = f"{identifier.strip('/')}/"
    return identifier in site.withheld_slugs or identifier in site.withheld or address in site.withheld_addresses


def _missing(what: str, identifier: str, known: Iterable[str], help: str) -> tuple[str, str]:
    choices = list(known)
    close = get_close_matches(identifier, choices, n=NEAREST, cutoff=LOOSE if len(choices) < MANY else STRICT)
    listed = f" Close matches: {', '.join(close)}." if close else ""
    return f'{what} "{identifier}" does not exist.{listed}', help


def _files(what: str) -> str:
    names = FILES.get(what, ("people", "members", "organisations"))
    return " or ".join(f"content/data/{name}.yaml" for name in names)


def _typed(page: Page, facts: AnyFacts, given: tuple[str, ...]) -> Iterator[Reference]:
    yield from _each("topic", "tags", facts.tags)
    yield from _each("author", "author", facts.author)
    yield from _each("subject", "about" if "about" in given else "mentions", facts.about)
    if isinstance(facts, PublicationFacts):
        yield from _each("organisation", "publisher", facts.publisher)
        if facts.part_of:
            yield "event", next((key for key in ("isPartOf", "recordedAt") if key in given), "part_of"), facts.part_of
    if isinstance(facts, EventFacts):
        yield from _of_event(facts)


def _of_event(facts: EventFacts) -> Iterator[Reference]:
    for field, identifier in (("location", facts.location_id), ("planned_location", facts.planned_location_id)):
        if identifier:
            yield "place", field, identifier
    if facts.series:
        yield "series", "series", facts.series
    yield from _each("organisation", "organizers", facts.organizers)
    yield from _each("organisation", "sponsor", facts.sponsor)
    yield from _each("organisation", "funder", facts.funder)
    yield from _each("report", "reports", facts.reports)
    yield from _roles("roles", facts.roles)
    yield from _speakers("speakers", facts.speakers)
    for number, session in enumerate(facts.sessions):
        yield from _each("organisation", f"sessions.{number}.organizers", session.organizers)
        yield from _roles(f"sessions.{number}.roles", session.roles)
        yield from _speakers(f"sessions.{number}.speakers", session.speakers)


def _each(what: str, field: str, identifiers: Iterable[str]) -> Iterator[Reference]:
    return ((what, f"{field}.{number}", identifier) for number, identifier in enumerate(identifiers))


def _roles(field: str, roles: Iterable[Role]) -> Iterator[Reference]:
    return (("organisation", f"{field}.{number}.organisation", role.organisation) for number, role in enumerate(roles))


def _speakers(field: str, speakers: Iterable[Appearance]) -> Iterator[Reference]:
    for number, speaker in enumerate(speakers):
        if speaker.person:
            yield "person", f"{field}.{number}.person", speaker.person
        if speaker.affiliation:
            yield "organisation", f"{field}.{number}.affiliation", speaker.affiliation
