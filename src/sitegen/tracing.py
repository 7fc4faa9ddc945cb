"""Verifying traces: what an artifact asked, what it was told, and whether it would be told the same now."""

import hashlib
from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from typing import Any, Protocol

import msgspec

from sitegen.diagnostics import BuildStopped
from sitegen.model import Artifact, KeptFile, Key, Ledger, MainPart, Rendered, Trace
from sitegen.packed import DIGEST, FreshAnswers, PackedAnswers, digest_at

Fetch = Callable[[Key], Any]
"""The one door through which a rendering learns anything."""

KEPT = 2000
"""Answers held at a time: enough for what many pages ask, few enough to forget what one page asked."""
NUMBERED = 10_000
"""Questions that a process numbers before it begins again: of most of them only one page is made."""
_ABSENT = object()
pack = msgspec.msgpack.Encoder(order=None).encode
"""Plain data as the bytes that are digested, with mappings in their own order."""
MANY = 2000
"""Questions of which all of the last build are unpacked together sooner than these one by one."""
SEARCHES = 20
"""Questions that are looked for one by one among those of the last build, before all of them are unpacked."""


def digest(value: object) -> str:
    """A short fingerprint of plain data, order included: 32 hex digits.

    Mappings are digested in their own order, because a page shows it.
    """
    return hashlib.sha256(pack(value)).hexdigest()[:DIGEST]


def digest_bytes(data: bytes) -> str:
    """A fingerprint of bytes, of the same form."""
    return hashlib.sha256(data).hexdigest()[:DIGEST]


class Answers:
    """What the site answers: each question has a number and its digest is told once. Its value is kept for the artifact
    at hand, and from the second artifact that asks while it is short of `KEPT` others: most are asked by one alone.
    """

    def __init__(self, ask: Callable[[Key], Any], known: Callable[[Key], str | None] = lambda key: None,
                 tell: Callable[[Key, Any], str] = lambda key, answer: digest(answer)) -> None:
        """`known` may tell an answer's digest without the answer, where that is cheaper (bodies), else `tell` does."""
        self.told: list[tuple[Key, str]] = []
        """Every question put so far with the digest of its answer, by number."""
        self._ask = ask
        self._known = known
        self._tell = tell
        self._numbers: dict[Key, int] = {}
        self.values: dict[Key, Any] = {}
        """Answers that several artifacts have got."""
        self._own: dict[Key, Any] = {}
        """Those of the artifact at hand."""
        self._foretold: dict[Key, str] = {}
        """Digests known without their answers, of questions that have been put and not yet numbered."""
        self.settled: Mapping[Key, str] = {}
        """Digests of answers that are certainly those of the last build."""

    def turn(self) -> None:
        """Another artifact is at hand."""
        self._own.clear()

    def value(self, key: Key) -> Any:
        """The answer itself; not kept where its digest is known without it, for then it may be large."""
        return self.values[key] if key in self.values else self.asked(key)

    def asked(self, key: Key) -> Any:
        """The same of what only the artifact at hand has asked, or nobody yet."""
        if key in self._own:
            return self._own[key]
        answer = self._ask(key)
        known = self._known(key)
        kept: dict[Key, Any] = self._foretold
        if known is None:
            kept = self.values if key in self._numbers else self._own
        if len(kept) >= KEPT:
            kept.clear()
        kept[key] = answer if known is None else known
        return answer

    def number(self, key: Key) -> int:
        """The number of the question."""
        found = self._numbers.get(key)
        return self._numbered(key) if found is None else found

    def numbers(self, keys: Iterable[Key]) -> tuple[int, ...]:
        """The numbers of the questions."""
        known, numbered = self._numbers, self._numbered
        return tuple([known[key] if key in known else numbered(key) for key in keys])

    def _numbered(self, key: Key) -> int:
        answer = self._foretold.pop(key, None) or self.settled.get(key)
        if not answer:
            value = self._own.get(key, _ABSENT)
            # What is kept has no digest that is known without it.
            answer = ((value is _ABSENT and self._known(key))
                      or self._tell(key, self.value(key) if value is _ABSENT else value))
        found = self._numbers[key] = len(self.told)
        self.told.append((key, answer))
        return found

    def forget(self) -> None:
        """Number questions from the beginning again; whoever was told numbers has what he needs of them."""
        self.told = []
        self._numbers = {}

    def digest(self, key: Key) -> str:
        """The answer's fingerprint."""
        return self.told[self.number(key)][1]


