"""Facts printed in prose: `[](person:felix)`, `[](count:members?country=CN&on=2017-05-25)`, `[](events:series=x)`."""

import re
from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from typing import Any, TypeGuard, get_args
from urllib.parse import parse_qsl

from sitegen.model import PageKind, Phrase, Site
from sitegen.site.addresses import page_url
from sitegen.site.cards import cards, organisation_card, person_card, title
from sitegen.site.countries import is_country
from sitegen.site.directories import count_members, member_countries, members, people, timeline
from sitegen.site.references import page_of, pages_named

PAGE_KINDS: tuple[PageKind, ...] = get_args(PageKind)
SECTIONS = ("events", "news", "publications")
LISTS: dict[str, Callable[[Site, str], Any]] = {"timeline": timeline, "members": members, "people": people,
                                                     "countries": member_countries}
FILTERS = ("series", "tag", "year", "organisation", "person")
COUNTED = ("members", "people", *SECTIONS)
INCOMPLETE = ("The list of members is not complete (members_complete in site.yaml), so members cannot be counted.",
              "Write the sentence without the number, or complete content/data/members.yaml.")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)


def fact(site: Site, code: str, target: str) -> dict[str, Any] | None:
    """`{text, url}` for a record, `{number}` for a count, `{items}` for a list; None for what is unknown."""
    name, _, rest = target.partition(":")
    if fault(site, target):
        return None
    if name == "count":
        return {"number": _count(site, rest)}
    if name == "person":
        return _named(person_card(site, code, rest))
    if name in ("member", "organisation"):
        return _named(organisation_card(site, code, rest))
    if _names_page(name, rest):
        return _page(site, code, name, rest)
    if name in LISTS:
        return {"items": LISTS[name](site, code)}
    return {"items": cards(site, code, _selected(site, code, name, dict(parse_qsl(rest))))}


_DEFINED_IN = {"person": ("people",), "organisation": ("members", "organisations"), "member": ("members",),
               "series": ("series",), "tag": ("topics",)}
"""What an id names, to the data files that define it."""


def fault(site: Site, target: str) -> tuple[str, str] | None:
    """What is wrong with a record link, and what to type instead; None where nothing is."""
    name, _, rest = target.partition(":")
    if _is_silent(site, name):
        return None
    if name == "person":
        return _unknown(name, rest, site.people)
    if name == "organisation":
        return _unknown(name, rest, site.organisations)
    if name == "member":
        return _unknown(name, rest, {one.id: one for one in site.organisations.values() if one.membership})
    if _names_page(name, rest):
        return _page_fault(site, name, rest)
    if name == "count":
        return _count_fault(site, rest)
    if name == "countries" and not site.config.members_complete:
        return INCOMPLETE
    if name in LISTS:
        return (f'"{name}" is a list without conditions.', f"Write []({name}).") if rest else None
    if name in SECTIONS:
        return _filter_fault(site, _conditions(rest))
    known = ("person", "member", "organisation", "count", *PAGE_KINDS, *LISTS, *SECTIONS)
    return f'"{name}" is not a kind of record link.', f"Use one of {', '.join(known)}."


def _names_page(name: str, rest: str) -> TypeGuard[PageKind]:
    """Whether a record link names a page: `news` is both a kind of page and a list, which has conditions or nothing."""
    return name in PAGE_KINDS and not (name in SECTIONS and (not rest or "=" in rest))


def _named(card: Any) -> dict[str, Any] | None:
    return {"text": card.name, "url": card.url} if card else None


def _page(site: Site, code: str, kind: PageKind, reference: str) -> dict[str, Any] | None:
    identity = page_of(site, reference, kind)
    if identity is None:
        return None
    words: Phrase = title(site, code, site.pages[identity])
    return {"text": words, "url": page_url(site, code, site.pages[identity])}


def _count(site: Site, rest: str) -> int:
    what, _, conditions = rest.partition("?")
    given = dict(parse_qsl(conditions))
    if what == "members":
        return count_members(site, country=given.get("country", ""), on=given.get("on", ""))
    if what == "people":
        return sum(1 for person in site.people.values() if person.page)
    return len(_selected(site, site.config.languages[0].code, what, given))


