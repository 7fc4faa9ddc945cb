"""One page in each of the three ways to translate: what an edit makes stale, and what makes nothing stale.

The page has a text of every role. What is asked is always `sitegen i18n status`, as a person types it.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from drawings import photo
from story import Story

from sitegen.cli import run

PAGE = "content/news/2026-05-03-reading"
CATALOGUE = "translations/zh_Hans_CN/LC_MESSAGES/content/news-2026.po"
RECORDS = "translations/zh_Hans_CN/acknowledged.tsv"
FRONT = """date: 2026-05-03
author: [north]
"""


class Text(NamedTuple):
    """One text of the page in both languages."""

    role: str
    english: str
    chinese: str


TEXTS = (
    Text("title", "A room for reading", "阅览室开放"),
    Text("description", "Both colleges open a room in which nothing is to be done but to read.",
         "两所学院各开辟一间阅览室，室内只做一件事：读书。"),
    Text("heading-2", "Where it is", "地点"),
    Text("paragraph", "The first room is on the second floor.", "第一间在二楼。"),
    Text("paragraph", "The other room is on the third floor.", "另一间在三楼。"),
    Text("item", "Chairs by the window", "靠窗的椅子"),
    Text("item", "Lamps on *every* table", "*每张*桌子上都有台灯"),
    Text("heading-3", "When it is open", "开放时间"),
    Text("cell", "Day of the week", "星期"),
    Text("cell", "Opening hours", "时段"),
    Text("cell", "Mondays and Tuesdays", "星期一和星期二"),
    Text("cell", "all day", "全天"),
    Text("alt", "An empty table under a lamp", "台灯下的空桌子"),
    Text("caption", "The table before the first reader came", "第一位读者到来之前的桌子"),
    Text("paragraph", "Ask the [secretariat](/members/north/) for a key.[^desk]",
         "钥匙请向[秘书处](/members/north/)领取。[^desk]"),
    Text("footnote", "Or ask at the desk downstairs.", "也可在楼下服务台询问。"),
)
BODY = """## {2}

{3}

{4}

- {5}
- {6}

### {7}

| {8} | {9} |
| --- | --- |
| {10} | {11} |

```
door = "open"
```

![{12}](table.jpg "{13}")

{14}

[^desk]: {15}
"""
HEADER = r'''msgid ""
msgstr ""
"Language: zh_CN\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
'''


class Desk(Story):
    """The page in one of the three ways, all of it confirmed."""

    capsys: pytest.CaptureFixture[str]
    way: str
    address = PAGE

    def says(self, *typed: str) -> str:
        """What `sitegen i18n …` prints."""
        command, *rest = typed
        code = run(["i18n", command, "--project", str(self.root), *rest])
        said = self.capsys.readouterr()
        assert code == 0, said.out + said.err
        return said.out

    def status(self) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self.says("status", "--format", "json", self.address))
        return answer

    def states(self) -> list[tuple[str, str, str, int]]:
        """State, role, path and line of each unit that is not fresh."""
        return [(one["state"], one["id"].partition("#")[2].partition(":")[0], one["path"], one["line"])
                for one in self.status()["units"] if one["state"] != "fresh"]

    @property
    def english(self) -> str:
        """The file with the English words."""
        return f"{self.address}/index.{'en+zh' if self.way == 'inline' else 'en'}.md"

    @property
    def chinese(self) -> str:
        """The file with the Chinese words."""
        return {"files": f"{self.address}/index.zh.md", "inline": self.english, "catalogue": CATALOGUE}[self.way]

    def edit(self, text: Text) -> None:
        """Add a word to one English text."""
        self.replace(self.english, text.english, f"{text.english[:-1]} today{text.english[-1]}"
                     if text.english.endswith(".") else f"{text.english} today")

    def page_in_chinese(self) -> str:
        """What Chinese readers get."""
        return self.page(f"zh/{self.address.removeprefix('content/')}/index.html")

    def line_of(self, text: Text) -> int:
        """The line that `status` must name: that of the Chinese words, in a catalogue that of their entry."""
        lines = self.text(self.chinese).split("\n")
        number = next(number for number, line in enumerate(lines, 1) if text.chinese in line)
        return number - 1 if self.way == "catalogue" else number


def write(desk: Desk) -> None:
    """The page in the desk's way."""
    def file(texts: list[str], front: str) -> str:
        return f"---\ntitle: {texts[0]}\ndescription: {texts[1]}\n{front}---\n\n{BODY.format(*texts)}"

    desk.write(f"{PAGE}/table.jpg", photo())
    if desk.way == "inline":
        desk.write(desk.english, file([f"{text.english} // {text.chinese}" for text in TEXTS], FRONT))
        return
    desk.write(desk.english, file([text.english for text in TEXTS], FRONT))
    if desk.way == "files":
        desk.write(desk.chinese, file([text.chinese for text in TEXTS], ""))
    else:
        desk.write(CATALOGUE, HEADER + "".join(
            f'\nmsgctxt "{PAGE}#{text.role}"\nmsgid "{text.english}"\nmsgstr "{text.chinese}"\n' for text in TEXTS))


