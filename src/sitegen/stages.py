"""The two pure functions that worker processes run: parse one source, render one artifact."""

import os
from functools import partial
from typing import Any, Protocol

import msgspec
from msgspec.structs import replace

from sitegen import plugins
from sitegen.content.active import is_active, parse_active
from sitegen.content.decoding import decode
from sitegen.content.documents import parse_document
from sitegen.content.markdown import parse_unit, read_unit
from sitegen.diagnostics import Diagnostic
from sitegen.model import (
    Artifact,
    Body,
    Card,
    KeptFile,
    Key,
    Language,
    Packed,
    Page,
    Parsed,
    PlainBody,
    Rendered,
    Searchable,
    Site,
    Source,
    Template,
    Trace,
)
from sitegen.render.environment import FILTERS, SHARED, PrintedPage
from sitegen.render.main_block import KeptMain, NotKept
from sitegen.render.pages import Renderer
from sitegen.render.search import BlockIndex, index_block, pack_block, unpack_block
from sitegen.render.swapped_parts import Swap, swap_of, swapped
from sitegen.site.localise import language_of
from sitegen.site.outline import BLOCK, TEXTS
from sitegen.site.queries import answer
from sitegen.site.search import in_file, searchable, shard_count
from sitegen.site.side_by_side import edition_policy
from sitegen.site.translations import policy_of
from sitegen.tracing import NUMBERED, Answers, digest, digest_bytes, handed_over, track
from sitegen.traditional import converted_body, converter
from sitegen.translation.compose import ParseInline
from sitegen.translation.pages import composed_from, counterpart_body, page_body
from sitegen.translation.plain import in_step, plain_body

_BODIES = frozenset({"body", "counterpart", "whole_body"})
_FORETOLD = _BODIES | {BLOCK, TEXTS}
_ANSWERED_HERE = _FORETOLD | {SHARED, plugins.QUESTION}
"""Questions that the site alone cannot answer."""
_OF_CARDS = frozenset({"events", "latest", "listing", "related", "tag", "upcoming", "year"})
"""Questions of which the answers are mostly cards: each of these stands in a dozen of them."""
CARDS_TOLD = 10_000
"""Cards of which digests are held."""
KEPT_BLOCKS = 8
"""Blocks of the search of which digests are held at a time: an edit of one page concerns a block in each language."""
pack_facts = msgspec.msgpack.Encoder().encode


def parse_source(
    languages: tuple[Language, ...], source: Source, packed: dict[str, bytes] | None = None
) -> Parsed:
    """What one text file says, with all that is wrong in it; `packed` is given its bodies, packed, by document path."""
    if source.path.endswith(".po"):
        return _parse_catalogue(languages, source)
    if source.path.endswith(".tsv"):
        from sitegen.translation.records import parse_acknowledgements

        records, problems = parse_acknowledgements(source)
        return Parsed(acknowledgements=records, diagnostics=problems)
    if source.path.startswith("templates/"):
        text, diagnostics = decode(source)
        name = source.path.removeprefix("templates/")
        return Parsed(template=Template(name=name, text=text, path=source.path), diagnostics=diagnostics)
    if is_active(source.path):
        return parse_active(source)
    if source.path.startswith("content/data/"):
        from sitegen.content.records import parse_data

        return parse_data(source, languages)
    return parse_document(source, languages, packed)


def _parse_catalogue(languages: tuple[Language, ...], source: Source) -> Parsed:
    # Most runs after an edit parse a page or two, and nothing of what takes long to load here.
    if "/LC_MESSAGES/content/" in source.path:
        from sitegen.translation.content_catalogues import parse_content_catalogue

        catalogue, problems = parse_content_catalogue(source, partial(read_unit, languages=languages))
        return Parsed(content_catalogue=catalogue, diagnostics=problems)
    from sitegen.translation.catalogues import parse_catalogue

    return parse_catalogue(source)


def pack_source(languages: tuple[Language, ...], source: Source) -> Packed:
    """What one text file says, in the form in which it is remembered and handed from process to process."""
    packed: dict[str, bytes] = {}
    parsed = parse_source(languages, source, packed)
    documents = [] if parsed.document is None or parsed.body is None else [(parsed.document, parsed.body)]
    documents += parsed.others
    bare = tuple([(document, Body()) for document, _ in parsed.others]) if parsed.others else ()
    plain = [(one.path, printed) for one, body in documents if (printed := plain_body(body)) is not None]
    return Packed(facts=pack_facts(replace(parsed, body=None, others=bare)),
                  bodies=tuple([(one.path, packed[one.path], one.body_digest) for one, _ in documents]),
                  plain=tuple([(path, pack_facts(printed)) for path, printed in plain]))


