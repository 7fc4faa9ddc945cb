"""A ledger comes back as it was, whether it was written whole or as a few differences; and whatever happens between."""

from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from sitegen.disk import ledger as ledgers
from sitegen.disk.ledger import load_ledger, save_ledger
from sitegen.disk.places import state_file
from sitegen.disk.state import write_state
from sitegen.model import Artifact, FileStamp, Key, Ledger, MainPart, Outline, Places, Trace
from sitegen.packed import PackedAnswers, PackedTraces, head_of

pack = msgspec.msgpack.encode


@pytest.mark.parametrize("size", [0, 1, 15, 16, 17, 65535, 65536])
def test_a_head_is_what_a_packed_value_begins_with(size: int) -> None:
    values = list(range(size))
    for value in (values, dict.fromkeys(values)):
        head = head_of(value)
        assert pack(value).startswith(head)
        assert msgspec.msgpack.decode(head + pack(value)[len(head):]) == value


@pytest.mark.parametrize("count", [0, 1, 3, 4, 20, 34])
def test_a_ledger_is_the_same_however_many_parts_it_is_packed_in(
        count: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ledgers, "TOGETHER", 3)
    stamp = FileStamp(size=1, mtime_ns=2, ctime_ns=3, inode=4, digest="five")
    ledger = Ledger(
        toolchain="t",
        sources={f"content/{number}.md": stamp for number in range(count)},
        answers=tuple([(("page", "en", str(number)), "digest") for number in range(count)]),
        traces={f"{number}.html": Trace(artifact=Artifact(path=f"{number}.html", kind="page"), reads=(number, 2),
                                        digest="d", apart=(2,) * (number % 3)) for number in range(count)},
        outline=Outline(ground="ground", outside={str(number): "seen" for number in range(count)}),
        amended=tuple(map(str, range(count))),
    )
    assert save_ledger(str(tmp_path), "", ledger) == ""
    assert load_ledger(str(tmp_path), "") == (ledger, "")


# ---- what is another since -------------------------------------------------------------------------------------------

STAMP = FileStamp(size=1, mtime_ns=2, ctime_ns=3, inode=4, digest="five")
COUNT = 9


@pytest.fixture
def project(tmp_path: Path) -> str:
    return str(tmp_path)


def whole_ledger(word: str = "x") -> Ledger:
    paths = [f"{number}.html" for number in range(COUNT)]
    return Ledger(
        toolchain=word, taken_ns=1, pages=COUNT, site="mark", manifest="m",
        sources=dict.fromkeys(paths, STAMP), outputs=dict.fromkeys(paths, STAMP), folders={"": (1, 2), "en": (3, 4)},
        places=Places(project="p", folders={"p/content": (5, 6)}),
        answers=(*((("body", "en", path), f"digest of {path}") for path in paths), (("robots",), "r")),
        traces={path: trace_of(path, (number, COUNT), word) for number, path in enumerate(paths)},
        outline=Outline(ground="g", outside=dict.fromkeys(paths, "o"), inside=dict.fromkeys(paths, "i")))


def trace_of(path: str, reads: tuple[int, ...], word: str) -> Trace:
    return Trace(artifact=Artifact(path=path, kind="page", template="page.html", subject=("page", path)), reads=reads,
                 digest=word, size=7, main=MainPart(start=1, size=2, given="g"), apart=reads[1:])


def edited(ledger: Ledger, path: str, word: str) -> Ledger:
    """What is remembered after an edit of one page, which asks something new."""
    answers, traces = ledger.answers, ledger.traces
    assert isinstance(answers, PackedAnswers) and isinstance(traces, PackedTraces)
    number, new = answers.number_of(("body", "en", path)), len(answers)
    assert number is not None
    return replace(
        ledger, taken_ns=ledger.taken_ns + 1, amended=(*ledger.amended, path), manifest=word,
        sources={**ledger.sources, path: replace(STAMP, digest=word)},
        outputs={**ledger.outputs, path: replace(STAMP, inode=99)}, folders={**ledger.folders, "en": (3, 99)},
        answers=answers.with_others({number: (("body", "en", path), word)}, [(("link", "en", word), "new")]),
        traces=traces.with_others({path: trace_of(path, (number, new), word)}),
        outline=replace(ledger.outline, inside={**ledger.outline.inside, path: word}))


