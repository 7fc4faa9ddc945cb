"""What of a site its questions can see, in digests: which of them an edit cannot have touched need not be asked again.

A page has an outside, which any question may read, and an inside, which only the questions about that page read.
Whatever a question reads beyond that is the ground. A question that says nothing here is always asked.
"""

from bisect import bisect_right
from collections.abc import Callable, Collection
from datetime import datetime
from itertools import chain
from typing import Any

from msgspec.structs import asdict, replace

from sitegen.model import AnyFacts, Document, Key, Outline, Page, PublicationFacts, Site, Text
from sitegen.site.cards import MADE
from sitegen.site.search import in_file, prints_others
from sitegen.site.shows import LISTS, beside, shows
from sitegen.site.sides import Sides, inside, outside
from sitegen.tracing import digest

OWN = frozenset({
    "bilingual", "body", "calendar_entry", "counterpart", "page", "redirect", "structured", "whole_body",
})
"""Questions about one page, `(name, code, identity)`, that read its inside, its outside and the ground."""
BLOCK = "search_block"
"""A question about the pages that stand in one block of the search, `(name, code, number)`, bodies and all."""
TEXTS = "search_texts"
"""The same about those of which the texts stand in one file of it, `(name, code, number of the block, of the file)`."""
GROUND = frozenset({
    "base_url", "data", "file", "image", "introduction", "languages", "link", "press", "region_names", "search",
    "structured_record", "versions",
})
"""Questions that read nothing but the ground."""
_APART = frozenset({
    "pages", "documents", "translations", "now", "templates", "assets", "catalogues",
    "newest", "linked", *MADE,
})
"""What is not ground: pages have digests of their own, time is told by states and boundaries, templates, assets and
messages are asked for one by one and always, cards and the newest are made of the rest."""


def outline(site: Site, sides: Sides | None = None) -> Outline:
    """The digests of a whole site, of whose pages `sides` may have been told already."""
    if sides is None:
        sides = Sides({}, {})
        # Both of a page in turn: its documents are unpacked once.
        for identity, page in site.pages.items():
            sides.outside[identity], sides.inside[identity] = outside(site, page), inside(site, page)
    return Outline(ground=_ground(site), outside=sides.outside, inside=sides.inside)


class Untouched:
    """Whether a question would certainly be answered as it was of the site whose outline was `before`."""

    def __init__(self, site: Site, before: Outline, now: Outline, *, words: bool = False) -> None:
        """With `words`, nothing has changed in the outside of any page but the words of lists (`bones`)."""
        self._site = site
        self._words = words
        self._nothing = before.ground != now.ground
        self._seen = {identity for identity, told in now.outside.items() if before.outside.get(identity) != told}
        touched = {identity for identity, told in now.inside.items() if before.inside.get(identity) != told}
        self._touched = self._seen | touched
        self._found = {f"page:{identity}" for identity in self._touched}
        self._kin = set(chain(site.about, *site.about.values())) if self._seen else set()
        self._shown = {} if self._nothing else _shown_with(site, self._seen)
        self._prints = _Printing(site)
        # Asked of every question: the outline has all pages, and tells it sooner than the site.
        self._pages = now.outside

    def __call__(self, key: Key) -> bool:
        """Whether that is certain of this question."""
        name, seen = key[0], self._seen
        if self._nothing:
            return False
        if name in OWN:
            return (key[2] in self._pages and key[2] not in self._touched
                    and not (key[2] in self._kin and _shows_others(key, self._site.pages[str(key[2])])))
        if name in (BLOCK, TEXTS):
            block = self._site.search[str(key[1])][int(key[2])]
            names = in_file(block, int(key[3])) if name == TEXTS else block
            return self._found.isdisjoint(names) and not (seen and any(self._prints[one] for one in names))
        if name in self._shown:
            return key[2] in self._pages and key[2] not in self._shown[str(name)](key)
        if name in LISTS:
            return not seen or ((self._words or name != "feed") and not shows(self._site, key, seen))
        return self.of_all(str(name))

    def of_all(self, name: str) -> bool:
        """Whether it is certain of all questions of a name, whatever they are about."""
        if self._nothing:
            return False
        return (name in GROUND or ((name in _OF_OUTSIDES or name in LISTS) and not self._seen)
                or (name in _WORDLESS and self._words))

    def of_others(self, name: str) -> Collection[str] | None:
        """The pages but for which it is certain of all questions of a name about a page; None where that is not so."""
        if self._nothing:
            return None
        if name in OWN:
            return self._touched | self._kin
        return set() if name in self._shown and not self._seen else None


