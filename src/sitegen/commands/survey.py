"""Every unit of every page and record in every language it is translated into, with its state and its words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from sitegen.bilingual import Translator
from sitegen.build import Assembled
from sitegen.content.locate import Tree, find, holds
from sitegen.document_paths import CONFIG, file_of
from sitegen.model import (
    Acknowledged,
    Acknowledgements,
    Body,
    Document,
    Language,
    Page,
    Text,
    Translation,
    UnitState,
)
from sitegen.outcome import tree_of
from sitegen.site.translations import SITE, data_identity, record_identity
from sitegen.translation.extraction import DATA, catalogue_path
from sitegen.translation.fields import FieldText, Texts, all_texts
from sitegen.translation.records import records_path


@dataclass(frozen=True)
class Owner:
    """What has units: a page, a data record, or another file of texts."""

    identity: str
    section: str
    language: str
    """Its source language's code."""
    texts: Texts
    source: str
    """The file that is translated from."""
    page: Page | None = None

    @cached_property
    def all_texts(self) -> tuple[tuple[str, str, Text], ...]:
        """Role, dotted field and words by language of each text of its facts."""
        return tuple(all_texts(self.texts))


class Surveyed(NamedTuple):
    """One unit in one target language."""

    owner: Owner
    language: Language
    unit: UnitState

    @property
    def id(self) -> str:
        """The unit's id."""
        return self.unit.id

    @property
    def state(self) -> str:
        """fresh, stale, missing, orphan, unrecorded or revised."""
        return self.unit.state


class Place(NamedTuple):
    path: str
    line: int


