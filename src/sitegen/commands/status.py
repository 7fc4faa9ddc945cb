"""`sitegen i18n status`: how far each page is translated, as a table, as JSON and as a summary for a pull request."""

import json
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from sitegen.commands.survey import Survey, Surveyed
from sitegen.console import printable, width
from sitegen.diagnostics import BuildStopped, error
from sitegen.scripts import fold

STATES = ("fresh", "stale", "missing", "orphan", "unrecorded", "revised")
URGENT = ("stale", "revised", "orphan")
"""What somebody changed; the rest was never done, or needs nobody."""
_LONGEST = 70

Counts = dict[str, int]
Before = dict[str, frozenset[tuple[str, str]]]
"""Language and id of the units in each state, when a change began."""


class _Unit(msgspec.Struct):
    id: str
    language: str
    state: str


class _Earlier(msgspec.Struct):
    units: list[_Unit]


def counted(units: Iterable[Surveyed]) -> Counts:
    """How many units are in each state."""
    counts = dict.fromkeys(STATES, 0)
    for one in units:
        counts[one.state] += 1
    return counts


def as_json(survey: Survey, units: Sequence[Surveyed]) -> str:
    """The contract: all units by path, line and id, and their number in each state by target language."""
    placed = sorted((survey.place(one), one.id, one.language.code, one.state) for one in units)
    default, *others = (language.code for language in survey.written)
    targets = [*([default] if any(one.language.code == default for one in units) else []), *others]
    return json.dumps(
        {
            "units": [
                {"id": id, "path": path, "line": line, "language": code, "state": state}
                for (path, line), id, code, state in placed
            ],
            "counts": {code: counted(one for one in units if one.language.code == code) for code in targets},
        },
        ensure_ascii=False,
    )


def as_text(survey: Survey, units: Sequence[Surveyed], *, every: bool) -> str:
    """A table of sections and those of their pages that are not all fresh, then the units that need somebody.

    With `every`, all units that are not fresh are listed: the pages were named.
    """
    rows = [["section and page", "language", *STATES]]
    for name, indent, code, group in _groups(units):
        counts = counted(group)
        if indent and not every and counts["fresh"] == len(group):
            continue
        rows.append([f"{'  ' * indent}{printable(name)}", code, *(str(counts[state] or "·") for state in STATES)])
    lines = [*_aligned(rows), *_listing(survey, units, every=every)]
    return "\n".join(lines)


def read_before(data: bytes, path: str) -> Before:
    """The units of an earlier answer as JSON, by state. Raises BuildStopped (exit 2) for anything else."""
    try:
        units = msgspec.json.decode(data, type=_Earlier).units
    except msgspec.DecodeError:
        raise BuildStopped(error(
            "E-USAGE", f"{path} is no answer of sitegen i18n status --format json.",
            "Make one where the change begins: sitegen i18n status --format json > before.json", exit=2)) from None
    return {state: frozenset((one.language, one.id) for one in units if one.state == state) for state in STATES}


def _changed(survey: Survey, units: Sequence[Surveyed], before: Before) -> Iterator[str]:
    """What a change does to translations, a sentence each; nothing to nobody is said too."""
    said = False
    for language in survey.written:
        mine = [one for one in units if one.language.code == language.code]
        made = {state: sum(one.state == state and (language.code, one.id) not in before[state] for one in mine)
                for state in STATES}
        waiting = {known for state in STATES if state != "fresh" for known in before[state]}
        mended = sum(one.state == "fresh" and (language.code, one.id) in waiting for one in mine)
        stale, missing = made["stale"] + made["revised"], made["missing"]
        parts = [sentence for number, sentence in (
            (stale, f"makes {_count(stale, 'text')} stale"),
            (missing, f"adds {_count(missing, 'text')} without a translation"),
            (mended, f"brings {_count(mended, 'text')} up to date"),
        ) if number]
        if parts:
            said = True
            yield f"In {language.name} ({language.code}) this change {', '.join(parts)}."
    if not said:
        yield "This change makes no translation stale or missing."


def as_markdown(survey: Survey, units: Sequence[Surveyed], before: Before | None = None) -> str:
    """A summary for the description of a pull request, or for its comments; `before` is what there was without it."""
    lines = [] if before is None else [*_changed(survey, units, before), ""]
    lines += [f"| section | language | {' | '.join(STATES)} |", f"|---|---|{'--:|' * len(STATES)}"]
    for name, indent, code, group in _groups(units):
        if not indent:
            counts = counted(group)
            lines.append(f"| {_cell(name)} | {code} | {' | '.join(str(counts[state]) for state in STATES)} |")
    urgent = [one for one in units if one.state in URGENT]
    if urgent:
        lines += ["", f"{_count(len(urgent), 'text')} changed on one side or on both:", ""]
        for one in urgent:
            path, line = survey.place(one)
            lines.append(f"- {one.state}: `{path}:{line}` `{one.id}`")
    return "\n".join(lines)


def _groups(units: Sequence[Surveyed]) -> Iterator[tuple[str, int, str, list[Surveyed]]]:
    """Sections with their pages behind them: name, indentation, language, units."""
    for section in sorted({one.owner.section for one in units}):
        inside = [one for one in units if one.owner.section == section]
        yield from ((section, 0, code, group) for code, group in _by_language(inside))
        pages: dict[str, list[Surveyed]] = {}
        for one in inside:
            # Records are many and small: their file stands for them.
            pages.setdefault(one.owner.identity if one.owner.page else one.owner.source, []).append(one)
        for name in sorted(pages):
            yield from ((name, 1, code, group) for code, group in _by_language(pages[name]))


def _by_language(units: Iterable[Surveyed]) -> list[tuple[str, list[Surveyed]]]:
    groups: dict[str, list[Surveyed]] = {}
    for one in units:
        groups.setdefault(one.language.code, []).append(one)
    return sorted(groups.items())


def _listing(survey: Survey, units: Sequence[Surveyed], *, every: bool) -> Iterator[str]:
    listed = [one for one in units
              if one.state in URGENT or _is_new(survey, one) or (every and one.state != "fresh")]
    for one in sorted(listed, key=lambda one: (*survey.place(one), one.id)):
        path, line = survey.place(one)
        yield ""
        yield f"{path}:{line}: {one.state}"
        yield f"  {one.id}"
        source, translation = survey.words(one)
        yield f"  {_short(translation if one.state == 'orphan' else source)}"
    if any(one.state in ("stale", "revised") or _is_new(survey, one) for one in listed):
        yield ""
        yield "Where a translation is right as it is, confirm it: sitegen i18n ack UNIT"
    if any(one.state == "unrecorded" and not survey.records_of(one.owner, one.language) for one in units):
        yield ""
        yield "What is unrecorded was never confirmed. Read the page in both languages, then: sitegen i18n adopt PAGE"


def _is_new(survey: Survey, one: Surveyed) -> bool:
    """Whether a translation was added to a page with records: it is confirmed by itself, for a page is adopted once.

    What is new in a catalogue is recorded by the next update.
    """
    return (one.state == "unrecorded" and bool(survey.records_of(one.owner, one.language))
            and not survey.in_catalogue(one))


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell + " " * (space - width(cell)) if number < 2 else " " * (space - width(cell)) + cell
                 for number, (cell, space) in enumerate(zip(row, widths, strict=True))]
        yield "  ".join(cells).rstrip()


def _short(text: str) -> str:
    text = printable(fold(text))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _cell(text: str) -> str:
    return printable(text).replace("|", r"\|")


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
