"""One page out of its documents: facts from the source, texts from all."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import cache
from typing import Any

import msgspec
from msgspec.structs import replace

from sitegen.diagnostics import Diagnostic, error
from sitegen.document_paths import file_of
from sitegen.item_keys import item_key
from sitegen.model import (
    AnyFacts,
    Config,
    Document,
    Facts,
    Moment,
    Text,
)
from sitegen.moments import iso


def merge(documents: Sequence[Document], source: Document) -> tuple[AnyFacts, tuple[Diagnostic, ...]]:
    """The page's facts, which are those of the source with texts of all its documents, and what contradicts.

    `documents` are of one identity, each in another language.
    """
    others = [document for document in documents if document is not source]
    if not others:
        return with_excerpts(source.facts, source, documents), ()
    problems = list(restated_facts(source, others))
    texts, clashes = merged_texts(documents)
    problems += clashes
    facts: AnyFacts = replace(source.facts, **texts, translated=merged_origins(documents))
    for document in others:
        facts, unknown = with_nested(facts, document, source)
        # What a broken source lacks may only be unread.
        problems += () if source.broken else unknown
    return with_excerpts(facts, source, documents), tuple(problems)


def source_document(documents: Sequence[Document], config: Config) -> Document:
    """The document with facts, else the default language's, else the first in the order of the site's languages.

    Of a file with several languages it can only be the first one's.
    """
    order = {language.code: number for number, language in enumerate(config.languages)}

    def place(document: Document) -> tuple[bool, bool, int]:
        further = file_of(document.path) != document.path
        return further, not document.fact_keys, order.get(document.language, len(order))

    return min(documents, key=place)


def restated_facts(source: Document, others: Iterable[Document]) -> Iterable[Diagnostic]:
    """Errors where a fact is given outside the source."""
    for document in others:
        for key in document.fact_keys:
            yield error(
                "E-FACT-TWICE",
                _restated(key, source, document),
                f"Facts live in one file. Keep {key} in {source.path} and delete it here.",
                path=document.path,
                field=key,
            )


def merged_texts(documents: Sequence[Document]) -> tuple[dict[str, Text], list[Diagnostic]]:
    """Every text field in all languages, by field; and errors where two documents differ about one text."""
    texts: dict[str, Text] = {}
    problems: list[Diagnostic] = []
    for field in text_fields(type(documents[0].facts)):
        given: dict[str, Document] = {}
        merged: Text = {}
        for document in documents:
            for code, words in getattr(document.facts, field, {}).items():
                if merged.get(code, words) != words:
                    problems += text_twice(field, code, given[code], document)
                    continue
                merged[code] = words
                given.setdefault(code, document)
        if merged:
            texts[field] = merged
    return texts, problems


@cache
def text_fields(kind: type[Facts]) -> tuple[str, ...]:
    """The names of a kind's fields that hold one text."""
    return tuple(field.name for field in msgspec.structs.fields(kind) if field.type == Text)


def text_twice(field: str, code: str, first: Document, second: Document) -> tuple[Diagnostic, Diagnostic]:
    """Errors at both places of a text that is given twice with two values."""
    return _twice(field, code, first, second), _twice(field, code, second, first)


def merged_origins(documents: Iterable[Document]) -> dict[str, Any]:
    """Who translated the page, by language."""
    return {code: origin for document in documents for code, origin in document.facts.translated.items()}


def with_nested(facts: AnyFacts, document: Document, source: Document) -> tuple[AnyFacts, list[Diagnostic]]:
    """The facts with a translation's texts of sessions, documents, photos and the like put in by their keys."""
    problems: list[Diagnostic] = []
    for key_path, words in document.nested.items():
        try:
            facts = _put(facts, tuple(key_path.split("/")), words)
        except _Unknown as unknown:
            problems.append(_unknown_key(unknown, key_path, document, source))
        except _Clash as clash:
            problems += text_twice(key_path.replace("/", "."), clash.args[0], source, document)
    return facts, problems


def with_excerpts(facts: AnyFacts, source: Document, documents: Iterable[Document]) -> AnyFacts:
    """The facts with the first paragraph of a document standing for a description it does not give."""
    if source.facts.description.get(source.language):
        # A description that is typed is translated, not made up anew from the translation.
        return facts
    missing = {
        document.language: document.excerpt
        for document in documents
        if document.excerpt and not facts.description.get(document.language)
    }
    return replace(facts, description={**facts.description, **missing}) if missing else facts


class _Unknown(Exception):
    """A key among `choices` that does not exist."""

    def __init__(self, name: str, choices: Sequence[str]) -> None:
        super().__init__(name)
        self.name = name
        self.choices = choices


class _Clash(Exception):
    """Two values for one text in the language given."""


def _put(value: Any, parts: tuple[str, ...], words: Text) -> Any:
    if isinstance(value, tuple):
        return _put_in_list(value, parts, words)
    if isinstance(value, msgspec.Struct) and parts:
        if not hasattr(value, parts[0]):
            raise _Unknown(parts[0], value.__struct_fields__)
        return replace(value, **{parts[0]: _put(getattr(value, parts[0]), parts[1:], words)})
    if isinstance(value, dict) and not parts:
        for code, new in words.items():
            if value.get(code, new) != new:
                raise _Clash(code)
        return {**value, **words}
    raise _Unknown("/".join(parts), ())


def _put_in_list(items: tuple[Any, ...], parts: tuple[str, ...], words: Text) -> tuple[Any, ...]:
    # A file's name may itself hold slashes, so the longest name that fits is the key.
    for size in range(len(parts), 0, -1):
        name = "/".join(parts[:size])
        for number, item in enumerate(items):
            if item_key(item) == name:
                return (*items[:number], _put(item, parts[size:], words), *items[number + 1:])
    raise _Unknown(parts[0] if parts else "", [item_key(item) for item in items])


def _unknown_key(unknown: _Unknown, key_path: str, document: Document, source: Document) -> Diagnostic:
    close = get_close_matches(unknown.name, unknown.choices, n=3, cutoff=0.4)
    listed = f" Close matches: {', '.join(close)}." if close else ""
    return error(
        "E-REF",
        f'"{unknown.name}" does not exist in the {key_path.split("/")[0]} of {source.path}.{listed}',
        "A translation names a part by the key it has in the source: its id, or the name of its file.",
        path=document.path,
        field=key_path.replace("/", "."),
    )


def _twice(field: str, code: str, here: Document, there: Document) -> Diagnostic:
    return error(
        "E-TEXT-TWICE",
        f"{field} has two values in the language {code}: one here and another in {there.path}.",
        "Keep one of the two.",
        path=here.path,
        field=f"{field}.{code}",
    )


def _restated(key: str, source: Document, document: Document) -> str:
    here, there = shown(getattr(document.facts, key, None)), shown(getattr(source.facts, key, None))
    if key in source.fact_keys and here and there and here != there:
        return f"{key} is {here} here and {there} in {source.path}."
    if key in source.fact_keys:
        return f"{key} is given here and in {source.path}."
    return f"{key} is a fact, and the facts of this page are in {source.path}."


def shown(value: Any) -> str:
    """A plain value as an author would type it; empty for what has no short form."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Moment):
        return iso(value).replace("T", " ")
    if isinstance(value, str | int):
        return str(value)
    if isinstance(value, tuple) and value and all(isinstance(item, str | Moment) for item in value):
        return ", ".join(shown(item) for item in value)
    return ""
