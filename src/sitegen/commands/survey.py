"""Every unit of every page and record in every language it is translated into, with its state and its words."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from sitegen.build import Assembled
from sitegen.content.locate import Tree, find, holds
from sitegen.diagnostics import BuildStopped, Diagnostic
from sitegen.disk.texts import read_text
from sitegen.document_paths import file_of
from sitegen.fingerprints import unit_mark
from sitegen.model import (
    Acknowledged,
    Acknowledgements,
    Body,
    Document,
    Entry,
    Facts,
    Language,
    Page,
    Record,
    Site,
    Source,
    Translation,
    UnitMark,
    UnitState,
)
from sitegen.outcome import tree_of
from sitegen.site.translations import record_identity
from sitegen.translation.content_catalogues import parse_content_catalogue
from sitegen.translation.extraction import DATA, catalogue_name
from sitegen.translation.fields import FieldText, field_texts
from sitegen.translation.records import by_identity, of_vanished, parse_acknowledgements
from sitegen.translation.states import Paths, entries_of, entries_of_vanished, page_translation


class Owner(NamedTuple):
    """What has units: a page or a data record."""

    identity: str
    section: str
    language: str
    """Its source language's code."""
    texts: Facts | Record
    source: str
    """The file that is translated from."""
    page: Page | None = None


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
        self, assembled: Assembled, project: str, records: Mapping[str, Acknowledgements] | None = None
    ) -> None:
        """`records` by locale stand for those of the disk. Raises BuildStopped where the disk's cannot be read."""
        self.assembled = assembled
        self.site = assembled.site
        self.bodies = assembled.bodies
        self.sources = assembled.sources
        self.project = project
        self.owners = tuple(_owners(self.site))
        self.records = records if records is not None else self._read_records()
        self.languages = self.site.config.languages
        self._trees: dict[str, Tree | None] = {}

    def code_of(self, code: str) -> Language:
        """The language of that code."""
        return next(language for language in self.languages if language.code == code)

    def targets(self, owner: Owner) -> tuple[Language, ...]:
        """The languages that a page or record is translated into."""
        return tuple(language for language in self.languages if language.code != owner.language)

    @cached_property
    def units(self) -> tuple[Surveyed, ...]:
        """All units but neutral ones: by page, then by language, then as they stand."""
        return tuple(
            Surveyed(owner, language, unit)
            for owner in self.owners for language in self.targets(owner)
            for unit in self._translation(owner, language).units if unit.state != "neutral"
        )

    def records_of(self, owner: Owner, language: Language) -> tuple[Acknowledged, ...]:
        """What was confirmed of a page or record."""
        return self._own_records(language).get(owner.identity, ())

    def units_of(self, owner: Owner, language: Language) -> list[Surveyed]:
        """Those of one page or record in one language."""
        return self._by_owner.get((owner.identity, language.code), [])

    @cached_property
    def _by_owner(self) -> dict[tuple[str, str], list[Surveyed]]:
        groups: dict[tuple[str, str], list[Surveyed]] = {}
        for one in self.units:
            groups.setdefault((one.owner.identity, one.language.code), []).append(one)
        return groups

    # ---- catalogues ----

    def catalogue_of(self, owner: Owner, language: Language) -> str:
        """The content catalogue that has, or would have, the entries of a page or record."""
        day = getattr(owner.texts, "start", None) or getattr(owner.texts, "date", None)
        year = day.day.year if owner.page and day is not None else 0
        return f"translations/{language.locale}/LC_MESSAGES/{catalogue_name(owner.section, year)}.po"

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
            text = next(text for text in self._fields(one.owner, one.language) if text.role == unit.role)
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
        target = self._target(one.owner, one.language)
        role = unit.role.replace("/", ".")
        places = [(source, f"{unit.field}.{one.language.code}"), *((file, role) for file in (target,) if file)]
        return next((place for place in places if self._gives(*place)), (source, unit.field))

    def _field_place(self, path: str, fields: Sequence[str]) -> Place:
        tree = self._tree(path)
        if tree is None:
            return Place(path, 1)
        field = next((field for field in fields if holds(tree, field)), fields[-1])
        return Place(path, find(tree, field=field, missing=False)[0])

    def _gives(self, path: str, field: str) -> bool:
        tree = self._tree(path)
        return tree is not None and holds(tree, field)

    def _tree(self, path: str) -> Tree | None:
        if path not in self._trees:
            self._trees[path] = tree_of(self.sources, path)
        return self._trees[path]

    # ---- states ----

    def _translation(self, owner: Owner, language: Language) -> Translation:
        """The states of one page or record in one language."""
        page, code = owner.page, language.code
        source = self._document(owner, owner.language)
        target = self._document(owner, code)

        def texts() -> tuple[list[str], list[str]]:
            return self._unit_texts(owner, owner.language), self._unit_texts(owner, code)

        return page_translation(
            owner.identity, code,
            source_marks=self._marks(owner, source) if page else (),
            target_marks=self._marks(owner, target) if target else None,
            fields=self._fields(owner, language),
            records=self.records_of(owner, language),
            elsewhere=self._vanished_records(language),
            entries=self._entries(language).get(owner.identity),
            entries_elsewhere=self._vanished_entries(language),
            texts=texts if page else None,
            given=self._given(source, target, owner) if target and target.pairs else None,
            paths=Paths(owner.source, self._target(owner, language), self.catalogue_of(owner, language)),
        )

    def _document(self, owner: Owner, code: str) -> Document | None:
        path = owner.page.documents.get(code) if owner.page else None
        return self.site.documents[path] if path else None

    def _target(self, owner: Owner, language: Language) -> str:
        """The file with the translation; a record's own, which has all languages; empty where there is none."""
        document = self._document(owner, language.code)
        return file_of(document.path) if document else "" if owner.page else owner.source

    def _body(self, owner: Owner, code: str) -> Body:
        document = self._document(owner, code)
        return self.bodies.body(document.path) if document else Body()

    def _unit_texts(self, owner: Owner, code: str) -> list[str]:
        return [unit.text for unit in self._body(owner, code).units]

    def _marks(self, owner: Owner, document: Document | None) -> tuple[UnitMark, ...]:
        if document is None:
            return ()
        if document.marks:
            return document.marks
        return tuple(unit_mark(unit.role, unit.text, unit.line) for unit in self.bodies.body(document.path).units)

    def _given(self, source: Document | None, target: Document, owner: Owner) -> list[int]:
        """The counterparts of the source's units in a file that holds both languages."""
        texts = self._unit_texts(owner, target.language)
        given = [-1] * len(self._marks(owner, source))
        for number, other in enumerate(target.pairs):
            if other >= 0 and texts[number]:
                given[other] = number
        return given

    def _fields(self, owner: Owner, language: Language) -> list[FieldText]:
        if owner.page is None:
            return field_texts(owner.texts, owner.language, language.code)
        # As the build has it: where no description is typed, the first paragraph, a unit of its own, stands for it.
        typed = self.site.documents[owner.page.source].facts.description.get(owner.language)
        return field_texts(owner.texts, owner.language, language.code, derived=() if typed else ("description",))

    # ---- what was confirmed, and catalogues ----

    def _read_records(self) -> dict[str, Acknowledgements]:
        records: dict[str, Acknowledgements] = {}
        problems: list[Diagnostic] = []
        for language in self.site.config.languages:
            path = records_path(language.locale)
            data = read_text(self.project, path)
            records[language.locale], wrong = parse_acknowledgements(
                Source(path=path, digest="", size=len(data or b""), data=data or b""))
            problems += wrong
        if problems:
            raise BuildStopped(*problems)
        return records

    def _own_records(self, language: Language) -> dict[str, tuple[Acknowledged, ...]]:
        return self._grouped[language.locale]

    @cached_property
    def _grouped(self) -> dict[str, dict[str, tuple[Acknowledged, ...]]]:
        return {locale: by_identity(each.records) for locale, each in self.records.items()}

    @cached_property
    def _living(self) -> frozenset[str]:
        # What is not published yet has not been renamed.
        return frozenset((*(owner.identity for owner in self.owners), *self.site.withheld))

    def _vanished_records(self, language: Language) -> dict[str, tuple[Acknowledged, ...]]:
        return self._all_vanished[language.locale]

    @cached_property
    def _all_vanished(self) -> dict[str, dict[str, tuple[Acknowledged, ...]]]:
        return {locale: of_vanished(records, self._living) for locale, records in self._grouped.items()}

    def _entries(self, language: Language) -> dict[str, dict[str, list[Entry]]]:
        return self._catalogues[language.locale]

    def _vanished_entries(self, language: Language) -> dict[str, list[Entry]]:
        return self._all_vanished_entries[language.locale]

    @cached_property
    def _all_vanished_entries(self) -> dict[str, dict[str, list[Entry]]]:
        return {locale: entries_of_vanished(entries, self._living) for locale, entries in self._catalogues.items()}

    @cached_property
    def _catalogues(self) -> dict[str, dict[str, dict[str, list[Entry]]]]:
        """By locale, identity and context."""
        entries: dict[str, list[Entry]] = {language.locale: [] for language in self.languages}
        problems: list[Diagnostic] = []
        for language in self.languages:
            found = entries[language.locale]
            for path in self.catalogue_paths(language):
                data = read_text(self.project, path) or b""
                catalogue, wrong = parse_content_catalogue(Source(path=path, digest="", size=len(data), data=data))
                problems += (problem for problem in wrong if problem.severity == "error")
                found += catalogue.entries if catalogue else ()
        if problems:
            raise BuildStopped(*problems)
        return {locale: entries_of(found) for locale, found in entries.items()}


def records_path(locale: str) -> str:
    """The file of what was confirmed in a language."""
    return f"translations/{locale}/acknowledged.tsv"


def _owners(site: Site) -> Iterator[Owner]:
    for page in site.pages.values():
        facts = page.typed or page.facts
        yield Owner(page.identity, page.section, page.source_language, facts, file_of(page.source), page)
    default = site.config.languages[0].code
    records = (*site.organisations.values(), *site.people.values(), *site.venues.values(), *site.series.values(),
               *site.topics.values(), *site.timeline)
    for record in records:
        identity = record_identity(record)
        yield Owner(identity, DATA, default, site.typed_records.get(identity, record), record.path)
