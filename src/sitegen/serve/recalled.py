"""The site as the last build remembers it, where the sources are still the same but for a small edit."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from msgspec.structs import replace

from sitegen.build import aware, changed_sources, parse_again, small_edit
from sitegen.diagnostics import Diagnostic
from sitegen.disk.sources import Scan
from sitegen.document_paths import file_of
from sitegen.gathered import Gathered
from sitegen.memory import Memory, RememberedSite
from sitegen.model import Artifact, Config, Document, Parsed, Request, Site
from sitegen.on_demand import OnDemand
from sitegen.site.plan import without_sitemaps

PIECE = 20
"""Pages that are unpacked in one go while nobody waits."""


class Recalled(NamedTuple):
    """What a look at all sources would come to."""

    site: Site
    parsed: "Parses"
    artifacts: tuple[Artifact, ...]
    problems: tuple[Diagnostic, ...]


class Parses(dict[str, Parsed]):
    """What sources came to: all that are no pages, and of pages those that somebody has looked at by their path."""

    def __init__(self, known: Mapping[str, Parsed], sources: Scan, config: Config, memory: Memory) -> None:
        super().__init__(known)
        self._of = sources, config, memory
        self._alike = Gathered(None)

    def __missing__(self, path: str) -> Parsed:
        found = self[path] = self._alike.shared(parse_again(path, *self._of))
        return found


def recall(request: Request, memory: Memory, sources: Scan, config: Config) -> Recalled | None:
    """The site by what is remembered; None where the sources say more than that, or time does."""
    changed = changed_sources(sources, memory)
    known = None if changed is None else _remembered(request, memory, config)
    if changed is None or known is None:
        return None
    edit = small_edit(changed, known, sources, config, memory, aware(request.now, config), parsed=lambda pages: None)
    if edit is None:
        return None
    artifacts = tuple([one.artifact for one in memory.ledger.traces.values()])
    return Recalled(
        replace(edit.edited.site, drafts=request.drafts), Parses(edit.sources, sources, config, memory),
        without_sitemaps(artifacts) if request.drafts else artifacts, known.problems)


def _remembered(request: Request, memory: Memory, config: Config) -> RememberedSite | None:
    """The preview shows drafts and a build mostly does not, which is the same where there are none."""
    known = memory.site(config, drafts=False)
    if known is not None:
        return known if not (request.drafts and known.site.withheld) else None
    return memory.site(config, drafts=True) if request.drafts else None


def unpack(site: Site, parsed: Mapping[str, Parsed]) -> Iterator[None]:
    """Hold all pages and documents, piece by piece: rules and lists go through them again and again.

    The states of translations stay packed, for they are looked at a page at a time and are many.
    """
    pages, documents = site.pages, site.documents
    if not (isinstance(pages, OnDemand) and isinstance(documents, OnDemand)):
        return
    for number, identity in enumerate(pages):
        pages.hold(identity, pages[identity])
        for path in pages[identity].documents.values():
            documents.hold(path, _document(parsed[file_of(path)], path))
        if number % PIECE == PIECE - 1:
            yield None


def _document(parsed: Parsed, path: str) -> Document:
    """Of the documents that one file came to, that of this path."""
    found = (parsed.document, *(document for document, _ in parsed.others))
    return next(document for document in found if document is not None and document.path == path)


def held(site: Site) -> Site:
    """The same site with all pages and documents in memory."""
    return replace(site, pages={**site.pages}, documents={**site.documents})
