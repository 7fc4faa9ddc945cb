"""Choosing words for a reader, and the order of words in a language."""

from sitegen.model import Language, Organisation, Person, Phrase, Site, Text
from sitegen.scripts import has_han
from sitegen.site.han_order import han_order

SortKey = tuple[int, str, str]


def say(site: Site, text: Text, code: str, source: str = "") -> Phrase | None:
    """The text in that language, else in its source language, else in the first of the site's that has it."""
    if not text:
        return None
    words = text.get(code)
    if words:
        return Phrase(text=words, language=code)
    for other in (source, *(language.code for language in site.config.languages)):
        words = text.get(other)
        if words:
            return Phrase(text=words, language=other)
    return None


def other_words(site: Site, text: Text, phrase: Phrase) -> Phrase | None:
    """The same text in the next language that has other words for it."""
    for language in site.config.languages:
        words = text.get(language.code)
        if words and language.code != phrase.language and words != phrase.text:
            return Phrase(text=words, language=language.code)
    return None


def plain(site: Site, text: Text, code: str, source: str = "") -> str:
    """The words alone, or empty."""
    words = text.get(code)
    if words:
        return words
    phrase = say(site, text, code, source)
    return phrase.text if phrase else ""


def language_of(site: Site, code: str) -> Language:
    """The site's language of that code; raises KeyError for one that the site has no more."""
    for language in site.config.languages:
        if language.code == code:
            return language
    raise KeyError(code)


def language_for(site: Site, words: str, code: str) -> str:
    """The code of the language whose script words without a language are written in: `code` if it fits."""
    script = "han" if has_han(words) else "latin"
    fitting = [language.code for language in site.config.languages if language.script == script]
    return code if code in fitting or not fitting else fitting[0]


def organisation_order(site: Site, code: str, organisation: Organisation) -> SortKey:
    """Where an organisation stands in a list read in that language."""
    name = plain(site, organisation.name, code)
    return _order(site, code, organisation.sort_key.get(code, ""), name, organisation.id)


def person_order(site: Site, code: str, person: Person) -> SortKey:
    """Where a person stands: by family name, then by the whole name."""
    name = plain(site, person.name, code)
    family = plain(site, person.family_name, code)
    return _order(site, code, person.sort_key.get(code, ""), f"{family} {name}" if family else name, person.id)


def word_order(site: Site, code: str, words: str, identifier: str) -> SortKey:
    """Where words without a sort key stand."""
    return _order(site, code, "", words, identifier)


def _order(site: Site, code: str, given: str, words: str, identifier: str) -> SortKey:
    if given or not has_han(words):
        return (0, (given or words).casefold(), identifier)
    # Readings cannot be told from characters for certain, so such words do not stand among those with a sort key.
    return (1, han_order(words, traditional="Hant" in language_of(site, code).lang), identifier)
