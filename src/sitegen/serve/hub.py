"""Everybody who waits to hear that something has changed."""

import asyncio
from collections.abc import AsyncIterator

HEARTBEAT = 15.0
"""Seconds between signs of life, by which the system finds out that somebody has left."""


class Hub:
    """Tells all listeners the same one word; what has changed, each asks for itself."""

    def __init__(self, heartbeat: float = HEARTBEAT) -> None:
        self._changed = asyncio.Condition()
        self._heartbeat = heartbeat
        self.version = 0

    async def tell(self) -> None:
        """Something has changed."""
        async with self._changed:
            self.version += 1
            self._changed.notify_all()

    async def listen(self) -> AsyncIterator[bytes]:
        """Server-sent events: one at once, for what was missed before, and one for every change or several at once."""
        heard = self.version

        def news() -> bool:
            return self.version != heard

        yield b"retry: 500\n\ndata: reload\n\n"
        while True:
            try:
                async with asyncio.timeout(self._heartbeat), self._changed:
                    await self._changed.wait_for(news)
            except TimeoutError:
                yield b":\n\n"
                continue
            heard = self.version
            yield b"data: reload\n\n"
