"""What the sitemap lists: every page that search engines may show, with its language versions."""

from collections.abc import Iterator

from sitegen.model import Page, Site
from sitegen.site.addresses import base_path, quoted
from sitegen.site.page_answers import updated
from sitegen.site.versions import languages_at, page_at

LIMIT = 50_000
"""The most addresses that the protocol allows in one file."""

Listed = tuple[str, tuple[tuple[str, str], ...]]
"""An address below the language prefix, percent-encoded; the codes of its languages, each with the day of the last
change there, or nothing where no day is known."""


def sitemap(site: Site, number: int) -> tuple[Listed, ...]:
    """What file `number` lists, from 1: what is in a language is listed there, as the head of the page says, too."""
    addresses = _addresses(site)
    size = _per_file(site)
    return tuple(_listed(site, addresses[(number - 1) * size:number * size]))


def robots(site: Site) -> dict[str, str]:
    """What crawlers may not read, and whether a `sitemap` tells them what there is."""
    return {"disallow": base_path(site.config.base_url) if site.drafts else "",
            "sitemap": "yes" if sitemap_count(site) else ""}


def sitemap_count(site: Site) -> int:
    """How many files the sitemap fills; none where it is switched off or nothing may be found."""
    if site.drafts or not {"sitemap", "pages"} <= set(site.config.outputs):
        # With drafts every page says noindex.
        return 0
    return -(-len(_addresses(site)) // _per_file(site))


def _per_file(site: Site) -> int:
    # The chooser is one more.
    return (LIMIT - 1) // len(site.config.languages)


def _addresses(site: Site) -> list[str]:
    """Pages in the order of their identities, then what is generated."""
    # Built from the last page to the first; a large site's pages themselves would have to be unpacked.
    found = dict.fromkeys(reversed(site.addresses))
    for addresses in site.lists.values():
        found.update(dict.fromkeys(addresses))
    return list(found)


def _listed(site: Site, addresses: list[str]) -> Iterator[Listed]:
    for address in addresses:
        identity = page_at(site, address)
        page = site.pages[identity] if identity else None
        codes = languages_at(site, address, identity)
        if codes:
            yield quoted(address), tuple((code, _day(page, code) if page else "") for code in codes)


def _day(page: Page, code: str) -> str:
    """The day on which the page says it was last changed; a month or a year is no day."""
    moment = updated(page, code)
    return moment.day.isoformat() if moment and moment.precision in ("day", "minute") else ""
