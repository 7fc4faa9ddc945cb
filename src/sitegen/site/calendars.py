"""Which calendars there are, where, and the events in each."""

from collections.abc import Iterator

from sitegen.model import EventFacts, Page, Site
from sitegen.site.addresses import url
from sitegen.site.lists import shown


def events_in(site: Site, code: str, tag: str = "") -> tuple[str, ...]:
    """The identities of a language's events with a day, in their order; with a tag, of those that have it."""
    identities = shown(site, code, site.by_tag.get(tag, ())) if tag else site.orders[code].get("events", ())
    return tuple(sorted(identity for identity in identities if has_day(site.pages[identity])))


def calendars(site: Site, code: str) -> Iterator[tuple[str, str]]:
    """Address below the language prefix, and tag, of each calendar to subscribe to."""
    if not has_calendars(site, code):
        return
    yield "events.ics", ""
    for tag, segment in site.tag_segments.items():
        if any(has_day(site.pages[identity]) for identity in shown(site, code, site.by_tag[tag])):
            yield f"tags/{segment}/events.ics", tag


def has_calendars(site: Site, code: str) -> bool:
    """Whether that language has calendars: where it has a list of events."""
    return "calendars" in site.config.outputs and "events/" in site.lists[code]


def calendar_url(site: Site, code: str, page: Page) -> str:
    """The address of an event's own calendar file; empty for what has none."""
    if not has_day(page) or not has_calendars(site, code) or page.identity in site.hidden.get(code, ()):
        return ""
    return url(site, code, calendar_file(page))


def calendar_file(page: Page) -> str:
    """Where an event's own calendar file is, below the language prefix."""
    return f"{page.address}{page.slug}.ics"


def has_day(page: Page) -> bool:
    """Whether the page is an event of which at least the day is known."""
    facts = page.facts
    return (page.kind == "event" and bool(page.slug) and isinstance(facts, EventFacts) and facts.start is not None
            and facts.start.precision in ("day", "minute"))
