"""Pages from one way of translating to another and back: not a byte, a page or a state is lost."""

import json
import random
from pathlib import Path
from typing import Any

import pytest
from drawings import drawing
from story import Story

from sitegen.cli import run

RECORDS = "translations/zh_Hans_CN/acknowledged.tsv"
CATALOGUE = "translations/zh_Hans_CN/LC_MESSAGES/content/events-2020.po"
WAYS = ("inline", "catalogue", "files")


class Desk(Story):
    """A site with somebody who converts its pages."""

    capsys: pytest.CaptureFixture[str]

    def says(self, *typed: str, exit: int = 0) -> str:
        command, *rest = typed
        code = run(["i18n", command, "--project", str(self.root), *rest])
        said = self.capsys.readouterr()
        assert code == exit, said.out + said.err
        return said.out + said.err

    def states(self, *pages: str) -> list[tuple[str, str, str]]:
        """Id, language and state of every unit."""
        found: dict[str, Any] = json.loads(self.says("status", "--format", "json", *pages))
        return sorted((one["id"], one["language"], one["state"]) for one in found["units"])

    def orphans(self) -> list[tuple[str, int]]:
        """Where the translations of nothing stand."""
        found: dict[str, Any] = json.loads(self.says("status", "--format", "json"))
        return [(one["path"], one["line"]) for one in found["units"] if one["state"] == "orphan"]

    def line_of(self, path: str, text: str) -> int:
        return next(number for number, line in enumerate(self.text(path).splitlines(), start=1) if text in line)

    def sources(self) -> dict[str, bytes]:
        """Every file of people's."""
        return {str(path.relative_to(self.root)): path.read_bytes() for folder in ("content", "translations")
                for path in sorted((self.root / folder).rglob("*")) if path.is_file()}


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    site = Desk(tmp_path)
    site.capsys = capsys
    return site


# ---- thirty pages ----------------------------------------------------------------------------------------------------


ENGLISH = ("The members met in Belfast", "Read [the report](https://example.org/r) and **mind the gap**",
           "Use `a // b` here", "It is *new*", "Write to a@example.org", "See https://example.org//x now",
           "Costs rose 4.5 % and more", "Questions and answers", "one or two",
           "As [they say][r], and [](person:ada) too",
           "By [Ada](/people/ada/ \"her page\") and ![two people](p.png) at once",
           "A [heading](#top) \\*literally\\*", "It costs <https://example.org/?a=1&b=2> and &copy; \\// more")
CHINESE = ("各成员在贝尔法斯特开会", "请读[报告](https://example.org/r)，**注意间隙**", "此处用 `a // b`", "它是*新*的",
           "写信至 a@example.org", "见 https://example.org//x 现在", "费用上涨 4.5 % 以上", "问答", "一二",
           "如[其所言][r]，及[](person:ada)", "由[艾达](/people/ada/ \"其页面\")与![两人](p.png)同时",
           "[标题](#top) \\*原样\\*",
           "费用 <https://example.org/?a=1&b=2> 与 &copy; \\// 更多")

PLAIN = 9
"""Of these, the first that can stand anywhere."""


