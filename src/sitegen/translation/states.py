"""What is fresh, stale, missing or revised: one page or data record in one target language, unit by unit."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

from sitegen.fingerprints import fingerprint, is_neutral
from sitegen.model import Acknowledged, Entry, Orphan, Translation, UnitMark, UnitState, UnitStateName, pack_units
from sitegen.translation.alignment import Alignment, Texts, align
from sitegen.translation.fields import FieldText
from sitegen.translation.records import split_id
from sitegen.translation.similarity import pair_alike

NOT_FRESH: frozenset[str] = frozenset({"missing", "stale"})
"""States in which readers are told that they do not read a translation of the present words."""


class Paths(NamedTuple):
    """Where the texts of a page are, for those who look for a unit."""

    source: str = ""
    target: str = ""
    """The translated file; the source's own where it has both languages; empty where there is none."""
    catalogue: str = ""
    """The content catalogue that has, or would have, the page's entries."""


NOWHERE = Paths()


def page_translation(
    identity: str,
    language: str,
    *,
    source_marks: Sequence[UnitMark] = (),
    target_marks: Sequence[UnitMark] | None = None,
    fields: Sequence[FieldText] = (),
    records: Sequence[Acknowledged] = (),
    elsewhere: Mapping[str, Sequence[Acknowledged]] | None = None,
    entries: Mapping[str, Sequence[Entry]] | None = None,
    entries_elsewhere: Mapping[str, Sequence[Entry]] | None = None,
    texts: Texts | None = None,
    given: Sequence[int] | None = None,
    paths: Paths = NOWHERE,
    kept: Iterable[Orphan] = (),
) -> Translation:
    """The page or record of that identity in that language.

    `target_marks` are those of the translated file, None where there is none; `given` the counterparts where they are
    known without aligning. `records` are the page's own; `elsewhere` those of vanished pages by each fingerprint
    (`records.of_vanished`). `entries` are the catalogue's for this page by context (`entries_of`), `entries_elsewhere`
    those of vanished pages by the fingerprint of their source (`entries_of_vanished`). `texts` gives the texts of both
    bodies where fingerprints leave a doubt; without it such units are unrecorded or missing. `kept` are the orphans
    that a conversion has put aside.
    """
    page = _Page(identity, records, elsewhere or {}, entries or {}, entries_elsewhere or {}, paths)
    marks = target_marks or ()
    vanished = page.of_vanished((*source_marks, *marks))
    page.recall_entries(source_marks, fields)
    aligned = align(source_marks, marks, records, texts=texts, elsewhere=vanished, given=given)
    of_fields = _field_records(fields, records, elsewhere or {})
    # What is recorded keeps its id, so that no new one takes it.
    page.keep_ids((*of_fields, *aligned.records))
    texts_of_fields = [page.field(field, record) for field, record in zip(fields, of_fields, strict=True)
                       if field.source]
    catalogued = page.from_catalogue(source_marks, aligned, texts)
    if catalogued or any(aligned.records):
        units = [page.unit(i, mark, aligned, marks, catalogued.get(i)) for i, mark in enumerate(source_marks)]
    else:
        units = page.unknown_units(source_marks, aligned.targets, marks)
    units += page.orphan_fields(fields)
    units += page.orphans(aligned.orphans, marks)
    units += page.orphan_entries(source_marks, fields)
    units += page.kept_orphans(kept)
    states = [unit.state for unit in (*texts_of_fields, *units)]
    return Translation(
        identity=identity, language=language, fields=tuple(texts_of_fields), packed=pack_units(units),
        linked=any(unit.links for unit in units),
        total=len(states) - states.count("neutral") - states.count("orphan"), missing=states.count("missing"),
        stale=states.count("stale"), parallel=bool(marks) and _is_parallel(units, aligned, marks))


def _is_parallel(units: Sequence[UnitState], aligned: Alignment, marks: Sequence[UnitMark]) -> bool:
    """Whether each text of the body has its counterpart in the same place, and none of them is out of date."""
    places = len(aligned.targets)
    return (places == len(marks) and aligned.targets == tuple(range(places))
            and not any(unit.state in NOT_FRESH for unit in units[:places]))


