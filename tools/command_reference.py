"""docs/commands.md, and docs/zh/commands.md, made from the program: each command with its arguments and options."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
from message_catalogue import in_chinese

from sitegen.cli import sitegen

DOCS = Path(__file__).resolve().parents[1] / "docs"
_HEAD = """# Every command

Made from the program by `python tools/command_reference.py`; the guides tell when to use what. Every command has
`--help`.
"""
_HEAD_ZH = """# 所有命令

由程序生成：`python tools/command_reference.py`；何时用哪个命令，见各篇指南。每个命令都有`--help`。
"""
_Say = Callable[[str], str]


def references() -> dict[Path, str]:
    """Each page by its file."""
    said = in_chinese()
    english = [_HEAD, *_told(sitegen, ("sitegen",), lambda text: text, "| option | does |")]
    chinese = [_HEAD_ZH, *_told(sitegen, ("sitegen",), said.__getitem__, "| 选项 | 作用 |")]
    return {DOCS / "commands.md": "\n".join(english), DOCS / "zh" / "commands.md": "\n".join(chinese)}


def _told(command: Any, names: tuple[str, ...], say: _Say, columns: str) -> Iterator[str]:
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            yield from _told(command.commands[name], (*names, name), say, columns)
        return
    context = click.Context(command, info_name=" ".join(names))
    arguments = " ".join(part for part in command.collect_usage_pieces(context) if part != "[OPTIONS]")
    yield f"## {' '.join(names)}\n"
    yield f"`{' '.join(filter(None, (' '.join(names), arguments)))}`\n"
    for paragraph in (command.help or "").split("\n\n"):
        yield f"{say(' '.join(paragraph.split()))}\n"
    options = [each for each in command.params if isinstance(each, click.Option)]
    if options:
        yield f"{columns}\n|---|---|"
        for each in options:
            yield f"| {_typed(each, context)} | {_cell(say(each.help) if each.help else '')} |"
        yield ""


def _typed(option: click.Option, context: click.Context) -> str:
    names = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
    value = "" if option.is_flag or option.count else option.make_metavar(context)
    return f"{names} {_cell(value)}".strip()


def _cell(text: str) -> str:
    return text.replace("|", r"\|").replace("<", r"\<")


if __name__ == "__main__":
    for path, text in references().items():
        path.write_text(text, encoding="utf-8")
