"""After any burst of edits, however editors write them, the preview shows what a build from nothing publishes."""

import hashlib
import os
import random
import re
import time
from pathlib import Path

import pytest
import test_random_edits as edits
from previewing import PATIENCE, Running, previewing
from story import Story

SEQUENCES = 3
"""In every test run; `pytest tests/serve/test_bursts.py --sequences 50` is the campaign: ten bursts each."""
BURSTS = 10
EDITS = [edit for edit in edits.EDITS if edit not in (edits.hand_edit, edits.edit_outputs)]
"""The preview does not look at build/; and without pages there is nothing to look at."""
_SCRIPT = re.compile(rb'<script defer src="/_sitegen/preview.js"[^>]*></script>\n')


class Editor(Story):
    """Writes files as one editor or the other does."""

    chance = random.Random()

    def write(self, path: str, text: str | bytes) -> None:
        way = self.chance.randrange(4)
        if way == 0:
            hidden = os.path.join(os.path.dirname(path), f".{os.path.basename(path)}.new")
            super().write(hidden, text)
            os.replace(self.root / hidden, self.root / path)
            return
        if way == 1:
            super().write(path, "")
        if way == 2:
            data = text if isinstance(text, bytes) else text.encode()
            super().write(path, data[:len(data) // 2])
        super().write(path, text)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", range(int(metafunc.config.getoption("--sequences") or SEQUENCES)))


def differing(preview: Running, clean: dict[str, str]) -> list[str]:
    """The published files that the preview shows otherwise."""
    found = []
    for path, told in clean.items():
        if told.endswith(" folder") or path.startswith(".well-known"):
            continue
        said = preview.ask(f"/{path}")
        if said.status != 200 or hashlib.sha256(_SCRIPT.sub(b"", said.body)).hexdigest() != told.partition(" ")[2]:
            found.append(path)
    return found


def test_the_preview_comes_to_what_is_published(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    story = Editor(tmp_path)
    story.chance = random.Random(seed)
    history: list[str] = []
    with previewing(story.root, scan=seed % 5 == 2) as preview:
        for _ in range(BURSTS):
            history.append("burst:")
            for _ in range(chance.choice((1, 1, 1, 2, 5, 12))):
                history.append(chance.choice(EDITS)(chance, story))
            clean = story.clean_tree(tmp_path, drafts=True)
            end = time.monotonic() + PATIENCE
            while wrong := differing(preview, clean):
                assert time.monotonic() < end, (history, wrong, preview.lines[-1])
            gone = preview.ask("/en/no-such-page/")
            assert gone.status == 404
