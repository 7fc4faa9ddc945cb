"""Which script a character belongs to, and what follows from it: folding, slugs, word counts."""

import re
import unicodedata
from functools import cache

HAN = "\u2e80-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_HAN = f"[{HAN}]"
_HAN_RUN = f"[{HAN}]+"
# Those outside of U+4000 to U+9FFF, and what is none inside.
_RARE_HAN = (
    "[\u2e80-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u3fff\u4dc0-\u4dff\uf900-\ufaff\U00020000-\U0003fffd]"
)
_COMMON_HAN = bytes(range("\u4000".encode()[0], "\u9fff".encode()[0] + 1))
"""The first bytes of U+4000 to U+9FFF in UTF-8, which are those of no other character."""
_NO_COMMON_HAN = bytes(set(range(256)) - set(_COMMON_HAN))
_LATIN_LETTER = re.compile("[\u00c0-\u024f]")
_LATIN_BEGINS = range("\u00c0".encode()[0], "\u0240".encode()[0])
_IN_WORDS = bytes(
    ord("a") if (chr(code).isascii() and chr(code).isalnum()) or code in _LATIN_BEGINS
    else ord("-") if chr(code) in "'-" else ord(" ")
    for code in range(256)
)
"""Letters and digits to `a`, what may join them to `-`, everything else to a space. In UTF-8, letters from U+00C0 to
U+023F are told by their first bytes.
"""
_MORE_LATIN = "\u0240".encode()[:1]
_BEHIND_FIRST = bytes(range(0x80, 0xC0))
"""The bytes of a character that is not ASCII, but for its first."""
_BLANKS = re.compile(r"[ \t\n\r\f\v]+")
_LINE_BREAK = re.compile(r"(?<=\\)\n|(?<=  )\n")
_ASCII_ID = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
_NOT_IN_ID = rf"[^\w{HAN}]+"


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The expression, made when it is first used: Python takes milliseconds for one with large sets of characters, and
    most runs use few of them.
    """
    return re.compile(pattern)


def has_han(text: str) -> bool:
    """Whether any character is Han."""
    return not text.isascii() and compiled(_HAN).search(text) is not None


def han_count(text: str) -> int:
    """How many characters are Han."""
    if compiled(_RARE_HAN).search(text):
        return sum(map(len, compiled(_HAN_RUN).findall(text)))
    return len(text.encode("utf-8", "replace").translate(None, _NO_COMMON_HAN))


def word_count(text: str) -> int:
    """How many words are in an alphabet; single hyphens and apostrophes join them."""
    packed = f" {text}".encode("utf-8", "replace")
    if not text.isascii():
        if _MORE_LATIN in packed:
            packed = _LATIN_LETTER.sub("a", f" {text}").encode("utf-8", "replace")
        packed = packed.replace("’".encode(), b"'")
    marks = packed.translate(_IN_WORDS, _BEHIND_FIRST)
    if b"-" not in marks:
        return marks.count(b" a")
    marks = marks.replace(b"--", b"  ")
    return marks.count(b" a") + marks.count(b" -a")


def fold(text: str) -> str:
    """White space to single spaces, none at the ends; no-break spaces are kept."""
    if "  " not in text and text.isprintable():
        return text.strip(" ")
    return _BLANKS.sub(" ", text).strip(" ")


def fold_markdown(text: str) -> str:
    """The same of Markdown, in which a line ends that ends in a backslash or two spaces: readers see it end."""
    if "\\\n" not in text and "  \n" not in text:
        return fold(text)
    lines = [fold(line) + ("" if line.endswith("\\") else "  ") for line in _LINE_BREAK.split(text)]
    return "\n".join(lines).strip(" \n")


def nfc(text: str) -> str:
    """Unicode normal form C, in which everything is compared and published."""
    return unicodedata.normalize("NFC", text)


def heading_id(text: str) -> str:
    """Lower case, Han kept, spaces and punctuation to single hyphens; may be empty."""
    if text.isascii():
        return "-".join(text.translate(_ASCII_ID).split())
    text = nfc(text).lower()
    # Asked of what it has come to: a capital may come to a letter and a mark, which is no letter.
    return text if text.isalnum() else compiled(_NOT_IN_ID).sub("-", text.replace("_", "-")).strip("-")
