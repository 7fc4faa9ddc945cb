"""What authors mistype in YAML, found where they typed it and not where the parser stumbles over it."""

import re
from collections.abc import Iterator

import msgspec

from sitegen.content.decoding import named, place
from sitegen.content.suspects import CURLY, ODD
from sitegen.diagnostics import Diagnostic, error, warning

_HARMLESS = frozenset({"E-YAML-HASH", "W-QUOTES"})

# Quantifiers that could give back are possessive, so that no line, however odd, is walked more than once.
_INDENTATION = re.compile(rf"[ \t{ODD}]*")
_ORDINARY = re.compile(r"[ \t]*")
_SIGNS = re.compile(r"(?>(?:[-?:][ \t]++|[-?:](?=\n|\Z))*)")
_KEY = re.compile(
    rf"""(?:"(?>(?:[^"\\\n]|\\.)*)"[ \t]*+|'(?>(?:[^'\n]|'')*)'[ \t]*+"""
    rf"""|[^\s"'\[\]{{}},#&*!|>%@`:{ODD}](?>(?:[^\n:#]|:(?![ \t\n{ODD}]|\Z)|(?<![ \t])\#)*))"""
    rf":(?=[ \t\n{ODD}]|\Z)"
)
_FULL_WIDTH = re.compile(rf"""(?:[A-Za-z_][\w\-]*+|"[^"\n]*+"|'[^'\n]*+')[ \t{ODD}]*+(：)""", re.ASCII)
_FULL_WIDTH_ANY = re.compile(rf"[\w\-]++[ \t{ODD}]*+(：)")
_NO_BLANK = re.compile(r"([A-Za-z_][\w\-]*+):(?![\s/])", re.ASCII)
_BLOCK = re.compile(r"[|>][-+0-9]*[ \t]*(?:[ \t]#.*)?$", re.MULTILINE)
_BLOCK_COMMENT = re.compile(r"[|>][-+0-9]*#")
_PROPERTIES = re.compile(r"(?>(?:[&!][^\s\[\]{},]*+(?:[ \t]++|$))*)", re.MULTILINE)
_ALIAS = re.compile(r"\*[\w\-]+[ \t]*(?:[ \t]#.*)?$", re.MULTILINE)
_REST_OF_LINE = re.compile(r"[ \t]*(?:[ \t]#.*)?$", re.MULTILINE)
_COMMENT = re.compile(r"(?<![ \t])([ \t]++)#")
_FLOW_TEXT = re.compile(
    r"""[{,][ \t\n]*+[\w\-]++:[ \t]++([^\s"'\[\]{},:][^,\[\]{}\n:]*+(?>(?::(?=\S)[^,\[\]{}\n:]*+)*))(?=:[ \t\n])"""
)
_INNER_COLON = re.compile(r":(?=[ \t]|$)")
_CURLY_QUOTED = re.compile(rf"[{CURLY}][^{CURLY}]*[{CURLY}]\Z")
_NEW_KEY = re.compile(r"^([ \t]*)(?>(?:- )*)[A-Za-z_][\w\-]*+:(?=[ \t\n]|\Z)", re.MULTILINE)
_NEW_ENTRY = re.compile(r"^([ \t]*)(?:- |[A-Za-z_][\w\-]*+:(?=[ \t\n]|\Z))", re.MULTILINE)

_MOST = 50
"""The most mistakes that are told of one file."""
_REACH = 10_000
"""How many characters a bracket may be from its partner in a text that cannot be read."""


def find_mistakes(text: str, *, path: str, first_line: int, broken: bool) -> list[Diagnostic]:
    """What was mistyped, each at its line and column in the file, in the order of the lines.

    `broken` says that the parser refused the text, so that what could also be meant is a mistake as well.

    Words are lost where a plain text holds a blank and `#`. Such a `#` is refused where a word follows it at once
    (`Forum #2, Belfast`), and where it follows several words by a single blank (`Forum on policy # 2`). Comments
    stay possible: behind a single word, a number, a quoted text or a list, and anywhere behind two blanks.
    """
    found = []
    for slip in _Lines(text, broken).slips():
        line, column = place(text, slip.index)
        tell = warning if slip.code.startswith("W") else error
        found.append(tell(slip.code, slip.message, slip.help, path=path, line=line - 1 + first_line, column=column))
        if len(found) == _MOST:
            break
    return found


def breaks(mistake: Diagnostic) -> bool:
    """Whether the mistake is one that the parser stumbles over, so that its own words are not needed."""
    return mistake.code not in _HARMLESS


class _Slip(msgspec.Struct, frozen=True):
    index: int
    code: str
    message: str
    help: str


