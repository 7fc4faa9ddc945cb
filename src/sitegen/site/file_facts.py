"""What is said of a file: where, how large, of what type."""

from typing import Any

from sitegen.model import Site
from sitegen.site.addresses import file_url

LONGEST_SUFFIX = 5


def described_file(site: Site, code: str, path: str) -> dict[str, Any] | None:
    """`{url, size, type}` of a published file; None for one that is not."""
    file = site.media.get(path)
    address = file_url(site, code, path)
    if file is None or not address:
        return None
    return {"url": address, "size": file.size, "type": kind_of_file(path)}


def kind_of_file(name: str) -> str:
    """The type readers know a file by: PDF, DOCX, …; empty where the name does not say."""
    last = name.split("?")[0].split("#")[0].rpartition("/")[2]
    suffix = last.rpartition(".")[2] if "." in last.strip(".") else ""
    return suffix.upper() if suffix.isalnum() and len(suffix) <= LONGEST_SUFFIX else ""
