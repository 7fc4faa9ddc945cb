"""Two texts share a fingerprint exactly when a translation of the one is a translation of the other."""

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen import fingerprints
from sitegen.fingerprints import canonical, escape, fingerprint, hints, is_neutral, unescape, unit_mark


@pytest.mark.parametrize(("one", "other"), [
    ("Two days of talks.", "Two  days\n of\ttalks. "),
    ("两天的会议，在贝尔法斯特举行。", "两天的会议，\n在贝尔法斯特\n举行。"),
    ("他说“好”。", "他说\n“好”\n。"),
    ("See [the programme](a.pdf).", "See [the programme](../b.pdf \"PDF\")."),
    ("See [the programme](a.pdf).", "See [the programme][p]."),
    ("See [the programme](a_(b).pdf 'x').", "See [the programme]."),
    ("See [the programme](<a b.pdf>).", "See [the programme][]."),
    ("See <https://x.org/>.", "See [https://x.org/](https://x.org/)."),
    ("![Two speakers](a.jpg) on stage", "![Two speakers](b.png \"t\") on stage"),
    ("A claim[^1]", "A claim[^source]"),
    ("[**bold** and `code`](x)", "[**bold** and `code`](y)"),
    ("caf\u00e9", "cafe\u0301"),
    ("one\\\ntwo", "one  \ntwo"),
])
def test_form_makes_no_difference(one: str, other: str) -> None:
    assert fingerprint(one) == fingerprint(other)


@pytest.mark.parametrize(("one", "other"), [
    ("Two days.", "Three days."),
    ("It's", "It’s"),
    ("*Two* days", "Two days"),
    ("`Two` days", "Two days"),
    ("See [this](x).", "See this."),
    ("[](person:felix) spoke", "[](person:anna) spoke"),
    ("![Two speakers](a.jpg)", "![Three speakers](a.jpg)"),
    ("`[a](x)`", "`[a](y)`"),
    ("\\[a](x)", "\\[a](y)"),
    ("a part", "apart"),
    ("<https://x.org/>", "<https://y.org/>"),
    ("not", "Not"),
])
def test_words_and_marks_make_a_difference(one: str, other: str) -> None:
    assert fingerprint(one) != fingerprint(other)


def test_a_fingerprint_is_twelve_hexadecimal_digits_that_never_change() -> None:
    """Records kept in repositories depend on them."""
    assert fingerprint("See [the  programme](a.pdf), 两天\n的会议。") == "d3741aabe621"


@settings(deadline=None)
@given(st.text(alphabet="ab中文 \n[]()!<>`\\*^.:\"'", max_size=60))
def test_any_text_has_a_canonical_form_that_ignores_wrapping(text: str) -> None:
    assert canonical(text) == canonical(text.replace(" ", "\n"))
    assert hints(text) == tuple(sorted(hints(text)))
    is_neutral(text)


@pytest.mark.parametrize(("text", "found"), [
    ("On 05 March 2020, 1,200 people.", ("1200", "2020", "5")),
    ("2020年3月5日，1200人。", ("1200", "2020", "3", "5")),
    ("[the report](https://x.org/r?y=2), a@b.org", ("a@b.org", "https://x.org/r?y=2")),
    ("[it](../other/index.en.md)", ("../other/index.md",)),
    ("![a](img/hall.jpg) ![b](<room 2.png>)", ("hall.jpg", "room 2.png")),
    ("见 https://x.org/a。", ("https://x.org/a",)),
    ("A claim[^2]", ()),
    ("No numbers here", ()),
])
def test_hints_are_what_no_translation_changes(text: str, found: tuple[str, ...]) -> None:
    assert hints(text) == found


@pytest.mark.parametrize("text", [
    "", "—", "3,4", "2020-03-05", "`make build`", "<https://x.org/a>", "https://x.org/a", "a@b.org",
    "[](count:members?country=CN)", "3&nbsp;–&nbsp;4", "[1](a.pdf)", "[^note]", "![](a.png)",
])
def test_what_has_no_words_is_neutral(text: str) -> None:
    assert is_neutral(text)


