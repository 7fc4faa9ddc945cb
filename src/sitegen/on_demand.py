"""A mapping of values that lie packed elsewhere, each unpacked when somebody looks at it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, TypeVar

Item = TypeVar("Item")

RECENT = 2500
"""Values held ready: enough for what is looked at again and again, few beside the pages of a large site."""

FEW = 5
"""Values that several look at in turn, while those are held that belong to them."""


class OnDemand(Mapping[str, Item]):
    """Of a large site few pages are looked at at a time, and after an edit inside one of them few at all.

    It is no `dict`, so that nobody who writes one down can take what is held ready for the whole.
    """

    def __init__(self, places: Mapping[str, int], unpack: Callable[[str, int], Item], *,
                 others: dict[str, Item] | None = None) -> None:
        """`places` are the keys in their order, each with where `unpack` finds its value; `others` are not packed."""
        self.places = places
        self._unpack = unpack
        self._others = {} if others is None else others
        self._recent: dict[str, Item] = {}
        self._room: int | None = None
        """How many are held ready at most, where not as many as ever."""

    def __getitem__(self, key: str) -> Item:
        # Whatever is rendered looks at several pages: a search that fails would cost more than all the rest.
        if key in self._others:
            return self._others[key]
        if key in self._recent:
            return self._recent[key]
        place = self.places[key]
        if len(self._recent) >= (RECENT if self._room is None else self._room):
            self._recent.clear()
        value = self._recent[key] = self._unpack(key, place)
        return value

    def get(self, key: str, default: Any = None) -> Any:
        """The value of that key, or the other one where there is none."""
        return self[key] if key in self.places else default

    def __contains__(self, key: object) -> bool:
        return key in self.places

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)

    def forget(self, *, room: int) -> None:
        """Hold nothing ready, and from now on no more than so many at a time."""
        self._recent.clear()
        self._room = room

    def hold(self, key: str, value: Item) -> None:
        """Hold the value of a key from now on, which is what would be unpacked, unless another was given."""
        self._others.setdefault(key, value)
        self._recent.pop(key, None)

    def with_others(self, others: Mapping[str, Item]) -> "OnDemand[Item]":
        """A copy with these instead or besides; nothing is unpacked."""
        besides = dict.fromkeys((key for key in others if key not in self.places), -1)
        return OnDemand({**self.places, **besides}, self._unpack, others={**self._others, **others})

    def __reduce__(self) -> Any:
        return dict, (dict(self.items()),)


class PutAside(OnDemand[Item]):
    """Takes values one by one: so many are held, all others are packed."""

    def __init__(self, put: Callable[[Item], int], unpack: Callable[[str, int], Item], *, held: int) -> None:
        """`put` packs a value and tells where `unpack` finds it."""
        self._taken: dict[str, int] = {}
        self._held: dict[str, Item] = {}
        super().__init__(self._taken, unpack, others=self._held)
        self._put = put
        self._most = held

    @property
    def is_full(self) -> bool:
        """Whether all that is put in from now on is packed."""
        return len(self._held) >= self._most

    def lies_at(self, key: str, place: int, value: Item | None = None) -> None:
        """Take in a key that is not there yet, of which the value is packed already; one that is given may be held."""
        assert key not in self._taken, "each is given once"
        if value is not None and not self.is_full:
            self._held[key] = value
        self._taken[key] = place

    def whole(self) -> Mapping[str, Item]:
        """The values where all of them are held, else this; nothing can be put in any more."""
        return self._held if len(self._held) == len(self._taken) else self

    def __setitem__(self, key: str, value: Item) -> None:
        """Take in a key that is not there yet."""
        assert key not in self._taken, "each is given once"
        if not self.is_full:
            self._held[key], self._taken[key] = value, -1
        else:
            self._taken[key] = self._put(value)


def whole(known: Mapping[str, Item]) -> Mapping[str, Item]:
    """The same; all that is held as it is held, which is looked up in a tenth of the time."""
    return known.whole() if isinstance(known, PutAside) else known


def few_at_a_time(values: Iterable[Item], count: int = FEW) -> Iterator[list[Item]]:
    """The values in their order, so many in a list."""
    left = iter(values)
    while some := list(islice(left, count)):
        yield some


def with_others(known: Mapping[str, Item], others: Mapping[str, Item]) -> Mapping[str, Item]:
    """A copy of the mapping with these instead or besides."""
    return known.with_others(others) if isinstance(known, OnDemand) else {**known, **others}
