"""The facts of an English text."""

import re
from collections.abc import Iterator, Mapping

from sitegen.translation.facts import english_rules as rules
from sitegen.translation.facts.addresses import BLANK, addresses
from sitegen.translation.facts.english_amounts import NOTHING, Found, Reader
from sitegen.translation.facts.english_dates import (
    DOT,
    MONTH,
    NUMBER_IN,
    YEAR,
    date_pattern,
    dated,
    decade_of,
    listed_days,
    numeric_date,
    read_fiscal_year,
    read_month,
    read_period,
    read_phase,
    read_season,
    read_term,
    read_weekday,
)
from sitegen.translation.facts.english_numbers import read_money, read_number
from sitegen.translation.facts.english_ordinals import ROMAN_VALUES, read_first, read_ground_floor, read_roman
from sitegen.translation.facts.english_times import read_clock, read_noon, read_part_of_day, read_zone
from sitegen.translation.facts.english_words import (
    LONG_UNITS,
    read_every,
    read_fold,
    read_half,
    read_halved,
    read_long,
    read_multiple,
    read_order,
    read_ordinal,
    read_quarter,
    read_twice,
    read_weak,
    read_weak_span,
    read_word,
)
from sitegen.translation.facts.fact import Fact
from sitegen.translation.facts.numerals import ORDINALS, SCALES, TENS, UNITS
from sitegen.translation.facts.spans import merged

