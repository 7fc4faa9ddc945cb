"""Counts that changed places between their nouns: 12 members from 3 cities, 来自12个城市的3家成员."""

import re
from collections.abc import Callable, Sequence

from sitegen.translation.facts.agreement import Difference
from sitegen.translation.facts.fact import Fact
from sitegen.translation.facts.noun_rules import NOUNS
from sitegen.translation.facts.tries import any_of

_WORD = re.compile(r"[A-Za-z]+")
_ENGLISH = {word: number for number, (words, _) in enumerate(NOUNS) for word in words.split()}
_CHINESE = {word: number for number, (_, words) in enumerate(NOUNS) for word in words.split()}
_CHINESE_NOUN = re.compile(any_of(_CHINESE))
_PHRASE_END = re.compile("[，。；：、,（(和与的]")
_WORDS_BEHIND, _SIGNS_BEHIND = 3, 8


def swapped(english: Sequence[Fact], chinese: Sequence[Fact], english_text: str, chinese_text: str) -> list[Difference]:
    """Two counts that both texts have, each of the other's noun; only where both nouns are plain in both texts."""
    counted_en = _counted(english, english_text, _english_noun)
    if len(counted_en) < 2:
        return []
    counted_zh = _counted(chinese, chinese_text, _chinese_noun)
    found: list[Difference] = []
    for noun, fact in counted_en.items():
        other = counted_zh.get(noun)
        if other is None or not _apart(fact, other):
            continue
        # The number that the Chinese has here is in the English of another noun, and the other way round.
        for second, twin in counted_en.items():
            across = counted_zh.get(second)
            if across is not None and noun < second and not _apart(twin, other) and not _apart(fact, across):
                found += [Difference(fact, other), Difference(twin, across)]
    return found


def _apart(fact: Fact, other: Fact) -> bool:
    return not set(fact.readings) & set(other.readings)


def _counted(facts: Sequence[Fact], text: str, noun_of: Callable[[str, int, int], int | None]) -> dict[int, Fact]:
    """The counts whose noun is plain, by noun; a noun that is counted twice is not."""
    found: dict[int, Fact] = {}
    twice: set[int] = set()
    for place, fact in enumerate(facts):
        if fact.kind in ("count", "number") and fact.readings[0][0] == "number":
            until = facts[place + 1].start if place + 1 < len(facts) else len(text)
            noun = noun_of(text, fact.end, until)
            if noun is not None:
                twice.update({noun} & found.keys())
                found[noun] = fact
    return {noun: fact for noun, fact in found.items() if noun not in twice}


def _english_noun(text: str, end: int, until: int) -> int | None:
    """The noun within three words, before anything that ends the phrase."""
    for number, match in enumerate(_WORD.finditer(text, end, until)):
        if number == _WORDS_BEHIND or any(sign in text[end : match.start()] for sign in ",.;:()"):
            return None
        if match.group() in ("of", "from", "in", "and", "for", "with", "to", "at", "by"):
            return None
        if match.group().casefold() in _ENGLISH:
            return _ENGLISH[match.group().casefold()]
    return None


def _chinese_noun(text: str, end: int, until: int) -> int | None:
    until = min(until, end + _SIGNS_BEHIND)
    if (stop := _PHRASE_END.search(text, end, until)) is not None:
        until = stop.start()
    found = _CHINESE_NOUN.search(text, end, until)
    return _CHINESE[found.group()] if found else None
