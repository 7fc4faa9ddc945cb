"""A page of which only the frame is another keeps what stands in it; the same is published as from nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from story import Story

from sitegen import build as pipeline
from sitegen import work
from sitegen.disk.sources import theme_root

ABOUT = "en/about/index.html"
LONG = "<p>" + "Enough words that it is worth while to keep what they say. " * 4 + "</p>"
BASE = "<html>{% block head %}{% endblock %}<main>{% block main %}{% endblock %}</main>{% block foot %}{% endblock %}"
PAGE = '{% extends "base.html" %}{% block main %}' + LONG + "{{ content }}{% endblock %}"


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages whose main part was taken as it was published."""
    found: list[str] = []
    real = work.render_artifacts

    def noting(*arguments: Any) -> Any:
        rendered = real(*arguments)
        found.extend(path for path, one in rendered.items() if one.kept)
        return rendered

    monkeypatch.setattr(pipeline, "render_artifacts", noting)
    return found


@pytest.fixture
def swapped(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that were taken as they were published, but for a shared part."""
    found: list[str] = []
    real = work.trace

    def noting(made: Any, rendered: Any, *arguments: Any) -> Any:
        found.extend(path for path, one in rendered.items() if one.same)
        return real(made, rendered, *arguments)

    monkeypatch.setattr(pipeline, "trace", noting)
    return found


@pytest.fixture
def after(tmp_path: Path, kept: list[str]) -> Callable[..., list[str]]:
    """Builds with templates, then with other ones; says which pages kept their main part at last."""
    def build(before: dict[str, str], *later: dict[str, str]) -> list[str]:
        story = Story(tmp_path)
        for name, text in {"base.html": BASE, "page.html": PAGE, **before}.items():
            story.write(f"templates/{name}", text)
        story.must_build()
        assert kept == []
        for number, templates in enumerate(later):
            kept.clear()
            for name, text in templates.items():
                story.write(f"templates/{name}", text)
            story.must_build()
            assert story.published() == story.clean_tree(tmp_path / f"clean-{number}")
        return kept

    return build


def test_another_frame_keeps_what_stands_in_it(after: Callable[..., list[str]]) -> None:
    found = after({}, {"base.html": BASE + "One"}, {"base.html": "<!-- longer -->" + BASE + "{{ canonical }}"})
    assert ABOUT in found


def test_another_shared_part_keeps_what_stands_in_the_frame(after: Callable[..., list[str]]) -> None:
    base = BASE + '{{ shared("foot.html") }}'
    assert ABOUT in after({"base.html": base, "foot.html": "One"}, {"foot.html": "Two"}, {"foot.html": "Three"})


def test_another_part_is_put_in_the_place_of_the_one_that_was_published(after: Callable[..., list[str]],
                                                                        swapped: list[str]) -> None:
    base = "<!-- before -->{% if not entry %}" + foot("Head") + "{% endif %}" + BASE + '{{ shared("foot.html") }}'
    # The frame that is edited last is printed around the main part, wherever that stands by then.
    after({"base.html": base, "foot.html": foot("One")}, {"foot.html": foot("Two") + "{{ language.code }}"},
          {"foot.html": foot("3") + "{% if language.code == 'en' %}3{% endif %}"},
          {"base.html": base + "<!-- after -->"})
    assert {path.partition("/")[0] for path in swapped} >= {"en", "zh"} and ABOUT in swapped


def test_another_part_before_the_main_part_moves_that(after: Callable[..., list[str]], swapped: list[str]) -> None:
    base = '{{ shared("foot.html") }}' + BASE
    found = after({"base.html": base, "foot.html": foot("One")}, {"foot.html": foot("Much longer")},
                  {"base.html": base + "<!-- after -->"})
    assert ABOUT in swapped and ABOUT in found


def test_a_part_with_which_a_page_does_more_is_printed(after: Callable[..., list[str]], swapped: list[str]) -> None:
    base = BASE + '{{ shared("foot.html") }}{{ shared("foot.html")|length }}'
    after({"base.html": base, "foot.html": foot("One")}, {"foot.html": foot("More")})
    assert swapped == []


def foot(words: str) -> str:
    return f"<footer>{'The same for every page of a language. ' * 2}{words}</footer>"


def test_an_edit_of_a_page_beside_one_of_the_frame_is_seen(tmp_path: Path, kept: list[str]) -> None:
    story = Story(tmp_path)
    story.must_build()
    theme = Path(theme_root()) / "templates" / "base.html"
    story.write("templates/base.html", theme.read_text(encoding="utf-8").replace("</body>", "<hr></body>"))
    story.write("content/about.en.md", story.text("content/about.en.md") + "\nOne sentence more.\n")
    story.must_build()
    assert "One sentence more." in story.page(ABOUT)
    assert kept and ABOUT not in kept
    assert story.published() == story.clean_tree(tmp_path / "clean")


def test_a_page_edited_by_hand_is_not_kept(tmp_path: Path, kept: list[str]) -> None:
    story = Story(tmp_path)
    story.write("templates/base.html", BASE)
    story.must_build()
    published = story.root / "build" / ABOUT
    page = published.read_bytes()
    published.unlink()
    published.write_bytes(page.replace(b"<main>", b"<main>x"))
    story.write("templates/base.html", BASE + "One")
    story.build()
    assert kept and ABOUT not in kept
    assert story.published() == story.clean_tree(tmp_path / "clean")


def page(before: str = "", main: str = "", later: str = "") -> str:
    """A template of a page that says this before its main block, in it and in another one."""
    blocks = "{% block main %}" + LONG + main + "{% endblock %}{% block foot %}" + later + "{% endblock %}"
    return '{% extends "base.html" %}' + before + blocks


SEEN: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "a variable of the frame": (
        {"base.html": "{% set mood = 'A' %}" + BASE, "page.html": page(main="{{ mood }}")},
        {"base.html": "{% set mood = 'B' %}" + BASE}),
    "a macro of the frame": (
        {"base.html": "{% macro mood() %}A{% endmacro %}" + BASE, "page.html": page(main="{{ mood() }}")},
        {"base.html": "{% macro mood() %}B{% endmacro %}" + BASE}),
    "another macro under the name": (
        {"base.html": "{% from 'm.html' import a as m %}" + BASE, "page.html": page(main="{{ m() }}"),
         "m.html": "{% macro a() %}A{% endmacro %}{% macro b() %}B{% endmacro %}"},
        {"base.html": "{% from 'm.html' import b as m %}" + BASE}),
    "a macro that comes from the frame": (
        {"base.html": "{% macro mood() %}A{% endmacro %}" + BASE,
         "m.html": "{% from 'base.html' import mood %}{% macro say() %}{{ mood() }}{% endmacro %}",
         "page.html": page("{% from 'm.html' import say %}", "{{ say() }}")},
        {"base.html": "{% macro mood() %}B{% endmacro %}" + BASE}),
    "the frame's own block": (
        {"base.html": BASE.replace("{% block main %}", "{% block main %}A"), "page.html": page(main="{{ super() }}")},
        {"base.html": BASE.replace("{% block main %}", "{% block main %}B")}),
    "another block of the frame": (
        {"base.html": BASE.replace("{% block head %}", "{% block head %}A"),
         "page.html": page(main="{{ self.head() }}")},
        {"base.html": BASE.replace("{% block head %}", "{% block head %}B")}),
    "a list that the frame fills": (
        {"base.html": "{% set seen = [] %}{% if seen.append('A') %}{% endif %}" + BASE,
         "page.html": page(main="{{ seen }}")},
        {"base.html": "{% set seen = [] %}{% if seen.append('B') %}{% endif %}" + BASE}),
    "the frame, included": (
        {"base.html": "<b>A</b>{% if subject %}" + BASE + "{% endif %}",
         "page.html": page(main="{% set subject = '' %}{% include 'base.html' %}")},
        {"base.html": "<b>B</b>{% if subject %}" + BASE + "{% endif %}"}),
    "a part that the frame shares": (
        {"base.html": BASE + '{{ shared("foot.html") }}', "page.html": page(main='{{ shared("foot.html") }}'),
         "foot.html": "A"},
        {"foot.html": "B"}),
    "a part that the frame hands on": (
        {"base.html": '{% set foot = shared("foot.html") %}' + BASE, "page.html": page(main="{{ foot }}"),
         "foot.html": "A"},
        {"foot.html": "B"}),
}


@pytest.mark.parametrize("what", SEEN)
def test_what_the_main_part_can_see_of_the_frame_is_seen(what: str, after: Callable[..., list[str]]) -> None:
    assert ABOUT not in after(*SEEN[what])


TOUCHED: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "a list that it fills": (
        {"page.html": page("{% set seen = [] %}", "{% if seen.append(1) %}{% endif %}", "{{ seen }}")},
        {"base.html": BASE + "B"}),
    "a namespace that it sets": (
        {"page.html": page("{% set n = namespace(x=1) %}", "{% set n.x = 2 %}", "{{ n.x }}")},
        {"base.html": BASE + "B"}),
    "its words, measured": (
        {"base.html": BASE + "{% if content|length > 5 %}long{% endif %}"},
        {"base.html": BASE + "{% if content|length > 5 %}longer{% endif %}"}),
}


@pytest.mark.parametrize("what", TOUCHED)
def test_what_the_main_part_does_to_the_frame_is_done(what: str, after: Callable[..., list[str]]) -> None:
    assert ABOUT not in after(*TOUCHED[what])


@pytest.mark.parametrize("frame", [
    "<html>no more of it", BASE + "{{ self.main() }}", "{% filter upper %}" + BASE + "{% endfilter %}",
    "{% for x in 'ab' %}" + BASE.replace("block main", "block main scoped") + "{% endfor %}",
    '{% extends "other.html" %}', "{% set mood = 'B' %}" + BASE,
])
def test_a_frame_that_uses_it_otherwise(frame: str, after: Callable[..., list[str]]) -> None:
    other = "<html><b>{% block main %}{% endblock %}</b>"
    after({"other.html": other}, {"base.html": frame}, {"base.html": frame + "<!-- -->"}, {"base.html": BASE})
