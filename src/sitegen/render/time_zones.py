"""VTIMEZONE: what clocks did in a zone in the years that a calendar needs."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from sitegen.moments import zone

_STEP = timedelta(days=1)
"""Clocks never change twice in a day."""
_SECOND = timedelta(seconds=1)


@lru_cache(maxsize=2048)
def time_zone(name: str, first: int, last: int) -> str:
    """The component, ready to print, for local times from year `first` to `last`.

    One observance for each change of clocks, from zoneinfo: rules would have to be guessed from it, and the `icalendar`
    library (7.3.0) dates the changes to summer time too late.
    """
    years = range(max(1, first - 1), min(9998, last + 1) + 1)
    start = _begin(years[0])
    lines = [*_observance(name, start, _offset_at(name, start))]
    for year in years:
        for instant, before in _changes(name, year):
            lines += _observance(name, instant, before)
    return "".join(f"{line}\r\n" for line in ("BEGIN:VTIMEZONE", f"TZID:{name}", *lines, "END:VTIMEZONE"))


def _observance(name: str, instant: datetime, before: timedelta) -> Iterator[str]:
    """What clocks show from an instant on; it is dated by what they showed before."""
    after = instant.astimezone(zone(name))
    local = instant + before
    kind = "DAYLIGHT" if after.dst() else "STANDARD"
    yield f"BEGIN:{kind}"
    yield f"DTSTART:{local.year:04}{local:%m%dT%H%M%S}"
    yield f"TZOFFSETFROM:{_printed(before)}"
    yield f"TZOFFSETTO:{_printed(after.utcoffset() or timedelta())}"
    yield f"TZNAME:{after.tzname() or name}"
    yield f"END:{kind}"


@lru_cache(maxsize=4096)
def _changes(name: str, year: int) -> tuple[tuple[datetime, timedelta], ...]:
    """Each instant of a year at which clocks change, with how far from UTC they were before."""
    found = []
    start, end = _begin(year), _begin(year + 1)
    before = _offset_at(name, start)
    while start < end:
        after = _offset_at(name, start + _STEP)
        if after != before:
            low, high = start, start + _STEP
            while high - low > _SECOND:
                middle = (low + (high - low) // 2).replace(microsecond=0)
                low, high = (middle, high) if _offset_at(name, middle) == before else (low, middle)
            found.append((high, before))
        before, start = after, start + _STEP
    return tuple(found)


def _begin(year: int) -> datetime:
    """A year's first day but one: at the ends of the calendar a zone's own may lie outside."""
    return datetime(year, 1, 2, tzinfo=UTC)


def _offset_at(name: str, instant: datetime) -> timedelta:
    return instant.astimezone(zone(name)).utcoffset() or timedelta()


def _printed(offset: timedelta) -> str:
    seconds = round(offset.total_seconds())
    minutes, rest = divmod(abs(seconds), 60)
    return f"{'-' if seconds < 0 else '+'}{minutes // 60:02}{minutes % 60:02}{f'{rest:02}' if rest else ''}"
