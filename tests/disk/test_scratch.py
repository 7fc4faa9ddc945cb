"""Rendered pages between rendering and publishing: a few in memory, many in files that publishing moves away."""

import errno
import os
from pathlib import Path

import pytest

from sitegen.disk import scratch
from sitegen.disk.publish import Entry, inspect, publish
from sitegen.disk.scratch import Scratch
from sitegen.model import KeptFile, Ledger
from sitegen.tracing import digest_bytes

PAGES = {f"en/{number}/index.html": b"page %d" % number for number in range(4)}


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scratch:
    monkeypatch.setattr(scratch, "IN_MEMORY", 12)
    return Scratch(str(tmp_path), str(tmp_path / "build"))


def made(project: Path) -> list[Path]:
    return list((project / ".sitegen").glob("made-*"))


def test_a_few_pages_never_touch_the_disk(kept: Scratch, tmp_path: Path) -> None:
    assert kept.keep(b"page 0") == b"page 0"
    kept.close()
    assert list(tmp_path.iterdir()) == []


def test_many_pages_wait_in_files_that_publishing_moves_into_the_tree(kept: Scratch, tmp_path: Path) -> None:
    contents = [(path, kept.keep(data)) for path, data in PAGES.items()]
    waiting = [content for _, content in contents if isinstance(content, KeptFile)]
    assert [len(data) if isinstance(data, bytes) else data.size for _, data in contents] == [6, 6, 6, 6]
    assert len(waiting) == 2
    inodes = {os.stat(content.location).st_ino for content in waiting}
    published = inspect(str(tmp_path / "build"), project=str(tmp_path), keep=(), ledger=Ledger())
    files = {path: Entry(digest=digest_bytes(data)) for path, data in PAGES.items()}
    publish(published, files=files, contents=contents, pages=4, stale_after=None)
    assert {path: (tmp_path / "build" / path).read_bytes() for path in PAGES} == PAGES
    assert {(tmp_path / "build" / path).stat().st_ino for path in PAGES} >= inodes
    assert {(tmp_path / "build" / path).stat().st_mode & 0o777 for path in PAGES} == {0o644}
    kept.close()
    assert made(tmp_path) == []


def test_an_output_on_another_disk_gets_copies(kept: Scratch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    contents = [(path, kept.keep(data)) for path, data in PAGES.items()]
    rename = os.rename

    def refuse(source: str, target: str) -> None:
        if "made-" in source:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        rename(source, target)

    monkeypatch.setattr(os, "rename", refuse)
    published = inspect(str(tmp_path / "build"), project=str(tmp_path), keep=(), ledger=Ledger())
    files = {path: Entry(digest=digest_bytes(data)) for path, data in PAGES.items()}
    publish(published, files=files, contents=contents, pages=4, stale_after=None)
    assert {path: (tmp_path / "build" / path).read_bytes() for path in PAGES} == PAGES


def test_what_a_killed_build_left_is_gone_when_the_next_needs_the_room(kept: Scratch, tmp_path: Path) -> None:
    for data in PAGES.values():
        kept.keep(data)
    again = Scratch(str(tmp_path), str(tmp_path / "build"))
    for _ in range(3):
        last = again.keep(b"page 9")
    assert isinstance(last, KeptFile)
    assert len(list(made(tmp_path)[0].iterdir())) == 1


def test_where_nothing_can_be_written_pages_stay_in_memory(kept: Scratch, tmp_path: Path) -> None:
    (tmp_path / ".sitegen").write_text("a file in the way")
    assert [kept.keep(data) for data in PAGES.values()] == list(PAGES.values())
    kept.close()
