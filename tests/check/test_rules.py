"""Stories of rules: each mistake has a sentence, a place and a cure."""

from datetime import UTC, datetime
from typing import Any

import pytest
from small_sites import (
    BASICS,
    HOME,
    assembled,
    config,
    document,
    event,
    found,
    moment,
    news,
    records,
    site_of,
)

from sitegen.check.rules import check_site
from sitegen.diagnostics import Diagnostic
from sitegen.model import (
    Appearance,
    EventFacts,
    FileLink,
    Membership,
    Organisation,
    Origin,
    Parsed,
    Person,
    Picture,
    Place,
    Registration,
    Role,
    SectionPolicy,
    Session,
    StatusNote,
    TimelineEntry,
    Topic,
)

PATH = "events/a/index.en.md"
PAST = {"start": "2020-03-05 09:30", "end": "2020-03-06 16:30"}
DAY_ONLY = {"start": "2026-07-01", "end": "2026-07-02"}
NOTE = StatusNote(text={"en": "Held by video."})


def problems_of(*parsed: Parsed, **options: Any) -> tuple[Diagnostic, ...]:
    return check_site(assembled(*parsed, **options)[0])


def event_problems(**fields: Any) -> list[tuple[str, str]]:
    told = problems_of(event(PATH, **fields))
    assert all(one.path == f"content/{PATH}" and one.message for one in told)
    return [(one.code, one.field) for one in told]


def test_a_complete_site_has_nothing_wrong() -> None:
    assert check_site(site_of(event(PATH), news("news/n.en.md"))) == ()


VENUE = Place(name={"en": "HSE"}, street={"en": "11 Pokrovsky"}, city={"en": "Moscow"}, country="RU")


