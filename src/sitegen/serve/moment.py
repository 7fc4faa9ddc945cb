"""The site as it was once, and as it is after an edit that touches little of it."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from sitegen.bilingual import Translator
from sitegen.build import is_data, is_page
from sitegen.disk.sources import Scan
from sitegen.document_paths import file_of
from sitegen.memory import Bodies
from sitegen.model import Acknowledgements, Artifact, Config, ContentCatalogue, Outline, Parsed, Site
from sitegen.reassembly import MANY, files_of, pages_of, reassemble, records_alone, translator_of, with_records
from sitegen.site.assemble import merged_catalogues
from sitegen.site.cards import nothing_made
from sitegen.site.sides import outside
from sitegen.site.translations import SITE
from sitegen.stages import Workshop
from sitegen.translation.records import split_id


class Others:
    """Everything that was parsed and is no page, with what it comes to; that is worked out once."""

    def __init__(self, parsed: Mapping[str, Parsed], site: Site, config: Config, bodies: Bodies) -> None:
        self.parsed = dict(parsed)
        self.config = config
        self._site = site
        self._bodies = bodies

    @cached_property
    def translator(self) -> Translator:
        """What is known of translations: by catalogues, and by the records of what was confirmed."""
        return translator_of(self._site, self.parsed.values(), config=self.config, bodies=self._bodies)

    @cached_property
    def records(self) -> Site | None:
        """A site of these alone; None where something contradicts in it."""
        return records_alone(self._site, self.parsed.values(), config=self.config, now=self._site.now,
                             translator=self.translator)

    def work_out(self) -> bool:
        """Work out what a save is compared with, before it waits for that; whether nothing contradicts in it."""
        return self.records is not None

    def after(self, parsed: Mapping[str, Parsed], translator: Translator | None = None) -> "Others":
        """The same with some files as they are now; `translator` where its knowledge has changed."""
        now = Others({**self.parsed, **parsed}, self._site, self.config, self._bodies)
        now.__dict__["translator"] = translator or self.translator
        return now


class Moment(msgspec.Struct, frozen=True):
    """The site as it was once. What is large is not copied at an edit: it is one and the same from moment to moment."""

    site: Site
    bodies: Bodies
    workshop: Workshop
    artifacts: dict[str, Artifact]
    sources: Scan
    parsed: dict[str, Parsed]
    others: Others
    config: Config
    """As typed."""
    mount: str


class Edit(msgspec.Struct, frozen=True):
    """What a small edit comes to."""

    site: Site
    others: Others
    unruled: bool = False
    """Whether the rules have not been applied to it."""
    moved: tuple[str, ...] = ()
    """Identities of pages whose translations stand in other lines than the site says."""


def files_beside(moment: Moment, changed: Collection[str]) -> Collection[str] | None:
    """The files that must be parsed again after an edit of these; None where that is no small edit."""
    pages = set(filter(is_page, changed))
    files = files_of(moment.site, pages) if pages else set()
    return None if files is None else files.union(changed)


def edited(moment: Moment, parsed: Mapping[str, Parsed], now: datetime, bodies: Bodies) -> Edit | None:
    """The site with those files as they are now: of templates, or words of the theme, or records, or else of pages,
    catalogues and what was confirmed; None where that is no small edit.
    """
    site, others = moment.site, moment.others
    if all(one.template for one in parsed.values()):
        templates = {one.template.name: one.template for one in parsed.values() if one.template}
        return Edit(replace(site, now=now, templates={**site.templates, **templates}), others.after(parsed))
    if all(one.catalogue for one in parsed.values()):
        after = others.after(parsed)
        catalogues = merged_catalogues(one.catalogue for one in after.parsed.values() if one.catalogue)
        return Edit(replace(site, now=now, catalogues=catalogues), after)
    if all(map(is_data, parsed)):
        return _with_data(site, others, others.after(parsed), now)
    if all(is_page(path) or one.content_catalogue or one.acknowledgements for path, one in parsed.items()):
        return _with_translations(moment, parsed, now, bodies)
    return None


def _with_pages(site: Site, others: Others, pages: Mapping[str, Parsed], translator: Translator, now: datetime,
                bodies: Bodies) -> Edit | None:
    seen = {each: outside(site, site.pages[each]) for each in pages_of(site, pages)}
    made = reassemble(site, Outline(outside=seen), pages, others.parsed.values(), config=others.config, now=now,
                      bodies=bodies, translator=translator, words=True)
    if made is None:
        return None
    renamed = {each for each in made.pages if made.outline.outside[each] != seen[each]}
    if not renamed:
        return Edit(made.site, others)
    # Lists show other words now; what they and the rules are made by is the same.
    cards = {key: card for key, card in site.cards.items() if key[1] not in renamed}
    return Edit(replace(made.site, **{**nothing_made(), "cards": cards}), others)


def _with_data(site: Site, before: Others, after: Others, now: datetime) -> Edit | None:
    known, new = before.records, after.records
    made = with_records(site, known, new, now=now) if known and new else None
    return Edit(made, after, unruled=True) if made else None


# ---- translations of pages and data ----------------------------------------------------------------------------------


class _Told(NamedTuple):
    """What files of translations say otherwise than before."""

    translator: Translator
    retold: frozenset[str]
    """The identities of which they say something else."""
    moved: frozenset[str]
    """Those of which they say the same in other lines."""


def _with_translations(moment: Moment, parsed: Mapping[str, Parsed], now: datetime, bodies: Bodies) -> Edit | None:
    """A page is typed, its catalogue and what was confirmed of it are written at once where somebody saves a text."""
    site, others = moment.site, moment.others
    beside = {path: one for path, one in parsed.items() if not is_page(path)}
    told = _told_otherwise(others, beside)
    if told is None or len(told.retold) > MANY:
        return None
    then = others.after(beside, told.translator) if beside else others
    pages, rest = told.retold & site.pages.keys(), told.retold - site.pages.keys()
    edited_pages = {path: one for path, one in parsed.items() if is_page(path)}
    files = {**{path: moment.parsed[path] for path in files_of_pages(site, pages)}, **edited_pages}
    if SITE in rest or (rest and files):
        # Texts of site.yaml may be anywhere; two kinds at once are no small edit.
        return None
    edit = _with_pages(site, then, files, told.translator, now, bodies) if files else Edit(replace(site, now=now), then)
    edit = _with_data(site, others, then, now) if rest else edit
    return edit and replace(edit, moved=tuple(sorted((told.moved - told.retold) & site.pages.keys())))


def _told_otherwise(others: Others, parsed: Mapping[str, Parsed]) -> _Told | None:
    """None where that is no small change."""
    translator: Translator | None = others.translator
    retold: set[str] = set()
    moved: set[str] = set()
    for path, one in sorted(parsed.items()):
        before = others.parsed.get(path, Parsed())
        if translator is None:
            return None
        if one.acknowledgements:
            changed = _confirmed_otherwise(before.acknowledgements, one.acknowledgements)
            retold |= changed
            translator = translator.with_confirmed(changed, one.acknowledgements)
            continue
        if before.content_catalogue is None or one.content_catalogue is None:
            return None
        told, elsewhere = differences(before.content_catalogue, one.content_catalogue)
        retold |= told
        moved |= elsewhere
        translator = translator.with_catalogue(before.content_catalogue, one.content_catalogue)
    return _Told(translator, frozenset(retold), frozenset(moved)) if translator else None


def _confirmed_otherwise(before: Acknowledgements | None, after: Acknowledgements) -> set[str]:
    """The identities of which something else was confirmed."""
    known = set(before.records) if before else set()
    return {split_id(record.id)[0] for record in known.symmetric_difference(after.records)}


def differences(before: ContentCatalogue, after: ContentCatalogue) -> tuple[set[str], set[str]]:
    """The identities whose texts a catalogue tells otherwise than before, and those whose lines alone have moved."""
    old, new = _told(before), _told(after)
    changed = {each for each in old.keys() | new.keys() if old.get(each) != new.get(each)}
    retold = {each for each in changed if _words(old.get(each, [])) != _words(new.get(each, []))}
    return retold, changed - retold


def _told(catalogue: ContentCatalogue) -> dict[str, list[msgspec.Struct]]:
    found: dict[str, list[msgspec.Struct]] = {}
    for entry in catalogue.entries:
        found.setdefault(entry.context.partition("#")[0], []).append(entry)
    for orphan in catalogue.orphans:
        found.setdefault(orphan.identity, []).append(orphan)
    return found


def _words(told: list[msgspec.Struct]) -> list[object]:
    """What entries and orphans say, wherever they stand; links are told by the words."""
    return [[getattr(one, name) for name in one.__struct_fields__ if name not in ("line", "links")] for one in told]


def files_of_pages(site: Site, identities: Collection[str]) -> Iterator[str]:
    """The files in which these pages are written."""
    return iter({file_of(path) for identity in identities for path in site.pages[identity].documents.values()})


def again(moment: Moment, identities: Collection[str], bodies: Bodies) -> Site | None:
    """The site with these pages put together again; None where they are others than they seemed."""
    pages = {path: moment.parsed[path] for path in files_of_pages(moment.site, identities)}
    edit = _with_pages(moment.site, moment.others, pages, moment.others.translator, moment.site.now, bodies)
    return edit.site if edit else None
