"""The head of one HTTP/1.1 request, read strictly: what is not plainly right is refused."""

import re
from typing import NamedTuple

LONGEST_HEAD = 32_768
LONGEST_TARGET = 8_192
MOST_HEADERS = 100
METHODS_ANSWERED = ("GET", "HEAD")

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_PRINTABLE = re.compile(r"[\x21-\x7e]+")
_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})")
_ONCE = ("host", "origin", "content-length", "content-type", "sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest")
"""Given twice, two readers may each believe another of the two."""


class Refused(Exception):
    """A request that is answered with its status alone, and a connection that is closed behind it."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


class Asked(NamedTuple):
    """What was asked for."""

    method: str
    path: str
    """Decoded, beginning with a slash; without dots, empty segments or control characters."""
    query: str
    headers: dict[str, str]
    """By name in lower case."""
    keep: bool
    """Whether another request may follow on the connection."""
    length: int = 0
    """Bytes of the body that follows."""


def read_head(data: bytes) -> Asked:
    """The request whose head this is, with the empty line that ends it. Raises Refused."""
    lines = data.removesuffix(b"\r\n\r\n").decode("latin-1").split("\r\n")
    method, target, version = _request_line(lines[0])
    headers = _headers(lines[1:])
    length = _length(headers)
    if length and method in METHODS_ANSWERED:
        raise Refused(400)
    if method == "CONNECT" or not target.startswith("/"):
        # A proxy may be asked that; this is none.
        raise Refused(400)
    path, _, query = target.partition("?")
    keep = version == "1.1" and "close" not in headers.get("connection", "").lower()
    return Asked(method, decoded_path(path), query, headers, keep, length)


def _request_line(line: str) -> tuple[str, str, str]:
    pieces = line.split(" ")
    if len(pieces) != 3 or pieces[2] not in ("HTTP/1.1", "HTTP/1.0"):
        raise Refused(400)
    method, target, version = pieces
    if len(target) > LONGEST_TARGET:
        raise Refused(414)
    if not _TOKEN.fullmatch(method) or not _PRINTABLE.fullmatch(target) or "#" in target:
        raise Refused(400)
    return method, target, version.removeprefix("HTTP/")


def _headers(lines: list[str]) -> dict[str, str]:
    if len(lines) > MOST_HEADERS:
        raise Refused(431)
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or not _TOKEN.fullmatch(name) or not _VALUE.fullmatch(value):
            raise Refused(400)
        name = name.lower()
        if name in headers:
            if name in _ONCE:
                raise Refused(400)
            value = f"{headers[name]}, {value}"
        headers[name] = value.strip("\t ")
    if "transfer-encoding" in headers or "expect" in headers:
        # Two ways to tell where a body ends are one too many.
        raise Refused(400)
    return headers


def _length(headers: dict[str, str]) -> int:
    text = headers.get("content-length", "0")
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise Refused(400)
    return int(text)


def decoded_path(raw: str) -> str:
    """The path with its escapes read once. Raises Refused for what no published file is called."""
    data = raw.encode("latin-1")
    if len(_ESCAPE.findall(data)) != data.count(b"%"):
        raise Refused(400)
    decoded = _ESCAPE.sub(lambda escape: bytes([int(escape[1], 16)]), data)
    if raw.lower().count("%2f") or any(byte < 0x20 or byte == 0x7F for byte in decoded):
        raise Refused(400)
    try:
        path = decoded.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(400) from None
    segments = path.split("/")[1:]
    if "\\" in path or any(segment in (".", "..") for segment in segments) or "" in segments[:-1]:
        raise Refused(404)
    return path
