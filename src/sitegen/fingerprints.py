"""What makes two texts the same text: canonical form, fingerprint, and the facts that no translation changes."""

import re
from bisect import bisect_left
from hashlib import blake2b

from sitegen.model import UnitMark
from sitegen.scripts import HAN, compiled, has_han, nfc

_WIDE = f"{HAN}\u3000-\u303f\ufe30-\ufe4f\uff01-\uffef"
_SPARE_SPACE = rf" (?:(?<=[{_WIDE}] )|(?=[{_WIDE}])|(?<=[“”‘’…—·] )(?=[“”‘’…—·]))"
"""Spaces that come and go with the wrapping of Chinese: beside a wide character, or between quotes and dashes."""
# What begins with one literal or one set of characters is searched for many times faster than alternatives are, so
# that each text is first asked whether it can hold any.
_MAY_BE_ACTIVE = re.compile(r"[\\\[<]")
_PLAIN = r"(?>(?:[^\\`\[\]<]++|`[^\\`\[\]<]++`(?!`))*)"  # words, and code without anything that might be a link
_PLAIN_LINKS = re.compile(rf"{_PLAIN}(?>(?:\[[^\\`\[\]<^][^\\`\[\]<]*\]\([^\s()\\<>]*\){_PLAIN})+)")
_PLAIN_TARGET = re.compile(r"\]\([^()]*\)")
_ACTIVE = re.compile(r"!\[|[\\`\[\]<]")
_CODE_MARK = re.compile(r"`+")
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.\-]{1,31}:[^<>\s]*|[\w.!#$%&'*+/=?^`{|}~\-]+@[A-Za-z0-9.\-]+)>")
# Bounded, so that no text, however odd, is walked more than a little further than once.
_ADDRESS = r"<[^<>]{0,2000}>|(?>(?:[^\s()\\]|\\.|\((?>(?:[^\s()\\]|\\.|\([^\s()]{0,200}\)){0,500})\)){0,2000})"
_TITLE = r"""(?: (?:"(?>(?:[^"\\]|\\.)*)"|'(?>(?:[^'\\]|\\.)*)'|\((?>(?:[^()\\]|\\.)*)\)))?"""
_TAIL = re.compile(rf"\( ?({_ADDRESS}){_TITLE} ?\)")
_LABEL = re.compile(r"\[(?!\^)[^\[\]]{0,999}\](?!\()")

_TARGET = re.compile(rf"\]\( ?([A-Za-z0-9_./:#?=&%+~,;\-]{{1,999}}+(?=\))|{_ADDRESS})")
_LONGEST_LABEL = 999
_BARE = re.compile(r"https?://[^\s<>()\[\]\"'，。；、）】》]+|[\w.+\-]+@[A-Za-z0-9.\-]+\.[A-Za-z]{2,}", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_ASCII_NUMBER = re.compile(_NUMBER.pattern, re.ASCII)
"""In ASCII texts it finds the same, in half the time."""
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]{1,200}\]")
LANGUAGE_SUFFIX = re.compile(r"\.[a-z]{2,3}(?:-[a-z]+)?(?=\.md\b)", re.IGNORECASE)
_MAY_HINT = re.compile(r"[\d\[<@]")
_ASCII_MAY_HINT = re.compile(_MAY_HINT.pattern, re.ASCII)
_MAY_BE_NO_WORD = re.compile(r"[`\[<@&]")
_SURE_WORDS = re.compile(r"[^`\[\]\\<@&:/]*[^\w.+\-`\[\]\\<@&:/]")
"""The beginning of a text that is no part of any code, address or character reference."""

_ODD = re.compile(r"[\d\\`\[<@&:]")
_ASCII_ODD = re.compile(_ODD.pattern, re.ASCII)
"""What makes more of a text than words: what begins links and code, and what hints are made of."""

_UNSAFE = r"[\\\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]"
_ESCAPED = re.compile(r"\\(\\|t|n|r|u[0-9a-f]{4})")
_SHORT = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_LONG = {short[1]: character for character, short in _SHORT.items()}


def canonical(text: str) -> str:
    """A text without what may differ while it says the same: white space and wrapping, the form, address and title of
    links, the file of an image. Emphasis, code and the alternative text of an image stay.
    """
    text = _unwrapped(text)
    if _MAY_BE_ACTIVE.search(text):
        text = _PLAIN_TARGET.sub("]", text) if _PLAIN_LINKS.fullmatch(text) else _without_addresses(text)
    return without_spare_spaces(text)


def _unwrapped(text: str) -> str:
    """The text with its words one space apart."""
    # In a printable text there is no white space but spaces.
    text = text.strip(" ") if "  " not in text and text.isprintable() else " ".join(text.split())
    return text if text.isascii() else nfc(text)


