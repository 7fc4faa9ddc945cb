"""The files of a project and of its theme: found, read once, digested."""

import hashlib
import os
import re
import stat
import time
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from operator import attrgetter
from struct import Struct

import msgspec

from sitegen.diagnostics import BuildStopped, Diagnostic, error
from sitegen.disk.failures import stopped
from sitegen.disk.names import same_name, shown, source_fault
from sitegen.disk.opening import READ, READ_LINKED, entry_status, folder_stamp
from sitegen.disk.places import FOLDERS
from sitegen.disk.places import theme_root as theme_root
from sitegen.model import FileStamp, Ledger, Places, Source, Value

RACY_NS = 2_000_000_000
"""A file changed within this time of being looked at may change again without its stamp telling."""
BLOCK = 1 << 20
_PAGEFUL = 1 << 14
"""Bytes to ask for at least: more than most files have, and quickly made room for."""
_TEXT = (".md", ".tsv", ".yaml", ".yml", ".po", ".html", ".xml", ".txt", ".css", ".js", ".svg", ".json")
_LIMITS = {".md": 2_000_000, ".yaml": 2_000_000, ".yml": 2_000_000, ".po": 10_000_000, ".svg": 10_000_000,
           ".tsv": 10_000_000}
_WHOLE = 10_000_000
"""Other text beyond this size is treated as media: copied, never held."""
_DEEPEST = 40
PACKED_FROM = 50_000
"""Files from which on what is known of each is packed: of fewer that takes longer than it saves."""
_NUMBERS = Struct("<QqqQ")
_LONGEST_EXCERPT = 2000
_PLAIN = re.compile(r"(?!(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))[a-z0-9](?:[a-z0-9_-]|\.(?!$))*(?<!\.mo)")
"""Nearly every name: nothing is wrong with one, and none of two that differ can be the other on any disk."""
LARGE = min(_LIMITS.values())
seen_of = attrgetter("st_size", "st_mtime_ns", "st_ctime_ns", "st_ino")
known_of = attrgetter("size", "mtime_ns", "ctime_ns", "inode")
_LINE_END = re.compile(r"\r\n|\n|\r")


Folders = dict[str, tuple[int, int]]


class Scan(msgspec.Struct, kw_only=True):
    """The input files of one build; `read` completes the stamps as it goes."""

    stamps: MutableMapping[str, FileStamp] = {}
    """By path, sorted; a digest is "" until the file is read, unless the ledger's is sure to hold."""
    locations: Mapping[str, str] = {}
    """By path: where the file is, absolute."""
    folders: Folders = {}
    """The stamp of every folder that was looked into below the project and the theme, by where it is."""
    taken_ns: int = 0
    diagnostics: tuple[Diagnostic, ...] = ()
    places: Places = Places()
    """For the next ledger."""


class Locations(Mapping[str, str]):
    """Where each file is: most are in the project under their path, so that nothing is held of them."""

    def __init__(self, project: str, paths: Mapping[str, object], elsewhere: Mapping[str, str]) -> None:
        self._project = project
        self._paths = paths
        self._elsewhere = elsewhere

    def __getitem__(self, path: str) -> str:
        if path not in self._paths:
            raise KeyError(path)
        return self._elsewhere.get(path) or f"{self._project}/{path}"

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


class Unread(Value, frozen=True):
    """A file that is still to be read, by whichever process gets round to it."""

    path: str
    location: str
    seen: FileStamp
    """When it was found."""


class PackedStamps(MutableMapping[str, FileStamp]):
    """Stamps by path, each unpacked when it is asked for: numbers of their own take three times as much room, which
    workers would copy.
    """

    def __init__(self, packed: dict[str, bytes] | None = None) -> None:
        """`packed` are those of another one, as it handed them on."""
        self._packed = packed or {}

    def __getitem__(self, path: str) -> FileStamp:
        packed = self._packed[path]
        size, mtime_ns, ctime_ns, inode = _NUMBERS.unpack_from(packed)
        return FileStamp(size=size, mtime_ns=mtime_ns, ctime_ns=ctime_ns, inode=inode,
                         digest=packed[_NUMBERS.size:].decode())

    def __setitem__(self, path: str, stamp: FileStamp) -> None:
        self._packed[path] = _NUMBERS.pack(*known_of(stamp)) + stamp.digest.encode()

    def __delitem__(self, path: str) -> None:
        del self._packed[path]

    def __contains__(self, path: object) -> bool:
        return path in self._packed

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)

    def handed_on(self) -> dict[str, bytes]:
        """The same for another process."""
        return self._packed


