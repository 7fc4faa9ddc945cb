"""A translated interface text against the theme's: the same placeholders, no other markup."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from babel import Locale
from msgspec.structs import replace

from sitegen.diagnostics import Diagnostic, error, warning
from sitegen.translation.lines import Entry, place
from sitegen.translation.plurals import names_one_number

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_FORMATTED = re.compile(
    r"%(?:\(\w*\)(?!s)(?:[#0\-+ ]*[\d*]*(?:\.[\d*]*)?[A-Za-z])?"
    r"|[\-+#0]*(?:\*|\d+\.?\d*|\.\d+)[sdifgexXcr])"
)
"""What Python's formatting would read and we do not: `%(n)5d`, `%(n)d`, `%*d`, `%.9f`; a lone % is none."""
_TAG = re.compile(r"<[A-Za-z/!?][^<>]*>?")
_TAG_NAME = re.compile(r"<(/?)([A-Za-z][\w-]*)")
_SCHEME = re.compile(r"(?:java|vb)script\s*:", re.IGNORECASE)
_FLAGGED = re.compile(r"(?!no-|possible-|impossible-)(?:\w+-)+format")
_DIRECTIVE = re.compile(r"%%|%(?:\(\w*\))?[#0\-+ ]*(?:\*|\d+)?(?:\.(?:\*|\d+)?)?[hlL]?(?:[A-Za-z]|$|.)")
_VOID = frozenset({"br", "hr", "img", "wbr"})


def check_format(entry: Entry, locale: Locale, *, path: str) -> Iterator[Diagnostic]:
    """What is wrong where a tool has marked the entry as text for printf or the like: it would refuse the file."""
    flag = next(filter(_FLAGGED.fullmatch, entry.flags), "")
    if flag and flag != "python-format":
        yield error("E-PO-FORMAT", f"this entry is marked {flag}; placeholders here are %(name)s and nothing else",
                    f"Delete {flag} from the line above that begins with #,", path=path, line=entry.line, column=1)
    elif flag:
        sources = [Counter(_DIRECTIVE.findall(text)) for text in (entry.msgid, entry.plural) if text]
        for number, text, line in entry.forms:
            allowed = sources if names_one_number(locale, number) else sources[-1:]
            if text and Counter(_DIRECTIVE.findall(text)) not in allowed:
                yield error("E-PO-PLACEHOLDER", "the translation's placeholders are not those of msgid, and the entry "
                            "is marked python-format", "Keep each placeholder exactly as it is in msgid.",
                            path=path, line=line, column=1)


def check_ends(entry: Entry, *, path: str) -> Iterator[Diagnostic]:
    """A translation begins and ends with an empty line where its text does."""
    for _, text, line in entry.forms:
        if "\n" not in text and "\n" not in entry.msgid:
            continue
        for end, at in (("begins", slice(0, 1)), ("ends", slice(-1, None))):
            if text and (text[at] == "\n") != (entry.msgid[at] == "\n"):
                yield error("E-PO-NEWLINE", f"only one of msgid and msgstr {end} with a new line",
                            r"Write \n there in both, or in neither.", path=path, line=line, column=1)


def compare_texts(entry: Entry, lines: Sequence[str], *, path: str) -> Iterator[Diagnostic]:
    """What is wrong in each translated form; an empty one is no translation and has nothing wrong."""
    sources = [entry.msgid, entry.plural] if entry.plural else [entry.msgid]
    for number, text, line in entry.forms:
        if not text:
            continue
        last = number == len(entry.forms) - 1
        found = (*_compare_placeholders(text, [sources[-1]] if last else sources), *_compare_tags(text, sources[-1]),
                 *_compare_ends(text, entry.msgid))
        for problem, words in found:
            where, column = place(lines, line, words)
            yield replace(problem, path=path, line=where, column=column)


Found = Iterator[tuple[Diagnostic, str]]
"""What is wrong, and the words of the translation it is about; empty where it is about all of them."""


def _compare_placeholders(text: str, sources: list[str]) -> Found:
    """The general form names what the plural names; any other form may name what the singular does."""
    formatted = _FORMATTED.search(text)
    if formatted and formatted.group() not in " ".join(sources):
        yield error("E-PO-PLACEHOLDER", f"'{formatted.group()}': width, precision and other kinds are not allowed",
                    "Write a placeholder as %(name)s."), formatted.group()
        return
    given = set(_PLACEHOLDER.findall(text))
    wanted = [set(_PLACEHOLDER.findall(source)) for source in sources]
    if given not in wanted:
        yield error("E-PO-PLACEHOLDER",
                    f"the translation has {_set(given)}, the text it translates has {_set(wanted[-1])}",
                    "Keep each %(name)s exactly as it is in msgid."), _set({min(given - wanted[-1])}
                                                                        if given - wanted[-1] else set())


def _compare_tags(text: str, source: str) -> Found:
    tags, allowed = _TAG.findall(text), Counter(_TAG.findall(source))
    extra = list((Counter(tags) - allowed).elements())
    scheme = _SCHEME.search(text)
    if scheme and not _SCHEME.search(source):
        yield error("E-PO-TAG", f"the script address {scheme.group()} in a translation",
                    "Remove it, with the markup it stands in."), scheme.group()
    elif extra:
        yield error("E-PO-TAG", f"the markup {extra[0]} is not in the text it translates",
                    "A translation is words: leave out every tag that msgid does not have."), extra[0]
    elif tags and not _balanced(tags):
        yield error("E-PO-TAG", "tags are not closed in the order in which they were opened",
                    f"Write them as msgid does: {' '.join(_TAG.findall(source))}"), tags[0]


def _compare_ends(text: str, source: str) -> Found:
    if _ends(text) != _ends(source) and "\n" not in "".join(_ends(text) + _ends(source)):
        yield warning("W-PO-SPACE", "white space at the beginning or end differs from msgid",
                      "Begin and end as msgid does."), ""


def _balanced(tags: list[str]) -> bool:
    opened: list[str] = []
    for tag in tags:
        match = _TAG_NAME.match(tag)
        if match is None or tag.endswith("/>") or match.group(2).lower() in _VOID:
            continue
        if not match.group(1):
            opened.append(match.group(2).lower())
        elif not opened or opened.pop() != match.group(2).lower():
            return False
    return not opened


def _ends(text: str) -> tuple[str, str]:
    return text[:len(text) - len(text.lstrip())], text[len(text.rstrip()):]


def _set(names: set[str]) -> str:
    return ", ".join(f"%({name})s" for name in sorted(names)) or "no placeholder"
