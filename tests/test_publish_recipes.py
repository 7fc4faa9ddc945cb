"""The recipes of examples/publish: pinned, understood, and building when time makes it necessary and only then."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from story import Story

from sitegen.cli import sitegen

FOLDER = Path(__file__).resolve().parents[1] / "examples" / "publish"
WORKFLOWS = sorted(path.name for path in FOLDER.glob("*.yml") if path.name != "gitlab-ci.yml")
_PINNED = re.compile(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")


def read(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", WORKFLOWS)
def test_what_others_made_is_pinned_to_one_commit(name: str) -> None:
    used = re.findall(r"uses: (.+)", (FOLDER / name).read_text(encoding="utf-8"))
    assert used
    assert [each for each in used if not _PINNED.fullmatch(each)] == []


def test_every_recipe_pins_one_and_the_same_version_of_each() -> None:
    used = {each for name in WORKFLOWS for each in re.findall(r"uses: (.+)", (FOLDER / name).read_text("utf-8"))}
    assert len({each.partition("@")[0] for each in used}) == len(used)


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_may_do_no_more_than_it_must(name: str) -> None:
    workflow = read(name)
    assert workflow["permissions"] == {"contents": "read"}
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] <= 15
        assert not [step for step in job["steps"] if "checkout" in step.get("uses", "")
                    and step["with"]["persist-credentials"]]


@pytest.mark.parametrize("name", [name for name in WORKFLOWS if name != "pull-request.yml"])
def test_a_site_is_published_on_push_and_looked_after_every_hour(name: str) -> None:
    # YAML 1.1 takes the word on for yes.
    when = read(name)[True]
    assert when["push"] == {"branches": ["main"]}
    assert [each["cron"] for each in when["schedule"]] == ["5 * * * *"]


def test_what_begins_with_a_dot_is_published_too() -> None:
    steps = [step for name in WORKFLOWS for job in read(name)["jobs"].values() for step in job["steps"]
             if "upload-" in step.get("uses", "")]
    assert len(steps) == 2
    assert all(step["with"]["include-hidden-files"] is True for step in steps)


def test_every_command_and_option_of_a_recipe_is_there() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.iterdir())
    typed = re.findall(r"(?:run: |- |&& |^ +|\")(sitegen [a-z][^\n|>&;\"]*)", text, re.MULTILINE)
    assert len(typed) >= 12
    for line in typed:
        command: Any = sitegen
        words = line.split()[1:]
        while hasattr(command, "commands"):
            command = command.commands[words.pop(0)]
        known = {option for each in command.params for option in each.opts}
        assert {word for word in words if word.startswith("--")} <= known, line


def test_the_others_are_understood() -> None:
    assert read("gitlab-ci.yml")["pages"]["pages"] == {"publish": "build"}
    assert tomllib.loads((FOLDER / "netlify.toml").read_text(encoding="utf-8"))["build"]["publish"] == "build"


@pytest.fixture
def live(tmp_path: Path) -> Story:
    """A site as it was published on 21 November 2026, and a machine that can ask it."""
    story = Story(tmp_path)
    story.must_build()
    shutil.copytree(story.root / "build", tmp_path / "live")
    tools = tmp_path / "tools"
    tools.mkdir()
    asked = 'while [ $# -gt 1 ]; do [ "$1" = --output ] && out=$2; shift; done\n'
    curl = f"#!/bin/sh\n{asked}cp \"{tmp_path}/live${{1#https://tiny.example}}\" \"$out\"\n"
    for name, text in (("curl", curl), ("sitegen", f'#!/bin/sh\nexec "{sys.executable}" -m sitegen "$@"\n')):
        (tools / name).write_text(text, encoding="utf-8")
        (tools / name).chmod(0o755)
    return story


def due(live: Story, now: datetime, *, event: str = "schedule", zone: str = "Europe/London") -> str:
    tools = live.root.parent / "tools"
    known = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "SITE": "https://tiny.example/", "ZONE": zone,
             "EVENT": event, "SOURCE_DATE_EPOCH": str(int(now.timestamp()))}
    done = subprocess.run(["sh", str(FOLDER / "due.sh")], cwd=live.root, env=known, capture_output=True, text=True,
                          check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().removeprefix("due=")


@pytest.mark.skipif(os.name != "posix", reason="a recipe for a shell")
def test_the_hourly_job_publishes_when_a_day_begins_or_time_passes_something_and_only_then(live: Story) -> None:
    quiet = datetime(2026, 11, 21, 13, 5, tzinfo=UTC)
    assert due(live, quiet) == "no"
    assert due(live, quiet, event="push") == "yes"
    # Midnight in London is 23:05 UTC while its clocks are forward, and 00:05 otherwise.
    assert due(live, datetime(2026, 11, 22, 0, 5, tzinfo=UTC)) == "yes"
    assert due(live, datetime(2027, 6, 21, 23, 5, tzinfo=UTC)) == "yes"
    assert due(live, datetime(2026, 11, 21, 16, 5, tzinfo=UTC), zone="Asia/Shanghai") == "yes"
    # The forum of October 2027 is over: the published site still says that it is to come.
    assert due(live, datetime(2027, 10, 7, 13, 5, tzinfo=UTC)) == "yes"
    (live.root.parent / "live" / ".well-known" / "sitegen.json").unlink()
    assert due(live, quiet) == "yes"
