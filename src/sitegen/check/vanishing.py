"""Addresses that readers have today and would not have after the next build."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple

from sitegen.diagnostics import Diagnostic, error
from sitegen.document_paths import CONFIG

_INDEX = "index.html"
_OURS = ("assets/", "_headers", "_redirects", "robots.txt", "sitemap")
_PICTURES = (".avif", ".gif", ".ico", ".jpeg", ".jpg", ".png", ".svg", ".webp")
_SHARDS = "search/"
_ALIKE = 0.6


class Lost(NamedTuple):
    """One address below the language prefix, with the prefixes under which it would vanish."""

    address: str
    prefixes: tuple[str, ...]
    everywhere: bool
    """Whether no language has it any more."""


def lost_addresses(before: Collection[str], now: Collection[str], *, codes: Collection[str],
                   gone: Sequence[str] = ()) -> Iterator[Lost]:
    """What was published and is no longer planned, given as paths of files; without what site.yaml calls `gone`.

    Neither pictures nor what only a page's own code asks for: nobody keeps their addresses. What lies below a page that
    vanishes goes with it, and a list has its pages and years only as long as there is something to list.
    """
    kept = {_split(path, codes) for path in now}
    living = {address for _, address in kept}
    missing: dict[str, list[str]] = {}
    for prefix, address in sorted(_split(path, codes) for path in before if _is_lasting(path)):
        if (prefix, address) not in kept and not _is_gone(prefix, address, gone) and not _is_part_of_list(address):
            missing.setdefault(address, []).append(prefix)
    folders = {(prefix, address) for address, prefixes in missing.items() for prefix in prefixes
               if address.endswith("/")}
    for address, prefixes in missing.items():
        own = tuple(prefix for prefix in prefixes if not _below(prefix, address, folders))
        if own:
            yield Lost(address, own, address not in living)


def _split(path: str, codes: Collection[str]) -> tuple[str, str]:
    """The prefix of a published file and its address below it; a page's without index.html."""
    address = path.removesuffix(_INDEX) if path == _INDEX or path.endswith(f"/{_INDEX}") else path
    first, slash, rest = address.partition("/")
    return (first, rest) if slash and (first in codes or first == "bilingual") else ("", address)


def _is_lasting(path: str) -> bool:
    if path.startswith(_OURS) or path.lower().endswith(_PICTURES):
        return False
    return not (path.endswith(".json") and f"/{_SHARDS}" in path)


def _is_part_of_list(address: str) -> bool:
    """Page 9 of a list, or its year 2031: there as long as there is something to list."""
    return re.fullmatch(r".*/(?:page/[0-9]+|[0-9]{4})/", address) is not None


def _is_gone(prefix: str, address: str, gone: Sequence[str]) -> bool:
    """Whether site.yaml says so: of an address in every language, of one in one, or of all that lies below it."""
    for typed in gone:
        bare = typed.strip("/")
        for mine in (address.strip("/"), f"{prefix}/{address}".strip("/")):
            if mine == bare or mine.startswith(f"{bare}/"):
                return True
    return False


def _below(prefix: str, address: str, folders: Collection[tuple[str, str]]) -> bool:
    parts = address.rstrip("/").split("/")
    return any((prefix, "/".join(parts[:end]) + "/") in folders for end in range(1, len(parts)))


# ---- told -----------------------------------------------------------------------------------------------------------


def vanishing(
    lost: Collection[Lost], *, pages: Mapping[str, str], new: Collection[str], ahead: Mapping[str, date]
) -> Iterator[Diagnostic]:
    """An error for each, with the line to paste.

    `pages` are the source files by address of the pages there will be, `new` those of them that are not published yet,
    `ahead` the days of lost events that are still to come, by address.
    """
    for one in lost:
        typed = [f"/{prefix}/{one.address}" if prefix else f"/{one.address}" for prefix in one.prefixes]
        if one.address in ahead and one.everywhere:
            yield _cancelled(one, typed, ahead[one.address])
        else:
            yield _moved(one, typed, _successor(one, pages, new))


def _cancelled(one: Lost, typed: Sequence[str], day: date) -> Diagnostic:
    return error(
        "E-VANISHED-EVENT",
        f"{_listed(typed)}: this event is still to come ({day.isoformat()}), people may have it in their calendars, "
        f"and it would vanish without a word.",
        f"Bring its files back and write in them: status: cancelled\nIf nobody was ever told of it, write in {CONFIG}: "
        f"gone: [/{one.address}]",
        path=CONFIG)


def _moved(one: Lost, typed: Sequence[str], source: str) -> Diagnostic:
    former = [f"/{one.address}"] if one.everywhere and "bilingual" not in one.prefixes else typed
    where = f"in {source}" if source else "there"
    lost = _listed(typed)
    what = f"{lost} is published and would vanish." if len(typed) == 1 else f"{lost} are published and would vanish."
    paste = f"aliases: [{', '.join(former)}]"
    known = "If it has moved" if source else "If something takes its place"
    if not one.address.endswith(("/", ".html", ".htm")):
        return error("E-VANISHED", what,
                     f"Bring the file back under its name; or, if nobody needs it any more, write in {CONFIG}: "
                     f"gone: [{', '.join(former)}]", path=CONFIG)
    return error("E-VANISHED", what,
                 f"{known}, write {where}: {paste}\nIf not, write in {CONFIG}: gone: [{', '.join(former)}]",
                 path=source or CONFIG)


def _listed(typed: Sequence[str]) -> str:
    return " and ".join([", ".join(typed[:-1]), typed[-1]] if len(typed) > 1 else typed)


def _successor(one: Lost, pages: Mapping[str, str], new: Collection[str]) -> str:
    """The source of the page that most likely has the words of a lost one now; empty if none is like it."""
    if one.address in pages:
        return pages[one.address]
    section, _, name = one.address.rstrip("/").rpartition("/")
    named = {address.rstrip("/").rpartition("/")[2]: address for address in sorted(new)}
    if name in named:
        return pages[named[name]]
    beside = {last: address for last, address in named.items() if address.rstrip("/").rpartition("/")[0] == section}
    close = get_close_matches(name, beside, n=1, cutoff=_ALIKE)
    return pages[beside[close[0]]] if close else ""
