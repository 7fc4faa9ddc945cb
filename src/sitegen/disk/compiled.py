"""Compiled templates between runs, in the cache folder of whoever runs this and nowhere else.

What is kept here is code and will be run, so it never lies in a project, which many can write to and somebody might
commit; and a folder that others can enter, or a file that they could have written, is not used.
"""

import hashlib
import marshal
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from importlib.util import MAGIC_NUMBER
from types import CodeType

from sitegen.disk.opening import READ
from sitegen.disk.state import write_state

MOST = 400
"""Files: those of a few versions of a few sites."""
_MAGIC = b"sitegen code 1\n"


class CompiledTemplates:
    """A memory that may forget: what is missing, damaged or of another version is not there."""

    def __init__(self, toolchain: str, *, learns: bool = True) -> None:
        """One that does not learn keeps nothing new: of a template that is being written each save is another."""
        self._toolchain = toolchain
        self._learns = learns
        self._folder = _own_folder()

    def load(self, text: str, name: str | None, path: str | None) -> CodeType | None:
        """The code of a template; None where it is not known."""
        if not self._folder:
            return None
        try:
            descriptor = os.open(self._location(text, name, path), READ)
            with open(descriptor, "rb") as stream:
                data = stream.read() if _is_own(os.fstat(descriptor), stat.S_ISREG, 0o022) else b""
            head, content = data[: len(_MAGIC) + 32], data[len(_MAGIC) + 32 :]
            if head != _MAGIC + hashlib.sha256(content).digest():
                return None
            code = marshal.loads(content)
        except (OSError, ValueError, EOFError, TypeError):
            return None
        return code if isinstance(code, CodeType) else None

    def save(self, text: str, name: str | None, path: str | None, code: CodeType) -> None:
        """Keep the code of a template, if there is a place to keep it."""
        if not self._folder or not self._learns:
            return
        content = marshal.dumps(code)
        with suppress(OSError):
            self._forget_oldest()
            write_state(self._location(text, name, path), _MAGIC + hashlib.sha256(content).digest() + content)

    def _location(self, text: str, name: str | None, path: str | None) -> str:
        known = repr((self._toolchain, MAGIC_NUMBER, text, name, path))
        return os.path.join(self._folder, hashlib.sha256(known.encode("utf-8", "surrogatepass")).hexdigest()[:32])

    def _forget_oldest(self) -> None:
        with os.scandir(self._folder) as listing:
            found = [entry.path for entry in listing]
        if len(found) < MOST:
            return
        ages = sorted((os.lstat(path).st_mtime_ns, path) for path in found)
        for _, path in ages[: MOST // 2]:
            os.unlink(path)


def _own_folder() -> str:
    """The folder, made if it is missing; empty where there is none that is only ours."""
    home = os.environ.get("HOME", "")
    base = os.environ.get("XDG_CACHE_HOME") or (os.path.join(home, ".cache") if home else "")
    if not os.path.isabs(base) or not hasattr(os, "getuid"):
        return ""
    folder = os.path.join(base, "sitegen")
    try:
        if not os.path.lexists(folder):
            with suppress(FileExistsError):
                os.makedirs(folder, mode=0o700)
        return folder if _is_own(os.lstat(folder), stat.S_ISDIR, 0o077) else ""
    except OSError:
        return ""


def _is_own(status: os.stat_result, is_kind: Callable[[int], bool], closed: int) -> bool:
    """Whether it is ours, and `closed` to others."""
    return is_kind(status.st_mode) and status.st_uid == os.getuid() and not status.st_mode & closed
