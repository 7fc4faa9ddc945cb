"""What a build puts aside: bytes by number in one file without a name, gone with the last process that has it."""

import os
import tempfile
import weakref
from array import array
from collections.abc import Iterable, Iterator, Sequence

from sitegen.diagnostics import BuildStopped
from sitegen.disk.failures import stopped
from sitegen.disk.opening import read_at
from sitegen.disk.places import STATE
from sitegen.disk.state import open_state

Left = tuple["array[int]", int, dict[int, bytes]]
"""Where each number begins, how much is in the file, and what is not."""
_TOGETHER = 1 << 20
"""Bytes that are written or read at a time."""


class Shelf:
    """Bytes by number, in no more memory than it takes to know where they are.

    What was put here by the time of a fork is there for the processes on both sides of it. Where the disk refuses,
    they are kept in memory.
    """

    def __init__(self, descriptor: int | None, starts: Sequence[int] = (0,)) -> None:
        """`descriptor` is a file that nobody else closes; `starts` say where in it each number begins, and the end."""
        self._descriptor = descriptor
        self._starts = array("Q", starts)
        self._written = self._starts[-1]
        self._held: dict[int, bytes] = {}
        """What is not in the file, by number."""
        self._waiting = 0
        if descriptor is not None:
            weakref.finalize(self, os.close, descriptor)

    @property
    def starts(self) -> Sequence[int]:
        """Where each number begins among all bytes, and where the last one ends."""
        return self._starts

    def put(self, content: bytes) -> int:
        """Keep these bytes; the number under which they are found."""
        number = len(self._starts) - 1
        self._held[number] = content
        self._starts.append(self._starts[-1] + len(content))
        self._waiting += len(content)
        if self._waiting > _TOGETHER:
            self.settle()
        return number

    def left(self) -> Left:
        """What the process that was forked from needs to know to find what this one has put here."""
        self.settle()
        return self._starts, self._written, self._held

    def adopt(self, left: Left) -> None:
        """Have what a process has put here that was forked when nothing was."""
        self._starts, self._written, self._held = left

    def append(self, other: "Shelf") -> int:
        """Keep all that is on another shelf; the number under which the first of it is found. Raises BuildStopped."""
        self.settle()
        first, end = len(self._starts) - 1, self._starts[-1]
        if self._held or not self._written_on(other.blocks()):
            for number in range(len(other._starts) - 1):
                self.put(other.take(number))
            return first
        self._starts.extend([end + start for start in other._starts[1:]])
        self._written = self._starts[-1]
        return first

    def settle(self) -> None:
        """Write what waits in memory; what is not written is not lost, and is tried again when there is more."""
        self._waiting = 0
        if self._written_on([b"".join(self._held.values())]):
            self._written = self._starts[-1]
            self._held.clear()

    def _written_on(self, blocks: Iterable[bytes]) -> bool:
        """Whether the disk takes these behind what it has."""
        if self._descriptor is None:
            return False
        try:
            os.lseek(self._descriptor, self._written, os.SEEK_SET)
            for block in blocks:
                rest = memoryview(block)
                while rest:
                    rest = rest[os.write(self._descriptor, rest):]
        except OSError:
            return False
        return True

    def take(self, number: int) -> bytes:
        """The bytes of that number. Raises BuildStopped (exit 3)."""
        held = self._held.get(number)
        if held is not None:
            return held
        start = self._starts[number]
        return self._read(start, self._starts[number + 1] - start)

    def blocks(self) -> Iterator[bytes]:
        """All bytes in the order of their numbers. Raises BuildStopped (exit 3)."""
        for start in range(0, self._written, _TOGETHER):
            yield self._read(start, min(_TOGETHER, self._written - start))
        yield from self._held.values()

    def _read(self, start: int, size: int) -> bytes:
        assert self._descriptor is not None
        try:
            content = read_at(self._descriptor, size, start)
        except OSError as problem:
            raise stopped(problem, "reading", STATE) from problem
        if len(content) != size:
            raise stopped(OSError(f"{size - len(content)} bytes are missing"), "reading", STATE)
        return content


def new_shelf(project: str) -> Shelf:
    """An empty shelf in the project's own folder."""
    try:
        # Unbuffered, so that there is nothing that two processes could both write.
        with tempfile.TemporaryFile(dir=open_state(project), buffering=0) as stream:
            return Shelf(os.dup(stream.fileno()))
    except (OSError, BuildStopped):
        return Shelf(None)
