"""`sitegen check --pairs`: whether translations that live outside the site state the facts of their source."""

import json
from collections.abc import Iterable, Sequence
from os.path import abspath

from sitegen.build import Assembled, ask, is_project
from sitegen.diagnostics import BuildStopped, Diagnostic, warning
from sitegen.disk.texts import read_outside
from sitegen.model import Config, Report, Request
from sitegen.translation.facts.known import names_of
from sitegen.translation.facts.names import Names
from sitegen.translation.facts.parity import Finding, compare
from sitegen.translation.facts.spreadsheet import Pair, read_pairs
from sitegen.translation.facts.wording import message

Compared = list[tuple[Pair, list[Finding]]]


def check_pairs(request: Request, path: str, *, form: str) -> tuple[Report, str]:
    """The report on a table of translations, and what is printed instead where the object of JSON is asked for.

    In a project, its people, organisations and terms are known by name.
    """
    try:
        pairs = read_pairs(read_outside(abspath(path)), path)
    except BuildStopped as stop:
        exit = max(problem.exit for problem in stop.diagnostics)
        return Report(command="check", exit=exit, diagnostics=stop.diagnostics), ""
    names, refused = _names(request)
    if refused is not None:
        return refused, ""
    compared = [(pair, _compared(pair, names)) for pair in pairs]
    found = tuple(_diagnostics(compared, path))
    report = Report(command="check --pairs", diagnostics=found, notices=(_sentence(compared),))
    if request.strict and report.diagnostics:
        report.exit = 1
    return report, as_json(compared) if form == "json" else ""


def as_json(compared: Compared) -> str:
    """The contract: every row in its order, each side's words as they are written, or null."""
    return json.dumps(
        {"pairs": [
            {"id": pair.id, "findings": [
                {"kind": one.kind, "english": one.english, "chinese": one.chinese} for one in found]}
            for pair, found in compared
        ]},
        ensure_ascii=False,
    )


def _compared(pair: Pair, names: Names | None) -> list[Finding]:
    # A side without words is a translation that is missing, which is not for this to say.
    if not pair.english.strip() or not pair.chinese.strip():
        return []
    return compare(pair.english, pair.chinese, names=names)


def _names(request: Request) -> tuple[Names | None, Report | None]:
    """What a project knows by name; nothing outside one. A project that cannot be read is reported."""
    if not is_project(request.project):
        return None, None
    known: list[Names] = []

    def look(assembled: Assembled) -> str:
        site = assembled.site
        latin, han = _codes(site.config)
        known.append(names_of(site, latin, han))
        return ""

    report, _ = ask(request, look)
    report.command = "check"
    return (known[0], None) if known else (None, report)


def _codes(config: Config) -> tuple[str, str]:
    """The codes of the site's languages in Latin and in Han script."""
    latin = next((one.code for one in config.languages if one.script == "latin"), "en")
    return latin, next((one.code for one in config.languages if one.script == "han"), "zh")


def _diagnostics(compared: Compared, path: str) -> Iterable[Diagnostic]:
    for pair, found in compared:
        for one in found:
            yield warning("W-PARITY", f"{pair.id}: {message(one)}", "Correct the side that is wrong.", path=path,
                          line=pair.line, column=1)


def _sentence(compared: Sequence[tuple[Pair, list[Finding]]]) -> str:
    differ = sum(bool(found) for _, found in compared)
    pairs = f"{len(compared)} {'pair' if len(compared) == 1 else 'pairs'}"
    return f"Compared {pairs}: {f'{differ} differ' if differ != 1 else '1 differs'}." if differ else (
        f"Compared {pairs}: both languages state the same facts.")
