"""Facts of texts held to each other, to the calendar and to the event's own, over a whole site."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from sitegen.commands.survey import Owner, Survey, Surveyed
from sitegen.content.decoding import decode
from sitegen.diagnostics import BuildStopped, Diagnostic, warning
from sitegen.disk.sources import read
from sitegen.document_paths import file_of
from sitegen.model import Document, EventFacts, Language, Moment, Site
from sitegen.tracing import digest
from sitegen.translation.facts.coverage import gaps
from sitegen.translation.facts.known import names_of
from sitegen.translation.facts.names import Names
from sitegen.translation.facts.parity import Finding, compare
from sitegen.translation.facts.prose import When, slips
from sitegen.translation.facts.wording import message

CODES = ("W-PARITY", "W-PARITY-ACR", "W-PARITY-LEN", "W-GLOSSARY", "W-DATE-TEXT")
READ_AS_FRESH = ("fresh", "unrecorded", "revised")


class Aligned(NamedTuple):
    """A unit with its words in both languages."""

    one: Surveyed
    source: str
    translation: str


class Facts:
    """What is asked of one page or record, once."""

    def __init__(self, survey: Survey, tools: Any) -> None:
        self.survey = survey
        self.site: Site = survey.site
        latin = next((each.code for each in survey.languages if each.script == "latin"), "")
        han = next((each.code for each in survey.languages if each.script == "han"), "")
        self.names: Names = names_of(self.site, latin, han)
        self.base = digest((tools, self.names.identity))
        self._texts: dict[str, str] = {}

    def of(self, owner: Owner, remembered: dict[str, Any], kept: dict[str, Any]) -> Iterator[Diagnostic]:
        """All that is found on a page or record; `remembered` and `kept` are what was found, by digest."""
        for language in self.survey.targets(owner):
            yield from self.of_translation(owner, language, remembered, kept)
        yield from self.of_dates(owner, remembered, kept)

    # ---- translations ----

    def of_translation(
        self, owner: Owner, language: Language, remembered: dict[str, Any], kept: dict[str, Any]
    ) -> Iterator[Diagnostic]:
        """What differs between a page or record and its translation."""
        key = self.key_of_translation(owner, language)
        found = remembered.get(key) if key else []
        aligned = list(self.aligned(owner, language)) if found or found is None else []
        english = language.script == "han"
        if found is None:
            found = [
                (number, list(finding))
                for number, each in enumerate(aligned) for finding in self.compared(each, english=english)
            ]
        if key:
            kept[key] = found
        for number, finding in found:
            told = Finding(*finding)
            words = told.chinese if english else told.english
            each = aligned[number]
            path, line, column = self.place(each, words or "")
            # Front matter is YAML, in which a comment begins otherwise.
            markdown = path.endswith(".md") and not each.one.unit.field
            yield _parity(told, path, line, column, translated=words, markdown=markdown)

    def keys(self, owner: Owner) -> Iterator[str]:
        """Under what the findings of a page or record are remembered."""
        yield from filter(None, (self.key_of_translation(owner, each) for each in self.survey.targets(owner)))
        yield from (key for _, _, key in self.dated(owner))
        yield self.key_of_fields(owner)

    def key_of_translation(self, owner: Owner, language: Language) -> str:
        """Of both texts and of what in them belongs together; empty where nothing is compared."""
        if {self.survey.code_of(owner.language).script, language.script} != {"latin", "han"}:
            return ""
        units = [one.unit for one in self.survey.units_of(owner, language) if one.state in READ_AS_FRESH]
        if not units:
            return ""
        fields = self.survey.fields_of(owner, language) if any(unit.field for unit in units) else []
        paths = owner.page.documents if owner.page else {}
        bodies = [self.site.documents[paths[code]].body_digest if code in paths else ""
                  for code in (owner.language, language.code)]
        return digest((self.base, language.script, bodies, [(text.role, text.source) for text in fields],
                       [(unit.field, unit.role, unit.source, unit.target, unit.translation) for unit in units]))

    def place(self, each: Aligned, words: str) -> tuple[str, int, int]:
        """Where these words of a translation are typed; its beginning where they are typed otherwise, or are none."""
        path, line = self.survey.place(each.one)
        if not line or not words:
            return path, line, min(line, 1)
        text = self.text(path)
        start = sum(len(row) for row in text.splitlines(keepends=True)[: line - 1])
        at = text.find(words, start, start + 4 * len(each.translation) + 2000)
        if at < 0:
            return path, line, 1
        return path, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)

    def text(self, path: str) -> str:
        """A file as it is typed."""
        if path not in self._texts:
            try:
                self._texts[path] = decode(read(self.survey.sources, path))[0]
            except (BuildStopped, KeyError):
                self._texts[path] = ""
        return self._texts[path]

    def compared(self, each: Aligned, *, english: bool) -> list[Finding]:
        """The differences of one unit."""
        first, second = (each.source, each.translation) if english else (each.translation, each.source)
        found = compare(first, second, names=self.names, english_is_source=english)
        # A weekday that both have wrong is told where the source has it.
        told = [each for one in found if not one.expected for each in self.by_glossary(one, english=english)]
        return told + [Finding(gap.code, gap.message, None) for gap in gaps(
            first, second, self.names, english_is_source=english)]

    def by_glossary(self, found: Finding, *, english: bool) -> Iterator[Finding]:
        """The same finding; of a term of the glossary that is translated otherwise, what the glossary has."""
        words, other = (found.english, found.chinese) if english else (found.chinese, found.english)
        term = self.names.term(words) if found.kind == "name" and words else None
        if term is None:
            yield found
            return
        right = term.chinese if english else term.english
        yield Finding("W-GLOSSARY", f'"{words}" is {" or ".join(right)} in the glossary; the translation has no such '
                      "words.", None)
        if other:
            # A name that only the translation has was told beside it.
            yield found._replace(english=None) if english else found._replace(chinese=None)

    def aligned(self, owner: Owner, language: Language) -> Iterator[Aligned]:
        """The units that readers see as fresh, with their words."""
        units = [one for one in self.survey.units_of(owner, language) if one.state in READ_AS_FRESH]
        if not units:
            return
        fields: dict[str, str] = {}
        if any(one.unit.field for one in units):
            fields = {text.role: text.source for text in self.survey.fields_of(owner, language)}
        source: list[str] = []
        target: list[str] = []
        if any(not one.unit.field for one in units):
            source = self.survey.unit_texts(owner, owner.language)
            target = self.survey.unit_texts(owner, language.code)
        for one in units:
            unit = one.unit
            words = fields.get(unit.role, "") if unit.field else source[unit.source] if unit.source >= 0 else ""
            translation = target[unit.target] if unit.target >= 0 and not unit.field else unit.translation
            if words and translation:
                yield Aligned(one, words, translation)

    # ---- dates ----

    def of_dates(self, owner: Owner, remembered: dict[str, Any], kept: dict[str, Any]) -> Iterator[Diagnostic]:
        """Dates and weekdays in the words of a page or record that cannot be right, in each of its languages."""
        when = _when(owner)
        for language, document, key in self.dated(owner):
            found = remembered.get(key)
            if found is None:
                found = [
                    (unit.line, *slip) for unit in self.survey.bodies.body(document.path).units
                    for slip in slips(unit.text, language.script, when)
                ]
            kept[key] = found
            for line, words, right, weekday in found:
                yield _date_text(words, right, weekday=weekday, path=file_of(document.path), line=line)
        yield from self.of_fields(owner, remembered, kept)

    def dated(self, owner: Owner) -> Iterator[tuple[Language, Document, str]]:
        """The languages of a page's body, each with the key of what is wrong with its dates."""
        when = _when(owner)
        for language in self.survey.written if owner.page else ():
            path = owner.page.documents.get(language.code) if owner.page else None
            if path is not None and language.script in ("latin", "han"):
                document = self.site.documents[path]
                yield language, document, digest((self.base, "dates", language.script, when, document.body_digest))

    def key_of_fields(self, owner: Owner) -> str:
        """The key of what is wrong with the dates in its title and other texts of front matter."""
        return digest((self.base, "fields", _when(owner), [words for _, _, words in owner.all_texts]))

    def of_fields(self, owner: Owner, remembered: dict[str, Any], kept: dict[str, Any]) -> Iterator[Diagnostic]:
        """The same of its title and other texts of front matter."""
        key, when = self.key_of_fields(owner), _when(owner)
        found = remembered.get(key)
        if found is None:
            found = [
                (role, field, language.code, *slip)
                for role, field, texts in owner.all_texts for language in self.survey.languages
                for slip in slips(texts.get(language.code, ""), language.script, when)
            ]
        kept[key] = found
        for role, field, code, words, right, weekday in found:
            path, dotted = self.place_of_field(owner, self.survey.code_of(code), role, field)
            yield _date_text(words, right, weekday=weekday, path=path, field=dotted)

    def place_of_field(self, owner: Owner, language: Language, role: str, field: str) -> tuple[str, str]:
        """The file and the dotted field where the words in that language stand."""
        target = self.survey.target_of(owner, language)
        places = [(owner.source, f"{field}.{language.code}"),
                  *(((target, role.replace("/", ".")),) if target and language.code != owner.language else ())]
        return next((place for place in places if self.survey.gives(*place)), (owner.source, field))


