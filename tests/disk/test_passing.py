"""The file in which a build passes bodies from process to process."""

import os
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitegen.disk.passing import PassingFile


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
