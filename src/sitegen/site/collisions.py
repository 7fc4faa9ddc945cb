"""Two things at one address, and addresses that cannot be."""

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from sitegen.diagnostics import Diagnostic, error
from sitegen.model import Page, Site
from sitegen.scripts import nfc
from sitegen.site.calendars import calendar_file, calendars, has_calendars, has_day
from sitegen.site.feeds import feeds
from sitegen.site.lists import searches
from sitegen.site.member_files import FORMS, has_member_files
from sitegen.site.redirects import alias_address, alias_places, published_at
from sitegen.site.social_cards import CARD, has_card

SEGMENT_BYTES = 255
RESERVED = re.compile(r"(?:404\.html|assets|bilingual|robots\.txt|sitemap(?:-\d+)?\.xml)(?:/.*)?")
"""What the site keeps at its top, beside the folders of its languages."""


class Claim(Struct, frozen=True):
    """Something that wants to be published at a path below the language prefix."""

    address: str
    path: str
    """The file to blame."""
    what: str
    field: str = ""


class Claimed(Struct):
    """What pages want to be published at, found while somebody goes through all of them."""

    pages: list[Claim] = []
    entries: list[Claim] = []
    """The calendar files of events."""
    aliased: list[str] = []
    """Identities of pages that have aliases."""

    def note(self, site: Site, page: Page) -> None:
        """Take note of a page."""
        self.pages.append(Claim(f"{page.address}index.html", page.source, f"the page {page.source}",
                                "slug" if page.facts.slug else ""))
        if has_card(site, page):
            self.pages.append(Claim(f"{page.address}{CARD}", page.source,
                                    f"the picture of the title of {page.source}"))
        if has_day(page):
            self.entries.append(Claim(calendar_file(page), page.source, f"the calendar file of {page.source}"))
        if page.facts.aliases:
            self.aliased.append(page.identity)


def collisions(site: Site, claimed: Claimed) -> tuple[Diagnostic, ...]:
    """Errors for addresses that are claimed twice after NFC and casefolding, for aliases included."""
    taken: dict[str, Claim] = {}
    problems: list[Diagnostic] = []
    for claim in claims(site, claimed):
        first = taken.setdefault(_key(claim.address), claim)
        if first is not claim:
            problems.append(_collision(first, claim))
        problems += _too_long(claim)
    problems += _files_in_the_way(taken)
    problems += _tags(site)
    problems += _aliases(site, taken, claimed.aliased)
    return tuple(problems)


def claims(site: Site, claimed: Claimed) -> Iterator[Claim]:
    """Everything published under each language, pages first."""
    yield from claimed.pages
    introduced = site.introductions
    generated = {address: subject for lists in site.lists.values() for address, subject in lists.items()}
    for address, subject in generated.items():
        if address not in introduced:
            yield Claim(f"{address}index.html", _list_source(site, subject), f"the generated page {address}")
    for path, address in site.file_addresses.items():
        yield Claim(address, path, f"the file {path}")
    for section in dict.fromkeys(section for code in site.lists for section in feeds(site, code)):
        for suffix in ("atom", "json"):
            yield Claim(f"{section}.{suffix}", "", f"the feed {section}.{suffix}")
    for address in dict.fromkeys(address for code in site.lists for address, _ in calendars(site, code)):
        yield Claim(address, "", f"the calendar {address}")
    if any(has_member_files(site, code) for code in site.lists):
        for form in FORMS:
            yield Claim(f"members.{form}", "", f"the list of members as {form.upper()}")
    if searches(site):
        # Blocks and files are numbered: who keeps files of that form beside the page would lose them one day.
        for address in site.file_addresses.values():
            if INDEX.fullmatch(address):
                yield Claim(address, "", "a file of the search")
    if any(has_calendars(site, code) for code in site.lists):
        yield from claimed.entries


INDEX = re.compile(r"search/[0-9]+-t?[0-9]+\.json")
"""The addresses of the search's index."""


def _tags(site: Site) -> Iterator[Diagnostic]:
    """Errors for tags that differ in nothing an address shows: one of their pages would take the other's place."""
    taken: dict[str, str] = {}
    for tag, segment in sorted(site.tag_segments.items()):
        first = taken.setdefault(_key(segment), tag)
        if first != tag:
            page = site.pages[site.by_tag[tag][0]]
            yield error("E-ADDRESS", f'The tags "{tag}" and "{first}" have the same address: /tags/{segment}/.',
                        f'If they mean the same, type "{first}" everywhere; else choose words that differ more.',
                        path=page.source, field=f"tags.{page.facts.tags.index(tag)}")


