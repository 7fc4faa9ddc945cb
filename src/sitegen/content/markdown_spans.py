"""Where a text of a Markdown body holds what splits it: separators of languages, alternative texts, captions."""

import re
from typing import Any, NamedTuple

from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from sitegen.content.markdown_rules import InlineRule, make_markdown

_SEPARATOR = re.compile(r"(\\*)(?://(?=\s|\Z)|(／／))")
_MAY_SPLIT = re.compile("//|／／")
_MAY_SPAN = re.compile(r"!\[|<!--")

Span = tuple[int, int]
"""From and to, in a text."""


class Slashes(NamedTuple):
    """What stands for the end of one language's part, or looks like it."""

    separators: tuple[Span, ...] = ()
    inside: tuple[Span, ...] = ()
    """Separators inside a link or emphasis, where they cannot split."""
    wide: tuple[int, ...] = ()
    """Where full-width slashes begin among the separators."""
    literals: tuple[Span, ...] = ()
    """Slashes with backslashes before them, which say that they separate nothing."""


class ImageSpans(NamedTuple):
    """An image in a text."""

    at: int
    end: int
    alternative: Span
    title: Span | None
    """Between its quotes; None where there is none, or it stands with the address elsewhere."""


class Spans(NamedTuple):
    """What was found in one text; offsets are into it."""

    slashes: Slashes = Slashes()
    images: tuple[ImageSpans, ...] = ()


def find_spans(content: str, environment: dict[str, Any]) -> Spans:
    """Separators and images of a text of Markdown; `environment` is that of its body, and is not changed.

    Separators in an image's alternative text are not among them: look for these in that text.
    """
    if not _MAY_SPLIT.search(content) and not _MAY_SPAN.search(content):
        return Spans()
    children = _MARKDOWN.inline.parse(content, _MARKDOWN, copied(environment), [])
    separators: list[Span] = []
    inside: list[Span] = []
    wide: list[int] = []
    literals: list[Span] = []
    images: list[ImageSpans] = []
    depth = 0
    for token in children:
        depth += token.nesting
        if token.type == "separator":
            span = token.meta["at"], token.meta["end"]
            (inside if depth else separators).append(span)
            if token.meta["wide"]:
                wide.append(span[0])
        elif token.type == "literal":
            literals.append((token.meta["at"], token.meta["end"]))
        elif token.type == "image":
            images.append(ImageSpans(token.meta["at"], token.meta["end"], token.meta["label"], token.meta["title"]))
    return Spans(Slashes(tuple(separators), tuple(inside), tuple(wide), tuple(literals)), tuple(images))


def find_plain(text: str) -> Slashes:
    """Separators of a text that is no Markdown: a title, a caption."""
    separators, wide, literals = [], [], []
    for found in _SEPARATOR.finditer(text):
        if not _may_begin(text, found.start(), found):
            continue
        if found[1]:
            literals.append(found.span())
            continue
        separators.append(found.span())
        if found[2]:
            wide.append(found.start())
    return Slashes(tuple(separators), (), tuple(wide), tuple(literals))


def copied(environment: dict[str, Any]) -> dict[str, Any]:
    """What inline Markdown needs to know of its body, safe to be changed: references, and footnotes not yet counted."""
    refs = dict.fromkeys(environment.get("footnotes", {}).get("refs", {}), -1)
    copy: dict[str, Any] = {"references": environment["references"]} if "references" in environment else {}
    return {**copy, "footnotes": {"refs": refs, "list": {}}} if refs else copy


def _may_begin(text: str, start: int, found: re.Match[str]) -> bool:
    """Full-width slashes carry their own space; others need some before them."""
    return found[2] is not None or start == 0 or text[start - 1].isspace()


def _slashes(state: StateInline, silent: bool) -> bool:
    found = _SEPARATOR.match(state.src, state.pos, state.posMax)
    if not found or not _may_begin(state.src, state.pos, found):
        return False
    if not silent:
        token = state.push("literal" if found[1] else "separator", "", 0)
        token.meta.update(at=found.start(), end=found.end(), wide=found[2] is not None)
    state.pos = found.end()
    return True


def _spanned(rule: InlineRule) -> InlineRule:
    """The same rule; an image remembers where its two texts stand."""

    def matches(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        token = next((made for made in state.tokens[before:before + 2] if made.type == "image"), None)
        if not silent and token is not None and state.src[start] == "!":
            _remember(token, state, start)
        return True

    return matches


def _remember(token: Token, state: StateInline, start: int) -> None:
    end = state.pos
    label_end = state.md.helpers.parseLinkLabel(state, start + 1, False)
    token.meta.update(at=start, end=end, label=(start + 2, label_end), title=None)
    state.pos = end
    if not token.attrs.get("title") or not state.src.startswith("(", label_end + 1):
        return
    # The title ends with its quote before the closing bracket, and began behind the address.
    position = _skip(state.src, label_end + 2)
    address = state.md.helpers.parseLinkDestination(state.src, position, end)
    position = _skip(state.src, address.pos if address.ok else position)
    title = state.md.helpers.parseLinkTitle(state.src, position, end, None)
    if title.ok:
        token.meta["title"] = position + 1, title.pos - 1


def _skip(text: str, position: int) -> int:
    while position < len(text) and text[position] in " \t\n":
        position += 1
    return position


_MARKDOWN = make_markdown(located=_spanned, slashes=(_slashes,))
