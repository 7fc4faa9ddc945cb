"""Which language a post is in, and which posts are one page: as Polylang and WPML say it."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sitegen.wordpress.export import Export, Item, Term
from sitegen.wordpress.serialized import read_php

_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTER = re.compile(r"[A-Za-z]")
_WPML_LANGUAGE = ("_wpml_import_language_code", "_icl_lang", "_wpml_language", "wpml_language")
_WPML_GROUP = ("_wpml_import_translation_group", "_wpml_trid", "_icl_trid")


TOPICS = ("category", "post_tag", "tribe_events_cat")
"""The taxonomies whose terms become topics."""


class Names(NamedTuple):
    """A category or tag in all its languages."""

    slug: str
    names: tuple[tuple[str, str], ...]


def language_of(item: Item) -> str:
    """en, zh, or the code of another language; by its script where nobody says."""
    said = next((term.slug for term in item.terms if term.taxonomy == "language"), "")
    said = said or next((value for name in _WPML_LANGUAGE if (value := item.value(name))), "")
    return code_of(said) if said else _guessed(f"{item.title} {item.content[:4000]}")


def code_of(said: str) -> str:
    """The site's code for whatever a plugin calls a language: zh-hans, zh_CN and cn are zh."""
    first = re.split(r"[-_]", said.lower())[0]
    return "zh" if first in ("zh", "cn", "chinese") else "en" if first in ("en", "english") else first


def _guessed(words: str) -> str:
    words = re.sub(r"<[^>]*>|https?://\S+", "", words)
    return "zh" if len(_HAN.findall(words)) * 3 > len(_LETTER.findall(words)) else "en"


def groups_of(items: Iterable[Item], export: Export) -> Iterator[dict[str, Item]]:
    """Posts that are translations of each other, by language; whatever is nobody's translation is alone."""
    groups: dict[str, dict[str, Item]] = {}
    of_ids = dict(_groups_by_id(export.terms))
    for item in items:
        group = next((f"polylang {term.slug}" for term in item.terms if term.taxonomy == "post_translations"), "")
        group = group or next((f"wpml {value}" for name in _WPML_GROUP if (value := item.value(name))), "")
        group = f"{group or of_ids.get(item.id, '')} {item.kind}" if group or item.id in of_ids else f"alone {item.id}"
        code = language_of(item)
        if code in groups.get(group, {}):
            # Two posts in one language are two pages, whatever a plugin believes.
            group = f"alone {item.id}"
        groups.setdefault(group, {})[code] = item
    yield from groups.values()


def _groups_by_id(terms: Iterable[Term]) -> Iterator[tuple[str, str]]:
    for term in terms:
        if term.taxonomy == "post_translations":
            found = read_php(term.description)
            for number in found.values() if isinstance(found, dict) else ():
                yield str(number), f"polylang {term.slug}"


def names_of_terms(export: Export) -> dict[tuple[str, str], Names]:
    """The names of categories and tags that are translations of each other, by taxonomy and slug of each.

    Polylang pairs them by numbers that an export does not have; their slugs tell, for it makes news-zh beside news.
    """
    found: dict[tuple[str, str], Names] = {}
    by_slug = {term.slug: term for term in export.terms if term.taxonomy in TOPICS}
    for slug, term in by_slug.items():
        base = re.sub(r"-(?:zh|cn|en)(?:-hans)?$", "", slug)
        pair = [
            by_slug[each]
            for each in (base, slug, f"{base}-zh", f"{base}-en", f"{base}-cn", f"{base}-zh-hans")
            if each in by_slug
        ]
        names: dict[str, str] = {}
        for each in pair:
            if each.taxonomy == term.taxonomy:
                names.setdefault("zh" if _HAN.search(each.name) else "en", each.name)
        found[term.taxonomy, slug] = Names(base if base in by_slug else slug, tuple(sorted(names.items())))
    return found
