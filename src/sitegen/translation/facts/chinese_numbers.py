"""The numbers of a Chinese text, with what stands behind them."""

import re
from fractions import Fraction
from typing import NamedTuple

from sitegen.translation.facts import chinese_rules as rules
from sitegen.translation.facts.chinese_amounts import (
    HAN,
    HAN_DIGIT,
    NOTHING,
    TO,
    Found,
    small_number,
    unit_at,
    value_of,
    with_unit,
)
from sitegen.translation.facts.chinese_ordinals import HAN_BEHIND, ORDINAL_NUMBER
from sitegen.translation.facts.fact import Amount, Fact, FactKind, Reading, simple
from sitegen.translation.facts.numerals import han_number
from sitegen.translation.facts.units import TIME_UNITS

_OFTEN = re.compile(
    "(?:" + "|".join(sorted(rules.OFTEN, key=len, reverse=True)) + ")(?!(?<=[周期])[一二三四五六日天])"
)
_RATIO = re.compile(r"([0-9]{1,4}):([0-9]{1,4})(?![0-9:])")
_RATIO_BEHIND = re.compile(r"的?(?:比[例率]|缩尺|配比|师生比)")
_RATIO_BEFORE = re.compile(r"比[例分值率]?尺?(?:约?为|是|达|约)?\s*$")
_ORDER = re.compile("|".join(sorted(rules.ORDERS, key=len, reverse=True)))
_NUMBER = re.compile(
    rf"(?:[0-9]+(?:,[0-9]{{3}})*(?:\.[0-9]+)?\s*(?:[多余来]?\s*(?=[十百千万亿])[{HAN}]*(?:[0-9]+(?:\.[0-9]+)?[百千万])?)?)|[{HAN}]+(?:点[{HAN_DIGIT}]+)?[万亿]*"
)
_PERCENT = re.compile(rf"百分之(?P<n>[0-9.]+|[{HAN}点]+)(?:{rules.TO}(?:百分之)?(?P<n2>[0-9.]+|[{HAN}点]+))?")
_PART_OF = re.compile(rf"(?P<d>[0-9]+|[{HAN}]+)\s*分之\s*(?P<n>[0-9]+|[{HAN}]+)")
_TENTHS = re.compile(
    rf"(?P<n>[一二两三四五六七八九]|[0-9])成(?P<half>半|[一二三四五六七八九](?![个家名项]))?(?:{rules.TO}(?P<n2>[一二三四五六七八九])成)?"
    r"(?!员|果|立|为|功|就|本|长|都|分|熟|绩|效|人|型|千|群|交|品|语|文|份|因|像|才|套)"
)
_SKIPPED = re.compile(r"\s*\**(?:多|余|来|整|几)?\s*\**(?:个(?=百分点|多))?")
_LISTED = re.compile(
    r"[一二三四五六七八九](?:、[一二三四五六七八九])+(?![十百千万亿])|"
    r"[0-9]{1,3}(?:、[0-9]{1,3})+(?![0-9.,十百千万亿])"
)
_ENUMERATED = re.compile(r"[、和与及]|中[英美法德日韩俄外]|英中")
_POINTED = re.compile("[这那该][一-鿿]?$")
_SLASH = re.compile(r"([1-9][0-9]?)/([1-9][0-9]?)(?![0-9/])")
_MULTIPLE = re.compile("|".join(sorted(rules.MULTIPLES, key=len, reverse=True)))
_HALF_UNIT = re.compile("|".join(sorted(rules.HALF_UNITS, key=len, reverse=True)))
_HALF_WORD = re.compile("|".join(rules.HALVES))
_MONEY = re.compile(
    rf"(?:{'|'.join(re.escape(s) for s in sorted(rules.CURRENCY_SIGNS, key=len, reverse=True))})\s*(?=[0-9{HAN}])"
)
_GROWS = re.compile(rules.GROWS + "$")
_AS_MUCH = re.compile(rules.AS_MUCH + "$")
_DOUBLE = re.compile(r"双(?!十一|11|减|创|向奔赴)")
_LABEL = re.compile(f"(?:{'|'.join(rules.LABELS)})$")


class _Number(NamedTuple):
    """A number as it stands in the text."""

    value: Amount
    start: int
    end: int
    written: str


def read_percentage(text: str, start: int) -> Found:
    """百分之五, 百分之三至五."""
    if text.startswith("百分百", start):
        return [Fact("percentage", (("ratio", 1),), start, start + 3, weak=True)], start + 3
    found = _PERCENT.match(text, start)
    if found is None:
        return NOTHING, start
    facts = []
    for key in ("n", "n2"):
        if found[key] and (value := _hundred(found[key])) is not None:
            facts.append(
                Fact("percentage", (("ratio", simple(Fraction(value) / 100)),), found.start(key), found.end(key))
            )
    if facts:
        facts[0] = facts[0]._replace(start=start)
    return facts, found.end()


