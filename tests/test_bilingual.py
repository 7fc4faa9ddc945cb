"""Translated pages as readers get them: what is fresh, stale or missing, unit by unit, under each policy."""

import re
from pathlib import Path

import pytest
from drawings import drawing
from story import Story

from sitegen.fingerprints import fingerprint
from sitegen.translation.records import acknowledge, print_acknowledgements

RECORDS = "translations/zh_Hans_CN/acknowledged.tsv"
ENGLISH = "content/events/autumn-forum/index.en.md"
CHINESE = "content/events/autumn-forum/index.zh.md"
PAGE = "zh/events/autumn-forum/index.html"
MARKED = re.compile(r"<[a-z0-9]+[^<>]* data-unit=\"[^\"]+\"[^<>]*>")
BODY = (("heading-2", "Programme", "议程"), ("paragraph", "Two days of talks, **with** time to think.",
                                            "为期两天的报告，**留出**思考的时间。"),
        ("item", "Opening", "开幕"), ("item", "Closing", "闭幕"))
TITLE = ("title", "Autumn forum", "秋季论坛")
DESCRIPTION = ("description", "The members compare notes on what the year has taught them about working together.",
               "各成员单位交流一年来合作的心得体会，总结经验，并商定下一年的共同工作安排。")
UNITS = (*BODY, DESCRIPTION, TITLE)
"""In the order in which the stories below take them away."""


@pytest.fixture()
def story(tmp_path: Path) -> Story:
    return Story(tmp_path)


def record(story: Story) -> None:
    """Confirm every unit of the page."""
    records = [acknowledge(f"content/events/autumn-forum#{role}:{fingerprint(source)[:8]}", source, target)
               for role, source, target in UNITS]
    story.write(RECORDS, print_acknowledgements(records))


def set_policy(story: Story, policy: str) -> None:
    story.write("site.yaml", story.text("site.yaml") + f"translation:\n  events: {{{policy}}}\n")


def translate(story: Story, missing: int) -> None:
    """The Chinese file without the first so many of its texts."""
    kept = {target for _, _, target in UNITS[missing:]}
    front = [f"{role}: {target}" for role, _, target in (TITLE, DESCRIPTION) if target in kept]
    marks = {"heading-2": "## ", "item": "- ", "paragraph": ""}
    body = [f"{marks[role]}{target}\n" for role, _, target in BODY if target in kept]
    story.write(CHINESE, "\n".join(["---", *front, "---", "", *body]))


def main(page: str) -> str:
    return page[page.index("<main"):page.index("</main>")]


def marked(story: Story, page: str = PAGE) -> list[str]:
    """The opening tags of the elements in main that name a unit."""
    return MARKED.findall(main(story.page(page)))


def stale(story: Story) -> list[str]:
    return [tag for tag in marked(story) if 'data-state="stale"' in tag]


def notice(story: Story, page: str = PAGE) -> str:
    found = re.search(r'<p class="notice notice-parts">([^<]*)</p>', story.page(page))
    return found[1] if found else ""


# ---- k of n ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("policy", ["mix", "current", "source"])
@pytest.mark.parametrize("missing", range(len(UNITS) + 1))
def test_each_missing_unit_is_one_element_in_the_sources_language(story: Story, missing: int, policy: str) -> None:
    set_policy(story, f"policy: {policy}")
    translate(story, missing)
    story.must_build()
    tags = marked(story)
    assert len(tags) == missing
    assert all(' lang="en"' in tag for tag in tags)
    assert notice(story) == (f"共{len(UNITS)}处，其中{missing}处尚未翻译。" if missing else "")
    # The title is the last to go, and without half of its units a page is in its own language.
    inside = missing == 0 or (policy != "source" and missing <= 3)
    english = story.page("en/events/autumn-forum/index.html")
    assert ('hreflang="zh-Hans" href="https://tiny.example/zh/events/autumn-forum/"' in english) == inside
    canonical = "zh" if inside else "en"
    assert f'rel="canonical" href="https://tiny.example/{canonical}/events/autumn-forum/"' in story.page(PAGE)


@pytest.mark.parametrize("missing", range(len(UNITS) + 1))
def test_under_hide_a_page_is_there_when_all_of_it_is(story: Story, missing: int) -> None:
    set_policy(story, "policy: hide")
    translate(story, missing)
    story.must_build()
    assert (story.root / "build" / PAGE).exists() == (missing == 0)
    home = story.page("zh/index.html")
    assert ("秋季论坛" in home) == ('href="/zh/events/autumn-forum/"' in home) == (missing == 0)
    assert "Autumn forum" not in home


