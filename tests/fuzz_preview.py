"""Random requests to a preview: `python tests/fuzz_preview.py 20000 [SEED]`; the test suite tries a few of the same.

No answer but to our own Host, no status from 500 on, no file opened that is not published, and it lives on.
"""

import os
import random
import re
import socket
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from previewing import Running, previewing
from story import Story

import sitegen

METHODS = ("HEAD", "POST", "PUT", "TRACE", "CONNECT", "OPTIONS", "get", "", "G\x00T", "A" * 50)
SEGMENTS = (
    "en", "zh", "events", "spring-workshop", "index.html", "about", "assets", "..", ".", "", "%2e%2e", "%2e", "%2f",
    "%5c", "%00", "etc", "passwd", "_sitegen", "TOKEN", "state", "events", "bar", "unit", "save", "worker.js",
    "preview.js", ".git", "config", "site.yaml", "content", "index.en.md", "@fs", "%c0%ae", "%ff", "%E6%B4%BB", "con",
    "a" * 300, "proc", "self", "environ", "%", "%zz", "\\", ";", "file:", "http:", "localhost", "*", "%0d%0a", "\x7f",
    "é", "~", "活动",
)
STARTS = ("/", "/", "/", "/en/", "/zh/", "/_sitegen/", "/_sitegen/TOKEN/", "//", "", "http://OURS/")
QUERIES = ("", "", "", "?", "?raw", "?page=en/index.html", "?page=../../etc/passwd", "?page=%00&x", "?a=1&a=2",
           "?" + "x" * 3000, "?language=zh&state=stale", "?from=-1", "?page=content/about&language=zh",
           "?id=x%23y&lang=zh", "?%ff=%fe")
HOSTS = ("evil.example", "localhost", "127.0.0.1:1", "", "[::1", "a" * 9000, "OURS, evil.example", "evil.example:PORT",
         "localhost.evil:PORT", "\xff", "OURS\x00", "user@OURS")
HEADERS = (
    "Origin: http://OURS", "Origin: null", "Origin: https://evil.example", "Sec-Fetch-Site: cross-site",
    "Sec-Fetch-Site: same-origin", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document", "Connection: close",
    "Connection: keep-alive", "Content-Length: 0", "Range: bytes=0-5", "Range: bytes=-1,0-", "If-None-Match: *",
    "Upgrade: websocket", "Cookie: " + "c" * 2000, "Content-Type: application/json", "Accept: */*", "X: \xe9\xff",
    "X-Forwarded-Host: evil.example",
)
BROKEN = ("Content-Length: 7", "Content-Length: -1", "Content-Length: 99999999999", "Transfer-Encoding: chunked",
          "Expect: 100-continue", "X: a\rb", "X: a\nb", " folded", "no colon", ": empty", "X\x00: y", "Host: OURS")
