"""`sitegen i18n extract` and `update` for what templates say: a catalogue of the words that the theme's own has not."""

from typing import NamedTuple

from babel import Locale
from jinja2 import TemplateSyntaxError

from sitegen.commands.survey import Survey
from sitegen.diagnostics import BuildStopped, error
from sitegen.disk.sources import read
from sitegen.model import Language
from sitegen.translation.catalogues import open_catalogue
from sitegen.translation.extraction import Message, ThemeText, extract_texts, theme_messages
from sitegen.translation.lines import Entry
from sitegen.translation.writing import update_theme, write_theme_template


class ThemeCatalogue(NamedTuple):
    """A site's theme.po of one language as it should be."""

    path: str
    locale: Locale
    messages: tuple[Message, ...]
    entries: tuple[Entry, ...]
    """As it is; empty where there is none."""


def theme_catalogues(survey: Survey) -> list[ThemeCatalogue]:
    """Those of the languages in which a template says what the theme does not, or in which there is one already.

    Templates speak English: in English a catalogue has what somebody has typed into it, and nothing is missing.
    """
    said = _said(survey)
    found = []
    for language in survey.written:
        path = f"translations/{language.locale}/LC_MESSAGES/theme.po"
        entries = _entries(survey, path)
        given = {(entry.context, entry.msgid) for entry in entries if not entry.obsolete}
        behind = _translated_by_theme(survey, language)
        english = Locale.parse(language.locale).language == "en"
        messages = tuple(message for message in said if (key := (message.context, message.text)) in given
                         or not (english or key in behind))
        if messages or entries:
            found.append(ThemeCatalogue(path, Locale.parse(language.locale), messages, entries))
    return found


def theme_templates(found: list[ThemeCatalogue]) -> dict[str, str]:
    """The text of the .pot beside each catalogue, by path."""
    return {f"{one.path}t": write_theme_template(one.messages, one.locale) for one in found}


def updated_themes(found: list[ThemeCatalogue]) -> dict[str, str]:
    """The new text of each catalogue, by path."""
    return {one.path: update_theme(one.entries, one.messages, one.locale) for one in found}


def _said(survey: Survey) -> tuple[Message, ...]:
    texts: list[ThemeText] = []
    for _, template in sorted(survey.site.templates.items()):
        try:
            texts += extract_texts([template])
        except TemplateSyntaxError as problem:
            raise BuildStopped(error(
                "E-TEMPLATE", f"the template cannot be read: {problem.message}",
                "mend the template, then run the same command again", path=template.path, line=problem.lineno,
                column=1)) from problem
    return theme_messages(texts)


def _translated_by_theme(survey: Survey, language: Language) -> set[tuple[str, str]]:
    """Context and text of what the theme has words for; nothing in the theme's own site, which is not behind itself."""
    entries = _entries(survey, f"theme/translations/{language.locale}/LC_MESSAGES/theme.po")
    return {(entry.context, entry.msgid) for entry in entries if _is_translated(entry)}


def _is_translated(entry: Entry) -> bool:
    return all(text for _, text, _ in entry.forms) and not entry.fuzzy and not entry.obsolete


def _entries(survey: Survey, path: str) -> tuple[Entry, ...]:
    if path not in survey.sources.stamps:
        return ()
    # Catalogues with mistakes have stopped the survey before.
    opened, _ = open_catalogue(read(survey.sources, path))
    return opened.entries if opened else ()