_FROM_DIGIT = [date_pattern(t) for t, _ in (*rules.RANGES, *rules.DATES) if t.startswith(("{day", "{iso", "{year"))]
_BETWEEN_DATES = [
    date_pattern(t, to=r"\s+and\s+") for t, _ in rules.RANGES if "{to}" in t and t.startswith(("{day", "{year"))
]
_DAYS_MONTH = re.compile(
    rf"((?:the )?[0-3]?[0-9](?:st|nd|rd|th)?(?:{rules.AND}(?:the )?[0-3]?[0-9](?:st|nd|rd|th)?)+)"
    rf"(?: of)?\s+({MONTH})\b{DOT}"
    rf"(?:,?\s+({YEAR}))?",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(r"([0-3]?[0-9])([./-])([0-3]?[0-9])\2((?:19|20)?[0-9]{2})(?![0-9])")
_RATIO = re.compile(r"([0-9]{1,4}):([0-9]{1,4})(?![0-9:]|\s?[ap]\.?m)")
_RATIO_BEFORE = re.compile(r"\b(?:ratio|odds|scale|score)\b[^.;]*$", re.IGNORECASE)
_DECADE = re.compile(r"(?:(?P<c>1[0-9]|20)|['’](?=[0-9]))?(?P<d>[0-9]0)['’]?s(?![A-Za-z])")
_IDIOM = re.compile(
    r"\b(?:" + "|".join([*rules.ORDINAL_IDIOMS, *rules.NUMBER_IDIOMS]) + r")(?![a-z])"
)
_IDIOM_WORDS = frozenset({
    "first", "firstly", "second", "third", "one", "two", "zero", "five", "fifty", "three", "thousand", "hundred",
    "million", "four", "fours", "nought", "ten", "nine", "eight", "sixes", "group", "eleventh", "net",
})
"""What every idiom has one of: looked for first, because that is quick."""
_WORDS_OF = re.compile(r"[a-z]+")
_DIGIT_OR_SIGN = re.compile(r"[0-9$£€¥￥₩₽₹@]|\]\(|://|[Ww]{3}\.")
_IS_VERB = re.compile(r"[0-9](?:st|nd|rd|th)?\s+(?:may|march)$")
"""Nobody under 12 may enter."""


def english_facts(text: str) -> list[Fact]:
    """The facts of an English text, as they stand."""
    lower = _lowered(text)
    words = _WORDS_OF.findall(lower)
    if _TELLING.isdisjoint(words) and _DIGIT_OR_SIGN.search(text) is None:
        return []
    found, blanked = addresses(text)
    if blanked is not text:
        lower = _lowered(blanked)
    if not _IDIOM_WORDS.isdisjoint(words) or "24/7" in text or "50" in text:
        blanked, lower = _without_idioms(blanked, lower)
    position = 0
    for start, sign in _starts(lower, words):
        if start < position:
            continue
        if sign.isdigit():
            facts, end = _from_digit(blanked, start)
        else:
            facts, end = _READERS[sign](blanked, start, blanked[start : start + len(sign)])
        if facts or end > start:
            found.extend(facts)
            position = max(end, start + 1)
    return merged(sorted(found, key=lambda fact: (fact.start, fact.end)), blanked)


def _starts(lower: str, words: list[str]) -> list[tuple[int, str]]:
    """Where facts may begin, and the word or sign that stands there."""
    found = [(match.start(), match.group()) for match in NUMBER_IN.finditer(lower)]
    if _SIGN.search(lower) is not None:
        found += [(match.start(), match.group()) for match in _CURRENCY.finditer(lower)]
    for word in _TELLING.intersection(words):
        at = lower.find(word)
        while at >= 0:
            end = at + len(word)
            if not ("a" <= lower[at - 1 : at] <= "z" or "a" <= lower[end : end + 1] <= "z"):
                if word in _BEHIND_ARTICLE and (article := _ARTICLE.search(lower, max(0, at - 5), at)) is not None:
                    found.append((article.start(), article[1]))
                if word in _READERS:
                    found.append((at, word))
            at = lower.find(word, end)
    found.sort()
    return found


def _lowered(text: str) -> str:
    """In lower case, sign for sign."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(sign.lower()[:1] for sign in text)


def _without_idioms(text: str, lower: str) -> tuple[str, str]:
    """With blanks for numbers that are none."""
    for match in _IDIOM.finditer(lower):
        start, end = match.span()
        blank = BLANK * (end - start)
        text, lower = text[:start] + blank + text[end:], lower[:start] + blank + lower[end:]
    return text, lower


def _from_digit(text: str, start: int) -> Found:
    if start and (text[start - 1].isalnum() or (text[start - 1] in ".," and start > 1 and text[start - 2].isdigit())):
        return NOTHING, _end_of_number(text, start)
    if _DATE_OR_TIME.match(text, start) is None:
        return read_number(text, start, "")
    if (found := _DAYS_MONTH.match(text, start)) is not None and not _dash_in(found[1]):
        return listed_days(found, found[1], 1, found[2], found[3]), found.end()
    if text[max(0, start - 8) : start].casefold() == "between ":
        for pattern in _BETWEEN_DATES:
            if (found := pattern.match(text, start)) is not None and (facts := dated(found)):
                return facts, found.end()
    for pattern in _FROM_DIGIT:
        if (found := pattern.match(text, start)) is not None and (facts := dated(found)) \
                and not _IS_VERB.search(found.group()):
            return facts, found.end()
    if (found := _RATIO.match(text, start)) is not None and (
        len(found[2]) != 2 or int(found[2]) > 59 or _RATIO_BEFORE.search(text, max(0, start - 40), start)
    ):
        return [
            Fact("number", (("number", int(found[n])),), *found.span(n), raw=int(found[n])) for n in (1, 2)
        ], found.end()
    if (found := _DAY_FIRST.match(text, start)) is not None and (facts := numeric_date(found)):
        return facts, found.end()
    if (found := _DECADE.match(text, start)) is not None:
        return decade_of(found), found.end()
    if (facts_and_end := read_clock(text, start))[0]:
        return facts_and_end
    return read_number(text, start, "")


_DATE_OR_TIME = re.compile(
    r"0[0-9]{3}(?![0-9])|[0-9]{1,4}(?:(?:st|nd|rd|th|['’]?s|[ap]\.?m|h|\s+(?:of|to|until|till|through|thru|and|or|&))\b|[-–—−‒~～,;/.:&]"
    rf"|\s+(?:[-–—−‒~～/&]|(?:{MONTH})\b|[ap]\.?m|noon|midday|o['’]clock|hrs|hours|in\s+the\b|at\s+night|this\b"
    r"|tomorrow\b|minutes\s+(?:past|to|after)|past\s))",
    re.IGNORECASE,
)
"""What every date, decade and time that begins with digits begins with."""


def _end_of_number(text: str, start: int) -> int:
    found = NUMBER_IN.match(text, start)
    return found.end() if found else start + 1


def _dash_in(text: str) -> bool:
    return any(sign in text for sign in "-–—")


_LONG = ("hour", "day", "week", "month", "term", "semester", "year", "decade", "century")


def _readers() -> Iterator[tuple[Mapping[str, object] | set[str] | list[str], Reader]]:
    yield [*UNITS, *TENS, *SCALES, "a", "an", "dozen"], read_word
    yield [word for word in ORDINALS if word not in TENS], read_ordinal
    yield rules.MONTHS, read_month
    yield rules.WEEKDAYS, read_weekday
    yield rules.SEASONS, read_season
    yield rules.TERMS, read_term
    yield ["q", "h"], read_period
    yield ["half"], read_half
    yield ["quarter"], read_quarter
    yield rules.CLOCK_WORDS, read_noon
    yield {name.split()[0].casefold() for name in rules.ZONES if name != "Z"}, read_zone
    yield rules.FIRSTS, read_first
    yield rules.MULTIPLES, read_multiple
    yield [*rules.PHASES, "last"], read_phase
    yield ["every"], read_every
    yield ["fy"], read_fiscal_year
    yield ["ground"], read_ground_floor
    yield rules.PARTS, read_part_of_day
    yield rules.ORDERS, read_order
    yield ["twice", "thrice"], read_twice
    yield ["halved", "halves", "halving"], read_halved
    yield [f"{word}fold" for word in UNITS], read_fold
    yield rules.WEAK_NUMBERS, read_weak
    yield rules.WEAK_SPANS, read_weak_span
    yield [f"{unit}{long}" for unit in _LONG for long in ("long", "")], read_long
    yield ["i", *(roman.casefold() for roman in ROMAN_VALUES)], read_roman
    yield {sign.casefold() for sign in rules.CURRENCY_SIGNS}, read_money


_READERS: dict[str, Reader] = {}
for _words, _reader in _readers():
    for _name in _words:
        _READERS.setdefault(_name, _reader)
_BEHIND_ARTICLE = {*SCALES, *rules.FRACTIONS, "half", "quarter", "dozen", *LONG_UNITS.split("|")}
_TELLING = frozenset({word for word in _READERS if word not in ("a", "an")} | _BEHIND_ARTICLE)
_SIGN = re.compile("[$£€¥￥₩₽₹'’]")
_CURRENCY = re.compile(
    "['’](?=[0-9]0s)|"
    + "|".join(re.escape(sign) for sign in sorted(_READERS, key=len, reverse=True) if not sign[-1].isalpha())
)
_ARTICLE = re.compile(r"(?<![a-z])(an?)[\s-]+$")
_READERS["'"] = _READERS["’"] = lambda text, start, word: (
    (decade_of(found), found.end()) if (found := _DECADE.match(text, start)) is not None else (NOTHING, start)
)
