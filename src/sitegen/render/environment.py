"""Jinja for one language: templates come through fetch, nothing is shared between pages, everything is escaped."""

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from types import CodeType
from typing import Any, NamedTuple, Protocol

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.environment import TemplateModule
from jinja2.exceptions import TemplateNotFound, TemplateRuntimeError, TemplateSyntaxError
from jinja2.filters import FILTERS as STOCK_FILTERS
from jinja2.idtracking import VAR_LOAD_RESOLVE
from jinja2.lexer import Token, TokenStream
from jinja2.meta import find_undeclared_variables
from jinja2.runtime import Context, Macro, Undefined
from jinja2.utils import missing
from markupsafe import Markup, escape

from sitegen.model import Key, Language, MainPart, Phrase
from sitegen.model import Template as TemplateText
from sitegen.render.images import photo_html
from sitegen.render.interface import Interface
from sitegen.render.locale import Formats
from sitegen.render.main_block import KeptMain, MainBlock, Parts, stands_alone
from sitegen.render.markup import escaped, marked, special
from sitegen.render.months import year_sheet
from sitegen.render.phrases import Phrases
from sitegen.render.questions import Questions
from sitegen.render.recompiled import Mould, filled, moved, numbered, shape
from sitegen.render.scale import time_scale
from sitegen.render.structured import data_block
from sitegen.tracing import Fetch

SHARED = "shared"
"""The question for a part that all pages of a language show alike: its answer is HTML."""
LASTING = frozenset({
    "_", "_n", "_p", "clock", "day", "days", "elsewhere", "language", "shared", "site", "time_scale", "when",
    "world_map", "year_sheet", "zone_label",
})
"""Variables that are the same object on every page of a language."""
_COMPILED: dict[tuple[str, str | None, str | None], Any] = {}
"""Code by text, name and path: the environments of all languages compile alike."""
MOST_COMPILED = 400
_moulds: dict[tuple[str | None, str | None], Mould | None] = {}
"""By name and path, the templates that were compiled; none where that was done once."""
_store: "CodeStore | None" = None
OWN_FILTERS = frozenset({
    "words", "again", "plain", "lang", "number", "size", "language_name", "year_label", "country", "listed",
    "data_block", "image",
})
FILTERS = OWN_FILTERS.union(STOCK_FILTERS)
"""The filters that every template has."""
MoreFilters = Callable[[Callable[[str], Any]], Mapping[str, Callable[..., Any]]]
"""Further filters, made with the function by which each tells whose it is."""
_ABSENT = object()


class CodeStore(Protocol):
    """Where code outlasts the process; a template is known by its text, name and path."""

    def load(self, text: str, name: str | None, path: str | None) -> CodeType | None:
        """The code of a template; None where it is not known."""

    def save(self, text: str, name: str | None, path: str | None, code: CodeType) -> None:
        """Keep the code of a template."""


def keep_code(store: CodeStore | None) -> None:
    """Let code outlast the process in that store; in none from now on where none is given."""
    global _store
    _store = store


class ThemeTemplate(jinja2.Template):
    """A template whose macros serve all pages where they can, and are made anew for each where they must.

    Jinja keeps an imported module for ever: the second page would print what the first one was told, and its
    questions would be recorded for the first alone. Macros that see nothing but what lasts, in a template that prints
    and asks nothing itself, cannot tell one page from another.
    """

    lasting = False

    @classmethod
    def _from_namespace(cls, environment: jinja2.Environment, namespace: MutableMapping[str, Any],
                        globals: MutableMapping[str, Any]) -> "ThemeTemplate":
        template = super()._from_namespace(environment, namespace, globals)
        assert isinstance(template, ThemeTemplate)
        template.lasting = namespace["lasting"]
        assert isinstance(environment, ThemeEnvironment) and template.filename is not None
        environment.alone[template.filename] = namespace["alone"]
        return template

    def _get_default_module(self, ctx: Context | None = None) -> Any:
        environment = self.environment
        assert isinstance(environment, ThemeEnvironment)
        return environment.module(self)