def handed_over(told: Sequence[tuple[Key, str]]) -> tuple[tuple[Key, ...], str]:
    """Questions, and the digests of their answers end to end."""
    return tuple([key for key, _ in told]), "".join([answer.ljust(DIGEST) for _, answer in told])


def track(answers: Answers) -> tuple[Fetch, dict[Key, None]]:
    """A door that notes every question put through it, in order."""
    reads: dict[Key, None] = {}
    values, asked = answers.values, answers.asked

    def fetch(key: Key) -> Any:
        # As `value` does: a page puts a dozen questions, and most have been answered.
        answer = values[key] if key in values else asked(key)
        reads[key] = None
        return answer

    return fetch, reads


class Numbering:
    """The questions of one build, numbered: those of the processes that rendered, and those of the last build."""

    def __init__(self, asked: Sequence[tuple[Key, str]] = (), before: Sequence[tuple[Key, str]] = (),
                 likely: Iterable[int] = ()) -> None:
        """`asked` are the questions that this process had put before any artifact was rendered; `before` are questions
        that keep their numbers, with their answers of now: the others are only looked through where one is put that is
        not among the `likely` ones.
        """
        self._before = before
        self._sought: dict[Key, int] = {before[number][0]: number for number in likely}
        """Those of the last build that were looked for, or are likely to be."""
        self._left = len(before)
        """How many of them may not be in there yet."""
        self._searches = SEARCHES if isinstance(before, PackedAnswers) else 0
        self._numbers: dict[Key, int] = {}
        """Every other question, in the order of numbers."""
        self._digests = bytearray()
        """Those of the answers one after the other: there are six questions a page, and a string is an object."""
        self._asked = tuple(asked)
        self._tables: dict[int, list[int]] = {}
        self._alike: dict[Any, Any] = {}
        """What many pages have alike."""

    @property
    def told(self) -> Sequence[tuple[Key, str]]:
        """Each question once, with the digest of its one answer, by number."""
        new = [(key, self._answer(number)) for key, number in self._numbers.items()]
        return self._before.with_others({}, new) if isinstance(self._before, PackedAnswers) else (*self._before, *new)

    def hand_over(self) -> Sequence[tuple[Key, str]]:
        """The same for good: from now on nothing more is numbered, and nothing held twice."""
        told = self.told if self._before else FreshAnswers(self._numbers, bytes(self._digests))
        self._numbers, self._sought, self._tables, self._digests = {}, {}, {}, bytearray()
        return told

    def _answer(self, number: int) -> str:
        place = number - len(self._before)
        if place < 0:
            return self._before[number][1]
        return digest_at(self._digests, place)

    def settled(self, rendered: Rendered, path: str, data: bytes | KeptFile) -> Rendered:
        """An artifact with the numbers of its questions here, and nothing more that concerns the process it is from."""
        reads, apart, main = self._reads(rendered), self._apart(rendered), rendered.main
        if main is not None:
            main = MainPart(start=main.start, size=main.size, given=self._alike.setdefault(main.given, main.given))
        return Rendered(path=path, data=data, digest=rendered.digest, size=rendered.size, reads=reads,
                        diagnostics=rendered.diagnostics, main=main, apart=self._alike.setdefault(apart, apart),
                        kept=rendered.kept, same=rendered.same)

    def _reads(self, rendered: Rendered) -> tuple[int, ...]:
        """The numbers of the questions that an artifact asked; of each process, artifacts come as it rendered them."""
        table = self._tables.get(rendered.process)
        if table is None or len(table) != rendered.known:
            table = self._tables[rendered.process] = [self.number(*told) for told in self._asked[:rendered.known]]
        table += self._learned(rendered.learned, rendered.told)
        return tuple([table[number] for number in rendered.reads])

    def _learned(self, keys: Sequence[Key], told: str) -> Sequence[int]:
        """The numbers of questions with the digests of their answers end to end."""
        if self._before or not self._numbers.keys().isdisjoint(keys):
            return [self.number(key, told[place * DIGEST:(place + 1) * DIGEST].rstrip())
                    for place, key in enumerate(keys)]
        # Most questions are those of one page, and new all together.
        numbers = range(len(self._numbers), len(self._numbers) + len(keys))
        self._numbers.update(zip(keys, numbers, strict=True))
        self._digests += told.encode()
        return numbers

    def _apart(self, rendered: Rendered) -> tuple[int, ...]:
        """The same of those with which its main part has nothing to do, behind `_reads`."""
        return tuple([self._tables[rendered.process][number] for number in rendered.apart])

    def number(self, key: Key, answer: str) -> int:
        """The number of a question; RuntimeError where it has been answered otherwise."""
        found = self._numbers.get(key)
        if found is None and self._before:
            found = self._number_of_before(key)
        if found is None:
            found = self._numbers[key] = len(self._before) + len(self._numbers)
            self._digests += answer.ljust(DIGEST).encode()
        elif self._answer(found) != answer:
            raise RuntimeError(f"two answers to one question: {key}")
        return found

    def _number_of_before(self, key: Key) -> int | None:
        found = self._sought.get(key)
        if found is None and self._searches and isinstance(self._before, PackedAnswers):
            self._searches -= 1
            found = self._before.number_of(key)
            if found is not None:
                self._sought[key] = found
        elif found is None and self._left:
            self._sought.update([(one, number) for number, (one, _) in enumerate(self._before)])
            self._left = 0
            found = self._sought.get(key)
        return found


