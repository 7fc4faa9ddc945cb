"""Stories of data for machines: schema.org's own terms, what search engines require, and nothing empty."""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from small_sites import FELIX, QUB, config, document, event, moment, news, records, site_of
from story import NOW, Story
from vocabulary import NODE, Blocks, misuses, nodes

from sitegen.build import build
from sitegen.model import (
    Appearance,
    FileLink,
    Membership,
    Origin,
    Person,
    Place,
    Registration,
    Request,
    Role,
    SectionPolicy,
    Series,
    Session,
    Site,
)
from sitegen.moments import zone, zone_names
from sitegen.render.structured import data_block
from sitegen.site.outline import Untouched, outline
from sitegen.site.queries import answer
from sitegen.site.things import stamp

ROOT = Path(__file__).resolve().parents[1]
MODE = "https://schema.org/{}EventAttendanceMode"
BLOCK = "application/ld+json"
CITED = r"(?:<dt>(?:Cite as|引用格式)</dt><dd>|<p class=\"quiet\">(?=Cite|引用本页))(.*?)</(?:dd|p)>"
LISTS = r"../(events|news|publications|members|people|timeline|tags)/(\d{4}/|page/\d+/)?index\.html"


def data(html: str) -> NODE:
    """The one block of a page."""
    block, = Blocks(html).found
    read: NODE = json.loads(block)
    return read


# ---- what is said --------------------------------------------------------------------------------------------------


def told(site: Site, identity: str, code: str = "en") -> NODE:
    """The node of what a page is about, as it is printed."""
    return data(str(data_block(answer(site, ("structured", code, identity)))))


def told_of(*parsed: Any, code: str = "en", identity: str = "content/events/a", **options: Any) -> NODE:
    found = told(site_of(*parsed, **options), identity, code)
    assert misuses(found) == []
    return found


BELFAST = {"@type": "PostalAddress", "streetAddress": "1 Road", "addressLocality": "Belfast", "addressCountry": "GB"}


def test_an_event_has_what_search_engines_require() -> None:
    node = told_of(event("events/a/index.en.md", type="workshop"))
    assert node == {
        "@context": "https://schema.org", "@type": "EducationEvent", "@id": "https://example.org/en/events/a/#event",
        "name": "An event", "description": "What it is about.", "url": "https://example.org/en/events/a/",
        "startDate": "2026-07-01T09:00:00+01:00", "endDate": "2026-07-01T17:00:00+01:00",
        "eventStatus": "https://schema.org/EventScheduled", "eventAttendanceMode": MODE.format("Offline"),
        "location": {"@type": "Place", "name": "Hall", "address": BELFAST}, "inLanguage": "en",
        "organizer": {"@type": "Organization", "name": "Queen's University Belfast", "url": "https://qub.ac.uk/"},
    }


def test_a_hybrid_event_has_two_locations_and_an_online_one_none_to_go_to() -> None:
    hybrid = told_of(event("events/a/index.en.md", attendance="hybrid", online_url="https://join.example.org/"))
    assert hybrid["eventAttendanceMode"] == MODE.format("Mixed")
    assert hybrid["location"] == [{"@type": "Place", "name": "Hall", "address": BELFAST},
                                  {"@type": "VirtualLocation", "url": "https://join.example.org/"}]
    online = told_of(event("events/a/index.en.md", attendance="online", online_url="https://join.example.org/",
                           location=None))
    assert online["location"] == {"@type": "VirtualLocation", "url": "https://join.example.org/"}


def test_an_event_that_is_over_leads_to_its_own_page_where_nobody_can_join_any_more() -> None:
    node = told_of(event("events/a/index.en.md", attendance="online", location=None, status=("moved-online",),
                         start="2020-03-05", end=None))
    assert node["location"] == {"@type": "VirtualLocation", "url": "https://example.org/en/events/a/"}
    assert node["eventStatus"] == "https://schema.org/EventMovedOnline"


@pytest.mark.parametrize("place", [
    Place(name={"en": "Hall"}, city={"en": "Belfast"}, country="GB"),
    Place(name={"en": "Hall"}, street={"en": "1 Road"}, country="GB"),
    Place(name={"en": "Hall"}, street={"en": "1 Road"}, city={"en": "Belfast"}),
    None,
])
def test_an_event_whose_place_is_not_known_is_a_page_and_no_broken_event(place: Place | None) -> None:
    given_event = event("events/a/index.en.md", location=place, start="2020-03-05", end=None,
                        not_recorded=("location",))
    assert told_of(given_event)["@type"] == "WebPage"


