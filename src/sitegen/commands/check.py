"""`sitegen check`: everything that can be wrong, without publishing."""

import time
from collections.abc import Iterable, Iterator
from shlex import quote

from sitegen import quick
from sitegen.build import Assembled, examine
from sitegen.check.advice import advise, outcome_boundaries
from sitegen.check.progress import BASELINE, Progress, check_baseline, check_thresholds, print_baseline
from sitegen.commands.external import check_external
from sitegen.commands.i18n import difference
from sitegen.commands.looking import found_everywhere
from sitegen.commands.published import check_published
from sitegen.commands.survey import Owner, Survey, Surveyed
from sitegen.commands.waiving import settle
from sitegen.diagnostics import Diagnostic, error, warning
from sitegen.disk.texts import read_text, write_text
from sitegen.document_paths import file_of
from sitegen.model import Language, Report, Request, SectionPolicy, Waived
from sitegen.scripts import fold

_LONGEST = 70
ALL = 100
PARTS_OF_NAME = frozenset({"family_name", "given_name"})


def check_project(request: Request, *, update_baseline: bool, external: bool = False, published: str = "") -> Report:
    """What a build would refuse, what is wrong with texts and translations, and what with the tree as published.

    With `external` other sites are asked, too, whether what leads to them still leads somewhere; with
    `published`, an address or a folder, which addresses of the site as it is published there would vanish.
    """
    written = False
    waived: tuple[Waived, ...] = ()
    seen: list[Assembled] = []

    def look(assembled: Assembled) -> list[Diagnostic]:
        nonlocal written, waived
        seen.append(assembled)
        survey = Survey(assembled, request.project)
        progress = tuple(progress_of(survey.units))
        outside = check_external(survey, now=time.time()) if external else ()
        found = [*findings(survey), *found_everywhere(survey, jobs=request.jobs), *advise(survey.site), *outside]
        settled = settle(found, survey.site.config, survey.sources)
        waived = settled.waived
        problems = [*settled.told, *check_thresholds(progress, survey.site.config.translation)]
        if update_baseline:
            written = write_text(request.project, BASELINE, print_baseline(progress))
        elif (data := read_text(request.project, BASELINE)) is not None:
            problems += check_baseline(progress, data)
        if published:
            problems += check_published(survey.site, published)
        return problems

    report = examine(request, look)
    report.command = "check"
    report.waived = waived
    if written:
        report.written = 1
        report.notices = (*report.notices, f"{BASELINE} was written.")
    for assembled in seen if not external and not published else ():
        # What is said elsewhere may be different at any time.
        _remember(request, report, assembled)
    return report


def _remember(request: Request, report: Report, assembled: Assembled) -> None:
    """The report is the same again until a file changes or a day comes that changes what it says."""
    site = assembled.site
    instants = sorted({*site.boundaries, *outcome_boundaries(site)})
    quick.note_check(request, report, assembled.sources, instants, site.now)


def progress_of(units: Iterable[Surveyed]) -> Iterator[Progress]:
    """How far each section is translated, in each language; what readers see as fresh counts as that."""
    groups: dict[tuple[str, str], list[str]] = {}
    for one in units:
        if one.state != "orphan":
            groups.setdefault((one.owner.section, one.language.code), []).append(one.state)
    for (section, code), states in sorted(groups.items()):
        yield Progress(section, code, len(states), states.count("missing"), states.count("stale"))


# ---- units ---------------------------------------------------------------------------------------------------------


def findings(survey: Survey) -> Iterator[Diagnostic]:
    """What is wrong with each text that is not fresh, and each translation of which nobody knows who made it."""
    for owner in survey.owners:
        yield from findings_of(survey, owner)


def findings_of(survey: Survey, owner: Owner) -> Iterator[Diagnostic]:
    """The same of one page or record."""
    for language in survey.targets(owner):
        units = [one for one in survey.units_of(owner, language) if one.state != "fresh"]
        missing = {one.unit.role for one in units if one.state == "missing"}
        # A person without a name in that language is told once, and not for each part of the name.
        told_already = missing & PARTS_OF_NAME if "name" in missing else frozenset()
        yield from (_finding(survey, one) for one in units if one.unit.role not in told_already)
        yield from _origin(survey, owner, language)


