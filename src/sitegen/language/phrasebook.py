"""A finished sentence in another language: found by its pattern, with the same values in it.

The program speaks English everywhere, and knows no other language: `"x" is not a page.` is translated where it is
shown, by the pattern `"{name}" is not a page.` and the translation of that.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

_HOLE = re.compile(r"\{([a-z][a-z0-9]*)\}")
_WORD = re.compile(r"[A-Za-z]+")
_ENTRY = re.compile(r'^msgid ((?:".*"\n)+)msgstr ((?:".*"\n)+)', re.MULTILINE)
_FUZZY = re.compile(r"^#, .*fuzzy.*\n(?:#.*\n)*msgid (?:\".*\"\n)+", re.MULTILINE)
_ESCAPE = re.compile(r'"\n"|\\(.)', re.DOTALL)
_END_OF_SENTENCE = re.compile(r"(?<=[.?!:;]) (?=\S)|(?=; )")
_WEAK = 4
"""Letters; a pattern with fewer, as `{first} to {last}`, holds of short values only."""
_SENTENCE = re.compile(r"[,;:.?!] |[.?!;]$")
_SUBJECT = re.compile(r"(\d+ × |\S+?)(:?) ?(?=\S)(?<=[ ])")
_REMARK = re.compile(r"(.+) \(([^()]*)\)")
_NUMBER = re.compile(r"\d[\d,.]*|\{number\}")
"""Also as the preview's scripts ask for a sentence into which they put the number themselves."""
_STOP = re.compile(r"\.")
_GAP = re.compile("(?=[ ,;:(])")
_BETWEEN = re.compile(r", and |, or |, | and | or ")
_SIMPLE = re.compile(r"[a-z0-9-]+|[^\s,{}\[\]]*[./_#][^\s,{}\[\]]*|\"[^\"]*\"|“[^”]*”|'[^']*'")
"""A name of a file, a field or a code, or something quoted: no words of a title."""
_CODE = re.compile(r"[a-z0-9-]+")
_LONGEST = 800
"""Characters; what is longer is no few sentences of ours."""
_MOST = 12
"""Ends of sentences; a text with more is somebody's own, too."""
_GAPS = 60
"""Places at which two values may part; in more words, nobody looks for it."""
_KNOWN = 4096
"""Texts of which it is known how they are said: parts of a text are looked at again and again."""
_OPENING, _CLOSING = "\"“'`(（[{/", "\"”'`)）]}/"
_JOINTS = {", ": "、", " and ": "和", " or ": "或", ", and ": "和", ", or ": "或"}


class _Pattern(NamedTuple):
    """A sentence with holes: `literals` stand around them, one more than `names`."""

    literals: tuple[str, ...]
    names: tuple[str, ...]
    translation: str
    """Empty where there is none yet: the sentence stays as it is."""

    def values(self, sentence: str) -> list[str] | None:
        """What stands in the holes, each as short as can be; None where this is another sentence."""
        first, *between, last = self.literals if self.names else (*self.literals, "")
        if not self.names:
            return [] if sentence == first else None
        end = len(sentence) - len(last)
        if end < len(first) or not sentence.startswith(first) or not sentence.endswith(last):
            return None
        found, start = [], len(first)
        for literal in between:
            at = sentence.find(literal, start, end)
            if at < 0:
                return None
            found.append(sentence[start:at])
            start = at + len(literal)
        return [*found, sentence[start:end]]


