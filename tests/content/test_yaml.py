"""YAML as authors type it: every text as typed, every mistake where it was made, no input that hurts."""

from itertools import pairwise
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sitegen.content import yaml as plainly
from sitegen.content import yaml_events as reading
from sitegen.content.decoding import decode
from sitegen.content.front_matter import split
from sitegen.content.locate import locate
from sitegen.content.yaml import Limits, Mapping, Node, Scalar, Sequence, plain, read_yaml
from sitegen.diagnostics import Diagnostic
from sitegen.model import Source


def read(text: str, **options: Any) -> Any:
    node, problems = read_yaml(text, path="content/a.md", **options)
    assert problems == ()
    return plain(node)


def problems(text: str, **options: Any) -> list[tuple[int, int, str]]:
    _, found = read_yaml(text, path="content/a.md", **options)
    assert all(problem.path == "content/a.md" and problem.message and problem.help for problem in found)
    return [(problem.line, problem.column, problem.code) for problem in found]


def only(text: str, **options: Any) -> Diagnostic:
    _, (problem,) = read_yaml(text, path="content/a.md", **options)
    return problem


# ---- what was typed is what is read ----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["NO", "yes", "off", "1.10", "010010", "0123456", "12:30", "2026-11-31", "~", "null",
                                  "0x1F", "1_000", "=", ".inf", "论坛"])
def test_no_value_is_guessed(text: str) -> None:
    assert read(f"key: {text}\n") == {"key": text}


def test_places_are_those_of_the_file() -> None:
    node, _ = read_yaml("title: 论坛 x\ntags: [论, b]\nlist:\n  - k: 'v'\n", path="a.md", first_line=5)
    assert isinstance(node, Mapping) and (node.line, node.column) == (5, 1)
    (_, title), (_, tags), (key, items) = node.pairs
    assert title == Scalar("论坛 x", 5, 8, True)
    assert tags == Sequence((Scalar("论", 6, 8, True), Scalar("b", 6, 11, True)), 6, 7)
    assert (key.line, key.column) == (7, 1)
    assert items == Sequence((Mapping(((Scalar("k", 8, 5, True), Scalar("v", 8, 8, False)),), 8, 5),), 8, 3)


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "---\n# c\n"])
def test_nothing_typed_is_nothing(text: str) -> None:
    assert read_yaml(text, path="a.yaml") == (None, ())


def test_a_value_left_empty_is_empty_text() -> None:
    assert read("title:\ntags: []\nextra: {}\n") == {"title": "", "tags": [], "extra": {}}


def test_a_missing_last_newline_changes_nothing() -> None:
    for text in ("a: b", "a: |\n  b\n  c", "- |+\n  x", "a:"):
        assert read(text) == read(text + "\n")


def test_an_alias_repeats_a_value() -> None:
    assert read("a: &x {en: b}\nc: *x\n") == {"a": {"en": "b"}, "c": {"en": "b"}}


def test_a_value_behind_a_name_has_its_own_place() -> None:
    node, _ = read_yaml("a: &x  b\nc: *x\n", path="a.yaml")
    assert isinstance(node, Mapping) and node.pairs[0][1] == Scalar("b", 1, 8, True)


def test_escapes_are_read_and_composed() -> None:
    assert read('a: "caf\\u0065\\u0301\\t\\"x\\""\n') == {"a": 'café\t"x"'}


# ---- the fault catalogue, group A ------------------------------------------------------------------------------------


def test_a01_a_key_typed_twice_names_the_first() -> None:
    problem = only("date: 2020\ntitle: x\ndate: 2021\n", first_line=2)
    assert (problem.line, problem.column, problem.code) == (4, 1, "E-YAML-DUPLICATE")
    assert "line 2" in problem.message


@pytest.mark.parametrize(("text", "line", "column"), [
    ("title：论坛\ndate: 2020\n", 1, 6),
    ("date: 2020\ntitle：论坛\ntags: [a]\n", 2, 6),
    ("date: 2020\ntitle：论坛\n", 2, 6),
    ("title：论坛", 1, 6),
    ("title ： 论坛\n", 1, 7),
    ("note:\n  date: 2020\n  text：取消\n", 3, 7),
    ("people:\n  - name：王\n", 2, 9),
    ("标题：论坛\ndate: 2020\n", 1, 3),
    ("name: {en: Forum, zh：论坛}\n", 1, 21),
])
def test_a02_a_full_width_colon_is_shown_where_it_stands(text: str, line: int, column: int) -> None:
    problem = only(text)
    assert (problem.line, problem.column) == (line, column)
    assert problem.message == "full-width colon U+FF1A; use ':' and a space"


