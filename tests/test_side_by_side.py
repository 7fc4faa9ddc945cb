"""The bilingual edition: each unit beside its translation, in the page's own structure."""

import re
from pathlib import Path

import pytest
from drawings import drawing
from msgspec.structs import replace
from story import Story
from test_bilingual import (
    BODY,
    CATALOGUE,
    CHINESE,
    DESCRIPTION,
    ENGLISH,
    RECORDS,
    TITLE,
    UNITS,
    in_catalogue,
    main,
    record,
    set_policy,
    translate,
)

from sitegen.fingerprints import fingerprint
from sitegen.translation.records import acknowledge, print_acknowledgements

PAGE = "bilingual/events/autumn-forum/index.html"
MISSING = ('<span class="missing"><span lang="en">not yet translated</span> / '
           '<span lang="zh-Hans">尚未翻译</span></span>')
STALE = 'data-mark="older than the English / 早于英语原文"'


@pytest.fixture()
def story(tmp_path: Path) -> Story:
    made = Story(tmp_path)
    made.replace(ENGLISH, "title: Autumn forum\n", "title: Autumn forum\nbilingual: yes\n")
    return made


def cells(story: Story, state: str) -> list[str]:
    """The opening tags of the cells of that state."""
    return re.findall(rf'<\w+[^<>]* data-unit="[^<>"]+" data-state="{state}"[^<>]*>', main(story.page(PAGE)))


def head(story: Story, page: str = PAGE) -> str:
    return story.page(page).partition("</head>")[0]


def ids(html: str) -> list[str]:
    return re.findall(r' id="([^"]+)"', html)


# ---- which pages -----------------------------------------------------------------------------------------------------


def test_only_pages_that_ask_for_it_have_one(story: Story) -> None:
    story.must_build()
    made = {path for path in story.published() if path.startswith("bilingual/") and path.endswith(".html")}
    assert made == {PAGE}


def test_a_section_may_ask_for_all_its_pages(story: Story) -> None:
    set_policy(story, "bilingual: yes")
    story.must_build()
    assert (story.root / "build/bilingual/events/spring-workshop/index.html").exists()
    assert not (story.root / "build/bilingual/events/index.html").exists()


def test_a_page_hidden_in_the_other_language_has_none(story: Story) -> None:
    set_policy(story, "policy: hide")
    story.must_build()
    assert (story.root / "build" / PAGE).exists()
    translate(story, 1)
    story.must_build()
    assert not (story.root / "build" / PAGE).exists()
    assert "/bilingual/" not in story.page("en/events/autumn-forum/index.html")


def test_without_the_request_it_is_gone(story: Story) -> None:
    story.must_build()
    story.replace(ENGLISH, "bilingual: yes\n", "")
    story.must_build()
    assert not (story.root / "build/bilingual").exists()


def test_of_several_languages_it_has_the_first_that_the_page_is_translated_into(story: Story) -> None:
    french = "  - {code: fr, locale: fr_FR, lang: fr, name: français}\n"
    languages = next(line for line in story.text("site.yaml").splitlines(True) if "code: zh" in line)
    story.replace("site.yaml", languages, languages + french)
    members = re.sub(r"name: \{en: ([^,]+),", r"name: {en: \1, fr: \1,", story.text("content/data/members.yaml"))
    story.write("content/data/members.yaml", members)
    story.must_build()
    assert {"en", "zh-Hans"} == set(re.findall(r'<p lang="([^"]+)"', main(story.page(PAGE))))
    story.delete(CHINESE)
    story.write(CHINESE.replace(".zh.", ".fr."), "---\ntitle: Forum\n---\n\n## Programme\n\nDeux jours.\n")
    story.must_build()
    assert '<p lang="fr">Deux jours.</p>' in story.page(PAGE)
    assert "zh-Hans" not in main(story.page(PAGE))
    assert not (story.root / "build/bilingual/fr").exists()


def test_a_page_begun_in_chinese_stands_beside_its_english(story: Story) -> None:
    story.write("content/note.zh.md", "---\ntitle: 说明\ndate: 2026-01-05\nbilingual: yes\n---\n\n第一段话。\n")
    story.write("content/note.en.md", "---\ntitle: A note\n---\n\nThe first paragraph.\n")
    story.must_build()
    page = story.page("bilingual/note/index.html")
    assert '<div class="pair"><p lang="zh-Hans">第一段话。</p><p lang="en">The first paragraph.</p></div>' in page
    assert '<link rel="canonical" href="https://tiny.example/zh/note/">' in page


