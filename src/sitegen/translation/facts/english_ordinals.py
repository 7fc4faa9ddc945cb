"""The ordinals of an English text."""

import re
from fractions import Fraction

from sitegen.translation.facts import english_rules as rules
from sitegen.translation.facts.english_amounts import NOTHING, Found, ended, multiplied, small_number
from sitegen.translation.facts.english_dates import YEAR, part_of_year
from sitegen.translation.facts.fact import Amount, Fact, Reading, simple
from sitegen.translation.facts.numerals import TENS, UNITS
from sitegen.translation.facts.units import TIME_UNITS

_UNIT_BEHIND = re.compile(r"[\s-]+(?:consecutive\s+|successive\s+)?(day|night|week|month|year|decade|term)\b",
    re.IGNORECASE)
_DAY_OF_MONTH = re.compile(r"\s+of\s+(?:the|each|every|that|this|next|last)\s+month\b|(?<=[0-9](?:st|nd|rd|th))[,.;)]",
                           re.IGNORECASE)
_FIRST_OF = re.compile(rf"\s+(?:[0-9]|hour|few|couple|half|(?:{'|'.join([*UNITS, *TENS])})\b)", re.IGNORECASE)
_FLOOR = re.compile(r"[\s-]+floor\b", re.IGNORECASE)
_GROUND_FLOOR = re.compile(r"ground[\s-]+floor\b", re.IGNORECASE)
_FIRST_QUARTERS = re.compile(rf"[\s-]+(two|three)\s+quarters\b(?:(?:\s+of)?\s+({YEAR}))?", re.IGNORECASE)
_CENTURY = re.compile(r"[\s-]+centur(?:y|ies)\b", re.IGNORECASE)
_QUARTER_OF = re.compile(r"[\s-]+quarter\b(?!\s*[-–]?final)", re.IGNORECASE)
_HALF_OF = re.compile(r"[\s-]+half\b(?=\s+of\s+(?:the\s+)?(?:year|[12])|\s+[12][0-9]{3}|\s*$|[,.;)])", re.IGNORECASE)
_HALF_BEHIND = re.compile(r"[\s-]+half\b", re.IGNORECASE)
_FIVE_YEAR = re.compile(r"\s+five[- ]year\s+plans?", re.IGNORECASE)
_ROMAN_ONE = re.compile(r"\b(?:Act|Part|Phase|Volume|Book|Stage|Grade|Level|Category|Type|Class|Tier|War|Unit|Paper) $")
_ROMAN = re.compile(r"(?<=[a-z] )(II|III|IV|VI{0,3}|IX|XI{0,3}|XIV|XV)(?![A-Za-z.])")
ROMAN_VALUES = {
    "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10, "XI": 11, "XII": 12,
    "XIII": 13, "XIV": 14, "XV": 15,
}


def ordinal_facts(text: str, amounts: list[tuple[Amount, int, int]], end: int) -> Found:
    """Facts from ordinals that end there and what stands behind them."""
    amounts = ended(amounts, end)
    if (more := _CENTURY.match(text, end)) is not None:
        return [Fact("date", (("century", amount),), start, more.end()) for amount, start, _ in amounts], more.end()
    if (made := _of_year(text, amounts[0][0], amounts[0][1], end)) is not None:
        return made
    if (more := _FIVE_YEAR.match(text, end)) is not None:
        return [Fact("ordinal", (("ordinal", amount),), start, more.end()) for amount, start, _ in amounts], more.end()
    if (more := _FLOOR.match(text, end)) is not None:
        # British floors are counted from the ground, Chinese ones from the street.
        return [
            Fact("ordinal", (("ordinal", amount), ("ordinal", simple(Fraction(amount) + 1))), start, more.end(),
                 raw=amount)
            for amount, start, _ in amounts
        ], more.end()
    if _DAY_OF_MONTH.match(text, end) and all(1 <= amount <= 31 for amount, _, _ in amounts):
        return [
            Fact("date", (("date", 0, 0, amount), ("ordinal", amount)), start, last, raw=amount)
            for amount, start, last in amounts
        ], end
    of_time: tuple[str, int] | None = None
    if (more := _UNIT_BEHIND.match(text, end)) is not None:
        of_time = TIME_UNITS[rules.TIME_WORDS[more[1].casefold()]]
    return [
        Fact("ordinal", (("ordinal", amount), *_elapsed(amount, of_time)), start, last, raw=amount,
             weak=amount == 1 and bool(of_time or _FIRST_OF.match(text, end)))
        for amount, start, last in amounts
    ], end


def _of_year(text: str, value: Amount, start: int, end: int) -> Found | None:
    """The first quarter, the second half, the first three quarters of 2024."""
    if value in (1, 2, 3, 4) and (more := _QUARTER_OF.match(text, end)) is not None:
        return part_of_year(text, start, more.end(), f"Q{value}")
    if value in (1, 2) and (more := _HALF_OF.match(text, end)) is not None:
        return part_of_year(text, start, more.end(), f"H{value}")
    if value in (1, 2) and (more := _HALF_BEHIND.match(text, end)) is not None:
        return [Fact("date", (("period", 0, f"H{value}"),), start, more.end(), weak=True)], more.end()
    if value == 1 and (more := _FIRST_QUARTERS.match(text, end)) is not None:
        name = f"Q1-{small_number(more[1])}"
        return [Fact("date", (("period", int(more[2] or 0), name),), start, more.end())], more.end()
    return None


def _elapsed(amount: Amount, of_time: tuple[str, int] | None) -> tuple[Reading, ...]:
    """In its seventh year: for seven years."""
    return ((of_time[0], multiplied(amount, of_time[1])),) if of_time and amount > 1 else ()


def read_first(text: str, start: int, word: str) -> Found:
    """Firstly, the first."""
    return [
        Fact("ordinal", (("ordinal", 1),), start, start + len(word), weak=word.casefold() == "firstly")
    ], start + len(word)


def read_roman(text: str, start: int, word: str) -> Found:
    """Phase II, Henry VIII."""
    if word == "I" and _ROMAN_ONE.search(text, max(0, start - 12), start):
        return [Fact("ordinal", (("ordinal", 1), ("number", 1)), start, start + 1)], start + 1
    if (found := _ROMAN.match(text, start)) is None:
        return NOTHING, start
    value = ROMAN_VALUES[found.group()]
    return [
        Fact("ordinal", (("ordinal", value), ("number", value)), start, found.end(), weak=value in (5, 10))
    ], found.end()


def read_ground_floor(text: str, start: int, word: str) -> Found:
    """The ground floor, which is the first to the Chinese."""
    if (found := _GROUND_FLOOR.match(text, start)) is None:
        return NOTHING, start
    return [Fact("ordinal", (("ordinal", 1),), start, found.end(), weak=True, raw=1)], found.end()
