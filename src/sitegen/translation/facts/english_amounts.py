"""What an English number becomes with its unit."""

import re
from collections.abc import Callable
from fractions import Fraction

from sitegen.translation.facts import english_rules as rules
from sitegen.translation.facts.fact import Amount, Fact, FactKind, Reading, simple
from sitegen.translation.facts.numerals import LETTER_SCALES, SCALES, TENS, UNITS
from sitegen.translation.facts.units import MEASURES, TIME_UNITS

AT = re.compile(r"(?:at|from|by|until|till|around|about|before|after)\s+$", re.IGNORECASE)
_UNIT_AT = re.compile(r"[\s\u00a0*_-]*(?:[%％‰°℃][CF]?|×|km/h|[A-Za-z]+[²³]?)")
_HOURS = range(1, 13)

Found = tuple[list[Fact], int]
"""Facts, and where reading goes on."""
Reader = Callable[[str, int, str], Found]
"""From a text, where to begin and the word or sign that stands there."""
Meaning = tuple[FactKind, Callable[[Amount], tuple[Reading, ...]]]
"""The kind of fact that a unit makes, and what its number can be read as."""
NOTHING: list[Fact] = []


def scale_of(word: str | None, letter: str | None) -> int:
    """Of 3 million, or of 3m."""
    return SCALES[word.casefold()] if word else LETTER_SCALES[letter.casefold()] if letter else 1


def multiplied(amount: Amount, scale: Amount) -> Amount:
    """So many times the amount."""
    return amount * scale if isinstance(amount, int) else simple(amount * scale)


def may_be_hours(text: str, amounts: list[tuple[Amount, int, int]]) -> bool:
    """Whether a bare number may be an hour: we meet at five, from 9 to 5."""
    return all(amount in _HOURS for amount, _, _ in amounts) and bool(
        AT.search(text, max(0, amounts[0][1] - 8), amounts[0][1])
    )


def plain_number(kind: FactKind, amount: Amount, start: int, end: int, written: str, words: list[str], spelled: bool,
                 hours: bool = False) -> Fact:
    """The fact of a number without a unit, which may be a year, or an hour."""
    readings: tuple[Reading, ...] = (("number", amount),)
    if hours:
        readings = (*readings, ("time", amount * 60), ("time", (amount * 60 + 720) % 1440))
    if is_year(amount, written, spelled):
        plural = bool(words) and words[0].endswith("s") and words[0] not in ("was", "is", "has", "as")
        readings = (
            (("number", amount), ("date", amount, 0, 0))
            if plural or words[:1] == ["people"]
            else (("date", amount, 0, 0), ("number", amount))
        )
        kind = "count" if plural else "date"
    return Fact(kind, readings, start, end, weak=amount == 1, raw=amount)


def is_year(amount: Amount, written: str, spelled: bool) -> bool:
    """Whether four digits are a year's."""
    return not spelled and len(written) == 4 and written.isdigit() and 1000 <= amount <= 2099


def fraction_more(found: re.Match[str]) -> Fraction:
    """Of "and a half", "and three quarters"."""
    return Fraction(3, 4) if found[2] else Fraction(1, 2) if found[1].casefold() == "half" else Fraction(1, 4)


def ended(amounts: list[tuple[Amount, int, int]], end: int) -> list[tuple[Amount, int, int]]:
    """Amounts with where they stand, the last as far as `end`."""
    amount, start, _ = amounts[-1]
    return [*amounts[:-1], (amount, start, end)]


def end_of_unit(text: str, stop: int, length: int) -> int:
    """Where a unit of so many words ends."""
    for _ in range(length):
        found = _UNIT_AT.match(text, stop)
        stop = found.end() if found else stop
    return stop


def with_unit(unit: str, behind: list[str], spelled: bool) -> Meaning | None:
    """What a number becomes with this unit behind it, before the words behind that."""
    if unit in _OF_UNIT:
        return _OF_UNIT[unit]
    if unit in ("point", "points") and not spelled:
        return "percentage", lambda amount: (("points", amount), ("number", amount))
    if unit in rules.TIME_WORDS and (len(unit) > 1 or not spelled):
        return _of_time(*TIME_UNITS[rules.TIME_WORDS[unit]], of_age=behind[:1] in (["old"], ["olds"]))
    if unit in rules.MEASURE_WORDS and not (unit in ("m", "g", "v", "w") and spelled):
        family, size = MEASURES[rules.MEASURE_WORDS[unit]]
        return "number", lambda amount: ((family, multiplied(amount, size)),)
    if unit in rules.CURRENCY_WORDS:
        code = rules.CURRENCY_WORDS[unit]
        return "money", lambda amount: (("money", amount, code),)
    if unit in rules.TIMES_WORDS:
        return _as_multiple(unit, behind[0] if behind else "")
    if unit in rules.FRACTIONS and spelled:
        part = rules.FRACTIONS[unit]
        return "number", lambda amount: (("ratio", simple(Fraction(amount) / part)),)
    return None


def _per_cent(amount: Amount) -> tuple[Reading, ...]:
    return (("ratio", simple(Fraction(amount) / 100)),)


def _per_thousand(amount: Amount) -> tuple[Reading, ...]:
    return (("ratio", simple(Fraction(amount) / 1000)),)


def _points(amount: Amount) -> tuple[Reading, ...]:
    return (("points", amount),)


def _quarters(amount: Amount) -> tuple[Reading, ...]:
    return ("ratio", simple(Fraction(amount) / 4)), ("months", multiplied(amount, 3))


_OF_UNIT: dict[str, Meaning] = {
    "quarters": ("number", _quarters),
    **dict.fromkeys(rules.POINT_WORDS, ("percentage", _points)),
    **dict.fromkeys(rules.PER_THOUSAND, ("percentage", _per_thousand)),
    **dict.fromkeys(rules.PERCENT_WORDS, ("percentage", _per_cent)),
}


def _of_time(family: str, size: Amount, *, of_age: bool) -> Meaning:
    """Three years, or three years old."""
    if of_age:
        return "count", lambda amount: (("number", amount), (family, multiplied(amount, size)))
    return "duration", lambda amount: ((family, multiplied(amount, size)),)


def _as_multiple(unit: str, behind: str) -> Meaning:
    """Three times as many, which is no count; three times more, which may be four times as many."""
    if unit not in ("fold", "x", "×") and behind not in rules.AS_MULTIPLE:
        return "count", lambda amount: (("number", amount), ("ratio", amount))
    if behind in _MORE:
        return "number", lambda amount: (("ratio", amount), ("ratio", simple(Fraction(amount) + 1)))
    return "number", lambda amount: (("ratio", amount),)


_MORE = frozenset({"more", "over", "larger", "bigger", "higher", "greater", "faster", "longer"})


def small_number(written: str) -> int:
    """In digits or in one word; a hundred."""
    written = written.casefold()
    if written.isdigit():
        return int(written)
    return SCALES[re.split(r"[\s-]+", written)[1]] if written.startswith("a") else {**UNITS, **TENS}[written]
