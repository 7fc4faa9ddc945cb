"""How files are opened and moved on every system: what one of them lacks is named here and nowhere else."""

import os
import time
from collections.abc import Callable
from typing import TypeVar

_Answer = TypeVar("_Answer")

_BINARY = getattr(os, "O_BINARY", 0)
"""Windows changes the ends of lines unless it is told not to."""
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
"""Windows has none; there a link is found by looking before."""

READ = os.O_RDONLY | _NO_LINK | getattr(os, "O_NONBLOCK", 0) | _BINARY
"""To read a file: no link is followed, and no pipe waited for."""
READ_LINKED = READ & ~_NO_LINK
NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY
"""To write a file that is not there yet."""
OVER = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _NO_LINK | _BINARY
BOTH = os.O_RDWR | os.O_CREAT | _NO_LINK | _BINARY

_IN_USE = frozenset({5, 32, 33})
"""Windows: access denied, which is also said of folders with open files; in use by another process; locked."""
_PATIENCE = 2.0
_PAUSE = 0.02


def show_to_all(descriptor: int) -> None:
    """Let everybody read a file, whatever the umask; where files have no such mode, all is as it should be."""
    if hasattr(os, "fchmod"):
        os.fchmod(descriptor, 0o644)


def entry_status(entry: os.DirEntry[str], *, follow_symlinks: bool = False) -> os.stat_result:
    """What stat says of an entry; where listing a folder does not tell a file's number (Windows), it is asked again."""
    status = entry.stat(follow_symlinks=follow_symlinks)
    return status if status.st_ino else os.stat(entry.path, follow_symlinks=follow_symlinks)


def folder_stamp(status: os.stat_result) -> tuple[int, int]:
    """Inode and time of change of a folder, which another name in it changes; not its mtime alone, for whoever has put
    a file there may set that back.
    """
    return status.st_ino, max(status.st_mtime_ns, status.st_ctime_ns)


def read_at(descriptor: int, size: int, start: int) -> bytes:
    """Bytes of an open file that processes may share, where the system lets them. Raises OSError."""
    if hasattr(os, "pread"):
        return os.pread(descriptor, size, start)
    os.lseek(descriptor, start, os.SEEK_SET)
    return os.read(descriptor, size)


def open_to_append(descriptor: int) -> int | None:
    """Another descriptor of an open file, which writes at the end whatever other processes write; None where the system
    gives none.
    """
    try:
        return os.open(f"/proc/self/fd/{descriptor}", os.O_RDWR | os.O_APPEND)
    except (OSError, AttributeError):
        # Not Linux.
        return None


def link(source: str, target: str) -> None:
    """Give a file a second name. Raises OSError."""
    if os.link in os.supports_follow_symlinks:
        os.link(source, target, follow_symlinks=False)
    else:
        os.link(source, target)


def move(source: str, target: str) -> None:
    """Give a file or folder another name; a file takes the place of one that is there. Raises OSError."""
    patiently(lambda: os.replace(source, target))


def patiently(act: Callable[[], _Answer]) -> _Answer:
    """Do what another program may hinder for a moment: on Windows nothing is moved or removed that is open somewhere.

    Raises OSError where it takes too long, and at once for every other reason.
    """
    deadline = 0.0
    while True:
        try:
            return act()
        except OSError as problem:
            if getattr(problem, "winerror", None) not in _IN_USE:
                raise
            deadline = deadline or time.monotonic() + _PATIENCE
            if time.monotonic() >= deadline:
                raise
            time.sleep(_PAUSE)
