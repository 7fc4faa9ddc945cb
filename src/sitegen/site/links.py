"""Links, images, record links and files that lead nowhere."""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import NamedTuple

from sitegen.diagnostics import Diagnostic, error, warning
from sitegen.document_paths import file_of
from sitegen.model import EventFacts, FileLink, Link, Page, PublicationFacts, Site, UnitState
from sitegen.scripts import heading_id
from sitegen.site.addresses import folder, joined
from sitegen.site.files import DATA
from sitegen.site.frame import THEME_SECTIONS
from sitegen.site.picture_rules import check_pictures, kind_fault, pictures_of_page
from sitegen.site.record_links import fault
from sitegen.site.targets import LinkTarget, file_path, is_outside, named_file, resolve_link, split_anchor

__all__ = ["LinkTarget", "check_links", "resolve_link"]

THEME_ANCHORS = ("main", "top")
"""Ids that the frame of every page has."""
_MARKUP = re.compile(r"\[\^[^\]]*\]|\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])|[*`]")
"""Footnotes, emphasis, code marks and links in a heading's words, which its id is made without."""


def check_links(site: Site) -> tuple[Diagnostic, ...]:
    """Errors for everything typed that should lead somewhere and does not."""
    first, last = links_of_no_page(site)
    return (*first, *links_of_pages(site, site.pages.values()), *last)


def links_of_pages(site: Site, pages: Iterable[Page]) -> Iterator[Diagnostic]:
    """Errors for what is typed on these pages, and for their pictures."""
    for page in pages:
        yield from links_of_page(site, page)
        yield from pictures_of_page(site, page)


def links_of_no_page(site: Site) -> tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...]]:
    """Errors of site.yaml, and of data files and their pictures."""
    return tuple(_configuration(site)), (*_data_files(site), *check_pictures(site))


def _configuration(site: Site) -> Iterator[Diagnostic]:
    config, first = site.config, site.config.languages[0].code
    known = {*THEME_SECTIONS, *(address.rstrip("/") for address in (*site.addresses, *site.lists[first]))}
    for number, key in enumerate(config.navigation):
        if f"{key.strip('/')}/" in site.withheld_addresses:
            yield warning("W-WITHHELD", f'"{key}" is a draft or is published later, so the header does not lead to it.',
                          "Nothing to do if that is meant. Otherwise publish it, or take it out of navigation.",
                          path="site.yaml", field=f"navigation.{number}")
        elif key.strip("/") not in known and key != "home":
            yield error("E-NAV", f'"{key}" is neither a list nor a page of this site.{_close(key, known)}',
                        "Name a list (events, news, members, …) or the address of a page (about).",
                        path="site.yaml", field=f"navigation.{number}", exit=2)
    for number, link in enumerate(config.footer):
        if not link.url:
            continue
        if not is_outside(link.url) and resolve_link(site, site.addresses.get("", ""), link.url, first) is None:
            yield error("E-LINK-DEAD", f'"{link.url}" leads to nothing on this site.',
                        "Give the address of a page: /about/", path="site.yaml", field=f"footer.{number}.url", exit=2)


class _Place(NamedTuple):
    """Where links are typed."""

    path: str
    anchors: tuple[str, ...]
    """The ids that their own text has."""


def links_of_page(site: Site, page: Page) -> Iterator[Diagnostic]:
    """Errors for what is typed on one page."""
    yield from _front_matter(site, page)
    for code, path in page.documents.items():
        document = site.documents[path]
        place = _Place(document.path, document.anchors)
        for link in document.links:
            problem = _problem(site, page, place, code, link)
            if problem:
                yield problem
    # Of most pages nothing need be unpacked to know that there is nothing.
    for code, translation in (site.translations[page.identity] if page.identity in site.linked else {}).items():
        for unit in translation.units if translation.linked else ():
            if unit.links:
                yield from _of_entry(site, page, code, unit)


def _of_entry(site: Site, page: Page, code: str, unit: UnitState) -> Iterator[Diagnostic]:
    """The same for the text of a catalogue."""
    own = LinkTarget(url="", identity=page.identity, language=code, address=page.address)
    place = _Place(unit.target_path, _anchors(site, own) or ())
    for link in unit.links:
        problem = _problem(site, page, place, code, link)
        if problem:
            yield problem


