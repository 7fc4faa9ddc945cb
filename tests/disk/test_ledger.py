"""A ledger is packed a part at a time, and comes to the same as packed whole."""

from pathlib import Path

import msgspec
import pytest

from sitegen.disk import ledger as ledgers
from sitegen.disk.ledger import head_of, load_ledger, pieces_of, save_ledger
from sitegen.model import Artifact, FileStamp, Ledger, Outline, Trace

pack = msgspec.msgpack.encode


@pytest.mark.parametrize("size", [0, 1, 15, 16, 17, 65535, 65536])
def test_a_head_is_what_a_packed_value_begins_with(size: int) -> None:
    values = list(range(size))
    for value in (values, dict.fromkeys(values)):
        head = head_of(value)
        assert pack(value).startswith(head)
        assert msgspec.msgpack.decode(head + pack(value)[len(head):]) == value


@pytest.mark.parametrize("count", [0, 1, 3, 4, 20, 34])
def test_pieces_are_the_whole(count: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ledgers, "TOGETHER", 3)
    stamp = FileStamp(1, 2, 3, 4, "five")
    ledger = Ledger(
        toolchain="t",
        sources={f"content/{number}.md": stamp for number in range(count)},
        answers=tuple([(("page", "en", str(number)), "digest") for number in range(count)]),
        traces={str(number): Trace(Artifact(f"{number}.html", "page"), (number, 2), "d") for number in range(count)},
        outline=Outline("ground", {str(number): "seen" for number in range(count)}),
        amended=tuple(map(str, range(count))),
    )
    assert b"".join(pieces_of(ledger)) == pack(ledger)
    assert save_ledger(str(tmp_path), "", ledger) == ""
    assert load_ledger(str(tmp_path), "") == (ledger, "")
