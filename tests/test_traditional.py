"""The Traditional Chinese edition: converted from the Simplified one, overridden by page, as fresh as its source."""

from pathlib import Path

import pytest
from story import Story

from sitegen import traditional
from sitegen.content.config import parse_config
from sitegen.diagnostics import BuildStopped
from sitegen.model import Body, Config, Language, Source, Unit
from sitegen.traditional import converter

SIMPLIFIED = "  - {code: zh, locale: zh_Hans_CN, lang: zh-Hans, name: 中文}\n"
EDITION = "  - {code: zh-hant, from: zh}\n"
HANT = Language(code="zh-hant", locale="zh_Hant_TW", lang="zh-Hant", name="繁體中文", script="han", base="zh")


def config(languages: str) -> tuple[Config | None, list[str]]:
    text = f"title: A\nbase_url: https://a.example/\ntimezone: Europe/London\nlanguages:\n{languages}"
    found, problems = parse_config(Source(path="site.yaml", digest="", size=0, data=text.encode()))
    return found, [problem.code for problem in problems]


@pytest.fixture
def story(tmp_path: Path) -> Story:
    pytest.importorskip("opencc")
    made = Story(tmp_path)
    made.replace("site.yaml", SIMPLIFIED, SIMPLIFIED + EDITION)
    return made


def test_the_edition_is_a_language_with_from() -> None:
    found, problems = config(SIMPLIFIED + EDITION)
    assert found is not None and not problems
    assert found.languages[1] == HANT


@pytest.mark.parametrize("languages", [
    EDITION + SIMPLIFIED, "  - {code: en}\n  - {code: zh-hant, from: en}\n",
    SIMPLIFIED + "  - {code: fr, from: zh}\n", SIMPLIFIED + EDITION + "  - {code: zh-tw, from: zh-hant}\n",
])
def test_only_simplified_chinese_above_can_be_converted(languages: str) -> None:
    assert config(languages)[1] == ["E-FROM"]


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traditional, "find_spec", lambda name: None)
    found, _ = config(SIMPLIFIED + EDITION)
    plain, _ = config(SIMPLIFIED)
    assert found is not None and plain is not None
    traditional.demand_converter(plain)
    with pytest.raises(BuildStopped) as stopped:
        traditional.demand_converter(found)
    (problem,) = stopped.value.diagnostics
    assert (problem.code, problem.exit) == ("E-EXTRA", 3) and "sitegen[traditional]" in problem.help


def test_words_of_other_languages_and_addresses_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traditional, "converter", lambda locale: lambda text: text.replace("国", "國"))
    unit = Unit(role="paragraph", text="国",
                inline=('国<span lang="ja">国<em>国</em></span>国<code title="国">国</code>',))
    japanese = Unit(role="paragraph", text="国", inline=("国",), language="ja")
    ours, theirs = traditional.converted_body(Body(units=(unit, japanese)), HANT).units
    assert ours.inline == ('國<span lang="ja">国<em>国</em></span>國<code title="国">國</code>',)
    assert theirs == japanese


@pytest.mark.parametrize(("simplified", "traditional"), [
    ("他说：“请读‘说明’一节。”", "他說：「請讀『說明』一節。」"), ("“十三五”规划", "「十三五」規劃"),
    ("Queen’s大学的“开放日”", "Queen’s大學的「開放日」"), ("“a”", "「a」"), ("Queen’s", "Queen’s"),
])
def test_quotation_marks_are_those_of_the_readers(simplified: str, traditional: str) -> None:
    pytest.importorskip("opencc")
    assert converter("zh_Hant_TW")(simplified) == traditional


def test_surnames_are_no_words(story: Story) -> None:
    story.write("content/data/people.yaml", "- id: ada\n  name: {en: Fan Ding, zh: 范丁}\n"
                "  family_name: {en: Fan, zh: 范}\n  affiliation: north\n  job_title: {en: A model, zh: 示范}\n")
    story.must_build()
    page = story.page("zh-hant/people/ada/index.html")
    assert "范丁" in page and "範丁" not in page and "示範" in page


def test_every_page_is_converted_and_says_so(story: Story) -> None:
    story.must_build()
    page = story.page("zh-hant/about/index.html")
    assert '<html lang="zh-Hant">' in page and "關於本網絡" in page and "关于" not in page
    assert "本頁由簡體中文自動轉換，內容以簡體中文版為準。" in page
    assert "自动转换" not in story.page("zh/about/index.html")
    for path in ("en/about/index.html", "zh/about/index.html"):
        assert 'hreflang="zh-Hant" href="https://tiny.example/zh-hant/about/"' in story.page(path)
    assert "关于" in story.page("zh/about/index.html")


def test_a_file_of_its_own_stands_for_the_conversion(story: Story) -> None:
    story.write("content/about.zh-hant.md", "---\ntitle: 我們是誰\n---\n這一頁由編輯撰寫。\n")
    story.must_build()
    page = story.page("zh-hant/about/index.html")
    assert "我們是誰" in page and "這一頁由編輯撰寫。" in page
    assert "无需更多成员" not in page and "無需更多成員" in page
    assert "自動轉換" not in page


def test_what_is_not_in_chinese_is_not_called_converted(story: Story) -> None:
    story.write("content/note.en.md", "---\ntitle: A note\ndate: 2026-01-05\n---\n\nOne paragraph.\n")
    story.must_build()
    page = story.page("zh-hant/note/index.html")
    assert "本頁暫無中文版，以下顯示英文原文。" in page and "自動轉換" not in page
    assert "共2處，其中2處尚未翻譯。" in page


def test_an_edit_of_the_simplified_text_is_converted(story: Story, tmp_path: Path) -> None:
    story.must_build()
    story.replace("content/news/2026-05-01-minutes.zh.md", "纪要已经发布。", "纪要和软件已经发布。")
    story.must_build()
    pages = [path.read_text("utf-8") for path in (story.root / "build/zh-hant").rglob("*.html")]
    assert any("紀要和軟件已經發布。" in page for page in pages)
    assert story.published() == story.clean_tree(tmp_path / "clean")
