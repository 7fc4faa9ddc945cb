"""One translation typed in the preview, and where it belongs."""

import msgspec

from sitegen.commands.jobs import Imported, type_home
from sitegen.commands.survey import Survey
from sitegen.diagnostics import BuildStopped, Diagnostic, error
from sitegen.fingerprints import fingerprint
from sitegen.scripts import fold, nfc

LONGEST = 20_000


class Typed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody typed, and what they had before them when they did."""

    id: str
    language: str
    source: str
    """Fingerprint of the source's text."""
    translation: str
    """Fingerprint of the translation as it was."""
    words: str


def bring_typed(survey: Survey, typed: Typed) -> Imported:
    """The files as they will be. Raises BuildStopped where that text is not any more what was seen, or has no place."""
    words = fold(nfc(typed.words))
    if not words or len(words) > LONGEST or not all(each.isprintable() or each == "\u3000" for each in words):
        raise BuildStopped(error("E-EDIT", "This is no translation: it is empty, too long, or not plain text.",
                                 "Type the translation as it shall be read, in one paragraph."))
    one = survey.find(typed.id, typed.language)
    if one is None or one.state == "orphan":
        raise BuildStopped(_changed("This is not a text of the site any more."))
    source, translation = survey.words(one)
    if fingerprint(source) != typed.source:
        raise BuildStopped(_changed("The text to translate has changed meanwhile."))
    if fingerprint(translation) != typed.translation:
        raise BuildStopped(_changed("Somebody else has changed this translation meanwhile."))
    came = type_home(survey, one, words)
    if came.refused:
        raise BuildStopped(*came.refused)
    return came


def _changed(what: str) -> Diagnostic:
    return error("E-EDIT", what, "Copy what you have typed, load the page again, and look at what it says now.")
