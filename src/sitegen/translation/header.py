"""The header of a catalogue: whose language it is in, and that nothing in it surprises the reader of it."""

import re
from collections.abc import Iterator

from babel import Locale
from babel.core import UnknownLocaleError, get_global

from sitegen.diagnostics import Diagnostic, error
from sitegen.translation.lines import Entry
from sitegen.translation.plurals import plural_categories

_CHARSET = re.compile(r"charset=([^\s;]+)", re.IGNORECASE)
_PLURALS = re.compile(r"\s*nplurals\s*=\s*(\d{1,2})\s*;\s*plural\s*=\s*([n0-9\s?:<>=!&|%()+*/-]+?)\s*;?\s*")


def check_header(entries: tuple[Entry, ...], locale: Locale, *, path: str) -> Iterator[Diagnostic]:
    """What is wrong in the entry of the empty msgid; a catalogue without a header is read as UTF-8."""
    header = next((entry for entry in entries if not entry.msgid and not entry.context and not entry.obsolete), None)
    if header is None:
        return
    line = header.line
    fields = _fields(header)
    language = fields.get("language", "")
    if language and not _same_language(language, locale):
        yield error("E-PO-LANGUAGE", f"Language: {language} in {locale}",
                    f"Write \"Language: {_gettext_code(locale)}\\n\", or move the file to its language's folder.",
                    path=path, line=line, column=1)
    charset = _CHARSET.search(fields.get("content-type", ""))
    if charset and charset.group(1).casefold() not in ("utf-8", "utf8", "us-ascii", "ascii"):
        yield error("E-ENCODING", f"charset={charset.group(1)}", "Save the catalogue as UTF-8 and write charset=UTF-8.",
                    path=path, line=line, column=1)
    plurals = fields.get("plural-forms", "")
    if plurals:
        yield from _check_plurals(plurals, locale, path=path, line=line)


def _fields(header: Entry) -> dict[str, str]:
    lines = header.forms[0][1].split("\n")
    pairs = (line.partition(":") for line in lines)
    return {name.strip().casefold(): value.strip() for name, _, value in pairs}


def _check_plurals(value: str, locale: Locale, *, path: str, line: int) -> Iterator[Diagnostic]:
    expected = len(plural_categories(locale))
    match = _PLURALS.fullmatch(value)
    if match is None:
        yield error("E-PO-PLURAL", "Plural-Forms is not of the form nplurals=N; plural=EXPRESSION;",
                    f"Start it with nplurals={expected}.", path=path, line=line, column=1)
    elif int(match.group(1)) != expected:
        yield error("E-PO-PLURAL", f"nplurals={match.group(1)}; {locale} has {expected}", f"Write nplurals={expected}.",
                    path=path, line=line, column=1)


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


def _gettext_code(locale: Locale) -> str:
    """zh_CN: tools know no script."""
    return "_".join(filter(None, (locale.language, locale.territory)))
