"""`sitegen i18n convert`: pages from one way of translating them to another; what is published stays the same."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal, NamedTuple

from babel import Locale

from sitegen.build import Assembled, ask, is_project
from sitegen.commands.catalogues import Catalogue, catalogues, changed_texts, confirmed_by_translators
from sitegen.commands.confirm import choose, recorded
from sitegen.commands.survey import Owner, Survey, Surveyed
from sitegen.content.conversions import (
    Words,
    from_inline,
    from_source,
    to_file,
    to_inline,
    to_source,
    words_of,
)
from sitegen.content.front_edits import Path, find_text
from sitegen.content.front_matter import split
from sitegen.content.inline_languages import TextSplitter
from sitegen.content.markdown_parser import normalise
from sitegen.content.orphans import Left, with_orphans, without_orphans
from sitegen.diagnostics import BuildStopped, Diagnostic, error
from sitegen.disk.changes import Changes
from sitegen.disk.lock import lock
from sitegen.disk.texts import read_text
from sitegen.document_paths import file_of
from sitegen.extractors import page_texts
from sitegen.fingerprints import fingerprint, is_neutral
from sitegen.model import Language, Report, Request, Source
from sitegen.scripts import fold, fold_markdown
from sitegen.translation.extraction import Message, annotated, messages
from sitegen.translation.fields import FieldText
from sitegen.translation.lines import Entry
from sitegen.translation.records import print_acknowledgements, records_path
from sitegen.translation.writing import update

Way = Literal["files", "inline", "catalogue"]
PATIENCE = 60.0
"""Seconds to wait for a build that is under way, before anything is written."""

_COMMENT = re.compile(r"^[ \t]*<!--.*?-->", re.MULTILINE | re.DOTALL)
_NOTHING = "<!-- untranslated -->"
_State = tuple[str, str, str, str]
"""Id, language, state and fingerprint of the translation of a unit."""


class Plan(NamedTuple):
    """What a conversion does to the project's files."""

    texts: dict[str, str]
    removed: tuple[str, ...]
    pages: frozenset[str]
    states: frozenset[_State]
    """Those of the pages' units, which must not change."""


def convert_pages(request: Request, names: Sequence[str], way: Way, *, say: bool) -> tuple[Report, str]:
    """Translate the pages of those names that way from now on, or change nothing and say why."""
    if request.dry_run or not is_project(request.project):
        report, plan = _planned(request, names, way)
    else:
        try:
            with lock(request.project, request.output, wait=PATIENCE):
                report, plan = _planned(request, names, way)
                if plan is not None:
                    report = _carried_out(request, plan)
        except BuildStopped as stop:
            return _stopped(stop), ""
    if report.exit or plan is None:
        return report, ""
    did = ("would write", "would remove") if request.dry_run else ("wrote", "removed")
    lines = [*(f"{did[0]} {path}" for path in sorted(plan.texts)), *(f"{did[1]} {path}" for path in plan.removed)]
    return report, "\n".join(lines or ["They are translated that way already."]) if say else ""


def _planned(request: Request, names: Sequence[str], way: Way) -> tuple[Report, Plan | None]:
    plans: list[Plan] = []

    def work(assembled: Assembled) -> str:
        plans.append(_Conversion(Survey(assembled, request.project), way).plan(names))
        return ""

    report, _ = ask(request, work)
    report.command = "i18n"
    return report, plans[0] if plans else None


def _carried_out(request: Request, plan: Plan) -> Report:
    """Write, and look whether every text is where and what it was; if not, put everything back."""
    changes = Changes(request.project)
    after: list[frozenset[_State]] = []

    def work(assembled: Assembled) -> str:
        after.append(_states(Survey(assembled, request.project), plan.pages))
        return ""

    changes.make(plan.texts, plan.removed)
    try:
        report, _ = ask(request, work)
        report.command = "i18n"
        problems = _differences(plan.states, after[0]) if after else report.diagnostics
    except BaseException:
        changes.undo()
        raise
    if problems:
        changes.undo()
        return Report(command="i18n", exit=report.exit or 1, diagnostics=problems,
                      notices=("Nothing was converted.",))
    report.written = len(plan.texts)
    report.removed = len(plan.removed)
    return report


def _stopped(stop: BuildStopped) -> Report:
    return Report(command="i18n", exit=max(d.exit for d in stop.diagnostics), diagnostics=stop.diagnostics)


