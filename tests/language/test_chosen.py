"""Which language sitegen speaks, and that programs are answered in none but English."""

import json
import os
from pathlib import Path

import pytest
from story import Story

from sitegen.cli import run
from sitegen.language import chosen as languages
from sitegen.language.chosen import chosen
from sitegen.language.phrasebook import Phrasebook

NOW = "2026-11-21T12:00+00:00"
LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
BOOK = Phrasebook({
    "error": "错误",
    "help": "提示",
    "{number} error": "{number}个错误",
    "{diagnostics}. {output}/ was not changed.": "{diagnostics}。{output}/没有改动。",
    '"{name}" is missing in {subject}.': "{subject}缺少“{name}”。",
    "an event": "活动",
    "Usage": "用法",
    "Options": "选项",
    "Commands": "命令",
    "Say why each page was rendered again.": "说明每个页面为什么" + "重新渲染" * 9 + "。",
    "Treat warnings as errors.": "警告也算错误。",
    "Publish the site into build/, or change nothing and say why.": "发布网站；有错则不改动，并说明原因。",
    "No such option {name}.": "没有{name}这个选项。",
    "See what can be typed: {command} --help": "可用的写法：{command} --help",
    "would change": "将改动",
})


@pytest.fixture
def book(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few sentences that no translator changes."""
    monkeypatch.setattr("sitegen.cli.speech", lambda language: str if language == "en" else BOOK.said)
    monkeypatch.setattr("sitegen.help_pages.speech", lambda language: BOOK.said)


@pytest.mark.parametrize(("arguments", "environment", "language"), [
    ("build", {}, "en"),
    ("--language zh build", {}, "zh"),
    ("build --language zh", {"LANG": "en_GB.UTF-8"}, "zh"),
    ("build --language=en", {"LANG": "zh_CN.UTF-8"}, "en"),
    ("build --language", {"LANG": "zh_CN.UTF-8"}, "zh"),
    ("build --language fr", {"LANG": "zh_CN.UTF-8"}, "en"),
    ("i18n status --language zh", {}, "en"),
    ("--language zh i18n status --language en", {}, "zh"),
    ("new event -- --language=zh", {}, "en"),
    ("build", {"LANG": "zh_CN.UTF-8"}, "zh"),
    ("build", {"LANG": "zh_SG"}, "zh"),
    ("build", {"LANG": "zh-Hans-CN"}, "zh"),
    ("build", {"LANG": "zh_TW.UTF-8"}, "en"),
    ("build", {"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "de_DE.UTF-8"}, "en"),
    ("build", {"LANG": "de_DE.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh"),
    ("build", {"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
    ("build", {"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh"),
])
def test_what_is_typed_counts_then_the_locale(arguments: str, environment: dict[str, str], language: str) -> None:
    assert chosen(arguments.split(), environment, encoding="utf-8") == language


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "no such encoding"])
def test_a_console_without_chinese_letters_is_spoken_to_in_english(encoding: str) -> None:
    assert chosen(["--language", "zh", "build"], {}, encoding=encoding) == "en"
    assert chosen(["--language", "zh", "build"], {}, encoding="gb18030") == "zh"


def in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in LOCALE:
        monkeypatch.setenv(name, "zh_CN.UTF-8")


@pytest.fixture
def story(tmp_path: Path) -> Story:
    story = Story(tmp_path)
    path = next(path for path in sorted((story.root / "content/events").rglob("*.md")) if "start:" in path.read_text())
    path.write_text("".join(line for line in path.read_text().splitlines(keepends=True) if "start:" not in line))
    return story


def test_a_diagnostic_in_the_language_of_the_locale(
    story: Story, book: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    in_chinese(monkeypatch)
    assert run(["build", "--project", str(story.root), "--now", NOW]) == 1
    said = capsys.readouterr().out
    assert "错误[" in said and "提示: " in said
    assert "build/没有改动。" in said.splitlines()[-1]


@pytest.mark.parametrize("form", ["json", "github", "sarif"])
def test_programs_are_answered_the_same_in_every_language(
    story: Story, form: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = []
    for locale in ("C.UTF-8", "zh_CN.UTF-8"):
        for name in LOCALE:
            monkeypatch.setenv(name, locale)
        assert run(["build", "--project", str(story.root), "--now", NOW, "--format", form]) == 1
        answer = capsys.readouterr().out
        answers.append(json.loads(answer) | {"seconds": 0} if form == "json" else answer)
    assert answers[0] == answers[1]


def test_what_is_published_and_remembered_is_the_same_in_every_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    story = Story(tmp_path)
    trees = []
    for locale in ("C.UTF-8", "zh_CN.UTF-8"):
        for name in LOCALE:
            monkeypatch.setenv(name, locale)
        assert run(["build", "--project", str(story.root), "--now", NOW, "--clean"]) == 0
        build = story.root / "build"
        trees.append({path.relative_to(build): path.read_bytes() for path in build.rglob("*") if path.is_file()})
    assert trees[0] == trees[1]
    in_chinese(monkeypatch)
    capsys.readouterr()
    assert run(["build", "--project", str(story.root), "--now", NOW, "--language", "en"]) == 0
    assert "holds" in capsys.readouterr().out


def test_nothing_is_read_for_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(languages, "CATALOGUES", {})
    assert languages.speech.__wrapped__("en")("a sentence") == "a sentence"


def test_a_mistake_in_the_command_is_told_in_chinese(book: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--language", "zh", "build", "--zzz"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("错误[E-USAGE]: 没有'--zzz'这个选项。\n提示: 可用的写法：sitegen build --help\n")


def test_a_language_that_is_not_spoken_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", "--language", "fr"]) == 2
    assert "is not one of" in capsys.readouterr().err


def test_the_help_is_in_chinese_and_no_line_is_too_wide(
    book: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from sitegen.console import width

    monkeypatch.setenv("COLUMNS", "80")
    assert run(["build", "--language", "zh", "--help"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("用法：sitegen build [OPTIONS]\n\n  发布网站；有错则不改动，并说明原因。\n\n选项：\n")
    assert "  --strict                警告也算错误。\n" in said
    assert max(map(width, said.splitlines())) <= 80
    assert "说明每个页面为什么" in said and "重新渲染" * 9 not in said
    assert run(["--language", "zh", "--help"]) == 0
    assert "\n命令：\n  build   发布网站；有错则不改动，并说明原因。\n" in capsys.readouterr().out


def test_the_help_speaks_english_again_afterwards(book: None, capsys: pytest.CaptureFixture[str]) -> None:
    run(["--language", "zh", "--help"])
    capsys.readouterr()
    assert run(["--help"]) == 0
    assert capsys.readouterr().out.startswith("Usage: sitegen [OPTIONS] COMMAND [ARGS]...\n")


def test_texts_of_the_site_in_an_answer_stay_as_they_are() -> None:
    said = languages.lines("error\n  error\nhelp", BOOK.said)
    assert said == "错误\n  error\n提示"


def test_the_tests_themselves_speak_english() -> None:
    assert chosen([], os.environ, encoding="utf-8") == "en"


def test_an_answer_of_several_lines_is_told_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    in_chinese(monkeypatch)
    site = tmp_path / "site"
    assert run(["init", str(site), "--now", NOW]) == 0
    said = capsys.readouterr().out
    assert "现在请键入：\n" in said and f"  cd {site}\n  sitegen serve --open" in said
    assert run(["new", "event", "Fair // 书市", "--name", "fair", "--project", str(site), "--now", NOW]) == 0
    said = capsys.readouterr().out
    assert not [line for line in said.splitlines() if "wrote" in line or "Fill" in line]
    assert run(["--language", "zh", "i18n", "export", "--language", "zh", "--missing", str(tmp_path / "job.po"),
                "--project", str(site)]) == 0
    assert " text" not in capsys.readouterr().out.replace(str(tmp_path), "")


def test_the_windows_of_a_chinese_user_speak_chinese() -> None:
    assert chosen([], {}, encoding="utf-8", interface=0x0804) == "zh"
    assert chosen([], {}, encoding="utf-8", interface=0x0404) == "en"
    assert chosen([], {}, encoding="utf-8", interface=0x0409) == "en"
    assert chosen([], {"LANG": "en_GB"}, encoding="utf-8", interface=0x0804) == "en"
