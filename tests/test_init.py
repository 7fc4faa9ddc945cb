"""A new project builds and passes its check at once, whatever day it is made on; nobody's files are touched."""

import json
from datetime import date, timedelta
from pathlib import Path

import click
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sitegen import __version__
from sitegen.cli import run, sitegen
from sitegen.commands import init
from sitegen.commands.schema import yaml_schemas
from sitegen.commands.starter import RECIPES, starter_dates, starter_files

ROOT = Path(__file__).resolve().parent.parent


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("day", ["2026-11-21", "2027-01-01", "2028-02-29", "2026-05-31T23:59+08:00"])
def test_a_new_project_builds_and_passes_its_check_without_a_word(
    tmp_path: Path, day: str, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "network"
    assert run(["init", str(site), "--now", day, "--quiet"]) == 0
    for command in ("build", "check"):
        code = run([command, "--project", str(site), "--now", day, "--strict", "--format", "json", "--jobs", "1"])
        assert (code, json.loads(capsys.readouterr().out)["diagnostics"]) == (0, []), command
    home = (site / "build/en/index.html").read_text(encoding="utf-8")
    assert "Annual meeting" in home and "What supervisors learned" in home
    assert "第一示例大学" in (site / "build/zh/about/index.html").read_text(encoding="utf-8")


def test_every_translation_of_it_is_recorded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", str(tmp_path / "x"), "--quiet"]) == 0
    assert run(["i18n", "status", "--format", "json", "--project", str(tmp_path / "x")]) == 0
    counts = json.loads(capsys.readouterr().out)["counts"]["zh"]
    assert counts.pop("fresh") > 40
    assert not any(counts.values())


def test_it_is_the_same_on_the_same_day(tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert run(["init", str(tmp_path / name), "--now", "2026-11-21", "--quiet"]) == 0
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert not (tmp_path / "one/.sitegen").exists()


@given(st.dates(date(2020, 1, 1), date(2200, 1, 1)))
def test_one_event_is_over_and_one_to_come(today: date) -> None:
    dates = starter_dates(today)
    past, news, upcoming = (date.fromisoformat(dates[name]) for name in ("past", "news", "next"))
    assert past < news < today < date.fromisoformat(dates["next_closes"]) < upcoming
    assert past.weekday() == upcoming.weekday() == 3
    assert date.fromisoformat(dates["next_end"]) == upcoming + timedelta(days=1)
    assert dates["founded"] < dates["joined"] < dates["past"]
    assert dates["past_year"] == dates["past"][:4]


def test_no_place_for_a_value_is_left_and_hidden_names_are_hidden() -> None:
    made = starter_files(date(2026, 11, 21), {"yaml_schemas": yaml_schemas()})
    assert not [path for path in made if "@" in path or "dot-" in path]
    assert {".gitignore", ".gitattributes", ".editorconfig", ".pre-commit-config.yaml", ".github/workflows/check.yml",
            ".vscode/settings.json", "README.md", "README.zh.md"} <= set(made)
    assert "content/events/2026-workshop-on-joint-supervision/index.en.md" in made
    assert made["requirements.txt"] == f"sitegen=={__version__}\n"
    for path, text in made.items():
        if path.endswith((".yml", ".yaml")):
            assert yaml.safe_load(text), path
        if path.endswith(".json"):
            assert json.loads(text), path
        assert "\r" not in text and text.endswith("\n"), path


def test_the_readmes_tell_the_same_commands() -> None:
    made = starter_files(date(2026, 11, 21), {})
    english, chinese = (
        {word for word in made[name].replace("\n", " ").split("`") if word.startswith("sitegen ")}
        for name in ("README.md", "README.zh.md"))
    assert {word.replace("页面", "PAGE").replace("编号", "UNIT") for word in chinese} == english


def test_the_hook_is_the_one_of_the_guide() -> None:
    text = starter_files(date(2026, 11, 21), {})[".pre-commit-config.yaml"]
    assert text.split("\n", 2)[2].strip() in (ROOT / "docs/ci.md").read_text(encoding="utf-8")


# ---- where it may be made ------------------------------------------------------------------------------------------


def test_a_folder_with_files_is_refused_and_nothing_touched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "thesis.odt").write_bytes(b"years of work")
    before = files(tmp_path)
    assert run(["init", str(tmp_path)]) == 2
    said = capsys.readouterr().out
    assert "is not empty: it has thesis.odt. Nothing was written." in said and "error[E-INIT]" in said
    assert files(tmp_path) == before


def test_a_site_is_told_how_it_is_built(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "site.yaml").write_text("title: Mine\n", encoding="utf-8")
    assert run(["init", str(tmp_path), "--format", "json"]) == 2
    report = json.loads(capsys.readouterr().out)
    assert report["command"] == "init" and "sitegen build --project" in report["diagnostics"][0]["help"]


def test_an_empty_folder_is_taken_and_so_is_a_new_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
    assert run(["init", str(tmp_path), "--quiet"]) == 0
    assert (tmp_path / ".git/HEAD").is_file() and (tmp_path / "site.yaml").is_file()


def test_a_file_of_that_name_is_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x").write_bytes(b"")
    assert run(["init", str(tmp_path / "x")]) == 2
    assert "is a file" in capsys.readouterr().err


@pytest.mark.parametrize("standing", [True, False])
def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, standing: bool) -> None:
    site = tmp_path / "x"
    if standing:
        (site / ".git").mkdir(parents=True)
    good = starter_files(date(2026, 11, 21), {})
    # A name that no disk takes, after files that were written.
    monkeypatch.setattr(init, "starter_files", lambda *_: {**good, f"content/{'n' * 300}": "x"})
    assert run(["init", str(site)]) == 3
    assert files(tmp_path) == {} and site.exists() is standing


