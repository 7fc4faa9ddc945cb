"""Catalogues: what a translator may write, and what is said of the rest, at its line."""

import os
import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from hypothesis import given
from hypothesis import strategies as st

from sitegen.diagnostics import Diagnostic
from sitegen.model import Source
from sitegen.translation.catalogues import parse_catalogue

SUITES = Path(os.environ.get("SITEGEN_SUITES", Path(__file__).resolve().parents[3] / "shared" / "suites"))
CHINESE = "translations/zh_Hans_CN/LC_MESSAGES/theme.po"
HEADER = '''msgid ""
msgstr ""
"Language: zh_CN\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
'''
"""Its lines are 1 to 5; an entry after it and an empty line begins at line 7."""


def parse(text: str | bytes, path: str = CHINESE) -> tuple[dict[str, tuple[str, ...]], tuple[Diagnostic, ...]]:
    """Messages by key, and what is wrong."""
    data = text if isinstance(text, bytes) else text.encode()
    parsed = parse_catalogue(Source(path=path, digest="", size=len(data), data=data))
    messages = parsed.catalogue.messages if parsed.catalogue else {}
    return {key: message.forms for key, message in messages.items()}, parsed.diagnostics


def entry(msgid: str, msgstr: str, before: str = "") -> str:
    return f'{HEADER}\n{before}msgid "{msgid}"\nmsgstr "{msgstr}"\n'


def problem(text: str | bytes, path: str = CHINESE) -> Diagnostic:
    """The one error; nothing may be published of such a catalogue."""
    messages, diagnostics = parse(text, path)
    assert messages == {}
    (found,) = diagnostics
    assert (found.severity, found.path, bool(found.help)) == ("error", path, True)
    return found


# ---- what is read ----------------------------------------------------------------------------------------------------


def test_a_catalogue_is_read() -> None:
    messages, diagnostics = parse(HEADER + '''
# a remark
#. what translators are told
#: templates/base.html:3
msgid "Events"
msgstr "活动"

msgctxt "month"
msgid "May"
msgstr "五月"

#, python-format
msgid "%(count)s page"
msgid_plural "%(count)s pages"
msgstr[0] "%(count)s 页"

#| msgid "before"
msgid ""
"two "
"lines\\n"
msgstr ""
"两\\t“行”\\\\"
"\\n"

#~ msgid "Gone"
#~ msgstr "没了"
''')
    assert diagnostics == ()
    assert messages == {"Events": ("活动",), "month\x04May": ("五月",), "%(count)s page": ("%(count)s 页",),
                        "two lines\n": ("两\t“行”\\\n",)}


def test_places_are_remembered() -> None:
    data = entry("Events", "活动").encode()
    parsed = parse_catalogue(Source(path=CHINESE, digest="", size=len(data), data=data))
    assert parsed.catalogue is not None
    assert parsed.catalogue.locale == "zh_Hans_CN"
    assert parsed.catalogue.messages["Events"].line == 7


def test_the_theme_and_the_site_may_each_have_one() -> None:
    assert parse(entry("Events", "活动"), f"theme/{CHINESE}")[0] == {"Events": ("活动",)}


def test_a_folder_without_the_script_means_the_same_locale() -> None:
    data = entry("Events", "活动").encode()
    path = "translations/zh_CN/LC_MESSAGES/theme.po"
    parsed = parse_catalogue(Source(path=path, digest="", size=len(data), data=data))
    assert parsed.catalogue is not None
    assert parsed.catalogue.locale == "zh_Hans_CN", "the name under which pages ask"


def test_an_empty_translation_is_none_and_a_fuzzy_one_is_not_used() -> None:
    assert parse(entry("Events", "")) == ({}, ())
    messages, (found,) = parse(entry("Events", "活动", "#, fuzzy, python-format\n"))
    assert messages == {}
    assert (found.code, found.severity, found.line) == ("W-PO-FUZZY", "warning", 8)


def test_a_lone_percent_sign_is_text() -> None:
    assert parse(entry("100% done", "100% 完成")) == ({"100% done": ("100% 完成",)}, ())


def test_byte_order_marks_and_line_ends_do_not_matter() -> None:
    plain = entry("Events", "活动")
    expected = parse(plain)
    assert parse(b"\xef\xbb\xbf" + plain.encode()) == expected
    assert parse(plain.replace("\n", "\r\n")) == expected
    assert parse(plain.replace("\n", "\r")) == expected
    assert parse(plain.rstrip("\n")) == expected


def test_content_is_never_a_template() -> None:
    assert parse(entry("Events", "{{ 7*7 }}")) == ({"Events": ("{{ 7*7 }}",)}, ())


