"""A body with the translation's words in the source's skeleton, and the source's where there are none."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_sites import CHINESE, ENGLISH

from sitegen.content.markdown import parse_unit
from sitegen.content.markdown_plain import parse_body
from sitegen.marks import unit_marks
from sitegen.model import (
    Acknowledged,
    Body,
    Entry,
    ImageTag,
    LinkStart,
    NewsFacts,
    NoteMark,
    RecordLink,
    Translation,
    Unit,
    UnitState,
    UnitStateName,
    pack_units,
)
from sitegen.translation.compose import _Composition, _is_parallel, compose, field_words, shown
from sitegen.translation.fields import field_texts, with_texts
from sitegen.translation.records import acknowledge
from sitegen.translation.states import entries_of, page_translation

PAGE = "content/x"


def body(text: str, chinese: bool = False) -> Body:
    return parse_body(text, path="x.md", first_line=1, language=CHINESE if chinese else ENGLISH,
                      languages=(ENGLISH, CHINESE)).body


def inline(text: str, role: str) -> Body:
    """A catalogue's text, in these tests never one that looks like a block."""
    if role in ("alt", "caption"):
        return Body(units=(Unit(role=role, text=text, inline=(text,)),))
    return body(text, chinese=True)


def composed(source: str, target: str | None, *, policy: str = "mix", records: tuple[Acknowledged, ...] = (),
             entries: tuple[Entry, ...] = ()) -> tuple[Body, Translation]:
    ours = body(source)
    theirs = body(target, chinese=True) if target is not None else None
    translation = page_translation(
        PAGE, "zh", source_marks=unit_marks(ours),
        target_marks=unit_marks(theirs) if theirs else None,
        records=records, entries=entries_of(entries).get(PAGE),
        texts=lambda: ([unit.text for unit in ours.units], [unit.text for unit in theirs.units] if theirs else []))
    return compose(ours, theirs, translation, policy=policy, source_language="en", parse_inline=inline), translation


def html(found: Body) -> str:
    """The body printed simply: addresses in place of holes, language, id and state of each unit."""
    def piece(each: Any) -> str:
        match each:
            case str():
                return each
            case LinkStart():
                return f"<a {found.links[each.link].target}>"
            case ImageTag():
                return f"<img {found.links[each.link].target} {mark(found.units[each.alt])}{words(each.alt)}>"
            case NoteMark():
                return f"<note {each.note}>" if each.shown and each.anchor else f"<note {each.note} {each}>"
            case RecordLink():
                return f"<fact {found.links[each.link].target}>"
        name = type(each).__name__
        if name == "UnitStart":
            return mark(found.units[each.unit])
        return words(each.unit) if name == "UnitText" else f"<list {found.links[each.link].target}>"

    def words(number: int) -> str:
        return "".join(piece(each) for each in found.units[number].inline)

    def mark(unit: Unit) -> str:
        return "".join(f" {name}={value}" for name, value in
                       (("lang", unit.language), ("unit", unit.id and "!"), ("state", unit.state)) if value)

    return "".join(piece(each) for each in found.pieces)


EN = """## Before

It began with [a talk](talk.pdf) by [](person:felix).

[](members)

![A hall](hall.jpg "The old hall")

- One
- `code`

It ended in 2020 ![Two people](two.jpg).
"""
ZH = """## 之前

始于[](person:felix)的[演讲](talk.zh.pdf)。

[](members)

![大厅](hall.jpg "旧厅")

- 一
- `code`

2020年结束 ![两人](two.zh.jpg)。
"""


def test_a_complete_translation_reads_as_the_translated_file_does() -> None:
    found, _ = composed(EN, ZH)
    assert html(found).replace('id="before"', 'id="之前"') == html(body(ZH, chinese=True))
    assert {unit.language + unit.id + unit.state for unit in found.units} == {""}


BLOCKS = st.sampled_from([
    "A [link](a.pdf).", "## Words *here*", "Plain words.", "- one\n- `two`", "2020", "[](person:felix)", "[](members)",
    "![An image](a.jpg)", "Words ![An image](b.jpg).", "Noted[^n].\n\n[^n]: A note.",
])
STATES: tuple[UnitStateName, ...] = ("fresh", "unrecorded", "revised", "neutral", "stale", "missing")


