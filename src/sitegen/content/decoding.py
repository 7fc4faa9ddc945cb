"""From the bytes of a source to clean text, or to the reason why they are none."""

import re

from sitegen.diagnostics import Diagnostic, error, warning
from sitegen.model import Source
from sitegen.scripts import compiled, nfc

LIMIT = 2 * 1024 * 1024
"""The most bytes a source may have."""

PROBLEMS = 100
"""The most problems of one kind that are told of one file."""

_CONTROL = r"\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff"
_DIRECTION = r"\u202a-\u202e\u2066-\u2069"
_TAG = r"\U000e0000-\U000e007f"
_INVISIBLE = r"\u180e\u200b-\u200f\u2060-\u2064\ufeff"

_SUSPECT = f"[{_CONTROL}{_DIRECTION}{_TAG}{_INVISIBLE}]"
_FORBIDDEN = f"[{_CONTROL}{_DIRECTION}{_TAG}]"
# Flags of England, Scotland and Wales are spelt with tag characters; families and professions with joiners.
_EMOJI = "\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f|(?<=[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d"
_TAG_CHARACTER = re.compile(f"[{_TAG}]")
_NEWLINE = re.compile(rb"\r\n|\r|\n")
_MARK = b"\xef\xbb\xbf"
_PLAIN = bytes((*b"\t\n\r", *range(0x20, 0x7F)))
"""Of what is in ASCII, whatever is neither forbidden nor invisible, once lines end alike."""
_FEW = 20
_PUNCTUATION = dict.fromkeys(map(ord, "“”‘’–—…·£€°×，。、：；？！（）《》"))
"""What composes with nothing, of that which most texts have."""
_MARKER = re.compile(r"^(?:<{7}(?= |$)|={7}$|>{7}(?= |$))", re.MULTILINE)


def decode(source: Source) -> tuple[str, tuple[Diagnostic, ...]]:
    """The text of a source: UTF-8 without its mark, newlines as LF, Unicode normal form C.

    Where the bytes are not text that can be relied on (too large, another encoding, an unresolved merge) the text is
    empty and the diagnostics hold the error. Forbidden characters are errors and become U+FFFD, so that whatever is
    read from the text keeps its place.
    """
    data = source.data or b""
    if len(data) > LIMIT:
        return "", (_too_large(source.path, len(data)),)
    try:
        # Python has no quick way to decode UTF-8 and drop its mark.
        text = data.removeprefix(_MARK).decode()
    except UnicodeDecodeError as problem:
        return "", (_not_utf8(source.path, data, len(data) - len(problem.object) + problem.start),)
    if b"\0" in data and data.count(0) * 4 > len(data):
        return "", (_not_utf8(source.path, data, data.index(0)),)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if conflicts := _conflicts(source.path, text):
        return "", conflicts
    # Nothing suspect is printable, and asking for that takes half as long; of words in ASCII, bytes are asked sooner.
    odd = data.translate(None, _PLAIN).decode() if len(data) < 2 * len(text) else text.replace("\n", "")
    if odd.isprintable() or compiled(_SUSPECT).search(text) is None:
        return text if len(odd) < len(text) // _FEW and _is_surely_composed(odd) else nfc(text), ()
    return nfc(compiled(_FORBIDDEN).sub(_replaced, text)), suspects(text, path=source.path)


def _is_surely_composed(odd: str) -> bool:
    """Whether a text with these characters beyond ASCII, in their order, is surely in normal form C."""
    others = odd.translate(_PUNCTUATION)
    # What composes with the character before it is no letter, or part of a Korean syllable and alters the others too.
    return not others or (others.isalnum() and nfc(others) == others)


def suspects(text: str, *, path: str, first_line: int = 1) -> tuple[Diagnostic, ...]:
    """Characters that cannot be published (errors) or cannot be seen (warnings), each at its line and column."""
    emoji = {place for found in compiled(_EMOJI).finditer(text) for place in range(found.start(), found.end())}
    found = []
    for match in compiled(_SUSPECT).finditer(text):
        if match.start() in emoji:
            continue
        line, column = place(text, match.start())
        found.append(_suspect(path, line + first_line - 1, column, match[0]))
        if len(found) == PROBLEMS:
            break
    return tuple(found)


def forbidden(text: str) -> str:
    """The first character of the text that cannot be published, or nothing."""
    found = compiled(_FORBIDDEN).search(compiled(_EMOJI).sub("", text))
    return found[0] if found else ""


