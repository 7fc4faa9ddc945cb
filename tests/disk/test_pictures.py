"""What is made of pictures, and what of them is refused."""

import hashlib
import struct
import zlib
from pathlib import Path

import pytest
from drawings import drawing, opened, photo, saved
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageFile

from sitegen.disk.picture_store import PictureStore
from sitegen.disk.pictures import make, measure
from sitegen.model import KeptFile, PictureFacts, Rendition

GPS, ORIENTATION = 0x8825, 0x0112
LEFT_SIDE_DOWN = 6


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]


def measured(folder: Path, name: str, data: bytes) -> PictureFacts | str:
    """What is said of a file with these bytes: facts, or the words of the error."""
    (folder / name).write_bytes(data)
    picture, problems = measure(str(folder / name), f"content/{name}", digest(data))
    assert (picture is None) == bool(problems)
    return picture or f"{problems[0].message} {problems[0].help}"


def made(folder: Path, name: str, data: bytes, *wanted: Rendition) -> list[bytes]:
    (folder / name).write_bytes(data)
    results, problems = make(str(folder / name), f"content/{name}", digest(data), wanted)
    assert not problems
    return results


def shrunk(form: str, width: int = 24, height: int = 16, *, exact: bool = False) -> Rendition:
    return Rendition(width=width, height=height, format=form, drawing=exact)  # type: ignore[arg-type]


