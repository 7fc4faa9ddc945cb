"""Catalogues as they are written: what is kept, what becomes a draft, and that nothing changes without a reason."""

import os
import random
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.fingerprints import fingerprint
from sitegen.model import Acknowledged, Source
from sitegen.translation.content_catalogues import parse_content_catalogue
from sitegen.translation.extraction import Message, SourceText, messages
from sitegen.translation.lines import Entry, read_entries
from sitegen.translation.pairing import figures, pair_texts
from sitegen.translation.records import acknowledge
from sitegen.translation.wrapping import wrap
from sitegen.translation.writing import update, write_template

CHINESE = Locale.parse("zh_CN")
PAGE = "content/events/x"
HEADER = '''msgid ""
msgstr ""
"Project-Id-Version: sitegen\\n"
"Language: zh_CN\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
'''
TOOL = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
SPEAK = "We invite all partners to speak about open innovation."


def text(words: str, line: int = 1, role: str = "paragraph", page: str = PAGE, *, heading: str = "",
         comments: tuple[str, ...] = ()) -> SourceText:
    return SourceText(page, role, words, f"{page}.en.md", line, heading, comments)


def one(words: str, role: str = "paragraph", page: str = PAGE) -> tuple[Message, ...]:
    return messages([text(words, role=role, page=page)])


def entries(catalogue: str) -> tuple[Entry, ...]:
    """What is read of it; nothing in it is wrong."""
    found, problems = read_entries(catalogue, path="x.po")
    assert problems == ()
    return found


def entry(words: str, translation: str, role: str = "paragraph", page: str = PAGE, before: str = "") -> str:
    return f'\n{before}msgctxt "{page}#{role}"\nmsgid "{words}"\nmsgstr "{translation}"\n'


def updated(old: str, wanted: Sequence[Message], records: Sequence[Acknowledged] = ()) -> str:
    """The new catalogue, which a second update leaves as it is, whatever the order of its messages."""
    new = update(entries(old), wanted, CHINESE, records=records)
    assert update(entries(new), wanted[::-1], CHINESE, records=records[::-1]) == new
    return new


def states(catalogue: str) -> dict[str, tuple[str, str, str]]:
    """By text: translation, the text it was made for if it is a draft, and "obsolete"."""
    return {each.msgid: (each.forms[0][1], (each.previous or "?") if each.fuzzy else "",
                         "obsolete" if each.obsolete else "")
            for each in entries(catalogue) if each.msgid}


# ---- the layout ------------------------------------------------------------------------------------------------------


def test_a_new_catalogue() -> None:
    wanted = messages([
        text("A workshop", 2, "title"),
        text(SPEAK, 8, heading="Background", comments=("Formal, please.",)),
        text("“Speak”, he said, \"and listen\\n\" – for as long as it takes until everybody has spoken.", 10),
    ])
    assert updated("", wanted) == HEADER + '''
#. Formal, please.
#. Under: Background
#: content/events/x.en.md:8
msgctxt "content/events/x#paragraph"
msgid "We invite all partners to speak about open innovation."
msgstr ""

#: content/events/x.en.md:10
msgctxt "content/events/x#paragraph"
msgid ""
"“Speak”, he said, \\"and listen\\\\n\\" – for as long as it takes until "
"everybody has spoken."
msgstr ""

#: content/events/x.en.md:2
msgctxt "content/events/x#title"
msgid "A workshop"
msgstr ""
'''


def test_a_template_has_the_same_messages_and_says_no_time() -> None:
    wanted = one("A workshop")
    template = write_template(wanted, Locale.parse("en_GB"))
    assert template.endswith(updated("", wanted).removeprefix(HEADER))
    assert "Date" not in template


