"""Dates, ranges and zones in one locale, by CLDR, composed where its data stop short of the house style."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import NamedTuple

import msgspec
from babel import Locale
from babel.core import get_global
from babel.dates import DateTimeFormat, get_timezone_name, tokenize_pattern
from markupsafe import Markup

from sitegen.model import Moment, Precision
from sitegen.moments import in_zone, iso, local, zone
from sitegen.render.markup import escaped, marked


class Composition(NamedTuple):
    """What a language says where CLDR has no pattern or not the one the house prints."""

    weekday_day: str
    """CLDR pattern of a day with its weekday; empty for CLDR's own."""
    day_clock: str
    """How a day and a time of day stand together."""
    clocked_range: str
    """Between two days that have times."""
    day_range: str
    """Between two days with weekdays."""
    date_range: str
    """Between two dates of unequal precision, for which CLDR has no pattern."""


COMPOSITIONS: dict[str, Composition] = {
    "en_GB": Composition("EEEE d MMMM y", "{0}, {1}", " to ", " to ", " – "),
    "en": Composition("", "{0}, {1}", " to ", " to ", " – "),
    "zh": Composition("", "{0} {1}", " 至 ", "至", "至"),
}
"""By locale, else by language; any other locale is composed from CLDR's generic patterns."""

_SOME_DAY = date(2000, 1, 1)
_MIDNIGHT = time(0)
_TIME_FIELDS = frozenset("abBhHkKmsSA")
Decides = Callable[[date, time], int]
Field = tuple[str, Decides, dict[int, str]]
"""Its name, the number that decides what it prints, and by that number what it has printed."""
_DECIDES: dict[str, Decides] = {
    "y": lambda day, clock: day.year,
    "M": lambda day, clock: day.month,
    "L": lambda day, clock: day.month,
    "d": lambda day, clock: day.day,
    "E": lambda day, clock: day.weekday(),
    "e": lambda day, clock: day.weekday(),
    "c": lambda day, clock: day.weekday(),
    "H": lambda day, clock: clock.hour,
    "h": lambda day, clock: clock.hour,
    "K": lambda day, clock: clock.hour,
    "k": lambda day, clock: clock.hour,
    "a": lambda day, clock: clock.hour,
    "m": lambda day, clock: clock.minute,
}
"""By the letter of a field, the one number that decides what it prints."""


def _nothing(day: date, clock: time) -> int:
    """Of a field that more than one number decides, nothing is known beforehand."""
    return 0


_GREENWICH = frozenset({"GMT", "Etc/GMT", "Etc/Greenwich", "Greenwich"})
_UNIVERSAL = _GREENWICH | {"UTC", "Etc/UTC", "Etc/UCT", "UCT", "Zulu", "Etc/Zulu", "Universal", "Etc/Universal"}


