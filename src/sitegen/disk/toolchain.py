"""A digest of everything but the sources that could change what a build makes."""

import hashlib
import os
import platform
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version

from sitegen.disk.places import PACKAGE

_DISTRIBUTIONS = ("jinja2", "markupsafe", "markdown-it-py", "mdit-py-plugins", "pyyaml", "babel", "tzdata", "msgspec")


@lru_cache(maxsize=1)
def toolchain() -> str:
    """Fingerprint (32 hex digits) of Python, the libraries' versions and the bytes of this package."""
    total = hashlib.sha256()
    total.update(f"{platform.python_implementation()} {platform.python_version()}\n".encode())
    for name in _DISTRIBUTIONS:
        total.update(f"{name} {_version(name)}\n".encode())
    for path in sorted(_modules(PACKAGE)):
        with open(path, "rb") as stream:
            total.update(f"{os.path.relpath(path, PACKAGE)} {hashlib.sha256(stream.read()).hexdigest()}\n".encode())
    return total.hexdigest()[:32]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"


def _modules(folder: str) -> list[str]:
    return [os.path.join(root, name) for root, _, names in os.walk(folder) for name in names if name.endswith(".py")]
