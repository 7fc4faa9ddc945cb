"""Publishing: the new tree in one step, or the old one untouched."""

import errno
import hashlib
import json
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from sitegen.diagnostics import BuildStopped
from sitegen.disk import published as published_tree
from sitegen.disk import swap
from sitegen.disk.manifest import Manifest, decode_manifest, encode_manifest, with_digests
from sitegen.disk.places import MANIFEST, standby_of
from sitegen.disk.publish import (
    CopyOf,
    Entry,
    Receipt,
    inspect,
    needed,
    path_faults,
    publish,
    read_manifest,
)
from sitegen.model import FileStamp, Ledger

Tree = dict[str, bytes]
OLD: Tree = {"en/index.html": b"old home", "en/a/index.html": b"old a", "en/gone/index.html": b"old gone",
             "robots.txt": b"r"}
NEW: Tree = {"en/index.html": b"new home", "en/a/index.html": b"old a", "en/b/index.html": b"new b", "robots.txt": b"r"}


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]


def entries(tree: Mapping[str, bytes]) -> dict[str, Entry]:
    return {path: Entry(digest=digest(data), size=len(data)) for path, data in tree.items()}


class Folder:
    """A project whose build/ is published tree by tree."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.output = root / "build"
        self.ledger = Ledger()
        self.given: list[str] = []

    def build(self, tree: Tree, *, keep: tuple[str, ...] = (), stale_after: str | None = None) -> Receipt:
        published = inspect(str(self.output), project=str(self.root), keep=keep, ledger=self.ledger)
        wanted = needed(published, entries(tree))
        self.given = sorted(wanted)
        receipt = publish(published, files=entries(tree), contents=((path, tree[path]) for path in self.given),
                          pages=len(tree), stale_after=stale_after)
        self.ledger = Ledger(outputs=receipt.stamps, manifest=receipt.manifest, folders=receipt.folders,
                             unsure=receipt.unsure)
        return receipt

    def tree(self) -> Tree:
        """What readers see, less the manifest."""
        return {path: data for path, data in self.everything().items() if path != MANIFEST}

    def everything(self) -> Tree:
        return {str(path.relative_to(self.output)): path.read_bytes()
                for path in sorted(self.output.rglob("*")) if path.is_file()}

    def folders(self) -> set[str]:
        return {str(path.relative_to(self.output)) for path in self.output.rglob("*") if path.is_dir()}

    def whole(self) -> bool:
        """Whether the published tree is exactly what its manifest says."""
        manifest = read_manifest(str(self.output))
        return manifest is not None and manifest.files == {path: digest(data) for path, data in self.tree().items()}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def refused(build: Callable[[], object]) -> BuildStopped:
    with pytest.raises(BuildStopped) as caught:
        build()
    return caught.value


# ---- the ordinary course ---------------------------------------------------------------------------------------------


def test_a_first_build_publishes_everything_with_a_manifest_that_owns_it(folder: Folder) -> None:
    receipt = folder.build(OLD, stale_after="2026-11-24T00:00:00+00:00")
    assert folder.tree() == OLD
    assert folder.whole()
    manifest = read_manifest(str(folder.output))
    assert manifest is not None and manifest.pages == 4 and manifest.stale_after == "2026-11-24T00:00:00+00:00"
    assert (receipt.written, receipt.removed, receipt.unchanged) == (5, 0, 0)
    assert receipt.stamps.keys() == OLD.keys()


def test_the_next_build_writes_what_changed_and_shares_the_rest(folder: Folder) -> None:
    folder.build(OLD)
    before = (folder.output / "robots.txt").stat()
    receipt = folder.build(NEW)
    assert folder.tree() == NEW
    assert folder.given == ["en/b/index.html", "en/index.html"]
    assert (receipt.written, receipt.removed, receipt.unchanged) == (3, 1, 2)
    after = (folder.output / "robots.txt").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert "en/gone" not in folder.folders()


def test_a_build_without_changes_touches_nothing(folder: Folder) -> None:
    folder.build(OLD)
    before = {path: path.lstat() for path in sorted(folder.root.rglob("*"))}
    receipt = folder.build(OLD)
    assert (receipt.written, receipt.removed, receipt.unchanged) == (0, 0, 5)
    assert {path: path.lstat() for path in sorted(folder.root.rglob("*"))} == before


def test_a_manifest_of_the_same_files_typed_otherwise_is_written_anew(folder: Folder) -> None:
    folder.build(OLD)
    folder.build(OLD)
    expected = folder.everything()[MANIFEST]
    typed = json.dumps(json.loads(expected), indent=4).encode()
    (folder.output / MANIFEST).unlink()
    (folder.output / MANIFEST).write_bytes(typed)
    folder.build({**OLD, "robots.txt": b"s"})
    assert folder.everything()[MANIFEST] == expected.replace(digest(b"r").encode(), digest(b"s").encode())


def test_a_changed_horizon_alone_is_published(folder: Folder) -> None:
    folder.build(OLD, stale_after=None)
    receipt = folder.build(OLD, stale_after="2027-01-01T00:00:00+00:00")
    assert (receipt.written, receipt.unchanged) == (1, 4)
    assert b"2027-01-01" in folder.everything()[MANIFEST]


def test_media_are_copied_and_a_copy_that_changed_since_the_scan_is_not_published(folder: Folder) -> None:
    photo = folder.root / "photo.jpg"
    photo.write_bytes(b"\xff" * 3_000_000)
    published = inspect(str(folder.output), project=str(folder.root), keep=(), ledger=Ledger())
    files = {"en/photo.jpg": Entry(digest=digest(photo.read_bytes()), size=3_000_000)}
    publish(published, files=files, contents=[("en/photo.jpg", CopyOf(location=str(photo)))], pages=0, stale_after=None)
    assert folder.tree() == {"en/photo.jpg": photo.read_bytes()}

    published = inspect(str(folder.output), project=str(folder.root), keep=(), ledger=Ledger())
    files = {"en/photo.jpg": Entry(digest="0" * 32)}
    problem = refused(lambda: publish(published, files=files, contents=[("en/photo.jpg", CopyOf(location=str(photo)))],
                                      pages=0, stale_after=None))
    assert problem.diagnostics[0].exit == 3 and "en/photo.jpg was changed" in problem.diagnostics[0].message
    assert folder.tree() == {"en/photo.jpg": photo.read_bytes()}


def test_modes_do_not_depend_on_the_umask(folder: Folder) -> None:
    old = os.umask(0o077)
    try:
        folder.build(OLD)
    finally:
        os.umask(old)
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.output.rglob("*") if path.is_file()} == {0o644}
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.output.rglob("*") if path.is_dir()} == {0o755}
    assert stat.S_IMODE(folder.output.stat().st_mode) == 0o755


def test_the_folder_itself_is_open_to_the_web_server_whatever_was_done_to_it(folder: Folder) -> None:
    for tree in (OLD, NEW, OLD):
        folder.build(tree)
        assert stat.S_IMODE(folder.output.stat().st_mode) == 0o755
        folder.output.chmod(0o700)


def test_work_is_in_proportion_to_the_change(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = {f"en/p{number}/index.html": b"%d" % number for number in range(60)}
    for number in range(3):
        folder.build({**tree, "en/p1/index.html": b"%d times" % number})
    calls = count_calls(monkeypatch)
    folder.build({**tree, "en/p1/index.html": b"once more"})
    changes = [name for name in calls if name in ("link", "unlink", "mkdir", "rename", "replace", "rmdir")]
    assert len(changes) < 15


names = st.sampled_from(["a", "b", "c/d", "c/e", "c/f/g", "f/index.html", "中文/页.html", "h"])
trees = st.lists(st.dictionaries(names, st.sampled_from([b"1", b"2", b"3"])), min_size=2, max_size=6)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(trees=trees, upset=st.lists(st.integers(0, 5), min_size=6, max_size=6))
def test_any_sequence_of_trees_ends_as_a_clean_build_would(tmp_path_factory: pytest.TempPathFactory, trees: list[Tree],
                                                          upset: list[int]) -> None:
    folder = Folder(tmp_path_factory.mktemp("sequence"))
    for tree, what in zip(trees, upset, strict=False):
        folder.build(tree)
        assert folder.tree() == tree and folder.whole()
        assert all(any(path.startswith(one + "/") for path in [*tree, MANIFEST]) for one in folder.folders())
        if what == 1:
            folder.ledger = Ledger()
        elif what == 2 and tree:
            (folder.output / min(tree)).write_bytes(b"by hand")
        elif what == 3 and tree:
            (folder.output / max(tree)).unlink()
        elif what == 4:
            for path in Path(standby_of(str(folder.output))).rglob("*"):
                path.unlink() if path.is_file() else None


# ---- other people's files and hands ----------------------------------------------------------------------------------


def test_a_foreign_file_stops_the_build_and_is_named(folder: Folder) -> None:
    folder.build(OLD)
    for number in range(12):
        (folder.output / f"notes{number:02}.txt").write_text("mine")
    problem = refused(lambda: folder.build(NEW)).diagnostics[0]
    assert problem.exit == 2
    assert "notes00.txt" in problem.message and "and 2 more" in problem.message
    assert (folder.output / "notes00.txt").read_text() == "mine"
    assert (folder.output / "en/index.html").read_bytes() == b"old home"


def test_a_full_folder_without_a_manifest_is_nobodys_to_replace(folder: Folder) -> None:
    folder.output.mkdir()
    (folder.output / "thesis.txt").write_text("years of work")
    problem = refused(lambda: folder.build(NEW)).diagnostics[0]
    assert problem.exit == 2 and "thesis.txt" in problem.message
    assert folder.everything() == {"thesis.txt": b"years of work"}


@pytest.mark.parametrize("manifest", [b"", b"{", b"[" * 9000, b'{"version": 9}', b"\xff\xfe", b"null",
                                      b'{"version": 1, "pages": 1, "stale_after": null, "files": {"../x": "0"}}'])
def test_a_manifest_that_cannot_be_trusted_owns_nothing(folder: Folder, manifest: bytes) -> None:
    (folder.output / ".well-known").mkdir(parents=True)
    (folder.output / MANIFEST).write_bytes(manifest)
    assert refused(lambda: folder.build(NEW)).diagnostics[0].exit == 2
    assert folder.everything() == {MANIFEST: manifest}


@pytest.mark.parametrize("path", ["/etc/passwd", "a/../../b", "..", ".", "a/./b", "a//b", "a/", "", "a\0b"])
def test_a_manifest_names_only_places_inside(path: str) -> None:
    data = b'{"version": 1, "pages": 1, "stale_after": null, "files": {%s: "0"}}'
    assert decode_manifest(data % _json(path)) is None
    assert decode_manifest(data % _json("en/.a/..b/c")) is not None


def test_kept_files_stay_through_every_swap(folder: Folder) -> None:
    folder.build(OLD)
    (folder.output / "CNAME").write_text("example.org")
    (folder.output / "googleab12.html").write_text("token")
    keep = ("CNAME", "google*.html")
    for tree in (NEW, OLD, NEW):
        folder.build(tree, keep=keep)
        assert folder.tree() == {**tree, "CNAME": b"example.org", "googleab12.html": b"token"}
    (folder.output / "CNAME").unlink()
    folder.build(OLD, keep=keep)
    folder.build(NEW, keep=keep)
    assert "CNAME" not in folder.tree()


def test_a_kept_file_and_a_published_one_cannot_share_a_name(folder: Folder) -> None:
    folder.build(OLD)
    (folder.output / "security.txt").write_text("mine")
    problem = refused(lambda: folder.build({**OLD, "security.txt": b"ours"}, keep=("security.txt",))).diagnostics[0]
    assert problem.exit == 2 and "security.txt" in problem.message
    assert (folder.output / "security.txt").read_text() == "mine"


def test_a_pattern_does_not_keep_what_lies_in_folders(folder: Folder) -> None:
    folder.build(OLD)
    (folder.output / "drafts").mkdir()
    (folder.output / "drafts/x.html").write_text("mine")
    problem = refused(lambda: folder.build(OLD, keep=("*.html", "*", "drafts"))).diagnostics[0]
    assert problem.exit == 2
    assert "keep:" not in (problem.help or ""), "what cannot be kept is not told to be"


def edit(path: Path) -> None:
    path.write_bytes(b"X" + path.read_bytes()[1:])


def edit_unseen(path: Path) -> None:
    """Same size, same modification time, same inode."""
    times = path.stat()
    edit(path)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def replace_by_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/hostname")


def replace_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("harm", [edit, edit_unseen, Path.unlink, replace_by_link, replace_by_folder])
@pytest.mark.parametrize("builds", [1, 2, 3])
def test_what_was_done_by_hand_is_undone_with_a_warning_in_both_trees(
        folder: Folder, harm: Callable[[Path], None], builds: int) -> None:
    for number in range(builds):
        folder.build({**OLD, "en/index.html": b"%d" % number})
    harm(folder.output / "robots.txt")
    published = inspect(str(folder.output), project=str(folder.root), keep=(), ledger=folder.ledger)
    assert [one.code for one in published.diagnostics] == ["W-EDITED"]
    assert "build/robots.txt was" in published.diagnostics[0].message
    for tree in (OLD, NEW, OLD, NEW):
        folder.build(tree)
        assert folder.tree() == tree


def test_files_that_are_as_published_are_not_read_again(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.build(OLD)
    os.utime(folder.output / "robots.txt")
    folder.ledger = Ledger(outputs={path: _stamp_now(folder.output / path, data) for path, data in OLD.items()
                                    if path != "robots.txt"})
    read: list[str] = []
    real = published_tree._digest

    def noted(location: str) -> str:
        read.append(os.path.basename(location))
        return real(location)

    monkeypatch.setattr(published_tree, "_digest", noted)
    published = inspect(str(folder.output), project=str(folder.root), keep=(), ledger=folder.ledger)
    assert read == ["robots.txt"]
    assert published.damaged == ()


def test_no_folder_is_listed_where_none_has_changed(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.build(OLD)
    folder.build(NEW)
    listed: list[str] = []
    real = os.scandir

    def noted(place: str) -> Any:
        listed.append(os.path.relpath(place, folder.output))
        return real(place)

    known = Ledger(outputs=folder.ledger.outputs)
    walked = inspect(str(folder.output), project=str(folder.root), keep=(), ledger=known)
    folder.ledger = replace(folder.ledger, unsure=("en/a",))
    monkeypatch.setattr(os, "scandir", noted)
    published = inspect(str(folder.output), project=str(folder.root), keep=(), ledger=folder.ledger)
    assert listed == ["en/a"], "only what is not sure is looked into"
    assert replace(published, unsure=()) == replace(walked, unsure=(), own=True)
    assert set(published.folders) == {"", ".well-known", "en", "en/a", "en/b"}


@pytest.mark.parametrize("harm", [edit, edit_unseen])
def test_an_edited_file_is_found_without_listing_any_folder(folder: Folder, harm: Callable[[Path], None],
                                                            monkeypatch: pytest.MonkeyPatch) -> None:
    folder.build(OLD)
    folder.build(NEW)
    harm(folder.output / "robots.txt")
    known = Ledger(outputs=folder.ledger.outputs)
    walked = inspect(str(folder.output), project=str(folder.root), keep=(), ledger=known)
    folder.ledger = replace(folder.ledger, unsure=())
    monkeypatch.setattr(published_tree, "_look", None)
    published = inspect(str(folder.output), project=str(folder.root), keep=(), ledger=folder.ledger)
    assert published.damaged == ("robots.txt",)
    assert replace(published, unsure=(), folders={}) == replace(walked, unsure=(), own=True)


@pytest.mark.parametrize(("edited", "place"), [("en/a/index.html", "en/foreign"), ("robots.txt", "en/a/foreign"),
                                               ("robots.txt", "foreign")])
@pytest.mark.parametrize("builds", [2, 3])
def test_what_was_put_into_the_standby_after_a_repair_is_found(folder: Folder, builds: int, edited: str, place: str
                                                               ) -> None:
    for number in range(builds):
        folder.build({**OLD, "en/index.html": b"%d" % number})
    edit(folder.output / edited)
    folder.build(OLD)
    assert folder.whole()
    (Path(standby_of(str(folder.output))) / place).write_text("x")
    folder.build(NEW)
    assert refused(lambda: folder.build(OLD)).diagnostics[0].code == "E-OUTPUT-FOREIGN"


@pytest.mark.parametrize("place", ["foreign", "en/a/foreign", ".well-known/foreign", "en/new/foreign"])
@pytest.mark.parametrize("builds", [1, 2, 3, 4])
def test_a_foreign_file_is_found_wherever_it_is_put(folder: Folder, place: str, builds: int) -> None:
    for number in range(builds):
        folder.build({**OLD, "en/index.html": b"%d" % number})
    (folder.output / place).parent.mkdir(exist_ok=True)
    (folder.output / place).write_text("x")
    assert refused(lambda: folder.build(NEW)).diagnostics[0].code == "E-OUTPUT-FOREIGN"
    (folder.output / place).unlink()
    folder.build(NEW)
    assert folder.whole()


@pytest.mark.parametrize("builds", [2, 3, 4, 5])
def test_what_was_put_into_the_standby_is_found_once_it_is_published(folder: Folder, builds: int) -> None:
    for number in range(builds):
        folder.build({**OLD, "en/index.html": b"%d" % number})
    (Path(standby_of(str(folder.output))) / "en/a/foreign").write_text("x")
    folder.build(OLD)
    assert refused(lambda: folder.build(NEW)).diagnostics[0].code == "E-OUTPUT-FOREIGN"


def test_empty_folders_left_by_hand_go(folder: Folder) -> None:
    folder.build(OLD)
    (folder.output / "x/y/z").mkdir(parents=True)
    folder.build(OLD)
    assert "x" not in folder.folders()
    (folder.output / "x/y/z").mkdir(parents=True)
    for tree in (NEW, OLD, NEW):
        folder.build(tree)
        assert "x" not in folder.folders()


def test_a_lost_ledger_or_a_standby_full_of_rubbish_only_costs_time(folder: Folder) -> None:
    folder.build(OLD)
    folder.build(NEW)
    standby = Path(standby_of(str(folder.output)))
    (standby / "rubbish").write_text("x")
    (standby / "en/link").symlink_to("/etc")
    (standby / "robots.txt").unlink()
    folder.ledger = Ledger()
    for path in (folder.root / ".sitegen").iterdir():
        path.unlink()
    folder.build(OLD)
    assert folder.tree() == OLD
    folder.build(NEW)
    assert folder.tree() == NEW


def test_a_standby_that_is_a_link_is_not_followed(folder: Folder, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "precious").write_text("x")
    Path(standby_of(str(folder.output))).symlink_to(elsewhere)
    folder.build(OLD)
    assert folder.tree() == OLD
    assert [path.name for path in elsewhere.iterdir()] == ["precious"]


def test_a_forged_standby_does_not_lead_outside(folder: Folder, tmp_path: Path) -> None:
    """A stranger's commit may carry a standby and a marker, but not the number of a folder made at checkout."""
    folder.build(OLD)
    folder.build(NEW)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    standby = Path(standby_of(str(folder.output)))
    os.rename(standby, tmp_path / "aside")
    standby.mkdir()
    (standby / ".well-known").mkdir()
    (standby / MANIFEST).write_bytes((tmp_path / "aside" / MANIFEST).read_bytes())
    (standby / "en").symlink_to(elsewhere)
    folder.build({**NEW, "en/index.html": b"third"})
    assert list(elsewhere.iterdir()) == []


