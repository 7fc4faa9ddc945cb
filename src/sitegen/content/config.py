"""site.yaml to the site's configuration."""

import re
from difflib import get_close_matches
from typing import Any, Literal

import msgspec
from babel import Locale, localedata
from babel.core import UnknownLocaleError

from sitegen.content.addresses import check_address, check_segment
from sitegen.content.decoding import decode
from sitegen.content.fields import CONSORTIUM
from sitegen.content.schema import (
    ALIAS,
    BAD,
    BOOLEAN,
    DATE,
    EMAIL,
    LINK,
    TEXT,
    WEB,
    WORD,
    ZONE,
    Context,
    Reader,
    Table,
    checked,
    field,
    list_of,
    mapping_of,
    one_of,
    read_fields,
    record,
    table,
    whole_number,
)
from sitegen.content.yaml import Mapping, Node, Scalar, Sequence, read_yaml
from sitegen.diagnostics import Diagnostic, error, warning
from sitegen.model import Config, FooterLink, Language, Press, SectionPolicy, Source

WRONG_CONFIGURATION = 2
"""The exit code of every error in site.yaml."""

OUTPUTS = ("pages", "feeds", "calendars", "sitemap", "search", "structured-data", "images", "data", "figures",
           "programmes")

Script = Literal["latin", "han", "other"]
_DEFAULTS: dict[str, tuple[str, str, str]] = {
    "en": ("en_GB", "en", "English"), "zh": ("zh_Hans_CN", "zh-Hans", "中文"), "fr": ("fr_FR", "fr", "Français"),
    "de": ("de_DE", "de", "Deutsch"), "es": ("es_ES", "es", "Español"), "it": ("it_IT", "it", "Italiano"),
    "pt": ("pt_PT", "pt", "Português"), "ja": ("ja_JP", "ja", "日本語"), "ko": ("ko_KR", "ko", "한국어"),
    "ru": ("ru_RU", "ru", "Русский"), "zh-hant": ("zh_Hant_TW", "zh-Hant", "繁體中文"),
    "zh-tw": ("zh_Hant_TW", "zh-Hant-TW", "繁體中文"), "zh-hk": ("zh_Hant_HK", "zh-Hant-HK", "繁體中文"),
}
"""Locale, BCP 47 tag and own name by code."""
_SCRIPTS: dict[str, Script] = {"zh": "han", "ja": "han", "ko": "other", "ru": "other", "ar": "other", "el": "other",
                               "he": "other", "hi": "other", "th": "other", "uk": "other", "bg": "other"}


# ---- the tables ----------------------------------------------------------------------------------------------------


