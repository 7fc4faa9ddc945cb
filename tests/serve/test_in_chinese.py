"""The preview in Chinese: the terminal, the dashboard, what is wrong, and the words of its scripts."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from message_catalogue import LANGUAGES, script_sentences
from previewing import Running, previewing
from story import Story

from sitegen.language.phrasebook import read

ASSETS = Path(__file__).resolve().parents[2] / "src" / "sitegen" / "serve" / "assets"
HAN = re.compile("[一-鿿]")
WORDS = re.compile(r"const WORDS = (\{.*\});")


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Running]:
    story = Story(tmp_path)
    with previewing(story.root, language="zh", edit=True) as running:
        yield running


def words_of(preview: Running, name: str) -> dict[str, str]:
    found = WORDS.search(preview.ask(f"/_sitegen/{name}").text)
    assert found
    known: dict[str, str] = json.loads(found[1])
    return known


def test_the_terminal_speaks_chinese(preview: Running) -> None:
    assert any("http://localhost" in line and HAN.search(line) for line in preview.lines)
    assert not [line for line in preview.lines if re.search(r"\b(?:the|is|are)\b", line, re.IGNORECASE)]


def test_the_dashboard_speaks_chinese_and_says_so(preview: Running) -> None:
    page = preview.ask("/_sitegen/").text
    assert '<html lang="zh-Hans">' in page
    assert "<title>所有页面</title>" in page
    for english in ("All languages", "Any state", "Not fresh", "Words in title", "<button>Show<", ">Page<", ">show<"):
        assert english not in page
    # What the site says stays as it is.
    assert "About the network" in page


def test_the_texts_of_a_page_speak_chinese(preview: Running) -> None:
    page = preview.ask("/_sitegen/?page=content/about&language=zh").text
    assert '<p>译成<span lang="zh-Hans">中文</span>：' in page
    assert "译文，原文是：" in page and "<button>保存</button>" in page
    assert "About the network" in page


@pytest.mark.parametrize("name", ["preview.js", "dashboard.js"])
def test_the_scripts_know_every_word(preview: Running, name: str) -> None:
    texts = set(script_sentences((ASSETS / name).read_bytes()))
    words = words_of(preview, name)
    assert texts and texts <= words.keys()
    for text in texts:
        assert words[text] != text
        assert set(re.findall(r"\{\w+\}", words[text])) == set(re.findall(r"\{\w+\}", text))


def test_what_is_wrong_is_told_in_chinese(preview: Running) -> None:
    path = preview.root / "content/about.en.md"
    preview.write("content/about.en.md", path.read_text(encoding="utf-8").replace("title: ", "titel: "))
    address = preview.own("state?page=en/about/index.html")
    told = json.loads(preview.until(address, "titel").text)["problems"]
    assert told and [HAN.search(problem["message"]) is not None for problem in told] == [True] * len(told)


def test_in_english_the_scripts_are_as_they_lie_there(tmp_path: Path) -> None:
    with previewing(Story(tmp_path).root) as english:
        assert english.ask("/_sitegen/preview.js").text == (ASSETS / "preview.js").read_text(encoding="utf-8")
        assert '<html lang="en">' in english.ask("/_sitegen/").text


def test_no_translation_breaks_the_page_that_it_stands_in() -> None:
    """The dashboard's words go into its HTML as they are."""
    entries = read((LANGUAGES / "zh_Hans" / "sitegen.po").read_text(encoding="utf-8"))
    shown = re.findall(r'\bsaid\("([^"]+)"\)', (ASSETS.parent / "dashboard.py").read_text(encoding="utf-8"))
    assert shown
    assert [text for text in shown if re.search('[<>&"]', entries[text])] == []
