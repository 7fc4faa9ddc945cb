"""Fresh, stale, missing, orphan, unrecorded, revised: what decides, in files and in catalogues, and which ids stay."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.fingerprints import fingerprint, unit_mark
from sitegen.model import (
    Acknowledged,
    Appearance,
    Config,
    Correction,
    Entry,
    EventFacts,
    FileLink,
    Moment,
    NewsFacts,
    Organisation,
    Person,
    Picture,
    Place,
    Session,
    StatusNote,
    Translation,
    UnitMark,
    Venue,
)
from sitegen.translation.alignment import align
from sitegen.translation.fields import FieldText, all_texts, field_texts, with_texts
from sitegen.translation.records import acknowledge, by_identity, of_vanished
from sitegen.translation.states import Paths, _Page, entries_of, entries_of_vanished, page_translation

PAGE = "content/events/x"
EN = ["Two days of talks.", "Forty people came.", "2020", "The end."]
ZH = ["两天的会谈。", "来了四十人。", "2020", "完。"]


def marks(texts: Sequence[str], role: str = "paragraph") -> list[UnitMark]:
    return [unit_mark(role, text, number) for number, text in enumerate(texts, start=11)]


def translation(source: Sequence[str] = EN, target: Sequence[str] | None = ZH, records: Sequence[Acknowledged] = (),
                *, texts: bool = True, **more: Any) -> Translation:
    return page_translation(
        more.pop("identity", PAGE), "zh", source_marks=marks(source),
        target_marks=None if target is None else marks(target), records=records,
        texts=(lambda: (source, target or ())) if texts else None,
        paths=Paths(source="x.en.md", target="x.zh.md" if target is not None else "", catalogue="x.po"), **more)


def states(found: Translation) -> list[str]:
    return [unit.state for unit in found.units]


def adopted(found: Translation, source: Sequence[str] = EN, target: Sequence[str] = ZH) -> list[Acknowledged]:
    """The records that `adopt` would write."""
    return [acknowledge(unit.id, source[unit.source], target[unit.target]) for unit in found.units
            if unit.state not in ("neutral", "orphan", "missing")]


RECORDS = adopted(translation())


# ---- files ---------------------------------------------------------------------------------------------------------


def test_what_nobody_has_confirmed_is_unrecorded_and_then_fresh() -> None:
    found = translation()
    assert states(found) == ["unrecorded", "unrecorded", "neutral", "unrecorded"]
    assert (found.identity, found.language, found.total, found.missing, found.stale) == (PAGE, "zh", 3, 0, 0)
    assert [record.id for record in RECORDS] == [
        f"{PAGE}#paragraph:{fingerprint(text)[:8]}" for text in (EN[0], EN[1], EN[3])]
    assert states(translation(records=RECORDS)) == ["fresh", "fresh", "neutral", "fresh"]


def test_a_page_without_a_translation_is_missing_as_a_whole() -> None:
    found = translation(target=None)
    assert states(found) == ["missing", "missing", "neutral", "missing"]
    assert (found.total, found.missing) == (3, 3)
    assert found.units[0].source_line == 11


def test_an_edit_makes_exactly_one_unit_stale_and_keeps_its_id() -> None:
    found = translation([EN[0], "Fifty people came.", *EN[2:]], ZH, RECORDS)
    assert states(found) == ["fresh", "stale", "neutral", "fresh"]
    stale = found.units[1]
    assert (stale.id, stale.recorded) == (RECORDS[1].id, "Forty people came.")
    assert (stale.source, stale.target, stale.source_line, stale.target_line) == (1, 1, 12, 12)
    assert stale.target_path == "x.zh.md"
    assert (found.total, found.stale) == (3, 1)


@pytest.mark.parametrize("source", [
    ["Two days\nof talks.", *EN[1:]],
    [EN[3], *EN[:3]],
    [EN[0], "2021", *EN[1:2], *EN[2:]],
])
def test_rewrapping_moving_and_neutral_texts_make_nothing_stale(source: list[str]) -> None:
    found = translation(source, ZH, RECORDS)
    assert {unit.state for unit in found.units} == {"fresh", "neutral"}
    assert (found.total, found.missing, found.stale) == (3, 0, 0)


def test_saving_or_rewording_the_translation_alone_changes_nothing_of_a_fresh_unit() -> None:
    assert states(translation(EN, ["两天的会议。", *ZH[1:]], RECORDS)) == ["fresh", "fresh", "neutral", "fresh"]


@pytest.mark.parametrize("resaved", ["来了四十人。", "来了\n四十人。 "])
def test_resaving_the_translation_clears_nothing(resaved: str) -> None:
    source = [EN[0], "Fifty people came.", *EN[2:]]
    assert states(translation(source, [ZH[0], resaved, *ZH[2:]], RECORDS))[1] == "stale"


def test_new_words_for_that_very_unit_make_it_revised() -> None:
    found = translation([EN[0], "Fifty people came.", *EN[2:]], [ZH[0], "来了五十人。", *ZH[2:]], RECORDS)
    assert states(found) == ["fresh", "revised", "neutral", "fresh"]
    assert found.units[1].id == RECORDS[1].id
    assert (found.missing, found.stale) == (0, 0)


def test_acknowledging_clears_and_keeps_the_id() -> None:
    changed = [EN[0], "Fifty people came.", *EN[2:]]
    again = adopted(translation(changed, ZH, RECORDS), changed)
    assert [record.id for record in again] == [record.id for record in RECORDS]
    assert "stale" not in states(translation(changed, ZH, again))


def test_a_translation_without_source_is_an_orphan_at_its_place() -> None:
    found = translation([EN[0], *EN[2:]], ZH, RECORDS)
    assert states(found) == ["fresh", "neutral", "fresh", "orphan"]
    assert (found.units[-1].target, found.units[-1].target_line, found.units[-1].source) == (1, 12, -1)
    assert (found.total, found.missing) == (2, 0)


def test_a_new_unit_never_takes_a_recorded_id() -> None:
    """A unit first recorded as A now says B; a new unit says A."""
    records = adopted(translation(["A"], ["甲"]), ["A"], ["甲"])
    found = translation(["B b b", "A"], ["甲"], [acknowledge(records[0].id, "B b b", "甲")])
    assert states(found) == ["fresh", "missing"]
    assert found.units[0].id == records[0].id != found.units[1].id


def test_equal_texts_are_units_of_their_own() -> None:
    source, target = ["Yes", "Yes", "Yes"], ["是", "有", "是"]
    records = adopted(translation(source, target), source, target)
    assert len({record.id for record in records}) == 3
    found = translation(["No", "None", "Yes"], target, records)
    assert states(found) == ["stale", "stale", "fresh"]
    assert {unit.id for unit in found.units} == {record.id for record in records}


def test_a_renamed_page_keeps_its_states_and_its_digits() -> None:
    elsewhere = of_vanished(by_identity(RECORDS), {"content/events/y"})
    renamed = translation(EN, ZH, identity="content/events/y", elsewhere=elsewhere)
    assert states(renamed) == ["fresh", "fresh", "neutral", "fresh"]
    assert renamed.units[0].id == RECORDS[0].id.replace("/x#", "/y#")
    changed = translation(["Three days.", *EN[1:]], ZH, identity="content/events/y", elsewhere=elsewhere)
    assert states(changed) == ["stale", "fresh", "neutral", "fresh"]


def test_one_translation_for_two_units_is_fresh_for_both_and_stale_when_either_changes() -> None:
    first = acknowledge(f"{PAGE}#paragraph:00000001", "First half.", "上下两半。")
    second = acknowledge(f"{PAGE}#paragraph:00000002", "Second half.", "上下两半。", f"with: {first.id}")
    assert states(translation(["First half.", "Second half."], ["上下两半。"], [first, second])) == ["fresh", "fresh"]
    changed = translation(["First half.", "Second half, changed."], ["上下两半。"], [first, second])
    assert states(changed) == ["fresh", "stale"]
    assert [unit.target for unit in changed.units] == [0, 0]


@settings(deadline=None)
@given(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=8, unique=True), st.data())
def test_k_of_n_without_counterpart_are_k_missing(letters: list[str], data: st.DataObject) -> None:
    source = [f"Paragraph {letter} of it" for letter in letters]
    target = [f"第{letter}段" for letter in letters]
    records = adopted(translation(source, target), source, target)
    gone = data.draw(st.sets(st.integers(0, len(letters) - 1)))
    kept = [text for number, text in enumerate(target) if number not in gone]
    found = translation(source, kept, records)
    assert states(found) == ["missing" if number in gone else "fresh" for number in range(len(letters))]
    assert (found.missing, found.stale, found.total) == (len(gone), 0, len(letters))


# ---- catalogues ----------------------------------------------------------------------------------------------------


def entry(source: str, words: str, **more: Any) -> Entry:
    return Entry(context=f"{PAGE}#paragraph", source=source, translation=words, **more)


def of_catalogue(source: Sequence[str], entries: Sequence[Entry], records: Sequence[Acknowledged] = (),
                 **more: Any) -> Translation:
    return translation(source, None, records, entries=entries_of(entries).get(PAGE, {}), **more)


BEFORE, AFTER, OLD, NEW = "Forty people came.", "Fifty people came.", "来了四十人。", "来了五十人。"
RECORD = acknowledge(f"{PAGE}#paragraph:00000001", BEFORE, OLD)


@pytest.mark.parametrize(("source", "found", "records", "state"), [
    (BEFORE, entry(BEFORE, OLD), [RECORD], "fresh"),
    (BEFORE, entry(BEFORE, OLD), [], "unrecorded"),
    (BEFORE, entry(BEFORE, NEW), [RECORD], "fresh"),
    (BEFORE, entry(BEFORE, ""), [RECORD], "missing"),
    # Edited at the source, before and after `update`, and after a bulk upload that dropped the flag.
    (AFTER, entry(BEFORE, OLD), [RECORD], "stale"),
    (AFTER, entry(BEFORE, OLD), [], "stale"),
    (AFTER, entry(AFTER, OLD, previous=BEFORE, fuzzy=True), [RECORD], "stale"),
    (AFTER, entry(AFTER, OLD, previous=BEFORE), [RECORD], "stale"),
    (AFTER, entry(AFTER, OLD), [RECORD], "stale"),
    # A translator's work is an acknowledgement.
    (AFTER, entry(AFTER, NEW), [RECORD], "fresh"),
    (AFTER, entry(AFTER, NEW, previous=BEFORE), [RECORD], "fresh"),
    # Words of another unit are never published as this one's.
    (AFTER, entry(AFTER, NEW, previous=BEFORE, fuzzy=True), [RECORD], "missing"),
    (AFTER, entry(AFTER, OLD, previous=BEFORE, fuzzy=True), [], "missing"),
    (AFTER, entry("Nothing like it at all", OLD), [], "missing"),
])
def test_the_state_of_a_unit_in_a_catalogue(source: str, found: Entry, records: list[Acknowledged],
                                            state: str) -> None:
    unit = of_catalogue([source], [found], records).units[0]
    assert unit.state == state
    assert unit.translation == ("" if state == "missing" else found.translation)
    assert unit.target == -1
    if state == "stale":
        assert unit.recorded == BEFORE
    if records:
        assert unit.id == RECORD.id


def test_equal_words_of_another_unit_make_nothing_stale() -> None:
    """Its previous text says that this entry never had the record's source."""
    other = entry("Forty guests slept here.", OLD, previous="Forty guests stayed here.")
    assert of_catalogue([other.source], [other], [RECORD], texts=False).units[0].state == "unrecorded"


