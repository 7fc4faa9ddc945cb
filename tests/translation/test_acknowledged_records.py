"""The file of acknowledgements: written the same by everyone, read strictly, merged line by line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.model import Acknowledged, Source
from sitegen.translation.records import (
    acknowledge,
    by_identity,
    covered_by,
    of_vanished,
    parse_acknowledgements,
    print_acknowledgements,
    split_id,
)

PATH = "translations/zh_Hans_CN/acknowledged.tsv"
ONE = acknowledge("content/about#title:0123abcd", "About us", "关于我们")
TWO = acknowledge("content/about#paragraph:4567abcd", "We are\ttwo.", "我们有两个。", "trivial: a typing error")


def source(text: str | bytes) -> Source:
    data = text if isinstance(text, bytes) else text.encode()
    return Source(path=PATH, digest="d", size=len(data), data=data)


def problems(text: str | bytes) -> list[tuple[str, int, int]]:
    return [(one.code, one.line, one.column) for one in parse_acknowledgements(source(text))[1]]


def test_records_are_printed_sorted_a_line_each() -> None:
    text = print_acknowledgements([ONE, TWO])
    assert text == print_acknowledgements([TWO, ONE])
    assert text.splitlines() == [
        f"{TWO.id}\t{TWO.source}\t{TWO.translation}\tWe are\\ttwo.\ttrivial: a typing error",
        f"{ONE.id}\t{ONE.source}\t{ONE.translation}\tAbout us",
    ]
    read, wrong = parse_acknowledgements(source(text))
    assert (read.path, read.locale, read.records, wrong) == (PATH, "zh_Hans_CN", (TWO, ONE), ())


@settings(deadline=None)
@given(st.lists(st.builds(
    Acknowledged,
    id=st.builds("content/{}#{}:{:08x}".format, st.sampled_from("abc"), st.sampled_from(["title", "a/b~1/c", "x:y"]),
                 st.integers(0, 2**32 - 1)),
    source=st.from_regex("[0-9a-f]{12}", fullmatch=True), translation=st.from_regex("[0-9a-f]{12}", fullmatch=True),
    text=st.text(min_size=1), note=st.text()), unique_by=lambda record: record.id))
def test_what_is_printed_is_read_again(records: list[Acknowledged]) -> None:
    text = print_acknowledgements(records)
    read, wrong = parse_acknowledgements(source(text))
    assert wrong == ()
    assert print_acknowledgements(read.records) == text
    assert set(read.records) == set(records)


def test_other_line_ends_order_and_a_line_kept_twice_by_a_merge_are_read() -> None:
    lines = print_acknowledgements([ONE, TWO]).splitlines()
    text = "\ufeff" + "\r\n".join([lines[1], lines[0], "", lines[1]]) + "\r\n"
    assert problems(text) == []
    assert parse_acknowledgements(source(text))[0].records == (TWO, ONE)


@pytest.mark.parametrize(("line", "found"), [
    ("content/a#title:0123abcd\t0123456789ab\t0123456789ab", ("E-RECORD-COLUMNS", 2, 1)),
    ("content/a#title:0123abcd 0123456789ab", ("E-RECORD-COLUMNS", 2, 1)),
    ("a\tb\tc\td\te\tf", ("E-RECORD-COLUMNS", 2, 1)),
    ("content/a:0123abcd\t0123456789ab\t0123456789ab\tA", ("E-RECORD-CELL", 2, 1)),
    ("content/a#title:0123abcd\t0123456789\t0123456789ab\tA", ("E-RECORD-CELL", 2, 26)),
    ("content/a#title:0123abcd\t0123456789ab\tABCDEF789012\tA", ("E-RECORD-CELL", 2, 39)),
])
def test_a_line_that_cannot_be_read_is_named_and_left_out(line: str, found: tuple[str, int, int]) -> None:
    text = print_acknowledgements([ONE]) + line + "\n" + print_acknowledgements([TWO])
    assert problems(text) == [found]
    assert parse_acknowledgements(source(text))[0].records == (TWO, ONE)


def test_one_id_with_two_records_is_an_error_that_says_what_to_type() -> None:
    other = acknowledge(ONE.id, "About them", "关于他们")
    read, (wrong,) = parse_acknowledgements(source(print_acknowledgements([ONE]) + print_acknowledgements([other])))
    assert (wrong.path, wrong.line, wrong.code) == (PATH, 2, "E-RECORD-TWICE")
    assert "line 1" in wrong.message
    assert f"sitegen i18n ack '{ONE.id}'" in wrong.help
    assert read.records == (ONE,)


@pytest.mark.parametrize("style", ["merge", "diff3"])
def test_the_marks_of_a_merge_are_one_error(style: str) -> None:
    ours, theirs = print_acknowledgements([ONE]), print_acknowledgements([acknowledge(ONE.id, "About", "关于")])
    middle = f"||||||| base\n{ours}" if style == "diff3" else ""
    assert problems(f"\n<<<<<<< HEAD\n{ours}{middle}=======\n{theirs}>>>>>>> other\n") == [("E-RECORD-CONFLICT", 2, 1)]


def test_another_encoding_is_named_at_its_line() -> None:
    assert problems("a\n关于".encode("gb18030"))[0][:2] == ("E-ENCODING", 2)


def test_a_record_knows_its_place_and_its_partner() -> None:
    assert split_id("content/a#documents/https://x.org/title:0123abcd") == (
        "content/a", "documents/https://x.org/title", "0123abcd")
    assert covered_by(acknowledge(ONE.id, "A", "甲", f"with: {TWO.id}; trivial: x")) == TWO.id
    assert covered_by(TWO) == ""


def test_records_of_vanished_pages_are_found_by_either_text() -> None:
    gone = of_vanished(by_identity([ONE, acknowledge("content/b#title:0123abcd", "B", "乙")]), {"content/b"})
    assert gone == {ONE.source: (ONE,), ONE.translation: (ONE,)}
