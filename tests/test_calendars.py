"""Stories of calendars: that programs which read them see the instants, words and changes that are meant."""

import copy
import json
import os
import random
import re
import subprocess
import zoneinfo
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_sites import Fields, Making, front
from small_sites import assembled, catalogue, config, document, event, moment, news, records, site_of
from story import NOW, Story
from test_outside_tools import program

from sitegen.build import build
from sitegen.model import Key, Moment, Organisation, Place, Request, SectionPolicy, Site, StatusNote
from sitegen.moments import instant, zone, zone_names
from sitegen.render.calendars import LONGEST_LINE, escaped, fold
from sitegen.render.texts import print_text
from sitegen.render.time_zones import time_zone
from sitegen.site.plan import plan
from sitegen.site.queries import answer

ROOT = Path(__file__).resolve().parents[1]
Properties = dict[str, tuple[str, str]]
"""Name to parameters and value."""


def files(site: Site) -> dict[str, str]:
    """Every calendar, as published."""

    def fetch(key: Key) -> object:
        return answer(site, key)

    return {artifact.path: print_text(artifact, fetch).decode() for artifact in plan(site)
            if artifact.path.endswith(".ics")}


def lines(text: str) -> list[str]:
    """The content lines, unfolded; fails on what no line may be."""
    assert text.endswith("\r\n")
    assert not re.search(r"(?<!\r)\n|\r(?!\n)", text)
    assert max(len(line.encode()) for line in text.split("\r\n")) <= LONGEST_LINE
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def components(text: str, name: str) -> list[Properties]:
    """The properties of each component of that name; of components inside it, none."""
    found: list[Properties] = []
    stack: list[str] = []
    for line in lines(text):
        key, parameters, value = re.fullmatch(r'([A-Z-]+)((?:;[A-Z]+=(?:"[^"]*"|[^";:,]*))*):(.*)', line).groups()  # type: ignore[union-attr]
        if key == "BEGIN":
            stack.append(value)
            if value == name:
                found.append({})
        elif key == "END":
            assert stack.pop() == value
        elif stack[-1] == name:
            assert key not in found[-1], f"{key} stands twice"
            found[-1][key] = (parameters[1:], value)
    assert stack == []
    return found


def only_event(site: Site, code: str = "en") -> Properties:
    found, = components(files(site)[f"{code}/events.ics"], "VEVENT")
    return found


# ---- where they are ------------------------------------------------------------------------------------------------


def test_each_event_has_a_file_and_each_language_and_topic_a_calendar() -> None:
    site = site_of(event("events/2026-07-01-a/index.en.md", tags=("合作",)), event("events/b/index.en.md", slug="c"),
                   news("news/n.en.md", tags=("other",)))
    below = ["events.ics", "events/2026-07-01-a/2026-07-01-a.ics", "events/c/c.ics", "tags/合作/events.ics"]
    assert sorted(files(site)) == sorted(f"{code}/{path}" for code in ("en", "zh") for path in below)
    assert len(components(files(site)["en/events.ics"], "VEVENT")) == 2
    assert len(components(files(site)["en/tags/合作/events.ics"], "VEVENT")) == 1


def test_pages_lead_to_them() -> None:
    site = site_of(event("events/a/index.en.md", tags=("x",)))
    assert answer(site, ("page", "zh", "content/events/a"))["calendar"] == "/zh/events/a/a.ics"
    assert answer(site, ("tag", "en", "x"))["calendar"] == "/en/tags/x/events.ics"
    assert answer(site, ("about", "en"))["calendar"] == "/en/events.ics"
    off = site_of(event("events/a/index.en.md", tags=("x",)), settings=config(outputs=("pages", "feeds")))
    assert files(off) == {}
    assert [answer(off, ("page", "en", "content/events/a"))["calendar"], answer(off, ("tag", "en", "x"))["calendar"],
            answer(off, ("about", "en"))["calendar"]] == ["", "", ""]


