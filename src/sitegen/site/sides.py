"""The two sides of a page, in digests: its outside, which any question may read, and its inside, which only few do."""

from collections.abc import Iterable
from operator import attrgetter
from typing import NamedTuple

from sitegen.model import Document, Page, Site
from sitegen.tracing import digest_bytes, pack

_WITHIN = ("packed_marks", "pairs", "body_digest", "latin_words", "han_characters")
"""What of a document only the questions about its page read."""
_RULED = ("orphans", "links")
"""What of a document no question reads: rules do, and what translations come to."""
_inside = attrgetter(*_WITHIN)
_outside = attrgetter(*(name for name in Document.__struct_fields__ if name not in (*_WITHIN, *_RULED)))


class Sides(NamedTuple):
    """The digests of pages by identity, where they are told with what the pages come to."""

    outside: dict[str, str]
    inside: dict[str, str]


def outside(site: Site, page: Page) -> str:
    """The digest of what any question may read of a page."""
    return outside_of(pack(page), [site.documents[path] for path in page.documents.values()])


def inside(site: Site, page: Page) -> str:
    """The digest of what only the questions about a page read of it."""
    documents = [site.documents[path] for path in page.documents.values()]
    return inside_of(documents, pack(site.translations.get(page.identity)))


def outside_of(packed: bytes, documents: Iterable[Document]) -> str:
    """The same of a packed page and its documents."""
    return digest_bytes(packed + pack([_outside(one) for one in documents]))


def inside_of(documents: Iterable[Document], states: bytes) -> str:
    """The same of a page's documents and the packed states of their translations."""
    return digest_bytes(pack([_inside(one) for one in documents]) + states)
