"""Whether an English and a Chinese text state the same facts."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sitegen.scripts import has_han
from sitegen.translation.facts.agreement import Difference, differences
from sitegen.translation.facts.changes import turned
from sitegen.translation.facts.chinese import chinese_facts
from sitegen.translation.facts.english import english_facts
from sitegen.translation.facts.fact import Fact, Reading
from sitegen.translation.facts.names import Names
from sitegen.translation.facts.nouns import swapped
from sitegen.translation.facts.tallies import miscounted

_LATIN_WORD = re.compile(r"[A-Za-z]{3,}")


class Finding(NamedTuple):
    """One contradiction: what each text says of it, as written, and what that was taken for."""

    kind: str
    english: str | None
    chinese: str | None
    english_value: str = ""
    chinese_value: str = ""
    english_start: int = -1
    chinese_start: int = -1
    expected: str = ""
    """For a weekday that both have: the right one."""


@lru_cache(maxsize=1)
def places_only() -> Names:
    """The names that are known without a site."""
    return Names()


def compare(english: str, chinese: str, *, names: Names | None = None, english_is_source: bool = True) -> list[Finding]:
    """The facts in which two texts differ, and weekdays that no calendar has."""
    names = names or places_only()
    # A name, a table's cell or a quotation may stand there in the other language.
    facts_en = facts_of(english, "latin" if not has_han(english) or has_latin_words(english) else "han")
    facts_zh = facts_of(chinese, "han" if has_han(chinese) else "latin")
    apart = differences(facts_en, facts_zh, english, chinese) if facts_en or facts_zh else []
    if not apart and len(facts_en) > 1 and len(facts_zh) > 1:
        apart = (
            swapped(facts_en, facts_zh, english, chinese)
            or turned(facts_en, facts_zh, english, chinese)
            or miscounted(facts_en, facts_zh)
        )
    found = [_finding(each, english, chinese) for each in apart]
    found += _names(names, english, chinese, english_is_source)
    if any(fact.kind == "weekday" for fact in facts_en) or any(fact.kind == "weekday" for fact in facts_zh):
        found += _wrong_weekdays(facts_en, facts_zh, english, chinese, found)
    return found


def facts_of(text: str, script: str) -> list[Fact]:
    """The facts of a text; those of a page are asked for twice, for its translation and for its dates."""
    return list(_facts_of(text, script))


@lru_cache(maxsize=512)
def _facts_of(text: str, script: str) -> tuple[Fact, ...]:
    return tuple(english_facts(text) if script == "latin" else chinese_facts(text))


def has_latin_words(text: str) -> bool:
    """Whether a text is more than Chinese with a few letters."""
    return len(_LATIN_WORD.findall(text)) > 1


def _finding(each: Difference, english: str, chinese: str) -> Finding:
    a, b = each.english, each.chinese
    return Finding(
        each.kind,
        english[a.start : a.end] if a else None,
        chinese[b.start : b.end] if b else None,
        shown(a) if a else "",
        shown(b) if b else "",
        a.start if a else -1,
        b.start if b else -1,
    )


# ---- names ---------------------------------------------------------------------------------------------------------


def _names(names: Names, english: str, chinese: str, english_is_source: bool) -> list[Finding]:
    facts_en = list(names.in_english(english))
    facts_zh = list(names.in_chinese(chinese))
    if not facts_en and not facts_zh:
        return []
    known_en = {fact.readings[0] for fact in facts_en}
    known_zh = {fact.readings[0] for fact in facts_zh}
    left_en = _first_of_each(fact for fact in facts_en if not fact.weak and fact.readings[0] not in known_zh)
    left_zh = _first_of_each(fact for fact in facts_zh if not fact.weak and fact.readings[0] not in known_en)
    left_en = [fact for fact in left_en if not names.known_in(_number(fact), chinese, "zh")]
    left_zh = [fact for fact in left_zh if not names.known_in(_number(fact), english, "en")]
    found = []
    for fact in left_en:
        other = left_zh.pop(0) if left_zh else None
        found.append(_finding(Difference(fact, other), english, chinese))
    return found + [_finding(Difference(None, fact), english, chinese) for fact in left_zh]


def _first_of_each(facts: Iterable[Fact]) -> list[Fact]:
    unique: dict[object, Fact] = {}
    for fact in facts:
        unique.setdefault(fact.readings, fact)
    return list(unique.values())


def _number(fact: Fact) -> int:
    return int(str(fact.readings[0][1]))


# ---- the calendar --------------------------------------------------------------------------------------------------

_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NEAR = 6


def _wrong_weekdays(
    facts_en: Sequence[Fact], facts_zh: Sequence[Fact], english: str, chinese: str, found: Sequence[Finding]
) -> list[Finding]:
    reported = {("en", each.english_start) for each in found if each.kind == "weekday"} | {
        ("zh", each.chinese_start) for each in found if each.kind == "weekday"
    }
    wrong_en = [each for each in weekday_slips(facts_en, english) if ("en", each[0].start) not in reported]
    wrong_zh = [each for each in weekday_slips(facts_zh, chinese) if ("zh", each[0].start) not in reported]
    slips = []
    for fact, right in wrong_en:
        twin = next((each for each in wrong_zh if each[1] == right), None)
        if twin is not None:
            wrong_zh.remove(twin)
        slips.append(_finding(Difference(fact, twin[0] if twin else None), english, chinese)._replace(expected=right))
    return slips + [
        _finding(Difference(None, fact), english, chinese)._replace(expected=right) for fact, right in wrong_zh
    ]


def weekday_slips(facts: Sequence[Fact], text: str, year: int = 0) -> list[tuple[Fact, str]]:
    """Weekdays beside a date that is another day, each with the right one; `year` where the date has none."""
    slips = []
    for number, fact in enumerate(facts):
        if fact.kind != "weekday":
            continue
        for near in facts[max(0, number - 1) : number + 2]:
            days = _days_of(near, year) if near is not fact and _beside(near, fact, text) else []
            if days and all(day.weekday() != fact.readings[0][1] for day in days):
                slips.append((fact, _DAY_NAMES[days[0].weekday()]))
                break
    return slips


def _beside(a: Fact, b: Fact, text: str) -> bool:
    """Whether nothing but punctuation stands between two facts, or one holds the other."""
    first, second = sorted((a, b), key=lambda fact: fact.start)
    between = text[first.end : second.start]
    return first.end > second.start or (
        len(between) <= _NEAR and between.strip(" ,，()（）*.").replace("the", "") == ""
    )


def _days_of(fact: Fact, year: int) -> list[date]:
    if fact.kind not in ("date", "range") or fact.readings[0][0] not in ("date", "range") or len(fact.readings) > 1:
        return []
    reading = fact.readings[0]
    days = [reading[1:]] if reading[0] == "date" else [reading[1], reading[2]]
    try:
        return [date(int(y or year), int(m), int(d)) for y, m, d in days if (y or year) and m and d]
    except ValueError:
        return []


# ---- what a fact was taken for -------------------------------------------------------------------------------------

_SIGNS = {"minutes": "minutes", "months": "months", "points": "percentage points"}


def shown(fact: Fact) -> str:
    """A fact's value for people: 2026-08-21, 14:30, 1,500,000,000 USD."""
    family = fact.readings[0][0]
    return " or ".join(dict.fromkeys(_reading(each) for each in fact.readings if each[0] == family != "name"))


