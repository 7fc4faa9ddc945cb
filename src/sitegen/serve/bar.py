"""What the status bar says of one page: its sources, its languages with every text that is not fresh, its warnings."""

from collections.abc import Iterator
from typing import Any

from sitegen.commands.survey import Owner, Survey
from sitegen.model import Artifact
from sitegen.serve.editor import Editor
from sitegen.serve.findings import sources_of
from sitegen.serve.overview import state_of
from sitegen.serve.preview import Preview

STATES = ("fresh", "stale", "missing", "unrecorded", "revised", "orphan")
_LONGEST = 80


def bar(preview: Preview, path: str, editor: Editor) -> dict[str, Any]:
    """All that staff may want to know of the page at that path."""
    survey = preview.survey()
    artifact = preview.artifact(path)
    if survey is None or artifact is None:
        return {"sources": [], "languages": [], "warnings": [], "state": "", "identity": ""}
    owner = owner_of(survey, artifact)
    if owner is None or owner.page is None:
        return {"sources": [], "languages": [], "warnings": [], "state": "", "identity": ""}
    return {
        "identity": owner.identity,
        "state": state_of(survey.site, owner.page),
        "sources": [{"path": source, "editor": editor.link(source)} for source in sources_of(owner)],
        "languages": list(_languages(survey, owner, editor)),
        "warnings": [editor.told(each, {}) for each in _warnings(preview, survey, owner)],
    }


def owner_of(survey: Survey, artifact: Artifact) -> Owner | None:
    """The page that a published page shows; None for a list that nobody introduces."""
    subject = artifact.subject
    identity = str(subject[1]) if subject[:1] in (("page",), ("bilingual",)) else ""
    if not identity:
        address = artifact.path.partition("/")[2].removesuffix("index.html")
        identity = survey.site.introductions.get(address, "")
    return survey.owner(identity) if identity in survey.site.pages else None


def _languages(survey: Survey, owner: Owner, editor: Editor) -> Iterator[dict[str, Any]]:
    """The page's translations: how many texts are in each state, and those that somebody must look at."""
    for language in survey.targets(owner):
        units = [unit for unit in survey.translation_of(owner, language).units if unit.state != "neutral"]
        counts = {state: sum(unit.state == state for unit in units) for state in STATES}
        yield {
            "code": language.code, "lang": language.lang, "name": language.name, "counts": counts,
            "units": [{"id": unit.id, "state": unit.state} for unit in units if unit.state in ("stale", "missing")],
        }


def _warnings(preview: Preview, survey: Survey, owner: Owner) -> Iterator[Any]:
    files = sources_of(owner)
    yield from (each for each in preview.warnings if each.path in files)
    yield from preview.findings(owner)
