"""Which new text is an older one changed: alike in words, and with the very same numbers and dates."""

import re
from collections.abc import Sequence

from sitegen.fingerprints import canonical
from sitegen.translation.similarity import pair_alike

_MONTHS = ("January|February|March|April|May|June|July|August|September|October|November|December"
           "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec")
_WEEKDAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun"
_COUNTS = ("two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
           "|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?"
           "|first|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|half|twice|am|pm|a\\.m|p\\.m"
           "|spring|summer|autumn|winter|morning|afternoon|evening|noon|midnight")
_HAN_NUMBER = "[〇零一二两三四五六七八九十百千万亿]"
_WORDS = re.compile(
    # "may" and "march" are words, "May" and "March" are months.
    rf"\b(?:{_MONTHS}|{_WEEKDAYS})\b|(?i:\b(?:{_COUNTS})\b)|第{_HAN_NUMBER}+|(?!一(?!月)){_HAN_NUMBER}+"
    "(?=[年月日号时点分秒个名位所届次场家天周种项国校倍成])|(?:星期|周)[一二三四五六日天]|[上中下]午|[春夏秋冬]季|年[初底末]|月[初底末]")


def pair_texts(new: Sequence[str], old: Sequence[str]) -> list[tuple[int, int]]:
    """Which of the `old` texts each of the `new` is most likely a changed form of, as pairs of their positions.

    Texts whose numbers or dates differ are never paired: the translation of 8 May is no draft for 9 May.
    """
    numbers: dict[tuple[str, ...], tuple[list[int], list[int]]] = {}
    for side, texts in enumerate((new, old)):
        for position, text in enumerate(texts):
            numbers.setdefault(figures(text), ([], []))[side].append(position)
    return [(ones[i], others[j]) for ones, others in numbers.values()
            for i, j in pair_alike([new[one] for one in ones], [old[other] for other in others])]


def figures(text: str) -> tuple[str, ...]:
    """The numbers, dates and times of a text, in figures and in words, sorted; those inside addresses do not count."""
    words = canonical(text)
    digits = sorted(re.findall(r"\d+(?:[.,:]\d+)*", words))
    return (*digits, *sorted(word.lower() for word in _WORDS.findall(words)))
