"""Members, people and the timeline: the pages that records make."""

from collections.abc import Iterable
from typing import Any

from sitegen.model import (
    Appearance,
    EventFacts,
    Organisation,
    OrganisationCard,
    Person,
    PersonCard,
    Phrase,
    Site,
    TimelineEntry,
)
from sitegen.site.addresses import joined, page_url, url
from sitegen.site.cards import (
    cards,
    data_picture_url,
    organisation_card,
    organisation_name,
    page_card,
    person_card,
    person_cards,
    person_name,
    title,
)
from sitegen.site.countries import country_name
from sitegen.site.files import DATA
from sitegen.site.instants import ends, has_begun, has_ended, is_current, last_day
from sitegen.site.localise import SortKey, organisation_order, other_words, say, word_order
from sitegen.site.page_answers import appearance, credit, place
from sitegen.site.pictures import shown_picture
from sitegen.site.references import page_of


def members(site: Site, code: str) -> tuple[dict[str, Any], ...]:
    """`{country, members}`: current members by country in the order of its name, former ones last."""
    groups: dict[str, list[Organisation]] = {}
    for organisation in site.organisations.values():
        membership = organisation.membership
        if membership and has_begun(membership, site.now):
            former = has_ended(membership, site.now)
            country = organisation.address.country if organisation.address and not former else ""
            # Current members always have a country, so that "" is the group of former ones.
            groups.setdefault(country, []).append(organisation)

    def order(country: str) -> tuple[bool, SortKey]:
        return not country, word_order(site, code, country_name(site, code, country), country)

    countries = sorted(groups, key=order)
    return tuple({"country": country, "members": _in_order(site, code, groups[country])} for country in countries)


def member_places(site: Site, code: str) -> tuple[dict[str, Any], ...]:
    """`{name, country, coordinates}` of current members in the order of their list: what a map of them shows."""
    return tuple(
        {"name": card.name, "country": card.country, "coordinates": site.organisations[card.id].coordinates}
        for group in members(site, code) if group["country"] for card in group["members"]
    )


def member_countries(site: Site, code: str) -> tuple[dict[str, Any], ...]:
    """`{country, count, url}` of current members: how many each country or region has, and where they are listed."""
    place = url(site, code, "members/")
    return tuple({"country": group["country"], "count": len(group["members"]),
                  "url": f"{place}#members-{group['country'].lower()}"}
                 for group in members(site, code) if group["country"])


def member_count(site: Site, code: str) -> int | None:
    """How many members there are now; None where the list is not complete."""
    return sum(1 for _ in _current(site)) if site.config.members_complete else None


def member(site: Site, code: str, identifier: str) -> dict[str, Any] | None:
    """Everything a member's page shows; None for what is no member."""
    organisation = site.organisations.get(identifier)
    card = organisation_card(site, code, identifier)
    if organisation is None or organisation.membership is None or card is None:
        return None
    name, membership = organisation_name(site, code, organisation), organisation.membership
    involved = site.by_organisation.get(identifier, ())
    named = cards(site, code, dict.fromkeys((*involved, *site.about.get(identifier, ()))))
    return {
        "card": card,
        "name": name,
        "other_name": other_words(site, organisation.name, name),
        "acronyms": organisation.also_known_as,
        "url": organisation.url,
        "identifier": organisation.identifier,
        "logo": data_picture_url(site, code, organisation.logo, small=True),
        "place": place(site, code, organisation.address),
        "description": say(site, organisation.description, code),
        "role": membership.role,
        "start": membership.start,
        "end": membership.end,
        "former": has_ended(membership, site.now),
        "people": person_cards(site, code, site.people_of.get(identifier, ())),
        **{
            name: tuple([one for one in named if one.kind == kind])
            for name, kind in (("events", "event"), ("news", "news"), ("publications", "publication"))
        },
    }


def people(site: Site, code: str) -> tuple[PersonCard, ...]:
    """Everyone with a page, by family name."""
    return person_cards(site, code, (person.id for person in site.people.values() if person.page))


def person(site: Site, code: str, identifier: str) -> dict[str, Any] | None:
    """Everything a person's page shows; None for an unknown id."""
    found = site.people.get(identifier)
    card = person_card(site, code, identifier)
    if found is None or card is None:
        return None
    name = person_name(site, code, found)
    return {
        "card": card,
        "name": name,
        "other_name": other_words(site, found.name, name),
        "prefix": card.prefix,
        "job_title": card.job_title,
        "affiliation": card.affiliation,
        "affiliation_name": card.affiliation_name,
        "description": say(site, found.description, code),
        "identifier": found.identifier,
        "profiles": found.profiles,
        "image": _portrait(site, code, found),
        "appearances": tuple(
            shown
            for event in cards(site, code, site.by_person.get(identifier, ()))
            for shown in _appearances(site, code, event.identity, identifier)
        ),
    }


