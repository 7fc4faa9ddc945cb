"""A second look at the sources that lists no folder finds what the first kind would find, or gives way to it."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from sitegen.disk.rescan import rescan
from sitegen.disk.sources import Scan, read, scan
from sitegen.model import Ledger

LONG_AGO = 1_000_000_000


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    put(root, "site.yaml")
    put(root, "content/events/one/index.en.md")
    put(root, "content/events/two/index.en.md")
    put(root, "content/events/two/Notes of 5 May.txt")
    put(root, "content/data/people.yaml")
    put(root, "templates/base.html", "mine")
    return root


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    root = tmp_path / "theme"
    put(root, "templates/base.html")
    put(root, "templates/page.html")
    put(root, "translations/zh_Hans_CN/LC_MESSAGES/theme.po")
    return root


def put(root: Path, path: str, text: str = "x") -> None:
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")


def remembered(project: Path, theme: Path) -> Ledger:
    """The ledger of a build long ago of the files as they are."""
    for folder, _, names in [*os.walk(project), *os.walk(theme)]:
        for path in (folder, *(os.path.join(folder, name) for name in names)):
            os.utime(path, (LONG_AGO, LONG_AGO))
    found = scan(str(project), str(theme), ledger=Ledger())
    for path in found.stamps:
        read(found, path)
    # What was changed within two seconds before is looked at again; here nothing was.
    return Ledger(taken_ns=found.taken_ns + 10**11, sources=found.stamps, places=found.places)


def same(one: Scan, other: Scan) -> bool:
    return (one.stamps, one.locations, one.folders, one.places) == (
        other.stamps, other.locations, other.folders, other.places) and list(one.stamps) == list(other.stamps)


def nothing(project: Path, theme: Path) -> None:
    pass


def words(project: Path, theme: Path) -> None:
    put(project, "content/events/one/index.en.md", "other words")


def same_size(project: Path, theme: Path) -> None:
    put(project, "content/events/one/index.en.md", "y")
    os.utime(project / "content/events/one/index.en.md", (LONG_AGO, LONG_AGO))


def saved_by_rename(project: Path, theme: Path) -> None:
    put(project, "content/events/one/.index.en.md.swp", "other words")
    os.replace(project / "content/events/one/.index.en.md.swp", project / "content/events/one/index.en.md")


def what_nobody_reads(project: Path, theme: Path) -> None:
    put(project, "content/events/one/index.en.md~")
    put(project, "content/_notes.md")
    put(project, "templates/README.md")
    put(project, "elsewhere/page.md")


def of_the_theme(project: Path, theme: Path) -> None:
    put(theme, "templates/page.html", "another")


@pytest.mark.parametrize("edit", [nothing, words, same_size, saved_by_rename, what_nobody_reads, of_the_theme])
def test_edited_files_are_found_without_listing(
        edit: Callable[[Path, Path], None], project: Path, theme: Path) -> None:
    ledger = remembered(project, theme)
    edit(project, theme)
    found = rescan(str(project), str(theme), ledger=ledger)
    assert found is not None
    assert same(found, scan(str(project), str(theme), ledger=ledger))
    changed = [path for path, stamp in found.stamps.items() if not stamp.digest]
    assert len(changed) == (edit not in (nothing, what_nobody_reads))


def new(project: Path, theme: Path) -> None:
    put(project, "content/events/one/index.zh.md")


def new_with_an_old_time(project: Path, theme: Path) -> None:
    new(project, theme)
    os.utime(project / "content/events/one/index.zh.md", (LONG_AGO, LONG_AGO))


def new_in_a_folder_with_an_old_time(project: Path, theme: Path) -> None:
    new(project, theme)
    os.utime(project / "content/events/one", (LONG_AGO, LONG_AGO))


def new_folder(project: Path, theme: Path) -> None:
    (project / "content/events/three").mkdir()


def first_of_its_kind(project: Path, theme: Path) -> None:
    put(project, "translations/zh_Hans_CN/LC_MESSAGES/theme.po")


def deleted(project: Path, theme: Path) -> None:
    (project / "content/events/one/index.en.md").unlink()


def own_template_deleted(project: Path, theme: Path) -> None:
    (project / "templates/base.html").unlink()


def of_the_theme_replaced(project: Path, theme: Path) -> None:
    put(project, "templates/page.html")


def link(project: Path, theme: Path) -> None:
    page = project / "content/events/one/index.en.md"
    page.rename(project / "elsewhere.md")
    page.symlink_to(project / "elsewhere.md")


def folder_link(project: Path, theme: Path) -> None:
    (project / "content/events").rename(project / "elsewhere")
    (project / "content/events").symlink_to(project / "elsewhere")


def top_folder_link(project: Path, theme: Path) -> None:
    (project / "content").rename(project / "elsewhere")
    (project / "content").symlink_to(project / "elsewhere")


def folder_of_that_name(project: Path, theme: Path) -> None:
    (project / "content/events/one/index.en.md").unlink()
    (project / "content/events/one/index.en.md").mkdir()


def very_large(project: Path, theme: Path) -> None:
    put(project, "content/events/one/index.en.md", "x" * 2_000_001)


@pytest.mark.parametrize("edit", [
    new, new_with_an_old_time, new_in_a_folder_with_an_old_time, new_folder, first_of_its_kind, deleted,
    own_template_deleted, of_the_theme_replaced, link, folder_link, top_folder_link, folder_of_that_name, very_large])
def test_at_any_doubt_everything_is_looked_for(
        edit: Callable[[Path, Path], None], project: Path, theme: Path) -> None:
    ledger = remembered(project, theme)
    edit(project, theme)
    assert rescan(str(project), str(theme), ledger=ledger) is None


def test_a_copy_of_the_project_is_another_project(project: Path, theme: Path, tmp_path: Path) -> None:
    ledger = remembered(project, theme)
    shutil.copytree(project, tmp_path / "copy")
    assert rescan(str(tmp_path / "copy"), str(theme), ledger=ledger) is None
    assert rescan(str(project), str(tmp_path / "copy"), ledger=ledger) is None
    assert rescan(str(project), str(theme), ledger=Ledger()) is None


def test_what_was_young_then_is_read_again(project: Path, theme: Path) -> None:
    # Folders that are as young are listed, and of the theme's one the project has replaced no template.
    (project / "templates/base.html").unlink()
    ledger = remembered(project, theme)
    young = replace(ledger, taken_ns=ledger.taken_ns - 10**11)
    found = rescan(str(project), str(theme), ledger=young)
    assert found is not None and not any(stamp.digest for stamp in found.stamps.values())
