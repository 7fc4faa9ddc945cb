"""Local time and instants: zones from the pinned tz database, gaps and folds, the span a moment covers."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from io import BytesIO
from pkgutil import get_data
from zoneinfo import ZoneInfo

from sitegen.model import Moment

_MIDNIGHT = time(0)


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """Every IANA name of the pinned tz database, links included."""
    return frozenset(tz_data("zones").decode("ascii").split())


@cache
def zone(name: str) -> ZoneInfo:
    """The zone of that IANA name, from the pinned database and never from the machine's.

    Raises ValueError for a name the database does not have.
    """
    if name not in zone_names():
        raise ValueError(name)
    return ZoneInfo.from_file(BytesIO(tz_data(f"zoneinfo/{name}")), key=name)


def tz_data(name: str) -> bytes:
    """A file of the pinned tz database."""
    data = get_data("tzdata", name)
    if data is None:
        raise FileNotFoundError(name)
    return data


def local(moment: Moment) -> datetime:
    """The moment's first minute as an aware local time in its zone."""
    here = datetime.combine(moment.day, moment.clock or _MIDNIGHT, tzinfo=zone(moment.zone))
    return here if here.fold == moment.fold else here.replace(fold=moment.fold)


def instant(moment: Moment) -> datetime:
    """The moment's first minute in UTC."""
    return local(moment).astimezone(UTC)


def in_zone(moment: Moment, name: str) -> Moment:
    """The same instant by the clocks of another zone; what has no time of day stays as it is."""
    if moment.precision != "minute":
        return moment
    there = local(moment).astimezone(zone(name))
    return Moment(day=there.date(), precision="minute", clock=there.time(), zone=name, fold=there.fold)


def day_after(moment: Moment) -> date:
    """The first day after the day, month or year the moment covers."""
    if moment.precision == "year":
        return date(moment.day.year + 1, 1, 1)
    if moment.precision == "month":
        return (moment.day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return moment.day + timedelta(days=1)


def end_instant(moment: Moment) -> datetime:
    """The first instant (UTC) after what the moment covers: a minute covers nothing, a day ends at midnight."""
    if moment.precision == "minute":
        return instant(moment)
    return datetime.combine(day_after(moment), time(0), tzinfo=zone(moment.zone)).astimezone(UTC)


def gap(moment: Moment) -> tuple[time, time] | None:
    """For a local time that clocks skip: the times they go from and to; None for one that exists."""
    if moment.precision != "minute":
        return None
    here = local(moment)
    there = here.astimezone(UTC).astimezone(zone(moment.zone))
    if here.replace(tzinfo=None) == there.replace(tzinfo=None):
        return None
    before = here.replace(fold=0).utcoffset() or timedelta()
    after = here.replace(fold=1).utcoffset() or timedelta()
    size = before - after if before > after else after - before
    start = here.replace(tzinfo=None)
    # The minute at which clocks jump is found by walking back: at most a day of minutes, only on this error path.
    while True:
        earlier = start - timedelta(minutes=1)
        probe = earlier.replace(tzinfo=zone(moment.zone))
        if probe.astimezone(UTC).astimezone(zone(moment.zone)).replace(tzinfo=None) == earlier:
            return start.time(), (start + size).time()
        start = earlier


def ambiguous(moment: Moment) -> bool:
    """Whether clocks show this local time twice."""
    if moment.precision != "minute" or gap(moment):
        return False
    here = local(moment)
    return here.replace(fold=0).utcoffset() != here.replace(fold=1).utcoffset()


def iso(moment: Moment) -> str:
    """As typed: 2016, 2016-12, 2017-05-25 or 2020-03-05T09:30; no offset."""
    if moment.precision == "year":
        return f"{moment.day.year:04d}"
    if moment.precision == "month":
        return f"{moment.day.year:04d}-{moment.day.month:02d}"
    if moment.clock is None:
        return moment.day.isoformat()
    return f"{moment.day.isoformat()}T{moment.clock.isoformat('minutes')}"
