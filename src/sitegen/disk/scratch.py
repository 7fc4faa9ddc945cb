"""Rendered pages until they are published: a few in memory, the rest in a folder of .sitegen."""

import os

from sitegen.diagnostics import BuildStopped
from sitegen.disk.opening import NEW, show_to_all
from sitegen.disk.places import state_file
from sitegen.disk.state import open_state
from sitegen.model import KeptFile

IN_MEMORY = 4_000_000
"""Bytes; an edit of a few pages never touches the folder."""


class Scratch:
    """Holds what one build has rendered; what is left over is gone when it is closed."""

    def __init__(self, project: str, output: str) -> None:
        self._project = project
        self._folder = state_file(project, "made", output)
        self._held = 0
        self._number = 0

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

    def close(self) -> None:
        """Forget everything that was not published."""
        if self._number:
            _remove(self._folder)

    def _write(self, data: bytes) -> KeptFile:
        if not self._number:
            # What a killed build left behind is nobody's.
            _remove(self._folder)
            open_state(self._project)
            os.mkdir(self._folder, 0o700)
        self._number += 1
        location = os.path.join(self._folder, str(self._number))
        descriptor = os.open(location, NEW, 0o644)
        with open(descriptor, "wb", buffering=0) as stream:
            show_to_all(descriptor)
            stream.write(data)
        return KeptFile(location=location, size=len(data))


def _remove(folder: str) -> None:
    # Most builds need no folder, and so not this either.
    import shutil

    shutil.rmtree(folder, ignore_errors=True)