def _reading(reading: Reading) -> str:
    family, *values = reading
    if family == "date":
        return _day(values)
    if family == "range":
        return f"{_day(values[0])}/{_day(values[1])}"
    if family == "period":
        return f"{values[0]} {values[1]}" if values[0] else str(values[1])
    if family == "weekday":
        return _DAY_NAMES[int(str(values[0]))]
    if family == "time":
        return f"{int(str(values[0])) // 60:02d}:{int(str(values[0])) % 60:02d}"
    if family == "zone":
        return f"UTC{int(values[0]) / 60:+g}" if isinstance(values[0], int) else str(values[0])
    if family == "money":
        return f"{_amount(values[0])} {values[1]}"
    if family == "minutes":
        return _length(values[0], ((1440, "days"), (60, "hours"), (1, "minutes")))
    if family == "months":
        return _length(values[0], ((12, "years"), (1, "months")))
    if family == "decade":
        return f"{values[0]}s"
    if family == "ordinal":
        return f"no. {_amount(values[0])}"
    if family == "century":
        return f"century {values[0]}"
    if family in ("phase", "part", "season", "every"):
        return str(values[0])
    if family == "order":
        return f"{values[0]} noughts"
    if family in ("number", "ratio"):
        return _amount(values[0])
    if family in ("url", "email", "identifier", "link", "image"):
        return str(values[0])
    return f"{_amount(values[0])} {_SIGNS.get(str(family), str(family))}"


def _day(values: Sequence[int]) -> str:
    year, month, day = values
    return "-".join(
        piece for piece in (f"{year:04d}" * bool(year), f"{month:02d}" * bool(month), f"{day:02d}" * bool(day)) if piece
    )


def _amount(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _length(value: Any, units: Sequence[tuple[int, str]]) -> str:
    for size, name in units:
        if value % size == 0:
            return f"{_amount(value // size)} {name}"
    return f"{_amount(value)} {units[-1][1]}"
