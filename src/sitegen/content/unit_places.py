"""Exactly where each unit of a Markdown body stands in the text as typed, so that its words can be replaced there."""

import re
from collections.abc import Iterable, Mapping
from itertools import dropwhile
from typing import Any, NamedTuple

from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from sitegen.content.markdown import write_body
from sitegen.content.markdown_leaves import BLANKS
from sitegen.content.markdown_parser import normalise, parse_blocks, parse_inlines
from sitegen.content.markdown_rules import BlockRule, make_markdown
from sitegen.content.markdown_spans import Span, find_spans
from sitegen.model import Body, Language, Unit

_NOBODY = Language(code="", locale="", lang="", name="")
_LINE_END = re.compile(r"\r\n|\r|\n")
_COMMENT = re.compile(r".*-->")
_ATX = re.compile("#{1,6}")
_CLOSING = re.compile(r"(?:^|(?<=\s))#(?=#*$)")
"""What closes a heading and is none of its words."""

# What would begin a block, or make a heading or table of the line above, if it stood at the start of a line.
_BLOCK_MARK = re.compile(
    r"(?P<number>\d{1,9})[.)](?:\s|$)|#{1,6}(?:\s|$)|[-+*](?:\s|$)|>|```|~~~|=+\s*$|-+\s*$|[-:|][-:|\s]*$|"
    r"(?:[-*_][ \t]*){3,}$|<!--|\[[^\]]+\]:"
)


class Segment(NamedTuple):
    """A stretch of one line."""

    line: int
    """From 1, in the text."""
    start: int
    """Columns count from 0: the stretch is `line[start:end]`."""
    end: int


class UnitPlace(NamedTuple):
    """A unit and where it is typed: a segment for each of its lines, without any mark of its block."""

    unit: Unit
    segments: tuple[Segment, ...]
    """Empty for the caption of an image whose address is defined elsewhere."""
    raw: str
    """As typed, lines joined by line feeds."""


class _Run(NamedTuple):
    """Consecutive characters of an inline token's content that are consecutive in the text too."""

    content: int
    text: int
    length: int


class _Found(NamedTuple):
    """Where an inline token stands; offsets are into the normalised text."""

    spans: tuple[Span, ...]
    runs: tuple[_Run, ...]
    kind: str
    """lines, atx or cell."""


class _Place(NamedTuple):
    spans: tuple[Span, ...]
    kind: str
    """That of the token; or alt, caption."""
    quote: str = ""
    cell: bool = False
    """Whether it stands in a row of a table."""


def places(text: str) -> tuple[UnitPlace, ...]:
    """The places of a body's units, in the order of its units."""
    clean = normalise(text)
    units, found = _find(clean)
    starts = _line_starts(clean)
    return tuple(UnitPlace(unit, tuple(_segment(starts, span) for span in place.spans), _raw(clean, place.spans))
                 for unit, place in zip(units, found, strict=True))


def read_body(text: str) -> Body:
    """The body of which `places` gives the units' places."""
    _, body, _ = _parsed(normalise(text))
    return body


def replace_units(text: str, words: Mapping[int, str]) -> str:
    """The text with these units' words replaced; nothing else of it changes, line ends included.

    The words are Markdown as typed. What would begin a block or end a cell or caption is given a backslash. Where both
    a text and an image in it are replaced, the text's words count. Raises ValueError where words cannot stand in
    their place: empty ones, and a caption that has none.
    """
    clean = normalise(text)
    _, found = _find(clean)
    edits = {number: new for number, new in words.items() if new != _raw(clean, found[number].spans)}
    for number, new in edits.items():
        if not found[number].spans or not new.strip():
            raise ValueError(f"unit {number} has no place for these words")
    inner = {number for number in edits for other in edits if number != other and _inside(found[number], found[other])}
    chosen = {number: new for number, new in edits.items() if number not in inner}
    if not chosen:
        return text
    replaced = [found[number] for number in chosen]
    for guard in (_unguarded, _guarded):
        pieces = {number: guard(new, found[number]) for number, new in chosen.items()}
        made = _replaced(clean, found, pieces)
        if _shape(made) == _shape(clean) and _rest(clean, replaced) == _rest_after(made, clean, replaced):
            return _with_line_ends(made, text)
    raise ValueError(f"the words of unit {min(chosen)} would change what stands around them")


# ---- finding -------------------------------------------------------------------------------------------------------


def _find(text: str) -> tuple[tuple[Unit, ...], list[_Place]]:
    """The units of a normalised text, and the place of each."""
    tokens, body, environment = _parsed(text)
    units = body.units
    found = [_Place((), "")] * len(units)
    for token, place in _inlines(text, tokens):
        if "unit" in token.meta:
            found[token.meta["unit"]] = _Place(place.spans, place.kind, cell=place.kind == "cell")
        _find_images(text, token, place, environment, found)
    return units, found


