"""What earlier builds remember for this one: the ledger, and what sources came to when they were parsed."""

import os
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from sitegen import workers
from sitegen.diagnostics import Diagnostic
from sitegen.disk.compiled import CompiledTemplates
from sitegen.disk.ledger import load_ledger
from sitegen.disk.parsed import ParsedStore
from sitegen.disk.passing import OtherEnd, PassingFile, joined, parted
from sitegen.disk.search_blocks import SearchBlocks
from sitegen.disk.shelf import Left, Shelf, new_shelf
from sitegen.disk.site_memory import load_site, save_site
from sitegen.disk.sources import FirstLook, Scan, Unread, read, read_now
from sitegen.disk.toolchain import toolchain
from sitegen.document_paths import beside, file_of, language_beside
from sitegen.gathered import PASSING, Gathered, Known, document_of, in_brief
from sitegen.lookout import Lookout, Seen
from sitegen.model import (
    Body,
    Card,
    Config,
    Language,
    Ledger,
    Outline,
    Packed,
    Page,
    PlainBody,
    Request,
    Site,
    Source,
    Translation,
    Value,
)
from sitegen.on_demand import OnDemand, PutAside
from sitegen.render.environment import keep_code
from sitegen.site import cards
from sitegen.site.aside import Noted, Pages, Tell, Told, Translations
from sitegen.site.sides import Sides, inside_of, outside_of
from sitegen.stages import pack_source, parse_source
from sitegen.tracing import digest

RECENT = 8
"""Bodies held ready."""
SHELVED = 3000
"""Pages from which on they are put aside while pages are rendered."""
OWN_HELD = 400
"""Documents, and states of translations, that are held ready while pages are rendered, one after the other."""
LEARNED = 500
"""Sources whose parse waits in memory to be put away together."""
_NO_BODY: tuple[str, None, str] = "", None, ""
HELPED = 500
"""Pages from which on another process helps to tell what is known of them: of fewer that takes no longer than to begin
one.
"""
PAGES_HELD = 20_000
"""Pages up to which all are held while a site is assembled."""
unpack_body = msgspec.msgpack.Decoder(Body).decode
unpack_plain = msgspec.msgpack.Decoder(PlainBody).decode