def _selected(site: Site, code: str, section: str, given: dict[str, str]) -> tuple[str, ...]:
    chosen = site.orders[code].get(section, ())
    buckets = {
        "series": site.by_series.get(given.get("series", ""), ()),
        "tag": site.by_tag.get(given.get("tag", ""), ()),
        "year": site.orders[code].get(f"{section}/{given.get('year', '')}", ()),
        "organisation": site.by_organisation.get(given.get("organisation", ""), ()),
        "person": site.by_person.get(given.get("person", ""), ()),
    }
    for name in given:
        allowed = frozenset(buckets[name])
        chosen = tuple(identity for identity in chosen if identity in allowed)
    return chosen


def _is_silent(site: Site, name: str) -> bool:
    """Whether unknown ids are no news: the file that defines them has errors, which are told."""
    return any(kind in site.broken_records for kind in _DEFINED_IN.get(name, ()))


def _unknown(kind: str, identifier: str, known: dict[str, Any]) -> tuple[str, str] | None:
    if identifier in known:
        return None
    close = get_close_matches(identifier, known, n=3, cutoff=0.4)
    listed = f" Close matches: {', '.join(close)}." if close else ""
    return f'{kind} "{identifier}" does not exist.{listed}', "Type an id from content/data."


def _page_fault(site: Site, kind: PageKind, reference: str) -> tuple[str, str] | None:
    found = pages_named(site, reference, kind)
    if len(found) == 1:
        return None
    if found:
        return f'"{reference}" is the slug of several pages: {", ".join(found)}.', "Type the address: events/x."
    left_out = [site.withheld[identity] for identity in site.withheld_slugs.get(reference, ())]
    if left_out:
        return f'{kind} "{reference}" is {left_out[0]}, so it is not published yet.', "Publish it, or remove the link."
    slugs = {site.pages[identity].slug: identity for identity in site.pages if site.pages[identity].kind == kind}
    unknown = _unknown(kind, reference, slugs)
    return (unknown[0], "Type the slug of a page: the name of its folder.") if unknown else None


def _conditions(text: str) -> dict[str, str]:
    """Conditions as typed, `series=x&year=2020`; one without a value is kept, so that it can be told of."""
    return dict(parse_qsl(text, keep_blank_values=True))


def _count_fault(site: Site, rest: str) -> tuple[str, str] | None:
    what, _, conditions = rest.partition("?")
    given = _conditions(conditions)
    if what not in COUNTED:
        return f'"{what}" cannot be counted.', f"Use one of {', '.join(COUNTED)}, for example count:members?country=CN."
    if what in SECTIONS:
        return _filter_fault(site, given)
    if what == "members" and not site.config.members_complete:
        return INCOMPLETE
    allowed = ("country", "on") if what == "members" else ()
    for name, value in given.items():
        if name not in allowed:
            return f'"{name}" is not a condition for counting {what}.', _allowed(allowed)
        if name == "on" and not _is_day(value):
            return f'"{value}" is not a day.', "Write it as 2017-05-25."
        if name == "country" and not is_country(value):
            return f'"{value}" is not the code of a country.', "Write two capital letters: country=CN."
    return None


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def _filter_fault(site: Site, given: dict[str, str]) -> tuple[str, str] | None:
    known: dict[str, dict[str, Any]] = {
        "series": dict(site.series), "organisation": dict(site.organisations), "person": dict(site.people),
        "tag": {**site.topics, **site.by_tag},
    }
    for name, value in given.items():
        if name not in FILTERS:
            return f'"{name}" is not a condition for a list.', _allowed(FILTERS)
        if name == "year" and not _YEAR.fullmatch(value):
            return f'"{value}" is not a year.', "Write it as year=2026."
        found = _unknown(name, value, known[name]) if name in known and not _is_silent(site, name) else None
        if found:
            return found
    return None


def _allowed(names: tuple[str, ...]) -> str:
    return f"Use {', '.join(names)}." if names else "Leave the conditions out."
