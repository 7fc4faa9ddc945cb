"""The place of a field in a front matter or data file, found when something is to be said about it."""

from sitegen.content.front_matter import split
from sitegen.content.yaml import Mapping, Node, Scalar, Sequence, read_yaml

Tree = tuple[Node | None, tuple[int, int]]
"""A file's YAML, and the place of the record that the whole of it is."""


def locate(text: str, *, path: str, field: str, missing: bool) -> tuple[int, int]:
    """Line and column of one field of a file, as `find` gives them."""
    return find(read_tree(text, path=path), field=field, missing=missing)


def find(tree: Tree, *, field: str, missing: bool) -> tuple[int, int]:
    """Line and column, from 1, of the value at a dotted field path such as `sessions.0.title` or `12.name.zh`.

    A key without a value, and a field that ends in "!", has the key's place. With `missing` the field names an absent
    key, and the place is the start of the record that lacks it; so it is wherever a path leads nowhere. Where nothing
    can be read it is (1, 1).
    """
    root, place = tree
    at_key = field.endswith("!") and not missing
    parts = field.removesuffix("!").split(".") if field.strip("!") else []
    node = root
    while parts and node is not None and (step := _step(node, parts)):
        key, node, parts = step
        place = node.line, node.column
        if key is not None and ((at_key and not parts) or _is_empty(node)):
            place = key.line, key.column
    return place


def holds(tree: Tree, field: str) -> bool:
    """Whether the file gives this field."""
    node, parts = tree[0], field.split(".")
    while parts and node is not None and (step := _step(node, parts)):
        _, node, parts = step
    return not parts


def read_tree(text: str, *, path: str) -> Tree:
    """The tree of a data file, or of a Markdown file's front matter."""
    if not path.endswith(".md"):
        return read_yaml(text, path=path)[0], (1, 1)
    front = split(text)
    return read_yaml(front.yaml, path=path, first_line=front.yaml_line)[0], (max(1, front.yaml_line - 1), 1)


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