# ---- what is the same before and after -----------------------------------------------------------------------------


def _states(survey: Survey, pages: frozenset[str]) -> frozenset[_State]:
    return frozenset(
        (one.id, one.language.code, one.state, fingerprint(survey.words(one)[1]) if one.state != "missing" else "")
        for one in survey.units if one.owner.identity in pages and one.state != "orphan")


def _differences(before: frozenset[_State], after: frozenset[_State]) -> tuple[Diagnostic, ...]:
    known = {(id, code): state for id, code, state, _ in after}
    return tuple(_changed(id, code, state, known.get((id, code), "gone"))
                 for id, code, state, _ in sorted(before - after))


def _changed(id: str, code: str, before: str, after: str) -> Diagnostic:
    became = f"would be {after} instead of {before}" if after != before else "would have other words"
    return error("E-CONVERT", f"{id} ({code}) {became}, so nothing was converted.",
                 "Record what is right first, then convert again: "
                 + ("sitegen i18n adopt PAGE" if before == "unrecorded" else f"sitegen i18n ack '{id}'"))


# ---- the plan ------------------------------------------------------------------------------------------------------


class _Page(NamedTuple):
    """A page's translation into one language, wherever it is now."""

    owner: Owner
    language: Language
    source: str
    """The source's file as it would be without the translation."""
    words: Words
    paths: dict[str, Path]
    """Where each text of the front matter stands, in the order in which translated files have them."""
    keys: dict[str, Path]
    """How a translated file names it; none for what it cannot name."""
    orphans: tuple[Left, ...]
    units: tuple[Surveyed, ...]
    files: frozenset[str]
    """Those it is in now, its source included."""


