"""The texts of front matter, data and site.yaml: each with its role, its place and its words in two languages."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, TypeVar, get_args

import msgspec
from msgspec.structs import replace

from sitegen.item_keys import item_key
from sitegen.model import (
    Config,
    Data,
    Facts,
    Person,
    Record,
    Text,
    Value,
    Venue,
)
from sitegen.translation.surnames import converted_name

NO_UNITS = frozenset({"sort_key", "checks"})
"""Texts that no reader sees."""

Texts = Facts | Record | Config | Data
"""What has texts: a page's front matter, a record, site.yaml, or a data file of the site's own making."""

_Owner = TypeVar("_Owner", bound=Texts)
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


def field_texts(owner: Texts, source: str, target: str, *, derived: Collection[str] = (),
                codes: Collection[str] = ()) -> list[FieldText]:
    """Every text that has words in the source or the target language; a page's facts are its merged ones.

    `derived` are roles whose words are not typed but taken from elsewhere: a description that is the first paragraph.
    `codes` are those of the site's languages, by which the texts of a data file of its own making are known.
    """
    seen: list[tuple[str, str, Text]] = []
    if isinstance(owner, Data):
        seen.extend(all_texts(owner, codes))
    else:
        _note_all(owner, "", f"{owner.index}." if isinstance(owner, Record) else "", seen)
    return [FieldText(role, field, text.get(source, ""), text.get(target, "")) for role, field, text in seen
            if (text.get(source) or text.get(target)) and role not in derived]


def all_texts(owner: Texts, codes: Collection[str] = ()) -> Iterator[tuple[str, str, Text]]:
    """Every text with its role and its dotted field, in the order of the fields; `codes` as for `field_texts`."""
    seen: list[tuple[str, str, Text]] = []

    def note(role: str, field: str, text: Text) -> Text:
        seen.append((role, field, text))
        return text

    _walk_owner(owner, note, codes)
    return iter(seen)


def with_texts(owner: _Owner, texts: Mapping[str, str], language: str, codes: Collection[str] = ()) -> _Owner:
    """The same with these words, by role, in the language; an empty text takes the language away."""

    def change(role: str, field: str, text: Text) -> Text:
        words = texts.get(role)
        if words is None or words == text.get(language, ""):
            return text
        rest = {code: each for code, each in text.items() if code != language}
        return {**rest, language: words} if words else rest

    if not texts:
        return owner
    changed: _Owner = _walk_owner(owner, change, codes)
    return changed


def with_converted(owner: _Owner, language: str, base: str, convert: Callable[[str], str],
                   codes: Collection[str] = ()) -> _Owner:
    """The same with the words of the base language, converted, wherever the language has none of its own."""

    def change(role: str, field: str, text: Text) -> Text:
        words = text.get(base)
        if not words or language in text:
            return text
        is_name = isinstance(owner, Person) and role in ("name", "family_name")
        return {**text, language: converted_name(words, convert) if is_name else convert(words)}

    made: _Owner = _walk_owner(owner, change, codes)
    order = getattr(made, "sort_key", {})
    if base in order and language not in order:
        # Pinyin is the same in both scripts.
        made = replace(made, sort_key={**order, language: order[base]})
    return made


def _walk_owner(owner: Texts, change: _Change, codes: Collection[str]) -> Any:
    if isinstance(owner, Data):
        # A file that is nothing but one text would have no field to name it by.
        bare = _is_text(owner.value, codes)
        value = owner.value if bare else _walk_plain(owner.value, "", "", change, codes)
        return owner if value is owner.value else replace(owner, value=value)
    return _walk(owner, "", f"{owner.index}." if isinstance(owner, Record) else "", change)


# ---- data of the site's own making -----------------------------------------------------------------------------------


def _walk_plain(value: Any, role: str, field: str, change: _Change, codes: Collection[str]) -> Any:
    """Lists and mappings with each of their texts changed; themselves where nothing was."""
    if _is_text(value, codes):
        return change(role, field, value)
    if isinstance(value, dict):
        made = {key: _walk_plain(each, _below(role, key, "/"), _below(field, key, "."), change, codes)
                for key, each in value.items()}
        return made if any(made[key] is not value[key] for key in value) else value
    if isinstance(value, list | tuple):
        keys = _distinct(_id_of(item) for item in value)
        items = [_walk_plain(item, _below(role, key, "/"), _below(field, str(number), "."), change, codes)
                 for number, (key, item) in enumerate(zip(keys, value, strict=True))]
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    return value


def _is_text(value: Any, codes: Collection[str]) -> bool:
    """Whether it is a mapping with a text for each language: {en: …, zh: …}."""
    return (isinstance(value, dict) and bool(value) and value.keys() <= set(codes)
            and all(isinstance(each, str) for each in value.values()))


def _id_of(item: Any) -> str:
    found = item.get("id") if isinstance(item, dict) else None
    return found if isinstance(found, str) else ""


def _below(name: str, key: str, mark: str) -> str:
    return f"{name}{mark}{key}" if name else key


# ---- what has a table of fields --------------------------------------------------------------------------------------


def _walk(value: Value, role: str, field: str, change: _Change) -> Any:
    """The struct with each of its texts changed; itself where nothing was."""
    changed = {}
    for name in _fields_with_text(type(value)):
        before = getattr(value, name)
        if not before and before.__class__ is not dict:
            continue
        # A place of places.yaml is typed without a key of its own.
        flat = isinstance(value, Venue) and name == "place"
        inner_role, inner_field = (role, field) if flat else (f"{role}{name}", f"{field}{name}")
        after = _walk_any(before, inner_role, inner_field, change, flat)
        if after is not before:
            changed[name] = after
    return replace(value, **changed) if changed else value


def _note_all(value: Value, role: str, field: str, seen: list[tuple[str, str, Text]]) -> None:
    """What `_walk` goes through of texts that are there: every page is looked through, and few are changed."""
    for name in _fields_with_text(type(value)):
        before = getattr(value, name)
        if before:
            flat = isinstance(value, Venue) and name == "place"
            _note_any(before, *((role, field) if flat else (role + name, field + name)), seen, flat)


def _note_any(value: Any, role: str, field: str, seen: list[tuple[str, str, Text]], flat: bool = False) -> None:
    if isinstance(value, dict):
        if _holds_texts(value):
            seen += [(f"{role}/{key}", f"{field}.{key}", text) for key, text in value.items()]
        else:
            seen.append((role, field, value))
    elif isinstance(value, Value):
        _note_all(value, role if flat else f"{role}/", field if flat else f"{field}.", seen)
    elif isinstance(value, tuple):
        for number, (key, item) in enumerate(zip(_keys(value), value, strict=True)):
            _note_any(item, f"{role}/{key}", f"{field}.{number}", seen)


def _walk_any(value: Any, role: str, field: str, change: _Change, flat: bool = False) -> Any:
    if isinstance(value, dict):
        return _walk_mapping(value, role, field, change) if _holds_texts(value) else change(role, field, value)
    if isinstance(value, Value):
        return _walk(value, role if flat else f"{role}/", field if flat else f"{field}.", change)
    if isinstance(value, tuple) and value:
        keys = _keys(value)
        items = tuple(_walk_any(item, f"{role}/{key}", f"{field}.{number}", change)
                      for number, (key, item) in enumerate(zip(keys, value, strict=True)))
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    return value


def _walk_mapping(texts: dict[str, Text], role: str, field: str, change: _Change) -> dict[str, Text]:
    made = {key: change(f"{role}/{key}", f"{field}.{key}", text) for key, text in texts.items()}
    return made if any(made[key] is not texts[key] for key in texts) else texts


def _holds_texts(value: dict[str, Any]) -> bool:
    """Whether it is a mapping of texts rather than one text; the table of fields has no mixture of both."""
    return isinstance(next(iter(value.values()), None), dict)


def _keys(items: tuple[Any, ...]) -> list[str]:
    """What a translation calls each item of a list."""
    return _distinct(map(item_key, items))


def _distinct(names: Iterable[str]) -> list[str]:
    """The items' own keys, their numbers where they have none; never two the same."""
    keys: list[str] = []
    for number, name in enumerate(names):
        key = name or str(number)
        again = keys.count(key)
        keys.append(f"{key}~{number}" if again else key)
    return keys


@cache
def _fields_with_text(kind: type[Value]) -> tuple[str, ...]:
    """The struct's fields that hold a text, or structs that do."""
    return tuple(each.name for each in msgspec.structs.fields(kind)
                 if each.name not in NO_UNITS and _has_text(each.type))


def _has_text(kind: Any) -> bool:
    if kind in (Text, dict[str, Text]):
        return True
    if isinstance(kind, type) and issubclass(kind, Value):
        return bool(_fields_with_text(kind))
    return not _is_mapping(kind) and any(_has_text(part) for part in get_args(kind))


def _is_mapping(kind: Any) -> bool:
    return getattr(kind, "__origin__", None) is dict
