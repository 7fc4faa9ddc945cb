"""Verifying traces: what an artifact asked, what it was told, and whether it would be told the same now."""

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from sitegen.model import Artifact, Key, Ledger

Fetch = Callable[[Key], Any]
"""The one door through which a rendering learns anything."""

_encode = msgspec.msgpack.Encoder(order=None).encode


def digest(value: object) -> str:
    """A short fingerprint of plain data, order included: 32 hex digits.

    Mappings are digested in their own order, because a page shows it.
    """
    return hashlib.sha256(_encode(value)).hexdigest()[:32]


def digest_bytes(data: bytes) -> str:
    """A fingerprint of bytes, of the same form."""
    return hashlib.sha256(data).hexdigest()[:32]


class Answers:
    """What the site answers; each question is put to it once a build."""

    def __init__(self, ask: Callable[[Key], Any], known: Callable[[Key], str | None] = lambda key: None) -> None:
        """`known` may tell an answer's digest without the answer, where that is cheaper (bodies)."""
        self._ask = ask
        self._known = known
        self._values: dict[Key, Any] = {}
        self._digests: dict[Key, str] = {}

    def value(self, key: Key) -> Any:
        """The answer itself; remembered unless its digest is known without it (it may be large)."""
        if key in self._values:
            return self._values[key]
        answer = self._ask(key)
        if self._known(key) is None:
            self._values[key] = answer
        return answer

    def digest(self, key: Key) -> str:
        """The answer's fingerprint."""
        found = self._digests.get(key)
        if found is None:
            found = self._digests[key] = self._known(key) or digest(self.value(key))
        return found


def track(answers: Answers) -> tuple[Fetch, dict[Key, str]]:
    """A door that notes every question put through it, with the digest of the answer."""
    reads: dict[Key, str] = {}

    def fetch(key: Key) -> Any:
        value = answers.value(key)
        if key not in reads:
            reads[key] = answers.digest(key)
        return value

    return fetch, reads


def changed_answers(ledger: Ledger, answers: Answers) -> dict[int, Key]:
    """The numbers of those remembered answers that would be different now.

    Every trace of a finished build was true of the same site, so each question has one remembered answer, and it is
    compared once per build, not once per page.
    """
    return {number: key for number, (key, told) in enumerate(ledger.answers) if _told_now(answers, key) != told}


def _told_now(answers: Answers, key: Key) -> str:
    """The digest of today's answer; none where what was asked about is gone."""
    try:
        return answers.digest(key)
    except LookupError:
        return ""


def out_of_date(artifacts: Iterable[Artifact], ledger: Ledger, answers: Answers) -> dict[str, str]:
    """Paths of the artifacts to render, each with the reason in words."""
    changed = changed_answers(ledger, answers)
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
                    reasons[artifact.path] = "changed: " + " ".join(map(str, changed[number]))
                    break
    return reasons
