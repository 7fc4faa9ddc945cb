"""What was published last time, for pages of which only the frame is to be made anew."""

import hashlib
import os
from collections.abc import Mapping

from sitegen.disk.opening import READ
from sitegen.model import Key, Trace


class Past:
    """Parts of the published tree, by the traces of the pages of which a part may be taken again."""

    def __init__(self, output: str, traces: Mapping[str, Trace],
                 parts: Mapping[str, tuple[Key, Trace]] | None = None) -> None:
        """`traces` are of pages of which only the frame is another, `parts` of those where that is but one part."""
        self._output = output
        self._traces = traces
        self._parts = parts or {}

    def trace(self, path: str) -> Trace | None:
        """The trace of a page of which only the frame is another; None for any other."""
        return self._traces.get(path)

    def part(self, path: str) -> tuple[Key, Trace] | None:
        """The question for the one part of such a page that is another, and its trace; None for any other page."""
        return self._parts.get(path)

    def main(self, trace: Trace) -> str | None:
        """What stands in the frame of such a page; None where it is not what was published."""
        part, data = trace.main, self.page(trace)
        return None if part is None or data is None else data[part.start:part.start + part.size].decode()

    def page(self, trace: Trace) -> bytes | None:
        """The page of that trace; None where it is not what was published."""
        try:
            descriptor = os.open(os.path.join(self._output, trace.artifact.path), READ)
            try:
                data = os.read(descriptor, trace.size + 1)
            finally:
                os.close(descriptor)
        except OSError:
            return None
        return data if hashlib.sha256(data).hexdigest()[:32] == trace.digest else None
