"""`sitegen i18n export` and `import`: texts for a translator with Poedit alone, and what comes back."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from babel import Locale
from msgspec.structs import replace

from sitegen.commands.catalogues import Catalogue, Files, catalogue_at, changed_texts, is_for_catalogue, messages_of
from sitegen.commands.confirm import Confirmed
from sitegen.commands.survey import Survey, Surveyed
from sitegen.content.conversions import from_inline, to_inline
from sitegen.content.front_matter import split
from sitegen.content.locate import find, holds, read_tree
from sitegen.content.unit_places import replace_units
from sitegen.content.yaml import Mapping, Node, Scalar
from sitegen.content.yaml import Sequence as Items
from sitegen.diagnostics import BuildStopped, Diagnostic, error
from sitegen.disk.texts import read_text
from sitegen.document_paths import CONFIG
from sitegen.fingerprints import fingerprint
from sitegen.model import ContentCatalogue, Language, Source
from sitegen.model import Entry as Returned
from sitegen.scripts import fold
from sitegen.translation.content_catalogues import parse_content_catalogue
from sitegen.translation.extraction import Message
from sitegen.translation.header import find_header, gettext_code, header_fields
from sitegen.translation.lines import Entry, read_entries
from sitegen.translation.one_entry import with_translation
from sitegen.translation.records import acknowledge
from sitegen.translation.writing import update

UNFINISHED = frozenset({"stale", "missing"})

_SO_FAR = "So far: "
_NOT_YET = "Not translated so far."
"""How each text of a job says what it had, for the translator, and for the import: what others did is not undone."""

_QUOTED = re.compile(r'"(?:[^"\\\n]|\\.)*"|' r"'(?:[^'\n]|'')*'")


class Imported(NamedTuple):
    """What an import comes to."""

    texts: dict[str, str]
    """New texts of files, by path."""
    confirmed: list[Confirmed]
    refused: list[Diagnostic]
    unchanged: int
    """Entries that came back as they went: untranslated, fuzzy, or with the old words."""


# ---- export --------------------------------------------------------------------------------------------------------


def job(survey: Survey, units: Iterable[Surveyed], language: Language, states: frozenset[str]) -> tuple[str, int]:
    """A catalogue of these units, each under its own id, and their number; a stale one with what it said before.

    They come in the order in which they are read, each with what catalogues tell translators.
    """
    made: list[Message] = []
    entries: list[Entry] = []
    wanted = [one for one in units if one.language == language and one.state in states]
    told = _told(survey, wanted, language)
    for one in wanted:
        source, translation = survey.words(one)
        so_far = f"{_SO_FAR}{fold(translation)}" if translation else _NOT_YET
        # Last, for some tools break long comments into several.
        comments = (*told.get((one.id.rpartition(":")[0], fold(source)), ()), so_far)
        made.append(Message(one.id, source, (survey.place(one),), comments))
        if translation:
            stale = one.state == "stale"
            entries.append(Entry(line=0, context=one.id, msgid=source, plural="", forms=((0, translation, 0),),
                                 fuzzy=stale, obsolete=False, previous=one.unit.recorded if stale else ""))
    return update(entries, made, Locale.parse(language.locale), as_given=True), len(made)


def _told(survey: Survey, units: Iterable[Surveyed], language: Language) -> dict[tuple[str, str], tuple[str, ...]]:
    """By context and text what translators are told of it: its heading, terms of the glossary, the page's address."""
    files = Files(survey)
    by_owner: dict[str, list[Surveyed]] = {}
    for one in units:
        by_owner.setdefault(one.owner.identity, []).append(one)
    return {(message.context, fold(message.text)): message.comments for same in by_owner.values()
            for message in messages_of(survey, same[0].owner, language, same, files)}


# ---- import --------------------------------------------------------------------------------------------------------


def bring_home(survey: Survey, path: str, data: bytes) -> Imported:
    """Where each translation of a job belongs. Raises BuildStopped where the file cannot be read as a catalogue."""
    language, returned, before = _read_job(survey, path, data)
    units = {one.id: one for one in survey.units if one.language == language}
    home = _Home(survey, language)
    unchanged = 0
    for entry in returned.entries:
        if entry.fuzzy or not entry.translation:
            unchanged += 1
            continue
        one = units.get(entry.context)
        if one is None or one.state == "orphan" or fingerprint(survey.words(one)[0]) != fingerprint(entry.source):
            home.refused.append(_moved_on(path, entry, one))
            continue
        present, exported = fingerprint(survey.words(one)[1]), before.get(entry.context)
        if fingerprint(entry.translation) in (present, exported):
            unchanged += 1
        elif exported not in (None, present):
            home.refused.append(_translated_meanwhile(survey, path, entry, one))
        else:
            home.put(one, entry, path)
    home.fill_catalogues()
    return Imported(home.texts, home.confirmed, home.refused, unchanged)


