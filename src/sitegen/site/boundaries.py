"""When time alone changes what the site says."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from sitegen.model import EventFacts, Page, Site
from sitegen.site.instants import ANNOUNCED_BEFORE, EARLIEST, LATEST, begins, ends


def boundaries(site: Site, of_pages: Iterable[datetime]) -> tuple[datetime, ...]:
    """Every instant (UTC, ascending) at which some answer or the plan changes though no file does.

    `of_pages` are those of events, and those at which documents are published.
    """
    found = {*of_pages, *_memberships(site), *_plans(site)}
    return tuple(sorted(found - {EARLIEST, LATEST}))


def of_event(site: Site, page: Page) -> Iterator[datetime]:
    """The instants at which an event is another; none for any other page."""
    facts = page.facts
    end = site.ends.get(page.identity)
    if end is None or not isinstance(facts, EventFacts):
        return
    yield end
    if facts.address_announced_later and facts.start:
        yield max(begins(facts.start), EARLIEST + ANNOUNCED_BEFORE) - ANNOUNCED_BEFORE
    if facts.registration and site.states[page.identity] != "cancelled":
        opens, closes = facts.registration.opens, facts.registration.closes
        instants = (opens and begins(opens), closes and ends(closes))
        yield from (instant for instant in instants if instant and instant < end)


def _memberships(site: Site) -> Iterator[datetime]:
    for organisation in site.organisations.values():
        membership = organisation.membership
        if membership and membership.start:
            yield begins(membership.start)
        if membership and membership.end:
            yield ends(membership.end)


def _plans(site: Site) -> Iterator[datetime]:
    for entry in site.timeline:
        if entry.state == "planned" and entry.start:
            yield ends(entry.start)
