"""What staff and translators are told of translations, and what their word changes."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from drawings import drawing
from story import NOW, Story

from sitegen.build import Assembled, ask
from sitegen.cli import run
from sitegen.commands.survey import Survey
from sitegen.model import Request

PICTURE = drawing()
RECORDS = "translations/zh_Hans_CN/acknowledged.tsv"
CATALOGUE = "translations/zh_Hans_CN/LC_MESSAGES/content/events-2026.po"
ENGLISH = "Read about the [autumn forum](/events/autumn-forum/) and [its programme](events/autumn-forum/index.en.md)."
CHINESE = "请参阅[秋季论坛](/events/autumn-forum/)及[其议程](events/autumn-forum/index.en.md)。"
INLINE = f"""---
title: About the network // 关于本网络
description:
  en: Who we are and why a network of two members is enough for a test of everything.
  zh: 介绍我们是谁，以及为什么两个成员单位就足以检验全部功能，无需更多成员加入。
---

## Purpose // 宗旨

{ENGLISH} // {CHINESE}
"""


class Said(NamedTuple):
    """What a command printed on each stream."""

    out: str
    err: str = ""


class Desk(Story):
    """A site with somebody who types commands at it."""

    capsys: pytest.CaptureFixture[str]

    def says(self, *typed: str, exit: int = 0) -> str:
        """What `sitegen i18n …` prints, once it has left with the code that is expected."""
        command, *rest = typed
        code = run(["i18n", command, "--project", str(self.root), *rest])
        said = self.capsys.readouterr()
        assert code == exit, said.out + said.err
        return said.out + said.err

    def status(self, *typed: str) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self.says("status", "--format", "json", *typed))
        return answer

    def states(self, page: str = "about") -> list[tuple[str, str, int]]:
        """State, path and line of every unit of a page that is not fresh."""
        return [(one["state"], one["path"], one["line"]) for one in self.status(page)["units"]
                if one["state"] != "fresh"]

    def units(self, state: str, page: str = "about") -> list[str]:
        """The ids of a page's units in that state."""
        return [one["id"] for one in self.status(page)["units"] if one["state"] == state]

    def edit(self) -> None:
        """Change one paragraph of the English."""
        self.replace("content/about.en.md", "Read about", "Read everything about")


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    site = Desk(tmp_path)
    site.capsys = capsys
    return site


@pytest.fixture
def adopted(desk: Desk) -> Desk:
    """The page about the network has been confirmed."""
    desk.says("adopt", "about")
    return desk


# ---- status --------------------------------------------------------------------------------------------------------


def test_status_lists_every_unit_with_its_place_and_counts_them(desk: Desk) -> None:
    answer = desk.status("about")
    assert list(answer) == ["units", "counts"]
    assert [list(one) for one in answer["units"]] == [["id", "path", "line", "language", "state"]] * 4
    assert [(one["id"].rpartition(":")[0], one["line"]) for one in answer["units"]] == [
        ("content/about#title", 2), ("content/about#description", 3), ("content/about#heading-2", 6),
        ("content/about#paragraph", 8)]
    assert {one["path"] for one in answer["units"]} == {"content/about.zh.md"}
    assert answer["counts"] == {
        "zh": {"fresh": 0, "stale": 0, "missing": 0, "orphan": 0, "unrecorded": 4, "revised": 0}}


def test_status_sorts_by_path_line_and_id_and_leaves_out_what_says_nothing(desk: Desk) -> None:
    desk.write("content/about.en.md", desk.text("content/about.en.md") + "\n42\n")
    units = desk.status()["units"]
    assert units == sorted(units, key=lambda one: (one["path"], one["line"], one["id"]))
    assert len(desk.status("about")["units"]) == 4


def test_what_is_missing_stands_where_its_source_stands(desk: Desk) -> None:
    desk.delete("content/about.zh.md")
    assert desk.states() == [("missing", "content/about.en.md", line) for line in (2, 3, 6, 8)]


def test_what_has_no_source_any_more_is_told_as_orphan(adopted: Desk) -> None:
    adopted.replace("content/about.en.md", ENGLISH, "")
    assert adopted.states() == [("orphan", "content/about.zh.md", 8)]
    orphan, = adopted.units("orphan")
    assert "content/about.zh.md:8:1" in adopted.says("ack", orphan, exit=1)


def test_texts_of_data_have_units_at_their_own_lines(desk: Desk) -> None:
    units = {one["id"].rpartition(":")[0]: one for one in desk.status("content/data/members.yaml")["units"]}
    text = desk.text("content/data/members.yaml").split("\n")
    one = units["data/members/north#name"]
    assert one["path"] == "content/data/members.yaml"
    assert "zh:" in text[one["line"] - 1]


def test_a_table_counts_pages_and_names_what_needs_somebody(adopted: Desk) -> None:
    adopted.edit()
    lines = adopted.says("status").splitlines()
    assert lines[0].split() == ["section", "and", "page", "language", "fresh", "stale", "missing", "orphan",
                                "unrecorded", "revised"]
    assert ["content/about", "zh", "3", "1", "·", "·", "·", "·"] in [line.split() for line in lines]
    place = lines.index("content/about.zh.md:8: stale")
    assert lines[place + 1].strip() == adopted.units("stale")[0]
    # What is merely unrecorded is counted, and listed where its page is named.
    assert not any(line.endswith(": unrecorded") for line in lines)
    assert any(line.endswith(": unrecorded") for line in adopted.says("status", "autumn-forum").splitlines())


