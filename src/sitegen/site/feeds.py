"""What feeds hold: the newest of a section, in the words of one language."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from heapq import nsmallest
from typing import Any
from urllib.parse import urlsplit
from zlib import crc32

from sitegen.model import EventFacts, FeedEntry, Moment, Page, Phrase, Site
from sitegen.site.addresses import absolute, page_url, quoted, url
from sitegen.site.cards import author_card, title
from sitegen.site.instants import begins
from sitegen.site.localise import language_of, say
from sitegen.site.page_answers import updated
from sitegen.site.tags import tag_link

SECTIONS = ("events", "news")
"""Those that have feeds."""
NEWEST = 30
_ENOUGH = 1000
"""Pages of which the newest are looked for together."""
NEVER = "1970-01-01T00:00:00Z"
"""When a feed without entries was last changed: it must say something, and the same every time."""
_LEADING_DATE = re.compile(r"\d{4}-\d{2}-\d{2}[-_. ]*(?=.)")


def feed(site: Site, code: str, section: str) -> dict[str, Any]:
    """`{id, title, author, section, url, atom, json, updated, entries}`: addresses in full, instants in UTC."""
    identities = newest_of(site, code, section)
    changes = told_apart(site, code, identities)
    entries = tuple(_entry(site, code, site.pages[identity], changes[identity]) for identity in identities)
    organisation = site.config.organisation
    return {
        "id": absolute(site, url(site, code, f"{section}.atom")),
        "title": say(site, site.config.title, code),
        "author": (say(site, organisation.name, code) if organisation else None) or say(site, site.config.title, code),
        "section": section,
        "url": absolute(site, url(site, code, f"{section}/")),
        "atom": absolute(site, url(site, code, f"{section}.atom")),
        "json": absolute(site, url(site, code, f"{section}.json")),
        "updated": max((entry.updated for entry in entries), default=NEVER),
        "entries": entries,
    }


def feed_links(site: Site, code: str) -> tuple[dict[str, str], ...]:
    """`{section, atom, json}`: the addresses of a language's feeds."""
    return tuple({"section": section, "atom": url(site, code, f"{section}.atom"),
                  "json": url(site, code, f"{section}.json")} for section in feeds(site, code))


def feeds(site: Site, code: str) -> tuple[str, ...]:
    """The sections that have feeds in that language: those that have a list."""
    if "feeds" not in site.config.outputs:
        return ()
    return tuple(section for section in SECTIONS if f"{section}/" in site.lists[code])


class Newest:
    """The entries of each feed, found while somebody goes through all pages."""

    def __init__(self) -> None:
        self._orders: dict[tuple[str, str], list[tuple[float, float, str]]] = {}
        """By language code and section."""

    def note(self, site: Site, page: Page) -> None:
        """Take note of a page."""
        if page.section in SECTIONS and page.slug:
            # A page that is not in the language is found under its own.
            for code in site.languages[page.identity]:
                orders = self._orders.setdefault((code, page.section), [])
                orders.append(_order(site, page, code))
                if len(orders) > _ENOUGH:
                    orders[:] = nsmallest(NEWEST, orders)

    def found(self, site: Site) -> dict[str, dict[str, tuple[str, ...]]]:
        """Language code to the entries of each feed."""
        return {language.code: {section: self._of(language.code, section) for section in SECTIONS}
                for language in site.config.languages}

    def _of(self, code: str, section: str) -> tuple[str, ...]:
        return tuple([identity for *_, identity in nsmallest(NEWEST, self._orders.get((code, section), ()))])


def newest_of(site: Site, code: str, section: str) -> tuple[str, ...]:
    """The entries of a section that are in that language, by their last change, then by start or date."""
    return site.newest[code][section] if section in SECTIONS else _newest(site, code, section)


def _newest(site: Site, code: str, section: str) -> tuple[str, ...]:
    # A page that is not in the language is found under its own.
    shown = (identity for identity in site.orders[code].get(section, ()) if code in site.languages[identity])
    found = nsmallest(NEWEST, (_order(site, site.pages[identity], code) for identity in shown))
    return tuple([identity for *_, identity in found])


def _order(site: Site, page: Page, code: str) -> tuple[float, float, str]:
    changed = last_change(page, code)
    time = site.times[page.identity].timestamp()
    return -begins(changed).timestamp() if changed else -time, -time, page.identity


def last_change(page: Page, code: str) -> Moment | None:
    """When the page last changed for readers: a change of plans counts, whatever `updated` says."""
    changed = updated(page, code)
    note = page.facts.status_note if isinstance(page.facts, EventFacts) else None
    dates = [moment for moment in (changed, note.date if note else None) if moment]
    return max(dates, key=begins, default=None)


def changed_at(site: Site, page: Page, code: str) -> datetime:
    """The same as an instant (UTC); where the page does not say, its start or date."""
    moment = last_change(page, code)
    return begins(moment) if moment else site.times[page.identity]


