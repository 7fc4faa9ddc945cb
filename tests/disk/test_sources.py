"""Finding and reading the files of a project: everything that should be there, nothing that should not."""

import errno
import hashlib
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.diagnostics import BuildStopped
from sitegen.disk import sources
from sitegen.disk.ledger import load_ledger, save_ledger
from sitegen.disk.sources import PackedStamps, Scan, excerpts, read, scan, theme_root
from sitegen.model import FileStamp, Ledger


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    put(root, "site.yaml", "title: Site")
    put(root, "content/index.en.md", "home")
    return root


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    root = tmp_path / "theme"
    put(root, "templates/base.html", "theme's base")
    put(root, "templates/_macros.html", "theme's macros")
    put(root, "templates/assets/site.css", "theme's style")
    put(root, "translations/zh_Hans_CN/LC_MESSAGES/theme.po", "theme's words")
    put(root, "translations/zh_Hans_CN/LC_MESSAGES/content/events.po", "the demonstration's words")
    put(root, "content/index.en.md", "the demonstration")
    return root


def put(root: Path, path: str, text: str = "x") -> Path:
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    return place


def look(project: Path, theme: Path, ledger: Ledger | None = None) -> Scan:
    return scan(str(project), str(theme), ledger=ledger or Ledger())


def codes(found: Scan) -> list[tuple[str, str]]:
    return [(problem.path, problem.code) for problem in found.diagnostics]


# ---- what is found ---------------------------------------------------------------------------------------------------


def test_the_project_overlays_the_theme_file_by_file(project: Path, theme: Path) -> None:
    put(project, "templates/base.html", "my base")
    put(project, "translations/zh_Hans_CN/LC_MESSAGES/theme.po", "my words")
    put(project, "notes.txt")
    found = look(project, theme)
    assert list(found.stamps) == [
        "content/index.en.md", "site.yaml", "templates/_macros.html", "templates/assets/site.css",
        "templates/base.html", "theme/translations/zh_Hans_CN/LC_MESSAGES/theme.po",
        "translations/zh_Hans_CN/LC_MESSAGES/theme.po"]
    assert read(found, "templates/base.html").data == b"my base"
    assert read(found, "templates/assets/site.css").data == b"theme's style"
    assert read(found, "theme/translations/zh_Hans_CN/LC_MESSAGES/theme.po").data == b"theme's words"
    assert found.diagnostics == ()


def test_a_project_that_is_its_own_theme_is_listed_once(theme: Path) -> None:
    put(theme, "site.yaml")
    found = look(theme, theme)
    assert [path for path in found.stamps if "theme.po" in path] == ["translations/zh_Hans_CN/LC_MESSAGES/theme.po"]
    assert "translations/zh_Hans_CN/LC_MESSAGES/content/events.po" in found.stamps


def test_what_is_not_content_is_passed_over(project: Path, theme: Path) -> None:
    for name in (".git/config", "_drafts/x.md", "_x.md", "README.md", "x.md~", ".x.md.swp", "events/.DS_Store",
                 "events/_old.md"):
        put(project, "content/" + name)
    put(project, "translations/zh_Hans_CN/LC_MESSAGES/theme.mo")
    assert [path for path in look(project, theme).stamps if path.startswith(("content/", "translations/"))] == [
        "content/index.en.md"]


def test_paths_are_nfc_and_lead_to_the_file_as_it_is_named(project: Path, theme: Path) -> None:
    put(project, "content/cafe\u0301/中文 页.zh.md", "咖啡")
    found = look(project, theme)
    assert "content/caf\u00e9/中文 页.zh.md" in found.stamps
    assert read(found, "content/caf\u00e9/中文 页.zh.md").data == "咖啡".encode()


def test_the_theme_is_where_the_templates_are() -> None:
    assert os.path.isabs(theme_root())


# ---- what must not be there ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", ["/etc", "/etc/hostname", "..", "../../secret", ".", "index.en.md", "nowhere",
                                    "loop", "../build"])
def test_links_are_named_with_their_target_and_never_followed(project: Path, theme: Path, target: str) -> None:
    (project / "content/loop").symlink_to(target)
    found = look(project, theme)
    assert codes(found) == [("content/loop", "E-FILE-LINK")]
    assert f"'{target}'" in found.diagnostics[0].message and found.diagnostics[0].exit == 1
    assert [path for path in found.stamps if path.startswith("content/")] == ["content/index.en.md"]


