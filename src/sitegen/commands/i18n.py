"""The commands `sitegen i18n …`: ask the assembled site, say what there is to say, write what was confirmed."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from sitegen.build import Assembled, ask, is_project
from sitegen.commands import status as tables
from sitegen.commands.catalogues import catalogues, confirmed_by_translators, templates, updated
from sitegen.commands.confirm import (
    Confirmed,
    Wanted,
    adopt,
    check_language,
    choose,
    confirm,
    first_records,
    recorded,
)
from sitegen.commands.jobs import bring_home, job, states_of
from sitegen.commands.outlived import Gone, gone_records
from sitegen.commands.survey import Survey
from sitegen.commands.theme_words import theme_catalogues, theme_templates, updated_themes
from sitegen.commands.typed import Typed, bring_typed
from sitegen.console import printable
from sitegen.diagnostics import BuildStopped, Diagnostic, error
from sitegen.disk.changes import Changes
from sitegen.disk.lock import lock
from sitegen.disk.texts import read_outside, read_text, write_outside, write_text
from sitegen.model import Report, Request
from sitegen.translation.differences import changes
from sitegen.translation.records import print_acknowledgements, records_path

PATIENCE = 60.0
"""Seconds to wait for a build that is under way, before anything is written."""

Write = Callable[[str, str], bool]
"""Puts a text at a path; whether that was new."""

_RED, _GREEN, _PLAIN = "\x1b[31;9m", "\x1b[32;4m", "\x1b[0m"
"""Struck out and underlined too: colour alone tells some people nothing."""


def report_status(
    request: Request, names: Sequence[str], *, language: str, form: str, since: str = ""
) -> tuple[Report, str]:
    """How far the pages of those names are translated; all of them where none is given.

    `since` is the file of an earlier answer as JSON, with which a summary begins. Raises BuildStopped where it is none.
    """

    def work(survey: Survey) -> str:
        units = choose(survey, names, language)
        if form == "json":
            return tables.as_json(survey, units)
        if form == "markdown":
            before = tables.read_before(read_outside(since), since) if since else None
            return tables.as_markdown(survey, units, before)
        return tables.as_text(survey, units, every=bool(names))

    return _asked(request, language, work)


def acknowledge_units(request: Request, wanted: Wanted, *, colour: bool | None) -> tuple[Report, str]:
    """Show and record that translations are right for what the source says now; with no `colour`, record alone."""
    return _recording(request, wanted.language, colour, lambda survey: confirm(survey, wanted))


def adopt_pages(request: Request, names: Sequence[str], *, language: str, colour: bool | None) -> tuple[Report, str]:
    """Show and record pages that were translated before anything was recorded of them."""
    return _recording(request, language, colour, lambda survey: adopt(survey, names, language))


def record_translations(request: Request, identity: str = "") -> Report:
    """Record what was never confirmed, of one page or record or of the whole site: for words that are our own."""
    return _recording(request, "", None, lambda survey: first_records(survey, identity))[0]


def write_catalogues(request: Request, *, templates_only: bool, say: bool) -> tuple[Report, str]:
    """Bring the catalogues and their templates up to date with pages and theme; or the templates alone."""

    def work(survey: Survey, write: Write) -> str:
        found = catalogues(survey)
        themes = theme_catalogues(survey)
        texts = templates(survey, found) | theme_templates(themes)
        if not templates_only:
            confirmed = confirmed_by_translators(survey)
            records = {locale: each.records for locale, each in recorded(survey, confirmed).items()}
            texts |= updated(survey, found, records) | updated_themes(themes)
            texts |= _records(survey, confirmed, gone_records(survey, survey.owners, texts))
        did = "would write" if request.dry_run else "wrote"
        lines = [f"{did} {path}" for path, text in sorted(texts.items()) if write(path, text)]
        return "\n".join(lines or ["The catalogues are up to date."]) if say else ""

    return _writing(request, "", work)


def export_job(
    request: Request, names: Sequence[str], path: str, *, language: str, stale: bool, missing: bool, say: bool
) -> tuple[Report, str]:
    """Write texts to translate into one catalogue for a translator."""

    def work(survey: Survey) -> str:
        units = choose(survey, names, language)
        target = next(each for each in survey.languages if each.code == language)
        text, count = job(survey, units, target, states_of(stale=stale, missing=missing, named=names))
        if not count:
            return "There is nothing to translate, so no file was written."
        write_outside(path, text)
        return f"{_texts(count)} for the translator in {path}."

    report, said = _asked(request, language, work)
    return report, said if say else ""


def import_job(request: Request, path: str, *, say: bool) -> tuple[Report, str]:
    """Put what a translator made of an export into the files it belongs to, and record it."""
    refused: list[Diagnostic] = []
    texts: dict[str, str] = {}
    states: dict[tuple[str, str], str] = {}
    """What each text must be afterwards."""

    def work(survey: Survey) -> str:
        came = bring_home(survey, path, read_outside(path))
        refused.extend(came.refused)
        states.update(_states(survey))
        states.update({(one.id, one.language.code): "fresh" for one, _ in came.confirmed})
        texts.update((file, text) for file, text in {**came.texts, **_records(survey, came.confirmed)}.items()
                     if read_text(request.project, file) != text.encode())
        did = "would write" if request.dry_run else "wrote"
        return "\n".join([*(f"{did} {file}" for file in sorted(texts)),
                          f"{_texts(len(came.confirmed))} taken, {came.unchanged} without new words, "
                          f"{len(came.refused)} refused."])

    if request.dry_run or not is_project(request.project):
        report, said = _asked(request, "", work)
    else:
        try:
            with lock(request.project, request.output, wait=request.wait or PATIENCE):
                report, said = _asked(request, "", work)
                if texts and not report.exit:
                    report = _taken(request, texts, states)
        except BuildStopped as stop:
            report, said = _stopped(stop), ""
    if refused and not report.exit:
        # What could be taken was taken: both is said.
        report.exit, report.diagnostics, report.notices = 1, tuple(refused), (said,)
    return report, said if say else ""


def _taken(request: Request, texts: dict[str, str], states: dict[tuple[str, str], str]) -> Report:
    """Write what came back, and look whether every text is what it must be; if not, put everything back."""
    changes = Changes(request.project)
    problems: list[Diagnostic] = []

    def look(survey: Survey) -> str:
        after = _states(survey)
        problems.extend(_otherwise(id, code, after.get((id, code), "gone"))
                        for (id, code), state in sorted(states.items()) if after.get((id, code)) != state)
        return ""

    changes.make(texts, ())
    try:
        report, _ = _asked(request, "", look)
    except BaseException:
        changes.undo()
        raise
    if report.exit or problems:
        changes.undo()
        return Report(command="i18n", exit=report.exit or 1, diagnostics=(*report.diagnostics, *problems),
                      notices=("Nothing was taken, and every file is as it was.",))
    report.written = len(texts)
    return report


def _states(survey: Survey) -> dict[tuple[str, str], str]:
    """By id and language the state of every text but those that translate nothing."""
    return {(one.id, one.language.code): one.state for one in survey.units if one.state != "orphan"}


def _otherwise(id: str, code: str, state: str) -> Diagnostic:
    return error("E-IMPORT", f"With what came back, {id} ({code}) would be {state}.",
                 "In the file that came back, keep every picture and every mark of a footnote, such as [^1], and begin "
                 "no heading or list with the words of its page; then import it again.")


def save_typed(request: Request, typed: Typed, look: Callable[[], Survey]) -> tuple[Report, list[str]]:
    """Put one translation typed in the preview into the file it belongs to, and record it; with the files written.

    `look` surveys the site as it is on the disk, while nobody else writes there.
    """
    written: list[str] = []
    try:
        with lock(request.project, request.output, wait=request.wait):
            survey = look()
            came = bring_typed(survey, typed)
            # First the words: where the record is lost, the text asks to be confirmed, and says nothing false.
            for file, text in [*came.texts.items(), *_records(survey, came.confirmed).items()]:
                if write_text(request.project, file, text):
                    written.append(file)
    except BuildStopped as stop:
        return _stopped(stop), written
    return Report(command="i18n", written=len(written)), written


def _texts(count: int) -> str:
    return f"{count} {'text' if count == 1 else 'texts'}"


def _recording(
    request: Request, language: str, colour: bool | None, choose_units: Callable[[Survey], list[Confirmed]]
) -> tuple[Report, str]:
    def work(survey: Survey, write: Write) -> str:
        confirmed = choose_units(survey)
        lines = list(_shown(survey, confirmed, bool(colour)))
        owners = list({one.owner.identity: one.owner for one, _ in confirmed}.values())
        texts = _records(survey, confirmed, gone_records(survey, owners, {}))
        written = [path for path, text in texts.items() if write(path, text)]
        lines.append(_outcome(confirmed, written, dry_run=request.dry_run))
        return "" if colour is None else "\n".join(lines)

    return _writing(request, language, work)


def _records(survey: Survey, confirmed: Sequence[Confirmed], gone: Gone | None = None) -> dict[str, str]:
    """The files of acknowledgements with the new ones and without those gone, by path; only those that change."""
    gone = gone or {}
    locales = {one.language.locale for one, _ in confirmed} | {locale for locale, ids in gone.items() if ids}
    after = recorded(survey, confirmed)
    new = {(one.language.locale, record.id) for one, record in confirmed}
    return {records_path(locale): print_acknowledgements(
                record for record in after[locale].records
                if record.id not in gone.get(locale, ()) or (locale, record.id) in new)
            for locale in sorted(locales)}


def _writing(request: Request, language: str, work: Callable[[Survey, Write], str]) -> tuple[Report, str]:
    """Do what writes files, while nobody else does; `work` is given what writes one and says whether it was new."""
    written: list[str] = []

    def write(path: str, text: str) -> bool:
        if request.dry_run:
            return read_text(request.project, path) != text.encode()
        if new := write_text(request.project, path, text):
            written.append(path)
        return new

    def reading(survey: Survey) -> str:
        return work(survey, write)

    if request.dry_run or not is_project(request.project):
        return _asked(request, language, reading)
    try:
        # What is read here is written again: two who confirm at once must not undo each other's work.
        with lock(request.project, request.output, wait=request.wait or PATIENCE):
            report, said = _asked(request, language, reading)
    except BuildStopped as stop:
        return _stopped(stop), ""
    report.written = len(written)
    return report, said


def _stopped(stop: BuildStopped) -> Report:
    return Report(command="i18n", exit=max(d.exit for d in stop.diagnostics), diagnostics=stop.diagnostics)


def _asked(request: Request, language: str, work: Callable[[Survey], str]) -> tuple[Report, str]:
    def asked(assembled: Assembled) -> str:
        survey = Survey(assembled, request.project)
        check_language(survey, language)
        return work(survey)

    report, said = ask(request, asked)
    report.command = "i18n"
    return report, said


def _shown(survey: Survey, confirmed: Iterable[Confirmed], colour: bool) -> Iterator[str]:
    """Each unit with its place, what has changed in its source, and its translation."""
    for one, record in confirmed:
        path, line = survey.place(one)
        source, translation = survey.words(one)
        yield f"{one.id} ({one.language.code}, {one.state}) {path}:{line}"
        yield "  " + (difference(one.unit.recorded, source, colour) if one.unit.recorded else printable(source))
        if translation:
            yield f"  {printable(translation)}"
        if record.note:
            yield f"  {printable(record.note)}"
        yield ""


def difference(old: str, new: str, colour: bool) -> str:
    """Two forms of a text in one, by words: coloured, or as [-old-]{+new+}."""
    marks = {"old": (_RED, _PLAIN), "new": (_GREEN, _PLAIN)} if colour else {"old": ("[-", "-]"), "new": ("{+", "+}")}
    pieces = []
    for kind, text in changes(old, new):
        begin, end = marks.get(kind, ("", ""))
        words = printable(text)
        # Space at the edges of what changed is left outside, where it reads as space.
        before, after = " " * words.startswith(" "), " " * (words.endswith(" ") and words != " ")
        pieces.append(f"{before}{begin}{words.strip(' ')}{end}{after}" if begin and words.strip(" ") else words)
    return "".join(pieces)


def _outcome(confirmed: Sequence[Confirmed], written: Sequence[str], *, dry_run: bool) -> str:
    texts = _texts(len(confirmed))
    if not confirmed or not (written or dry_run):
        return "There was nothing to record."
    return f"{texts} would be recorded." if dry_run else f"{texts} recorded in {', '.join(written)}."
