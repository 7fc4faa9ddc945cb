"""What `check` would say of one page: its texts, its translations, and whether the two state the same facts."""

from collections.abc import Iterator
from copy import copy
from functools import cached_property

from sitegen.check.texts.rules import check_passage
from sitegen.commands.check import findings_of
from sitegen.commands.survey import Owner, Survey
from sitegen.commands.texts import Texts
from sitegen.commands.waiving import settle
from sitegen.diagnostics import Diagnostic, error, warning
from sitegen.document_paths import file_of
from sitegen.translation.facts.known import names_of
from sitegen.translation.facts.names import Names
from sitegen.translation.facts.parity import compare
from sitegen.translation.facts.wording import message

_SHOWN = ("fresh", "unrecorded", "revised")
"""States in which readers take a translation for one of what the source says now."""


def sources_of(owner: Owner) -> list[str]:
    """The files in which a page or record is written."""
    paths = owner.page.documents.values() if owner.page else ()
    return list(dict.fromkeys([owner.source, *map(file_of, paths)]))


class Findings:
    """What is found on the pages of a site as it is; each page is looked at once."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._known: dict[str, tuple[Diagnostic, ...]] = {}
        codes = {language.script: language.code for language in survey.languages}
        self._latin, self._han = codes.get("latin", ""), codes.get("han", "")

    def of(self, owner: Owner) -> tuple[Diagnostic, ...]:
        """All that is found on a page or record, less what somebody waived or switched off."""
        if owner.identity not in self._known:
            self._known[owner.identity] = tuple(self._found(owner))
        return self._known[owner.identity]

    def _found(self, owner: Owner) -> Iterator[Diagnostic]:
        found = [*findings_of(self._survey, owner), *self._of_texts(owner), *self._of_facts(owner)]
        files = sources_of(owner)
        for each in settle(found, self._survey.site.config, self._survey.sources).told:
            # Of what site.yaml says of the rules themselves, no page is to blame.
            if each.path in files or each.path.startswith("translations/"):
                yield each

    @cached_property
    def _texts(self) -> Texts:
        return Texts(_alone(self._survey))

    @cached_property
    def _names(self) -> Names:
        return names_of(self._survey.site, self._latin, self._han)

    def _of_texts(self, owner: Owner) -> Iterator[Diagnostic]:
        texts = copy(self._texts)
        texts.survey = _alone(self._survey, owner)
        for draft in texts.drafts():
            passage = texts.passage(draft)
            for number, finding in check_passage(passage, texts.known):
                place = texts.place(draft, passage.pieces[number], finding)
                make = error if finding.code.startswith("E-") else warning
                yield make(finding.code, finding.message, finding.help, path=place.path, line=place.line,
                           column=place.column)

    def _of_facts(self, owner: Owner) -> Iterator[Diagnostic]:
        survey = self._survey
        for language in survey.targets(owner):
            if not self._latin or {language.code, owner.language} != {self._latin, self._han}:
                continue
            for one in survey.units_of(owner, language):
                words = survey.words(one)
                if one.state not in _SHOWN or not all(words):
                    continue
                english, chinese = words if language.code == self._han else reversed(words)
                path, line = survey.place(one)
                for finding in compare(english, chinese, names=self._names):
                    yield warning("W-PARITY", message(finding), "Correct the side that is wrong.", path=path,
                                  line=line, column=1)


def _alone(survey: Survey, *owners: Owner) -> Survey:
    """The survey of these pages and records alone: the work is that of one page, however many there are."""
    alone = copy(survey)
    alone.__dict__.pop("units", None)
    alone.owners = owners
    return alone
