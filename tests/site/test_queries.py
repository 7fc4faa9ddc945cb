"""Stories of questions: what pages are told, in each language."""

from datetime import UTC, datetime
from typing import Any

import pytest
from small_sites import (
    BASICS,
    QUB,
    assembled,
    config,
    document,
    event,
    moment,
    news,
    records,
    site_of,
    template,
)

from sitegen.model import (
    Appearance,
    FileLink,
    FooterLink,
    Membership,
    Organisation,
    Origin,
    Person,
    Picture,
    Place,
    Registration,
    Role,
    Series,
    Session,
    Site,
    TimelineEntry,
    Topic,
)
from sitegen.site.queries import QUERIES, answer
from sitegen.tracing import digest


def names(cards: Any) -> list[str]:
    return [card.identity.rpartition("/")[2] for card in cards]


def test_every_answer_is_plain_data_that_can_be_digested() -> None:
    site = site_of(event("events/a/index.en.md", tags=("x",), series="s"), news("news/b.en.md", about=("a",)),
                   records("series", Series(id="s", name={"en": "S"})), template("page.html"))
    keys: list[tuple[str | int, ...]] = [
        ("about", "en"), ("page", "zh", "content/events/a"), ("card", "zh", "content/events/a"), ("events", "en", 1),
        ("listing", "zh", "news", 1), ("year", "en", "events", 2026), ("people", "en"), ("person", "zh", "felix"),
        ("tags", "en"), ("tag", "en", "x"), ("versions", "en", "events/a/"), ("languages",), ("template", "page.html"),
        ("template", "none.html"), ("members", "en"), ("timeline", "en"), ("related", "en", "content/events/a"),
        ("neighbours", "en", "content/events/a"), ("mentions", "en", "content/events/a"), ("featured", "en", 0),
        ("member_count", "en"), ("latest", "en", "news", 5), ("upcoming", "en", 3), ("data", "en", "x"),
        ("page", "en", "content/none"), ("card", "en", "content/none"), ("asset", "en", "none.css"),
    ]
    for key in keys:
        assert digest(answer(site, key)) == digest(answer(site, key))
    assert {str(key[0]) for key in keys} <= set(QUERIES)


def test_an_untranslated_page_exists_and_says_so() -> None:
    site = site_of(event("events/a/index.en.md", title="Forum"))
    page = answer(site, ("page", "zh", "content/events/a"))
    assert (page["url"], page["translated"], page["language"]) == ("/zh/events/a/", False, "en")
    assert page["title"].language == "en"
    assert answer(site, ("card", "zh", "content/events/a")).languages == ("en",)
    english, chinese = answer(site, ("versions", "zh", "events/a/"))
    assert (english.translated, english.current, chinese.translated, chinese.current) == (True, False, False, True)
    assert names(answer(site, ("upcoming", "zh", 0))) == ["a"]


def test_events_are_postponed_then_upcoming_then_past_by_year() -> None:
    site = site_of(
        event("events/later/index.en.md", start="2026-09-01", end="2026-09-01"),
        event("events/sooner/index.en.md", start="2026-07-01", end="2026-07-01"),
        event("events/off/index.en.md", start="2026-08-01", end="2026-08-01", status=("cancelled",)),
        event("events/moved/index.en.md", start="2020-01-01", end="2020-01-01", status=("postponed",)),
        event("events/old/index.en.md", start="2019-03-01", end="2019-03-01"),
        event("events/older/index.en.md", start="2018-03-01", end="2018-03-01", status=("cancelled",)),
        event("events/old-too/index.en.md", start="2019-05-01", end="2019-05-01"),
    )
    told = answer(site, ("events", "en", 1))
    assert names(told["postponed"]) == ["moved"]
    assert names(told["upcoming"]) == ["sooner", "off", "later"]
    assert [(part["year"], part["count"], names(part["cards"])) for part in told["past"]] == [
        (2019, 2, ["old-too", "old"]), (2018, 1, ["older"])]
    assert [card.state for card in told["upcoming"]] == ["upcoming", "cancelled", "upcoming"]
    assert told["years"][0] == {"year": 2026, "count": 3, "url": "/en/events/2026/"}
    assert names(answer(site, ("year", "en", "events", 2019))["cards"]) == ["old-too", "old"]


