"""iCalendar (RFC 5545, 7986): one event's file, and calendars to subscribe to."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple

from sitegen.model import Artifact, CalendarEntry, Moment
from sitegen.moments import ambiguous, day_after, gap, local
from sitegen.render.locale import formats
from sitegen.render.time_zones import time_zone
from sitegen.render.words import SECTIONS, STATUS_TITLES, Say, language_named, words_in
from sitegen.tracing import Fetch

LONGEST_LINE = 75
"""Octets, its end not counted."""
REFRESH = "PT12H"
OFF = ("cancelled", "postponed")
"""States in which an event keeps nobody's time."""
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


class _Words(NamedTuple):
    """What the theme says in every event of a language."""

    cancelled: str
    postponed: str
    online: str
    script: str
    locale: str


def print_event_file(artifact: Artifact, fetch: Fetch) -> str:
    """One event's own calendar."""
    language = language_named(fetch, artifact.language)
    entry = fetch(artifact.subject)
    words = _words(language.script, language.locale, words_in(language, fetch))
    return _calendar(entry.title, entry.url, entry.source, [entry], words)


def print_calendar(artifact: Artifact, fetch: Fetch) -> str:
    """A calendar of every event of a language, or of those about a topic."""
    language = language_named(fetch, artifact.language)
    say = words_in(language, fetch)
    words = _words(language.script, language.locale, say)
    calendar = fetch(artifact.subject)
    topic = calendar["topic"]
    name = f"{calendar['name'].text} – {topic.text if topic else say(SECTIONS['events'])}"
    entries = [fetch(("calendar_entry", language.code, identity)) for identity in calendar["events"]]
    return _calendar(name, calendar["url"], calendar["source"], entries, words)


def fold(line: str) -> str:
    """A line in pieces of at most 75 octets, each but the first behind a space; no character is cut."""
    if len(line) * 4 <= LONGEST_LINE or (line.isascii() and len(line) <= LONGEST_LINE):
        return line
    data = line.encode()
    pieces, start, room = [], 0, LONGEST_LINE
    while len(data) - start > room:
        end = start + room
        # Not inside a character: what goes on one begins with the bits 10.
        while data[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(data[start:end])
        start, room = end, LONGEST_LINE - 1
    return b"\r\n ".join((*pieces, data[start:])).decode()


def escaped(text: str) -> str:
    """A text as a value."""
    return text.translate(_ESCAPES)


def _words(script: str, locale: str, say: Say) -> _Words:
    return _Words(cancelled=say(STATUS_TITLES["cancelled"], title="\0"),
                  postponed=say(STATUS_TITLES["postponed"], title="\0"), online=say("Online"), script=script,
                  locale=locale)


def _calendar(name: str, url: str, source: str, entries: list[CalendarEntry], words: _Words) -> str:
    head = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//sitegen//sitegen//EN",
        "CALSCALE:GREGORIAN",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        f"URL:{url}",
        f"SOURCE;VALUE=URI:{source}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
    ]
    # No name of a zone is so long that its lines need folding.
    zones = (time_zone(name, first, last) for name, first, last in _zones(entries))
    events = (_event(entry, words) for entry in entries)
    return "".join((*(f"{fold(line)}\r\n" for line in head), *zones, *events, "END:VCALENDAR\r\n"))


def _zones(entries: Iterable[CalendarEntry]) -> list[tuple[str, int, int]]:
    """The zones that entries name, each with the first and the last year it is needed for."""
    years: dict[str, list[int]] = {}
    for entry in entries:
        for moment in (entry.start, entry.end):
            if moment and moment.precision == "minute" and not _is_told_in_utc(moment):
                years.setdefault(moment.zone, []).append(moment.day.year)
    return [(name, min(found), max(found)) for name, found in sorted(years.items())]


@lru_cache(maxsize=1 << 14)
def _event(entry: CalendarEntry, words: _Words) -> str:
    """The component, folded; the same event is in several calendars."""
    return "".join(f"{fold(line)}\r\n" for line in _lines(entry, words))


def _lines(entry: CalendarEntry, words: _Words) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(entry.uid)}"
    # Without METHOD both mean when the event was last revised (RFC 5545, 3.8.7.2), so every build says the same.
    yield f"DTSTAMP:{entry.changed}Z"
    yield f"LAST-MODIFIED:{entry.changed}Z"
    yield f"SEQUENCE:{entry.sequence}"
    yield _time("DTSTART", entry.start)
    if end := _end(entry):
        yield end
    yield f"SUMMARY;LANGUAGE={entry.title_lang}:{escaped(_title(entry, words))}"
    if entry.about:
        yield f"DESCRIPTION;LANGUAGE={entry.about_lang}:{escaped(entry.about)}\\n\\n{escaped(entry.url)}"
    if place := _place(entry, words):
        yield f"LOCATION:{escaped(place)}"
    yield f"URL:{entry.url}"
    yield f"STATUS:{_status(entry)}"
    if any(status in OFF for status in entry.status):
        yield "TRANSP:TRANSPARENT"
    if entry.note:
        yield f"COMMENT;LANGUAGE={entry.note_lang}:{escaped(entry.note)}"
    if entry.online_url:
        yield f"CONFERENCE;VALUE=URI:{entry.online_url}"
    name, address = entry.organizer
    if address:
        yield f"ORGANIZER;CN=\"{name.translate(_QUOTED)}\":mailto:{address}"
    yield "CATEGORIES:" + ",".join(escaped(word) for word in (entry.type, *entry.tags))
    if entry.recording:
        yield f"ATTACH:{entry.recording}"
    yield "END:VEVENT"


_QUOTED = str.maketrans({'"': "'", "\n": " ", "\r": None})


def _title(entry: CalendarEntry, words: _Words) -> str:
    if "cancelled" in entry.status:
        return words.cancelled.replace("\0", entry.title)
    return words.postponed.replace("\0", entry.title) if "postponed" in entry.status else entry.title


def _status(entry: CalendarEntry) -> str:
    if "cancelled" in entry.status:
        return "CANCELLED"
    return "TENTATIVE" if "postponed" in entry.status else "CONFIRMED"


def _place(entry: CalendarEntry, words: _Words) -> str:
    """The venue in the order of the language, and that one can take part from elsewhere."""
    venue = [*entry.place]
    if entry.country and venue:
        venue.append(formats(words.locale).country(entry.country))
    told = "".join(reversed(venue)) if words.script == "han" and not any(part.isascii() for part in venue) \
        else ", ".join(venue)
    return " / ".join(part for part in (told, words.online if entry.online else "") if part)


def _end(entry: CalendarEntry) -> str:
    """The first moment after the event: of days the day after the last; nothing where the start says it all."""
    if entry.start.precision == "minute":
        return _time("DTEND", entry.end) if entry.end and entry.end.precision == "minute" else ""
    last = (entry.end or entry.start)
    if last.day == date.max:
        return ""
    return f"DTEND;VALUE=DATE:{_day(day_after(Moment(day=last.day)))}"


def _time(name: str, moment: Moment) -> str:
    if moment.precision != "minute":
        return f"{name};VALUE=DATE:{_day(moment.day)}"
    time = local(moment)
    if _is_told_in_utc(moment):
        instant = time.astimezone(UTC)
        return f"{name}:{_stamp(instant)}Z"
    return f"{name};TZID={moment.zone}:{_stamp(time)}"


@lru_cache(maxsize=1 << 14)
def _is_told_in_utc(moment: Moment) -> bool:
    """Whether a local time does not say which instant is meant: one that clocks show twice, or skip.

    Of two equal times the standard means the first, but programs do not agree (ical.js takes the second).
    """
    return moment.zone in ("UTC", "Etc/UTC") or ambiguous(moment) or gap(moment) is not None


def _day(day: date) -> str:
    return f"{day.year:04}{day:%m%d}"


def _stamp(time: datetime) -> str:
    return f"{time.year:04}{time:%m%dT%H%M%S}"
