"""The theme's words: whatever a translator or a title says, it is text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from sitegen.model import Key
from sitegen.render.interface import Interface
from sitegen.render.locale import formats


def interface(locale: str, messages: dict[str, tuple[str, ...]]) -> Interface:
    """Words in that locale from a table of messages."""

    def fetch(key: Key) -> tuple[str, ...] | None:
        assert key[:2] == ("message", locale)
        return messages.get(str(key[2]))

    return Interface(fetch, formats(locale), formats("en_GB"), escape)


@given(st.text(), st.text())
def test_neither_translation_nor_value_breaks_out(translation: str, name: str) -> None:
    shown = interface("zh_Hans_CN", {"By %(name)s": (translation,)}).translate("By %(name)s", name=name)
    assert isinstance(shown, Markup)
    assert "<" not in shown
    assert '"' not in shown
    assert Markup(shown).unescape() == translation.replace("%(name)s", name) or "&" in translation + name


@pytest.mark.parametrize(("locale", "forms", "chosen"), [
    ("zh_Hans_CN", ("页",), {0: "页", 1: "页", 2: "页"}),
    ("de_DE", ("Seite", "Seiten"), {0: "Seiten", 1: "Seite", 2: "Seiten"}),
    ("fr_FR", ("page", "pages"), {0: "page", 1: "page", 2: "pages", 1_000_000: "pages"}),
    ("ru_RU", ("one", "few", "many"), {1: "one", 2: "few", 5: "many", 11: "many", 21: "one", 0: "many"}),
    ("ar_EG", ("0", "1", "2", "few", "many", "other"), {0: "0", 1: "1", 2: "2", 3: "few", 11: "many", 100: "other"}),
])
def test_counts_follow_cldr(locale: str, forms: tuple[str, ...], chosen: dict[int, str]) -> None:
    words = interface(locale, {"page": forms})
    assert {count: words.translate_count("page", "pages", count) for count in chosen} == chosen


def test_markup_stays_markup_and_phrases_may_be_shown_otherwise() -> None:
    words = interface("zh_Hans_CN", {"By %(name)s": ("%(name)s 著",)})
    assert words.translate("By %(name)s", name=Markup("<b>x</b>")) == "<b>x</b> 著"
    assert words.translate("By %(name)s", name=3) == "3 著"


@pytest.mark.parametrize(("size", "english", "chinese"), [
    (0, "0 bytes", "0字节"), (1, "1 byte", "1字节"), (999, "999 bytes", "999字节"), (1000, "1 kB", "1 kB"),
    (1_234_567, "1.2 MB", "1.2 MB"), (999_499, "999 kB", "999 kB"), (999_500, "1 MB", "1 MB"),
    (12_345_678, "12 MB", "12 MB"), (9_960_000, "10 MB", "10 MB"), (5_000_000_000_000_000, "5,000 TB", "5,000 TB"),
])
def test_sizes(size: int, english: str, chinese: str) -> None:
    assert (formats("en_GB").size(size), formats("zh_Hans_CN").size(size)) == (english, chinese)


def test_lists_and_names() -> None:
    english, chinese = formats("en_GB"), formats("zh_Hans_CN")
    assert [english.listed(parts) for parts in ((), "a", "ab", "abc", "abcd")] == [
        "", "a", "a and b", "a, b and c", "a, b, c and d"]
    assert [chinese.listed(parts) for parts in ("ab", "abc")] == ["a和b", "a、b和c"]
    assert english.listed(["{0}", "<b>"]) == "{0} and &lt;b&gt;"
    assert (english.country("CN"), chinese.country("CN"), english.country("ZQ")) == ("China", "中国", "ZQ")
    assert [english.language_name(code) for code in ("zh", "zh-Hans", "en", "pt-BR", "tlh-x-y", "qqq")] == [
        "Chinese", "Simplified Chinese", "English", "Brazilian Portuguese", "Klingon", "qqq"]
    assert chinese.number(1234567.5) == "1,234,567.5"
