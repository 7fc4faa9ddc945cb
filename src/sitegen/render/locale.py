"""Numbers, sizes, lists and names in one locale, by CLDR."""

from collections.abc import Iterable
from functools import cache, lru_cache

from babel.numbers import format_decimal
from babel.units import format_unit
from markupsafe import Markup, escape

from sitegen.render.dates import Dates
from sitegen.render.own_locale import OwnLocale

_UNITS = ("byte", "kilobyte", "megabyte", "gigabyte", "terabyte")
_CATEGORIES = ("zero", "one", "two", "few", "many", "other")
_SAMPLES = (*range(201), 1000, 1_000_000)


class Formats:
    """Prints values in one locale; slow to make, so one is kept per locale."""

    def __init__(self, name: str) -> None:
        """`name` is a CLDR locale with underscores; raises ValueError or UnknownLocaleError for any other."""
        self.locale = OwnLocale.parse(name)
        self.dates = Dates(self.locale)
        self._plural = self.locale.plural_form
        reached = {self._plural(count) for count in _SAMPLES}
        self.plural_categories = tuple(category for category in _CATEGORIES if category in reached)
        """Those that whole numbers reach, in CLDR order."""
        self.number = lru_cache(maxsize=4096)(self._number)
        self.size = lru_cache(maxsize=4096)(self._size)

    def _number(self, value: float) -> str:
        """A number with the locale's separators: `1,234.5`."""
        return str(format_decimal(value, locale=self.locale))

    def _size(self, size: int) -> str:
        """A file's size in decimal units: `512 bytes`, `1.2 MB`."""
        if size < 1000:
            return format_unit(size, "byte", "long", locale=self.locale)
        power, value = 0, float(size)
        # What would be rounded up to a thousand is one of the next unit.
        while value >= 999.5 and power < len(_UNITS) - 1:
            power, value = power + 1, value / 1000
        pattern = "#,##0.#" if value < 9.95 else "#,##0"
        return format_unit(value, _UNITS[power], "short", format=pattern, locale=self.locale)

    def country(self, code: str) -> str:
        """CLDR's name of an ISO 3166-1 country, or the code where it has none."""
        return str(self.locale.territories.get(code.upper(), code))

    def language_name(self, code: str) -> str:
        """CLDR's name of a BCP 47 language, of the nearest wider one, or the code."""
        parts = code.split("-")
        while parts:
            name = self.locale.languages.get("_".join(parts))
            if name:
                return str(name)
            parts.pop()
        return code

    def listed(self, parts: Iterable[object]) -> Markup:
        """`a, b and c`; parts that are not markup are escaped."""
        texts = [escape(part) for part in parts]
        if len(texts) < 2:
            return Markup("").join(texts)
        patterns = {name: Markup(escape(pattern)) for name, pattern in self.locale.list_patterns["standard"].items()}
        if len(texts) == 2:
            return patterns["2"].format(*texts)
        whole = patterns["start"].format(texts[0], texts[1])
        for text in texts[2:-1]:
            whole = patterns["middle"].format(whole, text)
        return patterns["end"].format(whole, texts[-1])

    def plural_index(self, count: float, forms: int) -> int:
        """Which of so many forms stands with that count; a catalogue with fewer forms ends with the general one."""
        category = self._plural(count)
        if category not in self.plural_categories:
            return forms - 1
        return min(self.plural_categories.index(category), forms - 1)


@cache
def formats(name: str) -> Formats:
    """The one Formats of that locale."""
    return Formats(name)
