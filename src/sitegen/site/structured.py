"""What machines are told of a page: data about its subject in the terms of schema.org."""

from collections.abc import Iterator
from typing import Any

from sitegen.model import EventFacts, NewsFacts, Organisation, Page, Person, PublicationFacts, Site, Text
from sitegen.site.addresses import absolute, page_url, url
from sitegen.site.cards import data_picture_url, title
from sitegen.site.instants import has_begun, has_ended
from sitegen.site.localise import language_of, plain
from sitegen.site.page_answers import file_links, identifier_address, picture, updated
from sitegen.site.references import page_of
from sitegen.site.structured_events import event, language_tag
from sitegen.site.tags import tag_name
from sitegen.site.things import (
    Thing,
    author,
    consortium,
    few,
    full,
    named,
    organisation,
    organisation_page,
    organisations,
    own_employer,
    person_page,
    postal_address,
    stamp,
    thing,
)

PUBLICATIONS = {"report": "Report", "article": "ScholarlyArticle", "presentation": "PresentationDigitalDocument"}
"""Of the types of publications; any other is a CreativeWork."""
MEDIA_TYPES = {
    "CSV": "text/csv", "EPUB": "application/epub+zip", "HTML": "text/html", "JPEG": "image/jpeg", "JPG": "image/jpeg",
    "PDF": "application/pdf", "PNG": "image/png", "TXT": "text/plain", "ZIP": "application/zip",
    "DOCX": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ODT": "application/vnd.oasis.opendocument.text",
    "PPTX": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ABOUT = "about/"
"""The address of the page that tells who belongs to the consortium."""


def structured(site: Site, code: str, identity: str) -> dict[str, Any] | None:
    """`{node, page}`: what the page is about, if it is about something, and the page itself.

    None where the page is not in that language: search engines are sent to its source.
    """
    page = site.pages.get(identity)
    if page is None or code not in site.languages[identity] or identity in site.hidden.get(code, ()):
        return None
    address = absolute(site, page_url(site, code, page))
    name = title(site, code, page).text
    return {"node": _node(site, code, page, address), "page": _web_page(site, code, address, name)}


def structured_record(site: Site, code: str, kind: str, identifier: str) -> dict[str, Any] | None:
    """The same of a page that a record makes: of a `member` or a `person`; None for an unknown one."""
    node, address = None, ""
    if kind == "person" and (found := site.people.get(identifier)):
        node, address = _person(site, code, found), absolute(site, url(site, code, f"people/{identifier}/"))
    elif kind == "member" and (member := site.organisations.get(identifier)) and member.membership:
        node, address = _member(site, code, member), organisation_page(site, code, member)
    return {"node": node, "page": _web_page(site, code, address, node["name"])} if node else None


def _web_page(site: Site, code: str, address: str, name: str) -> Thing:
    return named(address, thing("WebPage", url=address, name=name, inLanguage=language_of(site, code).lang))


def _node(site: Site, code: str, page: Page, address: str) -> Thing | None:
    facts = page.facts
    if not page.address:
        return _web_site(site, code, address)
    if isinstance(facts, EventFacts):
        return event(site, code, page, facts)
    if isinstance(facts, NewsFacts):
        return _work(site, code, page, address, "NewsArticle", "#article", _news(site, code, page, facts))
    if isinstance(facts, PublicationFacts):
        kind = PUBLICATIONS.get(facts.type, "CreativeWork")
        return _work(site, code, page, address, kind, "#publication", _publication(site, code, page, facts))
    return _consortium_with_members(site, code) if page.address == ABOUT else None


# ---- texts ---------------------------------------------------------------------------------------------------------


def _work(site: Site, code: str, page: Page, address: str, kind: str, anchor: str, own: dict[str, Any]) -> Thing:
    """An article or publication: what all of them say, and their own."""
    facts, source = page.facts, page.source_language
    image = picture(site, code, page, facts.image)
    node = thing(
        kind,
        name=title(site, code, page).text,
        description=plain(site, facts.description, code, source),
        url=address,
        datePublished=stamp(facts.date or facts.published),
        dateModified=stamp(updated(page, code)),
        inLanguage=language_of(site, code).lang,
        author=few(author(site, code, name) for name in facts.author),
        image=full(site, image["url"]) if image else None,
        keywords=few(tag_name(site, code, tag).text for tag in facts.tags),
        about=few(_subjects(site, code, page)),
        **own,
        **_translations(site, code, page, kind, anchor),
    )
    return named(address + anchor, node)


def _subjects(site: Site, code: str, page: Page) -> Iterator[Thing]:
    for reference in page.facts.about:
        node = author(site, code, reference)
        identity = None if node else page_of(site, reference)
        if identity:
            other = site.pages[identity]
            node = thing("WebPage", name=title(site, code, other).text,
                         url=absolute(site, page_url(site, code, other)))
        if node:
            yield node


def _news(site: Site, code: str, page: Page, facts: NewsFacts) -> dict[str, Any]:
    source = facts.source
    quoted = None
    if source and (source.url or source.name):
        issuer = plain(site, source.publisher, code, page.source_language)
        quoted = thing("CreativeWork", name=plain(site, source.name, code, page.source_language), url=source.url,
                       publisher=thing("Organization", name=issuer) if issuer else None)
    return {"headline": title(site, code, page).text, "publisher": consortium(site, code), "isBasedOn": quoted}


def _publication(site: Site, code: str, page: Page, facts: PublicationFacts) -> dict[str, Any]:
    happening = page_of(site, facts.part_of, "event") if facts.part_of else None
    where = absolute(site, page_url(site, code, site.pages[happening])) if happening else ""
    return {
        "abstract": plain(site, facts.abstract, code, page.source_language),
        "publisher": few(organisations(site, code, facts.publisher)),
        "identifier": identifier_address(facts.identifier) or facts.identifier,
        "license": _license(facts.license),
        "encoding": few(_files(site, code, page, facts)),
        "recordedAt": {"@id": f"{where}#event"} if where else None,
    }


def _license(typed: str) -> str | Thing:
    if not typed or "://" in typed:
        return typed
    # What has no spaces is an SPDX identifier, which has an address.
    return thing("CreativeWork", name=typed) if " " in typed else f"https://spdx.org/licenses/{typed}"


def _files(site: Site, code: str, page: Page, facts: PublicationFacts) -> Iterator[Thing]:
    for link in file_links(site, code, page, facts.files):
        yield thing("MediaObject", name=link["title"].text if link["title"] else "",
                    contentUrl=full(site, link["url"]), encodingFormat=MEDIA_TYPES.get(link["type"]),
                    contentSize=f"{link['size']} B" if link["size"] else "",
                    inLanguage=language_tag(site, link["language"]))


def _translations(site: Site, code: str, page: Page, kind: str, anchor: str) -> dict[str, Any]:
    """The same text in the other languages it is in, or the text that this one was translated from."""
    def other(name: str) -> Thing:
        address = absolute(site, url(site, name, page.address))
        return named(address + anchor, thing(kind, url=address, inLanguage=language_of(site, name).lang))

    present = [name for name in site.languages[page.identity] if page.identity not in site.hidden.get(name, ())]
    if code == page.source_language:
        return {"workTranslation": few(other(name) for name in present if name != code)}
    origin = page.facts.translated.get(code)
    by = origin.by if origin and not origin.method.startswith("machine") else ""
    return {"translationOfWork": other(page.source_language) if page.source_language in present else None,
            "translator": thing("Person", name=by) if by else None}


# ---- organisations and people --------------------------------------------------------------------------------------


def _web_site(site: Site, code: str, address: str) -> Thing:
    config = site.config
    node = thing("WebSite", name=plain(site, config.title, code), url=address,
                 description=plain(site, config.description, code), inLanguage=language_of(site, code).lang,
                 publisher=_own_organisation(site, code))
    return named(f"{address}#website", node)


def _own_organisation(site: Site, code: str) -> Thing | None:
    node, owner = consortium(site, code), site.config.organisation
    return node | _details(site, code, owner) if node and owner else None


def _consortium_with_members(site: Site, code: str) -> Thing | None:
    node = _own_organisation(site, code)
    members = (one.id for one in site.organisations.values() if one.membership and has_begun(one.membership, site.now)
               and not has_ended(one.membership, site.now))
    found = few(organisations(site, code, members)) if node else None
    return {**node, "member": found} if node and found else node


def _member(site: Site, code: str, found: Organisation) -> Thing | None:
    node = organisation(site, code, found.id)
    if node is None:
        return None
    ended = found.membership is None or has_ended(found.membership, site.now)
    more = thing("Organization", **_details(site, code, found), memberOf=None if ended else consortium(site, code))
    return node | more


def _details(site: Site, code: str, found: Organisation) -> dict[str, Any]:
    """What is known of an organisation besides its name."""
    logo = data_picture_url(site, code, found.logo)
    return {name: value for name, value in {
        "alternateName": _other_names(site, code, found.name, found.also_known_as),
        "legalName": plain(site, found.legal_name, code),
        "description": plain(site, found.description, code),
        "email": found.email,
        "logo": full(site, logo) if logo else "",
        "address": postal_address(site, code, found.address),
        "location": _on_the_map(found.coordinates),
        "identifier": _registered(found.identifier, "https://ror.org/"),
        "sameAs": few(found.profiles),
        "parentOrganization": organisation(site, code, found.parent),
        "foundingDate": stamp(found.founded),
        "dissolutionDate": stamp(found.dissolved),
    }.items() if value}


def _on_the_map(coordinates: tuple[float, float] | None) -> Thing | None:
    if coordinates is None:
        return None
    north, east = coordinates
    # Nought is a value here: the equator, the meridian of Greenwich.
    return thing("Place", geo={"@type": "GeoCoordinates", "latitude": north, "longitude": east})


def _person(site: Site, code: str, found: Person) -> Thing:
    page = person_page(site, code, found)
    image = data_picture_url(site, code, found.image.src) if found.image and found.image_consent else ""
    node = thing(
        "Person",
        name=plain(site, found.name, code) or found.id,
        alternateName=_other_names(site, code, found.name, found.also_known_as),
        givenName=plain(site, found.given_name, code),
        familyName=plain(site, found.family_name, code),
        honorificPrefix=plain(site, found.prefix, code),
        jobTitle=plain(site, found.job_title, code),
        affiliation=own_employer(site, code, found),
        description=plain(site, found.description, code),
        identifier=_registered(found.identifier, "https://orcid.org/"),
        sameAs=few(found.profiles),
        image=full(site, image) if image else "",
        url=page,
    )
    return named(f"{page}#person", node)


def _other_names(site: Site, code: str, name: Text, others: tuple[str, ...]) -> Any:
    """What else somebody is called: in other languages, and as typed."""
    own = plain(site, name, code)
    return few(words for words in (*name.values(), *others) if words != own)


def _registered(identifier: str, register: str) -> str:
    """The address of an entry in a public register, typed as such or by its number alone."""
    return identifier if not identifier or "://" in identifier else register + identifier