class Bodies(Protocol):
    """Where bodies come from: this run's parsing, or what is remembered of an earlier one."""

    def body(self, path: str) -> Body:
        """The body of the document at that path."""

    def plain(self, path: str) -> PlainBody | None:
        """The same as it was printed when it was parsed; None where it is not at hand."""


class Past(Protocol):
    """Where pages come from of which only the frame is to be made anew."""

    def trace(self, path: str) -> Trace | None:
        """The trace of a page of which only the frame is another; None for any other."""

    def part(self, path: str) -> tuple[Key, Trace] | None:
        """The question for the one part of such a page that is another, and its trace; None for any other page."""

    def main(self, trace: Trace) -> str | None:
        """What stands in the frame of such a page; None where it is not what was published."""

    def page(self, trace: Trace) -> bytes | None:
        """The page of that trace; None where it is not what was published."""


class Blocks(Protocol):
    """Where the index of the search is remembered, block by block."""

    def load(self, code: str, number: int) -> bytes | None:
        """What was saved of that block; None where nothing is known."""

    def save(self, code: str, number: int, content: bytes) -> None:
        """Remember a block."""


class Tree(Protocol):
    """Where finished contents wait to be published."""

    def keep(self, path: str, data: bytes) -> bytes | KeptFile:
        """That they are there now, or the bytes themselves."""


