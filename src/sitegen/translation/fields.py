"""The texts of front matter and of data records: each with its role, its place and its words in two languages."""

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, TypeVar, get_args

import msgspec
from msgspec.structs import replace

from sitegen.item_keys import item_key
from sitegen.model import (
    Facts,
    Record,
    Text,
    Value,
    Venue,
)

NO_UNITS = frozenset({"sort_key"})
"""Texts that no reader sees."""

_Owner = TypeVar("_Owner", bound=Facts | Record)
_Change = Callable[[str, str, Text], Text]
"""Role, dotted field and words to the words that shall stand there."""


class FieldText(NamedTuple):
    """One text of front matter or data in a source and a target language."""

    role: str
    """By keys: title, sessions/opening/title, photos/hall.jpg/alt."""
    field: str
    """As diagnostics name it: sessions.0.title; in data the record's number comes first."""
    source: str
    """Empty where there are words in the target language alone."""
    target: str
    """Empty where there is no translation."""


def field_texts(owner: Facts | Record, source: str, target: str, *, derived: Collection[str] = ()) -> list[FieldText]:
    """Every text of a page's merged facts or of a record that has words in the source or the target language.

    `derived` are roles whose words are not typed but taken from elsewhere: a description that is the first paragraph.
    """
    return [
        FieldText(role, field, text.get(source, ""), text.get(target, ""))
        for role, field, text in all_texts(owner)
        if (text.get(source) or text.get(target)) and role not in derived
    ]


def all_texts(owner: Facts | Record) -> Iterator[tuple[str, str, Text]]:
    """Every text with its role and its dotted field, in the order of the fields."""
    seen: list[tuple[str, str, Text]] = []

    def note(role: str, field: str, text: Text) -> Text:
        seen.append((role, field, text))
        return text

    _walk(owner, "", _start(owner), note)
    return iter(seen)


def with_texts(owner: _Owner, texts: Mapping[str, str], language: str) -> _Owner:
    """The facts or the record with these words, by role, in the language; an empty text takes the language away."""

    def change(role: str, field: str, text: Text) -> Text:
        words = texts.get(role)
        if words is None or words == text.get(language, ""):
            return text
        rest = {code: each for code, each in text.items() if code != language}
        return {**rest, language: words} if words else rest

    if not texts:
        return owner
    changed: _Owner = _walk(owner, "", _start(owner), change)
    return changed


def _start(owner: Facts | Record) -> str:
    return f"{owner.index}." if isinstance(owner, Record) else ""


def _walk(value: Value, role: str, field: str, change: _Change) -> Any:
    """The struct with each of its texts changed; itself where nothing was."""
    changed = {}
    for name in _fields_with_text(type(value)):
        before = getattr(value, name)
        # A place of places.yaml is typed without a key of its own.
        flat = isinstance(value, Venue) and name == "place"
        inner_role, inner_field = (role, field) if flat else (f"{role}{name}", f"{field}{name}")
        after = _walk_any(before, inner_role, inner_field, change, flat)
        if after is not before:
            changed[name] = after
    return replace(value, **changed) if changed else value


def _walk_any(value: Any, role: str, field: str, change: _Change, flat: bool = False) -> Any:
    if isinstance(value, dict):
        return change(role, field, value)
    if isinstance(value, Value):
        return _walk(value, role if flat else f"{role}/", field if flat else f"{field}.", change)
    if isinstance(value, tuple) and value:
        keys = _keys(value)
        items = tuple(_walk_any(item, f"{role}/{key}", f"{field}.{number}", change)
                      for number, (key, item) in enumerate(zip(keys, value, strict=True)))
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    return value


def _keys(items: tuple[Any, ...]) -> list[str]:
    """What a translation calls each item of a list: its key, its number where it has none; never two the same."""
    keys: list[str] = []
    for number, item in enumerate(items):
        key = item_key(item) or str(number)
        again = keys.count(key)
        keys.append(f"{key}~{number}" if again else key)
    return keys


@cache
def _fields_with_text(kind: type[Value]) -> tuple[str, ...]:
    """The struct's fields that hold a text, or structs that do."""
    return tuple(each.name for each in msgspec.structs.fields(kind)
                 if each.name not in NO_UNITS and _has_text(each.type))


def _has_text(kind: Any) -> bool:
    if kind == Text:
        return True
    if isinstance(kind, type) and issubclass(kind, Value):
        return bool(_fields_with_text(kind))
    return not _is_mapping(kind) and any(_has_text(part) for part in get_args(kind))


def _is_mapping(kind: Any) -> bool:
    return getattr(kind, "__origin__", None) is dict