@pytest.fixture(params=["files", "inline", "catalogue"])
def desk(request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    site = Desk(tmp_path)
    site.capsys = capsys
    site.way = request.param
    write(site)
    site.says("adopt", site.address)
    assert site.states() == []
    assert len(site.status()["units"]) == len(TEXTS)
    return site


# ---- one text ------------------------------------------------------------------------------------------------------


def test_whatever_text_is_edited_it_and_no_other_is_stale(desk: Desk) -> None:
    before = desk.text(desk.english)
    for text in TEXTS:
        desk.edit(text)
        assert desk.states() == [("stale", text.role, desk.chinese, desk.line_of(text))], text.english
        desk.write(desk.english, before)
    assert desk.states() == []


def test_each_edit_adds_one(desk: Desk) -> None:
    for number, text in enumerate(TEXTS, 1):
        desk.edit(text)
        assert [state for state, *_ in desk.states()] == ["stale"] * number, text.english


def test_readers_see_one_mark_for_the_text_that_was_edited(desk: Desk) -> None:
    desk.must_build()
    assert "data-state" not in desk.page_in_chinese()
    desk.edit(TEXTS[4])
    desk.must_build()
    assert desk.page_in_chinese().count('data-state="stale"') == 1
    assert TEXTS[4].chinese in desk.page_in_chinese()


# ---- nothing stale -------------------------------------------------------------------------------------------------


WITHOUT_WORDS = {
    "wrapped": ("The first room is on", "The first\nroom   is on"),
    "code": ('door = "open"', 'door = "shut"\nprint("shut")'),
    "more code": ("```\ndoor", "```\nkey = 1\n```\n\n```\ndoor"),
    "another language of code": ("```\ndoor", "```python\ndoor"),
    "spaces in a table": ("| --- | --- |", "|:---|---:|"),
    "marks of a list": ("\n- Chairs", "\n* Chairs"),
    "name of a footnote": ("[^desk]", "[^1]"),
    "address of a link": ("(/members/north/)", "(/members/south/)"),
}


@pytest.mark.parametrize("edit", WITHOUT_WORDS)
def test_what_changes_no_words_makes_nothing_stale(desk: Desk, edit: str) -> None:
    if edit == "wrapped" and desk.way == "catalogue":
        desk.replace(CATALOGUE, 'msgid "The first room', 'msgid ""\n"The first "\n"room')
    desk.replace(desk.english, *WITHOUT_WORDS[edit])
    if edit == "marks of a list":
        desk.replace(desk.english, "\n- Lamps", "\n* Lamps")
    assert desk.states() == []


def test_a_paragraph_may_move_anywhere(desk: Desk) -> None:
    """To every place of the body, on the English side alone where each language has a file of its own."""
    front, _, body = desk.text(desk.english).partition("\n---\n")
    blocks = body.strip().split("\n\n")
    moved = next(number for number, block in enumerate(blocks) if block.startswith(TEXTS[4].english))
    for place in range(len(blocks)):
        rest = blocks[:moved] + blocks[moved + 1:]
        rest.insert(place, blocks[moved])
        desk.write(desk.english, front + "\n---\n\n" + "\n\n".join(rest) + "\n")
        assert desk.states() == [], place
    desk.edit(TEXTS[4])
    assert [(state, role) for state, role, *_ in desk.states()] == [("stale", "paragraph")]


def test_a_text_put_in_is_missing_and_a_text_taken_out_makes_no_other_stale(desk: Desk) -> None:
    desk.replace(desk.english, "- Chairs", "A text that is new here.\n\n- Chairs")
    assert [(state, role) for state, role, *_ in desk.states()] == [("missing", "paragraph")]
    desk.replace(desk.english, "A text that is new here.\n\n", "")
    first = next(line for line in desk.text(desk.english).split("\n") if line.startswith(TEXTS[3].english))
    desk.replace(desk.english, f"{first}\n\n", "")
    assert "stale" not in [state for state, *_ in desk.states()]


def test_a_renamed_page_stays_as_it_was(desk: Desk) -> None:
    desk.edit(TEXTS[4])
    before = desk.states()
    chinese = desk.chinese
    desk.rename(PAGE, "content/news/2026-05-04-reading-room")
    desk.address = "content/news/2026-05-04-reading-room"
    assert desk.states() == [(state, role, desk.chinese, line) for state, role, path, line in before]
    assert (desk.chinese == chinese) == (desk.way == "catalogue")
    if desk.way == "catalogue":
        desk.says("update")
        assert [state for state, *_ in desk.states()] == ["stale"]


def test_saving_the_chinese_again_clears_nothing(desk: Desk) -> None:
    desk.edit(TEXTS[4])
    before = desk.status()
    path = desk.root / desk.chinese
    os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns + 10**12))
    assert desk.status() == before
    text = path.read_bytes()
    path.unlink()
    path.write_bytes(text.replace(b"\n", b"\r\n"))
    assert desk.status() == before
    if desk.way == "catalogue":
        # Poedit writes a time, and a translator's name.
        path.write_bytes(text.replace(b'"MIME', b'"PO-Revision-Date: 2026-11-21 12:00+0000\\n"\n"MIME', 1))
        assert [state for state, *_ in desk.states()] == ["stale"]


