"""`sitegen init`: a folder becomes a project that builds at once."""

import os
import shutil
from collections.abc import Mapping

from sitegen.commands.i18n import record_translations
from sitegen.commands.schema import schema_files, yaml_schemas
from sitegen.commands.starter import STARTER_CODES, recipe_files, starter_files
from sitegen.diagnostics import BuildStopped, error
from sitegen.disk.failures import stopped
from sitegen.disk.names import shown
from sitegen.disk.places import STATE
from sitegen.model import Report, Request

_WELCOME = frozenset({".git"})
"""What a new project may have already."""
_SHOWN = 5


def init_project(request: Request, name: str, publish_to: str = "") -> Report:
    """Make the starting site in `request.project`, which must be empty or absent; `name` is the folder as it was typed.

    `publish_to` is one of the places of RECIPES, whose files come with it, or none.
    All of it is there afterwards, or nothing.
    """
    try:
        refuse_full(request.project, name)
        standing = os.path.isdir(request.project)
        files = starter_files(request.now.date(), {"yaml_schemas": yaml_schemas()})
        files |= schema_files(STARTER_CODES) | (recipe_files(publish_to) if publish_to else {})
        make_project(request.project, files)
    except BuildStopped as stop:
        return Report(command="init", exit=max(each.exit for each in stop.diagnostics), diagnostics=stop.diagnostics)
    report = record_translations(request)
    shutil.rmtree(os.path.join(request.project, STATE), ignore_errors=True)
    report.command = "init"
    if report.exit:
        _take_back(request.project, standing)
    else:
        report.written = len(files) + report.written
        report.notices = (*_next_steps(name, report.written), *_publishing(publish_to))
    return report


def make_project(project: str, files: Mapping[str, str]) -> None:
    """Write new files, by their paths in the project; on failure none is left. Raises BuildStopped (exit 3)."""
    standing = os.path.isdir(project)
    try:
        for path, text in files.items():
            target = os.path.join(project, *path.split("/"))
            os.makedirs(os.path.dirname(target), exist_ok=True)
            # "x": nothing that came meanwhile is written over.
            with open(target, "x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
    except OSError as problem:
        _take_back(project, standing)
        raise stopped(problem, "writing", os.path.basename(project)) from problem
    except BaseException:
        _take_back(project, standing)
        raise


def _take_back(project: str, standing: bool) -> None:
    """Empty the folder again, which was empty before; remove it where it was not there."""
    for name in os.listdir(project) if os.path.isdir(project) else ():
        place = os.path.join(project, name)
        if name not in _WELCOME:
            shutil.rmtree(place, ignore_errors=True) if os.path.isdir(place) else os.unlink(place)
    if not standing:
        shutil.rmtree(project, ignore_errors=True)


def refuse_full(project: str, name: str) -> None:
    """Nobody's files are mixed with ours. Raises BuildStopped: exit 2, or 3 where the folder cannot be looked into."""
    try:
        names = sorted(each for each in os.listdir(project) if each not in _WELCOME)
    except FileNotFoundError:
        return
    except OSError as problem:
        raise stopped(problem, "opening", name) from problem
    if not names:
        return
    seen = ", ".join(map(shown, names[:_SHOWN])) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
    help = "Name a folder that is not there yet: sitegen init our-site"
    if "site.yaml" in names:
        help = f"It is a site already. Build it: sitegen build --project {shown(name)}\n{help}"
    raise BuildStopped(error("E-INIT", f"The folder {shown(name)} is not empty: it has {seen}. Nothing was written.",
                             help, exit=2))


def _next_steps(name: str, written: int) -> tuple[str, ...]:
    into = "" if os.path.abspath(name) == os.getcwd() else f"  cd {shown(name)}\n"
    return (f"A new site with {written} files is in {shown(name)}. Its README tells staff and translators what to do.\n"
            f"Now type:\n{into}  sitegen serve --open",)



def _publishing(place: str) -> tuple[str, ...]:
    if not place:
        return ()
    if place == "netlify":
        return ("netlify.toml publishes it: import the repository in Netlify.",)
    file = next(iter(recipe_files(place)))
    return (f"{file} publishes it: write the site's address and time zone into it, and see its first lines.",)
