"""Where an address leads that is typed on a page."""

import re
from urllib.parse import unquote

from msgspec import Struct

from sitegen.model import Page, Site
from sitegen.scripts import nfc
from sitegen.site.addresses import CONTENT, file_url, folder, joined, page_language, quoted, url

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_SOURCE = re.compile(r"(?:\.[a-z]{2,3}(?:[+-][A-Za-z]+)*)?\.md$")
HTTP = ("http:", "https:")


class LinkTarget(Struct, frozen=True, kw_only=True):
    """What a typed address leads to."""

    url: str
    external: bool = False
    language: str = ""
    """The language prefix it leads under; empty outside the site."""
    identity: str = ""
    """The page it leads to, if it is one."""
    path: str = ""
    """The project path of the file it leads to, if it is one."""
    address: str = ""
    """The address below the language prefix of the page it leads to, generated ones included."""
    anchor: str = ""


def resolve_link(site: Site, identity: str, target: str, language: str) -> LinkTarget | None:
    """Where `target`, typed on a page and read in that language, leads; None where nothing is.

    A target is a relative source path in any language, a site path with or without language, an `#anchor`, a file
    of a page's folder, or an address outside the site.
    """
    if is_outside(target):
        return LinkTarget(url=target, external=target.lower().startswith(HTTP))
    bare, anchor = split_anchor(target)
    if identity not in site.pages:
        return None
    if bare.startswith("/"):
        return _site_path(site, bare, language, anchor)
    page = site.pages[identity]
    if not bare:
        return _to_page(site, page, language, anchor)
    return _relative(site, folder(page.source), bare, language, anchor)


def is_outside(target: str) -> bool:
    """Whether an address names its scheme: https:, mailto:, tel:."""
    return _SCHEME.match(target) is not None


def split_anchor(target: str) -> tuple[str, str]:
    """A typed address without percent-encoding, query and anchor, and the anchor."""
    bare, _, anchor = target.partition("#")
    if target.isascii() and "%" not in target:
        return bare.partition("?")[0], anchor
    return nfc(unquote(bare.partition("?")[0])), nfc(unquote(anchor))


def file_path(site: Site, page: Page, name: str) -> str | None:
    """The project path of a published file as typed on a page; None where there is none."""
    path = named_file(site, page, name)
    return path if path in site.file_addresses else None


def named_file(site: Site, page: Page, name: str) -> str | None:
    """The project path that a file typed on a page would have; None where it leaves the project."""
    bare, _ = split_anchor(name)
    if bare.startswith("/"):
        return _file_at(site, _below_language(site, bare)[1]) or f"{CONTENT}{bare}"
    return joined(folder(page.source), bare) if bare else None


def _relative(site: Site, place: str, bare: str, language: str, anchor: str) -> LinkTarget | None:
    path = joined(place, bare)
    if path is None:
        return None
    if path in site.file_addresses:
        return _to_file(site, path, language, anchor)
    page = _page_at(site, path)
    return _to_page(site, page, language, anchor) if page else None


def _page_at(site: Site, path: str) -> Page | None:
    """The page of a source path, of any language, or of a folder."""
    document = site.documents.get(path)
    if document is not None:
        return site.pages.get(document.identity)
    bare = _SOURCE.sub("", path)
    return site.pages.get(bare) or site.pages.get(bare.removesuffix("/index"))


def _site_path(site: Site, bare: str, language: str, anchor: str) -> LinkTarget | None:
    code, below = _below_language(site, bare)
    code = code or language
    address = f"{below}/" if below else ""
    identity = site.addresses.get(address)
    if identity is not None and address not in site.introductions:
        # A page that nobody need look at: of a large site it would have to be unpacked.
        code = page_language(site, code, site.pages[identity]) if identity in site.hidden.get(code, ()) else code
        return _link(site, code, address, anchor, identity=identity)
    if address in site.lists[code]:
        return _link(site, code, address, anchor, identity=identity or "")
    path = _file_at(site, below)
    return _to_file(site, path, code, anchor) if path else None


def _below_language(site: Site, bare: str) -> tuple[str, str]:
    """A site path's language code, or empty, and the rest without slashes at its ends."""
    below = bare.strip("/").removesuffix("index.html").strip("/")
    first, _, rest = below.partition("/")
    return (first, rest) if first in site.lists else ("", below)


def _file_at(site: Site, address: str) -> str | None:
    """The project path of the file at an address, whose page's own address may differ from its folder."""
    path = f"{CONTENT}/{address}"
    if site.file_addresses.get(path) == address:
        return path
    page_address, _, _ = address.rpartition("/")
    while page_address:
        identity = site.addresses.get(f"{page_address}/")
        if identity:
            below = address.removeprefix(f"{page_address}/")
            path = f"{folder(site.pages[identity].source)}/{below}"
            return path if site.file_addresses.get(path) == address else None
        page_address, _, _ = page_address.rpartition("/")
    return None


def _to_page(site: Site, page: Page, language: str, anchor: str) -> LinkTarget:
    return _link(site, page_language(site, language, page), page.address, anchor, identity=page.identity)


def _to_file(site: Site, path: str, language: str, anchor: str) -> LinkTarget:
    fragment = f"#{quoted(anchor)}" if anchor else ""
    return LinkTarget(url=file_url(site, language, path) + fragment, language=language, path=path, anchor=anchor)


def _link(site: Site, code: str, address: str, anchor: str, *, identity: str) -> LinkTarget:
    fragment = f"#{quoted(anchor)}" if anchor else ""
    return LinkTarget(url=url(site, code, address) + fragment, language=code, identity=identity, address=address,
                      anchor=anchor)
