"""What the ledger remembers of questions and artifacts, in columns: after a small edit few of them are unpacked."""

from array import array
from binascii import crc32
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Sized
from itertools import accumulate, chain, compress, islice
from typing import Any, NamedTuple

import msgspec

from sitegen.diagnostics import Diagnostic
from sitegen.model import Artifact, Key, MainPart, Trace, Value

NUMBER = "I"
"""The type of columns of numbers."""
WIDTH = array(NUMBER).itemsize
DIGEST = 32
"""Bytes of a digest."""
SOUGHT = 8
"""Values up to which each is looked for in a column, which for more is gone through once."""
Told = tuple[Key, str]
encode = msgspec.msgpack.Encoder().encode
_decode_key = msgspec.msgpack.Decoder(Key).decode
_decode_keys = msgspec.msgpack.Decoder(list[Key]).decode


def subject_of(page: str) -> int:
    """A number for a page that questions may be about, which another may have too; 0 is about no page."""
    return crc32(page.encode("utf-8", "surrogatepass"))


class AnswerColumns(NamedTuple):
    """The questions of a build, by number."""

    names: tuple[str, ...]
    """Of the questions, each once."""
    kinds: bytes
    """Of each question the number of its name."""
    subjects: bytes
    """Of each, what `subject_of` tells of its page."""
    ends: "memoryview[int]"
    """Where each ends in `keys`."""
    keys: bytes
    digests: bytes
    """Of the answers, one after the other."""
    of_pages: bytes
    """Of each name 1 where one of its questions is about a page."""
    loose: "memoryview[int]"
    """The numbers of those questions of such names that are about no page."""


class FreshAnswers(Sequence[Told]):
    """The same as a build has numbered them; the digests end to end, because a string each is an object."""

    def __init__(self, keys: Iterable[Key], digests: bytes) -> None:
        self.keys = tuple(keys)
        self.digests = digests

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, number: Any) -> Any:
        return self.keys[number], digest_at(self.digests, number)

    def __eq__(self, other: object) -> bool:
        return list(self) == list(other) if isinstance(other, Sequence) else NotImplemented

    __hash__ = None  # type: ignore[assignment]


def digest_at(digests: bytes | bytearray, number: int) -> str:
    """One of digests that stand end to end; of what is gone it is empty."""
    return digests[number * DIGEST:(number + 1) * DIGEST].decode().rstrip()