class _Lines:
    """A walk over the lines in which keys and values may begin, passing over texts of several lines."""

    def __init__(self, text: str, broken: bool) -> None:
        self._text = text
        self._broken = broken
        self._index = 0
        self._owner = -1
        """Column of the last key or hyphen."""
        self._continues = False
        """Its value is a plain text, which deeper lines continue."""

    def slips(self) -> Iterator[_Slip]:
        """Every mistake, in the order of the text."""
        while self._index < len(self._text):
            yield from self._line(self._index)

    def _line(self, start: int) -> Iterator[_Slip]:
        text = self._text
        self._index = end = self._end_of_line(start)
        self._index += 1
        first = _end(_INDENTATION, text, start)
        if first >= end or text[first] == "#" or text.startswith(("---", "...", "%"), start):
            return
        value = _end(_SIGNS, text, first)
        key = _KEY.match(text, value, end + 1)
        is_item = value > first
        is_deeper = _end(_ORDINARY, text, start) - start > self._owner
        if self._continues and is_deeper and not is_item and (key is None or not self._broken):
            yield from self._lost_words(first, end)
            return
        if self._continues and is_deeper and not is_item:
            yield _Slip(first, "E-YAML-INDENT",
                        "this field stands deeper than the one above, which has its value already",
                        "begin it in the same column as the field above; if the line belongs to the text above, "
                        "put that text in quotes")
        odd = list(self._indentation(start, first))
        yield from odd
        full_width = _FULL_WIDTH.match(text, value, end)
        if full_width is None and not is_item and key is None and self._broken:
            full_width = _FULL_WIDTH_ANY.match(text, value, end)
        if full_width and (not is_item or text[value].islower()):
            yield _full_width_colon(full_width.start(1), text[value:full_width.start(1)].strip())
            return
        if key is not None:
            yield from self._keyed(value - start, key.end(), end)
            # How deep a line with such blanks stands nobody can say, so the next one is not measured by it.
            self._continues = self._continues and not odd
        elif is_item:
            self._owner = len(text[start:value].rstrip()) - 1
            yield from self._value(value, end)
        else:
            yield from self._stray(first, end)

    def _end_of_line(self, index: int) -> int:
        end = self._text.find("\n", index)
        return len(self._text) if end < 0 else end

    def _lost_words(self, start: int, end: int) -> Iterator[_Slip]:
        words = self._text[start:end]
        comment = _COMMENT.search(words)
        if comment and _is_lost(words, comment):
            yield _hash(start + comment.end() - 1, "Forum #2, Belfast")
        if self._broken and (colon := _INNER_COLON.search(words, 0, comment.start() if comment else len(words))):
            yield _inner_colon(start + colon.start(), "Forum: the report")

    def _indentation(self, start: int, end: int) -> Iterator[_Slip]:
        for index in range(start, end):
            character = self._text[index]
            if character == " ":
                continue
            if character != "\t":
                yield _indented_with(index, character)
            elif self._broken:
                yield _Slip(index, "E-YAML-INDENT", "tab U+0009 as indentation",
                            "type spaces, two for each level; most editors can do so when Tab is pressed")
            else:
                continue
            return

    def _keyed(self, column: int, colon: int, end: int) -> Iterator[_Slip]:
        self._owner = column
        index = colon
        while index < end and self._text[index] in " \t":
            index += 1
        if index < end and re.match(f"[{ODD}]", self._text[index]):
            yield _blank_after_colon(index, self._text[index])
            self._continues = True
            return
        yield from self._value(index, end)

    def _value(self, start: int, end: int) -> Iterator[_Slip]:
        text = self._text
        start = _end(_PROPERTIES, text, start)
        self._continues = False
        if start >= end or text[start] == "#":
            return
        first = text[start]
        if _BLOCK.match(text, start, end):
            self._pass_block()
        elif comment := _BLOCK_COMMENT.match(text, start, end):
            yield _comment_without_space(comment.end() - 1)
            self._pass_block()
        elif first in "\"'":
            yield from self._quoted(start, end)
        elif first in "[{":
            yield from self._flow(start)
        elif self._broken and self._cannot_begin(start):
            if first in "|>":
                self._pass_block()
            yield _Slip(start, "E-YAML-QUOTE", f"a value cannot begin with {first}",
                        f"put the text in quotes: {_in_quotes(text[start:end])}")
        else:
            self._continues = True
            yield from self._words(start, end)

    def _cannot_begin(self, start: int) -> bool:
        """Whether no plain text can begin with the character there."""
        character, following = self._text[start], self._text[start + 1:start + 2]
        if character in "-?":
            return following in ("", " ", "\t", "\n")
        return character in "@`%|>]}," or (character == "*" and not _ALIAS.match(self._text, start))

    def _pass_block(self) -> None:
        """Go on behind the lines of a text that was begun with | or >."""
        while self._index < len(self._text):
            end = self._end_of_line(self._index)
            line = self._text[self._index:end]
            if line.strip(" ") and len(line) - len(line.lstrip(" ")) <= self._owner:
                return
            self._index = end + 1

    def _quoted(self, start: int, end: int) -> Iterator[_Slip]:
        text = self._text
        close = _closing_quote(text, start)
        if self._broken and (close < 0 or (close > end and self._has_key_between(end, close))):
            yield _Slip(start, "E-YAML-QUOTE", f"the quotation mark {text[start]} that opens here is not closed",
                        f"type {text[start]} again where the text ends: {text[start]}…{text[start]}")
            return
        if close > start:
            yield from self._after(start, close + 1, "quotation mark", "E-YAML-QUOTE")

    def _has_key_between(self, start: int, end: int) -> bool:
        """Whether a line begins there that looks like a key of the same mapping or of one around it."""
        return any(len(found[1]) <= self._owner for found in _NEW_KEY.finditer(self._text, start, end))

    def _flow(self, start: int) -> Iterator[_Slip]:
        stop, is_known = self._flow_end(start)
        close, culprit, is_comment = _closing_bracket(self._text, start, stop)
        if close >= 0:
            for text in _FLOW_TEXT.finditer(self._text, start, close) if self._broken else ():
                words = re.split(r"[,\]}\n]", self._text[text.start(1):close + 1], maxsplit=1)[0]
                yield _inner_colon(text.end(), words)
            yield from self._after(start, close + 1, "bracket", "E-YAML-BRACKET")
        elif is_comment:
            yield _Slip(culprit, "E-YAML-BRACKET", "# begins a comment here, before the bracket is closed",
                        'put the text in quotes: {en: "Forum #2", zh: …}')
        elif not is_known:
            # What follows may be inside the brackets or not: nothing true can be said of it.
            self._index = len(self._text)
        else:
            bracket = self._text[culprit]
            yield _Slip(culprit, "E-YAML-BRACKET", f"the bracket {bracket} that opens here is not closed",
                        f"type {_PARTNERS[bracket]} where the list ends; if {bracket} belongs to a text, "
                        "put the text in quotes")

    def _flow_end(self, start: int) -> tuple[int, bool]:
        """Where brackets must be closed at the latest, and whether they are wrong if they are not."""
        if not self._broken:
            return len(self._text), False
        for found in _NEW_ENTRY.finditer(self._text, self._index, start + _REACH):
            if len(found[1]) <= self._owner:
                return found.start(), True
        return start + _REACH, start + _REACH >= len(self._text)

    def _after(self, start: int, close: int, what: str, code: str) -> Iterator[_Slip]:
        """Nothing but a comment may follow a closing quotation mark or bracket."""
        end = self._end_of_line(close)
        self._index = end + 1
        if close < end and self._text[close] == "#":
            yield _comment_without_space(close)
            return
        if not self._broken or _REST_OF_LINE.match(self._text, close, end):
            return
        yield _Slip(start, code, f"the text goes on behind the closing {what}",
                    f"put the whole text in quotes: {_in_quotes(self._text[start:end])}")

    def _words(self, start: int, end: int) -> Iterator[_Slip]:
        words = self._text[start:end].rstrip(" \t")
        comment = _COMMENT.search(words)
        said = words[:comment.start()] if comment else words
        if self._broken and (colon := _INNER_COLON.search(said)):
            yield _inner_colon(start + colon.start(), said)
        elif comment and _is_lost(words, comment):
            yield _hash(start + comment.end() - 1, words)
        if _CURLY_QUOTED.match(said):
            yield _Slip(start, "W-QUOTES", f"curly quotes {said[0]}…{said[-1]} around the value will be published",
                        f"type straight quotes if they are not part of the text: \"{said[1:-1]}\"")

    def _stray(self, start: int, end: int) -> Iterator[_Slip]:
        """A line that is neither a key nor an item, nor continues a text."""
        text = self._text
        if missing := _NO_BLANK.match(text, start, end):
            colon = missing.end() - 1
            yield _Slip(colon, "E-YAML-COLON", f"no space after the colon of “{missing[1]}”",
                        f"type a space: {missing[1]}: {_short(text[colon + 1:end])}")
            return
        if text[start] in "\"'[{&!*|>":
            yield from self._value(start, end)
            return
        if self._broken and self._owner >= 0:
            yield _Slip(start, "E-YAML-SYNTAX", "this line is neither a field nor part of the text above",
                        "type “key: value”; to continue the text above, begin with two spaces more than its key")


