"""What is remembered between builds: whatever happens to it, the worst is a slower build."""

import os
import sqlite3
import stat
import subprocess
import sys
import time
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec
import msgspec.structs
import pytest

from sitegen.diagnostics import error
from sitegen.disk import stamp
from sitegen.disk import toolchain as tools
from sitegen.disk.ledger import load_ledger, save_ledger
from sitegen.disk.parsed import ParsedStore
from sitegen.disk.places import state_file
from sitegen.disk.sources import scan, theme_root
from sitegen.model import (
    Artifact,
    Body,
    Document,
    EventFacts,
    FileStamp,
    Ledger,
    LinkStart,
    Moment,
    Parsed,
    Trace,
    Unit,
    UnitText,
)
from sitegen.tracing import digest_bytes

LEDGER = Ledger(
    toolchain="t", taken_ns=5, pages=3, built="2026-11-21T18:02:00",
    sources={"content/中文.md": FileStamp(size=1, mtime_ns=2, ctime_ns=3, inode=4, digest="d")},
    answers=((("card", "en", 7), "digest"),),
    traces={"en/index.html": Trace(artifact=Artifact(path="en/index.html", kind="page", subject=("list", 2)),
                                   reads=(0,), digest="e", diagnostics=(error("E-X", "x"),))},
)
PARSED = Parsed(
    document=Document(path="content/x.md", identity="content/x", language="en", kind="event", section="events",
                      name="x", facts=EventFacts(
                          title={"en": "X"}, start=Moment(day=date(2026, 1, 2)), extra={"a": ["b"]})),
    body=Body(pieces=("<p>", UnitText(unit=0), "</p>"), units=(Unit(role="paragraph", text="x", inline=(
        "a", LinkStart(link=0), "b")),)),
    diagnostics=(error("E-X", "x", path="content/x.md"),),
)


def flipped(data: bytes, place: int, bits: int) -> bytes:
    return data[:place] + bytes([data[place] ^ bits]) + data[place + 1:]


# ---- ledger ----------------------------------------------------------------------------------------------------------


def test_a_ledger_comes_back_as_it_was_one_for_each_output(tmp_path: Path) -> None:
    project = str(tmp_path)
    assert load_ledger(project, project + "/build") == (Ledger(), "")
    assert save_ledger(project, project + "/build", LEDGER) == ""
    assert load_ledger(project, project + "/build") == (LEDGER, "")
    assert load_ledger(project, project + "/other") == (Ledger(), "")


def test_in_brief_a_ledger_tells_all_but_how_each_file_came_about(tmp_path: Path) -> None:
    project = str(tmp_path)
    assert load_ledger(project, project + "/build", brief=True) == (Ledger(), "")
    whole = msgspec.structs.replace(LEDGER, outputs=LEDGER.sources, folders={"en": (1, 2)})
    save_ledger(project, project + "/build", whole)
    ledger, notice = load_ledger(project, project + "/build", brief=True)
    assert notice == ""
    assert [trace.artifact for trace in ledger.traces.values()] == [
        trace.artifact for trace in LEDGER.traces.values()]
    assert msgspec.structs.replace(ledger, answers=LEDGER.answers, traces=LEDGER.traces) == LEDGER


