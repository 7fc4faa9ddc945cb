"""The code of an edited template is what compiling it anew would give, whatever was edited."""

import dis
from collections.abc import Iterator
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.model import Language
from sitegen.render import environment as module
from sitegen.render.environment import Door, ThemeEnvironment
from sitegen.render.locale import formats

ENGLISH = Language(code="en", lang="en", locale="en_GB", name="English")
THEME = Path(__file__).parents[2] / "templates"
TEMPLATES = ("home.html", "listing.html", "macros/headings.html", "parts/navigation.html", "search.html", "tags.html")
JUMPS = {dis.opname[number] for number in (*dis.hasjrel, *dis.hasjabs)}
EDITS = ("<b>x</b>", "\n", "\n\n<i>\n", " ", "<!-- \\ ' \" % {} -->", "{{ 7 }}", "{# not printed\n#}", "«中文»\n",
         "\t{%- if 1 %}y{% endif %}")


@pytest.fixture(autouse=True)
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_COMPILED", {})
    monkeypatch.setattr(module, "_moulds", {})
    monkeypatch.setattr(module, "_store", None)


def an_environment() -> ThemeEnvironment:
    return ThemeEnvironment(ENGLISH, {"en": ENGLISH}, formats("en_GB"), formats("en_GB"), Door())


def told(code: CodeType) -> Iterator[tuple[Any, ...]]:
    """What the code does, line by line; constants may be counted otherwise."""
    for one in dis.get_instructions(code):
        if isinstance(one.argval, CodeType):
            yield from told(one.argval)
        elif one.opname != "EXTENDED_ARG":
            yield one.opname, None if one.opname in JUMPS else one.argval, one.starts_line


def anew(environment: ThemeEnvironment, text: str, name: str) -> CodeType:
    code = jinja2.Environment.compile(environment, text, name, f"templates/{name}")
    assert isinstance(code, CodeType)
    return code


def edited(text: str, place: int, edit: str) -> str:
    """The text with something more between two tags or lines."""
    ends = [at + 1 for at, letter in enumerate(text) if letter in ">\n}"]
    at = ends[place % len(ends)]
    return text[:at] + edit + text[at:]


@settings(max_examples=20, deadline=None)
@given(name=st.sampled_from(TEMPLATES),
       edits=st.lists(st.tuples(st.integers(0, 2000), st.sampled_from(EDITS)), min_size=1, max_size=5))
def test_an_edited_template_does_what_it_would_do_anew(name: str, edits: list[tuple[int, str]]) -> None:
    environment = an_environment()
    text = (THEME / name).read_text(encoding="utf-8")
    environment.compile(text, name, f"templates/{name}")
    for place, edit in edits:
        after = edited(text, place, edit)
        try:
            expected = anew(environment, after, name)
        except jinja2.TemplateSyntaxError as fault:
            with pytest.raises(jinja2.TemplateSyntaxError) as found:
                environment.compile(after, name, f"templates/{name}")
            assert (found.value.message, found.value.lineno) == (fault.message, fault.lineno)
            continue
        text = after
        assert list(told(environment.compile(text, name, f"templates/{name}"))) == list(told(expected))


def test_a_template_is_compiled_twice_however_often_its_markup_is_edited(monkeypatch: pytest.MonkeyPatch) -> None:
    environment, compiled, real = an_environment(), [], jinja2.Environment.compile

    def noted(self: jinja2.Environment, source: str, *rest: Any) -> Any:
        compiled.append(source)
        return real(self, source, *rest)

    monkeypatch.setattr(jinja2.Environment, "compile", noted)
    text = (THEME / "base.html").read_text(encoding="utf-8")
    versions = [text.replace("<main", f"<p>{number}</p>\n" * number + "<main") for number in range(6)]
    for version in versions:
        environment.compile(version, "base.html", "templates/base.html")
    assert compiled == versions[:2]
    other = text.replace("{% block main %}", "{{ 7 }}{% block main %}")
    environment.compile(other, "base.html", "templates/base.html")
    assert len(compiled) == 3, "more than markup is another"


def test_a_mistake_is_told_at_its_line_after_markup_above_it_was_edited() -> None:
    environment = an_environment()
    for markup in ("<p>", "<p>\n\n", "<p>\n", "<p>\n\n\n<b>"):
        text = f"{markup}{{% from 'x.html' import y %}}\n{{{{ absent.there }}}}\n"
        code = environment.compile(text, "page.html", "templates/page.html")
        template = environment.template_class.from_code(environment, code, {})
        assert list(told(code)) == list(told(anew(environment, text, "page.html")))
        line = text[:text.index("absent")].count("\n") + 1
        assert template.get_corresponding_lineno(_line_of(code, "absent")) == line


def _line_of(code: CodeType, name: str) -> int:
    lines = [line for opcode, value, line in _lines(code) if value == name]
    return lines[-1]


def _lines(code: CodeType) -> Iterator[tuple[str, Any, int]]:
    line = 0
    for opcode, value, starts in told(code):
        line = starts or line
        yield opcode, value, line


def test_not_more_is_kept_than_a_site_has_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_COMPILED", 3)
    environment = an_environment()
    for number in range(10):
        environment.compile(f"<p>{number}</p>", "page.html", "templates/page.html")
        assert len(module._COMPILED) <= 3
