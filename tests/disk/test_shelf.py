"""What is put aside comes back as it was, whether the disk has taken it or not."""

import os
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.diagnostics import BuildStopped
from sitegen.disk import shelf as module
from sitegen.disk.shelf import Shelf, new_shelf


@given(st.lists(st.one_of(st.binary(max_size=40), st.none()), max_size=30))
def test_bytes_come_back_by_their_numbers(tmp_path_factory: pytest.TempPathFactory, steps: list[bytes | None]) -> None:
    for shelf in (new_shelf(str(tmp_path_factory.getbasetemp())), Shelf(None)):
        known: dict[int, bytes] = {}
        for step in steps:
            if step is None:
                shelf.settle()
            else:
                known[shelf.put(step)] = step
        assert {number: shelf.take(number) for number in known} == known
        assert b"".join(shelf.blocks()) == b"".join(known.values())


@given(st.lists(st.binary(max_size=40), max_size=5), st.lists(st.binary(max_size=40), max_size=5), st.booleans())
def test_all_of_a_shelf_is_put_on_another(
    tmp_path_factory: pytest.TempPathFactory, first: list[bytes], then: list[bytes], settled: bool
) -> None:
    """Wherever each of them is."""
    def new(on_disk: bool) -> Shelf:
        return new_shelf(str(tmp_path_factory.getbasetemp())) if on_disk else Shelf(None)

    for shelf, other in ((new(one), new(another)) for one, another in product((True, False), repeat=2)):
        for content in first:
            shelf.put(content)
        for content in then:
            other.put(content)
        if settled:
            other.settle()
        assert shelf.append(other) == len(first)
        last = shelf.put(b"last")
        assert [shelf.take(number) for number in range(last + 1)] == [*first, *then, b"last"]
        assert b"".join(shelf.blocks()) == b"".join([*first, *then, b"last"])


def test_a_shelf_keeps_little_in_memory(tmp_path: Path) -> None:
    shelf = new_shelf(str(tmp_path))
    numbers = [shelf.put(bytes([number]) * 300_000) for number in range(12)]
    assert sum(map(len, shelf._held.values())) <= module._TOGETHER
    assert [shelf.take(number)[0] for number in numbers] == [*range(12)]
    assert not [*(tmp_path / ".sitegen").iterdir()]


def test_what_the_disk_refuses_stays_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = new_shelf(str(tmp_path))
    first = shelf.put(b"one")
    shelf.settle()

    def full(descriptor: int, content: bytes) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        second = shelf.put(b"two")
        shelf.settle()
        assert (shelf.take(first), shelf.take(second)) == (b"one", b"two")
        others = shelf.append(full_shelf(tmp_path))
        assert [shelf.take(others + number) for number in range(2)] == [b"four", b"five"]
    third = shelf.put(b"three")
    shelf.settle()
    assert not shelf._held
    assert [shelf.take(number) for number in (first, second, third)] == [b"one", b"two", b"three"]


def full_shelf(folder: Path) -> Shelf:
    shelf = new_shelf(str(folder))
    shelf.put(b"four")
    shelf.put(b"five")
    return shelf


def test_a_project_that_cannot_be_written_has_a_shelf_all_the_same(tmp_path: Path) -> None:
    (tmp_path / ".sitegen").write_text("")
    shelf = new_shelf(str(tmp_path))
    assert shelf.take(shelf.put(b"one")) == b"one"


def test_bytes_that_are_gone_stop_the_build(tmp_path: Path) -> None:
    shelf = new_shelf(str(tmp_path))
    number = shelf.put(b"one")
    shelf.settle()
    assert shelf._descriptor is not None
    os.truncate(shelf._descriptor, 1)
    with pytest.raises(BuildStopped) as stop:
        shelf.take(number)
    assert [problem.exit for problem in stop.value.diagnostics] == [3]
