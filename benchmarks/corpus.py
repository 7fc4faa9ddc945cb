"""One made-up site of any size, written as a project of sitegen and as one of Hugo."""

import argparse
import re
import shutil
import subprocess
import sys
from pathlib import Path

FLAVOURS = ("sitegen", "hugo")
GENERATOR = Path("../shared/bench/corpus.py")
TEMPLATES = Path(__file__).resolve().parent / "templates"


def write_project(flavour: str, folder: Path, *, events: int, generator: Path = GENERATOR, bare: bool = False) -> None:
    """Write the project for one tool; the generator decides the words, the number of events all else.

    A `bare` one has sitegen's own theme, not that which does the same work as Hugo's.
    """
    if not generator.is_file():
        raise SystemExit(f"There is no corpus generator at {generator}. Name it: --corpus path/to/corpus.py")
    subprocess.run(
        [sys.executable, str(generator), "--events", str(events), "--out", str(folder), "--flavour", flavour],
        check=True,
    )
    if flavour == "sitegen":
        _sort(folder)
        if not bare:
            _as_for_hugo(folder)


def _sort(project: Path) -> None:
    """A member or person without a key to sort by is a warning each, which would be part of what is measured."""
    for name in ("members", "people"):
        _edit(project / f"content/data/{name}.yaml", r'(?m)^( +name: \{en: (".*?").*)$', r"\1\n  sort_key: {zh: \2}")


def _as_for_hugo(project: Path) -> None:
    """Make of the sitegen project what the other one makes: the same theme, no page of their own for people."""
    shutil.copytree(TEMPLATES, project / "templates", dirs_exist_ok=True)
    _edit(project / "content/data/people.yaml", r"(?m)^( +affiliation: .*)$", r"\1\n  page: no")


def _edit(path: Path, pattern: str, replacement: str) -> None:
    text, found = re.subn(pattern, replacement, path.read_text(encoding="utf-8"))
    if not found:
        raise SystemExit(f"{path} is not what the generator used to write: {pattern} is not in it.")
    path.write_text(text, encoding="utf-8")


def main() -> None:
    """The command line: write one project."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpus", description=__doc__)
    parser.add_argument("--events", type=int, default=1000, help="how many events; two pages each")
    parser.add_argument("--flavour", choices=FLAVOURS, default="sitegen", help="the tool to write for")
    parser.add_argument("--out", type=Path, required=True, help="the folder to write the project into")
    parser.add_argument("--corpus", type=Path, default=GENERATOR, help=f"the generator (default: {GENERATOR})")
    chosen = parser.parse_args()
    write_project(chosen.flavour, chosen.out, events=chosen.events, generator=chosen.corpus)


if __name__ == "__main__":
    main()
