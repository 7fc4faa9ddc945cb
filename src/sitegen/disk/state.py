"""The .sitegen folder: made when needed, its files replaced whole."""

import os
import stat
from collections.abc import Callable, Iterable

from sitegen.diagnostics import BuildStopped, error
from sitegen.disk.failures import stopped
from sitegen.disk.opening import NEW, move
from sitegen.disk.places import STATE


def open_state(project: str) -> str:
    """The path of .sitegen/, which exists from now on. Raises BuildStopped (exit 3) where it cannot."""
    folder = os.path.join(project, STATE)
    try:
        found = os.lstat(folder)
    except FileNotFoundError:
        return _make_folder(folder)
    except OSError as problem:
        raise stopped(problem, "opening", STATE) from problem
    if not stat.S_ISDIR(found.st_mode):
        raise BuildStopped(error("E-STATE", f"{STATE} is not a folder", f"remove {STATE}; it is made again", exit=3))
    return folder


def write_state(path: str, data: bytes | Iterable[bytes], *, head: Callable[[], bytes] = bytes) -> None:
    """Put `data`, or its blocks, at `path` in one step: readers see the old bytes or the new. Raises OSError.

    It begins with what `head` says when all blocks are drawn, which is as long as what it says before.
    """
    temporary = f"{path}.{os.getpid()}.part"
    try:
        # A leftover of a killed run with the same process number is replaced, a link never followed.
        _forget(temporary)
        with open(os.open(temporary, NEW, 0o644), "wb") as stream:
            stream.write(head())
            stream.writelines([data] if isinstance(data, bytes) else data)
            if first := head():
                stream.seek(0)
                stream.write(first)
        os.chmod(temporary, 0o644)
        move(temporary, path)
    except (OSError, BuildStopped):
        _forget(temporary, quiet=True)
        raise


def forget_state(path: str) -> None:
    """Remove a file of .sitegen/ if it is there. Raises OSError."""
    _forget(path)


def _make_folder(folder: str) -> str:
    try:
        os.mkdir(folder)
        os.chmod(folder, 0o755)
    except FileExistsError:
        pass
    except OSError as problem:
        raise stopped(problem, "making", STATE) from problem
    return folder


def _forget(path: str, *, quiet: bool = False) -> None:
    try:
        os.unlink(path)
    except FileNotFoundError:
        pass
    except OSError:
        if not quiet:
            raise
