"""Everything that questions look up, worked out once: orders, buckets, states."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from sitegen.model import EventFacts, NewsFacts, Page, PublicationFacts, Site
from sitegen.site.instants import EARLIEST, begins, event_end, event_state
from sitegen.site.references import record_or_page

Buckets = dict[str, list[str]]


class Found(Struct):
    """What pages are found by, each in the order in which one comes to them."""

    slugs: Buckets = {}
    by_series: Buckets = {}
    editions: dict[str, int] = {}
    hideable: list[str] = []
    """In sections of which pages are hidden where they are not translated."""
    by_section: Buckets = {}
    by_tag: Buckets = {}
    by_person: Buckets = {}
    by_organisation: Buckets = {}
    about: Buckets = {}
    reported: Buckets = {}
    nearby: Buckets = {}
    years: dict[str, int] = {}
    """Of pages that archives list."""
    featured: set[str] = set()


def indexed(site: Site) -> Site:
    """The site with every index but the lists filled in.

    Of the largest sites each page has to be unpacked: it is looked at once to learn its time, and once in that order.
    """
    found = Found()
    site = _timed(site, found)
    _sort_out(site, found)
    site = replace(
        site,
        by_section=_frozen(found.by_section),
        by_tag=_frozen(found.by_tag),
        by_series=_frozen(_by_edition(found, site.times)),
        by_person=_frozen(found.by_person),
        by_organisation=_frozen(found.by_organisation),
        about=_frozen(_with_reports(found)),
        people_of=_frozen(_people_of(site)),
        nearby={name: tuple(reversed(bucket)) for name, bucket in found.nearby.items()},
    )
    return replace(site, orders=_orders_of_languages(site, found))


def _timed(site: Site, found: Found) -> Site:
    """The site with what the order of its pages does not matter for, and their times."""
    addresses: list[tuple[str, str]] = []
    times: dict[str, datetime] = {}
    states: dict[str, str] = {}
    ends: dict[str, datetime] = {}
    hiding = {section for section, policy in site.config.translation.items() if policy.policy == "hide"}
    for identity, page in site.pages.items():
        addresses.append((page.address, identity))
        times[identity] = _time(page)
        if page.slug:
            found.slugs.setdefault(page.slug, []).append(identity)
        if page.section in hiding and page.address:
            found.hideable.append(identity)
        if page.kind == "event" and isinstance(page.facts, EventFacts):
            states[identity] = event_state(page.facts, site.now)
            if states[identity] != "postponed" and (end := event_end(page.facts)):
                ends[identity] = end
            if page.facts.series:
                found.by_series.setdefault(page.facts.series, []).append(identity)
                found.editions[identity] = page.facts.edition
    return replace(site, addresses=dict(reversed(addresses)), slugs=_frozen(found.slugs), times=times, states=states,
                   ends=ends, hidden=_hidden(site, found.hideable) if hiding else {})


def _sort_out(site: Site, found: Found) -> None:
    """Find what pages are found by, the newest first."""
    times = site.times
    for identity in sorted(site.pages, key=lambda identity: (-times[identity].timestamp(), identity)):
        page = site.pages[identity]
        for tag in dict.fromkeys(page.facts.tags):
            found.by_tag.setdefault(tag, []).append(identity)
        for person in dict.fromkeys(_people(page)):
            if person in site.people:
                found.by_person.setdefault(person, []).append(identity)
        for organisation in dict.fromkeys(_organisations(page)):
            if organisation in site.organisations:
                found.by_organisation.setdefault(organisation, []).append(identity)
        _note_subjects(site, found, identity, page)
        if page.slug:
            found.by_section.setdefault(page.section, []).append(identity)
            for bucket in buckets_of(page):
                found.nearby.setdefault(bucket, []).append(identity)
            if page.facts.featured:
                found.featured.add(identity)
            if year := year_of(page):
                found.years[identity] = year


def _orders_of_languages(site: Site, found: Found) -> dict[str, dict[str, tuple[str, ...]]]:
    """Language code to its lists, in order; one and the same for all languages unless pages are hidden."""
    everything = _orders(site, found, frozenset())
    return {
        language.code: _orders(site, found, hidden) if (hidden := site.hidden.get(language.code)) else everything
        for language in site.config.languages
    }


def events_of(page: Page) -> Iterator[tuple[str, ...]]:
    """The ids of people at an event: its speakers', then each session's."""
    if isinstance(page.facts, EventFacts):
        yield tuple(speaker.person for speaker in page.facts.speakers)
        for session in page.facts.sessions:
            yield tuple(speaker.person for speaker in session.speakers)


def organisers_of(facts: EventFacts) -> Iterator[str]:
    """The ids of every organisation with a part in an event, first things first."""
    yield from facts.organizers
    yield from (role.organisation for role in facts.roles)
    yield from facts.sponsor
    yield from facts.funder
    for session in facts.sessions:
        yield from session.organizers
        yield from (role.organisation for role in session.roles)


def _time(page: Page) -> datetime:
    facts = page.facts
    moment = facts.start if isinstance(facts, EventFacts) and facts.start else facts.date or facts.published
    return begins(moment) if moment else EARLIEST


def _hidden(site: Site, hideable: Iterable[str]) -> dict[str, frozenset[str]]:
    return {
        language.code: frozenset(identity for identity in hideable if language.code not in site.languages[identity])
        for language in site.config.languages
    }


def _by_edition(found: Found, times: Mapping[str, datetime]) -> Buckets:
    for bucket in found.by_series.values():
        # Editions order a series only where all have one; a single number among dates says nothing.
        numbered = all(found.editions[identity] for identity in bucket)
        bucket.sort(key=lambda identity: (found.editions[identity] if numbered else 0, times[identity], identity))
    return found.by_series


def _people(page: Page) -> Iterator[str]:
    """The ids of those at an event, and of those who wrote anything else or whom it is about."""
    if isinstance(page.facts, EventFacts):
        yield from (person for group in events_of(page) for person in group if person)
    else:
        yield from page.facts.author
        yield from page.facts.about


def _organisations(page: Page) -> Iterator[str]:
    facts = page.facts
    if isinstance(facts, EventFacts):
        yield from organisers_of(facts)
        return
    yield from facts.author
    yield from facts.about
    if isinstance(facts, PublicationFacts):
        yield from facts.publisher


def _note_subjects(site: Site, found: Found, identity: str, page: Page) -> None:
    facts = page.facts
    named = list(facts.about)
    if isinstance(facts, PublicationFacts) and facts.part_of:
        named.append(facts.part_of)
    if isinstance(facts, EventFacts):
        for reference in facts.reports:
            report = record_or_page(site, reference)
            if report:
                found.reported.setdefault(identity, []).append(report)
    subjects = (subject for reference in named if (subject := record_or_page(site, reference)))
    for subject in dict.fromkeys(subjects):
        found.about.setdefault(subject, []).append(identity)


def _with_reports(found: Found) -> Buckets:
    for subject, reports in found.reported.items():
        present = found.about.setdefault(subject, [])
        present.extend(report for report in dict.fromkeys(reports) if report not in present)
    return found.about


def _people_of(site: Site) -> Buckets:
    buckets: Buckets = {}
    for person in site.people.values():
        if person.affiliation:
            buckets.setdefault(person.affiliation, []).append(person.id)
    return buckets


def buckets_of(page: Page) -> tuple[str, ...]:
    """The buckets of `nearby` a page is in, the nearest kinship first."""
    facts = page.facts
    series = (facts.series,) if isinstance(facts, EventFacts) and facts.series else ()
    organisers = facts.organizers if isinstance(facts, EventFacts) else facts.author
    return (
        *[f"{page.kind}/series/{identifier}" for identifier in series],
        *[f"{page.kind}/tag/{tag}" for tag in dict.fromkeys(facts.tags)],
        *[f"{page.kind}/organiser/{organiser}" for organiser in dict.fromkeys(organisers)],
    )


def _orders(site: Site, found: Found, hidden: frozenset[str]) -> dict[str, tuple[str, ...]]:
    lists: Buckets = {".upcoming": [], ".postponed": [], ".past": [], ".featured": []}
    for section, identities in site.by_section.items():
        shown = [identity for identity in identities if identity not in hidden]
        lists[section] = shown
        for identity in shown:
            if identity in found.featured:
                lists[".featured"].append(identity)
            if year := found.years.get(identity):
                lists.setdefault(f"{section}/{year}", []).append(identity)
    for identity in lists.get("events", ()):
        part = _part(site, identity)
        lists[f".{part}"].append(identity)
        if part == "past":
            lists.setdefault(f".past/{found.years.get(identity, 0)}", []).append(identity)
    for part in (".upcoming", ".postponed"):
        lists[part].sort(key=lambda identity: (site.times[identity], identity))
    lists[".featured"].sort(key=lambda identity: (-site.times[identity].timestamp(), identity))
    return _frozen(lists)


def year_of(page: Page) -> int:
    """The year under which archives list a page, in its own zone; 0 for one without a date."""
    facts = page.facts
    if page.kind == "event" and isinstance(facts, EventFacts):
        return facts.start.day.year if facts.start else 0
    moment = facts.date or facts.published
    return moment.day.year if moment and isinstance(facts, NewsFacts | PublicationFacts) else 0


def _part(site: Site, identity: str) -> str:
    if site.states[identity] == "postponed":
        return "postponed"
    end = site.ends.get(identity)
    return "past" if end is not None and end <= site.now else "upcoming"


def _frozen(buckets: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(values) for key, values in buckets.items()}
