"""Values that are unpacked when somebody looks at them are the same to all who look."""

import pickle
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from sitegen.on_demand import RECENT, OnDemand, PutAside, whole, with_others

PLAIN = {"a": [1], "b": [2], "c": [3]}
VALUES = [*PLAIN.values()]


@pytest.fixture
def unpacked() -> list[Any]:
    """What was unpacked, in order."""
    return []


@pytest.fixture
def known(unpacked: list[Any]) -> OnDemand[Any]:
    def unpack(key: str, place: int) -> Any:
        unpacked.append(VALUES[place])
        return unpacked[-1]

    return OnDemand({key: place for place, key in enumerate(PLAIN)}, unpack)


def test_what_nobody_looks_at_stays_packed(known: OnDemand[Any], unpacked: list[Any]) -> None:
    assert list(known) == [*PLAIN] and known.keys() == PLAIN.keys() and "b" in known and len(known) == 3
    assert known["b"] is known["b"] and known.get("b") == [2] and known.get("x") is None
    assert unpacked == [[2]]


@pytest.mark.parametrize("look", [
    lambda it: {**it}, dict, lambda it: dict(it.items()), lambda it: dict(zip(it, it.values(), strict=True)),
    lambda it: pickle.loads(pickle.dumps(it)), lambda it: {key: it[key] for key in it},
])
def test_whoever_looks_sees_values(look: Callable[[Any], Any], known: OnDemand[Any]) -> None:
    assert look(known) == PLAIN


def test_nobody_writes_down_what_is_held_ready_for_the_whole(known: OnDemand[Any]) -> None:
    assert known["a"]
    with pytest.raises(TypeError):
        msgspec.msgpack.encode(known)


def test_few_are_held_ready(unpacked: list[Any]) -> None:
    def unpack(key: str, place: int) -> int:
        unpacked.append(place)
        return place

    many = OnDemand({str(place): place for place in range(3 * RECENT)}, unpack)
    assert [*many.values()] == [*range(3 * RECENT)]
    unpacked.clear()
    assert many[str(3 * RECENT - 1)] == 3 * RECENT - 1 and not unpacked
    assert many["0"] == 0 and unpacked == [0]
    unpacked.clear()
    many.forget(room=1)
    assert [many["0"], many["0"], many["1"], many["0"]] == [0, 0, 1, 0] and unpacked == [0, 1, 0]


def test_others_come_instead_and_besides(known: OnDemand[Any], unpacked: list[Any]) -> None:
    joined = with_others(known, {"b": 5, "d": 6})
    assert unpacked == []
    assert dict(joined) == {**PLAIN, "b": 5, "d": 6}
    assert dict(known) == PLAIN
    assert with_others({"a": 1}, {"b": 2}) == {"a": 1, "b": 2}


@pytest.mark.parametrize("held", [0, 2, 3, 9])
def test_what_is_held_is_there_and_whole_where_all_is(held: int) -> None:
    packed: list[int] = []

    def put(value: int) -> int:
        packed.append(value)
        return len(packed) - 1

    given: PutAside[int] = PutAside(put, lambda key, place: packed[place], held=held)
    for number, name in enumerate("abc"):
        given[name] = number
    seen = whole(given)
    assert list(seen.items()) == list(given.items()) == [("a", 0), ("b", 1), ("c", 2)]
    assert isinstance(seen, dict) == (held >= 3)
    with pytest.raises(KeyError):
        seen["d"]


@pytest.mark.parametrize("held", [0, 2, 9])
def test_what_is_packed_already_may_be_held_as_well(held: int) -> None:
    given: PutAside[int] = PutAside(lambda value: value, lambda key, place: place * 10, held=held)
    given.lies_at("a", 1, 10)
    given.lies_at("b", 2)
    given.lies_at("c", 3, 30)
    assert list(given.places.items()) == [("a", 1), ("b", 2), ("c", 3)]
    assert list(whole(given).items()) == [("a", 10), ("b", 20), ("c", 30)]
    assert len(given._held) == min(held, 2)
