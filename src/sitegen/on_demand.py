"""A mapping of values that are remembered packed, each unpacked when somebody looks at it."""

from collections.abc import Callable, ItemsView, Iterator, Mapping, ValuesView
from typing import Any, TypeVar

from msgspec import Raw

Item = TypeVar("Item")


class OnDemand(dict[str, Item]):
    """Of a site at most a few pages are looked at after an edit inside one of them."""

    def __init__(self, packed: Mapping[str, Any], unpack: Callable[[Raw], Item]) -> None:
        super().__init__(packed)
        self._unpack = unpack

    def __getitem__(self, key: str) -> Item:
        value: Any = super().__getitem__(key)
        if value.__class__ is Raw:
            value = self._unpack(value)
            self[key] = value
        found: Item = value
        return found

    def __iter__(self) -> Iterator[str]:
        # Python copies a mapping that says how to go through it by asking for its values.
        return super().__iter__()

    def get(self, key: str, default: Any = None) -> Any:
        """The value, unpacked."""
        if key not in self:
            return default
        return self[key]

    def values(self) -> ValuesView[Item]:  # type: ignore[override]
        """The values, unpacked one by one."""
        return ValuesView(self)

    def items(self) -> ItemsView[str, Item]:  # type: ignore[override]
        """The same with their keys."""
        return ItemsView(self)

    def __or__(self, others: Any) -> Any:
        return {**self, **others}

    def with_others(self, others: Mapping[str, Item]) -> "OnDemand[Item]":
        """A copy with these instead or besides; nothing is unpacked."""
        copy = OnDemand[Item]({}, self._unpack)
        dict.update(copy, zip(super().keys(), super().values(), strict=True))
        dict.update(copy, others)
        return copy

    def __reduce__(self) -> Any:
        return dict, (dict(self.items()),)


def with_others(known: dict[str, Item], others: Mapping[str, Item]) -> dict[str, Item]:
    """A copy of the mapping with these instead or besides."""
    return known.with_others(others) if isinstance(known, OnDemand) else {**known, **others}
