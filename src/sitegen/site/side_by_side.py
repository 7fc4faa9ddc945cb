"""The bilingual edition: which pages have one, where, and what their front matter says in both languages."""

from typing import Any

from sitegen.model import EventFacts, Page, Phrase, SectionPolicy, Site
from sitegen.site.addresses import base_path, quoted
from sitegen.site.translations import counts_of, is_printed

FOLDER = "bilingual"
"""Where bilingual editions stand, beside the folders of the languages."""
PROGRAMME = "programme.pdf"
"""Beside the bilingual edition of an event."""


def edition(site: Site, page: Page) -> tuple[str, str] | None:
    """The page's own language and the one that stands beside it; None for a page without a bilingual edition.

    Of several it is the first in the site's order into which anything that the page prints is translated.
    """
    policy = _policy(site, page)
    if not (page.facts.bilingual or policy.bilingual) or page.address in site.introductions:
        return None
    # Two scripts of one language beside each other would tell nobody anything.
    codes = (language.code for language in site.config.languages if not language.base)
    others = [code for code in codes
              if code != page.source_language and page.identity not in site.hidden.get(code, ())]
    begun = next((code for code in others if _is_begun(site, code, page)), "") if len(others) > 1 else ""
    return (page.source_language, begun or others[0]) if others else None


def _is_begun(site: Site, code: str, page: Page) -> bool:
    translation = site.translations.get(page.identity, {}).get(code)
    if translation is None:
        return False
    counts = counts_of(translation)
    return counts.missing < counts.total


def edition_url(site: Site, page: Page) -> str:
    """Where the page's bilingual edition is; empty where it has none."""
    return f"{base_path(site.config.base_url)}{FOLDER}/{quoted(page.address)}" if edition(site, page) else ""


def has_programme(site: Site, page: Page) -> bool:
    """Whether an event's sessions are published for paper: where site.yaml asks for it, in two languages."""
    return ("programmes" in site.config.outputs and isinstance(page.facts, EventFacts) and bool(page.facts.sessions)
            and edition(site, page) is not None)


def programme_url(site: Site, page: Page) -> str:
    """Where the event's programme for paper is; empty where it has none."""
    return edition_url(site, page) + PROGRAMME if has_programme(site, page) else ""


def side_by_side(site: Site, code: str, identity: str) -> dict[str, Any] | None:
    """`{codes, texts}` of a page's bilingual edition, whoever reads it: its two languages, and by field the words
    beside those of its front matter. A phrase's state is stale, missing (without words) or empty.
    """
    page = site.pages.get(identity)
    codes = edition(site, page) if page else None
    if page is None or codes is None:
        return None
    hides_stale = edition_policy(site, page) == "current"
    texts: dict[str, Phrase] = {}
    for unit in site.translations[identity][codes[1]].fields:
        if not is_printed(unit):
            continue
        if unit.state == "missing" or (unit.state == "stale" and hides_stale):
            texts[unit.field] = Phrase(text="", language=codes[1], unit=unit.id, state="missing")
        elif unit.state == "stale":
            texts[unit.field] = Phrase(text=unit.translation, language=codes[1], unit=unit.id, state="stale")
        else:
            texts[unit.field] = Phrase(text=unit.translation, language=codes[1])
    return {"codes": codes, "texts": texts}


def edition_policy(site: Site, page: Page) -> str:
    """Whether older translations stand in the edition, marked: `mix`; or are left out as if missing: `current`.

    Here every reader has the source beside it, so a page that is not far enough for its language is shown as it is.
    """
    return "current" if _policy(site, page).policy == "current" else "mix"


def _policy(site: Site, page: Page) -> SectionPolicy:
    return site.config.translation.get(page.section) or SectionPolicy()
