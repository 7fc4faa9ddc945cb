"""The numbers in digits of an English text, with what stands behind them."""

import re
from fractions import Fraction

from sitegen.translation.facts import english_rules as rules
from sitegen.translation.facts.english_amounts import (
    NOTHING,
    Found,
    end_of_unit,
    ended,
    fraction_more,
    is_year,
    may_be_hours,
    multiplied,
    plain_number,
    scale_of,
    small_number,
    with_unit,
)
from sitegen.translation.facts.english_ordinals import ordinal_facts
from sitegen.translation.facts.english_times import TAIL
from sitegen.translation.facts.fact import Amount, Fact, FactKind, Reading, simple
from sitegen.translation.facts.numerals import SCALES, digits
from sitegen.translation.facts.units import TIME_UNITS

_EVERY_SO_OFTEN = re.compile(r"-(hour|week|month|year)ly\b", re.IGNORECASE)
_BETWEEN_SIGN = re.compile(r"between\s+(?:[A-Z]{0,3}[£€¥$]?\s?)$", re.IGNORECASE)

_SCALE = (
    r"(?:[\s-]?(?P<s{n}>hundred|thousand|million|billion|trillion)\b"
    r"|\s?(?P<l{n}>k|K|m|M|mn|mln|bn|tn|trn)(?![A-Za-z0-9²³]))"
)
_PLAIN = (
    r"(?P<n{n}>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?:[\u00a0\u202f\u2009 ][0-9]{3})+(?![0-9])|[0-9]+)"
    r"(?:\.[0-9]+|[½¼¾⅓⅔])?)"
)
_NUMBER = re.compile(
    (_PLAIN + _SCALE + "?").replace("{n}", "1")
    + r"(?:(?P<to>\s*[-–—−~]\s*|\s+to\s+|\s+or\s+)(?:[£€¥$]\s?)?"
    + (_PLAIN + _SCALE + "?").replace("{n}", "2")
    + r"(?![0-9:]))?"
)
_NUMBER_AND = re.compile(_NUMBER.pattern.replace(r"\s+or\s+", r"\s+and\s+").replace("(?![0-9:]))?", "(?![0-9:]))"))
_OUT_OF = re.compile(
    r"(?P<part>[0-9]{1,2}|one|two|three|four|five|six|seven|eight|nine)[\s-]+(?:(?!in\b)[a-z]{3,}[\s-]+)?(?:in|out[\s-]+of(?:\s+every)?)[\s-]+"
    r"(?P<all>[0-9]{1,3}|two|three|four|five|six|seven|eight|nine|ten|twenty|a[\s-]+(?:hundred|thousand|million))"
    r"(?![0-9:]|[\s-]*(?-i:[A-Z]))\b",
    re.IGNORECASE,
)
_SCALE_BEHIND = re.compile(r"[\s-]+(hundred|thousand|million|billion|trillion)\b", re.IGNORECASE)
HALF_MORE = re.compile(r"[\s-]and[\s-](?:a[\s-](half|quarter)|(three)[\s-]quarters)\b", re.IGNORECASE)
_ORDINAL_TAIL = re.compile(r"(?:st|nd|rd|th)\b")
_FRACTION_SLASH = re.compile(r"([1-9][0-9]?)/([1-9][0-9]?)(?![0-9/])")
_NOT_COUNTED = frozenset(
    ["in", "on", "of", "and", "to", "at", "the", "by", "for", "from", "or", "is", "was", "are", "were", "as", "has"]
)
_MONEY_SIGN = re.compile("|".join(re.escape(sign) for sign in sorted(rules.CURRENCY_SIGNS, key=len, reverse=True)))


def read_number(text: str, start: int, currency: str) -> Found:
    """A number or two in digits, of a currency whose sign stood before."""
    if not currency and (made := out_of(text, start))[0]:
        return made
    if not currency and (found := _FRACTION_SLASH.match(text, start)) is not None:
        value = Fraction(int(found[1]), int(found[2]))
        return [Fact("number", (("ratio", simple(value)),), start, found.end(), weak=True)], found.end()
    found = _NUMBER.match(text, start)
    if _BETWEEN_SIGN.search(text, max(0, start - 12), start):
        found = _NUMBER_AND.match(text, start) or found
    if found is None:
        return NOTHING, start
    if found["n2"] and (_no_range(text, found, currency) or _other_currency(found, currency)):
        found = _NUMBER.match(text, start, found.start("to")) or found
    first = digits(re.sub(r"[\u00a0\u202f\u2009 ]", "", found["n1"]))
    scale1 = scale_of(found["s1"], found["l1"])
    amounts = [(first, found.start("n1"), found.end("n1"))]
    if found["n2"]:
        second = digits(re.sub(r"[\u00a0\u202f\u2009 ]", "", found["n2"]))
        scale2 = scale_of(found["s2"], found["l2"])
        amounts = [
            (multiplied(first, scale1 if scale1 > 1 else scale2), found.start("n1"), found.end("n1")),
            (multiplied(second, scale2), found.start("n2"), found.end()),
        ]
    else:
        amounts = [(multiplied(first, scale1), start, found.end())]
    letter = found["l1"] if not found["n2"] else found["l2"]
    ambiguous = letter == "m" and not currency
    return with_tail(text, amounts, found.end(), currency, written=found.group(), metres=first if ambiguous else None)


