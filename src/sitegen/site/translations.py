"""Which languages a page is in, and how its readers get what is not translated: decided once, for all that ask."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple, Protocol

from msgspec.structs import replace

from sitegen.model import (
    AnyFacts,
    AnyRecord,
    Config,
    Data,
    Document,
    Page,
    Phrase,
    Record,
    SectionPolicy,
    Site,
    Translation,
    UnitState,
)
from sitegen.on_demand import whole
from sitegen.site.aside import Aside, Told

PRINTED = frozenset({"title", "subtitle", "description", "audience", "abstract", "text", "alt", "caption", "part",
                     "job_title"})
"""Texts of front matter that a page prints and that are no names: names are facts, and current under every policy."""
NO_UNITS = frozenset({"neutral", "orphan"})
SITE = "site"
"""The identity of the texts of site.yaml."""
SOURCE = "source"
"""The policy under which a page is shown as it is in its own language."""


class Translator(Protocol):
    """Compares each page with its translations; given to assembly, which knows nothing of how that is done."""

    def translations(self, page: Page, source: Document) -> dict[str, Translation]:
        """By language code, the state of each of the page's units in every language but its own."""

    def with_words(self, page: Page, source: Document, translation: Translation, policy: str) -> AnyFacts:
        """The page's facts with the words that readers of the translation's language get under that policy."""


    def record(self, identity: str, record: AnyRecord) -> AnyRecord:
        """The data record with the words that catalogues give it."""

    def site_texts(self, config: Config) -> Config:
        """The configuration with the words that catalogues give its texts."""

    def data(self, data: Data) -> Data:
        """A data file of the site's own making with the words that catalogues give its texts."""


class Counts(NamedTuple):
    """Units that a page prints, and how many of them are not fresh."""

    total: int
    missing: int
    stale: int


def translated(site: Site, translator: Translator, aside: Aside) -> Site:
    """The site with the state of every translation, and in each language the words that its readers get."""
    pages, translations = aside.finished_pages(), aside.translations()
    languages: dict[str, tuple[str, ...]] = {}
    alike: dict[tuple[str, ...], tuple[str, ...]] = {}
    linked: list[str] = []
    told = aside.told(partial(_told, site, translator), site.pages, pages, translations)
    for identity, noted in zip(site.pages, told, strict=True):
        languages[identity] = alike.setdefault(noted.languages, noted.languages)
        if noted.linked:
            linked.append(identity)
    return replace(site, pages=whole(pages), translations=translations, languages=languages, linked=frozenset(linked))


def _told(site: Site, translator: Translator, identity: str) -> Told:
    page = site.pages[identity]
    source = site.documents[page.source]
    found = translator.translations(page, source)
    policy = site.config.translation.get(page.section, SectionPolicy())
    languages = tuple([
        language.code for language in site.config.languages
        if language.code == page.source_language
        or (language.code in found and is_in(found[language.code], policy))])
    given = page
    for code, translation in found.items():
        facts = translator.with_words(page, source, translation, policy.policy if code in languages else SOURCE)
        if facts is not page.facts:
            page = replace(page, facts=facts)
    if page.facts is not given.facts:
        page = given if page.facts == given.facts else replace(page, typed=given.facts)
    return Told(page, [site.documents[path] for path in page.documents.values()], languages, found)


def translated_records(
    records: Mapping[str, list[AnyRecord]], translator: Translator
) -> tuple[dict[str, list[AnyRecord]], dict[str, AnyRecord]]:
    """The records by kind with the words of catalogues; and by identity, as typed, those that these have changed."""
    typed: dict[str, AnyRecord] = {}
    translated: dict[str, list[AnyRecord]] = {}
    for kind, given in records.items():
        translated[kind] = []
        for record in given:
            identity = record_identity(record)
            changed = translator.record(identity, record)
            if changed is not record:
                typed[identity] = record
            translated[kind].append(changed)
    return translated, typed


def record_identity(record: Record) -> str:
    """data/people/ada of the record ada in content/data/people.yaml."""
    return f"data/{record.path.rpartition('/')[2].rpartition('.')[0]}/{record.id}"


def data_identity(data: Data) -> str:
    """data/partners of the texts of content/data/partners.yaml."""
    return f"data/{data.name}"


