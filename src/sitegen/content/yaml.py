"""YAML as a tree of located text: limits first, no guessing of types, every problem at its line and column."""

import re
from collections.abc import Iterator
from functools import lru_cache
from string import ascii_letters, digits

from sitegen.content.suspects import CURLY, is_suspect
from sitegen.content.yaml_tree import Limits as Limits
from sitegen.content.yaml_tree import Mapping as Mapping
from sitegen.content.yaml_tree import Node as Node
from sitegen.content.yaml_tree import Scalar as Scalar
from sitegen.content.yaml_tree import Sequence as Sequence
from sitegen.content.yaml_tree import plain as plain
from sitegen.diagnostics import Diagnostic

LIMITS = Limits()


def read_yaml(
    text: str, *, path: str, first_line: int = 1, limits: Limits = LIMITS
) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """The tree of a YAML text whose first line is `first_line` of the file, and everything wrong with the text.

    Lines and columns count from 1, in code points of the file. The tree is None where nothing was typed, and where
    the text cannot be read at all; then at least one error says why.
    """
    if limits is LIMITS and (fields := _plain_fields(text, first_line)) is not None:
        return fields, ()
    # Most front matter does without the parser, which takes long to load.
    from sitegen.content.yaml_events import read_events

    return read_events(text, path=path, first_line=first_line, limits=limits)


# ---- plain fields --------------------------------------------------------------------------------------------------

# Most front matter is keys with quoted or plain words, and lists and records of these in brackets and braces on the
# line of their key. It is read without the parser.
_KEY = r"([A-Za-z_][A-Za-z0-9_\-]{0,60}): "


def _beyond_ascii(characters: str) -> str:
    """A set of these characters and of all that are not ASCII.

    It is told by what is not in it: for one that reaches far beyond ASCII, Python takes milliseconds.
    """
    return f"[^{re.escape(''.join(chr(code) for code in range(128) if chr(code) not in characters))}]"


_LETTER = _beyond_ascii(ascii_letters + digits)
_AHEAD = _beyond_ascii(ascii_letters + digits + "(")
_WORD = _beyond_ascii(ascii_letters + digits + "_./;!&'()+=%-")
_LINE_WORD = _beyond_ascii(ascii_letters + digits + "_./;!&'()+=%-,?")
_QUOTED = r'"([^"\\\n]*)"'
_ITEM = r"[A-Za-z0-9][A-Za-z0-9_.\-]*+(?=[,\]])"
_FIELD = re.compile(
    rf"{_KEY}(?:"
    rf"{_QUOTED}\Z"
    rf"|({_LETTER}(?>(?:{_LINE_WORD}++|:(?=[0-9/])|[ ](?={_AHEAD}))*))\Z"
    rf"|\[({_ITEM}(?:, {_ITEM})*)\]\Z"
    r"|(?=[\[{]))"
)
_INSIDE = rf"{_QUOTED}|({_LETTER}(?>(?:{_WORD}++|:(?=[0-9])|[ ](?={_AHEAD}))*)(?=[,\]}}]))"
_ITEM_INSIDE = re.compile(rf"{_INSIDE}|(?=[\[{{])")
_PAIR_INSIDE = re.compile(rf"{_KEY}(?:{_INSIDE}|(?=[\[{{]))")
_CURLY_FIRST = re.compile(rf"[:\-][ \t]*+[{CURLY}]")
"""Of what makes a text suspect, all that fields can hold which are read without the parser, but for comments."""
_LONGEST = 20_000
_LONGEST_KEPT = 200
_PLAIN_DEPTH = 8


