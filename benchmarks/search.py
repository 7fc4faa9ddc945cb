"""The search beside Pagefind on the same built sites, both asked in Chromium: what is found, what is loaded, how long.

`python -m benchmarks.search --pagefind PROGRAM` builds the demonstration site and the corpus, has Pagefind (extended)
index the same trees, and asks both for titles, members, people and parts of texts. Needs Node, Chromium and `npm ci`.
"""

import argparse
import gzip
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from benchmarks.corpus import GENERATOR, write_project
from benchmarks.measure import measure
from benchmarks.tables import machine, put_section, row, today
from benchmarks.tools import ENVIRONMENT, REPOSITORY, sitegen

TITLE = "The search"
SCRIPT = Path(__file__).with_name("search.mjs")
TOOLS = ("sitegen", "pagefind")
LANGUAGES = {"en": "en", "zh": "zh-Hans"}
RUN = re.compile("[\u4e00-\u9fff]+")
FIRST = 5
"""What is asked for by its name must be among so many."""
Pair = tuple[str, str]
"""A query and the address that it must find."""


class Found(NamedTuple):
    """What one tool answered."""

    first: list[dict[str, float]]
    """Of each first query of a reader: `ms` and `bytes`."""
    next: list[float]
    """Milliseconds of each query of one who goes on."""
    titles: list[int]
    """Where the page of each title and name stands in the answer; -1 where it does not."""
    parts: list[int]
    """The same for parts of texts."""
    size: int
    """Bytes of the whole index as it is sent."""


def main() -> None:
    """The command line."""
    chosen = _arguments()
    with tempfile.TemporaryDirectory(prefix="search-", dir=chosen.work) as folder:
        demo = built(REPOSITORY, Path(folder) / "demo", chosen.pagefind)
        project = Path(folder) / "project"
        write_project("sitegen", project, events=chosen.events, generator=chosen.corpus, bare=True)
        settings = (project / "site.yaml").read_text(encoding="utf-8")
        (project / "site.yaml").write_text(re.sub(r"(?m)^outputs: .*\n", "", settings), encoding="utf-8")
        tree = built(project, Path(folder) / "tree", chosen.pagefind)
        found = {tool: _measure(tool, demo, tree, chosen) for tool in TOOLS}
    text = section(found, _version(chosen.pagefind), events=chosen.events)
    if chosen.results:
        put_section(chosen.results, text)
    print(text)


def built(project: Path, output: Path, pagefind: str) -> Path:
    """A built site that both tools have indexed."""
    measure([*sitegen().build(project, output), "--clean"], environment=ENVIRONMENT)
    _say(f"{output.name}: built")
    measure([pagefind, "--site", str(output), "--output-path", str(output / "pagefind"), "--quiet"],
            environment=ENVIRONMENT)
    return output


def _measure(tool: str, demo: Path, tree: Path, chosen: argparse.Namespace) -> Found:
    titles: list[int] = []
    for code in LANGUAGES:
        titles += ask(tool, demo, code, pairs=list(named(demo, code)))["places"]
    _say(f"{tool}: titles {share(titles)}")
    parts = ask(tool, demo, "zh", pairs=parts_of_texts(demo, chosen.parts))["places"]
    _say(f"{tool}: parts of texts {share(parts)}")
    told = ask(tool, tree, "zh", first=some_titles(tree, chosen.queries))
    return Found(told["first"], told["next"], titles, parts, index_size(tool, tree))


def ask(tool: str, tree: Path, code: str, *, first: list[str] | None = None,
        pairs: list[Pair] | None = None) -> dict[str, Any]:
    """What the search of a tree answers in a browser."""
    node, chromium = shutil.which("node"), shutil.which("chromium")
    if not node or not chromium:
        raise SystemExit("This needs Node and Chromium.")
    done = subprocess.run([node, str(SCRIPT), chromium, str(tree), tool, code, LANGUAGES[code]], check=False, text=True,
                          capture_output=True, input=json.dumps({"first": first or [], "pairs": pairs or []}))
    if done.returncode:
        raise SystemExit(done.stderr)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def entries(tree: Path, code: str) -> Iterable[tuple[str, str, list[str], list[str]]]:
    """Of every page that is found: address, title, names, texts."""
    for path in sorted(tree.glob(f"{code}/search/*-t*.json")):
        for url, title, _, names, texts in json.loads(path.read_text(encoding="utf-8")):
            if "#" not in url:
                yield url, title, names, texts