def test_an_event_of_which_only_the_month_is_known_is_in_no_calendar() -> None:
    site = site_of(event("events/a/index.en.md", start="2020-03", end=None), event("events/b/index.en.md"))
    assert "en/events/a/a.ics" not in files(site)
    assert only_event(site)["UID"] == ("", "events/b@example.org")
    assert answer(site, ("page", "en", "content/events/a"))["calendar"] == ""


def test_a_hidden_event_is_in_the_calendar_of_its_own_language() -> None:
    site = site_of(event("events/a/index.en.md"), document("events/index.en.md", title="Events"),
                   document("events/index.zh.md", title="活动", facts=()),
                   settings=config(translation={"events": SectionPolicy(policy="hide")}))
    assert "zh/events/a/a.ics" not in files(site)
    assert components(files(site)["zh/events.ics"], "VEVENT") == []
    assert answer(site, ("page", "zh", "content/events/a"))["calendar"] == ""


def test_a_file_of_that_name_is_in_the_way() -> None:
    _, problems = assembled(event("events/a/index.en.md"), files=["events/a/a.ics", "events.ics", "events.atom"])
    assert [one.code for one in problems] == ["E-ADDRESS"] * 3
    assert "the calendar file of content/events/a/index.en.md" in " ".join(one.message.lower() for one in problems)


# ---- what they say -------------------------------------------------------------------------------------------------


def test_a_calendar_says_what_subscribers_need() -> None:
    site = site_of(event("events/a/index.en.md"), settings=config(base_url="https://example.org/x/"))
    head, = components(files(site)["zh/events.ics"], "VCALENDAR")
    assert head == {
        "VERSION": ("", "2.0"), "PRODID": ("", "-//sitegen//sitegen//EN"), "CALSCALE": ("", "GREGORIAN"),
        "NAME": ("", "本站 – Events"), "X-WR-CALNAME": ("", "本站 – Events"),
        "URL": ("", "https://example.org/x/zh/events/"),
        "SOURCE": ("VALUE=URI", "https://example.org/x/zh/events.ics"),
        "REFRESH-INTERVAL": ("VALUE=DURATION", "PT12H"), "X-PUBLISHED-TTL": ("", "PT12H"),
    }


def test_an_event_says_everything_and_nothing_twice() -> None:
    site = site_of(
        event("events/2026-07-01-a/index.en.md", title="A; b, c\\d", updated="2026-05-01 10:00", tags=("x,y",),
              sequence=2, recording="https://v.example/1", attendance="hybrid", online_url="https://join.example/?a=1"),
        records("organisations", Organisation(id="qub", name={"en": 'The "Queen\'s"'}, email="a@example.org")),
        basics=False)
    found = only_event(site)
    assert found == {
        "UID": ("", "events/a@example.org"), "DTSTAMP": ("", "20260501T090000Z"),
        "LAST-MODIFIED": ("", "20260501T090000Z"),
        "SEQUENCE": ("", str((date(2026, 5, 1) - date(2000, 1, 1)).days + 2)),
        "DTSTART": ("TZID=Europe/London", "20260701T090000"), "DTEND": ("TZID=Europe/London", "20260701T170000"),
        "SUMMARY": ("LANGUAGE=en", "A\\; b\\, c\\\\d"),
        "DESCRIPTION": ("LANGUAGE=en", "What it is about.\\n\\nhttps://example.org/en/events/2026-07-01-a/"),
        "LOCATION": ("", "Hall\\, 1 Road\\, Belfast\\, United Kingdom / Online"),
        "URL": ("", "https://example.org/en/events/2026-07-01-a/"), "STATUS": ("", "CONFIRMED"),
        "CONFERENCE": ("VALUE=URI", "https://join.example/?a=1"),
        "ORGANIZER": ("CN=\"The 'Queen's'\"", "mailto:a@example.org"), "CATEGORIES": ("", "event,x\\,y"),
        "ATTACH": ("", "https://v.example/1"),
    }


