"""`sitegen check --pairs`: translations in a table, compared by the facts they state."""

import json
from pathlib import Path
from typing import Any

import pytest
from story import Story

from sitegen.cli import run

HEAD = "id\tenglish\tchinese\n"
AGREE = "1\tIt opens on 3 March 2021.\t将于2021年3月3日开幕。\n"
DIFFER = "7\tIt opens on 3 March 2021.\t将于2021年3月4日开幕。\n"


def said(folder: Path, capsys: pytest.CaptureFixture[str], table: str | bytes, *typed: str, exit: int = 0) -> str:
    """What `sitegen check --pairs` prints of a table."""
    file = folder / "pairs.tsv"
    file.write_bytes(table if isinstance(table, bytes) else table.encode())
    code = run(["check", "--project", str(folder), "--pairs", str(file), *typed])
    out, err = capsys.readouterr()
    assert code == exit, out + err
    return out + err


def listed(folder: Path, capsys: pytest.CaptureFixture[str], table: str | bytes, *typed: str, exit: int = 0) -> Any:
    return json.loads(said(folder, capsys, table, "--format", "json", *typed, exit=exit))


def test_every_row_is_listed_in_its_order_with_both_sides_as_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert listed(tmp_path, capsys, HEAD + DIFFER + AGREE) == {"pairs": [
        {"id": "7", "findings": [{"kind": "date", "english": "3 March 2021", "chinese": "2021年3月4日"}]},
        {"id": "1", "findings": []},
    ]}


def test_a_side_that_says_nothing_of_it_is_null(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = listed(tmp_path, capsys, HEAD + "a\tThe 12 members met.\t成员举行了会议。\n")
    assert report["pairs"][0]["findings"] == [{"kind": "count", "english": "12", "chinese": None}]


def test_only_strict_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed(tmp_path, capsys, HEAD + AGREE, "--strict")
    assert listed(tmp_path, capsys, HEAD + DIFFER, "--strict", exit=1)["pairs"][0]["findings"]


def test_people_read_both_values_and_the_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = said(tmp_path, capsys, HEAD + AGREE + DIFFER)
    assert 'pairs.tsv:3:1: warning[W-PARITY]: 7: English says "3 March 2021" = 2021-03-03, Chinese ' in text
    assert "Compared 2 pairs: 1 differs." in text


def test_columns_may_stand_in_any_order_among_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = "note\tChinese\tID\tEnglish\nx\t将于3月4日开幕。\tb\tIt opens on 3 March.\n"
    assert [one["kind"] for one in listed(tmp_path, capsys, table)["pairs"][0]["findings"]] == ["date"]


@pytest.mark.parametrize("encoded", [
    (HEAD + DIFFER).encode("utf-8-sig"), (HEAD + DIFFER).encode("utf-16"),
    (HEAD + DIFFER).replace("\n", "\r\n").encode(),
    (HEAD + '7\t"It opens on ""3 March 2021""."\t将于2021年3月4日开幕。\n').encode(),
])
def test_tables_as_spreadsheets_write_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], encoded: bytes
) -> None:
    pair, = listed(tmp_path, capsys, encoded)["pairs"]
    assert (pair["id"], [one["english"] for one in pair["findings"]]) == ("7", ["3 March 2021"])


def test_a_side_without_words_is_a_missing_translation_and_no_difference(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert listed(tmp_path, capsys, HEAD + "7\tOn 3 March\t\n8\tOn 3 March\n")["pairs"] == [
        {"id": "7", "findings": []}, {"id": "8", "findings": []}]


@pytest.mark.parametrize(("table", "words"), [
    (b"", "does not name the columns id, english, chinese"),
    (b"id\tenglish\n1\tx\n", "does not name the column chinese"),
    (b"\xff\xfeabc", "is not UTF-8"),
    ("id\tenglish\tchinese\n1\tx\t中文\n".encode("gb18030"), "is not UTF-8"),
])
def test_what_is_no_such_table_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], table: bytes, words: str
) -> None:
    text = said(tmp_path, capsys, table, exit=2)
    assert words in text and "id, english and" in text


def test_a_project_lends_its_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story = Story(tmp_path / "site")
    story.write("content/data/glossary.yaml", "- {en: co-creation, zh: 共同创造}\n")
    table = HEAD + "1\tCo-creation matters.\t合作很重要。\n"
    assert [one["kind"] for one in listed(story.root, capsys, table)["pairs"][0]["findings"]] == ["name"]
    assert listed(tmp_path, capsys, table)["pairs"][0]["findings"] == []
