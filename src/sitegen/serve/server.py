"""Connections: each is read strictly, answered once a request, and closed when it is in doubt, slow or idle."""

import asyncio
import os
import stat
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import NamedTuple

from sitegen.disk.opening import READ
from sitegen.serve.gate import Gate
from sitegen.serve.requests import LONGEST_HEAD, LONGEST_TARGET, METHODS_ANSWERED, Asked, Refused, read_head
from sitegen.serve.responses import Answer, head, refusal

MOST_CONNECTIONS = 256
"""One more closes the one that has waited longest for something to be asked."""
MOST_STREAMS = 128
LONGEST_BODY = 100_000
BLOCK = 1 << 18


class Patience(NamedTuple):
    """Seconds."""

    head: float = 10.0
    """For a whole request to arrive, from the first moment."""
    idle: float = 60.0
    """For the next request on a connection."""
    write: float = 30.0
    """For the other side to take what it is sent."""


PATIENCE = Patience()

Respond = Callable[[Asked, bytes], Awaitable[Answer]]
"""Answers a request that came in by the gate, given its body."""


class Server:
    """Speaks HTTP; what it says is `respond`'s."""

    def __init__(self, gate: Gate, respond: Respond, *, edit: bool = False, patience: Patience = PATIENCE,
                 log: Callable[[str], None] = lambda line: None) -> None:
        self.gate = gate
        self.respond = respond
        self.edit = edit
        self.patience = patience
        self.log = log
        self.streams = 0
        self._logged: set[str] = set()
        self._waiting: dict[asyncio.StreamWriter, None] = {}
        """Connections on which nothing is being answered, the longest waiting first."""
        self._open: set[asyncio.StreamWriter] = set()

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection to its end."""
        if not self._has_room():
            writer.transport.abort()
            return
        self._open.add(writer)
        try:
            # Cancelled: the run has ended, and nobody is left to be told.
            with suppress(OSError, TimeoutError, EOFError, asyncio.CancelledError):
                await self._serve(reader, writer)
        finally:
            self._open.discard(writer)
            self._waiting.pop(writer, None)
            writer.close()

    def _has_room(self) -> bool:
        """Whether one more connection can be served; one that only waits makes way for it."""
        if len(self._open) < MOST_CONNECTIONS:
            return True
        if not self._waiting:
            return False
        oldest = next(iter(self._waiting))
        del self._waiting[oldest]
        self._open.discard(oldest)
        oldest.transport.abort()
        return True

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        patience = self.patience.head
        while True:
            self._waiting[writer] = None
            try:
                async with asyncio.timeout(patience):
                    asked, body = await self._read(reader, writer)
            except Refused as refused:
                await self._send(writer, refusal(refused.status), keep=False, bare=False)
                return
            finally:
                self._waiting.pop(writer, None)
            answer = await self.respond(asked, body)
            if answer.stream is not None:
                await self._stream(reader, writer, answer, bare=asked.method == "HEAD")
                return
            await self._send(writer, answer, keep=asked.keep, bare=asked.method == "HEAD")
            if not asked.keep:
                return
            patience = self.patience.idle

    async def _read(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> tuple[Asked, bytes]:
        """One request that comes from whom it should. Raises Refused, and EOFError where there is no more."""
        try:
            data = await reader.readuntil(b"\r\n\r\n")
        except asyncio.LimitOverrunError:
            begun = await reader.read(LONGEST_TARGET + 100)
            raise Refused(431 if b"\n" in begun else 414) from None
        except asyncio.IncompleteReadError as ended:
            if ended.partial.strip():
                raise Refused(400) from None
            raise EOFError from None
        asked = read_head(data)
        own = writer.get_extra_info("sockname")[0]
        if status := self.gate.host_refusal(asked.headers, own):
            self._note_stranger(asked.headers.get("host", ""))
            raise Refused(status)
        if asked.method not in METHODS_ANSWERED and not (self.edit and asked.method == "POST"):
            raise Refused(405)
        if asked.length > LONGEST_BODY:
            raise Refused(413)
        return asked, await reader.readexactly(asked.length) if asked.length else b""

    def _note_stranger(self, host: str) -> None:
        """Say it once, and of a few: whoever asks must not fill the terminal."""
        name = host[:60].encode("ascii", "backslashreplace").decode()
        if name not in self._logged and len(self._logged) < 10:
            self._logged.add(name)
            self.log(f'Refused a request for "{name}": the preview answers to its own address only.')

    async def _send(self, writer: asyncio.StreamWriter, answer: Answer, *, keep: bool, bare: bool) -> None:
        if answer.file:
            await self._send_file(writer, answer, keep=keep, bare=bare)
            return
        writer.write(head(answer, len(answer.body), keep=keep) + (b"" if bare else answer.body))
        async with asyncio.timeout(self.patience.write):
            await writer.drain()

    async def _send_file(self, writer: asyncio.StreamWriter, answer: Answer, *, keep: bool, bare: bool) -> None:
        try:
            # Neither a link nor a pipe that took the file's place is followed or waited for.
            descriptor = os.open(answer.file, READ)
        except OSError:
            await self._send(writer, refusal(404), keep=keep, bare=bare)
            return
        with open(descriptor, "rb") as stream:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                await self._send(writer, refusal(404), keep=keep, bare=bare)
                return
            writer.write(head(answer, status.st_size, keep=keep))
            left = 0 if bare else status.st_size
            while left and (block := stream.read(min(BLOCK, left))):
                left -= len(block)
                writer.write(block)
                async with asyncio.timeout(self.patience.write):
                    await writer.drain()
        if left:
            # It became shorter while it was sent: what was promised cannot be kept.
            raise EOFError

    async def _stream(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answer: Answer, *,
                      bare: bool) -> None:
        if bare or self.streams >= MOST_STREAMS:
            await self._send(writer, answer._replace(stream=None) if bare else refusal(403), keep=False, bare=bare)
            return
        assert answer.stream is not None
        self.streams += 1
        writer.write(head(answer, None, keep=False))
        gone = asyncio.ensure_future(reader.read(1))
        sending = asyncio.ensure_future(self._pour(writer, answer))
        try:
            # Whoever listens has nothing more to say; a word or the end of words is the end.
            await asyncio.wait((gone, sending), return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.streams -= 1
            gone.cancel()
            sending.cancel()
            with suppress(asyncio.CancelledError, OSError, TimeoutError):
                await sending

    async def _pour(self, writer: asyncio.StreamWriter, answer: Answer) -> None:
        assert answer.stream is not None
        async for piece in answer.stream:
            writer.write(piece)
            async with asyncio.timeout(self.patience.write):
                await writer.drain()


async def listen(server: Server, host: str, port: int) -> list[asyncio.Server]:
    """Open the port at every address of that name; one of localhost is enough. Raises OSError where it is taken."""
    addresses = ("127.0.0.1", "::1") if host == "localhost" else (host,)
    opened: list[asyncio.Server] = []
    for address in addresses:
        try:
            opened.append(await asyncio.start_server(server.connected, address, port, limit=LONGEST_HEAD, backlog=512))
        except OSError as problem:
            if opened and not _is_taken(problem):
                # A machine without IPv6.
                continue
            for one in opened:
                one.close()
            raise
        port = opened[0].sockets[0].getsockname()[1]
    return opened


def _is_taken(problem: OSError) -> bool:
    import errno

    return problem.errno == errno.EADDRINUSE
