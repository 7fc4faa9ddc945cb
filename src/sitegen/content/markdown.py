"""Tokens of Markdown as finished HTML with numbered holes, and what others need to know of the body."""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import msgspec

from sitegen import scripts
from sitegen.content.line_ends import joins
from sitegen.content.markdown_leaves import DEEPEST
from sitegen.content.markdown_links import ADDRESS, Judgement, judge, judge_address
from sitegen.content.markdown_parser import normalise, parse_inline, without_comments
from sitegen.content.markdown_phrases import PhraseToken, whole_text
from sitegen.content.markdown_places import Places
from sitegen.content.markdown_runs import may_have_han, may_have_latin, other_language, other_runs
from sitegen.diagnostics import Diagnostic, error
from sitegen.model import (
    Body,
    BodyPiece,
    Heading,
    ImageTag,
    InlinePiece,
    Language,
    Link,
    LinkStart,
    Listing,
    Note,
    NoteMark,
    RecordLink,
    Unit,
    UnitStart,
    UnitText,
)

if TYPE_CHECKING:
    from markdown_it.token import Token

DECORATIVE = frozenset({"decorative", "装饰"})
"""Alternative texts that say of an image that it says nothing."""

# The theme's own ids, and names by which scripts may reach for the document's own properties.
RESERVED_IDS = frozenset({
    "main", "top", "content", "nav", "header", "footer", "search", "document", "toc", "site",
    "window", "body", "head", "forms", "images", "links", "anchors", "scripts", "location", "cookie",
})
_FOOTNOTE_ID = re.compile(r"fn(?:ref)?[0-9]+(?:-[0-9]+)?")
_SHORTCODE = (
    r"\[[A-Za-z][\w-]*(?:\s+[\w-]+\s*=\s*(?:\"[^\"\[\]]*\"|'[^'\[\]]*'|[^\s\[\]\"']+))+\s*/?\]|\{\{[<%][^{}]*[>%]\}\}"
)
_INLINE_TAGS = {
    "em_open": "<em>", "em_close": "</em>", "strong_open": "<strong>", "strong_close": "</strong>",
    "s_open": "<s>", "s_close": "</s>",
}
_TEXT = frozenset({"text", "text_special"})
_NO_BODY = Body()
_NO_ENVIRONMENT: dict[str, Any] = {}


class ParsedBody(msgspec.Struct, frozen=True, kw_only=True):
    """A body and what the document keeps of it."""

    body: Body
    headings: tuple[Heading, ...] = ()
    anchors: tuple[str, ...] = ()
    """Every id in the body, in order."""
    links: tuple[Link, ...] = ()
    excerpt: str = ""
    """The first paragraph as plain text."""
    latin_words: int = 0
    han_characters: int = 0
    listings: bool = False
    diagnostics: tuple[Diagnostic, ...] = ()


class BodyIn(NamedTuple):
    """The body in one of the file's languages."""

    language: Language
    parsed: ParsedBody
    pairs: tuple[int, ...] = ()
    """For each unit, the number of the source's unit it translates; -1 where there is none."""


def parse_unit(
    text: str, role: str, *, language: Language, languages: tuple[Language, ...], within: Body = _NO_BODY
) -> Body:
    """One unit's text, as a catalogue has it, as a body of which it is the first unit.

    The alternative texts of images in it follow. A heading's piece has the id that it would have by its own words.
    `within` is the body whose footnotes and link definitions the text may name.
    """
    return _parse_unit(text, role, language=language, languages=languages, within=within).body


def read_unit(text: str, languages: tuple[Language, ...]) -> tuple[tuple[Link, ...], tuple[Diagnostic, ...]]:
    """What one unit's text leads to and shows, and what is wrong with it; places are those in the text."""
    parsed = _parse_unit(text, "paragraph", language=languages[0], languages=languages, within=_NO_BODY)
    return parsed.links, parsed.diagnostics


