"""Pictures of titles, for those who share a page that has no picture: drawn with the font that a site names."""

import io
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from sitegen.diagnostics import BuildStopped, error
from sitegen.model import CardText

if TYPE_CHECKING:
    # Only a site that names a font loads the library.
    from PIL import ImageFont

SIZE = (1200, 630)
MARGIN, BAR = 80, 20
LONGEST = 160
"""Characters of a title that are drawn."""
LINES = 4
TITLE_SIZES = (80, 72, 64, 56, 48, 40)
"""Pixels, tried in turn until the title goes into its lines."""
_SMALL = 38
_FACES = 20
"""Of a collection, so many fonts are looked at."""
_PAPER, _INK, _QUIET, _ACCENT = "#fdfcfa", "#1d2329", "#5a626a", "#9d2b20"
# What cannot begin a line stays with what is before it, what cannot end one with what follows.
_CLOSING = "、。，．：；？！）》」』】〉”’…—·%"
_OPENING = "（《「『【〈“‘"
_HAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_PIECES = re.compile(f"[{_OPENING}]*(?:[{_HAN}]|[^\\s{_HAN}{_OPENING}]+)[{_CLOSING}]*\\s*|\\S\\s*")


def draw(font: str, text: CardText) -> bytes:
    """The card as PNG. Raises BuildStopped (exit 2) where the font cannot be read."""
    from PIL import Image, ImageDraw

    card = Image.new("RGB", SIZE, _PAPER)
    pen = ImageDraw.Draw(card)
    pen.rectangle((0, 0, SIZE[0], BAR), fill=_ACCENT)
    small = _font(font, _SMALL)
    pen.text((MARGIN, BAR + 50), text.site, font=small, fill=_QUIET)
    large, lines = _set(font, text.title[:LONGEST] + ("…" if len(text.title) > LONGEST else ""))
    height = round(large.size * 1.3)
    top = (SIZE[1] + BAR - height * len(lines)) // 2
    for number, line in enumerate(lines):
        pen.text((MARGIN, top + height * number), line, font=large, fill=_INK)
    pen.text((MARGIN, SIZE[1] - 50 - _SMALL), text.date, font=small, fill=_QUIET)
    out = io.BytesIO()
    card.quantize(32, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _set(font: str, title: str) -> "tuple[ImageFont.FreeTypeFont, list[str]]":
    """The largest font in which the title goes into its lines, and these; in the smallest it is cut off."""
    for size in TITLE_SIZES:
        chosen = _font(font, size)
        lines = wrapped(title, chosen, SIZE[0] - 2 * MARGIN)
        if len(lines) <= LINES:
            return chosen, lines
    return chosen, [*lines[: LINES - 1], lines[LINES - 1][:-1] + "…"]


def wrapped(title: str, font: "ImageFont.FreeTypeFont", width: int) -> list[str]:
    """The title in lines of at most that many pixels: between words, and between Han characters."""
    lines = [""]
    for piece in _PIECES.findall(" ".join(title.split())):
        if lines[-1] and font.getlength((lines[-1] + piece).rstrip()) > width:
            lines.append("")
        while font.getlength(piece.rstrip()) > width and len(piece) > 1:
            # A word longer than the card is broken where it must be.
            part = next(n for n in range(len(piece), 0, -1) if n == 1 or font.getlength(piece[:n]) <= width)
            lines, piece = [*lines[:-1], piece[:part], ""], piece[part:]
        lines[-1] += piece
    return [line.rstrip() for line in lines if line.strip()]


def _face(location: str) -> int:
    """Which of a collection's fonts is drawn with: the one for simplified Chinese, else the first."""
    from PIL import ImageFont

    faces = range(_FACES) if location.endswith(".ttc") else ()
    for number in faces:
        try:
            if (ImageFont.truetype(location, 10, number).getname()[0] or "").endswith(" SC"):
                return number
        except OSError:
            break
    return 0


@lru_cache(maxsize=16)
def _font(location: str, size: int) -> "ImageFont.FreeTypeFont":
    from PIL import ImageFont

    try:
        return ImageFont.truetype(location, size, _face(location), layout_engine=ImageFont.Layout.BASIC)
    except (OSError, ValueError) as problem:
        raise BuildStopped(error(
            "E-CARD-FONT", "The file that card_font names is no font, or a damaged one.",
            "Save a font such as NotoSansSC-Regular.otf there, or leave out card_font.", path="site.yaml",
            field="card_font", exit=2)) from problem
