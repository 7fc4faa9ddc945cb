"""Several languages in one file: what is split, what is not, and what is told when it cannot be."""

import pytest

from sitegen.content.documents import parse_document
from sitegen.content.markdown_plain import parse_body
from sitegen.model import Body, Document, Language, Parsed, Source, Unit

ENGLISH = Language(code="en", locale="en_GB", lang="en", name="English")
CHINESE = Language(code="zh", locale="zh_Hans_CN", lang="zh-Hans", name="中文", script="han")
FRENCH = Language(code="fr", locale="fr_FR", lang="fr", name="français")
LANGUAGES = (ENGLISH, CHINESE, FRENCH)


def parse(text: str, path: str = "content/about.en+zh.md") -> Parsed:
    data = text.encode()
    return parse_document(Source(path=path, digest="", size=len(data), data=data), LANGUAGES)


def both(text: str) -> tuple[tuple[Document, Body], tuple[Document, Body]]:
    """The English and the Chinese document of a file without mistakes."""
    parsed = parse(f"---\ntitle: A // 甲\n---\n{text}")
    assert parsed.document is not None and parsed.body is not None and not parsed.diagnostics, parsed.diagnostics
    (other,) = parsed.others
    return (parsed.document, parsed.body), other


def texts(body: Body) -> list[str]:
    return [unit.text for unit in body.units]


def pairs(text: str) -> list[tuple[str, str]]:
    """Each English unit with its Chinese, by the pairs of the Chinese document."""
    (_, english), (document, chinese) = both(text)
    assert len(document.pairs) == len(chinese.units)
    return [(english.units[own].text, unit.text) for unit, own in zip(chinese.units, document.pairs, strict=True)]


def problems(text: str) -> list[tuple[int, int, str]]:
    parsed = parse(f"---\ntitle: A // 甲\n---\n{text}")
    return [(each.line, each.column, each.code) for each in parsed.diagnostics]


@pytest.mark.parametrize(("text", "expected"), [
    ("## Background // 背景\n", [("Background", "背景")]),
    ("Background // 背景\n---\n", [("Background", "背景")]),
    ("One line\nand another\n// 一行\n又一行\n", [("One line and another", "一行 又一行")]),
    ("One line //\n一行\n", [("One line", "一行")]),
    ("- a // 甲\n- b // 乙\n  - c // 丙\n", [("a", "甲"), ("b", "乙"), ("c", "丙")]),
    ("> quoted // 引用\n> words\n", [("quoted", "引用 words")]),
    ("| a // 甲 | 1 |\n|---|---|\n| b // 乙 | x \\| y // 丙 |\n",
     [("a", "甲"), ("1", "1"), ("b", "乙"), ("x | y", "丙")]),
    ('![A view // 风景](p.jpg "In spring // 春天")\n', [("A view", "风景"), ("In spring", "春天")]),
    ("See ![a // 甲](p.jpg) // 见 ![a // 甲](p.jpg)\n", [("See ![a](p.jpg)", "见 ![甲](p.jpg)"), ("a", "甲")]),
    ("See ![a](p.jpg) // 见 ![甲](p.jpg)\n", [("See ![a](p.jpg)", "见 ![甲](p.jpg)"), ("a", "甲")]),
    ("Word[^n] // 词[^n]\n\n[^n]: Note // 注\n", [("Word[^n]", "词[^n]"), ("Note", "注")]),
    ("`a // b` c // `a // b` 丙\n", [("`a // b` c", "`a // b` 丙")]),
    ("a <!-- x // y --> b // 甲\n", [("a b", "甲")]),
    ("https://example.org/a // https://example.org/b\n", [("https://example.org/a", "https://example.org/b")]),
    ("[a](https://example.org//b) // [甲](x//y)\n", [("[a](https://example.org//b)", "[甲](x//y)")]),
    ("a // 甲\n\n```\nx // y\n```\n\n    z // w\n", [("a", "甲")]),
    ("Either \\// or // 或\n", [("Either // or", "或")]),
    ("2026\n\n42 %\n", [("2026", "2026"), ("42 %", "42 %")]),
    ("[](person:ada)\n", [("[](person:ada)", "[](person:ada)")]),
    ("Words only\n", [("Words only", "")]),
    ("Words only //\n", [("Words only", "")]),
    ("![A view](p.jpg)\n", [("A view", "")]),
    ('![A view](p.jpg "In spring // 春天")\n', [("A view", ""), ("In spring", "春天")]),
    ("- ![A view // 风景](p.jpg)\n", [("![A view](p.jpg)", "![风景](p.jpg)"), ("A view", "风景")]),
    ('a ![b](p.jpg "x // y") // 甲\n', [('a ![b](p.jpg "x // y")', "甲")]),
    ("- ![A view](p.jpg)\n", [("![A view](p.jpg)", ""), ("A view", "")]),
    ("![decorative](p.jpg)\n", [("", "")]),
])
def test_what_each_language_says(text: str, expected: list[tuple[str, str]]) -> None:
    assert pairs(text) == expected


