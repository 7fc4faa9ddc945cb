"""The site out of what was parsed: pages, records and every index that questions need."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from sitegen.diagnostics import Diagnostic, error
from sitegen.document_paths import file_of
from sitegen.model import (
    AnyRecord,
    Catalogue,
    Config,
    Data,
    Document,
    MediaFile,
    Message,
    Organisation,
    Page,
    Parsed,
    Person,
    Record,
    Records,
    Series,
    Site,
    Template,
    Term,
    TimelineEntry,
    Topic,
    Venue,
)
from sitegen.on_demand import whole
from sitegen.site.addresses import folder, page_address
from sitegen.site.aside import Aside, Held, Pages
from sitegen.site.boundaries import boundaries, of_event
from sitegen.site.cards import nothing_made
from sitegen.site.collisions import Claimed, collisions
from sitegen.site.feeds import Newest, Uids
from sitegen.site.files import file_addresses, folder_files
from sitegen.site.indexes import indexed
from sitegen.site.lists import searches, with_lists
from sitegen.site.merge import merge, source_document
from sitegen.site.search import search_blocks
from sitegen.site.translations import Translator, translated, translated_records
from sitegen.site.withhold import publication_instants, reason, slugs_of, timeline_without_withheld, without_withheld
from sitegen.site.zones import placed, placed_organisation, placed_record

Kind = TypeVar("Kind", bound=Record)
HELD = Held()


class Collected(msgspec.Struct):
    """Everything parsed, sorted by what it is."""

    documents: Mapping[str, Document] = {}
    records: list[Records] = []
    data: dict[str, Data] = {}
    catalogues: list[Catalogue] = []
    templates: dict[str, Template] = {}


class Chosen(msgspec.Struct):
    """The pages of this build, and what is left out."""

    pages: Pages = {}
    withheld: dict[str, str] = {}
    withheld_places: dict[str, tuple[str, str]] = {}
    """Identity of a page left out to its slug and address."""
    instants: set[datetime] = set()
    """Before which a document is not to be seen."""
    problems: list[Diagnostic] = []


def assemble(
    config: Config,
    parsed: Iterable[Parsed],
    media: Iterable[MediaFile],
    assets: dict[str, MediaFile],
    *,
    now: datetime,
    drafts: bool,
    translator: Translator,
    documents: Mapping[str, Document] | None = None,
    aside: Aside = HELD,
) -> tuple[Site, tuple[Diagnostic, ...]]:
    """The site at that instant, and what contradicts in it.

    `documents` are all of them in the order of identities, where they are not among what was `parsed`; `aside` may put
    pages away until somebody looks at them.

    `now` is aware. With `drafts`, drafts and scheduled pages are part of the site. `translator`
    knows the state of every unit of a page, which decides what readers of each language get.
    """
    collected = collect(parsed)
    if documents is not None:
        collected.documents = documents
    config = translator.site_texts(config)
    records, problems = records_by_kind(collected.records, config)
    records, typed_records = translated_records(records, translator)
    venues = by_id(records["places"], Venue)
    chosen = choose_pages(collected.documents.values(), config, venues, now=now, drafts=drafts, aside=aside)
    entries = tuple(record for record in records["timeline"] if isinstance(record, TimelineEntry))
    pages, timeline, dropped = drop_references(chosen, entries, aside)
    files = {file.path: file for file in media}
    owned = folder_files(files, collected.documents)
    site = Site(
        config=replace(config, organisation=config.organisation
                       and placed_organisation(config.organisation, config.timezone)),
        now=now,
        drafts=drafts,
        pages=whole(with_files(pages, owned, aside)),
        withheld=chosen.withheld,
        documents=collected.documents,
        people=by_id(records["people"], Person),
        organisations=by_id((*records["members"], *records["organisations"]), Organisation),
        venues=venues,
        series=by_id(records["series"], Series),
        topics=by_id(records["topics"], Topic),
        timeline=timeline,
        glossary=tuple(record for record in records["glossary"] if isinstance(record, Term)),
        data={name: translator.data(data).value for name, data in collected.data.items()},
        media=files,
        templates=collected.templates,
        assets=dict(sorted(assets.items())),
        catalogues=merged_catalogues(collected.catalogues),
        record_files={item.kind: item.path for item in collected.records},
        broken_records=tuple(item.kind for item in collected.records if item.broken),
        file_addresses=file_addresses(owned, pages, chosen.withheld_places, collected.documents),
        withheld_addresses={address: identity for identity, (_, address) in chosen.withheld_places.items()},
        typed_records=typed_records,
        withheld_slugs=slugs_of(chosen.withheld_places),
    )
    site, collided = looked_through(with_lists(indexed(translated(site, translator, aside))), chosen.instants)
    return site, (*problems, *chosen.problems, *dropped, *collided)


def looked_through(site: Site, instants: set[datetime]) -> tuple[Site, tuple[Diagnostic, ...]]:
    """The site with what takes a look at every page to know, and what collides; `instants` are others' boundaries."""
    instants, claimed, uids, newest = set(instants), Claimed(), Uids(), Newest()
    # Of the largest sites each page has to be unpacked: all of this at one look.
    for page in site.pages.values():
        instants.update(of_event(site, page))
        claimed.note(site, page)
        uids.note(page)
        newest.note(site, page)
    site = replace(site, boundaries=boundaries(site, instants), uids=uids.found(site), search=search_index(site),
                   newest=newest.found(site), **nothing_made())
    return site, tuple(collisions(site, claimed))


