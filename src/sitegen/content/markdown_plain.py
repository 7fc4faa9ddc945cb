"""A Markdown body, of which plain blocks and phrases are written straight from their text, without tokens.

What is not plain is left to the rules and `Writer`, which give the same for what is, only slower
(tests/content/test_markdown_plain.py).
"""

import re
from collections.abc import Callable
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from sitegen import scripts
from sitegen.content.markdown import HOLES, ParsedBody, Writer, escape, plain
from sitegen.content.markdown_leaves import BLANKS, Item, Notes, Table, cells, quoted
from sitegen.content.markdown_links import ADDRESS, judge_address
from sitegen.content.markdown_parser import (
    Block,
    footnotes_last,
    has_footnotes,
    is_surely_noted,
    normalise,
    note_mark,
    parse_inline,
    part_footnotes,
    split_blocks,
)
from sitegen.content.markdown_phrases import Phrase, PhraseToken, find_phrases, whole_text
from sitegen.model import InlinePiece, Language, Link, LinkStart, NoteMark, Unit

if TYPE_CHECKING:
    from markdown_it.token import Token

# What a text may have that is not printed as typed: marks, what HTML escapes, braces of shortcodes, white space.
_ODD = r"\\`*_\[<&~\"{>\t\n\r\f\v"
_odd = re.compile(f"[{_ODD}]").search
_odd_or_latin = re.compile(f"[{_ODD}a-z\u00df-\u00f6\u00f8-\u00ff]").search
_odd_or_not_ascii = re.compile(f"[{_ODD}]|[^\x00-\x7f]").search


def parse_body(
    text: str, *, path: str, first_line: int, language: Language, languages: tuple[Language, ...]
) -> ParsedBody:
    """The body of a document in `language`, whose first line is line `first_line` (from 1) of the file at `path`.

    `languages` are the site's; one of them gives the `lang` of runs in the other script. Whatever the text, this
    raises nothing: what is wrong is among the diagnostics, and is printed as text or left out.
    """
    text = normalise(text)
    blocks, environment = split_blocks(text)
    writer = _PlainWriter(text, environment, path=path, first_line=first_line, language=language, languages=languages)
    writer.write_blocks(blocks)
    return writer.finished(environment)


