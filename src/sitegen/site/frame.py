"""What every page shows: the site's name, its navigation, its languages."""

from typing import Any

from sitegen.model import Site
from sitegen.site.addresses import asset_path, base_path, url
from sitegen.site.calendars import has_calendars
from sitegen.site.cards import title
from sitegen.site.feeds import feed_links
from sitegen.site.lists import SEARCH, searches
from sitegen.site.localise import say
from sitegen.site.page_answers import place
from sitegen.site.targets import resolve_link

THEME_SECTIONS = ("events", "news", "publications", "members", "people", "timeline", "tags", "subscribe")
"""Lists that the theme has a word for."""


def about(site: Site, code: str) -> dict[str, Any]:
    """The frame of every page in that language."""
    config = site.config
    return {
        "title": say(site, config.title, code),
        "description": say(site, config.description, code),
        "home": url(site, code, ""),
        "base": base_path(config.base_url),
        "base_url": config.base_url,
        "navigation": tuple(item for key in config.navigation if (item := _navigation(site, code, key))),
        "footer": tuple(_footer_link(site, code, index) for index in range(len(config.footer))),
        "feeds": feed_links(site, code),
        "calendar": url(site, code, "events.ics") if has_calendars(site, code) else "",
        "search": url(site, code, SEARCH) if searches(site) else "",
        "subscribe": url(site, code, "subscribe/") if "subscribe/" in site.lists[code] else "",
        "organisation": _organisation(site, code),
        "languages": tuple(
            {"code": language.code, "lang": language.lang, "name": language.name, "home": url(site, language.code, ""),
             "title": say(site, config.title, language.code)}
            for language in config.languages
        ),
        "drafts": site.drafts,
        "structured": "structured-data" in config.outputs,
        "figures": "figures" in config.outputs,
        "region_names": region_names(site, code),
    }


def region_names(site: Site, code: str) -> dict[str, str]:
    """The site's own names of countries and regions in that language, by ISO code."""
    return {region: names[code] for region, names in sorted(site.config.region_names.items()) if code in names}


def asset(site: Site, code: str, name: str) -> str | None:
    """The address of a file of the theme; None where there is none."""
    file = site.assets.get(name)
    return base_path(site.config.base_url) + asset_path(name, file.digest) if file else None


def _navigation(site: Site, code: str, key: str) -> dict[str, Any] | None:
    if key == "home":
        return {"key": key, "url": url(site, code, ""), "title": None}
    address = f"{key.strip('/')}/"
    if address in site.lists[code]:
        known = key in THEME_SECTIONS
        identity = site.introductions.get(address, "")
        words = None if known or not identity else title(site, code, site.pages[identity])
        return {"key": key, "url": url(site, code, address), "title": words}
    identity = site.addresses.get(address, "")
    if not identity or identity in site.hidden.get(code, ()):
        return None
    return {"key": key, "url": url(site, code, address), "title": title(site, code, site.pages[identity])}


def _footer_link(site: Site, code: str, index: int) -> dict[str, Any]:
    link = site.config.footer[index]
    home = site.addresses.get("", "")
    target = resolve_link(site, home, link.url, code) if link.url else None
    return {"title": say(site, link.title, code), "url": target.url if target else link.url}


def _organisation(site: Site, code: str) -> dict[str, Any] | None:
    organisation = site.config.organisation
    if organisation is None:
        return None
    return {
        "name": say(site, organisation.name, code),
        "url": organisation.url,
        "email": organisation.email,
        "founded": organisation.founded,
        "place": place(site, code, organisation.address),
    }


def press(site: Site, code: str) -> dict[str, Any] | None:
    """`{name, email, phone, dialled, about}`: whom the press may ask, and what it may print; None where nobody says."""
    told = site.config.press
    if told is None:
        return None
    return {
        "name": say(site, told.name, code),
        "email": told.email,
        "phone": told.phone,
        "dialled": "+" + "".join(filter(str.isdigit, told.phone.replace("(0)", ""))) if told.phone else "",
        "about": say(site, told.about, code),
    }
