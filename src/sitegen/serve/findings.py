"""What `check` would say of one page: its texts, its translations, and whether the two state the same facts."""

from collections.abc import Iterator
from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING

from sitegen.commands.survey import Owner, Survey
from sitegen.diagnostics import Diagnostic
from sitegen.document_paths import file_of

if TYPE_CHECKING:
    from sitegen.commands.parity import Facts
    from sitegen.commands.texts import Texts


def sources_of(owner: Owner) -> list[str]:
    """The files in which a page or record is written."""
    paths = owner.page.documents.values() if owner.page else ()
    return list(dict.fromkeys([owner.source, *map(file_of, paths)]))


class Findings:
    """What is found on the pages of a site as it is; each page is looked at once.

    What looks for it is imported when somebody wants to know: that takes as long as all else of the preview.
    """

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._known: dict[str, tuple[Diagnostic, ...]] = {}

    def of(self, owner: Owner) -> tuple[Diagnostic, ...]:
        """All that is found on a page or record, less what somebody waived or switched off."""
        if owner.identity not in self._known:
            self._known[owner.identity] = tuple(self._found(owner))
        return self._known[owner.identity]

    def _found(self, owner: Owner) -> Iterator[Diagnostic]:
        from sitegen.commands.check import findings_of
        from sitegen.commands.waiving import settle

        found = [*findings_of(self._survey, owner), *self._of_texts(owner), *self._facts.of(owner, {}, {})]
        files = sources_of(owner)
        for each in settle(found, self._survey.site.config, self._survey.sources).told:
            # Of what site.yaml says of the rules themselves, no page is to blame.
            if each.path in files or each.path.startswith("translations/"):
                yield each

    @cached_property
    def _texts(self) -> "Texts":
        from sitegen.commands.texts import Texts

        return Texts(_alone(self._survey))

    @cached_property
    def _facts(self) -> "Facts":
        from sitegen.commands.parity import Facts

        return Facts(self._survey, "")

    def _of_texts(self, owner: Owner) -> Iterator[Diagnostic]:
        texts = copy(self._texts)
        texts.survey = _alone(self._survey, owner)
        yield from texts.of(owner, {}, {})


def _alone(survey: Survey, *owners: Owner) -> Survey:
    """The survey of these pages and records alone: the work is that of one page, however many there are."""
    alone = copy(survey)
    alone.__dict__.pop("units", None)
    alone.owners = owners
    return alone
