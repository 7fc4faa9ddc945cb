"""Which facts of two texts say the same, and which are left over."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from sitegen.translation.facts.address_rules import TRANSLATED_CODES
from sitegen.translation.facts.fact import Amount, Fact, Reading

Day = tuple[int, int, int]


class Difference(NamedTuple):
    """A fact that the other text does not state, beside the one that it seems to state instead."""

    english: Fact | None
    chinese: Fact | None

    @property
    def kind(self) -> str:
        """What the facts are about."""
        stated = self.english or self.chinese
        return stated.kind if stated else ""


def differences(
    english: Sequence[Fact], chinese: Sequence[Fact], english_text: str, chinese_text: str
) -> list[Difference]:
    """What one text states and the other does not, in the order of the English text, then of the Chinese."""
    readings_en = {reading for fact in english for reading in fact.readings}
    readings_zh = {reading for fact in chinese for reading in fact.readings}
    left_en = [fact for fact in english if readings_zh.isdisjoint(fact.readings)]
    left_zh = [fact for fact in chinese if readings_en.isdisjoint(fact.readings)]
    if not left_en and not left_zh:
        return []
    vague = _vague(left_en, left_zh)
    if all(fact.weak for fact in left_en) and all(fact.weak for fact in left_zh):
        return [*vague, *_both_sides(left_en, left_zh)]
    english_side, chinese_side = Side(english, english_text), Side(chinese, chinese_text)
    open_en = [fact for fact in left_en if not fact.weak and not _forgiven(fact, english_side, chinese_side)]
    open_zh = [fact for fact in left_zh if not fact.weak and not _forgiven(fact, chinese_side, english_side)]
    return [*_paired(open_en, open_zh, left_en, left_zh), *vague]


_TOLD_IN_PASSING = {"phase", "part", "order", "season", "period", "every"}


def _vague(left_en: Sequence[Fact], left_zh: Sequence[Fact]) -> list[Difference]:
    """Early and 年底, morning and 下午, hundreds and 数千: nobody need say these, but both say another thing."""
    found = []
    families = {fact.readings[0][0] for fact in left_en if fact.weak}
    if not families:
        return []
    for family in sorted(families & _TOLD_IN_PASSING):
        english = [fact for fact in left_en if fact.weak and fact.readings[0][0] == family]
        chinese = [fact for fact in left_zh if fact.weak and fact.readings[0][0] == family]
        if len(english) == 1 and len(chinese) == 1:
            found.append(Difference(english[0], chinese[0]))
    return found


def _both_sides(left_en: Sequence[Fact], left_zh: Sequence[Fact]) -> list[Difference]:
    """Both sides and 三方: neither states a number, and yet they contradict each other."""
    english = [fact for fact in left_en if _few(fact)]
    chinese = [fact for fact in left_zh if _few(fact)]
    return [Difference(english[0], chinese[0])] if len(english) == 1 and len(chinese) == 1 else []


def _few(fact: Fact) -> bool:
    return fact.kind == "count" and fact.readings[0][0] == "number" and 2 <= fact.readings[0][1] <= 9


class Side:
    """One text with its facts and what can be asked of them."""

    def __init__(self, facts: Sequence[Fact], text: str) -> None:
        self.facts = facts
        self.text = text

    @cached_property
    def readings(self) -> list[tuple[Reading, ...]]:
        """What each fact may mean."""
        return [fact.readings for fact in self.facts]

    @cached_property
    def days(self) -> list[Day]:
        """Every date, those at the ends of ranges too."""
        return [day for readings in self.readings for reading in readings for day in _days(reading)]

    @cached_property
    def years(self) -> set[int]:
        """The years of dates and of parts of years."""
        years = {day[0] for day in self.days if day[0]}
        return years | {reading[1] for readings in self.readings for reading in readings if reading[0] == "period"}

    @cached_property
    def numbers(self) -> set[Amount]:
        """Every number, ordinals too."""
        return {
            reading[1] for readings in self.readings for reading in readings if reading[0] in ("number", "ordinal")
        }

    @cached_property
    def currencies(self) -> set[str]:
        """The currencies that are named."""
        return {reading[2] for readings in self.readings for reading in readings if reading[0] == "money"}

    @cached_property
    def zones(self) -> list[set[int]]:
        """The minutes ahead of UTC that each zone may be."""
        return [
            {reading[1] for reading in readings if isinstance(reading[1], int)}
            for readings in self.readings
            if readings[0][0] == "zone"
        ]

    @cached_property
    def clocks(self) -> list[set[Reading]]:
        """What each zone may be."""
        return [set(readings) for readings in self.readings if readings[0][0] == "zone"]

    @cached_property
    def raw(self) -> set[Amount]:
        """The numbers as written."""
        return {fact.raw for fact in self.facts if fact.raw is not None}

    @cached_property
    def relative(self) -> bool:
        """Whether a year is named by another: this year, 去年."""
        return any(word in self.text for word in _RELATIVE)

    def has(self, reading: Reading) -> bool:
        """Whether any fact may mean this."""
        return any(reading in fact.readings for fact in self.facts)


_RELATIVE = (
    "今年",
    "去年",
    "明年",
    "当年",
    "同年",
    "次年",
    "翌年",
    "前年",
    "本年",
    "this year",
    "last year",
    "next year",
    "that year",
    "same year",
    "the year before",
    "following year",
    "This year",
    "Last year",
    "Next year",
    "That year",
)


def _days(reading: Reading) -> list[Day]:
    if reading[0] == "date":
        return [reading[1:]]
    if reading[0] == "range":
        return [reading[1], reading[2]]
    return []


# ---- what translators rightly do -----------------------------------------------------------------------------------


def _forgiven(fact: Fact, own: Side, other: Side) -> bool:
    return any(_FORGIVE.get(str(reading[0]), _never)(reading, fact, own, other) for reading in fact.readings)


Rule = Callable[[Reading, Fact, Side, Side], bool]


def _never(reading: Reading, fact: Fact, own: Side, other: Side) -> bool:
    return False


def _date(reading: Reading, fact: Fact, own: Side, other: Side) -> bool:
    day: Day = reading[1:]
    return (
        any(_same_day(day, seen, own, other) for seen in other.days) or _coarser(day, other) or _loose_date(day, other)
    )


def _same_day(day: Day, seen: Day, own: Side, other: Side) -> bool:
    """Equal but for a year that the text has elsewhere, or says as "this year"."""
    if day[1:] != seen[1:]:
        return False
    if day[0] == seen[0]:
        return True
    if not day[0]:
        return not own.years or seen[0] in own.years or own.relative
    if not seen[0]:
        return day[0] in other.years or other.relative
    return False


def _coarser(day: Day, other: Side) -> bool:
    """A year or a month beside a date that has it: 2021 where the other says 3 March 2021."""
    year, month, number = day
    if number:
        return False
    if not month:
        return year in other.years or other.relative
    return any(
        seen[1] == month
        and (not year or not seen[0] or seen[0] == year)
        and (not year or seen[0] == year or year in other.years)
        for seen in other.days
    )


def _loose_date(day: Day, other: Side) -> bool:
    """A day of the month alone, or a year alone, beside a bare number."""
    year, month, number = day
    if not year and not month:
        return number in other.numbers or any(seen[2] == number for seen in other.days)
    return not month and year in other.numbers


def _range(reading: Reading, fact: Fact, own: Side, other: Side) -> bool:
    """Two dates, or a range that says the same with fewer years; in their order, which a postponement has too."""
    first: Day = reading[1]
    last: Day = reading[2]
    begins = next((place for place, seen in enumerate(other.days) if _same_day(first, seen, own, other)), None)
    return begins is not None and any(_same_day(last, seen, own, other) for seen in other.days[begins:])


def _period(reading: Reading, fact: Fact, own: Side, other: Side) -> bool:
    year, name = reading[1:]
    for seen in other.facts:
        for each in seen.readings:
            if each[0] == "period" and each[2] == name and (not year or not each[1] or year == each[1]):
                known = other.years if year else own.years
                if (
                    year == each[1]
                    or (year or each[1]) in known
                    or own.relative
                    or other.relative
                    or not (own.years and other.years)
                ):
                    return bool(year == each[1] or not year or year in other.years or other.relative)
    # Michaelmas term 2026: the season and the year may stand apart.
    return other.has(("season", name)) and (not year or year in other.years)


def _number(reading: Reading, fact: Fact, own: Side, other: Side) -> bool:
    value = reading[1]
    if value in other.numbers or any(other.has((family, value)) for family in ("century", "ratio")):
        return True
    if other.has(("date", value, 0, 0)):
        return True
    if any(("money", value, currency) in seen for currency in own.currencies for seen in other.readings):
        return True
    if _counts_nothing(fact, own) and not any(seen.kind in _NUMERIC and not seen.weak for seen in other.facts):
        return True
    if value == 2 and any(word in other.text for word in _TWO):
        return True
    if fact.raw is not None and _in_identifier(value, other):
        return True
    # A number without its unit beside one with it: 30-strong and 30人.
    if fact.kind in ("number", "count") and reading[0] == "number" and fact.raw in other.raw:
        return True
    if any(
        each[0] == "date" and not each[1] and not each[2] and each[3] == value
        for seen in other.facts
        for each in seen.readings
    ):
        return True
    return (
        any(each[0] == "period" and each[2] == f"Q{value}" for seen in other.facts for each in seen.readings)
        and reading[0] == "ordinal"
    )


_NUMERIC = {"number", "count", "ordinal", "percentage", "money", "duration", "time"}


def _counts_nothing(fact: Fact, own: Side) -> bool:
    """A number in letters without a noun behind it, as in sayings: it takes two to tango."""
    return fact.kind == "number" and own.text[fact.start].isascii() and own.text[fact.start].isalpha()


def _in_identifier(value: Amount, other: Side) -> bool:
    """Part of an identifier there: SDG 7 and SDG7, the 29th conference and COP29."""
    plain = "".join(sign for sign in str(float(value) if isinstance(value, Fraction) else value) if sign.isdigit())
    return any(
        each[0] == "identifier" and "".join(sign for sign in str(each[1]) if sign.isdigit()) in (plain, plain + "0")
        for seen in other.facts
        for each in seen.readings
    )


def _money(reading: Reading, fact: Fact, own: Side, other: Side) -> bool:
    """A bare number on a side that has the currency elsewhere: £5 (students 3)."""
    return reading[2] in other.currencies and reading[1] in other.numbers


def _ordinal(reading: Reading, fact: Fact, own: Side, other: Side) -> bool:
    value = reading[1]
    if value == 1 and any(word in other.text for word in _FIRST):
        return True
    if value == 2 and any(word in other.text for word in _SECOND):
        return True
    if _in_identifier(value, other):
        return True
    if value in other.numbers or other.has(("century", value)) or (other.has(("weekday", 0)) and value == 0):
        return True
    return any(day[2] == value for day in other.days) or any(
        each[0] == "period" and str(each[2])[1:] == str(value) for seen in other.facts for each in seen.readings
    )


_FIRST = (
    "首",
    "第一",
    "一等",
    "最初",
    "率先",
    "最早",
    "最先",
    "初",
    "头",
    "开创",
    "先",
    "始",
    "一流",
    "创",
    "早",
    "first",
    "First",
    "inaugural",
    "Inaugural",
    "maiden",
    "1st",
    "initial",
    "Initial",
    "opening",
    "Opening",
    "pioneer",
    "debut",
    "launch",
    "premiere",
    "original",
    "earliest",
    "leading",
    "foremost",
    "top",
    "primary",
    "Grade 1",
    "Class 1",
    "Phase I",
    "champion",
    "winner",
    "new",
)


_SECOND = (
    "另",
    "其次",
    "次",
    "又一",
    "再",
    "后者",
    "another",
    "Another",
    "next",
    "Next",
    "latter",
    "other",
    "runner-up",
    "again",
)

_TWO = (
    "中英",
    "英中",
    "中美",
    "中法",
    "中德",
    "中日",
    "中韩",
    "中俄",
    "中外",
    "双",
    "彼此",
    "互相",
    "相互",
    "两",
    "俩",
    "both",
    "Both",
    "each other",
    "mutual",
    "pair",
    "couple",
    "bilateral",
    "bilingual",
    "either",
    "between",
)


def _ratio(reading: Reading, fact: Fact, own: Side, other: Side) -> bool:
    value = reading[1]
    return any(each[0] in ("ratio", "number") and each[1] == value for seen in other.facts for each in seen.readings)


def _time(reading: Reading, fact: Fact, own: Side, other: Side) -> bool:
    """The same moment by the clocks of another zone."""
    if not own.zones or not other.zones or _same_zones(own, other):
        return False
    moments = {(reading[1] - here) % 1440 for zone in own.zones for here in zone}
    seen_moments = {
        (each[1] - there) % 1440
        for seen in other.facts
        for each in seen.readings
        if each[0] == "time"
        for zone in other.zones
        for there in zone
    }
    return bool(moments & seen_moments)


def _same_zones(own: Side, other: Side) -> bool:
    """Whether both texts go by the same clocks, so that their times must be the same."""
    return all(any(here & there for there in other.clocks) for here in own.clocks) and all(
        any(here & there for here in own.clocks) for there in other.clocks
    )


_ZONE_PLACES = {
    480: ("北京", "中国", "上海", "Beijing", "China", "Shanghai"),
    0: ("伦敦", "英国", "London", "UK", "Britain", "Belfast", "贝尔法斯特"),
    60: ("伦敦", "英国", "London", "UK", "Britain", "Belfast", "贝尔法斯特"),
}


def _zone(reading: Reading, fact: Fact, own: Side, other: Side) -> bool:
    """A zone beside another one, where the times are the same moments; or beside its place (noon in London)."""
    if len(own.zones) > len(other.zones) and any(place in other.text for place in _ZONE_PLACES.get(reading[1], ())):
        return True
    times = [seen for seen in own.facts if seen.readings[0][0] == "time"]
    if any(any(reading in readings for readings in other.readings) for seen in times for reading in seen.readings):
        # One and the same hour in two zones is two moments.
        return False
    return bool(times) and all(any(_time(each, seen, own, other) for each in seen.readings) for seen in times)


def _duration(reading: Reading, fact: Fact, own: Side, other: Side) -> bool:
    """A bare number on the other side, where the unit went into another word (年龄, aged 12)."""
    if reading[0] == "months" and other.has(("minutes", reading[1])):
        return False
    plain = {seen.raw for seen in other.facts if seen.readings[0][0] in ("number", "ordinal")}
    if fact.raw is not None and fact.raw in plain:
        return True
    # Two nights are three days less one; a month is about thirty days and four weeks.
    return (
        (reading[0] == "minutes" and reading[1] in (30 * 1440, 28 * 1440) and other.has(("months", 1)))
        or (
            reading[0] == "months"
            and reading[1] == 1
            and (other.has(("minutes", 30 * 1440)) or other.has(("minutes", 28 * 1440)))
        )
        or (
            reading[0] == "months"
            and reading[1] == 12
            and (other.has(("minutes", 365 * 1440)) or other.has(("minutes", 52 * 10080)))
        )
    )


def _measure(reading: Reading, fact: Fact, own: Side, other: Side) -> bool:
    plain = {seen.raw for seen in other.facts if seen.readings[0][0] == "number"}
    return fact.raw is not None and fact.raw in plain


def _identifier(reading: Reading, fact: Fact, own: Side, other: Side) -> bool:
    key = str(reading[1])
    if any(word in other.text.casefold() for word in TRANSLATED_CODES.get(key, ())):
        return True
    if key in _bare(other.text):
        return True
    # The other side may spell the number of an identifier in its own way: B204室, 5G网络, Phase2.
    number = "".join(sign for sign in key if sign.isdigit())
    letters = "".join(sign for sign in key if sign.isalpha())
    return letters in _NUMBERED and bool(number) and int(number) in other.numbers


_NUMBERED = {
    "no",
    "nos",
    "phase",
    "part",
    "day",
    "week",
    "level",
    "grade",
    "tier",
    "stage",
    "v",
    "version",
    "vol",
    "room",
    "hall",
    "table",
    "group",
}


def _bare(text: str) -> str:
    """A text as identifiers are compared: in lower case, without signs and spaces."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _link(reading: Reading, fact: Fact, own: Side, other: Side) -> bool:
    """A link written out as an address, or the other way round."""
    key = (
        str(reading[1]).removeprefix("https://").removeprefix("http://").removeprefix("mailto:").rstrip("/").casefold()
    )
    return (
        other.has(("url", key))
        or other.has(("email", key))
        or any(
            each[0] == "link"
            and str(each[1])
            .removeprefix("https://")
            .removeprefix("http://")
            .removeprefix("mailto:")
            .rstrip("/")
            .casefold()
            == key
            for seen in other.facts
            for each in seen.readings
        )
    )


