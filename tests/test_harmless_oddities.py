"""What looks dangerous or odd and is neither: it is published as typed, and nothing in it runs."""

from pathlib import Path

import pytest
from story import Story

EVENT = "content/events/autumn-forum/index.en.md"
PAGE = "en/events/autumn-forum/index.html"
CATALOGUE = "translations/zh_Hans_CN/LC_MESSAGES/theme.po"
HEADER = 'msgid ""\nmsgstr ""\n"Language: zh_CN\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture
def story(tmp_path: Path) -> Story:
    return Story(tmp_path)


def test_what_yaml_would_guess_stays_as_it_was_typed(story: Story) -> None:
    story.replace(EVENT, "location: {name: Hall One, street: 2 Sipailou, city: {en: Nanjing, zh: 南京}, country: CN}",
                  "location: {name: 1.10, street: 12:30, city: yes, postcode: 010010, country: NO}")
    story.replace(EVENT, "title: Autumn forum", "title: on")
    story.must_build()
    page = story.page(PAGE)
    assert all(words in page for words in ("1.10", "12:30", "010010", "Norway", ">on<"))


@pytest.mark.parametrize("form", [
    lambda text: "\ufeff" + text, lambda text: "\n\n" + text, lambda text: text.replace("\n", "\r\n"),
    lambda text: text.replace("\n", "\r"), lambda text: text.rstrip("\n"),
    lambda text: text.replace("\n", "\r\n", 3),
], ids=["BOM", "blank lines", "CRLF", "CR", "no last line end", "mixed"])
def test_how_an_editor_saves_changes_no_byte(story: Story, form: object) -> None:
    assert callable(form)
    story.must_build()
    before = story.published()
    for path in sorted((story.root / "content").rglob("*.md")):
        name = str(path.relative_to(story.root))
        story.write(name, form(story.text(name)))
    assert story.must_build().diagnostics == ()
    assert story.published() == before


@pytest.mark.parametrize("form", ["\ufeff{}", "{}"], ids=["BOM", "none"])
def test_a_catalogue_may_hold_a_lone_percent_sign_and_a_mark_of_its_encoding(story: Story, form: str) -> None:
    story.write(CATALOGUE, form.format(f'{HEADER}msgid "Upcoming"\nmsgstr "100% 完成 {{{{ 7*7 }}}} <3"\n'))
    story.must_build()
    assert "100% 完成 {{ 7*7 }} &lt;3" in story.page("zh/events/index.html")


def test_html_and_templates_in_content_are_text(story: Story) -> None:
    typed = '<script>alert(1)</script> <img src=x onerror=alert(1)> {{ 7*7 }} {% include "/etc/passwd" %}'
    story.replace(EVENT, "- Closing", f"- Closing {typed}\n\n``` \"><script>alert(2)</script>\ncode\n```")
    story.replace(EVENT, "description: The members", "description: >-\n  {{ 7*7 }} <b>The</b> members")
    story.must_build()
    page = story.page(PAGE)
    assert "<script>alert" not in page and "<img src=x" not in page and "<b>The" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert page.count("{{ 7*7 }}") >= 2
    assert "root:" not in page


def test_markup_and_line_ends_in_a_title_are_words(story: Story) -> None:
    story.replace(EVENT, "title: Autumn forum", 'title: "</title></script><script>alert(1)</script>\\n& more"')
    story.must_build()
    for path in (story.root / "build").rglob("*.html"):
        assert "<script>alert" not in path.read_text(encoding="utf-8")
    assert "alert(1)&lt;/script&gt; &amp; more" in story.page(PAGE)


def test_a_page_without_its_translation_is_published_and_labelled(story: Story) -> None:
    story.delete("content/events/autumn-forum/index.zh.md")
    story.must_build()
    assert 'lang="en"' in story.page("zh/events/autumn-forum/index.html")


def test_a_full_width_comma_is_fatal_under_strict(story: Story) -> None:
    story.delete("content/data/topics.yaml")
    story.replace("content/events/spring-workshop/index.en.md", "[methods, writing]", "[methods，writing]")
    assert [found.code for found in story.must_build().diagnostics] == ["W-COMMA"]
    assert story.build(strict=True).exit == 1


def test_a_second_of_summer_and_winter_time_is_chosen_by_fold(story: Story) -> None:
    path = "content/events/spring-workshop/index.en.md"
    twice = "start: 2026-10-25 01:30\nend: 2026-10-25 05:00\ntimezone: Europe/London\nfold: {}"
    story.replace(path, "start: 2026-04-14", twice.format("first"))
    story.must_build()
    first = story.page("en/events/spring-workshop/index.html")
    story.replace(path, "fold: first", "fold: second")
    story.must_build()
    assert "+01:00" in first
    assert "+01:00" not in story.page("en/events/spring-workshop/index.html")


def test_a_large_data_file_is_read(story: Story) -> None:
    story.write("content/data/numbers.yaml", "- [1, 2, 3]\n" * 40_000)
    story.must_build()
