"""A Markdown file's two parts: the YAML between its `---` lines, and the body below."""

import re

import msgspec

from sitegen.diagnostics import Diagnostic, error
from sitegen.scripts import compiled

_OPENING = re.compile(r"(?:[ \t]*\n)*---[ \t]*(?:\n|\Z)")
_CLOSING = re.compile(r"---[ \t]*(?:\n|\Z)")
_DASHES = r"(?:[ \t]*\n)*([-‐-―−－]{1,4})[ \t]*\n[ \t]*\w+[ \t]*[:：]"


class FrontMatter(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in a file, and where: lines count from 1 in the whole file."""

    yaml: str = ""
    yaml_line: int = 1
    """Line of the first line of `yaml`; the `---` stands above it."""
    body: str = ""
    body_line: int = 1
    problem: Diagnostic | None = None
    """Set when the front matter has no end or no proper beginning; `yaml` and `body` are empty then."""


def split(text: str, *, path: str = "") -> FrontMatter:
    """The front matter and the body of a decoded text; a file may have no front matter at all."""
    opening = _OPENING.match(text)
    if opening is None:
        return _without_front_matter(text, path)
    yaml_line = text.count("\n", 0, opening.end()) + 1
    closing = _closing(text, opening.end())
    if closing is None:
        return FrontMatter(problem=_unclosed(path, max(1, yaml_line - 1)))
    return FrontMatter(
        yaml=text[opening.end():closing.start()],
        yaml_line=yaml_line,
        body=text[closing.end():],
        body_line=text.count("\n", 0, closing.end()) + 1,
    )


def _closing(text: str, start: int) -> re.Match[str] | None:
    """The first line of three hyphens from a line start on: what begins a line is sooner found than what may."""
    while start >= 0 and not text.startswith("---", start):
        start = text.find("\n---", start) + 1 or -1
    while start >= 0:
        if found := _CLOSING.match(text, start):
            return found
        start = text.find("\n---", start) + 1 or -1
    return None


def _without_front_matter(text: str, path: str) -> FrontMatter:
    dashes = compiled(_DASHES).match(text)
    if dashes is None:
        return FrontMatter(body=text)
    return FrontMatter(problem=error(
        "E-FRONT",
        f"front matter begins with three hyphens, not with “{dashes[1]}”",
        "type --- alone on this line, and again below the last field",
        path=path, line=text.count("\n", 0, dashes.start(1)) + 1, column=1,
    ))


def _unclosed(path: str, line: int) -> Diagnostic:
    return error(
        "E-FRONT",
        "the front matter that begins here has no closing ---",
        "type --- alone on a line below the last field, above the first paragraph",
        path=path, line=line, column=1,
    )
