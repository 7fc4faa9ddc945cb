"""What the preview answers: a status, headers that keep other sites out, and bytes, a file or a stream."""

from collections.abc import AsyncIterator
from typing import NamedTuple

REASONS = {
    200: "OK", 302: "Found", 400: "Bad Request", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
    408: "Request Timeout", 409: "Conflict", 413: "Content Too Large", 414: "URI Too Long",
    500: "Internal Server Error", 431: "Request Header Fields Too Large",
}
OWN_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""Of the preview's own pages; the dashboard has a form of filters."""
_ADDED = ("script-src", "connect-src")
"""What the preview's script needs, where the site has no script of its own."""
_ALWAYS = (
    ("Server", "sitegen"),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Referrer-Policy", "same-origin"),
)
TYPES = {
    "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
    "json": "application/json; charset=utf-8", "xml": "application/xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8", "ics": "text/calendar; charset=utf-8",
    "csv": "text/csv; charset=utf-8", "txt": "text/plain; charset=utf-8", "svg": "image/svg+xml", "png": "image/png",
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp", "avif": "image/avif",
    "ico": "image/x-icon", "pdf": "application/pdf", "mp4": "video/mp4", "webm": "video/webm", "mp3": "audio/mpeg",
    "woff2": "font/woff2", "webmanifest": "application/manifest+json",
}
EVENT_STREAM = "text/event-stream"


class Answer(NamedTuple):
    """One response."""

    status: int
    type: str = TYPES["txt"]
    body: bytes = b""
    file: str = ""
    """Where the body is on the disk, instead of `body`."""
    stream: AsyncIterator[bytes] | None = None
    """What is sent as it comes, instead of `body`."""
    policy: str = OWN_POLICY
    location: str = ""
    """Where a redirect leads."""


def refusal(status: int) -> Answer:
    """A constant text: nothing that was asked is said again."""
    return Answer(status, body=f"{status} {REASONS[status]}\n".encode())


def preview_policy(policy: str) -> str:
    """The site's own policy, with leave to hear of changes."""
    added = (f"{name} 'self'" for name in _ADDED if name not in policy)
    return "; ".join((policy, *added))


def type_of(path: str) -> str:
    """The media type of a published file."""
    name = path.rpartition("/")[2]
    return TYPES.get(name.rpartition(".")[2].lower() if "." in name else "", "application/octet-stream")


def head(answer: Answer, length: int | None, *, keep: bool) -> bytes:
    """The response's head; `length` is None for a stream."""
    headers = [
        *_ALWAYS, ("Content-Type", answer.type), ("Content-Security-Policy", answer.policy),
        ("Connection", "keep-alive" if keep else "close"),
    ]
    if length is not None:
        headers.append(("Content-Length", str(length)))
    if answer.location:
        headers.append(("Location", answer.location))
    if answer.status == 405:
        headers.append(("Allow", "GET, HEAD"))
    lines = [f"HTTP/1.1 {answer.status} {REASONS[answer.status]}", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join([*lines, "", ""]).encode("ascii")
