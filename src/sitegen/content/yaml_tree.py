"""What a YAML text comes to: located texts, lists and mappings, and how much of them may be asked of the reader."""

from typing import Any

import msgspec


class Scalar(msgspec.Struct, frozen=True, gc=False):
    """A text as typed; empty where a key or a hyphen stands without a value."""

    text: str
    line: int
    column: int
    plain: bool
    """Typed without quotation marks and not as a block of lines."""


class Sequence(msgspec.Struct, frozen=True, gc=False):
    """A list; its place is that of its first hyphen or its bracket."""

    items: "tuple[Node, ...]"
    line: int
    column: int


class Mapping(msgspec.Struct, frozen=True, gc=False):
    """Keys and values in the order typed, no key twice; its place is that of its first key or its brace."""

    pairs: "tuple[tuple[Scalar, Node], ...]"
    line: int
    column: int


Node = Scalar | Sequence | Mapping


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What a file may ask of the reader."""

    depth: int = 40
    nodes: int = 200_000
    """Texts, lists and mappings, counted again wherever an alias repeats them."""
    aliases: int = 100
    problems: int = 100
    """After so many the rest of the file is not read."""



def plain(node: Node | None) -> Any:
    """The tree as text, lists and dicts only; an empty tree is None."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    if isinstance(node, Mapping):
        return {key.text: plain(value) for key, value in node.pairs}
    return None
