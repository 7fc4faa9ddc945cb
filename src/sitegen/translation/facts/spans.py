"""Joining what stands side by side: 1 hour 30 minutes are ninety minutes."""

from fractions import Fraction

from sitegen.translation.facts.fact import Fact, simple

_BETWEEN = {"", "and", "零", "又", ",", "，"}


def merged(facts: list[Fact], text: str) -> list[Fact]:
    """The facts with durations of one family added up where the larger unit stands before the smaller."""
    if len(facts) < 2 or [fact.kind for fact in facts].count("duration") < 2:
        return facts
    done: list[Fact] = []
    for fact in facts:
        before = done[-1] if done else None
        if before is not None and _continues(before, fact, text):
            family, amount = before.readings[0][:2]
            added = simple(Fraction(amount) + Fraction(fact.readings[0][1]))
            done[-1] = before._replace(readings=((family, added),), end=fact.end, raw=None, weak=False)
        else:
            done.append(fact)
    return done


def _continues(before: Fact, fact: Fact, text: str) -> bool:
    return (
        before.kind == fact.kind == "duration" and before.readings[0][0] == fact.readings[0][0]
        and text[before.end : fact.start].strip() in _BETWEEN and _size(before) > _size(fact) > 0
        # 一周七天 is no fortnight.
        and _size(before) > fact.readings[0][1]
    )


def _size(fact: Fact) -> Fraction:
    """How long the unit is."""
    return Fraction(fact.readings[0][1]) / Fraction(fact.raw) if fact.raw else Fraction(0)
