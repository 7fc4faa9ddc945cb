"""Sites made by chance before the eyes of readers that others wrote: none finds a fault in any page, feed or calendar.

Two in every run; `pytest tests/test_made_sites.py --campaign -s` tries 200 and says what it has seen.
"""

import gzip
import json
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from complaints import LISTS, Tree
from made_sites import BASES, NOW, make_site
from test_outside_tools import VNU, package, program

from sitegen.build import build
from sitegen.model import Request

LIGHT = 60_000
"""Bytes of HTML and style sheets that a page may weigh with gzip."""
BATCHES = [range(first, first + 20) for first in range(0, 200, 20)]
FEW = [35, 40]
"""One at a port of its own, one in Chinese, Traditional Chinese, English and French below a path of its host."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "batch" in metafunc.fixturenames:
        batches = BATCHES if metafunc.config.getoption("--campaign") else [FEW]
        metafunc.parametrize("batch", batches, ids=[f"{each[0]}-{each[-1]}" for each in batches])


def made(number: int, folder: Path) -> Tree:
    """Site number so-and-so, built."""
    make_site(number, folder / "project")
    report = build(Request(project=str(folder / "project"), output=str(folder / "build"), now=NOW, clean=True,
                           forgetful=True, jobs=1))
    assert report.exit == 0, [(each.path, each.line, each.message) for each in report.diagnostics]
    shutil.rmtree(folder / "project")
    return Tree(folder / "build", BASES[number % len(BASES)])


def test_nobody_who_reads_a_site_finds_a_fault(batch: list[int], tmp_path: Path) -> None:
    java, vnu = program("java"), package(VNU)
    found: list[str] = []
    seen: Counter[str] = Counter()
    for number in batch:
        tree = made(number, tmp_path / str(number))
        found += [f"site {number}: {each}" for each in tree.complaints()]
        found += [f"site {number}: {path} weighs {weight}" for path, weight in heavy(tree)]
        seen += tree.counts()
    print(f"sites {batch[0]} to {batch[-1]}:", dict(seen))
    assert found == []
    assert seen["pages"] > 20 * len(batch) and seen["events"] and seen["entries"] and seen["pictures"]
    checked = subprocess.run([java, "-jar", str(vnu), "--Werror", "--also-check-css", "--skip-non-html", "--format",
                              "json", str(tmp_path)], capture_output=True, text=True, check=False)
    assert [each for each in json.loads(checked.stderr)["messages"] if not unavoidable(each)] == []
    shutil.rmtree(tmp_path)


def unavoidable(message: dict[str, str]) -> bool:
    """A guess at a language: of lists, which are made-up names, and of French pages, for the theme has no French."""
    path = message["url"].partition("/build/")[2]
    return "appears to be written in" in message["message"] and bool(path.startswith("fr/") or LISTS.fullmatch(path))


def heavy(tree: Tree) -> list[tuple[str, int]]:
    """Pages that weigh too much with their style sheets, compressed as servers send them."""
    return [(path, size) for path, weight in tree.weights().items() if weight > LIGHT
            and (size := sum(len(gzip.compress((tree.root / each).read_bytes(), 6))
                             for each in tree.sent_with(path))) > LIGHT]
