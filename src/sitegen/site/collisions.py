"""Two things at one address, and addresses that cannot be."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from sitegen.diagnostics import Diagnostic, error
from sitegen.model import Page, Site
from sitegen.scripts import nfc

SEGMENT_BYTES = 255


class Claim(Struct, frozen=True):
    """Something that wants to be published at a path below the language prefix."""

    address: str
    path: str
    """The file to blame."""
    what: str
    field: str = ""


def collisions(site: Site) -> tuple[Diagnostic, ...]:
    """Errors for addresses that are claimed twice after NFC and casefolding, for aliases included."""
    taken: dict[str, Claim] = {}
    problems: list[Diagnostic] = []
    for claim in claims(site):
        first = taken.setdefault(_key(claim.address), claim)
        if first is not claim:
            problems.append(_collision(first, claim))
        problems += _too_long(claim)
    problems += _files_in_the_way(taken)
    problems += _tags(site)
    problems += _aliases(site, taken)
    return tuple(problems)


def claims(site: Site) -> Iterator[Claim]:
    """Everything published under each language, pages first."""
    for page in site.pages.values():
        field = "slug" if page.facts.slug else ""
        yield Claim(f"{page.address}index.html", page.source, f"the page {page.source}", field)
    introduced = site.introductions
    generated = {address: subject for lists in site.lists.values() for address, subject in lists.items()}
    for address, subject in generated.items():
        if address not in introduced:
            yield Claim(f"{address}index.html", _list_source(site, subject), f"the generated page {address}")
    for path, address in site.file_addresses.items():
        yield Claim(address, path, f"the file {path}")


def alias_address(site: Site, alias: str) -> tuple[str, str]:
    """The language code an alias begins with, or empty, and its address below the language prefix."""
    bare = nfc(alias).strip("/").removesuffix("index.html").strip("/")
    first, _, rest = bare.partition("/")
    codes = {language.code for language in site.config.languages}
    code, below = (first, rest) if first in codes else ("", bare)
    return code, f"{below}/" if below else ""


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


def _aliases(site: Site, taken: dict[str, Claim]) -> Iterator[Diagnostic]:
    first: dict[str, tuple[str, Page]] = {}
    owners = {_key(page.address): page for page in site.pages.values()}
    for page in site.pages.values():
        for number, alias in enumerate(page.facts.aliases):
            code, address = alias_address(site, alias)
            key, field = _key(address), f"aliases.{number}"
            target = owners.get(key)
            if target is page:
                yield _alias_error(page, field, f'The alias "{alias}" is the page\'s own address: it leads to itself.')
            elif target and _leads_to(site, target, page):
                chain = f"{page.address} → {target.address} → {page.address}"
                yield _alias_error(page, field, f"These aliases lead in a circle: {chain}.")
            elif _key(f"{address}index.html") in taken or _key(address.rstrip("/")) in taken:
                claim = taken.get(_key(f"{address}index.html")) or taken[_key(address.rstrip("/"))]
                yield _alias_error(page, field, f'The alias "{alias}" is the address of {claim.what}.')
            elif key in first and (not code or not first[key][0] or code == first[key][0]):
                other = first[key][1]
                yield _alias_error(page, field, f'The alias "{alias}" is also an alias of {other.source}.')
            else:
                first[key] = (code, page)


def _leads_to(site: Site, page: Page, target: Page) -> bool:
    return any(_key(alias_address(site, alias)[1]) == _key(target.address) for alias in page.facts.aliases)


def _alias_error(page: Page, field: str, message: str) -> Diagnostic:
    return error("E-ALIAS", message, "Remove the alias: an old address may lead to one page only.",
                 path=page.source, field=field)


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
        parts = key.split("/")
        for size in range(1, len(parts)):
            first = taken.get("/".join(parts[:size]))
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