class _Conversion:
    """Puts a plan together; thrown away with it."""

    def __init__(self, survey: Survey, way: Way) -> None:
        self.survey = survey
        self.way = way
        self.texts: dict[str, str] = {}
        self.removed: set[str] = set()
        self.problems: list[Diagnostic] = []
        self.moved: dict[str, list[tuple[_Page, bool]]] = {}
        """By catalogue, the pages that move there, or away from there."""

    def plan(self, names: Sequence[str]) -> Plan:
        """Raises BuildStopped with everything that stands in the way."""
        chosen = {one.owner.identity for one in choose(self.survey, names)}
        owners = [owner for owner in self.survey.owners if owner.identity in chosen]
        for owner in owners:
            self._convert(owner)
        if self.problems:
            raise BuildStopped(*self.problems)
        pages = frozenset(owner.identity for owner in owners)
        self._write_catalogues(pages)
        texts = {path: text for path, text in self.texts.items() if not self._stands(path, text)}
        removed = tuple(sorted(path for path in self.removed - self.texts.keys() if self._read(path) is not None))
        return Plan(texts, removed, pages, _states(self.survey, pages))

    def _convert(self, owner: Owner) -> None:
        if owner.page is None:
            self._refuse(owner.source, "Records have their translations in their own file or in a catalogue.",
                         "Name pages only.")
            return
        document = self.survey.site.documents[owner.page.source]
        try:
            pages = self._pages(owner)
            if self.way == "inline":
                in_files = [page for page in pages if self.survey.target_of(owner, page.language)]
                pages = in_files or [page for page in pages if page.words.fields or page.words.units] or pages[:1]
                if len(pages) > 1:
                    raise ValueError("one file holds two languages, and this page has more")
            for page in pages:
                self._put(page)
        except ValueError as problem:
            self._refuse(file_of(document.path), f"{owner.identity} cannot be converted: {problem}.",
                         "Mend that in the file, then convert again.")

    # ---- from where it is ----

    def _pages(self, owner: Owner) -> list[_Page]:
        """The page in each language it is translated into; first that which shares the source's file."""
        pages: list[_Page] = []
        for language in sorted(self.survey.targets(owner),
                               key=lambda each: self.survey.target_of(owner, each) != owner.source):
            pages.append(self._page(owner, language, pages[0].source if pages else ""))
        return pages

    def _page(self, owner: Owner, language: Language, known: str) -> _Page:
        """`known` is the source without its translations, where it is known.

        Raises ValueError where something of the translation could not be kept.
        """
        survey, code = self.survey, language.code
        units = tuple(survey.units_of(owner, language))
        fields = survey.fields_of(owner, language)
        text = known or normalise(self._read(owner.source) or "")
        paths = _paths(text, fields, (owner.language, code))
        target = survey.target_of(owner, language)
        files = {owner.source, *([target] if target else [])}
        if target == owner.source:
            if owner.source.rpartition("/")[2].count("+") > 1:
                raise ValueError("one file holds two languages, and this one more")
            source, words = from_inline(without_orphans(text, code), (owner.language, code), paths)
        else:
            source, origin = from_source(text, code)
            words = Words({}, {}, origin)
            if target:
                words = self._words_of_file(owner, language, source, target, origin)
        words = self._with_catalogue(words, units)
        order = [field.role for field in fields]
        ordered = {role: words.fields[role] for role in order if role in words.fields}
        if rest := sorted(words.fields.keys() - ordered.keys()):
            raise ValueError(f"{rest[0].replace('/', '.')} is said in the translation alone: write it in the source's "
                             "file first")
        return _Page(owner, language, source, words._replace(fields=ordered), paths, _keys(fields),
                     tuple(sorted({Left(one.unit.role, survey.words(one)[1]) for one in units if _is_left(one)})),
                     units, frozenset(files))

    def _words_of_file(self, owner: Owner, language: Language, source: str, target: str,
                       origin: Mapping[str, str]) -> Words:
        text = without_orphans(normalise(self._read(target) or ""), language.code)
        _refuse_comments(text, source)
        translation = self.survey.translation_of(owner, language)
        pairs = {unit.source: unit.target for unit in translation.units if unit.source >= 0 and unit.target >= 0}
        if len(set(pairs.values())) < len(pairs):
            raise ValueError("one block of the translation stands for several of the source: give each its own")
        words = words_of(source, text, pairs, code=language.code)
        if origin and words.origin:
            raise ValueError("who translated is said in both files: delete one of the two")
        return words._replace(origin=words.origin or origin)

    def _with_catalogue(self, words: Words, units: Iterable[Surveyed]) -> Words:
        """The words and those that only a catalogue has."""
        fields, numbers = dict(words.fields), dict(words.units)
        for one in units:
            if self._in_catalogue(one):
                if one.unit.field:
                    fields.setdefault(one.unit.role, one.unit.translation)
                else:
                    numbers.setdefault(one.unit.source, one.unit.translation)
        return words._replace(fields=fields, units=numbers)

    def _in_catalogue(self, one: Surveyed) -> bool:
        return one.state != "orphan" and one.unit.target < 0 and self.survey.in_catalogue(one)

    # ---- to where it shall be ----

    def _put(self, page: _Page) -> None:
        """Raises ValueError where it cannot be there."""
        base, source, code = _base(page.owner), page.owner.language, page.language.code
        self.removed |= page.files
        path = page.owner.source if "+" not in page.owner.source.rpartition("/")[2] else f"{base}.{source}.md"
        if self.way == "catalogue":
            self._refuse_unsaid(page)
            self.texts[path] = to_source(self.texts.get(path, page.source), page.words, code)
        elif self.way == "inline":
            text = to_inline(page.source, page.words, code, page.paths)
            self.texts[f"{base}.{source}+{code}.md"] = with_orphans(text, code, page.orphans)
        else:
            self.texts[path] = page.source
            named = {role: text for role, text in page.words.fields.items() if role in page.keys}
            if named or page.words.units or page.orphans or page.words.origin:
                made = to_file(page.source, page.words._replace(fields=named), page.keys)
                self.texts[f"{base}.{code}.md"] = with_orphans(made, code, page.orphans)
        comes = self.way == "catalogue"
        if comes or any(map(self.survey.in_catalogue, page.units)):
            self.moved.setdefault(self.survey.catalogue_of(page.owner, page.language), []).append((page, comes))

    def _refuse_unsaid(self, page: _Page) -> None:
        """A catalogue has one translation for equal texts of one kind, and knows of no change on both sides."""
        said: dict[tuple[str, str], str] = {}
        for one in page.units:
            if one.state == "orphan":
                continue
            source, words = self.survey.words(one)
            place = f"{file_of(page.owner.source)}:{one.unit.source_line}" if one.unit.source_line else one.unit.role
            if one.state == "revised":
                raise ValueError(f"{place} has changed on both sides: confirm it first, sitegen i18n ack '{one.id}'")
            if said.setdefault((one.unit.role, fold(source)), fold(words)) != fold(words):
                how = "translated in two ways" if words and said[one.unit.role, fold(source)] else "translated once"
                raise ValueError(f"{place} stands there twice, {how}: a catalogue has one translation for both")
        texts = self.survey.unit_texts(page.owner, page.owner.language)
        other = [number for number, text in enumerate(texts) if is_neutral(text) and number in page.words.units]
        bare = [*(page.words.units[number] for number in other),
                *(field.target for field in self.survey.fields_of(page.owner, page.language)
                  if field.role in page.words.fields and is_neutral(field.source))]
        if bare:
            raise ValueError(f"“{bare[0]}” translates what has no words: a catalogue has no place for it")

    # ---- catalogues ----

    @cached_property
    def _catalogues(self) -> list[Catalogue]:
        return catalogues(self.survey)

    def _write_catalogues(self, pages: frozenset[str]) -> None:
        """The catalogues that pages come to or leave, and what they say that was confirmed."""
        paths = self.moved.keys()
        confirmed = [each for each in confirmed_by_translators(self.survey)
                     if self.survey.catalogue_of(each.one.owner, each.one.language) in paths
                     and not (each.one.owner.identity in pages and each.one.state == "unrecorded")]
        records = recorded(self.survey, confirmed)
        for locale in {one.language.locale for one, _ in confirmed}:
            self.texts[records_path(locale)] = print_acknowledgements(records[locale].records)
        living = [owner.identity for owner in self.survey.owners]
        for path in sorted(paths):
            language = self.moved[path][0][0].language
            found = next((one for one in self._catalogues if one.path == path), Catalogue(path, language, (), ()))
            entries, wanted = self._moved_entries(found, pages)
            others = [entry for other in self._catalogues if other.path != path and other.language == language
                      for entry in other.entries if entry.msgid]
            if not wanted and not any(entry.msgid and entry.forms[0][1] for entry in entries):
                self.removed.add(path)
                continue
            self.texts[path] = update(entries, wanted, Locale.parse(language.locale),
                                      records=records[language.locale].records, elsewhere=others, living=living,
                                      own=changed_texts(self.survey, found))

    def _moved_entries(self, found: Catalogue, pages: frozenset[str]) -> tuple[list[Entry], list[Message]]:
        """A catalogue's entries with those that come and without those that leave, and the messages it has then."""
        wanted = [message for message in found.messages if message.context.partition("#")[0] not in pages]
        entries = {(entry.context, fold(entry.msgid), entry.obsolete): entry for entry in found.entries}
        for page, comes in self.moved[found.path]:
            gone = {one.unit.target_line for one in page.units
                    if _is_left(one) and one.unit.target_path == found.path}
            # What has come from another page has no line.
            entries = {key: entry for key, entry in entries.items() if not entry.line or entry.line not in gone}
            if comes:
                wanted += self._messages(page, page.units)
                for entry in self._new_entries(page):
                    entries[entry.context, fold(entry.msgid), entry.obsolete] = entry
                continue
            left = [one for one in page.units if self._in_catalogue(one) and self._stays(page, one)]
            wanted += self._messages(page, left)
            stay = {one.id for one in left}
            for one in page.units:
                if self._in_catalogue(one) and one.id not in stay:
                    context = f"{page.owner.identity}#{one.unit.role}"
                    sources = {fingerprint(self.survey.words(one)[0]), fingerprint(one.unit.recorded)}
                    entries = {key: entry for key, entry in entries.items()
                               if key[2] or key[0] != context or fingerprint(key[1]) not in sources}
        return list(entries.values()), wanted

    def _stays(self, page: _Page, one: Surveyed) -> bool:
        """Whether a translated file could not name a text, so that it stays in the catalogue."""
        return self.way == "files" and bool(one.unit.field) and one.unit.role not in page.keys

    def _messages(self, page: _Page, units: Iterable[Surveyed]) -> list[Message]:
        survey, owner = self.survey, page.owner
        path = next((path for path in self.texts if path == owner.source or path == f"{_base(owner)}."
                     f"{owner.language}.md"), owner.source)
        wanted = {(one.unit.role, fold(survey.words(one)[0])) for one in units
                  if one.state != "orphan" and (one.state == "missing" or _moves(page, one))}
        if not wanted:
            return []
        data = (self.texts.get(path) or self._read(path) or "").encode()
        texts = [text for text in page_texts(Source(path=path, digest="", size=len(data), data=data),
                                             survey.languages) if (text.role, fold(text.text)) in wanted]
        address = owner.page.address if owner.page else ""
        preview = f"{survey.site.config.base_url}{page.language.code}/{address}"
        return [annotated(message, survey.site.glossary, source=owner.language, target=page.language.code,
                          preview=preview) for message in messages(texts)]

    def _new_entries(self, page: _Page) -> Iterator[Entry]:
        for one in page.units:
            if one.state in ("orphan", "missing") or not _moves(page, one):
                continue
            source, words = (fold_markdown(text) for text in self.survey.words(one))
            stale = one.state == "stale"
            yield Entry(0, f"{page.owner.identity}#{one.unit.role}", source, "", ((0, words, 0),), stale, False,
                        previous=fold(one.unit.recorded) if stale else "")
        for orphan in page.orphans:
            yield Entry(0, f"{page.owner.identity}#{orphan.role}", orphan.text, "", ((0, orphan.text, 0),), False, True)

    # ---- files ----

    def _read(self, path: str) -> str | None:
        data = read_text(self.survey.project, path)
        return data.decode("utf-8-sig") if data is not None else None

    def _stands(self, path: str, text: str) -> bool:
        """Whether a file says so already, the form of its line ends aside."""
        typed = self._read(path)
        return typed is not None and text in (typed, normalise(typed))

    def _refuse(self, path: str, message: str, help: str) -> None:
        self.problems.append(error("E-CONVERT", message, help, path=path))