def test_full_width_colons_in_texts_are_words() -> None:
    assert read("title: 论坛：创新\nlist:\n  - AI：未来\n  - “题”：x\nbody: |\n  title：x\nmore: 长\n  title：y\n") == {
        "title": "论坛：创新", "list": ["AI：未来", "“题”：x"], "body": "title：x\n", "more": "长 title：y",
    }


@pytest.mark.parametrize(("text", "line", "column", "name"), [
    ("place:\n\tcity: x\n", 2, 1, "U+0009"),
    ("place:\n  \tcity: x\n", 2, 3, "U+0009"),
    ("place:\n\u3000city: x\n", 2, 1, "U+3000"),
    ("a: b\n\u3000\u3000date: x\n", 2, 1, "U+3000"),
    ("place:\n \u00a0city: x\n", 2, 2, "U+00A0"),
    ("title:\u00a0x\ndate: y\n", 1, 7, "U+00A0"),
    ("title: \u00a0x\n", 1, 8, "U+00A0"),
    ("title:\u3000论坛\n", 1, 7, "U+3000"),
])
def test_a10_blanks_that_are_no_spaces_are_named(text: str, line: int, column: int, name: str) -> None:
    found = read_yaml(text, path="a.md")[1]
    assert (found[0].line, found[0].column) == (line, column)
    assert name in found[0].message


def test_chinese_paragraphs_may_begin_with_ideographic_spaces_inside_a_block() -> None:
    assert read("text: |\n  \u3000\u3000首段：字\n  \u3000\u3000次段 #2\n") == {
        "text": "\u3000\u3000首段：字\n\u3000\u3000次段 #2\n"
    }


def test_a11_curly_quotes_around_a_value_are_a_warning() -> None:
    problem = only("title: “Forum”\nname: “创新”论坛\n")
    assert (problem.line, problem.column, problem.code, problem.severity) == (1, 8, "W-QUOTES", "warning")


@pytest.mark.parametrize(("text", "line", "column", "code"), [
    ('title: "Forum\ndate: 2020\n', 1, 8, "E-YAML-QUOTE"),
    ("title: 'Forum\ndate: 2020\n", 1, 8, "E-YAML-QUOTE"),
    ('title: "Forum\nname: "x"\n', 1, 8, "E-YAML-QUOTE"),
    ('title: "Forum\nname: The forum"\n', 1, 8, "E-YAML-QUOTE"),
    ('title: "Forum" on policy\n', 1, 8, "E-YAML-QUOTE"),
    ("tags: [a, b\ndate: 2020\n", 1, 7, "E-YAML-BRACKET"),
    ("tags: [a, b\nlanguages: [en]\n", 1, 7, "E-YAML-BRACKET"),
    ("tags: [a,\nlanguages: b]\n", 1, 7, "E-YAML-BRACKET"),
    ("list:\n  - {en: a, zh: b\n  - c\n", 2, 5, "E-YAML-BRACKET"),
    ("- tags: [a, b\n  name: x\n" + "- tags: [c]\n" * 2000, 1, 9, "E-YAML-BRACKET"),
    ("- {en: a\n- {en: b}\n", 1, 3, "E-YAML-BRACKET"),
    ("tags: [a, {en: b]\n", 1, 11, "E-YAML-BRACKET"),
    ("text: [Forum](https://example.org) is\n", 1, 7, "E-YAML-BRACKET"),
])
def test_a12_what_is_not_closed_is_shown_where_it_opens(text: str, line: int, column: int, code: str) -> None:
    assert problems(text) == [(line, column, code)]


def test_a15_all_newlines_read_alike() -> None:
    text = "title: x\nlist:\n  - 论坛\ntext: |\n  a\n  b\n"
    for newline in ("\n", "\r\n", "\r"):
        decoded, _ = decode(Source(path="a", digest="", size=0, data=text.replace("\n", newline).encode()))
        assert read_yaml(decoded, path="a") == read_yaml(text, path="a")


