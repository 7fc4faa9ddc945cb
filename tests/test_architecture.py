"""The tree enforces the architecture: imports point one way, and the pure stages touch nothing."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "sitegen"

LAYERS = [
    ["diagnostics", "language"],
    ["model"],
    ["document_paths", "moments", "on_demand", "packed", "scripts"],
    ["fingerprints", "item_keys"],
    ["marks", "tracing"],
    ["content", "translation", "site", "render", "check", "disk", "console"],
    ["paper", "gathered", "plugins", "traditional", "wordpress", "help_pages"],
    ["workers", "stages", "extractors", "bilingual"],
    ["cluster", "pictures", "programmes", "published_pages", "reassembly", "lookout"],
    ["memory", "quick", "outcome", "staleness", "stopwatch"],
    ["work"],
    ["build"],
    ["commands"],
    ["serve"],
    ["cli"],
    ["__main__"],
]
"""From left to right: a part imports only from parts to its left, or from itself."""

PURE = {"content", "translation", "site", "render", "check"}
FORBIDDEN = {
    "os",
    "pathlib",
    "time",
    "random",
    "subprocess",
    "socket",
    "logging",
    "io",
    "shutil",
    "tempfile",
    "secrets",
    "uuid",
}
REPEATED_GROUP = re.compile(r"(?<!\()\)(?:[*+?]|\{[\d,]*\})\+")
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}


def modules() -> Iterator[tuple[str, str, ast.Module]]:
    """Every module as (part of the architecture, path for messages, syntax tree)."""
    for path in sorted(PACKAGE.rglob("*.py")):
        relative = path.relative_to(PACKAGE)
        if "theme" not in relative.parts and relative.name != "__init__.py":
            yield relative.parts[0].removesuffix(".py"), str(relative), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> Iterator[str]:
    """Every module named by an import, wherever it stands: in functions and under TYPE_CHECKING too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_every_part_has_its_place() -> None:
    assert {part for part, _, _ in modules()} <= set(LEVEL)


@pytest.mark.parametrize(("part", "path", "tree"), [pytest.param(*m, id=m[1]) for m in modules()])
def test_imports_point_left(part: str, path: str, tree: ast.Module) -> None:
    for name in imported(tree):
        pieces = name.split(".")
        if pieces[0] != "sitegen" or len(pieces) == 1 or pieces[1] not in LEVEL or pieces[1] == part:
            continue
        assert LEVEL[pieces[1]] < LEVEL[part], f"{path} ({part}) may not import {name}"


@pytest.mark.parametrize(("part", "path", "tree"), [pytest.param(*m, id=m[1]) for m in modules() if m[0] in PURE])
def test_pure_stages_touch_nothing(part: str, path: str, tree: ast.Module) -> None:
    for name in imported(tree):
        assert name.split(".")[0] not in FORBIDDEN, f"{path} imports {name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called != "open", f"{path}:{node.lineno} opens a file"
            assert called not in {"date.today", "datetime.now", "datetime.utcnow", "datetime.today"}, (
                f"{path}:{node.lineno} reads the clock"
            )


def test_no_cycle_between_modules() -> None:
    """Within a package too, no module imports itself by a detour."""
    names = {path.removesuffix(".py").replace("/", "."): set(imported(tree)) for _, path, tree in modules()}
    graph = {name: {other for other in names if f"sitegen.{other}" in seen} - {name} for name, seen in names.items()}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " → ".join([*trail, name])
        if name not in done:
            for other in sorted(graph[name]):
                visit(other, (*trail, name))
            done.add(name)

    for name in sorted(graph):
        visit(name, ())


def test_build_reads_like_a_sentence() -> None:
    tree = ast.parse((PACKAGE / "build.py").read_text(encoding="utf-8"))
    build = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "build")
    assert build.end_lineno is not None
    assert build.end_lineno - build.lineno < 40


def test_no_group_is_repeated_possessively() -> None:
    """`(?:ab?c)*+` finds what it must not before Python 3.11.5, and misses what it must; `(?>(?:ab?c)*)` is right."""
    for path in PACKAGE.rglob("*.py"):
        found = REPEATED_GROUP.search(path.read_text(encoding="utf-8"))
        assert found is None, f"{path} repeats a group with {found[0]}: write (?>(?:…)*)"
