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

    Its checksum, or empty where that failed: then the next build assembles it again.
    """
    total = hashlib.sha256()

    def blocks() -> Iterator[bytes]:
        for block in chain(rest, (head, len(head).to_bytes(_LENGTH))):
            total.update(block)
            yield block

    try:
        open_state(project)
        write_state(state_file(project, "site", output), blocks())
    except (OSError, BuildStopped):
        return ""
    return total.hexdigest()


def load_site(project: str, output: str, checksum: str) -> tuple[bytes, int] | None:
    """The head of the site with that checksum, and a descriptor of the file, which begins with the rest.

    None where there is another site or none. Whoever gets the descriptor closes it.
    """
    try:
        descriptor = os.open(state_file(project, "site", output), READ)
    except OSError:
        return None
    try:
        head = _head(descriptor, checksum)
    except OSError:
        head = None
    if head is None:
        os.close(descriptor)
        return None
    return head, descriptor


def _head(descriptor: int, checksum: str) -> bytes | None:
    total, size = hashlib.sha256(), 0
    while block := read_at(descriptor, _BLOCK, size):
        total.update(block)
        size += len(block)
    if total.hexdigest() != checksum:
        return None
    length = int.from_bytes(read_at(descriptor, _LENGTH, size - _LENGTH))
    return read_at(descriptor, length, size - _LENGTH - length)
