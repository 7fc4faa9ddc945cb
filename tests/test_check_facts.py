"""`sitegen check` holds the facts of a translation to its source's, and dates to the calendar and the event."""

from pathlib import Path

import pytest
from story import NOW, Story

from sitegen.cli import run
from sitegen.commands.check import check_project
from sitegen.commands.parity import CODES
from sitegen.diagnostics import Diagnostic
from sitegen.disk.checked import load_checked
from sitegen.model import Report, Request

ENGLISH = "content/about.en.md"
CHINESE = "content/about.zh.md"
EVENT = "content/events/talk/index.en.md"
EVENT_HEAD = """---
title: A talk
description: A talk on what holds bridges together, and what does not, for everybody who crosses them.
type: lecture
start: 2020-03-05 18:00
end: 2020-03-05 20:00
timezone: Europe/London
attendance: in-person
location: {name: Town Hall, city: Leeds, country: GB}
organizers: [north-institute]
languages: [en]
access: open
---

"""


class Editor(Story):
    """A site whose facts are compared."""

    def look(self) -> Report:
        request = Request(project=str(self.root), output=str(self.root / "build"), now=NOW)
        return check_project(request, update_baseline=False)

    def told(self) -> list[Diagnostic]:
        return [one for one in self.look().diagnostics if one.code in CODES]

    def found(self) -> list[tuple[str, str, int, int]]:
        return [(one.code, one.path, one.line, one.column) for one in self.told()]

    def say(self, english: str, chinese: str) -> None:
        """One paragraph more on the page about the network, line 10 of its files."""
        self.write(ENGLISH, self.text(ENGLISH) + f"\n{english}\n")
        self.write(CHINESE, self.text(CHINESE) + f"\n{chinese}\n")


@pytest.fixture
def site(tmp_path: Path) -> Editor:
    return Editor(tmp_path)


def test_a_site_without_contradictions_has_none(site: Editor) -> None:
    assert site.found() == []


def test_a_wrong_date_is_told_where_the_translation_has_it(site: Editor) -> None:
    site.say("It was founded on 3 March 2021 here.", "它于2021年3月4日在此成立。")
    problem, = site.told()
    assert (problem.code, problem.path, problem.line, problem.column) == ("W-PARITY", CHINESE, 10, 3)
    assert problem.message == (
        'English says "3 March 2021" = 2021-03-03, Chinese "2021年3月4日" = 2021-03-04 (date).')
    assert '<!-- sitegen: ignore W-PARITY "2021年3月4日": the reason -->' in problem.help


def test_in_front_matter_a_waiver_is_a_comment_of_yaml(site: Editor) -> None:
    site.replace(ENGLISH, "title: About the network", "title: Since 2014")
    site.replace(CHINESE, "title: 关于本网络", "title: 始于2015年")
    problem, = site.told()
    assert (problem.path, problem.line) == (CHINESE, 2)
    waiver = problem.help.rpartition(": # ")[2]
    assert waiver == 'sitegen: ignore W-PARITY "2015年": the reason'
    site.replace(CHINESE, "title: 始于", f"# {waiver}\ntitle: 始于")
    assert site.found() == []


def test_what_the_translation_lacks_is_told_at_its_beginning(site: Editor) -> None:
    site.say("It has 12 halls.", "它有会堂。")
    assert site.found() == [("W-PARITY", CHINESE, 10, 1)]


def test_texts_of_front_matter_and_data_are_compared(site: Editor) -> None:
    site.replace(ENGLISH, "title: About the network", "title: The network in 2025")
    site.replace(CHINESE, "title: 关于本网络", "title: 2024年的网络")
    assert site.found() == [("W-PARITY", CHINESE, 2, 8)]


def test_both_languages_of_one_file_are_compared(site: Editor) -> None:
    site.write("content/both.en+zh.md", "---\ntitle: {en: Both of them, zh: 双方}\n---\n\n"
               "It has 12 halls. // 它有十一个会堂。\n")
    assert site.found() == [("W-PARITY", "content/both.en+zh.md", 5, 23)]


def test_a_chinese_source_is_held_to_its_english_translation(site: Editor) -> None:
    site.write(EVENT.replace(".en.", ".zh."), EVENT_HEAD.replace("A talk\n", "讲座\n") + "共有十二个会堂。\n")
    site.write(EVENT, "---\ntitle: A talk\n---\n\nThere are 21 halls.\n")
    problem, = [one for one in site.told() if one.code == "W-PARITY"]
    assert (problem.path, problem.line, problem.column) == (EVENT, 5, 11)


def test_a_stale_translation_is_told_as_stale_alone(site: Editor, capsys: pytest.CaptureFixture[str]) -> None:
    site.say("It has 12 halls.", "它有十二个会堂。")
    assert run(["i18n", "adopt", "about", "--project", str(site.root)]) == 0
    site.replace(ENGLISH, "12 halls", "13 halls")
    codes = [one.code for one in site.look().diagnostics if one.path == CHINESE]
    assert "W-TR-STALE" in codes and "W-PARITY" not in codes