def test_how_much_must_be_fresh_is_the_sections_to_say(story: Story) -> None:
    set_policy(story, "policy: mix, publish_at: 90")
    translate(story, 1)
    story.must_build()
    assert "<h1 lang=\"en\">Autumn forum" in story.page(PAGE)


def test_a_page_without_a_translation_says_so_in_numbers(story: Story) -> None:
    story.must_build()
    page = "zh/events/spring-workshop/index.html"
    assert len(marked(story, page)) > 0
    count = len(marked(story, page))
    assert notice(story, page) == f"共{count}处，其中{count}处尚未翻译。"


# ---- staleness -------------------------------------------------------------------------------------------------------


def test_an_edited_paragraph_makes_exactly_one_unit_stale(story: Story) -> None:
    record(story)
    story.must_build()
    assert marked(story) == []
    story.replace(ENGLISH, "Two days of talks", "Three days of talks")
    story.must_build()
    (tag,) = marked(story)
    assert 'data-state="stale"' in tag
    assert 'data-mark="早于英语原文"' in tag
    assert " lang=" not in tag
    assert tag.startswith("<p")
    assert notice(story) == "共6处，其中1处译文早于英语原文。"
    assert "为期两天的报告" in story.page(PAGE)


def test_missing_and_stale_are_counted_apart(story: Story) -> None:
    record(story)
    story.replace(ENGLISH, "Two days of talks", "Three days of talks")
    story.replace(CHINESE, "- 闭幕\n", "")
    story.must_build()
    assert notice(story) == "共6处，其中1处尚未翻译，1处译文早于英语原文。"


@pytest.mark.parametrize(("old", "new"), [
    ("Two days of talks, **with** time", "Two days of talks,\n**with**   time"),
    ("- Opening\n- Closing\n", "- Closing\n- Opening\n"),
    ("- Opening\n", "```\nprint(1)\n```\n\n- Opening\n"),
])
def test_what_changes_no_words_makes_nothing_stale(story: Story, old: str, new: str) -> None:
    record(story)
    story.replace(ENGLISH, old, new)
    story.must_build()
    assert (marked(story), notice(story)) == ([], "")


def test_renaming_a_page_makes_nothing_stale(story: Story) -> None:
    record(story)
    story.replace(ENGLISH, "Two days of talks", "Three days of talks")
    story.must_build()
    before = story.page(PAGE).count("data-state")
    story.rename("content/events/autumn-forum", "content/events/autumn-meeting")
    for path in ("content/about.en.md", "content/about.zh.md", "content/events/spring-workshop/index.en.md"):
        story.write(path, story.text(path).replace("autumn-forum", "autumn-meeting"))
    report = story.build()
    assert report.exit == 0, report.diagnostics
    assert story.page("zh/events/autumn-meeting/index.html").count("data-state") == before == 1


def test_touching_the_translation_clears_nothing(story: Story) -> None:
    record(story)
    story.replace(ENGLISH, "Two days of talks", "Three days of talks")
    story.must_build()
    story.write(CHINESE, story.text(CHINESE) + "\n")
    story.must_build()
    assert len(stale(story)) == 1


def test_new_words_for_that_unit_clear_it(story: Story) -> None:
    record(story)
    story.replace(ENGLISH, "Two days of talks", "Three days of talks")
    story.replace(CHINESE, "为期两天", "为期三天")
    story.must_build()
    assert marked(story) == []


def test_under_current_an_older_translation_gives_way_to_the_source(story: Story) -> None:
    set_policy(story, "policy: current")
    record(story)
    story.replace(ENGLISH, "Two days of talks", "Three days of talks")
    story.replace(ENGLISH, "compare notes on what", "compare notes about what")
    story.must_build()
    tags = marked(story)
    assert len(tags) == 2
    assert all(' lang="en"' in tag and "data-state" not in tag for tag in tags)
    assert "Three days of talks" in story.page(PAGE)
    assert "为期两天" not in story.page(PAGE)
    assert notice(story) == "共6处，其中2处尚未翻译。"


def test_a_stale_description_is_marked_on_its_page_and_nowhere_else(story: Story) -> None:
    record(story)
    story.replace(ENGLISH, "compare notes on what", "compare notes about what")
    story.must_build()
    (tag,) = stale(story)
    assert 'class="lead"' in tag
    assert "data-unit" not in story.page("zh/events/index.html")


