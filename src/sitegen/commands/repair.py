"""`sitegen check --fix`: what is certain is put right where it is typed; whatever else a file says stays as it is."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from sitegen.build import Assembled, ask, is_project
from sitegen.check.texts.passage import Finding, Passage, Piece
from sitegen.check.texts.rules import REPAIRED, repaired
from sitegen.commands.confirm import TRIVIAL, Confirmed, recorded
from sitegen.commands.survey import Survey, Surveyed
from sitegen.commands.texts import Draft, Texts
from sitegen.content.waivers import find_waivers
from sitegen.diagnostics import BuildStopped
from sitegen.disk.lock import lock
from sitegen.disk.texts import read_text, write_text
from sitegen.model import ContentCatalogue, Language, Parsed, Report, Request, Source
from sitegen.scripts import fold
from sitegen.stages import parse_source
from sitegen.translation.fields import all_texts
from sitegen.translation.records import acknowledge, print_acknowledgements, records_path

PATIENCE = 60.0
"""Seconds to wait for a build that is under way."""
REASON = "punctuation, spaces and names put right by check --fix"
PLACES = ("content/", "translations/")
_LINE_END = re.compile("\r\n|\r|\n")


class Edit(NamedTuple):
    """A stretch of a file, and what shall stand there."""

    start: int
    end: int
    words: str


class Mended(NamedTuple):
    """A file as it shall be."""

    path: str
    text: str
    edits: int


def fix_texts(request: Request) -> tuple[Report, tuple[str, ...]]:
    """Put right what is certain; a sentence for each file. The report has errors where nothing could be done.

    Each file is written in one step, and only if reading it again gives the same texts but for what was put right.
    Translations that were up to date stay so.
    """
    said: list[str] = []
    fresh: set[tuple[str, str]] = set()

    def mend(assembled: Assembled) -> str:
        survey = Survey(assembled, request.project)
        fresh.update((one.id, one.language.code) for one in survey.units if one.state == "fresh")
        for file in mended(survey):
            if write_text(request.project, file.path, file.text):
                said.append(f"{file.path}: {file.edits} {'place was' if file.edits == 1 else 'places were'} put right.")
        return ""

    def confirm(assembled: Assembled) -> str:
        survey = Survey(assembled, request.project)
        keep_confirmed(survey, [one for one in survey.units if (one.id, one.language.code) in fresh])
        return ""

    if not is_project(request.project):
        return Report(), ()
    try:
        with lock(request.project, request.output, wait=PATIENCE):
            report, _ = ask(request, mend)
            if said:
                report, _ = ask(request, confirm)
    except BuildStopped as stop:
        report = Report(exit=max(one.exit for one in stop.diagnostics), diagnostics=stop.diagnostics)
    return report, tuple(said)


def keep_confirmed(survey: Survey, units: Iterable[Surveyed]) -> None:
    """Record anew what was confirmed before a repair: it still says the same."""
    confirmed = [Confirmed(one, acknowledge(one.id, *survey.words(one), f"{TRIVIAL}{REASON}"))
                 for one in units if one.state in ("stale", "revised", "unrecorded")]
    after = recorded(survey, confirmed)
    for locale in sorted({one.language.locale for one, _ in confirmed}):
        write_text(survey.project, records_path(locale), print_acknowledgements(after[locale].records))


# ---- finding -------------------------------------------------------------------------------------------------------


def mended(survey: Survey) -> Iterator[Mended]:
    """Every file in which something is certain, as it shall be; files that would come to say more are left out."""
    texts = Texts(survey)
    edits: dict[str, list[Edit]] = {}
    new: dict[str, dict[str, str]] = {}
    codes = [code for code in REPAIRED if survey.site.config.checks.get(code) != "off"]
    for draft in texts.drafts():
        passage = texts.passage(draft)
        for piece in passage.pieces:
            words = _words(texts, draft, passage, piece, codes)
            if words == piece.text:
                continue
            path, _ = texts.origin(draft, piece)
            found = list(_edits(texts, draft, piece, words))
            if found and path.startswith(PLACES):
                edits.setdefault(path, []).extend(found)
                new.setdefault(path, {})[fold(piece.text)] = fold(words)
                _carry(survey, texts, draft, piece, words, edits, new)
    if "W-DOUBLE-SPACE" in codes:
        for path in texts.body_files():
            edits.setdefault(path, []).extend(_spaces(texts, path))
    for path, wanted in sorted(edits.items()):
        text = texts.text(path)
        chosen = _apart(wanted)
        made = _edited(text, chosen)
        data = read_text(survey.project, path) if chosen else None
        if data is None or without_line_ends(data) != text:
            # It has changed since it was read, or is written in another form of Unicode.
            continue
        if _is_safe(survey, path, text, made, new.get(path, {})):
            yield Mended(path, with_line_ends(made, data), len(chosen))


def _words(texts: Texts, draft: Draft, passage: Passage, piece: Piece, codes: Sequence[str]) -> str:
    """The text with what is certain put right, but for what is waived."""
    words = repaired(piece.text, piece.role, passage.language.script, texts.known, codes)
    if words == piece.text:
        return words
    path, offset = texts.origin(draft, piece)
    line = texts.text(path).count("\n", 0, offset) + 1
    waived = {waiver.code for waiver in find_waivers(texts.text(path), path=path)
              if waiver.first <= line <= waiver.last and waiver.reason}
    if not waived:
        return words
    return repaired(piece.text, piece.role, passage.language.script, texts.known,
                    [code for code in codes if code not in waived])


def _edits(texts: Texts, draft: Draft, piece: Piece, words: str) -> Iterator[Edit]:
    """The smallest changes to the file that make these words of the text; none where one of them has no place."""
    found = []
    matcher = SequenceMatcher(None, piece.text, words, autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind == "equal":
            continue
        # What is typed in quotation marks or brackets may be escaped there; plain marks and words are not.
        if any(character in "\"'\\|" for character in words[first:last]):
            return
        span = texts.span(draft, piece, Finding("", start, end, "", ""))
        if span is None:
            return
        found.append(Edit(*span, words[first:last]))
    yield from found


def _carry(survey: Survey, texts: Texts, draft: Draft, piece: Piece, words: str, edits: dict[str, list[Edit]],
           new: dict[str, dict[str, str]]) -> None:
    """A catalogue names the source of each translation: it learns the new words with the page."""
    if draft.language.code != draft.owner.language or piece.place.translated:
        return
    for language in survey.targets(draft.owner):
        for path, line in _entries(survey, language, f"{draft.owner.identity}#{piece.role}", piece.text):
            found = []
            for kind, start, end, first, last in SequenceMatcher(None, piece.text, words, autojunk=False).get_opcodes():
                if kind != "equal":
                    span = texts.span_of_source(path, line, piece.text, start, end)
                    found.append(Edit(*span, words[first:last]) if span else None)
            if all(found):
                edits.setdefault(path, []).extend(edit for edit in found if edit)
                new.setdefault(path, {})[fold(piece.text)] = fold(words)


def _entries(survey: Survey, language: Language, context: str, source: str) -> Iterator[tuple[str, int]]:
    for parsed in survey.assembled.parsed.values():
        catalogue: ContentCatalogue | None = parsed.content_catalogue
        if catalogue is not None and f"/{language.locale}/" in catalogue.path:
            yield from ((catalogue.path, entry.line) for entry in catalogue.entries
                        if entry.context == context and entry.source == fold(source))


def _spaces(texts: Texts, path: str) -> Iterator[Edit]:
    starts = [0]
    for typed in texts.text(path).split("\n"):
        starts.append(starts[-1] + len(typed) + 1)
    for line, column, found in texts.spaces(path):
        at, finding = starts[line - 1] + column - 1, Finding(*found)
        yield Edit(at, at + finding.end - finding.start, " ")


# ---- writing -------------------------------------------------------------------------------------------------------


def _apart(edits: Iterable[Edit]) -> list[Edit]:
    """The edits in order, without those that touch one before them."""
    chosen: list[Edit] = []
    for edit in sorted(set(edits)):
        if not chosen or edit.start >= chosen[-1].end:
            chosen.append(edit)
    return chosen


def _edited(text: str, edits: Sequence[Edit]) -> str:
    for edit in reversed(edits):
        text = text[:edit.start] + edit.words + text[edit.end:]
    return text


def without_line_ends(data: bytes) -> str:
    """The text of a file as rules see it: no mark at its beginning, every line ending as on Unix."""
    return _LINE_END.sub("\n", data.decode("utf-8-sig", "replace"))


def with_line_ends(text: str, data: bytes) -> str:
    """The text with each line ending as it did in the bytes of the file, and with their mark at its beginning."""
    ends = _LINE_END.findall(data.decode("utf-8", "replace"))
    lines = text.split("\n")
    if len(lines) != len(ends) + 1:
        # A repair has joined two lines: all end as most did.
        ends = [max(sorted(set(ends)), key=ends.count)] * (len(lines) - 1) if ends else []
    mark = "\ufeff" if data.startswith(b"\xef\xbb\xbf") else ""
    return mark + "".join(part for pair in zip(lines, [*ends, ""], strict=True) for part in pair)


def _is_safe(survey: Survey, path: str, text: str, made: str, new: dict[str, str]) -> bool:
    """Whether the file says the same but for the texts that were put right."""
    before, after = (parse_source(survey.languages, _source(path, each)) for each in (text, made))
    said = [new.get(fold(each), fold(each)) for each in _said(before)]
    return said == [fold(each) for each in _said(after)] and len(before.diagnostics) >= len(after.diagnostics)


def _source(path: str, text: str) -> Source:
    data = text.encode()
    return Source(path=path, digest="", size=len(data), data=data)


def _said(parsed: Parsed) -> Iterator[str]:
    """Every text of a file in its order, and what stands around it."""
    documents = [(parsed.document, parsed.body), *parsed.others]
    for document, body in documents:
        if document is not None:
            yield from (words for _, _, text in all_texts(document.facts) for words in text.values())
            yield from (words for text in document.nested.values() for words in text.values())
            yield repr((document.given, document.anchors if body is None else len(body.links)))
        if body is not None:
            for unit in body.units:
                yield unit.role
                yield unit.text
    for record in parsed.records.records if parsed.records else ():
        yield record.id
        yield from (words for _, _, text in all_texts(record) for words in text.values())
    for entry in parsed.content_catalogue.entries if parsed.content_catalogue else ():
        yield from (entry.context, entry.source, entry.translation, entry.previous, str(entry.fuzzy))
