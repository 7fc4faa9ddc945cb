"""Addresses of other sites, asked politely: few at a time, each host in turn, with a memory of what they answered."""

import http.client
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote, urlsplit

import msgspec

from sitegen import __version__
from sitegen.disk.places import state_file
from sitegen.disk.state import open_state, write_state

AT_ONCE = 8
"""Hosts that are asked at the same time; one address of a host at a time."""
PATIENCE = 15.0
TRIES = 3
PAUSE = 0.5
"""Seconds between two questions to one host; doubled before each further try."""
REMEMBERED = 7 * 86_400.0
"""Seconds for which an address that answered is not asked again; one that did not is asked every time."""

_AGENT = f"sitegen/{__version__} (link check)"
_NO_HEAD = (400, 403, 404, 405, 406, 501)
"""Answers that servers give to HEAD though they would answer GET."""
_LATER = (429, 500, 502, 503, 504)


class Outcome(msgspec.Struct, frozen=True):
    """What became of one address."""

    status: int = 0
    """Of HTTP; 0 where there was no answer."""
    reason: str = ""
    asked: float = 0.0
    """Seconds since 1970."""


Opener = Callable[[urllib.request.Request], int]
"""Asks and answers the status; raises OSError or http.client.HTTPException where there is no answer."""


def ask_outside(project: str, urls: Iterable[str], *, now: float, sleep: Callable[[float], None] = time.sleep,
                opener: Opener | None = None) -> dict[str, Outcome]:
    """What each address answers; what is remembered is not asked. Raises nothing, whatever the network does."""
    known = _load(project)
    wanted = sorted(set(urls))
    fresh = {url: known[url] for url in wanted if url in known and _holds(known[url], now)}
    hosts: dict[str, list[str]] = {}
    for url in wanted:
        if url not in fresh:
            hosts.setdefault(_host(url), []).append(url)

    def ask_host(addresses: list[str]) -> dict[str, Outcome]:
        found = {}
        for number, url in enumerate(addresses):
            if number:
                sleep(PAUSE)
            found[url] = msgspec.structs.replace(_ask(url, sleep, opener or _open), asked=now)
        return found

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(ask_host, hosts.values()))
    outcomes = fresh | {url: outcome for answer in answers for url, outcome in answer.items()}
    _save(project, {url: outcome for url, outcome in outcomes.items() if 200 <= outcome.status < 400})
    return {url: outcomes[url] for url in wanted}


def is_dead(outcome: Outcome) -> bool:
    """Whether an address is surely wrong: a server that is busy or lets no program in proves nothing."""
    return outcome.status in (404, 410) or outcome.status == 0


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def _holds(outcome: Outcome, now: float) -> bool:
    return 0 <= now - outcome.asked < REMEMBERED


def _ask(url: str, sleep: Callable[[float], None], opener: Opener) -> Outcome:
    outcome = Outcome(reason="it was not asked")
    method = "HEAD"
    for number in range(TRIES):
        if number:
            sleep(PAUSE * 2 ** number)
        outcome = _once(url, method, opener)
        if method == "HEAD" and outcome.status in _NO_HEAD:
            method = "GET"
            outcome = _once(url, method, opener)
        if outcome.status and outcome.status not in _LATER:
            return outcome
    return outcome


def _once(url: str, method: str, opener: Opener) -> Outcome:
    try:
        # Names of hosts and paths may be typed in any script.
        parts = urlsplit(url)
        host = parts.netloc.encode("idna").decode("ascii") if not parts.netloc.isascii() else parts.netloc
        address = parts._replace(netloc=host, path=quote(parts.path, safe="/%:@!$&'()*+,;=~-._"), fragment="",
                                 query=quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")).geturl()
        request = urllib.request.Request(address, method=method, headers={"User-Agent": _AGENT, "Accept": "*/*"})
        return Outcome(status=opener(request))
    except urllib.error.HTTPError as answer:
        return Outcome(status=answer.code, reason=str(answer.reason))
    except (OSError, http.client.HTTPException, ValueError) as problem:
        return Outcome(reason=_said(problem))


def _open(request: urllib.request.Request) -> int:
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        return int(answer.status)


def _said(problem: BaseException) -> str:
    cause = getattr(problem, "reason", problem)
    if isinstance(cause, socket.gaierror):
        return "there is no such host"
    if isinstance(cause, ssl.SSLError):
        return "its certificate is not valid"
    if isinstance(cause, TimeoutError):
        return f"it gave no answer within {PATIENCE:.0f} seconds"
    if isinstance(cause, ConnectionError):
        return "nothing answers there"
    return "it gave no answer that can be understood"


# ---- memory --------------------------------------------------------------------------------------------------------


def _load(project: str) -> dict[str, Outcome]:
    try:
        with open(state_file(project, "outside.json"), "rb") as stream:
            return msgspec.json.decode(stream.read(), type=dict[str, Outcome])
    except (OSError, msgspec.DecodeError, ValueError):
        return {}


def _save(project: str, known: Mapping[str, Any]) -> None:
    try:
        open_state(project)
        write_state(state_file(project, "outside.json"), msgspec.json.encode(dict(sorted(known.items()))))
    except OSError:
        return
