"""Plugins: filters and rules that a site adds by name; a wrong one is refused, a new one makes anew what used it."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from story import NOW, Story

from sitegen import plugins, quick
from sitegen.commands.check import check_project
from sitegen.commands.waiving import CONFIGURABLE, FAMILIES
from sitegen.diagnostics import BuildStopped
from sitegen.model import Language, Report, Request
from sitegen.render.environment import FILTERS
from sitegen.render.pages import Renderer

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "house_style"
LOUD = """
class Loud:
    name = "loud"
    version = "{version}"
    filters = {{"shout": lambda value: str(value).upper() + "!"}}
    rules = {{"W-HOUSE-QUIET": lambda words: [(0, 5, "Too loud.", "Lower your voice.")] * words.text.isupper()}}
plugin = Loud()
"""


class Bench:
    """A folder of modules that is on the path of this process for one test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, name: str, code: str) -> None:
        """A module; one of that name is forgotten."""
        (self.folder / f"{name}.py").write_text(code, encoding="utf-8")
        self.forget()

    def offer(self, package: str, name: str, value: str) -> None:
        """An installed package with an entry point."""
        info = self.folder / f"{package}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n", encoding="utf-8")
        (info / "entry_points.txt").write_text(f"[sitegen.plugins]\n{name} = {value}\n", encoding="utf-8")
        self.forget()

    def forget(self) -> None:
        """As in a new process."""
        plugins.load.cache_clear()
        plugins._files.clear()
        for name in [name for name, module in sys.modules.items()
                     if str(getattr(module, "__file__", None) or "").startswith((str(self.folder), str(EXAMPLE)))]:
            del sys.modules[name]
        sys.path_importer_cache.clear()


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    folder = tmp_path / "modules"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    bench = Bench(folder)
    yield bench
    bench.forget()


@pytest.fixture
def story(tmp_path: Path, bench: Bench) -> Story:
    story = Story(tmp_path)
    bench.put("loud", LOUD.format(version="1"))
    name(story, "loud:plugin")
    story.write("templates/news.html", '{% extends "base.html" %}{% block main %}<h1>{{ entry.title|plain|shout }}</h1>'
                "{% endblock %}")
    return story


def name(story: Story, *names: str) -> None:
    text = story.text("site.yaml").partition("plugins:")[0]
    story.write("site.yaml", f"{text}plugins: [{', '.join(f'{each!r}' for each in names)}]\n")


def checked(story: Story) -> Report:
    return check_project(Request(project=str(story.root), output=str(story.root / "build"), now=NOW),
                         update_baseline=False)


def refused(*names: str) -> str:
    with pytest.raises(BuildStopped) as stop:
        plugins.load(names, FILTERS)
    (problem,) = stop.value.diagnostics
    assert (problem.code, problem.exit, problem.path, problem.field) == (
        "E-PLUGIN", 2, "site.yaml", f"plugins.{len(names) - 1}")
    assert problem.help
    return problem.message


def test_a_filter_prints_and_a_new_version_makes_anew_just_the_pages_that_use_it(story: Story, bench: Bench) -> None:
    story.must_build()
    assert "!</h1>" in story.page("en/news/2026-05-01-minutes/index.html")
    assert story.must_build().rendered == 0
    bench.put("loud", LOUD.format(version="2").replace('"!"', '"?"'))
    report = story.must_build(explain=True)
    assert sorted(report.rendered_paths) == ["en/news/2026-05-01-minutes/index.html",
                                             "zh/news/2026-05-01-minutes/index.html"]
    assert "?</h1>" in story.page("en/news/2026-05-01-minutes/index.html")
    assert story.published() == story.clean_tree(story.root.parent)


def test_a_plugin_taken_out_is_missed_at_once(story: Story) -> None:
    story.must_build()
    name(story)
    report = story.build()
    assert report.exit == 1
    assert any("shout" in one.message and one.path == "templates/news.html" for one in report.diagnostics)


def test_the_quick_look_sees_that_a_plugin_was_edited(story: Story, bench: Bench, monkeypatch: pytest.MonkeyPatch
                                                      ) -> None:
    from sitegen.disk import stamp

    monkeypatch.setattr(stamp, "RACY_NS", 0)
    request = Request(project=str(story.root), output=str(story.root / "build"), now=NOW)
    story.must_build()
    story.must_build()
    assert quick.unchanged(request) is not None
    bench.put("loud", LOUD.format(version="3"))
    assert quick.unchanged(request) is None


def test_a_rule_of_the_house_is_told_waived_and_configured_like_any_other(story: Story) -> None:
    story.write("content/loud.en.md", "---\ntitle: Loud\n---\n\nSILENCE IN COURT\n")
    (found,) = [one for one in checked(story).diagnostics if one.code == "W-HOUSE-QUIET"]
    assert (found.path, found.line, found.column, found.help) == ("content/loud.en.md", 5, 1, "Lower your voice.")
    story.write("site.yaml", story.text("site.yaml") + "checks: {W-HOUSE-QUIET: error}\n")
    assert [one.severity for one in checked(story).diagnostics if one.code == "W-HOUSE-QUIET"] == ["error"]
    story.write("content/loud.en.md", "---\ntitle: Loud\n---\n\n<!-- sitegen: ignore W-HOUSE-QUIET: a quotation -->\n"
                "SILENCE IN COURT\n")
    report = checked(story)
    assert not [one for one in report.diagnostics if one.code == "W-HOUSE-QUIET"]
    assert [one.reason for one in report.waived] == ["a quotation"]


