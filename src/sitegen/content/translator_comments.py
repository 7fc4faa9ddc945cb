"""What authors tell translators: `<!-- translators: … -->` in Markdown, `# translators: …` in YAML."""

import re

from markdown_it.token import Token

from sitegen.content.markdown_parser import normalise, parse_tokens
from sitegen.scripts import fold

_IN_MARKDOWN = re.compile(r"<!--\s*translators?\s*[:：]\s*(.*?)\s*-->", re.DOTALL | re.IGNORECASE)
_IN_YAML = re.compile(r"^[ \t]*#[ \t]*translators?[ \t]*[:：][ \t]*(.*?)[ \t]*$", re.MULTILINE | re.IGNORECASE)

Remarks = dict[int, tuple[str, ...]]
"""By line of the file: each remark is about the first text that begins in that line or below."""


def remarks_in_body(text: str, first_line: int) -> Remarks:
    """The remarks of a Markdown body whose first line is `first_line` of its file; code has none."""
    if not _IN_MARKDOWN.search(text):
        return {}
    text = normalise(text)
    tokens, _ = parse_tokens(text)
    found: dict[int, tuple[str, ...]] = {}
    for match in _IN_MARKDOWN.finditer(text):
        line = text.count("\n", 0, match.start())
        around = [token for token in tokens if token.map and token.map[0] <= line < token.map[1]]
        if any(token.type in ("fence", "code_block") for token in around) or _is_code(around, match.group()):
            continue
        inline = next((token for token in around if token.type == "inline"), None)
        about = inline.map[0] if inline and inline.map else text.count("\n", 0, match.end())
        found[first_line + about] = (*found.get(first_line + about, ()), fold(match.group(1)))
    return found


def remarks_in_yaml(text: str, first_line: int = 1) -> Remarks:
    """The remarks of a data file or of front matter."""
    found: dict[int, tuple[str, ...]] = {}
    for match in _IN_YAML.finditer(text):
        below = first_line + text.count("\n", 0, match.end()) + 1
        found[below] = (*found.get(below, ()), match.group(1))
    return found


def _is_code(around: list[Token], comment: str) -> bool:
    """Whether a text that has these words has them in a code span, where nothing is a comment."""
    return any(child.type == "code_inline" and fold(comment) in fold(child.content)
               for token in around for child in token.children or ())
