"""The index of the search between builds: a checked file for each of its blocks."""

import hashlib
import os
import re
from collections.abc import Collection
from contextlib import suppress

from sitegen.diagnostics import BuildStopped
from sitegen.disk.opening import READ
from sitegen.disk.places import STATE, state_file
from sitegen.disk.state import forget_state, open_state, write_state

_NAME = "search-{}-{}"
_NAMED = re.compile(r"search-(.+)-([0-9]+)", re.ASCII)


class SearchBlocks:
    """A memory that may forget: what is missing, damaged or of another version is not there.

    Where it is `blank`, nothing is recalled of what other builds have put into it.
    """

    def __init__(self, project: str, toolchain: str, *, blank: bool = False) -> None:
        self._project = project
        self._toolchain = toolchain
        self._blank = blank

    def load(self, code: str, number: int) -> bytes | None:
        """The index of that block of a language, as it was when it was last made."""
        if self._blank:
            return None
        try:
            with open(os.open(self._path(code, number), READ), "rb") as stream:
                data = stream.read()
        except OSError:
            return None
        content = data[32:]
        return content if data[:32] == self._seal(content) else None

    def save(self, code: str, number: int, content: bytes) -> None:
        """Keep it, if there is a place to keep it."""
        with suppress(OSError, BuildStopped):
            open_state(self._project)
            write_state(self._path(code, number), self._seal(content) + content)

    def prune(self, in_use: Collection[tuple[str, int]]) -> None:
        """Forget blocks that the site has no more."""
        with suppress(OSError):
            for name in os.listdir(os.path.join(self._project, STATE)):
                found = _NAMED.fullmatch(name)
                if found and (found[1], int(found[2])) not in in_use:
                    forget_state(state_file(self._project, name))

    def _path(self, code: str, number: int) -> str:
        return state_file(self._project, _NAME.format(code, number))

    def _seal(self, content: bytes) -> bytes:
        return hashlib.sha256(self._toolchain.encode() + b"\0" + content).digest()
