"""A page's body as readers of one language get it, and from what its digest is known without composing it."""

import re

from msgspec.structs import replace

from sitegen.model import Body, Translation, Unit, UnitStart
from sitegen.translation.compose import ParseInline, compose

_HEADING = re.compile(r'<h[1-6] id="([^"]+)"$')
_ID = re.compile(r' id="([^"]+)"')


def page_body(source: Body, target: Body | None, translation: Translation, *, policy: str, source_language: str,
              parse_inline: ParseInline) -> Body:
    """The body under that policy; under `source` the page's own, in which each missing unit names itself.

    A heading has the source's id in every language, so that a reader who switches stays in place; the id it would have
    by its own words is on an empty element inside it.
    """
    if policy == "source":
        return _with_missing(source, translation, source_language)
    return compose(source, _with_own_ids(target, source) if target else None, translation, policy=policy,
                   source_language=source_language, parse_inline=parse_inline)


def composed_from(translation: Translation) -> tuple[tuple[str | int, ...], ...]:
    """What of a translation a composed body depends on, its files apart."""
    return tuple((unit.id, unit.role, unit.state, unit.source, unit.target, unit.translation)
                 for unit in translation.units if unit.source >= 0)


def _with_missing(source: Body, translation: Translation, language: str) -> Body:
    missing = {unit.source: unit.id for unit in translation.units if unit.state == "missing" and unit.source >= 0}
    units = tuple(replace(unit, language=language, id=missing[number]) if number in missing else unit
                  for number, unit in enumerate(source.units))
    return replace(source, units=units)


def _with_own_ids(target: Body, source: Body) -> Body:
    """The translation, each of its headings beginning with an element that has the id of its own words."""
    taken = {found for piece in source.pieces if isinstance(piece, str) for found in _ID.findall(piece)}
    units: list[Unit] = list(target.units)
    before = ""
    for piece in target.pieces:
        if isinstance(piece, UnitStart) and (heading := _HEADING.search(before)) and heading[1] not in taken:
            unit = units[piece.unit]
            units[piece.unit] = replace(unit, inline=(f'<span id="{heading[1]}"></span>', *unit.inline))
            taken.add(heading[1])
        before = piece if isinstance(piece, str) else ""
    return replace(target, units=tuple(units))