def plain(ledger: Ledger) -> Ledger:
    """The same without anything packed."""
    return replace(ledger, answers=tuple(ledger.answers), traces=dict(ledger.traces))


def loaded(project: str) -> Ledger:
    ledger, notice = load_ledger(project, "")
    assert notice == ""
    return ledger


def names(project: str) -> list[str]:
    return sorted(path.name for path in Path(project, ".sitegen").iterdir())


def record(project: str, letter: str = "a") -> Path:
    return Path(state_file(project, f"record-{letter}", ""))


def test_after_a_small_edit_only_the_differences_are_written(project: str) -> None:
    save_ledger(project, "", whole_ledger())
    before = record(project).stat()
    ledger = whole_ledger()
    for path, word in (("3.html", "once"), ("3.html", "twice"), ("8.html", "other")):
        ledger = edited(loaded(project), path, word)
        assert save_ledger(project, "", ledger) == ""
        assert plain(loaded(project)) == plain(ledger)
    assert len(ledger.answers) == COUNT + 4 and ledger.traces["3.html"].digest == "twice"
    assert (record(project).stat().st_mtime_ns, record(project).stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert names(project) == ["ledger", "record-a"]


def test_many_differences_are_written_whole(project: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledgers, "FEW", 2)
    save_ledger(project, "", whole_ledger())
    for number in range(3):
        ledger = edited(loaded(project), f"{number}.html", f"word {number}")
        save_ledger(project, "", ledger)
        assert plain(loaded(project)) == plain(ledger)
    # The other place, and the former is given up.
    assert names(project) == ["ledger", "record-b"]


def test_stamps_that_are_sure_now_do_not_write_it_whole(project: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledgers, "FEW", 2)
    monkeypatch.setattr(ledgers, "FEW_STAMPS", 4)
    save_ledger(project, "", whole_ledger())
    for number, name in ((4, "record-a"), (5, "record-b")):
        ledger = edited(loaded(project), "3.html", f"word {number}")
        sure = {path: replace(stamp, digest="sure") for path, stamp in islice(ledger.outputs.items(), number)}
        ledger = replace(ledger, outputs={**ledger.outputs, **sure})
        save_ledger(project, "", ledger)
        assert plain(loaded(project)) == plain(ledger)
        assert names(project) == ["ledger", name]


def test_other_files_or_pages_are_written_whole(project: str) -> None:
    save_ledger(project, "", whole_ledger())
    ledger = loaded(project)
    for field in ("sources", "outputs"):
        other = replace(ledger, **{field: {**getattr(ledger, field), "new.html": STAMP}})
        save_ledger(project, "", other)
        assert plain(loaded(project)) == plain(other)
    without = replace(ledger, outputs={path: one for path, one in ledger.outputs.items() if path != "1.html"})
    save_ledger(project, "", without)
    assert plain(loaded(project)) == plain(without)


def test_a_write_that_was_killed_leaves_the_former_state(project: str, monkeypatch: pytest.MonkeyPatch) -> None:
    save_ledger(project, "", whole_ledger())

    write = write_state

    def killed(path: str, data: Any) -> None:
        if "record" not in path:
            raise KeyboardInterrupt
        write(path, data)

    with monkeypatch.context() as patch:
        # The record has been written, and nothing says so.
        patch.setattr(ledgers, "write_state", killed)
        with pytest.raises(KeyboardInterrupt):
            save_ledger(project, "", whole_ledger("later"))
    assert names(project) == ["ledger", "record-a", "record-b"]
    assert loaded(project) == whole_ledger()
    save_ledger(project, "", whole_ledger("last"))
    assert loaded(project) == whole_ledger("last") and names(project) == ["ledger", "record-b"]


def test_a_record_of_another_ledger_is_not_believed(project: str, tmp_path: Path) -> None:
    save_ledger(project, "", whole_ledger())
    other = tmp_path / "other"
    other.mkdir()
    save_ledger(str(other), "", whole_ledger("another"))
    record(project).write_bytes(record(str(other)).read_bytes())
    ledger, notice = load_ledger(project, "")
    assert ledger == Ledger() and "damaged" in notice


def test_differences_from_a_record_that_was_lost_are_written_whole(project: str) -> None:
    save_ledger(project, "", whole_ledger())
    ledger = edited(loaded(project), "2.html", "word")
    record(project).unlink()
    save_ledger(project, "", ledger)
    assert plain(loaded(project)) == plain(ledger)


def test_a_head_that_cannot_be_written_leaves_the_former_state(project: str, monkeypatch: pytest.MonkeyPatch) -> None:
    save_ledger(project, "", whole_ledger())
    write = write_state

    def full(path: str, data: Any) -> None:
        if "record" not in path:
            raise OSError(28, "no space")
        write(path, data)

    monkeypatch.setattr(ledgers, "write_state", full)
    assert "could not be written" in save_ledger(project, "", whole_ledger("later"))
    assert loaded(project) == whole_ledger() and names(project) == ["ledger", "record-a"]


def test_whoever_reads_while_another_process_writes_gets_the_one_or_the_other(
    project: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_ledger(project, "", whole_ledger())
    read = ledgers._columns
    others = ["second", "third"]

    def overtaken(*given: Any) -> Any:
        # A check waits for no build.
        if others:
            save_ledger(project, "", whole_ledger(others.pop(0)))
        return read(*given)

    monkeypatch.setattr(ledgers, "_columns", overtaken)
    assert loaded(project) == whole_ledger("third")


# ---- columns ---------------------------------------------------------------------------------------------------------


def test_what_may_be_doubtful_is_found_without_unpacking_the_rest(project: str) -> None:
    ledger = replace(whole_ledger(), answers=(
        *whole_ledger().answers, (("body", "en", "no page"), "d"), (("link", "en", "3.html"), "d"),
        (("search_block", "en", 3), "d"), (("page", "zh", "3.html"), "d"), (("page", "zh", "4.html"), "d")))
    save_ledger(project, "", ledger)
    answers = loaded(project).answers
    assert isinstance(answers, PackedAnswers)

    def likely(*pages: str) -> list[Key]:
        return [answers[number][0] for number in answers.likely(
            lambda name: set(pages) if name in ("body", "page") else None, lambda name: name == "link")]

    others: list[Key] = [("robots",), ("body", "en", "no page"), ("search_block", "en", 3)]
    assert likely() == others
    assert likely("3.html") == [("body", "en", "3.html"), *others, ("page", "zh", "3.html")]
    assert likely(*(f"{number}.html" for number in range(99))) == [
        key for key, _ in answers if key[0] != "link"]
    more = answers.with_others({}, [(("body", "en", "5.html"), "again")])
    assert more.likely(lambda name: (), lambda name: name != "body")[-1] == len(answers)
    assert more.number_of(("body", "en", "4.html")) == 4 and more.number_of(("link", "zh", "3.html")) is None
    assert answers.number_of(("robots",)) == COUNT and answers.number_of(("gone",)) is None


@pytest.mark.parametrize("numbers", [{2}, {2, 8}, {COUNT}, set(range(COUNT)), {99}, set()])
def test_who_has_asked_is_found_without_unpacking_the_rest(project: str, numbers: set[int]) -> None:
    save_ledger(project, "", whole_ledger())
    for ledger in (loaded(project), edited(loaded(project), "8.html", "word")):
        traces = ledger.traces
        assert isinstance(traces, PackedTraces)
        found = traces.reading(numbers)
        assert found == [path for path, one in plain(ledger).traces.items() if not numbers.isdisjoint(one.reads)]


def test_artifacts_are_unpacked_together(project: str) -> None:
    save_ledger(project, "", whole_ledger())
    ledger = edited(loaded(project), "8.html", "word")
    assert isinstance(ledger.traces, PackedTraces)
    artifacts = {path: one.artifact for path, one in plain(ledger).traces.items()}
    assert list(ledger.traces.artifacts().items()) == list(artifacts.items())
    save_ledger(project, "", ledger)
    brief, _ = load_ledger(project, "", brief=True)
    assert {path: one.artifact for path, one in brief.traces.items()} == artifacts
    assert replace(brief, answers=(), traces={}) == replace(
        ledger, answers=(), traces={}, outputs={}, folders={})
