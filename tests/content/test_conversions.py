"""A page from one way of translating it to another and back: not a byte is lost."""

import random

import pytest

from sitegen.content.conversions import Words, from_inline, to_file, to_inline, words_of
from sitegen.content.documents import parse_document
from sitegen.content.front_matter import split
from sitegen.content.unit_places import places
from sitegen.diagnostics import Diagnostic
from sitegen.model import Language, Source

CODES = ("en", "zh")
LANGUAGES = (Language(code="en", locale="en_GB", lang="en", name="English"),
             Language(code="zh", locale="zh_Hans_CN", lang="zh-Hans", name="中文", script="han"))

_SENTENCES = {
    "en": ("The members met in Belfast.", "Read [the report](r.md) and **mind the gap**.", "Costs rose 4.5 % // or so",
           "Use `a // b` here", "It is *new*", "Write to a@example.org", "See https://example.org//x now", "Q & A <x>",
           "A \\// B", "Wide ／／ slashes", "one | two"),
    "zh": ("各成员在贝尔法斯特开会。", "请读[报告](r.md)，**注意间隙**。", "费用上涨 4.5 % // 左右", "此处用 `a // b`", 
           "它是*新*的", "写信至 a@example.org", "见 https://example.org//x 现在", "问 & 答 <x>", "甲 \\// 乙",
           "全角 ／／ 斜线", "一 | 二"),
}


def page(seed: int, language: str) -> str:
    """A page that every language has in the same shape, the translation's wrapping aside."""
    shape, words = random.Random(seed), _SENTENCES[language]

    def text(marks: str = "") -> str:
        found = words[shape.randrange(len(words))].replace("|", "\\|" if marks == "cell" else "|")
        more = words[shape.randrange(len(words))]
        return f"{found}\n{more}" if shape.random() < 0.3 and not marks else found

    def block(kind: int) -> str:
        if kind == 0:
            heading = text("head")
            return f"{'#' * 2} {heading}"
        if kind == 1:
            return text()
        if kind == 2:
            return f"- {text('item')}\n- 42\n  1. {text('item')}"
        if kind == 3:
            return f"> {text('quote')}\n>\n> {text('quote')}"
        if kind == 4:
            return f"| {text('cell')} | 1 |\n|---|--:|\n| {text('cell')} | {text('cell')} |"
        if kind == 5:
            return f'![{text("image").replace("[", "").replace("]", "")}](p.jpg "{text("image")}")'
        if kind == 6:
            return "```\ncode // 码\n```"
        return f"{text('item')}[^{seed}]"

    title, description = words[shape.randrange(3)], words[shape.randrange(len(words))]
    front = f"title: {_quoted(title)}\ndescription: {_quoted(description)}\n"
    facts = "type: workshop\n# a note\nstart: 2020-03-05\nlocation: {name: Hall // One, city: Belfast, country: GB}\n"
    blocks = [block(shape.randrange(8)) for _ in range(12)]
    return f"---\n{front}{facts if language == 'en' else ''}---\n\n" + "\n\n".join(
        (*blocks, f"x[^{seed}]", f"[^{seed}]: {text('item')}")) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\")
    return f'"{escaped}"'


def same_units(source: str, target: str) -> dict[int, int]:
    """The pairs of two pages of the same shape."""
    ours, theirs = places(split(source).body), places(split(target).body)
    assert [place.unit.role for place in ours] == [place.unit.role for place in theirs]
    return {number: number for number in range(len(ours))}


@pytest.mark.parametrize("seed", range(30))
def test_files_to_one_file_to_catalogue_to_files(seed: int) -> None:
    source, typed = page(seed, "en"), page(seed, "zh")
    words = words_of(source, typed, same_units(source, typed))
    target = to_file(source, words)
    inline = to_inline(source, words)
    # What was split is read again as it was meant, with nothing to complain about.
    assert not [each for each in parse(inline) if each.code.startswith(("E-INLINE", "W-INLINE"))]
    back, found = from_inline(inline, CODES)
    assert back == to_source(source)
    assert found == words
    assert to_file(back, found) == target
    assert to_inline(back, found) == inline
    assert words_of(back, target, same_units(back, target)) == words


