"""Pictures as HTML: the browser takes the size and the format that suit it, and keeps the room before they come."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from sitegen.model import Phrase

SIZES = {
    "text": "(min-width: 45rem) 40rem, calc(100vw - 2.5rem)",
    "gallery": "(min-width: 40rem) 20rem, calc(100vw - 2.5rem)",
    "portrait": "10rem",
}
"""How wide pictures stand in the theme's places; anything else is taken as it is."""


def image_html(told: Mapping[str, Any], alternative: str, *, marks: str = "", sizes: str = "text",
               eager: bool = False, title: str = "", width: int = 0) -> Markup:
    """The answer of `image` as `<picture>`, or as `<img>` where there is but one; `marks` are finished attributes.

    What is `eager` is loaded at once and first, anything else when readers come near it. It stands as wide as it is,
    or `width` CSS pixels, where there is so much room.
    """
    wide = f' sizes="{escape(SIZES.get(sizes, sizes))}"'
    chosen = f' srcset="{escape(told["srcset"])}"{wide}' if told.get("srcset") else ""
    room = _room(told, width)
    named = f' title="{escape(title)}"' if title else ""
    when = ' fetchpriority="high"' if eager else ' loading="lazy" decoding="async"'
    image = f'<img src="{escape(told["url"])}"{chosen} alt="{escape(alternative)}"{marks}{room}{named}{when}>'
    sources = "".join(f'<source type="{escape(kind)}" srcset="{escape(srcset)}"{wide}>'
                      for kind, srcset in told.get("sources", ()))
    return Markup(f"<picture>{sources}{image}</picture>" if sources else image)


def _room(told: Mapping[str, Any], width: int) -> str:
    """Its width and height, by which the browser keeps the room; nothing where they are not known."""
    own, height = told.get("width"), told.get("height")
    if not own or not height:
        return f' width="{width}"' if width else ""
    return f' width="{width or own}" height="{max(1, round(width * height / own)) if width else height}"'


def photo_html(photo: Mapping[str, Any], sizes: str = "text", marks: str = "", alternative: str | None = None,
               eager: bool = False, width: int = 0) -> Markup:
    """A picture of front matter or of a person, with its own alternative text where no other is given."""
    own = "" if photo.get("decorative") else _words(photo.get("alt"))
    words = own if alternative is None else alternative
    return image_html(photo, words, marks=marks if words else "", sizes=sizes, eager=eager, width=width)


def _words(phrase: Phrase | str | None) -> str:
    return phrase.text if isinstance(phrase, Phrase) else phrase or ""
