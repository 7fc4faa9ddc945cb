"""Stories of languages that inherit from each other: what one is asked first changes nothing in another."""

import pytest

from sitegen.render.own_locale import OwnLocale

FIRST_MONTH = {"zh_Hans_CN": "一月", "zh_Hant_TW": "1月", "ja": "1月", "en_GB": "January", "sr_Latn": "januar"}


@pytest.mark.parametrize("order", [list(FIRST_MONTH), list(reversed(FIRST_MONTH))])
def test_months_are_called_the_same_whoever_is_asked_first(order: list[str]) -> None:
    assert {name: OwnLocale.parse(name).months["stand-alone"]["wide"][1] for name in order} == FIRST_MONTH


def test_a_locale_that_inherits_is_what_it_was_after_the_one_it_inherits_from_was_asked() -> None:
    before = OwnLocale.parse("fr_CA").months["format"]["abbreviated"][7]
    assert OwnLocale.parse("fr").months["stand-alone"]["abbreviated"][7] == "juil."
    assert OwnLocale.parse("fr_CA").months["format"]["abbreviated"][7] == before


def test_it_is_the_locale_of_that_name() -> None:
    locale = OwnLocale.parse("zh_TW")
    assert [str(locale), locale.territories["GB"], locale.plural_form(2)] == ["zh_Hant_TW", "英國", "other"]
