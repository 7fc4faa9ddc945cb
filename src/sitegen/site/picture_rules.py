"""Rules about pictures: what no browser shows, what is shown coarse, and what would tell on somebody."""

from collections.abc import Iterator

from sitegen.diagnostics import Diagnostic, error, warning
from sitegen.model import Page, PictureFacts, Site
from sitegen.site.addresses import joined
from sitegen.site.files import DATA
from sitegen.site.pictures import OWN
from sitegen.site.targets import file_path

SHARED = 720
"""Pixels: what a picture that stands for its page is shown at, and asked for by those who share pages."""
LOGO = 112
"""Pixels: what search engines ask of a logo."""


def check_pictures(site: Site) -> Iterator[Diagnostic]:
    """Everything wrong with pictures but for those of pages."""
    yield from _told_places(site)
    yield from _of_records(site)


def kind_fault(name: str) -> tuple[str, str] | None:
    """Why browsers do not show a file as a picture, and what to do; None where they do, as far as its name says."""
    suffix = name.rpartition(".")[2].lower()
    if suffix in OWN or suffix == "svg":
        return None
    return (f'"{name}" is not a kind of picture that browsers show.',
            "Save it as JPEG (a photo) or PNG (a drawing), and name that file here.")


def _told_places(site: Site) -> Iterator[Diagnostic]:
    if "images" in site.config.outputs:
        return
    for path in site.file_addresses:
        picture = site.media[path].picture
        if picture and picture.located:
            yield error("E-PICTURE-PLACE", f"{path.rpartition('/')[2]} says where it was taken, and would be published "
                        "as it is.", "Add images to outputs: in site.yaml, which leaves that out, or remove the place "
                        "from the photo.", path=path)


def pictures_of_page(site: Site, page: Page) -> Iterator[Diagnostic]:
    """Everything wrong with the pictures that a page's facts name."""
    facts = page.facts
    named = [(f"photos.{number}.src", photo.src) for number, photo in enumerate(facts.photos)]
    if facts.image:
        named.append(("image.src", facts.image.src))
        path = file_path(site, page, facts.image.src)
        yield from _small(site, path, SHARED, facts.image.src, page.source, "image.src")
    for field, name in named:
        if fault := kind_fault(name):
            yield error("E-PICTURE", *fault, path=page.source, field=field)


def _of_records(site: Site) -> Iterator[Diagnostic]:
    named = [(one.path, f"{one.index}.logo", one.logo, LOGO) for one in site.organisations.values() if one.logo]
    named += [(one.path, f"{one.index}.image.src", one.image.src, 0) for one in site.people.values() if one.image]
    for path, field, name, least in named:
        if "://" in name:
            continue
        if fault := kind_fault(name):
            yield error("E-PICTURE", *fault, path=path, field=field)
        yield from _small(site, joined(DATA, name), least, name, path, field)


def _small(site: Site, path: str | None, least: int, name: str, typed: str, field: str) -> Iterator[Diagnostic]:
    file = site.media.get(path) if path else None
    picture: PictureFacts | None = file.picture if file else None
    if picture and picture.width < least:
        yield warning("W-PICTURE-SMALL", f"{name} is {picture.width} pixels wide, and is shown coarse.",
                      f"Use a picture of at least {least} pixels.", path=typed, field=field)
