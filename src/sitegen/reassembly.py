"""After a small edit of a few pages, the site of before with those pages assembled again.

Nothing outside a page knows its inside (`site/outline.py`). So where a page, assembled again by the same functions, is
to all others what it was, so is the site. Nor is anything joined, ordered or addressed by titles and descriptions:
others only print them, and where only these have changed, the site is the same but for the page. Anything else is no
small edit: then everything is assembled.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from msgspec.structs import replace

from sitegen.bilingual import Bodies, Translator
from sitegen.document_paths import file_of
from sitegen.model import Config, Document, Outline, Parsed, Site, Value
from sitegen.on_demand import with_others
from sitegen.site.assemble import assemble
from sitegen.site.cards import MADE, nothing_made
from sitegen.site.links import links_of_page
from sitegen.site.outline import bones
from sitegen.site.sides import inside, outside

MANY = 50
"""Pages beyond which assembling everything is as quick."""


class Edited(NamedTuple):
    """The site after a small edit."""

    site: Site
    outline: Outline
    pages: frozenset[str]
    """Identities of the pages that were assembled again."""


def files_of(site: Site, changed: Collection[str], amended: Collection[str] = ()) -> set[str] | None:
    """The changed files with all others of the same pages; None where one of them is not a page's, or too many are.

    The same with the files of pages that are `amended` already.
    """
    pages = pages_of(site, changed).union(amended)
    if len(pages) > MANY:
        return None
    files = {file_of(path) for identity in pages for path in site.pages[identity].documents.values()}
    return files if files >= set(changed) else None


def reassemble(
    site: Site,
    before: Outline,
    pages: Mapping[str, Parsed],
    others: Iterable[Parsed],
    *,
    config: Config,
    now: datetime,
    bodies: Bodies,
    translator: Translator | None = None,
    words: bool = False,
) -> Edited | None:
    """The site with the pages of those files as they are now; None where the edit is not a small one.

    With `words`, titles and descriptions may be others too, which other pages show.

    `pages` are all files of the edited pages by path, `others` whatever was parsed that is no page; `before` is the
    outline of `site`. `now` lies where `site` still holds. `translator` is that of
    `others` and of the pages of the site, where somebody has it.
    """
    if any(one.diagnostics or one.document is None for one in pages.values()):
        return None
    given = (*pages.values(), *others)
    knowing = translator or translator_of(site, others, config=config, bodies=bodies)
    part, problems = assemble(
        config, given, site.media.values(), {}, now=now, drafts=site.drafts,
        translator=knowing.of_others(pages.values()))
    edited = frozenset(part.pages)
    if problems or not edited <= site.pages.keys():
        return None
    if part.documents.keys() != {path for each in edited for path in site.pages[each].documents.values()}:
        return None
    seen = {each: outside(part, page) for each, page in part.pages.items()}
    if any(site.languages.get(each) != part.languages[each]
           or (before.outside.get(each) != seen[each]
               and not (words and bones(site, site.pages[each]) == bones(part, page)))
           for each, page in part.pages.items()):
        return None
    merged = replace(site, now=now, pages=with_others(site.pages, part.pages),
                     documents=with_others(site.documents, part.documents),
                     translations=with_others(site.translations, part.translations),
                     linked=site.linked - edited | part.linked)
    if any(next(links_of_page(merged, merged.pages[each]), None) for each in edited):
        return None
    insides = {each: inside(merged, merged.pages[each]) for each in edited}
    then = replace(before, outside={**before.outside, **seen}, inside={**before.inside, **insides})
    return Edited(merged, then, edited)


def translator_of(site: Site, others: Iterable[Parsed], *, config: Config, bodies: Bodies) -> Translator:
    """What is known of translations by what was parsed and is no page, for any page of the site."""
    return Translator(config, others, bodies, living=(*site.pages, *site.withheld))


def with_records(site: Site, before: Site, new: Site, *, now: datetime) -> Site | None:
    """The site with the records of now, where they differ from those of before in nothing that pages are joined by.

    `before` and `new` are what `records_alone` makes of all that is no page. None where an id, a membership, an order
    or anything else that lists and addresses are made of has changed. The rules are not applied.
    """
    others = [name for name in Site.__struct_fields__ if name not in (*OF_RECORDS, "now", *MADE)]
    if any(getattr(before, name) != getattr(new, name) for name in others):
        return None
    shapes = ([_shape(record) for name in OF_RECORDS for record in _records(getattr(one, name))]
              for one in (before, new))
    if next(shapes) != next(shapes):
        return None
    changed = {name: getattr(new, name) for name in OF_RECORDS}
    return replace(site, now=now, **nothing_made(), **changed)


def records_alone(
    site: Site, others: Iterable[Parsed], *, config: Config, now: datetime, translator: Translator
) -> Site | None:
    """A site of everything that is no page; None where something contradicts in it."""
    records, problems = assemble(config, others, site.media.values(), {}, now=now, drafts=site.drafts,
                                 translator=translator.of_others(()))
    return None if problems else records


OF_RECORDS = ("people", "organisations", "series", "topics", "timeline", "glossary", "typed_records")
"""What a site has from data files and nothing is joined by but ids; venues are part of the facts of events."""
_WORDS = frozenset({"name", "also_known_as", "job_title", "prefix", "bio", "sort_key", "family_name", "description",
                    "affiliation_name", "text", "note", "url", "email"})
"""What a record says of itself and no list is made by, whatever the language."""


def _records(field: object) -> Iterable[Value]:
    return field.values() if isinstance(field, dict) else field if isinstance(field, tuple) else ()


def _shape(record: Value) -> list[object]:
    return [getattr(record, name) for name in record.__struct_fields__ if name not in _WORDS]


def pages_of(site: Site, files: Iterable[str]) -> set[str]:
    """The identities of the pages whose files these are."""
    return {identity for path in files for identity in _identities(site, path)}


def _identities(site: Site, path: str) -> set[str]:
    found: set[str] = set()
    for code in ("", *(f"#{language.code}" for language in site.config.languages)):
        document: Document | None = site.documents.get(path + code)
        if document is not None and document.identity in site.pages:
            found.add(document.identity)
    return found
