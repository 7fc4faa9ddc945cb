"""The sources where stat proves that the same files are there as at the last build: no folder need be listed again.

Of each file it is told whether it is as it was, by the same rule as ever. At any doubt there is no answer, and
everything is looked for anew (`disk/sources.py`).
"""

import os
import stat
import time
from collections.abc import Collection, Iterable, Mapping

from msgspec.structs import replace

from sitegen.disk.opening import folder_stamp
from sitegen.disk.places import FOLDERS
from sitegen.disk.sources import LARGE, RACY_NS, Locations, Scan, digested, ignored, known_of, seen_of
from sitegen.model import FileStamp, Ledger, Value


class Others(Value, frozen=True):
    """What is another of the sources than at the last build; the names of all are what they were."""

    taken_ns: int
    stamps: dict[str, FileStamp]
    """By path; without a digest."""
    folders: dict[str, tuple[int, int]]
    """By where they are."""


def rescan(project: str, theme: str, *, ledger: Ledger, seen: Others | None = None) -> Scan | None:
    """What `scan` would find, if that is sure to be the files of the last build, edited or not.

    `seen` is what was seen of them a moment ago, where somebody has looked already.
    """
    others = seen or look_again(project, theme, ledger=ledger)
    if others is None:
        return None
    before = ledger.places
    folders = {**before.folders, **others.folders}
    stamps = {**ledger.sources, **others.stamps}
    return Scan(
        stamps=stamps, locations=Locations(project, stamps, before.elsewhere), folders=folders,
        taken_ns=others.taken_ns, places=replace(before, folders=folders))


def look_again(project: str, theme: str, *, ledger: Ledger) -> Others | None:
    """What is another of the sources; None where more may be than stamps."""
    before = ledger.places
    if (before.project, before.theme) != (project, theme):
        return None
    taken = time.time_ns()
    locations = _locations(project, ledger)
    places = {*locations.values(), *before.folders}
    settled_ns = ledger.taken_ns - RACY_NS
    try:
        if _has_others(project, theme, places):
            return None
        # Looked at before they are listed: a name that comes afterwards tells.
        folders = dict(zip(before.folders, map(folder_stamp, map(os.stat, before.folders)), strict=True))
        doubtful = [path for path, stamp in folders.items() if stamp != before.folders[path] or stamp[1] >= settled_ns]
        if not all(_holds_only(folder, project, places) for folder in doubtful):
            return None
        found = list(map(os.lstat, locations.values()))
    except OSError:
        return None
    stamps = _stamps(ledger.sources, found, settled_ns)
    return None if stamps is None else Others(
        taken_ns=taken, stamps=stamps, folders={path: folders[path] for path in doubtful})


def _locations(project: str, ledger: Ledger) -> dict[str, str]:
    elsewhere = ledger.places.elsewhere
    return {path: elsewhere.get(path) or f"{project}/{path}" for path in ledger.sources}


def _has_others(project: str, theme: str, places: Collection[str]) -> bool:
    """Whether a folder is there that was not, or has become a link: nobody keeps stamps of what is above them."""
    own = [f"{project}/{name}" for name in FOLDERS]
    given = [*own, *(f"{theme}/{name}" for name in FOLDERS[1:])]
    return any(path not in places and os.path.lexists(path) for path in given) or any(map(os.path.islink, own))


def _holds_only(folder: str, project: str, places: Collection[str]) -> bool:
    """Whether each name in a folder is known or means nothing. Raises OSError."""
    below = folder[len(project) + 1:] + "/" if folder.startswith(project + os.sep) else ""
    with os.scandir(folder) as listing:
        return all(entry.path in places and not entry.is_symlink() if not ignored(entry.name, below) else True
                   for entry in listing)


def _stamps(
    before: Mapping[str, FileStamp], found: Iterable[os.stat_result], settled_ns: int
) -> dict[str, FileStamp] | None:
    """The stamps of those whose digests are not sure to hold; None where something is no file any more, or a very
    large one.
    """
    stamps: dict[str, FileStamp] = {}
    for (path, known), status in zip(before.items(), found, strict=True):
        if seen_of(status) != known_of(known) or known.mtime_ns >= settled_ns or known.ctime_ns >= settled_ns:
            if not stat.S_ISREG(status.st_mode) or status.st_size > LARGE:
                return None
            stamps[path] = digested(status, "")
    return stamps
