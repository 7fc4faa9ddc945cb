"""What an event must say, and what its status asks for."""

from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from sitegen.check.subjects import events, has_ended, is_known, is_whole, missing
from sitegen.diagnostics import Diagnostic, error
from sitegen.model import EventFacts, Page, Site

PRIVATE_LINKS = (
    ("zoom.us", ("/j/", "/s/", "/my/")),
    ("zoom.com.cn", ("/j/", "/s/")),
    ("teams.microsoft.com", ("/l/meetup", "/meet/")),
    ("teams.live.com", ("/meet/",)),
    ("meeting.tencent.com", ("/",)),
    ("voovmeeting.com", ("/dm/", "/p/")),
    ("meet.google.com", ("/",)),
    ("webex.com", ("/meet/", "/join/")),
)
"""Hosts, with how the path of a private meeting begins."""


def check_events(site: Site, pages: Iterable[Page]) -> Iterator[Diagnostic]:
    """Errors for fields an event lacks, or has though its status or attendance rules them out."""
    for page, facts in events(pages):
        if is_whole(page):
            yield from _required(site, page, facts)
            yield from _status_needs(page, facts)
        yield from _contradictions(page, facts)
        yield from _private(page, facts)


def check_uids(site: Site) -> Iterator[Diagnostic]:
    """Errors for two events that calendars could not tell apart; what is not typed is never another's."""
    if len(set(site.uids.values())) == len(site.uids):
        return
    times = Counter(site.uids.values())
    uids: dict[str, Page] = {}
    for page, facts in events(site.pages[identity] for identity, uid in site.uids.items() if times[uid] > 1):
        if facts.uid and (first := uids.setdefault(facts.uid, page)) is not page:
            yield error("E-UID", f'uid "{facts.uid}" is also that of {first.source}. Calendars would show one of them.',
                        "Give each event its own uid, or leave it out.", path=page.source, field="uid")


def _required(site: Site, page: Page, facts: EventFacts) -> Iterator[Diagnostic]:
    if facts.start is None:
        yield missing(page, "start", '"start" is missing. An event needs the day it starts.',
                      "start: 2020-03-05            (day only)   or   start: 2020-03-05T09:30")
    elif facts.start.precision == "minute" and facts.end is None:
        yield missing(page, "end", '"end" is missing. An event that starts at a time needs the time it ends.',
                      "end: 2020-03-05T16:30            or give start as a day only: start: 2020-03-05")
    elif facts.start.precision in ("year", "month") and not has_ended(site, page):
        yield error("E-DATE", f'start is only a {facts.start.precision}. That is enough for a past event, not for one '
                    "that people plan to attend.", "Give the day: start: 2027-03-05", path=page.source, field="start")
    if not facts.attendance and is_known(site, page, facts, "attendance"):
        yield missing(page, "attendance", '"attendance" is missing. Say how one takes part.',
                      "attendance: in-person            or online, or hybrid")
    if not facts.organizers and is_known(site, page, facts, "organizers"):
        yield missing(page, "organizers", '"organizers" is missing. Say who organises the event.',
                      "organizers: [some-id]            (ids of members.yaml or organisations.yaml)", "E-ORG")
    if not facts.languages and not has_ended(site, page):
        yield missing(page, "languages", "Say in which language(s) the event is held.",
                      "languages: [en, zh-Hans]", "E-INLANG")
    if facts.attendance in ("online", "hybrid") and not facts.online_url and not has_ended(site, page):
        yield missing(page, "online_url", "An online event needs a public page to join or register.",
                      "online_url: https://…            Do not paste the private meeting link.", "E-VURL")


def _status_needs(page: Page, facts: EventFacts) -> Iterator[Diagnostic]:
    changed = [status for status in facts.status if status != "scheduled"]
    note = facts.status_note
    if changed and (note is None or not note.text):
        field = "status_note.text" if note else "status_note"
        yield missing(page, field, f"status is {changed[0]} but status_note is missing. "
                      "Readers need one sentence and a date.",
                      "status_note: {date: 2020-03-03, text: One sentence.}", "E-STATUS-NOTE")
    if "rescheduled" in facts.status and not facts.previous_start:
        yield missing(page, "previous_start", "rescheduled needs previous_start (the old date).",
                      "previous_start: [2020-03-05]", "E-PREV")


def _contradictions(page: Page, facts: EventFacts) -> Iterator[Diagnostic]:
    if facts.previous_start and "rescheduled" not in facts.status:
        yield error("E-PREV2", "previous_start is only for rescheduled. For a postponed event leave start as it was.",
                    "Set status: rescheduled, or delete previous_start.", path=page.source, field="previous_start")
    if "scheduled" in facts.status and len(facts.status) > 1:
        others = ", ".join(status for status in facts.status if status != "scheduled")
        yield error("E-STATUS", f"status is scheduled and {others} at once.", f"Use status: [{others}].",
                    path=page.source, field="status")
    if "moved-online" in facts.status and facts.attendance == "in-person":
        yield error("E-MODE", "status is moved-online but attendance is in-person.", "Set attendance: online.",
                    path=page.source, field="attendance")


def _private(page: Page, facts: EventFacts) -> Iterator[Diagnostic]:
    addresses = [("online_url", facts.online_url)]
    if facts.registration:
        addresses.append(("registration.url", facts.registration.url))
    for field, address in addresses:
        if address and _is_private(address):
            yield error("E-PRIVATE-LINK", "This looks like a private meeting link. Put the registration page here.",
                        f"{field.rpartition('.')[2]}: https://example.org/register", path=page.source, field=field)


def _is_private(address: str) -> bool:
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
    except ValueError:
        return False
    return any(
        (host == known or host.endswith(f".{known}")) and len(parts.path) > 1 and parts.path.startswith(beginnings)
        for known, beginnings in PRIVATE_LINKS
    )
