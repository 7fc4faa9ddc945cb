"""Translations of what the source no longer has: in comments at the end of a file that a conversion has written."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sitegen.model import Orphan
from sitegen.scripts import fold

_ORPHAN = re.compile(r"^<!-- orphan (\S+) (\S+): (.*) -->\n?", re.MULTILINE)


class Left(NamedTuple):
    """A translation of a text that the source no longer has."""

    role: str
    text: str


def with_orphans(text: str, code: str, orphans: Iterable[Left]) -> str:
    """The file with these in comments at its end, sorted."""
    lines = [f"<!-- orphan {code} {one.role}: {fold(one.text).replace('-->', '--&gt;')} -->\n"
             for one in sorted(set(orphans))]
    return f"{text.rstrip()}\n\n{''.join(lines)}" if lines else text


def without_orphans(text: str, code: str) -> str:
    """The file without the comments that keep what translates nothing into that language."""
    if not any(each[1] == code for each in _ORPHAN.finditer(text)):
        return text
    return _ORPHAN.sub(lambda each: "" if each[1] == code else each[0], text).rstrip() + "\n"


def find_orphans(body: str, *, path: str, first_line: int) -> Iterator[Orphan]:
    """Those that comments of a body keep, in their order."""
    if "<" not in body or "<!-- orphan " not in body:
        return
    for each in _ORPHAN.finditer(body):
        line = first_line + body.count("\n", 0, each.start())
        yield Orphan(role=each[2], text=_text(each), path=path, line=line, language=each[1])


def _text(found: re.Match[str]) -> str:
    return found[3].replace("--&gt;", "-->")
