"""`sitegen check --published`: nothing that readers have an address of vanishes unnoticed."""

import functools
import shutil
import threading
from collections.abc import Iterator
from datetime import date
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from story import NOW, Story

from sitegen.check.vanishing import lost_addresses
from sitegen.commands.check import check_project
from sitegen.commands.published import last_day
from sitegen.diagnostics import Diagnostic
from sitegen.model import Report, Request

EVENT = "content/events/2027-05-20-forum/index.{}.md"
OLD = "content/events/2020-03-05-forum/index.{}.md"
FACTS = ("---\ntitle: {title}\nstart: {start}\nattendance: in-person\nlanguages: [en]\norganizers: [north]\n"
         "location: {{name: Hall, street: 1 College Green, city: {{en: Belfast, zh: 贝尔法斯特}}, country: GB}}\n"
         "---\n{body}\n")


@pytest.fixture
def story(tmp_path: Path) -> Story:
    story = Story(tmp_path)
    story.write(EVENT.format("en"), FACTS.format(title="Forum to come", start="2027-05-20", body="Soon."))
    story.write(EVENT.format("zh"), "---\ntitle: 将来的论坛\n---\n即将举行。\n")
    story.write(OLD.format("en"), FACTS.format(title="Forum of then", start="2020-03-05", body="Long ago."))
    story.write("content/history.en.md", "---\ntitle: History\n---\nWords.\n")
    story.write("content/history.zh.md", "---\ntitle: 历史\n---\n文字。\n")
    story.must_build()
    shutil.copytree(story.root / "build", tmp_path / "live")
    return story


def compared(story: Story, place: str = "") -> Report:
    live = place or str(story.root.parent / "live")
    request = Request(project=str(story.root), output=str(story.root / "build"), now=NOW)
    return check_project(request, update_baseline=False, published=live)


def configure(story: Story, line: str) -> None:
    story.write("site.yaml", story.text("site.yaml") + line)


def told(report: Report) -> list[Diagnostic]:
    return [one for one in report.diagnostics if one.code.startswith(("E-VANISHED", "E-PUBLISHED"))]


def test_a_site_that_loses_nothing_is_told_nothing(story: Story) -> None:
    story.write("content/new.en.md", "---\ntitle: New\n---\nWords.\n")
    assert told(compared(story)) == []


def test_a_page_that_moved_is_given_the_line_to_paste_and_with_it_all_is_well(story: Story) -> None:
    for code in ("en", "zh"):
        story.rename(f"content/history.{code}.md", f"content/our-history.{code}.md")
    report = compared(story)
    (one,) = told(report)
    assert (one.code, one.path) == ("E-VANISHED", "content/our-history.en.md")
    assert one.message == "/en/history/ and /zh/history/ are published and would vanish."
    assert one.help.startswith("If it has moved, write in content/our-history.en.md: aliases: [/history/]\n")
    assert report.exit == 1
    story.write("content/our-history.en.md", "---\ntitle: History\naliases: [/history/]\n---\nWords.\n")
    assert told(compared(story)) == []


def test_a_page_that_is_gone_for_good_is_named_in_site_yaml(story: Story) -> None:
    for code in ("en", "zh"):
        story.delete(f"content/history.{code}.md")
    (one,) = told(compared(story))
    assert one.path == "site.yaml"
    assert "If something takes its place, write there: aliases: [/history/]" in one.help
    assert "write in site.yaml: gone: [/history/]" in one.help
    configure(story, "gone: [/history/]\n")
    assert told(compared(story)) == []


def test_a_language_that_is_taken_back_is_told_with_the_page_that_stays(story: Story) -> None:
    configure(story, "translation: {pages: {policy: hide}}\n")
    story.delete("content/history.zh.md")
    (one,) = [each for each in told(compared(story)) if "history" in each.message]
    assert one.message == "/zh/history/ is published and would vanish."
    assert one.help.startswith("If it has moved, write in content/history.en.md: aliases: [/zh/history/]")