@pytest.mark.parametrize(("typed", "emitted"), [
    ("2020", "2020"), ("2020-10", "2020-10"), ("2020-03-05", "2020-03-05"),
    ("2026-12-01 09:00", "2026-12-01T09:00:00+00:00"),
])
def test_a_date_is_as_precise_as_it_is_known(typed: str, emitted: str) -> None:
    assert told_of(event("events/a/index.en.md", start=typed, end=None))["startDate"] == emitted


@settings(deadline=None)
@given(st.sampled_from(sorted(zone_names())), st.integers(0, 5 * 365 * 24 * 60))
def test_times_have_the_offset_of_their_zone_on_that_day(name: str, minutes: int) -> None:
    here = datetime(2024, 1, 1) + timedelta(minutes=minutes)
    shown = moment(f"{here:%Y-%m-%d %H:%M}")
    assert stamp(replace(shown, zone=name)) == here.replace(tzinfo=zone(name)).isoformat()


STATUSES = {"scheduled": "EventScheduled", "cancelled": "EventCancelled", "postponed": "EventPostponed",
            "rescheduled": "EventRescheduled", "moved-online": "EventMovedOnline"}


@pytest.mark.parametrize("status", STATUSES)
def test_a_former_date_is_told_exactly_where_there_is_a_new_one(status: str) -> None:
    node = told_of(event("events/a/index.en.md", status=(status,), attendance="online", location=None,
                         online_url="https://join.example.org/", previous_start=(moment("2026-05-01"),)
                         if status == "rescheduled" else ()))
    assert node["eventStatus"] == f"https://schema.org/{STATUSES[status]}"
    assert node.get("previousStartDate") == ("2026-05-01" if status == "rescheduled" else None)


def test_an_event_with_two_changes_says_both() -> None:
    node = told_of(event("events/a/index.en.md", status=("rescheduled", "moved-online"), attendance="online",
                         location=None, online_url="https://join.example.org/",
                         previous_start=(moment("2026-05-01"), moment("2026-06-01"))))
    assert node["eventStatus"] == ["https://schema.org/EventRescheduled", "https://schema.org/EventMovedOnline"]
    assert node["previousStartDate"] == ["2026-05-01", "2026-06-01"]


def test_who_may_register_where_and_until_when() -> None:
    registration = Registration(url="https://register.example.org/", closes=moment("2026-06-20"))
    one = event("events/a/index.en.md", registration=registration, free=True)
    node = told_of(one)
    assert node["offers"] == {"@type": "Offer", "url": "https://register.example.org/", "price": "0",
                              "validThrough": "2026-06-20"}
    assert node["isAccessibleForFree"] is True
    paid = told_of(event("events/a/index.en.md", registration=registration, free=False))
    assert paid["isAccessibleForFree"] is False and "price" not in paid["offers"]
    assert "isAccessibleForFree" not in told_of(event("events/a/index.en.md"))


@pytest.mark.parametrize("more", [{"access": "by-invitation"}, {"access": "members-only"}, {"status": ("cancelled",)},
                                  {"status": ("postponed",)}, {"registration": Registration(url="")}])
def test_nothing_is_offered_that_not_everybody_can_have(more: dict[str, Any]) -> None:
    given_event = {"registration": Registration(url="https://register.example.org/")} | more
    assert "offers" not in told_of(event("events/a/index.en.md", **given_event))


def test_organisations_are_told_by_the_part_they_take() -> None:
    others = [replace(QUB, id=name, name={"en": name.upper()}, url="") for name in "abcd"]
    node = told_of(
        event("events/a/index.en.md", organizers=("qub",), sponsor=("a",),
              roles=(Role(organisation="qub", role="host"), Role(organisation="b", role="co-organiser"),
                     Role(organisation="c", role="funder"), Role(organisation="a", role="supporter"),
                     Role(organisation="d", role="media"))),
        records("organisations", replace(QUB, email="desk@qub.ac.uk"), *others), basics=False)
    names = {part: [one["name"] for one in (node[part] if isinstance(node[part], list) else [node[part]])]
             for part in ("organizer", "sponsor", "funder", "contributor")}
    assert names == {"organizer": ["Queen's University Belfast", "B"], "sponsor": ["A"], "funder": ["C"],
                     "contributor": ["D"]}
    assert node["organizer"][0]["contactPoint"] == {"@type": "ContactPoint", "email": "desk@qub.ac.uk"}


