"""Rendered pages between rendering and publishing: a few in memory, many in files that publishing moves away."""

import errno
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from sitegen.disk import scratch
from sitegen.disk.folders import make_folder
from sitegen.disk.places import MANIFEST
from sitegen.disk.publish import Content, CopyOf, Entry, inspect, publish
from sitegen.disk.scratch import Scratch, Tree
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


def planted(kept: Scratch) -> Tree:
    tree = kept.plant()
    assert tree is not None
    return tree


def put_out(kept: Scratch, project: Path, contents: Sequence[tuple[str, Content]], pages: dict[str, bytes]) -> None:
    published = inspect(str(project / "build"), project=str(project), keep=(), ledger=Ledger())
    files = {path: Entry(digest=digest_bytes(data)) for path, data in pages.items()}
    found = [(path, one if isinstance(one, CopyOf) else kept.found(path, one)) for path, one in contents]
    publish(published, files=files, contents=found, pages=len(pages), stale_after=None, tree=kept.tree)
    assert {path: (project / "build" / path).read_bytes() for path in pages} == pages
    assert files_of(project / "build") == {*pages, MANIFEST}


def files_of(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_new_site_is_the_tree_in_which_its_pages_were_put(kept: Scratch, tmp_path: Path) -> None:
    tree = planted(kept)
    before = os.umask(0o077)
    try:
        contents = [(path, tree.keep(path, data)) for path, data in PAGES.items()]
    finally:
        os.umask(before)
    inode = os.stat(kept.tree).st_ino
    put_out(kept, tmp_path, [*contents, ("robots.txt", b"r")], {**PAGES, "robots.txt": b"r"})
    assert (tmp_path / "build").stat().st_ino == inode
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "build").rglob("*") if path.is_dir()} == {0o755}
    assert {(tmp_path / "build" / path).stat().st_mode & 0o777 for path in PAGES} == {0o644}
    kept.close()
    assert made(tmp_path) == []


def test_pages_of_a_site_that_is_there_already_are_moved_out_of_the_tree(kept: Scratch, tmp_path: Path) -> None:
    put_out(kept, tmp_path, list(PAGES.items()), PAGES)
    tree = planted(kept)
    new = {**PAGES, "en/0/index.html": b"another", "en/9/index.html": b"new"}
    put_out(kept, tmp_path, [(path, tree.keep(path, data)) for path, data in new.items()], new)


def test_pages_of_a_site_that_is_there_already_need_no_folders_of_their_own(kept: Scratch, tmp_path: Path) -> None:
    put_out(kept, tmp_path, list(PAGES.items()), PAGES)
    tree = kept.plant(again=True)
    assert tree is not None and not kept.tree
    new = {**PAGES, "en/0/index.html": b"another", "en/9/index.html": b"new"}
    contents = [(path, tree.keep(path, data)) for path, data in new.items()]
    assert not [path for folder in made(tmp_path) for path in folder.glob("tree/*") if path.is_dir()]
    # Whoever was lost when it was writing a page is followed by another.
    contents[0] = (contents[0][0], tree.keep(*next(iter(new.items()))))
    put_out(kept, tmp_path, contents, new)
    kept.close()
    assert made(tmp_path) == []


def test_a_tree_on_another_disk_is_copied(kept: Scratch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = planted(kept)
    contents = [(path, tree.keep(path, data)) for path, data in PAGES.items()]
    for name in ("rename", "replace"):
        real = getattr(os, name)

        def refuse(source: str, target: str, real: Callable[[str, str], None] = real) -> None:
            if "made-" in source:
                raise OSError(errno.EXDEV, "Invalid cross-device link")
            real(source, target)

        monkeypatch.setattr(os, name, refuse)
    put_out(kept, tmp_path, contents, PAGES)


def test_what_a_lost_worker_began_is_written_anew(kept: Scratch, tmp_path: Path) -> None:
    tree = planted(kept)
    path = next(iter(PAGES))
    tree.keep(path, b"the begi")
    contents: list[tuple[str, Content]] = [(each, tree.keep(each, data)) for each, data in PAGES.items()]
    tree.keep("robots.txt", b"the begi")
    put_out(kept, tmp_path, [*contents, ("robots.txt", b"all")], {**PAGES, "robots.txt": b"all"})


@pytest.mark.parametrize("path", ["../out.html", "/out.html", "en/../../out.html", "en/a\0b", "", "CON/index.html"])
def test_no_path_leads_out_of_the_tree(kept: Scratch, tmp_path: Path, path: str) -> None:
    tree = planted(kept)
    assert tree.keep(path, b"page") == b"page"
    assert files_of(tmp_path) == set()


def test_where_the_disk_refuses_a_page_stays_in_memory(kept: Scratch) -> None:
    tree = planted(kept)
    (Path(kept.tree) / "en").write_bytes(b"a file where a folder should be")
    assert tree.keep("en/0/index.html", b"page") == b"page"


def test_a_folder_that_another_process_makes_meanwhile_is_as_good(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "zh/news"
    mkdir = os.mkdir

    def make_both(path: str, mode: int = 0o777) -> None:
        mkdir(path, mode)
        if path == str(folder.parent):
            mkdir(folder)

    monkeypatch.setattr(os, "mkdir", make_both)
    make_folder(str(folder))
    assert folder.is_dir()


def test_what_is_in_the_tree_takes_no_memory_for_each_file(kept: Scratch) -> None:
    tree = planted(kept)
    first, *others = [tree.keep(path, data) for path, data in PAGES.items()]
    assert others and all(other is first for other in others)
    found = [kept.found(path, first) for path in PAGES]
    assert [Path(one.location).read_bytes() for one in found if not isinstance(one, bytes)] == [*PAGES.values()]
