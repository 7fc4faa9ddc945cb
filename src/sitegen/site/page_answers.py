"""Everything a page's own template is told about it."""

import re
from collections.abc import Collection, Iterable
from typing import Any
from urllib.parse import quote

from sitegen.model import (
    Appearance,
    Credit,
    EventFacts,
    FileLink,
    Moment,
    NewsFacts,
    Origin,
    Page,
    Picture,
    Place,
    PublicationFacts,
    Role,
    Session,
    Site,
    Text,
)
from sitegen.site.addresses import page_url
from sitegen.site.calendars import calendar_url
from sitegen.site.cards import author_card, cards, organisation_card, organisation_cards, page_card, person_card, title
from sitegen.site.file_facts import described_file, kind_of_file
from sitegen.site.instants import LATEST, begins, registration_open
from sitegen.site.localise import language_of, say
from sitegen.site.pictures import shown_picture
from sitegen.site.references import page_of
from sitegen.site.side_by_side import edition_url, programme_url
from sitegen.site.social_cards import social_card
from sitegen.site.tags import tag_link
from sitegen.site.targets import file_path
from sitegen.site.translations import notice, with_units
from sitegen.site.withhold import publication_instants

ROLES = ("guidance", "host", "organiser", "co-organiser", "supporter", "funder", "partner", "guest", "media")
"""The fixed order in which roles are shown."""
LATIN_PER_MINUTE = 238
HAN_PER_MINUTE = 500


def page_answer(site: Site, code: str, identity: str) -> dict[str, Any] | None:
    """Every field of the page's facts, in the reader's language; None for an unknown page."""
    page = site.pages.get(identity)
    if page is None:
        return None
    answer = _common(site, code, page)
    # All that is asked by this name is handed from process to process with one string.
    answer["identity"] = identity
    if page.kind == "event" and isinstance(page.facts, EventFacts):
        answer |= _event(site, code, page, page.facts)
    elif isinstance(page.facts, NewsFacts):
        answer["source"] = credit(site, code, page.facts.source, page.source_language)
    elif isinstance(page.facts, PublicationFacts):
        answer |= _publication(site, code, page, page.facts)
    return with_units(answer, site, code, page)


def identifier_address(typed: str) -> str:
    """Where the number of a publication leads, if anywhere; the older DOIs have `<` and `#` in them."""
    doi = re.sub("^doi: ?", "", typed, flags=re.IGNORECASE)
    if doi.startswith("10."):
        return f"https://doi.org/{quote(doi, safe='/:;()!*,=+@~')}"
    return typed if typed.startswith("https://") else ""


def credit(site: Site, code: str, given: Credit | None, source: str = "") -> dict[str, Any] | None:
    """Whose words are reported: `{name, url, publisher}`."""
    if given is None:
        return None
    return {
        "name": say(site, given.name, code, source),
        "url": given.url,
        "publisher": say(site, given.publisher, code, source),
    }


def picture(site: Site, code: str, page: Page, given: Picture | None) -> dict[str, Any] | None:
    """What `image` says of a photo, and `{alt, decorative, caption, credit}`; None where its file does not exist."""
    path = file_path(site, page, given.src) if given else None
    if given is None or path is None:
        return None
    source, told = page.source_language, shown_picture(site, code, path)
    return {
        **(told or {"url": ""}),
        "alt": say(site, given.alt, code, source),
        "decorative": given.decorative,
        "caption": say(site, given.caption, code, source),
        "credit": say(site, given.credit, code, source),
    }


