"""Whatever is asked of the preview, it answers its own pages only, shows published files only, and lives on."""

import re
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from previewing import Running, previewing, read
from story import Story

PAGE = "/en/events/spring-workshop/"


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    story = Story(tmp_path_factory.mktemp("attacks"))
    story.must_build()
    (story.root / "build" / "outside.txt").symlink_to("/etc/passwd")
    (story.root / ".git").mkdir()
    (story.root / ".git" / "config").write_text("secret")
    with previewing(story.root) as running:
        yield running


def head(preview: Running, *lines: str | bytes) -> bytes:
    """A request for a page with these header lines alone."""
    return b"\r\n".join([f"GET {PAGE} HTTP/1.1".encode(),
                         *(line if isinstance(line, bytes) else line.encode() for line in lines), b"", b""])


# ---- D01, D02: hosts -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "evil.example:PORT", "localhost.evil:PORT", "localhost:1",
                                  "localhost",
                                  "127.0.0.1.nip.io:PORT", "notlocalhost:PORT", "10.0.0.1:PORT", "[::2]:PORT",
                                  "localhost:PORT:PORT", "localhost.:PORT", "0.0.0.0:PORT", "127.0.0.2:PORT"])
def test_foreign_hosts_are_refused(preview: Running, host: str) -> None:
    said = read(preview.exchange(head(preview, f"Host: {host.replace('PORT', str(preview.port))}")))
    assert said.status in (400, 403)
    assert said.text in ("400 Bad Request\n", "403 Forbidden\n")


@pytest.mark.parametrize("lines", [[], ["Host:"], ["Host: [::1"], ["Host: " + "a" * 10_000], [b"Host: caf\xc3\xa9"],
                                   [b"Host: \xff\xfe"], ["Host: localhost:PORT", "Host: localhost:PORT"],
                                   ["Host: user@localhost:PORT"], ["Host: localhost:PORT/x"],
                                   ["Host : localhost:PORT"]])
def test_odd_hosts_are_refused(preview: Running, lines: list[str | bytes]) -> None:
    sent = [line.replace("PORT", str(preview.port)) if isinstance(line, str) else line for line in lines]
    assert read(preview.exchange(head(preview, *sent))).status in (400, 403)
    assert preview.ask(PAGE).status == 200


def test_a_stranger_is_named_once_and_cannot_fill_the_terminal(preview: Running) -> None:
    for number in range(30):
        preview.exchange(head(preview, "Host: again.example"))
        preview.exchange(head(preview, f"Host: n{number}.example"))
    named = [line for line in preview.lines if "Refused a request" in line]
    assert len(named) == len(set(named)) <= 10


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "demo.localhost", "LOCALHOST"])
def test_own_names_are_answered(preview: Running, host: str) -> None:
    said = read(preview.exchange(head(preview, f"Host: {host}:{preview.port}")))
    assert said.status == 200
    assert b"Spring" in said.body


# ---- D03, D04: origins and the channel -------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [
    {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "http://localhost:1"},
    {"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "same-site"}, {"Sec_Fetch_Site": "odd"},
    {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors", "Sec_Fetch_Dest": "script"},
])
@pytest.mark.parametrize("what", ["events", "state?page=index.html", "bar?page=", "worker.js", "page", "style"])
def test_other_sites_get_nothing(preview: Running, what: str, headers: dict[str, str]) -> None:
    target = {"page": PAGE, "style": "/_sitegen/bar.css"}.get(what, preview.own(what))
    said = preview.ask(target, headers=headers)
    assert said.status == 403
    assert not [name for name in said.headers if name.startswith("access-control-")]


def test_a_link_on_another_site_may_lead_to_a_page(preview: Running) -> None:
    followed = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}
    assert preview.ask(PAGE, headers=followed).status == 200
    assert preview.ask(PAGE, headers={**followed, "Sec_Fetch_Dest": "iframe"}).status == 403
    assert preview.ask(preview.own("state?page="), headers=followed).status == 403


@pytest.mark.parametrize("token", ["", "x", "é", "%00", "A" * 22])
@pytest.mark.parametrize("what", ["events", "state", "bar", "unit", "save", "worker.js"])
def test_channels_need_the_token(preview: Running, what: str, token: str) -> None:
    assert preview.ask(f"/_sitegen/{token.replace('é', '%C3%A9')}/{what}").status in (400, 403, 404)