@pytest.mark.parametrize(("fields", "told"), [
    ({"title": ""}, [("E-REQ", "title")]),
    ({"description": ""}, [("E-DESC", "description")]),
    ({"start": None, "end": None}, [("E-REQ", "start")]),
    ({"end": None}, [("E-REQ", "end")]),
    ({"attendance": ""}, [("E-REQ", "attendance")]),
    ({"organizers": ()}, [("E-ORG", "organizers")]),
    ({"languages": ()}, [("E-INLANG", "languages")]),
    ({"languages": (), **PAST}, []),
    ({"start": "2026-10", "end": None}, [("E-DATE", "start")]),
    ({"start": "2020", "end": None}, []),
    ({"start": "2026-07-02", "end": "2026-07-01"}, [("E-END-BEFORE", "end")]),
    ({"start": "2026-07-01 09:30", "end": "2026-07-01 09:00"}, [("E-END-BEFORE", "end")]),
    ({"start": "2026-07-01 09:30", "end": "2026-07-02"}, [("E-KIND", "end")]),
    ({"start": "2026-07-01", "end": "2026-07-02 09:30"}, [("E-KIND", "start")]),
    ({"start": "2026-07-01", "end": "2026-07-20"}, [("W-LONG-EVENT", "end")]),
    ({"start": "2026-07-01 00:00"}, [("W-MIDNIGHT", "start")]),
    ({"timezone": ""}, [("E-TZ-MISSING", "start")]),
    ({"timezone": "", **DAY_ONLY}, []),
    ({"start": "2026-03-29 01:30", "end": "2026-03-29 09:00"}, [("E-TZ-GAP", "start")]),
    ({"start": "2026-10-25 01:30", "end": "2026-10-25 09:00"}, [("E-TZ-FOLD", "start")]),
    ({"start": "2026-10-25 01:30", "end": "2026-10-25 09:00", "fold": "second"}, []),
    ({"fold": "first"}, [("E-FOLD", "fold")]),
    ({"status": ("cancelled",)}, [("E-STATUS-NOTE", "status_note")]),
    ({"status": ("cancelled",), "status_note": StatusNote(date=moment("2026-01-01"))},
     [("E-STATUS-NOTE", "status_note.text")]),
    ({"status": ("cancelled",), "status_note": NOTE}, []),
    ({"status": ("rescheduled",), "status_note": NOTE}, [("E-PREV", "previous_start")]),
    ({"previous_start": (moment("2026-01-01"),)}, [("E-PREV2", "previous_start")]),
    ({"status": ("scheduled", "cancelled"), "status_note": NOTE}, [("E-STATUS", "status")]),
    ({"status": ("moved-online",), "status_note": NOTE}, [("E-MODE", "attendance")]),
    ({"attendance": "online", "online_url": "https://x.org/join"}, [("E-MODE-PLACE", "location")]),
    ({"attendance": "online", "location": None}, [("E-VURL", "online_url")]),
    ({"attendance": "online", "location": None, **PAST}, []),
    ({"attendance": "hybrid", "online_url": "https://zoom.us/j/123"}, [("E-PRIVATE-LINK", "online_url")]),
    ({"attendance": "hybrid", "online_url": "https://us02web.zoom.us/j/123"}, [("E-PRIVATE-LINK", "online_url")]),
    ({"attendance": "hybrid", "online_url": "https://zoom.us/webinar/register/1"}, []),
    ({"registration": Registration(url="https://meeting.tencent.com/dm/1")}, [("E-PRIVATE-LINK", "registration.url")]),
    ({"location": None}, [("E-REQ", "location")]),
    ({"location": Place(name={"en": "Hall"}, city={"en": "Belfast"}, country="GB")}, [("E-ADDR", "location.street")]),
    ({"location": Place(name={"en": "Hall"}, city={"en": "Belfast"}, country="GB"), **PAST}, []),
    ({"location": Place(name={"en": "Hall"}, city={"en": "Belfast"}, country="GB"), "address_announced_later": True},
     []),
    ({"location": Place(name={"en": "Hall"}, city={"en": "Belfast"}, country="GB"), "address_announced_later": True,
      "start": "2026-06-10 09:00", "end": "2026-06-10 10:00"}, [("W-ADDR", "location")]),
    ({"location": Place(name={"en": "Hall"}, street={"en": "1 Road"})},
     [("E-ADDR", "location.city"), ("E-ADDR", "location.country")]),
    ({"location": None, "attendance": "", "not_recorded": ("location", "attendance"), **PAST}, []),
    ({"location": None, "not_recorded": ("location",)}, [("E-REQ", "location")]),
    ({"location": VENUE, "timezone": "Europe/Paris"}, [("W-TZ-PLACE", "timezone")]),
    ({"location": VENUE, "timezone": "Europe/Moscow"}, []),
    ({"sessions": (Session(id="s", kind="break"),)}, [("E-REQ", "sessions.0.title")]),
    ({"sessions": (Session(id="s", title={"en": "Talk"}),)}, [("E-TALK-NOBODY", "sessions.0.speakers")]),
    ({"speakers": (Appearance(person="felix"), Appearance(person="felix"))}, [("E-PERF-DUP", "speakers.1.person")]),
    ({"photos": (Picture(src="a.jpg"), Picture(src="b.jpg", decorative=True))}, [("E-ALT", "photos.0.alt")]),
    ({"image": Picture(src="a.jpg", alt={"zh": "图"})}, [("E-ALT", "image.alt")]),
    ({"start": "9999-12-31 23:59", "end": "9999-12-31 23:59", "timezone": "America/New_York"},
     [("W-TZ-PLACE", "timezone")]),
    ({"start": "0001-01-01 00:01", "end": "0001-01-01 00:02", "timezone": "Asia/Shanghai"},
     [("W-TZ-PLACE", "timezone")]),
])
def test_an_event(fields: dict[str, Any], told: list[tuple[str, str]]) -> None:
    assert event_problems(**fields) == told


def test_the_words_say_what_is_wrong_and_what_to_type() -> None:
    told = {one.code: one for one in problems_of(event(
        PATH, start="2020-03-29 02:30", end="2020-03-28 09:00", timezone="Europe/Paris", attendance="online",
        location=VENUE, online_url="https://x.org", status=("cancelled",)))}
    assert told["E-TZ-GAP"].message == ("02:30 on 2020-03-29 does not exist in Europe/Paris "
                                        "(clocks go from 02:00 to 03:00).")
    assert told["E-END-BEFORE"].message == "end 2020-03-28 09:00 is before start 2020-03-29 02:30."
    assert "has a venue (HSE)" in told["E-MODE-PLACE"].message
    assert told["E-STATUS-NOTE"].message == ("status is cancelled but status_note is missing. "
                                             "Readers need one sentence and a date.")
    assert told["E-STATUS-NOTE"].missing
    zone = next(one for one in problems_of(event(PATH, start="2020-03-05 09:30", end="2020-03-05 10:30",
                                                 timezone="Europe/Paris", location=VENUE)))
    assert zone.message == ("timezone Europe/Paris but the venue is in RU. Times will be shown as Paris time "
                            "(09:30 Paris = 11:30 Moscow). Is that meant?")