# ---- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("body", "code", "line", "column"), [
    ('msgid "Events"\nmsgstr "活动\n', "E-PO-QUOTE", 8, 8),
    ('msgid "Events\nmsgstr "活动"\n', "E-PO-QUOTE", 7, 7),
    ('msgid "a"\nmsgstr "b"\n"c\n', "E-PO-QUOTE", 9, 1),
    ('msgid "Events"\nmsgstr 活动\n', "E-PO-SYNTAX", 8, 8),
    ('msgid "Events"\nmsgstr "活动" x\n', "E-PO-SYNTAX", 8, 8),
    ('msgid "Events"\nmsgstd "活动"\nmsgstr "活动"\n', "E-PO-SYNTAX", 8, 1),
    ('msgid "Events"\n\nmsgid "News"\nmsgstr "新闻"\n', "E-PO-SYNTAX", 9, 1),
    ('msgid "Events"\n', "E-PO-SYNTAX", 7, 1),
    ('msgid "Events"\nmsgstr "\\q"\n', "E-PO-ESCAPE", 8, 9),
    ('msgid "Events"\nmsgstr "\\\\\\q"\n', "E-PO-ESCAPE", 8, 11),
    ('hello\n\nmsgid "Events"\nmsgstr "活动"\n', "E-PO-SYNTAX", 7, 1),
    ('<<<<<<< HEAD\nmsgid "Events"\nmsgstr "活动"\n', "E-MERGE", 7, 1),
    ('msgid "Events"\nmsgstr "活\u202e动"\n', "E-CHAR", 8, 10),
    ('msgid "Events"\nmsgstr "活\x07动"\n', "E-CHAR", 8, 10),
    ('msgid "Events"\nmsgstr "活动"\n\nmsgid "Events"\nmsgstr "事件"\n', "E-PO-DUPLICATE", 10, 1),
    ('msgid "By %(name)s"\nmsgstr "%(nom)s 著"\n', "E-PO-PLACEHOLDER", 8, 9),
    ('msgid "By %(name)s"\nmsgstr "著"\n', "E-PO-PLACEHOLDER", 8, 8),
    ('msgid "Hello"\nmsgstr "%(name)s"\n', "E-PO-PLACEHOLDER", 8, 9),
    ('msgid "By %(name)s"\nmsgstr "%(name)d 著"\n', "E-PO-PLACEHOLDER", 8, 9),
    ('msgid "By %(name)s"\nmsgstr "%(name)999999999s"\n', "E-PO-PLACEHOLDER", 8, 9),
    ('msgid "By %(name)s"\nmsgstr "%(name).9999f"\n', "E-PO-PLACEHOLDER", 8, 9),
    ('msgid "By %(name)s"\nmsgstr "%(name)s%*d"\n', "E-PO-PLACEHOLDER", 8, 17),
    ('msgid "a"\nmsgstr "<b>a</b>"\n', "E-PO-TAG", 8, 9),
    ('msgid "a"\nmsgstr "<script>x"\n', "E-PO-TAG", 8, 9),
    ('msgid "<b>a</b>"\nmsgstr "<b onclick=\\"x\\">a</b>"\n', "E-PO-TAG", 8, 9),
    ('msgid "<b>a</b>"\nmsgstr "</b>a<b>"\n', "E-PO-TAG", 8, 9),
    ('msgid "<b>a</b><i>b</i>"\nmsgstr "<b>a<i></b>b</i>"\n', "E-PO-TAG", 8, 9),
    ('msgid "a"\nmsgstr "<img src=x onerror"\n', "E-PO-TAG", 8, 9),
    ('msgid "a"\nmsgstr "javascript:alert(1)"\n', "E-PO-TAG", 8, 9),
    ('msgid "Events"\nmsgstr "活动"\nmsgstr "事件"\n', "E-PO-SYNTAX", 9, 1),
    ('#| msgid "Events\nmsgid "Event"\nmsgstr "活动"\n', "E-PO-QUOTE", 7, 10),
    ('#| "Events"\nmsgid "Event"\nmsgstr "活动"\n', "E-PO-SYNTAX", 7, 4),
    ('#~ msgid "Event"\n#~ msgstr "活动\n', "E-PO-QUOTE", 8, 11),
    ('msgid "Events\\n"\nmsgstr "活动"\n', "E-PO-NEWLINE", 8, 1),
    ('msgid "Events"\nmsgstr "\\n活动"\n', "E-PO-NEWLINE", 8, 1),
    ('#, c-format\nmsgid "Events"\nmsgstr "活动"\n', "E-PO-FORMAT", 8, 1),
    ('#, python-format\nmsgid "%(a)d b"\nmsgstr "b"\n', "E-PO-PLACEHOLDER", 9, 1),
    ('#, python-format\nmsgid "a %s"\nmsgstr "%s %"\n', "E-PO-PLACEHOLDER", 9, 1),
    ('msgid "%(count)s a"\nmsgid_plural "%(count)s b"\nmsgstr[0] "%(count)s"\nmsgstr[1] "%(count)s"\n',
     "E-PO-PLURAL", 10, 1),
])
def test_a_translators_mistake_is_an_error_at_its_line(body: str, code: str, line: int, column: int) -> None:
    found = problem(f"{HEADER}\n{body}")
    assert (found.code, found.line, found.column) == (code, line, column)


