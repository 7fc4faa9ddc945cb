"""Data about a page for machines: a block of JSON in its head."""

from collections.abc import Iterable
from typing import Any

import msgspec
from markupsafe import Markup

CONTEXT = "https://schema.org"
_encode = msgspec.json.Encoder().encode


def data_block(told: dict[str, Any] | None, steps: Iterable[tuple[str, str]] = ()) -> Markup:
    """What machines are told of a page; `steps` lead to it from home, each a name and an address in full."""
    if not told:
        return Markup("")
    page, node = told["page"], told["node"]
    trail = tuple(steps)
    if trail:
        page = {**page, "breadcrumb": _breadcrumb((*trail, (page["name"], page["url"])))}
    if node is None:
        whole = page
    elif trail:
        whole = {**node, "mainEntityOfPage": page}
    else:
        whole = node
    text = _encode({"@context": CONTEXT, **whole}).decode()
    # Nothing that somebody typed can close the block or open a comment in it.
    text = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return Markup(f'<script type="application/ld+json">{text}</script>\n')


def _breadcrumb(trail: Iterable[tuple[str, str]]) -> dict[str, Any]:
    return {"@type": "BreadcrumbList", "itemListElement": [
        {"@type": "ListItem", "position": number, "name": _text(name), "item": address}
        for number, (name, address) in enumerate(trail, 1)
    ]}


def _text(name: str) -> str:
    """The words themselves: those of the theme come as HTML."""
    return name.unescape() if isinstance(name, Markup) else name
