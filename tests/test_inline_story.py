"""A page in one file for both languages is the page in two files."""

from pathlib import Path

import pytest
from story import Story

from sitegen.content.conversions import to_inline, words_of
from sitegen.content.front_matter import split
from sitegen.content.unit_places import places

PAGE = """---
title: About the network // 关于本网络
description:
  en: Who we are and why a network of two members is enough for a test of everything.
  zh: 介绍我们是谁，以及为什么两个成员单位就足以检验全部功能，无需更多成员加入。
---

## Purpose // 宗旨

Read about the [autumn forum](/events/autumn-forum/) and [its programme](events/autumn-forum/index.en.md).
// 请参阅[秋季论坛](/events/autumn-forum/)及[其议程](events/autumn-forum/index.en.md)。
"""


@pytest.fixture()
def story(tmp_path: Path) -> Story:
    return Story(tmp_path)


def in_one_file(story: Story) -> None:
    story.delete("content/about.en.md")
    story.delete("content/about.zh.md")
    story.write("content/about.en+zh.md", PAGE)


def test_one_file_publishes_what_two_do(story: Story, tmp_path: Path) -> None:
    story.must_build()
    two = story.published()
    in_one_file(story)
    assert story.must_build().diagnostics == ()
    assert story.published() == two
    assert story.clean_tree(tmp_path) == two


def test_a_site_converted_to_one_file_a_page_is_the_same_site(story: Story) -> None:
    story.must_build()
    two = story.published()
    translated = sorted((story.root / "content").rglob("*.zh.md"))
    assert len(translated) == 4
    for target in translated:
        source = target.with_name(target.name.replace(".zh.md", ".en.md"))
        text, other = source.read_text(encoding="utf-8"), target.read_text(encoding="utf-8")
        pairs = {number: number for number in range(len(places(split(text).body)))}
        inline = to_inline(text, words_of(text, other, pairs))
        story.write(str(target.with_name(target.name.replace(".zh.md", ".en+zh.md")).relative_to(story.root)), inline)
        source.unlink()
        target.unlink()
    assert story.must_build().diagnostics == ()
    assert story.published() == two


def test_an_edit_of_one_file_for_both_is_seen_in_each(story: Story, tmp_path: Path) -> None:
    in_one_file(story)
    story.must_build()
    assert story.must_build().rendered == 0
    story.replace("content/about.en+zh.md", "宗旨", "目标")
    assert story.must_build().rendered_paths == ("zh/about/index.html",)
    assert "目标" in story.page("zh/about/index.html")
    # Another page's edit: this body comes from memory.
    story.replace("site.yaml", "Tiny", "Small")
    story.must_build()
    assert "目标" in story.page("zh/about/index.html")
    assert story.published() == story.clean_tree(tmp_path)


def test_a_dead_link_in_either_language_is_told_in_the_one_file(story: Story) -> None:
    in_one_file(story)
    story.replace("content/about.en+zh.md", "及[其议程](events/autumn-forum/index.en.md)", "及[其议程](events/gone.md)")
    assert story.build().exit == 1
    assert [place.rpartition(":")[0] for place in story.places()] == ["content/about.en+zh.md:11"]
    assert list(story.report.excerpts) == ["content/about.en+zh.md:11"]


def test_one_file_beside_another_of_its_languages_is_refused(story: Story) -> None:
    story.delete("content/about.en.md")
    story.write("content/about.en+zh.md", PAGE)
    assert story.build().exit == 1
    assert story.places() == ["content/about.zh.md:1:1 E-PAGE-TWICE"]
    assert "#" not in story.report.diagnostics[0].message
