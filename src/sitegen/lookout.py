"""What stat says of the sources and of the published tree, looked at by another process while this one loads more.

Nothing else is needed for that but the names that the last build remembers; where nothing is remembered yet, it looks
what sources there are. The process reads, and does nothing else; where there is none, or what it says belongs to
another ledger, the build looks itself, by the same functions.
"""

import os
import signal
import sys
from contextlib import suppress

import msgspec

from sitegen.disk.ledger import ledger_mark, ledger_size, load_places
from sitegen.disk.places import theme_root
from sitegen.disk.published import Glance, glance
from sitegen.disk.rescan import Others, look_again
from sitegen.disk.sources import FirstLook, look_first
from sitegen.model import Request, Value
from sitegen.workers import STOPS, can_fork, signals_held_back, usable_cores

WORTHWHILE = 5_000_000
"""Bytes of a ledger from which on a process is begun: those of some 4,000 pages, of fewer it costs what it saves."""
_BLOCK = 1 << 20


class Seen(Value, frozen=True):
    """What was seen, as a difference from the ledger of that mark."""

    mark: bytes = b""
    sources: Others | None = None
    tree: Glance | None = None
    first: FirstLook | None = None
    """Of a project for which there is no ledger."""


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Seen).decode


class Lookout:
    """A process that looks; what it says is waited for when somebody asks."""

    def __init__(self, process: int, answers: int) -> None:
        self._process = process
        self._answers = answers
        self._seen: Seen | None = None

    def seen(self, project: str, output: str) -> Seen:
        """What it saw, if the ledger is still the one that it looked by; else nothing."""
        if self._seen is None:
            self._seen = self._wait()
        return self._seen if self._seen.mark == ledger_mark(project, output) else Seen()

    def _wait(self) -> Seen:
        blocks = []
        try:
            while block := os.read(self._answers, _BLOCK):
                blocks.append(block)
            return _decode(b"".join(blocks))
        except (OSError, msgspec.DecodeError):
            # The process was lost.
            return Seen()

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if self._process:
            os.close(self._answers)
            with suppress(OSError):
                os.kill(self._process, signal.SIGKILL)
            with suppress(OSError):
                os.waitpid(self._process, 0)
            self._process = 0


def begin(request: Request) -> Lookout | None:
    """Begin to look, where that saves time: there is much to look at, and a processor to do it.

    A build that may have to wait for another one looks when it is its turn.
    """
    if request.clean or request.wait or request.jobs == 1 or not can_fork() or _has_threads() or usable_cores() < 2:
        return None
    if 0 < ledger_size(request.project, request.output) < WORTHWHILE:
        return None
    answers, sender = os.pipe()
    try:
        with signals_held_back():
            process = os.fork()
            if not process:
                _look_and_end(request, sender)
    except OSError:
        # The system has no process to spare.
        os.close(answers)
        return None
    finally:
        os.close(sender)
    return Lookout(process, answers)


def _has_threads() -> bool:
    """Whether a process that is forked might wait for ever for what a thread holds."""
    threading = sys.modules.get("threading")
    return threading is not None and threading.active_count() > 1


def _look_and_end(request: Request, sender: int) -> None:
    """All that the process does; it ends whatever happens, and cleans up nothing that belongs to its parent."""
    try:
        for number in STOPS:
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
        rest = memoryview(_encode(look(request.project, request.output, alone=True)))
        while rest:
            rest = rest[os.write(sender, rest):]
    finally:
        os._exit(0)


def look(project: str, output: str, *, alone: bool = False) -> Seen:
    """What stat says now; `alone` in its process, from within the tree, because short paths are looked up sooner."""
    found = load_places(project, output)
    if found is None:
        # A ledger that is damaged, or just being replaced, is the build's own affair.
        return Seen() if ledger_mark(project, output) else Seen(first=look_first(project, theme_root()))
    mark, ledger = found
    sources = look_again(project, theme_root(), ledger=ledger)
    if alone:
        with suppress(OSError):
            os.chdir(output)
            output = os.curdir
    return Seen(mark=mark, sources=sources, tree=glance(output, ledger=ledger))
