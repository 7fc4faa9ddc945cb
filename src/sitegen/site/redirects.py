"""Former addresses of pages, and where they lead now."""

from collections.abc import Iterator
from typing import Any

from sitegen.model import Page, Site
from sitegen.scripts import nfc
from sitegen.site.addresses import absolute, base_path, page_language, page_url, quoted
from sitegen.site.cards import title
from sitegen.site.localise import language_of

INDEX = "index.html"


def alias_address(site: Site, alias: str) -> tuple[str, str]:
    """The language code an alias begins with, or empty, and its address below the language prefix.

    The name of an HTML file stays as it is; everything else is an address with a slash at its end.
    """
    bare = nfc(alias).strip("/")
    if bare == INDEX or bare.endswith(f"/{INDEX}"):
        bare = bare.removesuffix(INDEX).strip("/")
    first, _, rest = bare.partition("/")
    codes = {language.code for language in site.config.languages}
    code, below = (first.casefold(), rest) if first.casefold() in codes else ("", bare)
    return code, below if not below or is_file(below) else f"{below}/"


def is_file(address: str) -> bool:
    """Whether an address is that of a file, as old sites had them."""
    return address.lower().endswith((".html", ".htm"))


def alias_places(site: Site, alias: str) -> tuple[tuple[str, str], ...]:
    """Where readers come who follow an alias: the language they are taken to and the address below its prefix.

    An alias without a language is one in every language and, without a prefix, in the page's own: the code is empty.
    """
    code, address = alias_address(site, alias)
    codes = (code,) if code else ("", *(language.code for language in site.config.languages))
    return tuple((each, address) for each in codes)


def redirects(site: Site) -> Iterator[tuple[str, str, Page]]:
    """Every address that leads on, below the top of the site, with the code of the language it leads to."""
    for page in site.pages.values():
        for address, code in redirects_of(site, page):
            yield address, code, page


def redirects_of(site: Site, page: Page) -> Iterator[tuple[str, str]]:
    """The addresses that lead on to a page, each with the code of the language it leads to."""
    for alias in page.facts.aliases:
        for code, address in alias_places(site, alias):
            yield f"{code}/{address}" if code else address, code or page.source_language


def published_at(address: str) -> str:
    """The file that answers an address."""
    return address if is_file(address) else f"{address}{INDEX}"


def redirect(site: Site, code: str, identity: str) -> dict[str, Any] | None:
    """`{url, canonical, title, lang}` of the page to which readers of that language are led; None for none."""
    page = site.pages.get(identity)
    if page is None:
        return None
    url, words = page_url(site, code, page), title(site, code, page)
    return {
        "url": url,
        "canonical": absolute(site, url),
        "title": words.text,
        "lang": language_of(site, words.language).lang,
        "language": page_language(site, code, page),
    }


def redirect_list(site: Site) -> tuple[tuple[str, str], ...]:
    """From and to of every redirect, as links write them, sorted."""
    base = base_path(site.config.base_url)
    return tuple(sorted({(base + quoted(address), page_url(site, code, page))
                         for address, code, page in redirects(site)}))
