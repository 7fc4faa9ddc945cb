"""Which plural forms a language's catalogues have."""

from babel import Locale

_CATEGORIES = ("zero", "one", "two", "few", "many", "other")
_SAMPLES = (*range(201), 1000, 1_000_000)


def plural_categories(locale: Locale) -> tuple[str, ...]:
    """The CLDR categories that whole numbers reach, in CLDR order; a catalogue has one form for each."""
    category = locale.plural_form
    reached = {category(count) for count in _SAMPLES}
    # A million of something is a form of its own in some Romance languages; gettext has never had it.
    if locale.language in ("es", "fr", "it", "pt", "ca"):
        reached.discard("many")
    return tuple(name for name in _CATEGORIES if name in reached)


def names_one_number(locale: Locale, form: int) -> bool:
    """Whether this form of a catalogue serves one number alone, so that its words may say which: one page."""
    category = locale.plural_form
    wanted = plural_categories(locale)[form:form + 1]
    return sum((category(count),) == wanted for count in range(201)) == 1
