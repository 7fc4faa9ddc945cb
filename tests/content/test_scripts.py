"""White space that readers see, and white space that they do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.fingerprints import fingerprint
from sitegen.scripts import fold, fold_markdown


@pytest.mark.parametrize(("text", "expected"), [
    ("a  b\n c", "a b c"),
    ("a\\\nb", "a\\\nb"),
    ("a   \n  b", "a  \nb"),
    ("a \n b  \n  c\\\n d", "a b  \nc\\\nd"),
    (" a\\\n", "a\\"),
])
def test_a_line_ends_where_readers_see_it_end(text: str, expected: str) -> None:
    assert fold_markdown(text) == expected


@given(st.text(alphabet="ab \\\n\u3000汉"))
def test_nothing_else_is_kept_and_no_fingerprint_differs(text: str) -> None:
    folded = fold_markdown(text)
    assert fold(folded) == fold(text)
    assert fold_markdown(folded) == folded
    assert fingerprint(folded) == fingerprint(text)