BODIES = (b"", b"", b"{}", b'{"id":"x"}', b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", b"\x00" * 40, b"a=b")
_STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")


class Found(Exception):
    """What must never happen, with the request that made it happen."""


def request(chance: random.Random, ours: str, token: str) -> tuple[bytes, bool]:
    """A request, and whether anything but a refusal may be answered to it, by its Host."""
    port = ours.rpartition(":")[2]

    def fill(text: str) -> str:
        return text.replace("OURS", ours).replace("PORT", port).replace("TOKEN", token)

    def odd(share: float = 0.12) -> bool:
        return chance.random() < share

    target = fill(chance.choice(STARTS)) + "/".join(fill(chance.choice(SEGMENTS)) for _ in range(chance.randrange(5)))
    target += chance.choice(("", "/")) + fill(chance.choice(QUERIES))
    host = chance.choice(HOSTS) if odd() else "OURS"
    headers = [] if odd(0.03) else [f"Host: {fill(host)}"]
    headers += [fill(chance.choice(HEADERS)) for _ in range(chance.choice((0, 0, 1, 2, 5)))]
    headers += [fill(chance.choice(BROKEN))] if odd() else []
    chance.shuffle(headers)
    version = chance.choice(("HTTP/1.0", "HTTP/0.9", "HTTP/2", "http/1.1", "")) if odd() else "HTTP/1.1"
    end = chance.choice(("\n", "\r")) if odd(0.05) else "\r\n"
    method = chance.choice(METHODS) if odd(0.3) else "GET"
    head = end.join([f"{method} {target} {version}", *headers, "", ""])
    data = head.encode("latin-1" if odd() else "utf-8", "replace") + (chance.choice(BODIES) if odd(0.3) else b"")
    return mangled(chance, data), host == "OURS"


def mangled(chance: random.Random, data: bytes) -> bytes:
    """Now and then with some bytes changed, taken away or doubled."""
    if chance.random() < 0.85:
        return data
    made = bytearray(data)
    for _ in range(chance.randrange(1, 4)):
        at, way = chance.randrange(len(made)), chance.randrange(3)
        if way == 0:
            made[at] = chance.randrange(256)
        elif way == 1:
            made.insert(at, made[at])
        elif len(made) > 1:
            del made[at]
    return bytes(made)


def exchange(preview: Running, data: bytes) -> bytes:
    """What is answered, as far as it comes: streams do not end by themselves."""
    with socket.create_connection(("127.0.0.1", preview.port), timeout=20) as connection:
        try:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            pieces = []
            while piece := connection.recv(65536):
                pieces.append(piece)
                if b"text/event-stream" in pieces[0]:
                    break
            return b"".join(pieces)
        except ConnectionError:
            # Refused before all of it was read.
            return b""


def campaign(preview: Running, count: int, seed: int, opened: Callable[[], list[str]]) -> Counter[int]:
    """How often each status was answered. Raises Found."""
    chance = random.Random(seed)
    ours = f"localhost:{preview.port}"
    tally: Counter[int] = Counter()
    for number in range(count):
        data, ours_by_host = request(chance, ours, preview.token)
        answered = exchange(preview, data)
        statuses = [int(found) for found in _STATUS.findall(answered)]
        tally.update(statuses or [0])
        bad = [status for status in statuses if status >= 500]
        foreign = not ours_by_host and b"Host: " + ours.encode() not in data and any(s in (200, 302) for s in statuses)
        leaked = b"root:" in answered or b"base_url:" in answered or b"access-control-" in answered.lower()
        outside = [path for path in opened() if not path.startswith(str(preview.root)) or "/.git" in path]
        if bad or foreign or leaked or outside:
            raise Found(f"request {number} of seed {seed}: {data!r} was answered {answered[:300]!r}; opened {outside}")
    if preview.ask("/en/").status != 200:
        raise Found("it does not answer any more")
    return tally


def listening() -> Callable[[], list[str]]:
    """Tells which files were opened since it was last asked; the program's own are left out."""
    noted: list[str] = []
    # Compiled templates are kept among what the user's programs remember.
    remembered = os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "sitegen")
    ours = (sys.prefix, sys.base_prefix, str(Path(sitegen.__file__).parent), remembered)
    # With a folder of its own the watcher asks whether the system has a watch left.
    watcher = re.compile(re.escape(tempfile.gettempdir()) + r"/tmp\w{8}")

    def note(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and isinstance(arguments[0], str) and not arguments[0].startswith(ours):
            noted.append(arguments[0])

    def since() -> list[str]:
        found, noted[:] = list(noted), []
        return [path for path in found if path.startswith("/") and not watcher.fullmatch(path)]

    sys.addaudithook(note)
    return since


def run(folder: Path, count: int, seed: int) -> Counter[int]:
    """A campaign against a preview of the tiny site."""
    story = Story(folder)
    story.write(".git/config", "secret")
    with previewing(story.root, edit=True) as preview:
        preview.ask("/en/about/")
        opened = listening()
        return campaign(preview, count, seed, opened)


if __name__ == "__main__":
    how_many = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    begun_with = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory() as place:
        print(f"{how_many} requests, seed {begun_with}: nothing wrong.",
              dict(sorted(run(Path(place), how_many, begun_with).items())))