def test_the_channel_says_one_word(preview: Running) -> None:
    with socket.create_connection(("127.0.0.1", preview.port), timeout=20) as connection:
        connection.sendall(f"GET {preview.own('events')} HTTP/1.1\r\nHost: localhost:{preview.port}\r\n\r\n".encode())
        heard = b""
        while b"data: reload\n\n" not in heard:
            heard += connection.recv(4096)
        assert heard.partition(b"\r\n\r\n")[2] == b"retry: 500\n\ndata: reload\n\n"
        assert b"Content-Type: text/event-stream" in heard


# ---- D05, D06, D07: paths --------------------------------------------------------------------------------------------

TARGETS = [
    "/../../etc/passwd", "/..%2f..%2fetc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/%2e%2e%2fetc%2fpasswd",
    "/..\\..\\etc\\passwd", "/..%5c..%5cetc", "/en/%00", "/en/index.html%00.png", "//etc/passwd", "//localhost/en/",
    "/./en/", "/en/./", "/en/../en/", "/en//", "http://localhost/en/", "http://evil.example/", "*", "en/", "",
    "/%c0%ae%c0%ae/etc/passwd", "/%c0%af", "/%e0%80%af", "/%f0%80%80%af", "/%ff", "/%zz", "/%", "/%2", "/en/%0d%0aX:y",
    "/en/#x", "/.git/config", "/.sitegen/state", "/.sitegen/lock", "/content/index.en.md", "/content/index.en.md?raw",
    "/site.yaml", "/templates/base.html", "/@fs/etc/passwd", "/@fs//etc/passwd?import&raw??", "/outside.txt",
    "/build/index.html", "/etc/passwd", "/proc/self/environ", "/_sitegen/assets/preview.js", "/_sitegen/../en/",
    "/_sitegen/session.py", "/_sitegen/%2e%2e/session.py", "/.well-known/../en/",
    "/en/events/spring-workshop/index.en.md",
    "/file:///etc/passwd", "/en;/", "/~root", "/en/events/spring-workshop/%2e", "/en/.%2e/",
]


@pytest.mark.parametrize("target", TARGETS)
def test_only_published_files_are_served(preview: Running, target: str) -> None:
    sent = f"GET {target} HTTP/1.1\r\nHost: localhost:{preview.port}\r\nConnection: close\r\n\r\n"
    said = read(preview.exchange(sent.encode()))
    assert said.status in (400, 404)
    assert b"root:" not in said.body and b"secret" not in said.body and b"base_url" not in said.body


def test_a_long_address_is_too_long(preview: Running) -> None:
    for length, expected in ((9_000, 414), (70_000, 414)):
        sent = b"GET /" + b"a" * length + f" HTTP/1.1\r\nHost: localhost:{preview.port}\r\n\r\n".encode()
        assert read(preview.exchange(sent)).status == expected


_opened: list[str] = []


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and isinstance(arguments[0], str):
        _opened.append(arguments[0])


def test_no_file_is_opened_that_is_not_published(preview: Running) -> None:
    sys.addaudithook(_note)
    preview.ask(PAGE)
    del _opened[:]
    for target in TARGETS:
        asked = f"GET {target} HTTP/1.1\r\nHost: localhost:{preview.port}\r\nConnection: close\r\n\r\n"
        preview.exchange(asked.encode())
    assert [path for path in _opened if not path.endswith((".py", ".pyc", "/404.html"))] == []


def test_a_file_that_became_a_link_is_not_followed(preview: Running) -> None:
    preview.write("content/events/spring-workshop/notes.txt", "public")
    preview.until(f"{PAGE}notes.txt", "public")
    target = preview.root / "content/events/spring-workshop/notes.txt"
    target.unlink()
    target.symlink_to("/etc/passwd")
    assert b"root:" not in preview.ask(f"{PAGE}notes.txt").body
    target.unlink()
    preview.until(f"{PAGE}notes.txt", "public", gone=True)


# ---- D08: methods ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "PROPFIND", "get", "BREW"])
@pytest.mark.parametrize("target", [PAGE, "/_sitegen/", "save", "/nowhere"])
def test_nothing_but_reading(preview: Running, method: str, target: str) -> None:
    said = preview.ask(preview.own("save") if target == "save" else target, method)
    assert said.status == 405
    assert said.headers["allow"] == "GET, HEAD"


def test_connect_is_for_proxies(preview: Running) -> None:
    assert preview.ask("evil.example:443", "CONNECT").status == 400


