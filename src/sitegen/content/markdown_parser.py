"""Markdown text to blocks and tokens: plain ones without markdown-it (markdown_leaves.py, markdown_phrases.py).

All others are left to its rules (markdown_rules.py), which are loaded when the first of them is met: that takes a tenth
of an edit, and most edits are of plain pages.
"""

import re
from typing import TYPE_CHECKING, Any, Literal

from sitegen.content.markdown_leaves import PlainKind, first_blocks, last_notes, plain_block
from sitegen.content.markdown_phrases import plain_phrases

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from markdown_it.utils import EnvType

    from sitegen.content.markdown_rules import Others

Block = tuple[PlainKind | Literal["tokens"], Any, int]
"""A plain block, or the tokens of another; and its line, from 0. What is in it: `plain_block`."""

_MAY_NEED_PARSING = re.compile(r"[\\`*_\[<&~\n]")
_NEEDS_PARSING = re.compile(r"[\\`*_\[<&]|~~| \n|\n[ \t]")
_ODD_LINE_END = re.compile(r" \n|\n[ \t]")


def parse_tokens(text: str) -> tuple[list["Token"], dict[str, Any]]:
    """The block tokens of a normalised text, and markdown-it's environment.

    An inline token whose `children` is None holds plain text: nothing in its content is Markdown but line ends. A link
    or image has the offset of its first character, within the inline content, in `meta["at"]`; an inline token that had
    HTML comments has their spans in `meta["comments"]`. Where blocks are nested
    deeper than `DEEPEST`, the environment has the line (from 0) as "too_deep", and the text below it is not parsed.
    """
    tokens, environment = parse_blocks(text)
    return parse_inlines(tokens, environment), environment


def split_blocks(text: str) -> tuple[list[Block], dict[str, Any]]:
    """The blocks of a normalised text, and markdown-it's environment; no text in them is parsed yet."""
    environment: dict[str, Any] = {}
    blocks: list[Block] = []
    plain, position, line = first_blocks(text)
    blocks += plain
    if notes := last_notes(text, position, line):
        environment["footnotes"] = {"refs": dict.fromkeys([f":{label}" for label in notes], -1), "list": {}}
        blocks.append(("notes", notes, line))
        return blocks, environment
    others: Others | None = None
    odd_until = 0
    while position < len(text):
        if position >= odd_until:
            kind, content, start, end = plain_block(text, position)
            if start > position:
                line += text.count("\n", position, start)
            if kind:
                blocks.append((kind, content, line))
                line += text.count("\n", start, end)
                position = end
                continue
            position, odd_until = start, end
            if position == len(text):
                break
        if others is None:
            others = _others(text, environment)
        tokens, position, line = others.parse_one(line)
        blocks.append(("tokens", tokens, line))
    return blocks, environment


def parse_blocks(text: str, markdown: "MarkdownIt | None" = None) -> tuple[list["Token"], dict[str, Any]]:
    """The block tokens of a normalised text, in its order and without inline tokens, and markdown-it's environment."""
    environment: dict[str, Any] = {}
    tokens: list[Token] = []
    markdown = markdown or _markdown()
    markdown.block.parse(text, markdown, environment, tokens)
    return tokens, environment


def parse_inlines(tokens: list["Token"], environment: dict[str, Any]) -> list["Token"]:
    """Give each inline token its children; the tokens, footnotes last."""
    for token in tokens:
        if token.type == "inline":
            parse_inline(token, environment)
    return footnotes_last(*part_footnotes(tokens), environment) if has_footnotes(environment) else tokens


def has_footnotes(environment: dict[str, Any]) -> bool:
    """Whether the text that markdown-it noted this of defines any."""
    return bool(environment.get("footnotes", {}).get("refs"))


def without_comments(inline: "Token") -> str:
    """The content of an inline token less its HTML comments; code keeps what looks like one.

    A token made of one language's part of a text says in `meta["text"]` what a file of that language would hold.
    """
    if "text" in inline.meta:
        return str(inline.meta["text"])
    parts, end = [], 0
    for start, stop in inline.meta.get("comments", ()):
        parts.append(inline.content[end:start])
        end = stop
    return "".join((*parts, inline.content[end:]))


def normalise(text: str) -> str:
    """Line feeds for every kind of line end, and nothing that HTML cannot hold."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\0", "\ufffd")


def parse_inline(inline: "Token", environment: dict[str, Any]) -> None:
    """Give an inline token its children; None where its content is plain text."""
    content = inline.content
    needed = _MAY_NEED_PARSING.search(content) and _NEEDS_PARSING.search(content)
    inline.children = _parsed(inline, environment) if needed else None


def _parsed(inline: "Token", environment: "EnvType") -> list["Token"]:
    odd = "\n" in inline.content and _ODD_LINE_END.search(inline.content)
    if not odd and (phrases := plain_phrases(inline.content)) is not None:
        return phrases
    markdown = _markdown()
    children = markdown.inline.parse(inline.content, markdown, environment, [])
    if comments := environment.pop("comments", None):
        inline.meta["comments"] = [(start, end) for source, start, end in comments if source is inline.content]
    return children


def is_surely_noted(label: str, environment: dict[str, Any]) -> bool:
    """Whether a mark with that label can be nothing but a footnote's."""
    return "references" not in environment and f":{label}" in environment.get("footnotes", {}).get("refs", {})


def note_mark(label: str, environment: dict[str, Any]) -> tuple[int, int]:
    """Count one more mark of that footnote: its number, from 0, and how many came before; as `footnote_ref` does."""
    refs, notes = environment["footnotes"]["refs"], environment["footnotes"]["list"]
    number: int = refs[f":{label}"]
    if number < 0:
        number = refs[f":{label}"] = len(notes)
        notes[number] = {"label": label, "count": 0}
    again: int = notes[number]["count"]
    notes[number]["count"] += 1
    return number, again


def part_footnotes(tokens: list["Token"]) -> tuple[list["Token"], list["Token"]]:
    """These tokens less the definitions of footnotes, and those of the definitions, none of which is inside another."""
    rest: list[Token] = []
    definitions: list[Token] = []
    open_ones: list[list[Token]] = []
    for token in tokens:
        if token.type == "footnote_reference_open":
            open_ones.append([])
        (open_ones[-1] if open_ones else rest).append(token)
        if token.type == "footnote_reference_close":
            definitions += open_ones.pop()
    return rest, definitions


def footnotes_last(tokens: list["Token"], definitions: list["Token"], environment: "EnvType") -> list["Token"]:
    """These tokens, then the footnotes that are referred to, in their order."""
    from sitegen.content.markdown_rules import with_footnotes

    return with_footnotes([*tokens, *definitions], environment)


def _others(text: str, environment: dict[str, Any]) -> "Others":
    from sitegen.content.markdown_rules import Others

    return Others(text, environment)


def _markdown() -> "MarkdownIt":
    from sitegen.content.markdown_rules import MARKDOWN

    return MARKDOWN
