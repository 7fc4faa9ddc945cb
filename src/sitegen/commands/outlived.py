"""Records that nothing needs any more: of texts that are gone from the source and from the translation."""

from collections.abc import Iterable, Mapping, Sequence

from sitegen.commands.survey import Owner, Survey
from sitegen.disk.texts import read_text
from sitegen.fingerprints import fingerprint
from sitegen.model import Acknowledged, Language
from sitegen.scripts import fold
from sitegen.translation.lines import Entry, read_entries
from sitegen.translation.records import covered_by, split_id

Gone = dict[str, frozenset[str]]
"""By locale, the ids of records that nothing needs any more."""


def gone_records(survey: Survey, owners: Sequence[Owner], texts: Mapping[str, str]) -> Gone:
    """Those of these pages and data records; `texts` are the catalogues that are about to be written, by path."""
    gone: Gone = {}
    for language in survey.written:
        here = [owner for owner in owners if survey.records_of(owner, language)]
        entries = _entries(survey, language, texts) if here else {}
        gone[language.locale] = frozenset(
            record.id for owner in here for record in outlived(survey, owner, language,
                                                               entries.get(owner.identity, ())))
    return gone


def _entries(survey: Survey, language: Language, texts: Mapping[str, str]) -> dict[str, list[Entry]]:
    """All entries of the language's content catalogues by identity, obsolete ones too."""
    folder = f"translations/{language.locale}/"
    paths = {*survey.catalogue_paths(language), *(path for path in texts if path.startswith(folder))}
    found: dict[str, list[Entry]] = {}
    for path in sorted(path for path in paths if "/content/" in path and path.endswith(".po")):
        text = texts[path] if path in texts else (read_text(survey.project, path) or b"").decode("utf-8", "replace")
        for entry in read_entries(text, path=path)[0]:
            found.setdefault(split_id(f"{entry.context}:")[0], []).append(entry)
    return found


def outlived(survey: Survey, owner: Owner, language: Language, entries: Iterable[Entry]) -> list[Acknowledged]:
    """Those of a page or record in one language; `entries` are its own in catalogues, obsolete ones included.

    Whatever could still tell what a text once said, on either side, keeps its record; so do pages that are gone, for
    they may have been renamed.
    """
    records = survey.records_of(owner, language)
    if not records:
        return []
    needed = {one.id for one in survey.units_of(owner, language)}
    # One translation for two texts is known by the record of either.
    needed |= {covered_by(record) for record in records}
    fields = survey.fields_of(owner, language)
    sources = {*survey.unit_texts(owner, owner.language), *(field.source for field in fields)}
    translations = {*survey.unit_texts(owner, language.code), *(field.target for field in fields)}
    for entry in entries:
        sources |= {fold(entry.msgid), fold(entry.previous)}
        translations.add(fold(entry.forms[0][1]))
    said = {fingerprint(text) for text in sources if text}
    told = {fingerprint(text) for text in translations if text}
    return [record for record in records
            if record.id not in needed and record.source not in said and record.translation not in told]