def type_home(survey: Survey, one: Surveyed, words: str) -> Imported:
    """Where one translation belongs that was not in a job, but typed with its source in view."""
    home = _Home(survey, one.language)
    path, line = survey.place(one)
    home.put(one, Returned(context=one.id, source=survey.words(one)[0], translation=words, line=line), path)
    if not home.fill_entries():
        home.fill_catalogues()
    return Imported(home.texts, home.confirmed, home.refused, 0)


class _Home:
    """Files as they will be, while translations are put into them."""

    def __init__(self, survey: Survey, language: Language) -> None:
        self.survey = survey
        self.language = language
        self.texts: dict[str, str] = {}
        self.confirmed: list[Confirmed] = []
        self.refused: list[Diagnostic] = []
        self.for_catalogues: dict[str, dict[tuple[str, str], str]] = {}
        self._bodies: dict[str, tuple[str, dict[int, str]]] = {}
        """By path, the body of a translated file as it was, and what replaces its units."""

    def put(self, one: Surveyed, entry: Returned, path: str) -> None:
        """Put one translation into its file, or say where a person must."""
        source = self.survey.words(one)[0]
        if is_for_catalogue(self.survey, one):
            key = (one.id.rpartition(":")[0], fold(source))
            self.for_catalogues.setdefault(self.survey.catalogue_of(one.owner, one.language), {})[key] = (
                entry.translation)
        else:
            try:
                file, text = self._typed(one, entry.translation)
            except ValueError:
                self.refused.append(_type_it(self.survey, one, path, entry))
                return
            self.texts[file] = text
        self.confirmed.append(Confirmed(one, acknowledge(one.id, source, entry.translation)))

    def _typed(self, one: Surveyed, words: str) -> tuple[str, str]:
        """The file with the unit's new words in it. Raises ValueError where they cannot stand there."""
        file, field = self.survey.field_of(one) if one.unit.field else (one.unit.target_path, "")
        if file == CONFIG:
            # It is trusted, so nothing that came from outside is written into it.
            raise ValueError(file)
        text = self._text(file)
        if field.endswith(f".{one.language.code}") or (field and file != one.owner.source):
            return file, _with_scalar(text, file, field, words)
        if file == one.owner.source:
            source, known = from_inline(text, (one.owner.language, one.language.code))
            if field and field not in known.fields:
                raise ValueError(field)
            known = known._replace(fields={**known.fields, field: words}) if field else (
                known._replace(units={**known.units, one.unit.source: words}))
            return file, to_inline(source, known)
        return file, self._with_unit(file, text, one.unit.target, words)

    def _with_unit(self, file: str, text: str, number: int, words: str) -> str:
        """The file with a unit of its body replaced. Raises ValueError where the words cannot stand there.

        Units are counted in the body as it was: words that come without their picture would make the rest other ones.
        """
        body, units = self._bodies.setdefault(file, (split(text).body, {}))
        made = replace_units(body, {**units, number: words})
        units[number] = words
        return text[:len(text) - len(split(text).body)] + made

    def _text(self, file: str) -> str:
        if file not in self.texts:
            self.texts[file] = (read_text(self.survey.project, file) or b"").decode("utf-8-sig")
        if "\r" in self.texts[file]:
            # Line ends of other systems are left to an editor that knows them.
            raise ValueError(file)
        return self.texts[file]

    def fill_entries(self) -> bool:
        """Put what belongs in catalogues into the entries that are there; False where one of them is not."""
        for path, words in self.for_catalogues.items():
            text: str | None = (read_text(self.survey.project, path) or b"").decode("utf-8")
            for (context, source), translation in words.items():
                text = text and with_translation(text, context, source, translation)
            if not text:
                return False
            self.texts[path] = text
        return True

    def fill_catalogues(self) -> None:
        """Put what belongs in catalogues there, all of one catalogue at once."""
        for path, words in self.for_catalogues.items():
            catalogue = catalogue_at(self.survey, path, self.language)
            self.texts[path] = update(
                _with_words(catalogue, words), catalogue.messages, Locale.parse(self.language.locale),
                living=self.survey.identities, own=changed_texts(self.survey, catalogue))


def _with_words(catalogue: Catalogue, words: dict[tuple[str, str], str]) -> list[Entry]:
    """The entries of a catalogue, those of the texts that came back replaced."""
    kept = [entry for entry in catalogue.entries if (entry.context, fold(entry.msgid)) not in words]
    return [*kept, *(
        Entry(line=0, context=context, msgid=text, plural="", forms=((0, translation, 0),), fuzzy=False, obsolete=False)
        for (context, text), translation in words.items())]


