"""What has changed between two forms of one text: English by words, Chinese by characters."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from sitegen.scripts import HAN, fold

_TOKEN = re.compile(rf"[{HAN}]|[^\W{HAN}]+(?:['’\-][^\W{HAN}]+)*|\s+|[^\w\s]")


class Change(NamedTuple):
    """A stretch of text that both forms have, or one of them alone."""

    kind: Literal["same", "old", "new"]
    text: str


def changes(old: str, new: str) -> list[Change]:
    """The two texts in one: what both have, and where they differ the old words before the new ones."""
    before, after = _TOKEN.findall(fold(old)), _TOKEN.findall(fold(new))
    parts: list[tuple[str, str, str]] = []
    """What both have, then what each has of its own; where one is filled the others are empty."""
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        same = "".join(before[i:j]) if tag == "equal" else ""
        parts.append((same, "" if same else "".join(before[i:j]), "" if same else "".join(after[k:m])))
    return [Change(kind, text) for part in _joined(parts)
            for kind, text in zip(_KINDS, part, strict=True) if text]


_KINDS: tuple[Literal["same", "old", "new"], ...] = ("same", "old", "new")


def _joined(parts: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """The same with changes that only a space keeps apart made one: words change together."""
    joined: list[tuple[str, str, str]] = []
    for number, (same, old, new) in enumerate(parts):
        between = 0 < number < len(parts) - 1 and same.isspace()
        if joined and not joined[-1][0] and (between or not same):
            _, before, after = joined[-1]
            joined[-1] = ("", before + same + old, after + same + new)
        else:
            joined.append((same, old, new))
    return joined
