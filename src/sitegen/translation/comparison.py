"""A translated interface text against the theme's: the same placeholders, no other markup."""

import re
from collections import Counter
from collections.abc import Iterator

from sitegen.diagnostics import Diagnostic, error, warning
from sitegen.translation.lines import Entry

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_FORMATTED = re.compile(
    r"%(?:\(\w*\)(?!s)(?:[#0\-+ ]*[\d*]*(?:\.[\d*]*)?[A-Za-z])?"
    r"|[\-+#0]*(?:\*|\d+\.?\d*|\.\d+)[sdifgexXcr])"
)
"""What Python's formatting would read and we do not: `%(n)5d`, `%(n)d`, `%*d`, `%.9f`; a lone % is none."""
_TAG = re.compile(r"<[A-Za-z/!?][^<>]*>?")
_TAG_NAME = re.compile(r"<(/?)([A-Za-z][\w-]*)")
_SCHEME = re.compile(r"(?:java|vb)script\s*:", re.IGNORECASE)
_VOID = frozenset({"br", "hr", "img", "wbr"})


def compare_texts(entry: Entry, *, path: str) -> Iterator[Diagnostic]:
    """What is wrong in each translated form; an empty one is no translation and has nothing wrong."""
    sources = [entry.msgid, entry.plural] if entry.plural else [entry.msgid]
    for number, text, line in entry.forms:
        if not text:
            continue
        last = number == len(entry.forms) - 1
        yield from _compare_placeholders(text, [sources[-1]] if last else sources, path=path, line=line)
        yield from _compare_tags(text, sources[-1], path=path, line=line)
        yield from _compare_ends(text, entry.msgid, path=path, line=line)


def _compare_placeholders(text: str, sources: list[str], *, path: str, line: int) -> Iterator[Diagnostic]:
    """The general form names what the plural names; any other form may name what the singular does."""
    formatted = _FORMATTED.search(text)
    if formatted and formatted.group() not in " ".join(sources):
        yield error("E-PO-PLACEHOLDER", f"'{formatted.group()}': width, precision and other kinds are not allowed",
                    "Write a placeholder as %(name)s.", path=path, line=line, column=1)
        return
    given = set(_PLACEHOLDER.findall(text))
    wanted = [set(_PLACEHOLDER.findall(source)) for source in sources]
    if given not in wanted:
        yield error("E-PO-PLACEHOLDER",
                    f"placeholders {_set(given)} in the translation, {_set(wanted[-1])} in the text",
                    "Keep each %(name)s exactly as it is in msgid.", path=path, line=line, column=1)


def _compare_tags(text: str, source: str, *, path: str, line: int) -> Iterator[Diagnostic]:
    tags, allowed = _TAG.findall(text), Counter(_TAG.findall(source))
    extra = list((Counter(tags) - allowed).elements())
    if extra:
        yield error("E-PO-TAG", f"the markup {extra[0]} is not in the text it translates",
                    "A translation is words; leave tags out.", path=path, line=line, column=1)
    elif tags and not _balanced(tags):
        yield error("E-PO-TAG", "tags are not closed in the order in which they were opened",
                    "Keep the order of msgid.", path=path, line=line, column=1)
    if _SCHEME.search(text) and not _SCHEME.search(source):
        yield error("E-PO-TAG", "a script address in a translation", "Remove it.", path=path, line=line, column=1)


def _compare_ends(text: str, source: str, *, path: str, line: int) -> Iterator[Diagnostic]:
    if _ends(text) != _ends(source):
        yield warning("W-PO-SPACE", "white space at the beginning or end differs from msgid",
                      "Begin and end as msgid does.", path=path, line=line, column=1)


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
    return ", ".join(f"%({name})s" for name in sorted(names)) or "none"