def _check_code(text: str) -> Diagnostic | None:
    if re.fullmatch(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", text):
        return None
    return error("E-LANG", f'"{text[:40]}" cannot be a language\'s code: it stands in addresses and file names.',
                 f"Write {re.sub('[^a-z]', '', text.lower())[:2] or 'zh'}; the locale has a key of its own.")


def _check_locale(text: str) -> Diagnostic | None:
    if not re.fullmatch(r"[a-z]{2,3}(?:_[A-Z][a-z]{3})?(?:_(?:[A-Z]{2}|\d{3}))?", text):
        return error("E-LOCALE", f'"{text[:40]}" is not a locale.', "Write it with underscores: en_GB or zh_Hans_CN.")
    if _is_locale(text):
        return None
    family = text.split("_")[0]
    relatives = [name for name in localedata.locale_identifiers() if name.split("_")[0] == family]
    near = _DEFAULTS[family][0] if family in _DEFAULTS else next(iter(get_close_matches(text, relatives, 1, 0.0)), "")
    return error("E-LOCALE", f'"{text}" is not a locale that CLDR knows, so its dates and numbers cannot be printed.',
                 f"Did you mean {near}?" if near else "Write one that exists, for example en_GB or zh_Hans_CN.")


def _is_locale(text: str) -> bool:
    try:
        Locale.parse(text)
    except UnknownLocaleError:
        return False
    return True


def _check_tag(text: str) -> Diagnostic | None:
    if re.fullmatch(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?", text):
        return None
    return error("E-LANG-TAG", f'"{text[:40]}" is not a language tag.', "Write it with hyphens: en or zh-Hans.")


def _build_language(values: dict[str, Any]) -> Language:
    code = values["code"]
    locale, lang, name = _DEFAULTS.get(code, (code.split("-")[0], code, code))
    return Language(code=code, locale=values.get("locale") or locale, lang=values.get("lang") or lang,
                    name=values.get("name") or name,
                    script=values.get("script", _SCRIPTS.get(code.split("-")[0], "latin")), base=values.get("from", ""))


LANGUAGE_TABLE = table("a language", (
    field("code", checked("a code", "zh", _check_code), "Prefix of addresses and suffix of file names.", required=True,
          help="Add code: zh"),
    field("locale", checked("a locale", "zh_Hans_CN", _check_locale), "How dates and numbers are printed, and the "
          "folder of its catalogue. Known for en, zh, fr, de, es, it, pt, ja, ko and ru."),
    field("lang", checked("a language tag", "zh-Hans", _check_tag), "The BCP 47 tag for browsers. Known for the same "
          "languages."),
    field("name", WORD, "Its name in itself. Known for the same languages."),
    field("script", one_of(("latin", "han", "other"), "a script"), "What it is written in: for line breaks, sorting "
          "and marking of foreign words."),
    field("from", checked("a code", "zh", _check_code), "Code of the language whose words are converted for it."),
), _build_language, title="Language", needs=("code",))



def _check_phone(text: str) -> Diagnostic | None:
    if re.fullmatch(r"\+\d[\d ()./-]{4,28}\d", text):
        return None
    return error("E-PHONE", f'"{text[:40]}" cannot be dialled from other countries.',
                 "Begin with + and the country's code: +44 28 9000 0000")


_POLICY = table("a policy", (
    field("policy", one_of(("mix", "current", "source", "hide"), "a policy"), "What readers get of a page without a "
          "translation: mix (the default), current, source (these three show the page in its own language, labelled), "
          "or hide (there is no page in that language). `news: hide` is short for it."),
    field("complete", whole_number(0, 100), "The percentage of texts that must be translated, in each language, for "
          "`check` to pass. At 100 each must have been confirmed, too."),
    field("stale", whole_number(0, 100), "The percentage of texts that may be older than their source, in each "
          "language, for `check` to pass."),
    field("origin", one_of(("required", "optional"), "a rule for origins"), "required: every translation must say who "
          "made it; optional: none need. Without this key `check` warns of those that do not."),
    field("bilingual", BOOLEAN, "Whether every page is published side by side, too: at `/bilingual/` and the rest of "
          "its address. On a site of three or more languages it has two of them: the page's own, and the first in the "
          "order of `languages` into which anything that the page prints is translated."),
    field("publish_at", whole_number(0, 100), "The percentage of a page's texts that must be up to date for the page "
          "to be in a language; below it, the page is shown there in its own language. 50 by default."),
), lambda values: SectionPolicy(**values), title="Policy", main="policy")

_FOOTER = table("a footer link", (
    field("title", TEXT, "Its words.", kind="text", required=True),
    field("url", LINK, "A page of the site, `/contact/`, or an address elsewhere; without one the words stand alone."),
), lambda values: FooterLink(**values), title="FooterLink")

_PRESS = table("a press contact", (
    field("name", TEXT, "Who answers; the consortium without it.", kind="text"),
    field("email", EMAIL, "Where to write."),
    field("phone", checked("a telephone number", "+44 28 9000 0000", _check_phone), "Where to call, with the "
          "country's code."),
    field("about", TEXT, "The consortium in a few sentences that others may print.", kind="text"),
), lambda values: Press(**values), title="Press", hints={
    "boilerplate": "about", "mail": "email", "telephone": "phone", "tel": "phone", "contact": "name", "notes": "about"})


def _is_font(text: str, forms: str) -> bool:
    return bool(re.fullmatch(rf"templates/(?!assets/)(?:[^/\\.][^/\\]*/)*[^/\\.][^/\\]*\.(?:{forms})", text))


def _check_programme_font(text: str) -> Diagnostic | None:
    if _is_font(text, "otf|ttf"):
        return None
    return error("E-PROGRAMME-FONT", f'"{text[:40]}" cannot be a font of programmes.',
                 "Save a font in templates/fonts/ and write its path: templates/fonts/NotoSansSC-Regular.otf")


def _check_font(text: str) -> Diagnostic | None:
    if _is_font(text, "otf|ttf|ttc"):
        return None
    return error("E-CARD-FONT", f'"{text[:40]}" cannot be the font of cards.',
                 "Save a font in templates/fonts/ and write its path: templates/fonts/NotoSansSC-Regular.otf")


def check_base_url(text: str) -> Diagnostic | None:
    """Whether a site can be published at that address: a whole web address, without query or anchor."""
    problem = check_address(text, absolute=True)
    if problem is not None and problem.severity == "error":
        return msgspec.structs.replace(problem, code="E-BASE-URL")
    if re.search("[?#]", text):
        return error("E-BASE-URL", f'"{text}" has a query or an anchor.', f"Write {re.split('[?#]', text)[0]}")
    return None


_ADDRESS = checked("the site's address", "https://example.org/", check_base_url)


def _read_base_url(node: Node, context: Context) -> Any:
    text = _ADDRESS.read(node, context)
    return text if text is BAD or text.endswith("/") else f"{text}/"


def _check_kept(text: str) -> Diagnostic | None:
    if "/" in text or "\\" in text or text in (".", "..", ""):
        return error("E-KEEP", f'"{text}" is not a file\'s name; folders are not kept.', "Write a name such as CNAME.")
    return None


def _check_section(text: str) -> Diagnostic | None:
    return check_segment(text.strip("/"))


def _read_checks() -> Reader:
    """Rules are known by their codes; which there are is for `check` to say."""
    levels = mapping_of(one_of(("error", "warning", "off"), "a severity", likely={
        "warn": "warning", "ignore": "off", "none": "off", "no": "off", "false": "off", "disable": "off"}))

    def read(node: Node, context: Context) -> Any:
        for key, _ in node.pairs if isinstance(node, Mapping) else ():
            if not re.fullmatch(r"[EW]-[A-Z][A-Z-]*", key.text):
                context.report(error("E-KEY", f'"{key.text[:40]}" is not the code of a rule.',
                                     "Write a code as reports show it, for example W-LONG: off"), key)
        return levels.read(node, context)

    return Reader(name=levels.name, read=read, example="{W-LONG: off}", item=levels.item, form=levels.form)


SITE = table("a site", (
    field("title", TEXT, "The site's name.", kind="text", required=True, help="Add title: {en: …, zh: …}"),
    field("description", TEXT, "One sentence about it, for the home page and search results.", kind="text"),
    field("base_url", Reader(name=_ADDRESS.name, read=_read_base_url, example=_ADDRESS.example, form=WEB.form),
          "Where it will be published; it may carry a path.", required=True, help="Add base_url: https://example.org/"),
    field("timezone", ZONE, "The site's zone by its IANA name: for days without a place, for `published` and for "
          "`--now`.", required=True, help="Add timezone: Europe/London"),
    field("languages", list_of(record(LANGUAGE_TABLE)), "The languages, in the order of the switcher; the first is "
          "the default source language.", required=True,
          help="Add languages: and below it - {code: en, name: English}"),
    field("navigation", list_of(checked("a section or page", "events", _check_section)), "What the header leads to: "
          "`events`, `news`, `publications`, `members`, `people`, `timeline`, `tags`, a section of your own, or a "
          "page's address."),
    field("page_size", whole_number(1, 10_000), "Entries on one page of a list; 50 by default."),
    field("outputs", list_of(one_of(OUTPUTS, "an output")), "What is published; all of it without this key, but "
          "`programmes`, which are for paper. Without "
          "`pages` there are neither pages nor what belongs to them; without `images`, pictures are published as they "
          "are."),
    field("translation", mapping_of(record(_POLICY)), "A policy for each section."),
    field("organisation", record(CONSORTIUM), "The consortium itself, with the fields of an organisation but `id` and "
          "`parent`. A membership may not begin before its `founded`."),
    field("members_complete", BOOLEAN, "No while your list of members is not complete: then no number of members is "
          "printed."),
    field("members_as_of", DATE, "The date of which your list of members is true; without it, the last time that "
          "anybody joined or left."),
    field("region_names", mapping_of(TEXT), "Names of countries and regions that replace CLDR's, by ISO code."),
    field("display_timezones", list_of(ZONE), "Zones shown beside the venue's at online and hybrid events."),
    field("keep", list_of(checked("a file's name", "CNAME", _check_kept)), "Files at the top of `build/` that are not "
          "sitegen's and stay."),
    field("plugins", list_of(WORD), "Additions to sitegen that are installed beside it."),
    field("gone", list_of(ALIAS), "Former addresses with nothing in their place, on purpose, and all below them; for "
          "`check --published`."),
    field("card_font", checked("a font's path", "templates/fonts/NotoSansSC-Regular.otf", _check_font),
          "The font in which titles are drawn for those who share a page without a picture."),
    field("programme_fonts", list_of(checked("a font's path", "templates/fonts/NotoSansSC-Regular.otf",
                                             _check_programme_font)),
          "The fonts of programmes for paper, before those of the machine."),
    field("footer", list_of(record(_FOOTER)), "Entries at the foot of every page."),
    field("press", record(_PRESS), "Whom the press may ask, and what it may print; stands below each news item."),
    field("checks", _read_checks(), "How strict `check` is, by code."),
    field("spelling", one_of(("british", "oxford", "american"), "a spelling"), "How English is spelt on every page; "
          "oxford is -ize with British words. Without it a page need only keep to one."),
    field("limits", mapping_of(whole_number(1)), "Other limits than the default ones. Read; no limit can be changed "
          "yet."),
), lambda values: values, title="site.yaml", hints={
    "url": "base_url", "baseurl": "base_url", "site_url": "base_url", "name": "title", "tz": "timezone",
    "time_zone": "timezone", "menu": "navigation", "nav": "navigation", "language": "languages",
    "locales": "languages", "organization": "organisation", "translations": "translation"})


# ---- reading -------------------------------------------------------------------------------------------------------


def parse_config(source: Source) -> tuple[Config | None, tuple[Diagnostic, ...]]:
    """The configuration, or none where it has errors, and everything wrong with it; its errors are exit code 2."""
    text, unreadable = decode(source)
    node, malformed = read_yaml(text, path=source.path)
    context = Context(source.path, language="en", codes=("en", "zh"), exit=WRONG_CONFIGURATION)
    # What a file lacks that could not be read is not known.
    values = None if node is None and malformed else _read_site(node, SITE, context)
    problems = (*(_as_configuration(problem) for problem in unreadable + malformed), *context.diagnostics)
    if values is None or any(problem.severity == "error" for problem in problems):
        return None, problems
    return Config(**values), problems


def _as_configuration(problem: Diagnostic) -> Diagnostic:
    return msgspec.structs.replace(problem, exit=WRONG_CONFIGURATION) if problem.severity == "error" else problem


def _read_site(node: Node | None, site: Table, context: Context) -> dict[str, Any] | None:
    """Languages first: every text of the file depends on them."""
    if node is None or not isinstance(node, Mapping):
        empty = Mapping((), 1, 1)
        if node is not None and not (isinstance(node, Scalar) and not node.text):
            context.report(error("E-TYPE", "site.yaml is not made of keys with values.",
                                 "Write lines such as title: …, base_url: … and timezone: …"), node)
        else:
            read_fields(empty, site, context)
        return None
    quiet = Context(context.path, language="en", codes=("en", "zh"))
    languages = _languages(node, quiet)
    if languages:
        context.codes = tuple(language.code for language in languages)
        context.language = context.codes[0]
    values = read_fields(node, site, context)
    _check_languages(node, values, context)
    _check_outputs(node, values, context)
    _check_data_policy(node, context)
    return values


def _languages(node: Mapping, context: Context) -> tuple[Language, ...]:
    """The languages, read without reporting; they are read again with the rest."""
    value = next((value for key, value in node.pairs if key.text == "languages"), None)
    found = None if value is None else SITE.by_name["languages"].reader.read(value, context)
    return found if isinstance(found, tuple) else ()


def _check_outputs(node: Mapping, values: dict[str, Any], context: Context) -> None:
    """A list that was meant as what is published besides pages would empty the site."""
    if "pages" in values.get("outputs", OUTPUTS):
        return
    place = next(value for key, value in node.pairs if key.text == "outputs")
    context.report(warning("W-OUTPUTS", "No pages will be published: outputs does not name them.",
                           f"Add pages: outputs: [{', '.join(('pages', *values['outputs']))}]"), place)


def _check_languages(node: Mapping, values: dict[str, Any], context: Context) -> None:
    """At least one, and each once."""
    languages = values.get("languages")
    if languages is None:
        return
    place = next(value for key, value in node.pairs if key.text == "languages")
    if not languages:
        context.report(error("E-REQ", "The site has no language.", "Add - {code: en, name: English}"), place)
    for number, language in enumerate(languages):
        # One that is typed was checked where it stands; this is the one that follows from the code.
        if not _is_locale(language.locale):
            context.report(
                error("E-LOCALE", f'The language "{language.code}" is none that CLDR knows.',
                      f"Add the locale by which its dates are printed: {{code: {language.code}, locale: en_GB}}"),
                place.items[number] if isinstance(place, Sequence) and len(place.items) == len(languages) else place)
        if problem := _base_problem(language, languages[:number]):
            context.report(problem, place)
    codes = [language.code for language in languages]
    twice = next((code for code in codes if codes.count(code) > 1), "")
    if twice:
        context.report(error("E-ID-TWICE", f'The language "{twice}" is given twice.', "Keep one of them."), place)


def _base_problem(language: Language, before: tuple[Language, ...]) -> Diagnostic | None:
    """What is wrong with the language whose words are converted: only Simplified Chinese into Traditional is known."""
    if not language.base:
        return None
    base = next((each for each in before if each.code == language.base), None)
    if base is None:
        return error("E-FROM", f'"{language.base}" is none of the languages above "{language.code}".',
                     f"Put the language whose words are converted first, for example {{code: zh, name: 中文}}, "
                     f"and below it {{code: {language.code}, from: zh}}")
    if base.base or not base.lang.startswith("zh") or "Hant" in base.lang or not language.locale.startswith("zh_Hant") \
            or not language.lang.startswith("zh-Hant"):
        return error("E-FROM", f'The language "{language.code}" cannot be converted from "{base.code}": '
                     "only Traditional Chinese can, from Simplified.",
                     "Write {code: zh-hant, locale: zh_Hant_TW, lang: zh-Hant, from: zh}, or leave out from.")
    return None


_OF_PAGES = ("policy", "bilingual", "origin", "publish_at")


def _check_data_policy(node: Mapping, context: Context) -> None:
    """The records of content/data are no pages: what is demanded of them can be said, and nothing else."""
    policies = next((value for key, value in node.pairs if key.text == "translation"), None)
    given = policies.pairs if isinstance(policies, Mapping) else ()
    policy = next((value for key, value in given if key.text == "data"), None)
    typed = [key for key, _ in policy.pairs if key.text in _OF_PAGES] if isinstance(policy, Mapping) else [policy]
    for key in typed:
        if isinstance(key, Scalar) and key.text:
            context.report(error(
                "E-POLICY", f'"{key.text}" cannot be said of data: it is about pages. A text of data that is not '
                "translated is shown in the language that it has.",
                "Say of data what sitegen check demands, complete: 100 or stale: 0; or delete this."), key)
