"""Stories of links: where they lead, and what is said of those that lead nowhere."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_sites import assembled, config, document, event, found, news, records, site_of

from sitegen.model import FileLink, FooterLink, Link, Organisation, SectionPolicy, Site, TimelineEntry
from sitegen.site.links import check_links, resolve_link
from sitegen.site.queries import answer


def linked(site: Site, target: str, language: str = "en", identity: str = "content/events/a") -> str | None:
    target_found = resolve_link(site, identity, target, language)
    return target_found.url if target_found else None


def small() -> Site:
    return site_of(
        event("events/a/index.en.md", anchors=("next-steps",)),
        event("events/b.en.md", slug="other"), document("events/b.zh.md", title="乙", facts=()),
        document("events/index.en.md", title="Events"), document("guides/deep/page.en.md", title="Deep"),
        files=["events/a/p.pdf", "events/logo.png"],
    )


@pytest.mark.parametrize(("target", "leads"), [
    ("../b.en.md", "/zh/events/other/"),
    ("../b.zh.md#x", "/zh/events/other/#x"),
    ("../b.md", "/zh/events/other/"),
    ("../../guides/deep/page.en.md", "/zh/guides/deep/page/"),
    ("../index.en.md", "/zh/events/"),
    ("../", "/zh/events/"),
    ("/events/other/", "/zh/events/other/"),
    ("/events/other", "/zh/events/other/"),
    ("/en/events/other/", "/en/events/other/"),
    ("/zh/", "/zh/"),
    ("/", "/zh/"),
    ("/events/", "/zh/events/"),
    ("/events/2026/", "/zh/events/2026/"),
    ("#next-steps", "/zh/events/a/#next-steps"),
    ("p.pdf", "/zh/events/a/p.pdf"),
    ("./p.pdf", "/zh/events/a/p.pdf"),
    ("/events/a/p.pdf", "/zh/events/a/p.pdf"),
    ("../logo.png", "/zh/events/logo.png"),
    ("/people/felix/", "/zh/people/felix/"),
    ("https://example.com/x", "https://example.com/x"),
    ("mailto:a@example.org", "mailto:a@example.org"),
    ("../c.en.md", None),
    ("../../../../etc/passwd", None),
    ("/events/b/", None),
    ("P.pdf", None),
])
def test_a_link_leads_to_the_readers_language(target: str, leads: str | None) -> None:
    assert linked(small(), target, "zh") == leads


def test_links_carry_the_path_of_the_site() -> None:
    site = site_of(event("events/a/index.en.md"), settings=config(base_url="https://example.org/x/"))
    assert linked(site, "/events/a/") == "/x/en/events/a/"


def test_a_page_left_out_is_left_out_of_the_navigation_with_a_warning() -> None:
    site = site_of(document("about.en.md", title="About", draft=True), settings=config(navigation=("about",)))
    assert found(check_links(site)) == [("W-WITHHELD", "site.yaml", "navigation.0")]
    assert answer(site, ("about", "en"))["navigation"] == ()


def test_a_link_to_a_page_hidden_in_a_language_leads_to_its_own() -> None:
    site = site_of(event("events/a/index.en.md"), files=["events/a/p.pdf"],
                   settings=config(translation={"events": SectionPolicy(policy="hide")}))
    target = resolve_link(site, "content/index", "/events/a/", "zh")
    assert target is not None and (target.url, target.language) == ("/en/events/a/", "en")
    assert linked(site, "/events/a/p.pdf", "zh", "content/index") == "/en/events/a/p.pdf"


def test_a_page_in_a_files_folder_with_another_slug_carries_its_files() -> None:
    site = site_of(event("events/a/index.en.md", slug="new"), files=["events/a/p.pdf"])
    assert linked(site, "/events/new/p.pdf") == "/en/events/new/p.pdf"
    assert linked(site, "/events/a/p.pdf") is None


def test_dead_links_are_found_at_their_place_with_what_is_near() -> None:
    site = site_of(
        event("events/forum/index.en.md", anchors=("next-steps",), links=(
            "/events/form/", "../none/index.en.md", "#next-step", "Logo.PNG", "/timeline/#idea", "/timeline/#none",
            "person:felx", "member:qub", "https://example.com/", "#main",
            Link(target="logo.PNG", line=30, column=9, kind="image"),
            Link(target="https://example.com/x.png", line=31, column=9, kind="image"),
            Link(target="logo.png", line=32, column=9, kind="image"))),
        records("timeline", TimelineEntry(id="idea", name={"en": "Idea"}, start=None)),
        files=["events/forum/logo.png"],
    )
    problems = check_links(site)
    path = "events/forum/index.en.md"
    assert found(problems) == [
        ("E-LINK-DEAD", path, "10:3"), ("E-LINK-DEAD", path, "11:3"), ("E-LINK-DEAD", path, "12:3"),
        ("E-LINK-DEAD", path, "13:3"), ("E-LINK-DEAD", path, "15:3"), ("E-REF", path, "16:3"), ("E-REF", path, "17:3"),
        ("E-LINK-DEAD", path, "30:9"), ("E-THIRD-PARTY", path, "31:9"),
    ]
    messages = [one.message for one in problems]
    assert messages[0] == '"/events/form/" leads to nothing on this site. Close matches: /events/forum/.'
    assert "there is no content/events/none/index.en.md" in messages[1]
    assert 'no heading with the id "next-step" on this page. Close matches: next-steps.' in messages[2]
    assert messages[3] == '"Logo.PNG" does not exist; it exists as logo.png.'
    assert messages[5] == 'person "felx" does not exist. Close matches: felix.'
    assert messages[7] == "logo.PNG does not exist; it exists as logo.png."
    assert all(one.help for one in problems)


def test_a_translated_page_has_the_anchors_of_its_source_and_its_own() -> None:
    site = site_of(
        event("events/a/index.en.md", anchors=("plan",)),
        document("events/a/index.zh.md", title="甲", description="关于甲。", anchors=("计划",), facts=(),
                 links=("#plan", "#计划", "#none")),
        news("news/n.en.md", links=("../events/a/index.en.md#plan", "/zh/events/a/#plan", "/zh/events/a/#计划",
                                    "/events/a/#计划", "/events/a/#none")),
    )
    assert [(one.path, one.line) for one in check_links(site)] == [
        ("content/events/a/index.zh.md", 12), ("content/news/n.en.md", 13), ("content/news/n.en.md", 14)]


def test_a_page_shown_in_its_own_language_has_no_other_anchors() -> None:
    site = site_of(
        event("events/a/index.en.md", anchors=("plan",)),
        document("events/a/index.zh.md", description="没有标题。", anchors=("计划",), facts=()),
        news("news/n.en.md", links=("/zh/events/a/#plan", "/zh/events/a/#计划")),
    )
    assert [(one.path, one.line) for one in check_links(site)] == [("content/news/n.en.md", 11)]


def test_a_link_to_a_draft_is_an_error_that_says_so() -> None:
    site, _ = assembled(
        event("events/a/index.en.md", draft=True),
        news("news/n.en.md", links=("/events/a/", "../events/a/index.en.md", "event:a")),
    )
    problems = check_links(site)
    assert [one.line for one in problems] == [10, 11, 12]
    assert all("draft" in one.message for one in problems)


def test_files_named_in_front_matter_and_data_must_exist() -> None:
    site = site_of(
        event("events/a/index.en.md", documents=(FileLink(file="programe.pdf"), FileLink(file="programme.pdf"),
                                                 FileLink(url="https://x.org/y.pdf"))),
        records("members", Organisation(id="m", name={"en": "M"}, logo="m.png")),
        files=["events/a/programme.pdf"],
    )
    problems = check_links(site)
    assert found(problems) == [("E-FILE", "events/a/index.en.md", "documents.0.file"),
                               ("E-FILE", "data/members.yaml", "0.logo")]
    assert "Close matches: programme.pdf" in problems[0].message


def test_navigation_and_footer_must_lead_somewhere() -> None:
    site = site_of(settings=config(navigation=("evnts", "news"), footer=(FooterLink(title={"en": "X"}, url="/x/"),)))
    problems = check_links(site)
    assert found(problems) == [("E-NAV", "site.yaml", "navigation.0"), ("E-LINK-DEAD", "site.yaml", "footer.0.url")]
    assert {one.exit for one in problems} == {2}


PARTS = st.sampled_from([
    "..", ".", "/", "//", "#", "?", "%", "%2e%2e", "en", "zh", "events", "a", "index.en.md", "p.pdf", "count:",
    "members", "person:", "event:", "events:", "series=", "&", "on=", "\\", "论坛", "\0",
])


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=30), st.lists(PARTS, max_size=8).map("".join)), st.sampled_from(["en", "zh"]))
def test_nothing_that_can_be_typed_raises_or_leaves_the_project(target: str, language: str) -> None:
    found_target = resolve_link(SMALL, "content/events/a", target, language)
    if found_target and found_target.address:
        assert found_target.url.startswith(f"/{found_target.language}/")
    if found_target and found_target.path:
        assert found_target.path in SMALL.media
    answer(SMALL, ("fact", language, "content/events/a", target))
    answer(SMALL, ("file", language, "content/events/a", target))
    body = event("events/z/index.en.md", links=tuple(
        Link(target=target, line=1, column=1, kind=kind) for kind in ("link", "image", "record")))
    check_links(assembled(body)[0])


SMALL = small()