def test_what_translators_and_their_tools_wrote_is_kept() -> None:
    old = '''# Simplified Chinese
# by Wang
msgid ""
msgstr ""
"Language: zh_Hans_CN\\n"
"POT-Creation-Date: 2026-01-01 10:00+0000\\n"
"Last-Translator: Wang <wang@example.org>\\n"
"X-Generator: Poedit 3.4\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

# sitegen: ignore E-PARITY "8": a saying
#. old comment
#: old.md:1
#, no-wrap
msgctxt "content/events/x#paragraph"
msgid "A workshop"
msgstr "研讨会"
'''
    assert updated(old, one("A workshop")) == '''# Simplified Chinese
# by Wang
msgid ""
msgstr ""
"Language: zh_CN\\n"
"Last-Translator: Wang <wang@example.org>\\n"
"X-Generator: Poedit 3.4\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Project-Id-Version: sitegen\\n"
"MIME-Version: 1.0\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

# sitegen: ignore E-PARITY "8": a saying
#: content/events/x.en.md:1
#, no-wrap
msgctxt "content/events/x#paragraph"
msgid "A workshop"
msgstr "研讨会"
'''


# ---- a changed source ------------------------------------------------------------------------------------------------


def test_a_changed_text_has_its_old_translation_as_a_draft() -> None:
    new = updated(HEADER + entry(SPEAK, "我们邀请"), one(SPEAK.replace("all partners", "every partner")))
    assert new == HEADER + '''
#: content/events/x.en.md:1
#, fuzzy
#| msgctxt "content/events/x#paragraph"
#| msgid "We invite all partners to speak about open innovation."
msgctxt "content/events/x#paragraph"
msgid "We invite every partner to speak about open innovation."
msgstr "我们邀请"
'''


def test_of_several_the_nearest_is_the_draft_and_the_rest_is_kept_at_the_end() -> None:
    old = HEADER + entry("The forum meets in the north of the city.", "北") + entry(
        "The forum meets in the south of the city and eats.", "南")
    new = updated(old, one("The forum meets in the south of the city and drinks."))
    assert states(new) == {
        "The forum meets in the south of the city and drinks.":
            ("南", "The forum meets in the south of the city and eats.", ""),
        "The forum meets in the north of the city.": ("北", "", "obsolete"),
    }
    assert new.rstrip().endswith('#~ msgstr "北"')


@pytest.mark.parametrize(("before", "after"), [
    ("It begins on 8 May in the hall.", "It begins on 9 May in the hall."),
    ("It begins on 8 May in the hall.", "It begins on 8 June in the hall."),
    ("It begins on Monday in the hall.", "It begins on Tuesday in the hall."),
    ("There were three speakers in the hall.", "There were four speakers in the hall."),
    ("The hall opens at 9:00 for everybody.", "The hall opens at 9:30 for everybody."),
    ("联盟共有九所成员高校参加本次会议。", "联盟共有八所成员高校参加本次会议。"),
    ("会议于周一上午在北京举行，欢迎参加。", "会议于周二上午在北京举行，欢迎参加。"),
    ("Tea is at noon.", "The consortium publishes its annual report."),
])
def test_other_numbers_dates_or_words_are_no_changed_text(before: str, after: str) -> None:
    assert states(updated(HEADER + entry(before, "译"), one(after))) == {
        after: ("", "", ""), before: ("译", "", "obsolete")}


def test_words_that_look_like_dates_are_words() -> None:
    assert pair_texts(["They may march on, one by one all day"], ["They can march on, one by one all day"]) == [(0, 0)]
    assert figures("On 3 May the second of three") == ("3", "May".lower(), "three")
    assert figures("See [it](https://example.org/2026/) on page 4") == ("4",)


def test_no_draft_crosses_contexts() -> None:
    old = HEADER + entry("Three ways to co-create", "三种方式", role="heading-2")
    now = "Three ways to co-create now"
    assert states(updated(old, one(now, role="title")))[now][0] == ""
    other = updated(old + entry("kept", "留"), (*one(now, role="heading-2", page="content/y"), *one("kept")))
    assert states(other)[now][0] == ""


def test_a_draft_remembers_the_text_it_was_made_for_however_often_that_changes() -> None:
    first = updated(HEADER + entry(SPEAK, "我们邀请"), one(SPEAK.replace("all", "some")))
    second = updated(first, one(SPEAK.replace("all", "most")))
    assert states(second) == {SPEAK.replace("all", "most"): ("我们邀请", SPEAK, "")}
    assert states(updated(second, one(SPEAK))) == {SPEAK: ("我们邀请", "", "")}, "what it was made for is back"


