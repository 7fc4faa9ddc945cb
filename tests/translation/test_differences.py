"""What is shown of a changed text: all of both, and nothing that has not changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.scripts import fold
from sitegen.translation.differences import changes

PIECES = ["two", "three", "members", "成员", "单位", ",", ".", " ", "\n", "**", "don't"]
WORDS = st.lists(st.sampled_from(PIECES)).map("".join)


def marked(old: str, new: str) -> str:
    form = {"same": "{}", "old": "[-{}-]", "new": "{{+{}+}}"}
    return "".join(form[change.kind].format(change.text) for change in changes(old, new))


@pytest.mark.parametrize(("old", "new", "expected"), [
    ("It has two members.", "It has three members.", "It has [-two-]{+three+} members."),
    ("It has two old members.", "It has three new members.", "It has [-two old-]{+three new+} members."),
    ("本会有两个成员。", "本会有三个成员。", "本会有[-两-]{+三+}个成员。"),
    ("Don't", "Do", "[-Don't-]{+Do+}"),
    ("one", "one", "one"),
    ("one\ntwo", "one two", "one two"),
    ("", "new", "{+new+}"),
    ("old", "", "[-old-]"),
    ("", "", ""),
])
def test_words_and_characters_are_compared(old: str, new: str, expected: str) -> None:
    assert marked(old, new) == expected


@given(WORDS, WORDS)
def test_both_forms_can_be_read_from_the_changes(old: str, new: str) -> None:
    found = changes(old, new)
    assert "".join(text for kind, text in found if kind != "new") == fold(old)
    assert "".join(text for kind, text in found if kind != "old") == fold(new)
    assert all(text for _, text in found)