def _shown_with(site: Site, seen: Collection[str]) -> dict[str, Callable[[Key], Collection[str]]]:
    """By question about a page, the pages of which it may show one of those seen: lists are made of the ground."""
    pages = [site.pages[identity] for identity in seen if identity in site.pages]
    editions = (site.by_series.get(getattr(page.facts, "series", ""), ()) for page in pages)
    near_one = {*seen, *chain.from_iterable(editions)}
    about = {*seen, *(identity for identity, others in site.about.items() if not set(others).isdisjoint(seen))}
    related: dict[Any, set[str]] = {}
    """By how many cards are shown."""

    def near_by(key: Key) -> set[str]:
        if key[3:] not in related:
            related[key[3:]] = {*seen, *beside(site, key, seen)}
        return related[key[3:]]

    return {"card": lambda key: seen, "mentions": lambda key: about, "neighbours": lambda key: near_one,
            "related": near_by}


class _Printing(dict[str, bool]):
    """Whether what is to be found of a page may hold words of others: asked once, though it is found in many places."""

    def __init__(self, site: Site) -> None:
        super().__init__()
        self._site = site

    def __missing__(self, name: str) -> bool:
        found = self[name] = prints_others(self._site, name)
        return found


_WORDLESS = frozenset({
    "calendar", "headers", "member_count", "member_files", "member_places", "member_table", "members", "people",
    "redirect_list", "robots", "sitemap", "tags",
})
"""Questions that read the outside of any page but for the words of lists, and the ground."""
_OF_OUTSIDES = _WORDLESS | {"timeline"}
"""Questions that read the outside of any page, and the ground."""


def holds_at(site: Site, now: datetime) -> bool:
    """Whether the site would be the same at that instant, but for the time itself."""
    return _passed(site, now) == _passed(site, site.now)


def _passed(site: Site, now: datetime) -> int:
    return bisect_right(site.boundaries, now)


def _ground(site: Site) -> str:
    """Everything but the pages, of which their order and that of the documents is part."""
    fields = {name: value for name, value in asdict(site).items() if name not in _APART}
    fields["hidden"] = {code: sorted(identities) for code, identities in site.hidden.items()}
    return digest((fields, _passed(site, site.now), tuple(site.pages), tuple(site.documents)))


def bones(site: Site, page: Page) -> str:
    """The digest of what lists, addresses and rules are made by: all of a page's outside but the words of lists.

    Which languages have such words is part of it.
    """
    documents = [_without_inside(site.documents[path]) for path in page.documents.values()]
    facts, typed = _wordless(page.facts), _wordless(page.typed or page.facts)
    return digest((
        # What is typed may be what readers get only in other words.
        replace(page, facts=facts, typed=None if typed == facts else typed),
        [replace(one, facts=_wordless(one.facts), excerpt="") for one in documents],
        [bool(one.excerpt) for one in documents],
    ))


def _wordless(facts: AnyFacts) -> AnyFacts:
    return replace(facts, title=_languages_of(facts.title), description=_languages_of(facts.description))


def _languages_of(text: Text) -> Text:
    return {code: "some" if words else "" for code, words in text.items()}


def _without_inside(document: Document) -> Document:
    return replace(document, packed_marks=b"", pairs=(), orphans=(), links=(), body_digest="", latin_words=0,
                   han_characters=0)


def _shows_others(key: Key, page: Page) -> bool:
    """Whether what a page's own question is told shows other pages."""
    facts = page.facts
    return (isinstance(facts, PublicationFacts) or bool(getattr(facts, "reports", ()))
            or (key[0] == "structured" and bool(facts.about)))