def test_what_was_changed_on_a_draft_is_no_translation_of_the_text_that_is_back() -> None:
    edited = updated(HEADER + entry(SPEAK, "我们邀请"), one(CHANGED)).replace('"我们邀请"', '"我们邀请每个"')
    assert states(updated(edited, one(SPEAK), [RECORD])) == {SPEAK: ("我们邀请每个", SPEAK, "")}
    assert states(updated(edited.replace("每个", ""), one(SPEAK), [RECORD])) == {SPEAK: ("我们邀请", "", "")}


def test_a_text_that_comes_back_has_its_translation_again() -> None:
    gone = updated(HEADER + entry(SPEAK, "我们邀请"), one("Tea."))
    assert states(gone)[SPEAK] == ("我们邀请", "", "obsolete")
    assert states(updated(gone, one(SPEAK)))[SPEAK] == ("我们邀请", "", "")


def test_an_unreviewed_draft_stays_one_and_an_untranslated_text_leaves_nothing() -> None:
    old = HEADER + entry("A", "甲", before="#, fuzzy\n") + entry("B", "")
    assert states(updated(old, one("A"))) == {"A": ("甲", "?", "")}


# ---- dropped flags ---------------------------------------------------------------------------------------------------


CHANGED = SPEAK.replace("all partners", "every partner")
RECORD = acknowledge(f"{PAGE}#paragraph:0f9e8d7c", SPEAK, "我们邀请")


def test_a_draft_that_a_tool_passed_for_translated_is_one_again() -> None:
    dropped = HEADER + entry(CHANGED, "我们邀请")
    assert states(updated(dropped, one(CHANGED), [RECORD])) == {CHANGED: ("我们邀请", SPEAK, "")}


def test_new_words_for_the_new_text_are_a_translation() -> None:
    assert states(updated(HEADER + entry(CHANGED, "我们邀请每个"), one(CHANGED), [RECORD]))[CHANGED][1] == ""


def test_two_texts_may_have_one_translation() -> None:
    both = messages([text(SPEAK, 1), text(CHANGED, 2)])
    found = states(updated(HEADER + entry(SPEAK, "我们邀请") + entry(CHANGED, "我们邀请"), both, [RECORD]))
    assert [fuzzy for _, fuzzy, _ in found.values()] == ["", ""]
    assert RECORD.translation == fingerprint("我们邀请")


# ---- pages that move -------------------------------------------------------------------------------------------------


def test_a_renamed_page_keeps_its_translations_and_its_changed_texts_their_drafts() -> None:
    old = HEADER + entry("A workshop", "研讨会", "title") + entry(SPEAK, "我们邀请") + entry("Tea.", "茶。")
    wanted = messages([text("A workshop", 1, "title", "content/events/y"), text("Tea.", 2, page="content/events/y"),
                       text(CHANGED, 3, page="content/events/y")])
    assert states(updated(old, wanted)) == {"A workshop": ("研讨会", "", ""), "Tea.": ("茶。", "", ""),
                                            CHANGED: ("我们邀请", SPEAK, "")}


def test_a_page_that_is_still_there_gives_nothing_to_another() -> None:
    old = HEADER + entry("A workshop", "研讨会", "title")
    found = update(entries(old), (*one("Tea.", "title"), *one("A workshop", "title", "content/events/y")), CHINESE)
    assert states(found) == {"Tea.": ("", "", ""), "A workshop": ("研讨会", "", "obsolete")}
    assert 'msgid "A workshop"\nmsgstr ""' in found


def test_a_page_that_moves_to_another_year_takes_its_texts_along() -> None:
    other = entries(HEADER + entry("A workshop", "研讨会", "title") + entry(SPEAK, "我们邀请"))
    wanted = (*one("A workshop", "title"), *one(CHANGED))
    found = update((), wanted, CHINESE, elsewhere=other)
    assert states(found) == {"A workshop": ("研讨会", "", ""), CHANGED: ("我们邀请", SPEAK, "")}


def test_a_page_of_another_catalogue_that_is_still_there_gives_nothing() -> None:
    other = entries(HEADER + entry("A workshop", "研讨会", "title"))
    wanted = one("A workshop", "title", "content/events/y")
    assert states(update((), wanted, CHINESE, elsewhere=other, living=[PAGE]))["A workshop"][0] == ""
    assert states(update((), wanted, CHINESE, elsewhere=other))["A workshop"][0] == "研讨会"