def _with_scalar(text: str, file: str, field: str, words: str) -> str:
    """The file with a text on one line replaced. Raises ValueError where it is not certain what would be."""
    tree = read_tree(text, path=file)
    if not holds(tree, field):
        raise ValueError(field)
    line, column = find(tree, field=field, missing=False)
    lines = text.split("\n")
    before, rest = lines[line - 1][:column - 1], lines[line - 1][column - 1:]
    quoted = _QUOTED.match(rest)
    plain = re.match(r"[^#:{}\[\],&*!|>%@`\"'\n]+", rest)
    found = quoted or plain
    if found is None:
        raise ValueError(field)
    after = rest[len(found[0].rstrip()):]
    lines[line - 1] = f"{before}{json.dumps(words, ensure_ascii=False)}{after}"
    made = "\n".join(lines)
    # Nothing but this one line may read otherwise now.
    odd = after.strip() and after.lstrip()[0] not in ",}]#"
    if odd or _leaves(made, file) != _leaves(text, file, field, words):
        raise ValueError(field)
    return made


def _leaves(text: str, file: str, field: str = "", words: str = "") -> list[tuple[str, str]]:
    """Every text of the file's YAML under its dotted field; that of `field` as if it were `words`."""
    found: list[tuple[str, str]] = []

    def walk(node: Node | None, name: str) -> None:
        if isinstance(node, Scalar):
            found.append((name, words if field and name == f".{field}" else node.text))
        elif isinstance(node, Mapping):
            for key, value in node.pairs:
                walk(value, f"{name}.{key.text}")
        elif isinstance(node, Items):
            for number, item in enumerate(node.items):
                walk(item, f"{name}.{number}")

    walk(read_tree(text, path=file)[0], "")
    return found


def _read_job(survey: Survey, path: str, data: bytes) -> tuple[Language, ContentCatalogue, dict[str, str]]:
    """The job's language, its entries, and by id the fingerprint of the translation that each had when exported."""
    entries = read_entries(data.decode("utf-8", "replace"), path=path)[0]
    header = find_header(entries)
    named = header_fields(header).get("language", "") if header else ""
    codes = {code: language for language in survey.languages
             for code in (gettext_code(Locale.parse(language.locale)), language.locale)}
    if named not in codes:
        says = f'The header says that this file is in "{named}", which is no language of this site.'
        raise BuildStopped(error(
            "E-PO-LANGUAGE", says if named else "This file does not say which language it is translated into.",
            "Take the file that sitegen i18n export wrote, and keep its header. The languages of this site are "
            + ", ".join(gettext_code(Locale.parse(language.locale)) for language in survey.languages) + ".",
            path=path, line=1, column=1))
    language = codes[named]
    place = f"translations/{language.locale}/LC_MESSAGES/{path.rpartition('/')[2]}"
    catalogue, problems = parse_content_catalogue(Source(path=place, digest="", size=len(data), data=data))
    errors = [replace(problem, path=path) for problem in problems if problem.severity == "error"]
    if catalogue is None or errors:
        raise BuildStopped(*errors)
    so_far = {entry.context: words for entry in entries if (words := _so_far(entry.comments)) is not None}
    return language, catalogue, {id: fingerprint(words) for id, words in so_far.items()}


def _so_far(comments: Sequence[str]) -> str | None:
    """What an entry says that its translation was; None where it says nothing of it."""
    for number, comment in enumerate(comments):
        if comment == _NOT_YET:
            return ""
        if comment.startswith(_SO_FAR):
            return " ".join((comment.removeprefix(_SO_FAR), *comments[number + 1:]))
    return None


def _moved_on(path: str, entry: Returned, one: Surveyed | None) -> Diagnostic:
    what = "is not a text of this site any more" if one is None else "has changed since this file was written"
    return error("E-IMPORT", f"{entry.context} {what}: its translation was not taken.",
                 "Export it again, and give the translator the present text.", path=path, line=entry.line, column=1)


def _translated_meanwhile(survey: Survey, path: str, entry: Returned, one: Surveyed) -> Diagnostic:
    file, line = survey.place(one)
    now = survey.words(one)[1]
    return error("E-IMPORT", f"Somebody else has translated {entry.context} since this file was written.",
                 f"{file}:{line} says now: {now or '(nothing)'}\nWhere the new words are better, type them there: "
                 f"{entry.translation}", path=path, line=entry.line, column=1)


def _type_it(survey: Survey, one: Surveyed, path: str, entry: Returned) -> Diagnostic:
    file, line = survey.place(one)
    return error("E-IMPORT", f"{entry.context} could not be put into {file} without changing what stands around it.",
                 f"Type it there, in line {line}: {entry.translation}", path=path, line=entry.line, column=1)


def states_of(*, stale: bool, missing: bool, named: Sequence[str]) -> frozenset[str]:
    """Which units are exported: those that are asked for; else what is unfinished, or all of the pages named."""
    asked = frozenset(state for state, wanted in (("stale", stale), ("missing", missing)) if wanted)
    return asked or (UNFINISHED | {"fresh", "unrecorded", "revised"} if named else UNFINISHED)
