"""Runs the command line as on a system that lacks what Linux has: what Windows has not is taken away first.

Not Windows itself: names and open files behave as they do here. But whoever uses what only some systems have finds out.
"""

import ctypes
import multiprocessing
import os
import signal
import sys
import types
from typing import Any

_GONE = {os: ("O_NOFOLLOW", "O_NONBLOCK", "fork", "forkpty", "register_at_fork", "getuid", "geteuid", "getgid",
              "fchmod", "fchown", "chown", "mkfifo", "sched_getaffinity", "killpg", "setsid"),
         signal: ("pthread_sigmask", "setitimer", "SIGALRM", "SIGHUP", "SIGKILL", "SIGUSR1")}


class _Entry:
    """An entry of a folder that tells no number of its file."""

    def __init__(self, entry: Any) -> None:
        self._entry = entry
        self.name, self.path = entry.name, entry.path

    def __getattr__(self, name: str) -> Any:
        return getattr(self._entry, name)

    def __fspath__(self) -> str:
        return str(self.path)

    def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
        status = self._entry.stat(follow_symlinks=follow_symlinks)
        fields = {name: getattr(status, name) for name in dir(status) if name.startswith("st_") and name != "st_ino"}
        return os.stat_result([status[0], 0, *status[2:]], fields)


class _Listing:
    def __init__(self, listing: Any) -> None:
        self._listing = listing

    def __enter__(self) -> "_Listing":
        return self

    def __exit__(self, *_: object) -> None:
        self._listing.close()

    def __iter__(self) -> "_Listing":
        return self

    def __next__(self) -> _Entry:
        return _Entry(next(self._listing))

    def close(self) -> None:
        self._listing.close()


def _busy_at_first(act: Any) -> Any:
    """Another program has a file open, for a moment, each third time."""
    count = 0

    def attempt(*arguments: Any, **options: Any) -> Any:
        nonlocal count
        count += 1
        if count % 3 == 1:
            problem = PermissionError(13, "in use", arguments[0])
            problem.winerror = 32  # type: ignore[attr-defined, unused-ignore]
            raise problem
        return act(*arguments, **options)

    return attempt


def _no_library(name: Any, *arguments: Any, **options: Any) -> Any:
    if name is None:
        raise TypeError("LoadLibrary() argument 1 must be str, not None")
    return _CDLL(name, *arguments, **options)


def _locking() -> types.ModuleType:
    """msvcrt, by means of what this system has."""
    import fcntl

    found = types.ModuleType("msvcrt")

    def locking(descriptor: int, mode: int, size: int) -> None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PermissionError(13, "Permission denied") from None

    found.locking, found.LK_NBLCK = locking, 2  # type: ignore[attr-defined]
    return found


_CDLL = ctypes.CDLL
_scandir = os.scandir


def take_away() -> None:
    """Leave only what Windows has, too."""
    for module, names in _GONE.items():
        for name in names:
            if hasattr(module, name):
                delattr(module, name)
    sys.modules["msvcrt"] = _locking()
    sys.modules["fcntl"] = None  # type: ignore[assignment]
    os.scandir = lambda path=".": _Listing(_scandir(path))  # type: ignore[assignment]
    os.supports_follow_symlinks = os.supports_follow_symlinks - {os.link}
    os.replace = _busy_at_first(os.replace)
    ctypes.CDLL = _no_library  # type: ignore[misc, assignment]
    multiprocessing.set_start_method("spawn", force=True)


# In workers too, which are started anew and read this file first.
import asyncio  # noqa: E402, F401
import tempfile  # noqa: E402, F401

take_away()

if __name__ == "__main__":
    from sitegen.__main__ import main

    main()