def _parse_unit(
    text: str, role: str, *, language: Language, languages: tuple[Language, ...], within: Body
) -> ParsedBody:
    inline = _inline_token(text, within)
    if role == "alt":
        return ParsedBody(body=Body(units=(Unit(role=role, text=text, inline=(scripts.fold(plain(inline)),)),)))
    writer = Writer(inline.content, path="", first_line=1, language=language, languages=languages)
    if role.startswith("heading-"):
        writer.open_titled(int(role[-1]), scripts.fold(plain(inline)), 1)
        writer.write_text(inline, 1)
        writer.html.append(writer.closing)
        return writer.finished()
    if role == "caption":
        # A caption is typed as an image's title, in which nothing is Markdown.
        inline.children = None
    # Not as a paragraph, of which a lone image would become a figure.
    writer.role, writer.opening = role, "<li"
    writer.write([inline])
    return writer.finished()


def plain_text(text: str, *, within: Body = _NO_BODY) -> str:
    """The plain text of one unit's text, as the first paragraph of that body would give it for a description."""
    return scripts.fold(plain(_inline_token(text, within)))


def _inline_token(text: str, within: Body) -> PhraseToken:
    inline = whole_text(normalise(text))
    parse_inline(inline, {
        "references": {label: {"href": href, "title": title} for label, href, title in within.definitions},
        "footnotes": {
            "refs": {f":{note.label}": number for number, note in enumerate(within.notes)},
            "list": {number: {"label": note.label, "count": 0} for number, note in enumerate(within.notes)},
        },
    })
    return inline


def write_body(
    tokens: list["Token"], environment: dict[str, Any], text: str, *, path: str, first_line: int, language: Language,
    languages: tuple[Language, ...]
) -> ParsedBody:
    """The body that these tokens of the normalised text come to.

    Every token that became a unit learns its number: an inline token in `meta["unit"]`; an image for its alternative
    text in `meta["unit"]`, for its caption in `meta["caption"]`.
    """
    writer = Writer(text, path=path, first_line=first_line, language=language, languages=languages)
    writer.write(tokens)
    return writer.finished(environment)