def test_what_is_new_on_a_page_with_records_is_confirmed_by_itself(adopted: Desk) -> None:
    for code, words in (("en", "It is small."), ("zh", "它很小。")):
        path = f"content/about.{code}.md"
        adopted.write(path, f"{adopted.text(path)}\n{words}\n")
    unit, = adopted.units("unrecorded", "about")
    for names in ([], ["about"]):
        said = adopted.says("status", *names)
        assert f"content/about.zh.md:10: unrecorded\n  {unit}\n" in said
        assert "confirm it: sitegen i18n ack UNIT" in said
        assert ("adopt" in said) == (not names), "other pages were never recorded, this one was"
    adopted.says("ack", unit)
    assert adopted.states("about") == []


def test_a_summary_for_a_pull_request_counts_sections_and_names_what_was_changed(adopted: Desk) -> None:
    adopted.edit()
    text = adopted.says("status", "--format", "markdown")
    assert text.startswith("| section | language | fresh | stale | missing | orphan | unrecorded | revised |\n|---")
    assert f"- stale: `content/about.zh.md:8` `{adopted.units('stale')[0]}`" in text


def test_a_summary_says_first_what_the_change_does(adopted: Desk, tmp_path: Path) -> None:
    before = tmp_path / "before.json"
    before.write_text(adopted.says("status", "--format", "json"), encoding="utf-8")
    since = ("status", "--format", "markdown", "--since", str(before))
    assert adopted.says(*since).startswith("This change makes no translation stale or missing.\n\n| section |")
    adopted.edit()
    adopted.write("content/new.en.md", "---\ntitle: New\ndescription: Newer.\n---\nNewest.\n")
    assert adopted.says(*since).startswith(
        "In 中文 (zh) this change makes 1 text stale, adds 3 texts without a translation.\n\n| section |")
    before.write_text(adopted.says("status", "--format", "json"), encoding="utf-8")
    adopted.says("ack", adopted.units("stale")[0])
    assert adopted.says(*since).startswith("In 中文 (zh) this change brings 1 text up to date.\n")


def test_a_summary_of_what_is_no_answer_is_refused(adopted: Desk, tmp_path: Path) -> None:
    (tmp_path / "before.json").write_text("[]", encoding="utf-8")
    since = ("--since", str(tmp_path / "before.json"))
    said = adopted.says("status", "--format", "markdown", *since, exit=2)
    assert "sitegen i18n status --format json > before.json" in said
    assert "--since is for --format markdown" in adopted.says("status", *since, exit=2)


def test_a_page_or_language_that_is_not_there_is_named_with_the_nearest(desk: Desk) -> None:
    assert "      content/about" in desk.says("status", "abuot", exit=2)
    assert "en, zh" in desk.says("status", "--language", "fr", exit=2)


def test_a_site_that_cannot_be_built_is_told_in_the_form_that_was_asked_for(desk: Desk) -> None:
    desk.replace("content/about.en.md", "title:", "titel:")
    report = json.loads(desk.says("status", "--format", "json", exit=1))
    assert (report["ok"], report["command"]) == (False, "i18n")
    assert ("content/about.en.md", 2) in [(one["path"], one["line"]) for one in report["diagnostics"]]


def test_a_rule_that_is_broken_keeps_nobody_from_translating(desk: Desk) -> None:
    desk.replace("content/about.en.md", "(events/autumn-forum/index.en.md)", "(events/gone.en.md)")
    assert desk.build().exit == 1
    assert len(desk.units("unrecorded")) == 4


def test_marks_of_a_merge_in_the_records_stop_everything(adopted: Desk) -> None:
    adopted.write(RECORDS, "<<<<<<< ours\n" + adopted.text(RECORDS))
    assert f"{RECORDS}:1:1: error[E-RECORD-CONFLICT]" in adopted.says("status", exit=1)
    assert "E-RECORD-CONFLICT" in adopted.says("ack", "--revised", exit=1)


@pytest.mark.parametrize("edit", ["none", "source", "both", "translation gone", "renamed", "one description",
                                  "catalogue"])
def test_status_says_of_pages_what_readers_are_told(adopted: Desk, edit: str) -> None:
    if edit in ("source", "both"):
        adopted.edit()
    if edit == "both":
        adopted.replace("content/about.zh.md", "请参阅", "请全部参阅")
    if edit == "translation gone":
        adopted.replace("content/about.zh.md", CHINESE, "")
    if edit == "one description":
        adopted.write("content/about.zh.md", re.sub(r"description: .*\n", "", adopted.text("content/about.zh.md")))
    if edit == "catalogue":
        translated(adopted)
        adopted.says("update")
        adopted.replace("content/events/spring-workshop/index.en.md", "a good day", "a very good day")
    if edit == "renamed":
        for code in ("en", "zh"):
            adopted.rename(f"content/about.{code}.md", f"content/the-network.{code}.md")
        adopted.replace("site.yaml", "members, about]", "members]")

    def compare(assembled: Assembled) -> str:
        survey = Survey(assembled, str(adopted.root))
        for page in assembled.site.pages.values():
            for code, translation in assembled.site.translations[page.identity].items():
                told = [(unit.id, unit.state) for unit in translation.units if unit.state != "neutral"]
                assert told == [(one.id, one.state) for one in survey.units
                                if one.owner.page == page and one.language.code == code]
        return "compared"

    root = str(adopted.root)
    assert ask(Request(project=root, output=f"{root}/build", now=NOW, drafts=True), compare)[1] == "compared"


# ---- exactly one unit, in each way to translate --------------------------------------------------------------------


def in_one_file(desk: Desk) -> None:
    desk.delete("content/about.en.md")
    desk.delete("content/about.zh.md")
    desk.write("content/about.en+zh.md", INLINE)
    desk.says("adopt", "about")