def is_in(translation: Translation, policy: SectionPolicy) -> bool:
    """Whether a page's words are in that language: its title and enough of its other units are fresh."""
    title = next((unit for unit in translation.fields if unit.role == "title"), None)
    if title is None or title.state in ("missing", "stale", "orphan"):
        return False
    counts = counts_of(translation)
    if policy.policy in (SOURCE, "hide"):
        return not (counts.missing or counts.stale)
    return (counts.total - counts.missing - counts.stale) * 100 >= policy.publish_at * counts.total


def policy_of(site: Site, code: str, identity: str) -> str:
    """How a page that is not all fresh is shown in that language."""
    if code not in site.languages[identity]:
        return SOURCE
    policy = site.config.translation.get(site.pages[identity].section)
    return policy.policy if policy else "mix"


def is_printed(unit: UnitState) -> bool:
    """Whether the unit stands in the text that a page shows, with words that could be translated."""
    if unit.state in NO_UNITS:
        return False
    return not unit.field or unit.role.rpartition("/")[2] in PRINTED


def counts_of(translation: Translation, printed: Callable[[UnitState], bool] = is_printed) -> Counts:
    """How many of the units a page prints, and how many of those are not fresh."""
    counts = Counts(translation.total, translation.missing, translation.stale)
    # Texts of the body are the most, and all of them are printed.
    for unit in translation.fields:
        if unit.state not in NO_UNITS and not printed(unit):
            counts = Counts(counts.total - 1, counts.missing - (unit.state == "missing"),
                            counts.stale - (unit.state == "stale"))
    return counts


def notice(site: Site, code: str, page: Page) -> dict[str, Any] | None:
    """What a reader must know of the translation: `{policy, total, missing, stale, translated_on, source_updated}`.

    None in the page's own language. Under `current` an older translation is not shown: its unit counts as missing.
    """
    translation = site.translations.get(page.identity, {}).get(code)
    if translation is None:
        return None
    policy = policy_of(site, code, page.identity)
    counts = counts_of(translation, lambda unit: is_printed(unit) and not _is_unprinted(site, page, unit))
    hides_stale = policy == "current"
    origin = page.facts.translated.get(code)
    return {
        "policy": policy,
        "total": counts.total,
        "missing": counts.missing + counts.stale * hides_stale,
        "stale": counts.stale * (not hides_stale),
        "translated_on": origin.date if origin else None,
        "source_updated": page.facts.updated,
    }


def with_units(answer: dict[str, Any], site: Site, code: str, page: Page) -> dict[str, Any]:
    """A page's answer in which each text that is not fresh names its unit."""
    translation = site.translations.get(page.identity, {}).get(code)
    if translation is None or not (translation.missing or translation.stale):
        return answer
    policy = policy_of(site, code, page.identity)
    for unit in translation.fields:
        if is_printed(unit) and is_marked(unit.state, policy):
            _mark(answer, unit, code)
    return answer


def is_marked(state: str, policy: str) -> bool:
    """Whether a unit in that state names itself where it is printed; under `source` an older one is the source's."""
    return state == "missing" or (state == "stale" and policy != SOURCE)


def _mark(answer: Any, unit: UnitState, code: str) -> None:
    *path, last = unit.field.split(".")
    for key in path:
        answer = answer[int(key)] if key.isdigit() and int(key) < len(answer) else answer.get(key) \
            if isinstance(answer, dict) else None
        if answer is None:
            return
    phrase = answer.get(last) if isinstance(answer, dict) else None
    if isinstance(phrase, Phrase):
        answer[last] = replace(phrase, unit=unit.id, state="stale" if phrase.language == code else "")


def _is_unprinted(site: Site, page: Page, unit: UnitState) -> bool:
    """Whether the theme leaves the text out: the lead of a list's introduction, a part's name said already."""
    if unit.role == "description":
        return page.address in site.introductions and bool(site.documents[page.source].packed_marks)
    if not unit.role.endswith("/part"):
        return False
    sessions = getattr(page.facts, "sessions", ())
    number = int(unit.field.split(".")[1])
    return 0 < number < len(sessions) and sessions[number].part == sessions[number - 1].part
