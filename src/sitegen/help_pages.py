"""The help of the command line, in the language in which sitegen speaks."""

from collections.abc import Iterable

import click

from sitegen.language.chosen import ENGLISH, Speech, speech

COLUMNS = 22
"""Options that are longer have their help on the next line."""


class Page(click.HelpFormatter):
    """A page of help in another language, whose letters may be as wide as two."""

    said: Speech

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix=f"{self.said('Usage')}：")

    def write_heading(self, heading: str) -> None:
        self.write(f"{self.said(heading)}：\n")

    def write_text(self, text: str) -> None:
        paragraphs = (self.said(" ".join(each.split())) for each in text.split("\n\n"))
        self.write("\n\n".join(self._folded(each, self.current_indent) for each in paragraphs) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = COLUMNS, col_spacing: int = 2) -> None:
        known = list(rows)
        left = min(max(len(first) for first, _ in known), col_max) + col_spacing + self.current_indent
        for first, second in known:
            name = " " * self.current_indent + first
            start = f"{name:{left}}" if len(name) <= left - col_spacing else f"{name}\n{'':{left}}"
            self.write(f"{start}{self._folded(self._option(second), left).lstrip()}".rstrip() + "\n")

    def _option(self, help: str) -> str:
        """An option's help, behind which click tells whether it must be given."""
        words, space, more = help.partition("  [")
        return self.said(words) + (f" [{'; '.join(map(self.said, more[:-1].split('; ')))}]" if space else "")

    def _folded(self, text: str, indent: int) -> str:
        from sitegen.translation.wrapping import folded

        return "\n".join(" " * indent + line for line in folded(text, self.width - indent))


class Context(click.Context):
    """A command as it was typed; `obj` is the language in which its help is written."""

    def make_formatter(self) -> click.HelpFormatter:
        page = super().make_formatter()
        if self.obj in {None, ENGLISH}:
            return page
        told = Page(width=page.width, max_width=self.max_content_width)
        told.said = speech(self.obj)
        return told


class Command(click.Command):
    """A command whose help speaks the language that was chosen."""

    context_class = Context


class Group(click.Group):
    """Several commands under one name; each is told in its first sentence."""

    context_class = Context
    command_class = Command
    group_class = type

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if not isinstance(formatter, Page):
            super().format_commands(ctx, formatter)
            return
        first = [(name, (self.commands[name].help or "").split("\n\n")[0]) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, " ".join(help.split())) for name, help in first])
