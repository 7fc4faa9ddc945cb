"""The dashboard says how far everything is translated, and what is typed in the browser goes where it belongs."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from previewing import Running, previewing
from story import Story

from sitegen.commands.i18n import adopt_pages, report_status
from sitegen.model import Request
from sitegen.serve.bar import STATES

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
FILES = "content/three/files"
INLINE = "content/three/inline"
CATALOGUE = "content/three/catalogue"
BODY = "---\ntitle: {title}\ndescription: A page to translate.\nbilingual: true\n---\n\n{text}\n"


@pytest.fixture
def story(tmp_path: Path) -> Story:
    """A page translated in each of the three ways."""
    story = Story(tmp_path)
    story.write(f"{FILES}.en.md", BODY.format(title="Files", text="The first sentence.\n\nThe second sentence."))
    story.write(f"{FILES}.zh.md", "---\ntitle: 文件\ndescription: 一页。\n---\n\n第一句。\n\n第二句。\n")
    story.write(f"{INLINE}.en+zh.md", BODY.format(title="Inline // 同文", text="The inline sentence. // 同文的句子。"))
    story.write(f"{CATALOGUE}.en.md", BODY.format(title="Catalogue", text="The catalogue sentence."))
    report, _ = adopt_pages(asking(story), [FILES, INLINE], language="", colour=None)
    assert report.exit == 0, report.diagnostics
    return story


def asking(story: Story) -> Request:
    return Request(project=str(story.root), output=str(story.root / "build"), now=NOW, drafts=True)


@pytest.fixture
def preview(story: Story) -> Iterator[Running]:
    with previewing(story.root, edit=True) as running:
        yield running


def units(story: Story, page: str) -> list[dict[str, Any]]:
    report, said = report_status(asking(story), [page], language="zh", form="json")
    assert report.exit == 0, report.diagnostics
    found: list[dict[str, Any]] = json.loads(said)["units"]
    return found


def unit_of(preview: Running, story: Story, page: str, words: str) -> dict[str, Any]:
    """What the browser is told of the text that says this."""
    told: dict[str, Any]
    for one in units(story, page):
        asked = f"unit?id={one['id'].replace('#', '%23')}&lang=zh-Hans"
        told = json.loads(preview.ask(preview.own(asked)).text)
        if words in (told["source"], told["translation"]):
            return told
    raise AssertionError(words)


def send(preview: Running, told: dict[str, Any], words: str, **changed: Any) -> tuple[int, dict[str, Any]]:
    body = {"id": told["id"], "language": told["language"], "source": told["source_mark"],
            "translation": told["translation_mark"], "words": words, **changed}
    headers = {"Content-Type": "application/json", "Origin": f"http://localhost:{preview.port}"}
    said = preview.ask(preview.own("save"), "POST", headers=headers, sent=json.dumps(body).encode())
    return said.status, json.loads(said.text) if said.status in (200, 400, 409) else {}


def state_of(story: Story, page: str, id: str) -> str:
    return next(str(one["state"]) for one in units(story, page) if one["id"] == id)


# ---- saving ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("page", "words", "address"), [
    (FILES, "The second sentence.", "three/files"), (INLINE, "The inline sentence.", "three/inline"),
    (CATALOGUE, "The catalogue sentence.", "three/catalogue"), (FILES, "Files", "three/files"),
    (INLINE, "Inline", "three/inline"), (CATALOGUE, "Catalogue", "three/catalogue"),
])
def test_a_translation_goes_where_it_belongs(
    preview: Running, story: Story, page: str, words: str, address: str
) -> None:
    told = unit_of(preview, story, page, words)
    status, said = send(preview, told, "  改过的\n译文 ")
    assert (status, said["message"]) == (200, "Saved.")
    assert state_of(story, page, told["id"]) == "fresh"
    preview.until(f"/bilingual/{address}/", "改过的 译文")
    home = {FILES: f"{FILES}.zh.md", INLINE: f"{INLINE}.en+zh.md",
            CATALOGUE: "translations/zh_Hans_CN/LC_MESSAGES/content/three.po"}[page]
    assert "改过的" in story.text(home)


def test_all_else_of_a_catalogue_stays_with_its_byte_order_mark(preview: Running, story: Story) -> None:
    home = story.root / "translations/zh_Hans_CN/LC_MESSAGES/content/three.po"
    assert send(preview, unit_of(preview, story, CATALOGUE, "Catalogue"), "目录")[0] == 200
    assert send(preview, unit_of(preview, story, CATALOGUE, "The catalogue sentence."), "旧的译文。")[0] == 200
    before = b"\xef\xbb\xbf" + home.read_bytes()
    home.write_bytes(before)
    preview.until("/bilingual/three/catalogue/", "旧的译文")
    assert send(preview, unit_of(preview, story, CATALOGUE, "The catalogue sentence."), "改过的译文。")[0] == 200
    after = home.read_bytes()
    assert after.startswith(b"\xef\xbb\xbfmsgid") and "改过的译文。".encode() in after
    assert before.split(b"\n\n")[0] == after.split(b"\n\n")[0]


def test_a_stale_text_is_shown_with_its_change_and_becomes_fresh(preview: Running, story: Story) -> None:
    story.replace(f"{FILES}.en.md", "The first sentence.", "The first long sentence.")
    dashboard = f"/_sitegen/?page={FILES}&language=zh"
    said = preview.until(dashboard, "<ins>long ")
    assert '<span class="stale">stale</span>' in said.text
    assert "three/files" in preview.ask("/_sitegen/?state=stale").text
    told = unit_of(preview, story, FILES, "The first long sentence.")
    assert send(preview, told, "很长的第一句。")[0] == 200
    assert state_of(story, FILES, told["id"]) == "fresh"
    preview.until("/bilingual/three/files/", "很长的第一句。")


def test_fresh_texts_name_themselves_only_where_they_can_be_typed(preview: Running, story: Story) -> None:
    fresh = 'data-state="fresh"'
    told = unit_of(preview, story, FILES, "The second sentence.")
    assert preview.ask("/bilingual/three/inline/").text.count(fresh) == 2, "title and text"
    shown = preview.ask("/bilingual/three/files/").text
    assert f'<p lang="zh-Hans" data-unit="{told["id"]}" {fresh}>第二句。</p>' in shown
    assert shown.count(fresh) == shown.count("data-unit=") == 4, "title, description and two texts"
    assert fresh not in preview.ask("/zh/three/files/").text
    assert fresh not in preview.ask("/bilingual/three/catalogue/").text
    story.must_build()
    assert "data-unit" not in story.page("bilingual/three/files/index.html")
    with previewing(story.root) as other:
        assert "data-unit" not in other.ask("/bilingual/three/files/").text


def test_a_source_that_changed_meanwhile_is_not_overwritten(preview: Running, story: Story) -> None:
    told = unit_of(preview, story, FILES, "The second sentence.")
    story.replace(f"{FILES}.en.md", "The second sentence.", "Another second sentence.")
    before = story.text(f"{FILES}.zh.md")
    status, said = send(preview, told, "旧句子的译文。")
    assert status == 409
    assert "changed meanwhile" in said["message"] and said["help"]
    assert story.text(f"{FILES}.zh.md") == before


def test_a_translation_that_changed_meanwhile_is_not_overwritten(preview: Running, story: Story) -> None:
    told = unit_of(preview, story, FILES, "The second sentence.")
    assert send(preview, told, "甲的译文。")[0] == 200
    status, said = send(preview, told, "乙的译文。")
    assert status == 409
    assert "Somebody else" in said["message"]
    assert "甲的译文。" in story.text(f"{FILES}.zh.md")


@pytest.mark.parametrize("words", ["", " \n ", "a\x00b", "x" * 30_000, "\x1b[31m"])
def test_what_is_no_text_is_not_saved(preview: Running, story: Story, words: str) -> None:
    told = unit_of(preview, story, FILES, "The second sentence.")
    before = story.text(f"{FILES}.zh.md")
    assert send(preview, told, words)[0] == 409
    assert story.text(f"{FILES}.zh.md") == before


@pytest.mark.parametrize("words", ["# 标题", "- 列表", "> 引用", "甲 // 乙", "```", "<script>alert(1)</script>",
                                   "{{ x }}", "---", "1. 一", "**粗**"])
@pytest.mark.parametrize(("page", "source"), [(FILES, "The second sentence."), (INLINE, "The inline sentence.")])
def test_words_stay_one_text(preview: Running, story: Story, page: str, source: str, words: str) -> None:
    """Whatever is typed, the page keeps its shape, and nothing of it runs."""
    told = unit_of(preview, story, page, source)
    count = len(units(story, page))
    if send(preview, told, words)[0] == 200:
        assert len(units(story, page)) == count
        assert state_of(story, page, told["id"]) == "fresh"
    assert "<script>alert" not in preview.ask(f"/zh/{page.removeprefix('content/')}/").text


@pytest.mark.parametrize("changed", [{"id": "../../etc/passwd#title:00000000"}, {"id": "content/three/files"},
                                     {"id": ""}, {"language": "en"}, {"language": "../x"},
                                     {"id": "data/people/../../x#name:0"}])
def test_writing_is_by_id_alone(preview: Running, story: Story, changed: dict[str, str]) -> None:
    told = unit_of(preview, story, FILES, "The second sentence.")
    before = {path: path.read_bytes() for path in story.root.rglob("*.md")}
    assert send(preview, told, "字", **changed)[0] == 409
    assert {path: path.read_bytes() for path in story.root.rglob("*.md")} == before


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"null", b"{\"id\": 1}", b"\xff", b"id=x&words=y",
                                  b'{"id":"a","language":"zh","source":"","translation":"","words":"x","path":"/etc/x"}'])
def test_what_is_no_translation_is_refused(preview: Running, body: bytes) -> None:
    headers = {"Content-Type": "application/json", "Origin": f"http://localhost:{preview.port}"}
    assert preview.ask(preview.own("save"), "POST", headers=headers, sent=body).status in (400, 403, 405)


@pytest.mark.parametrize("headers", [
    {"Content-Type": "application/x-www-form-urlencoded"}, {"Content-Type": "text/plain"}, {},
    {"Content-Type": "application/json", "Origin": "https://evil.example"},
    {"Content-Type": "application/json", "Origin": "null"}, {"Content-Type": "application/json", "Origin": ""},
    {"Content-Type": "application/json", "Sec-Fetch-Site": "cross-site"},
    {"Content-Type": "application/json", "Sec-Fetch-Site": "none"},
])
def test_only_the_previews_own_script_may_save(preview: Running, story: Story, headers: dict[str, str]) -> None:
    told = unit_of(preview, story, FILES, "The second sentence.")
    body = {"id": told["id"], "language": "zh", "source": told["source_mark"], "translation": told["translation_mark"],
            "words": "坏"}
    given = {"Origin": f"http://localhost:{preview.port}", **headers}
    assert preview.ask(preview.own("save"), "POST", headers=given, sent=json.dumps(body).encode()).status == 403
    assert preview.ask("/_sitegen/wrong/save", "POST", headers=given, sent=b"{}").status == 403
    assert "坏" not in story.text(f"{FILES}.zh.md")


def test_nothing_can_be_saved_unless_it_was_asked_for(story: Story) -> None:
    with previewing(story.root) as preview:
        headers = {"Content-Type": "application/json", "Origin": f"http://localhost:{preview.port}"}
        assert preview.ask(preview.own("save"), "POST", headers=headers, sent=b"{}").status == 405
        assert preview.ask(preview.own("unit?id=x&lang=zh")).status == 404
        assert "textarea" not in preview.ask(f"/_sitegen/?page={FILES}&language=zh").text


def test_a_large_body_is_not_read(preview: Running) -> None:
    headers = {"Content-Type": "application/json", "Origin": f"http://localhost:{preview.port}",
               "Content-Length": "5000000"}
    assert preview.ask(preview.own("save"), "POST", headers=headers).status == 413


# ---- the dashboard and the bar ---------------------------------------------------------------------------------------


def test_every_page_is_listed_in_every_language(preview: Running, story: Story) -> None:
    text = preview.ask("/_sitegen/").text
    for page in ("three/files", "three/inline", "three/catalogue", "content/about", "content/data/members.yaml"):
        assert page in text
    assert "中文" in text and "<td" in text


@pytest.mark.parametrize(("query", "there", "gone"), [
    ("state=missing", "three/catalogue", "three/files"), ("section=three", "three/files", "content/about"),
    ("words=CATALOGUE", "three/catalogue", "three/files"), ("language=zh", "three/files", "nothing like that"),
    ("language=en", "nothing like that", "three/files"), ("state=not+fresh", "three/catalogue", "content/three/files"),
    ("from=99999", "nothing like that", "three/files"), ("from=x&state=y", "nothing like that", "three/files"),
    ("words=%3Cscript%3E", "&lt;script&gt;", "<script>"),
])
def test_filters(preview: Running, query: str, there: str, gone: str) -> None:
    text = preview.ask(f"/_sitegen/?{query}").text
    main = text[text.index("<main>"):]
    table = main[main.index("</form>"):] if "script" not in query else main
    assert there in table
    assert gone not in table


def test_the_table_is_filled_with_warnings_one_by_one(preview: Running, story: Story) -> None:
    story.write("content/three/facts.en.md", BODY.format(title="Facts", text="We met on 3 March 2021."))
    story.write("content/three/facts.zh.md", "---\ntitle: 事实\ndescription: 一页。\n---\n\n我们在2021年3月4日见面。\n")
    text = preview.until("/_sitegen/", "content/three/facts").text
    assert 'data-of="content/three/facts" data-into="zh"' in text

    def count(page: str) -> int:
        told = json.loads(preview.ask(preview.own(f"warnings?page={page}&language=zh")).text)
        return int(told["count"])

    assert count("content/three/facts") >= 1
    assert count("content/none") == 0
    assert count("content/data/members.yaml") >= 0


def test_what_the_table_counts_is_what_status_says(preview: Running, story: Story) -> None:
    """After each save, though only the page that was saved is counted again."""
    def counts(page: str) -> list[str]:
        text = preview.ask(f"/_sitegen/?words={page}&language=zh").text
        row = text[text.index("<tbody>"):text.index("</tbody>")]
        return re.findall(r'data-label="(?!warnings)[a-z]+">([0-9]+|·)', row)

    def told(page: str) -> list[str]:
        found = Counter(str(one["state"]) for one in units(story, f"content/three/{page}"))
        return [str(found[state] or "·") for state in STATES]

    def assert_equal() -> None:
        assert [counts(page) for page in ("files", "inline")] == [told(page) for page in ("files", "inline")]

    assert_equal()
    for old, new, words in (("The second", "Another second", "Another"), ("title: Files", "title: Filed", "Filed"),
                            ("\n\nAnother", "\n\nThe new.\n\nAnother", "The new.")):
        story.replace(f"{FILES}.en.md", old, new)
        preview.until("/en/three/files/", words)
        assert_equal()


def test_unknown_pages_are_not_found(preview: Running) -> None:
    assert preview.ask("/_sitegen/?page=content/none&language=zh").status == 404
    assert preview.ask(f"/_sitegen/?page={FILES}&language=en").status == 404


def test_the_bar_says_what_is_wanting(preview: Running, story: Story) -> None:
    told = json.loads(preview.ask(preview.own("bar?page=en/three/catalogue/index.html")).text)
    assert told["identity"] == CATALOGUE
    assert [source["path"] for source in told["sources"]] == [f"{CATALOGUE}.en.md"]
    assert told["sources"][0]["editor"] == ""
    language = told["languages"][0]
    assert language["code"] == "zh"
    assert language["counts"]["missing"] == len(language["units"]) > 0
    assert any(each["code"] == "W-TR-MISSING" for each in told["warnings"])


def test_the_bar_says_what_check_would_say_of_this_page_alone(preview: Running, story: Story) -> None:
    """Facts that differ between the languages, and rules of texts; not those of other pages, nor what is waived."""
    story.write("content/three/facts.en.md", BODY.format(title="Facts", text="We met on 3 March 2021."))
    story.write("content/three/facts.zh.md", 
                "---\ntitle: 事实\ndescription: 一页。\n---\n\n我们在2021年3月4日见面,很好。\n")
    told = preview.until(preview.own("bar?page=zh/three/facts/index.html"), "W-PARITY")
    codes = {each["code"]: each for each in json.loads(told.text)["warnings"]}
    assert "4" in codes["W-PARITY"]["message"]
    assert codes["W-PARITY"]["path"] == "content/three/facts.zh.md"
    assert any(not code.startswith(("W-TR", "W-PARITY")) for code in codes), "a rule of texts: the comma"
    other = json.loads(preview.ask(preview.own("bar?page=zh/three/files/index.html")).text)
    assert not any(each["path"].startswith("content/three/facts") for each in other["warnings"])
    waiver = "<!-- sitegen: ignore W-PARITY: both days are right -->"
    story.replace("content/three/facts.zh.md", "我们在", f"{waiver}\n\n我们在")
    preview.until(preview.own("bar?page=zh/three/facts/index.html"), "W-PARITY", gone=True)


def test_the_bar_knows_lists_and_what_nobody_writes(preview: Running) -> None:
    assert json.loads(preview.ask(preview.own("bar?page=en/members/index.html")).text)["sources"] == []
    assert json.loads(preview.ask(preview.own("bar?page=nowhere")).text)["identity"] == ""
    assert json.loads(preview.ask(preview.own("bar?page=bilingual/three/files/index.html")).text)["identity"] == FILES


def test_sources_open_in_the_editor(story: Story) -> None:
    with previewing(story.root, editor="vscode://file/{path}:{line}:{column}") as preview:
        told = json.loads(preview.ask(preview.own("bar?page=en/about/index.html")).text)
        assert told["sources"][0]["editor"] == f"vscode://file{story.root}/content/about.en.md:1:1"