def _common(site: Site, code: str, page: Page) -> dict[str, Any]:
    facts, source = page.facts, page.source_language
    translated = code in site.languages[page.identity]
    document = site.documents[page.documents.get(code, page.source) if translated else page.source]
    minutes = document.latin_words / LATIN_PER_MINUTE + document.han_characters / HAN_PER_MINUTE
    return {
        "identity": page.identity,
        "kind": page.kind,
        "section": page.section,
        "slug": page.slug,
        "url": page_url(site, code, page),
        "address": page.address,
        "source_language": source,
        "language": code if translated else source,
        "translated": translated,
        "converted": translated and code not in page.documents and bool(language_of(site, code).base),
        "notice": notice(site, code, page),
        "bilingual": edition_url(site, page),
        "source_path": page.source,
        "reading_minutes": max(1, round(minutes)),
        "excerpt": document.excerpt,
        "draft": document.facts.draft or facts.draft,
        "scheduled": any(site.now < instant for instant in publication_instants(facts, site.config.timezone)),
        "title": title(site, code, page),
        "description": say(site, facts.description, code, source),
        "date": facts.date,
        "published": facts.published,
        "updated": updated(page, code),
        "author": tuple([card for identifier in facts.author if (card := author_card(site, code, identifier))]),
        "tags": tuple([tag_link(site, code, tag) for tag in facts.tags]),
        "corrections": tuple([
            {"date": correction.date, "text": say(site, correction.text, code, source)}
            for correction in facts.corrections
        ]),
        "photos": tuple([shown for photo in facts.photos if (shown := picture(site, code, page, photo))]),
        "image": picture(site, code, page, facts.image),
        "social_card": social_card(site, code, page),
        "documents": file_links(site, code, page, facts.documents),
        "origin": _origin(facts.translated.get(code)) if translated else None,
        "extra": facts.extra,
    }


def updated(page: Page, code: str) -> Moment | None:
    """As typed, else the newest of the dates on which the page says that something changed."""
    facts = page.facts
    if facts.updated:
        return facts.updated
    origin = facts.translated.get(code)
    note = facts.status_note if isinstance(facts, EventFacts) else None
    dates = [
        facts.published,
        facts.date,
        note.date if note else None,
        origin.date if origin else None,
        *[correction.date for correction in facts.corrections],
    ]
    return max(filter(None, dates), key=begins, default=None)


def _origin(origin: Origin | None) -> dict[str, Any] | None:
    if origin is None:
        return None
    return {
        "source": origin.source,
        "by": origin.by,
        "reviewed_by": origin.reviewed_by,
        "date": origin.date,
        "method": origin.method,
    }


def file_links(site: Site, code: str, page: Page, links: Iterable[FileLink]) -> tuple[dict[str, Any], ...]:
    """`{title, url, language, size, type, pages}` of those files that exist."""
    return tuple([link for given in links if (link := _file_link(site, code, page, given))])


def _file_link(site: Site, code: str, page: Page, given: FileLink) -> dict[str, Any] | None:
    path = file_path(site, page, given.file) if given.file else None
    file = described_file(site, code, path) if path else None
    if file is None and not given.url:
        return None
    return {
        "title": say(site, given.title, code, page.source_language),
        "url": file["url"] if file else given.url,
        "language": given.language,
        "size": file["size"] if file else given.size,
        "type": file["type"] if file else kind_of_file(given.url),
        "pages": given.pages,
    }


def _event(site: Site, code: str, page: Page, facts: EventFacts) -> dict[str, Any]:
    source = page.source_language
    note = facts.status_note
    series = site.series.get(facts.series)
    return {
        "type": facts.type,
        "subtitle": say(site, facts.subtitle, code, source),
        "start": facts.start,
        "end": facts.end,
        "timezone": facts.start.zone if facts.start else facts.timezone,
        "status": facts.status,
        "status_note": {"text": say(site, note.text, code, source), "date": note.date} if note else None,
        "previous_start": facts.previous_start,
        "attendance": facts.attendance,
        "place": place(site, code, facts.location, source),
        "planned_place": place(site, code, facts.planned_location, source),
        "online_url": facts.online_url,
        "calendar": calendar_url(site, code, page),
        "programme": programme_url(site, page),
        "organizers": organisation_cards(site, code, facts.organizers),
        "roles": roles(site, code, facts.roles),
        "sponsor": organisation_cards(site, code, facts.sponsor),
        "funder": organisation_cards(site, code, facts.funder),
        "speakers": tuple([appearance(site, code, speaker, source) for speaker in facts.speakers]),
        "sessions": tuple([_session(site, code, page, session) for session in facts.sessions]),
        "series": {"id": series.id, "name": say(site, series.name, code)} if series else None,
        "edition": facts.edition,
        "languages": facts.languages,
        "audience": say(site, facts.audience, code, source),
        "access": facts.access,
        "free": facts.free,
        "registration": _registration(site, page, facts),
        "recording": facts.recording,
        "reports": cards(site, code, [report for name in facts.reports if (report := page_of(site, name))]),
        "state": site.states[page.identity],
        "zones": _zones(site, facts),
    }


