"""Rendered pages until they are published: a few in memory, the rest in a folder of .sitegen."""

import errno
import hashlib
import os
import stat
from collections.abc import Mapping
from contextlib import suppress

from sitegen.diagnostics import BuildStopped
from sitegen.disk.folders import make_folder, with_folder
from sitegen.disk.names import path_fault
from sitegen.disk.opening import NEW, show_to_all
from sitegen.disk.places import state_file
from sitegen.disk.publish import Held, Standby
from sitegen.disk.state import open_state
from sitegen.model import KeptFile, Rendered

IN_MEMORY = 4_000_000
"""Bytes; an edit of a few pages never touches the folder."""
IN_TREE = KeptFile(location="", size=0)
"""What stands in the tree at its path: of very many files nobody need be told where each is."""


class Scratch:
    """Holds what one build has rendered; what is left over is gone when it is closed."""

    def __init__(self, project: str, output: str) -> None:
        self._project = project
        self._folder = state_file(project, "made", output)
        self._held = 0
        self._number = 0
        self._is_open = False
        self.tree = ""
        """Where finished contents stand in a tree; empty where there is none."""
        self._planted: Tree | None = None
        self.standby: Standby | None = None
        """What is published next, where somebody will publish."""

    def keep(self, data: bytes) -> bytes | KeptFile:
        """The bytes themselves, or the file that holds them now: as written, mode 0644, for publishing to move away."""
        self._held += len(data)
        if self._held <= IN_MEMORY:
            return data
        try:
            return self._write(data)
        except (OSError, BuildStopped):
            # Publishing will say what is wrong with the disk, if it is wrong there too.
            return data

    def plant(self, *, again: bool = False) -> "Tree | None":
        """A tree for what many processes make, where the disk has room for one.

        `again` where one is published already: what is made is put into the next one, or moved there file by file, and
        needs no folders here.
        """
        location = os.path.join(self._folder, "tree")
        try:
            if again and self.standby and (folder := self.standby.take()):
                self._planted = Tree(folder, over=True)
                return self._planted
            self._open()
            os.mkdir(location, 0o755)
        except (OSError, BuildStopped):
            return None
        self.tree = "" if again else location
        self._planted = Tree(location, flat=again)
        return self._planted

    def found(self, path: str, data: bytes | KeptFile) -> bytes | KeptFile:
        """The same, with its location where that is in the tree."""
        if self._planted is None or data is not IN_TREE:
            return data
        return KeptFile(location=self._planted.place(path), size=0)

    def held(self, made: Mapping[str, Rendered]) -> Held | None:
        """What the standby holds with everything that was put there; None where nobody took it."""
        held = self.standby.held if self.standby else None
        return held and held.with_placed({path: one.digest for path, one in made.items() if one.data is IN_TREE})

    def close(self) -> None:
        """Forget everything that was not published."""
        if self._is_open:
            _remove(self._folder)

    def _open(self) -> None:
        if not self._is_open:
            # What a killed build left behind is nobody's.
            _remove(self._folder)
            open_state(self._project)
            os.mkdir(self._folder, 0o700)
            self._is_open = True

    def _write(self, data: bytes) -> KeptFile:
        self._open()
        self._number += 1
        location = os.path.join(self._folder, str(self._number))
        _write(os.open(location, NEW, 0o644), data)
        return KeptFile(location=location, size=len(data))


class Tree:
    """A folder in which finished contents stand as they will be published; every process may put its own there.

    So nobody hands pages on, and a site that is published for the first time is there in one step.
    """

    def __init__(self, folder: str, *, flat: bool = False, over: bool = False) -> None:
        """With `flat`, all of it stands in the one folder, and nowhere as it will be published; with `over`, files are
        there already, which others may share.
        """
        self._folder = folder
        self._flat = flat
        self._over = over
        self._folders_are_seen: bool | None = None
        """Whether folders are for everybody to read as they are made, and so need not be told; None until one is."""
        self._files_are_seen: bool | None = None

    def keep(self, path: str, data: bytes) -> bytes | KeptFile:
        """That the tree holds the bytes now, or the bytes themselves where they cannot stand at that path."""
        if path_fault(path):
            return data
        location = self.place(path)
        try:
            descriptor = self._new(location)
            if self._files_are_seen is None:
                self._files_are_seen = stat.S_IMODE(os.fstat(descriptor).st_mode) == 0o644
            _write(descriptor, data, seen=self._files_are_seen)
        except OSError:
            # Publishing will say what is wrong with the disk, if it is wrong there too.
            with suppress(OSError):
                os.unlink(location)
            return data
        return IN_TREE

    def _new(self, location: str) -> int:
        """A new file. Raises OSError."""
        if self._over:
            with suppress(FileNotFoundError):
                # Never written into: the published tree may share it.
                os.unlink(location)
        else:
            # Most pages are alone in their folders.
            self._make_folder(location.rpartition("/")[0])
        try:
            return os.open(location, NEW, 0o644)
        except FileNotFoundError:
            return with_folder(location, lambda: os.open(location, NEW, 0o644))
        except FileExistsError:
            # Whoever was lost when it was writing this.
            os.unlink(location)
            return os.open(location, NEW, 0o644)

    def place(self, path: str) -> str:
        """Where the contents of that path are."""
        name = hashlib.sha256(path.encode()).hexdigest()[:32] if self._flat else path
        return f"{self._folder}/{name}"

    def _make_folder(self, folder: str) -> None:
        try:
            os.mkdir(folder, 0o755)
        except FileExistsError:
            return
        except FileNotFoundError:
            make_folder(folder)
            return
        if self._folders_are_seen is None:
            self._folders_are_seen = stat.S_IMODE(os.stat(folder).st_mode) == 0o755
        if not self._folders_are_seen:
            os.chmod(folder, 0o755)


def _write(descriptor: int, data: bytes, *, seen: bool = False) -> None:
    try:
        if not seen:
            show_to_all(descriptor)
        if os.write(descriptor, data) != len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    finally:
        os.close(descriptor)


def _remove(folder: str) -> None:
    # Most builds need no folder, and so not this either.
    import shutil

    shutil.rmtree(folder, ignore_errors=True)
