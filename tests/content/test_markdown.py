"""Markdown bodies: what writers type, what is printed, and what they are told."""

import re
import time
from html import escape
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.content.markdown import ParsedBody
from sitegen.content.markdown_plain import parse_body
from sitegen.model import (
    Body,
    BodyPiece,
    ImageTag,
    InlinePiece,
    Language,
    LinkStart,
    Listing,
    NoteMark,
    RecordLink,
    UnitStart,
    UnitText,
)

ENGLISH = Language(code="en", locale="en_GB", lang="en", name="English")
CHINESE = Language(code="zh", locale="zh_Hans_CN", lang="zh-Hans", name="中文", script="han")


def parse(text: str, language: Language = ENGLISH, languages: tuple[Language, ...] = (ENGLISH, CHINESE)) -> ParsedBody:
    return parse_body(text, path="content/x.en.md", first_line=5, language=language, languages=languages)


def show(body: Body) -> str:
    """The body with its holes filled in the plainest way: units show their number."""

    def fill(piece: BodyPiece | InlinePiece) -> str:
        match piece:
            case str():
                return piece
            case UnitStart():
                return f" data-unit={piece.unit}"
            case UnitText():
                return "".join(map(fill, body.units[piece.unit].inline))
            case LinkStart():
                return f'<a href="{escape(body.links[piece.link].target)}">'
            case ImageTag():
                alternative = "".join(map(fill, body.units[piece.alt].inline))
                return f'<img src="{escape(body.links[piece.link].target)}" alt="{escape(alternative)}">'
            case NoteMark():
                return (f'<sup class="footnote-mark"><a href="#fn{piece.note}" id="{piece.anchor}">{piece.note}</a>'
                        "</sup>")
            case RecordLink():
                return f"<fact {escape(body.links[piece.link].target)}>"
            case Listing():
                return f"<list {escape(body.links[piece.link].target)}>"

    return "".join(map(fill, body.pieces))


def html(text: str, language: Language = ENGLISH, languages: tuple[Language, ...] = (ENGLISH, CHINESE)) -> str:
    return re.sub(r" data-unit=\d+", "", show(parse(text, language, languages).body))


def problems(text: str, language: Language = ENGLISH) -> list[tuple[str, int, int]]:
    return [(found.code, found.line, found.column) for found in parse(text, language).diagnostics]


# ---- units ---------------------------------------------------------------------------------------------------------


def test_every_text_is_a_unit_with_its_role_source_and_line() -> None:
    parsed = parse("## Aims *now*\n\nOne\ntwo.\n\n- a\n- b\n\n1. c\n\n   d\n\n| h |\n|---|\n| i |\n\n> q\n\n"
                   '![p](p.jpg "cap")\n\nx[^1]\n\n[^1]: note\n')
    assert [(unit.role, unit.text, unit.line) for unit in parsed.body.units] == [
        ("heading-2", "Aims *now*", 5), ("paragraph", "One two.", 7), ("item", "a", 10), ("item", "b", 11),
        ("item", "c", 13), ("item", "d", 15), ("cell", "h", 17), ("cell", "i", 19), ("paragraph", "q", 21),
        ("alt", "p", 23), ("caption", "cap", 23), ("paragraph", "x[^1]", 25), ("footnote", "note", 27),
    ]


def test_a_unit_begins_in_the_element_that_holds_exactly_it() -> None:
    assert show(parse("## A\n\nb\n\n- c\n- d\n").body) == (
        '<h2 id="a" data-unit=0>A</h2>\n<p data-unit=1>b</p>\n'
        "<ul>\n<li data-unit=2>c</li>\n<li data-unit=3>d</li>\n</ul>\n"
    )


def test_the_text_of_an_item_with_a_list_inside_has_an_element_of_its_own() -> None:
    assert show(parse("- a\n  - b\n").body) == (
        "<ul>\n<li><span data-unit=0>a</span>\n<ul>\n<li data-unit=1>b</li>\n</ul>\n</li>\n</ul>\n"
    )


def test_items_of_loose_and_tight_lists_are_the_same_units() -> None:
    tight, loose = parse("- a\n- b\n").body.units, parse("- a\n\n- b\n").body.units
    assert [(unit.role, unit.text) for unit in tight] == [(unit.role, unit.text) for unit in loose]