class _PlainWriter(Writer):
    """Writes plain blocks by itself, and others as any writer does."""

    def __init__(
        self, text: str, environment: dict[str, Any], *, path: str, first_line: int, language: Language,
        languages: tuple[Language, ...]
    ) -> None:
        super().__init__(text, path=path, first_line=first_line, language=language, languages=languages)
        self.environment = environment
        self.definitions: list[Token] | None = [] if has_footnotes(environment) else None
        """Tokens of footnotes, which stand last."""
        self.is_uneven = "\t" in text or "\f" in text or "\v" in text or ("{" in text and "{{" in text)
        """Whether any text may have white space that is not printed as typed, or a shortcode."""
        self.looks_for_runs = bool(self.span) and (self.chinese or scripts.has_han(text))
        self.odd = (_odd_or_latin if self.chinese else _odd_or_not_ascii) if self.looks_for_runs else _odd
        """Whether a text has anything that is not printed as typed."""

    def write_blocks(self, blocks: list[Block]) -> None:
        """All blocks of a body."""
        first_line = self.first_line
        for kind, content, line in blocks:
            _WRITES[kind](self, content, first_line + line)
        if self.definitions is not None:
            self.write(footnotes_last([], self.definitions, self.environment))

    # ---- blocks ----

    def write_prose(self, content: str, line: int) -> None:
        words = content.strip(BLANKS)
        # White space of other scripts may make a line of its own, which is none of the text.
        base = 0 if words is content else -1 if "\n" in content else content.find(words)
        self.write_words("paragraph", words, line, "<p", "</p>\n", base)

    def write_quote(self, content: str, line: int) -> None:
        self.html.append("<blockquote>\n")
        self.write_words("paragraph", quoted(content), line, "<p", "</p>\n")
        self.html.append("</blockquote>\n")

    def write_plain_heading(self, content: str, line: int) -> None:
        words = content.lstrip("#")
        level = len(content) - len(words)
        words = words.strip(BLANKS)
        if self.is_as_typed(words):
            self.open_titled(level, words, line)
            self.write_as_typed(self.role, words, line, self.opening)
            self.opening = ""
            self.html.append(self.closing)
        elif told := scripts.fold("".join(part[1] for part in self.phrases(words))):
            self.open_titled(level, told, line)
            self.write_words(self.role, words, line, self.opening, self.closing)
            self.opening = ""
        else:
            token = self.parsed(words)
            self.open_titled(level, scripts.fold(plain(token)), line)
            self.write_text(token, line)
            self.html.append(self.closing)

    def write_items(self, items: list[Item], line: int) -> None:
        html, odd = self.html, self.odd
        for number, (words, before, opening, after) in enumerate(items, start=line):
            html.append(before)
            # As `is_as_typed` tells: nearly all items are so.
            if words and not odd(words) and "  " not in words:
                self.write_as_typed("item", words, number, opening)
            else:
                self.write_words("item", words, number, opening, "")
            html.append(after)

    def write_table(self, table: Table, line: int) -> None:
        html = self.html
        self.open_table([], 0, _BLOCK)
        anchor = f"columns.{self.tables}"
        self.anchors.append(anchor)
        html.append(f'<thead>\n<tr id="{anchor}">\n')
        self.write_row(table.head, table.heads, "</th>\n", line)
        html.append("</tr>\n</thead>\n")
        if table.rows:
            html.append("<tbody>\n")
            for number, row in enumerate(table.rows, start=line + 2):
                html.append("<tr>\n")
                self.write_row(row, table.cells, "</td>\n", number)
                html.append("</tr>\n")
            html.append("</tbody>\n")
        self.close_table([], 0, _BLOCK)

    def write_row(self, row: str, openings: tuple[str, ...], closing: str, line: int) -> None:
        """The cells of a row, as many as the head has."""
        self.places.enter_row()
        for opening, text in zip_longest(openings, cells(row)[:len(openings)], fillvalue=""):
            self.write_words("cell", text, line, opening, closing)

    def write_notes(self, notes: Notes, line: int) -> None:
        """Footnotes, which are the last that is written, as `footnotes_last` has them."""
        self.definitions = None
        marked = self.environment["footnotes"]["list"]
        if not marked:
            return
        html = self.html
        html.append('<div class="footnotes">\n<ol>\n')
        for number, note in marked.items():
            words, behind = notes[note["label"]]
            unit = len(self.units)
            anchor = f"fn{number + 1}"
            self.anchors.append(anchor)
            html.append(f'<li id="{anchor}">')
            self.write_words("footnote", words, self.first_line + behind, "<p", "")
            html += [f' <a class="footnote-back" href="#{NoteMark(note=number + 1, again=again).anchor}">↩\ufe0e</a>'
                     for again in range(note["count"])]
            if len(self.units) > unit:
                self.note_units[number] = unit
                html.append("</p>\n")
            html.append("</li>\n")
        html.append("</ol>\n</div>\n")

    def write_tokens(self, tokens: list["Token"], line: int) -> None:
        for token in tokens:
            if token.type == "inline":
                parse_inline(token, self.environment)
        if self.definitions is not None:
            tokens, definitions = part_footnotes(tokens)
            self.definitions += definitions
        self.write(tokens)

    # ---- texts ----

    def write_words(self, role: str, words: str, line: int, opening: str, closing: str, base: int = -1) -> None:
        """A text between its tags, of which the first lacks its `>`; `base` is how much of its line is before it, where
        that is known.
        """
        if role == "cell":
            self.places.enter_cell(words, line)
        odd = self.odd(words)
        if odd is None and words and "  " not in words:
            if role == "paragraph" and not self.excerpt:
                self.excerpt = words
            self.write_as_typed(role, words, line, opening)
        elif not self.write_phrases(role, words, line, opening, base, odd.start() if odd else 0):
            self.role, self.opening, self.closing = role, opening, closing
            if role != "cell":
                self.places.enter(words, line)
            self.write_entered(self.parsed(words), line)
            closing = self.closing
            self.opening = ""
        self.html.append(closing)

    def is_as_typed(self, words: str) -> bool:
        """Whether a text is printed as typed: all of it is words, in one line and one script."""
        return not self.odd(words) and "  " not in words and bool(words)

    def write_as_typed(self, role: str, words: str, line: int, opening: str) -> None:
        """A text of nothing but words; as `add_unit` does, for nearly all units are such."""
        html, units = self.html, self.units
        self.visible.append(words)
        html.append(opening)
        self.pieces += ("".join(html), *HOLES[len(units)])
        units.append(Unit(role=role, text=words, inline=(words,), line=line))
        html.clear()
        if opening == "<span":
            html.append("</span>")

    def phrases(self, words: str, start: int = 0) -> list[Phrase]:
        """The parts of a text that is plain phrases in one line, of which nothing has to be said; none of any other.

        Before `start` nothing is odd.
        """
        if self.is_uneven or "\n" in words or "  " in words:
            return []
        parts = find_phrases(words, start) or []
        for kind, text, target, _ in parts if "[" in words else ():
            if kind == "a":
                if judge_address(target) is not ADDRESS or not text.strip():
                    return []
            elif kind == "note" and not is_surely_noted(target, self.environment):
                return []
        return parts

    def write_phrases(self, role: str, words: str, line: int, opening: str, base: int, start: int) -> bool:
        """Write a text of plain phrases; False, and nothing is written, where it has anything else."""
        parts = self.phrases(words, start)
        if not parts:
            return False
        # Only links are told with their places.
        if role != "cell" and "](" in words:
            if base < 0:
                self.places.enter(words, line)
            else:
                self.places.enter_line(words, line, base)
        inline = self.inline_phrases(parts, words)
        told = [part[1] for part in parts]
        self.visible += told
        if role == "paragraph" and not self.excerpt:
            self.excerpt = scripts.fold("".join(told))
        self.add_unit(Unit(role=role, text=words, inline=inline, line=line), opening)
        return True

    def inline_phrases(self, parts: list[Phrase], words: str) -> tuple[InlinePiece, ...]:
        """The pieces of a unit's text."""
        inline: list[InlinePiece] = []
        html = ""
        may_be_escaped = '"' in words or "&" in words or ">" in words or "<" in words
        for kind, text, target, at in parts:
            printed = text
            if self.looks_for_runs and kind != "code" and self.may_have_runs(text):
                printed = self.with_spans(text)
            elif may_be_escaped:
                printed = escape(text)
            if kind == "text":
                html += printed
            elif kind == "a" or kind == "note":
                if html:
                    inline.append(html)
                inline.append(self.link_start(target, at) if kind == "a" else self.footnote_mark(target))
                html = f"{printed}</a>" if kind == "a" else ""
            else:
                html += f"<{kind}>{printed}</{kind}>"
        if html:
            inline.append(html)
        return tuple(inline)

    def link_start(self, target: str, at: int) -> LinkStart:
        line, column = self.places.of(at)
        self.links.append(Link(target=target, line=line, column=column, kind="link"))
        return LinkStart(link=len(self.links) - 1)

    def footnote_mark(self, label: str) -> NoteMark:
        number, again = note_mark(label, self.environment)
        mark = NoteMark(note=number + 1, again=again)
        self.anchors.append(mark.anchor)
        return mark

    def add_unit(self, unit: Unit, opening: str) -> None:
        """The next unit, and its element as far as its text."""
        html, units = self.html, self.units
        html.append(opening)
        self.pieces += ("".join(html), *HOLES[len(units)])
        units.append(unit)
        html.clear()
        if opening == "<span":
            html.append("</span>")

    def parsed(self, words: str) -> PhraseToken:
        """A text as an inline token, by markdown-it's rules."""
        token = whole_text(words)
        parse_inline(token, self.environment)
        return token


_BLOCK = PhraseToken("")

_WRITES: dict[str, Callable[[_PlainWriter, Any, int], None]] = {
    "prose": _PlainWriter.write_prose,
    "heading": _PlainWriter.write_plain_heading,
    "list": _PlainWriter.write_items,
    "quote": _PlainWriter.write_quote,
    "table": _PlainWriter.write_table,
    "notes": _PlainWriter.write_notes,
    "tokens": _PlainWriter.write_tokens,
}
