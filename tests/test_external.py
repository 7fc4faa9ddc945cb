"""`sitegen check --external`: other sites are asked few at a time, twice at most in vain, and remembered."""

import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from story import NOW, Story

from sitegen.commands.check import check_project
from sitegen.disk import outside
from sitegen.disk.outside import REMEMBERED, Outcome, ask_outside, is_dead
from sitegen.model import Request

PAGE = "content/about.en.md"


class Server:
    """A site of others, which notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.at_once = self.most = 0
        lock = threading.Lock()

        class Answering(BaseHTTPRequestHandler):
            def answer(self) -> None:
                with lock:
                    outer.asked.append((self.command, self.path))
                    outer.at_once += 1
                    outer.most = max(outer.most, outer.at_once)
                status = int(self.path.strip("/").partition("-")[0] or 200)
                if status == 405 and self.command == "GET":
                    status = 200
                with lock:
                    outer.at_once -= 1
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_GET = do_HEAD = answer

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        outer = self
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server()
    yield one
    one.close()


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing waits between two questions."""
    monkeypatch.setattr(outside, "PAUSE", 0.0)


def ask(folder: Path, *urls: str, now: float = 0.0) -> dict[str, Outcome]:
    return ask_outside(str(folder), urls, now=now, sleep=lambda _: None)


def test_what_answers_is_alive_and_what_is_gone_is_dead(tmp_path: Path, server: Server) -> None:
    urls = [f"{server.url}/{status}" for status in (200, 404, 410, 403, 429, 503, 405)]
    dead = {url.rpartition("/")[2] for url, outcome in ask(tmp_path, *urls).items() if is_dead(outcome)}
    assert dead == {"404", "410"}


def test_an_address_is_asked_for_its_head_and_for_more_only_where_that_is_refused(
    tmp_path: Path, server: Server
) -> None:
    ask(tmp_path, f"{server.url}/200", f"{server.url}/405")
    assert server.asked == [("HEAD", "/200"), ("HEAD", "/405"), ("GET", "/405")]


def test_a_busy_server_is_asked_three_times(tmp_path: Path, server: Server) -> None:
    ask(tmp_path, f"{server.url}/503")
    assert server.asked == [("HEAD", "/503")] * outside.TRIES


def test_one_host_is_asked_one_thing_at_a_time_and_given_a_rest(tmp_path: Path, server: Server) -> None:
    rests: list[float] = []
    ask_outside(str(tmp_path), [f"{server.url}/200-{number}" for number in range(5)], now=0.0, sleep=rests.append)
    assert server.most == 1
    assert len(rests) == 4


def test_an_answer_is_remembered_for_a_week(tmp_path: Path, server: Server) -> None:
    for now in (0.0, REMEMBERED - 1, REMEMBERED + 1):
        ask(tmp_path, f"{server.url}/200", f"{server.url}/404", now=now)
    counts = Counter(path for method, path in server.asked if method == "HEAD")
    assert counts == {"/200": 2, "/404": 3}


def test_a_host_that_does_not_answer_is_dead(tmp_path: Path, server: Server) -> None:
    server.close()
    (outcome,) = ask(tmp_path, f"{server.url}/200").values()
    assert is_dead(outcome) and outcome.reason == "nothing answers there"


@pytest.mark.parametrize("url", ["http://[", "http://例子.测试:99999/", "https://a b/", "http://exa mple.org/\x00"])
def test_any_address_can_be_asked(tmp_path: Path, url: str) -> None:
    def refusing(request: Any) -> int:
        raise OSError

    try:
        outcomes = ask_outside(str(tmp_path), [url], now=0.0, sleep=lambda _: None, opener=refusing)
    except ValueError:
        pytest.fail("an address that cannot be read is no reason to stop")
    assert is_dead(outcomes[url])


def test_a_damaged_memory_is_no_memory(tmp_path: Path, server: Server) -> None:
    (tmp_path / ".sitegen").mkdir()
    (tmp_path / ".sitegen/outside.json").write_text("{", encoding="utf-8")
    assert not is_dead(ask(tmp_path, f"{server.url}/200")[f"{server.url}/200"])


def test_dead_links_are_told_where_they_are_typed_and_never_fail(tmp_path: Path, server: Server) -> None:
    site = Story(tmp_path)
    links = f"[the report of it]({server.url}/404) and [more of it]({server.url}/200)"
    site.write(PAGE, f"{site.text(PAGE)}\nSee {links}.\n")
    site.replace("content/data/members.yaml", "url: ", f"url: {server.url}/410 # ")
    request = Request(project=str(site.root), output=str(site.root / "build"), now=NOW)
    report = check_project(request, update_baseline=False, external=True)
    told = [(one.path, one.line, one.severity) for one in report.diagnostics if one.code == "W-LINK-EXTERNAL"]
    assert (PAGE, 10, "warning") in told
    assert any(path == "content/data/members.yaml" for path, _, _ in told)
    assert report.exit == 0


def test_nothing_is_asked_without_being_told_to(tmp_path: Path, server: Server) -> None:
    site = Story(tmp_path)
    site.write(PAGE, site.text(PAGE) + f"\nSee [the report of it]({server.url}/404).\n")
    request = Request(project=str(site.root), output=str(site.root / "build"), now=NOW)
    check_project(request, update_baseline=False)
    assert server.asked == []
