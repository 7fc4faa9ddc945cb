"""Texts that two editors would let pass: how often `check` finds fault with them all the same."""

import shutil
from pathlib import Path

import pytest
from story import NOW, SITES

from sitegen.build import Assembled, examine
from sitegen.check.texts.rules import CODES
from sitegen.commands.check import check_project
from sitegen.commands.parity import CODES as FACT_CODES
from sitegen.commands.survey import Survey
from sitegen.diagnostics import Diagnostic
from sitegen.model import Request

ROOT = Path(__file__).resolve().parent.parent
PER_THOUSAND = 5


def laid(folder: Path, name: str) -> Request:
    """A copy of one of the sites, or of the demonstration."""
    if name == "demonstration":
        for part in ("content", "translations"):
            shutil.copytree(ROOT / part, folder / part)
        shutil.copy(ROOT / "site.yaml", folder)
    else:
        shutil.copytree(SITES / name, folder, dirs_exist_ok=True)
    return Request(project=str(folder), output=str(folder / "build"), now=NOW, forgetful=True)


def units_of(request: Request) -> int:
    """How many texts the site has in both languages."""
    counted: list[int] = []

    def look(assembled: Assembled) -> list[Diagnostic]:
        survey = Survey(assembled, request.project)
        counted.append(sum(one.state not in ("missing", "orphan") for one in survey.units))
        return []

    examine(request, look)
    return counted[0]


@pytest.mark.parametrize("name", ["demonstration", "rural-health", "summer-school"])
def test_good_texts_are_left_in_peace(tmp_path: Path, name: str) -> None:
    request = laid(tmp_path, name)
    told = check_project(request, update_baseline=False).diagnostics
    assert [one for one in told if one.severity == "error"] == []
    found = [one for one in told if one.code in (*CODES, *FACT_CODES)]
    assert len(found) * 1000 <= PER_THOUSAND * units_of(request), found
