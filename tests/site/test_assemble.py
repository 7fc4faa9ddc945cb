"""Stories of assembly: pages out of files, and what contradicts."""

from datetime import UTC, datetime

from small_sites import (
    BASICS,
    assembled,
    catalogue,
    config,
    document,
    event,
    found,
    moment,
    news,
    records,
    site_of,
)

from sitegen.model import EventFacts, Organisation, Place, SectionPolicy, Session, TimelineEntry, Venue
from sitegen.site.queries import answer


def test_texts_of_both_files_make_one_page_with_the_facts_of_the_source() -> None:
    site = site_of(
        event("events/forum/index.en.md", title="Forum"),
        document("events/forum/index.zh.md", title="论坛", facts=()),
    )
    page = site.pages["content/events/forum"]
    assert page.facts.title == {"en": "Forum", "zh": "论坛"}
    assert page.source == "content/events/forum/index.en.md"
    assert list(page.documents) == ["en", "zh"]
    assert page.address == "events/forum/"


def test_a_write_up_may_begin_in_chinese() -> None:
    site = site_of(
        document("events/forum/index.en.md", title="Forum", facts=()),
        event("events/forum/index.zh.md", title="论坛"),
    )
    assert site.pages["content/events/forum"].source_language == "zh"


def test_facts_in_two_files_are_errors_that_name_the_other_place_and_both_values() -> None:
    _, problems = assembled(
        event("events/forum/index.en.md", start="2026-07-01 09:00"),
        document("events/forum/index.zh.md", title="论坛", start="2026-07-02 09:00", status=("cancelled",)),
    )
    assert found(problems) == [("E-FACT-TWICE", "events/forum/index.zh.md", "start"),
                               ("E-FACT-TWICE", "events/forum/index.zh.md", "status")]
    assert problems[0].message == ("start is 2026-07-02 09:00 here and 2026-07-01 09:00 in "
                                   "content/events/forum/index.en.md.")


def test_a_text_with_two_values_is_an_error_at_both_places() -> None:
    _, problems = assembled(
        event("events/forum/index.en.md", title={"en": "Forum", "zh": "论坛"}),
        document("events/forum/index.zh.md", title="讲坛", facts=()),
    )
    assert found(problems) == [("E-TEXT-TWICE", "events/forum/index.en.md", "title.zh"),
                               ("E-TEXT-TWICE", "events/forum/index.zh.md", "title.zh")]


def test_two_files_of_one_page_in_one_language_are_an_error() -> None:
    _, problems = assembled(event("events/forum/index.en.md"), event("events/forum.en.md"))
    assert [one.code for one in problems] == ["E-PAGE-TWICE"]


def test_nested_texts_find_their_session_and_file_by_key() -> None:
    site, problems = assembled(
        event("events/forum/index.en.md", sessions=(Session(id="panel-1", title={"en": "Panel"}),)),
        document("events/forum/index.zh.md", title="论坛", facts=(),
                 nested={"sessions/panel-1/title": {"zh": "座谈"}, "sessions/panel-2/title": {"zh": "无"}}),
    )
    facts = site.pages["content/events/forum"].facts
    assert isinstance(facts, EventFacts)
    assert facts.sessions[0].title == {"en": "Panel", "zh": "座谈"}
    assert found(problems) == [("E-REF", "events/forum/index.zh.md", "sessions.panel-2.title")]
    assert "Close matches: panel-1." in problems[0].message


def test_nothing_is_missed_in_a_source_that_was_not_read_whole() -> None:
    _, problems = assembled(
        event("events/forum/index.en.md", broken=True),
        document("events/forum/index.zh.md", title="论坛", facts=(), nested={"sessions/panel-1/title": {"zh": "座谈"}}),
    )
    assert found(problems) == []


def test_sessions_stand_on_the_first_day_in_the_zone_of_the_event() -> None:
    early = Session(id="a", start=moment("0001-01-01 09:45"), end=moment("0001-01-01 10:30"))
    site = site_of(event("events/forum/index.en.md", start="2026-07-01 09:00", end="2026-07-02 16:00",
                         timezone="Europe/Moscow", sessions=(early,)))
    facts = site.pages["content/events/forum"].facts
    assert isinstance(facts, EventFacts) and facts.start and facts.sessions[0].start and facts.sessions[0].end
    assert facts.sessions[0].start.day == facts.start.day
    assert {facts.start.zone, facts.sessions[0].end.zone} == {"Europe/Moscow"}