def test_sessions_lie_within_their_event() -> None:
    def session(start: str, end: str) -> Session:
        return Session(id="s", kind="break", title={"en": "S"}, start=moment(start), end=moment(end))

    day = {"start": "2026-07-01 09:00", "end": "2026-07-01 12:30"}
    out = problems_of(event(PATH, sessions=(session("0001-01-01 09:00", "0001-01-01 12:30"),
                                            session("0001-01-01 14:00", "0001-01-01 15:00")), **day))
    assert [(one.code, one.field) for one in out] == [("E-SESSION-OUT", "sessions.1.start")]
    assert out[0].message == "Session 2 (14:00–15:00) is outside the event (09:00–12:30)."
    assert event_problems(sessions=(session("2026-07-01 11:00", "2026-07-01 10:00"),), **day) == [
        ("E-END-BEFORE", "sessions.0.end")]
    assert event_problems(sessions=(session("2026-07-02 09:00", "2026-07-02 10:00"),), **DAY_ONLY) == []
    assert event_problems(sessions=(session("2026-07-03 09:00", "2026-07-03 10:00"),), **DAY_ONLY) == [
        ("E-SESSION-OUT", "sessions.0.start")]


def test_nobody_is_in_two_sessions_at_once() -> None:
    def talk(identifier: str, start: str, end: str) -> Session:
        return Session(id=identifier, title={"en": "T"}, start=moment(f"0001-01-01 {start}"),
                       end=moment(f"0001-01-01 {end}"), speakers=(Appearance(person="felix"),))

    assert event_problems(sessions=(talk("a", "10:00", "11:00"), talk("b", "10:30", "11:30"))) == [
        ("W-CLASH", "sessions.1.start")]
    assert event_problems(sessions=(talk("a", "10:00", "11:00"), talk("b", "11:00", "11:30"))) == []


def test_unknown_ids_are_named_with_the_nearest() -> None:
    told = problems_of(
        event(PATH, organizers=("qub", "qbu"), roles=(Role(organisation="x", role="host"),), series="s",
              speakers=(Appearance(person="felixx"), Appearance(name={"en": "A"}, affiliation="cisco")),
              sessions=(Session(id="s", title={"en": "T"}, speakers=(Appearance(person="anna"),)),),
              reports=("none",), about=("felix", "qub", "a", "events/a", "nobody"), tags=("a", "b"), location=None,
              location_id="hall"),
        records("topics", Topic(id="a", name={"en": "A"})),
    )
    assert found(told) == [("E-REF", PATH, field) for field in (
        "tags.1", "about.4", "location", "series", "organizers.1", "reports.0", "roles.0.organisation",
        "speakers.0.person", "speakers.1.affiliation", "sessions.0.speakers.0.person")]
    messages = {one.field: one.message for one in told}
    assert messages["organizers.1"] == 'organisation "qbu" does not exist. Close matches: qub.'
    assert messages["speakers.0.person"] == 'person "felixx" does not exist. Close matches: felix.'


def test_tags_are_free_where_no_topics_are_kept() -> None:
    assert event_problems(tags=("anything",)) == []


def test_ids_of_a_file_with_errors_are_not_called_unknown() -> None:
    told = problems_of(HOME, records("organisations", broken=True), event(PATH), basics=False)
    assert told == ()


def test_a_slug_of_two_pages_is_ambiguous() -> None:
    told = problems_of(event("events/x.en.md"), news("news/x.en.md"), news("news/n.en.md", about=("x",)))
    assert found(told) == [("E-REF", "news/n.en.md", "about.0")]
    assert told[0].message == '"x" could be any of events/x, news/x.'
    assert problems_of(event("events/x.en.md"), news("news/x.en.md"), news("news/n.en.md", about=("events/x",))) == ()


def test_a_reference_to_a_draft_is_no_error() -> None:
    assert problems_of(event("events/x.en.md", draft=True), news("news/n.en.md", about=("x",))) == ()


def test_a_file_with_errors_is_not_asked_for_what_is_missing() -> None:
    assert event_problems(broken=True, start=None, end=None, organizers=(), title="") == []


def test_news_publications_and_pages() -> None:
    told = problems_of(
        document("news/n.en.md", title="N", description="D"),
        document("publications/p.en.md", title="P", description="D"),
        document("about.en.md", title=""),
        document("news/index.en.md", title="The news"),
    )
    assert found(told) == [
        ("E-REQ", "about.en.md", "title"), ("E-REQ", "news/n.en.md", "date"), ("E-AUTHOR", "news/n.en.md", "author"),
        ("E-REQ", "publications/p.en.md", "date"), ("E-AUTHOR", "publications/p.en.md", "author"),
        ("E-REQ", "publications/p.en.md", "abstract"), ("E-REQ", "publications/p.en.md", "files")]
    assert problems_of(document("publications/p.en.md", title="P", description="D", date="2020", publisher=("qub",),
                                abstract="A", files=(FileLink(url="https://x.org/y.pdf"),))) == ()


