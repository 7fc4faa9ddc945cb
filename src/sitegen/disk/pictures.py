"""Pictures: what a header says, and the renditions that are published, made without anything that tells on anybody."""

import hashlib
import os
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import groupby
from math import ceil
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from sitegen.diagnostics import BuildStopped, Diagnostic, error
from sitegen.disk.failures import stopped
from sitegen.disk.names import shown
from sitegen.disk.opening import READ
from sitegen.model import PICTURE_WIDTHS, PictureFacts, Rendition

if TYPE_CHECKING:
    # Only a site with pictures loads the library.
    from PIL import Image, ImageCms

SUFFIXES = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".gif": "GIF", ".webp": "WEBP", ".avif": "AVIF"}
"""Names of pictures that browsers show, with the format that each must be."""
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "MPO")
"""What is opened at all; MPO is how some telephones call a JPEG with more behind it."""
LARGEST_FILE = 40_000_000
"""Bytes."""
LARGEST = 50_000_000
"""Pixels: what the best telephones and cameras make; more takes more memory than a page is worth."""
LONGEST = 16_000
"""Pixels along one side; some formats know no more."""
RECIPE = "1"
"""Changed whenever the same picture is to be made into other bytes."""
_OPTIONS: dict[str, dict[str, Any]] = {
    "avif": {"format": "AVIF", "quality": 58, "speed": 8, "max_threads": 1},
    "jpg": {"format": "JPEG", "quality": 80, "optimize": True, "progressive": True},
    "webp": {"format": "WEBP", "quality": 78, "method": 4},
    "png": {"format": "PNG", "optimize": True},
    "gif": {"format": "GIF", "optimize": True},
}
_EXACT: dict[str, Any] = {"lossless": True, "quality": 60}
_PALETTE = 256
"""Colours."""
_MODES = {"avif": ("RGB", "RGBA"), "jpg": ("L", "RGB"), "webp": ("RGB", "RGBA"), "png": ("L", "P", "RGB", "RGBA"),
          "gif": ("L", "P", "RGB", "RGBA")}
"""Kinds of pixels that each format can hold; any other becomes plain colours."""
_ORIENTATION, _GPS = 0x0112, 0x8825
_TURNED = (5, 6, 7, 8)
"""Orientations in which height and width change places."""
_HEAVY = 0.8
"""Bytes for each pixel of a PNG without transparency: a drawing takes far less, a photo more."""


def measure(location: str, path: str, digest: str) -> tuple[PictureFacts | None, tuple[Diagnostic, ...]]:
    """What the picture's header says; nothing is decoded. None and an error for what cannot be published.

    `digest` is that of its bytes. Raises BuildStopped (exit 3) where it has others by now, or cannot be read.
    """
    data = _read(location, path, digest)
    if len(data) > LARGEST_FILE:
        return None, (_fault(path, f"the file has {len(data) / 1e6:.0f} MB",
                             f"save it smaller: {LARGEST_FILE // 1_000_000} MB are read at most"),)
    try:
        with _opened(data) as picture:
            if problem := _refused(picture, path):
                return None, (problem,)
            return _facts(picture, len(data)), ()
    except Exception as problem:  # Whatever a hostile file makes of the library, it is the file's fault.
        return None, (_unreadable(path, problem, data),)


def make(location: str, path: str, digest: str, renditions: Sequence[Rendition]
         ) -> tuple[list[bytes], tuple[Diagnostic, ...]]:
    """The bytes of each rendition, or the reason why there are none. Raises BuildStopped as `measure` does."""
    data = _read(location, path, digest)
    try:
        source = _decoded(data)
    except Exception as problem:
        return [], (_unreadable(path, problem, data),)
    made: dict[Rendition, bytes] = {}
    for _, group in groupby(sorted(renditions, key=attrgetter("width", "format")), attrgetter("width")):
        sized = None
        for one in group:
            sized = sized or _resized(source, one)
            made[one] = _encoded(sized, one)
    return [made[one] for one in renditions], ()