class Memory:
    """Remembers; may forget anything at any time, which costs time and nothing else."""

    def __init__(self, request: Request, lookout: Lookout | None = None, *, brief: bool = False) -> None:
        """In brief for whoever publishes nothing."""
        self.project = request.project
        self.output = request.output
        self.toolchain = toolchain()
        # A build from nothing compiles its templates too.
        keep_code(None if request.clean else CompiledTemplates(self.toolchain))
        self.notices: list[str] = []
        self.ledger = Ledger() if request.clean else self._recall(request, brief=brief)
        self.known_config = self.ledger.config
        """The digest of site.yaml, and what it comes to."""
        self._lookout = lookout
        self._blank = request.clean
        self._bodies = Bodies(request.project, self.toolchain)
        self.blocks = None if request.forgetful else SearchBlocks(request.project, self.toolchain, blank=request.clean)
        """Of the search's index."""
        self._learned: list[_Learned] = []
        """What is not remembered yet."""
        self._printed: dict[str, bytes] = {}
        """Those of these bodies that are printed already, by document path."""
        self._has_learned = False
        self._shelf: Shelf | None = None
        self._for_now: ForNow | None = None
        self._site: RememberedSite | None = None
        self._kept: str | None = None
        """The mark of that, once it is remembered."""
        self._recalled: tuple[str, RememberedSite | None] = "", None
        """That of the last build by its mark, until somebody asks for it."""

    def _recall(self, request: Request, *, brief: bool) -> Ledger:
        ledger, notice = load_ledger(request.project, request.output, brief=brief)
        if notice:
            self.notices.append(notice)
        if ledger.toolchain == self.toolchain:
            return ledger
        # Another version may answer any question differently; what stat said of files stays true.
        return msgspec.structs.replace(ledger, config=("", None), answers=(), traces={}, outline=Outline(), site="")

    @property
    def seen(self) -> Seen:
        """What was seen of the ledger's files while the program was loaded."""
        if self._lookout is None or not self.ledger.taken_ns:
            # What was seen is a difference, and of a ledger that is damaged there is nothing here.
            return Seen()
        # The other process is at work a little longer.
        self._recall_site()
        return self._lookout.seen(self.project, self.output)

    @property
    def first_look(self) -> FirstLook | None:
        """The sources as they were found while the program was loaded, where nothing is remembered of them."""
        if self._lookout is None or self.ledger.taken_ns:
            return None
        return self._lookout.seen(self.project, self.output).first

    @property
    def bodies(self) -> "Bodies":
        """Where rendering gets the bodies of documents."""
        return self._bodies

    def key(self, path: str, content: str, languages: tuple[Language, ...]) -> str:
        """Under what a source's parse is remembered: everything that could change it."""
        return key_of(self.toolchain, languages, path, content)

    def config(self, content: str) -> Config | None:
        """What site.yaml came to last time, where its bytes are those of that digest and nothing was wrong with it."""
        known, config = self.ledger.config
        return config if content and known == content else None

    def learn_config(self, content: str, config: Config, problems: Sequence[Diagnostic]) -> None:
        """Take note of what site.yaml came to; what was wrong with it is to be said each time."""
        self.known_config = ("", None) if problems else (content, config)

    @property
    def knows_nothing(self) -> bool:
        """Whether nothing that was parsed is remembered: then nobody need ask for each of thousands of sources."""
        return self._blank or self._bodies.store().began_empty

    def note(self, path: str, key: str) -> None:
        """Take note of the key of a source that nobody has asked for."""
        self._bodies.keys[path] = key

    def parsed(self, path: str, key: str) -> Known | None:
        """What the source came to last time, without its body; None where that is not known."""
        self._bodies.keys[path] = key
        store = self._bodies.store()
        known = None if self._blank or store.began_empty else store.get(key)
        if known is None:
            return None
        try:
            self._note_others(path, [document.path for document, _ in in_brief(known).others])
        except (msgspec.DecodeError, ValueError):
            return None
        return known

    def learn(self, path: str, packed: Packed) -> Known:
        """Take note of a source parsed in this run, and say what it came to, without its body."""
        keys = self._bodies.keys
        own, *others = packed.bodies or (_NO_BODY,)
        self._learned.append(_Learned(path, keys[path], packed.facts, own[1], own[2]))
        if others:
            self._note_others(path, [document for document, _, _ in others])
            self._learned += [_Learned(document, keys[document], None, body, digest)
                              for document, body, digest in others]
        self._printed.update(packed.plain)
        for (document, _, _), place in zip(packed.bodies, packed.left, strict=False):
            # By the string that is held anyhow.
            self._bodies.passing.note(path if document == path else document, place)
        if len(self._learned) >= LEARNED:
            self._put_away()
        return packed.facts

    def other_end(self) -> OtherEnd | None:
        """Where workers leave bodies instead of handing them on; None where there are no such workers."""
        return self._bodies.passing.other_end() if workers.can_fork() else None

    def gathered(self) -> Gathered:
        """Where what the sources come to is gathered."""
        # Then the site is assembled from these.
        self._let_go()
        return Gathered(self.shelf)

    @property
    def shelf(self) -> Shelf:
        """For what this build would otherwise hold of each page."""
        if self._shelf is None:
            self._shelf = new_shelf(self.project)
        return self._shelf

    def for_now(self, *, pages: int, alone: bool, sides: Sides | None) -> "ForNow":
        """Where the pages of this build go while their site is assembled."""
        aside = self._for_now = ForNow(self.project, self.shelf, pages=pages, alone=alone, sides=sides)
        return aside

    def _note_others(self, path: str, others: Iterable[str]) -> None:
        """Of a file with several languages each body is remembered for itself."""
        key = self._bodies.keys[path]
        self._bodies.keys.update((other, beside(key, language_beside(other))) for other in others)

    def keep(self, *, all_known: bool = True) -> None:
        """Remember for later builds what sources came to in this one, and forget those that are gone.

        Which are gone can only be told where this build has looked at all (`all_known`).
        """
        if self._learned or self._has_learned:
            self._put_away()
            if all_known:
                self._bodies.store().prune(set(self._bodies.keys.values()))

    def _put_away(self) -> None:
        passing = self._bodies.passing
        passing.put([(one.path, joined(one.body, self._printed.get(one.path, b"")))
                     for one in self._learned if one.body])
        if not self._bodies.store().put(_rows(self._learned, passing)):
            # Where nothing can be remembered, this build keeps its bodies itself.
            self._bodies.fresh.update((one.path, one.body) for one in self._learned if one.body)
        self._learned, self._printed, self._has_learned = [], {}, True

    def site(self, config: Config, *, drafts: bool) -> "RememberedSite | None":
        """The site when it was assembled last, where that was done with this configuration; it lacks its templates."""
        known = self._recall_site()
        self._let_go()
        return known if known and known.key == self._site_key(config, drafts) else None

    def _let_go(self) -> None:
        self._recalled = "", None

    def _recall_site(self) -> "RememberedSite | None":
        mark = self.ledger.site
        if self._recalled[0] != mark:
            content = load_site(self.project, self.output, mark)
            try:
                self._recalled = mark, None if content is None else _unpack_site(*content)
            except (msgspec.DecodeError, ValueError, RecursionError):
                self._recalled = mark, None
        return self._recalled[1]

    def assembled(self, site: Site, config: Config, problems: Iterable[Diagnostic]) -> Site:
        """Take note of the site of this build, with what is wrong in it; the same site, which now needs little memory.

        What is held of single pages, workers would each copy bit by bit as they look at it.
        """
        assert self._for_now is not None, "it was assembled with that"
        places = self._for_now.places
        shelved = msgspec.structs.replace(site, pages=OnDemand(places, _unpacking(self.shelf, _OF_PAGES["pages"])))
        self.shelf.settle()
        self._site = RememberedSite(self._site_key(config, site.drafts), shelved, tuple(problems))
        if len(site.pages) < SHELVED:
            # A small site is copied sooner than unpacked.
            return site
        self._bodies.forget_keys()
        for others in (site.documents, site.translations):
            if isinstance(others, OnDemand):
                # Pages show each other, but only a page itself looks into what it is made of.
                others.forget(room=OWN_HELD)
        return msgspec.structs.replace(shelved, cards=Cards(self.project, places))

    def keep_site(self) -> str:
        """Remember the site for edits inside pages and of templates; the mark of what is remembered, or empty."""
        if self._kept is None:
            self._kept = self._keep_site()
        return self._kept

    def _keep_site(self) -> str:
        if self._site is None:
            return ""
        site = self._site.site
        few = msgspec.structs.replace(site, **{name: {} for name in _OF_PAGES}, templates={},
                                      **cards.nothing_made())
        packed = tuple([_places(getattr(site, name)) for name in _OF_PAGES])
        try:
            head = _encode(_Stored(msgspec.structs.replace(self._site, site=few), tuple(self.shelf.starts), packed))
        except (OverflowError, ValueError):
            # Instants at the ends of the calendar, which no file can hold.
            return ""
        return save_site(self.project, self.output, self.shelf.blocks(), head)

    def _site_key(self, config: Config, drafts: bool) -> str:
        return digest((self.toolchain, config, drafts))

    def close(self) -> None:
        """Let go of files."""
        self._bodies.close()


