"""How far each page is translated, counted once: after a save, only what has changed is counted again."""

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from sitegen.commands.status import counted
from sitegen.commands.survey import Owner, Survey
from sitegen.model import Language, Page, Site
from sitegen.site.withhold import publication_instants


class Row(NamedTuple):
    """A page, or a file of records, in one language that it is translated into."""

    name: str
    title: str
    section: str
    language: Language
    counts: Mapping[str, int]
    """How many of its texts are in each state."""
    unpublished: str


class Overview:
    """Every page × language, then every file of records × language, of one site after the other."""

    def __init__(self) -> None:
        self._pages: dict[str, tuple[Page, tuple[Row, ...]]] = {}

    def rows(self, survey: Survey) -> list[Row]:
        """Those of a whole site."""
        self.count(survey, survey.site.pages)
        return [*(row for identity in survey.site.pages for row in self._pages[identity][1]), *_of_files(survey)]

    def count(self, survey: Survey, identities: Collection[str]) -> None:
        """Know those of these pages."""
        known, pages = self._pages, survey.site.pages
        for identity in identities:
            # A page of which anything has changed is put together anew, and so is another object.
            if identity not in known or known[identity][0] is not pages[identity]:
                known[identity] = pages[identity], tuple(rows_of(survey, survey.owner(identity)))


def rows_of(survey: Survey, owner: Owner | None) -> Iterator[Row]:
    """Those of one page."""
    if owner is None or owner.page is None:
        return
    title = owner.page.facts.title.get(owner.language) or owner.identity
    unpublished = state_of(survey.site, owner.page)
    for language in survey.targets(owner):
        counts = counted(survey.units_now(owner, language))
        yield Row(owner.identity, title, owner.section, language, counts, unpublished)


def _of_files(survey: Survey) -> Iterator[Row]:
    files: dict[str, list[Owner]] = {}
    for owner in survey.others:
        files.setdefault(owner.source, []).append(owner)
    for source, owners in sorted(files.items()):
        for language in survey.targets(owners[0]):
            counts = counted(one for owner in owners for one in survey.units_of(owner, language))
            yield Row(source, source, owners[0].section, language, counts, "")


def row_of(survey: Survey, name: str, code: str) -> Row | None:
    """The one of that page, or file of records, in that language; no other is counted."""
    rows = rows_of(survey, survey.owner(name)) if name in survey.site.pages else _of_files(survey)
    return next((row for row in rows if row.name == name and row.language.code == code), None)


def owners_of(survey: Survey, row: Row) -> list[Owner]:
    """The page, or the records of the file."""
    owner = survey.owner(row.name) if row.name in survey.site.pages else None
    return [owner] if owner else [each for each in survey.others if each.source == row.name]


def state_of(site: Site, page: Page) -> str:
    """draft, scheduled, or nothing for a page that is published."""
    if page.facts.draft:
        return "draft"
    later = any(site.now < instant for instant in publication_instants(page.facts, site.config.timezone))
    return "scheduled" if later else ""