def state_of(source: str, translation: str, record: Acknowledged | None) -> UnitStateName:
    """The state of a unit with a counterpart; `source` and `translation` are fingerprints."""
    if record is None:
        return "unrecorded"
    if record.source == source:
        return "fresh"
    return "stale" if record.translation == translation else "revised"


def entry_state(source: str, entry: Entry, record: Acknowledged | None) -> UnitStateName:
    """The state of a unit of that fingerprint whose counterpart would be this entry's translation."""
    confirmed = record is not None and record.translation == fingerprint(entry.translation)
    if not entry.translation or (entry.fuzzy and not confirmed):
        return "missing"
    if entry.fuzzy or fingerprint(entry.source) != source:
        # Its own words say which source it was made for.
        return "stale"
    if record is None:
        return "unrecorded"
    # New words for the present source are a translator's acknowledgement; the old words without their flag are not.
    return "fresh" if record.source == source or not confirmed else "stale"


def entries_of(entries: Iterable[Entry]) -> dict[str, dict[str, list[Entry]]]:
    """A catalogue's entries by identity, then by context."""
    found: dict[str, dict[str, list[Entry]]] = {}
    for entry in entries:
        identity = split_id(f"{entry.context}:")[0]
        found.setdefault(identity, {}).setdefault(entry.context, []).append(entry)
    return found


def entries_of_vanished(entries: Mapping[str, Mapping[str, Sequence[Entry]]],
                        living: Collection[str]) -> dict[str, list[Entry]]:
    """Translated entries of pages that are gone, by the fingerprint of their source."""
    found: dict[str, list[Entry]] = {}
    for identity, contexts in entries.items():
        if identity not in living:
            for entry in (entry for each in contexts.values() for entry in each if entry.translation):
                found.setdefault(fingerprint(entry.source), []).append(entry)
    return found


class _Found(NamedTuple):
    """A unit's entry in the catalogue, with the record it goes with."""

    entry: Entry
    record: Acknowledged | None


