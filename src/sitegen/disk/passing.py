"""What was parsed in this build, for its own processes: one file without a name, gone with the last of them."""

import tempfile
from collections.abc import Iterable
from io import FileIO

from sitegen.diagnostics import BuildStopped
from sitegen.disk.opening import read_at
from sitegen.disk.state import open_state

_SIZES = 1 << 32
"""Above the size of anything."""


class PassingFile:
    """Bytes by name. It may have a hole, never wrong bytes; processes that are forked later read what is in it by then.

    A database that is opened and asked for each of them would take ten times as long.
    """

    def __init__(self, project: str) -> None:
        self._project = project
        self._stream: FileIO | None = None
        self._places: dict[str, int] = {}
        """Where each begins and, below `_SIZES`, how long it is: a number takes half of the room of two."""
        self._end = 0
        self._failed = False

    def put(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Keep these; nothing where the disk refuses, from then on."""
        if self._failed:
            return
        try:
            if self._stream is None:
                # Unbuffered, so that there is nothing that two processes could both write.
                self._stream = tempfile.TemporaryFile(dir=open_state(self._project), buffering=0)  # noqa: SIM115
            blocks = []
            places = {}
            end = self._end
            for name, content in items:
                places[name] = end * _SIZES + len(content)
                blocks.append(content)
                end += len(content)
            rest = memoryview(b"".join(blocks))
            while rest:
                rest = rest[self._stream.write(rest):]
        except (OSError, BuildStopped):
            self._failed = True
            return
        self._places |= places
        self._end = end

    def get(self, name: str) -> bytes | None:
        """The bytes of that name, or nothing."""
        place = self._places.get(name)
        if place is None or self._stream is None:
            return None
        offset, size = divmod(place, _SIZES)
        try:
            content = read_at(self._stream.fileno(), size, offset)
        except OSError:
            return None
        return content if len(content) == size else None

    def close(self) -> None:
        """Let go of the file."""
        if self._stream is not None:
            self._stream.close()
        self._stream, self._failed = None, True
        self._places.clear()
