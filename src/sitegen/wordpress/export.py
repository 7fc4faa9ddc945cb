"""The bytes of a WXR file to plain values; nothing of the file is obeyed."""

import re
from collections.abc import Mapping
from typing import Any
from xml.parsers import expat

import msgspec

from sitegen.diagnostics import BuildStopped, error

LONGEST = 256 << 20
"""Bytes: larger exports are split by whoever exports them."""
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class Term(msgspec.Struct, frozen=True):
    """A category, tag, language or group of translations."""

    taxonomy: str
    slug: str
    name: str = ""
    description: str = ""


class Item(msgspec.Struct, frozen=True):
    """Anything WordPress keeps as a post: a post, page, event, venue, file, menu entry."""

    line: int
    """Where it begins in the export."""
    id: str = ""
    kind: str = ""
    title: str = ""
    link: str = ""
    slug: str = ""
    status: str = ""
    date: str = ""
    """Local, as 2020-03-05 09:30:00."""
    creator: str = ""
    parent: str = ""
    password: str = ""
    excerpt: str = ""
    content: str = ""
    content_line: int = 0
    file_url: str = ""
    comments: int = 0
    terms: tuple[Term, ...] = ()
    meta: tuple[tuple[str, str], ...] = ()
    """Fields in their order; a name may stand several times."""

    def value(self, name: str) -> str:
        """The first field of that name; empty for none."""
        return next((value for key, value in self.meta if key == name), "")

    def values(self, name: str) -> list[str]:
        """Every field of that name that says something."""
        return [value for key, value in self.meta if key == name and value]


class Export(msgspec.Struct, frozen=True):
    """A whole site."""

    title: str
    link: str
    description: str
    authors: Mapping[str, str]
    """Display name by login."""
    terms: tuple[Term, ...]
    items: tuple[Item, ...]


def read_export(data: bytes, path: str) -> Export:
    """The export in a file's bytes. Raises BuildStopped (exit 1) with line and column where it is none."""
    if len(data) > LONGEST:
        raise _refused(
            path,
            0,
            0,
            f"is larger than {LONGEST >> 20} MB.",
            "Export posts, pages and events one after the other, and move in with each.",
        )
    reader = _Reader(path)
    # Control characters get into databases and out of them again; XML has no room for them.
    data = _CONTROL.sub(b" ", data)
    try:
        reader.parser.Parse(data, True)
    except expat.ExpatError as problem:
        raise _refused(
            path,
            problem.lineno,
            problem.offset + 1,
            f"breaks off: {expat.ErrorString(problem.code)}.",
            "Was the download complete? Export the site once more: Tools, Export, All content.",
        ) from None
    if not reader.version:
        raise _refused(
            path,
            1,
            1,
            "is no export of WordPress.",
            "In WordPress choose Tools, Export, All content, and name the file that is downloaded.",
        )
    return reader.export()


def _refused(path: str, line: int, column: int, message: str, help: str) -> BuildStopped:
    return BuildStopped(error("E-IMPORT", f"{path} {message}", help, path=path, line=line, column=column))


_FIELDS = {
    "title": "title",
    "link": "link",
    "wp:post_id": "id",
    "wp:post_type": "kind",
    "wp:post_name": "slug",
    "wp:status": "status",
    "wp:post_date": "date",
    "dc:creator": "creator",
    "wp:post_parent": "parent",
    "wp:post_password": "password",
    "excerpt:encoded": "excerpt",
    "content:encoded": "content",
    "wp:attachment_url": "file_url",
}
_TERMS = {
    "wp:category": ("category", "wp:category_nicename", "wp:cat_name", "wp:category_description"),
    "wp:tag": ("post_tag", "wp:tag_slug", "wp:tag_name", "wp:tag_description"),
    "wp:term": ("", "wp:term_slug", "wp:term_name", "wp:term_description"),
}


class _Reader:
    """What the parser has seen so far."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.version = False
        self._site: dict[str, str] = {}
        self._authors: dict[str, str] = {}
        self._terms: list[Term] = []
        self._items: list[Item] = []
        self._open: list[str] = []
        self._words: list[str] = []
        self._inner: dict[str, str] = {}
        self._item: dict[str, Any] | None = None
        self._attributes: Mapping[str, str] = {}
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._words.append
        self.parser.EntityDeclHandler = self._entity

    def _entity(self, *_: Any) -> None:
        raise _refused(
            self.path,
            self.parser.CurrentLineNumber,
            1,
            "declares entities, which no export does.",
            "Export the site once more, and trust this file no further.",
        )

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        self._open.append(name)
        self._words.clear()
        self._attributes = attributes
        if name == "item":
            self._item = {"line": self.parser.CurrentLineNumber, "terms": [], "meta": [], "comments": 0}
        elif name in (*_TERMS, "wp:postmeta", "wp:author"):
            self._inner = {}
        elif name == "content:encoded" and self._item is not None:
            self._item["content_line"] = self.parser.CurrentLineNumber
        elif name == "wp:comment" and self._item is not None:
            self._item["comments"] += 1

    def _end(self, name: str) -> None:
        words = "".join(self._words)
        self._words.clear()
        self._open.pop()
        if name == "wp:wxr_version":
            self.version = True
        elif self._item is not None:
            self._end_in_item(name, words, self._item)
        elif name == "wp:author":
            login = self._inner.get("wp:author_login", "")
            self._authors[login] = self._inner.get("wp:author_display_name") or login
        elif name in _TERMS:
            taxonomy, slug, label, description = _TERMS[name]
            said = self._inner
            self._terms.append(
                Term(
                    taxonomy or said.get("wp:term_taxonomy", ""),
                    said.get(slug, ""),
                    said.get(label, ""),
                    said.get(description, ""),
                )
            )
        elif self._open[-1:] == ["channel"]:
            self._site.setdefault(name, words.strip())
        else:
            self._inner[name] = words.strip()

    def _end_in_item(self, name: str, words: str, item: dict[str, Any]) -> None:
        within = self._open[-1] if self._open else ""
        if name == "item":
            self._items.append(Item(**{**item, "terms": tuple(item["terms"]), "meta": tuple(item["meta"])}))
            self._item = None
        elif within == "wp:postmeta":
            self._inner[name] = words
        elif name == "wp:postmeta":
            item["meta"].append((self._inner.get("wp:meta_key", "").strip(), self._inner.get("wp:meta_value", "")))
        elif within == "item" and name == "category":
            item["terms"].append(
                Term(self._attributes.get("domain", ""), self._attributes.get("nicename", ""), words.strip())
            )
        elif within == "item" and name in _FIELDS:
            item[_FIELDS[name]] = words if name.endswith(":encoded") else words.strip()

    def export(self) -> Export:
        said = self._site
        link = said.get("wp:base_blog_url") or said.get("link") or ""
        return Export(
            said.get("title", ""),
            link,
            said.get("description", ""),
            self._authors,
            tuple(self._terms),
            tuple(self._items),
        )
