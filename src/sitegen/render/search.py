"""The index of the search: texts cut into terms, and the files in which the search page finds them.

`templates/assets/search.js` cuts what a reader types in the same way; `tests/search_terms.json` holds the two together.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from operator import add

import msgspec

from sitegen.model import Artifact, Body, ImageTag, LinkStart, NoteMark, RecordLink, Searchable, Unit, Value
from sitegen.scripts import HAN, compiled
from sitegen.tracing import Fetch

TITLE, HEADING, TEXT = 3, 2, 1
"""What a term weighs, by where it stands."""
WEIGHTS = 4
_HAN_RUN = f"[{HAN}]+"
_WORD = rf"[^\W_{HAN}]+"
_MARKS = re.compile("[\u0300-\u036f]+")
_BREAK = re.compile("<br ?/?>")
_TAG = re.compile("<[^>]*>")
_CODE = re.compile("<pre[^>]*>(.*?)</pre>", re.DOTALL)
_SPACES = re.compile(r"[ \t\n]+")
_ASCII_WORDS = str.maketrans({code: " " for code in range(128) if not chr(code).isalnum()})
_encode = msgspec.json.Encoder().encode

_Row = tuple[str, str, str, list[str], list[str]]
_decode_row = msgspec.json.Decoder(_Row).decode

Postings = dict[str, list[int]]
"""Term to the numbers of what holds it, each less the one before: its place in the block times four, and the term's
weight there.
"""
_decode_words = msgspec.json.Decoder(Postings).decode
Found = Callable[[int], tuple[Searchable, Body | None]]
"""What stands at a place in a block, with its body if it is a page."""
FEW = 8
"""Where more than one in so many is another, terms are put together anew."""


class Indexed(Value, frozen=True):
    """Something that is found, as a block has it."""

    digest: str
    """Of all that it was made of."""
    row: bytes
    """JSON: its address, title, the title's language where that is another, its names and its texts."""
    headings: int
    """So many of the texts, the last ones, are headings."""


class BlockIndex(Value, frozen=True):
    """The index of one block: what it holds in its order, and its terms, JSON for each file of them."""

    held: tuple[Indexed, ...]
    words: tuple[bytes, ...]


pack_block = msgspec.msgpack.Encoder().encode
_decode_block = msgspec.msgpack.Decoder(BlockIndex).decode


def unpack_block(content: bytes) -> BlockIndex | None:
    """The index that was packed; None where these are other bytes."""
    try:
        return _decode_block(content)
    except (msgspec.DecodeError, ValueError):
        return None


def fold_text(text: str) -> str:
    """A text in which what readers type alike is alike: no capitals, no accents, one form of every character."""
    if text.isascii():
        return text.lower()
    return _MARKS.sub("", unicodedata.normalize("NFKD", text)).lower()


def terms(text: str) -> set[str]:
    """What a text is found by: its words, and its Han characters in overlapping pairs.

    The last character of a run stands for itself, so that a single one is the beginning of some term wherever it is.
    """
    folded = fold_text(text)
    if folded.isascii():
        return set(folded.translate(_ASCII_WORDS).split())
    found = set(compiled(_WORD).findall(folded))
    for run in compiled(_HAN_RUN).findall(folded):
        found.update(map(add, run, run[1:]))
        found.add(run[-1])
    return found


def index_block(
    digests: Sequence[str], found: Found, code: str, shards: int, before: BlockIndex | None = None
) -> BlockIndex:
    """The index of what stands in one block; `digests` tell of what each is made, `found` gives it by its number.

    What is in the index of `before` is taken from there, so that an edit costs what it changes.
    """
    known = {one.digest: one for one in before.held} if before else {}
    held = tuple([known.get(told) or _indexed(told, *found(number), code) for number, told in enumerate(digests)])
    if before and len(before.held) == len(held) and len(before.words) == shards:
        others = [number for number, one in enumerate(held) if before.held[number].digest != one.digest]
        if len(others) <= len(held) // FEW:
            return BlockIndex(held=held, words=_changed(before, held, others))
    return BlockIndex(held=held, words=_words(held, shards))


def _indexed(told: str, entry: Searchable, body: Body | None, code: str) -> Indexed:
    headings, others = _texts(entry, body, code)
    row = entry.url, entry.title, entry.lang, entry.names, (*others, *headings)
    return Indexed(digest=told, row=_encode(row), headings=len(headings))


