"""People, organisations and the timeline: what must hold across records and with the pages."""

from collections.abc import Iterator

from babel import Locale

from sitegen.check.dates import is_before, shown
from sitegen.check.references import unknown
from sitegen.diagnostics import Diagnostic, error, warning
from sitegen.model import Organisation, Person, Record, Site, TimelineEntry
from sitegen.moments import end_instant
from sitegen.scripts import has_han


def check_records(site: Site) -> Iterator[Diagnostic]:
    """Errors for references between records, dates that contradict, and identifiers given twice."""
    for person in site.people.values():
        yield from _references(site, person, (("organisation", "affiliation", person.affiliation),))
        yield from _unsorted(site, person, person.page)
    identifiers: dict[str, Organisation] = {}
    for organisation in site.organisations.values():
        yield from _references(site, organisation, (("organisation", "parent", organisation.parent),))
        yield from _membership(site, organisation)
        yield from _nameless(site, organisation)
        yield from _unsorted(site, organisation, organisation.membership is not None)
        first = identifiers.setdefault(organisation.identifier, organisation)
        if organisation.identifier and first is not organisation:
            yield _at(organisation, "identifier", "E-ROR",
                      f"This identifier is also that of {first.id} ({first.path}).", "Every organisation has its own.")
    for entry in site.timeline:
        yield from _entry(site, entry)


def _references(site: Site, record: Record, given: tuple[tuple[str, str, str], ...]) -> Iterator[Diagnostic]:
    for what, field, identifier in given:
        problem = unknown(site, what, identifier) if identifier else None
        if problem:
            yield _at(record, field, "E-REF", *problem)


def _unsorted(site: Site, record: Person | Organisation, listed: bool) -> Iterator[Diagnostic]:
    for language in site.config.languages:
        if not listed or language.base or language.script != "han" or record.sort_key.get(language.code):
            continue
        name = record.name.get(language.code, "")
        if has_han(name):
            yield warning("W-SORT-KEY", f"{name} has no sort_key, so the list cannot be in the order of pinyin.",
                          f"Add sort_key: {{{language.code}: pinyin of the name, family name first}}",
                          path=record.path, field=f"{record.index}.name")


def _nameless(site: Site, organisation: Organisation) -> Iterator[Diagnostic]:
    """Members are shown on every site, under the name of its language, whichever way that is given."""
    if not organisation.name or not organisation.path.endswith("/members.yaml"):
        return
    for language in site.config.languages:
        if language.code not in organisation.name and not language.base:
            shown_name = next(iter(organisation.name.values()))
            called = Locale.parse(language.locale).get_language_name("en")
            codes = ", ".join(f"{each.code}: …" for each in site.config.languages)
            yield _at(organisation, "name", f"E-NAME-{language.code.upper()}",
                      f"{shown_name} has no {called} name. Members are shown on both sites.",
                      f"Write name: {{{codes}}}, or translate it in content/data.po.")


def _membership(site: Site, organisation: Organisation) -> Iterator[Diagnostic]:
    membership = organisation.membership
    if membership is None:
        return
    start, end = membership.start, membership.end
    if start and end and is_before(end, start):
        yield _at(organisation, "membership.end", "E-END-BEFORE",
                  f"The membership's end {shown(end)} is before its start {shown(start)}.", "One of the two is wrong.")
    founded = site.config.organisation.founded if site.config.organisation else None
    if start and founded and is_before(start, founded):
        yield _at(organisation, "membership.start", "E-MEMBER-EARLY",
                  f"The membership starts {shown(start)}, before the consortium was founded ({shown(founded)} in "
                  "site.yaml).", "Mend the one that is wrong.")


def _entry(site: Site, entry: TimelineEntry) -> Iterator[Diagnostic]:
    about = tuple(("subject", f"about.{number}", identifier) for number, identifier in enumerate(entry.about))
    yield from _references(site, entry, (("event", "event", entry.event), *about))
    if entry.start and entry.end and is_before(entry.end, entry.start):
        yield _at(entry, "end", "E-END-BEFORE", f"end {shown(entry.end)} is before start {shown(entry.start)}.",
                  "One of the two is wrong.")
    if entry.state == "planned" and entry.start and _is_past(site, entry):
        name = next(iter(entry.name.values()), entry.id)
        yield warning("W-TL-STALE", f'"{name}" ({shown(entry.start)}) is still marked planned.',
                      "Say what came of it and delete state: planned, or give the new date.",
                      path=entry.path, field=f"{entry.index}.state")


def _is_past(site: Site, entry: TimelineEntry) -> bool:
    assert entry.start is not None
    try:
        return end_instant(entry.start) <= site.now
    except (OverflowError, ValueError):
        return False


def _at(record: Record, field: str, code: str, message: str, help: str) -> Diagnostic:
    return error(code, message, help, path=record.path, field=f"{record.index}.{field}")
