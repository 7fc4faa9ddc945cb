"""What the operating system refuses, said in words that lead to a remedy."""

import errno

from sitegen.diagnostics import BuildStopped, error
from sitegen.disk.names import shown

_FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
_DENIED = frozenset((errno.EACCES, errno.EPERM))
_TOO_MANY = frozenset((errno.EMFILE, errno.ENFILE))


def stopped(problem: OSError, doing: str, path: str, *, needs: int = 0, code: str = "E-DISK") -> BuildStopped:
    """The end of the run, exit 3, for an operation that failed while `doing` ("writing") something to `path`.

    `needs` is the number of bytes that are still to be written, told where the disk is full.
    """
    name = shown(path)
    if problem.errno in _FULL:
        room = f" (needs about {max(1, round(needs / 1e6))} MB)" if needs else ""
        return BuildStopped(error("E-DISK-FULL", f"disk full while {doing} {name}{room}",
                                  "free some space and run the same command again", exit=3))
    if problem.errno == errno.EROFS:
        return BuildStopped(error(code, f"read-only file system while {doing} {name}",
                                  "choose a folder that can be written, or give another with --output", exit=3))
    if problem.errno in _DENIED:
        return BuildStopped(error(code, f"no permission for {doing} {name}",
                                  "ask the owner of that file or folder, or run as the user who owns it", exit=3))
    if problem.errno in _TOO_MANY:
        return BuildStopped(error(code, f"too many open files while {doing} {name}",
                                  "close other programs, or raise the limit with: ulimit -n 4096", exit=3))
    reason = shown((problem.strerror or type(problem).__name__).lower())
    return BuildStopped(error(code, f"{reason} while {doing} {name}",
                              "check the disk and its connection, then run the same command again", exit=3))
