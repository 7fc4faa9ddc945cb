"""The quick answer to "has anything changed?", for which nothing but os, sys and json is imported.

One stamp for each output and set of options holds the report of a build, the interval of time in which it stays true
and what stat says of everything it was made from and made. Where anything is in doubt there is no answer, and the
build proper, which trusts no stat, gives it.
"""

import json
import os
import sys
from binascii import crc32
from typing import Any

from sitegen.disk.places import FOLDERS, PACKAGE, state_file, theme_root

_FORMAT = 1
_RACY_NS = 2_000_000_000


class _Doubt(Exception):
    """Something that a quick look cannot judge."""


def remembered(project: str, output: str, options: dict[str, Any], *, now: float) -> dict[str, Any] | None:
    """The report of the last build into `output` with these options, if it would be the same at `now`; else None.

    `now` is in seconds since 1970; `options` is plain JSON data and must hold all that the outcome depends on, less
    `now`.
    """
    try:
        with open(_stamp_file(project, output, options), "rb") as stream:
            checksum, content = int(stream.readline(), 16), stream.read()
        if crc32(content) != checksum:
            return None
        first, second, third, signature = content.decode("utf-8", "surrogateescape").split("\n", 3)
        header, files, folders = json.loads(first), second.split("\0"), third.split("\0")
        if header["key"] != _key(output, options) or not _holds(header, now):
            return None
        if any(os.path.lexists(path) for path in header["absent"]) or _signature(files, folders) != signature:
            return None
        report = header["report"]
        return report if isinstance(report, dict) else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def remember(project: str, output: str, options: dict[str, Any], *, valid_from: float, stale_after: float | None,
             taken_ns: int, report: dict[str, Any]) -> None:
    """Remember `report` of a build of the sources as scanned at `taken_ns`; it holds in [`valid_from`, `stale_after`).

    Nothing is remembered where a source was changed too near to `taken_ns` to tell. Never raises.
    """
    try:
        files, folders, absent = _inputs(project)
        _refuse_recent(files + folders, taken_ns - _RACY_NS)
        files += _modules()
        folders += _libraries()
        if os.path.lexists(output):
            _walk(output, files, folders, hidden=True)
        else:
            absent.append(output)
        header = {"key": _key(output, options), "from": valid_from, "until": stale_after, "absent": absent,
                  "report": report}
        lines = (json.dumps(header), _packed(files), _packed(folders), _signature(files, folders))
        content = "\n".join(lines).encode("utf-8", "surrogateescape")
        _replace(_stamp_file(project, output, options), b"%08x\n%s" % (crc32(content), content))
    except (OSError, ValueError, TypeError, RecursionError, _Doubt):
        forget(project, output, options)


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


def _signature(files: list[str], folders: list[str]) -> str:
    """What tells a change: of a file its bytes or state, of a folder the names in it. Raises OSError."""
    stat = os.stat
    looked = [stat(path, follow_symlinks=False) for path in files]
    lines = [f"{one.st_ino} {one.st_size} {one.st_mtime_ns} {one.st_ctime_ns}\n" for one in looked]
    lines += [f"{one.st_ino} {one.st_mtime_ns}\n" for one in [stat(path) for path in folders]]
    return "".join(lines)


def _inputs(project: str) -> tuple[list[str], list[str], list[str]]:
    """The files and folders that a build of the project reads, and the folders that it would read were they there."""
    theme = theme_root()
    files = [os.path.join(project, "site.yaml")]
    folders: list[str] = []
    absent: list[str] = []
    roots = [(project, name) for name in FOLDERS]
    roots += [(theme, name) for name in FOLDERS[1:] if theme != project]
    for root, name in roots:
        folder = os.path.join(root, name)
        if not os.path.lexists(folder):
            absent.append(folder)
            continue
        _walk(folder, files, folders, hidden=False, links=root != project)
    return files, folders, absent


def _walk(folder: str, files: list[str], folders: list[str], *, hidden: bool, links: bool = False) -> None:
    """Collect what is below a folder. Raises _Doubt at a link, unless the place is trusted to have `links`."""
    folders.append(folder)
    with os.scandir(folder) as listing:
        for entry in listing:
            if entry.name[0] == "." and not hidden:
                continue
            if entry.is_symlink() and not links:
                raise _Doubt
            if entry.is_dir():
                _walk(entry.path, files, folders, hidden=hidden, links=links)
            else:
                files.append(entry.path)


def _refuse_recent(paths: list[str], before_ns: int) -> None:
    """Raises _Doubt where something may have changed after it was scanned, or within the same tick of its clock."""
    for path in paths:
        status = os.stat(path)
        if max(status.st_mtime_ns, status.st_ctime_ns) >= before_ns:
            raise _Doubt


def _modules() -> list[str]:
    files: list[str] = []
    _walk(PACKAGE, files, [], hidden=False, links=True)
    return [path for path in files if path.endswith(".py")]


def _libraries() -> list[str]:
    """The folders that gain and lose names when a library is installed, changed or removed."""
    return [folder for folder in sys.path if folder.endswith("-packages") and os.path.isdir(folder)]


def _packed(paths: list[str]) -> str:
    text = "\0".join(paths)
    if "\n" in text:
        raise _Doubt
    return text


def _replace(path: str, data: bytes) -> None:
    temporary = f"{path}.{os.getpid()}.part"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o644)
    with open(descriptor, "wb") as stream:
        stream.write(data)
    os.replace(temporary, path)
