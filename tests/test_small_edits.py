"""An edit inside a page assembles that page; anything more assembles the site: the same is published either way."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from story import NOW, Story

from sitegen import build as pipeline
from sitegen.disk.ledger import load_ledger
from sitegen.disk.sources import theme_root

EVENT = "content/events/autumn-forum/index.en.md"
EVENT_ZH = "content/events/autumn-forum/index.zh.md"


@pytest.fixture
def whole(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A word for each time the whole site was assembled."""
    done: list[str] = []
    real = pipeline.join_site

    def noting(*arguments: Any, **options: Any) -> Any:
        done.append("assembled")
        return real(*arguments, **options)

    monkeypatch.setattr(pipeline, "join_site", noting)
    return done


@pytest.fixture
def story(tmp_path: Path, whole: list[str]) -> Story:
    built = Story(tmp_path)
    built.must_build()
    whole.clear()
    return built


def add(story: Story, path: str, text: str) -> None:
    story.write(path, f"{story.text(path).rstrip()}\n\n{text}\n")


def holds(story: Story, tmp_path: Path) -> bool:
    return story.published() == story.clean_tree(tmp_path)


def test_a_paragraph_more_assembles_its_page_alone(story: Story, whole: list[str], tmp_path: Path) -> None:
    add(story, EVENT, "We meet at noon.")
    assert story.must_build().rendered == 2
    assert "We meet at noon." in story.page("en/events/autumn-forum/index.html")
    add(story, EVENT_ZH, "我们中午见面。")
    assert story.must_build().rendered >= 1
    assert whole == []
    assert holds(story, tmp_path)


def test_a_second_small_edit_stands_on_the_first(story: Story, whole: list[str], tmp_path: Path) -> None:
    add(story, EVENT, "One.")
    story.must_build()
    add(story, "content/about.en.md", "Two.")
    story.must_build()
    add(story, EVENT, "Three.")
    assert story.must_build().rendered == 2
    assert whole == []
    assert holds(story, tmp_path)


@pytest.mark.parametrize(
    "edit", ["tags", "no title in one language", "heading", "record", "new page", "deleted page", "config", "asset"])
def test_what_others_can_see_assembles_the_site(edit: str, story: Story, whole: list[str], tmp_path: Path) -> None:
    match edit:
        case "tags":
            story.replace(EVENT, "tags: [methods]\n", "")
        case "no title in one language":
            story.replace(EVENT_ZH, title_of(story, EVENT_ZH), "")
        case "heading":
            add(story, EVENT, "## A place to link to")
        case "record":
            topics = "content/data/topics.yaml"
            story.write(topics, story.text(topics) + "\n- {id: new, name: New}\n")
        case "new page":
            story.write("content/extra.en.md", "---\ntitle: Extra\n---\n\nMore.\n")
        case "deleted page":
            story.delete("content/about.zh.md")
        case "config":
            story.write("site.yaml", story.text("site.yaml") + "\nmembers_complete: false\n")
        case "asset":
            story.write("templates/assets/custom.css", "p {color: red}")
    story.must_build()
    assert whole
    assert holds(story, tmp_path)


def title_of(story: Story, path: str) -> str:
    return next(line for line in story.text(path).splitlines() if line.startswith("title:"))


def test_words_that_others_only_print_assemble_their_page_alone(
        story: Story, whole: list[str], tmp_path: Path) -> None:
    story.replace(EVENT, title_of(story, EVENT), "title: Quite another forum")
    assert story.must_build().rendered > 2
    assert "Quite another forum" in story.page("en/index.html")
    story.replace(EVENT_ZH, title_of(story, EVENT_ZH), "title: 另一个论坛")
    add(story, EVENT, "One.")
    story.must_build()
    line = next(line for line in story.text(EVENT).splitlines() if line.startswith("description:"))
    story.replace(EVENT, line, "description: Said otherwise.")
    story.must_build()
    assert whole == []
    assert holds(story, tmp_path)
    small = load_ledger(str(story.root), str(story.root / "build"))[0].outline
    story.must_build(clean=True)
    assert small == load_ledger(str(story.root), str(story.root / "build"))[0].outline