class _Page:
    """Gives out ids and puts states together; thrown away with the page."""

    def __init__(self, identity: str, records: Sequence[Acknowledged], elsewhere: Mapping[str, Sequence[Acknowledged]],
                 entries: Mapping[str, Sequence[Entry]], entries_elsewhere: Mapping[str, Sequence[Entry]],
                 paths: Paths) -> None:
        self.identity = identity
        self.records = records
        self.elsewhere = elsewhere
        self.entries = entries
        self.entries_elsewhere = entries_elsewhere
        self.paths = paths
        self.usual_path = self._path(None)
        self.taken = {record.id for record in records}
        self.used_entries: set[tuple[str, str]] = set()
        self.former: tuple[Acknowledged, ...] = ()
        """Where the page has been renamed, the records that its catalogue's entries go with."""

    def of_vanished(self, marks: Iterable[UnitMark]) -> list[Acknowledged]:
        """Records of vanished pages that know a text of this one."""
        if not self.elsewhere:
            return []
        found = {record.id: record for mark in marks if not mark.neutral
                 for record in self.elsewhere.get(mark.fingerprint, ())}
        return list(found.values())

    def recall_entries(self, source: Iterable[UnitMark], fields: Iterable[FieldText]) -> None:
        """Give a page that has been renamed the entries it had: those of the vanished page with most of its texts.

        Without it, a text that was edited in the same move would have no former text to be stale against.
        """
        if self.entries or not self.entries_elsewhere:
            return
        texts = {(mark.role, mark.fingerprint) for mark in source}
        texts |= {(text.role, fingerprint(text.source)) for text in fields}
        votes = Counter(_identity(entry) for role, text in sorted(texts) for entry in self._of_vanished(role, text))
        if not votes:
            return
        former = min(votes, key=lambda identity: (-votes[identity], identity))
        entries = [entry for each in self.entries_elsewhere.values() for entry in each if _identity(entry) == former]
        if 2 * votes[former] < len(entries):
            return
        own: dict[str, list[Entry]] = {}
        for entry in entries:
            own.setdefault(f"{self.identity}#{split_id(f'{entry.context}:')[1]}", []).append(entry)
        self.entries = own
        records = (record for entry in entries for record in self.elsewhere.get(fingerprint(entry.source), ()))
        self.former = tuple(record for record in records if split_id(record.id)[0] == former)

    # ---- ids ----

    def keep_ids(self, records: Iterable[Acknowledged | None]) -> None:
        self.taken.update(self.rebased(record) for record in records if record is not None)

    def rebased(self, record: Acknowledged) -> str:
        """The record's id, on this page where the page has been renamed."""
        _, role, digits = split_id(record.id)
        return f"{self.identity}#{role}:{digits}"

    def id(self, role: str, source: str, record: Acknowledged | None) -> str:
        if record is not None:
            return self.rebased(record)
        number, digits = 1, source[:8]
        while (made := f"{self.identity}#{role}:{digits}") in self.taken:
            # An equal text under the same role: each is a unit of its own.
            number += 1
            digits = blake2b(f"{source} {number}".encode(), digest_size=4).hexdigest()
        self.taken.add(made)
        return made

    # ---- fields ----

    def field(self, text: FieldText, record: Acknowledged | None) -> UnitState:
        if is_neutral(text.source):
            return UnitState(id="", role=text.role, state="neutral", field=text.field, translation=text.target)
        source = fingerprint(text.source)
        found = None if text.target else self.entry_of_field(text, source, record)
        state: UnitStateName
        if text.target:
            state = state_of(source, fingerprint(text.target), record) if record else "unrecorded"
        else:
            state = entry_state(source, found.entry, record) if found else "missing"
        return UnitState(
            id=self.id(text.role, source, record), role=text.role, state=state, field=text.field,
            translation=text.target or self._shown(state, found), target_line=self._line(found),
            target_path=self._path(None if text.target else found),
            recorded=_recorded(source, record, found))

    def entry_of_field(self, text: FieldText, source: str, record: Acknowledged | None) -> _Found | None:
        """The field's entry: there is one text for each role, so any entry of its context is the field's own."""
        choices = self._translated(text.role)
        exact = [entry for entry in choices if fingerprint(entry.source) == source]
        for entry in exact or self._of_vanished(text.role, source) or choices[-1:]:
            self.used_entries.add((entry.context, entry.source))
            return _Found(entry, record)
        return None

    def orphan_fields(self, fields: Iterable[FieldText]) -> list[UnitState]:
        return [UnitState(id=self.id(text.role, fingerprint(text.target), None), role=text.role, state="orphan",
                          field=text.field, translation=text.target, target_path=self._path(None))
                for text in fields if not text.source and not is_neutral(text.target)]

    # ---- units of the body ----

    def unit(self, i: int, mark: UnitMark, aligned: Alignment, marks: Sequence[UnitMark],
             found: _Found | None) -> UnitState:
        j, record = aligned.targets[i], aligned.records[i] or (found.record if found else None)
        line = marks[j].line if j >= 0 else 0
        if mark.neutral:
            return UnitState(id="", role=mark.role, state="neutral", source=i, target=j, source_line=mark.line,
                             target_line=line)
        state: UnitStateName = "missing"
        if j >= 0:
            state = state_of(mark.fingerprint, marks[j].fingerprint, record)
        elif found is not None:
            state, line = entry_state(mark.fingerprint, found.entry, record), found.entry.line
        return UnitState(
            id=self.id(mark.role, mark.fingerprint, record), role=mark.role, state=state, source=i, target=j,
            translation="" if j >= 0 else self._shown(state, found), source_line=mark.line, target_line=line,
            links=found.entry.links if found and j < 0 and state != "missing" else (),
            target_path=self._path(found) if found else self.usual_path,
            recorded=_recorded(mark.fingerprint, record, found) if record or found else "")

    def unknown_units(self, source: Sequence[UnitMark], targets: Sequence[int],
                      marks: Sequence[UnitMark]) -> list[UnitState]:
        """The same as `unit` of each, where nothing is recorded and no catalogue is asked: so with most pages."""
        begin, path = f"{self.identity}#", self.usual_path
        taken = self.taken
        found: list[UnitState] = []
        for i, (mark, j) in enumerate(zip(source, targets, strict=True)):
            role, line = mark.role, marks[j].line if j >= 0 else 0
            if mark.neutral:
                found.append(UnitState("", role, "neutral", i, j, source_line=mark.line, target_line=line))
                continue
            made = f"{begin}{role}:{mark.fingerprint[:8]}"
            if made in taken:
                made = self.id(role, mark.fingerprint, None)
            taken.add(made)
            found.append(UnitState(made, role, "missing" if j < 0 else "unrecorded", i, j, source_line=mark.line,
                                   target_line=line, target_path=path))
        return found

    def orphans(self, positions: Iterable[int], marks: Sequence[UnitMark]) -> list[UnitState]:
        return [UnitState(id=self.id(marks[j].role, marks[j].fingerprint, None), role=marks[j].role, state="orphan",
                          target=j, target_line=marks[j].line, target_path=self.paths.target)
                for j in positions if not marks[j].neutral]

    # ---- catalogues ----

    def from_catalogue(self, source: Sequence[UnitMark], aligned: Alignment, texts: Texts | None) -> dict[int, _Found]:
        """Entries for the units that no file translates: by the present text, else by the nearest former one."""
        if not self.entries and not self.entries_elsewhere:
            return {}
        free = _Free((*self.records, *self.former), aligned)
        found: dict[int, _Found] = {}
        waiting: dict[str, list[int]] = {}
        for i, mark in enumerate(source):
            choices = {} if mark.neutral else {fingerprint(each.source): each for each in self._translated(mark.role)}
            exact = choices.get(mark.fingerprint)
            if exact is None and not mark.neutral:
                exact = next(iter(self._of_vanished(mark.role, mark.fingerprint)), None)
            if exact is not None:
                self.used_entries.add((exact.context, exact.source))
            if exact is not None and aligned.targets[i] < 0:
                found[i] = _Found(exact, aligned.records[i] or free.take(mark.role, exact))
            elif choices and aligned.targets[i] < 0:
                waiting.setdefault(mark.role, []).append(i)
        present = {mark.fingerprint for mark in source}
        for role, places in waiting.items():
            left = [entry for entry in self._translated(role) if fingerprint(entry.source) not in present]
            for i, entry in _nearest(places, left, aligned, texts):
                self.used_entries.add((entry.context, entry.source))
                found[i] = _Found(entry, aligned.records[i] or free.take(role, entry))
        return found

    def orphan_entries(self, source: Sequence[UnitMark], fields: Sequence[FieldText]) -> list[UnitState]:
        """Translations in the catalogue of texts that the page no longer has."""
        if not self.entries:
            return []
        roles = [split_id(f"{context}:")[1] for context in self.entries]
        present = {(mark.role, mark.fingerprint) for mark in source}
        present.update((text.role, fingerprint(text.source)) for text in fields)
        return [
            UnitState(id=self.id(role, fingerprint(entry.source), None), role=role, state="orphan",
                      translation=entry.translation, target_line=entry.line,
                      target_path=entry.path or self.paths.catalogue)
            for role in roles for entry in self._translated(role)
            if not entry.fuzzy and (entry.context, entry.source) not in self.used_entries
            and (role, fingerprint(entry.source)) not in present
        ]

    def kept_orphans(self, kept: Iterable[Orphan]) -> list[UnitState]:
        return [UnitState(id=self.id(each.role, fingerprint(each.text), None), role=each.role, state="orphan",
                          translation=each.text, target_line=each.line, target_path=each.path) for each in kept]

    def _of_vanished(self, role: str, source: str) -> list[Entry]:
        """Entries that a page which has been renamed had for this text."""
        return [entry for entry in self.entries_elsewhere.get(source, ()) if split_id(f"{entry.context}:")[1] == role]

    def _translated(self, role: str) -> list[Entry]:
        return [entry for entry in self.entries.get(f"{self.identity}#{role}", ()) if entry.translation]

    def _shown(self, state: str, found: _Found | None) -> str:
        return found.entry.translation if found and state != "missing" else ""

    def _line(self, found: _Found | None) -> int:
        return found.entry.line if found else 0

    def _path(self, found: _Found | None) -> str:
        """Where a unit's translation is or would be."""
        if found and found.entry.path:
            return found.entry.path
        if found or not self.paths.target:
            return self.paths.catalogue or self.paths.source
        return self.paths.target