class Certainty(Protocol):
    """Of which questions it is certain that they are answered as they were."""

    def __call__(self, key: Key) -> bool:
        """Whether that is certain of this question."""

    def of_all(self, name: str) -> bool:
        """Whether it is certain of all questions of a name, whatever they are about."""

    def of_others(self, name: str) -> Collection[str] | None:
        """The pages but for which it is certain of all questions of a name about a page; None where that is not so."""


def doubtful_answers(ledger: Ledger, untouched: Callable[[Key], bool]) -> list[int]:
    """The numbers of the remembered answers of which `untouched` does not tell that they are what they were."""
    return [number for number, (key, _) in enumerate(ledger.answers) if not untouched(key)]


def few_doubtful(ledger: Ledger, untouched: Certainty) -> list[int]:
    """The same where most are certain: of a packed ledger only those are looked at that may be doubtful."""
    answers = ledger.answers
    if not isinstance(answers, PackedAnswers):
        return doubtful_answers(ledger, untouched)
    likely = answers.likely(untouched.of_others, untouched.of_all)
    if len(likely) > MANY:
        answers.unpack()
    return [number for number in likely if not untouched(answers[number][0])]


def changed_answers(ledger: Ledger, answers: Answers, doubtful: Iterable[int]) -> dict[int, Key]:
    """The numbers of those of the doubtful answers that would be different now.

    Every trace of a finished build was true of the same site, so each question has one remembered answer, and it is
    compared once per build, not once per page.
    """
    return {number: key for number in doubtful
            for key, told in [ledger.answers[number]] if _told_now(answers, key) != told}


def settled_answers(ledger: Ledger, changed: Container[int]) -> dict[Key, str]:
    """The digests of all remembered answers that are what they were."""
    return {key: told for number, (key, told) in enumerate(ledger.answers) if number not in changed}


def told_again(ledger: Ledger, answers: Answers, changed: Mapping[int, Key]) -> Sequence[tuple[Key, str]]:
    """All remembered questions under their numbers, with the digests of their answers of now."""
    now = {number: (key, _told_now(answers, key)) for number, key in changed.items()}
    if isinstance(ledger.answers, PackedAnswers):
        return ledger.answers.with_others(now)
    return [now.get(number, told) for number, told in enumerate(ledger.answers)]


def _told_now(answers: Answers, key: Key) -> str:
    """The digest of today's answer; none where what was asked about is gone, or its template has a mistake."""
    try:
        return answers.digest(key)
    except BuildStopped:
        raise
    except Exception:
        # Whoever asks is printed again, fails in the same way, and it is said where.
        return ""


def out_of_date(artifacts: Iterable[Artifact], ledger: Ledger, changed: Container[int]) -> dict[str, str]:
    """Paths of the artifacts to render, each with the reason in words; `changed` are numbers of answers."""
    reasons: dict[str, str] = {}
    for artifact in artifacts:
        trace = ledger.traces.get(artifact.path)
        if trace is None:
            reasons[artifact.path] = "it is new"
        elif trace.artifact != artifact:
            reasons[artifact.path] = "its template or subject is another"
        elif changed:
            for number in trace.reads:
                if number in changed:
                    reasons[artifact.path] = "changed: " + " ".join(map(str, ledger.answers[number][0]))
                    break
    return reasons


def same_within(artifacts: Iterable[Artifact], ledger: Ledger, changed: Container[int]) -> dict[str, Trace]:
    """Traces of the artifacts of which nothing but the frame can have changed."""
    found: dict[str, Trace] = {}
    for artifact in artifacts:
        trace = ledger.traces.get(artifact.path)
        if trace is not None and trace.main is not None and trace.artifact == artifact and not trace.diagnostics:
            others = [number for number in trace.reads if number in changed and number not in trace.apart]
            if not others:
                found[artifact.path] = trace
    return found
