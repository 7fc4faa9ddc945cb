"""A tiny site that a test edits and builds, asserting on what was published and on what work was done."""

import hashlib
import shutil
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from sitegen.build import build
from sitegen.model import Report, Request

SITES = Path(__file__).resolve().parent / "sites"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Story:
    """A copy of a site in a folder of its own."""

    def __init__(self, folder: Path, *, site: str = "tiny") -> None:
        self.root = folder / "site"
        shutil.copytree(SITES / site, self.root)
        self.report = Report()

    def build(self, *, now: datetime = NOW, **options: object) -> Report:
        """Build in this process and answer the report."""
        request = Request(project=str(self.root), output=str(self.root / "build"), now=now)
        self.report = build(msgspec.structs.replace(request, **options))
        return self.report

    def must_build(self, **options: object) -> Report:
        """Build, and fail the test with the problems if the build is refused."""
        report = self.build(**options)  # type: ignore[arg-type]
        assert report.exit == 0, "\n".join(
            f"{d.path}:{d.line}:{d.column} {d.code} {d.message}" for d in report.diagnostics
        )
        return report

    def write(self, path: str, text: str | bytes) -> None:
        """Write a source file, making its folders."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())

    def text(self, path: str) -> str:
        """A source file's text."""
        return (self.root / path).read_text(encoding="utf-8")

    def replace(self, path: str, old: str, new: str) -> None:
        """Change a text that must occur in a source file."""
        text = self.text(path)
        assert old in text, f"{old!r} is not in {path}"
        self.write(path, text.replace(old, new))

    def delete(self, path: str) -> None:
        """Delete a source file or folder."""
        target = self.root / path
        if target.is_dir():
            shutil.rmtree(target)
        else:
            target.unlink()

    def rename(self, old: str, new: str) -> None:
        """Rename a source file or folder."""
        (self.root / new).parent.mkdir(parents=True, exist_ok=True)
        (self.root / old).rename(self.root / new)

    def page(self, path: str) -> str:
        """A published page's HTML."""
        return (self.root / "build" / path).read_text(encoding="utf-8")

    def published(self) -> dict[str, str]:
        """Every published file with the digest and mode of what is on the disk."""
        return tree(self.root / "build")

    def clean_tree(self, folder: Path, **options: object) -> dict[str, str]:
        """What a build from nothing would publish."""
        output = folder / "clean-build"
        request = Request(project=str(self.root), output=str(output), now=NOW, clean=True)
        report = build(msgspec.structs.replace(request, **options))
        assert report.exit == 0, report.diagnostics
        result = tree(output)
        shutil.rmtree(output)
        return result

    def places(self) -> list[str]:
        """The problems of the last build as `path:line:column CODE`."""
        return [f"{d.path}:{d.line}:{d.column} {d.code}" for d in self.report.diagnostics]


def tree(root: Path) -> dict[str, str]:
    """Digest and mode of every file below a folder, and every folder."""
    if not root.is_dir():
        return {}
    return {
        str(path.relative_to(root)): f"{path.stat().st_mode:o} "
        + (hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder")
        for path in sorted(root.rglob("*"))
    }
