"""What rules found before, each set under a name, by the digest of all that they looked at; may be lost at any time."""

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec

from sitegen.diagnostics import BuildStopped
from sitegen.disk.places import state_file
from sitegen.disk.state import open_state, write_state

_MAGIC = b"sitegen checked 1\n"


def load_checked(project: str, name: str = "checked") -> dict[str, Any]:
    """Everything remembered, plain data by digest; nothing where it is missing, damaged or of another version."""
    try:
        with open(state_file(project, name), "rb") as stream:
            data = stream.read()
        head, content = data[: len(_MAGIC) + 32], data[len(_MAGIC) + 32 :]
        if head != _MAGIC + hashlib.sha256(content).digest():
            return {}
        known = msgspec.msgpack.decode(content)
    except (OSError, msgspec.DecodeError, ValueError, RecursionError):
        return {}
    return known if isinstance(known, dict) else {}


def save_checked(project: str, known: Mapping[str, Any], name: str = "checked") -> None:
    """Remember this and nothing else; what cannot be written is found again next time."""
    content = msgspec.msgpack.encode(known)
    try:
        open_state(project)
        write_state(state_file(project, name), _MAGIC + hashlib.sha256(content).digest() + content)
    except (OSError, BuildStopped):
        return