def test_an_event_to_come_is_cancelled_and_not_deleted(story: Story) -> None:
    for code in ("en", "zh"):
        story.delete(EVENT.format(code))
    story.delete(OLD.format("en"))
    assert not [one for one in told(compared(story)) if "/events/2020/" in one.message]
    codes = {one.message.split(" ")[0]: one for one in told(compared(story))}
    future = next(one for one in codes.values() if one.code == "E-VANISHED-EVENT")
    assert "still to come (2027-05-20)" in future.message
    assert "status: cancelled" in future.help
    past = next(one for one in codes.values() if "/en/events/2020-03-05-forum/" in one.message)
    assert past.code == "E-VANISHED"


def test_what_lies_below_a_lost_page_is_told_with_it(story: Story) -> None:
    for code in ("en", "zh"):
        story.delete(EVENT.format(code))
    assert not [one for one in told(compared(story)) if ".ics" in one.message and "2027-05-20" in one.message]


def test_a_folder_without_a_list_of_files_is_refused(story: Story, tmp_path: Path) -> None:
    report = compared(story, str(tmp_path))
    (one,) = told(report)
    assert (one.code, report.exit) == ("E-PUBLISHED", 2)
    assert ".well-known/sitegen.json" in one.message


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def served(story: Story) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(story.root.parent / "live")))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_site_is_asked_at_its_address(story: Story, served: str) -> None:
    for code in ("en", "zh"):
        story.delete(EVENT.format(code))
    assert "E-VANISHED-EVENT" in [one.code for one in told(compared(story, served))]
    report = compared(story, f"{served}/nowhere/")
    assert ([one.code for one in told(report)], report.exit) == (["E-PUBLISHED"], 2)


def test_a_site_that_does_not_answer_is_no_site_that_lost_everything(story: Story) -> None:
    report = compared(story, "http://127.0.0.1:9/")
    (one,) = told(report)
    assert (one.code, report.exit) == ("E-PUBLISHED", 3)


PARTS = st.sampled_from(["en", "zh", "bilingual", "events", "news", "a", "b", "page", "2", "index.html", "x.pdf"])
PATHS = st.frozensets(st.lists(PARTS, min_size=1, max_size=5).map("/".join), max_size=12)


@given(PATHS, PATHS)
def test_nothing_is_lost_that_is_still_planned_and_all_else_is_told_once(
        before: frozenset[str], now: frozenset[str]) -> None:
    assert list(lost_addresses(before, before | now, codes=("en", "zh"))) == []
    found = list(lost_addresses(before, now, codes=("en", "zh")))
    addresses = [(prefix, one.address) for one in found for prefix in one.prefixes]
    assert len(addresses) == len(set(addresses))
    # The front page itself cannot be given up.
    gone = [f"/{one.address}" for one in found if one.address]
    assert {one.address for one in lost_addresses(before, now, codes=("en", "zh"), gone=gone)} <= {""}


@pytest.mark.parametrize(("lines", "day"), [
    (b"DTSTART;TZID=Europe/London:20270916T093000\r\nDTEND;TZID=Europe/London:20270917T170000\r\n", date(2027, 9, 17)),
    (b"DTSTART;VALUE=DATE:20200306\r\nDTEND;VALUE=DATE:20200307\r\n", date(2020, 3, 6)),
    (b"DTSTART;VALUE=DATE:20200306\r\n", date(2020, 3, 6)),
    (b"DTSTART;VALUE=DATE:20209999\r\n", None), (b"SUMMARY:Nothing\r\n", None),
    (b"STATUS:CANCELLED\r\nDTSTART;VALUE=DATE:20200306\r\n", None)])
def test_the_last_day_of_an_event_is_read_from_its_calendar(lines: bytes, day: date | None) -> None:
    zone = b"BEGIN:VTIMEZONE\r\nDTSTART:19700101T000000\r\nEND:VTIMEZONE\r\n"
    assert last_day(b"BEGIN:VCALENDAR\r\n" + zone + b"BEGIN:VEVENT\r\n" + lines + b"END:VEVENT\r\n") == day
