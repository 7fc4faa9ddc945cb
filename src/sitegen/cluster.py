"""The same work as in worker processes, done by the workers of an existing Dask cluster: the same bytes come back."""

import gc
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import chain, islice
from threading import Lock
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from sitegen import workers
from sitegen.diagnostics import BuildStopped, error
from sitegen.disk.toolchain import toolchain
from sitegen.model import Artifact, Body, Key, PlainBody, Rendered
from sitegen.stages import Workshop, render_artifact
from sitegen.tracing import handed_over
from sitegen.workers import WORTHWHILE, Work

BATCH = 100
"""Items sent at once: a message each, so larger than between processes."""
AHEAD = 3
"""Batches on their way for each worker: it never waits, and what waits is not all in memory."""
CONNECT_SECONDS = 10


class Crew(NamedTuple):
    """Workers elsewhere."""

    executor: Executor
    share: Callable[[Any], Any]
    """Brings a value to every worker once; answers what stands for it among the arguments of a task."""
    size: int
    lost: tuple[type[BaseException], ...]
    """What is raised when workers or the way to them are lost."""


def run(
    work: Work, items: Iterable[Any], *, shared: Any, address: str, name: Callable[[Any], str] = str,
    together: Callable[[Any], Hashable] = workers.apart, count: int = 0,
) -> Iterator[Any]:
    """Yield `work(shared, item)` for every item, in order, from the cluster at `address`; here where there is little.

    Items that belong `together` may be done by several there.

    Raises BuildStopped (exit 3) where there is no cluster, or not one that would give the same bytes.
    """
    if not find_spec("distributed"):
        raise BuildStopped(error("E-EXTRA", "--executor needs the extra dask, which is not installed.",
                                 'Type: pip install "sitegen[dask]"', exit=3))
    waiting = iter(items)
    first = list(islice(waiting, WORTHWHILE))
    if len(first) < WORTHWHILE:
        yield from workers.run(work, first, shared=shared, jobs=0, name=name, together=together, count=count)
        return
    items = chain(first, waiting)
    with dask(address) as crew, _unsearched():
        if isinstance(shared, Workshop):
            yield from _render(crew, shared, items, address)
        else:
            yield from _run(crew, work, items, shared, address)


def _run(crew: Crew, work: Work, items: Iterable[Any], shared: Any, address: str) -> Iterator[Any]:
    waiting: deque[Future[tuple[str, list[Any]]]] = deque()
    items = iter(items)
    try:
        there = crew.share(shared)
        while batch := list(islice(items, BATCH)):
            waiting.append(crew.executor.submit(_run_there, work, there, batch))
            if len(waiting) >= AHEAD * crew.size:
                yield from _results(waiting.popleft())
        while waiting:
            yield from _results(waiting.popleft())
    except crew.lost as problem:
        raise _lost(address, f"{type(problem).__name__}: {problem}") from problem
    finally:
        for future in waiting:
            future.cancel()


def _results(future: "Future[tuple[str, list[Any]]]") -> list[Any]:
    tools, results = future.result()
    if tools != toolchain():
        raise BuildStopped(
            error(
                "E-EXECUTOR",
                "A worker of the cluster has another sitegen, Python or library than this machine.",
                "Install the same versions on all of them, or the pages would not be the same; then start its "
                "workers again.",
                exit=3,
            )
        )
    return results


