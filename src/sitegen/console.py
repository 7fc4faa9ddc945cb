"""A report as text for people, or as JSON, annotations and SARIF for machines."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from urllib.parse import quote

from sitegen import __version__
from sitegen.diagnostics import Diagnostic
from sitegen.language.chosen import Speech
from sitegen.model import Report


def as_json(report: Report) -> str:
    """One object: the contract that other programs rely on."""
    return json.dumps(
        {
            "ok": report.exit == 0,
            "command": report.command,
            "seconds": round(report.seconds, 3),
            "pages": report.pages,
            "rendered": report.rendered,
            "written": report.written,
            "removed": report.removed,
            "unchanged": report.unchanged,
            "stale_after": report.stale_after,
            "diagnostics": [
                {
                    "path": d.path,
                    "line": d.line,
                    "column": d.column,
                    "severity": d.severity,
                    "code": d.code,
                    "message": d.message,
                    "help": d.help,
                }
                for d in report.diagnostics
            ],
            **_profile_object(report),
            **_waived_object(report),
        },
        ensure_ascii=False,
    )


def _waived_object(report: Report) -> dict[str, list[dict[str, str | int]]]:
    """A key more where somebody waived something."""
    waived: list[dict[str, str | int]] = [
        {
            "path": one.finding.path,
            "line": one.finding.line,
            "column": one.finding.column,
            "code": one.finding.code,
            "message": one.finding.message,
            "reason": one.reason,
        }
        for one in report.waived
    ]
    return {"waived": waived} if waived else {}


def _profile_object(report: Report) -> dict[str, list[dict[str, str | float | None]]]:
    """A key more where it was asked for."""
    stages: list[dict[str, str | float | None]] = [
        {"stage": stage.name, "wall": round(stage.wall, 6), "cpu": round(stage.cpu, 3), "items": stage.items}
        for stage in report.profile
    ]
    return {"profile": stages} if stages else {}


def as_github(report: Report) -> str:
    """Annotations for a pull request, one line each."""
    return "\n".join(
        f"::{d.severity} file={_property(d.path)},line={max(d.line, 1)},col={max(d.column, 1)},"
        f"title={_property(d.code)}::"
        f"{_data(d.message + (chr(10) + d.help if d.help else ''))}"
        for d in report.diagnostics
    )


def as_sarif(report: Report) -> str:
    """A log of the Static Analysis Results Interchange Format, version 2.1.0, for services that collect findings."""
    results = [_result(diagnostic) for diagnostic in report.diagnostics]
    results += [
        _result(one.finding) | {"suppressions": [{"kind": "inSource", "justification": one.reason}]}
        for one in report.waived
    ]
    rules = [{"id": code} for code in sorted({str(result["ruleId"]) for result in results})]
    driver = {"name": "sitegen", "version": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": report.exit <= 1, "exitCode": report.exit}],
        "results": results,
    }
    schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, ensure_ascii=False)


def _result(diagnostic: Diagnostic) -> dict[str, object]:
    text = diagnostic.message + (f"\n{diagnostic.help}" if diagnostic.help else "")
    result: dict[str, object] = {
        "ruleId": diagnostic.code,
        "level": diagnostic.severity,
        "message": {"text": text},
    }
    if diagnostic.path:
        place: dict[str, object] = {"artifactLocation": {"uri": quote(diagnostic.path)}}
        if diagnostic.line:
            place["region"] = {"startLine": diagnostic.line, "startColumn": max(diagnostic.column, 1)}
        result["locations"] = [{"physicalLocation": place}]
    return result


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_text(report: Report, *, output: str, quiet: bool = False, said: Speech = str) -> str:
    """For people: every problem with its line and a caret, then what was done in one sentence.

    `said` tells a sentence in their language.
    """
    text: list[str] = []
    for path, group in groupby(report.diagnostics, key=lambda diagnostic: diagnostic.path):
        problems = list(group)
        if report.command == "check" and path and len(problems) > 1:
            text += [printable(f"{path}: {said(_problems(problems))}"), ""]
        for diagnostic in problems:
            text += [*_problem(diagnostic, report.excerpts, said), ""]
    if not quiet or report.exit:
        text += map(said, report.notices)
        text += _waived(report, said)
        text += _explanations(report, said)
        text += _changes(report, said)
        # Of what is only asked, the answer is all there is to say.
        if report.command == "build":
            text.append(said(_refusal(report, output) if report.exit else _outcome(report, output)))
            text += _profile(report)
        elif report.command == "check":
            text.append(said(_refusal(report, output) if report.exit else _verdict(report)))
    return "\n".join(text).rstrip("\n")


def _problem(diagnostic: Diagnostic, excerpts: dict[str, str], said: Speech) -> Iterator[str]:
    place = f"{diagnostic.path}:{diagnostic.line}:{diagnostic.column}: " if diagnostic.line else ""
    if not diagnostic.line and diagnostic.path:
        place = f"{diagnostic.path}: "
    yield printable(f"{place}{said(diagnostic.severity)}[{diagnostic.code}]{said(': ')}{said(diagnostic.message)}")
    excerpt = excerpts.get(f"{diagnostic.path}:{diagnostic.line}")
    if excerpt is not None:
        yield from _caret(excerpt, diagnostic.column)
    if diagnostic.help:
        first, *rest = printable(said(diagnostic.help), keep_lines=True).split("\n")
        name = said("help") + said(": ")
        yield f"{name}{first}"
        yield from (" " * width(name) + line for line in rest)


def _caret(excerpt: str, column: int) -> Iterator[str]:
    """The source line, cut to a readable window, and a caret under the column."""
    start = max(0, column - 60)
    shown = printable(excerpt[start : start + 110])
    before = printable(excerpt[start : max(start, column - 1)])
    yield f"    {shown}"
    yield "    " + " " * width(before) + "^"


def width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(map(_width, text))


def _width(character: str) -> int:
    """Terminal columns of a character: two for Han, kana, hangul and full-width forms."""
    code = ord(character)
    wide = 0x1100 <= code <= 0x115F or 0x2E80 <= code <= 0xA4CF or 0xAC00 <= code <= 0xD7A3
    return (
        2
        if wide or 0xF900 <= code <= 0xFAFF or 0xFE30 <= code <= 0xFE6F or 0xFF00 <= code <= 0xFF60 or code >= 0x1F300
        else 1
    )


def printable(text: str, *, keep_lines: bool = False) -> str:
    """The text with every control character spelled out, so that no name can speak to the terminal."""
    if (text.replace("\n", "") if keep_lines else text).isprintable():
        return text
    return "".join(
        character
        if character.isprintable() or (keep_lines and character == "\n")
        else " "
        if character == "\t"
        else character.encode("unicode_escape").decode("ascii")
        for character in text
    )


def _waived(report: Report, said: Speech) -> list[str]:
    waived = said("waived") + said(": ")
    return [
        printable(f"{waived}{one.finding.path}:{one.finding.line}: {one.finding.code}: {one.reason}")
        for one in report.waived
    ]


def _explanations(report: Report, said: Speech) -> list[str]:
    return [printable(f"{path}: {said(reason)}") for path, reason in sorted(report.explained.items())]


def _profile(report: Report) -> Iterator[str]:
    """What each stage took, a line each, and all together."""
    if not report.profile:
        return
    name = max(len(stage.name) for stage in report.profile)
    yield ""
    yield f"{'stage':{name}}  wall s   CPU s   items"
    for stage in report.profile:
        items = "" if stage.items is None else f"{stage.items:,}"
        yield f"{stage.name:{name}} {stage.wall:7.3f} {stage.cpu:7.3f} {items:>7}".rstrip()
    wall, cpu = (sum(getattr(stage, key) for stage in report.profile) for key in ("wall", "cpu"))
    yield f"{'all':{name}} {wall:7.3f} {cpu:7.3f}"


def _changes(report: Report, said: Speech) -> list[str]:
    return [
        printable(f"{said(word)} {path}")
        for word, paths in (
            ("would add", report.added),
            ("would change", report.changed),
            ("would remove", report.deleted),
        )
        for path in paths
    ]


def _refusal(report: Report, output: str) -> str:
    last_good = f" (last good build: {report.last_good})" if report.last_good else ""
    return f"{_problems(report.diagnostics) or 'Stopped'}. {output}/ was not changed{last_good}."


def _verdict(report: Report) -> str:
    return f"Checked {_count(report.pages, 'page')}: {_problems(report.diagnostics) or 'nothing is wrong'}."


def _outcome(report: Report, output: str) -> str:
    sentence = _rehearsal(report) if report.dry_run else _published(report, output)
    problems = _problems(report.diagnostics)
    return f"{sentence} {problems}." if problems else sentence


def _rehearsal(report: Report) -> str:
    return (
        f"Nothing was published. A build would add {_count(len(report.added), 'file')}, "
        f"change {len(report.changed)} and remove {len(report.deleted)}."
    )


def _published(report: Report, output: str) -> str:
    sentence = (
        f"{output}/ holds {_count(report.pages, 'page')}: {report.rendered} rendered, "
        f"{_count(report.written, 'file')} written, {report.removed} removed, "
        f"{report.unchanged} unchanged, in {report.seconds:.2f} s."
    )
    if report.stale_after:
        sentence += f" It stays right until {_instant(report.stale_after)}; build again then."
    return sentence


def _problems(diagnostics: Sequence[Diagnostic]) -> str:
    errors = sum(d.severity == "error" for d in diagnostics)
    warnings = len(diagnostics) - errors
    parts = [_count(number, word) for number, word in ((errors, "error"), (warnings, "warning")) if number]
    return " and ".join(parts)


def _instant(text: str) -> str:
    return datetime.fromisoformat(text).strftime("%Y-%m-%d %H:%M UTC")


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
