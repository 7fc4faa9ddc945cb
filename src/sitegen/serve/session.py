"""`sitegen serve`: looks at the site, shows it, and looks again whenever something is saved."""

import asyncio
import errno
import gc
import secrets
import signal
import socket
import sys
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from sitegen.diagnostics import BuildStopped, error
from sitegen.language.chosen import ENGLISH, speech
from sitegen.serve.gate import Gate, is_loopback
from sitegen.serve.hub import Hub
from sitegen.serve.last import LastPublished, last_or_wait
from sitegen.serve.own import OWN
from sitegen.serve.requests import Asked
from sitegen.serve.responses import Answer
from sitegen.serve.server import Server, listen
from sitegen.serve.watch import EVERYTHING, PACE, Changes, Scanner, Watcher, settled
from sitegen.serve.worker import Worker

if TYPE_CHECKING:
    from sitegen.model import Request
    from sitegen.serve.pages import Pages
    from sitegen.serve.preview import Preview

PORT = 8000
_PORTS = 20
"""How many ports are tried where none was asked for."""
PATIENCE = 0.3
"""Seconds for which a first page is waited for before it is said that it comes."""
HALF_WRITTEN = 0.1
"""Seconds for which the rest of a file that cannot be read is waited for, before it is called a mistake."""
REWRITTEN = 0.02
"""The same for a file of which more than a small part is another: looking at everything may take much longer."""
SWITCH = 0.001
"""Seconds after which one thread lets another one work."""
PAUSE = 5.0
"""Seconds without a save before all garbage is looked for."""
REST = 0.3
"""Seconds without a save before what nobody waits for is done."""
_HALVES = 5
_FAR = 86_400.0 * 7
"""Seconds: a longer wait than that is for another run."""
_BURST = 50
"""After more changes than that at once everything is looked at: the system may have lost count."""


class Wanted(NamedTuple):
    """What was typed behind `serve`."""

    host: str = "localhost"
    port: int = 0
    """0: the first free one from 8000."""
    expose: bool = False
    edit: bool = False
    scan: bool = False
    """Look again and again instead of being told."""
    editor: str = ""
    language: str = ENGLISH
    """In which people are told what there is to say."""


