"""The ledger on disk, two checked files for each output folder: what was remembered whole, and what is another since.

An edit changes little of what a site with thousands of pages remembers. So only the first and small file, the head, is
written anew then; it names the other, the record, which is written into another place than the one in use before.
"""

import hashlib
import os
from binascii import crc32
from collections.abc import Callable, Container, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from sitegen.diagnostics import BuildStopped
from sitegen.disk.places import state_file
from sitegen.disk.state import forget_state, open_state, write_state
from sitegen.model import FileStamp, Key, Ledger, Trace, Value
from sitegen.packed import (
    PackedAnswers,
    PackedTraces,
    encode,
    head_of,
    pack_answers,
    pack_traces,
    parts_of,
    unpack_answers,
    unpack_traces,
)

_MAGIC = b"sitegen ledger 2\n"
_IGNORED = "what was remembered {reason} and is ignored: everything is built again"
TOGETHER = 20_000
"""Entries that are packed at a time."""
FEW = 500
"""Entries that may be others than in the record; of more, all is written anew sooner than they are told again."""
FEW_STAMPS = 2_000
"""The same of what is little: of a tree that was linked a moment ago many files are looked at once more, whose stamps
are sure then.
"""
_HEAD = len(_MAGIC) + 32
_RECORDS = ("record-a", "record-b")
"""The places of a record, by turns."""
_FileStamps = dict[str, FileStamp]
_FolderStamps = dict[str, tuple[int, int]]
_Digests = dict[str, str]


class _Column(Value, frozen=True):
    """A part of the record."""

    name: str
    size: int
    checksum: int


class _Head(Value, frozen=True):
    """What is looked at first."""

    record: str
    """The name of the record."""
    columns: tuple[_Column, ...]
    """All of it, in their order."""
    others: Ledger
    """The ledger, but of all that is in the record only what is another now."""
    answers: dict[int, tuple[Key, str]] = {}
    folders: list[tuple[int, int]] | None = None
    """The stamps of all folders of the tree, in the order of the record, where they may be others: with each edit two
    trees change places.
    """


class _Mappings(NamedTuple):
    """What a ledger has of each file and page, as plain values."""

    sources: Mapping[str, FileStamp]
    source_folders: _FolderStamps
    outputs: _FileStamps
    folders: _FolderStamps
    outside: _Digests
    inside: _Digests


class Record(NamedTuple):
    """What is written down whole, for whoever writes down the differences."""

    name: str
    columns: tuple[_Column, ...]
    now: _Mappings
    """What there is of files and pages now."""
    others: _Mappings
    """What of that is another than in the record."""


_KINDS: dict[str, Any] = dict(zip(_Mappings._fields, (
    _FileStamps, _FolderStamps, _FileStamps, _FolderStamps, _Digests, _Digests), strict=True))
_decoders: dict[str, Callable[[bytes], Any]] = {
    name: msgspec.msgpack.Decoder(kind).decode for name, kind in _KINDS.items()}
_decode_head = msgspec.msgpack.Decoder(_Head).decode
_OF_PLACES = frozenset({"sources", "source_folders", "outputs", "folders"})
"""What of it says what files there were, and what stat said of them."""
_OF_TREE = frozenset({"outputs", "folders"})
"""What of that is told of the published tree."""


class _Unusable(Exception):
    """A ledger is damaged."""


class _OfAnotherVersion(_Unusable):
    """It is of another version."""


def load_ledger(project: str, output: str, *, brief: bool = False) -> tuple[Ledger, str]:
    """What the last build into `output` remembered, and a notice where that could not be used.

    A ledger that is missing is empty; one that is damaged, of another version or unreadable is empty with a notice.
    In brief it tells of the published tree no more than what is planned for it.
    """
    try:
        head, columns = _head_and_columns(project, output)
        return _in_brief(head, columns) if brief else _whole(head, columns), ""
    except FileNotFoundError:
        return Ledger(), ""
    except OSError:
        return Ledger(), _IGNORED.format(reason="cannot be read")
    except (_OfAnotherVersion, msgspec.DecodeError, ValueError, RecursionError, KeyError):
        return Ledger(), _IGNORED.format(reason="is of another version")
    except _Unusable:
        return Ledger(), _IGNORED.format(reason="is damaged")


