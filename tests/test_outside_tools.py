"""The demonstration site before the eyes of tools that others wrote; each is skipped, by name, where it is absent."""

import json
import os
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from complaints import Tree

from sitegen.build import build
from sitegen.cli import run
from sitegen.model import Request

ROOT = Path(__file__).resolve().parent.parent
VNU = ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def program(name: str) -> str:
    """The path of an outside program; skips the test with its name where it is absent."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def package(path: Path) -> Path:
    """A file of an npm package; skips the test with its name where it is absent."""
    if not path.exists():
        pytest.skip(f"{path.relative_to(ROOT / 'node_modules').parts[0]} is not installed (npm ci)")
    return path


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The built demonstration site."""
    output = tmp_path_factory.mktemp("demo") / "build"
    report = build(Request(project=str(ROOT), output=str(output), now=NOW, clean=True, forgetful=True))
    assert report.exit == 0, report.diagnostics
    assert report.diagnostics == ()
    yield output


def test_html_is_valid(demo: Path) -> None:
    java, vnu = program("java"), package(VNU)
    checked = subprocess.run(
        [java, "-jar", str(vnu), "--Werror", "--skip-non-html", "--format", "json", str(demo)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert json.loads(checked.stderr)["messages"] == []


def test_a_page_that_says_another_language_than_it_is_in_is_found(demo: Path, tmp_path: Path) -> None:
    """The same tool, which finds no such page on the site, knows one."""
    java, vnu = program("java"), package(VNU)
    page = (demo / "en/events/2020-03-05-co-creation/index.html").read_text(encoding="utf-8")
    (tmp_path / "a.html").write_text(page.replace('<html lang="en">', '<html lang="zh-Hans">'), encoding="utf-8")
    checked = subprocess.run([java, "-jar", str(vnu), "--Werror", "--format", "json", str(tmp_path / "a.html")],
                             capture_output=True, text=True, check=False)
    assert "appears to be written in English" in json.loads(checked.stderr)["messages"][0]["message"]


def test_css_is_valid(demo: Path) -> None:
    java, vnu = program("java"), package(VNU)
    sheets = [str(path) for path in demo.rglob("*.css")]
    checked = subprocess.run(
        [java, "-jar", str(vnu), "--css", "--Werror", "--format", "json", *sheets],
        capture_output=True,
        text=True,
        check=False,
    )
    assert json.loads(checked.stderr)["messages"] == []


def test_nobody_who_reads_it_finds_a_fault(demo: Path) -> None:
    """Links, languages, data, calendars, feeds, the sitemap, and what cameras write into pictures."""
    tree = Tree(demo, "https://example.org/")
    assert list(tree.complaints()) == []
    seen = tree.counts()
    assert all(seen[kind] for kind in ("calendars", "events", "feeds", "entries", "blocks of data", "pictures"))


def test_pages_in_a_browser(demo: Path) -> None:
    """On a phone and on a desk: nothing overflows, nothing is fetched from elsewhere, axe finds nothing."""
    chromium, node = program("chromium"), program("node")
    package(ROOT / "node_modules/puppeteer-core/package.json")
    package(ROOT / "node_modules/axe-core/axe.min.js")
    pages = sorted(str(path.relative_to(demo)).removesuffix("index.html") for path in demo.rglob("*.html"))
    shown = one_of_each_kind(pages)
    looked = subprocess.run(
        [node, str(ROOT / "tests/browser/look.mjs"), chromium, str(demo), *shown],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(looked.stdout) == []


def one_of_each_kind(pages: list[str]) -> list[str]:
    """A page of every kind in both languages, and every event: a browser is slow."""
    kinds: dict[str, str] = {}
    for page in pages:
        parts = page.split("/")
        kinds.setdefault("/".join(parts[:2]) + f" {len(parts)}", page)
    events = [page for page in pages if "/events/" in page]
    return sorted({*kinds.values(), *events}) if os.environ.get("CI") else sorted({*kinds.values(), *events[::4]})


# ---- how it is set, on the screen and on paper -----------------------------------------------------------------------

SPRINT = "events/2027-03-27-example-night-sprint/index.html"
CANCELLED = "events/2025-09-18-example-evening-lecture/index.html"
SET = [f"{code}/{name}" for code in ("en", "zh") for name in ("index.html", "members/index.html", "timeline/index.html",
                                                             SPRINT, CANCELLED)]
LANGUAGES = {"en": "en", "zh": "zh-Hans"}


class Typeset(NamedTuple):
    """What a browser says of the demonstration's pages, and what it prints of them."""

    told: dict[str, Any]
    paper: Path

    def printed(self, page: str) -> Any:
        return pytest.importorskip("pypdf").PdfReader(self.paper / f"{page.replace('/', '_')}.pdf")

    def words(self, page: str) -> str:
        """The text of its pages without spaces, with the characters meant in the place of radicals."""
        text = "".join(sheet.extract_text() for sheet in self.printed(page).pages)
        return re.sub(r"\s", "", unicodedata.normalize("NFKC", text).translate(RADICALS))


RADICALS = str.maketrans("⻓⻔⻅⻋⻉⻚⻛⻜⻝⻢⻥⻦⻩⻬⻮⻰⻳‒", "长门见车贝页风飞食马鱼鸟黄齐齿龙龟–")
"""What PDF files write for some characters, and normal forms leave alone."""


@pytest.fixture(scope="module")
def typeset(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Typeset:
    chromium, node = program("chromium"), program("node")
    package(ROOT / "node_modules/puppeteer-core/package.json")
    paper = tmp_path_factory.mktemp("paper")
    done = subprocess.run([node, str(ROOT / "tests/browser/typeset.mjs"), chromium, str(demo), str(paper), *SET],
                          capture_output=True, text=True, check=True, timeout=120)
    return Typeset(json.loads(done.stdout), paper)


@pytest.mark.parametrize("page", [page for page in SET if page.startswith("zh")])
def test_chinese_is_set_as_its_readers_expect(page: str, typeset: Typeset) -> None:
    told = typeset.told[page]
    assert told["odd"] == [], "line-break strict, spaces between scripts, no italics, no justified lines"
    assert told["plain"]["lines"] == 1.8
    assert (told["em"]["textEmphasisStyle"], told["em"]["textEmphasisPosition"]) == ("dot", "under")
    assert {told[element]["fontStyle"] for element in ("em", "i", "cite", "english")} == {"normal"}
    assert (told["english"]["textAutospace"], told["english-em"]["fontStyle"]) == ("no-autospace", "italic")
    assert told["english-em"]["textEmphasisStyle"] == "none"


def test_chinese_pages_have_chinese_punctuation(demo: Path) -> None:
    """Writers are told by `check`; here it is what the theme and the formats of dates, places and lists put between."""
    han, found = "[\u3400-\u9fff]", []
    odd_ones = re.compile(rf"{han}[,;:!?()]|[,;:!?()]{han}|[，。；：！？、（《] (?=\S)| [，。；：！？、）》]")
    for path in sorted((demo / "zh").rglob("*.html")):
        body = path.read_text("utf-8").partition("<body>")[2]
        text = re.sub(r"<(\w+)[^>]* lang=\"en\"[^>]*>.*?</\1>", "<i>", body, flags=re.DOTALL)
        for words in map(unescape, re.split(r"<[^>]+>", text)):
            found += [(path.relative_to(demo), odd, words.strip()[:60]) for odd in odd_ones.findall(words)]
    assert not found


@pytest.mark.parametrize("page", SET)
def test_a_page_on_paper_is_tagged_and_says_its_language(page: str, typeset: Typeset) -> None:
    printed = typeset.printed(page)
    catalogue = printed.trailer["/Root"]
    assert catalogue["/Lang"] == LANGUAGES[page[:2]]
    assert catalogue["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in catalogue
    assert len(printed.pages) <= 2
    assert all((round(sheet.mediabox.width), round(sheet.mediabox.height)) == (595, 842) for sheet in printed.pages)


@pytest.mark.parametrize("page", SET)
def test_what_leads_through_the_site_is_not_printed_and_facts_are(page: str, typeset: Typeset, demo: Path) -> None:
    words = typeset.words(page)
    for link in ("Skiptomaincontent", "跳到正文", ".ics", "asafeed", "订阅源"):
        assert link not in words
    html = (demo / page).read_text("utf-8")
    facts = re.findall(r"<d[td]>(.*?)</d[td]>", html.partition("<main")[2], re.DOTALL)
    assert bool(facts) == ("events/" in page)
    for fact in facts:
        for part in re.split(r"<[^>]+>", fact):
            assert re.sub(r"\s", "", unicodedata.normalize("NFKC", unescape(part))) in words, part


def test_paper_tells_what_became_of_an_event_and_where_links_lead(typeset: Typeset) -> None:
    assert "已取消" in typeset.words(f"zh/{CANCELLED}")
    assert "Cancelled.Thiseventwillnottakeplace." in typeset.words(f"en/{CANCELLED}")
    for code in LANGUAGES:
        assert "(https://institute.example.org/)" in typeset.words(f"{code}/{SPRINT}")


def test_interface_catalogue_satisfies_gettext() -> None:
    msgfmt = program("msgfmt")
    catalogue = ROOT / "translations/zh_Hans_CN/LC_MESSAGES/theme.po"
    checked = subprocess.run(
        [msgfmt, "--check", "--output-file", os.devnull, "--statistics", str(catalogue)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": "C"},
    )
    assert checked.returncode == 0, checked.stderr
    assert "fuzzy" not in checked.stderr
    assert "untranslated" not in checked.stderr


LEFT_OUT = {"no-date-header-field", "no-language-team-header-field", "no-last-translator-header-field",
            "no-report-msgid-bugs-to-header-field", "no-version-in-project-id-version"}
"""What i18nspector misses in our headers: git tells who wrote a catalogue and when; here it would change every file."""


def test_every_catalogue_that_is_written_satisfies_gettext_and_i18nspector(tmp_path: Path) -> None:
    """Those of the demonstration site once some of its texts have changed, with fuzzy and obsolete entries."""
    inspector, msgfmt = program("i18nspector"), program("msgfmt")
    for name in ("content", "templates", "translations"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy2(ROOT / "site.yaml", tmp_path)
    assert run(["i18n", "update", "--project", str(tmp_path)]) == 0
    page = tmp_path / "content/news/2026-10-12-example-tour-cancelled/index.en.md"
    text = page.read_text(encoding="utf-8")
    fuzzy = text.replace("Example: Night tour called off", "Example: Night tour of 9 May called off")
    obsolete = fuzzy.replace("Everyone who had registered has been told.", "Nothing of the kind.")
    assert text != fuzzy != obsolete
    page.write_text(obsolete, encoding="utf-8")
    assert run(["i18n", "update", "--project", str(tmp_path)]) == 0
    written = sorted(str(path.relative_to(tmp_path)) for path in (tmp_path / "translations").rglob("*.po*"))
    assert any(path.endswith("theme.pot") for path in written) and len(written) > 8
    texts = [(tmp_path / path).read_text(encoding="utf-8") for path in written]
    assert any("#, fuzzy" in text for text in texts) and any("#~ " in text for text in texts)
    # A template says nplurals=INTEGER, as those of gettext do, and only i18nspector knows what that means.
    for path in (path for path in written if path.endswith(".po")):
        subprocess.run([msgfmt, "--check", "--output-file", os.devnull, path], cwd=tmp_path, check=True)
    told = subprocess.run([inspector, *written], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert [line for line in told.splitlines() if line.split()[2] not in LEFT_OUT] == []


LIGHT = 60_000
"""Bytes of HTML and style sheets that a page may weigh, before any compression."""
LOADED = re.compile(r"<(?:img|script|iframe|source|video|audio|object|embed)\b[^>]*?\s(?:src|data)=\"(?:https?:)?//")
SHEET = re.compile(r"<link[^>]*rel=\"stylesheet\"[^>]*>")


def test_every_page_is_light_and_asks_nobody_else(demo: Path) -> None:
    weights: dict[str, int] = {}
    for path in demo.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        addresses = [re.findall(r"href=\"([^\"]+)\"", link)[0] for link in SHEET.findall(html)]
        assert all(re.match(r"/(?!/)", address) for address in addresses), (path, addresses)
        assert not LOADED.search(html), path
        weights[str(path)] = len(html.encode()) + sum((demo / each[1:]).stat().st_size for each in addresses)
    assert len(weights) > 80
    assert max(weights.values()) <= LIGHT, max(weights.items(), key=lambda each: each[1])
