"""Every fault of the invalid sites, told in Chinese."""

import json
import re
from pathlib import Path

import pytest

from sitegen import console
from sitegen.diagnostics import error, warning
from sitegen.language.chosen import speech
from sitegen.model import Report, Waived

INVALID = Path(__file__).resolve().parents[1] / "invalid"
STARTER = Path(__file__).resolve().parents[2] / "src" / "sitegen" / "starter"
HAN = re.compile("[一-鿿]")
QUOTED = re.compile(
    r"“[^”]*”|\"[^\"]*\"|`[^`]*`|'[^']*'|[\[{(][^\]})]*[\]})]|sitegen [^，。；\n]*"
    r"|[\w./#:%+~@<>-]*[./_#:<>][\w./#:%+~@<>-]*"
)
"""What is somebody's own, or is typed: quotations, code, commands, addresses and files."""
GRAMMAR = re.compile(r"\b(?:the|is|are|of|and|not|that|this|it|to|be|has|was|with|which|but)\b")
FROM_ELSEWHERE = ("E-TEMPLATE", "E-YAML-SYNTAX")
"""Their reasons are those of Jinja and libyaml, which speak English only."""


def told() -> list[tuple[str, str]]:
    """Code and sentence of every problem and every help."""
    found = []
    for path in sorted(INVALID.glob("*/expected.txt")):
        for problem in path.read_text(encoding="utf-8").split("\n\n"):
            head = re.search(r"(?:error|warning)\[([EW]-[A-Z0-9-]+)\]: (.*)", problem)
            help = re.search(r"^help: (.*(?:\n      .*)*)", problem, re.MULTILINE)
            if head:
                found.append((head[1], head[2]))
                found += [(head[1], help[1].replace("\n      ", "\n"))] if help else []
    return list(dict.fromkeys(found))


TOLD = told()


def test_there_are_faults_to_tell() -> None:
    assert len(TOLD) > 300


@pytest.mark.parametrize(("code", "sentence"), TOLD)
def test_every_fault_is_told_in_chinese(code: str, sentence: str) -> None:
    said = speech("zh")(sentence)
    if re.search(r"[a-z]{2} [a-z(]", QUOTED.sub("", sentence)):
        assert HAN.search(said), said
    if code not in FROM_ELSEWHERE and not said.startswith("现在的内容："):
        assert not GRAMMAR.search(QUOTED.sub("", said)), said


def test_a_value_that_is_a_word_of_the_program_stays_where_it_is_quoted() -> None:
    assert "“a page”" in speech("zh")('"a page" is not a status. Use one of scheduled, cancelled.')


def test_the_report_in_chinese() -> None:
    report = Report(command="check", exit=1, excerpts={"a.md:1": "title: x"}, waived=(
        Waived(warning("W-LONG", "This paragraph has 200 words; 120 are enough.", path="a.md", line=9), "a poem"),
    ), diagnostics=(
        error("E-YAML-DUPLICATE", "the key “url” stands here a second time; the first is on line 10",
              "delete one of the two\nThe nearest are:\n  a", path="a.md", line=1, column=1),
        warning("W-TITLE", "The title ends with a full stop.", path="a.md"),
    ))
    said = console.as_text(report, output="build", said=speech("zh")).splitlines()
    assert said[0] == "a.md: 1个错误和1条警告"
    assert said[2].startswith("a.md:1:1: 错误[E-YAML-DUPLICATE]：") and "10" in said[2] and "“url”" in said[2]
    assert said[5].startswith("提示：") and said[6].startswith("      ") and HAN.search(said[6])
    assert said[9].startswith("a.md: 警告[W-TITLE]：")
    assert said[-2] == "已豁免：a.md:9: W-LONG: a poem"
    assert said[-1].startswith("1个错误和1条警告。build/")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_editor_finds_places_in_every_language(language: str) -> None:
    """What a new project tells VS Code of the lines that a check prints."""
    report = Report(command="check", exit=1, diagnostics=(
        error("E-DATE", '"x" is not a date.', path="content/a.md", line=3, column=7),
        warning("W-TITLE", "The title ends with a full stop.", path="content/b.md", line=1, column=2),
    ))
    lines = console.as_text(report, output="build", said=speech(language)).splitlines()
    tasks = json.loads((STARTER / "dot-vscode/tasks.json").read_text(encoding="utf-8"))["tasks"]
    matched = [
        (matcher["severity"], *found.groups()[:4]) for matcher in tasks[0]["problemMatcher"] for line in lines
        if (found := re.match(matcher["pattern"]["regexp"], line))
    ]
    assert matched == [("error", "content/a.md", "3", "7", "E-DATE"), ("warning", "content/b.md", "1", "2", "W-TITLE")]