def key_of(toolchain: str, languages: tuple[Language, ...], path: str, content: str) -> str:
    """Under what a source's parse is remembered; `content` is the digest of its bytes."""
    return digest((toolchain, languages, path, content))


class _Learned(NamedTuple):
    """What one source came to, or one language of it, until it is remembered."""

    path: str
    key: str
    facts: bytes | None
    body: bytes | None
    """Empty where another process has left it in the passing file."""
    digest: str


def _rows(learned: Iterable[_Learned], passing: PassingFile) -> Iterator[tuple[str, bytes | None, bytes | None, str]]:
    """The same as the store takes it."""
    for one in learned:
        body = one.body
        if body == b"":
            left = passing.get(one.path)
            body = None if left is None else parted(left)[0]
        yield one.key, one.facts, body, one.digest


def pack_and_leave(shared: tuple[tuple[Language, ...], OtherEnd | None], source: Source | Unread) -> Packed:
    """What one text file says; of large parts of it only where this process has put them, where there is such a place.

    Raises BuildStopped as `read` does.
    """
    languages, end = shared
    if isinstance(source, Unread):
        read_here, stamp = read_now(source)
        return msgspec.structs.replace(_left(pack_source(languages, read_here), end), stamp=stamp)
    return _left(pack_source(languages, source), end)


