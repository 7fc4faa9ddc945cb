"""What calendars tell of events, in the words of one language."""

from datetime import date, datetime
from typing import Any

from sitegen.model import CalendarEntry, EventFacts, Place, Site
from sitegen.site.addresses import absolute, page_url, url
from sitegen.site.calendars import calendar_file, events_in, has_day
from sitegen.site.cards import title
from sitegen.site.feeds import changed_at, last_change, summary_of, uid
from sitegen.site.localise import language_of, plain, say
from sitegen.site.tags import tag_name

EPOCH = date(2000, 1, 1)
"""From here on days are counted in SEQUENCE."""
PLACED = ("in-person", "hybrid")


def calendar(site: Site, code: str, tag: str) -> dict[str, Any]:
    """`{name, topic, url, source, events}`: of all events, or of those with a tag; `events` are identities."""
    address = f"tags/{site.tag_segments[tag]}/" if tag else "events/"
    file = f"{address}events.ics" if tag else "events.ics"
    return {
        "name": say(site, site.config.title, code),
        "topic": tag_name(site, code, tag) if tag else None,
        "url": absolute(site, url(site, code, address)),
        "source": absolute(site, url(site, code, file)),
        "events": events_in(site, code, tag),
    }


def calendar_entry(site: Site, code: str, identity: str) -> CalendarEntry | None:
    """What a calendar shows of an event; None where its day is not known."""
    page = site.pages.get(identity)
    facts = page.facts if page else None
    if page is None or not isinstance(facts, EventFacts) or not has_day(page) or facts.start is None:
        return None
    words, about = title(site, code, page), summary_of(site, code, page)
    note = say(site, facts.status_note.text, code, page.source_language) if facts.status_note else None
    off = "cancelled" in facts.status or "postponed" in facts.status
    changed = last_change(page, page.source_language)
    return CalendarEntry(
        uid=uid(site, identity),
        sequence=max(0, (changed.day - EPOCH).days if changed else 0) + facts.sequence,
        changed=_to_the_second(changed_at(site, page, code)),
        start=facts.start,
        end=facts.end,
        status=facts.status,
        title=words.text,
        title_lang=language_of(site, words.language).lang,
        about=about.text if about else "",
        about_lang=language_of(site, about.language).lang if about else "",
        note=note.text if note else "",
        note_lang=language_of(site, note.language).lang if note else "",
        url=absolute(site, page_url(site, code, page)),
        source=absolute(site, url(site, code, calendar_file(page))),
        online=facts.attendance in ("online", "hybrid"),
        place=_place(site, code, facts.location, page.source_language) if facts.attendance in PLACED else (),
        country=facts.location.country if facts.location and facts.attendance in PLACED else "",
        online_url="" if off or facts.attendance not in ("online", "hybrid") else facts.online_url,
        organizer=_organizer(site, code, facts),
        type=facts.type,
        tags=tuple(tag_name(site, code, tag).text for tag in facts.tags),
        recording=facts.recording,
    )


def _place(site: Site, code: str, place: Place | None, source: str) -> tuple[str, ...]:
    """Name, street, city and region, so far as they are given."""
    if place is None:
        return ()
    parts = (plain(site, text, code, source) for text in (place.name, place.street, place.city, place.region))
    return tuple(dict.fromkeys(part for part in parts if part))


def _organizer(site: Site, code: str, facts: EventFacts) -> tuple[str, str]:
    """Name and address of the first organiser with a public e-mail address."""
    for identifier in facts.organizers:
        organisation = site.organisations.get(identifier)
        if organisation and organisation.email:
            return plain(site, organisation.name, code) or identifier, organisation.email
    return ("", "")


def _to_the_second(instant: datetime) -> str:
    """20261120T093000 of an instant in UTC."""
    return f"{instant.year:04}{instant:%m%dT%H%M%S}"
