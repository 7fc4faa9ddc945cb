"""Filling in what a document leaves to its surroundings: zones, the day of a session, a venue by its id."""

from collections.abc import Mapping

from msgspec.structs import replace

from sitegen.model import (
    AnyFacts,
    AnyRecord,
    Config,
    EventFacts,
    Moment,
    Organisation,
    Place,
    Session,
    TimelineEntry,
    Venue,
)
from sitegen.moments import ambiguous, zone_names

FIRST_DAY = 1
"""A session's clock time alone is parsed as a time on 0001-01-01."""


def placed(facts: AnyFacts, config: Config, venues: Mapping[str, Venue]) -> AnyFacts:
    """The facts with a zone in every moment, sessions on their day, and venues in place of their ids."""
    facts = _common(facts, config.timezone)
    return _event(facts, config, venues) if isinstance(facts, EventFacts) else facts


def placed_record(record: AnyRecord, zone: str) -> AnyRecord:
    """The record with that zone in every moment."""
    if isinstance(record, TimelineEntry):
        return replace(record, start=zoned(record.start, zone), end=zoned(record.end, zone))
    if isinstance(record, Organisation):
        return placed_organisation(record, zone)
    return record


def placed_organisation(organisation: Organisation, zone: str) -> Organisation:
    """The organisation with that zone in every moment."""
    membership = organisation.membership
    return replace(
        organisation,
        membership=membership
        and replace(membership, start=zoned(membership.start, zone), end=zoned(membership.end, zone)),
        founded=zoned(organisation.founded, zone),
        dissolved=zoned(organisation.dissolved, zone),
    )


def zoned(moment: Moment | None, zone: str, fold: bool = False) -> Moment | None:
    """The moment in that zone; with `fold`, the second of two equal local times."""
    if moment is None:
        return None
    here = Moment(day=moment.day, precision=moment.precision, clock=moment.clock, zone=zone, fold=moment.fold)
    return replace(here, fold=1) if fold and _shown_twice(here) else here


def _common(facts: AnyFacts, zone: str) -> AnyFacts:
    if not (facts.date or facts.published or facts.updated or facts.corrections or facts.translated):
        return facts
    changed: AnyFacts = replace(
        facts,
        published=zoned(facts.published, zone),
        updated=zoned(facts.updated, zone),
        date=zoned(facts.date, zone),
        corrections=tuple(replace(item, date=zoned(item.date, zone)) for item in facts.corrections),
        translated={code: replace(item, date=zoned(item.date, zone)) for code, item in facts.translated.items()},
    )
    return changed


def _event(facts: EventFacts, config: Config, venues: Mapping[str, Venue]) -> EventFacts:
    zone = facts.timezone if facts.timezone in zone_names() else config.timezone
    second = facts.fold == "second"
    start = zoned(facts.start, zone, second)
    note, registration = facts.status_note, facts.registration
    return replace(
        facts,
        start=start,
        end=_on_day(zoned(facts.end, zone, second), start),
        previous_start=tuple(moment for item in facts.previous_start if (moment := zoned(item, zone))),
        status_note=note and replace(note, date=zoned(note.date, zone)),
        sessions=tuple(_session(item, start, zone, second) for item in facts.sessions),
        registration=registration
        and replace(registration, opens=zoned(registration.opens, zone), closes=zoned(registration.closes, zone)),
        location=_venue(facts.location_id, venues) or facts.location,
        planned_location=_venue(facts.planned_location_id, venues) or facts.planned_location,
    )


def _session(session: Session, start: Moment | None, zone: str, second: bool) -> Session:
    if session.start is None and session.end is None:
        return session
    begin = _on_day(zoned(session.start, zone), start)
    # A session that runs past midnight is typed in full, so an end's clock time is on the day of its start.
    end = _on_day(zoned(session.end, zone), begin or start)
    return replace(session, start=zoned(begin, zone, second), end=zoned(end, zone, second))


def _on_day(moment: Moment | None, first: Moment | None) -> Moment | None:
    if moment is None or moment.day.year != FIRST_DAY:
        return moment
    return None if first is None else replace(moment, day=first.day)


def _venue(identifier: str, venues: Mapping[str, Venue]) -> Place | None:
    found = venues.get(identifier)
    return found.place if found else None


def _shown_twice(moment: Moment) -> bool:
    try:
        return ambiguous(moment)
    except OverflowError:
        return False