class ThemeMacro(Macro):
    """A macro that is called at once where its arguments are given by place, as they mostly are."""

    def __init__(self, environment: "ThemeEnvironment", function: Callable[..., str], name: str, arguments: list[str],
                 *special: bool) -> None:
        super().__init__(environment, function, name, arguments, *special)
        self._plain = not any(special[:3])
        self._places = len(arguments)

    def __call__(self, *arguments: Any, **named: Any) -> str:
        if self._plain and not named and len(arguments) <= self._places:
            return marked(self._func(*arguments, *[missing] * (self._places - len(arguments))))
        return super().__call__(*arguments, **named)


class Door:
    """What the environments of all languages ask through: the fetch of the page at hand."""

    def __init__(self) -> None:
        self._fetch: Fetch | None = None
        self.parts = Parts()

    def shared(self, key: Key) -> Any:
        """The answer to the question for a shared part."""
        self.parts.note(key)
        return self.fetch(key)

    def fetch(self, key: Key) -> Any:
        """The answer to a question of the page at hand."""
        assert self._fetch is not None, "questions are asked only while a page is rendered"
        return self._fetch(key)

    @contextmanager
    def open(self, fetch: Fetch) -> Iterator[None]:
        """Templates and questions come through this fetch; one page at a time, and within it one shared part."""
        outer = self._fetch, self.parts
        self._fetch, self.parts = fetch, Parts()
        try:
            yield
        finally:
            self._fetch, self.parts = outer


class ThemeLoader(jinja2.BaseLoader):
    """Asks for each template by fetch, also when Jinja has it compiled."""

    def __init__(self, door: Door) -> None:
        self.paths: dict[str, str] = {}
        """Template name to project path, for messages."""
        self.names: dict[str, str] = {}
        """The other way round."""
        self._door = door
        self._listeners: list[dict[str, None]] = []

    @contextmanager
    def listening(self) -> Iterator[dict[str, None]]:
        """The names of the templates that are asked for meanwhile, in order."""
        asked: dict[str, None] = {}
        self._listeners.append(asked)
        try:
            yield asked
        finally:
            self._listeners.remove(asked)

    def ask(self, name: str) -> TemplateText | None:
        """The template as it is now; its absence is an answer too."""
        self._door.parts.templates.append(name)
        return self._ask(name)

    def _ask(self, name: str) -> TemplateText | None:
        for listener in self._listeners:
            listener[name] = None
        found = self._door.fetch(("template", name))
        assert found is None or isinstance(found, TemplateText)
        return found

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        found = self._ask(template)
        if found is None:
            raise TemplateNotFound(template)
        self.paths[template], self.names[found.path] = found.path, template
        return found.text, found.path, lambda: self._ask(template) == found


