"""What has changed in the project's folders: told by the system, or found by looking again and again."""

import asyncio
import os
import tempfile
import warnings
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, Protocol

from sitegen.disk.opening import entry_status
from sitegen.disk.places import FOLDERS
from sitegen.document_paths import CONFIG

EVERYTHING = ""
"""Stands for: look at all of it."""
_TOLD = frozenset({"created", "modified", "moved", "deleted"})
"""Reading a file is told, too, and the preview reads."""


class Pace(NamedTuple):
    """Seconds."""

    first: float = 0.003
    """One save is several events: its others come within this time."""
    quiet: float = 0.03
    """A burst is over when nothing has come for this long."""
    burst: float = 1.0
    """After this long a burst that does not end is acted on."""
    scan: float = 0.5
    """Between two looks, where the system does not tell."""
    git: float = 5.0
    """Git is waited for at most this long."""


PACE = Pace()
FEW = 3
"""More paths than that at once are a burst."""


class Tell(Protocol):
    def __call__(self, path: str) -> None:
        """A path relative to the project has changed."""


class Changes:
    """The paths that have changed, collected until somebody asks."""

    def __init__(self, project: str, pace: Pace = PACE) -> None:
        self._pace = pace
        self._git = os.path.join(project, ".git", "index.lock")
        self._paths: set[str] = set()
        self._came = asyncio.Event()

    def tell(self, path: str) -> None:
        """A path has changed; called in the thread of the connections."""
        self._paths.add(path)
        self._came.set()

    @property
    def waiting(self) -> bool:
        """Whether something has changed that nobody has asked for yet."""
        return bool(self._paths)

    async def next(self) -> set[str]:
        """What has changed since the last time: a save at once, a burst when it is over."""
        await self._came.wait()
        await asyncio.sleep(self._pace.first)
        if len(self._paths) > FEW or os.path.exists(self._git):
            await self._end_of_burst()
        paths, self._paths = self._paths, set()
        self._came.clear()
        return paths

    async def more(self, seconds: float) -> bool:
        """Whether something else changes within this time."""
        try:
            async with asyncio.timeout(seconds):
                await self._came.wait()
        except TimeoutError:
            return False
        return True

    async def _end_of_burst(self) -> None:
        clock = asyncio.get_running_loop().time
        begun = clock()
        while True:
            self._came.clear()
            quiet = not await self.more(self._pace.quiet)
            limit = self._pace.git if os.path.exists(self._git) else self._pace.burst
            if (quiet and limit == self._pace.burst) or clock() - begun > limit:
                return


# ---- told ------------------------------------------------------------------------------------------------------------


class Watcher:
    """Has the system tell of changes. Raises OSError where it has no watches left."""

    def __init__(self, project: str, tell: Callable[[str], None]) -> None:
        """`tell` is called in a thread of the watcher's."""
        from watchdog import events
        from watchdog.observers import Observer

        # It tells people of folders that it watches already, and they can do nothing about that.
        warnings.filterwarnings("ignore", category=RuntimeWarning, module=r"watchdog\.")
        self._project = os.path.realpath(project)
        self._tell = tell
        self._observer = Observer()
        self._watched: set[str] = set()
        watcher = self

        class _Ears(events.FileSystemEventHandler):
            def on_any_event(self, event: Any) -> None:
                watcher._hear(event)

        self._ears = _Ears()
        # Nothing else, above all not that something is read: reading a large site once would fill the system's queue,
        # and looking at all folders again because of that would fill it for ever.
        self._wanted = [
            events.FileCreatedEvent, events.FileModifiedEvent, events.FileMovedEvent, events.FileDeletedEvent,
            events.DirCreatedEvent, events.DirMovedEvent, events.DirDeletedEvent]
        self._observer.schedule(self._ears, self._project, event_filter=self._wanted)
        self._watch_folders()
        self._observer.start()

    def check(self) -> None:
        """Raise OSError where the system has no watch left: for a new folder there may have been none, unsaid."""
        # A folder that is watched already takes no other watch.
        with tempfile.TemporaryDirectory() as folder:
            self._observer.unschedule(self._observer.schedule(self._ears, folder, event_filter=self._wanted))

    def stop(self) -> None:
        """Listen no more."""
        self._observer.stop()

    def _watch_folders(self) -> None:
        for name in FOLDERS:
            folder = os.path.join(self._project, name)
            if name not in self._watched and os.path.isdir(folder) and not os.path.islink(folder):
                self._watched.add(name)
                self._observer.schedule(self._ears, folder, recursive=True, event_filter=self._wanted)

    def _hear(self, event: Any) -> None:
        if event.event_type not in _TOLD or (event.is_directory and event.event_type == "modified"):
            return
        for location in (event.src_path, getattr(event, "dest_path", "")):
            path = os.path.relpath(os.fsdecode(location), self._project).replace(os.sep, "/") if location else ""
            if not path or not is_source(path):
                continue
            if path in FOLDERS:
                self._folder_changed(path)
            # Of a folder that came or went, not every file is told.
            self._tell(EVERYTHING if event.is_directory else path)

    def _folder_changed(self, name: str) -> None:
        if not os.path.isdir(os.path.join(self._project, name)):
            self._watched.discard(name)
            return
        try:
            self._watch_folders()
        except OSError:
            self._watched.discard(name)


