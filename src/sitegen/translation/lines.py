"""The lines of a PO file as entries, with every line that is not PO reported where it stands.

Babel's own reader drops a text whose closing quotation mark is missing, merges duplicates, knows no place but the
msgid's, and reads the dates of the header by the clock and locale of the machine.
"""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import NamedTuple

from sitegen.diagnostics import Diagnostic, error, warning

MAXIMUM_TEXT = 64_000

_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d{1,2})\])?(?=[\s\"]|$)[ \t]*(.*)", re.DOTALL)
_WORD = re.compile(r"\w+")
_PREVIOUS = re.compile(r"#(~?)\|[ \t]*(.*)", re.DOTALL)
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_BAD_ESCAPE = re.compile(r'\\(?:[^nrtabfv\\"]|$)')
_FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff\U000e0000-\U000e007f]")
_ZERO_WIDTH = re.compile("[\u200b\u2060\ufeff]")
_MARKER = re.compile(r"(<{7}|>{7}|\|{7}) |={7}$")
_MARKS = "<>|="


class Entry(NamedTuple):
    """One entry as it stands in the file."""

    line: int
    """Of its msgid, from 1."""
    context: str
    msgid: str
    plural: str
    forms: tuple[tuple[int, str, int], ...]
    """Number, text and line of each msgstr."""
    fuzzy: bool
    obsolete: bool
    previous: str = ""
    """The msgid its translation was made for, where it has changed since."""
    flags: tuple[str, ...] = ()
    """Without `fuzzy`."""
    remarks: tuple[str, ...] = ()
    """What translators wrote above it: lines that begin with "# ", less these two characters."""
    comments: tuple[str, ...] = ()
    """What translators are told: lines that begin with "#. ", less these characters."""


def place(lines: Sequence[str], line: int, words: str) -> tuple[int, int]:
    """Line and column of words in the text whose keyword is on `line`; of the text where a line's end parts them."""
    typed = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    for number in range(line, len(lines) + 1):
        content = lines[number - 1]
        if number > line and not content.lstrip(" \t").startswith('"'):
            break
        column = content.find(typed, content.find('"'))
        if typed and column >= 0:
            return number, column + 1
    return line, max(lines[line - 1].find('"'), 0) + 1


class _Text:
    """One keyword with the strings that follow it."""

    def __init__(self, keyword: str, number: int, line: int) -> None:
        self.keyword, self.number, self.line = keyword, number, line
        self.pieces: list[str] = []

    @property
    def text(self) -> str:
        return "".join(self.pieces)


def read_entries(text: str, *, path: str) -> tuple[tuple[Entry, ...], tuple[Diagnostic, ...]]:
    """Every entry in file order, with what is wrong; after an error the entries are not to be used."""
    # One look at all of it: few files have such characters.
    reader = _Reader(path, is_odd=bool(_FORBIDDEN.search(text) or _ZERO_WIDTH.search(text)))
    for number, line in enumerate(text.split("\n"), start=1):
        reader.read(number, line)
    reader.finish()
    return tuple(reader.entries), tuple(reader.problems)