def _problem(site: Site, page: Page, place: _Place, code: str, link: Link) -> Diagnostic | None:
    if link.kind == "record":
        wrong = fault(site, link.target)
        return _at(place, link, "E-REF", *wrong) if wrong else None
    if link.kind == "image":
        return _image_problem(site, page, place, link)
    if is_outside(link.target):
        return None
    target = resolve_link(site, page.identity, link.target, code)
    if target is None:
        return None if _waits_for_records(site, link.target) else (
            _at(place, link, "E-LINK-DEAD", *_dead(site, page, link.target)))
    if target.anchor and not _has_anchor(site, page, place, target, link.target):
        return _at(place, link, "E-LINK-DEAD", *_dead_anchor(site, page, place, target))
    return None


def _waits_for_records(site: Site, typed: str) -> bool:
    """Whether a link leads to a page of records whose file has errors, which are told."""
    return any(f"{kind}/" in typed for kind in ("members", "people") if kind in site.broken_records)


def _image_problem(site: Site, page: Page, place: _Place, link: Link) -> Diagnostic | None:
    if is_outside(link.target):
        return _at(place, link, "E-THIRD-PARTY", f'The image "{link.target}" is on another site.',
                   "Save the picture in the page's folder and name it here: pages load nothing from others.")
    if file_path(site, page, link.target):
        fault = kind_fault(split_anchor(link.target)[0])
        return _at(place, link, "E-PICTURE", *fault) if fault else None
    return _at(place, link, "E-LINK-DEAD", _missing_file(site, page, link.target),
               _advice(site, page, link.target, "picture"))


def _dead(site: Site, page: Page, typed: str) -> tuple[str, str]:
    withheld = _withheld(site, page, typed)
    if withheld:
        why = {"draft": "a draft", "scheduled": "scheduled"}[site.withheld[withheld]]
        return (f'"{typed}" leads to a page that is {why} and not published yet ({withheld}).',
                "Publish that page, or remove the link until then.")
    path = named_file(site, page, typed)
    real = _other_case(site, path) if path else None
    if real:
        return f'"{typed}" does not exist; it exists as {real.rpartition("/")[2]}.', _in_its_case(typed, real)
    bare = split_anchor(typed)[0]
    if bare.startswith("/"):
        return (f'"{typed}" leads to nothing on this site.{_close_pages(site, bare)}',
                "Type the address of a page (/events/x/) or its file (../x/index.en.md).")
    return (f'"{typed}" leads to nothing: there is no {path or typed}.'
            + (_close(path, site.documents) if path and path.endswith(".md") else _close_files(site, page, bare)),
            "Type the path of a file from this one (../x/index.en.md), or the address of a page (/events/x/).")


def _withheld(site: Site, page: Page, typed: str) -> str | None:
    bare = split_anchor(typed)[0]
    path = named_file(site, page, typed)
    document = site.documents.get(path) if path else None
    if document and document.identity in site.withheld:
        return document.identity
    if path in site.withheld:
        return path
    first, _, rest = bare.strip("/").partition("/")
    below = rest if first in site.lists else bare.strip("/")
    return site.withheld_addresses.get(f"{below}/") if bare.startswith("/") else None


def _has_anchor(site: Site, page: Page, place: _Place, target: LinkTarget, typed: str) -> bool:
    if target.anchor in THEME_ANCHORS:
        return True
    if typed.startswith("#"):
        return target.anchor in (*place.anchors, *site.documents[page.source].anchors)
    if target.identity and not _is_read(site, target):
        # Its headings may only be unread: one slip, one error.
        return True
    anchors = _anchors(site, target)
    return anchors is None or target.anchor in anchors


def _is_read(site: Site, target: LinkTarget) -> bool:
    page = site.pages[target.identity]
    document = site.documents[page.documents.get(target.language, page.source)]
    return bool(document.anchors) or not document.broken


def _anchors(site: Site, target: LinkTarget) -> tuple[str, ...] | None:
    """The ids one can link to at a target; None where they are the theme's."""
    own: tuple[str, ...] = ()
    if target.identity:
        page = site.pages[target.identity]
        own = site.documents[page.source].anchors
        path = page.documents.get(target.language, page.source)
        if path != page.source and target.language in site.languages[target.identity]:
            # A translated heading has the source's id and, beside it, its own.
            own = tuple(dict.fromkeys((*own, *site.documents[path].anchors)))
        own += tuple(_ids_of_entries(site, target))
    if target.address == "timeline/":
        return (*own, *(entry.id for entry in site.timeline))
    return None if target.path or target.address in site.lists[target.language] else own


