"""The order of Han words without a reading of their own."""

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from sitegen.site.han_order import han_order


def countries(*locale: str) -> list[str]:
    """CLDR's names of all countries and regions with a code of two letters."""
    names = Locale(locale[0], locale[1], script=locale[2]).territories
    return [name for code, name in names.items() if len(code) == 2]


def test_countries_stand_in_the_order_of_their_pinyin() -> None:
    right = ["阿尔巴尼亚", "阿富汗", "奥地利", "巴西", "比利时", "秘鲁", "冰岛", "德国", "俄罗斯", "法国", "梵蒂冈",
             "菲律宾", "斐济", "芬兰", "韩国", "荷兰", "加拿大", "柬埔寨", "捷克", "美国", "瑙鲁", "尼泊尔",
             "日本", "文莱", "西班牙", "新加坡", "新西兰", "英国", "约旦", "赞比亚", "中国"]
    assert sorted(set(right), key=han_order) == right
    assert set(right) <= {*countries("zh", "CN", "Hans")}


@pytest.mark.parametrize("locale", [("zh", "CN", "Hans"), ("zh", "TW", "Hant"), ("zh", "HK", "Hant")], ids=str)
def test_no_character_of_a_country_is_without_a_place(locale: tuple[str, str, str]) -> None:
    """What has none would stand at the end of the list."""
    traditional = locale[2] == "Hant"
    assert not [name for name in countries(*locale) if "\uffff" in han_order(name, traditional=traditional)
                and not set(name) & set("（）·")]


def test_traditional_names_stand_in_the_order_of_their_strokes() -> None:
    right = ["土耳其", "中國", "日本", "比利時", "法國", "英國", "韓國"]
    assert sorted(set(right), key=lambda name: han_order(name, traditional=True)) == right


def test_letters_stand_before_characters_and_rare_characters_after() -> None:
    assert sorted(["龘", "中", "Zoo", "apple", "𠮷", "阿"], key=han_order) == ["apple", "Zoo", "阿", "中", "龘", "𠮷"]


@given(st.lists(st.text(), max_size=5), st.booleans())
def test_any_words_have_an_order(words: list[str], traditional: bool) -> None:
    keys = [han_order(word, traditional=traditional) for word in words]
    assert all(len(key) >= len(word) for key, word in zip(keys, words, strict=True))
