"""What is saved while somebody looks on: only its pages are put together again, and as a build would."""

import json
from pathlib import Path

import pytest
from previewing import NOW
from story import Story

from sitegen.commands.i18n import adopt_pages
from sitegen.model import Request, Site
from sitegen.serve.edits import save, unit
from sitegen.serve.live import Live

FOLDER = "translations/zh_Hans_CN/LC_MESSAGES/content"
GUIDES = f"{FOLDER}/guide.po"
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: zh_CN\\n"\n'
ENTRY = '\nmsgctxt "{}"\nmsgid "{}"\nmsgstr "{}"\n'

ORPHAN = '\n#~ msgctxt "content/guide/two#paragraph"\n#~ msgid "x"\n#~ msgstr "x"\n\nmsgctxt'


@pytest.fixture
def story(tmp_path: Path) -> Story:
    """The tiny site with two pages that only a catalogue translates, and a member whose name one translates."""
    story = Story(tmp_path)
    texts = ""
    for name in ("one", "two"):
        identity, first, second = f"content/guide/{name}", f"First of {name}.", "A [link](/about/)."
        story.write(f"{identity}.en.md",
                    f"---\ntitle: Guide {name}\ndescription: About {name}.\n---\n\n{first}\n\n{second}\n")
        texts += ENTRY.format(f"{identity}#title", f"Guide {name}", f"指南{name}")
        texts += ENTRY.format(f"{identity}#description", f"About {name}.", "关于。")
        texts += ENTRY.format(f"{identity}#paragraph", first, "第一段。")
        texts += ENTRY.format(f"{identity}#paragraph", second, "[链接](/about/)。")
    story.write(GUIDES, HEAD + texts)
    story.write(f"{FOLDER}/data.po", HEAD + ENTRY.format("data/people/ada#job_title", "Chair", "主席"))
    return story


def request_of(story: Story) -> Request:
    return Request(project=str(story.root), output=str(story.root / "build"), now=NOW, drafts=True)


def live_of(story: Story) -> Live:
    live = Live(request_of(story))
    live.refresh(None)
    assert live.ready and not live.problems.errors, live.problems
    return live


def differing(one: Live, other: Live) -> list[str]:
    """What the two sites have otherwise, less what questions are answered from and make again."""
    assert one._moment is not None and other._moment is not None
    names = [name for name in Site.__struct_fields__ if not name.endswith("cards")]
    return [name for name in names if getattr(one._moment.site, name) != getattr(other._moment.site, name)]


def saved(live: Live, story: Story, path: str, text: str) -> bool:
    """Take in a save; whether that was done without looking at everything."""
    story.write(path, text)
    small = live._after_small_edit(frozenset([path]))
    if not small:
        live.refresh(None)
    while live.settle():
        pass
    assert not live.problems.errors, live.problems
    return small


EDITS = {
    "another translation": (GUIDES, "第一段。", "第一段话。", True),
    "another line": (GUIDES, "\nmsgctxt", "\n# A remark.\n\nmsgctxt", True),
    "another link": (GUIDES, "[链接](/about/)", "[链接](/)", True),
    "no translation": (GUIDES, 'msgstr "第一段。"', 'msgstr ""', True),
    "a fuzzy one": (GUIDES, '\nmsgctxt "content/guide/one#para', '\n#, fuzzy\nmsgctxt "content/guide/one#para', True),
    "an orphan": (GUIDES, "\nmsgctxt", ORPHAN, True),
    "a title, which lists show": (GUIDES, "指南one", "导览", True),
    "a page that is gone": (GUIDES, "content/guide/one#", "content/guide/gone#", False),
}


@pytest.mark.parametrize("name", EDITS)
def test_a_catalogue_comes_to_what_a_build_makes_of_it(story: Story, name: str) -> None:
    path, old, new, small = EDITS[name]
    live = live_of(story)
    good = story.text(path)
    assert old in good
    for text in dict.fromkeys((good.replace(old, new, 1), good.replace(old, new), good)):
        assert saved(live, story, path, text) == small
        assert differing(live, live_of(story)) == []


def test_texts_of_two_catalogues_for_one_page_are_put_together_as_a_build_does(story: Story) -> None:
    story.write(f"{FOLDER}/more.po", HEAD + ENTRY.format("content/guide/one#paragraph", "Not there.", "无。"))
    live = live_of(story)
    assert not saved(live, story, GUIDES, story.text(GUIDES).replace("第一段。", "第一段话。"))
    assert differing(live, live_of(story)) == []


def test_a_record_that_a_catalogue_names_is_renamed_without_looking_at_everything(story: Story) -> None:
    path = f"{FOLDER}/data.po"
    live = live_of(story)
    saved(live, story, path, story.text(path).replace("主席", "会长"))
    assert differing(live, live_of(story)) == []


# ---- titles, and texts typed in the browser --------------------------------------------------------------------------

