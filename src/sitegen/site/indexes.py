"""Everything that questions look up, worked out once: orders, buckets, states."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from msgspec.structs import replace

from sitegen.model import EventFacts, NewsFacts, Page, PublicationFacts, Site
from sitegen.site.instants import EARLIEST, begins, event_end, event_state
from sitegen.site.references import record_or_page

Buckets = dict[str, list[str]]


def indexed(site: Site) -> Site:
    """The site with every index but the lists filled in."""
    found: list[tuple[str, str]] = []
    slugs: Buckets = {}
    times: dict[str, datetime] = {}
    states: dict[str, str] = {}
    ends: dict[str, datetime] = {}
    # Of the largest sites each page has to be unpacked: all of this at once.
    for identity, page in site.pages.items():
        found.append((page.address, identity))
        if page.slug:
            slugs.setdefault(page.slug, []).append(identity)
        times[identity] = _time(page)
        if page.kind == "event" and isinstance(page.facts, EventFacts):
            states[identity] = event_state(page.facts, site.now)
            if states[identity] != "postponed" and (end := event_end(page.facts)):
                ends[identity] = end
    newest_first = sorted(site.pages, key=lambda identity: (-times[identity].timestamp(), identity))
    site = replace(site, addresses=dict(reversed(found)), slugs=_frozen(slugs))
    site = replace(
        site,
        times=times,
        hidden=_hidden(site, site.languages),
        states=states,
        ends=ends,
        by_section=_frozen(_by_section(site, newest_first)),
        by_tag=_frozen(_by_tag(site, newest_first)),
        by_series=_frozen(_by_series(site, times)),
        by_person=_frozen(_by_person(site, newest_first)),
        by_organisation=_frozen(_by_organisation(site, newest_first)),
        about=_frozen(_about(site, newest_first)),
        people_of=_frozen(_people_of(site)),
        nearby=_frozen(_nearby(site, newest_first)),
    )
    return replace(site, orders=orders(site))


def orders(site: Site) -> dict[str, dict[str, tuple[str, ...]]]:
    """Language code to its lists, in order; one and the same for all languages unless pages are hidden."""
    everything = _orders(site, frozenset())
    return {
        language.code: _orders(site, hidden) if (hidden := site.hidden.get(language.code)) else everything
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


def _hidden(site: Site, languages: Mapping[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    sections = {section for section, policy in site.config.translation.items() if policy.policy == "hide"}
    if not sections:
        return {}
    return {
        language.code: frozenset(
            identity
            for identity, page in site.pages.items()
            if page.section in sections and page.address and language.code not in languages[identity]
        )
        for language in site.config.languages
    }


def _by_section(site: Site, newest_first: Iterable[str]) -> Buckets:
    buckets: Buckets = {}
    for identity in newest_first:
        page = site.pages[identity]
        if page.slug:
            buckets.setdefault(page.section, []).append(identity)
    return buckets


def _by_tag(site: Site, newest_first: Iterable[str]) -> Buckets:
    buckets: Buckets = {}
    for identity in newest_first:
        for tag in dict.fromkeys(site.pages[identity].facts.tags):
            buckets.setdefault(tag, []).append(identity)
    return buckets


def _by_series(site: Site, times: Mapping[str, datetime]) -> Buckets:
    buckets: Buckets = {}
    editions: dict[str, int] = {}
    for identity, page in site.pages.items():
        if page.kind == "event" and isinstance(page.facts, EventFacts) and page.facts.series:
            buckets.setdefault(page.facts.series, []).append(identity)
            editions[identity] = page.facts.edition
    for bucket in buckets.values():
        # Editions order a series only where all have one; a single number among dates says nothing.
        numbered = all(editions[identity] for identity in bucket)
        bucket.sort(key=lambda identity: (editions[identity] if numbered else 0, times[identity], identity))
    return buckets


def _by_person(site: Site, newest_first: Iterable[str]) -> Buckets:
    buckets: Buckets = {}
    for identity in newest_first:
        page = site.pages[identity]
        people = [person for group in events_of(page) for person in group if person]
        named = people if isinstance(page.facts, EventFacts) else [*page.facts.author, *page.facts.about]
        for person in dict.fromkeys(named):
            if person in site.people:
                buckets.setdefault(person, []).append(identity)
    return buckets


def _by_organisation(site: Site, newest_first: Iterable[str]) -> Buckets:
    buckets: Buckets = {}
    for identity in newest_first:
        for organisation in dict.fromkeys(_organisations(site.pages[identity])):
            if organisation in site.organisations:
                buckets.setdefault(organisation, []).append(identity)
    return buckets


def _organisations(page: Page) -> Iterator[str]:
    facts = page.facts
    if isinstance(facts, EventFacts):
        yield from organisers_of(facts)
        return
    yield from facts.author
    yield from facts.about
    if isinstance(facts, PublicationFacts):
        yield from facts.publisher


def _about(site: Site, newest_first: Iterable[str]) -> Buckets:
    buckets: Buckets = {}
    reported: Buckets = {}
    for identity in newest_first:
        facts = site.pages[identity].facts
        named = list(facts.about)
        if isinstance(facts, PublicationFacts) and facts.part_of:
            named.append(facts.part_of)
        if isinstance(facts, EventFacts):
            for reference in facts.reports:
                report = record_or_page(site, reference)
                if report:
                    reported.setdefault(identity, []).append(report)
        subjects = (subject for reference in named if (subject := record_or_page(site, reference)))
        for subject in dict.fromkeys(subjects):
            buckets.setdefault(subject, []).append(identity)
    for subject, reports in reported.items():
        present = buckets.setdefault(subject, [])
        present.extend(report for report in dict.fromkeys(reports) if report not in present)
    return buckets


def _people_of(site: Site) -> Buckets:
    buckets: Buckets = {}
    for person in site.people.values():
        if person.affiliation:
            buckets.setdefault(person.affiliation, []).append(person.id)
    return buckets


def _nearby(site: Site, newest_first: Iterable[str]) -> Buckets:
    buckets: Buckets = {}
    for identity in reversed(list(newest_first)):
        page = site.pages[identity]
        if page.slug:
            for bucket in buckets_of(page):
                buckets.setdefault(bucket, []).append(identity)
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


def _orders(site: Site, hidden: frozenset[str]) -> dict[str, tuple[str, ...]]:
    lists: Buckets = {".upcoming": [], ".postponed": [], ".past": [], ".featured": []}
    years: dict[str, int] = {}
    for section, identities in site.by_section.items():
        shown = [identity for identity in identities if identity not in hidden]
        lists[section] = shown
        for identity in shown:
            page = site.pages[identity]
            if page.facts.featured:
                lists[".featured"].append(identity)
            if year := years.setdefault(identity, year_of(page)):
                lists.setdefault(f"{section}/{year}", []).append(identity)
    for identity in lists.get("events", ()):
        part = _part(site, identity)
        lists[f".{part}"].append(identity)
        if part == "past":
            lists.setdefault(f".past/{years[identity]}", []).append(identity)
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
