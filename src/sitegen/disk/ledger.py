"""The ledger on disk: one checked file for each output folder."""

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, get_type_hints

import msgspec

from sitegen.diagnostics import BuildStopped
from sitegen.disk.places import state_file
from sitegen.disk.state import open_state, write_state
from sitegen.model import Artifact, Ledger, Trace, Value

_MAGIC = b"sitegen ledger 1\n"
_IGNORED = "what was remembered {reason} and is ignored: everything is built again"
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Ledger).decode
TOGETHER = 20_000
"""Entries that are packed at a time."""
_HEAD = len(_MAGIC) + 32
_OF_PLACES = ("taken_ns", "sources", "places", "outputs", "manifest", "folders", "unsure")
"""The fields that say what files there were, and what stat said of them."""


class _Planned(Value, frozen=True):
    """The beginning of a trace."""

    artifact: Artifact


_UNREAD: dict[str, Any] = {"answers": msgspec.Raw, "outputs": msgspec.Raw, "folders": msgspec.Raw}
"""What takes longest to unpack, and whoever publishes nothing need not know."""


def load_ledger(project: str, output: str, *, brief: bool = False) -> tuple[Ledger, str]:
    """What the last build into `output` remembered, and a notice where that could not be used.

    A ledger that is missing is empty; one that is damaged, of another version or unreadable is empty with a notice.
    In brief it tells of the published tree no more than what is planned for it.
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
        return _in_brief(content) if brief else _decode(content), ""
    except (msgspec.DecodeError, ValueError, RecursionError):
        return Ledger(), _IGNORED.format(reason="is of another version")


def _in_brief(content: bytes) -> Ledger:
    """Raises what unpacking raises."""
    found = _passing_over(content, {**_UNREAD, "traces": dict[str, _Planned]})
    traces = {path: Trace(artifact=one.artifact, reads=(), digest="") for path, one in found.traces.items()}
    told = {name: getattr(found, name) for name in Ledger.__struct_fields__ if name not in _UNREAD}
    return Ledger(**{**told, "traces": traces})


def save_ledger(project: str, output: str, ledger: Ledger) -> str:
    """Remember `ledger` for the next build into `output`; a notice where that failed, for the tree is published."""
    path = state_file(project, "ledger", output)
    checksum = hashlib.sha256()

    def pieces() -> Iterator[bytes]:
        for piece in pieces_of(ledger):
            checksum.update(piece)
            yield piece

    try:
        open_state(project)
        write_state(path, pieces(), head=lambda: _MAGIC + checksum.digest())
    except (OSError, BuildStopped):
        return f"{os.path.basename(path)} could not be written: the next build takes longer"
    return ""


def pieces_of(ledger: Ledger) -> Iterator[bytes]:
    """What the ledger comes to when it is packed, a part at a time: whole, it would be a sixth of a large build."""
    values = [getattr(ledger, name) for name in Ledger.__struct_fields__]
    yield head_of([None] * len(values))
    for value in values:
        if not isinstance(value, dict | tuple) or len(value) <= TOGETHER:
            yield _encode(value)
            continue
        yield head_of(value)
        left = iter(value.items() if isinstance(value, dict) else value)
        while some := list(islice(left, TOGETHER)):
            part = dict(some) if isinstance(value, dict) else some
            yield _encode(part)[len(head_of(part)):]


def head_of(values: Sequence[Any] | Mapping[Any, Any]) -> bytes:
    """The beginning of a packed list or mapping, which says how much is in it."""
    size, is_map = len(values), isinstance(values, Mapping)
    if size < 16:
        return bytes([(0x80 if is_map else 0x90) + size])
    if size < 1 << 16:
        return bytes([0xDE if is_map else 0xDC]) + size.to_bytes(2, "big")
    return bytes([0xDF if is_map else 0xDD]) + size.to_bytes(4, "big")


def ledger_size(project: str, output: str) -> int:
    """The bytes of the ledger; 0 where there is none."""
    try:
        return os.stat(state_file(project, "ledger", output)).st_size
    except OSError:
        return 0


def ledger_mark(project: str, output: str) -> bytes:
    """What only this ledger begins with; empty where there is none."""
    try:
        with open(state_file(project, "ledger", output), "rb") as stream:
            return stream.read(_HEAD)
    except OSError:
        return b""


def load_places(project: str, output: str) -> tuple[bytes, Ledger] | None:
    """The mark of the ledger, and as much of it as says where files were; None where that cannot be told.

    Whether the ledger is damaged is not asked: whoever relies on this has loaded the same ledger whole.
    """
    try:
        with open(state_file(project, "ledger", output), "rb") as stream:
            mark, content = stream.read(_HEAD), stream.read()
        if not mark.startswith(_MAGIC):
            return None
        others = set(Ledger.__struct_fields__).difference(_OF_PLACES)
        found = _passing_over(content, dict.fromkeys(others, msgspec.Raw))
    except (OSError, msgspec.DecodeError, ValueError, RecursionError):
        return None
    return mark, Ledger(**{name: getattr(found, name) for name in _OF_PLACES})


def _passing_over(content: bytes, otherwise: Mapping[str, Any]) -> Any:
    """A ledger of which some fields are taken as something else. Raises what unpacking raises."""
    # All fields, for they are told by their places.
    fields = [(name, otherwise.get(name, kind)) for name, kind in get_type_hints(Ledger).items()]
    return msgspec.msgpack.decode(content, type=msgspec.defstruct("_Brief", fields, array_like=True, gc=False))
