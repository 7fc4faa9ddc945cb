"""What one process and all its children cost: time on the clock, time of processors, memory."""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple

SAMPLE_SECONDS = 0.02


class Cost(NamedTuple):
    """What one run took."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds of all processors, in programs and in the kernel."""
    memory: int = 0
    """Bytes at the peak, shared pages counted once; 0 where it was not asked for."""


def measure(command: Sequence[str], *, environment: Mapping[str, str], memory: bool = False) -> Cost:
    """Run a command to its end; SystemExit with what it said if it fails.

    Reading the memory of a process slows it down, so runs that are timed go without.
    """
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT, env=dict(environment))
        peak = Peak(process.pid) if memory else None
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            told = said.read().decode(errors="replace")
            raise SystemExit(f"{' '.join(command)}\nended with {process.returncode}:\n{told}")
        return Cost(wall, usage.ru_utime + usage.ru_stime, peak.stop() if peak else 0)


class Peak:
    """Watches the memory of a process and of all that it starts."""

    def __init__(self, root: int) -> None:
        self._root = root
        self._bytes = 0
        self._ended = Event()
        self._thread = Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        """The most that was seen at one time, in bytes."""
        self._ended.set()
        self._thread.join()
        return self._bytes

    def _watch(self) -> None:
        while not self._ended.wait(SAMPLE_SECONDS):
            self._bytes = max(self._bytes, sum(map(proportional, family(self._root))))


def family(process: int) -> Iterator[int]:
    """A process and all that it started, and they."""
    yield process
    try:
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from family(int(child))
    except OSError:
        # Ended meanwhile.
        return


def proportional(process: int) -> int:
    """A process's share of memory in bytes: what it shares with others is divided among them (PSS)."""
    try:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0
