"""Pages of a whole site are put into the folder that is published next; what is published is as from nothing."""

from pathlib import Path

import pytest
from story import Story

from sitegen import work
from sitegen.disk import publish as publishing
from sitegen.disk.ledger import load_ledger
from sitegen.disk.places import standby_of
from sitegen.disk.scratch import Tree

BASE = "templates/base.html"
EVENT = "content/events/autumn-forum/index.en.md"
PAGE = "en/events/autumn-forum/index.html"


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Story:
    """A site with a standby, of which every edit of a frame makes all pages."""
    monkeypatch.setattr(work, "MANY", 1)
    built = Story(tmp_path)
    built.write(BASE, (Path(__file__).resolve().parents[1] / BASE).read_text(encoding="utf-8"))
    built.must_build()
    framed(built, "zero")
    built.must_build()
    return built


def framed(story: Story, words: str) -> None:
    """Another frame for every page."""
    text = story.text(BASE)
    story.write(BASE, text[:text.index("</head>")].rsplit("<!--", 1)[0] + f"<!--{words}--></head>"
                + text[text.index("</head>") + 7:])


def standby(story: Story) -> Path:
    return Path(standby_of(str(story.root / "build")))


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that publishing itself has put into the standby."""
    found: list[str] = []
    for name in ("move", "link"):
        real = getattr(publishing, name)

        def noted(source: str, target: str, real=real) -> None:  # type: ignore[no-untyped-def]
            found.append(target)
            real(source, target)

        monkeypatch.setattr(publishing, name, noted)
    return found


@pytest.mark.parametrize("jobs", [1, 2])
def test_pages_stand_where_they_are_published(story: Story, tmp_path: Path, moved: list[str], jobs: int) -> None:
    for words in ("one", "two", "three"):
        framed(story, words)
        report = story.must_build(jobs=jobs)
        assert report.written > 10
        assert f"<!--{words}-->" in story.page(PAGE)
        assert not [path for path in moved if path.endswith(".html")]
        assert story.published() == story.clean_tree(tmp_path)
    assert not (story.root / ".sitegen" / "made").exists()


def test_a_published_file_is_never_written_into(story: Story) -> None:
    # Both trees share whatever was not made anew.
    story.write(EVENT, story.text(EVENT) + "\nMore.\n")
    story.must_build()
    framed(story, "seen")
    before = {path: path.read_bytes() for path in (story.root / "build").rglob("*") if path.is_file()}
    tree = Tree(str(standby(story)), over=True)
    for path in before:
        tree.keep(str(path.relative_to(story.root / "build")), b"other")
    assert {path: path.read_bytes() for path in before} == before


def test_a_build_that_is_refused_afterwards_leaves_nothing_behind(
    story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = story.published()
    framed(story, "refused")
    with monkeypatch.context() as failing:
        failing.setattr("sitegen.build.check", interrupted)
        with pytest.raises(KeyboardInterrupt):
            story.build()
    assert story.published() == before
    assert "<!--refused-->" in (standby(story) / PAGE).read_text(encoding="utf-8")
    story.write(EVENT, story.text(EVENT) + "\nMore.\n")
    framed(story, "zero")
    story.must_build()
    assert story.published() == story.clean_tree(tmp_path)
    framed(story, "again")
    story.must_build()
    assert story.published() == story.clean_tree(tmp_path)


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_template_with_a_mistake_puts_nothing_there(story: Story) -> None:
    before = {path: path.read_bytes() for path in standby(story).rglob("*") if path.is_file()}
    good = story.text(BASE)
    story.write(BASE, good.replace("</head>", "{{ nowhere.to.be.found() }}</head>"))
    assert story.build().exit == 1
    assert {path: path.read_bytes() for path in before} == before


def test_pages_that_come_to_the_same_are_published_as_they_are(story: Story, tmp_path: Path) -> None:
    before = story.published()
    text = story.text(BASE)
    story.write(BASE, text.replace("</head>", "{# nobody sees this #}</head>"))
    assert story.must_build().written == 0
    assert story.published() == before
    story.write(BASE, text.replace("</head>", "{# nobody sees this #}</head>").replace("zero", "nought"))
    story.must_build()
    assert story.published() == story.clean_tree(tmp_path)


def test_pages_that_come_to_the_same_are_found_so_by_a_quick_look(story: Story) -> None:
    story.write(EVENT, story.text(EVENT) + "\nMore.\n")
    story.must_build()
    story.write(BASE, story.text(BASE).replace("</head>", "{# nobody sees this #}</head>"))
    assert story.must_build().written == 0
    outputs = load_ledger(str(story.root), str(story.root / "build"))[0].outputs
    assert {path: stamp.ctime_ns for path, stamp in outputs.items()} == {
        path: (story.root / "build" / path).stat().st_ctime_ns for path in outputs}


def test_pages_that_come_to_the_same_leave_a_standby_that_is_believed(
    story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as trusting:
        trusting.setattr(publishing._Staging, "_repaired", mended)
        story.write(BASE, story.text(BASE).replace("</head>", "{# nobody sees this #}</head>"))
        assert story.must_build().written == 0
        story.write(EVENT, story.text(EVENT) + "\nMore.\n")
        assert 0 < story.must_build().written < 10
    assert story.published() == story.clean_tree(tmp_path)
    framed(story, "next")
    story.must_build()
    assert story.published() == story.clean_tree(tmp_path)


def mended(*_: object) -> None:
    raise AssertionError("the standby shares what it did not get anew")


def test_published_files_that_come_to_the_same_stay(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {path: (story.root / "build" / path).stat() for path in story.published()}
    story.write(BASE, story.text(BASE).replace("</head>", "{% if language.code == 'zh' %}<!--zh-->{% endif %}</head>"))
    story.must_build()
    after = {path: (story.root / "build" / path).stat() for path in story.published()}
    same = {path for path in before if path.startswith("en/") and path.endswith(".html")}
    assert len(same) > 10 and "zh/index.html" in after
    assert {path: (after[path].st_ino, after[path].st_mtime_ns) for path in same} == {
        path: (before[path].st_ino, before[path].st_mtime_ns) for path in same}
    assert after["zh/index.html"].st_ino != before["zh/index.html"].st_ino
    monkeypatch.setattr(publishing._Staging, "_repaired", mended)
    story.write(EVENT, story.text(EVENT) + "\nMore.\n")
    assert story.must_build().written < 10


def test_some_pages_come_to_the_same(story: Story, tmp_path: Path) -> None:
    text = story.text(BASE)
    story.write(BASE, text.replace("</head>", "{% if page is defined and False %}x{% endif %}</head>"))
    story.write(EVENT, story.text(EVENT) + "\nMore.\n")
    story.must_build()
    assert story.published() == story.clean_tree(tmp_path)
    framed(story, "next")
    story.must_build()
    assert story.published() == story.clean_tree(tmp_path)


def test_a_dry_run_leaves_the_standby_alone(story: Story, moved: list[str]) -> None:
    before = {path: path.read_bytes() for path in standby(story).rglob("*") if path.is_file()}
    framed(story, "dry")
    assert story.build(dry_run=True).exit == 0
    assert {path: path.read_bytes() for path in before} == before
    assert next((story.root / ".sitegen").glob("standby-*"))


def test_what_cannot_be_put_there_is_published_all_the_same(
    story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_room(*_: object, **__: object) -> None:
        raise OSError(28, "no space")

    framed(story, "full")
    with monkeypatch.context() as full:
        full.setattr("sitegen.disk.scratch._write", without_room)
        story.must_build()
    assert story.published() == story.clean_tree(tmp_path)


def test_pages_that_go_and_come_are_put_there_with_the_others(story: Story, tmp_path: Path) -> None:
    notes = "content/notes/index.en.md"
    story.write(notes, "---\ntitle: Notes\ndescription: What we noted.\n---\n\nAll of it.\n")
    framed(story, "with notes")
    story.must_build()
    assert story.published() == story.clean_tree(tmp_path)
    story.delete("content/notes")
    framed(story, "without notes")
    story.must_build()
    assert story.published() == story.clean_tree(tmp_path)
    framed(story, "once more")
    story.must_build()
    assert story.published() == story.clean_tree(tmp_path)
