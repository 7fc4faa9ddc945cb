"""What every kind of page must say."""

from collections.abc import Iterable, Iterator

from sitegen.check.subjects import is_whole, missing
from sitegen.diagnostics import Diagnostic, error
from sitegen.model import NewsFacts, Page, Picture, PublicationFacts, Site


def check_home(site: Site) -> Iterator[Diagnostic]:
    """An error for a missing home page."""
    if site.pages and "" not in site.addresses:
        first = site.config.languages[0].code
        yield error("E-HOME", "The site has no home page.", f"Write content/index.{first}.md with a title.")


def check_pages(_: Site, pages: Iterable[Page]) -> Iterator[Diagnostic]:
    """Errors for fields and alternative texts that pages lack."""
    for page in pages:
        if is_whole(page):
            yield from _required(page)
            yield from _alternatives(page)
        elif page.read and not page.headed:
            yield error("E-FRONT", "The page has no front matter: no lines above the text with its title and facts.",
                        "Begin the file with these three lines:\n---\ntitle: What the page is called\n---",
                        path=page.source, line=1, column=1)


def _required(page: Page) -> Iterator[Diagnostic]:
    facts = page.facts
    if not facts.title.get(page.source_language):
        yield missing(page, "title", f'"title" is missing in the language {page.source_language}. '
                      "It is the heading of the page.", "title: What the page is called")
    if page.kind != "page" and not facts.description.get(page.source_language):
        yield missing(page, "description", '"description" is missing, and there is no first paragraph to stand for it. '
                      "It is the text shown in lists, feeds and search results.",
                      "description: One paragraph of 50 to 300 characters.", "E-DESC")
    if page.kind == "news" and isinstance(facts, NewsFacts):
        yield from _news(page, facts)
    if page.kind == "publication" and isinstance(facts, PublicationFacts):
        yield from _publication(page, facts)


def _news(page: Page, facts: NewsFacts) -> Iterator[Diagnostic]:
    if facts.date is None:
        yield missing(page, "date", '"date" is missing. News need the day they are published.', "date: 2020-03-05")
    if not facts.author:
        yield missing(page, "author", '"author" is missing. Say who publishes this.',
                      "author: [csti]            (ids of people or organisations)", "E-AUTHOR")


def _publication(page: Page, facts: PublicationFacts) -> Iterator[Diagnostic]:
    if facts.date is None:
        yield missing(page, "date", '"date" is missing. A publication needs the date it appeared.',
                      "date: 2020            (or 2020-03, or 2020-03-05)")
    if not facts.author and not facts.publisher:
        yield missing(page, "author", 'Neither "author" nor "publisher" is given. Say who wrote or published this.',
                      "author: [some-id]   or   publisher: [some-id]", "E-AUTHOR")
    if not facts.abstract.get(page.source_language):
        yield missing(page, "abstract", '"abstract" is missing. It tells what the file says to those who do not open '
                      "it.", "abstract: One paragraph.")
    if not facts.files:
        yield missing(page, "files", '"files" is missing. A publication needs a file or an address to read it.',
                      "files: [{file: report.pdf, language: en}]")


def _alternatives(page: Page) -> Iterator[Diagnostic]:
    named = [(f"photos.{number}", photo) for number, photo in enumerate(page.facts.photos)]
    if page.facts.image:
        named.append(("image", page.facts.image))
    for field, picture in named:
        if _is_mute(page, picture):
            yield missing(page, f"{field}.alt", f"Image {picture.src} has no alternative text "
                          f"({page.source_language}).", "Write one, or alt: decorative.", "E-ALT")


def _is_mute(page: Page, picture: Picture) -> bool:
    return not picture.decorative and not picture.alt.get(page.source_language)
