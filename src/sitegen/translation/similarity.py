"""How alike two texts of one language are: English by words, Chinese by characters."""

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

from sitegen.fingerprints import canonical
from sitegen.scripts import HAN, compiled

ALIKE = 0.6
"""From here on two texts are taken for an older and a newer form of one."""

_TOKEN = rf"[{HAN}]|[^\W{HAN}]+(?:['’\-][^\W{HAN}]+)*|[^\w\s]"
_MOST_TOKENS = 1_000
_MOST_PAIRS = 100_000


def tokens(text: str) -> list[str]:
    """Words, Han characters and punctuation marks of a text, in order."""
    return compiled(_TOKEN).findall(canonical(text))


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """From 0, nothing in common, to 1, the same; `one` and `other` are tokens."""
    one, other = one[:_MOST_TOKENS], other[:_MOST_TOKENS]
    return SequenceMatcher(None, one, other, autojunk=False).ratio() if one and other else 0.0


def pair_alike(ones: Sequence[str], others: Sequence[str]) -> list[tuple[int, int]]:
    """Which of `others` each of `ones` is most likely a form of, as pairs of positions; the most alike are first.

    Nothing is paired twice, nothing below ALIKE. Sets too large to compare in a moment have no pairs.
    """
    if not ones or not others or len(ones) * len(others) > _MOST_PAIRS:
        return []
    lefts, rights = [tokens(text) for text in ones], [tokens(text) for text in others]
    bags = [Counter(right) for right in rights]
    found = []
    for i, left in enumerate(lefts):
        bag = Counter(left)
        for j, right in enumerate(rights):
            # Shared tokens in any order bound the likeness from above, and are quick to count.
            bound = 2 * (bag & bags[j]).total() / (len(left) + len(right)) if left and right else 0.0
            if bound >= ALIKE and (ratio := likeness(left, right)) >= ALIKE:
                found.append((-ratio, i, j))
    pairs: list[tuple[int, int]] = []
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    for _, i, j in sorted(found):
        if i not in taken_left and j not in taken_right:
            pairs.append((i, j))
            taken_left.add(i)
            taken_right.add(j)
    return pairs
