"""A body as HTML: the numbered holes filled for one page."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup, escape

from sitegen.model import (
    Body,
    BodyPiece,
    ImageTag,
    InlinePiece,
    Language,
    Link,
    LinkStart,
    NoteMark,
    Phrase,
    PlainBody,
    RecordLink,
    Unit,
    UnitStart,
    UnitText,
)
from sitegen.render.images import image_html
from sitegen.render.locale import formats
from sitegen.render.markup import escaped, marked
from sitegen.tracing import Fetch

PrintListing = Callable[[str, Any], str]
"""A list's template name and its items, to HTML."""

FIRST_SCREEN = 1500
"""Characters of HTML: about so much stands above a picture that is seen without scrolling."""
LISTINGS = ("timeline", "members", "people", "countries")
"""Lists that have a template of their own; any other is a list of cards."""


def render_body(body: Body, *, identity: str, language: Language, words: Language, fetch: Fetch,
                listing: PrintListing, mark: str = "", eager: bool = False) -> Markup:
    """The body of that page as HTML.

    `language` is the page's, into which links lead; `words` that of the body, in which facts are printed; `mark` is
    what readers see beside a unit that is older than its source; `eager` where no picture stands above the body.
    """
    filling = Filling(body, identity, language, words, fetch, listing, mark, eager)
    return Markup(filling.body())


def render_plain(body: PlainBody, *, identity: str, language: Language, fetch: Fetch) -> Markup:
    """The same of a body that is printed as far as no page need be known."""
    if not body.links and not body.marks:
        return marked("".join(body.parts))
    parts = list(body.parts)
    for place, mark in body.marks:
        parts[place] = note_mark(mark)
    for place, target, title in body.links:
        parts[place] = link_start(fetch(("link", language.code, identity, target)), title, language, fetch)
    return marked("".join(parts))


def link_start(target: dict[str, Any] | None, title: str, language: Language, fetch: Fetch) -> str:
    """The opening tag of a link to what a question for it was answered."""
    if target is None:
        # A dead link is an error of the check; the words stay readable in a preview.
        return f"<a{_attribute('title', title)}>"
    code = target.get("language") or language.code
    if code == language.code and not title:
        return f'<a href="{escaped(target["url"])}">' if target["url"] else "<a>"
    hreflang = "" if code == language.code else _attribute("hreflang", _lang(code, fetch))
    return f'<a{_attribute("href", target["url"])}{hreflang}{_attribute("title", title)}>'


def note_mark(mark: NoteMark) -> str:
    """The mark of a footnote, or the place to which the footnote leads back."""
    own = _attribute("id", mark.anchor)
    if not mark.shown:
        return f"<span{own}></span>"
    return f'<sup class="footnote-mark"><a href="#fn{mark.note}"{own}>{mark.note}</a></sup>'


