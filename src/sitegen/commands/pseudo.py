"""`sitegen i18n pseudo`: the site in a language that nobody speaks, which shows what no translator can reach."""

import json
import os
import tempfile
from collections.abc import Iterable

import msgspec
from babel import Locale

from sitegen.build import Assembled, ask, build_alone, is_data, is_project
from sitegen.commands.catalogues import catalogues
from sitegen.commands.survey import Survey
from sitegen.content.front_edits import with_language, with_value
from sitegen.diagnostics import BuildStopped, error
from sitegen.disk.copies import copy_project
from sitegen.disk.sources import read
from sitegen.disk.texts import write_text
from sitegen.document_paths import CONFIG
from sitegen.model import Language, Report, Request
from sitegen.translation.extraction import ThemeText, extract_texts
from sitegen.translation.lines import Entry
from sitegen.translation.pseudo import pseudo, pseudo_markdown
from sitegen.translation.wrapping import wrap
from sitegen.translation.writing import update

CODE = "xa"
LANG = "en-XA"
LOCALE = "en_001"
"""Whose rules the language follows: CLDR has none for en-XA."""


def build_pseudo(request: Request) -> Report:
    """Build a copy of the project with one language more, in which every text is spoilt; the project stays as it is."""
    if not is_project(request.project):
        return build_alone(request)
    try:
        with tempfile.TemporaryDirectory(prefix="sitegen-pseudo-") as folder:
            report = _prepare(request, os.path.realpath(folder))
            if report.exit:
                return report
            copy = msgspec.structs.replace(request, project=os.path.realpath(folder), clean=True, forgetful=True)
            return build_alone(copy)
    except BuildStopped as stop:
        return Report(command="i18n", exit=max(d.exit for d in stop.diagnostics), diagnostics=stop.diagnostics)


def _prepare(request: Request, folder: str) -> Report:
    """Make the copy and write its catalogues."""
    def copied(assembled: Assembled) -> str:
        languages = assembled.site.config.languages
        if any(language.code == CODE or language.locale == LOCALE for language in languages):
            raise BuildStopped(error("E-USAGE", f'The site has a language "{CODE}", or one with the locale {LOCALE}.',
                                     "Give it another code and locale in site.yaml.", exit=2))
        more = Language(code=CODE, locale=LOCALE, lang=LANG, name="[Þšéûðö]")
        config = (read(assembled.sources, CONFIG).data or b"").decode("utf-8-sig")
        codes = [language.code for language in languages]
        config = with_language(with_value(config, "languages", _as_json((*languages, more))), codes, CODE, pseudo)
        copy_project(request.project, folder, config)
        for path in assembled.sources.stamps:
            if is_data(path):
                data = (read(assembled.sources, path).data or b"").decode("utf-8-sig")
                write_text(folder, path, with_language(data, codes, CODE, pseudo))
        return ""

    def filled(assembled: Assembled) -> str:
        survey = Survey(assembled, folder)
        locale = Locale.parse(LOCALE)
        for one in catalogues(survey):
            if one.language.code == CODE:
                entries = [Entry(0, message.context, message.text, "", ((0, pseudo_markdown(message.text), 0),), False,
                                 False) for message in one.messages]
                write_text(folder, one.path, update(entries, one.messages, locale))
        write_text(folder, f"translations/{LOCALE}/LC_MESSAGES/theme.po",
                   _theme(extract_texts(assembled.site.templates.values())))
        return ""

    report, _ = ask(request, copied)
    if not report.exit:
        report, _ = ask(msgspec.structs.replace(request, project=folder), filled)
    report.command = "i18n"
    return report


def _as_json(languages: Iterable[Language]) -> str:
    return json.dumps([{"code": each.code, "locale": each.locale, "lang": each.lang, "name": each.name}
                       for each in languages], ensure_ascii=False)


def _theme(texts: Iterable[ThemeText]) -> str:
    """The theme's catalogue: one entry for each text, with as many forms as English has."""
    lines = ['msgid ""', *wrap("msgstr", "Language: en\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
                                         "Content-Transfer-Encoding: 8bit\nPlural-Forms: nplurals=2; "
                                         "plural=(n != 1);\n")]
    for text in {each.key: each for each in texts}.values():
        lines += ["", *(wrap("msgctxt", text.context) if text.context else ()), *wrap("msgid", text.text)]
        if text.plural:
            lines += [*wrap("msgid_plural", text.plural), *wrap("msgstr[0]", pseudo(text.text)),
                      *wrap("msgstr[1]", pseudo(text.plural))]
        else:
            lines += wrap("msgstr", pseudo(text.text))
    return "\n".join(lines) + "\n"