def test_a_day_is_a_day_of_the_sites_zone_where_the_event_names_none() -> None:
    site = site_of(event("events/forum/index.en.md", start="2026-07-01", end="2026-07-01", timezone=""))
    assert site.ends["content/events/forum"] == datetime(2026, 7, 1, 23, tzinfo=UTC)


def test_a_venue_is_taken_from_its_id() -> None:
    hall = Venue(id="hall", place=Place(name={"en": "Hall"}, city={"en": "Moscow"}, country="RU"))
    site = site_of(event("events/forum/index.en.md", location=None, location_id="hall"), records("places", hall))
    assert answer(site, ("page", "en", "content/events/forum"))["place"]["country"] == "RU"


def test_the_first_paragraph_stands_for_a_description() -> None:
    site = site_of(
        event("events/forum/index.en.md", description="", excerpt="It begins so."),
        document("events/forum/index.zh.md", title="论坛", excerpt="开头。", facts=()),
    )
    assert site.pages["content/events/forum"].facts.description == {"en": "It begins so.", "zh": "开头。"}


def test_drafts_and_scheduled_pages_exist_only_with_drafts() -> None:
    parsed = (news("news/a.en.md", draft=True), news("news/b.en.md", date="2026-06-02"), news("news/c.en.md"))
    site = site_of(*parsed)
    assert list(site.pages) == ["content/index", "content/news/c"]
    assert site.withheld == {"content/news/a": "draft", "content/news/b": "scheduled"}
    with_drafts = site_of(*parsed, drafts=True)
    assert answer(with_drafts, ("page", "en", "content/news/a"))["draft"]
    assert answer(with_drafts, ("page", "en", "content/news/b"))["scheduled"]
    assert not answer(with_drafts, ("page", "en", "content/news/c"))["scheduled"]


def test_a_draft_translation_is_left_out_in_its_language_only() -> None:
    site = site_of(event("events/forum/index.en.md"),
                   document("events/forum/index.zh.md", title="论坛", draft=True, facts=()))
    page = answer(site, ("page", "zh", "content/events/forum"))
    assert not page["translated"]
    assert page["title"].language == "en"
    assert site.withheld == {"content/events/forum/index.zh.md": "draft"}


def test_a_reference_to_a_draft_is_dropped_with_a_warning() -> None:
    site, problems = assembled(
        event("events/forum/index.en.md", draft=True),
        news("news/a.en.md", about=("forum", "qub")),
        records("timeline", TimelineEntry(id="t", event="forum"),
                TimelineEntry(id="u", event="forum", name={"en": "It"}, start=moment("2020"))),
    )
    assert found(problems) == [("W-WITHHELD", "news/a.en.md", "about.0"),
                               ("W-WITHHELD", "data/timeline.yaml", "0.event"),
                               ("W-WITHHELD", "data/timeline.yaml", "1.event")]
    assert site.pages["content/news/a"].facts.about == ("qub",)
    assert [entry["id"] for entry in answer(site, ("timeline", "en"))] == ["u"]


def test_an_id_in_two_files_is_an_error_at_the_second() -> None:
    _, problems = assembled(records("members", Organisation(id="qub", name={"en": "Q"})))
    assert found(problems) == [("E-ID-TWICE", "data/organisations.yaml", "0.id")]


def test_the_sites_messages_override_the_themes_one_by_one() -> None:
    site = site_of(
        catalogue("translations/zh_Hans_CN/LC_MESSAGES/theme.po", Events="活动一览"),
        catalogue("theme/translations/zh_Hans_CN/LC_MESSAGES/theme.po", Events="活动", News="新闻"),
    )
    assert answer(site, ("message", "zh_Hans_CN", "Events")) == ("活动一览",)
    assert answer(site, ("message", "zh_Hans_CN", "News")) == ("新闻",)
    assert answer(site, ("message", "zh_Hans_CN", "Members")) is None


