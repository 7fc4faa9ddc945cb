"""Three ways to translate, one site: the demonstration in each of them, and what is reported of it."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from story import NOW, tree

from sitegen.build import build
from sitegen.cli import run
from sitegen.model import Request

ROOT = Path(__file__).parents[1]
UNTRANSLATED = 1
"""Pages of which nothing is translated."""


class Demonstration:
    """A copy of the site of this repository."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root = folder / "site"
        self.capsys = capsys
        for name in ("content", "translations"):
            shutil.copytree(ROOT / name, self.root / name)
        shutil.copy(ROOT / "site.yaml", self.root)

    def says(self, *typed: str) -> str:
        command, *rest = typed
        code = run(["i18n", command, "--project", str(self.root), *rest])
        said = self.capsys.readouterr()
        assert code == 0, said.out + said.err
        return said.out

    def pages(self) -> list[str]:
        """The name of every page, whatever its files are called."""
        found = {path.relative_to(self.root / "content").as_posix().rsplit(".", 2)[0]
                 for path in (self.root / "content").rglob("*.md")}
        return sorted(f"content/{name.removesuffix('/index')}" for name in found)

    def sources(self) -> dict[str, bytes]:
        return {str(path.relative_to(self.root)): path.read_bytes() for folder in ("content", "translations")
                for path in sorted((self.root / folder).rglob("*")) if path.is_file()}

    def states(self) -> dict[tuple[str, str], str]:
        """The state of every unit in each language."""
        found: dict[str, Any] = json.loads(self.says("status", "--format", "json"))
        return {(one["id"], one["language"]): one["state"] for one in found["units"]}

    def published(self) -> dict[str, str]:
        report = build(Request(project=str(self.root), output=str(self.root / "build"), now=NOW))
        assert report.exit == 0, [f"{each.path}:{each.line} {each.message}" for each in report.diagnostics]
        return tree(self.root / "build")


@pytest.fixture
def demonstration(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Demonstration:
    return Demonstration(tmp_path, capsys)


def test_the_demonstration_is_the_same_site_in_every_way(demonstration: Demonstration) -> None:
    published, states = demonstration.published(), demonstration.states()
    names = demonstration.pages()
    kept: dict[str, dict[str, bytes]] = {}
    # Once round for the normal form of each file; then they are what they were, to the byte.
    for way in ("inline", "catalogue", "files", "catalogue", "files"):
        demonstration.says("convert", "--to", way, *names)
        assert demonstration.published() == published, way
        assert demonstration.states() == states, way
        found = kept.setdefault(way, demonstration.sources())
        assert [path for path, text in demonstration.sources().items() if found.get(path) != text] == [], way
        assert found.keys() == demonstration.sources().keys(), way
        files = [path for path in found if path.endswith(".md")]
        count = {"inline": len(names), "catalogue": len(names), "files": 2 * len(names) - UNTRANSLATED}[way]
        assert len(files) == count, way
        assert sum("+" in path for path in files) == (len(names) if way == "inline" else 0), way
