"""`sitegen check --fix` puts right what is certain, where it is typed; nothing else changes, nothing becomes stale."""

import json
from pathlib import Path
from typing import Any

import pytest
from drawings import photo
from hypothesis import given
from hypothesis import strategies as st
from story import NOW, Story, tree

from sitegen.cli import run
from sitegen.commands.check import check_project
from sitegen.commands.repair import fix_texts, with_line_ends, without_line_ends
from sitegen.disk.lock import lock
from sitegen.model import Request

PAGE = "content/about.en.md"
CHINESE = "content/about.zh.md"
CATALOGUE = "translations/zh_Hans_CN/LC_MESSAGES/content/pages.po"
HEADER = ('msgid ""\nmsgstr ""\n"Language: zh_CN\\n"\n"MIME-Version: 1.0\\n"\n'
          '"Content-Type: text/plain; charset=UTF-8\\n"\n\n')
REPAIRED = ("W-DASH", "W-PUNCT-ZH", "W-NBSP", "W-DOUBLE-SPACE", "W-NAME-WRONG")


class Mender(Story):
    """A site whose texts are put right."""

    @property
    def request(self) -> Request:
        return Request(project=str(self.root), output=str(self.root / "build"), now=NOW)

    def fix(self) -> tuple[str, ...]:
        report, said = fix_texts(self.request)
        assert report.exit == 0, report.diagnostics
        return said

    def append(self, path: str, text: str) -> None:
        self.write(path, self.text(path) + text)

    def left(self) -> list[str]:
        return [one.code for one in check_project(self.request, update_baseline=False).diagnostics
                if one.code in REPAIRED]

    def states(self, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
        assert run(["i18n", "status", "--project", str(self.root), "--format", "json"]) == 0
        counts: dict[str, Any] = json.loads(capsys.readouterr().out)["counts"]["zh"]
        return counts


@pytest.fixture
def site(tmp_path: Path) -> Mender:
    return Mender(tmp_path)


@pytest.mark.parametrize(("path", "before", "after"), [
    (PAGE, "\nIt was  held on\n5-6 March *(see [5-6](/events/autumn-forum/))*.\n",
     "\nIt was held on\n5–6 March *(see [5–6](/events/autumn-forum/))*.\n"),
    (PAGE, "\n> On 5-6 March\n> and 7-8 April.\n", "\n> On 5–6 March\n> and 7–8 April.\n"),
    (PAGE, "\n| When  | What |\n|-------|------|\n| 5-6 March | A  B |\n",
     "\n| When  | What |\n|-------|------|\n| 5–6 March | A B |\n"),
    (PAGE, "\n```\n5-6  code\n```\n\n`5-6` and 2020-03-05.\n", "\n```\n5-6  code\n```\n\n`5-6` and 2020-03-05.\n"),
    (PAGE, "\n![A hall of 5-6 people](hall.jpg)\n", None),
    (CHINESE, "\n第一,第二;\n第三(完).\n", "\n第一，第二；第三（完）。\n"),
    (CHINESE, '\n他说"好"。\n', "\n他说“好”。\n"),
])
def test_a_page_is_put_right_where_it_is_typed(site: Mender, path: str, before: str, after: str | None) -> None:
    text = site.text(path)
    if after is None:
        site.write("content/hall.jpg", photo())
        after = before
    site.append(path, before)
    site.fix()
    assert site.text(path) in (text + after, text + after.replace("5-6 people", "5–6 people"))
    assert site.left() == []


@pytest.mark.parametrize("end", ["\r\n", "\r", "mixed"])
def test_lines_end_as_before(site: Mender, end: str) -> None:
    text = site.text(PAGE) + "\nIt was held on\n5-6 March.\n\nA *long\nmeeting*  of two.\n"
    lines = text.split("\n")
    typed = "".join(line + ("\n" if end == "mixed" and number % 2 else "\r\n" if end == "mixed" else end)
                    for number, line in enumerate(lines[:-1]))
    site.write(PAGE, b"\xef\xbb\xbf" + typed.encode())
    assert site.fix() != ()
    made = (site.root / PAGE).read_bytes().decode("utf-8")
    assert made == "\ufeff" + typed.replace("5-6", "5–6").replace("*  of", "* of")
    assert site.left() == []


def test_where_lines_are_joined_all_end_as_most_did() -> None:
    assert with_line_ends("a b\nc\n", b"a\r\nb\r\nc\n") == "a b\r\nc\r\n"
    assert with_line_ends("a", b"a") == "a"


@given(st.text(st.sampled_from("ab\r\n\ufeff")))
def test_line_ends_taken_away_can_be_put_back(text: str) -> None:
    data = text.encode()
    assert with_line_ends(without_line_ends(data), data).encode() == data


def test_it_is_done_once(site: Mender) -> None:
    site.append(PAGE, "\nIt was  held on 5-6 March - and 2019-20.\n")
    site.append(CHINESE, "\n第一,第二(第三)!\n")
    assert len(site.fix()) == 2
    before = tree(site.root / "content")
    assert site.fix() == ()
    assert tree(site.root / "content") == before


def test_front_matter_and_data_are_put_right(site: Mender) -> None:
    site.replace(PAGE, "title: About the network", "title: 'About the network’s 5-6 rules'  # kept")
    site.replace("content/data/timeline.yaml", "北方学院发起本网络", '"北方学院,发起本网络"')
    site.fix()
    assert "title: 'About the network’s 5–6 rules'  # kept\n" in site.text(PAGE)
    assert '"北方学院，发起本网络"' in site.text("content/data/timeline.yaml")
    assert site.left() == []


def test_wrong_forms_become_the_right_name_of_their_language(site: Mender) -> None:
    site.write("content/data/glossary.yaml", "- en: Open Forum\n  zh: 开放论坛\n  not: [Opened Forum, 开启论坛]\n")
    site.append(PAGE, "\nThe *Opened\nForum* met.\n")
    site.append(CHINESE, "\n开启论坛召开。\n")
    site.fix()
    assert " ".join(site.text(PAGE).split()).endswith("The *Open Forum* met.")
    assert site.text(CHINESE).endswith("\n开放论坛召开。\n")
    assert "not: [Opened Forum, 开启论坛]" in site.text("content/data/glossary.yaml")


def test_what_is_waived_or_switched_off_stays(site: Mender) -> None:
    site.append(PAGE, "\n<!-- sitegen: ignore W-DASH: a score -->\n\nThey won 3-5 there.\n")
    assert site.fix() == ()
    site.append(PAGE, "\nThey won 4-6 here.\n")
    site.append("site.yaml", "checks: {W-DASH: off}\n")
    assert site.fix() == ()


def test_translations_stay_up_to_date(site: Mender, capsys: pytest.CaptureFixture[str]) -> None:
    site.append(PAGE, "\nIt was held on 5-6 March.\n")
    site.append(CHINESE, "\n三月五日至六日,举行。\n")
    assert run(["i18n", "adopt", "about", "--project", str(site.root), "--quiet"]) == 0
    before = site.states(capsys)
    assert len(site.fix()) == 2
    assert site.states(capsys) == before
    assert "trivial: punctuation" in site.text("translations/zh_Hans_CN/acknowledged.tsv")


def test_catalogues_follow_their_source(site: Mender, capsys: pytest.CaptureFixture[str]) -> None:
    site.delete(CHINESE)
    site.append(PAGE, "\nIt was held on 5-6 March.\n")
    site.write(CATALOGUE, f'{HEADER}msgctxt "content/about#paragraph"\nmsgid ""\n"It was held "\n"on 5-6 March."\n'
               'msgstr "三月五日至六日,"\n"举行。"\n')
    before = site.states(capsys)
    site.fix()
    assert site.text(PAGE).endswith("5–6 March.\n")
    assert '"on 5–6 March."' in site.text(CATALOGUE)
    assert 'msgstr "三月五日至六日，"\n"举行。"' in site.text(CATALOGUE)
    assert site.states(capsys) == before
    assert site.left() == []


def test_a_site_with_errors_is_left_alone(site: Mender, capsys: pytest.CaptureFixture[str]) -> None:
    site.append(PAGE, "\nIt was held on 5-6 March.\n")
    site.replace(PAGE, "title: About the network", "titel: About the network")
    before = site.text(PAGE)
    assert run(["check", "--fix", "--project", str(site.root)]) == 1
    assert site.text(PAGE) == before
    assert "E-KEY" in capsys.readouterr().out


def test_the_command_says_what_it_did(site: Mender, capsys: pytest.CaptureFixture[str]) -> None:
    site.append(PAGE, "\nIt was held on 5-6 March and 7-8 April.\n")
    assert run(["check", "--fix", "--project", str(site.root)]) == 0
    assert f"{PAGE}: 2 places were put right.\n" in capsys.readouterr().out
    site.append(PAGE, "\nIt was held on 5-6 March.\n")
    assert run(["check", "--fix", "--project", str(site.root), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["written"] == 1


def test_a_build_under_way_is_waited_for(
    site: Mender, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sitegen.commands.repair.PATIENCE", 0.0)
    site.append(PAGE, "\nIt was held on 5-6 March.\n")
    before = site.text(PAGE)
    with lock(str(site.root), str(site.root / "build"), wait=0):
        assert run(["check", "--fix", "--project", str(site.root)]) == 3
    assert site.text(PAGE) == before
    assert "E-LOCK" in capsys.readouterr().out


def test_line_ends_and_everything_else_stay(site: Mender) -> None:
    site.write(PAGE, site.text(PAGE) + "\nOne  two.   \nThree\n\n* * *\n\n    code  5-6\n")
    text = site.text(PAGE)
    site.fix()
    assert site.text(PAGE) == text.replace("One  two.", "One two.")
