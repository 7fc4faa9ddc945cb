"""A check looks at pages in one process or several, and remembers what it found: it says the same each time."""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from story import NOW, Story

from sitegen import published_pages, workers
from sitegen.check.texts.rules import check_passage
from sitegen.commands import parity, texts
from sitegen.commands.check import check_project
from sitegen.diagnostics import Diagnostic
from sitegen.disk.checked import load_checked
from sitegen.model import Request
from sitegen.translation.facts.parity import compare

PAGE = "content/about.en.md"
PUBLISHED = "en/about/index.html"


class Watched(Story):
    """A published site with faults in its texts, which is checked."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.write(PAGE, self.text(PAGE) + "\nIt was held on 5-6 March by the XYZQ.\n")
        self.write("content/about.zh.md", self.text("content/about.zh.md") + "\n会议于三月五日,在大厅举行。\n")
        self.build()

    def said(self, jobs: int = 1) -> tuple[Diagnostic, ...]:
        request = Request(project=str(self.root), output=str(self.root / "build"), now=NOW, jobs=jobs)
        return check_project(request, update_baseline=False).diagnostics

    def forget(self) -> None:
        for name in ("checked", "pages"):
            (self.root / ".sitegen" / name).unlink()


@pytest.fixture
def site(tmp_path: Path) -> Watched:
    return Watched(tmp_path)


def test_several_processes_say_what_one_says(site: Watched) -> None:
    alone = site.said()
    assert {"W-DASH", "W-ACRONYM", "W-PUNCT-ZH"} <= {one.code for one in alone}
    site.forget()
    assert site.said(jobs=2) == alone


def test_what_is_remembered_is_not_looked_at_again(site: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    first = site.said()
    looked: list[str] = []

    def noting(work: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*given: Any, **named: Any) -> Any:
            looked.append(work.__name__)
            return work(*given, **named)
        return noted

    monkeypatch.setattr(texts, "check_passage", noting(check_passage))
    monkeypatch.setattr(parity, "compare", noting(compare))
    monkeypatch.setattr(published_pages, "read_page", noting(published_pages.read_page))
    # Not the report of the last check either.
    for path in (site.root / ".sitegen").glob("stamp-*"):
        path.unlink()
    assert site.said() == first and looked == []
    site.write(PAGE, site.text(PAGE) + "\nOne more sentence.\n")
    assert site.said() != () and set(looked) == {"check_passage", "compare"}


def test_a_page_that_somebody_edited_is_read_again(site: Watched) -> None:
    before = site.said()
    published = site.root / "build" / PUBLISHED
    published.write_text(published.read_text(encoding="utf-8").replace("</main>", "<dd></dd></main>"), encoding="utf-8")
    new = [one.code for one in site.said() if one not in before]
    assert sorted(new) == ["E-OUT-EMPTY", "W-EDITED"]
    assert site.said() == site.said()


def test_what_is_gone_is_forgotten(site: Watched) -> None:
    site.said()
    before = load_checked(str(site.root), "pages")
    site.write(PAGE, site.text(PAGE) + "\nOne more sentence.\n")
    site.must_build()
    site.said()
    after = load_checked(str(site.root), "pages")
    assert after.keys() != before.keys() and len(after) == len(before)


# ---- one thing done beside another ---------------------------------------------------------------------------------


def where(shared: str, item: int) -> tuple[str, int, int]:
    return shared, item, os.getpid()


def lost_elsewhere(parent: int, _: object) -> int:
    if os.getpid() != parent:
        os._exit(9)
    return os.getpid()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_work_is_done_beside_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "usable_cores", lambda: 2)
    with workers.Aside(where, 7, shared="s", alone=False) as aside:
        shared, item, process = aside.result()
        assert (shared, item) == ("s", 7) and process != os.getpid()
        assert aside.result() == (shared, item, process)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_what_belongs_together_is_done_by_one_process() -> None:
    items = [0, 0, *[7] * 40, *[8] * 40, 0, 0, 0]
    done = list(workers.run(where, items, shared="s", jobs=2, batch=3, together=lambda item: item or None))
    assert [item for _, item, _ in done] == items
    assert [len({process for _, item, process in done if item == group}) for group in (7, 8)] == [1, 1]


def sizes_of(count: int, sizes: Callable[[int], int]) -> list[int]:
    return [len(each) for each in workers._batches(range(count), sizes, workers.apart)]


def test_many_items_are_handed_out_in_larger_batches() -> None:
    def sizes(count: int, batch: int) -> list[int]:
        return sizes_of(count, workers._sizes(batch, 0, 2))

    assert sizes(60, 0) == [25, 25, 10] and sizes(60, 20) == [20, 20, 20]
    many = sizes(20_000, 0)
    assert sum(many) == 20_000 and many[0] == 25 and max(many) == 100
    # The last one is a small part of all, however many there are.
    assert max(sizes(2000, 0)) <= 50


@pytest.mark.parametrize("processes", [2, 8])
def test_items_that_were_counted_are_handed_out_in_ever_smaller_batches(processes: int) -> None:
    for count in (1, 9, 400, 2000, 20_000):
        sizes = sizes_of(count, workers._sizes(0, count, processes))
        assert sum(sizes) == count and max(sizes) <= 100
        assert sizes == sorted(sizes, reverse=True) and sizes[-1] <= workers.SMALLEST
    assert len(sizes_of(2000, workers._sizes(0, 2000, 2))) < len(sizes_of(2000, workers._sizes(0, 0, 2)))
    # Nothing depends on whether they were counted rightly.
    assert sum(sizes_of(700, workers._sizes(0, 500, processes))) == 700


@pytest.mark.parametrize("count", [0, 1000])
def test_processes_begin_at_once_where_it_is_known_that_there_is_enough(
    monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    drawn: list[int] = []
    begun: list[int] = []

    def items() -> Iterator[int]:
        for number in range(1000):
            drawn.append(number)
            yield number

    def begin(work: Any, batches: Iterator[Sequence[int]], shared: Any, processes: int) -> Iterator[int]:
        begun.extend((len(drawn), processes))
        for batch in batches:
            yield from batch

    monkeypatch.setattr(workers, "usable_cores", lambda: 2)
    monkeypatch.setattr(workers, "_run_in_processes", begin)
    assert list(workers.run(where, items(), shared="s", jobs=0, count=count)) == list(range(1000))
    # One more than the first batch, to see whether it belongs to that.
    assert begun == [workers._sizes(0, count, 2)(0) + 1 if count else workers.WORTHWHILE, 2]


def test_work_alone_is_done_here() -> None:
    with workers.Aside(where, 7, shared="s", alone=True) as aside:
        assert aside.result() == ("s", 7, os.getpid())


def test_work_of_a_process_that_was_lost_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "usable_cores", lambda: 2)
    with workers.Aside(lost_elsewhere, None, shared=os.getpid(), alone=False) as aside:
        assert aside.result() == os.getpid()


def test_nobody_need_wait_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "usable_cores", lambda: 2)
    with workers.Aside(lambda *_: threading.Event().wait(), None, shared=None, alone=False):
        pass


def test_a_tree_is_read_beside_and_says_the_same(site: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    published = site.root / "build" / PUBLISHED
    published.write_text(published.read_text(encoding="utf-8").replace("</main>", "<dd></dd></main>"), encoding="utf-8")
    alone = site.said()
    site.forget()
    monkeypatch.setattr(workers, "WORTHWHILE", 1)
    monkeypatch.setattr(workers, "usable_cores", lambda: 2)
    assert site.said(jobs=0) == alone
    assert "E-OUT-EMPTY" in {one.code for one in alone}
