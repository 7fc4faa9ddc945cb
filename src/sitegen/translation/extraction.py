"""The texts that templates ask to be translated, in the order in which they stand."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from babel.messages.extract import extract
from jinja2.ext import babel_extract

from sitegen.model import Template

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {"_": None, "_n": (1, 2), "_p": ((1, "c"), 2)}
"""As in pybabel: `_`, `_n:1,2`, `_p:1c,2`."""
COMMENT_TAGS = ("translators:",)
_OPTIONS = {"silent": "false", "trimmed": "false"}


class ThemeText(NamedTuple):
    """A text that a template says."""

    path: str
    line: int
    text: str
    plural: str = ""
    context: str = ""
    comments: tuple[str, ...] = ()
    """What translators are told."""

    @property
    def key(self) -> str:
        """As in a Catalogue: the context before U+0004."""
        return f"{self.context}\x04{self.text}" if self.context else self.text


def extract_texts(templates: Iterable[Template]) -> Iterator[ThemeText]:
    """Every text of these templates; raises jinja2.TemplateSyntaxError for one that is wrong."""
    for template in templates:
        found = extract(babel_extract, _Readable(template.text),  # type: ignore[arg-type]  # it only reads
                        keywords=KEYWORDS, comment_tags=COMMENT_TAGS, options=_OPTIONS)
        for line, message, comments, context in found:
            text, plural = message if isinstance(message, tuple) else (message, "")
            yield ThemeText(text=text, plural=plural, context=context or "", path=template.path, line=line,
                            comments=tuple(comments))


class _Readable:
    """A text as the file that Babel wants to read."""

    def __init__(self, text: str) -> None:
        self._data = text.encode()

    def read(self, size: int = -1) -> bytes:
        return self._data