class _Reader:
    def __init__(self, path: str, *, is_odd: bool) -> None:
        """`is_odd`: lines may have characters that should not be there."""
        self.path = path
        self._is_odd = is_odd
        self.entries: list[Entry] = []
        self.problems: list[Diagnostic] = []
        self._texts: list[_Text] = []
        self._previous: list[_Text] = []
        self._flags: list[str] = []
        self._remarks: list[str] = []
        self._comments: list[str] = []
        self._obsolete = False
        self._spoiled = False
        """A line of the entry could not be read, so that what the entry lacks is known already."""
        self._in_conflict = False

    def read(self, number: int, line: str) -> None:
        if self._is_odd:
            self._check_characters(number, line)
        stripped = line.strip(" \t")
        first = stripped[:1]
        previous = _PREVIOUS.match(stripped) if first == "#" else None
        if previous:
            self._read_previous(number, line.index(stripped) + 1 + previous.start(2), previous.group(2))
            return
        if first in _MARKS and _MARKER.match(stripped):
            if not self._in_conflict:
                self._report("E-MERGE", "unresolved merge: two versions of these lines stand here",
                             "Keep the lines you want and delete those that begin with <<<<<<<, ======= and >>>>>>>.",
                             number, 1)
            self._in_conflict = not stripped.startswith(">")
            self._spoiled = True
            return
        obsolete = first == "#" and stripped.startswith("#~")
        if first == "#" and not obsolete:
            self._read_comment(stripped)
            return
        content = stripped[2:].strip(" \t") if obsolete else stripped
        if not content:
            return
        column = line.index(content) + 1
        if content.startswith('"'):
            self._continue(number, column, content)
            return
        self._begin(number, column, content, obsolete)

    def finish(self) -> None:
        """Close the last entry."""
        if not self._texts:
            return
        by_keyword = {text.keyword: text for text in self._texts if text.keyword != "msgstr"}
        forms = tuple((text.number, text.text, text.line) for text in self._texts if text.keyword == "msgstr")
        msgid = by_keyword.get("msgid")
        if self._spoiled:
            pass
        elif msgid is None or not forms:
            missing = "msgid" if msgid is None else "msgstr"
            self._report("E-PO-SYNTAX", f"this entry has no {missing}", f"Add its {missing} line.",
                         self._texts[0].line, 1)
        else:
            context, plural = by_keyword.get("msgctxt"), by_keyword.get("msgid_plural")
            self.entries.append(Entry(
                line=msgid.line, context=context.text if context else "", msgid=msgid.text,
                plural=plural.text if plural else "", forms=forms, fuzzy="fuzzy" in self._flags,
                obsolete=self._obsolete, flags=tuple(flag for flag in self._flags if flag != "fuzzy"),
                previous=next((text.text for text in self._previous if text.keyword == "msgid"), ""),
                remarks=tuple(self._remarks), comments=tuple(self._comments),
            ))
        self._forget()

    def _forget(self) -> None:
        self._texts, self._previous, self._flags, self._remarks, self._comments = [], [], [], [], []
        self._obsolete, self._spoiled = False, self._in_conflict

    def _read_comment(self, comment: str) -> None:
        self._finish_translated()
        if comment.startswith("#,"):
            self._flags += filter(None, re.split(r"[,\s]+", comment[2:]))
        elif comment.startswith("#."):
            self._comments.append(comment[2:].removeprefix(" "))
        elif not comment.startswith("#:"):
            self._remarks.append(comment[1:].removeprefix(" "))

    def _read_previous(self, number: int, column: int, content: str) -> None:
        """A line of the text that an entry had before, which is as strict as any other."""
        self._finish_translated()
        match = _KEYWORD.match(content)
        if match and match.group(1) != "msgstr":
            self._previous.append(_Text(match.group(1), 0, number))
            self._string(self._previous, number, column + match.start(3), match.group(3))
        elif content.startswith('"') and self._previous:
            self._string(self._previous, number, column, content)
        elif content:
            self._report("E-PO-SYNTAX", "this line of a previous text has no msgctxt, msgid or msgid_plural",
                         'Delete the lines that begin with #|, or write #| msgid "…".', number, column)

    def _finish_translated(self) -> None:
        """What stands behind a msgstr belongs to the next entry."""
        if any(text.keyword == "msgstr" for text in self._texts):
            self.finish()

    def _begin(self, number: int, column: int, content: str, obsolete: bool) -> None:
        match = _KEYWORD.match(content)
        if match is None:
            word = _WORD.match(content)
            what = f"unknown keyword '{word.group()}'" if word else "stray text"
            near = get_close_matches(word.group(), ("msgctxt", "msgid", "msgid_plural", "msgstr"), 1) if word else []
            what += f"; did you mean '{near[0]}'?" if near else ""
            self._spoiled = True
            self._report("E-PO-SYNTAX", what, 'A line is msgctxt "…", msgid "…", msgid_plural "…", msgstr "…" or "…".',
                         number, column)
            return
        keyword, form, rest = match.group(1), match.group(2), match.group(3)
        if self._ends_before(keyword):
            self.finish()
        elif self._has(keyword, int(form or 0)) and not self._spoiled:
            self._report("E-PO-SYNTAX", f"a second {keyword} in one entry",
                         "Put an empty line between entries, each with its msgstr.", number, column)
        self._obsolete = self._obsolete or obsolete
        self._texts.append(_Text(keyword, int(form or 0), number))
        self._string(self._texts, number, column + match.start(3), rest)

    def _has(self, keyword: str, form: int) -> bool:
        return any(text.keyword == keyword and text.number == form for text in self._texts)

    def _ends_before(self, keyword: str) -> bool:
        """Whether the entry at hand is complete when this keyword comes, or its msgstr could not be read."""
        is_complete = any(text.keyword == "msgstr" for text in self._texts) or (self._spoiled and not self._in_conflict)
        return keyword in ("msgctxt", "msgid") and is_complete

    def _continue(self, number: int, column: int, content: str) -> None:
        if not self._texts:
            self._report("E-PO-SYNTAX", "a text that belongs to no msgid or msgstr", "Remove it.", number, column)
            return
        self._string(self._texts, number, column, content)

    def _string(self, texts: list[_Text], number: int, column: int, content: str) -> None:
        match = _STRING.fullmatch(content)
        if match is None:
            self._report(*_quoting(content), number, column)
            return
        bad = _BAD_ESCAPE.search(_without_pairs(match.group(1))) if "\\" in content else None
        if bad:
            self._report("E-PO-ESCAPE", f"unknown escape '{bad.group()}'",
                         r'Write \\ for a backslash, \" for a quotation mark and \n for a new line.',
                         number, column + 1 + bad.start())
            return
        text = texts[-1]
        text.pieces.append(_unescaped(content))
        if sum(map(len, text.pieces)) > MAXIMUM_TEXT:
            text.pieces.clear()
            self._report("E-PO-SIZE", f"a text of more than {MAXIMUM_TEXT} characters", "Shorten it.", number, column)

    def _check_characters(self, number: int, line: str) -> None:
        forbidden = _FORBIDDEN.search(line)
        if forbidden:
            self._report("E-CHAR", f"the character U+{ord(forbidden.group()):04X} is not allowed", "Remove it.", number,
                         forbidden.start() + 1)
        hidden = _ZERO_WIDTH.search(line)
        if hidden:
            self.problems.append(warning("W-CHAR", f"the invisible character U+{ord(hidden.group()):04X}", "Remove it.",
                                         path=self.path, line=number, column=hidden.start() + 1))

    def _report(self, code: str, message: str, advice: str, line: int, column: int) -> None:
        self.problems.append(error(code, message, advice, path=self.path, line=line, column=column))


def _quoting(content: str) -> tuple[str, str, str]:
    if not content.startswith('"'):
        return "E-PO-SYNTAX", "a text stands in quotation marks", 'Write it as "…".'
    if _STRING.match(content):
        return "E-PO-SYNTAX", "something stands after the closing quotation mark", r'Write \" for one inside the text.'
    return "E-PO-QUOTE", "the closing quotation mark is missing", 'End the line with ".'


def _unescaped(content: str) -> str:
    """What stands between the quotation marks, with escapes as what they mean."""
    if "\\" not in content:
        return content[1:-1]
    from babel.messages.pofile import unescape

    return unescape(content)


def _without_pairs(text: str) -> str:
    """The text with escaped backslashes blanked, so that what follows them is not taken for an escape."""
    return text.replace("\\\\", "  ")