def in_catalogue(desk: Desk) -> None:
    desk.delete("content/about.zh.md")
    po = [("title", "About the network", "关于本网络"),
          ("description", "Who we are and why a network of two members is enough for a test of everything.",
           "介绍我们是谁，以及为什么两个成员单位就足以检验全部功能。"),
          ("heading-2", "Purpose", "宗旨"), ("paragraph", ENGLISH, CHINESE)]
    path = "translations/zh_Hans_CN/LC_MESSAGES/content/pages.po"
    desk.write(path, HEADER + "".join(
        f'\nmsgctxt "content/about#{role}"\nmsgid "{source}"\nmsgstr "{words}"\n' for role, source, words in po))
    desk.says("adopt", "about")


HEADER = r'''msgid ""
msgstr ""
"Language: zh_CN\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=1; plural=0;\n"
'''
WAYS: dict[str, tuple[Callable[["Desk"], object], str, tuple[str, int]]] = {
    "files": (lambda desk: desk.says("adopt", "about"), "content/about.en.md", ("content/about.zh.md", 8)),
    "inline": (in_one_file, "content/about.en+zh.md", ("content/about.en+zh.md", 10)),
    "catalogue": (in_catalogue, "content/about.en.md",
                  ("translations/zh_Hans_CN/LC_MESSAGES/content/pages.po", 22)),
}


@pytest.mark.parametrize("way", WAYS)
def test_an_edit_of_one_paragraph_makes_exactly_one_unit_stale(desk: Desk, way: str) -> None:
    begin, source, place = WAYS[way]
    begin(desk)
    assert desk.states() == []
    desk.replace(source, "Read about", "Read everything about")
    assert desk.states() == [("stale", *place)]


@pytest.mark.parametrize("way", WAYS)
def test_what_changes_no_words_makes_nothing_stale(desk: Desk, way: str) -> None:
    begin, source, _ = WAYS[way]
    begin(desk)
    heading, paragraph = desk.text(source).split("\n\n")[1:3]
    desk.replace(source, f"{heading}\n\n{paragraph}", f"{paragraph}\n\n```\ncode\n```\n\n{heading}\n")
    desk.replace(source, "Read about the", "Read about\nthe")
    assert desk.states() == []
    desk.replace(source, "\ncode\n", "\nother code\n")
    assert desk.states() == []


def test_a_renamed_page_keeps_what_was_confirmed(adopted: Desk) -> None:
    adopted.edit()
    for code in ("en", "zh"):
        adopted.rename(f"content/about.{code}.md", f"content/the-network.{code}.md")
    adopted.replace("site.yaml", "members, about]", "members]")
    assert adopted.states("the-network") == [("stale", "content/the-network.zh.md", 8)]
    adopted.says("ack", *adopted.units("stale", "the-network"))
    assert adopted.states("the-network") == []


def test_saving_the_translation_again_clears_nothing(adopted: Desk) -> None:
    adopted.edit()
    path = adopted.root / "content/about.zh.md"
    text = path.read_text(encoding="utf-8")
    path.unlink()
    path.write_text(text.replace("\n", "\r\n"), encoding="utf-8", newline="")
    assert adopted.states() == [("stale", "content/about.zh.md", 8)]


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_a_shallow_clone_a_tarball_and_uncommitted_edits_give_the_same_answer(adopted: Desk, tmp_path: Path) -> None:
    def git(*typed: str, folder: Path = adopted.root) -> None:
        who = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_CONFIG_GLOBAL": os.devnull,
               "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org", "GIT_CONFIG_SYSTEM": os.devnull}
        subprocess.run(["git", *typed], cwd=folder, check=True, env={**os.environ, **who}, capture_output=True)

    shutil.rmtree(adopted.root / ".sitegen", ignore_errors=True)
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "-m", "before")
    adopted.edit()
    uncommitted = adopted.status()
    assert uncommitted["counts"]["zh"]["stale"] == 1
    shutil.rmtree(adopted.root / ".sitegen", ignore_errors=True)
    git("add", ".")
    git("commit", "--quiet", "-m", "after")
    here = adopted.root
    git("clone", "--quiet", "--depth", "1", here.as_uri(), str(tmp_path / "clone"))
    git("archive", "--output", str(tmp_path / "site.tar"), "HEAD")
    shutil.unpack_archive(tmp_path / "site.tar", tmp_path / "unpacked")
    for folder in ("clone", "unpacked"):
        adopted.root = tmp_path / folder
        assert adopted.status() == uncommitted, folder


def test_a_draft_is_counted_for_it_is_translated_before_it_is_published(desk: Desk) -> None:
    before = desk.status("about")
    desk.replace("content/about.en.md", "---\n\n", "draft: yes\n---\n\n")
    desk.replace("site.yaml", "members, about]", "members]")
    assert desk.status("about")["counts"] == before["counts"]


# ---- ack -----------------------------------------------------------------------------------------------------------


def test_a_confirmation_shows_the_words_that_changed_and_clears_them(adopted: Desk) -> None:
    adopted.replace("content/about.en.md", "Read about", "Read all about")
    unit, = adopted.units("stale")
    lines = adopted.says("ack", unit).splitlines()
    assert lines[0] == f"{unit} (zh, stale) content/about.zh.md:8"
    assert lines[1].startswith("  Read {+all+} about the [autumn forum]")
    assert lines[2] == f"  {CHINESE}"
    assert lines[-1] == f"1 text recorded in {RECORDS}."
    assert adopted.states() == []
    assert unit in adopted.text(RECORDS)


def test_chinese_is_compared_by_characters(desk: Desk) -> None:
    desk.write("content/house.zh.md",
               "---\ntitle: 体例\ndescription: 中文的写法与标点。\nupdated: 2026-01-01\n---\n\n数字用阿拉伯数字。\n")
    desk.write("content/house.en.md", "---\ntitle: Style\n---\n\nNumbers are written in digits.\n")
    desk.says("adopt", "house")
    desk.replace("content/house.zh.md", "数字用", "数目用")
    unit, = desk.units("stale", "house")
    assert "  数[-字-]{+目+}用阿拉伯数字。" in desk.says("ack", unit).splitlines()
    assert unit in desk.text("translations/en_GB/acknowledged.tsv")


