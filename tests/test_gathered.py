"""What sources came to is the same whether it is held or lies on a shelf."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from small_sites import document, event

from sitegen.diagnostics import warning
from sitegen.disk.shelf import Shelf, new_shelf
from sitegen.gathered import Gathered
from sitegen.model import Body, Data, Parsed

_FIRST = event("events/b/index.en.md").document
assert _FIRST is not None
SECOND = replace(_FIRST, path="content/events/b/index.en.md#zh", language="zh")
SOURCES = {
    "content/events/b/index.en.md": replace(event("events/b/index.en.md"), others=((SECOND, Body()),)),
    "content/events/a.zh.md": event("events/a.zh.md"),
    "content/data/x.yaml": Parsed(data=Data(path="content/data/x.yaml", name="x", value=1)),
    "content/events/a.en.md": replace(event("events/a.en.md"), diagnostics=(warning("W-A", "a"),)),
    "content/about.en.md": document("about.en.md", title="About"),
    "site.yaml": Parsed(diagnostics=(warning("W-S", "s"),)),
}


@pytest.fixture(params=[True, False], ids=["shelved", "held"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Shelf | None:
    return new_shelf(str(tmp_path)) if request.param else None


@pytest.fixture
def gathered(shelf: Shelf | None) -> Gathered:
    gathered = Gathered(shelf)
    for path, parsed in SOURCES.items():
        gathered.add(path, parsed)
    return gathered


def test_all_sources_are_there_in_the_order_of_paths(gathered: Gathered) -> None:
    assert dict(gathered) == SOURCES
    assert [*gathered] == sorted(SOURCES) and len(gathered) == len(SOURCES)
    assert "content/events/c.en.md" not in gathered


def test_problems_come_in_the_order_of_paths(gathered: Gathered) -> None:
    assert [problem.code for problem in gathered.problems] == ["W-A", "W-S"]


def test_documents_come_in_the_order_of_identities(gathered: Gathered, shelf: Shelf | None) -> None:
    documents = gathered.documents()
    if shelf is None:
        assert documents is None
        return
    assert documents is not None
    assert [*documents] == ["content/about.en.md", "content/events/a.en.md", "content/events/a.zh.md",
                            "content/events/b/index.en.md", "content/events/b/index.en.md#zh"]
    assert documents["content/events/b/index.en.md#zh"] == SECOND
    assert all(document.path == path for path, document in documents.items())
    assert {*gathered.identities} == {document.identity for document in documents.values()}


def test_documents_on_the_shelf_are_not_held(gathered: Gathered, shelf: Shelf | None) -> None:
    pages = {path for path in SOURCES if path.endswith(".md")}
    assert gathered.others.keys() == SOURCES.keys() - (pages if shelf else set())
