"""What lists show of pages, organisations and people."""

from collections.abc import Iterable
from typing import Any

from sitegen.model import (
    Card,
    EventFacts,
    Organisation,
    OrganisationCard,
    Page,
    Person,
    PersonCard,
    Phrase,
    Place,
    PublicationFacts,
    Site,
)
from sitegen.site.addresses import joined, page_url, url
from sitegen.site.files import DATA
from sitegen.site.lists import shown
from sitegen.site.localise import other_words, person_order, say
from sitegen.site.pictures import shown_picture

MADE = ("cards", "organisation_cards", "person_cards", "tag_links", "appearances", "kin")
"""What a site holds of what it has answered, each made once; none of it is remembered."""
CARDS = 5000
"""Cards of pages that are held ready: pages are made in the order of time, and show those that are near them."""


def nothing_made() -> dict[str, Any]:
    """The fields of a site that has answered nothing yet."""
    return {name: {} for name in MADE}


def cards(site: Site, code: str, identities: Iterable[str]) -> tuple[Card, ...]:
    """Cards of those pages that exist in that language, in their order."""
    # A page is not looked at where its card is known: of a large site each of them has to be unpacked.
    return tuple([site.cards.get((code, identity)) or page_card(site, code, site.pages[identity])
                  for identity in shown(site, code, tuple(identities))])


def page_card(site: Site, code: str, page: Page) -> Card:
    """What a list shows of a page."""
    card = site.cards.get((code, page.identity))
    if card is None:
        if len(site.cards) >= CARDS:
            site.cards.clear()
        card = site.cards[code, page.identity] = _page_card(site, code, page)
    return card


def _page_card(site: Site, code: str, page: Page) -> Card:
    facts = page.facts
    source = page.source_language
    event = facts if page.kind == "event" and isinstance(facts, EventFacts) else None
    return Card(
        identity=page.identity,
        kind=page.kind,
        section=page.section,
        url=page_url(site, code, page),
        title=title(site, code, page),
        description=say(site, facts.description, code, source),
        type=event.type if event else facts.type if isinstance(facts, PublicationFacts) else "",
        start=event.start if event else None,
        end=event.end if event else None,
        date=facts.date or facts.published,
        status=event.status if event else (),
        state=site.states.get(page.identity, ""),
        attendance=event.attendance if event else "",
        place=short_place(site, code, event.location, source) if event and event.location else None,
        country=event.location.country if event and event.location else "",
        languages=site.languages[page.identity],
        tags=facts.tags,
    )


def title(site: Site, code: str, page: Page) -> Phrase:
    """The page's title; its slug where it has none, which is an error reported elsewhere."""
    found = say(site, page.facts.title, code, page.source_language)
    return found or Phrase(text=page.slug or page.identity, language=page.source_language)


def short_place(site: Site, code: str, place: Place, source: str) -> Phrase | None:
    """The city of a venue, or its name."""
    return say(site, place.city, code, source) or say(site, place.name, code, source)


def organisation_card(site: Site, code: str, identifier: str) -> OrganisationCard | None:
    """What a list shows of an organisation; None for an unknown id."""
    key = code, identifier
    if key in site.organisation_cards:
        return site.organisation_cards[key]
    found = site.organisation_cards[key] = _organisation_card(site, code, identifier)
    return found


def _organisation_card(site: Site, code: str, identifier: str) -> OrganisationCard | None:
    organisation = site.organisations.get(identifier)
    if organisation is None:
        return None
    name = organisation_name(site, code, organisation)
    membership, address = organisation.membership, organisation.address
    return OrganisationCard(
        id=organisation.id,
        name=name,
        other_name=other_words(site, organisation.name, name),
        acronym=organisation.also_known_as[0] if organisation.also_known_as else "",
        url=url(site, code, f"members/{organisation.id}/") if membership else organisation.url,
        external=not membership and bool(organisation.url),
        city=say(site, address.city, code) if address else None,
        country=address.country if address else "",
        logo=data_picture_url(site, code, organisation.logo, small=True),
        role=membership.role if membership else (),
        start=membership.start if membership else None,
        end=membership.end if membership else None,
        sort_key=organisation.sort_key.get(code, ""),
    )


def organisation_cards(site: Site, code: str, identifiers: Iterable[str]) -> tuple[OrganisationCard, ...]:
    """Cards of those organisations that exist, in their order."""
    if not identifiers:
        return ()
    return tuple([card for identifier in identifiers if (card := organisation_card(site, code, identifier))])


def organisation_name(site: Site, code: str, organisation: Organisation) -> Phrase:
    """The organisation's name; its id where it has none."""
    return say(site, organisation.name, code) or _identifier(site, organisation.id)


def person_card(site: Site, code: str, identifier: str) -> PersonCard | None:
    """What a list shows of a person; None for an unknown id."""
    key = code, identifier
    if key in site.person_cards:
        return site.person_cards[key]
    found = site.person_cards[key] = _person_card(site, code, identifier)
    return found


def _person_card(site: Site, code: str, identifier: str) -> PersonCard | None:
    person = site.people.get(identifier)
    if person is None:
        return None
    name = person_name(site, code, person)
    return PersonCard(
        id=person.id,
        name=name,
        other_name=other_words(site, person.name, name),
        prefix=say(site, person.prefix, code),
        url=url(site, code, f"people/{person.id}/") if person.page else "",
        job_title=say(site, person.job_title, code),
        affiliation=organisation_card(site, code, person.affiliation) if person.affiliation else None,
        affiliation_name=say(site, person.affiliation_name, code),
        sort_key=person.sort_key.get(code, ""),
    )


def person_name(site: Site, code: str, person: Person) -> Phrase:
    """The person's name; the id where there is none."""
    return say(site, person.name, code) or _identifier(site, person.id)


def person_cards(site: Site, code: str, identifiers: Iterable[str]) -> tuple[PersonCard, ...]:
    """Cards of those people, in the order of a list read in that language."""
    people = sorted((site.people[identifier] for identifier in identifiers),
                    key=lambda person: person_order(site, code, person))
    return tuple(card for person in people if (card := person_card(site, code, person.id)))


def author_card(site: Site, code: str, identifier: str) -> PersonCard | OrganisationCard | None:
    """The card of the person or organisation of that id."""
    return person_card(site, code, identifier) or organisation_card(site, code, identifier)


def data_picture_url(site: Site, code: str, name: str, *, small: bool = False) -> str:
    """Where a picture named in a data file is published, in its largest or its smallest size; empty for none."""
    path = joined(DATA, name) if name and "://" not in name else None
    told = shown_picture(site, code, path) if path else None
    if told is None:
        return ""
    return str((small and told["srcset"].partition(" ")[0]) or told["url"])


def _identifier(site: Site, identifier: str) -> Phrase:
    return Phrase(text=identifier, language=site.config.languages[0].code)
