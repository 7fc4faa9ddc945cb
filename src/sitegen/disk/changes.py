"""Several text files changed as one: all of them, or none."""

from collections.abc import Iterable, Mapping

from sitegen.disk.texts import read_text, remove_text, write_text


class Changes:
    """What was done to a project's texts, so that it can be undone."""

    def __init__(self, project: str) -> None:
        self._project = project
        self._before: dict[str, str | None] = {}

    def make(self, texts: Mapping[str, str], removed: Iterable[str]) -> None:
        """Write these texts by path, then remove those files; what fails half-way is undone."""
        gone = tuple(removed)
        for path in (*texts, *gone):
            data = read_text(self._project, path)
            self._before[path] = data.decode() if data is not None else None
        try:
            # Whoever reads meanwhile finds words twice rather than not at all.
            for path, text in texts.items():
                write_text(self._project, path, text)
            for path in gone:
                remove_text(self._project, path)
        except BaseException:
            self.undo()
            raise

    def undo(self) -> None:
        """Put everything back as it was."""
        before, self._before = self._before, {}
        for path, text in before.items():
            if text is not None:
                write_text(self._project, path, text)
        for path, text in before.items():
            if text is None:
                remove_text(self._project, path)
