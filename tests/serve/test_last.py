"""Until the sources have been read, pages are shown as they were published last; nothing else of the disk is."""

import threading
from pathlib import Path

import pytest
from previewing import NOW, Running, previewing
from story import Story

from sitegen.serve.last import LastPublished
from sitegen.serve.live import Live

PAGE = "/en/about/"
WAIT = "The site is being read"


@pytest.fixture
def story(tmp_path: Path) -> Story:
    story = Story(tmp_path)
    story.must_build()
    return story


def last_of(story: Story) -> LastPublished:
    return LastPublished(str(story.root), str(story.root / "build"))


def test_the_page_as_published_is_there_before_the_site_is_read(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    go, refresh = threading.Event(), Live.refresh

    def later(self: Live, changed: object) -> None:
        go.wait(20)
        refresh(self, changed)  # type: ignore[arg-type]

    monkeypatch.setattr(Live, "refresh", later)
    monkeypatch.setattr("sitegen.serve.pages.PATIENCE", 0.01)
    story.replace("content/about.en.md", "title: ", "title: New ")
    with previewing(story.root, now=NOW, wait=False) as preview:
        try:
            said = preview.ask(PAGE)
            assert said.status == 200 and "<h1>" in said.text and 'data-published="yes"' in said.text
            assert "title: New" not in said.text and "script-src 'self'" in said.headers["content-security-policy"]
            style = story.root.glob("build/assets/site.*.css")
            assert preview.ask(f"/assets/{next(style).name}").headers["content-type"].startswith("text/css")
            assert WAIT in preview.ask("/en/not-there/").text
            assert_refused(preview)
        finally:
            go.set()
        told = preview.until(PAGE, "<h1>New ")
        assert "data-published" not in told.text


def assert_refused(preview: Running) -> None:
    elsewhere = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors", "Sec_Fetch_Dest": "image"}
    assert preview.ask(PAGE, headers=elsewhere).status == 403
    assert preview.ask(PAGE, headers={"Host": "evil.example"}).status in (400, 403)
    for target in ("/../site.yaml", "/.well-known/sitegen.json", "/_headers/../../site.yaml", "/%2e%2e/site.yaml"):
        assert "base_url" not in preview.ask(target).text


def test_only_what_still_is_as_it_was_published_is_shown(story: Story) -> None:
    page = story.root / "build/en/about/index.html"
    assert last_of(story).answer(PAGE, "t") is not None
    good = page.read_bytes()
    page.unlink()
    assert last_of(story).answer(PAGE, "t") is None
    page.write_bytes(good + b" ")
    assert last_of(story).answer(PAGE, "t") is None
    page.unlink()
    other = story.root / "elsewhere.html"
    other.write_bytes(good)
    page.symlink_to(other)
    assert last_of(story).answer(PAGE, "t") is None


def test_a_link_in_the_place_of_a_folder_is_not_followed(story: Story) -> None:
    folder = story.root / "build/en/about"
    folder.rename(story.root / "elsewhere")
    folder.symlink_to(story.root / "elsewhere")
    assert last_of(story).answer(PAGE, "t") is None


def test_the_site_is_where_its_address_says(tmp_path: Path) -> None:
    story = Story(tmp_path)
    story.replace("site.yaml", "base_url: https://tiny.example/", 'base_url: "https://tiny.example/x/"')
    story.must_build()
    last = last_of(story)
    assert last.answer(f"/x{PAGE}", "t") is not None
    assert last.answer(PAGE, "t") is None


def test_without_a_published_site_there_is_nothing_to_show(tmp_path: Path) -> None:
    story = Story(tmp_path)
    last = last_of(story)
    assert last.answer(PAGE, "t") is None and not last.is_large
    story.write("build/.well-known/sitegen.json", b"\xff not ours")
    story.write("site.yaml", b"\xff\xfe")
    assert last_of(story).answer(PAGE, "t") is None