def test_head_is_get_without_the_body(preview: Running) -> None:
    got, told = preview.ask(PAGE), preview.ask(PAGE, "HEAD")
    assert told.body == b""
    assert told.headers == got.headers


# ---- D09: many and slow ----------------------------------------------------------------------------------------------


def test_many_idle_connections_do_not_keep_others_out(preview: Running) -> None:
    with ExitStack() as stack:
        for _ in range(400):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", preview.port), timeout=20))
            connection.sendall(b"GET / HT")
        assert preview.ask(PAGE).status == 200
        preview.write("content/about.en.md", (preview.root / "content/about.en.md").read_text() + "\nUnder load.\n")
        assert preview.until("/en/about/", "Under load.").status == 200


def test_a_hundred_streams_hear_and_others_are_served(preview: Running) -> None:
    asked = f"GET {preview.own('events')} HTTP/1.1\r\nHost: localhost:{preview.port}\r\n\r\n".encode()
    with ExitStack() as stack:
        streams = [stack.enter_context(socket.create_connection(("127.0.0.1", preview.port), timeout=20))
                   for _ in range(100)]
        for stream in streams:
            stream.sendall(asked)
        for stream in streams:
            assert stream.recv(4096).startswith(b"HTTP/1.1 200")
        assert preview.ask(PAGE).status == 200
    assert preview.session is not None


def test_a_half_closed_connection_gets_its_answer(preview: Running) -> None:
    sent = head(preview, f"Host: localhost:{preview.port}")
    assert read(preview.exchange(sent, close=True)).status == 200


def test_a_slow_request_is_given_up(preview: Running) -> None:
    from sitegen.serve.server import PATIENCE

    assert PATIENCE.head == 10.0
    assert preview.session is not None
    server = preview.session.server
    before, server.patience = server.patience, server.patience._replace(head=0.2)
    try:
        with socket.create_connection(("127.0.0.1", preview.port), timeout=20) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: loc")
            assert connection.recv(100) == b""
    finally:
        server.patience = before


# ---- D10: requests that two readers may read in two ways -------------------------------------------------------------


@pytest.mark.parametrize(("lines", "status"), [
    (["X: a\rb"], 400), (["X: a\x00b"], 400), (["X: a", " folded"], 400), (["X"], 400), (["X y: z"], 400),
    ([": z"], 400),
    ([f"X{number}: y" for number in range(200)], 431), ([f"X{number}: y" for number in range(10_000)], 431),
    (["X: " + "a" * 70_000], 431), (["Transfer-Encoding: chunked"], 400), (["Content-Length: 5"], 400),
    (["Content-Length: 0", "Content-Length: 5"], 400), (["Content-Length: +5"], 400), (["Content-Length: 5, 5"], 400),
    (["Content-Length: -1"], 400), (["Transfer-Encoding: chunked", "Content-Length: 5"], 400),
    (["Transfer-Encoding: identity"], 400), (["Transfer\x0b-Encoding: chunked"], 400), (["Expect: 100-continue"], 400),
])
def test_doubtful_heads_are_refused(preview: Running, lines: list[str], status: int) -> None:
    sent = head(preview, f"Host: localhost:{preview.port}", *lines)
    smuggled = b"0\r\n\r\nGET /en/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
    answered = preview.exchange(sent + smuggled)
    assert answered.count(b"HTTP/1.1 ") == 1
    assert read(answered).status == status
    assert read(answered).headers["connection"] == "close"


@pytest.mark.parametrize("data", [
    b"GET /\r\n\r\n", b"GET / HTTP/0.9\r\n\r\n", b"GET / HTTP/2.0\r\nHost: x\r\n\r\n", b"GET  / HTTP/1.1\r\n\r\n",
    b"\r\n\r\n", b"GET / HTTP/1.1 \r\n\r\n", b"GET\t/\tHTTP/1.1\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
    b"G\xc3\x89T / HTTP/1.1\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"GET / HTTP/1.1\nHost: localhost\n\n", b"GET / HTTP/1.1",
])
def test_what_is_no_request_is_refused(preview: Running, data: bytes) -> None:
    assert read(preview.exchange(data)).status == 400


def test_requests_that_follow_each_other_are_answered_in_order(preview: Running) -> None:
    one = f"GET {PAGE} HTTP/1.1\r\nHost: localhost:{preview.port}\r\n\r\n"
    answered = preview.exchange((one + one.replace(PAGE, "/nowhere") + one).encode())
    assert re.findall(rb"HTTP/1\.1 (\d+)", answered) == [b"200", b"404", b"200"]