def _is_left(one: Surveyed) -> bool:
    """Whether it is a translation of what the source no longer has; one of the front matter is refused."""
    return one.state == "orphan" and not one.unit.field


def _moves(page: _Page, one: Surveyed) -> bool:
    """Whether a unit's words leave their file: not those of a text with a key for each language, or of a record that
    the page names.
    """
    return not one.unit.field or one.unit.role in page.words.fields


def _base(owner: Owner) -> str:
    """The path of a page's files without their languages."""
    folder, slash, name = owner.source.rpartition("/")
    stem = name.removesuffix(".md")
    head, _, suffix = stem.rpartition(".")
    known = head and suffix.partition("+")[0] == owner.language
    return f"{folder}{slash}{head if known else stem}"


def _paths(text: str, fields: Iterable[FieldText], codes: tuple[str, str]) -> dict[str, Path]:
    """Where the texts of the page's own front matter stand, less those that come from elsewhere."""
    yaml = split(text).yaml
    found: dict[str, Path] = {}
    for field in fields:
        path = tuple(field.field.split("."))
        typed = find_text(yaml, path) if yaml and field.source else None
        if typed is not None:
            words, _ = TextSplitter(codes)(typed.words)
            if fold(field.source) in (typed.words, fold(words.get(codes[0], ""))):
                found[field.role] = path
    return found


