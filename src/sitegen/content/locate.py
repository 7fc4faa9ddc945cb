"""The place of a field in a front matter or data file, found when something is to be said about it."""

from sitegen.content.front_matter import split
from sitegen.content.yaml import Mapping, Node, Scalar, Sequence, read_yaml


def locate(text: str, *, path: str, field: str, missing: bool) -> tuple[int, int]:
    """Line and column, from 1, of the value at a dotted field path such as `sessions.0.title` or `12.name.zh`.

    A key without a value, and a field that ends in "!", has the key's place. With `missing` the field names an absent
    key, and the place is the start of the record that lacks it. Where the path leads nowhere, the nearest ancestor
    that exists is the place, and (1, 1) where nothing can be read.
    """
    if path.endswith(".md"):
        front = split(text)
        root, _ = read_yaml(front.yaml, path=path, first_line=front.yaml_line)
        start = (max(1, front.yaml_line - 1), 1)
    else:
        root, _ = read_yaml(text, path=path)
        start = (1, 1)
    if root is None:
        return start
    parts = field.removesuffix("!").split(".") if field.removesuffix("!") else []
    return _descend(root, parts, start=start, at=start, at_key=field.endswith("!"), missing=missing)


def _descend(
    node: Node, parts: list[str], *, start: tuple[int, int], at: tuple[int, int], at_key: bool, missing: bool
) -> tuple[int, int]:
    """Follow the parts from a node whose own place, as a value, is `at`."""
    if not parts:
        return at
    step = _step(node, parts)
    if step is None:
        return at
    key, value, rest = step
    place = (value.line, value.column)
    if key is not None and (at_key and not rest or _is_empty(value)):
        place = (key.line, key.column)
    return _descend(value, rest, start=start, at=place, at_key=at_key, missing=missing)


def _step(node: Node, parts: list[str]) -> tuple[Scalar | None, Node, list[str]] | None:
    """The key, if any, and the value that the first parts name, and the parts that are left; None if they name none."""
    if isinstance(node, Sequence):
        number = int(parts[0]) if parts[0].isdecimal() and len(parts[0]) < 7 else -1
        return (None, node.items[number], parts[1:]) if 0 <= number < len(node.items) else None
    if not isinstance(node, Mapping):
        return None
    pairs = {key.text: (key, value) for key, value in node.pairs}
    for length in range(len(parts), 0, -1):
        found = pairs.get(".".join(parts[:length]))
        if found is not None:
            return found[0], found[1], parts[length:]
    return None


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and node.plain and not node.text
