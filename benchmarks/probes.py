"""How long until a save is seen: at the preview's address, and in a browser that shows the page."""

import http.client
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

from benchmarks.saves import MARK, Save
from benchmarks.tools import REPOSITORY

POLL = 0.002
PATIENCE = 60.0
REST = 0.15
"""Seconds between a save that was seen and the next: nobody saves faster."""
SCRIPT = Path(__file__).with_name("words.mjs")


class Asking:
    """One connection over which the same page is asked for again and again."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._connection = http.client.HTTPConnection("localhost", port, timeout=PATIENCE)

    def page(self, address: str) -> bytes:
        """The page as it is served now; OSError where nobody serves."""
        try:
            self._connection.request("GET", address)
            answer = self._connection.getresponse()
            data = answer.read()
        except (http.client.HTTPException, OSError) as problem:
            self._connection.close()
            raise OSError(str(problem)) from problem
        return data if answer.status == 200 else b""

    def until(self, address: str, words: str) -> float:
        """The time at which the page has the words, in seconds of the monotonic clock."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                if words.encode() in self.page(address):
                    return time.monotonic()
            except OSError:
                pass
            time.sleep(POLL)
        raise SystemExit(f"{address} never showed: {words}")


def served(asking: Asking, saves: Sequence[Save], *, count: int, seconds: float) -> list[float]:
    """Milliseconds from each of so many saves to the page that has it, as far as they fit into the time.

    The saves are made in turn, each to the text that its file had before.
    """
    good = [save.path.read_text(encoding="utf-8") for save in saves]
    times: list[float] = []
    for number in _numbers(count, time.monotonic() + seconds):
        turn = number % len(saves)
        save, words = saves[turn], MARK.format(number)
        asking.page(save.address)
        time.sleep(REST)
        text = save.marked(good[turn], words)
        begun = time.monotonic()
        save.write(text)
        times.append((asking.until(save.address, words) - begun) * 1000)
    for save, text in zip(saves, good, strict=True):
        save.write(text)
    time.sleep(2 * REST)
    return times


class Tab:
    """A tab of a headless browser that says when it shows words."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._said: Queue[tuple[str, float]] = Queue()
        Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            said = json.loads(line)
            self._said.put((said["words"], said["at"]))

    def open(self, url: str) -> None:
        """Show a page."""
        assert self._process.stdin is not None
        self._process.stdin.write(url + "\n")
        self._process.stdin.flush()
        self.until("open")

    def until(self, words: str) -> float:
        """The time at which the words came into the page, in seconds of the monotonic clock."""
        try:
            while True:
                told, at = self._said.get(timeout=PATIENCE)
                if told == words:
                    return at
        except Empty:
            raise SystemExit(f"The browser never showed: {words}") from None


def seen(tab: Tab, url: str, save: Save, *, count: int, seconds: float) -> list[float]:
    """Milliseconds from each of so many saves to its words in the page that the tab shows."""
    good = save.path.read_text(encoding="utf-8")
    tab.open(url)
    # The live connection comes after the page.
    time.sleep(1.0)
    times: list[float] = []
    for number in _numbers(count, time.monotonic() + seconds):
        words = MARK.format(number)
        text = save.marked(good, words)
        begun = time.monotonic()
        save.write(text)
        times.append((tab.until(words) - begun) * 1000)
        time.sleep(REST)
    save.write(good)
    time.sleep(2 * REST)
    return times


def _numbers(count: int, end: float) -> Iterator[int]:
    """At least three, however long they take; others each time, for what was compiled once is remembered."""
    first = time.time_ns() // 1_000_000
    for number in range(first, first + count):
        if number >= first + 3 and time.monotonic() > end:
            return
        yield number


@contextmanager
def browsing() -> Iterator[Tab | None]:
    """A browser with one tab; none where Node, Chromium or puppeteer-core is not here."""
    node, chromium = shutil.which("node"), shutil.which("chromium")
    if not node or not chromium or not (REPOSITORY / "node_modules/puppeteer-core").is_dir():
        yield None
        return
    process = subprocess.Popen([node, str(SCRIPT), chromium], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                               env=dict(os.environ))
    try:
        yield Tab(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait(PATIENCE)