class Writer:
    """Turns tokens into pieces; one for each body, thrown away with it."""

    def __init__(
        self, text: str, *, path: str, first_line: int, language: Language, languages: tuple[Language, ...]
    ) -> None:
        self.path = path
        self.first_line = first_line
        self.chinese = language.script == "han"
        other = other_language(language, languages)
        self.span = f'<span lang="{escape(other.lang)}">' if other else ""
        self.may_have_runs = (may_have_latin if self.chinese else may_have_han) if other else _has_none
        self.pieces: list[BodyPiece] = []
        self.html: list[str] = []
        """Finished HTML since the last hole."""
        self.units: list[Unit] = []
        self.links: list[Link] = []
        self.note = -1
        """The footnote at hand; these stand last."""
        self.note_units: dict[int, int] = {}
        """The first unit of each footnote."""
        self.headings: list[Heading] = []
        self.anchors: list[str] = []
        self.diagnostics: list[Diagnostic] = []
        self.visible: list[str] = []
        """Text as readers see it, for counting."""
        self.excerpt = ""
        self.listings = False
        self.level = 1
        """Of the last heading; the page's title is the first."""
        self.numbers: dict[str, int] = {}
        self.tables = 0
        self.opening = ""
        """The start of the tag that waits for its unit."""
        self.closing = ""
        self.role = ""
        self.containers: list[str] = []
        self.places = Places(text, first_line)
        self.last_char = ""

    # ---- blocks ----

    def write(self, tokens: list["Token"]) -> None:
        html, blocks = self.html, _BLOCKS
        for index, token in enumerate(tokens):
            write = blocks.get(token.type)
            if write:
                write(self, tokens, index, token)
            else:
                html.append(_plain_tag(tokens, index, token))

    def open_paragraph(self, tokens: list["Token"], index: int, token: "Token") -> None:
        self.role = _PARAGRAPH_ROLES.get(self.containers[-1], "paragraph") if self.containers else "paragraph"
        if not token.hidden:
            self.html.append(_line_before(tokens, index))
            self.opening, self.closing = "<p", "</p>\n"
        elif self.opening != "<li":
            self.opening, self.closing = "<span", ""

    def close_paragraph(self, tokens: list["Token"], index: int, token: "Token") -> None:
        self.html.append(self.closing)
        self.opening = self.closing = ""

    def open_item(self, tokens: list["Token"], index: int, token: "Token") -> None:
        self.containers.append("item")
        self.html.append(_line_before(tokens, index))
        # The element of a tight item holds exactly the item's text, unless another block follows it inside.
        if tokens[index + 1].hidden and tokens[index + 4].type == "list_item_close":
            self.opening, self.closing = "<li", ""
        else:
            self.html.append("<li>" if tokens[index + 1].hidden or tokens[index + 1].nesting < 0 else "<li>\n")

    def close_item(self, tokens: list["Token"], index: int, token: "Token") -> None:
        self.containers.pop()
        self.html.append("</li>\n")

    def open_quote(self, tokens: list["Token"], index: int, token: "Token") -> None:
        self.containers.append("quote")
        self.html.append(_line_before(tokens, index) + "<blockquote>\n")

    def close_quote(self, tokens: list["Token"], index: int, token: "Token") -> None:
        self.containers.pop()
        self.html.append("</blockquote>\n")

    def open_ordered(self, tokens: list["Token"], index: int, token: "Token") -> None:
        start = token.attrs.get("start")
        self.html.append(_line_before(tokens, index) + ("<ol>\n" if start is None else f'<ol start="{start}">\n'))

    def write_heading(self, tokens: list["Token"], index: int, token: "Token") -> None:
        self.html.append(_line_before(tokens, index))
        self.open_titled(int(token.tag[1]), scripts.fold(plain(tokens[index + 1])), self._line(token))

    def open_titled(self, level: int, text: str, line: int) -> None:
        """The start of a heading with that text."""
        self._check_level(level, line)
        tag = f"h{level}"
        if not text:
            self._report("E-HEADING-EMPTY", "This heading has no text.", "write the heading, or delete its line",
                         line, 1)
            self.html.append(f"<{tag}>")
            self.opening = ""
        else:
            anchor = self._anchor(scripts.heading_id(text))
            self.headings.append(Heading(level=level, id=anchor, text=text, line=line))
            # Letters, digits and hyphens, of which none is escaped.
            self.opening = f'<{tag} id="{anchor}"'
        self.role = f"heading-{level}"
        self.closing = f"</{tag}>\n"

    def _check_level(self, level: int, line: int) -> None:
        if level == 1:
            self._report("E-HEADING-ONE", "A heading of level 1 inside the text: the page's title is its only one.",
                         "write ## for the first level of headings in the text", line, 1)
        elif level > self.level + 1:
            self._report("E-HEADING-SKIP", f"The headings jump from level {self.level} to level {level}.",
                         f"write {'#' * (self.level + 1)} for a heading one level below the one before", line, 1)
        self.level = level

    def _anchor(self, wanted: str) -> str:
        """A heading's id: unlike any other of the body, and none that the theme or a browser uses."""
        base = wanted or "section"
        number = self.numbers.get(base, 0)
        if not number:
            if base not in RESERVED_IDS and not (base.startswith("fn") and _FOOTNOTE_ID.fullmatch(base)):
                self.numbers[base] = 2
                self.anchors.append(base)
                return base
            number = 2
        while (anchor := f"{base}-{number}") in self.numbers:
            number += 1
        self.numbers[base] = number + 1
        self.numbers.setdefault(anchor, 2)
        self.anchors.append(anchor)
        return anchor

    def open_table(self, tokens: list["Token"], index: int, token: "Token") -> None:
        # A table may be wider than a phone: it scrolls in a frame that the keyboard reaches, named by its header row.
        self.tables += 1
        self.html.append(f'{_line_before(tokens, index)}<div class="scroll" role="group" tabindex="0" '
                         f'aria-labelledby="columns.{self.tables}">\n<table>\n')

    def close_table(self, tokens: list["Token"], index: int, token: "Token") -> None:
        self.html.append("</table>\n</div>\n")

    def open_row(self, tokens: list["Token"], index: int, token: "Token") -> None:
        self.places.enter_row()
        # No heading has such an id: in those every full stop has become a hyphen.
        if tokens[index - 1].type != "thead_open":
            self.html.append("<tr>\n")
            return
        self.anchors.append(f"columns.{self.tables}")
        self.html.append(f'<tr id="columns.{self.tables}">\n')

    def open_cell(self, tokens: list["Token"], index: int, token: "Token") -> None:
        self.role = "cell"
        aligned = str(token.attrs.get("style", "")).removeprefix("text-align:")
        self.opening = f'<{token.tag} class="{aligned}"' if aligned else f"<{token.tag}"
        self.closing = f"</{token.tag}>\n"

    def write_code(self, tokens: list["Token"], index: int, token: "Token") -> None:
        words = _unescaped(token.info).split(maxsplit=1) if token.info else ()
        name = f' class="language-{escape(words[0])}"' if words else ""
        self.html.append(f"<pre><code{name}>{escape(token.content)}</code></pre>\n")

    def write_break(self, tokens: list["Token"], index: int, token: "Token") -> None:
        self.html.append(_line_before(tokens, index) + "<hr>\n")

    def open_footnotes(self, tokens: list["Token"], index: int, token: "Token") -> None:
        self.html.append('<div class="footnotes">\n<ol>\n')

    def close_footnotes(self, tokens: list["Token"], index: int, token: "Token") -> None:
        self.html.append("</ol>\n</div>\n")

    def open_footnote(self, tokens: list["Token"], index: int, token: "Token") -> None:
        self.containers.append("footnote")
        anchor = f"fn{token.meta['id'] + 1}"
        self.anchors.append(anchor)
        self.html.append(f'<li id="{anchor}">')
        self.note = token.meta["id"]

    def write_back_reference(self, tokens: list["Token"], index: int, token: "Token") -> None:
        self.html.append(f' <a class="footnote-back" href="#{_note_mark(token).anchor}">↩\ufe0e</a>')

    # ---- units ----

    def write_inline(self, tokens: list["Token"], index: int, token: "Token") -> None:
        self.write_text(token, self._line(token))

    def write_text(self, token: "Token", line: int) -> None:
        """The text between an opening and a closing tag: a unit, a figure, a list, or nothing."""
        if self.role == "cell":
            self.places.enter_cell(token.content, line)
        else:
            self.places.enter(token.content, line)
        self.write_entered(token, line)

    def write_entered(self, token: "Token", line: int) -> None:
        """The same where the place of the text is known."""
        children, content, meta = token.children, token.content, token.meta
        if children and self.opening == "<p" and self._write_lone(children, line):
            self.closing = ""
            return
        if not self.opening:
            return
        units = self.units
        number = len(units)
        units.append(_NO_UNIT)
        self.last_char = ""
        if children is None:
            inline: tuple[InlinePiece, ...] = (self._text(content),) if content else ()
        else:
            inline = self._inline(children)
        if "comments" in meta:
            inline = _trimmed(list(inline))
        if not inline:
            # Nothing but comments, or an empty cell.
            del units[number:]
            self._write_empty()
            return
        text = scripts.fold_markdown(without_comments(token) if meta else content)
        units[number] = Unit(role=self.role, text=text, inline=inline, line=line)
        meta["unit"] = number
        if self.note >= 0:
            self.note_units.setdefault(self.note, number)
        if not self.excerpt and self.role == "paragraph":
            self.excerpt = scripts.fold(plain(token))
        self._write_unit(number)

    def _write_unit(self, number: int) -> None:
        """The element of a unit, as far as its text."""
        html = self.html
        html.append(self.opening)
        self.pieces.append("".join(html))
        self.pieces += HOLES[number]
        html.clear()
        if self.opening == "<span":
            html.append("</span>")
        self.opening = ""

    def _write_empty(self) -> None:
        if self.opening == "<p":
            self.closing = ""
        elif self.opening != "<span":
            self.html.append(self.opening + ">")
        self.opening = ""

    def _write_lone(self, children: list["Token"], line: int) -> bool:
        """Write a paragraph that is one image, as a figure, or one record link to a list."""
        if len(children) == 1 and children[0].type == "image":
            self._write_figure(children[0], line)
            return True
        if len(children) == 2 and children[0].type == "link_open":
            target = str(children[0].attrs["href"])
            if judge(target, has_text=False).kind == "list":
                self.listings = True
                self._hole("", Listing(link=self._link(children[0], target, "record")))
                return True
        return False

    def _write_figure(self, image: "Token", line: int) -> None:
        caption = scripts.fold(str(image.attrs.get("title", "")))
        tag = self._image(image, title="")
        self.html.append("<figure>")
        if isinstance(tag, str):
            self.html.append(tag)
        else:
            self._hole("", tag)
        if caption:
            number = len(self.units)
            self.last_char = ""
            self.units.append(Unit(role="caption", text=caption, inline=(self._text(caption),), line=line))
            image.meta["caption"] = number
            self.opening = "<figcaption"
            self._write_unit(number)
            self.html.append("</figcaption>")
        self.html.append("</figure>\n")

    # ---- inline ----

    def _inline(self, children: list["Token"]) -> tuple[InlinePiece, ...]:
        """The pieces of a unit's text; empty where nothing is printed."""
        pieces: list[InlinePiece] = []
        html: list[str] = []
        texts: list[str] = []
        open_links: list[bool] = []
        for index, token in enumerate(children):
            kind = token.type
            if kind in _TEXT:
                # Emphasis leaves empty tokens where its second marks were.
                if token.content:
                    texts.append(token.content)
                continue
            if kind == "softbreak":
                texts.append("\n")
                continue
            if texts:
                after = _first_char(children, index) if texts[-1].endswith("\n") else ""
                html.append(self._text("".join(texts), next_char=after))
                texts.clear()
            if kind in _INLINE_TAGS:
                html.append(_INLINE_TAGS[kind])
            elif kind == "hardbreak":
                html.append("<br>\n")
                self.last_char = ""
            elif kind == "code_inline":
                html.append(f"<code>{escape(token.content)}</code>")
                self.visible.append(token.content)
                self.last_char = token.content[-1]
            elif kind == "link_open":
                start = self._link_start(children, index)
                open_links.append(isinstance(start, LinkStart))
                _add(pieces, html, start)
            elif kind == "link_close":
                if open_links.pop():
                    html.append("</a>")
            elif kind == "image":
                _add(pieces, html, self._image(token, title=str(token.attrs.get("title", ""))))
                self.last_char = ""
            elif kind == "footnote_ref":
                _add(pieces, html, self._footnote_mark(token))
        if texts:
            html.append(self._text("".join(texts)))
        if joined := "".join(html):
            pieces.append(joined)
        return tuple(pieces)

    def _text(self, text: str, *, next_char: str = "") -> str:
        """Text as HTML: escaped, Chinese lines joined, runs of the other script marked."""
        if "\n" in text:
            text = self._join_lines(text, next_char)
        if "[" in text or "{{" in text:
            self._check_shortcodes(text)
        if text:
            self.visible.append(text)
            self.last_char = text[-1]
        return self.with_spans(text) if self.may_have_runs(text) else escape(text)

    def _join_lines(self, text: str, next_char: str) -> str:
        """The text without the line ends that stand between Chinese characters."""
        lines = text.split("\n")
        parts, before = [lines[0]], lines[0][-1:] or self.last_char
        for number, line in enumerate(lines[1:], start=2):
            after = line[:1] or (next_char if number == len(lines) else "")
            if not (before and after and joins(before, after, chinese=self.chinese)):
                parts.append("\n")
            parts.append(line)
            before = line[-1:]
        return "".join(parts)

    def with_spans(self, text: str) -> str:
        parts: list[str] = []
        end = 0
        for start, stop in other_runs(text, chinese=self.chinese):
            parts += (escape(text[end:start]), self.span, escape(text[start:stop]), "</span>")
            end = stop
        parts.append(escape(text[end:]))
        return "".join(parts)

    def _check_shortcodes(self, text: str) -> None:
        for found in scripts.compiled(_SHORTCODE).finditer(text):
            shown = scripts.fold(found[0])
            self._report(
                "E-SHORTCODE", f"\"{shown}\" is not a sitegen component and would be printed as is.",
                "delete it, or write in Markdown what it showed: an image is ![what it shows](photo.jpg)",
                *self.places.of_text(found[0]),
            )

    def _link_start(self, children: list["Token"], index: int) -> LinkStart | RecordLink | str:
        token = children[index]
        target = str(token.attrs["href"])
        inside = _until_link_close(children, index)
        judgement = judge(target, has_text=bool(inside))
        if judgement.kind == "record":
            self.last_char = ""
            return RecordLink(link=self._link(token, target, "record"))
        if judgement.kind == "list":
            self._report_at(token, "E-LIST-PLACE", f"[]({target}) prints a list and cannot stand inside a text.",
                            "put it into a paragraph of its own, with an empty line before and after")
            return ""
        if judgement.kind == "refused":
            self._report_judgement(token, judgement)
            return ""
        if not any(_names(part) for part in inside):
            self._report_at(token, "E-LINK-TEXT-EMPTY", f"This link to \"{target}\" has no text.",
                            f"say what it leads to: [the programme]({target})")
        return LinkStart(link=self._link(token, target, "link"), title=str(token.attrs.get("title", "")))

    def _image(self, token: "Token", *, title: str) -> ImageTag | str:
        """The image's hole, or its alternative text where its address is refused."""
        alternative = scripts.fold(plain(token))
        target = str(token.attrs["src"])
        judgement = judge_address(target) if target else _NO_IMAGE
        if not alternative:
            self._report_at(token, "E-ALT", f"The image \"{target}\" has no alternative text.",
                            f"say what it shows: ![Two speakers at a table]({target}); if it only decorates the page, "
                            f"write ![decorative]({target})")
        if judgement is not ADDRESS:
            self._report_judgement(token, judgement)
            return escape(alternative)
        if alternative.casefold() in DECORATIVE:
            alternative = ""
        link = self._link(token, target, "image")
        self.units.append(Unit(role="alt", text=scripts.fold(token.content) if alternative else "",
                               inline=(alternative,), line=self.links[link].line))
        token.meta["unit"] = len(self.units) - 1
        return ImageTag(link=link, alt=len(self.units) - 1, title=title)

    def _link(self, token: "Token", target: str, kind: Literal["link", "image", "record"]) -> int:
        line, column = self.places.of(token.meta["at"])
        self.links.append(Link(target=target, line=line, column=column, kind=kind))
        return len(self.links) - 1

    def _footnote_mark(self, token: "Token") -> NoteMark:
        mark = _note_mark(token)
        self.anchors.append(mark.anchor)
        return mark

    # ---- the result ----

    def finished(self, environment: dict[str, Any] = _NO_ENVIRONMENT) -> ParsedBody:
        """Everything written so far; `environment` is what markdown-it noted of the whole body."""
        self._flush()
        if "too_deep" in environment:
            self._report_depth(environment["too_deep"])
        visible = " ".join(self.visible)
        links = tuple(self.links)
        notes = environment.get("footnotes", {}).get("list", {})
        return ParsedBody(
            body=Body(pieces=tuple(self.pieces), units=tuple(self.units), links=links,
                      notes=tuple(Note(label=notes[number]["label"], unit=self.note_units.get(number, -1))
                                  for number in sorted(notes)),
                      definitions=tuple((label, found["href"], found.get("title", ""))
                                        for label, found in environment.get("references", {}).items())),
            headings=tuple(self.headings), anchors=tuple(self.anchors), links=links, excerpt=self.excerpt,
            latin_words=scripts.word_count(visible),
            han_characters=0 if visible.isascii() else scripts.han_count(visible),
            listings=self.listings, diagnostics=tuple(sorted(self.diagnostics)),
        )

    def _report_depth(self, line: int) -> None:
        self._report("E-NESTING", f"Lists and quotations are nested deeper than {DEEPEST} here.",
                     "take the text out of some of the lists or quotations around it", self.first_line + line, 1)

    def _hole(self, html: str, piece: BodyPiece) -> None:
        self.html.append(html)
        self._flush()
        self.pieces.append(piece)

    def _flush(self) -> None:
        if joined := "".join(self.html):
            self.pieces.append(joined)
        self.html.clear()

    def _line(self, token: "Token") -> int:
        return self.first_line + (token.map[0] if token.map else 0)

    def _report_judgement(self, token: "Token", judgement: Judgement) -> None:
        self._report_at(token, judgement.code, judgement.message, judgement.help)

    def _report_at(self, token: "Token", code: str, message: str, help: str) -> None:
        self._report(code, message, help, *self.places.of(token.meta["at"]))

    def _report(self, code: str, message: str, help: str, line: int, column: int) -> None:
        self.diagnostics.append(error(code, message, help, path=self.path, line=line, column=column))