def test_adjacent_html_is_one_piece() -> None:
    pieces = parse("```\ncode\n```\n\n---\n\ntext with *em* and `code`\n\n---\n").body.pieces
    assert [type(piece).__name__ for piece in pieces] == ["str", "UnitStart", "str", "UnitText", "str"]
    (unit,) = parse("a *b* `c` **d**").body.units
    assert unit.inline == ("a <em>b</em> <code>c</code> <strong>d</strong>",)


def test_tables_align_by_class_and_empty_cells_are_no_units() -> None:
    parsed = parse("| a | b | c | d |\n|:--|:-:|--:|---|\n| 1 | | *3* | 4 |\n")
    assert '<th class="left">a</th>' in html("| a | b | c | d |\n|:--|:-:|--:|---|\n| 1 | | *3* | 4 |\n")
    assert '<td class="center"></td>' in show(parsed.body)
    assert "style" not in show(parsed.body)
    assert len(parsed.body.units) == 7


def test_code_and_breaks_are_literal() -> None:
    assert html('```html "onload=x"\n<b>&\n```\n') == (
        '<pre><code class="language-html">&lt;b&gt;&amp;\n</code></pre>\n'
    )
    assert html('```"><script>\nx\n```\n').startswith('<pre><code class="language-&quot;&gt;&lt;script&gt;">')
    assert html("***\n") == "<hr>\n"


def test_a_footnote_inside_another_is_one_of_its_own() -> None:
    parsed = parse("Two[^2] and one[^1].\n\n[^2]: > [^1]: Inner\n    >\n    > outer\n")
    assert [(unit.role, unit.text) for unit in parsed.body.units] == [
        ("paragraph", "Two[^2] and one[^1]."), ("paragraph", "outer"), ("footnote", "Inner"),
    ]


def test_footnotes_are_numbered_and_lead_back() -> None:
    text = "One[^a] two[^b] again[^a].\n\n[^b]: B.\n\n[^a]: A [x](y.md).\n\n    More.\n"
    assert html(text) == (
        '<p>One<sup class="footnote-mark"><a href="#fn1" id="fnref1">1</a></sup> '
        'two<sup class="footnote-mark"><a href="#fn2" id="fnref2">2</a></sup> '
        'again<sup class="footnote-mark"><a href="#fn1" id="fnref1-2">1</a></sup>.</p>\n'
        '<div class="footnotes">\n<ol>\n'
        '<li id="fn1"><p>A <a href="y.md">x</a>.</p>\n<p>More. <a class="footnote-back" href="#fnref1">↩\ufe0e</a> '
        '<a class="footnote-back" href="#fnref1-2">↩\ufe0e</a></p>\n</li>\n'
        '<li id="fn2"><p>B. <a class="footnote-back" href="#fnref2">↩\ufe0e</a></p>\n</li>\n</ol>\n</div>\n'
    )
    assert parse(text).anchors == ("fnref1", "fnref2", "fnref1-2", "fn1", "fn2")


def test_tables_scroll_in_frames_named_by_their_header_rows() -> None:
    """A reader without a mouse reaches what does not fit on a phone, and hears what the columns are."""
    found = html("## Columns.1\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nBetween.\n\n| c |\n|---|\n")
    frames = re.findall(r'<div class="scroll" role="group" tabindex="0" aria-labelledby="([^"]+)">', found)
    assert frames == re.findall(r'<tr id="([^"]+)">', found) == ["columns.1", "columns.2"]
    assert len(set(re.findall(r' id="([^"]+)"', found))) == 3
    assert found.count("<div") == found.count("</div>") == 2


# ---- headings ------------------------------------------------------------------------------------------------------


def test_heading_ids_keep_han_and_are_unique() -> None:
    words = ["Aims & Scope", "背景 和 目标", "Aims, scope", "Aims scope", "Aims-scope-2", "🎉"]
    parsed = parse("".join(f"## {word}\n\n" for word in words))
    assert [heading.id for heading in parsed.headings] == [
        "aims-scope", "背景-和-目标", "aims-scope-2", "aims-scope-3", "aims-scope-2-2", "section",
    ]
    assert parsed.anchors == tuple(heading.id for heading in parsed.headings)


