"""A page's body as readers of one language get it, and from what its digest is known without composing it."""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from sitegen.model import Body, BodyPiece, Translation, Unit, UnitStart
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
    ids = _OwnIds(source)
    return compose(source, ids.of_file(target) if target else None, translation, policy=policy,
                   source_language=source_language, parse_inline=ids.of_entries(parse_inline))


def counterpart_body(source: Body, target: Body | None, translation: Translation, *, policy: str,
                     source_language: str, parse_inline: ParseInline) -> Body:
    """What stands beside each unit of the source in the bilingual edition, without a structure of its own.

    A unit's state is stale, missing, neutral, covered (by the translation of one before it) or, where fresh, empty.
    """
    composed = page_body(source, target, translation, policy=policy, source_language=source_language,
                         parse_inline=parse_inline)
    units = list(composed.units)
    for state in translation.units:
        if state.source < 0 or units[state.source].role == "alt":
            continue
        unit = units[state.source]
        if state.state == "neutral":
            units[state.source] = replace(unit, state="neutral")
        elif unit.language:
            units[state.source] = replace(unit, state="missing", inline=(), language="")
        elif not unit.inline:
            units[state.source] = replace(unit, state="covered")
    return replace(composed, pieces=(), units=tuple(_with_states_of_alternatives(units)))


def _with_states_of_alternatives(units: list[Unit]) -> list[Unit]:
    return [replace(unit, state="missing") if unit.role == "alt" and unit.language else unit for unit in units]


def composed_from(translation: Translation) -> tuple[tuple[str | int, ...], ...]:
    """What of a translation a composed body depends on, its files apart."""
    return tuple((unit.id, unit.role, unit.state, unit.source, unit.target, unit.translation)
                 for unit in translation.units if unit.source >= 0)


def _with_missing(source: Body, translation: Translation, language: str) -> Body:
    missing = {unit.source: unit.id for unit in translation.units if unit.state == "missing" and unit.source >= 0}
    units = tuple(replace(unit, language=language, id=missing[number]) if number in missing else unit
                  for number, unit in enumerate(source.units))
    return replace(source, units=units)


class _OwnIds:
    """Gives each translated heading an element that has the id of its own words, where that is not taken."""

    def __init__(self, source: Body) -> None:
        self._taken = {found for piece in source.pieces if piece.__class__ is str and ' id="' in piece
                       for found in _ID.findall(piece)}
        self._seen: dict[str, int] = {}

    def of_file(self, target: Body) -> Body:
        """The translated file's body, in which equal headings have been told apart already."""
        units: list[Unit] = list(target.units)
        for number, own in _headings(target):
            units[number] = self._with_id(units[number], own)
        return replace(target, units=tuple(units))

    def of_entries(self, parse_inline: ParseInline) -> ParseInline:
        """The same for headings that a catalogue translates, each of them a body of its own."""

        def parse(text: str, role: str) -> Body:
            body = parse_inline(text, role)
            for number, own in _headings(body):
                again = self._seen[own] = self._seen.get(own, 0) + 1
                unit = self._with_id(body.units[number], own if again == 1 else f"{own}-{again}")
                body = replace(body, units=(*body.units[:number], unit, *body.units[number + 1:]))
            return body

        return parse

    def _with_id(self, unit: Unit, own: str) -> Unit:
        if own in self._taken:
            return unit
        self._taken.add(own)
        return replace(unit, inline=(f'<span id="{own}"></span>', *unit.inline))


def _headings(body: Body) -> Iterator[tuple[int, str]]:
    """The number and id of each heading that is a unit."""
    before: BodyPiece = ""
    for piece in body.pieces:
        # Of all elements with texts only headings have an attribute before the hole.
        if piece.__class__ is UnitStart and before.__class__ is str and before[-1:] == '"':
            heading = _HEADING.search(before)
            if heading:
                yield piece.unit, heading[1]
        before = piece