def test_sessions_with_a_time_are_events_at_the_same_place() -> None:
    talk = Session(id="t", title={"en": "A talk"}, start=moment("2026-07-01 10:00"), end=moment("2026-07-01 11:00"),
                   speakers=(Appearance(person="felix"),))
    untimed, pause = Session(id="u", title={"en": "When?"}, kind="video"), Session(
        id="p", kind="break", title={"en": "Tea"}, start=moment("2026-07-01 11:00"))
    one = event("events/a/index.en.md", sessions=(talk, untimed, pause))
    node = told_of(one)
    part, = node["subEvent"]
    assert (part["name"], part["startDate"], part["endDate"]) == (
        "A talk", "2026-07-01T10:00:00+01:00", "2026-07-01T11:00:00+01:00")
    assert part["location"] == node["location"]
    assert part["performer"]["name"] == "Felix Moesner"
    assert "subEvent" not in told_of(event("events/a/index.en.md", sessions=(talk,), status=("cancelled",)))


def test_speakers_and_series_are_named() -> None:
    node = told_of(
        event("events/a/index.en.md", series="x", speakers=(
            Appearance(person="felix", job_title={"en": "Consul"}),
            Appearance(name={"en": "A Guest"}, affiliation_name={"en": "Somewhere"}))),
        records("series", Series(id="x", name={"en": "Series X"})))
    felix, guest = node["performer"]
    assert (felix["name"], felix["jobTitle"], felix["affiliation"]["name"], felix["url"]) == (
        "Felix Moesner", "Consul", "Queen's University Belfast", "https://example.org/en/people/felix/")
    assert guest == {"@type": "Person", "name": "A Guest",
                     "affiliation": {"@type": "Organization", "name": "Somewhere"}}
    assert node["superEvent"] == {"@type": "Event", "name": "Series X"}


def both(path: str, **fields: Any) -> tuple[Any, Any]:
    kind = news if path.startswith("news") else document
    return (kind(f"{path}.en.md", title="A text", **fields),
            document(f"{path}.zh.md", title="文", facts=(), translated={
                "zh": Origin(source="en", by="Li Wei", method="human", date=moment("2026-05-20"))}))


def test_a_text_and_its_translation_name_each_other() -> None:
    site = site_of(*both("news/n"))
    english, chinese = told(site, "content/news/n"), told(site, "content/news/n", "zh")
    assert misuses([english, chinese]) == []
    assert english["workTranslation"] == {"@type": "NewsArticle", "@id": "https://example.org/zh/news/n/#article",
                                          "url": "https://example.org/zh/news/n/", "inLanguage": "zh-Hans"}
    assert chinese["translationOfWork"]["@id"] == english["@id"]
    assert chinese["translator"] == {"@type": "Person", "name": "Li Wei"}
    assert (english["inLanguage"], chinese["inLanguage"]) == ("en", "zh-Hans")
    assert english["dateModified"] == "2026-05-01" and chinese["dateModified"] == "2026-05-20"
    assert {"translator", "translationOfWork"}.isdisjoint(english)


def test_a_page_without_a_translation_says_nothing_in_that_language() -> None:
    site = site_of(news("news/n.en.md"))
    assert answer(site, ("structured", "zh", "content/news/n")) is None
    assert "workTranslation" not in told(site, "content/news/n")
    hidden = site_of(news("news/n.en.md"), document("news/index.en.md", title="News"),
                     document("news/index.zh.md", title="新闻", facts=()),
                     settings=config(translation={"news": SectionPolicy(policy="hide")}))
    assert answer(hidden, ("structured", "zh", "content/news/n")) is None


def test_a_publication_names_its_files_and_where_it_comes_from() -> None:
    node = told_of(
        event("events/a/index.en.md"),
        document("publications/p/index.en.md", title="Report", abstract="Short.", date="2026-05", author=("felix",),
                 publisher=("qub",), identifier="10.1000/182", license="CC-BY-4.0", part_of="a",
                 files=(FileLink(file="r.pdf", language="zh"),)),
        files=["publications/p/r.pdf"], identity="content/publications/p")
    assert (node["@type"], node["abstract"], node["datePublished"]) == ("Report", "Short.", "2026-05")
    assert node["identifier"] == "https://doi.org/10.1000/182"
    assert node["license"] == "https://spdx.org/licenses/CC-BY-4.0"
    assert node["recordedAt"] == {"@id": "https://example.org/en/events/a/#event"}
    assert node["encoding"] == {"@type": "MediaObject", "contentSize": "1000 B", "encodingFormat": "application/pdf",
                                "contentUrl": "https://example.org/en/publications/p/r.pdf", "inLanguage": "zh-Hans"}
    assert "numberOfPages" not in node