def test_an_entry_is_named_by_its_line_and_file() -> None:
    unit = of_catalogue([BEFORE], [entry(BEFORE, OLD, line=7)]).units[0]
    assert (unit.target_path, unit.target_line, unit.source_line) == ("x.po", 7, 11)


def test_a_file_goes_before_the_catalogue() -> None:
    found = translation([BEFORE, "The end."], [OLD], entries={f"{PAGE}#paragraph": [
        entry(BEFORE, "别的话。"), entry("The end.", "完。")]})
    assert [(unit.target, unit.translation) for unit in found.units] == [(0, ""), (-1, "完。")]
    assert "orphan" not in states(found)


def test_a_translation_of_a_text_that_is_gone_is_an_orphan() -> None:
    found = of_catalogue([BEFORE], [entry(BEFORE, OLD), entry("Something else entirely", "别的。", line=9)])
    assert states(found) == ["unrecorded", "orphan"]
    assert found.units[1].target_line == 9


def test_a_renamed_page_finds_its_entries() -> None:
    elsewhere = entries_of_vanished(entries_of([entry(BEFORE, OLD)]), {"content/events/y"})
    found = translation([BEFORE], None, identity="content/events/y", entries_elsewhere=elsewhere,
                        elsewhere=of_vanished(by_identity([RECORD]), {"content/events/y"}))
    assert states(found) == ["fresh"]
    title = Entry(context=f"{PAGE}#title", source="News", translation="新闻")
    unit, = translation([], None, identity="content/events/y", fields=[FieldText("title", "title", "News", "")],
                        entries_elsewhere=entries_of_vanished(entries_of([title]), ())).units
    assert (unit.state, unit.translation) == ("unrecorded", "新闻")


