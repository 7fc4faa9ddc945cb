"""One regular expression for many words, which looks at each sign of a text once however many words there are."""

import re
from collections.abc import Iterable

_Node = dict[str, "_Node"]
_END = ""


def any_of(words: Iterable[str]) -> str:
    """A pattern for the longest of these words that begins at a place."""
    root: _Node = {}
    for word in words:
        node = root
        for sign in word:
            node = node.setdefault(sign, {})
        node[_END] = {}
    return _pattern(root)


def _pattern(node: _Node) -> str:
    branches = {sign: child for sign, child in node.items() if sign != _END}
    if not branches:
        return ""
    leaves = [sign for sign, child in branches.items() if set(child) == {_END}]
    parts = [re.escape(sign) + _pattern(child) for sign, child in branches.items() if sign not in leaves]
    if leaves:
        parts.append(re.escape(leaves[0]) if len(leaves) == 1 else f"[{''.join(map(re.escape, leaves))}]")
    if _END in node:
        return f"(?:{'|'.join(parts)})?"
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"
