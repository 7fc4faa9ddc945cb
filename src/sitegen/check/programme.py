"""The programme: sessions within their event, with a title and someone who speaks."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from sitegen.check.dates import is_before, shown
from sitegen.check.subjects import events, is_whole, missing
from sitegen.diagnostics import Diagnostic, error, warning
from sitegen.model import Appearance, EventFacts, Moment, Page, Session, Site

SPOKEN = ("talk", "panel")


def check_programmes(site: Site, pages: Iterable[Page]) -> Iterator[Diagnostic]:
    """Errors for sessions outside their event, without title or speaker, and for people listed twice."""
    for page, facts in events(pages):
        yield from _twice(page, "speakers", facts.speakers)
        for number, session in enumerate(facts.sessions):
            field = f"sessions.{number}"
            if is_whole(page):
                yield from _required(page, field, session)
            yield from _twice(page, f"{field}.speakers", session.speakers)
            yield from _outside(page, facts, number, session)
        yield from _clashes(page, facts)


def _required(page: Page, field: str, session: Session) -> Iterator[Diagnostic]:
    if not session.title.get(page.source_language):
        yield missing(page, f"{field}.title", f'Session "{session.id}" has no title.', "title: What it is called")
    if session.kind in SPOKEN and not session.speakers:
        title = session.title.get(page.source_language) or session.id
        yield missing(page, f"{field}.speakers", f'{session.kind.capitalize()} "{title}" has no speaker.',
                      "Add speakers, or kind: break.", "E-TALK-NOBODY")


def _twice(page: Page, field: str, speakers: tuple[Appearance, ...]) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for number, speaker in enumerate(speakers):
        if speaker.person in seen:
            yield error("E-PERF-DUP", f'"{speaker.person}" is listed twice.', "Keep one of the two.",
                        path=page.source, field=f"{field}.{number}.person")
        if speaker.person:
            seen.add(speaker.person)


def _outside(page: Page, facts: EventFacts, number: int, session: Session) -> Iterator[Diagnostic]:
    start, end = session.start, session.end
    if start and end and is_before(end, start):
        yield error("E-END-BEFORE", f"end {shown(end)} of the session is before its start {shown(start)}.",
                    "One of the two is wrong.", path=page.source, field=f"sessions.{number}.end")
    elif facts.start and any(_is_outside(moment, facts) for moment in (start, end) if moment):
        field = "start" if start and _is_outside(start, facts) else "end"
        yield error("E-SESSION-OUT", f"Session {number + 1} ({_span(start, end, facts)}) is outside the event "
                    f"({_span(facts.start, facts.end, facts)}).",
                    "Mend the session's time or the event's start and end.",
                    path=page.source, field=f"sessions.{number}.{field}")


def _is_outside(moment: Moment, facts: EventFacts) -> bool:
    assert facts.start is not None
    if is_before(moment, facts.start):
        return True
    last = facts.end or Moment(day=facts.start.day, precision=facts.start.precision
                               if facts.start.precision != "minute" else "day", zone=facts.start.zone)
    return is_before(last, moment)


def _span(start: Moment | None, end: Moment | None, facts: EventFacts) -> str:
    several = bool(facts.start and facts.end and facts.start.day != facts.end.day)
    first = facts.start.day if facts.start else None
    return "–".join(_time(moment, several, first) for moment in (start, end) if moment)


def _time(moment: Moment, several: bool, first: date | None) -> str:
    return shown(moment) if several or moment.clock is None or moment.day != first else f"{moment.clock:%H:%M}"


def _clashes(page: Page, facts: EventFacts) -> Iterator[Diagnostic]:
    busy = Counter(speaker.person for session in facts.sessions for speaker in session.speakers if speaker.person)
    for person in (person for person, count in busy.items() if count > 1):
        sessions = [(number, session) for number, session in enumerate(facts.sessions)
                    if any(speaker.person == person for speaker in session.speakers)]
        for index, (number, session) in enumerate(sessions):
            if any(_overlap(session, earlier) for _, earlier in sessions[:index]) and session.start:
                when = _time(session.start, False, session.start.day)
                yield warning("W-CLASH", f'"{person}" is in two sessions at {when}.',
                              "Mend the times, or the speakers.", path=page.source, field=f"sessions.{number}.start")


def _overlap(one: Session, other: Session) -> bool:
    if not (one.start and one.end and other.start and other.end):
        return False
    return is_before(one.start, other.end) and is_before(other.start, one.end)
