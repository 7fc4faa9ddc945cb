"""Programmes of events as PDF, in two languages: made where site.yaml asks for them, the same bytes each time."""

import io
import re
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from PIL import ImageFont
from story import NOW, Story

from sitegen import paper
from sitegen.diagnostics import BuildStopped
from sitegen.model import Request
from sitegen.serve.live import Live

FORUM = "content/events/autumn-forum/index.en.md"
CHINESE = "content/events/autumn-forum/index.zh.md"
PDF = "bilingual/events/autumn-forum/programme.pdf"
SESSIONS = """sessions:
  - {id: welcome, title: Words of welcome, start: 2027-10-05 09:30, end: 2027-10-05 10:00, speakers: [{person: ada}]}
  - {id: tea, kind: break, title: Tea, start: 2027-10-05 10:00}
  - {id: end, kind: panel, title: What comes next, start: 2027-10-06 15:00, speakers: [{person: ada}]}
"""
CHINESE_SESSIONS = """sessions:
  welcome: {title: 开幕致辞}
  tea: {title: 茶歇}
  end: {title: 今后的工作}
"""


@pytest.fixture
def story(tmp_path: Path) -> Story:
    pytest.importorskip("weasyprint")
    made = Story(tmp_path)
    made.write("site.yaml", made.text("site.yaml") + "outputs: [pages, programmes]\n")
    made.replace(FORUM, "edition: 2\n", f"edition: 2\nbilingual: yes\n{SESSIONS}")
    made.replace(CHINESE, "---\ntitle: 秋季论坛\n", f"---\ntitle: 秋季论坛\n{CHINESE_SESSIONS}")
    return made


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is made into a PDF in this process."""
    pages: list[str] = []

    def noted(html: str, fonts: Sequence[str]) -> bytes:
        pages.append(html)
        return paper.print_pdf(html, fonts)

    monkeypatch.setattr("sitegen.programmes.print_pdf", noted)
    return pages


def read(story: Story) -> Any:
    return pytest.importorskip("pypdf").PdfReader(io.BytesIO((story.root / "build" / PDF).read_bytes()))


def text_of(story: Story) -> str:
    """The text of all pages, with the characters meant in the place of the radicals that look like them."""
    return unicodedata.normalize("NFKC", "".join(page.extract_text() for page in read(story).pages))


def test_the_programme_is_tagged_and_says_its_language(story: Story) -> None:
    story.must_build()
    catalogue = read(story).trailer["/Root"]
    assert catalogue["/Lang"] == "en"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalogue
    assert read(story).metadata.title == "Autumn forum / 秋季论坛"
    assert len(read(story).pages) == 1


def test_both_languages_can_be_read_from_it(story: Story) -> None:
    story.must_build()
    text = re.sub(r"\s", "", text_of(story))
    for words in ("Autumnforum", "秋季论坛", "Wordsofwelcome", "开幕致辞", "茶歇", "今后的工作", "南京",
                  "Ada", "10:00"):
        assert words in text


def test_addresses_that_paper_cannot_follow_are_printed_with_facts(story: Story) -> None:
    story.replace(FORUM, "attendance: in-person\n", "attendance: hybrid\nonline_url: https://join.example/forum\n"
                  "registration: {url: https://register.example/, closes: 2027-09-01}\n")
    story.must_build()
    text = re.sub(r"\s", "", text_of(story))
    for words in ("Howtojoinonline(https://join.example/forum)", "Register(https://register.example/)",
                  "报名(https://register.example/)"):
        assert words in text
    assert "(https://north.example/)" not in text, "speakers are known by name"


def test_the_event_page_leads_to_it_in_both_languages(story: Story) -> None:
    story.must_build()
    for code, words in (("en", "Programme in both languages (PDF)"), ("zh", "双语日程（PDF）")):
        page = story.page(f"{code}/events/autumn-forum/index.html")
        assert f'<a href="/{PDF}" type="application/pdf">{words}</a>' in page
    assert [path for path in story.published() if path.endswith(".pdf")] == [PDF]


def test_the_same_sources_make_the_same_bytes(story: Story, tmp_path: Path, made: list[str]) -> None:
    story.must_build(jobs=1)
    assert story.published() == story.clean_tree(tmp_path, jobs=2)
    made.clear()
    story.write(FORUM, story.text(FORUM) + "\nOne more paragraph.\n")
    story.must_build(jobs=1)
    assert not made
    story.replace(FORUM, "Words of welcome", "Opening words")
    story.must_build(jobs=1)
    assert len(made) == 1
    assert "Opening words" in text_of(story)
    assert story.published() == story.clean_tree(tmp_path, jobs=1)


@pytest.fixture(scope="module")
def plain() -> bytes:
    """The font that Pillow carries with it, of Latin letters only."""
    given = ImageFont.load_default(size=20)
    assert isinstance(given, ImageFont.FreeTypeFont)
    data: bytes = given.path.getvalue()  # type: ignore[union-attr]
    return data


def fonts_of(story: Story) -> set[str]:
    """The names of all fonts in it, without the letters that tell subsets apart."""
    names = (name for page in read(story).pages for name in page["/Resources"]["/Font"].values())
    return {str(name.get_object()["/BaseFont"]).partition("+")[2] for name in names}


def test_it_is_set_in_the_fonts_that_the_site_names(story: Story, tmp_path: Path, plain: bytes) -> None:
    story.must_build(jobs=1)
    assert not {"Programme", "Programme-Bold"} & fonts_of(story)
    story.write("templates/fonts/plain.ttf", plain)
    story.write("site.yaml", story.text("site.yaml") + "programme_fonts: [templates/fonts/plain.ttf]\n")
    story.must_build(jobs=1)
    assert {"Programme", "Programme-Bold"} < fonts_of(story), "and the machine's for what it lacks"
    assert story.published() == story.clean_tree(tmp_path, jobs=2)
    assert not [path for path in story.published() if path.endswith(".ttf")]


def test_another_font_makes_it_anew(story: Story, plain: bytes, made: list[str]) -> None:
    story.write("templates/fonts/plain.ttf", plain)
    story.write("site.yaml", story.text("site.yaml") + "programme_fonts: [templates/fonts/plain.ttf]\n")
    story.must_build(jobs=1)
    story.must_build(jobs=1)
    assert len(made) == 1
    story.write("templates/fonts/plain.ttf", plain + b"\0")
    story.must_build(jobs=1)
    assert len(made) == 2


@pytest.mark.parametrize(("typed", "words"), [
    ("templates/fonts/none.ttf", "There is no templates/fonts/none.ttf."),
    ("templates/assets/plain.ttf", "cannot be a font of programmes"),
    ("templates/fonts/all.ttc", "cannot be a font of programmes"),
    ("templates/fonts/broken.otf", "is no font, or a damaged one"),
])
def test_a_font_that_cannot_be_used_is_a_mistake_of_the_configuration(typed: str, words: str, story: Story) -> None:
    story.write("templates/fonts/broken.otf", b"not a font")
    story.write("site.yaml", story.text("site.yaml") + f"programme_fonts: [{typed}]\n")
    assert story.build(jobs=1).exit == 2
    [problem] = story.report.diagnostics
    assert (problem.code, problem.path) == ("E-PROGRAMME-FONT", "site.yaml")
    assert words in problem.message


def test_a_site_can_set_it_in_its_own_way(story: Story, made: list[str]) -> None:
    sheet = "templates/parts/programme_sheet.txt"
    story.must_build(jobs=1)
    story.write(sheet, "h1 { font-size: 40pt }")
    story.must_build(jobs=1)
    story.write(sheet, "@page { size: A5 }")
    story.must_build(jobs=1)
    assert len(made) == 3
    assert round(float(read(story).pages[0].mediabox.width)) == 420, "the width of A5 in points"


def test_nothing_is_made_unless_it_is_asked_for(story: Story) -> None:
    story.replace("site.yaml", "outputs: [pages, programmes]\n", "")
    story.must_build()
    assert not (story.root / "build" / PDF).exists()
    assert "programme.pdf" not in story.page("en/events/autumn-forum/index.html")


def test_an_event_without_sessions_or_in_one_language_has_none(story: Story) -> None:
    story.replace(FORUM, "bilingual: yes\n", "")
    story.must_build()
    assert not (story.root / "build" / PDF).exists()


def test_nothing_is_fetched(tmp_path: Path) -> None:
    pytest.importorskip("weasyprint")
    sheet = tmp_path / "sheet.css"
    sheet.write_text("p { font-size: 40pt }")
    page = "<html lang=en><title>A</title>%s<p>B"
    plain = paper.print_pdf(page % "")
    assert paper.print_pdf(page % "<style>p { font-size: 40pt }</style>") != plain
    for address in (sheet.as_uri(), "data:text/css,p{font-size:40pt}"):
        assert paper.print_pdf(page % f'<link rel="stylesheet" href="{address}">') == plain


def test_the_preview_shows_it_as_a_build_makes_it(story: Story) -> None:
    story.must_build(jobs=1)
    live = Live(Request(project=str(story.root), output=str(story.root / "build"), now=NOW))
    live.refresh(None)
    shown = live.page(PDF)
    assert shown is not None
    assert Path(shown.file).read_bytes() == (story.root / "build" / PDF).read_bytes()
    story.write("templates/fonts/broken.otf", b"not a font")
    story.write("site.yaml", story.text("site.yaml") + "programme_fonts: [templates/fonts/broken.otf]\n")
    live.refresh(None)
    assert not live.problems.diagnostics
    assert live.page(PDF) is live.page(PDF) is None
    assert [problem.code for problem in live.problems.diagnostics] == ["E-PROGRAMME-FONT"]


def test_a_missing_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "find_spec", lambda name: None)
    story = Story(tmp_path)
    story.must_build()
    story.write("site.yaml", story.text("site.yaml") + "outputs: [pages, programmes]\n")
    report = story.build()
    assert report.exit == 3
    assert [problem.code for problem in report.diagnostics] == ["E-EXTRA"]
    assert "sitegen[pdf]" in report.diagnostics[0].help


def test_a_missing_pango_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango'")

    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    with pytest.raises(BuildStopped) as stop:
        paper.print_pdf("<p>A")
    assert stop.value.diagnostics[0].code == "E-EXTRA"