# ---- fields --------------------------------------------------------------------------------------------------------


def text_of(en: str, zh: str = "") -> dict[str, str]:
    return {"en": en} | ({"zh": zh} if zh else {})


FACTS = EventFacts(
    title=text_of("Talks", "会谈"), description=text_of("What it is."), subtitle={"zh": "副题"},
    status_note=StatusNote(text=text_of("Moved online.")), location=Place(name=text_of("Hall"), city=text_of("B")),
    sessions=(Session(id="opening", title=text_of("Opening", "开幕"), speakers=(
        Appearance(name=text_of("Ann")), Appearance(person="felix", job_title=text_of("Head")))),),
    photos=(Picture(src="./hall.jpg", alt=text_of("A hall"), caption=text_of("3")),),
    documents=(FileLink(title=text_of("Programme"), file="a/p.pdf"), FileLink(title=text_of("Same"), file="a/p.pdf")),
    corrections=(Correction(date=Moment(day=date(2020, 3, 5)), text=text_of("A slip.")),),
    also_known_as=(text_of("The Talks"),), extra={"en": "not a text"})


def test_every_text_of_a_page_has_its_role_and_field() -> None:
    assert [(text.role, text.field) for text in field_texts(FACTS, "en", "zh")] == [
        ("title", "title"), ("description", "description"),
        ("corrections/2020-03-05/text", "corrections.0.text"),
        ("photos/hall.jpg/alt", "photos.0.alt"), ("photos/hall.jpg/caption", "photos.0.caption"),
        ("documents/a/p.pdf/title", "documents.0.title"), ("documents/a/p.pdf~1/title", "documents.1.title"),
        ("subtitle", "subtitle"), ("also_known_as/0", "also_known_as.0"),
        ("status_note/text", "status_note.text"), ("location/name", "location.name"),
        ("location/city", "location.city"),
        ("sessions/opening/title", "sessions.0.title"),
        ("sessions/opening/speakers/0/name", "sessions.0.speakers.0.name"),
        ("sessions/opening/speakers/felix/job_title", "sessions.0.speakers.1.job_title"),
    ]
    assert "description" not in {text.role for text in field_texts(FACTS, "en", "zh", derived={"description"})}