def test_a_page_at_a_lists_address_introduces_it_and_is_no_page() -> None:
    site = site_of(document("events/index.en.md", title="Our events"), event("events/forum/index.en.md"))
    assert answer(site, ("introduction", "en", "events/")) == "content/events"
    assert answer(site, ("introduction", "en", "events/page/2/")) is None
    assert answer(site, ("page", "en", "content/events"))["kind"] == "page"


def test_addresses_that_differ_in_case_or_normal_form_collide() -> None:
    _, problems = assembled(
        document("Café.en.md", title="A"), document("cafe\u0301.en.md", title="B", slug="CAFE\u0301"),
        document("Members.en.md", title="C"), records("members", Organisation(id="a", name={"en": "A"},
                                                                             membership=None)),
    )
    assert found(problems) == [("E-ADDRESS", "cafe\u0301.en.md", "slug")]
    assert "addresses that differ only in case" in problems[0].message


def test_tags_that_differ_in_nothing_an_address_shows_collide() -> None:
    _, problems = assembled(news("news/a.en.md", tags=("Policy", "c")),
                            news("news/b.en.md", tags=("x", "policy", "C++")))
    assert found(problems) == [("E-ADDRESS", "news/a.en.md", "tags.1"), ("E-ADDRESS", "news/b.en.md", "tags.1")]
    assert '"policy" and "Policy" have the same address: /tags/policy/' in problems[1].message


def test_a_page_and_a_file_collide() -> None:
    _, problems = assembled(document("guides/x/index.en.md", title="X"), document("guides/x/photo.en.md", title="P"),
                            files=["guides/x/photo/index.html"])
    assert [one.code for one in problems] == ["E-ADDRESS"]
    assert "content/guides/x/photo.en.md" in problems[0].message


def test_an_alias_leads_neither_to_itself_nor_over_a_page_nor_in_a_circle() -> None:
    _, problems = assembled(
        document("a.en.md", title="A", aliases=("/a/",)),
        document("b.en.md", title="B", aliases=("/en/c/",)),
        document("c.en.md", title="C", aliases=("/b/", "/old/")),
        document("d.en.md", title="D", aliases=("/a/", "/zh/old/", "/fine/")),
    )
    assert found(problems) == [
        ("E-ALIAS", "a.en.md", "aliases.0"), ("E-ALIAS", "b.en.md", "aliases.0"), ("E-ALIAS", "c.en.md", "aliases.0"),
        ("E-ALIAS", "d.en.md", "aliases.0"), ("E-ALIAS", "d.en.md", "aliases.1"),
    ]
    assert "b/ → c/ → b/" in problems[1].message


def test_assembly_does_not_depend_on_the_order_in_which_files_are_found() -> None:
    parsed = [*BASICS, event("events/a/index.en.md"), event("events/b/index.en.md"), news("news/c.en.md")]
    forwards, _ = assembled(*parsed, basics=False)
    backwards, _ = assembled(*reversed(parsed), basics=False)
    assert forwards == backwards
    assert list(forwards.pages) == list(backwards.pages)


def test_a_page_hidden_in_a_language_exists_only_where_its_words_are() -> None:
    site = site_of(event("events/a/index.en.md"), news("news/b.en.md"),
                   settings=config(translation={"events": SectionPolicy(policy="hide")}))
    assert answer(site, ("upcoming", "zh", 0)) == ()
    assert len(answer(site, ("upcoming", "en", 0))) == 1
    assert answer(site, ("card", "zh", "content/events/a")).url == "/en/events/a/"
    english, chinese = answer(site, ("versions", "en", "events/a/"))
    assert (english.translated, chinese.translated, chinese.url) == (True, False, "/zh/")


def test_years_at_the_ends_of_the_calendar_are_no_trouble() -> None:
    site = site_of(
        event("events/a/index.en.md", start="0001-01-01 00:00", end="0001-01-01 00:30", timezone="Asia/Shanghai"),
        event("events/b/index.en.md", start="9999-12-31", end="9999-12-31", timezone="America/New_York"),
    )
    assert site.states == {"content/events/a": "past", "content/events/b": "upcoming"}
