"""Where in its file a character of a unit's text stands, found only when something has to be said of it."""


class Places:
    """The places of one body; told of each unit in turn."""

    def __init__(self, text: str, first_line: int) -> None:
        """`text` begins on line `first_line` of its file and has line feeds only."""
        self._text = text
        self._first_line = first_line
        self._lines: list[str] | None = None
        self._earlier_cells: list[str] = []
        self._row_column = 0
        self._base: int | None = None
        self.enter("", first_line)

    def enter(self, content: str, line: int) -> None:
        """The unit with this inline Markdown begins on `line` of the file."""
        self._content, self._line, self._in_row = content, line, False
        # Of most units no place is ever asked: the line is looked at when one is.
        self._start = self._end = -1

    def enter_line(self, content: str, line: int, base: int) -> None:
        """The unit with this inline Markdown is in one line of the file, and begins behind so many characters of it."""
        self.enter(content, line)
        self._start, self._end, self._base = 0, len(content), base

    def enter_row(self) -> None:
        """A table row begins."""
        self._earlier_cells.clear()
        self._row_column = 0

    def enter_cell(self, content: str, line: int) -> None:
        """The next cell of the row."""
        self.enter(content, line)
        self._in_row = True
        self._earlier_cells.append(content)

    def of(self, offset: int) -> tuple[int, int]:
        """Line and column, from 1, of the character at `offset` in the unit; offsets do not fall from call to call."""
        if self._end < 0:
            self._begin_line(0, self._line)
        while offset > self._end:
            self._begin_line(self._end + 1, self._line + 1)
        if self._base is None:
            self._base = self._find_base()
        return self._line, self._base + offset - self._start + 1

    def of_text(self, text: str) -> tuple[int, int]:
        """Line and column where this text stands in the unit; the unit's own line if it cannot be found."""
        wanted = text.partition("\n")[0]
        for line in range(self._line, self._line + self._content.count("\n", max(self._start, 0)) + 1):
            column = self._raw(line).find(wanted)
            if column >= 0:
                return line, column + 1
        return self._line, 1

    def _begin_line(self, start: int, line: int) -> None:
        self._start, self._line = start, line
        end = self._content.find("\n", start)
        self._end = len(self._content) if end < 0 else end
        self._base = None

    def _find_base(self) -> int:
        """The column (from 0) at which this line of the unit would begin in the file, less its indentation."""
        line = self._content[self._start:self._end]
        shown = line.strip()
        column = self._raw(self._line).find(shown, self._cell_column() if self._in_row else 0)
        return max(column, 0) - (len(line) - len(line.lstrip()))

    def _cell_column(self) -> int:
        *earlier, own = self._earlier_cells
        for cell in earlier:
            found = self._raw(self._line).find(cell, self._row_column)
            self._row_column = max(found, self._row_column) + (len(cell) if found >= 0 else 0)
        self._earlier_cells[:] = [own]
        return self._row_column

    def _raw(self, line: int) -> str:
        if self._lines is None:
            self._lines = self._text.split("\n")
        index = line - self._first_line
        return self._lines[index] if 0 <= index < len(self._lines) else ""
