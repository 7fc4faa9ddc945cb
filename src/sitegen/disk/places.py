"""Where everything lives on disk: names only, nothing is opened."""

import os
from binascii import crc32

STATE = ".sitegen"
MANIFEST = ".well-known/sitegen.json"
FOLDERS = ("content", "templates", "translations")
"""The folders of a project that are read, beside site.yaml."""

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def theme_root() -> str:
    """The folder that holds the default theme's templates/ and translations/.

    In an installed package that is its own `theme` folder, in a checkout the repository itself.
    """
    packaged = os.path.join(PACKAGE, "theme")
    return packaged if os.path.isdir(packaged) else os.path.dirname(os.path.dirname(PACKAGE))


def standby_of(output: str) -> str:
    """The hidden folder beside the output in which the next tree is made ready."""
    parent, name = os.path.split(output.rstrip(os.sep))
    return os.path.join(parent, f".{name}.sitegen-standby")


def state_file(project: str, name: str, output: str = "") -> str:
    """A file of .sitegen/; one for each output folder where `output` is given.

    An output inside the project is known by its relative path, so that the project may be moved.
    """
    if not output:
        return os.path.join(project, STATE, name)
    inside = output[len(project) + 1:] if output.startswith(project + os.sep) else output
    return os.path.join(project, STATE, f"{name}-{crc32(os.fsencode(inside)):08x}")
