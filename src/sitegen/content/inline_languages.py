"""Several languages in one file: each text of its body is split at ` // `, and each language gets a body of its own.

Blocks are read once, so that every language has the same structure; what differs is the text inside each block.
"""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec
from markdown_it.common.utils import unescapeAll
from markdown_it.token import Token

from sitegen.content.markdown import DECORATIVE, BodyIn, ParsedBody, write_body
from sitegen.content.markdown_parser import normalise, parse_blocks, parse_inline, parse_inlines
from sitegen.content.markdown_places import Places
from sitegen.content.markdown_spans import ImageSpans, Slashes, Span, Spans, copied, find_plain, find_spans
from sitegen.diagnostics import Diagnostic, error, warning
from sitegen.fingerprints import is_neutral
from sitegen.model import InlinePiece, Language, Text, Unit
from sitegen.scripts import fold

_UNKNOWN_TO_MARKDOWN = ("\\\\", "\\／")
_COMMENT = re.compile("<!--.*?-->", re.DOTALL)


class Part(NamedTuple):
    """One language's share of a text."""

    span: Span
    missing: bool = False
    """It is the source's, because this language has none."""


class _Edit(NamedTuple):
    start: int
    end: int
    words: str


def parse_bodies(
    text: str, *, path: str, first_line: int, own: tuple[Language, ...], languages: tuple[Language, ...]
) -> tuple[tuple[BodyIn, ...], tuple[Diagnostic, ...]]:
    """The body in each language of `own`, the source's first, and what is wrong in the file.

    A text that a language lacks is the source's there: a unit without `text` that names the source's language.
    """
    text = normalise(text)
    blocks, environment = parse_blocks(text)
    reader = _Reader(text, path=path, first_line=first_line, codes=tuple(language.code for language in own))
    splits = reader.read(blocks, environment)
    written = []
    for number, language in enumerate(own):
        fresh = copied(environment)
        tokens = [splits[index].token(token, number) if index in splits else token
                  for index, token in enumerate(blocks)]
        inlines = {index: tokens[index] for index in splits}
        tokens = parse_inlines(tokens, fresh)
        for index, token in inlines.items():
            splits[index].dress(token, number, environment)
        if "too_deep" in environment:
            fresh["too_deep"] = environment["too_deep"]
        parsed = write_body(tokens, fresh, text, path=path, first_line=first_line, language=language,
                            languages=languages)
        written.append((language, parsed, inlines))
    _, source, source_inlines = written[0]
    bodies = [BodyIn(own[0], source)]
    for language, parsed, inlines in written[1:]:
        bodies.append(_paired(language, parsed, inlines, own[0], source, source_inlines))
    return tuple(bodies), _once([*reader.problems, *(d for body in bodies for d in body.parsed.diagnostics)])


def split_text(text: str, slashes: Slashes, count: int) -> tuple[Part, ...] | None:
    """Each language's part of a text with these separators; None where there are more parts than languages.

    A text without a separator is the source's alone.
    """
    bounds = [0, *(at for span in slashes.separators for at in span), len(text)]
    spans = [_trimmed(text, start, end) for start, end in zip(bounds[::2], bounds[1::2], strict=True)]
    if len(spans) > count:
        return None
    own = spans[0]
    filled = [Part(own)]
    for number in range(1, count):
        span = spans[number] if number < len(spans) else (0, 0)
        filled.append(Part(span) if span[0] < span[1] else Part(own, missing=True))
    return tuple(filled)


def without_backslashes(text: str, literals: Iterable[Span], part: Span) -> str:
    """A part of a text, less the one backslash by which each of these slashes says that it separates nothing."""
    inside = [span for span in literals if part[0] <= span[0] and span[1] <= part[1]]
    return _edited(text, part, [_Edit(start, start + 1, "") for start, _ in inside])


class _Image(NamedTuple):
    """An image in a text, with each language's alternative text and caption."""

    spans: ImageSpans
    alternatives: tuple[tuple[str, bool], ...]
    """Words, and whether they are the source's for want of others."""
    titles: tuple[tuple[str, bool], ...]
    """As typed between the quotes; empty where there is none."""


