"""What the rules of texts look at, and what they find."""

from typing import NamedTuple

from sitegen.model import Body, EventFacts, Language, Page


class Place(NamedTuple):
    """Where a text is typed: a unit of a body, a field of front matter or data, or an entry of a catalogue."""

    path: str
    line: int = 0
    unit: int = -1
    field: str = ""
    translated: bool = False
    """It stands in a catalogue as the translation in that line."""


class Piece(NamedTuple):
    """One text as it is typed: a unit of Markdown, or a field."""

    role: str
    text: str
    place: Place


class Passage(NamedTuple):
    """What one page, or one data record, says in one language."""

    identity: str
    language: Language
    pieces: tuple[Piece, ...]
    page: Page | None = None
    body: Body | None = None
    """Whose units are the pieces that have a `unit`."""
    ended: bool = False
    """It is about an event that is over, and that took place."""
    people: tuple[str, ...] = ()
    """Ids of people who appear on the page by its facts."""


class Finding(NamedTuple):
    """Something in one text: where, what is wrong, what to type."""

    code: str
    start: int
    """Offsets into the text of the piece, as typed."""
    end: int
    message: str
    help: str
    repair: str | None = None
    """What to put there instead, where that is certain."""


class Found(NamedTuple):
    """A finding with the number of its piece in the passage."""

    piece: int
    finding: Finding


def words_of_event(page: Page | None) -> EventFacts | None:
    """The facts of an event; None for any other page."""
    return page.facts if page is not None and isinstance(page.facts, EventFacts) else None
