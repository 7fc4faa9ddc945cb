"""Bodies of nothing but texts, links and footnotes: printed when they are parsed, as far as no page need be known.

Most bodies are so, and most translated files have the structure of their source. Then what a page shows is the file's
own HTML, of which only the addresses of its links and the ids of its headings wait for the page. What `page_body` would
compose comes to the same; tests/test_plain_bodies.py compares the two.
"""

import re
from hashlib import blake2b
from typing import Any

from msgspec.structs import replace

from sitegen.model import Body, LinkStart, NoteMark, PlainBody, UnitStart, UnitText

_HTML, _START, _TEXT = {str}, {UnitStart}, {UnitText}
_ID = re.compile(r' id="([^"]+)"')
_BEFORE_ID = ' id="'
_AROUND_ID = len(_BEFORE_ID) + 1


def plain_body(body: Body) -> PlainBody | None:
    """The body as one of nothing but texts, links and footnotes; None where it holds anything else."""
    # A footnote without a text has its counterpart by its name, which no page shows.
    if any(note.unit < 0 for note in body.notes) or any(link.kind != "link" for link in body.links):
        return None
    return _Printing(body).result()


def in_step(source: PlainBody, target: PlainBody) -> PlainBody | None:
    """The body of a translated file, each unit of which stands in the place of the source's, with the source's ids.

    A heading has the source's id in every language; the one by its own words is on an empty element inside it. None
    where what stands around the texts differs.
    """
    if source.frame != target.frame:
        return None
    parts, taken = list(target.parts), {*source.ids, *(own for _, own in source.headings)}
    for (place, own), (_, id) in zip(target.headings, source.headings, strict=True):
        parts[place] = f' id="{id}">' if own in taken else f' id="{id}"><span id="{own}"></span>'
        taken.add(own)
    return replace(target, parts=tuple(parts), headings=source.headings)


def _is_of_texts(pieces: tuple[Any, ...], units: int) -> bool:
    """Whether pieces are texts in their order, each in an element, with finished HTML around each of them."""
    return (len(pieces) == 4 * units + (units > 0 or len(pieces) == 1)
            and {*map(type, pieces[::4])} <= _HTML and {*map(type, pieces[1::4])} <= _START
            and pieces[2::4].count(">") == units and {*map(type, pieces[3::4])} <= _TEXT
            and [text.unit for text in pieces[3::4]] == [*range(units)])


def _last_id(tag: str) -> str:
    """The id with which an opening tag ends; empty where it ends otherwise."""
    id = tag[tag.rfind(_BEFORE_ID) + len(_BEFORE_ID):-1] if _BEFORE_ID in tag else ""
    return "" if '"' in id else id


class _Printing:
    """A body on its way to be printed; thrown away with it."""

    def __init__(self, body: Body) -> None:
        self._body = body
        self._parts: list[str] = []
        self._html: list[str] = []
        """Finished HTML since the last part that waits for the page."""
        self._links: list[tuple[int, str, str]] = []
        self._marks: list[tuple[int, NoteMark]] = []
        self._headings: list[tuple[int, str]] = []
        self._frame: list[str] = []
        """Which marks stand in which text."""

    def result(self) -> PlainBody | None:
        """The printed body; None where it holds something else."""
        units, html = self._body.units, self._html
        if not _is_of_texts(self._body.pieces, len(units)):
            return None
        pieces: tuple[Any, ...] = self._body.pieces
        frame = [*pieces[::4]]
        for number, (around, unit) in enumerate(zip(pieces[::4], units, strict=False)):
            inline: tuple[Any, ...] = unit.inline
            ends_tag = around[-1] == '"'
            if not ends_tag and len(inline) == 1 and inline[0].__class__ is str:
                html += (around, ">", inline[0])
                continue
            # Of all elements with texts only headings have an attribute before the hole.
            if ends_tag and (id := _last_id(around)):
                frame[number] = around[:-len(id) - _AROUND_ID]
                html.append(frame[number])
                self._headings.append((self._wait(f' id="{id}">'), id))
            else:
                html += (around, ">")
            if not self._print(number, inline):
                return None
        html += pieces[4 * len(units):]
        self._parts.append("".join(html))
        told = "\0".join((*frame, *[unit.role for unit in units], *self._frame,
                          *[str(note.unit) for note in self._body.notes]))
        return PlainBody(parts=tuple(self._parts), links=tuple(self._links), marks=tuple(self._marks),
                         headings=tuple(self._headings), ids=tuple(_ID.findall(told)) if ' id="' in told else (),
                         frame=blake2b(told.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest())

    def _print(self, number: int, inline: tuple[Any, ...]) -> bool:
        """Print the words of a unit; False where there are none, or something else among them."""
        links, html = self._body.links, self._html
        for part in inline:
            if part.__class__ is str:
                html.append(part)
            elif part.__class__ is LinkStart:
                self._links.append((self._wait(""), links[part.link].target, part.title))
            elif part.__class__ is NoteMark:
                self._marks.append((self._wait(""), part))
                self._frame.append(f"{number} {part.note} {part.again}")
            else:
                return False
        return bool(inline)

    def _wait(self, html: str) -> int:
        """Begin a part that waits for the page, with what stands there until then; its number."""
        self._parts += ("".join(self._html), html)
        self._html.clear()
        return len(self._parts) - 1
