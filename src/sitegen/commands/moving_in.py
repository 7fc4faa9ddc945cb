"""`sitegen init --from wordpress`: a project from an export, with a list of all that could not be carried."""

import os
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from msgspec.structs import replace

from sitegen.build import build
from sitegen.commands.init import make_project, refuse_full
from sitegen.commands.schema import schema_files, yaml_schemas
from sitegen.commands.starter import STARTER_CODES, starter_files
from sitegen.diagnostics import BuildStopped, error
from sitegen.disk.failures import stopped
from sitegen.disk.names import shown
from sitegen.disk.texts import read_outside
from sitegen.model import Report, Request
from sitegen.wordpress.export import read_export
from sitegen.wordpress.project import Listed, Moved, move

LIST = "NOT-CARRIED.md"
"""At the top of the project: what stayed behind, and what somebody has to look at."""


def move_in(request: Request, name: str, export: str, media: str) -> Report:
    """Make a project in `request.project` of an export; `media` is a copy of wp-content/uploads/, or empty.

    The project is there afterwards with the list, or nothing is. What its build would refuse is reported with it.
    """
    try:
        _check_installed()
        refuse_full(request.project, name)
        moved = move(
            read_export(read_outside(export), export), _files_below(media), today=request.now.date().isoformat()
        )
        files = {
            path: text
            for path, text in starter_files(request.now.date(), {"yaml_schemas": yaml_schemas()}).items()
            if not path.startswith("content/") and path != "site.yaml"
        }
        files |= schema_files(STARTER_CODES) | moved.files | {LIST: "\n".join(_listing(moved, export))}
        make_project(request.project, files)
        _copy(moved, media, request.project)
    except BuildStopped as stop:
        return Report(command="init", exit=max(each.exit for each in stop.diagnostics), diagnostics=stop.diagnostics)
    looked = build(replace(request, dry_run=True, drafts=True, forgetful=True))
    return Report(
        command="init",
        exit=looked.exit,
        diagnostics=looked.diagnostics,
        written=len(files) + len(moved.copies),
        notices=(_summary(moved, name, looked),),
    )


def _check_installed() -> None:
    from importlib.util import find_spec

    if find_spec("markdownify") is None:
        raise BuildStopped(
            error(
                "E-EXTRA",
                "Moving in from WordPress needs markdownify, which is not installed.",
                "Install it: pip install 'sitegen[wordpress]'",
                exit=3,
            )
        )


def _files_below(folder: str) -> Iterator[str]:
    """Every file below a folder, with / in its path."""
    for root, _, names in os.walk(folder) if folder else ():
        for name in names:
            if not os.path.islink(os.path.join(root, name)):
                yield os.path.relpath(os.path.join(root, name), folder).replace(os.sep, "/")


def _copy(moved: Moved, media: str, project: str) -> None:
    for target, source in moved.copies.items():
        place = os.path.join(project, *target.split("/"))
        try:
            os.makedirs(os.path.dirname(place), exist_ok=True)
            shutil.copyfile(os.path.join(media, *source.split("/")), place)
        except OSError as problem:
            raise stopped(problem, "copying", source) from problem


def _listing(moved: Moved, export: str) -> Iterator[str]:
    """The list, by what there is to do and then by place."""
    yield "# What was not carried\n"
    carried, behind = len(moved.carried), len(moved.behind)
    yield (
        f"{carried + behind} entries of `{os.path.basename(export)}`: {carried} are in this project, {behind} are not. "
        "Each of the latter is in this list, with everything in the former that could not be carried as it was, and "
        "where in the export it stands. Delete a line when it is done, and this file when it is empty.\n"
    )
    ordered = sorted(moved.listed, key=lambda one: (one.what, one.line, one.post))
    for what, ones in groupby(ordered, key=lambda one: one.what):
        yield f"## {_heading(what)}\n"
        yield from map(_line, ones)
        yield ""


def _heading(what: str) -> str:
    return what[:1].upper() + what[1:]


def _line(one: Listed) -> str:
    place = f"line {one.line}: " if one.line else ""
    words = f": `{one.words.replace('`', '´')}`" if one.words else ""
    return f"- {place}{one.post}{words}"


def _summary(moved: Moved, name: str, looked: Report) -> str:
    what = Counter(one.what for one in moved.listed)
    lines = [
        f"{len(moved.carried)} of {len(moved.carried) + len(moved.behind)} entries are in {shown(name)}, with "
        f"{len(moved.copies)} files. {LIST} lists what is not, and what to look at: {len(moved.listed)} places."
    ]
    lines += [f"  {count} × {words}" for words, count in _most(what.items())]
    lines.append(
        "Look at it: sitegen serve --project " + shown(name)
        if not looked.exit
        else "Mend what is named above first; then: sitegen build --project " + shown(name)
    )
    return "\n".join(lines)


def _most(counted: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(counted, key=lambda pair: (-pair[1], pair[0]))[:8]