@pytest.mark.parametrize("word", ["main", "Document", "forms", "Location", "Footer", "fn1", "fnref2"])
def test_ids_of_the_theme_and_the_browser_are_not_taken(word: str) -> None:
    assert [heading.id for heading in parse(f"## {word}\n\n## {word}\n").headings] == [
        f"{word.lower()}-2", f"{word.lower()}-3"]


def test_headings_are_told_apart_by_plain_text() -> None:
    (heading,) = parse("## The **new** [`act`](x.md) &amp; ![seal](s.png)\n").headings
    assert (heading.level, heading.text, heading.id, heading.line) == (2, "The new act & seal", "the-new-act-seal", 5)


@given(st.lists(st.sampled_from(["a", "a-2", "a 2", "a-2-2", "main", "main-2", "🎉", "section"]), max_size=12))
def test_no_two_headings_share_an_id(words: list[str]) -> None:
    ids = [heading.id for heading in parse("".join(f"## {word}\n\n" for word in words)).headings]
    assert len(set(ids)) == len(ids) == len(words)
    assert "main" not in ids


@pytest.mark.parametrize(("text", "expected"), [
    ("## A\n\n#### B\n", [("E-HEADING-SKIP", 7, 1)]),
    ("### A\n", [("E-HEADING-SKIP", 5, 1)]),
    ("## A\n\n### B\n\n## C\n", []),
    ("# A\n", [("E-HEADING-ONE", 5, 1)]),
    ("Title\n=====\n", [("E-HEADING-ONE", 5, 1)]),
    ("text\n\n##\n", [("E-HEADING-EMPTY", 7, 1)]),
    ("## <!-- nothing -->\n", [("E-HEADING-EMPTY", 5, 1)]),
])
def test_headings_that_mislead(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert problems(text) == expected


# ---- links ---------------------------------------------------------------------------------------------------------


def test_links_are_collected_where_they_stand() -> None:
    text = ("Some [a](../a/index.en.md) and\n  lazily *wrapped [b](/events/ \"t\")* text\n\n"
            "> - deep <https://e.org/?q=1>\n>   and ![c](c%20d.jpg)\n\n"
            "| x | y |\n|---|---|\n| [d](d) | [d](d) |\n\n[ref][r] 中文[e](e)\n\n## On [f](f) ##\n\n[r]: <r s.pdf>\n")
    assert [(link.target, link.line, link.column, link.kind) for link in parse(text).links] == [
        ("../a/index.en.md", 5, 6, "link"), ("/events/", 6, 19, "link"), ("https://e.org/?q=1", 8, 10, "link"),
        ("c%20d.jpg", 9, 9, "image"), ("d", 13, 3, "link"), ("d", 13, 12, "link"), ("r s.pdf", 15, 1, "link"),
        ("e", 15, 12, "link"), ("f", 17, 7, "link"),
    ]


def test_targets_are_as_typed_less_markdown_escapes() -> None:
    targets = [link.target for link in parse(r"[a](/b\*c&amp;d) <info@example.org> [中](/活动/)").links]
    assert targets == ["/b*c&d", "mailto:info@example.org", "/活动/"]


@pytest.mark.parametrize("target", [
    "https://example.org", "HTTP://example.org/", "mailto:a@b.org", "tel:+44123", "../x/index.en.md", "/events/x/",
    "#aims", "programme.pdf", "https://例子.中国/路", "?q=a:b", "./a:b",
])
def test_addresses_that_may_be_linked(target: str) -> None:
    parsed = parse(f"[text]({target})")
    assert [link.target for link in parsed.links] == [target]
    assert not parsed.diagnostics


@pytest.mark.parametrize("target", [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "javascript&colon;alert(1)", "java&Tab;script:alert(1)",
    "java&#10;script:x", "<\x01javascript:x>", "<javascript:x>", "< javascript:x>", "vbscript:x", "data:text/html,x",
    "file:///etc/passwd", "\\javascript:x", "&#x6A;avascript:x", "javascript\u200b:x", "data:image/png;base64,AA",
    "blob:https://x", "ftp://x",
])
@pytest.mark.parametrize("form", ["a [text]({})", "a ![text]({})", "a [text][r]\n\n[r]: {}\n"])
def test_schemes_that_are_never_an_address(target: str, form: str) -> None:
    parsed = parse(form.format(target))
    assert {found.code for found in parsed.diagnostics} <= {"E-LINK-SCHEME", "E-LINK-FORM"}
    assert [(found.line, found.column) for found in parsed.diagnostics] == [(5, 3)]
    assert not parsed.links
    assert "script" not in show(parsed.body)
    assert ">text</" not in show(parsed.body)


def test_an_automatic_link_obeys_the_same_rule() -> None:
    assert problems("see <javascript:alert(1)>") == [("E-LINK-SCHEME", 5, 5)]
    assert html("see <javascript:alert(1)>") == "<p>see javascript:alert(1)</p>\n"


@pytest.mark.parametrize("target", [
    "//evil.example", "\\\\\\\\evil.example", "/\\\\evil", "https://good.org@evil.org/", "http:evil", "https:///evil",
    "https://e.org/\u202egpj.exe", "/&Tab;/evil", "https://",
])
def test_addresses_that_deceive(target: str) -> None:
    parsed = parse(f"[text]({target})")
    assert [found.code for found in parsed.diagnostics] == ["E-LINK-FORM"]
    assert not parsed.links


def test_links_that_say_nothing() -> None:
    assert problems("a [text]()") == [("E-LINK-EMPTY", 5, 3)]
    assert problems("a ![text]()") == [("E-LINK-EMPTY", 5, 3)]
    assert problems("a [](x.md)") == [("E-LINK-TEXT-EMPTY", 5, 3)]
    assert problems("a [ <!-- c --> ](x.md)") == [("E-LINK-TEXT-EMPTY", 5, 3)]
    assert problems("[![decorative](a.jpg)](x.md)") == [("E-LINK-TEXT-EMPTY", 5, 1)]
    assert problems("[![the programme](a.jpg)](x.md)") == []


# ---- record links --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", [
    "person:felix", "member:qub", "organisation:hse", "event:slug", "news:slug", "publication:p", "page:about",
    "count:members?country=CN&on=2017-05-25",
])
def test_a_link_without_text_prints_a_fact(target: str) -> None:
    parsed = parse(f"By []({target}) and *[]({target})*.")
    assert html(f"By []({target}).") == f"<p>By <fact {escape(target)}>.</p>\n"
    assert [(link.kind, link.column) for link in parsed.links] == [("record", 4), ("record", 14 + len(target))]
    assert not parsed.diagnostics
    assert not parsed.listings


