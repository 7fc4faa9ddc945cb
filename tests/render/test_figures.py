"""Stories of the pictures: where a map lies, what a year's sheet shows, where marks stand on a scale of time."""

import re
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from babel import Locale
from hypothesis import example, given
from hypothesis import strategies as st
from small_sites import moment

from sitegen.model import Card, Phrase
from sitegen.render.months import Day, days_in, year_sheet
from sitegen.render.outlines import LAND
from sitegen.render.own_locale import OwnLocale
from sitegen.render.scale import ROOM, time_scale
from sitegen.render.world import ALL_ROUND, HEIGHT, WIDTH, View, centres, outline, rings, view_of, world_map

EN = OwnLocale.parse("en_GB")
ZH = OwnLocale.parse("zh_Hans_CN")
BELFAST, NANJING, LEEDS = (54.58, -5.93), (32.06, 118.79), (53.81, -1.56)


def member(coordinates: tuple[float, float] | None = None, country: str = "") -> dict[str, Any]:
    """What a map is told of a member."""
    return {"name": Phrase(text="M", language="en"), "country": country, "coordinates": coordinates}


# ---- the map --------------------------------------------------------------------------------------------------------


def test_the_outline_is_small_and_has_no_borders() -> None:
    assert len(LAND.encode()) < 40_000
    # Great Britain, Taiwan, Hainan, Ireland: islands are lines of their own, countries on one land share one.
    assert len(rings()) > 100
    assert all(abs(a[0] - b[0]) < 180 for ring in rings() for a, b in pairwise(ring))


def test_members_close_to_each_other_are_one_dot_and_the_rest_are_apart() -> None:
    drawn = world_map([member(BELFAST), member(NANJING), member(LEEDS)])
    assert drawn is not None
    near, far = drawn["dots"]
    assert [len(dot.members) for dot in drawn["dots"]] == [2, 1]
    assert 0 < float(near.x[:-1]) < float(far.x[:-1]) < 100
    assert 0 < float(near.y[:-1]) < float(far.y[:-1]) < 100
    assert not near.rough


def test_a_member_without_coordinates_stands_roughly_in_its_country_and_one_without_a_place_nowhere() -> None:
    drawn = world_map([member(country="CN"), member(country="ZZ")])
    assert drawn is not None
    assert [(dot.rough, len(dot.members)) for dot in drawn["dots"]] == [(True, 1)]
    assert world_map([member(country="ZZ")]) is None
    assert world_map([]) is None
    assert {"CN", "GB", "HK", "MO", "TW", "SG", "US"} <= centres().keys()


def test_a_map_across_the_pacific_is_cut_in_the_atlantic() -> None:
    view = view_of(tuple(sorted([(-122.0, 37.0), (139.0, 35.0)])))
    assert view.east - view.west < 180
    assert view.west < 139 < 180 < 238 < view.east
    assert "M" in outline(view)


PLACES = st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1, max_size=8)


@given(PLACES)
@example([(180.0, 0.0), (-180.0, 0.0)])
@example([(0.0, 90.0)])
@example([(0.0, 0.0), (120.0, 0.0), (-120.0, 0.0)])
def test_every_place_between_the_poles_is_on_the_map(places: list[tuple[float, float]]) -> None:
    view = view_of(tuple(sorted(places)))
    assert view.east - view.west <= ALL_ROUND
    for east, north in places:
        assert (east - view.west) % ALL_ROUND <= view.east - view.west + 1e-6
        assert view.south - 1e-6 <= min(max(north, -60), 84) <= view.north + 1e-6


@given(PLACES)
def test_the_land_stays_inside_the_map(places: list[tuple[float, float]]) -> None:
    for path in re.findall(r"M[^z]*z", outline(view_of(tuple(sorted(places))))):
        x, y, *steps = map(int, re.findall(r"-?\d+", path))
        assert (0 <= x <= WIDTH) and (0 <= y <= HEIGHT)
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            assert (0 <= x <= WIDTH) and (0 <= y <= HEIGHT)


def test_what_is_on_the_equator_is_drawn_where_it_is() -> None:
    africa = outline(View(0.0, -10.0, 40.0, 10.0))
    sea = outline(View(-20.0, -20.0, -15.0, -15.0))
    assert africa
    assert sea == ""


# ---- a year on one sheet --------------------------------------------------------------------------------------------


def card(start: str, end: str = "", *, status: tuple[str, ...] = (), title: str = "An event") -> Card:
    """An event as a list shows it."""
    return Card(identity=title, kind="event", section="events", url="/en/events/x/", title=Phrase(title, "en"),
                start=moment(start), end=moment(end) if end else None, status=status)


def marked(*cards: Card, year: int = 2027, locale: Locale = EN) -> dict[tuple[int, int], bool]:
    """Month and day of each day on which something is on, and whether it leads anywhere."""
    sheet = year_sheet(locale, year, cards)
    return {} if sheet is None else {
        (number, day.number): day.first for number, month in enumerate(sheet.months, 1)
        for week in month.weeks for day in week if day and day.cards}


