"""Pictures of titles, drawn for those who share a page that has none."""

import re
from pathlib import Path

import pytest
from drawings import opened, photo
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageFont
from story import Story

from sitegen.disk.cards import MARGIN, SIZE, draw, wrapped
from sitegen.model import CardText

FORUM = "content/events/autumn-forum/index.en.md"
WIDTH = SIZE[0] - 2 * MARGIN


@pytest.fixture(scope="module")
def font(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The font that Pillow carries with it: Latin letters only, which is enough to see what is drawn when."""
    given = ImageFont.load_default(size=20)
    assert isinstance(given, ImageFont.FreeTypeFont)
    path = tmp_path_factory.mktemp("font") / "plain.ttf"
    path.write_bytes(given.font_bytes if hasattr(given, "font_bytes") else given.path.getvalue())  # type: ignore[union-attr]
    return path


@pytest.fixture
def story(tmp_path: Path, font: Path) -> Story:
    story = Story(tmp_path)
    story.write("templates/fonts/plain.ttf", font.read_bytes())
    story.write("site.yaml", story.text("site.yaml") + "card_font: templates/fonts/plain.ttf\n")
    return story


def test_every_page_without_a_picture_is_shared_with_its_title(story: Story, tmp_path: Path) -> None:
    story.must_build()
    card = (story.root / "build/en/events/autumn-forum/card.png").read_bytes()
    assert (opened(card).size, opened(card).format) == (SIZE, "PNG")
    page = story.page("en/events/autumn-forum/index.html")
    assert re.search(r'og:image" content="https://[^"]+/en/events/autumn-forum/card.png"', page)
    assert (story.root / "build/zh/card.png").exists()
    assert not [path for path in story.published() if path.endswith(".ttf")]
    assert story.published() == story.clean_tree(tmp_path, jobs=2)


def test_a_card_is_drawn_again_only_when_its_words_or_its_font_change(
        story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    story.must_build(jobs=1)
    drawn: list[str] = []

    def noted(font: str, text: CardText) -> bytes:
        drawn.append(text.title)
        return draw(font, text)

    monkeypatch.setattr("sitegen.pictures.draw", noted)
    story.write(FORUM, story.text(FORUM) + "\nOne more paragraph.\n")
    story.must_build(jobs=1)
    assert not drawn
    title = re.search(r"title: (.*)", story.text(FORUM))
    assert title
    story.replace(FORUM, title[0], "title: Another forum")
    story.must_build(jobs=1)
    assert set(drawn) == {"Another forum"}
    story.write("templates/fonts/plain.ttf", (story.root / "templates/fonts/plain.ttf").read_bytes() + b"\0")
    story.must_build(jobs=1)
    assert len(set(drawn)) > 5
    assert story.published() == story.clean_tree(tmp_path, jobs=1)


def test_a_page_with_a_picture_has_no_card(story: Story) -> None:
    story.write("content/events/autumn-forum/hall.jpg", photo(800, 600))
    story.replace(FORUM, "title:", "image: {src: hall.jpg, alt: A hall}\ntitle:")
    story.must_build()
    assert not (story.root / "build/en/events/autumn-forum/card.png").exists()
    assert story.page("en/events/autumn-forum/index.html").count('property="og:image"') == 1


@pytest.mark.parametrize(("typed", "words"), [
    ("templates/fonts/none.ttf", "There is no templates/fonts/none.ttf."),
    ("templates/assets/plain.ttf", "cannot be the font of cards"),
    ("../plain.ttf", "cannot be the font of cards"),
    ("templates/fonts/broken.otf", "is no font, or a damaged one"),
])
def test_a_font_that_cannot_be_used_is_a_mistake_of_the_configuration(typed: str, words: str, story: Story) -> None:
    story.write("templates/fonts/broken.otf", b"not a font")
    story.replace("site.yaml", "card_font: templates/fonts/plain.ttf", f"card_font: {typed}")
    assert story.build().exit == 2
    [problem] = story.report.diagnostics
    assert (problem.code, problem.path) == ("E-CARD-FONT", "site.yaml")
    assert words in problem.message


def test_a_file_at_the_place_of_a_card_is_a_collision(story: Story) -> None:
    story.write("content/events/autumn-forum/card.png", photo(form="PNG"))
    assert story.build().exit == 1
    assert [d.code for d in story.report.diagnostics] == ["E-ADDRESS"]


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab Wm-，。“”（《中文字一、iii "), max_size=120))
def test_lines_are_as_wide_as_the_card_and_lose_no_character(font: Path, title: str) -> None:
    drawn = ImageFont.truetype(str(font), 48, layout_engine=ImageFont.Layout.BASIC)
    lines = wrapped(title, drawn, WIDTH)
    assert "".join("".join(lines).split()) == "".join(title.split())
    assert all(drawn.getlength(line) <= WIDTH for line in lines)


def test_punctuation_stays_with_its_words(font: Path) -> None:
    drawn = ImageFont.truetype(str(font), 40, layout_engine=ImageFont.Layout.BASIC)
    narrow = round(drawn.getlength("中") * 4.5)
    lines = wrapped("“中文，”（中）文：“中”。中文中，文", drawn, narrow)
    assert not [line for line in lines if line[0] in "，”）：。"]
    assert not [line for line in lines if line[-1] in "“（"]


@pytest.mark.parametrize("title", ["", "W" * 3000, "a " * 2000, "\u202e\x00", "好" * 500])
def test_any_title_can_be_drawn(title: str, font: Path) -> None:
    assert opened(draw(str(font), CardText(title=title, site=title, date=""))).size == SIZE
