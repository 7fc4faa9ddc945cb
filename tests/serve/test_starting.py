"""Starting and ending: ports, names, editors, signals; and what is left behind, which is nothing."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from previewing import PATIENCE, free_port, previewing
from story import Story

from sitegen.cli import run
from sitegen.serve.editor import Editor, pattern_fault
from sitegen.serve.watch import Watcher


@pytest.fixture
def story(tmp_path: Path) -> Story:
    return Story(tmp_path)


def test_the_preview_is_not_shown_to_the_network_by_mistake(story: Story, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["serve", "--project", str(story.root), "--host", "0.0.0.0"]) == 2
    said = capsys.readouterr().out
    assert "everybody in your network" in said
    assert "--expose" in said and socket.gethostname().lower() in said


def test_exposed_it_answers_to_the_address_at_which_it_is_reached(story: Story) -> None:
    with previewing(story.root, host="0.0.0.0", expose=True) as preview:
        name = socket.gethostname().lower()
        assert any(name in line for line in preview.lines)
        assert preview.ask("/en/", headers={"Host": f"{name}:{preview.port}"}).status == 200
        assert preview.ask("/en/", headers={"Host": f"127.0.0.1:{preview.port}"}).status == 200
        assert preview.ask("/en/", headers={"Host": f"evil.example:{preview.port}"}).status == 403
        assert preview.ask("/en/", headers={"Host": f"10.1.2.3:{preview.port}"}).status == 403


def test_a_port_that_is_taken_is_named(story: Story, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert run(["serve", "--project", str(story.root), "--port", str(port)]) == 3
    assert f"Port {port} is taken by another program." in capsys.readouterr().out
    with previewing(story.root) as preview:
        assert run(["serve", "--project", str(story.root), "--port", str(preview.port)]) == 3
    assert "taken by another sitegen preview" in capsys.readouterr().out


def test_no_site_no_preview(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["serve", "--project", str(tmp_path)]) == 2
    assert "There is no site.yaml here" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("pattern", ["javascript:alert(1)//{path}", "vscode://file/", "{path}", "data://x/{path}"])
def test_an_editor_is_an_address(pattern: str, story: Story) -> None:
    assert pattern_fault(pattern)
    assert run(["serve", "--project", str(story.root), "--editor", pattern]) == 2


@pytest.mark.parametrize(("pattern", "address"), [
    ("vscode://file/{path}:{line}:{column}", "vscode://file/p%20x/content/a.md:3:7"),
    ("subl://open?url=file://{path}&line={line}", "subl://open?url=file:///p%20x/content/a.md&line=3"),
    ("", ""),
])
def test_editor_links(pattern: str, address: str) -> None:
    assert not pattern_fault(pattern)
    assert Editor(pattern, "/p x").link("content/a.md", 3, 7) == address


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_ending_it_leaves_nothing_behind(story: Story, number: int, code: int) -> None:
    before = set(story.root.rglob("*"))
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "sitegen", "serve", "--project", str(story.root), "--port", str(port)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUNBUFFERED": "1"})
    assert process.stdout is not None
    assert re.match(rf"The preview is at http://localhost:{port}/", process.stdout.readline())
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(f"GET /en/ HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n".encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 200 OK")
        # Also while somebody is connected.
        process.send_signal(number)
        assert process.wait(20) == code
    assert process.stdout.read() == "The preview has ended.\n"
    assert {path for path in story.root.rglob("*") if ".sitegen" not in path.parts} == before
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_where_the_system_tells_nothing_it_is_looked_for(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_more(*arguments: object) -> None:
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr("sitegen.serve.session.Watcher", no_more)
    with previewing(story.root) as preview:
        preview.write("content/about.en.md", story.text("content/about.en.md") + "\nFound by looking.\n")
        preview.until("/en/about/", "Found by looking.")
        assert any("inotify watch limit reached" in line and "every 0.5 s" in line for line in preview.lines)


def test_new_folders_for_which_there_is_no_watch_are_looked_for(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_more(self: Watcher) -> None:
        raise OSError(28, "inotify watch limit reached")

    page = "---\ntitle: New\ndescription: New.\n---\n\n"
    with previewing(story.root) as preview:
        monkeypatch.setattr(Watcher, "check", no_more)
        story.write("content/new/index.en.md", f"{page}First.\n")
        preview.until("/en/new/", "First.")
        end = time.monotonic() + PATIENCE
        while not any("every 0.5 s" in line for line in preview.lines):
            assert time.monotonic() < end
            time.sleep(0.005)
        monkeypatch.setattr(Watcher, "_hear", lambda *_: None)
        story.write("content/new/index.en.md", f"{page}Second.\n")
        preview.until("/en/new/", "Second.")
    assert sum("every 0.5 s" in line for line in preview.lines) == 1


def test_as_long_as_there_are_watches_nothing_is_said(story: Story) -> None:
    watcher = Watcher(str(story.root), lambda path: None)
    try:
        watcher.check()
        watcher.check()
    finally:
        watcher.stop()


def test_the_site_is_shown_before_what_looks_for_findings_is_loaded() -> None:
    """That takes as long as all else of the program, and a first save would wait for it."""
    code = "import sys, sitegen.serve.pages, sitegen.serve.live, sitegen.serve.editor; print(*sys.modules)"
    ended = subprocess.run([sys.executable, "-I", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {code}"],
                           capture_output=True, text=True, check=True)
    assert not {"sitegen.translation.facts.chinese", "sitegen.check.texts.rules", "sitegen.commands.check",
                "sitegen.commands.i18n", "sitegen.commands.parity"} & set(ended.stdout.split())