def test_home_is_the_site_and_about_the_consortium_with_its_members() -> None:
    owner = replace(QUB, id="own", name={"en": "The Consortium"}, founded=moment("2016"), url="")
    member = replace(QUB, id="m", name={"en": "M", "zh": "成员"}, membership=Membership())
    former = replace(member, id="f", name={"en": "F", "zh": "前成员"}, membership=Membership(end=moment("2020")))
    site = site_of(document("about.en.md", title="About"), records("members", member, former),
                   settings=config(organisation=owner))
    home, about = told(site, "content/index"), told(site, "content/about")
    assert misuses([home, about]) == []
    assert (home["@type"], home["name"], home["publisher"]["name"], home["publisher"]["foundingDate"]) == (
        "WebSite", "The Site", "The Consortium", "2016")
    assert (about["@type"], about["member"]["name"]) == ("Organization", "M")


def test_members_and_people() -> None:
    member = replace(QUB, id="m", name={"en": "M", "zh": "成员"}, also_known_as=("MM",), membership=Membership(),
                     identifier="00hswnk62", address=Place(city={"en": "Belfast"}, country="GB"))
    former = replace(member, id="f", identifier="", membership=Membership(end=moment("2020")))
    person = Person(id="p", name={"en": "Pat Li", "zh": "李"}, family_name={"en": "Li"}, affiliation="m",
                    identifier="0000-0002-1825-0097", prefix={"en": "Dr"})
    site = site_of(records("members", member, former), records("people", FELIX, person),
                   settings=config(organisation=replace(QUB, id="own", name={"en": "The Consortium"})))
    found = {key: answer(site, ("structured_record", "en", *key)) for key in (
        ("member", "m"), ("member", "f"), ("person", "p"), ("member", "nobody"), ("person", "nobody"))}
    assert found["member", "nobody"] is None and found["person", "nobody"] is None
    assert misuses([found["member", "m"]["node"], found["person", "p"]["node"]]) == []
    node = found["member", "m"]["node"]
    assert (node["alternateName"], node["identifier"]) == (("成员", "MM"), "https://ror.org/00hswnk62")
    assert node["memberOf"]["name"] == "The Consortium"
    assert "memberOf" not in found["member", "f"]["node"]
    node = found["person", "p"]["node"]
    assert (node["familyName"], node["alternateName"], node["identifier"]) == (
        "Li", "李", "https://orcid.org/0000-0002-1825-0097")
    assert node["affiliation"]["@id"] == "https://example.org/en/members/m/#organisation"


# ---- what can be typed ---------------------------------------------------------------------------------------------


@given(st.text(min_size=1), st.text())
def test_what_is_typed_comes_out_as_it_was_and_closes_nothing(words: str, more: str) -> None:
    page = {"@type": "WebPage", "name": words, "url": "https://example.org/"}
    html = str(data_block({"node": {"@type": "Event", "name": words + more}, "page": page}, [(more, "x")]))
    assert html.count("<") == 2 and html.count(">") == 2
    found = data(f"<p>{html}</p>")
    assert found["name"] == words + more
    assert [one["name"] for one in found["mainEntityOfPage"]["breadcrumb"]["itemListElement"]] == [more, words]


def test_a_title_cannot_close_the_block() -> None:
    title = "</script><script>alert(1)</script><!--"
    assert told_of(event("events/a/index.en.md", title=title))["name"] == title


# ---- when it is asked again ----------------------------------------------------------------------------------------


def test_what_another_page_says_is_asked_again_only_where_it_is_told() -> None:
    def made(title: str) -> Site:
        return site_of(event("events/a/index.en.md", title=title), event("events/b/index.en.md"),
                       news("news/n.en.md", about=("a",)), news("news/m.en.md"))

    before, now = made("Before"), made("Now")
    spared = Untouched(now, outline(before), outline(now))
    keys = {name: ("structured", "en", f"content/{name}") for name in ("events/a", "events/b", "news/n", "news/m")}
    assert {name for name, key in keys.items() if not spared(key)} == {"events/a", "news/n"}
    assert {name for name, key in keys.items() if answer(before, key) != answer(now, key)} == {"events/a", "news/n"}
    assert spared(("structured_record", "en", "person", "felix"))


# ---- pages ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Every page of the demonstration site."""
    output = tmp_path_factory.mktemp("demonstration") / "build"
    report = build(Request(project=str(ROOT), output=str(output), now=NOW, forgetful=True, jobs=1))
    assert report.exit == 0
    return {path.relative_to(output).as_posix(): path.read_text(encoding="utf-8") for path in output.rglob("*.html")}


