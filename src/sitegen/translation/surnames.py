"""Surnames that keep their character, or have one of their own, where the same word is written with another."""

from collections.abc import Callable

_TRADITIONAL = {"范": "范", "于": "于", "钟": "鍾", "涂": "涂", "后": "后", "干": "干", "种": "种"}


def converted_name(name: str, convert: Callable[[str], str]) -> str:
    """A person's name in Traditional characters: in Chinese the surname stands first."""
    surname = _TRADITIONAL.get(name[:1])
    return surname + convert(name[1:]) if surname else convert(name)
