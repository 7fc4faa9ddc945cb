"""Facts that look the same in both languages: addresses, links, images, identifiers."""

import re
from collections.abc import Iterator

from sitegen.translation.facts.address_rules import (
    BEFORE_NUMBER,
    CODES,
    LANGUAGE_SEGMENTS,
    NOT_CODES,
    NOT_IN_URL,
    PHONE,
)
from sitegen.translation.facts.fact import Fact, FactKind

BLANK = "\x00"
"""What stands in a text for the characters of facts already found, so that nothing finds them again."""

_LINK = re.compile(
    r"(!?)\[((?:[^\[\]\\]|\\.|!?\[[^\[\]]*\](?:\([^()]*\))?)*)\]\(\s*(?:<([^<>\n]*)>|([^\s()]*(?:\([^()\s]*\)[^\s()]*)*))"
    r"(\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
)
_URL = re.compile(rf"(?:https?://|(?<![A-Za-z0-9.@/])www\.)[^{NOT_IN_URL}]+", re.IGNORECASE)
_EMAIL = re.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_CODE = re.compile(
    # Only where a word begins that has a digit, or that a number follows.
    rf"(?<![A-Za-z0-9])(?=[!-~]*[0-9]|(?:{'|'.join(BEFORE_NUMBER)})[ :])(?:"
    + "|".join(f"(?:{pattern})" for pattern, _ in CODES)
    + ")"
)
_PHONE = re.compile("|".join(f"(?:{pattern})" for pattern, _ in PHONE))
_NOT_CODE = re.compile("|".join(f"(?:{pattern})" for pattern, _ in NOT_CODES))
_DIGIT = re.compile("[0-9]")
_DIGITS = re.compile("[0-9]+")
_BEFORE_DIGIT, _BEHIND_DIGIT = 24, 40
_CODE_MAY_BE = re.compile(r"[A-Za-z][-./ ]{0,2}[A-Za-z]*[-./ ]{0,2}[0-9]|[0-9][A-Za-z]|[0-9][-/ ()][0-9 ()-]{4}")
_SEGMENTS = "|".join(sorted(LANGUAGE_SEGMENTS, key=len, reverse=True))
_LANGUAGE = re.compile(rf"(?<=[/.=_-])(?:{_SEGMENTS})(?=[/.&?#_-]|$)", re.IGNORECASE)


def addresses(text: str) -> tuple[list[Fact], str]:
    """The links, images, addresses and identifiers of a text, and the text with blanks in their places."""
    found: list[Fact] = []
    if "](" in text:
        text = _links(text, found, 0)
    if "://" in text or "www." in text or "WWW." in text:
        for match in _URL.finditer(text):
            address = _trimmed(match.group())
            found.append(_fact("url", _url_key(address), match.start(), match.start() + len(address)))
        text = _blanked(text, found)
    if "@" in text:
        for match in _EMAIL.finditer(text):
            found.append(_fact("email", match.group().casefold(), match.start(), match.end()))
        text = _blanked(text, found)
    if _DIGIT.search(text) and _CODE_MAY_BE.search(text):
        before = len(found)
        found.extend(_identifiers(text))
        if len(found) > before:
            text = _blanked(text, found[before:])
    return found, text


def address_key(address: str) -> str:
    """What two forms of one address have in common: not the language a page is in."""
    return _LANGUAGE.sub("*", address)


def _links(text: str, found: list[Fact], offset: int) -> str:
    """The text with blanks for addresses and signs; the words of links and images stay."""
    pieces: list[str] = []
    position = 0
    for match in _LINK.finditer(text):
        sign, label, pointed, plain, title = match.groups()
        target = pointed if pointed is not None else plain
        kind: FactKind = "image" if sign else "link"
        key = target.casefold() if kind == "link" and target.lower().startswith("mailto:") else target
        if kind == "link" or target:
            found.append(_fact(kind, address_key(key), offset + match.start(), offset + match.end()))
        inside = _links(label, found, offset + match.start(2)) if "](" in label else label
        title_text = BLANK * len(title or "")
        rest = match.end() - match.end(2)
        pieces += [
            text[position : match.start()],
            BLANK * (match.start(2) - match.start()),
            inside,
            BLANK * (rest - len(title_text)),
            title_text,
        ]
        position = match.end()
    pieces.append(text[position:])
    return "".join(pieces)


def _identifiers(text: str) -> Iterator[Fact]:
    taken = 0
    for match in _codes(text):
        written = match.group().rstrip(".-/ ;:")
        if written.endswith(")") and written.count("(") < written.count(")"):
            written = written.rstrip(")").rstrip(".-/ ;:")
        if match.start() < taken or _NOT_CODE.fullmatch(written) or not any(sign.isdigit() for sign in written):
            continue
        taken = match.start() + len(written)
        yield _fact("identifier", _identifier_key(written), match.start(), taken)
    for match in _PHONE.finditer(text):
        number = re.sub(r"[^0-9]", "", match.group())
        if len(number) >= 7:
            yield _fact("identifier", number.removeprefix("00"), match.start(), match.end())


def _codes(text: str) -> Iterator[re.Match[str]]:
    """What may be an identifier, looked for around digits only."""
    position = 0
    for digit in _DIGITS.finditer(text):
        begin = max(position, digit.start() - _BEFORE_DIGIT)
        while begin <= digit.start() and (near := _CODE.search(text, begin, digit.end() + _BEHIND_DIGIT)) is not None:
            if near.start() > digit.start() or (found := _CODE.match(text, near.start())) is None:
                break
            yield found
            begin = position = found.end()


def _identifier_key(written: str) -> str:
    return re.sub(r"[\s\-–—:.()（）]|^doi(?=[: ]*10)", "", written.casefold())


def _url_key(address: str) -> str:
    key = re.sub(r"^https?://", "", address, flags=re.IGNORECASE)
    host, slash, path = key.partition("/")
    return address_key((host.casefold() + slash + path).rstrip("/"))


def _trimmed(address: str) -> str:
    """Without the punctuation of the sentence around it."""
    while address and (
        address[-1] in ".,;:!?'\"*_" or (address[-1] == ")" and address.count("(") < address.count(")"))
    ):
        address = address[:-1]
    return address


def _fact(kind: FactKind, key: str, start: int, end: int) -> Fact:
    return Fact(kind, ((kind, key),), start, end)


def _blanked(text: str, facts: list[Fact]) -> str:
    for fact in facts:
        if fact.kind in ("url", "email", "identifier"):
            text = text[: fact.start] + BLANK * (fact.end - fact.start) + text[fact.end :]
    return text