def test_each_day_of_an_event_is_marked_and_its_first_leads_to_it() -> None:
    assert marked(card("2027-04-30 09:00", "2027-05-02 12:00")) == {(4, 30): True, (5, 1): False, (5, 2): False}


def test_what_has_no_day_or_no_date_is_left_to_the_list() -> None:
    assert marked(card("2027-04"), card("2027"), card("2027-04-01", status=("postponed",))) == {}
    assert marked(card("2027-04-01", "2027-05")) == {(4, 1): True}
    assert marked(card("2027-04-01", status=("cancelled",))) == {(4, 1): True}


def test_what_began_the_year_before_leads_to_it_from_new_years_day() -> None:
    assert marked(card("2026-12-30", "2027-01-02")) == {(1, 1): True, (1, 2): False}
    assert marked(card("9999-12-31", "9999-12-31"), year=9999) == {(12, 31): True}


@given(st.integers(1, 9999), st.sampled_from([EN, ZH, OwnLocale.parse("en_US")]))
def test_every_day_of_a_year_is_there_once_below_its_weekday(year: int, locale: Locale) -> None:
    sheet = year_sheet(locale, year, [card(f"{year:04}-03-01")])
    assert sheet is not None
    assert [len(sheet.weekdays), len(sheet.months)] == [7, 12]
    first = [weekday.name for weekday in sheet.weekdays]
    for number, month in enumerate(sheet.months, 1):
        days = [(day.number, first[place]) for week in month.weeks for place, day in enumerate(week)
                if isinstance(day, Day)]
        assert days == [(day, locale.days["stand-alone"]["wide"][date(year, number, day).weekday()])
                        for day in range(1, len(days) + 1)]
        assert len(days) >= 28


def test_weeks_begin_and_months_are_called_as_the_locale_says() -> None:
    english, chinese = (year_sheet(locale, 2027, [card("2027-03-01")]) for locale in (EN, ZH))
    assert english is not None
    assert chinese is not None
    assert (english.weekdays[0].name, english.weekdays[0].short, english.months[0].name) == ("Monday", "M", "January")
    assert chinese.months[0].name == "一月"
    assert not english.months[0].busy
    assert english.months[2].busy


@given(st.dates(), st.dates(), st.integers(1, 9999))
def test_only_days_of_the_year_are_marked(one: date, other: date, year: int) -> None:
    start, end = sorted((one, other))
    days = list(days_in(card(start.isoformat(), end.isoformat()), year))
    assert all(day.year == year and start <= day <= end for day in days)
    assert bool(days) == (start.year <= year <= end.year)


# ---- a scale of time ------------------------------------------------------------------------------------------------


def entry(start: str, end: str = "") -> dict[str, Any]:
    """An entry of the timeline."""
    return {"id": start, "start": moment(start), "end": moment(end) if end else None}


def test_marks_stand_where_the_dates_lie() -> None:
    scale = time_scale([entry("2020-01-01"), entry("2020"), entry("2021-07-01", "2021-12-31")])
    assert scale is not None
    assert (scale.first, scale.last) == (2020, 2021)
    places = [(float(mark.start[:-1]), float(mark.end[:-1])) for mark in scale.marks]
    assert places[0] == (0, 0)
    assert places[1] == pytest.approx((25, 25), abs=.3)
    assert places[2] == pytest.approx((75, 100), abs=.3)
    assert [(tick.place, tick.year) for tick in scale.ticks] == [("0.00%", 2020), ("50.07%", 2021)]


def test_one_year_alone_needs_no_scale() -> None:
    assert time_scale([]) is None
    assert time_scale([entry("2020"), entry("2020-05-01")]) is None


@given(st.lists(st.tuples(st.dates(), st.integers(0, 4000)), min_size=2, max_size=30))
@example([(date.min, 0), (date.max, 0)])
def test_no_mark_covers_another_and_names_of_years_have_room(dates: list[tuple[date, int]]) -> None:
    items = [entry(day.isoformat(), date.fromordinal(min(day.toordinal() + length, date.max.toordinal())).isoformat())
             for day, length in sorted(dates)]
    scale = time_scale(items)
    if scale is None:
        return
    for row in range(scale.rows):
        marks = sorted((float(mark.start[:-1]), float(mark.end[:-1])) for mark in scale.marks if mark.row == row)
        assert marks
        assert all(0 <= start <= end <= 100 for start, end in marks)
        assert all(after[0] - before[1] >= ROOM - .011 for before, after in pairwise(marks))
    named = [float(tick.place[:-1]) for tick in scale.ticks if tick.labelled]
    assert len(named) <= 7
    assert len(scale.ticks) <= 40
    assert all(place <= 90 for place in named)
