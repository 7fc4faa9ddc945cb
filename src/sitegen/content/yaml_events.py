"""Any YAML text as a tree, from the events of the parser: limits first, no guessing of types."""

import re
from collections.abc import Callable
from typing import Any, NoReturn, TypeGuard

import msgspec
import yaml
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from sitegen.content.decoding import forbidden, named, place, suspects
from sitegen.content.mistakes import breaks, find_mistakes
from sitegen.content.suspects import is_suspect
from sitegen.content.yaml_tree import Limits, Mapping, Node, Scalar, Sequence
from sitegen.diagnostics import Diagnostic, error
from sitegen.scripts import nfc

# Without libyaml the pure parser gives the same events, eight times slower.
_Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_events(
    text: str, *, path: str, first_line: int, limits: Limits
) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """The tree of a YAML text and everything wrong with it, as `read_yaml` has them."""
    reader = _Reader(text, path, first_line, limits)
    try:
        root = reader.document()
    except _Refused:
        return None, tuple(sorted(reader.problems))
    return root, tuple(sorted(reader.problems))


class _Refused(Exception):
    """The rest of the file is not read; the reason is among the problems."""


class _Anchored(msgspec.Struct, frozen=True):
    """What an alias repeats: the node, how many nodes it is, and how many levels deep."""

    node: Node
    size: int
    height: int