@settings(deadline=None)
@given(st.lists(BLOCKS, max_size=5), st.lists(BLOCKS, max_size=5), st.booleans(), st.data())
def test_a_parallel_translation_comes_out_as_if_put_together_unit_by_unit(
    blocks: list[str], others: list[str], same: bool, data: st.DataObject
) -> None:
    ours = body("\n\n".join(blocks))
    theirs = body("\n\n".join(blocks if same else others), chinese=True)
    likely = st.sampled_from(STATES if data.draw(st.integers(0, 4)) == 0 else STATES[:4])
    translation = Translation(identity=PAGE, language="zh", packed=pack_units([
        UnitState(id=f"{PAGE}#{number}", role=unit.role, state=data.draw(likely), source=number,
                  target=number if number < len(theirs.units) else -1)
        for number, unit in enumerate(ours.units)]))
    found = compose(ours, theirs, translation, policy="mix", source_language="en", parse_inline=inline)
    whole = _Composition(ours, theirs, translation, "mix", "en", inline).body()
    assert html(found) == html(whole)
    assert (found.units, found.links) == (whole.units, whole.links)


@pytest.mark.parametrize(("blocks", "parallel"), [
    ("## Words\n\nA [link](a.pdf).", True), ("![An image](a.jpg)", False), ("[](members)", False),
    ("By [](person:felix)", False), ("Noted[^n].\n\n[^n]: A note.", False)])
def test_only_texts_with_nothing_but_links_are_taken_as_they_are(blocks: str, parallel: bool) -> None:
    ours, theirs = body(blocks), body(blocks, chinese=True)
    _, translation = composed(blocks, blocks)
    assert _is_parallel(ours, theirs, translation) is parallel


# ---- footnotes -------------------------------------------------------------------------------------------------------


NOTED = "One[^a] and two[^b].\n\nAgain[^a].\n\n[^a]: 1861\n\n[^b]: 1902\n"


def marks(found: Body) -> list[list[tuple[int, str, bool]]]:
    """Of each paragraph, its footnotes' marks: the number, the place to which it leads back, whether it is shown."""
    return [[(piece.note, piece.anchor, piece.shown) for piece in unit.inline if isinstance(piece, NoteMark)]
            for unit in found.units if unit.role == "paragraph"]


def from_entries(source: str, *entries: Entry) -> Body:
    ours = body(source)
    translation = page_translation(
        PAGE, "zh", source_marks=unit_marks(ours),
        entries=entries_of(entries)[PAGE])
    return compose(ours, None, translation, policy="mix", source_language="en",
                   parse_inline=lambda text, role: parse_unit(text, role, language=CHINESE,
                                                              languages=(ENGLISH, CHINESE), within=ours))


def test_footnotes_in_another_order_keep_their_numbers_and_lead_back() -> None:
    target = "二[^b]和一[^a]。\n\n又[^a]。\n\n[^b]: 1902\n\n[^a]: 1861\n"
    expected = [[(2, "fnref2", True), (1, "fnref1", True)], [(1, "fnref1-2", True)]]
    found, _ = composed(NOTED, target)
    assert marks(found) == expected
    renamed, _ = composed(NOTED, NOTED.replace("^a", "^甲").replace("^b", "^乙"))
    assert marks(renamed) == marks(body(NOTED))
    first = entry("paragraph", "One[^a] and two[^b].", "二[^b]和一[^a]。")
    assert marks(from_entries(NOTED, first, entry("paragraph", "Again[^a].", "又[^a]。"))) == expected


def test_a_footnote_leads_back_to_where_its_mark_was_lost() -> None:
    lost = from_entries(NOTED, entry("paragraph", "One[^a] and two[^b].", "一[^b]。"))
    assert marks(lost)[0] == [(2, "fnref2", True), (1, "fnref1", False)]
    again = from_entries(NOTED, entry("paragraph", "Again[^a].", "又[^a]又[^a]。"))
    assert marks(again)[1] == [(1, "fnref1-2", True), (1, "", True)]


