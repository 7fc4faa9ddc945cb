"""The theme's own words: translated, escaped, and filled where they name a value."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from jinja2.exceptions import TemplateRuntimeError
from markupsafe import Markup, escape

from sitegen.render.locale import Formats
from sitegen.tracing import Fetch

CONTEXT_END = "\x04"
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")


class Interface:
    """Translates what templates say; a text that is nowhere translated is printed as the template has it.

    Catalogues are text, never HTML: markup in them is shown, and only values that are markup already stay markup.
    """

    def __init__(self, fetch: Fetch, formats: Formats, source: Formats, show: Callable[[Any], Markup]) -> None:
        """`source` is the locale that templates are written in; `show` escapes a value."""
        self._fetch = fetch
        self._formats = formats
        self._source = source
        self._locale = str(formats.locale)
        self._show = show

    def translate(self, text: str, **values: Any) -> Markup:
        """`_("Read %(name)s", name=…)`."""
        forms = self._fetch(("message", self._locale, text))
        return self._fill(forms[0] if forms else text, text, values)

    def translate_sense(self, context: str, text: str, **values: Any) -> Markup:
        """`_p("month", "May")`: the same word in another sense."""
        forms = self._fetch(("message", self._locale, context + CONTEXT_END + text))
        return self._fill(forms[0] if forms else text, text, values)

    def translate_count(self, singular: str, plural: str, count: int, **values: Any) -> Markup:
        """`_n("%(count)s page", "%(count)s pages", n)`; `count` is given to the text."""
        forms = self._fetch(("message", self._locale, singular))
        values.setdefault("count", self._formats.number(count))
        if forms:
            return self._fill(forms[self._formats.plural_index(count, len(forms))], plural, values)
        return self._fill((singular, plural)[self._source.plural_index(count, 2)], plural, values)

    def _fill(self, text: str, source: str, values: dict[str, Any]) -> Markup:
        pieces = _pieces(text)
        if len(pieces) == 1:
            return pieces[0]
        return Markup("".join([self._value(piece, source, values) if number % 2 else piece
                               for number, piece in enumerate(pieces)]))

    def _value(self, name: str, source: str, values: dict[str, Any]) -> Markup:
        if name in values:
            return self._show(values[name])
        if f"%({name})s" in source:
            raise TemplateRuntimeError(f"the text '{source}' names %({name})s, and no {name}=… is given")
        return escape(f"%({name})s")


@lru_cache(maxsize=4096)
def _pieces(text: str) -> tuple[Markup, ...]:
    """Escaped words and names of placeholders, in turn; a lone % is words."""
    return tuple(Markup(piece) if number % 2 else escape(piece)
                 for number, piece in enumerate(_PLACEHOLDER.split(text)))
