"""What makes two texts the same text: canonical form, fingerprint, and the facts that no translation changes."""

import html
import re
from bisect import bisect_left
from hashlib import blake2b

from sitegen.model import UnitMark
from sitegen.scripts import HAN, has_han, nfc

_WIDE = f"{HAN}\u3000-\u303f\ufe30-\ufe4f\uff01-\uffef"
_SPARE_SPACE = re.compile(rf"(?<=[{_WIDE}]) | (?=[{_WIDE}])|(?<=[“”‘’…—·]) (?=[“”‘’…—·])")
"""Spaces that come and go with the wrapping of Chinese: beside a wide character, or between quotes and dashes."""
_ACTIVE = re.compile(r"!\[|[\\`\[\]<]")
_CODE_MARK = re.compile(r"`+")
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.\-]{1,31}:[^<>\s]*|[\w.!#$%&'*+/=?^`{|}~\-]+@[A-Za-z0-9.\-]+)>")
# Bounded, so that no text, however odd, is walked more than a little further than once.
_ADDRESS = r"<[^<>]{0,2000}>|(?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.|\([^\s()]{0,200}\)){0,500}+\)){0,2000}+"
_TITLE = r"""(?: (?:"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'|\((?:[^()\\]|\\.)*+\)))?"""
_TAIL = re.compile(rf"\( ?({_ADDRESS}){_TITLE} ?\)")
_LABEL = re.compile(r"\[(?!\^)[^\[\]]{0,999}\](?!\()")

_TARGET = re.compile(rf"(!\[[^\[\]]{{0,999}})?\]\( ?({_ADDRESS})")
_BARE = re.compile(r"https?://[^\s<>()\[\]\"'，。；、）】》]+|[\w.+\-]+@[A-Za-z0-9.\-]+\.[A-Za-z]{2,}", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]{1,200}\]")
_LANGUAGE_SUFFIX = re.compile(r"\.[a-z]{2,3}(?:-[a-z]+)?(?=\.md\b)", re.IGNORECASE)
_MAY_HINT = re.compile(r"[\d\[<@]|://")
_MAY_BE_NO_WORD = re.compile(r"[`\[<@&]|://")

_UNSAFE = re.compile(r"[\\\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")
_ESCAPED = re.compile(r"\\(\\|t|n|r|u[0-9a-f]{4})")
_SHORT = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_LONG = {short[1]: character for character, short in _SHORT.items()}


def canonical(text: str) -> str:
    """A text without what may differ while it says the same: white space and wrapping, the form, address and title of
    links, the file of an image. Emphasis, code and the alternative text of an image stay.
    """
    text = nfc(" ".join(text.split()))
    if _ACTIVE.search(text):
        text = _without_addresses(text)
    return _SPARE_SPACE.sub("", text)