@lru_cache(maxsize=1)
def encoders() -> str:
    """The versions of the recipe and of all libraries that decide what comes of a picture."""
    from PIL import __version__, features

    used = (f"{name} {features.version(name)}" for name in ("jpg", "libjpeg_turbo", "webp", "avif", "zlib",
                                                           "zlib_ng", "littlecms2", "freetype2"))
    return f"recipe {RECIPE}, pillow {__version__}, {', '.join(used)}"


# ---- reading -------------------------------------------------------------------------------------------------------


class _Bomb(Exception):
    """The header promises more than anybody wants."""


def _read(location: str, path: str, digest: str) -> bytes:
    """The file's bytes, of which one more than may be is enough to know."""
    try:
        with open(os.open(location, READ), "rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except OSError as problem:
        raise stopped(problem, "reading", shown(path), code="E-FILE-READ") from problem
    if len(data) <= LARGEST_FILE and hashlib.sha256(data).hexdigest()[:32] != digest:
        raise BuildStopped(error("E-FILE-BUSY", f"{shown(path)} was being changed while it was read",
                                 "wait until it has been saved, then run the same command again",
                                 path=shown(path), exit=3))
    return data


@contextmanager
def _opened(data: bytes) -> "Iterator[Image.Image]":
    """The picture, its header read and nothing more."""
    import io

    from PIL import Image, ImageFile

    # WeasyPrint, once it has made a programme, has Pillow make up what a file that was cut short lacks.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with warnings.catch_warnings():
        # What Pillow would warn of is refused here, or does not matter.
        warnings.simplefilter("ignore")
        try:
            picture = Image.open(io.BytesIO(data), formats=FORMATS)
        except Image.DecompressionBombError as problem:
            raise _Bomb from problem
        with picture:
            yield picture


def _refused(picture: "Image.Image", path: str) -> Diagnostic | None:
    width, height = picture.size
    if width * height > LARGEST or max(width, height) > LONGEST:
        return _too_large(path, width, height)
    told = "JPEG" if picture.format == "MPO" else picture.format or ""
    suffix = os.path.splitext(path)[1].lower()
    if told != SUFFIXES[suffix]:
        right = next(name for name, kind in SUFFIXES.items() if kind == told)
        return _fault(path, f"the file is called {suffix} but is a {told} picture inside",
                      f"rename it to {os.path.splitext(os.path.basename(path))[0]}{right}, wherever it is named too")
    if told != "JPEG" and getattr(picture, "is_animated", False):
        return _fault(path, "the picture moves, and pages show nothing that moves by itself",
                      "save one frame of it as PNG; a film is better linked to")
    return None


def _facts(picture: "Image.Image", size: int) -> PictureFacts:
    exif = picture.getexif()
    width, height = picture.size
    if exif.get(_ORIENTATION) in _TURNED:
        width, height = height, width
    return PictureFacts(width=width, height=height, drawing=_is_drawing(picture, size), located=_GPS in exif,
                        made_by=encoders())


def _is_drawing(picture: "Image.Image", size: int) -> bool:
    if picture.format in ("JPEG", "MPO", "AVIF"):
        return False
    if picture.has_transparency_data or picture.mode not in ("RGB", "RGBX", "CMYK"):
        return True
    return picture.format == "PNG" and size < _HEAVY * picture.width * picture.height


def _decoded(data: bytes) -> "Image.Image":
    """The picture as it is meant to be seen, in sRGB, with nothing beside its pixels.

    It is the same whatever is made of it: what is made apart must come out as what is made together.
    """
    from PIL import ImageOps

    with _opened(data) as picture:
        if picture.width * picture.height > LARGEST:
            raise _Bomb
        # A JPEG can be decoded at a half, a quarter or an eighth: quicker, and in less memory.
        turns = picture.getexif().get(_ORIENTATION) in _TURNED
        part = PICTURE_WIDTHS[-1] / (picture.height if turns else picture.width)
        if part < 1:
            picture.draft(None, (ceil(picture.width * part), ceil(picture.height * part)))
        picture.load()
        profile = picture.info.get("icc_profile")
        turned = ImageOps.exif_transpose(picture) or picture
        flat = _in_srgb(_plain_mode(turned, profile), profile)
        flat.info = {}
        return flat


def _plain_mode(picture: "Image.Image", profile: bytes | None) -> "Image.Image":
    if picture.mode == "P" and not picture.has_transparency_data:
        # A palette of few colours is kept: it makes the smallest PNG.
        return picture.copy()
    if picture.mode in ("RGB", "RGBA", "L", "CMYK" if profile else "RGB"):
        return picture.convert("RGBA") if picture.has_transparency_data else picture.copy()
    return picture.convert("RGBA" if picture.has_transparency_data else "L" if picture.mode in ("1", "I;16") else "RGB")


def _in_srgb(picture: "Image.Image", profile: bytes | None) -> "Image.Image":
    """The colours as the picture's own profile means them; without one, or with a broken one, as they are."""
    import io

    from PIL import ImageCms

    if not profile or picture.mode == "P":
        return picture.convert("RGB") if picture.mode == "CMYK" else picture
    target = "RGBA" if picture.mode == "RGBA" else "RGB"
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if picture.mode != "CMYK" and _is_srgb(given):
            return picture
        return ImageCms.profileToProfile(picture, given, ImageCms.createProfile("sRGB"), outputMode=target) or picture
    except Exception:  # A profile is as untrusted as the rest.
        return picture.convert(target) if picture.mode == "CMYK" else picture


def _is_srgb(profile: "ImageCms.ImageCmsProfile") -> bool:
    return "srgb" in (profile.profile.profile_description or "").lower()


# ---- making --------------------------------------------------------------------------------------------------------


def _resized(source: "Image.Image", one: Rendition) -> "Image.Image":
    from PIL import Image

    if source.size == (one.width, one.height):
        return source
    plain = source.convert("RGB") if source.mode == "P" else source
    made = plain.resize((one.width, one.height), Image.Resampling.LANCZOS, reducing_gap=2.0)
    if source.mode == "P":
        # Its few colours, and those in between: a quarter of the bytes of all colours.
        made = made.quantize(_PALETTE, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    made.info = {}
    return made


def _encoded(picture: "Image.Image", one: Rendition) -> bytes:
    import io

    if picture.mode not in _MODES[one.format]:
        picture = picture.convert("RGB")
    picture.info = {}
    out = io.BytesIO()
    options = {**_OPTIONS[one.format], **(_EXACT if one.drawing and one.format == "webp" else {})}
    picture.save(out, **options)
    return out.getvalue()


# ---- refusing ------------------------------------------------------------------------------------------------------


def _fault(path: str, what: str, help: str) -> Diagnostic:
    return error("E-PICTURE", f"{shown(os.path.basename(path))} cannot be published: {what}.", f"{help}.",
                 path=shown(path))


def _too_large(path: str, width: int = 0, height: int = 0) -> Diagnostic:
    told = f"it has {width} × {height} pixels" if width else "it has too many pixels"
    return _fault(path, told, f"save it smaller: at most {LARGEST // 1_000_000} million pixels are read, and "
                  f"{LONGEST:,} along one side; 2,000 are enough")


def _unreadable(path: str, problem: Exception, data: bytes) -> Diagnostic:
    if isinstance(problem, _Bomb):
        return _too_large(path)
    if not data:
        return _fault(path, "the file is empty", "copy it here again")
    kind = SUFFIXES[os.path.splitext(path)[1].lower()]
    if "truncated" in str(problem).lower():
        return _fault(path, "the file ends in the middle of the picture", "copy it here again, as a whole")
    return _fault(path, f"the file is no {kind} picture, or a damaged one",
                  "open it in a picture editor and save it again as JPEG or PNG")
