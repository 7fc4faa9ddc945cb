"""The rules of texts over a whole site: its words gathered, what is known of them looked up, findings placed."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

from sitegen.check.subjects import has_ended
from sitegen.check.texts.known import Known, known_of
from sitegen.check.texts.passage import Finding, Found, Passage, Piece, Place, words_of_event
from sitegen.check.texts.rules import check_passage
from sitegen.check.texts.typography import double_spaces
from sitegen.commands.survey import Owner, Survey
from sitegen.content.decoding import decode
from sitegen.content.front_matter import split
from sitegen.content.locate import find
from sitegen.content.unit_places import places
from sitegen.diagnostics import BuildStopped, Diagnostic, error, warning
from sitegen.disk.sources import read
from sitegen.disk.toolchain import toolchain
from sitegen.document_paths import file_of
from sitegen.model import Document, Language
from sitegen.plugins import Words, load
from sitegen.render.environment import FILTERS
from sitegen.tracing import digest

_WIDE_GAP = re.compile(r"\S {2,}\S|\S\u3000{2,}\S")


Findings = dict[str, Any]
"""What was found, plain data by a digest of all that was looked at."""


class Draft(NamedTuple):
    """The words of a page or record in one language, before those of its body are fetched."""

    owner: Owner
    language: Language
    document: Document | None
    fields: tuple[tuple[str, str, str], ...]
    """Role, dotted field, words."""
    entries: tuple[tuple[str, str, str, int], ...]
    """Role and words of what a catalogue translates, with its file and line."""
    ended: bool
    people: tuple[str, ...]


class Located(NamedTuple):
    """A finding where it stands in its file."""

    path: str
    line: int
    column: int
    finding: Finding


class Texts:
    """The words of a site as its rules want them, and what the rules find in them."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.site = survey.site
        self.plugins = load(survey.site.config.plugins, FILTERS)
        self.known: Known = known_of(survey.site)
        self.known_digest = digest((
            sorted(self.known.names.items()), sorted(self.known.words), self.known.wrong, self.known.spelling,
            sorted(self.known.counts.now.items()), sorted(self.known.counts.ever.items()),
            [(one.id, one.name, one.family_name, one.given_name, one.also_known_as) for one in
             self.known.people.values()]))
        self._files: dict[str, str] = {}

    # ---- gathering ----

    @cached_property
    def base(self) -> str:
        """A digest of what the findings of every text depend on."""
        return digest((toolchain(), self.known_digest, dict(self.plugins.keys)))

    def of(self, owner: Owner, remembered: Findings, kept: Findings) -> Iterator[Diagnostic]:
        """All that is found in the words of a page or record; `remembered` and `kept` are what was found, by digest."""
        for draft in self.drafts_of(owner):
            key = self.key(draft)
            found = remembered.get(key)
            if found is None:
                passage = self.passage(draft)
                found = [(number, *finding) for number, finding in chain(check_passage(passage, self.known),
                                                                         self._house_rules(passage))]
            kept[key] = found
            pieces = self.passage(draft).pieces if found else ()
            yield from (told(self.place(draft, pieces[number], Finding(*finding))) for number, *finding in found)
        for path in files_of(owner):
            key = self.key_of_spaces(path)
            spaces = remembered.get(key)
            kept[key] = self.spaces(path) if spaces is None else spaces
            yield from (told(Located(path, line, column, Finding(*finding))) for line, column, finding in kept[key])

    def _house_rules(self, passage: Passage) -> Iterator[Found]:
        """What the rules of plugins have against the words of a page or record."""
        for number, piece in enumerate(passage.pieces if self.plugins.loaded else ()):
            words = Words(piece.text, passage.language.code, piece.role, passage.identity)
            for code, one in self.plugins.objections(words):
                yield Found(number, Finding(code, one.start, one.end, one.message, one.help))

    def keys(self, owner: Owner) -> Iterator[str]:
        """Under what the findings of a page or record are remembered."""
        yield from map(self.key, self.drafts_of(owner))
        yield from map(self.key_of_spaces, files_of(owner))

    def drafts(self) -> Iterator[Draft]:
        """Every page and record in every language it has words in."""
        for owner in self.survey.owners:
            yield from self.drafts_of(owner)

    def drafts_of(self, owner: Owner) -> Iterator[Draft]:
        """One page or record in every language it has words in."""
        texts = self._texts(owner)
        for language in self.site.config.languages:
            code = language.code
            path = owner.page.documents.get(code) if owner.page else None
            document = self.site.documents[path] if path else None
            fields = tuple((role, field, words[code]) for role, field, words in texts if words.get(code))
            own = tuple(self._entries.get((owner.identity, code), ()))
            if document is not None or fields or own:
                yield Draft(owner, language, document, fields, own, self._ended(owner), _people(owner))

    def _texts(self, owner: Owner) -> list[tuple[str, str, dict[str, str]]]:
        derived = owner.page is not None and not self.site.documents[owner.page.source].facts.description.get(
            owner.language)
        return [text for text in owner.all_texts if not (derived and text[0] == "description")]

    @cached_property
    def _entries(self) -> dict[tuple[str, str], list[tuple[str, str, str, int]]]:
        found: dict[tuple[str, str], list[tuple[str, str, str, int]]] = {}
        for one in self.survey.units:
            if self.survey.in_catalogue(one) and one.unit.translation:
                found.setdefault((one.owner.identity, one.language.code), []).append(
                    (one.unit.role, one.unit.translation, one.unit.target_path, one.unit.target_line))
        return found

    def _ended(self, owner: Owner) -> bool:
        facts = words_of_event(owner.page)
        if facts is None or owner.page is None or {"cancelled", "postponed"} & set(facts.status):
            return False
        return has_ended(self.site, owner.page)

    def key(self, draft: Draft) -> str:
        """Of everything that the findings depend on."""
        page, document = draft.owner.page, draft.document
        attached = page is not None and bool(page.facts.documents or page.facts.about)
        return digest((self.base, draft.owner.identity, draft.language.code, page.kind if page else "", attached,
                       document.body_digest if document else "", draft.fields, draft.entries, draft.ended,
                       draft.people))

    def passage(self, draft: Draft) -> Passage:
        """The draft with the words of its body."""
        body = self.survey.bodies.body(draft.document.path) if draft.document else None
        source = draft.owner.source
        pieces = [Piece(role, words, Place(source, field=field)) for role, field, words in draft.fields]
        if body is not None and draft.document is not None:
            path = file_of(draft.document.path)
            pieces += [Piece(unit.role, unit.text, Place(path, line=unit.line, unit=number))
                       for number, unit in enumerate(body.units) if unit.text]
        pieces += [Piece(role, words, Place(path, line=line, translated=True))
                   for role, words, path, line in draft.entries]
        return Passage(draft.owner.identity, draft.language, tuple(pieces), draft.owner.page, body, draft.ended,
                       draft.people)

    def body_files(self) -> Iterator[str]:
        """The files of all pages."""
        return iter(sorted({path for owner in self.survey.owners for path in files_of(owner)}))

    def key_of_spaces(self, path: str) -> str:
        """Of a file as it is typed."""
        return digest((self.base, "spaces", self.survey.sources.stamps[path].digest))

    def spaces(self, path: str) -> list[tuple[int, int, tuple[Any, ...]]]:
        """Spaces in a row, which no body has any more, with line and column."""
        text = self.text(path)
        front = split(text)
        if not _WIDE_GAP.search(front.body):
            return []
        lines = front.body.split("\n")
        return [(front.body_line + segment.line - 1, segment.start + finding.start + 1, tuple(finding))
                for place in places(front.body) for segment in place.segments
                for finding in double_spaces(lines[segment.line - 1][segment.start:segment.end])]

    # ---- placing ----

    def place(self, draft: Draft, piece: Piece, finding: Finding) -> Located:
        """Where in its file a finding stands; the beginning of its text where the words are typed otherwise."""
        span = self.span(draft, piece, finding)
        path, offset = self.origin(draft, piece)
        text = self.text(path)
        at = span[0] if span else offset
        return Located(path, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at), finding)

    def span(self, draft: Draft, piece: Piece, finding: Finding) -> tuple[int, int] | None:
        """Where in the text of its file the words of a finding are typed."""
        path, offset = self.origin(draft, piece)
        before = _typed(piece.text[:finding.start], path)
        words = _typed(piece.text[finding.start:finding.end], path)
        found = re.compile(f"{before}({words})").search(self.text(path), offset, offset + 4 * len(piece.text) + 2000)
        return found.span(1) if found else None

    def span_of_source(self, path: str, line: int, words: str, start: int, end: int) -> tuple[int, int] | None:
        """Where in a catalogue a stretch of the msgid in that line is typed."""
        text = self.text(path)
        first = _offset(text, line)
        pattern = f"{_typed(words[:start], path)}({_typed(words[start:end], path)})"
        found = re.compile(pattern).search(text, first, max(first, text.find("msgstr", first)))
        return found.span(1) if found else None

    def origin(self, draft: Draft, piece: Piece) -> tuple[str, int]:
        """The file of a text, and where in it the text begins."""
        place = piece.place
        if place.field:
            path, line, column = self._field(draft, piece.role, place.field)
        else:
            path, line, column = place.path, place.line, 1
        text = self.text(path)
        offset = _offset(text, line) + column - 1
        if place.translated:
            offset = max(offset, text.find("msgstr", offset))
        return path, offset

    def _field(self, draft: Draft, role: str, field: str) -> tuple[str, int, int]:
        source, code = draft.owner.source, draft.language.code
        places = [(source, f"{field}.{code}")]
        if code == draft.owner.language:
            places.append((source, field))
        elif draft.document is not None:
            places.append((file_of(draft.document.path), role.replace("/", ".")))
        path, dotted = next((each for each in places if self.survey.gives(*each)), (source, field))
        tree = self.survey.tree(path)
        return (path, *find(tree, field=dotted, missing=False)) if tree else (path, 1, 1)

    def text(self, path: str) -> str:
        """A file as it is typed."""
        if path not in self._files:
            try:
                self._files[path] = decode(read(self.survey.sources, path))[0]
            except (BuildStopped, KeyError):
                self._files[path] = ""
        return self._files[path]


