"""Reports in every form: for people grouped by page, for machines in the forms they know."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from sitegen import console
from sitegen.cli import run
from sitegen.diagnostics import Diagnostic, error, warning
from sitegen.model import Report, Waived

ROOT = Path(__file__).resolve().parent.parent
PAGE = "content/über uns/index.zh.md"
FINDINGS = (
    warning("W-DASH", '"5-6" is a range.', "Write 5–6", path="content/a.en.md", line=3, column=4),
    error("E-BRACKET", "It is never closed: 100%.", "Close it.", path=PAGE, line=7, column=1),
    warning("W-PUNCT-ZH", "半角标点", path=PAGE, line=9, column=2),
    error("E-LOCK", "Another build is running."),
)
REPORT = Report(command="check", exit=1, pages=3, diagnostics=FINDINGS, excerpts={
    f"{PAGE}:7": "（没有结束", "content/a.en.md:3": "On 5-6 March"},
    waived=(Waived(finding=warning("W-LONG", "Too long.", path=PAGE, line=12, column=1), reason="a quotation"),))

_TYPES = {"ruleId": str, "level": str, "message": dict}
_LEVELS = {"none", "note", "warning", "error"}


def sarif(report: Report = REPORT) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(console.as_sarif(report))
    return log


def test_sarif_has_the_form_of_its_standard() -> None:
    """What sections 3.13 to 3.35 of SARIF 2.1.0 ask of every property that is used here, and no other property."""
    log = sarif()
    assert set(log) == {"$schema", "version", "runs"} and log["version"] == "2.1.0"
    (of_run,) = log["runs"]
    assert set(of_run) == {"tool", "columnKind", "invocations", "results"}
    assert of_run["columnKind"] in {"utf16CodeUnits", "unicodeCodePoints"}
    assert of_run["invocations"] == [{"executionSuccessful": True, "exitCode": 1}]
    driver = of_run["tool"]["driver"]
    assert set(driver) == {"name", "version", "rules"}
    rules = [rule["id"] for rule in driver["rules"]]
    assert rules == sorted(set(rules))
    for result in of_run["results"]:
        assert set(result) <= {"ruleId", "level", "message", "locations", "suppressions"}
        assert all(isinstance(result[name], kind) for name, kind in _TYPES.items())
        assert result["level"] in _LEVELS and result["ruleId"] in rules
        assert set(result["message"]) == {"text"} and result["message"]["text"]
        for location in result.get("locations", []):
            place = location["physicalLocation"]
            assert set(place) <= {"artifactLocation", "region"}
            # A reference in the sense of RFC 3986: ASCII, without spaces.
            assert re.fullmatch(r"[A-Za-z0-9\-._~%/]+", place["artifactLocation"]["uri"])
            assert all(value >= 1 for value in place.get("region", {}).values())
        assert all(one["kind"] in {"inSource", "external"} for one in result.get("suppressions", []))


def test_sarif_has_every_finding_and_those_that_are_waived() -> None:
    (of_run,) = sarif()["runs"]
    assert [result["ruleId"] for result in of_run["results"]] == [
        "W-DASH", "E-BRACKET", "W-PUNCT-ZH", "E-LOCK", "W-LONG"]
    assert of_run["results"][-1]["suppressions"] == [{"kind": "inSource", "justification": "a quotation"}]
    assert "locations" not in of_run["results"][3]


def test_people_read_findings_by_page() -> None:
    text = console.as_text(REPORT, output="build")
    assert f"\n{PAGE}: 1 error and 1 warning\n" in text
    assert "content/a.en.md: 1 warning\n" not in text, "one finding is its own heading"
    assert "    （没有结束\n    ^\n" in text
    assert f"waived: {PAGE}:12: W-LONG: a quotation\n" in text


def test_annotations_are_one_line_each() -> None:
    lines = console.as_github(REPORT).split("\n")
    assert len(lines) == len(FINDINGS)
    assert lines[1] == ("::error file=content/über uns/index.zh.md,line=7,col=1,title=E-BRACKET::"
                        "It is never closed: 100%25.%0AClose it.")


def test_json_names_what_is_waived() -> None:
    report = json.loads(console.as_json(REPORT))
    assert [(one["code"], one["reason"]) for one in report["waived"]] == [("W-LONG", "a quotation")]
    assert "waived" not in json.loads(console.as_json(Report()))


def test_what_is_refused_at_once_is_sarif_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--format", "sarif", "--now", "soon", "--project", str(tmp_path)]) == 2
    (of_run,) = json.loads(capsys.readouterr().out)["runs"]
    assert [result["ruleId"] for result in of_run["results"]] == ["E-USAGE"]
    assert of_run["invocations"][0]["executionSuccessful"] is False


def test_any_text_can_be_reported() -> None:
    odd = Diagnostic(code="W-DASH", message="\x1b[31m\u202e\n::error::%0A", path="a\n,b:c.md", line=1, column=1)
    report = Report(command="check", diagnostics=(odd, odd))
    assert "\x1b" not in console.as_text(report, output="build")
    assert console.as_github(report).count("\n") == 1
    assert json.loads(console.as_sarif(report))["version"] == "2.1.0"


@pytest.mark.parametrize("number", range(3))
def test_the_workflows_of_the_guide_are_yaml_and_call_commands_that_exist(number: int) -> None:
    text = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
    block = re.findall(r"^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)[number]
    assert yaml.safe_load(block)
    for command, options in re.findall(r"sitegen (\w+)((?: --[a-z-]+(?: \w+)?)*)", block):
        assert command == "check"
        assert set(re.findall("--[a-z-]+", options)) <= {"--format", "--quiet", "--strict"}
