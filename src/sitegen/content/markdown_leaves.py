"""Plain blocks of Markdown, each recognised by one regular expression: prose, headings, simple lists and quotations.

Most blocks that people type are plain. What is not is left to markdown-it's rules, which give the same for plain
blocks, only slower (tests/content/test_markdown_plain.py).
"""

import re
from typing import NamedTuple

from markdown_it.common.utils import MD_TRIM_CHARS
from markdown_it.token import Token


class Leaf(Token):
    """A block that holds one text, whole: what would be an opening, an inline and a closing token."""

    __slots__ = ("after", "before", "closing", "opening", "role")

    def __init__(self, role: str, content: str, line: int, opening: str, closing: str, *, before: str = "",
                 after: str = "") -> None:
        """`line` counts from 0. The text stands between `opening`, which is a tag without its `>`, and `closing`;
        `before` and `after` are the tags of lists and quotations around it.
        """
        self.type = "leaf"
        self.hidden = False
        self.nesting = 0
        self.role = role
        self.content = content
        self.map = [line, line + 1]
        self.opening = opening
        self.closing = closing
        self.before = before
        self.after = after
        self.children = None
        self.meta = {}


class HeadingLeaf(Token):
    """A heading, whole."""

    __slots__ = ()

    def __init__(self, tag: str, content: str, line: int) -> None:
        self.type = "heading"
        self.hidden = False
        self.nesting = 0
        self.tag = tag
        self.content = content
        self.map = [line, line + 1]
        self.children = None
        self.meta = {}


class PlainBlock(NamedTuple):
    """What was recognised at a place of a text."""

    leaves: list[Token]
    """None of them: only empty lines were passed, or the block is not plain."""
    start: int
    """Of the block, behind empty lines."""
    end: int
    """Of the block; where it is not plain, no plain block begins before it."""


# How a line of prose begins: with nothing that could be a mark of a block. A mark that is followed by a word is none.
_PROSE = (
    r"(?:[^ \t\n0-9`~#>\[<*_|:=+\-]"
    r"|[0-9]++(?![.)](?:[ \t\n]|\Z))"
    r"|\*{1,2}[^ \t\n*]"
    r"|_{1,2}[^ \t\n_]"
    r"|`(?!``)"
    r"|\[(?![^\n]*\]:)"  # neither the definition of a reference nor a footnote
    r"|<(?!!--)"
    r"|-[^ \t\n|:\-]"
    r"|\+[^ \t\n]"
    r")[^\n]*+"
)
_EMPTY_LINES = r"(?:[ \t]*+\n)*+"
_END = r"(?:\n(?=[ \t]*+(?:\n|\Z))|\Z)"
_ITEM = rf"[-*+] {{1,4}}{_PROSE}"
_BLOCK = re.compile(
    rf"{_EMPTY_LINES}(?:"
    rf"(?P<prose>(?>{_PROSE}(?:\n{_PROSE})*+)){_END}"
    r"|(?P<heading>\#{1,6}[ \t]++[^\n#]*+)(?:\n|\Z)"
    # A list goes on behind empty lines if an item or something indented follows.
    rf"|(?P<list>(?>{_ITEM}(?:\n[ ]{{0,12}}{_ITEM})*+)){_END}(?={_EMPTY_LINES}(?:[^ \t\n*+\-]|\Z))"
    rf"|(?P<quote>(?>>[ ]?{_PROSE}(?:\n>[ ]?{_PROSE})*+)){_END}"
    r")"
)
_QUOTE_MARK = re.compile("^> ?", re.MULTILINE)
_ITEM_PARTS = re.compile(r"^( *)([-*+])( +)([^\n]*)", re.MULTILINE)
_EMPTY = re.compile(_EMPTY_LINES)


def plain_block(text: str, position: int, line: int) -> PlainBlock:
    """The plain block that begins at a line start of the text, perhaps behind empty lines; `line` counts from 0."""
    found = _BLOCK.match(text, position)
    if found is None:
        empty = _EMPTY.match(text, position)
        start = empty.end() if empty else position
        return PlainBlock([], start, start)
    kind = found.lastgroup or ""
    start, end = found.start(kind), found.end()
    content = found[kind]
    # It may define what links refer to, or a footnote.
    if "]:" in content:
        return PlainBlock([], start, end)
    line += text.count("\n", position, start)
    return PlainBlock(_LEAVES[kind](content, line), start, end)


def _prose(content: str, line: int) -> list[Token]:
    return [Leaf("paragraph", content.strip(MD_TRIM_CHARS), line, "<p", "</p>\n")]


def _heading(content: str, line: int) -> list[Token]:
    words = content.lstrip("#")
    return [HeadingLeaf(f"h{len(content) - len(words)}", words.strip(MD_TRIM_CHARS), line)]


def _quote(content: str, line: int) -> list[Token]:
    words = _QUOTE_MARK.sub("", content).strip(MD_TRIM_CHARS)
    return [Leaf("paragraph", words, line, "<p", "</p>\n", before="<blockquote>\n", after="</blockquote>\n")]


class _Level(NamedTuple):
    """A list that is open."""

    mark: str
    inside: int
    """The column in which the text of its last item begins; what begins there belongs to that item."""


def _list(content: str, line: int) -> list[Token]:
    """One leaf for each item; none where marks or indentation make it more than simple lists in one another."""
    leaves: list[Leaf] = []
    levels: list[_Level] = []
    for number, found in enumerate(_ITEM_PARTS.finditer(content)):
        indent, mark, blanks, words = found.groups()
        column = len(indent)
        closed = 0
        while levels and column < levels[-1].inside:
            last = levels.pop()
            closed += 1
        if column - (levels[-1].inside if levels else 0) > 3 or (closed and last.mark != mark):
            return []
        leaf = Leaf("item", words.strip(MD_TRIM_CHARS), line + number, "<li", "", after="</li>\n")
        if closed:
            leaves[-1].after += "</ul>\n</li>\n" * (closed - 1)
        elif leaves:
            # The item before holds a list behind its text, which is then not all of its element.
            leaves[-1].before += "<li>"
            leaves[-1].opening, leaves[-1].after = "<span", "\n"
            leaf.before = "<ul>\n"
        else:
            leaf.before = "<ul>\n"
        levels.append(_Level(mark, column + 1 + len(blanks)))
        leaves.append(leaf)
    leaves[-1].after += "</ul>\n</li>\n" * (len(levels) - 1) + "</ul>\n"
    return [*leaves]


_LEAVES = {"prose": _prose, "heading": _heading, "list": _list, "quote": _quote}
