"""Options of the long campaigns, and the paths of the outside suites."""

import os
from collections.abc import Iterator

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--sequences", help="how many random-edit sequences to try")
    parser.addoption("--campaign", action="store_true", help="try all that the tests can, not a selection")


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Compiled templates are kept for the length of the tests, and not where the person who runs them keeps theirs."""
    before = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        del os.environ["XDG_CACHE_HOME"]
    else:
        os.environ["XDG_CACHE_HOME"] = before


@pytest.fixture(scope="session", autouse=True)
def english() -> None:
    """The tests know what is said in English, wherever they run."""
    os.environ["LC_ALL"] = "C.UTF-8"