class Dates:
    """Prints moments in one locale; every method answers HTML with machine values in `<time>` elements."""

    def __init__(self, locale: Locale) -> None:
        self._locale = locale
        self._composition = (COMPOSITIONS.get(str(locale)) or COMPOSITIONS.get(locale.language)
                             or _generic_composition(locale))
        self._weekday_day = self._composition.weekday_day or locale.date_formats["full"].pattern
        self._day = locale.date_formats["long"].pattern
        self._month = _skeleton(locale, "yMMMM") or _widen(_skeleton(locale, "yMMM") or "MMM y")
        self._year = _skeleton(locale, "y") or "y"
        self._clock = _skeleton(locale, "Hm") or "HH:mm"
        # A pure function of two small frozen values, asked for again by every list that shows an event.
        self._applied = lru_cache(maxsize=1 << 14)(self._apply_to)
        self._fields: dict[str, dict[int, str]] = {}
        """By field of a pattern, the number that decides what it prints, to what that is."""
        self._plan = lru_cache(maxsize=64)(self._steps)
        # Lists show the days of events in no order, and of days a site has few.
        self._dated = lru_cache(maxsize=1 << 13)(self._date)
        self.when = lru_cache(maxsize=4096)(self._when)
        self.days = lru_cache(maxsize=4096)(self._days)
        self.day = lru_cache(maxsize=4096)(self._one_day)
        self.clock = lru_cache(maxsize=4096)(self._clock_times)
        self.elsewhere = lru_cache(maxsize=4096)(self._elsewhere)
        self.zone_label = lru_cache(maxsize=4096)(self._zone_label)

    def _when(self, start: Moment | None, end: Moment | None = None) -> Markup:
        """Full dates with weekday and times: `Thursday 5 March 2020, 09:30–16:30`. Empty without a start."""
        if start is None:
            return Markup("")
        if end is None or _same(start, end):
            return _element(start, self._full(start))
        if _coarse(start) and _coarse(end):
            return self.days(start, end)
        if start.day == end.day and not _coarse(start) and not _coarse(end):
            return self._within_a_day(start, end)
        clocked = start.clock is not None or end.clock is not None
        separator = self._composition.clocked_range if clocked else self._composition.day_range
        return _range(_element(start, self._full(start)), separator, _element(end, self._full(end)))

    def _within_a_day(self, start: Moment, end: Moment) -> Markup:
        if start.clock is None or end.clock is None:
            known = start if end.clock is None else end
            return _element(known, self._full(known))
        first, separator, last = self._between_clocks
        day = self._apply(self._weekday_day, start)
        opening = self._composition.day_clock.format(day, self._apply(first, start))
        return _range(_element(start, opening), separator, _element(end, self._apply(last, end)))

    def _days(self, start: Moment | None, end: Moment | None = None) -> Markup:
        """Dates without weekday or time in their shortest form: `5–6 March 2020`. Empty without a start."""
        if start is None:
            return Markup("")
        if end is None:
            return self._dated(start.day, "day" if start.clock is not None else start.precision)
        first, last = _without_clock(start), _without_clock(end)
        if _same(first, last):
            return _element(first, self._plain(first))
        patterns = self._day_interval(first, last)
        if patterns is None:
            separator = self._composition.date_range
            return _range(_element(first, self._plain(first)), separator, _element(last, self._plain(last)))
        opening, separator, closing = patterns
        return _range(_element(first, self._apply(opening, first)), separator,
                      _element(last, self._apply(closing, last)))

    def _date(self, day: date, precision: Precision) -> Markup:
        moment = Moment(day=day, precision=precision)
        return _element(moment, self._plain(moment))

    def _one_day(self, moment: Moment | None) -> Markup:
        """One moment at its precision, without weekday: `5 March 2020`, `March 2020`, `5 March 2020, 09:30`."""
        if moment is None:
            return Markup("")
        words = self._plain(moment)
        if moment.clock is not None:
            words = self._composition.day_clock.format(words, self._apply(self._clock, moment))
        return _element(moment, words)

    def _clock_times(self, start: Moment | None, end: Moment | None = None) -> Markup:
        """Times of day only: `09:30–10:15`; empty where none is known, full dates where the days differ."""
        if start is None or start.clock is None:
            return Markup("")
        if end is None or end.clock is None or _same(start, end):
            return _element(start, self._apply(self._clock, start))
        if start.day != end.day:
            return self.when(start, end)
        first, separator, last = self._between_clocks
        return _range(_element(start, self._apply(first, start)), separator, _element(end, self._apply(last, end)))

    def _elsewhere(self, start: Moment | None, end: Moment | None, name: str) -> Markup:
        """The same times by another zone's clocks, dated only where the day is another; empty without a time of day."""
        if start is None or start.clock is None:
            return Markup("")
        first = in_zone(start, name)
        if end is None or end.clock is None:
            return self.clock(first) if first.day == start.day else self.when(first)
        last = in_zone(end, name)
        same = first.day == start.day and last.day == end.day
        return self.clock(first, last) if same else self.when(first, last)

    def year(self, year: int) -> str:
        """A year alone: `2020`, `2020年`."""
        return self._apply_to(self._year, date(year, 1, 1), _MIDNIGHT)

    def _zone_label(self, moment: Moment | None, name: str = "") -> str:
        """The name of the moment's zone, or of another, and its offset then: `Moscow Time (UTC+3)`; empty without."""
        if moment is None or not moment.zone:
            return ""
        moment = in_zone(moment, name) if name else moment
        offset = _offset_label(_offset(moment))
        words = self._zone_name(moment.zone)
        if not words or words == offset:
            return offset
        if moment.zone in _UNIVERSAL:
            offset = "UTC"
        abbreviation = "" if moment.zone in _UNIVERSAL else self._zone_abbreviation(moment)
        detail = offset if abbreviation in ("", offset) else f"{abbreviation}, {offset}"
        return str(self._locale.zone_formats["fallback"] % {"1": words, "0": detail})

    def _zone_name(self, name: str) -> str:
        """CLDR's generic name or that of the place; empty for zones that are only an offset."""
        if name in _UNIVERSAL:
            names = (self._locale.meta_zones.get("GMT") if name in _GREENWICH
                     else self._locale.time_zones.get("Etc/UTC"))
            return str((names or {}).get("long", {}).get("standard", ""))
        canonical = get_global("zone_aliases").get(name, name)
        if get_global("zone_territories").get(canonical, "ZZ") == "ZZ":
            return ""
        return get_timezone_name(zone(name), "long", locale=self._locale)

    def _zone_abbreviation(self, moment: Moment) -> str:
        """CLDR's short name on that date where this very locale has one: `BST`."""
        canonical = get_global("zone_aliases").get(moment.zone, moment.zone)
        metazone = get_global("meta_zones").get(canonical, "")  # type: ignore[arg-type]  # the stubs do not know it
        season = "daylight" if _summer(moment) else "standard"
        for names in (self._locale.time_zones.get(canonical), self._locale.meta_zones.get(metazone)):
            short = (names or {}).get("short", {}).get(season, "")
            if short and "∅" not in short:
                return str(short)
        return ""

    def _full(self, moment: Moment) -> str:
        if _coarse(moment):
            return self._plain(moment)
        day = self._apply(self._weekday_day, moment)
        if moment.clock is None:
            return day
        return self._composition.day_clock.format(day, self._apply(self._clock, moment))

    def _plain(self, moment: Moment) -> str:
        patterns = {"year": self._year, "month": self._month}
        return self._apply(patterns.get(moment.precision, self._day), moment)

    def _apply(self, pattern: str, moment: Moment) -> str:
        # The days and the times of day of a site are few, however many events it has.
        if _tells_time(pattern):
            return self._applied(pattern, _SOME_DAY, moment.clock or _MIDNIGHT)
        return self._applied(pattern, moment.day, _MIDNIGHT)

    def _apply_to(self, pattern: str, day: date, clock: time) -> str:
        return "".join([
            step if isinstance(step, str) else step[2].get(step[1](day, clock)) or self._field(step, day, clock)
            for step in self._plan(pattern)])

    def _steps(self, pattern: str) -> "tuple[str | Field, ...]":
        """The pattern as texts, and fields with what they have printed so far."""
        return tuple([
            value if kind == "chars" else (value, _DECIDES.get(value[0], _nothing), self._fields.setdefault(value, {}))
            for kind, value in _tokens(pattern)])

    def _field(self, field: "Field", day: date, clock: time) -> str:
        """One field of a pattern: Babel is asked once for each month, weekday or hour, not once for each date."""
        name, decides, known = field
        found = DateTimeFormat(datetime.combine(day, clock), self._locale)[name]
        if decides is not _nothing:
            known[decides(day, clock)] = found
        return found

    @cached_property
    def _between_clocks(self) -> tuple[str, str, str]:
        intervals = self._locale.interval_formats.get("Hm")
        return _halves(*intervals["H"]) if intervals else (self._clock, self._composition.date_range, self._clock)

    def _day_interval(self, start: Moment, end: Moment) -> tuple[str, str, str] | None:
        """CLDR's pattern for two moments of one precision, full months; None where it has none."""
        if start.precision != end.precision:
            return None
        difference = _greatest_difference(start, end)
        skeletons = {"year": ("y",), "month": ("yMMMM", "yMMM")}.get(start.precision, ("yMMMMd", "yMMMd"))
        for skeleton in skeletons:
            patterns = (self._locale.interval_formats.get(skeleton) or {}).get(difference)
            if patterns:
                return _halves(*map(_widen, patterns))
        return None


