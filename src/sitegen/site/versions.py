"""Which languages a page is in: one table for switcher, head and sitemap."""

from sitegen.model import Site, Version
from sitegen.site.addresses import url


def versions(site: Site, code: str, address: str) -> tuple[Version, ...]:
    """The same page in every language, for the address below the language prefix."""
    identity = page_at(site, address)
    words = site.languages[identity] if identity else None
    found = []
    for language in site.config.languages:
        exists = _exists(site, language.code, address, identity)
        found.append(Version(
            code=language.code,
            lang=language.lang,
            name=language.name,
            url=url(site, language.code, address if exists else _nearest(site, language.code, address)),
            translated=exists and (words is None or language.code in words),
            current=language.code == code,
        ))
    return tuple(found)


def languages_at(site: Site, address: str, identity: str) -> tuple[str, ...]:
    """The codes of the languages in which that page, or the generated page at that address, has its words."""
    words = site.languages[identity] if identity else None
    return tuple([
        language.code
        for language in site.config.languages
        if _exists(site, language.code, address, identity) and (words is None or language.code in words)
    ])


def page_at(site: Site, address: str) -> str:
    """The identity of the page that stands at an address for itself; empty where a generated page stands."""
    return site.addresses.get(address, "") if address not in site.introductions else ""


def _exists(site: Site, code: str, address: str, identity: str) -> bool:
    if identity:
        return identity not in site.hidden.get(code, ())
    return address in site.lists[code] or not address


def _nearest(site: Site, code: str, address: str) -> str:
    """The address to switch to where that one does not exist: the section's, else home."""
    section = f"{address.partition('/')[0]}/"
    return section if section in site.lists[code] else ""
