"""What another process sees while the program is loaded is what the build would see itself, or is not believed."""

import os
import shutil
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from story import NOW, Story

from sitegen import build as pipeline
from sitegen import lookout, workers
from sitegen.build import build_alone
from sitegen.disk import sources
from sitegen.disk.ledger import load_ledger, load_places
from sitegen.disk.published import inspect
from sitegen.disk.rescan import rescan
from sitegen.disk.sources import theme_root
from sitegen.model import Ledger, Report, Request

EVENT = "content/events/autumn-forum/index.en.md"
PAGE = "build/en/events/autumn-forum/index.html"

pytestmark = pytest.mark.skipif(not workers.can_fork(), reason="needs a system that forks")


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Story:
    monkeypatch.setattr(lookout, "WORTHWHILE", 1)
    monkeypatch.setattr(lookout, "usable_cores", lambda: 2)
    # What runs the tests may have threads of its own.
    count, others = threading.active_count, threading.active_count() - 1
    monkeypatch.setattr(threading, "active_count", lambda: count() - others)
    built = Story(tmp_path)
    built.must_build()
    return built


@pytest.fixture
def begun(story: Story) -> Iterator[lookout.Lookout]:
    looking = lookout.begin(asked(story))
    assert looking is not None
    yield looking
    looking.close()


def asked(story: Story) -> Request:
    return Request(project=str(story.root), output=str(story.root / "build"), now=NOW)


def seen(story: Story, looking: lookout.Lookout) -> lookout.Seen:
    return looking.seen(str(story.root), str(story.root / "build"))


def building(story: Story, looking: lookout.Lookout | None) -> Report:
    report = build_alone(asked(story), lookout=looking)
    assert report.exit == 0
    return report


def test_it_sees_what_the_build_would_see(story: Story) -> None:
    story.write(EVENT, story.text(EVENT) + "\nMore.\n")
    (story.root / PAGE).unlink()
    (story.root / PAGE).write_text("by hand")
    project, output = str(story.root), str(story.root / "build")
    ledger, _ = load_ledger(project, output)
    found = lookout.look(project, output)
    assert found.sources and found.tree
    assert found.tree.edited == ("en/events/autumn-forum/index.html",)
    told, own = (rescan(project, theme_root(), ledger=ledger, seen=one) for one in (found.sources, None))
    assert told and own
    assert (told.stamps, told.locations, told.folders, told.places, list(told.stamps)) == (
        own.stamps, own.locations, own.folders, own.places, list(own.stamps))
    told_tree, own_tree = (inspect(output, project=project, keep=(), ledger=ledger, seen=one)
                           for one in (found.tree, None))
    assert replace(told_tree, unsure=()) == replace(own_tree, unsure=())


