"""Markdown files: what the path says, what the front matter says, and what is told when either is wrong."""

import pytest

from sitegen.content.documents import parse_document
from sitegen.model import Document, EventFacts, Language, NewsFacts, Origin, PageFacts, Parsed, PublicationFacts, Source

LANGUAGES = (Language(code="en", locale="en_GB", lang="en", name="English"),
             Language(code="zh", locale="zh_Hans_CN", lang="zh-Hans", name="中文", script="han"))
EVENT = "content/events/forum/index.en.md"


def parse(text: str | bytes, path: str = EVENT) -> Parsed:
    data = text.encode() if isinstance(text, str) else text
    return parse_document(Source(path=path, digest="", size=len(data), data=data), LANGUAGES)


def document(text: str, path: str = EVENT) -> Document:
    parsed = parse(text, path)
    assert parsed.document is not None and not parsed.diagnostics, parsed.diagnostics
    return parsed.document


def places(text: str | bytes, path: str = EVENT) -> list[tuple[int, int, str]]:
    """Line, column and code of every error."""
    return [(each.line, each.column, each.code) for each in parse(text, path).diagnostics if each.severity == "error"]


@pytest.mark.parametrize(("path", "identity", "language", "kind", "section", "name"), [
    ("content/index.en.md", "content/index", "en", "page", "pages", ""),
    ("content/about.zh.md", "content/about", "zh", "page", "pages", "about"),
    ("content/about.md", "content/about", "en", "page", "pages", "about"),
    ("content/events/index.zh.md", "content/events", "zh", "page", "events", ""),
    ("content/events/x/index.zh.md", "content/events/x", "zh", "event", "events", "x"),
    ("content/events/x.md", "content/events/x", "en", "event", "events", "x"),
    ("content/events/x/notes.en.md", "content/events/x/notes", "en", "event", "events", "notes"),
    ("content/news/2020-a.en.md", "content/news/2020-a", "en", "news", "news", "2020-a"),
    ("content/publications/r/index.md", "content/publications/r", "en", "publication", "publications", "r"),
    ("content/projects/创新/index.zh.md", "content/projects/创新", "zh", "page", "projects", "创新"),
    ("content/projects/release-1.0.md", "content/projects/release-1.0", "en", "page", "projects", "release-1.0"),
])
def test_the_path_says_whose_page_it_is(path: str, identity: str, language: str, kind: str, section: str,
                                        name: str) -> None:
    found = document("---\ntitle: A page\n---\n", path)
    assert (found.identity, found.language, found.kind, found.section, found.name) == (
        identity, language, kind, section, name)


def test_each_kind_has_its_facts() -> None:
    for path, facts in ((EVENT, EventFacts), ("content/news/a.md", NewsFacts),
                        ("content/publications/a.md", PublicationFacts), ("content/a.md", PageFacts)):
        assert type(document("---\ntitle: A\n---\nText.\n", path).facts) is facts


@pytest.mark.parametrize(("path", "code", "said"), [
    ("content/about.cn.md", "E-LANG", "Rename the file to about.zh.md."),
    ("content/about.zh_CN.md", "E-LANG", "Rename the file to about.zh.md."),
    ("content/about.fr.md", "E-LANG", "Rename the file to about.en.md."),
    ("content/about.en+cn.md", "E-LANG", "Rename the file to about.en+zh.md."),
    ("content/about.en+fr.md", "E-LANG", "Rename the file to about.en+zh.md."),
    ("content/about.zh+zh.md", "E-LANG", "Rename the file to about.zh.md."),
])
def test_a_language_the_site_does_not_have(path: str, code: str, said: str) -> None:
    parsed = parse("---\ntitle: A\n---\n", path)
    (found,) = parsed.diagnostics
    assert parsed.document is None
    assert (found.path, found.code, found.help) == (path, code, said)


@pytest.mark.parametrize(("path", "code"), [
    ("content/events/2020/index.en.md", "E-SLUG"), ("content/events/page.en.md", "E-SLUG"),
    ("content/con/a.en.md", "E-PATH"), ("content/events/aux.en.md", "E-PATH"),
    ("content/events/a./index.en.md", "E-PATH"),
    ("content/events/..%2f/index.en.md", "E-PATH"), ("content/events/-x.en.md", "E-PATH"),
    ("content/events/a\nb/index.en.md", "E-PATH"), ("content/events/…/index.en.md", "E-SLUG"),
    ("content/events/🎉/index.en.md", "E-SLUG"),
])
def test_a_name_that_cannot_be_published(path: str, code: str) -> None:
    parsed = parse("---\ntitle: A\n---\n", path)
    (found,) = parsed.diagnostics
    assert found.code == code
    assert "\n" not in found.message


