"""The texts of pages and data as messages, by us and by Babel."""

import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

from babel.messages.pofile import read_po

from sitegen.content.translator_comments import remarks_in_body, remarks_in_yaml
from sitegen.extractors import ExtractionError, page_texts, record_texts
from sitegen.model import Language, Source, Template, Term, Unit
from sitegen.translation.extraction import (
    Message,
    SourceText,
    annotated,
    body_texts,
    catalogue_name,
    extract_texts,
    messages,
)

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = (Language(code="en", locale="en_GB", lang="en", name="English"),
             Language(code="zh", locale="zh_Hans_CN", lang="zh-Hans", name="中文", script="han"))
PAGE = '''---
# translators: as on the poster
title: Open innovation
description: Two days of discussion.
type: workshop
start: 2026-03-05
sessions:
  - id: opening
    title: What co-creation changes
    speakers:
      - name: {en: A. Smith, zh: 史密斯}
---

<!-- translators: formal,
please -->

We invite all partners.

## Background

- One <!-- Translator: one thing -->
- 2026
- One

### Aims

```
<!-- translators: code -->
```

Speak about `<!-- translators: no -->` it.[^1] ![A hall](hall.jpg)

## Background

[^1]: Or listen.
'''
MEMBERS = '''- id: north
  name: {en: North University, zh: 北方大学}
  url: https://north.example.org/
  # translators: the motto
  description: Founded by sailors.
  address: {city: Hull, country: GB}
  membership: {role: member}
'''


def source(path: str, text: str) -> Source:
    return Source(path=path, digest="", size=len(text), data=text.encode())


def page(text: str = PAGE) -> tuple[Message, ...]:
    return messages(page_texts(source("content/events/x/index.en.md", text), LANGUAGES))


# ---- our messages ----------------------------------------------------------------------------------------------------


def test_the_messages_of_a_page() -> None:
    path = "content/events/x/index.en.md"
    assert page() == tuple(Message(f"content/events/x#{role}", text, tuple((path, line) for line in lines), comments)
                           for role, text, lines, comments in [
        ("alt", "A hall", (31,), ("Under: Aims",)),
        ("description", "Two days of discussion.", (4,), ()),
        ("footnote", "Or listen.", (35,), ()),
        ("heading-2", "Background", (19, 33), ()),
        ("heading-3", "Aims", (25,), ("Under: Background",)),
        ("item", "One", (21, 23), ("one thing", "Under: Background")),
        ("paragraph", "We invite all partners.", (17,), ("formal, please",)),
        ("paragraph", "Speak about `<!-- translators: no -->` it.[^1] ![A hall](hall.jpg)", (31,), ("Under: Aims",)),
        ("sessions/opening/speakers/0/name", "A. Smith", (11,), ()),
        ("sessions/opening/title", "What co-creation changes", (9,), ()),
        ("title", "Open innovation", (3,), ("as on the poster",)),
    ])


def test_the_messages_of_data_leave_out_what_it_says_in_both_languages() -> None:
    path = "content/data/members.yaml"
    found = messages(record_texts(source(path, MEMBERS), LANGUAGES, target="zh"))
    assert found == (
        Message("data/members/north#address/city", "Hull", ((path, 6),)),
        Message("data/members/north#description", "Founded by sailors.", ((path, 5),), ("the motto",)),
    )
    everything = messages(record_texts(source(path, MEMBERS), LANGUAGES))
    assert "data/members/north#name" in {message.context for message in everything}


def test_texts_without_letters_are_no_messages_and_order_does_not_matter() -> None:
    texts = [SourceText("content/a", "cell", words, "a.md", line) for line, words in
             enumerate(["2026", "12:30", "A", "`code`", "—", "B", "A"], start=1)]
    assert [(message.text, message.places) for message in messages(texts)] == [
        ("A", (("a.md", 3), ("a.md", 7))), ("B", (("a.md", 6),))]
    assert messages(texts[::-1]) == messages(texts)


def test_a_heading_stands_under_the_one_above_its_level() -> None:
    units = [Unit(role=role, text=text) for role, text in [
        ("paragraph", "first"), ("heading-2", "A"), ("heading-3", "A1"), ("paragraph", "x"), ("heading-2", "B"),
        ("paragraph", "y"), ("footnote", "z")]]
    assert [text.heading for text in body_texts("content/a", "a.md", units)] == ["", "", "A", "A1", "", "B", ""]


