"""Bodies of nothing but texts, links and footnotes: printed when they are parsed, as far as no page need be known.

Most bodies are so, and most translated files have the structure of their source. Then what a page shows is the file's
own HTML, of which only the addresses of its links and the ids of its headings wait for the page. What `page_body` would
compose comes to the same; tests/test_plain_bodies.py compares the two.
"""

import re
from hashlib import blake2b

from msgspec.structs import replace

from sitegen.model import Body, LinkStart, NoteMark, PlainBody, Unit, UnitStart, UnitText

_HEADING = re.compile(r' id="([^"]+)"$')
_ID = re.compile(r' id="([^"]+)"')


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

    def result(self) -> PlainBody | None:
        """The printed body; None at the first thing in it that is something else."""
        units, html, frame = self._body.units, self._html, self._frame
        number, in_heading = 0, False
        for piece in self._body.pieces:
            if piece.__class__ is str:
                if in_heading:
                    # The end of its tag stands in the part that waits.
                    in_heading = False
                    if piece != ">":
                        return None
                else:
                    html.append(piece)
                    frame.append(piece)
            elif piece.__class__ is UnitStart:
                # Of all elements with texts only headings have an attribute before the hole.
                in_heading = bool(html) and html[-1][-1:] == '"' and self._start_heading()
            elif piece.__class__ is not UnitText or piece.unit != number:
                return None
            else:
                unit, number = units[number], number + 1
                frame.append(unit.role)
                if len(unit.inline) == 1 and unit.inline[0].__class__ is str:
                    html.append(unit.inline[0])
                elif not self._print(unit):
                    return None
        self._parts.append("".join(html))
        told = "\0".join(frame)
        ids = tuple(_ID.findall(told)) if ' id="' in told else ()
        told += "".join([f"\0{note.unit}" for note in self._body.notes])
        return PlainBody(parts=tuple(self._parts), links=tuple(self._links), marks=tuple(self._marks),
                         headings=tuple(self._headings), ids=ids,
                         frame=blake2b(told.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest())

    def _start_heading(self) -> bool:
        found = _HEADING.search(self._html[-1])
        if found is None:
            return False
        self._html[-1] = self._frame[-1] = self._html[-1][:found.start()]
        self._headings.append((self._wait(f'{found[0]}>'), found[1]))
        return True

    def _print(self, unit: Unit) -> bool:
        """Print the words of a unit; False where there are none, or something else among them."""
        links, html = self._body.links, self._html
        for part in unit.inline:
            if part.__class__ is str:
                html.append(part)
            elif part.__class__ is LinkStart:
                self._links.append((self._wait(""), links[part.link].target, part.title))
            elif part.__class__ is NoteMark:
                self._marks.append((self._wait(""), part))
                self._frame.append(f"{part.note} {part.again}")
            else:
                return False
        return bool(unit.inline)

    def _wait(self, html: str) -> int:
        """Begin a part that waits for the page, with what stands there until then; its number."""
        self._parts += ("".join(self._html), html)
        self._html.clear()
        return len(self._parts) - 1
