"""Rules of texts: each finds what is wrong, and leaves alone what only looks like it."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from sitegen.check.texts.counts import counts_of
from sitegen.check.texts.known import Known, WrongForm
from sitegen.check.texts.names import is_variant
from sitegen.check.texts.passage import Passage, Piece, Place
from sitegen.check.texts.plain import OBJECT, plain, sentences
from sitegen.check.texts.rules import CODES, REPAIRED, check_passage, repairable, repaired
from sitegen.check.texts.typography import double_spaces
from sitegen.model import (
    EventFacts,
    Language,
    Membership,
    Moment,
    NewsFacts,
    Organisation,
    Page,
    PageFacts,
    Person,
    Precision,
)
from sitegen.model import Place as Address

EN = Language(code="en", locale="en_GB", lang="en", name="English")
ZH = Language(code="zh", locale="zh_Hans_CN", lang="zh-Hans", name="中文", script="han")
PEOPLE = {"ada": Person(id="ada", name={"en": "Ada North"}, family_name={"en": "North"}, given_name={"en": "Ada"})}


def known(*names: str, wrong: tuple[WrongForm, ...] = (), spelling: str = "") -> Known:
    import re

    long = [name for name in names if name.count(" ") >= 2]
    by_word: dict[str, tuple[str, ...]] = {}
    for name in long:
        for word in name.casefold().split():
            by_word[word] = (*by_word.get(word, ()), name)
    words = frozenset(word for name in names for word in name.split())
    pattern = re.compile("|".join(re.escape(form.wrong) for form in wrong), re.IGNORECASE) if wrong else None
    return Known({name.casefold(): name for name in names}, by_word, words,
                 frozenset(word for word in words if word.isupper()), PEOPLE, wrong, pattern, spelling)


def page(facts: EventFacts | NewsFacts | PageFacts | None = None) -> Page:
    facts = facts or NewsFacts()
    return Page(identity="content/news/a", kind="news", section="news", slug="a", address="news/a/",
                source_language="en", facts=facts, documents={"en": "content/news/a.en.md"},
                source="content/news/a.en.md")


def member(id: str, country: str, start: str) -> Organisation:
    precision: Precision = "day" if start.count("-") == 2 else "year"
    day = date.fromisoformat(start if precision == "day" else f"{start}-01-01")
    return Organisation(id=id, name={"en": f"University {id}"}, address=Address(country=country), path="",
                        membership=Membership(start=Moment(day=day, precision=precision)))


def codes(*texts: str, language: Language = EN, role: str = "paragraph", ended: bool = False,
          people: tuple[str, ...] = (), data: Known | None = None) -> list[str]:
    pieces = tuple(Piece(role, text, Place("content/news/a.en.md", line=number + 1, unit=number))
                   for number, text in enumerate(texts))
    passage = Passage("content/news/a", language, pieces, page(), None, ended, people)
    return [found.finding.code for found in check_passage(passage, data or known())]


WRONG = [
    ("W-PUNCT-ZH", "zh", "英国工业战略,中国规划。"),
    ("W-PUNCT-ZH", "zh", "2016年底申请, 2017年初批准。"),
    ("W-PUNCT-ZH", "zh", "欢迎参加!"),
    ("W-PUNCT-ZH", "zh", "大学联盟(中英)成立。"),
    ("W-PUNCT-ZH", "zh", '他说"欢迎参加"。'),
    ("W-PUNCT-ZH", "zh", "利物浦大学，剑桥大学及利兹大学加入联盟。"),
    ("W-DASH", "en", "It took place on 5-6 March in the hall."),
    ("W-DASH", "en", "The project of 2019-20 is over."),
    ("W-DASH", "en", "A word - and another one."),
    ("W-NBSP", "en", "It ended well.\u00a0 Then everybody left."),
    ("W-NBSP", "en", "ordinary\u00a0words are parted by spaces."),
    ("W-NBSP", "zh", "中文\u00a0中间。"),
    ("W-TEMPLATE", "en", "It begins at {{ event.start }} sharp."),
    ("E-LINK-TEXT", "en", "To see the report, [click here](report.pdf)."),
    ("E-LINK-TEXT", "en", "[*Read more…*](a.md)"),
    ("E-LINK-TEXT", "zh", "下载报告请[点击这里](report.pdf)。"),
    ("E-BRACKET", "en", "The results feed a project on co-creation (and so on."),
    ("E-BRACKET", "en", "She said: “It is so. Nobody minded."),
    ("E-BRACKET", "zh", "参会者（包括学生，都到了。"),
    ("W-WORD-DUP", "en", "They met in the the hall."),
    ("W-WORD-DUP", "en", "They met for the new ecology of new university research."),
    ("W-WORD-DUP", "zh", "这是我们的的会议。"),
    ("W-GLUE", "en", "Martin RuneHoxer was there."),
    ("W-GLUE", "en", "It is good for partnershipbuilding and for policy."),
    ("W-GLUE", "en", "They work in the UK and China适应需求 well."),
    ("W-GLUE", "zh", "国际平台Identify key industrial needs and challenges。"),
    ("W-LANG-RUN", "en", "Regional needs 适应不同地区发展的需求 count."),
    ("W-LANG-RUN", "zh", "Identify the key industrial needs and the challenges of both countries."),
    ("W-UNFINISHED", "en", "The list of people who came ends in the middle of a"),
    ("W-UNFINISHED", "en", "Shi Goff is the General Manager of Beijing Technology Co."),
    ("W-UNFINISHED", "zh", "会议讨论了技术转移的新模式以及各方未来开展合作的"),
    ("W-LONG", "en", " ".join(["word"] * 46) + "."),
    ("W-LONG", "en", " ".join(["One two three four five."] * 31)),
    ("W-LONG", "zh", "字" * 301 + "。"),
    ("W-NAME-REPEAT", "en", "There were Ada North, Director of A, Bo West, Director of B, and Ada North, Head of C."),
    ("W-ACRONYM", "en", "The XYZQ met again."),
    ("W-SPELLING", "en", "It was organised, and organized well."),
    ("W-SPELLING", "en", "The centre is near another center."),
    ("W-SPELLING", "en", "Many research intensive firms and research-intensive universities came."),
    ("W-VARIANT", "en", "The UK Industrial Strategy is new. The UK industry strategy is old."),
    ("W-VARIANT", "en", "At the University of Leds Road campus, and the University of Leeds Road campus."),
    ("W-SHORT-LINE", "en", "rx online"),
]

RIGHT = [
    ("zh", "时间为10:30，地点在A座(Room 3)。"),
    ("zh", "使用Python编程，见 https://example.org/a,b 。"),
    ("zh", "温度为3.5度，共1,000人参加。"),
    ("zh", "他在会上说：“欢迎参加”，并祝会议成功。"),
    ("zh", "会议结束后，大家合影，随后交流和参观。"),
    ("zh", "5G网络与AI平台的合作由来已久。"),
    ("en", "See ISO 9001-2 and 2020-03-05, call +44 20-7946-0958, or read 10.1787/4b2bd2d5-en."),
    ("en", "The co-creation of well-known ideas took place at 09:30."),
    ("en", "It is 5\u00a0km from Dr\u00a0North’s house."),
    ("en", "Type `{{ name }}` or `{% if %}` for a template."),
    ("en", "Read [the report of the spring school](report.pdf) and the rest."),
    ("en", "First: 1) the hall, 2) the garden; a smile :) and all is well."),
    ("en", "She had had enough, and that that was so nobody doubted."),
    ("en", "McDonald, MacArthur, O’Brien, DeVries and LinkedIn are single words."),
    ("en", "The centre of research (CoR) is called 研究中心 in Chinese."),
    ("en", "Who came?"),
    ("en", "The whole of it takes about 15 ms."),
    ("en", "The files are kept on GitLab, and on GitHub."),
    ("en", "The Open Transport Network (OTN) met. The OTN will meet again."),
    ("en", "It was organised by the Eastern Center in its own centre."),
    ("en", "University of Leeds and University of Reading are two universities."),
    ("en", "Spring School 2026 and Spring School 2027 are two schools."),
]


@pytest.mark.parametrize(("code", "language", "text"), WRONG, ids=[f"{code}-{text[:16]}" for code, _, text in WRONG])
def test_what_is_wrong_is_found(code: str, language: str, text: str) -> None:
    assert code in codes(text, language=ZH if language == "zh" else EN)


@pytest.mark.parametrize(("language", "text"), RIGHT, ids=[text[:24] for _, text in RIGHT])
def test_what_is_right_is_left_alone(language: str, text: str) -> None:
    assert codes(text, language=ZH if language == "zh" else EN) == []


def test_a_quotation_may_go_on_in_the_next_paragraph() -> None:
    first, second = "She said: “It began so, and everybody was glad.", "“Then it ended, and nobody minded.”"
    assert "E-BRACKET" not in codes(first, second)
    assert "E-BRACKET" in codes(first, "Then it ended, and nobody minded.")


def test_only_an_event_that_is_over_must_not_be_announced() -> None:
    assert codes("The workshop will be held in the hall.", ended=True) == ["W-TENSE"]
    assert codes("研讨会将于三月举行。", ended=True, language=ZH) == ["W-TENSE"]
    assert codes("The workshop will be held in the hall.") == []
    assert codes("Growth alone will not bring it to all.", ended=True) == []


def test_people_of_a_page_are_called_by_names_that_the_data_have() -> None:
    assert codes("Ada spoke about nothing else all day.", people=("ada",)) == ["W-NAME-FORM"]
    assert codes("Ada’s talk was about nothing else all day.", people=("ada",)) == ["W-NAME-FORM"]
    assert codes("Dr Ada spoke about nothing else all day.", people=("ada",)) == ["W-NAME-FORM"]
    assert codes("Ada North spoke, and North was heard by all.", people=("ada",)) == []
    assert codes("Ada West spoke about nothing else all day.", people=("ada",)) == []
    assert codes("Ada spoke about nothing else all day.") == []


def test_a_near_miss_of_a_known_name_is_found() -> None:
    data = known("National Technology Transfer Eastern Center", "University of Cambridge")
    assert codes("The National Technology Transfer East Center was host.", data=data) == ["W-VARIANT"]
    assert codes("A talk at the Cambridge University of today.", data=data) == []
    assert codes("The National Technology Transfer Eastern Center was host.", data=data) == []


@pytest.mark.parametrize(("one", "other", "expected"), [
    ("National Technology Transfer Eastern Center", "National Technology Transfer East Center", True),
    ("University of Cambridge", "Cambridge University", True),
    ("University of Leeds", "University of Reading", False),
    ("Shanghai Municipal Government", "Shanghai Municipal People’s Government", False),
    ("World Summit of Makers 2020", "World Summit of Makers 2021", False),
    ("Spring School", "Spring School on Bridges", False),
])
def test_names_that_differ_by_a_slip_are_told_from_two_names(one: str, other: str, expected: bool) -> None:
    assert is_variant(one, other) is expected
    assert is_variant(other, one) is expected


def test_wrong_forms_are_found_in_both_languages_and_know_the_right_one() -> None:
    forms = (WrongForm("Global Advocacy Group", "Global Tech Advocates", "content/data/organisations.yaml"),
             WrongForm("全球倡导组织", "全球科技倡导者", "content/data/organisations.yaml"))
    data = known(wrong=forms)
    for language, text in ((EN, "The Global Advocacy Group came to the hall."), (ZH, "全球倡导组织出席了会议。")):
        found = list(repairable("paragraph", plain(text), language.script, data))
        assert [one.code for one in found] == ["W-NAME-WRONG"]
        assert found[0].repair in {form.right for form in forms}
    assert codes("The Global Advocacy Groups came to the hall.", data=data) == []


def test_a_wrong_form_inside_the_right_one_is_right() -> None:
    data = known(wrong=(WrongForm("Tech Advocates", "Global Tech Advocates", "a.yaml"),))
    assert codes("The Global Tech Advocates came to the hall.", data=data) == []
    assert codes("The Tech Advocates came to the hall.", data=data) == ["W-NAME-WRONG"]


def test_a_site_may_choose_its_spelling() -> None:
    assert codes("It was organized well.", data=known(spelling="british")) == ["W-SPELLING"]
    assert codes("It was organised well.", data=known(spelling="oxford")) == ["W-SPELLING"]
    assert codes("It was organized in the centre.", data=known(spelling="oxford")) == []
    assert codes("It was organised well.", data=known(spelling="british")) == []


MEMBERS = counts_of((
    *(member(f"cn{number}", "CN", "2017-05-25") for number in range(9)),
    *(member(f"gb{number}", "GB", "2017-05-25") for number in range(6)),
    *(member(f"late{number}", "GB", "2018-09-30") for number in range(3)),
), "2026-01-01")


@pytest.mark.parametrize(("language", "kind", "text", "wrong"), [
    ("en", "page", "The consortium has nine Chinese and six UK universities.", ["six UK universities"]),
    ("en", "page", "The consortium has nine Chinese and nine UK universities.", []),
    ("en", "page", "The alliance has 15 members.", ["15 members"]),
    ("en", "page", "The alliance has 18 members in two countries.", []),
    ("en", "page", "It began in 2017 with 15 member universities.", []),
    ("en", "page", "Eighteen member universities are in it today.", []),
    ("en", "page", "Our 17 member universities meet each year.", ["17 member universities"]),
    ("en", "news", "The consortium of nine Chinese and six UK universities met.", []),
    ("en", "news", "The consortium of eight Chinese and six UK universities met.", ["eight Chinese"]),
    ("en", "page", "Three more universities joined the consortium.", []),
    ("en", "page", "More than 12 member universities take part.", []),
    ("en", "page", "The jury has five members, and six universities sent guests.", []),
    ("en", "page", "The consortium has five members of staff.", []),
    ("zh", "page", "联盟由9所中国高校和6所英国高校组成。", ["6所英国高校"]),
    ("zh", "page", "联盟由九所中国高校和九所英国高校组成。", []),
    ("zh", "page", "联盟现有十八家成员单位。", []),
    ("zh", "page", "联盟现有十五家成员单位。", ["十五家成员单位"]),
    ("zh", "news", "2017年，联盟由9所中国高校和6所英国高校发起成立。", []),
    ("zh", "page", "三所英国高校加入联盟。", []),
    ("zh", "page", "这是一个大学联盟的历程，由两个大学生联盟记录。", []),
])
def test_a_number_of_members_is_held_to_the_data(language: str, kind: str, text: str, wrong: list[str]) -> None:
    facts = PageFacts() if kind == "page" else NewsFacts()
    passage = Passage("content/a", ZH if language == "zh" else EN,
                      (Piece("paragraph", text, Place("content/a.md", line=1, unit=0)),),
                      replace(page(facts), kind=kind))
    found = [each.finding for each in check_passage(passage, known()._replace(counts=MEMBERS))]
    assert [text[each.start:each.end] for each in found if each.code == "W-COUNT"] == wrong


def test_members_are_counted_only_where_the_data_are_a_list_of_them() -> None:
    assert counts_of([member("a", "GB", "2017-05-25")], "2026-01-01").now == {}
    assert counts_of([*(member(str(number), "GB", "2017") for number in range(3)), member("b", "", "2017")],
                     "2026-01-01").now == {}


def test_a_download_needs_a_document() -> None:
    assert codes("Please download the report of the school.") == ["W-DL-TARGET"]


def test_code_addresses_and_images_are_no_words() -> None:
    words = plain("See `a-b` at https://example.org/5-6 or ![alt](x.png) and [the *report*](y.md) \\* now.")
    assert words.text == f"See {OBJECT} at {OBJECT} or {OBJECT} and the report * now."
    (start, end), = words.links
    assert words.text[start:end] == "the report"


def test_sentences_end_at_full_stops_and_not_at_shortened_words() -> None:
    text = "Dr. North came. Mr. West did not! “Why?” Nobody knew 3.5 reasons."
    assert [text[start:end] for start, end in sentences(text)] == [
        "Dr. North came.", "Mr. West did not!", "“Why?", "Nobody knew 3.5 reasons."]


def test_two_spaces_are_found_as_typed() -> None:
    assert [one.start for one in double_spaces("One.  Two.")] == [4]
    assert list(double_spaces("One. `a  b` two.  ")) == []


def test_every_code_is_explained_once() -> None:
    assert {code for code, _, _ in WRONG} <= CODES.keys()
    assert set(REPAIRED) <= CODES.keys()


_CHARACTERS = "ab C5.,;:!?()\"'-*_[]`\\ \u00a0—–“”（）,，。、中文大学的了和及与"
_ALPHABET = st.sampled_from([*_CHARACTERS, "](x)", "![", "http://a.b "])
_TEXTS = st.lists(_ALPHABET, max_size=40).map("".join)


@given(_TEXTS)
@settings(max_examples=300, deadline=None)
def test_every_character_of_the_words_is_one_that_is_typed(text: str) -> None:
    words = plain(text)
    assert len(words.at) == len(words.text) + 1
    assert list(words.at) == sorted(words.at)
    assert all(words.text[number] in (OBJECT, text[at]) for number, at in enumerate(words.at[:-1]))


@given(_TEXTS)
@settings(max_examples=300, deadline=None)
def test_rules_take_any_text_and_name_a_place_in_it(text: str) -> None:
    for language in (EN, ZH):
        pieces = (Piece("paragraph", text, Place("a", line=1, unit=0)),)
        for found in check_passage(Passage("a", language, pieces, page()), known()):
            assert 0 <= found.finding.start <= found.finding.end <= len(text)


@given(_TEXTS, st.sampled_from(["latin", "han"]))
@settings(max_examples=300, deadline=None)
def test_repairs_change_no_letter_and_no_number(text: str, script: str) -> None:
    letters = [character for character in text if character.isalnum()]
    once = repaired(text, "paragraph", script, known())
    assert [character for character in once if character.isalnum()] == letters


@given(_TEXTS, st.sampled_from(["latin", "han"]))
@settings(max_examples=300, deadline=None)
def test_what_is_repaired_once_is_right(text: str, script: str) -> None:
    data = known(wrong=(WrongForm("ab", "a b", "a.yaml"), WrongForm("中文", "汉文", "a.yaml")))
    once = repaired(text, "paragraph", script, data)
    assert repaired(once, "paragraph", script, data) == once


@pytest.mark.parametrize(("script", "text", "right"), [
    ("han", "英国工业战略,中国规划, 中英政府推动.", "英国工业战略，中国规划，中英政府推动。"),
    ("han", '他说"欢迎"(大家)!', "他说“欢迎”（大家）！"),
    ("han", "利物浦大学，剑桥大学及利兹大学加入联盟。", "利物浦大学、剑桥大学及利兹大学加入联盟。"),
    ("han", "见[报告,附件](a,b.md)和`a,b`。", "见[报告，附件](a,b.md)和`a,b`。"),
    ("latin", "On 5-6 March - and 2019-20.", "On 5–6 March – and 2019–20."),
    ("latin", "It is\u00a0 so, 5\u00a0km away.", "It is so, 5\u00a0km away."),
    ("latin", "See [5-6](5-6.md), `5-6` and https://example.org/5-6.", "See [5–6](5-6.md), `5-6` and https://example.org/5-6."),
])
def test_repairs_are_those_that_an_editor_makes(script: str, text: str, right: str) -> None:
    assert repaired(text, "paragraph", script, known()) == right
