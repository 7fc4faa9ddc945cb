"""A gettext catalogue of interface texts: read strictly, because a lost line is a lost translation."""

from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import NamedTuple

from babel import Locale
from babel.core import UnknownLocaleError

from sitegen.diagnostics import Diagnostic, error, warning
from sitegen.model import Catalogue, Message, Parsed, Source
from sitegen.translation.comparison import check_ends, check_format, compare_texts
from sitegen.translation.header import check_header
from sitegen.translation.lines import Entry, read_entries
from sitegen.translation.plurals import plural_categories

CONTEXT_END = "\x04"
MAXIMUM_BYTES = 10_000_000
MAXIMUM_ENTRIES = 100_000


class Opened(NamedTuple):
    """A catalogue of which every line could be read."""

    locale: Locale
    lines: list[str]
    entries: tuple[Entry, ...]


def parse_catalogue(source: Source) -> Parsed:
    """The messages of translations/<locale>/LC_MESSAGES/theme.po, with all that is wrong in it.

    Fuzzy and empty translations are left out: the reader gets the theme's own words. A catalogue with an error has no
    messages, so that nothing half right is published.
    """
    opened, problems = open_catalogue(source)
    if opened is not None:
        problems += tuple(_check_entries(opened, path=source.path))
    if opened is None or is_wrong(problems):
        return Parsed(diagnostics=in_order(problems))
    catalogue = Catalogue(path=source.path, locale=str(opened.locale), messages=dict(_messages(opened.entries)))
    return Parsed(catalogue=catalogue, diagnostics=in_order(problems))


def open_catalogue(source: Source) -> tuple[Opened | None, tuple[Diagnostic, ...]]:
    """A catalogue's entries, none where its lines, its header or its duplicates are wrong; and all that is."""
    path, name = source.path, _locale_name(source.path)
    locale = _locale(name)
    if locale is None:
        return None, (error(
            "E-PO-LOCALE", f"'{name}' is not a locale", "Name the folder after a CLDR locale, for example zh_Hans_CN.",
            path=path),)
    text, problems = _decode(source)
    if text is None:
        return None, problems
    lines = text.split("\n")
    entries, found = read_entries(text, path=path)
    problems += found
    if len(entries) > MAXIMUM_ENTRIES:
        problems += (error("E-PO-SIZE", f"{len(entries)} entries; at most {MAXIMUM_ENTRIES} are read",
                           "Split the catalogue.", path=path),)
    if not is_wrong(problems):
        problems += tuple(check_header(entries, lines, locale, path=path))
    return None if is_wrong(problems) else Opened(locale, lines, entries), problems


def _locale_name(path: str) -> str:
    """zh_Hans_CN of translations/zh_Hans_CN/LC_MESSAGES/theme.po, also below theme/."""
    parts = path.split("/")
    return parts[parts.index("translations") + 1] if "translations" in parts[:-1] else ""


def _locale(name: str) -> Locale | None:
    try:
        return Locale.parse(name)
    except (ValueError, UnknownLocaleError, TypeError):
        return None


def _decode(source: Source) -> tuple[str | None, tuple[Diagnostic, ...]]:
    data = source.data or b""
    if not data:
        return None, (error("E-PO-EMPTY", "the catalogue is empty", "Delete the file, or bring it back from git.",
                            path=source.path),)
    if len(data) > MAXIMUM_BYTES:
        return None, (error("E-PO-SIZE", f"{len(data)} bytes; at most {MAXIMUM_BYTES} are read",
                            "Split the catalogue.", path=source.path),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        before = data[data.rfind(b"\n", 0, problem.start) + 1:problem.start].decode("utf-8-sig")
        return None, (error("E-ENCODING", f"not UTF-8 at byte {problem.start}{_likely_encoding(data)}",
                            "Save the catalogue again as UTF-8.", path=source.path, line=line,
                            column=len(before) + 1),)
    return text.replace("\r\n", "\n").replace("\r", "\n"), ()


def _likely_encoding(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "; looks like UTF-16"
    for encoding in ("gb18030", "big5"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return f"; looks like {encoding.upper()}"
    return ""


def _check_entries(opened: Opened, *, path: str) -> Iterator[Diagnostic]:
    fuzzy = [entry for entry in opened.entries if entry.fuzzy and not entry.obsolete and entry.msgid]
    if fuzzy:
        yield warning("W-PO-FUZZY", f"{len(fuzzy)} fuzzy translations are not used",
                      "Review them and remove the word fuzzy.", path=path, line=fuzzy[0].line, column=1)
    yield from check_duplicates(opened.entries, path=path)
    for entry in opened.entries:
        if entry.msgid and not entry.fuzzy and not entry.obsolete:
            yield from _check_forms(entry, opened.locale, path=path)
            # What our own comparison says has a place and a cure; gettext's rules add what it does not see.
            yield from list(compare_texts(entry, opened.lines, path=path)) or check_format(entry, opened.locale,
                                                                                          path=path)
            yield from check_ends(entry, path=path)


def check_duplicates(entries: Iterable[Entry], *, path: str) -> Iterator[Diagnostic]:
    """Texts that are translated twice in one context."""
    seen: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        if entry.obsolete:
            continue
        first = seen.setdefault((entry.context, entry.msgid), entry)
        if first is not entry:
            yield error("E-PO-DUPLICATE", f"'{_short(entry.msgid)}' is translated twice, first in line {first.line}",
                        "Remove one of the two entries.", path=path, line=entry.line, column=1)


def _check_forms(entry: Entry, locale: Locale, *, path: str) -> Iterator[Diagnostic]:
    if not entry.plural:
        return
    expected = len(plural_categories(locale))
    given = [number for number, _, _ in entry.forms]
    if given != list(range(expected)) and any(text for _, text, _ in entry.forms):
        yield error("E-PO-PLURAL", f"{len(given)} plural forms; {locale} has {expected}",
                    f"Give {', '.join(f'msgstr[{number}]' for number in range(expected))}.", path=path,
                    line=entry.forms[-1][2], column=1)


def _messages(entries: tuple[Entry, ...]) -> Iterator[tuple[str, Message]]:
    for entry in entries:
        forms = tuple(text for _, text, _ in entry.forms)
        if entry.msgid and all(forms) and not entry.fuzzy and not entry.obsolete:
            key = f"{entry.context}{CONTEXT_END}{entry.msgid}" if entry.context else entry.msgid
            yield key, Message(forms=forms, line=entry.line)


def is_wrong(problems: tuple[Diagnostic, ...]) -> bool:
    """Whether one of them is an error."""
    return any(problem.severity == "error" for problem in problems)


def in_order(problems: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """By place."""
    return tuple(sorted(problems, key=attrgetter("line", "column", "code", "message")))


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
