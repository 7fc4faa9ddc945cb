"""Files in the folders of pages: whose they are and where they are published."""

from collections.abc import Iterable, Mapping

from sitegen.model import Document, MediaFile, Page
from sitegen.site.addresses import CONTENT, folder

DATA = "content/data"


def folder_files(media: Mapping[str, MediaFile], documents: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Folder to the files that belong to it: those in it, and in folders below it that have no page of their own.

    `documents` are the paths of all pages' files.
    """
    folders = {*map(folder, documents), DATA}
    owned: dict[str, list[str]] = {}
    for path in sorted(media):
        place = folder(path)
        while place and place not in folders:
            place = folder(place)
        if path.startswith(f"{CONTENT}/"):
            owned.setdefault(place or CONTENT, []).append(path)
    return {place: tuple(paths) for place, paths in owned.items()}


def file_addresses(
    owned: Mapping[str, tuple[str, ...]],
    pages: Mapping[str, Page],
    withheld: Mapping[str, tuple[str, str]],
    documents: Mapping[str, Document],
) -> dict[str, str]:
    """File to its address below the language prefix; files whose page is left out have none."""
    addresses: dict[str, str] = {}
    if not owned:
        return addresses
    published = {folder(page.source) for page in pages.values()} | {CONTENT, DATA}
    own_page = {
        folder(path): documents[path].identity
        for path in documents
        if folder(path) in owned and path.removeprefix(f"{folder(path)}/").split(".")[0] == "index"
    }
    for place, paths in owned.items():
        identity = own_page.get(place)
        if identity in withheld or (identity is None and place not in published):
            continue
        page = pages.get(identity) if identity else None
        address = page.address if page else _folder_address(place)
        for path in paths:
            addresses[path] = address + path.removeprefix(f"{place}/")
    return addresses


def _folder_address(place: str) -> str:
    below = place.removeprefix(CONTENT).strip("/")
    return f"{below}/" if below else ""