class _Reader:
    """One pass over the parser's events; limits are checked before a node is made."""

    _next: Callable[[], Any]
    """The next event."""

    def __init__(self, text: str, path: str, first_line: int, limits: Limits) -> None:
        self.problems: list[Diagnostic] = []
        self._text = text if text.endswith("\n") else text + "\n"
        self._path = path
        self._shift = first_line
        self._limits = limits
        self._nodes = 0
        self._aliases = 0
        self._deepest = 0
        self._indent = -1
        """Column, from 0, of the list or mapping of lines that is being read."""
        self._braces = 0
        """How many brackets and braces are open."""
        self._anchors: dict[str, _Anchored | None] = {}
        self._unused: dict[str, tuple[int, int]] = {}
        """Where names stand that no alias has repeated so far."""

    def document(self) -> Node | None:
        """The root of the only document; raises _Refused where reading cannot go on."""
        # Directives are compared with one another by the parser, so that very many of them would take for ever.
        if "%" in self._text and (directive := _DIRECTIVE.search(self._text)):
            self._refuse(*place(self._text, directive.start()), "E-YAML-TAG", "directives such as %TAG are not allowed",
                         "delete this line")
        try:
            root = self._root()
        except (yaml.YAMLError, ValueError, OverflowError) as problem:
            self._explain(problem)
            raise _Refused from None
        if is_suspect(self._text):
            self.problems += find_mistakes(self._text, path=self._path, first_line=self._shift, broken=False)
        return root

    def _root(self) -> Node | None:
        self._next = _Parser(self._text).get_event
        self._next()
        if type(self._next()) is StreamEndEvent:
            return None
        node = self._node(self._next(), 1)
        for name, position in self._unused.items():
            self._add_unused(name, position)
        self._next()
        after = self._next()
        if type(after) is not StreamEndEvent:
            self._refuse(*_start(after), "E-YAML-DOCUMENTS", "a second YAML document begins here; a file holds one",
                         "delete this --- line, or move what follows it into a file of its own")
        return None if isinstance(node, Scalar) and node.plain and not node.text else node

    def _node(self, event: Any, depth: int) -> Node:
        self._nodes += 1
        if self._nodes > self._limits.nodes:
            self._refuse(*_start(event), "E-YAML-SIZE", f"more than {self._limits.nodes:,} values in one file",
                         "split the file into several")
        kind = type(event)
        if kind is AliasEvent:
            return self._alias(event, depth)
        if event.tag is not None:
            self._tag(event)
        if event.anchor is not None:
            return self._anchored(event, depth)
        return self._scalar(event) if kind is ScalarEvent else self._collection(event, depth)

    def _alias(self, event: Any, depth: int) -> Node:
        self._aliases += 1
        name = event.anchor
        self._unused.pop(name, None)
        if name not in self._anchors:
            self._refuse(*_start(event), "E-YAML-ALIAS", f"*{name} repeats a value named &{name}, and there is none",
                         f"if the asterisk belongs to the text, put the text in quotes: \"*{name}\"")
        anchored = self._anchors[name]
        if anchored is None:
            self._refuse(*_start(event), "E-YAML-ALIAS", f"*{name} stands inside the value it repeats",
                         "type the value again instead of the alias")
        self._nodes += anchored.size - 1
        if self._aliases > self._limits.aliases or self._nodes > self._limits.nodes:
            self._refuse(*_start(event), "E-YAML-ALIAS", "too many aliases",
                         "type the values again instead of the aliases (&name and *name)")
        self._check_depth(event, depth - 1 + anchored.height)
        return anchored.node

    def _tag(self, event: Any) -> None:
        start = event.start_mark.index
        tag = _TAG.search(self._text, start)
        self._add(*place(self._text, tag.start() if tag else start), "E-YAML-TAG",
                  f"the tag {tag[0] if tag else '!'} is not allowed; every value is plain data",
                  "delete the tag; if the exclamation mark belongs to the text, put the text in quotes")

    def _anchored(self, event: Any, depth: int) -> Node:
        self._check_anchor(event)
        outside, before = self._deepest, self._nodes
        self._deepest = depth - 1
        self._anchors[event.anchor] = None
        node = self._scalar(event) if type(event) is ScalarEvent else self._collection(event, depth)
        size, height = self._nodes - before + 1, self._deepest - depth + 1
        self._anchors[event.anchor] = _Anchored(node, size, height)
        self._deepest = max(outside, self._deepest)
        return node

    def _check_anchor(self, event: Any) -> None:
        name = event.anchor
        if name in self._unused:
            self._add_unused(name, self._unused.pop(name))
        sign = self._text.index("&", event.start_mark.index)
        skipped = self._text[event.start_mark.index:sign]
        line, column = place(skipped, len(skipped))
        position = event.start_mark.line + line, column + (event.start_mark.column if line == 1 else 0)
        behind = self._text[sign + 1 + len(name)]
        if behind.isspace() or behind in ",[]{}":
            self._unused[name] = position
        else:
            self._add_unused(name, position)

    def _add_unused(self, name: str, position: tuple[int, int]) -> None:
        self._add(*position, "E-YAML-ALIAS", f"&{name} is a name for the value behind it; it would not be published",
                  f"if the & belongs to the text, put the text in quotes: \"&{name} …\"; else delete it")

    def _scalar(self, event: Any) -> Scalar:
        mark = event.start_mark
        text = event.value
        if event.style:
            text = self._checked(event)
        elif text == "-":
            self._add(*_start(event), "E-YAML-QUOTE", "a hyphen stands here alone", 'put it in quotes: "-"')
        if event.anchor is None and event.tag is None:
            return Scalar(text, mark.line + self._shift, mark.column + 1, not event.style)
        line, column = self._behind_properties(event)
        return Scalar(text, line, column, not event.style)

    def _checked(self, event: Any) -> str:
        """The value of a quoted text or of a block of lines."""
        start, end = event.start_mark, event.end_mark
        if event.style in "|>":
            self._check_block(start.index)
        elif end.line > start.line and not self._braces:
            self._check_continuation(start.index, end.index)
        text: str = event.value
        if event.style != '"' or "\\" not in self._text[start.index:end.index]:
            return text
        if character := forbidden(text):
            self._add(*_start(event), "E-CHAR", f"an escape in this text stands for {named(character)}, "
                      "which cannot be published", "delete the escape that begins with \\")
        return nfc(text)

    def _check_block(self, start: int) -> None:
        """Refuse an empty line with more spaces than the first words: the parser would take these for a comment."""
        lines = _BLOCK_BEGINNING.match(self._text, start)
        if lines is None or len(lines[2]) <= self._indent:
            return
        index = lines.start(1)
        for line in lines[1].splitlines():
            if len(line) > len(lines[2]):
                self._add(*place(self._text, index), "E-YAML-INDENT",
                          "this empty line has more spaces than the first line of the text", "delete its spaces")
                return
            index += len(line) + 1

    def _check_continuation(self, start: int, end: int) -> None:
        """Refuse lines of a quoted text or a bracket that begin further left than the value they belong to."""
        for line in _CONTINUATION.finditer(self._text, start, end):
            if len(line[1]) > self._indent or line[2] in "]}":
                continue
            if _KEY_LINE.match(self._text, line.start(2)):
                self._add_unclosed(start, place(self._text, end)[0] - 1 + self._shift)
                return
            what = "a tab U+0009" if line[2] == "\t" else "too few spaces"
            self._add(*place(self._text, line.start(2)), "E-YAML-INDENT",
                      f"{what} at the start of a line that belongs to the value above",
                      f"begin the line with {self._indent + 2} spaces")
            return

    def _add_unclosed(self, start: int, last: int) -> None:
        opening = _OPENING.search(self._text, start)
        index = opening.start() if opening else start
        sign = self._text[index]
        code, what = ("E-YAML-QUOTE", "quotation mark") if sign in "\"'" else ("E-YAML-BRACKET", "bracket")
        self._add(*place(self._text, index), code, f"the {what} {sign} that opens here is closed only on line {last}",
                  "close it where the value ends; if it shall go on, begin its further lines with two spaces")

    def _check_depth(self, event: Any, depth: int) -> None:
        if depth > self._limits.depth:
            self._refuse(*_start(event), "E-YAML-DEPTH", f"nested deeper than {self._limits.depth} levels",
                         "put fewer lists and mappings inside one another; look for brackets typed by mistake")
        if depth > self._deepest:
            self._deepest = depth

    def _collection(self, start: Any, depth: int) -> Node:
        self._check_depth(start, depth)
        read = self._sequence if type(start) is SequenceStartEvent else self._mapping
        if not start.flow_style:
            outside, self._indent = self._indent, start.start_mark.column
            node = read(start, depth)
            self._indent = outside
            return node
        self._braces += 1
        node = read(start, depth)
        self._braces -= 1
        return node

    def _sequence(self, start: Any, depth: int) -> Sequence:
        items = []
        while type(event := self._next()) is not SequenceEndEvent:
            items.append(self._node(event, depth + 1))
        self._check_end(start, event)
        return Sequence(tuple(items), *self._behind_properties(start))

    def _mapping(self, start: Any, depth: int) -> Mapping:
        pairs: list[tuple[Scalar, Node]] = []
        lines: dict[str, int] = {}
        while type(event := self._next()) is not MappingEndEvent:
            key = self._node(event, depth + 1)
            value = self._node(self._next(), depth + 1)
            if start.flow_style and not self._is_flow_pair(event, value):
                continue
            if self._is_key(key, event, lines):
                lines[key.text] = event.start_mark.line + self._shift
                pairs.append((key, value))
        self._check_end(start, event)
        return Mapping(tuple(pairs), *self._behind_properties(start))

    def _check_end(self, start: Any, end: Any) -> None:
        if start.flow_style and self._braces == 1 and end.end_mark.line > start.start_mark.line:
            self._check_continuation(start.start_mark.index, end.end_mark.index)

    def _is_flow_pair(self, key: Any, value: Node) -> bool:
        """Refuse `{en: Liverpool, Cambridge and Leeds join}`: what follows the comma is no key."""
        index = key.start_mark.index
        if self._text[index - 1] == "?":
            self._add(key.start_mark.line + 1, key.start_mark.column, "E-YAML-KEY",
                      "a text in brackets cannot begin with ?", "put the text in quotes")
        if type(value) is not Scalar or value.text or not value.plain or _COLON.match(self._text, key.end_mark.index):
            return True
        words = self._text[index:key.end_mark.index]
        if colon := _FLOW_COLON.match(words):
            line, column = place(words, colon.start(1))
            self._add(key.start_mark.line + line, column + (key.start_mark.column if line == 1 else 0), "E-YAML-COLON",
                      "full-width colon U+FF1A; use ':' and a space" if colon[1] == "：" else
                      "no space after the colon", "type {en: …, zh: …}, with a space behind every colon")
            return False
        comma = _COMMA_BEFORE.search(self._text, max(0, index - 1000), index)
        self._add(*place(self._text, comma.start() if comma else index), "E-YAML-COMMA",
                  f"“{_excerpt(words)}” stands in braces without a key of its own",
                  "put the text in quotes: {en: \"Liverpool, Cambridge and Leeds join\"}")
        return False

    def _is_key(self, key: Node, event: Any, lines: dict[str, int]) -> TypeGuard[Scalar]:
        if not isinstance(key, Scalar):
            self._add(*_start(event), "E-YAML-KEY", "a key must be a single word, not a list or a mapping",
                      "type the key as plain text: title: …")
            return False
        if not key.text:
            self._add(*_start(event), "E-YAML-KEY", "there is no key before this colon",
                      "type the key: title: …; if the colon belongs to a text, put the text in quotes")
            return False
        if key.plain and key.text == "<<":
            self._add(*_start(event), "E-YAML-MERGE", "merge keys (<<) are not allowed",
                      "type the fields again where they are needed")
            return False
        if key.text in lines:
            self._add(*_start(event), "E-YAML-DUPLICATE",
                      f"the key “{_excerpt(key.text)}” stands here a second time; the first is on line "
                      f"{lines[key.text]}", "delete one of the two")
            return False
        return True

    def _behind_properties(self, event: Any) -> tuple[int, int]:
        """Line and column in the file of the value itself, behind a name (&name) and a tag."""
        mark = event.start_mark
        if event.anchor is None and event.tag is None:
            return mark.line + self._shift, mark.column + 1
        found = _PROPERTIES.match(self._text, mark.index)
        skipped = found[0] if found else ""
        line, column = place(skipped, len(skipped))
        return mark.line + self._shift + line - 1, column + (mark.column if line == 1 else 0)

    def _explain(self, problem: Exception) -> None:
        """Say what the author did where it is known, else what the parser says."""
        if unprintable := [found for found in suspects(self._text, path=self._path, first_line=self._shift)
                           if found.severity == "error"]:
            self.problems += unprintable
            return
        mistakes = find_mistakes(self._text, path=self._path, first_line=self._shift, broken=True)
        # Lines of a value that never ends are not indented wrongly.
        lines = {mistake.line for mistake in mistakes}
        self.problems = [found for found in self.problems if found.code != "E-YAML-INDENT" and found.line not in lines]
        self.problems += mistakes
        mark = getattr(problem, "problem_mark", None) or getattr(problem, "context_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        if any(breaks(mistake) and mistake.line <= line - 1 + self._shift for mistake in mistakes):
            return
        said = str(getattr(problem, "problem", None) or getattr(problem, "reason", None) or "a value is out of range")
        self._add(line, column, "E-YAML-SYNTAX", *_WORDS.get(said, (f"not readable as YAML: {said}", _COMPARE)))

    def _add(self, line: int, column: int, code: str, message: str, help: str) -> None:
        self.problems.append(error(code, message, help, path=self._path, line=line - 1 + self._shift, column=column))
        if len(self.problems) >= self._limits.problems:
            raise _Refused

    def _refuse(self, line: int, column: int, code: str, message: str, help: str) -> NoReturn:
        self._add(line, column, code, message, help)
        raise _Refused


_COMPARE = (
    "compare this line and the one above with a page that works: the same indentation, “key: value”, and quotes "
    "around texts with punctuation"
)
_WORDS = {
    "found unknown escape character": (
        "a backslash in double quotes begins an escape, and there is none like this",
        "type two backslashes, or put the text in single quotes",
    ),
    "did not find expected node content": (
        "a value is missing between commas or brackets", "delete the comma that is too many, or type the value",
    ),
    "block sequence entries are not allowed in this context": (
        "a list cannot begin on the line of its key",
        "begin the list on the next line; if the hyphen belongs to a text, put the text in quotes",
    ),
    "mapping values are not allowed in this context": (
        "a colon and a space where no field can begin",
        "put the text in quotes, or begin the field in the same column as the one above",
    ),
    "did not find expected key": (
        "this line begins in another column than the fields it belongs to, or is no field",
        "begin every field of a record in the same column: “key: value”",
    ),
    "did not find expected '-' indicator": (
        "this line belongs to a list and does not begin with a hyphen",
        "begin every entry of a list in the same column with a hyphen and a space",
    ),
    "could not find expected ':'": (
        "a colon is missing on this line or the one above", "type “key: value”, with a space behind the colon",
    ),
}
"""What the parser says, in an author's words: message and help."""

_DIRECTIVE = re.compile(r"^%TAG|\A%(?!YAML 1\.\d[ \t]*(?:[ \t]#.*)?$)", re.MULTILINE)
_BLOCK_BEGINNING = re.compile(r"(?>(?:[&!]\S*\s+)*)[|>][-+]?(?:[ \t].*)?\n((?>(?: *\n)*))( *)(?=[^ \n])")
_KEY_LINE = re.compile(r"(?>(?:- )*)[A-Za-z_][\w\-]*+:(?=\s)")
_OPENING = re.compile(r"[\"'\[{]")
_CONTINUATION = re.compile(r"\n( *)([^ \n])")
_TAG = re.compile(r"!\S*")
_PROPERTIES = re.compile(r"(?>(?:[&!][^\s,\[\]{}]*+(?>(?:\s|#.*\n)*))*)")
_COLON = re.compile(r"(?>(?:\s|#.*\n)*):")
_FLOW_COLON = re.compile(r"[A-Za-z_][\w\-]*+[ \t]*+(：|:(?=[^\s/]))", re.ASCII)
_COMMA_BEFORE = re.compile(r",\s*\Z")


def _start(event: Any) -> tuple[int, int]:
    """Line and column of an event, from 1 in the text."""
    return event.start_mark.line + 1, event.start_mark.column + 1


def _excerpt(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
