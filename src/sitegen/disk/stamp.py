"""The quick answer to "has anything changed?", for which nothing but os, sys and json is imported.

One stamp for each output and set of options holds the report of a build, the interval of time in which it stays true
and what stat says of everything it was made from and made. Where anything is in doubt there is no answer, and the
build proper, which trusts no stat, gives it.
"""

import json
import marshal
import os
import sys
from binascii import crc32
from collections.abc import Iterable, Mapping
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

from sitegen.disk.opening import OVER, READ, folder_stamp
from sitegen.disk.places import FOLDERS, MANIFEST, PACKAGE, STATE, state_file, theme_root

_FORMAT = 4
RACY_NS = 2_000_000_000
_TOGETHER = 500
"""Files that are looked at before it is asked whether that was enough."""
_file = attrgetter("st_size", "st_mtime_ns", "st_ctime_ns", "st_ino")


class _Doubt(Exception):
    """Something that a quick look cannot judge."""


class Seen(NamedTuple):
    """What stat said of files and folders, by absolute path."""

    files: Mapping[str, tuple[int, ...]]
    """Size, mtime_ns, ctime_ns and inode."""
    folders: Mapping[str, tuple[int, ...]]
    """Inode and time of change: another name in a folder changes these."""


def remembered(project: str, output: str, options: dict[str, Any], *, now: float) -> dict[str, Any] | None:
    """The report of the last build into `output` with these options, if it would be the same at `now`; else None.

    `now` is in seconds since 1970; `options` is plain JSON data and must hold all that the outcome depends on, less
    `now`.
    """
    try:
        with open(_stamp_file(project, output, options), "rb") as stream:
            checksum, first = int(stream.readline(), 16), stream.readline()
            if crc32(first) != checksum:
                return None
            header = json.loads(first)
            if header["key"] != _key(output, options) or not _holds(header, now):
                return None
            if any(os.path.lexists(path) for path in header["absent"]):
                return None
            # Read as far as it is asked: after an edit, most often the first part has the difference.
            for checksum, *sizes in header["parts"]:
                part = files, folders, signature = [stream.read(size) for size in sizes]
                if _checksum(part) != checksum or _signature(_look(_unpacked(files), _unpacked(folders))) != signature:
                    return None
        report = header["report"]
        return report if isinstance(report, dict) else None
    except (OSError, ValueError, KeyError, IndexError, TypeError, RecursionError):
        return None


def remember(project: str, output: str, options: dict[str, Any], *, valid_from: float, stale_after: float | None,
             made_from: Seen, made: Seen | None, taken_ns: int, report: dict[str, Any]) -> None:
    """Remember `report` of a build of the sources as scanned at `taken_ns`; it holds in [`valid_from`, `stale_after`).

    `made` is the tree, the manifest left out; where it is not given, it is looked at.
    Nothing is remembered where a source was changed too near to `taken_ns` to tell. Never raises.
    """
    try:
        _refuse_recent(made_from, taken_ns - RACY_NS)
        absent = _absent(project)
        if made is not None:
            manifest = os.path.join(output, MANIFEST)
            made = Seen({**made.files, **_look([manifest], []).files}, made.folders)
        elif os.path.lexists(output):
            made = _look(*_walk(output, [], []))
        else:
            absent.append(output)
        # The sources come first: they change most.
        groups = [*_in_turn(made_from), _look(_modules(), _libraries()), *([made] if made else [])]
        parts = [[_packed(group.files), _packed(group.folders), _signature(group)] for group in groups]
        header = {"key": _key(output, options), "from": valid_from, "until": stale_after, "absent": absent,
                  "report": report, "parts": [[_checksum(part), *map(len, part)] for part in parts]}
        first = json.dumps(header).encode() + b"\n"
        _replace(_stamp_file(project, output, options), [b"%08x\n" % crc32(first), first, *chain.from_iterable(parts)])
    except (OSError, ValueError, TypeError, RecursionError, _Doubt):
        forget(project, output, options)