class PackedAnswers(Sequence[Told]):
    """Every question with the digest of its one answer, by number."""

    def __init__(self, columns: AnswerColumns, others: Mapping[int, Told] | None = None, origin: object = None) -> None:
        """`others` are those that are told otherwise than in the columns, or not at all there; `origin` is for whoever
        has the columns.
        """
        self.columns = columns
        self.others = others or {}
        self.origin = origin
        self._count = max(len(columns.kinds), max(self.others, default=-1) + 1)
        self._all: list[Told] = []

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: Any) -> Any:
        if number in self.others:
            return self.others[number]
        if self._all:
            return self._all[number]
        return self._key(number), digest_at(self.columns.digests, number)

    def __iter__(self) -> Iterator[Told]:
        self.unpack()
        return iter(self._all)

    def unpack(self) -> None:
        """Unpack all of them together, which takes less than one by one."""
        if not self._all:
            keys = _decode_keys(head_of(self.columns.kinds) + self.columns.keys)
            told = [(key, digest_at(self.columns.digests, number)) for number, key in enumerate(keys)]
            told += [self.others[number] for number in range(len(keys), self._count)]
            for number, one in self.others.items():
                told[number] = one
            self._all = told

    def __eq__(self, other: object) -> bool:
        return list(self) == list(other) if isinstance(other, Sequence) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def _key(self, number: int) -> Key:
        ends = self.columns.ends
        return _decode_key(self.columns.keys[ends[number - 1] if number else 0:ends[number]])

    def likely(self, about: Callable[[str], Collection[str] | None], certain: Callable[[str], bool]) -> list[int]:
        """The numbers of all questions but those of names that are `certain`, and those about other pages than `about`
        tells of their names; None there is any.
        """
        columns, kinds = self.columns, self.columns.kinds
        found = set(range(len(kinds), self._count))
        wanted: dict[int, set[int]] = {}
        for kind, name in enumerate(columns.names):
            pages = None if certain(name) or not columns.of_pages[kind] else about(name)
            if pages is not None:
                wanted[kind] = {*map(subject_of, pages)}
            elif not certain(name):
                found.update(_places(kinds, bytes([kind]), 1))
        found.update(number for number in columns.loose if kinds[number] in wanted)
        found.update(number for number, subject in _found(columns.subjects, {*chain.from_iterable(wanted.values())})
                     if subject in wanted.get(kinds[number], ()))
        return sorted(found)

    def number_of(self, key: Key) -> int | None:
        """The number of a question; None where it has none."""
        columns, packed = self.columns, encode(key)
        start = columns.keys.find(packed)
        while start >= 0:
            number = bisect_right(columns.ends, start)
            if _span(columns.ends, number) == (start, start + len(packed)):
                return number
            start = columns.keys.find(packed, start + 1)
        return next((number for number in range(len(columns.kinds), self._count) if self[number][0] == key), None)

    def with_others(self, others: Mapping[int, Told], more: Iterable[Told] = ()) -> "PackedAnswers":
        """The same with other answers to some questions, and `more` of them behind."""
        behind = dict(enumerate(more, self._count))
        return PackedAnswers(self.columns, {**self.others, **others, **behind}, self.origin)


def _found(column: bytes, wanted: Collection[int]) -> Iterator[tuple[int, int]]:
    """The places of those numbers in a column, each with the number."""
    if len(wanted) > SOUGHT:
        yield from [(place, one) for place, one in enumerate(_numbers(column)) if one in wanted]
        return
    for one in wanted:
        yield from ((place, one) for place in _places(column, array(NUMBER, [one]).tobytes(), WIDTH))


def _places(column: bytes, value: bytes, width: int) -> Iterator[int]:
    at = column.find(value)
    while at >= 0:
        if at % width == 0:
            yield at // width
        at = column.find(value, at + 1)


class _Row(Value, frozen=True):
    """A trace without its numbers."""

    artifact: Artifact
    digest: str
    size: int
    diagnostics: tuple[Diagnostic, ...]
    main: MainPart | None


class _Planned(Value, frozen=True):
    """The beginning of a row."""

    artifact: Artifact


_decode_row = msgspec.msgpack.Decoder(_Row).decode
_decode_planned = msgspec.msgpack.Decoder(list[_Planned]).decode


class TraceColumns(NamedTuple):
    """The artifacts of a build, in their order."""

    paths: tuple[str, ...]
    ends: "memoryview[int]"
    """Where each ends in `rows`."""
    rows: bytes
    read_ends: "memoryview[int]"
    reads: bytes
    apart_ends: "memoryview[int]"
    apart: "memoryview[int]"
    troubled: tuple[int, ...]
    """Those of which there is something to say."""