def _end(pattern: re.Pattern[str], text: str, index: int) -> int:
    found = pattern.match(text, index)
    return found.end() if found else index


def _is_lost(words: str, comment: re.Match[str]) -> bool:
    """Whether the words behind a `#` were probably meant to be published; see `find_mistakes`."""
    said = words[:comment.start()]
    if len(comment[1]) > 1:
        return False
    if not words[comment.end():comment.end() + 1].isspace() and len(words) > comment.end():
        return True
    return " " in said and any(character.isalpha() for character in said)


_PARTNERS = {"[": "]", "{": "}"}
_SINGLE_QUOTED = re.compile(r"'(?>(?:[^']|'')*)'")
_DOUBLE_QUOTED = re.compile(r'"(?>(?:[^"\\]|\\.)*)"', re.DOTALL)
_FLOW_TOKEN = re.compile(r"""[\[\]{}]|(?<=[\s,\[{:])["']|(?:(?<=[\s,\[{])|^)#""", re.MULTILINE)


def _closing_quote(text: str, start: int) -> int:
    """Index of the mark that closes the one at `start`, or -1."""
    found = (_SINGLE_QUOTED if text[start] == "'" else _DOUBLE_QUOTED).match(text, start)
    return found.end() - 1 if found else -1


def _closing_bracket(text: str, start: int, stop: int) -> tuple[int, int, bool]:
    """Index of the bracket that closes the one at `start`, or -1 with the culprit and whether it is a `#`.

    The culprit is the bracket that stays open, or a comment on whose line it would have been closed.
    """
    opened: list[int] = []
    comment, index = -1, start
    while found := _FLOW_TOKEN.search(text, index, stop):
        token, index = found[0], found.end()
        if token in "[{":
            opened.append(found.start())
        elif token in "]}":
            if _PARTNERS[text[opened[-1]]] != token:
                return -1, opened[-1], False
            last = opened.pop()
            if not opened:
                return found.start(), last, False
        elif token == "#":
            if text[found.start() - 1] in ",[{":
                return -1, found.start(), True
            end = text.find("\n", index)
            index = len(text) if end < 0 else end
            if comment < 0 and _PARTNERS[text[opened[-1]]] in text[found.start():index]:
                comment = found.start()
        else:
            close = _closing_quote(text, found.start())
            if close < 0:
                return -1, opened[-1], False
            index = close + 1
    return (-1, comment, True) if comment >= 0 else (-1, opened[0], False)


