"""Programmes for paper: HTML of our own template, made into a tagged PDF by WeasyPrint (extra pdf)."""

import contextlib
import os
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from typing import Any, NamedTuple

from sitegen.diagnostics import BuildStopped, error
from sitegen.document_paths import CONFIG
from sitegen.model import Config

OUTPUT = "programmes"
"""What `outputs` of site.yaml calls them."""
FAMILY = "Programme"
"""What a style sheet calls the fonts that site.yaml names."""
RECIPE = "1"
"""Changed whenever the same HTML is to be made into other bytes."""


def demand_printer(config: Config) -> None:
    """Raise BuildStopped (exit 3) where site.yaml asks for programmes and the extra is not installed."""
    if OUTPUT in config.outputs and not find_spec("weasyprint"):
        raise BuildStopped(error("E-EXTRA", "outputs names programmes, which needs the extra pdf; it is not installed.",
                                 'Type: pip install "sitegen[pdf]"', exit=3))


@lru_cache(maxsize=1)
def printers() -> str:
    """The versions of the recipe and of the libraries that decide what comes of a programme."""
    # Slow to load, and rarely needed.
    from importlib.metadata import version

    used = (f"{name} {version(name)}" for name in ("weasyprint", "pydyf", "fonttools"))
    return f"recipe {RECIPE}, {', '.join(used)}"


def print_pdf(html: str, fonts: Sequence[str] = ()) -> bytes:
    """The PDF, the same bytes of the same HTML and fonts, of which those at these locations come before the machine's.

    Raises BuildStopped: exit 3 where Pango is missing, exit 2 where a font is none.
    """
    try:
        # It prints advice before it raises.
        with contextlib.redirect_stdout(None):
            import weasyprint
            from weasyprint.text.fonts import FontConfiguration
            from weasyprint.urls import URLFetcher, URLFetcherResponse
    except OSError as problem:
        raise BuildStopped(error("E-EXTRA", "WeasyPrint is installed, but not Pango, which it sets its text with.",
                                 "On Debian and Ubuntu type: sudo apt install libpangoft2-1.0-0 fonts-noto-cjk\n"
                                 "Elsewhere see https://doc.courtbouillon.org/weasyprint/stable/first_steps.html",
                                 exit=3)) from problem
    faces = {f"font:{number}": _face(location) for number, location in enumerate(fonts)}

    class Fonts(URLFetcher):  # type: ignore[misc]
        """Gives the named fonts to our own style sheet, and nothing to anybody else: a programme stands for itself."""

        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            return URLFetcherResponse(url, faces[url].data)

    told = FontConfiguration()
    rules = "".join(face.rule(url) for url, face in faces.items())
    sheet = weasyprint.CSS(string=rules, url_fetcher=Fonts(), font_config=told)
    made: bytes = weasyprint.HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=())).write_pdf(
        pdf_variant="pdf/ua-1", stylesheets=[sheet], font_config=told)
    return made


class _Face(NamedTuple):
    """A font's bytes, with what a style sheet must say of it."""

    data: bytes
    weight: int
    italic: bool

    def rule(self, url: str) -> str:
        style = "italic" if self.italic else "normal"
        return f'@font-face{{font-family:"{FAMILY}";font-weight:{self.weight};font-style:{style};src:url({url})}}'


def _face(location: str) -> _Face:
    from fontTools.ttLib import TTFont

    try:
        with open(location, "rb") as stream, TTFont(stream, lazy=True) as font:
            # The nearest of the weights that CSS can name with one word, of what the font says of itself.
            weight = min(900, max(100, round(font["OS/2"].usWeightClass / 100) * 100))
            italic = bool(font["OS/2"].fsSelection & 1)
            stream.seek(0)
            return _Face(stream.read(), weight, italic)
    except Exception as problem:  # Whatever a hostile file makes of the library, it is the file's fault.
        name = os.path.basename(location)
        raise BuildStopped(error(
            "E-PROGRAMME-FONT", f"The file {name} that programme_fonts names is no font, or a damaged one.",
            "Save a font such as NotoSansSC-Regular.otf there, or leave it out of programme_fonts.", path=CONFIG,
            field="programme_fonts", exit=2)) from problem
