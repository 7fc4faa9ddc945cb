"""Dates and zones: a frozen table of what readers see, in both languages."""

from datetime import date, datetime, time, timedelta

import pytest
from babel import Locale
from babel.dates import parse_pattern
from hypothesis import given
from hypothesis import strategies as st

from sitegen.model import Moment
from sitegen.moments import iso
from sitegen.render.dates import Dates, _same, machine
from sitegen.render.own_locale import OwnLocale

EN = Dates(OwnLocale.parse("en_GB"))
ZH = Dates(OwnLocale.parse("zh_Hans_CN"))


def moment(typed: str, zone: str = "Europe/Moscow") -> Moment:
    """A moment from 2020, 2020-03, 2020-03-05 or 2020-03-05T09:30."""
    day, _, clock = typed.partition("T")
    parts = [int(part) for part in day.split("-")]
    if clock:
        return Moment(day=date(*parts), precision="minute", clock=time.fromisoformat(clock), zone=zone)
    precision = ("year", "month", "day")[len(parts) - 1]
    return Moment(day=date(*[*parts, 1, 1][:3]), precision=precision, zone=zone)  # type: ignore[arg-type]


def words(html: str) -> str:
    """The text without its elements."""
    return "".join(part.partition(">")[2] if ">" in part else part for part in html.split("<"))


WHEN = [
    # same day
    ("2020-03-05T09:30", "", "Thursday 5 March 2020, 09:30", "2020年3月5日星期四 09:30"),
    ("2020-03-05T09:30", "2020-03-05T16:30", "Thursday 5 March 2020, 09:30–16:30", "2020年3月5日星期四 09:30–16:30"),
    # same month
    ("2020-03-05T09:30", "2020-03-06T16:30", "Thursday 5 March 2020, 09:30 to Friday 6 March 2020, 16:30",
     "2020年3月5日星期四 09:30 至 2020年3月6日星期五 16:30"),
    # cross-month
    ("2020-02-28T18:00", "2020-03-03T12:00", "Friday 28 February 2020, 18:00 to Tuesday 3 March 2020, 12:00",
     "2020年2月28日星期五 18:00 至 2020年3月3日星期二 12:00"),
    # cross-year
    ("2019-12-30T08:00", "2020-01-02T00:00", "Monday 30 December 2019, 08:00 to Thursday 2 January 2020, 00:00",
     "2019年12月30日星期一 08:00 至 2020年1月2日星期四 00:00"),
    # all-day
    ("2020-03-05", "", "Thursday 5 March 2020", "2020年3月5日星期四"),
    ("2020-03-05", "2020-03-05", "Thursday 5 March 2020", "2020年3月5日星期四"),
    ("2020-03-05", "2020-03-06", "Thursday 5 March 2020 to Friday 6 March 2020",
     "2020年3月5日星期四至2020年3月6日星期五"),
    ("2020-02-28", "2020-03-03", "Friday 28 February 2020 to Tuesday 3 March 2020",
     "2020年2月28日星期五至2020年3月3日星期二"),
    ("2019-12-30", "2020-01-02", "Monday 30 December 2019 to Thursday 2 January 2020",
     "2019年12月30日星期一至2020年1月2日星期四"),
    # a time on one side only
    ("2020-03-05T09:30", "2020-03-06", "Thursday 5 March 2020, 09:30 to Friday 6 March 2020",
     "2020年3月5日星期四 09:30 至 2020年3月6日星期五"),
    ("2020-03-05T09:30", "2020-03-05", "Thursday 5 March 2020, 09:30", "2020年3月5日星期四 09:30"),
    # reduced precision
    ("2020-03", "", "March 2020", "2020年3月"),
    ("2020", "", "2020", "2020年"),
    ("2020-03", "2020-05", "March – May 2020", "2020年3月至5月"),
    ("2019-12", "2020-01", "December 2019 – January 2020", "2019年12月至2020年1月"),
    ("2019", "2020", "2019–2020", "2019–2020年"),
    ("2020-03-30", "2020-04", "Monday 30 March 2020 to April 2020", "2020年3月30日星期一至2020年4月"),
]

