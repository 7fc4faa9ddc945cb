"""The theme's catalogue as text: plurals, contexts, places, drafts, and the same bytes twice."""

import random
import shutil
import subprocess
from pathlib import Path

import pytest
from babel import Locale

from sitegen.model import Source, Template
from sitegen.translation.catalogues import open_catalogue, parse_catalogue
from sitegen.translation.extraction import Message, extract_texts, theme_messages
from sitegen.translation.lines import Entry, read_entries
from sitegen.translation.writing import update_theme, write_theme_template

ROOT = Path(__file__).resolve().parents[2]
PATH = "translations/zh_Hans_CN/LC_MESSAGES/theme.po"
CHINESE, ENGLISH, POLISH = Locale.parse("zh_Hans_CN"), Locale.parse("en_GB"), Locale.parse("pl_PL")
TEMPLATE = """{# translators: on a button #}
<p>{{ _("Send the form") }}</p>
{{ _n("%(count)s page", "%(count)s pages", n) }}
{{ _p("month", "May") }}{{ _("May") }}{{ _("Send the form") }}
"""


def said(text: str = TEMPLATE) -> tuple[Message, ...]:
    return theme_messages(extract_texts([Template(name="a.html", text=text, path="templates/a.html")]))


def read(text: str) -> tuple[Entry, ...]:
    entries, problems = read_entries(text, path=PATH)
    assert problems == ()
    return tuple(entries)


def entries(text: str) -> str:
    """The catalogue below its header."""
    return text.partition("\n\n")[2]


def test_a_new_catalogue_has_contexts_plurals_remarks_and_places() -> None:
    assert entries(update_theme((), said(), POLISH)) == '''#. on a button
#: templates/a.html:2 templates/a.html:4
msgid "Send the form"
msgstr ""

#: templates/a.html:3
msgid "%(count)s page"
msgid_plural "%(count)s pages"
msgstr[0] ""
msgstr[1] ""
msgstr[2] ""

#: templates/a.html:4
msgid "May"
msgstr ""

#: templates/a.html:4
msgctxt "month"
msgid "May"
msgstr ""
'''


def test_a_template_is_without_a_language_and_counts_as_english_does() -> None:
    text = write_theme_template(said(), ENGLISH)
    assert '"Language: \\n"' in text
    assert '"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n"' in text
    assert 'msgstr[1] ""\n' in text
    assert "msgstr[2]" not in text
    assert "Date" not in text


TRANSLATED = '''# Words of ours.
msgid ""
msgstr ""
"Language: zh_CN\\n"
"POT-Creation-Date: 2026-01-01 00:00+0000\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

# As the Office says it.
msgid "Send the form"
msgstr "发送"

msgid "%(count)s page"
msgid_plural "%(count)s pages"
msgstr[0] "%(count)s页"

msgctxt "month"
msgid "May"
msgstr "五月"

msgid "No more of this"
msgstr "不再"

msgid "%(count)s seat"
msgid_plural "%(count)s seats"
msgstr[0] "%(count)s席"
'''


def test_what_was_translated_is_kept_and_what_is_gone_stands_at_the_end() -> None:
    text = update_theme(read(TRANSLATED), said(), CHINESE)
    assert text.startswith("# Words of ours.\n")
    assert "Creation-Date" not in text
    assert '# As the Office says it.\n#. on a button\n#: templates/a.html:2 templates/a.html:4\n' in text
    assert 'msgid_plural "%(count)s pages"\nmsgstr[0] "%(count)s页"\n' in text
    # The month has its word; the verb, without a context, has none.
    assert '\nmsgid "May"\nmsgstr ""\n' in text
    assert 'msgctxt "month"\nmsgid "May"\nmsgstr "五月"\n' in text
    assert text.endswith('#~ msgid "%(count)s seat"\n#~ msgid_plural "%(count)s seats"\n#~ msgstr[0] "%(count)s席"\n\n'
                         '#~ msgid "No more of this"\n#~ msgstr "不再"\n')