def test_a_name_of_86_chinese_characters_is_too_long() -> None:
    (found,) = parse("---\ntitle: A\n---\n", f"content/news/{'会' * 86}/index.zh.md").diagnostics
    assert "258 of 255 bytes" in found.message
    # An event's calendar file stands under its name with four more bytes.
    assert not parse("---\ntitle: A\n---\n", f"content/news/{'会' * 85}/index.zh.md").diagnostics
    assert parse("---\ntitle: A\n---\n", f"content/events/{'会' * 85}/index.zh.md").diagnostics


def test_texts_facts_and_a_files_own_keys_are_told_apart() -> None:
    found = document("""\
---
title: {en: Forum, zh: 论坛}
description: A day of talks.
start: 2020-03-05
tags: [a]
draft: yes
status_note: Held by video.
---
Some text.
""")
    assert found.given == ("title", "description", "start", "tags", "draft", "status_note")
    assert found.fact_keys == ("start", "tags")
    assert isinstance(found.facts, EventFacts)
    assert found.facts.title == {"en": "Forum", "zh": "论坛"}
    assert found.facts.status_note is not None and found.facts.status_note.text == {"en": "Held by video."}
    assert (found.excerpt, found.latin_words) == ("Some text.", 2)


def test_a_translation_names_nested_texts_by_key() -> None:
    found = document("""\
---
title: 论坛
status_note: {text: 改为线上}
sessions:
  opening:
    title: 开幕
    documents: {slides.pdf: {title: 幻灯片}}
    speakers: {ada: {job_title: 院长, affiliation: 示范学院}}
documents: {programme.pdf: {title: 日程}}
photos: {a.jpg: {alt: 一座桥, caption: 桥}}
image: {alt: 海报}
corrections: {2020-03-05: 更正}
location: {name: 大会堂, city: 莫斯科}
---
""", "content/events/forum/index.zh.md")
    assert found.fact_keys == ()
    assert found.nested == {
        "status_note/text": {"zh": "改为线上"}, "sessions/opening/title": {"zh": "开幕"},
        "sessions/opening/documents/slides.pdf/title": {"zh": "幻灯片"},
        "sessions/opening/speakers/ada/job_title": {"zh": "院长"},
        "sessions/opening/speakers/ada/affiliation_name": {"zh": "示范学院"},
        "documents/programme.pdf/title": {"zh": "日程"}, "photos/a.jpg/alt": {"zh": "一座桥"},
        "photos/a.jpg/caption": {"zh": "桥"}, "image/alt": {"zh": "海报"},
        "corrections/2020-03-05/text": {"zh": "更正"}, "location/name": {"zh": "大会堂"},
        "location/city": {"zh": "莫斯科"}}


def test_a_fact_among_nested_texts_is_refused() -> None:
    text = "---\nsessions:\n  opening:\n    title: 开幕\n    start: 09:45\n    titel: 开\n---\n"
    assert places(text, "content/events/forum/index.zh.md") == [(5, 5, "E-FACT-NESTED"), (6, 5, "E-KEY")]


def test_a_status_with_a_date_is_a_fact() -> None:
    found = document("---\nstatus_note: {text: Held by video., date: 2020-03-03}\n---\n")
    assert (found.fact_keys, found.nested) == (("status_note",), {})


def test_who_translated_a_file_is_known_by_its_language() -> None:
    found = document("---\ntitle: 论坛\ntranslation: {from: en, by: Wang Fang, method: human}\n---\n",
                     "content/events/forum/index.zh.md")
    assert found.fact_keys == ()
    assert found.facts.translated == {"zh": Origin(source="en", by="Wang Fang", method="human")}


def test_a_page_without_front_matter_is_a_page() -> None:
    found = document("Only words.\n", "content/about.en.md")
    assert (found.given, found.excerpt, found.broken) == ((), "Only words.", False)


def test_a_body_keeps_its_lines() -> None:
    assert places("---\ntitle: A\n---\n\nText.\n\n# Again\n") == [(7, 1, "E-HEADING-ONE")]