class ThemeCode(CodeGenerator):
    """Compiled templates take the short way to what is printed, called and looked up most."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        every = tuple(node.find_all(nodes.Node))

        def find_all(node_type: Any) -> Iterator[Any]:
            return (each for each in every if isinstance(each, node_type))

        # Asked for several kinds of nodes, each time it would go through all of them.
        node.find_all = find_all  # type: ignore[method-assign]
        super().visit_Template(node, frame)
        self.writeline("t_escaped, t_markup, t_phrase, t_absent = environment.short_ways")
        self.writeline("t_printed, undefined, concat = environment.finalize, environment.undefined, environment.concat")
        self.writeline("cond_expr_undefined = Undefined")
        self.writeline(f"lasting = {_is_lasting(self.environment, node)}")
        self.writeline(f"alone = {stands_alone(node)}")

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:
        """What stands together is printed as one, for each piece goes out through all templates that a page extends."""
        if frame.buffer is not None or frame.require_output_check or len(node.nodes) == 1:
            super().visit_Output(node, frame)
            return
        finalize = self._make_finalize()
        self.writeline('yield "".join((')
        self.indent()
        for child in node.nodes:
            self.newline(child)
            if isinstance(child, nodes.TemplateData):
                self.write(self._output_const_repr([self._output_child_to_const(child, frame, finalize)]))
            else:
                self._output_child_pre(child, frame, finalize)
                self.visit(child, frame)
                self._output_child_post(child, frame, finalize)
            self.write(",")
        self.outdent()
        self.writeline("))")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        """A call of the function itself: no function of a theme asks to see the template's variables."""
        if forward_caller or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """What an answer says under a name is looked up on the spot, as `ThemeEnvironment.getattr` would."""
        name = repr(node.attr)
        self.write(f"(t_found[{name}] if (t_found := ")
        self.visit(node.node, frame)
        self.write(f").__class__ is dict and {name} in t_found"
                   f" else t_got if (t_got := getattr(t_found, {name}, t_absent)) is not t_absent"
                   f" else environment.getattr(t_found, {name}))")

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:
        """Most texts are phrases, and most are printed plain."""
        if node.name != "plain" or node.node is None or node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
            super().visit_Filter(node, frame)
            return
        self.write("(t_said.text if (t_said := ")
        self.visit(node.node, frame)
        self.write(f").__class__ is t_phrase else {self.filters['plain']}(t_said))")

    def write_commons(self) -> None:
        """What differs from page to page; all else that Jinja writes here stands once, at the end of the module."""
        self.writeline("if 0: yield None")
        self.writeline("t_set, t_given = context.vars, context.parent")

    def enter_frame(self, frame: Frame) -> None:
        """Variables are looked up where the context would look."""
        loads = frame.symbols.loads
        if self.get_resolve_func() == "resolve":
            for target, (action, name) in loads.items():
                if action == VAR_LOAD_RESOLVE:
                    key = repr(name)
                    self.writeline(f"{target} = t_set[{key}] if {key} in t_set else t_given.get({key}, missing)")
            frame.symbols.loads = {target: load for target, load in loads.items() if load[0] != VAR_LOAD_RESOLVE}
        super().enter_frame(frame)
        frame.symbols.loads = loads

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        self.write("environment.")
        super().macro_def(macro_ref, frame)

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> str:
        """Only plain markup is known when a template is compiled; what is printed depends on the page's language."""
        if isinstance(node, nodes.TemplateData):
            return super()._output_child_to_const(node, frame, finalize)
        raise nodes.Impossible

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if not _is_plain_text(node):
            self.write("(t_out if (t_out := ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        """Most of what is printed needs no function of ours to be escaped, as `printed` would."""
        if not _is_plain_text(node):
            self.write(").__class__ is t_markup else t_escaped(t_out) if t_out.__class__ is str else t_printed(t_out))")


def _is_plain_text(node: nodes.Node) -> bool:
    """Whether all that can be printed is text of the template's own without anything to escape."""
    if isinstance(node, nodes.CondExpr):
        return node.expr2 is not None and _is_plain_text(node.expr1) and _is_plain_text(node.expr2)
    return isinstance(node, nodes.Const) and isinstance(node.value, str) and not special(node.value)


def _is_lasting(environment: jinja2.Environment, template: nodes.Template) -> bool:
    """Whether other templates can import nothing of this one but macros that see only what lasts."""
    return (all(map(_is_macro_or_import, template.body))
            and find_undeclared_variables(template) <= LASTING | environment.globals.keys())


def _is_macro_or_import(node: nodes.Node) -> bool:
    """Whether a statement prints and asks nothing itself; spaces between macros are never printed."""
    if isinstance(node, nodes.Output):
        return all(isinstance(part, nodes.TemplateData) for part in node.nodes)
    return isinstance(node, (nodes.FromImport, nodes.Import, nodes.Macro)) and not getattr(node, "with_context", False)


class LastingModule(NamedTuple):
    """Macros for all pages of a language, and the templates they came from as these were."""

    module: TemplateModule
    sources: tuple[tuple[str, TemplateText | None], ...]


class ThemeEnvironment(jinja2.Environment):
    """One language's templates, filters, functions and compiled code."""

    template_class = ThemeTemplate
    code_generator_class = ThemeCode
    Macro = ThemeMacro
    short_ways = escaped, Markup, Phrase, _ABSENT
    """What compiled templates take the short way with."""

    def __init__(self, language: Language, languages: Mapping[str, Language], formats: Formats, source: Formats,
                 door: Door, more: MoreFilters = lambda told: {}) -> None:
        """`source` is the locale that templates are written in."""
        self.theme = ThemeLoader(door)
        self.alone: dict[str, bool] = {}
        """Of each compiled template, by path, whether it stands alone."""
        self._door = door
        super().__init__(
            loader=self.theme, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True,
            keep_trailing_newline=True, finalize=printed, cache_size=-1, auto_reload=True,
            # Jinja would filter constants once, at compile time: in the language that compiles first, for all.
            optimized=False,
        )
        self.phrases = Phrases(language, languages)
        self.lasting = self._lasting(language, formats, source, door)
        self._current: dict[str, tuple[TemplateText | None, jinja2.Template]] = {}
        """Compiled templates by name, with their texts."""
        self._variables: dict[str, Any] = {}
        self._modules: dict[ThemeTemplate, TemplateModule] = {}
        self._lasting_modules: dict[ThemeTemplate, LastingModule] = {}
        self._passing = False
        self._given: list[Token] | None = None
        """What is compiled instead of a text."""
        # Chance has no place in a page that must come out the same twice.
        del self.globals["lipsum"], self.filters["random"]
        self.filters.update(
            words=self.phrases.words, again=self.phrases.again, plain=self.phrases.plain, lang=self.phrases.lang,
            number=formats.number, size=formats.size, language_name=formats.language_name,
            year_label=formats.dates.year, country=_country_filter(formats, self.phrases),
            listed=lambda parts: formats.listed(map(self.show, parts)), data_block=data_block, image=photo_html,
        )
        self.filters.update(more(lambda owner: door.fetch(("plugin", owner))))

    def _lasting(self, language: Language, formats: Formats, source: Formats, door: Door) -> dict[str, Any]:
        """What docs/templates.md promises to every template and is the same on every page."""
        dates, interface = formats.dates, Interface(door.fetch, formats, source, self.show)
        return {
            "language": language, "site": Questions(language.code, door.fetch),
            "_": interface.translate, "_n": interface.translate_count, "_p": interface.translate_sense,
            "when": dates.when, "days": dates.days, "day": dates.day, "clock": dates.clock,
            "elsewhere": dates.elsewhere, "zone_label": dates.zone_label,
            "time_scale": time_scale, "world_map": _world_map,
            "year_sheet": lambda year, cards: year_sheet(formats.locale, year, cards),
            "shared": lambda name, given="": Markup(door.shared((SHARED, language.code, name, given))),
        }

    def compile(self, source: Any, name: str | None = None, filename: str | None = None, raw: bool = False,
                defer_init: bool = False) -> Any:
        """Code for a template's text; the same text is compiled once in a process, whatever the language."""
        if raw or not isinstance(source, str):
            return super().compile(source, name, filename, raw, defer_init)  # type: ignore[call-overload]
        key = (source, name, filename)
        code = _COMPILED.get(key)
        if code is None and _store is not None:
            code = _store.load(*key)
        if code is None:
            code = self._compiled(source, name, filename)
            if _store is not None:
                _store.save(*key, code)
        if len(_COMPILED) >= MOST_COMPILED:
            # Whoever writes a template makes another one with each save.
            _COMPILED.clear()
        _COMPILED[key] = code
        _moulds.setdefault((name, filename), None)
        return code

    def _compiled(self, source: str, name: str | None, filename: str | None) -> CodeType:
        """Code for a template of another text; that of before where nothing is another but plain markup."""
        if (name, filename) not in _moulds or "\0" in source:
            return super().compile(source, name, filename)
        try:
            tokens = list(self._tokenize(source, name, filename))
        except TemplateSyntaxError:
            return super().compile(source, name, filename)
        mould, kept = _moulds[name, filename], shape(tokens)
        lines = moved(mould, tokens) if mould and mould.tokens == kept else None
        if mould is None or lines is None:
            self._given = numbered(tokens)
            try:
                code = super().compile(source, name, filename)
            finally:
                self._given = None
            lines = {}
            mould = _moulds[name, filename] = Mould(kept, tuple([token.lineno for token in tokens]), code)
        return filled(mould.code, tokens, lines)

    def _tokenize(self, source: str, name: str | None, filename: str | None = None,
                  state: str | None = None) -> TokenStream:
        if self._given is not None:
            return TokenStream(iter(self._given), name, filename)
        return super()._tokenize(source, name, filename, state)

    def show(self, value: Any) -> Markup:
        """A value as it is printed inside a text: phrases with their language, everything else escaped."""
        return self.phrases.words(value) if isinstance(value, Phrase) else Markup(printed(value))

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What an answer says under a name comes before the methods of a mapping: `year.items` is data."""
        if obj.__class__ is dict and attribute in obj:
            return obj[attribute]
        found: Any = getattr(obj, attribute, _ABSENT)
        return super().getattr(obj, attribute) if found is _ABSENT else found

    def _load_template(self, name: str, globals: MutableMapping[str, Any] | None) -> jinja2.Template:
        """The template as it is now; compiled anew only where its text is another than last time."""
        text = self.theme.ask(name)
        known = self._current.get(name)
        if known is None or known[0] != text:
            known = self._current[name] = text, super()._load_template(name, globals)
        return known[1]

    def print_template(self, name: str, variables: dict[str, Any]) -> str:
        """The named template with these variables, which macros see too.

        The code is called directly, so that an error still shows the frames of the templates it went through.
        """
        outer = self._variables, self._modules
        self._variables, self._modules = variables, {}
        try:
            template = self.get_template(name)
            # As `template.new_context` would, which merges the same globals by way of a slower mapping.
            context = self.context_class(self, {**self.globals, **variables}, template.name, template.blocks)
            return "".join(template.root_render_func(context))
        finally:
            self._variables, self._modules = outer

    def print_page(self, name: str, variables: dict[str, Any], about: Any, kept: KeptMain | None) -> "PrintedPage":
        """The page of the named template, with the main block printed before where one is given.

        Raises NotKept where that is another one now.
        """
        outer, parts = (self._variables, self._modules), self._door.parts
        self._variables, self._modules = variables, {}
        try:
            template = self.get_template(name)
            context = self.context_class(self, {**self.globals, **variables}, template.name, template.blocks)
            block = MainBlock(context, parts, self.alone, about, kept)
            parts.in_frame = True
            pieces = list(template.root_render_func(context))
        finally:
            self._variables, self._modules = outer
            parts.in_frame = False
        data, main = block.place(pieces)
        # They hold each other, and with them the page, until somebody looks for garbage.
        context.blocks.clear()
        return PrintedPage(data, main, block.apart(self.theme.names[block.frame]) if main else ())

    def module(self, template: ThemeTemplate) -> TemplateModule:
        """What others may import of a template: made once where all of it lasts, else once for the page at hand."""
        known = self._lasting_modules.get(template)
        if known is not None and all(self.theme.ask(name) == text for name, text in known.sources):
            return known.module
        if template in self._modules:
            self._passing = True
            return self._modules[template]
        return self._make_module(template)

    def _make_module(self, template: ThemeTemplate) -> TemplateModule:
        outer, self._passing = self._passing, not template.lasting
        with self.theme.listening() as asked:
            module = template.make_module(self.lasting if template.lasting else self._variables)
        if self._passing:
            self._modules[template] = module
        else:
            sources = tuple((name, self.theme.ask(name)) for name in asked)
            self._lasting_modules[template] = LastingModule(module, sources)
        # What imports something that passes passes itself.
        self._passing = self._passing or outer
        return module


class PrintedPage(NamedTuple):
    """A page, with what only its frame was made from."""

    data: bytes
    main: MainPart | None = None
    apart: tuple[Key, ...] = ()


def printed(value: Any) -> str:
    """The value as HTML: markup as it is, nothing for none; refuses what would print an address in memory."""
    if value.__class__ is str:
        return escaped(value)
    if value.__class__ is Markup:
        return value
    if value is None:
        return ""
    if callable(value) and not isinstance(value, Undefined):
        raise TemplateRuntimeError("a function is printed as it is; call it with ()")
    return escape(value)


def _world_map(members: Iterable[Mapping[str, Any]]) -> dict[str, Any] | None:
    # The outline of the world is read only where a map is drawn.
    from sitegen.render.world import world_map

    return world_map(members)


def _country_filter(formats: Formats, phrases: Phrases) -> Callable[[Context, str], str]:
    @jinja2.pass_context
    def country(context: Context, code: str) -> str:
        names = context.resolve("site").about().get("region_names") or {}
        return phrases.words(names[code]) if code in names else formats.country(code)

    return country
