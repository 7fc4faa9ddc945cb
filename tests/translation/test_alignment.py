"""Counterparts stay together whatever is inserted, removed, moved, split, swapped or edited on one side."""

from collections.abc import Sequence

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from sitegen.fingerprints import unit_mark
from sitegen.model import Acknowledged, UnitMark
from sitegen.translation.alignment import Alignment, Texts, align
from sitegen.translation.records import acknowledge

ROLES = {"#": "heading-2", "-": "item", "|": "cell"}


def marks(texts: Sequence[str]) -> list[UnitMark]:
    """Units from lines: `# heading`, `- item`, `| cell`, anything else a paragraph."""
    return [unit_mark(ROLES.get(text[0], "paragraph"), words(text), number) for number, text in enumerate(texts, 1)]


def words(text: str) -> str:
    return text[2:] if text[0] in ROLES else text


def recorded(source: Sequence[str], target: Sequence[str], note: str = "") -> list[Acknowledged]:
    """A record for each pair."""
    return [acknowledge(f"content/x#{mark.role}:{number:08x}", words(one), words(other), note)
            for number, (one, other, mark) in enumerate(zip(source, target, marks(source), strict=True))]


def texts_of(source: Sequence[str], target: Sequence[str]) -> Texts:
    return lambda: ([words(text) for text in source], [words(text) for text in target])


def aligned(source: Sequence[str], target: Sequence[str], records: Sequence[Acknowledged] = (), *,
            texts: bool = False) -> Alignment:
    return align(marks(source), marks(target), records, texts=texts_of(source, target) if texts else None)


EN = ["# What it was", "Two days of talks in Belfast.", "Forty people came from nine places.", "# What came of it",
      "- A report", "- A new network of schools", "The next one will be in Harbin."]
ZH = ["# 活动", "在贝尔法斯特举行了两天的会谈。", "四十人来自九地。", "# 成果", "- 一份报告", "- 新的学校网络",
      "下一次将在哈尔滨。"]
RECORDS = recorded(EN, ZH)
SAME = tuple(range(len(EN)))


def test_bodies_of_equal_roles_align_as_they_stand_without_any_record() -> None:
    found = aligned(EN, ZH)
    assert (found.targets, found.records, found.orphans) == (SAME, (None,) * 7, ())


def test_each_unit_finds_its_record() -> None:
    assert aligned(EN, ZH, RECORDS) == (SAME, tuple(RECORDS), ())


@pytest.mark.parametrize("place", range(8))
@pytest.mark.parametrize("kept", [True, False])
def test_an_inserted_block_is_alone(place: int, kept: bool) -> None:
    """Also between blocks of its own kind, where only records can tell which of them is new."""
    new = [*EN[:place], "Something new.", *EN[place:]]
    found = aligned(new, ZH, RECORDS if kept else [])
    if kept:
        assert found.targets == (*SAME[:place], -1, *SAME[place:])
    assert found.orphans == ()


@pytest.mark.parametrize("place", range(7))
def test_a_removed_block_leaves_an_orphan(place: int) -> None:
    found = aligned([*EN[:place], *EN[place + 1:]], ZH, RECORDS)
    assert found.targets == (*SAME[:place], *SAME[place + 1:])
    assert found.orphans == (place,)


@pytest.mark.parametrize("place", range(7))
def test_a_block_inserted_in_the_translation_is_an_orphan(place: int) -> None:
    found = aligned(EN, [*ZH[:place], "新的一段。", *ZH[place:]], RECORDS)
    assert found.targets == tuple(j + (j >= place) for j in SAME)
    assert found.orphans == (place,)


@pytest.mark.parametrize(("one", "other"), [(1, 2), (0, 3), (1, 6), (4, 5), (2, 1)])
def test_swapped_blocks_keep_their_counterparts(one: int, other: int) -> None:
    order = list(SAME)
    order[one], order[other] = order[other], order[one]
    found = aligned([EN[i] for i in order], ZH, RECORDS)
    assert found.targets == tuple(order)


def test_a_changed_source_keeps_its_translation_and_its_record() -> None:
    changed = [*EN[:2], "Fifty people came from nine places.", *EN[3:]]
    found = aligned(changed, ZH, RECORDS)
    assert (found.targets, found.records) == (SAME, tuple(RECORDS))


def test_a_changed_translation_keeps_its_source_and_its_record() -> None:
    found = aligned(EN, [*ZH[:2], "四十位来宾来自九个地方。", *ZH[3:]], RECORDS)
    assert (found.targets, found.records) == (SAME, tuple(RECORDS))


def test_a_changed_source_keeps_its_translation_beside_an_inserted_one() -> None:
    """The old words must not pass for the translation of the new block: what the source once said tells."""
    changed = [EN[0], EN[1], "Lunch is served at noon.", "Fifty people came from nine places.", *EN[3:]]
    found = aligned(changed, ZH, RECORDS, texts=True)
    assert found.targets == (0, 1, -1, 2, 3, 4, 5, 6)
    assert found.records[3] == RECORDS[2]


