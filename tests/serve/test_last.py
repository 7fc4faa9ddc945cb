"""Until the sources have been read, pages are shown as they were published last; nothing else of the disk is."""

import shutil
import threading
from pathlib import Path

import pytest
from previewing import NOW, Running, previewing
from story import Story

from sitegen.build import build
from sitegen.disk.manifest import Manifest, encode_manifest, listed_digest, manifest_bytes, read_manifest
from sitegen.disk.stamp import outputs
from sitegen.model import Request
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


def test_the_list_is_read_line_by_line_as_it_is_written(story: Story) -> None:
    data = manifest_bytes(str(story.root / "build"))
    manifest = read_manifest(str(story.root / "build"))
    assert data and manifest and manifest.files
    assert {path: listed_digest(data, path) for path in manifest.files} == manifest.files
    odd = {'a "b".txt': "00ff", "活动.html": "ab", "x\\y": "12"}
    assert {path: listed_digest(encode_manifest(Manifest(files=odd)), path) for path in odd} == odd
    for path in ("", "version", "files", "en/about", "../site.yaml", "index.html:", 'index.html":"', "\ud800"):
        assert listed_digest(data, path) == ""
    outside = data.replace(b"404.html", b"../x.html")
    assert listed_digest(outside, "../x.html") == "" and listed_digest(b" " + data, "404.html") == ""


def test_a_site_that_is_published_elsewhere_is_found_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Of sources written this moment nothing is remembered.
    monkeypatch.setattr("sitegen.disk.stamp.RACY_NS", -(10**12))
    story = Story(tmp_path)
    assert last_of(story).answer(PAGE, "t") is None
    for name in ("first", "second"):
        request = Request(project=str(story.root), output=str(tmp_path / name), now=NOW)
        assert build(request).exit == 0
    assert outputs(str(story.root))[0] == str(tmp_path / "second")
    assert last_of(story).answer(PAGE, "t") is not None
    shutil.rmtree(tmp_path / "second")
    assert last_of(story).answer(PAGE, "t") is not None
    shutil.rmtree(tmp_path / "first")
    assert last_of(story).answer(PAGE, "t") is None
    for path in (story.root / ".sitegen").glob("stamp-*"):
        path.write_bytes(b"\xff\n[]")
    assert outputs(str(story.root)) == []


def test_without_a_published_site_there_is_nothing_to_show(tmp_path: Path) -> None:
    story = Story(tmp_path)
    last = last_of(story)
    assert last.answer(PAGE, "t") is None and not last.is_large
    story.write("build/.well-known/sitegen.json", b"\xff not ours")
    story.write("site.yaml", b"\xff\xfe")
    assert last_of(story).answer(PAGE, "t") is None