def test_the_list_of_events_is_cut_as_one_sequence() -> None:
    past = [event(f"events/e{number}/index.en.md", start=f"2020-01-0{number}", end=f"2020-01-0{number}")
            for number in range(1, 6)]
    site = site_of(*past, event("events/next/index.en.md"), settings=config(page_size=2))
    first, second, third = (answer(site, ("events", "en", number)) for number in (1, 2, 3))
    assert (names(first["upcoming"]), names(first["past"][0]["cards"])) == (["next"], ["e5"])
    assert names(second["past"][0]["cards"]) == ["e4", "e3"]
    assert names(third["past"][0]["cards"]) == ["e2", "e1"]
    assert third["past"][0]["count"] == 5
    assert {told["total"] for told in (first, second, third)} == {3}


@pytest.mark.parametrize("section", ["upcoming", "postponed", "past", "featured"])
def test_a_section_may_be_called_like_a_part_of_the_list_of_events(section: str) -> None:
    site = site_of(document(f"{section}/x.en.md", title="X"), event("events/a/index.en.md", featured=True),
                   event("events/b/index.en.md", start="2020-05-01", end="2020-05-02"))
    page = answer(site, ("events", "en", 1))
    assert (names(page["upcoming"]), names(page["postponed"])) == (["a"], [])
    assert [names(part["cards"]) for part in page["past"]] == [["b"]]
    assert names(answer(site, ("featured", "en", 0))) == ["a"]
    assert names(answer(site, ("listing", "en", section, 1))["cards"]) == ["x"]


def test_a_section_is_listed_newest_first() -> None:
    site = site_of(*(news(f"news/n{number}.en.md", date=f"2026-01-0{number}") for number in (1, 3, 2)),
                   settings=config(page_size=2))
    assert names(answer(site, ("listing", "en", "news", 1))["cards"]) == ["n3", "n2"]
    assert names(answer(site, ("listing", "en", "news", 2))["cards"]) == ["n1"]
    assert names(answer(site, ("latest", "en", "news", 1))) == ["n3"]


def test_related_pages_are_of_the_series_then_of_the_topic_then_of_the_organiser_nearest_first() -> None:
    site = site_of(
        event("events/here/index.en.md", start="2026-07-01", end="2026-07-01", series="s", tags=("t",)),
        event("events/edition/index.en.md", start="2010-07-01", end="2010-07-01", series="s"),
        event("events/topic/index.en.md", start="2026-08-01", end="2026-08-01", tags=("t",), organizers=("x",)),
        event("events/near/index.en.md", start="2026-06-20", end="2026-06-20"),
        event("events/far/index.en.md", start="2012-06-20", end="2012-06-20"),
        news("news/n.en.md", tags=("t",)),
    )
    assert names(answer(site, ("related", "en", "content/events/here"))) == ["edition", "topic", "near"]
    assert names(answer(site, ("related", "en", "content/events/here", 1))) == ["edition"]
    assert names(answer(site, ("related", "en", "content/events/here", 5))) == ["edition", "topic", "near", "far"]


def test_editions_of_a_series_lead_to_each_other() -> None:
    site = site_of(
        event("events/a/index.en.md", start="2026-07-01", end="2026-07-01", series="s", edition=2),
        event("events/b/index.en.md", start="2027-07-01", end="2027-07-01", series="s", edition=3),
        event("events/c/index.en.md", start="2028-07-01", end="2028-07-01", series="s", edition=1),
    )
    told = answer(site, ("neighbours", "en", "content/events/a"))
    assert (told["previous"].identity, told["next"].identity) == ("content/events/c", "content/events/b")
    assert answer(site, ("neighbours", "en", "content/index")) == {"previous": None, "next": None}


def test_news_about_an_event_are_its_mentions() -> None:
    site = site_of(event("events/a/index.en.md"), news("news/b.en.md", about=("a",)), news("news/c.en.md"))
    assert names(answer(site, ("mentions", "en", "content/events/a"))) == ["b"]


