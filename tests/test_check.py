"""`sitegen check`: everything that can be wrong is told, and nothing is published."""

import json
from pathlib import Path
from typing import Any

import pytest
from story import Story, tree

from sitegen.cli import run
from sitegen.disk.lock import lock

NOW = "2026-11-21T12:00+00:00"
BASELINE = "translations/baseline.json"
RECORDS = "translations/zh_Hans_CN/acknowledged.tsv"
PARAGRAPH = "content/about.en.md"


class Desk(Story):
    """A site with somebody who checks it."""

    capsys: pytest.CaptureFixture[str]

    def says(self, *typed: str, exit: int = 0) -> str:
        """What `sitegen …` prints, once it has left with the code that is expected."""
        code = run([*typed, "--project", str(self.root)])
        said = self.capsys.readouterr()
        assert code == exit, said.out + said.err
        return said.out + said.err

    def check(self, *typed: str, exit: int = 0) -> dict[str, Any]:
        report: dict[str, Any] = json.loads(self.says("check", "--now", NOW, "--format", "json", *typed, exit=exit))
        return report

    def found(self, *typed: str, exit: int = 0) -> list[tuple[str, str, int]]:
        """Code, path and line of everything that is told."""
        return [(one["code"], one["path"], one["line"]) for one in self.check(*typed, exit=exit)["diagnostics"]]

    def of(self, code: str, *typed: str, exit: int = 0) -> list[dict[str, Any]]:
        return [one for one in self.check(*typed, exit=exit)["diagnostics"] if one["code"] == code]

    def adopt(self, *names: str) -> None:
        self.says("i18n", "adopt", *names)

    def configure(self, policy: str) -> None:
        """Give the top pages a policy."""
        self.write("site.yaml", self.text("site.yaml") + f"translation:\n  pages: {{{policy}}}\n")

    def edit(self) -> None:
        """Change one paragraph of the English."""
        self.replace(PARAGRAPH, "Read about", "Read everything about")


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    site = Desk(tmp_path)
    site.capsys = capsys
    return site


@pytest.fixture
def adopted(desk: Desk) -> Desk:
    """The page about the network has been confirmed."""
    desk.adopt("about")
    return desk


# ---- what a build refuses ------------------------------------------------------------------------------------------


def test_check_tells_what_a_build_would_refuse_and_publishes_nothing(desk: Desk) -> None:
    desk.replace(PARAGRAPH, "/events/autumn-forum/", "/events/autumn-forest/")
    report = desk.check(exit=1)
    assert [one["code"] for one in report["diagnostics"] if one["severity"] == "error"] == ["E-LINK-DEAD"]
    assert (report["ok"], report["command"]) == (False, "check")
    assert not (desk.root / "build").exists()


def test_check_tells_what_only_rendering_finds(desk: Desk) -> None:
    desk.write("templates/page.html", "{{ nothing.here }}")
    assert "E-TEMPLATE" in {code for code, _, _ in desk.found(exit=1)}


def test_check_changes_nothing_in_what_is_published(desk: Desk) -> None:
    desk.must_build()
    before = tree(desk.root / "build")
    desk.edit()
    desk.check()
    assert tree(desk.root / "build") == before
    assert not (desk.root / BASELINE).exists()
    assert not (desk.root / RECORDS).exists()


def test_check_waits_for_no_build(desk: Desk) -> None:
    desk.must_build()
    with lock(str(desk.root), str(desk.root / "build"), wait=0):
        assert desk.check()["ok"]


def test_mistakes_in_site_yaml_are_wrong_configuration(desk: Desk) -> None:
    desk.replace("site.yaml", "Europe/London", "Europe/Londno")
    assert desk.check(exit=2)["diagnostics"][0]["code"] == "E-TZ"


def test_strict_makes_warnings_count(desk: Desk) -> None:
    assert desk.found()
    assert desk.found("--strict", exit=1) == desk.found()


