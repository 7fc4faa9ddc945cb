"""What is saved is shown: at once, whole, however an editor writes it; and a mistake leaves the last good page."""

import asyncio
import gc
import json
import os
import re
import shutil
import time
import weakref
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import create_autospec

import pytest
from previewing import PATIENCE, Running, previewing
from story import Story

from sitegen.model import Request
from sitegen.serve import session
from sitegen.serve.live import Live
from sitegen.serve.watch import Changes

ABOUT = "content/about.en.md"


@pytest.fixture
def story(tmp_path: Path) -> Story:
    return Story(tmp_path)


@pytest.fixture(params=["told", "scan"])
def preview(story: Story, request: pytest.FixtureRequest) -> Iterator[Running]:
    with previewing(story.root, scan=request.param == "scan") as running:
        yield running


@pytest.fixture
def told(story: Story) -> Iterator[Running]:
    with previewing(story.root) as running:
        yield running


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.005)


def state(preview: Running, page: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(preview.ask(preview.own(f"state?page={page}")).text)
    return answer


def test_every_kind_of_source_reaches_the_browser(preview: Running, story: Story) -> None:
    base = (Path(__file__).resolve().parents[2] / "templates/base.html").read_text(encoding="utf-8")
    for path, text, address, words in (
        (ABOUT, story.text(ABOUT) + "\nA new sentence.\n", "/en/about/", "A new sentence."),
        ("content/data/members.yaml", story.text("content/data/members.yaml").replace("North College", "Far North"),
         "/en/members/", "Far North"),
        ("templates/base.html", base.replace("</footer>", "<p>From the template</p></footer>"), "/zh/about/",
         "From the template"),
        ("translations/zh_Hans_CN/LC_MESSAGES/theme.po",
         'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\nLanguage: zh_CN\\n"\n\n'
         'msgid "Skip to main content"\nmsgstr "跳过去"\n', "/zh/about/", "跳过去"),
        ("site.yaml", story.text("site.yaml").replace("title:", "footer: [{title: At the foot, url: 'https://x.org/'}]\n"
                                                      "title:", 1), "/en/about/", "At the foot"),
        ("content/fresh/deep/er/index.en.md", "---\ntitle: Deep\ndescription: Far down.\n---\n\nFound it.\n",
         "/en/fresh/deep/er/", "Found it."),
    ):
        preview.write(path, text)
        preview.until(address, words)


def test_what_is_deleted_is_not_found_any_more(preview: Running) -> None:
    assert preview.ask("/en/events/spring-workshop/").status == 200
    for name in ("news", "events/spring-workshop"):
        shutil.rmtree(preview.root / "content" / name)
    preview.until("/en/events/", "spring-workshop", gone=True)
    assert preview.ask("/en/events/spring-workshop/").status == 404


def test_a_save_by_renaming_is_seen(preview: Running, story: Story) -> None:
    for number in range(3):
        new = preview.root / "content" / f".about.{number}.part"
        new.write_text(story.text(ABOUT).rstrip() + f"\n\nRenamed {number}.\n", encoding="utf-8")
        os.replace(new, preview.root / ABOUT)
        preview.until("/en/about/", f"Renamed {number}.")


def test_a_change_that_neither_size_nor_time_tells_is_seen(preview: Running, story: Story) -> None:
    path = preview.root / ABOUT
    before = path.stat()
    path.write_text(story.text(ABOUT).replace("Read about", "Dear about"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    preview.until("/en/about/", "Dear about")


def test_half_a_file_is_not_taken_for_a_mistake(told: Running, story: Story) -> None:
    whole = story.text(ABOUT)
    before = told.rounds
    for number in range(3):
        for part in ("", "---\ntitle: [\n", whole + f"\nWhole {number}.\n"):
            told.write(ABOUT, part)
            time.sleep(0.02)
        told.until("/en/about/", f"Whole {number}.")
    assert told.rounds > before
    assert told.lines[1:] == [], "no mistake was reported"


def test_a_file_that_stays_empty_is_reported(told: Running) -> None:
    told.write(ABOUT, "")
    told.until(told.own("state?page=en/about/index.html"), '"path": "content/about.en.md"')


def test_a_mistake_leaves_the_last_good_page_and_goes_away(told: Running, story: Story) -> None:
    good = story.text(ABOUT)
    told.ask("/en/about/")
    digest = state(told, "en/about/index.html")["digest"]
    told.write(ABOUT, good.replace("title:", "titel:", 1))
    told.until(told.own("state?page=en/about/index.html"), "titel")
    found = state(told, "en/about/index.html")
    assert found["digest"] == digest
    problem = found["problems"][0]
    assert (problem["path"], problem["line"], problem["excerpt"][:6]) == (ABOUT, 2, "titel:")
    assert problem["help"]
    assert told.ask("/en/about/").status == 200
    wait_until(lambda: any("titel" in line for line in told.lines))
    told.write(ABOUT, good)
    told.until(told.own("state?page=en/about/index.html"), '"problems": []')
    wait_until(lambda: told.lines[-1] == "That is mended.")


def test_a_slip_in_a_list_is_told_without_all_that_follows_from_it(told: Running, story: Story) -> None:
    links = "[](member:north), [](organisation:north), [North](/members/north/), [](person:ada)"
    story.write(ABOUT, f"{story.text(ABOUT)}\n{links}.\n")
    told.until("/en/about/", ">North</a>")
    assert state(told, "en/about/index.html")["problems"] == []
    for name in ("members", "people"):
        path = f"content/data/{name}.yaml"
        good = story.text(path)
        told.write(path, good + "\t- broken\n")
        told.until(told.own("state?page=en/about/index.html"), f"{name}.yaml")
        assert {each["path"] for each in state(told, "en/about/index.html")["problems"]} == {path}
        told.write(path, good)
        told.until(told.own("state?page=en/about/index.html"), '"problems": []')


def test_a_mistake_at_the_start_is_shown_until_it_is_mended(story: Story) -> None:
    good = story.text("site.yaml")
    story.write("site.yaml", good.replace("timezone:", "timezoon:"))
    with previewing(story.root) as preview:
        assert "timezoon" in preview.ask("/en/about/").text
        preview.write("site.yaml", good)
        preview.until("/en/about/", 'data-page="en/about/index.html"')


def test_a_dead_link_at_the_start_does_not_hide_the_site(story: Story) -> None:
    story.write(ABOUT, story.text(ABOUT) + "\n[nowhere](/events/none/)\n")
    with previewing(story.root) as preview:
        assert "/en/about/" in preview.ask("/en/events/").text
        assert state(preview, "en/about/index.html")["problems"]


def test_a_burst_is_one_build(told: Running) -> None:
    before = told.rounds
    for number in range(500):
        text = f"---\ntitle: Page {number}\ndescription: One of many.\n---\n\nX\n"
        told.write(f"content/many/page-{number}.en.md", text)
    told.until("/en/many/page-499/", "Page 499")
    assert told.rounds - before <= 3
    assert all(told.ask(f"/en/many/page-{number}/").status == 200 for number in range(0, 500, 50))


def test_git_is_waited_for(told: Running, story: Story) -> None:
    lock = told.root / ".git" / "index.lock"
    lock.parent.mkdir()
    lock.touch()
    before = told.rounds
    told.write(ABOUT, story.text(ABOUT) + "\nHalf of a checkout.\n")
    time.sleep(0.3)
    assert told.rounds == before
    lock.unlink()
    told.until("/en/about/", "Half of a checkout.")
    assert told.rounds == before + 1


def test_reading_is_no_change(told: Running) -> None:
    before = told.rounds
    for path in sorted((told.root / "content").rglob("*.md")):
        path.read_bytes()
    time.sleep(0.2)
    assert told.rounds == before


def test_what_editors_write_beside_files_is_no_change(told: Running) -> None:
    before = told.rounds
    for name in (".about.en.md.swp", "about.en.md~", ".#about.en.md", ".sitegen-1.part"):
        told.write(f"content/{name}", "x")
    time.sleep(0.2)
    assert told.rounds == before


def test_only_pages_that_changed_are_others(told: Running, story: Story) -> None:
    pages = ("en/about/index.html", "zh/about/index.html", "en/events/index.html", "en/news/index.html")
    before = {page: state(told, page)["digest"] for page in pages}
    told.write(ABOUT, story.text(ABOUT) + "\nOnly here.\n")
    told.until("/en/about/", "Only here.")
    changed = [page for page in pages if state(told, page)["digest"] != before[page]]
    assert "en/about/index.html" in changed
    assert "en/events/index.html" not in changed and "en/news/index.html" not in changed


def test_a_style_changes_no_page_but_for_its_address(told: Running, story: Story) -> None:
    story.write("templates/assets/custom.css", "h1 { color: red }\n")
    told.until("/en/about/", "custom.")
    before = state(told, "en/about/index.html")
    story.write("templates/assets/custom.css", "h1 { color: blue }\n")
    told.until(told.own("state?page=en/about/index.html"), before["digest"], gone=True)
    after = state(told, "en/about/index.html")
    assert after["bare"] == before["bare"]
    assert [a == b for a, b in zip(before["styles"], after["styles"], strict=True)] == [True, False]
    assert b"blue" in told.ask(after["styles"][1]).body


def test_the_stream_tells_of_a_save_and_never_of_what(told: Running, story: Story) -> None:
    import socket

    with socket.create_connection(("127.0.0.1", told.port), timeout=PATIENCE) as stream:
        stream.sendall(f"GET {told.own('events')} HTTP/1.1\r\nHost: localhost:{told.port}\r\n\r\n".encode())
        heard = b""
        while b"data: reload\n\n" not in heard:
            heard += stream.recv(4096)
        told.write(ABOUT, story.text(ABOUT) + "\nHeard.\n")
        assert stream.recv(4096) == b"data: reload\n\n"


def test_drafts_are_shown_unless_they_are_hidden(story: Story) -> None:
    story.write("content/secret.en.md", "---\ntitle: Secret\ndescription: Not yet.\ndraft: true\n---\n\nHush.\n")
    with previewing(story.root) as preview:
        assert "not published yet" in preview.ask("/en/secret/").text
        assert json.loads(preview.ask(preview.own("bar?page=en/secret/index.html")).text)["state"] == "draft"
    with previewing(story.root, drafts=False) as preview:
        assert preview.ask("/en/secret/").status == 404


def test_the_preview_is_mounted_where_the_site_will_be(story: Story) -> None:
    story.replace("site.yaml", "base_url: https://tiny.example/", "base_url: https://tiny.example/project/")
    with previewing(story.root) as preview:
        assert preview.ask("/").headers["location"] == "/project/"
        assert preview.ask("/project/en/about").headers["location"] == "/project/en/about/"
        assert preview.ask("/project/en/about/").status == 200
        assert preview.ask("/en/about/").status == 404


def test_nothing_is_written_but_what_is_remembered(story: Story) -> None:
    before = sorted(path for path in story.root.rglob("*"))
    with previewing(story.root) as preview:
        preview.ask("/en/about/")
        preview.write(ABOUT, story.text(ABOUT) + "\nMore.\n")
        preview.until("/en/about/", "More.")
        report = story.build(drafts=True)
        assert report.exit == 0, "no lock is held"
    after = sorted(path for path in story.root.rglob("*"))
    kept = [path for path in after if path not in before and ".sitegen" not in str(path) and "build" not in str(path)]
    assert kept == []


def test_what_is_shown_is_what_is_published(story: Story) -> None:
    with previewing(story.root, drafts=False) as preview:
        story.must_build()
        for file in sorted((story.root / "build").rglob("*")):
            path = file.relative_to(story.root / "build").as_posix()
            if file.is_dir() or path.startswith(".well-known"):
                continue
            said = preview.ask(f"/{path}")
            assert said.status == 200, path
            shown = said.body
            if path.endswith(".html"):
                script = shown.index(b"<script defer src=\"/_sitegen/preview.js\"")
                shown = shown[:script] + shown[shown.index(b"</script>\n", script) + len(b"</script>\n"):]
            assert shown == file.read_bytes(), path


def test_time_alone_changes_a_page(story: Story) -> None:
    """An event that ends while the preview runs becomes past without a save."""
    from sitegen.model import Request
    from sitegen.serve.live import Live

    times = [datetime(2026, 11, 21, 12, tzinfo=UTC)]
    live = Live(Request(project=str(story.root), output="", now=times[0], drafts=True), lambda: times[-1])
    live.refresh(None)
    until = live.until
    assert until is not None
    before = live.page("en/events/index.html")
    times.append(datetime.fromtimestamp(until + 1, UTC))
    live.refresh(())
    assert live.page("en/events/index.html") != before
    assert live.until != until


def test_a_mistake_of_ours_is_said_to_be_one(told: Running, monkeypatch: pytest.MonkeyPatch, story: Story) -> None:
    def broken(*arguments: object) -> object:
        raise ZeroDivisionError

    monkeypatch.setattr("sitegen.serve.live.plan", broken)
    monkeypatch.setattr("sitegen.serve.moment.reassemble", broken)
    told.write(ABOUT, story.text(ABOUT) + "\nMore.\n")
    told.until(told.own("state?page=en/about/index.html"), "mistake in sitegen")
    assert told.ask("/en/about/").status == 200
    monkeypatch.undo()
    told.write(ABOUT, story.text(ABOUT) + "\nMore again.\n")
    told.until("/en/about/", "More again.")
    assert state(told, "en/about/index.html")["bug"] == ""


def test_a_small_edit_looks_at_nothing_else(told: Running, monkeypatch: pytest.MonkeyPatch, story: Story) -> None:
    """Neither a body nor a template takes more time on a large site than on a small one."""
    def refused(*arguments: object) -> object:
        raise ZeroDivisionError

    for whole in ("read_sources", "parse_sources", "assemble_site", "plan"):
        monkeypatch.setattr(f"sitegen.serve.live.{whole}", refused)
    told.write(ABOUT, story.text(ABOUT) + "\nMore.\n")
    told.until("/en/about/", "More.")
    members = "content/data/members.yaml"
    name = re.search(r"name: {en: ([^,]+),", story.text(members))
    assert name
    told.write(members, story.text(members).replace(name[1], "Renamed Academy"))
    told.until("/en/members/", "Renamed Academy")
    assert state(told, "en/about/index.html")["bug"] == ""


def test_a_file_that_is_written_again_while_it_is_read_is_still_a_small_edit(
    told: Running, monkeypatch: pytest.MonkeyPatch, story: Story
) -> None:
    monkeypatch.setattr("sitegen.serve.session.REWRITTEN", PATIENCE)
    monkeypatch.setattr(Live, "refresh", lambda *_: looked.append("at everything"))
    text, take = story.text(ABOUT), Live.take
    looked: list[object] = []

    def half(self: Live, changed: Collection[str]) -> bool:
        looked.append(set(changed))
        if len(looked) > 1:
            return take(self, changed)
        told.write(ABOUT, f"{text}\nThe whole of it.\n")
        return False

    monkeypatch.setattr(Live, "take", half)
    told.write(ABOUT, f"{text}\nThe wh")
    told.until("/en/about/", "The whole of it.")
    assert looked == [{ABOUT}, {ABOUT}]


def test_a_template_that_is_being_written_is_not_remembered(
    told: Running, monkeypatch: pytest.MonkeyPatch, story: Story
) -> None:
    """Each save would take the place of a template that builds need."""
    kept: list[bytes] = []
    monkeypatch.setattr("sitegen.disk.compiled.write_state", lambda path, data: kept.append(bytes(data)))
    base = (Path(__file__).resolve().parents[2] / "templates/base.html").read_text(encoding="utf-8")
    # The site's own template takes the place of the theme's: that is seen before it is edited.
    told.write("templates/base.html", base.replace("</footer>", "<p>Ours</p></footer>"))
    told.until("/en/about/", "Ours")
    for number in range(3):
        told.write("templates/base.html", base.replace("</footer>", f"<p>Save {number}</p></footer>"))
        told.until("/en/about/", f"Save {number}")
    assert not any(b"Save " in each for each in kept)


def test_a_mistake_in_a_record_is_found_though_its_name_was_shown_first(told: Running, story: Story) -> None:
    members = "content/data/members.yaml"
    name = re.search(r"name: {en: ([^,]+),", story.text(members))
    assert name
    told.write(members, story.text(members).replace(name[1], "Renamed Academy"))
    told.until("/en/members/", "Renamed Academy")
    told.write(members, story.text(members).replace("- id: north", "- id: Not An Id"))
    told.until(told.own("state?page=en/index.html"), "E-")


class Past:
    """What an earlier save left, parts of which know each other."""

    def __init__(self) -> None:
        self.itself = self


def test_what_earlier_saves_left_is_not_kept_for_ever(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "REST", 0)
    monkeypatch.setattr(session, "PAUSE", 0)
    past = Past()
    # It has been there for long.
    gc.collect()
    kept, past = weakref.ref(past), Past()
    preview = create_autospec(Live, instance=True)
    preview.settle.return_value = False
    request = Request(project=str(story.root), output=str(story.root / "build"), now=datetime.now(UTC))

    async def settle() -> None:
        running = session.Session(request, session.Wanted(), lambda said: None)
        await running._settle(preview, Changes(request.project))

    asyncio.run(settle())
    assert kept() is None


def test_the_site_before_goes_with_the_save(story: Story) -> None:
    """One of ten thousand events is megabytes, and who types saves more often than anybody looks for garbage."""
    live = Live(Request(project=str(story.root), output=str(story.root / "build"), now=datetime.now(UTC)))
    live.refresh(None)
    assert live.page("en/about/index.html") and live._moment
    gc.collect()
    gc.disable()
    try:
        before = weakref.ref(live._moment.workshop)
        story.write(ABOUT, story.text(ABOUT) + "\nMore.\n")
        live.refresh({ABOUT})
        page = live.page("en/about/index.html")
        assert page and b"More." in (page.data or b"") and before() is None
    finally:
        gc.enable()
