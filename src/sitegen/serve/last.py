"""The site as it was published last: shown from the first moment, until the sources have been read."""

import os
import re
from functools import cached_property
from urllib.parse import urlsplit

from sitegen.disk.manifest import listed_digest, manifest_bytes
from sitegen.disk.opening import READ
from sitegen.disk.stamp import outputs
from sitegen.serve.gate import Gate
from sitegen.serve.own import wait_page, with_script
from sitegen.serve.requests import Asked
from sitegen.serve.responses import TYPES, Answer, refusal, type_of
from sitegen.tracing import digest_bytes

MANY = 5000
"""Published files of a site that takes so long to read that nobody waits for it first."""
_BASE = re.compile(r"""^base_url:[ \t]*["']?(https?://[^\s"'#]+)""", re.MULTILINE)


class LastPublished:
    """Looks addresses up in the list of what was published; no file is named by a request."""

    def __init__(self, project: str, output: str) -> None:
        self._project = project
        self._own_output = output

    @cached_property
    def _found(self) -> tuple[str, bytes]:
        """The folder with what was published last, and its list; both empty where there is none."""
        for output in (self._own_output, *outputs(self._project)):
            try:
                if data := manifest_bytes(output):
                    return output, data
            except OSError:
                continue
        return "", b""

    @cached_property
    def _mount(self) -> str:
        """The path of base_url; nothing is read yet that would know it better."""
        try:
            with open(os.path.join(self._project, "site.yaml"), encoding="utf-8") as stream:
                found = _BASE.search(stream.read(100_000))
        except (OSError, ValueError):
            found = None
        return urlsplit(found[1]).path.rstrip("/") + "/" if found else "/"

    @cached_property
    def is_large(self) -> bool:
        """Whether reading the site takes longer than anybody would wait."""
        return self._found[1].count(b"\n") > MANY

    def answer(self, address: str, token: str) -> Answer | None:
        """The file that was published at that address, if it still is what was published."""
        path = address.removeprefix(self._mount) if address.startswith(self._mount) else ""
        if path.endswith("/"):
            path += "index.html"
        output, listed = self._found
        digest = listed_digest(listed, path)
        data = _read(output, path) if digest else None
        if data is None or digest_bytes(data) != digest:
            return None
        if not path.endswith(".html"):
            return Answer(200, type_of(path), data)
        told = {"page": path, "digest": digest, "published": "yes"}
        return Answer(200, TYPES["html"], with_script(data, token, told))


def _read(output: str, path: str) -> bytes | None:
    """The file's bytes; none of what a link leads to."""
    location = os.path.join(output, path)
    try:
        if os.path.realpath(location) != os.path.join(os.path.realpath(output), path):
            return None
        with open(os.open(location, READ), "rb") as stream:
            return stream.read()
    except OSError:
        return None


def last_or_wait(asked: Asked, last: LastPublished, gate: Gate, language: str) -> Answer:
    """While the site is being read: the file as it was published last, or the word that the page comes."""
    found = last.answer(asked.path, gate.token) or wait_page(gate.token, language)
    status = gate.origin_refusal(asked.headers, page=found.type == TYPES["html"])
    return refusal(status) if status else found