def _portrait(site: Site, code: str, found: Person) -> dict[str, Any] | None:
    """What `image` says of the portrait, and `{alt, decorative, credit}`; None without the person's consent."""
    path = joined(DATA, found.image.src) if found.image and found.image_consent else None
    told = shown_picture(site, code, path) if path else None
    if told is None or found.image is None:
        return None
    return {**told, "alt": say(site, found.image.alt, code) or person_name(site, code, found),
            "decorative": found.image.decorative, "credit": say(site, found.image.credit, code)}


def timeline(site: Site, code: str) -> tuple[dict[str, Any], ...]:
    """The timeline's entries, oldest first, and by id where they begin on one day."""
    entries = (inherited(site, entry) for entry in site.timeline)
    dated = sorted((entry for entry in entries if entry.start), key=lambda entry: (_day(entry), entry.id))
    return tuple(_entry(site, code, entry) for entry in dated)


def inherited(site: Site, entry: TimelineEntry) -> TimelineEntry:
    """The entry with the name and dates of its event where it gives none."""
    identity = page_of(site, entry.event, "event") if entry.event else None
    facts = site.pages[identity].facts if identity else None
    if not isinstance(facts, EventFacts):
        return entry
    start, end = (entry.start, entry.end) if entry.start else (facts.start, facts.end)
    return TimelineEntry(
        id=entry.id, path=entry.path, index=entry.index, start=start, end=end, name=entry.name or facts.title,
        description=entry.description, location=entry.location, about=entry.about, event=entry.event,
        state=entry.state, circa=entry.circa, source=entry.source,
    )


def count_members(site: Site, *, country: str = "", on: str = "") -> int:
    """How many members there are, or were on a day as typed (2017-05-25), of one country or of all."""
    found = _current(site) if not on else _on_day(site, on)
    return sum(1 for one in found if not country or (one.address and one.address.country == country))


def _current(site: Site) -> Iterable[Organisation]:
    return (one for one in site.organisations.values() if one.membership and is_current(one.membership, site.now))


def _on_day(site: Site, on: str) -> Iterable[Organisation]:
    for organisation in site.organisations.values():
        membership = organisation.membership
        if membership is None:
            continue
        begun = membership.start is None or membership.start.day.isoformat() <= on
        if begun and (membership.end is None or on <= last_day(membership.end).isoformat()):
            yield organisation


def _in_order(site: Site, code: str, group: Iterable[Organisation]) -> tuple[OrganisationCard, ...]:
    ordered = sorted(group, key=lambda organisation: organisation_order(site, code, organisation))
    return tuple(card for one in ordered if (card := organisation_card(site, code, one.id)))


def _appearances(site: Site, code: str, identity: str, identifier: str) -> Iterable[dict[str, Any]]:
    page = site.pages[identity]
    seen: list[dict[str, Any]] = []
    for speaker in _speakers(page.facts):
        if speaker.person != identifier:
            continue
        told = appearance(site, code, speaker, page.source_language)
        shown = {"card": page_card(site, code, page),
                 **{key: told[key] for key in ("role", "job_title", "affiliation", "affiliation_name")}}
        if shown not in seen:
            seen.append(shown)
    return seen


def _speakers(facts: object) -> Iterable[Appearance]:
    if isinstance(facts, EventFacts):
        yield from facts.speakers
        for session in facts.sessions:
            yield from session.speakers


def _day(entry: TimelineEntry) -> tuple[object, object]:
    assert entry.start is not None
    return entry.start.day, ends(entry.start)


def _entry(site: Site, code: str, entry: TimelineEntry) -> dict[str, Any]:
    event = page_of(site, entry.event, "event") if entry.event else None
    source = site.pages[event].source_language if event and entry.name == site.pages[event].facts.title else ""
    return {
        "id": entry.id,
        "start": entry.start,
        "end": entry.end,
        "name": say(site, entry.name, code, source),
        "description": say(site, entry.description, code),
        "location": say(site, entry.location, code),
        "planned": entry.state == "planned" and entry.start is not None and site.now < ends(entry.start),
        "circa": entry.circa,
        "event": page_card(site, code, site.pages[event]) if event else None,
        "about": tuple(link for reference in entry.about if (link := subject_link(site, code, reference))),
        "source": credit(site, code, entry.source),
    }


def subject_link(site: Site, code: str, reference: str) -> dict[str, Any] | None:
    """`{title, url}` of the page, person or organisation of that id; None for an unknown one."""
    named: PersonCard | OrganisationCard | None = person_card(site, code, reference) or organisation_card(
        site, code, reference)
    if named:
        return {"title": named.name, "url": named.url}
    identity = page_of(site, reference)
    if identity is None:
        return None
    page = site.pages[identity]
    words: Phrase = title(site, code, page)
    return {"title": words, "url": page_url(site, code, page)}