@pytest.mark.parametrize("target", ["timeline", "members", "people", "events:series=x", "news", "publications:tag=y"])
def test_alone_in_its_paragraph_it_prints_a_list(target: str) -> None:
    parsed = parse(f"Before.\n\n[]({target})\n\nAfter.\n")
    assert show(parsed.body) == f"<p data-unit=0>Before.</p>\n<list {target}><p data-unit=1>After.</p>\n"
    assert parsed.listings
    assert [(link.kind, link.line) for link in parsed.links] == [("record", 7)]


def test_a_list_inside_a_text_is_an_error() -> None:
    assert problems("See [](members) here.") == [("E-LIST-PLACE", 5, 5)]


def test_a_record_is_no_address() -> None:
    (found,) = parse("[Felix](person:felix)").diagnostics
    assert (found.code, "[](person:some-id)" in found.help) == ("E-LINK-SCHEME", True)


# ---- images --------------------------------------------------------------------------------------------------------


def test_an_image_alone_is_a_figure_with_its_title_as_caption() -> None:
    assert html('![Two *people*](a.jpg "At the <table>")') == (
        '<figure><img src="a.jpg" alt="Two people"><figcaption>At the &lt;table&gt;</figcaption></figure>\n'
    )
    assert html("![x](a.jpg)") == '<figure><img src="a.jpg" alt="x"></figure>\n'


def test_an_image_in_a_text_keeps_its_title_and_escapes_nothing_yet() -> None:
    parsed = parse('see ![a "b" & c](a.jpg "t")')
    (hole,) = (piece for piece in parsed.body.units[0].inline if isinstance(piece, ImageTag))
    assert (hole.title, parsed.body.units[hole.alt].inline) == ("t", ('a "b" & c',))