def test_members_stand_by_country_in_the_order_of_the_language() -> None:
    def one(identifier: str, name: str, chinese: str, country: str, **more: Any) -> Organisation:
        return Organisation(id=identifier, name={"en": name, "zh": chinese}, address=Place(country=country),
                            membership=more.pop("membership", Membership()), **more)

    site = site_of(records(
        "members",
        one("seu", "Southeast University", "东南大学", "CN", sort_key={"zh": "dongnan daxue"}),
        one("bnu", "beijing Normal University", "北京师范大学", "CN", sort_key={"zh": "beijing shifan daxue"}),
        one("leeds", "University of Leeds", "利兹大学", "GB"),
        one("gone", "Gone", "已退出", "CN", membership=Membership(start=moment("2017"), end=moment("2021"))),
        one("later", "Later", "以后", "GB", membership=Membership(start=moment("2030"))),
    ))
    english = [(group["country"], [card.id for card in group["members"]]) for group in answer(site, ("members", "en"))]
    assert english == [("CN", ["bnu", "seu"]), ("GB", ["leeds"]), ("", ["gone"])]
    chinese = [(group["country"], [card.id for card in group["members"]]) for group in answer(site, ("members", "zh"))]
    assert chinese == [("GB", ["leeds"]), ("CN", ["bnu", "seu"]), ("", ["gone"])], "yīngguó, zhōngguó"
    assert answer(site, ("member_count", "en")) == 3
    assert answer(site, ("member", "en", "gone"))["former"]
    assert answer(site, ("member", "en", "qub")) is None
    assert answer(site, ("fact", "en", "content/index", "count:members?country=CN&on=2018-05-01")) == {"number": 3}


def test_counts_stop_where_the_list_is_not_complete() -> None:
    site = site_of(records("members", Organisation(id="a", name={"en": "A"}, membership=Membership())),
                   settings=config(members_complete=False))
    assert answer(site, ("member_count", "en")) is None
    assert answer(site, ("fact", "en", "content/index", "count:members")) is None


def test_a_member_page_gathers_people_events_and_publications() -> None:
    member = Organisation(id="seu", name={"en": "Southeast", "zh": "东南"}, membership=Membership(role=("lead",)))
    site = site_of(
        records("members", member),
        event("events/a/index.en.md", organizers=("qub",), roles=(Role(organisation="seu", role="host"),)),
        news("news/b.en.md", about=("seu",)), news("news/c.en.md", author=("seu",)),
        *BASICS[:2], records("people", Person(id="li", name={"en": "Li"}, affiliation="seu")), basics=False,
    )
    told = answer(site, ("member", "zh", "seu"))
    assert [person.id for person in told["people"]] == ["li"]
    assert (names(told["events"]), names(told["news"])) == (["a"], ["b", "c"])
    assert told["card"].url == "/zh/members/seu/"
    assert (told["name"].text, told["other_name"].text) == ("东南", "Southeast")


def test_people_stand_by_family_name_and_their_page_tells_their_part_at_the_time() -> None:
    felix = Person(id="felix", name={"en": "Felix Moesner"}, family_name={"en": "Moesner"}, affiliation="qub",
                   job_title={"en": "Director"})
    zoe = Person(id="zoe", name={"en": "Zoe Adams"}, family_name={"en": "Adams"})
    private = Person(id="private", name={"en": "Aa"}, page=False)
    then = Appearance(person="felix", role="chair", job_title={"en": "Consul"}, affiliation_name={"en": "Embassy"})
    now = Session(id="s", speakers=(Appearance(person="felix"), Appearance(name={"en": "A Guest"})))
    site = site_of(*BASICS[:2], records("people", felix, zoe, private), basics=False)
    assert [card.id for card in answer(site, ("people", "en"))] == ["zoe", "felix"]
    site = site_of(*BASICS[:2], records("people", felix, zoe, private),
                   event("events/a/index.en.md", speakers=(then,), sessions=(now,)), basics=False)
    first, second = answer(site, ("person", "en", "felix"))["appearances"]
    assert (first["role"], first["job_title"].text, first["affiliation"]) == ("chair", "Consul", None)
    assert (second["role"], second["job_title"].text, second["affiliation"].id) == ("speaker", "Director", "qub")
    guest = answer(site, ("page", "en", "content/events/a"))["sessions"][0]["speakers"][1]
    assert (guest["person"], guest["name"].text) == (None, "A Guest")


def test_the_timeline_is_oldest_first_and_takes_name_and_date_from_its_event() -> None:
    site = site_of(
        event("events/a/index.en.md", title="Launch", start="2017-05-25", end="2017-05-25"),
        records("timeline",
                TimelineEntry(id="plan", name={"en": "Plan"}, start=moment("2027"), state="planned"),
                TimelineEntry(id="launch", event="a", about=("qub", "a")),
                TimelineEntry(id="idea", name={"en": "Idea"}, start=moment("2016-12"), circa=True)),
    )
    told = answer(site, ("timeline", "zh"))
    assert [entry["id"] for entry in told] == ["idea", "launch", "plan"]
    assert told[1]["name"].text == "Launch" and told[1]["event"].identity == "content/events/a"
    assert [link["title"].text for link in told[1]["about"]] == ["贝尔法斯特女王大学", "Launch"]
    assert [entry["planned"] for entry in told] == [False, False, True]


