"""markdown-it's rules for what is not plain: CommonMark, tables, strikethrough and footnotes, with comments dropped.

The rules are markdown-it-py's own. What differs is how they are chosen: by the first character, which each of them
looks at anyway, so that plain prose is not offered to a dozen rules a line.
"""

import re
from collections.abc import Callable

from markdown_it import MarkdownIt, rules_block, rules_inline
from markdown_it.common.utils import mdTrim
from markdown_it.parser_block import ParserBlock
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType
from mdit_py_plugins.footnote.index import footnote_def, footnote_ref, footnote_tail

from sitegen.content.cjk import CjkState
from sitegen.content.markdown_leaves import DEEPEST

BlockRule = Callable[[StateBlock, int, int, bool], bool]
InlineRule = Callable[[StateInline, bool], bool]

_COMMENT = re.compile(r"<!--(?:>|->|.*?-->)", re.DOTALL)
_BLANK = re.compile(r"[ \t]*")
_ACTIVE = re.compile(r"[\n\\`~*_\[\]!<&]")
_CAN_INTERRUPT = frozenset("`~>*-_+0123456789[<#")
_TABLE_RULE_STARTS = frozenset("|:-")
_RULES_BY_FIRST_CHARACTER: dict[str, tuple[str, ...]] = {
    "`": ("fence",),
    "~": ("fence",),
    ">": ("blockquote",),
    "#": ("heading",),
    "<": ("html_block",),
    "[": ("footnote_def", "reference"),
    "_": ("hr",),
    "*": ("hr", "list"),
    "-": ("hr", "list"),
    "+": ("list",),
    **dict.fromkeys("0123456789", ("list",)),
}


# ---- blocks --------------------------------------------------------------------------------------------------------


class _Blocks(ParserBlock):
    """markdown-it's block parser, choosing rules by the first character of the line."""

    def index_rules(self) -> None:
        """Take the rules from the ruler, in its order; call when it is complete."""
        self._every = tuple(self.ruler.getRules(""))
        self._prose = self._named("table", "paragraph")
        self._by_first = {
            first: self._named("table", "paragraph", *names) for first, names in _RULES_BY_FIRST_CHARACTER.items()
        }

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:
        """Tokens for these lines; as in the base class, but for the choice of rules and the limit on nesting."""
        line, blank_seen = startLine, False
        while line < endLine:
            state.line = line = state.skipEmptyLines(line)
            if line >= endLine or state.sCount[line] < state.blkIndent:
                break
            if state.level >= DEEPEST:
                state.env.setdefault("too_deep", line)
                state.line = endLine
                break
            self.parse_one(state, line, endLine)
            state.tight = not blank_seen
            line = state.line
            if line - 1 < endLine and state.isEmpty(line - 1):
                blank_seen = True
            if line < endLine and state.isEmpty(line):
                blank_seen = True
                line += 1
                state.line = line

    def parse_one(self, state: StateBlock, line: int, endLine: int) -> None:
        """Tokens for the block that begins on this line."""
        for rule in self._rules_for(state, line):
            if rule(state, line, endLine, False):
                break

    def _rules_for(self, state: StateBlock, line: int) -> tuple[BlockRule, ...]:
        if state.sCount[line] - state.blkIndent >= 4:
            return self._every
        return self._by_first.get(state.src[state.bMarks[line] + state.tShift[line]], self._prose)

    def _named(self, *names: str) -> tuple[BlockRule, ...]:
        return tuple(rule.fn for rule in self.ruler.__rules__ if rule.name in names)


class Others:
    """The blocks of a text that are not plain, one at a time."""

    def __init__(self, text: str, environment: EnvType) -> None:
        self.state = StateBlock(text, MARKDOWN, environment, [])

    def parse_one(self, line: int) -> tuple[list[Token], int, int]:
        """The tokens of the block on this line, or the next that is not empty; where the rest begins, and its line."""
        state = self.state
        begins, last = state.bMarks, state.lineMax
        state.tokens = []
        state.line = state.skipEmptyLines(line)
        while state.line < last:
            MARKDOWN.block.parse_one(state, state.line, last)
            # A comment may end within a line, whose rest is then no line of the text.
            if state.src.startswith("\n", begins[state.line] - 1):
                break
        return state.tokens, begins[state.line], state.line