def test_an_image_needs_an_alternative_text() -> None:
    (found,) = parse("text\n![](a.jpg)").diagnostics
    assert (found.code, found.line, found.column) == ("E-ALT", 6, 1)
    assert "![decorative](a.jpg)" in found.help


@pytest.mark.parametrize("word", ["decorative", "Decorative", "装饰"])
def test_a_decorative_image_has_an_empty_one(word: str) -> None:
    parsed = parse(f"![{word}](a.jpg)")
    assert show(parsed.body) == '<figure><img src="a.jpg" alt=""></figure>\n'
    assert [unit.text for unit in parsed.body.units] == [""]
    assert not parsed.diagnostics


# ---- what is not Markdown ------------------------------------------------------------------------------------------


def test_raw_html_and_templates_are_printed_as_text() -> None:
    assert html('<script>alert(1)</script>\n\n<img src=x onerror="y"> {{ 7*7 }} {% include "x" %}') == (
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"
        '<p>&lt;img src=x onerror=&quot;y&quot;&gt; {{ 7*7 }} {% include &quot;x&quot; %}</p>\n'
    )


@pytest.mark.parametrize(("text", "expected"), [
    ("<!-- a -->\n\ntext", "<p>text</p>\n"),
    ("<!-- translators: x -->\n## A\n", '<h2 id="a">A</h2>\n'),
    ("<!-- a\n\nb -->\ntext", "<p>text</p>\n"),
    ("<!-- a\n\nb --> text", "<p>text</p>\n"),
    ("one <!-- a --> two", "<p>one  two</p>\n"),
    ("one\n<!-- a -->\ntwo", "<p>one\ntwo</p>\n"),
    ("one\n<!-- a\nb -->\ntwo", "<p>one\ntwo</p>\n"),
    ("one\n<!-- a\n\nb -->\ntwo", "<p>one</p>\n<p>two</p>\n"),
    ("one\n<!-- end -->", "<p>one</p>\n"),
    ("- a\n  <!-- x -->\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
    ("- a\n\n  <!-- x\n\n  y -->\n  b", "<ul>\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n</ul>\n"),
    ("`<!-- a -->`", "<p><code>&lt;!-- a --&gt;</code></p>\n"),
    ("```\n<!-- a -->\n```", "<pre><code>&lt;!-- a --&gt;\n</code></pre>\n"),
    ("<!-- a --> <!-- b -->", ""),
    ("| a |\n|---|\n<!-- x -->\n",
     '<div class="scroll" role="group" tabindex="0" aria-labelledby="columns.1">\n<table>\n<thead>\n'
     '<tr id="columns.1">\n<th>a</th>\n</tr>\n</thead>\n</table>\n</div>\n'),
])
def test_comments_leave_no_trace(text: str, expected: str) -> None:
    parsed = parse(text)
    assert html(text) == expected
    assert not any("<!--" in unit.text and "`" not in unit.text for unit in parsed.body.units)
    assert not parsed.diagnostics


def test_a_comment_that_never_ends_is_text() -> None:
    assert html("<!-- never closed\n\nmore") == "<p>&lt;!-- never closed</p>\n<p>more</p>\n"


@pytest.mark.parametrize(("text", "shown", "column"), [
    ("[metaslider id=248]", "[metaslider id=248]", 1),
    ('See [gallery ids="1,2"] here', '[gallery ids="1,2"]', 5),
    ("See **{{< youtube x >}}**", "{{< youtube x >}}", 7),
    ("- [contact-form-7 id=\"5\" title='a b'/]", "[contact-form-7 id=\"5\" title='a b'/]", 3),
])
def test_shortcodes_of_other_systems_are_refused(text: str, shown: str, column: int) -> None:
    (found,) = parse(f"First.\n\n{text}\n").diagnostics
    assert found.message == f'"{shown}" is not a sitegen component and would be printed as is.'
    assert (found.code, found.line, found.column) == ("E-SHORTCODE", 7, column)


@pytest.mark.parametrize("text", [
    "`[metaslider id=248]`", "    [metaslider id=248]", "```\n{{< x >}}\n```", "[sic]", "[see a=b](x.md)", "[a] b=c",
    "{{ x }}", "[1, 2] = [x = y",
])
def test_brackets_that_are_no_shortcode(text: str) -> None:
    assert problems(text) == []


# ---- runs of the other script --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "expected"), [
    ("the forum 创新，论坛 met", 'the forum <span lang="zh-Hans">创新，论坛</span> met'),
    ("*论坛* and 《报告》.", '<em><span lang="zh-Hans">论坛</span></em> and <span lang="zh-Hans">《报告》</span>.'),
    ("in 2020年5月 & 后", 'in 2020<span lang="zh-Hans">年5月</span> &amp; <span lang="zh-Hans">后</span>'),
    ("`代码`", "<code>代码</code>"),
])
def test_han_in_an_english_text_says_its_language(text: str, expected: str) -> None:
    assert html(text) == f"<p>{expected}</p>\n"


