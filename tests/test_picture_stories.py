"""Pictures from the page's folder into the published tree, and again after edits."""

import json
import re
from pathlib import Path

import pytest
from drawings import drawing, opened, photo, saved
from PIL import Image
from story import Story

from sitegen.model import PICTURE_WIDTHS

FOLDER = "content/events/autumn-forum"
ENGLISH = f"{FOLDER}/index.en.md"
PAGE = "en/events/autumn-forum/index.html"
GPS = 0x8825


@pytest.fixture
def story(tmp_path: Path) -> Story:
    return Story(tmp_path)


def located(width: int = 1000, height: int = 750) -> bytes:
    """A photo that says where it was taken."""
    exif = Image.Exif()
    exif.get_ifd(GPS).update({1: "N", 2: (54.0, 35.0, 3.0)})
    return photo(width, height, exif=exif)


def show(story: Story, name: str = "hall.jpg", data: bytes | None = None) -> None:
    story.write(f"{FOLDER}/{name}", data or located())
    story.write(ENGLISH, story.text(ENGLISH) + f"\n![The hall]({name})\n")


def pictures(story: Story) -> dict[str, Image.Image]:
    """Every published picture by its path."""
    build = story.root / "build"
    return {str(path.relative_to(build)): opened(path.read_bytes()) for path in sorted(build.rglob("*"))
            if path.suffix in (".jpg", ".png", ".avif", ".webp", ".gif")}


def test_a_page_offers_every_size_of_a_picture_and_all_of_them_exist(story: Story) -> None:
    show(story)
    story.must_build()
    [tag] = re.findall("<picture>.*?</picture>", story.page(PAGE))
    named = re.findall(r"(/assets/images/\S+) (\d+)w", tag)
    published = pictures(story)
    assert {path.lstrip("/") for path, _ in named} == {path for path in published if path.startswith("assets/")}
    assert [int(width) for _, width in named] == [400, 800, 1000] * 2
    assert all(published[path.lstrip("/")].width == int(width) for path, width in named)
    assert 'alt="The hall" width="1000" height="750" fetchpriority="high"' in tag
    assert re.search(r'<source type="image/avif" srcset="[^"]+" sizes="[^"]+"><img src="[^"]+-1000\.\w{10}\.jpg" ', tag)


def test_nothing_that_is_published_says_where_a_photo_was_taken(story: Story) -> None:
    show(story)
    story.must_build()
    assert "where it was taken is left out of content/events/autumn-forum/hall.jpg" in story.report.notices
    published = pictures(story)
    assert {"en/events/autumn-forum/hall.jpg", "zh/events/autumn-forum/hall.jpg"} <= published.keys()
    for path, picture in published.items():
        assert not picture.getexif(), path
        assert b"Exif" not in (story.root / "build" / path).read_bytes()
    story.must_build()
    assert len(story.report.notices) == 1, "an unchanged site is as it was, notices included"


def test_a_photo_of_a_place_is_refused_where_it_would_be_published_as_it_is(story: Story) -> None:
    show(story)
    story.write("site.yaml", story.text("site.yaml") + "outputs: [pages]\n")
    assert story.build().exit == 1
    assert story.places() == [f"{FOLDER}/hall.jpg:0:0 E-PICTURE-PLACE"]
    story.write(f"{FOLDER}/hall.jpg", photo())
    story.must_build()
    assert (story.root / "build/en/events/autumn-forum/hall.jpg").read_bytes() == photo()
    assert '<img src="/en/events/autumn-forum/hall.jpg" alt="The hall" ' in story.page(PAGE)


def test_edits_of_pictures_come_to_what_a_clean_build_makes(story: Story, tmp_path: Path) -> None:
    def holds() -> None:
        story.must_build()
        assert story.published() == story.clean_tree(tmp_path)

    show(story)
    holds()
    story.write(f"{FOLDER}/hall.jpg", photo(900, 600))
    holds()
    assert story.report.rendered == 2, "the page in both languages"
    story.write(f"{FOLDER}/plan.png", drawing(500, 300))
    holds()
    story.rename(f"{FOLDER}/hall.jpg", f"{FOLDER}/room.jpg")
    story.replace(ENGLISH, "hall.jpg", "room.jpg")
    holds()
    story.replace(ENGLISH, "The hall", "The room")
    holds()
    story.delete(f"{FOLDER}/plan.png")
    holds()
    assert len(list((story.root / ".sitegen/pictures").iterdir())) == len({*pictures(story)}) - 2


