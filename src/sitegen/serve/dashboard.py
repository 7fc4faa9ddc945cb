"""The dashboard: how far every page is translated, in one table; and every text of a page beside its translation."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple
from urllib.parse import urlencode

from sitegen.commands.survey import Owner, Survey, Surveyed
from sitegen.diagnostics import Diagnostic
from sitegen.fingerprints import fingerprint
from sitegen.language.chosen import Speech
from sitegen.model import Language, Page
from sitegen.scripts import has_han
from sitegen.serve.bar import STATES
from sitegen.serve.editor import Editor
from sitegen.serve.overview import Row, owners_of, row_of
from sitegen.serve.own import OWN
from sitegen.serve.preview import Preview
from sitegen.site.addresses import url
from sitegen.translation.differences import changes

ROWS = 100
"""Pages of one view."""
WANTING = "not fresh"
_LINE = 60
"""Characters of a line of a field, half as many in Chinese."""
_UNPUBLISHED = "draft or scheduled"
_OF_STATES = ("W-TR-STALE", "W-TR-MISSING", "W-TR-REVISED", "W-TR-ORPHAN", "W-TR-UNRECORDED")
_MEANINGS = {
    "fresh": "says what its source says", "stale": "older than its source", "missing": "not translated",
    "unrecorded": "never confirmed", "revised": "changed on both sides", "orphan": "translates nothing that is there",
}


class Filter(NamedTuple):
    """What somebody wants to see."""

    language: str = ""
    state: str = ""
    section: str = ""
    words: str = ""
    first: int = 0

    @classmethod
    def of(cls, given: dict[str, str]) -> "Filter":
        """As it stands in an address."""
        first = given.get("from", "")
        return cls(given.get("language", ""), given.get("state", ""), given.get("section", ""),
                   given.get("words", ""), int(first) if first.isascii() and first.isdigit() and len(first) < 8 else 0)

    def lets(self, row: Row) -> bool:
        """Whether a row is among it."""
        counts = row.counts
        return (
            self.language in ("", row.language.code)
            and self.section in ("", row.section)
            and (not self.words or self.words.casefold() in f"{row.name} {row.title}".casefold())
            and (not self.state or bool(counts.get(self.state))
                 or (self.state == WANTING and any(counts[state] for state in STATES[1:]))
                 or (self.state == _UNPUBLISHED and bool(row.unpublished)))
        )


# ---- all pages -------------------------------------------------------------------------------------------------------


def table(preview: Preview, survey: Survey, wanted: Filter, editor: Editor) -> str:
    """The view of all pages, as HTML for the main part of a page."""
    said, every = editor.said, preview.rows()
    found = [row for row in every if wanted.lets(row)]
    shown = found[wanted.first:wanted.first + ROWS]
    return "\n".join([
        _problems((*preview.problems.errors, *preview.warnings), editor),
        f"<h2>{said('Translations')}</h2>", _totals(every, said), _form(survey, every, wanted, said),
        f"<p>{said(_found(len(found), len(every)))}</p>",
        _rows(survey, shown, said), _pager(wanted, len(found), said),
    ])


def _problems(diagnostics: Sequence[Diagnostic], editor: Editor) -> str:
    if not diagnostics:
        return ""
    errors = sum(each.severity == "error" for each in diagnostics)
    return _list(editor.said(" and ".join(_count(number, word) for number, word in (
        (errors, "error"), (len(diagnostics) - errors, "warning")) if number)), diagnostics, editor)


def _list(title: str, diagnostics: Sequence[Diagnostic], editor: Editor) -> str:
    if not diagnostics:
        return ""
    items = "\n".join(
        f"<li>{_place(each, editor)}{escape(editor.said(each.message))} <code>{escape(each.code)}</code></li>"
        for each in diagnostics[:ROWS])
    return f'<h2>{title}</h2>\n<ul class="problems">\n{items}\n</ul>'


def _place(problem: Diagnostic, editor: Editor) -> str:
    if not problem.path:
        return ""
    text = escape(f"{problem.path}:{problem.line}" if problem.line else problem.path)
    return f"{_linked(editor.link(problem.path, problem.line, problem.column), text)}{editor.said(': ')}"


def _linked(address: str, text: str) -> str:
    return f'<a href="{escape(address)}">{text}</a>' if address else text


def _totals(every: Iterable[Row], said: Speech) -> str:
    totals: dict[str, tuple[Language, dict[str, int]]] = {}
    for row in every:
        _, counts = totals.setdefault(row.language.code, (row.language, dict.fromkeys(STATES, 0)))
        for state, number in row.counts.items():
            counts[state] += number
    items = []
    for language, counts in totals.values():
        name = f'<span lang="{escape(language.lang)}">{escape(language.name)}</span>'
        numbers = (f'<span class="{state}"><b>{counts[state]}</b> {said(state)}</span>'
                   for state in STATES if counts[state])
        items.append(f"<li>{name}{said(': ')}{said(', ').join(numbers)}</li>")
    return f'<ul class="counts">\n{"".join(items)}\n</ul>'


def _form(survey: Survey, every: Iterable[Row], wanted: Filter, said: Speech) -> str:
    languages = [("", said("All languages")), *((each.code, each.name) for each in survey.languages)]
    states = [
        ("", said("Any state")), (WANTING, said("Not fresh")),
        *((state, f"{said(state)}{said(': ')}{said(_MEANINGS[state])}") for state in STATES),
        (_UNPUBLISHED, said("Draft or scheduled")),
    ]
    sections = [("", said("All sections")), *((name, name) for name in sorted({row.section for row in every}))]
    return (
        f'<form class="filters" action="{OWN}" role="search" aria-label="{said("Filter")}">\n'
        f'{_select("language", said("Language"), languages, wanted.language)}\n'
        f'{_select("state", said("State"), states, wanted.state)}\n'
        f'{_select("section", said("Section"), sections, wanted.section)}\n'
        f'<label>{said("Words in title or address")} <input name="words" value="{escape(wanted.words)}"></label>\n'
        f"<button>{said('Show')}</button>\n</form>"
    )


def _select(name: str, label: str, options: Iterable[tuple[str, str]], chosen: str) -> str:
    inside = "".join(f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(text)}</option>'
                     for value, text in options)
    return f'<label>{label} <select name="{name}">{inside}</select></label>'


def _rows(survey: Survey, shown: Sequence[Row], said: Speech) -> str:
    if not shown:
        return f"<p>{said('There is nothing like that.')}</p>"
    head = "".join(f'<th scope="col" class="number">{said(state)}</th>' for state in STATES)
    lines = "\n".join(_row(survey, row, said) for row in shown)
    return (
        f'<div class="wide" role="region" aria-label="{said("Pages")}" tabindex="0">\n<table>\n<thead><tr>'
        f'<th scope="col">{said("Page")}</th><th scope="col">{said("Into")}</th>'
        f'<th scope="col">{said("Translated")}</th>{head}'
        f'<th scope="col" class="number">{said("warnings")}</th></tr></thead>\n'
        f"<tbody>\n{lines}\n</tbody>\n</table>\n</div>"
    )


def _row(survey: Survey, row: Row, said: Speech) -> str:
    counts = row.counts
    texts = escape(f"{OWN}?{urlencode({'page': row.name, 'language': row.language.code})}")
    cells = "".join(
        f'<td class="number {state if counts[state] else "none"}" data-label="{said(state)}">'
        f'{counts[state] or "·"}</td>'
        for state in STATES)
    page = survey.site.pages.get(row.name)
    note = f' <span class="{row.unpublished}">{said(row.unpublished)}</span>' if row.unpublished else ""
    name = f'<a href="{texts}">{escape(row.title)}</a>{note}'
    shown = _shown_at(survey, row)
    if shown:
        label = escape(said(f"Show {row.title}"))
        name += f' <a class="show" href="{escape(shown)}" aria-label="{label}">{said("show")}</a>'
    return (f'<tr><th scope="row">{name}<br><small>{escape(row.name)}</small></th>'
            f'<td lang="{escape(row.language.lang)}">{escape(row.language.name)}</td><td>{_age(page, row, said)}</td>'
            f'{cells}<td class="number none" data-label="{said("warnings")}" data-of="{escape(row.name)}"'
            f' data-into="{escape(row.language.code)}">…</td></tr>')


def warnings_of(preview: Preview, owners: Sequence[Owner]) -> list[Diagnostic]:
    """What is wrong with a page besides the states of its texts, which are counted."""
    files = {owner.source for owner in owners}
    return [
        *(each for each in preview.warnings if each.path in files),
        *(each for owner in owners for each in preview.findings(owner)
          if not each.code.startswith(_OF_STATES)),
    ]


def _shown_at(survey: Survey, row: Row) -> str:
    page = survey.site.pages.get(row.name)
    if page is None or page.identity in survey.site.hidden.get(row.language.code, frozenset()):
        return ""
    return url(survey.site, row.language.code, page.address)


def _age(page: Page | None, row: Row, said: Speech) -> str:
    """When the translation was made and when its source was last changed, as far as the files say."""
    if page is None:
        return ""
    origin, told = page.facts.translated.get(row.language.code), []
    if origin and origin.date:
        told.append(f'<time datetime="{origin.date.day}">{origin.date.day}</time>')
    updated = page.facts.updated
    if updated:
        told.append(f'<small>{said("source")} <time datetime="{updated.day}">{updated.day}</time></small>')
    return " ".join(told)


def _pager(wanted: Filter, total: int, said: Speech) -> str:
    links = []
    for word, first in ((said("Before"), wanted.first - ROWS), (said("More"), wanted.first + ROWS)):
        if 0 <= first < total:
            query = {"language": wanted.language, "state": wanted.state, "section": wanted.section,
                     "words": wanted.words, "from": str(first)}
            links.append(f'<a href="{escape(OWN + "?" + urlencode(query))}">{word}</a>')
    return f'<nav class="pages" aria-label="{said("More rows")}">{"".join(links)}</nav>' if links else ""


# ---- the texts of one page -------------------------------------------------------------------------------------------


class Texts(NamedTuple):
    """The view of one page's texts."""

    title: str
    content: str
    """HTML for the main part of a page."""


