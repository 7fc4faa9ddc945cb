"""What is known of translations: every page and record compared with its counterparts, for builds and all who ask."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from copy import copy
from typing import Protocol, TypeVar

from msgspec.structs import replace

from sitegen.content.markdown import plain_text
from sitegen.document_paths import CONFIG, file_of
from sitegen.fingerprints import fingerprint
from sitegen.model import (
    Acknowledged,
    Acknowledgements,
    AnyFacts,
    AnyRecord,
    Body,
    Config,
    ContentCatalogue,
    Data,
    Document,
    Entry,
    Language,
    Orphan,
    Page,
    Parsed,
    Translation,
    UnitState,
)
from sitegen.site.translations import SITE, data_identity, is_printed, record_identity
from sitegen.traditional import converter
from sitegen.translation.compose import field_words, shown
from sitegen.translation.extraction import DATA, catalogue_path
from sitegen.translation.fields import FieldText, Texts, field_texts, with_converted, with_texts
from sitegen.translation.records import by_identity, of_vanished, records_path, split_id
from sitegen.translation.states import Paths, entries_of, entries_of_vanished, page_translation

_EMPTY = fingerprint("")
_Told = TypeVar("_Told", bound=Texts)


class Bodies(Protocol):
    """Where bodies come from."""

    def body(self, path: str) -> Body:
        """The body of the document at that path."""




class Translator:
    """Compares pages, records and other texts with their translations by what is recorded of them."""

    def __init__(self, config: Config, parsed: Iterable[Parsed], bodies: Bodies, *,
                 living: Iterable[str] = (), documents: Mapping[str, Document] | None = None) -> None:
        """`living` are the identities of pages that exist though they are not among what was parsed.

        `documents` are those of them at which somebody may look.
        """
        self._languages = {language.code: language for language in config.languages}
        self._first = config.languages[0].code
        self._made = [language.code for language in config.languages if language.base]
        """Languages whose words are converted from another's."""
        self._bodies = bodies
        self._typed: dict[tuple[str, str], dict[str, str]] = {}
        """By identity and language, what is typed in that language under each role, until a page has its words."""
        self._documents: Mapping[str, Document] = documents or {}
        own: dict[str, Document] = {}
        self.acknowledgements = {language.locale: _none_yet(language) for language in config.languages}
        """By locale, as they stand in their files."""
        entries: dict[str, list[Entry]] = {}
        self._orphans: dict[tuple[str, str], list[Orphan]] = {}
        """Those that catalogues keep, by locale and page."""
        self._living = {SITE, *living}
        for item in parsed:
            if item.records is not None:
                self._living.update(map(record_identity, item.records.records))
            if item.data is not None:
                self._living.add(data_identity(item.data))
            if item.document is not None:
                several = (item.document, *(document for document, _ in item.others))
                own.update((document.path, document) for document in several)
            if item.acknowledgements is not None:
                self.acknowledgements[item.acknowledgements.locale] = item.acknowledgements
            if item.content_catalogue is not None:
                folder = _folder(item.content_catalogue.path)
                entries.setdefault(folder, []).extend(item.content_catalogue.entries)
                for orphan in item.content_catalogue.orphans:
                    self._orphans.setdefault((folder, orphan.identity), []).append(orphan)
        self._living.update(document.identity for document in own.values())
        self._documents = self._documents or own
        self._entries: dict[str, dict[str, dict[str, list[Entry]]]] = {}
        self._vanished_entries: dict[str, dict[str, list[Entry]]] = {}
        for language in config.languages:
            texts = entries_of(entries.get(language.locale, ()))
            self._entries[language.code] = texts
            self._vanished_entries[language.code] = entries_of_vanished(texts, self._living)
        self._group_records()

    def _group_records(self) -> None:
        self._records: dict[str, dict[str, tuple[Acknowledged, ...]]] = {}
        self._vanished: dict[str, dict[str, tuple[Acknowledged, ...]]] = {}
        for code, language in self._languages.items():
            self._records[code] = own = by_identity(self.acknowledgements[language.locale].records)
            self._vanished[code] = of_vanished(own, self._living)

    def with_records(self, acknowledgements: Mapping[str, Acknowledgements]) -> "Translator":
        """The same with other records, by locale: what the states would be if these were in the files."""
        other = copy(self)
        other.acknowledgements = {**self.acknowledgements, **acknowledgements}
        other._group_records()
        return other

    def with_confirmed(self, changed: Collection[str], after: Acknowledgements) -> "Translator | None":
        """The same with a file of records as it is now, which says something else of the `changed` identities alone;
        None where that takes more than changing what these have.
        """
        if not self._living.issuperset(changed):
            # What was confirmed of pages that are gone may be wanted anywhere.
            return None
        other = copy(self)
        other.acknowledgements = {**self.acknowledgements, after.locale: after}
        told = by_identity(record for record in after.records if split_id(record.id)[0] in changed)
        other._records = dict(self._records)
        for code, language in self._languages.items():
            if language.locale == after.locale:
                others = {key: each for key, each in self._records[code].items() if key not in changed}
                other._records[code] = others | told
        return other

    def of_others(self, parsed: Iterable[Parsed]) -> "Translator":
        """The same knowledge for other documents, of pages that it already knew to exist; sorts nothing again."""
        other = copy(self)
        several = (one for item in parsed if item.document is not None
                   for one in (item.document, *(document for document, _ in item.others)))
        other._documents = {document.path: document for document in several}
        other._typed = {}
        return other

    def with_catalogue(self, before: ContentCatalogue, after: ContentCatalogue) -> "Translator | None":
        """The same with a catalogue as it is now; None where that takes more than changing what its pages have."""
        folder, new = _folder(after.path), entries_of(after.entries)
        told = {split_id(f"{entry.context}:")[0] for entry in before.entries} | new.keys()
        kept = {orphan.identity for orphan in (*before.orphans, *after.orphans)}
        if not told <= self._living:
            # What pages that are gone leave behind may be wanted anywhere.
            return None
        other = copy(self)
        other._entries, other._orphans = dict(self._entries), dict(self._orphans)
        for language in self._languages.values():
            if language.locale == folder:
                texts = other._entries[language.code] = dict(self._entries[language.code])
                known = [entry for each in told for same in texts.pop(each, {}).values() for entry in same]
                if any(entry.path != after.path for entry in known):
                    # Another catalogue has texts of the same page.
                    return None
                texts.update(new)
        for identity in kept:
            found = other._orphans.pop((folder, identity), [])
            if any(orphan.path != after.path for orphan in found):
                return None
            other._orphans[folder, identity] = [one for one in after.orphans if one.identity == identity]
        return other

    def records_of(self, identity: str, code: str) -> tuple[Acknowledged, ...]:
        """What was confirmed of a page or data record in that language."""
        return self._records[code].get(identity, ())

    # ---- pages ----

    def translations(self, page: Page, source: Document) -> dict[str, Translation]:
        """By language code, the state of each of the page's units in every language but its own."""
        return {code: self.of_page(page, source, code) for code in self._languages if code != page.source_language}

    def of_page(self, page: Page, source: Document, code: str) -> Translation:
        """The state of each of the page's units in that language."""
        base = self._languages[code].base
        if base and code not in page.documents:
            return self._converted(page, source, code, base)
        path = page.documents.get(code)
        target = self._documents[path] if path else None
        fields = self.fields_of_page(page, source, code)
        self._typed[page.identity, code] = {text.role: text.target for text in fields}
        return page_translation(
            page.identity, code, source_marks=source.marks, target_marks=target.marks if target else None,
            fields=fields,
            records=self.records_of(page.identity, code), elsewhere=self._vanished[code],
            entries=self._entries[code].get(page.identity), entries_elsewhere=self._vanished_entries[code],
            texts=lambda: (self._texts(source), self._texts(target)), given=_given(source, target),
            paths=Paths(source=file_of(source.path), target=file_of(target.path) if target else "",
                        catalogue=catalogue_path(self._languages[code].locale, page.section, page.facts)),
            kept=self._kept(page, code))

    def _converted(self, page: Page, source: Document, code: str, base: str) -> Translation:
        """What is converted is as fresh as what it is converted from."""
        if base != page.source_language:
            return replace(self.of_page(page, source, base), language=code, linked=False)
        return page_translation(
            page.identity, code, source_marks=source.marks, target_marks=source.marks,
            fields=self.fields_of_page(page, source, base), given=tuple(range(len(source.marks))))

    def _kept(self, page: Page, code: str) -> Iterator[Orphan]:
        """The orphans of the page that a conversion has put aside."""
        for path in page.documents.values():
            yield from (orphan for orphan in self._documents[path].orphans if orphan.language == code)
        yield from self._orphans.get((self._languages[code].locale, page.identity), ())

    def fields_of_page(self, page: Page, source: Document, code: str) -> list[FieldText]:
        """The texts of the page's front matter, with what is typed of them in both languages."""
        facts, language = page.typed or page.facts, self._languages[code]
        if language.base:
            facts = with_converted(facts, code, language.base, converter(language.locale))
        return field_texts(facts, page.source_language, code, derived=_derived(page, source))

    def _texts(self, document: Document | None) -> list[str]:
        return [unit.text for unit in self._bodies.body(document.path).units] if document else []

    def with_words(self, page: Page, source: Document, translation: Translation, policy: str) -> AnyFacts:
        """The page's facts with the words that readers of the translation's language get under that policy."""
        language = self._languages[translation.language]
        if language.base and translation.language not in page.documents:
            return with_converted(page.facts, language.code, language.base, converter(language.locale))
        # Mostly readers get what is typed: then nothing is written again.
        typed = self._typed.pop((page.identity, translation.language), {})
        words = {unit.role: words for unit in translation.fields
                 if unit.state not in ("neutral", "orphan")
                 and (words := _words(unit, policy)) != typed.get(unit.role)}
        if _derived(page, source) and not _shows_first_paragraph(translation, policy):
            words["description"] = ""
        elif _derived(page, source) and translation.language not in page.facts.description:
            words["description"] = self._excerpt(source, translation)
        facts: AnyFacts = with_texts(page.facts, words, translation.language)
        if language.base:
            # What a file of its own leaves out is converted all the same.
            facts = with_converted(facts, language.code, language.base, converter(language.locale))
        return facts

    # ---- records, site.yaml and other data ----

    def of_record(self, identity: str, record: Texts, code: str) -> Translation:
        """The state of each of the texts of a record, or of what else is no page, in that language; all as typed."""
        path = CONFIG if isinstance(record, Config) else getattr(record, "path", "")
        return page_translation(
            identity, code, fields=self.fields_of_record(record, code),
            records=self.records_of(identity, code), elsewhere=self._vanished[code],
            entries=self._entries[code].get(identity), entries_elsewhere=self._vanished_entries[code],
            paths=Paths(source=path, target=path, catalogue=catalogue_path(self._languages[code].locale, DATA)))

    def fields_of_record(self, record: Texts, code: str) -> list[FieldText]:
        """Its texts, with what is typed of them in both languages."""
        return field_texts(record, self._first, code, codes=self._languages)

    def record(self, identity: str, record: AnyRecord) -> AnyRecord:
        """The data record with the words that catalogues give it; itself where they give none."""
        return self._with_catalogues(identity, record)

    def site_texts(self, config: Config) -> Config:
        """The configuration with the words that catalogues give its texts."""
        return self._with_catalogues(SITE, config)

    def data(self, data: Data) -> Data:
        """A data file of the site's own making with the words that catalogues give its texts."""
        return self._with_catalogues(data_identity(data), data)

    def _with_catalogues(self, identity: str, record: _Told) -> _Told:
        """The same with the words of catalogues; itself where they have none.

        A record is no page: whatever is stale in it shows the words that it had, and what is missing its source.
        """
        for code in self._languages:
            if code != self._first and (self._entries[code].get(identity) or self._vanished_entries[code]):
                found = self.of_record(identity, record, code)
                words = {role: text for role, text in field_words(found, "mix").items() if text}
                record = with_texts(record, words, code, self._languages)
        for code in self._made:
            language = self._languages[code]
            record = with_converted(record, code, language.base, converter(language.locale), self._languages)
        return record

    def _excerpt(self, source: Document, translation: Translation) -> str:
        """The first paragraph, where a catalogue translates it."""
        first = _first_paragraph(translation)
        if first is None or not first.translation:
            return ""
        # Only what stands in brackets may be a footnote's mark or need a link's definition.
        within = self._bodies.body(source.path) if "[" in first.translation else Body()
        return plain_text(first.translation, within=within)


