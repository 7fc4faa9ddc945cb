"""Which language sitegen speaks: the one that was typed, else the one of the user's system."""

import os
from collections.abc import Callable, Mapping, Sequence
from functools import cache

Speech = Callable[[str], str]
"""A sentence as it is said to the user."""

ENGLISH = "en"
CATALOGUES = {"zh": "zh_Hans/sitegen.po"}
"""The other languages, by what is typed behind --language."""
TAGS = {ENGLISH: "en", "zh": "zh-Hans"}
"""Each language as browsers call it."""
LANGUAGES = (ENGLISH, *CATALOGUES)
_TRADITIONAL = ("zh_tw", "zh_hk", "zh_mo", "zh_hant")
_WINDOWS = (0x0804, 0x1004)
"""The numbers of Windows for Chinese of the mainland and of Singapore."""
_OPTION = "--language"
_TARGETS = ("i18n",)
"""Commands whose own --language names a language of the site."""


def chosen(arguments: Sequence[str], environment: Mapping[str, str], *, encoding: str, interface: int = 0) -> str:
    """A language of LANGUAGES; English where nothing else is asked for, or where the console has no Chinese letters.

    `arguments` are those of the command line, not yet looked at by anybody else; `interface` is the number by which
    Windows calls the language of its own menus.
    """
    language = _typed(arguments) or _of_system(environment, interface)
    return language if language in CATALOGUES and _can_show("中", encoding) else ENGLISH


def _typed(arguments: Sequence[str]) -> str:
    """What stands behind --language; "" where it is not there."""
    for at, argument in enumerate(arguments):
        if argument in {*_TARGETS, "--"}:
            break
        name, sign, value = argument.partition("=")
        if name == _OPTION:
            return value if sign else "".join(arguments[at + 1 : at + 2])
    return ""


def _of_system(environment: Mapping[str, str], interface: int) -> str:
    """The language of messages, as POSIX says: the first of three variables that is set. Of Chinese, the Simplified.

    Where none is, as on Windows, that of the system's menus.
    """
    names = (environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next(filter(None, names), "zh" if interface in _WINDOWS else "").replace("-", "_").lower()
    return "zh" if locale.startswith("zh") and not locale.startswith(_TRADITIONAL) else ENGLISH


def _can_show(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except (LookupError, UnicodeEncodeError):
        return False
    return True


@cache
def speech(language: str) -> Speech:
    """How a finished sentence is said in a language. Nothing is read for English."""
    if language == ENGLISH:
        return str
    from sitegen.language.phrasebook import Phrasebook, read

    with open(os.path.join(os.path.dirname(__file__), CATALOGUES[language]), encoding="utf-8") as stream:
        return Phrasebook(read(stream.read())).said


def lines(text: str, said: Speech) -> str:
    """An answer of many lines in another language, but for what is indented, which is quoted from the site."""
    return "\n".join(line if line.startswith(" ") else said(line) for line in text.split("\n"))
