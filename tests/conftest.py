"""Options of the long campaigns, and the paths of the outside suites."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--sequences", help="how many random-edit sequences to try")
    parser.addoption("--campaign", action="store_true", help="try all that the tests can, not a selection")