class Filling:
    """Fills the holes of one body for one page."""

    def __init__(self, body: Body, identity: str, language: Language, words: Language, fetch: Fetch,
                 listing: PrintListing, mark: str, eager: bool = False) -> None:
        self._body = body
        self._identity = identity
        self._language = language
        self._words = words
        self._fetch = fetch
        self._listing = listing
        self._mark = mark
        self._eager = eager
        """Whether the next picture may be one that readers see at once."""
        self._parts: list[str] = []
        """What stands above the hole at hand."""
        self._spoken = ""
        """The language of the unit at hand where that is not the body's."""

    def body(self) -> str:
        """The whole body; the holes that most of it is made of are filled on the spot."""
        units, fill = self._body.units, self.fill
        parts = self._parts = []
        add = parts.append
        for piece in self._body.pieces:
            if piece.__class__ is str:
                add(piece)
            elif piece.__class__ is UnitText:
                unit = units[piece.unit]
                self._spoken = unit.language
                for part in unit.inline:
                    add(part if part.__class__ is str else fill(part))
            elif piece.__class__ is not UnitStart or (unit := units[piece.unit]).id or unit.language:
                add(fill(piece))
        return "".join(parts)

    def fill(self, piece: BodyPiece | InlinePiece) -> str:
        """What stands in that hole."""
        if isinstance(piece, str):
            return piece
        if isinstance(piece, UnitText):
            return self.text(self._body.units[piece.unit])
        if isinstance(piece, UnitStart):
            return self._marks(self._body.units[piece.unit])
        if isinstance(piece, LinkStart):
            return self._link(piece)
        if isinstance(piece, ImageTag):
            unit = self._body.units[piece.alt]
            return self.image(piece, self.alternative(unit), self._marks(unit))
        if isinstance(piece, NoteMark):
            return note_mark(piece)
        if isinstance(piece, RecordLink):
            return self._fact(self._body.links[piece.link])
        return self._list(self._body.links[piece.link])

    def text(self, unit: Unit) -> str:
        """The words of a unit of that body, with all that is inside them."""
        self._spoken = unit.language
        return "".join([part if isinstance(part, str) else self.fill(part) for part in unit.inline])

    def _marks(self, unit: Unit) -> str:
        """Of a unit that is not fresh: its language where that is another, its id, and that it is stale."""
        if not unit.id and not unit.language:
            return ""
        lang = _attribute("lang", _lang(unit.language, self._fetch)) if unit.language else ""
        stale = f' data-state="stale"{_attribute("data-mark", self._mark)}' if unit.state == "stale" else ""
        return f'{lang}{_attribute("data-unit", unit.id)}{stale}'

    def _link(self, start: LinkStart) -> str:
        return link_start(self._ask("link", self._body.links[start.link]), start.title, self._language, self._fetch)

    def image(self, image: ImageTag, alternative: str, marks: str) -> str:
        """The image with that alternative text and those finished attributes."""
        told = self._ask("image", self._body.links[image.link])
        if told is None:
            # A dead link is an error of the check; the words stay readable in a preview.
            return f'<img alt="{escape(alternative)}"{marks}>'
        eager, self._eager = self._eager and sum(map(len, self._parts)) < FIRST_SCREEN, False
        return image_html(told, alternative, marks=marks, title=image.title, eager=eager)

    def alternative(self, unit: Unit) -> str:
        """An image's alternative text, not yet escaped."""
        return "".join(piece for piece in unit.inline if isinstance(piece, str))

    def _fact(self, link: Link) -> str:
        words = self._words
        if self._spoken and self._spoken != words.code:
            words = next((each for each in self._fetch(("languages",)) if each.code == self._spoken), words)
        fact = self._fetch(("fact", words.code, self._identity, link.target))
        if fact is None:
            return str(escape(link.target))
        if "number" in fact:
            return str(escape(formats(words.locale).number(fact["number"])))
        shown = self._phrase(fact["text"], words)
        # On a page shown in another language the words follow the prose, the address follows the reader.
        leads = fact if words.code == self._language.code else self._ask("fact", link) or fact
        address = leads.get("url")
        return f'<a{_attribute("href", address)}>{shown}</a>' if address else shown

    def _list(self, link: Link) -> str:
        items = self._ask("fact", link)
        if isinstance(items, dict):
            items = items.get("items", ())
        kind = link.target.partition(":")[0].partition("?")[0]
        return self._listing(kind if kind in LISTINGS else "cards", items or ())

    def _ask(self, question: str, link: Link) -> Any:
        return self._fetch((question, self._language.code, self._identity, link.target))

    def _phrase(self, phrase: Phrase | str, words: Language) -> str:
        if isinstance(phrase, str) or phrase.language == words.code:
            return str(escape(phrase if isinstance(phrase, str) else phrase.text))
        return f'<span{_attribute("lang", _lang(phrase.language, self._fetch))}>{escape(phrase.text)}</span>'


def _lang(code: str, fetch: Fetch) -> str:
    found: dict[str, str] = {language.code: language.lang for language in fetch(("languages",))}
    return found.get(code, code)


def _attribute(name: str, value: str) -> str:
    return f' {name}="{escaped(value)}"' if value else ""