class Phrasebook:
    """The sentences of one language."""

    def __init__(self, entries: Mapping[str, str]) -> None:
        """`entries` are translations by pattern; an empty one keeps the English, so that no vaguer pattern takes it."""
        patterns = [_pattern(text, translation) for text, translation in entries.items() if text]
        # The one that says most is tried first: "The page {path} is missing." before "{path} is missing."
        patterns.sort(key=lambda one: -sum(map(len, one.literals)))
        words = [set(_whole_words(one)) for one in patterns]
        common = Counter(word for each in words for word in each)
        self._by_word: dict[str, list[tuple[int, _Pattern]]] = {}
        for rank, (pattern, its) in enumerate(zip(patterns, words, strict=True)):
            rarest = min(its, key=lambda word: (common[word], word), default="")
            self._by_word.setdefault(rarest, []).append((rank, pattern))
        # Else each word of a text that has no translation as a whole could double the time that it takes.
        self._translated = lru_cache(_KNOWN)(self._find_text)
        self._sentence = lru_cache(_KNOWN)(self._find_sentence)

    def said(self, text: str) -> str:
        """A text for people in this language: as a whole, or line by line; in English what has no translation."""
        try:
            whole = None if text.startswith(" ") else self._translated(text)
            return "\n".join(map(self._line, text.split("\n"))) if whole is None else whole
        except RecursionError:
            # Sentences within sentences within sentences: those are somebody's own.
            return text

    def _line(self, line: str) -> str:
        words = line.lstrip()
        return line[: len(line) - len(words)] + (self._translated(words) or words)

    def _find_text(self, text: str) -> str | None:
        return self._sentence(text) or self._enumeration(text, names=False) or self._sentences(text)

    def _find_sentence(self, text: str, *, retry: bool = True) -> str | None:
        """The text by the pattern that says most of it; None where none does."""
        for pattern in self._candidates(text):
            values = pattern.values(text)
            if values is not None and _may_be(pattern, values):
                return self._filled(pattern, values) if pattern.translation else None
        if not retry:
            return None
        # "The page x" is "the page x" at the beginning of a sentence, and the system's words are written small.
        return self._sentence(text[:1].swapcase() + text[1:], retry=False)

    def _candidates(self, text: str) -> Iterator[_Pattern]:
        """The patterns that have a word of the text, those that say most first."""
        words = {"", *_WORD.findall(text)}
        yield from (one for _, one in sorted((one for word in words for one in self._by_word.get(word, ())),
                                             key=lambda one: one[0]))

    def _filled(self, pattern: _Pattern, values: list[str]) -> str:
        given = {}
        for at, name in enumerate(pattern.names):
            between = pattern.literals[at + 1]
            if between in {"", " ", "."} and at + 1 < len(values):
                values[at : at + 2] = self._parted(values[at], values[at + 1], between)
            value = values[at]
            before, after = pattern.literals[at], pattern.literals[at + 1]
            # What is quoted, or is to be typed, is somebody's own.
            own = before[-1:] in _OPENING and after[:1] in _CLOSING and bool(before and after)
            given[name] = value if own else self._value(value)
        return _HOLE.sub(lambda hole: given[hole[1]], pattern.translation)

    def _parted(self, first: str, second: str, between: str) -> tuple[str, str]:
        """What stands in two holes with hardly anything between them: so that one of the two is a sentence."""
        both = first + between + second
        if len(list(_GAP.finditer(both))) > _GAPS:
            return (first, second) if between else (both, "")
        if between == " ":
            gaps = [(both[: gap.start()], both[gap.end() :]) for gap in re.finditer(" ", both)]
            return next((one for one in reversed(gaps) if self._sentence(one[0])), None) or next(
                (one for one in gaps if self._sentence(one[1])), (first, second))
        gaps = [(both[: gap.start()], both[gap.end() :]) for gap in (_STOP if between else _GAP).finditer(both)]
        known = (one for one in gaps if not one[1] or self._sentence(one[1]) or self._sentence(one[1].lstrip(" ")))
        return next(known, (first, second) if between else (both, ""))

    def _value(self, value: str) -> str:
        """What stands in a hole: a sentence of its own, an enumeration, or somebody's words."""
        if not value or not _WORD.search(value):
            return value
        found = self._enumeration(value) or self._sentence(value) or self._sentences(value)
        # What follows another sentence has a space before it, which Chinese has not.
        return found or (self._value(value.lstrip(" ")) if value.startswith(" ") else value)

    def _enumeration(self, value: str, *, names: bool = True) -> str | None:
        """`a, b or c`, where each can be translated; or is a name, a number or something quoted."""
        parts = _BETWEEN.split(value)
        said = [self._sentence(each) for each in parts]
        # "event, workshop" are what can be typed, of which one happens to be a word that is said as well.
        codes = names and any(one is None and _CODE.fullmatch(each) for each, one in zip(parts, said, strict=True))
        own = _CODE if codes else None
        said = [each if own and own.fullmatch(each) else one or (each if names and _SIMPLE.fullmatch(each) else None)
                for each, one in zip(parts, said, strict=True)]
        if len(parts) == 1 or None in said:
            return None
        joints = [_JOINTS[each] for each in _BETWEEN.findall(value)]
        return "".join(f"{one}{joint}" for one, joint in zip(said, (*joints, ""), strict=True))

    def _sentences(self, text: str) -> str | None:
        """Several sentences, one after the other; None where not each of them is known."""
        ends = list(_END_OF_SENTENCE.finditer(text))
        if len(text) > _LONGEST or len(ends) > _MOST:
            return None
        for space in reversed(ends):
            first, rest = self._sentence(text[: space.start()]), text[space.start() :]
            # Some follow others only, and are written with the space before them.
            if first is not None and (then := self._sentence(rest) or self._translated(rest.lstrip("; "))) is not None:
                return first + then
        if said := self._with_subject(text):
            return said
        if text.endswith(".") and (said := self._sentence(text[:-1]) or self._enumeration(text[:-1])):
            return f"{said}。"
        return None

    def _with_subject(self, text: str) -> str | None:
        """`name is no page`, `name: what is wrong`, `what is wrong (detail)`, where only one part is a sentence."""
        if (found := _REMARK.fullmatch(text)) and (said := self._sentence(found[1]) or self._with_subject(found[1])):
            return f"{said}（{found[2]}）"
        if (found := _SUBJECT.match(text)) and (said := self._sentence(text[found.end() :], retry=False)):
            return f"{found[1]}{'：' if found[2] else ''}{said}"
        return None


