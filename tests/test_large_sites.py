"""A site of which most pages are put aside comes out as one that is held whole."""

from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from story import NOW, Story

from sitegen import memory, on_demand
from sitegen.build import build
from sitegen.disk import sources
from sitegen.disk.passing import PassingFile
from sitegen.disk.shelf import new_shelf
from sitegen.model import Body, Page, PageFacts, Request, Site
from sitegen.on_demand import PutAside
from sitegen.site import cards

Stage = TypeVar("Stage")


def test_no_pages_held_make_the_same_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    story = Story(tmp_path)
    # One is not published yet.
    text = "---\ntitle: Later\ndraft: true\n---\nWords.\n"
    later = story.root / "content" / "later.en.md"
    later.write_text(text, encoding="utf-8")
    whole = story.clean_tree(tmp_path / "whole")
    monkeypatch.setattr(memory, "PAGES_HELD", 2)
    monkeypatch.setattr(sources, "PACKED_FROM", 0)
    monkeypatch.setattr(memory, "SHELVED", 0)
    monkeypatch.setattr(on_demand, "RECENT", 1)
    monkeypatch.setattr(cards, "CARDS", 1)
    assert story.clean_tree(tmp_path / "apart") == whole
    story.must_build()
    later.write_text(text.replace("draft: true\n", ""), encoding="utf-8")
    now = NOW + timedelta(days=1)
    story.must_build(now=now)
    assert story.published() == story.clean_tree(tmp_path / "later", now=now)


def test_a_body_needs_no_key_while_pages_are_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "SHELVED", 0)
    held: list[int] = []

    def counted(bodies: memory.Bodies, path: str) -> Body:
        held.append(sum(key.endswith(".md") for key in bodies.keys))
        return body(bodies, path)

    body = memory.Bodies.body
    monkeypatch.setattr(memory.Bodies, "body", counted)
    story = Story(tmp_path)
    story.must_build()
    assert held
    assert max(held) == 0
    monkeypatch.setattr(PassingFile, "get", lambda passing, name: None)
    whole = story.published()
    story.must_build(clean=True)
    assert story.published() == whole, "what is not passed on is found by its key"
    assert max(held) > 0


def test_some_values_are_held_and_the_others_packed() -> None:
    packed: list[str] = []

    def put(value: str) -> int:
        packed.append(value)
        return len(packed) - 1

    values: PutAside[str] = PutAside(put, lambda _, place: packed[place], held=2)
    for number in range(5):
        values[f"key-{number}"] = f"value-{number}"
    assert packed == ["value-2", "value-3", "value-4"]
    assert dict(values) == {f"key-{number}": f"value-{number}" for number in range(5)}
    assert dict(values.with_others({"key-3": "other"}))["key-3"] == "other"


@pytest.mark.parametrize(("pages", "held"), [(3, 3), (4, 0)])
def test_pages_are_held_where_all_can_be(
    pages: int, held: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "PAGES_HELD", 3)
    lasting = new_shelf(str(tmp_path))
    found = memory.ForNow(str(tmp_path), lasting, pages=pages).finished_pages()
    for number in range(pages):
        found[str(number)] = Page(identity=str(number), kind="page", section="", slug="", address="",
                                  source_language="en", facts=PageFacts(), documents={}, source="")
    assert len(lasting.starts) - 1 == pages - held
    assert [one.identity for one in found.values()] == [str(number) for number in range(pages)]
    assert len(lasting.starts) - 1 == pages - held


def test_a_page_put_aside_is_unpacked_a_few_times(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each rule, index and list that went through all pages for itself would add one to what every page costs."""
    unpacked: list[bytes] = []
    looks: dict[str, float] = {}
    decode = memory._decode_page

    def counted(packed: bytes) -> Page:
        unpacked.append(packed)
        return decode(packed)

    def lap(stage: str, value: Stage) -> Stage:
        if isinstance(value, Site):
            looks["pages"] = len(value.pages)
        looks[stage] = len(unpacked) / looks.get("pages", 1)
        return value

    monkeypatch.setattr(memory, "PAGES_HELD", 0)
    monkeypatch.setattr(memory, "PASSING", 1)
    monkeypatch.setattr(memory, "_decode_page", counted)
    request = Request(project=str(Story(tmp_path).root), output=str(tmp_path / "out"), now=NOW, jobs=1)
    assert build(request, lap).exit == 0
    # The words of translations, times, what is sorted by time, addresses and the rules; the plan; and the pages that
    # others name.
    assert looks["compare"] <= 10
