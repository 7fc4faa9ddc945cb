"""What machines are told of an event, in the terms of schema.org."""

from collections.abc import Iterable, Iterator

from sitegen.model import EventFacts, FileLink, Page, Session, Site
from sitegen.site.addresses import absolute, page_url
from sitegen.site.localise import plain
from sitegen.site.page_answers import file_links, picture
from sitegen.site.references import page_of
from sitegen.site.tags import tag_name
from sitegen.site.things import (
    Thing,
    few,
    full,
    named,
    organisation,
    organisations,
    postal_address,
    speaker,
    stamp,
    thing,
)

TYPES = {
    "workshop": "EducationEvent", "training": "EducationEvent", "seminar": "EducationEvent",
    "lecture": "EducationEvent", "conference": "BusinessEvent", "summit": "BusinessEvent", "forum": "BusinessEvent",
    "meeting": "BusinessEvent", "exhibition": "ExhibitionEvent", "ceremony": "SocialEvent",
}
"""Of the types of events; any other is an Event."""
STATUSES = {
    "scheduled": "https://schema.org/EventScheduled", "cancelled": "https://schema.org/EventCancelled",
    "postponed": "https://schema.org/EventPostponed", "rescheduled": "https://schema.org/EventRescheduled",
    "moved-online": "https://schema.org/EventMovedOnline",
}
MODES = {
    "in-person": "https://schema.org/OfflineEventAttendanceMode",
    "online": "https://schema.org/OnlineEventAttendanceMode",
    "hybrid": "https://schema.org/MixedEventAttendanceMode",
}
ROLES = {"host": "organizer", "organiser": "organizer", "co-organiser": "organizer", "funder": "funder",
         "supporter": "sponsor"}
"""Of the roles of organisations; any other contributes."""
REQUIRED = ("streetAddress", "addressLocality", "addressCountry")
"""Without these search engines reject an event that takes place somewhere."""
PLACED = ("in-person", "hybrid")


def event(site: Site, code: str, page: Page, facts: EventFacts) -> Thing | None:
    """The event; None where its start, or where it takes place, is not known well enough for search engines."""
    where = _locations(site, code, page, facts)
    if facts.start is None or not where:
        return None
    source, address = page.source_language, absolute(site, page_url(site, code, page))
    series = site.series.get(facts.series)
    image = picture(site, code, page, facts.image)
    off = "cancelled" in facts.status or "postponed" in facts.status
    node = thing(
        TYPES.get(facts.type, "Event"),
        name=plain(site, facts.title, code, source) or page.slug,
        alternateName=few(plain(site, name, code, source) for name in facts.also_known_as),
        disambiguatingDescription=plain(site, facts.subtitle, code, source),
        description=plain(site, facts.description, code, source),
        url=address,
        startDate=stamp(facts.start),
        endDate=stamp(facts.end),
        eventStatus=few(STATUSES.get(status, "") for status in facts.status) or STATUSES["scheduled"],
        previousStartDate=few(map(stamp, facts.previous_start)) if "rescheduled" in facts.status else None,
        eventAttendanceMode=MODES.get(facts.attendance),
        location=few(where),
        image=full(site, image["url"]) if image else None,
        inLanguage=few(language_tag(site, name) for name in facts.languages),
        keywords=few(tag_name(site, code, tag).text for tag in facts.tags),
        audience=_audience(plain(site, facts.audience, code, source)),
        isAccessibleForFree=facts.free,
        offers=None if off else _offer(facts),
        **_organisations(site, code, facts),
        performer=few(speaker(site, code, one, source) for one in facts.speakers),
        superEvent=thing("Event", name=plain(site, series.name, code)) if series else None,
        subEvent=() if off else tuple(_sessions(site, code, page, facts, where)),
        workFeatured=few(_documents(site, code, page, facts.documents)),
        recordedIn=thing("CreativeWork", url=facts.recording) if facts.recording else None,
        subjectOf=few(_reports(site, code, facts)),
    )
    return named(f"{address}#event", node)


