"""Text files that commands write: whole, inside the project, and through no link."""

import os
from pathlib import Path

import pytest

from sitegen.diagnostics import BuildStopped
from sitegen.disk.texts import read_text, write_text

PATH = "translations/zh_Hans_CN/acknowledged.tsv"


def test_a_text_is_written_with_its_folders_and_read_again(tmp_path: Path) -> None:
    assert read_text(str(tmp_path), PATH) is None
    assert write_text(str(tmp_path), PATH, "甲\n")
    assert read_text(str(tmp_path), PATH) == "甲\n".encode()
    assert [path.name for path in (tmp_path / PATH).parent.iterdir()] == ["acknowledged.tsv"]


def test_what_stands_there_already_is_not_touched(tmp_path: Path) -> None:
    write_text(str(tmp_path), PATH, "one\n")
    before = os.stat(tmp_path / PATH)
    assert not write_text(str(tmp_path), PATH, "one\n")
    assert os.stat(tmp_path / PATH).st_ino == before.st_ino


def test_a_file_keeps_its_mode(tmp_path: Path) -> None:
    write_text(str(tmp_path), PATH, "one\n")
    os.chmod(tmp_path / PATH, 0o600)
    write_text(str(tmp_path), PATH, "two\n")
    assert os.stat(tmp_path / PATH).st_mode & 0o777 == 0o600


@pytest.mark.parametrize("path", ["../outside.tsv", "content/../../outside.tsv", "/etc/outside.tsv", "site.yaml",
                                  "content", "build/index.html", "content/\x1b.md", ""])
def test_nothing_is_written_outside_the_folders_for_texts(tmp_path: Path, path: str) -> None:
    project = tmp_path / "project"
    project.mkdir()
    with pytest.raises(BuildStopped) as stop:
        write_text(str(project), path, "text")
    assert [one.exit for one in stop.value.diagnostics] == [3]
    assert list(project.iterdir()) == []
    assert [each.name for each in tmp_path.iterdir()] == ["project"]


@pytest.mark.parametrize("link", ["translations", "translations/zh_Hans_CN", PATH])
def test_a_link_on_the_way_is_refused(tmp_path: Path, link: str) -> None:
    project, elsewhere = tmp_path / "project", tmp_path / "elsewhere"
    elsewhere.mkdir()
    (project / link).parent.mkdir(parents=True)
    (project / link).symlink_to(elsewhere)
    for attempt in (lambda: write_text(str(project), PATH, "text"), lambda: read_text(str(project), PATH)):
        with pytest.raises(BuildStopped) as stop:
            attempt()
        assert stop.value.diagnostics[0].path == link
    assert list(elsewhere.iterdir()) == []


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / PATH).mkdir(parents=True)
    with pytest.raises(BuildStopped):
        write_text(str(tmp_path), PATH, "text")


def test_a_disk_that_refuses_leaves_the_old_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_text(str(tmp_path), PATH, "old\n")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sitegen.disk.texts.os.replace", refuse)
    with pytest.raises(BuildStopped) as stop:
        write_text(str(tmp_path), PATH, "new\n")
    assert stop.value.diagnostics[0].code == "E-DISK-FULL"
    assert read_text(str(tmp_path), PATH) == b"old\n"
    assert [path.name for path in (tmp_path / PATH).parent.iterdir()] == ["acknowledged.tsv"]