class FirstLook(Value, frozen=True):
    """A scan of a project of which nothing is remembered, as another process hands it on."""

    taken_ns: int
    stamps: dict[str, bytes]
    """By path, packed."""
    places: Places


Found = dict[str, tuple[str, FileStamp]]
"""By path: where a file is, and what stat says of it; without a digest."""


def scan(project: str, theme: str, *, ledger: Ledger) -> Scan:
    """Every input file of the project, and of the theme those that the project has not replaced.

    Paths are relative to the project, NFC, with forward slashes. The theme's files are listed under the project's
    names for them; its catalogues, which add to the project's, under `theme/translations/`.
    """
    taken = time.time_ns()
    problems: list[Diagnostic] = []
    found: Found = {}
    folders: Folders = {}
    _walk_project(project, found, folders, problems)
    if os.path.realpath(theme) != os.path.realpath(project):
        found = _theme_files(theme, folders, problems) | found
    found = dict(sorted(found.items()))
    elsewhere = {path: location for path, (location, _) in found.items() if location != f"{project}/{path}"}
    stamps = _stamps(found, ledger)
    return Scan(
        stamps=stamps,
        locations=Locations(project, stamps, elsewhere),
        folders=folders,
        taken_ns=taken,
        diagnostics=tuple(sorted(problems)),
        places=Places(project, theme, elsewhere, folders),
    )


def look_first(project: str, theme: str) -> FirstLook | None:
    """What `scan` finds where nothing is remembered; None where there is something to say of it."""
    try:
        found = scan(project, theme, ledger=Ledger())
    except BuildStopped:
        return None
    if found.diagnostics:
        return None
    stamps = PackedStamps()
    stamps.update(found.stamps)
    return FirstLook(found.taken_ns, stamps.handed_on(), found.places)


def scan_of(found: FirstLook) -> Scan:
    """The scan that was handed on."""
    packed, places = PackedStamps(found.stamps), found.places
    stamps: MutableMapping[str, FileStamp] = packed if len(packed) >= PACKED_FROM else dict(packed)
    return Scan(stamps=stamps, locations=Locations(places.project, stamps, places.elsewhere), folders=places.folders,
                taken_ns=found.taken_ns, places=places)


def read(scan: Scan, path: str) -> Source:
    """The file's bytes and digest, read once; media without their bytes.

    A file that changes while it is read is read once more. Raises BuildStopped: exit 3 for one that cannot be read,
    vanished or does not come to rest, exit 1 for one that is too large.
    """
    source, scan.stamps[path] = read_now(unread(scan, path))
    return source


def unread(scan: Scan, path: str) -> Unread:
    """What somebody needs to know who reads the file."""
    return Unread(path, scan.locations[path], scan.stamps[path])


def read_now(file: Unread) -> tuple[Source, FileStamp]:
    """The same as `read`, with the stamp that completes the scan."""
    path = file.path
    for last in (False, True):
        try:
            before, source, after = _read_whole(file.location, path)
        except OSError as problem:
            if last:
                raise _unreadable(problem, path) from problem
            continue
        if _same(before, after) and (last or _matches(before, file.seen)):
            return source, digested(after, source.digest)
    raise BuildStopped(error("E-FILE-BUSY", f"{shown(path)} was being changed while it was read",
                             "wait until it has been saved, then run the same command again",
                             path=shown(path), exit=3))


def excerpts(locations: Mapping[str, str], wanted: Iterable[tuple[str, int]]) -> dict[str, str]:
    """The source lines of places (path, line), under "path:line"; a line that is not there any more is left out."""
    lines_of: dict[str, list[int]] = {}
    for path, line in sorted(set(wanted)):
        lines_of.setdefault(path, []).append(line)
    texts: dict[str, str] = {}
    for path, numbers in lines_of.items():
        lines = _lines(locations[path]) if path in locations else []
        texts.update({f"{path}:{n}": lines[n - 1][:_LONGEST_EXCERPT] for n in numbers if 0 < n <= len(lines)})
    return texts


