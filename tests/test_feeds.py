"""Stories of feeds: what is in them, in which order and words, and that readers of feeds understand them."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_sites import FELIX, QUB, config, document, event, moment, news, records, site_of
from story import NOW, Story

from sitegen.build import build
from sitegen.model import FeedEntry, Request, SectionPolicy, Site, StatusNote
from sitegen.site import feeds
from sitegen.site.feeds import undated
from sitegen.site.plan import plan
from sitegen.site.queries import answer

ROOT = Path(__file__).resolve().parents[1]
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(site: Site, code: str = "en", section: str = "events") -> tuple[FeedEntry, ...]:
    found: tuple[FeedEntry, ...] = answer(site, ("feed", code, section))["entries"]
    return found


def names(site: Site, code: str = "en", section: str = "events") -> list[str]:
    return [entry.url.split("/")[-2] for entry in entries(site, code, section)]


# ---- what is in them -----------------------------------------------------------------------------------------------


def test_the_newest_by_their_last_change_come_first() -> None:
    site = site_of(
        event("events/a/index.en.md", start="2026-07-01 09:00", end="2026-07-01 10:00"),
        event("events/b/index.en.md", start="2026-07-02 09:00", end="2026-07-02 10:00", updated="2026-01-01"),
        event("events/c/index.en.md", start="2026-07-03 09:00", end="2026-07-03 10:00", updated="2026-08-01"),
        event("events/d/index.en.md", start="2026-07-04 09:00", end="2026-07-04 10:00", updated="2026-01-01"),
        event("events/e/index.en.md", start="2026-07-04 09:00", end="2026-07-04 10:00", updated="2026-01-01"),
    )
    assert names(site) == ["c", "a", "d", "e", "b"]


def test_a_feed_holds_thirty() -> None:
    site = site_of(*(news(f"news/n{number:02}.en.md", date=f"2026-03-{number:02}") for number in range(1, 32)))
    assert names(site, section="news") == [f"n{number:02}" for number in range(31, 1, -1)]


def test_a_page_that_is_not_in_the_language_is_not_in_its_feed() -> None:
    parsed = [news("news/a.en.md"), news("news/b.en.md"),
              document("news/b.zh.md", title="乙", description="导语。")]
    assert names(site_of(*parsed), "zh", "news") == ["b"]
    hides = config(translation={"news": SectionPolicy(policy="hide")})
    assert names(site_of(*parsed, settings=hides), "zh", "news") == ["b"]
    assert names(site_of(*parsed, settings=hides), "en", "news") == ["a", "b"]


def test_a_change_of_plans_is_news_whatever_updated_says() -> None:
    note = StatusNote(text={"en": "The hall is flooded."}, date=moment("2026-05-20"))
    site = site_of(event("events/a/index.en.md", updated="2026-05-01"),
                   event("events/b/index.en.md", updated="2026-05-10"),
                   event("events/c/index.en.md", updated="2026-05-01", status=("cancelled",), status_note=note))
    first, *others = entries(site)
    assert (first.updated[:14], first.status, first.summary) == (
        "2026-05-19T23:", ("cancelled",), "The hall is flooded. What it is about.")
    assert [entry.updated[:14] for entry in others] == ["2026-05-09T23:", "2026-04-30T23:"]


def test_what_changed_on_one_day_is_told_apart_for_good() -> None:
    def told(count: int) -> dict[str, str]:
        return {entry.id: entry.updated for entry in entries(site_of(*(
            news(f"news/n{number:02}.en.md", date="2026-03-02") for number in range(count))), section="news")}

    many = told(30)
    assert len(set(many.values())) == len(many) == 30
    assert {each[:14] for each in many.values()} == {"2026-03-02T00:"}
    # What is said of those that were there already stays as it was.
    assert told(8).items() <= many.items()


def test_what_has_not_changed_since_was_last_changed_when_it_was_published() -> None:
    one, other = entries(site_of(news("news/a.en.md", date="2026-03-02 10:20"),
                                 news("news/b.en.md", date="2026-03-01", updated="2026-03-05")), section="news")[::-1]
    assert one.published == one.updated and one.updated[:17] == "2026-03-02T10:20:"
    assert (other.published, other.updated[:14]) == ("2026-03-01T00:00:00Z", "2026-03-05T00:")


def test_an_entry_keeps_its_name_when_its_address_or_its_day_changes() -> None:
    def identifier(path: str, **fields: Any) -> str:
        return entries(site_of(event(path, **fields)))[0].id

    assert identifier("events/2026-07-01-a/index.en.md") == "tag:example.org,2000:en/events/a"
    assert identifier("events/2026-07-02-a/index.en.md", slug="b") == "tag:example.org,2000:en/events/a"
    assert identifier("events/c/index.en.md", uid="events/a@example.org") == "tag:example.org,2000:en/events/a"


def test_a_page_without_a_description_is_told_by_its_first_paragraph() -> None:
    site = site_of(news("news/a.en.md", description="", excerpt="How it began."))
    assert entries(site, section="news")[0].summary == "How it began."


def test_feeds_are_switched_off() -> None:
    def files(**settings: Any) -> set[str]:
        artifacts = plan(site_of(news("news/a.en.md"), settings=config(**settings)))
        return {artifact.path for artifact in artifacts if artifact.path.endswith((".atom", ".json"))}

    assert files() == {"en/news.atom", "en/news.json", "zh/news.atom", "zh/news.json"}
    assert files(outputs=("pages",)) == set()
    assert answer(site_of(news("news/a.en.md"), settings=config(outputs=("pages",))), ("about", "en"))["feeds"] == ()


# ---- names for good ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("identity", "name"), [
    ("content/events/2019-12-13-innovation-workshop", "events/innovation-workshop"),
    ("content/events/2020-world-summit", "events/2020-world-summit"),
    ("content/events/2026-01-01", "events/2026-01-01"),
    ("content/news/2026/2026-01-02-a", "news/2026/a"),
])
def test_a_name_for_good_has_no_date(identity: str, name: str) -> None:
    assert undated(identity) == name


def names_of(site: Site) -> dict[str, str]:
    return {identity: feeds.uid(site, identity) for identity in site.pages if identity.startswith("content/events/")}


def test_names_for_good_are_numbered_where_an_event_is_held_again() -> None:
    held = [event(f"events/{year}-05-01-school/index.en.md") for year in (2024, 2025, 2026)]
    three, two = names_of(site_of(*held)), names_of(site_of(*held[:2]))
    assert list(three.values()) == ["events/school@example.org", "events/school-2@example.org",
                                    "events/school-3@example.org"]
    assert two.items() < three.items()


@given(st.lists(st.tuples(st.sampled_from(["", "2026-01-02-", "2025-03-04-"]), st.sampled_from("ab"),
                          st.sampled_from(["", "events/a@example.org", "x"])), unique_by=lambda one: one[:2]))
def test_names_for_good_are_all_different(given: list[tuple[str, str, str]]) -> None:
    typed: set[str] = set()
    parsed = []
    for date, name, uid in given:
        own = "" if uid in typed else uid
        typed.add(own)
        parsed.append(event(f"events/{date}{name}/index.en.md", uid=own))
    found = names_of(site_of(*parsed))
    assert len(set(found.values())) == len(found) == len(parsed)
    kept = {uid for _, _, uid in given if uid}
    assert kept <= set(found.values())


# ---- the demonstration's -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration as published."""
    folder = tmp_path_factory.mktemp("feeds") / "build"
    report = build(Request(project=str(ROOT), output=str(folder), now=NOW, clean=True, forgetful=True))
    assert report.exit == 0, report.diagnostics
    return folder


