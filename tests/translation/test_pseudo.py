"""The pseudo-locale: longer, accented, bracketed, and still the same message."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.translation.pseudo import pseudo


@pytest.mark.parametrize(("text", "shown"), [
    ("Events", "[Évéñţš öñé]"),
    ("Read %(name)s", "[Ŕéåð %(name)s öñé]"),
    ("<b>Skip</b> to main content", "[<b>Šķîp</b> ţö måîñ çöñţéñţ öñé ţŵö]"),
    ("100%% of 3&nbsp;days\n", "[100%% öf 3&nbsp;ðåýš öñé]\n"),
    ("", ""),
    (" ", " "),
])
def test_what_it_looks_like(text: str, shown: str) -> None:
    assert pseudo(text) == shown


@given(st.text(st.sampled_from("aeb cdz%()s<>/&;1名"), max_size=60))
def test_it_is_longer_and_keeps_placeholders_and_tags(text: str) -> None:
    kept = re.compile(r"%\(\w+\)s|</?[A-Za-z][^<>]*>")
    shown = pseudo(text)
    assert kept.findall(shown) == kept.findall(text)
    if text.strip():
        assert shown.strip().startswith("[")
        assert shown.strip().endswith("]")
        words = kept.sub("", text.strip())
        assert len(kept.sub("", shown.strip())) - 2 >= 1.3 * len(words) - 5 * text.count("&") - text.count("%%") * 2
