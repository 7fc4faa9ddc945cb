"""The list of what is published, which says whose the files of the output folder are."""

import json
import os
import re
from collections.abc import Mapping
from typing import Any

import msgspec

from sitegen.disk.opening import READ
from sitegen.disk.places import MANIFEST
from sitegen.model import Value

_VERSION = 1
_BEGIN = b'{\n"version":%d,\n' % _VERSION
_DIGEST = re.compile(rb'"([0-9a-f]+)"')
_PLAIN = re.compile(r"(?!/)(?:(?!\.{0,2}(?:/|$))[^/\x00]+(?:/(?!$)|$))+")


class Manifest(Value, frozen=True):
    """What was published last into an output folder."""

    pages: int = 0
    stale_after: str | None = None
    files: dict[str, str] = {}
    """Path to digest; the manifest itself is not listed."""


def read_manifest(output: str) -> Manifest | None:
    """The manifest of a published tree; None where there is none or it cannot be understood. Raises OSError."""
    data = manifest_bytes(output)
    return None if data is None else decode_manifest(data)


def manifest_bytes(output: str) -> bytes | None:
    """The manifest as it stands; None where there is none, or something that is not a file. Raises OSError."""
    try:
        with open(os.open(os.path.join(output, MANIFEST), READ), "rb") as stream:
            return stream.read()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


def encode_manifest(manifest: Manifest) -> bytes:
    """The manifest as JSON, the same bytes for the same tree."""
    head = _lines({"version": _VERSION, "stale_after": manifest.stale_after, "pages": manifest.pages})
    files = _lines(dict(sorted(manifest.files.items())))
    return f'{{\n{head},\n"files":{{\n{files}\n}}\n}}\n'.encode()


def with_digests(data: bytes, digests: Mapping[str, str]) -> bytes | None:
    """A manifest as `encode_manifest` writes it, with other digests of some files; None where one is not listed.

    Of a large site, encoding all of them takes as long as publishing one.
    """
    changed = bytearray(data)
    for path, digest in digests.items():
        found = _listed(data, path)
        if found is None or len(digest) != len(found[1]):
            return None
        changed[slice(*found.span(1))] = digest.encode()
    return bytes(changed)


def listed_digest(data: bytes, path: str) -> str:
    """The digest of one file in a manifest as `encode_manifest` writes it; empty where it is not listed.

    The line is looked for: of a large site, decoding all of them takes longer than anybody should wait for one.
    """
    found = _listed(data, path)
    return found[1].decode() if found else ""


def _listed(data: bytes, path: str) -> re.Match[bytes] | None:
    name = json.dumps(path, ensure_ascii=False).encode("utf-8", "replace")
    at = data.find(b"\n" + name + b':"') if data.startswith(_BEGIN) and _PLAIN.fullmatch(path) else -1
    return _DIGEST.match(data, at + len(name) + 2) if at >= 0 else None


def _lines(content: dict[str, Any]) -> str:
    # What json.dumps does with indent=0, in a quarter of the time.
    return json.dumps(content, ensure_ascii=False, separators=(",\n", ":"))[1:-1]


def decode_manifest(data: bytes, *, own: bool = False) -> Manifest | None:
    """The manifest in JSON bytes; None for anything else, or one that names places outside its folder.

    Nobody need look at the names where the bytes are known to be our `own`.
    """
    try:
        content = msgspec.json.decode(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, dict) or content.get("version") != _VERSION:
        return None
    files, pages, stale_after = content.get("files"), content.get("pages"), content.get("stale_after")
    if not isinstance(files, dict) or not isinstance(pages, int) or not isinstance(stale_after, str | None):
        return None
    if not own and not all(isinstance(digest, str) and _PLAIN.fullmatch(path) for path, digest in files.items()):
        return None
    return Manifest(pages=pages, stale_after=stale_after, files=files)