def fingerprint(text: str) -> str:
    """Twelve hexadecimal digits that two texts share when their canonical forms are equal."""
    return blake2b(canonical(text).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def hints(text: str) -> tuple[str, ...]:
    """What the text and its translation have in common: numbers as digits, addresses, names of images; sorted."""
    if not _MAY_HINT.search(text):
        return ()
    found: set[str] = set()
    for image, address in _TARGET.findall(text):
        address = address.strip("<>")
        found.add(address.rsplit("/", 1)[-1] if image else _LANGUAGE_SUFFIX.sub("", address))
    words = _FOOTNOTE.sub(" ", _TARGET.sub(" ", text))
    for pattern in (_AUTOLINK, _BARE):
        found.update(match.rstrip(".,;:!?") for match in pattern.findall(words))
        words = pattern.sub(" ", words)
    found.update(_digits(number) for number in _NUMBER.findall(words))
    return tuple(sorted(found - {""}))


def is_neutral(text: str) -> bool:
    """Whether a text says the same in every language: without its code and addresses it has no letter."""
    if _MAY_BE_NO_WORD.search(text):
        text = html.unescape(_words(text))
    return not any(map(str.isalpha, text)) and not has_han(text)


def unit_mark(role: str, text: str, line: int) -> UnitMark:
    """What alignment and staleness need to know of a unit of that role and text."""
    return UnitMark(role=role, fingerprint=fingerprint(text), line=line, hints=hints(text), neutral=is_neutral(text))


def escape(text: str) -> str:
    """The text on one line and without tabs, for one cell of a table."""
    return _UNSAFE.sub(lambda found: _SHORT.get(found[0]) or f"\\u{ord(found[0]):04x}", text)


def unescape(cell: str) -> str:
    """The text that `escape` made this cell from."""
    return _ESCAPED.sub(lambda found: _LONG.get(found[1]) or chr(int(found[1][1:], 16)), cell)


def _digits(number: str) -> str:
    """A number as typed to one form: no thousands commas, no leading zeros, ASCII digits."""
    whole, point, fraction = number.replace(",", "").partition(".")
    # Digits of other scripts are digits to `int`; a number too long for it is told apart as it stands.
    return (str(int(whole)) if len(whole) < 100 else whole) + point + fraction


def _words(text: str) -> str:
    """A text without code, addresses and the labels of links and footnotes."""
    parts, end = [], 0
    runs = _code_runs(text)
    while (mark := _ACTIVE.search(text, end)) is not None:
        start = mark.start()
        parts.append(text[end:start])
        end = mark.end()
        if mark[0] == "\\":
            end += 1
        elif mark[0] == "`":
            end = _code_end(text, start, runs)
            # Marks that nothing closes are text, and have no letters either.
        elif mark[0] == "<" and (link := _AUTOLINK.match(text, start)):
            end = link.end()
        elif mark[0] == "]" and (tail := _TAIL.match(text, end) or _LABEL.match(text, end)):
            end = tail.end()
        elif mark[0] == "[" and text.startswith("^", end):
            closing = text.find("]", end, end + 1000)
            end = closing if closing > 0 else end
    parts.append(text[end:])
    return _BARE.sub(" ", " ".join(parts))


def _without_addresses(text: str) -> str:
    """The text with every link as its words between brackets, and every image as its alternative text."""
    out: list[str] = []
    opened: list[tuple[int, bool]] = []
    """Where in `out` each bracket that is still open stands, and whether an image's."""
    runs = _code_runs(text)
    end = 0
    while (mark := _ACTIVE.search(text, end)) is not None:
        start, kind = mark.start(), mark[0]
        out.append(text[end:start])
        end = mark.end()
        if kind == "\\":
            # At the end of a line it breaks the line, and the line's end may by now be a space.
            out.append(" " if text[end:end + 1] == " " else text[start:end + 1])
            end += 1
        elif kind == "`":
            end = _code_end(text, start, runs)
            out.append(text[start:end])
        elif kind == "<":
            link = _AUTOLINK.match(text, start)
            out.append(f"[{link[1]}]" if link else kind)
            end = link.end() if link else end
        elif kind == "]" and opened:
            end = _close(text, end, out, opened.pop())
        else:
            if kind != "]":
                opened.append((len(out), kind == "!["))
            out.append(kind)
    out.append(text[end:])
    return " ".join("".join(out).split())


def _close(text: str, end: int, out: list[str], bracket: tuple[int, bool]) -> int:
    """Close the bracket that was opened at that place of `out`; where the text goes on behind its address."""
    opened, image = bracket
    if not image and "".join(out[opened + 1:opened + 2]).startswith("^"):
        # A footnote's mark: its label is a name, not words.
        out[opened:] = ["[^]"]
        return end
    tail = _TAIL.match(text, end)
    if tail and not image and not any(out[opened + 1:opened + 3]):
        # A link without words prints what its address names.
        out.append(f"]({tail[1].strip('<>')})")
        return tail.end()
    out.append("]")
    label = tail or _LABEL.match(text, end)
    return label.end() if label else end


def _code_runs(text: str) -> dict[int, list[int]]:
    """Where runs of backticks begin, by their length."""
    runs: dict[int, list[int]] = {}
    if "`" in text:
        for run in _CODE_MARK.finditer(text):
            runs.setdefault(len(run[0]), []).append(run.start())
    return runs


def _code_end(text: str, start: int, runs: dict[int, list[int]]) -> int:
    """Where the code that begins with a run of backticks ends; behind the run where nothing closes it."""
    opening = _CODE_MARK.match(text, start)
    assert opening is not None
    length = len(opening[0])
    places = runs.get(length, [])
    following = bisect_left(places, opening.end())
    return places[following] + length if following < len(places) else opening.end()
