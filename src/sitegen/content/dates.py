"""Dates and times as people type them: ISO is read, anything else is answered with what was probably meant."""

import re
import unicodedata
from calendar import monthrange
from datetime import date, time, timedelta

from sitegen.diagnostics import Diagnostic, error
from sitegen.model import Moment
from sitegen.scripts import compiled

FIRST_DAY = date(1, 1, 1)
"""The day of a moment typed as a clock time alone; assembly puts the event's first day in its place."""

EARLIEST = date(2, 1, 1)
"""Nothing earlier or later can be moved between zones without leaving the calendar."""
LATEST = date(9998, 12, 31)

_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[ Tt] *(\d\d?):(\d\d)(?::\d\d(?:\.\d+)?)?)?)?)?", re.ASCII)
_CLOCK = re.compile(r"(\d\d?):(\d\d)(?::\d\d)?", re.ASCII)
_OFFSET = r"(?a)(\d{4}-\d\d-\d\d[ Tt] *\d\d?:\d\d)(?::\d\d(?:\.\d+)?)? *(?:Z|z|UTC|GMT|[+\-−]\d\d?:?(?:\d\d)?)"
_TAIL = (
    r"(?ai)(?:[ T,]+|(?<=[日号]))(上午|早上|中午|下午|晚上)? ?"
    r"(\d{1,2})(?:[:h.](\d{2})|[时點点](?:(\d{1,2})分)?)(?::\d{2})? ?([ap]\.?m\.?)?$")
_WEEKDAY = (
    r"(?i)^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[,.]? +|[ (]*星期[一二三四五六日天][ )]*")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")
_LONGEST = 60
"""Characters; no date in any form has more."""
_SHAPE = "Write a day as 2020-03-05, a local time as 2020-03-05 09:30, a month as 2020-03, a year as 2020."


def read_moment(text: str) -> Moment | Diagnostic:
    """A year, month, day or minute in ISO form; a problem without a place otherwise.

    Seconds are tolerated and dropped. The zone stays empty.
    """
    match = _ISO.fullmatch(text)
    if match is None:
        return _explain(text) if len(text) < _LONGEST else error("E-DATE", f'"{text[:40]}…" is not a date.', _SHAPE)
    year, month, day, hour, minute = match.groups()
    try:
        if month is None:
            moment = Moment(day=date(int(year), 1, 1), precision="year")
        elif day is None:
            moment = Moment(day=date(int(year), int(month), 1), precision="month")
        elif hour is None:
            moment = Moment(day=date(int(year), int(month), int(day)))
        else:
            moment = Moment(day=date(int(year), int(month), int(day)), precision="minute",
                            clock=time(int(hour), int(minute)))
    except ValueError:
        return _impossible(text, int(year), int(month or 1), int(day or 1), hour, minute)
    if not EARLIEST <= moment.day <= LATEST:
        return error("E-DATE", f'The year of "{text}" cannot be used.', "Write a year between 0002 and 9998.")
    return moment


