"""What rules look at: the events of a site, and whether a page's files can be trusted to be complete."""

from collections.abc import Iterable, Iterator

from sitegen.diagnostics import Diagnostic, error
from sitegen.model import EventFacts, Page, Site


def events(pages: Iterable[Page]) -> Iterator[tuple[Page, EventFacts]]:
    """Every event among the pages with its facts; the list's introduction is none."""
    for page in pages:
        if page.kind == "event" and isinstance(page.facts, EventFacts):
            yield page, page.facts


def is_whole(page: Page) -> bool:
    """Whether what is missing on a page is not there: it has front matter, and its files were read without error."""
    return page.headed and page.read


def has_ended(site: Site, page: Page) -> bool:
    """Whether an event is over."""
    end = site.ends.get(page.identity)
    return end is not None and end <= site.now


def is_known(site: Site, page: Page, facts: EventFacts, field: str) -> bool:
    """Whether a field must be given: nobody is asked for what was not recorded of a past event."""
    return not (field in facts.not_recorded and has_ended(site, page))


def missing(page: Page, field: str, message: str, help: str, code: str = "E-REQ") -> Diagnostic:
    """The error for an absent field, placed at the record that lacks it."""
    return error(code, message, help, path=page.source, field=field, missing=True)
