"""YAML as a tree of located text: limits first, no guessing of types, every problem at its line and column."""

import re
from collections.abc import Iterator

from sitegen.content.suspects import is_suspect
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
_LETTER = r"[A-Za-z0-9]|[^\x00-\x7f]"
_QUOTED = r'"([^"\\\n]*)"'
_ITEM = r"[A-Za-z0-9][A-Za-z0-9_.\-]*+(?=[,\]])"
_FIELD = re.compile(
    rf"{_KEY}(?:"
    rf"{_QUOTED}\n"
    rf"|((?:{_LETTER})(?:{_LETTER}|[_./,;!?&'()+=%\-]|:(?=[0-9/])|[ ](?={_LETTER}|\())*+)\n"
    rf"|\[({_ITEM}(?:, {_ITEM})*)\]\n"
    r"|(?=[\[{]))"
)
_INSIDE = re.compile(
    rf"{_QUOTED}|((?:{_LETTER})(?:{_LETTER}|[_./;!&'()+=%\-]|:(?=[0-9])|[ ](?={_LETTER}|\())*+(?=[,\]}}]))|([\[{{])"
)
_INNER_KEY = re.compile(_KEY)
_LONGEST = 20_000
_PLAIN_DEPTH = 8


def _plain_fields(text: str, first_line: int) -> Mapping | None:
    """The fields of a text whose every line is a key with plain values; None where there is anything else.

    What the parser would give (tests/content/test_yaml.py), or might complain of, is left to it.
    """
    if len(text) > _LONGEST or not text.replace("\n", "").isprintable() or is_suspect(text):
        return None
    fields: dict[str, tuple[Scalar, Node]] = {}
    line, position = first_line, 0
    while position < len(text):
        found = _FIELD.match(text, position)
        if found is None or found[1] in fields:
            return None
        key, quoted, words, items = found.groups()
        column, end = len(key) + 3, found.end()
        value: Node | None
        if quoted is not None:
            value = Scalar(quoted, line, column, False)
        elif words is not None:
            value = Scalar(words, line, column, True)
        elif items is not None:
            value = Sequence(tuple(_plain_items(items, line, column + 1)), line, column)
        else:
            value, end = _Plain(text, line, position).value(end, _PLAIN_DEPTH)
            if value is None or not text.startswith("\n", end):
                return None
            end += 1
        fields[key] = Scalar(key, line, 1, True), value
        line, position = line + 1, end
    return Mapping(tuple(fields.values()), first_line, 1) if fields else None


def _plain_items(items: str, line: int, column: int) -> Iterator[Scalar]:
    for item in items.split(", "):
        yield Scalar(item, line, column, True)
        column += len(item) + 2


class _Plain:
    """The plain values on one line of a text; each is told with where it ends, and is None where it is not plain."""

    def __init__(self, text: str, line: int, start: int) -> None:
        """`line` is that of the file, `start` where it begins in the text."""
        self._text = text
        self._line = line
        self._before = start - 1

    def value(self, position: int, depth: int) -> tuple[Node | None, int]:
        """Words, or a list or record with at most so many levels."""
        found = _INSIDE.match(self._text, position)
        if found is None:
            return None, position
        quoted, words, opening = found.groups()
        if opening is None:
            text, plain = (words, True) if quoted is None else (quoted, False)
            return Scalar(text, self._line, position - self._before, plain), found.end()
        if not depth:
            return None, position
        return self._record(position, depth - 1) if opening == "{" else self._list(position, depth - 1)

    def _list(self, start: int, depth: int) -> tuple[Node | None, int]:
        items: list[Node] = []
        end = start
        while not items or self._text.startswith(", ", end):
            item, end = self.value(end + 2 if items else end + 1, depth)
            if item is None:
                return None, end
            items.append(item)
        if not self._text.startswith("]", end):
            return None, end
        return Sequence(tuple(items), self._line, start - self._before), end + 1

    def _record(self, start: int, depth: int) -> tuple[Node | None, int]:
        fields: dict[str, tuple[Scalar, Node]] = {}
        end = start
        while not fields or self._text.startswith(", ", end):
            position = end + 2 if fields else end + 1
            key = _INNER_KEY.match(self._text, position)
            if key is None or key[1] in fields:
                return None, end
            value, end = self.value(key.end(), depth)
            if value is None:
                return None, end
            fields[key[1]] = Scalar(key[1], self._line, position - self._before, True), value
        if not self._text.startswith("}", end):
            return None, end
        return Mapping(tuple(fields.values()), self._line, start - self._before), end + 1
