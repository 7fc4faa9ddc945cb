"""One build at a time in a project."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sitegen.diagnostics import BuildStopped, error
from sitegen.disk.failures import stopped
from sitegen.disk.names import shown
from sitegen.disk.opening import BOTH
from sitegen.disk.places import STATE
from sitegen.disk.state import open_state

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]
try:
    import msvcrt
except ImportError:  # every other system
    msvcrt = None  # type: ignore[assignment]

_PAUSE = 0.05
_FAR = 1 << 20
"""The byte that is locked on Windows: one beyond the text, which others could not read else."""
_held: set[int] = set()


@contextmanager
def lock(project: str, output: str, *, wait: float = 0.0) -> Iterator[None]:
    """Hold the project for one build into `output`, waiting up to `wait` seconds for another.

    Raises BuildStopped (exit 3) naming the process that holds it. The system frees the lock of a process that died.
    """
    path = os.path.join(open_state(project), "lock")
    deadline = time.monotonic() + wait
    while (descriptor := _take(path)) is None:
        if time.monotonic() >= deadline:
            raise _busy(path, output)
        time.sleep(_PAUSE)
    _held.add(descriptor)
    try:
        yield
    finally:
        _held.discard(descriptor)
        _free(path, descriptor)


def _take(path: str) -> int | None:
    try:
        if fcntl is None and msvcrt is None:
            return _take_file(path)
        descriptor = os.open(path, BOTH, 0o644)
    except FileExistsError:
        return None
    except OSError as problem:
        raise stopped(problem, "locking", f"{STATE}/lock", code="E-LOCK") from problem
    try:
        if not _is_free(descriptor):
            os.close(descriptor)
            return None
    except OSError as problem:
        os.close(descriptor)
        raise stopped(problem, "locking", f"{STATE}/lock", code="E-LOCK") from problem
    _sign(descriptor)
    return descriptor


def _is_free(descriptor: int) -> bool:
    """Whether nobody else has the lock; then it is ours until the file is closed. Raises OSError."""
    try:
        if fcntl is not None:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            os.lseek(descriptor, _FAR, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
            os.lseek(descriptor, 0, os.SEEK_SET)
    except BlockingIOError:
        return False
    except PermissionError:
        # What Windows says of a lock that is held.
        if fcntl is None:
            return False
        raise
    return True


def _take_file(path: str) -> int:
    """Where the system has no locks: a file that only one can make. Raises FileExistsError."""
    if _abandoned(path):
        with suppress(OSError):
            os.unlink(path)
    descriptor = os.open(path, BOTH | os.O_EXCL, 0o644)
    _sign(descriptor)
    return descriptor


def _abandoned(path: str) -> bool:
    pid, _, began = _owner(path)
    return pid > 0 and began != _began(pid)


def _sign(descriptor: int) -> None:
    """Say who holds the lock and since when; only for people, so a full disk does not matter here."""
    with suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()} {time.strftime('%H:%M')} {_began(os.getpid())}\n".encode())


def _began(pid: int) -> str:
    """Something that differs between two processes of the same number; empty for a process that is gone."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as stream:
            return stream.read().rpartition(b")")[2].split()[19].decode()
    except (OSError, IndexError):
        return "unknown" if not os.path.isdir("/proc/self") else ""


def _owner(path: str) -> tuple[int, str, str]:
    try:
        with open(path, encoding="ascii", errors="replace") as stream:
            pid, since, began = stream.read(200).split()
        return int(pid), since, began
    except (OSError, ValueError):
        return 0, "", ""


def _busy(path: str, output: str) -> BuildStopped:
    pid, since, _ = _owner(path)
    who = f"pid {pid} since {shown(since)} is building" if pid else "another process is building"
    return BuildStopped(error("E-LOCK", f"{who}; this build into {shown(os.path.basename(output))} was not begun",
                              "wait until it has finished, or give --wait 60 to wait for it", exit=3))


def _free(path: str, descriptor: int) -> None:
    with suppress(OSError):
        os.ftruncate(descriptor, 0)
    with suppress(OSError):
        os.close(descriptor)
    if fcntl is None and msvcrt is None:
        with suppress(OSError):
            os.unlink(path)


def _forget_in_child() -> None:
    """A worker must not keep its dead parent's lock."""
    for descriptor in _held:
        with suppress(OSError):
            os.close(descriptor)
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_in_child)