def test_a_site_without_faults_is_said_to_have_none(desk: Desk) -> None:
    desk.delete("content")
    desk.write("content/index.en.md", "---\ntitle: Home\n---\n\nWords.\n")
    site = "title: {en: Home}\nbase_url: https://tiny.example/\ntimezone: Europe/London\nlanguages: [{code: en}]\n"
    desk.write("site.yaml", site)
    for _ in range(2):
        assert desk.check()["diagnostics"] == []
        assert desk.says("check", "--now", NOW).endswith(": nothing is wrong.\n")
        assert desk.says("check", "--now", NOW, "--quiet") == ""
        desk.must_build()


# ---- translations --------------------------------------------------------------------------------------------------


def test_unrecorded_texts_are_told_each_in_its_place_with_what_to_type(desk: Desk) -> None:
    found = [one for one in desk.of("W-TR-UNRECORDED") if one["path"] == "content/about.zh.md"]
    assert [one["line"] for one in found] == [2, 3, 6, 8]
    assert {one["severity"] for one in found} == {"warning"}
    assert found[0]["help"].endswith("sitegen i18n adopt content/about.en.md")


def test_adopting_answers_them(adopted: Desk) -> None:
    assert not [one for one in adopted.found() if one[1] == "content/about.zh.md" and one[0] != "W-TR-ORIGIN"]


def test_unrecorded_texts_are_errors_where_a_section_must_be_complete(desk: Desk) -> None:
    desk.configure("complete: 100")
    desk.delete("content/index.zh.md")
    desk.delete("content/index.en.md")
    desk.write("content/index.en.md", "---\ntitle: {en: Home, zh: 首页}\ndescription: {en: Words., zh: 文字。}\n---\n")
    found = desk.of("E-TR-UNRECORDED", exit=1)
    assert [(one["path"], one["line"]) for one in found if one["path"] == "content/about.zh.md"] == [
        ("content/about.zh.md", line) for line in (2, 3, 6, 8)]
    desk.adopt("about", "index")
    assert not desk.of("E-TR-UNRECORDED")


def test_a_stale_text_is_told_with_what_has_changed(adopted: Desk) -> None:
    adopted.edit()
    found, = adopted.of("W-TR-STALE")
    assert (found["path"], found["line"]) == ("content/about.zh.md", 8)
    assert found["help"].startswith("It says now: Read {+everything+} about the [autumn forum]")
    unit = found["help"].split()[-1].strip("'")
    adopted.says("i18n", "ack", unit)
    assert not adopted.of("W-TR-STALE")


def test_a_text_changed_on_both_sides_is_told(adopted: Desk) -> None:
    adopted.edit()
    adopted.replace("content/about.zh.md", "请参阅", "请先参阅")
    found, = adopted.of("W-TR-REVISED")
    assert (found["path"], found["line"]) == ("content/about.zh.md", 8)
    assert "sitegen i18n ack " in found["help"]
    adopted.says("i18n", "ack", "--revised")
    assert not adopted.of("W-TR-REVISED")


def test_a_missing_text_is_told_where_its_source_stands(adopted: Desk) -> None:
    adopted.write(PARAGRAPH, adopted.text(PARAGRAPH) + "\nOne more paragraph of words.\n")
    found = [one for one in adopted.of("W-TR-MISSING") if one["path"] == PARAGRAPH]
    assert [one["message"] for one in found] == ['"One more paragraph of words." is not translated (zh).']
    assert found[0]["line"] == adopted.text(PARAGRAPH).count("\n")
    assert "content/about.zh.md" in found[0]["help"] and "sitegen i18n update" in found[0]["help"]


def test_a_person_without_a_chinese_name_is_told_once(adopted: Desk) -> None:
    people = "content/data/people.yaml"
    assert [one["message"] for one in adopted.of("W-TR-MISSING") if one["path"] == people] == [
        '"Ada North" is not translated (zh).']
    adopted.replace(people, "  name: Ada North\n", "  name: {en: Ada North, zh: 北艾达}\n")
    assert [one["message"] for one in adopted.of("W-TR-MISSING") if one["path"] == people] == [
        '"North" is not translated (zh).']