def test_the_same_bytes_twice_and_in_any_order() -> None:
    messages = list(said())
    text = update_theme(read(TRANSLATED), messages, CHINESE)
    random.Random(1).shuffle(messages)
    assert update_theme(read(text), messages, CHINESE) == text
    assert write_theme_template(messages, ENGLISH) == write_theme_template(said(), ENGLISH)


def test_a_changed_text_has_its_old_words_as_a_draft_until_it_is_back() -> None:
    changed = said(TEMPLATE.replace("Send the form", "Send this form").replace("s pages", "s web pages")
                   .replace("s page\"", "s web page\""))
    text = update_theme(read(TRANSLATED), changed, CHINESE)
    assert '#, fuzzy\n#| msgid "Send the form"\nmsgid "Send this form"\nmsgstr "发送"\n' in text
    assert ('#, fuzzy\n#| msgid "%(count)s page"\nmsgid "%(count)s web page"\nmsgid_plural "%(count)s web pages"\n'
            'msgstr[0] "%(count)s页"\n') in text
    assert update_theme(read(text), changed, CHINESE) == text
    assert update_theme(read(text), said(), CHINESE) == update_theme(read(TRANSLATED), said(), CHINESE)


def test_no_draft_crosses_contexts() -> None:
    text = update_theme(read(TRANSLATED), said('{{ _p("a command", "Send this form") }}'), CHINESE)
    assert 'msgctxt "a command"\nmsgid "Send this form"\nmsgstr ""\n' in text


def test_a_text_that_comes_to_count_has_forms_to_review() -> None:
    given = read('msgid ""\nmsgstr "Plural-Forms: nplurals=3; plural=n%3;\\n"\n\nmsgid "a page"\nmsgstr "strona"\n')
    text = update_theme(given, said('{{ _n("a page", "%(count)s pages", n) }}'), POLISH)
    assert '#, fuzzy\nmsgid "a page"\nmsgid_plural "%(count)s pages"\nmsgstr[0] "strona"\nmsgstr[1] "strona"\n' in text
    back = update_theme(read(text), said('{{ _("a page") }}'), POLISH)
    assert '#, fuzzy\nmsgid "a page"\nmsgstr "strona"\n' in back


def test_every_character_of_a_text_counts() -> None:
    text = update_theme((), said('{{ _("two  spaces\\nand lines") }}'), CHINESE)
    assert read(text)[-1].msgid == "two  spaces\nand lines"


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext is not installed")
@pytest.mark.parametrize("old", [(), read(TRANSLATED)])
def test_gettext_accepts_it(tmp_path: Path, old: tuple[Entry, ...]) -> None:
    (tmp_path / "theme.po").write_text(update_theme(old, said(), CHINESE), encoding="utf-8")
    subprocess.run(["msgfmt", "-c", "-o", "/dev/null", tmp_path / "theme.po"], check=True)


def test_the_themes_own_catalogue_loses_nothing_and_lacks_nothing() -> None:
    texts = [Template(name=path.name, text=path.read_text(encoding="utf-8"), path=path.relative_to(ROOT).as_posix())
             for path in sorted((ROOT / "templates").rglob("*.html"))]
    before = (ROOT / PATH).read_bytes()
    opened, _ = open_catalogue(Source(path=PATH, digest="", size=len(before), data=before))
    assert opened is not None
    after = update_theme(opened.entries, theme_messages(extract_texts(texts)), opened.locale).encode()
    one, other = (parse_catalogue(Source(path=PATH, digest="", size=len(data), data=data)) for data in (before, after))
    assert one.catalogue is not None
    assert other.catalogue is not None
    assert other.diagnostics == ()
    assert {key: message.forms for key, message in other.catalogue.messages.items()} == {
        key: message.forms for key, message in one.catalogue.messages.items()}
    assert b"fuzzy" not in after
    assert b"#~" not in after
    assert b'msgstr ""\n\n' not in after
