"""File names: how they are shown safely, and which of them cannot be published everywhere."""

import os
import re
import unicodedata

LONGEST_SEGMENT = 255
"""Bytes, the extension included."""
LONGEST_PATH = 1000
"""Bytes, below the output folder."""

_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))]
)
_FOR_SERVERS = frozenset({"_headers", "_redirects"})
"""What the site itself tells web hosts; nothing of content/ is published at the top."""
_PLAIN = re.compile(
    r"(?:\.well-known/)?(?:(?!(?:con|prn|aux|nul|com\d|lpt\d)(?:[./]|$))[a-z0-9][a-z0-9_-]*(?:\.[a-z0-9_-]+)*(?:/(?!$)|$))+"
)
"""Nearly every path: lower case, nothing special."""
_FORBIDDEN = frozenset('<>:"|?*\\')
_UNSEEN = frozenset(("Cc", "Cs", "Zl", "Zp"))
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def shown(name: str) -> str:
    r"""The name with everything that a terminal would act upon written as `\x1b` or `\u202e`."""
    if name.isascii() and name.isprintable():
        return name
    return "".join(_escaped(character) if _unsafe(character) else character for character in name)


def same_name(name: str) -> str:
    """What two names have in common that some disks cannot hold side by side."""
    return name if name.isascii() and name.islower() else fold_name(name)


def fold_name(name: str) -> str:
    """NFC, without case."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def source_fault(name: str) -> str:
    """What is wrong with a name in content/, templates/ or translations/; empty for a good one."""
    if any(0xDC80 <= ord(character) <= 0xDCFF for character in name):
        return "the file name is not valid UTF-8"
    if any(_unsafe(character) for character in name):
        return "the file name holds a control character"
    if name.startswith("-"):
        return "the file name begins with a hyphen, which commands take for an option"
    return segment_fault(name)


def segment_fault(name: str) -> str:
    """What keeps a name from existing on every common system; empty for a good one."""
    size = len(os.fsencode(name))
    if size > LONGEST_SEGMENT:
        return f"the name is too long, {size} of {LONGEST_SEGMENT} bytes"
    if name != name.rstrip(". "):
        return "the name ends with a dot or a space, which Windows drops"
    if name.split(".", 1)[0].rstrip(" ").lower() in _RESERVED:
        return "the name is reserved on Windows"
    for character in name:
        if character in _FORBIDDEN:
            return f"the name holds {character!r}, which is not allowed on Windows"
    return ""


def path_fault(path: str) -> str:
    """What is wrong with a path below the output folder; empty for a good one."""
    if (len(path) < LONGEST_SEGMENT and _PLAIN.fullmatch(path)) or path in _FOR_SERVERS:
        return ""
    segments = path.split("/")
    if "" in segments or "." in segments or ".." in segments:
        return "the path is not plain: it is empty, absolute or has '.' or '..' in it"
    if any(_unsafe(character) for character in path):
        return "the path holds a control character or is not valid UTF-8"
    if segments[0] == "CNAME" or segments[0].startswith("_"):
        return "web hosts give this name a meaning of their own"
    if any(segment.startswith(".") for segment in (segments[1:] if segments[0] == ".well-known" else segments)):
        return "the path has a hidden name in it, beginning with a dot"
    if len(os.fsencode(path)) > LONGEST_PATH:
        return f"the path is too long, {len(os.fsencode(path))} of {LONGEST_PATH} bytes"
    return next((fault for fault in map(segment_fault, segments) if fault), "")


def _unsafe(character: str) -> bool:
    if character.isascii():
        return not character.isprintable()
    return character in _BIDI or unicodedata.category(character) in _UNSEEN


def _escaped(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
