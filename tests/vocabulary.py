"""What schema.org knows: whether a block of data uses its types and properties as its vocabulary file has them."""

import json
import os
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
VOCABULARY = Path(os.environ.get("SITEGEN_SUITES", ROOT.parent / "shared" / "suites")) / "schemaorg-30.0.jsonld"
PLAIN = {f"schema:{name}" for name in ("Text", "URL", "Date", "DateTime", "Number", "Integer", "Boolean", "Time")}
NODE = dict[str, Any]


class Blocks(HTMLParser):
    """The data blocks of a page, as a browser separates them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open = tag == "script" and ("type", "application/ld+json") in attrs
        if self._open:
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.found[-1] += data


def nodes(value: Any) -> Iterator[NODE]:
    """Every node of a block; a mere reference is none."""
    if isinstance(value, list | tuple):
        for item in value:
            yield from nodes(item)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for item in value.values():
            yield from nodes(item)


@cache
def terms() -> dict[str, NODE]:
    if not VOCABULARY.exists():
        pytest.skip(f"{VOCABULARY.name} is not here")
    return {term["@id"]: term for term in json.loads(VOCABULARY.read_text(encoding="utf-8"))["@graph"]}


def named(term: NODE, key: str) -> set[str]:
    value = term.get(key, [])
    return {one["@id"] for one in (value if isinstance(value, list) else [value])}


@cache
def kinds(name: str) -> frozenset[str]:
    """A type and all that it is a kind of."""
    return frozenset({name}).union(*(kinds(one) for one in named(terms()[name], "rdfs:subClassOf") if one in terms()))


def misuses(value: Any) -> list[str]:
    """What the vocabulary does not know, or knows otherwise; and what is empty."""
    found = []
    for node in nodes(value):
        kind = f"schema:{node['@type']}"
        if kind not in terms() or "schema:supersededBy" in terms()[kind]:
            found.append(kind)
            continue
        for name, given_value in node.items():
            if not name.startswith("@"):
                found += [f"{kind} {name}: {wrong}" for wrong in _misuse(kinds(kind), name, given_value)]
    return found


def _misuse(kind: frozenset[str], name: str, value: Any) -> Iterator[str]:
    term = terms().get(f"schema:{name}")
    if term is None or "schema:supersededBy" in term:
        yield "no such property"
        return
    if not named(term, "schema:domainIncludes") & kind:
        yield "not of this type"
    allowed = named(term, "schema:rangeIncludes")
    values = value if isinstance(value, list | tuple) else [value]
    if not values:
        yield "empty"
    for one in values:
        if isinstance(one, dict):
            if "@type" in one and not kinds(f"schema:{one['@type']}") & allowed:
                yield f"not a {one['@type']}"
        elif one is None or one in ("", "TBC", "TBD", "N/A", "None", "待定"):
            yield f"empty: {one!r}"
        elif not allowed & PLAIN and not str(one).startswith("https://"):
            yield f"not a text: {one}"
