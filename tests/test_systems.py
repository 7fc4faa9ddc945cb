"""Systems other than Linux: workers that are started anew, and everything that Windows has not."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sitegen.cli import run
from sitegen.disk import opening

ROOT = Path(__file__).resolve().parent.parent
NOW = "2026-11-21"


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def bare(*words: str) -> dict[str, object]:
    """What a command says where a system has less, as an object."""
    told = subprocess.run([sys.executable, str(ROOT / "tests/bare_system.py"), *words, "--format", "json"],
                          capture_output=True, text=True, check=False,
                          env={**os.environ, "PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONIOENCODING": "cp1252"})
    assert told.returncode == 0, told.stdout + told.stderr
    found: dict[str, object] = json.loads(told.stdout)
    return found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bare") / "x"
    bare("init", str(folder), "--now", NOW)
    return folder


def test_a_site_is_made_built_edited_and_checked_where_a_system_has_less(site: Path) -> None:
    options = ("--project", str(site), "--now", NOW, "--jobs", "2")
    assert bare("build", *options)["diagnostics"] == []
    page = site / "content/about.en+zh.md"
    page.write_bytes(page.read_bytes().replace(b"was founded", b"came about").replace(b"\n", b"\r\n"))
    told = bare("build", *options)
    assert 0 < int(str(told["rendered"])) < int(str(told["pages"]))
    assert bare("build", *options)["rendered"] == 0
    edited = files(site / "build")
    assert run(["build", *options, "--verify", "--quiet"]) == 0, "here, too, nothing is to be done"
    assert files(site / "build") == edited
    # One text has changed and waits for its translator.
    found = bare("check", *options)["diagnostics"]
    assert isinstance(found, list) and [each["code"] for each in found] == ["W-TR-STALE"]


def test_what_a_console_cannot_show_is_still_an_object(site: Path) -> None:
    (site / "content/data/topics.yaml").write_text("- {id: café-𠮷, name: A, nmae: B}\n", encoding="utf-8")
    told = subprocess.run([sys.executable, "-m", "sitegen", "build", "--project", str(site), "--format", "json"],
                          capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    (site / "content/data/topics.yaml").unlink()
    assert json.loads(told.stdout)["diagnostics"][0]["path"] == "content/data/topics.yaml"
    assert told.stdout.isascii()


def test_workers_that_are_started_anew_make_the_same_site(tmp_path: Path) -> None:
    made = {}
    shutil.copytree(ROOT / "tests/sites/tiny", tmp_path / "tiny")
    for way in ("fork", "spawn"):
        words = ["-m", "sitegen", "build", "--project", str(tmp_path / "tiny"), "--output", str(tmp_path / way),
                 "--now", NOW, "--jobs", "2", "--clean", "--quiet"]
        subprocess.run([sys.executable, *words], check=True, env={**os.environ, "SITEGEN_WORKERS": way})
        made[way] = files(tmp_path / way)
    assert made["fork"] == made["spawn"]


def test_what_is_in_use_is_waited_for_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(time, "sleep", lambda seconds: clock.__setitem__(0, clock[0] + seconds))
    attempts = []

    def refuse(winerror: int | None, times: int) -> str:
        attempts.append(clock[0])
        if len(attempts) <= times:
            problem = PermissionError(13, "in use")
            if winerror is not None:
                problem.winerror = winerror  # type: ignore[attr-defined, unused-ignore]
            raise problem
        return "done"

    assert opening.patiently(lambda: refuse(32, 3)) == "done"
    for winerror in (32, None):
        attempts.clear()
        before = clock[0]
        with pytest.raises(PermissionError):
            opening.patiently(lambda: refuse(winerror, 10**6))  # noqa: B023
        assert (clock[0] - before >= 2) == (winerror is not None)