def test_an_orphan_is_told_where_it_stands(adopted: Desk) -> None:
    text = adopted.text(PARAGRAPH)
    adopted.write(PARAGRAPH, text[:text.index("Read about")])
    found, = adopted.of("W-TR-ORPHAN", exit=1)
    assert (found["path"], found["line"]) == ("content/about.zh.md", 8)
    assert found["help"].endswith("sitegen i18n status content/about.en.md")


def test_a_translation_should_say_who_made_it(desk: Desk) -> None:
    assert ("W-TR-ORIGIN", "content/about.zh.md", 1) in desk.found()
    desk.replace("content/about.zh.md", "---\n\n", "translation: {from: en, by: Wang Fang, method: human}\n---\n\n")
    assert ("W-TR-ORIGIN", "content/about.zh.md", 1) not in desk.found()


def test_a_section_may_require_it_or_do_without(desk: Desk) -> None:
    text = desk.text("site.yaml")
    desk.configure("origin: required")
    assert ("E-TR-ORIGIN", "content/about.zh.md", 1) in desk.found(exit=1)
    desk.write("site.yaml", text)
    desk.configure("origin: optional")
    assert "content/about.zh.md" not in {path for code, path, _ in desk.found() if code.endswith("ORIGIN")}


def test_words_in_the_source_file_say_it_there(desk: Desk) -> None:
    desk.delete("content/about.zh.md")
    desk.replace(PARAGRAPH, "title: About the network", "title: {en: About the network, zh: 关于本网络}")
    found = [one for one in desk.of("W-TR-ORIGIN") if one["path"] == PARAGRAPH]
    assert [one["help"][:20] for one in found] == ["Add translated: {zh:"]
    desk.configure("origin: required")
    desk.replace("content/index.zh.md", "---\n\n", "translation: {from: en, by: Wang Fang}\n---\n\n")
    assert ("E-TR-ORIGIN", PARAGRAPH, 1) in desk.found(exit=1)


def test_drafts_are_left_alone_unless_asked_for(desk: Desk) -> None:
    desk.write("content/plan.en.md", "---\ntitle: The plan\ndraft: yes\n---\n\nWords to come.\n")
    assert "content/plan.en.md" not in {path for _, path, _ in desk.found()}
    assert ("W-TR-MISSING", "content/plan.en.md", 2) in desk.found("--drafts")


# ---- thresholds and the ratchet ------------------------------------------------------------------------------------


def test_a_section_that_is_not_complete_enough_fails(adopted: Desk) -> None:
    adopted.configure("complete: 90, stale: 0")
    adopted.edit()
    adopted.delete("content/index.zh.md")
    found = [one for one in adopted.check(exit=1)["diagnostics"] if one["severity"] == "error"]
    assert [one["code"] for one in found] == ["E-TR-COMPLETE", "E-TR-OVERDUE"]
    assert {one["path"] for one in found} == {"site.yaml"}
    assert {one["line"] for one in found} == {adopted.text("site.yaml").count("\n")}


def test_a_section_that_is_complete_enough_passes(adopted: Desk) -> None:
    adopted.configure("complete: 20, stale: 50")
    adopted.edit()
    assert adopted.check()["ok"]


def test_only_its_option_writes_the_baseline(desk: Desk) -> None:
    desk.check()
    assert not (desk.root / BASELINE).exists()
    assert f"{BASELINE} was written." in desk.says("check", "--now", NOW, "--update-baseline")
    assert json.loads(desk.text(BASELINE))["pages"]["zh"] == 100
    before = desk.text(BASELINE)
    desk.delete("content/about.zh.md")
    desk.check(exit=1)
    assert desk.text(BASELINE) == before
    assert desk.check("--update-baseline")["written"] == 1
    assert desk.check("--update-baseline")["written"] == 0
    assert desk.check()["ok"]


