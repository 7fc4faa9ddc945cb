"""Dates and times that contradict each other, or that no clock ever showed."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from sitegen.check.subjects import events
from sitegen.diagnostics import Diagnostic, error, warning
from sitegen.model import EventFacts, Moment, Page, Site
from sitegen.moments import ambiguous, day_after, gap, iso, local, zone_names

LONG_DAYS = 14


def check_dates(site: Site, pages: Collection[Page]) -> Iterator[Diagnostic]:
    """Errors for ends before starts, clock times without a zone, and times that clocks skip or show twice."""
    for page, facts in events(pages):
        yield from _span(page, facts)
        yield from _zone(site, page, facts)
        yield from _clock_changes(page, facts)
    for page in pages:
        for field, moment in (("published", page.facts.published), ("updated", page.facts.updated)):
            if moment is not None:
                yield from _skipped(page, field, moment)


def is_before(end: Moment, start: Moment) -> bool:
    """Whether an end lies before a start, each taken as exactly as it is known."""
    if end.clock and start.clock:
        return _clock_time(end) < _clock_time(start)
    try:
        return day_after(end) <= start.day
    except (OverflowError, ValueError):
        return False


def shown(moment: Moment) -> str:
    """As an author types it."""
    return iso(moment).replace("T", " ")


def _span(page: Page, facts: EventFacts) -> Iterator[Diagnostic]:
    start, end = facts.start, facts.end
    if start is None or end is None:
        return
    if (start.clock is None) != (end.clock is None):
        timed, bare = ("start", "end") if start.clock else ("end", "start")
        yield error("E-KIND", f"{timed} has a time but {bare} has not.",
                    f"Give both a time, or neither: {bare}: {shown(start if bare == 'start' else end)} 09:30",
                    path=page.source, field=bare)
    if is_before(end, start):
        yield error("E-END-BEFORE", f"end {shown(end)} is before start {shown(start)}.",
                    "One of the two is wrong; end is the last day or the time it closes.",
                    path=page.source, field="end")
    elif end.day - start.day > timedelta(days=LONG_DAYS):
        yield warning("W-LONG-EVENT", f"The event lasts {(end.day - start.day).days + 1} days. Is that meant?",
                      "Check the year and the month of start and end.", path=page.source, field="end")
    if start.clock and (start.clock.hour, start.clock.minute) == (0, 0):
        yield warning("W-MIDNIGHT", "Starts at 00:00. If the hour is not known, give the day only.",
                      f"start: {start.day.isoformat()}", path=page.source, field="start")


def _zone(site: Site, page: Page, facts: EventFacts) -> Iterator[Diagnostic]:
    if facts.timezone in zone_names() or site.documents[page.source].broken:
        return
    field = next((field for field, moment in event_moments(facts) if moment.clock), None)
    if field:
        yield error("E-TZ-MISSING", "A clock time needs a zone.",
                    "Add timezone, for example timezone: Europe/Moscow for Moscow.", path=page.source, field=field)


def _clock_changes(page: Page, facts: EventFacts) -> Iterator[Diagnostic]:
    twice = False
    for field, moment in event_moments(facts):
        if not _is_near_change(moment):
            continue
        yield from _skipped(page, field, moment)
        if _is_ambiguous(moment):
            twice = True
            if not facts.fold:
                yield error("E-TZ-FOLD", f"Clocks in {moment.zone} show {moment.clock:%H:%M} twice on {moment.day}, "
                            "because they go back.",
                            "Add fold: first for the time before they go back, or fold: second for the time after.",
                            path=page.source, field=field)
    if facts.fold and not twice:
        yield error("E-FOLD", "fold is given, but no time of this event is shown twice by its clocks.",
                    "Delete fold.", path=page.source, field="fold")


def event_moments(facts: EventFacts) -> Iterator[tuple[str, Moment]]:
    """Every moment of an event in its own zone, with its field."""
    given: list[tuple[str, Moment | None]] = [("start", facts.start), ("end", facts.end)]
    given += [(f"previous_start.{number}", moment) for number, moment in enumerate(facts.previous_start)]
    for number, session in enumerate(facts.sessions):
        given += [(f"sessions.{number}.start", session.start), (f"sessions.{number}.end", session.end)]
    if facts.registration:
        given += [("registration.opens", facts.registration.opens), ("registration.closes", facts.registration.closes)]
    return ((field, moment) for field, moment in given if moment is not None)


def _is_near_change(moment: Moment) -> bool:
    """Whether clocks change at this very time: only then do its two readings differ."""
    if moment.clock is None:
        return False
    try:
        here = local(moment)
        return here.replace(fold=0).utcoffset() != here.replace(fold=1).utcoffset()
    except OverflowError:
        return False


def _skipped(page: Page, field: str, moment: Moment) -> Iterator[Diagnostic]:
    try:
        skipped = gap(moment)
    except OverflowError:
        return
    if skipped:
        before, after = (f"{time:%H:%M}" for time in skipped)
        yield error("E-TZ-GAP", f"{moment.clock:%H:%M} on {moment.day} does not exist in {moment.zone} "
                    f"(clocks go from {before} to {after}).", f"Give a time before {before} or from {after} on.",
                    path=page.source, field=field)


def _is_ambiguous(moment: Moment) -> bool:
    try:
        return ambiguous(moment)
    except OverflowError:
        return False


def _clock_time(moment: Moment) -> tuple[datetime, int]:
    assert moment.clock is not None
    return datetime.combine(moment.day, moment.clock), moment.fold
