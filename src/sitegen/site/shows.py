"""Which pages an answer shows, told from the site's lists alone, so that nobody need look at a page to know."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable
from itertools import chain

from sitegen.model import Key, Site
from sitegen.site.indexes import buckets_of
from sitegen.site.listings import RELATED, entries_on, events_on, first_of, of_year

_SHOWN: dict[str, Callable[..., Iterable[str]]] = {
    "events": lambda site, code, number: chain.from_iterable(events_on(site, code, number).values()),
    "feed": lambda site, code, section: site.newest[code].get(section) or site.orders[code].get(section, ()),
    "featured": lambda site, code, number: first_of(site, code, ".featured", number),
    "latest": first_of,
    "listing": entries_on,
    "member": lambda site, code, identifier: chain(site.by_organisation.get(identifier, ()),
                                                   site.about.get(identifier, ())),
    "person": lambda site, code, identifier: site.by_person.get(identifier, ()),
    "tag": lambda site, code, tag: site.by_tag.get(tag, ()),
    "upcoming": lambda site, code, number: first_of(site, code, ".upcoming", number),
    "year": lambda site, code, section, year: chain.from_iterable(of_year(site, code, section, year)),
}
"""Questions that look at no page but these; which they are, they read from the ground."""
LISTS = _SHOWN.keys()


def shows(site: Site, key: Key, seen: Collection[str]) -> bool:
    """Whether the answer to a question of `LISTS` may show one of these pages."""
    name, *arguments = key
    try:
        return any(identity in seen for identity in _SHOWN[str(name)](site, *arguments))
    except LookupError:
        # It may be asked for a list that the site has no more.
        return True


def beside(site: Site, key: Key, seen: Iterable[str]) -> set[str]:
    """The pages of which an answer to "related", of as many cards as in that key, may show one of those seen.

    The nearest in time come first, so that whoever is further away than so many others is never reached.
    """
    reach = _reach(site, key[3] if len(key) > 3 else RELATED)
    found: set[str] = set()
    for page in (site.pages[identity] for identity in seen if identity in site.pages):
        time = site.times[page.identity]
        for bucket in (site.nearby.get(name, ()) for name in buckets_of(page)):
            first = bisect_left(bucket, time, key=site.times.__getitem__)
            last = bisect_right(bucket, time, key=site.times.__getitem__)
            found.update(bucket[max(0, first - reach):last + reach])
    return found


def _reach(site: Site, number: object) -> int:
    """How far from a page in a bucket another may stand that is among so many related ones."""
    if not isinstance(number, int) or number < 1:
        # So many are never found: all are shown.
        return len(site.pages)
    # Some of the others may have been found by a nearer kinship already; those that are hidden are passed over.
    return 2 * number + max(map(len, site.hidden.values()), default=0)