def test_only_a_confirmation_clears_it(desk: Desk) -> None:
    desk.edit(TEXTS[4])
    unit, = [one["id"] for one in desk.status()["units"] if one["state"] == "stale"]
    if desk.way == "catalogue":
        # The entry first says what it is for now; that alone clears nothing.
        desk.says("update")
        desk.write(CATALOGUE, desk.text(CATALOGUE).replace("#, fuzzy\n", ""))
        assert [state for state, *_ in desk.states()] == ["stale"]
    desk.must_build()
    assert [state for state, *_ in desk.states()] == ["stale"]
    desk.says("ack", unit)
    assert desk.states() == []


# ---- the same everywhere -------------------------------------------------------------------------------------------


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_it_is_the_same_in_a_shallow_clone_in_an_archive_and_before_the_commit(desk: Desk, tmp_path: Path) -> None:
    who = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_CONFIG_GLOBAL": os.devnull,
           "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org", "GIT_CONFIG_SYSTEM": os.devnull}
    here = desk.root

    def git(*typed: str) -> None:
        subprocess.run(["git", *typed], cwd=here, check=True, env={**os.environ, **who}, capture_output=True)

    def commit() -> None:
        git("add", "content", "translations", "site.yaml")
        git("commit", "--quiet", "-m", "as it is")

    git("init", "--quiet")
    commit()
    desk.edit(TEXTS[4])
    desk.edit(TEXTS[9])
    uncommitted = desk.status()
    assert uncommitted["counts"]["zh"]["stale"] == 2
    commit()
    assert desk.status() == uncommitted
    git("clone", "--quiet", "--depth", "1", here.as_uri(), str(tmp_path / "clone"))
    git("archive", "--output", str(tmp_path / "site.tar"), "HEAD")
    shutil.unpack_archive(tmp_path / "site.tar", tmp_path / "unpacked", filter="data")
    for folder in ("clone", "unpacked"):
        desk.root = tmp_path / folder
        assert (desk.root / ".git").exists() == (folder == "clone")
        assert desk.status() == uncommitted