def test_texts_of_records_are_named_by_their_place_in_the_file() -> None:
    person = Person(id="felix", index=3, name=text_of("Felix"), sort_key={"zh": "fei"}, image=Picture(
        src="f.jpg", alt=text_of("Felix at a desk")))
    assert [(text.role, text.field) for text in field_texts(person, "en", "zh")] == [
        ("name", "3.name"), ("image/alt", "3.image.alt")]
    venue = Venue(id="hall", index=1, place=Place(name=text_of("Hall")))
    assert [(text.role, text.field) for text in field_texts(venue, "en", "zh")] == [("name", "1.name")]
    member = Organisation(id="qub", address=Place(city=text_of("Belfast")))
    assert [text.role for text in field_texts(member, "en", "zh")] == ["address/city"]


def test_texts_are_filled_in_and_taken_away_by_role() -> None:
    roles = [role for role, _, _ in all_texts(FACTS)]
    filled = with_texts(FACTS, {role: f"译 {role}" for role in roles}, "zh")
    assert {role: text["zh"] for role, _, text in all_texts(filled)} == {role: f"译 {role}" for role in roles}
    assert {role: text.get("en") for role, _, text in all_texts(filled)} == {
        role: text.get("en") for role, _, text in all_texts(FACTS)}
    emptied = with_texts(FACTS, dict.fromkeys(roles, ""), "zh")
    assert all("zh" not in text for _, _, text in all_texts(emptied))
    assert with_texts(FACTS, {}, "zh") is FACTS
    assert with_texts(FACTS, {"title": "会谈", "no such": "x"}, "zh") is FACTS
    venue = with_texts(Venue(id="hall", place=Place(name=text_of("Hall"))), {"name": "大厅"}, "zh")
    assert venue.place.name["zh"] == "大厅"


