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
    if limits is LIMITS and (tree := _plain_tree(text, first_line)) is not None:
        return tree, ()
    # Most front matter and data do without the parser, which takes long to load.
    from sitegen.content.yaml_events import read_events

    return read_events(text, path=path, first_line=first_line, limits=limits)


# ---- plain fields --------------------------------------------------------------------------------------------------

# Most front matter is keys with quoted or plain words, and lists and records of these in brackets and braces on the
# line of their key, or on lines of their own behind hyphens. Most data are lists of such records, each behind a hyphen.
# Both are read without the parser.
_KEY = r"([A-Za-z_][A-Za-z0-9_\-]{0,60}): "
_KEY_ALONE = re.compile(r"([A-Za-z_][A-Za-z0-9_\-]{0,60}):")


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
_LONGEST = LIMITS.nodes
"""Whatever is in so many characters, the parser would not call it too much."""
_LONGEST_KEPT = 200
_PLAIN_DEPTH = 8
_ITEM_MARK = "  - "

_Fields = dict[str, tuple[Scalar, Node]]


def _plain_tree(text: str, first_line: int) -> Node | None:
    """The tree of a text whose every line is plain; None where there is anything else.

    What the parser would give (tests/content/test_yaml.py), or might complain of, is left to it.
    """
    if len(text) > _LONGEST or not text.replace("\n", "").isprintable() or (
            is_suspect(text) if "#" in text
            else not text.isascii() and any(map(text.__contains__, CURLY)) and _CURLY_FIRST.search(text)):
        return None
    *lines, rest = text.split("\n")
    if rest or not lines:
        return None
    if text.startswith("- "):
        return _plain_records(lines, first_line)
    fields = (_fields_with_items if f"\n{_ITEM_MARK}" in text else _plain_fields)(lines, first_line)
    return None if fields is None else Mapping(tuple(fields.values()), first_line, 1)


def _plain_fields(lines: list[str], first_line: int) -> _Fields | None:
    """The fields of lines that are each a key with a plain value."""
    fields: _Fields = {}
    for number, line in enumerate(lines, start=first_line):
        field = (_kept_field if len(line) < _LONGEST_KEPT else _plain_field)(line, number)
        if field is None or field[0].text in fields:
            return None
        fields[field[0].text] = field
    return fields


def _fields_with_items(lines: list[str], first_line: int) -> _Fields | None:
    """The same where keys may stand above plain lists and records, each on a line of its own behind a hyphen."""
    fields: _Fields = {}
    starts = [number for number, line in enumerate(lines) if not line.startswith(_ITEM_MARK)]
    if not starts or starts[0]:
        return None
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        line, items = lines[start], lines[start + 1:end]
        number = first_line + start
        field = _plain_items_below(line, items, number) if items else _plain_field(line, number)
        if field is None or field[0].text in fields:
            return None
        fields[field[0].text] = field
    return fields


def _plain_items_below(typed: str, below: list[str], line: int) -> tuple[Scalar, Node] | None:
    """The key on a line with the list on the lines below it."""
    found = _KEY_ALONE.fullmatch(typed)
    if found is None:
        return None
    items: list[Node] = []
    for number, item in enumerate(below, start=line + 1):
        words = item[len(_ITEM_MARK):]
        value = _collection(words, number, len(_ITEM_MARK) + 1) if words[:1] in ("{", "[") else None
        if value is None:
            return None
        items.append(value)
    return Scalar(found[1], line, 1, True), Sequence(tuple(items), line + 1, len(_ITEM_MARK) - 1)


def _plain_records(lines: list[str], first_line: int) -> Sequence | None:
    """The records of lines that are each a key with a plain value, the first of each record behind a hyphen."""
    records: list[tuple[int, _Fields]] = []
    for number, line in enumerate(lines, start=first_line):
        if line.startswith("- "):
            records.append((number, {}))
        elif not line.startswith("  "):
            return None
        field = _plain_field(line[2:], number, 2)
        fields = records[-1][1]
        if field is None or field[0].text in fields:
            return None
        fields[field[0].text] = field
    return Sequence(tuple([Mapping(tuple(fields.values()), number, 3) for number, fields in records]), first_line, 1)


def _plain_field(typed: str, line: int, indent: int = 0) -> tuple[Scalar, Node] | None:
    """The field on a line, of which `indent` characters stand before it; None where it is not plain."""
    found = _FIELD.match(typed)
    if found is None:
        return None
    key, quoted, words, items = found.groups()
    column = indent + len(key) + 3
    value: Node | None
    if quoted is not None:
        value = Scalar(quoted, line, column, False)
    elif words is not None:
        value = Scalar(words, line, column, True)
    elif items is not None:
        value = Sequence(tuple(_plain_items(items, line, column + 1)), line, column)
    else:
        value = _collection(typed[found.end():], line, column)
    return None if value is None else (Scalar(key, line, indent + 1, True), value)


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