def test_a_new_version_of_a_rule_looks_again(story: Story, bench: Bench) -> None:
    story.write("content/loud.en.md", "---\ntitle: Loud\n---\n\nSILENCE IN COURT\n")
    assert [one.message for one in checked(story).diagnostics if one.code == "W-HOUSE-QUIET"] == ["Too loud."]
    bench.put("loud", LOUD.format(version="2").replace("Too loud.", "Hush."))
    assert [one.message for one in checked(story).diagnostics if one.code == "W-HOUSE-QUIET"] == ["Hush."]


def test_a_filter_that_fails_is_told_at_its_line_with_whose_it_is(story: Story, bench: Bench) -> None:
    bench.put("loud", LOUD.format(version="1").replace("str(value)", "value.no"))
    report = story.build()
    (told,) = {(one.path, one.line) for one in report.diagnostics if "shout" in one.message}
    assert told == ("templates/news.html", 1)
    assert any("of the plugin “loud” failed" in one.message for one in report.diagnostics)
    assert report.exit == 1


def test_a_rule_that_fails_is_told_with_whose_it_is(story: Story, bench: Bench) -> None:
    bench.put("loud", LOUD.format(version="1").replace("words.text.isupper()", "words.no"))
    report = checked(story)
    (told,) = [one for one in report.diagnostics if one.code == "E-PLUGIN"]
    assert "The rule W-HOUSE-QUIET of the plugin “loud” failed" in told.message


def test_an_installed_package_is_found_by_its_name(bench: Bench) -> None:
    bench.put("loud", LOUD.format(version="1"))
    bench.offer("loud-plugin", "loudly", "loud:plugin")
    assert [plugin.name for plugin in plugins.load(("loudly",), FILTERS).loaded] == ["loud"]
    bench.offer("louder-plugin", "loudly", "loud:plugin")
    assert "offered by two packages" in refused("loudly")


@pytest.mark.parametrize(("code", "said"), [
    ("plugin = 3\n", "is not a plugin"),
    ("raise RuntimeError('no licence')\n", "cannot be loaded: RuntimeError: no licence"),
    (LOUD.format(version=""), "does not say its name and version"),
    (LOUD.format(version="1").replace("shout", "upper"), "has the filter “upper”, which sitegen has too"),
    (LOUD.format(version="1").replace("shout", "words"), "has the filter “words”, which sitegen has too"),
    (LOUD.format(version="1").replace("shout", "Shout it"), "has a filter named “Shout it”"),
    (LOUD.format(version="1").replace("W-HOUSE-QUIET", "W-LONG"), "has a rule “W-LONG”")])
def test_a_wrong_plugin_is_refused(bench: Bench, code: str, said: str) -> None:
    bench.put("loud", code)
    assert said in refused("loud:plugin")


def test_two_plugins_may_not_have_the_same_name_filter_or_code(bench: Bench) -> None:
    bench.put("loud", LOUD.format(version="1"))
    bench.put("other", LOUD.format(version="1"))
    assert "has the name “loud”, which the plugin “loud” has too" in refused("loud:plugin", "other:plugin")
    bench.put("other", LOUD.format(version="1").replace('"loud"', '"other"'))
    assert "has the filter “shout”" in refused("loud:plugin", "other:plugin")
    bench.put("other", LOUD.format(version="1").replace('"loud"', '"other"').replace("shout", "cry"))
    assert "has the code W-HOUSE-QUIET" in refused("loud:plugin", "other:plugin")


def test_what_is_not_installed_is_told_in_the_line_of_site_yaml(story: Story) -> None:
    name(story, "nowhere")
    report = story.build()
    assert report.exit == 2
    (place,) = story.places()
    assert place.startswith("site.yaml:9:") and place.endswith("E-PLUGIN")


def test_no_code_of_ours_is_the_houses() -> None:
    assert not [code for code in CONFIGURABLE if "-HOUSE-" in code]
    assert "HOUSE-" in FAMILIES


def test_the_filters_of_templates_are_all_taken() -> None:
    language = Language(code="en", locale="en_GB", lang="en", name="English")
    renderer = Renderer((language,))
    assert renderer._environment(language).filters.keys() | {"random"} == FILTERS


def test_the_example_is_a_plugin_that_does_what_it_says(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(EXAMPLE / "src"))
    loaded = plugins.load(("house_style:plugin",), FILTERS)
    assert loaded.codes == ("W-HOUSE-PLAIN",)
    words = plugins.Words("To register, click here.", "en", "paragraph", "content/about")
    assert [(code, words.text[one.start:one.end]) for code, one in loaded.objections(words)] == [
        ("W-HOUSE-PLAIN", "click here")]
    asked: list[str] = []
    assert loaded.filters(asked.append)["breakable"]("A: b") == "A:<wbr> b"
    assert asked == ["house-style"]
