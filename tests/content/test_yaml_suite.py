"""The YAML test suite: what it refuses is refused, what it accepts is read alike, or refused for a listed reason."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from sitegen.content.yaml import Mapping, Node, Sequence, read_yaml

SUITES = Path(os.environ.get("SITEGEN_SUITES") or Path(__file__).parents[2] / ".." / "shared" / "suites")
SUITE = SUITES / "yaml-test-suite.json"

REFUSED = {
    "tags, and directives that declare them": (
        "E-YAML-TAG",
        "2AUY 2LFX 2XXW 33X3 35KP 52DL 565N 57H4 5TYM 6CK3 6JWB 6LVF 6WLZ 735Y 74H7 7FWL 8MK2 9KAX 9WXW BU8L C4HZ CC74 "
        "CUP7 EHF6 F2C7 FH7J HMQ5 J7PZ L94M LE5A M5C3 MUS6/02 MUS6/03 MUS6/05 MUS6/06 P76L S4JQ U3C3 UGM3 UKK6/02 WZ62 "
        "Z67P Z9M4",
    ),
    "several documents": ("E-YAML-DOCUMENTS", "6XDY 6ZKB 9DXL JHB9 KSS4 L383 PUW8 RZT7 U9NS"),
    "keys that are no words, or are missing": (
        "E-YAML-KEY",
        "4FJ6 652Z 6BFJ 6PBE 9MMW HM87/01 KK5P LX3P M2N8/01 M5DY Q9WF RZP5 SBG9 V9D5 X38W XW4D",
    ),
    "names that nothing repeats, which an author's & becomes": (
        "E-YAML-ALIAS", "26DV 3R3P 7BMT CN3R FTA2 PW8X SKE5 U3XV Y2GN ZH7C ZWK4",
    ),
    "texts in braces without a key": ("E-YAML-COMMA", "4ABK 8KB6 9BXH DFF7"),
    "colons without a space or a key": ("E-YAML-COLON", "2SXE 3MYT"),
    "tabs as indentation": ("E-YAML-INDENT", "6CA3 DK95/00 Q5MG Y79Y/002"),
    "a comment that may have been words": ("E-YAML-HASH", "5WE3 DC7X"),
    "a control character spelt as an escape": ("E-CHAR", "G4RS"),
    "an alias with punctuation in its name": ("E-YAML-QUOTE", "W5VH"),
    "libyaml cannot read it, though YAML 1.2 can": (
        "E-YAML-SYNTAX",
        "2JQS 4MUZ/00 4MUZ/01 4MUZ/02 58MP 5MUD 5T43 6BCT 6M2F 7Z25 8XYN 96NN/00 96NN/01 9SA2 A2M4 BEC7 CFD4 DBG4 DK3J "
        "DK95/03 DK95/04 FP8R FRK4 HM87/00 HWV9 K3WX M2N8/00 M7A3 NHX8 NJ66 NKF9 QT73 R4YG S3PD SM9W/01 UT92 VJP3/01 "
        "UKK6/00 W4TN Y79Y/001 Y79Y/010",
    ),
}
EXCEPTIONS = {case: code for code, cases in REFUSED.values() for case in cases.split()}


def suite() -> list[dict[str, Any]]:
    return json.loads(SUITE.read_text(encoding="utf-8")) if SUITE.is_file() else []


CASES = {case["id"]: case for case in suite()}

pytestmark = pytest.mark.skipif(not CASES, reason="the YAML test suite (yaml-test-suite.json) is absent")


def errors(text: str) -> tuple[Node | None, list[str]]:
    node, diagnostics = read_yaml(text, path="case.yaml")
    assert all(found.line >= 1 and found.column >= 1 and found.message and found.help for found in diagnostics)
    return node, [found.code for found in diagnostics if found.severity == "error"]


def test_the_suite_is_whole() -> None:
    assert len(CASES) == 402
    assert sum(case["error"] for case in CASES.values()) == 94
    assert set(EXCEPTIONS) <= set(CASES)


@pytest.mark.parametrize("identity", [i for i, case in CASES.items() if case["error"]])
def test_what_is_no_yaml_is_refused(identity: str) -> None:
    _, codes = errors(CASES[identity]["yaml"])
    assert codes


@pytest.mark.parametrize("identity", [i for i, case in CASES.items() if not case["error"] and i not in EXCEPTIONS])
def test_what_is_yaml_is_read_as_its_authors_meant_it(identity: str) -> None:
    node, codes = errors(CASES[identity]["yaml"])
    assert codes == []
    if "json" in CASES[identity]:
        wanted = CASES[identity]["json"]
        assert core(node) == (json.loads(wanted) if wanted.strip() else None)


@pytest.mark.parametrize("identity", [i for i in EXCEPTIONS if i in CASES])
def test_what_we_refuse_is_refused_for_the_reason_listed(identity: str) -> None:
    assert not CASES[identity]["error"]
    _, codes = errors(CASES[identity]["yaml"])
    assert EXCEPTIONS[identity] in codes


_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_WORDS = {"": None, "~": None, "null": None, "Null": None, "NULL": None, "true": True, "True": True, "TRUE": True,
          "false": False, "False": False, "FALSE": False}


def core(node: Node | None) -> Any:
    """The values of the YAML 1.2 core schema, which the product itself never guesses."""
    if node is None:
        return None
    if isinstance(node, Sequence):
        return [core(item) for item in node.items]
    if isinstance(node, Mapping):
        return {key.text: core(value) for key, value in node.pairs}
    if not node.plain:
        return node.text
    if node.text in _WORDS:
        return _WORDS[node.text]
    if re.match(r"[-+]?[0-9]+\Z", node.text):
        return int(node.text)
    if re.match(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z", node.text):
        return int(node.text, 0)
    return float(node.text) if _FLOAT.match(node.text) else node.text