def test_a31_control_characters_are_refused_even_as_escapes() -> None:
    assert problems("title: a\x07b\n") == [(1, 9, "E-CHAR")]
    assert problems('x: y\ntitle: "a\\u202eb"\n') == [(2, 8, "E-CHAR")]
    assert problems('title: "a\\0b"\n') == [(1, 8, "E-CHAR")]


@pytest.mark.parametrize(("text", "line", "column", "code"), [
    ("title: Forum: the report\ndate: 2020\n", 1, 13, "E-YAML-COLON"),
    ("sessions:\n  - title: Forum: the report\n", 2, 17, "E-YAML-COLON"),
    ("title: Forum:\n", 1, 13, "E-YAML-COLON"),
    ("title: Forum #2, Belfast\n", 1, 14, "E-YAML-HASH"),
    ("title: 论坛 #2\n", 1, 11, "E-YAML-HASH"),
    ("title: The forum # 2\n", 1, 18, "E-YAML-HASH"),
    ("tags:\n  - Forum #2\n", 2, 11, "E-YAML-HASH"),
    ("text: words\n  and words #2\n", 2, 13, "E-YAML-HASH"),
    ('title: "Forum"#2\n', 1, 15, "E-YAML-HASH"),
    ("text: >#2\n  words\n", 1, 8, "E-YAML-HASH"),
    ("name: {en: Forum #2, zh: 论坛}\n", 1, 18, "E-YAML-BRACKET"),
    ("name: {en: Liverpool, Cambridge and Leeds join}\n", 1, 21, "E-YAML-COMMA"),
])
def test_a33_words_that_need_quotes_are_shown_where_yaml_would_cut_them(
    text: str, line: int, column: int, code: str
) -> None:
    problem = only(text)
    assert (problem.line, problem.column, problem.code) == (line, column, code)
    assert "in quotes" in problem.help


def test_comments_stay_possible() -> None:
    assert read("type: workshop # or talk\nzone: Europe/London  # the site's\nsize: 50 # rows\n# a: b\n  # deep\n"
                "tags: [a, b] # two\ntitle: \"x\" # y\nwords: of several  # c\nempty: # nothing\n") == {
        "type": "workshop", "zone": "Europe/London", "size": "50", "tags": ["a", "b"], "title": "x",
        "words": "of several", "empty": "",
    }


@pytest.mark.parametrize(("text", "line", "column", "code"), [
    ("title:论坛\ndate: 2020\n", 1, 6, "E-YAML-COLON"),
    ("title:论坛", 1, 6, "E-YAML-COLON"),
    ("a: @home\n", 1, 4, "E-YAML-QUOTE"),
    ("a: *Important* words\n", 1, 4, "E-YAML-QUOTE"),
    ("a: *Important\n", 1, 4, "E-YAML-ALIAS"),
    ("a: &D x\n", 1, 4, "E-YAML-ALIAS"),
    ("a: - b\n", 1, 4, "E-YAML-QUOTE"),
    ("a: % b\n", 1, 4, "E-YAML-QUOTE"),
    ("a: b\nwords here\nc: d\n", 2, 1, "E-YAML-SYNTAX"),
    ("a: b\n  c: d\n", 2, 3, "E-YAML-INDENT"),
    ("- a\nb: c\n", 2, 1, "E-YAML-SYNTAX"),
    ('a: "x\\q"\n', 1, 6, "E-YAML-SYNTAX"),
    ("a: [b,,c]\n", 1, 7, "E-YAML-SYNTAX"),
    ("x:\n  y: \"a\n  b\"\n", 3, 3, "E-YAML-INDENT"),
    ("a:\n- b\n---\nc: d\n", 3, 1, "E-YAML-DOCUMENTS"),
    ("? [a]\n: b\n", 1, 3, "E-YAML-KEY"),
    ("a: 1\n<<: {b: c}\n", 2, 1, "E-YAML-MERGE"),
])
def test_other_slips_are_shown_where_they_were_made(text: str, line: int, column: int, code: str) -> None:
    assert problems(text) == [(line, column, code)]


