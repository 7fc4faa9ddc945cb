"""Where everything is published: addresses below the language prefix, and the urls they become."""

from functools import lru_cache
from urllib.parse import quote, urlsplit

from sitegen.model import Document, Page, Site
from sitegen.scripts import heading_id, nfc
from sitegen.tracing import digest

CONTENT = "content"


def page_address(document: Document, slug: str) -> str:
    """The page's path below the language prefix, with a trailing slash; empty for the home page."""
    parts = document.identity.split("/")[1:]
    if document.name:
        return "/".join([*parts[:-1], slug]) + "/"
    if parts and parts[-1] == "index":
        parts = parts[:-1]
    return "/".join(parts) + "/" if parts else ""


def list_address(section: str, number: int = 1) -> str:
    """Page `number` of a list."""
    return f"{section}/" if number == 1 else f"{section}/page/{number}/"


def tag_segment(tag: str) -> str:
    """The last segment of a tag's address: Han and letters are kept, and it is never empty."""
    return heading_id(tag) or "tag-" + digest(tag)[:8]


def url(site: Site, code: str, address: str) -> str:
    """An address below the language prefix, as links write it: with the path of base_url, percent-encoded."""
    return f"{base_path(site.config.base_url)}{code}/{quoted(address)}"


def absolute(site: Site, address: str) -> str:
    """An address of the site, as links write it, in full."""
    return site.config.base_url + address.removeprefix(base_path(site.config.base_url))


def page_url(site: Site, code: str, page: Page) -> str:
    """Where the page is read in that language; in its own language where it does not exist in that one."""
    return url(site, page_language(site, code, page), page.address)


def page_language(site: Site, code: str, page: Page) -> str:
    """The code of the language prefix under which a reader of `code` finds the page."""
    return page.source_language if page.identity in site.hidden.get(code, ()) else code


def file_url(site: Site, code: str, path: str) -> str:
    """Where the file of that project path is published, or empty."""
    address = site.file_addresses.get(path)
    return "" if address is None else url(site, _file_language(site, code, address), address)


def asset_path(name: str, content_digest: str) -> str:
    """Where a file of the theme is published: its name with eight digits of its digest before the suffix."""
    folder, slash, last = name.rpartition("/")
    stem, dot, suffix = last.rpartition(".")
    short = content_digest[:8]
    return f"assets/{folder}{slash}" + (f"{stem}.{short}.{suffix}" if dot else f"{last}.{short}")


@lru_cache(maxsize=16)
def base_path(base_url: str) -> str:
    """The path of base_url: `/` or `/x/`."""
    path = urlsplit(base_url).path.strip("/")
    return f"/{quote(path, safe='/%')}/" if path else "/"


@lru_cache(maxsize=1 << 16)
def quoted(address: str) -> str:
    """Percent-encoded UTF-8, slashes kept."""
    return quote(address, safe="/-._~!$&'()*+,;=:@")


def folder(path: str) -> str:
    """The folder of a project path."""
    return path.rpartition("/")[0]


def joined(base: str, relative: str) -> str | None:
    """The project path that `relative` names from a folder, or None where it leaves the project."""
    parts = base.split("/") if base else []
    for part in nfc(relative).split("/"):
        if part in ("", "."):
            continue
        if part != "..":
            parts.append(part)
        elif parts:
            parts.pop()
        else:
            return None
    return "/".join(parts)


def _file_language(site: Site, code: str, address: str) -> str:
    """The language prefix under which a file is published for a reader of `code`, with its page."""
    place = address if site.hidden.get(code) else ""
    while place:
        place = folder(place)
        identity = site.addresses.get(f"{place}/")
        if identity:
            return page_language(site, code, site.pages[identity])
    return code
