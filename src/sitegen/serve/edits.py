"""Translations typed in the browser: what is there, and where it goes."""

from typing import Any

import msgspec
from msgspec.structs import replace

from sitegen.commands.i18n import save_typed
from sitegen.commands.survey import Survey, Surveyed
from sitegen.commands.typed import Typed
from sitegen.fingerprints import fingerprint
from sitegen.model import Report, Request
from sitegen.translation.differences import changes

WAIT = 5.0
"""Seconds for a build that is under way."""
_decode = msgspec.json.Decoder(Typed).decode


def unit(survey: Survey, id: str, lang: str) -> dict[str, Any]:
    """One text beside its translation; `lang` is the tag or the code of a language. Empty where there is none."""
    one = find(survey, id, lang)
    if one is None:
        return {}
    source, translation = survey.words(one)
    return {
        "id": one.id, "language": one.language.code, "state": one.state, "source": source, "translation": translation,
        "changes": [list(each) for each in changes(one.unit.recorded, source)] if one.unit.recorded else [],
        "source_mark": fingerprint(source), "translation_mark": fingerprint(translation),
    }


def find(survey: Survey, id: str, lang: str) -> Surveyed | None:
    """The text of that id in that language. An id begins with the identity of its page or record."""
    owner = survey.owner(id.rpartition("#")[0])
    if owner is None:
        return None
    languages = (language for language in survey.targets(owner) if lang in (language.code, language.lang))
    return next((one for language in languages for one in survey.units_of(owner, language) if one.id == id), None)


def save(request: Request, body: bytes) -> tuple[int, dict[str, Any]]:
    """Put a translation that was sent where it belongs: the status, and what to say."""
    try:
        typed = _decode(body)
    except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError):
        return 400, {"message": "That was no translation."}
    # What is typed is looked at as translators see the site: drafts and what is scheduled, too.
    return _told(save_typed(replace(request, drafts=True, jobs=1, wait=WAIT), typed))


def _told(report: Report) -> tuple[int, dict[str, Any]]:
    if not report.exit:
        return 200, {"message": "Saved."}
    first = report.diagnostics[0]
    place = f"{first.path}:{first.line}: " if first.path and first.line else ""
    return 409, {"message": f"Not saved. {place}{first.message}", "help": first.help}