def _head_and_columns(project: str, output: str) -> tuple[_Head, dict[str, bytes]]:
    """The head with its record. Raises OSError, _Unusable, and what unpacking raises."""
    path, former = state_file(project, "ledger", output), b""
    while True:
        with open(path, "rb") as stream:
            data = stream.read()
        head = _understood(data)
        try:
            return head, _columns(project, output, head)
        except _Unusable:
            # A check waits for no build: one may have given up the record just when the head had been read.
            if data == former:
                raise
            former = data


def _understood(data: bytes) -> _Head:
    """Raises _Unusable, and what unpacking raises."""
    if not data.startswith(_MAGIC):
        raise _OfAnotherVersion
    checksum, content = data[len(_MAGIC):_HEAD], data[_HEAD:]
    if hashlib.sha256(content).digest() != checksum:
        raise _Unusable
    return _decode_head(content)


def _columns(project: str, output: str, head: _Head, names: Container[str] | None = None) -> dict[str, bytes]:
    """The record that the head is about, or those columns of it. Raises _Unusable where it is another, and OSError."""
    parts: dict[str, list[bytes]] = {}
    try:
        with open(state_file(project, head.record, output), "rb") as stream:
            for column in head.columns:
                if names is not None and column.name not in names:
                    stream.seek(column.size, os.SEEK_CUR)
                    continue
                data = stream.read(column.size)
                if len(data) != column.size or (names is None and crc32(data) != column.checksum):
                    raise _Unusable
                parts.setdefault(column.name, []).append(data)
            if stream.read(1):
                raise _Unusable
    except FileNotFoundError:
        raise _Unusable from None
    return {name: b"".join(some) if len(some) > 1 else some[0] for name, some in parts.items()}


def _whole(head: _Head, columns: Mapping[str, bytes]) -> Ledger:
    """The ledger as it is now. Raises what unpacking raises."""
    now = _Mappings(*(_now(columns, head, name) for name in _Mappings._fields))
    origin = Record(head.record, head.columns, now, _mappings_of(head.others))
    return _with_mappings(replace(
        head.others, answers=PackedAnswers(unpack_answers(columns), head.answers, origin),
        traces=PackedTraces(unpack_traces(columns), head.others.traces)), now)


def _now(columns: Mapping[str, bytes], head: _Head, name: str) -> Any:
    """A mapping as it is now. Raises what unpacking raises."""
    recorded = _decoders[name](columns[name])
    if name == "folders" and head.folders is not None:
        return dict(zip(recorded, head.folders, strict=True))
    return {**recorded, **getattr(_mappings_of(head.others), name)}


def _mappings_of(ledger: Ledger) -> _Mappings:
    return _Mappings(
        sources=ledger.sources, source_folders=ledger.places.folders, outputs=ledger.outputs,
        folders=ledger.folders, outside=ledger.outline.outside, inside=ledger.outline.inside)


def _with_mappings(ledger: Ledger, now: _Mappings) -> Ledger:
    return replace(ledger, sources=now.sources, places=replace(ledger.places, folders=now.source_folders),
                   outputs=now.outputs, folders=now.folders,
                   outline=replace(ledger.outline, outside=now.outside, inside=now.inside))


def _in_brief(head: _Head, columns: Mapping[str, bytes]) -> Ledger:
    """The ledger without what takes longest to unpack. Raises what unpacking raises."""
    now = _Mappings(**{name: {} if name in _OF_TREE else _now(columns, head, name) for name in _Mappings._fields})
    artifacts = PackedTraces(unpack_traces(columns), head.others.traces).artifacts()
    traces = {path: Trace(artifact=one, reads=(), digest="") for path, one in artifacts.items()}
    return _with_mappings(replace(head.others, answers=(), traces=traces), now)


def save_ledger(project: str, output: str, ledger: Ledger) -> str:
    """Remember `ledger` for the next build into `output`; a notice where that failed, for the tree is published."""
    path = state_file(project, "ledger", output)
    try:
        open_state(project)
        head = _differences(ledger)
        if head is None or not os.path.exists(state_file(project, head.record, output)):
            head = _write_record(project, output, ledger)
        content = encode(head)
        try:
            write_state(path, _MAGIC + hashlib.sha256(content).digest() + content)
        except (OSError, BuildStopped):
            _forget_records(project, output, but=_in_use(project, output))
            raise
        _forget_records(project, output, but=head.record)
    except (OSError, BuildStopped):
        return f"{os.path.basename(path)} could not be written: the next build takes longer"
    return ""


