"""The published tree's texts, for those who look whether it is whole."""

import os
import re

from sitegen.disk.failures import stopped
from sitegen.disk.published import Published

LINKING = (".html", ".css", ".atom")
"""Endings of files that can hold links."""
FOR_CRAWLERS = re.compile(r"robots\.txt|sitemap(-\d+)?\.xml")
"""Names, at the top of the tree, of those that tell search engines what there is."""


def published_texts(published: Published) -> dict[str, str | None]:
    """Every file that is there, ours and kept ones, with its text where it can hold links. Raises BuildStopped."""
    gone = {path for path in published.damaged if not os.path.isfile(os.path.join(published.output, path))}
    paths = sorted({*published.files, *published.kept} - gone)
    return {path: _text(published.output, path) if may_link(path) else None for path in paths}


def may_link(path: str) -> bool:
    """Whether a file of the tree can hold addresses of the site."""
    return path.endswith(LINKING) or FOR_CRAWLERS.fullmatch(path) is not None


def _text(output: str, path: str) -> str:
    try:
        with open(os.open(os.path.join(output, path), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as stream:
            return stream.read().decode("utf-8", "replace")
    except OSError as problem:
        raise stopped(problem, "reading", os.path.join(os.path.basename(output), path)) from problem