def _left(packed: Packed, end: OtherEnd | None) -> Packed:
    if end is None or not packed.bodies:
        return packed
    printed = dict(packed.plain)
    left = []
    for path, body, _ in packed.bodies:
        place = end.leave(joined(body, printed.get(path, b"")))
        if place is None:
            return packed
        left.append(place)
    return Packed(facts=packed.facts, left=tuple(left),
                  bodies=tuple([(path, b"", digest) for path, _, digest in packed.bodies]))


class RememberedSite(Value, frozen=True):
    """An assembled site, with what was wrong in it; warnings only, for it was published."""

    key: str
    site: Site
    problems: tuple[Diagnostic, ...]


class _Places(Value, frozen=True):
    """Where the values of a mapping are on a shelf."""

    keys: tuple[str, ...]
    numbers: tuple[int, ...]


class _Stored(Value, frozen=True):
    """The same in a file: what there is of single pages, of which there are many, is unpacked one by one."""

    known: RememberedSite
    starts: tuple[int, ...]
    packed: tuple[_Places, ...]
    """Of the fields named in `_OF_PAGES`."""


_encode = msgspec.msgpack.Encoder().encode
_decode_site = msgspec.msgpack.Decoder(_Stored).decode
_decode_card = msgspec.msgpack.Decoder(Card).decode
_decode_page = msgspec.msgpack.Decoder(Page).decode
_decode_translations = msgspec.msgpack.Decoder(dict[str, Translation]).decode
_OF_PAGES: dict[str, Callable[[bytes, str], Any]] = {
    "pages": lambda packed, _: _decode_page(packed),
    "documents": document_of,
    "translations": lambda packed, _: _decode_translations(packed),
}
"""What a site has for each page, and how it is unpacked by its key."""


def _unpack_site(head: bytes, descriptor: int) -> RememberedSite:
    try:
        stored = _decode_site(head)
    except BaseException:
        os.close(descriptor)
        raise
    shelf = Shelf(descriptor, stored.starts)
    return msgspec.structs.replace(stored.known, site=_on_shelf(stored.known.site, shelf, stored.packed))


def _on_shelf(site: Site, shelf: Shelf, packed: Iterable[_Places]) -> Site:
    """The site with what there is of single pages taken from a shelf when somebody looks."""
    fields: dict[str, Any] = {}
    for (name, decode), places in zip(_OF_PAGES.items(), packed, strict=True):
        fields[name] = OnDemand(dict(zip(places.keys, places.numbers, strict=True)), _unpacking(shelf, decode))
    return msgspec.structs.replace(site, **fields)