class _Free:
    """The records that no unit has yet, for those that only the catalogue knows."""

    def __init__(self, records: Iterable[Acknowledged], aligned: Alignment) -> None:
        used = {record.id for record in aligned.records if record is not None}
        self.left = [record for record in records if record.id not in used]

    def take(self, role: str, entry: Entry) -> Acknowledged | None:
        """The record of what this entry once said: of its previous text, else of the very words of its translation."""
        sources = {fingerprint(text) for text in (entry.source, entry.previous) if text}
        translation = fingerprint(entry.translation)
        choices: tuple[Callable[[Acknowledged], bool], ...] = (
            lambda record: record.source in sources and record.translation == translation,
            lambda record: record.source in sources,
            # Another unit's words may be the same; a previous text says that this unit had others.
            lambda record: record.translation == translation and not entry.previous,
        )
        for choice in choices:
            for number, record in enumerate(self.left):
                if split_id(record.id)[1] == role and choice(record):
                    return self.left.pop(number)
        return None


def _nearest(places: Sequence[int], left: Sequence[Entry], aligned: Alignment,
             texts: Texts | None) -> list[tuple[int, Entry]]:
    """Which unit each entry of a former text belongs to: as recorded, else to the unit most like that text."""
    by_source: dict[str, Entry] = {}
    for entry in left:
        by_source.setdefault(fingerprint(entry.source), entry)
    pairs: list[tuple[int, Entry]] = []
    for i in places:
        record = aligned.records[i]
        entry_of_record = by_source.pop(record.source, None) if record is not None else None
        if entry_of_record is not None:
            pairs.append((i, entry_of_record))
    done = {i for i, _ in pairs}
    rest, entries = [i for i in places if i not in done], list(by_source.values())
    if texts is not None and rest and entries:
        words, _ = texts()
        alike = pair_alike([words[i] for i in rest], [entry.source for entry in entries])
        pairs += [(rest[a], entries[b]) for a, b in alike]
    return pairs


