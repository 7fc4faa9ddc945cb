"""Catalogues of the texts of pages and data: read as strictly as the theme's, though their strings are Markdown."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from msgspec.structs import replace

from sitegen.diagnostics import Diagnostic, error, warning
from sitegen.model import ContentCatalogue, Entry, Link, Orphan, Source
from sitegen.scripts import fold, fold_markdown
from sitegen.translation import lines
from sitegen.translation.catalogues import check_duplicates, in_order, is_wrong, open_catalogue
from sitegen.translation.comparison import check_ends, check_format

_CONTEXT = re.compile(r"[^#\s][^#]*#[^#\s][^#]*")
_ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_AUTOLINK = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.\-]{1,31}:[^<>\s]*|[\w.+\-]+@[\w.\-]+)>")
_ADDRESS = r"\(\s*(?:<[^<>]*>|(?:[^\s()]|\([^\s()]*\))*)(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
_IMAGE = re.compile(rf"!\[[^\[\]]*\]{_ADDRESS}")
_LINK = re.compile(rf"\[(?!\^)[^\[\]]*\]{_ADDRESS}")
_REFERENCE = re.compile(r"\[(?!\^)[^\[\]]+\]\[[^\[\]]*\]")
_LIKE_ADDRESS = r"(?:https?:|mailto:|[a-z]+:[\w-]+[)）]|\.{0,2}/|[\w.\-]+\.[a-z]{2,4}[)）])"
_BROKEN = re.compile(rf"\]\(|(?:\](?:（|\s+[(（])|[］】]\s*[(（]){_LIKE_ADDRESS}")
"""What is left of a link that lost a bracket, or got a full-width one or a space between its two parts."""
_TAG = re.compile(r"<(?:/?[A-Za-z][^<>]*|!--.*?--)>")
_SCHEME = re.compile(r"(?:java|vb)script\s*:", re.IGNORECASE)
_MARKDOWN = re.compile(r"[^#]+#(?:heading-[1-6]|paragraph|item|cell|footnote)")
"""The context of a text in which links can stand: one of a body that is no plain text."""
_MARK = re.compile(r"\[\^[^\[\]\s]+\]")
_MAY_LEAD = re.compile(r"\]|<")
_TELLING = re.compile(r"[<\[\]］】`\\]|script\s*:", re.IGNORECASE)
"""Without any of these there is no markup, link, image, footnote or script to be wrong."""

ReadText = Callable[[str], tuple[Sequence[Link], Sequence[Diagnostic]]]
"""A text of Markdown to what it leads to and shows, and what is wrong with that; places are those in the text."""


def parse_content_catalogue(
    source: Source, read: ReadText | None = None
) -> tuple[ContentCatalogue | None, tuple[Diagnostic, ...]]:
    """The entries of translations/<locale>/LC_MESSAGES/content/<section>.po in the file's order, and what is wrong.

    Fuzzy and empty translations are among them, for their states are told apart elsewhere; obsolete ones are not. A
    catalogue with an error has no entries, so that nothing half right is published.
    """
    opened, problems = open_catalogue(source)
    if opened is None:
        return None, in_order(problems)
    links: dict[lines.Entry, tuple[Link, ...]] = {}
    living = tuple(entry for entry in opened.entries if entry.msgid and not entry.obsolete)
    problems += tuple(check_duplicates(opened.entries, path=source.path))
    for entry in living:
        wrong = tuple(_check_entry(entry, opened.lines, path=source.path))
        if read and not is_wrong(wrong) and _MAY_LEAD.search(entry.forms[0][1]) and _MARKDOWN.fullmatch(entry.context):
            links[entry], more = _read_links(entry, read, opened.lines, path=source.path)
            wrong += more
        problems += wrong
        if not entry.fuzzy:
            problems += tuple(check_format(entry, opened.locale, path=source.path))
            problems += tuple(check_ends(entry, path=source.path))
    if is_wrong(problems):
        return None, in_order(problems)
    return ContentCatalogue(path=source.path, locale=str(opened.locale),
                            entries=tuple(_entry(entry, source.path, links.get(entry, ())) for entry in living),
                            orphans=tuple(_orphans(opened.entries, source.path))), in_order(problems)


def _entry(entry: lines.Entry, path: str, links: tuple[Link, ...]) -> Entry:
    return Entry(context=entry.context, source=fold(entry.msgid), translation=fold_markdown(entry.forms[0][1]),
                 previous=fold(entry.previous), fuzzy=entry.fuzzy, path=path, line=entry.line, links=links)


def _orphans(entries: Sequence[lines.Entry], path: str) -> Iterator[Orphan]:
    for entry in entries:
        if is_orphan(entry) and _CONTEXT.fullmatch(entry.context):
            identity, _, role = entry.context.partition("#")
            yield Orphan(role=role, text=fold(entry.msgid), path=path, line=entry.line, identity=identity)


def is_orphan(entry: lines.Entry) -> bool:
    """Whether a conversion has kept here what translates nothing: it stands for its source too."""
    return entry.obsolete and bool(entry.msgid) and entry.msgid == entry.forms[0][1]


def _read_links(entry: lines.Entry, read: ReadText, typed: Sequence[str], *,
                path: str) -> tuple[tuple[Link, ...], tuple[Diagnostic, ...]]:
    """The entry's links and images with their places in the catalogue, and what is wrong with them."""
    _, text, line = entry.forms[0]
    text = fold(text)
    found, problems = read(text)
    links = []
    for link in found:
        number, column = lines.place(typed, line, link.target)
        links.append(replace(link, line=number, column=column))
    placed = []
    # What is fuzzy is not read by anybody, or was right when it was confirmed.
    for problem in () if entry.fuzzy else problems:
        number, column = lines.place(typed, line, text[problem.column - 1:].partition(")")[0])
        placed.append(replace(problem, path=path, line=number, column=column))
    return tuple(links), tuple(placed)


