"""What the preview needs of the site: pages as they are now, what is wrong, and what translators see."""

from collections.abc import Collection
from typing import NamedTuple, Protocol

from sitegen.commands.survey import Owner, Survey
from sitegen.diagnostics import Diagnostic
from sitegen.model import Artifact
from sitegen.serve.overview import Row


class Shown(NamedTuple):
    """One published file as it is now."""

    digest: str
    data: bytes = b""
    file: str = ""
    """For what is published as it is: where it is on the disk, instead of `data`."""


class Problems(NamedTuple):
    """What is wrong, and the source lines in which it is."""

    diagnostics: tuple[Diagnostic, ...] = ()
    excerpts: dict[str, str] = {}
    """`path:line` to the line."""
    bug: str = ""
    """A mistake of ours, in words for a person; empty where there is none."""

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What keeps the site from being published."""
        return tuple(each for each in self.diagnostics if each.severity == "error")


class Preview(Protocol):
    """The site kept in memory. Called from one thread."""

    @property
    def ready(self) -> bool:
        """Whether there is a site to show: the last that could be published, or the first that could be joined."""

    @property
    def mount(self) -> str:
        """The path of base_url, below which the site is shown: `/` or `/x/`."""

    @property
    def policy(self) -> str:
        """The Content-Security-Policy with which the site is to be published."""

    @property
    def problems(self) -> Problems:
        """What keeps the sources as they are now from being published."""

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What else a build would say of them."""

    @property
    def until(self) -> float | None:
        """The next time, in seconds since 1970, at which time alone changes what pages say."""

    def take(self, changed: Collection[str]) -> bool:
        """Take in what has changed, where that touches little; False where everything must be looked at."""

    def refresh(self, changed: Collection[str] | None) -> None:
        """Take in what has changed: paths relative to the project; None where everything must be looked at.

        On errors what was shown before stays.
        """

    def look_at(self, paths: Collection[str]) -> None:
        """Take in those of these files that are others than the site was made from."""

    def settle(self) -> bool:
        """Do a piece of what a save need not wait for: apply the rules to what was shown in haste. True: there may be
        more.
        """

    def page(self, path: str) -> Shown | None:
        """The published file at that path below build/; None where there is none."""

    def artifact(self, path: str) -> Artifact | None:
        """How that file is made."""

    def problems_of(self, path: str) -> Problems:
        """What went wrong when that page was made, after `page` was asked for it."""

    def findings(self, owner: Owner) -> tuple[Diagnostic, ...]:
        """What `check` would say of a page or record of the survey."""

    def survey(self) -> Survey | None:
        """Every text with the state of its translations; None where the sources cannot be read."""

    def rows(self) -> list[Row]:
        """How far everything is translated; empty where the sources cannot be read."""
