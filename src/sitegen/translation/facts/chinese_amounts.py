"""What a Chinese number becomes with its unit or counter."""

import re
from collections.abc import Callable
from fractions import Fraction

from sitegen.translation.facts import chinese_rules as rules
from sitegen.translation.facts.fact import Amount, Fact, FactKind, Reading, simple
from sitegen.translation.facts.numerals import digits, han_number
from sitegen.translation.facts.units import MEASURES, TIME_UNITS

HAN_DIGIT = "〇零○一二两三四五六七八九"
HAN = f"{HAN_DIGIT}十百千万亿廿卅壹贰叁肆伍陆柒捌玖拾佰仟"
TO = re.compile(rf"(?:多|余)?{rules.TO}(?:[$£€¥￥]|人民币)?(?=[0-9{HAN}])|\s*或(?=[0-9{HAN}])")


Found = tuple[list[Fact], int]
NOTHING: list[Fact] = []


def small_number(written: str | None) -> int:
    """In digits or characters; of a month, 元 is the first."""
    if not written:
        return 0
    if written == "元":
        return 1
    return int(written) if written.isascii() else int(han_number(written) or 0)


def value_of(written: str) -> Amount | None:
    """A number in digits, in characters, in both, or with 点 for the decimal point."""
    if written.replace(".", "").replace(",", "").isdigit() and written.isascii():
        return digits(written)
    whole, point, rest = written.partition("点")
    if point and rest:
        scale = rest.lstrip("〇零○一二两三四五六七八九")
        signs = rest[: len(rest) - len(scale)]
        before = han_number(whole or "零")
        if before is None or not signs:
            return None
        small = Fraction(int("".join(str(han_number(sign) or 0) for sign in signs)), 10 ** len(signs))
        factor = han_number("一" + scale) if scale else 1
        return simple((Fraction(before) + small) * (factor or 1))
    return han_number(re.sub(r"[,多余来\s]", "", written))


def unit_at(text: str, end: int) -> tuple[str, int] | None:
    """The unit or counter that begins there, and where it ends."""
    for size in (5, 4, 3, 2, 1):
        unit = text[end : end + size]
        if len(unit) == size and unit in UNITS:
            if (
                unit[-1].isascii()
                and unit[-1].isalpha()
                and text[end + size : end + size + 1].isascii()
                and text[end + size : end + size + 1].isalpha()
            ):
                continue
            return unit, end + size
    return None


def with_unit(name: str, value: Amount) -> tuple[FactKind, tuple[Reading, ...], bool]:
    """What a number is with this unit or counter."""
    if name in rules.TIME_UNITS:
        family, size = TIME_UNITS[rules.TIME_UNITS[name]]
        return "duration", ((family, simple(Fraction(value) * size)),), False
    if name in rules.CURRENCIES and name != "块":
        return "money", (("money", value, rules.CURRENCIES[name]),), False
    if name in rules.MEASURES and name != "里":
        family, size = MEASURES[rules.MEASURES[name]]
        # 度 is also a kilowatt-hour, and a time: 两度 is twice.
        also: tuple[Reading, ...] = ()
        if name == "度":
            also = (("watt-hours", simple(Fraction(value) * 1000)), ("number", value))
        if name == "磅":
            also = (("money", value, "GBP"),)
        return "number", ((family, simple(Fraction(value) * size)), *also), name == "度" and value in (1, 2, 3)
    if name == "周年":
        return "ordinal", (("ordinal", value), ("number", value), ("months", simple(Fraction(value) * 12))), False
    if name == "旬":
        # 年逾六旬: in his sixties.
        return "count", (("number", simple(Fraction(value) * 10)), ("number", value)), True
    if name in ("岁", "周岁"):
        return "count", (("number", value), ("months", simple(Fraction(value) * 12))), False
    if name in ("层", "楼"):
        return "ordinal", (("ordinal", value), ("number", value)), False
    if name in ("对", "双"):
        return "count", (("number", value), ("number", simple(Fraction(value) * 2))), value == 1
    if name == "季":
        return "count", (("number", value),), True
    return "count", (("number", value),), False


Reader = Callable[[str, int], Found]
UNITS = frozenset({*rules.TIME_UNITS, *rules.MEASURES, *rules.CURRENCIES, *rules.COUNTERS, "倍", "季"})
