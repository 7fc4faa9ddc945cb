"""The names that a site's data give in both languages."""

from collections.abc import Iterable, Iterator

from sitegen.model import Organisation, Person, Site, Text
from sitegen.scripts import has_han
from sitegen.translation.facts.names import Name, NameKind, Names


def names_of(site: Site, english: str, chinese: str) -> Names:
    """People, organisations, venues, series and glossary terms, by the codes of the two languages."""
    return Names(_names(site, english, chinese))


def _names(site: Site, english: str, chinese: str) -> Iterator[Name]:
    own = (site.config.organisation,) if site.config.organisation else ()
    for person in site.people.values():
        yield _person(person, english, chinese)
    for one in (*site.organisations.values(), *own):
        yield _organisation(one, english, chinese)
    for venue in site.venues.values():
        yield _name("organisation", (venue.place.name,), (), english, chinese)
    for series in site.series.values():
        yield _name("organisation", (series.name,), (), english, chinese)
    for term in site.glossary:
        yield _name("term", (term.name,), term.aliases, english, chinese)


def _person(one: Person, english: str, chinese: str) -> Name:
    return _name("person", (one.name,), one.also_known_as, english, chinese)


def _organisation(one: Organisation, english: str, chinese: str) -> Name:
    return _name("organisation", (one.name, one.legal_name), one.also_known_as, english, chinese)


def _name(kind: NameKind, texts: Iterable[Text], others: Iterable[str], english: str, chinese: str) -> Name:
    texts = tuple(texts)
    latin = [text[english] for text in texts if text.get(english)]
    han = [text[chinese] for text in texts if text.get(chinese)]
    for other in others:
        (han if has_han(other) else latin).append(other)
    return Name(kind, tuple(dict.fromkeys(latin)), tuple(dict.fromkeys(han)))
