"""`sitegen check` reads the texts: every finding has its place, can be waived with a reason, and can be configured."""

import json
from pathlib import Path
from typing import Any

import pytest
from story import NOW, Story

from sitegen.cli import run
from sitegen.commands.check import check_project
from sitegen.content.waivers import find_waivers
from sitegen.diagnostics import Diagnostic
from sitegen.disk import stamp
from sitegen.disk.checked import load_checked
from sitegen.model import Report, Request

PAGE = "content/about.en.md"
CHINESE = "content/about.zh.md"
CATALOGUE = "translations/zh_Hans_CN/LC_MESSAGES/content/pages.po"
OF_TEXTS = ("E-BRACKET", "W-DASH", "W-PUNCT-ZH", "W-ACRONYM", "W-NBSP", "W-DOUBLE-SPACE", "W-NAME-WRONG", "W-WAIVER",
            "E-LINK-TEXT")


class Reader(Story):
    """A site whose texts are read."""

    def look(self, **options: Any) -> Report:
        request = Request(project=str(self.root), output=str(self.root / "build"), now=NOW)
        return check_project(request, update_baseline=False, **options)

    def found(self) -> list[tuple[str, str, int, int]]:
        return [(one.code, one.path, one.line, one.column) for one in self.texts()]

    def texts(self) -> list[Diagnostic]:
        return [one for one in self.look().diagnostics if one.code in OF_TEXTS]

    def append(self, path: str, text: str) -> None:
        self.write(path, self.text(path) + text)


@pytest.fixture
def site(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


def test_a_tidy_site_has_nothing_to_mend(site: Reader) -> None:
    assert site.found() == []


@pytest.mark.parametrize(("path", "text", "line", "column"), [
    (PAGE, "\nIt was\nheld on\n5-6 March in the hall.\n", 12, 1),
    (PAGE, "\n> It was\n> held on 5-6 March.\n", 11, 11),
    (PAGE, "\n- One thing.\n- On 5-6 March, another.\n", 11, 6),
    (PAGE, "\n| When | What |\n|---|---|\n| 5-6 March | It. |\n", 12, 3),
    (PAGE, "\nIt was *held on [5-6](/events/autumn-forum/) March* there.\n", 10, 18),
])
def test_a_finding_names_line_and_column_of_the_words(
    site: Reader, path: str, text: str, line: int, column: int
) -> None:
    site.append(path, text)
    assert site.found() == [("W-DASH", path, line, column)]


def test_texts_of_front_matter_have_their_place(site: Reader) -> None:
    site.replace(PAGE, "title: About the network", 'title: "About the network, 5-6 March"')
    assert site.found() == [("W-DASH", PAGE, 2, 28)]


def test_texts_of_data_have_their_place(site: Reader) -> None:
    site.replace("content/data/timeline.yaml", "北方学院发起本网络", '"北方学院,发起本网络"')
    (code, path, _, column), = site.found()
    assert (code, path) == ("W-PUNCT-ZH", "content/data/timeline.yaml")
    line = site.look().excerpts[next(key for key in site.look().excerpts if key.startswith(path))]
    assert line[column - 1] == ","


def test_both_languages_of_one_file_have_their_place(site: Reader) -> None:
    site.write("content/both.en+zh.md", "---\ntitle: {en: Both of them, zh: 两者}\n---\n\n"
               "It was held on 5-6 March. // 三月五日举行,很成功。\n")
    assert site.found() == [("W-DASH", "content/both.en+zh.md", 5, 16), ("W-PUNCT-ZH", "content/both.en+zh.md", 5, 36)]


def test_catalogues_are_read_where_they_translate(site: Reader) -> None:
    site.delete(CHINESE)
    site.write(CATALOGUE, 'msgid ""\nmsgstr ""\n"Language: zh_CN\\n"\n'
               '"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
               'msgctxt "content/about#heading-2"\nmsgid "Purpose"\nmsgstr "目的,意义"\n')
    assert site.found() == [("W-PUNCT-ZH", CATALOGUE, 8, 11)]


def test_spaces_are_found_though_no_page_shows_them(site: Reader) -> None:
    site.append(PAGE, "\nOne sentence.  Another one,\nand  more.\n")
    assert site.found() == [("W-DOUBLE-SPACE", PAGE, 10, 14), ("W-DOUBLE-SPACE", PAGE, 11, 4)]


def test_wrong_forms_are_found_in_every_language(site: Reader) -> None:
    site.write("content/data/glossary.yaml", "- en: Open Forum\n  zh: 开放论坛\n  not: [Opened Forum, 开启论坛]\n")
    site.append(PAGE, "\nThe Opened Forum met.\n")
    site.append(CHINESE, "\n开启论坛召开。\n")
    assert [(one.code, one.path, one.help) for one in site.texts()] == [
        ("W-NAME-WRONG", PAGE, "Write Open Forum"), ("W-NAME-WRONG", CHINESE, "Write 开放论坛")]


# ---- waived and configured -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("waiver", [
    "<!-- sitegen: ignore W-DASH: a score -->\nThey won 3-5 there.\n",
    "<!-- sitegen: ignore W-DASH: a score -->\n\nThey won 3-5 there.\n",
    '<!-- sitegen: ignore W-DASH "3-5": a score -->\n\nThey won 3-5 there.\n',
    "They won 3-5 there. <!-- sitegen: ignore W-DASH: a score -->\n",
    "<!-- sitegen：ignore W-DASH：a score -->\n\n- They won 3-5 there.\n",
    "- One.\n- <!-- sitegen: ignore W-DASH: a score --> They won 3-5 there.\n",
])
def test_a_waiver_beside_the_text_counts(site: Reader, waiver: str) -> None:
    site.append(PAGE, f"\n{waiver}")
    report = site.look()
    assert [one.code for one in report.diagnostics if one.code in OF_TEXTS] == []
    assert [(one.finding.code, one.finding.path, one.reason) for one in report.waived] == [("W-DASH", PAGE, "a score")]