def pages(seed: int) -> tuple[str, str]:
    """A page in English, and in Chinese with some texts missing: blocks of every kind, no two texts the same."""
    shape = random.Random(seed)
    count = 0

    def text(choice: int = len(ENGLISH)) -> tuple[str, str]:
        nonlocal count
        count += 1
        number = shape.randrange(choice)
        english, chinese = f"{ENGLISH[number]} {count}", f"{CHINESE[number]} {count}"
        # A catalogue has one translation for equal texts.
        return english.replace("two people", f"two people {count}"), chinese.replace("两人", f"两人{count}")

    def block(kind: int, language: int, words: list[tuple[str, str]]) -> str:
        a, b, c = (pair[language] for pair in words)
        if kind == 0:
            return f"## {a}"
        if kind == 1:
            return a
        if kind == 2:
            return f"- {a}\n- 42\n  1. {b}"
        if kind == 3:
            return f"> {a}\n>\n> {b}"
        if kind == 4:
            return f"| {a} | 1 |\n|---|--:|\n| {b} | {c} |"
        if kind == 5:
            return "```\ncode // 码\n```"
        if kind == 6:
            return f'![{a}](p.png "{b}")'
        if kind == 7:
            return f"{a}[^{seed}]\\\n{b}[^b{seed}]"
        # The order of the marks is each language's own.
        first, second = (f"[^{seed}]", f"[^b{seed}]")[::1 - 2 * language]
        return f"{a}{first} {b}{second}"

    kinds = [shape.randrange(9) for _ in range(8)]
    blocks = [(kind, [text(PLAIN if kind == 6 else len(ENGLISH)) for _ in range(3)]) for kind in kinds]
    notes = [text(), text()]
    missing = shape.randrange(8) if seed % 2 else -1
    english = [block(kind, 0, words) for kind, words in blocks]
    chinese = ["<!-- untranslated -->" if number == missing and kind == 1 else block(kind, 1, words)
               for number, (kind, words) in enumerate(blocks)]
    session = text(PLAIN)
    for language, body in enumerate((english, chinese)):
        # Each language has them where it likes; they are printed in the order of the marks.
        body.insert(3 * language, "[r]: https://example.org/they")
        names = (seed, f"b{seed}")
        body += [f"[^{name}]: {words[language]}" for name, words in zip(names, notes, strict=True)][::1 - 2 * language]
    head = (f"title: Workshop {seed}\ndescription: What the members do about it in their workshop number {seed}.\n"
            f"type: workshop\nstart: 2020-03-05 09:30\nend: 2020-03-05 16:30\norganizers: [north]\n"
            f"timezone: Europe/London\nattendance: in-person\nstatus: cancelled\nstatus_note: No room {seed}\n"
            f"location: {{name: Hall, city: Belfast, country: GB}}\n"
            f"sessions:\n  - id: opening\n    title: Opening {session[0]}\n    start: 09:45\n    kind: break\n")
    other = (f"title: 研讨会{seed}\ndescription: 各成员单位在第{seed}次研讨会上交流做法与经验，并商定下一步工作安排。\n"
             f"status_note: 没有场地{seed}\nsessions:\n  opening:\n    title: \"开幕 {session[1]}\"\n"
             "translation:\n  by: Li Wei\n  date: 2020-03-01\n  method: human\n")
    return (f"---\n{head}---\n\n" + "\n\n".join(english) + "\n", f"---\n{other}---\n\n" + "\n\n".join(chinese) + "\n")


PICTURE = drawing()


def with_pages(desk: Desk, count: int = 30) -> list[str]:
    names = []
    for seed in range(count):
        name = f"content/events/2020-03-05-workshop-{seed}"
        english, chinese = pages(seed)
        desk.write(f"{name}/index.en.md", english)
        desk.write(f"{name}/index.zh.md", chinese)
        desk.write(f"{name}/p.png", PICTURE)
        names.append(name)
    return names


def test_thirty_pages_go_round_without_losing_a_byte(desk: Desk) -> None:
    names = with_pages(desk)
    desk.says("adopt", *names[:20])
    # A fifth of the sources move on after that.
    for name in names[:20:5]:
        desk.replace(f"{name}/index.en.md", "title: Workshop", "title: Great workshop")
    desk.must_build()
    published = desk.published()
    desk.says("convert", "--to", "inline", *names)
    desk.says("convert", "--to", "files", *names)
    before, states = desk.sources(), desk.states()
    assert {"fresh", "stale", "missing", "unrecorded"} <= {state for _, _, state in states}
    desk.must_build()
    assert desk.published() == published
    for way in WAYS:
        desk.says("convert", "--to", way, *names)
        assert desk.states() == states, way
        desk.must_build()
        assert desk.published() == published, way
        if way == "inline":
            assert not (desk.root / f"{names[0]}/index.zh.md").exists()
        if way == "catalogue":
            assert (desk.root / CATALOGUE).exists()
            assert not (desk.root / f"{names[0]}/index.en+zh.md").exists()
    assert desk.sources() == before


# ---- one page --------------------------------------------------------------------------------------------------------


FORUM = "content/events/autumn-forum/index"


def test_a_second_conversion_changes_nothing(desk: Desk) -> None:
    for way in WAYS:
        desk.says("convert", "--to", way, "about")
        before = desk.sources()
        assert "already" in desk.says("convert", "--to", way, "about")
        assert desk.sources() == before