def test_a_project_may_be_moved(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    save_ledger(str(tmp_path / "a"), str(tmp_path / "a/build"), LEDGER)
    os.rename(tmp_path / "a", tmp_path / "b")
    assert load_ledger(str(tmp_path / "b"), str(tmp_path / "b/build")) == (LEDGER, "")


def test_no_damage_to_a_ledger_goes_unnoticed(tmp_path: Path) -> None:
    project = str(tmp_path)
    save_ledger(project, project + "/build", LEDGER)
    path = Path(state_file(project, "ledger", project + "/build"))
    whole = path.read_bytes()
    damaged = [whole[:length] for length in range(0, len(whole), 3)]
    damaged += [flipped(whole, place, 1 << place % 8) for place in range(len(whole))]
    damaged += [whole + b"x", b"", whole.replace(b"ledger 2", b"ledger 9"), b"sitegen ledger 2\n"]
    for data in damaged:
        path.write_bytes(data)
        ledger, notice = load_ledger(project, project + "/build")
        assert ledger == Ledger() and "ignored" in notice
    path.write_bytes(whole)
    assert load_ledger(project, project + "/build") == (LEDGER, "")


def test_no_damage_to_its_record_goes_unnoticed(tmp_path: Path) -> None:
    project = str(tmp_path)
    save_ledger(project, project + "/build", LEDGER)
    path = Path(state_file(project, "record-a", project + "/build"))
    whole = path.read_bytes()
    damaged = [whole[:length] for length in range(0, len(whole), 3)]
    damaged += [flipped(whole, place, 1 << place % 8) for place in range(len(whole))]
    for data in [*damaged, whole + b"x", b""]:
        path.write_bytes(data)
        ledger, notice = load_ledger(project, project + "/build")
        assert ledger == Ledger() and "ignored" in notice
    path.unlink()
    assert "ignored" in load_ledger(project, project + "/build")[1]
    path.mkdir()
    assert "ignored" in load_ledger(project, project + "/build")[1]


def test_a_ledger_that_cannot_be_read_or_written_is_only_a_notice(tmp_path: Path) -> None:
    project = str(tmp_path)
    path = Path(state_file(project, "ledger", project + "/build"))
    path.mkdir(parents=True)
    assert load_ledger(project, project + "/build")[0] == Ledger()
    assert "could not be written" in save_ledger(project, project + "/build", LEDGER)
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_state_folder_that_is_a_link_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "project").mkdir()
    (tmp_path / "project/.sitegen").symlink_to(tmp_path / "elsewhere")
    project = str(tmp_path / "project")
    assert save_ledger(project, project + "/build", LEDGER)
    store = ParsedStore(project)
    store.put([row("k", PARSED)])
    assert store.notice
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_the_memory_is_readable_whatever_the_umask(tmp_path: Path) -> None:
    old = os.umask(0o077)
    try:
        save_ledger(str(tmp_path), str(tmp_path / "build"), LEDGER)
    finally:
        os.umask(old)
    assert [stat.S_IMODE(path.stat().st_mode) for path in sorted((tmp_path / ".sitegen").iterdir())] == [0o644] * 2
    assert stat.S_IMODE((tmp_path / ".sitegen").stat().st_mode) == 0o755


# ---- parsed sources --------------------------------------------------------------------------------------------------


def row(key: str, parsed: Parsed) -> tuple[str, bytes, bytes | None, str]:
    """As a build hands it to the store."""
    body = None if parsed.body is None else msgspec.msgpack.encode(parsed.body)
    return key, msgspec.msgpack.encode(msgspec.structs.replace(parsed, body=None)), body, digest_bytes(body or b"")


def without_body(parsed: Parsed) -> bytes:
    return row("k", parsed)[1]


def test_what_was_parsed_comes_back_with_its_body_apart(tmp_path: Path) -> None:
    store = ParsedStore(str(tmp_path))
    store.put([row("k", PARSED), row("other", Parsed())])
    store.close()
    store = ParsedStore(str(tmp_path))
    assert store.get("k") == without_body(PARSED)
    assert store.body("k") == PARSED.body
    assert (store.get("none"), store.body("none"), store.body("other")) == (None, None, None)
    store.prune({"other"})
    assert store.get("k") is None and store.get("other") == without_body(Parsed())
    assert store.notice == ""


def test_a_flipped_bit_is_forgotten_not_believed(tmp_path: Path) -> None:
    store = ParsedStore(str(tmp_path))
    store.put([row(f"{number:032}", PARSED) for number in range(40)])
    store.close()
    path = tmp_path / ".sitegen/parsed.sqlite"
    whole = path.read_bytes()
    for place in range(0, len(whole), 97):
        path.write_bytes(flipped(whole, place, 4))
        store = ParsedStore(str(tmp_path))
        for number in (0, 13, 39):
            assert store.get(f"{number:032}") in (None, without_body(PARSED))
            assert store.body(f"{number:032}") in (None, PARSED.body)
        store.put([row("new", PARSED)])
        store.prune({"new"})
        store.close()
        for left in (tmp_path / ".sitegen").iterdir():
            left.unlink()


