"""Any burst of edits, however editors write them, against a preview that runs; each is timed to what a build publishes.

`python tests/burst_preview.py 500` is the campaign; `500 7` begins it with another seed.
"""

import hashlib
import os
import random
import re
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

import test_random_edits as edits
from previewing import NOW, Running, previewing
from story import Story

BURSTS = 10
"""To one site; then comes a fresh one."""
SIZES = (1, 1, 1, 2, 5, 12)
CHECKOUT = 30
"""Edits of which git brings the outcome at once."""
GOAL = 2.0
"""Seconds from the last event in which everything should show what a build would publish."""
LIMIT = 30.0
EDITS = [edit for edit in edits.EDITS if edit not in (edits.hand_edit, edits.edit_outputs, edits.lose_memory)]
"""The preview does not look at build/; without pages there is nothing to look at; and its memory is its own."""
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

    def take(self, before: "Files", then: "Files") -> None:
        """Save what an edit has changed."""
        for path in before.keys() - then.keys():
            (self.root / path).unlink()
        for path, (data, modified) in then.items():
            if before.get(path) != (data, modified):
                self.write(path, data)
                os.utime(self.root / path, ns=(modified, modified))

    def check_out(self, before: "Files", then: "Files") -> None:
        """Put files in the place of others as git does, which holds its lock meanwhile."""
        super().write(".git/index.lock", "")
        for path in before.keys() - then.keys():
            (self.root / path).unlink()
        for path, (data, _) in then.items():
            if path not in before or before[path][0] != data:
                (self.root / path).unlink(missing_ok=True)
                super().write(path, data)
        (self.root / ".git/index.lock").unlink()


Files = dict[str, tuple[bytes, int]]
"""By path what is in a file, and when it was modified."""


def files_of(story: Story) -> Files:
    """All files of a site that make part of it."""
    places = (story.root / name for name in ("content", "templates", "translations"))
    paths = [story.root / "site.yaml", *(path for place in places for path in sorted(place.rglob("*")))]
    return {str(path.relative_to(story.root)): (path.read_bytes(), path.stat().st_mtime_ns)
            for path in paths if path.is_file()}


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


def run(folder: Path, seed: int, bursts: int = BURSTS) -> list[float]:
    """Bursts to one site: of each, the seconds from its last event until everything was as a clean build publishes it.

    Every edit is made to a twin first, of which that build is made: so nothing but the preview is timed.
    """
    chance, story, twin = random.Random(seed), Editor(folder / "edited"), Story(folder / "twin")
    story.chance = random.Random(seed)
    history: list[str] = []
    times = []
    if seed % 2:
        # Then the preview begins with what that build remembers.
        story.must_build(now=NOW, drafts=True)
    with previewing(story.root, scan=seed % 5 == 2) as preview:
        for number in range(bursts):
            size = CHECKOUT if (seed + number) % 7 == 3 else chance.choice(SIZES)
            history.append(f"burst of {size}:")
            steps = [files_of(twin)]
            for _ in range(size):
                history.append(chance.choice(EDITS)(chance, twin))
                steps.append(files_of(twin))
            clean = twin.clean_tree(folder, drafts=True)
            if size == CHECKOUT:
                story.check_out(steps[0], steps[-1])
            else:
                for before, then in pairwise(steps):
                    story.take(before, then)
            if story.chance.random() < 0.1:
                history.append(edits.lose_memory(story.chance, story))
            times.append(_until_equal(preview, clean, history))
            assert preview.ask("/en/no-such-page/").status == 404
    return times


def _until_equal(preview: Running, clean: dict[str, str], history: list[str]) -> float:
    begun = time.monotonic()
    while True:
        asked = time.monotonic()
        wrong = differing(preview, clean)
        if not wrong:
            # From the moment at which it was asked for first, everything was as it should be.
            return asked - begun
        assert asked < begun + LIMIT, (history, wrong, preview.lines[-1:])


def main() -> None:
    """The campaign."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    times: list[float] = []
    while len(times) < count:
        with tempfile.TemporaryDirectory() as place:
            times += run(Path(place), seed, min(BURSTS, count - len(times)))
        seed += 1
        print(f"{len(times)} bursts: all equal, {sum(each <= GOAL for each in times)} within {GOAL:g} s, "
              f"longest {max(times):.2f} s", flush=True)


if __name__ == "__main__":
    main()