def test_a_dry_run_says_what_would_be_written_and_writes_nothing(desk: Desk) -> None:
    before = desk.sources()
    said = desk.says("convert", "--dry-run", "--to", "inline", "about")
    assert said.splitlines() == ["would write content/about.en+zh.md", "would remove content/about.en.md",
                                 "would remove content/about.zh.md"]
    assert desk.sources() == before


def test_an_unconfirmed_change_stays_stale_on_every_way(desk: Desk) -> None:
    desk.says("adopt", "about")
    desk.replace("content/about.en.md", "Read about", "Read everything about")
    states = desk.states("about")
    assert [state for _, _, state in states].count("stale") == 1
    for way in ("catalogue", "inline", "catalogue", "files", "catalogue", "files"):
        desk.says("convert", "--to", way, "about")
        assert desk.states("about") == states, way


def test_a_translation_of_nothing_is_kept_and_comes_back(desk: Desk) -> None:
    desk.write(f"{FORUM}.zh.md", desk.text(f"{FORUM}.zh.md") + "\n### 多余的标题\n\n### 另一个 --> 标题\n")
    assert len(desk.orphans()) == 2
    states = desk.states()
    desk.says("convert", "--to", "inline", "autumn-forum")
    kept = "<!-- orphan zh heading-3: 另一个 --&gt; 标题 -->\n<!-- orphan zh heading-3: 多余的标题 -->\n"
    assert desk.orphans() == [(f"{FORUM}.en+zh.md", desk.line_of(f"{FORUM}.en+zh.md", text))
                              for text in ("另一个", "多余的标题")]
    assert desk.states() == states
    assert desk.text(f"{FORUM}.en+zh.md").endswith(f"\n\n{kept}")
    desk.must_build()
    assert "多余的标题" not in desk.page("zh/events/autumn-forum/index.html")
    desk.says("convert", "--to", "files", "autumn-forum")
    assert desk.states() == states
    files = desk.text(f"{FORUM}.zh.md")
    assert files.endswith(f"\n\n{kept}")
    desk.says("convert", "--to", "catalogue", "autumn-forum")
    catalogue = desk.text("translations/zh_Hans_CN/LC_MESSAGES/content/events-2027.po")
    assert '#~ msgstr "多余的标题"' in catalogue
    assert desk.states() == states
    path = "translations/zh_Hans_CN/LC_MESSAGES/content/events-2027.po"
    assert desk.orphans() == [(path, desk.line_of(path, f'msgid "{text}')) for text in ("另一个", "多余的标题")]
    listed = desk.orphans()
    desk.says("update")
    assert desk.orphans() == listed
    run(["check", "--project", str(desk.root)])
    assert desk.capsys.readouterr().out.count("W-TR-ORPHAN") == 2
    desk.says("convert", "--to", "files", "autumn-forum")
    assert desk.text(f"{FORUM}.zh.md") == files


@pytest.mark.parametrize("way", ["files", "inline", "catalogue"])
def test_an_entry_whose_text_is_gone_is_listed_whatever_becomes_of_its_page(desk: Desk, way: str) -> None:
    desk.says("convert", "--to", "catalogue", "autumn-forum")
    path = "translations/zh_Hans_CN/LC_MESSAGES/content/events-2027.po"
    desk.replace(f"{FORUM}.en.md", "\n## Programme\n", "")
    assert desk.orphans() == [(path, desk.line_of(path, 'msgid "Programme"'))]
    desk.says("convert", "--to", way, "autumn-forum")
    ((home, line),) = desk.orphans()
    assert "议程" in "".join(desk.text(home).splitlines()[line - 1:line + 1])
    assert home == {"files": f"{FORUM}.zh.md", "inline": f"{FORUM}.en+zh.md", "catalogue": path}[way]
    assert sum(path.read_text(encoding="utf-8").count("议程") for folder in ("content/events/autumn-forum",
               "translations/zh_Hans_CN/LC_MESSAGES") for path in (desk.root / folder).rglob("*.[mp][do]")) == (
        2 if way == "catalogue" else 1)