def _plain_fields(text: str, first_line: int) -> Mapping | None:
    """The fields of a text whose every line is a key with plain values; None where there is anything else.

    What the parser would give (tests/content/test_yaml.py), or might complain of, is left to it.
    """
    if len(text) > _LONGEST or not text.replace("\n", "").isprintable() or (
            is_suspect(text) if "#" in text else not text.isascii() and _CURLY_FIRST.search(text)):
        return None
    *lines, rest = text.split("\n")
    fields: dict[str, tuple[Scalar, Node]] = {}
    for number, line in enumerate(lines, start=first_line):
        field = (_kept_field if len(line) < _LONGEST_KEPT else _plain_field)(line, number)
        if field is None or field[0].text in fields:
            return None
        fields[field[0].text] = field
    return Mapping(tuple(fields.values()), first_line, 1) if fields and not rest else None


def _plain_field(typed: str, line: int) -> tuple[Scalar, Node] | None:
    """The field on a line; None where it is not plain."""
    found = _FIELD.match(typed)
    if found is None:
        return None
    key, quoted, words, items = found.groups()
    column = len(key) + 3
    value: Node | None
    if quoted is not None:
        value = Scalar(quoted, line, column, False)
    elif words is not None:
        value = Scalar(words, line, column, True)
    elif items is not None:
        value = Sequence(tuple(_plain_items(items, line, column + 1)), line, column)
    else:
        value = _collection(typed[found.end():], line, column)
    return None if value is None else (Scalar(key, line, 1, True), value)


_kept_field = lru_cache(maxsize=2000)(_plain_field)
"""The same; many files name one place, zone or language on the same line."""


def _plain_items(items: str, line: int, column: int) -> Iterator[Scalar]:
    for item in items.split(", "):
        yield Scalar(item, line, column, True)
        column += len(item) + 2


def _collection(words: str, line: int, column: int) -> Node | None:
    """A list or record that ends with its line; None where it is not plain."""
    value, end = _Plain(words, line, column).collection(0, _PLAIN_DEPTH)
    return value if end == len(words) else None


class _Plain:
    """The plain lists and records on one line of a text; each is told with where it ends, None where not plain."""

    def __init__(self, text: str, line: int, column: int) -> None:
        """`line` and `column` are those in the file where the text begins."""
        self._text = text
        self._line = line
        self._before = -column

    def collection(self, start: int, depth: int) -> tuple[Node | None, int]:
        """A list or record with at most so many levels."""
        if not depth:
            return None, start
        return self._record(start, depth - 1) if self._text[start] == "{" else self._list(start, depth - 1)

    def _list(self, start: int, depth: int) -> tuple[Node | None, int]:
        text, line, before = self._text, self._line, self._before
        items: list[Node] = []
        end = start - 1
        while not items or text.startswith(", ", end):
            position = end + 2
            found = _ITEM_INSIDE.match(text, position)
            if found is None:
                return None, position
            quoted, words = found.groups()
            item: Node | None
            if words is not None:
                item, end = Scalar(words, line, position - before, True), found.end()
            elif quoted is not None:
                item, end = Scalar(quoted, line, position - before, False), found.end()
            else:
                item, end = self.collection(position, depth)
                if item is None:
                    return None, end
            items.append(item)
        if not text.startswith("]", end):
            return None, end
        return Sequence(tuple(items), line, start - before), end + 1

    def _record(self, start: int, depth: int) -> tuple[Node | None, int]:
        text, line, before = self._text, self._line, self._before
        fields: dict[str, tuple[Scalar, Node]] = {}
        end = start - 1
        while not fields or text.startswith(", ", end):
            position = end + 2
            found = _PAIR_INSIDE.match(text, position)
            if found is None or found[1] in fields:
                return None, position
            key, quoted, words = found.groups()
            end, column = found.end(), position - before
            value: Node | None
            if words is not None:
                value = Scalar(words, line, column + len(key) + 2, True)
            elif quoted is not None:
                value = Scalar(quoted, line, column + len(key) + 2, False)
            else:
                value, end = self.collection(end, depth)
                if value is None:
                    return None, end
            fields[key] = Scalar(key, line, column, True), value
        if not text.startswith("}", end):
            return None, end
        return Mapping(tuple(fields.values()), line, start - before), end + 1
