"""Runs of the other script inside a text, so that they can be given their own `lang`."""

import re
from collections.abc import Iterator

from sitegen.model import Language
from sitegen.scripts import HAN, compiled, has_han

_HAN_INSIDE = rf"{HAN}\u3001-\u303f\uff01-\uff65\u00b7\u2014\u2018\u2019\u201c\u201d\u2026 0-9"
_HAN_RUN = rf"[《「『（【〈〔]{{0,2}}[{HAN}](?:[{_HAN_INSIDE}]*[{HAN}])?[》」』）】〉〕。，！？；：]{{0,3}}"
_LETTER = "A-Za-z\u00c0-\u024f"
_LATIN_STRETCH = re.compile(rf"[0-9{_LETTER}][!-~{_LETTER}’–]*(?: [!-~{_LETTER}’–]+)*")
_LATIN_WORD = re.compile(rf"[{_LETTER}]+")
_LOWER = re.compile("[a-z\u00df-\u00f6\u00f8-\u00ff]")
_LONG_WORD = re.compile(rf"[{_LETTER}]{{4,}}")
_ADDRESS = re.compile(r"://|@|^www\.|[A-Za-z0-9]\.[A-Za-z]{2}", re.IGNORECASE)
_NO_WORDS = re.compile(rf"(?:[^{_LETTER} ]* )*[^{_LETTER}0-9]*")
_EDGE = " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~’–"


def other_language(language: Language, languages: tuple[Language, ...]) -> Language | None:
    """The site's language for runs of the other script in a text of `language`; None if it has none."""
    script = "latin" if language.script == "han" else "han"
    for other in languages:
        if other.script == script:
            return other
    return None


def may_have_latin(text: str) -> bool:
    """Whether it is worth looking for English in a Chinese text."""
    return _LOWER.search(text) is not None


def may_have_han(text: str) -> bool:
    """Whether it is worth looking for Chinese in any other text."""
    return not text.isascii() and has_han(text)


def other_runs(text: str, *, chinese: bool) -> Iterator[tuple[int, int]]:
    """Where runs of the other script begin and end: English words in a Chinese text, Han in any other.

    A Latin run has two words, or one of four letters or more; acronyms, numbers and addresses are no language.
    """
    if chinese:
        return _latin_runs(text)
    return (found.span() for found in compiled(_HAN_RUN).finditer(text))


def _latin_runs(text: str) -> Iterator[tuple[int, int]]:
    for stretch in _LATIN_STRETCH.finditer(text):
        if _LOWER.search(text, stretch.start(), stretch.end()):
            yield from _between_addresses(text, *stretch.span())


def _between_addresses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    run = position = start
    for word in text[start:end].split(" "):
        if _ADDRESS.search(word):
            yield from _trimmed(text, run, position)
            run = position + len(word) + 1
        position += len(word) + 1
    yield from _trimmed(text, run, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The run less numbers before and punctuation around it, if it is one."""
    run = text[start:end]
    spare = _NO_WORDS.match(run)
    start += spare.end() if spare else 0
    end -= len(run) - len(run.rstrip(_EDGE))
    if start >= end or not _LOWER.search(text, start, end):
        return
    if len(_LATIN_WORD.findall(text, start, end)) > 1 or _LONG_WORD.search(text, start, end):
        yield start, end