def _parsed(text: str) -> tuple[list[Token], Body, dict[str, Any]]:
    tokens, environment = parse_blocks(text, _MARKDOWN)
    written = write_body(parse_inlines(list(tokens), environment), environment, text, path="", first_line=1,
                         language=_NOBODY, languages=())
    return tokens, written.body, environment


def _find_images(text: str, token: Token, place: _Found, environment: dict[str, Any], found: list[_Place]) -> None:
    children = {child.meta["at"]: child for child in token.children or () if child.type == "image"}
    if not children:
        return
    for image in find_spans(token.content, environment).images:
        child = children.get(image.at)
        if child is None or "unit" not in child.meta:
            continue
        cell = place.kind == "cell"
        found[child.meta["unit"]] = _Place(_mapped(place, image.alternative), "alt", cell=cell)
        if "caption" in child.meta and image.title is not None:
            spans = _mapped(place, image.title)
            found[child.meta["caption"]] = _Place(spans, "caption", text[spans[-1][1]], cell)


def _inlines(text: str, tokens: list[Token]) -> Iterable[tuple[Token, _Found]]:
    column = 0
    for index, token in enumerate(tokens):
        if token.type == "tr_open":
            column = 0
        if token.type != "inline" or not token.content:
            column += token.type == "inline"
            continue
        before = tokens[index - 1]
        if before.type in ("th_open", "td_open"):
            yield token, _cell(text, token, column)
            column += 1
        elif before.type == "heading_open" and before.markup.startswith("#"):
            (start, end), = token.meta["lines"]
            mark = _ATX.match(text, start, end)
            at = text.index(token.content, mark.end() if mark else start)
            yield token, _Found(((at, at + len(token.content)),), (_Run(0, at, len(token.content)),), "atx")
        else:
            yield token, _lines(text, token)


def _lines(text: str, token: Token) -> _Found:
    spans, runs, offset = [], [], 0
    # Lines of nothing but odd white space are no part of the content at its ends.
    lines = dropwhile(lambda bounds: not text[slice(*bounds)].strip(BLANKS), token.meta["lines"])
    for line, (start, end) in zip(token.content.split("\n"), lines, strict=False):
        words = line.lstrip(" \t")
        at = text.index(words, start, end)
        spans.append((at, at + len(words)))
        runs.append(_Run(offset + len(line) - len(words), at, len(words)))
        offset += len(line) + 1
    return _Found(tuple(spans), tuple(runs), "lines")


def _cell(text: str, token: Token, column: int) -> _Found:
    """A cell by the number of its column; `\\|` in a row is `|` in the cell's content."""
    (start, end), = token.meta["lines"]
    row = text[start:end]
    start += len(row) - len(row.lstrip(BLANKS))
    row = row.strip(BLANKS)
    bounds = [-1, *(at for at, char in enumerate(row) if char == "|" and row[at - 1:at] != "\\"), len(row)]
    cells = list(zip((bound + 1 for bound in bounds), bounds[1:], strict=False))
    if cells[0][0] == cells[0][1]:
        cells.pop(0)
    begins, ends = cells[column]
    cell = row[begins:ends]
    begins += len(cell) - len(cell.lstrip(BLANKS))
    cell = cell.strip(BLANKS)
    begins += start
    runs, offset, last = [], 0, 0
    for found in re.finditer(r"\\\|", cell):
        runs.append(_Run(offset, begins + last, found.start() - last))
        offset += found.start() - last
        last = found.start() + 1
    runs.append(_Run(offset, begins + last, len(cell) - last))
    return _Found(((begins, begins + len(cell)),), tuple(runs), "cell")


def _mapped(place: _Found, span: Span) -> tuple[Span, ...]:
    """Where a stretch of a token's content stands in the text, by line."""
    parts = [(run.text + max(span[0], run.content) - run.content,
              run.text + min(span[1], run.content + run.length) - run.content)
             for run in place.runs if span[0] <= run.content + run.length and run.content <= span[1]]
    parts = [part for part in parts if part[0] < part[1]] or parts[:1]
    return ((parts[0][0], parts[-1][1]),) if place.kind == "cell" else tuple(parts)


def _placed(rule: BlockRule) -> BlockRule:
    """The same rule; the text of each block remembers where its lines begin and end, less the marks around them."""

    def matches(state: StateBlock, startLine: int, endLine: int, silent: bool) -> bool:
        before = len(state.tokens)
        if not rule(state, startLine, endLine, silent):
            return False
        for token in state.tokens[before:]:
            if token.type == "inline" and token.map:
                token.meta["lines"] = [(state.bMarks[line] + state.tShift[line], state.eMarks[line])
                                       for line in range(*token.map)]
        return True

    return matches


_MARKDOWN = make_markdown(placed=_placed)


# ---- replacing -----------------------------------------------------------------------------------------------------


