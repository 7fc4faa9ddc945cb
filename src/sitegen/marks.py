"""The marks of all units of a body: what can be asked of all their texts at once is asked once."""

import re
from hashlib import blake2b

from msgspec.structs import astuple

from sitegen.fingerprints import (
    LANGUAGE_SUFFIX,
    is_neutral,
    plain_number,
    unit_mark,
    with_numbers,
    without_spare_spaces,
)
from sitegen.model import Body, MarkTold, UnitMark
from sitegen.scripts import nfc

_DIGITS_ELSEWHERE = b"\xd9\xdb\xdf\xe0\xe1\xea\xf0"
"""With these begins in UTF-8 whatever is a digit and neither ASCII nor full-width."""
_CONTROL = bytes([*range(0x20), 0x7F])
_ODD = b"0123456789\\`[]<@&:" + _CONTROL + _DIGITS_ELSEWHERE
"""What makes more of a text than words."""
_WORDS = bytes(set(range(256)) - set(_ODD))
_STRANGE = _CONTROL.replace(b"\n", b"") + _DIGITS_ELSEWHERE
_NO_MARKS = b"0123456789:`&"
"""What changes nothing of how a text is told apart, unless it is an address."""
_NO_DIGITS = bytes(set(range(256)) - set(b"0123456789"))
_FULL_WIDTH_DIGITS = "０１２３４５６７８９"
_TARGET = re.compile(r"\(([A-Za-z0-9_./:#?=&%+~,;\-]{1,999})\)")
_NONE: tuple[str, ...] = ()
_digest = blake2b(digest_size=6).copy


def unit_marks(body: Body) -> tuple[UnitMark, ...]:
    """The marks of a body's units, in their order."""
    return tuple([UnitMark(role=role, fingerprint=mark, line=line, hints=hints, neutral=neutral, name=name)
                  for role, mark, line, hints, neutral, name in marks_told(body)])


def marks_told(body: Body) -> list[MarkTold]:
    """The same, each as the values of a mark: a site has a hundred times as many texts as pages."""
    texts = [unit.text for unit in body.units]
    asked = _asked(texts)
    told: list[MarkTold] = []
    if asked is None:
        told += [astuple(unit_mark(unit.role, unit.text, unit.line)) for unit in body.units]
    else:
        for unit, text, packed, odd in zip(body.units, texts, *asked, strict=True):
            said, hints = text, _NONE
            # Code of words alone changes nothing.
            if odd and odd != b"``":
                if odd == packed and odd.isdigit():
                    hints = (plain_number(text),)
                elif read := _with_odd(text, odd):
                    said, hints = read
                else:
                    told.append(astuple(unit_mark(unit.role, text, unit.line)))
                    continue
            if said is not text or (len(packed) != len(text) and b" " in packed):
                packed = without_spare_spaces(said).encode()
            digest = _digest()
            digest.update(packed)
            # A word that begins it is a word, for it is neither in code nor in an address.
            neutral = not text[:1].isalpha() and (odd == packed or is_neutral(text))
            told.append((unit.role, digest.hexdigest(), unit.line, hints, neutral, ""))
    for note in body.notes:
        if note.unit >= 0:
            told[note.unit] = (*told[note.unit][:5], note.label)
    return told


def _asked(texts: list[str]) -> tuple[list[bytes], list[bytes]] | None:
    """The bytes of each text, and those of them that are odd; None where one must be read with more care: white space
    not folded, not composed, or digits of other scripts.
    """
    joined = "\n".join(texts)
    flat = joined.replace("\n", " ")
    if "  " in flat and ("  " in joined or "\n " in joined or " \n" in joined):
        return None
    if joined[:1] == " " or joined[-1:] == " ":
        return None
    if not joined.isascii() and (not flat.isprintable() or nfc(joined) != joined
                                 or any(map(joined.__contains__, _FULL_WIDTH_DIGITS))):
        return None
    packed = joined.encode("utf-8", "surrogatepass")
    odd = packed.translate(None, _WORDS)
    if len(odd.translate(None, _STRANGE)) != len(odd):
        return None
    parts = packed.split(b"\n")
    return (parts, odd.split(b"\n")) if len(parts) == len(texts) else None


def _with_odd(text: str, odd: bytes) -> tuple[str, tuple[str, ...]] | None:
    """A text with these odd bytes as it is told apart, and its hints; None where it must be read with more care."""
    if marks := odd.translate(None, _NO_MARKS):
        return _with_links(text, len(marks) // 2) if marks == b"[]" * (len(marks) // 2) else None
    if b":" in odd and "://" in text:
        return None
    return text, _hints(set(), text, odd)


def _with_links(text: str, count: int) -> tuple[str, tuple[str, ...]] | None:
    """The same with so many brackets in pairs; None where not all of them are plain links."""
    coded = "`" in text
    if "![" in text or (coded and ("``" in text or text.count("`") % 2)):
        return None
    parts, found, end = [], set(), 0
    for _ in range(count):
        opening, closing = text.index("[", end), text.index("]", end)
        target = _TARGET.match(text, closing + 1)
        # In code there is no link, and a link may hold code or be a footnote's mark.
        if (target is None or opening + 1 == closing or text[opening + 1] == "^"
                or (coded and ("`" in text[opening:closing] or text.count("`", 0, opening) % 2))):
            return None
        address = target[1]
        found.add(LANGUAGE_SUFFIX.sub("", address) if ".md" in address.lower() else address)
        parts.append(text[end:closing])
        end = target.end()
    parts.append(text[end:])
    said = "]".join(parts)
    return None if "://" in said else (said, _hints(found, said, said.encode()))


def _hints(found: set[str], words: str, among: bytes) -> tuple[str, ...]:
    """These hints and the numbers in the words, the digits of which are in their order `among` other bytes."""
    digits = among.translate(None, _NO_DIGITS).decode()
    if not digits and not found:
        return _NONE
    if digits in words:
        # They stand together, or there are none.
        if not found:
            return (plain_number(digits),)
        found.update((plain_number(digits),) if digits else ())
        return tuple(sorted(found))
    return with_numbers(found, words, ascii=True)
