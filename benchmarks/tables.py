"""What was measured, as tables for people and as plain data for programs."""

import os
import platform
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from math import inf
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.rounds import SCENARIOS, Trial

GOALS: dict[int, dict[str, tuple[float, float, float]]] = {
    1_000: {"cold": (1.05, 1.1, 0.8), "no-op": (0.1, 0, 0), "body": (0.2, 0, 0), "title": (0.6, 0, 0),
            "template": (0.6, 0, 0)},
    10_000: {"cold": (0.85, 0.95, 0.3), "no-op": (0.03, 0, 0), "body": (0.04, 0, 0), "title": (0.4, 0, 0),
             "template": (0.4, 0, 0)},
}
"""By events and scenario: the most that wall time, CPU time and memory may be of Hugo's; 0 where none is set."""


def section(trials: Sequence[Trial], *, events: int, rounds: int) -> str:
    """All of one size in Markdown."""
    goals = GOALS.get(events, {})
    lines = [
        f"## {events:,} events",
        "",
        f"{today()}, {', '.join(f'{trial.tool.name} {trial.tool.version}' for trial in trials)}, median of {rounds}. "
        f"{machine()}. Files written: {', '.join(f'{trial.tool.name} {trial.files:,}' for trial in trials)}. "
        f"CPU time of a cold build for each event page: {', '.join(_per_page(trial, events) for trial in trials)}.",
        "",
    ]
    for title, unit, values, column in (
        ("Wall time", "s", _wall, 0), ("CPU time of all processes", "s", _cpu, 1),
        ("Peak memory of all processes (PSS)", "MiB", _memory, 2),
    ):
        names = [trial.tool.name for trial in trials]
        ratios = len(trials) == 2
        head = [title, *(f"{name}, {unit}" for name in names), *(["ratio", "goal"] if ratios else [])]
        lines += [row(head), row(["---", *["---:"] * (len(head) - 1)])]
        for scenario, means in SCENARIOS.items():
            measured = [values(trial, scenario) for trial in trials]
            if not all(measured):
                continue
            cells = [means, *(_spread(found, unit) for found in measured)]
            if ratios:
                goal = goals.get(scenario, (0, 0, 0))[column]
                cells += [f"**{ratio(*measured):.3g}**", f"≤ {goal}" if goal else ""]
            lines.append(row(cells))
        lines.append("")
    return "\n".join(lines)


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the rounds' ratios: both tools of a round met the same machine."""
    return median(one / other for one, other in zip(ours, theirs, strict=True))


def as_data(trials: Sequence[Trial], *, events: int) -> dict[str, Any]:
    """Every single figure: seconds and bytes."""
    return {
        "events": events,
        "date": today(),
        "machine": machine(),
        "tools": {
            trial.tool.name: {
                "version": trial.tool.version,
                "files": trial.files,
                "scenarios": {
                    scenario: {"wall": _wall(trial, scenario), "cpu": _cpu(trial, scenario),
                               "memory": trial.memory[scenario]}
                    for scenario in SCENARIOS
                },
            }
            for trial in trials
        },
    }


HEADING = """# Results

Written by `python -m benchmarks --results benchmarks/RESULTS.md`; [README.md](README.md) says what is measured and how.
A ratio is sitegen's figure divided by Hugo's in the same round, the median of all rounds; figures are medians (least to
most).
"""


def put_section(path: Path, text: str) -> None:
    """Put a section into the file in the place of the last one of that size or name; sizes first, in their order."""
    known = path.read_text(encoding="utf-8") if path.exists() else HEADING
    heading, *parts = re.split(r"(?m)^(?=## )", known)
    sections = {_size(part): part.strip() + "\n" for part in (*parts, text)}
    path.write_text("\n".join([heading.strip() + "\n", *(sections[size] for size in sorted(sections))]),
                    encoding="utf-8")


def _size(part: str) -> tuple[float, str]:
    title = part.splitlines()[0].removeprefix("## ")
    size = title.split()[0].replace(",", "")
    return (int(size), "") if size.isdigit() else (inf, title)


def _wall(trial: Trial, scenario: str) -> list[float]:
    return [cost.wall for cost in trial.costs[scenario]]


def _cpu(trial: Trial, scenario: str) -> list[float]:
    return [cost.cpu for cost in trial.costs[scenario]]


def _memory(trial: Trial, scenario: str) -> list[float]:
    return [peak / 2**20 for peak in trial.memory[scenario]]


def _per_page(trial: Trial, events: int) -> str:
    return f"{trial.tool.name} {median(_cpu(trial, 'cold')) / (2 * events) * 1000:.2f} ms"


def _spread(values: Sequence[float], unit: str) -> str:
    least, middle, most = (f"{value:,.0f}" if unit == "MiB" else f"{value:.3g}"
                           for value in (min(values), median(values), max(values)))
    return middle if len(values) == 1 else f"{middle} ({least}–{most})"


def row(cells: Sequence[str]) -> str:
    """A line of a table."""
    return f"| {' | '.join(cells)} |"


def today() -> str:
    """The day on which it was measured."""
    return datetime.now(UTC).date().isoformat()


def machine() -> str:
    """What it was measured on."""
    model = re.search(r"(?m)^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (f"{len(os.sched_getaffinity(0))} cores of {model[1] if model else platform.machine()}, {memory:.0f} GiB, "
            f"Python {platform.python_version()}, load {os.getloadavg()[1]:.1f}")
