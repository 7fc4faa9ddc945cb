"""What was typed behind `sitegen new`, and what the site is: read."""

import os
from collections.abc import Sequence
from typing import Any, NamedTuple

from sitegen.commands.forms import Tree
from sitegen.content.config import parse_config
from sitegen.diagnostics import BuildStopped, Diagnostic, error
from sitegen.disk.names import shown
from sitegen.disk.texts import read_outside
from sitegen.model import Config, Request, Source


class Wanted(NamedTuple):
    """What was typed behind `sitegen new`."""

    kind: str
    title: str
    """In several languages where ` // ` stands between them, in the order of site.yaml."""
    name: str = ""
    """In addresses and references; made of the title where it is empty."""
    given: tuple[str, ...] = ()
    """FIELD=VALUE; a field of a field as address.country=CN."""


class Written(NamedTuple):
    """What is written, and what is said of it."""

    texts: dict[str, str]
    identity: str
    said: tuple[str, ...]


def config_of(request: Request) -> Config:
    """What site.yaml says. Raises BuildStopped where it has errors."""
    path = os.path.join(request.project, "site.yaml")
    config, problems = parse_config(source_of("site.yaml", read_outside(path)))
    if config is None:
        raise BuildStopped(*problems)
    return config


def titles_of(config: Config, title: str) -> dict[str, str]:
    """By language, in the site's order. Raises BuildStopped where there are too many, or one says nothing."""
    typed = [" ".join(each.split()) for each in title.split(" // ")]
    codes = [language.code for language in config.languages]
    if len(typed) > len(codes) or not all(typed) or not all(each.isprintable() for each in typed):
        raise refused(f'"{shown(title[:60])}" is not a title in the languages of this site ({", ".join(codes)}).',
                       'Write one title, or one in each language: "Spring school // 春季学校"')
    return dict(zip(codes, typed, strict=False))


def fields_given(wanted: Wanted) -> Tree:
    """FIELD=VALUE as a tree. Raises BuildStopped for what has not that form."""
    tree: Tree = {}
    for each in wanted.given:
        path, equals, value = each.partition("=")
        keys = path.strip().split(".")
        place: Any = tree
        for key in keys[:-1]:
            place = place.setdefault(key, {}) if isinstance(place, dict) else None
        if not equals or not all(keys) or not value.strip() or "\n" in each or not isinstance(place, dict):
            raise refused(f'"{shown(each[:60])}" does not say which field has which value.',
                           "Write --set start=2027-03-04, or --set address.country=CN for a field of a field.")
        place[keys[-1]] = value.strip()
    return tree


def source_of(path: str, data: bytes) -> Source:
    """A file as a build would read it."""
    return Source(path=path, digest="", size=len(data), data=data)


def refuse_problems(problems: Sequence[Diagnostic]) -> None:
    """Raises BuildStopped where one of them is an error."""
    wrong = [each for each in problems if each.severity == "error"]
    if wrong:
        raise BuildStopped(*wrong)


def refused(what: str, help: str, *, path: str = "") -> BuildStopped:
    """Nothing is written, because of what was typed."""
    return BuildStopped(error("E-NEW", what, help, path=path, exit=2))
