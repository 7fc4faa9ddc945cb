"""Stories of the pictures on built pages: what leads where, what is counted, and that they can be left out."""

import re
from pathlib import Path

import pytest
from story import Story

from sitegen.content.fields import COORDINATES
from sitegen.content.schema import BAD, Context
from sitegen.content.yaml import Mapping, read_yaml

PAGES = ("members", "timeline", "events/2026")


@pytest.fixture
def story(tmp_path: Path) -> Story:
    """The tiny site, with a member on the map and a timeline of several years."""
    found = Story(tmp_path)
    found.replace("content/data/members.yaml", "  membership: {role: lead",
                  "  coordinates: 54.5844, -5.9342\n  membership: {role: lead")
    found.write("content/data/timeline.yaml", found.text("content/data/timeline.yaml")
                + "- {id: long-ago, start: 2001-05, name: {en: Long ago, zh: 很久以前}}\n"
                + "- {id: to-come, start: 2031, state: planned, name: {en: To come, zh: 将来}}\n")
    return found


def test_each_picture_leads_into_the_list_beside_it(story: Story) -> None:
    story.must_build()
    for code in ("en", "zh"):
        for page in PAGES:
            html = story.page(f"{code}/{page}/index.html")
            assert 'href="/assets/figures.' in html
            drawn = re.findall(r'(?s)<svg class="map".*?</figure>|<figure class="scale">.*?</figure>|'
                               r'<section class="sheet".*?</section>', html)
            assert len(drawn) == 1
            assert 'style="' not in html
            targets = re.findall(r'href="#([^"]+)"', drawn[0])
            assert all(f'id="{target}"' in html for target in targets)
            # What the keyboard passes by is hidden from programs that read aloud too, and the other way round.
            assert drawn[0].count('tabindex="-1"') == drawn[0].count("<a href=\"#") or page.startswith("events")
    timeline = story.page("zh/timeline/index.html")
    assert '<a href="#to-come" tabindex="-1"><title>2031年：将来</title>' in timeline
    assert "空心标记表示尚在计划之中。" in timeline


def test_numbers_stand_beside_the_map_where_nobody_is_missing(story: Story) -> None:
    story.must_build()
    html = story.page("en/members/index.html")
    assert re.findall(r'#members-(\w+)">([^<]+)</a> <span class="count">(\d+)</span>', html) == [
        ("cn", "China", "1"), ("gb", "United Kingdom", "1")]
    assert html.count('<svg class="bar"') == 2
    assert html.count('class="dot"') == 1
    assert html.count('class="dot rough"') == 1
    assert 'aria-label="国家或地区"' in story.page("zh/members/index.html")
    story.write("site.yaml", story.text("site.yaml") + "members_complete: no\nregion_names: {GB: {en: Britain}}\n")
    story.must_build()
    html = story.page("en/members/index.html")
    assert "bar" not in re.findall(r'class="(\w+)"', html)
    assert 'class="count"' not in html
    assert '<a href="#members-gb">Britain</a>' in html


def test_a_day_leads_to_its_event_and_one_with_two_to_the_list(story: Story) -> None:
    story.must_build()
    html = story.page("en/events/2026/index.html")
    linked = dict(re.findall(r'<td class="on[^"]*" title="([^"]*)">\s*<a href="([^"]*)"', html))
    shown = dict(re.findall(r'<li class="entry" id="([^"]+)">[\s\S]*?<a href="([^"]+)"', html))
    assert linked
    assert set(linked.values()) <= set(shown.values())
    path = "content/events/spring-workshop/index.en.md"
    day = re.findall(r"(?m)^start: (.{10})", story.text(path))[0]
    other = "content/events/autumn-forum/index.en.md"
    story.write(other, re.sub(r"(?m)^(start|end): .{10}", rf"\1: {day}", story.text(other)))
    story.must_build()
    html = story.page("en/events/2026/index.html")
    targets = re.findall(r'<td class="on[^"]*" title="[^"]* and [^"]*">\s*<a href="#([^"]*)"', html)
    assert len(targets) == 1
    assert f'id="{targets[0]}"' in html


def test_they_can_be_left_out(story: Story) -> None:
    story.write("site.yaml", story.text("site.yaml") + "outputs: [pages, data]\n")
    story.must_build()
    assert not any("figures" in path for path in story.published())
    for page in PAGES:
        html = story.page(f"en/{page}/index.html")
        assert "<svg" not in html
        assert "figures" not in html
        assert 'id="event-' not in html


def read(typed: str) -> tuple[object, list[tuple[str, str]]]:
    """What is read of `coordinates: …`, and what is said of it."""
    node, _ = read_yaml(f"coordinates: {typed}\n", path="x.yaml")
    assert isinstance(node, Mapping)
    context = Context("x.yaml", language="en", codes=("en", "zh"))
    value = COORDINATES.read(node.pairs[0][1], context)
    return value, [(one.code, one.help) for one in context.diagnostics]


@pytest.mark.parametrize("typed", ["54.5844, -5.9342", "[54.5844, -5.9342]", "54.5844，-5.9342", '"54.5844,-5.9342"'])
def test_coordinates_are_read_as_map_services_show_them(typed: str) -> None:
    assert read(typed) == ((54.5844, -5.9342), [])


@pytest.mark.parametrize(("typed", "shown"), [
    ("118.7936, 32.0572", "32.0572, 118.7936"), ("54.5844", "54.5844, -5.9342"), ("Belfast", "54.5844, -5.9342"),
    ("[1, 2, 3]", "54.5844, -5.9342"), ("{lat: 1, lon: 2}", "54.5844, -5.9342"), ("95, 200", "54.5844, -5.9342"),
    ("54° N, 6° W", "54.5844, -5.9342"),
])
def test_what_is_no_place_is_refused_with_what_to_type(typed: str, shown: str) -> None:
    value, said = read(typed)
    assert value is BAD
    assert [code for code, _ in said] == ["E-COORDINATES"]
    assert said[0][1].endswith(f": {shown}")


def test_a_text_may_print_how_many_members_each_country_or_region_has(story: Story) -> None:
    for code in ("en", "zh"):
        story.write(f"content/about.{code}.md", story.text(f"content/about.{code}.md") + "\n[](countries)\n")
    story.must_build()
    assert ('<div><dt>China</dt><dd><a href="/en/members/#members-cn">1 member</a></dd></div>'
            in story.page("en/about/index.html"))
    assert '<div><dt>英国</dt><dd><a href="/zh/members/#members-gb">1家成员单位</a></dd></div>' in story.page(
        "zh/about/index.html")
    story.write("site.yaml", story.text("site.yaml") + "members_complete: no\n")
    assert "not complete" in story.build().diagnostics[0].message
