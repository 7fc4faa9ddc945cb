"""One thread in which the site is kept: its work is done in the order in which it is asked for."""

import asyncio
import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

Result = TypeVar("Result")


class Worker:
    """Runs functions one at a time while connections are served; a daemon, so that Ctrl-C waits for nothing."""

    def __init__(self) -> None:
        self._tasks: queue.SimpleQueue[tuple[Callable[[], Any], asyncio.Future[Any]]] = queue.SimpleQueue()
        threading.Thread(target=self._work, name="site", daemon=True).start()

    async def run(self, work: Callable[[], Result]) -> Result:
        """What `work` answers, once everything asked for before is done."""
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._tasks.put((work, future))
        return await future

    def _work(self) -> None:
        while True:
            work, future = self._tasks.get()
            loop = future.get_loop()
            try:
                result = work()
            except BaseException as problem:
                self._later(loop, future, None, problem)
            else:
                self._later(loop, future, result, None)

    @staticmethod
    def _later(loop: asyncio.AbstractEventLoop, future: "asyncio.Future[Any]", result: Any,
               problem: BaseException | None) -> None:
        def settle() -> None:
            if future.cancelled():
                return
            if problem is None:
                future.set_result(result)
            else:
                future.set_exception(problem)

        if not loop.is_closed():
            loop.call_soon_threadsafe(settle)
