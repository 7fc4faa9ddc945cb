"""The texts of a front matter where they stand: read by key, replaced in place, written anew for a translation."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import yaml

from sitegen.content import yaml as located
from sitegen.scripts import fold

Path = tuple[str, ...]
"""Keys and numbers of items that lead to a value: sessions, 0, title."""

ORIGIN = "translation"
"""The key under which a translated file says who made it; in a source file it is `translated`, by language."""

_CHECKED = frozenset({"family_name", "given_name", "prefix", "sort_key"})
"""Texts that must fit others, or a list: nobody may make up new ones."""

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN = re.compile(r"[^\W\d_][^:#\n\"'\\{}\[\]&*!|>%@`]*(?<!\s)|\d{4}-\d\d-\d\d")
_WORDS_FOR_VALUES = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


class Typed(NamedTuple):
    """A text as it stands in a YAML text."""

    start: int
    end: int
    words: str
    in_braces: bool


def find_text(text: str, path: Path) -> Typed | None:
    """The text at this path; of what is typed in short, the short form; None where no text is typed there."""
    node: Any = _tree(text)
    braces = False
    for part in path:
        braces = braces or bool(getattr(node, "flow_style", False))
        if isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == part), None)
        elif isinstance(node, yaml.SequenceNode):
            node = node.value[int(part)] if part.isdecimal() and int(part) < len(node.value) else None
    if not isinstance(node, yaml.ScalarNode):
        return None
    return Typed(node.start_mark.index, node.end_mark.index, fold(node.value), braces)


@lru_cache(maxsize=4)
def _tree(text: str) -> Any:
    """Kept, because every text of a file is asked for in turn."""
    return yaml.compose(text, Loader=_Loader)


def replace_texts(text: str, new: Mapping[Path, str]) -> str:
    """The YAML text with other words at these paths; everything else stays as it is typed."""
    edits = [(found, words) for path, words in new.items() if (found := find_text(text, path)) is not None]
    for found, words in sorted(edits, reverse=True):
        typed = text[found.start:found.end]
        space = typed[len(typed.rstrip()):]
        text = text[:found.start] + scalar(words, in_braces=found.in_braces) + space + text[found.end:]
    return text


def with_value(text: str, key: str, value: str) -> str:
    """The YAML text with another value, typed in brackets or braces, under a key of the first level that it has."""
    for name, node in _tree(text).value:
        if name.value == key:
            start, end = node.start_mark.index, node.end_mark.index
            # A list of lines may begin below its key in the key's own column, where brackets may not.
            return f"{text[:start]} {value}\n{text[end:]}"
    return text


def with_language(text: str, codes: Sequence[str], code: str, change: Callable[[str], str]) -> str:
    """The YAML text in which every text that has a key for each language has one more, made from the first's words."""
    found: dict[int, str] = {}
    waiting = [("", _tree(text))]
    while waiting:
        name, node = waiting.pop()
        if isinstance(node, yaml.SequenceNode):
            waiting += [(name, item) for item in node.value]
        elif isinstance(node, yaml.MappingNode):
            waiting += [(key.value, value) for key, value in node.value]
            words = {key.value: value for key, value in node.value}
            own = words.get(codes[0])
            if name not in _CHECKED and words.keys() <= set(codes) and isinstance(own, yaml.ScalarNode):
                first = node.value[0][0].start_mark
                between = ", " if node.flow_style else "\n" + " " * first.column
                found[first.index] = f"{code}: {json.dumps(change(own.value), ensure_ascii=False)}{between}"
    for at, words_there in sorted(found.items(), reverse=True):
        text = text[:at] + words_there + text[at:]
    return text


def scalar(text: str, *, in_braces: bool = False) -> str:
    """A text as YAML on one line: in quotes only where it needs them."""
    plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS_FOR_VALUES
    return text if plain and not (in_braces and "," in text) else json.dumps(text, ensure_ascii=False)


# ---- a translated file's -------------------------------------------------------------------------------------------


def texts_by_key(node: located.Node | None, code: str, texts: Mapping[str, str]) -> dict[str, str]:
    """The texts of a translated file by their keys, joined with slashes.

    `texts` are the names of fields that may be typed as one text, each with what it is in full: title, and
    status_note/text of status_note.

    Raises ValueError where the file says more than texts.
    """
    pairs = node.pairs if isinstance(node, located.Mapping) else ()
    found: dict[str, str] = {}
    for key, value in pairs:
        if key.text == ORIGIN:
            continue
        if isinstance(value, located.Scalar) and key.text not in texts:
            raise ValueError(f"{key.text} is more than a text: move it into the source's file first")
        role = texts[key.text] if isinstance(value, located.Scalar) else key.text
        found.update(_texts(role, value, code))
    return found


def _texts(role: str, node: located.Node, code: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, located.Sequence):
        raise ValueError(f"{role} is more than a text: move it into the source's file first")
    if isinstance(node, located.Scalar):
        yield role, fold(node.text)
        return
    for key, value in node.pairs:
        own = key.text == code and isinstance(value, located.Scalar)
        yield from _texts(role if own else f"{role}/{key.text}", value, code)


def origin_of(node: located.Node | None) -> dict[str, str]:
    """What a translated file says of who made it."""
    value = {key.text: value for key, value in node.pairs}.get(ORIGIN) \
        if isinstance(node, located.Mapping) else None
    return _plain_texts(value)


def _plain_texts(node: located.Node | None) -> dict[str, str]:
    if not isinstance(node, located.Mapping):
        return {}
    return {key.text: value.text for key, value in node.pairs if isinstance(value, located.Scalar)}


def write_texts(texts: Sequence[tuple[Path, str]], origin: Mapping[str, str]) -> str:
    """The front matter of a translated file."""
    tree: dict[str, Any] = {}
    for path, words in texts:
        place = tree
        for part in path[:-1]:
            place = place.setdefault(part, {})
        place[path[-1]] = words
    return "".join(_lines({**tree, **({ORIGIN: dict(origin)} if origin else {})}, ""))


def _lines(tree: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield f"{indent}{scalar(key)}:\n"
            yield from _lines(value, f"{indent}  ")
        else:
            yield f"{indent}{scalar(key)}: {scalar(value)}\n"


# ---- who translated, in the source's file --------------------------------------------------------------------------


def with_origin(text: str, code: str, origin: Mapping[str, str]) -> str:
    """The source's front matter saying who made the translation. Raises ValueError where it says so of others."""
    if not origin:
        return text
    node, _ = located.read_yaml(text, path="")
    if isinstance(node, located.Mapping) and any(key.text == "translated" for key, _ in node.pairs):
        raise ValueError("who translated is said in both files: keep translated in the source's file, and delete "
                         "translation in the other")
    return text + "".join(_lines({"translated": {code: dict(origin)}}, ""))


def without_origin(text: str, code: str) -> tuple[str, dict[str, str]]:
    """The source's front matter without who made the translation, and that; where others are named too it all stays."""
    node, _ = located.read_yaml(text, path="")
    pairs = node.pairs if isinstance(node, located.Mapping) else ()
    for number, (key, value) in enumerate(pairs):
        if key.text != "translated":
            continue
        origins = {each.text: origin for each, origin in value.pairs} \
            if isinstance(value, located.Mapping) else {}
        if number == len(pairs) - 1 and list(origins) == [code] and len(pairs) > 1:
            lines = text.splitlines(keepends=True)
            return "".join(lines[:key.line - 1]), _plain_texts(origins[code])
    return text, {}
