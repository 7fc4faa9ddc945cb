"""Every rule of structure over the site."""

from collections.abc import Callable, Collection, Iterable, Iterator

from sitegen.check.dates import check_dates
from sitegen.check.events import check_events, check_uids
from sitegen.check.languages import check_languages
from sitegen.check.pages import check_home, check_pages
from sitegen.check.places import check_places
from sitegen.check.programme import check_programmes
from sitegen.check.records import check_records
from sitegen.check.references import check_references
from sitegen.diagnostics import Diagnostic
from sitegen.model import Page, Site
from sitegen.on_demand import few_at_a_time

Rule = Callable[[Site, Collection[Page]], Iterable[Diagnostic]]

WHOLE: tuple[Callable[[Site], Iterable[Diagnostic]], ...] = (check_home, check_uids, check_records)
"""Rules over what is no page, and over what is known of all pages without looking at them."""
RULES: tuple[Rule, ...] = (
    check_pages,
    check_events,
    check_dates,
    check_places,
    check_programmes,
    check_references,
    check_languages,
)


def check_site(site: Site, *others: Rule) -> tuple[Diagnostic, ...]:
    """Everything wrong across the fields and files of a site, and what `others` find in its pages.

    All rules look at a few pages at a time: those of the largest sites have to be unpacked.
    """
    return *check_whole(site), *check_each(site, site.pages, *others)


def check_each(site: Site, identities: Iterable[str], *others: Rule) -> Iterator[Diagnostic]:
    """The same of these pages."""
    pages = (site.pages[identity] for identity in identities)
    return (problem for some in few_at_a_time(pages) for problem in check_some(site, some, *others))


def check_whole(site: Site) -> tuple[Diagnostic, ...]:
    """What is wrong with a site beside its pages."""
    return tuple(problem for rule in WHOLE for problem in rule(site))


def check_some(site: Site, pages: Collection[Page], *others: Rule) -> tuple[Diagnostic, ...]:
    """What is wrong with some of a site's pages, in the order of the rules."""
    return tuple(problem for rule in (*RULES, *others) for problem in rule(site, pages))
