"""The months of a year as small tables, with what is on in each day."""

from calendar import Calendar
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from babel import Locale

from sitegen.model import Card, Moment

OFF = "postponed"
"""Without a date for now."""
MONTHS = 12
WEEK = 7


class Day(NamedTuple):
    """A day of a month, and what is on."""

    number: int
    cards: tuple[Card, ...]
    first: bool
    """Whether anything begins on it."""


class Month(NamedTuple):
    """A month as a calendar hangs on a wall."""

    name: str
    weeks: tuple[tuple[Day | None, ...], ...]
    """None stands for days of the months beside it."""
    busy: bool
    """Whether anything is on."""


class Weekday(NamedTuple):
    """A column's heading."""

    short: str
    name: str


class Year(NamedTuple):
    """A year on one sheet."""

    weekdays: tuple[Weekday, ...]
    months: tuple[Month, ...]


def year_sheet(locale: Locale, year: int, cards: Iterable[Card]) -> Year | None:
    """The year with those events of which the days are known; None where none falls into it."""
    busy: dict[date, list[Card]] = {}
    for card in cards:
        for day in days_in(card, year):
            busy.setdefault(day, []).append(card)
    if not busy:
        return None
    first = locale.first_week_day
    months = tuple(_month(locale, year, number, first, busy) for number in range(1, MONTHS + 1))
    return Year(weekdays=_weekdays(locale, first), months=months)


def days_in(card: Card, year: int) -> Iterator[date]:
    """The days of a year on which an event is on, at its place; none where they are not known."""
    if OFF in card.status or not _is_known(card.start):
        return
    assert card.start is not None
    last = card.end.day if card.end is not None and _is_known(card.end) else card.start.day
    day, last = max(card.start.day, date(year, 1, 1)), min(last, date(year, MONTHS, 31))
    while day <= last:
        yield day
        if day == date.max:
            return
        day += timedelta(days=1)


def _is_known(moment: Moment | None) -> bool:
    return moment is not None and moment.precision in ("day", "minute")


def _weekdays(locale: Locale, first: int) -> tuple[Weekday, ...]:
    names = locale.days["stand-alone"]
    order = [(first + number) % WEEK for number in range(WEEK)]
    return tuple(Weekday(short=str(names["narrow"][day]), name=str(names["wide"][day])) for day in order)


def _month(locale: Locale, year: int, number: int, first: int, busy: Mapping[date, list[Card]]) -> Month:
    weeks = tuple(tuple(_day(day, busy) for day in week) for week in _weeks(year, number, first))
    return Month(name=str(locale.months["stand-alone"]["wide"][number]), weeks=weeks,
                 busy=any(day and day.cards for week in weeks for day in week))


def _weeks(year: int, month: int, first: int) -> list[list[date | None]]:
    days = Calendar(first).monthdayscalendar(year, month)
    return [[date(year, month, day) if day else None for day in week] for week in days]


def _day(day: date | None, busy: Mapping[date, list[Card]]) -> Day | None:
    if day is None:
        return None
    cards = tuple(busy.get(day, ()))
    return Day(number=day.day, cards=cards, first=any(_is_first(card, day) for card in cards))


def _is_first(card: Card, day: date) -> bool:
    """Whether the year's sheet shows the event from that day on."""
    return card.start is not None and (card.start.day == day or (day.month, day.day) == (1, 1))

