"""A problem with a place, as plain data."""

from typing import Literal

import msgspec

Severity = Literal["error", "warning"]


class Diagnostic(msgspec.Struct, frozen=True, kw_only=True, order=True, omit_defaults=True):
    """One thing that is wrong, where it is, and what to type instead.

    `line` and `column` are 1-based code points, 0 where there is no place. A rule that knows a field but not its place
    gives `field`, a dotted path of keys and list positions ("sessions.0.speakers.1.person"); the build finds the line.
    """

    path: str = ""
    line: int = 0
    column: int = 0
    severity: Severity = "error"
    code: str
    message: str
    help: str = ""
    field: str = ""
    """Where in the front matter or data file, when `line` is not known yet."""
    missing: bool = False
    """`field` names a key that is absent: the place is the start of the record that lacks it."""
    exit: int = 1
    """The exit code this error calls for: 1 content, 2 configuration, 3 environment."""


class BuildStopped(Exception):
    """The run cannot go on; carries the diagnostics to report."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("; ".join(d.message for d in diagnostics))
        self.diagnostics = diagnostics

    def __reduce__(self) -> "tuple[type[BuildStopped], tuple[Diagnostic, ...]]":
        """As it comes from a worker process."""
        return BuildStopped, self.diagnostics


def error(
    code: str,
    message: str,
    help: str = "",
    *,
    path: str = "",
    line: int = 0,
    column: int = 0,
    field: str = "",
    missing: bool = False,
    exit: int = 1,
) -> Diagnostic:
    """An error: the build refuses to publish."""
    return Diagnostic(
        path=path,
        line=line,
        column=column,
        code=code,
        message=message,
        help=help,
        field=field,
        missing=missing,
        exit=exit,
    )


def warning(
    code: str,
    message: str,
    help: str = "",
    *,
    path: str = "",
    line: int = 0,
    column: int = 0,
    field: str = "",
    missing: bool = False,
) -> Diagnostic:
    """A warning: published, and fatal only under --strict."""
    return Diagnostic(
        path=path,
        line=line,
        column=column,
        severity="warning",
        code=code,
        message=message,
        help=help,
        field=field,
        missing=missing,
    )