def _none_yet(language: Language) -> Acknowledgements:
    return Acknowledgements(path=records_path(language.locale), locale=language.locale)


def _words(unit: UnitState, policy: str) -> str:
    if policy == "source":
        # Names are facts: a place is called what readers call it, whatever language the page is in.
        return "" if is_printed(unit) else unit.translation
    return unit.translation if shown(unit.state, policy) else ""


def _derived(page: Page, source: Document) -> tuple[str, ...]:
    """Roles whose words are the first paragraph's."""
    return () if source.facts.description.get(page.source_language) else ("description",)


def _shows_first_paragraph(translation: Translation, policy: str) -> bool:
    first = _first_paragraph(translation)
    return policy != "source" and (first is None or shown(first.state, policy))


def _first_paragraph(translation: Translation) -> UnitState | None:
    return next((unit for unit in translation.units if unit.source >= 0 and unit.role == "paragraph"), None)


def _given(source: Document, target: Document | None) -> tuple[int, ...] | None:
    """For each unit of the source its counterpart, where one file holds both; None for two files."""
    if target is None or file_of(target.path) != file_of(source.path):
        return None
    counterparts = [-1] * len(source.marks)
    for number, (pair, mark) in enumerate(zip(target.pairs, target.marks, strict=True)):
        if pair >= 0 and (mark.fingerprint != _EMPTY or source.marks[pair].neutral):
            counterparts[pair] = number
    return tuple(counterparts)


def _folder(path: str) -> str:
    """zh_Hans_CN of translations/zh_Hans_CN/LC_MESSAGES/content/pages.po."""
    return path.split("/")[1]
