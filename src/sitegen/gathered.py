"""What all sources came to: documents, of which there may be very many, lie on a shelf until somebody looks."""

from collections.abc import Iterator, Mapping

import msgspec

from sitegen.diagnostics import Diagnostic
from sitegen.disk.shelf import Shelf
from sitegen.model import Document, Parsed, Value
from sitegen.on_demand import RECENT, OnDemand

PASSING = 32
"""Documents held ready while somebody goes through all of a large site: each is looked at once, and what is unpacked
into the memory of what was let go just now is unpacked in half the time.
"""
_ALIKE = ("language", "section", "given", "fact_keys")
"""What very many documents have alike."""
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Parsed).decode

Known = Parsed | bytes
"""What a source came to, or the same packed, which most go on as."""


class Name(Value, frozen=True):
    """The beginning of a document."""

    path: str
    identity: str
    language: str


class Brief(Value, frozen=True):
    """Of what a source came to, as much as is asked of each when it comes in; in the places of a `Parsed`."""

    document: Name | None
    body: msgspec.Raw
    others: tuple[tuple[Name, msgspec.Raw], ...]
    records: msgspec.Raw
    data: msgspec.Raw
    catalogue: msgspec.Raw
    template: msgspec.Raw
    acknowledgements: msgspec.Raw
    content_catalogue: msgspec.Raw
    picture: msgspec.Raw
    diagnostics: tuple[Diagnostic, ...]


in_brief = msgspec.msgpack.Decoder(Brief).decode


def unpacked(known: Known) -> Parsed:
    """What a source came to."""
    return _decode(known) if isinstance(known, bytes) else known


class Gathered(Mapping[str, Parsed]):
    """What sources came to by path, in the order of paths, however they came in."""

    def __init__(self, shelf: Shelf | None) -> None:
        """Without a shelf, all are held."""
        self.others: dict[str, Parsed] = {}
        """Those that are not on the shelf."""
        self._shelf = shelf
        self._numbers: dict[str, int] = {}
        self._documents: list[tuple[str, str, int]] = []
        """Identity, path and number on the shelf of each document there."""
        self._identities: dict[str, str] = {}
        self._problems: dict[str, tuple[Diagnostic, ...]] = {}
        self._alike: dict[object, object] = {}
        """Values that documents share."""

    def add(self, path: str, known: Known) -> None:
        """Take note of what a source came to."""
        if self._shelf is not None:
            packed = known if isinstance(known, bytes) else _encode(known)
            brief = in_brief(packed)
            if brief.document is not None:
                self._put(path, packed, brief.document, brief)
                return
        parsed = unpacked(known)
        if parsed.diagnostics:
            self._problems[path] = parsed.diagnostics
        self.others[path] = self.shared(parsed)

    def _put(self, path: str, packed: bytes, document: Name, brief: Brief) -> None:
        assert self._shelf is not None
        if brief.diagnostics:
            self._problems[path] = brief.diagnostics
        number = self._numbers[path] = self._shelf.put(packed)
        for each in (document, *[other for other, _ in brief.others]):
            identity = self._identities.setdefault(each.identity, each.identity)
            self._documents.append((identity, path if each.path == path else each.path, number))

    @property
    def problems(self) -> Iterator[Diagnostic]:
        """All that is wrong in the sources."""
        return (problem for path in sorted(self._problems) for problem in self._problems[path])

    @property
    def identities(self) -> Mapping[str, str]:
        """The identities of all pages that have documents on the shelf, each under itself."""
        return self._identities

    def documents(self) -> OnDemand[Document] | None:
        """All documents by path in the order of identities; None where they are held."""
        if self._shelf is None:
            return None
        # Not through this, which nobody needs any more once the site is assembled.
        take = self._shelf.take
        found = OnDemand({path: number for _, path, number in sorted(self._documents)},
                         lambda path, number: document_of(take(number), path))
        if len(found) > RECENT:
            found.forget(room=PASSING)
        return found

    def __getitem__(self, path: str) -> Parsed:
        number = self._numbers.get(path)
        return self.others[path] if number is None or self._shelf is None else _decode(self._shelf.take(number))

    def __iter__(self) -> Iterator[str]:
        return iter(sorted((*self.others, *self._numbers)))

    def __len__(self) -> int:
        return len(self.others) + len(self._numbers)

    def shared(self, parsed: Parsed) -> Parsed:
        """The same; its documents have words in common with others that have them too, such as which keys they give:
        that is much less to hold.
        """
        if parsed.document is not None:
            for document in (parsed.document, *(other for other, _ in parsed.others)):
                for name in _ALIKE:
                    value = getattr(document, name)
                    # Nobody else has seen it yet, so that nobody sees it change.
                    msgspec.structs.force_setattr(document, name, self._alike.setdefault(value, value))
        return parsed


def document_of(packed: bytes, path: str) -> Document:
    """Of the documents that one file came to, that of this path."""
    parsed = _decode(packed)
    if parsed.document is not None and parsed.document.path == path:
        return parsed.document
    return next(document for document, _ in parsed.others if document.path == path)