def test_a_footnote_that_the_source_has_not_goes_with_its_mark() -> None:
    found, translation = composed(NOTED, NOTED.replace("Again[^a]", "又[^a][^c]") + "\n[^c]: 译者注\n")
    assert marks(found)[1] == [(1, "fnref1-2", True)]
    assert [unit.state for unit in translation.units].count("orphan") == 1


def test_an_entry_may_use_the_links_that_its_page_defines() -> None:
    source = "See [the report][r].\n\n[r]: report.pdf\n"
    found = from_entries(source, entry("paragraph", "See [the report][r].", "见[报告][r]。"))
    assert html(found) == "<p>见<a report.pdf>报告</a>。</p>\n"


# ---- links -----------------------------------------------------------------------------------------------------------


def test_links_are_numbered_anew_without_any_that_is_not_used() -> None:
    found, _ = composed(EN, ZH)
    assert [link.target for link in found.links].count("talk.pdf") == 0
    assert sorted(link.target for link in found.links) == sorted(link.target for link in body(ZH).links)


def test_without_a_translation_every_text_is_the_sources_and_says_so() -> None:
    found, translation = composed(EN, None)
    assert [unit.language for unit in found.units] == ["en"] * 5 + [""] + ["en"] * 2
    assert sum(unit.language == "en" for unit in found.units) == translation.missing == translation.total == 7
    assert all(unit.id for unit in found.units if unit.language)
    assert html(found).replace(" lang=en unit=!", "") == html(body(EN))


def test_a_missing_unit_shows_the_source_words_with_its_own_links() -> None:
    without = ZH.replace("始于[](person:felix)的[演讲](talk.zh.pdf)。\n\n", "")
    found, _ = composed(EN, without)
    assert '<p lang=en unit=!>It began with <a talk.pdf>a talk</a> by <fact person:felix>.</p>' in html(found)
    assert "2020年结束" in html(found)


STALE = tuple(acknowledge(f"{PAGE}#paragraph:0000000{number}", one, other) for number, (one, other) in enumerate(
    [("The first.", "第一。"), ("The second.", "第二。"), ("The third.", "第三。")]))


def test_a_stale_unit_is_marked_under_mix_and_gives_way_under_current() -> None:
    source, target = "The first.\n\nThe second, changed.\n\nThe third.\n", "第一。\n\n第二。\n\n第三。\n"
    found, translation = composed(source, target, records=STALE)
    assert translation.stale == 1
    assert html(found) == "<p>第一。</p>\n<p unit=! state=stale>第二。</p>\n<p>第三。</p>\n"
    assert found.units[1].id == STALE[1].id
    current, _ = composed(source, target, records=STALE, policy="current")
    assert html(current) == "<p>第一。</p>\n<p lang=en unit=!>The second, changed.</p>\n<p>第三。</p>\n"


def test_under_source_a_page_that_is_not_all_fresh_is_the_source() -> None:
    assert composed("A\n\nB\n", "甲\n", policy="source")[0] == body("A\n\nB\n")
    assert html(composed("A\n\nB\n", "甲\n\n乙\n", policy="source")[0]) == "<p>甲</p>\n<p>乙</p>\n"


@pytest.mark.parametrize("policy", ["mix", "current", "hide"])
@pytest.mark.parametrize("state", ["unrecorded", "revised", "fresh", "neutral"])
def test_readers_see_other_states_as_fresh(policy: str, state: str) -> None:
    assert shown(state, policy)


def test_an_image_keeps_the_words_of_the_text_it_stands_in() -> None:
    """The paragraph is missing but its alternative text is not: one element is in the other language."""
    found, translation = composed("Text ![A hall](hall.jpg) here.\n\n![B](b.jpg)\n", "![大厅](hall.jpg)\n")
    assert translation.missing == 2
    assert html(found).startswith("<p lang=en unit=!>Text <img hall.jpg A hall> here.</p>\n")


def test_an_image_that_only_the_translation_has_is_kept() -> None:
    found, _ = composed("Text.\n", "文 ![新图](new.jpg)。\n")
    assert html(found) == "<p>文 <img new.jpg 新图>。</p>\n"


def entry(role: str, source: str, words: str) -> Entry:
    return Entry(context=f"{PAGE}#{role}", source=source, translation=words)


