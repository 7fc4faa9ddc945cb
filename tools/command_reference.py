"""docs/commands.md, made from the program: every command with its arguments and options."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from sitegen.cli import sitegen

PAGE = Path(__file__).resolve().parents[1] / "docs" / "commands.md"
_HEAD = """# Every command

Made from the program by `python tools/command_reference.py`; the guides tell when to use what. Every command has
`--help`.
"""


def reference() -> str:
    """The page."""
    return "\n".join([_HEAD, *_told(sitegen, ("sitegen",))])


def _told(command: Any, names: tuple[str, ...]) -> Iterator[str]:
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            yield from _told(command.commands[name], (*names, name))
        return
    context = click.Context(command, info_name=" ".join(names))
    arguments = " ".join(part for part in command.collect_usage_pieces(context) if part != "[OPTIONS]")
    yield f"## {' '.join(names)}\n"
    yield f"`{' '.join(filter(None, (' '.join(names), arguments)))}`\n"
    for paragraph in (command.help or "").split("\n\n"):
        yield f"{' '.join(paragraph.split())}\n"
    options = [each for each in command.params if isinstance(each, click.Option)]
    if options:
        yield "| option | does |\n|---|---|"
        for each in options:
            yield f"| {_typed(each, context)} | {_cell(each.help or '')} |"
        yield ""


def _typed(option: click.Option, context: click.Context) -> str:
    names = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
    value = "" if option.is_flag or option.count else option.make_metavar(context)
    return f"{names} {_cell(value)}".strip()


def _cell(text: str) -> str:
    return text.replace("|", r"\|").replace("<", r"\<")


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
