"""What went wrong in a template, as a diagnostic at its line."""

import re
import traceback
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import NamedTuple

from jinja2 import Template
from jinja2.exceptions import TemplateNotFound, TemplateRuntimeError, TemplateSyntaxError, UndefinedError

from sitegen.diagnostics import Diagnostic, error

VARIABLES = ("language", "url", "canonical", "subject", "versions", "site", "entry", "content")
"""What docs/templates.md promises to every template."""


class Step(NamedTuple):
    """One template on the way to an error."""

    name: str
    line: int
    whole: bool
    """The template itself rather than a macro of it."""


def template_diagnostic(problem: Exception, *, page: str, paths: Mapping[str, str]) -> Diagnostic | None:
    """The problem at its place in a template, naming the page that was being rendered; None where it is none of ours.

    `paths` leads from a template's name to its path in the project.
    """
    steps = tuple(_steps(problem))
    if isinstance(problem, TemplateSyntaxError):
        name = problem.name or ""
        return _fault(f"{_sentence(problem.message)}; page {page}", "Correct the template at this line.",
                      path=paths.get(name) or problem.filename or name, line=problem.lineno)
    if isinstance(problem, RecursionError) and steps:
        return _endless(steps, page, paths)
    if isinstance(problem, TemplateNotFound):
        return _missing(problem, steps, page, paths)
    if not steps:
        return None
    place = steps[-1]
    return _fault(f"{_words(problem)}; page {page}", _help(problem), path=paths.get(place.name, place.name),
                  line=place.line)


def _steps(problem: Exception) -> Iterator[Step]:
    for frame, line in traceback.walk_tb(problem.__traceback__):
        template = frame.f_globals.get("__jinja_template__")
        if isinstance(template, Template) and template.name:
            yield Step(template.name, template.get_corresponding_lineno(line), frame.f_code.co_name == "root")


def _endless(steps: tuple[Step, ...], page: str, paths: Mapping[str, str]) -> Diagnostic:
    chain: list[str] = []
    for step in steps:
        if not step.whole:
            continue
        if step.name in chain:
            cycle = [*chain[chain.index(step.name):], step.name]
            place = next(before for before in steps if before.name == chain[-1])
            return _fault(f"templates include each other without end: {' → '.join(cycle)}; page {page}",
                          "Remove one of these includes.", path=paths.get(place.name, place.name), line=place.line)
        chain.append(step.name)
    place = steps[-1]
    return _fault(f"the template calls itself without end; page {page}", "Let the macro stop at some depth.",
                  path=paths.get(place.name, place.name), line=place.line)


def _missing(problem: TemplateNotFound, steps: tuple[Step, ...], page: str, paths: Mapping[str, str]) -> Diagnostic:
    message = f"there is no template '{problem.message or problem.name}'; page {page}"
    advice = f"Put it at templates/{problem.name}, or correct the name."
    if not steps:
        return _fault(message, advice, path="", line=0)
    place = steps[-1]
    return _fault(message, advice, path=paths.get(place.name, place.name), line=place.line)


def _words(problem: Exception) -> str:
    lacking = re.fullmatch(r"'.+ object' has no attribute '(.+)'", str(problem))
    if isinstance(problem, UndefinedError) and lacking:
        return f"this value has no '{lacking[1]}'"
    if isinstance(problem, UndefinedError | TemplateRuntimeError):
        return _sentence(problem.message)
    said = str(problem)
    if isinstance(problem, TypeError) and said:
        return said
    return f"{type(problem).__name__}: {said}" if said else type(problem).__name__


def _help(problem: Exception) -> str:
    if isinstance(problem, UndefinedError):
        unknown = re.match(r"'(\w+)' is undefined", problem.message or "")
        near = get_close_matches(unknown[1], VARIABLES, 1) if unknown else []
        meant = f"Did you mean '{near[0]}'? " if near else "Correct the name; "
        return f"{meant}docs/templates.md lists what templates are given."
    if isinstance(problem, TypeError):
        return "Correct the call; docs/templates.md lists what each question is asked with."
    return "Correct the template at this line."


def _sentence(message: str | None) -> str:
    return (message or "the template is wrong").strip().rstrip(".")


def _fault(message: str, advice: str, *, path: str, line: int) -> Diagnostic:
    return error("E-TEMPLATE", message, advice, path=path, line=line, column=1 if line else 0)
