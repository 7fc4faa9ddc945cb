"""Two folders change places: in one step where the system can, else by a journal that the next run completes."""

import errno
import os
from contextlib import suppress
from functools import lru_cache
from typing import Any

from sitegen.disk.opening import move
from sitegen.disk.places import standby_of, state_file
from sitegen.disk.state import forget_state, open_state, write_state

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_CANNOT = frozenset((errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.ENOTSUP))

published = False
"""Whether this process has begun to publish: from then on an interruption comes too late, and is not heeded."""


def exchange(project: str, output: str, standby: str) -> None:
    """Publish the standby as the output; the old output, if there was one, is the standby from now on.

    Raises OSError with the output as it was.
    """
    global published
    published = True
    try:
        if not os.path.lexists(output):
            move(standby, output)
        elif not rename_exchange(output, standby):
            _exchange_by_journal(project, output, standby)
    except OSError:
        published = False
        raise


def forget_exchange() -> None:
    """What was published was a trial: the run can be stopped again."""
    global published
    published = False


def rename_exchange(one: str, other: str) -> bool:
    """Let two folders change names in one step; False where the system or the file system cannot. Raises OSError."""
    rename = _renameat2()
    if rename is None:
        return False
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    import ctypes

    code = ctypes.get_errno()
    if code in _CANNOT:
        return False
    raise OSError(code, os.strerror(code), one)


def finish_swap(project: str, output: str) -> None:
    """Complete, or undo, a swap by journal that was cut short. Raises OSError."""
    journal = _journal(project, output)
    if not os.path.lexists(journal):
        return
    standby, aside = standby_of(output), _aside(output)
    if not os.path.lexists(output):
        # The standby was complete before the journal was begun; without it the old tree comes back.
        move(standby if os.path.isdir(standby) else aside, output)
    if os.path.lexists(aside) and not os.path.lexists(standby):
        move(aside, standby)
    forget_state(journal)


def _exchange_by_journal(project: str, output: str, standby: str) -> None:
    aside = _aside(output)
    open_state(project)
    write_state(_journal(project, output), b"a swap is under way\n")
    move(output, aside)
    try:
        move(standby, output)
    except OSError:
        move(aside, output)
        forget_state(_journal(project, output))
        raise
    # The new tree is published: what fails now is left to the next run.
    with suppress(OSError):
        move(aside, standby)
        forget_state(_journal(project, output))


def _journal(project: str, output: str) -> str:
    return state_file(project, "swap", output)


def _aside(output: str) -> str:
    return standby_of(output) + "-old"


@lru_cache(maxsize=1)
def _renameat2() -> Any:
    import ctypes

    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return None
    rename.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    return rename
