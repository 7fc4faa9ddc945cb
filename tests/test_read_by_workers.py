"""What a build knows nothing of is read by the processes that parse it: with the same stamps, errors and memory."""

import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from story import Story

from sitegen import build, memory
from sitegen.disk.ledger import load_ledger
from sitegen.model import FileStamp, Source
from sitegen.stages import pack_source

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
HOME = "content/index.en.md"
ABOUT = "content/about.zh.md"


def stamps(story: Story) -> Mapping[str, FileStamp]:
    return load_ledger(str(story.root), str(story.root / "build"))[0].sources


def before_parsing(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Let something happen to the files after they were found and before they are read."""
    real = build.read_config

    def read_config(*given: Any) -> Any:
        act()
        return real(*given)

    monkeypatch.setattr(build, "read_config", read_config)


def test_the_ledger_has_the_stamps_that_workers_took(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    story = Story(tmp_path)
    before_parsing(monkeypatch, lambda: story.write(HOME, story.text(HOME) + "\nSaved meanwhile.\n"))
    story.must_build(jobs=2)
    by_workers = stamps(story)
    assert "Saved meanwhile." in story.page("en/index.html")
    assert all(len(stamp.digest) == 32 for stamp in by_workers.values())
    monkeypatch.undo()
    story.must_build(jobs=1, clean=True)
    assert stamps(story) == by_workers


def test_what_workers_read_is_remembered_under_what_they_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    story = Story(tmp_path)
    story.must_build(jobs=2)
    story.replace("site.yaml", "url: ", "url:  ")
    story.write(ABOUT, story.text(ABOUT) + "\n一句新话。\n")
    parsed = []

    def note(languages: Any, source: Source, *rest: Any) -> Any:
        parsed.append(source.path)
        return pack_source(languages, source, *rest)

    monkeypatch.setattr(memory, "pack_source", note)
    monkeypatch.setattr(build, "pack_source", note)
    story.must_build(jobs=1)
    assert parsed == [ABOUT]


def become_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def harm_both(story: Story, harm: Callable[[Path], object]) -> None:
    for path in (HOME, ABOUT):
        harm(story.root / path)


@pytest.mark.parametrize("harm", [
    Path.unlink,
    become_folder,
    lambda path: path.write_bytes(b"x" * 2_000_001),
    lambda path: path.write_bytes(b"\xff\xfe\x00"),
], ids=["gone", "folder", "large", "not UTF-8"])
def test_a_source_that_cannot_be_read_is_told_of_in_the_same_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: Callable[[Path], object]
) -> None:
    told = []
    for jobs in (1, 2):
        story = Story(tmp_path / str(jobs))
        # The first in the order of paths is said, whichever process is done first.
        before_parsing(monkeypatch, partial(harm_both, story, harm))
        report = story.build(jobs=jobs)
        told.append((report.exit, report.diagnostics))
        assert not (story.root / "build").exists()
        monkeypatch.undo()
    assert told[0] == told[1]
    assert told[0][0] in (1, 3) and told[0][1][0].path == ABOUT