class _Split(NamedTuple):
    """A text and its parts."""

    content: str
    parts: tuple[Part, ...]
    literals: tuple[Span, ...]
    images: tuple[_Image, ...]

    def token(self, token: Token, number: int) -> Token:
        """The inline token with one language's part, not yet parsed."""
        start, end = self.parts[number].span
        # Markdown itself knows `\/`; it knows no escaped full-width slash, and of two backslashes it prints one.
        unknown = [span for span in self.literals if self.content.startswith(_UNKNOWN_TO_MARKDOWN, span[0])]
        content = without_backslashes(self.content, unknown, (start, end))
        before = self.content.count("\n", 0, start)
        line, last = token.map or [0, 0]
        return token.copy(content=content, map=[line + before, last], meta=dict(token.meta), children=None)

    def text(self, number: int, comments: Iterable[Span]) -> str:
        """What a file of that language alone would hold here."""
        start, end = self.parts[number].span
        edits = [_Edit(at, at + 1, "") for at, _ in self.literals]
        edits += [_Edit(start + begin, start + stop, "") for begin, stop in comments]
        for image in self.images:
            edits.append(_Edit(*image.spans.alternative, image.alternatives[number][0]))
            if image.spans.title:
                edits.append(_Edit(*image.spans.title, image.titles[number][0]))
        return _edited(self.content, (start, end), edits)

    def dress(self, token: Token, number: int, environment: dict[str, Any]) -> None:
        """Give the parsed token's images this language's words."""
        images = [child for child in token.children or () if child.type == "image"]
        start, end = self.parts[number].span
        inside = [image for image in self.images if start <= image.spans.at < end]
        for child, image in zip(images, inside, strict=False):
            words, child.meta["missing"] = image.alternatives[number]
            inner = Token("inline", "", 0, content=words)
            parse_inline(inner, copied(environment))
            child.content = words
            child.children = inner.children or ([Token("text", "", 0, content=words)] if words else None)
            if image.spans.title:
                title, child.meta["caption_missing"] = image.titles[number]
                child.attrs["title"] = unescapeAll(title)
        if self.literals or self.images:
            token.meta["text"] = self.text(number, token.meta.get("comments", ()))
        token.meta["missing"] = self.parts[number].missing