class ForNow:
    """Where pages go while their site is assembled: few enough are held, for each is looked at several times."""

    def __init__(
        self, project: str, lasting: Shelf, *, pages: int = 0, alone: bool = True, sides: Sides | None = None
    ) -> None:
        """`lasting` is for what nothing is changed in any more; there are so many `pages`, or fewer. Not `alone`,
        another process may help. `sides` are told where somebody wants them.
        """
        self._project = project
        self._lasting = lasting
        self.sides = sides
        self.places: Mapping[str, int] = {}
        """Where the pages are, as they stay."""
        # Where not all can be held, none are: the room that they leave is room which each worker copies.
        self._held = PAGES_HELD if pages <= PAGES_HELD else 0
        self._alone = alone

    def pages(self) -> PutAside[Page]:
        """On a shelf of their own, for they are made in several steps."""
        return self._on(new_shelf(self._project))

    def finished_pages(self) -> PutAside[Page]:
        """Where they are remembered."""
        pages = self._on(self._lasting)
        self.places = pages.places
        return pages

    def _on(self, shelf: Shelf) -> PutAside[Page]:
        pages = PutAside(lambda page: shelf.put(_encode(page)), _unpacking(shelf, _OF_PAGES["pages"]), held=self._held)
        # Of those that are unpacked few are held ready: whoever goes through all looks at each once.
        pages.forget(room=PASSING)
        return pages

    def translations(self) -> PutAside[dict[str, Translation]]:
        """Put away at once: of few does anybody want to know more than what pages are made of already."""
        shelf = self._lasting
        return PutAside(lambda found: shelf.put(_encode(found)), _unpacking(shelf, _OF_PAGES["translations"]), held=0)

    def told(self, tell: Tell, given: Mapping[str, Page], pages: Pages, states: Translations) -> Iterator[Noted]:
        """What is told of each page; of many, another process tells the second half, and this one takes that in."""
        assert isinstance(pages, PutAside) and isinstance(states, PutAside), "they are made here"
        identities = tuple(given)
        alone = self._alone or len(identities) < HELPED or not workers.has_help()
        half = len(identities) if alone else len(identities) * 9 // 20
        shared = tell, new_shelf(self._project), None if self.sides is None else Sides({}, {})
        with workers.Aside(_tell_there, identities[half:], shared=shared, alone=alone) as other:
            for identity in identities[:half]:
                found = tell(identity)
                place = _put(identity, found, self._lasting, self.sides)
                pages.lies_at(identity, place, found.page)
                states.lies_at(identity, place + 1)
                yield Noted(found.languages, found.linked)
            if not alone:
                told = other.result()
                place = self._take_over(shared[1], told)
                for identity, (noted, changed) in zip(identities[half:], told.pages, strict=True):
                    page = None if pages.is_full else self._page(place) if changed else given[identity]
                    pages.lies_at(identity, place, page)
                    states.lies_at(identity, place + 1)
                    place += 2
                    yield noted

    def _take_over(self, passing: Shelf, told: "_ToldThere") -> int:
        """Have what another process has told; where the first page is."""
        if self.sides is not None and told.sides is not None:
            self.sides.outside.update(told.sides.outside)
            self.sides.inside.update(told.sides.inside)
        passing.adopt(told.left)
        return self._lasting.append(passing)

    def _page(self, place: int) -> Page:
        return _decode_page(self._lasting.take(place))


class _ToldThere(NamedTuple):
    """What another process says of pages that it has told."""

    pages: list[tuple[Noted, bool]]
    """What is noted of each, and whether it has other words than typed."""
    left: Left
    """How to find on its shelf each page and, behind it, the states of its translations."""
    sides: Sides | None


def _tell_there(shared: tuple[Tell, Shelf, Sides | None], identities: Sequence[str]) -> _ToldThere:
    """Put on the shelf what is told of each page."""
    tell, passing, sides = shared
    pages = []
    for identity in identities:
        found = tell(identity)
        _put(identity, found, passing, sides)
        pages.append((Noted(found.languages, found.linked), found.page.typed is not None))
    return _ToldThere(pages, passing.left(), sides)


def _put(identity: str, found: Told, shelf: Shelf, sides: Sides | None) -> int:
    """Put a page on the shelf, and behind it the states of its translations; the number of the page."""
    page, states = _encode(found.page), _encode(found.states)
    if sides is not None:
        sides.outside[identity] = outside_of(page, found.documents)
        sides.inside[identity] = inside_of(found.documents, states)
    place = shelf.put(page)
    shelf.put(states)
    return place


class Cards(dict[tuple[str, str], Card]):
    """The cards that are held ready; `get` finds those as well that were held before.

    A list shows pages of all times, and to unpack a page and make its card takes many times as long as to unpack that.
    """

    def __init__(self, project: str, places: Mapping[str, int]) -> None:
        """`places` are numbers of the pages, near each other, by identity."""
        super().__init__()
        self._project = project
        self._places = places
        self._first = min(places.values(), default=0)
        self._span = max(places.values(), default=0) - self._first + 1
        self._numbers: dict[str, array[int]] = {}
        """By language code, where the card of each page is on the shelf; below 0 where it is not."""
        self._shelf: Shelf | None = None
        self._process = 0

    def get(self, key: tuple[str, str], default: Any = None) -> Any:
        """The card of a page by language code and identity, where this process has made it."""
        found = super().get(key)
        if found is not None or self._shelf is None or key[0] not in self._numbers:
            return found or default
        number = self._numbers[key[0]][self._places[key[1]] - self._first]
        if number < 0:
            return default
        if len(self) >= cards.CARDS:
            self.clear()
        found = _decode_card(self._shelf.take(number))
        super().__setitem__(key, found)
        return found

    def __setitem__(self, key: tuple[str, str], card: Card) -> None:
        if self._shelf is None or self._process != os.getpid():
            # Two processes would write into one file at the same place.
            self._process, self._shelf, self._numbers = os.getpid(), new_shelf(self._project), {}
        numbers = self._numbers.get(key[0])
        if numbers is None:
            numbers = self._numbers[key[0]] = array("q", [-1]) * self._span
        numbers[self._places[key[1]] - self._first] = self._shelf.put(_encode(card))
        super().__setitem__(key, card)

    def __reduce__(self) -> Any:
        return dict, ()


