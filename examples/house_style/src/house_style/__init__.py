"""A plugin for sitegen: how our network writes its own name, and where a title may break."""

import re
from collections.abc import Iterator
from types import MappingProxyType

from markupsafe import Markup, escape

from sitegen.plugins import Objection, Words

_LATE = re.compile(r"\b(?:click|tap) here\b|\bplease note that\b|点击(?:这里|此处)|请注意", re.IGNORECASE)
_AFTER = re.compile(r"([:：—–/])(?=\S|\s)")


def breakable(title: object) -> Markup:
    """A title that may break after a colon, dash or slash, so that long ones part where they mean to."""
    return Markup(_AFTER.sub(r"\1<wbr>", str(escape(title))))


def to_the_point(words: Words) -> Iterator[Objection]:
    """Our house says it at once."""
    for found in _LATE.finditer(words.text):
        yield Objection(found.start(), found.end(), f"“{found[0]}” says nothing.", "Delete it, and say it at once.")


class HouseStyle:
    """What sitegen asks for."""

    name = "house-style"
    version = "1.0.0"
    filters = MappingProxyType({"breakable": breakable})
    rules = MappingProxyType({"W-HOUSE-PLAIN": to_the_point})


plugin = HouseStyle()