_NO_UNIT = Unit(role="", text="")
_NO_IMAGE = Judgement("refused", "E-LINK-EMPTY", "This image has no address.",
                      "put the file's name between the round brackets: ![what it shows](photo.jpg)")
_PARAGRAPH_ROLES = {"item": "item", "footnote": "footnote"}

_BLOCKS: dict[str, Callable[[Writer, list["Token"], int, "Token"], None]] = {
    "paragraph_open": Writer.open_paragraph,
    "inline": Writer.write_inline,
    "paragraph_close": Writer.close_paragraph,
    "heading_open": Writer.write_heading,
    "heading_close": Writer.close_paragraph,
    "list_item_open": Writer.open_item,
    "list_item_close": Writer.close_item,
    "ordered_list_open": Writer.open_ordered,
    "blockquote_open": Writer.open_quote,
    "blockquote_close": Writer.close_quote,
    "table_open": Writer.open_table,
    "table_close": Writer.close_table,
    "tr_open": Writer.open_row,
    "th_open": Writer.open_cell,
    "td_open": Writer.open_cell,
    "th_close": Writer.close_paragraph,
    "td_close": Writer.close_paragraph,
    "fence": Writer.write_code,
    "code_block": Writer.write_code,
    "hr": Writer.write_break,
    "footnote_block_open": Writer.open_footnotes,
    "footnote_block_close": Writer.close_footnotes,
    "footnote_open": Writer.open_footnote,
    "footnote_anchor": Writer.write_back_reference,
    "footnote_close": Writer.close_item,
}