@pytest.mark.parametrize("waiver", [
    "<!-- sitegen: ignore W-NBSP: another code -->\n\nThey won 3-5 there.\n",
    '<!-- sitegen: ignore W-DASH "4-5": another fact -->\n\nThey won 3-5 there.\n',
    "<!-- sitegen: ignore W-DASH: another block -->\n\nThey met.\n\nThey won 3-5 there.\n",
    "`<!-- sitegen: ignore W-DASH: code -->`\n\nThey won 3-5 there.\n",
    "```\n<!-- sitegen: ignore W-DASH: code -->\n```\n\nThey won 3-5 there.\n",
])
def test_a_waiver_of_something_else_does_not(site: Reader, waiver: str) -> None:
    site.append(PAGE, f"\n{waiver}")
    assert [one.code for one in site.texts()] == ["W-DASH"]


def test_a_waiver_without_a_reason_does_not_count(site: Reader) -> None:
    site.append(PAGE, "\n<!-- sitegen: ignore W-DASH -->\n\nThey won 3-5 there.\n")
    assert site.found() == [("W-WAIVER", PAGE, 10, 1), ("W-DASH", PAGE, 12, 10)]


def test_fields_are_waived_in_a_comment_above(site: Reader) -> None:
    site.replace(PAGE, "title: About the network", "# sitegen: ignore W-DASH: a score\ntitle: About the network, 3-5")
    assert site.found() == []


@pytest.mark.parametrize("waive", ["waive: [{code: W-DASH, fact: 3-5, reason: a score}]",
                                   'waive: ["W-DASH: a score"]', 'waive:\n    - W-DASH "3-5": a score'])
def test_records_are_waived_in_a_list(site: Reader, waive: str) -> None:
    record = "- id: x\n  name: {en: The forum of 3-5 people, zh: 论坛}\n"
    site.write("content/data/series.yaml", site.text("content/data/series.yaml") + record)
    assert [one.code for one in site.texts()] == ["W-DASH"]
    site.append("content/data/series.yaml", f"  {waive}\n")
    assert [one.code for one in site.texts()] == []


def test_catalogues_are_waived_in_a_translators_comment(site: Reader) -> None:
    site.delete(CHINESE)
    site.write(CATALOGUE, 'msgid ""\nmsgstr ""\n"Language: zh_CN\\n"\n'
               '"Content-Type: text/plain; charset=UTF-8\\n"\n\n# sitegen: ignore W-PUNCT-ZH: as printed\n'
               'msgctxt "content/about#heading-2"\nmsgid "Purpose"\nmsgstr "目的,意义"\n')
    assert site.found() == []
    assert [one.reason for one in site.look().waived] == ["as printed"]


def test_only_findings_of_check_can_be_waived(site: Reader) -> None:
    site.append(PAGE, "\n<!-- sitegen: ignore E-LINK-DEAD: because -->\n\n[Nowhere at all](/nowhere/)\n")
    assert "E-LINK-DEAD" in {one.code for one in site.look().diagnostics}


def test_a_site_says_how_strict_a_rule_is(site: Reader) -> None:
    site.append(PAGE, "\nThey won 3-5 there, [click here](/events/autumn-forum/).\n")
    assert {(one.code, one.severity) for one in site.texts()} == {("W-DASH", "warning"), ("E-LINK-TEXT", "error")}
    site.append("site.yaml", "checks: {W-DASH: error, E-LINK-TEXT: off}\n")
    report = site.look()
    assert {(one.code, one.severity) for one in site.texts()} == {("W-DASH", "error")}
    assert report.exit == 1


