"""English as a language that nobody speaks: what is not in it is untranslatable, what is cut off too long."""

import re
from itertools import cycle

_KEPT = re.compile(r"%\(\w+\)s|%%|</?[A-Za-z][^<>]*>|&(?:#\d+|#x[0-9A-Fa-f]+|[A-Za-z]+);")
_KEPT_IN_MARKDOWN = re.compile(
    rf"{_KEPT.pattern}|(`+)(?!`).+?(?<!`)\1(?!`)|\]\([^()\s]*(?:\s+(?:\"[^\"]*\"|'[^']*'))?\)|\[\^[^\]]*\]|"
    r"<[^<>\s]+>|https?://[^\s<>()]+|\\.|[\w.+\-]+@[\w.\-]+")
_PLAIN = "ACDEGHIJKLNORSTUWYZacdeghijklnorstuwyz"
_ACCENTED = "ÅÇÐÉĜĤÎĴĶĻÑÖŔŠŢÛŴÝŽåçðéĝĥîĵķļñöŕšţûŵýž"
_ACCENTS = str.maketrans(_PLAIN, _ACCENTED)
_FILLING = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def pseudo(text: str) -> str:
    """The text accented, a third longer and between brackets; placeholders, tags and space at the ends stay."""
    return _pseudo(text, _KEPT)


def pseudo_markdown(text: str) -> str:
    """The same of a text in Markdown: addresses, code, record links and what a backslash protects stay too."""
    return _pseudo(text, _KEPT_IN_MARKDOWN)


def _pseudo(text: str, kept: re.Pattern[str]) -> str:
    words = text.strip()
    if not words:
        return text
    start = text.index(words)
    filling = _filling(-(-len(kept.sub("", words)) * 3 // 10))
    return f"{text[:start]}[{_accented(words, kept)}{filling}]{text[start + len(words):]}"


def _filling(length: int) -> str:
    """At least so many characters, of whole words, so that lines break as they would in a longer language."""
    filling = ""
    for word in cycle(_FILLING):
        if len(filling) >= length:
            break
        filling += f" {_accented(word, _KEPT)}"
    return filling


def _accented(text: str, kept: re.Pattern[str]) -> str:
    parts, end = [], 0
    for found in kept.finditer(text):
        parts += [text[end:found.start()].translate(_ACCENTS), found.group()]
        end = found.end()
    return "".join((*parts, text[end:].translate(_ACCENTS)))
