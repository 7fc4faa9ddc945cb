"""Pictures as they are published: in which sizes and formats, at which addresses, and what a page says of them."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from sitegen.model import PICTURE_WIDTHS, MediaFile, PictureFacts, PictureFormat, Rendition, Site
from sitegen.scripts import heading_id
from sitegen.site.addresses import base_path, file_url, quoted
from sitegen.site.targets import file_path
from sitegen.tracing import digest

FOLDER = "assets/images/"
NEAR = 1.2
"""A size that is not that much smaller than the picture itself saves too little to be made."""
LONGEST_NAME = 40
"""Letters of a file's name that its addresses show."""
PHOTO: tuple[PictureFormat, ...] = ("avif", "jpg")
DRAWING: tuple[PictureFormat, ...] = ("webp", "png")
OWN: dict[str, PictureFormat] = {
    "jpg": "jpg", "jpeg": "jpg", "png": "png", "gif": "gif", "webp": "webp", "avif": "avif",
}
"""The format of a file by the end of its name."""
TYPES = {"avif": "image/avif", "webp": "image/webp"}


def in_sizes(site: Site, path: str) -> PictureFacts | None:
    """The facts of a picture that is published in sizes; None for any other file."""
    file = site.media.get(path)
    return file.picture if file and "images" in site.config.outputs else None


@lru_cache(maxsize=1 << 12)
def renditions(picture: PictureFacts) -> tuple[Rendition, ...]:
    """All that is made of a picture: the modern format first, then the one that every browser shows; by width."""
    top = min(picture.width, PICTURE_WIDTHS[-1])
    widths = (*(width for width in PICTURE_WIDTHS if width * NEAR <= top), top)
    return tuple(
        _rendition(picture, width, form)
        for form in (DRAWING if picture.drawing else PHOTO)
        for width in widths
    )


def _rendition(picture: PictureFacts, width: int, form: PictureFormat) -> Rendition:
    height = max(1, round(width * picture.height / picture.width))
    return Rendition(width=width, height=height, format=form, drawing=picture.drawing)


def whole(path: str, picture: PictureFacts) -> Rendition:
    """What stands at the file's own address: its largest size, in its own format."""
    return _rendition(picture, min(picture.width, PICTURE_WIDTHS[-1]), OWN[path.rpartition(".")[2].lower()])


def key_of(file: MediaFile, one: Rendition) -> str:
    """The digest of everything that a rendition is made from."""
    assert file.picture is not None
    return digest((file.digest, file.picture.made_by, one))


def rendition_path(file: MediaFile, one: Rendition) -> str:
    """Where a rendition is published, once for all languages: its address changes whenever its bytes do."""
    stem = file.path.rpartition("/")[2].rpartition(".")[0]
    return f"{FOLDER}{heading_id(stem)[:LONGEST_NAME] or 'picture'}-{one.width}.{key_of(file, one)[:10]}.{one.format}"


def published_renditions(site: Site) -> Iterator[tuple[str, MediaFile, Rendition]]:
    """Path, file and rendition of every picture of the site."""
    for path in site.file_addresses:
        picture = in_sizes(site, path)
        for one in renditions(picture) if picture else ():
            yield rendition_path(site.media[path], one), site.media[path], one


def shown_picture(site: Site, code: str, path: str) -> dict[str, Any] | None:
    """`{url, width, height, srcset, sources}` of a published picture; None where the file is not published.

    `sources` are pairs of a media type and a srcset, for browsers that know better than `srcset`. A picture that is
    published as it is has neither, nor, where it does not say, width and height.
    """
    address = file_url(site, code, path)
    picture = in_sizes(site, path)
    if not address or picture is None:
        return {"url": address, "width": 0, "height": 0, "srcset": "", "sources": ()} if address else None
    file, every = site.media[path], renditions(picture)
    half = len(every) // 2
    told: dict[str, Any] = _shown(file, every[half:], base_path(site.config.base_url))
    better = _shown(file, every[:half], base_path(site.config.base_url))
    return {**told, "sources": ((TYPES[every[0].format], better["srcset"]),)}


@lru_cache(maxsize=1 << 12)
def _shown(file: MediaFile, group: tuple[Rendition, ...], base: str) -> dict[str, Any]:
    addresses = [f"{base}{quoted(rendition_path(file, one))}" for one in group]
    srcset = ", ".join(f"{address} {one.width}w" for address, one in zip(addresses, group, strict=True))
    return {"url": addresses[-1], "width": group[-1].width, "height": group[-1].height, "srcset": srcset}


def image(site: Site, code: str, identity: str, name: str) -> dict[str, Any] | None:
    """The same of a picture as typed on a page; None where there is none."""
    page = site.pages.get(identity)
    path = file_path(site, page, name) if page else None
    return shown_picture(site, code, path) if path else None
