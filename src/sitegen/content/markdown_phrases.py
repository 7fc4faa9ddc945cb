"""Plain phrases in a text of Markdown: words in emphasis, code and links that hold nothing else.

Most texts with any marks have only these. What has others is left to markdown-it's rules, which give the same for plain
phrases, only slower (tests/content/test_markdown_plain.py).
"""

import re
from typing import Any

from markdown_it.token import Token

_WORDS = r"[^\\`*_\[\]<&!~]"
_PHRASE = re.compile(
    rf"(?P<text>(?:{_WORDS}|!(?!\[)|&(?![#A-Za-z]))++)"
    # Between letters or digits marks can only open what they stand before, and close what they stand behind.
    rf"|(?P<marks>\*{{1,2}})(?P<stressed>(?=[^\W_]){_WORDS}*(?<=[^\W_]))(?P=marks)(?!\*)"
    r"|`(?P<code>[^`\s](?:[^`\n]*[^`\s])?)`(?!`)"
    rf"|\[(?P<label>{_WORDS}+)\]\((?P<target>[^\s\x00-\x20\x7f()<>\\&]+)\)"
)
_TAGS = {"*": ("em_open", "em_close"), "**": ("strong_open", "strong_close")}


class Phrase(Token):
    """A token of a text, with only what is read of it."""

    __slots__ = ()

    def __init__(self, type: str, content: str = "", nesting: Any = 0) -> None:
        self.type = type
        self.content = content
        self.nesting = nesting


def plain_phrases(content: str) -> list[Token] | None:
    """The tokens of a text whose marks are all plain phrases; None where any is not.

    No line of it may begin or end with blanks.
    """
    tokens: list[Token] = []
    end = 0
    for found in _PHRASE.finditer(content):
        if found.start() != end:
            return None
        end = found.end()
        kind = found.lastgroup
        if kind == "text":
            tokens.append(Phrase("text", found[0]))
        elif kind == "stressed":
            opening, closing = _TAGS[found["marks"]]
            tokens += (Phrase(opening, "", 1), Phrase("text", found["stressed"]), Phrase(closing, "", -1))
        elif kind == "code":
            tokens.append(Phrase("code_inline", found["code"]))
        else:
            link = Phrase("link_open", "", 1)
            link.attrs = {"href": found["target"]}
            link.meta = {"at": found.start()}
            tokens += (link, Phrase("text", found["label"]), Phrase("link_close", "", -1))
    return tokens if end == len(content) else None