def test_every_mistake_of_a_file_is_told_in_one_run() -> None:
    text = ("title：论坛\ndescription: Forum: the report\ntags: [a, b\nstart: 2020\nplace:\n\tcity: x\n"
            "name: Forum #2\nquote: \"open\nend: 2021\n")
    assert problems(text, first_line=2) == [
        (2, 6, "E-YAML-COLON"), (3, 19, "E-YAML-COLON"), (4, 7, "E-YAML-BRACKET"), (7, 1, "E-YAML-INDENT"),
        (8, 13, "E-YAML-HASH"), (9, 8, "E-YAML-QUOTE"),
    ]


def test_addresses_times_and_prose_are_no_mistakes() -> None:
    text = ("url: https://example.org/#x\nstart: 09:30\nwhen: 2020-03-05 09:30\nlist:\n  - person:felix\n  - C#\n"
            "  - https://example.org\nlong: words\n  https://example.org\n  and:more\nfolded: >-\n  a: b #c\n\n  d：e\n"
            "quoted: \"a: b\n  c：d #e\"\n")
    assert read(text)["list"] == ["person:felix", "C#", "https://example.org"]


# ---- hostile input ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system", "!!str", "!local", "!", "!<tag:x>"])
def test_h08_tags_are_refused_where_they_stand(tag: str) -> None:
    assert problems(f"a: b\nc: &x {tag} [d]\ne: *x\n") == [(2, 7, "E-YAML-TAG")]


def bomb(levels: int) -> str:
    names = "abcdefghijklmnop"[:levels]
    return "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{name}: &{name} [{','.join([f'*{last}'] * 9)}]\n" for last, name in pairwise(names)
    )


@pytest.mark.parametrize("text", [
    bomb(12),
    "a: &a [x]\nb: [" + ", ".join(["*a"] * 101) + "]\n",
])
def test_h09_too_many_aliases_are_refused_at_once(text: str) -> None:
    problem = only(text)
    assert (problem.code, problem.message) == ("E-YAML-ALIAS", "too many aliases")


def test_h09_an_alias_of_itself_is_refused() -> None:
    assert problems("&x [*x]") == [(1, 5, "E-YAML-ALIAS")]
    assert problems("a: &x {b: [*x]}\n") == [(1, 12, "E-YAML-ALIAS")]


def test_aliases_cannot_nest_deeper_than_brackets_can() -> None:
    half = "a: &a " + "[" * 30 + "]" * 30 + "\n"
    assert problems(half + "b: " + "[" * 20 + "*a" + "]" * 20 + "\n") == [(2, 24, "E-YAML-DEPTH")]
    assert problems(half + "b: *a\n") == []


@pytest.mark.parametrize("text", [
    "- " * 30_000, "[" * 200_000, "{a: " * 50_000, "? " * 50_000, "[\n" * 100_000, "[{a: " * 50_000, "[{" * 90_000,
    "".join(" " * depth + "a:\n" for depth in range(1000)),
])
def test_h10_deep_nesting_is_refused_and_harms_nobody(text: str) -> None:
    problem = only(text)
    assert (problem.code, problem.message) == ("E-YAML-DEPTH", "nested deeper than 40 levels")


def test_forty_levels_are_read() -> None:
    assert problems("[" * 40 + "]" * 40) == []
    assert problems("[" * 41 + "]" * 41) == [(1, 41, "E-YAML-DEPTH")]


def test_h11_more_values_than_the_limit_are_refused() -> None:
    assert problems("- a\n" * 9, limits=Limits(nodes=10)) == []
    assert problems("- a\n" * 10, limits=Limits(nodes=10)) == [(10, 3, "E-YAML-SIZE")]


def test_very_many_problems_are_cut_short() -> None:
    assert len(problems("a: b\n" * 5000)) == 100


@pytest.mark.parametrize("text", [
    "%TAG !a! b\n" * 100_000, "a" + " " * 500_000 + "b\n", "-" * 500_000 + "\n", "a: b\n" + "c: [\n" * 100_000,
    "a: b: c\n" + "- \"\n" * 100_000, "a: b: c\n" + "- [\n" * 100_000, "a: b: c\n" + "x: [a, {\n" * 50_000,
    "a: '" + "''" * 200_000, "[a, " * 30 + "b, " * 100_000, ":" * 300_000, "a: " + "“" * 300_000,
    "- &a x\n" * 50_000, "a: b: c\n" + "- 'a\n  b'\n" * 50_000, "\t" * 300_000 + "a: b\n", "a: b\n" + "  #" * 200_000,
])
def test_long_odd_texts_are_read_in_one_walk(text: str) -> None:
    # Where a line or a bracket were walked again for every other one, these would take minutes.
    node, found = read_yaml(text, path="a.yaml")
    assert node is not None or found


