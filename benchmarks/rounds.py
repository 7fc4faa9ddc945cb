"""What is measured: each tool in turn does the same work on the same site, round after round."""

import json
import re
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.measure import Cost, measure
from benchmarks.tools import ENVIRONMENT, Tool

SCENARIOS = {
    "cold": "cold build",
    "no-op": "no-op",
    "repair": "a published page was edited by hand",
    "body": "one body edit",
    "title": "one title edit: lists, feed, footer",
    "template": "base template edit",
}
"""By name, what tables call it; all but the first in a new process over the output of the one before."""
SETTLED = 2.5
"""Seconds: sitegen trusts no time of a file that was changed within two seconds before the build."""


@dataclass
class Trial:
    """One tool with its project and what was measured so far."""

    tool: Tool
    project: Path
    outputs: Path
    """The folder for the output of each round: making files where many were just deleted is slow on some disks."""
    costs: dict[str, list[Cost]] = field(default_factory=lambda: {name: [] for name in SCENARIOS})
    memory: dict[str, list[int]] = field(default_factory=lambda: {name: [] for name in SCENARIOS})
    files: int = 0

    def run(self, scenario: str, output: Path, *, memory: bool) -> None:
        """Build once and note what it took."""
        cost = measure(self.tool.build(self.project, output), environment=ENVIRONMENT, memory=memory)
        if memory:
            self.memory[scenario].append(cost.memory)
        else:
            self.costs[scenario].append(cost)


    def warm_up(self) -> None:
        """Build once and note nothing: a first build after a pause takes longer than further ones."""
        measure(self.tool.build(self.project, self.outputs / f"{self.tool.name}-unmeasured"), environment=ENVIRONMENT)


@dataclass(frozen=True)
class Edits:
    """The same edits for every tool."""

    quiet: str
    """Slug of an event that no list on other pages leads with."""
    newest: str
    """Slug of the event at the head of every list."""


def measure_rounds(trials: Sequence[Trial], *, rounds: int, memory_rounds: int, say: Callable[[str], None]) -> None:
    """Every scenario with every tool, alternating who is first; memory in rounds of its own."""
    edits = choose(trials[0])
    for number in range(rounds + memory_rounds):
        memory = number >= rounds
        say(f"round {number + 1} of {rounds + memory_rounds}{', for memory' if memory else ''}")
        time.sleep(SETTLED)
        in_turn = list(trials) if number % 2 == 0 else list(reversed(trials))
        for trial in in_turn:
            trial.warm_up()
        runs = [_round(trial, edits, number, memory=memory) for trial in in_turn]
        for scenario in SCENARIOS:
            for trial, run in zip(in_turn, runs, strict=True):
                next(run)
                say(f"  {scenario:9} {trial.tool.name:8} {_last(trial, scenario, memory)}")
        for run in runs:
            next(run, None)


def choose(trial: Trial) -> Edits:
    """The newest event, and the first by name that is not among the ten newest."""
    starts = {path: _start(path) for path in sorted(trial.project.glob(trial.tool.text.format("*")))}
    by_time = sorted(starts, key=lambda path: starts[path])
    slugs = {path: path.stem if path.stem != "index.en" else path.parent.name for path in starts}
    slugs = {path: slug for path, slug in slugs.items() if not slug.startswith("_")}
    quiet = next(slug for path, slug in slugs.items() if path not in by_time[-10:])
    return Edits(quiet=quiet, newest=slugs[by_time[-1]])


def _start(path: Path) -> datetime:
    text = path.read_text(encoding="utf-8")
    start = re.search(r"(?m)^(?:date|start): (.+)$", text)
    zone = re.search(r"(?m)^(?:tz|timezone): (.+)$", text)
    if not start or not zone:
        return datetime.min.replace(tzinfo=ZoneInfo("UTC"))
    moment = datetime.fromisoformat(start[1])
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone[1]))


def _round(trial: Trial, edits: Edits, number: int, *, memory: bool) -> Iterator[None]:
    """One tool's round, a scenario at each step; the project is as it was afterwards."""
    tool, project = trial.tool, trial.project
    output = trial.outputs / f"{tool.name}-{number}"
    text, title, template = (project / tool.text.format(edits.quiet), project / tool.text.format(edits.newest),
                             project / tool.template)
    before = {path: path.read_bytes() for path in (text, title, template)}
    quiet, newest = f"en/events/{edits.quiet}/index.html", f"en/events/{edits.newest}/index.html"
    for name in tool.remembers:
        shutil.rmtree(project / name, ignore_errors=True)

    trial.run("cold", output, memory=memory)
    trial.files = sum(path.is_file() for path in output.rglob("*"))
    yield
    trial.run("no-op", output, memory=memory)
    yield
    published = (output / quiet).read_bytes()
    # Not written in place: the same bytes may be shared with what the tool keeps.
    (output / quiet).unlink()
    (output / quiet).write_bytes(published + b"edited by hand")
    trial.run("repair", output, memory=memory)
    if (output / quiet).read_bytes() != published:
        raise SystemExit(f"{tool.name} did not notice that a published page was edited by hand.")
    yield
    mark = f"A paragraph of round {number}."
    text.write_bytes(before[text] + f"\n{mark}\n".encode())
    trial.run("body", output, memory=memory)
    expect(output, {quiet: mark}, tool)
    yield
    mark = f"Title of round {number}"
    title.write_text(re.sub(r'(?m)^title: ".*"$', f"title: {json.dumps(mark)}", before[title].decode(), count=1))
    trial.run("title", output, memory=memory)
    expect(output, dict.fromkeys((newest, quiet, *tool.lists), mark), tool)
    yield
    mark = f"BASE-MARK-{number}"
    template.write_bytes(before[template].replace(b"BASE-MARK", mark.encode()))
    trial.run("template", output, memory=memory)
    expect(output, dict.fromkeys((newest, quiet, "zh/index.html"), mark), tool)
    yield
    for path, content in before.items():
        path.write_bytes(content)


def expect(output: Path, marks: dict[str, str], tool: Tool) -> None:
    """Stop if an edit does not show: a build that is quick because it does less is not measured."""
    for path, mark in marks.items():
        if mark not in (output / path).read_text(encoding="utf-8"):
            raise SystemExit(f"{tool.name} did not bring {path} up to date.")


def _last(trial: Trial, scenario: str, memory: bool) -> str:
    if memory:
        return f"{trial.memory[scenario][-1] / 2**20:.0f} MiB"
    cost = trial.costs[scenario][-1]
    return f"{cost.wall:.3f} s, {cost.cpu:.3f} CPU s"