def _finding(survey: Survey, one: Surveyed) -> Diagnostic:
    path, line = survey.place(one)
    code, message, help = {
        "stale": _stale, "missing": _missing, "orphan": _orphan, "revised": _revised, "unrecorded": _unrecorded,
    }[one.state](survey, one)
    make = error if code.startswith("E-") else warning
    return make(code, message, help, path=path, line=line, column=1 if line else 0)


def _stale(survey: Survey, one: Surveyed) -> tuple[str, str, str]:
    return ("W-TR-STALE", f"This translation ({one.language.code}) is older than what it translates.",
            f"{_change(survey, one)}\nTranslate the change; or, where the translation is right as it is: {_ack(one)}")


def _revised(survey: Survey, one: Surveyed) -> tuple[str, str, str]:
    return ("W-TR-REVISED", f"This translation ({one.language.code}) and its source have both changed since somebody "
            "confirmed that they agree.", f"{_change(survey, one)}\nIf they agree, say so: {_ack(one)}")


def _missing(survey: Survey, one: Surveyed) -> tuple[str, str, str]:
    demanded = survey.site.config.translation.get(one.owner.section, SectionPolicy()).complete == ALL
    return ("E-TR-MISSING" if demanded else "W-TR-MISSING",
            f'"{_short(survey.words(one)[0])}" is not translated ({one.language.code}).',
            f"Translate it in {_home(survey, one)}; or in Poedit, in the catalogue that this writes: "
            "sitegen i18n update")


def _orphan(survey: Survey, one: Surveyed) -> tuple[str, str, str]:
    return ("W-TR-ORPHAN", f'"{_short(survey.words(one)[1])}" ({one.language.code}) translates nothing that is still '
            f"in {one.owner.source}; it is not published.",
            "Delete it, or bring back what it translates. What stands beside it: "
            f"sitegen i18n status {quote(one.owner.source)}")


def _unrecorded(survey: Survey, one: Surveyed) -> tuple[str, str, str]:
    demanded = survey.site.config.translation.get(one.owner.section, SectionPolicy()).complete == ALL
    first = not survey.records_of(one.owner, one.language)
    confirm = f"sitegen i18n adopt {quote(one.owner.source)}" if first else _ack(one)
    return ("E-TR-UNRECORDED" if demanded else "W-TR-UNRECORDED",
            f"Nobody has confirmed that this translation ({one.language.code}) says what its source says.",
            f"Read {'the page in both languages' if one.owner.page and first else 'it'}, then: {confirm}")


def _change(survey: Survey, one: Surveyed) -> str:
    source = survey.words(one)[0]
    return f"It says now: {difference(one.unit.recorded, source, False) if one.unit.recorded else source}"


def _ack(one: Surveyed) -> str:
    return f"sitegen i18n ack {quote(one.id)}"


def _home(survey: Survey, one: Surveyed) -> str:
    """Where a translation that is missing would be typed."""
    owner, code = one.owner, one.language.code
    if owner.page is None:
        return f"{owner.source}, as {one.unit.field.rpartition('.')[2] or 'name'}: {{{owner.language}: …, {code}: …}}"
    if code in owner.page.documents:
        return file_of(owner.page.documents[code])
    stem, _, ending = owner.source.rpartition(f".{owner.language}.")
    return f"{stem}.{code}.{ending}" if stem else f"{owner.source.removesuffix('.md')}.{code}.md"


def _short(text: str) -> str:
    text = fold(text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


# ---- who translated ------------------------------------------------------------------------------------------------


def _origin(survey: Survey, owner: Owner, language: Language) -> Iterator[Diagnostic]:
    """A page's translation that does not say who made it; the texts of data are too short to ask."""
    page = owner.page
    if page is None or language.code in page.facts.translated:
        return
    if all(one.state in ("missing", "orphan") for one in survey.units_of(owner, language)):
        return
    rule = survey.site.config.translation.get(page.section, SectionPolicy()).origin
    if rule == "optional" or (rule == "required" and language.code in page.documents):
        # What a file of its own must say is an error of every build.
        return
    make, code = (error, "E-TR-ORIGIN") if rule == "required" else (warning, "W-TR-ORIGIN")
    who = f"{{from: {owner.language}, by: some name, date: 2020-03-05, method: human}}"
    path = file_of(page.documents.get(language.code, page.source))
    own = path != owner.source
    yield make(
        code, f"This translation ({language.code}) does not say who made it and how.",
        f"Add translation: {who}" if own else f"Add translated: {{{language.code}: {who}}}",
        path=path, field="translation" if own else "translated", missing=True)
