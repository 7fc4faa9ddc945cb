"""The house style says it at once, and breaks titles where they mean to."""

import pytest
from house_style import breakable, plugin, to_the_point

from sitegen.plugins import Plugin, Words


def objected(text: str, language: str = "en") -> list[str]:
    words = Words(text, language, "paragraph", "content/about")
    return [text[one.start:one.end] for one in to_the_point(words)]


def test_it_is_a_plugin() -> None:
    assert isinstance(plugin, Plugin)


@pytest.mark.parametrize(("text", "language", "found"), [
    ("To register, click here.", "en", ["click here"]), ("Please note that it is full.", "en", ["Please note that"]),
    ("报名请点击此处。", "zh", ["点击此处"]), ("The forum is full.", "en", []), ("论坛名额已满。", "zh", [])])
def test_words_that_say_nothing_are_found(text: str, language: str, found: list[str]) -> None:
    assert objected(text, language) == found


def test_a_title_may_break_where_it_pauses_and_stays_harmless() -> None:
    assert breakable("Bridges: a forum") == "Bridges:<wbr> a forum"
    assert breakable("<b>: x") == "&lt;b&gt;:<wbr> x"
