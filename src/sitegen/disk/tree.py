"""The published tree's texts, for those who look whether it is whole."""

import os

from sitegen.disk.failures import stopped
from sitegen.disk.published import Published

LINKING = (".html", ".css")
"""Endings of files that can hold links."""


def published_texts(published: Published) -> dict[str, str | None]:
    """Every file that is there, ours and kept ones, with its text where it can hold links. Raises BuildStopped."""
    gone = {path for path in published.damaged if not os.path.isfile(os.path.join(published.output, path))}
    paths = sorted({*published.files, *published.kept} - gone)
    return {path: _text(published.output, path) if path.endswith(LINKING) else None for path in paths}


def _text(output: str, path: str) -> str:
    try:
        with open(os.open(os.path.join(output, path), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as stream:
            return stream.read().decode("utf-8", "replace")
    except OSError as problem:
        raise stopped(problem, "reading", os.path.join(os.path.basename(output), path)) from problem