def test_on_a_terminal_changes_have_colours(adopted: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    adopted.edit()
    monkeypatch.setattr("sitegen.cli._colour", lambda form: True)
    monkeypatch.setattr("click.echo", lambda text, err=False: print(text))
    assert "\x1b[32;4meverything\x1b[0m" in adopted.says("ack", *adopted.units("stale"), "--dry-run")


def test_nothing_recorded_speaks_to_the_terminal(adopted: Desk) -> None:
    # Pages cannot hold such characters; the records are written by hand too.
    adopted.replace(RECORDS, "Read about", "Read\\u001b[2J about")
    adopted.edit()
    said = adopted.says("ack", *adopted.units("stale"))
    assert "\x1b" not in said
    assert "\\x1b" in said


def test_a_dry_run_records_nothing(adopted: Desk) -> None:
    adopted.edit()
    before = adopted.text(RECORDS)
    assert adopted.says("ack", "--dry-run", *adopted.units("stale")).endswith("1 text would be recorded.\n")
    assert adopted.text(RECORDS) == before
    adopted.delete(RECORDS)
    assert "4 texts would be recorded." in adopted.says("adopt", "about", "--dry-run")
    assert not (adopted.root / RECORDS).exists()


def test_a_change_without_meaning_is_recorded_with_its_reason(adopted: Desk) -> None:
    adopted.edit()
    adopted.says("ack", *adopted.units("stale"), "--trivial", "a typing\terror")
    assert "\ttrivial: a typing error\n" in adopted.text(RECORDS)
    assert adopted.states() == []


def test_what_changed_on_both_sides_is_revised_and_recorded_all_at_once(adopted: Desk) -> None:
    adopted.edit()
    adopted.replace("content/about.zh.md", "请参阅", "请全部参阅")
    adopted.replace("content/about.en.md", "## Purpose", "## Aim")
    assert [state for state, *_ in adopted.states()] == ["stale", "revised"]
    assert adopted.says("ack", "--revised").endswith(f"1 text recorded in {RECORDS}.\n")
    assert adopted.states() == [("stale", "content/about.zh.md", 6)]
    assert adopted.says("ack", "--revised") == "There was nothing to record.\n"


def test_one_translated_paragraph_may_cover_two(adopted: Desk) -> None:
    adopted.write("content/about.en.md", adopted.text("content/about.en.md") + "\nIt is short.\n")
    adopted.replace("content/about.zh.md", "。\n", "，很短。\n")
    first, = [one for one in adopted.units("fresh") + adopted.units("stale") + adopted.units("revised")
              + adopted.units("unrecorded") if "#paragraph" in one]
    second, = adopted.units("missing")
    said = adopted.says("ack", first, second, "--as", first)
    assert f"with: {first}" in said
    assert adopted.states() == []
    adopted.replace("content/about.en.md", "It is short.", "It is rather short.")
    assert [state for state, *_ in adopted.states()] == ["stale"]


def test_as_needs_blocks_of_one_page(adopted: Desk) -> None:
    fresh = adopted.units("fresh")
    assert "ack A B --as A" in adopted.says("ack", fresh[0], fresh[1], "--as", fresh[0], exit=2)
    assert "ack A B --as A" in adopted.says("ack", fresh[2], "--as", fresh[3], exit=2)


def test_an_unknown_unit_is_told_with_the_nearest_and_nothing_is_recorded(adopted: Desk) -> None:
    adopted.edit()
    before = adopted.text(RECORDS)
    unit, = adopted.units("stale")
    assert f"      {unit}\n" in adopted.says("ack", unit, unit[:-1] + ("0" if unit[-1] != "0" else "1"), exit=2)
    assert "There is no unit" in adopted.says("ack", "all", exit=2)
    assert "Name the texts" in adopted.says("ack", exit=2)
    assert "Name the texts" in adopted.says("ack", unit, "--revised", exit=2)
    assert adopted.text(RECORDS) == before


def test_what_is_missing_cannot_be_confirmed(desk: Desk) -> None:
    desk.delete("content/about.zh.md")
    assert "content/about.en.md:2:1: error[E-UNIT]" in desk.says("ack", desk.units("missing")[0], exit=1)


def test_a_catalogue_that_still_has_the_old_text_is_not_overruled(desk: Desk) -> None:
    in_catalogue(desk)
    desk.edit()
    unit, = desk.units("stale")
    assert "pages.po:22:1: error[E-UNIT]" in desk.says("ack", unit, exit=1)
    po = "translations/zh_Hans_CN/LC_MESSAGES/content/pages.po"
    desk.replace(po, 'msgid "Read about', 'msgid "Read everything about')
    # The same words without their flag are still stale: somebody must say that they are right.
    assert desk.units("stale") == [unit]
    desk.says("ack", unit)
    assert desk.states() == []


def test_a_confirmation_answers_programs_with_the_report(adopted: Desk) -> None:
    adopted.edit()
    report = json.loads(adopted.says("ack", "--format", "json", *adopted.units("stale")))
    assert (report["ok"], report["command"], report["written"]) == (True, "i18n", 1)


# ---- adopt ---------------------------------------------------------------------------------------------------------


def test_adopting_shows_and_records_every_pair_once(desk: Desk) -> None:
    said = desk.says("adopt", "content/about.zh.md")
    assert f"  {ENGLISH}\n  {CHINESE}\n" in said
    assert said.endswith(f"4 texts recorded in {RECORDS}.\n")
    lines = desk.text(RECORDS).splitlines()
    assert len(lines) == 4
    assert lines == sorted(lines)
    assert desk.states() == []
    refused = desk.says("adopt", "about", exit=1)
    assert "sitegen i18n status content/about.en.md" in refused


def test_adopting_refuses_all_where_it_refuses_one(adopted: Desk) -> None:
    before = adopted.text(RECORDS)
    adopted.says("adopt", "autumn-forum", "about", exit=1)
    adopted.says("adopt", "autumn-forum", "nowhere", exit=2)
    adopted.delete("content/news/2026-05-01-minutes.zh.md")
    assert "has no translation to record" in adopted.says("adopt", "news/2026-05-01-minutes", exit=1)
    assert adopted.text(RECORDS) == before


def test_a_data_file_is_adopted_in_one_go(desk: Desk) -> None:
    desk.says("adopt", "content/data/members.yaml")
    assert desk.units("unrecorded", "content/data/members.yaml") == []
    assert "data/members/north#name:" in desk.text(RECORDS)
    assert desk.says("adopt", "content/data/members.yaml", exit=1)


def test_building_records_nothing(adopted: Desk) -> None:
    adopted.edit()
    before = adopted.text(RECORDS)
    adopted.must_build()
    assert adopted.text(RECORDS) == before


def test_records_are_never_written_through_a_link(desk: Desk, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.tsv"
    elsewhere.write_text("")
    (desk.root / RECORDS).parent.mkdir(parents=True)
    (desk.root / RECORDS).symlink_to(elsewhere)
    desk.says("adopt", "about", exit=1)
    assert elsewhere.read_text() == ""


def test_in_a_folder_that_is_no_site_nothing_is_left(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    desk.root = folder
    assert "E-CONFIG" in desk.says("adopt", "about", exit=2)
    assert list(folder.iterdir()) == []


# ---- extract and update --------------------------------------------------------------------------------------------

PAGES = "translations/zh_Hans_CN/LC_MESSAGES/content/pages.po"
EVENTS = "translations/zh_Hans_CN/LC_MESSAGES/content/events-2026.po"


def catalogues_of(desk: Desk) -> dict[str, str]:
    return {str(path.relative_to(desk.root)): path.read_text(encoding="utf-8")
            for path in sorted((desk.root / "translations").rglob("*")) if path.is_file()}


def test_catalogues_hold_what_no_file_translates(desk: Desk) -> None:
    said = desk.says("update")
    text = desk.text(EVENTS)
    assert f"wrote {EVENTS}\n" in said
    assert f"wrote {EVENTS}t\n" in said
    # The workshop has no Chinese file; the forum, of the same year or not, has one.
    assert 'msgctxt "content/events/spring-workshop#title"\nmsgid "Spring workshop"\nmsgstr ""\n' in text
    assert "#: content/events/spring-workshop/index.en.md:2\n" in text
    assert "#. Preview: https://tiny.example/zh/events/spring-workshop/\n" in text
    assert "autumn-forum#" not in text
    assert "Language: zh_CN" in text
    data = desk.text("translations/zh_Hans_CN/LC_MESSAGES/content/data.po")
    assert '"data/people/ada#name"' in data
    assert '"data/members/north#name"' not in data


def test_what_is_updated_twice_is_the_same(desk: Desk) -> None:
    desk.says("update")
    before = catalogues_of(desk)
    assert desk.says("update") == "The catalogues are up to date.\n"
    assert catalogues_of(desk) == before


def test_templates_alone_are_extracted(desk: Desk) -> None:
    desk.says("extract")
    assert catalogues_of(desk)
    assert all(path.endswith(".pot") for path in catalogues_of(desk))


def test_a_dry_run_writes_no_catalogue(desk: Desk) -> None:
    assert f"would write {EVENTS}\n" in desk.says("update", "--dry-run")
    assert not (desk.root / "translations").exists()


def translated(desk: Desk) -> None:
    """The workshop's paragraph, translated with Poedit."""
    desk.says("update")
    text = desk.text(EVENTS)
    start = text.index("It was a good day.")
    place = text.index('msgstr ""', start)
    translation = 'msgstr "那是美好的一天。见[论坛](../autumn-forum/index.en.md#programme)。"'
    desk.write(EVENTS, text[:place] + translation + text[place + len('msgstr ""'):])


def test_words_typed_in_a_catalogue_are_confirmed_by_the_next_update(desk: Desk) -> None:
    translated(desk)
    assert [one["state"] for one in desk.status("spring-workshop")["units"]].count("unrecorded") == 2
    assert f"wrote {RECORDS}" in desk.says("update")
    # The city, typed in the page in both languages, is not the catalogue's.
    assert len(desk.units("fresh", "spring-workshop")) == 1
    assert desk.says("update") == "The catalogues are up to date.\n"


@pytest.mark.parametrize("updates", ["before", "never before"])
def test_a_changed_source_becomes_fuzzy_and_dropping_the_mark_clears_nothing(desk: Desk, updates: str) -> None:
    translated(desk)
    if updates == "before":
        desk.says("update")
    desk.replace("content/events/spring-workshop/index.en.md", "a good day", "a very good day")
    unit, = desk.units("stale", "spring-workshop")
    desk.says("update")
    text = desk.text(EVENTS)
    assert "#, fuzzy\n" in text
    assert "#| msgid" in text
    stale, = desk.units("stale", "spring-workshop")
    assert updates != "before" or stale == unit
    desk.write(EVENTS, text.replace("#, fuzzy\n", ""))
    assert desk.units("stale", "spring-workshop") == [stale]
    desk.says("ack", stale)
    assert desk.units("fresh", "spring-workshop") == [stale]


def test_new_words_for_the_new_source_are_fresh_and_recorded(desk: Desk) -> None:
    translated(desk)
    desk.says("update")
    desk.replace("content/events/spring-workshop/index.en.md", "a good day", "a very good day")
    desk.says("update")
    desk.write(EVENTS, desk.text(EVENTS).replace("#, fuzzy\n", "").replace("美好的一天", "非常美好的一天"))
    unit, = desk.units("fresh", "spring-workshop")
    desk.says("update")
    assert f"{unit}\t" in desk.text(RECORDS)
    assert "a very good day" in desk.text(RECORDS)
    assert desk.units("fresh", "spring-workshop") == [unit]


def test_a_page_that_got_a_file_leaves_the_catalogue(desk: Desk) -> None:
    translated(desk)
    desk.write("content/events/spring-workshop/index.zh.md", "---\ntitle: 春季研讨会\n---\n\n那是美好的一天。\n")
    desk.says("update")
    text = desk.text(EVENTS)
    assert "\nmsgid \"It was a good day." not in text
    assert "#~ msgctxt \"content/events/spring-workshop#paragraph\"" in text


def test_texts_that_begin_in_chinese_are_for_the_english_catalogue(desk: Desk) -> None:
    desk.write("content/house.zh.md", "---\ntitle: 体例\nupdated: 2026-01-01\n---\n\n数字用阿拉伯数字。\n")
    desk.says("update")
    text = desk.text("translations/en_GB/LC_MESSAGES/content/pages.po")
    assert 'msgid "数字用阿拉伯数字。"' in text
    assert "Language: en" in text


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="gettext is not installed")
def test_gettext_accepts_every_catalogue(desk: Desk) -> None:
    translated(desk)
    desk.says("update")
    for path in (desk.root / "translations").rglob("*.po*"):
        subprocess.run(["msgfmt", "-c", "-o", os.devnull, str(path)], check=True)


# ---- export and import ---------------------------------------------------------------------------------------------


def poedit(path: Path, **words: str) -> None:
    """Stand in for a translator: new words for texts that begin so, and every mark cleared."""
    entries = path.read_text(encoding="utf-8").split("\n\n")
    for number, entry in enumerate(entries[1:], start=1):
        kept = [line for line in entry.split("\n") if not line.startswith(("#|", "#, fuzzy"))]
        head = "\n".join(kept).partition("\nmsgstr ")[0]
        found = [new for begin, new in words.items() if f"#{begin}" in head.replace("-", "_").replace("/", "_")]
        old = "\n".join(kept).partition("\nmsgstr ")[2].rstrip("\n")
        entries[number] = f'{head}\nmsgstr ' + (f'"{found[0]}"' if found else old)
    path.write_text("\n\n".join(entries) + "\n", encoding="utf-8")


@pytest.fixture
def job(tmp_path: Path) -> Path:
    return tmp_path / "job.po"


def test_a_job_holds_what_is_stale_with_what_it_said_before(adopted: Desk, job: Path) -> None:
    adopted.edit()
    unit, = adopted.units("stale")
    assert adopted.says("export", "--language", "zh", "--stale", str(job)) == f"1 text for the translator in {job}.\n"
    text = job.read_text(encoding="utf-8")
    assert f'#, fuzzy\n#| msgctxt "{unit}"\n#| msgid ""\n#| "Read about the' in text
    assert f'msgctxt "{unit}"\nmsgid ""\n"Read everything about' in text
    assert "#: content/about.zh.md:8" in text
    assert "Language: zh_CN" in text


def test_a_job_is_in_the_order_of_the_page_and_says_what_helps(desk: Desk, job: Path) -> None:
    desk.delete("content/about.zh.md")
    desk.write("content/data/glossary.yaml", "- {en: network, zh: 网络}\n")
    desk.says("export", "--language", "zh", "about", str(job))
    contexts = re.findall(r'msgctxt "content/about#([^:]+):', job.read_text(encoding="utf-8"))
    assert contexts == ["title", "description", "heading-2", "paragraph"]
    *_, heading, paragraph = job.read_text(encoding="utf-8").split("\n\n")
    assert "#. Glossary: network = 网络\n" in job.read_text(encoding="utf-8")
    assert "#. Under" not in heading
    assert paragraph.startswith("#. Under: Purpose\n"
                                "#. Preview: https://tiny.example/zh/about/\n"
                                "#. Not translated so far.\n")


def test_what_somebody_else_has_translated_meanwhile_is_not_overwritten(adopted: Desk, job: Path) -> None:
    adopted.edit()
    adopted.says("export", "--language", "zh", "about", "--stale", str(job))
    assert "#. So far: " in job.read_text(encoding="utf-8")
    unit, = adopted.units("stale")
    poedit(job, paragraph="请全部参阅。")
    chinese = adopted.text("content/about.zh.md")
    adopted.write("content/about.zh.md", chinese.rpartition("\n\n")[0] + "\n\n一切都请参阅。\n")
    adopted.says("ack", unit)
    said = adopted.says("import", str(job), exit=1)
    assert f"error[E-IMPORT]: Somebody else has translated {unit} since this file was written." in said
    assert "content/about.zh.md:8 says now: 一切都请参阅。" in said
    assert "type them there: 请全部参阅。" in said
    assert "一切都请参阅。" in adopted.text("content/about.zh.md")
    assert adopted.states() == []
    # Who sends nothing new back contradicts nobody.
    adopted.write("content/about.zh.md", chinese)
    adopted.says("export", "--language", "zh", "about", str(job))
    adopted.write("content/about.zh.md", chinese.rpartition("\n\n")[0] + "\n\n一切都请参阅。\n")
    assert "0 refused" in adopted.says("import", str(job))


def test_words_without_their_picture_are_put_in_no_others_place(desk: Desk, job: Path) -> None:
    desk.write("content/lamp.png", PICTURE)
    for code, words in (("en", ("The lamp", "is here.", "Second.", "Third.")),
                        ("zh", ("灯", "在这里。", "第二。", "第三。"))):
        alt, shown, *rest = words
        desk.write(f"content/lamp.{code}.md", f"---\ntitle: {alt}\ndescription: {'A lamp. ' * 8}\n---\n\n"
                                              f"![{alt}](lamp.png) {shown}\n\n" + "\n\n".join(rest) + "\n")
    desk.says("adopt", "lamp")
    desk.says("export", "--language", "zh", "lamp", str(job))
    text, before = job.read_text(encoding="utf-8"), desk.text("content/lamp.zh.md")
    for old, new in (("![灯](lamp.png) 在这里。", "就在这里。"), ("第三。", "第三个。")):
        assert f'msgstr "{old}"' in text
        text = text.replace(f'msgstr "{old}"', f'msgstr "{new}"')
    job.write_text(text, encoding="utf-8")
    said = desk.says("import", str(job), exit=1)
    assert re.search(r"With what came back, content/lamp#alt:[0-9a-f]{8} \(zh\) would be missing", said)
    assert "Nothing was taken, and every file is as it was." in said
    assert desk.text("content/lamp.zh.md") == before
    job.write_text(text.replace('msgstr "就在这里。"', 'msgstr "![灯](lamp.png) 就在这里。"'), encoding="utf-8")
    assert "2 texts taken" in desk.says("import", str(job))
    assert desk.text("content/lamp.zh.md") == before.replace("在这里。", "就在这里。").replace("第三。", "第三个。")


def test_a_job_with_which_the_site_could_not_be_built_is_not_taken(desk: Desk, job: Path) -> None:
    people = "content/data/people.yaml"
    desk.write(people, desk.text(people) + "  prefix: {en: Prof, zh: 教授}\n")
    desk.says("export", "--language", "zh", people, str(job))
    job.write_text(job.read_text(encoding="utf-8").replace('msgstr "教授"', 'msgstr "老兄"'), encoding="utf-8")
    before = desk.text(people)
    said = desk.says("import", str(job), exit=1)
    assert "E-PREFIX" in said
    assert "老兄" in said
    assert "Nothing was taken" in said
    assert desk.text(people) == before
    assert not (desk.root / RECORDS).exists()


def test_a_tool_may_break_what_a_job_says_into_lines_or_drop_it(adopted: Desk, job: Path) -> None:
    adopted.edit()
    adopted.says("export", "--language", "zh", "about", "--stale", str(job))
    poedit(job, paragraph="请全部参阅。")
    text = job.read_text(encoding="utf-8")
    broken = re.sub(r"(#\. So far: .{8})", r"\1\n#. ", text)
    assert broken != text
    for returned in (broken, re.sub(r"#\. .*\n", "", text)):
        job.write_text(returned, encoding="utf-8")
        assert "1 text taken" in adopted.says("import", "--dry-run", str(job))


def test_a_job_of_a_page_holds_all_of_it(adopted: Desk, job: Path) -> None:
    adopted.says("export", "--language", "zh", "about", str(job))
    assert job.read_text(encoding="utf-8").count("\nmsgctxt ") == 4


def test_without_work_there_is_no_file(adopted: Desk, job: Path) -> None:
    assert "nothing to translate" in adopted.says("export", "--language", "zh", "--stale", str(job))
    assert not job.exists()
    assert "en, zh" in adopted.says("export", "--language", "fr", str(job), exit=2)


@pytest.mark.parametrize("way", WAYS)
def test_what_comes_back_translated_is_fresh_in_each_way(desk: Desk, job: Path, way: str) -> None:
    begin, source, place = WAYS[way]
    begin(desk)
    desk.replace(source, "Read about", "Read everything about")
    desk.replace(source, "About the network", "About our network")
    assert [state for state, *_ in desk.states()] == ["stale"] * 2
    desk.says("export", "--language", "zh", "about", "--stale", str(job))
    poedit(job, title="关于我们的网络", paragraph="请全部参阅[秋季论坛](/events/autumn-forum/)及"
           "[其议程](events/autumn-forum/index.en.md)。")
    assert desk.says("import", str(job)).endswith("2 texts taken, 0 without new words, 0 refused.\n")
    assert desk.states() == []
    text = desk.text(place[0])
    assert all(words in text for words in ("关于我们的网络", "请全部参阅"))
    assert desk.must_build().exit == 0
    # The same once more changes nothing.
    before = catalogues_of(desk), desk.text(place[0])
    desk.says("import", str(job))
    assert (catalogues_of(desk), desk.text(place[0])) == before


def test_what_comes_back_as_it_went_is_still_stale(adopted: Desk, job: Path) -> None:
    adopted.edit()
    adopted.says("export", "--language", "zh", "about", "--stale", str(job))
    before = adopted.text("content/about.zh.md"), adopted.text(RECORDS)
    assert "0 texts taken, 1 without new words" in adopted.says("import", str(job))
    poedit(job)
    assert "0 texts taken, 1 without new words" in adopted.says("import", str(job))
    assert (adopted.text("content/about.zh.md"), adopted.text(RECORDS)) == before
    assert [state for state, *_ in adopted.states()] == ["stale"]


def test_what_has_moved_on_is_refused_and_the_rest_taken(adopted: Desk, job: Path) -> None:
    adopted.edit()
    adopted.replace("content/about.en.md", "## Purpose", "## Aim")
    adopted.says("export", "--language", "zh", "about", "--stale", str(job))
    poedit(job, heading="目标", paragraph="请全部参阅。")
    adopted.replace("content/about.en.md", "Read everything", "Read nothing")
    said = adopted.says("import", str(job), exit=1)
    assert "error[E-IMPORT]" in said
    assert "has changed since this file was written" in said
    assert "1 text taken, 0 without new words, 1 refused." in said
    assert "## 目标" in adopted.text("content/about.zh.md")
    assert "请全部参阅" not in adopted.text("content/about.zh.md")
    assert [state for state, *_ in adopted.states()] == ["stale"]


def test_what_is_missing_comes_home_to_the_catalogue(desk: Desk, job: Path) -> None:
    desk.says("export", "--language", "zh", "--missing", "spring-workshop", str(job))
    poedit(job, title="春季研讨会")
    desk.says("import", str(job))
    assert 'msgid "Spring workshop"\nmsgstr "春季研讨会"' in desk.text(EVENTS)
    assert [one for one in desk.units("fresh", "spring-workshop") if "#title" in one]


def test_texts_of_data_come_home_to_their_file(desk: Desk, job: Path) -> None:
    desk.says("adopt", "content/data/members.yaml")
    desk.replace("content/data/members.yaml", "en: North College", "en: The North College")
    desk.says("export", "--language", "zh", "--stale", "content/data/members.yaml", str(job))
    poedit(job, name="北方：学院, 新")
    desk.says("import", str(job))
    assert '{en: The North College, zh: "北方：学院, 新"}' in desk.text("content/data/members.yaml")
    assert desk.units("stale", "content/data/members.yaml") == []


def test_what_would_change_its_neighbours_is_left_to_a_person(adopted: Desk, job: Path) -> None:
    adopted.replace("content/about.zh.md", "title: 关于本网络", "title: >-\n  关于\n  本网络")
    adopted.replace("content/about.en.md", "About the network", "About our network")
    adopted.says("export", "--language", "zh", "--stale", "about", str(job))
    poedit(job, title="关于我们的网络")
    before = adopted.text("content/about.zh.md")
    assert "Type it there, in line 2: 关于我们的网络" in adopted.says("import", str(job), exit=1)
    assert adopted.text("content/about.zh.md") == before


def test_a_job_of_another_site_is_refused(adopted: Desk, job: Path) -> None:
    adopted.edit()
    adopted.says("export", "--language", "zh", "--stale", str(job))
    text = job.read_text(encoding="utf-8")
    job.write_text(text.replace("Language: zh_CN", "Language: fr"), encoding="utf-8")
    assert "E-PO-LANGUAGE" in adopted.says("import", str(job), exit=1)
    job.write_text(text.replace("content/about#", "content/elsewhere#").replace("#, fuzzy\n", ""), encoding="utf-8")
    assert "is not a text of this site any more" in adopted.says("import", str(job), exit=1)


def test_a_trial_import_writes_nothing(adopted: Desk, job: Path) -> None:
    adopted.edit()
    adopted.says("export", "--language", "zh", "--stale", str(job))
    poedit(job, paragraph="请全部参阅。")
    before = adopted.text("content/about.zh.md"), adopted.text(RECORDS)
    assert "would write content/about.zh.md\n" in adopted.says("import", "--dry-run", str(job))
    assert (adopted.text("content/about.zh.md"), adopted.text(RECORDS)) == before


def test_a_job_that_cannot_be_written_or_read_is_told(desk: Desk, job: Path, tmp_path: Path) -> None:
    assert "E-DISK" in desk.says("export", "--language", "zh", str(tmp_path / "nowhere" / "job.po"), exit=3)
    job.write_bytes(b"\xff\xfe no catalogue")
    assert "E-PO-LANGUAGE" in desk.says("import", str(job), exit=1)
    job.write_text('msgid ""\nmsgstr ""\n"Language: fr\\n"\n', encoding="utf-8")
    said = desk.says("import", str(job), exit=1)
    assert 'this file is in "fr", which is no language of this site' in said
    assert "en, zh_CN." in said or "en_GB, zh_CN." in said


DEMO = Path(__file__).resolve().parents[1]
EDITED = {
    # A file for each language, both in one, a catalogue, and data.
    "content/events/2024-04-15-example-spring-school/index.en.md": ("An invented school of five days", "A school"),
    "content/about.en+zh.md": ("Seed funding came from", "The first money came in 2017 from"),
    "content/news/2026-10-12-example-tour-cancelled/index.en.md": ("Night tour called off", "Tour of 9 May called off"),
    "content/data/organisations.yaml": ("The invented desk that signs", "The desk that signs"),
}


def test_stale_texts_of_the_demonstration_come_home_fresh_or_stay_stale(
        tmp_path: Path, capsys: pytest.CaptureFixture[str], job: Path) -> None:
    """They go to a translator who clears every mark: first no word is changed, then every translation."""
    demo = Desk.__new__(Desk)
    demo.root, demo.capsys = tmp_path / "demonstration", capsys
    for name in ("content", "templates", "translations"):
        shutil.copytree(DEMO / name, demo.root / name)
    shutil.copy2(DEMO / "site.yaml", demo.root)
    demo.must_build()
    for path, (old, new) in EDITED.items():
        demo.replace(path, old, new)
    stale = demo.status()["counts"]["zh"]["stale"]
    assert stale > len(EDITED), "the demonstration has one of its own"
    demo.says("export", "--language", "zh", "--stale", str(job))
    lines = [line for line in job.read_text(encoding="utf-8").split("\n") if not line.startswith(("#|", "#, fuzzy"))]
    job.write_text("\n".join(lines), encoding="utf-8")
    assert demo.says("import", str(job)).endswith(f"0 texts taken, {stale} without new words, 0 refused.\n")
    assert demo.status()["counts"]["zh"]["stale"] == stale
    head, *entries = "\n".join(lines).split("\n\n")
    job.write_text("\n\n".join((head, *(re.sub(r'"\n*$', '改"', entry) for entry in entries))), encoding="utf-8")
    assert demo.says("import", str(job)).endswith(f"{stale} texts taken, 0 without new words, 0 refused.\n")
    demo.says("update")
    assert demo.status()["counts"]["zh"]["stale"] == 0
