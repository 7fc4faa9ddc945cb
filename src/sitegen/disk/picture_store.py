"""Renditions of pictures between builds, by what they are made from: what is known need not be made again."""

import hashlib
import os
import stat
from collections.abc import Collection
from contextlib import suppress

from sitegen.diagnostics import BuildStopped
from sitegen.disk.opening import READ
from sitegen.disk.places import state_file
from sitegen.disk.state import open_state, write_state
from sitegen.model import KeptFile


class PictureStore:
    """A memory that may forget but never lies: what is damaged is not there. A name tells what its bytes come to."""

    def __init__(self, project: str) -> None:
        self._project = project
        self._folder = state_file(project, "pictures")
        self._names: dict[str, str] | None = None
        """By key: the file's name, `key-digest`."""

    def find(self, key: str) -> tuple[KeptFile, str] | None:
        """What was made from that, with the digest of its bytes; None where it is not known."""
        name = self._known().get(key)
        location = os.path.join(self._folder, name or "")
        told = name.rpartition("-")[2] if name else ""
        size = _size_of(location, told) if name else -1
        if size >= 0:
            return KeptFile(location=location, size=size, lasting=True), told
        if name:
            del self._known()[key]
            with suppress(OSError):
                os.unlink(location)
        return None

    def keep(self, key: str, data: bytes) -> tuple[bytes | KeptFile, str]:
        """The file that holds the bytes from now on, or the bytes themselves where none can; and their digest."""
        told = hashlib.sha256(data).hexdigest()[:32]
        location = os.path.join(self._folder, f"{key}-{told}")
        try:
            open_state(self._project)
            os.makedirs(self._folder, mode=0o755, exist_ok=True)
            if os.path.islink(self._folder):
                return data, told
            write_state(location, data)
        except (OSError, BuildStopped):
            # Publishing will say what is wrong with the disk, if it is wrong there too.
            return data, told
        self._known()[key] = os.path.basename(location)
        return KeptFile(location=location, size=len(data), lasting=True), told

    def prune(self, in_use: Collection[str]) -> None:
        """Forget all bytes but those with these digests."""
        for key, name in list(self._known().items()):
            if name.rpartition("-")[2] not in in_use:
                del self._known()[key]
                with suppress(OSError):
                    os.unlink(os.path.join(self._folder, name))

    def _known(self) -> dict[str, str]:
        if self._names is None:
            names: list[str] = []
            # A link in the place of the folder could lead anywhere.
            with suppress(OSError):
                if stat.S_ISDIR(os.lstat(self._folder).st_mode):
                    names = sorted(os.listdir(self._folder))
            self._names = {name.partition("-")[0]: name for name in names}
        return self._names


def _size_of(location: str, told: str) -> int:
    """How many bytes the file has; -1 where it is not what its name says."""
    try:
        with open(os.open(location, READ), "rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()[:32]
            return stream.tell() if found == told else -1
    except OSError:
        return -1