def _hundred(written: str) -> Amount | None:
    return 100 if written == "百" else value_of(written)


def read_fraction(text: str, start: int) -> Found:
    """三分之二."""
    found = _PART_OF.match(text, start)
    if found is None:
        return NOTHING, start
    below, above = value_of(found["d"]), value_of(found["n"])
    if not below or above is None:
        return NOTHING, found.end()
    return [Fact("number", (("ratio", simple(Fraction(above) / Fraction(below))),), start, found.end())], found.end()


def read_ratio(text: str, start: int) -> Found:
    """比例为1:12: two numbers, no time."""
    found = _RATIO.match(text, start)
    if found is None or (start and text[start - 1].isdigit()):
        return NOTHING, start
    if len(found[2]) == 2 and int(found[2]) < 60 and not (
        _RATIO_BEFORE.search(text, max(0, start - 8), start) or _RATIO_BEHIND.match(text, found.end())
    ):
        return NOTHING, start
    return [
        Fact("number", (("number", int(found[n])),), *found.span(n), raw=int(found[n])) for n in (1, 2)
    ], found.end()


def read_tenths(text: str, start: int) -> Found:
    """三成, 三成半."""
    found = _TENTHS.match(text, start)
    if found is None or (start and text[start - 1] in HAN):
        return NOTHING, start
    value = Fraction(small_number(found["n"]), 10)
    if found["half"]:
        value += Fraction(1, 20) if found["half"] == "半" else Fraction(small_number(found["half"]), 100)
    facts = [Fact("percentage", (("ratio", simple(value)),), start, found.end())]
    if found["n2"]:
        facts.append(
            Fact("percentage", (("ratio", Fraction(small_number(found["n2"]), 10)),), found.start("n2"), found.end())
        )
    return facts, found.end()


def read_number(text: str, start: int, currency: str) -> Found:
    """A number or two in digits or characters, of a currency whose sign stood before."""
    if not currency and (found := _SLASH.match(text, start)) is not None:
        ratio = Fraction(int(found[1]), int(found[2]))
        return [Fact("number", (("ratio", simple(ratio)),), start, found.end(), weak=True)], found.end()
    if text[start] == "零" and start and text[start - 1] in "年月天时分周":
        # 一年零九个月
        return NOTHING, start + 1
    found = _NUMBER.match(text, start)
    if found is None:
        return NOTHING, start
    end = found.end()
    written = found.group().rstrip()
    if written[-1] == "千" and len(written) > 1 and text[end : end + 1] in _THOUSANDS:
        # 亿千瓦: the thousand is the unit's.
        written, end = written[:-1], end - 1
    vague = start > 0 and text[start - 1] in rules.VAGUE
    if text[end : end + 1] == "几" and written[-1:] in "十百":
        return NOTHING, end + 1
    value = value_of(written)
    if value is None:
        return _estimate(text, written, start, end)
    if vague and written[0] in "十百千万亿":
        return NOTHING, end
    amounts = [_Number(value, start, start + len(written), written)]
    at = end
    if (listed := _LISTED.match(text, start)) is not None and (unit := unit_at(text, listed.end())) is not None:
        # 二、三年级, 18、19世纪: the first has the unit of the last.
        return _elided(text, listed, unit)
    if (to := TO.match(text, end)) is not None and (second := _NUMBER.match(text, to.end())) is not None:
        other = value_of(second.group().rstrip())
        if other is not None:
            last = second.group().rstrip()
            amounts = [amounts[0]._replace(value=_same_scale(value, written, last)),
                       _Number(other, to.end(), to.end() + len(last), last)]
            at = second.end()
    return _tailed(text, amounts, at, currency)


def _elided(text: str, listed: re.Match[str], unit: tuple[str, int]) -> Found:
    facts: list[Fact] = []
    numbers = list(ORDINAL_NUMBER.finditer(listed.group()))
    for place, number in enumerate(numbers):
        value = value_of(number.group())
        if value is not None:
            start = listed.start() + number.start()
            last = unit[1] if place == len(numbers) - 1 else listed.start() + number.end()
            if unit[0] == "世纪" and isinstance(value, int) and value >= 5:
                facts.append(Fact("date", (("century", value),), start, last))
                continue
            kind, readings, weak = with_unit(unit[0], value)
            facts.append(Fact(kind, readings, start, last, weak=weak, raw=value))
    return facts, unit[1]


def _same_scale(value: Amount, written: str, other: str) -> Amount:
    """Of 5至10万 the first is 50,000, too."""
    if other[-1] in "万亿" and written[-1] not in "十百千万亿" and written.replace(".", "").isdigit():
        scale = re.search(r"[百千万亿]+$", other)
        factor = han_number("一" + scale.group()) if scale else 1
        return simple(Fraction(value) * (factor or 1))
    return value