def _decade(reading: Reading, fact: Fact, own: Side, other: Side) -> bool:
    """The early 2000s and the beginning of the 21st century."""
    return reading[1] % 100 == 0 and other.has(("century", reading[1] // 100 + 1))


def _century(reading: Reading, fact: Fact, own: Side, other: Side) -> bool:
    return other.has(("decade", (reading[1] - 1) * 100)) or _number(reading, fact, own, other)


_FORGIVE: dict[str, Rule] = {
    "decade": _decade,
    "date": _date,
    "range": _range,
    "period": _period,
    "number": _number,
    "ordinal": _ordinal,
    "ratio": _ratio,
    "time": _time,
    "zone": _zone,
    "minutes": _duration,
    "months": _duration,
    "seconds": _duration,
    "terms": _duration,
    "identifier": _identifier,
    "url": _link,
    "link": _link,
    "email": _link,
    "century": _century,
    "money": _money,
    "points": _measure,
    **dict.fromkeys(
        (
            "millimetres",
            "miles",
            "feet",
            "inches",
            "yards",
            "nanometres",
            "grams",
            "milligrams",
            "pounds",
            "millilitres",
            "square metres",
            "acres",
            "mu",
            "square feet",
            "square miles",
            "cubic metres",
            "watts",
            "watt-hours",
            "volts",
            "hertz",
            "megabytes",
            "degrees",
            "degrees Fahrenheit",
        ),
        _measure,
    ),
}


# ---- what is left --------------------------------------------------------------------------------------------------

_ALIKE = [
    {"date", "range"},
    {"weekday"},
    {"time"},
    {"duration"},
    {"number", "count", "percentage", "money", "ordinal"},
    {"url", "link"},
    {"email"},
    {"identifier"},
    {"image"},
    {"name"},
]


def _paired(open_en: list[Fact], open_zh: list[Fact], left_en: list[Fact], left_zh: list[Fact]) -> list[Difference]:
    """Facts that are left on both sides, beside the one that fits best; the rest alone."""
    pairs: list[Difference] = []
    free = list(open_zh)
    for fact in open_en:
        partner = _best(fact, free) or _best(fact, [other for other in left_zh if other.weak or other in free])
        if partner in free:
            free.remove(partner)
        pairs.append(Difference(fact, partner))
    for fact in free:
        pairs.append(Difference(_best(fact, [other for other in left_en if other.weak]), fact))
    return pairs


def _best(fact: Fact, others: Sequence[Fact]) -> Fact | None:
    """Of the same kind the nearest reading, else one of a kind that is mistaken for it."""
    same = [other for other in others if other.kind == fact.kind]
    alike = same or [other for other in others if any(fact.kind in group and other.kind in group for group in _ALIKE)]
    return min(alike, key=lambda other: _distance(fact, other), default=None)


def _distance(a: Fact, b: Fact) -> int:
    """How much less than everything the two have in common."""
    first, second = a.readings[0], b.readings[0]
    return -sum(1 for x, y in zip(first[1:], second[1:], strict=False) if x == y)