def test_a_source_that_moved_and_changed_is_found_by_what_it_once_said() -> None:
    changed = [EN[0], EN[1], *EN[3:], "Forty-one people came from nine places."]
    found = aligned(changed, ZH, RECORDS, texts=True)
    assert found.targets == (0, 1, 3, 4, 5, 6, 2)
    assert found.records[6] == RECORDS[2]
    assert aligned(changed, ZH, RECORDS).targets[6] == -1


def test_of_a_split_paragraph_the_more_alike_part_keeps_the_translation() -> None:
    split = [*EN[:2], "They came by train.", "Forty people came from nine countries.", *EN[3:]]
    assert aligned(split, ZH, RECORDS, texts=True).targets == (0, 1, -1, 2, 3, 4, 5, 6)


def test_a_moved_section_takes_its_changed_paragraph_along() -> None:
    changed = [*EN[3:6], "The one after that will be in Harbin.", *EN[:3]]
    found = aligned(changed, ZH, RECORDS)
    assert found.targets == (3, 4, 5, 6, 0, 1, 2)
    assert found.records[3] == RECORDS[6]


def test_a_moved_section_takes_along_what_stands_before_its_recorded_part() -> None:
    changed = [*EN[:1], "Another network of schools", "The next one will be in Harbin.", *EN[1:5]]
    found = aligned([changed[0], "- " + changed[1], *changed[2:]], ZH, RECORDS)
    assert found.targets == (0, 5, 6, 1, 2, 3, 4)


def test_what_moved_here_and_was_reworded_there_is_found_by_its_link() -> None:
    source, target = [*EN[:3], "See [the report](https://x.org/r)."], [*ZH[:3], "见[报告](https://x.org/r)。"]
    records = recorded(source, target)
    found = aligned([source[3], *source[:3]], [*target[:3], "详见[该报告](https://x.org/r)。"], records)
    assert found.targets == (3, 0, 1, 2)


def test_where_both_changed_the_record_is_known_by_its_text() -> None:
    source = [*EN[:2], "Fifty people came from nine places.", *EN[3:]]
    target = [*ZH[:2], "五十人来自九地。", *ZH[3:]]
    assert aligned(source, target, RECORDS).records[2] is None
    assert aligned(source, target, RECORDS, texts=True).records == tuple(RECORDS)


def test_texts_are_asked_for_only_where_there_is_a_doubt() -> None:
    def never() -> tuple[Sequence[str], Sequence[str]]:
        raise AssertionError

    changed = [*EN[:2], "Fifty people came from nine places.", *EN[3:]]
    for source in (EN, [EN[0], *EN[2:]], EN[::-1], changed):
        align(marks(source), marks(ZH), RECORDS, texts=never)


def test_numbers_links_and_images_break_ties_between_equal_roles() -> None:
    source = ["In 2019 it began.", "In 2020 it moved.", "See [the report](https://x.org/r).", "![Hall](hall.jpg) here"]
    assert aligned(source, ["2020年迁址。"]).targets == (-1, 0, -1, -1)
    assert aligned(source, ["见[报告](https://x.org/r)。"]).targets == (-1, -1, 0, -1)
    assert aligned(source, ["![大厅](hall.jpg) 在此"]).targets == (-1, -1, -1, 0)


def test_headings_of_another_level_and_other_kinds_are_never_paired_by_order() -> None:
    assert aligned(["# One", "- item"], ["文字", "| 格"]).targets == (-1, -1)


def test_equal_texts_keep_their_own_translations() -> None:
    """A table in which `Yes` was translated twice in different ways, and a row inserted above."""
    source = ["| Name", "| Yes", "| Fee", "| Yes"]
    target = ["| 名称", "| 是", "| 费用", "| 有"]
    records = recorded(source, target)
    found = aligned(["| Place", "| Yes", *source], target, records)
    assert found.targets == (-1, -1, 0, 1, 2, 3)
    assert found.records[2:] == tuple(records)
    changed = aligned(["| Name", "| No", "| Fee", "| None"], target, records)
    assert (changed.targets, changed.records) == ((0, 1, 2, 3), tuple(records))


def test_one_translation_may_cover_two_units() -> None:
    source = ["First half.", "Second half.", "The end."]
    target = ["上下两半。", "完。"]
    first, _, last = recorded(source, ["上下两半。", "上下两半。", "完。"])
    second = acknowledge("content/x#paragraph:99999999", "Second half.", "上下两半。", f"with: {first.id}")
    found = aligned(source, target, [first, second, last])
    assert (found.targets, found.records, found.orphans) == ((0, 0, 1), (first, second, last), ())
    # Also when the translation has been reworded since.
    assert aligned(source, ["前后两半。", "完。"], [first, second, last]).targets == (0, 0, 1)
    assert aligned(["First half.", "Second part, half.", "The end."], target, [first, second, last],
                   texts=True).targets == (0, 0, 1)


