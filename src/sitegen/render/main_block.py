"""What a page's own template prints inside the frame: told apart from the frame, so that one can stay as it is.

Most pages are rendered again because their frame is another: a title in the footer, an edited base template. The block
`main` of the page's own template can see nothing of the frame but variables that the frame sets. Where these are what
they were, and every question is answered as it was but those that only the frame has put, the block is taken as it was
published.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

from jinja2 import nodes
from jinja2.runtime import Context, Macro
from markupsafe import Markup

from sitegen.model import Key, MainPart, Value
from sitegen.tracing import digest

MAIN = "main"
"""The block that every page fills."""
_PLAIN = frozenset({bool, float, int, str, Markup, type(None)})
_SHORTEST = 100
"""Characters below which it is not worth the while; very short texts may be one object with others."""


class KeptMain(NamedTuple):
    """The block as it was printed last time."""

    html: str
    given: str


class NotKept(Exception):
    """The block has to be printed after all."""


class Unmade:
    """In the place of a page's content where its block is kept: whoever looks at it has it made."""

    def _refuse(self, *_: Any) -> Any:
        raise NotKept

    __html__ = __str__ = __bool__ = __len__ = __iter__ = __eq__ = __getattr__ = __getitem__ = __contains__ = _refuse
    __add__ = __radd__ = __mod__ = __mul__ = __lt__ = __gt__ = __le__ = __ge__ = __ne__ = __hash__ = _refuse


class Parts:
    """The templates and shared parts that the page at hand asked for: for its frame, and for what stands in it."""

    __slots__ = ("frame", "in_frame", "templates", "within")

    def __init__(self) -> None:
        self.in_frame = False
        self.frame: dict[Key, None] = {}
        self.within: dict[Key, None] = {}
        self.templates: list[str] = []

    def note(self, shared: Key) -> None:
        """Somebody asks for this shared part."""
        (self.frame if self.in_frame else self.within)[shared] = None


def stands_alone(template: nodes.Template) -> bool:
    """Whether no block of a template can print blocks of the templates that it extends or that extend it."""
    return all(name.name not in ("self", "super") for name in template.find_all(nodes.Name))


class MainBlock:
    """Stands before the block `main` of one page while that is printed."""

    def __init__(self, context: Context, parts: Parts, alone: Mapping[str, bool], about: Any,
                 kept: KeptMain | None) -> None:
        """`alone` says of templates, by path, whether they stand alone; `about` is an answer that every page gets."""
        self.frame = ""
        """The path of the template that prints around the block."""
        self._context = context
        self._parts = parts
        self._alone = alone
        self._about = about
        self._kept = kept
        self._calls = 0
        self._html = ""
        self._given: str | None = None
        blocks = context.blocks.get(MAIN)
        self._block: Callable[[Context], Iterator[str]] | None = None
        if blocks and alone[blocks[0].__code__.co_filename]:
            self._block, blocks[0] = blocks[0], self._print

    def _print(self, context: Context) -> Iterator[str]:
        assert self._block is not None
        self._calls += 1
        self._given = self._seen(context)
        if self._kept is not None:
            if self._given != self._kept.given:
                raise NotKept
            self._html = self._kept.html
        else:
            self._parts.in_frame = False
            self._html = "".join(self._block(context))
            self._parts.in_frame = True
        yield self._html

    def _seen(self, context: Context) -> str | None:
        """The digest of what the block can see of its frame; None where it cannot be told from it."""
        files = set(map(_FILE, chain.from_iterable(context.blocks.values())))
        blocks = context.blocks[MAIN]
        self.frame = blocks[-1].__code__.co_filename if len(blocks) > 1 else ""
        files -= {self.frame, _OWN}
        if context is not self._context or not self.frame or not all(map(self._alone.get, files)):
            return None
        assert self._block is not None
        if self._block.__code__.co_filename == self.frame:
            return None
        try:
            return digest([(name, self._told(value)) for name, value in context.vars.items()])
        except (TypeError, ValueError):
            return None

    def _told(self, value: Any) -> Any:
        """What a variable is, where nobody can alter it. Raises TypeError for any other."""
        if value.__class__ in _PLAIN or isinstance(value, Value):
            return value
        if value is self._about or (value.__class__ is dict and value == self._about):
            return "about"
        if isinstance(value, Macro) and value._func.__code__.co_filename != self.frame:
            return value._func.__code__.co_filename, value.name
        raise TypeError

    def place(self, pieces: list[str]) -> tuple[bytes, MainPart | None]:
        """The page of all its pieces, and where the block stands in it."""
        at = -1
        for number, piece in enumerate(pieces):
            if piece is self._html:
                at = number
                break
        if self._calls != 1 or self._given is None or len(self._html) < _SHORTEST or at < 0:
            return "".join(pieces).encode(), None
        head, main, tail = "".join(pieces[:at]).encode(), self._html.encode(), "".join(pieces[at + 1:]).encode()
        return b"".join((head, main, tail)), MainPart(start=len(head), size=len(main), given=self._given)

    def apart(self, frame: str) -> tuple[Key, ...]:
        """The questions with which the block has nothing to do; `frame` is the name of the template around it."""
        once = self._parts.templates.count(frame) == 1
        asked: list[Key] = [("template", frame)] if once else []
        return (*asked, *(key for key in self._parts.frame if key not in self._parts.within))


_FILE = attrgetter("__code__.co_filename")
_OWN = MainBlock._print.__code__.co_filename
"""Where what stands before the block is from."""
