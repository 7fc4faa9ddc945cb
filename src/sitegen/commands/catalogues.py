"""`sitegen i18n extract` and `update`: the texts that no file translates, for translators with a catalogue."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from babel import Locale

from sitegen.commands.confirm import Confirmed
from sitegen.commands.survey import Owner, Survey, Surveyed
from sitegen.disk.sources import read
from sitegen.disk.texts import read_text
from sitegen.extractors import page_texts, record_texts
from sitegen.fingerprints import fingerprint
from sitegen.model import Acknowledged, Language, Source
from sitegen.scripts import fold
from sitegen.translation.catalogues import open_catalogue
from sitegen.translation.extraction import Message, SourceText, annotated, messages
from sitegen.translation.lines import Entry
from sitegen.translation.records import acknowledge
from sitegen.translation.writing import Key, update, write_template


class Catalogue(NamedTuple):
    """One catalogue of a language as it should be."""

    path: str
    language: Language
    messages: tuple[Message, ...]
    entries: tuple[Entry, ...]
    """As it is; empty where there is none."""


def catalogues(survey: Survey) -> list[Catalogue]:
    """Every content catalogue that has something to translate, or had."""
    files = Files(survey)
    found: list[Catalogue] = []
    for language in survey.written:
        wanted: dict[str, list[Message]] = {path: [] for path in survey.catalogue_paths(language)}
        for owner in survey.owners:
            if language in survey.targets(owner):
                path = survey.catalogue_of(owner, language)
                if made := _messages(survey, owner, language, files):
                    wanted.setdefault(path, []).extend(made)
        found += (Catalogue(path, language, tuple(made), _entries(survey, path))
                  for path, made in sorted(wanted.items()))
    return found


def catalogue_at(survey: Survey, path: str, language: Language) -> Catalogue:
    """One content catalogue; no page is looked at whose texts are in another."""
    files = Files(survey)
    made = [message for owner in survey.owners_in(path, language)
            for message in _messages(survey, owner, language, files)]
    return Catalogue(path, language, tuple(made), _entries(survey, path))


def templates(survey: Survey, found: Iterable[Catalogue]) -> dict[str, str]:
    """The text of the .pot beside each catalogue, by path."""
    locale = Locale.parse(survey.languages[0].locale)
    return {f"{one.path}t": write_template(one.messages, locale) for one in found}


def updated(survey: Survey, found: Sequence[Catalogue], records: dict[str, tuple[Acknowledged, ...]]) -> dict[str, str]:
    """The new text of each catalogue, by path; `records` are those by locale that are true from now on."""
    living = survey.identities
    texts: dict[str, str] = {}
    for one in found:
        others = [entry for other in found if other.path != one.path and other.language == one.language
                  for entry in other.entries if entry.msgid]
        texts[one.path] = update(one.entries, one.messages, Locale.parse(one.language.locale),
                                 records=records[one.language.locale], elsewhere=others, living=living,
                                 own=changed_texts(survey, one))
    return texts


def changed_texts(survey: Survey, catalogue: Catalogue) -> dict[Key, Key]:
    """By context and present text, the context and former text of the entry by which a text is stale.

    What is stale before an update is so after it: the two must go by the same entry.
    """
    at_line = {entry.line: entry for entry in catalogue.entries if entry.msgid and not entry.obsolete}
    found: dict[Key, Key] = {}
    named = dict.fromkeys(entry.context.partition("#")[0] for entry in at_line.values())
    owners = [owner for identity in named if (owner := survey.owner(identity))]
    language = catalogue.language
    units = [one for owner in owners if language in survey.targets(owner) for one in survey.units_of(owner, language)]
    for one in units:
        if one.state == "stale" and survey.in_catalogue(one) and one.unit.target_path == catalogue.path:
            entry = at_line.get(one.unit.target_line)
            words = fold(survey.words(one)[0])
            if entry is not None and fold(entry.msgid) != words:
                found[f"{one.owner.identity}#{one.unit.role}", words] = entry.context, fold(entry.msgid)
    return found


def confirmed_by_translators(survey: Survey) -> list[Confirmed]:
    """What the catalogues say that was confirmed: a translation without a mark is for the very text it stands below.

    Recorded before anything is marked, so that a tool that drops all marks afterwards makes nothing fresh.
    """
    confirmed: list[Confirmed] = []
    for one in survey.units:
        if one.unit.target >= 0 or not one.unit.translation or not survey.in_catalogue(one):
            continue
        known = {record.id: record for record in survey.records_of(one.owner, one.language)}
        if one.state in ("fresh", "unrecorded"):
            record = acknowledge(one.id, *survey.words(one), known[one.id].note if one.id in known else "")
            if known.get(one.id) != record:
                confirmed.append(Confirmed(one, record))
        elif one.state == "stale" and one.id not in known and one.unit.recorded:
            place = one.id.rpartition(":")[0]
            record = acknowledge(f"{place}:{fingerprint(one.unit.recorded)[:8]}", one.unit.recorded,
                                 one.unit.translation)
            if record.id not in known:
                confirmed.append(Confirmed(one, record))
    return confirmed


class Files:
    """The texts of each file, with what translators are told of them; each file is read once."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.known: dict[str, dict[str, list[SourceText]]] = {}

    def texts(self, owner: Owner) -> list[SourceText]:
        """Those of one page or record."""
        if owner.source not in self.known:
            source = read(self.survey.sources, owner.source)
            extract = page_texts if owner.page else record_texts
            by_identity: dict[str, list[SourceText]] = {}
            for text in extract(source, self.survey.languages):
                by_identity.setdefault(text.identity, []).append(text)
            self.known[owner.source] = by_identity
        return self.known[owner.source].get(owner.identity, [])


def _messages(survey: Survey, owner: Owner, language: Language, files: Files) -> list[Message]:
    """What of a page or record only a catalogue can translate, or does."""
    units = [one for one in survey.units_of(owner, language) if is_for_catalogue(survey, one)]
    return messages_of(survey, owner, language, units, files)


def messages_of(survey: Survey, owner: Owner, language: Language, units: Iterable[Surveyed],
                files: Files) -> list[Message]:
    """The texts of these units of a page or record, with what helps to translate them."""
    wanted = {(one.unit.role, fold(survey.words(one)[0])) for one in units}
    if not wanted:
        return []
    texts = [text for text in files.texts(owner) if (text.role, fold(text.text)) in wanted]
    site = survey.site
    preview = f"{site.config.base_url}{language.code}/{owner.page.address}" if owner.page else ""
    return [annotated(message, site.glossary, source=owner.language, target=language.code, preview=preview)
            for message in messages(texts)]


def is_for_catalogue(survey: Survey, one: Surveyed) -> bool:
    """Whether a unit's translation is, or would be, in a catalogue."""
    if one.state == "orphan" or one.unit.target >= 0:
        return False
    return one.state == "missing" or survey.in_catalogue(one)


def _entries(survey: Survey, path: str) -> tuple[Entry, ...]:
    data = read_text(survey.project, path)
    if data is None:
        return ()
    # Catalogues with mistakes have stopped the survey before.
    opened, _ = open_catalogue(Source(path=path, digest="", size=len(data), data=data))
    return tuple(opened.entries) if opened else ()
