"""The questions that pages may ask, and who answers each."""

from collections.abc import Callable
from typing import Any

from sitegen.model import Card, Key, Language, Site, Template
from sitegen.site.calendar_entries import calendar, calendar_entry
from sitegen.site.cards import page_card
from sitegen.site.directories import member, member_count, member_places, members, people, person, timeline
from sitegen.site.feeds import feed
from sitegen.site.file_facts import described_file
from sitegen.site.frame import about, asset, press, region_names
from sitegen.site.headers import headers
from sitegen.site.listings import events, featured, latest, listing, mentions, neighbours, related, upcoming, year
from sitegen.site.member_files import member_files, member_table
from sitegen.site.page_answers import page_answer
from sitegen.site.pictures import image
from sitegen.site.record_links import fact
from sitegen.site.redirects import redirect, redirect_list
from sitegen.site.search import search
from sitegen.site.side_by_side import side_by_side
from sitegen.site.sitemap import robots, sitemap
from sitegen.site.structured import structured, structured_record
from sitegen.site.tags import tag, tags
from sitegen.site.targets import file_path, resolve_link
from sitegen.site.versions import versions


def answer(site: Site, key: Key) -> Any:
    """The answer to a question: plain data, to be read only.

    Raises KeyError for a question that does not exist, TypeError for one with the wrong number of arguments.
    """
    return QUERIES[str(key[0])](site, *key[1:])


def card(site: Site, code: str, identity: str) -> Card | None:
    """What a list shows of a page; None for an unknown one."""
    page = site.pages.get(identity)
    return page_card(site, code, page) if page else None


def introduction(site: Site, code: str, address: str) -> str | None:
    """The identity of the page that introduces the list at that address."""
    return site.introductions.get(address)


def data(site: Site, code: str, name: str) -> Any:
    """The plain data of content/data/<name>.yaml."""
    return site.data.get(name)


def link(site: Site, code: str, identity: str, target: str) -> dict[str, Any] | None:
    """`{url, external, language}` of an address as typed on that page; None for a dead one."""
    found = resolve_link(site, identity, target, code)
    return {"url": found.url, "external": found.external, "language": found.language} if found else None


def file(site: Site, code: str, identity: str, name: str) -> dict[str, Any] | None:
    """`{url, size, type}` of a file as typed on that page; None where there is none."""
    page = site.pages.get(identity)
    path = file_path(site, page, name) if page else None
    return described_file(site, code, path) if path else None


def printed_fact(site: Site, code: str, identity: str, target: str) -> dict[str, Any] | None:
    """What a record link prints, wherever it stands."""
    return fact(site, code, target)


def template(site: Site, name: str) -> Template | None:
    """A template of the theme or the site; its absence is an answer too."""
    return site.templates.get(name)


def message(site: Site, locale: str, msgid: str) -> tuple[str, ...] | None:
    """The forms of an interface message in a locale."""
    found = site.catalogues.get(locale, {}).get(msgid)
    return found.forms if found else None


def languages(site: Site) -> tuple[Language, ...]:
    """The site's languages, the default first."""
    return site.config.languages


def base_url(site: Site) -> str:
    """Where the site is published, with a slash at its end."""
    return site.config.base_url


QUERIES: dict[str, Callable[..., Any]] = {
    "about": about,
    "asset": asset,
    "base_url": base_url,
    "bilingual": side_by_side,
    "calendar": calendar,
    "calendar_entry": calendar_entry,
    "card": card,
    "data": data,
    "events": events,
    "fact": printed_fact,
    "featured": featured,
    "feed": feed,
    "file": file,
    "headers": headers,
    "image": image,
    "introduction": introduction,
    "languages": languages,
    "latest": latest,
    "link": link,
    "listing": listing,
    "member": member,
    "member_count": member_count,
    "member_files": member_files,
    "member_places": member_places,
    "member_table": member_table,
    "members": members,
    "mentions": mentions,
    "message": message,
    "neighbours": neighbours,
    "page": page_answer,
    "people": people,
    "person": person,
    "press": press,
    "redirect": redirect,
    "redirect_list": redirect_list,
    "region_names": region_names,
    "related": related,
    "robots": robots,
    "search": search,
    "sitemap": sitemap,
    "structured": structured,
    "structured_record": structured_record,
    "tag": tag,
    "tags": tags,
    "template": template,
    "timeline": timeline,
    "upcoming": upcoming,
    "versions": versions,
    "year": year,
}
"""Each takes the site, mostly a language code, and the rest of the key."""