LISTS = ("en/guide/one/index.html", "en/index.html", "en/news/index.html", "en/events/index.html",
         "zh/events/index.html", "en/events.atom", "zh/guide/two/index.html")


def refused(*arguments: object) -> object:
    raise ZeroDivisionError


def shown(live: Live) -> list[object]:
    return [live.page(path) for path in LISTS]


@pytest.mark.parametrize(("path", "old", "new"), [
    ("content/about.en.md", "title: ", "title: New "),
    ("content/guide/one.en.md", "description: About one.", "description: Of one."),
    ("content/guide/one.en.md", "First of one.", "First of all."),
    ("content/events/spring-workshop/index.en.md", "title: ", "title: Renamed "),
])
def test_a_title_costs_its_page_and_lists_show_it(
    story: Story, monkeypatch: pytest.MonkeyPatch, path: str, old: str, new: str
) -> None:
    live = live_of(story)
    before = shown(live)
    good = story.text(path)
    with monkeypatch.context() as patched:
        patched.setattr("sitegen.serve.live.read_sources", refused)
        assert saved(live, story, path, good.replace(old, new, 1))
    assert differing(live, live_of(story)) == []
    assert shown(live) == shown(live_of(story)) != before
    assert saved(live, story, path, good)
    assert shown(live) == before


@pytest.mark.parametrize("recorded", ["", "before"])
@pytest.mark.parametrize(("identity", "role", "home"), [
    ("content/guide/one", "paragraph", GUIDES), ("content/guide/one", "title", GUIDES),
    ("content/about", "paragraph", "content/about.zh.md"), ("data/people/ada", "name", f"{FOLDER}/data.po"),
])
def test_a_typed_text_costs_its_page_alone(
    story: Story, monkeypatch: pytest.MonkeyPatch, recorded: str, identity: str, role: str, home: str
) -> None:
    """Also the first that is ever recorded, for which there is no file yet. People are listed by their names."""
    if recorded:
        report, _ = adopt_pages(request_of(story), ["content/about"], language="", colour=None)
        assert report.exit == 0
    live = live_of(story)
    with monkeypatch.context() as patched:
        if not identity.startswith("data/"):
            patched.setattr("sitegen.serve.live.read_sources", refused)
        survey = live.survey()
        assert survey
        owner = survey.owner(identity)
        assert owner
        one = next(each for each in survey.units_of(owner, survey.written[1]) if each.unit.role == role)
        told = unit(survey, one.id, "zh")
        sent = {"id": told["id"], "language": "zh", "source": told["source_mark"],
                "translation": told["translation_mark"], "words": "新的文字。"}
        assert save(live, request_of(story), json.dumps(sent).encode()) == (200, {"message": "Saved."})
        again = live.survey()
        assert again and unit(again, one.id, "zh")["state"] == "fresh"
        assert save(live, request_of(story), json.dumps(sent).encode())[0] == 409, "it is another now"
    assert "新的文字。" in story.text(home) and one.id in story.text("translations/zh_Hans_CN/acknowledged.tsv")
    while live.settle():
        pass
    assert differing(live, live_of(story)) == []


def test_what_was_confirmed_is_taken_in_as_a_build_does(story: Story) -> None:
    records = "translations/zh_Hans_CN/acknowledged.tsv"
    report, _ = adopt_pages(request_of(story), ["content/about", "content/guide/one"], language="", colour=None)
    assert report.exit == 0
    live = live_of(story)
    good = story.text(records)
    lines = good.splitlines(keepends=True)
    for text in ("".join(lines[1:]), "", good):
        assert saved(live, story, records, text)
        assert differing(live, live_of(story)) == []
    gone = good + lines[0].replace("content/about#", "content/gone#")
    assert not saved(live, story, records, gone), "a page that is gone may have been renamed to any"
    assert differing(live, live_of(story)) == []


def test_files_that_changed_meanwhile_are_looked_at_before_saving(story: Story) -> None:
    """Nobody has told the preview of them yet."""
    live = live_of(story)
    survey = live.survey()
    assert survey
    owner = survey.owner("content/about")
    assert owner
    one = next(each for each in survey.units_of(owner, survey.written[1]) if each.unit.role == "paragraph")
    told = unit(survey, one.id, "zh")
    sent = json.dumps({"id": told["id"], "language": "zh", "source": told["source_mark"],
                       "translation": told["translation_mark"], "words": "新的文字。"}).encode()
    good = story.text("content/about.zh.md")
    story.write("content/about.zh.md", good.replace("title:", "titel:"))
    status, said = save(live, request_of(story), sent)
    assert status == 409 and "content/about.zh.md:2" in said["message"]
    assert "新的文字。" not in story.text("content/about.zh.md")
    story.delete("content/about.zh.md")
    assert save(live, request_of(story), sent)[0] == 409
    story.write("content/about.zh.md", good)
    live.refresh(None)
    assert save(live, request_of(story), sent)[0] == 200