def test_what_is_known_is_not_made_again(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    show(story)
    story.write("content/about.en.md", story.text("content/about.en.md") + "\n[dead](nowhere.md)\n")
    assert story.build().exit == 1
    story.write("content/about.en.md", story.text("content/about.en.md").replace("[dead](nowhere.md)", "Alive."))
    story.must_build()
    first = story.published()
    monkeypatch.setattr("sitegen.disk.pictures._decoded", lambda data: pytest.fail("it is known"))
    damaged = next((story.root / "build/assets/images").glob("hall-400.*.avif"))
    damaged.write_bytes(b"")
    story.must_build()
    assert story.published() == first
    story.delete("build")
    for ledger in (story.root / ".sitegen").glob("ledger-*"):
        ledger.unlink()
    story.must_build()
    assert story.published() == first


def test_pictures_come_out_the_same_from_any_number_of_processes(story: Story, tmp_path: Path) -> None:
    for number in range(3):
        show(story, f"hall-{number}.jpg", photo(500 + number, 300))
    assert story.clean_tree(tmp_path, jobs=1) == story.clean_tree(tmp_path, jobs=3)


def test_files_that_are_no_pictures_stop_the_build_all_at_once(story: Story) -> None:
    story.write(f"{FOLDER}/cut.jpg", photo(300, 300)[:-2000])
    assert story.build().exit == 1
    assert story.places() == [f"{FOLDER}/cut.jpg:0:0 E-PICTURE"]
    story.write(f"{FOLDER}/empty.png", b"")
    story.write(f"{FOLDER}/wrong.png", photo())
    story.build()
    assert story.places() == [f"{FOLDER}/{name}:0:0 E-PICTURE" for name in ("empty.png", "wrong.png")]
    assert "rename it to wrong.jpg" in story.report.diagnostics[1].help
    assert not (story.root / "build").exists()


@pytest.mark.parametrize("name", ["hall.heic", "hall.tif", "hall.bmp", "hall.pdf"])
def test_what_browsers_do_not_show_is_refused_where_it_is_named(name: str, story: Story) -> None:
    show(story, name, b"anything")
    story.replace(ENGLISH, "title:", f"image: {{src: {name}, alt: The hall}}\ntitle:")
    assert story.build().exit == 1
    assert [place.rpartition(" ")[2] for place in story.places()] == ["E-PICTURE"] * 2
    assert "Save it as JPEG" in story.report.diagnostics[0].help


def test_the_picture_of_a_page_stands_above_its_text_and_where_it_is_shared(story: Story) -> None:
    show(story, "more.jpg", photo(500, 400))
    story.write(f"{FOLDER}/hall.jpg", photo(2000, 1000))
    story.replace(ENGLISH, "title:", "image: {src: hall.jpg, alt: A full hall, caption: Noon, credit: Li Ming}\ntitle:")
    story.must_build()
    html = story.page(PAGE)
    assert html.index("A full hall") < html.index('alt="The hall"')
    assert "<figcaption>Noon" in html
    assert html.count("fetchpriority") == 1
    [shared] = re.findall(r'<meta property="og:image" content="([^"]+)"', html)
    assert re.fullmatch(r"https://[^/]+/assets/images/hall-1600\.\w{10}\.jpg", shared)
    assert '<meta property="og:image:width" content="1600">' in html
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    assert json.loads(block)["image"] == shared
    assert 'lang="en" data-unit=' in story.page(PAGE.replace("en/", "zh/", 1)).split("<figcaption>")[1][:80]


def test_a_small_picture_of_a_page_is_warned_of(story: Story) -> None:
    story.write(f"{FOLDER}/hall.jpg", photo(300, 200))
    story.replace(ENGLISH, "title:", "image: {src: hall.jpg, alt: A full hall}\ntitle:")
    story.must_build()
    assert [d.code for d in story.report.diagnostics] == ["W-PICTURE-SMALL"]


def test_a_portrait_is_shown_with_consent_and_a_logo_small(story: Story) -> None:
    story.write("content/data/ada.jpg", photo(900, 900))
    story.write("content/data/logo.png", drawing(600, 600))
    story.replace("content/data/people.yaml", "- id: ada", "- id: ada\n  image: {src: ada.jpg}\n  image_consent: yes")
    member = re.search(r"- id: (\S+)", story.text("content/data/members.yaml"))
    assert member
    story.replace("content/data/members.yaml", member[0], f"{member[0]}\n  logo: logo.png")
    story.must_build()
    page = story.page("en/people/ada/index.html")
    assert re.search(r'<picture><source [^>]+sizes="10rem"><img [^>]+ width="160" height="160" fetch', page)
    assert re.search(r'class="logo" src="/assets/images/logo-400\.\w+\.png" alt="" width="48"',
                     story.page("en/members/index.html"))


def test_a_picture_named_in_chinese_has_an_address_of_its_own_words(story: Story) -> None:
    show(story, "会场.jpg")
    show(story, "会场 2.jpg", saved(Image.new("RGB", (500, 300)), "JPEG"))
    story.must_build()
    names = [path.name for path in (story.root / "build/assets/images").iterdir()]
    assert any(name.startswith("会场-400.") for name in names)
    assert "%E4%BC%9A%E5%9C%BA-400." in story.page(PAGE)


def test_no_rendition_is_wider_than_what_is_decoded(story: Story) -> None:
    show(story, data=photo(4000, 100))
    story.must_build()
    assert max(picture.width for picture in pictures(story).values()) == PICTURE_WIDTHS[-1]
