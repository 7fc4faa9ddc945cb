"""The short ways by which HTML is made come to the same as the long ones."""

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from sitegen.model import Language, Phrase
from sitegen.render.environment import Door, ThemeEnvironment, printed
from sitegen.render.locale import formats
from sitegen.render.markup import escaped, escaped_slowly, marked

ENGLISH = Language(code="en", locale="en_GB", name="English", lang="en")
TEXTS = st.text(st.sampled_from("a&<>\"' 中"), max_size=6)
PHRASES = st.builds(lambda text: Phrase(text=text, language="en"), TEXTS)
VALUES = st.one_of(TEXTS, TEXTS.map(Markup), PHRASES, st.none(), st.integers(), st.booleans(), st.lists(TEXTS))
_ENVIRONMENT = ThemeEnvironment(ENGLISH, {"en": ENGLISH}, formats("en_GB"), formats("en_GB"), Door())
_ENVIRONMENT.theme.ask = lambda name: None  # type: ignore[method-assign]


def shown(source: str, **given: object) -> str:
    """What a template of that text prints."""
    template = _ENVIRONMENT.from_string(source)
    return template.render(given)


@given(TEXTS)
def test_text_is_escaped_as_markupsafe_does(text: str) -> None:
    assert escaped(text) == escaped_slowly(text) == str(escape(text))
    assert type(escaped(text)) is type(escaped_slowly(text)) is str
    assert type(marked(text)) is Markup and marked(text) == Markup(text)


@given(VALUES)
def test_a_value_is_printed_as_the_function_would_print_it(value: object) -> None:
    assert shown("{{ value }}", value=value) == str(printed(value))
    assert shown("{{ value }}-{{ value }}", value=value) == f"{printed(value)}-{printed(value)}"


@given(TEXTS.filter(lambda text: not set(text) & set("'\"")), TEXTS, st.booleans())
def test_texts_of_a_template_are_printed_as_the_function_would_print_them(one: str, other: str, first: bool) -> None:
    choice = f"{{{{ '{one}' if first else other }}}}{{{{ '{one}' if first else '中' }}}}"
    assert shown(choice, first=first, other=other) == (escape(one) * 2 if first else escape(other) + "中")


@given(st.one_of(TEXTS, PHRASES, st.none()))
def test_a_phrase_is_plain_as_the_filter_makes_it(value: Phrase | str | None) -> None:
    plain = _ENVIRONMENT.filters["plain"](value)
    assert shown("{{ value|plain }}{{ value|plain|upper }}", value=value) == f"{printed(plain)}{printed(plain.upper())}"


@given(st.dictionaries(st.sampled_from(["text", "items", "language"]), TEXTS, min_size=1), PHRASES, TEXTS)
def test_what_an_answer_says_under_a_name_is_found_wherever_it_stands(
    answer: dict[str, str], phrase: Phrase, text: str
) -> None:
    for name in answer:
        assert shown(f"{{{{ answer.{name} }}}}", answer=answer) == escape(answer[name])
        assert shown(f"{{% set own = answer %}}{{{{ own.{name} }}}}", answer=answer) == escape(answer[name])
    assert shown("{{ phrase.text }}{% for part in [phrase] %}{{ part.text }}{% endfor %}", phrase=phrase) == \
        escape(phrase.text) * 2
    assert shown("{% macro it(phrase) %}{{ phrase.text }}{{ text }}{% endmacro %}{{ it(phrase) }}", phrase=phrase,
                 text=text) == escape(phrase.text) + escape(text)


def test_blocks_of_calls_and_arguments_in_lists_and_mappings_are_called_as_jinja_calls_them() -> None:
    macro = "{% macro it(one, other='') %}({{ one }}{{ other }}{{ caller() if caller }}){% endmacro %}"
    assert shown(macro + "{% call it(text) %}{{ text }}{% endcall %}", text="<") == "(&lt;&lt;)"
    assert shown(macro + "{% call it('a', other=text) %}b{% endcall %}", text="<") == "(a&lt;b)"
    assert shown(macro.replace("{{ caller() if caller }}", "") + "{{ it(*both) }}{{ it(**named) }}", both=["<", 2],
                 named={"one": 1, "other": ">"}) == "(&lt;2)(1&gt;)"
