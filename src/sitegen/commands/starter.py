"""The small site that a new project begins as: its files, with dates that lie near the day on which it is made."""

import os
import re
from collections.abc import Mapping
from datetime import date, timedelta

from sitegen import __version__
from sitegen.disk.places import PACKAGE, theme_root

_FOLDER = os.path.join(PACKAGE, "starter")
_DUE = {"due.sh": ".github/due.sh"}
_PULL_REQUEST = {"pull-request.yml": ".github/workflows/pull-request.yml"}
RECIPES: dict[str, dict[str, str]] = {
    "github": {"github-pages.yml": ".github/workflows/publish.yml", **_DUE, **_PULL_REQUEST},
    "gitlab": {"gitlab-ci.yml": ".gitlab-ci.yml", "due.sh": "due.sh"},
    "netlify": {"netlify.toml": "netlify.toml"},
    "cloudflare": {"cloudflare-pages.yml": ".github/workflows/publish.yml", **_DUE, **_PULL_REQUEST},
    "server": {"server.yml": ".github/workflows/publish.yml", **_DUE, **_PULL_REQUEST},
}
"""By the place to publish to: the files of examples/publish that do it, and where each belongs in a project."""
STARTER_CODES = ("en", "zh")
"""Its languages."""
_HIDDEN = re.compile(r"(?<![^/])(?:dot-|(?=(?:gitignore|gitattributes|editorconfig)$))")
"""Names that begin with a dot in a project, but not here, where they would be obeyed."""
_VALUE = re.compile(r"@([a-z_]+)@")


def starter_files(today: date, more: Mapping[str, str]) -> dict[str, str]:
    """Each file of the starting site by its path in the project; `more` are values beside the dates."""
    values = {**starter_dates(today), "version": __version__, **more}
    return {_HIDDEN.sub(".", filled(path, values)): filled(text, values) for path, text in _shipped().items()}


def recipe_files(place: str) -> dict[str, str]:
    """What publishes a project to one of RECIPES, by its path in the project."""
    shipped = os.path.join(theme_root(), "examples", "publish")
    return {path: _read(os.path.join(shipped, name)) for name, path in RECIPES[place].items()}


def starter_dates(today: date) -> dict[str, str]:
    """One event is over and has been reported, the other is to come."""
    past, upcoming = _thursday(today - timedelta(days=150)), _thursday(today + timedelta(days=100))
    return {
        "past": str(past), "past_year": str(past.year), "news": str(past + timedelta(days=6)),
        "next": str(upcoming), "next_year": str(upcoming.year), "next_end": str(upcoming + timedelta(days=1)),
        "next_closes": str(upcoming - timedelta(days=14)),
        "founded": f"{past.year - 2}-10", "joined": f"{past.year - 1}-09",
    }


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with the values in the places of @their_names@; anything else between two @ stays."""
    return _VALUE.sub(lambda found: values.get(found[1], found[0]), text)


def _thursday(day: date) -> date:
    """That day, or the next Thursday."""
    return day + timedelta(days=(3 - day.weekday()) % 7)


def _shipped() -> dict[str, str]:
    """The files as the package has them, with / in their paths on every system."""
    found: dict[str, str] = {}
    for folder, _, names in os.walk(_FOLDER):
        for name in names:
            place = os.path.join(folder, name)
            found[os.path.relpath(place, _FOLDER).replace(os.sep, "/")] = _read(place)
    return dict(sorted(found.items()))


def _read(place: str) -> str:
    with open(place, encoding="utf-8", newline="\n") as stream:
        return stream.read()
