"""Bytes become text, or a sentence that says why they do not."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.content.decoding import _SUSPECT, LIMIT, decode
from sitegen.content.front_matter import split
from sitegen.diagnostics import Diagnostic
from sitegen.model import Source


def read(data: bytes) -> tuple[str, tuple[Diagnostic, ...]]:
    return decode(Source(path="content/a.md", digest="", size=len(data), data=data))


def only(data: bytes) -> Diagnostic:
    _, (problem,) = read(data)
    assert problem.path == "content/a.md"
    return problem


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n"])
def test_every_newline_and_every_mark_gives_the_same_text(newline: str) -> None:
    text = "---\ntitle: 论坛\n---\nWords.\n"
    assert read(text.replace("\n", newline).encode()) == (text, ())
    assert read(text.replace("\n", newline).encode("utf-8-sig")) == (text, ())


def test_mixed_newlines_count_once_each() -> None:
    assert read(b"a\r\nb\rc\nd") == ("a\nb\nc\nd", ())


def test_nothing_suspect_is_printable() -> None:
    """What decides quickly that a text is clean lets no character through that the slow way finds."""
    suspects = [chr(code) for code in range(0x110000) if re.match(_SUSPECT, chr(code))]
    assert len(suspects) > 2000
    assert not any(map(str.isprintable, suspects))


@pytest.mark.parametrize("words", ["words ", "文字"], ids=["bytes", "characters"])
def test_whatever_is_suspect_is_told_amid_words_of_any_kind(words: str) -> None:
    suspects = [chr(code) for code in (*range(0x300), *range(0x1FFF, 0x2070), 0x3000, 0xFEFF, 0xE0041)
                if re.match(_SUSPECT, chr(code)) and chr(code) not in "\0\r"]
    assert all(read((words * 9 + one + words).encode())[1] for one in suspects)
    assert not any(read((words * 9 + one + words).encode())[1] for one in "\t\n\r\xa0\xad\u2003\u3000é中“")
    assert not re.match(_SUSPECT, "\n")


def test_text_is_composed() -> None:
    assert read("Cafe\u0301".encode()) == ("Café", ())


CHINESE = "---\ntitle: 论坛\n---\n首届国际大学创新联盟论坛在北京举行，各国专家学者出席会议。\n"
TRADITIONAL = "---\ntitle: 論壇\n---\n首屆國際大學創新聯盟論壇在北京舉行，各國專家學者出席會議。\n"


@pytest.mark.parametrize(("text", "encoding", "name", "line", "column"), [
    (CHINESE, "gb18030", "GB18030", 2, 8),
    (CHINESE, "gbk", "GB18030", 2, 8),
    (TRADITIONAL, "big5", "Big5", 2, 8),
    (CHINESE, "utf-16", "UTF-16", 1, 1),
    (CHINESE, "utf-16-be", "UTF-16", 1, 1),
    ("title: Forum\n", "utf-16-le", "UTF-16", 1, 1),
    (CHINESE, "utf-32", "UTF-32", 1, 1),
    ("title: x\nauthor: André Müller\n", "cp1252", "Windows-1252", 2, 13),
])
def test_another_encoding_is_named_where_it_begins(
    text: str, encoding: str, name: str, line: int, column: int
) -> None:
    problem = only(text.encode(encoding))
    assert problem.code == "E-ENCODING"
    assert f"looks like {name}; re-save as UTF-8" in problem.message
    assert (problem.line, problem.column) == (line, column)


def test_the_byte_is_named_and_lines_are_counted_with_any_newline() -> None:
    problem = only(b"\xef\xbb\xbfa\r\nb\rc\n\xe8\xae\xba\xff" + "坛论坛论坛论坛论坛论坛".encode())
    assert "byte 13 of the file" in problem.message
    assert "UTF-8 with damaged characters" in problem.message
    assert (problem.line, problem.column) == (4, 2)


def test_a_source_that_is_too_large_is_refused_unread() -> None:
    assert read(b"a" * LIMIT)[1] == ()
    assert only(b"a" * (LIMIT + 1)).code == "E-SIZE"


@pytest.mark.parametrize(("character", "name"), [
    ("\0", "U+0000"), ("\x07", "U+0007"), ("\x0c", "U+000C"), ("\x7f", "U+007F"), ("\x85", "U+0085"),
    ("\u2028", "U+2028"), ("\ufffe", "U+FFFE"), ("\uffff", "U+FFFF"),
    ("\u202e", "U+202E"), ("\u2066", "U+2066"), ("\U000e0041", "U+E0041"),
])
def test_what_cannot_be_published_is_named_in_its_place(character: str, name: str) -> None:
    text, (problem,) = read(f"one\n论坛 {character}two\n".encode())
    assert (problem.code, problem.severity, problem.line, problem.column) == ("E-CHAR", "error", 2, 4)
    assert name in problem.message
    assert text.splitlines()[1][4:] == "two"


@pytest.mark.parametrize("character", ["\u200b", "\u200e", "\u2060", "\ufeff"])
def test_what_cannot_be_seen_is_a_warning(character: str) -> None:
    text, (problem,) = read(f"fo{character}rum".encode())
    assert (problem.code, problem.severity, problem.line, problem.column) == ("W-CHAR", "warning", 1, 3)
    assert text == f"fo{character}rum"


def test_emoji_are_not_hidden_text() -> None:
    text = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f 👩\u200d🔬 ❤\ufe0f\u200d🔥"
    assert read(text.encode()) == (text, ())


def test_a_merge_that_was_not_resolved_is_shown_at_its_marker() -> None:
    problem = only(b"title: x\n<<<<<<< HEAD\nstart: 2020\n=======\nstart: 2021\n>>>>>>> branch\n")
    assert (problem.code, problem.line, problem.column) == ("E-MERGE", 2, 1)
    assert "unresolved merge" in problem.message
    half = only(b"title: x\n=======\nstart: 2021\n>>>>>>> branch\n")
    assert (half.code, half.line) == ("E-MERGE", 2)


def test_headings_and_quotations_are_no_merge() -> None:
    text = "Heading\n=======\n\n>>>>>>>> deep\n\n<<<<<<<<<\n"
    assert read(text.encode()) == (text, ())


@given(st.binary(max_size=200))
def test_any_bytes_give_clean_text_or_a_reason(data: bytes) -> None:
    text, problems = read(data)
    assert text == unicodedata.normalize("NFC", text) and "\r" not in text and "\0" not in text
    assert text or problems or data in (b"", b"\xef\xbb\xbf")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Cn"])))
def test_ordinary_text_comes_through(text: str) -> None:
    assert read(text.encode()) == (unicodedata.normalize("NFC", text), ())


def test_front_matter_and_body_know_their_lines() -> None:
    front = split("\n---\ntitle: x\n\n---\n\n# Body\n")
    assert (front.yaml, front.yaml_line) == ("title: x\n\n", 3)
    assert (front.body, front.body_line) == ("\n# Body\n", 6)
    assert front.problem is None


def test_a_file_may_have_no_front_matter_or_an_empty_one() -> None:
    assert split("Words.\n\n---\n\nMore.\n").body == "Words.\n\n---\n\nMore.\n"
    assert split("") == split("").__class__()
    empty = split("---\n---")
    assert (empty.yaml, empty.body, empty.problem) == ("", "", None)


def test_front_matter_without_an_end_is_an_error_where_it_begins() -> None:
    problem = split("---\ntitle: x\n\nWords.\n", path="content/a.md").problem
    assert problem is not None
    assert (problem.path, problem.line, problem.column, problem.code) == ("content/a.md", 1, 1, "E-FRONT")


def test_dashes_of_a_word_processor_are_no_front_matter() -> None:
    problem = split("———\ntitle: x\n———\n").problem
    assert problem is not None and problem.code == "E-FRONT" and "---" in problem.help


@given(st.text(st.sampled_from("-a:\n ")))
def test_nothing_is_lost_between_front_matter_and_body(text: str) -> None:
    front = split(text)
    lines = text.split("\n")
    if front.problem is None:
        assert text.endswith(front.body)
        assert "\n".join(lines[front.body_line - 1:]) == front.body
        assert "\n".join(lines[front.yaml_line - 1:]).startswith(front.yaml)


@given(st.lists(st.sampled_from([
    "Words of English, of which there are so many that others are few. ", "“", "，", "中", "é", "e", "\u0301", "\u0338",
    "=", "\u212b", "\u3099", "か", "\u1100", "\u1161", "\u11a8", "\uac00", "\u0e33", "\U000110a5", "\U000110ba",
    "\uf900",
]), max_size=8).map("".join))
def test_a_few_characters_beyond_ascii_are_composed_as_many_are(text: str) -> None:
    text = "Words of English, of which there are very many. " * 6 + text
    assert read(text.encode())[0] == unicodedata.normalize("NFC", text)


@given(st.lists(st.sampled_from(["---", "--- ", "---\t", " ---", "----", "--- x", "a: b", "", "\n"]), max_size=7))
def test_front_matter_ends_at_the_first_line_of_three_hyphens(lines: list[str]) -> None:
    front = split("---\n" + "\n".join(lines))
    told = "\n".join(lines).split("\n")
    ends = next((number for number, line in enumerate(told) if line.rstrip(" \t") == "---"), None)
    assert (front.problem is None) == (ends is not None)
    if ends is not None:
        assert front.yaml == "".join(f"{line}\n" for line in told[:ends])
        assert front.body == "\n".join(told[ends + 1:])
