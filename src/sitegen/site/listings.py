"""Lists of pages: events, sections, years, and the pages related to one."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from sitegen.model import Card, Site
from sitegen.site.addresses import url
from sitegen.site.cards import cards, page_card
from sitegen.site.indexes import buckets_of
from sitegen.site.lists import page_count, years

RELATED = 3
KIN = 16
"""Pages of which the related ones are held."""
PARTS = ("postponed", "upcoming", "past")
"""Of the list of events, in their order."""


def upcoming(site: Site, code: str, number: int) -> tuple[Card, ...]:
    """Cards of the next events (0: all), soonest first; cancelled ones stay in their place."""
    return cards(site, code, first_of(site, code, ".upcoming", number))


def events(site: Site, code: str, number: int) -> dict[str, Any]:
    """Page `number` of the list of events: postponed, upcoming and past ones as one sequence."""
    order = site.orders[code]
    shown = {part: cards(site, code, identities) for part, identities in events_on(site, code, number).items()}
    return {
        "postponed": shown["postponed"],
        "upcoming": shown["upcoming"],
        "past": _by_year(order, shown["past"]),
        "number": number,
        "total": page_count(site, sum(len(order[f".{part}"]) for part in PARTS)),
        "years": year_links(site, code, "events"),
    }


def events_on(site: Site, code: str, number: int) -> dict[str, tuple[str, ...]]:
    """The events on page `number` of their list, by part of it."""
    size = max(1, site.config.page_size)
    start, found = (number - 1) * size, {}
    for part in PARTS:
        identities = site.orders[code][f".{part}"]
        found[part] = identities[max(0, start):max(0, start + size)] if start + size > 0 else ()
        start -= len(identities)
    return found


def listing(site: Site, code: str, section: str, number: int) -> dict[str, Any]:
    """Page `number` of a section, newest first."""
    count = len(site.orders[code].get(section, ()))
    return {
        "section": section,
        "cards": cards(site, code, entries_on(site, code, section, number)),
        "number": number,
        "total": page_count(site, count),
        "years": year_links(site, code, section),
        "count": count,
    }


def entries_on(site: Site, code: str, section: str, number: int) -> tuple[str, ...]:
    """The entries on page `number` of a section."""
    size = max(1, site.config.page_size)
    return site.orders[code].get(section, ())[(number - 1) * size:number * size]


def year(site: Site, code: str, section: str, wanted: int) -> dict[str, Any]:
    """A section's entries of one year, newest first."""
    identities, before = of_year(site, code, section, wanted)
    running = tuple(card for card in cards(site, code, before) if card.end and card.end.day.year >= wanted)
    return {"year": wanted, "cards": cards(site, code, identities), "running": running,
            "years": year_links(site, code, section)}


def of_year(site: Site, code: str, section: str, wanted: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A section's entries of one year, and those events of the year before of which some may still run."""
    order = site.orders[code]
    before = order.get(f"events/{wanted - 1}", ()) if section == "events" else ()
    return order.get(f"{section}/{wanted}", ()), before


def latest(site: Site, code: str, section: str, number: int) -> tuple[Card, ...]:
    """Cards of the newest pages (0: all) of a section."""
    return cards(site, code, first_of(site, code, section, number))


def featured(site: Site, code: str, number: int) -> tuple[Card, ...]:
    """Cards of the pages marked `featured` (0: all), newest first."""
    return cards(site, code, first_of(site, code, ".featured", number))


def mentions(site: Site, code: str, identity: str) -> tuple[Card, ...]:
    """Cards of the news and publications about a page, newest first."""
    about = cards(site, code, site.about.get(identity, ()))
    return tuple([card for card in about if card.kind in ("news", "publication")])


def related(site: Site, code: str, identity: str, number: int = RELATED) -> tuple[Card, ...]:
    """Up to that many cards: same series, then shared topics, then same organiser; in each the nearest in time."""
    hidden = site.hidden.get(code)
    if hidden:
        return cards(site, code, _kin(site, identity, number, hidden))
    # A page is made in each language in turn.
    found = site.kin.get((identity, number))
    if found is None:
        if len(site.kin) >= KIN:
            site.kin.clear()
        found = site.kin[identity, number] = _kin(site, identity, number)
    return cards(site, code, found)


def _kin(site: Site, identity: str, number: int, hidden: Collection[str] = ()) -> tuple[str, ...]:
    """The identities of the pages related to one, without those that are hidden."""
    page = site.pages.get(identity)
    found: dict[str, None] = {}
    for bucket in sorted(buckets_of(page), key=lambda name: _kinship(site, name)) if page else ():
        for other in _nearest(site.times, site.nearby.get(bucket, ()), identity):
            if other not in hidden:
                found.setdefault(other)
            if len(found) == number:
                return tuple(found)
    return tuple(found)


def neighbours(site: Site, code: str, identity: str) -> dict[str, Card | None]:
    """The `previous` and `next` edition of the same series."""
    page = site.pages.get(identity)
    series = getattr(page.facts, "series", "") if page else ""
    hidden = site.hidden.get(code, frozenset())
    editions = [one for one in site.by_series.get(series, ()) if one not in hidden]
    place = editions.index(identity) if identity in editions else None
    before = editions[place - 1] if place else None
    after = editions[place + 1] if place is not None and place + 1 < len(editions) else None
    return {
        "previous": page_card(site, code, site.pages[before]) if before else None,
        "next": page_card(site, code, site.pages[after]) if after else None,
    }


def year_links(site: Site, code: str, section: str) -> tuple[dict[str, Any], ...]:
    """`{year, count, url}` of the year pages, newest first."""
    return tuple(
        {"year": number, "count": count, "url": url(site, code, f"{section}/{number}/")}
        for number, count in years(site, code, section)
    )


def first_of(site: Site, code: str, order: str, number: int) -> tuple[str, ...]:
    """The first of a list (0: all)."""
    identities = site.orders[code].get(order, ())
    return identities[:number] if number > 0 else identities


def _by_year(order: dict[str, tuple[str, ...]], shown: tuple[Card, ...]) -> tuple[dict[str, Any], ...]:
    groups: dict[int, list[Card]] = {}
    for card in shown:
        groups.setdefault(card.start.day.year if card.start else 0, []).append(card)
    return tuple(
        {"year": number, "count": len(order[f".past/{number}"]), "cards": tuple(group)}
        for number, group in groups.items()
    )


def _kinship(site: Site, bucket: str) -> tuple[int, int, str]:
    """Series before topics before organisers; among topics, the one that says most is on the fewest pages."""
    rank = ("series", "tag", "organiser").index(bucket.split("/")[1])
    return rank, len(site.nearby.get(bucket, ())), bucket


def _nearest(times: Mapping[str, datetime], bucket: tuple[str, ...], identity: str) -> Iterator[str]:
    """The others of a bucket in the order of time, from the nearest outwards."""
    here = times.get(identity)
    if here is None or not bucket:
        return
    after = bisect_left(bucket, here, key=times.__getitem__)
    before = after - 1
    while before >= 0 or after < len(bucket):
        ahead = times[bucket[after]] - here if after < len(bucket) else None
        behind = here - times[bucket[before]] if before >= 0 else None
        if ahead is not None and (behind is None or ahead < behind):
            after, other = after + 1, bucket[after]
        else:
            before, other = before - 1, bucket[before]
        if other != identity:
            yield other
