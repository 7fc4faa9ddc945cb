"""Bodies of texts, links and footnotes are printed when they are parsed: the same as what is composed and filled."""

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from small_sites import CHINESE, ENGLISH

from sitegen.content.markdown_plain import parse_body
from sitegen.marks import unit_marks
from sitegen.model import Body, Key, Language, PlainBody, Translation
from sitegen.render.body import render_body, render_plain
from sitegen.translation.pages import page_body
from sitegen.translation.plain import in_step, plain_body
from sitegen.translation.states import page_translation

BLOCKS = st.sampled_from([
    ("## Talks", "## 演讲"), ("## Talks", "## Talks"), ("### 3", "### 3"), ("## 演讲", "## Talks"), ("## a-2", "## a"),
    ("Words.", "文字。"), ("See [this](/a) and [that](b \"T\").", "见[甲](/a)与[乙](c)。"), ("Words", "Words & <b>"),
    ("- one\n- two", "- 一\n- 二"), ("1. one\n\n   more", "1. 一\n\n   二"), ("> said", "> 说"),
    ("| a | b |\n|---|--:|\n| 1 | *x* |", "| 甲 | 乙 |\n|---|--:|\n| 1 | *某* |"), ("`id=\"x\"`", "`码`"),
    ("```\nx id=\"talks\"\n```", "```\n别的\n```"), ("---", "---"), ("", "多"),
    ("Words[^1]\n\n[^1]: Note", "文[^1]\n\n[^1]: 注"), ("A[^a] and[^b] A[^a]", "甲[^a]，乙[^b]，甲[^a]"),
    ("A[^a] and[^b]", "乙[^b]甲[^a]"), ("[^a]: Note A", "[^a]: 注"), ("[^b]: Note B", "[^b]: 注"),
    ("[^b]: Note B\n\n    more", "[^b]: 注\n\n    多"), ("[^a]: - x", "[^a]: - 注"),
    ("![A hall](h.jpg)", "![会场](h.jpg)"), ("[](members)", "[](members)"), ("<!-- x -->", "<!-- y -->"),
    ("By [](person:a)", "由 [](person:a)"), ("| a |  |\n|---|---|\n|  | b |", "| 甲 |  |\n|---|---|\n| 乙 |  |"),
])


def parsed(text: str, language: Language) -> Body:
    return parse_body(text, path="x.md", first_line=1, language=language, languages=(ENGLISH, CHINESE)).body


def fetch(key: Key) -> Any:
    if key[0] == "languages":
        return (ENGLISH, CHINESE)
    return {"b": None, "c": {"url": "/en/c", "language": "en"}}.get(str(key[3]), {"url": f"/at/{key[3]}"})


def filled(body: Body, language: Language) -> str:
    return render_body(body, identity="x", language=language, words=language, fetch=fetch,
                       listing=lambda kind, items: "")


def printed(body: PlainBody, language: Language) -> str:
    return render_plain(body, identity="x", language=language, fetch=fetch)


def compared(ours: Body, theirs: Body) -> Translation:
    return page_translation("content/x", "zh", source_marks=unit_marks(ours), target_marks=unit_marks(theirs))


def composed(ours: Body, theirs: Body) -> Body:
    return page_body(ours, theirs, compared(ours, theirs), policy="mix", source_language="en",
                     parse_inline=lambda text, role: pytest.fail("there is no catalogue"))


@given(st.lists(BLOCKS, max_size=8))
@example([("## a", "## b"), ("## b", "## a"), ("## a", "## a")])
@example([("A[^a] and[^b] A[^a]", "甲[^a]，乙[^b]，甲[^a]"), ("[^b]: Note B", "[^b]: 注"), ("[^a]: N", "[^a]: 注")])
@example([("A[^a] and[^b]", "甲[^b]，乙[^a]"), ("[^b]: Note B", "[^b]: 注"), ("[^a]: N", "[^a]: 注")])
@settings(max_examples=300, deadline=None)
def test_what_is_printed_early_is_what_would_be_composed(blocks: list[tuple[str, str]]) -> None:
    ours, theirs = (parsed("\n\n".join(side), language)
                    for side, language in zip(zip(*blocks, strict=True) if blocks else ((), ()), (ENGLISH, CHINESE),
                                              strict=True))
    source, target = plain_body(ours), plain_body(theirs)
    if source is not None:
        assert printed(source, ENGLISH) == filled(ours, ENGLISH)
    together = source and target and compared(ours, theirs).parallel and in_step(source, target)
    if together:
        assert printed(together, CHINESE) == filled(composed(ours, theirs), CHINESE)


def test_translated_files_of_the_same_structure_are_printed_early() -> None:
    ours = parsed("## Talks\n\nSee [this](/a).\n\n- one", ENGLISH)
    theirs = parsed("## 演讲\n\n见[甲](/a)。\n\n- 一", CHINESE)
    source, target = plain_body(ours), plain_body(theirs)
    assert source is not None and target is not None
    assert compared(ours, theirs).parallel
    together = in_step(source, target)
    assert together is not None
    html = printed(together, CHINESE)
    assert html == filled(composed(ours, theirs), CHINESE)
    assert html == (
        '<h2 id="talks"><span id="演讲"></span>演讲</h2>\n'
        '<p>见<a href="/at//a">甲</a>。</p>\n<ul>\n<li>一</li>\n</ul>\n')


@pytest.mark.parametrize(("ours", "theirs"), [
    ("## Talks", "### 演讲"), ("One.", "- 一"), ("One.\n\n---", "一。"), ("One.\n\n```\na\n```", "一。\n\n```\nb\n```"),
    ("| a | b |\n|---|--:|", "| 甲 | 乙 |\n|---|---|"), ("A[^1]\n\n[^1]: N", "甲\n\n注"),
    ("A[^1], [^2]\n\n[^1]: N\n[^2]: M", "甲[^2]、[^1]、[^2]\n\n[^1]: 注\n[^2]: 解"),
])
def test_a_translated_file_of_another_structure_is_composed(ours: str, theirs: str) -> None:
    source, target = plain_body(parsed(ours, ENGLISH)), plain_body(parsed(theirs, CHINESE))
    assert source is not None and target is not None
    assert in_step(source, target) is None


@pytest.mark.parametrize("text", ["Words[^1]\n\n[^1]: ```x", "![A hall](h.jpg)", "[](members)", "By [](person:a)"])
def test_a_body_that_holds_something_else_waits_for_its_page(text: str) -> None:
    assert plain_body(parsed(text, ENGLISH)) is None


def test_a_translation_in_part_is_not_parallel() -> None:
    ours, theirs = parsed("One.\n\nTwo.", ENGLISH), parsed("一。", CHINESE)
    assert not compared(ours, theirs).parallel
