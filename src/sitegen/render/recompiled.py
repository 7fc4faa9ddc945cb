"""The code of a template of which only plain markup is another than last time: that of before with other words.

Whoever writes a theme saves one template again and again, and mostly changes its markup. To compile a template takes
several times as long as to tell that from its tokens.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import CodeType
from typing import Any, NamedTuple

from jinja2.lexer import TOKEN_DATA, Token

_MARK = "\0"
"""Stands around the number of a piece of markup; no text file holds one."""
_PIECE = re.compile(f"{_MARK}([0-9]+){_MARK}")
_LINES = re.compile(r"[0-9]+=[0-9]+(?:&[0-9]+=[0-9]+)*")
_IMPORTED = re.compile(r"( \(imported on line )([0-9]+)(.*\) does not export the requested name .*)", re.DOTALL)


class Mould(NamedTuple):
    """A template as it was compiled, with numbers in the place of its markup."""

    tokens: tuple[tuple[str, Any], ...]
    """Their kinds and values; none of markup."""
    lines: tuple[int, ...]
    """Of these tokens."""
    code: CodeType


def shape(tokens: Iterable[Token]) -> tuple[tuple[str, Any], ...]:
    """What of a template its code depends on, but for the markup in it."""
    return tuple([(token.type, None if token.type == TOKEN_DATA else token.value) for token in tokens])


def numbered(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with numbers in the place of markup."""
    return [Token(token.lineno, token.type, f"{_MARK}{number}{_MARK}") if token.type == TOKEN_DATA else token
            for number, token in enumerate(tokens)]


def moved(mould: Mould, tokens: Sequence[Token]) -> dict[int, int] | None:
    """Where each line of before is now; None where lines have been joined or parted, which code tells from each other.
    """
    lines: dict[int, int] = {}
    for before, token in zip(mould.lines, tokens, strict=True):
        if lines.setdefault(before, token.lineno) != token.lineno:
            return None
    return lines if len(set(lines.values())) == len(lines) else None


def filled(code: CodeType, tokens: Sequence[Token], lines: Mapping[int, int]) -> CodeType:
    """The code with the markup of these tokens, each line of the template being where it is now."""
    own = _with_strings(code, lambda text: _PIECE.sub(lambda found: tokens[int(found[1])].value, text)
                        if _MARK in text else _told(text, lines))
    return own.replace(co_consts=tuple([_renumbered(one, lines) for one in own.co_consts]))


def _told(text: str, lines: Mapping[int, int]) -> str:
    """What is said of an import that brings nothing names its line."""
    found = _IMPORTED.fullmatch(text)
    return f"{found[1]}{lines.get(int(found[2]), found[2])}{found[3]}" if found else text


def _renumbered(constant: Any, lines: Mapping[int, int]) -> Any:
    """The table of lines of the template and of its code, where this is it: it stands in the module itself."""
    if not isinstance(constant, str) or not _LINES.fullmatch(constant):
        return constant
    pairs = (pair.split("=") for pair in constant.split("&"))
    return "&".join([f"{lines.get(int(line), line)}={place}" for line, place in pairs])


def _with_strings(code: CodeType, change: Callable[[str], str]) -> CodeType:
    def changed(constant: Any) -> Any:
        if isinstance(constant, str):
            return change(constant)
        if isinstance(constant, tuple):
            return tuple(map(changed, constant))
        return _with_strings(constant, change) if isinstance(constant, CodeType) else constant

    return code.replace(co_consts=tuple(map(changed, code.co_consts)))