def test_a_catalogue_gives_the_same_body_as_a_file() -> None:
    ours, theirs = body(EN), body(ZH, chinese=True)
    entries = tuple(entry(one.role, one.text, other.text) for one, other in zip(ours.units, theirs.units, strict=True))
    assert html(composed(EN, None, entries=entries)[0]) == html(composed(EN, ZH)[0])
    some = tuple(each for each in entries if each.source != "One")
    assert html(composed(EN, None, entries=some)[0]) == html(composed(EN, ZH.replace("- 一\n", ""))[0])


def test_links_of_catalogue_texts_stay_apart() -> None:
    found, _ = composed("[a](a.pdf)\n\n[b](b.pdf)\n", None, entries=(
        entry("paragraph", "[a](a.pdf)", "[甲](jia.pdf)"), entry("paragraph", "[b](b.pdf)", "[乙](yi.pdf)")))
    assert html(found) == "<p><a jia.pdf>甲</a></p>\n<p><a yi.pdf>乙</a></p>\n"


def test_links_of_the_catalogue_and_of_the_file_stay_apart() -> None:
    found, _ = composed("[a](a.pdf)\n\n## H\n\n- [b](b.pdf)\n", "[甲](jia.pdf)\n\n## 题\n", entries=(
        entry("item", "[b](b.pdf)", "[乙](yi.pdf)"),))
    assert "<a jia.pdf>甲</a>" in html(found)
    assert "<a yi.pdf>乙</a>" in html(found)


def covering(second: str = "The second.") -> tuple[Acknowledged, ...]:
    first = acknowledge(f"{PAGE}#paragraph:00000001", "The first.", "第一第二。")
    return first, acknowledge(f"{PAGE}#paragraph:00000002", second, "第一第二。", f"with: {first.id}")


def test_one_translation_for_two_paragraphs_is_printed_once() -> None:
    source, target = "The first.\n\nThe second.\n\nThe third.\n", "第一第二。\n\n第三。\n"
    assert html(composed(source, target, records=covering())[0]) == "<p>第一第二。</p>\n<p>第三。</p>\n"
    stale = composed(source.replace("second", "very second"), target, records=covering())[0]
    assert html(stale) == "<p unit=! state=stale>第一第二。</p>\n<p>第三。</p>\n"
    current = composed(source.replace("second", "very second"), target, records=covering(), policy="current")[0]
    assert html(current) == ("<p lang=en unit=!>The first.</p>\n<p lang=en unit=!>The very second.</p>\n"
                             "<p>第三。</p>\n")


@settings(deadline=None)
@given(st.sets(st.integers(0, 5)), st.sampled_from(["mix", "current", "hide"]))
def test_k_missing_of_n_are_exactly_k_units_in_the_other_language(gone: set[int], policy: str) -> None:
    source = "".join(f"Paragraph {letter} of it.\n\n" for letter in "abcdef")
    records = tuple(acknowledge(f"{PAGE}#paragraph:{number:08x}", f"Paragraph {letter} of it.", f"第{letter}段。")
                    for number, letter in enumerate("abcdef"))
    target = "".join(f"第{letter}段。\n\n" for number, letter in enumerate("abcdef") if number not in gone)
    found, translation = composed(source, target, records=records, policy=policy)
    assert [number for number, unit in enumerate(found.units) if unit.language == "en" and unit.id] == sorted(gone)
    assert translation.missing == len(gone)
    assert sum(bool(unit.language or unit.id or unit.state) for unit in found.units) == len(gone)


def test_fields_are_filled_from_the_catalogue_and_taken_away_under_current() -> None:
    facts = NewsFacts(title={"en": "New title", "zh": "旧题"}, description={"en": "Words"})
    record = acknowledge(f"{PAGE}#title:00000001", "Old title", "旧题")
    translation = page_translation(
        PAGE, "zh", fields=field_texts(facts, "en", "zh"), records=(record,),
        entries={f"{PAGE}#description": [entry("description", "Words", "话")]})
    mixed = with_texts(facts, field_words(translation, "mix"), "zh")
    assert (mixed.title["zh"], mixed.description["zh"]) == ("旧题", "话")
    current = with_texts(facts, field_words(translation, "current"), "zh")
    assert (current.title, current.description["zh"]) == ({"en": "New title"}, "话")
