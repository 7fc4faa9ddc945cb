"""Where pages go while a site is assembled that has too many to hold them all."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, Protocol

from sitegen.model import Document, Page, Translation
from sitegen.on_demand import PutAside

Pages = dict[str, Page] | PutAside[Page]
Translations = dict[str, dict[str, Translation]] | PutAside[dict[str, Translation]]


class Told(NamedTuple):
    """What a page comes to when it has been compared with its translations."""

    page: Page
    """With the words that readers of each language get."""
    documents: list[Document]
    languages: tuple[str, ...]
    """Those that the page is in."""
    states: dict[str, Translation]
    """By language."""

    @property
    def linked(self) -> bool:
        """Whether a text of a catalogue has links."""
        return any(one.linked for one in self.states.values())


class Noted(NamedTuple):
    """What is held of that."""

    languages: tuple[str, ...]
    linked: bool


Tell = Callable[[str], Told]


class Aside(Protocol):
    """Makes mappings that may put what they are given somewhere else until somebody looks at it."""

    def pages(self) -> Pages:
        """For pages by identity, which are to be changed."""

    def finished_pages(self) -> Pages:
        """For pages by identity as they stay."""

    def translations(self) -> Translations:
        """For what is known of each page's translations, by language, by identity."""

    def told(self, tell: Tell, given: Mapping[str, Page], pages: Pages, states: Translations) -> Iterator[Noted]:
        """What is told of each page that is given, in order; the mappings are given what belongs there.

        Another process may help.
        """


class Held:
    """Makes mappings that hold everything."""

    def pages(self) -> Pages:
        """An empty one."""
        return {}

    def finished_pages(self) -> Pages:
        """An empty one."""
        return {}

    def translations(self) -> Translations:
        """An empty one."""
        return {}

    def told(self, tell: Tell, given: Mapping[str, Page], pages: Pages, states: Translations) -> Iterator[Noted]:
        """What is told of each page by this process."""
        for identity in given:
            found = tell(identity)
            pages[identity], states[identity] = found.page, found.states
            yield Noted(found.languages, found.linked)