def _aliases(site: Site, taken: dict[str, Claim], aliased: Iterable[str]) -> Iterator[Diagnostic]:
    """Errors for aliases that lead to themselves, in a circle, or away from something that is there."""
    first: dict[str, str] = {}
    """The file of the page that has each."""
    owners = {_key(address): identity for address, identity in reversed(site.addresses.items())}
    folders: frozenset[str] | None = None
    for page in (site.pages[identity] for identity in aliased):
        for number, alias in enumerate(page.facts.aliases):
            if folders is None:
                folders = frozenset(above for key in taken for above in _above(key))
            problem = _alias_problem(site, page, alias, taken, owners, folders)
            code, address = alias_address(site, alias)
            places = {_key(f"{prefix}/{address}") for prefix, address in alias_places(site, alias)}
            if not problem and not code and RESERVED.fullmatch(_key(address)):
                yield error("E-ALIAS", f'The alias "{alias}" lies where the site keeps files of its own.',
                            f"Remove the alias, or begin it with a language: /{page.source_language}{alias}",
                            path=page.source, field=f"aliases.{number}")
                continue
            if not problem and (others := [first[key] for key in sorted(places) if key in first]):
                problem = f'The alias "{alias}" is also an alias of {others[0]}.'
            if problem:
                yield error("E-ALIAS", problem, "Remove the alias: an old address may lead to one page only.",
                            path=page.source, field=f"aliases.{number}")
            else:
                first |= dict.fromkeys(places, page.source)


def _alias_problem(site: Site, page: Page, alias: str, taken: dict[str, Claim], owners: dict[str, str],
                   folders: frozenset[str]) -> str:
    """Why readers cannot be led on from an alias; empty where they can."""
    _, address = alias_address(site, alias)
    target = site.pages.get(owners.get(_key(address), ""))
    if target and target.identity == page.identity:
        return f'The alias "{alias}" is the page\'s own address: it leads to itself.'
    if target and _leads_to(site, target, page):
        return f"These aliases lead in a circle: {page.address} → {target.address} → {page.address}."
    file = _key(published_at(address))
    claim = taken.get(file) or taken.get(_key(address.rstrip("/")))
    if claim:
        return f'The alias "{alias}" is the address of {claim.what}.'
    below = next((taken[above] for above in _above(file) if above in taken), None)
    if below:
        return f'The alias "{alias}" would lie below {below.what}.'
    return f'The alias "{alias}" is the address of a folder of the site.' if file in folders else ""


def _above(key: str) -> Iterator[str]:
    """The folders a path is in."""
    parts = key.split("/")
    return ("/".join(parts[:size]) for size in range(1, len(parts)))


def _leads_to(site: Site, page: Page, target: Page) -> bool:
    return any(_key(alias_address(site, alias)[1]) == _key(target.address) for alias in page.facts.aliases)


def _collision(first: Claim, second: Claim) -> Diagnostic:
    if first.field and not second.field:
        # A slug that was typed is easier to change than a file's name.
        first, second = second, first
    same = "the same address" if first.address == second.address else "addresses that differ only in case"
    return error(
        "E-ADDRESS",
        f"{_capital(second.what)} and {first.what} have {same}: {_shown(second.address)}.",
        "Rename one of them, or give one another address with slug: …",
        path=second.path or first.path,
        field=second.field if second.path else first.field,
    )


def _files_in_the_way(taken: dict[str, Claim]) -> Iterable[Diagnostic]:
    for key, claim in taken.items():
        for above in _above(key):
            first = taken.get(above)
            if first is not None:
                yield _collision(first, claim)


def _too_long(claim: Claim) -> Iterable[Diagnostic]:
    if len(claim.address) * 4 <= SEGMENT_BYTES:
        return
    for segment in claim.address.split("/"):
        size = len(segment.encode())
        if size > SEGMENT_BYTES:
            yield error(
                "E-SEGMENT",
                f'"{segment[:20]}…" is {size} bytes long; a part of an address has at most {SEGMENT_BYTES}.',
                "Give a shorter name. A Chinese character counts as three bytes.",
                path=claim.path,
                field=claim.field,
            )


def _list_source(site: Site, subject: tuple[str | int, ...]) -> str:
    """The file in which what makes a generated page is typed, so far as there is one."""
    kind = subject[0]
    if kind == "tag":
        identities = site.by_tag.get(str(subject[1]), ())
        return site.pages[identities[0]].source if identities else ""
    files = {"members": "members", "member": "members", "people": "people", "person": "people", "timeline": "timeline"}
    return site.record_files.get(files.get(str(kind), ""), "")


def _key(address: str) -> str:
    return nfc(nfc(address).casefold())


def _shown(address: str) -> str:
    return "/" + address.removesuffix("index.html")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
