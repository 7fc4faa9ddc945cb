"""Which unit of a translated file is the counterpart of which unit of its source, and which record is whose."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

from sitegen.model import Acknowledged, UnitMark
from sitegen.translation.records import covered_by, split_id
from sitegen.translation.similarity import likeness, pair_alike, tokens

_K = TypeVar("_K")
_V = TypeVar("_V")

Texts = Callable[[], tuple[Sequence[str], Sequence[str]]]
"""The texts of the source's units and of the translation's: asked for only where fingerprints leave a doubt."""

_MATCH = 1_000_000_000
"""What one more aligned pair is worth: more than all that tells one way to align from another."""
_KEPT = 1_000_000 * _MATCH
"""What one more recorded pair is worth: more than all else."""
_LARGEST_TABLE = 400_000


class _Key(NamedTuple):
    """By what a record is looked for; empty is what does not matter."""

    source: str
    translation: str
    role: str


class Alignment(NamedTuple):
    """How two bodies correspond."""

    targets: tuple[int, ...]
    """For each unit of the source the position of its counterpart, or -1."""
    records: tuple[Acknowledged | None, ...]
    """For each unit of the source what was last confirmed of it."""
    orphans: tuple[int, ...]
    """Positions of units of the translation that are nobody's counterpart."""


def align(
    source: Sequence[UnitMark],
    target: Sequence[UnitMark],
    records: Sequence[Acknowledged] = (),
    *,
    texts: Texts | None = None,
    elsewhere: Sequence[Acknowledged] = (),
    given: Sequence[int] | None = None,
) -> Alignment:
    """The counterpart and the record of each unit of the source.

    What is recorded stays together wherever it has moved; the rest is aligned by the order of roles between what is.
    `elsewhere` are records of vanished pages, used where the page's own say nothing. `given` are the counterparts where
    they are known beforehand: both languages stood in one text.
    """
    if given is None and not records and not elsewhere and _in_step(source, target):
        # Nothing was confirmed yet, so nothing can tell against it.
        return Alignment(targets=tuple(range(len(source))), records=(None,) * len(source), orphans=())
    work = _Alignment(source, target, (*records, *elsewhere), texts)
    if given is not None:
        work.targets = list(given)
    elif work.undisturbed():
        work.targets = list(range(len(source)))
    else:
        work.align()
    found: list[Acknowledged | None] = [None] * len(source)
    _records_for_rest(work, records, found)
    _records_for_rest(work, elsewhere, found)
    _records_alike(work, records, found)
    if given is None:
        _share(work, found)
    used = set(work.targets)
    orphans = tuple(j for j in range(len(target)) if j not in used)
    return Alignment(targets=tuple(work.targets), records=tuple(found), orphans=orphans)


def _in_step(source: Sequence[UnitMark], target: Sequence[UnitMark]) -> bool:
    """Whether there are equally many units, with the same roles in the same order, and footnotes with their names."""
    if len(source) != len(target):
        return False
    for ours, theirs in zip(source, target, strict=True):
        if ours.role != theirs.role:
            return False
        if ours.name != theirs.name and any(unit.name == ours.name for unit in target if unit.name):
            return False
    return True