def place(site: Site, code: str, given: Place | None, source: str = "") -> dict[str, Any] | None:
    """`{name, street, city, region, postcode, country}`; None without a place."""
    if given is None:
        return None
    return {
        "name": say(site, given.name, code, source),
        "street": say(site, given.street, code, source),
        "city": say(site, given.city, code, source),
        "region": say(site, given.region, code, source),
        "postcode": given.postcode,
        "country": given.country,
    }


def roles(site: Site, code: str, given: Collection[Role]) -> tuple[dict[str, Any], ...]:
    """`{role, organisations}` in the fixed order of roles."""
    by_role: dict[str, list[str]] = {}
    if not given:
        return ()
    for item in given:
        by_role.setdefault(item.role, []).append(item.organisation)
    known = [role for role in ROLES if role in by_role]
    others = [role for role in by_role if role not in ROLES]
    return tuple(
        {"role": role, "organisations": organisation_cards(site, code, by_role[role])} for role in (*known, *others)
    )


def appearance(site: Site, code: str, speaker: Appearance, source: str = "") -> dict[str, Any]:
    """A person in a role, with title and affiliation as of that event, else the person's own."""
    if speaker.name or speaker.job_title or speaker.affiliation or speaker.affiliation_name:
        return _appearance(site, code, speaker, source)
    # The same people speak at many events; what is held must stay as it is, whatever is done to an answer.
    key = code, source, speaker.person, speaker.role
    found = site.appearances.get(key)
    if found is None:
        found = site.appearances[key] = _appearance(site, code, speaker, source)
    return {**found}


def _appearance(site: Site, code: str, speaker: Appearance, source: str) -> dict[str, Any]:
    person = site.people.get(speaker.person)
    own_title: Text = person.job_title if person else {}
    affiliation = speaker.affiliation or ("" if speaker.affiliation_name or not person else person.affiliation)
    own_name: Text = person.affiliation_name if person and not affiliation else {}
    return {
        "person": person_card(site, code, speaker.person) if person else None,
        "name": say(site, speaker.name or (person.name if person else {}), code, source),
        "role": speaker.role,
        "job_title": say(site, speaker.job_title or own_title, code, source),
        "affiliation": organisation_card(site, code, affiliation) if affiliation else None,
        "affiliation_name": say(site, speaker.affiliation_name or own_name, code, source),
    }


def _session(site: Site, code: str, page: Page, session: Session) -> dict[str, Any]:
    source = page.source_language
    return {
        "id": session.id,
        "kind": session.kind,
        "part": say(site, session.part, code, source),
        "title": say(site, session.title, code, source),
        "description": say(site, session.description, code, source),
        "start": session.start,
        "end": session.end,
        "location": say(site, session.location, code, source),
        "languages": session.languages,
        "organizers": organisation_cards(site, code, session.organizers),
        "roles": roles(site, code, session.roles),
        "speakers": tuple([appearance(site, code, speaker, source) for speaker in session.speakers]),
        "documents": file_links(site, code, page, session.documents),
        "recording": session.recording,
    }


def _registration(site: Site, page: Page, facts: EventFacts) -> dict[str, Any] | None:
    registration = facts.registration
    if registration is None:
        return None
    return {
        "url": registration.url,
        "opens": registration.opens,
        "closes": registration.closes,
        "open": site.now < site.ends.get(page.identity, LATEST)
        and registration_open(registration, site.states[page.identity], site.now),
    }


def _zones(site: Site, facts: EventFacts) -> tuple[str, ...]:
    if facts.attendance not in ("online", "hybrid"):
        return ()
    own = facts.start.zone if facts.start else ""
    return tuple(name for name in facts.display_timezones or site.config.display_timezones if name != own)


def _publication(site: Site, code: str, page: Page, facts: PublicationFacts) -> dict[str, Any]:
    event = page_of(site, facts.part_of) if facts.part_of else None
    return {
        "type": facts.type,
        "abstract": say(site, facts.abstract, code, page.source_language),
        "publisher": organisation_cards(site, code, facts.publisher),
        "files": file_links(site, code, page, facts.files),
        "identifier": facts.identifier, "identifier_url": identifier_address(facts.identifier),
        "license": facts.license,
        "part_of": page_card(site, code, site.pages[event]) if event else None,
    }
