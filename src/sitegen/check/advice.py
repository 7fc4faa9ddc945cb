"""What `check` advises about the facts of pages: titles that repeat them, places named twice, no outcome."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sitegen.check.dates import shown
from sitegen.check.subjects import events, has_ended
from sitegen.check.texts.tables import MONTHS
from sitegen.diagnostics import Diagnostic, warning
from sitegen.model import EventFacts, Page, Place, Site
from sitegen.scripts import has_han

LONGEST_TITLE = 110
OUTCOME_AFTER = timedelta(days=30)
_LAST = datetime.max.replace(tzinfo=UTC) - OUTCOME_AFTER

CODES = {
    "W-HEADLINE-DOT": "A title ends with a full stop.",
    "W-NAME-DATE": "A title has a date.",
    "W-NAME-LONG": "A title is too long.",
    "W-NAME-PLACE": "A title has the event's place.",
    "W-OUTCOME": "An event is over and nothing came of it.",
    "W-PLACE-DUP": "A place line says the city twice.",
}

_MONTH = rf"(?:{'|'.join(MONTHS)})\.?"
_DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: ?[-–—] ?\d{{1,2}})? {_MONTH}(?: \d{{4}})?|"
    rf"\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?: ?[-–—] ?\d{{1,2}})?,?(?: \d{{4}})?|\b{_MONTH} \d{{4}}|"
    r"\b\d{4}-\d{2}-\d{2}\b|(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?")


def advise(site: Site) -> Iterator[Diagnostic]:
    """Warnings that no build gives, because they are for those who write and not for readers."""
    for page in site.pages.values():
        if page.slug:
            yield from _title(page)
    for page, facts in events(site.pages.values()):
        yield from _place_in_title(page, facts)
        for field in ("location", "planned_location"):
            yield from _city_twice(page, field, getattr(facts, field))
        yield from _outcome(site, page, facts)


def outcome_boundaries(site: Site) -> Iterator[datetime]:
    """The instants at which time alone makes `advise` say more."""
    return (end + OUTCOME_AFTER for end in site.ends.values() if end < _LAST)


def _titles(page: Page) -> Iterator[tuple[str, str, str, str]]:
    """Language, words, file and field of each title that is typed."""
    for code, title in (page.typed or page.facts).title.items():
        own = code in page.documents and code != page.source_language
        yield code, title, page.documents[code] if own else page.source, "title"


def _title(page: Page) -> Iterator[Diagnostic]:
    for _, title, path, field in _titles(page):
        date = _DATE.search(title)
        if date and page.kind == "event":
            yield warning("W-NAME-DATE", f'The title contains a date ("{date[0]}"). It is printed from start.',
                          "Remove it from the title.", path=path, field=field)
        if title.rstrip().endswith((".", "。")) and not title.rstrip().endswith(("...", "etc.")):
            yield warning("W-HEADLINE-DOT", "The title ends with a full stop.", "Remove it.", path=path, field=field)
        length = sum(2 if has_han(letter) else 1 for letter in title)
        if length > LONGEST_TITLE:
            yield warning("W-NAME-LONG", f"The title has {length} characters (Han count as two); {LONGEST_TITLE} are "
                          "enough.", "Say the rest in subtitle or description.", path=path, field=field)


def _place_in_title(page: Page, facts: EventFacts) -> Iterator[Diagnostic]:
    cities = {city for place in (facts.location, facts.planned_location) if place for city in place.city.values()}
    for _, title, path, field in _titles(page):
        city = next((city for city in sorted(cities) if city and _names(title, city)), "")
        if city:
            yield warning("W-NAME-PLACE", f'The title contains "{city}". It is printed from location, and the title '
                          "would be wrong if the event moved.", "Remove it from the title.", path=path, field=field)


def _city_twice(page: Page, field: str, place: Place | None) -> Iterator[Diagnostic]:
    if place is None:
        return
    for code, name in place.name.items():
        city = place.city.get(code, "")
        parts = [part.strip() for part in re.split("[,，]", name)]
        twice = city in parts or len(set(parts)) < len(parts)
        if city and len(parts) > 1 and twice:
            yield warning("W-PLACE-DUP", f'"{city}" appears twice in the place line: {name}, {city}.',
                          "Remove it from the place's name: name: "
                          + ", ".join(part for part in parts if part != city),
                          path=page.source, field=f"{field}.name")
            return


def _names(text: str, city: str) -> bool:
    if has_han(city):
        # 上海交通大学 is a name of its own; 在上海 and 上海， are the place.
        return re.search(rf"(?:在|于|，|·|—|^){re.escape(city)}|{re.escape(city)}(?:，|站|$)", text) is not None
    return re.search(rf"(?<!\w){re.escape(city)}(?!\w)", text) is not None


def _outcome(site: Site, page: Page, facts: EventFacts) -> Iterator[Diagnostic]:
    if not has_ended(site, page) or {"cancelled", "postponed"} & set(facts.status):
        return
    since = site.now - site.ends[page.identity]
    sessions = any(session.recording or session.documents for session in facts.sessions)
    told = facts.recording or facts.documents or facts.reports or facts.photos or sessions
    if since > OUTCOME_AFTER and not told and not site.about.get(page.identity):
        last = facts.end or facts.start
        when = f" on {shown(last)}" if last else ""
        yield warning("W-OUTCOME", f"The event ended{when} and has no recording, document, report or news item.",
                      "Add recording:, documents: or reports:; or name the event under about: of a news item.",
                      path=page.source, field="title")