def test_a_section_that_fell_is_told_in_one_sentence(adopted: Desk) -> None:
    adopted.check("--update-baseline")
    adopted.edit()
    found, = [one for one in adopted.check(exit=1)["diagnostics"] if one["severity"] == "error"]
    assert (found["code"], found["path"]) == ("E-TR-FELL", BASELINE)
    assert found["message"].startswith("pages is ") and found["message"].endswith("it was 100 %.")
    assert adopted.text(BASELINE).split("\n")[found["line"] - 1].strip().startswith('"zh": 100')


def test_the_baseline_is_no_page_and_changes_no_build(desk: Desk) -> None:
    desk.must_build()
    desk.check("--update-baseline")
    assert desk.must_build().rendered == 0


# ---- the published tree --------------------------------------------------------------------------------------------


def test_a_tree_as_it_was_built_is_whole(desk: Desk) -> None:
    desk.must_build()
    assert not [code for code, _, _ in desk.found() if code.startswith(("E-OUT", "W-EDITED"))]


@pytest.mark.parametrize("policy", ["mix", "current", "source", "hide"])
def test_the_tree_is_whole_whatever_readers_get_for_what_is_not_translated(desk: Desk, policy: str) -> None:
    sections = "".join(f"  {section}: {policy}\n" for section in ("pages", "events", "news"))
    desk.write("site.yaml", f"{desk.text('site.yaml')}translation:\n{sections}")
    desk.delete("content/index.zh.md")
    desk.delete("content/events/autumn-forum/index.zh.md")
    desk.must_build()
    assert not [one for one in desk.found() if one[0].startswith("E-OUT")]
    assert "hreflang" not in desk.page("index.html").split("</head>")[0]


def test_faults_of_the_tree_are_told_beside_those_of_the_sources(desk: Desk) -> None:
    desk.must_build()
    (desk.root / "build/en/about/index.html").unlink()
    desk.replace("content/index.en.md", "title:", "tilte:")
    found = desk.check(exit=1)["diagnostics"]
    assert any(one["path"] == "content/index.en.md" for one in found)
    assert any(one["code"] == "E-OUT-ALTERNATE" and one["path"] == "build/zh/about/index.html" for one in found)
    assert any(one["code"] == "E-OUT-LINK" and "/en/about/" in one["message"] for one in found)


def test_what_was_edited_by_hand_is_told_and_left(desk: Desk) -> None:
    desk.must_build()
    page = desk.root / "build/en/about/index.html"
    page.write_text(page.read_text().replace("</main>", "<p>by hand</p></main>"))
    found, = desk.of("W-EDITED")
    assert found["message"] == "build/en/about/index.html was edited by hand and will be restored by a build"
    assert "by hand" in page.read_text()


def test_another_folder_for_another_address_can_be_checked(desk: Desk, tmp_path: Path) -> None:
    other = str(tmp_path / "other")
    desk.must_build(output=other, base_url="https://other.example/below/")
    assert not [code for code, _, _ in desk.found("--output", other, "--base-url", "https://other.example/below")
                if code.startswith("E-OUT")]
    assert "E-OUT-CANONICAL" in {code for code, _, _ in desk.found("--output", other, exit=1)}


# ---- forms ---------------------------------------------------------------------------------------------------------


def test_people_get_the_line_and_what_to_type(adopted: Desk) -> None:
    adopted.edit()
    text = adopted.says("check", "--now", NOW)
    assert "content/about.zh.md:8:1: warning[W-TR-STALE]" in text
    assert text.rstrip().split("\n")[-1].startswith("Checked ")
    adopted.configure("stale: 0")
    assert adopted.says("check", "--now", NOW, exit=1).rstrip().endswith("build/ was not changed.")


def test_pull_requests_get_annotations(adopted: Desk) -> None:
    adopted.edit()
    lines = adopted.says("check", "--now", NOW, "--format", "github").split("\n")
    start = "::warning file=content/about.zh.md,line=8,col=1,title=W-TR-STALE::"
    assert len([line for line in lines if line.startswith(start)]) == 1
