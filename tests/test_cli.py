"""What the command line says to people and to programs, and how it leaves."""

import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from story import Story

from sitegen.__main__ import main
from sitegen.cli import run
from sitegen.disk.manifest import Manifest

NOW = "2026-11-21T12:00+00:00"


@pytest.fixture
def story(tmp_path: Path) -> Story:
    return Story(tmp_path)


def said(capsys: pytest.CaptureFixture[str], story: Story, *arguments: str, exit: int = 0) -> list[str]:
    """The lines a command prints, once it has left with the code that is expected."""
    command, *rest = arguments
    assert run([command, "--project", str(story.root), "--now", NOW, *rest]) == exit
    return capsys.readouterr().out.splitlines()


def test_a_dry_run_says_what_a_build_would_do(story: Story, capsys: pytest.CaptureFixture[str]) -> None:
    story.must_build()
    story.replace("content/about.zh.md", "title: ", "title: 新")
    lines = said(capsys, story, "build", "--dry-run")
    assert "would change zh/about/index.html" in lines
    changed = sum(line.startswith("would change ") for line in lines)
    assert lines[-1] == f"Nothing was published. A build would add 0 files, change {changed} and remove 0."


def test_stale_answers_in_one_line_and_quietly_in_none(story: Story, capsys: pytest.CaptureFixture[str]) -> None:
    story.must_build()
    assert said(capsys, story, "stale") == ["The site stays right until 2027-10-06 08:00 UTC."]
    assert said(capsys, story, "stale", "--quiet") == []
    assert said(capsys, story, "stale", "--quiet", "--now", "2028-01-01", exit=5) == [
        "The site has been out of date since 2027-10-06 08:00 UTC."]


