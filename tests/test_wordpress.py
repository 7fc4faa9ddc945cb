"""`sitegen init --from wordpress`: everything is carried or listed, and the result builds."""

import re
import struct
import zlib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import wordpress_export as wp
from hypothesis import given
from hypothesis import strategies as st
from story import NOW

from sitegen.build import build
from sitegen.cli import run
from sitegen.commands.moving_in import LIST, move_in
from sitegen.diagnostics import BuildStopped
from sitegen.model import Report, Request
from sitegen.wordpress.export import read_export
from sitegen.wordpress.project import Moved, move
from sitegen.wordpress.prose import Picture, to_markdown
from sitegen.wordpress.serialized import read_php

TODAY = NOW.date().isoformat()
MEDIA = ("2020/03/photo.png",)


def png() -> bytes:
    """A small picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes(range(64)) * 3 for _ in range(64))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


@pytest.fixture(scope="module")
def moved() -> Moved:
    return move(read_export(wp.export(), "export.xml"), MEDIA, today=TODAY)


def init(tmp_path: Path, data: bytes, *, media: bool = True) -> tuple[Report, Path]:
    export, uploads, project = tmp_path / "export.xml", tmp_path / "uploads", tmp_path / "site"
    export.write_bytes(data)
    (uploads / "2020" / "03").mkdir(parents=True)
    if media:
        (uploads / "2020" / "03" / "photo.png").write_bytes(png())
    request = Request(project=str(project), output=str(project / "build"), now=NOW, drafts=True)
    return move_in(request, str(project), str(export), str(uploads)), project


def one(*entries: wp.Entry, media: tuple[str, ...] = ()) -> Moved:
    return move(read_export(wp.export(list(entries)), "export.xml"), media, today=TODAY)


def listed(found: Moved) -> list[str]:
    return [each.what for each in found.listed if each.line]


# ---- the whole -------------------------------------------------------------------------------------------------------


def test_every_entry_is_carried_or_listed(moved: Moved) -> None:
    ids = [str(entry.id) for entry in wp.entries()]
    assert len(ids) == len(set(ids)) == 200
    assert Counter([*moved.carried, *moved.behind]) == Counter(ids)
    named = " ".join(each.post for each in moved.listed)
    assert [number for number in moved.behind if f" {number})" not in named] == []


def test_the_project_builds_and_says_what_stayed_behind(tmp_path: Path) -> None:
    report, project = init(tmp_path, wp.export())
    assert [
        (each.path, each.line, each.code, each.message) for each in report.diagnostics if each.severity == "error"
    ] == []
    assert report.exit == 0
    text = (project / LIST).read_text(encoding="utf-8")
    assert "200 entries of `export.xml`" in text
    assert "## The shortcode [metaslider] was left out" in text
    built = build(Request(project=str(project), output=str(project / "build"), now=NOW))
    assert built.exit == 0
    assert built.pages > 150


def test_every_line_of_the_list_leads_to_its_place_in_the_export(moved: Moved) -> None:
    lines = wp.export().decode().splitlines()
    sliders = [each for each in moved.listed if "[metaslider]" in each.what]
    assert len(sliders) > 10
    assert {lines[each.line - 1] for each in sliders} == {"[metaslider id=248]"}


# ---- posts and pages -------------------------------------------------------------------------------------------------


def test_a_pair_of_polylang_is_one_page_in_two_languages_with_its_old_addresses(moved: Moved) -> None:
    english = moved.files["content/news/2010-01-01-news-0/index.en.md"]
    assert 'title: "News & views number 0"' in english
    assert "date: 2010-01-01\n" in english and 'author: ["anna"]' in english
    assert 'aliases: ["/2010/01/news-0/", "/2010/01/older-0/", "/zh/2010/xinwen-0/"]' in english
    assert 'image: {"src": "photo.png", "alt": "A bridge over a river"}' in english
    chinese = moved.files["content/news/2010-01-01-news-0/index.zh.md"]
    assert 'title: "第0条新闻"' in chinese and "date" not in chinese
    assert "桥梁很**长**。" in chinese


def test_a_pair_of_wpml_is_one_page_too(moved: Moved) -> None:
    assert {"content/news/2020-03-05-report-3/index.en.md", "content/news/2020-03-05-report-3/index.zh.md"} <= set(
        moved.files
    )


def test_pages_lie_below_their_parents_and_the_first_is_the_home_page(moved: Moved) -> None:
    assert "Welcome." in moved.files["content/index.en.md"]
    assert "content/about/people-of-ours/index.en.md" in moved.files
    assert "[关于我们](../../about/index.en.md)" in moved.files["content/news/2010-01-01-news-0/index.zh.md"]


def test_topics_have_their_names_in_both_languages(moved: Moved) -> None:
    topics = moved.files["content/data/topics.yaml"]
    assert '- id: research\n  name: {"en": "Research", "zh": "研究"}' in topics


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (16, "is protected by a password"),
        (17, "is private"),
        (18, "is in another language than English and Chinese: fr"),
        (19, "was in the bin"),
        (5000, "is a menu's entry"),
        (5100, "is of a kind that only a plugin knows: ml-slider"),
        (901, "is a file that no page shows, and it was not found in --media"),
        (51, "is a venue of no event"),
    ],
)
def test_what_stays_behind_says_why(moved: Moved, number: int, why: str) -> None:
    assert str(number) in moved.behind
    assert any(each.what.startswith(why) and f" {number})" in each.post for each in moved.listed)


def test_a_draft_stays_one(moved: Moved) -> None:
    assert "draft: true" in moved.files["content/draft/index.en.md"]


# ---- events ----------------------------------------------------------------------------------------------------------


def test_an_event_has_its_time_and_place_and_says_what_nobody_recorded(moved: Moved) -> None:
    known = moved.files["content/events/2016-02-14-past-1/index.en.md"]
    assert 'start: 2016-02-14 09:30\nend: 2016-02-15 16:00\ntimezone: "Europe/London"\n' in known
    assert '"city": "Belfast", "postcode": "BT7 1LP", "country": "GB"' in known
    assert 'organizers: ["school"]' in known and 'not_recorded: ["languages"]' in known
    unknown = moved.files["content/events/2015-01-14-past-0/index.en.md"]
    assert 'not_recorded: ["attendance", "location", "languages", "organizers"]' in unknown


def test_an_event_to_come_that_lacks_a_fact_is_not_invented(moved: Moved) -> None:
    assert "4202" in moved.behind
    what = next(each.what for each in moved.listed if " 4202)" in each.post)
    assert what.startswith("is still to come, and the export does not say its attendance, location and organizers")
    assert {"4205", "4206"} <= set(moved.behind)
    online = moved.files["content/events/2027-09-14-online/index.en.md"]
    assert "attendance: online\n" in online and 'timezone: "Etc/GMT-8"' in online
    cancelled = moved.files["content/events/2027-09-14-cancelled/index.en.md"]
    assert 'status: cancelled\nstatus_note: {"date": "2020-03-05", "text": "The hall was flooded."}' in cancelled


# ---- text ------------------------------------------------------------------------------------------------------------


def markdown(html: str) -> str:
    return to_markdown(
        html, link=lambda url: url, image=lambda picture: f"![{picture.alt}](x)", picture=lambda number: None
    ).markdown.strip()


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("One\ntwo\n\nthree", "One\\\ntwo\n\nthree"),
        ("<h1>High</h1><h4>low</h4>", "## High\n\n### low"),
        ("<!-- wp:paragraph --><p>Block</p><!-- /wp:paragraph -->", "Block"),
        ("A [sic] word", "A [sic] word"),
        ("[su_box title='x']Inside[/su_box]", "Inside"),
        ("<p>中文<em>强调</em></p>", "中文*强调*"),
        ("<script>x</script><p>kept</p>", "kept"),
        ("", ""),
        ("<h2></h2><p>x</p>", "x"),
    ],
)
def test_html_becomes_markdown(html: str, text: str) -> None:
    assert markdown(html) == text


def test_nothing_that_acts_is_carried_and_each_is_listed(moved: Moved) -> None:
    broken = moved.files["content/news/2012-03-03-news-2/index.en.md"]
    assert not re.search(r'alert\("no"\)|<iframe|javascript:|onerror|onclick', broken)
    assert {"<script> was left out", "<iframe> was left out", "has a link that leads nowhere; the words stayed"} <= {
        each.what for each in moved.listed if " 1002)" in each.post
    }


@given(st.text(alphabet="<>/=\"' abpdivscript[]&;!-#*\n中", max_size=120))
def test_any_text_becomes_markdown(html: str) -> None:
    text = to_markdown(html, link=lambda url: url, image=lambda picture: "", picture=lambda number: None).markdown
    assert text.endswith("\n")


def test_a_gallery_shows_its_pictures() -> None:
    shown = to_markdown(
        '[gallery ids="1,2"]',
        link=lambda url: url,
        image=lambda picture: f"![{picture.alt}]({picture.id})",
        picture=lambda number: Picture("u", f"Alt {number}", "", number) if number == "1" else None,
    )
    assert shown.markdown == "![Alt 1](1)\n"


# ---- the file --------------------------------------------------------------------------------------------------------


def refused(data: bytes) -> str:
    with pytest.raises(BuildStopped) as stop:
        read_export(data, "export.xml")
    return stop.value.diagnostics[0].message


def test_a_file_that_is_no_export_or_means_harm_is_refused(tmp_path: Path) -> None:
    assert "is no export of WordPress" in refused(b"<rss><channel><title>x</title></channel></rss>")
    assert "breaks off" in refused(wp.export()[:5000])
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + wp.export().split(b"?>", 1)[1]
    assert "declares entities" in refused(bomb)
    report, project = init(tmp_path, b"nothing")
    assert (report.exit, project.exists()) == (1, False)


def test_control_characters_of_an_old_database_are_no_obstacle() -> None:
    assert one(wp.Entry(1, title="A\x0bB", slug="a", content="x\x08y")).carried == ("1",)


def test_a_picture_that_is_not_there_is_listed_and_not_shown() -> None:
    found = one(wp.Entry(1, slug="a", content=wp.CLASSIC))
    assert "shows a picture that was not found in --media" in listed(found)
    assert "![" not in "".join(found.files.values())


def test_two_posts_of_one_name_are_two_pages() -> None:
    found = one(wp.Entry(1, slug="a"), wp.Entry(2, slug="a"))
    assert {"content/news/2020-03-05-a/index.en.md", "content/news/2020-03-05-a-2/index.en.md"} <= set(found.files)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('a:2:{s:2:"en";i:12;s:2:"zh";i:34;}', {"en": 12, "zh": 34}),
        ('s:6:"桥梁";', "桥梁"),
        ("N;", None),
        ("b:1;", 1),
        ("d:0.5;", 0.5),
        ('O:8:"stdClass":0:{}', None),
        ('s:9:"x";', None),
        ("a:1:{", None),
        ("", None),
    ],
)
def test_what_php_wrote_down_is_read(text: str, value: Any) -> None:
    assert read_php(text) == value


@given(st.text(alphabet='aisbdN:;{}"0123456789-', max_size=60))
def test_anything_php_did_not_write_is_nothing(text: str) -> None:
    read_php(text)


def test_the_command_moves_in_with_and_without_a_folder_of_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export = tmp_path / "export.xml"
    export.write_bytes(wp.export([wp.Entry(1, slug="a", content="<p>Words.</p>")]))
    typed = ["init", str(tmp_path / "one"), "--from", "wordpress", str(export), "--now", TODAY]
    assert run(typed) == 0
    assert "1 of 1 entries are in" in capsys.readouterr().out
    typed[1] = str(tmp_path / "two")
    assert run([*typed, "--media", str(tmp_path)]) == 0
    assert run(["init", str(tmp_path / "three"), "--media", str(tmp_path)]) == 2
    assert not (tmp_path / "three").exists()
