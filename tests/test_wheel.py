"""The wheel is the whole program: with nothing but it and its dependencies, the README's own site builds."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from sitegen import __version__

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an installer would put beside the dependencies: the wheel, unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    made = subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=ROOT,
                          capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    [wheel] = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "installed")
    return folder / "installed"


def sitegen(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the unpacked program where no checkout is in sight, not even by way of an editable installation."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "SOURCE_DATE"))}
    # Without -S, the .pth files of site-packages would lead to the checkout.
    program = (f"import sys; sys.path[:0] = {[str(installed), sysconfig.get_path('purelib')]!r}; "
               "from sitegen.__main__ import main; main()")
    return subprocess.run([sys.executable, "-I", "-S", "-c", program, *arguments], cwd=folder, env=environment,
                          capture_output=True, text=True, check=False)


def test_the_readmes_own_site_builds_from_the_wheel_alone(installed: Path, tmp_path: Path) -> None:
    site = tmp_path / "our-network"
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name, text in re.findall(r'^```\w+ title="([^"]+)"\n(.*?)^```$', readme, re.MULTILINE | re.DOTALL):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")
    told = sitegen(installed, tmp_path, "build", "--project", str(site), "--strict")
    assert told.returncode == 0, told.stdout + told.stderr
    chinese = (site / "build/zh/events/2027-09-14-summer-school/index.html").read_text(encoding="utf-8")
    assert "桥梁暑期学校" in chinese and "贝尔法斯特" in chinese
    assert "跳到正文" in chinese, "the theme's catalogue is not in the wheel"
    assert len(list((site / "build/assets").glob("site.*.css"))) == 1
    again = sitegen(installed, tmp_path, "build", "--project", str(site), "--strict")
    assert "0 rendered, 0 files written" in again.stdout


def test_the_same_sources_make_the_same_bytes_anywhere_at_any_time(tmp_path: Path) -> None:
    """Whoever builds it again can see that nothing was slipped in."""
    made = []
    for name, time, mode in (("one", 1_000_000_000, 0o600), ("two", 1_700_000_000, 0o664)):
        folder = tmp_path / name
        for part in ("src", "templates", "translations", "docs", "examples"):
            made_here = shutil.ignore_patterns("__pycache__", ".sitegen", "build")
            shutil.copytree(ROOT / part, folder / part, ignore=made_here)
        for part in ("pyproject.toml", "README.md", "LICENSE", ".gitignore"):
            shutil.copy(ROOT / part, folder / part)
        for path in folder.rglob("*"):
            if path.is_file():
                path.chmod(mode)
            os.utime(path, (time, time))
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "1795219200"}
        subprocess.run([sys.executable, "-m", "hatchling", "build"], cwd=folder, env=environment, check=True,
                       capture_output=True)
        made.append({path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (folder / "dist").iterdir()})
    assert made[0] == made[1] and sorted(made[0]) == [
        f"sitegen-{__version__}-py3-none-any.whl", f"sitegen-{__version__}.tar.gz"]


def test_a_new_project_is_made_and_built_by_the_wheel_alone(installed: Path, tmp_path: Path) -> None:
    """What the README promises whoever has nothing but the program."""
    for words in (("init", "x"), ("build", "--project", "x", "--strict"), ("check", "--project", "x", "--strict")):
        told = sitegen(installed, tmp_path, *words)
        assert told.returncode == 0, told.stdout + told.stderr
    assert "nothing is wrong" in told.stdout
    made = {str(path.relative_to(tmp_path / "x")) for path in (tmp_path / "x").rglob("*") if path.is_file()}
    assert {".gitignore", ".vscode/settings.json", ".github/workflows/check.yml"} <= made


def test_the_wheel_holds_the_theme_once_and_nothing_of_the_demonstration(installed: Path) -> None:
    names = {str(path.relative_to(installed)) for path in installed.rglob("*") if path.is_file()}
    theme = ROOT / "templates"
    expected = {f"sitegen/theme/templates/{path.relative_to(theme)}" for path in theme.rglob("*") if path.is_file()}
    recipes = (ROOT / "examples" / "publish").iterdir()
    expected |= {f"sitegen/theme/examples/publish/{path.name}" for path in recipes}
    expected.add("sitegen/theme/translations/zh_Hans_CN/LC_MESSAGES/theme.po")
    assert {name for name in names if "/theme/" in name} == expected
    modules = ROOT / "src/sitegen"
    assert {str(path.relative_to(modules.parent)) for path in modules.rglob("*.py")} <= names
    assert "sitegen/py.typed" in names
    assert not [name for name in names if name.startswith(("content", "tests"))]
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
