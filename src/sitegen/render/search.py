"""The index of the search: texts cut into terms, and the files in which the search page finds them.

`templates/assets/search.js` cuts what a reader types in the same way; `tests/search_terms.json` holds the two together.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import pairwise
from operator import add
from typing import NamedTuple

import msgspec

from sitegen.model import SEARCH_PER_FILE as PER_FILE
from sitegen.model import Artifact, Body, ImageTag, LinkStart, NoteMark, RecordLink, Searchable, Unit
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

Postings = dict[str, list[int]]
"""Term to the numbers of what holds it, ascending: its place in the block times four, and the term's weight there."""


class BlockIndex(NamedTuple):
    """The index of one block: its terms by file, and what it holds in its order."""

    words: tuple[Postings, ...]
    texts: tuple[tuple[str, str, str, tuple[str, ...], tuple[str, ...]], ...]
    """Of each its address, title, the title's language where that is another, its names and its texts."""


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


def index_block(found: Iterable[tuple[Searchable, Body | None]], code: str, shards: int) -> BlockIndex:
    """The index of what stands in one block, each with its body if it is a page.

    Terms that begin alike stand in one file, so that a beginning is looked up there alone.
    """
    postings: defaultdict[str, list[int]] = defaultdict(list)
    texts = []
    for number, (entry, body) in enumerate(found):
        headings, others = _texts(entry, body, code)
        known: set[str] = set()
        for weight, given in ((TITLE, (entry.title, *entry.names)), (HEADING, headings), (TEXT, others)):
            found_here = terms("\n".join(given)) - known
            known |= found_here
            for term in found_here:
                postings[term].append(number * WEIGHTS + weight)
        texts.append((entry.url, entry.title, entry.lang, entry.names, (*others, *headings)))
    words: tuple[Postings, ...] = tuple({} for _ in range(shards))
    for term in sorted(postings):
        words[ord(term[0]) % shards][term] = postings[term]
    return BlockIndex(words, tuple(texts))


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
    text = unescape(html) if "&" in html else html
    for words in told:
        text = text.replace("\0", words, 1)
    return _SPACES.sub(" ", text).strip()


def _code_blocks(body: Body) -> Iterator[str]:
    if any("<pre" in piece for piece in body.pieces if isinstance(piece, str)):
        html = "".join(piece for piece in body.pieces if isinstance(piece, str))
        for code in _CODE.findall(html):
            yield unescape(_TAG.sub("", code)).strip()


def print_search(artifact: Artifact, fetch: Fetch) -> str:
    """One file of a block: terms that begin with some characters, or the texts of some of what it holds."""
    _, code, block, kind, number = artifact.subject
    index: BlockIndex = fetch(("search_block", code, block))
    if kind == "words":
        words = {term: _steps(numbers) for term, numbers in index.words[int(number)].items()}
        return _encode(words).decode() + "\n"
    start = int(number) * PER_FILE
    return _encode(index.texts[start:start + PER_FILE]).decode() + "\n"


def _steps(numbers: list[int]) -> list[int]:
    """Each number less the one before: shorter to write."""
    return [numbers[0], *(after - before for before, after in pairwise(numbers))]
