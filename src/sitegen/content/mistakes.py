"""What authors mistype in YAML, found where they typed it, not where the parser stumbles."""

from sitegen.diagnostics import Diagnostic


def is_suspect(text: str) -> bool:
    return False


def find_mistakes(text: str, *, path: str, first_line: int, broken: bool) -> list[Diagnostic]:
    return []


def breaks(mistake: Diagnostic) -> bool:
    return False
