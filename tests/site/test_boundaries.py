"""Time: states turn at the right instant, and every turn is a boundary that is known beforehand."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace
from small_sites import assembled, document, event, moment, news, records, site_of

from sitegen.model import Membership, Moment, Organisation, Parsed, Registration, Site, TimelineEntry
from sitegen.moments import end_instant, instant
from sitegen.site.plan import plan
from sitegen.site.queries import answer
from sitegen.tracing import digest

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(("fields", "end"), [
    ({"start": "2026-07-01 09:00", "end": "2026-07-01 17:00", "timezone": "Asia/Shanghai"}, "2026-07-01T09:00"),
    ({"start": "2026-07-01", "end": "2026-07-02", "timezone": "Asia/Shanghai"}, "2026-07-02T16:00"),
    ({"start": "2026-07-01", "end": None, "timezone": "America/New_York"}, "2026-07-02T04:00"),
    ({"start": "2026-07-01 09:00", "end": None, "timezone": "Europe/London"}, "2026-07-01T23:00"),
    ({"start": "2026-10", "end": None, "timezone": ""}, "2026-11-01T00:00"),
    ({"start": "2026", "end": None, "timezone": "Asia/Shanghai"}, "2026-12-31T16:00"),
])
def test_an_event_is_upcoming_until_its_end_in_its_own_zone(fields: dict[str, Any], end: str) -> None:
    instant = datetime.fromisoformat(end).replace(tzinfo=UTC)
    before, after = (site_of(event("events/a/index.en.md", **fields), now=now) for now in (instant - MINUTE, instant))
    assert before.states == {"content/events/a": "upcoming"}
    assert after.states == {"content/events/a": "past"}
    assert before.boundaries == after.boundaries == (instant,)


def test_a_postponed_event_has_no_boundary_and_a_cancelled_one_falls_to_the_past() -> None:
    postponed = site_of(event("events/a/index.en.md", status=("postponed",)), now=datetime(2030, 1, 1, tzinfo=UTC))
    assert (postponed.states, postponed.boundaries) == ({"content/events/a": "postponed"}, ())
    cancelled = site_of(event("events/a/index.en.md", status=("cancelled",)), now=datetime(2030, 1, 1, tzinfo=UTC))
    assert cancelled.states == {"content/events/a": "cancelled"}
    assert len(answer(cancelled, ("events", "en", 1))["past"]) == 1


def test_a_scheduled_page_appears_at_midnight_in_the_zone_of_the_site() -> None:
    midnight = datetime(2026, 6, 30, 23, tzinfo=UTC)
    parsed = news("news/a.en.md", date="2026-07-01")
    assert "content/news/a" not in site_of(parsed, now=midnight - MINUTE).pages
    assert "content/news/a" in site_of(parsed, now=midnight).pages
    assert site_of(parsed, now=midnight - MINUTE).boundaries == (midnight,)


CLOCKS = st.sampled_from(["", " 00:00", " 09:30", " 23:59"])
DAYS = st.integers(0, 9).map(lambda number: f"2026-06-{number + 10}")
MOMENTS = st.builds(lambda day, clock: day + clock, DAYS, CLOCKS)
ALL_ZONES = ("Europe/London", "Asia/Shanghai", "America/New_York")
ZONES = st.sampled_from(ALL_ZONES)
STATUSES = st.sampled_from([("scheduled",), ("cancelled",), ("postponed",), ("rescheduled",)])


@st.composite
def changing(draw: st.DrawFn) -> list[Parsed]:
    """Everything that time can change, at random."""
    start, end = sorted((draw(MOMENTS), draw(MOMENTS)))
    opens, closes = draw(MOMENTS), draw(MOMENTS)
    return [
        event("events/a/index.en.md", start=start, end=draw(st.sampled_from([end, None])), timezone=draw(ZONES),
              status=draw(STATUSES), registration=Registration(url="/", opens=moment(opens), closes=moment(closes))),
        event("events/b/index.en.md", start=draw(MOMENTS), end=None, timezone=draw(ZONES)),
        news("news/n.en.md", date=draw(MOMENTS), about=("a",), draft=draw(st.booleans())),
        document("about.en.md", title="About", published=draw(MOMENTS)),
        records("members", Organisation(id="m", name={"en": "M"}, membership=Membership(
            start=moment(draw(DAYS)), end=moment(draw(DAYS))))),
        records("timeline", TimelineEntry(id="t", name={"en": "T"}, start=moment(draw(DAYS)), state="planned")),
    ]


@settings(max_examples=20, deadline=None)
@given(changing(), st.booleans())
def test_answers_change_only_at_boundaries(parsed: list[Parsed], drafts: bool) -> None:
    candidates = {instant for typed in moments_in(parsed) for zone in ALL_ZONES for instant in turns(typed, zone)}
    for candidate in sorted(candidates):
        before, after = (site_of_any(parsed, now, drafts) for now in (candidate - MINUTE, candidate))
        if told(before) != told(after):
            # Known from either side, so that a build knows how long it stays right in both directions.
            assert candidate in before.boundaries and candidate in after.boundaries


def moments_in(parsed: list[Parsed]) -> set[Moment]:
    """Every moment typed in a site, without zone."""
    found: set[Moment] = set()

    def walk(value: object) -> None:
        if isinstance(value, Moment):
            found.add(value)
        elif isinstance(value, tuple):
            for item in value:
                walk(item)
        elif isinstance(value, Struct):
            for name in value.__struct_fields__:
                walk(getattr(value, name))

    for item in parsed:
        walk(item)
    return found


def turns(typed: Moment, zone: str) -> set[datetime]:
    """The instants at which a moment may turn something: its beginning, its end, the end of its day."""
    here = replace(typed, zone=zone)
    return {instant(here), end_instant(here), end_instant(Moment(day=here.day, zone=zone))}


@settings(max_examples=20, deadline=None)
@given(MOMENTS, ZONES, STATUSES)
def test_an_events_end_changes_what_is_said(start: str, zone: str, status: tuple[str, ...]) -> None:
    parsed = event("events/a/index.en.md", start=start, end=None, timezone=zone, status=status)
    for end in site_of(parsed).boundaries:
        before, after = (site_of(parsed, now=now) for now in (end - MINUTE, end))
        assert told(before) != told(after)


def site_of_any(parsed: list[Parsed], now: datetime, drafts: bool) -> Site:
    return assembled(*parsed, now=now, drafts=drafts)[0]


def told(site: Site) -> str:
    """A digest of everything the site says."""
    keys: list[tuple[str | int, ...]] = [("events", "en", 1), ("members", "en"), ("member_count", "en"),
                                         ("timeline", "en"), ("member", "en", "m"), ("latest", "en", "news", 0)]
    keys += [("page", "en", identity) for identity in site.pages]
    return digest([[answer(site, key) for key in keys], plan(site)])
