"""Verifying traces: what is recorded, what it takes to be asked again."""

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.model import Artifact, EventFacts, Key, Ledger, Membership, Parsed, Rendered, Trace
from sitegen.tracing import (
    Answers,
    Numbering,
    changed_answers,
    digest,
    handed_over,
    out_of_date,
    settled_answers,
    told_again,
    track,
)

plain = st.recursive(
    st.none() | st.booleans() | st.integers(-1000, 1000) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
)


def ledger(answers: dict[Key, object], artifact: Artifact) -> Ledger:
    told = tuple((key, digest(value)) for key, value in answers.items())
    trace = Trace(artifact=artifact, reads=tuple(range(len(told))), digest="")
    return Ledger(answers=told, traces={artifact.path: trace})


def stale(artifact: Artifact, before: Ledger, ask: Callable[[Key], object]) -> dict[str, str]:
    """What is out of date, of one artifact, where that is answered."""
    return out_of_date([artifact], before, changed_answers(before, Answers(ask), range(len(before.answers))))


HOME: Key = ("page", "content/index")
PAGE = Artifact(path="en/index.html", kind="page", template="home.html", language="en", subject=HOME)


def another(word: str) -> tuple[str]:
    """A tuple that equals the default and is not the same object."""
    return (word[:1] + word[1:],)


def test_fetch_records_each_question_once() -> None:
    asked: list[Key] = []

    def ask(key: Key) -> object:
        asked.append(key)
        return {"title": "x"}

    fetch, reads = track(Answers(ask))
    assert fetch(("card", "en", "a")) == fetch(("card", "en", "a")) == {"title": "x"}
    assert asked == [("card", "en", "a")]
    assert list(reads) == [("card", "en", "a")]


def test_absence_is_an_answer() -> None:
    """A template that was missing and now exists changes the page that looked for it."""
    before = ledger({("template", "extra.html"): None}, PAGE)
    assert stale(PAGE, before, lambda key: None) == {}
    assert stale(PAGE, before, lambda key: "<p>") == {PAGE.path: "changed: template extra.html"}


def test_a_question_about_something_gone_is_another_answer() -> None:
    def gone(key: Key) -> object:
        raise KeyError(key)

    before = ledger({("card", "en", "a"): "card"}, PAGE)
    assert PAGE.path in stale(PAGE, before, gone)


def test_a_new_artifact_and_one_with_another_template_are_rendered() -> None:
    before = ledger({}, PAGE)
    other = msgspec.structs.replace(PAGE, template="page.html")
    assert stale(other, before, lambda key: None) == {PAGE.path: "its template or subject is another"}
    assert stale(PAGE, Ledger(), lambda key: None) == {PAGE.path: "it is new"}


def test_order_is_part_of_an_answer() -> None:
    """A digest that sorted mappings would hide a reordering that the page shows."""
    assert digest({"a": 1, "b": 2}) != digest({"b": 2, "a": 1})
    assert digest(("a", "b")) != digest(("b", "a"))


def test_equal_values_have_equal_digests_however_they_came_about() -> None:
    """A default value, an equal one that was parsed, and one that was remembered are the same answer."""
    parsed = Membership(role=another("member"))
    remembered = msgspec.msgpack.decode(msgspec.msgpack.encode(parsed), type=Membership)
    assert digest(parsed) == digest(Membership()) == digest(remembered)


@given(st.lists(st.text(max_size=5), max_size=3), st.text(max_size=5))
def test_remembering_changes_no_digest(tags: list[str], title: str) -> None:
    facts = EventFacts(title={"en": title}, tags=tuple(tags), status=another("scheduled"))
    remembered = msgspec.msgpack.decode(msgspec.msgpack.encode(facts), type=EventFacts)
    assert remembered == facts
    assert digest(remembered) == digest(facts)


@given(plain, plain)
def test_different_answers_have_different_digests(one: object, other: object) -> None:
    if repr(one) != repr(other):
        assert digest(one) != digest(other)


def test_a_digest_known_without_the_answer_is_not_computed() -> None:
    def ask(key: Key) -> object:
        pytest.fail("the body was loaded only to be compared")

    answers = Answers(ask, lambda key: "known")
    assert answers.digest(("body", "content/index.en.md")) == "known"


def test_a_digest_that_an_edit_left_as_it_was_is_not_computed_again() -> None:
    ledger = Ledger(answers=((("page", 1), "of page 1"), (("page", 2), "of page 2")))
    answers = Answers(lambda key: key[1])
    answers.settled = settled_answers(ledger, {1: ("page", 2)})
    for number in (1, 2, 3):
        answers.number(("page", number))
    assert answers.told == [(("page", 1), "of page 1"), (("page", 2), digest(2)), (("page", 3), digest(3))]


def test_after_a_small_edit_questions_keep_their_numbers() -> None:
    ledger = Ledger(answers=((("page", 1), digest("old")), (("page", 2), digest(2)), (("gone",), "told")))
    values: dict[Key, object] = {("page", 1): "new", ("page", 2): 2, ("page", 3): 3}
    answers = Answers(values.__getitem__)
    changed = changed_answers(ledger, answers, range(3))
    assert changed == {0: ("page", 1), 2: ("gone",)}
    told = told_again(ledger, answers, changed)
    assert told == [(("page", 1), digest("new")), (("page", 2), digest(2)), (("gone",), "")]
    for likely in ((), (1,), (0, 1), (2,)):
        numbering = Numbering((), told, likely)
        assert [numbering.number(key, digest(value)) for key, value in values.items()] == [0, 1, 3]
        with pytest.raises(RuntimeError):
            numbering.number(("page", 1), digest("old"))


def test_an_answer_is_kept_for_its_artifact_and_from_the_second_that_asks() -> None:
    asked: list[Key] = []

    def ask(key: Key) -> object:
        asked.append(key)
        return key

    answers = Answers(ask)
    for page in range(4):
        answers.turn()
        own: Key = ("page", page)
        reads = [own, ("footer",), own]
        assert [answers.value(key) for key in reads] == reads
        numbers = answers.numbers(dict.fromkeys(reads))
        assert [answers.told[number] for number in numbers] == [(own, digest(own)), (("footer",), digest(("footer",)))]
    assert asked == [("page", 0), ("footer",), ("page", 1), ("footer",), ("page", 2), ("page", 3)]


@given(st.lists(st.tuples(st.sampled_from("ab"), st.lists(st.integers(0, 5), max_size=4), st.booleans())))
def test_numbers_are_right_whatever_the_processes_have_forgotten(
    rendered: list[tuple[str, list[int], bool]]
) -> None:
    """Each item is an artifact: the process that renders it, what it asks, and whether the process forgets before."""
    asked = Answers(str)
    asked.number((0,))
    processes = {name: Answers(str) for name in "ab"}
    for answers in processes.values():
        answers.number((0,))
    numbering = Numbering(asked.told)
    for name, questions, forgets in rendered:
        answers = processes[name]
        if forgets:
            answers.forget()
        known = len(answers.told)
        reads = tuple(answers.number((question,)) for question in questions)
        learned, told = handed_over(answers.told[known:])
        result = numbering.settled(Rendered(
            path="", data=b"", digest="", size=0, reads=reads, process=ord(name), known=known,
            learned=learned, told=told), "a", b"")
        assert [numbering.told[number][0] for number in result.reads] == [(question,) for question in questions]
    assert len(set(numbering.told)) == len(numbering.told)


def test_nothing_remembered_is_an_empty_value() -> None:
    assert Parsed() == msgspec.msgpack.decode(msgspec.msgpack.encode(Parsed()), type=Parsed)
