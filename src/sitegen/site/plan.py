"""Every file that the site publishes."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from sitegen.model import Artifact, Key, Page, Site
from sitegen.site.addresses import asset_path
from sitegen.site.calendars import calendar_file, calendars, has_calendars, has_day
from sitegen.site.feeds import feeds
from sitegen.site.files import DATA
from sitegen.site.lists import SEARCH, searches
from sitegen.site.member_files import FORMS, has_member_files
from sitegen.site.pictures import in_sizes, key_of, published_renditions, whole
from sitegen.site.redirects import published_at, redirects_of
from sitegen.site.search import shard_count, text_files
from sitegen.site.side_by_side import FOLDER, PROGRAMME, edition, has_programme
from sitegen.site.sitemap import sitemap_count
from sitegen.site.social_cards import CARD, has_card
from sitegen.tracing import digest

SEARCH_ASSETS = ("search.css", "search.js")
"""What only the page of search needs."""
FIGURES = "figures.css"
"""What only maps, calendars and scales of time need."""
SEARCH_FILE = "search_file"
"""A file of its index, which is about one block: `(kind, code, block, "words" or "texts", number)`."""
TEMPLATES = {"event": "event.html", "news": "news.html", "publication": "publication.html", "page": "page.html"}


def plan(site: Site) -> tuple[Artifact, ...]:
    """All artifacts, in the order of their paths."""
    of_pages = _of_pages(site)
    artifacts = [*_for_crawlers(site), *_for_servers(site, of_pages)]
    if "pages" in site.config.outputs:
        artifacts += [*_chooser(site), *_assets(site), *_pictures(site), *of_pages.bilingual, *of_pages.redirects]
        for language in site.config.languages:
            artifacts += of_pages.own.get(language.code, ())
            artifacts += _lists(site, language.code)
            artifacts += _files(site, language.code, of_pages)
    for language in site.config.languages:
        artifacts += _feeds(site, language.code)
        artifacts += _calendars(site, language.code, of_pages)
        artifacts += _search(site, language.code)
        artifacts += _member_files(site, language.code)
    # Of two things at one path only one can be planned; that they collide is an error already.
    return tuple(sorted({artifact.path: artifact for artifact in artifacts}.values(), key=lambda item: item.path))


def without_sitemaps(artifacts: Iterable[Artifact]) -> tuple[Artifact, ...]:
    """What is left of a plan where pages that nobody may find are shown besides."""
    return tuple([one for one in artifacts if one.subject[:1] not in (("sitemap",), ("sitemap_index",))])


def _chooser(site: Site) -> Iterator[Artifact]:
    yield Artifact(path="index.html", kind="page", template="chooser.html", subject=("chooser",))
    yield Artifact(path="404.html", kind="page", template="404.html", subject=("not-found",))


def _assets(site: Site) -> Iterator[Artifact]:
    for name, file in site.assets.items():
        if (name in SEARCH_ASSETS and not searches(site)) or (name == FIGURES and "figures" not in site.config.outputs):
            continue
        yield Artifact(path=asset_path(name, file.digest), kind="copy", source=file.path, digest=file.digest)


def _pictures(site: Site) -> Iterator[Artifact]:
    for path, file, one in published_renditions(site):
        yield Artifact(path=path, kind="picture", source=file.path, digest=key_of(file, one), rendition=one)


class _OfPages(Struct):
    """What single pages have published, found at one look at each."""

    bilingual: list[Artifact] = []
    redirects: list[Artifact] = []
    own: dict[str, list[Artifact]] = {}
    """By language, pages and the pictures of their titles."""
    calendars: dict[str, str] = {}
    """Identity of an event with a day to where its calendar file is."""
    files: list[tuple[str, tuple[str, ...]]] = []
    """Identity of a page that has other files in its folder, and these."""


def _of_pages(site: Site) -> _OfPages:
    found = _OfPages()
    fonts = digest(tuple(site.media[path].digest for path in site.config.programme_fonts if path in site.media))
    with_calendars = any(has_calendars(site, language.code) for language in site.config.languages)
    for identity, page in site.pages.items():
        found.bilingual += _bilingual(site, page, fonts)
        found.redirects += _redirects(site, page)
        # One for all languages, with the name that the site holds anyhow: workers copy what is held of each page.
        subject = "page", identity
        for language in site.config.languages:
            if identity not in site.hidden.get(language.code, ()) and page.address not in site.introductions:
                found.own.setdefault(language.code, []).extend(_own(site, language.code, page, subject))
        if with_calendars and has_day(page):
            found.calendars[identity] = calendar_file(page)
        if page.files:
            found.files.append((identity, page.files))
    return found


def _bilingual(site: Site, page: Page, fonts: str) -> Iterator[Artifact]:
    first = site.config.languages[0].code
    if edition(site, page):
        yield Artifact(path=f"{FOLDER}/{page.address}index.html", kind="page", template="bilingual.html",
                       language=first, subject=("bilingual", page.identity))
    if has_programme(site, page):
        yield Artifact(path=f"{FOLDER}/{page.address}{PROGRAMME}", kind="programme", template="programme.html",
                       language=first, subject=("bilingual", page.identity), digest=fonts)


def _for_crawlers(site: Site) -> Iterator[Artifact]:
    yield Artifact(path="robots.txt", kind="text", subject=("robots",))
    count = sitemap_count(site)
    if count == 1:
        yield Artifact(path="sitemap.xml", kind="text", subject=("sitemap", 1))
    elif count:
        yield Artifact(path="sitemap.xml", kind="text", subject=("sitemap_index", count))
        for number in range(1, count + 1):
            yield Artifact(path=f"sitemap-{number}.xml", kind="text", subject=("sitemap", number))


def _feeds(site: Site, code: str) -> Iterator[Artifact]:
    for section in feeds(site, code):
        yield Artifact(path=f"{code}/{section}.atom", kind="text", template="feed.xml", language=code,
                       subject=("feed", section))
        yield Artifact(path=f"{code}/{section}.json", kind="text", language=code, subject=("feed", section))


def _calendars(site: Site, code: str, of_pages: _OfPages) -> Iterator[Artifact]:
    for address, tag in calendars(site, code):
        yield Artifact(path=f"{code}/{address}", kind="text", language=code, subject=("calendar", code, tag))
    if has_calendars(site, code):
        for identity in sorted(set(site.orders[code].get("events", ())) & of_pages.calendars.keys()):
            yield Artifact(path=f"{code}/{of_pages.calendars[identity]}", kind="text", language=code,
                           subject=("calendar_entry", code, identity))


def _member_files(site: Site, code: str) -> Iterator[Artifact]:
    if has_member_files(site, code):
        for form in FORMS:
            yield Artifact(path=f"{code}/members.{form}", kind="text", language=code, subject=("member_file", form))


def _search(site: Site, code: str) -> Iterator[Artifact]:
    for block in range(len(site.search.get(code, ()))):
        for shard in range(shard_count(site, code)):
            yield Artifact(path=f"{code}/{SEARCH}{block}-{shard}.json", kind="text", language=code,
                           subject=(SEARCH_FILE, code, block, "words", shard))
        for number in range(text_files(site, code, block)):
            yield Artifact(path=f"{code}/{SEARCH}{block}-t{number}.json", kind="text", language=code,
                           subject=(SEARCH_FILE, code, block, "texts", number))


def block_of(artifact: Artifact) -> Key | None:
    """The block of the search that a file is about: whoever prints one of them has made all."""
    return artifact.subject[:3] if artifact.subject[0] == SEARCH_FILE else None


def _for_servers(site: Site, of_pages: _OfPages) -> Iterator[Artifact]:
    # A site may keep its own, for a server that understands more.
    if "_headers" not in site.config.keep:
        yield Artifact(path="_headers", kind="text", subject=("headers",))
    if "_redirects" not in site.config.keep and "pages" in site.config.outputs and of_pages.redirects:
        yield Artifact(path="_redirects", kind="text", subject=("redirects",))


def _redirects(site: Site, page: Page) -> Iterator[Artifact]:
    for address, code in redirects_of(site, page):
        yield Artifact(path=published_at(address), kind="text", language=code,
                       subject=("redirect", code, page.identity))


def _own(site: Site, code: str, page: Page, subject: Key) -> Iterator[Artifact]:
    yield _page(code, page.address, _template(page), subject)
    if has_card(site, page):
        font = site.media[site.config.card_font]
        yield Artifact(path=f"{code}/{page.address}{CARD}", kind="card", language=code, source=font.path,
                       subject=("social_card", code, page.identity), digest=font.digest)


def _template(page: Page) -> str:
    return TEMPLATES[page.kind] if page.address else "home.html"


def _lists(site: Site, code: str) -> Iterator[Artifact]:
    for address, subject in site.lists[code].items():
        yield _page(code, address, _list_template(subject), subject)


def _list_template(subject: Key) -> str:
    return "events.html" if subject[:2] == ("listing", "events") else f"{subject[0]}.html"


def _page(code: str, address: str, template: str, subject: Key) -> Artifact:
    return Artifact(path=f"{code}/{address}index.html", kind="page", template=template, language=code, subject=subject)


def _files(site: Site, code: str, of_pages: _OfPages) -> Iterator[Artifact]:
    if not site.file_addresses:
        return
    hidden = site.hidden.get(code, frozenset())
    shown = {path for identity, files in of_pages.files if identity not in hidden for path in files}
    for path, address in site.file_addresses.items():
        if path in shown or not hidden or path.startswith(f"{DATA}/"):
            yield _file(site, code, path, address)


def _file(site: Site, code: str, path: str, address: str) -> Artifact:
    """A file in a page's folder; a picture less what it says of whoever took it."""
    file, picture = site.media[path], in_sizes(site, path)
    if picture is None:
        return Artifact(path=f"{code}/{address}", kind="copy", language=code, source=path, digest=file.digest)
    one = whole(path, picture)
    return Artifact(path=f"{code}/{address}", kind="picture", language=code, source=path, digest=key_of(file, one),
                    rendition=one)