def without_spare_spaces(text: str) -> str:
    """The text less the spaces that come and go with the wrapping of Chinese."""
    return text if text.isascii() or " " not in text else compiled(_SPARE_SPACE).sub("", text)


def fingerprint(text: str) -> str:
    """Twelve hexadecimal digits that two texts share when their canonical forms are equal."""
    return _digest(canonical(text))


def _digest(canonical: str) -> str:
    return blake2b(canonical.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def hints(text: str) -> tuple[str, ...]:
    """What the text and its translation have in common: numbers as digits, addresses, names of images; sorted."""
    ascii = text.isascii()
    if not ((_ASCII_MAY_HINT if ascii else _MAY_HINT).search(text) or "://" in text):
        return ()
    found: set[str] = set()
    words = text
    if "](" in words:
        words = _take_targets(words, found)
    if "[^" in words:
        words = _FOOTNOTE.sub(" ", words)
    if "<" in words:
        words = _take_addresses(_AUTOLINK, words, found)
    if "://" in words or "@" in words:
        words = _take_addresses(_BARE, words, found)
    return with_numbers(found, words, ascii=ascii)


def with_numbers(found: set[str], words: str, *, ascii: bool) -> tuple[str, ...]:
    """These hints and the numbers in the words, all digits of which are `ascii`; sorted."""
    numbers = (_ASCII_NUMBER if ascii else _NUMBER).findall(words)
    if not found and len(numbers) < 2:
        return (plain_number(numbers[0]),) if numbers else ()
    found.update(map(plain_number, numbers))
    return tuple(sorted(found - {""}))


def _take_targets(text: str, found: set[str]) -> str:
    """The text less the targets of its links and images, and these with their labels; the targets go to `found`."""
    parts, end = [], 0
    for target in _TARGET.finditer(text):
        image = _image_start(text, end, target.start())
        address = target[1].strip("<>")
        if image >= 0:
            address = address.rsplit("/", 1)[-1]
        elif ".md" in address.lower():
            address = LANGUAGE_SUFFIX.sub("", address)
        found.add(address)
        parts.append(text[end : target.start() if image < 0 else image])
        end = target.end()
    return " ".join((*parts, text[end:]))


def _image_start(text: str, start: int, end: int) -> int:
    """Where the image begins whose label ends at `end`; -1 where it is a link's, or begins before `start`."""
    begin = text.rfind("![", start, end)
    label = text[begin + 2 : end]
    return -1 if len(label) > _LONGEST_LABEL or "[" in label or "]" in label else begin


def _take_addresses(pattern: re.Pattern[str], words: str, found: set[str]) -> str:
    """The words less the addresses of that form, which go to `found`."""
    found.update(match.rstrip(".,;:!?") for match in pattern.findall(words))
    return pattern.sub(" ", words)


def is_neutral(text: str) -> bool:
    """Whether a text says the same in every language: without its code and addresses it has no letter."""
    if _MAY_BE_NO_WORD.search(text) or "://" in text:
        sure = _SURE_WORDS.match(text)
        if sure and any(map(str.isalpha, sure[0])):
            return False
        text = _words(text)
        if "&" in text:
            # It takes the names of all characters to load.
            from html import unescape as plain_characters

            text = plain_characters(text)
    return _has_no_letters(text)


def _has_no_letters(text: str) -> bool:
    return not any(map(str.isalpha, text)) and not has_han(text)


def unit_mark(role: str, text: str, line: int) -> UnitMark:
    """What alignment and staleness need to know of a unit of that role and text."""
    odd = (_ASCII_ODD if text.isascii() else _ODD).search(text)
    if odd is None:
        return UnitMark(role=role, fingerprint=_digest(without_spare_spaces(_unwrapped(text))), line=line,
                        neutral=not text[:1].isalpha() and _has_no_letters(text))
    # A text that begins with a word says something, whatever stands behind it.
    begins_with_word = text[0].isalpha() and text.find(" ", 0, odd.start()) > 0
    return UnitMark(role=role, fingerprint=fingerprint(text), line=line, hints=hints(text),
                    neutral=not begins_with_word and is_neutral(text))


def escape(text: str) -> str:
    """The text on one line and without tabs, for one cell of a table."""
    return compiled(_UNSAFE).sub(lambda found: _SHORT.get(found[0]) or f"\\u{ord(found[0]):04x}", text)


def unescape(cell: str) -> str:
    """The text that `escape` made this cell from."""
    return _ESCAPED.sub(lambda found: _LONG.get(found[1]) or chr(int(found[1][1:], 16)), cell)


def plain_number(number: str) -> str:
    """A number as typed to one form: no thousands commas, no leading zeros, ASCII digits."""
    if number.isascii() and number.isdigit() and number[0] != "0":
        return number
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
