"""Names of countries and regions, from CLDR and as the site overrides them."""

from functools import lru_cache

from babel import Locale

from sitegen.model import Site
from sitegen.site.localise import language_of


def country_name(site: Site, code: str, country: str) -> str:
    """The country's name in that language; the ISO code where CLDR has none."""
    own = site.config.region_names.get(country, {}).get(code)
    return own or _territories(language_of(site, code).locale).get(country, country)


def is_country(code: str) -> bool:
    """Whether two capital letters are the code of a country."""
    return len(code) == 2 and code.isupper() and code in _territories("en")


@lru_cache(maxsize=16)
def _territories(locale: str) -> dict[str, str]:
    return dict(Locale.parse(locale).territories)
