"""A pure function over many items: in this process, or in several that give the same results in the same order."""

import gc
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from sitegen.diagnostics import BuildStopped, error

if TYPE_CHECKING:
    # Only a run that has work for several processes loads these.
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Work = Callable[[Any, Any], Any]
"""A module-level function of (what all items share, one item)."""

BATCH = 25
LARGEST = 100
GROWTH = 40
"""Each batch costs half a millisecond to hand over, and for the last one all other processes may wait: so they grow
to this part of what has been done, where nobody knows how much there is to do.
"""
SMALLEST = 10
SHARE = 4
"""Where it is known, each is this part of what would be left for one process: large at first, small in the end."""
AHEAD = 3
"""Batches handed out for each worker beyond the one that is waited for: enough to do, little to hold."""
WORTHWHILE = 400
"""Below about this many items one process is faster than two."""

STOPS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""What asks a process to stop."""

_shared: Any = None
"""What a worker process shares with its parent by fork; set once, before it starts."""


def usable_cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def prepare() -> None:
    """Load what each process begins with, so that those that are forked later have it already."""
    if can_fork():
        import ctypes  # noqa: F401


def has_help() -> bool:
    """Whether another process can be begun here that does not only take this one's time."""
    return can_fork() and usable_cores() > 1


def apart(item: Any) -> Hashable:
    """What an item belongs to that need not be done together with others: nothing."""
    return None


def run(work: Work, items: Iterable[Any], *, shared: Any, jobs: int, name: Callable[[Any], str] = str,
        batch: int = 0, together: Callable[[Any], Hashable] = apart, count: int = 0) -> Iterator[Any]:
    """Yield `work(shared, item)` for every item, in order; items are drawn as they are needed.

    As many processes as asked for, else as many as the machine has cores where there is enough to do; each is handed
    `batch` items at a time, or ever more, or where it is known that there are `count`, ever fewer; and more where the
    last ones belong `together`.
    Raises BuildStopped (exit 3) naming the item when a worker process is lost twice on it.
    """
    waiting = iter(items)
    enough = jobs or WORTHWHILE
    # Where it is known that there is enough, the processes begin with what has been drawn for the first of them.
    first = [] if count >= enough else list(islice(waiting, enough))
    found = max(count, len(first))
    processes = min(jobs, found) if jobs else usable_cores() if found >= WORTHWHILE else 1
    waiting = chain(first, waiting)
    if processes <= 1:
        for item in waiting:
            yield work(shared, item)
        return
    batches: Iterator[Sequence[Any]] = _batches(waiting, _sizes(batch, count, processes), together)
    while at_hand := next(batches, ()):
        lost = yield from _run_in_processes(work, chain([at_hand], batches), shared, processes)
        if lost:
            # What took a worker along is in the first of these, or will be the first another time.
            for item in lost[0]:
                yield _run_alone(work, item, shared, name)
            batches = chain(lost[1:], batches)