@contextmanager
def _unsearched() -> Iterator[None]:
    """Spare Python looking for garbage among all that is there already, again and again, while results come in."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


_one_at_a_time = Lock()
"""A worker of Dask may run tasks in several threads; templates are not made for that."""


_settled: Any = None
"""What was shared with this worker when it last cleared away."""


def _run_there(work: Work, shared: Any, batch: Sequence[Any]) -> tuple[str, list[Any]]:
    with _one_at_a_time:
        _settle(shared)
        return toolchain(), [work(shared, item) for item in batch]


def _settle(shared: Any) -> None:
    """Spare Python looking through a whole site for garbage again and again."""
    global _settled
    if isinstance(shared, Workshop) and shared is not _settled:
        _settled = shared
        gc.unfreeze()
        gc.collect()
        gc.freeze()


# ---- rendering: the bodies that a page needs travel with it --------------------------------------------------------


_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(dict[str, Body]).decode
_NOTHING = _pack({})


class NotSent(BuildStopped):
    """A body that is asked for was not sent along."""


class Sent:
    """The bodies that came with an artifact, packed: to pack them is the work of one machine for all."""

    def __init__(self, packed: bytes = _NOTHING) -> None:
        self._bodies = _unpack(packed)

    def body(self, path: str) -> Body:
        """The body of the document at that path."""
        if path not in self._bodies:
            raise NotSent()
        return self._bodies[path]

    def plain(self, path: str) -> PlainBody | None:
        """Nothing: what is printed from a whole body comes to the same."""
        return None


def _render(crew: Crew, workshop: Workshop, artifacts: Iterable[Artifact], address: str) -> Iterator[Rendered]:
    artifacts = tuple(artifacts)
    sent = ((artifact, _bodies_for(workshop, artifact)) for artifact in artifacts)
    results = _run(crew, _render_sent, sent, Workshop(workshop.site, Sent()), address)
    for artifact, rendered in zip(artifacts, results, strict=True):
        yield render_artifact(workshop, artifact) if rendered is None else rendered


def _bodies_for(workshop: Workshop, artifact: Artifact) -> bytes:
    """The bodies of the page that the artifact shows, or of the one that introduces a list: those of its language."""
    site, subject = workshop.site, artifact.subject
    below = artifact.path.removeprefix(f"{artifact.language}/").removesuffix("index.html")
    identity = str(subject[1]) if subject[:1] in (("page",), ("bilingual",)) else site.introductions.get(below)
    page = site.pages.get(identity or "")
    if page is None:
        return _NOTHING
    paths = [page.source]
    if artifact.language != page.source_language or subject[0] == "bilingual":
        paths += [path for path in page.documents.values() if path != page.source]
    return _pack({path: workshop.bodies.body(path) for path in paths})


def _render_sent(workshop: Workshop, item: tuple[Artifact, bytes]) -> Rendered | None:
    """The artifact, or nothing where it asks for more than came with it: then it is rendered where everything is."""
    artifact, packed = item
    workshop.bodies = Sent(packed)
    try:
        return _alone(render_artifact(workshop, artifact), workshop.answers.told)
    except NotSent:
        return None


def _alone(rendered: Rendered, told: Sequence[tuple[Key, str]]) -> Rendered:
    """The same with all its own questions: of a cluster nobody knows which process rendered what before it."""
    learned, answers = handed_over([told[number] for number in rendered.reads])
    apart = tuple([rendered.reads.index(number) for number in rendered.apart])
    return replace(rendered, reads=tuple(range(len(learned))), apart=apart, process=0, known=0, learned=learned,
                   told=answers)


# ---- Dask ----------------------------------------------------------------------------------------------------------


@contextmanager
def dask(address: str) -> Iterator[Crew]:
    """The workers of the Dask cluster whose scheduler is at `address`, HOST:PORT."""
    from distributed import Client
    from distributed.client import FutureCancelledError
    from distributed.comm.core import CommClosedError
    from distributed.scheduler import KilledWorker

    try:
        client = Client(f"tcp://{address}", timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as problem:
        raise _lost(address, "there is no scheduler") from problem
    with client:
        size = len(client.scheduler_info(n_workers=-1)["workers"])
        if not size:
            raise _lost(address, "it has no workers")
        yield Crew(
            executor=client.get_executor(),
            # In a list, or a tuple would be taken apart.
            share=lambda value: client.scatter([value], broadcast=True, hash=False)[0],
            size=size,
            lost=(KilledWorker, FutureCancelledError, CommClosedError, OSError, TimeoutError),
        )


def _lost(address: str, reason: str) -> BuildStopped:
    return BuildStopped(
        error(
            "E-EXECUTOR",
            f"The cluster at {address} does not do the work: {reason}.",
            f"Start it: dask scheduler, and on each machine dask worker {address} --nthreads 1. Or build without "
            "--executor.",
            exit=3,
        )
    )
