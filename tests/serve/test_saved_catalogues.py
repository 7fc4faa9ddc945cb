"""A catalogue that is saved while somebody looks on: only its pages are put together again, and as a build would."""

from pathlib import Path

import pytest
from previewing import NOW
from story import Story

from sitegen.model import Request, Site
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


def live_of(story: Story) -> Live:
    live = Live(Request(project=str(story.root), output=str(story.root / "build"), now=NOW, drafts=True))
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
    "a title, which lists show": (GUIDES, "指南one", "导览", False),
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
