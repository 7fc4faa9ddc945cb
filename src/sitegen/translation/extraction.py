"""The texts to translate: those that templates say, in the order in which they stand, and those of pages and data."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sitegen.fingerprints import is_neutral
from sitegen.model import AnyFacts, Template, Term, Unit
from sitegen.scripts import fold, fold_markdown, has_han

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {"_": None, "_n": (1, 2), "_p": ((1, "c"), 2)}
"""As in pybabel: `_`, `_n:1,2`, `_p:1c,2`."""
COMMENT_TAGS = ("translators:",)
_OPTIONS = {"silent": "false", "trimmed": "false"}


class ThemeText(NamedTuple):
    """A text that a template says."""

    path: str
    line: int
    text: str
    plural: str = ""
    context: str = ""
    comments: tuple[str, ...] = ()
    """What translators are told."""

    @property
    def key(self) -> str:
        """As in a Catalogue: the context before U+0004."""
        return f"{self.context}\x04{self.text}" if self.context else self.text


def extract_texts(templates: Iterable[Template]) -> Iterator[ThemeText]:
    """Every text of these templates; raises jinja2.TemplateSyntaxError for one that is wrong."""
    # A build, which asks this module for other things, need not load these.
    from babel.messages.extract import extract
    from jinja2.ext import babel_extract

    for template in templates:
        found = extract(babel_extract, _Readable(template.text),  # type: ignore[arg-type]  # it only reads
                        keywords=KEYWORDS, comment_tags=COMMENT_TAGS, options=_OPTIONS)
        for line, message, comments, context in found:
            text, plural = message if isinstance(message, tuple) else (message, "")
            yield ThemeText(text=text, plural=plural, context=context or "", path=template.path, line=line,
                            comments=tuple(comments))


def theme_messages(texts: Iterable[ThemeText]) -> tuple["Message", ...]:
    """What there is to translate in templates, by place: a message for all that are equal in a context."""
    found: dict[str, list[ThemeText]] = {}
    for text in texts:
        if text.text:
            found.setdefault(text.key, []).append(text)
    made = (_theme_message(sorted(same, key=lambda text: (text.path, text.line))) for same in found.values())
    return tuple(sorted(made, key=lambda message: (message.places, message.context, message.text)))


def _theme_message(same: list[ThemeText]) -> "Message":
    return Message(same[0].context, same[0].text,
                   places=tuple(dict.fromkeys((text.path, text.line) for text in same)),
                   comments=tuple(dict.fromkeys(fold(comment) for text in same for comment in text.comments)),
                   plural=next((text.plural for text in same if text.plural), ""))


class _Readable:
    """A text as the file that Babel wants to read."""

    def __init__(self, text: str) -> None:
        self._data = text.encode()

    def read(self, size: int = -1) -> bytes:
        return self._data


# ---- the texts of pages and data -------------------------------------------------------------------------------------

DATA = "data"
"""The section of the texts of records."""


class SourceText(NamedTuple):
    """A text of a page or record, as it stands in its file."""

    identity: str
    role: str
    text: str
    path: str
    line: int
    heading: str = ""
    """The heading it stands under."""
    comments: tuple[str, ...] = ()
    """What its author tells translators."""


class Message(NamedTuple):
    """A text to translate, as a catalogue shows it."""

    context: str
    """`<identity>#<role>`; of a theme's text what its template calls it, or nothing."""
    text: str
    places: tuple[tuple[str, int], ...] = ()
    """Path and line of each, sorted."""
    comments: tuple[str, ...] = ()
    plural: str = ""


def catalogue_name(section: str, year: int = 0) -> str:
    """Where below LC_MESSAGES the texts of a page are, without .po: of dated sections by year."""
    dated = section in ("events", "news") and year
    return f"content/{section}-{year:04}" if dated else f"content/{section}"


def catalogue_path(locale: str, section: str, facts: AnyFacts | None = None) -> str:
    """The content catalogue that has, or would have, the texts of a page with those facts, or without any of data."""
    day = getattr(facts, "start", None) or getattr(facts, "date", None)
    return f"translations/{locale}/LC_MESSAGES/{catalogue_name(section, day.day.year if day else 0)}.po"