DAYS = [
    ("2020-03-05", "", "5 March 2020", "2020年3月5日"),
    ("2020-03-05", "2020-03-05", "5 March 2020", "2020年3月5日"),
    ("2020-03-05", "2020-03-06", "5–6 March 2020", "2020年3月5日至6日"),
    ("2020-02-28", "2020-03-03", "28 February – 3 March 2020", "2020年2月28日至3月3日"),
    ("2019-12-30", "2020-01-02", "30 December 2019 – 2 January 2020", "2019年12月30日至2020年1月2日"),
    ("2020-03-05T09:30", "2020-03-05T16:30", "5 March 2020", "2020年3月5日"),
    ("2020-03-05T09:30", "2020-03-06T16:30", "5–6 March 2020", "2020年3月5日至6日"),
    ("2020-02-28T18:00", "2020-03-03", "28 February – 3 March 2020", "2020年2月28日至3月3日"),
    ("2020-03", "", "March 2020", "2020年3月"),
    ("2020", "", "2020", "2020年"),
    ("2020-03", "2020-05", "March – May 2020", "2020年3月至5月"),
    ("2019", "2020", "2019–2020", "2019–2020年"),
    ("2020-03-30", "2020-04", "30 March 2020 – April 2020", "2020年3月30日至2020年4月"),
]


@pytest.mark.parametrize(("start", "end", "english", "chinese"), WHEN)
def test_when_an_event_is(start: str, end: str, english: str, chinese: str) -> None:
    first, last = moment(start), moment(end) if end else None
    assert words(EN.when(first, last)) == english
    assert words(ZH.when(first, last)) == chinese


TYPED = ("2020", "2020-01", "2020-01-01", "2020-01-01T00:00", "2020-01-01T00:30", "2020-01-01T09:30",
         "2020-01-02T09:30", "2020-01-02T09:00")


@pytest.mark.parametrize("one", TYPED)
def test_what_is_typed_alike_is_one_date(one: str) -> None:
    start = moment(one)
    for other in TYPED:
        assert _same(start, moment(other)) == (start.day == moment(other).day and iso(start) == iso(moment(other)))


@pytest.mark.parametrize(("start", "end", "english", "chinese"), DAYS)
def test_days_in_their_shortest_form(start: str, end: str, english: str, chinese: str) -> None:
    first, last = moment(start), moment(end) if end else None
    assert words(EN.days(first, last)) == english
    assert words(ZH.days(first, last)) == chinese


def test_each_date_has_its_own_machine_value() -> None:
    assert EN.when(moment("2020-03-05T09:30"), moment("2020-03-06T16:30")) == (
        '<time datetime="2020-03-05T09:30+03:00">Thursday 5 March 2020, 09:30</time> to '
        '<time datetime="2020-03-06T16:30+03:00">Friday 6 March 2020, 16:30</time>'
    )
    assert EN.days(moment("2020-03-05T09:30"), moment("2020-03-06")) == (
        '<time datetime="2020-03-05">5</time>–<time datetime="2020-03-06">6 March 2020</time>'
    )
    assert ZH.days(moment("2020-03-05"), moment("2020-03-06")) == (
        '<time datetime="2020-03-05">2020年3月5日</time>至<time datetime="2020-03-06">6日</time>'
    )


def test_a_day_alone_is_the_same_at_any_time_of_it() -> None:
    for dates in (EN, ZH):
        for clock in ("T00:00", "T09:30"):
            assert dates.days(moment(f"2020-03-05{clock}")) == dates.days(moment("2020-03-05"))
    assert 'datetime="2020-03-05"' in EN.days(moment("2020-03-05T09:30"))


def test_machine_values_carry_the_offset_of_that_date() -> None:
    assert machine(moment("2020")) == "2020"
    assert machine(moment("2020-03")) == "2020-03"
    assert machine(moment("2020-03-05")) == "2020-03-05"
    assert machine(moment("2020-01-05T09:30", "Europe/London")) == "2020-01-05T09:30+00:00"
    assert machine(moment("2020-07-05T09:30", "Europe/London")) == "2020-07-05T09:30+01:00"
    assert machine(moment("2020-07-05T09:30", "America/St_Johns")) == "2020-07-05T09:30-02:30"
    second = Moment(day=date(2020, 10, 25), precision="minute", clock=time(1, 30), zone="Europe/London", fold=1)
    assert machine(second) == "2020-10-25T01:30+00:00"


