"""Jinja for one language: templates come through fetch, nothing is shared between pages, everything is escaped."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial
from types import MethodType
from typing import Any

import jinja2
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.exceptions import TemplateNotFound, TemplateRuntimeError
from jinja2.nodes import Expr, Impossible, TemplateData
from jinja2.runtime import Context, Macro, Undefined
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
        environment = self.environment
        assert isinstance(environment, ThemeEnvironment)
        return environment.page_module(self)


class ThemeContext(Context):
    """A context that calls plain functions and macros at once; Jinja looks for its own marks on each first."""

    def call(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Any:
        if function.__class__ in _PLAIN:
            # Compiled code adds these for functions that want to see the template's variables.
            named.pop("_loop_vars", None)
            named.pop("_block_vars", None)
            return function(*arguments, **named)
        return super().call(function, *arguments, **named)


_COMPILED: dict[tuple[str, str | None, str | None], Any] = {}
"""Code by text, name and path: the environments of all languages compile alike."""
_ABSENT = object()
_PLAIN = frozenset({Macro, partial, MethodType, type(cache(id))})


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


class ThemeCode(CodeGenerator):
    """Compiled templates print through one function that escapes, rather than through two."""

    def _output_child_to_const(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> str:
        """Only plain markup is known when a template is compiled; what is printed depends on the page's language."""
        if isinstance(node, TemplateData):
            return super()._output_child_to_const(node, frame, finalize)
        raise Impossible

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write("environment.finalize(")

    def _output_child_post(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write(")")


class ThemeEnvironment(jinja2.Environment):
    """One language's templates, filters and compiled code."""

    template_class = ThemeTemplate
    context_class = ThemeContext
    code_generator_class = ThemeCode

    def __init__(self, language: Language, languages: Mapping[str, Language], formats: Formats) -> None:
        self.theme = ThemeLoader()
        super().__init__(
            loader=self.theme, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True,
            keep_trailing_newline=True, finalize=printed, cache_size=-1, auto_reload=True,
            # Jinja would filter constants once, at compile time: in the language that compiles first, for all.
            optimized=False,
        )
        self.phrases = Phrases(language, languages)
        self._variables: dict[str, Any] = {}
        self._modules: dict[jinja2.Template, TemplateModule] = {}
        # Chance has no place in a page that must come out the same twice.
        del self.globals["lipsum"], self.filters["random"]
        self.filters.update(
            words=self.phrases.words, again=self.phrases.again, plain=self.phrases.plain, lang=self.phrases.lang,
            number=formats.number, size=formats.size, language_name=formats.language_name,
            year_label=formats.dates.year, country=_country_filter(formats, self.phrases),
            listed=lambda parts: formats.listed(map(self.show, parts)),
        )

    def compile(self, source: Any, name: str | None = None, filename: str | None = None, raw: bool = False,
                defer_init: bool = False) -> Any:
        """Code for a template's text; the same text is compiled once in a process, whatever the language."""
        if raw or not isinstance(source, str):
            return super().compile(source, name, filename, raw, defer_init)  # type: ignore[call-overload]
        key = (source, name, filename)
        code = _COMPILED.get(key)
        if code is None:
            code = _COMPILED[key] = super().compile(source, name, filename)
        return code

    def show(self, value: Any) -> Markup:
        """A value as it is printed inside a text: phrases with their language, everything else escaped."""
        return self.phrases.words(value) if isinstance(value, Phrase) else Markup(printed(value))

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What an answer says under a name comes before the methods of a mapping: `year.items` is data."""
        if obj.__class__ is dict and attribute in obj:
            return obj[attribute]
        found = getattr(obj, attribute, _ABSENT)
        return super().getattr(obj, attribute) if found is _ABSENT else found

    @contextmanager
    def reading(self, fetch: Fetch) -> Iterator[None]:
        """Templates come through this fetch; one page at a time."""
        self.theme.fetch = fetch
        try:
            yield
        finally:
            self.theme.fetch = None

    def print_template(self, name: str, variables: dict[str, Any]) -> str:
        """The named template with these variables, which macros see too.

        The code is called directly, so that an error still shows the frames of the templates it went through.
        """
        outer = self._variables, self._modules
        self._variables, self._modules = variables, {}
        try:
            template = self.get_template(name)
            return "".join(template.root_render_func(template.new_context(variables)))
        finally:
            self._variables, self._modules = outer

    def page_module(self, template: jinja2.Template) -> TemplateModule:
        """The macros of a template for the page at hand, made once."""
        module = self._modules.get(template)
        if module is None:
            module = self._modules[template] = template.make_module(self._variables)
        return module


def printed(value: Any) -> str:
    """The value as HTML: markup as it is, nothing for none; refuses what would print an address in memory."""
    if value.__class__ is Markup:
        return value
    if value is None:
        return ""
    if callable(value) and not isinstance(value, Undefined):
        raise TemplateRuntimeError("a function is printed as it is; call it with ()")
    return escape(value)


def _country_filter(formats: Formats, phrases: Phrases) -> Callable[[Context, str], str]:
    @jinja2.pass_context
    def country(context: Context, code: str) -> str:
        names = context.resolve("site").about().get("region_names") or {}
        return phrases.words(names[code]) if code in names else formats.country(code)

    return country
