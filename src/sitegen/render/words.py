"""The theme's words where no template prints: in files that are no HTML."""

from collections.abc import Callable, Iterable

from sitegen.model import Language
from sitegen.render.interface import Interface
from sitegen.render.locale import formats
from sitegen.render.phrases import Phrases
from sitegen.tracing import Fetch

THEME_LOCALE = "en_GB"
"""The locale of the words in templates."""
STATUS_TITLES = {
    "cancelled": "Cancelled: %(title)s",
    "postponed": "Postponed: %(title)s",
    "rescheduled": "New date: %(title)s",
    "moved-online": "Moved online: %(title)s",
}
"""As in macros/words.html; what weighs most comes first."""
SECTIONS = {"events": "Events", "news": "News"}

Say = Callable[..., str]
"""A text of the theme's in the reader's language, as plain text."""


def load_formats(languages: Iterable[Language]) -> None:
    """Have all that dates and numbers of these languages are printed with, before somebody asks."""
    for name in (THEME_LOCALE, *(language.locale for language in languages)):
        formats(name)


def words_in(language: Language, fetch: Fetch) -> Say:
    """The theme's words in that language."""
    own = formats(language.locale)
    translate = Interface(fetch, own, formats(THEME_LOCALE), Phrases(language, {}).words).translate
    return lambda text, **values: translate(text, **values).unescape()


def status_title(say: Say, status: tuple[str, ...], title: str) -> str:
    """The title, and before it what has changed."""
    changed = next((text for name, text in STATUS_TITLES.items() if name in status), "")
    return say(changed, title=title) if changed else title


def language_named(fetch: Fetch, code: str) -> Language:
    """The site's language of that code."""
    found: Language = next(language for language in fetch(("languages",)) if language.code == code)
    return found
