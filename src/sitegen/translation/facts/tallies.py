"""Numbers that one text states more often than the other: three, three and two beside 三, 两 and 两."""

from collections.abc import Sequence

from sitegen.translation.facts.agreement import Difference
from sitegen.translation.facts.fact import Fact

_COUNTED = {"count", "number", "percentage", "money", "ordinal", "duration"}


def miscounted(english: Sequence[Fact], chinese: Sequence[Fact]) -> list[Difference]:
    """The one fact that is left on each side when all others have found one of their own, where both have as many."""
    here = [fact for fact in english if fact.kind in _COUNTED and not fact.weak]
    there = [fact for fact in chinese if fact.kind in _COUNTED and not fact.weak]
    if len(here) != len(there) or len(here) < 2:
        return []
    left, free = [], list(there)
    for fact in sorted(here, key=lambda each: len(each.readings)):
        twin = next((other for other in free if not set(fact.readings).isdisjoint(other.readings)), None)
        if twin is None:
            left.append(fact)
        else:
            free.remove(twin)
    if len(left) != 1 or len(free) != 1 or not _alike(left[0], free[0]):
        return []
    # What stands there in passing may be the one that is missed.
    if _in_passing(left[0], chinese) or _in_passing(free[0], english):
        return []
    return [Difference(left[0], free[0])]


def _in_passing(fact: Fact, others: Sequence[Fact]) -> bool:
    return any(other.weak and not set(fact.readings).isdisjoint(other.readings) for other in others)


def _alike(a: Fact, b: Fact) -> bool:
    return a.kind == b.kind and a.readings[0][0] == b.readings[0][0]
