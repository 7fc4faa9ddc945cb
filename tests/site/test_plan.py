"""Stories of the plan: which files are published, where."""

from small_sites import assembled, config, document, event, news, records, site_of, template

from sitegen.model import Membership, Organisation, Parsed, SectionPolicy, TimelineEntry
from sitegen.site.plan import plan
from sitegen.site.queries import answer


def test_every_page_and_list_is_published_in_every_language() -> None:
    site = site_of(event("events/a/index.en.md", tags=("x",)), news("news/n.en.md"), document("about.en.md", title="A"),
                   files=["events/a/p.pdf"], assets=["site.css"])
    paths = [artifact.path for artifact in plan(site) if artifact.kind != "text"]
    below = ["about/index.html", "events/2026/index.html", "events/a/index.html", "events/a/p.pdf", "events/index.html",
             "index.html", "news/2026/index.html", "news/index.html", "news/n/index.html", "people/felix/index.html",
             "people/index.html", "tags/index.html", "tags/x/index.html"]
    assert paths == ["404.html", "assets/site.abcdef01.css", *(f"en/{path}" for path in below), "index.html",
                     *(f"zh/{path}" for path in below)]


def test_artifacts_say_what_they_are_about_and_which_template_prints_them() -> None:
    site = site_of(event("events/a/index.en.md", tags=("x",)), document("events/index.en.md", title="Events"),
                   records("members", Organisation(id="m", name={"en": "M"}, membership=Membership())),
                   records("timeline", TimelineEntry(id="t", name={"en": "T"})), files=["events/a/p.pdf"])
    told = {artifact.path: (artifact.template, artifact.subject) for artifact in plan(site)}
    assert told["index.html"] == ("chooser.html", ("chooser",))
    assert told["404.html"] == ("404.html", ("not-found",))
    assert told["en/index.html"] == ("home.html", ("page", "content/index"))
    assert told["en/events/index.html"] == ("events.html", ("listing", "events", 1))
    assert told["en/events/a/index.html"] == ("event.html", ("page", "content/events/a"))
    assert told["en/events/2026/index.html"] == ("year.html", ("year", "events", 2026))
    assert told["en/members/m/index.html"] == ("member.html", ("member", "m"))
    assert told["en/tags/x/index.html"] == ("tag.html", ("tag", "x"))
    assert told["en/timeline/index.html"] == ("timeline.html", ("timeline",))
    copy = next(artifact for artifact in plan(site) if artifact.path == "en/events/a/p.pdf")
    assert (copy.kind, copy.source, copy.digest) == ("copy", "content/events/a/p.pdf", f"{0:032x}")


def test_lists_have_pages_and_every_address_answers_its_versions() -> None:
    site = site_of(*(news(f"news/n{number}.en.md") for number in range(5)), settings=config(page_size=2))
    paths = {artifact.path for artifact in plan(site)}
    assert {"en/news/index.html", "en/news/page/2/index.html", "en/news/page/3/index.html"} <= paths
    assert "en/news/page/4/index.html" not in paths
    assert [version.url for version in answer(site, ("versions", "en", "news/page/3/"))] == [
        "/en/news/page/3/", "/zh/news/page/3/"]


def test_an_empty_list_exists_only_when_it_is_introduced() -> None:
    paths = {artifact.path for artifact in plan(site_of(document("news/index.en.md", title="News")))}
    assert "en/news/index.html" in paths
    assert "en/events/index.html" not in paths
    assert "en/members/index.html" not in paths


def test_a_section_of_the_sites_own_is_listed_and_a_lone_folder_is_a_page() -> None:
    site = site_of(document("guides/a.en.md", title="A"), document("about/index.en.md", title="About"))
    told = {artifact.path: artifact.subject for artifact in plan(site)}
    assert told["en/guides/index.html"] == ("listing", "guides", 1)
    assert told["en/about/index.html"] == ("page", "content/about")


def test_a_hidden_page_and_its_files_are_published_in_its_own_language_only() -> None:
    site = site_of(event("events/a/index.en.md"), files=["events/a/p.pdf"],
                   settings=config(translation={"events": SectionPolicy(policy="hide")}))
    paths = {artifact.path for artifact in plan(site)}
    assert {"en/events/a/index.html", "en/events/a/p.pdf"} <= paths
    assert not {path for path in paths if path.startswith("zh/events/")}


def test_files_of_a_page_left_out_are_not_copied() -> None:
    site, _ = assembled(event("events/a/index.en.md", draft=True), files=["events/a/p.pdf", "data/logos/m.png"])
    copies = [artifact.path for artifact in plan(site) if artifact.kind == "copy"]
    assert copies == ["en/data/logos/m.png", "zh/data/logos/m.png"]


def test_files_beside_a_page_in_one_file_keep_their_folder() -> None:
    site = site_of(news("news/n.en.md"), files=["news/photos/x.jpg", "logo.png"])
    copies = [artifact.path for artifact in plan(site) if artifact.kind == "copy" and artifact.language == "en"]
    assert copies == ["en/logo.png", "en/news/photos/x.jpg"]


def test_without_pages_nothing_that_belongs_to_them_is_published() -> None:
    site = site_of(document("a.en.md", title="A", aliases=("/old/",)), files=["a/p.pdf"], assets=["site.css"],
                   settings=config(outputs=("sitemap",)))
    assert {artifact.path for artifact in plan(site)} == {"_headers", "robots.txt"}


def test_there_is_a_page_to_subscribe_where_there_is_something_to_subscribe_to() -> None:
    def has_page(*parsed: Parsed, outputs: tuple[str, ...] = ("pages", "feeds", "calendars")) -> bool:
        site = site_of(*parsed, template("subscribe.html"), settings=config(outputs=outputs))
        there = "en/subscribe/index.html" in {artifact.path for artifact in plan(site)}
        assert answer(site, ("about", "en"))["subscribe"] == ("/en/subscribe/" if there else "")
        return there

    assert has_page(event("events/a/index.en.md"))
    assert has_page(news("news/n.en.md"))
    assert has_page(event("events/a/index.en.md"), outputs=("pages", "calendars"))
    assert not has_page(news("news/n.en.md"), outputs=("pages", "calendars"))
    assert not has_page(event("events/a/index.en.md"), outputs=("pages",))
    assert not has_page()