def read_clock(text: str) -> Moment | Diagnostic:
    """A clock time alone, 09:45, on the first day of its event (`FIRST_DAY` stands for it), or a full local time."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        tail = compiled(_TAIL).fullmatch(f" {text}"[:_LONGEST])
        clock = _clock_of(tail) if tail else ""
        if clock:
            return error("E-DATE", f'"{text}" is a time in another form.', f"Did you mean{clock}?")
        return read_moment(text)
    hour, minute = match.groups()
    try:
        return Moment(day=FIRST_DAY, precision="minute", clock=time(int(hour), int(minute)))
    except ValueError:
        return error("E-DATE", f'"{text}" is not a time of day: {_wrong_clock(int(hour))}.',
                     "Write a time from 00:00 to 23:59; midnight at the end of a day is 00:00 of the next: "
                     "2020-03-06 00:00.")


def _explain(text: str) -> Diagnostic:
    """Why a text that is not ISO is refused, with the nearest valid reading."""
    offset = compiled(_OFFSET).fullmatch(text)
    if offset:
        local = offset[1].replace("t", "T")
        return error("E-OFFSET", f"Write the local time only ({local}) and the place's zone in timezone.",
                     f"Write {local} here, and for example timezone: Europe/London on a line of its own.")
    readings = _readings(text)
    if not readings:
        return error("E-DATE", f'"{text}" is not a date.', _SHAPE)
    if len(readings) > 1:
        first, second = (_day_and_month(reading) for reading in readings[:2])
        return error("E-DATE", f'"{text}" could be {first} or {second}. Write {readings[0]}.',
                     f"Write {readings[0]} for {first}, {readings[1]} for {second}.")
    if unicodedata.normalize("NFKC", text) == readings[0]:
        return error("E-DATE", f'"{text}" has full-width digits or signs.', f"Write {readings[0]}.")
    return error("E-DATE", f'"{text}" is a date in another form; dates are typed year-month-day.',
                 f"Did you mean {readings[0]}?")


def _impossible(text: str, year: int, month: int, day: int, hour: str | None, minute: str | None) -> Diagnostic:
    """Why a well-formed date does not exist."""
    clock = ""
    if hour is not None and minute is not None:
        if int(hour) > 23 or int(minute) > 59:
            return _wrong_time(text, year, month, day, int(hour), int(minute))
        clock = f" {int(hour):02d}:{minute}"
    nearest = _nearest(year, month, day)
    if text[4:5] == "-" and len(text) == 7 and nearest:
        nearest = nearest[:7]
    reason = f"there is no month {month}" if not 1 <= month <= 12 else "there is no year 0"
    if 1 <= month <= 12 and year:
        name = _MONTHS[month - 1].capitalize()
        reason = f"{name} {year} has {monthrange(year, month)[1]} days"
    help = f"Did you mean {nearest}{clock}?" if nearest else _SHAPE
    return error("E-DATE", f'"{text}" does not exist: {reason}.', help)


def _wrong_time(text: str, year: int, month: int, day: int, hour: int, minute: int) -> Diagnostic:
    reason = _wrong_clock(hour)
    try:
        typed = date(year, month, day)
    except ValueError:
        return error("E-DATE", f'"{text}" does not exist: {reason}.', _SHAPE)
    if (hour, minute) == (24, 0) and typed < LATEST:
        following = typed + timedelta(days=1)
        return error("E-DATE", f'"{text}" is midnight, which belongs to the next day.',
                     f"Write {following} 00:00, or {typed} 23:59.")
    return error("E-DATE", f'"{text}" does not exist: {reason}.', "Write a time from 00:00 to 23:59.")


def _wrong_clock(hour: int) -> str:
    return "a day has the hours 00 to 23" if hour > 23 else "an hour has the minutes 00 to 59"


def _readings(text: str) -> tuple[str, ...]:
    """What a date in another form may mean, in ISO form; days before months first."""
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).strip()
    plain = compiled(_WEEKDAY).sub("", plain)
    clock = ""
    tail = compiled(_TAIL).search(plain)
    if tail:
        clock = _clock_of(tail)
        plain = plain[:tail.start()].strip(" ,T")
    found: dict[str, None] = {}
    for year, month, day in _days(plain):
        if day == 0:
            if 1 <= month <= 12 and year:
                found[f"{year:04d}-{month:02d}"] = None
            elif month == 0 and year:
                found[f"{year:04d}"] = None
            continue
        if _exists(year, month, day):
            found[f"{year:04d}-{month:02d}-{day:02d}{clock}"] = None
    return tuple(found) or tuple(f"{near}{clock}" for near in (_nearest(*d) for d in _days(plain)[:1] if d[2]) if near)


def _days(plain: str) -> list[tuple[int, int, int]]:
    """Year, month and day of each way to read a date; 0 for what is not given. They need not exist."""
    if match := re.fullmatch(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})|(\d{4})(\d{2})(\d{2})", plain, re.ASCII):
        year, month, day = (int(part) for part in match.groups() if part)
        return [(year, month, day)]
    if match := re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", plain, re.ASCII):
        one, two, year = map(int, match.groups())
        return [(year, two, one), (year, one, two)]
    if match := re.fullmatch(r"(\d{4}) ?年(?: ?(\d{1,2}) ?月(?: ?(\d{1,2}) ?[日号]?)?)?", plain, re.ASCII):
        return [(int(match[1]), int(match[2] or 0), int(match[3] or 0))]
    if match := re.fullmatch(r"(\d{4})[-/.](\d{1,2})", plain, re.ASCII):
        return [(int(match[1]), int(match[2]), 0)]
    if match := re.fullmatch(r"(\d{1,2})[/.](\d{4})", plain, re.ASCII):
        return [(int(match[2]), int(match[1]), 0)]
    if match := re.fullmatch(r"(?:the )?(\d{1,2})(?:st|nd|rd|th)?[ -](?:of )?([a-z]{3,9})\.?,?[ -](\d{4})", plain,
                             re.ASCII | re.IGNORECASE):
        return [(int(match[3]), _month(match[2]), int(match[1]))] if _month(match[2]) else []
    if match := re.fullmatch(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", plain, re.ASCII | re.IGNORECASE):
        return [(int(match[3]), _month(match[1]), int(match[2]))] if _month(match[1]) else []
    if match := re.fullmatch(r"([a-z]{3,9})\.?,? (\d{4})", plain, re.ASCII | re.IGNORECASE):
        return [(int(match[2]), _month(match[1]), 0)] if _month(match[1]) else []
    if re.fullmatch(r"\d{4}", plain, re.ASCII):
        return [(int(plain), 0, 0)]
    return []


def _clock_of(tail: re.Match[str]) -> str:
    """A time of day as ` 09:30`; empty where the clock has no such time."""
    part, hours, minutes, chinese_minutes, half = tail.groups()
    hour, minute = int(hours), int(minutes or chinese_minutes or 0)
    later = part in ("下午", "晚上") or (half or "").lower().startswith("p")
    if later and hour < 12:
        hour += 12
    if (half or "").lower().startswith("a") and hour == 12:
        hour = 0
    return f" {hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else ""


def _month(name: str) -> int:
    """1 to 12 for an English month or its beginning, 0 for another word."""
    low = name.lower()
    return next((number for number, full in enumerate(_MONTHS, 1) if full.startswith(low)), 0) or int(low == "sept") * 9


def _nearest(year: int, month: int, day: int) -> str:
    """The nearest day that exists; empty where nothing is near."""
    if not 1 <= year <= 9998:
        return ""
    if _exists(year, day, month):
        return f"{year:04d}-{day:02d}-{month:02d}" if month > 12 else _clamped(year, month, day)
    return _clamped(year, month, day)


def _clamped(year: int, month: int, day: int) -> str:
    month = min(max(month, 1), 12)
    return f"{year:04d}-{month:02d}-{min(max(day, 1), monthrange(year, month)[1]):02d}"


def _exists(year: int, month: int, day: int) -> bool:
    try:
        return EARLIEST <= date(year, month, day) <= LATEST
    except ValueError:
        return False


def _day_and_month(reading: str) -> str:
    return f"{int(reading[8:10])} {_MONTHS[int(reading[5:7]) - 1].capitalize()}"