def _estimate(text: str, written: str, start: int, end: int) -> Found:
    """三四天, 两三个: two numbers, neither of them promised."""
    if len(written) != 2 or not all(sign in HAN_DIGIT for sign in written):
        return NOTHING, end
    unit = unit_at(text, end)
    facts: list[Fact] = []
    for place, sign in enumerate(written):
        amount = han_number(sign) or 0
        kind, readings, _ = with_unit(unit[0] if unit else "个", amount)
        facts.append(Fact(kind, readings, start + place, start + place + 1, weak=True, raw=amount))
    return facts, end


def _tailed(text: str, amounts: list[_Number], end: int, currency: str) -> Found:
    """Facts from numbers and what stands behind them."""
    skipped = _SKIPPED.match(text, end)
    at = skipped.end() if skipped else end
    unit = unit_at(text, at)
    if currency and not text.startswith("%", at):
        stop = unit[1] if unit and unit[0] in rules.CURRENCIES else end
        return [Fact("money", (("money", one.value, currency),), one.start, one.end)
                for one in _ended(amounts, stop)], stop
    if text.startswith("%", at):
        return [Fact("percentage", (("ratio", simple(Fraction(one.value) / 100)),), one.start, one.end)
                for one in _ended(amounts, at + 1)], at + 1
    if text.startswith("折", at) and len(amounts) == 1 and not text.startswith(("折磨", "折叠", "折线", "折射"), at):
        return _discount(amounts[0], at + 1)
    if text.startswith("百分点", at):
        return [Fact("percentage", (("points", one.value),), one.start, at + 3) for one in amounts], at + 3
    if text.startswith("等奖", at):
        return [Fact("ordinal", (("ordinal", one.value),), one.start, at + 2) for one in amounts], at + 2
    if unit is None:
        return _plain(text, amounts, end)
    name, stop = unit
    if name == "倍":
        return _times(text, amounts, stop)
    half, stop = _half_behind(text, name, stop)
    if half:
        amounts = [one._replace(value=simple(Fraction(one.value) + Fraction(1, 2))) for one in amounts]
    return [_with_unit(text, one, name) for one in _ended(amounts, stop)], stop


def _ended(amounts: list[_Number], end: int) -> list[_Number]:
    """Numbers, the last with all up to `end`."""
    return [*amounts[:-1], amounts[-1]._replace(end=end)]


def _with_unit(text: str, number: _Number, name: str) -> Fact:
    """The fact of a number with its unit, weak where the other language may well leave the number out."""
    value, start, end, written = number
    kind, readings, weak = with_unit(name, value)
    # 百 alone is "a hundred" or "some hundreds"; 两国 is "both"; “示例”二字 is the word that was quoted.
    weak = weak or not written.strip("百千万亿") or (name == "字" and value < 10)
    weak = weak or (written in ("两", "双", "三", "四") and name in rules.PAIRS_AT_MOST)
    small = value == 1 and kind in ("count", "duration", "money")
    if kind == "duration" and text.startswith("每隔", max(0, start - 2)):
        # Every second year leaves one out.
        _, following, _ = with_unit(name, simple(Fraction(value) + 1))
        readings, small = (*readings, *following), False
    weak = weak or small or (written in _SUMS and _is_sum(kind, text[max(0, start - 24) : start]))
    return Fact(kind, readings, start, end, weak=weak, raw=value)


def _is_sum(kind: FactKind, before: str) -> bool:
    """中文和英文两种, 北京、上海两地: the sum of what was listed; 这两天: those days."""
    if kind == "count" and before[-1:] not in _LIST_SIGNS and _ENUMERATED.search(before) is not None:
        return True
    return kind in ("count", "duration") and _POINTED.search(before) is not None


def _discount(number: _Number, stop: int) -> Found:
    """九折 is ten per cent less, 85折 fifteen."""
    rest = Fraction(number.value) / (10 if number.value < 10 else 100)
    return [Fact("percentage", (("ratio", simple(1 - rest)), ("ratio", simple(rest))), number.start, stop)], stop


def _half_behind(text: str, name: str, stop: int) -> tuple[bool, int]:
    """一年半, 两个半小时."""
    if name in ("个半小时", "个半月"):
        return True, stop
    if name in rules.TIME_UNITS and text.startswith("半", stop) and not text.startswith(("半年", "半天", "半月"), stop):
        return True, stop + 1
    return False, stop


