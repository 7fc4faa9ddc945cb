"""Outlines: an edit that cannot have touched an answer does not ask for it again."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from small_sites import assembled, event
from story import Story

from sitegen import tracing
from sitegen.model import Key
from sitegen.site.outline import BLOCK, GROUND, OWN, bones
from sitegen.site.queries import QUERIES
from sitegen.site.sides import outside
from sitegen.tracing import Answers


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Key]:
    """Every remembered question that builds put again."""
    put: list[Key] = []
    told_now = tracing._told_now

    def noting(answers: Answers, key: Key) -> str:
        put.append(key)
        return told_now(answers, key)

    monkeypatch.setattr(tracing, "_told_now", noting)
    return put


@pytest.fixture
def story(tmp_path: Path, asked: list[Key]) -> Story:
    built = Story(tmp_path)
    built.must_build()
    asked.clear()
    return built


def names(asked: list[Key]) -> set[str]:
    return {str(key[0]) for key in asked}


def event_of(story: Story) -> str:
    """The identity and the English file of an event of the site."""
    return min(str(path.parent.relative_to(story.root)) for path in story.root.glob("content/events/*/index.en.md"))


def test_every_classified_question_exists() -> None:
    assert (OWN - {"body", "counterpart", "whole_body"}) | GROUND <= QUERIES.keys()


def test_a_body_edit_asks_only_about_its_page_and_what_is_always_asked(story: Story, asked: list[Key]) -> None:
    identity = event_of(story)
    path = f"{identity}/index.en.md"
    story.write(path, story.text(path) + "\n\nOne more thing.\n")
    story.must_build()
    own = {key for key in asked if key[0] in OWN}
    assert own and {key[2] for key in own} == {identity}
    lists = {"card", "related", "latest", "events", "listing", "feed", "calendar", "sitemap"}
    assert not names(asked) & (GROUND | lists)
    # Of the search, the one block in which the page is found; in the other language nothing has changed.
    assert {key[1:] for key in asked if key[0] == BLOCK} == {("en", 0), ("zh", 0)}


def test_a_title_edit_asks_for_lists_but_not_about_other_pages(story: Story, asked: list[Key]) -> None:
    identity = event_of(story)
    path = f"{identity}/index.en.md"
    title = next(line for line in story.text(path).splitlines() if line.startswith("title:"))
    story.replace(path, title, "title: Another name")
    story.must_build()
    assert not names(asked) & GROUND
    assert "events" in names(asked)
    assert {key[2] for key in asked if key[0] in OWN - {"structured"}} == {identity}
    # Data about news names the event that it is about.
    assert {key[2] for key in asked if key[0] == "structured"} == {identity, "content/news/2026-05-01-minutes"}


def test_a_template_edit_asks_for_templates_and_nothing_of_pages(story: Story, asked: list[Key]) -> None:
    story.write("templates/marks/stale.html", "old")
    story.must_build()
    assert "template" in names(asked)
    assert not names(asked) & (OWN | GROUND)


def test_an_edit_of_what_everything_stands_on_asks_everything(story: Story, asked: list[Key]) -> None:
    before = len(asked)
    story.write("site.yaml", story.text("site.yaml") + "\nmembers_complete: false\n")
    story.must_build()
    assert before == 0
    assert {"page", "body", "versions"} <= names(asked)


def test_facts_are_held_once_where_readers_get_what_is_typed() -> None:
    site, _ = assembled(event("events/one.en.md"))
    page = site.pages["content/events/one"]
    assert page.typed is None
    other = replace(page, typed=replace(page.facts, title={"en": "Typed otherwise"}))
    assert outside(site, other) != outside(site, page)
    # Other words are no other bones; other facts are.
    assert bones(site, other) == bones(site, page)
    assert bones(site, replace(page, typed=replace(page.facts, slug="else"))) != bones(site, page)
