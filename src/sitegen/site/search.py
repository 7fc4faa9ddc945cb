"""What the search of a language finds: its pages, members, people and timeline, in blocks that change one by one."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar
from zlib import crc32

from sitegen.model import SEARCH_PER_FILE as PER_FILE
from sitegen.model import (
    Appearance,
    EventFacts,
    Link,
    NewsFacts,
    Organisation,
    Page,
    Person,
    Picture,
    Place,
    PublicationFacts,
    Searchable,
    Session,
    Site,
    Text,
)
from sitegen.site.addresses import page_url, url
from sitegen.site.cards import title
from sitegen.site.lists import SEARCH
from sitegen.site.localise import language_of, plain, say
from sitegen.site.record_links import fact
from sitegen.site.tags import tag_link

PER_BLOCK = 512
"""So many are indexed together, up to `BLOCKS` blocks: an edit writes the index of its block again."""
BLOCKS = 16
"""A question to the index asks each block once."""
SHARDS = ((96, 8), (256, 32), (PER_BLOCK, 64))
"""Up to so many, the words of each block are spread over so many files."""
MOST_SHARDS = 128

Names = list[str]
T = TypeVar("T")


def search_blocks(site: Site, code: str) -> tuple[tuple[str, ...], ...]:
    """What is found in that language, `page:content/events/x` or `member:qub`, by the block that it belongs to.

    What belongs where does not depend on what else there is, so long as the number of blocks stays.
    """
    found = sorted(_findable(site, code))
    count = block_count(len(found))
    blocks: list[list[str]] = [[] for _ in range(count)]
    for name in found:
        blocks[crc32(name.encode()) % count].append(name)
    return tuple(map(tuple, blocks))


def block_count(found: int) -> int:
    """In how many blocks so much is found."""
    count = 1
    while count < BLOCKS and count * PER_BLOCK < found:
        count *= 2
    return count


def shard_count(site: Site, code: str) -> int:
    """Over how many files the words of each block are spread."""
    found = sum(map(len, site.search[code]))
    return next((shards for most, shards in SHARDS if found <= most), MOST_SHARDS)


def text_files(site: Site, code: str, block: int) -> int:
    """How many files the texts of a block fill."""
    return -(-len(site.search[code][block]) // PER_FILE)


def in_file(held: Sequence[T], number: int) -> Sequence[T]:
    """Of what stands in a block, that of which the texts stand in the file of that number."""
    return held[number * PER_FILE:(number + 1) * PER_FILE]


def search(site: Site, code: str) -> dict[str, Any] | None:
    """`{url, blocks, shards, texts}`: where the index of that language is and how it is cut; None without a search."""
    if code not in site.search:
        return None
    return {"url": url(site, code, SEARCH), "blocks": len(site.search[code]), "shards": shard_count(site, code),
            "texts": PER_FILE}


def searchable(site: Site, code: str, name: str) -> Searchable:
    """What is to be found of a page, member, person or entry of the timeline, but for the body of a page."""
    kind, _, identifier = name.partition(":")
    if kind == "page":
        return _page(site, code, site.pages[identifier])
    if kind == "member":
        return _member(site, code, site.organisations[identifier])
    if kind == "person":
        return _person(site, code, site.people[identifier])
    entry = next(entry for entry in site.timeline if entry.id == identifier)
    texts = [entry.name.get(code), entry.description.get(code), entry.location.get(code)]
    return Searchable(url=f"{url(site, code, 'timeline/')}#{identifier}", title=entry.name.get(code, identifier),
                      texts=_given(texts[1:]))


def prints_others(site: Site, name: str) -> bool:
    """Whether what is to be found of it may hold words of other pages: record links print their titles."""
    kind, _, identity = name.partition(":")
    return kind == "page" and any(link.kind == "record" for link in _links(site, site.pages[identity]))


def _links(site: Site, page: Page) -> Iterator[Link]:
    """Those in its files, then those in texts of catalogues, of any language."""
    for path in page.documents.values():
        yield from site.documents[path].links
    for translation in site.translations.get(page.identity, {}).values():
        if translation.linked:
            yield from (link for unit in translation.units for link in unit.links)


def _findable(site: Site, code: str) -> Iterator[str]:
    hidden = site.hidden.get(code, frozenset())
    # A page that is not in the language is found under its own.
    yield from (f"page:{identity}" for identity, codes in site.languages.items()
                if code in codes and identity not in hidden)
    yield from (f"{subject[0]}:{subject[1]}" for subject in site.lists[code].values()
                if subject[0] in ("member", "person"))
    if "timeline/" in site.lists[code]:
        yield from (f"timeline:{entry.id}" for entry in site.timeline if entry.start and code in entry.name)


def _page(site: Site, code: str, page: Page) -> Searchable:
    facts = page.facts
    texts: list[str | None] = [facts.description.get(code)]
    names: list[str | None] = []
    if isinstance(facts, EventFacts):
        names += [facts.subtitle.get(code), *(text.get(code) for text in facts.also_known_as)]
        texts += _event(site, code, facts)
    elif isinstance(facts, PublicationFacts):
        texts += [facts.abstract.get(code), facts.identifier, *_organisations(site, code, facts.publisher)]
        texts += [link.title.get(code) for link in facts.files]
    elif isinstance(facts, NewsFacts) and facts.source:
        texts += [facts.source.name.get(code), facts.source.publisher.get(code)]
    for identifier in facts.author:
        texts += _named(site, code, identifier)
    texts += [tag_link(site, code, tag)["name"].text for tag in facts.tags]
    texts += [correction.text.get(code) for correction in facts.corrections]
    texts += [link.title.get(code) for link in facts.documents]
    for picture in (*facts.photos, facts.image):
        texts += _picture(code, picture)
    words = title(site, code, page)
    return Searchable(url=page_url(site, code, page), title=words.text, lang=_lang(site, code, words.language),
                      names=_given(names), texts=_given(texts), facts=_facts(site, code, page))


def _event(site: Site, code: str, facts: EventFacts) -> Iterator[str | None]:
    yield facts.audience.get(code)
    if facts.status_note:
        yield facts.status_note.text.get(code)
    yield from _place(code, facts.location)
    yield from _place(code, facts.planned_location)
    roles = (role.organisation for role in facts.roles)
    yield from _organisations(site, code, (*facts.organizers, *roles, *facts.sponsor, *facts.funder))
    yield from _speakers(site, code, facts.speakers)
    if facts.series in site.series:
        yield site.series[facts.series].name.get(code)
    for session in facts.sessions:
        yield from _session(site, code, session)


def _session(site: Site, code: str, session: Session) -> Iterator[str | None]:
    yield from (session.title.get(code), session.part.get(code), session.description.get(code),
                session.location.get(code))
    yield from (link.title.get(code) for link in session.documents)
    yield from _organisations(site, code, (*session.organizers, *(role.organisation for role in session.roles)))
    yield from _speakers(site, code, session.speakers)


def _speakers(site: Site, code: str, speakers: Iterable[Appearance]) -> Iterator[str | None]:
    for speaker in speakers:
        person = site.people.get(speaker.person)
        yield plain(site, speaker.name or (person.name if person else {}), code)
        yield (speaker.job_title or (person.job_title if person else {})).get(code)
        yield from _organisations(site, code, [speaker.affiliation or (person.affiliation if person else "")])
        yield (speaker.affiliation_name or (person.affiliation_name if person else {})).get(code)


def _organisations(site: Site, code: str, identifiers: Iterable[str]) -> Iterator[str]:
    for identifier in identifiers:
        if identifier in site.organisations:
            yield plain(site, site.organisations[identifier].name, code)


def _named(site: Site, code: str, identifier: str) -> Iterator[str]:
    if identifier in site.people:
        yield plain(site, site.people[identifier].name, code)
    else:
        yield from _organisations(site, code, [identifier])


def _place(code: str, place: Place | None) -> Iterator[str | None]:
    if place:
        yield from (place.name.get(code), place.street.get(code), place.city.get(code), place.region.get(code))


def _picture(code: str, picture: Picture | None) -> Iterator[str | None]:
    if picture:
        yield from (picture.alt.get(code), picture.caption.get(code), picture.credit.get(code))


def _member(site: Site, code: str, organisation: Organisation) -> Searchable:
    names = (*organisation.name.values(), *organisation.legal_name.values(), *organisation.also_known_as,
             *organisation.sort_key.values())
    return _record(site, code, f"members/{organisation.id}/", organisation.name, organisation.id, names,
                   [organisation.description.get(code), *_place(code, organisation.address)])


def _person(site: Site, code: str, person: Person) -> Searchable:
    names = (*person.name.values(), *person.also_known_as, *person.sort_key.values())
    return _record(site, code, f"people/{person.id}/", person.name, person.id, names,
                   [person.job_title.get(code), *_organisations(site, code, [person.affiliation]),
                    person.affiliation_name.get(code), person.description.get(code)])


def _record(site: Site, code: str, address: str, name: Text, identifier: str, names: Iterable[str],
            texts: Iterable[str | None]) -> Searchable:
    """A record is found by its names in every language."""
    words = say(site, name, code)
    title = words.text if words else identifier
    lang = _lang(site, code, words.language) if words else ""
    return Searchable(url=url(site, code, address), title=title, lang=lang,
                      names=tuple(other for other in dict.fromkeys(names) if other != title), texts=_given(texts))


def _facts(site: Site, code: str, page: Page) -> dict[str, str]:
    """What the record links of a page's texts print, by what they name."""
    links = [link for path in page.documents.values() for link in site.documents[path].links]
    translation = site.translations.get(page.identity, {}).get(code)
    if translation and translation.linked:
        links += [link for unit in translation.units for link in unit.links]
    targets = dict.fromkeys(link.target for link in links if link.kind == "record")
    return {target: _printed(fact(site, code, target)) for target in targets}


def _printed(given: dict[str, Any] | None) -> str:
    """A fact as words; a list is found where its entries are."""
    if not given or "items" in given:
        return ""
    if "number" in given:
        return str(given["number"])
    return given["text"] if isinstance(given["text"], str) else str(given["text"].text)


def _lang(site: Site, code: str, language: str) -> str:
    return "" if language == code else language_of(site, language).lang


def _given(texts: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