@pytest.mark.parametrize("text", ["a", "中", "3 km", "[here](x)", "![alt](x.png)", "`a` b", "[](count:x) members", "é",
                                  "\\`a\\`", "`a"])
def test_what_has_words_is_not_neutral(text: str) -> None:
    assert not is_neutral(text)


_IMAGE_OR_LINK = re.compile(rf"(!\[[^\[\]]{{0,999}})?\]\( ?({fingerprints._ADDRESS})")
_SPARE_SPACE = re.compile(rf"(?<=[{fingerprints._WIDE}]) | (?=[{fingerprints._WIDE}])|(?<=[“”‘’…—·]) (?=[“”‘’…—·])")


def plain_hints(text: str) -> tuple[str, ...]:
    """Hints by the definition: each pattern over the whole text, whether or not it can hold any."""
    if not re.search(r"[\d\[<@]|://", text):
        return ()
    found = {address.strip("<>").rsplit("/", 1)[-1] if image
             else fingerprints.LANGUAGE_SUFFIX.sub("", address.strip("<>"))
             for image, address in _IMAGE_OR_LINK.findall(text)}
    words = fingerprints._FOOTNOTE.sub(" ", _IMAGE_OR_LINK.sub(" ", text))
    for pattern in (fingerprints._AUTOLINK, fingerprints._BARE):
        found.update(match.rstrip(".,;:!?") for match in pattern.findall(words))
        words = pattern.sub(" ", words)
    found.update(fingerprints.plain_number(number) for number in fingerprints._NUMBER.findall(words))
    return tuple(sorted(found - {""}))


MARKED = st.lists(st.sampled_from([
    "a", "中", " ", "12", "1,000", "[", "]", "(", ")", "](", "![", "!", "<", ">", "`", "\\", "&", "&amp;", "“", "：",
    ":", "://", "https://x.org/a", "a@b.org", "@", ".", "-", "+", "/", "[^1]", "../b.en.md", "٣", "[a](b)", "`a`", "`a",
]), max_size=14).map("".join)


@settings(deadline=None)
@given(MARKED)
def test_what_is_asked_first_changes_no_answer(text: str) -> None:
    """Texts are asked whether they can hold a form before it is looked for; the answers are those of looking."""
    assert hints(text) == plain_hints(text)
    words = html.unescape(fingerprints._words(text)) if re.search(r"[`\[<@&]|://", text) else text
    assert is_neutral(text) == (not any(map(str.isalpha, words)))
    folded = " ".join(text.split())
    assert canonical(text) == _SPARE_SPACE.sub("", fingerprints._without_addresses(folded))
    mark = unit_mark("paragraph", text, 1)
    assert (mark.fingerprint, mark.hints, mark.neutral) == (fingerprint(text), hints(text), is_neutral(text))


def test_a_mark_says_what_alignment_needs() -> None:
    mark = unit_mark("paragraph", "In [2020](x.en.md)", 7)
    assert (mark.role, mark.line, mark.hints, mark.neutral) == ("paragraph", 7, ("2020", "x.md"), False)


@settings(deadline=None)
@given(st.text())
def test_a_cell_gives_its_text_back(text: str) -> None:
    cell = escape(text)
    assert unescape(cell) == text
    assert len(cell.splitlines()) <= 1
    assert "\t" not in cell
    cell.encode()


@pytest.mark.parametrize("odd", ["](", "[a](", "[", "```a``b`", "<a:", "](((", '](a "x', "[^", "](a\\", "![a", "a@",
                                 "1,234", "a.b@c", "[](", "[][]"])
def test_the_oddest_texts_are_read(odd: str) -> None:
    text = odd * 3_000
    assert canonical(canonical(text))
    hints(text)
    is_neutral(text)