# ---- the frame -------------------------------------------------------------------------------------------------------


def test_search_engines_are_sent_to_the_page_itself(story: Story) -> None:
    story.must_build()
    assert '<link rel="canonical" href="https://tiny.example/en/events/autumn-forum/">' in head(story)
    assert "hreflang" not in head(story)
    for code in ("en", "zh"):
        assert "bilingual" not in head(story, f"{code}/events/autumn-forum/index.html")


def test_the_switcher_offers_it_and_leads_back(story: Story) -> None:
    story.must_build()
    address = "/bilingual/events/autumn-forum/"
    assert f'<li><a href="{address}">Bilingual</a></li>' in story.page("en/events/autumn-forum/index.html")
    assert f'<li><a href="{address}">双语</a></li>' in story.page("zh/events/autumn-forum/index.html")
    assert address not in story.page("en/events/spring-workshop/index.html")
    switcher = story.page(PAGE).partition('<ul class="switcher">')[2].partition("</ul>")[0]
    assert re.findall('href="([^"]+)"', switcher) == ["/en/events/autumn-forum/", "/zh/events/autumn-forum/"]


# ---- the cells -------------------------------------------------------------------------------------------------------


def test_each_unit_stands_beside_its_translation(story: Story) -> None:
    story.must_build()
    html = main(story.page(PAGE))
    for role, english, chinese in (*BODY, TITLE, DESCRIPTION):
        one, other = (re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", text) for text in (english, chinese))
        tag = "p" if role in ("paragraph", "description") else "span"
        own = '<span id="议程"></span>' if role == "heading-2" else ""
        space = "" if tag == "p" else " "
        around = "div" if tag == "p" else "span"
        assert (f'<{around} class="pair"><{tag} lang="en">{one}</{tag}>{space}'
                f'<{tag} lang="zh-Hans">{own}{other}</{tag}></{around}>') in html
    assert "data-unit" not in html


def test_one_heading_item_or_cell_holds_both(story: Story) -> None:
    story.write(ENGLISH, story.text(ENGLISH) + "\n| Hall | Seats |\n| --- | --- |\n| Great Hall | 40 |\n")
    story.write(CHINESE, story.text(CHINESE) + "\n| 会场 | 座位 |\n| --- | --- |\n| 大礼堂 | 40 |\n")
    story.must_build()
    html = main(story.page(PAGE))
    assert html.count('<h2 id="programme">') == 1
    both = '<span class="pair"><span lang="en">Great Hall</span> <span lang="zh-Hans">大礼堂</span></span>'
    assert f"<td>{both}</td>" in html
    assert "<td>40</td>" in html
    assert html.count("<table>") == 1


@pytest.mark.parametrize("policy", ["mix", "current", "source"])
@pytest.mark.parametrize("missing", range(len(BODY) + 3))
def test_what_is_missing_is_said_in_both_languages(story: Story, missing: int, policy: str) -> None:
    set_policy(story, f"policy: {policy}")
    translate(story, missing)
    story.must_build()
    assert len(cells(story, "missing")) == story.page(PAGE).count(MISSING) == missing
    assert all(' lang="zh-Hans"' in cell for cell in cells(story, "missing"))


def test_what_is_older_is_shown_with_a_mark_in_both_languages(story: Story) -> None:
    record(story)
    story.replace(ENGLISH, "Two days of talks", "Three days of talks")
    story.replace(ENGLISH, "compare notes on what", "compare notes about what")
    story.must_build()
    assert [STALE in cell for cell in cells(story, "stale")] == [True, True]
    assert "Three days of talks" in story.page(PAGE)
    assert "为期两天的报告" in story.page(PAGE)


def test_under_current_what_is_older_is_left_out(story: Story) -> None:
    set_policy(story, "policy: current")
    record(story)
    story.replace(ENGLISH, "Two days of talks", "Three days of talks")
    story.must_build()
    assert len(cells(story, "missing")) == 1
    assert "为期两天" not in story.page(PAGE)


def test_links_and_facts_lead_into_the_language_of_their_cell(story: Story) -> None:
    story.write(ENGLISH, story.text(ENGLISH) + "\nHosted by [](member:south), see [about](/about/).\n")
    story.write(CHINESE, story.text(CHINESE) + "\n承办：[](member:south)，见[介绍](/about/)。\n")
    story.must_build()
    row = re.search(r'<p lang="en">Hosted by (.*?)</p><p lang="zh-Hans">(.*?)</p>', main(story.page(PAGE)))
    assert row
    assert 'href="/en/members/south/"' in row[1]
    assert 'href="/en/about/"' in row[1]
    assert 'href="/zh/members/south/"' in row[2]
    assert 'href="/zh/about/"' in row[2]


def test_footnotes_pictures_and_lists_keep_ids_unique(story: Story) -> None:
    story.write("content/events/autumn-forum/hall.png", drawing())
    more = "\n{}[^1]\n\n![{}](hall.png)\n\n[](members)\n\n[^1]: {}\n"
    story.write(ENGLISH, story.text(ENGLISH) + more.format("A remark.", "The hall", "A note."))
    story.write(CHINESE, story.text(CHINESE) + more.format("一句话。", "会场", "脚注。"))
    story.must_build()
    html = story.page(PAGE)
    assert len(ids(html)) == len(set(ids(html)))
    assert html.count('href="#fn1"') == 2
    assert html.count('class="footnote-back"') == 1
    assert html.count("<img") == 1
    assert 'alt="The hall / 会场"' in html
    row = r'<div class="pair">\n<div lang="en">\n.*?South College.*?</div>\n<div lang="zh-Hans">\n'
    assert re.search(row, html, re.S)
    assert html.count("<div") == html.count("</div>")
    assert len(re.findall("<p[ >]", html)) == html.count("</p>")


def test_a_picture_without_a_translation_says_so(story: Story) -> None:
    story.write("content/events/autumn-forum/hall.png", drawing())
    story.write(ENGLISH, story.text(ENGLISH) + "\n![The hall](hall.png)\n")
    story.must_build()
    assert re.search(r'<img [^>]*alt="The hall" lang="en" data-unit="[^"]+" data-state="missing"', story.page(PAGE))


def test_a_translation_that_covers_two_paragraphs_stands_beside_the_first(story: Story) -> None:
    story.write(ENGLISH, story.text(ENGLISH) + "\nFirst half.\n\nSecond half.\n")
    story.write(CHINESE, story.text(CHINESE) + "\n前一半和后一半。\n")
    first, second = (acknowledge(f"content/events/autumn-forum#paragraph:{fingerprint(text)[:8]}", text,
                                 "前一半和后一半。") for text in ("First half.", "Second half."))
    second = replace(second, note=f"with: {first.id}")
    story.write(RECORDS, print_acknowledgements([first, second]))
    story.must_build()
    html = main(story.page(PAGE))
    assert '<div class="pair"><p lang="en">First half.</p><p lang="zh-Hans">前一半和后一半。</p></div>' in html
    assert '<p lang="en">Second half.</p>' in html
    assert html.count("前一半和后一半") == 1
    assert cells(story, "missing") == []


def test_both_in_one_file_gives_the_same_page(story: Story) -> None:
    story.write("content/about.en.md", story.text("content/about.en.md").replace("title:", "bilingual: yes\ntitle:"))
    story.write("content/about.zh.md", "---\ntitle: 关于本网络\n---\n\n## 宗旨\n")
    story.must_build()
    two = main(story.page("bilingual/about/index.html"))
    text = story.text("content/about.en.md")
    story.delete("content/about.en.md")
    story.delete("content/about.zh.md")
    text = text.replace("title: About the network", "title: About the network // 关于本网络")
    story.write("content/about.en+zh.md", text.replace("## Purpose", "## Purpose // 宗旨"))
    story.must_build()
    assert main(story.page("bilingual/about/index.html")) == two


def test_a_catalogue_gives_the_same_page(story: Story) -> None:
    story.must_build()
    two = story.page(PAGE)
    in_catalogue(story)
    assert story.must_build().diagnostics == ()
    assert story.page(PAGE) == two
    story.replace(CATALOGUE, "开幕", "开场")
    assert PAGE in story.must_build().rendered_paths


def test_what_people_are_called_is_marked_too(story: Story) -> None:
    set_policy(story, "policy: current")
    story.replace(ENGLISH, "{person: ada, role: speaker}", "{name: Ann Example, job_title: Dean, role: speaker}")
    story.replace(ENGLISH, "tags:", "audience: Teachers\ntags:")
    story.must_build()
    html = main(story.page(PAGE))
    unit = r'data-unit="[^"]+job_title[^"]+"'
    post = re.search(rf'<span lang="en" {unit} data-state="missing" data-mark="([^"]+)">Dean<', html)
    assert post
    assert post[1] == "not yet translated / 尚未翻译"
    assert f'data-state="missing">{MISSING}</span></dd>' in html
    assert '<dd><span lang="en">Teachers</span></dd>' in html
    story.must_build(clean=True, jobs=1)
    assert "尚未翻译 /" not in story.page("zh/events/autumn-forum/index.html")
    assert 'data-state="missing"' not in story.page("zh/events/autumn-forum/index.html")


# ---- anchors and builds ----------------------------------------------------------------------------------------------


def test_a_fragment_means_the_same_place_in_every_edition(story: Story) -> None:
    story.write(ENGLISH, story.text(ENGLISH) + "\n### Evening\n\nDinner.\n")
    story.write(CHINESE, story.text(CHINESE) + "\n### 晚间\n\n晚餐。\n")
    story.must_build()
    for path in ("en/events/autumn-forum/index.html", "zh/events/autumn-forum/index.html", PAGE):
        html = main(story.page(path))
        assert re.findall(r'<h[23] id="([^"]+)"', html) == ["programme", "evening"]
        aliases = [] if path.startswith("en/") else ["议程", "晚间"]
        assert re.findall(r'<span id="([^"]+)"></span>', html) == aliases
        assert len(ids(story.page(path))) == len(set(ids(story.page(path))))


def test_other_pages_may_name_either_id_in_each_way(story: Story) -> None:
    about = story.text("content/about.zh.md")
    for way in ("files", "catalogue"):
        if way == "catalogue":
            in_catalogue(story, tuple((role, source, target.replace("议程", "**两天**的议程"))
                                      for role, source, target in UNITS))
        own = "议程" if way == "files" else "两天的议程"
        for anchor in ("programme", own):
            story.write("content/about.zh.md", f"{about}\n[见](/events/autumn-forum/#{anchor})\n")
            story.must_build()
            assert f'id="{anchor}"' in story.page("zh/events/autumn-forum/index.html")
        story.write("content/about.zh.md", f"{about}\n[见](/en/events/autumn-forum/#{own})\n")
        assert story.build().exit == 1
        story.write("content/about.zh.md", about)


def test_a_fragment_lives_where_the_page_is_not_translated(story: Story) -> None:
    story.delete(CHINESE)
    story.must_build()
    for path in ("zh/events/autumn-forum/index.html", PAGE):
        assert '<h2 id="programme"' in story.page(path)


def test_it_is_rendered_again_when_either_side_changes_and_only_then(story: Story) -> None:
    story.must_build()
    assert story.must_build().rendered == 0
    for path, old, new in ((ENGLISH, "Closing", "Farewell"), (CHINESE, "闭幕", "散会")):
        story.replace(path, old, new)
        assert PAGE in story.must_build().rendered_paths
        assert new in story.page(PAGE)
    story.write("content/about.zh.md", story.text("content/about.zh.md") + "\n另一段。\n")
    assert PAGE not in story.must_build().rendered_paths


def test_incremental_is_clean(story: Story, tmp_path: Path) -> None:
    story.must_build()
    for policy in ("policy: current", "policy: hide", "bilingual: yes"):
        original = story.text("site.yaml")
        set_policy(story, policy)
        story.must_build()
        assert story.published() == story.clean_tree(tmp_path)
        story.write("site.yaml", original)
        story.must_build()
        assert story.published() == story.clean_tree(tmp_path)


# ---- facts -----------------------------------------------------------------------------------------------------------


def rows(html: str) -> list[str]:
    """The rows of all lists of facts, without line ends."""
    return [re.sub(r"\s+", " ", row) for row in re.findall(r"<div><dt>.*?</dd></div>", html, re.DOTALL)]


def test_an_event_has_the_facts_of_its_pages_in_both_languages(story: Story) -> None:
    story.replace(ENGLISH, "attendance: in-person\n", "attendance: hybrid\nonline_url: https://join.example/forum\n"
                  "free: no\nregistration: {url: https://register.example/, closes: 2027-09-01}\n"
                  "sponsor: [north]\nfunder: [south]\n")
    story.must_build()
    both = rows(main(story.page(PAGE)))
    assert both == [row for code in ("en", "zh") for row in
                    rows(main(story.page(f"{code}/events/autumn-forum/index.html")))]
    told = " ".join(both)
    for words in ("https://join.example/forum", "https://register.example/", "A fee is charged", "报名", "Sponsored"):
        assert words in told