def test_content_itself_may_not_be_a_link(project: Path, theme: Path, tmp_path: Path) -> None:
    os.rename(project / "content", tmp_path / "content-secret")
    (project / "content").symlink_to(tmp_path / "content-secret")
    assert codes(look(project, theme)) == [("content", "E-FILE-LINK")]


def test_a_theme_whose_files_an_installer_linked_is_read(project: Path, theme: Path, tmp_path: Path) -> None:
    os.rename(theme / "templates/base.html", tmp_path / "stored")
    (theme / "templates/base.html").symlink_to(tmp_path / "stored")
    found = look(project, theme)
    assert read(found, "templates/base.html").data == b"theme's base"
    assert found.diagnostics == ()


def test_pipes_and_sockets_are_not_waited_for(project: Path, theme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(project / "content/pipe.md")
    monkeypatch.chdir(project / "content")
    with socket.socket(socket.AF_UNIX) as one:
        one.bind("socket.md")
        assert codes(look(project, theme)) == [("content/pipe.md", "E-FILE-KIND"), ("content/socket.md", "E-FILE-KIND")]


@pytest.mark.parametrize("name, shown", [
    (b"a\nb.md", "a\\x0ab.md"), (b"\x1b[31mred.md", "\\x1b[31mred.md"), (b"\xff\xfe.md", "\\xff\\xfe.md"),
    ("a\u202egpj.md".encode(), "a\\u202egpj.md"), (b"-rf.md", "-rf.md"), (b"con.md", "con.md"), (b"a:b.md", "a:b.md"),
    (b"dot.", "dot."), (b"space ", "space "),
])
def test_hostile_names_are_shown_escaped(project: Path, theme: Path, name: bytes, shown: str) -> None:
    with open(os.path.join(os.fsencode(project), b"content", name), "wb"):
        pass
    found = look(project, theme)
    assert codes(found) == [("content/" + shown, "E-FILE-NAME")]
    assert found.diagnostics[0].message.isprintable() and found.diagnostics[0].help.isprintable()


def test_two_files_that_are_one_on_some_disks_are_named_once(project: Path, theme: Path) -> None:
    put(project, "content/events/x.md")
    put(project, "content/Events/y.md")
    put(project, "content/caf\u00e9.md")
    put(project, "content/cafe\u0301.md")
    assert [code for _, code in codes(look(project, theme))] == ["E-FILE-TWIN", "E-FILE-TWIN"]


def test_files_beyond_the_limits_are_named_with_their_size(project: Path, theme: Path) -> None:
    sizes = {"content/big.md": 2_000_001, "content/data/big.yaml": 2_000_001, "content/film.mp4": 11_000_000,
             "translations/zh/LC_MESSAGES/big.po": 10_000_001, "content/fine.md": 2_000_000}
    for path, size in sizes.items():
        with put(project, path).open("r+b") as stream:
            stream.truncate(size)
    found = look(project, theme)
    assert [path for path, code in codes(found) if code == "E-FILE-SIZE"] == [
        "content/big.md", "content/data/big.yaml", "translations/zh/LC_MESSAGES/big.po"]
    assert "content/fine.md" in found.stamps and "content/film.mp4" in found.stamps


def test_very_deep_folders_end_with_a_message(project: Path, theme: Path) -> None:
    put(project, "content/" + "d/" * 60 + "x.md")
    assert [code for _, code in codes(look(project, theme))] == ["E-FILE-NAME"]


def test_a_folder_that_cannot_be_read_is_reported_with_the_rest(
        project: Path, theme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(project, "content/closed/x.md")
    put(project, "content/dot.")
    real = os.scandir

    def scandir(path: str) -> Any:
        if path.endswith("closed"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = look(project, theme)
    assert codes(found) == [("content/closed", "E-FILE-READ"), ("content/dot.", "E-FILE-NAME")]
    assert found.diagnostics[0].exit == 3 and "no permission" in found.diagnostics[0].message


# ---- reading ---------------------------------------------------------------------------------------------------------


def test_text_is_read_whole_and_media_are_only_digested(project: Path, theme: Path) -> None:
    photo = os.urandom(3_000_000)
    (project / "content/photo.JPG").write_bytes(photo)
    found = look(project, theme)
    source = read(found, "content/photo.JPG")
    assert (source.data, source.size, source.digest) == (None, 3_000_000, hashlib.sha256(photo).hexdigest()[:32])
    assert read(found, "content/index.en.md").data == b"home"
    assert found.stamps["content/photo.JPG"].digest == source.digest


def during_read(monkeypatch: pytest.MonkeyPatch, act: Callable[[int], object]) -> None:
    """Let something happen to the project just before each reading of a block."""
    real, count = os.read, 0

    def busy(descriptor: int, size: int) -> bytes:
        nonlocal count
        count += 1
        act(count)
        return real(descriptor, size)

    monkeypatch.setattr(os, "read", busy)


def test_a_file_saved_while_it_is_read_is_read_again(
        project: Path, theme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = look(project, theme)
    page = project / "content/index.en.md"
    during_read(monkeypatch, lambda count: count == 1 and page.write_text("home, and more"))
    assert read(found, "content/index.en.md").data == b"home, and more"
    assert found.stamps["content/index.en.md"].size == 14


def test_a_file_that_never_rests_stops_the_build(project: Path, theme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = look(project, theme)
    page = project / "content/index.en.md"
    during_read(monkeypatch, lambda count: page.write_text("x" * (count * 7)))
    with pytest.raises(BuildStopped) as caught:
        read(found, "content/index.en.md")
    assert (caught.value.diagnostics[0].code, caught.value.diagnostics[0].exit) == ("E-FILE-BUSY", 3)


def test_a_file_changed_since_the_scan_is_read_as_it_is_now(project: Path, theme: Path) -> None:
    found = look(project, theme)
    put(project, "content/index.en.md", "new home")
    assert read(found, "content/index.en.md").data == b"new home"


def become_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def become_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def become_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/hostname")


@pytest.mark.parametrize("harm, code", [
    (Path.unlink, "E-FILE-GONE"),
    (become_link, "E-FILE-READ"),
    (become_pipe, "E-FILE-GONE"),
    (become_folder, "E-FILE-GONE"),
    (lambda path: path.write_bytes(b"x" * 2_000_001), "E-FILE-SIZE"),
])
def test_a_file_that_became_something_else_stops_the_build(
        project: Path, theme: Path, harm: Callable[[Path], object], code: str) -> None:
    found = look(project, theme)
    harm(project / "content/index.en.md")
    with pytest.raises(BuildStopped) as caught:
        read(found, "content/index.en.md")
    assert [(one.path, one.code) for one in caught.value.diagnostics] == [("content/index.en.md", code)]


def test_a_broken_disk_is_said_to_be_one(project: Path, theme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = look(project, theme)

    def broken(descriptor: int, size: int) -> bytes:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "read", broken)
    with pytest.raises(BuildStopped) as caught:
        read(found, "content/index.en.md")
    assert caught.value.diagnostics[0].exit == 3
    assert caught.value.diagnostics[0].message == "input/output error while reading content/index.en.md"


# ---- remembering -----------------------------------------------------------------------------------------------------


def remembering(found: Scan, *, later_ns: int) -> Ledger:
    for path in list(found.stamps):
        read(found, path)
    return Ledger(sources=found.stamps, taken_ns=found.taken_ns + later_ns)


LATER = 60_000_000_000


def test_stamps_that_are_packed_say_the_same(project: Path, theme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(project, "content/later.en.md", "later")
    plain = look(project, theme)
    monkeypatch.setattr(sources, "PACKED_FROM", 0)
    packed = look(project, theme)
    assert isinstance(packed.stamps, PackedStamps)
    assert list(packed.stamps.items()) == list(plain.stamps.items())
    for found in (plain, packed):
        assert read(found, "content/later.en.md").digest == found.stamps["content/later.en.md"].digest != ""
    assert packed.stamps == plain.stamps
    ledger = remembering(packed, later_ns=3_000_000_000)
    assert save_ledger(str(project), "/out", ledger) == ""
    assert load_ledger(str(project), "/out")[0].sources == packed.stamps
    assert look(project, theme, ledger).stamps == packed.stamps


@given(st.dictionaries(st.text(max_size=3), st.builds(
    FileStamp, size=st.integers(0, 2 ** 63 - 1), mtime_ns=st.integers(-2 ** 63, 2 ** 63 - 1),
    ctime_ns=st.integers(-2 ** 63, 2 ** 63 - 1), inode=st.integers(0, 2 ** 64 - 1), digest=st.text(max_size=40))))
def test_packed_stamps_are_a_mapping_like_any(stamps: dict[str, FileStamp]) -> None:
    packed = PackedStamps()
    packed.update(stamps)
    assert packed == stamps
    for path in list(stamps)[::2]:
        del packed[path], stamps[path]
    assert packed == stamps
    assert (len(packed), list(packed)) == (len(stamps), list(stamps))


def test_a_digest_is_remembered_where_stat_says_that_nothing_changed(project: Path, theme: Path) -> None:
    ledger = remembering(look(project, theme), later_ns=LATER)
    assert all(stamp.digest for stamp in look(project, theme, ledger).stamps.values())


def test_a_file_as_young_as_the_scan_is_not_trusted(project: Path, theme: Path) -> None:
    ledger = remembering(look(project, theme), later_ns=0)
    assert not any(stamp.digest for stamp in look(project, theme, ledger).stamps.values())


@pytest.mark.parametrize("change", ["same size and time", "future", "zero", "replaced"])
def test_whatever_the_clock_says_changed_bytes_are_read(project: Path, theme: Path, change: str) -> None:
    page = project / "content/index.en.md"
    ledger = remembering(look(project, theme), later_ns=LATER)
    before = page.stat()
    if change == "replaced":
        page.unlink()
    page.write_text("HOME")
    if change == "same size and time":
        os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))
    elif change in ("future", "zero"):
        os.utime(page, (0, 0) if change == "zero" else (9e9, 9e9))
    found = look(project, theme, ledger)
    assert found.stamps["content/index.en.md"].digest == ""
    assert read(found, "content/index.en.md").data == b"HOME"


# ---- excerpts --------------------------------------------------------------------------------------------------------


def test_lines_are_counted_as_the_parsers_count_them(project: Path, theme: Path) -> None:
    text = "\ufeffone\r\ntwo\u2028still two\rthree\x0c\nfour \xff"
    (project / "content/index.en.md").write_bytes(text.encode())
    found = look(project, theme)
    wanted = {("content/index.en.md", line) for line in (0, 1, 2, 3, 4, 5)} | {("content/none.md", 1), ("", 0)}
    assert excerpts(found.locations, wanted) == {
        "content/index.en.md:1": "one", "content/index.en.md:2": "two\u2028still two",
        "content/index.en.md:3": "three\x0c", "content/index.en.md:4": "four \xff"}


def test_bytes_that_are_not_text_do_not_break_the_report(project: Path, theme: Path) -> None:
    (project / "content/index.en.md").write_bytes(b"\xc4\xe3\xba\xc3\n" + b"x" * 9000)
    found = look(project, theme)
    lines = excerpts(found.locations, [("content/index.en.md", 1), ("content/index.en.md", 2)])
    assert "\ufffd" in lines["content/index.en.md:1"]
    assert len(lines["content/index.en.md:2"]) == sources._LONGEST_EXCERPT


# ---- what is opened --------------------------------------------------------------------------------------------------

_watched: list[str] | None = None


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    named = bool(arguments) and isinstance(arguments[0], str | bytes)
    if _watched is not None and named and event in ("open", "os.scandir", "os.listdir", "os.chdir"):
        _watched.append(os.fsdecode(arguments[0]))


sys.addaudithook(_audit)


def test_nothing_is_opened_outside_the_project_and_the_theme(project: Path, theme: Path, tmp_path: Path) -> None:
    global _watched
    secret = put(tmp_path, "secret/passwords.md")
    for name, target in (("a.md", secret), ("folder", secret.parent), ("up", ".."), ("twice.md", "a.md")):
        (project / "content" / name).symlink_to(target)
    _watched = []
    try:
        found = look(project, theme)
        for path in list(found.stamps):
            read(found, path)
        excerpts(found.locations, [("content/a.md", 1), ("content/index.en.md", 1), ("../secret/passwords.md", 1)])
    finally:
        seen, _watched = _watched, None
    assert len(seen) > 8
    assert [path for path in seen if not path.startswith((str(project), str(theme)))] == []
    assert [path for path in seen if "secret" in path or "/up" in path or path.endswith("a.md")] == []