def _check_entry(entry: lines.Entry, typed: Sequence[str], *, path: str) -> Iterator[Diagnostic]:
    if not _CONTEXT.fullmatch(entry.context):
        yield warning("W-PO-CONTEXT", "this entry does not say which page and part it belongs to: it is never used",
                      "Run sitegen i18n update, which writes msgctxt for you.", path=path, line=entry.line, column=1)
    if entry.plural:
        yield error("E-PO-PLURAL", "a text of a page has no plural forms",
                    "Delete msgid_plural and write msgstr without a number.", path=path, line=entry.line, column=1)
        return
    _, text, line = entry.forms[0]
    for problem, words in _check_markdown(text, entry.msgid) if text else ():
        where, column = lines.place(typed, line, words)
        yield replace(problem, path=path, line=where, column=column)


def _check_markdown(text: str, source: str) -> Iterator[tuple[Diagnostic, str]]:
    """What would not print as its translator meant it, with the words it is about; a fuzzy text may still be old."""
    if not _TELLING.search(text) and not _TELLING.search(source):
        return
    given, wanted = _without_code(text), _without_code(source)
    scheme = _SCHEME.search(given)
    extra = list((Counter(_TAG.findall(given)) - Counter(_TAG.findall(wanted))).elements())
    broken = _BROKEN.search(_LINK.sub(" ", _IMAGE.sub(" ", given)))
    if scheme and not _SCHEME.search(wanted):
        yield error("E-PO-TAG", f"the script address {scheme.group()} in a translation",
                    "Remove it, with the link it stands in."), scheme.group()
    elif extra:
        yield error("E-PO-TAG", f"the HTML {extra[0]} in a translation",
                    "Write Markdown as msgid does: *emphasis*, **strong**, [words](address)."), extra[0]
    elif broken and not _BROKEN.search(_LINK.sub(" ", _IMAGE.sub(" ", wanted))):
        yield error("E-PO-LINK", f"the link or image around “{broken.group()}” is broken",
                    "Write it as msgid does, with ASCII brackets and no space between: [words](address)."
                    ), broken.group()
    else:
        yield from _compare_links(given, wanted)


def _compare_links(given: str, wanted: str) -> Iterator[tuple[Diagnostic, str]]:
    """A translation may lead elsewhere or put a link into words; that is said, and not refused."""
    for name, count in (("link", _links), ("image", _images)):
        here, there = count(given), count(wanted)
        if here != there:
            yield warning("W-PO-LINK", f"the translation has {_number(here, name)}, the text it translates "
                          f"has {there}", "Keep each [words](address), with the words translated."), ""
    marks, own_marks = Counter(_MARK.findall(given)), Counter(_MARK.findall(wanted))
    for mark in sorted((marks - own_marks) + (own_marks - marks)):
        more, less = ("the translation", "the text it translates")[::1 if marks[mark] > own_marks[mark] else -1]
        yield warning("W-PO-LINK", f"{more} has the footnote {mark} more often than {less}",
                      f"Keep {mark} as it is, where its words are."), mark if marks[mark] else ""


def _images(text: str) -> int:
    return len(_IMAGE.findall(text))


def _links(text: str) -> int:
    """Links of any form; those around an image too."""
    without = _IMAGE.sub(" ", text)
    return sum(len(form.findall(without)) for form in (_LINK, _REFERENCE, _AUTOLINK))


def _number(count: int, name: str) -> str:
    return f"{count or 'no'} {name}{'' if count == 1 else 's'}"


def _without_code(text: str) -> str:
    """The text with escaped marks and code blanked, in which nothing is Markdown; autolinks stay."""
    return _CODE.sub(" ", _ESCAPED.sub("  ", text)) if "\\" in text or "`" in text else text
