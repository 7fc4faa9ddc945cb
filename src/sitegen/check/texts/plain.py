"""The words of a text without its Markdown, and where each of its characters is typed."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

OBJECT = "\ufffc"
"""Stands for code, an address or an image: something that is there and has no words."""

_ACTIVE = re.compile(r"[\\`*_~\[\]<&]|://|@")
_MARK = re.compile(r"[\\`*_~\[\]<!]")
_TOKEN = re.compile(
    r"""(?P<escape>\\[!-/:-@\[-`{-~])
    |(?P<code>(?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`))
    |(?P<comment><!--.*?-->)
    |(?P<auto><[A-Za-z][A-Za-z0-9+.\-]{1,31}:[^<>\s]*>|<[\w.+\-]+@[\w.\-]+>)
    |(?P<bare>\bhttps?://[^\s<>()\[\]"'，。；、）】》]+|[\w.+\-]+@[\w\-]+\.[\w.\-]*\w)
    |(?P<note>\[\^[^\[\]\s]{1,200}\])
    |(?P<image>!\[[^\[\]]{0,999}\](?:\((?:[^()\s]|\([^()\s]*\))*(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)|\[[^\[\]]*\]))
    |(?P<tail>\](?:\(\s*(?:<[^<>]*>|(?:[^()\s]|\([^()\s]*\))*)(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)|\[[^\[\]]{1,999}\]))
    |(?P<open>\[)
    |(?P<mark>\*{1,3}|~~|(?<![^\W_])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![^\W_]))
    """, re.VERBOSE | re.DOTALL)

_STOP = re.compile(r"[.!?][”’\"')\]]*\s+(?=[^\sa-z])|[。！？][”’」』）]*")
_SHORTENED = re.compile(r"(?:\b(?:Dr|Mr|Ms|Mrs|Prof|St|No|vs|cf|incl|etc|e\.g|i\.e|[A-Z]))$")


class Plain(NamedTuple):
    """Words as readers see them."""

    text: str
    at: Sequence[int]
    """For each character, and for the end, its offset in the text as typed."""
    links: tuple[tuple[int, int], ...] = ()
    """Where the words of each link stand in `text`."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """What is typed for a stretch of the words."""
        if start >= end:
            return self.at[start], self.at[start]
        return self.at[start], self.at[end - 1] + 1

    def is_unbroken(self, start: int, end: int) -> bool:
        """Whether nothing but these words is typed there, so that they can be replaced."""
        return start == end or self.at[end - 1] - self.at[start] == end - 1 - start


def plain(text: str) -> Plain:
    """The words of one unit of Markdown."""
    if not _ACTIVE.search(text):
        return Plain(text, range(len(text) + 1))
    out: list[str] = []
    at: list[int] = []
    links: list[tuple[int, int]] = []
    opened: list[tuple[int, int]] = []
    end = 0

    def take(start: int, stop: int) -> None:
        out.append(text[start:stop])
        at.extend(range(start, stop))

    for token in _tokens(text):
        take(end, token.start())
        end = token.end()
        kind = token.lastgroup if token.lastgroup != "ticks" else "code"
        if kind == "escape":
            take(token.start() + 1, end)
        elif kind in ("code", "auto", "bare", "image"):
            out.append(OBJECT)
            at.append(token.start())
        elif kind == "open":
            # Whether it opens a link is known when its address comes.
            opened.append((len(out), len(at)))
            take(token.start(), end)
        elif kind == "tail" and opened:
            piece, first = opened.pop()
            out[piece] = ""
            del at[first]
            links = [(start - 1, stop - 1) if start > first else (start, stop) for start, stop in links]
            links.append((first, len(at)))
        elif kind == "tail":
            take(token.start(), end)
    take(end, len(text))
    at.append(len(text))
    return Plain("".join(out), at, tuple(links))


def _tokens(text: str) -> Iterator[re.Match[str]]:
    if "://" in text or "@" in text:
        yield from _TOKEN.finditer(text)
        return
    end = 0
    for mark in _MARK.finditer(text):
        # Looking for single characters is quick; what they begin is matched only there.
        token = _TOKEN.match(text, mark.start()) if mark.start() >= end else None
        if token is not None:
            end = token.end()
            yield token


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of a text without Markdown begins and ends."""
    start = 0
    for stop in _STOP.finditer(text):
        if not _SHORTENED.search(text, start, stop.start()):
            yield start, stop.start() + 1
            start = stop.end()
    if text[start:].strip():
        yield start, len(text)