def outputs(project: str) -> list[str]:
    """The folders into which was built, the last one first, as far as this machine remembers."""
    folder, found = os.path.join(project, STATE), []
    try:
        names = [name for name in os.listdir(folder) if name.startswith("stamp-")]
        for path in sorted((os.path.join(folder, name) for name in names), key=os.path.getmtime, reverse=True):
            with open(os.open(path, READ), "rb") as stream:
                stream.readline()
                found.append(json.loads(json.loads(stream.readline())["key"])[3])
    except (OSError, ValueError, KeyError, IndexError, TypeError, RecursionError):
        pass
    return [output for output in dict.fromkeys(found) if isinstance(output, str)]


def forget(project: str, output: str, options: dict[str, Any]) -> None:
    """Give no quick answer next time. Never raises."""
    try:
        os.unlink(_stamp_file(project, output, options))
    except OSError:
        return


def _holds(header: dict[str, Any], now: float) -> bool:
    return bool(header["from"] <= now and (header["until"] is None or now < header["until"]))


def _stamp_file(project: str, output: str, options: dict[str, Any]) -> str:
    return state_file(project, f"stamp-{crc32(_key(output, options).encode()):08x}", output)


def _key(output: str, options: dict[str, Any]) -> str:
    return json.dumps([_FORMAT, sys.version, PACKAGE, output, options], sort_keys=True)


def _look(files: list[str], folders: list[str]) -> Seen:
    """What stat says now. Raises OSError."""
    return Seen(dict(zip(files, map(_file, map(os.lstat, files)), strict=True)),
                dict(zip(folders, map(folder_stamp, map(os.stat, folders)), strict=True)))


def _in_turn(sources: Seen) -> list[Seen]:
    """The same in parts, what was changed last at the beginning: who edits a file most often edits it again soon."""
    files = sorted(sources.files.items(), key=lambda one: (-one[1][1], one[0]))
    return [*(Seen(dict(files[at:at + _TOGETHER]), {}) for at in range(0, len(files), _TOGETHER)),
            Seen({}, sources.folders)]


def _signature(seen: Seen) -> bytes:
    """The numbers alone; these bytes are only compared, never read."""
    return marshal.dumps([list(seen.files.values()), list(seen.folders.values())], 2)


def _absent(project: str) -> list[str]:
    """The folders that a build would read were they there."""
    theme = theme_root()
    folders = [os.path.join(project, name) for name in FOLDERS]
    folders += [os.path.join(theme, name) for name in FOLDERS[1:] if theme != project]
    return [folder for folder in folders if not os.path.lexists(folder)]


def _walk(folder: str, files: list[str], folders: list[str]) -> tuple[list[str], list[str]]:
    """Collect what is below a folder."""
    folders.append(folder)
    with os.scandir(folder) as listing:
        for entry in listing:
            if entry.is_dir():
                _walk(entry.path, files, folders)
            else:
                files.append(entry.path)
    return files, folders


def _refuse_recent(made_from: Seen, before_ns: int) -> None:
    """Raises _Doubt where something may have changed after it was scanned, or within the same tick of its clock."""
    for _, mtime_ns, ctime_ns, _ in made_from.files.values():
        if mtime_ns >= before_ns or ctime_ns >= before_ns:
            raise _Doubt
    if any(changed_ns >= before_ns for _, changed_ns in made_from.folders.values()):
        raise _Doubt


def _modules() -> list[str]:
    return [path for path in _walk(PACKAGE, [], [])[0] if path.endswith(".py")]


def _libraries() -> list[str]:
    """The folders that gain and lose names when a library is installed, changed or removed."""
    return [folder for folder in sys.path if folder.endswith("-packages") and os.path.isdir(folder)]


def _checksum(part: Iterable[bytes]) -> int:
    total = 0
    for each in part:
        total = crc32(each, total)
    return total


def _packed(paths: Iterable[str]) -> bytes:
    return "\0".join(paths).encode("utf-8", "surrogateescape")


def _unpacked(text: bytes) -> list[str]:
    return text.decode("utf-8", "surrogateescape").split("\0") if text else []


def _replace(path: str, blocks: Iterable[bytes]) -> None:
    temporary = f"{path}.{os.getpid()}.part"
    descriptor = os.open(temporary, OVER, 0o644)
    with open(descriptor, "wb") as stream:
        stream.writelines(blocks)
    os.replace(temporary, path)