class Workshop:
    """The assembled site with everything needed to render its artifacts; cheap to hand to a worker."""

    def __init__(self, site: Site, bodies: Bodies) -> None:
        self.site = site
        self.bodies = bodies
        self.past: Past | None = None
        """On this machine only."""
        self.blocks: Blocks | None = None
        """On this machine only."""
        self.tree: Tree | None = None
        """Where pages are put when they are printed; on this machine only."""
        self._open()

    def _open(self) -> None:
        self.answers = Answers(self.ask, self.digest_known, self.digest_of)
        self._cards: dict[tuple[str, str], str] = {}
        """The digests of cards by language code and identity."""
        self._blocks: dict[tuple[str, int], str] = {}
        """The digests of blocks of the search."""
        self._block: tuple[tuple[str, int], BlockIndex] | None = None
        """The block of the search asked for last: all its files are printed in turn."""
        self._held: dict[tuple[str, int], list[str]] = {}
        """Of the blocks asked about last, the digest of each that stands in them."""
        self.swaps: dict[Key, Swap | None] = {}
        """Shared parts as they were and as they are; None where that is not certain."""
        self._made = {language.code: language for language in self.site.config.languages if language.base}
        """Languages whose words are converted from another's."""
        self.plugins = plugins.load(self.site.config.plugins, FILTERS)
        self.renderer = Renderer(self.site.config.languages, self.plugins.filters)

    def close(self) -> None:
        """Answer no more: the answers know the workshop as it knows them, and would hold the site until somebody looks
        for garbage.
        """
        self.answers = Answers(_closed)

    def __getstate__(self) -> dict[str, Any]:
        return {"site": self.site, "bodies": self.bodies, "past": None, "blocks": None, "tree": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._open()

    def ask(self, key: Key) -> Any:
        """The answer to any question: bodies are fetched, the rest is computed from the site."""
        if key[0] not in _ANSWERED_HERE:
            found = answer(self.site, key)
            if found is None and key[0] == "message" and self._made:
                return self._converted_message(str(key[1]), str(key[2]))
            return found
        if key[0] == "body":
            return self._plain(str(key[1]), str(key[2])) or self.body(str(key[1]), str(key[2]))
        if key[0] == "whole_body":
            return self.body(str(key[1]), str(key[2]))
        if key[0] == "counterpart":
            return self.counterpart(str(key[1]), str(key[2]))
        if key[0] == BLOCK:
            return self.search_block(str(key[1]), int(key[2]))
        if key[0] == TEXTS:
            held = self.search_block(str(key[1]), int(key[2])).held
            return tuple([one.row for one in in_file(held, int(key[3]))])
        if key[0] == SHARED:
            return self.renderer.shared(str(key[1]), str(key[2]), str(key[3]), self.answers.value)
        return self.plugins.keys.get(str(key[1]))

    def _converted_message(self, locale: str, msgid: str) -> Any:
        """The interface's words where a language that is converted has no catalogue of its own."""
        made = next((language for language in self._made.values() if language.locale == locale), None)
        if made is None:
            return None
        forms = answer(self.site, ("message", language_of(self.site, made.base).locale, msgid))
        return forms and tuple(map(converter(locale), forms))

    def _is_converted(self, code: str, page: Page) -> bool:
        return code in self._made and code not in page.documents

    def body(self, code: str, identity: str) -> Body:
        """A page's body as readers of that language get it."""
        page = self.site.pages[identity]
        if self._is_converted(code, page):
            return converted_body(self.body(self._made[code].base, identity), self._made[code])
        source = self.bodies.body(page.source)
        if code == page.source_language:
            return source
        policy, path = policy_of(self.site, code, identity), page.documents.get(code)
        return page_body(source, self.bodies.body(path) if path and policy != "source" else None,
                         self.site.translations[identity][code], policy=policy,
                         source_language=page.source_language, parse_inline=self._parser(code, source))

    def _plain(self, code: str, identity: str) -> PlainBody | None:
        """What `body` comes to, where nothing need be composed for it."""
        page = self.site.pages[identity]
        source = self.bodies.plain(page.source)
        if source is None or code == page.source_language:
            return source
        path = page.documents.get(code)
        if path is None or not self.site.translations[identity][code].parallel:
            return None
        target = None if policy_of(self.site, code, identity) == "source" else self.bodies.plain(path)
        return in_step(source, target) if target is not None else None

    def counterpart(self, code: str, identity: str) -> Body:
        """What stands in that language beside the units of a page's body."""
        page = self.site.pages[identity]
        source, path = self.bodies.body(page.source), page.documents.get(code)
        return counterpart_body(source, self.bodies.body(path) if path else None,
                                self.site.translations[identity][code], policy=edition_policy(self.site, page),
                                source_language=page.source_language, parse_inline=self._parser(code, source))

    def search_block(self, code: str, number: int) -> BlockIndex:
        """The index of one block of the search, made once for all its files."""
        if self._block is None or self._block[0] != (code, number):
            content = self.blocks.load(code, number) if self.blocks else None
            index = index_block(self._digests_in_block(code, number), partial(self._found, code, number), code,
                                shard_count(self.site, code), unpack_block(content) if content else None)
            if self.blocks and (made := pack_block(index)) != content:
                self.blocks.save(code, number, made)
            self._block = (code, number), index
        return self._block[1]

    def _found(self, code: str, number: int, place: int) -> tuple[Searchable, Body | None]:
        name = self.site.search[code][number][place]
        kind, _, identity = name.partition(":")
        return searchable(self.site, code, name), self.body(code, identity) if kind == "page" else None

    def digest_of_block(self, code: str, number: int) -> str:
        """The digest of all that the index of a block is made of; much quicker to tell than the index."""
        told = self._blocks.get((code, number))
        if told is None:
            told = self._blocks[code, number] = digest((shard_count(self.site, code),
                                                        self._digests_in_block(code, number)))
        return told

    def _digests_in_block(self, code: str, number: int) -> list[str]:
        found = self._held.get((code, number))
        if found is None:
            if len(self._held) >= KEPT_BLOCKS:
                self._held.clear()
            found = self._held[code, number] = [
                digest((searchable(self.site, code, name), self.digest_of_body(("body", code, name.partition(":")[2]))))
                for name in self.site.search[code][number]]
        return found

    def digest_known(self, key: Key) -> str | None:
        """The digest of an answer, where that can be told without the answer."""
        if key[0] not in _FORETOLD:
            return None
        if key[0] in _BODIES:
            return self.digest_of_body(key)
        if key[0] == TEXTS:
            return digest(in_file(self._digests_in_block(str(key[1]), int(key[2])), int(key[3])))
        return self.digest_of_block(str(key[1]), int(key[2])) if key[0] == BLOCK else None

    def digest_of(self, key: Key, answer: Any) -> str:
        """The digest of an answer: of cards in a list from theirs, of a page without names, which its kind tells."""
        if key[0] == "page" and answer:
            return digest([*answer.values()])
        return digest(self._briefly(str(key[1]), answer) if key[0] in _OF_CARDS else answer)

    def _briefly(self, code: str, answer: Any) -> Any:
        """An answer with digests in the place of cards."""
        kind = answer.__class__
        if kind is Card:
            return self._cards.get((code, answer.identity)) or self._digest_of_card(code, answer)
        if kind is tuple:
            held = self._cards
            return [(each.__class__ is Card and held.get((code, each.identity))) or self._briefly(code, each)
                    for each in answer]
        return {name: self._briefly(code, each) for name, each in answer.items()} if kind is dict else answer

    def _digest_of_card(self, code: str, card: Card) -> str:
        if len(self._cards) >= CARDS_TOLD:
            self._cards.clear()
        told = self._cards[code, card.identity] = digest(card)
        return told

    def _parser(self, code: str, source: Body) -> ParseInline:
        return partial(parse_unit, language=language_of(self.site, code), languages=self.site.config.languages,
                       within=source)

    def digest_of_body(self, key: Key) -> str | None:
        """A body's digest is known without the body: from what it would be composed of."""
        if key[2] not in self.site.pages:
            return None
        code, page = str(key[1]), self.site.pages[str(key[2])]
        source = self.site.documents[page.source]
        if code == page.source_language:
            return source.body_digest
        if self._is_converted(code, page):
            base = self.digest_of_body((key[0], self._made[code].base, key[2]))
            return None if base is None else digest((base, self._made[code]))
        path, translation = page.documents.get(code), self.site.translations[page.identity].get(code)
        if translation is None:
            # A language that the site has no more.
            return None
        digests = source.body_digest, self.site.documents[path].body_digest if path else ""
        if key[0] == "counterpart":
            return digest((*digests, edition_policy(self.site, page), composed_from(translation)))
        policy = policy_of(self.site, code, page.identity)
        # Of texts that stand beside each other and are all fresh, nothing else can show.
        return digest((*digests, policy, None if translation.parallel else composed_from(translation)))


def _closed(key: Key) -> Any:
    raise RuntimeError(f"{key[0]} was asked of a workshop that is closed")


def render_artifact(workshop: Workshop, artifact: Artifact) -> Rendered:
    """One artifact's bytes, and every question they came from."""
    answers = workshop.answers
    if len(answers.told) > NUMBERED:
        answers.forget()
    known = len(answers.told)
    answers.turn()
    same = _with_swapped_part(workshop, artifact, known)
    if same is not None:
        return same
    kept = _kept_main(workshop, artifact)
    fetch, reads = track(answers)
    diagnostics: tuple[Diagnostic, ...] = ()
    if artifact.kind != "page" and not artifact.template:
        # Most edits print pages alone.
        from sitegen.render.texts import print_text

        page = PrintedPage(print_text(artifact, fetch))
    else:
        try:
            page, diagnostics = workshop.renderer.render_page(artifact, fetch, kept)
        except NotKept:
            kept, (fetch, reads) = None, track(answers)
            page, diagnostics = workshop.renderer.render_page(artifact, fetch)
    numbers, apart = answers.numbers(reads), answers.numbers(page.apart)
    learned, told = handed_over(answers.told[known:])
    if not diagnostics:
        _learn_swap(workshop, artifact, page.data)
    is_refused = any(one.severity == "error" for one in diagnostics)
    return Rendered(path=artifact.path, data=page.data if is_refused else _put(workshop, artifact, page.data),
                    digest=digest_bytes(page.data), size=len(page.data),
                    reads=numbers, process=os.getpid(), known=known, learned=learned, told=told,
                    diagnostics=diagnostics, main=page.main, apart=apart, kept=kept is not None)


def _put(workshop: Workshop, artifact: Artifact, data: bytes) -> bytes | KeptFile:
    # A picture of words is published in place of the words.
    if workshop.tree is None or artifact.kind not in ("page", "text"):
        return data
    return workshop.tree.keep(artifact.path, data)


def _with_swapped_part(workshop: Workshop, artifact: Artifact, known: int) -> Rendered | None:
    """The published page with another shared part, where nothing else of it can be another."""
    past = workshop.past
    key, trace = past.part(artifact.path) or (None, None) if past else (None, None)
    swap = workshop.swaps.get(key) if key else None
    if past is None or trace is None or swap is None:
        return None
    page = past.page(trace)
    made = None if page is None else swapped(page, trace.main, swap)
    if made is None:
        return None
    data, main = made
    return Rendered(path=artifact.path, data=_put(workshop, artifact, data), digest=digest_bytes(data), size=len(data),
                    reads=(), process=os.getpid(), known=known, main=main, kept=True, same=True)


def _learn_swap(workshop: Workshop, artifact: Artifact, now: bytes) -> None:
    """Tell from the first page with a shared part that is another what this was, for all further ones."""
    past = workshop.past
    key, trace = past.part(artifact.path) or (None, None) if past else (None, None)
    if past is None or key is None or trace is None or key in workshop.swaps:
        return
    before = past.page(trace)
    workshop.swaps[key] = None if before is None else swap_of(before, now, workshop.answers.value(key).encode())


def _kept_main(workshop: Workshop, artifact: Artifact) -> KeptMain | None:
    """What stands in the frame of the artifact, where that is known to be what it was."""
    trace = workshop.past.trace(artifact.path) if workshop.past else None
    if workshop.past is None or trace is None or trace.main is None:
        return None
    html = workshop.past.main(trace)
    return None if html is None else KeptMain(html, trace.main.given)
