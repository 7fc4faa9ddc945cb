"""Where units stand: words put back change nothing, other words change that unit alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.content.markdown_plain import parse_body
from sitegen.content.unit_places import places, replace_units
from sitegen.model import Language, Unit

ENGLISH = Language(code="en", locale="en_GB", lang="en", name="English")

BODY = """## Background ##

Two
---

> quoted
> words  \nlazy

- a
  - b
    c

    para *x*
1. ![A view
   wide](p.jpg "Cap")

![A view](p.jpg 'Cap \\' it')

> | a | ![x \\| y](p.jpg) | c \\| d |
> |---|:-:|---|
> | 1 | | 3

Text[^1] <!-- x --> ![e](a.jpg)

```
code
```

[^1]: Note
    more
"""


def units(text: str) -> tuple[Unit, ...]:
    return parse_body(text, path="", first_line=1, language=ENGLISH, languages=(ENGLISH,)).body.units


def raw_and_lines(text: str) -> list[tuple[str, str, int]]:
    return [(place.unit.role, place.raw, place.segments[0].line) for place in places(text)]


def test_every_kind_of_unit_has_its_place() -> None:
    assert raw_and_lines(BODY) == [
        ("heading-2", "Background", 1), ("heading-2", "Two", 3), ("paragraph", "quoted\nwords  \nlazy", 6),
        ("item", "a", 10), ("item", "b\nc", 11), ("item", "para *x*", 14), ("item", '![A view\nwide](p.jpg "Cap")', 15),
        ("alt", "A view\nwide", 15), ("alt", "A view", 18), ("caption", "Cap \\' it", 18), ("cell", "a", 20),
        ("cell", "![x \\| y](p.jpg)", 20), ("alt", "x \\| y", 20), ("cell", "c \\| d", 20), ("cell", "1", 22),
        ("cell", "3", 22), ("paragraph", "Text[^1] <!-- x --> ![e](a.jpg)", 24), ("alt", "e", 24),
        ("footnote", "Note\nmore", 30),
    ]


def test_segments_are_exact() -> None:
    lines = BODY.split("\n")
    for place in places(BODY):
        assert "\n".join(lines[segment.line - 1][segment.start:segment.end] for segment in place.segments) == place.raw


@pytest.mark.parametrize(("text", "number", "words", "expected"), [
    ("> one\n> two\n\nz\n", 0, "新\n行\n三", "> 新\n> 行\n> 三\n\nz\n"),
    ("> one\n> two\n\nz\n", 0, "新", "> 新\n\nz\n"),
    ("- one\n  two\n- z\n", 0, "新", "- 新\n- z\n"),
    ("> one\n> two\n", 0, "新  \n行", "> 新  \n> 行\n"),
    ("12. one\n", 0, "新\n行", "12. 新\n    行\n"),
    ("[^a]: one\n\nz[^a]\n", 1, "新\n行", "[^a]: 新\n      行\n\nz[^a]\n"),
    ("one\n", 0, "- 新", "\\- 新\n"),
    ("one\n", 0, "2019. 新", "2019\\. 新\n"),
    ("one\ntwo\n", 0, "2019. 新", "2019\\. 新\n"),
    ("one\n", 0, "新\n---", "新\n\\---\n"),
    ("# one\n", 0, "新\n行", "# 新 行\n"),
    ("# one\n", 0, "新 #", "# 新 \\#\n"),
    ("| a | b |\n|---|---|\n", 1, "x | y", "| a | x \\| y |\n|---|---|\n"),
    ('![a](p.jpg "b")\n', 1, 'say "c"', '![a](p.jpg "say \\"c\\"")\n'),
    ("![a](p.jpg)\n", 0, "[x", "![\\[x](p.jpg)\n"),
    ("a ![b](p.jpg)\r\nc\r\n", 1, "新", "a ![新](p.jpg)\r\nc\r\n"),
])
def test_words_are_put_in_their_place(text: str, number: int, words: str, expected: str) -> None:
    assert replace_units(text, {number: words}) == expected


@pytest.mark.parametrize(("text", "number", "words"), [
    ("one\n", 0, " "),
    ('![a][r]\n\n[r]: p.jpg "Cap"\n', 1, "新"),
])
def test_words_without_a_place_are_refused(text: str, number: int, words: str) -> None:
    with pytest.raises(ValueError, match="unit"):
        replace_units(text, {number: words})


# ---- generated bodies ----

_WORDS = st.sampled_from(["plain words", "中文文字", "混合 words 与数字 42", "*strong* 词", "a `b c` d",
                          "see [here](x.md \"t\")", "**重点。**后文", "1 < 2 & 3", "x // y", "a\\*b", "https://a.example"])
_LINES = st.lists(_WORDS, min_size=1, max_size=3)


def _paragraph(lines: list[str]) -> str:
    return "\n".join(lines)


def _indented(text: str, first: str, rest: str) -> str:
    return first + text.replace("\n", "\n" + rest)


def _marked(text: str, mark: str) -> str:
    return "\n".join(mark + line for line in text.split("\n"))


_PARAGRAPH = _LINES.map(_paragraph)
_HEADING = st.tuples(st.sampled_from(["## {}", "### {} ##", "{}\n---", "{}\n==="]), _WORDS).map(
    lambda pair: pair[0].format(pair[1]))
_FIGURE = st.tuples(_WORDS, st.sampled_from(["", ' "题注 cap"', " 'a \\' b'"])).map(
    lambda pair: f"![{pair[0].replace('[', '(').replace(']', ')')}](p.jpg{pair[1]})")
_TABLE = st.lists(st.tuples(_WORDS, _WORDS), min_size=1, max_size=3).map(
    lambda rows: "| a | 乙 |\n|---|:-:|\n" + "\n".join(f"| {one} | {two} \\| z |" for one, two in rows))
_CODE = st.just("```\ncode // 码\n```")
_LEAF = st.one_of(_PARAGRAPH, _HEADING, _FIGURE, _TABLE, _CODE)
_BLOCK = st.recursive(_LEAF, lambda inner: st.one_of(
    st.lists(inner, min_size=1, max_size=2).map(lambda blocks: _marked("\n\n".join(blocks), "> ")),
    st.lists(inner, min_size=1, max_size=3).map(
        lambda blocks: "\n".join(_indented(block, "- ", "  ") for block in blocks)),
    inner.map(lambda block: _indented(block, "3. ", "   ")),
), max_leaves=4)
BODIES = st.lists(_BLOCK, min_size=1, max_size=5).map(
    lambda blocks: "\n\n".join((*blocks, "x[^1]", "[^1]: 注 note\n")))
_NEW = st.sampled_from(["新的文字", "new words", "- 新", "1. new\n# 新", "a | b", "新\n\n行", '"quoted" 词',
                        "===", "[open", "x #"])


@settings(max_examples=150, deadline=None)
@given(BODIES)
def test_own_words_change_no_byte(text: str) -> None:
    found = places(text)
    assert tuple(place.unit.role for place in found) == tuple(unit.role for unit in units(text))
    assert replace_units(text, {number: place.raw for number, place in enumerate(found)}) == text


@settings(max_examples=150, deadline=None)
@given(BODIES, _NEW, st.data())
def test_other_words_change_that_unit_alone(text: str, new: str, data: st.DataObject) -> None:
    before = places(text)
    number = data.draw(st.integers(0, len(before) - 1))
    place = before[number]
    if not place.raw or "[^1]" in place.raw:
        return
    after = places(replace_units(text, {number: new}))
    inside = {at for at, other in enumerate(before) if at != number and (
        _holds(place.segments, other.segments) or _holds(other.segments, place.segments))}
    kept = [(each.unit.role, each.unit.text) for at, each in enumerate(before) if at not in inside and at != number]
    now = [(each.unit.role, each.unit.text) for each in after]
    for each in kept:
        now.remove(each)
    assert all(role in {place.unit.role, "alt", *(before[at].unit.role for at in inside)} for role, _ in now)
    assert len(now) in (1, 1 + len(inside))


def _holds(outer: tuple[object, ...], inner: tuple[object, ...]) -> bool:
    first, last, (start, *_), (*_, end) = outer[0], outer[-1], inner, inner
    return bool(first.line <= start.line and end.line <= last.line  # type: ignore[attr-defined]
                and (first.line < start.line or first.start <= start.start)  # type: ignore[attr-defined]
                and (end.line < last.line or end.end <= last.end))  # type: ignore[attr-defined]
