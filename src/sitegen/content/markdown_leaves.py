"""Plain blocks of Markdown, each recognised as a whole: prose, headings, lists, quotations, tables, footnotes.

Most blocks that people type are plain. What is not is left to markdown-it's rules, which give the same for plain
blocks, only slower (tests/content/test_markdown_plain.py).
"""

import re
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from sitegen.scripts import compiled

DEEPEST = 40
"""Blocks inside blocks; a list counts twice, for itself and its item."""
BLANKS = f"\t\n\v\f\r \u00a0\u1680{''.join(map(chr, range(0x2000, 0x200b)))}\u2028\u2029\u202f\u205f\u3000"
"""What stands for nothing at either end of a text, as in markdown-it (MD_TRIM_CHARS)."""
PlainKind = Literal["prose", "heading", "quote", "list", "table", "notes"]


Notes = dict[str, tuple[str, int]]
"""The words of footnotes by their labels, and the lines on which they are, from 0."""
Item = tuple[str, str, str, str]
"""An item of a list: its words, and the tags around these: before, its own, which lacks its `>`, and behind."""


class Table(NamedTuple):
    """A table: each row as typed, and the starts of its cells' tags, which lack their `>`."""

    head: str
    rows: list[str]
    heads: tuple[str, ...]
    cells: tuple[str, ...]