class Session:
    """One run of the preview."""

    def __init__(self, request: "Request", wanted: Wanted, say: Callable[[str], None], *, clock: bool = True) -> None:
        """`clock`: pages tell the time of the machine; else that of the request."""
        self.request = request
        self.wanted = wanted
        self.tell = say
        """Prints a text as it is."""
        self.said = speech(wanted.language)
        self.clock = clock
        self.hub = Hub()
        self.worker = Worker()
        self.token = secrets.token_urlsafe(16)
        self.last = LastPublished(request.project, request.output)
        self.port = 0
        self.pages: Pages | None = None
        self.stopped = asyncio.Event()
        self.code = 0
        self.rounds = 0
        """How often the site has been looked at."""
        self._servers: list[asyncio.Server] = []
        self._made = asyncio.Event()
        self._watching = asyncio.Event()
        self._watcher: Watcher | None = None
        self._scanner: Scanner | None = None
        """Where the system does not tell of changes."""
        self._lacking = asyncio.Event()
        """Set when the system has no watches left for folders that came later."""
        self._has_looked = False
        """Whether everything was looked at since there were watches for sure."""
        self._told = ""

    def say(self, sentence: str) -> None:
        """Print a sentence in the language that was chosen."""
        self.tell(self.said(sentence))

    # ---- from start to end ----

    async def run(self, opened: Callable[[str], None] = lambda url: None) -> int:
        """Serve until told to stop; the exit code. `opened` is called with the address once it answers."""
        check(self.wanted)
        self._hear_signals()
        self.port = await self._open_port()
        url = self._url()
        changes = Changes(self.request.project)
        # Watching begins before the first look: nothing that is saved in between is missed.
        watching = asyncio.ensure_future(self._watch(changes))
        following = asyncio.ensure_future(self._follow(changes))
        opened(url)
        stop = asyncio.ensure_future(self.stopped.wait())
        try:
            done, _ = await asyncio.wait((watching, following, stop), return_when=asyncio.FIRST_COMPLETED)
            for task in done - {stop}:
                task.result()
        finally:
            for task in (watching, following, stop):
                task.cancel()
            for server in self._servers:
                server.close()
        return self.code

    def stop(self, code: int = 0) -> None:
        """End the run."""
        self.code = code
        self.stopped.set()

    def _hear_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for name, code in (("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 143)):
            number = getattr(signal, name, None)
            if number is None or signal.getsignal(number) == signal.SIG_IGN:
                continue
            # Not on Windows, nor beside the main thread: there the interpreter's own way of stopping stays.
            with suppress(NotImplementedError, ValueError, RuntimeError):
                loop.add_signal_handler(number, self.stop, code)

    # ---- the port ----

    async def _open_port(self) -> int:
        wanted = self.wanted.port
        for port in (wanted,) if wanted else range(PORT, PORT + _PORTS):
            self.server = Server(self._gate(port), self._respond, edit=self.wanted.edit, log=self.say)
            try:
                self._servers = await listen(self.server, self.wanted.host, port)
            except OSError as problem:
                if problem.errno != errno.EADDRINUSE:
                    raise _cannot_listen(self.wanted, problem) from problem
                continue
            if port != PORT and not wanted:
                self.say(f"Port {PORT} is taken{_by_whom(PORT)}, so this preview is at port {port}.")
            return port
        raise _taken(wanted)

    def _gate(self, port: int) -> Gate:
        names = _own_names() if self.wanted.expose else ()
        return Gate(port, self.token, frozenset(names))

    def _url(self) -> str:
        host = "localhost" if self.wanted.host in ("0.0.0.0", "::", "127.0.0.1", "::1") else self.wanted.host
        self.say(f"The preview is at http://{host}:{self.port}/ (Ctrl-C ends it).")
        if self.wanted.expose:
            names = sorted({*self._gate(self.port).names, self.wanted.host} - {"0.0.0.0", "::"})
            self.say("Everybody in your network who knows the address can read it, drafts too. It answers to: "
                     f"{', '.join(['localhost', *names])}.")
        if self.wanted.edit and self.wanted.expose:
            self.say("They can also change translations in the project's files, because of --edit.")
        elif self.wanted.edit:
            self.say("Translations can be typed in the browser; they are saved into the project's files.")
        return f"http://{host}:{self.port}/"

    # ---- the site ----

    async def _respond(self, asked: Asked, body: bytes) -> Answer:
        if self.pages is None and not asked.path.startswith(OWN):
            # The program itself is still being read.
            if not self.last.is_large:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._made.wait(), PATIENCE)
            if self.pages is None:
                return last_or_wait(asked, self.last, self._gate(self.port), self.wanted.language)
        await self._made.wait()
        assert self.pages is not None
        return await self.pages.respond(asked, body)

    def _make(self) -> "Pages":
        """Jinja, Markdown and Babel are imported here: the port is open already, and connections are served."""
        from sitegen.serve.editor import Editor
        from sitegen.serve.live import Live, machine_time
        from sitegen.serve.pages import Options, Pages

        # Who looks on from another machine has another disk: links to an editor would lead nowhere, and tell of ours.
        editor = Editor("" if self.wanted.expose else self.wanted.editor, self.request.project, self.said)
        options = Options(self.request, self._gate(self.port), editor, self.wanted.edit, self.wanted.language)
        preview = Live(self.request, machine_time if self.clock else None, edit=self.wanted.edit)
        return Pages(preview, self.worker, self.hub, options, self.last)

    async def _follow(self, changes: Changes) -> None:
        """Look at the site, and again whenever something has changed."""
        self.pages = pages = await self.worker.run(self._make)
        self._made.set()
        await self._watching.wait()
        await self._look(pages.preview)
        pages.looked.set()
        # From now on the thread of the connections must not wait long for that of the site; before, it needs little of
        # it, and each change between the two would make the first look last longer.
        sys.setswitchinterval(SWITCH)
        self._report(pages.preview)
        await self.hub.tell()
        # What is here now stays: it need not be looked through for garbage again and again.
        await self.worker.run(gc.freeze)
        while True:
            await self._settle(pages.preview, changes)
            await self._take_changes(pages.preview, changes)
            self._report(pages.preview)
            await self.hub.tell()

    async def _settle(self, preview: "Preview", changes: Changes) -> None:
        """Do what nobody waits for, until something is saved."""
        known = preview.problems
        # First come those who have heard of it and ask for their pages.
        await changes.more(REST)
        if not changes.waiting:
            await self._check_watches()
        while not changes.waiting and await self.worker.run(preview.settle):
            pass
        if preview.problems != known:
            self._report(preview)
            await self.hub.tell()
        if not await changes.more(PAUSE):
            # It is looked for seldom otherwise, and while somebody types and saves not at all: a save would wait.
            await self.worker.run(gc.collect)

    async def _take_changes(self, preview: "Preview", changes: Changes) -> None:
        """One round: until what has changed is taken in, and half a file is not taken for a mistake."""
        known = preview.problems
        paths = await self._next(preview, changes)
        for left in reversed(range(_HALVES)):
            await settled(self.request.project, paths)
            if not await self._take(preview, paths):
                if left and EVERYTHING not in paths and await changes.more(REWRITTEN):
                    # It was read while it was being written once more.
                    paths |= await changes.next()
                    continue
                await self._look(preview)
            problems = preview.problems
            if not problems.errors or problems == known or not await changes.more(HALF_WRITTEN):
                return
            paths = await changes.next()

    async def _next(self, preview: "Preview", changes: Changes) -> set[str]:
        """The next changes; none of the files' where time itself changes what pages say."""
        wait = None if preview.until is None else max(0.0, preview.until - time.time())
        try:
            async with asyncio.timeout(wait if wait is None or wait < _FAR else None):
                return await changes.next()
        except TimeoutError:
            return set()

    async def _take(self, preview: "Preview", paths: Collection[str]) -> bool:
        """Take in a few changes that touch little; False where everything must be looked at."""
        if EVERYTHING in paths or len(paths) > _BURST or not await self.worker.run(lambda: preview.take(paths)):
            return False
        self.rounds += 1
        return True

    async def _look(self, preview: "Preview") -> None:
        """Look at everything."""
        self.rounds += 1
        self._has_looked = True
        await self.worker.run(lambda: preview.refresh(None))
        if self._scanner is not None:
            await self._scanner.look()

    def _report(self, preview: "Preview") -> None:
        """Say in the terminal what is wrong, once, and that it is not wrong any more."""
        from sitegen.console import as_text
        from sitegen.model import Report

        problems = preview.problems
        told = self.said(problems.bug) if problems.bug else as_text(
            Report(command="serve", diagnostics=problems.errors, excerpts=problems.excerpts), output="build",
            said=self.said)
        if told and told != self._told:
            self.tell(told)
        elif self._told and not told:
            self.say("That is mended.")
        self._told = told

    # ---- watching ----

    async def _watch(self, changes: Changes) -> None:
        """Have changes told by the system, or find them; never ends."""
        loop = asyncio.get_running_loop()

        def tell(path: str) -> None:
            with suppress(RuntimeError):  # The run has ended.
                loop.call_soon_threadsafe(changes.tell, path)

        if not self.wanted.scan:
            try:
                self._watcher = await asyncio.to_thread(Watcher, self.request.project, tell)
            except (OSError, ImportError) as problem:
                self._say_not_told(problem)
        try:
            if self._watcher is not None:
                self._watching.set()
                await self._lacking.wait()
            self._scanner = Scanner(self.request.project, changes.tell)
            await self._scanner.look()
            # All sources are read only now: whatever is saved from here on is found.
            if self._watcher is not None:
                changes.tell(EVERYTHING)
            self._watching.set()
            await self._scanner.look_again(PACE.scan)
        finally:
            if self._watcher is not None:
                self._watcher.stop()

    async def _check_watches(self) -> None:
        """After a look at everything there may be new folders, for which the system may have had no watch."""
        if self._watcher is None or not self._has_looked or self._lacking.is_set():
            return
        self._has_looked = False
        try:
            await asyncio.to_thread(self._watcher.check)
        except OSError as problem:
            self._say_not_told(problem)
            self._lacking.set()

    def _say_not_told(self, problem: Exception) -> None:
        self.say(f"The system does not tell of changes ({getattr(problem, 'strerror', None) or problem}), so "
                 f"the preview looks for them every {PACE.scan:g} s. Saving shows a little later.")


def check(wanted: Wanted) -> None:
    """Raises BuildStopped (exit 2) for what would show the preview to others by mistake."""
    if not is_loopback(wanted.host) and not wanted.expose:
        raise BuildStopped(error(
            "E-USAGE", f"With --host {wanted.host} everybody in your network could read this preview, drafts too.",
            f"If that is meant: sitegen serve --host {wanted.host} --expose. It would answer to "
            f"{', '.join(['localhost', *_own_names()])} and the machine's own addresses. If not, leave out --host.",
            exit=2))


def _own_names() -> list[str]:
    name = socket.gethostname().lower()
    return [name, f"{name}.local"] if name and "." not in name else [name]


def _by_whom(port: int) -> str:
    """Who listens at a port, if it is one of us."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
        connection.sendall(f"HEAD /_sitegen/bar.css HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n".encode())
        if b"\r\nServer: sitegen\r\n" in connection.recv(2000):
            return " by another sitegen preview"
    return ""


def _taken(port: int) -> BuildStopped:
    if port:
        return BuildStopped(error("E-PORT", f"Port {port} is taken{_by_whom(port) or ' by another program'}.",
                                  f"Leave out --port, or name another: sitegen serve --port {port + 1}", exit=3))
    return BuildStopped(error("E-PORT", f"All ports from {PORT} to {PORT + _PORTS - 1} are taken.",
                              "End other previews, or name a port: sitegen serve --port 9000", exit=3))


def _cannot_listen(wanted: Wanted, problem: OSError) -> BuildStopped:
    return BuildStopped(error("E-PORT", f"No preview can be opened at {wanted.host}: {problem.strerror or problem}.",
                              "Leave out --host, and --port where it is below 1024: sitegen serve", exit=3))
