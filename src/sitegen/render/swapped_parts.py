"""A shared part put in the place of the one that was published, where a page prints such a part as it is.

A footer that is another is on every page of a language, and on each of them nothing else has changed. What it was is
told by the first such page that a process prints anew: what is another there than in the published page was the part.
A page in which it stands just once is then the same page with the new one in its place.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

import jinja2
from jinja2 import nodes
from msgspec.structs import replace

from sitegen.model import MainPart

SHORTEST = 40
"""Bytes: whatever is shorter may stand anywhere."""
_NAME = "shared"
_AS_IT_IS = (nodes.Template, nodes.Block, nodes.If)
"""Whatever is printed in these goes to the page as it is; macros, filters and the like do something with it."""
_BLOCKS_STAND_IN = (*_AS_IT_IS, nodes.For)
_BLOCK = re.compile(r"\{%[-+]?\s*block\b")
_CATCHES = re.compile(r"\b(?:endset|endfilter|endcall|endmacro|recursive)\b")
"""What is printed in these comes to a text, with which more may be done."""
_EXTENDS = re.compile(r'(?:\s*\{#.*?#\})*\s*\{%-?\s*extends\s+"([^"\\{}]+)"\s*-?%\}', re.DOTALL)
"""At the beginning of a template, where nothing can keep it from being carried out."""
_environment = jinja2.Environment(autoescape=True)


class Swap(NamedTuple):
    """A part as it was, and as it is."""

    old: bytes
    new: bytes


def swap_of(before: bytes, now: bytes, part: bytes) -> Swap | None:
    """What `part` was, told by a page of which nothing else has changed; None where that is not certain."""
    start = _only_place(now, part)
    if len(part) < SHORTEST or start < 0:
        return None
    head, tail = now[:start], now[start + len(part):]
    end = len(before) - len(tail)
    old = before[start:end]
    if not before.startswith(head) or not before.endswith(tail) or len(old) < SHORTEST:
        return None
    return Swap(old, part)


def _only_place(page: bytes, part: bytes) -> int:
    """Where the part begins in the page; -1 where it is not there or more than once."""
    start = page.find(part)
    return start if page.find(part, start + 1) < 0 else -1


def swapped(page: bytes, main: MainPart | None, swap: Swap) -> tuple[bytes, MainPart | None] | None:
    """The page with the new part, and where its main block stands then; None where the old one is not there once."""
    start = _only_place(page, swap.old)
    end = start + len(swap.old)
    if start < 0:
        return None
    made = page[:start] + swap.new + page[end:]
    if main is None or main.start + main.size <= start:
        return made, main
    longer = len(swap.new) - len(swap.old)
    if end <= main.start:
        return made, replace(main, start=main.start + longer)
    if main.start <= start and end <= main.start + main.size:
        return made, replace(main, size=main.size + longer)
    return None


def prints_as_it_is(templates: Mapping[str, str], own: str, asked: Iterable[str]) -> bool:
    """Whether a page of the template `own` does nothing with shared parts but print them as they are where they stand.

    `templates` are texts by name, `asked` the names of all templates that the page asks for.
    """
    known = {name: _looked_through(templates.get(name, "")) for name in asked}
    chain: list[str] = []
    name: str | None = own
    while name in known and name not in chain:
        chain.append(name)
        name = known[name].extends
    return name is None and all(one.plain if name in chain else not one.named for name, one in known.items())


class _Template(NamedTuple):
    """What a template does with shared parts."""

    plain: bool
    """Nothing but print them where they stand, and its blocks stand where they are."""
    named: bool
    """Anything at all."""
    extends: str | None
    """The template that prints around it."""


@lru_cache(maxsize=200)
def _looked_through(text: str) -> _Template:
    begins = _EXTENDS.match(text)
    if (not any(word in text for word in (_NAME, "self", "super")) and (begins or "extends" not in text)
            and not (_CATCHES.search(text) and _BLOCK.search(text))):
        # To parse a template takes as long as to print many pages.
        return _Template(plain=True, named=False, extends=begins[1] if begins else None)
    try:
        tree = _environment.parse(text)
    except jinja2.TemplateSyntaxError:
        return _Template(plain=False, named=True, extends=None)
    around = [one.template for one in tree.find_all(nodes.Extends)]
    extends = around[0].value if len(around) == 1 and isinstance(around[0], nodes.Const) else None
    printed = sum(1 for _ in _printed(tree))
    named = [one.name for one in tree.find_all(nodes.Name)]
    plain = (named.count(_NAME) == printed and not {"self", "super"} & set(named) and _blocks_stand(tree)
             and (not around or isinstance(extends, str)))
    return _Template(plain=plain, named=_NAME in named, extends=extends)


def _blocks_stand(tree: nodes.Template) -> bool:
    """Whether all blocks are printed where they stand, and not into a text that somebody looks at."""
    waiting: list[nodes.Node] = [tree]
    found = 0
    while waiting:
        inside = [one for one in waiting.pop().iter_child_nodes()
                  if isinstance(one, _BLOCKS_STAND_IN) and not getattr(one, "recursive", False)]
        found += sum(isinstance(one, nodes.Block) for one in inside)
        waiting += inside
    return found == sum(1 for _ in tree.find_all(nodes.Block))


def _printed(node: nodes.Node) -> Iterator[nodes.Call]:
    """The shared parts that are printed as they are."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Output) and isinstance(node, _AS_IT_IS):
            yield from (part for part in child.nodes if isinstance(part, nodes.Call)
                        and isinstance(part.node, nodes.Name) and part.node.name == _NAME)
        elif isinstance(child, _AS_IT_IS):
            yield from _printed(child)