def _ids_of_entries(site: Site, target: LinkTarget) -> Iterator[str]:
    """The ids that headings have by the words that a catalogue gives them; a repeated one is numbered."""
    translation = site.translations.get(target.identity, {}).get(target.language)
    if translation is None or target.language not in site.languages[target.identity]:
        return
    seen: dict[str, int] = {}
    for unit in translation.units:
        if unit.source >= 0 and unit.target < 0 and unit.translation and unit.role.startswith("heading-"):
            own = heading_id(_MARKUP.sub(r"\1", unit.translation)) or "section"
            seen[own] = seen.get(own, 0) + 1
            yield own if seen[own] == 1 else f"{own}-{seen[own]}"


def _dead_anchor(site: Site, page: Page, place: _Place, target: LinkTarget) -> tuple[str, str]:
    anchors = _anchors(site, target) or place.anchors
    where = "this page" if target.identity == page.identity else f"/{target.address}"
    return (f'There is no heading with the id "{target.anchor}" on {where}.{_close(target.anchor, anchors)}',
            f"Type one of {', '.join(f'#{anchor}' for anchor in anchors[:5])}." if anchors
            else "There are no headings there: link to the page itself.")


def _front_matter(site: Site, page: Page) -> Iterator[Diagnostic]:
    for field, name in _typed_files(page):
        if not is_outside(name) and file_path(site, page, name) is None:
            yield error("E-FILE", _missing_file(site, page, name),
                        _advice(site, page, name, "file"), path=page.source, field=field)


def _typed_files(page: Page) -> Iterator[tuple[str, str]]:
    facts = page.facts
    yield from _links("documents", facts.documents)
    yield from ((f"photos.{number}.src", photo.src) for number, photo in enumerate(facts.photos))
    if facts.image:
        yield "image.src", facts.image.src
    if isinstance(facts, PublicationFacts):
        yield from _links("files", facts.files)
    if isinstance(facts, EventFacts):
        for number, session in enumerate(facts.sessions):
            yield from _links(f"sessions.{number}.documents", session.documents)


def _links(field: str, links: Iterable[FileLink]) -> Iterator[tuple[str, str]]:
    return ((f"{field}.{number}.file", link.file) for number, link in enumerate(links) if link.file)


def _data_files(site: Site) -> Iterator[Diagnostic]:
    named = [(one.path, f"{one.index}.logo", one.logo) for one in site.organisations.values() if one.logo]
    named += [(one.path, f"{one.index}.image", one.image.src) for one in site.people.values() if one.image]
    for path, field, name in named:
        if not is_outside(name) and joined(DATA, name) not in site.file_addresses:
            yield error("E-FILE", f"{name} is not in {DATA}/.", f"Save the file below {DATA}/ and type its path there.",
                        path=path, field=field)


def _missing_file(site: Site, page: Page, name: str) -> str:
    path = named_file(site, page, name)
    real = _other_case(site, path) if path else None
    if real:
        return f"{name} does not exist; it exists as {real.rpartition('/')[2]}."
    return f"{name} is not in the repository: there is no {path or name}.{_close_files(site, page, name)}"


def _advice(site: Site, page: Page, name: str, what: str) -> str:
    path = named_file(site, page, name)
    real = _other_case(site, path) if path else None
    return _in_its_case(name, real) if real else f"Save the {what} in {folder(page.source)}/ and type its name exactly."


def _in_its_case(typed: str, real: str) -> str:
    """What to type: the path as typed, with the capitals of the file's own."""
    bare, anchor = split_anchor(typed)
    end = bare.replace("../", "").replace("./", "")
    return f"Type {bare[:len(bare) - len(end)]}{real[len(real) - len(end):]}{'#' + anchor if anchor else ''}"


def _other_case(site: Site, path: str) -> str | None:
    """A file or document whose path differs only in case."""
    folded = path.casefold()
    every = (*site.file_addresses, *map(file_of, site.documents))
    return next((other for other in every if other.casefold() == folded and other != path), None)


def _close_files(site: Site, page: Page, name: str) -> str:
    place = folder(page.source)
    return _close(name, [path.removeprefix(f"{place}/") for path in page.files])


def _close_pages(site: Site, bare: str) -> str:
    section, _, last = bare.strip("/").rpartition("/")
    # The nearest of very many is not worth a second for each dead link: only what begins alike is compared.
    alike = [f"/{address}" for address in site.addresses
             if address.rstrip("/").rpartition("/")[2][:1] == last[:1] and address.startswith(section[:1])]
    return _close(bare, alike)


def _close(name: str, choices: Iterable[str]) -> str:
    close = get_close_matches(name, list(choices), n=3, cutoff=0.6)
    return f" Close matches: {', '.join(close)}." if close else ""


def _at(place: _Place, link: Link, code: str, message: str, help: str) -> Diagnostic:
    return error(code, message, help, path=place.path, line=link.line, column=link.column)