def test_a_build_writes_no_records(story: Story) -> None:
    story.must_build()
    assert not (story.root / "translations").exists()
    record(story)
    before = story.text(RECORDS)
    story.replace(ENGLISH, "Two days of talks", "Three days of talks")
    story.must_build()
    assert story.text(RECORDS) == before


def test_a_broken_record_is_refused_with_its_line(story: Story) -> None:
    record(story)
    story.write(RECORDS, story.text(RECORDS) + "nonsense\n")
    assert story.build().exit == 1
    assert story.places() == [f"{RECORDS}:7:1 E-RECORD-COLUMNS"]


# ---- structure -------------------------------------------------------------------------------------------------------


def test_a_translated_heading_has_the_sources_id_and_its_own(story: Story) -> None:
    story.must_build()
    assert '<h2 id="programme"><span id="议程"></span>议程</h2>' in story.page(PAGE)
    assert 'id="议程"' not in story.page("en/events/autumn-forum/index.html")


def test_links_may_name_either_id(story: Story) -> None:
    for anchor in ("programme", "议程"):
        story.write(CHINESE, story.text(CHINESE).replace("- 开幕", f"- [开幕](#{anchor})"))
        story.must_build()
        story.replace(CHINESE, f"[开幕](#{anchor})", "开幕")
    story.replace(CHINESE, "- 开幕", "- [开幕](#none)")
    assert story.build().exit == 1


def test_orphans_are_not_published(story: Story) -> None:
    story.write(CHINESE, story.text(CHINESE) + "\n> 只有中文才有的一段话。\n")
    story.must_build()
    assert "只有中文才有的一段话" not in story.page(PAGE)


def test_a_unit_in_another_language_prints_facts_in_its_own(story: Story) -> None:
    story.write(ENGLISH, story.text(ENGLISH) + "\nHosted by [](member:south).\n")
    story.must_build()
    page = main(story.page(PAGE))
    found = re.search(r'<p lang="en" data-unit="[^"]+">Hosted by (.*?)</p>', page)
    assert found
    assert "South College" in found[1]
    assert 'href="/zh/members/south/"' in found[1]


def test_one_file_for_both_says_the_same_as_two(story: Story) -> None:
    story.write("content/about.zh.md", "---\ntitle: 关于本网络\n---\n\n## 宗旨\n")
    story.must_build()
    two = main(story.page("zh/about/index.html"))
    original = story.text("content/about.en.md")
    story.delete("content/about.en.md")
    story.delete("content/about.zh.md")
    text = original.replace("title: About the network", "title: About the network // 关于本网络")
    story.write("content/about.en+zh.md", text.replace("## Purpose", "## Purpose // 宗旨"))
    story.must_build()
    assert main(story.page("zh/about/index.html")) == two


# ---- catalogues ------------------------------------------------------------------------------------------------------

CATALOGUE = "translations/zh_Hans_CN/LC_MESSAGES/content/events-2027.po"
HEADER = 'msgid ""\nmsgstr ""\n"Language: zh_CN\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


def in_catalogue(story: Story, units: tuple[tuple[str, str, str], ...] = UNITS) -> None:
    """The page's Chinese in a catalogue in place of a file."""
    story.delete(CHINESE)
    entries = [f'\nmsgctxt "content/events/autumn-forum#{role}"\nmsgid "{source}"\nmsgstr "{target}"\n'
               for role, source, target in units]
    story.write(CATALOGUE, HEADER + "".join(entries))


def test_a_catalogue_publishes_what_a_file_does(story: Story, tmp_path: Path) -> None:
    story.must_build()
    two = story.published()
    in_catalogue(story)
    assert story.must_build().diagnostics == ()
    assert story.published() == two
    assert story.clean_tree(tmp_path) == two


@pytest.mark.parametrize("missing", range(4))
def test_what_a_catalogue_lacks_is_missing(story: Story, missing: int) -> None:
    in_catalogue(story, UNITS[missing:])
    story.must_build()
    assert len(marked(story)) == missing
    assert notice(story) == (f"共{len(UNITS)}处，其中{missing}处尚未翻译。" if missing else "")


def test_a_text_edited_after_its_catalogue_is_stale_at_once(story: Story) -> None:
    in_catalogue(story)
    story.replace(ENGLISH, "Two days of talks", "Three days of talks")
    story.must_build()
    (tag,) = marked(story)
    assert 'data-state="stale"' in tag
    assert "为期两天的报告，<strong>留出</strong>思考的时间" in story.page(PAGE)


