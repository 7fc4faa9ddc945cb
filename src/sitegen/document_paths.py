"""The paths of documents that share a file: the file's own, and with `#zh` behind it for each further language."""

CONFIG = "site.yaml"
"""The file that makes a folder a site."""


def beside(path: str, code: str) -> str:
    """The path of the document in another language of the same file."""
    return f"{path}#{code}"


def language_beside(path: str) -> str:
    """The language of a document that `beside` has named."""
    return path.rpartition("#")[2]


def file_of(path: str) -> str:
    """The file that a document's path is in."""
    return path if path.endswith(".md") or ".md#" not in path else path.rpartition("#")[0]
