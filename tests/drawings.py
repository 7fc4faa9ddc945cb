"""Pictures for tests, drawn on the spot: small, but real."""

import io
from typing import Any

from PIL import Image


def photo(width: int = 48, height: int = 32, form: str = "JPEG", **options: Any) -> bytes:
    """A picture with many colours."""
    across = Image.linear_gradient("L").rotate(90).resize((width, height))
    down = Image.linear_gradient("L").resize((width, height))
    return saved(Image.merge("RGB", (across, down, across.transpose(Image.Transpose.FLIP_LEFT_RIGHT))), form, **options)


def drawing(width: int = 48, height: int = 32, form: str = "PNG", **options: Any) -> bytes:
    """A picture of two colours."""
    picture = Image.new("P", (width, height), 0)
    picture.putpalette([255, 255, 255, 13, 79, 108])
    picture.paste(1, (width // 4, height // 4, width // 2, height // 2))
    return saved(picture, form, **options)


def saved(picture: Image.Image, form: str, **options: Any) -> bytes:
    """The picture as a file of that format."""
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    """The picture in a file, decoded."""
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture
