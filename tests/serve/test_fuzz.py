"""A few hundred of the random requests of which `fuzz_preview.py` tries as many as wanted."""

from pathlib import Path

import fuzz_preview


def test_random_requests(tmp_path: Path) -> None:
    tally = fuzz_preview.run(tmp_path, 400, 7)
    assert min(tally[200], tally[400], tally[403], tally[404], tally[405]) > 5
