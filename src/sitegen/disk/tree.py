"""The published tree's texts, for those who look whether it is whole."""

import os
import re
from collections.abc import Iterator, Mapping

from sitegen.disk.failures import stopped
from sitegen.disk.opening import READ
from sitegen.disk.published import Published

LINKING = (".html", ".css", ".atom")
"""Endings of files that can hold links."""
FOR_CRAWLERS = re.compile(r"robots\.txt|sitemap(-\d+)?\.xml")
"""Names, at the top of the tree, of those that tell search engines what there is."""


class PublishedTexts(Mapping[str, str | None]):
    """Every file that is there, ours and kept ones, in the order of their paths, each with its text where it can hold
    links. A text is read when it is asked for, and not kept. Raises BuildStopped.
    """

    def __init__(self, published: Published) -> None:
        gone = {path for path in published.damaged if not os.path.isfile(os.path.join(published.output, path))}
        self.output = published.output
        self._paths = dict.fromkeys(sorted({*published.files, *published.kept} - gone))

    def __getitem__(self, path: str) -> str | None:
        self._paths[path]
        return text_of(self.output, path) if may_link(path) else None

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __contains__(self, path: object) -> bool:
        return path in self._paths

    def __len__(self) -> int:
        return len(self._paths)


def may_link(path: str) -> bool:
    """Whether a file of the tree can hold addresses of the site."""
    return path.endswith(LINKING) or FOR_CRAWLERS.fullmatch(path) is not None


def text_of(output: str, path: str) -> str:
    """The text of one published file. Raises BuildStopped."""
    try:
        with open(os.open(os.path.join(output, path), READ), "rb") as stream:
            return stream.read().decode("utf-8", "replace")
    except OSError as problem:
        raise stopped(problem, "reading", os.path.join(os.path.basename(output), path)) from problem
