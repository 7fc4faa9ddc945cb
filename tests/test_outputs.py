"""Each output that is switched off leaves its files out, and every word of them on the pages that stay."""

import re
import shutil
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from drawings import photo
from PIL import ImageFont
from story import Story, tree

from sitegen.content.config import OUTPUTS
from sitegen.paper import OUTPUT as PROGRAMMES

SITE = "https://tiny.example/"
KINDS = [kind for kind in OUTPUTS if kind not in ("pages", PROGRAMMES)]
FILES = {
    "feeds": r"\w\w/(events|news)\.(atom|json)",
    "calendars": r".+\.ics",
    "sitemap": r"sitemap.*\.xml",
    "search": r"\w\w/search/.+|assets/search\..+",
    "structured-data": "",
    "images": r"assets/images/.+|.*card\.png",
    "data": r"\w\w/members\.(csv|json)",
    "figures": r"assets/figures\..+",
}
"""What is published of each, and of nothing else."""
TRACES = {
    "feeds": r"application/atom\+xml|application/feed\+json|\.atom\b|/(events|news)\.json",
    "calendars": r"\.ics\b|webcal:|text/calendar",
    "sitemap": r"(?i)sitemap",
    "search": r"/search/|role=\"search\"|search\.\w+\.(css|js)|<script(?! type=\"application/ld\+json\")",
    "structured-data": r"ld\+json|schema\.org",
    "images": r"srcset|<picture|/assets/images/|card\.png",
    "data": r"members\.(csv|json)",
    "figures": r"<svg|figures\.|id=\"event-",
}
"""What pages say of each."""
SHOWN_ON: dict[str, set[str]] = {
    "feeds": {"en/index.html", "en/events/index.html", "en/events/autumn-forum/index.html", "en/subscribe/index.html"},
    "calendars": {"en/events/index.html", "en/events/autumn-forum/index.html", "en/subscribe/index.html"},
    "sitemap": set(),
    "search": {"en/index.html", "en/events/autumn-forum/index.html", "en/members/index.html", "404.html"},
    "structured-data": {"en/index.html", "en/events/autumn-forum/index.html", "en/members/north/index.html"},
    "images": {"en/index.html", "en/events/autumn-forum/index.html"},
    "data": {"en/members/index.html"},
    "figures": {"en/members/index.html", "en/events/2026/index.html", "en/timeline/index.html"},
}
"""Some of the pages that must say it while the output is on: without these the test would prove nothing."""


def font() -> bytes:
    """The font that Pillow carries with it."""
    given = ImageFont.load_default(size=20)
    assert isinstance(given, ImageFont.FreeTypeFont)
    return given.font_bytes if hasattr(given, "font_bytes") else given.path.getvalue()  # type: ignore[union-attr]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with something of every output, built with all of them."""
    folder = tmp_path_factory.mktemp("outputs")
    story = Story(folder)
    story.write("content/events/autumn-forum/hall.jpg", photo(900, 600))
    story.write("content/events/autumn-forum/index.en.md",
                story.text("content/events/autumn-forum/index.en.md") + "\n![The hall](hall.jpg)\n")
    story.write("templates/fonts/plain.ttf", font())
    story.write("site.yaml", story.text("site.yaml") + "card_font: templates/fonts/plain.ttf\n")
    story.must_build()
    return folder


@pytest.fixture
def story(whole: Path, tmp_path: Path) -> Story:
    shutil.copytree(whole / "site", tmp_path / "site", symlinks=True)
    made = Story.__new__(Story)
    made.root = tmp_path / "site"
    return made


def pages(root: Path) -> dict[str, str]:
    """Every published page."""
    return {str(path.relative_to(root)): path.read_text("utf-8") for path in sorted(root.rglob("*.html"))}


def files(root: Path) -> set[str]:
    """Every published file but the list of them."""
    return {str(path.relative_to(root)) for path in root.rglob("*")
            if path.is_file() and ".well-known" not in path.parts}


def leads_nowhere(root: Path) -> list[tuple[str, str]]:
    """Every address on a page that is one of this site's and is not published."""
    found = []
    for name, html in pages(root).items():
        addresses = re.findall(r'(?:href|src|action|content)="([^"]+)"', html)
        for listed in re.findall(r'srcset="([^"]+)"', html):
            addresses += [one.split()[0] for one in listed.split(",")]
        for address in addresses:
            if not address.startswith(("/", SITE, "webcal://")):
                continue
            path = unquote(urlsplit(urljoin(SITE + name, address)).path).lstrip("/")
            if not (root / path / "index.html" if path.endswith("/") or not path else root / path).is_file():
                found.append((name, address))
    return found


def saying(root: Path, kind: str) -> set[str]:
    """The pages that say something of an output."""
    return {name for name, html in pages(root).items() if re.search(TRACES[kind], html)}


def test_every_output_is_tried() -> None:
    assert set(FILES) == set(TRACES) == set(SHOWN_ON) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_switch_leaves_it_out_and_brings_it_back(kind: str, story: Story) -> None:
    root, settings = story.root / "build", story.text("site.yaml")
    before, listed = story.published(), files(root)
    owned = {path for path in listed if re.fullmatch(FILES[kind], path)}
    assert bool(owned) == bool(FILES[kind])
    assert saying(root, kind) >= SHOWN_ON[kind]
    assert leads_nowhere(root) == []
    assert "Sitemap:" in story.page("robots.txt")
    story.write("site.yaml", settings + f"outputs: [pages, {', '.join(one for one in KINDS if one != kind)}]\n")
    story.must_build()
    assert files(root) == listed - owned
    assert saying(root, kind) == set()
    assert leads_nowhere(root) == []
    assert ("Sitemap:" in story.page("robots.txt")) == (kind != "sitemap")
    story.write("site.yaml", settings)
    story.must_build()
    assert tree(root) == before
