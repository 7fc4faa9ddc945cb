"""Texts of data, beside the English in their file or in the catalogue: the same pages, the same states."""

import json
from pathlib import Path
from typing import Any

import pytest
from story import Story

from sitegen.cli import run
from sitegen.fingerprints import fingerprint
from sitegen.translation.records import acknowledge, print_acknowledgements

MEMBERS = "content/data/members.yaml"
TIMELINE = "content/data/timeline.yaml"
DATA = "translations/zh_Hans_CN/LC_MESSAGES/content/data.po"
RECORDS = "translations/zh_Hans_CN/acknowledged.tsv"
HEADER = 'msgid ""\nmsgstr ""\n"Language: zh_CN\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
TEXTS = (("data/members/north#name", "North College", "北方学院"),
         ("data/members/north#address/city", "Belfast", "贝尔法斯特"),
         ("data/members/south#name", "South College", "南方学院"),
         ("data/members/south#address/city", "Nanjing", "南京"))
FOUNDED = "data/timeline/founded#name", "North College starts the network", "北方学院发起本网络"


@pytest.fixture
def story(tmp_path: Path) -> Story:
    return Story(tmp_path)


def entry(context: str, source: str, translation: str) -> str:
    return f'\nmsgctxt "{context}"\nmsgid "{source}"\nmsgstr "{translation}"\n'


def in_catalogue(story: Story, *texts: tuple[str, str, str]) -> None:
    """Move the Chinese of these texts from their data files to the catalogue."""
    for context, source, translation in texts:
        path = f"content/data/{context.split('/')[1]}.yaml"
        story.replace(path, f"{{en: {source}, zh: {translation}}}", f"{{en: {source}}}")
    story.write(DATA, HEADER + "".join(entry(*text) for text in texts))


def record(story: Story, *texts: tuple[str, str, str]) -> None:
    """Confirm them."""
    story.write(RECORDS, print_acknowledgements(
        [acknowledge(f"{context}:{fingerprint(source)[:8]}", source, translation)
         for context, source, translation in texts]))


def chinese(story: Story) -> str:
    """All the Chinese pages in one."""
    return "".join(path.read_text(encoding="utf-8") for path in sorted((story.root / "build/zh").rglob("*.html")))


def units(story: Story, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """What `sitegen i18n status` says of the Chinese of data."""
    assert run(["i18n", "status", "--project", str(story.root), "--format", "json"]) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["units"]
    return [one for one in found if one["id"].startswith("data/")]


def test_both_ways_give_the_same_pages(story: Story, tmp_path: Path) -> None:
    story.must_build()
    typed = story.published()
    in_catalogue(story, *TEXTS, FOUNDED)
    story.must_build()
    assert story.published() == typed == story.clean_tree(tmp_path)


def test_a_stale_name_shows_the_words_it_had_in_both_ways(tmp_path: Path) -> None:
    published = []
    for name, texts in (("file", ()), ("catalogue", TEXTS)):
        story = Story(tmp_path / name)
        record(story, *TEXTS)
        if texts:
            in_catalogue(story, *texts)
        story.must_build()
        story.replace(MEMBERS, "en: South College", "en: Southern University")
        story.must_build()
        assert story.published() == story.clean_tree(tmp_path / name)
        assert "南方学院" in chinese(story)
        published.append(story.published())
    assert published[0] == published[1]


@pytest.mark.parametrize("way", ["file", "catalogue"])
def test_an_edited_name_is_stale_and_named_with_file_and_line(
    story: Story, capsys: pytest.CaptureFixture[str], way: str
) -> None:
    record(story, *TEXTS)
    if way == "catalogue":
        in_catalogue(story, *TEXTS)
    story.replace(MEMBERS, "en: South College", "en: South University")
    stale = [(one["id"].rpartition(":")[0], one["path"], one["line"])
             for one in units(story, capsys) if one["state"] == "stale"]
    path = MEMBERS if way == "file" else DATA
    lines = story.text(path).split("\n")
    line = next(number for number, each in enumerate(lines, 1)
                if ("name: {en: South" if way == "file" else 'msgid "South College"') in each)
    assert stale == [("data/members/south#name", path, line)]


def test_what_no_way_translates_is_in_the_source(story: Story) -> None:
    in_catalogue(story, *TEXTS, FOUNDED)
    story.replace(DATA, f'msgstr "{FOUNDED[2]}"', 'msgstr ""')
    story.must_build()
    assert FOUNDED[2] not in chinese(story)
    assert FOUNDED[1] in chinese(story)


def test_a_member_without_a_name_in_either_way_is_told(story: Story) -> None:
    in_catalogue(story, *TEXTS)
    story.replace(DATA, 'msgstr "南方学院"', 'msgstr ""')
    assert story.build().exit == 1
    assert story.places() == [f"{MEMBERS}:8:9 E-NAME-ZH"]
    (problem,) = story.report.diagnostics
    assert problem.message == "South College has no Chinese name. Members are shown on both sites."


def test_a_typed_text_goes_before_that_of_a_catalogue(story: Story) -> None:
    story.write(DATA, HEADER + entry(TEXTS[2][0], "South College", "南部学院"))
    story.must_build()
    assert "南方学院" in chinese(story)
    assert "南部学院" not in chinese(story)


def test_a_renamed_record_keeps_its_words_and_status_says_so(
    story: Story, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    in_catalogue(story, FOUNDED)
    story.must_build()
    assert FOUNDED[2] in chinese(story)
    story.replace(TIMELINE, "id: founded", "id: begun")
    story.must_build()
    assert FOUNDED[2] in chinese(story)
    assert story.published() == story.clean_tree(tmp_path)
    (one,) = [one for one in units(story, capsys) if one["id"].startswith("data/timeline/begun#name")]
    assert one["state"] in ("fresh", "unrecorded")
