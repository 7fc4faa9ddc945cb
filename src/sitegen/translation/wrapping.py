"""Where a long string of a catalogue continues on the next line: as gettext's tools and Poedit do, so that a catalogue
saved by either differs only in what was translated.
"""

import re
import unicodedata
from collections.abc import Iterator

WIDTH = 79

# Unicode's rules for line breaks (UAX #14) as its table of pairs: between these two classes a line may break here (_),
# only where spaces stand between them (%), or never (^).
_CLASSES = ("OP", "CL", "CP", "QU", "GL", "NS", "EX", "SY", "IS", "PR", "PO", "NU", "AL", "ID", "IN", "HY", "BA", "B2")
_PAIRS = dict(zip(_CLASSES, (
    "^^^^^^^^^^^^^^^^^^",
    "_^^%%^^^^%%___%%%_",
    "_^^%%^^^^%%%%_%%%_",
    "^^^%%%^^^%%%%%%%%%",
    "%^^%%%^^^%%%%%%%%%",
    "_^^%%%^^^_____%%%_",
    "_^^%%%^^^_____%%%_",
    "_^^%%%^^^__%__%%%_",
    "_^^%%%^^^__%__%%%_",
    "%^^%%%^^^__%%%%%%_",
    "%^^%%%^^^__%%_%%%_",
    "%^^%%%^^^%%%%_%%%_",
    "%^^%%%^^^%%%%_%%%_",
    "_^^%%%^^^_%___%%%_",
    "_^^%%%^^^_____%%%_",
    "_^^%_%^^^__%__%%%_",
    "_^^%_%^^^_____%%%_",
    "_^^%%%^^^_____%%%^",
), strict=True))
_COLUMN = {name: number for number, name in enumerate(_CLASSES)}
_MEMBERS = {
    "OP": "([{¡¿‚„（［｛｟｢「『【〔〖〘〚《〈〝︵︷︹︻︽︿﹁﹃﹙﹛﹝",
    "CL": "}、。，．︐︑︒︶︸︺︼︾﹀﹂﹄﹐﹑﹒﹚﹜﹞｝）］｠｡｣､」』】〕〗〙〛》〉〞〟",
    "CP": ")]",
    "QU": "\"'«»‘’‛“”‟‹›", "GL": "\u00a0\u202f\u2007\u2011\u2060\ufeff", "NS": "：；々〜〻゛゜ゝゞ・ー゠﹔﹕‼⁇⁈⁉",
    "EX": "!?！？﹖﹗", "SY": "/", "IS": ",.:;", "PR": "$+\\£¤¥±№−€￥￡＄", "PO": "%¢°‰′″℃％￠", "IN": "…‥",
    "HY": "-", "BA": "\t|\u00ad–‐‒‧\u3000", "B2": "—⸺⸻",
}
_CLASS_OF = {character: name for name, characters in _MEMBERS.items() for character in characters}

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\a": "\\a", "\b": "\\b", "\v": "\\v",
            "\f": "\\f"}


def wrap(keyword: str, text: str, prefix: str = "") -> Iterator[str]:
    """The lines of `keyword "text"`, each after `prefix`; the keyword has a line to itself where there are several."""
    lines = [list(_pieces(line)) for line in _LINE.findall(text) or [""]]
    room = WIDTH - len(prefix) - 2
    if len(lines) == 1 and (len(lines[0]) == 1 or sum(map(width, lines[0])) <= room - len(keyword) - 1):
        yield f'{prefix}{keyword} "{"".join(lines[0])}"'
        return
    yield f'{prefix}{keyword} ""'
    for pieces in lines:
        yield from (f'{prefix}"{line}"' for line in _filled(pieces, room))


def folded(text: str, room: int) -> list[str]:
    """Running text as lines of so many columns, for a terminal."""
    return [line.rstrip() for line in _filled(list(_parts(text)), room)]


def _filled(pieces: list[str], room: int) -> Iterator[str]:
    line, used = "", 0
    for piece in pieces:
        size = width(piece)
        if line and used + size > room:
            yield line
            line, used = "", 0
        line += piece
        used += size
    yield line


def fold_words(words: Iterator[str] | list[str], prefix: str) -> Iterator[str]:
    """Words, such as the places of a text, on as few comment lines as they fit."""
    line = prefix
    for word in words:
        if line != prefix and width(line) + 1 + width(word) > WIDTH:
            yield line
            line = prefix
        line += f" {word}"
    if line != prefix:
        yield line


def width(text: str) -> int:
    """Columns on a terminal: two for a wide character, none for a mark upon another."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf")
               else 2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _pieces(line: str) -> Iterator[str]:
    """The parts of a line, escaped, between which it may break."""
    return map(_escaped, _parts(line))


def _parts(line: str) -> Iterator[str]:
    """The parts of a line between which it may break; a quotation mark counts as it is written in a catalogue."""
    start, before, spaces = 0, "", False
    for position, character in enumerate(line):
        if character == " ":
            spaces = bool(before)
            continue
        if character == "\n":
            break
        name = _class(character)
        if not name:
            continue
        # Tools look at the string as it is written, where a quotation mark begins with a backslash.
        if before and position and (_may_break(before, "PR" if character in _ESCAPES else name, spaces)
                                    or (name == "OP" and before in ("AL", "NU") and not character.isascii())):
            yield line[start:position]
            start = position
        before, spaces = name, False
    yield line[start:]


def _may_break(before: str, after: str, spaces: bool) -> bool:
    rule = _PAIRS[before][_COLUMN[after]]
    return rule == "_" or (rule == "%" and spaces)


def _class(character: str) -> str:
    """The class of a character; none where it belongs to the one before it."""
    known = _CLASS_OF.get(character)
    if known:
        return known
    category = unicodedata.category(character)
    if category == "Nd":
        return "ID" if unicodedata.east_asian_width(character) == "F" else "NU"
    if category in ("Mn", "Mc", "Me"):
        return ""
    return "ID" if unicodedata.east_asian_width(character) in "WF" else "AL"


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(character, character) for character in text)
