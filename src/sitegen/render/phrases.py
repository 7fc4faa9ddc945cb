"""Texts that may be in another language than the page."""

from collections.abc import Mapping

from markupsafe import Markup, escape
from msgspec.structs import replace

from sitegen.model import Language, Phrase
from sitegen.render.markup import escaped, marked

_NOTHING = Markup("")


class Phrases:
    """Prints phrases on a page of one language."""

    def __init__(self, language: Language, languages: Mapping[str, Language]) -> None:
        self._language = language
        self.mark = ""
        """What readers of the page at hand see beside a text that is older than its source."""
        self.missing = ""
        """What they see beside one that is not translated, where both languages stand side by side."""
        self._lang = {code: escape(other.lang) for code, other in languages.items() if code != language.code}

    def words(self, phrase: Phrase | str | None) -> Markup:
        """The text, inside `<span lang>` where it is in another language; nothing for none."""
        if phrase is None:
            return _NOTHING
        if not isinstance(phrase, Phrase):
            return escape(phrase)
        marks, text = self.lang(phrase), escaped(phrase.text)
        return marked(f"<span{marks}>{text}</span>" if marks else text)

    def again(self, phrase: Phrase | str | None) -> Markup:
        """The text where the page has printed it already: its language is marked, its unit is not."""
        return self.words(replace(phrase, unit="", state="") if isinstance(phrase, Phrase) else phrase)

    def plain(self, phrase: Phrase | str | None) -> str:
        """The text alone."""
        if phrase is None:
            return ""
        return phrase.text if isinstance(phrase, Phrase) else phrase

    def lang(self, phrase: Phrase | str | None) -> Markup:
        """` lang="…"` for an element that holds a phrase of another language, and the unit of one that is not fresh."""
        if not isinstance(phrase, Phrase):
            return _NOTHING
        lang = self._lang.get(phrase.language)
        marks = "" if lang is None else f' lang="{lang}"'
        if phrase.unit:
            marks += f' data-unit="{escape(phrase.unit)}"'
        if phrase.state == "stale":
            marks += f' data-state="stale" data-mark="{escape(self.mark)}"'
        elif phrase.unit and self.missing:
            marks += f' data-state="missing" data-mark="{escape(self.missing)}"'
        return marked(marks) if marks else _NOTHING