_MARKS = " \t\n0123456789`~#>[<*_|:=+-"
"""With these begins whatever is no prose, and some that is."""
_LINE_ENDS = ("\n", "")
_BLANKS = (" ", "\t")
_DEEPEST_HEADING = 6
# How a line of prose begins: with nothing that could be a mark of a block. A mark that is followed by a word is none.
_PROSE = (
    rf"(?:[^{re.escape(_MARKS)}]"
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
_EMPTY_LINES = r"(?>(?:[ \t]*+\n)*)"
_END = r"(?:\n(?=[ \t]*+(?:\n|\Z))|\Z)"
_ITEM = rf"[-*+] {{1,4}}{_PROSE}"
_ROW = r"\|[^\n\\]++"  # without a backslash, which may make a bar a part of a cell
_FORMS = (
    rf"(?P<prose>(?>{_PROSE}(?:\n{_PROSE})*)){_END}"
    r"|(?P<heading>\#{1,6}[ \t]++[^\n#]*+)(?:\n|\Z)"
    # A list goes on behind empty lines if an item or something indented follows.
    rf"|(?P<list>(?>{_ITEM}(?:\n[ ]{{0,12}}{_ITEM})*)){_END}(?={_EMPTY_LINES}(?:[^ \t\n*+\-]|\Z))"
    rf"|(?P<quote>(?>>[ ]?{_PROSE}(?:\n>[ ]?{_PROSE})*)){_END}"
    rf"|(?P<table>(?>{_ROW}\n\|[|:\- \t]+(?:\n{_ROW})*)){_END}"
)
_BLOCK = re.compile(rf"({_EMPTY_LINES})(?:{_FORMS}|(?s:.*))")
"""A plain block; or, where none begins, everything else at once."""
_ITEM_PARTS = re.compile(r"( *[-*+] +)([^\n]*)\n?")
_ALIGNMENT = re.compile("(:?)-+(:?)")
_ALIGNED: dict[tuple[str | Any, ...], str] = {
    ("", ""): "", (":", ""): ' class="left"', ("", ":"): ' class="right"', (":", ":"): ' class="center"',
}
_BEFORE, _OPENING, _AFTER = 0, 1, 2
_MOST_CELLS = 10_000
"""What markdown-it makes of a table of far more than that is its own affair."""
_NOTES = rf"(?>(?:\[\^[\w.\-]++\]: {_PROSE}(?:\n++|\Z))+)\Z"
_NOTE = r"\[\^([^\]]+)\]: ([^\n]*)(\n*)"
_MORE_THAN_WORDS = r"\[\^|!\[|\[\]|<"
"""In a footnote: what is told of it besides its words."""


def first_blocks(text: str) -> tuple[list[tuple[PlainKind, Any, int]], int, int]:
    """The plain blocks with which a text begins, each as `plain_block` tells it and with its line, from 0; where the
    first one may begin that is not plain, and its line.
    """
    blocks: list[tuple[PlainKind, Any, int]] = []
    position = line = 0
    length = len(text)
    may_define = ":" in text and "]:" in text
    while position < length:
        first = text[position]
        if first == "\n":
            position += 1
            line += 1
            continue
        # Most blocks are one line, paragraphs with an empty one behind it.
        if first == "#" or first not in _MARKS:
            end = text.find("\n", position)
            if end < 0:
                end = length
            words = text[position:end]
            if may_define and "]:" in words:
                break
            if first == "#":
                title = words.lstrip("#")
                if title[:1] in _BLANKS and "#" not in title and len(words) - len(title) <= _DEEPEST_HEADING:
                    blocks.append(("heading", words, line))
                    position = end + 1
                    line += 1
                    continue
            elif text[end + 1:end + 2] in _LINE_ENDS:
                blocks.append(("prose", words, line))
                position = end + 2
                line += 2
                continue
        kind, content, start, end = plain_block(text, position)
        if kind is None:
            break
        if start > position:
            line += text.count("\n", position, start)
        blocks.append((kind, content, line))
        line += text.count("\n", start, end)
        position = end
    return blocks, position, line


def plain_block(text: str, position: int) -> tuple[PlainKind | None, Any, int, int]:
    """The plain block that begins at a line start of the text, perhaps behind empty lines.

    Its kind, its text (of a list its items, of a table a `Table`), where it starts and where it ends. There is no kind
    where the block is not plain; then no plain block begins before the end.
    """
    found = _BLOCK.match(text, position)
    kind: Any = found and found.lastgroup
    if not found or kind is None:
        start = found.end(1) if found else position
        return None, "", start, start
    content: Any = found[kind]
    # It may define what links refer to, or a footnote.
    if "]:" in content:
        return None, "", found.start(kind), found.end()
    if kind == "list":
        content = _items(content)
    elif kind == "table":
        content = _table(content)
    return (kind if content else None), content, found.start(kind), found.end()


def last_notes(text: str, position: int, line: int) -> Notes:
    """The footnotes of a line each that are all of the text from there on, which is on that line; none where there is
    anything else.
    """
    if not text.startswith("[^", position) or not compiled(_NOTES).match(text, position):
        return {}
    notes: Notes = {}
    for label, words, behind in compiled(_NOTE).findall(text, position):
        if compiled(_MORE_THAN_WORDS).search(words):
            return {}
        notes[label] = words.strip(BLANKS), line
        line += len(behind)
    return notes


def quoted(content: str) -> str:
    """The text of a quotation without its marks."""
    lines = [line[2:] if line.startswith("> ") else line[1:] for line in content.split("\n")]
    return "\n".join(lines).strip(BLANKS)


class _Level(NamedTuple):
    """A list that is open."""

    mark: str
    inside: int
    """The column in which the text of its last item begins; what begins there belongs to that item."""


def _items(content: str) -> list[Item]:
    """The items of a list; none where marks or indentation make it more than simple lists in one another."""
    parts = _ITEM_PARTS.findall(content)
    tags = _item_tags(tuple([mark for mark, _ in parts]))
    return [(words.strip(BLANKS), *around) for (_, words), around in zip(parts, tags, strict=True)] if tags else []


@lru_cache(maxsize=512)
def _item_tags(marks: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """The tags around the items that begin with these marks; none where they are more than simple lists."""
    items: list[list[str]] = []
    levels: list[_Level] = []
    before = ""
    for typed in marks:
        item = ["", "<li", "</li>\n"]
        if typed != before:
            before = typed
            mark = typed.strip(" ")
            column = typed.index(mark)
            closed = 0
            while levels and column < levels[-1].inside:
                last = levels.pop()
                closed += 1
            if column - (levels[-1].inside if levels else 0) > 3 or (closed and last.mark != mark):
                return []
            if closed:
                items[-1][_AFTER] += "</ul>\n</li>\n" * (closed - 1)
            else:
                item[_BEFORE] = "<ul>\n"
                if items:
                    # The item before holds a list behind its text, which is then not all of its element.
                    items[-1][_BEFORE] += "<li>"
                    items[-1][_OPENING], items[-1][_AFTER] = "<span", "\n"
            levels.append(_Level(mark, len(typed)))
        items.append(item)
    items[-1][_AFTER] += "</ul>\n</li>\n" * (len(levels) - 1) + "</ul>\n"
    return [(before, opening, after) for before, opening, after in items]


def _table(content: str) -> Table | None:
    """The table; None where its second line does not make it one."""
    head, rule, *rows = content.split("\n")
    classes = _alignments(rule)
    if not classes or len(cells(head)) != len(classes) or len(rows) * len(classes) > _MOST_CELLS:
        return None
    return Table(head, rows, tuple(f"<th{each}" for each in classes), tuple(f"<td{each}" for each in classes))


@lru_cache(maxsize=64)
def _alignments(rule: str) -> tuple[str, ...]:
    """The class of each column, as an attribute; none where the line is no rule below a table's head."""
    found = [_ALIGNMENT.fullmatch(each) for each in cells(rule)]
    return tuple(_ALIGNED[each.groups()] for each in found if each) if all(found) else ()


def cells(row: str) -> list[str]:
    """The texts between the bars of a row, which begins with one and may end with one."""
    texts = [text.strip(BLANKS) for text in row.strip(BLANKS)[1:].split("|")]
    if not texts[-1]:
        texts.pop()
    return texts