def texts(preview: Preview, survey: Survey, given: dict[str, str], editor: Editor, *, edit: bool) -> Texts | None:
    """Every text of a page beside its translation, or those that are not fresh; None where there is no such page."""
    name, code, wanting = given.get("page", ""), given.get("language", ""), given.get("state") == WANTING
    row = row_of(survey, name, code)
    if row is None:
        return None
    owners = owners_of(survey, row)
    units = [one for owner in owners for one in survey.units_of(owner, row.language)]
    said, shown = editor.said, _shown_at(survey, row)
    where = f' · <a href="{escape(shown)}">{said("Show the page")}</a>' if shown else ""
    numbers = (f'<span class="{state}">{number} {said(state)}</span>' for state, number in row.counts.items() if number)
    into = f'<span lang="{escape(row.language.lang)}">{escape(row.language.name)}</span>'
    # Between Chinese words stands no space.
    space = "" if has_han(said("Into")) and has_han(row.language.name) else " "
    told = said(", ").join(numbers) or said("no texts")
    query = {"page": name, "language": code, **({} if wanting else {"state": WANTING})}
    words = said("All texts") if wanting else said("Only what is not fresh")
    other = _linked(f"{OWN}?{urlencode(query)}", words)
    shown_units = [one for one in units if not wanting or one.state != "fresh"]
    return Texts(row.title, "\n".join([
        f'<p><a href="{OWN}">{said("All pages")}</a>{where} · {other}</p>',
        f'<p><small>{escape(name)}</small></p>',
        f'<p>{said("Into")}{space}{into}{said(": ")}{told}{said(". ").rstrip()}</p>',
        _list(said("Warnings"), warnings_of(preview, owners), editor),
        *(_unit(survey, one, editor, edit=edit) for one in shown_units),
    ]))