def test_counterparts_known_beforehand_are_kept() -> None:
    found = align(marks(EN[:3]), marks(ZH[1:3]), RECORDS, given=[-1, 0, 1])
    assert (found.targets, found.records, found.orphans) == ((-1, 0, 1), tuple(RECORDS[:3]), ())


def test_a_large_table_is_aligned_in_a_moment() -> None:
    source = [f"| Cell {number} of text" for number in range(3_000)]
    target = [f"| 第{number}格" for number in range(3_000)]
    records = recorded(source, target)
    assert aligned(["| New", *source], target, records).targets == (-1, *range(3_000))
    assert len(aligned([*source, "| New"], target).targets) == 3_001
    same = ["| Yes"] * 3_000
    assert aligned(same, ["| 是"] * 2_999, recorded(same, ["| 是"] * 3_000)).orphans == ()


# ---- random edits --------------------------------------------------------------------------------------------------

_ROLE = st.sampled_from(["", "# ", "- ", "| "])


@st.composite
def edited(draw: st.DrawFn) -> tuple[list[str], list[str], list[int], list[Acknowledged]]:
    """A recorded page, then blocks inserted, removed and moved in its source; and where each block came from."""
    roles = draw(st.lists(_ROLE, min_size=1, max_size=12))
    source = [f"{role}Text number {chr(97 + number)}" for number, role in enumerate(roles)]
    target = [f"{role}文字{chr(97 + number)}" for number, role in enumerate(roles)]
    order = list(range(len(roles)))
    edits = draw(st.lists(st.tuples(st.sampled_from("imr"), st.integers(0, 20), st.integers(0, 20), _ROLE), max_size=6))
    text = list(source)
    for number, (kind, one, other, role) in enumerate(edits):
        if kind == "i":
            order.insert(one % (len(order) + 1), -1)
            text.insert(one % (len(text) + 1), f"{role}Brand new thing {chr(65 + number)}")
        elif order:
            place = one % len(order)
            moved, words_moved = order.pop(place), text.pop(place)
            if kind == "m":
                order.insert(other % (len(order) + 1), moved)
                text.insert(other % (len(text) + 1), words_moved)
    return text, target, order, recorded(source, target)


@settings(deadline=None)
@given(edited(), st.booleans())
def test_no_edit_parts_what_is_recorded(page: tuple[list[str], list[str], list[int], list[Acknowledged]],
                                        texts: bool) -> None:
    source, target, came_from, records = page
    found = aligned(source, target, records, texts=texts)
    for i, j in enumerate(came_from):
        if j >= 0:
            assert found.targets[i] == j
            assert found.records[i] == records[j]
    pairs = [j for j in found.targets if j >= 0]
    assert len(pairs) == len(set(pairs))
    assert sorted([*pairs, *found.orphans]) == list(range(len(target)))
    used = [record.id for record in found.records if record is not None]
    assert len(used) == len(set(used))


@settings(deadline=None)
@given(edited())
def test_edits_of_the_translation_part_nothing_either(
        page: tuple[list[str], list[str], list[int], list[Acknowledged]]) -> None:
    source, target, came_from, records = page
    swapped = [acknowledge(each.id, words(target[number]), each.text) for number, each in enumerate(records)]
    found = aligned(target, source, swapped)
    for j, i in enumerate(came_from):
        if i >= 0:
            assert found.targets[i] == j


@settings(deadline=None)
@given(st.lists(_ROLE, max_size=8), st.lists(_ROLE, max_size=8))
def test_without_records_the_longest_common_sequence_of_roles_is_aligned(left: list[str], right: list[str]) -> None:
    assume(left != right)
    found = aligned([f"{role}words" for role in left], [f"{role}文字" for role in right])
    pairs = [(i, j) for i, j in enumerate(found.targets) if j >= 0]
    assert pairs == sorted(pairs, key=lambda pair: pair[1])
    assert all(left[i] == right[j] for i, j in pairs)
    best = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in range(len(left)):
        for j in range(len(right)):
            best[i + 1][j + 1] = best[i][j] + 1 if left[i] == right[j] else max(best[i][j + 1], best[i + 1][j])
    assert len(pairs) == best[-1][-1]


UNITS = st.lists(st.builds(UnitMark, role=st.sampled_from(["heading-2", "item"]), fingerprint=st.sampled_from("abc"),
                           name=st.sampled_from(["", "", "n", "m"])), max_size=5)


@settings(deadline=None)
@given(UNITS, UNITS, st.booleans())
def test_a_record_of_other_texts_changes_nothing(left: list[UnitMark], right: list[UnitMark], same: bool) -> None:
    """Bodies of which nothing is recorded take a shorter way to the same counterparts."""
    target = [replace(unit, fingerprint="d") for unit in left] if same else right
    unrelated = Acknowledged(id="content/x#item:00000000", source="e", translation="f")
    assert align(left, target) == align(left, target, [unrelated])
