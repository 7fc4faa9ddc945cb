"""The names and terms that a site knows from its data, and how they are found in texts."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from sitegen.check.texts.counts import Counts, counts_of
from sitegen.model import Organisation, Person, Site, Term, Text
from sitegen.scripts import has_han

_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")


class WrongForm(NamedTuple):
    """A form that a record lists under `not:`."""

    wrong: str
    right: str
    """In the wrong form's own language; empty where the record has no name in it."""
    path: str


class Known(NamedTuple):
    """What the rules of texts need to know of a site."""

    names: dict[str, str]
    """Every right form of a name, in small letters, to how it is written."""
    by_word: dict[str, tuple[str, ...]]
    """Each word of the names of three words and more to those names."""
    words: frozenset[str]
    """Every word of the names of anything but people, as it is written."""
    acronyms: frozenset[str]
    people: dict[str, Person]
    wrong: tuple[WrongForm, ...]
    any_wrong: re.Pattern[str] | None
    """Finds any of the wrong forms."""
    spelling: str = ""
    """The site's own: british, oxford or american; empty for any, as long as a page keeps to one."""
    counts: Counts = Counts({}, {})
    """Of members."""


def known_of(site: Site) -> Known:
    """What is known of names and terms, whichever language they are in."""
    names: dict[str, str] = {}
    for form in _forms(site):
        names.setdefault(form.casefold(), form)
    long = [name for name in names.values() if len(_WORD.findall(name)) >= 3 and not has_han(name)]
    by_word: dict[str, list[str]] = {}
    for name in long:
        for word in set(_WORD.findall(name.casefold())):
            by_word.setdefault(word, []).append(name)
    persons = {name for person in site.people.values() for name in (*person.name.values(), *person.also_known_as)}
    every = {name: _WORD.findall(name) for name in names.values()}
    spelt_out = {word for forms in _records(site) if any(" " in form or has_han(form) for form in forms)
                 for form in forms for word in _WORD.findall(form) if word.isupper()}
    words = frozenset(word for name, parts in every.items() if name not in persons for word in parts)
    wrong = tuple(_wrong_forms(site))
    pattern = "|".join(re.escape(form.wrong) for form in sorted(wrong, key=lambda form: (-len(form.wrong), form.wrong)))
    return Known(
        names=names, by_word={word: tuple(of) for word, of in by_word.items()}, words=words,
        acronyms=frozenset(spelt_out),
        people=site.people, wrong=wrong,
        any_wrong=re.compile(pattern, re.IGNORECASE) if wrong else None, spelling=site.config.spelling,
        counts=counts_of(site.organisations.values(), site.now.date().isoformat()))


def _forms(site: Site) -> Iterable[str]:
    for forms in _records(site):
        yield from forms
    for text in _other_names(site):
        yield from filter(None, text.values())


def _records(site: Site) -> Iterable[list[str]]:
    """The right forms of each record."""
    consortium = (site.config.organisation,) if site.config.organisation else ()
    for record in (*site.people.values(), *site.organisations.values(), *consortium, *site.glossary):
        also = record.aliases if isinstance(record, Term) else record.also_known_as
        legal = record.legal_name.values() if isinstance(record, Organisation) else ()
        yield [form for form in (*record.name.values(), *also, *legal) if form]


def _other_names(site: Site) -> Iterable[Text]:
    """Of series, topics, venues and events: right forms, though nobody lists wrong ones."""
    yield from (series.name for series in site.series.values())
    yield from (topic.name for topic in site.topics.values())
    yield from (venue.place.name for venue in site.venues.values())
    for page in site.pages.values():
        yield from getattr(page.facts, "also_known_as", ())


def _wrong_forms(site: Site) -> Iterable[WrongForm]:
    records: tuple[Person | Organisation | Term, ...] = (
        *site.people.values(), *site.organisations.values(), *site.glossary)
    for record in records:
        for wrong in filter(None, record.wrong_forms):
            yield WrongForm(wrong, right_form(record.name, wrong), record.path)


def right_form(name: Text, wrong: str) -> str:
    """The name in the script of a wrong form; a person's, who may have one name for all, the only one."""
    fitting = [form for form in name.values() if has_han(form) == has_han(wrong)]
    return fitting[0] if fitting else ""