def test_a_line_that_readers_see_end_ends_in_a_catalogue_too(desk: Desk) -> None:
    for code, words in (("en", "One line\\\nand  \nanother."), ("zh", "一行\\\n又  \n一行。")):
        desk.write(f"{FORUM}.{code}.md", desk.text(f"{FORUM}.{code}.md") + f"\n{words}\n")
    desk.must_build()
    published = desk.published()
    assert "<p>一行<br>\n又<br>\n一行。</p>" in desk.page("zh/events/autumn-forum/index.html")
    desk.says("convert", "--to", "catalogue", "autumn-forum")
    desk.must_build()
    assert desk.published() == published
    desk.replace(f"{FORUM}.en.md", "One line\\\nand", "One line\\\nor")
    assert "\n  One line\\ or another.\n" in desk.says("status", "autumn-forum")
    desk.says("update")
    assert [state for _, _, state in desk.states("autumn-forum")].count("stale") == 1


def test_a_draft_in_a_catalogue_stays_there_for_when_the_page_returns(desk: Desk) -> None:
    desk.says("convert", "--to", "catalogue", "about")
    path = "translations/zh_Hans_CN/LC_MESSAGES/content/pages.po"
    desk.replace(path, 'msgctxt "content/about#heading-2"', '#, fuzzy\nmsgctxt "content/about#heading-2"')
    text, states = desk.text(path), desk.states("about")
    for way in ("files", "inline", "catalogue"):
        desk.says("convert", "--to", way, "about")
        assert desk.states("about") == states
    # A flag typed by hand stands where the tools put it.
    assert desk.text(path).count("#, fuzzy") == text.count("#, fuzzy")
    assert '"宗旨"' in desk.text(path)


@pytest.mark.parametrize(("english", "chinese", "way", "why"), [
    ("Purpose\n\nSame.\n\nSame.", "宗旨\n\n甲。\n\n乙。", "catalogue", "translated in two ways"),
    ("Purpose\n\n- 42", "宗旨\n\n- 四十二", "catalogue", "translates what has no words"),
    ("Purpose", "宗旨\n\n<!-- sitegen: ignore W-X \"1\": reason -->", "inline", "a comment of its own"),
])
def test_what_would_be_lost_is_refused_before_anything_is_written(desk: Desk, english: str, chinese: str, way: str,
                                                                  why: str) -> None:
    desk.write("content/x.en.md", "---\ntitle: One more page\ndescription: A page that says enough of itself for a "
               f"test of what can be lost.\n---\n\n## {english}\n")
    desk.write("content/x.zh.md", "---\ntitle: 又一页\ndescription: 这一页内容足够多，可用来检验转换过程中可能丢失的"
               f"一切内容，无需更多说明文字。\n---\n\n## {chinese}\n")
    before = desk.sources()
    said = desk.says("convert", "--to", way, "x", "about", exit=1)
    assert "E-CONVERT" in said
    assert why in said
    assert desk.sources() == before


def test_a_text_changed_on_both_sides_is_confirmed_before_it_goes_into_a_catalogue(desk: Desk) -> None:
    desk.says("adopt", "about")
    desk.replace("content/about.en.md", "Read about", "Read everything about")
    desk.replace("content/about.zh.md", "请参阅", "请全面参阅")
    before = desk.sources()
    assert "sitegen i18n ack 'content/about#paragraph:" in desk.says("convert", "--to", "catalogue", "about", exit=1)
    assert desk.sources() == before
    states = desk.states("about")
    desk.says("convert", "--to", "inline", "about")
    assert desk.states("about") == states


def test_what_turns_out_different_is_put_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from sitegen.commands import convert

    before = desk.sources()
    monkeypatch.setattr(convert, "to_inline", lambda source, *rest: source)
    said = desk.says("convert", "--to", "inline", "about", exit=1)
    assert "would be missing instead of unrecorded" in said
    assert desk.sources() == before


def test_an_interruption_while_looking_at_the_result_puts_everything_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sitegen import build
    from sitegen.commands import convert

    before, asked = desk.sources(), build.ask
    calls: list[int] = []

    def interrupted(*given: Any) -> Any:
        calls.append(1)
        if len(calls) > 1:
            raise KeyboardInterrupt
        return asked(*given)

    monkeypatch.setattr(convert, "ask", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(["i18n", "convert", "--project", str(desk.root), "--to", "inline", "about"])
    assert desk.sources() == before


def test_records_are_not_converted(desk: Desk) -> None:
    assert "Name pages only" in desk.says("convert", "--to", "files", "content/data/members.yaml", exit=1)
