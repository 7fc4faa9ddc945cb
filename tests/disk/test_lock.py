"""One build at a time, and no lock outlives its owner."""

import errno
import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from sitegen.diagnostics import BuildStopped
from sitegen.disk import lock as locking
from sitegen.disk.lock import lock

HOLD = """
import sys
sys.path[:0] = {path!r}
from sitegen.disk.lock import lock
with lock({project!r}, {project!r} + "/build"):
    print("held", flush=True)
    sys.stdin.read()
"""


def other_build(project: Path) -> subprocess.Popen[str]:
    """Another process that holds the project until its input ends."""
    process = subprocess.Popen([sys.executable, "-c", HOLD.format(path=sys.path, project=str(project))],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "held\n"
    return process


def take(project: Path, *, wait: float = 0.0) -> None:
    with lock(str(project), str(project / "build"), wait=wait):
        pass


def busy(project: Path) -> str:
    with pytest.raises(BuildStopped) as caught:
        take(project)
    assert caught.value.diagnostics[0].exit == 3
    return caught.value.diagnostics[0].message


def test_a_second_build_is_told_who_is_building_since_when(tmp_path: Path) -> None:
    with other_build(tmp_path) as process:
        assert re.match(rf"pid {process.pid} since \d\d:\d\d is building", busy(tmp_path))
        process.communicate()
    take(tmp_path)


def test_a_second_build_waits_its_turn(tmp_path: Path) -> None:
    with other_build(tmp_path) as process:
        turn = threading.Thread(target=take, args=(tmp_path,), kwargs={"wait": 30.0})
        turn.start()
        assert process.poll() is None
        process.communicate()
        turn.join(30)
        assert not turn.is_alive()


def test_a_killed_build_leaves_no_lock(tmp_path: Path) -> None:
    with other_build(tmp_path) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
    take(tmp_path)


def test_a_worker_that_outlives_its_parent_does_not_hold_its_lock(tmp_path: Path) -> None:
    script = HOLD.format(path=sys.path, project=str(tmp_path)).replace(
        'print("held"', 'import os, time; os.fork() or print(os.getpid(), flush=True); time.sleep(60); print("over"')
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          text=True) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        process.kill()
        process.wait()
        try:
            take(tmp_path, wait=0.0)
        finally:
            os.kill(child, signal.SIGKILL)


def test_one_process_does_not_build_twice_at_once(tmp_path: Path) -> None:
    with lock(str(tmp_path), str(tmp_path / "build"), wait=0):
        assert f"pid {os.getpid()} " in busy(tmp_path)
    take(tmp_path)


def test_a_build_that_fails_lets_go(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), lock(str(tmp_path), str(tmp_path / "build"), wait=0):
        raise KeyboardInterrupt
    take(tmp_path)


def test_a_project_that_cannot_be_written_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def mkdir(*arguments: Any) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    with monkeypatch.context() as patch:
        patch.setattr(os, "mkdir", mkdir)
        assert busy(tmp_path) == "read-only file system while making .sitegen"
    (tmp_path / ".sitegen").write_text("a file")
    assert ".sitegen is not a folder" in busy(tmp_path)


def test_a_lock_that_is_a_link_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / ".sitegen").mkdir()
    (tmp_path / "precious").write_text("x")
    (tmp_path / ".sitegen/lock").symlink_to(tmp_path / "precious")
    busy(tmp_path)
    assert (tmp_path / "precious").read_text() == "x"


def test_where_the_system_has_no_locks_a_file_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locking, "fcntl", None)
    path = tmp_path / ".sitegen/lock"
    with lock(str(tmp_path), str(tmp_path / "build"), wait=0):
        assert f"pid {os.getpid()} " in busy(tmp_path)
        signature = path.read_text()
    assert not path.exists()
    path.write_text(signature.replace(signature.split()[2], "1"))  # the number was given to another process since
    take(tmp_path)
    path.write_text("4194999 18:02 77\n")  # nobody has this number
    take(tmp_path)