def _paragraph(state: StateBlock, startLine: int, endLine: int, silent: bool) -> bool:
    """A paragraph, or a heading underlined with = or -: which of them is known only at the end."""
    source, begins, indents, columns = state.src, state.bMarks, state.tShift, state.sCount
    outer, state.parentType = state.parentType, "paragraph"
    line, level = startLine + 1, 0
    while line < endLine and not state.isEmpty(line):
        # Deeper than a paragraph may begin: a continuation whatever it looks like. Below 0: a quote's lazy line.
        if -1 < columns[line] <= state.blkIndent + 3:
            first = source[begins[line] + indents[line]]
            if first in "-=" and columns[line] >= state.blkIndent and _is_underline(state, line, first):
                level = 1 if first == "=" else 2
                break
            if _may_interrupt(state, line, endLine, first) and _interrupts(state, line, endLine):
                break
        line += 1
    content = mdTrim(state.getLines(startLine, line, state.blkIndent, False))
    state.parentType = outer
    state.line = line + 1 if level else line
    kind, tag = ("heading", f"h{level}") if level else ("paragraph", "p")
    state.push(f"{kind}_open", tag, 1).map = [startLine, state.line]
    inline = state.push("inline", "", 0)
    inline.content = content
    inline.map = [startLine, line]
    state.push(f"{kind}_close", tag, -1)
    return True


def _is_underline(state: StateBlock, line: int, mark: str) -> bool:
    text = state.src[state.bMarks[line] + state.tShift[line]:state.eMarks[line]]
    return not text.rstrip(" \t").strip(mark)


def _may_interrupt(state: StateBlock, line: int, end: int, first: str) -> bool:
    if first in _CAN_INTERRUPT:
        return True
    if line + 1 >= end:
        return False
    below = state.bMarks[line + 1] + state.tShift[line + 1]
    return below < len(state.src) and state.src[below] in _TABLE_RULE_STARTS


def _interrupts(state: StateBlock, line: int, end: int) -> bool:
    return any(rule(state, line, end, True) for rule in state.md.block.ruler.getRules("paragraph"))


def _comment_block(state: StateBlock, startLine: int, endLine: int, silent: bool) -> bool:
    """Drop an HTML comment that begins a line; one with text after it on that line is left to the inline rule."""
    start = state.bMarks[startLine] + state.tShift[startLine]
    if state.is_code_block(startLine) or not state.src.startswith("<!--", start):
        return False
    if silent and startLine < state.env.get("comment_reaches", 0):
        return False
    end = _comment_end(state, startLine, endLine, start + 4)
    if end is None:
        return False
    line, position = end
    text_follows = position < state.eMarks[line]
    if silent:
        # Inside a paragraph a comment leaves no trace, so it ends one only by reaching over an empty line.
        if state.parentType not in ("paragraph", "reference"):
            return line > startLine or not text_follows
        if any(state.isEmpty(between) for between in range(startLine, line)):
            return True
        state.env["comment_reaches"] = line
        return False
    if not text_follows:
        state.line = line + 1
        return True
    if line == startLine:
        return False
    state.bMarks[line], state.tShift[line], state.sCount[line] = position, 0, state.blkIndent
    state.line = line
    return True


def _comment_end(state: StateBlock, startLine: int, endLine: int, position: int) -> tuple[int, int] | None:
    """The line on which the comment ends, and where in the text what follows it begins; None if it never ends."""
    if "last_comment_end" not in state.env:
        state.env["last_comment_end"] = state.src.rfind("-->")
    if state.env["last_comment_end"] < position:
        return None
    for line in range(startLine, endLine):
        if line > startLine:
            if state.sCount[line] < state.blkIndent and not state.isEmpty(line):
                return None
            position = state.bMarks[line]
        end = state.src.find("-->", position, state.eMarks[line])
        if end >= 0:
            rest = _BLANK.match(state.src, end + 3, state.eMarks[line])
            return line, rest.end() if rest else end + 3
    return None


# ---- inline --------------------------------------------------------------------------------------------------------