def language_tag(site: Site, name: str) -> str:
    """The BCP 47 tag of a language of the site, typed by its code; any other is a tag already."""
    return next((language.lang for language in site.config.languages if language.code == name), name)


def _locations(site: Site, code: str, page: Page, facts: EventFacts) -> list[Thing]:
    """Where one goes and where one looks; nothing if any of it is missing."""
    found: list[Thing] = []
    if facts.attendance in PLACED:
        address = postal_address(site, code, facts.location, page.source_language)
        if facts.location is None or address is None or not all(name in address for name in REQUIRED):
            return []
        found.append(thing("Place", name=plain(site, facts.location.name, code, page.source_language),
                           address=address))
    if facts.attendance in ("online", "hybrid"):
        # Where no public page to join is given, as mostly of what is over, this page says what became of it.
        url = facts.online_url or absolute(site, page_url(site, code, page))
        found.append(thing("VirtualLocation", url=url))
    return found


def _audience(words: str) -> Thing | None:
    return thing("Audience", audienceType=words) if words else None


def _offer(facts: EventFacts) -> Thing | None:
    """How to take part, where everybody may."""
    registration = facts.registration
    if registration is None or not registration.url or facts.access in ("by-invitation", "members-only"):
        return None
    return thing("Offer", url=registration.url, price="0" if facts.free else None,
                 validFrom=stamp(registration.opens), validThrough=stamp(registration.closes))


def _organisations(site: Site, code: str, facts: EventFacts) -> dict[str, object]:
    """organizer, sponsor, funder and contributor: those named as such, and those in a role that is one."""
    by_part: dict[str, list[str]] = {"organizer": [*facts.organizers], "sponsor": [*facts.sponsor],
                                     "funder": [*facts.funder], "contributor": []}
    for role in facts.roles:
        by_part[ROLES.get(role.role, "contributor")].append(role.organisation)
    parts: dict[str, object] = {
        part: few(organisations(site, code, names)) for part, names in by_part.items() if names and part != "organizer"}
    hosts = (_organizer(site, code, name) for name in dict.fromkeys(by_part["organizer"]))
    return {"organizer": few(hosts), **parts}


def _organizer(site: Site, code: str, identifier: str) -> Thing | None:
    """An organisation with the address to write to, if that is public."""
    node, known = organisation(site, code, identifier), site.organisations.get(identifier)
    if node and known and known.email:
        node["contactPoint"] = thing("ContactPoint", email=known.email)
    return node


def _sessions(site: Site, code: str, page: Page, facts: EventFacts, where: list[Thing]) -> Iterator[Thing]:
    """The parts of the programme that have a name and a time; where the event is, they are."""
    for session in facts.sessions:
        name = plain(site, session.title, code, page.source_language)
        if name and session.kind != "break" and session.start and session.start.precision == "minute":
            yield _session(site, code, page, session, name, where)


def _session(site: Site, code: str, page: Page, session: Session, name: str, where: list[Thing]) -> Thing:
    return thing(
        "Event",
        name=name,
        startDate=stamp(session.start),
        endDate=stamp(session.end),
        location=few(where),
        inLanguage=few(language_tag(site, language) for language in session.languages),
        performer=few(speaker(site, code, one, page.source_language, brief=True) for one in session.speakers),
    )


def _documents(site: Site, code: str, page: Page, documents: Iterable[FileLink]) -> Iterator[Thing]:
    for link in file_links(site, code, page, documents):
        yield thing("DigitalDocument", name=link["title"].text if link["title"] else "", url=full(site, link["url"]),
                    inLanguage=language_tag(site, link["language"]))


def _reports(site: Site, code: str, facts: EventFacts) -> Iterator[Thing]:
    for name in facts.reports:
        identity = page_of(site, name)
        if identity:
            report = site.pages[identity]
            yield thing("CreativeWork", name=plain(site, report.facts.title, code, report.source_language),
                        url=absolute(site, page_url(site, code, report)))