def search_index(site: Site) -> dict[str, tuple[tuple[str, ...], ...]]:
    """What is found in each language, by block; nothing without a search."""
    return {language.code: search_blocks(site, language.code) for language in site.config.languages
            if searches(site)}


def collect(parsed: Iterable[Parsed]) -> Collected:
    """What was parsed, by what it is, each in the order of paths."""
    collected = Collected()
    documents: list[Document] = []
    for item in parsed:
        if item.document is not None:
            documents += (item.document, *(document for document, _ in item.others))
        elif item.records is not None:
            collected.records.append(item.records)
        elif item.data is not None:
            collected.data[item.data.name] = item.data
        elif item.catalogue is not None:
            collected.catalogues.append(item.catalogue)
        elif item.template is not None:
            collected.templates[item.template.name] = item.template
    documents.sort(key=lambda document: (document.identity, document.path))
    collected.documents = {document.path: document for document in documents}
    collected.records.sort(key=lambda records: records.path)
    return collected


RECORD_KINDS = ("members", "organisations", "people", "places", "series", "topics", "timeline", "glossary")


def records_by_kind(
    files: Iterable[Records], config: Config
) -> tuple[dict[str, list[AnyRecord]], tuple[Diagnostic, ...]]:
    """Every record with zones filled in, by kind of file, and errors for an id that two files define."""
    records: dict[str, list[AnyRecord]] = {kind: [] for kind in RECORD_KINDS}
    for file in files:
        records.setdefault(file.kind, []).extend(placed_record(record, config.timezone) for record in file.records)
    members = {record.id: record for record in records["members"]}
    return records, tuple(
        error(
            "E-ID-TWICE",
            f'"{record.id}" is defined here and in {members[record.id].path}.',
            "Members and other organisations share one set of ids: keep one of the two, or give one another id.",
            path=record.path,
            field=f"{record.index}.id",
        )
        for record in records["organisations"]
        if record.id in members
    )


def by_id(records: Iterable[AnyRecord], kind: type[Kind]) -> dict[str, Kind]:
    """Records of one kind by id, in their order; the first of an id stands."""
    found: dict[str, Kind] = {}
    for record in records:
        if isinstance(record, kind):
            found.setdefault(record.id, record)
    return found


