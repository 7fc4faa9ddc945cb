"""Punctuation, dashes and spaces: what is wrong can be put right without reading the sentence."""

import re
from collections.abc import Iterator

from sitegen.check.texts.passage import Finding
from sitegen.check.texts.plain import OBJECT, Plain
from sitegen.check.texts.tables import FULL_WIDTH, INSTITUTIONS
from sitegen.scripts import HAN

_WIDE = f"{HAN}》”’」』）】"
_MAY_BE_HALF_WIDTH = re.compile(r'[,.;:?!()"\']|，')
_HALF_WIDTH = re.compile(rf"(?<=[{_WIDE}])([,;:?!])[ \u00a0]*(?=[{HAN}《“「『（【\d]|[A-Za-z]|$)|(?<=[{_WIDE}])(\.)"
                         rf"[ \u00a0]*(?=[{HAN}]|$)")
_ROUND = re.compile(r"[ \u00a0]?\(([^()（）]*)\)[ \u00a0]?")
_QUOTES = re.compile(rf'"([^"“”]*[{HAN}][^"“”]*)"')
_LISTED = re.compile(rf"[{HAN}]{{2,12}}(?:，[{HAN}]{{2,12}})+(?:和|与|及|以及|，)[{HAN}]{{2,12}}")
_HAN = re.compile(f"[{HAN}]")

_RANGE = re.compile(r"(?<![\w.,:/+\-–@#])(\d{1,4})(?: ?)-(?: ?)(\d{1,4})(?![\w\-–/:@]|[.,]\d)")
_SPACED_HYPHEN = re.compile(r"(?<=[^\W\d_]) (-{1,2}) (?=[^\W_])|(?<=[^\W\d_])(--)(?=[^\W\d_])")
_NO_BREAK = re.compile("[\u00a0\u202f]+")
_SPACES = re.compile(r"(?<=\S)([ \u3000]{2,})(?=\S)")


def chinese_punctuation(words: Plain) -> Iterator[Finding]:
    """W-PUNCT-ZH: half-width marks among Han, straight quotation marks, lists without 、."""
    text = words.text
    if not _MAY_BE_HALF_WIDTH.search(text) or not _HAN.search(text):
        return
    for mark in _HALF_WIDTH.finditer(text):
        typed = mark[1] or mark[2]
        yield _of(words, "W-PUNCT-ZH", mark.start(), mark.end(),
                  f'"{_around(text, mark.start())}": the half-width mark {typed} stands in Chinese.',
                  f"Write {FULL_WIDTH[typed]}", FULL_WIDTH[typed])
    for pair in _ROUND.finditer(text):
        before = text[:pair.start()][-1:]
        if _HAN.search(pair[1]) and (not before or _HAN.match(before) or before in _WIDE):
            yield _of(words, "W-PUNCT-ZH", pair.start(), pair.end(),
                      f'"{pair[0].strip()}": half-width brackets stand in Chinese.', f"Write （{pair[1]}）",
                      f"（{pair[1]}）")
    for pair in _QUOTES.finditer(text):
        yield _of(words, "W-PUNCT-ZH", pair.start(), pair.end(),
                  f"{pair[0]}: straight quotation marks stand in Chinese.", f"Write “{pair[1]}”", f"“{pair[1]}”")
    for listed in _LISTED.finditer(text):
        yield from _enumeration(words, listed)


def _enumeration(words: Plain, listed: re.Match[str]) -> Iterator[Finding]:
    """Names of one kind, 大学 or 学院, in a row: their last two characters are the same.

    Clauses may end alike, too (要带什么，不带什么，有什么), so only bodies count.
    """
    names = re.split("，|以及|和|与|及", listed[0])
    ending = names[0][-2:]
    # Behind the last name the sentence goes on.
    if ending not in INSTITUTIONS or len(names) < 3 or any(name[-2:] != ending for name in names[1:-1]) \
            or ending not in names[-1][1:]:
        return
    repaired = listed[0].replace("，", "、")
    yield _of(words, "W-PUNCT-ZH", listed.start(), listed.end(),
              f'"{listed[0]}": the names of a list are parted by ，', f"Write {repaired}", repaired)


def dashes(words: Plain) -> Iterator[Finding]:
    """W-DASH: a hyphen in a range of numbers, or in place of a dash."""
    text = words.text
    if "-" not in text:
        return
    for found in _RANGE.finditer(text):
        if _is_range(found[1], found[2]):
            repaired = f"{found[1]}–{found[2]}"
            yield _of(words, "W-DASH", found.start(), found.end(), f'"{found[0]}" is a range and has a hyphen.',
                      f"Write {repaired}", repaired)
    for found in _SPACED_HYPHEN.finditer(text):
        start = found.start()
        yield _of(words, "W-DASH", start, found.end(), f'"{_around(text, start)}" has a hyphen where a dash belongs.',
                  "Write – with a space on either side.", " – ")


def _is_range(first: str, second: str) -> bool:
    """4-7 and 2019-20 are ranges; 2020-03 may be a month, and 05-12 a number of another kind."""
    if first.startswith("0") or second.startswith("0"):
        return False
    if len(first) == 4 and len(second) == 2:
        return int(second) > 12 and int(second) > int(first[2:])
    return int(first) < int(second)


def no_break_spaces(words: Plain) -> Iterator[Finding]:
    """W-NBSP: a no-break space at an end, beside another space, beside Han, or between two ordinary words."""
    text = words.text
    if "\u00a0" not in text and "\u202f" not in text:
        return
    for found in _NO_BREAK.finditer(text):
        before, after = text[:found.start()][-1:], text[found.end():][:1]
        # A number keeps its unit, a form of address its name, an abbreviation the next one.
        kept = len(found[0]) == 1 and before and after and not before.isspace() and not after.isspace()
        if kept and not (_HAN.match(before) or _HAN.match(after)):
            last = re.split(r"\s", text[:found.start()])[-1]
            following = re.split(r"\s", text[found.end():])[0]
            if any(part.strip("(“‘\"'") [:1].isdigit() for part in (last, following)) or len(last) <= 4 \
                    or len(following) <= 2 or after in "–—:;?!»/" or before in "«/":
                continue
        repair = "" if before in ("", " ") or after in ("", " ") else " "
        yield _of(words, "W-NBSP", found.start(), found.end(),
                  f'"{_around(text, found.start())}" has a no-break space where an ordinary one belongs.',
                  "Type an ordinary space." if repair else "Delete it.", repair)


def double_spaces(typed: str) -> Iterator[Finding]:
    """W-DOUBLE-SPACE: of a text as typed, before white space is folded; ends of lines do not count."""
    if "  " not in typed and "\u3000\u3000" not in typed:
        return
    for found in _SPACES.finditer(typed):
        if "`" in typed[:found.start()] and typed[:found.start()].count("`") % 2:
            continue
        yield Finding("W-DOUBLE-SPACE", found.start(1), found.end(1),
                      f'"{_around(typed, found.start(1))}": two spaces stand in a row.', "Type one.", " ")


def _of(words: Plain, code: str, start: int, end: int, message: str, help: str, repair: str) -> Finding:
    first, last = words.span(start, end)
    certain = words.is_unbroken(start, end) and OBJECT not in words.text[start:end]
    return Finding(code, first, last, message, help, repair if certain else None)


def _around(text: str, at: int) -> str:
    """A few words of a text on both sides of a place."""
    return text[max(0, at - 12):at + 12].strip().replace(OBJECT, "…")