class Survey:
    """The units of an assembled site, given a project's records of what was confirmed."""

    def __init__(
        self, assembled: Assembled, project: str, records: Mapping[str, Acknowledgements] | None = None,
        translator: Translator | None = None,
    ) -> None:
        """`records` by locale stand for those of the disk; `translator` is that of the site, where somebody has it."""
        self.assembled = assembled
        self.site = assembled.site
        self.bodies = assembled.bodies
        self.sources = assembled.sources
        self.project = project
        self._known = translator
        self._records = records
        self._supposed = records is not None
        self.languages = self.site.config.languages
        self.written = tuple(language for language in self.languages if not language.base)
        """Those that people write: nobody confirms what is converted."""
        self._trees: dict[str, Tree | None] = {}
        self._units: dict[tuple[str, str], list[Surveyed]] = {}

    @cached_property
    def owners(self) -> tuple[Owner, ...]:
        """All pages and records."""
        return (*map(_page, self.site.pages.values()), *self.others)

    @cached_property
    def others(self) -> tuple[Owner, ...]:
        """Whatever has texts and is no page."""
        return tuple(_others(self.assembled))

    @property
    def identities(self) -> list[str]:
        """Those of all pages and records."""
        return [*self.site.pages, *(owner.identity for owner in self.others)]

    def owner(self, identity: str) -> Owner | None:
        """The page or record of that identity; a page is found without looking at others."""
        page = self.site.pages.get(identity)
        return _page(page) if page else next((each for each in self.others if each.identity == identity), None)

    def owners_in(self, catalogue: str, language: Language) -> list[Owner]:
        """The pages and records whose texts are, or would be, in that catalogue."""
        # Each is named by its section, which is quickly compared.
        pages = [page for page in self.site.pages.values() if page.section in catalogue
                 and catalogue_path(language.locale, page.section, page.typed or page.facts) == catalogue]
        others = [owner for owner in self.others if self.catalogue_of(owner, language) == catalogue]
        return [owner for owner in (*map(_page, pages), *others) if language in self.targets(owner)]

    def find(self, id: str, lang: str) -> Surveyed | None:
        """The unit of that id in that language, given by tag or code. An id begins with the identity of its page or
        record: no other is looked at.
        """
        owner = self.owner(id.rpartition("#")[0])
        if owner is None:
            return None
        languages = (language for language in self.targets(owner) if lang in (language.code, language.lang))
        return next((one for language in languages for one in self.units_of(owner, language) if one.id == id), None)

    def files_of(self, one: Surveyed) -> set[str]:
        """The files in which a unit and its translation stand, or would stand."""
        documents = one.owner.page.documents.values() if one.owner.page else ()
        named = {one.owner.source, one.unit.target_path, *map(file_of, documents)}
        return {*filter(None, named), self.catalogue_of(one.owner, one.language), records_path(one.language.locale)}

    @cached_property
    def _translator(self) -> Translator:
        known = self._known or Translator(self.assembled.config, self.assembled.parsed.values(), self.bodies)
        return known if self._records is None else known.with_records(self._records)

    @property
    def records(self) -> Mapping[str, Acknowledgements]:
        """What was confirmed, by locale."""
        return self._translator.acknowledgements

    def code_of(self, code: str) -> Language:
        """The language of that code."""
        return next(language for language in self.languages if language.code == code)

    def targets(self, owner: Owner) -> tuple[Language, ...]:
        """The languages that a page or record is translated into."""
        return tuple(language for language in self.written if language.code != owner.language)

    @cached_property
    def units(self) -> tuple[Surveyed, ...]:
        """All units but neutral ones: by page, then by language, then as they stand."""
        return tuple(one for owner in self.owners for language in self.targets(owner)
                     for one in self.units_of(owner, language))

    def records_of(self, owner: Owner, language: Language) -> tuple[Acknowledged, ...]:
        """What was confirmed of a page or record."""
        return self._translator.records_of(owner.identity, language.code)

    def units_of(self, owner: Owner, language: Language) -> list[Surveyed]:
        """Those of one page or record in one language."""
        key = owner.identity, language.code
        if key not in self._units:
            self._units[key] = self.units_now(owner, language)
        return self._units[key]

    def units_now(self, owner: Owner, language: Language) -> list[Surveyed]:
        """The same, for who looks at very many and at each once: they are not kept."""
        return [Surveyed(owner, language, unit) for unit in self.translation_of(owner, language).units
                if unit.state != "neutral"]

    # ---- catalogues ----

    def catalogue_of(self, owner: Owner, language: Language) -> str:
        """The content catalogue that has, or would have, the entries of a page or record."""
        return catalogue_path(language.locale, owner.section, owner.page.facts if owner.page else None)

    def catalogue_paths(self, language: Language) -> list[str]:
        """The content catalogues that there are."""
        folder = f"translations/{language.locale}/LC_MESSAGES/content/"
        return [path for path in self.sources.stamps if path.startswith(folder) and path.endswith(".po")]

    def in_catalogue(self, one: Surveyed) -> bool:
        """Whether a unit's translation stands in a catalogue."""
        # A field's words that stand in a page or data file have no line of their own yet.
        return one.state != "missing" and one.unit.target_path.endswith(".po") and one.unit.target_line > 0

    # ---- words and places ----

    def words(self, one: Surveyed) -> tuple[str, str]:
        """What a unit says in its source, and in the translation; empty where there is none."""
        unit = one.unit
        if unit.field:
            text = next(text for text in self.fields_of(one.owner, one.language) if text.role == unit.role)
            return text.source, unit.translation
        source = self._body(one.owner, one.owner.language).units[unit.source].text if unit.source >= 0 else ""
        if unit.target >= 0:
            return source, self._body(one.owner, one.language.code).units[unit.target].text
        return source, unit.translation

    def place(self, one: Surveyed) -> Place:
        """Where the translation stands, or its source where there is none."""
        unit, source = one.unit, one.owner.source
        if unit.state == "missing":
            if not unit.field:
                return Place(source, unit.source_line)
            return self._field_place(source, (f"{unit.field}.{one.owner.language}", unit.field))
        if not unit.field or unit.target_line:
            return Place(unit.target_path or source, unit.target_line)
        path, field = self.field_of(one)
        return self._field_place(path, (field,))

    def field_of(self, one: Surveyed) -> tuple[str, str]:
        """The file and the dotted field in which a text of front matter or data is translated."""
        unit, source = one.unit, one.owner.source
        target = self.target_of(one.owner, one.language)
        role = unit.role.replace("/", ".")
        places = [(source, f"{unit.field}.{one.language.code}"), *((file, role) for file in (target,) if file)]
        return next((place for place in places if self.gives(*place)), (source, unit.field))

    def _field_place(self, path: str, fields: Sequence[str]) -> Place:
        tree = self.tree(path)
        if tree is None:
            return Place(path, 1)
        field = next((field for field in fields if holds(tree, field)), fields[-1])
        return Place(path, find(tree, field=field, missing=False)[0])

    def gives(self, path: str, field: str) -> bool:
        """Whether a file has this field."""
        tree = self.tree(path)
        return tree is not None and holds(tree, field)

    def tree(self, path: str) -> Tree | None:
        """The YAML of a file; None where it cannot be read."""
        if path not in self._trees:
            self._trees[path] = tree_of(self.sources, path)
        return self._trees[path]

    # ---- states ----

    def translation_of(self, owner: Owner, language: Language) -> Translation:
        """The states of one page or record in one language."""
        if owner.page is None:
            return self._translator.of_record(owner.identity, owner.texts, language.code)
        page = self.site.pages[owner.identity]
        if self._supposed:
            return self._translator.of_page(page, self.site.documents[page.source], language.code)
        return self.site.translations[owner.identity][language.code]

    def _document(self, owner: Owner, code: str) -> Document | None:
        path = owner.page.documents.get(code) if owner.page else None
        return self.site.documents[path] if path else None

    def target_of(self, owner: Owner, language: Language) -> str:
        """The file with the translation; a record's own, which has all languages; empty where there is none."""
        document = self._document(owner, language.code)
        return file_of(document.path) if document else "" if owner.page else owner.source

    def _body(self, owner: Owner, code: str) -> Body:
        document = self._document(owner, code)
        return self.bodies.body(document.path) if document else Body()

    def unit_texts(self, owner: Owner, code: str) -> list[str]:
        """The texts of the page's body in that language."""
        return [unit.text for unit in self._body(owner, code).units]

    def fields_of(self, owner: Owner, language: Language) -> list[FieldText]:
        """The texts of front matter or record, with their words in both languages."""
        if owner.page is None:
            return self._translator.fields_of_record(owner.texts, language.code)
        page = self.site.pages[owner.identity]
        return self._translator.fields_of_page(page, self.site.documents[page.source], language.code)


def _page(page: Page) -> Owner:
    facts = page.typed or page.facts
    return Owner(page.identity, page.section, page.source_language, facts, file_of(page.source), page)


def _others(assembled: Assembled) -> Iterator[Owner]:
    """Whatever has texts and is no page."""
    site = assembled.site
    default = site.config.languages[0].code
    records = (*site.organisations.values(), *site.people.values(), *site.venues.values(), *site.series.values(),
               *site.topics.values(), *site.timeline)
    for record in records:
        identity = record_identity(record)
        yield Owner(identity, DATA, default, site.typed_records.get(identity, record), record.path)
    yield Owner(SITE, DATA, default, assembled.config, CONFIG)
    for data in (parsed.data for parsed in assembled.parsed.values() if parsed.data is not None):
        yield Owner(data_identity(data), DATA, default, data, data.path)
