"""The file of acknowledgements: who confirmed which translation for which source, one unit a line."""

import re
from collections.abc import Collection, Iterable, Mapping

from sitegen.diagnostics import Diagnostic, error
from sitegen.fingerprints import escape, fingerprint, unescape
from sitegen.model import Acknowledged, Acknowledgements, Source

COLUMNS = ("id", "fingerprint of the source", "fingerprint of the translation", "source text", "note")
COVERED = "with: "
"""How the note of a unit begins whose translation stands in that of another unit, which it names."""

_ID = re.compile(r"[^#\s][^\t\n]*#[^\t\n]+:[0-9a-f]{8}")
_FINGERPRINT = re.compile(r"[0-9a-f]{12}")
_CONFLICT = re.compile(r"(?:<{7}|\|{7}|>{7})(?: |$)|={7}$")


def records_path(locale: str) -> str:
    """The file of what was confirmed in a language."""
    return f"translations/{locale}/acknowledged.tsv"


def parse_acknowledgements(source: Source) -> tuple[Acknowledgements, tuple[Diagnostic, ...]]:
    """The records of translations/<locale>/acknowledged.tsv, and what is wrong with its lines, which are left out.

    Lines may stand in any order, with line ends of any system, and twice where a merge has kept both of two equals.
    """
    problems: list[Diagnostic] = []
    read: dict[str, tuple[int, Acknowledged]] = {}
    for number, line in enumerate(_lines(source, problems), start=1):
        if not line.strip() or (found := _record(line, source.path, number, problems)) is None:
            continue
        before, known = read.setdefault(found.id, (number, found))
        if known != found:
            problems.append(_twice(found.id, before, source.path, number))
    records = sorted((record for _, record in read.values()), key=_by_id)
    return Acknowledgements(path=source.path, locale=_locale(source.path), records=tuple(records)), tuple(problems)


def print_acknowledgements(records: Iterable[Acknowledged]) -> str:
    """The file's text: sorted, a record a line, nothing at a line's end that an editor would strip."""
    return "".join(_line(record) for record in sorted(records, key=_by_id))


def acknowledge(id: str, source: str, translation: str, note: str = "") -> Acknowledged:
    """The record that this translation of this source text is confirmed."""
    return Acknowledged(id=id, source=fingerprint(source), translation=fingerprint(translation), text=source, note=note)


def split_id(id: str) -> tuple[str, str, str]:
    """Identity, role and hexadecimal digits of a unit's id."""
    place, _, digits = id.rpartition(":")
    identity, _, role = place.partition("#")
    return identity, role, digits


def covered_by(record: Acknowledged) -> str:
    """The id of the unit whose translation holds this one's too; empty where it has its own."""
    return record.note.removeprefix(COVERED).split("; ")[0] if record.note.startswith(COVERED) else ""


def by_identity(records: Iterable[Acknowledged]) -> dict[str, tuple[Acknowledged, ...]]:
    """The records of each page or data record."""
    found: dict[str, list[Acknowledged]] = {}
    for record in records:
        found.setdefault(split_id(record.id)[0], []).append(record)
    return {identity: tuple(each) for identity, each in found.items()}


def of_vanished(records: Mapping[str, Iterable[Acknowledged]],
                living: Collection[str]) -> dict[str, tuple[Acknowledged, ...]]:
    """The records of pages that are gone, each under both its fingerprints: a renamed page finds its own there."""
    found: dict[str, list[Acknowledged]] = {}
    for identity, each in records.items():
        if identity not in living:
            for record in each:
                for key in {record.source, record.translation}:
                    found.setdefault(key, []).append(record)
    return {key: tuple(each) for key, each in found.items()}


def _lines(source: Source, problems: list[Diagnostic]) -> list[str]:
    data = source.data or b""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        problems.append(error("E-ENCODING", "This file is not UTF-8 from here on.", "Save it again as UTF-8.",
                              path=source.path, line=data.count(b"\n", 0, wrong.start) + 1, column=1))
        return []
    lines = [line.rstrip("\r") for line in text.split("\n")]
    conflict = next((number for number, line in enumerate(lines, start=1) if _CONFLICT.match(line)), 0)
    if conflict:
        problems.append(error(
            "E-RECORD-CONFLICT", "A merge has left its marks here: both versions of these lines are in the file.",
            "Keep the lines of both sides and delete the marks <<<<<<<, ======= and >>>>>>>; of two lines that begin "
            "with the same id, delete either.", path=source.path, line=conflict, column=1))
        return []
    return lines


def _record(line: str, path: str, number: int, problems: list[Diagnostic]) -> Acknowledged | None:
    cells = line.split("\t")
    if len(cells) not in (len(COLUMNS) - 1, len(COLUMNS)):
        problems.append(error(
            "E-RECORD-COLUMNS", f"This line has {len(cells)} columns instead of {len(COLUMNS)}: {', '.join(COLUMNS)}.",
            "Columns are separated by one tab each. Bring the line back from git, or delete it and type: "
            f"{_again(cells[0])}", path=path, line=number, column=1))
        return None
    column = 1
    for cell, pattern, name in zip(cells, (_ID, _FINGERPRINT, _FINGERPRINT), COLUMNS, strict=False):
        if not pattern.fullmatch(cell):
            problems.append(error(
                "E-RECORD-CELL", f'"{cell[:60]}" is not {_a(name)}.',
                f"Bring the line back from git, or delete it and type: {_again(cells[0])}",
                path=path, line=number, column=column))
            return None
        column += len(cell) + 1
    return Acknowledged(id=cells[0], source=cells[1], translation=cells[2], text=unescape(cells[3]),
                        note=unescape(cells[4]) if len(cells) == len(COLUMNS) else "")


def _twice(id: str, before: int, path: str, number: int) -> Diagnostic:
    return error("E-RECORD-TWICE", f"{id} is recorded here and, otherwise, in line {before}.",
                 f"Delete one of the two lines; if you do not know which, delete both and type: {_again(id)}",
                 path=path, line=number, column=1)


def _again(id: str) -> str:
    return f"sitegen i18n ack '{id}'" if _ID.fullmatch(id) else "sitegen i18n status"


def _a(name: str) -> str:
    return "the id of a unit, such as content/about#title:0f9e8d7c" if name == "id" else f"a {name} (12 digits, 0 to f)"


def _line(record: Acknowledged) -> str:
    cells = [record.id, record.source, record.translation, escape(record.text)]
    return "\t".join([*cells, escape(record.note)] if record.note else cells) + "\n"


def _by_id(record: Acknowledged) -> str:
    return record.id


def _locale(path: str) -> str:
    """zh_Hans_CN of translations/zh_Hans_CN/acknowledged.tsv."""
    return path.split("/")[-2] if "/" in path else ""