def test_dated_sections_have_a_catalogue_a_year() -> None:
    assert catalogue_name("events", 2026) == "content/events-2026"
    assert catalogue_name("news", 2019) == "content/news-2019"
    assert catalogue_name("events") == "content/events"
    assert catalogue_name("pages", 2026) == "content/pages"
    assert catalogue_name("data") == "content/data"


def test_translators_see_the_glossary_and_the_preview() -> None:
    terms = [Term(id="co-creation", name={"en": "co-creation", "zh": "共创"}, note="never 合作"),
             Term(id="hub", name={"en": "hub", "zh": "枢纽"}), Term(id="art", name={"en": "art", "zh": "艺术"}),
             Term(id="x", name={"en": "Hubs"})]
    message = annotated(Message("content/a#title", "Hubs of Co-creation start"), terms, source="en", target="zh",
                        preview="http://localhost:8000/zh/a/")
    assert message.comments == ("Glossary: co-creation = 共创 (never 合作)", "Glossary: hub = 枢纽",
                                "Preview: http://localhost:8000/zh/a/")
    chinese = annotated(Message("content/a#title", "大学共创"), terms, source="zh", target="en")
    assert chinese.comments == ("Glossary: 共创 = co-creation (never 合作)",)


def test_remarks_know_their_place() -> None:
    assert remarks_in_body("a\n\n<!-- translators: x -->\nb\n", 10) == {12: ("x",)}
    assert remarks_in_body("a\n<!-- translators: x --> b\n", 1) == {1: ("x",)}
    assert remarks_in_body("    <!-- translators: x -->\n", 1) == {}
    assert remarks_in_body("<!-- other -->\n", 1) == {}
    assert remarks_in_yaml("a: 1\n  # Translators：x \n# translators: y\nb: 2\n", 5) == {7: ("x",), 8: ("y",)}


def test_a_file_that_is_wrong_has_no_messages() -> None:
    try:
        page(PAGE.replace("start: 2026-03-05", "start: someday"))
    except ExtractionError as problem:
        assert str(problem).startswith("content/events/x/index.en.md:6:")
    else:
        raise AssertionError("the mistake is not told")


# ---- Babel's ---------------------------------------------------------------------------------------------------------


def test_the_extractors_are_registered() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    registered = project["entry-points"]["babel.extractors"]
    assert set(registered) == {"sitegen_templates", "sitegen_markdown", "sitegen_yaml"}
    for place in registered.values():
        module, function = place.split(":")
        assert callable(getattr(import_module(module), function))


def test_pybabel_extracts_the_same_messages(tmp_path: Path) -> None:
    template = '{# translators: a button #}{{ _("Send") }}\n{{ _n("%(count)s page", "%(count)s pages", 2) }}\n' \
        '{{ _p("month", "May") }}'
    files = {
        "site.yaml": "title: {en: A, zh: 甲}\nbase_url: https://example.org/\ntimezone: Europe/London\n"
                     "languages: [{code: en, name: English}, {code: zh, name: 中文}]\n",
        "content/events/x/index.en.md": PAGE,
        "content/events/x/index.zh.md": "---\ntitle: 开放创新\n---\n\n我们邀请。\n",
        "content/data/members.yaml": MEMBERS,
        "templates/base.html": template,
        "babel.cfg": "[extractors]\nmd = sitegen.extractors:babel_markdown\nyaml = sitegen.extractors:babel_yaml\n"
                     "html = sitegen.extractors:babel_templates\n\n"
                     "[md: content/**.md]\n\n[yaml: content/data/*.yaml]\ntarget = zh\n\n[html: templates/**.html]\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", "babel.cfg",
                    "--add-comments=translators:", "-o", "x.pot", "."], cwd=tmp_path, check=True, capture_output=True)
    with (tmp_path / "x.pot").open("rb") as file:
        theirs = [found for found in read_po(file) if found.id]
    ours = [*page(), *messages(record_texts(source("content/data/members.yaml", MEMBERS), LANGUAGES, target="zh"))]
    assert {(found.context, found.id, tuple(found.locations), tuple(found.auto_comments))
            for found in theirs if found.context and "#" in found.context} == {
        (message.context, message.text, message.places, message.comments) for message in ours}
    said = extract_texts([Template(name="base.html", text=template, path="templates/base.html")])
    assert {(found.context or "", found.id, tuple(found.locations), tuple(found.auto_comments))
            for found in theirs if "#" not in (found.context or "")} == {
        (text.context, (text.text, text.plural) if text.plural else text.text, ((text.path, text.line),), text.comments)
        for text in said}
