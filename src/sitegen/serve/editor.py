"""Links that open a source file at its line in the editor of whoever looks on."""

import os
import re
from typing import Any, NamedTuple
from urllib.parse import quote

from sitegen.diagnostics import Diagnostic
from sitegen.language.chosen import Speech

VSCODE = "vscode://file/{path}:{line}:{column}"
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://?")
_RUNS = ("javascript", "data", "vbscript", "blob")


class Editor(NamedTuple):
    """How to address an editor: `{path}`, `{line}` and `{column}` are filled in; empty for no links."""

    pattern: str
    project: str
    said: Speech = str
    """How a sentence is said to whoever looks on."""

    def link(self, path: str, line: int = 1, column: int = 1) -> str:
        """The address that opens a file of the project."""
        if not self.pattern or not path:
            return ""
        location = quote(os.path.join(self.project, path), safe="/-._~")
        # vscode://file/{path} has the slash already, file://{path} has not.
        begun = "/{path}" in self.pattern and "//{path}" not in self.pattern
        location = location.removeprefix("/") if begun else location
        return (self.pattern.replace("{path}", location).replace("{line}", str(max(line, 1)))
                .replace("{column}", str(max(column, 1))))

    def told(self, problem: Diagnostic, excerpts: dict[str, str]) -> dict[str, Any]:
        """A problem as the browser is told of it: the same words as in the terminal."""
        return {
            "path": problem.path, "line": problem.line, "column": problem.column, "severity": problem.severity,
            "code": problem.code, "message": self.said(problem.message), "help": self.said(problem.help),
            "excerpt": excerpts.get(f"{problem.path}:{problem.line}", ""),
            "editor": self.link(problem.path, problem.line, problem.column) if problem.path else "",
        }


def pattern_fault(pattern: str) -> str:
    """What is wrong with a pattern that somebody typed; empty where it is a good one."""
    if not pattern:
        return ""
    if "{path}" not in pattern:
        return "it does not say where the file's path goes, {path}"
    if not _SCHEME.match(pattern) or pattern.partition(":")[0] in _RUNS:
        return "it is not the address of an editor"
    return ""