@pytest.mark.parametrize("seed", range(30))
def test_what_is_missing_stays_missing(seed: int) -> None:
    source, typed = page(seed, "en"), page(seed, "zh")
    words = words_of(source, typed, same_units(source, typed))
    some = Words(words.fields, {number: text for number, text in words.units.items() if (number + seed) % 3})
    back, found = from_inline(to_inline(source, some), CODES)
    assert (back, found) == (to_source(source), some)
    assert to_file(back, found) == to_file(source, some)


def to_source(source: str) -> str:
    """The source in its normal form: values of one line that were split are quoted only where they must be."""
    return from_inline(to_inline(source, Words({"title": "甲", "description": "乙"}, {})), CODES)[0]


def parse(text: str) -> tuple[Diagnostic, ...]:
    data = text.encode()
    return parse_document(Source(path="content/events/a.en+zh.md", digest="", size=len(data), data=data),
                          LANGUAGES).diagnostics


SOURCE = """---
title: About us
# kept
type: workshop
---

## Plan

First [a](b.md)
line // two

- one
- 42
"""


def test_the_three_forms_of_a_small_page() -> None:
    words = Words({"title": "关于: 我们"}, {0: "计划", 1: "第一[甲](b.md)", 2: "一"})
    assert to_inline(SOURCE, words) == """---
title: "About us // 关于: 我们"
# kept
type: workshop
---

## Plan // 计划

First [a](b.md)
line \\// two
// 第一[甲](b.md)

- one // 一
- 42
"""
    assert to_file(SOURCE, words) == """---
title: "关于: 我们"
---

## 计划

第一[甲](b.md)

- 一
- 42
"""
    assert from_inline(to_inline(SOURCE, words), CODES) == (SOURCE, words)


def test_a_text_without_translation_is_a_comment_in_the_file() -> None:
    made = to_file(SOURCE, Words({}, {1: "文"}))
    assert made.partition("---\n")[2].partition("---\n")[2] == """
<!-- untranslated -->

文

- <!-- untranslated -->
- 42
"""


@pytest.mark.parametrize("front", ["start: 2020-01-02", "also_known_as: [甲]"])
def test_a_translation_that_holds_more_than_texts_is_refused(front: str) -> None:
    with pytest.raises(ValueError, match="more than a text"):
        words_of(SOURCE, f"---\n{front}\n---\n", {})


def test_a_text_that_the_source_lacks_is_refused() -> None:
    with pytest.raises(ValueError, match="description is missing"):
        to_inline(SOURCE, Words({"description": "甲"}, {}))


@pytest.mark.parametrize(("source", "target", "problem"), [
    ("One[^a].\n\n[^a]: Note\n", "一[^甲]。\n\n[^甲]: 注\n", r"call it \[\^a\] in both"),
    ("One.\n", "一[^甲]。\n\n[^甲]: 注\n", "take it out there"),
    ("One [x][r].\n\n[r]: en.pdf\n", "一 [x][r]。\n\n[r]: zh.pdf\n", r"\[words\]\(zh.pdf\)"),
])
def test_a_name_that_means_something_else_in_the_source_is_refused(source: str, target: str, problem: str) -> None:
    pairs = {number: number for number in range(min(len(places(source)), len(places(target))))}
    with pytest.raises(ValueError, match=problem):
        words_of(source, target, pairs)


def test_a_picture_that_says_nothing_has_no_words() -> None:
    source, target = "![decorative](a.png)\n\nWords.\n", "![装饰](a.png)\n\n词语。\n"
    words = words_of(source, target, {0: 0, 1: 1})
    assert words.units == {1: "词语。"}
    assert to_file(source, words) == "![decorative](a.png)\n\n词语。\n"