def test_sessions_show_times_alone() -> None:
    assert words(EN.clock(moment("2020-03-05T09:45"), moment("2020-03-05T10:15"))) == "09:45–10:15"
    assert words(ZH.clock(moment("2020-03-05T09:45"))) == "09:45"
    assert EN.clock(moment("2020-03-05")) == ""
    assert EN.clock(None) == ""
    assert "6 March" in words(EN.clock(moment("2020-03-05T22:00"), moment("2020-03-06T02:00")))


def test_one_moment_at_its_precision() -> None:
    assert words(EN.day(moment("2020-03-05"))) == "5 March 2020"
    assert words(EN.day(moment("2020-03-05T09:30"))) == "5 March 2020, 09:30"
    assert words(ZH.day(moment("2020-03"))) == "2020年3月"
    assert EN.day(None) == EN.when(None) == EN.days(None) == ""


@pytest.mark.parametrize(("day", "zone", "english", "chinese"), [
    ("2020-03-05", "Europe/Moscow", "Moscow Time (UTC+3)", "莫斯科时间（UTC+3）"),
    ("2020-07-05", "Europe/London", "United Kingdom Time (BST, UTC+1)", "英国时间（UTC+1）"),
    ("2020-01-05", "Europe/London", "United Kingdom Time (GMT, UTC+0)", "英国时间（UTC+0）"),
    ("2020-01-05", "Europe/Dublin", "Ireland Time (GMT, UTC+0)", "爱尔兰时间（UTC+0）"),
    ("2020-03-05", "Asia/Shanghai", "China Time (UTC+8)", "中国时间（UTC+8）"),
    ("2020-03-05", "Asia/Kolkata", "India Time (UTC+5:30)", "印度时间（UTC+5:30）"),
    ("2020-07-05", "America/New_York", "Eastern Time (UTC−4)", "北美东部时间（UTC−4）"),
    ("2020-03-05", "Etc/UTC", "Coordinated Universal Time (UTC)", "协调世界时（UTC）"),
    ("2020-03-05", "Etc/GMT+8", "UTC−8", "UTC−8"),
    ("2020-03-05", "", "", ""),
])
def test_zones_are_named_with_their_offset(day: str, zone: str, english: str, chinese: str) -> None:
    assert EN.zone_label(moment(day, zone)) == english
    assert ZH.zone_label(moment(day, zone)) == chinese


@pytest.mark.parametrize(("start", "end", "zone", "english", "chinese"), [
    # the same day: the times say enough
    ("2027-11-11T09:00", "2027-11-11T17:30", "Europe/London", "06:00–14:30", "06:00–14:30"),
    ("2027-11-11T09:00", "", "Europe/London", "06:00", "06:00"),
    ("2027-11-11T09:00", "2027-11-12", "Europe/London", "06:00", "06:00"),
    # another day, of the end alone or of both: dates are needed
    ("2027-11-11T09:00", "2027-11-11T21:00", "Asia/Shanghai",
     "Thursday 11 November 2027, 14:00 to Friday 12 November 2027, 02:00",
     "2027年11月11日星期四 14:00 至 2027年11月12日星期五 02:00"),
    ("2027-11-11T20:00", "2027-11-11T21:00", "Asia/Shanghai", "Friday 12 November 2027, 01:00–02:00",
     "2027年11月12日星期五 01:00–02:00"),
    ("2028-01-01T00:30", "", "Europe/London", "Friday 31 December 2027, 21:30", "2027年12月31日星期五 21:30"),
    # several days have dates in any case
    ("2020-03-05T09:30", "2020-03-06T16:30", "Europe/London",
     "Thursday 5 March 2020, 06:30 to Friday 6 March 2020, 13:30",
     "2020年3月5日星期四 06:30 至 2020年3月6日星期五 13:30"),
    # a day is no instant
    ("2020-03-05", "2020-03-06", "Europe/London", "", ""),
])
def test_the_same_times_by_other_clocks(start: str, end: str, zone: str, english: str, chinese: str) -> None:
    first, last = moment(start), moment(end) if end else None
    assert words(EN.elsewhere(first, last, zone)) == english
    assert words(ZH.elsewhere(first, last, zone)) == chinese