@pytest.mark.parametrize(("status", "told", "title", "busy"), [
    ((), "CONFIRMED", "A", True),
    (("cancelled",), "CANCELLED", "Cancelled: A", False),
    (("postponed",), "TENTATIVE", "Postponed: A", False),
    (("rescheduled",), "CONFIRMED", "A", True),
    (("moved-online",), "CONFIRMED", "A", True),
    (("rescheduled", "cancelled"), "CANCELLED", "Cancelled: A", False),
])
def test_a_change_of_plans_is_told_as_calendars_understand_it(
    status: tuple[str, ...], told: str, title: str, busy: bool
) -> None:
    note = StatusNote(text={"en": "Because."}, date=moment("2026-05-20"))
    online = {"attendance": "online", "online_url": "https://j.example/", "location": None} \
        if "moved-online" in status else {}
    old = {"previous_start": (moment("2026-06-30"),)} if "rescheduled" in status else {}
    more: dict[str, Any] = {"status": status, "status_note": note} if status else {}
    plain = only_event(site_of(event("events/a/index.en.md", title="A", updated="2026-05-01")))
    found = only_event(site_of(event("events/a/index.en.md", title="A", updated="2026-05-01", **more, **online, **old)))
    assert (found["STATUS"][1], found["SUMMARY"][1], "TRANSP" not in found) == (told, title, busy)
    assert (found["UID"], found["DTSTART"]) == (plain["UID"], plain["DTSTART"])
    if status:
        assert int(found["SEQUENCE"][1]) > int(plain["SEQUENCE"][1])
        assert found["COMMENT"] == ("LANGUAGE=en", "Because.")
    if online:
        assert (found["LOCATION"][1], found["CONFERENCE"][1]) == ("Online", "https://j.example/")


def test_both_languages_tell_of_the_same_event_in_their_own_words() -> None:
    place = Place(name={"zh": "大厅"}, street={"zh": "大学路1号"}, city={"zh": "贝尔法斯特"}, country="GB")
    site = site_of(event("events/a/index.zh.md", title="研讨会", location=place),
                   event("events/b/index.en.md", title="Workshop", status=("cancelled",),
                         status_note=StatusNote(text={"en": "Because."}, date=moment("2026-05-20"))),
                   catalogue("theme/translations/zh_Hans_CN/LC_MESSAGES/theme.po",
                             **{"Cancelled: %(title)s": "已取消：%(title)s", "Events": "活动"}))
    chinese = {each["UID"][1]: each for each in components(files(site)["zh/events.ics"], "VEVENT")}
    english = {each["UID"][1]: each for each in components(files(site)["en/events.ics"], "VEVENT")}
    assert chinese.keys() == english.keys()
    for uid in chinese:
        assert all(chinese[uid][name] == english[uid][name] for name in ("DTSTART", "SEQUENCE", "STATUS"))
    assert chinese["events/a@example.org"]["SUMMARY"] == ("LANGUAGE=zh-Hans", "研讨会")
    assert chinese["events/a@example.org"]["LOCATION"] == ("", "英国贝尔法斯特大学路1号大厅")
    assert chinese["events/b@example.org"]["SUMMARY"] == ("LANGUAGE=en", "已取消：Workshop")


@pytest.mark.parametrize(("start", "end", "first", "last"), [
    ("2026-03-06", None, "20260306", "20260307"),
    ("2026-03-05", "2026-03-06", "20260305", "20260307"),
    ("2027-12-31", "2027-12-31", "20271231", "20280101"),
    ("2028-02-28", "2028-02-28", "20280228", "20280229"),
])
def test_whole_days_end_before_the_day_after(start: str, end: str | None, first: str, last: str) -> None:
    found = only_event(site_of(event("events/a/index.en.md", start=start, end=end)))
    assert (found["DTSTART"], found["DTEND"]) == (("VALUE=DATE", first), ("VALUE=DATE", last))
    assert "VTIMEZONE" not in files(site_of(event("events/a/index.en.md", start=start, end=end)))["en/events.ics"]


