"""Stories of the sitemap: what is listed there is what switcher and head say."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_sites import CHINESE, ENGLISH, assembled, config, document, event, news, site_of
from story import Story

import sitegen.site.sitemap as sitemap_module
from sitegen.model import Artifact, Key, Language, SectionPolicy, Site
from sitegen.render.texts import print_text
from sitegen.site.plan import plan
from sitegen.site.queries import answer
from sitegen.site.sitemap import sitemap

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
Listed = dict[str, tuple[str, dict[str, str]]]


def texts(site: Site) -> dict[str, str]:
    """Every file for crawlers, as published."""

    def fetch(key: Key) -> object:
        return answer(site, key)

    return {artifact.path: print_text(artifact, fetch).decode() for artifact in plan(site)
            if artifact.kind == "text" and artifact.path.endswith((".xml", ".txt"))}


def listed(text: str) -> Listed:
    """Address to day and translations by language; fails on what is no XML or lists an address twice."""
    found: Listed = {}
    for url in ElementTree.fromstring(text).iterfind("s:url", NAMES):
        address = url.findtext("s:loc", "", NAMES).removeprefix("https://example.org/")
        assert address not in found
        links = {link.attrib["hreflang"]: link.attrib["href"].removeprefix("https://example.org/")
                 for link in url.iterfind("x:link", NAMES)}
        found[address] = url.findtext("s:lastmod", "", NAMES), links
    return found


def site_map(site: Site) -> Listed:
    return listed(texts(site)["sitemap.xml"])


def test_every_version_of_a_page_names_all_of_them() -> None:
    found = site_map(site_of(news("news/n.en.md"), news("news/n.zh.md", facts=(), title="新闻", description="导语。")))
    versions = {"en": "en/news/n/", "zh-Hans": "zh/news/n/", "x-default": ""}
    assert found["en/news/n/"][1] == found["zh/news/n/"][1] == versions
    assert found["en/news/"][1] == {"en": "en/news/", "zh-Hans": "zh/news/", "x-default": ""}


def test_an_untranslated_page_is_listed_in_its_own_language_alone() -> None:
    found = site_map(site_of(news("news/n.en.md")))
    assert found["en/news/n/"][1] == {}
    assert "zh/news/n/" not in found


def test_the_chooser_is_listed_with_the_home_pages() -> None:
    both = site_map(site_of(document("index.zh.md", title="首页")))
    assert both[""] == ("", {"en": "en/", "zh-Hans": "zh/", "x-default": ""})
    alone = site_map(site_of())
    assert alone[""] == ("", {})
    assert "zh/" not in alone


def test_what_is_hidden_is_not_listed() -> None:
    hides = config(translation={"news": SectionPolicy(policy="hide")})
    found = site_map(site_of(news("news/n.en.md"), settings=hides))
    assert "en/news/n/" in found
    assert not {address for address in found if address.startswith("zh/news/n")}


def test_a_page_that_may_not_be_found_is_not_listed() -> None:
    """The bilingual edition is a copy, and nobody looks for the page that says there is none."""
    site = site_of(news("news/n.en.md", bilingual=True), news("news/n.zh.md", facts=(), title="新闻"))
    assert "bilingual/news/n/index.html" in {artifact.path for artifact in plan(site)}
    assert not [address for address in site_map(site) if "bilingual" in address or "404" in address]


def test_a_build_with_drafts_asks_not_to_be_found() -> None:
    site = site_of(news("news/n.en.md", draft=True), drafts=True, settings=config(base_url="https://example.org/x/"))
    assert texts(site) == {"robots.txt": "User-agent: *\nDisallow: /x/\n"}


def test_robots_are_sent_to_the_sitemap_where_there_is_one() -> None:
    allowed = "User-agent: *\nDisallow:\n"
    assert texts(site_of())["robots.txt"] == f"{allowed}\nSitemap: https://example.org/sitemap.xml\n"
    assert texts(site_of(settings=config(outputs=("pages",)))) == {"robots.txt": allowed}


@pytest.mark.parametrize(("fields", "day"), [
    ({"date": "2026-05-01"}, "2026-05-01"),
    ({"date": "2026-05-01", "updated": "2026-05-03 10:00"}, "2026-05-03"),
    ({"date": "2026-05"}, ""),
    ({"date": "2026"}, ""),
])
def test_the_last_change_is_given_where_its_day_is_known(fields: dict[str, str], day: str) -> None:
    assert site_map(site_of(news("news/n.en.md", **fields)))["en/news/n/"][0] == day


def test_the_start_of_an_event_is_no_change_of_its_page() -> None:
    assert site_map(site_of(event("events/e/index.en.md")))["en/events/e/"][0] == ""


def test_addresses_are_written_as_links_are() -> None:
    site = site_of(document("合作 & 交流.en.md", title="A"), document("合作 & 交流.zh.md", title="甲"))
    address, = (address for address in site_map(site) if address.startswith("zh/%"))
    versions = {version.code: version.url for version in answer(site, ("versions", "zh", "合作 & 交流/"))}
    assert f"/{address}" == versions["zh"]


def test_a_long_sitemap_is_split(monkeypatch: pytest.MonkeyPatch) -> None:
    site = site_of(*(document(f"p{number}.en.md", title=f"P{number}") for number in range(10)))
    whole = site_map(site)
    monkeypatch.setattr(sitemap_module, "LIMIT", 9)
    parts = texts(site)
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) - 1)]
    index = ElementTree.fromstring(parts["sitemap.xml"])
    assert [place.text for place in index.iterfind("s:sitemap/s:loc", NAMES)] == [
        f"https://example.org/{name}" for name in names]
    assert len(names) > 2
    together: Listed = {}
    for name in names:
        part = listed(parts[name])
        assert len(part) <= 9
        assert not part.keys() & together.keys()
        together |= part
    assert together == whole


FRENCH = Language(code="fr", locale="fr_FR", lang="fr", name="Français")
POLICIES = st.sampled_from(["mix", "current", "source", "hide"])


@given(languages=st.sampled_from([(ENGLISH,), (ENGLISH, CHINESE), (CHINESE, ENGLISH, FRENCH)]), policy=POLICIES,
       publish_at=st.sampled_from([0, 50, 100]),
       given=st.lists(st.tuples(st.sampled_from(["news", "pages"]), st.sets(st.sampled_from(["en", "zh", "fr"]),
                                                                            min_size=1)), max_size=6))
def test_the_sitemap_is_the_table_of_switcher_and_head(
    languages: tuple[Language, ...], policy: str, publish_at: int, given: list[tuple[str, set[str]]]
) -> None:
    rule = SectionPolicy(policy=policy, publish_at=publish_at)  # type: ignore[arg-type]
    settings = config(languages=languages, translation={"news": rule, "pages": rule})
    parsed = []
    codes = [language.code for language in languages]
    for number, (section, written) in enumerate(given):
        for code in sorted(written & {*codes}, key=codes.index):
            path = f"news/n{number}.{code}.md" if section == "news" else f"p{number}.{code}.md"
            first = code == next(one for one in codes if one in written)
            fields: dict[str, Any] = {"date": "2026-05-01", "author": ("qub",)} if first and section == "news" else {}
            parsed.append(document(path, title=f"Title {code} {number}", **fields))
    site, _ = assembled(*parsed, settings=settings)
    told = {(address, code) for address, versions in sitemap(site, 1) for code, _ in versions}
    pages = {artifact.path.removesuffix("index.html") for artifact in plan(site) if artifact.language}
    expected = set()
    for path in pages:
        code, _, address = path.partition("/")
        version = next(one for one in answer(site, ("versions", code, address)) if one.code == code)
        if version.translated:
            expected.add((address, code))
    assert told == expected


def test_words_leave_the_sitemap_as_it_is_and_a_day_changes_it(tmp_path: Path) -> None:
    story = Story(tmp_path)
    story.must_build()
    before = story.published()
    story.replace("content/news/2026-05-01-minutes.en.md", "---\n\n", "---\n\nOne more line.\n\n")
    story.must_build()
    assert story.published()["sitemap.xml"] == before["sitemap.xml"]
    story.replace("content/news/2026-05-01-minutes.en.md", "date: 2026-05-01", "date: 2026-05-01\nupdated: 2026-06-01")
    story.must_build()
    assert "<lastmod>2026-06-01</lastmod>" in story.page("sitemap.xml")


def test_the_files_are_no_pages() -> None:
    kinds = {artifact.path: artifact for artifact in plan(site_of())}
    assert kinds["sitemap.xml"] == Artifact(path="sitemap.xml", kind="text", subject=("sitemap", 1))
