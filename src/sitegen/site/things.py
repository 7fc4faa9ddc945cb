"""What machines are told of organisations, people, places and moments, in the terms of schema.org."""

from collections.abc import Iterable
from typing import Any

from sitegen.model import Appearance, Moment, Organisation, Person, Place, Site
from sitegen.moments import iso, local
from sitegen.site.addresses import absolute, url
from sitegen.site.localise import plain

Thing = dict[str, Any]


def thing(kind: str, **given: Any) -> Thing:
    """A node of that type with the properties that have a value: nothing empty is ever said."""
    return {"@type": kind, **{name: value for name, value in given.items() if value or value is False}}


def named(identifier: str, node: Thing) -> Thing:
    """The node with the address by which others refer to it."""
    return {"@type": node.pop("@type"), "@id": identifier, **node}


def few(values: Iterable[Any]) -> Any:
    """None for no value, the value itself for one, all for several; each once."""
    found: list[Any] = []
    for value in values:
        if value and value not in found:
            found.append(value)
    return tuple(found) if len(found) > 1 else found[0] if found else None


def full(site: Site, address: str) -> str:
    """An address of this site in full; one of another site as it is."""
    return absolute(site, address) if address.startswith("/") else address


def stamp(moment: Moment | None) -> str:
    """ISO 8601, as precisely as it is known: a minute with the offset of its zone on that day."""
    if moment is None:
        return ""
    return local(moment).isoformat() if moment.precision == "minute" else iso(moment)


def postal_address(site: Site, code: str, place: Place | None, source: str = "") -> Thing | None:
    """A PostalAddress; None where nothing of it is known."""
    if place is None:
        return None
    found = thing(
        "PostalAddress",
        streetAddress=plain(site, place.street, code, source),
        addressLocality=plain(site, place.city, code, source),
        addressRegion=plain(site, place.region, code, source),
        postalCode=place.postcode,
        addressCountry=place.country,
    )
    return found if len(found) > 1 else None


def organisation(site: Site, code: str, identifier: str) -> Thing | None:
    """An organisation as others name it: what it is called, and its own site; None for an unknown id."""
    found = site.organisations.get(identifier)
    if found is None:
        return None
    page = organisation_page(site, code, found)
    node = thing("Organization", name=plain(site, found.name, code) or identifier, url=found.url or page)
    return named(f"{page}#organisation", node) if page else node


def organisations(site: Site, code: str, identifiers: Iterable[str]) -> list[Thing]:
    """Those organisations that exist, each once."""
    return [node for identifier in dict.fromkeys(identifiers) if (node := organisation(site, code, identifier))]


def organisation_page(site: Site, code: str, found: Organisation) -> str:
    """A member's page on this site, in full; empty for others."""
    return absolute(site, url(site, code, f"members/{found.id}/")) if found.membership else ""


def consortium(site: Site, code: str) -> Thing | None:
    """Whose site this is."""
    owner = site.config.organisation
    if owner is None:
        return None
    base = site.config.base_url
    return named(f"{base}#organisation",
                 thing("Organization", name=plain(site, owner.name, code), url=owner.url or base))


def person(site: Site, code: str, found: Person) -> Thing:
    """A person as others name them."""
    page = person_page(site, code, found)
    node = thing("Person", name=plain(site, found.name, code) or found.id, url=page)
    return named(f"{page}#person", node) if page else node


def person_page(site: Site, code: str, found: Person) -> str:
    """A person's page on this site, in full; empty for those without."""
    return absolute(site, url(site, code, f"people/{found.id}/")) if found.page else ""


def author(site: Site, code: str, identifier: str) -> Thing | None:
    """The person or organisation of that id."""
    found = site.people.get(identifier)
    return person(site, code, found) if found else organisation(site, code, identifier)


def speaker(site: Site, code: str, given: Appearance, source: str, *, brief: bool = False) -> Thing | None:
    """Somebody who takes part in an event, with post and affiliation as of then; `brief`: only who."""
    found = site.people.get(given.person)
    if found:
        node = person(site, code, found)
    else:
        name = plain(site, given.name, code, source)
        if not name:
            return None
        node = thing("Person", name=name)
    if brief:
        return node
    post = plain(site, given.job_title or (found.job_title if found else {}), code, source)
    if post:
        node["jobTitle"] = post
    place = employer(site, code, given, found, source)
    if place:
        node["affiliation"] = place
    return node


def employer(site: Site, code: str, given: Appearance, found: Person | None, source: str) -> Thing | None:
    """Where somebody works, as the event says, else as people.yaml says."""
    if given.affiliation or given.affiliation_name or found is None:
        named_so = plain(site, given.affiliation_name, code, source)
        return organisation(site, code, given.affiliation) or (
            thing("Organization", name=named_so) if named_so else None)
    return own_employer(site, code, found)


def own_employer(site: Site, code: str, found: Person) -> Thing | None:
    """Where a person works now."""
    words = plain(site, found.affiliation_name, code)
    return organisation(site, code, found.affiliation) or (thing("Organization", name=words) if words else None)
