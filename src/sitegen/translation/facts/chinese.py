"""The facts of a Chinese text."""

import re
from collections.abc import Iterable, Iterator

from sitegen.translation.facts import chinese_rules as rules
from sitegen.translation.facts.addresses import BLANK, addresses
from sitegen.translation.facts.chinese_amounts import HAN, NOTHING, UNITS, Found, Reader
from sitegen.translation.facts.chinese_dates import (
    DAY,
    DAY_SIGN,
    month_of,
    read_dates,
    read_day,
    read_decade,
    read_half_year,
    read_phase,
    read_quarter,
    read_season,
    read_weekday,
)
from sitegen.translation.facts.chinese_numbers import (
    read_double,
    read_every_other,
    read_fraction,
    read_half,
    read_money,
    read_multiple,
    read_number,
    read_often,
    read_order,
    read_percentage,
    read_ratio,
    read_tenths,
)
from sitegen.translation.facts.chinese_ordinals import (
    plans,
    read_enumerated,
    read_first,
    read_ordinal,
    read_place,
    read_regnal_number,
)
from sitegen.translation.facts.chinese_times import read_clock, read_clock_word, read_part_of_day, read_zone
from sitegen.translation.facts.fact import Fact
from sitegen.translation.facts.spans import merged
from sitegen.translation.facts.tries import any_of

_WIDE = {ord("０") + n: str(n) for n in range(10)} | {
    ord("％"): "%",
    ord("："): ":",
    ord("．"): ".",
    ord("〇"): "〇",
    ord("　"): " ",
}
_WIDE_SIGNS = re.compile("[０-９％：．　]")
_DAY_ONLY = re.compile(rf"(?P<d>{DAY})\s*{DAY_SIGN}(?!游|程|制|行|元|常|均)")
_PLAIN_IDIOMS = [idiom for idiom in rules.NO_NUMBER if re.escape(idiom) == idiom]
_IDIOM = re.compile(
    "|".join([*(idiom for idiom in rules.NO_NUMBER if idiom not in _PLAIN_IDIOMS), any_of(_PLAIN_IDIOMS)])
)
_IDIOM_SIGNS = re.compile(f"[{HAN}半]|/7|×24")


_NUMERIC = frozenset("0123456789" + HAN)
_DAY_SIGNS = frozenset("0123456789一二三四五六七八九十廿")
_FROM_NUMBER: tuple[Reader, ...] = (
    read_percentage, read_fraction, read_ratio, read_regnal_number, read_enumerated, read_place, read_dates, read_clock,
    read_clock_word, read_tenths, read_half,
)


def chinese_facts(text: str) -> list[Fact]:
    """The facts of a Chinese text, as they stand."""
    if _WIDE_SIGNS.search(text):
        text = text.translate(_WIDE)
    found, blanked = addresses(text)
    if _IDIOM_SIGNS.search(blanked):
        found.extend(plans(blanked))
        for fact in found:
            if fact.kind == "ordinal":
                blanked = blanked[: fact.start] + BLANK * (fact.end - fact.start) + blanked[fact.end :]
        blanked = _IDIOM.sub(_blank, blanked)
    position = 0
    day: tuple[int, int] | None = None
    for match in _START.finditer(blanked):
        start = match.start()
        sign = match.group()
        if start < position or ((behind := _FOLLOWED.get(sign)) is not None and not behind.match(blanked, start + 1)):
            continue
        facts, end = _read(blanked, start, sign, day)
        if facts or end > start:
            found.extend(facts)
            position = max(end, start + 1)
            for fact in facts:
                if fact.kind in ("date", "range") and fact.readings[0][0] in ("date", "range"):
                    day = month_of(fact)
    return merged(sorted(found, key=lambda fact: (fact.start, fact.end)), blanked)


def _blank(match: re.Match[str]) -> str:
    return BLANK * len(match.group())