def place(text: str, index: int) -> tuple[int, int]:
    """Line and column, both from 1, of a position in the text."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def named(character: str) -> str:
    """A character as it is talked about: U+FF1A."""
    return f"U+{ord(character):04X}"


def _too_large(path: str, size: int) -> Diagnostic:
    return error(
        "E-SIZE",
        f"the file has {size:,} bytes; at most {LIMIT:,} can be read",
        "split it into several files, or publish it as a document beside a page",
        path=path, line=1, column=1,
    )


def _not_utf8(path: str, data: bytes, offset: int) -> Diagnostic:
    encoding = likely_encoding(data)
    if encoding in ("UTF-16", "UTF-32"):
        # Nothing of the file is UTF-8, though some of its bytes may look so.
        offset = 0
    before = _NEWLINE.split(data[:offset])
    return error(
        "E-ENCODING",
        f"not UTF-8 (byte {offset} of the file); looks like {encoding}; re-save as UTF-8",
        "open the file in your editor, choose “Save with encoding: UTF-8”, and check that the words are right",
        path=path, line=len(before), column=len(before[-1].decode("utf-8-sig", "replace")) + 1,
    )


def likely_encoding(data: bytes) -> str:
    """The name of the encoding that bytes which are not UTF-8 are most likely in."""
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return "UTF-32"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data.count(0) * 8 > len(data):
        return "UTF-16"
    if _is_damaged_utf8(data):
        return "UTF-8 with damaged characters"
    # Ties go to GB18030, which simplified Chinese is saved in.
    score, encoding = max(
        (_commonness(data, "gb18030", 0xB0, 0xD7, 0xA1), 1),
        (_commonness(data, "big5", 0xA4, 0xC6, 0x40), 0),
    )
    if score >= 0.5:
        return "GB18030" if encoding else "Big5"
    return "Windows-1252"


def _is_damaged_utf8(data: bytes) -> bool:
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    return damaged * 10 <= sum(character > "\x7f" for character in text)


def _commonness(data: bytes, encoding: str, first: int, last: int, trail: int) -> float:
    """The share of the characters above ASCII that the encoding keeps among its common ones or its punctuation."""
    text = data.decode(encoding, "replace")
    high = [character for character in text if character > "\x7f"]
    common = 0
    for character in high:
        code = character.encode(encoding, "ignore")
        if len(code) == 2 and ((first <= code[0] <= last and code[1] >= trail) or 0xA1 <= code[0] <= 0xA3):
            common += 1
    return common / len(high) if high else 0.0


def _conflicts(path: str, text: str) -> tuple[Diagnostic, ...]:
    if "=" not in text or "=======" not in text or ("<<<<<<<" not in text and ">>>>>>> " not in text):
        return ()
    return tuple(
        error(
            "E-MERGE",
            "unresolved merge: two versions of these lines stand here",
            "keep the lines you want and delete the lines that begin with <<<<<<<, ======= and >>>>>>>",
            path=path, line=text.count("\n", 0, start) + 1, column=1,
        )
        for start in _conflict_starts(text)[:PROBLEMS]
    )


def _conflict_starts(text: str) -> list[int]:
    """Where conflicts begin: at `<<<<<<<`, or at a `=======` whose opening was deleted but whose end was not."""
    starts: list[int] = []
    opened = divided = -1
    for match in _MARKER.finditer(text):
        marker = match[0][0]
        if marker == "<":
            opened, divided = match.start(), -1
        elif marker == "=":
            divided = match.start()
        elif divided >= 0:
            starts.append(opened if opened >= 0 else divided)
            opened = divided = -1
    if opened >= 0 and divided >= 0:
        starts.append(opened)
    return starts


def _replaced(match: re.Match[str]) -> str:
    # A flag's tag characters are part of one emoji; only what `suspects` calls an error may disappear.
    return match[0] if _TAG_CHARACTER.match(match[0]) else "\ufffd"


def _suspect(path: str, line: int, column: int, character: str) -> Diagnostic:
    if compiled(_FORBIDDEN).match(character):
        return error(
            "E-CHAR",
            f"{_kind(character)} {named(character)} cannot be published",
            f"delete the invisible character at column {column}, or type these words again",
            path=path, line=line, column=column,
        )
    return warning(
        "W-CHAR",
        f"invisible character {named(character)}",
        f"delete the invisible character at column {column} unless you know that it is needed",
        path=path, line=line, column=column,
    )


def _kind(character: str) -> str:
    if re.match(f"[{_DIRECTION}]", character):
        return "the direction-changing character"
    if _TAG_CHARACTER.match(character):
        return "the hidden tag character"
    if character in "\u2028\u2029\x85":
        return "the line separator"
    return "the control character"
