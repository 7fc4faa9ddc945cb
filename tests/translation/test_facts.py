"""The facts of English and Chinese texts, and whether two texts state the same ones."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.translation.facts.agreement import differences
from sitegen.translation.facts.chinese import chinese_facts
from sitegen.translation.facts.english import english_facts
from sitegen.translation.facts.names import Name, NameKind, Names
from sitegen.translation.facts.parity import compare

HERE = Path(__file__).parent
KINDS = sorted(path.stem for path in (HERE / "facts").glob("*.tsv"))
PEOPLE = ("Helen Carter", "Li Guoqiang")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def known_names() -> Names:
    """Those of parity/names.tsv, as a site's data would give them."""
    names = []
    for row in rows(HERE / "parity" / "names.tsv"):
        english, chinese = (tuple(row[side].split(" | ")) for side in ("english", "chinese"))
        kind: NameKind = "person" if english[0] in PEOPLE else "term" if english[0].islower() else "organisation"
        names.append(Name(kind, english, chinese))
    return Names(names)


def wrong(path: Path) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Rows that agree and are reported, and rows that differ and are not."""
    names = known_names()
    alarms, misses = [], []
    for row in rows(path):
        found = compare(row["english"], row["chinese"], names=names)
        if row["verdict"] == "agree" and found:
            alarms.append({**row, "found": str(found)})
        elif row["verdict"] == "differ" and not found:
            misses.append(row)
    return alarms, misses


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_fact(kind: str) -> None:
    assert wrong(HERE / "facts" / f"{kind}.tsv") == ([], [])


def test_pairs_written_before_the_rules() -> None:
    assert wrong(HERE / "parity" / "tuning.tsv") == ([], [])


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 6, 7, 8])
def test_pairs_that_were_new_to_the_rules_once(number: int) -> None:
    assert wrong(HERE / "parity" / f"fresh_{number}.tsv") == ([], [])


@pytest.mark.parametrize(("name", "precision", "recall"), [("held_out", 0.97, 0.97), ("fresh_9", 0.94, 0.97)])
def test_pairs_kept_apart(name: str, precision: float, recall: float) -> None:
    """How many in 100 of those that are told are wrong, and of those that are wrong told."""
    path = HERE / "parity" / f"{name}.tsv"
    differ = sum(row["verdict"] == "differ" for row in rows(path))
    alarms, misses = wrong(path)
    found = differ - len(misses)
    assert found / differ >= recall and found / (found + len(alarms)) >= precision


# ---- spans and kinds -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "kind", "words"), [
    ("It runs August 21–23, 2026 in Beijing.", "range", "August 21–23, 2026"),
    ("Funding of $1.5 billion", "money", "$1.5 billion"),
    ("a year and a half later", "duration", "a year and a half"),
    ("Doors open at 2:30 p.m.", "time", "2:30 p.m."),
    ("the 14th Five-Year Plan", "ordinal", "14th Five-Year Plan"),
    ("grew by 12.5 per cent", "percentage", "12.5 per cent"),
    ("see https://example.org/a.", "url", "https://example.org/a"),
    ("in Room B204,", "identifier", "B204"),
    ("The [plan](plan.pdf) is out.", "link", "[plan](plan.pdf)"),
])
def test_english_facts_know_their_words(text: str, kind: str, words: str) -> None:
    fact, = [fact for fact in english_facts(text) if not fact.weak]
    assert (fact.kind, text[fact.start:fact.end]) == (kind, words)


@pytest.mark.parametrize(("text", "kind", "words"), [
    ("将于2026年8月21日至23日举行", "range", "2026年8月21日至23日"),
    ("约15亿美元资金", "money", "15亿美元"),
    ("历时一年半。", "duration", "一年半"),
    ("于下午两点半入场", "time", "下午两点半"),
    ("“十四五”规划", "ordinal", "“十四五”"),
    ("百分之十二点五", "percentage", "百分之十二点五"),
    ("见https://example.org/a。", "url", "https://example.org/a"),
    ("共十二家成员单位", "count", "十二家"),
    ("［图］![桥](bridge.jpg)", "image", "![桥](bridge.jpg)"),
])
def test_chinese_facts_know_their_words(text: str, kind: str, words: str) -> None:
    fact, = [fact for fact in chinese_facts(text) if not fact.weak]
    assert (fact.kind, text[fact.start:fact.end]) == (kind, words)


# ---- the calendar --------------------------------------------------------------------------------------------------


def test_a_weekday_that_no_calendar_has_is_found_where_both_texts_have_it() -> None:
    finding, = compare("Wednesday 5 March 2020", "2020年3月5日（周三）")
    assert (finding.kind, finding.english, finding.chinese, finding.expected) == (
        "weekday", "Wednesday", "周三", "Thursday")


def test_a_weekday_without_a_year_has_no_calendar() -> None:
    assert compare("Wednesday 5 March", "3月5日（周三）") == []


# ---- names ---------------------------------------------------------------------------------------------------------


def test_terms_are_held_in_the_direction_of_the_translation() -> None:
    names = Names([Name("term", ("co-creation",), ("共同创造",))])
    assert [one.english for one in compare("Co-creation matters.", "合作很重要。", names=names)] == ["Co-creation"]
    assert compare("Working together matters.", "共同创造很重要。", names=names) == []


@pytest.mark.parametrize("chinese", ["李国强致辞。", "李教授致辞。", "国强致辞。", "他致辞。"])
def test_a_person_may_be_called_by_a_shorter_name(chinese: str) -> None:
    names = Names([Name("person", ("Li Guoqiang",), ("李国强",))])
    assert compare("Li Guoqiang gave a speech.", chinese, names=names) == []


def test_a_person_who_is_left_out_or_taken_for_another_is_told() -> None:
    names = Names([Name("person", ("Li Guoqiang",), ("李国强",)), Name("person", ("Ann Hill",), ("安·希尔",))])
    finding, = compare("Li Guoqiang gave a speech.", "安·希尔致辞。", names=names)
    assert (finding.kind, finding.english, finding.chinese) == ("name", "Li Guoqiang", "安·希尔")


# ---- what always holds ---------------------------------------------------------------------------------------------

LATIN = st.lists(st.sampled_from([
    *"0123456789 ,.-–:/()%$£'\n", " thousand", " million", "first ",
    "March ", "half ", " past ", " and a half", "one ", "a ",
    " of ", " in ", " years", " p.m.", "GMT", "twenty", " to ",
]), max_size=30).map("".join)
HAN = st.text(st.sampled_from(
    "0123456789〇一二两三四五六七八九十百千万亿年月日时点分半第首届个周至到之成倍元%：、，。"), max_size=40)


@settings(deadline=None)
@given(LATIN | HAN | st.text(max_size=60))
def test_no_text_breaks_the_reading(text: str) -> None:
    for facts in (english_facts(text), chinese_facts(text)):
        assert all(0 <= fact.start < fact.end <= len(text) and fact.readings for fact in facts)
        assert facts == sorted(facts, key=lambda fact: (fact.start, fact.end))


@settings(deadline=None)
@given(LATIN | HAN | st.text(max_size=60))
def test_a_text_differs_from_itself_in_nothing(text: str) -> None:
    for facts in (english_facts(text), chinese_facts(text)):
        assert differences(facts, facts, text, text) == []


@settings(deadline=None)
@given(st.dates(date(1000, 1, 1), date(2099, 12, 31)),
       st.sampled_from(["{d} {B} {y}", "{B} {d}, {y}", "{y}-{m:02}-{d:02}"]))
def test_every_date_is_the_same_in_both_languages(day: date, form: str) -> None:
    english = form.format(d=day.day, m=day.month, y=day.year, B=f"{day:%B}")
    chinese = f"{day.year}年{day.month}月{day.day}日"
    assert compare(english, chinese) == []
    other = f"{day.year}年{day.month}月{day.day % 28 + 1 if day.day % 28 + 1 != day.day else 30}日"
    assert [one.kind for one in compare(english, other)] == ["date"]


@settings(deadline=None)
@given(st.integers(2, 10**9))
def test_every_number_is_the_same_in_digits_and_in_units_of_ten_thousand(value: int) -> None:
    if 1000 <= value <= 2099:
        return
    whole, rest = divmod(value, 10**4)
    chinese = f"{value}人" if not whole or rest % 10 else f"{value / 10**4:.10f}".rstrip("0").rstrip(".") + "万人"
    assert compare(f"{value:,} people", chinese) == []
    assert compare(f"{value + 1:,} people", chinese) != []