def _unpacking(shelf: Shelf, decode: Callable[[bytes, str], Any]) -> Callable[[str, int], Any]:
    return lambda key, number: decode(shelf.take(number), key)


def _places(values: Mapping[str, Any]) -> _Places:
    assert isinstance(values, OnDemand), "a build has put them all on its shelf"
    return _Places(tuple(values.places), tuple(values.places.values()))


class Bodies:
    """The bodies of documents: this run's, or remembered ones, or parsed again where the memory has a hole."""

    def __init__(self, project: str, toolchain: str = "") -> None:
        self.project = project
        self.toolchain = toolchain
        self.fresh: dict[str, bytes] = {}
        self.passing = PassingFile(project)
        """Those of this run, by document path."""
        self.keys: dict[str, str] = {}
        self.scan = Scan()
        self.languages: tuple[Language, ...] = ()
        self._store: ParsedStore | None = None
        self._process = 0
        self._recent: dict[str, tuple[str | int, Body | None]] = {}
        """Those asked for last, each with place or key: a page's body is read for each of its languages in turn."""
        self._recent_plain: tuple[int, PlainBody | None] = -1, None

    def __getstate__(self) -> dict[str, object]:
        fresh: dict[str, object] = {"_store": None, "_process": 0, "_recent": {}, "_recent_plain": (-1, None)}
        return {**self.__dict__, **fresh, "passing": PassingFile(self.project)}

    def store(self) -> ParsedStore:
        """The store, opened once in each process: a database connection survives no fork."""
        if self._store is None or self._process != os.getpid():
            self._store, self._process = ParsedStore(self.project), os.getpid()
        return self._store

    def body(self, path: str) -> Body:
        """The body of the document at that path."""
        place = self.passing.place(path)
        own = self._key(path) if place is None else place
        known, found = self._recent.get(path, ("", None))
        if found is not None and known == own:
            return found
        fresh = self.fresh.get(path)
        if fresh is None and (passed := self.passing.get(path)) is not None:
            fresh = parted(passed)[0]
        found = unpack_body(fresh) if fresh is not None else self.store().body(self._key(path))
        if found is None:
            parsed = parse_source(self.languages, read(self.scan, file_of(path)))
            bodies = {document.path: body for document, body in parsed.others}
            found = bodies.get(path) or parsed.body or Body()
        if len(self._recent) >= RECENT:
            self._recent.clear()
        self._recent[path] = own, found
        return found

    def plain(self, path: str) -> PlainBody | None:
        """The same as it was printed when it was parsed in this run."""
        place = self.passing.place(path)
        if place is None:
            return None
        known, found = self._recent_plain
        if known != place:
            passed = None if path in self.fresh else self.passing.get(path)
            printed = parted(passed)[1] if passed is not None else b""
            found = unpack_plain(printed) if printed else None
            self._recent_plain = place, found
        return found

    def _key(self, path: str) -> str:
        """Under what it is remembered; where nobody has looked at its file in this run, that is as the ledger says."""
        known = self.keys.get(path)
        if known is None:
            file = file_of(path)
            key = key_of(self.toolchain, self.languages, file, self.scan.stamps[file].digest)
            known = self.keys[path] = key if file == path else beside(key, language_beside(path))
        return known

    def forget_keys(self) -> None:
        """Hold no keys of bodies that nobody will look for by them, for workers copy what they look at."""
        self.keys = {path: key for path, key in self.keys.items() if self.passing.place(path) is None}

    def close(self) -> None:
        """Let go of the files."""
        self.passing.close()
        if self._store is not None and self._process == os.getpid():
            self._store.close()
        self._store = None
