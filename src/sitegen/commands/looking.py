"""What is found on every page and record: in one pass, in several processes, and remembered until something changes."""

import os
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from sitegen import workers
from sitegen.commands.parity import Facts
from sitegen.commands.survey import Owner, Survey
from sitegen.commands.texts import Findings, Texts
from sitegen.diagnostics import Diagnostic
from sitegen.disk.checked import load_checked, save_checked
from sitegen.disk.toolchain import toolchain


class Rules(NamedTuple):
    """What looks at a page or record, and what it found before."""

    owners: tuple[Owner, ...]
    texts: Texts
    facts: Facts
    remembered: Findings

    def knows(self, owner: Owner) -> bool:
        """Whether all that it would find is remembered."""
        keys = chain(self.texts.keys(owner), self.facts.keys(owner))
        return bool(self.remembered) and all(key in self.remembered for key in keys)


class Looked(NamedTuple):
    """What was found on one page or record, as it is told and as it is remembered."""

    told: list[Diagnostic]
    kept: Findings


def found_everywhere(survey: Survey, *, jobs: int = 0) -> Iterator[Diagnostic]:
    """All that the rules of texts and of facts find, page by page."""
    rules = Rules(survey.owners, Texts(survey), Facts(survey, toolchain()), load_checked(survey.project))
    known = [rules.knows(owner) for owner in survey.owners]
    # Only a process that is forked has the site for nothing.
    unknown = (number for number, each in enumerate(known) if not each)
    looked = workers.run(look_at, unknown, shared=rules, jobs=jobs if hasattr(os, "fork") else 1,
                         name=lambda number: survey.owners[number].source)
    kept: Findings = {}
    for number, each in enumerate(known):
        told, new = look_at(rules, number) if each else next(looked)
        kept |= new
        yield from told
    if kept.keys() != rules.remembered.keys():
        save_checked(survey.project, kept)


def look_at(rules: Rules, number: int) -> Looked:
    """All that is found on the page or record of that number."""
    owner, kept = rules.owners[number], Findings()
    told = [*rules.texts.of(owner, rules.remembered, kept), *rules.facts.of(owner, rules.remembered, kept)]
    return Looked(told, kept)