class PackedTraces(Mapping[str, Trace]):
    """Why each artifact is as it is, by its path."""

    def __init__(self, columns: TraceColumns, others: Mapping[str, Trace] | None = None) -> None:
        """`others` are those that are other than in the columns; the paths are the same."""
        self.columns = columns
        self.others = others or {}
        self._numbers = dict(zip(columns.paths, range(len(columns.paths)), strict=True))
        self._unpacked: dict[str, Trace] = {}

    def __getitem__(self, path: str) -> Trace:
        found = self.others.get(path) or self._unpacked.get(path)
        if found is None:
            found = self._unpacked[path] = self._trace(self._numbers[path])
        return found

    def get(self, path: str, default: Any = None) -> Any:
        """The trace of that path, or the other one where there is none."""
        return self[path] if path in self._numbers else default

    def __contains__(self, path: object) -> bool:
        return path in self._numbers

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def keys(self) -> Any:
        """The paths, which are compared with others in no time."""
        return self._numbers.keys()

    def _trace(self, number: int) -> Trace:
        columns = self.columns
        row = _decode_row(columns.rows[slice(*_span(columns.ends, number))])
        reads = _numbers(columns.reads)[slice(*_span(columns.read_ends, number))]
        return Trace(artifact=row.artifact, reads=tuple(reads), digest=row.digest, size=row.size,
                     diagnostics=row.diagnostics, main=row.main,
                     apart=tuple(columns.apart[slice(*_span(columns.apart_ends, number))]))

    def artifacts(self) -> dict[str, Artifact]:
        """All artifacts by their paths, unpacked together and without their traces."""
        planned = _decode_planned(head_of(self.columns.ends) + self.columns.rows)
        found = {path: one.artifact for path, one in zip(self.columns.paths, planned, strict=True)}
        return found | {path: one.artifact for path, one in self.others.items()}

    def reading(self, numbers: Collection[int]) -> list[str]:
        """The paths of the artifacts that have asked one of these questions, in their order."""
        columns = self.columns
        found = {bisect_right(columns.read_ends, place) for place, _ in _found(columns.reads, numbers)}
        paths = {path for path in map(columns.paths.__getitem__, found) if path not in self.others}
        paths.update(path for path, one in self.others.items() if not set(one.reads).isdisjoint(numbers))
        return sorted(paths, key=self._numbers.__getitem__)

    def in_order(self, paths: Iterable[str]) -> list[str]:
        """Those of the paths that are here, each once, in the order of artifacts."""
        return sorted({path for path in paths if path in self._numbers}, key=self._numbers.__getitem__)

    def troubled(self) -> Iterator[Trace]:
        """Those of which there is something to say."""
        paths = [*map(self.columns.paths.__getitem__, self.columns.troubled), *self.others]
        return (self[path] for path in self.in_order(paths) if self[path].diagnostics)

    def with_others(self, others: Mapping[str, Trace]) -> "PackedTraces":
        """The same with other traces of some artifacts."""
        return PackedTraces(self.columns, {**self.others, **others})


def _span(ends: "memoryview[int]", number: int) -> tuple[int, int]:
    return ends[number - 1] if number else 0, ends[number]


def troubled(traces: Mapping[str, Trace]) -> Iterator[Trace]:
    """Those of which there is something to say."""
    if isinstance(traces, PackedTraces):
        return traces.troubled()
    return (one for one in traces.values() if one.diagnostics)


def pack_answers(answers: Sequence[Told], pages: Iterable[str], together: int) -> Iterator[tuple[str, bytes]]:
    """The columns of answers, each a part at a time by its name; `pages` are those that questions may be about."""
    names, kinds = _Kinds(), bytearray()
    sizes, subjects = array(NUMBER), array(NUMBER)
    subject_by_page: dict[Any, int] = {page: subject_of(page) for page in pages}
    for keys, digests in _answers_of(answers, together):
        packed = list(map(encode, keys))
        yield "keys", b"".join(packed)
        yield "digests", digests
        sizes.extend(map(len, packed))
        kinds += bytes([names[key[0]] for key in keys])
        subjects.extend([subject_by_page.get(key[2], 0) if len(key) > 2 else 0 for key in keys])
    of_pages = set(compress(kinds, subjects))
    loose = [number for number, subject in enumerate(subjects) if not subject and kinds[number] in of_pages]
    yield from {"names": encode(tuple(map(str, names))), "kinds": bytes(kinds), "subjects": subjects.tobytes(),
                "ends": _ends(sizes), "of_pages": bytes(kind in of_pages for kind in range(len(names))),
                "loose": array(NUMBER, loose).tobytes()}.items()


