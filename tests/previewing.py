"""A preview that a test starts, asks and ends, in this process."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from sitegen.model import Request
from sitegen.serve.session import Session, Wanted

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
PATIENCE = 20.0
"""Seconds after which a test that waits fails."""


class Said(NamedTuple):
    """One response."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Running:
    """A preview in a thread of its own."""

    def __init__(self, root: Path, port: int) -> None:
        self.root = root
        self.port = port
        self.lines: list[str] = []
        self.session: Session | None = None
        self.loop: asyncio.AbstractEventLoop | None = None

    @property
    def token(self) -> str:
        assert self.session is not None
        return self.session.token

    @property
    def rounds(self) -> int:
        assert self.session is not None
        return self.session.rounds

    def exchange(self, data: bytes, *, close: bool = True) -> bytes:
        """Everything that is answered to these bytes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            connection.sendall(data)
            if close:
                connection.shutdown(socket.SHUT_WR)
            pieces = []
            while piece := connection.recv(65536):
                pieces.append(piece)
            return b"".join(pieces)

    def ask(self, target: str, method: str = "GET", *, headers: dict[str, str] | None = None,
            sent: bytes = b"") -> Said:
        """The answer to one request; `Sec_Fetch_Site` is written with hyphens, an empty header left out."""
        given = {"Host": f"localhost:{self.port}", "Connection": "close", **(headers or {})}
        if sent:
            given["Content-Length"] = str(len(sent))
        lines = [f"{name.replace('_', '-')}: {value}" for name, value in given.items() if value]
        head = f"{method} {target} HTTP/1.1\r\n" + "".join(f"{line}\r\n" for line in lines) + "\r\n"
        return read(self.exchange(head.encode("latin-1") + sent, close=False))

    def own(self, what: str) -> str:
        """The address of one of the preview's channels."""
        return f"/_sitegen/{self.token}/{what}"

    def until(self, target: str, words: str, *, gone: bool = False) -> Said:
        """The first answer that has these words, or has them no more."""
        end = time.monotonic() + PATIENCE
        while True:
            said = self.ask(target)
            if (words.encode() in said.body) != gone:
                return said
            assert time.monotonic() < end, f"{target} never changed: {said.text[-1500:]}"
            time.sleep(0.005)

    def write(self, path: str, text: str | bytes) -> None:
        """Save a source file."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())


def read(data: bytes) -> Said:
    """A response, which must be exactly one."""
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("ascii").split("\r\n")
    version, status, _ = first.split(" ", 2)
    assert version == "HTTP/1.1"
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return Said(int(status), headers, body)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def previewing(root: Path, *, drafts: bool = True, now: datetime | None = NOW, wait: bool = True,
               **wanted: object) -> Iterator[Running]:
    """A preview of the site in that folder, shown for the first time already."""
    port = wanted.pop("port", 0) or free_port()
    assert isinstance(port, int)
    running = Running(root, port)
    begun = threading.Event()
    request = Request(project=str(root), output=str(root / "build"), now=now or NOW, drafts=drafts)

    async def run() -> None:
        options = Wanted(port=running.port)._replace(**wanted)  # type: ignore[arg-type]
        running.session = Session(request, options, running.lines.append, clock=now is None)
        running.loop = asyncio.get_running_loop()
        await running.session.run(lambda url: begun.set())

    thread = threading.Thread(target=lambda: asyncio.run(run()), daemon=True)
    thread.start()
    assert begun.wait(PATIENCE)
    try:
        if wait:
            running.until("/", "The site is being read", gone=True)
        yield running
    finally:
        assert running.loop is not None and running.session is not None
        running.loop.call_soon_threadsafe(running.session.stop)
        thread.join(PATIENCE)
        assert not thread.is_alive()
