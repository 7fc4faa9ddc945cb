"""A page that has been printed is gone at once: in a process that prints thousands, garbage is looked for seldom."""

import gc
from pathlib import Path

from story import Story

from sitegen.render.main_block import MainBlock


def test_a_printed_page_is_no_garbage_that_has_to_be_looked_for(tmp_path: Path) -> None:
    story = Story(tmp_path)
    gc.collect()
    gc.disable()
    try:
        story.must_build()
        assert not [each for each in gc.get_objects() if isinstance(each, MainBlock)]
    finally:
        gc.enable()