@lru_cache(maxsize=64)
def _tokens(pattern: str) -> tuple[tuple[str, str], ...]:
    """The pattern's parts, each with its kind: literal `chars`, or a `field` as CLDR writes it (`EEEE`)."""
    return tuple((kind, value if isinstance(value, str) else value[0] * value[1])
                 for kind, value in tokenize_pattern(pattern))


@lru_cache(maxsize=64)
def _tells_time(pattern: str) -> bool:
    """Whether a pattern prints the time of day and nothing of the date."""
    fields = {value[0] for kind, value in _tokens(pattern) if kind == "field"}
    if fields & _TIME_FIELDS and fields - _TIME_FIELDS:
        raise ValueError(f"{pattern} mixes date and time")
    return bool(fields & _TIME_FIELDS)


@lru_cache(maxsize=4096)
def machine(moment: Moment) -> str:
    """The value of `datetime`: `2020`, `2020-03`, `2020-03-05`, `2020-03-05T09:30+03:00`."""
    if moment.clock is None or not moment.zone:
        return iso(moment)
    sign, hours, minutes = _parts(_offset(moment))
    return f"{iso(moment)}{sign}{hours:02d}:{minutes:02d}"


def _generic_composition(locale: Locale) -> Composition:
    day_clock = str(locale.datetime_formats["full"]).replace("{0}", "{clock}").replace("{1}", "{0}")
    separator = _split_fallback(locale)
    return Composition("", day_clock.replace("{clock}", "{1}").replace("'", ""), separator, separator, separator)