# ---- the same in, the same out ---------------------------------------------------------------------------------------


ROLES = st.sampled_from(["title", "paragraph", "heading-2"])
WORDS = st.lists(st.sampled_from(["open", "innovation", "8 May", "9 May", "二〇二六年", "共创", "three", "“x”", "\\",
                                  '"']),
                 min_size=1, max_size=30).map(" ".join)
TEXTS = st.lists(st.builds(SourceText, st.sampled_from(["content/a", "content/b", "data/members/c"]), ROLES, WORDS,
                           st.sampled_from(["a.md", "b.md"]), st.integers(1, 9),
                           heading=st.just(""), comments=st.just(())), max_size=8)


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_whatever_changes_an_update_repeated_or_reordered_is_the_same(versions: list[list[SourceText]],
                                                                     order: random.Random) -> None:
    catalogue = ""
    for version in versions:
        wanted = messages(version)
        catalogue = update(entries(catalogue), wanted, CHINESE).replace('msgstr ""\n\n', 'msgstr "译"\n\n')
        again = update(entries(catalogue), wanted, CHINESE)
        shuffled = list(version)
        order.shuffle(shuffled)
        assert update(entries(again), messages(shuffled), CHINESE) == again == catalogue
        asked = {(message.context, message.text) for message in wanted}
        assert {(each.context, each.msgid) for each in entries(again) if each.msgid and not each.obsolete} == asked
        for each in entries(again):
            if each.fuzzy:
                assert figures(each.previous) == figures(each.msgid)


# ---- what other tools make of it -------------------------------------------------------------------------------------


def everything() -> str:
    """A catalogue with every kind of entry and lines of every length, English and Chinese."""
    order = random.Random(7)
    alphabet = "ab cd 12 ,.;:!?()[]{}\"'-/%$+*_<>=&#@|~^`——……“”‘’，。；：！？（）【】《》、·我们在会议中　é£€–"
    texts = ["".join(order.choice(alphabet) for _ in range(order.randint(1, 300))).strip() for _ in range(200)]
    wanted = messages([text(words, line) for line, words in enumerate([*texts, SPEAK, *texts[:5]], start=1)])
    filled = updated("", wanted)
    for message in wanted[::2]:
        filled = filled.replace("\n".join(wrap("msgid", message.text)) + '\nmsgstr ""\n',
                                "\n".join((*wrap("msgid", message.text), *wrap("msgstr", message.text[::-1]))) + "\n")
    return updated(filled, messages([text(words + " a", line) for line, words in enumerate(texts[:150], start=1)]))


@pytest.mark.skipif(shutil.which("msgcat") is None, reason="msgcat is not installed")
def test_what_gettext_saves_is_what_we_wrote(tmp_path: Path) -> None:
    catalogue = everything()
    (tmp_path / "x.po").write_text(catalogue, encoding="utf-8")
    saved = subprocess.run(["msgcat", tmp_path / "x.po"], capture_output=True, check=True, env=TOOL).stdout.decode()
    assert saved == catalogue
    assert "#~| msgid" in catalogue or "#~ msgid" in catalogue
    assert "#, fuzzy" in catalogue


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="msgfmt is not installed")
def test_msgfmt_accepts_it(tmp_path: Path) -> None:
    (tmp_path / "x.po").write_text(everything(), encoding="utf-8")
    subprocess.run(["msgfmt", "-c", "-o", os.devnull, tmp_path / "x.po"], capture_output=True, check=True, env=TOOL)


def test_we_read_what_we_write() -> None:
    data = updated(HEADER + entry(SPEAK, "我们邀请"), messages([text(CHANGED), text("New.", 2)])).encode()
    path = "translations/zh_Hans_CN/LC_MESSAGES/content/events-2026.po"
    catalogue, problems = parse_content_catalogue(Source(path=path, digest="", size=len(data), data=data))
    assert problems == ()
    assert catalogue is not None
    assert [(each.source, each.translation, each.previous, each.fuzzy) for each in catalogue.entries] == [
        (CHANGED, "我们邀请", SPEAK, True), ("New.", "", "", False)]