@pytest.mark.parametrize(("text", "expected"), [
    ("由 University of Leeds 主办", '由 <span lang="en">University of Leeds</span> 主办'),
    ("采用 Markdown。", '采用 <span lang="en">Markdown</span>。'),
    ("BEIS 与 KTP UK 及 2020 SSRN", "BEIS 与 KTP UK 及 2020 SSRN"),
    ("见 https://example.org/some/page 或 info@example.org", "见 https://example.org/some/page 或 info@example.org"),
    ("见 www.example.org programme.pdf 文件", "见 www.example.org programme.pdf 文件"),
    ("（Horizon 2020 programme）", '（<span lang="en">Horizon 2020 programme</span>）'),
    ("第 3 of the 4 个", '第 3 <span lang="en">of the 4</span> 个'),
    ("`some code here` <https://example.org/long/path>",
     '<code>some code here</code> <a href="https://example.org/long/path">https://example.org/long/path</a>'),
    ("PhD 学生", "PhD 学生"),
])
def test_english_in_a_chinese_text_says_its_language(text: str, expected: str) -> None:
    assert html(text, CHINESE) == f"<p>{expected}</p>\n"


def test_a_site_without_the_other_language_marks_nothing() -> None:
    assert html("the 论坛", ENGLISH, (ENGLISH,)) == "<p>the 论坛</p>\n"


# ---- what the document keeps ---------------------------------------------------------------------------------------


def test_the_excerpt_is_the_first_paragraph_as_plain_text() -> None:
    assert parse("## A\n\n- item\n\n![x](x.jpg)\n\nThe *first* [one](x.md)\n& `only`.\n\nNext.\n").excerpt == (
        "The first one & only.")


def test_words_and_characters_are_counted_as_readers_see_them() -> None:
    parsed = parse("## Two words\n\nCo-creation *don't* 中国大学\n\n```\nnot counted\n```\n<!-- nor this -->\n")
    assert (parsed.latin_words, parsed.han_characters) == (4, 4)


def test_line_ends_of_every_system_are_the_same() -> None:
    text = "## A\n\none\ntwo [x](y)\n\n- b\n"
    assert parse(text) == parse(text.replace("\n", "\r\n")) == parse(text.replace("\n", "\r"))


def test_the_same_text_gives_the_same_body() -> None:
    text = "## A\n\none [x](y) 中[^1]\n\n[^1]: n\n"
    assert parse(text) == parse(text)


# ---- hostile input -------------------------------------------------------------------------------------------------