def _keys(fields: Iterable[FieldText]) -> dict[str, Path]:
    """What a translated file calls each text; without those of items that have no key."""
    found: dict[str, Path] = {}
    for field in fields:
        parts = field.field.split(".")
        pattern = "/".join("(.+)" if part.isdecimal() else re.escape(part) for part in parts)
        match = re.fullmatch(pattern, field.role)
        if match is None:
            continue
        keys = iter(match.groups())
        path = tuple(next(keys) if part.isdecimal() else part for part in parts)
        items = [(key, part) for key, part in zip(path, parts, strict=True) if part.isdecimal()]
        if not any(key == part or "~" in key for key, part in items):
            found[field.role] = path
    return found


def _refuse_comments(text: str, source: str) -> None:
    """Raises ValueError for what only a file could hold."""
    front = split(text)
    known = {found.strip() for found in _COMMENT.findall(split(source).body)} | {_NOTHING}
    for found in _COMMENT.findall(front.body):
        if found.strip() not in known:
            raise ValueError(f"the translation has a comment of its own, {fold(found)[:60]}, which would be lost: move "
                             "it into the source's file")
    for line in front.yaml.splitlines():
        if line.lstrip().startswith("#"):
            raise ValueError(f"the translation has a comment of its own, {line.strip()[:60]}, which would be lost: "
                             "move it into the source's file")