def test_fields_come_first_and_have_states_like_any_unit() -> None:
    fields = field_texts(NewsFacts(title=text_of("News", "新闻"), description=text_of("2020")), "en", "zh")
    found = translation(fields=fields)
    assert [(unit.role, unit.state, unit.field) for unit in found.units[:2]] == [
        ("title", "unrecorded", "title"), ("description", "neutral", "description")]
    assert (found.total, found.units[0].translation, found.units[0].target_path) == (4, "新闻", "x.zh.md")


TITLE = acknowledge(f"{PAGE}#title:00000001", "News", "新闻")


@pytest.mark.parametrize(("source", "target", "records", "state"), [
    ("News", "新闻", [TITLE], "fresh"),
    ("News", "消息", [TITLE], "fresh"),
    ("Fresh news", "新闻", [TITLE], "stale"),
    ("Fresh news", "最新消息", [TITLE], "revised"),
    ("News", "", [TITLE], "missing"),
    ("News", "新闻", [], "unrecorded"),
    ("", "新闻", [], "orphan"),
])
def test_the_state_of_a_field(source: str, target: str, records: list[Acknowledged], state: str) -> None:
    unit, = translation([], None, records, fields=[FieldText("title", "title", source, target)]).units
    assert unit.state == state
    assert unit.recorded == ("News" if state in ("stale", "revised") else "")
    if records:
        assert unit.id == TITLE.id


def test_a_field_may_be_translated_by_the_catalogue() -> None:
    for words, state in (("News", "fresh"), ("Fresh news", "stale")):
        unit, = translation([], None, [TITLE], fields=[FieldText("title", "title", words, "")], entries={
            f"{PAGE}#title": [Entry(context=f"{PAGE}#title", source="News", translation="新闻", line=4)]}).units
        assert (unit.state, unit.translation, unit.target_path, unit.target_line) == (state, "新闻", "x.po", 4)


def test_a_session_with_another_id_keeps_its_record() -> None:
    record = acknowledge(f"{PAGE}#sessions/opening/title:00000001", "Opening", "开幕")
    unit, = translation([], None, [record], fields=[
        FieldText("sessions/welcome/title", "sessions.0.title", "Opening", "开幕")]).units
    assert (unit.state, unit.id) == ("fresh", record.id)


# ---- the short ways ------------------------------------------------------------------------------------------------


@given(st.lists(st.sampled_from([*EN, "Another one."]), max_size=8), st.lists(st.sampled_from(ZH), max_size=8),
       st.booleans())
def test_a_page_of_which_nothing_is_recorded_comes_out_as_unit_by_unit(
    source: list[str], target: list[str], taken: bool
) -> None:
    ours, theirs = marks(source), marks(target)
    aligned = align(ours, theirs)
    one, other = (_Page(PAGE, (), {}, {}, {}, Paths(source="x.en.md", target="x.zh.md")) for _ in range(2))
    for page in (one, other) if taken else ():
        page.taken.add(f"{PAGE}#paragraph:{fingerprint(EN[0])[:8]}")
    assert other.unknown_units(ours, aligned.targets, theirs) == [
        one.unit(i, mark, aligned, theirs, None) for i, mark in enumerate(ours)]


@pytest.mark.parametrize("owner", [
    EventFacts(title={"en": "A", "zh": "甲"}, description={}, photos=(Picture(src="a.jpg", alt={"zh": "图"}),),
               sessions=(Session(id="one", title={"en": "S"}, documents=(FileLink(file="a.pdf", title={"en": "F"}),)),
                         Session(id="", title={"en": "T"}, speakers=(Appearance(job_title={"en": "Dr"}),))),
               status_note=StatusNote(text={"en": "Why"}), location=Place(name={"en": "Hall", "zh": "厅"})),
    Person(id="ada", index=3, name={"en": "Ada", "zh": "艾达"}),
    Venue(id="hall", index=1, place=Place(name={"en": "Hall"}, city={"zh": "贝尔法斯特"})),
    Config(title={"en": "Site", "zh": "站"}, base_url="https://a.org/", timezone="UTC", languages=(),
           region_names={"GB": {"en": "UK"}}),
])
def test_the_texts_of_two_languages_are_those_of_all_that_are_there(owner: Any) -> None:
    assert field_texts(owner, "en", "zh", derived=("description",)) == [
        FieldText(role, field, text.get("en", ""), text.get("zh", "")) for role, field, text in all_texts(owner)
        if (text.get("en") or text.get("zh")) and role != "description"]