def test_the_last_day_of_all_has_no_day_after() -> None:
    assert "DTEND" not in only_event(site_of(event("events/a/index.en.md", start="9999-12-31", end="9999-12-31")))


def test_a_new_date_is_the_same_event() -> None:
    before = only_event(site_of(event("events/2026-07-01-a/index.en.md", updated="2026-05-01")))
    after = only_event(site_of(event("events/2026-09-01-a/index.en.md", start="2026-09-01 09:00",
                                     end="2026-09-01 17:00",
                                     updated="2026-05-02")))
    assert before["UID"] == after["UID"]
    assert int(before["SEQUENCE"][1]) < int(after["SEQUENCE"][1])


def test_an_event_that_gives_no_day_of_change_is_stamped_with_its_start() -> None:
    found = only_event(site_of(event("events/a/index.en.md", start="2026-07-01", end=None)))
    assert (found["DTSTAMP"][1], found["SEQUENCE"][1]) == ("20260630T230000Z", "0")


# ---- lines ---------------------------------------------------------------------------------------------------------


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_a_folded_line_is_the_same_line(text: str) -> None:
    folded = fold(text)
    pieces = folded.split("\r\n ")
    assert "".join(pieces) == text
    assert all(len(piece.encode()) + (number > 0) <= LONGEST_LINE for number, piece in enumerate(pieces))
    assert len(pieces) <= 1 + len(text.encode()) // (LONGEST_LINE - 4)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), max_size=80))
def test_an_independent_reader_gets_the_text_back(text: str) -> None:
    icalendar = pytest.importorskip("icalendar")
    read = icalendar.Event.from_ical(f"BEGIN:VEVENT\r\n{fold(f'SUMMARY:{escaped(text)}')}\r\nEND:VEVENT\r\n")
    assert str(read.get("SUMMARY", "")) == text


# ---- instants ------------------------------------------------------------------------------------------------------


def read_instant(parameters: str, value: str, observances: list[Properties]) -> datetime:
    """What the standard says a date-time means: the last observance begun before it counts (RFC 5545, 3.6.5)."""
    local = datetime.strptime(value.rstrip("Z"), "%Y%m%dT%H%M%S")
    if value.endswith("Z"):
        return local.replace(tzinfo=UTC)
    # Onsets are dated by the clocks before them, so a time that comes twice is its first occurrence.
    last = [each for each in observances if datetime.strptime(each["DTSTART"][1], "%Y%m%dT%H%M%S") <= local][-1]
    return (local - offset(last["TZOFFSETTO"][1])).replace(tzinfo=UTC)


def offset(text: str) -> timedelta:
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].ljust(6, "0")
    return sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]), seconds=int(digits[4:]))


FORTY = sorted(["Europe/London", "Europe/Dublin", "Europe/Moscow", "Europe/Paris", "Europe/Istanbul", "Europe/Samara",
                "Atlantic/Azores", "Africa/Casablanca", "Africa/Cairo", "Africa/Lagos", "Africa/Windhoek",
                "America/New_York", "America/Sao_Paulo", "America/St_Johns", "America/Caracas", "America/Santiago",
                "America/Phoenix", "America/Havana", "America/Godthab", "America/Los_Angeles", "Antarctica/Troll",
                "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tehran", "Asia/Gaza",
                "Asia/Pyongyang", "Asia/Tokyo", "Asia/Urumqi", "Asia/Amman", "Australia/Sydney", "Australia/Lord_Howe",
                "Australia/Adelaide", "Pacific/Apia", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Kiritimati",
                "Pacific/Norfolk", "UTC"])


