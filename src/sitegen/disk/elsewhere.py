"""A site as it is published somewhere: in a folder, or at an address that is asked."""

import http.client
import os
import ssl
import urllib.error
import urllib.request
from urllib.parse import quote, urlsplit

from sitegen import __version__
from sitegen.diagnostics import BuildStopped, error
from sitegen.disk.manifest import Manifest, decode_manifest
from sitegen.disk.places import MANIFEST

PATIENCE = 20.0
"""Seconds for one answer."""
LARGEST = 1 << 26
"""Bytes of the largest answer that is read: the list of some 500,000 files."""


class Elsewhere:
    """What is published in a folder or below an address."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.is_address = urlsplit(place).scheme in ("http", "https")

    def manifest(self) -> Manifest:
        """The list of what is published there. Raises BuildStopped (exit 2 for a wrong place, 3 for no answer)."""
        try:
            data = self.read(MANIFEST)
        except (OSError, http.client.HTTPException) as problem:
            raise BuildStopped(error(
                "E-PUBLISHED", f"{self.place} cannot be asked what is published: {_reason(problem)}.",
                "Try again later, or name a folder that holds the published site.", exit=3)) from None
        manifest = decode_manifest(data) if data is not None else None
        if manifest is None:
            raise BuildStopped(error(
                "E-PUBLISHED", f"{self.place} has no {MANIFEST} that says what is published there.",
                "Name the address or the folder of a site that sitegen made. Some hosts leave out folders that begin "
                "with a dot: tell yours to keep .well-known/.", exit=2))
        return manifest

    def read(self, path: str) -> bytes | None:
        """One published file; None where there is none. Raises OSError, HTTPException."""
        return self._asked(path) if self.is_address else self._opened(path)

    def _opened(self, path: str) -> bytes | None:
        try:
            with open(os.path.join(self.place, path), "rb") as stream:
                return stream.read(LARGEST)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None

    def _asked(self, path: str) -> bytes | None:
        address = f"{self.place.rstrip('/')}/{quote(path)}"
        request = urllib.request.Request(address, headers={"User-Agent": f"sitegen/{__version__}"})
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE, context=ssl.create_default_context()) as answer:
                data: bytes = answer.read(LARGEST)
                return data
        except urllib.error.HTTPError as problem:
            if problem.code in (404, 410):
                return None
            raise


def _reason(problem: Exception) -> str:
    if isinstance(problem, urllib.error.HTTPError):
        return f"the server says {problem.code}"
    reason = getattr(problem, "reason", None) or getattr(problem, "strerror", None) or problem
    return str(reason) or "there was no answer"