def test_missing_facts_are_left_to_the_merged_page() -> None:
    assert places("---\ntype: workshop\n---\n") == []


MISTAKES: dict[str, tuple[str, tuple[int, int, str]]] = {
    "A01": ("---\ndescription: x\nstart: 2020-01-01\nstart: 2020-01-02\n---\n", (4, 1, "E-YAML-DUPLICATE")),
    "A03 no such day": ("---\ntitle: A\nstart: 2026-11-31\n---\n", (3, 8, "E-DATE")),
    "A03 slashes": ("---\ntitle: A\nstart:   2026/11/21\n---\n", (3, 10, "E-DATE")),
    "A03 day first": ("---\nend: 21-11-2026\n---\n", (2, 6, "E-DATE")),
    "A03 full width": ("---\nend: ２０２６-１１-２１\n---\n", (2, 6, "E-DATE")),
    "A07": ("---\ntitel: Forum\n---\n", (2, 1, "E-KEY")),
    "A09": ("---\ntags: a\n---\n", (2, 7, "E-TYPE")),
    "A09 mapping": ("---\ntitle: [a]\n---\n", (2, 8, "E-TYPE")),
    "A21": ("---\nslug: …\n---\n", (2, 7, "E-SLUG")),
    "H03": ("---\nrecording: javascript:alert(1)\n---\n", (2, 12, "E-URL")),
    "H04": ("---\nrecording: https://good.org@evil.org\n---\n", (2, 12, "E-URL")),
    "H15": ("---\nslug: ../../etc/x\n---\n", (2, 7, "E-PATH")),
}


@pytest.mark.parametrize("fault", MISTAKES)
def test_a_mistake_is_told_at_its_line_and_column(fault: str) -> None:
    text, place = MISTAKES[fault]
    assert places(text) == [place]
    parsed = parse(text)
    assert parsed.document is not None and parsed.document.broken
    assert all(each.help and each.path == EVENT for each in parsed.diagnostics)


def test_a_time_without_a_leading_zero_is_a_local_time() -> None:
    found = document("---\nstart: 2026-11-21 9:00\n---\n").facts
    assert isinstance(found, EventFacts) and found.start is not None
    assert (found.start.precision, str(found.start.clock), found.start.zone) == ("minute", "09:00:00", "")


def test_a_comma_of_the_other_script_is_a_warning() -> None:
    (found,) = parse("---\ntags: [a，b]\n---\n").diagnostics
    assert (found.line, found.column, found.severity, found.code) == (2, 9, "warning", "W-COMMA")


def test_mistakes_of_path_front_matter_and_body_come_together() -> None:
    found = places("---\ntitel: A\nstart: 5/3/2020\n---\n\n# Again\n", "content/events/2020/index.en.md")
    assert [code for _, _, code in found] == ["E-SLUG", "E-KEY", "E-DATE", "E-HEADING-ONE"]


def test_a_file_that_cannot_be_read_still_has_an_identity() -> None:
    parsed = parse("---\ntitle: 科技创新论坛在上海举行\n---\n".encode("gb18030"))
    assert parsed.document is not None and parsed.document.broken
    assert parsed.document.identity == "content/events/forum"
    assert parsed.diagnostics


def test_front_matter_that_is_no_mapping() -> None:
    assert places("---\n- a\n- b\n---\n") == [(2, 1, "E-TYPE")]


def test_ten_thousand_unknown_keys_are_told_quickly() -> None:
    found = parse("---\n" + "".join(f"key{n}: x\n" for n in range(10_000)) + "---\n").diagnostics
    assert len(found) == 10_000


def test_what_many_files_have_on_the_same_line_is_read_for_each() -> None:
    right = "---\nlocation: {name: Hall, country: CN}\nlanguages: [en, zh]\n---\n"
    wrong = "---\nlocation: {name: Hall, country: China}\nlanguages: [en, zh-XYZ-]\n---\n"
    assert document(right).facts == document(right).facts != document(right.replace("Hall", "Tower")).facts
    assert places(wrong) == places(wrong)
    assert [code for _, _, code in places(wrong)] == ["E-COUNTRY", "E-LANG-TAG"]
    # A text without a language is in that of its file.
    facts = document(right, EVENT.replace(".en.", ".zh.")).facts
    assert isinstance(facts, EventFacts)
    assert facts.location is not None
    assert facts.location.name == {"zh": "Hall"}
