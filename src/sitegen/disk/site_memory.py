"""The assembled site between builds: one checked file for each output folder, as bytes that others understand."""

import hashlib
import os

from sitegen.diagnostics import BuildStopped
from sitegen.disk.opening import READ
from sitegen.disk.places import state_file
from sitegen.disk.state import open_state, write_state


def save_site(project: str, output: str, content: bytes) -> str:
    """Remember an assembled site; its checksum, or empty where that failed: then the next build assembles it again."""
    checksum = hashlib.sha256(content).hexdigest()
    try:
        open_state(project)
        write_state(state_file(project, "site", output), content)
    except (OSError, BuildStopped):
        return ""
    return checksum


def load_site(project: str, output: str, checksum: str) -> bytes | None:
    """The site with that checksum; None where there is another or none."""
    try:
        with open(os.open(state_file(project, "site", output), READ), "rb") as stream:
            content = stream.read()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == checksum else None