class _Holes(dict[int, tuple[UnitStart, str, UnitText]]):
    """What stands for each unit in the pieces of a body: where its tag may be added to, the tag's end, its text."""

    def __missing__(self, number: int) -> tuple[UnitStart, str, UnitText]:
        made = UnitStart(unit=number), ">", UnitText(unit=number)
        if number < _MOST_KEPT:
            self[number] = made
        return made


HOLES = _Holes()
"""Of the unit with that number; every body has the same."""
_MOST_KEPT = 1024


def _unescaped(text: str) -> str:
    # Whoever has a token of code has loaded all of this.
    from markdown_it.common.utils import unescapeAll

    return unescapeAll(text)


def _plain_tag(tokens: list["Token"], index: int, token: "Token") -> str:
    """The tag of a list or a part of a table."""
    return f"</{token.tag}>\n" if token.nesting < 0 else f"{_line_before(tokens, index)}<{token.tag}>\n"


def _line_before(tokens: list["Token"], index: int) -> str:
    """A block after a tight item's text begins on a new line."""
    return "\n" if index and tokens[index - 1].hidden else ""


def _note_mark(token: "Token") -> NoteMark:
    return NoteMark(note=token.meta["id"] + 1, again=token.meta["subId"])


def _until_link_close(children: list["Token"], index: int) -> list["Token"]:
    end = next(at for at in range(index + 1, len(children)) if children[at].type == "link_close")
    return children[index + 1:end]