def changes(name: str) -> list[datetime]:
    """Instants around which clocks of a zone change, found without the code that is tried."""
    there, found = zone(name), []
    hours = [datetime(2010, 1, 1, tzinfo=UTC) + timedelta(hours=12 * step) for step in range(2 * 366 * 20)]
    for one, other in pairwise(hours):
        if one.astimezone(there).utcoffset() != other.astimezone(there).utcoffset():
            found.append(one)
    return found


def around_changes(name: str, count: int) -> list[Moment]:
    """Moments of which many lie within a day of a change of clocks."""
    chance, near = random.Random(name), changes(name)
    made = []
    for _ in range(count):
        start = chance.choice(near) if near and chance.random() < 0.7 else datetime(2010, 1, 1, tzinfo=UTC) + \
            timedelta(minutes=chance.randrange(60 * 24 * 365 * 20))
        local = (start + timedelta(minutes=chance.randrange(-1440, 1440) // 15 * 15)).astimezone(zone(name))
        made.append(Moment(day=local.date(), precision="minute", clock=local.time(), zone=name, fold=local.fold))
    return made


@pytest.fixture
def pinned_zones() -> Iterator[None]:
    """Others, too, read the pinned tz database: the machine's may be of another year."""
    before = zoneinfo.TZPATH
    zoneinfo.reset_tzpath(to=())
    zoneinfo.ZoneInfo.clear_cache()
    yield
    zoneinfo.reset_tzpath(to=before)
    zoneinfo.ZoneInfo.clear_cache()


def some_time_later(moments: list[Moment]) -> list[Moment]:
    """When events end that begin then: after minutes or days, often on the other side of a change of clocks."""
    chance = random.Random(len(moments))
    ends = []
    for each in moments:
        there = zone(each.zone)
        end = (instant(each) + timedelta(minutes=15 * chance.choice((0, 1, 4, 12, 96, 500)))).astimezone(there)
        ends.append(Moment(day=end.date(), precision="minute", clock=end.time(), zone=each.zone, fold=end.fold))
    return ends


def calendar_of(moments: list[Moment], ends: list[Moment] | None = None) -> str:
    """The calendar of a site with an event at each of these moments."""
    site = site_of(*(event(f"events/e{number}/index.en.md", start=start, end=end, timezone=start.zone,
                           fold="second" if start.fold else "")
                     for number, (start, end) in enumerate(zip(moments, ends or moments, strict=True))))
    return files(site)["en/events.ics"]


def read_by_mozilla(path: Path) -> dict[str, tuple[float, float]]:
    """Start and end of each event in a calendar, as ical.js understands it."""
    node, modules = program("node"), Path(os.environ.get("SITEGEN_NODE_MODULES", ROOT / "node_modules"))
    if not (library := modules / "ical.js/dist/ical.js").exists():
        pytest.skip("ical.js is not installed (npm ci)")
    told = subprocess.run([node, str(ROOT / "tests/browser/instants.mjs"), str(library), str(path)],
                          capture_output=True, text=True, check=True)
    return {uid: (start, end) for uid, _, start, end in json.loads(told.stdout)[str(path)]}


@pytest.mark.parametrize("name", FORTY)
@pytest.mark.usefixtures("pinned_zones")
def test_every_instant_is_the_one_that_zoneinfo_gives(name: str, request: pytest.FixtureRequest, tmp_path: Path
                                                      ) -> None:
    """Of a dozen events in each zone; with `--campaign`, of 500, and ical.js is asked as well."""
    campaign = request.config.getoption("--campaign")
    moments = around_changes(name, 500 if campaign else 12)
    ends = some_time_later(moments)
    text = calendar_of(moments, ends)
    observances = components(text, "STANDARD") + components(text, "DAYLIGHT")
    observances.sort(key=lambda each: each["DTSTART"][1])
    expected = {f"events/e{number}@example.org": (instant(start), instant(end))
                for number, (start, end) in enumerate(zip(moments, ends, strict=True))}
    for each in components(text, "VEVENT"):
        found = (read_instant(*each["DTSTART"], observances), read_instant(*each["DTEND"], observances))
        assert found == expected[each["UID"][1]], each
    icalendar = pytest.importorskip("icalendar")
    for read in icalendar.Calendar.from_ical(text).walk("VEVENT"):
        assert tuple(read[part].dt.astimezone(UTC) for part in ("DTSTART", "DTEND")) == expected[str(read["UID"])]
        assert read.errors == []
    if campaign:
        (tmp_path / "a.ics").write_text(text, encoding="utf-8", newline="")
        told = {uid: (start.timestamp(), end.timestamp()) for uid, (start, end) in expected.items()}
        assert read_by_mozilla(tmp_path / "a.ics") == told


def test_times_that_clocks_show_twice_or_skip_are_told_in_utc() -> None:
    twice = [Moment(day=date(2026, 10, 25), precision="minute", clock=time(1, 30), zone="Europe/London", fold=fold)
             for fold in (0, 1)]
    first, second = (each["DTSTART"] for each in components(calendar_of(twice), "VEVENT"))
    assert (first, second) == (("", "20261025T003000Z"), ("", "20261025T013000Z"))


@pytest.mark.parametrize("place", sorted(zone_names())[::25])
def test_every_change_of_clocks_is_dated_as_zoneinfo_dates_it(place: str) -> None:
    found = time_zone(place, 2023, 2026).split("\r\n")
    there = zone(place)
    told = list(zip(*(iter([line.partition(":")[2] for line in found if line[:2] in ("DT", "TZ") and line[:4] != "TZID"
                            and not line.startswith("TZNAME")]),) * 3, strict=True))
    for at, before, after in told[1:]:
        onset = (datetime.strptime(at, "%Y%m%dT%H%M%S") - offset(before)).replace(tzinfo=UTC)
        assert (onset - timedelta(seconds=1)).astimezone(there).utcoffset() == offset(before)
        assert onset.astimezone(there).utcoffset() == offset(after)
    known = {offset(after) for _, _, after in told}
    year = [datetime(2023, 1, 1, tzinfo=UTC) + timedelta(hours=hours) for hours in range(0, 4 * 365 * 24, 5)]
    assert {hour.astimezone(there).utcoffset() for hour in year} <= known


# ---- twenty edits --------------------------------------------------------------------------------------------------


def another_date(fields: Fields) -> None:
    was = str(fields["start"])
    fields |= {"start": was.replace(was[:10], "2027-06-01"), "status": "rescheduled", "previous_start": [was]}
    if "end" in fields:
        fields["end"] = str(fields["end"]).replace(fields["end"][:10], "2027-06-03")
    fields.pop("sessions", None)


def another_place(fields: Fields) -> None:
    for name in ("status", "previous_start", "planned_location", "online_url"):
        fields.pop(name, None)
    fields |= {"attendance": "in-person", "updated": "2026-11-20",
               "location": {"name": "Elsewhere", "street": "2 Road", "city": "Belfast", "country": "GB"}}


def cancelled(fields: Fields) -> None:
    fields["status"] = ["rescheduled", "cancelled"] if "previous_start" in fields else "cancelled"


def postponed(fields: Fields) -> None:
    fields.pop("previous_start", None)
    fields["status"] = "postponed"


def published_events(making: Making, events: list[Fields], folder: Path) -> dict[str, tuple[str, int]]:
    """UID and SEQUENCE of each event by its name, as an independent reader finds them in all calendars."""
    icalendar = pytest.importorskip("icalendar")
    for number, fields in enumerate(events):
        # The folder is named by the date, and so is renamed with it.
        making.files[f"content/events/{str(fields['start'])[:10]}-e{number}/index.en.md"] = front(fields, [])
    for path, data in making.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data if isinstance(data, bytes) else data.encode())
    report = build(Request(project=str(folder), output=str(folder / "build"), now=NOW, clean=True, forgetful=True))
    assert report.exit == 0, report.diagnostics
    found: dict[str, tuple[str, int]] = {}
    for calendar in (folder / "build/en").rglob("*.ics"):
        told = icalendar.Calendar.from_ical(calendar.read_bytes()).walk("VEVENT")
        assert len({str(each["UID"]) for each in told}) == len(told)
        for each in told:
            name = str(each["URL"]).rstrip("/").rpartition("-")[2]
            assert found.setdefault(name, (str(each["UID"]), each["SEQUENCE"])) == (str(each["UID"]), each["SEQUENCE"])
    return found


def test_an_edited_event_is_the_same_event_and_newer(tmp_path: Path) -> None:
    """Five events each get another date, another place, a cancellation and a postponement."""
    making = Making(0)
    making.outputs = ["pages", "calendars"]
    making.ids = {"organisations": ["org-0"], "series": []}
    making.records("organisations", [{"id": "org-0", "name": {"en": "An organiser", "zh": "主办方"}}])
    making.page("index", {"title": {"en": "Home"}}, making.text)
    making.files["site.yaml"] = front({"title": {"en": "Site", "zh": "网站"}, "base_url": "https://example.org/",
                                       "timezone": "Europe/London", "languages": making.languages})
    events = [making.event() for _ in range(20)]
    before = published_events(copy.deepcopy(making), events, tmp_path / "before")
    for number, fields in enumerate(events):
        fields["status_note"] = {"date": "2026-11-20", "text": {"en": "Because."}}
        (another_date, another_place, cancelled, postponed)[number % 4](fields)
        if "status" not in fields:
            del fields["status_note"]
    after = published_events(copy.deepcopy(making), events, tmp_path / "after")
    assert len(before) == 20 and before.keys() == after.keys()
    for name, (uid, sequence) in before.items():
        assert after[name][0] == uid
        assert after[name][1] > sequence


# ---- the demonstration's -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration as published."""
    folder = tmp_path_factory.mktemp("calendars") / "build"
    report = build(Request(project=str(ROOT), output=str(folder), now=NOW, clean=True, forgetful=True))
    assert report.exit == 0, report.diagnostics
    return folder


REQUIRED = {"UID", "DTSTAMP", "DTSTART", "STATUS", "SEQUENCE", "LAST-MODIFIED", "SUMMARY", "URL"}


def test_every_published_calendar_is_whole(output: Path) -> None:
    found = sorted(output.rglob("*.ics"))
    assert len(found) > 40
    for path in found:
        text = path.read_bytes().decode()
        assert "METHOD" not in text
        events = components(text, "VEVENT")
        assert all(each.keys() >= REQUIRED for each in events)
        named = {zone for each in events for name in ("DTSTART", "DTEND") if name in each
                 for zone in re.findall("TZID=(.*)", each[name][0])}
        assert named == {each["TZID"][1] for each in components(text, "VTIMEZONE")}
        uids = [each["UID"][1] for each in events]
        assert len(set(uids)) == len(uids)
        assert not re.search(r"\d{4}-\d{2}-\d{2}", " ".join(uids))


def test_an_independent_reader_finds_no_error(output: Path) -> None:
    icalendar = pytest.importorskip("icalendar")
    for path in sorted(output.rglob("*.ics")):
        calendar = icalendar.Calendar.from_ical(path.read_bytes())
        assert calendar.errors == []
        assert [each.errors for each in calendar.walk() if each.errors] == []


def test_the_text_of_an_event_does_not_touch_its_calendars(tmp_path: Path) -> None:
    story = Story(tmp_path)
    story.must_build()
    path = "content/events/autumn-forum/index.en.md"
    before = {name: told for name, told in story.published().items() if name.endswith(".ics")}
    assert before
    story.write(path, story.text(path) + "\nMore.\n")
    story.must_build()
    assert {name: told for name, told in story.published().items() if name.endswith(".ics")} == before
