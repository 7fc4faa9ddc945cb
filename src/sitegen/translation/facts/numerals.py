"""Numbers as English and Chinese write them."""

import re
from fractions import Fraction

from sitegen.translation.facts.fact import Amount, simple

UNITS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
LETTER_SCALES = {"k": 1000, "m": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9, "tn": 10**12, "trn": 10**12}
"""Behind digits: £3m, $1.5bn."""

ORDINALS = {
    word: value
    for value, word in enumerate(
        [
            "zeroth",
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ]
    )
} | {
    "thirtieth": 30,
    "fortieth": 40,
    "fiftieth": 50,
    "sixtieth": 60,
    "seventieth": 70,
    "eightieth": 80,
    "ninetieth": 90,
    "hundredth": 100,
    "thousandth": 1000,
}

HAN_DIGITS = {
    "〇": 0,
    "零": 0,
    "○": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "壹": 1,
    "贰": 2,
    "叁": 3,
    "肆": 4,
    "伍": 5,
    "陆": 6,
    "柒": 7,
    "捌": 8,
    "玖": 9,
}
HAN_SCALES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10**4, "亿": 10**8}

_HAN_PART = re.compile(
    r"([0-9]+(?:\.[0-9]+)?)|([〇零○一二两三四五六七八九壹贰叁肆伍陆柒捌玖])|([十拾百佰千仟万亿])|([廿卅])"
)


SMALL_FRACTIONS = {
    "½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3),
}


def digits(text: str) -> Amount:
    """The number of "12,000" or "1.5"."""
    text = text.replace(",", "").replace("，", "")
    if text[-1] in SMALL_FRACTIONS:
        return simple(Fraction(text[:-1] or "0") + SMALL_FRACTIONS[text[-1]])
    return simple(Fraction(text)) if "." in text else int(text)


def english_words(words: list[str]) -> int | None:
    """The number of "one hundred and twenty-six", in lower-case words without "and"; None where it is none."""
    total, current, last = 0, 0, 0
    for word in words:
        if word in ("a", "an"):
            if current or total:
                return None
            current = 1
        elif word in UNITS:
            # "twenty six" and "hundred six" are numbers, "three six" is not.
            if current % 100 and not (current % 10 == 0 and current % 100 >= 20 and UNITS[word] < 10):
                return None
            current += UNITS[word]
        elif word in TENS:
            if current % 100:
                return None
            current += TENS[word]
        elif word == "hundred":
            current = (current or 1) * 100
        elif word in SCALES:
            scale = SCALES[word]
            if last and scale >= last:
                return None
            total, current, last = total + (current or 1) * scale, 0, scale
        else:
            return None
    return total + current


def han_number(text: str) -> Amount | None:
    """The number of 一百二十六, 1亿2千万, 3.5万 or 二〇一九; None for what is no single number, such as 三五."""
    parts = _HAN_PART.findall(text)
    if not parts:
        return None
    if len(parts) > 1 and all(digit for _, digit, _, _ in parts):
        # Digit by digit, as in years; two different ones in a row (三五个, 七八成) are an estimate.
        if len(parts) == 2:
            return None
        return int("".join(str(HAN_DIGITS[digit]) for _, digit, _, _ in parts))
    total: Amount = 0
    section: Amount = 0
    current: Amount | None = None
    last_scale = 0
    for number, digit, scale, tens in parts:
        if number:
            if current is not None:
                return None
            current = Fraction(number) if "." in number else int(number)
        elif digit:
            if current is not None and current != 0:
                return None
            current = HAN_DIGITS[digit] or None
            last_scale = last_scale if current else 0
        elif tens:
            section += 20 if tens == "廿" else 30
        elif (size := HAN_SCALES[scale]) < 10**4:
            section += (1 if current is None else current) * size
            current, last_scale = None, size
        else:
            total = _scaled(total, section + (current or 0), size, last_scale)
            section, current, last_scale = 0, None, size
    if current is not None:
        # 一百二 is 120 in speech, and 三万五 is 35,000.
        section += Fraction(current * last_scale, 10) if last_scale >= 100 and not parts[-1][0] else current
    whole = total + section
    return whole if isinstance(whole, int) else simple(whole)


def _scaled(total: Amount, amount: Amount, size: int, last_scale: int) -> Amount:
    """What 万 or 亿 makes of the amount before it, and of all that was told before."""
    if size == 10**8:
        # 万亿: what came before is multiplied as a whole.
        return (total + amount or 1) * size
    return total + ((amount or 1) * size if last_scale != 10**8 or amount else 0)


def iso_day(text: str) -> tuple[int, int, int]:
    """Year, month and day of 2022-11-09, whichever of - / . stands between them."""
    year, month, day = (int(piece) for piece in re.split(r"[-/.]", text))
    return year, month, day
