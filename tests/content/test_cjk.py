"""Chinese in Markdown: emphasis beside Chinese punctuation, and line ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sitegen.content.markdown_plain import parse_body
from sitegen.model import Language, Unit

ENGLISH = Language(code="en", locale="en_GB", lang="en", name="English")
CHINESE = Language(code="zh", locale="zh_Hans_CN", lang="zh-Hans", name="中文", script="han")


def inline(markdown: str, language: Language = CHINESE) -> str:
    """The HTML of the one unit this Markdown is, on a site without another language."""
    (unit,) = units(markdown, language, (language,))
    return "".join(piece for piece in unit.inline if isinstance(piece, str))


def units(markdown: str, language: Language, languages: tuple[Language, ...] = (ENGLISH, CHINESE)) -> tuple[Unit, ...]:
    return parse_body(markdown, path="x.md", first_line=1, language=language, languages=languages).body.units


@pytest.mark.parametrize(("markdown", "expected"), [
    ("**中文。**后", "<strong>中文。</strong>后"),
    ("**极光联盟。**于里斯本", "<strong>极光联盟。</strong>于里斯本"),
    ("**“极光”**联盟", "<strong>“极光”</strong>联盟"),
    ("该**(注)**字", "该<strong>(注)</strong>字"),
    ("该**（注）**字", "该<strong>（注）</strong>字"),
    ("前**《报告》**后", "前<strong>《报告》</strong>后"),
    ("在*2026年，*我们", "在<em>2026年，</em>我们"),
    ("共**50%**的成员", "共<strong>50%</strong>的成员"),
    ("见**`code`**一节", "见<strong><code>code</code></strong>一节"),
    ("***“全部”***内容", "<em><strong>“全部”</strong></em>内容"),
    ("~~旧名。~~新名", "<s>旧名。</s>新名"),
])
def test_emphasis_beside_chinese_punctuation(markdown: str, expected: str) -> None:
    assert inline(markdown) == expected


@pytest.mark.parametrize(("markdown", "expected"), [
    ("a**(b)**c", "a**(b)**c"),
    ("snake_case_名", "snake_case_名"),
    ("中_文_字", "中_文_字"),
    ("2 ** 3 ** 中", "2 ** 3 ** 中"),
    ("“︁**(a)**", "“︁<strong>(a)</strong>"),
    ("葛󠄀**(こ)**葛", "葛󠄀<strong>(こ)</strong>葛"),
])
def test_what_is_no_emphasis_stays_text_and_selectors_belong_to_their_character(markdown: str, expected: str) -> None:
    assert inline(markdown) == expected


ASCII_AND_SYMBOLS = st.text(st.sampled_from("ab *_~.,(!)\"'“”—é€1"), max_size=14)


@given(ASCII_AND_SYMBOLS)
def test_texts_without_wide_characters_are_emphasised_as_commonmark_says(text: str) -> None:
    markdown = f"x{text}x"
    plain = MarkdownIt("commonmark").enable("strikethrough").renderInline(markdown)
    assert inline(markdown, ENGLISH) == plain


@pytest.mark.parametrize(("markdown", "expected"), [
    ("第一行\n第二行", "第一行第二行"),
    ("第一行，\n第二行", "第一行，第二行"),
    ("他说：\n“好。”\n然后", "他说：“好。”然后"),
    ("**第一行**\n第二行", "<strong>第一行</strong>第二行"),
    ("第一行\n**第二行**", "第一行<strong>第二行</strong>"),
    ("*第一*\n~~**第二行**~~", "<em>第一</em><s><strong>第二行</strong></s>"),
    ("第一行\nEnglish\n第二行", "第一行\nEnglish\n第二行"),
    ("2026\n年", "2026\n年"),
    ("代码 `x`\n后", "代码 <code>x</code>\n后"),
    ("第一行  \n第二行", "第一行<br>\n第二行"),
    ("第一行\\\n第二行", "第一行<br>\n第二行"),
    ("한국어\n한국어", "한국어\n한국어"),
])
def test_a_line_end_between_chinese_characters_prints_nothing(markdown: str, expected: str) -> None:
    assert inline(markdown) == expected


def test_quotation_marks_of_an_english_text_keep_their_space() -> None:
    assert inline("the word 好\n“good”", ENGLISH) == "the word 好\n“good”"


@given(st.text(st.sampled_from("中文，。a \n*"), max_size=20))
def test_joining_lines_drops_nothing_but_line_ends(text: str) -> None:
    printed = "".join(piece for unit in units(f"x{text}x", CHINESE, (CHINESE,)) for piece in unit.inline
                      if isinstance(piece, str))
    for kept in "中文，。a":
        assert printed.replace("<strong>", "").replace("<br>", "").count(kept) == text.count(kept)
