"""Finished sentences in another language: the right pattern, and every value as it was."""

import io
import re
import string
from collections.abc import Iterator
from typing import Any

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st
from message_catalogue import LANGUAGES

from sitegen.language.phrasebook import Phrasebook, read

CATALOGUE = (LANGUAGES / "zh_Hans" / "sitegen.po").read_text(encoding="utf-8")
ENTRIES = read(CATALOGUE)
PATTERNS = sorted(ENTRIES)
CHINESE = Phrasebook(ENTRIES)
HOLE = re.compile(r"\{([a-z][a-z0-9]*)\}")
VALUES = st.text(string.digits + "äß中文_", min_size=1, max_size=12)
"""Names and numbers, in which no English word stands."""

NUMBERS = st.integers(0, 99).map(str)

BOOK = Phrasebook({
    "{name} is missing.": "缺少{name}。",
    "The page {path} is missing.": "缺少页面{path}。",
    "The page {path} is missing in {place}{hint}": "{place}里缺少页面{path}{hint}",
    " Did you mean “{near}”?": "您是想写“{near}”吗？",
    "the list of members": "成员名单",
    "“{text}” is not {noun}.": "“{text}”不是{noun}。",
    "a page": "页面",
    "Use {names}.": "请用{names}。",
    "{number} pages": "{number}个页面",
    "{number} errors": "{number}个错误",
    "{host} leads to {host}.": "{host}指向它自己。",
    "{host} leads to {other}.": "{host}指向{other}。",
    "is no folder": "不是文件夹",
    "{count} for the translator{more}.": "给译者{count}{more}。",
    "There is no {path}.{close}": "没有{path}。{close}",
    " Close matches: {close}.": "相近的有：{close}。",
    "event": "活动",
    "It is new.": "",
    "It is {what}.": "它是{what}。",
})


@pytest.mark.parametrize(("english", "chinese"), [
    ("end is missing.", "缺少end。"),
    ("The page a.md is missing.", "缺少页面a.md。"),
    ("the page a.md is missing.", "缺少the page a.md。"),
    ("The list of members", "成员名单"),
    ("The page x is missing in the list of members", "成员名单里缺少页面x"),
    ("The page x is missing in the list of members Did you mean “y”?", "成员名单里缺少页面x您是想写“y”吗？"),
    ("“a page” is not a page.", "“a page”不是页面。"),
    ("“{text}” is not a page.", "“{text}”不是页面。"),
    ("“” is not a page.", "“”不是页面。"),
    ("Use title, date or a page.", "请用title、date或页面。"),
    ("Use Health and Safety.", "请用Health and Safety。"),
    ("Use 3 errors and 1,200 pages.", "请用3个错误和1,200个页面。"),
    ("end is missing. Use it.", "缺少end。请用it。"),
    ("end is missing. Nobody knows why.", "end is missing. Nobody knows why."),
    ("end is missing.\nNobody knows why.\nUse it.", "缺少end。\nNobody knows why.\n请用it。"),
    ("a.org leads to a.org.", "a.org指向它自己。"),
    ("a.org leads to b.org.", "a.org指向b.org。"),
    ("It is new.", "It is new."),
    ("3 errors and 12 pages.", "3个错误和12个页面。"),
    ("Nothing like that", "Nothing like that"),
    ("  end is missing.", "  缺少end。"),
    ("build leads to a.org (as it is).", "build指向a.org (as it is)。"),
    ("end is missing. (as it is)", "缺少end。（as it is）"),
    ("7: end is missing.", "缺少7: end。"),
    ("build is no folder (drwx)", "build不是文件夹（drwx）"),
    ("There is no a.b.c. Close matches: d.", "没有a.b.c。相近的有：d。"),
    ("3 errors and 1 pages", "3个错误和1个页面"),
    ("cats and dogs", "cats and dogs"),
    ("2 pages for the translator.", "给译者2个页面。"),
    ("syntax pages", "syntax pages"),
    ("3 × is no folder", "3 × 不是文件夹"),
    ("would end is missing.", "缺少would end。"),
    ("12 pages are many", "12 pages are many"),
    ("Use event.", "请用活动。"),
    ("Use event, workshop or lecture.", "请用event、workshop或lecture。"),
    ("There is no x. Use it.", "没有x。请用it。"),
    ("", ""),
])
def test_a_sentence_is_said_by_the_pattern_that_says_most(english: str, chinese: str) -> None:
    assert BOOK.said(english) == chinese


@given(st.data())
def test_every_value_stays(data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from(PATTERNS))
    values = {name: data.draw(NUMBERS if name in ("number", "count") else VALUES) for name in HOLE.findall(pattern)}
    said = CHINESE.said(HOLE.sub(lambda hole: values[hole[1]], pattern))
    assert [value for value in values.values() if value not in said] == []


@given(st.data())
def test_a_translated_sentence_is_found_whatever_its_values_are(data: st.DataObject) -> None:
    """Another pattern may take it only where it says as much, and then in Chinese, too."""
    pattern = data.draw(st.sampled_from([one for one in PATTERNS if not one.startswith(" ")]))
    values = {name: data.draw(NUMBERS if name in ("number", "count") else VALUES) for name in HOLE.findall(pattern)}
    sentence = HOLE.sub(lambda hole: values[hole[1]], pattern)
    assert CHINESE.said(sentence) != sentence or ENTRIES.get(pattern, pattern) == pattern


@given(st.text(max_size=200))
def test_no_text_is_too_strange(text: str) -> None:
    CHINESE.said(text)


@pytest.mark.parametrize("text", [
    "There is no x. " * 11 + "zzz zz",
    "There is no x. " * 50 + "zzz zz",
    "The page " + "is missing " * 70 + "x",
    "is " * 50 + "x and " + "no " * 50,
])
def test_no_title_keeps_anybody_waiting(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = 0
    candidates = Phrasebook._candidates

    def counted(book: Phrasebook, part: str) -> Iterator[Any]:
        nonlocal tried
        tried += 1
        return candidates(book, part)

    monkeypatch.setattr(Phrasebook, "_candidates", counted)
    Phrasebook(ENTRIES).said(text)
    assert 0 < tried < 3000


def test_what_is_nested_too_deeply_stays_english() -> None:
    text = "is " * 600 + "x and " + "no " * 600
    assert CHINESE.said(text) == text


def test_the_quick_reader_reads_what_babel_reads() -> None:
    catalogue = read_po(io.BytesIO(CATALOGUE.encode()))
    assert {str(one.id): str(one.string or "") for one in catalogue if one.id and not one.fuzzy} == ENTRIES


def test_the_quick_reader_leaves_out_what_is_fuzzy() -> None:
    assert read(
        'msgid ""\nmsgstr ""\n"Language: zh_CN\\n"\n\n'
        '#: a.py\n#, fuzzy\n#| msgid "Old."\nmsgid "New."\nmsgstr "旧。"\n\n'
        '#: a.py\nmsgid ""\n"Two\\n"\n"\\"lines\\" \\\\ and\\ttab"\nmsgstr ""\n"两\\n"\n"行"\n\n'
        '#~ msgid "Gone."\n#~ msgstr "没了。"\n'
    ) == {'Two\n"lines" \\ and\ttab': "两\n行"}
