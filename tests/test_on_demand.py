"""Values that are unpacked when somebody looks at them are the same to all who look."""

import pickle
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from sitegen.on_demand import OnDemand, with_others

PLAIN = {"a": [1], "b": [2], "c": [3]}


@pytest.fixture
def unpacked() -> list[Any]:
    """What was unpacked, in order."""
    return []


@pytest.fixture
def known(unpacked: list[Any]) -> OnDemand[Any]:
    def unpack(packed: msgspec.Raw) -> Any:
        unpacked.append(msgspec.msgpack.decode(packed))
        return unpacked[-1]

    packed = msgspec.msgpack.decode(msgspec.msgpack.encode(PLAIN), type=dict[str, msgspec.Raw])
    return OnDemand(packed, unpack)


def test_what_nobody_looks_at_stays_packed(known: OnDemand[Any], unpacked: list[Any]) -> None:
    assert list(known) == [*PLAIN] and known.keys() == PLAIN.keys() and "b" in known and len(known) == 3
    assert known["b"] is known["b"] and known.get("b") == [2] and known.get("x") is None
    assert unpacked == [[2]]


@pytest.mark.parametrize("look", [
    lambda it: {**it}, dict, lambda it: dict(it.items()), lambda it: dict(zip(it, it.values(), strict=True)),
    lambda it: pickle.loads(pickle.dumps(it)), lambda it: {key: it[key] for key in it},
    lambda it: msgspec.msgpack.decode(msgspec.msgpack.encode(it)), lambda it: {} | it, lambda it: it | {},
])
def test_whoever_looks_sees_values(look: Callable[[Any], Any], known: OnDemand[Any]) -> None:
    assert look(known) == PLAIN


def test_others_come_instead_and_besides(known: OnDemand[Any], unpacked: list[Any]) -> None:
    joined = with_others(known, {"b": 5, "d": 6})
    assert unpacked == []
    assert dict(joined) == {**PLAIN, "b": 5, "d": 6}
    assert dict(known) == PLAIN
    assert with_others({"a": 1}, {"b": 2}) == {"a": 1, "b": 2}
