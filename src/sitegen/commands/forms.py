"""Forms: texts with the fields to fill, and how what is known already gets into them."""

import os
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sitegen.content.front_edits import scalar
from sitegen.disk.places import PACKAGE

LONGEST_NAME = 60
"""Characters of a name that is made of a title."""

_AS_TYPED = re.compile(r"\[.*\]|\{.*\}|[0-9][0-9:. T-]*|yes|no|true|false")
"""Lists, times, numbers, and yes and no."""

_FOLDER = os.path.join(PACKAGE, "forms")

Tree = dict[str, Any]
"""Values by their keys, each a text as it was typed, or a tree."""


@cache
def form(name: str) -> str:
    """A form as the package has it."""
    with open(os.path.join(_FOLDER, name), encoding="utf-8", newline="\n") as stream:
        return stream.read()


def name_of(title: str) -> str:
    """A title as a name in addresses: lower case, words joined by hyphens, Han characters as they are."""
    from unicodedata import normalize

    # Accents are left out; what is decomposed to anything else stays as it is.
    plain = re.sub("[\u0300-\u036f]", "", normalize("NFKD", title.replace("’", "").replace("'", "")))
    words = re.sub(r"[\W_]+", "-", normalize("NFC", plain).casefold()).strip("-")
    if len(words) <= LONGEST_NAME:
        return words
    return words[:LONGEST_NAME + 1].rpartition("-")[0] or words[:LONGEST_NAME]


def in_block(texts: Mapping[str, str], codes: Sequence[str]) -> str:
    """Texts by language below their key, one a line; the place of one that is missing is kept by a comment."""
    if len(codes) == 1 and codes[0] in texts:
        return f" {scalar(texts[codes[0]])}"
    lines = (f"{code}: {scalar(texts[code])}" if code in texts else f"# {code}: " for code in codes)
    return "".join(f"\n  {line}".rstrip() for line in lines)


def with_fields(text: str, given: Tree) -> str:
    """The form with these values: in the places of their keys, those in comments too, or behind all others."""
    for key, value in given.items():
        block = f"{key}:{_value(value, '')}\n"
        pattern = re.compile(rf"^(# |){re.escape(key)}:.*\n(?:\1[ -].*\n)*", re.MULTILINE)
        found = pattern.search(text)
        text = text[:found.start()] + block + text[found.end():] if found else text + block
    return text


def _value(value: str | Tree, indent: str) -> str:
    """A value behind its colon: in brackets as it was typed, in quotes where it needs them, or below its key."""
    if isinstance(value, str):
        return f" {value if _AS_TYPED.fullmatch(value) else scalar(value)}"
    inner = indent + "  "
    return "".join(f"\n{inner}{scalar(key)}:{_value(each, inner)}" for key, each in value.items())


def as_item(text: str, indent: str) -> str:
    """A record's form as an item of a list."""
    first, *others = text.splitlines()
    return "".join(f"{indent}{line}\n" for line in (f"- {first}", *(f"  {line}" for line in others)))


def as_comment(text: str) -> str:
    """Every line so that it is not read; those that are comments already stay as they are."""
    return "".join(f"# {line}" for line in text.splitlines(keepends=True))