# ---- walking ---------------------------------------------------------------------------------------------------------


def _walk_project(project: str, found: Found, folders: Folders, problems: list[Diagnostic]) -> None:
    names = ("site.yaml", *FOLDERS)
    entries = [entry for entry in _entries(project, "", problems) if entry.name in names]
    _walk(entries, "", found, folders, problems, trusted=False, depth=0)


def _theme_files(theme: str, folders: Folders, problems: list[Diagnostic]) -> Found:
    entries = [entry for entry in _entries(theme, "", problems) if entry.name in ("templates", "translations")]
    found: Found = {}
    _walk(entries, "", found, folders, problems, trusted=True, depth=0)
    return {
        "theme/" + path if path.startswith("translations/") else path: one
        for path, one in found.items()
        if not path.startswith("translations/") or path.endswith("/theme.po")
    }


def _walk(entries: list[os.DirEntry[str]], below: str, found: Found, folders: Folders, problems: list[Diagnostic], *,
          trusted: bool, depth: int) -> None:
    plain = all(map(_PLAIN.fullmatch, [entry.name for entry in entries]))
    twins: dict[str, str] = {}
    for entry in entries:
        path = below + entry.name
        if not plain or entry.is_symlink():
            if ignored(entry.name, below):
                continue
            path = below + unicodedata.normalize("NFC", entry.name)
            if problem := _entry_problem(entry, path, twins, trusted=trusted):
                problems.append(problem)
                continue
        if entry.is_dir(follow_symlinks=trusted):
            if depth == _DEEPEST:
                problems.append(error("E-FILE-NAME", f"folders are nested deeper than {_DEEPEST}",
                                      "move the folder further up", path=shown(path)))
                continue
            # Looked at before it is listed: a name that comes afterwards tells.
            folders[entry.path] = _look_at(entry.path)
            children = _entries(entry.path, path, problems)
            _walk(children, path + "/", found, folders, problems, trusted=trusted, depth=depth + 1)
        else:
            _add(path, entry, found, problems, trusted=trusted)


def _look_at(folder: str) -> tuple[int, int]:
    try:
        return folder_stamp(os.stat(folder))
    except OSError:
        # What no folder has: nothing can be known from it later.
        return 0, 0


def _entries(folder: str, path: str, problems: list[Diagnostic]) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as listing:
            return sorted(listing, key=lambda entry: entry.name)
    except OSError as problem:
        problems.extend(_unreadable(problem, path or folder).diagnostics)
        return []


def ignored(name: str, below: str) -> bool:
    """Templates may begin with an underscore, as partial templates often do; under content/ that hides a file."""
    if name.startswith(".") or name == "README.md" or name.endswith(("~", ".mo")):
        return True
    return name.startswith("_") and below.startswith("content/")


def _entry_problem(entry: os.DirEntry[str], path: str, twins: dict[str, str], *, trusted: bool) -> Diagnostic | None:
    name = shown(entry.name)
    if fault := source_fault(entry.name):
        return error("E-FILE-NAME", fault, f"rename '{name}'", path=shown(path))
    other = twins.setdefault(same_name(entry.name), entry.name)
    if other != entry.name:
        return error("E-FILE-TWIN", f"'{name}' and '{shown(other)}' are the same name on some disks",
                     "rename one of the two: names must differ by more than case or the form of accents",
                     path=shown(path))
    if entry.is_symlink() and not trusted:
        return error("E-FILE-LINK", f"'{name}' is a link to '{_target(entry.path)}'; links are not followed",
                     "put the file itself there", path=shown(path))
    return None


def _target(location: str) -> str:
    try:
        return shown(os.readlink(location))
    except OSError:
        return "somewhere else"


