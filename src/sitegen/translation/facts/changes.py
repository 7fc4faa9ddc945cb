"""Changes that run the other way: from 18% to 27%, 由27%降至18%."""

import re
from collections.abc import Sequence

from sitegen.translation.facts.agreement import Difference
from sitegen.translation.facts.fact import Fact

_FROM = {
    "en": re.compile(r"\bfrom\b[^.;,0-9]{0,16}$", re.IGNORECASE),
    "zh": re.compile(r"[由从自][^，。；0-9]{0,6}$"),
}
_TO = {
    "en": re.compile(r"^[^.;]{0,24}\bto\b[^.;,]{0,16}$"),
    "zh": re.compile(r"^[^。；]{0,24}[至到为成][^，。；]{0,6}$"),
}


def turned(english: Sequence[Fact], chinese: Sequence[Fact], english_text: str, chinese_text: str) -> list[Difference]:
    """Two facts of one change, each in the other's place."""
    if "from" not in english_text:
        return []
    there = list(_changes(chinese, chinese_text, "zh"))
    found: list[Difference] = []
    for before, after in _changes(english, english_text, "en"):
        for first, last in there:
            if _same(before, last) and _same(after, first) and not _same(before, first):
                found += [Difference(before, first), Difference(after, last)]
    return found


def _changes(facts: Sequence[Fact], text: str, language: str) -> list[tuple[Fact, Fact]]:
    """The facts that a text says something went from and to."""
    found = []
    for place, first in enumerate(facts):
        if first.weak or not _FROM[language].search(text, max(0, first.start - 24), first.start):
            continue
        for last in facts[place + 1 : place + 3]:
            # From nine weeks to four: the second may go without its unit.
            alike = last.readings[0][0] in (first.readings[0][0], "number")
            if alike and not last.weak and _TO[language].match(text[first.end : last.start]):
                found.append((first, last))
                break
    return found


def _same(a: Fact, b: Fact) -> bool:
    return bool(set(a.readings) & set(b.readings)) or (a.raw is not None and a.raw == b.raw)
