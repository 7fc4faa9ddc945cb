"""The table of translations that `check --pairs` reads: one pair a line, tab-separated, with a line of column names."""

from typing import NamedTuple

from sitegen.diagnostics import BuildStopped, Diagnostic, error

NEEDED = ("id", "english", "chinese")
_HELP = (
    "Save the table as text with tabs between the cells, in UTF-8. Its first line names the columns: id, english and "
    "chinese; others may stand beside them."
)


class Pair(NamedTuple):
    """One text in both languages; a side that the line lacks is empty."""

    id: str
    english: str
    chinese: str
    line: int


def read_pairs(data: bytes, path: str) -> list[Pair]:
    """The pairs of a file in their order. Raises BuildStopped (exit 2) where it is no such table."""
    lines = _decoded(data, path).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    names = [name.casefold() for name in _cells(lines[0])]
    lacking = [name for name in NEEDED if name not in names]
    if lacking:
        lost = ", ".join(lacking)
        columns = f"the column {lost}" if len(lacking) == 1 else f"the columns {lost}"
        raise BuildStopped(_refused(f"The first line does not name {columns}.", path))
    id, english, chinese = (names.index(name) for name in NEEDED)
    rows = [(number, _cells(line)) for number, line in enumerate(lines[1:], start=2) if line.strip()]
    return [Pair(_cell(cells, id), _cell(cells, english), _cell(cells, chinese), number) for number, cells in rows]


def _cell(cells: list[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _refused(message: str, path: str) -> Diagnostic:
    return error("E-PAIRS", message, _HELP, path=path, line=1, column=1, exit=2)


def _decoded(data: bytes, path: str) -> str:
    try:
        return data.decode("utf-16") if data.startswith((b"\xff\xfe", b"\xfe\xff")) else data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BuildStopped(_refused("This file is not UTF-8.", path)) from None


def _cells(line: str) -> list[str]:
    return [_unquoted(cell.strip(" ")) for cell in line.split("\t")]


def _unquoted(cell: str) -> str:
    """What spreadsheets put into quotation marks, with the marks inside doubled; other marks are part of the text."""
    inside = cell[1:-1]
    if len(cell) >= 2 and cell[0] == cell[-1] == '"' and '"' not in inside.replace('""', ""):
        return inside.replace('""', '"')
    return cell
