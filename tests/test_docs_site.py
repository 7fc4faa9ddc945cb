"""The documentation is a site of sitegen's own: it builds without a word, and its references are current."""

import json
from pathlib import Path

import command_reference
import docs_site
import pytest
from click.testing import CliRunner
from story import NOW

from sitegen.build import build
from sitegen.cli import sitegen
from sitegen.commands.check import check_project
from sitegen.model import Report, Request

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs") / "project"
    docs_site.lay_out(folder)
    return folder


@pytest.fixture(scope="module")
def built(project: Path) -> Report:
    return build(Request(project=str(project), output=str(project / "build"), now=NOW))


def test_every_guide_is_a_page_in_both_languages_and_every_link_resolves(project: Path, built: Report) -> None:
    assert [(one.path, one.line, one.message) for one in built.diagnostics] == []
    for name in docs_site.guides():
        for code in ("en", "zh"):
            assert (project / "build" / code / ("" if name == "index" else name) / "index.html").is_file()


def test_the_published_guides_have_no_fault(project: Path, built: Report) -> None:
    assert built.exit == 0
    request = Request(project=str(project), output=str(project / "build"), now=NOW)
    report = check_project(request, update_baseline=False)
    assert [(one.path, one.line, one.code) for one in report.diagnostics if one.severity == "error"] == []


def test_a_link_between_guides_leads_to_the_heading(project: Path, built: Report) -> None:
    assert built.exit == 0
    page = (project / "build" / "en" / "publish" / "index.html").read_text(encoding="utf-8")
    assert 'href="/en/webmaster/#when-addresses-change"' in page
    assert "examples/publish" in page and "href=\"../examples" not in page


def test_the_reference_of_commands_is_current() -> None:
    """If this fails: python tools/command_reference.py"""
    for path, text in command_reference.references().items():
        assert path.read_text(encoding="utf-8") == text


def test_a_guide_translated_in_part_is_shown_in_chinese(project: Path, built: Report) -> None:
    assert built.exit == 0
    assert "无论您键入什么" in (project / "build" / "zh" / "writing" / "index.html").read_text(encoding="utf-8")


def test_what_stands_in_code_is_no_link(project: Path) -> None:
    for code in ("en", "zh"):
        assert "`[the programme](programme.pdf)`" in (project / "content" / f"writing.{code}.md").read_text("utf-8")


def test_a_link_to_a_chinese_heading_leads_there(project: Path) -> None:
    page = (project / "content" / "translating.zh.md").read_text(encoding="utf-8")
    assert "[编目](#catalogues-for-pages)" in page
    assert "](#页面的编目)" in (docs_site.DOCS / "zh" / "translating.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", docs_site.translated().values(), ids=lambda path: path.stem)
def test_links_of_the_chinese_guides_work_on_a_code_host(path: Path) -> None:
    prose = docs_site._FENCE.sub("", path.read_text(encoding="utf-8"))
    for target in (found[2] for found in docs_site._CODE_OR_LINK.finditer(prose) if found[2]):
        file, _, anchor = target.partition("#")
        if ":" in target:
            continue
        place = (path.parent / file).resolve() if file else path
        assert place.exists(), target
        assert not anchor or anchor in docs_site.anchors_of(place.read_text(encoding="utf-8")), target


def test_a_changed_english_sentence_is_stale(tmp_path: Path) -> None:
    project = tmp_path / "project"
    docs_site.lay_out(project)
    page = project / "content" / "translating.en.md"
    text = page.read_text(encoding="utf-8")
    assert "You need no knowledge of git." in text
    page.write_text(text.replace("You need no knowledge of git.", "You need some knowledge of git."), encoding="utf-8")
    asked = ["i18n", "status", "translating", "--project", str(project), "--format", "json"]
    answer = CliRunner().invoke(sitegen, asked)
    stale = [unit["id"] for unit in json.loads(answer.output)["units"] if unit["state"] == "stale"]
    assert len(stale) == 1


@pytest.mark.parametrize(("github", "ours"), [
    ("when-addresses-change", "when-addresses-change"), ("files-of-others-in-build", "files-of-others-in-build")])
def test_anchors_of_a_code_host_are_known(github: str, ours: str) -> None:
    assert docs_site.anchors_of((ROOT / "docs" / "webmaster.md").read_text(encoding="utf-8"))[github] == ours
