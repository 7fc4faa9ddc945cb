"""Folders of trees that are published, made where they are missing, for everybody to read."""

import os
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

Made = TypeVar("Made")


def with_folder(target: str, make: Callable[[], Made]) -> Made:
    """What `make` makes at `target`, whose folders are made first where they are missing."""
    try:
        return make()
    except FileNotFoundError:
        make_folder(os.path.dirname(target))
        return make()


def make_folder(folder: str) -> None:
    """Make a folder that may be there, and those above it. Raises OSError."""
    try:
        os.mkdir(folder)
    except FileNotFoundError:
        make_folder(os.path.dirname(folder))
        # Another process may have been quicker.
        with suppress(FileExistsError):
            os.mkdir(folder)
    except FileExistsError:
        return
    os.chmod(folder, 0o755)
