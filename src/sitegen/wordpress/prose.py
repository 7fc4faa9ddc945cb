"""The HTML of a post to Markdown, with everything that Markdown has no words for."""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

BLOCK = re.compile(r"<!--\s*(/?)wp:([a-z][\w/-]*)(\s+\{.*?\})?\s*(/?)-->", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_SHORTCODE = re.compile(r"\[(/?)([a-zA-Z][\w-]*)((?:\s+[^\[\]]*)?)(/?)\](?!\()")
_CAPTION = re.compile(r"\[caption[^\]]*\](.*?)\[/caption\]", re.DOTALL)
_IMAGE = re.compile(r"(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?", re.DOTALL)
_EMBED = re.compile(r"\[embed[^\]]*\]\s*(\S+?)\s*\[/embed\]")
_GALLERY = re.compile(r"\[gallery\b([^\]]*)\]")
_STARTS_BLOCK = re.compile(
    r"\s*</?(?:p|div|h[1-6]|ul|ol|li|table|thead|tbody|tr|td|th|blockquote|pre|figure|figcaption|hr|dl|dt|dd|address|"
    r"section|article|iframe|form|script|style|video|audio|object|embed)\b",
    re.IGNORECASE,
)
_STATIC = frozenset(
    {
        "audio",
        "button",
        "buttons",
        "code",
        "column",
        "columns",
        "cover",
        "details",
        "embed",
        "file",
        "footnotes",
        "freeform",
        "gallery",
        "group",
        "heading",
        "html",
        "image",
        "list",
        "list-item",
        "media-text",
        "missing",
        "more",
        "nextpage",
        "paragraph",
        "preformatted",
        "pullquote",
        "quote",
        "separator",
        "spacer",
        "table",
        "verse",
        "video",
    }
)
"""Blocks whose words stand in the post itself."""
_CARRIED_BY_NAME = frozenset({"caption", "embed", "gallery"})
_FORBIDDEN = (
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "form",
    "input",
    "select",
    "textarea",
    "button",
    "video",
    "audio",
    "canvas",
    "svg",
    "map",
    "noscript",
    "link",
    "meta",
    "base",
    "template",
)
_SHORT = 80


class Left(NamedTuple):
    """Something of a post that was not carried."""

    line: int
    """Counted from 0 within the content."""
    what: str
    words: str


class Picture(NamedTuple):
    """A picture of a post: its address, and what it is said to show."""

    url: str
    alt: str
    caption: str
    id: str = ""


class Carried(NamedTuple):
    """A post's text."""

    markdown: str
    left: tuple[Left, ...]


Image = Callable[[Picture], str]
"""The Markdown for a picture."""
Link = Callable[[str], str]
"""The address to write for an address that was typed."""


def to_markdown(content: str, *, link: Link, image: Image, picture: Callable[[str], Picture | None]) -> Carried:
    """The text of a post; `picture` knows a picture of the media library by its id."""
    from bs4 import BeautifulSoup

    left: list[Left] = list(_dynamic_blocks(content))
    blocks = BLOCK.search(content) is not None
    html = _COMMENT.sub("", BLOCK.sub("", content))
    html = _CAPTION.sub(_figure, html)
    html = _EMBED.sub(r'<p><a href="\1">\1</a></p>', html)
    html = _GALLERY.sub(lambda found: _gallery(found, picture), html)
    left += _shortcodes(content)
    html = _without_shortcodes(html)
    if not blocks:
        html = paragraphs(html)
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all(_FORBIDDEN):
        if tag.decomposed:
            continue
        left.append(
            Left(_line(content, f"<{tag.name}"), f"<{tag.name}>", _short(str(tag.get("src") or tag.get_text(" "))))
        )
        tag.decompose()
    _shift_headings(soup)
    markdown = _converter(link, image).convert_soup(soup)
    return Carried(re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", markdown)).strip() + "\n", tuple(left))


def _converter(link: Link, image: Image) -> Any:
    from markdownify import MarkdownConverter

    class Converter(MarkdownConverter):
        """Links and pictures as the new site has them."""

        def convert_a(self, el: Any, text: str, *more: Any, **named: Any) -> str:
            href = el.get("href") or ""
            if not text.strip() or not href.strip():
                return str(text)
            words = " ".join(text.split())
            if words.startswith("![") or not (target := link(href.strip())):
                return f"{words}\n\n" if words.startswith("![") else words
            return f"[{words}]({target})"

        def convert_img(self, el: Any, text: str, *more: Any, **named: Any) -> str:
            figure = el.find_parent("figure")
            said = figure.find("figcaption") if figure else None
            words = " ".join(said.get_text(" ").split()) if said else ""
            number = re.search(r"\bwp-image-(\d+)", " ".join(el.get("class") or ()))
            printed = image(
                Picture(
                    el.get("src") or "", " ".join((el.get("alt") or "").split()), words, number[1] if number else ""
                )
            )
            return f"\n\n{printed}\n\n" if printed else ""

        def convert_figcaption(self, el: Any, text: str, *more: Any, **named: Any) -> str:
            return "" if el.find_parent("figure") and el.find_parent("figure").find("img") else str(text)

        def convert_hr(self, el: Any, text: str, *more: Any, **named: Any) -> str:
            return "\n\n---\n\n"

    return Converter(heading_style="ATX", bullets="-", escape_underscores=True, newline_style="backslash")


def paragraphs(html: str) -> str:
    """Text as the classic editor keeps it, with a blank line for a paragraph and a line break for itself."""
    out = []
    for block in re.split(r"\n[ \t\r]*\n", html.replace("\r\n", "\n")):
        if not block.strip():
            continue
        if _STARTS_BLOCK.match(block):
            out.append(block)
        else:
            out.append("<p>" + block.strip().replace("\n", "<br>\n") + "</p>")
    return "\n\n".join(out)


def _figure(found: re.Match[str]) -> str:
    image = _IMAGE.search(found[1])
    if image is None:
        return found[1]
    caption = (found[1][: image.start()] + found[1][image.end() :]).strip()
    return f"\n\n<figure>{image[0]}<figcaption>{caption}</figcaption></figure>\n\n"


def _gallery(found: re.Match[str], picture: Callable[[str], Picture | None]) -> str:
    ids = re.search(r"ids=[\"']?([\d, ]+)", found[1])
    known = [picture(number.strip()) for number in ids[1].split(",")] if ids else []
    return (
        "\n\n".join(
            f'<figure><img src="{_attribute(one.url)}" alt="{_attribute(one.alt)}" class="wp-image-{one.id}">'
            f"<figcaption>{_attribute(one.caption)}</figcaption></figure>"
            for one in known
            if one
        )
        or found[0]
    )


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def _dynamic_blocks(content: str) -> Iterator[Left]:
    for found in BLOCK.finditer(content):
        name = found[2].removeprefix("core/")
        if not found[1] and name not in _STATIC:
            yield Left(content.count("\n", 0, found.start()), f"the block {found[2]}", _short(found[3] or ""))


def _is_shortcode(found: re.Match[str], text: str) -> bool:
    """A word in brackets may be prose, [sic]; with a value, an end or a hyphen it is not."""
    name = found[2]
    if name.lower() in _CARRIED_BY_NAME and "ids" in found[3]:
        return True
    return bool(
        found[1]
        or "=" in found[3]
        or re.search(r"\s\d+", found[3])
        or found[4]
        or "_" in name
        or "-" in name
        or f"[/{name}]" in text
    )


def _shortcodes(content: str) -> Iterator[Left]:
    kept = _EMBED.sub(lambda found: " " * len(found[0]), _CAPTION.sub(lambda found: found[1], content))
    for found in _SHORTCODE.finditer(kept):
        gallery = found[2] == "gallery" and re.search(r"ids=[\"']?\d", found[3])
        if not found[1] and not gallery and _is_shortcode(found, kept):
            yield Left(_line(content, found[0]), f"the shortcode [{found[2]}]", _short(found[0]))


def _without_shortcodes(html: str) -> str:
    """What stands between the two halves of a shortcode is text, and stays."""
    return _SHORTCODE.sub(lambda found: "" if _is_shortcode(found, html) else found[0], html)


def _shift_headings(soup: Any) -> None:
    """The title of a page is its only heading of the first level, and no level is left out."""
    found = soup.find_all(re.compile(r"^h[1-6]$"))
    last = 1
    for heading in found:
        if not heading.get_text(strip=True) and not heading.find("img"):
            heading.decompose()
            continue
        wanted = max(2, int(heading.name[1]))
        last = min(wanted, last + 1)
        heading.name = f"h{last}"


def _line(content: str, words: str) -> int:
    at = content.lower().find(words.lower())
    return content.count("\n", 0, at) if at >= 0 else 0


def _short(text: str) -> str:
    text = " ".join(str(text).split())
    return text if len(text) <= _SHORT else text[: _SHORT - 1] + "…"
