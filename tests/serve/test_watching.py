"""The system is asked for changes alone: reading a large site must not fill the queue in which it tells of them."""

import asyncio
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from previewing import PATIENCE
from story import Story

from sitegen.serve.session import Session
from sitegen.serve.watch import EVERYTHING, Scanner, Watcher

ABOUT = "content/about.en.md"
CHANGES = {"created", "modified", "moved", "deleted"}


class Hearing(Watcher):
    """Notes everything that the system tells, also what nobody is told of."""

    def __init__(self, story: Story) -> None:
        self.heard: list[Any] = []
        self.told: list[str] = []
        super().__init__(str(story.root), self.told.append)

    def _hear(self, event: Any) -> None:
        self.heard.append(event)
        super()._hear(event)

    def until(self, path: str) -> None:
        end = time.monotonic() + PATIENCE
        while path not in self.told:
            assert time.monotonic() < end, (path, self.told)
            time.sleep(0.005)


@pytest.fixture
def story(tmp_path: Path) -> Story:
    return Story(tmp_path)


def test_reading_everything_again_and_again_is_not_told(story: Story) -> None:
    for number in range(100):
        story.write(f"content/events/many-{number}/index.en.md", "x")
    watcher = Hearing(story)
    try:
        for _ in range(5):
            for path in sorted((story.root / "content").rglob("*")):
                if path.is_file():
                    path.read_bytes()
        story.write(ABOUT, story.text(ABOUT) + "\nSaved.\n")
        watcher.until(ABOUT)
    finally:
        watcher.stop()
    assert {event.event_type for event in watcher.heard} <= CHANGES
    assert {Path(str(event.src_path)).name for event in watcher.heard} <= {"about.en.md", "content"}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux is asked by a mask")
def test_the_kernel_is_asked_for_changes_alone(story: Story) -> None:
    """What it is not asked for is not in its queue, so that nothing is lost however large the site is."""
    from watchdog.observers.inotify_c import InotifyConstants as Asked

    watcher = Hearing(story)
    try:
        emitters = list(watcher._observer.emitters)
        masks = [emitter.get_event_mask_from_filter() for emitter in emitters]  # type: ignore[attr-defined]
    finally:
        watcher.stop()
    assert len(emitters) > 1
    for mask in masks:
        assert mask and mask & Asked.IN_CREATE and mask & Asked.IN_MOVED_TO and mask & Asked.IN_DELETE
        assert not mask & (Asked.IN_OPEN | Asked.IN_ACCESS | Asked.IN_CLOSE_NOWRITE)


def test_of_a_folder_that_came_everything_is_looked_at(story: Story) -> None:
    outside = story.root.parent / "outside"
    outside.mkdir()
    (outside / "index.en.md").write_text("x")
    watcher = Hearing(story)
    try:
        outside.rename(story.root / "content/events/outside")
        watcher.until(EVERYTHING)
        # It is watched from now on.
        story.write("content/events/outside/index.zh.md", "x")
        watcher.until("content/events/outside/index.zh.md")
    finally:
        watcher.stop()


def test_a_file_that_was_read_before_it_was_found_is_missed_when_it_goes(story: Story) -> None:
    """Where the system tells nothing, the sources may be read for something else between two looks."""
    new = "content/news/2026-03-01-short.en.md"
    told: list[str] = []

    class Reading:
        """Looks at everything, whatever that is."""

        async def run(self, work: object) -> None:
            story.write(new, "x")

    async def save_and_delete() -> None:
        session = Session.__new__(Session)
        session.rounds, session.worker = 0, Reading()  # type: ignore[assignment]
        session._scanner = Scanner(str(story.root), lambda path: told.append(path))
        await session._scanner.look()
        await session._look(None)  # type: ignore[arg-type]
        (story.root / new).unlink()
        told.clear()
        await session._scanner.look()

    asyncio.run(save_and_delete())
    assert told == [new]
