"""The ordinals of a Chinese text."""

import re

from sitegen.translation.facts import chinese_rules as rules
from sitegen.translation.facts.chinese_amounts import HAN, NOTHING, Found, small_number, value_of
from sitegen.translation.facts.chinese_dates import QUARTER_OF_YEAR, quarter_of
from sitegen.translation.facts.fact import Fact
from sitegen.translation.facts.numerals import han_number

_REGNAL = re.compile(r"(十[一二三四五六七八九]?|[一二三四五六七八九])世(?![纪界代人家间事])")
_POINT = re.compile(r"([一二三四五六七八九十])(?:是|要|则|来|为)")
_LONE = re.compile(r"([一二三四五六七八九十])(?=[，。：；:;]|[是为]|$)")
_ORDINAL = re.compile(
    rf"第\s*(?P<n>[0-9]+(?:\.[0-9]+)?[万亿]?|[{HAN}]+)(?P<more>(?:\s*(?:、|和|及|与|至|到|[-–—])\s*第?\s*(?:[0-9]+|[一二三四五六七八九十]+)(?=[^一-鿿0-9]|届|次|章|节|期|名|位|场|轮|版|卷|部|阶|条|组|天|批|项|个|页|册|年|楼|层|季))*)"
)
ORDINAL_NUMBER = re.compile(rf"[0-9]+|[{HAN}]+")
_FIRST = re.compile("|".join(rules.FIRST))
_PLACE = re.compile("|".join(rules.PLACES))
_PLAN = re.compile(rules.FIVE_YEAR_PLAN)
_CONGRESS = re.compile(rules.PARTY_CONGRESS)
HAN_BEHIND = re.compile("[一-鿿]")


def plans(text: str) -> list[Fact]:
    """十四五规划, 二十大: ordinals that look like other numbers."""
    facts = []
    for pattern in (_PLAN, _CONGRESS):
        for found in pattern.finditer(text):
            value = han_number(found["n"])
            if value is not None:
                facts.append(
                    Fact("ordinal", (("ordinal", value),), found.start(), found.end(), weak=pattern is _CONGRESS)
                )
    return facts


def read_ordinal(text: str, start: int) -> Found:
    """第三届, 第三、四章."""
    found = QUARTER_OF_YEAR.match(text, start)
    if found is not None:
        return [quarter_of(found)], found.end()
    found = _ORDINAL.match(text, start)
    if found is None:
        return NOTHING, start
    value = value_of(found["n"])
    if value is None:
        return NOTHING, found.end()
    behind = text[found.end() : found.end() + 3]
    facts = [Fact("ordinal", (("ordinal", value),), start, found.end("n"), raw=value, weak=behind == "一时间")]
    base = found.start("more")
    facts.extend(
        Fact("ordinal", (("ordinal", other),), base + each.start(), base + each.end(), raw=other)
        for each in ORDINAL_NUMBER.finditer(found["more"] or "")
        if (other := value_of(each.group())) is not None
    )
    end = found.end()
    if re.match(r"个?五年(?:规划|计划)", text[end:]):
        end += 3 if text[end] == "个" else 2
    return facts, end


def read_first(text: str, start: int) -> Found:
    """首届."""
    if (found := _FIRST.match(text, start)) is None:
        return NOTHING, start + 1
    # 首批成员 are those with whom something begins.
    weak = found.group() == "首批"
    return [Fact("ordinal", (("ordinal", 1),), start, found.end(), weak=weak)], found.end()


def read_place(text: str, start: int) -> Found:
    """冠军, 次年."""
    if (found := _PLACE.match(text, start)) is None:
        return NOTHING, start
    return [Fact("ordinal", (("ordinal", rules.PLACES[found.group()]),), start, found.end(), weak=True)], found.end()


def read_regnal_number(text: str, start: int) -> Found:
    """亨利八世."""
    if (found := _REGNAL.match(text, start)) is None or not start or not HAN_BEHIND.match(text, start - 1):
        return NOTHING, start
    return [Fact("ordinal", (("ordinal", small_number(found[1])),), start, found.end(), weak=True)], found.end()


def read_enumerated(text: str, start: int) -> Found:
    """一是…，二是…: first and second; 原因有三: three reasons."""
    before = text[start - 1] if start else ""
    if (not before or before in "，。；：、,;:\n ") and (found := _POINT.match(text, start)) is not None:
        return [Fact("ordinal", (("ordinal", small_number(found[1])),), start, found.end(), weak=True)], found.end()
    if before == "其" and (found := _LONE.match(text, start)) is not None:
        return [Fact("ordinal", (("ordinal", small_number(found[1])),), start, found.end(), weak=True)], found.end()
    if before == "前" and (found := _LONE.match(text, start)) is not None:
        number = small_number(found[1])
        return [Fact("count", (("number", number),), start, found.end(), raw=number)], found.end()
    if before in ("有", "者") and (found := _LONE.match(text, start)) is not None:
        return [Fact("count", (("number", small_number(found[1])),), start, found.end(), weak=True)], found.end()
    return NOTHING, start