def test_tags_have_names_counts_and_safe_addresses() -> None:
    site = site_of(
        event("events/a/index.en.md", tags=("energy", "共同 创新")), news("news/b.en.md", tags=("energy", "…")),
        records("topics", Topic(id="energy", name={"en": "Energy", "zh": "能源"})),
    )
    told = {tag["id"]: tag for tag in answer(site, ("tags", "zh"))}
    assert (told["energy"]["name"].text, told["energy"]["count"]) == ("能源", 2)
    assert told["共同 创新"]["url"] == "/zh/tags/%E5%85%B1%E5%90%8C-%E5%88%9B%E6%96%B0/"
    assert told["…"]["url"].startswith("/zh/tags/tag-")
    assert names(answer(site, ("tag", "en", "energy"))["cards"]) == ["a", "b"]
    assert answer(site, ("tag", "en", "none")) is None


def test_roles_stand_in_their_fixed_order() -> None:
    site = site_of(event("events/a/index.en.md", roles=(
        Role(organisation="qub", role="media"), Role(organisation="qub", role="guidance"))))
    told = answer(site, ("page", "en", "content/events/a"))["roles"]
    assert [role["role"] for role in told] == ["guidance", "media"]


def test_files_are_told_with_size_and_type_and_addresses_with_the_path_of_the_site() -> None:
    site = site_of(
        event("events/a/index.en.md", slug="论坛", documents=(FileLink(title={"en": "Programme"}, file="p.pdf"),),
              photos=(Picture(src="./photos/x.jpg", alt={"en": "People"}),)),
        files=["events/a/p.pdf", "events/a/photos/x.jpg"], settings=config(base_url="https://example.org/site/"),
    )
    page = answer(site, ("page", "zh", "content/events/a"))
    base = "/site/zh/events/%E8%AE%BA%E5%9D%9B/"
    assert page["url"] == base
    assert page["documents"][0] | {"title": None} == {
        "title": None, "url": f"{base}p.pdf", "language": "", "size": 1000, "type": "PDF", "pages": 0}
    assert page["photos"][0]["url"] == f"{base}photos/x.jpg"
    assert answer(site, ("file", "zh", "content/events/a", "p.pdf"))["type"] == "PDF"
    assert answer(site, ("file", "zh", "content/events/a", "../../../site.yaml")) is None


def test_registration_is_open_only_between_its_days_and_before_the_end() -> None:
    def is_open(now: datetime, **fields: Any) -> bool:
        registration = Registration(url="https://x.org", opens=moment("2026-06-10"), closes=moment("2026-06-20"))
        site = site_of(event("events/a/index.en.md", registration=registration, **fields), now=now)
        return bool(answer(site, ("page", "en", "content/events/a"))["registration"]["open"])

    midnight = datetime(2026, 6, 9, 23, tzinfo=UTC)
    assert is_open(midnight)
    assert not is_open(midnight.replace(minute=59, hour=22))
    assert is_open(datetime(2026, 6, 20, 22, 59, tzinfo=UTC))
    assert not is_open(datetime(2026, 6, 20, 23, tzinfo=UTC))
    assert not is_open(midnight, status=("cancelled",))


def test_the_newest_date_a_page_gives_is_when_it_was_updated() -> None:
    site = site_of(
        news("news/a.en.md", date="2026-01-01"),
        document("news/a.zh.md", title="新", facts=(), translated={"zh": Origin(by="李", date=moment("2026-02-02"))}),
    )
    assert answer(site, ("page", "en", "content/news/a"))["updated"].day.isoformat() == "2026-01-01"
    chinese = answer(site, ("page", "zh", "content/news/a"))
    assert chinese["updated"].day.isoformat() == "2026-02-02"
    assert chinese["origin"]["by"] == "李"


