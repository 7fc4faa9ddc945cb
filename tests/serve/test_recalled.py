"""What is remembered of the last build is shown at once, and is what a look at all sources comes to."""

import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from previewing import NOW
from story import Story

from sitegen.disk.places import theme_root
from sitegen.model import Request, Site
from sitegen.on_demand import OnDemand
from sitegen.serve import live as module
from sitegen.serve.live import Live
from sitegen.site.cards import MADE

BODY = ("content/about.en.md", "Read about", "Read more about")
TITLE = ("content/about.en.md", "title: ", "title: New ")


@pytest.fixture
def story(tmp_path: Path) -> Story:
    """The tiny site without what only a preview shows, published."""
    story = Story(tmp_path)
    for path in sorted(story.root.glob("content/**/*.md")):
        if "\ndraft: true" in path.read_text(encoding="utf-8"):
            path.unlink()
    story.must_build()
    return story


def started(story: Story, *, drafts: bool = True, later: timedelta = timedelta()) -> Live:
    live = Live(Request(project=str(story.root), output=str(story.root / "build"), now=NOW + later, drafts=drafts))
    live.refresh(None)
    assert live.ready and not live.problems.errors, live.problems
    return live


def is_recalled(live: Live) -> bool:
    return live._moment is not None and isinstance(live._moment.site.pages, OnDemand)


def from_sources(story: Story, monkeypatch: pytest.MonkeyPatch) -> Live:
    with monkeypatch.context() as patch:
        patch.setattr(module, "recall", lambda *_: None)
        live = started(story)
    assert not is_recalled(live)
    return live


def assert_same(live: Live, other: Live) -> None:
    one, two = live._moment, other._moment
    assert one is not None and two is not None
    names = [name for name in Site.__struct_fields__ if name not in MADE]
    assert [name for name in names if getattr(one.site, name) != getattr(two.site, name)] == []
    assert one.artifacts == two.artifacts
    assert [path for path in one.artifacts if live.page(path) != other.page(path)] == []
    assert live.warnings == other.warnings and live.rows() == other.rows()
    assert live.problems == other.problems and live.until == other.until and live.policy == other.policy


def nothing(story: Story) -> None:
    """As published."""


def edited(story: Story) -> None:
    story.replace(*BODY)


def edited_and_published(story: Story) -> None:
    story.replace(*BODY)
    story.must_build()


def own_template(story: Story) -> None:
    base = Path(theme_root(), "templates/base.html").read_text(encoding="utf-8")
    story.write("templates/base.html", base.replace("<main", "<hr><main", 1))


@pytest.mark.parametrize("change", [nothing, edited, edited_and_published, own_template])
def test_what_is_remembered_is_what_the_sources_say(
    story: Story, monkeypatch: pytest.MonkeyPatch, change: Callable[[Story], None]
) -> None:
    change(story)
    live = started(story)
    assert is_recalled(live)
    assert_same(live, from_sources(story, monkeypatch))
    while live.settle():
        pass
    assert not is_recalled(live)
    assert_same(live, from_sources(story, monkeypatch))


@pytest.mark.parametrize("settled", [0, 1, 99])
@pytest.mark.parametrize("path", [BODY, TITLE], ids=["body", "title"])
def test_a_save_is_taken_in_however_much_is_still_packed(
    story: Story, monkeypatch: pytest.MonkeyPatch, path: tuple[str, str, str], settled: int
) -> None:
    monkeypatch.setattr("sitegen.serve.recalled.PIECE", 1)
    live = started(story)
    for _ in range(settled):
        live.settle()
    story.replace(*path)
    assert live._after_small_edit(frozenset([path[0]]))
    assert_same(live, from_sources(story, monkeypatch))
    while live.settle():
        pass
    assert_same(live, from_sources(story, monkeypatch))


def test_whatever_is_more_than_a_small_edit_is_read(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    people = story.text("content/data/people.yaml")
    story.write("content/data/people.yaml", people + "\n- id: new\n  name: New\n  family_name: New\n")
    live = started(story)
    assert not is_recalled(live)
    story.write("content/data/people.yaml", people)
    assert is_recalled(started(story))
    story.write("content/more.en.md", "---\ntitle: More\ndescription: More.\n---\n\nMore.\n")
    assert not is_recalled(started(story))
    story.delete("content/more.en.md")
    assert not is_recalled(started(story, later=timedelta(days=4000)))


def test_drafts_are_not_remembered_by_who_left_them_out(story: Story) -> None:
    story.write("content/more.en.md", "---\ntitle: More\ndescription: More.\ndraft: true\n---\n\nMore.\n")
    story.must_build()
    live = started(story)
    assert not is_recalled(live) and live.page("en/more/index.html")
    assert is_recalled(started(story, drafts=False))
    story.must_build(drafts=True)
    assert is_recalled(started(story)) and not is_recalled(started(story, drafts=False))


def test_a_mistake_in_a_part_that_all_pages_share_leaves_the_last_good_page(story: Story) -> None:
    part, path = "templates/parts/own.html", "en/about/index.html"
    story.write("templates/base.html", '{% block main %}{% endblock %}{{ shared("parts/own.html") }}')
    story.write(part, "<p>One</p>")
    live = started(story)
    good = live.page(path)
    for mistake in ("{{ nothing.x }}", "{% wrong %}", "{% include 'no.html' %}"):
        story.write(part, mistake)
        live.refresh({part})
        assert live.page(path) == good
        assert [(one.code, one.line) for one in live.problems_of(path).diagnostics] == [("E-TEMPLATE", 1)]
    story.write(part, "<p>One</p>")
    live.refresh({part})
    assert live.page(path) == good and not live.problems_of(path).diagnostics


def test_a_mistake_made_before_the_start_is_told(story: Story) -> None:
    (story.root / "content/link.en.md").symlink_to(story.root / "content/about.en.md")
    live = Live(Request(project=str(story.root), output=str(story.root / "build"), now=NOW, drafts=True))
    live.refresh(None)
    assert [one.code for one in live.problems.errors] == ["E-FILE-LINK"]


def test_what_a_first_save_is_compared_with_is_there_before_it(story: Story) -> None:
    live = started(story)
    assert live._moment is not None and "records" not in vars(live._moment.others)
    while live.settle():
        pass
    assert "records" in vars(live._moment.others)
    assert set(module.LATER) <= sys.modules.keys()
