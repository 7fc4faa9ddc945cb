"""Where Han words stand that nobody has given a reading: by pinyin, or by strokes in a Traditional edition."""

from functools import cache

_BY_PINYIN = "gb2312", 0xB0A1, 0xD7F9
"""The 3,755 characters of its first level stand in the order of their pinyin."""
_BY_STROKES = "big5", 0xA440, 0xC67E
"""The 5,401 characters of its first level stand in the order of their strokes."""
_TWINS = str.maketrans("斐梵汶珀瑙", "匪饭问破脑")
"""Characters of countries' names that are not there, with some of the same sound."""
_READINGS = {"秘鲁": "必鲁"}
"""Names of which a character is not read as it mostly is."""


def han_order(words: str, *, traditional: bool = False) -> str:
    """What to sort by: dictionaries of either script put the words in that order, and rare characters at the end."""
    if traditional:
        return "".join(map(_stroke_place, words))
    for name, sound in _READINGS.items():
        words = words.replace(name, sound)
    return "".join(map(_pinyin_place, words.translate(_TWINS)))


@cache
def _pinyin_place(character: str) -> str:
    return _place(character, *_BY_PINYIN)


@cache
def _stroke_place(character: str) -> str:
    return _place(character, *_BY_STROKES)


def _place(character: str, encoding: str, first: int, last: int) -> str:
    if character.isascii():
        return character.casefold()
    number = int.from_bytes(character.encode(encoding, "replace"), "big")
    # None of these numbers is that of a surrogate.
    return chr(number) if first <= number <= last else "\uffff" + character