def test_one_fact_is_waived_with_its_reason_and_no_other(site: Editor) -> None:
    site.say("It has 12 halls and 5 rooms.", '<!-- sitegen: ignore W-PARITY "12": 其余在修缮 -->\n它有会堂和六个房间。')
    report = site.look()
    assert [(one.finding.code, one.reason) for one in report.waived] == [("W-PARITY", "其余在修缮")]
    assert ["5" in one.message for one in report.diagnostics if one.code == "W-PARITY"] == [True]


def test_site_yaml_says_how_strict_it_is(site: Editor) -> None:
    site.say("It has 12 halls.", "它有会堂。")
    site.write("site.yaml", site.text("site.yaml") + "checks: {W-PARITY: error}\n")
    assert [one.severity for one in site.told()] == ["error"]
    site.replace("site.yaml", "W-PARITY: error", "W-PARITY: off")
    assert site.told() == []


def test_names_of_the_data_are_known(site: Editor) -> None:
    site.write("content/data/glossary.yaml", "- {en: co-creation, zh: 共同创造, aliases: [co-production]}\n")
    site.say("Co-production matters to us.", "合作对我们很重要。")
    assert [(one.code, one.message) for one in site.told()] == [
        ("W-GLOSSARY", '"Co-production" is 共同创造 in the glossary; the translation has no such words.')]
    site.replace(CHINESE, "合作对", "共同创造对")
    assert site.told() == []


def test_an_acronym_that_is_left_out_is_told(site: Editor) -> None:
    site.say("The academy (FELIA) opens.", "学院开学。")
    assert [one.code for one in site.told()] == ["W-PARITY-ACR"]


def test_a_translation_that_is_far_too_short_is_told(site: Editor) -> None:
    site.say("Large scale coordinated exchanges of staff and students and a great deal of training.", "教育合作。")
    assert [one.code for one in site.told()] == ["W-PARITY-LEN"]


def test_what_was_found_is_remembered_until_a_text_or_a_name_changes(site: Editor) -> None:
    site.say("It has 12 halls.", "它有十一个会堂。")
    first = site.found()
    remembered = load_checked(str(site.root))
    assert site.found() == first and load_checked(str(site.root)) == remembered
    site.replace(CHINESE, "十一", "十二")
    assert site.found() == []
    assert load_checked(str(site.root)).keys() != remembered.keys()


# ---- dates in prose ------------------------------------------------------------------------------------------------


def test_a_weekday_is_held_to_the_calendar(site: Editor) -> None:
    site.write(EVENT, EVENT_HEAD + "Join us on Wednesday, 5 March 2020, at six.\n")
    problem, = site.told()
    assert (problem.code, problem.path, problem.line) == ("W-DATE-TEXT", EVENT, 15)
    assert problem.message == '"Wednesday" stands beside a date that is a Thursday.'


def test_an_event_gives_its_year_to_the_weekdays_of_its_text(site: Editor) -> None:
    site.write(EVENT, EVENT_HEAD + "Join us on Wednesday, 5 March, at six.\n")
    assert [one.code for one in site.told()] == ["W-DATE-TEXT"]
    site.replace(EVENT, "Wednesday", "Thursday")
    assert site.told() == []


@pytest.mark.parametrize(("sentence", "wrong"), [
    ("The lecture takes place on 6 March 2020.", True),
    ("The lecture takes place on 5 March 2020.", False),
    ("The lecture takes place on 6 March.", True),
    ("Registration closes on 1 March 2020.", False),
    ("The first lecture was held on 6 February 2020.", False),
    ("The lecture was originally to be held on 4 March 2020.", False),
    ("A festival takes place on 1 August 2020.", False),
    ("The bridge was opened on 6 March 1890.", False),
])
def test_a_date_in_prose_is_held_to_the_events_own(site: Editor, sentence: str, wrong: bool) -> None:
    site.write(EVENT, EVENT_HEAD + sentence + "\n")
    assert [one.message for one in site.told()] == (
        [f'The text says "{"6 March 2020" if "2020" in sentence else "6 March"}", but the event is on 2020-03-05.']
        if wrong else [])


def test_dates_in_titles_have_their_field(site: Editor) -> None:
    site.write(EVENT, EVENT_HEAD.replace("title: A talk", 'title: "A talk, Wednesday 5 March 2020"') + "Welcome.\n")
    assert site.found() == [("W-DATE-TEXT", EVENT, 2, 8)]


def test_chinese_prose_is_held_to_the_event_too(site: Editor) -> None:
    site.write(EVENT, EVENT_HEAD + "The lecture takes place here.\n")
    site.write(EVENT.replace(".en.", ".zh."), "---\ntitle: 讲座\n---\n\n讲座将于2020年3月6日举行。\n")
    assert ("W-DATE-TEXT", EVENT.replace(".en.", ".zh."), 5, 1) in site.found()
