"""Plain phrases in a text of Markdown: words in emphasis, code and links that hold nothing else, marks of footnotes.

Most texts with any marks have only these. What has others is left to markdown-it's rules, which give the same for plain
phrases, only slower (tests/content/test_markdown_plain.py).
"""

import re
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from markdown_it.token import Token
else:
    # Markdown-it's own takes all of markdown-it to load.
    Token = object

_WORDS = r"[^\\`*_\[\]<~]"
_PHRASE = re.compile(
    rf"({_WORDS}*+)(?:"
    # Between letters or digits marks can only open what they stand before, and close what they stand behind.
    rf"\*(\*?)((?=[^\W_]){_WORDS}*(?<=[^\W_]))\*\2(?!\*)"
    r"|`([^`\s](?:[^`\n]*[^`\s])?)`(?!`)"
    rf"|\[(?<!!\[)({_WORDS}+)\]\(([^\s\x00-\x20\x7f()<>\\&]+)\)"
    r"|\[\^([\w.\-]+)\](?!\()"
    r"|\Z"
    r"|([\s\S])[\s\S]*)"  # anything else, and all behind it
)
_CHARACTER = re.compile(r"&[#A-Za-z]")

Kind = Literal["text", "em", "strong", "code", "a", "note"]
Phrase = tuple[Kind, str, str, int]
"""A part of a text: its element, its words, of a link the target and where it begins; of a footnote's mark its label in
place of the target.
"""


class PhraseToken(Token):
    """A token of a text or a part of one, with only what is read of it."""

    __slots__ = ("attrs", "children", "content", "map", "meta", "nesting", "type")

    def __init__(self, type: str, content: str = "", nesting: Any = 0) -> None:
        self.type = type
        self.content = content
        self.nesting = nesting


# Nothing is ever noted on a tag, so that all texts share them.
_TAGS = {
    "em": (PhraseToken("em_open", "", 1), PhraseToken("em_close", "", -1)),
    "strong": (PhraseToken("strong_open", "", 1), PhraseToken("strong_close", "", -1)),
}
_LINK_CLOSE = PhraseToken("link_close", "", -1)


def find_phrases(content: str, start: int = 0) -> list[Phrase] | None:
    """The parts of a text whose marks are all plain phrases; None where any is not.

    No line of the text may begin or end with blanks, and before `start` there must be no mark but closing brackets.
    """
    if "&" in content and _CHARACTER.search(content):
        return None
    parts: list[Phrase] = []
    before = content[:start]
    if "]" in before:
        before, start = "", 0
    at = 0
    for words, stars, stressed, code, text, target, label, other in _PHRASE.findall(content, start):
        if other:
            return None
        if before:
            words, before = before + words, ""
        if words:
            parts.append(("text", words, "", 0))
            at += len(words)
        if stressed:
            parts.append(("strong" if stars else "em", stressed, "", 0))
            at += len(stressed) + 2 * len(stars) + 2
        elif code:
            parts.append(("code", code, "", 0))
            at += len(code) + 2
        elif target:
            parts.append(("a", text, target, at))
            at += len(text) + len(target) + 4
        elif label:
            parts.append(("note", "", label, 0))
            at += len(label) + 3
    return parts


def whole_text(content: str) -> PhraseToken:
    """The token of a text whose parts are not known yet."""
    token = PhraseToken("inline", content)
    token.map = token.children = None
    token.meta = {}
    return token


def plain_phrases(content: str) -> list[Token] | None:
    """The same as markdown-it's tokens; None also where there is the mark of a footnote."""
    parts = find_phrases(content)
    if parts is None:
        return None
    tokens: list[Token] = []
    for kind, words, target, start in parts:
        if kind == "note":
            return None
        if kind == "text":
            tokens.append(PhraseToken("text", words))
        elif kind == "code":
            tokens.append(PhraseToken("code_inline", words))
        elif kind == "a":
            link = PhraseToken("link_open", "", 1)
            link.attrs = {"href": target}
            link.meta = {"at": start}
            tokens += (link, PhraseToken("text", words), _LINK_CLOSE)
        else:
            opening, closing = _TAGS[kind]
            tokens += (opening, PhraseToken("text", words), closing)
    return tokens
