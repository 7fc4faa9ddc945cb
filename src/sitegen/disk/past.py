"""What was published last time, for pages of which only the frame is to be made anew."""

import hashlib
import os
from collections.abc import Mapping

from sitegen.disk.opening import READ
from sitegen.model import Key, Trace


class Past:
    """Parts of the published tree, by the traces of the pages of which a part may be taken again."""

    def __init__(self, output: str, traces: Mapping[str, Trace], parts: Mapping[str, Key] | None = None) -> None:
        """`parts` are shared parts, by path of the pages of which nothing but the one part is another."""
        self._output = output
        self._traces = traces
        self._parts = parts or {}

    def trace(self, path: str) -> Trace | None:
        """The trace of such a page; None for any other."""
        return self._traces.get(path)

    def part(self, path: str) -> Key | None:
        """The question for the one part of such a page that is another; None for any other page."""
        return self._parts.get(path)

    def page(self, path: str) -> bytes | None:
        """Such a page; None where it is not what was published."""
        trace = self._traces[path]
        try:
            descriptor = os.open(os.path.join(self._output, path), READ)
            try:
                data = os.read(descriptor, trace.size + 1)
            finally:
                os.close(descriptor)
        except OSError:
            return None
        return data if hashlib.sha256(data).hexdigest()[:32] == trace.digest else None

    def main(self, path: str) -> str | None:
        """What stands in the frame of such a page; None where it is not what was published."""
        part, data = self._traces[path].main, self.page(path)
        return None if part is None or data is None else data[part.start:part.start + part.size].decode()