def is_source(path: str) -> bool:
    """Whether a path may be part of the site; what editors and this program write beside files is not."""
    name = path.rpartition("/")[2]
    return (path == CONFIG or path.partition("/")[0] in FOLDERS) and not name.startswith(".") and name[-1:] != "~"


# ---- found -----------------------------------------------------------------------------------------------------------


Stamps = dict[str, tuple[int, int, int, int]]


def stamps(project: str) -> Stamps:
    """Size, times and number of every file that may be part of the site, by path."""
    found: Stamps = {}
    for name in (CONFIG, *FOLDERS):
        for path, status in _walk(os.path.join(project, name), name):
            # The time of modification can be set back, that of change cannot.
            found[path] = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    return found


def _walk(location: str, path: str) -> Iterator[tuple[str, os.stat_result]]:
    try:
        if path == CONFIG:
            yield path, os.lstat(location)
            return
        with os.scandir(location) as entries:
            children = list(entries)
    except OSError:
        return
    for entry in children:
        below = f"{path}/{entry.name}"
        if not is_source(below):
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(entry.path, below)
            else:
                yield below, entry_status(entry)
        except OSError:
            continue


class Scanner:
    """Finds by looking what the system does not tell."""

    def __init__(self, project: str, tell: Tell) -> None:
        self._project = project
        self._tell = tell
        self._known: Stamps | None = None
        self._turn = asyncio.Lock()

    async def look(self) -> None:
        """Tell what is another than at the last look; the first one tells nothing.

        Whoever has read the sources by himself looks here too: a file that came and went between two looks would else
        stay with him.
        """
        async with self._turn:
            now = await asyncio.to_thread(stamps, self._project)
            known = now if self._known is None else self._known
            for path in sorted(known.keys() | now.keys()):
                if known.get(path) != now.get(path):
                    self._tell(path)
            self._known = now

    async def look_again(self, seconds: float) -> None:
        """Look again and again; never ends."""
        while True:
            await self.look()
            await asyncio.sleep(seconds)


# ---- half-written files ----------------------------------------------------------------------------------------------

_SETTLE = 0.05
_LONGEST_WAIT = 2.0


async def settled(project: str, paths: set[str]) -> None:
    """Wait for files that are empty at this moment: some editors truncate a file, then write it."""
    waited = 0.0
    while waited < _LONGEST_WAIT:
        before = _sizes(project, paths)
        if 0 not in before.values():
            return
        await asyncio.sleep(_SETTLE)
        waited += _SETTLE
        if _sizes(project, paths) == before and waited > _SETTLE:
            # Twice the same, empty: that is how it is meant.
            return


def _sizes(project: str, paths: set[str]) -> dict[str, int]:
    sizes: dict[str, int] = {}
    for path in sorted(paths - {EVERYTHING}):
        try:
            sizes[path] = os.lstat(os.path.join(project, path)).st_size
        except OSError:
            sizes[path] = -1
    return sizes
