"""After any burst of edits, however editors write them, the preview shows what a build from nothing publishes."""

from pathlib import Path

import burst_preview
import pytest

SEQUENCES = 3
"""In every test run; `python tests/burst_preview.py 500` is the campaign."""


@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_the_preview_comes_to_what_is_published(seed: int, tmp_path: Path) -> None:
    assert len(burst_preview.run(tmp_path, seed)) == burst_preview.BURSTS
