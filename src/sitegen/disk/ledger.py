"""The ledger on disk: one checked file for each output folder."""

import hashlib
import os

import msgspec

from sitegen.diagnostics import BuildStopped
from sitegen.disk.places import state_file
from sitegen.disk.state import open_state, write_state
from sitegen.model import Ledger

_MAGIC = b"sitegen ledger 1\n"
_IGNORED = "what was remembered {reason} and is ignored: everything is built again"
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Ledger).decode


def load_ledger(project: str, output: str) -> tuple[Ledger, str]:
    """What the last build into `output` remembered, and a notice where that could not be used.

    A ledger that is missing is empty; one that is damaged, of another version or unreadable is empty with a notice.
    """
    try:
        with open(state_file(project, "ledger", output), "rb") as stream:
            data = stream.read()
    except FileNotFoundError:
        return Ledger(), ""
    except OSError:
        return Ledger(), _IGNORED.format(reason="cannot be read")
    if not data.startswith(_MAGIC):
        return Ledger(), _IGNORED.format(reason="is of another version")
    checksum, content = data[len(_MAGIC):len(_MAGIC) + 32], data[len(_MAGIC) + 32:]
    if hashlib.sha256(content).digest() != checksum:
        return Ledger(), _IGNORED.format(reason="is damaged")
    try:
        return _decode(content), ""
    except (msgspec.DecodeError, ValueError, RecursionError):
        return Ledger(), _IGNORED.format(reason="is of another version")


def save_ledger(project: str, output: str, ledger: Ledger) -> str:
    """Remember `ledger` for the next build into `output`; a notice where that failed, for the tree is published."""
    content = _encode(ledger)
    path = state_file(project, "ledger", output)
    try:
        open_state(project)
        # In parts, for joined they would be in memory twice.
        write_state(path, (_MAGIC, hashlib.sha256(content).digest(), content))
    except (OSError, BuildStopped):
        return f"{os.path.basename(path)} could not be written: the next build takes longer"
    return ""