def told(found: Located) -> Diagnostic:
    """A finding in its place, as it is reported."""
    finding = found.finding
    make = error if finding.code.startswith("E-") else warning
    return make(finding.code, finding.message, finding.help, path=found.path, line=found.line, column=found.column)


def files_of(owner: Owner) -> list[str]:
    """The files with a page's words; none for what has no body."""
    return sorted({file_of(path) for path in owner.page.documents.values()}) if owner.page else []


def _people(owner: Owner) -> tuple[str, ...]:
    """The people on a page: who speaks, who wrote it, whom it is about."""
    if owner.page is None:
        return ()
    facts = owner.page.facts
    ids = [*facts.author, *facts.about]
    event = words_of_event(owner.page)
    if event is not None:
        ids += [speaker.person for speaker in event.speakers]
        ids += [speaker.person for session in event.sessions for speaker in session.speakers]
    return tuple(dict.fromkeys(filter(None, ids)))


def _offset(text: str, line: int) -> int:
    at = 0
    for _ in range(line - 1):
        at = text.find("\n", at) + 1
        if not at:
            return len(text)
    return at


_GAPS: Mapping[str, str] = {
    ".md": r"(?:[ \t\r\n]+(?:>[ \t]*)*)",
    ".yaml": r"(?:[ \t\r\n]+)",
    ".po": r'(?:[ \t]*"\s*"[ \t]*|[ \t]+)',
}


def _typed(words: str, path: str) -> str:
    """A pattern of words as a file of that kind may have them: white space wrapped, some characters escaped."""
    ending = path[path.rfind("."):]
    gap = _GAPS.get(ending, _GAPS[".yaml"])
    out = []
    for part in re.split(r"([ \t\r\n]+)", words):
        if part and part.isspace() and "\u00a0" not in part:
            out.append(gap)
        else:
            written = re.escape(part)
            if ending == ".po":
                # Chinese is wrapped between any two characters.
                written = re.sub(r"(?<=[\u2e80-\uffef])", r'(?:"\\s*")?', written.replace('"', r'\\?"'))
            elif ending != ".md":
                written = written.replace("'", "''?").replace('"', r'\\?"')
            else:
                written = written.replace(r"\|", r"\\?\|")
            out.append(written)
    return "".join(out)
