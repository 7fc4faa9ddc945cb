"""Dates along a line: where each lies between the first year and the last."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from sitegen.model import Moment
from sitegen.moments import day_after

ROOM = 4.5
"""Per cent of the width: marks that lie closer stand one above the other, or on a phone one would cover the other."""
LABELS = 6
"""As many years as have room for their names on a phone."""
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
LAST_LABEL = 90.0
"""Per cent: a name that began further on would be cut."""


class Mark(NamedTuple):
    """One entry on the line."""

    start: str
    """Where it begins, as a part of the width: "43.1%"."""
    end: str
    row: int
    """0 is the lowest."""
    item: Mapping[str, Any]


class Tick(NamedTuple):
    """Where a year begins."""

    place: str
    year: int
    labelled: bool


class Scale(NamedTuple):
    """What to draw."""

    first: int
    last: int
    rows: int
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]


def time_scale(items: Iterable[Mapping[str, Any]]) -> Scale | None:
    """Entries with a `start` and perhaps an `end`, the oldest first; None where they do not make two years."""
    dated = [(item, *_stretch(item["start"], item["end"])) for item in items]
    if not dated:
        return None
    first, last = min(start.year for _, start, _ in dated), max(end.year for _, _, end in dated)
    if first == last:
        return None
    begin, length = _number(date(first, 1, 1)), _length(first, last)
    ends: list[float] = []
    marks = []
    for item, start, end in dated:
        left, right = ((_number(day) - begin) / length * 100 for day in (start, end))
        row = next((row for row, taken in enumerate(ends) if taken + ROOM <= left), len(ends))
        ends[row:row + 1] = [right]
        marks.append(Mark(start=_per_cent(left), end=_per_cent(right), row=row, item=item))
    return Scale(first=first, last=last, rows=len(ends), marks=tuple(marks), ticks=_ticks(first, last, begin, length))


def _stretch(start: Moment, end: Moment | None) -> tuple[date, date]:
    """The days from which to which a mark reaches; what is known to be in one month or year lies in its middle."""
    last = _last_day(end or start)
    if end is None and start.precision in ("year", "month"):
        middle = date.fromordinal((start.day.toordinal() + last.toordinal()) // 2)
        return middle, middle
    return start.day, max(start.day, last)


def _last_day(moment: Moment) -> date:
    try:
        return date.fromordinal(day_after(moment).toordinal() - 1)
    except (OverflowError, ValueError):
        return date.max


def _number(day: date) -> int:
    return day.toordinal()


def _length(first: int, last: int) -> int:
    return date(last, 12, 31).toordinal() + 1 - date(first, 1, 1).toordinal()


def _ticks(first: int, last: int, begin: int, length: int) -> tuple[Tick, ...]:
    years = range(first, last + 1)
    step = next((step for step in STEPS if len(years) / step <= LABELS), STEPS[-1])
    # Of very long stretches only the years with a name have a line.
    shown = [year for year in years if len(years) <= LABELS * STEPS[2] or year % step == 0]
    ticks = ((year, (_number(date(year, 1, 1)) - begin) / length * 100) for year in shown)
    return tuple(Tick(place=_per_cent(place), year=year, labelled=year % step == 0 and place <= LAST_LABEL)
                 for year, place in ticks)


def _per_cent(value: float) -> str:
    return f"{value:.2f}%"
