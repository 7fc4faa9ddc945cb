"""A page's body in a language: the source's skeleton, each hole filled with the translation or with the source."""

from collections.abc import Callable

from msgspec.structs import replace

from sitegen.model import (
    Body,
    BodyPiece,
    ImageTag,
    InlinePiece,
    Link,
    LinkStart,
    Listing,
    NoteMark,
    RecordLink,
    Translation,
    Unit,
    UnitStart,
    UnitState,
    UnitText,
)
from sitegen.translation.states import NOT_FRESH

ParseInline = Callable[[str, str], Body]
"""A catalogue's text and its role to a body: its first unit is the text, the others the alternative texts in it."""


def compose(
    source: Body,
    target: Body | None,
    translation: Translation,
    *,
    policy: str,
    source_language: str,
    parse_inline: ParseInline,
) -> Body:
    """The body as readers of the translation's language get it under that policy.

    A unit has `language` where its words are not the page's, `id` where it is not fresh, and `state` "stale" where an
    older translation is shown. Under `source` a body that is not all fresh is the source's own, all in one language.
    """
    if policy == "source" and (translation.missing or translation.stale):
        return source
    if target is not None and _is_parallel(source, target, translation):
        return Body(pieces=source.pieces, units=target.units, links=target.links)
    return _Composition(source, target or Body(), translation, policy, source_language, parse_inline).body()


def field_words(translation: Translation, policy: str) -> dict[str, str]:
    """By role, the words that the texts of front matter or data have in that language; empty where readers get the
    source's.
    """
    return {unit.role: unit.translation if shown(unit.state, policy) else ""
            for unit in translation.fields
            if unit.state not in ("neutral", "orphan")}


def shown(state: str, policy: str) -> bool:
    """Whether a unit in that state shows its translation."""
    return state != "missing" and (state != "stale" or policy != "current")


def _is_parallel(source: Body, target: Body, translation: Translation) -> bool:
    """Whether each unit of the target, in its place, is the translation that readers get of the source's unit there.

    Most translated files are so. Where they hold nothing but text and links, too, the target's units fill the source's
    holes as they are: nothing is put together unit by unit.
    """
    if len(source.units) != len(target.units) or source.notes or target.notes:
        return False
    number = 0
    for state in translation.units:
        if state.source >= 0:
            if not state.source == state.target == number or state.state in NOT_FRESH:
                return False
            number += 1
    for ours, theirs in zip(source.units, target.units, strict=True):
        if ours.role != theirs.role or not theirs.inline:
            return False
    return number == len(source.units) and all(link.kind == "link" for link in (*source.links, *target.links))


