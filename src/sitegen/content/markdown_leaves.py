"""Plain blocks of Markdown, each recognised by one regular expression: prose, headings, lists, quotations, tables.

Most blocks that people type are plain. What is not is left to markdown-it's rules, which give the same for plain
blocks, only slower (tests/content/test_markdown_plain.py).
"""

import re
from itertools import zip_longest
from typing import Any, NamedTuple

from markdown_it.common.utils import MD_TRIM_CHARS
from markdown_it.token import Token


class Leaf(Token):
    """A block that holds one text, whole: what would be an opening, an inline and a closing token."""

    __slots__ = ("after", "before", "closing", "line", "opening", "role")

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
        self.line = line
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
_ROW = r"\|[^\n\\]++"  # without a backslash, which may make a bar a part of a cell
_BLOCK = re.compile(
    rf"{_EMPTY_LINES}(?:"
    rf"(?P<prose>(?>{_PROSE}(?:\n{_PROSE})*+)){_END}"
    r"|(?P<heading>\#{1,6}[ \t]++[^\n#]*+)(?:\n|\Z)"
    # A list goes on behind empty lines if an item or something indented follows.
    rf"|(?P<list>(?>{_ITEM}(?:\n[ ]{{0,12}}{_ITEM})*+)){_END}(?={_EMPTY_LINES}(?:[^ \t\n*+\-]|\Z))"
    rf"|(?P<quote>(?>>[ ]?{_PROSE}(?:\n>[ ]?{_PROSE})*+)){_END}"
    rf"|(?P<table>(?>{_ROW}\n\|[|:\- \t]+(?:\n{_ROW})*+)){_END}"
    r")"
)
_QUOTE_MARK = re.compile("^> ?", re.MULTILINE)
_ITEM_PARTS = re.compile(r"^( *)([-*+])( +)([^\n]*)", re.MULTILINE)
_ALIGNMENT = re.compile("(:?)-+(:?)")
_ALIGNED: dict[tuple[str | Any, ...], str] = {
    ("", ""): "", (":", ""): ' class="left"', ("", ":"): ' class="right"', (":", ":"): ' class="center"',
}
_MOST_CELLS = 10_000
"""What markdown-it makes of a table of far more than that is its own affair."""
_EMPTY = re.compile(_EMPTY_LINES)


def plain_block(text: str, position: int, line: int) -> tuple[list[Token], int, int]:
    """The plain block that begins at a line start of the text, perhaps behind empty lines; `line` counts from 0.

    Its tokens, where it starts and where it ends. There are no tokens where the block is not plain; then no plain
    block begins before the end.
    """
    found = _BLOCK.match(text, position)
    if found is None:
        empty = _EMPTY.match(text, position)
        start = empty.end() if empty else position
        return [], start, start
    kind = found.lastgroup or ""
    start = found.start(kind)
    content = found[kind]
    # It may define what links refer to, or a footnote.
    if "]:" in content:
        return [], start, found.end()
    if start > position:
        line += text.count("\n", position, start)
    return _LEAVES[kind](content, line), start, found.end()


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


def _table(content: str, line: int) -> list[Token]:
    """The tokens of a table, each cell one leaf; none where its second line does not make it one."""
    head, rule, *rows = content.split("\n")
    aligned = [_ALIGNMENT.fullmatch(each) for each in _cells(rule)]
    names = _cells(head)
    if not names or len(names) != len(aligned) or not all(aligned) or len(rows) * len(names) > _MOST_CELLS:
        return []
    starts = [_ALIGNED[found.groups()] for found in aligned if found]
    tokens: list[Token] = [Token("table_open", "table", 1), Token("thead_open", "thead", 1)]
    tokens += _row("th", names, starts, line)
    tokens.append(Token("thead_close", "thead", -1))
    if rows:
        tokens.append(Token("tbody_open", "tbody", 1))
        for number, row in enumerate(rows, start=line + 2):
            tokens += _row("td", _cells(row), starts, number)
        tokens.append(Token("tbody_close", "tbody", -1))
    tokens.append(Token("table_close", "table", -1))
    return tokens


def _cells(row: str) -> list[str]:
    """The texts between the bars of a row, which begins with one and may end with one."""
    cells = [cell.strip(MD_TRIM_CHARS) for cell in row.strip(MD_TRIM_CHARS)[1:].split("|")]
    if not cells[-1]:
        cells.pop()
    return cells


def _row(tag: str, cells: list[str], starts: list[str], line: int) -> list[Token]:
    """A row with as many cells as the head has."""
    row: list[Token] = [Token("tr_open", "tr", 1)]
    for start, cell in zip_longest(starts, cells[: len(starts)], fillvalue=""):
        row.append(Leaf("cell", cell, line, f"<{tag}{start}", f"</{tag}>\n"))
    row.append(Token("tr_close", "tr", -1))
    return row


_LEAVES = {"prose": _prose, "heading": _heading, "list": _list, "quote": _quote, "table": _table}
