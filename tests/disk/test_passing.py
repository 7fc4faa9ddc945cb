"""The file in which a build passes bodies from process to process."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitegen.disk import passing as module
from sitegen.disk.passing import OtherEnd, PassingFile, joined, parted


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dictionaries(st.text("abc", max_size=2), st.binary(max_size=20), max_size=4), max_size=4))
def test_what_was_put_last_comes_back(tmp_path: Path, rounds: list[dict[str, bytes]]) -> None:
    passing = PassingFile(str(tmp_path))
    known: dict[str, bytes] = {}
    for items in rounds:
        passing.put(items.items())
        known |= items
        assert {name: passing.get(name) for name in known} == known
    assert passing.get("never") is None
    passing.close()
    assert all(passing.get(name) is None for name in known)


def test_a_process_forked_later_reads_it_and_nothing_is_left_of_it(tmp_path: Path) -> None:
    passing = PassingFile(str(tmp_path))
    passing.put([("a", b"one"), ("b", b"two")])
    child = os.fork()
    if not child:
        os._exit(0 if passing.get("b") == b"two" else 1)
    assert os.waitpid(child, 0)[1] == 0
    passing.close()
    assert [*(tmp_path / ".sitegen").iterdir()] == []


def test_without_a_folder_there_is_nothing_and_no_error(tmp_path: Path) -> None:
    (tmp_path / ".sitegen").write_text("no folder")
    passing = PassingFile(str(tmp_path))
    passing.put([("a", b"one")])
    assert passing.get("a") is None


def forked(work: Callable[[], bytes]) -> Callable[[], bytes]:
    """Begin the work in another process; what it says when it is done."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.write(writer, work())
        os._exit(0)
    os.close(writer)

    def result() -> bytes:
        said = os.read(reader, 1 << 16)
        os.close(reader)
        assert os.waitpid(child, 0)[1] == 0
        return said

    return result


def test_what_several_processes_leave_at_once_is_where_they_say(tmp_path: Path) -> None:
    passing = PassingFile(str(tmp_path))
    passing.put([("before", b"here")])
    end = passing.other_end()
    assert end is not None

    def leave(name: int, end: OtherEnd = end) -> bytes:
        return b" ".join(b"%d" % (end.leave(b"%d:%d " % (name, number) * 2000) or 0) for number in range(100))

    at_work = [forked(lambda name=name: leave(name)) for name in range(3)]  # type: ignore[misc]
    for round in range(20):
        passing.put([(f"own {round}", b"own%d" % round * 3000)])
    for name, result in enumerate(at_work):
        for number, place in enumerate(result().split()):
            passing.note(f"{name} {number}", int(place))
    for round in range(20):
        assert passing.get(f"own {round}") == b"own%d" % round * 3000
    for name in range(3):
        for number in range(100):
            assert passing.get(f"{name} {number}") == b"%d:%d " % (name, number) * 2000
    assert passing.get("before") == b"here"


def test_nothing_is_left_by_the_process_that_passes_it_on_itself(tmp_path: Path) -> None:
    end = PassingFile(str(tmp_path)).other_end()
    assert end is not None
    assert end.leave(b"one") is None


def test_where_a_file_cannot_be_opened_again_everything_is_handed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passing = PassingFile(str(tmp_path))
    end = passing.other_end()
    assert end is not None
    with monkeypatch.context() as patched:
        patched.setattr(module, "open_to_append", lambda descriptor: None)
        assert forked(lambda: repr(end.leave(b"one")).encode())() == b"None"
        assert PassingFile(str(tmp_path)).other_end() is None
    monkeypatch.delattr(os, "O_APPEND")
    assert passing.other_end() is None
    passing.put([("a", b"two")])
    assert passing.get("a") == b"two"


@given(st.binary(), st.binary())
def test_a_body_and_what_is_printed_of_it_come_apart_again(body: bytes, printed: bytes) -> None:
    assert parted(joined(body, printed)) == (body, printed)