def test_a_site_needs_a_home_page() -> None:
    told = problems_of(*BASICS[1:], document("about.en.md", title="A"), basics=False)
    assert [(one.code, one.path) for one in told] == [("E-HOME", "")]


def test_uids_are_unique() -> None:
    told = problems_of(event("events/a.en.md", uid="x"), event("events/b.en.md", uid="x"))
    assert found(told) == [("E-UID", "events/b.en.md", "uid")]


def test_records_hold_across_files() -> None:
    founded = Organisation(id="site", name={"en": "C"}, founded=moment("2017-05-25"))
    told = problems_of(
        HOME, *(records("members",
                        Organisation(id="early", name={"en": "E", "zh": "E"},
                                     membership=Membership(start=moment("2016"))),
                        Organisation(id="odd", name={"en": "O", "zh": "O"}, identifier="ror", parent="none",
                                     membership=Membership(start=moment("2020"), end=moment("2019"))),
                        Organisation(id="zh", name={"en": "S", "zh": "东南"}, identifier="ror",
                                     membership=Membership(start=moment("2017-05"))),
                        Organisation(id="sorted", name={"en": "S", "zh": "东南"}, sort_key={"zh": "dongnan"},
                                     membership=Membership())),
                records("people", Person(id="p", name={"en": "P"}, affiliation="none")),
                records("timeline",
                        TimelineEntry(id="t", name={"en": "T"}, start=moment("2020"), end=moment("2019"),
                                      about=("none", "early")),
                        TimelineEntry(id="u", name={"en": "U"}, start=moment("2025"), state="planned"),
                        TimelineEntry(id="v", event="none"))),
        settings=config(organisation=founded), basics=False,
    )
    assert found(told) == [
        ("E-REF", "data/people.yaml", "0.affiliation"),
        ("E-MEMBER-EARLY", "data/members.yaml", "0.membership.start"),
        ("E-REF", "data/members.yaml", "1.parent"),
        ("E-END-BEFORE", "data/members.yaml", "1.membership.end"),
        ("W-SORT-KEY", "data/members.yaml", "2.name"),
        ("E-ROR", "data/members.yaml", "2.identifier"),
        ("E-REF", "data/timeline.yaml", "0.about.0"),
        ("E-END-BEFORE", "data/timeline.yaml", "0.end"),
        ("W-TL-STALE", "data/timeline.yaml", "1.state"),
        ("E-REF", "data/timeline.yaml", "2.event"),
    ]


def test_a_member_has_a_name_for_each_site() -> None:
    told = problems_of(HOME, records("members", Organisation(id="one", name={"en": "One"}, membership=Membership()),
                                     Organisation(id="two", name={"en": "Two", "zh": "Two"}, membership=Membership())),
                       records("organisations", Organisation(id="three", name={"en": "Three"})), basics=False)
    assert found(told) == [("E-NAME-ZH", "data/members.yaml", "0.name")]


def test_a_policy_may_require_to_say_who_translated() -> None:
    def told(**translation: Any) -> list[tuple[str, str, str]]:
        return found(problems_of(event(PATH), document("events/a/index.zh.md", title="甲", facts=(), **translation),
                                 settings=config(translation={"events": SectionPolicy(origin="required")})))

    assert told() == [("E-TR-ORIGIN", "events/a/index.zh.md", "translation")]
    assert told(translated={"zh": Origin(by="李")}) == []


def test_what_is_required_only_until_the_end_is_asked_for_until_that_very_minute() -> None:
    incomplete = event(PATH, languages=(), location=Place(city={"en": "Belfast"}, country="GB"))
    end = datetime(2026, 7, 1, 16, tzinfo=UTC)
    assert [one.code for one in problems_of(incomplete, now=end.replace(hour=15, minute=59))] == ["E-INLANG", "E-ADDR"]
    assert problems_of(incomplete, now=end) == ()
    assert end in assembled(incomplete)[0].boundaries


def test_facts_of_an_event_are_of_its_kind() -> None:
    assert isinstance(site_of(event(PATH)).pages["content/events/a"].facts, EventFacts)