def _words(held: Iterable[Indexed], shards: int) -> tuple[bytes, ...]:
    """Terms that begin alike stand in one file, so that a beginning is looked up there alone."""
    postings: defaultdict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(held):
        place = number * WEIGHTS
        for term, weight in _weights(one).items():
            postings[term].append(place + weight)
    words: tuple[Postings, ...] = tuple({} for _ in range(shards))
    for term in sorted(postings):
        words[ord(term[0]) % shards][term] = _steps(postings[term])
    return tuple(map(_encode, words))


def _weights(one: Indexed) -> dict[str, int]:
    """The terms by which it is found, each with what it weighs there at most."""
    _, title, _, names, texts = _decode_row(one.row)
    first = len(texts) - one.headings
    found = dict.fromkeys(terms("\n".join(texts[:first])), TEXT)
    found.update(dict.fromkeys(terms("\n".join(texts[first:])), HEADING))
    found.update(dict.fromkeys(terms("\n".join((title, *names))), TITLE))
    return found


def _changed(before: BlockIndex, held: Sequence[Indexed], others: Iterable[int]) -> tuple[bytes, ...]:
    """The terms of a block, where those in it with the numbers of `others` are others than before."""
    shards = len(before.words)
    edits: defaultdict[int, defaultdict[str, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    for number in others:
        old, new = _weights(before.held[number]), _weights(held[number])
        for term, _ in old.items() ^ new.items():
            edits[ord(term[0]) % shards][term][number] = new.get(term, 0)
    words = list(before.words)
    for shard, edited in edits.items():
        words[shard] = _edited(words[shard], edited)
    return tuple(words)


def _edited(words: bytes, edits: Mapping[str, Mapping[int, int]]) -> bytes:
    """A file of terms, in some of which numbers weigh something else now, or nothing."""
    postings = _decode_words(words)
    for term, weights in edits.items():
        kept = [number for number in accumulate(postings.pop(term, ())) if number // WEIGHTS not in weights]
        kept += [number * WEIGHTS + weight for number, weight in weights.items() if weight]
        if kept:
            postings[term] = _steps(sorted(kept))
    return _encode(dict(sorted(postings.items())))


def _texts(entry: Searchable, body: Body | None, code: str) -> tuple[list[str], list[str]]:
    """Headings, and the other texts in their order."""
    headings: list[str] = []
    others = list(entry.texts)
    if body is not None:
        for unit in body.units:
            # What is not translated is found in the language it is in.
            if not unit.language or unit.language == code:
                text = unit_text(unit, entry.facts, body)
                if text:
                    (headings if unit.role.startswith("heading") else others).append(text)
        others += _code_blocks(body)
    return headings, others


def unit_text(unit: Unit, facts: dict[str, str], body: Body) -> str:
    """The words that readers see of a unit; `facts` are what its record links print."""
    if unit.role == "alt":
        return "".join(piece for piece in unit.inline if isinstance(piece, str))
    parts: list[str] = []
    told: list[str] = []
    for piece in unit.inline:
        if isinstance(piece, str):
            parts.append(piece)
        elif isinstance(piece, RecordLink):
            # Set in at the end: it is no HTML.
            parts.append("\0")
            told.append(facts.get(body.links[piece.link].target, ""))
        else:
            assert isinstance(piece, (LinkStart, ImageTag, NoteMark))
    html = "".join(parts)
    if "<" in html:
        html = _TAG.sub("", _BREAK.sub(" ", html))
    text = _unescaped(html)
    for words in told:
        text = text.replace("\0", words, 1)
    return _SPACES.sub(" ", text).strip()


def _unescaped(text: str) -> str:
    if "&" not in text:
        return text
    # Most runs print no search, and this takes the names of all characters to load.
    from html import unescape

    return unescape(text)


def _code_blocks(body: Body) -> Iterator[str]:
    if any("<pre" in piece for piece in body.pieces if isinstance(piece, str)):
        html = "".join(piece for piece in body.pieces if isinstance(piece, str))
        for code in _CODE.findall(html):
            yield _unescaped(_TAG.sub("", code)).strip()


def print_search(artifact: Artifact, fetch: Fetch) -> str:
    """One file of a block: terms that begin with some characters, or the texts of some of what it holds."""
    _, code, block, kind, number = artifact.subject
    if kind == "texts":
        rows: tuple[bytes, ...] = fetch(("search_texts", code, block, number))
        return "[" + b",".join(rows).decode() + "]\n"
    index: BlockIndex = fetch(("search_block", code, block))
    return index.words[int(number)].decode() + "\n"


def _steps(numbers: list[int]) -> list[int]:
    """Each number less the one before: shorter to write."""
    return [numbers[0], *(after - before for before, after in pairwise(numbers))]