def test_a_rule_that_does_not_exist_cannot_be_configured(site: Reader) -> None:
    site.append("site.yaml", "checks: {W-DASHES: off}\n")
    (one,) = site.texts()
    assert (one.code, one.path) == ("W-WAIVER", "site.yaml")
    assert "W-DASH" in one.help
    site.write("site.yaml", site.text("site.yaml").replace("W-DASHES", "dashes"))
    assert site.look().exit == 2


def test_waivers_of_a_file_without_any_cost_nothing() -> None:
    assert find_waivers("Some words about nothing.\n", path="content/a.en.md") == ()


# ---- remembered ----------------------------------------------------------------------------------------------------


def test_findings_are_remembered_and_forgotten_with_their_page(site: Reader) -> None:
    site.append(PAGE, "\nIt was held on 5-6 March.\n")
    first = site.look().diagnostics
    remembered = load_checked(str(site.root))
    assert any(found for found in remembered.values())
    assert site.look().diagnostics == first
    assert load_checked(str(site.root)) == remembered
    site.replace(PAGE, "5-6 March", "5–6 March")
    assert site.found() == []
    assert not any(found for found in load_checked(str(site.root)).values())


def test_a_name_that_the_data_learn_is_looked_for_everywhere(site: Reader) -> None:
    site.append(PAGE, "\nThe QXZ met.\n")
    assert [one.code for one in site.texts()] == ["W-ACRONYM"]
    site.write("content/data/glossary.yaml", "- {en: Quiet Zone, zh: 静区, aliases: [QXZ]}\n")
    assert site.found() == []


def test_a_damaged_memory_is_no_memory(site: Reader) -> None:
    site.append(PAGE, "\nIt was held on 5-6 March.\n")
    first = site.look().diagnostics
    file = site.root / ".sitegen" / "checked"
    file.write_bytes(file.read_bytes()[:-3] + b"abc")
    assert site.look().diagnostics == first
    assert json.dumps(sorted(load_checked(str(site.root)))) != "[]"


# ---- the same again ------------------------------------------------------------------------------------------------


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files count as settled at once, though a test has only just written them."""
    monkeypatch.setattr(stamp, "RACY_NS", -(10**12))


def typed(site: Reader, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    run(["check", "--project", str(site.root), "--format", "json", "--now", "2026-11-21T12:00+00:00", *options])
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return {**report, "seconds": 0}


@pytest.mark.usefixtures("settled")
def test_a_check_of_what_has_not_changed_is_not_made_again(
    site: Reader, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    site.append(PAGE, "\n<!-- sitegen: ignore W-DASH: a score -->\n\nThey won 3-5 there, [click here](/events/).\n")
    first = typed(site, capsys)
    made: list[Request] = []

    def made_again(request: Request, **_: Any) -> Report:
        made.append(request)
        return Report()

    monkeypatch.setattr("sitegen.commands.check.check_project", made_again)
    assert typed(site, capsys) == first
    assert first["waived"] and not first["ok"] and not made
    typed(site, capsys, "--strict")
    assert made, "other options are another question"


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("change", ["source", "record", "published"])
def test_any_change_is_looked_at(site: Reader, capsys: pytest.CaptureFixture[str], change: str) -> None:
    site.must_build()
    before = typed(site, capsys)
    if change == "source":
        site.append(PAGE, "\nThey met on 5-6 March.\n")
    elif change == "record":
        run(["i18n", "adopt", "about", "--project", str(site.root)])
        capsys.readouterr()
    else:
        (site.root / "build/en/about/index.html").unlink()
    assert typed(site, capsys) != before


@pytest.mark.usefixtures("settled")
def test_time_alone_can_add_a_finding(site: Reader, capsys: pytest.CaptureFixture[str]) -> None:
    site.must_build()
    now = {one["code"] for one in typed(site, capsys)["diagnostics"]}
    later = {one["code"] for one in typed(site, capsys, "--now", "2030-01-01T00:00+00:00")["diagnostics"]}
    assert "W-OUTCOME" in later - now or later != now


@pytest.mark.parametrize("now", ["0001-01-01T00:00Z", "9999-12-31T23:59-12:00"])
def test_the_ends_of_the_calendar_are_times_too(
    site: Reader, capsys: pytest.CaptureFixture[str], now: str
) -> None:
    site.replace("content/events/autumn-forum/index.en.md", "start: 2027-10-05 09:30", "start: 9999-12-30")
    site.replace("content/events/autumn-forum/index.en.md", "end: 2027-10-06 16:00", "end: 9999-12-31")
    assert run(["check", "--project", str(site.root), "--now", now]) in (0, 1)
    assert "mistake in sitegen" not in capsys.readouterr().err
