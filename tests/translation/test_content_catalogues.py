"""Catalogues of content: what a translator may write in them, and what is said of the rest, at its line."""

import os
import re
import shutil
import subprocess
from functools import partial
from pathlib import Path

import pytest

from sitegen.content.markdown import read_unit
from sitegen.diagnostics import Diagnostic
from sitegen.model import ContentCatalogue, Entry, Language, Source
from sitegen.translation.catalogues import parse_catalogue
from sitegen.translation.content_catalogues import parse_content_catalogue

SUITES = Path(os.environ.get("SITEGEN_SUITES", Path(__file__).resolve().parents[3] / "shared" / "suites"))
CHINESE = "translations/zh_Hans_CN/LC_MESSAGES/content/events-2026.po"
HEADER = '''msgid ""
msgstr ""
"Language: zh_CN\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
'''
"""Its lines are 1 to 4; the context of an entry after an empty line is in line 6, its msgstr in line 8."""


def parse(text: str | bytes, path: str = CHINESE) -> tuple[ContentCatalogue | None, tuple[Diagnostic, ...]]:
    data = text if isinstance(text, bytes) else text.encode()
    return parse_content_catalogue(Source(path=path, digest="", size=len(data), data=data))


def entry(msgid: str, msgstr: str, before: str = "", context: str = "content/events/x#paragraph") -> str:
    return f'{HEADER}\n{before}msgctxt "{context}"\nmsgid "{msgid}"\nmsgstr "{msgstr}"\n'


# ---- what is read ----------------------------------------------------------------------------------------------------


def test_entries_are_read_with_all_that_their_state_depends_on() -> None:
    catalogue, problems = parse(HEADER + '''
#. Under: Background
#: content/events/x/index.en.md:12
msgctxt "content/events/x#title"
msgid "A workshop"
msgstr "研讨会"

#, fuzzy
#| msgctxt "content/events/x#paragraph"
#| msgid ""
#| "We meet "
#| "today."
msgctxt "content/events/x#paragraph"
msgid "We meet again today."
msgstr "我们今天见面。"

msgctxt "content/events/x#paragraph"
msgid "New."
msgstr ""

#~ msgctxt "content/events/x#item"
#~ msgid "Gone"
#~ msgstr "没了"
''')
    assert problems == ()
    assert catalogue == ContentCatalogue(path=CHINESE, locale="zh_Hans_CN", entries=(
        Entry(context="content/events/x#title", source="A workshop", translation="研讨会", path=CHINESE, line=9),
        Entry(context="content/events/x#paragraph", source="We meet again today.", translation="我们今天见面。",
              previous="We meet today.", fuzzy=True, path=CHINESE, line=18),
        Entry(context="content/events/x#paragraph", source="New.", path=CHINESE, line=22),
    ))


@pytest.mark.parametrize(("folder", "locale"), [("zh_CN", "zh_Hans_CN"), ("zh_Hans_CN", "zh_Hans_CN"),
                                                ("en_GB", "en_GB")])
def test_the_folder_says_the_locale_however_it_is_spelt(folder: str, locale: str) -> None:
    text = entry("a", "b").replace("zh_CN", "en_GB" if locale == "en_GB" else "zh_CN")
    catalogue, problems = parse(text, f"translations/{folder}/LC_MESSAGES/content/pages.po")
    assert (problems, catalogue and catalogue.locale) == ((), locale)


@pytest.mark.parametrize(("msgid", "msgstr"), [
    ("See [the programme](a.md).", "见[大纲](a.md)。"),
    ("See [the programme](a.md).", "请看《大纲》：[这里](b.md)。"),
    ("By %(name)s, 100%", "100%"),
    ("Use `<b>` and `](`.", "用 `<b>` 和 `](`。"),
    ("[](person:felix) spoke.", "[](person:felix)发言。"),
    ("Write <desk@example.org>.", "写信至 <desk@example.org>。"),
    ("Note [1] (see below)", "注 [1]（见下）"),
    ("Important (see below)", "【重要】(见下)"),
    ("[![A hall](h.jpg)](h.md)", "[![大厅](h.jpg)](h.md)"),
    ("1 < 2", "1 < 2 > 0"),
    ("A note[^1]", "一条注[^1]"),
])
def test_whole_markdown_is_nothing_to_complain_of(msgid: str, msgstr: str) -> None:
    catalogue, problems = parse(entry(msgid, msgstr))
    assert problems == ()
    assert catalogue is not None
    assert catalogue.entries[0].translation == msgstr


# ---- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("msgid", "msgstr", "code", "column"), [
    ("See [it](a.md).", "见[它](a.md。", "E-PO-LINK", 12),
    ("See [it](a.md).", "见[它]（a.md）。", "E-PO-LINK", 12),
    ("See [it](a.md).", "见【它】(a.md)。", "E-PO-LINK", 12),
    ("See [it](https://x.org/).", "见[它] (https://x.org/)。", "E-PO-LINK", 12),
    ("Words", "<b>词</b>", "E-PO-TAG", 9),
    ("Words", "词<!-- x -->", "E-PO-TAG", 10),
    ("Words", "[词](javascript:alert)", "E-PO-TAG", 13),
    ("Words", "词\u202e词", "E-CHAR", 10),
    ("Words", "词\u2066词", "E-CHAR", 10),
    ("Words", "词\x07词", "E-CHAR", 10),
    ("Words", "词\\n", "E-PO-NEWLINE", 1),
])
def test_a_translators_mistake_is_an_error_at_its_line(msgid: str, msgstr: str, code: str, column: int) -> None:
    catalogue, (found,) = parse(entry(msgid, msgstr))
    assert catalogue is None
    assert (found.code, found.severity, found.path, found.line, found.column) == (code, "error", CHINESE, 8, column)
    assert found.help


