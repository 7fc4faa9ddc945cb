"""English as a language that nobody speaks: what is not in it is untranslatable, what is cut off too long."""

import re
from itertools import cycle

_KEPT = re.compile(r"%\(\w+\)s|%%|</?[A-Za-z][^<>]*>|&(?:#\d+|#x[0-9A-Fa-f]+|[A-Za-z]+);")
_PLAIN = "ACDEGHIJKLNORSTUWYZacdeghijklnorstuwyz"
_ACCENTED = "ÅÇÐÉĜĤÎĴĶĻÑÖŔŠŢÛŴÝŽåçðéĝĥîĵķļñöŕšţûŵýž"
_ACCENTS = str.maketrans(_PLAIN, _ACCENTED)
_FILLING = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def pseudo(text: str) -> str:
    """The text accented, a third longer and between brackets; placeholders, tags and space at the ends stay."""
    words = text.strip()
    if not words:
        return text
    start = text.index(words)
    filling = _filling(-(-len(_KEPT.sub("", words)) * 3 // 10))
    return f"{text[:start]}[{_accented(words)}{filling}]{text[start + len(words):]}"


def _filling(length: int) -> str:
    """At least so many characters, of whole words, so that lines break as they would in a longer language."""
    filling = ""
    for word in cycle(_FILLING):
        if len(filling) >= length:
            break
        filling += f" {_accented(word)}"
    return filling


def _accented(text: str) -> str:
    parts, end = [], 0
    for kept in _KEPT.finditer(text):
        parts += [text[end:kept.start()].translate(_ACCENTS), kept.group()]
        end = kept.end()
    return "".join((*parts, text[end:].translate(_ACCENTS)))