def test_stale_says_what_to_type_where_nothing_is_published(story: Story, capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(capsys, story, "stale", exit=2)
    assert lines[0].startswith("error[E-STALE]: ")
    assert lines[1] == "help: Name the published folder: sitegen stale path/to/build"
    assert not any("was not changed" in line for line in lines)


# ---- exit codes, in text and in JSON -------------------------------------------------------------------------------

KEYS = ["ok", "command", "seconds", "pages", "rendered", "written", "removed", "unchanged", "stale_after",
        "diagnostics"]
DIAGNOSTIC = ["path", "line", "column", "severity", "code", "message", "help"]


def with_code(story: Story, exit: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Bring the site into a state in which a build leaves with that code; answers the arguments to add."""
    story.must_build()
    if exit == 1:
        story.replace("content/about.en.md", "title:", "titel:")
    if exit == 2:
        story.replace("site.yaml", "Europe/London", "Europe/Londres")
    if exit == 3:
        story.replace("content/about.en.md", "Purpose", "Aim")
        monkeypatch.setattr("sitegen.build.publish", no_room)
    if exit == 5:
        story.replace("content/about.en.md", "Purpose", "Aim")
        monkeypatch.setattr("sitegen.build.read_manifest", lambda folder: Manifest(pages=1, stale_after=None, files={}))
        return ["--verify"]
    return []


def no_room(*arguments: object, **options: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device", "build/en/index.html")


@pytest.mark.parametrize("exit", [0, 1, 2, 3, 5])
def test_every_exit_code_has_the_same_json_object(story: Story, exit: int, capsys: pytest.CaptureFixture[str],
                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    more = with_code(story, exit, monkeypatch)
    before = story.published()
    lines = said(capsys, story, "build", "--format", "json", *more, exit=exit)
    assert len(lines) == 1
    report = json.loads(lines[0])
    assert list(report) == KEYS
    assert (report["ok"], report["command"]) == (exit == 0, "build")
    assert bool(report["diagnostics"]) is bool(exit)
    assert all(list(found) == DIAGNOSTIC and found["message"] and found["help"] for found in report["diagnostics"])
    assert story.published() == before


@pytest.mark.parametrize("exit", [1, 2, 3, 5])
def test_the_last_line_says_that_nothing_was_changed(story: Story, exit: int, capsys: pytest.CaptureFixture[str],
                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    more = with_code(story, exit, monkeypatch)
    assert run(["build", "--project", str(story.root), "--now", NOW, *more]) == exit
    told = capsys.readouterr()
    lines = (told.out + told.err).splitlines()
    assert "build/ was not changed" in lines[-1]
    assert "Traceback" not in told.out + told.err
    if exit in (1, 2, 5):
        assert "(last good build: 2026-11-21 12:00, " in lines[-1]


def test_a_build_counts_as_the_contract_says(story: Story, capsys: pytest.CaptureFixture[str]) -> None:
    (first,) = said(capsys, story, "build", "--format", "json")
    (again,) = said(capsys, story, "build", "--format=json")
    made, kept = json.loads(first), json.loads(again)
    assert made["rendered"] == made["pages"] == kept["pages"] > 0
    assert (kept["rendered"], kept["written"], kept["removed"]) == (0, 0, 0)
    assert made["written"] == kept["unchanged"]
    assert made["stale_after"] == kept["stale_after"] == "2027-10-06T08:00:00+00:00"
    assert made["diagnostics"] == []


def test_a_mistake_of_sitegen_is_an_apology(story: Story, capsys: pytest.CaptureFixture[str],
                                            monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.build.compare", broken)
    assert run(["build", "--project", str(story.root), "--now", NOW]) == 4
    told = capsys.readouterr()
    assert told.out == ""
    assert "mistake in sitegen, not in your files" in told.err
    assert "not changed" in told.err.splitlines()[-1]
    assert "Traceback" not in told.err and "a private word" not in told.err and str(story.root) not in told.err
    with pytest.raises(ZeroDivisionError):
        run(["build", "--project", str(story.root), "--now", NOW, "--debug"])


def broken(*arguments: object) -> None:
    raise ZeroDivisionError("a private word")


def test_an_interrupted_build_says_so(story: Story, capsys: pytest.CaptureFixture[str],
                                      monkeypatch: pytest.MonkeyPatch) -> None:
    story.must_build()
    before = story.published()
    story.replace("content/about.en.md", "Purpose", "Aim")
    monkeypatch.setattr("sitegen.build.compare", stop)
    monkeypatch.setattr("signal.signal", lambda number, handler: None)
    monkeypatch.setattr("sitegen.__main__._leave", sys.exit)
    monkeypatch.setattr("sys.argv", ["sitegen", "build", "--project", str(story.root), "--now", NOW])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 130
    assert "build/ was not changed" in capsys.readouterr().err.splitlines()[-1]
    monkeypatch.setattr("sys.argv", [*sys.argv, "--format", "json"])
    with pytest.raises(SystemExit):
        main()
    assert json.loads(capsys.readouterr().out)["diagnostics"][0]["code"] == "E-STOPPED"
    assert story.published() == before


def stop(*arguments: object) -> None:
    raise KeyboardInterrupt


def test_what_others_want_done_at_the_end_is_done(story: Story) -> None:
    """Memory is not taken apart; but words reach a pipe, and what was registered is called."""
    program = ("import atexit\n"
               "atexit.register(print, 'registered')\n"
               "from sitegen.__main__ import main\nmain()\n")
    given = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)}
    ended = subprocess.run([sys.executable, "-c", program, "build", "--project", str(story.root)], env=given,
                           capture_output=True, text=True)
    assert ended.returncode == 0
    assert " pages: " in ended.stdout and ended.stdout.endswith("registered\n")


def test_no_garbage_is_looked_for_while_the_program_is_read() -> None:
    program = ("import atexit, gc\n"
               "looks = []\n"
               "atexit.register(lambda: print(gc.isenabled(), len(looks)))\n"
               "from sitegen.__main__ import main\n"
               "gc.callbacks.append(lambda phase, found: looks.append(phase))\n"
               "main()\n")
    given = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)}
    ended = subprocess.run([sys.executable, "-c", program, "--help"], env=given, capture_output=True, text=True)
    enabled, looks = ended.stdout.split()[-2:]
    assert enabled == "True" and int(looks) < 10


# ---- wrong usage ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("arguments", "said_of_it"), [
    (["bild"], "bild"), (["build", "--jbos", "2"], "--jobs"), (["build", "--jobs", "-1"], "--jobs"),
    (["build", "--jobs", "999"], "--jobs"), (["build", "--format", "xml"], "xml"),
    (["build", "--project", "no/such/folder"], "no/such/folder"), (["build", "--base-url", "example"], "--base-url"),
    (["build", "--now", "tomorrow"], "2026-11-21"), (["build", "extra"], "extra"), (["stale", "--now", "noon"], "noon"),
])
def test_wrong_usage_is_told_and_leaves_with_2(story: Story, arguments: list[str], said_of_it: str,
                                              capsys: pytest.CaptureFixture[str]) -> None:
    place = [] if "--project" in arguments or arguments == ["bild"] else ["--project", str(story.root)]
    assert run([*arguments, *place]) == 2
    told = capsys.readouterr()
    assert said_of_it in told.out + told.err
    assert "Traceback" not in told.err


def test_wrong_usage_is_json_for_programs(story: Story, capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = said(capsys, story, "build", "--format", "json", "--jbos", exit=2)
    assert json.loads(line)["diagnostics"][0]["code"] == "E-USAGE"


def test_a_folder_that_is_no_site_is_told_what_to_type(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", "--project", str(tmp_path)]) == 2
    assert "--project" in capsys.readouterr().out
    assert list(tmp_path.glob("build")) == []


# ---- the clock -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("now", "exit"), [
    ("2027-10-06T07:59Z", 0), ("2027-10-06T08:00Z", 5), ("2027-10-06T16:00+08:00", 5), ("2027-10-06T08:59", 0),
    ("2027-10-06T09:00", 5), ("2027-10-06", 0), ("2027-10-07", 5), ("0001-01-01", 0), ("9999-12-31", 5),
])
def test_a_time_without_a_zone_is_the_sites(story: Story, now: str, exit: int,
                                            capsys: pytest.CaptureFixture[str]) -> None:
    story.must_build()
    said(capsys, story, "stale", "--now", now, exit=exit)


@pytest.mark.parametrize("now", ["0001-01-01", "0001-01-01T00:00Z", "9999-12-31", "9999-12-31T23:59-12:00"])
def test_the_ends_of_the_calendar_are_times_too(story: Story, now: str) -> None:
    assert run(["build", "--project", str(story.root), "--now", now, "--quiet"]) == 0


@pytest.mark.parametrize("epoch", ["", "abc", "-1", "1.5", "１７６", "9" * 30])
def test_an_epoch_that_is_no_number_is_refused(story: Story, epoch: str, monkeypatch: pytest.MonkeyPatch,
                                               capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert run(["build", "--project", str(story.root)]) == 2
    assert "SOURCE_DATE_EPOCH" in capsys.readouterr().err
    assert run(["build", "--project", str(story.root), "--now", NOW]) == 0


def test_the_epoch_is_the_clock(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    story.must_build()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1900000000")
    assert run(["stale", "--project", str(story.root)]) == 5
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert run(["stale", "--project", str(story.root)]) == 0


# ---- where and how it is run ---------------------------------------------------------------------------------------


def process(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the real command."""
    given = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path), **environment}
    return subprocess.run([sys.executable, "-m", "sitegen", *arguments], cwd=cwd, env=given, capture_output=True)