def test_a_placeholder_error_shows_both_sets() -> None:
    message = problem(entry("%(a)s by %(name)s", "%(nom)s %(a)s")).message
    assert "%(a)s, %(nom)s" in message
    assert "%(a)s, %(name)s" in message


def test_a_duplicate_names_both_lines() -> None:
    found = problem(entry("a", "b") + '\nmsgid "a"\nmsgstr "c"\n')
    assert (found.line, "line 7" in found.message) == (10, True)


def test_the_same_text_in_another_sense_is_no_duplicate() -> None:
    messages, diagnostics = parse(entry("May", "五月") + '\nmsgctxt "may"\nmsgid "May"\nmsgstr "可以"\n')
    assert diagnostics == ()
    assert set(messages) == {"May", "may\x04May"}


def test_all_mistakes_are_reported_at_once() -> None:
    _, diagnostics = parse(entry("By %(x)s", "x") + '\nmsgid "a"\nmsgstr "<b>"\n\nmsgid "a"\nmsgstr "b"\n')
    assert [(found.code, found.line) for found in diagnostics] == [
        ("E-PO-PLACEHOLDER", 8), ("E-PO-TAG", 11), ("E-PO-DUPLICATE", 13)]


def test_white_space_at_the_ends_is_a_warning() -> None:
    messages, (found,) = parse(entry("Events", "活动 "))
    assert messages == {"Events": ("活动 ",)}
    assert (found.code, found.severity, found.line) == ("W-PO-SPACE", "warning", 8)


def test_invisible_characters_are_a_warning() -> None:
    _, (found,) = parse(entry("Events", "活\u200b动"))
    assert (found.code, found.line, found.column) == ("W-CHAR", 8, 10)


@pytest.mark.parametrize(("language", "right"), [
    ("zh_CN", True), ("zh_Hans_CN", True), ("zh-Hans", True), ("zh", True), ("zh_SG", True), ("", True),
    ("zh_TW", False), ("zh_Hant", False), ("zh_HK", False), ("en", False), ("ja", False), ("../../x", False),
])
def test_the_header_must_be_of_the_folders_language(language: str, right: bool) -> None:
    text = entry("Events", "活动").replace("Language: zh_CN", f"Language: {language}")
    if right:
        assert parse(text) == ({"Events": ("活动",)}, ())
    else:
        found = problem(text)
        assert (found.code, language in found.message) == ("E-PO-LANGUAGE", True)


@pytest.mark.parametrize("plurals", [
    "nplurals=2; plural=n != 1;", "nplurals=INTEGER; plural=EXPRESSION;", "nplurals=1; plural=__import__('os');",
    "nplurals=99999999999; plural=0;", "plural=0",
])
def test_plural_forms_must_be_those_of_the_language(plurals: str) -> None:
    assert problem(entry("Events", "活动").replace("nplurals=1; plural=0;", plurals)).code == "E-PO-PLURAL"


@pytest.mark.parametrize("plurals", [
    "nplurals=1; plural=n;", "nplurals=1; plural=0/0;", "nplurals=1; plural=(n;", "nplurals=1; plural=n & 0;",
])
def test_an_expression_that_tools_cannot_use_is_refused_though_we_never_do(plurals: str) -> None:
    found = problem(entry("Events", "活动").replace("nplurals=1; plural=0;", plurals))
    assert (found.code, found.line) == ("E-PO-PLURAL", 5)


def test_plural_texts_need_a_header_that_counts_them() -> None:
    counted = '\nmsgid "%(count)s a"\nmsgid_plural "%(count)s b"\nmsgstr[0] "%(count)s 页"\n'
    assert parse(HEADER + counted)[1] == ()
    for header in (HEADER.replace('"Plural-Forms: nplurals=1; plural=0;\\n"\n', ""), ""):
        assert problem(header + counted).code == "E-PO-PLURAL"