def _answers_of(answers: Sequence[Told], together: int) -> Iterator[tuple[list[Key], bytes]]:
    """Questions and digests, so many at a time."""
    if isinstance(answers, FreshAnswers):
        for number, keys in enumerate(parts_of(answers.keys, together)):
            start = number * together * DIGEST
            yield keys, answers.digests[start:start + len(keys) * DIGEST]
    else:
        for some in parts_of(answers, together):
            yield [key for key, _ in some], "".join([told.ljust(DIGEST) for _, told in some]).encode()


class _Kinds(dict[Any, int]):
    """Names, each with a number of its own."""

    def __missing__(self, name: Any) -> int:
        found = self[name] = len(self)
        return found


def _ends(sizes: Iterable[int]) -> bytes:
    return array(NUMBER, accumulate(sizes)).tobytes()


def unpack_answers(columns: Mapping[str, bytes]) -> AnswerColumns:
    """The columns of answers as they were packed. Raises what unpacking raises."""
    return AnswerColumns(
        names=_decode_names(columns["names"]), kinds=columns["kinds"], subjects=columns["subjects"],
        ends=_numbers(columns["ends"]), keys=columns.get("keys", b""), digests=columns.get("digests", b""),
        of_pages=columns["of_pages"], loose=_numbers(columns["loose"]))


def pack_traces(traces: Mapping[str, Trace], together: int) -> Iterator[tuple[str, bytes]]:
    """The columns of traces, each a part at a time by its name."""
    sizes, read_sizes, apart_sizes = array(NUMBER), array(NUMBER), array(NUMBER)
    troubled: list[int] = []
    for some in parts_of(traces.values(), together):
        rows = [encode((one.artifact, one.digest, one.size, one.diagnostics, one.main)) for one in some]
        reads, aparts = [one.reads for one in some], [one.apart for one in some]
        troubled += [number for number, one in enumerate(some, len(sizes)) if one.diagnostics]
        yield "rows", b"".join(rows)
        yield "reads", array(NUMBER, chain.from_iterable(reads)).tobytes()
        yield "apart", array(NUMBER, chain.from_iterable(aparts)).tobytes()
        for all_sizes, values in ((sizes, rows), (read_sizes, reads), (apart_sizes, aparts)):
            all_sizes.extend(map(len, values))
    yield from {"paths": encode(tuple(traces)), "row_ends": _ends(sizes), "read_ends": _ends(read_sizes),
                "apart_ends": _ends(apart_sizes), "troubled": encode(troubled)}.items()


def unpack_traces(columns: Mapping[str, bytes]) -> TraceColumns:
    """The columns of traces as they were packed. Raises what unpacking raises."""
    return TraceColumns(
        paths=_decode_names(columns["paths"]), ends=_numbers(columns["row_ends"]), rows=columns.get("rows", b""),
        read_ends=_numbers(columns["read_ends"]), reads=columns.get("reads", b""),
        apart_ends=_numbers(columns["apart_ends"]), apart=_numbers(columns.get("apart", b"")),
        troubled=tuple(_decode_numbers(columns["troubled"])))


def _numbers(column: bytes) -> "memoryview[int]":
    return memoryview(column).cast("I")


_decode_names = msgspec.msgpack.Decoder(tuple[str, ...]).decode
_decode_numbers = msgspec.msgpack.Decoder(list[int]).decode


def parts_of(values: Iterable[Any], together: int) -> Iterator[list[Any]]:
    """The values in their order, so many in a list."""
    left = iter(values)
    while some := list(islice(left, together)):
        yield some


def head_of(values: Sized) -> bytes:
    """The beginning of a packed list or mapping, which says how much is in it."""
    size, is_map = len(values), isinstance(values, Mapping)
    if size < 16:
        return bytes([(0x80 if is_map else 0x90) + size])
    if size < 1 << 16:
        return bytes([0xDE if is_map else 0xDC]) + size.to_bytes(2, "big")
    return bytes([0xDF if is_map else 0xDD]) + size.to_bytes(4, "big")
