"""VTIMEZONE: what clocks did in a zone in the years that a calendar needs."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from sitegen.moments import zone

_STEP = timedelta(days=1)
"""Clocks never change twice in a day."""
_SECOND = timedelta(seconds=1)


class _Rule(NamedTuple):
    """What clocks show: how far from UTC, whether it is summer time, and what it is called."""

    offset: timedelta
    summer: bool
    name: str


@lru_cache(maxsize=2048)
def time_zone(name: str, first: int, last: int) -> str:
    """The component, ready to print, for local times from year `first` to `last`.

    One observance for each change of clocks, from zoneinfo: rules would have to be guessed from it, and the `icalendar`
    library (7.3.0) dates the changes to summer time too late.
    """
    start = datetime(max(1, first - 1), 1, 2, tzinfo=UTC)
    end = datetime(min(9999, last + 1), 12, 30, tzinfo=UTC)
    rule = _rule(name, start)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}", *_observance(start + rule.offset, rule.offset, rule)]
    for instant, before, after in _changes(name, start, end):
        lines += _observance(instant + before.offset, before.offset, after)
    return "".join(f"{line}\r\n" for line in (*lines, "END:VTIMEZONE"))


def _observance(local: datetime, before: timedelta, rule: _Rule) -> Iterator[str]:
    kind = "DAYLIGHT" if rule.summer else "STANDARD"
    yield f"BEGIN:{kind}"
    yield f"DTSTART:{local.year:04}{local:%m%dT%H%M%S}"
    yield f"TZOFFSETFROM:{_offset(before)}"
    yield f"TZOFFSETTO:{_offset(rule.offset)}"
    yield f"TZNAME:{rule.name}"
    yield f"END:{kind}"


def _changes(name: str, start: datetime, end: datetime) -> Iterator[tuple[datetime, _Rule, _Rule]]:
    """Each instant at which clocks change, with what they showed before and what after."""
    before = _rule(name, start)
    while start < end:
        after = _rule(name, start + _STEP)
        if after != before:
            low, high = start, start + _STEP
            while high - low > _SECOND:
                middle = low + (high - low) // 2
                middle = middle.replace(microsecond=0)
                low, high = (middle, high) if _rule(name, middle) == before else (low, middle)
            yield high, before, after
        before, start = after, start + _STEP


def _rule(name: str, instant: datetime) -> _Rule:
    local = instant.astimezone(zone(name))
    return _Rule(local.utcoffset() or timedelta(), bool(local.dst()), local.tzname() or name)


def _offset(offset: timedelta) -> str:
    seconds = round(offset.total_seconds())
    minutes, rest = divmod(abs(seconds), 60)
    return f"{'-' if seconds < 0 else '+'}{minutes // 60:02}{minutes % 60:02}{f'{rest:02}' if rest else ''}"
