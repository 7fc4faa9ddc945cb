"""Every rule of structure over the site, in the order in which they are applied."""

from collections.abc import Callable, Iterable

from sitegen.check.dates import check_dates
from sitegen.check.events import check_events
from sitegen.check.languages import check_languages
from sitegen.check.pages import check_pages
from sitegen.check.places import check_places
from sitegen.check.programme import check_programmes
from sitegen.check.records import check_records
from sitegen.check.references import check_references
from sitegen.diagnostics import Diagnostic
from sitegen.model import Site

Rule = Callable[[Site], Iterable[Diagnostic]]

RULES: tuple[Rule, ...] = (
    check_pages,
    check_events,
    check_dates,
    check_places,
    check_programmes,
    check_references,
    check_records,
    check_languages,
)


def check_site(site: Site) -> tuple[Diagnostic, ...]:
    """Everything wrong across the fields and files of a site, in the order of the rules."""
    return tuple(problem for rule in RULES for problem in rule(site))
