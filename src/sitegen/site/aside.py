"""Where pages go while a site is assembled that has too many to hold them all."""

from typing import Protocol

from sitegen.model import Page, Translation
from sitegen.on_demand import PutAside

Pages = dict[str, Page] | PutAside[Page]
Translations = dict[str, dict[str, Translation]] | PutAside[dict[str, Translation]]


class Aside(Protocol):
    """Makes mappings that may put what they are given somewhere else until somebody looks at it."""

    def pages(self) -> Pages:
        """For pages by identity."""

    def translations(self) -> Translations:
        """For what is known of each page's translations, by language, by identity."""


class Held:
    """Makes mappings that hold everything."""

    def pages(self) -> Pages:
        """An empty one."""
        return {}

    def translations(self) -> Translations:
        """An empty one."""
        return {}
