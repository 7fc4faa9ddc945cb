"""The marks of all units of a body are those that each of its texts would have alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen import marks
from sitegen.fingerprints import unit_mark
from sitegen.marks import marks_told, unit_marks
from sitegen.model import Body, Note, Unit, UnitMark, pack_marks

PIECES = [
    "a", "Été", "中文", " ", " ", "12", "3", "1,000", "0.5", "007", "[", "]", "(", ")", "](", "![", "!", "<", ">", "`",
    "``", "\\", "&", "&amp;", "“", "：", ":", "://", "https://x.org/a", "a@b.org", "@", ".", "-", "/", "[^1]",
    "[^1](x)", "٣", "１２", "\u3000", "\xa0", "\n", "\x00", "e\u0301", "[a 1](b2.EN.md)", "[中 文](/zh/c/)", "`a`",
    "`[a](b)`", "[`a`](b)", "[ https://x.org ](https://x.org/#4)", "![a](b/c4.png)", "\U0001d7d8", "[](a)",
]
TEXT = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
FOLDED = [piece for piece in PIECES if piece.isprintable() and piece.strip() and piece not in ("e\u0301", "٣", "１２")]
PLAIN = st.lists(st.sampled_from(FOLDED), min_size=1, max_size=6).map(" ".join)


def body(texts: list[str]) -> Body:
    return Body(units=tuple(Unit(role="paragraph", text=text, line=line) for line, text in enumerate(texts, 1)))


def alone(texts: list[str]) -> tuple[UnitMark, ...]:
    return tuple(unit_mark("paragraph", text, line) for line, text in enumerate(texts, 1))


@settings(deadline=None)
@given(st.lists(TEXT, max_size=3) | st.lists(PLAIN, max_size=5))
def test_marks_told_together_are_those_told_one_by_one(texts: list[str]) -> None:
    assert unit_marks(body(texts)) == alone(texts)


def test_every_digit_of_another_script_and_every_odd_blank_is_seen() -> None:
    for character in map(chr, range(0x80, 0x110000)):
        if character.isdecimal() or character.isspace():
            assert marks._asked([f"a{character}b"]) is None, ascii(character)


@pytest.mark.parametrize("text", [
    "Plain words", "中文", "706", "In 2020", "R & D: notes", "`code` 7", "See [a](/b/7/).",
    "[a](x.en.md) and `b` and [c](https://example.org/)",
])
def test_what_most_texts_are_is_told_without_looking_at_each(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    known = alone([text])
    monkeypatch.setattr(marks, "unit_mark", None)
    assert unit_marks(body([text])) == known


def test_marks_are_packed_as_values_of_their_type() -> None:
    page = Body(units=(Unit(role="paragraph", text="Words[^n] 7", line=3), Unit(role="footnote", text="More", line=5)),
                notes=(Note(label="n", unit=1), Note(label="m")))
    assert pack_marks(marks_told(page)) == pack_marks(unit_marks(page))
    assert [mark.name for mark in unit_marks(page)] == ["", "n"]
