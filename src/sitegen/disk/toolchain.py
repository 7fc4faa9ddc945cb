"""A digest of everything but the sources that could change what a build makes."""

import hashlib
import os
import re
import sys
from functools import lru_cache

from sitegen.disk.opening import READ_LINKED
from sitegen.disk.places import PACKAGE

_DISTRIBUTIONS = ("jinja2", "markupsafe", "markdown-it-py", "mdit-py-plugins", "pyyaml", "babel", "tzdata", "msgspec",
                  "pillow")
_EXTRAS = ("opencc", "weasyprint", "pydyf", "fonttools")
"""What only some sites need; it may be absent."""
_DIST_INFO = re.compile(r"([^-]+)-([^-]+)\.dist-info")


@lru_cache(maxsize=1)
def toolchain() -> str:
    """Fingerprint (32 hex digits) of Python, the libraries' versions and the bytes of this package."""
    total = hashlib.sha256()
    total.update(f"{sys.implementation.name} {sys.version}\n".encode())
    installed = _installed()
    for name in _DISTRIBUTIONS:
        total.update(f"{name} {installed.get(name) or _version(name)}\n".encode())
    for name in _EXTRAS:
        total.update(f"{name} {installed.get(name, 'absent')}\n".encode())
    for path in sorted(_modules(PACKAGE)):
        content = _content(path)
        total.update(f"{path[len(PACKAGE):]} {len(content)}\n".encode())
        total.update(content)
    return total.hexdigest()[:32]


def _installed() -> dict[str, str]:
    """Versions by name, as the names of the folders tell that installers leave; the first on the path counts."""
    found: dict[str, str] = {}
    for folder in sys.path:
        try:
            names = sorted(os.listdir(folder or "."))
        except OSError:
            # Of an archive of modules, which holds none of ours.
            continue
        for match in filter(None, map(_DIST_INFO.fullmatch, names)):
            found.setdefault(re.sub("[-_.]+", "-", match[1]).lower(), match[2])
    return found


def _version(name: str) -> str:
    # Rarely needed, and slow to load.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"


def _content(path: str) -> bytes:
    # Each build does so for each module: a stream for each would take as long as all else.
    descriptor = os.open(path, READ_LINKED)
    try:
        size = os.fstat(descriptor).st_size
        content = os.read(descriptor, size)
        while len(content) < size and (more := os.read(descriptor, size - len(content))):
            content += more
        return content
    finally:
        os.close(descriptor)


def _modules(folder: str) -> list[str]:
    return [os.path.join(root, name) for root, _, names in os.walk(folder) for name in names if name.endswith(".py")]
