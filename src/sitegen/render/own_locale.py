"""Locales of which one cannot change what another says."""

from functools import cached_property
from typing import Any

from babel import Locale, localedata


class OwnLocale(Locale):
    """A locale with data of its own.

    Where a locale says that a name is the same as another one, Babel looks the other one up when it is first asked, and
    notes it in data that locales share which inherit from each other: without this, the months of one language would
    be called as in the language that was asked for first.
    """

    @cached_property
    def _data(self) -> localedata.LocaleDataDict:
        return localedata.LocaleDataDict(_own(localedata.load(str(self).partition("@")[0])))


def _own(data: Any) -> Any:
    """The same data; what may be noted in it is noted nowhere else."""
    if isinstance(data, dict):
        return {key: _own(value) for key, value in data.items()}
    if isinstance(data, tuple) and len(data) == 2 and isinstance(data[0], localedata.Alias):
        return data[0], _own(data[1])
    return data