def _full_width_colon(index: int, key: str) -> _Slip:
    return _Slip(index, "E-YAML-COLON", "full-width colon U+FF1A; use ':' and a space", f"write {key}: …")


def _indented_with(index: int, character: str) -> _Slip:
    return _Slip(index, "E-YAML-INDENT", f"{_blank_name(character)} {named(character)} as indentation",
                 "delete it and type ordinary spaces, two for each level")


def _blank_after_colon(index: int, character: str) -> _Slip:
    return _Slip(index, "E-YAML-COLON", f"{_blank_name(character)} {named(character)} after the colon",
                 "delete it and type an ordinary space")


def _blank_name(character: str) -> str:
    return {"\u3000": "ideographic space", "\u00a0": "no-break space"}.get(character, "special space")


def _inner_colon(index: int, words: str) -> _Slip:
    return _Slip(index, "E-YAML-COLON", "a colon and a space inside a text that is not in quotes",
                 f"put the text in quotes: {_in_quotes(words)}")


def _hash(index: int, words: str) -> _Slip:
    return _Slip(index, "E-YAML-HASH",
                 "a space and # inside a text that is not in quotes: the words behind it are lost",
                 f"put the text in quotes: {_in_quotes(words)}; before a comment type two spaces")


def _comment_without_space(index: int) -> _Slip:
    return _Slip(index, "E-YAML-HASH", "# stands directly behind the value: these words are lost",
                 "put the whole text in quotes, or type two spaces before # if it begins a comment")


def _in_quotes(words: str) -> str:
    """The words in straight quotes, with such quotes as they do not contain."""
    words = _short(words.strip())
    if '"' not in words and "\\" not in words:
        return f'"{words}"'
    return "'" + words.replace("'", "''") + "'"


def _short(words: str) -> str:
    words = words.strip()
    return words if len(words) <= 60 else words[:59] + "…"
