"""Where pages go while a site is assembled that has too many to hold them all."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, Protocol

from sitegen.model import AnyFacts, Page, Translation
from sitegen.on_demand import PutAside

Pages = dict[str, Page] | PutAside[Page]
Translations = dict[str, dict[str, Translation]] | PutAside[dict[str, Translation]]


class Told(NamedTuple):
    """What is known of a page when it has been compared with its translations."""

    facts: AnyFacts | None
    """With the words that readers of each language get; None where they are as typed."""
    languages: tuple[str, ...]
    """Those that the page is in."""
    states: dict[str, Translation]
    """By language; nothing where they have been put into their mapping already."""


Tell = Callable[[str], Told]


class Aside(Protocol):
    """Makes mappings that may put what they are given somewhere else until somebody looks at it."""

    def pages(self) -> Pages:
        """For pages by identity, which are to be changed."""

    def finished_pages(self) -> Pages:
        """For pages by identity as they stay."""

    def translations(self) -> Translations:
        """For what is known of each page's translations, by language, by identity."""

    def told(self, tell: Tell, identities: Sequence[str], states: Translations) -> Iterator[Told]:
        """What is told of each page, in order; `states` are given theirs. Another process may help."""


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

    def told(self, tell: Tell, identities: Sequence[str], states: Translations) -> Iterator[Told]:
        """What is told of each page by this process."""
        return told_here(tell, identities, states)


def told_here(tell: Tell, identities: Sequence[str], states: Translations) -> Iterator[Told]:
    """What is told of each page; `states` are given theirs."""
    for identity in identities:
        found = tell(identity)
        states[identity] = found.states
        yield found