def _add(path: str, entry: os.DirEntry[str], found: Found, problems: list[Diagnostic], *, trusted: bool) -> None:
    try:
        status = entry_status(entry, follow_symlinks=trusted)
    except FileNotFoundError:
        return
    except OSError as problem:
        problems.extend(_unreadable(problem, path).diagnostics)
        return
    if not stat.S_ISREG(status.st_mode):
        problems.append(error("E-FILE-KIND", f"'{shown(entry.name)}' is a device, pipe or socket, not a file",
                              "remove it", path=shown(path)))
    elif status.st_size > LARGE and (excess := _too_large(path, status.st_size)):
        problems.append(excess)
    else:
        # Some installers link a package's files to a store of theirs.
        found[path] = os.path.realpath(entry.path) if entry.is_symlink() else entry.path, digested(status, "")


def _too_large(path: str, size: int) -> Diagnostic | None:
    limit = _LIMITS.get(_suffix(path), 0)
    if not limit or size <= limit:
        return None
    return error("E-FILE-SIZE", f"the file is too large, {size / 1e6:.1f} of {limit // 1_000_000} MB",
                 "split it into several files", path=shown(path))


def _suffix(path: str) -> str:
    return os.path.splitext(path)[1].lower()


def _stamps(found: Found, ledger: Ledger) -> MutableMapping[str, FileStamp]:
    """Stamps with the digests that are sure to hold."""
    settled_ns = ledger.taken_ns - RACY_NS
    stamps: MutableMapping[str, FileStamp] = PackedStamps() if len(found) >= PACKED_FROM else {}
    for path, (_, seen) in found.items():
        known = ledger.sources.get(path)
        holds = known is not None and known_of(known) == known_of(seen)
        stamps[path] = known if known and holds and max(seen.mtime_ns, seen.ctime_ns) < settled_ns else seen
    return stamps


# ---- reading ---------------------------------------------------------------------------------------------------------


def _read_whole(location: str, path: str) -> tuple[os.stat_result, Source, os.stat_result]:
    # Neither a link nor a pipe that took the file's place since the scan is followed or waited for.
    descriptor = os.open(location, READ)
    try:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise FileNotFoundError(2, "no longer a file")
        excess = _too_large(path, before.st_size)
        if excess:
            raise BuildStopped(excess)
        source = _read_open(descriptor, path, before.st_size)
        return before, source, os.fstat(descriptor)
    finally:
        os.close(descriptor)


def _read_open(descriptor: int, path: str, size: int) -> Source:
    held = _suffix(path) in _TEXT and size <= _WHOLE
    total, length, blocks = hashlib.sha256(), 0, []
    # A file that grows faster than it is read would never end.
    while length <= size and (block := os.read(descriptor, min(BLOCK, max(size - length + 1, _PAGEFUL)))):
        total.update(block)
        length += len(block)
        if held:
            blocks.append(block)
        if length == size:
            # There was room for more, or what is looked at afterwards tells that there is more.
            break
    return Source(path=path, digest=total.hexdigest()[:32], size=length, data=b"".join(blocks) if held else None)


def _unreadable(problem: OSError, path: str) -> BuildStopped:
    if isinstance(problem, FileNotFoundError):
        return BuildStopped(error("E-FILE-GONE", f"{shown(path)} vanished during the build",
                                  "run the same command again", path=shown(path), exit=3))
    return BuildStopped(*(msgspec.structs.replace(diagnostic, path=shown(path))
                          for diagnostic in stopped(problem, "reading", path, code="E-FILE-READ").diagnostics))


def _same(one: os.stat_result, other: os.stat_result) -> bool:
    return bool(seen_of(one) == seen_of(other))


def _matches(status: os.stat_result, stamp: FileStamp) -> bool:
    return bool(seen_of(status) == known_of(stamp))


def digested(status: os.stat_result, digest: str) -> FileStamp:
    return FileStamp(size=status.st_size, mtime_ns=status.st_mtime_ns, ctime_ns=status.st_ctime_ns,
                     inode=status.st_ino, digest=digest)


def _lines(location: str) -> list[str]:
    try:
        with open(os.open(location, READ_LINKED), "rb") as stream:
            text = stream.read(_WHOLE).decode("utf-8", "replace")
    except OSError:
        return []
    return _LINE_END.split(text.removeprefix("\ufeff"))
