"""Texts that may be in another language than the page."""

from collections.abc import Mapping

from markupsafe import Markup, escape

from sitegen.model import Language, Phrase


class Phrases:
    """Prints phrases on a page of one language."""

    def __init__(self, language: Language, languages: Mapping[str, Language]) -> None:
        self._language = language
        self._lang = {code: escape(other.lang) for code, other in languages.items() if code != language.code}

    def words(self, phrase: Phrase | str | None) -> Markup:
        """The text, inside `<span lang>` where it is in another language; nothing for none."""
        if phrase is None:
            return Markup("")
        if not isinstance(phrase, Phrase):
            return escape(phrase)
        lang = self._lang.get(phrase.language)
        if lang is None:
            return escape(phrase.text)
        return Markup(f'<span lang="{lang}">{escape(phrase.text)}</span>')

    def plain(self, phrase: Phrase | str | None) -> str:
        """The text alone."""
        if phrase is None:
            return ""
        return phrase.text if isinstance(phrase, Phrase) else phrase

    def lang(self, phrase: Phrase | str | None) -> Markup:
        """` lang="…"` for an element that holds a phrase of another language, else nothing."""
        lang = self._lang.get(phrase.language) if isinstance(phrase, Phrase) else None
        return Markup("") if lang is None else Markup(f' lang="{lang}"')
