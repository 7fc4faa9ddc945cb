"""What the command line says to people."""

from pathlib import Path

import pytest
from story import Story

from sitegen.cli import run

NOW = "2026-11-21T12:00+00:00"


@pytest.fixture
def story(tmp_path: Path) -> Story:
    return Story(tmp_path)


def said(capsys: pytest.CaptureFixture[str], story: Story, *arguments: str, exit: int = 0) -> list[str]:
    """The lines a command prints, once it has left with the code that is expected."""
    command, *rest = arguments
    assert run([command, "--project", str(story.root), "--now", NOW, *rest]) == exit
    return capsys.readouterr().out.splitlines()


def test_a_dry_run_says_what_a_build_would_do(story: Story, capsys: pytest.CaptureFixture[str]) -> None:
    story.must_build()
    story.replace("content/about.zh.md", "title: ", "title: 新")
    lines = said(capsys, story, "build", "--dry-run")
    assert "would change zh/about/index.html" in lines
    changed = sum(line.startswith("would change ") for line in lines)
    assert lines[-1] == f"Nothing was published. A build would add 0 files, change {changed} and remove 0."


def test_stale_answers_in_one_line_and_quietly_in_none(story: Story, capsys: pytest.CaptureFixture[str]) -> None:
    story.must_build()
    assert said(capsys, story, "stale") == ["The site stays right until 2027-10-06 08:00 UTC."]
    assert said(capsys, story, "stale", "--quiet") == []
    assert said(capsys, story, "stale", "--quiet", "--now", "2028-01-01", exit=5) == [
        "The site has been out of date since 2027-10-06 08:00 UTC."]


def test_stale_says_what_to_type_where_nothing_is_published(story: Story, capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(capsys, story, "stale", exit=2)
    assert lines[0].startswith("error[E-STALE]: ")
    assert lines[1] == "help: Name the published folder: sitegen stale path/to/build"
    assert not any("was not changed" in line for line in lines)
