"""Plugins: filters for templates and rules for texts that a site adds by name."""

import hashlib
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from typing import Any, NamedTuple, Protocol, runtime_checkable

from sitegen.diagnostics import BuildStopped, error
from sitegen.document_paths import CONFIG

GROUP = "sitegen.plugins"
"""The group of entry points in which an installed package offers a plugin."""
QUESTION = "plugin"
"""The question of every page that uses a plugin's filter: its answer changes with the plugin."""
_CODE = re.compile(r"[EW]-HOUSE-[A-Z][A-Z-]*")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_files: set[str] = set()


class Words(NamedTuple):
    """One text of a site as it is typed: a paragraph, a heading, a field."""

    text: str
    language: str
    """Its code: en."""
    role: str
    """paragraph, heading, item, title, description, …"""
    page: str
    """The page or record it belongs to."""


class Objection(NamedTuple):
    """What a rule has against a text: from which character to which, why, and what to type instead."""

    start: int
    end: int
    message: str
    help: str = ""


Rule = Callable[[Words], Iterable[Objection]]
Filter = Callable[..., Any]


@runtime_checkable
class Plugin(Protocol):
    """What a plugin is: two names and two tables of pure functions, which read no file, clock or network."""

    @property
    def name(self) -> str:
        """By which people know it: house-style."""

    @property
    def version(self) -> str:
        """Whatever it prints is made anew when this changes."""

    @property
    def filters(self) -> Mapping[str, Filter]:
        """Filters of templates by name, which take a value and answer text: `{{ entry.title|plain|shout }}`."""

    @property
    def rules(self) -> Mapping[str, Rule]:
        """Rules of texts by code, `W-HOUSE-…` or `E-HOUSE-…`, which `sitegen check` applies."""


class Plugins(NamedTuple):
    """The plugins of a site, in the order of site.yaml."""

    loaded: tuple[Plugin, ...] = ()
    keys: Mapping[str, str] = {}
    """What each was made of, by its name: other words, other pages."""

    @property
    def codes(self) -> tuple[str, ...]:
        """Of all rules."""
        return tuple(code for plugin in self.loaded for code in plugin.rules)

    def filters(self, told: Callable[[str], Any]) -> dict[str, Filter]:
        """All filters; each says by `told` whose it is when it is used."""
        return {name: _asking(function, name, plugin.name, told)
                for plugin in self.loaded for name, function in plugin.filters.items()}

    def objections(self, words: Words) -> Iterable[tuple[str, Objection]]:
        """All that the rules have against a text, with the code of the rule. Raises BuildStopped where one fails."""
        for plugin in self.loaded:
            for code, rule in plugin.rules.items():
                yield from ((code, each) for each in _applied(plugin, code, rule, words))


@cache
def load(names: tuple[str, ...], taken: frozenset[str] = frozenset()) -> Plugins:
    """The plugins of these names: entry points of installed packages, or `package.module:object`.

    `taken` are the filters that templates have anyway. Raises BuildStopped (exit 2) naming the line of site.yaml.
    """
    loaded: list[Plugin] = []
    keys: dict[str, str] = {}
    owners: dict[str, str] = {f"the filter “{name}”": "sitegen" for name in taken}
    for number, name in enumerate(names):
        refuse = partial(_refused, number, name)
        plugin, module = _found(name, refuse)
        _check(plugin, refuse)
        for what in (f"the name “{plugin.name}”", *(f"the filter “{each}”" for each in plugin.filters),
                     *(f"the code {each}" for each in plugin.rules)):
            if what in owners:
                raise refuse(f"has {what}, which {owners[what]} has too",
                             "Take one of them out, or ask who made it to choose another name.")
            owners[what] = f"the plugin “{plugin.name}”"
        loaded.append(plugin)
        path = getattr(sys.modules.get(module), "__file__", None) or ""
        _files.update({path} if path else ())
        keys[plugin.name] = f"{plugin.version} {_digest(path)}"
    return Plugins(tuple(loaded), keys)


def files() -> tuple[str, ...]:
    """The files of all plugins that this process has loaded."""
    return tuple(sorted(_files))


Refuse = Callable[[str, str], BuildStopped]


def _refused(number: int, name: str, message: str, help: str) -> BuildStopped:
    return BuildStopped(error("E-PLUGIN", f"The plugin “{name}” {message}.", help, path=CONFIG,
                              field=f"plugins.{number}", exit=2))


def _found(name: str, refuse: Refuse) -> tuple[Plugin, str]:
    """The plugin and the module it came from."""
    from importlib.metadata import EntryPoint, entry_points

    offers = ([EntryPoint(name=name, value=name, group=GROUP)] if ":" in name
              else list(entry_points(group=GROUP, name=name)))
    if not offers:
        raise refuse("is not installed", "Install the package that has it, in the same place as sitegen; or take it "
                     "out of plugins in site.yaml.")
    if len(offers) > 1:
        raise refuse("is offered by two packages", "Uninstall one of them.")
    try:
        return offers[0].load(), offers[0].module
    except Exception as problem:
        # Whatever goes wrong in somebody else's code, its name is what helps.
        raise refuse(f"cannot be loaded: {type(problem).__name__}: {problem}",
                     "Is it installed, and right? Whoever made it can tell.") from None


def _check(plugin: Any, refuse: Refuse) -> None:
    repair = "Whoever made it finds in docs/plugins.md what a plugin is."
    if not isinstance(plugin, Plugin):
        raise refuse("is not a plugin: it must have a name, a version, filters and rules", repair)
    if not (isinstance(plugin.name, str) and plugin.name and isinstance(plugin.version, str) and plugin.version):
        raise refuse("does not say its name and version", repair)
    if not isinstance(plugin.filters, Mapping) or not isinstance(plugin.rules, Mapping):
        raise refuse("has filters or rules that are no table", repair)
    for name in plugin.filters:
        if not _NAME.fullmatch(str(name)):
            raise refuse(f"has a filter named “{name}”; such names are like say_nicely", repair)
    for code in plugin.rules:
        if not _CODE.fullmatch(str(code)):
            raise refuse(f"has a rule “{code}”; such codes are like W-HOUSE-TITLE", repair)


def _digest(path: str) -> str:
    try:
        with open(path, "rb") as stream:
            return hashlib.sha256(stream.read()).hexdigest()[:32]
    except OSError:
        return ""


def _asking(function: Filter, name: str, owner: str, told: Callable[[str], Any]) -> Filter:
    def filtered(*arguments: Any, **named: Any) -> Any:
        told(owner)
        try:
            return function(*arguments, **named)
        except Exception as problem:
            raise ValueError(f"the filter “{name}” of the plugin “{owner}” failed: {type(problem).__name__}: {problem}"
                             ) from problem

    return filtered


def _applied(plugin: Plugin, code: str, rule: Rule, words: Words) -> list[Objection]:
    try:
        return [Objection(*each) for each in rule(words)]
    except Exception as problem:
        raise BuildStopped(error(
            "E-PLUGIN", f"The rule {code} of the plugin “{plugin.name}” failed at “{words.text[:40]}”: "
            f"{type(problem).__name__}: {problem}.",
            "That is a mistake in the plugin: tell whoever made it. Until then take it out of plugins in site.yaml.",
            path=CONFIG, exit=2)) from None
