"""The assembled site between builds: one checked file for each output folder, as bytes that others understand."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from itertools import chain

from sitegen.diagnostics import BuildStopped
from sitegen.disk.opening import READ, read_at
from sitegen.disk.places import state_file
from sitegen.disk.state import open_state, write_state

_BLOCK = 1 << 20
_LENGTH = 8
"""Bytes at the end that say how long the head is."""


def save_site(project: str, output: str, rest: Iterable[bytes], head: bytes) -> str:
    """Remember an assembled site: what is looked at first, and the rest, of which parts are looked at.

    Its mark (checksums, and what stat says of the file), or empty where that failed: then the next build assembles it
    again.
    """
    total = hashlib.sha256()

    def blocks() -> Iterator[bytes]:
        for block in chain(rest, (head, len(head).to_bytes(_LENGTH))):
            total.update(block)
            yield block

    try:
        open_state(project)
        path = state_file(project, "site", output)
        write_state(path, blocks())
        return " ".join((total.hexdigest(), hashlib.sha256(head).hexdigest(), _seen(os.lstat(path))))
    except (OSError, BuildStopped):
        return ""


def load_site(project: str, output: str, mark: str) -> tuple[bytes, int] | None:
    """The head of the site with that mark, and a descriptor of the file, which begins with the rest.

    None where there is another site or none. Whoever gets the descriptor closes it.
    """
    try:
        descriptor = os.open(state_file(project, "site", output), READ)
    except OSError:
        return None
    try:
        head = _head(descriptor, mark)
    except (OSError, ValueError):
        head = None
    if head is None:
        os.close(descriptor)
        return None
    return head, descriptor


def _head(descriptor: int, mark: str) -> bytes | None:
    whole, head_alone, seen = mark.split(" ", 2)
    status = os.fstat(descriptor)
    length = int.from_bytes(read_at(descriptor, _LENGTH, status.st_size - _LENGTH))
    if length > status.st_size:
        return None
    head = read_at(descriptor, length, status.st_size - _LENGTH - length)
    # Of a large site the rest takes longer to read than the edit takes to publish.
    is_sure = _seen(status) == seen and hashlib.sha256(head).hexdigest() == head_alone
    return head if is_sure or _checksum(descriptor) == whole else None


def _checksum(descriptor: int) -> str:
    total, size = hashlib.sha256(), 0
    while block := read_at(descriptor, _BLOCK, size):
        total.update(block)
        size += len(block)
    return total.hexdigest()


def _seen(status: os.stat_result) -> str:
    """What would be another after any change of a file."""
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"