def read(catalogue: str) -> dict[str, str]:
    """The translations of a catalogue as tools/message_catalogue.py writes it: no plurals, no contexts.

    Babel reads every catalogue, and takes longer for it than a build of nothing.
    """
    entries = _ENTRY.finditer(_FUZZY.sub("", catalogue))
    return {_unquoted(one[1]): _unquoted(one[2]) for one in entries if one[1] != '""\n'}


def _unquoted(quoted: str) -> str:
    return _ESCAPE.sub(lambda one: {"n": "\n", "t": "\t", "r": "\r"}.get(one[1], one[1] or ""), quoted.strip()[1:-1])


def _pattern(text: str, translation: str) -> _Pattern:
    pieces = _HOLE.split(text)
    return _Pattern(tuple(pieces[::2]), tuple(pieces[1::2]), translation)


def _whole_words(pattern: _Pattern) -> Iterable[str]:
    """The words that every sentence of this pattern has, and not as a part of a longer word."""
    last = len(pattern.literals) - 1
    for at, literal in enumerate(pattern.literals):
        for word in _WORD.finditer(literal):
            if (word.start() or not at) and (word.end() < len(literal) or at == last):
                yield word[0]


def _may_be(pattern: _Pattern, values: list[str]) -> bool:
    """Whether a value that stands twice is the same both times, and no whole sentence is taken for a value."""
    given = set(zip(pattern.names, values, strict=True))
    if len({name for name, _ in given}) != len(given):
        return False
    if len(values) == 1 and pattern.names[0] in {"number", "count"} and not _NUMBER.fullmatch(values[0]):
        return False
    literals = "".join(pattern.literals)
    says_much = pattern.literals[0][:1].isupper() or sum(map(str.isalpha, literals)) >= _WEAK
    return says_much or not any(map(_SENTENCE.search, values))