def test_a_title_that_only_a_catalogue_prints_is_found_as_it_is(
        story: Story, whole: list[str], tmp_path: Path) -> None:
    story.write("content/notes/n.en.md", "---\ntitle: A note\n---\n\nCome in autumn.\n")
    story.write("translations/zh_Hans_CN/LC_MESSAGES/content/notes.po",
                'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
                'msgctxt "content/notes/n#title"\nmsgid "A note"\nmsgstr "短讯"\n\n'
                'msgctxt "content/notes/n#paragraph"\nmsgid "Come in autumn."\n'
                'msgstr "秋天来参加[](event:autumn-forum)。"\n')
    story.must_build()
    whole.clear()
    story.replace(EVENT_ZH, title_of(story, EVENT_ZH), "title: 另一个论坛")
    story.must_build()
    assert whole == [] and "另一个论坛" in story.page("zh/notes/n/index.html")
    assert holds(story, tmp_path)


def test_templates_are_put_into_the_site_of_before(story: Story, whole: list[str], tmp_path: Path) -> None:
    add(story, EVENT, "We meet at noon.")
    add(story, "content/about.zh.md", "我们中午见面。")
    story.must_build()
    story.write("templates/event.html", '{% extends "base.html" %}{% block main %}{{ content }} one{% endblock %}')
    story.write("templates/page.html", "{{ entry.translated }} {{ entry.notice }} {{ content }}")
    assert story.must_build().rendered > 2
    assert "We meet at noon." in story.page("en/events/autumn-forum/index.html")
    assert whole == []
    assert holds(story, tmp_path / "one")
    whole.clear()
    add(story, EVENT, "And again.")
    story.write("templates/event.html", '{% extends "base.html" %}{% block main %}{{ content }} two{% endblock %}')
    story.must_build()
    assert "And again.</p>\n two" in story.page("en/events/autumn-forum/index.html")
    assert whole == []
    assert holds(story, tmp_path / "two")
    add(story, "content/about.en.md", "## Another heading")
    story.must_build()
    assert whole
    assert holds(story, tmp_path / "three")


def test_a_template_that_cannot_be_read_is_reported(story: Story) -> None:
    story.write("templates/event.html", b"\xff")
    report = story.build()
    assert report.exit == 1 and [one.path for one in report.diagnostics] == ["templates/event.html"]
    story.write("templates/event.html", "{% wrong %}")
    report = story.build()
    assert report.exit == 1 and {one.path for one in report.diagnostics} == {"templates/event.html"}


@pytest.mark.parametrize("mistake", [
    "{{ nothing.x }}", "{% wrong %}", "{{ site.nothing() }}", "{% include 'no.html' %}"])
def test_a_mistake_in_a_part_that_all_pages_share_is_reported(mistake: str, story: Story, tmp_path: Path) -> None:
    part = "<p>The same on every page, with words enough to be put in the place of others.</p>"
    story.write("templates/base.html", '{% block main %}{% endblock %}{{ shared("parts/own.html") }}')
    story.write("templates/parts/own.html", part)
    story.must_build()
    before = story.published()
    story.write("templates/parts/own.html", mistake)
    report = story.build()
    found = {(one.code, one.line) for one in report.diagnostics}
    assert report.exit == 1 and found == {("E-TEMPLATE", 1)}
    assert story.published() == before
    story.write("templates/parts/own.html", part.replace("same", "very same"))
    story.must_build()
    assert holds(story, tmp_path)


def test_time_that_changes_what_pages_say_assembles_the_site(story: Story, whole: list[str]) -> None:
    add(story, EVENT, "One.")
    story.must_build(now=NOW + timedelta(days=3000))
    assert whole


def test_a_mistake_in_a_small_edit_is_reported_like_any_other(story: Story, whole: list[str]) -> None:
    add(story, EVENT, "[A link](../nowhere/index.en.md) to nothing.")
    report = story.build()
    assert [d.code for d in report.diagnostics if d.severity == "error"] == ["E-LINK-DEAD"]
    assert whole


def test_an_anchor_that_another_page_links_to_is_missed(story: Story) -> None:
    add(story, EVENT, "## Where we meet")
    add(story, "content/about.en.md", "[Where](events/autumn-forum/index.en.md#where-we-meet)")
    story.must_build()
    story.replace(EVENT, "## Where we meet", "Where we meet")
    assert "E-LINK-DEAD" in [d.code for d in story.build().diagnostics]