def with_exif() -> bytes:
    """A photo that tells all it can: place, owner, a comment, which side was up."""
    exif = Image.Exif()
    exif[ORIENTATION] = LEFT_SIDE_DOWN
    exif[0x8298] = "Owner of the camera"
    exif.get_ifd(GPS).update({1: "N", 2: (54.0, 35.0, 3.0), 3: "W", 4: (5.0, 56.0, 5.0)})
    return photo(exif=exif, comment=b"hidden comment")


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *more: bytes) -> bytes:
    """A PNG whose header says anything."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(more) + pixels


def test_a_photo_is_turned_upright_and_tells_nothing(tmp_path: Path) -> None:
    data = with_exif() + b"<script>alert(1)</script>"
    assert b"Owner" in data
    facts = measured(tmp_path, "a.jpg", data)
    assert isinstance(facts, PictureFacts)
    assert (facts.width, facts.height, facts.located, facts.drawing) == (32, 48, True, False)
    for result, form in zip(made(tmp_path, "a.jpg", data, shrunk("jpg", 32, 48), shrunk("avif", 32, 48)),
                            ("JPEG", "AVIF"), strict=True):
        picture = opened(result)
        assert (picture.format, picture.size) == (form, (32, 48))
        assert not picture.getexif()
        assert not {"exif", "comment", "icc_profile", "xmp"} & picture.info.keys()
        for secret in (b"Owner", b"hidden", b"script", b"Exif"):
            assert secret not in result


def test_words_and_profiles_of_a_png_are_left_out(tmp_path: Path) -> None:
    data = png(4, 4, chunk(b"tEXt", b"Author\0Owner of the file"))
    assert isinstance(measured(tmp_path, "a.png", data), PictureFacts)
    data = drawing(pnginfo=None, icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    [result] = made(tmp_path, "a.png", data, shrunk("png", 48, 32))
    assert b"iCCP" in data
    assert b"iCCP" not in result


def test_a_drawing_keeps_its_colours_to_the_pixel(tmp_path: Path) -> None:
    data = drawing()
    facts = measured(tmp_path, "a.png", data)
    assert isinstance(facts, PictureFacts)
    assert facts.drawing
    for result in made(tmp_path, "a.png", data, shrunk("webp", 48, 32, exact=True), shrunk("png", 48, 32, exact=True)):
        assert opened(result).convert("RGB").tobytes() == opened(data).convert("RGB").tobytes()


def test_what_is_see_through_stays_so(tmp_path: Path) -> None:
    glass = Image.new("RGBA", (48, 32), (10, 80, 100, 0))
    for result in made(tmp_path, "a.png", saved(glass, "PNG"), shrunk("webp", exact=True), shrunk("png", exact=True)):
        assert opened(result).convert("RGBA").getpixel((3, 3))[3] == 0  # type: ignore[index]


def test_a_photo_for_printers_becomes_one_for_screens(tmp_path: Path) -> None:
    ink = Image.new("CMYK", (48, 32), (0, 255, 255, 0))
    [result] = made(tmp_path, "a.jpg", saved(ink, "JPEG"), shrunk("jpg"))
    red, green, blue = opened(result).convert("RGB").getpixel((3, 3))  # type: ignore[misc]
    assert red > 150 > green
    assert blue < 100


@pytest.mark.parametrize("form", ["avif", "gif", "jpg", "png", "webp"])
@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_any_kind_of_pixels_goes_into_any_format_and_comes_out_the_same_twice(
        form: str, mode: str, tmp_path: Path) -> None:
    data = saved(Image.new("L", (48, 32), 120).convert(mode) if mode != "I;16" else Image.new("I;16", (48, 32), 9000),
                 "PNG")
    together = made(tmp_path, "a.png", data, shrunk("jpg", 48, 32), shrunk(form))
    [alone] = made(tmp_path, "a.png", data, shrunk(form))
    assert together[1] == alone
    assert opened(alone).size == (24, 16)


@pytest.mark.parametrize(("name", "data", "words"), [
    ("a.jpg", b"", "the file is empty. copy it here again."),
    ("a.jpg", b"not shown", "the file is no JPEG picture, or a damaged one."),
    ("a.png", b"\x89PNG\r\n\x1a\n", "the file is no PNG picture, or a damaged one."),
    ("a.png", photo(), "the file is called .png but is a JPEG picture inside. rename it to a.jpg, wherever"),
    ("a.jpg", drawing(), "the file is called .jpg but is a PNG picture inside."),
    ("a.png", png(25_000, 20_000), "save it smaller: at most 50 million pixels are read"),
    ("a.png", png(10_000, 9_000), "it has 10000 × 9000 pixels. save it smaller"),
    ("a.png", png(1, 2**31 - 1), "save it smaller"),
    ("a.png", png(20_000, 10), "it has 20000 × 10 pixels."),
    ("a.gif", saved(Image.new("L", (4, 4)), "GIF", save_all=True, append_images=[Image.new("L", (4, 4), 9)]),
     "the picture moves, and pages show nothing that moves by itself."),
    ("a.webp", b"RIFF\x04\x00\x00\x00WEBP", "the file is no WEBP picture"),
    ("a.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "the file is no JPEG picture"),
    ("a.png", png(4, 4, chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(70_000_000), 9))), "the file is no PNG picture"),
])
def test_what_cannot_be_published_is_refused_from_its_header(
        name: str, data: bytes, words: str, tmp_path: Path) -> None:
    told = measured(tmp_path, name, data)
    assert isinstance(told, str)
    assert told.startswith(f"{name} cannot be published: ")
    assert words in told


@pytest.mark.parametrize(("name", "data"), [
    ("a.jpg", photo(200, 200)[:-1500]), ("a.png", photo(200, 200, "PNG")[:-500]),
    ("a.webp", photo(200, 200, "WEBP")[:-99]),
])
@pytest.mark.parametrize("lenient", [False, True])
def test_a_file_cut_short_is_refused_when_it_is_decoded(
    name: str, data: bytes, lenient: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever another library in this process has asked of Pillow."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", lenient)
    (tmp_path / name).write_bytes(data)
    results, problems = make(str(tmp_path / name), f"content/{name}", digest(data), [shrunk("jpg")])
    assert not results
    assert problems[0].code == "E-PICTURE"
    assert problems[0].path == f"content/{name}"


SOUND = {"a.jpg": with_exif(), "a.png": drawing(), "a.gif": drawing(form="GIF"), "a.webp": photo(form="WEBP"),
         "a.avif": photo(form="AVIF")}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(SOUND)), st.lists(st.tuples(st.integers(0, 999), st.integers(0, 255)), max_size=6),
       st.integers(0, 400))
def test_whatever_is_in_a_file_nothing_but_a_picture_or_an_error_comes_of_it(
        tmp_path_factory: pytest.TempPathFactory, name: str, changes: list[tuple[int, int]], lost: int) -> None:
    data = bytearray(SOUND[name])
    for at, value in changes:
        data[at % len(data)] = value
    damaged = bytes(data[:len(data) - lost])
    folder = tmp_path_factory.mktemp("picture")
    facts = measured(folder, name, damaged)
    if isinstance(facts, PictureFacts):
        results, problems = make(str(folder / name), name, digest(damaged), [shrunk("jpg"), shrunk("webp")])
        assert bool(results) != bool(problems)
        assert all(b"Owner" not in result for result in results)


def test_the_store_knows_what_it_was_given_and_nothing_damaged(tmp_path: Path) -> None:
    store = PictureStore(str(tmp_path))
    assert store.find("k" * 32) is None
    kept, told = store.keep("k" * 32, b"bytes")
    assert isinstance(kept, KeptFile)
    assert (Path(kept.location).read_bytes(), told, kept.lasting) == (b"bytes", digest(b"bytes"), True)
    again = PictureStore(str(tmp_path))
    assert again.find("k" * 32) == (kept, told)
    Path(kept.location).write_bytes(b"bytez")
    assert again.find("k" * 32) is None
    assert not Path(kept.location).exists()
    store.keep("a" * 32, b"1")
    store.keep("b" * 32, b"2")
    store.prune({digest(b"2")})
    assert PictureStore(str(tmp_path)).find("a" * 32) is None
    assert PictureStore(str(tmp_path)).find("b" * 32) is not None


def test_the_store_never_follows_a_link(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / f"{'k' * 32}-{digest(b'x')}").write_bytes(b"x")
    (tmp_path / ".sitegen").mkdir()
    (tmp_path / ".sitegen/pictures").symlink_to(elsewhere)
    store = PictureStore(str(tmp_path))
    assert store.find("k" * 32) is None
    assert store.keep("n" * 32, b"new") == (b"new", digest(b"new"))
    assert len(list(elsewhere.iterdir())) == 1
