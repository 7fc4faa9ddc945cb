"""What --profile says; no clock is looked at."""

import json
from itertools import count
from pathlib import Path

import pytest
from story import NOW, Story
from test_cli import said

from sitegen.build import build
from sitegen.model import Request
from sitegen.stopwatch import Stopwatch, untimed

STAGES = ["read", "inspect", "parse", "assemble", "compare", "render", "trace", "check",
          "publish", "remember"]


@pytest.fixture
def story(tmp_path: Path) -> Story:
    return Story(tmp_path)


def test_a_lap_is_what_passed_since_the_last_one_and_hands_on_what_it_is_given() -> None:
    stopwatch = Stopwatch(iter([(10.0, 1.0), (12.5, 4.0), (13.0, 4.5)]).__next__)
    given = ["a", "b"]
    assert stopwatch.lap("first", given) is given
    assert stopwatch.lap("second", None) is None
    assert [(stage.name, stage.wall, stage.cpu, stage.items) for stage in stopwatch.stages] == [
        ("first", 2.5, 3.0, 2), ("second", 0.5, 0.5, None)]


def test_without_a_stopwatch_a_lap_is_nothing() -> None:
    given = object()
    assert untimed("stage", given) is given


def test_every_stage_of_a_build_is_told_with_what_came_of_it(story: Story) -> None:
    ticks = count()
    stopwatch = Stopwatch(lambda: (float(next(ticks)), 0.0))
    request = Request(project=str(story.root), output=str(story.root / "build"), now=NOW)
    report = build(request, stopwatch.lap)
    assert [stage.name for stage in stopwatch.stages] == STAGES
    assert {stage.wall for stage in stopwatch.stages} == {1.0}
    assert items(stopwatch)["render"] >= report.rendered > 0
    again = Stopwatch(lambda: (0.0, 0.0))
    build(request, again.lap)
    # With nothing changed, the site that is remembered is not even parsed again.
    assert items(again) == {**items(stopwatch), "parse": 0, "render": 0, "compare": 0}


def items(stopwatch: Stopwatch) -> dict[str, int]:
    """How many things came of each stage where they can be counted."""
    return {stage.name: stage.items for stage in stopwatch.stages if stage.items is not None}


def test_a_refused_build_tells_the_stages_it_went_through(story: Story) -> None:
    story.write("content/about.en.md", "---\n---\n")
    stopwatch = Stopwatch(lambda: (0.0, 0.0))
    assert build(Request(project=str(story.root), output=str(story.root / "build"), now=NOW), stopwatch.lap).exit == 1
    assert [stage.name for stage in stopwatch.stages] == STAGES[:STAGES.index("compare")]


def test_profile_is_a_table_after_the_outcome(story: Story, capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(capsys, story, "build", "--profile")
    outcome = next(number for number, line in enumerate(lines) if line.startswith("build/ holds"))
    assert lines[outcome + 1:outcome + 3] == ["", f"{'stage':16}  wall s   CPU s   items"]
    names = [line[:16].strip() for line in lines[outcome + 3:]]
    assert names == ["quick look", "load the program", *STAGES, "leave", "all"]
    assert said(capsys, story, "build", "--profile", "--quiet") == []


def test_profile_is_a_key_more_for_programs(story: Story, capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(said(capsys, story, "build", "--profile", "--format", "json")[0])
    assert [stage["stage"] for stage in told["profile"]] == ["quick look", "load the program", *STAGES, "leave"]
    assert "profile" not in json.loads(said(capsys, story, "build", "--format", "json")[0])