def test_the_demonstration_says_nothing_that_the_vocabulary_does_not_know(demonstration: dict[str, str]) -> None:
    wrong = {path: found for path, html in demonstration.items()
             for block in Blocks(html).found if (found := misuses(json.loads(block)))}
    assert wrong == {}


def test_every_page_of_the_demonstration_has_one_block_and_lists_have_none(demonstration: dict[str, str]) -> None:
    kinds_by_place: dict[str, set[str]] = {}
    for path, html in demonstration.items():
        blocks = Blocks(html).found
        assert len(blocks) <= 1, path
        parts = path.split("/")
        section = parts[1] if len(parts) > 3 and not re.fullmatch(r"\d{4}|page", parts[2]) else ""
        if parts[0] == "bilingual" or section == "tags" or re.fullmatch(LISTS, path):
            assert blocks == [], path
        elif section in ("events", "news", "publications", "members", "people"):
            for block in blocks:
                kinds_by_place.setdefault(section, set()).add(json.loads(block)["@type"])
            assert blocks or 'class="notice"' in html, path
    assert kinds_by_place["members"] == {"Organization"}
    assert kinds_by_place["people"] == {"Person"}
    assert kinds_by_place["news"] == {"NewsArticle"}


def test_events_of_the_demonstration_have_what_search_engines_require(demonstration: dict[str, str]) -> None:
    seen = set()
    for html in demonstration.values():
        for block in Blocks(html).found:
            for node in nodes(json.loads(block)):
                if "eventAttendanceMode" not in node:
                    continue
                seen.add(node["eventAttendanceMode"])
                assert node["name"] and node["startDate"] and node["location"] and node["eventStatus"]
                assert ("previousStartDate" in node) == ("https://schema.org/EventRescheduled" in node["eventStatus"])
                if node["eventAttendanceMode"] != MODE.format("Online"):
                    places = node["location"] if isinstance(node["location"], list) else [node["location"]]
                    address = next(place for place in places if place["@type"] == "Place")["address"]
                    assert address["streetAddress"] and address["addressLocality"] and address["addressCountry"]
                assert "T" not in node["startDate"] or re.search(r"[+-]\d\d:\d\d$", node["startDate"])
    assert seen == {MODE.format(name) for name in ("Online", "Offline", "Mixed")}


def test_the_way_from_home_is_told(demonstration: dict[str, str]) -> None:
    page = data(demonstration["zh/publications/example-spring-school-report/index.html"])["mainEntityOfPage"]
    assert [(step["position"], step["name"], step["item"]) for step in page["breadcrumb"]["itemListElement"][:2]] == [
        (1, "首页", "https://example.org/zh/"), (2, "出版物", "https://example.org/zh/publications/")]
    assert page["breadcrumb"]["itemListElement"][2]["item"] == page["url"]


def test_a_page_that_is_shared_says_what_it_is(demonstration: dict[str, str]) -> None:
    html = demonstration["zh/publications/example-spring-school-report/index.html"]
    found = dict(re.findall(r'<meta property="(og:[a-z_:]+)" content="([^"]*)">', html))
    assert found["og:title"] == "示例：春季学校教给教师的事"
    assert (found["og:locale"], found["og:type"], found["og:site_name"]) == ("zh_CN", "article", "津梁中英平台")
    assert found["og:url"] == "https://example.org/zh/publications/example-spring-school-report/"
    assert found["og:description"]


def test_publications_and_the_timeline_say_how_they_are_cited(demonstration: dict[str, str]) -> None:
    def cited(path: str) -> str:
        found, = re.findall(CITED, demonstration[path])
        return re.sub("<[^>]+>", "", found)

    report = "publications/example-spring-school-report/"
    assert cited(f"en/{report}index.html") == (
        "Ben Specimen and Yang Yi (2024), “Example: What the spring school taught its teachers”, "
        f"Example University of Bridges, https://example.org/en/{report}")
    assert cited(f"zh/{report}index.html") == (
        f"本·样本和样乙：《示例：春季学校教给教师的事》，示例桥梁大学，2024年，https://example.org/zh/{report}")
    assert cited("zh/timeline/index.html").endswith("》，https://example.org/zh/timeline/")


def test_without_the_output_no_page_has_a_block(tmp_path: Path) -> None:
    story = Story(tmp_path)
    story.must_build()
    assert any(BLOCK in story.page(path) for path in story.published() if path.endswith(".html"))
    story.write("site.yaml", "outputs: [pages, feeds]\n" + story.text("site.yaml"))
    story.must_build()
    assert not any(BLOCK in story.page(path) for path in story.published() if path.endswith(".html"))