def test_a_console_without_han_gets_escapes_and_no_traceback(tmp_path: Path) -> None:
    story = Story(tmp_path / "my site 网站 #1")
    story.replace("content/about.zh.md", "title: 关于", "title：关于")
    ended = process("build", "--project", str(story.root), cwd=tmp_path, LC_ALL="C", PYTHONUTF8="0",
                    PYTHONCOERCECLOCALE="0", PYTHONIOENCODING="ascii")
    assert ended.returncode == 1
    assert rb"title\uff1a\u5173\u4e8e" in ended.stdout
    assert ended.stderr == b""
    assert ended.stdout.isascii()


def test_the_same_bytes_from_another_folder_and_under_another_name(story: Story, tmp_path: Path) -> None:
    story.must_build()
    other = Story(tmp_path / "my site 网站 #1 100%")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    path = os.path.relpath(other.root, elsewhere)
    ended = process("build", "--project", path, "--now", NOW, cwd=elsewhere, LC_ALL="C.UTF-8")
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert ended.stdout.startswith(b"build/ holds ")
    assert other.published() == story.published()
    assert list(elsewhere.iterdir()) == []


def test_nobody_has_to_listen(story: Story, tmp_path: Path) -> None:
    command = f'"{sys.executable}" -m sitegen build --project "{story.root}" --now {NOW}'
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)}
    for closed in (f"{command} >&-", f"set -o pipefail; {command} --clean | true", f"{command} --clean >&- 2>&-"):
        ended = subprocess.run(["bash", "-c", closed], env=environment, capture_output=True)
        assert (ended.returncode, ended.stderr) == (0, b"")
    assert story.published() == story.clean_tree(tmp_path)
    story.replace("site.yaml", "Europe/London", "Europe/Londres")
    ended = subprocess.run(["bash", "-c", f"set -o pipefail; {command} | true"], env=environment, capture_output=True)
    assert (ended.returncode, ended.stderr) == (2, b"")


@pytest.mark.parametrize(("number", "exit"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_a_build_with_its_own_code(story: Story, tmp_path: Path, number: int, exit: int) -> None:
    story.must_build()
    before = story.published()
    story.replace("content/about.en.md", "Purpose", "Aim")
    # The signal comes from the build itself, in the middle of its work.
    program = ("import os, sitegen.build\n"
               f"sitegen.build.compare = lambda *given: os.kill(os.getpid(), {int(number)})\n"
               "from sitegen.__main__ import main\nmain()\n")
    given = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)}
    ended = subprocess.run([sys.executable, "-c", program, "build", "--project", str(story.root)], env=given,
                           capture_output=True, text=True)
    assert ended.returncode == exit
    assert "build/ was not changed" in ended.stderr.splitlines()[-1]
    assert "Traceback" not in ended.stderr
    assert story.published() == before
