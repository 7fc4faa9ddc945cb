"""Compiled templates between runs: never code that somebody else could have put there."""

import os
from pathlib import Path
from types import CodeType

import pytest

from sitegen.disk import compiled
from sitegen.disk.compiled import CompiledTemplates

TEMPLATE = ("{{ a }}", "a.html", "templates/a.html")


def code(text: str = "a = 1") -> CodeType:
    return compile(text, "a.html", "exec")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache/sitegen"


def test_code_is_known_to_the_next_run(cache: Path) -> None:
    assert CompiledTemplates("t").load(*TEMPLATE) is None
    CompiledTemplates("t").save(*TEMPLATE, code())
    assert CompiledTemplates("t").load(*TEMPLATE) == code()
    assert cache.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("other", [("{{ b }}", *TEMPLATE[1:]), (TEMPLATE[0], "b.html", TEMPLATE[2]),
                                   (*TEMPLATE[:2], "theme/a.html"), (*TEMPLATE[:2], None)])
def test_another_template_is_another(cache: Path, other: tuple[str, str | None, str | None]) -> None:
    CompiledTemplates("t").save(*TEMPLATE, code())
    assert CompiledTemplates("t").load(*other) is None
    assert CompiledTemplates("another version").load(*TEMPLATE) is None


def test_a_damaged_file_is_not_there(cache: Path) -> None:
    CompiledTemplates("t").save(*TEMPLATE, code())
    (path,) = cache.iterdir()
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert CompiledTemplates("t").load(*TEMPLATE) is None
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert CompiledTemplates("t").load(*TEMPLATE) is None
    CompiledTemplates("t").save(*TEMPLATE, code("b = 2"))
    assert CompiledTemplates("t").load(*TEMPLATE) == code("b = 2")


def test_a_file_that_others_could_have_written_is_not_used(cache: Path, tmp_path: Path) -> None:
    CompiledTemplates("t").save(*TEMPLATE, code())
    (path,) = cache.iterdir()
    path.chmod(0o666)
    assert CompiledTemplates("t").load(*TEMPLATE) is None
    path.chmod(0o644)
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert CompiledTemplates("t").load(*TEMPLATE) is None


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o701])
def test_a_folder_that_others_can_enter_is_not_used(cache: Path, mode: int) -> None:
    CompiledTemplates("t").save(*TEMPLATE, code())
    cache.chmod(mode)
    assert CompiledTemplates("t").load(*TEMPLATE) is None
    CompiledTemplates("t").save("{{ b }}", "b.html", None, code())
    assert len(list(cache.iterdir())) == 1


def test_a_folder_of_somebody_else_is_not_used(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    CompiledTemplates("t").save(*TEMPLATE, code())
    mine = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: mine + 1)
    assert CompiledTemplates("t").load(*TEMPLATE) is None


def test_a_link_in_place_of_the_folder_is_not_followed(cache: Path, tmp_path: Path) -> None:
    CompiledTemplates("t").save(*TEMPLATE, code())
    cache.rename(tmp_path / "elsewhere")
    cache.symlink_to(tmp_path / "elsewhere")
    assert CompiledTemplates("t").load(*TEMPLATE) is None


@pytest.mark.parametrize("place", ["", "relative/folder"])
def test_without_a_place_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", place)
    monkeypatch.delenv("HOME", raising=False)
    CompiledTemplates("t").save(*TEMPLATE, code())
    assert CompiledTemplates("t").load(*TEMPLATE) is None
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_only_costs_time(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: str, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(compiled, "write_state", full)
    CompiledTemplates("t").save(*TEMPLATE, code())
    assert CompiledTemplates("t").load(*TEMPLATE) is None


def test_the_oldest_are_forgotten(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "MOST", 10)
    kept = CompiledTemplates("t")
    for number in range(25):
        kept.save(str(number), None, None, code())
        for path in cache.iterdir():
            os.utime(path, ns=(0, path.stat().st_mtime_ns - 10**9))
    assert len(list(cache.iterdir())) <= 10
    assert kept.load("24", None, None) == code()
    assert kept.load("0", None, None) is None