def _sizes(batch: int, count: int, processes: int) -> Callable[[int], int]:
    """How many items to hand out next when so many have been handed out."""
    if batch:
        return lambda done: batch
    if count:
        return lambda done: min(max(SMALLEST, (count - done) // (SHARE * processes)), LARGEST)
    return lambda done: min(max(BATCH, done // GROWTH), LARGEST)


def _batches(
    items: Iterable[Any], sizes: Callable[[int], int], together: Callable[[Any], Hashable]
) -> Iterator[Sequence[Any]]:
    """As many items at a time as `sizes` says when so many are done."""
    batch: list[Any] = []
    last: Hashable = None
    enough, done = sizes(0), 0
    for item in items:
        group = together(item)
        if len(batch) >= enough and (group is None or group != last):
            yield batch
            done += len(batch)
            enough = sizes(done)
            batch = []
        batch.append(item)
        last = group
    if batch:
        yield batch


class Aside:
    """`work(shared, item)`, done by another process meanwhile; where there is none, by this one when it is asked for.

    The process ends with the block.
    """

    def __init__(self, work: Work, item: Any, *, shared: Any, alone: bool) -> None:
        self._here = partial(work, shared, item)
        self._process: BaseProcess | None = None
        self._done: list[Any] = []
        if not alone and has_help():
            self._start()

    def _start(self) -> None:
        from multiprocessing import get_context

        # A pool has threads, and no process that has threads should fork another one.
        context = get_context("fork")
        self._receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=_send, args=(sender, self._here), daemon=True)
        try:
            with signals_held_back():
                process.start()
            self._process = process
        except OSError:
            # The system has no process to spare.
            self._receiver.close()
        finally:
            sender.close()

    def result(self) -> Any:
        """What it comes to; done here where the process was lost."""
        if not self._done:
            self._done.append(self._wait())
        return self._done[0]

    def _wait(self) -> Any:
        if self._process is None:
            return self._here()
        try:
            return self._receiver.recv()
        except (EOFError, OSError):
            return self._here()

    def __enter__(self) -> "Aside":
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._receiver.close()


def _send(sender: "Connection", work: Callable[[], Any]) -> None:
    _start_worker()
    # Where it fails, the other process does it again, and says why.
    with suppress(Exception):
        sender.send(work())


def _run_in_processes(
    work: Work, batches: Iterator[Sequence[Any]], shared: Any, processes: int
) -> Generator[Any, None, list[Sequence[Any]]]:
    """Yield the results of all batches, or of those before the first that was lost; return that and all handed out."""
    from concurrent.futures.process import BrokenProcessPool

    window: deque[tuple[Future[list[Any]], Sequence[Any]]] = deque()
    with _workers(processes, shared) as pool:
        while True:
            try:
                while len(window) <= AHEAD * processes and (batch := next(batches, ())):
                    window.append((_submit(pool, work, batch), batch))
            except BrokenProcessPool:
                return [*(each for _, each in window), batch]
            except OSError:
                # The system has no process to spare: this one does all the work.
                _kill(pool)
                yield from (work(shared, item) for each in chain([batch], batches) for item in each)
                return []
            if not window:
                return []
            future, at_work = window.popleft()
            try:
                yield from future.result()
            except BrokenProcessPool:
                return [at_work, *(each for _, each in window)]


def _submit(pool: "ProcessPoolExecutor", work: Work, batch: Sequence[Any]) -> "Future[list[Any]]":
    with signals_held_back():
        return pool.submit(_run_batch, work, batch)


def _run_alone(work: Work, item: Any, shared: Any, name: Callable[[Any], str]) -> Any:
    """One item in a process of its own, after the process that had it was lost."""
    from concurrent.futures.process import BrokenProcessPool

    with _workers(1, shared) as pool:
        try:
            with signals_held_back():
                future = pool.submit(_run_batch, work, [item])
            return future.result()[0]
        except BrokenProcessPool:
            raise BuildStopped(
                error(
                    "E-WORKER",
                    f"The process working on {name(item)} died twice.",
                    "Is there enough memory? Try --jobs 1; if this file alone does it, please report it.",
                    exit=3,
                )
            ) from None


@contextmanager
def _workers(processes: int, shared: Any) -> Iterator["ProcessPoolExecutor"]:
    """Worker processes that end with the block; at once where it ends early, for nobody wants their work any more."""
    pool = _pool(processes, shared)
    try:
        yield pool
    except BaseException:
        _kill(pool)
        raise
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def signals_held_back() -> Iterator[None]:
    """Let whatever asks to stop wait while processes start: one that its pool does not know yet would never end."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _kill(pool: "ProcessPoolExecutor") -> None:
    for process in tuple((pool._processes or {}).values()):
        process.kill()


def _pool(processes: int, shared: Any) -> "ProcessPoolExecutor":
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # Forking after everything is imported and assembled gives workers the site for nothing; a plain build has no
    # threads, so it is safe. Elsewhere the shared value is sent once to each worker.
    if can_fork():
        global _shared
        _shared = shared
        return ProcessPoolExecutor(processes, mp_context=get_context("fork"), initializer=_start_worker)
    return ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_start_worker,
                               initargs=(shared,))


def can_fork() -> bool:
    """Windows cannot; on macOS, parts of the system start threads unasked, after which a fork may hang.

    With SITEGEN_WORKERS=spawn, workers are started as there.
    """
    return hasattr(os, "fork") and sys.platform != "darwin" and os.environ.get("SITEGEN_WORKERS") != "spawn"


def _start_worker(*shared: Any) -> None:
    global _shared
    if shared:
        _shared = shared[0]
    gc.freeze()
    # Only now may a signal come: it must not be raised as in the parent.
    for number in STOPS:
        signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
    _die_with_parent()


def _die_with_parent() -> None:
    """On Linux, ask the kernel to end this worker when its parent is killed, so that none is left behind."""
    try:
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    except (OSError, AttributeError, TypeError):
        # Not Linux; Windows has not even a library of that kind.
        pass
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None and hasattr(os, "fork") and os.getppid() != parent.pid:
        # It was killed before the kernel knew.
        os._exit(1)


def _run_batch(work: Work, batch: Sequence[Any]) -> list[Any]:
    return [work(_shared, item) for item in batch]