def _unit(survey: Survey, one: Surveyed, editor: Editor, *, edit: bool) -> str:
    source, translation = survey.words(one)
    path, line = survey.place(one)
    first = survey.code_of(one.owner.language)
    place = _linked(editor.link(path, line), escape(f"{path}:{line}" if line else path))
    changed = _difference(one.unit.recorded, source) if one.unit.recorded else escape(source)
    heading = f'<span class="{one.state}">{editor.said(one.state)}</span> · {escape(one.unit.role)} · {place}'
    return (
        f'<section class="unit" data-id="{escape(one.id)}">\n<h3>{heading}</h3>\n<div class="texts">\n'
        f'<div lang="{escape(first.lang)}"><p>{changed}</p></div>\n'
        f'<div lang="{escape(one.language.lang)}">'
        f"{_other(one, source, translation, editor.said if edit else None)}</div>\n"
        "</div>\n</section>"
    )


def _other(one: Surveyed, source: str, translation: str, said: Speech | None) -> str:
    """The translation; where it can be typed, `said` tells the words of the form."""
    if said is None or one.state == "orphan":
        return f"<p>{escape(translation)}</p>"
    seen = {"source": fingerprint(source), "translation": fingerprint(translation)}
    about = {"id": one.id, "language": one.language.code, **seen}
    data = "".join(f' data-{name}="{escape(value)}"' for name, value in about.items())
    label = said("Translation of: ") + source[:100]
    rows = 1 + max(len(source) // _LINE, len(translation) // (_LINE // 2))
    return (f'<form class="translate"{data}><textarea rows="{rows}" aria-label="{escape(label)}">{escape(translation)}'
            f'</textarea><button>{said("Save")}</button> <span class="said" role="status"></span></form>')


def _difference(old: str, new: str) -> str:
    """What has changed in the source since its translation was confirmed, word by word."""
    return "".join(_piece(kind, text) for kind, text in changes(old, new))


def _piece(kind: str, text: str) -> str:
    tag = {"old": "del", "new": "ins"}.get(kind)
    return f"<{tag}>{escape(text)}</{tag}>" if tag else escape(text)


def _found(number: int, every: int) -> str:
    return f"{number} {'row' if number == 1 else 'rows'} of {every}."


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


