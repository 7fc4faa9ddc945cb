"""Text files of a project that a command writes for people: whole or not at all, and never outside the project."""

import os
import stat

from sitegen.diagnostics import BuildStopped, error
from sitegen.disk.failures import stopped
from sitegen.disk.names import path_fault, shown
from sitegen.disk.opening import NEW, READ, move

WRITABLE = ("content", "translations")
"""The folders of a project that commands write into."""


def write_text(project: str, path: str, text: str) -> bool:
    """Put `text` at `path`, relative to the project, in one step; False where it stands there already.

    Folders are made as needed. Raises BuildStopped (exit 3) where something on the way is a link or is not a folder,
    where the path leads out of content/ and translations/, and where the disk refuses.
    """
    data = text.encode("utf-8")
    target = _checked(project, path)
    temporary = os.path.join(os.path.dirname(target), f".{os.path.basename(target)}.{os.getpid()}.part")
    try:
        mode = _mode_of(target)
        if mode is not None and _read(target) == data:
            return False
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(os.open(temporary, NEW, 0o644), "wb") as stream:
            stream.write(data)
        os.chmod(temporary, 0o644 if mode is None else mode)
        move(temporary, target)
    except OSError as problem:
        _forget(temporary)
        raise stopped(problem, "writing", path, needs=len(data)) from problem
    return True


def read_text(project: str, path: str) -> bytes | None:
    """The bytes of a file that commands write; None where there is none. Raises BuildStopped as `write_text` does."""
    target = _checked(project, path)
    try:
        return _read(target)
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise stopped(problem, "reading", path) from problem


def write_outside(path: str, text: str) -> None:
    """Put `text` into the file that was named on the command line, in one step. Raises BuildStopped (exit 3)."""
    target = os.path.abspath(path)
    temporary = os.path.join(os.path.dirname(target), f".{os.path.basename(target)}.{os.getpid()}.part")
    try:
        with open(os.open(temporary, NEW, 0o644), "wb") as stream:
            stream.write(text.encode())
        move(temporary, target)
    except OSError as problem:
        _forget(temporary)
        raise stopped(problem, "writing", path) from problem


def read_outside(path: str) -> bytes:
    """The bytes of a file that was named on the command line. Raises BuildStopped (exit 3)."""
    try:
        with open(path, "rb") as stream:
            return stream.read()
    except OSError as problem:
        raise stopped(problem, "reading", path) from problem


def remove_text(project: str, path: str) -> None:
    """Remove a file that commands write, if it is there. Raises BuildStopped as `write_text` does."""
    target = _checked(project, path)
    try:
        os.unlink(target)
    except FileNotFoundError:
        return
    except OSError as problem:
        raise stopped(problem, "removing", path) from problem


def _checked(project: str, path: str) -> str:
    """Where the file is; nothing on the way there may be a link."""
    parts = path.split("/")
    if parts[0] not in WRITABLE or len(parts) < 2 or path_fault(path):
        raise _refused(path, "is not a place for texts", "Texts are kept below content/ and translations/.")
    place = project
    for number, part in enumerate(parts):
        place = os.path.join(place, part)
        try:
            kind = os.lstat(place).st_mode
        except FileNotFoundError:
            break
        except OSError as problem:
            raise stopped(problem, "opening", path) from problem
        if stat.S_ISLNK(kind):
            raise _refused("/".join(parts[:number + 1]), "is a link", "Put the file or folder itself in its place.")
        last = number == len(parts) - 1
        if not (stat.S_ISREG(kind) if last else stat.S_ISDIR(kind)):
            raise _refused("/".join(parts[:number + 1]), f"is not a {'file' if last else 'folder'}", "Move it away.")
    return os.path.join(project, *parts)


def _refused(path: str, what: str, help: str) -> BuildStopped:
    return BuildStopped(error("E-FILE-PLACE", f"{shown(path)} {what}: nothing was written", help, path=shown(path),
                              exit=3))


def _mode_of(target: str) -> int | None:
    try:
        return stat.S_IMODE(os.lstat(target).st_mode)
    except FileNotFoundError:
        return None


def _read(target: str) -> bytes:
    with open(os.open(target, READ), "rb") as stream:
        return stream.read()


def _forget(temporary: str) -> None:
    try:
        os.unlink(temporary)
    except OSError:
        return