@pytest.mark.parametrize("content", [b"", b"not a database" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_store_is_made_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / ".sitegen").mkdir()
    (tmp_path / ".sitegen/parsed.sqlite").write_bytes(content)
    store = ParsedStore(str(tmp_path))
    assert store.get("k") is None
    store.put([row("k", PARSED)])
    store.close()
    assert ParsedStore(str(tmp_path)).get("k") == without_body(PARSED)
    assert (store.notice == "") == (content == b"")


def test_a_store_of_another_version_is_made_anew(tmp_path: Path) -> None:
    ParsedStore(str(tmp_path)).put([row("k", PARSED)])
    connection = sqlite3.connect(tmp_path / ".sitegen/parsed.sqlite")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    store = ParsedStore(str(tmp_path))
    assert store.get("k") is None and store.notice
    store.put([row("k", PARSED)])
    assert store.get("k") is not None


def test_a_store_that_cannot_be_opened_is_empty(tmp_path: Path) -> None:
    (tmp_path / ".sitegen/parsed.sqlite").mkdir(parents=True)
    store = ParsedStore(str(tmp_path))
    store.put([row("k", PARSED)])
    store.prune(set())
    assert (store.get("k"), store.body("k")) == (None, None)
    assert store.notice == "what was remembered was unreadable and is ignored"


def test_a_store_in_use_elsewhere_is_left_alone(tmp_path: Path) -> None:
    ParsedStore(str(tmp_path)).put([row("k", PARSED)])
    other = sqlite3.connect(tmp_path / ".sitegen/parsed.sqlite", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    store = ParsedStore(str(tmp_path))
    assert store.get("k") is None and store.notice
    other.execute("ROLLBACK")
    other.close()
    assert ParsedStore(str(tmp_path)).get("k") is not None


# ---- the quick answer ------------------------------------------------------------------------------------------------

OPTIONS: dict[str, Any] = {"base_url": "", "drafts": False, "strict": False}
REPORT = {"pages": 2, "diagnostics": [{"message": "中文"}]}
NOW = 1_800_000_000.0
NEWEST = 4 * 10**18
"""Nanoseconds: later than any file of a test is written."""


@pytest.fixture
def built(tmp_path: Path) -> Path:
    for path in ("site.yaml", "content/events/x.md", "templates/a.html", "build/en/index.html", "build/robots.txt"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(path)
    (tmp_path / ".sitegen").mkdir()
    remember(tmp_path)
    return tmp_path


def remember(project: Path, *, taken_ns: int = 0) -> None:
    found = scan(str(project), theme_root(), ledger=Ledger())
    made_from = stamp.Seen({found.locations[path]: (one.size, one.mtime_ns, one.ctime_ns, one.inode)
                            for path, one in found.stamps.items()}, found.folders)
    # As if the build had been made long after its sources were written.
    stamp.remember(str(project), str(project / "build"), OPTIONS, valid_from=NOW, stale_after=NOW + 100,
                   made_from=made_from, made=None,
                   taken_ns=taken_ns or time.time_ns() + 10**11, report=REPORT)


def recalled(project: Path, *, now: float = NOW, options: dict[str, Any] = OPTIONS) -> dict[str, Any] | None:
    return stamp.remembered(str(project), str(project / "build"), options, now=now)


def test_nothing_changed_is_known_at_once(built: Path) -> None:
    assert recalled(built) == REPORT


def test_an_answer_holds_for_its_time_and_options(built: Path) -> None:
    assert recalled(built, now=NOW + 99.9) == REPORT
    assert recalled(built, now=NOW + 100) is None
    assert recalled(built, now=NOW - 1) is None
    assert recalled(built, options={**OPTIONS, "drafts": True}) is None
    assert recalled(built, options=dict(reversed(OPTIONS.items()))) == REPORT


CHANGES: dict[str, Any] = {
    "edited": lambda root: (root / "content/events/x.md").write_text("other"),
    "touched": lambda root: os.utime(root / "content/events/x.md"),
    "unseen": lambda root: rewrite(root / "content/events/x.md"),
    "configured": lambda root: (root / "site.yaml").write_text("title: b"),
    "added": lambda root: (root / "content/y.md").write_text("y"),
    "added unseen": lambda root: put_into(root / "content/events"),
    "removed": lambda root: (root / "content/events/x.md").unlink(),
    "renamed": lambda root: os.rename(root / "content/events", root / "content/news"),
    "translated": lambda root: (root / "translations").mkdir(),
    "template": lambda root: (root / "templates/b.html").write_text("b"),
    "linked": lambda root: (root / "content/l").symlink_to(".."),
    "output edited": lambda root: rewrite(root / "build/en/index.html"),
    "output deleted": lambda root: (root / "build/robots.txt").unlink(),
    "output added": lambda root: (root / "build/en/CNAME").write_text("x"),
    "output added unseen": lambda root: put_into(root / "build/en"),
    "output gone": lambda root: os.rename(root / "build", root / "built"),
}


def rewrite(path: Path) -> None:
    """Same size, same modification time."""
    before = path.stat()
    path.write_text(path.read_text().upper())
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def put_into(folder: Path) -> None:
    """A new file, and the folder's modification time as it was."""
    before = folder.stat()
    (folder / "y.md").write_text("y")
    os.utime(folder, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_means_a_proper_build(built: Path, change: str) -> None:
    CHANGES[change](built)
    assert recalled(built) is None


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_is_seen_in_whatever_part_it_is(built: Path, change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamp, "_TOGETHER", 1)
    remember(built)
    assert recalled(built) == REPORT
    CHANGES[change](built)
    assert recalled(built) is None


def test_what_was_edited_last_is_looked_at_first(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamp, "_TOGETHER", 1)
    path = built / "content/events/x.md"
    os.utime(path, ns=(NEWEST, NEWEST))
    remember(built, taken_ns=NEWEST * 2)
    looked: list[list[str]] = []
    real = stamp._look

    def looking(files: list[str], folders: list[str]) -> stamp.Seen:
        looked.append(files)
        return real(files, folders)

    monkeypatch.setattr(stamp, "_look", looking)
    assert recalled(built) == REPORT
    assert looked[0] == [str(path)]
    del looked[:]
    os.utime(path)
    assert recalled(built) is None
    assert looked == [[str(path)]]


def test_a_newer_program_means_a_proper_build(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (built / "package").mkdir()
    (built / "package/a.py").write_text("a")
    monkeypatch.setattr(stamp, "PACKAGE", str(built / "package"))
    remember(built)
    assert recalled(built) == REPORT
    (built / "package/a.py").write_text("b")
    assert recalled(built) is None


def test_sources_as_young_as_the_scan_are_not_remembered(built: Path) -> None:
    remember(built, taken_ns=time.time_ns())
    assert recalled(built) is None
    assert not list((built / ".sitegen").iterdir())


def test_a_damaged_stamp_is_no_answer(built: Path) -> None:
    (path,) = (built / ".sitegen").iterdir()
    whole = path.read_bytes()
    for length in range(0, len(whole), 23):
        path.write_bytes(whole[:length])
        assert recalled(built) is None
    for place in range(0, len(whole), 61):
        path.write_bytes(flipped(whole, place, 1))
        assert recalled(built) is None
    path.unlink()
    path.mkdir()
    assert recalled(built) is None
    remember(built)


def test_the_quick_answer_imports_next_to_nothing() -> None:
    code = "import sys, sitegen.disk.stamp; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    result = subprocess.run([sys.executable, "-I", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {code}"],
                            capture_output=True, text=True, check=True)
    assert not {"msgspec", "yaml", "jinja2", "babel", "markdown_it", "sqlite3", "ctypes", "hashlib"} & set(
        result.stdout.split())


# ---- toolchain -------------------------------------------------------------------------------------------------------


def another_jinja(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "Jinja2-0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(folder)


def test_the_toolchain_is_known_by_versions_and_by_its_own_bytes(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.py").write_text("a")
    monkeypatch.setattr(tools, "PACKAGE", str(tmp_path))
    digests = []
    for act in (lambda: None, lambda: (tmp_path / "a.py").write_text("b"),
                lambda: os.rename(tmp_path / "a.py", tmp_path / "b.py"),
                lambda: another_jinja(tmp_path / "site-packages", monkeypatch)):
        act()
        digests.append(tools.toolchain.__wrapped__())
    assert len(set(digests)) == 4
    assert tools.toolchain.__wrapped__() == digests[-1]


def test_versions_are_those_that_python_knows() -> None:
    installed = tools._installed()
    for name in tools._DISTRIBUTIONS:
        assert installed[name] == version(name) == tools._version(name)
    assert tools._version("no-such-library") == "absent"
