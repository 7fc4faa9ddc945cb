"""When moments begin and end, for any year a calendar can hold."""

from datetime import UTC, date, datetime, timedelta

from sitegen.model import EventFacts, Membership, Moment, Registration
from sitegen.moments import day_after, end_instant, instant

EARLIEST = datetime.min.replace(tzinfo=UTC)
LATEST = datetime.max.replace(tzinfo=UTC)
ANNOUNCED_BEFORE = timedelta(days=14)
"""How long before the start an address must be known."""


def begins(moment: Moment) -> datetime:
    """The moment's first instant in UTC; the ends of the calendar stand for what lies beyond them."""
    try:
        return instant(moment)
    except OverflowError:
        return _nearest_end(moment)


def ends(moment: Moment) -> datetime:
    """The first instant (UTC) after what the moment covers."""
    try:
        return end_instant(moment)
    except (OverflowError, ValueError):
        return _nearest_end(moment)


def last_day(moment: Moment) -> date:
    """The last day the moment covers."""
    try:
        return day_after(moment) - timedelta(days=1)
    except (OverflowError, ValueError):
        return date.max


def event_end(facts: EventFacts) -> datetime | None:
    """The first instant (UTC) after an event: its end, else the end of the day it starts; None without a start."""
    if facts.end is not None:
        return ends(facts.end)
    if facts.start is None:
        return None
    if facts.start.precision == "minute":
        return ends(Moment(day=facts.start.day, zone=facts.start.zone))
    return ends(facts.start)


def event_state(facts: EventFacts, now: datetime) -> str:
    """upcoming, past, postponed or cancelled."""
    if "cancelled" in facts.status:
        return "cancelled"
    if "postponed" in facts.status:
        return "postponed"
    end = event_end(facts)
    return "past" if end is not None and end <= now else "upcoming"


def registration_open(registration: Registration, state: str, now: datetime) -> bool:
    """Whether one can register now."""
    if state != "upcoming":
        return False
    if registration.opens is not None and now < begins(registration.opens):
        return False
    return registration.closes is None or now < ends(registration.closes)


def is_current(membership: Membership, now: datetime) -> bool:
    """Whether the membership has begun and has not ended."""
    return has_begun(membership, now) and not has_ended(membership, now)


def has_begun(membership: Membership, now: datetime) -> bool:
    """Whether the membership's first day has come; one without a start always has."""
    return membership.start is None or begins(membership.start) <= now


def has_ended(membership: Membership, now: datetime) -> bool:
    """Whether the membership's last day is over."""
    return membership.end is not None and ends(membership.end) <= now


def _nearest_end(moment: Moment) -> datetime:
    return EARLIEST if moment.day.year < 5000 else LATEST
