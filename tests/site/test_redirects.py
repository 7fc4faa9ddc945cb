"""Stories of former addresses: where they lead, in every form that servers and browsers understand."""

import re
from pathlib import Path

import pytest
from small_sites import assembled, config, document, event, found, news, site_of
from story import Story

from sitegen.model import Key, SectionPolicy, Site
from sitegen.render.texts import print_text
from sitegen.site.plan import plan
from sitegen.site.queries import answer


def texts(site: Site) -> dict[str, str]:
    """Every file that is neither page nor copy."""

    def fetch(key: Key) -> object:
        return answer(site, key)

    return {artifact.path: print_text(artifact, fetch).decode() for artifact in plan(site) if artifact.kind == "text"}


def stubs(site: Site) -> dict[str, str]:
    """File of each former address to where it leads."""
    return {path: re.findall(r'content="0; url=([^"]*)"', text)[0] for path, text in texts(site).items()
            if path.endswith("html")}


def test_an_alias_in_a_language_leads_to_the_page_in_that_language() -> None:
    site = site_of(document("a.en.md", title="A", aliases=("/zh/old/", "/en/older/name/")))
    assert stubs(site) == {"zh/old/index.html": "/zh/a/", "en/older/name/index.html": "/en/a/"}


def test_an_alias_without_a_language_is_one_in_every_language_and_without() -> None:
    site = site_of(document("a.zh.md", title="甲", aliases=("/old/",)))
    assert stubs(site) == {"old/index.html": "/zh/a/", "en/old/index.html": "/en/a/", "zh/old/index.html": "/zh/a/"}


@pytest.mark.parametrize(("alias", "path"), [
    ("/en/old/repair.html", "en/old/repair.html"), ("/en/old/index.html", "en/old/index.html"),
    ("/en/oldindex.html", "en/oldindex.html"), ("/en/old.php", "en/old.php/index.html"),
    ("/en/旧 址/", "en/旧 址/index.html"), ("/EN/old", "en/old/index.html"),
])
def test_former_addresses_may_be_files(alias: str, path: str) -> None:
    assert stubs(site_of(document("a.en.md", title="A", aliases=(alias,)))) == {path: "/en/a/"}


def test_a_stub_says_where_the_page_is_and_what_it_is_called() -> None:
    site = site_of(document("a&b.en.md", title='A < "B"', aliases=("/en/old/",)),
                   settings=config(base_url="https://example.org/x/"))
    text = texts(site)["en/old/index.html"]
    assert '<link rel="canonical" href="https://example.org/x/en/a&amp;b/">' in text
    assert '<a href="/x/en/a&amp;b/">A &lt; &quot;B&quot;</a>' in text
    assert '<html lang="en">' in text


def test_a_hidden_page_is_led_to_in_its_own_language() -> None:
    site = site_of(news("news/n.en.md", aliases=("/zh/old/",)),
                   settings=config(translation={"news": SectionPolicy(policy="hide")}))
    assert stubs(site) == {"zh/old/index.html": "/en/news/n/"}


def test_servers_are_told_of_each_address_with_and_without_its_last_slash() -> None:
    site = site_of(document("新.en.md", title="N", aliases=("/en/old/", "/en/a+b.html")),
                   settings=config(base_url="https://example.org/x/"))
    assert texts(site)["_redirects"] == ("/x/en/a%2Bb.html /x/en/%E6%96%B0/ 301\n"
                                         "/x/en/old/ /x/en/%E6%96%B0/ 301\n/x/en/old /x/en/%E6%96%B0/ 301\n")


def test_without_former_addresses_there_is_no_list_of_them() -> None:
    assert "_redirects" not in texts(site_of())


@pytest.mark.parametrize("alias", ["/assets/x/", "/bilingual/", "/sitemap.xml", "/Robots.txt", "/404.html"])
def test_an_alias_may_not_take_the_place_of_the_sites_own_files(alias: str) -> None:
    _, problems = assembled(document("a.en.md", title="A", aliases=(alias,)))
    assert found(problems) == [("E-ALIAS", "a.en.md", "aliases.0")]
    assert problems[0].help.endswith(f"/en{alias}")
    assert assembled(document("a.en.md", title="A", aliases=(f"/en{alias}",)))[1] == ()


