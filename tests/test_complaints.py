"""The readers of published trees can complain: each fault that is planted is found."""

import os
import re
import shutil
from pathlib import Path

import pytest
from complaints import Tree
from drawings import photo
from made_sites import BASES, NOW, exif, make_site

from sitegen.build import build
from sitegen.model import Request

SITE = 48


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made site without a fault."""
    folder = tmp_path_factory.mktemp("made")
    make_site(SITE, folder)
    report = build(Request(project=str(folder), output=str(folder / "build"), now=NOW, clean=True, forgetful=True))
    assert report.exit == 0
    return folder / "build"


FAULTS = [
    ("en/index.html", "</main>", '<p style="color:red">x</p></main>', "style= in <p>"),
    ("en/index.html", "</main>", "<script>alert(1)</script></main>", "an inline script"),
    ("en/index.html", "</main>", "<style>p{}</style></main>", "an inline style sheet"),
    ("en/index.html", "</main>", '<p onclick="x()">x</p></main>', "onclick= in <p>"),
    ("en/index.html", "</main>", '<img src="//cdn.example/x.png" alt="" width=1 height=1></main>', "from others"),
    ("en/index.html", "</main>", '<img src="https://cdn.example/x.svg"></main>', "a picture without alt"),
    ("en/index.html", "</main>", '<a href="/en/nowhere/">x</a></main>', "leads to nothing"),
    ("en/index.html", "</main>", '<a href="#nowhere">x</a></main>', "no such place"),
    ("en/index.html", "</main>", '<a href="javascript:x()">x</a></main>', "strange address"),
    ("en/index.html", "</main>", '<a href="https://e.example/{x}">x</a></main>', "no address"),
    ("en/index.html", "</main>", "<dl><dt>x</dt><dd> </dd></dl></main>", "an empty <dd>"),
    ("en/index.html", "</main>", "<h2></h2></main>", "an empty <h2>"),
    ("en/index.html", "</main>", "<p>None</p></main>", "unfinished: None"),
    ("en/index.html", "</main>", "<p>{{ x }}</p></main>", "unfinished: {{"),
    ("en/index.html", "</main>", "<h1>x</h1></main>", "2 main headings"),
    ("en/index.html", "</main>", "<div></main>", "</main> where div is open"),
    ("en/index.html", ' lang="en"', "", "no language"),
    ("en/index.html", 'hreflang="zh-Hans" href', 'hreflang="zh-Hans" data-href', "hreflang zh-Hans leads"),
    ("zh/index.html", 'hreflang="en" href="[^"]*"', 'hreflang="fr" href="{base}en/"', "a page that names others"),
    ("zh/index.html", 'rel="canonical" href="[^"]*"', 'rel="canonical" href="{base}en/"', "whose canonical address"),
    ("en/index.html", '"@type":"WebSite"', '"@type":"WebSyte"', "schema:WebSyte"),
    ("en/index.html", '"url":"[^"]*"', '"url":""', "empty"),
    ("en/index.html", '"url":"[^"]*"', '"url":"{base}nowhere/"', "data names nothing"),
    ("en/events.atom", "<id>tag", "<no>tag", "not understood"),
    ("en/events.atom", "(?s)(<entry>.*?)<link [^>]*>", r"\1", "an entry"),
    ("en/events.ics", "\r\nUID:[^\r]*", "", "no UID"),
    ("en/events.ics", "\r\n", "\n", "a bare line feed"),
    ("en/events.ics", "\r\nVERSION:2.0", "", "no VERSION"),
    ("en/events.ics", "SUMMARY", "X" * 80 + "\r\nSUMMARY", "a line that is too long"),
    ("sitemap.xml", "<loc>[^<]*/en/</loc>", "<loc>{base}en/nowhere/</loc>", "is no page of its own"),
    ("sitemap.xml", '<xhtml:link [^>]*hreflang="zh-Hans"[^>]*>', "", "has other languages than its page"),
]


@pytest.mark.parametrize(("path", "old", "new", "complaint"), FAULTS, ids=[each[3] for each in FAULTS])
def test_a_planted_fault_is_found(path: str, old: str, new: str, complaint: str, published: Path, tmp_path: Path
                                  ) -> None:
    base = BASES[SITE % len(BASES)]
    folder = tmp_path / "build"
    shutil.copytree(published, folder, copy_function=os.link)
    text = (folder / path).read_bytes().decode()
    changed = re.sub(old, new.replace("{base}", base), text, count=1)
    assert changed != text
    (folder / path).unlink()
    (folder / path).write_bytes(changed.encode())
    assert complaint in " ".join(Tree(folder, base).complaints())


def test_a_picture_that_says_where_it_was_taken_is_found(published: Path, tmp_path: Path) -> None:
    folder = tmp_path / "build"
    shutil.copytree(published, folder, copy_function=os.link)
    (folder / "assets/images/a.jpg").write_bytes(photo(exif=exif()))
    assert "says more than it shows" in " ".join(Tree(folder, BASES[SITE % len(BASES)]).complaints())


def test_without_a_planted_fault_none_is_found(published: Path) -> None:
    assert list(Tree(published, BASES[SITE % len(BASES)]).complaints()) == []
