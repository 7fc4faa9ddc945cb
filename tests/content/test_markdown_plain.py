"""Plain blocks and phrases have a fast path, and it gives exactly what markdown-it's rules give."""

import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it.common.utils import MD_TRIM_CHARS

from sitegen import scripts
from sitegen.content import markdown_leaves, markdown_links, markdown_parser, markdown_plain
from sitegen.content.markdown import ParsedBody, write_body
from sitegen.content.markdown_parser import normalise, parse_tokens, split_blocks
from sitegen.content.markdown_plain import parse_body
from sitegen.model import Language

ENGLISH = Language(code="en", locale="en_GB", lang="en", name="English")
CHINESE = Language(code="zh", locale="zh_Hans_CN", lang="zh-Hans", name="中文", script="han")

SUITES = Path(os.environ.get("SITEGEN_SUITES") or Path(__file__).parents[2] / ".." / "shared" / "suites")
SUITE = SUITES / "commonmark-0.31.2.json"

LINES = st.sampled_from([
    "Some words of prose", "中文句子，没有标记。", "两个 English words 在内", "words  ", "words\\", "", "", "",
    " ", "\t", "    ", "## Heading", "# One", "### With `code` #", "####### Seven", "##", "#hashtag", "- item",
    "-   item", "-     code", "  - inner", "    - deeper", "      - deepest", "     - five", "* star", "+ plus",
    "  * inner star", "- ", "-", "- # heading", "- > quote", "- - twice", "1. first", "2) second",
    "2020 was a year", "2020. A year", "> quote", ">quote", ">  quote", "> > twice", "> - item", ">", "```",
    "~~~", "---", "***", "* * *", "===", "- ---", "    code", "  indented", "\u3000\u3000段落", "\u00a0nbsp",
    "| a | b |", "|---|:-:|", "| c | d | e |", "| f |", "|", "a | b", "-|-", "| `x` | \\| |", "|:--|--:|",
    "[ref]: /url", "[ref] words", "[a", "b]: /url", "[^1]: A note", "A note[^1] here", "[](people)",
    "[](person:a-b)", "![A hall](hall.jpg)", "<!-- one line -->", "<!-- opens", "closes --> and goes on",
    "<https://example.org/>", "*em* first", "**strong** first", "_under_", "*", "**", "`code` first", "-5 °C",
    "+5 °C", ":::", "=", "~~gone~~", "&amp; more", "see [x]: y", "{{< x >}}", "\x0bodd", "x\u2028y", "\ufeff",
    "[^2]: > [^1]: Nested", "Both[^2] here[^1]", "[](events)", "{{% x %}} [y z=1]", "| [a](/b) | [a](/c) |",
    "- [a](/b) and **c**", "> “Words” & [a](/b)", "## **A** [b](/c)", "[a](mailto:x)", "[a](javascript:x)",
    "- a[^2]", "## Noted[^1]", "[^2]: *Noted* [a](/b)",
    "[^1]: 注 & “Noted” words", "[^1][^2][^3]", "*a*[^1]《中》", "[^1](x) [^2](y z)", "[^1]: /url", "| [^1] | a[^2] |",
    "| *a* |  | a > b |", "[ ](/b) and [\u00a0](c)",
])
WORDS = st.lists(st.sampled_from([
    "word", "中文", "a", "1", " ", " ", "  ", "\n", "，", "。", ".", "(", ")", "*", "**", "***", "_", "__", "`",
    "``", "~", "~~", "[", "]", "[x](y)", "[x y](/z?a=*b*)", "[](z)", "[中](person:a)", "](", "![a](b)", "!",
    "![", "<", ">", "<b>", "<https://e.org>", "&", "&amp;", "& ", "&#42;", "\\", "\\*", "\\\n", "*em*",
    "**strong**", "`code`", "` a `", "**中文。**", "“", "”", "\ufe0f", "\u00a0", "\u3000", "é", "²", "_a_",
    "🎉", "[^1]", "[r]", "//", "<!-- c -->", "\t",
]), max_size=12).map("".join)


def rest_of(text: str, language: Language) -> ParsedBody:
    """The body by markdown-it's rules alone."""
    text = normalise(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown_parser, "plain_phrases", lambda content: None)
        patch.setattr(markdown_parser, "_MAY_NEED_PARSING", re.compile(""))
        patch.setattr(markdown_parser, "_NEEDS_PARSING", re.compile(""))
        tokens, environment = parse_tokens(text)
    return write_body(tokens, environment, text, path="p", first_line=1, language=language,
                      languages=(ENGLISH, CHINESE))


def both_agree(text: str, language: Language) -> None:
    fast = parse_body(text, path="p", first_line=1, language=language, languages=(ENGLISH, CHINESE))
    assert fast == rest_of(text, language)