@pytest.mark.parametrize(("first", "second"), [
    ("/old/", "/old/"), ("/old/", "/en/old/"), ("/zh/old/", "/old/"), ("/zh/OLD/", "/zh/old"),
])
def test_two_pages_may_not_have_one_former_address(first: str, second: str) -> None:
    _, problems = assembled(document("a.en.md", title="A", aliases=("/en/other/", first)),
                            document("b.en.md", title="B", aliases=(second,)))
    assert [(one.code, one.path) for one in problems] == [("E-ALIAS", "content/b.en.md")]


def test_three_pages_may_share_what_differs_in_its_language() -> None:
    _, problems = assembled(document("a.en.md", title="A", aliases=("/en/old/",)),
                            document("b.en.md", title="B", aliases=("/zh/old/",)),
                            document("c.en.md", title="C", aliases=("/en/old/",)))
    assert [(one.code, one.path) for one in problems] == [("E-ALIAS", "content/c.en.md")]


@pytest.mark.parametrize(("alias", "sentence"), [
    ("/events/e/", "is the address of the page content/events/e/index.en.md"),
    ("/events/2026/", "is the address of the generated page events/2026/"),
    ("/events/e/plan.pdf", "is the address of the file content/events/e/plan.pdf"),
    ("/events/e/plan.pdf/more/", "would lie below the file content/events/e/plan.pdf"),
    ("/old.html", "is the address of a folder of the site"),
])
def test_an_alias_may_not_stand_in_the_way(alias: str, sentence: str) -> None:
    _, problems = assembled(event("events/e/index.en.md"), document("old.html/x.en.md", title="X"),
                            document("a.en.md", title="A", aliases=(alias,)), files=["events/e/plan.pdf"])
    problem, = problems
    assert (problem.code, problem.path) == ("E-ALIAS", "content/a.en.md")
    assert sentence in problem.message


def test_the_policy_allows_nothing_from_elsewhere() -> None:
    told = texts(site_of(settings=config(base_url="https://example.org/x/")))["_headers"]
    assert told.startswith("/x/*\n  Content-Security-Policy: default-src 'none'; img-src 'self'; style-src 'self'; ")
    assert "unsafe" not in told
    assert "script-src" not in told
    assert "/x/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n" in told


def test_servers_are_told_what_programs_subscribe_to() -> None:
    told = texts(site_of(event("events/e/index.en.md", tags=("合作",)),
                         settings=config(base_url="https://example.org/x/")))["_headers"]
    for path, kind in (("en/events.atom", "application/atom+xml"), ("zh/events.json", "application/feed+json"),
                       ("zh/events.ics", "text/calendar"), ("en/tags/%E5%90%88%E4%BD%9C/events.ics", "text/calendar")):
        assert f"\n/x/{path}\n  Content-Type: {kind}; charset=utf-8\n" in told
    assert "\n  Content-Type" not in texts(site_of(event("events/e/index.en.md"),
                                               settings=config(outputs=("pages",))))["_headers"]


def test_a_former_address_is_published_and_taken_away(tmp_path: Path) -> None:
    story = Story(tmp_path)
    pages = story.must_build().pages
    story.replace("content/about.en.md", "title:", "aliases: [/old/about.html]\ntitle:")
    report = story.must_build()
    assert report.pages == pages
    assert set(report.rendered_paths) <= {"en/about/index.html", "zh/about/index.html"}
    assert "url=/en/about/" in story.page("old/about.html")
    assert "url=/zh/about/" in story.page("zh/old/about.html")
    story.replace("content/about.en.md", "aliases: [/old/about.html]\n", "")
    story.must_build()
    assert not {path for path in story.published() if path.startswith("old") or path == "_redirects"}


def test_a_site_may_keep_headers_of_its_own() -> None:
    site = site_of(document("a.en.md", title="A", aliases=("/old/",)), settings=config(keep=("_headers", "_redirects")))
    assert not {path for path in texts(site) if path.startswith("_")}