class _Reader:
    """Splits every text of a body, and says what is wrong with how it is split."""

    def __init__(self, text: str, *, path: str, first_line: int, codes: tuple[str, ...]) -> None:
        self.path = path
        self.first_line = first_line
        self.codes = codes
        self.places = Places(text, first_line)
        self.problems: list[Diagnostic] = []

    def read(self, tokens: list[Token], environment: dict[str, Any]) -> dict[int, _Split]:
        """The parts of each inline token, by its place among the tokens."""
        splits = {}
        cell = False
        for index, token in enumerate(tokens):
            if token.type == "tr_open":
                self.places.enter_row()
            elif token.type in ("th_open", "td_open"):
                cell = True
            elif token.type == "inline":
                line = self.first_line + (token.map[0] if token.map else 0)
                (self.places.enter_cell if cell else self.places.enter)(token.content, line)
                before = tokens[index - 1]
                alone = before.type == "paragraph_open" and not before.hidden
                splits[index] = self._split(token.content, environment, alone=alone)
                cell = False
        return splits

    def _split(self, content: str, environment: dict[str, Any], *, alone: bool) -> _Split:
        """`alone`: an image that is all of this text is a figure, and its title a caption."""
        spans = find_spans(content, environment)
        if not (alone and [(image.at, image.end) for image in spans.images] == [(0, len(content))]):
            spans = Spans(spans.slashes, tuple(image._replace(title=None) for image in spans.images))
        parts = self._parts(content, spans.slashes, offset=0, neutral=_is_shared(content, spans, environment))
        divided = bool(spans.slashes.separators)
        images = tuple(self._image(content, image, environment, divided=divided) for image in spans.images)
        return _Split(content, parts, spans.slashes.literals, images)

    def _image(self, content: str, image: ImageSpans, environment: dict[str, Any], *, divided: bool) -> _Image:
        """`divided`: the text around it has parts, so that the image may stand in one of them alone."""
        start, end = image.alternative
        words = content[start:end]
        neutral = divided or fold(words).casefold() in DECORATIVE or is_neutral(words)
        alternatives = self._words(words, find_spans(words, environment).slashes, start, neutral=neutral)
        if image.title is None:
            return _Image(image, alternatives, (("", False),) * len(self.codes))
        title = content[slice(*image.title)]
        neutral = divided or is_neutral(title)
        return _Image(image, alternatives, self._words(title, find_plain(title), image.title[0], neutral=neutral))

    def _words(self, text: str, slashes: Slashes, offset: int, *, neutral: bool) -> tuple[tuple[str, bool], ...]:
        parts = self._parts(text, slashes, offset=offset, neutral=neutral)
        return tuple((without_backslashes(text, slashes.literals, part.span), part.missing) for part in parts)

    def _parts(self, text: str, slashes: Slashes, *, offset: int, neutral: bool) -> tuple[Part, ...]:
        """Each language's part; the text without separators is everybody's where it is neutral."""
        self._report_slashes(slashes, offset)
        parts = split_text(text, slashes, len(self.codes))
        if parts is None:
            self._report(too_many_parts(self.codes), offset + slashes.separators[len(self.codes) - 1][0])
            parts = (Part((0, len(text))),) * len(self.codes)
        elif not slashes.separators and neutral:
            parts = (parts[0],) * len(self.codes)
        elif slashes.separators and parts[0].span[0] == parts[0].span[1]:
            self._report(no_source(self.codes), offset + slashes.separators[0][0])
            parts = (parts[0],) * len(self.codes)
        return parts

    def _report_slashes(self, slashes: Slashes, offset: int) -> None:
        for start, _ in slashes.inside:
            self._report(error(
                "E-INLINE", "The languages are separated inside a link or emphasis here.",
                "Close it before // and open it again behind: **Note** // **说明**, "
                r"[Programme](a.pdf) // [日程](a.pdf). If the slashes belong to the text, write \//."), offset + start)
        for start in slashes.wide:
            self._report(wide_slashes(), offset + start)

    def _report(self, problem: Diagnostic, offset: int) -> None:
        line, column = self.places.of(offset)
        self.problems.append(msgspec.structs.replace(problem, path=self.path, line=line, column=column))


# ---- units of one language with those of another -------------------------------------------------------------------


def _paired(
    language: Language, parsed: ParsedBody, inlines: dict[int, Token], source_language: Language, source: ParsedBody,
    source_inlines: dict[int, Token],
) -> BodyIn:
    """The body with its pairs, and the source's words, marked as such, wherever the language has none."""
    units = list(parsed.body.units)
    pairs = [-1] * len(units)
    missing: set[int] = set()
    for index, token in inlines.items():
        theirs, ours = _numbers(source_inlines[index]), _numbers(token)
        everything = token.meta["missing"]
        for (own, is_missing), (other, _) in zip(ours, theirs, strict=False):
            if own is None or other is None:
                continue
            pairs[own] = other
            if everything or is_missing:
                missing.add(own)
    for number in missing:
        if source.body.units[pairs[number]].text:
            units[number] = _lent(units[number], source.body.units[pairs[number]], source_language)
    body = msgspec.structs.replace(parsed.body, units=tuple(units))
    first = next((unit for unit in units if unit.role == "paragraph"), None)
    excerpt = "" if first is not None and not first.text else parsed.excerpt
    return BodyIn(language, msgspec.structs.replace(parsed, body=body, excerpt=excerpt), tuple(pairs))


def _numbers(token: Token) -> list[tuple[int | None, bool]]:
    """The numbers of a text's units, and whether each is missing: its own, then two for each image."""
    found: list[tuple[int | None, bool]] = [(token.meta.get("unit"), False)]
    for child in token.children or ():
        if child.type == "image":
            found.append((child.meta.get("unit"), child.meta.get("missing", False)))
            found.append((child.meta.get("caption"), child.meta.get("caption_missing", False)))
    return found