def test_surrogates_and_marks_give_a_diagnostic() -> None:
    assert problems("a: \ud800\n") == [(1, 4, "E-CHAR")]
    read_yaml("\ufeffa: b\n", path="a.yaml")


def test_a_quotation_mark_that_only_seems_to_open_is_passed_over() -> None:
    node, found = read_yaml("a:\n  b\n  'c\nd: Forum #2\n", path="a.yaml")
    assert plain(node) == {"a": "b 'c", "d": "Forum"}
    assert [(problem.line, problem.code) for problem in found] == [(4, "E-YAML-HASH")]


ODD = st.text(st.sampled_from("ab:：-?[]{}#&*!|>'\"%@`, \n\t\\0\u3000\u00a0“”论~<=\ufeff\ud800"), max_size=40)


@settings(max_examples=400)
@given(ODD)
def test_any_text_gives_a_tree_or_diagnostics(text: str) -> None:
    node, found = read_yaml(text, path="a.yaml")
    lines = text.count("\n") + 2
    assert all(1 <= problem.line <= lines and problem.column >= 1 and problem.help for problem in found)
    plain(node)


@settings(max_examples=150)
@given(ODD)
def test_the_parser_without_libyaml_is_as_safe(text: str) -> None:
    libyaml, reading._Parser = reading._Parser, yaml.SafeLoader
    try:
        read_yaml(text, path="a.yaml")
    finally:
        reading._Parser = libyaml


def test_the_parser_without_libyaml_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "title: 论坛\nlist:\n  - {en: a, zh: 'b'}\n  - |\n    c\n"
    expected = read_yaml(text, path="a.yaml")
    monkeypatch.setattr(reading, "_Parser", yaml.SafeLoader)
    assert read_yaml(text, path="a.yaml") == expected
    assert problems("- " * 30_000) == [(1, 81, "E-YAML-DEPTH")]


WORDS = st.text(st.sampled_from("abcXYZ 019.,;!?'\"-_/()[]{}#:@&*|>%论坛创新，。（）é\n"), max_size=30)
TREES = st.recursive(
    WORDS,
    lambda trees: st.lists(trees, max_size=4) | st.dictionaries(WORDS.filter(bool), trees, max_size=4),
    max_leaves=12,
)