def _unguarded(words: str, place: _Place) -> list[str]:
    """The lines of new words, in the form that their place can hold."""
    # Two spaces at the end of a line that is not the last break it.
    lines = [line.lstrip(" \t") for line in words.strip().split("\n") if line.strip()]
    if place.kind == "lines":
        return lines
    line = " ".join(line.strip() for line in lines)
    if place.cell:
        line = _escaped(line, "|")
    if place.kind == "caption":
        return [_escaped(line, "()" if place.quote == ")" else place.quote)]
    if place.kind == "atx":
        return [_CLOSING.sub(r"\\#", line)]
    return [_escaped(line, "[]") if place.kind == "alt" and not _is_label(line) else line]


def _guarded(words: str, place: _Place) -> list[str]:
    """The same, with a backslash before whatever would not be text."""
    lines = _unguarded(words, place)
    return [_as_text(line) for line in lines] if place.kind == "lines" else lines


def _is_label(words: str) -> bool:
    """Whether these words are the whole of an alternative text."""
    images = find_spans(f"![{words}](x)", {}).images
    return bool(images) and images[0].alternative == (2, 2 + len(words))


def _as_text(line: str) -> str:
    found = _BLOCK_MARK.match(line)
    if not found:
        return line
    at = found.end("number") if found["number"] else 0
    return line[:at] + "\\" + line[at:]


def _escaped(text: str, marks: str) -> str:
    return re.sub(rf"\\.|([{re.escape(marks)}])", lambda found: "\\" + found[1] if found[1] else found[0], text)


def _replaced(text: str, found: list[_Place], words: Mapping[int, list[str]]) -> str:
    edits: list[tuple[int, int, str]] = []
    for number, lines in words.items():
        spans = found[number].spans
        prefix = ""
        for at, line in enumerate(lines):
            if at < len(spans):
                edits.append((*spans[at], line))
                prefix = _before(text, spans[at][0])
            else:
                last = edits.pop()
                edits.append((last[0], last[1], f"{last[2]}\n{_continued(prefix)}{line}"))
        # Lines too many go, with the line end before them and whatever marks the block repeats there.
        for start, end in spans[len(lines):]:
            edits.append((text.rindex("\n", 0, start), end, ""))
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _before(text: str, position: int) -> str:
    return text[text.rfind("\n", 0, position) + 1:position]


def _continued(prefix: str) -> str:
    """What stands before a further line of a block: quotes are marked again, anything else is indentation."""
    return re.sub(r"[^>\t]", " ", _COMMENT.sub("", prefix))


def _shape(text: str) -> list[tuple[str, str]]:
    tokens, _ = parse_blocks(text)
    return [(token.type, token.tag) for token in tokens]


def _contents(text: str) -> list[tuple[str, Span]]:
    """The text of each block, and of each block of code, with where it stands."""
    tokens, _ = parse_blocks(text, _MARKDOWN)
    found = {id(token): place for token, place in _inlines(text, tokens)}
    contents: list[tuple[str, Span]] = []
    for token in tokens:
        if token.content:
            place = found.get(id(token))
            contents.append((token.content, (place.spans[0][0], place.spans[-1][1]) if place else (-1, -1)))
    return contents


def _rest(text: str, replaced: list[_Place]) -> list[str | None]:
    """The contents of all blocks but those that are replaced."""
    return [None if _touched(span, replaced) else content for content, span in _contents(text)]


def _rest_after(made: str, text: str, replaced: list[_Place]) -> list[str | None]:
    before = _contents(text)
    after = [content for content, _ in _contents(made)]
    if len(after) != len(before):
        return []
    return [None if _touched(span, replaced) else content
            for content, (_, span) in zip(after, before, strict=True)]


def _touched(span: Span, replaced: list[_Place]) -> bool:
    return any(span[0] <= place.spans[0][0] and place.spans[-1][1] <= span[1] for place in replaced)


def _inside(inner: _Place, outer: _Place) -> bool:
    """Whether a replaced unit is an image's text inside another replaced unit."""
    if inner.kind not in ("alt", "caption") or outer.kind in ("alt", "caption"):
        return False
    return outer.spans[0][0] <= inner.spans[0][0] and inner.spans[-1][1] <= outer.spans[-1][1]


# ---- lines ---------------------------------------------------------------------------------------------------------


def _raw(text: str, spans: Iterable[Span]) -> str:
    return "\n".join(text[start:end] for start, end in spans)


def _line_starts(text: str) -> list[int]:
    return [0, *(found.end() for found in re.finditer("\n", text))]


def _segment(starts: list[int], span: Span) -> Segment:
    low, high = 0, len(starts)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if starts[middle] <= span[0] else (low, middle)
    return Segment(low + 1, span[0] - starts[low], span[1] - starts[low])


def _with_line_ends(made: str, text: str) -> str:
    """The text with the line ends of the one it was made from: the first one's, if these are not line feeds."""
    first = _LINE_END.search(text)
    return made if first is None or first[0] == "\n" else made.replace("\n", first[0])