FEEDS = [(code, section) for code in ("en", "zh") for section in ("events", "news")]


@pytest.mark.parametrize(("code", "section"), FEEDS)
def test_an_independent_reader_understands_every_entry(output: Path, code: str, section: str) -> None:
    feedparser = pytest.importorskip("feedparser")
    read = feedparser.parse((output / code / f"{section}.atom").read_bytes())
    assert read.bozo is False
    assert read.version == "atom10"
    assert read.feed.language == {"en": "en", "zh": "zh-Hans"}[code]
    assert read.entries
    for entry in read.entries:
        assert entry.id and entry.title and entry.updated_parsed and entry.summary
        published = entry.link.removeprefix("https://example.org/") + "index.html"
        assert published.startswith(f"{code}/{section}/")
        assert (output / published).is_file()


ORDER = ("id", "title", "updated", "author", "link", "link")
ALLOWED = {"id": 1, "title": 1, "updated": 1, "published": 1, "link": 1, "summary": 1, "author": 99, "category": 99}
"""How often each may stand in an entry (RFC 4287, 4.1.2), and that nothing else does."""


@pytest.mark.parametrize(("code", "section"), FEEDS)
def test_every_element_is_as_the_standard_has_it(output: Path, code: str, section: str) -> None:
    root = ElementTree.parse(output / code / f"{section}.atom").getroot()
    assert root.tag == f"{ATOM}feed"
    head = [child for child in root if child.tag != f"{ATOM}entry"]
    assert tuple(child.tag.removeprefix(ATOM) for child in head) == ORDER
    own, other = root.findall(f"{ATOM}link")
    assert (own.attrib["rel"], own.attrib["href"]) == ("self", f"https://example.org/{code}/{section}.atom")
    assert (other.attrib["rel"], other.attrib["href"]) == ("alternate", f"https://example.org/{code}/{section}/")
    seen = set()
    for entry in root.iterfind(f"{ATOM}entry"):
        tags = [child.tag.removeprefix(ATOM) for child in entry]
        assert all(tags.count(tag) <= ALLOWED.get(tag, 0) for tag in tags), tags
        assert {"id", "title", "updated", "link"} <= set(tags)
        assert [link.attrib["rel"] for link in entry.findall(f"{ATOM}link")] == ["alternate"]
        for name in ("updated", "published"):
            for element in entry.iterfind(f"{ATOM}{name}"):
                assert element.text and element.text.endswith("Z") and len(element.text) == 20
        seen.add(entry.findtext(f"{ATOM}id"))
    assert len(seen) == len(root.findall(f"{ATOM}entry"))