MANY = 10_000
BOMBS = {
    "brackets": "[" * 50_000,
    "nested brackets": "[" * MANY + "a" + "]" * MANY,
    "openers": "*a **a " * MANY,
    "mismatched marks": "*a_ " * MANY,
    "alternating marks": "*_" * MANY,
    "quotes": "> " * MANY + "a",
    "lists": "- " * MANY + "a",
    "backticks": "".join("e" + "`" * length for length in range(1, 400)),
    "unclosed links": "[a](<b" * MANY,
    "images": "![[]()" * 5_000,
    "links": "[a](b) " * 10_000,
    "comments": "<!-- a\n" * MANY,
    "comments in a paragraph": "a\n" + "b\n<!-- x\n" * 5_000 + "-->",
    "shortcodes": "[a b=c " * MANY,
    "headings": "## Same\n\n" * 5_000,
    "headings with numbers": "## Same\n\n## Same-2\n\n" * 2_000,
    "line ends": "中\n" * MANY,
    "Chinese brackets": "《" * 50_000,
    "words": "word " * MANY,
    "tables": "|a|b|\n|-|-|\n" + "|a\n" * 5_000,
    "references": "[a]: u\n" * 5_000 + "[a] " * 5_000,
    "references on two lines": "[a\nb]: u\n" * 5_000,
    "footnotes": "a\n[^1]: b\n" * 5_000,
    "lists in turn": "- a\n* b\n" * 5_000,
    "loose lists": "- a\n\n- b\n\n" * 5_000,
    "lists in one another": "".join(f"{'  ' * depth}- a\n" for depth in range(300)),
    "prose before a list": "a\n- b\n\n" * 5_000,
    "empty lines": "a" + "\n" * MANY + "-\n" + " \n" * MANY,
}


@pytest.mark.parametrize("name", BOMBS)
def test_no_input_is_slow(name: str) -> None:
    """Each takes a fraction of a second; a quadratic one would take minutes."""
    began = time.process_time()
    parse(BOMBS[name], CHINESE)
    assert time.process_time() - began < 2


@pytest.mark.parametrize("bomb", ["> " * 60 + "a", "- " * 60 + "a", "1. " * 60 + "a"])
def test_nesting_without_end_is_an_error(bomb: str) -> None:
    (found,) = parse(f"First.\n\n{bomb}\n").diagnostics
    assert (found.code, found.line) == ("E-NESTING", 7)


MARKDOWN = st.text(st.sampled_from("ab1中。“ \t\n#*_`~[]()<>!|-:\\&;\"'^={}/.@%\u200b\x00"), max_size=60)
SNIPPETS = st.lists(st.sampled_from([
    "java\tscript:",
    "[x](", ")", "![", "](", "javascript:alert(1)", "<script>", "onerror=x", "&colon;", "[^1]", "\n[^1]: ",
    "\n\n", "\n- ", "\n> ", "| a | b |\n|---|:-:|\n", "<!--", "-->", "```", "`", "**", "\n## ", "中文", "<a@b.c>",
    "<https://", ">", "\"", "[](person:x)", "[](members)", "\t", "\n    ", "[r]: ", "{{<", "a", "\\", "[a b=c]",
]), max_size=16).map("".join)


class Reader(HTMLParser):
    """Reads what was printed as a browser would, and refuses what could run."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in {"script", "iframe", "style", "object"}
        for name, value in attrs:
            assert not name.startswith("on")
            assert name in {"id", "href", "src", "alt", "class", "lang", "start", "data-unit",
                            "role", "tabindex", "aria-labelledby"}
            if name in {"href", "src"}:
                assert not re.match(r"[\x00-\x20]*(javascript|vbscript|data|file):", value or "", re.IGNORECASE)
            if name == "id":
                self.ids.append(value or "")
        if tag not in {"br", "hr", "img", "fact", "list"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@given(MARKDOWN | SNIPPETS | st.text(max_size=40), st.sampled_from([ENGLISH, CHINESE]))
@example("a [x](java\tscript:alert(1))", ENGLISH)
@example("- <!-- a\n- b -->\n> <!--\n", ENGLISH)
@example("| [a](b) |\n|-|\n| \\| [c](d) |", ENGLISH)
def test_whatever_is_typed_the_html_is_whole_and_harmless(text: str, language: Language) -> None:
    parsed = parse(text, language)
    printed = show(parsed.body)
    reader = Reader()
    reader.feed(re.sub(r"<(fact|list) [^>]*>", "", printed))
    assert not reader.open
    assert len(set(reader.ids)) == len(reader.ids)
    assert set(reader.ids) == set(parsed.anchors)
    lines = re.split("\r\n|\r|\n", text)
    for link in parsed.links:
        assert lines[link.line - 5][link.column - 1] in "[!<"
    for piece in parsed.body.pieces:
        assert not isinstance(piece, UnitText) or parsed.body.units[piece.unit].inline