def told_apart(site: Site, code: str, identities: Iterable[str]) -> dict[str, datetime]:
    """When each page last changed, no two at once, for programs sort entries by it.

    A day says no time, so it is any within its first hour, and a minute any of its seconds. Which one follows from the
    page's own name, so that what else changes on that day does not make it a change.
    """
    found: dict[str, datetime] = {}
    taken: set[datetime] = set()
    for name, identity in sorted((uid(site, identity), identity) for identity in identities):
        page = site.pages[identity]
        moment = last_change(page, code)
        span = 60 if moment and moment.precision == "minute" else 3600
        instant = changed_at(site, page, code) + timedelta(seconds=crc32(name.encode()) % span)
        while instant in taken:
            instant += timedelta(seconds=1)
        found[identity] = instant
        taken.add(instant)
    return found


def in_utc(instant: datetime) -> str:
    """RFC 3339."""
    return f"{instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


class Uids:
    """What names every page with a place in a feed or calendar there for good, found while somebody goes through all.

    As typed; else its identity without a leading date, because dates change, at the site's host. What would be the
    same is numbered in the order of identities: an event that is held again comes later and changes no earlier one.
    """

    def __init__(self) -> None:
        self._typed: dict[str, str] = {}
        self._unnamed: list[str] = []

    def note(self, page: Page) -> None:
        """Take note of a page; they come in the order of identities."""
        if isinstance(page.facts, EventFacts) and page.facts.uid:
            self._typed[page.identity] = page.facts.uid
        elif page.section in SECTIONS and page.slug:
            self._unnamed.append(page.identity)

    def found(self, site: Site) -> dict[str, str]:
        """By identity, those that are typed or numbered; the others follow from identities (`uid`)."""
        host = _host(site)
        found = dict(self._typed)
        taken = set(found.values())
        used: dict[str, int] = {}
        for identity in self._unnamed:
            name = undated(identity)
            one = ""
            while not one or one in taken:
                used[name] = used.get(name, 0) + 1
                one = f"{name}{f'-{used[name]}' if used[name] > 1 else ''}@{host}"
            if used[name] > 1:
                found[identity] = one
            taken.add(one)
        return found


def uid(site: Site, identity: str) -> str:
    """What names a page with a place in a feed or calendar there for good."""
    return site.uids.get(identity) or f"{undated(identity)}@{_host(site)}"


def _host(site: Site) -> str:
    return urlsplit(site.config.base_url).hostname or "localhost"


def undated(identity: str) -> str:
    """An identity below content/ without the date that its last part begins with."""
    folder, slash, name = identity.partition("/")[2].rpartition("/")
    return f"{folder}{slash}{_LEADING_DATE.sub('', name, count=1)}"


def _entry(site: Site, code: str, page: Page, changed: datetime) -> FeedEntry:
    facts = page.facts
    published = facts.published or facts.date
    # What has not changed since was last changed when it was published, to the second.
    appeared = changed if published and published == last_change(page, code) else published and begins(published)
    summary = summary_of(site, code, page)
    lang = language_of(site, summary.language).lang if summary and summary.language != code else ""
    return FeedEntry(
        id=entry_id(site, code, page),
        url=absolute(site, page_url(site, code, page)),
        title=title(site, code, page),
        status=facts.status if isinstance(facts, EventFacts) else (),
        summary=summary.text if summary else "",
        lang=lang,
        published=in_utc(appeared) if appeared else "",
        updated=in_utc(changed),
        authors=tuple(_authors(site, code, page)),
        tags=tuple(tag_link(site, code, tag)["name"] for tag in facts.tags),
    )


def entry_id(site: Site, code: str, page: Page) -> str:
    """A tag (RFC 4151) that stays when the page's address changes."""
    host = _host(site)
    return f"tag:{host},2000:{code}/{quoted(uid(site, page.identity).removesuffix(f'@{host}'))}"


def summary_of(site: Site, code: str, page: Page) -> Phrase | None:
    """Why the plans changed, then what it is about, so far as both are in one language."""
    facts, source = page.facts, page.source_language
    document = site.documents[page.documents.get(code, page.source)]
    excerpt = {document.language: document.excerpt} if document.excerpt else {}
    about = say(site, facts.description or excerpt, code, source)
    note = facts.status_note if isinstance(facts, EventFacts) else None
    why = say(site, note.text, code, source) if note else None
    if why is None or about is None or why.language != about.language:
        return why or about
    space = "" if language_of(site, why.language).script == "han" else " "
    return Phrase(text=f"{why.text}{space}{about.text}", language=why.language)


def _authors(site: Site, code: str, page: Page) -> Iterator[str]:
    facts = page.facts
    for identifier in facts.author or (facts.organizers if isinstance(facts, EventFacts) else ()):
        card = author_card(site, code, identifier)
        if card:
            yield card.name.text