def test_warnings_elsewhere_are_said_again(story: Story, whole: list[str]) -> None:
    story.write("content/news/2026-05-02-later.en.md",
                "---\ntitle: Later\ndate: 2026-05-02\npublished: 2031-01-01\n---\n\nWords.\n")
    add(story, "content/about.en.md", "[Later](news/2026-05-02-later.en.md)")
    before = story.build()
    story.replace("content/about.en.md", "[Later](news/2026-05-02-later.en.md)", "")
    before = story.must_build()
    whole.clear()
    add(story, EVENT, "One.")
    after = story.must_build()
    assert whole == []
    assert [d.code for d in after.diagnostics] == [d.code for d in before.diagnostics]
    assert after.notices == before.notices


def test_a_page_damaged_by_hand_is_restored_beside_the_edit(story: Story, tmp_path: Path) -> None:
    (story.root / "build/en/about/index.html").write_text("mine")
    add(story, EVENT, "One.")
    report = story.must_build()
    assert [d.code for d in report.diagnostics] == ["W-EDITED"]
    assert holds(story, tmp_path)


@pytest.mark.parametrize("harm", ["edited", "gone", "a feed", "beside a template"])
def test_a_page_damaged_by_hand_is_restored_without_the_site(harm: str, story: Story, whole: list[str], tmp_path: Path
                                                             ) -> None:
    page = story.root / ("build/en/events.atom" if harm == "a feed" else "build/en/about/index.html")
    if harm == "gone":
        page.unlink()
    else:
        page.write_text("mine")
    if harm == "beside a template":
        base = Path(theme_root()) / "templates" / "base.html"
        story.write("templates/base.html", base.read_text(encoding="utf-8").replace("</body>", "<hr></body>"))
    report = story.must_build()
    assert whole == []
    assert [d.code for d in report.diagnostics] == ["W-EDITED"]
    assert report.rendered == {"a feed": 0, "beside a template": report.pages}.get(harm, 1)
    assert holds(story, tmp_path)


def test_a_build_of_the_same_files_says_the_same_without_the_site(story: Story, whole: list[str]) -> None:
    story.write("content/news/2026-05-02-later.en.md",
                "---\ntitle: Later\ndate: 2026-05-02\npublished: 2031-01-01\n---\n\nWords.\n")
    before = story.must_build()
    whole.clear()
    after = story.must_build()
    assert (whole, after.rendered, after.written) == ([], 0, 0)
    assert (after.diagnostics, after.notices, after.pages) == (before.diagnostics, before.notices, before.pages)
    story.must_build(clean=True)
    assert whole


def test_a_memory_of_the_site_that_was_copied_is_read_and_believed(story: Story, whole: list[str]) -> None:
    (memory,) = (story.root / ".sitegen").glob("site-*")
    content = memory.read_bytes()
    memory.unlink()
    memory.write_bytes(content)
    add(story, EVENT, "One.")
    assert story.must_build().rendered == 2
    assert whole == []


def test_a_memory_of_the_site_that_was_changed_is_not_believed_whatever_its_time(story: Story, whole: list[str],
                                                                                 tmp_path: Path) -> None:
    (memory,) = (story.root / ".sitegen").glob("site-*")
    before, content = memory.stat(), bytearray(memory.read_bytes())
    content[len(content) // 8] ^= 1
    memory.write_bytes(content)
    os.utime(memory, ns=(before.st_atime_ns, before.st_mtime_ns))
    add(story, EVENT, "One.")
    story.must_build()
    assert whole
    assert holds(story, tmp_path)


@pytest.mark.parametrize("damage", [b"", b"\xff" * 100, None])
def test_a_damaged_memory_of_the_site_costs_time_and_nothing_else(damage: bytes | None, story: Story, whole: list[str],
                                                                  tmp_path: Path) -> None:
    (memory,) = (story.root / ".sitegen").glob("site-*")
    memory.write_bytes(memory.read_bytes()[:-1] + b"\0" if damage is None else damage)
    add(story, EVENT, "One.")
    story.must_build()
    assert whole
    assert holds(story, tmp_path)
