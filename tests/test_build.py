"""Stories of building: what is published, and which work was done."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jinja2
import pytest
from story import NOW, Story

from sitegen.build import build_alone, check
from sitegen.diagnostics import BuildStopped, Diagnostic
from sitegen.disk.published import Published
from sitegen.model import Artifact, Ledger, Request, Trace
from sitegen.render import environment


@pytest.fixture
def story(tmp_path: Path) -> Story:
    return Story(tmp_path)


def test_first_build_publishes_both_languages(story: Story) -> None:
    report = story.must_build()
    assert report.rendered == report.pages
    assert "Autumn forum" in story.page("en/events/autumn-forum/index.html")
    assert "秋季论坛" in story.page("zh/events/autumn-forum/index.html")
    assert 'lang="zh-Hans"' in story.page("zh/index.html")


def test_second_build_does_nothing(story: Story) -> None:
    story.must_build()
    before = {path: path.stat().st_mtime_ns for path in (story.root / "build").rglob("*")}
    report = story.must_build()
    assert (report.rendered, report.written, report.removed) == (0, 0, 0)
    assert {path: path.stat().st_mtime_ns for path in (story.root / "build").rglob("*")} == before


def test_what_workers_parsed_is_remembered_as_it_was(story: Story) -> None:
    story.must_build(jobs=2)
    assert story.must_build(jobs=1).rendered == 0


def test_a_body_edit_renders_the_one_page_that_shows_it(story: Story) -> None:
    story.must_build()
    story.replace("content/events/autumn-forum/index.zh.md", "- 闭幕", "- 闭幕致辞")
    report = story.must_build()
    assert report.rendered_paths == ("zh/events/autumn-forum/index.html",)
    assert "闭幕致辞" in story.page("zh/events/autumn-forum/index.html")


def test_an_edit_of_the_source_renders_its_translations_which_are_composed_of_it(story: Story) -> None:
    story.must_build()
    story.replace("content/events/autumn-forum/index.en.md", "- Closing", "- Closing words")
    report = story.must_build()
    assert report.rendered_paths == ("en/events/autumn-forum/index.html", "zh/events/autumn-forum/index.html")
    assert "Closing words" in story.page("en/events/autumn-forum/index.html")


def test_a_title_edit_renders_every_page_that_shows_it(story: Story) -> None:
    story.must_build()
    story.replace("content/events/autumn-forum/index.zh.md", "title: 秋季论坛", "title: 秋季大会")
    report = story.must_build()
    shown = {path for path in report.rendered_paths if "秋季大会" in story.page(path)}
    assert shown == set(report.rendered_paths)
    assert "zh/events/index.html" in shown
    assert not any(path.startswith("en/") for path in shown)
    assert "秋季论坛" not in story.page("zh/events/index.html")


def test_a_member_edit_renders_the_pages_that_name_it(story: Story) -> None:
    story.must_build()
    story.replace("content/data/members.yaml", "en: South College", "en: Southern College")
    report = story.must_build()
    assert "en/events/autumn-forum/index.html" in report.rendered_paths
    assert "en/members/south/index.html" in report.rendered_paths
    assert "en/news/index.html" not in report.rendered_paths


def test_a_catalogue_edit_renders_the_pages_that_use_the_message(story: Story) -> None:
    story.must_build()
    story.write(
        "translations/zh_Hans_CN/LC_MESSAGES/theme.po",
        'msgid ""\nmsgstr ""\n"Language: zh_CN\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "Upcoming"\nmsgstr "往后"\n',
    )
    report = story.must_build()
    assert report.rendered_paths
    assert all("往后" in story.page(path) for path in report.rendered_paths)


def test_a_template_added_over_the_themes_is_noticed_and_taken_back(story: Story) -> None:
    story.must_build()
    before = story.published()
    story.write(
        "templates/tags.html",
        '<!doctype html>\n<html lang="{{ language.lang }}"><title>T</title><h1>Mine</h1></html>\n',
    )
    report = story.must_build()
    assert set(report.rendered_paths) == {"en/tags/index.html", "zh/tags/index.html"}
    story.delete("templates/tags.html")
    story.must_build()
    assert story.published() == before


def test_another_locale_prints_every_date_anew(story: Story, tmp_path: Path) -> None:
    story.must_build()
    story.replace("site.yaml", "locale: en_GB", "locale: en_US")
    story.must_build()
    assert "October 5" in story.page("en/events/autumn-forum/index.html")
    assert story.published() == story.clean_tree(tmp_path)


def test_a_language_may_come_and_go(story: Story, tmp_path: Path) -> None:
    """What pages of a language asked is asked again when the language is gone, and has no answer then."""
    before = {path: story.text(path) for path in ("site.yaml", "content/data/members.yaml")}
    story.must_build()
    story.replace("site.yaml", "name: 中文}", "name: 中文}\n  - {code: fr}")
    story.replace("content/data/members.yaml", "name: {en: North College,", "name: {en: North College, fr: Nord,")
    story.replace("content/data/members.yaml", "name: {en: South College,", "name: {en: South College, fr: Sud,")
    story.must_build()
    assert "Nord" in story.page("fr/members/index.html")
    for path, text in before.items():
        story.write(path, text)
    story.must_build(allow_shrink=True)
    assert story.published() == story.clean_tree(tmp_path)


def test_a_page_not_found_leads_only_to_lists_that_exist(story: Story) -> None:
    story.must_build()
    assert 'href="/zh/events/"' in story.page("404.html")
    for path in ("content/events", "content/news", "content/data", "content/about.en.md", "content/about.zh.md"):
        story.delete(path)
    story.replace("site.yaml", "navigation: [events, news, members, about]\n", "")
    story.must_build(allow_shrink=True)
    assert "/events/" not in story.page("404.html")


def test_a_style_of_ones_own_comes_after_the_themes(story: Story) -> None:
    story.must_build()
    assert "custom." not in story.page("en/index.html")
    story.write("templates/assets/custom.css", ":root { --accent: #005b4f; }")
    story.must_build()
    page = story.page("en/index.html")
    assert page.index("/assets/site.") < page.index("/assets/custom.")


def test_time_alone_renders_only_what_it_changes(story: Story) -> None:
    story.must_build(now=datetime(2027, 10, 5, 12, tzinfo=UTC))
    report = story.must_build(now=datetime(2027, 10, 7, tzinfo=UTC))
    assert "en/events/autumn-forum/index.html" in report.rendered_paths
    assert "en/about/index.html" not in report.rendered_paths


def test_stale_after_is_the_next_end_of_an_event(story: Story) -> None:
    assert story.must_build().stale_after == "2027-10-06T08:00:00+00:00"


def test_a_refused_build_changes_nothing_and_the_next_one_is_right(story: Story, tmp_path: Path) -> None:
    story.must_build()
    before = story.published()
    story.replace("content/events/autumn-forum/index.en.md", "organizers: [south]", "organizers: [nobody]")
    assert story.build().exit == 1
    assert story.published() == before
    story.replace("content/events/autumn-forum/index.en.md", "organizers: [nobody]", "organizers: [north]")
    story.must_build()
    assert story.published() == story.clean_tree(tmp_path)


def test_all_mistakes_of_all_files_come_in_one_run(story: Story) -> None:
    story.replace("content/events/autumn-forum/index.en.md", "type: forum", "typ: forum")
    story.replace("content/events/spring-workshop/index.en.md", "start: 2026-04-14", "start: 2026-04-31")
    story.replace("content/data/members.yaml", "country: CN", "country: China")
    story.build()
    assert {place.split(":")[0] for place in story.places()} >= {
        "content/events/autumn-forum/index.en.md",
        "content/events/spring-workshop/index.en.md",
        "content/data/members.yaml",
    }


def test_foreign_files_in_build_stop_it(story: Story) -> None:
    story.must_build()
    story.write("build/CNAME", "tiny.example")
    report = story.build()
    assert report.exit == 2
    assert "CNAME" in report.diagnostics[0].message
    story.write("site.yaml", story.text("site.yaml") + "keep: [CNAME]\n")
    story.must_build()
    assert story.text("build/CNAME") == "tiny.example"


def test_a_hand_edited_page_is_restored_with_a_warning(story: Story) -> None:
    story.must_build()
    before = story.published()
    story.write("build/en/index.html", "by hand")
    report = story.must_build()
    assert [d.code for d in report.diagnostics] == ["W-EDITED"]
    assert story.published() == before
    assert story.must_build().diagnostics == ()


def test_warnings_are_repeated_by_a_build_that_renders_nothing(story: Story) -> None:
    story.replace(
        "content/events/spring-workshop/index.en.md",
        "tags: [methods, writing]",
        "tags: [methods, writing]\naudience: TBC",
    )
    first = story.must_build()
    assert [d.code for d in first.diagnostics] == ["W-PLACEHOLDER"]
    again = story.must_build()
    assert again.rendered == 0
    assert again.diagnostics == first.diagnostics


def test_strict_refuses_warnings(story: Story) -> None:
    story.replace(
        "content/events/spring-workshop/index.en.md",
        "tags: [methods, writing]",
        "tags: [methods, writing]\naudience: TBC",
    )
    assert story.build(strict=True).exit == 1
    assert story.published() == {}


def test_dry_run_publishes_nothing(story: Story) -> None:
    story.must_build()
    before = story.published()
    story.delete("content/news/2026-05-01-minutes.zh.md")
    story.replace("content/about.en.md", "Purpose", "Aim")
    report = story.must_build(dry_run=True)
    assert "en/about/index.html" in report.changed
    assert story.published() == before


def test_verify_agrees(story: Story) -> None:
    story.must_build()
    story.replace("content/about.en.md", "Purpose", "Aim")
    assert story.must_build(verify=True).rendered == 2


def test_explain_names_the_question_that_changed(story: Story) -> None:
    story.must_build()
    story.replace("content/about.en.md", "Purpose", "Aim")
    report = story.must_build(explain=True)
    assert list(report.explained) == ["en/about/index.html", "zh/about/index.html"]
    assert "content/about" in report.explained["en/about/index.html"]


def test_vanishing_pages_are_asked_about(story: Story) -> None:
    for number in range(20):
        story.write(
            f"content/notes/n{number}.en.md",
            f"---\ntitle: Note {number}\ndescription: A note that is here to be counted and to vanish.\n---\n",
        )
    story.must_build()
    story.delete("content/notes")
    report = story.build()
    assert [d.code for d in report.diagnostics] == ["E-SHRINK"]
    assert report.exit == 1
    story.must_build(allow_shrink=True)
    assert not (story.root / "build/en/notes").exists()


def test_drafts_and_scheduled_pages_wait(story: Story) -> None:
    story.replace("content/news/2026-05-01-minutes.en.md", "date: 2026-05-01", "date: 2026-12-24")
    report = story.must_build()
    assert not (story.root / "build/en/news/2026-05-01-minutes").exists()
    assert report.stale_after == "2026-12-24T00:00:00+00:00"
    assert any("2026-05-01-minutes" in notice for notice in report.notices)
    story.must_build(drafts=True)
    assert "noindex" in story.page("en/news/2026-05-01-minutes/index.html")


def test_base_url_with_a_path_is_in_every_address(story: Story) -> None:
    story.must_build(base_url="https://tiny.example/site/")
    page = story.page("en/index.html")
    assert 'href="/site/en/events/"' in page
    assert 'href="/en/' not in page


@pytest.mark.parametrize("address", ["x", "https://[x/", "https://e.example/?q", "https://u:p@e.example/",
                                     "https://e.example/a b/", "ftp://e.example/"])
def test_an_address_on_the_command_line_is_held_to_what_site_yaml_is(story: Story, address: str) -> None:
    report = story.build(base_url=address)
    assert [(d.code, d.exit) for d in report.diagnostics] == [("E-BASE-URL", 2)]
    assert "--base-url https://example.org/" in (report.diagnostics[0].help or "")


def test_forgetting_everything_gives_the_same_tree(story: Story) -> None:
    story.must_build()
    before = story.published()
    story.delete(".sitegen")
    report = story.must_build()
    assert report.written == 0
    assert story.published() == before


def test_a_folder_that_is_no_site_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    request = Request(project=str(tmp_path), output=str(tmp_path / "build"), now=NOW)
    assert build_alone(request).exit == 2
    assert [path.name for path in tmp_path.iterdir()] == ["letters"]


def test_an_empty_site_is_refused(story: Story) -> None:
    story.must_build()
    before = story.published()
    story.delete("content")
    assert "E-EMPTY" in [d.code for d in story.build().diagnostics]
    assert story.published() == before


def test_one_worker_or_two_publish_the_same(story: Story, tmp_path: Path) -> None:
    story.must_build(jobs=1)
    assert story.published() == story.clean_tree(tmp_path, jobs=2)


def test_what_some_disks_cannot_hold_side_by_side_is_refused_before_it_is_published(story: Story) -> None:
    """For publishing does not look at names again."""
    traces = {path: Trace(Artifact(path, "text"), (), "0" * 32) for path in ("en/A.txt", "en/a.txt")}
    request = Request(project=str(story.root), output=str(story.root / "build"), now=NOW)
    published = Published(project=request.project, output=request.output)
    problems: list[Diagnostic] = []
    with pytest.raises(BuildStopped):
        check(Ledger(traces=traces), published, request, problems)
    assert [problem.code for problem in problems] == ["E-PATH"]


def test_a_build_loads_nothing_that_only_some_builds_need() -> None:
    """A new process spends its first tenth of a second on reading the program: see to it that it stays so."""
    code = "import sys, sitegen.cli, sitegen.quick, sitegen.build; print(*sys.modules)"
    ended = subprocess.run([sys.executable, "-I", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {code}"],
                           capture_output=True, text=True, check=True)
    assert not {"concurrent.futures", "multiprocessing", "ctypes", "email", "importlib.metadata",
                "babel.messages", "jinja2.ext", "importlib.resources", "markdown_it", "yaml",
                "pyexpat", "html", "csv", "sitegen.check.output", "sitegen.commands", "sitegen.serve",
                "sitegen.console"} & set(ended.stdout.split())


def test_templates_are_compiled_once_for_all_runs(
    story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled: list[str | None] = []
    real = jinja2.Environment.compile

    def noted(self: jinja2.Environment, source: Any, name: str | None = None, *rest: Any) -> Any:
        compiled.append(name)
        return real(self, source, name, *rest)

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(jinja2.Environment, "compile", noted)
    for run in range(3):
        forget_templates(monkeypatch)
        story.replace("content/about.en.md", "Purpose", f"Purpose {run},")
        story.must_build()
        assert ("base.html" in compiled) == (run == 0)
        compiled.clear()
    forget_templates(monkeypatch)
    story.must_build(clean=True)
    assert "base.html" in compiled, "a build from nothing"
    assert story.published() == story.clean_tree(tmp_path)


def forget_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a new process."""
    monkeypatch.setattr(environment, "_COMPILED", {})
    monkeypatch.setattr(environment, "_moulds", {})
