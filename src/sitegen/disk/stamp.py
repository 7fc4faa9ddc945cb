"""The quick answer to "has anything changed?", for which nothing but os, sys and json is imported.

One stamp for each output and set of options holds the report of a build, the interval of time in which it stays true
and the stat signature of everything it was made from and made. Where anything is in doubt there is no answer, and the
build proper, which trusts no stat, gives it.
"""

import json
import os
import sys
from binascii import crc32
from collections.abc import Iterator
from typing import Any

from sitegen.disk.places import FOLDERS, PACKAGE, standby_of, state_file, theme_root

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
        with open(_stamp_file(project, output, options), encoding="utf-8", errors="surrogateescape") as stream:
            header = json.loads(stream.readline())
            listing = stream.read()
        if header["key"] != _key(output, options) or not _holds(header, now):
            return None
        if _inputs(project) != listing[:header["inputs"]] or _outputs(output) != listing[header["inputs"]:]:
            return None
        report = header["report"]
        return report if isinstance(report, dict) else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError, _Doubt):
        return None


def remember(project: str, output: str, options: dict[str, Any], *, valid_from: float, stale_after: float | None,
             taken_ns: int, report: dict[str, Any]) -> None:
    """Remember `report` of a build of the sources as scanned at `taken_ns`; it holds in [`valid_from`, `stale_after`).

    Nothing is remembered where a source was changed too near to `taken_ns` to tell. Never raises.
    """
    path = _stamp_file(project, output, options)
    try:
        inputs, outputs = _inputs(project, before_ns=taken_ns - _RACY_NS), _outputs(output)
        header = {"key": _key(output, options), "from": valid_from, "until": stale_after, "inputs": len(inputs),
                  "report": report}
        _replace(path, json.dumps(header) + "\n" + inputs + outputs)
    except (OSError, ValueError, TypeError, _Doubt):
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
    return json.dumps([_FORMAT, sys.version, output, options], sort_keys=True)


def _inputs(project: str, *, before_ns: int = 0) -> str:
    """One line for each input file: of the project, the theme, this package and the libraries it stands on.

    With `before_ns`, raises _Doubt where one is not older, or a folder has gained or lost a name since.
    """
    theme = theme_root()
    lines = [_line("site.yaml", os.lstat(os.path.join(project, "site.yaml")), before_ns)]
    for root in (project,) if theme == project else (project, theme):
        lines.append(f"{root}\n")
        for name in FOLDERS if root == project else FOLDERS[1:]:
            lines.extend(_walk(os.path.join(root, name), before_ns, links=root != project))
    lines.extend(line for line in _walk(PACKAGE, 0, links=True) if line.endswith(("/\n", ".py\n")))
    lines.extend(_libraries())
    return "".join(lines)


def _walk(folder: str, before_ns: int, *, links: bool) -> Iterator[str]:
    """One line for each file below the folder, and one for each folder: names beginning with a dot do not count."""
    try:
        with os.scandir(folder) as listing:
            entries = sorted((entry for entry in listing if entry.name[0] != "."), key=lambda entry: entry.name)
    except FileNotFoundError:
        yield f"{folder} is absent\n"
        return
    if before_ns and os.stat(folder).st_mtime_ns >= before_ns:
        raise _Doubt
    yield f"{folder}/\n"
    for entry in entries:
        if entry.is_dir(follow_symlinks=links):
            if entry.name != "__pycache__":
                yield from _walk(entry.path, before_ns, links=links)
        elif entry.is_symlink() and not links:
            raise _Doubt
        else:
            yield _line(entry.name, entry.stat(), before_ns)


def _line(name: str, status: os.stat_result, before_ns: int) -> str:
    if before_ns and max(status.st_mtime_ns, status.st_ctime_ns) >= before_ns:
        raise _Doubt
    return f"{status.st_ino} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {name}\n"


def _libraries() -> Iterator[str]:
    """What is installed: the names of these folders carry the versions."""
    for folder in sys.path:
        if folder.endswith("-packages") and os.path.isdir(folder):
            yield from sorted(f"{name}\n" for name in os.listdir(folder) if name.endswith("-info"))


def _outputs(output: str) -> str:
    """One line for each published file, and no swap under way."""
    if os.path.lexists(standby_of(output) + "-old"):
        raise _Doubt
    return "".join(_published(output))


def _published(folder: str) -> Iterator[str]:
    with os.scandir(folder) as listing:
        entries = sorted(listing, key=lambda entry: entry.name)
    yield f"{folder}/\n"
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _published(entry.path)
        else:
            yield _line(entry.name, entry.stat(follow_symlinks=False), 0)


def _replace(path: str, text: str) -> None:
    temporary = f"{path}.{os.getpid()}.part"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o644)
    with open(descriptor, "w", encoding="utf-8", errors="surrogateescape") as stream:
        stream.write(text)
    os.replace(temporary, path)
