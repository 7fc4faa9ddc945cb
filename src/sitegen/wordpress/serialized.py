"""Values as PHP writes them down: arrays, texts and numbers; objects are not read."""

from typing import Any

_DEEPEST = 20


def read_php(text: str) -> Any:
    """The value, with arrays as dicts; None for anything that is not wholly understood."""
    data = text.encode("utf-8", "surrogatepass")
    try:
        value, end = _read(data, 0, 0)
    except (ValueError, IndexError):
        return None
    return value if end == len(data) else None


def _read(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    kind = data[at : at + 2]
    if kind == b"N;":
        return None, at + 2
    if kind in (b"i:", b"b:", b"d:"):
        end = data.index(b";", at)
        number = data[at + 2 : end]
        return (float(number) if kind == b"d:" else int(number)), end + 1
    if kind == b"s:":
        length, start = _length(data, at)
        end = start + 1 + length
        if length < 0 or data[start : start + 1] != b'"' or data[end : end + 2] != b'";':
            raise ValueError
        return data[start + 1 : end].decode("utf-8", "replace"), end + 2
    if kind == b"a:" and depth < _DEEPEST:
        length, start = _length(data, at)
        if data[start : start + 1] != b"{":
            raise ValueError
        found, at = {}, start + 1
        for _ in range(length):
            key, at = _read(data, at, depth + 1)
            found[key], at = _read(data, at, depth + 1)
        if data[at : at + 1] != b"}":
            raise ValueError
        return found, at + 1
    raise ValueError


def _length(data: bytes, at: int) -> tuple[int, int]:
    end = data.index(b":", at + 2)
    return int(data[at + 2 : end]), end + 1
