"""Events of The Events Calendar to facts, and what has to be asked because WordPress never knew it."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from html import unescape
from typing import Any, NamedTuple

from babel import Locale

from sitegen.moments import zone_names
from sitegen.wordpress.export import Item

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)")
_OFFSET = re.compile(r"UTC([+-])(\d{1,2})(?:[:.](\d+))?$")
_STATUS = {"canceled": "cancelled", "cancelled": "cancelled", "postponed": "postponed"}


class EventFacts(NamedTuple):
    """Fields of front matter, or none where the event cannot be one yet; and what somebody must answer."""

    facts: dict[str, Any] | None
    questions: tuple[str, ...]


def event_facts(
    item: Item, others: Mapping[str, Item], *, source: str, today: str, organisers: Sequence[str]
) -> EventFacts:
    """What the event is, as far as the export says."""
    start, end = _MOMENT.match(item.value("_EventStartDate")), _MOMENT.match(item.value("_EventEndDate"))
    if start is None:
        return EventFacts(None, ("is an event without a date",))
    zone = "" if item.value("_EventAllDay") in ("yes", "1", "true") else _zone(item.value("_EventTimezone"))
    if zone is None:
        return EventFacts(None, (f"is an event in the zone “{item.value('_EventTimezone')}”, which is none",))
    facts = _times(start, end, zone) if zone else _days(start, end)
    questions: list[str] = []
    if zone.startswith("Etc/"):
        questions.append(
            f"has the offset {item.value('_EventTimezone')} and no zone; it was kept as {zone}. Name the "
            "place's own: Asia/Shanghai"
        )
    past = (end or start)[1] < today
    unknown = _where(item, others, facts)
    if not organisers:
        unknown.append("organizers")
    else:
        facts["organizers"] = list(organisers)
    unknown.append("languages")
    if past:
        facts["not_recorded"] = [
            each for each in ("attendance", "location", "languages", "organizers") if each in unknown
        ]
    elif missing := [each for each in unknown if each != "languages"]:
        return EventFacts(
            None,
            (
                *questions,
                f"is still to come, and the export does not say its {_and(missing)}; write it anew: sitegen new event",
            ),
        )
    else:
        facts["languages"] = [source]
        questions.append("does not say in which languages it is held; languages is a guess")
    _status(item, facts, questions)
    if item.value("_EventCost").strip() in ("0", "free", "Free", "免费"):
        facts["free"] = True
    elif item.value("_EventCost"):
        questions.append(f"has a price, which has no field: {item.value('_EventCost')}")
    return EventFacts(facts, tuple(questions))


def _days(start: re.Match[str], end: re.Match[str] | None) -> dict[str, Any]:
    """When an event of whole days is."""
    return {"start": start[1], "end": end[1]} if end and end[1] != start[1] else {"start": start[1]}


def _times(start: re.Match[str], end: re.Match[str] | None, zone: str) -> dict[str, Any]:
    """When an event with times is; one that does not end after it begins ends at once."""
    last = end if end and end[0] > start[0] else start
    return {"start": f"{start[1]} {start[2]}", "end": f"{last[1]} {last[2]}", "timezone": zone}


def _where(item: Item, others: Mapping[str, Item], facts: dict[str, Any]) -> list[str]:
    """How and where people come together; answers what is not known."""
    venue, url = (
        others.get(item.value("_EventVenueID")),
        item.value("_tribe_events_virtual_url") or item.value("_EventURL"),
    )
    virtual = item.value("_tribe_events_is_virtual") in ("yes", "1", "true")
    location = _location(venue) if venue is not None else {}
    if virtual and url:
        facts["online_url"] = url
    if location:
        facts |= {"attendance": "hybrid" if virtual and url else "in-person", "location": location}
        return [] if "street" in location else ["location’s street"]
    if virtual and url:
        facts["attendance"] = "online"
        return []
    return ["attendance", "location"]


def _location(venue: Item) -> dict[str, Any]:
    country = _country(venue.value("_VenueCountry"))
    city = unescape(venue.value("_VenueCity")).strip()
    if not country or not city:
        return {}
    found = {
        "name": unescape(venue.title),
        "street": unescape(venue.value("_VenueAddress")).strip(),
        "city": city,
        "postcode": venue.value("_VenueZip").strip(),
        "country": country,
    }
    return {key: value for key, value in found.items() if value}


def _status(item: Item, facts: dict[str, Any], questions: list[str]) -> None:
    status = _STATUS.get(item.value("_tribe_events_status").lower())
    if status is None:
        return
    reason = unescape(item.value(f"_tribe_events_status_{item.value('_tribe_events_status')}_reason")).strip()
    facts["status"] = status
    facts["status_note"] = {"date": item.date[:10], "text": reason or f"This event was {status}."}
    questions.append(f"is {status}; the date of its status_note is that of the post")


def _zone(typed: str) -> str | None:
    if typed == "UTC" or ("/" in typed and typed in zone_names()):
        return typed
    found = _OFFSET.match(typed)
    if found is None or found[3] not in (None, "0", "00"):
        return None
    hours = int(found[2])
    # The signs of these zones are the other way round.
    return "Etc/UTC" if hours == 0 else f"Etc/GMT{'-' if found[1] == '+' else '+'}{hours}" if hours <= 12 else None


@cache
def _countries() -> dict[str, str]:
    names = {
        "uk": "GB",
        "great britain": "GB",
        "england": "GB",
        "scotland": "GB",
        "wales": "GB",
        "usa": "US",
        "prc": "CN",
        "people's republic of china": "CN",
    }
    for locale in ("en", "zh_Hans"):
        for code, name in Locale.parse(locale).territories.items():
            if len(code) == 2 and code.isalpha():
                names.setdefault(name.lower(), code)
    return names


def _country(typed: str) -> str:
    typed = unescape(typed).strip()
    return (
        typed.upper()
        if re.fullmatch(r"[A-Za-z]{2}", typed) and typed.lower() != "uk"
        else _countries().get(typed.lower(), "")
    )


def organisation_of(item: Item, codes: Sequence[str]) -> dict[str, Any]:
    """An organiser as an organisation, with one name for all languages."""
    found: dict[str, Any] = {"name": {code: unescape(item.title) for code in codes}}
    if re.match(r"https?://", item.value("_OrganizerWebsite")):
        found["url"] = item.value("_OrganizerWebsite")
    return found


def _and(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
