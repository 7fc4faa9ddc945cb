"""The members as a table: for spreadsheets, programs and whoever counts."""

from collections.abc import Iterator
from typing import Any

from sitegen.model import Membership, Moment, OrganisationCard, Site
from sitegen.site.addresses import absolute, url
from sitegen.site.countries import country_name
from sitegen.site.directories import members
from sitegen.site.instants import begins, ends
from sitegen.site.localise import plain
from sitegen.site.things import stamp

FORMS = ("csv", "json")


def has_member_files(site: Site, code: str) -> bool:
    """Whether that language has them: where it has a list of members."""
    return "data" in site.config.outputs and "members/" in site.lists[code]


def member_files(site: Site, code: str) -> dict[str, Any] | None:
    """`{csv, json, as_of}`: addresses, and the date of which the list is true or none; None without the files."""
    if not has_member_files(site, code):
        return None
    return {**{form: url(site, code, f"members.{form}") for form in FORMS}, "as_of": as_of(site)}


def as_of(site: Site) -> Moment | None:
    """The date of which the list of members is true: as typed, else the last time anybody joined or left."""
    if site.config.members_as_of:
        return site.config.members_as_of
    memberships = [one.membership for one in site.organisations.values() if one.membership]
    passed = [(instant, moment) for membership in memberships for instant, moment in _changes(membership)
              if instant <= site.now]
    return max(passed, key=lambda change: change[0])[1] if passed else None


def _changes(membership: Membership) -> Iterator[tuple[Any, Moment]]:
    if membership.start:
        yield begins(membership.start), membership.start
    if membership.end:
        yield ends(membership.end), membership.end


def member_table(site: Site, code: str) -> dict[str, Any]:
    """`{title, url, as_of, complete, countries, others, rows}`: a row for each member in the order of their page.

    `countries` are `{country, name, count}` of current members, none where the list is not complete; `others` the
    languages, `{code, lang, name}`, in which each row has one more name.
    """
    others = tuple({"code": language.code, "lang": language.lang, "name": language.name}
                   for language in site.config.languages if language.code != code)
    groups = members(site, code)
    countries = ({"country": group["country"], "name": country_name(site, code, group["country"]),
                  "count": len(group["members"])} for group in groups if group["country"])
    return {
        "title": plain(site, site.config.title, code),
        "url": absolute(site, url(site, code, "members/")),
        "as_of": stamp(as_of(site)),
        "complete": site.config.members_complete,
        "countries": tuple(countries) if site.config.members_complete else (),
        "others": others,
        "rows": tuple(_row(site, code, card) for group in groups for card in group["members"]),
    }


def _row(site: Site, code: str, card: OrganisationCard) -> dict[str, Any]:
    member = site.organisations[card.id]
    country = member.address.country if member.address else ""
    return {
        "id": member.id,
        "name": card.name.text,
        "names": {language.code: member.name.get(language.code, "") for language in site.config.languages},
        "acronym": card.acronym,
        "role": card.role,
        "start": stamp(card.start),
        "end": stamp(card.end),
        "city": card.city.text if card.city else "",
        "country": country,
        "country_name": country_name(site, code, country) if country else "",
        "coordinates": member.coordinates,
        "website": member.url,
        "identifier": member.identifier,
        "page": absolute(site, url(site, code, f"members/{member.id}/")),
    }

