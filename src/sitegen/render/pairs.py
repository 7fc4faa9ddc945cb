"""A body in two languages side by side: the source's structure, each unit beside its translation."""

import re
from collections.abc import Mapping

import msgspec
from markupsafe import Markup, escape

from sitegen.model import Body, ImageTag, Language, Listing, NoteMark, Phrase, Unit, UnitStart
from sitegen.render.body import Filling

_ID = re.compile(r' id="([^"]+)"')
_NO_UNIT = Unit(role="", text="")


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One of the two languages, with what is printed in it."""

    language: Language
    filling: Filling


class Marks(msgspec.Struct, frozen=True, kw_only=True):
    """What readers see of a text that is not fresh, in the words of both languages."""

    missing: Markup
    stale: str


def render_pairs(source: Body, sides: tuple[Side, Side], counterpart: Body, marks: Marks) -> Markup:
    """The body `source`, each of its units beside that of the same number in `counterpart`.

    A heading, an item or a cell holds both; a paragraph or a list becomes a row. What has no letters stands once.
    """
    return Markup(_Pairs(source, sides, counterpart, marks).html())


class FrontMatter:
    """Prints a text of front matter beside its translation."""

    def __init__(self, source: Language, other: Language, texts: Mapping[str, Phrase], marks: Marks) -> None:
        self._source = source
        self._other = other
        self._texts = texts
        self._marks = marks

    def pair(self, field: str, phrase: Phrase | None) -> Markup:
        """The text of that field in two elements inside one, for a heading or an item."""
        return Markup(self._printed(field, phrase, "span"))

    def row(self, field: str, phrase: Phrase | None) -> Markup:
        """The text of that field as a row of two paragraphs."""
        return Markup(self._printed(field, phrase, "p"))

    def joined(self, field: str, phrase: Phrase | None) -> str:
        """The words of both as plain text, for an attribute."""
        words = [phrase.text if phrase else "", self._texts[field].text if field in self._texts else ""]
        return " / ".join(dict.fromkeys(filter(None, words)))

    def halves(self, field: str, phrase: Phrase | None) -> tuple[Markup, Markup]:
        """The text of that field and its translation, each in an element of its own; twice the same without letters."""
        first, second = self._cells(field, phrase, "span") if phrase else ("", "")
        return Markup(first), Markup(second or first)

    def _printed(self, field: str, phrase: Phrase | None, tag: str) -> str:
        if phrase is None:
            return ""
        first, second = self._cells(field, phrase, tag)
        return _pair(tag, first, second) if second else first

    def _cells(self, field: str, phrase: Phrase, tag: str) -> tuple[str, str]:
        first = f'<{tag} lang="{escape(self._source.lang)}">{escape(phrase.text)}</{tag}>'
        translation = self._texts.get(field)
        if translation is None:
            return first, ""
        told = _attributes(self._other, translation.unit, translation.state, self._marks)
        words = self._marks.missing if translation.state == "missing" else escape(translation.text)
        return first, f"<{tag}{told}>{words}</{tag}>"


class _Pairs:
    """One body being printed; thrown away when it is done."""

    def __init__(self, source: Body, sides: tuple[Side, Side], counterpart: Body, marks: Marks) -> None:
        self.source = source
        self.counterpart = counterpart
        self.first, self.second = sides
        self.marks = marks
        self.out: list[str] = []
        self.row = False
        """Whether the unit at hand is a paragraph, whose element is written with its cells."""
        self.ends = ""
        """What closes the row when its last paragraph is closed."""
        texts = [piece for piece in source.pieces if isinstance(piece, str)]
        inline = [piece for unit in source.units for piece in unit.inline]
        texts += [piece for piece in inline if isinstance(piece, str)]
        self.ids = {found for text in texts for found in _ID.findall(text)}
        self.ids.update(piece.anchor for piece in inline if isinstance(piece, NoteMark))

    def html(self) -> str:
        pieces = self.source.pieces
        for number, piece in enumerate(pieces):
            if isinstance(piece, str):
                following = pieces[number + 1] if number + 1 < len(pieces) else None
                self._literal(piece, opens=isinstance(following, UnitStart))
            elif isinstance(piece, ImageTag):
                self.out.append(self._figure(piece))
            elif isinstance(piece, Listing):
                self._listing(piece)
            elif not isinstance(piece, UnitStart):
                self._unit(piece.unit)
        return "".join(self.out)

    def _literal(self, text: str, *, opens: bool) -> None:
        if self.row and text == ">":
            return
        if self.ends:
            text = text.replace("</p>", f"</p>{self.ends}", 1)
            self.ends = ""
        self.row = opens and text.endswith("<p")
        self.out.append(text.removesuffix("<p") if self.row else text)

    def _unit(self, number: int) -> None:
        unit, other = self.source.units[number], self._other(number)
        words = self.first.filling.text(unit)
        if other.state == "neutral":
            self.out.append(f"<p>{words}" if self.row else words)
            return
        tag = "p" if self.row else "span"
        first = f'<{tag} lang="{escape(self.first.language.lang)}">{words}'
        if other.state == "covered":
            # Its words stand in the translation of the text before.
            self.out.append(first if self.row else f"{first}</span>")
            return
        second = f"<{tag}{_attributes(self.second.language, other.id, other.state, self.marks)}>{self._words(other)}"
        if self.row:
            self.out.append(f'<div class="pair">{first}</p>{second}')
            self.ends = "</div>"
        else:
            self.out.append(_pair(tag, f"{first}</span>", f"{second}</span>"))

    def _other(self, number: int) -> Unit:
        units = self.counterpart.units
        return units[number] if number < len(units) else _NO_UNIT

    def _words(self, unit: Unit) -> str:
        return str(self.marks.missing) if unit.state == "missing" else self._once(self.second.filling.text(unit))

    def _figure(self, image: ImageTag) -> str:
        """A picture, once: its alternative text is that of both languages, one after the other."""
        alternative = self.first.filling.alternative(self.source.units[image.alt])
        other = self._other(image.alt)
        if other.state == "missing" or not alternative:
            lang = f' lang="{escape(self.first.language.lang)}"' if alternative else ""
            unit = f' data-unit="{escape(other.id)}" data-state="missing"' if other.id else ""
            return self.first.filling.image(image, alternative, f"{lang}{unit}")
        translated = self.second.filling.alternative(other)
        both = f"{alternative} / {translated}" if translated not in ("", alternative) else alternative
        unit = f' data-unit="{escape(other.id)}" data-state="stale"' if other.state == "stale" else ""
        return self.first.filling.image(image, both, unit)

    def _listing(self, listing: Listing) -> None:
        first, second = self.first.filling.fill(listing), self.second.filling.fill(listing)
        self.ids.update(_ID.findall(first))
        cells = (f'<div lang="{escape(side.language.lang)}">\n{html}</div>\n'
                 for side, html in ((self.first, first), (self.second, self._once(second))))
        if first.strip() or second.strip():
            self.out.append('<div class="pair">\n' + "".join(cells) + "</div>\n")

    def _once(self, html: str) -> str:
        """The second cell without the ids that the page has already."""

        def kept(found: re.Match[str]) -> str:
            if found[1] in self.ids:
                return ""
            self.ids.add(found[1])
            return found[0]

        return _ID.sub(kept, html)


def _attributes(language: Language, unit: str, state: str, marks: Marks) -> str:
    """Of a cell: its language and, where it is not fresh, its unit and what is wrong with it.

    A fresh one has its state where somebody who types translations looks on.
    """
    told = f' lang="{escape(language.lang)}"'
    if state not in ("missing", "stale", "fresh"):
        return told
    told += f' data-unit="{escape(unit)}" data-state="{state}"'
    return told + (f' data-mark="{escape(marks.stale)}"' if state == "stale" else "")


def _pair(tag: str, first: str, second: str) -> str:
    if tag == "p":
        return f'<div class="pair">{first}{second}</div>'
    # The space is for those who hear or copy the text.
    return f'<span class="pair">{first} {second}</span>'
