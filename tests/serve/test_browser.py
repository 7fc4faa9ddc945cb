"""The preview in a browser, as staff and translators use it, with a keyboard, on a phone and on a desk."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from previewing import NOW, previewing
from story import Story

from sitegen.commands.i18n import adopt_pages
from sitegen.model import Request

ROOT = Path(__file__).resolve().parents[2]
PAGE = "---\ntitle: {title}\ndescription: A page to translate.\nbilingual: true\n---\n\n{text}\n"


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


@pytest.fixture
def story(tmp_path: Path) -> Story:
    """The tiny site with a page that has a stale text, and one that only a catalogue can translate."""
    story = Story(tmp_path)
    story.write("content/three/files.en.md", PAGE.format(title="Files", text="The first sentence.\n\nThe second one."))
    story.write("content/three/files.zh.md", "---\ntitle: 文件\ndescription: 一页。\n---\n\n第一句。\n\n第二句。\n")
    story.write("content/three/catalogue.en.md", PAGE.format(title="Catalogue", text="The catalogue sentence."))
    request = Request(project=str(story.root), output=str(story.root / "build"), now=NOW, drafts=True)
    story.write("templates/assets/custom.css", "h1 { letter-spacing: 1px }\n")
    report, _ = adopt_pages(request, ["content/three/files"], language="", colour=None)
    assert report.exit == 0, report.diagnostics
    story.replace("content/three/files.en.md", "The first sentence.", "The first long sentence.")
    return story


def browser() -> tuple[str, str]:
    if not (ROOT / "node_modules/puppeteer-core").is_dir():
        pytest.skip("puppeteer-core is not installed (npm ci)")
    return program("node"), program("chromium")


@pytest.mark.parametrize("width", [360, 1280])
def test_stories_in_a_browser(story: Story, width: int) -> None:
    node, chromium = browser()
    with previewing(story.root, edit=True, editor="vscode://file/{path}:{line}:{column}") as preview:
        ran = subprocess.run(
            [node, str(ROOT / "tests/browser/preview.mjs"), chromium, f"http://localhost:{preview.port}",
             str(story.root), str(width)], capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == []


def test_pages_stay_with_a_preview_that_is_started_again(story: Story) -> None:
    node, chromium = browser()
    with previewing(story.root) as preview:
        port = preview.port
        page = subprocess.Popen(
            [node, str(ROOT / "tests/browser/restart.mjs"), chromium, f"http://localhost:{port}/en/about/"],
            stdout=subprocess.PIPE, text=True)
        assert page.stdout is not None
        assert page.stdout.readline() == "open\n"
    assert page.stdout.readline() == "lost\n"
    with previewing(story.root, port=port):
        assert page.stdout.readline() == "back\n"
        assert page.wait(60) == 0