def field_texts(identity: str, path: str, fields: Iterable[tuple[str, str, int]],
                remarks: Mapping[int, Sequence[str]] | None = None) -> Iterator[SourceText]:
    """The texts of front matter or of a record, given as role, text and line.

    `remarks` are what translators are told, by the line behind the remark: each is about the first text from there on.
    """
    texts = [SourceText(identity, role, text, path, line) for role, text, line in fields]
    return iter(_remarked(texts, remarks or {}))


def body_texts(identity: str, path: str, units: Iterable[Unit],
               remarks: Mapping[int, Sequence[str]] | None = None) -> Iterator[SourceText]:
    """The units of a body, each with the heading it stands under; `remarks` as for `field_texts`."""
    headings: list[tuple[int, str]] = []
    texts = []
    for unit in units:
        level = int(unit.role[-1]) if unit.role.startswith("heading-") else 0
        headings = [each for each in headings if not level or each[0] < level]
        # Footnotes stand at the end of the page, under no heading.
        heading = headings[-1][1] if headings and unit.role != "footnote" else ""
        texts.append(SourceText(identity, unit.role, unit.text, path, unit.line, heading))
        if level:
            headings.append((level, unit.text))
    return iter(_remarked(texts, remarks or {}))


def messages(texts: Iterable[SourceText]) -> tuple[Message, ...]:
    """What there is to translate, sorted: a message for each text with words, one for all that are equal in a role."""
    found: dict[tuple[str, str], list[SourceText]] = {}
    for text in texts:
        words = fold(text.text)
        if words and not is_neutral(words):
            found.setdefault((f"{text.identity}#{text.role}", words), []).append(text)
    made = (_message(context, fold_markdown(same[0].text), same) for (context, _), same in found.items())
    return tuple(sorted(made, key=lambda message: (message.context, message.places, message.text)))


def annotated(message: Message, glossary: Iterable[Term], *, source: str, target: str, preview: str = "") -> Message:
    """The message with the terms of the glossary that its text uses, and the address at which it can be seen.

    `source` and `target` are the codes of the languages.
    """
    hits = [_hit(term, source, target) for term in glossary
            if target in term.name and any(_uses(message.text, word) for word in _forms(term, source))]
    more = [*dict.fromkeys(hits)][:_MOST_HITS]
    return message._replace(comments=(*message.comments, *more, *([f"Preview: {preview}"] if preview else [])))


def _message(context: str, words: str, same: list[SourceText]) -> Message:
    ordered = sorted(same, key=lambda text: (text.path, text.line))
    remarks = [fold(comment) for text in ordered for comment in text.comments]
    under = [f"Under: {text.heading}" for text in ordered if text.heading]
    return Message(context, words, places=tuple(dict.fromkeys((text.path, text.line) for text in ordered)),
                   comments=tuple(dict.fromkeys(filter(None, (*remarks, *under)))))


def _remarked(texts: list[SourceText], remarks: Mapping[int, Sequence[str]]) -> list[SourceText]:
    """The texts, each remark with the first of them that stands in its line or below."""
    told: dict[int, list[str]] = {}
    for line in sorted(remarks):
        below = [(text.line, number) for number, text in enumerate(texts) if text.line >= line]
        if below:
            told.setdefault(min(below)[1], []).extend(remarks[line])
    return [text._replace(comments=tuple(told[number])) if number in told else text
            for number, text in enumerate(texts)]


_MOST_HITS = 8


def _hit(term: Term, source: str, target: str) -> str:
    note = f" ({fold(term.note)})" if term.note else ""
    return f"Glossary: {fold(term.name.get(source, term.id))} = {fold(term.name[target])}{note}"


def _forms(term: Term, source: str) -> tuple[str, ...]:
    """The term as texts of the language may have it; an alias is in whichever language it looks like."""
    name = term.name.get(source, "")
    return tuple(form for form in (name, *term.aliases) if form and has_han(form) == has_han(name))


def _uses(text: str, word: str) -> bool:
    if has_han(word):
        return word in text
    return re.search(rf"(?<!\w){re.escape(word)}(?:s|es)?(?!\w)", text, re.IGNORECASE) is not None