def named(tree: Path, code: str) -> Iterable[Pair]:
    """Every page by its title, members and people by their names in every script as well."""
    for url, title, names, _ in entries(tree, code):
        yield title, url
        if re.search("/(members|people)/.", url):
            yield from ((name, url) for name in names)


def parts_of_texts(tree: Path, count: int) -> list[Pair]:
    """So many of one to eight Han characters, each with a page in which they follow each other; the same each time."""
    runs = [(run, url) for url, title, _, texts in entries(tree, "zh") for text in (title, *texts)
            for run in RUN.findall(text)]
    chance = random.Random(0)
    found = []
    for run, url in chance.choices(runs, weights=[len(run) for run, _ in runs], k=count):
        begin = chance.randrange(len(run))
        found.append((run[begin:begin + chance.randint(1, 8)], url))
    return found


def some_titles(tree: Path, count: int) -> list[str]:
    """So many Chinese titles of events, spread over all of them."""
    titles = sorted({title for url, title, _, _ in entries(tree, "zh") if "/events/" in url})
    return titles[::max(1, len(titles) // count)][:count]


def index_size(tool: str, tree: Path) -> int:
    """Bytes of all that a search may load, with gzip where it is not compressed already."""
    if tool == "sitegen":
        files = [*tree.glob("*/search/*.json"), *tree.glob("assets/search.*.js")]
    else:
        folder = tree / "pagefind"
        files = [*folder.rglob("*.pf_*"), *folder.glob("wasm.*"), *folder.glob("pagefind*.js*n"),
                 folder / "pagefind.js", folder / "pagefind-worker.js"]
    return sum(path.stat().st_size if re.search(r"\.pf_|\.pagefind$", path.name)
               else len(gzip.compress(path.read_bytes())) for path in files)


def share(places: list[int], most: int | None = None) -> str:
    """How many of all were found, among the first `most` where that is given."""
    hits = sum(0 <= place < (most or place + 1) for place in places)
    return f"{hits:,} of {len(places):,} ({hits / max(1, len(places)):.1%})"


def section(found: dict[str, Found], version: str, *, events: int) -> str:
    """The table."""
    rows = {
        f"titles, members and people among the first {FIRST}, demonstration, both languages":
            lambda one: share(one.titles, FIRST),
        "1 to 8 Han characters of a page find it, demonstration": lambda one: share(one.parts),
        f"index of {events:,} events": lambda one: f"{one.size / 1e6:.1f} MB",
        "a reader's first query loads": lambda one: _spread([each["bytes"] / 1000 for each in one.first], "KB"),
        "a reader's first query takes": lambda one: _spread([each["ms"] for each in one.first], "ms"),
        "each further query takes": lambda one: _spread(one.next, "ms"),
    }
    said = (f"{today()}, sitegen {sitegen().version}, {version}. {machine()}. Queries are Chinese titles of events, "
            "asked in Chromium from a server on the same machine; bytes are those of scripts and index, compressed, to "
            "the first ten results; medians, 95th percentiles and the most. Pagefind indexes the same trees with its "
            "own defaults.")
    lines = [f"## {TITLE}", "", said, "",
             row(["", *found]), row(["---", *["---:"] * len(found)])]
    lines += [row([name, *map(tell, found.values())]) for name, tell in rows.items()]
    return "\n".join([*lines, ""])


def _spread(values: list[float], unit: str) -> str:
    ordered = sorted(values)
    high = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return f"{median(ordered):,.0f} / {high:,.0f} / {ordered[-1]:,.0f} {unit}"


def _version(pagefind: str) -> str:
    said = subprocess.run([pagefind, "--version"], capture_output=True, text=True, check=True).stdout
    return said.strip()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    parser.add_argument("--pagefind", default="pagefind", help="Pagefind's program, extended (npm install pagefind)")
    parser.add_argument("--events", type=int, default=1000, help="how many events; two pages each")
    parser.add_argument("--queries", type=int, default=40, help="titles that are asked for")
    parser.add_argument("--parts", type=int, default=500, help="parts of texts that are asked for")
    parser.add_argument("--corpus", type=Path, default=GENERATOR, help=f"the generator (default: {GENERATOR})")
    parser.add_argument("--work", type=Path, help="where sites are written (default: the system's temporary folder)")
    parser.add_argument("--results", type=Path, help="a file such as benchmarks/RESULTS.md to put the table into")
    return parser.parse_args()


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
