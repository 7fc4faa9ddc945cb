"""What another process does of a build is what one process alone comes to, in the same order and the same words."""

import gc
import os
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from story import NOW, Story

from sitegen import build as pipeline
from sitegen import memory, work, workers
from sitegen.cli import run
from sitegen.disk.shelf import Shelf
from sitegen.disk.site_memory import save_site
from sitegen.model import Config, EventFacts, Outline, Page, Report, Request, Site, Translation
from sitegen.render.locale import formats
from sitegen.site.aside import Told
from sitegen.site.outline import outline
from sitegen.site.sides import Sides, outside_of
from sitegen.tracing import pack

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
Spoil = Callable[[Story], None]
CATALOGUE = '''msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgctxt "about#title"
msgid "About the network"
msgstr "关于我们"

msgctxt "about#paragraph"
msgid ""
"Read about the [autumn forum](/events/autumn-forum/) and [its programme](events/autumn-forum/index.en.md)."
msgstr "请看[秋季论坛](/events/autumn-forum/)。"
'''


def leave(story: Story) -> None:
    """Nothing is wrong with the site."""


@pytest.fixture(autouse=True)
def helped(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """However small the site, another process helps; what it was asked for."""
    asked: list[str] = []
    start = workers.Aside._start

    def noting(self: workers.Aside) -> None:
        asked.append(self._here.func.__name__)
        start(self)

    monkeypatch.setattr(workers.Aside, "_start", noting)
    monkeypatch.setattr(workers, "usable_cores", lambda: 2)
    monkeypatch.setattr(memory, "HELPED", 1)
    monkeypatch.setattr(pipeline, "JUDGED_APART", 1)
    yield asked


def both(folder: Path, helped: list[str], spoil: Spoil = leave) -> tuple[tuple[Story, Report], ...]:
    """A site built by one process, and by one that has help."""
    built = []
    for jobs in (1, 0):
        story = Story(folder / str(jobs))
        spoil(story)
        built.append((story, story.build(jobs=jobs)))
        assert bool(helped) == (jobs == 0)
    return tuple(built)


def translate(story: Story) -> None:
    """Words that readers get are others than those that are typed in files."""
    story.delete("content/about.zh.md")
    story.write("translations/zh_Hans_CN/LC_MESSAGES/content/pages.po", CATALOGUE)


def test_a_site_comes_out_the_same(tmp_path: Path, helped: list[str]) -> None:
    (alone, one), (helped_with, other) = both(tmp_path, helped, translate)
    assert helped == ["_tell_there", "last_faults"]
    assert alone.published() == helped_with.published() and one.exit == other.exit == 0
    assert "关于我们" in helped_with.page("zh/about/index.html")
    # What is remembered is right, too.
    helped_with.replace("content/index.en.md", "title: ", "title: New ")
    helped_with.must_build()
    assert helped_with.published() == helped_with.clean_tree(tmp_path, jobs=1)


def test_mistakes_are_told_in_the_same_words(tmp_path: Path, helped: list[str]) -> None:
    def spoil(story: Story) -> None:
        story.write("content/index.en.md", story.text("content/index.en.md") + "\n[Gone](/nowhere/).\n")
        story.replace("content/events/autumn-forum/index.en.md", "series: forum", "series: none")

    (alone, one), (helped_with, other) = both(tmp_path, helped, spoil)
    assert one.diagnostics == other.diagnostics and [d.code for d in one.diagnostics] == ["E-REF", "E-LINK-DEAD"]
    assert one.exit == other.exit == 1
    assert alone.published() == helped_with.published() == {}


def test_a_mistake_is_told_where_the_site_cannot_be_looked_through_for_it(
    tmp_path: Path, helped: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: object) -> None:
        raise KeyError("what the rules would have asked for")

    monkeypatch.setattr(pipeline, "plan", lost)
    story = Story(tmp_path)
    with pytest.raises(KeyError):
        story.build()
    story.write("content/index.en.md", story.text("content/index.en.md") + "\n[Gone](/nowhere/).\n")
    assert [d.code for d in story.build().diagnostics] == ["E-LINK-DEAD"]
    assert [d.code for d in story.build(jobs=1).diagnostics] == ["E-LINK-DEAD"]


def test_another_process_that_fails_says_nothing_itself(
    helped: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    parent = os.getpid()

    def fail_there(shared: None, item: int) -> int:
        if os.getpid() != parent:
            raise ValueError(item)
        return item

    with workers.Aside(fail_there, 7, shared=None, alone=False) as aside:
        assert aside.result() == 7
    assert helped and capfd.readouterr() == ("", "")


@pytest.mark.parametrize(("refused", "held"), [(False, 9), (True, 9), (False, 0)])
def test_what_is_told_of_each_page_comes_in_order(
    refused: bool, held: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the disk takes it and where it does not."""
    if refused:
        monkeypatch.setattr(memory, "new_shelf", lambda project: Shelf(None))
    lasting, sides = Shelf(None), Sides({}, {})
    monkeypatch.setattr(memory, "PAGES_HELD", held)
    aside = memory.ForNow(str(tmp_path), lasting, pages=5, alone=False, sides=sides)
    pages, states = aside.finished_pages(), aside.translations()
    given = {name: Page(identity=name, kind="event", section="events", slug=name, address=f"events/{name}/",
                        source_language="en", facts=EventFacts(), documents={}, source="") for name in "abcde"}
    after = {name: replace(page, facts=EventFacts(title={"en": name}), typed=page.facts) if name in "bd" else page
             for name, page in given.items()}

    def tell(name: str) -> Told:
        return Told(after[name], [], ("en", name), {"zh": Translation(name, "zh", linked=name == "e")})

    noted = list(aside.told(tell, given, pages, states))
    assert noted == [(("en", name), name == "e") for name in given]
    assert dict(pages) == after and list(pages) == list(given)
    assert {name: states[name]["zh"].identity for name in states} == {name: name for name in given}
    assert list(sides.outside) == list(sides.inside) == list(given)
    assert sides.outside == {name: outside_of(pack(page), []) for name, page in after.items()}
    # They have been put where they are remembered.
    assert {name: memory._decode_page(lasting.take(place)) for name, place in aside.places.items()} == after


def test_what_pages_show_is_told_with_them_as_it_is_of_the_site(
    tmp_path: Path, helped: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def both_ways(site: Site, sides: Sides) -> Outline:
        assert list(sides.outside) == list(sides.inside) == list(site.pages)
        seen.append(len(helped))
        assert outline(site, sides) == outline(site)
        return outline(site, sides)

    monkeypatch.setattr(pipeline, "outline", both_ways)
    both(tmp_path, helped, translate)
    assert seen == [0, 2]


def test_what_a_build_leaves_is_held_until_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To take it apart would take longer than to end, and two at a time are too many."""
    made: list[weakref.ref[memory.Memory]] = []

    class Noted(memory.Memory):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            made.append(weakref.ref(self))

    monkeypatch.setattr(pipeline, "Memory", Noted)
    story = Story(tmp_path)
    for _ in range(2):
        story.replace("content/index.en.md", "title: ", "title: New ")
        assert run(["build", "--quiet", "--project", str(story.root)]) == 0
        gc.collect()
        assert [one() is not None for one in made] == [False] * (len(made) - 1) + [True]


def test_locales_are_loaded_before_processes_are_forked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[int] = []
    made = pipeline.made

    def noting(*given: Any) -> Any:
        before = formats.cache_info().misses
        found = made(*given)
        loaded.extend((before, formats.cache_info().misses))
        return found

    monkeypatch.setattr(pipeline, "made", noting)
    formats.cache_clear()
    Story(tmp_path).must_build(jobs=1)
    assert loaded[0] == loaded[1] > 0


def test_what_is_needed_later_is_loaded_while_others_parse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    events: list[str] = []
    prepare = pipeline.prepare

    def noting(config: Config) -> None:
        events.append("prepared")
        prepare(config)

    def lap(stage: str, value: Any) -> Any:
        events.append(stage)
        return value

    monkeypatch.setattr(pipeline, "prepare", noting)
    story = Story(tmp_path)
    assert pipeline.build(Request(project=str(story.root), output=str(tmp_path / "out"), now=NOW), lap).exit == 0
    # Once more where nothing may have been parsed.
    first = events.index("prepared")
    assert first < events.index("parse") and events.count("prepared") == 2
    assert events.index("assemble") < events.index("prepared", first + 1) < events.index("compare")


@pytest.mark.parametrize("many", [1, 400])
def test_the_site_is_remembered_once_and_while_many_pages_are_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    events: list[str] = []

    def noting(*given: Any) -> str:
        events.append("remembered")
        return save_site(*given)

    def lap(stage: str, value: Any) -> Any:
        events.append(stage)
        return value

    monkeypatch.setattr("sitegen.memory.save_site", noting)
    monkeypatch.setattr(work, "MANY", many)
    story = Story(tmp_path)
    asked = Request(project=str(story.root), output=str(tmp_path / "out"), now=NOW)
    assert pipeline.build(replace(asked, dry_run=True), lap).exit == 0 and "remembered" not in events
    events.clear()
    assert pipeline.build(asked, lap).exit == 0
    assert events.count("remembered") == 1
    assert (events.index("remembered") < events.index("render")) == (many == 1)
    # And a small edit starts from it.
    story.replace("content/events/autumn-forum/index.en.md", "title: ", "title: New ")
    assert pipeline.build(asked, lap).exit == 0
    assert events.count("remembered") == 1


def test_one_processor_does_it_all_itself(
    tmp_path: Path, helped: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise AssertionError("nothing is packed for nobody")

    monkeypatch.setattr(workers, "usable_cores", lambda: 1)
    monkeypatch.setattr(memory, "_tell_there", refused)
    Story(tmp_path).must_build()
    assert helped == []