def _times(text: str, amounts: list[_Number], stop: int) -> Found:
    """三倍 is three times as much; 增长三倍 is four times."""
    before = text[max(0, amounts[0].start - 9) : amounts[0].start]
    more = _GROWS.search(before) is not None and _AS_MUCH.search(before) is None
    facts: list[Fact] = []
    for value, start, _, _ in amounts:
        ratio = simple(Fraction(value) + 1) if more else value
        # Nobody keeps the one apart from the other where the numbers are large.
        readings: tuple[Reading, ...] = (
            (("ratio", ratio),) if not more or value < 5 else (("ratio", ratio), ("ratio", value))
        )
        facts.append(Fact("number", readings, start, stop))
    return facts, stop


def _plain(text: str, amounts: list[_Number], end: int) -> Found:
    """Facts of numbers without a unit."""
    return [_in_digits(one) if one.written[0].isdigit() else _in_characters(one)
            for one in amounts if one.written[0].isdigit() or _is_number(text, one)], end


def _is_number(text: str, number: _Number) -> bool:
    """Whether characters are a number by themselves: one alone is part of a word (一起, 三峡, 百姓), but for 模块三."""
    if _is_compound(number.written):
        return True
    return _LABEL.search(text, max(0, number.start - 2), number.start) is not None and (
        not HAN_BEHIND.match(text, number.end) or text[number.end] in "第中的所和及与为是见将由"
    )


def _is_compound(written: str) -> bool:
    return len(written) > 1 and written.strip("百千万亿") != ""


def _in_characters(number: _Number) -> Fact:
    value, start, end, written = number
    return Fact("number", (("number", value),), start, end, weak=not _is_compound(written), raw=value)


def _in_digits(number: _Number) -> Fact:
    """Four digits may be a year."""
    value, start, end, written = number
    if isinstance(value, int) and 1000 <= value <= 2099 and len(written) == 4:
        return Fact("date", (("date", value, 0, 0), ("number", value)), start, end, raw=value)
    return Fact("number", (("number", value),), start, end, weak=value == 1, raw=value)


def read_multiple(text: str, start: int) -> Found:
    """翻番, 倍增."""
    if (found := _MULTIPLE.match(text, start)) is None:
        return NOTHING, start
    # 加倍努力 is no number.
    weak = found.group() in ("加倍", "倍增")
    return [Fact("number", (("ratio", rules.MULTIPLES[found.group()]),), start, found.end(), weak=weak)], found.end()


def read_half(text: str, start: int) -> Found:
    """半年, 过半, 半."""
    if (found := _HALF_UNIT.match(text, start)) is not None:
        family, size = TIME_UNITS[rules.HALF_UNITS[found.group()]]
        return [
            Fact("duration", ((family, simple(Fraction(size, 2))),), start, found.end(), raw=Fraction(1, 2))
        ], found.end()
    if (found := _HALF_WORD.match(text, start)) is not None:
        return [
            Fact("number", (("ratio", Fraction(1, 2)),), start, found.end(), weak=not rules.HALVES[found.group()])
        ], found.end()
    if text[start] == "半" and start and text[start - 1] not in "上下":
        return [Fact("number", (("ratio", Fraction(1, 2)),), start, start + 1, weak=True)], start + 1
    return NOTHING, start


def read_every_other(text: str, start: int) -> Found:
    """隔年."""
    unit = rules.EVERY_OTHER.get(text[start : start + 2])
    if unit is None:
        return NOTHING, start
    family, size = TIME_UNITS[unit]
    return [Fact("duration", ((family, 2 * size),), start, start + 2, raw=2)], start + 2


def read_double(text: str, start: int) -> Found:
    """双语, but not 双十一."""
    if _DOUBLE.match(text, start) is None:
        return NOTHING, start
    return [Fact("count", (("number", 2), ("ratio", 2)), start, start + 1, weak=True)], start + 1


def read_money(text: str, start: int) -> Found:
    """￥300万."""
    if (found := _MONEY.match(text, start)) is None:
        return NOTHING, start
    facts, end = read_number(text, found.end(), rules.CURRENCY_SIGNS[found.group().strip()])
    if facts:
        facts[0] = facts[0]._replace(start=start)
    return facts, end


def read_often(text: str, start: int) -> Found:
    """每月: monthly, or every month."""
    if (found := _OFTEN.match(text, start)) is None:
        return NOTHING, start
    return [Fact("duration", (("every", rules.OFTEN[found.group()]),), start, found.end(), weak=True)], found.end()


def read_order(text: str, start: int) -> Found:
    """数百, 上千万."""
    if (found := _ORDER.match(text, start)) is None:
        return NOTHING, start
    return [Fact("count", (("order", rules.ORDERS[found.group()]),), start, found.end(), weak=True)], found.end()

_THOUSANDS = frozenset("瓦米克伏赫卡焦帕")
_LIST_SIGNS = frozenset("、和与及，,以")
_SUMS = frozenset("两二三四五六")
