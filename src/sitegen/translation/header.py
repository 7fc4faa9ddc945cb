"""The header of a catalogue: whose language it is in, and that nothing in it surprises the reader of it."""

import re
from collections.abc import Iterator, Sequence
from gettext import c2py

from babel import Locale
from babel.core import UnknownLocaleError, get_global
from msgspec.structs import replace

from sitegen.diagnostics import Diagnostic, error
from sitegen.translation.lines import Entry, place
from sitegen.translation.plurals import plural_categories

_CHARSET = re.compile(r"charset=([^\s;]+)", re.IGNORECASE)
_PLURALS = re.compile(r"\s*nplurals\s*=\s*(\d{1,2})\s*;\s*plural\s*=\s*([n0-9\s?:<>=!&|%()+*/-]+?)\s*;?\s*")


def check_header(
    entries: tuple[Entry, ...], lines: Sequence[str], locale: Locale, *, path: str
) -> Iterator[Diagnostic]:
    """What is wrong in the entry of the empty msgid; a catalogue without a header is read as UTF-8."""
    header = find_header(entries)
    counted = next((entry for entry in entries if entry.plural and not entry.obsolete), None)
    if header is None or not header_fields(header).get("plural-forms"):
        if counted is not None:
            yield replace(_no_plurals(locale), path=path, line=counted.line, column=1)
        if header is None:
            return

    def at(problem: Diagnostic, words: str) -> Diagnostic:
        line, column = place(lines, header.forms[0][2], words)
        return replace(problem, path=path, line=line, column=column)

    fields = header_fields(header)
    language = fields.get("language", "")
    if language and not _same_language(language, locale):
        yield at(error("E-PO-LANGUAGE", f"Language: {language} in the folder of {locale}",
                       f"Write \"Language: {gettext_code(locale)}\\n\", or move the file to its language's folder."),
                 language)
    charset = _CHARSET.search(fields.get("content-type", ""))
    if charset and charset.group(1).casefold() not in ("utf-8", "utf8", "us-ascii", "ascii"):
        yield at(error("E-ENCODING", f"the catalogue says charset={charset.group(1)}; only UTF-8 is read",
                       "Save the catalogue as UTF-8 and write charset=UTF-8."), charset.group())
    elif charset and "ascii" in charset.group(1).casefold() and not all(map(str.isascii, lines)):
        yield at(error("E-ENCODING", f"the catalogue says charset={charset.group(1)} but has other characters",
                       "Write charset=UTF-8."), charset.group())
    plurals = fields.get("plural-forms", "")
    problem = _plural_problem(plurals, locale) if plurals else None
    if problem:
        yield at(problem, plurals)


def find_header(entries: Sequence[Entry]) -> Entry | None:
    """The entry of the empty msgid."""
    return next((entry for entry in entries if not entry.msgid and not entry.context and not entry.obsolete), None)


def header_fields(header: Entry) -> dict[str, str]:
    """The header's fields by their names in lower case."""
    lines = header.forms[0][1].split("\n")
    pairs = (line.partition(":") for line in lines)
    return {name.strip().casefold(): value.strip() for name, _, value in pairs}


def _plural_problem(value: str, locale: Locale) -> Diagnostic | None:
    expected = len(plural_categories(locale))
    match = _PLURALS.fullmatch(value)
    if match is None:
        return error("E-PO-PLURAL", "Plural-Forms is not of the form nplurals=N; plural=EXPRESSION;",
                     f"Start it with nplurals={expected}; the expression is never run, CLDR's rule is used.")
    if int(match.group(1)) != expected:
        return error("E-PO-PLURAL", f"Plural-Forms says nplurals={match.group(1)}; {locale} has {expected}",
                     f"Write nplurals={expected}.")
    return None if _answers_below(match.group(2), expected) else error(
        "E-PO-PLURAL", "the expression of Plural-Forms is none, or answers more than nplurals says",
        "Let Poedit or msginit write this line; CLDR's rule is used in its place, but tools refuse the file.")


def _answers_below(expression: str, expected: int) -> bool:
    """Whether tools could use the expression; the standard library reads it as C, and runs nothing else."""
    try:
        form = c2py(expression)
        return all(0 <= form(number) < expected for number in (*range(201), 1000, 1_000_000))
    except (ValueError, ArithmeticError, RecursionError):
        return False


def _no_plurals(locale: Locale) -> Diagnostic:
    return error("E-PO-PLURAL", "this text has plural forms, but the header does not say how many there are",
                 f"Add Plural-Forms: nplurals={len(plural_categories(locale))}; plural=…; to the header.")


def _same_language(code: str, locale: Locale) -> bool:
    """Whether the code means the same language in the same script; zh_CN is Simplified, zh_TW is not."""
    try:
        other = Locale.parse(code.replace("-", "_").partition("@")[0].partition(".")[0])
    except (ValueError, UnknownLocaleError):
        return False
    return _language_and_script(other) == _language_and_script(locale)


def _language_and_script(locale: Locale) -> tuple[str, str]:
    script = locale.script or _likely_script("_".join(filter(None, (locale.language, locale.territory))))
    return locale.language, script or _likely_script(locale.language)


def _likely_script(name: str) -> str:
    likely = get_global("likely_subtags").get(name, "")
    return next((part for part in likely.split("_") if len(part) == 4), "")


def gettext_code(locale: Locale) -> str:
    """zh_CN: tools know no script."""
    return "_".join(filter(None, (locale.language, locale.territory)))