@pytest.mark.parametrize(("code", "section"), FEEDS)
def test_both_feeds_say_the_same(output: Path, code: str, section: str) -> None:
    root = ElementTree.parse(output / code / f"{section}.atom").getroot()
    feed = json.loads((output / code / f"{section}.json").read_text("utf-8"))
    assert (feed["version"], feed["feed_url"]) == (
        "https://jsonfeed.org/version/1.1", f"https://example.org/{code}/{section}.json")
    assert feed["title"] == root.findtext(f"{ATOM}title")
    told = [(item["id"], item["url"], item["title"], item["content_text"], item["date_modified"],
             [author["name"] for author in item["authors"]], item.get("tags", [])) for item in feed["items"]]
    assert told == [
        (entry.findtext(f"{ATOM}id"), entry.find(f"{ATOM}link").attrib["href"],  # type: ignore[union-attr]
         entry.findtext(f"{ATOM}title"), entry.findtext(f"{ATOM}summary"), entry.findtext(f"{ATOM}updated"),
         [name.text for name in entry.iterfind(f"{ATOM}author/{ATOM}name")],
         [one.attrib["term"] for one in entry.iterfind(f"{ATOM}category")])
        for entry in root.iterfind(f"{ATOM}entry")]


def test_a_change_of_plans_stands_before_the_title(output: Path) -> None:
    english, chinese = ((output / code / "events.atom").read_text("utf-8") for code in ("en", "zh"))
    assert "<title>Cancelled: Example: " in english
    assert "<title>已取消：示例：" in chinese


def test_pages_lead_to_the_feeds_of_their_language(output: Path) -> None:
    html = (output / "zh/about/index.html").read_text("utf-8")
    assert '<link rel="alternate" type="application/atom+xml" title="活动 (Atom)" href="/zh/events.atom">' in html
    assert '<link rel="alternate" type="application/feed+json" title="新闻 (JSON Feed)" href="/zh/news.json">' in html
    assert '<a href="/zh/events.atom" type="application/atom+xml">' in html


# ---- what is written again -----------------------------------------------------------------------------------------


def test_the_text_of_a_page_does_not_touch_its_feed(tmp_path: Path) -> None:
    story = Story(tmp_path)
    story.must_build()
    before = story.published()
    story.write("content/news/2026-05-01-minutes.en.md", story.text("content/news/2026-05-01-minutes.en.md") + "\nX.\n")
    assert story.must_build().rendered_paths == ("en/news/2026-05-01-minutes/index.html",
                                                 "zh/news/2026-05-01-minutes/index.html")
    assert story.published()["en/news.atom"] == before["en/news.atom"]
    story.replace("content/news/2026-05-01-minutes.en.md", "title: ", "title: New ")
    story.must_build()
    assert "<title>New " in story.page("en/news.atom")
    assert '"title": "New ' in story.page("en/news.json")
    assert story.published()["zh/news.atom"] == before["zh/news.atom"]


def test_nothing_that_people_type_breaks_a_feed(tmp_path: Path) -> None:
    story = Story(tmp_path)
    title = "A ]]> <b> & \" ' &amp; 中文 %(x)s {{ y }}"
    story.replace("content/news/2026-05-01-minutes.en.md", story.text("content/news/2026-05-01-minutes.en.md")
                  .split("\n")[1], "title: '" + title.replace("'", "''") + "'")
    story.must_build()
    read = ElementTree.fromstring(story.page("en/news.atom")).findtext(f"{ATOM}entry/{ATOM}title")
    assert read == title == json.loads(story.page("en/news.json"))["items"][0]["title"]


def test_authors_are_named_in_the_readers_language() -> None:
    site = site_of(news("news/a.en.md", author=("felix", "qub")), records("people", FELIX),
                   records("organisations", QUB), document("news/a.zh.md", title="甲", description="导语。"),
                   basics=False)
    assert entries(site, "zh", "news")[0].authors == ("Felix Moesner", "贝尔法斯特女王大学")
