"""Plain phrases in a text of Markdown: words in emphasis, code and links that hold nothing else.

Most texts with any marks have only these. What has others is left to markdown-it's rules, which give the same for plain
phrases, only slower (tests/content/test_markdown_plain.py).
"""

import re
from typing import Any

from markdown_it.token import Token

_WORDS = r"[^\\`*_\[\]<~]"
# Each alternative begins with one character, so that the next mark is searched for as a set of three.
_PHRASE = re.compile(
    # Between letters or digits marks can only open what they stand before, and close what they stand behind.
    rf"\*(\*?)((?=[^\W_]){_WORDS}*(?<=[^\W_]))\*\1(?!\*)"
    r"|`([^`\s](?:[^`\n]*[^`\s])?)`(?!`)"
    rf"|\[(?<!!\[)({_WORDS}+)\]\(([^\s\x00-\x20\x7f()<>\\&]+)\)"
)
_MARK = re.compile(r"[\\`*_\[\]<~]")
_CHARACTER = re.compile(r"&[#A-Za-z]")
_STRESSED, _CODE = 2, 3


class Phrase(Token):
    """A token of a text, with only what is read of it."""

    __slots__ = ()

    def __init__(self, type: str, content: str = "", nesting: Any = 0) -> None:
        self.type = type
        self.content = content
        self.nesting = nesting


# Nothing is ever noted on a tag, so that all texts share them.
_TAGS = {
    "": (Phrase("em_open", "", 1), Phrase("em_close", "", -1)),
    "*": (Phrase("strong_open", "", 1), Phrase("strong_close", "", -1)),
}
_LINK_CLOSE = Phrase("link_close", "", -1)


def plain_phrases(content: str) -> list[Token] | None:
    """The tokens of a text whose marks are all plain phrases; None where any is not.

    No line of it may begin or end with blanks.
    """
    if "&" in content and _CHARACTER.search(content):
        return None
    tokens: list[Token] = []
    end = 0
    for found in _PHRASE.finditer(content):
        start = found.start()
        if start > end:
            if _MARK.search(content, end, start):
                return None
            tokens.append(Phrase("text", content[end:start]))
        end = found.end()
        kind = found.lastindex
        if kind == _STRESSED:
            opening, closing = _TAGS[found[1]]
            tokens += (opening, Phrase("text", found[2]), closing)
        elif kind == _CODE:
            tokens.append(Phrase("code_inline", found[3]))
        else:
            link = Phrase("link_open", "", 1)
            link.attrs = {"href": found[5]}
            link.meta = {"at": start}
            tokens += (link, Phrase("text", found[4]), _LINK_CLOSE)
    if end < len(content):
        if _MARK.search(content, end):
            return None
        tokens.append(Phrase("text", content[end:]))
    return tokens