def test_other_mistakes_are_those_of_any_catalogue() -> None:
    for text, code, line in [
        (entry("a", "b").replace("zh_CN", "zh_TW"), "E-PO-LANGUAGE", 3),
        (entry("a", "b") + '\nmsgctxt "content/events/x#paragraph"\nmsgid "a"\nmsgstr "c"\n', "E-PO-DUPLICATE", 11),
        (entry("a", "b", before='#| msgid "c\n'), "E-PO-QUOTE", 6),
        (entry("a", "b", before="#| hello\n"), "E-PO-SYNTAX", 6),
        (entry("a", "b").replace("msgid \"a\"", 'msgid "a"\nmsgid_plural "as"'), "E-PO-PLURAL", 4),
        ("", "E-PO-EMPTY", 0),
    ]:
        catalogue, problems = parse(text)
        assert catalogue is None
        assert code in [found.code for found in problems], (code, problems)
        if code != "E-PO-PLURAL":
            assert [(found.code, found.line) for found in problems] == [(code, line)]


def test_a_link_more_or_less_is_said_and_not_refused() -> None:
    catalogue, (found,) = parse(entry("See [it](a.md) and [that](b.md).", "见[它](a.md)。"))
    assert catalogue is not None
    assert (found.code, found.severity, found.line) == ("W-PO-LINK", "warning", 8)
    assert "1 link" in found.message
    assert "has 2" in found.message


@pytest.mark.parametrize(("given", "words"), [
    ("见它[^a]。", "the text it translates has the footnote [^b] more often"),
    ("见它[^a][^b][^c]。", "the translation has the footnote [^c] more often"),
    ("见它[^a][^b][^b]。", "the translation has the footnote [^b] more often"),
    ("见它[^b]`[^c]`[^a]。", ""),
])
def test_a_footnotes_mark_more_or_less_is_said(given: str, words: str) -> None:
    catalogue, problems = parse(entry("See it[^a][^b].", given))
    assert catalogue is not None
    assert [(found.code, found.line, words in found.message) for found in problems] == (
        [("W-PO-LINK", 8, True)] if words else [])


def test_links_stand_where_they_are_typed() -> None:
    text = entry("See it.", "见").replace('msgstr "见"', 'msgstr ""\n"见[它](a.md)和"\n"[那](b.md \\"那\\")"')
    read = partial(read_unit, languages=(Language(code="en", locale="en_GB", lang="en", name="English"),))
    source = Source(path=CHINESE, digest="", size=0, data=text.encode())
    catalogue, _ = parse_content_catalogue(source, read)
    assert catalogue is not None
    assert [(link.target, link.line, link.column) for link in catalogue.entries[0].links] == [
        ("a.md", 9, 7), ("b.md", 10, 6)]
    # A text of the front matter is no Markdown.
    titles = text.replace("#paragraph", "#title")
    catalogue, _ = parse_content_catalogue(Source(path=CHINESE, digest="", size=0, data=titles.encode()), read)
    assert catalogue is not None
    assert catalogue.entries[0].links == ()


def test_an_entry_that_belongs_nowhere_is_said() -> None:
    _, (found,) = parse(HEADER + '\nmsgid "a"\nmsgstr "b"\n')
    assert (found.code, found.severity, found.line) == ("W-PO-CONTEXT", "warning", 6)


# ---- what gettext's own tools refuse ---------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="msgfmt is not installed")
def test_nothing_that_msgfmt_refuses_is_read() -> None:
    folder = SUITES / "po"
    if not folder.is_dir():
        pytest.skip(f"suite absent: {folder}")
    refused, accepted = 0, []
    for file in sorted(folder.iterdir()):
        run = subprocess.run(["msgfmt", "-c", "-o", os.devnull, file], capture_output=True, check=False,
                             env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"})
        if run.returncode == 0:
            continue
        refused += 1
        data = file.read_bytes()
        language = re.search(rb'"Language: (\w+)', data)
        below = f"translations/{language.group(1).decode() if language else 'de'}/LC_MESSAGES"
        for path, problems in (
            (f"{below}/theme.po", parse_catalogue(Source(path=f"{below}/theme.po", digest="", size=1, data=data))
             .diagnostics),
            (f"{below}/content/x.po", parse(data, f"{below}/content/x.po")[1]),
        ):
            errors = [found for found in problems if found.severity == "error"]
            if not errors or not all(found.path == path and (found.line or not data) for found in errors):
                accepted.append((file.name, path, errors))
    assert accepted == []
    assert refused > 70, "the suite has dozens of files that msgfmt refuses"