# ---- places that cannot be published into ----------------------------------------------------------------------------


def test_an_output_that_is_a_file_a_link_or_closed_is_refused_before_any_work(
        folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.output.write_text("a file")
    problem = refused(lambda: folder.build(OLD)).diagnostics[0]
    assert problem.exit == 3 and "build is not a folder (-rw-r--r--" in problem.message
    folder.output.unlink()
    (tmp_path / "other").mkdir()
    folder.output.symlink_to(tmp_path / "other")
    assert "is a link" in refused(lambda: folder.build(OLD)).diagnostics[0].message
    folder.output.unlink()
    folder.output.mkdir()
    monkeypatch.setattr(os.path, "ismount", lambda path: True)
    assert "mount point" in refused(lambda: folder.build(OLD)).diagnostics[0].message
    monkeypatch.setattr(os.path, "ismount", lambda path: False)
    monkeypatch.setattr(os, "access", lambda path, mode: str(path) != str(folder.output))
    assert "may not be written" in refused(lambda: folder.build(OLD)).diagnostics[0].message
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert "the folder above" in refused(lambda: folder.build(OLD)).diagnostics[0].message
    assert list((tmp_path / "other").iterdir()) == []


@pytest.mark.parametrize("place", ["", "content", "content/x", "templates", ".sitegen", "..", ".git/x"])
def test_the_sources_are_never_an_output(folder: Folder, place: str) -> None:
    folder.output = Path(os.path.normpath(folder.root / place))
    assert refused(lambda: folder.build(OLD)).diagnostics[0].exit == 2


def test_an_output_elsewhere_is_made_with_its_folders(folder: Folder) -> None:
    folder.output = folder.root / "public" / "www"
    folder.build(OLD)
    folder.build(NEW)
    assert folder.tree() == NEW


HOSTILE = ["../x", "/etc/x", "a/../b", "a\\..\\b", "c:x", "nul", "en/aux.html", "en/x./index.html", "en/x /i.html",
           "en/.git/hooks/post-commit", "_worker.js", "CNAME", "a\nb", "a\x1b[31m", "a\udcff", "en/" + "言" * 86, "",
           "a//b", "./a", MANIFEST, "a\u202eb", "a?b"]


@pytest.mark.parametrize("path", HOSTILE)
def test_paths_that_lead_astray_are_refused_before_anything_is_written(folder: Folder, path: str) -> None:
    problem = refused(lambda: folder.build({path: b"x"})).diagnostics[0]
    assert problem.exit == 1
    assert problem.message.isprintable()
    assert not folder.output.exists()


def test_the_longest_name_is_published_and_one_byte_more_is_not(folder: Folder) -> None:
    longest = "言" * 83 + "x.html"
    assert len(longest.encode()) == 255
    folder.build({"en/" + longest: b"x"})
    assert folder.tree() == {"en/" + longest: b"x"}
    assert "256 of 255 bytes" in path_faults(["en/x" + longest])[0].message


def test_two_paths_that_are_one_on_some_disks_are_refused() -> None:
    assert "same file" in path_faults(["en/Ab.html", "en/ab.html"])[0].message
    assert "same file" in path_faults(["en/caf\u00e9", "en/cafe\u0301"])[0].message
    assert "both a file and a folder" in path_faults(["en/A", "en/a/b/c"])[0].message
    assert path_faults(["en/2020", "en/2020-x/index.html", "中文/页.html", "en/Ab/x.JPG"]) == ()


# ---- bad luck --------------------------------------------------------------------------------------------------------


class Crash(BaseException):
    """The process is killed."""


OPERATIONS = ("open", "write", "close", "link", "unlink", "mkdir", "chmod", "fchmod", "rename", "replace", "rmdir",
              "lstat", "scandir", "read")


def count_calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the file operations from now on."""
    calls: list[str] = []
    on_each_call(monkeypatch, calls.append)
    return calls


def on_each_call(monkeypatch: pytest.MonkeyPatch, before: Callable[[str], None]) -> None:
    def wrapped(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **keywords: Any) -> Any:
            before(name)
            return real(*arguments, **keywords)
        return call

    for name in OPERATIONS:
        monkeypatch.setattr(os, name, wrapped(name, getattr(os, name)))
    monkeypatch.setattr(swap, "rename_exchange", wrapped("exchange", swap.rename_exchange))


def strike(monkeypatch: pytest.MonkeyPatch, number: int, fault: Callable[[], BaseException], *,
           lasting: bool) -> list[str]:
    """Let the n-th file operation fail, and all after it if `lasting`; gives what was hit."""
    hit: list[str] = []
    count = 0

    def before(name: str) -> None:
        nonlocal count
        count += 1
        if count == number or (lasting and count > number):
            hit.append(name)
            raise fault()

    on_each_call(monkeypatch, before)
    return hit


STRIDE = int(os.environ.get("SITEGEN_FAULT_STRIDE", "11"))
"""Every how many calls a fault is injected; 1 tries them all, in about two minutes."""
FAULTS: dict[str, Callable[[], BaseException]] = {
    "crash": Crash,
    "full": lambda: OSError(errno.ENOSPC, "No space left on device"),
    "broken": lambda: OSError(errno.EIO, "Input/output error"),
    "closed": lambda: PermissionError(errno.EACCES, "Permission denied"),
    "many": lambda: OSError(errno.EMFILE, "Too many open files"),
}


@pytest.mark.parametrize("journalled", [False, True], ids=["exchange", "journal"])
@pytest.mark.parametrize("earlier", [0, 1, 2, 3], ids=lambda number: f"after-{number}-builds")
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_any_call_leaves_the_old_tree_or_the_new_and_the_next_build_succeeds(
        tmp_path: Path, fault: str, earlier: int, journalled: bool) -> None:
    for number in range(1 + (list(FAULTS).index(fault) * 3 + earlier) % STRIDE, 2000, STRIDE):
        folder = Folder(tmp_path / str(number))
        folder.root.mkdir()
        with pytest.MonkeyPatch.context() as patch:
            if journalled:
                patch.setattr(swap, "_renameat2", lambda: None)
            for build in range(earlier):
                folder.build({**OLD, "en/index.html": b"%d" % build})
            old = folder.tree() if earlier else {}
            if earlier:
                edit(folder.output / "robots.txt")
                old["robots.txt"] = b"X"
            if not survive(folder, number, fault):
                return
            # With a swap by journal the tree may be away for a moment, until the next run.
            assert journalled or not earlier or folder.output.is_dir()
            published = inspect(str(folder.output), project=str(folder.root), keep=(), ledger=Ledger())
            assert folder.output.is_dir() or not earlier
            assert folder.tree() in (old, NEW)
            assert published.damaged == (("robots.txt",) if folder.tree() == old and earlier else ())
            for tree in (NEW, OLD):
                folder.build(tree)
                assert folder.tree() == tree and folder.whole()
    pytest.fail("the faults never ended")


def survive(folder: Folder, number: int, fault: str) -> bool:
    """Build once with the n-th call failing; whether there was an n-th call."""
    with pytest.MonkeyPatch.context() as patch:
        hit = strike(patch, number, FAULTS[fault], lasting=fault in ("crash", "full"))
        try:
            folder.build(NEW)
        except Crash:
            assert fault == "crash"
        except BuildStopped as problem:
            assert {one.exit for one in problem.diagnostics} <= {2, 3}
            assert all(one.message.isprintable() for one in problem.diagnostics)
        return bool(hit)


def test_a_full_disk_is_named_with_what_is_needed_and_nothing_is_left_behind(
        folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.build(OLD)
    before = folder.everything()
    big = {**OLD, "en/film.mp4": b"x" * 5_000_000}
    with monkeypatch.context() as patch:
        real = os.write

        def write(descriptor: int, data: Any) -> int:
            if len(data) > 1000:
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(descriptor, data)

        patch.setattr(os, "write", write)
        problem = refused(lambda: folder.build(big)).diagnostics[0]
    assert problem.exit == 3
    assert problem.message == "disk full while writing build/en/film.mp4 (needs about 5 MB)"
    assert folder.everything() == before
    assert not os.path.exists(standby_of(str(folder.output)))


def test_short_writes_are_continued(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, data[:3]))
    folder.build(OLD)
    assert folder.tree() == OLD and folder.whole()


def test_a_disk_without_hard_links_gets_copies(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(*arguments: Any, **keywords: Any) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", link)
    for tree in (OLD, NEW, OLD, NEW, NEW):
        folder.build(tree)
        assert folder.tree() == tree and folder.whole()


def test_contents_that_stop_half_way_change_nothing(folder: Folder) -> None:
    folder.build(OLD)
    published = inspect(str(folder.output), project=str(folder.root), keep=(), ledger=folder.ledger)

    def contents() -> Iterator[tuple[str, bytes]]:
        yield "en/index.html", NEW["en/index.html"]
        raise RecursionError

    with pytest.raises(RecursionError):
        publish(published, files=entries(NEW), contents=contents(), pages=1, stale_after=None)
    assert folder.tree() == OLD
    with pytest.raises(ValueError, match="no contents for en/b/"):
        publish(published, files=entries(NEW), contents=[("en/index.html", b"new home")], pages=1, stale_after=None)
    assert folder.tree() == OLD


FOREVER = """
import sys
sys.path[:0] = {path!r}
from pathlib import Path
from test_publish import NEW, OLD, Folder
folder = Folder(Path({root!r}))
print("ready", flush=True)
while True:
    folder.build(OLD)
    folder.build(NEW)
"""


def test_a_killed_build_leaves_a_whole_tree_and_the_next_one_succeeds(folder: Folder) -> None:
    script = FOREVER.format(path=[*sys.path, str(Path(__file__).parent)], root=str(folder.root))
    for delay in (0.0, 0.003, 0.011, 0.023):
        with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None and process.stdout.readline() == b"ready\n"
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(delay)
            process.kill()
        if folder.output.exists():
            assert folder.tree() in (OLD, NEW) and folder.whole()
        folder.ledger = Ledger()
        folder.build(NEW)
        assert folder.tree() == NEW


def test_readers_see_whole_pages_of_one_build_during_swaps(folder: Folder) -> None:
    if swap._renameat2() is None:
        pytest.skip("renameat2")
    folder.build({"en/index.html": b"0" * 5000, "en/other.html": b"0"})
    problems: list[str] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            try:
                data = (folder.output / "en/index.html").read_bytes()
            except OSError as problem:
                problems.append(repr(problem))
                continue
            if len(data) != 5000 or len(set(data)) != 1:
                problems.append(f"{len(data)} bytes of {set(data)}")

    reader = threading.Thread(target=look)
    reader.start()
    try:
        for number in range(60):
            folder.build({"en/index.html": str(number % 10).encode() * 5000, "en/other.html": b"0"})
    finally:
        done.set()
        reader.join()
    assert problems == []


# ---- what is opened --------------------------------------------------------------------------------------------------

_watched: list[str] | None = None


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if _watched is None or event.split(".")[0] not in ("open", "os", "shutil", "socket", "subprocess"):
        return
    paths = [os.fsdecode(one) for one in arguments[:2] if isinstance(one, str | bytes)]
    _watched.extend(path for path in paths if os.sep in path)
    if event.startswith(("socket", "subprocess", "os.exec", "os.fork", "os.system")):
        _watched.append("/" + event)


sys.addaudithook(_audit)


def test_nothing_is_opened_outside_the_output_its_standby_and_the_memory(folder: Folder) -> None:
    global _watched
    folder.build(OLD)
    _watched = []
    try:
        folder.build(NEW)
        folder.build(OLD)
    finally:
        seen, _watched = _watched, None
    allowed = (str(folder.output), standby_of(str(folder.output)), str(folder.root / ".sitegen"))
    assert len(seen) > 20
    assert [path for path in seen if not path.startswith(allowed)] == []


def _json(text: str) -> bytes:
    return json.dumps(text).encode()


def _stamp_now(path: Path, data: bytes) -> FileStamp:
    status = path.stat()
    return FileStamp(size=status.st_size, mtime_ns=status.st_mtime_ns, ctime_ns=status.st_ctime_ns,
                     inode=status.st_ino, digest=digest(data))


@given(st.dictionaries(st.sampled_from(["a", "b/c.html", 'x "y".txt', "活动/页.html", "stale_after", "pages", "files"]),
                       st.sampled_from(["0" * 32, "ab" * 16, "f" * 32]), min_size=1), st.data())
def test_a_manifest_with_other_digests_is_the_one_that_is_written_anew(files: dict[str, str], data: Any) -> None:
    changed = data.draw(st.dictionaries(st.sampled_from(sorted(files)), st.sampled_from(["1" * 32, "cd" * 16])))
    before, after = (encode_manifest(Manifest(pages=3, stale_after="2027-01-01T00:00:00+00:00", files=one))
                     for one in (files, {**files, **changed}))
    assert with_digests(before, changed) in ((after, None) if "stale_after" in changed else (after,))
    assert with_digests(before, {"elsewhere": "1" * 32}) is None
    assert with_digests(before, {next(iter(files)): "1"}) is None