def _read(text: str, start: int, sign: str, day: tuple[int, int] | None) -> Found:
    """What begins here, tried from the most particular form to the plainest."""
    if sign in _NUMERIC:
        for reader in _FROM_NUMBER:
            if (made := reader(text, start))[0]:
                return made
        if sign in _DAY_SIGNS and (found := _DAY_ONLY.match(text, start)) is not None:
            return read_day(text, found, day)
        return read_number(text, start, "")
    for reader in _FROM_SIGN.get(sign, ()):
        made = reader(text, start)
        if made[0] or made[1] > start:
            return made
    return NOTHING, start


def _readers() -> Iterator[tuple[Iterable[str], Reader]]:
    """Which words begin what; where several begin with one sign, the first is tried first."""
    yield rules.CURRENCY_SIGNS, read_money
    yield "第", read_ordinal
    yield "首", read_first
    yield "周星礼", read_weekday
    yield "翻倍加", read_multiple
    yield "双", read_double
    yield "隔", read_every_other
    yield "Q", read_quarter
    yield "翌次", read_place
    yield "本", read_zone
    yield "上下", read_clock
    yield "上下前后", read_half_year
    yield "上本", read_decade
    yield "半", read_clock_word
    yield "半各减过大对近", read_half
    yield rules.DAY_PARTS, read_clock
    yield rules.CLOCK_WORDS, read_clock_word
    yield [*rules.ZONES, "东", "西"], read_zone
    yield ["冠军", "亚军", "季军"], read_place
    yield rules.PARTS, read_part_of_day
    yield rules.ORDERS, read_order
    yield rules.SEASON_WORDS, read_season
    yield rules.OFTEN, read_often
    yield "初底末中上下", read_phase
    yield "大研", read_place


def _by_sign() -> dict[str, list[Reader]]:
    """What may begin with a sign that is no numeral, in the order in which it is tried."""
    found: dict[str, list[Reader]] = {}
    for words, reader in _readers():
        for sign in dict.fromkeys(word[0] for word in words if word[0] not in _NUMERIC):
            readers = found.setdefault(sign, [])
            if reader not in readers:
                readers.append(reader)
    return found


_FROM_SIGN = _by_sign()
_BEHIND_NUMERAL = {
    *_NUMERIC, *(unit[0] for unit in UNITS), *"分成点时半刻月日号世季折等倍是要则来为百整多余几后前名个以第中的所",
    *"见将由.%％:：、，。；;,和与及（）() \n至到或-–—~～/",
}
_WORDS_READ = [
    *rules.FIRST, *rules.PLACES, *rules.MULTIPLES, *rules.HALVES, *rules.HALF_UNITS, *rules.DAY_PARTS,
    *rules.CLOCK_WORDS, *rules.ZONES, *rules.PARTS, *rules.ORDERS, *rules.SEASON_WORDS, *rules.OFTEN,
    *rules.EVERY_OTHER, *rules.CURRENCY_SIGNS, *rules.PHASES, *"第周双Q半东西初底末", "星期", "礼拜", "上半",
    "下半", "前半", "后半", "前二", "前两", "前三", "上世纪", "上个世纪", "本世纪", "首", "百分",
]
_BEGINS = {word[0] for word in _WORDS_READ} & _FROM_SIGN.keys()
_START = re.compile("[" + re.escape("".join(sorted({*_NUMERIC, *_BEGINS}))) + "]")
"""Where a fact may begin."""
_FOLLOWED: dict[str, re.Pattern[str]] = dict.fromkeys(
    HAN, re.compile(rf"[{re.escape(''.join(sorted(_BEHIND_NUMERAL)))}]|$")
) | {
    sign: re.compile(any_of(word[1:] for word in _WORDS_READ if word[0] == sign))
    for sign in sorted(_BEGINS)
    if sign not in _WORDS_READ
}
"""What must stand behind a sign, so that a fact may begin with it."""