# ---- D11, D12, D15: what an answer says ------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [
    {"Range": "bytes=0-1"}, {"Range": "bytes=" + ",".join(["0-1"] * 500)}, {"Range": "bytes=-99999999999999999999"},
    {"If_None_Match": "*"}, {"If_Modified_Since": "Fri, 01 Jan 2100 00:00:00 GMT"}, {"If_Match": '"x"'},
    {"Accept_Encoding": "br;q=1, *;q=0"}, {"Upgrade": "websocket"},
])
def test_conditions_are_ignored(preview: Running, headers: dict[str, str]) -> None:
    plain, said = preview.ask(PAGE), preview.ask(PAGE, headers=headers)
    assert (said.status, said.body) == (200, plain.body)
    assert said.headers["cache-control"] == "no-store"
    assert "etag" not in said.headers and "last-modified" not in said.headers


@pytest.mark.parametrize("target", [PAGE, "/", "/nowhere", "/_sitegen/", "/_sitegen/bar.css", "/en", "/%zz"])
def test_every_answer_keeps_other_sites_out(preview: Running, target: str) -> None:
    headers = preview.ask(target).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy


def test_the_policy_is_the_sites_own_and_leave_to_hear_of_changes(preview: Running) -> None:
    guide = Path(__file__).resolve().parents[2] / "docs" / "webmaster.md"
    documented = next(line for line in guide.read_text(encoding="utf-8").split("\n")
                      if line.startswith("Content-Security-Policy: "))
    policy = preview.ask(PAGE).headers["content-security-policy"]
    assert "script-src 'self'; connect-src 'self'" in policy
    assert policy == documented.partition(": ")[2]


def test_markup_in_an_error_is_text(preview: Running) -> None:
    preview.write("content/<script>alert(1)<.en.md", "---\ntitle: [\n---\n")
    try:
        preview.until(preview.own("state?page=index.html"), "alert(1)")
        state = preview.ask(preview.own("state?page=index.html"))
        assert state.headers["content-type"].startswith("application/json")
    finally:
        (preview.root / "content/<script>alert(1)<.en.md").unlink()
        preview.until(preview.own("state?page=index.html"), "alert(1)", gone=True)


def test_markup_in_an_error_is_text_also_where_there_is_no_site_yet(tmp_path: Path) -> None:
    story = Story(tmp_path)
    story.write("content/<script>alert(1)<.en.md", "---\ntitle: [\n---\n")
    story.write("site.yaml", "title: [\n")
    with previewing(story.root) as preview:
        said = preview.ask("/en/")
        assert said.status == 200
        assert "site.yaml:" in said.text and "The site cannot be shown yet" in said.text
        assert "<script>alert" not in said.text
        assert "default-src 'none'" in said.headers["content-security-policy"]


# ---- D16: while the site changes -------------------------------------------------------------------------------------


def test_a_page_is_the_old_or_the_new_one_and_always_there(preview: Running) -> None:
    source = (preview.root / "content/about.en.md").read_text(encoding="utf-8")
    end = time.monotonic() + 1.5
    number = 0
    while time.monotonic() < end:
        number += 1
        preview.write("content/about.en.md", f"{source}\nRound {number}.\n")
        for _ in range(4):
            said = preview.ask("/en/about/")
            assert said.status == 200
            assert said.text.rstrip().endswith("</html>")
    preview.until("/en/about/", f"Round {number}.")


def test_those_who_read_slowly_do_not_keep_others_out_for_ever(preview: Running) -> None:
    """More connections than there is room for, none of which only waits: the next is refused, and nothing breaks."""
    from sitegen.serve import server

    assert preview.session is not None
    asked = f"GET {preview.own('events')} HTTP/1.1\r\nHost: localhost:{preview.port}\r\n\r\n".encode()
    while preview.session.server._open:
        time.sleep(0.005)
    before, server.MOST_CONNECTIONS = server.MOST_CONNECTIONS, 3
    try:
        with ExitStack() as stack:
            streams = []
            for _ in range(3):
                stream = stack.enter_context(socket.create_connection(("127.0.0.1", preview.port), timeout=20))
                stream.sendall(asked)
                assert stream.recv(4096).startswith(b"HTTP/1.1 200")
                streams.append(stream)
            with socket.create_connection(("127.0.0.1", preview.port), timeout=20) as late, suppress(ConnectionError):
                assert late.recv(100) == b""
    finally:
        server.MOST_CONNECTIONS = before
    preview.until(PAGE, "Spring")