# ---- before and after an update ------------------------------------------------------------------------------------


@pytest.fixture
def catalogued(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """The page translated in a catalogue, with numbers and dates in its texts; nothing was ever confirmed by hand."""
    site = Desk(tmp_path)
    site.capsys = capsys
    site.way = "catalogue"
    write(site)
    site.replace(site.english, "on the second floor", "on floor 2 from 8 May at 9:30")
    site.replace(CATALOGUE, "on the second floor", "on floor 2 from 8 May at 9:30")
    site.says("update")
    return site


@pytest.mark.parametrize("edits", [
    (("from 8 May", "from 9 May"),),
    (("from 8 May at 9:30", "from 15 June at 10:00"),),
    (("A room for reading", "Opening on 12 September"),),
    (("nothing is to be done but to read", "three things are to be done on Mondays"),),
    (("from 8 May", "from 9 May"), ("the third floor", "the fourth floor"), ("Where it is", "Where it is in 2027")),
    (("Mondays and Tuesdays", "Wednesdays and Tuesdays"), ("Opening hours", "Opening hours 2026")),
], ids=["day", "date and time", "title", "description", "several", "cells"])
def test_a_text_with_other_numbers_is_stale_before_an_update_and_after(
        catalogued: Desk, edits: tuple[tuple[str, str], ...]) -> None:
    for before, after in edits:
        catalogued.replace(catalogued.english, before, after)
    stale = [(state, role) for state, role, _, _ in catalogued.states()]
    assert [state for state, _ in stale] == ["stale"] * len(edits)
    for _ in range(2):
        catalogued.says("update")
        assert [(state, role) for state, role, _, _ in catalogued.states()] == stale
    text = catalogued.text(CATALOGUE)
    assert (text.count("#, fuzzy"), text.count("#| msgid"), text.count("#~")) == (len(edits), len(edits), 0)


def test_numbers_that_change_again_and_back(catalogued: Desk) -> None:
    for before, after in (("8 May", "9 May"), ("9 May", "10 June"), ("floor 2", "floor 3")):
        catalogued.replace(catalogued.english, before, after)
        assert [state for state, *_ in catalogued.states()] == ["stale"]
        catalogued.says("update")
        assert [state for state, *_ in catalogued.states()] == ["stale"]
    assert 'msgid "The first room is on floor 2 from 8 May at 9:30."' in catalogued.text(CATALOGUE)
    catalogued.replace(catalogued.english, "floor 3 from 10 June", "floor 2 from 8 May")
    catalogued.says("update")
    assert catalogued.states() == []


def test_a_new_text_with_other_numbers_gets_nobodys_translation(catalogued: Desk) -> None:
    """As long as the text it is like is still there, it is another one."""
    old = "The first room is on floor 2 from 8 May at 9:30."
    catalogued.replace(catalogued.english, old, f"{old}\n\n{old.replace('8 May', '9 May')}")
    for _ in range(2):
        assert [state for state, *_ in catalogued.states()] == ["missing"]
        catalogued.says("update")
    assert "#, fuzzy" not in catalogued.text(CATALOGUE)


# ---- records that have had their day ---------------------------------------------------------------------------------


WINDOW, LAMPS = TEXTS[5], TEXTS[6]


def recorded(desk: Desk, text: Text) -> bool:
    return text.english in desk.text(RECORDS)


def without(text: str, words: str) -> str:
    """The text without the line of those words, and without the one they may continue on."""
    lines = [line for line in text.split("\n") if words not in line]
    assert lines != text.split("\n")
    return "\n".join(lines)


def forget(desk: Desk, text: Text) -> None:
    """Take a text out of the source; in one file, out of the translation too."""
    desk.write(desk.english, without(desk.text(desk.english), text.english))


def forget_entry(desk: Desk, text: Text) -> None:
    """Take out the translation as well, whichever way it is kept."""
    if desk.way == "files":
        desk.write(desk.chinese, without(desk.text(desk.chinese), text.chinese))
    elif desk.way == "catalogue":
        entries = desk.text(CATALOGUE).split("\n\n")
        desk.write(CATALOGUE, "\n\n".join(entry for entry in entries if text.chinese not in entry))


def test_the_record_of_a_text_that_is_gone_from_both_sides_goes_with_the_next_update(desk: Desk) -> None:
    forget(desk, WINDOW)
    desk.says("update")
    assert recorded(desk, WINDOW) == (desk.way != "inline"), "the translation is still there"
    forget_entry(desk, WINDOW)
    lines = desk.text(RECORDS).splitlines()
    desk.says("update")
    assert [line for line in lines if WINDOW.english not in line] == desk.text(RECORDS).splitlines()
    desk.says("update")
    assert desk.states() == []


def test_it_goes_when_something_else_of_its_page_is_confirmed(desk: Desk) -> None:
    forget(desk, WINDOW)
    forget_entry(desk, WINDOW)
    assert recorded(desk, WINDOW)
    desk.edit(LAMPS)
    if desk.way == "catalogue":
        desk.says("update")
    else:
        (unit,) = [one["id"] for one in desk.status()["units"] if one["state"] == "stale"]
        desk.says("ack", unit)
    assert not recorded(desk, WINDOW)
    assert all(recorded(desk, text) for text in TEXTS if text not in (WINDOW, LAMPS))


def test_what_only_one_side_lost_keeps_its_record(desk: Desk) -> None:
    """The source may have changed beyond recognition, or the translation be about to come back."""
    forget_entry(desk, WINDOW)
    desk.says("update")
    assert recorded(desk, WINDOW)
    desk.edit(LAMPS)
    desk.says("update")
    assert recorded(desk, LAMPS)


def test_a_page_that_is_gone_keeps_its_records_for_it_may_be_back_by_another_name(desk: Desk) -> None:
    before = desk.text(RECORDS)
    for path in {desk.english, desk.chinese} - {CATALOGUE}:
        desk.delete(path)
    desk.says("update")
    assert desk.text(RECORDS) == before


# ---- many pages ----------------------------------------------------------------------------------------------------


def test_an_edited_entry_renders_only_the_pages_that_show_it(
    tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    """On a site of 300 pages with words in a catalogue, of 1,000 with --campaign."""
    number = 1000 if pytestconfig.getoption("--campaign") else 300
    story = Story(tmp_path)
    story.replace("site.yaml", "page_size: 2", "page_size: 500")
    entries = []
    for n in range(number):
        words = {"title": (f"Note {n:04}", f"第{n:04}则短讯"), "paragraph": (f"It says {n:04}.", f"内容为{n:04}。")}
        story.write(f"content/notes/n{n:04}.en.md", f"---\ntitle: {words['title'][0]}\n"
                                                    f"description: A note, one of many, on nothing in particular.\n"
                                                    f"---\n\n{words['paragraph'][0]}\n")
        entries += [f'\nmsgctxt "content/notes/n{n:04}#{role}"\nmsgid "{english}"\nmsgstr "{chinese}"\n'
                    for role, (english, chinese) in words.items()]
    catalogue = "translations/zh_Hans_CN/LC_MESSAGES/content/notes.po"
    story.write(catalogue, HEADER + "".join(entries))
    assert story.must_build().pages > 2 * number
    story.replace(catalogue, "内容为0042。", "内容是0042。")
    assert story.must_build().rendered_paths == ("zh/notes/n0042/index.html",)
    assert "内容是0042。" in story.page("zh/notes/n0042/index.html")
    story.replace(catalogue, "第0042则短讯", "第0042则消息")
    rendered = story.must_build().rendered_paths
    showing = {path for path in story.published() if path.endswith(".html") and "第0042则消息" in story.page(path)}
    assert set(rendered) == showing