def _differences(ledger: Ledger) -> _Head | None:
    """The head that says what is another than in the record that is there; None where all is written anew."""
    answers, traces = ledger.answers, ledger.traces
    if not isinstance(answers, PackedAnswers) or not isinstance(traces, PackedTraces):
        return None
    record = answers.origin
    if not isinstance(record, Record):
        return None
    mappings = _mappings_of(ledger)
    found: dict[str, Any] = {
        name: _others(getattr(record.now, name), getattr(mappings, name), getattr(record.others, name))
        for name in _Mappings._fields if name != "folders"}
    if len(answers.others) > FEW or len(traces.others) > FEW or None in found.values() or (
            record.now.folders.keys() != ledger.folders.keys()):
        return None
    few = replace(ledger, answers=(), traces=traces.others)
    return _Head(record=record.name, columns=record.columns, others=_with_mappings(few, _Mappings(**found, folders={})),
                 answers=dict(answers.others), folders=[ledger.folders[path] for path in record.now.folders])


def _others(then: Mapping[str, Any], now: Mapping[str, Any], old: Mapping[str, Any]) -> dict[str, Any] | None:
    """What is to be told of a mapping, of which `old` was told before; None where it is too much."""
    if then.keys() != now.keys():
        return None
    # Most are the same object: nobody has touched them.
    others = {key: value for key, value in now.items() if then[key] is not value or key in old}
    return others if len(others) <= FEW_STAMPS else None


def _write_record(project: str, output: str, ledger: Ledger) -> _Head:
    """Write down all of the ledger that is much, in the place that is not in use; the head of it. Raises OSError."""
    used = _in_use(project, output)
    name = _RECORDS[1] if used == _RECORDS[0] else _RECORDS[0]
    columns: list[_Column] = []

    def pieces() -> Iterator[bytes]:
        for column, data in columns_of(ledger):
            columns.append(_Column(column, len(data), crc32(data)))
            yield data

    write_state(state_file(project, name, output), pieces())
    few = replace(ledger, answers=(), traces={})
    return _Head(record=name, columns=tuple(columns), others=_with_mappings(few, _Mappings({}, {}, {}, {}, {}, {})))


def columns_of(ledger: Ledger) -> Iterator[tuple[str, bytes]]:
    """What the record comes to, a part of a column at a time: whole, it would be a sixth of a large build."""
    mappings = _mappings_of(ledger)
    for name in _Mappings._fields:
        values: Mapping[str, Any] = getattr(mappings, name)
        yield name, head_of(values)
        for some in parts_of(values.items(), TOGETHER):
            part = dict(some)
            yield name, encode(part)[len(head_of(part)):]
    yield from pack_answers(ledger.answers, ledger.outline.outside, TOGETHER)
    yield from pack_traces(ledger.traces, TOGETHER)


def _in_use(project: str, output: str) -> str:
    """The name of the record that the ledger is about; empty where nobody knows."""
    try:
        with open(state_file(project, "ledger", output), "rb") as stream:
            return _understood(stream.read()).record
    except (OSError, _Unusable, msgspec.DecodeError, ValueError, RecursionError):
        return ""


def _forget_records(project: str, output: str, *, but: str) -> None:
    """Remove the records that no ledger is about. Raises OSError."""
    for name in _RECORDS:
        if name != but:
            forget_state(state_file(project, name, output))


def ledger_size(project: str, output: str) -> int:
    """The bytes of what is remembered whole; 0 where nothing is."""
    return max(map(_size, [state_file(project, name, output) for name in _RECORDS]))


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
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

    Whether the record is damaged is not asked: whoever relies on this has loaded the same ledger whole.
    """
    try:
        with open(state_file(project, "ledger", output), "rb") as stream:
            data = stream.read()
        head = _understood(data)
        columns = _columns(project, output, head, _OF_PLACES)
        now = _Mappings(**{name: _now(columns, head, name) if name in _OF_PLACES else {} for name in _Mappings._fields})
    except (OSError, _Unusable, msgspec.DecodeError, ValueError, RecursionError, KeyError):
        return None
    found = Ledger(taken_ns=head.others.taken_ns, places=head.others.places, manifest=head.others.manifest,
                   unsure=head.others.unsure)
    return data[:_HEAD], _with_mappings(found, now)