def _when(owner: Owner) -> When | None:
    """The days of the event that a page is about."""
    facts = owner.page.facts if owner.page else None
    return when_of(facts) if isinstance(facts, EventFacts) else None


def when_of(facts: EventFacts) -> When | None:
    """The days of an event; None where they are not known to the day."""
    if facts.start is None or facts.start.precision in ("year", "month"):
        return None
    last = facts.end if facts.end is not None and facts.end.precision in ("day", "minute") else facts.start
    return When(facts.start.day, last.day, tuple(sorted(set(_other_days(facts)))))


def _other_days(facts: EventFacts) -> Iterator[date]:
    registration, note = facts.registration, facts.status_note
    moments: Iterable[Moment | None] = (
        facts.published, facts.updated, facts.date, *facts.previous_start,
        *((registration.opens, registration.closes) if registration else ()), *((note.date,) if note else ()),
        *(correction.date for correction in facts.corrections),
        *(moment for session in facts.sessions for moment in (session.start, session.end)),
    )
    for moment in moments:
        if moment is not None:
            yield moment.day


# ---- words ---------------------------------------------------------------------------------------------------------


def _parity(finding: Finding, path: str, line: int, column: int, *, translated: str | None,
            markdown: bool) -> Diagnostic:
    if finding.kind.startswith("W-"):
        do = "Write the glossary’s word, or add the other to the term’s aliases." if finding.kind == "W-GLOSSARY" \
            else "Translate what is missing."
        return warning(finding.kind, finding.english or "",
                       f"{do} Where the translation is right as it is, say so beside it: "
                       f"{_waiver('', finding.kind, markdown=markdown)}", path=path, line=line, column=column)
    words = translated or finding.chinese or finding.english or ""
    return warning(
        "W-PARITY", message(finding),
        "Correct the side that is wrong. Where both are right, say so beside the translation: "
        f"{_waiver(words, 'W-PARITY', markdown=markdown)}",
        path=path, line=line, column=column)


def _waiver(words: str, code: str, *, markdown: bool) -> str:
    fact = f' "{words}"' if words else ""
    said = f"sitegen: ignore {code}{fact}: the reason"
    return f"<!-- {said} -->" if markdown else f"# {said}"


def _date_text(
    words: str, right: str, *, weekday: bool, path: str, line: int = 0, field: str = ""
) -> Diagnostic:
    column = 1 if line else 0
    if weekday:
        return warning("W-DATE-TEXT", f'"{words}" stands beside a date that is a {right}.',
                       f"Write {right}, or correct the date.", path=path, line=line, column=column, field=field)
    return warning("W-DATE-TEXT", f'The text says "{words}", but the event is on {right}.',
                   "Correct the text, or start and end of the event; if another event is meant, name it.",
                   path=path, line=line, column=column, field=field)