def _names(token: "Token") -> bool:
    """Whether a reader is told something by this part of a link."""
    if token.type == "image":
        return scripts.fold(plain(token)).casefold() not in {"", *DECORATIVE}
    return bool(token.content.strip())


def _first_char(children: list["Token"], index: int) -> str:
    """The first character printed from this token on; empty before anything that is not text."""
    for at in range(index, len(children)):
        token = children[at]
        if token.content and (token.type in _TEXT or token.type == "code_inline"):
            return token.content[0]
        if not token.nesting and token.type not in _TEXT:
            break
    return ""


def plain(token: "Token") -> str:
    """The text of an inline token or image as plain text."""
    if token.children is None:
        return "" if token.type == "image" else token.content
    return "".join(_plain_parts(token.children))


def _plain_parts(children: list["Token"]) -> Iterator[str]:
    for token in children:
        if token.type in _TEXT or token.type == "code_inline":
            yield token.content
        elif token.type in ("softbreak", "hardbreak"):
            yield "\n"
        elif token.type == "image":
            yield plain(token)


def _add(pieces: list[InlinePiece], html: list[str], piece: InlinePiece) -> None:
    """Add a hole after the finished HTML before it; a string joins that HTML."""
    if isinstance(piece, str):
        html.append(piece)
        return
    if joined := "".join(html):
        pieces.append(joined)
    html.clear()
    pieces.append(piece)


def _trimmed(pieces: list[InlinePiece]) -> tuple[InlinePiece, ...]:
    """The pieces less the white space that dropped comments leave at the ends."""
    if pieces and isinstance(pieces[0], str):
        pieces[0] = pieces[0].lstrip(" \n")
    if pieces and isinstance(pieces[-1], str):
        pieces[-1] = pieces[-1].rstrip(" \n")
    return tuple(piece for piece in pieces if piece)


def _has_none(text: str) -> bool:
    """A site without a language for the other script marks no runs."""
    return False


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
