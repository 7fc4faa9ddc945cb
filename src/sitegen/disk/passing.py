"""What was parsed in this build, for its own processes: one file without a name, gone with the last of them."""

import os
import tempfile
from collections.abc import Iterable
from io import FileIO

from sitegen.diagnostics import BuildStopped
from sitegen.disk.opening import open_to_append, read_at
from sitegen.disk.state import open_state

_SIZES = 1 << 32
"""Above the size of anything."""


class OtherEnd:
    """Where processes that are forked put bytes into the file, which then need not go through a pipe."""

    def __init__(self, descriptor: int) -> None:
        """`descriptor` is of the process that this is made in, which puts nothing here."""
        self._descriptor: int | None = descriptor
        self._process = os.getpid()
        self._is_other = False

    def leave(self, content: bytes) -> int | None:
        """Where these bytes are from now on, for the process that this was made in to note; None where they must be
        handed on in another way.
        """
        if self._process != os.getpid():
            # What is inherited has one place for all to write at; what is opened again writes at the end.
            self._process, self._is_other = os.getpid(), True
            self._descriptor = None if self._descriptor is None else open_to_append(self._descriptor)
        if self._descriptor is None or not self._is_other:
            return None
        start = _append(self._descriptor, content)
        return None if start is None else start * _SIZES + len(content)


class PassingFile:
    """Bytes by name. It may have a hole, never wrong bytes; processes that are forked later read what is in it by then.

    A database that is opened and asked for each of them would take ten times as long.
    """

    def __init__(self, project: str) -> None:
        self._project = project
        self._stream: FileIO | None = None
        self._places: dict[str, int] = {}
        """Where each begins and, below `_SIZES`, how long it is: a number takes half of the room of two."""
        self._failed = False

    def put(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Keep these; nothing where the disk refuses, from then on."""
        stream = self._opened()
        if stream is None:
            return
        sizes, blocks = [], []
        for name, content in items:
            sizes.append((name, len(content)))
            blocks.append(content)
        start = _append(stream.fileno(), b"".join(blocks))
        if start is None:
            self._failed = True
            return
        for name, size in sizes:
            self._places[name] = start * _SIZES + size
            start += size

    def other_end(self) -> OtherEnd | None:
        """For processes that are forked from now on; None where not several can write into one file."""
        stream = self._opened()
        own = None if stream is None else open_to_append(stream.fileno())
        if stream is None or own is None:
            return None
        stream.close()
        self._stream = FileIO(own, "r+")
        return OtherEnd(own)

    def note(self, name: str, place: int) -> None:
        """Know what another process has left."""
        self._places[name] = place

    def place(self, name: str) -> int | None:
        """What tells these bytes from others that were put here under that name; None where there are none."""
        return self._places.get(name)

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

    def _opened(self) -> FileIO | None:
        if self._stream is None and not self._failed:
            try:
                # Unbuffered, so that there is nothing that two processes could both write.
                self._stream = tempfile.TemporaryFile(dir=open_state(self._project), buffering=0)  # noqa: SIM115
            except (OSError, BuildStopped):
                self._failed = True
        return None if self._failed else self._stream


def _append(descriptor: int, content: bytes) -> int | None:
    """Where these bytes begin at the end of the file; None where the disk refuses them. In one go, for others may write
    there too.
    """
    try:
        os.lseek(descriptor, 0, os.SEEK_END)
        written = os.write(descriptor, content)
        return os.lseek(descriptor, 0, os.SEEK_CUR) - written if written == len(content) else None
    except OSError:
        return None


def joined(body: bytes, printed: bytes) -> bytes:
    """A body, and the same as it is printed, as they go from process to process."""
    return len(body).to_bytes(4, "big") + body + printed


def parted(passed: bytes) -> tuple[bytes, bytes]:
    """A body and the same as it is printed, which may be nothing."""
    end = 4 + int.from_bytes(passed[:4], "big")
    return passed[4:end], passed[end:]
