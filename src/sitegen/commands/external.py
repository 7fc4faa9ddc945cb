"""`sitegen check --external`: whether the addresses of other sites that pages and data name still answer."""

from collections.abc import Iterator
from typing import Any

import msgspec

from sitegen.commands.survey import Survey
from sitegen.diagnostics import Diagnostic, warning
from sitegen.disk.outside import Outcome, ask_outside, is_dead
from sitegen.model import Value

_SCHEMES = ("http://", "https://")


def check_external(survey: Survey, *, now: float) -> Iterator[Diagnostic]:
    """A warning where an address of another site leads nowhere; never an error, for others may be down for an hour."""
    places = list(_places(survey))
    outcomes = ask_outside(survey.project, (url for url, _ in places), now=now)
    for url, place in places:
        outcome = outcomes[url]
        if is_dead(outcome):
            yield msgspec.structs.replace(place, message=f"{url} leads nowhere: {_reason(outcome)}.")


def _reason(outcome: Outcome) -> str:
    return f"the server says {outcome.status}" if outcome.status else outcome.reason


def _places(survey: Survey) -> Iterator[tuple[str, Diagnostic]]:
    """Every address of another site, with the warning that it may become."""
    own = survey.site.config.base_url
    for page in survey.site.pages.values():
        for path in page.documents.values():
            document = survey.site.documents[path]
            for link in document.links:
                if link.target.startswith(_SCHEMES) and not link.target.startswith(own):
                    yield link.target, _warning(path, line=link.line, column=link.column)
            for field, url in _addresses(document.facts, ""):
                if not url.startswith(own):
                    yield url, _warning(path, field=field)
    for record in (*survey.site.people.values(), *survey.site.organisations.values(), *survey.site.timeline):
        for field, url in _addresses(record, f"{record.index}."):
            if not url.startswith(own):
                yield url, _warning(record.path, field=field)


def _addresses(value: Any, field: str) -> Iterator[tuple[str, str]]:
    """Every address in a struct, with its dotted field."""
    if isinstance(value, str):
        if value.startswith(_SCHEMES):
            yield field.rstrip("."), value
    elif isinstance(value, Value):
        for each in msgspec.structs.fields(type(value)):
            if each.name != "extra":
                yield from _addresses(getattr(value, each.name), f"{field}{each.name}.")
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _addresses(item, f"{field}{number}.")


def _warning(path: str, *, line: int = 0, column: int = 0, field: str = "") -> Diagnostic:
    return warning("W-LINK-EXTERNAL", "", "Look whether it has moved, and type the new address; or delete the link.",
                   path=path, line=line, column=column, field=field)
