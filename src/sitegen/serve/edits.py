"""Translations typed in the browser: what is there, and where it goes."""

from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from sitegen.commands.survey import Survey
from sitegen.diagnostics import BuildStopped, error
from sitegen.fingerprints import fingerprint
from sitegen.model import Report, Request
from sitegen.serve.preview import Preview
from sitegen.translation.differences import changes

if TYPE_CHECKING:
    from sitegen.commands.typed import Typed

WAIT = 5.0
"""Seconds for a build that is under way."""


def unit(survey: Survey, id: str, lang: str) -> dict[str, Any]:
    """One text beside its translation; `lang` is the tag or the code of a language. Empty where there is none."""
    one = survey.find(id, lang)
    if one is None:
        return {}
    source, translation = survey.words(one)
    return {
        "id": one.id, "language": one.language.code, "state": one.state, "source": source, "translation": translation,
        "changes": [list(each) for each in changes(one.unit.recorded, source)] if one.unit.recorded else [],
        "source_mark": fingerprint(source), "translation_mark": fingerprint(translation),
    }


def save(preview: Preview, request: Request, body: bytes) -> tuple[int, dict[str, Any]]:
    """Put a translation that was sent where it belongs: the status, and what to say."""
    # Imported when somebody saves: most previews are started without --edit.
    from sitegen.commands.i18n import save_typed
    from sitegen.commands.typed import Typed

    try:
        typed = msgspec.json.decode(body, type=Typed)
    except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError):
        return 400, {"message": "That was no translation."}
    report, written = save_typed(replace(request, wait=WAIT), typed, lambda: _as_on_disk(preview, typed))
    # Whoever has saved sees it at once.
    preview.look_at(written)
    return _told(report)


def _as_on_disk(preview: Preview, typed: "Typed") -> Survey:
    """The survey, in which the files of that text are as they are on the disk now. Raises BuildStopped where they
    cannot be read.
    """
    survey = preview.survey()
    one = survey.find(typed.id, typed.language) if survey else None
    if survey is not None and one is not None:
        preview.look_at(survey.files_of(one))
    survey, problems = preview.survey(), preview.problems
    if problems.errors or problems.bug or survey is None:
        unread = error("E-EDIT", problems.bug or "The site cannot be read.", "The terminal says why.")
        raise BuildStopped(*(problems.errors or (unread,)))
    return survey


def _told(report: Report) -> tuple[int, dict[str, Any]]:
    if not report.exit:
        return 200, {"message": "Saved."}
    first = report.diagnostics[0]
    place = f"{first.path}:{first.line}: " if first.path and first.line else ""
    return 409, {"message": f"Not saved. {place}{first.message}", "help": first.help}