def test_an_edit_is_built_from_what_was_seen(story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    story.write(EVENT, story.text(EVENT) + "\nWe meet at noon.\n")
    (story.root / PAGE).unlink()
    looking = lookout.begin(asked(story))
    assert looking is not None and seen(story, looking).sources is not None
    # Nothing is looked at again but what was another.
    with monkeypatch.context() as without:
        without.setattr("sitegen.disk.rescan.look_again", None)
        building(story, looking)
    assert "We meet at noon." in story.page("en/events/autumn-forum/index.html")
    assert story.published() == story.clean_tree(tmp_path)


def test_a_ledger_is_read_in_part(story: Story) -> None:
    project, output = str(story.root), str(story.root / "build")
    found = load_places(project, output)
    assert found is not None
    whole, _ = load_ledger(project, output)
    assert found[1] == replace(whole, toolchain="", config=("", None), answers=(), traces={},
                               outline=Ledger().outline, site="", amended=(), pages=0, built="")
    ledger = next((story.root / ".sitegen").glob("ledger-*"))
    ledger.write_bytes(ledger.read_bytes()[:-100])
    assert load_places(project, output) is None
    ledger.write_bytes(b"something else")
    assert load_places(project, output) is None
    assert lookout.look(project, output) == lookout.Seen()
    ledger.unlink()
    assert load_places(project, output) is None
    assert lookout.look(project, output).sources is None


def forgotten(story: Story) -> None:
    """Nothing is remembered of the site any more."""
    shutil.rmtree(story.root / ".sitegen")
    shutil.rmtree(story.root / "build")


@pytest.mark.parametrize("packed_from", [1, 50_000])
def test_sources_are_found_while_the_program_is_loaded(
    story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packed_from: int
) -> None:
    monkeypatch.setattr(sources, "PACKED_FROM", packed_from)
    forgotten(story)
    looking = lookout.begin(asked(story))
    assert looking is not None
    first = seen(story, looking).first
    assert first is not None
    told, own = sources.scan_of(first), sources.scan(str(story.root), theme_root(), ledger=Ledger())
    assert (dict(told.stamps), dict(told.locations), told.folders, told.places, list(told.stamps)) == (
        dict(own.stamps), dict(own.locations), own.folders, own.places, list(own.stamps))
    with monkeypatch.context() as without:
        without.setattr(pipeline, "scan", None)
        building(story, looking)
    assert story.published() == story.clean_tree(tmp_path)


def test_what_is_wrong_with_the_sources_is_told_by_the_build(story: Story) -> None:
    forgotten(story)
    story.write("content/events/a:b.md", "text")
    looking = lookout.begin(asked(story))
    assert looking is not None and seen(story, looking).first is None
    report = build_alone(asked(story), lookout=looking)
    assert report.exit == 1 and [each.path for each in report.diagnostics] == ["content/events/a:b.md"]


def test_sources_found_before_another_build_published_are_looked_for_again(story: Story) -> None:
    forgotten(story)
    looking = lookout.begin(asked(story))
    assert looking is not None and seen(story, looking).first is not None
    story.must_build()
    story.write("content/events/new-forum/index.en.md", story.text(EVENT))
    building(story, looking)
    assert (story.root / "build/en/events/new-forum/index.html").exists()


def test_what_was_seen_of_another_ledger_is_not_believed(story: Story, begun: lookout.Lookout) -> None:
    assert seen(story, begun).tree is not None
    story.write(EVENT, story.text(EVENT) + "\nMore.\n")
    story.must_build()
    assert seen(story, begun) == lookout.Seen()


def test_a_tree_put_there_since_is_looked_at_again(story: Story, begun: lookout.Lookout, tmp_path: Path) -> None:
    assert seen(story, begun).tree is not None
    copy = story.root / "copy"
    (story.root / "build").rename(story.root / "old")
    (story.root / "old").rename(copy)
    copy.rename(story.root / "build")
    (story.root / PAGE).unlink()
    (story.root / "build" / "_headers").touch()
    report = building(story, begun)
    assert [each.code for each in report.diagnostics].count("W-EDITED") == 1
    assert story.published() == story.clean_tree(tmp_path)


def test_a_process_that_was_lost_said_nothing(story: Story) -> None:
    looking = lookout.begin(asked(story))
    assert looking is not None
    os.kill(looking._process, signal.SIGKILL)
    story.write(EVENT, story.text(EVENT) + "\nMore.\n")
    assert building(story, looking).rendered >= 1


def test_it_ends_with_the_build(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    looking = lookout.begin(asked(story))
    assert looking is not None
    process = looking._process

    def failing(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(pipeline, "Memory", failing)
    with pytest.raises(MemoryError):
        build_alone(asked(story), lookout=looking)
    with pytest.raises(ChildProcessError):
        os.waitpid(process, 0)
    looking.close()


@pytest.mark.parametrize("options", [{"clean": True}, {"wait": 1.0}, {"jobs": 1}])
def test_it_is_not_begun_where_it_saves_nothing(story: Story, options: dict[str, object]) -> None:
    assert lookout.begin(replace(asked(story), **options)) is None


def test_it_is_not_begun_for_a_small_site(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookout, "WORTHWHILE", 1_000_000)
    assert lookout.begin(asked(story)) is None


def test_it_is_not_begun_beside_threads(story: Story) -> None:
    stop = threading.Event()
    other = threading.Thread(target=stop.wait)
    other.start()
    try:
        assert lookout.begin(asked(story)) is None
    finally:
        stop.set()
        other.join()


def test_without_a_process_to_spare_the_build_looks_itself(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> int:
        raise OSError(11, "no more processes")

    monkeypatch.setattr(os, "fork", refused)
    before = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
    assert lookout.begin(asked(story)) is None
    assert not before or len(os.listdir("/proc/self/fd")) == before


def test_what_was_seen_is_of_no_use_where_the_ledger_is_damaged(story: Story, tmp_path: Path) -> None:
    story.write(EVENT, story.text(EVENT) + "\nWe meet at noon.\n")
    looking = lookout.begin(asked(story))
    assert looking is not None and seen(story, looking).sources is not None
    record = next((story.root / ".sitegen").glob("record-*"))
    content = record.read_bytes()
    # In what says why each artifact is as it is, not in the stamps.
    at = content.index(b"en/events/autumn-forum/index.html", len(content) // 2)
    record.write_bytes(content[:at] + b"?" + content[at + 1:])
    report = building(story, looking)
    assert any("damaged" in notice for notice in report.notices)
    assert story.published() == story.clean_tree(tmp_path)