def choose_pages(
    documents: Iterable[Document], config: Config, venues: Mapping[str, Venue], *, now: datetime, drafts: bool,
    aside: Aside,
) -> Chosen:
    """The pages of this build, by identity in order, and what is left out of it.

    `documents` come in the order of identities, those of one page at a time: of a large site they are not all held.
    """
    chosen = Chosen(pages=aside.pages())
    for identity, of_page in groupby(documents, lambda document: document.identity):
        group, twice = one_per_language(of_page)
        chosen.problems += twice
        source = source_document(group, config)
        slug = source.facts.slug or source.name
        address = page_address(source, slug)
        kept: list[Document] = []
        for document in group:
            if drafts or not document.facts.draft:
                chosen.instants.update(publication_instants(document.facts, config.timezone))
            why = "" if drafts else reason(document, zone=config.timezone, now=now)
            if why:
                chosen.withheld[identity if document is source else document.path] = why
            else:
                kept.append(document)
        if source not in kept:
            chosen.withheld_places[identity] = (slug, address)
            continue
        chosen.pages[identity] = _page(source, slug, address, kept, config, venues, chosen)
    return chosen


def one_per_language(documents: Iterable[Document]) -> tuple[list[Document], list[Diagnostic]]:
    """The first document of each language, and errors for further ones."""
    kept: dict[str, Document] = {}
    problems: list[Diagnostic] = []
    for document in documents:
        first = kept.setdefault(document.language, document)
        if first is not document:
            problems.append(
                error(
                    "E-PAGE-TWICE",
                    f"This file and {file_of(first.path)} are the same page in the same language.",
                    "Join the two, or rename one of them.",
                    path=document.path,
                    line=1,
                    column=1,
                )
            )
    return list(kept.values()), problems


def drop_references(
    chosen: Chosen, timeline: tuple[TimelineEntry, ...], aside: Aside
) -> tuple[Pages, tuple[TimelineEntry, ...], list[Diagnostic]]:
    """Pages and timeline without references to pages that are left out."""
    if not chosen.withheld_places:
        return chosen.pages, timeline, []
    published = {page.slug for page in chosen.pages.values()}
    gone = {slug for slug, _ in chosen.withheld_places.values()} - published
    gone |= {address.strip("/") for _, address in chosen.withheld_places.values()} | set(chosen.withheld_places)

    def dropped(reference: str) -> bool:
        return reference in gone

    problems: list[Diagnostic] = []
    pages = aside.pages()
    for identity, page in chosen.pages.items():
        pages[identity], found = without_withheld(page, dropped)
        problems += found
    timeline, found = timeline_without_withheld(timeline, dropped)
    return pages, timeline, [*problems, *found]


def with_files(pages: Pages, owned: Mapping[str, tuple[str, ...]], aside: Aside) -> Pages:
    """The pages, each with the other files of its folder."""
    if not owned:
        return pages
    found = aside.pages()
    for identity, page in pages.items():
        files = owned.get(folder(page.source), ())
        found[identity] = replace(page, files=files) if files else page
    return found


def merged_catalogues(catalogues: Iterable[Catalogue]) -> dict[str, dict[str, Message]]:
    """Interface messages by locale: the theme's, then the site's own in their place, message by message."""
    merged: dict[str, dict[str, Message]] = {}
    for catalogue in sorted(catalogues, key=lambda item: (not item.path.startswith("theme/"), item.path)):
        if catalogue.path.endswith("/theme.po"):
            merged.setdefault(catalogue.locale, {}).update(catalogue.messages)
    return merged


def _page(
    source: Document,
    slug: str,
    address: str,
    documents: list[Document],
    config: Config,
    venues: Mapping[str, Venue],
    chosen: Chosen,
) -> Page:
    facts, problems = merge(documents, source)
    chosen.problems += problems
    in_order = sorted(documents, key=lambda document: document is not source)
    return Page(
        identity=source.identity,
        kind=source.kind if source.name else "page",
        section=source.section,
        slug=slug if source.name else "",
        address=address,
        source_language=source.language,
        facts=placed(facts, config, venues),
        documents={document.language: document.path for document in in_order},
        source=source.path,
        read=not any(document.broken for document in documents),
        headed=bool(source.given),
    )
