"""The pages that are generated: which lists there are, where, and how long."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from sitegen.model import Key, Site
from sitegen.site.addresses import list_address, tag_segment

PAGED = ("events", "news", "publications")
"""Sections that are a list even before they have a page."""
SEARCH = "search/"
"""Below the language prefix, the address of the page of search and of its index."""
YEARLY = ("events", "news")
PLAIN = "pages"
"""The section of top-level pages, which is no list."""


def with_lists(site: Site) -> Site:
    """The site with the address and subject of every generated page."""
    site = replace(site, tag_segments={tag: tag_segment(tag) for tag in site.by_tag})
    lists = {language.code: dict(_lists(site, language.code)) for language in site.config.languages}
    every = {address for of_language in lists.values() for address in of_language}
    introductions = {
        address: identity for address, identity in site.addresses.items() if address in every and address
    }
    return replace(site, lists=lists, introductions=introductions)


def page_count(site: Site, count: int) -> int:
    """How many list pages `count` entries fill; at least one."""
    return max(1, -(-count // max(1, site.config.page_size)))


def searches(site: Site) -> bool:
    """Whether the site has a search: it is switched on, and the theme has a page for it."""
    return {"search", "pages"} <= set(site.config.outputs) and "search.html" in site.templates


def shown(site: Site, code: str, identities: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the pages that exist in that language, in their order."""
    hidden = site.hidden.get(code)
    return tuple(identity for identity in identities if identity not in hidden) if hidden else identities


def years(site: Site, code: str, section: str) -> tuple[tuple[int, int], ...]:
    """The years of a section that have a page of their own, newest first, each with how many entries it has."""
    if section not in YEARLY:
        return ()
    prefix = f"{section}/"
    found = ((int(name.removeprefix(prefix)), len(identities)) for name, identities in site.orders[code].items()
             if name.startswith(prefix))
    return tuple(sorted(found, reverse=True))


def _lists(site: Site, code: str) -> Iterator[tuple[str, Key]]:
    order = site.orders[code]
    for section in _sections(site):
        entries = order.get(section, ())
        if entries or f"{section}/" in site.addresses:
            for number in range(1, page_count(site, len(entries)) + 1):
                yield list_address(section, number), ("listing", section, number)
            for year, _ in years(site, code, section):
                yield f"{section}/{year}/", ("year", section, year)
    members = [organisation.id for organisation in site.organisations.values() if organisation.membership]
    people = [person.id for person in site.people.values() if person.page]
    yield from _directory(site, "members", "member", ((identifier, identifier) for identifier in members))
    yield from _directory(site, "people", "person", ((identifier, identifier) for identifier in people))
    tags = ((tag, segment) for tag, segment in site.tag_segments.items() if shown(site, code, site.by_tag[tag]))
    yield from _directory(site, "tags", "tag", tags)
    if site.timeline or "timeline/" in site.addresses:
        yield "timeline/", ("timeline",)
    if searches(site):
        yield SEARCH, ("search",)
    if _has_subscriptions(site, code):
        yield "subscribe/", ("subscribe",)


def _has_subscriptions(site: Site, code: str) -> bool:
    """Whether there is a feed or a calendar to subscribe to, and a template that says how."""
    if "subscribe.html" not in site.templates:
        return False
    outputs = site.config.outputs
    listed = {section for section in YEARLY if site.orders[code].get(section) or f"{section}/" in site.addresses}
    return ("feeds" in outputs and bool(listed)) or ("calendars" in outputs and "events" in listed)


def _sections(site: Site) -> Iterable[str]:
    others = (section for section in site.by_section if section not in PAGED and section != PLAIN)
    return (*PAGED, *sorted(others))


def _directory(site: Site, section: str, kind: str, entries: Iterable[tuple[str, str]]) -> Iterator[tuple[str, Key]]:
    found = tuple(entries)
    if found or f"{section}/" in site.addresses:
        yield f"{section}/", (section,)
    for identifier, segment in found:
        yield f"{section}/{segment}/", (kind, identifier)
