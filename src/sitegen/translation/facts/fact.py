"""One fact that a text states, in a form that is the same in every language."""

from fractions import Fraction
from typing import Any, Literal, NamedTuple

FactKind = Literal[
    "date", "range", "weekday", "time", "duration", "number", "percentage", "money", "ordinal", "count", "url", "email",
    "identifier", "link", "image", "name",
]

Amount = int | Fraction

Reading = tuple[Any, ...]
"""What a fact can mean: its family, then what is equal where two texts say the same.

    ("date", 2026, 8, 21)          0 where the text does not say the year, the month or the day
    ("range", first, last)         two dates, each as above
    ("period", 2022, "Q3")         also H1, H2 and the seasons
    ("decade", 1990)  ("century", 21)
    ("weekday", 5)                 Monday is 0
    ("time", 870)                  minutes after midnight
    ("zone", 480)                  minutes ahead of UTC; a name where that is all one knows
    ("minutes", 2880)  ("months", 6)
    ("phase", "early")  ("part", "am")  ("order", 3)   of a month or year; of a day; thousands
    ("season", "spring")           where no year is said
    ("every", "month")             how often
    ("number", 12)  ("ordinal", 3)  ("ratio", Fraction(1, 3))  ("points", 3)
    ("money", 1500000000, "USD")  ("metres", 5000) and other measures
    ("url", …)  ("email", …)  ("identifier", …)  ("link", …)  ("image", …)  ("name", …)
"""


class Fact(NamedTuple):
    """A fact and where it stands; of several readings (14:30 or 2:30 at night) any may be meant."""

    kind: FactKind
    readings: tuple[Reading, ...]
    start: int
    end: int
    weak: bool = False
    """Said in passing ("one", "a few", 一个): the other side need not say it."""
    raw: Amount | None = None
    """The number as written, where the reading has it multiplied by a unit."""


def simple(amount: Fraction) -> Amount:
    """A whole number as an int, so that equal amounts look equal."""
    return amount.numerator if amount.denominator == 1 else amount