def test_other_clocks_keep_the_instant_and_name_its_season() -> None:
    winter, summer = moment("2027-03-27T21:00"), moment("2027-03-28T15:00")
    assert EN.elsewhere(winter, None, "Europe/London") == '<time datetime="2027-03-27T18:00+00:00">18:00</time>'
    assert EN.zone_label(winter, "Europe/London") == "United Kingdom Time (GMT, UTC+0)"
    assert EN.zone_label(summer, "Europe/London") == "United Kingdom Time (BST, UTC+1)"
    twice = [moment(f"2026-10-25T0{hour}:30", "Etc/UTC") for hour in (0, 1)]
    assert [words(EN.elsewhere(item, None, "Europe/London")) for item in twice] == ["01:30", "01:30"]
    assert [EN.zone_label(item, "Europe/London")[-12:] for item in twice] == ["(BST, UTC+1)", "(GMT, UTC+0)"]


def test_years() -> None:
    assert (EN.year(2020), ZH.year(2020)) == ("2020", "2020年")


@pytest.mark.parametrize("locale", ["de_DE", "fr_FR", "ja_JP", "ar_EG", "ru_RU", "en_US", "zh_Hant_TW", "hu_HU"])
def test_other_languages_are_composed_from_cldr(locale: str) -> None:
    dates = Dates(OwnLocale.parse(locale))
    for start, end, *_ in WHEN:
        first, last = moment(start), moment(end) if end else None
        assert "2020" in dates.when(first, last) or "2019" in dates.when(first, last)
        assert "{" not in dates.when(first, last) + dates.days(first, last) + dates.day(first)
    assert "UTC+3" in dates.zone_label(moment("2020-03-05"))


@given(st.dates(), st.integers(0, 800), st.sampled_from(["en_GB", "zh_Hans_CN", "de_DE"]))
def test_a_range_says_its_first_and_last_day(first: date, length: int, locale: str) -> None:
    dates = Dates(OwnLocale.parse(locale))
    last = first + timedelta(days=min(length, (date.max - first).days))
    shown = dates.days(Moment(day=first), Moment(day=last))
    assert f'datetime="{first.isoformat()}"' in shown
    assert f'datetime="{last.isoformat()}"' in shown
    assert str(last.day) in words(shown)
    assert str(last.year) in words(shown)


LOCALES = tuple(map(OwnLocale.parse, ("en_GB", "zh_Hans_CN", "zh_Hant_TW", "fi", "ja", "ar", "sr_Latn", "fr_CA")))
FIELDS = ("y", "yy", "yyyy", "Y", "M", "MM", "MMM", "MMMM", "MMMMM", "LLLL", "d", "dd", "D", "EEEE", "E", "cccc", "c",
          "e", "ee", "QQQ", "w", "'o''clock'", "%", "年", ", ")
CLOCK_FIELDS = ("H", "HH", "h", "hh", "k", "K", "a", "B", "m", "mm", ":", "時")


@given(st.sampled_from(LOCALES), st.lists(st.sampled_from(FIELDS), min_size=1, max_size=8).map("|".join),
       st.lists(st.dates(), min_size=1, max_size=3))
def test_dates_print_as_babel_prints_them(locale: Locale, pattern: str, days: list[date]) -> None:
    dates = Dates(locale)
    for day in days:
        assert dates._apply_to(pattern, day, time(0)) == parse_pattern(pattern).apply(day, locale)


@given(st.sampled_from(LOCALES), st.lists(st.sampled_from(CLOCK_FIELDS), min_size=1, max_size=6).map("|".join),
       st.lists(st.times(), min_size=1, max_size=3))
def test_times_of_day_print_as_babel_prints_them(locale: Locale, pattern: str, clocks: list[time]) -> None:
    dates, some_day = Dates(locale), date(2000, 1, 1)
    for clock in clocks:
        expected = parse_pattern(pattern).apply(datetime.combine(some_day, clock), locale)
        assert dates._apply_to(pattern, some_day, clock) == expected
