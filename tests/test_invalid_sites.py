"""Invalid sites: every mistake of the catalogue, with the report that its author must get beside it.

A folder of `tests/invalid/` holds the files that are laid over the tiny site, and `expected.txt`. After reviewing what
changed: `python tests/test_invalid_sites.py --accept`.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from story import NOW, Story

from sitegen import console
from sitegen.model import Report

INVALID = Path(__file__).resolve().parent / "invalid"
EXPECTED = "expected.txt"
CASES = sorted(folder.name for folder in INVALID.iterdir() if folder.is_dir())
GOOD_BUILD = f"(last good build: {NOW:%Y-%m-%d %H:%M}, "

CATALOGUE = "translations/zh_Hans_CN/LC_MESSAGES/theme.po"


def not_utf8(story: Story) -> None:
    """Files saved by editors that follow another habit."""
    story.replace("content/about.en.md", "About", "Café")
    story.replace("content/data/series.yaml", "成员论坛", "會員論壇")
    for path, encoding in (("content/about.zh.md", "gb18030"), ("content/index.zh.md", "utf-16"),
                           ("content/data/series.yaml", "big5"), ("content/about.en.md", "latin-1")):
        story.write(path, story.text(path).encode(encoding))


def gbk_catalogue(story: Story) -> None:
    """A catalogue saved in the encoding that its header does not name."""
    header = 'msgid ""\nmsgstr ""\n"Language: zh_CN\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    story.write(CATALOGUE, f'{header}msgid "Upcoming"\nmsgstr "即将举行的活动"\n'.encode("gb18030"))


def shrinking(story: Story) -> None:
    """A site whose notes were published and are gone."""
    front = "description: A note that is here to be counted and then to vanish."
    for number in range(20):
        story.write(f"content/notes/n{number}.en.md", f"---\ntitle: Note {number}\n{front}\n---\n\nText.\n")
    story.must_build()
    story.delete("content/notes")


def no_pages(story: Story) -> None:
    """A site of which only the data are left."""
    for path in list((story.root / "content").rglob("*.md")):
        path.unlink()


def deep(story: Story) -> None:
    """Brackets and dashes within each other."""
    story.write("content/data/brackets.yaml", "deep: " + "[" * 200_000)
    story.write("content/data/dashes.yaml", "- " * 30_000 + "x\n")


def too_many_values(story: Story) -> None:
    """More values than a file may hold."""
    story.write("content/data/numbers.yaml", "- [1, 2, 3, 4]\n" * 50_000)


def too_large(story: Story) -> None:
    """A page of one endless line."""
    story.write("content/large.en.md", "---\ntitle: Large\n---\n\n" + "word " * 500_000 + "\n")


def symlinks(story: Story) -> None:
    """Links that lead out of the project, into each other, to a neighbour, to the published tree."""
    content = story.root / "content"
    (content / "passwd.en.md").symlink_to("/etc/passwd")
    (content / "outside").symlink_to("..")
    (content / "neighbour.en.md").symlink_to("about.en.md")
    (content / "data/loop.yaml").symlink_to("loop.yaml")
    (content / "published").symlink_to("../build")
    (story.root / "templates").mkdir()
    (story.root / "templates/assets").symlink_to("/etc")


def file_names(story: Story) -> None:
    """Names that terminals, web servers and other systems trip over."""
    text = "---\ntitle: A note\ndescription: A note that stands here to be wrong in just one way.\n---\n\nText.\n"
    for name in ("new\nline", "esc\x1b[31m", "-rf", "CON", "dot.", "space ", "a:b"):
        story.write(f"content/notes/{name}.en.md", text)
    broken = os.fsencode(story.root / "content/notes") + b"/bad\xff.en.md"
    with open(broken, "wb") as stream:
        stream.write(text.encode())


def case_twins(story: Story) -> None:
    """Names that are one and the same on some disks."""
    text = "---\ntitle: A note\ndescription: A note that stands here to be wrong in just one way.\n---\n\nText.\n"
    for name in ("Cafe", "cafe"):
        story.write(f"content/notes/{name}.en.md", text)


MADE: dict[str, Callable[[Story], None]] = {
    "A14-not-utf8": not_utf8,
    "A20-one-address-twice": case_twins,
    "A32-no-pages": no_pages,
    "A32-shrinks": shrinking,
    "H10-deep-nesting": deep,
    "H11-too-many-values": too_many_values,
    "H12-too-large": too_large,
    "H16-symlinks": symlinks,
    "H19-file-names": file_names,
    "T10-gbk-bytes": gbk_catalogue,
}
"""What cannot lie in a repository as it is."""


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny site, built."""
    folder = tmp_path_factory.mktemp("good")
    Story(folder).must_build()
    return folder


@pytest.mark.parametrize("case", CASES)
def test_the_report_is_the_expected_one_and_nothing_changes(case: str, good: Path, tmp_path: Path) -> None:
    story = spoiled(case, good, tmp_path)
    before = story.published()
    report = story.build()
    assert told(report) == (INVALID / case / EXPECTED).read_text(encoding="utf-8")
    if report.exit:
        assert story.published() == before
        assert GOOD_BUILD in console.as_text(report, output="build")


def spoiled(case: str, good: Path, folder: Path) -> Story:
    """A copy of the good site, built before the mistakes of the case are laid over it."""
    story = Story.__new__(Story)
    story.root = folder / "site"
    story.report = Report()
    shutil.copytree(good / "site", story.root)
    laid = INVALID / case
    for path in sorted(laid.rglob("*")):
        if path.is_file() and path.name != EXPECTED:
            story.write(str(path.relative_to(laid)), path.read_bytes())
    if case in MADE:
        MADE[case](story)
    return story


def told(report: Report) -> str:
    """The exit code and every problem, as people read them; what was done after is asserted by other words."""
    *problems, _ = console.as_text(report, output="build").split("\n")
    return "\n".join((f"exit {report.exit}", "", *problems)).rstrip("\n") + "\n"


def accept() -> None:
    """Write every expectation anew, from what is reported now."""
    with tempfile.TemporaryDirectory() as folder:
        good = Path(folder, "good")
        Story(good).must_build()
        for case in CASES:
            expected = INVALID / case / EXPECTED
            now = told(spoiled(case, good, Path(folder, case)).build())
            if not expected.is_file() or expected.read_text(encoding="utf-8") != now:
                print(f"{expected.relative_to(INVALID.parent)} written")
                expected.write_text(now, encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] != ["--accept"]:
        sys.exit("Say --accept, after reviewing what changed.")
    accept()