def _lent(unit: Unit, source: Unit, language: Language) -> Unit:
    """A unit that prints the source's words, with the links of its own body."""
    holes = iter([piece for piece in unit.inline if not isinstance(piece, str)])
    inline: list[InlinePiece] = []
    for piece in source.inline:
        inline.append(piece if isinstance(piece, str) else next(holes, ""))
    return Unit(role=unit.role, text="", inline=tuple(inline), line=unit.line, language=language.code,
                state="missing")


# ---- texts ---------------------------------------------------------------------------------------------------------


def _is_shared(content: str, spans: Spans, environment: dict[str, Any]) -> bool:
    """Whether a text without separators is every language's: there is nothing to translate in it, or only in an image
    that has its own separators.
    """
    if not spans.images:
        return is_neutral(_COMMENT.sub("", content))
    bare = _edited(content, (0, len(content)), [_Edit(*image.alternative, "") for image in spans.images])
    if not is_neutral(_COMMENT.sub("", bare)):
        return False
    return is_neutral(content) or any(_is_split(content, image, environment) for image in spans.images)


def _is_split(content: str, image: ImageSpans, environment: dict[str, Any]) -> bool:
    words = content[slice(*image.alternative)]
    if fold(words).casefold() in DECORATIVE or find_spans(words, environment).slashes.separators:
        return True
    return image.title is not None and bool(find_plain(content[slice(*image.title)]).separators)


def _trimmed(text: str, start: int, end: int) -> Span:
    part = text[start:end]
    begins = start + len(part) - len(part.lstrip())
    return (begins, start + len(part.rstrip())) if begins < end else (start, start)


def _edited(text: str, part: Span, edits: Iterable[_Edit]) -> str:
    """The part of a text with those of the edits that lie in it."""
    pieces: list[str] = []
    position = part[0]
    for edit in sorted(edits):
        if position <= edit.start and edit.end <= part[1]:
            pieces += (text[position:edit.start], edit.words)
            position = edit.end
    return "".join((*pieces, text[position:part[1]]))


def _once(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """One of each: what is wrong with a block shows in every language."""
    seen = {(problem.line, problem.column, problem.code): problem for problem in reversed(list(problems))}
    return tuple(sorted(seen.values()))


class TextSplitter:
    """Splits the texts of the front matter of a file with several languages."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        """`codes` are the file's languages, the source's first."""
        self.codes = codes

    def __call__(self, text: str) -> tuple[Text, tuple[Diagnostic, int] | None]:
        """The text in each language that has it; and a problem with where in the text it is."""
        slashes = find_plain(text)
        parts = split_text(text, slashes, len(self.codes))
        if parts is None:
            span = slashes.separators[len(self.codes) - 1]
            return {self.codes[0]: text}, (too_many_parts(self.codes), span[0])
        if slashes.separators and parts[0].span[0] == parts[0].span[1]:
            return {}, (no_source(self.codes), slashes.separators[0][0])
        words = {code: without_backslashes(text, slashes.literals, part.span)
                 for code, part in zip(self.codes, parts, strict=True) if not part.missing}
        return words, (wide_slashes(), slashes.wide[0]) if slashes.wide else None


# ---- what is said of it --------------------------------------------------------------------------------------------


def too_many_parts(codes: tuple[str, ...]) -> Diagnostic:
    """A text with more parts than languages."""
    return error("E-INLINE", f"This text has more parts than the file has languages: it holds {len(codes)}, "
                 f"{' and '.join(codes)}.", r"Delete this //, or write \// if the slashes belong to the text.")


def no_source(codes: tuple[str, ...]) -> Diagnostic:
    """A translation without its source."""
    return warning("W-INLINE-EMPTY", f'Before this // there is no text in the source language, "{codes[0]}", so that '
                   "nothing of it is published.", f"Write it: {codes[0]} text // {codes[1]} text")


def wide_slashes() -> Diagnostic:
    """The separator as a Chinese keyboard types it."""
    return warning("W-INLINE-SLASH", "The languages are separated with full-width slashes here.",
                   "Type // with a space on either side.")