def test_the_frame_names_navigation_and_footer() -> None:
    site = site_of(
        event("events/a/index.en.md"), document("about.en.md", title="About us"),
        settings=config(navigation=("home", "events", "news", "about"),
                        footer=(FooterLink(title={"en": "About"}, url="/about/"),),
                        region_names={"HK": {"en": "Hong Kong"}}),
    )
    about = answer(site, ("about", "zh"))
    assert [item["title"] for item in answer(site, ("about", "en"))["languages"]] == [
        item["title"] for item in about["languages"]]
    assert all(item["title"].text for item in about["languages"])
    assert [(item["key"], item["url"]) for item in about["navigation"]] == [
        ("home", "/zh/"), ("events", "/zh/events/"), ("about", "/zh/about/")]
    assert about["navigation"][1]["title"] is None and about["navigation"][2]["title"].text == "About us"
    assert about["footer"][0]["url"] == "/zh/about/"
    assert about["region_names"] == {}


@pytest.mark.parametrize(("target", "told"), [
    ("person:felix", {"url": "/en/people/felix/"}),
    ("organisation:qub", {"url": "https://qub.ac.uk/"}),
    ("event:a", {"url": "/en/events/a/"}),
    ("count:events", {"number": 1}),
    ("person:nobody", None),
    ("event:none", None),
    ("events:colour=red", None),
])
def test_a_record_link_prints_a_fact(target: str, told: dict[str, Any] | None) -> None:
    found = answer(_with_event(), ("fact", "en", "content/index", target))
    assert (found is None) == (told is None)
    if told and found:
        assert told.items() <= found.items()


def test_a_record_link_prints_a_list() -> None:
    told = answer(_with_event(), ("fact", "en", "content/index", "events:series=s"))
    assert names(told["items"]) == ["a"]


@pytest.mark.parametrize("target", [
    "count:members?country=cn", "count:members?country=China", "count:members?on=2021-13-45", "count:members?on=2021",
    "count:events?series=none", "count:events?tag=none", "count:events?year=20x6", "count:events?person=none",
    "events:tag=none", "events:series=", "events:anything", "members:country=CN", "timeline:x",
])
def test_a_condition_that_cannot_be_met_is_told_rather_than_counted_as_none(target: str) -> None:
    assert answer(_with_event(), ("fact", "en", "content/index", target)) is None


def test_members_of_each_country_or_region_are_counted_where_nobody_is_missing() -> None:
    members = records("members", *(
        Organisation(id=name, name={"en": name, "zh": name}, address=Place(country=country), membership=Membership())
        for name, country in (("a", "GB"), ("b", "CN"), ("c", "GB"))))
    counted = answer(site_of(members), ("fact", "en", "content/index", "countries"))
    assert counted == {"items": ({"country": "CN", "count": 1, "url": "/en/members/#members-cn"},
                                 {"country": "GB", "count": 2, "url": "/en/members/#members-gb"})}
    incomplete = site_of(members, settings=config(members_complete=False))
    assert answer(incomplete, ("fact", "en", "content/index", "countries")) is None


def test_what_a_person_wrote_is_listed_under_the_person() -> None:
    site = site_of(news("news/a.en.md", author=("felix",)), news("news/b.en.md"))
    assert names(answer(site, ("fact", "en", "content/index", "news:person=felix"))["items"]) == ["a"]
    assert answer(site, ("person", "en", "felix"))["appearances"] == ()


@pytest.mark.parametrize("target", ["news", "news:year=2026"])
def test_news_are_a_list_and_a_kind_of_page(target: str) -> None:
    """`news:a` names one item; without a name, or with a condition, the list is meant."""
    site = site_of(news("news/a.en.md", date="2026-01-01"))
    assert names(answer(site, ("fact", "en", "content/index", target))["items"]) == ["a"]
    assert answer(site, ("fact", "en", "content/index", "news:a"))["url"] == "/en/news/a/"


def test_assets_have_an_address_that_changes_with_them() -> None:
    site, _ = assembled(assets=["fonts/a.woff2", "site.css"])
    assert answer(site, ("asset", "en", "site.css")) == "/assets/site.abcdef01.css"
    assert answer(site, ("asset", "en", "fonts/a.woff2")) == "/assets/fonts/a.abcdef01.woff2"


def test_unknown_questions_are_told_apart_from_unknown_things() -> None:
    with pytest.raises(KeyError):
        answer(_with_event(), ("colour", "en"))


def _with_event() -> Site:
    return site_of(event("events/a/index.en.md", series="s"), records("series", Series(id="s", name={"en": "S"})))


def test_an_organisations_card_leads_to_its_own_site_unless_it_is_a_member() -> None:
    card = answer(_with_event(), ("page", "en", "content/events/a"))["organizers"][0]
    assert (card.url, card.external, card.name.text) == (QUB.url, True, "Queen's University Belfast")