def test_one_backslash_before_slashes_is_the_files_own_and_not_the_languages() -> None:
    (_, english), (_, chinese) = both("A \\\\// b // \\// 甲\n")
    alone = parse_body("A \\// b\n", path="", first_line=1, language=ENGLISH, languages=LANGUAGES).body
    assert english.units[0].inline == alone.units[0].inline == ("A // b",)
    assert chinese.units[0].inline == ("// 甲",)


def test_full_width_slashes_are_read_the_same_with_a_warning() -> None:
    parsed = parse("---\ntitle: A // 甲\n---\nText／／文字\n\nx \\／／ y // 乙\n")
    assert [(each.line, each.column, each.code) for each in parsed.diagnostics] == [(4, 5, "W-INLINE-SLASH")]
    assert parsed.body is not None
    assert texts(parsed.body) == ["Text", "x ／／ y"]
    assert texts(parsed.others[0][1]) == ["文字", "乙"]


def test_a_missing_text_is_the_sources_and_says_so() -> None:
    (_, english), (_, chinese) = both("Read [this](a.md) now\n\n[那](b.md) // [那](c.md)\n")
    lent, own = chinese.units
    assert lent == Unit(role="paragraph", text="", inline=english.units[0].inline, line=4, language="en",
                        state="missing")
    assert (own.language, own.state) == ("", "")
    assert [link.target for link in chinese.links] == ["a.md", "c.md"]


@pytest.mark.parametrize(("text", "expected"), [
    ("a // 甲 // b\n", [(4, 8, "E-INLINE")]),
    ("first // 一\nsecond\nthird // 三\n", [(6, 7, "E-INLINE")]),
    ("| a // 甲 // x |\n|---|\n", [(4, 10, "E-INLINE")]),
    ("**a // b**\n", [(4, 5, "E-INLINE")]),
    ("See [a // b](c.md)\n", [(4, 8, "E-INLINE")]),
    ('![a // 甲 // x](p.jpg "b // 乙 // y")\n', [(4, 10, "E-INLINE"), (4, 30, "E-INLINE")]),
    ("// 只有\n", [(4, 1, "W-INLINE-EMPTY")]),
    ("##### a // 甲\n", [(4, 1, "E-HEADING-SKIP")]),
])
def test_mistakes_are_told_once_at_their_places(text: str, expected: list[tuple[int, int, str]]) -> None:
    assert problems(text) == expected


def test_a_text_without_source_is_not_published() -> None:
    parsed = parse("---\ntitle: A // 甲\n---\n// 只有\n\nb // 乙\n")
    assert texts(parsed.others[0][1]) == ["乙"]


def test_the_bodies_have_one_skeleton_and_places_of_their_own() -> None:
    (english, skeleton), (chinese, body) = both("## Plan [a](x.md) // 计划 [甲](y.md)\n\n- one // 一\n")
    assert [piece for piece in skeleton.pieces if not isinstance(piece, str)] == [
        piece for piece in body.pieces if not isinstance(piece, str)]
    assert (english.anchors, chinese.anchors) == (("plan-a",), ("计划-甲",))
    assert [(link.target, link.line, link.column) for link in (*english.links, *chinese.links)] == [
        ("x.md", 4, 9), ("y.md", 4, 25)]
    assert (english.path, english.language) == ("content/about.en+zh.md", "en")
    assert (chinese.path, chinese.language, chinese.identity) == ("content/about.en+zh.md#zh", "zh", english.identity)


def test_front_matter_is_split_or_a_map() -> None:
    parsed = parse("---\ntitle: Either \\// or // 或\ndescription: {en: One, zh: 一}\nextra: {x: a // b}\n---\n")
    assert parsed.document is not None and not parsed.diagnostics
    assert parsed.document.facts.title == {"en": "Either // or", "zh": "或"}
    assert parsed.document.facts.description == {"en": "One", "zh": "一"}
    assert parsed.document.facts.extra == {"x": "a // b"}
    (other, _), = parsed.others
    assert (other.given, other.fact_keys, other.facts.title) == ((), (), {})


@pytest.mark.parametrize(("title", "expected"), [
    ("A // 甲 // B", [(2, 15, "E-INLINE")]),
    ('"A // 甲 // B"', [(2, 16, "E-INLINE")]),
    ("A ／／ 甲", [(2, 10, "W-INLINE-SLASH")]),
])
def test_mistakes_in_front_matter_are_told_at_their_places(title: str, expected: list[tuple[int, int, str]]) -> None:
    parsed = parse(f"---\ntitle: {title}\n---\n")
    assert [(each.line, each.column, each.code) for each in parsed.diagnostics] == expected


def test_any_languages_in_any_order() -> None:
    parsed = parse("---\ntitle: 甲 // A // Un\n---\n乙 // // Deux\n\n丙 // C\n", "content/about.zh+en+fr.md")
    assert parsed.document is not None and parsed.body is not None and not parsed.diagnostics
    (english, english_body), (french, french_body) = parsed.others
    assert (parsed.document.language, english.language, french.language) == ("zh", "en", "fr")
    assert parsed.document.facts.title == {"zh": "甲", "en": "A", "fr": "Un"}
    assert texts(parsed.body) == ["乙", "丙"]
    assert texts(english_body) == ["", "C"]
    assert texts(french_body) == ["Deux", ""]