def _other_currency(found: re.Match[str], currency: str) -> bool:
    """£1,450 or ¥13,200: two prices."""
    sign = found.group()[found.end("to") - found.start() : found.start("n2") - found.start()].strip()
    return bool(currency and sign) and rules.CURRENCY_SIGNS.get(sign) != currency


def _no_range(text: str, found: re.Match[str], currency: str) -> bool:
    """£1.8 million to 64 projects, from 30 to 25 people: what follows "to" is another matter."""
    if found["to"].strip() != "to":
        return False
    scaled, plain = found["s1"] or found["l1"], not (found["s2"] or found["l2"])
    if scaled and plain:
        return True
    signed = any(sign in found.group()[1:] for sign in "£€¥$")
    behind = TAIL.match(text, found.end())
    word = (behind[1] or "") if behind else ""
    return bool(currency and plain and not signed and word.islower() and not with_unit(word, [], False)
                and word not in _NOT_COUNTED)


def with_tail(
    text: str,
    amounts: list[tuple[Amount, int, int]],
    end: int,
    currency: str,
    *,
    written: str,
    metres: Amount | None = None,
    spelled: bool = False,
) -> Found:
    """Facts from numbers and what stands behind them."""
    if (more := HALF_MORE.match(text, end)) is not None and len(amounts) == 1:
        scale = _SCALE_BEHIND.match(text, more.end())
        end = scale.end() if scale else more.end()
        size = SCALES[scale[1].casefold()] if scale else 1
        amounts = [(simple((Fraction(amounts[0][0]) + fraction_more(more)) * size), amounts[0][1], end)]
    if not spelled and (tail := _ORDINAL_TAIL.match(text, end)) is not None:
        return ordinal_facts(text, amounts, tail.end())
    if (often := _EVERY_SO_OFTEN.match(text, end)) is not None:
        return _durations(amounts, often)
    if currency:
        return [Fact("money", (("money", amount, currency),), start, last) for amount, start, last in amounts], end
    words, stop = _words_behind(text, end)
    if (made := _with_words(text, amounts, end, words, stop, written=written, spelled=spelled)) is not None:
        return made
    if metres is not None:
        return [Fact("number", (("number", amounts[0][0]), ("millimetres", metres * 1000)), amounts[0][1], end)], end
    kind: FactKind = "count" if words and words[0].islower() and words[0] not in _NOT_COUNTED else "number"
    hours = may_be_hours(text, amounts)
    return [
        plain_number(kind, amount, start, last, written, words, spelled, hours) for amount, start, last in amounts
    ], end


def _durations(amounts: list[tuple[Amount, int, int]], often: re.Match[str]) -> Found:
    """Two-yearly."""
    family, size = TIME_UNITS[often[1].casefold()]
    return [
        Fact("duration", ((family, multiplied(amount, size)),), start, often.end(), raw=amount)
        for amount, start, _ in amounts
    ], often.end()


def _words_behind(text: str, end: int) -> tuple[list[str], int]:
    """Up to three words or signs, without one that stands between a number and its unit; where they begin."""
    tail = TAIL.match(text, end)
    words = [word.casefold() for word in tail.groups() if word] if tail else []
    if tail and words and words[0] in rules.BETWEEN and len(words) > 1:
        return words[1:], tail.start(2)
    return words, end


def _with_words(
    text: str, amounts: list[tuple[Amount, int, int]], end: int, words: list[str], stop: int, *, written: str,
    spelled: bool
) -> Found | None:
    """Facts of the unit that the next two words are, or the next; None where they are none."""
    for length in (2, 1):
        unit = " ".join(words[:length])
        if len(words) < length:
            continue
        if unit == "year" and is_year(amounts[0][0], written, spelled):
            return [Fact("date", (("date", amounts[0][0], 0, 0),), amounts[0][1], end)], end
        made = with_unit(unit, words[length : length + 1], spelled)
        if made is not None:
            kind, reading = made
            finish = end_of_unit(text, stop, length)
            may_be_one = kind in ("duration", "count", "money")
            return [
                Fact(kind, reading(amount), start, last, weak=amount == 1 and may_be_one, raw=amount)
                for amount, start, last in ended(amounts, finish)
            ], finish
    return None


def out_of(text: str, start: int) -> Found:
    """Two in five, nine out of ten: a share, or two numbers that happen to stand so."""
    found = _OUT_OF.match(text, start)
    if found is None:
        return NOTHING, start
    part, whole = (small_number(found[name]) for name in ("part", "all"))
    if not 0 < part < whole:
        return NOTHING, start
    share: Reading = ("ratio", simple(Fraction(part, whole)))
    return [
        Fact("number", (share, ("number", part)), start, found.end("part"), weak=True),
        Fact("number", (("number", whole), share), found.start("all"), found.end(), weak=True),
    ], found.end()


def read_money(text: str, start: int, word: str) -> Found:
    """£3 million."""
    found = _MONEY_SIGN.match(text, start)
    if found is None or (start and text[start - 1].isalpha()):
        return NOTHING, start
    at = found.end()
    while text[at : at + 1] in (" ", "\u00a0"):
        at += 1
    if not text[at : at + 1].isdigit():
        return NOTHING, start
    facts, end = read_number(text, at, rules.CURRENCY_SIGNS[found.group()])
    if facts:
        facts[0] = facts[0]._replace(start=start)
    return facts, end
