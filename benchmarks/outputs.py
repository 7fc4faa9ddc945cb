"""What each kind of output costs in a build from nothing: the same site with it and without it, in turn.

`python -m benchmarks.outputs --events 1000` builds with all of them, then without each of them in turn, and so on for
each round; the least CPU time of all rounds is compared, because other work on the machine can only add to it.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.corpus import GENERATOR, write_project
from benchmarks.measure import measure
from benchmarks.tables import machine, put_section, row, today
from benchmarks.tools import ENVIRONMENT, Tool, sitegen
from sitegen.content.config import OUTPUTS
from sitegen.paper import OUTPUT as PROGRAMMES

TITLE = "Outputs"
ALL = "all"
CARDS = "pictures of titles"
FONT = "templates/fonts/card-font"


class Tree(NamedTuple):
    """A published tree."""

    files: int
    size: int
    """Bytes."""


class Measured(NamedTuple):
    """What builds took with all outputs but one."""

    cpu: list[float]
    """Seconds, of each round."""
    tree: Tree


def main() -> None:
    """The command line."""
    chosen = _arguments()
    tool = sitegen(chosen.jobs)
    with tempfile.TemporaryDirectory(prefix="outputs-", dir=chosen.work) as folder:
        found = _measure(tool, Path(folder), chosen)
    text = section(found, tool, events=chosen.events)
    if chosen.results:
        put_section(chosen.results, text)
    print(text)


def kinds() -> tuple[str, ...]:
    """What can be switched off, of what is published where nobody says anything."""
    return tuple(kind for kind in OUTPUTS if kind not in ("pages", PROGRAMMES))


def _measure(tool: Tool, folder: Path, chosen: argparse.Namespace) -> dict[str, Measured]:
    project = folder / "project"
    write_project("sitegen", project, events=chosen.events, generator=chosen.corpus, bare=True)
    # What was written a moment ago is not trusted to be as it was.
    time.sleep(2.5)
    settings = (project / "site.yaml").read_text(encoding="utf-8")
    texts = {ALL: with_outputs(settings, kinds())}
    texts |= {kind: with_outputs(settings, [other for other in kinds() if other != kind]) for kind in kinds()}
    if chosen.font:
        (project / FONT).parent.mkdir(parents=True)
        (project / FONT).with_suffix(chosen.font.suffix).write_bytes(chosen.font.read_bytes())
        texts[CARDS] = f"{texts[ALL]}card_font: {FONT}{chosen.font.suffix}\n"
    found: dict[str, Measured] = {}
    for number in range(chosen.rounds):
        for kind, text in texts.items():
            (project / "site.yaml").write_text(text, encoding="utf-8")
            output = folder / f"{number}-{kind.replace(' ', '-')}"
            cost = measure([*tool.build(project, output), "--clean"], environment=ENVIRONMENT)
            found.setdefault(kind, Measured([], tree_of(output))).cpu.append(cost.cpu)
            print(f"round {number + 1}, {kind}: {cost.cpu:.2f} s", file=sys.stderr, flush=True)
    return found


def with_outputs(settings: str, named: tuple[str, ...] | list[str]) -> str:
    """A site.yaml that publishes pages and these."""
    lines = [line for line in settings.splitlines() if not line.startswith("outputs:")]
    return "\n".join([*lines, f"outputs: [{', '.join(['pages', *named])}]", ""])


def tree_of(folder: Path) -> Tree:
    """What stands below a folder."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return Tree(len(sizes), sum(sizes))


def section(found: dict[str, Measured], tool: Tool, *, events: int) -> str:
    """A table with what each output adds."""
    whole = found[ALL]
    rounds = len(whole.cpu)
    said = (f"{today()}, {tool.name} {tool.version}, {events:,} events in two languages, its own theme. {machine()}. "
            f"A build from nothing with all outputs takes {min(whole.cpu):.2f} s of CPU time, the least of {rounds}, "
            f"and writes {whole.tree.files:,} files, {whole.tree.size / 1e6:.1f} MB; a row tells what one output adds.")
    lines = [f"## {TITLE}", "", said, "",
             row(["output", "CPU time, s", "of the whole", "ms an event page", "files", "MB"]),
             row(["---", *["---:"] * 5])]
    for kind, one in found.items():
        if kind != ALL:
            more, less = (one, whole) if kind == CARDS else (whole, one)
            lines.append(_row(kind, more, less, events))
    return "\n".join([*lines, ""])


def _row(kind: str, more: Measured, less: Measured, events: int) -> str:
    cpu = min(more.cpu) - min(less.cpu)
    return row([f"`{kind}`" if kind in OUTPUTS else kind, f"{cpu:.2f}", f"{cpu / min(more.cpu):.0%}",
                f"{cpu / (2 * events) * 1000:.2f}", f"{more.tree.files - less.tree.files:,}",
                f"{(more.tree.size - less.tree.size) / 1e6:.1f}"])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.outputs", description=__doc__)
    parser.add_argument("--events", type=int, default=1000, help="how many events; two pages each")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is built")
    parser.add_argument("--jobs", type=int, default=1, help="worker processes (default: one, which is measured best)")
    parser.add_argument("--font", type=Path, help="a font file with which pictures of titles are drawn, too")
    parser.add_argument("--corpus", type=Path, default=GENERATOR, help=f"the generator (default: {GENERATOR})")
    parser.add_argument("--work", type=Path, help="where projects are written (default: the system's temporary folder)")
    parser.add_argument("--results", type=Path, help="a file such as benchmarks/RESULTS.md to put the table into")
    return parser.parse_args()


if __name__ == "__main__":
    main()
