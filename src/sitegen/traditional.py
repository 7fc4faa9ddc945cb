"""The edition in Traditional characters that OpenCC makes of the Simplified one."""

import re
from collections.abc import Callable, Iterable
from functools import cache
from importlib.util import find_spec
from typing import Any

from msgspec.structs import replace

from sitegen.diagnostics import BuildStopped, error
from sitegen.model import Body, Config, InlinePiece, Language, LinkStart, Unit
from sitegen.scripts import compiled

Convert = Callable[[str], str]

_TAG = re.compile(r"(<[^>]*>)")
_CORNERS = str.maketrans("“”", "「」")
_INNER = r"‘([^‘’“”「」]+)’"
"""Quoted within what is quoted."""
_VOID = ("<br", "<img", "<wbr", "<hr", "<input")


def demand_converter(config: Config) -> None:
    """Raise BuildStopped (exit 3) where site.yaml asks for such an edition and the extra is not installed."""
    if any(language.base for language in config.languages) and not find_spec("opencc"):
        raise BuildStopped(error("E-EXTRA", "A language with from needs the extra traditional, which is not installed.",
                                 'Type: pip install "sitegen[traditional]"', exit=3))


@cache
def converter(locale: str) -> Convert:
    """What converts plain words for that locale: into the characters of its readers."""
    # Loading takes a tenth of a second, so only a site with such an edition does.
    import opencc

    # Not "s2twp", which knows words of computing alone: minutes that are published (发布) would be released (釋出).
    table = "s2tw" if locale.endswith("_TW") else "s2hk" if locale.endswith(("_HK", "_MO")) else "s2t"
    convert: Any = opencc.OpenCC(table).convert

    @cache
    def words(text: str) -> str:
        return text if text.isascii() else _with_corners(str(convert(text)))

    return words


def _with_corners(text: str) -> str:
    """The text with the quotation marks of its readers; a single one may be an apostrophe."""
    if "“" not in text and "”" not in text:
        return text
    return compiled(_INNER).sub(r"『\1』", text.translate(_CORNERS))


def converted_body(body: Body, language: Language) -> Body:
    """A body as readers of the base language get it, in the characters of that language.

    Addresses and anchors stay what they are, and so do words that are marked as another language's.
    """
    convert = converter(language.locale)
    return replace(body, units=tuple(_unit(unit, language, convert) for unit in body.units))


def _unit(unit: Unit, language: Language, convert: Convert) -> Unit:
    if unit.language not in ("", language.base, language.code):
        return unit
    return replace(unit, language=language.code if unit.language else "", text=convert(unit.text),
                   inline=tuple(_inline(unit, convert)))


def _inline(unit: Unit, convert: Convert) -> Iterable[InlinePiece]:
    if unit.role == "alt":
        yield from (convert(piece) if isinstance(piece, str) else piece for piece in unit.inline)
        return
    foreign = 0
    """How many elements are open, the outermost of which is in a language of its own."""
    for piece in unit.inline:
        if isinstance(piece, LinkStart):
            yield replace(piece, title=convert(piece.title)) if piece.title and not foreign else piece
        elif not isinstance(piece, str):
            yield piece
        else:
            parts = []
            for part in _TAG.split(piece):
                if not part.startswith("<"):
                    parts.append(part if foreign else convert(part))
                    continue
                foreign = _depth(part, foreign)
                parts.append(part)
            yield "".join(parts)


def _depth(tag: str, foreign: int) -> int:
    if tag.startswith("</"):
        # The closing tag of a link whose opening is a hole was never counted.
        return max(0, foreign - 1) if tag != "</a>" else foreign
    if tag.startswith(("<a ", *_VOID)):
        return foreign
    return foreign + 1 if foreign or ' lang="' in tag else foreign