class _Inlines(ParserInline):
    """markdown-it's inline parser, choosing rules by the character at hand."""

    rules_at: dict[str, tuple[InlineRule, ...]]
    active = _ACTIVE
    """Where a rule may begin."""

    def tokenize(self, state: StateInline) -> None:
        """Tokens for the state's range; as in the base class, but for the choice of rules."""
        source, end, rules_at, active = state.src, state.posMax, self.rules_at, self.active
        deepest = state.md.options["maxNesting"]
        while state.pos < end:
            start = state.pos
            if state.level >= deepest:
                state.append_pending(source[start:end])
                state.pos = end
                break
            rules = rules_at.get(source[start])
            if rules is None:
                stop = active.search(source, start, end)
                state.pos = stop.start() if stop else end
                state.append_pending(source[start:state.pos])
                continue
            for rule in rules:
                if rule(state, False):
                    break
            else:
                state.append_pending(source[start])
                state.pos = start + 1
        if state.pending:
            state.pushPending()

    def skipToken(self, state: StateInline) -> None:
        """Move past one token without making it."""
        start = state.pos
        known = state.cache.get(start)
        if known is not None:
            state.pos = known
            return
        if state.level >= state.md.options["maxNesting"]:
            state.pos = state.posMax + 1
        elif (rules := self.rules_at.get(state.src[start])) is None:
            stop = self.active.search(state.src, start, state.posMax)
            state.pos = stop.start() if stop else state.posMax
        else:
            state.level += 1
            if not any(rule(state, True) for rule in rules):
                state.pos = start + 1
            state.level -= 1
        state.cache[start] = state.pos

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """The inline tokens of a text, added to `tokens`."""
        state = CjkState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _located(rule: InlineRule) -> InlineRule:
    """The same rule; its token remembers where it began."""

    def matches(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if not silent:
            # Pending text may have been pushed first.
            made = next(token for token in state.tokens[before:before + 2] if token.type in ("link_open", "image"))
            made.meta["at"] = start
        return True

    return matches


def _comment(state: StateInline, silent: bool) -> bool:
    """Drop an HTML comment, with its line end where it has the line to itself."""
    start = state.pos
    if not state.src.startswith("<!--", start) or state.html_terminator_last("-->") < start + 2:
        return False
    found = _COMMENT.match(state.src, start, state.posMax)
    if not found:
        return False
    state.pos = found.end()
    if not silent:
        state.env.setdefault("comments", []).append((state.src, start, state.pos))
    opens_line = start == 0 or state.src[start - 1] == "\n"
    if opens_line and state.src.startswith("\n", state.pos) and state.pos < state.posMax:
        rest = _BLANK.match(state.src, state.pos + 1, state.posMax)
        state.pos = rest.end() if rest else state.pos + 1
    return True


# ---- the parser ----------------------------------------------------------------------------------------------------


class _Markdown(MarkdownIt):
    """Addresses stay as typed: whether they are allowed, and how they print, is decided later."""

    block: _Blocks

    def validateLink(self, url: str) -> bool:
        return True

    def normalizeLink(self, url: str) -> str:
        return url

    def normalizeLinkText(self, link: str) -> str:
        return link


def make_markdown(
    *, located: Callable[[InlineRule], InlineRule] = _located, slashes: tuple[InlineRule, ...] = (),
    placed: Callable[[BlockRule], BlockRule] | None = None,
) -> _Markdown:
    """A parser of the one dialect.

    `located` has links, images and bare addresses remember their places, `placed` tables, headings and paragraphs;
    `slashes` are rules for what begins with a slash or backslash, before all others.
    """
    markdown = _Markdown("zero", {"maxNesting": 20, "html": False})
    markdown.block = _make_blocks(placed)
    markdown.inline = _make_inlines(located, slashes)
    return markdown


def _make_blocks(placed: Callable[[BlockRule], BlockRule] | None) -> _Blocks:
    blocks = _Blocks()
    blocks.ruler.at("html_block", _comment_block, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    blocks.ruler.at("paragraph", placed(_paragraph) if placed else _paragraph)
    if placed:
        blocks.ruler.at("heading", placed(rules_block.heading), {"alt": ["paragraph", "reference", "blockquote"]})
        blocks.ruler.at("table", placed(rules_block.table), {"alt": ["paragraph", "reference"]})
    blocks.ruler.before("reference", "footnote_def", footnote_def, {"alt": ["paragraph", "reference"]})
    blocks.ruler.disable("lheading")
    blocks.index_rules()
    return blocks


def _make_inlines(located: Callable[[InlineRule], InlineRule], slashes: tuple[InlineRule, ...]) -> _Inlines:
    inlines = _Inlines()
    link, image, autolink = map(located, (rules_inline.link, rules_inline.image, rules_inline.autolink))
    emphasis = rules_inline.emphasis.tokenize
    inlines.rules_at = {
        "\n": (rules_inline.newline,),
        "\\": (rules_inline.escape,),
        "`": (rules_inline.backtick,),
        "~": (rules_inline.strikethrough.tokenize,),
        "*": (emphasis,),
        "_": (emphasis,),
        "[": (link, footnote_ref),
        "]": (),
        "!": (image,),
        "<": (autolink, _comment),
        "&": (rules_inline.entity,),
    }
    if slashes:
        inlines.rules_at.update({"/": slashes, "／": slashes, "\\": (*slashes, rules_inline.escape)})
        inlines.active = re.compile(r"[\n\\`~*_\[\]!<&/／]")
    return inlines


MARKDOWN = make_markdown()


def with_footnotes(tokens: list[Token], environment: EnvType) -> list[Token]:
    """These tokens, then the footnotes that are referred to, in their order."""
    state = StateCore("", MARKDOWN, environment, tokens)
    footnote_tail(state)
    return state.tokens
