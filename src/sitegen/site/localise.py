"""Choosing words for a reader, and the order of words in a language."""

from sitegen.model import Language, Organisation, Person, Phrase, Site, Text
from sitegen.scripts import has_han

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
    return {language.code: language for language in site.config.languages}[code]


def language_for(site: Site, words: str, code: str) -> str:
    """The code of the language whose script words without a language are written in: `code` if it fits."""
    script = "han" if has_han(words) else "latin"
    fitting = [language.code for language in site.config.languages if language.script == script]
    return code if code in fitting or not fitting else fitting[0]


def organisation_order(site: Site, code: str, organisation: Organisation) -> SortKey:
    """Where an organisation stands in a list read in that language."""
    return _order(organisation.sort_key.get(code, ""), plain(site, organisation.name, code), organisation.id)


def person_order(site: Site, code: str, person: Person) -> SortKey:
    """Where a person stands: by family name, then by the whole name."""
    name = plain(site, person.name, code)
    family = plain(site, person.family_name, code)
    return _order(person.sort_key.get(code, ""), f"{family} {name}" if family else name, person.id)


def word_order(words: str, identifier: str) -> SortKey:
    """Where words without a sort key stand."""
    return _order("", words, identifier)


def _order(given: str, words: str, identifier: str) -> SortKey:
    # Without pinyin Han can only be ordered by code point, the same on every machine, after what can be read aloud.
    if given or not has_han(words):
        return (0, (given or words).casefold(), identifier)
    return (1, words, identifier)
