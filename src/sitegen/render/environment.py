"""Jinja for one language: templates come through fetch, nothing is shared between pages, everything is escaped."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import jinja2
from jinja2.exceptions import TemplateNotFound, TemplateRuntimeError
from jinja2.runtime import Context, Undefined
from markupsafe import Markup, escape

from sitegen.model import Language, Phrase
from sitegen.model import Template as TemplateText
from sitegen.render.locale import Formats
from sitegen.render.phrases import Phrases
from sitegen.tracing import Fetch


class ThemeTemplate(jinja2.Template):
    """A template whose macros are made anew for every page.

    Jinja keeps an imported module for ever: the second page would print what the first one was told, and its
    questions would be recorded for the first alone.
    """

    def _get_default_module(self, ctx: Context | None = None) -> Any:
        return self.make_module(dict(ctx.parent) if ctx is not None else None)


class ThemeLoader(jinja2.BaseLoader):
    """Asks for each template by fetch, also when Jinja has it compiled."""

    def __init__(self) -> None:
        self.fetch: Fetch | None = None
        self.paths: dict[str, str] = {}
        """Template name to project path, for messages."""

    def ask(self, name: str) -> TemplateText | None:
        """The template as it is now; its absence is an answer too."""
        assert self.fetch is not None, "templates are loaded only while a page is rendered"
        found = self.fetch(("template", name))
        assert found is None or isinstance(found, TemplateText)
        return found

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        found = self.ask(template)
        if found is None:
            raise TemplateNotFound(template)
        self.paths[template] = found.path
        return found.text, found.path, lambda: self.ask(template) == found


class ThemeEnvironment(jinja2.Environment):
    """One language's templates, filters and compiled code."""

    template_class = ThemeTemplate

    def __init__(self, language: Language, languages: Mapping[str, Language], formats: Formats) -> None:
        self.theme = ThemeLoader()
        super().__init__(
            loader=self.theme, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True,
            keep_trailing_newline=True, finalize=printable, cache_size=-1, auto_reload=True,
        )
        self.phrases = Phrases(language, languages)
        # Chance has no place in a page that must come out the same twice.
        del self.globals["lipsum"], self.filters["random"]
        self.filters.update(
            words=self.phrases.words, plain=self.phrases.plain, lang=self.phrases.lang,
            number=formats.number, size=formats.size, language_name=formats.language_name,
            year_label=formats.dates.year, country=_country_filter(formats, self.phrases),
            listed=lambda parts: formats.listed(map(self.show, parts)),
        )

    def show(self, value: Any) -> Markup:
        """A value as it is printed inside a text: phrases with their language, everything else escaped."""
        return self.phrases.words(value) if isinstance(value, Phrase) else escape(printable(value))

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What an answer says under a name comes before the methods of a mapping: `year.items` is data."""
        if obj.__class__ is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    @contextmanager
    def reading(self, fetch: Fetch) -> Iterator[None]:
        """Templates come through this fetch; one page at a time."""
        self.theme.fetch = fetch
        try:
            yield
        finally:
            self.theme.fetch = None

    def print_template(self, name: str, variables: dict[str, Any]) -> str:
        """The named template with these variables.

        The code is called directly, so that an error still shows the frames of the templates it went through.
        """
        template = self.get_template(name)
        return "".join(template.root_render_func(template.new_context(variables)))


def printable(value: Any) -> Any:
    """Nothing for none; refuses what would print an address in memory."""
    if value is None:
        return ""
    if callable(value) and not isinstance(value, Undefined):
        raise TemplateRuntimeError("a function is printed as it is; call it with ()")
    return value


def _country_filter(formats: Formats, phrases: Phrases) -> Callable[[Context, str], str]:
    @jinja2.pass_context
    def country(context: Context, code: str) -> str:
        names = context.resolve("site").about().get("region_names") or {}
        return phrases.words(names[code]) if code in names else formats.country(code)

    return country