# ---- schemas -------------------------------------------------------------------------------------------------------


def test_schemas_follow_the_languages_of_the_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = tmp_path / "x"
    assert run(["init", str(site), "--quiet"]) == 0
    before = files(site / ".vscode")
    assert run(["schema", "--project", str(site)]) == 0
    assert "wrote 13 schemas into .vscode/schemas/" in capsys.readouterr().out
    assert files(site / ".vscode") == before, "those of a new project are up to date"
    config = (site / "site.yaml").read_text(encoding="utf-8")
    (site / "site.yaml").write_text(config.replace("  - {code: zh", "  - {code: fr}\n  - {code: zh"), encoding="utf-8")
    assert run(["schema", "--project", str(site), "--quiet"]) == 0
    assert b'"fr"' in files(site / ".vscode/schemas")["topics.json"]


def test_there_are_no_schemas_where_there_is_no_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "--project", str(tmp_path)]) == 2
    assert "this is not a site" in capsys.readouterr().out
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("place", sorted(RECIPES))
def test_what_publishes_it_comes_with_it(place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", str(tmp_path / "plain"), "--now", "2026-11-21", "--quiet"]) == 0
    assert run(["init", str(tmp_path / "site"), "--now", "2026-11-21", "--publish-to", place]) == 0
    first = next(iter(RECIPES[place].values()))
    assert first in capsys.readouterr().out
    more = files(tmp_path / "site").items() - files(tmp_path / "plain").items()
    examples = ROOT / "examples" / "publish"
    assert dict(more) == {path: (examples / name).read_bytes() for name, path in RECIPES[place].items()}
    assert run(["build", "--project", str(tmp_path / "site"), "--now", "2026-11-21", "--strict", "--jobs", "1"]) == 0


def test_each_place_with_a_recipe_can_be_asked_for() -> None:
    option = next(each for each in sitegen.commands["init"].params if each.name == "publish_to")
    assert isinstance(option.type, click.Choice)
    assert set(option.type.choices) == RECIPES.keys()
    told = {name for recipe in RECIPES.values() for name in recipe}
    assert told == {path.name for path in (ROOT / "examples" / "publish").iterdir()}