@settings(deadline=None, max_examples=600)
@given(st.lists(LINES, max_size=9).map("\n".join), st.sampled_from([ENGLISH, CHINESE]))
@example("- a\n\n- b", ENGLISH)
@example("a\n[x\ny]: /z\n\n[x y]", ENGLISH)
@example("<!--\n--> and\n- a", ENGLISH)
@example("- a\n    - b\n    - c\n        - d\n- e\n\nf", CHINESE)
@example("words\n[^1]: A note\n\nA note[^1] here", ENGLISH)
@example("A[^1] b[^2]\n\n[^2]: > [^1]: Nested\n    >\n    > more\n\n## More[^2]\n\n- a\n\n  [^1]: x", ENGLISH)
@example("Words\n\n[^1]: A note[^2]\n\nA note[^1] here [x]\n\n[^2]: **B**\n\n[x]: /y", CHINESE)
@example("A[^1] b[^x] c[^1]\n\n[^1]: One [a](/b)\n[^x]: *Two* 中文 [b](/c)\n\n\n[^y]: Three\n", ENGLISH)
@example("A[^1] b[^2]\n\n[^1]: One\n\n[^1]: Two\n[^2]: [](person:x) ![a](b)", ENGLISH)
@example("A[^1] b[^2]\n\n[^2]: [a](javascript:x)\n\n[^1]: words \\* & <!-- c -->  ", CHINESE)
@example("A[^1]\n\n[^1]: words\n[a]: /b\n", ENGLISH)
@example("A[^1]\n\n[^1]: words\n\n    more\n", ENGLISH)
@example("A[^1]\n\n[^1]: [ ](javascript:x)\n", ENGLISH)
@example("| [a](/b) | **a** [a](/c) | [a](/b) |\n|---|---|---|\n| a > b | [b](/d) |", ENGLISH)
def test_plain_blocks_are_what_the_rules_make_of_them(text: str, language: Language) -> None:
    both_agree(text, language)


@settings(deadline=None, max_examples=600)
@given(WORDS, st.sampled_from([ENGLISH, CHINESE]))
@example("a*b*c", ENGLISH)
@example("**a***b*", ENGLISH)
@example("*a `*` b*", ENGLISH)
@example("[a](b\u00a0c)", ENGLISH)
@example("a] b *c* [d](e)", ENGLISH)
@example("前] b *c* ![d](e)", CHINESE)
def test_plain_phrases_are_what_the_rules_make_of_them(text: str, language: Language) -> None:
    both_agree(text, language)
    both_agree(f"## {text}\n\n- {text}\n- {text}\n\n> {text}\n\n| {text} | b |\n|--|--|\n| c | {text} |\n", language)


def test_every_example_of_commonmark_is_the_same() -> None:
    if not SUITE.exists():
        pytest.skip(f"the suite {SUITE.name} is not here")
    examples = [each["markdown"] for each in json.loads(SUITE.read_text("utf-8"))]
    for text, following in zip(examples, [*examples[1:], ""], strict=True):
        for each in (text, f"Some words\n\n{text}\nSome words\n", text + following):
            both_agree(each, ENGLISH)


def test_the_same_stands_for_nothing_at_the_ends_of_texts() -> None:
    assert set(markdown_leaves.BLANKS) == set(MD_TRIM_CHARS)


def test_ordinary_writing_takes_the_fast_path(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        "The **forum** met in *Belfast*; see [the programme](a.pdf) and `index.md`. The 2020 one did not.\n\n"
        "## Who spoke\n\n- Anna\n    - of Beijing\n- Felix\n\n> We met & agreed: “yes”.\n\n> Again!\n\n"
        "| a | [b](/c/) |\n|---|---|\n| 1 | **2** |\n\n第一届论坛（2019 年）。\n"
    )
    blocks, _ = split_blocks(text)
    assert [kind for kind, _, _ in blocks] == ["prose", "heading", "list", "quote", "quote", "table", "prose"]
    tokens: list[str] = []
    monkeypatch.setattr(markdown_plain, "parse_inline", lambda token, environment: tokens.append(token.content))
    for language in (ENGLISH, CHINESE):
        parse_body(text, path="p", first_line=1, language=language, languages=(ENGLISH, CHINESE))
    assert tokens == []


ADDRESSES = st.lists(st.sampled_from([
    "a", "/", "//", ":", "https://", "http:", "mailto:", "@", ".", "..", "?", "#", "%20", "\\", " ", "\u200b", "é",
    "中", "&", "tel:", "-", "_",
]), max_size=6).map("".join)


@settings(deadline=None)
@given(ADDRESSES)
def test_plain_addresses_are_those_of_which_nothing_is_said(address: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown_links, "_PLAIN_ADDRESS", re.compile("(?!)"))
        expected = markdown_links.judge_address(address)
    assert markdown_links.judge_address(address) == expected


@settings(deadline=None)
@given(st.text(alphabet="aZ9é中〇 -–'’—\n\u00a0ɏ\ud800🎉_㐀䷀豈İ"))
@example("İzmir")
def test_counting_and_folding_are_what_they_say(text: str) -> None:
    word = r"[A-Za-z\u00c0-\u024f0-9]+"
    assert scripts.word_count(text) == len(re.findall(rf"{word}(?:['’\-]{word})*", text))
    assert scripts.han_count(text) == len(re.findall(f"[{scripts.HAN}]", text))
    hyphened = re.sub(rf"[^\w{scripts.HAN}]+", "-", scripts.nfc(text).lower().replace("_", "-"))
    assert scripts.heading_id(text) == hyphened.strip("-")
    assert scripts.fold(text) == re.sub(r"[ \t\n\r\f\v]+", " ", text).strip(" ")