def _split_fallback(locale: Locale) -> str:
    fallback = str(locale.interval_formats.get(None) or "{0} – {1}")
    return _ordinary_spaces(fallback.partition("{0}")[2].partition("{1}")[0])


def _skeleton(locale: Locale, name: str) -> str:
    found = locale.datetime_skeletons.get(name)
    return str(found.pattern) if found else ""


@lru_cache(maxsize=256)
def _widen(pattern: str) -> str:
    """The pattern with the month in full: CLDR has ranges of days with abbreviated months only."""
    return re.sub(r"(?<!M)MMM(?!M)", "MMMM", pattern)


@lru_cache(maxsize=256)
def _halves(opening: str, closing: str) -> tuple[str, str, str]:
    """An interval's two patterns as start, separator and end, so that each date has its own element."""
    opening, closing = _ordinary_spaces(opening), _ordinary_spaces(closing)
    tail, ending = _trailing_literal(opening), _trailing_literal(closing)
    shared = 0
    while shared < min(len(tail), len(ending)) and tail[shared] == ending[shared]:
        shared += 1
    cut = len(opening) - len(tail) + shared
    return opening[:cut], opening[cut:], closing


def _trailing_literal(pattern: str) -> str:
    kind, value = tokenize_pattern(pattern)[-1]
    return str(value) if kind == "chars" and pattern.endswith(str(value)) else ""


def _ordinary_spaces(pattern: str) -> str:
    """Thin spaces, which CLDR puts around the dash, are missing from many fonts and from what people search for."""
    return pattern.replace("\u2009", " ")


def _element(moment: Moment, words: str) -> Markup:
    return marked(f'<time datetime="{machine(moment)}">{escaped(words)}</time>')


def _range(first: Markup, separator: str, last: Markup) -> Markup:
    return marked(f"{first}{escaped(separator)}{last}")


def _same(start: Moment, end: Moment) -> bool:
    """Whether both are printed alike."""
    if start.day != end.day or start.precision != end.precision:
        return False
    here, there = start.clock, end.clock
    return here is there if here is None or there is None else here.hour == there.hour and here.minute == there.minute


def _coarse(moment: Moment) -> bool:
    return moment.precision in ("year", "month")


def _without_clock(moment: Moment) -> Moment:
    if moment.clock is None:
        return moment
    return msgspec.structs.replace(moment, clock=None, precision="day", fold=0)


def _greatest_difference(start: Moment, end: Moment) -> str:
    if start.day.year != end.day.year:
        return "y"
    return "M" if start.day.month != end.day.month else "d"


def _offset(moment: Moment) -> timedelta:
    return local(moment).utcoffset() or timedelta()


def _summer(moment: Moment) -> bool:
    """Whether clocks are ahead of that year's earliest: Irish winter time is "daylight" in the tz database."""
    here = local(moment)
    seasons = [here.replace(month=month, day=1).utcoffset() or timedelta() for month in (1, 7)]
    return _offset(moment) > min(seasons)


def _parts(offset: timedelta) -> tuple[str, int, int]:
    minutes = round(offset.total_seconds() / 60)
    return ("-" if minutes < 0 else "+"), abs(minutes) // 60, abs(minutes) % 60


def _offset_label(offset: timedelta) -> str:
    """UTC+3, UTC−3:30; the sign is a real minus for readers."""
    sign, hours, minutes = _parts(offset)
    return f"UTC{'−' if sign == '-' else '+'}{hours}" + (f":{minutes:02d}" if minutes else "")

