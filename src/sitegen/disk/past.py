"""What was published last time, for pages of which only the frame is to be made anew."""

import hashlib
import os
from collections.abc import Mapping

from sitegen.disk.opening import READ
from sitegen.model import Trace


class Past:
    """Parts of the published tree, by the traces of the pages of which a part may be taken again."""

    def __init__(self, output: str, traces: Mapping[str, Trace]) -> None:
        self._output = output
        self._traces = traces

    def trace(self, path: str) -> Trace | None:
        """The trace of such a page; None for any other."""
        return self._traces.get(path)

    def main(self, path: str) -> str | None:
        """What stands in the frame of such a page; None where it is not what was published."""
        trace = self._traces[path]
        try:
            descriptor = os.open(os.path.join(self._output, path), READ)
            try:
                data = os.read(descriptor, trace.size + 1)
            finally:
                os.close(descriptor)
        except OSError:
            return None
        part = trace.main
        if part is None or hashlib.sha256(data).hexdigest()[:32] != trace.digest:
            return None
        return data[part.start:part.start + part.size].decode()