class _Alignment:
    """An alignment on its way; thrown away when it is found."""

    def __init__(
        self,
        source: Sequence[UnitMark],
        target: Sequence[UnitMark],
        records: Sequence[Acknowledged],
        texts: Texts | None,
    ) -> None:
        self.source = source
        self.target = target
        self.texts = texts
        self.targets = [-1] * len(source)
        self.taken = [False] * len(target)
        self.pairs = {(record.source, record.translation) for record in records}
        self.records_of_source = _grouped((record.source, record) for record in records)
        self.records_of_translation = _grouped((record.translation, record) for record in records)
        self.sources = {unit.fingerprint for unit in source}
        self.translations = {unit.fingerprint for unit in target}
        self.names = {unit.name: j for j, unit in enumerate(target) if unit.name}
        """The first texts of the translation's footnotes, by what their marks call them."""
        self.covered: set[int] = set()
        """Units of the source whose words stand in the counterpart of a unit before them."""

    # ---- the usual case ----

    def undisturbed(self) -> bool:
        """Whether each unit simply stands beside its counterpart, as far as anything is known of them."""
        if not _in_step(self.source, self.target):
            return False
        for ours, theirs in zip(self.source, self.target, strict=True):
            if (ours.fingerprint, theirs.fingerprint) in self.pairs:
                continue
            if any(each.translation in self.translations for each in self.records_of_source.get(ours.fingerprint, ())):
                return False
            if any(each.source in self.sources for each in self.records_of_translation.get(theirs.fingerprint, ())):
                return False
        return True

    # ---- every other case ----

    def align(self) -> None:
        self._find_covered()
        self._anchor()
        self._pair_footnotes()
        self._fill_gaps()
        self._continue_moved()
        self._pair_recorded_texts()
        self._pair_hints()

    def _pair(self, i: int, j: int) -> None:
        self.targets[i] = j
        self.taken[j] = True

    def _free_sources(self) -> list[int]:
        return [i for i, j in enumerate(self.targets) if j < 0 and i not in self.covered]

    def _free_targets(self) -> list[int]:
        return [j for j, taken in enumerate(self.taken) if not taken]

    def _find_covered(self) -> None:
        places = _grouped((unit.fingerprint, i) for i, unit in enumerate(self.source))
        sources = {each.id: each.source for several in self.records_of_source.values() for each in several}
        noted = {known: [each for each in several if covered_by(each)]
                 for known, several in self.records_of_source.items()}
        for i, unit in enumerate(self.source):
            for record in noted.get(unit.fingerprint, ()):
                partners = places.get(sources.get(covered_by(record), ""), ())
                if any(other < i and other not in self.covered for other in partners):
                    self.covered.add(i)
        changed = [each.text for several in noted.values() for each in several if each.source not in self.sources]
        free = [i for i, unit in enumerate(self.source) if unit.fingerprint not in self.records_of_source]
        if changed and free and self.texts:
            texts, _ = self.texts()
            self.covered.update(free[a] for a, _ in pair_alike([texts[i] for i in free], changed))

    def _anchor(self) -> None:
        """Put together what is recorded of both sides, wherever the two stand."""
        ours = _grouped((unit.fingerprint, i) for i, unit in enumerate(self.source) if i not in self.covered)
        theirs = _grouped((unit.fingerprint, j) for j, unit in enumerate(self.target))
        choices: dict[str, list[int]] = {}
        """Fingerprints of the source to the places of what they were confirmed with."""
        for known, several in ours.items():
            confirmed = dict.fromkeys(each.translation for each in self.records_of_source.get(known, ()))
            choices[known] = sorted(j for translation in confirmed for j in theirs.get(translation, ()))
            if len(several) == len(choices[known]) == 1 and not self.taken[choices[known][0]]:
                self._pair(several[0], choices[known][0])
        # Of several equal texts each belongs beside its neighbours.
        for step in (1, -1):
            for i in range(len(self.source))[::step]:
                j = self._beside(i, step)
                if j >= 0 and self._recorded(i, j):
                    self._pair(i, j)
        # Where those do not tell, as many as possible in the order in which they stand, and the rest anywhere.
        if any(self.targets[i] < 0 for known, several in ours.items() if choices[known] for i in several):
            self._fill_gaps(recorded_only=True)
        for known, several in ours.items():
            free = [j for j in choices[known] if not self.taken[j]]
            for i, j in zip([i for i in several if self.targets[i] < 0], free, strict=False):
                self._pair(i, j)

    def _pair_footnotes(self) -> None:
        """Put together footnotes of one name: in two languages their marks may come in another order."""
        for i, unit in enumerate(self.source):
            j = self.names.get(unit.name, -1)
            if j >= 0 and self.targets[i] < 0 and i not in self.covered and not self.taken[j]:
                self._pair(i, j)

    def _beside(self, i: int, step: int) -> int:
        """What stands beside the counterpart of the neighbour of a free unit as that stands beside the neighbour.

        -1 where that is taken, or does not exist. `step` is 1 for the neighbour before it and -1 for the one after.
        """
        before = i - step
        if self.targets[i] >= 0 or i in self.covered or not 0 <= before < len(self.source):
            return -1
        j = self.targets[before] + step if self.targets[before] >= 0 else -1
        return j if 0 <= j < len(self.target) and not self.taken[j] else -1

    def _fill_gaps(self, *, recorded_only: bool = False) -> None:
        """Align what lies between recorded pairs that have kept their order."""
        before_i = before_j = -1
        end = (len(self.source), len(self.target))
        for i, j in (*_in_order(self.targets), end):
            ours = [each for each in range(before_i + 1, i) if self.targets[each] < 0 and each not in self.covered]
            theirs = [each for each in range(before_j + 1, j) if not self.taken[each]]
            for one, other in self._aligned(ours, theirs, recorded_only):
                if not recorded_only or self._recorded(one, other):
                    self._pair(one, other)
            before_i, before_j = i, j

    def _recorded(self, i: int, j: int) -> bool:
        return (self.source[i].fingerprint, self.target[j].fingerprint) in self.pairs

    def _aligned(self, ours: list[int], theirs: list[int], recorded: bool) -> list[tuple[int, int]]:
        """The longest common sequence of roles; of several, the one that has most in common; else the first.

        With `recorded`, the one that keeps the most recorded pairs, and then the longest.
        """
        if not ours or not theirs:
            return []
        left, right = [self.source[i].role for i in ours], [self.target[j].role for j in theirs]
        if left == right and not recorded:
            return list(zip(ours, theirs, strict=True))
        if len(ours) * len(theirs) > _LARGEST_TABLE:
            return [] if recorded else _by_role(ours, theirs, left, right)
        score = self._scores(ours, theirs)
        best = [[0] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
        for a in range(len(ours) - 1, -1, -1):
            row, below = best[a], best[a + 1]
            for b in range(len(theirs) - 1, -1, -1):
                skipped = below[b] if below[b] > row[b + 1] else row[b + 1]
                paired = below[b + 1] + score(a, b) if left[a] == right[b] else -1
                row[b] = paired if paired > skipped else skipped
        pairs, a, b = [], 0, 0
        while a < len(ours) and b < len(theirs):
            if left[a] == right[b] and best[a][b] == best[a + 1][b + 1] + score(a, b):
                pairs.append((ours[a], theirs[b]))
                a, b = a + 1, b + 1
            elif best[a][b] == best[a][b + 1]:
                b += 1
            else:
                a += 1
        return pairs

    def _scores(self, ours: list[int], theirs: list[int]) -> Callable[[int, int], int]:
        """What aligning the a-th of ours with the b-th of theirs is worth, by what the two have in common."""
        alike: dict[tuple[int, int], int] = {}
        known = {b: self._confirmed(j) for b, j in enumerate(theirs)}
        if self.texts and any(known.values()):
            texts, _ = self.texts()
            words = [tokens(texts[i]) for i in ours]
            for b, confirmed in known.items():
                for a in range(len(ours)) if confirmed else ():
                    if self.source[ours[a]].role == self.target[theirs[b]].role:
                        alike[a, b] = int(1000 * max(likeness(words[a], tokens(text)) for text in confirmed))

        def score(a: int, b: int) -> int:
            one, other = self.source[ours[a]], self.target[theirs[b]]
            same = len(set(one.hints) & set(other.hints)) if one.hints and other.hints else 0
            copied = one.fingerprint == other.fingerprint
            kept = _KEPT if self._recorded(ours[a], theirs[b]) else 0
            return kept + _MATCH + 100 * alike.get((a, b), 0) + 1000 * min(same, 50) + 5000 * copied

        return score

    def _confirmed(self, j: int) -> list[str]:
        """The source texts, now changed, for which this unit of the translation was confirmed."""
        records = self.records_of_translation.get(self.target[j].fingerprint, ())
        return [each.text for each in records if each.text and each.source not in self.sources]

    def _continue_moved(self) -> None:
        """Align what stands beside a recorded pair that has moved, as it does on the other side."""
        for step in (1, -1):
            for i in range(len(self.source))[::step]:
                j = self._beside(i, step)
                if j >= 0 and self.source[i].role == self.target[j].role:
                    self._pair(i, j)

    def _pair_recorded_texts(self) -> None:
        """A translation whose source has both moved and changed is found by what the source once said."""
        free = self._free_sources()
        confirmed = [(j, text) for j in self._free_targets() for text in self._confirmed(j)[:1]]
        if not (self.texts and free and confirmed):
            return
        texts, _ = self.texts()
        for a, b in pair_alike([texts[i] for i in free], [text for _, text in confirmed]):
            self._pair(free[a], confirmed[b][0])

    def _pair_hints(self) -> None:
        """Last, what names the same several numbers, or the same address or image, as nothing else that is left."""
        ours = _grouped((_key(self.source[i]), i) for i in self._free_sources() if _telling(self.source[i]))
        theirs = _grouped((_key(self.target[j]), j) for j in self._free_targets() if _telling(self.target[j]))
        for key, several in ours.items():
            if len(several) == 1 and len(theirs.get(key, ())) == 1:
                self._pair(several[0], theirs[key][0])


# ---- records -------------------------------------------------------------------------------------------------------


def _records_for_rest(work: _Alignment, records: Sequence[Acknowledged], found: list[Acknowledged | None]) -> None:
    """Give the records to units that have none: first by both texts, then by the source, then by the translation.

    Each time those of the unit's own role go first.
    """
    if not records:
        return
    rest = [i for i, unit in enumerate(work.source) if found[i] is None and not unit.neutral]
    used = {record.id for record in found if record is not None}
    for ours, theirs in ((True, True), (True, False), (False, True)):
        for same_role in (True, False):
            # Usually the first round leaves nothing for the others.
            if not rest:
                return
            waiting = _grouped(
                (_Key(each.source if ours else "", each.translation if theirs else "",
                      split_id(each.id)[1] if same_role else ""), each) for each in reversed(records))
            left = []
            for i in rest:
                unit, translation = work.source[i], _fingerprint_of(work, i) if theirs else ""
                choices = waiting.get(_Key(unit.fingerprint if ours else "", translation,
                                           unit.role if same_role else ""), [])
                while choices and choices[-1].id in used:
                    choices.pop()
                if choices and (translation or not theirs):
                    found[i] = record = choices.pop()
                    used.add(record.id)
                else:
                    left.append(i)
            rest = left


def _records_alike(work: _Alignment, records: Sequence[Acknowledged], found: list[Acknowledged | None]) -> None:
    """Where source and translation have both changed, the record is known only by what the source once said."""
    used = {record.id for record in found if record is not None}
    left = [record for record in records if record.id not in used and record.text]
    rest = [i for i, unit in enumerate(work.source) if found[i] is None and not unit.neutral]
    if not (work.texts and left and rest):
        return
    texts, _ = work.texts()
    for a, b in pair_alike([texts[i] for i in rest], [record.text for record in left]):
        found[rest[a]] = left[b]


def _share(work: _Alignment, found: list[Acknowledged | None]) -> None:
    """Give a unit that was confirmed as covered by another's translation that counterpart."""
    places = {record.id: i for i, record in enumerate(found) if record is not None}
    translations = {unit.fingerprint: j for j, unit in enumerate(work.target)}
    for i, record in enumerate(found):
        if record is not None and work.targets[i] < 0 and (partner := covered_by(record)):
            there = translations.get(record.translation, -1)
            work.targets[i] = there if there >= 0 else work.targets[places[partner]] if partner in places else -1


def _fingerprint_of(work: _Alignment, i: int) -> str:
    return work.target[work.targets[i]].fingerprint if work.targets[i] >= 0 else ""


# ---- small things --------------------------------------------------------------------------------------------------


def _grouped(pairs: Iterable[tuple[_K, _V]]) -> dict[_K, list[_V]]:
    groups: dict[_K, list[_V]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


def _in_order(targets: Sequence[int]) -> list[tuple[int, int]]:
    """The most pairs that stand in the same order on both sides."""
    ends: list[int] = []
    """The smallest counterpart at which a sequence of each length ends."""
    places: list[int] = []
    before = [-1] * len(targets)
    for i, j in enumerate(targets):
        if j < 0:
            continue
        length = bisect_left(ends, j)
        before[i] = places[length - 1] if length else -1
        ends[length:length + 1] = [j]
        places[length:length + 1] = [i]
    pairs = []
    i = places[-1] if places else -1
    while i >= 0:
        pairs.append((i, targets[i]))
        i = before[i]
    return pairs[::-1]


def _by_role(ours: list[int], theirs: list[int], left: list[str], right: list[str]) -> list[tuple[int, int]]:
    """A cruder way for what is too large: the units of each role in their order."""
    waiting = {role: iter(several) for role, several in _grouped(zip(right, theirs, strict=True)).items()}
    pairs = ((i, next(waiting.get(role, iter(())), -1)) for i, role in zip(ours, left, strict=True))
    return [(i, j) for i, j in pairs if j >= 0]


def _key(unit: UnitMark) -> tuple[str, tuple[str, ...]]:
    return unit.role, unit.hints


def _telling(unit: UnitMark) -> bool:
    """Whether its hints can hardly be another's by chance."""
    return len(unit.hints) > 1 or any(not hint.isdigit() for hint in unit.hints)