def _field_records(fields: Sequence[FieldText], records: Sequence[Acknowledged],
                   elsewhere: Mapping[str, Sequence[Acknowledged]]) -> list[Acknowledged | None]:
    """The record of each field: of its role, since there is one text for each; else of its text on a vanished page."""
    if not records and not elsewhere:
        return [None] * len(fields)
    by_role: dict[str, list[Acknowledged]] = {}
    by_source: dict[str, list[Acknowledged]] = {}
    for record in records:
        by_role.setdefault(split_id(record.id)[1], []).append(record)
        by_source.setdefault(record.source, []).append(record)
    roles = {text.role for text in fields}
    found: list[Acknowledged | None] = []
    used: set[str] = set()
    for text in fields:
        chosen: Acknowledged | None = None
        if text.source and not is_neutral(text.source):
            source, target = fingerprint(text.source), fingerprint(text.target) if text.target else ""
            # A session that was given another id has the same words under a role that is no longer there.
            moved = [each for each in by_source.get(source, ())
                     if split_id(each.id)[1] not in roles and _same_kind(each, text)]
            others = [each for key in (source, target) if key for each in elsewhere.get(key, ())
                      if _same_kind(each, text)]
            choices = [each for each in (*by_role.get(text.role, ()), *moved, *others) if each.id not in used]
            chosen = _closest(choices, source, target)
        if chosen is not None:
            used.add(chosen.id)
        found.append(chosen)
    return found


def _closest(choices: Sequence[Acknowledged], source: str, translation: str) -> Acknowledged | None:
    """The record that knows the source, and of several the one that knows the translation too."""
    return min(choices, key=lambda each: (each.source != source, each.translation != translation), default=None)


def _same_kind(record: Acknowledged, text: FieldText) -> bool:
    """Whether the record's role ends as the field's: both a session's title, whatever the session."""
    return split_id(record.id)[1].rpartition("/")[2] == text.role.rpartition("/")[2]


def _identity(entry: Entry) -> str:
    """The page that the entry's context names."""
    return split_id(f"{entry.context}:")[0]


def _recorded(source: str, record: Acknowledged | None, found: _Found | None) -> str:
    """What the source said when its translation was made, where it says something else now."""
    if record is not None:
        return record.text if record.source != source else ""
    if found is not None and fingerprint(found.entry.source) != source:
        return found.entry.source
    return ""