def test_a_form_for_one_number_may_leave_it_out_and_no_other() -> None:
    header = HEADER.replace("zh_CN", "ru").replace("nplurals=1; plural=0;", "nplurals=3; plural=n>1;")
    forms = 'msgstr[0] "%(count)s a"\nmsgstr[1] "%(count)s b"\nmsgstr[2] "%(count)s c"\n'
    body = f'\n#, python-format\nmsgid "once"\nmsgid_plural "%(count)s times"\n{forms}'
    path = CHINESE.replace("zh_Hans_CN", "ru")
    assert parse(header + body, path)[1] == ()
    assert problem(header + body.replace('[0] "%(count)s a"', '[0] "a"'), path).line == 10, "21 and 31 are of form 0"


def test_an_empty_file_is_no_catalogue() -> None:
    assert problem(b"").code == "E-PO-EMPTY"


def test_a_header_field_that_cannot_be_read_does_no_harm() -> None:
    text = entry("Events", "活动").replace('"Content', '"POT-Creation-Date: yesterday\\n"\n"Content')
    assert parse(text) == ({"Events": ("活动",)}, ())


def test_other_encodings_are_named() -> None:
    text = entry("Events", "欢迎参加本次创新论坛")
    found = problem(text.encode("gb18030"))
    assert (found.code, found.line, "GB18030" in found.message) == ("E-ENCODING", 8, True)
    assert "UTF-16" in problem(text.encode("utf-16")).message
    assert problem(text.replace("charset=UTF-8", "charset=GBK")).code == "E-ENCODING"
    assert problem(text.replace("charset=UTF-8", "charset=US-ASCII")).code == "E-ENCODING"


def test_a_folder_that_is_no_locale() -> None:
    assert problem(HEADER, "translations/klingon_XX/LC_MESSAGES/theme.po").code == "E-PO-LOCALE"


def test_limits() -> None:
    assert problem(b"#" * 10_000_001).code == "E-PO-SIZE"
    assert problem(entry("a", "b" * 64_001)).code == "E-PO-SIZE"


# ---- nothing breaks it -----------------------------------------------------------------------------------------------


LINES = ['msgid "a"', 'msgid ""', 'msgstr "b"', 'msgstr[0] "c"', 'msgstr[99] "d"', 'msgctxt "e"', 'msgid_plural "f"',
         '"g\\n"', '"Plural-Forms: x\\n"', "#, fuzzy", '#~ msgid "a"', '#| msgid "a"', "", '"', "msgid", "\\", "#~",
         'msgstr "%(a"']


@given(st.lists(st.sampled_from(LINES) | st.text(max_size=12)))
def test_no_file_whatever_raises(lines: list[str]) -> None:
    parse("\n".join(lines).encode("utf-8", "surrogatepass"))


# Without what would make a message a format or markup, to whose rules other tests hold.
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="%<:{"), min_size=1)


@given(st.dictionaries(TEXT, TEXT))
def test_what_babel_writes_is_read(messages: dict[str, str]) -> None:
    catalogue = Catalog(locale="zh_Hans_CN")
    for msgid, msgstr in messages.items():
        catalogue.add(msgid, msgstr)
    written = BytesIO()
    write_po(written, catalogue, width=30)
    text = written.getvalue().replace(b"Language: zh_Hans_CN", b"Language: zh_CN")
    assert parse(text) == ({msgid: (msgstr,) for msgid, msgstr in messages.items()}, ())


def test_every_file_of_the_suite_is_read_or_refused() -> None:
    folder = SUITES / "po"
    if not folder.is_dir():
        pytest.skip(f"suite absent: {folder}")
    read = 0
    for file in sorted(folder.iterdir()):
        data = file.read_bytes()
        messages, diagnostics = parse(data, f"translations/{_folder(data)}/LC_MESSAGES/theme.po")
        if any(found.severity == "error" for found in diagnostics):
            continue
        read += 1
        first = {key: forms[0] for key, forms in messages.items()}
        assert first == {key: forms[0] for key, forms in _as_babel_reads(data).items()}, file.name
    assert read > 100, "most files of the suite have defects that are none of a reader's business"


def _folder(data: bytes) -> str:
    found = re.search(rb'"Language: (\w+)', data)
    return found.group(1).decode() if found else "de"


def _as_babel_reads(data: bytes) -> dict[str, tuple[str, ...]]:
    found = {}
    undated = re.sub(rb'^"(?:POT-Creation|PO-Revision)-Date.*\n', b"", data, flags=re.MULTILINE)
    for message in read_po(undated.decode("utf-8-sig").split("\n"), ignore_obsolete=True):
        msgid = message.id if isinstance(message.id, str) else message.id[0]
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string)
        if msgid and not message.fuzzy and all(forms):
            found[f"{message.context}\x04{msgid}" if message.context else msgid] = forms
    return found
