"""Venues: whether there is one, whether it can be found, whether its zone is the event's."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import lru_cache

from sitegen.check.subjects import events, has_ended, is_known, is_whole, missing
from sitegen.diagnostics import Diagnostic, error, warning
from sitegen.model import EventFacts, Moment, Page, Place, Site, Text
from sitegen.moments import local, tz_data, zone

ANNOUNCED_BEFORE = timedelta(days=14)


def check_places(site: Site, pages: Iterable[Page]) -> Iterator[Diagnostic]:
    """Errors for venues that are missing, incomplete or ruled out by the attendance."""
    for page, facts in events(pages):
        if facts.attendance == "online" and (facts.location or facts.location_id):
            yield _online_with_venue(page, facts)
        elif facts.attendance in ("in-person", "hybrid") and is_whole(page):
            yield from _venue(site, page, facts)
        elif facts.attendance in ("in-person", "hybrid") and _was_read(facts) and not has_ended(site, page):
            # Something else on the page is wrong: that nobody can find the venue is told with it.
            yield from _no_street(site, page, facts)
        yield from _zone_of_place(page, facts)


def _was_read(facts: EventFacts) -> bool:
    """Whether a venue was read whole and has no street, on a page of which not everything could be read."""
    place = facts.location
    return place is not None and bool(place.city and place.country) and not place.street \
        and "location" not in facts.not_recorded


def _online_with_venue(page: Page, facts: EventFacts) -> Diagnostic:
    name = _words(facts.location.name, page) if facts.location else ""
    shown = f" ({name})" if name else ""
    return error("E-MODE-PLACE", f"The event is online only but has a venue{shown}. Remove it, or set hybrid, or set "
                 "moved-online and put the venue in planned_location.",
                 "attendance: hybrid            or rename location to planned_location",
                 path=page.source, field="location")


def _venue(site: Site, page: Page, facts: EventFacts) -> Iterator[Diagnostic]:
    place = facts.location
    if place is None:
        # An unknown id of a venue is reported as such.
        if not facts.location_id and is_known(site, page, facts, "location"):
            yield missing(page, "location", '"location" is missing. People who come need a venue.',
                          "location: {name: …, street: …, city: …, country: CN}   or the id of a place in places.yaml")
        return
    if not is_known(site, page, facts, "location"):
        return
    if not place.city:
        yield missing(page, "location.city", "The venue has no city.", "Add city: Moscow", "E-ADDR")
    if not place.country:
        yield missing(page, "location.country", "The venue has no country.", "Add country: RU", "E-ADDR")
    if not place.street and not has_ended(site, page):
        yield from _no_street(site, page, facts)


def _no_street(site: Site, page: Page, facts: EventFacts) -> Iterator[Diagnostic]:
    if not facts.address_announced_later:
        yield missing(page, "location.street", "The venue has no street address. Search engines reject the event "
                      "without one, and visitors cannot find it.",
                      "Add street: 11 Pokrovsky Boulevard   or announcedLater: yes", "E-ADDR")
    elif _starts_soon(site, page):
        yield warning("W-ADDR", "The event starts within 14 days and its street address is still announced later.",
                      "Add street, and delete announcedLater.", path=page.source, field="location")


def _starts_soon(site: Site, page: Page) -> bool:
    start = site.times.get(page.identity)
    return start is not None and start - site.now.astimezone(start.tzinfo) <= ANNOUNCED_BEFORE


def _zone_of_place(page: Page, facts: EventFacts) -> Iterator[Diagnostic]:
    place, start = facts.location, facts.start
    if place is None or start is None or start.clock is None or not facts.timezone or not place.country:
        return
    countries = _countries().get(facts.timezone, frozenset())
    if not countries or place.country in countries or place.country not in _zones():
        return
    here, there = _city(facts.timezone), _zone_at(place)
    yield warning("W-TZ-PLACE", f"timezone {facts.timezone} but the venue is in {place.country}. "
                  f"Times will be shown as {here} time{_converted(start, here, there)}. Is that meant?",
                  "Usually the venue's own zone is meant, for example timezone: "
                  f"{there or _zones()[place.country][0]}", path=page.source, field="timezone")


def _zone_at(place: Place) -> str:
    """The zone of a venue: that of its city, else its country's only one; empty where that is not known."""
    zones = _zones()[place.country]
    cities = {city.casefold() for city in place.city.values()}
    named = [name for name in zones if _city(name).casefold() in cities]
    return named[0] if named else zones[0] if len(zones) == 1 else ""


def _converted(start: Moment, here: str, there: str) -> str:
    """` (09:30 Paris = 11:30 Moscow)`, or nothing where the venue's zone is not known."""
    try:
        time = local(start)
        return f" ({time:%H:%M} {here} = {time.astimezone(zone(there)):%H:%M} {_city(there)})" if there else ""
    except OverflowError:
        return ""


@lru_cache(maxsize=1)
def _countries() -> dict[str, frozenset[str]]:
    """Zone to the countries that use it, for zones that are no mere links."""
    found: dict[str, set[str]] = {}
    for table in ("zone.tab", "zone1970.tab"):
        for codes, name in _rows(table):
            found.setdefault(name, set()).update(codes)
    return {name: frozenset(codes) for name, codes in found.items()}


@lru_cache(maxsize=1)
def _zones() -> dict[str, list[str]]:
    """Country to its zones."""
    found: dict[str, list[str]] = {}
    for codes, name in _rows("zone.tab"):
        found.setdefault(codes[0], []).append(name)
    return found


def _rows(table: str) -> Iterator[tuple[list[str], str]]:
    text = tz_data(f"zoneinfo/{table}").decode()
    for line in text.splitlines():
        if line and not line.startswith("#"):
            codes, _, name, *_ = line.split("\t")
            yield codes.split(","), name


def _city(name: str) -> str:
    return name.rpartition("/")[2].replace("_", " ")


def _words(text: Text, page: Page) -> str:
    return text.get(page.source_language) or next(iter(text.values()), "")