class _WithoutAliases(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


@given(TREES, st.sampled_from([True, False, None]))
def test_what_is_written_as_yaml_is_read_back(tree: Any, flow: bool | None) -> None:
    tree = {"title": tree}
    text = yaml.dump(tree, Dumper=_WithoutAliases, allow_unicode=True, default_flow_style=flow, width=10_000)
    node, found = read_yaml(text, path="a.yaml")
    assert [problem for problem in found if problem.severity == "error"] == []
    assert plain(node) == tree
    lines = text.split("\n")
    for scalar in scalars(node):
        if scalar.plain:
            assert lines[scalar.line - 1][scalar.column - 1:].startswith(scalar.text)


def scalars(node: Node | None) -> list[Scalar]:
    if isinstance(node, Scalar):
        return [node]
    if isinstance(node, Sequence):
        return [scalar for item in node.items for scalar in scalars(item)]
    if isinstance(node, Mapping):
        return [scalar for key, value in node.pairs for scalar in (key, *scalars(value))]
    return []


# ---- finding a field again -------------------------------------------------------------------------------------------

PAGE = """---
title: x
subtitle:
sessions:
  - id: opening
    title: {en: a, zh: b}
  - id: panel
files: {programme.pdf: {title: p}}
---
Words.
"""


@pytest.mark.parametrize(("field", "missing", "place"), [
    ("title", False, (2, 8)),
    ("title!", False, (2, 1)),
    ("subtitle", False, (3, 1)),
    ("sessions", False, (5, 3)),
    ("sessions!", False, (4, 1)),
    ("sessions.0.title", False, (6, 12)),
    ("sessions.0.title.zh", False, (6, 24)),
    ("sessions.0.title.zh!", False, (6, 20)),
    ("sessions.1", False, (7, 5)),
    ("sessions.1.title", True, (7, 5)),
    ("sessions.1.title", False, (7, 5)),
    ("sessions.7.title", False, (5, 3)),
    ("files.programme.pdf.title", False, (8, 32)),
    ("files.programme.pdf.title!", False, (8, 25)),
    ("files.programme.pdf.url", True, (8, 24)),
    ("description", True, (1, 1)),
    ("location.city", True, (1, 1)),
    ("title.en", True, (2, 8)),
    ("", False, (1, 1)),
])
def test_a_field_of_a_page_has_a_place(field: str, missing: bool, place: tuple[int, int]) -> None:
    assert locate(PAGE, path="content/a.md", field=field, missing=missing) == place


def test_a_field_of_a_data_file_has_a_place() -> None:
    text = "# people\n- id: a\n  name: {en: A, zh: 甲}\n- id: b\n"
    assert locate(text, path="content/data/people.yaml", field="0.name.zh", missing=False) == (3, 21)
    assert locate(text, path="content/data/people.yaml", field="1.name", missing=True) == (4, 3)
    assert locate(text, path="content/data/people.yaml", field="1", missing=False) == (4, 3)
    assert locate("a: [b", path="x.yaml", field="a", missing=False) == (1, 1)


@given(ODD, st.text(st.sampled_from("ab.01!-"), max_size=8), st.booleans())
def test_every_field_of_any_text_has_some_place(text: str, field: str, missing: bool) -> None:
    for path in ("a.md", "a.yaml"):
        line, column = locate("---\n" + text if path == "a.md" else text, path=path, field=field, missing=missing)
        assert line >= 1 and column >= 1


def test_front_matter_lines_are_lines_of_the_file() -> None:
    front = split("\n---\ntitle：x\n---\n")
    assert problems(front.yaml, first_line=front.yaml_line) == [(3, 6, "E-YAML-COLON")]


# ---- plain fields --------------------------------------------------------------------------------------------------


def _within(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Lists and records, mostly well formed, of these values."""
    comma = st.sampled_from([", "] * 8 + [",", " , ", ",  ", ": ", ",\n  "])
    colon = st.sampled_from([": "] * 9 + [":", ":  ", " : ", "："])
    key = st.sampled_from(["en", "zh", "name", "b-c", "_", "a b", "<<", "2", '"a"', "?", "é"])
    pair = st.builds("{}{}{}".format, key, colon, inside) | key
    edge = st.sampled_from([""] * 9 + [" ", "\n", ","])
    return st.builds(
        lambda ends, sign, items, before, after: ends[0] + before + sign.join(items) + after + ends[1],
        st.sampled_from(["[]", "{}", "[}"]), comma, st.lists(pair | inside, max_size=4) | st.lists(pair, max_size=4),
        edge, edge)


INSIDE = st.recursive(st.sampled_from([
    "a", "1 Main Street", '"North Theatre"', "图书馆", '"图书馆，附楼"', "a, b", "it's (new)", "a?", "?a",
    "9:30", "a:b", "a: b",
    "https://x.org/", "a#b", "a #b", "~", "", "''", '"a\"b"', '"a"b', "a]", "&x", "*x", "!t a", "a\tb",
    "-", "-a", "%", "@", "a.", "2020-03-05 09:30", "null",
]), _within, max_leaves=8)

FIELDS = st.lists(st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["title", "tags", "start", "a-b", "_x", "标题", "title ", "- a", "  in", "2", "#", ""]),
    st.sampled_from([": ", ": ", ": ", ":", ":  ", "：", ""]),
    st.sampled_from([
        "A forum, in Belfast", "论坛 2019 年", "首届（国际）论坛", "2020-03-05 09:30", "https://x.org/a?b=c",
        "it's (new)", "yes", "~", "-", "a: b", "a #b", "a # b", "a ", "a  b", "'quoted'",
        '"Quoted words: here"', '"a\\"b"', '"a" b', '" a "', '""', "", "“curly”", "[a, b-c]", "[a,b]", "[a, ]",
        "[ a]", "[]", "[a: b]", "{a: b}", "|", "> ", "&x a", "*x", "!t a", "a\tb", "\u00a0a", "\u3000",
        "a\u200bb", "🎉", "é", "a—b", "%", "@a", "`a`", "a:", "a:b", "1:30", "null", "12:30:00",
    ]) | INSIDE,
    st.sampled_from(["\n", "\n", "\n", "", "\n\n", " \n"]),
), max_size=4).map("".join)


@settings(max_examples=500, deadline=None)
@given(FIELDS, st.sampled_from([1, 7]))
def test_plain_fields_are_what_the_parser_makes_of_them(text: str, first_line: int) -> None:
    """Limits of one's own make the parser read everything."""
    fast = read_yaml(text, path="a.md", first_line=first_line)
    assert fast == read_yaml(text, path="a.md", first_line=first_line, limits=Limits())


@settings(max_examples=200, deadline=None)
@given(INSIDE)
def test_plain_records_are_what_the_parser_makes_of_them(text: str) -> None:
    text = f"a: {text}\n"
    assert read_yaml(text, path="a.md") == read_yaml(text, path="a.md", limits=Limits())


@settings(max_examples=500, deadline=None)
@given(st.lists(st.builds(
    "{}{}{}{}{}".format,
    st.sampled_from(["- ", "- ", "  ", "  ", "  ", "  - ", "  - ", "", "-", "-  ", "   ", "- - ", " "]),
    st.sampled_from(["id", "name", "a-b", "en", "", "", "é"]),
    st.sampled_from([": ", ": ", ": ", ":", ":", "", ":  "]),
    st.sampled_from(["", "", "Forum", "2020", '"a: b"', "论坛", "{a: b}", "[a, {b: c}]", "{en: \"A\", zh: 首届}", "a#b",
                     "a: b", "“a”", "{a", "'b'"]) | INSIDE,
    st.sampled_from(["\n"] * 9 + ["", "\n\n", " \n"]),
), max_size=7).map("".join), st.sampled_from([1, 7]))
@example("- id: a\n  name: {en: b}\n- id: c\n  id: d\n", 1)
@example("a: b\nc:\n  - {d: e}\n  - [f]\ng: h\n", 7)
@example("a:\n  - {d: e}\n  - f: g\n", 1)
@example("a:\n  - {d: e}\na: b\n", 1)
@example("a:\nb:\n  - {d: e}\n", 1)
def test_plain_lists_are_what_the_parser_makes_of_them(text: str, first_line: int) -> None:
    fast = read_yaml(text, path="a.yaml", first_line=first_line)
    assert fast == read_yaml(text, path="a.yaml", first_line=first_line, limits=Limits())


def test_data_and_settings_are_plain() -> None:
    for text in ('- id: a-b\n  name: {en: "Forum", zh: 论坛}\n  page: no\n- id: c\n',
                 'title: {en: "Forum", zh: 论坛}\nlanguages:\n  - {code: en, name: A}\n  - {code: zh}\nsize: 20\n'):
        tree = plainly._plain_tree(text, 1)
        assert tree is not None
        assert tree == read_yaml(text, path="a.yaml", limits=Limits())[0]


def test_an_event_is_plain() -> None:
    text = ('title: "Forum: Belfast"\nstart: 2018-06-11 13:45\n'
            'location: {name: {en: "Library Annex", zh: "图书馆附楼"}, street: 1 Main Street, country: DE}\n'
            "speakers: [{person: a-b, role: speaker}, {person: c}]\nsizes: [[1, 2], [3]]\n")
    assert plainly._plain_tree(text, 2) == read_yaml(text, path="a.md", first_line=2, limits=Limits())[0]


def test_brackets_in_brackets_are_the_parsers_from_some_depth_on() -> None:
    for depth in (7, 8, 9, 39, 40, 41, 5000):
        text = f"a: {'[' * depth}b{']' * depth}\n"
        assert read_yaml(text, path="a.md") == read_yaml(text, path="a.md", limits=Limits())


def test_what_a_translation_has_is_plain() -> None:
    text = 'title: "早期的书籍：气候与合同"\ndescription: 第一届论坛（2019 年）。\ntags: [forum, a-b]\n'
    assert plainly._plain_tree(text, 2) == read_yaml(text, path="a.md", first_line=2, limits=Limits())[0]