class _Composition:
    """One body being put together; thrown away when it is done."""

    def __init__(self, source: Body, target: Body, translation: Translation, policy: str, source_language: str,
                 parse_inline: ParseInline) -> None:
        self.source = source
        self.target = target
        self.policy = policy
        self.source_language = source_language
        self.parse_inline = parse_inline
        self.states = {unit.source: unit for unit in translation.units if unit.source >= 0}
        self.units: list[Unit | None] = [None] * len(source.units)
        self.extra: list[Unit] = []
        """Alternative texts of the translation that have no counterpart in the source."""
        self.links: list[Link] = []
        self.numbers: dict[tuple[int, int], int] = {}
        self.counterparts: dict[int, int] = {}
        """Units of the target's body to those of the source's."""
        self.groups: dict[int, list[int]] = {}
        """Units of the target's body to all units of the source's whose words they hold."""
        for i, state in sorted(self.states.items()):
            if state.target >= 0:
                self.counterparts.setdefault(state.target, i)
                self.groups.setdefault(state.target, []).append(i)
        self.notes = self._notes_of_target()

    def body(self) -> Body:
        for i in range(len(self.source.units)):
            if self.units[i] is None:
                self._fill(i)
        pieces = [self._block(piece) for piece in self.source.pieces]
        units = tuple(unit for unit in (*self.units, *self.extra) if unit is not None)
        return Body(pieces=tuple(self._without_empty(pieces, units)), units=units, links=tuple(self.links))

    def _fill(self, i: int) -> None:
        state = self._state(i)
        if state.target >= 0 and self.counterparts[state.target] != i:
            self._cover(i, state)
        elif shown(state.state, self.policy) and state.target >= 0:
            self._put(i, self.target, state.target, state)
        elif shown(state.state, self.policy) and state.translation:
            self._put(i, self.parse_inline(state.translation, state.role), 0, state)
        elif state.state == "neutral":
            self._put_source(i, "", "")
        else:
            self._put_source(i, self.source_language, state.id)

    def _state(self, i: int) -> UnitState:
        """The unit's state; where one translation holds several units it is as old as the oldest of them."""
        state = self.states.get(i) or UnitState(id="", role=self.source.units[i].role, state="missing", source=i)
        group = self.groups.get(state.target, ())
        if len(group) > 1 and state.state != "stale" and any(self.states[each].state == "stale" for each in group):
            return replace(state, state="stale")
        return state

    def _cover(self, i: int, state: UnitState) -> None:
        """A unit whose words stand in the translation of another one before it."""
        if shown(state.state, self.policy):
            self.units[i] = replace(self.source.units[i], text="", inline=(), id="")
        else:
            self._put_source(i, self.source_language, state.id)

    def _put(self, i: int, body: Body, number: int, state: UnitState) -> None:
        """Fill unit i with a unit of another body."""
        unit = body.units[number] if number < len(body.units) else Unit(role=state.role, text="")
        images = [piece.alt for piece in self.source.units[i].inline if isinstance(piece, ImageTag)]
        marked = state.state in NOT_FRESH
        inline: list[InlinePiece] = []
        for piece in unit.inline:
            if isinstance(piece, ImageTag):
                inline.append(self._image(piece, body, images))
            else:
                inline.append(self._inline(piece, body))
        self.units[i] = replace(unit, role=self.source.units[i].role, inline=self._noted(inline, i, body, state),
                                state="stale" if marked else "", id=state.id if marked else "", language="")

    def _image(self, image: ImageTag, body: Body, images: list[int]) -> ImageTag:
        """The translation's image, its alternative text being that of its counterpart, or its own."""
        alt = self.counterparts.get(image.alt, -1) if body is self.target else images.pop(0) if images else -1
        if alt < 0:
            alt = len(self.source.units) + len(self.extra)
            self.extra.append(body.units[image.alt])
        return replace(image, link=self._link(body, image.link), alt=alt)

    def _put_source(self, i: int, language: str, id: str) -> None:
        unit = self.source.units[i]
        for piece in unit.inline:
            if isinstance(piece, ImageTag):
                # Words and picture are read together: its alternative text is in the language of the words.
                own = self._state(piece.alt)
                inside = own.state in NOT_FRESH
                self.units[piece.alt] = replace(self.source.units[piece.alt], language=language if inside else "",
                                                id=own.id if inside else "")
        inline = tuple(self._inline(piece, self.source) for piece in unit.inline)
        self.units[i] = replace(unit, inline=inline, language=language, id=id)

    # ---- footnotes ----

    def _noted(self, inline: list[InlinePiece], i: int, body: Body, state: UnitState) -> tuple[InlinePiece, ...]:
        """A translation's pieces, with the marks of footnotes numbered as in the source and with its marks' places.

        The footnotes are the source's: whatever number they have in a file of their own, and wherever a translation
        puts its marks, each mark leads to its footnote, and each footnote back.
        """
        covered = self.groups[state.target] if body is self.target and state.target >= 0 else [i]
        waiting = [piece for number in covered for piece in self.source.units[number].inline
                   if isinstance(piece, NoteMark)]
        noted: list[InlinePiece] = []
        for piece in inline:
            if not isinstance(piece, NoteMark):
                noted.append(piece)
                continue
            note = self.notes.get(piece.note, 0) if body is self.target else piece.note
            own = next((mark for mark in waiting if mark.note == note), None)
            if own is not None:
                waiting.remove(own)
            # A footnote that the source has not is an orphan: it is not published, and nor is its mark.
            if note:
                noted.append(own or NoteMark(note=note, again=-1))
        return (*noted, *(replace(mark, shown=False) for mark in waiting))

    def _notes_of_target(self) -> dict[int, int]:
        """The target's footnotes by number to those of the source: by the units in them, else by what they are called.
        """
        ours = {note.unit: number for number, note in enumerate(self.source.notes, start=1) if note.unit >= 0}
        named = {note.label: number for number, note in enumerate(self.source.notes, start=1)}
        return {number: ours.get(self.counterparts.get(note.unit, -1), 0) or named.get(note.label, 0)
                for number, note in enumerate(self.target.notes, start=1)}

    # ---- links ----

    def _inline(self, piece: InlinePiece, body: Body) -> InlinePiece:
        if isinstance(piece, LinkStart | RecordLink | ImageTag):
            return replace(piece, link=self._link(body, piece.link))
        return piece

    def _block(self, piece: BodyPiece) -> BodyPiece:
        if isinstance(piece, ImageTag | Listing):
            return replace(piece, link=self._link(self.source, piece.link))
        return piece

    def _link(self, body: Body, number: int) -> int:
        """The number, in the composed body, of a link of another one."""
        # Bodies from a catalogue are gone when another is made at their place: their links are never shared.
        known = body is self.source or body is self.target
        key = (0 if body is self.source else 1, number)
        if known and key in self.numbers:
            return self.numbers[key]
        self.links.append(body.links[number])
        if known:
            self.numbers[key] = len(self.links) - 1
        return len(self.links) - 1

    # ---- elements without words ----

    def _without_empty(self, pieces: list[BodyPiece], units: tuple[Unit, ...]) -> list[BodyPiece]:
        """The pieces less the paragraphs whose words stand in another one's translation."""
        result: list[BodyPiece] = []
        skip = 0
        for number, piece in enumerate(pieces):
            if skip:
                skip -= 1
                continue
            around = pieces[number - 1:number + 4] if number else []
            if isinstance(piece, UnitStart) and not units[piece.unit].inline and _is_paragraph(around):
                before, after = result.pop(), around[4]
                assert isinstance(before, str)
                assert isinstance(after, str)
                result.append(before.removesuffix("<p") + after.removeprefix("</p>\n"))
                skip = 3
                continue
            if isinstance(piece, str) and result and isinstance(result[-1], str):
                result[-1] += piece
            else:
                result.append(piece)
        return [piece for piece in result if piece != ""]


def _is_paragraph(around: list[BodyPiece]) -> bool:
    """Whether a unit's hole, the second of these, is that of a `<p>` with nothing else in it."""
    if len(around) < 5:
        return False
    before, _, middle, text, after = around
    return (isinstance(before, str) and before.endswith("<p") and middle == ">" and isinstance(text, UnitText)
            and isinstance(after, str) and after.startswith("</p>\n"))