def test_an_edited_entry_renders_only_the_pages_that_show_it(story: Story, tmp_path: Path) -> None:
    in_catalogue(story)
    story.must_build()
    story.replace(CATALOGUE, "开幕", "开场")
    assert story.must_build().rendered_paths == (PAGE,)
    assert "开场" in story.page(PAGE)
    assert story.published() == story.clean_tree(tmp_path)


def test_a_catalogue_translates_data(story: Story, tmp_path: Path) -> None:
    story.must_build()
    assert "阿达" not in story.page("zh/people/ada/index.html")
    path = "translations/zh_Hans_CN/LC_MESSAGES/content/data.po"
    story.write(path, HEADER + '\nmsgctxt "data/people/ada#name"\nmsgid "Ada North"\nmsgstr "阿达·诺斯"\n')
    story.must_build()
    assert "阿达·诺斯</h1>" in story.page("zh/people/ada/index.html")
    assert "阿达·诺斯" in story.page(PAGE)
    assert story.published() == story.clean_tree(tmp_path)


def test_a_catalogue_with_an_error_is_refused(story: Story) -> None:
    in_catalogue(story)
    story.write(CATALOGUE, story.text(CATALOGUE).replace('msgstr "开幕"', 'msgstr "<b>开幕</b>"'))
    assert story.build().exit == 1
    assert [place.split(":")[0] for place in story.places()] == [CATALOGUE]


# ---- links in a catalogue --------------------------------------------------------------------------------------------


PICTURE = drawing()


def with_link(story: Story, link: str) -> None:
    """The page in a catalogue, in whose paragraph that link stands."""
    in_catalogue(story, tuple((role, source, target + (link if role == "paragraph" else ""))
                              for role, source, target in UNITS))


@pytest.mark.parametrize(("link", "code"), [
    ("[报告](report.pdf)", "E-LINK-DEAD"),
    ("[页面](/nowhere/)", "E-LINK-DEAD"),
    ("[议程](#no-such-heading)", "E-LINK-DEAD"),
    ("[关于](/about/#no-such-heading)", "E-LINK-DEAD"),
    ("![大厅](hall.jpg)", "E-LINK-DEAD"),
    ("![大厅](https://example.com/hall.jpg)", "E-THIRD-PARTY"),
    ("[](person:nobody)", "E-REF"),
    ("[数据](data:text/html,x)", "E-LINK-SCHEME"),
    ("[登录](https://a@example.org/)", "E-LINK-FORM"),
    ("[空]()", "E-LINK-EMPTY"),
    ("![](hall.png)", "E-ALT"),
])
def test_what_a_catalogue_links_to_is_checked_as_in_a_file(story: Story, link: str, code: str) -> None:
    with_link(story, link)
    story.write("content/events/autumn-forum/hall.png", PICTURE)
    assert story.build().exit == 1
    lines = story.text(CATALOGUE).splitlines()
    line = next(number for number, text in enumerate(lines, start=1) if link in text)
    (found,) = [place for place in story.places() if place.endswith(f" {code}")]
    path, number, column = found.partition(" ")[0].split(":")
    assert (path, int(number)) == (CATALOGUE, line)
    assert lines[line - 1][int(column) - 1:][:3] in f'"{link}'
    # The same in a file of its own.
    files = Story(story.root.parent / "files")
    files.write("content/events/autumn-forum/hall.png", PICTURE)
    files.replace(CHINESE, UNITS[1][2], UNITS[1][2] + link)
    assert files.build().exit == 1
    assert [place.rpartition(" ")[2] for place in files.places()] == [
        place.rpartition(" ")[2] for place in story.places() if not place.endswith("W-PO-LINK")]


@pytest.mark.parametrize("link", ["[议程](#programme)", "[议程](#议程)", "[关于](/about/)", "[](person:ada)",
                                  "[信](mailto:a@example.org)"])
def test_what_a_catalogue_links_to_rightly_is_printed(story: Story, link: str) -> None:
    with_link(story, link)
    story.must_build()
    assert [found.code for found in story.report.diagnostics] == ["W-PO-LINK"] * ("](" in link)


def test_a_link_of_a_draft_in_a_catalogue_is_not_checked(story: Story) -> None:
    with_link(story, "[报告](report.pdf)")
    story.write(CATALOGUE, story.text(CATALOGUE).replace(
        'msgctxt "content/events/autumn-forum#paragraph"', '#, fuzzy\nmsgctxt "content/events/autumn-forum#paragraph"'))
    story.must_build()
