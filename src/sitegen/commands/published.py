"""`sitegen check --published`: what is published today, beside what the next build would publish."""

import http.client
import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from sitegen.check.vanishing import Lost, lost_addresses, vanishing
from sitegen.diagnostics import Diagnostic
from sitegen.disk.elsewhere import Elsewhere
from sitegen.document_paths import file_of
from sitegen.model import Site
from sitegen.site.plan import plan

_EVENT = re.compile(rb"BEGIN:VEVENT\r?\n(.*?)END:VEVENT", re.DOTALL)
_DAY = re.compile(rb"^(DTEND|DTSTART)(?:;[^:\r\n]*)?:(\d{4})(\d\d)(\d\d)(T?)", re.MULTILINE)
_CANCELLED = b"STATUS:CANCELLED"


def check_published(site: Site, place: str) -> Iterator[Diagnostic]:
    """An error for each address that is published in a folder or at an address and would vanish.

    Raises BuildStopped where nobody can say what is published there.
    """
    elsewhere = Elsewhere(place)
    before = elsewhere.manifest().files
    codes = [language.code for language in site.config.languages]
    lost = list(lost_addresses(before, [artifact.path for artifact in plan(site)], codes=codes, gone=site.config.gone))
    pages = {page.address: file_of(page.source) for page in site.pages.values()}
    known = {path.partition("/")[2].removesuffix("index.html") for path in before}
    return vanishing(lost, pages=pages, new=[address for address in pages if address not in known],
                     ahead=dict(_ahead(elsewhere, before, lost, site.now.date())))


def _ahead(
    elsewhere: Elsewhere, before: Iterable[str], lost: Iterable[Lost], today: date
) -> Iterator[tuple[str, date]]:
    """Events that would vanish though they are still to come, as their own calendars say."""
    published = set(before)
    for one in lost:
        name = one.address.rstrip("/").rpartition("/")[2]
        calendars = [f"{prefix}/{one.address}{name}.ics" for prefix in one.prefixes]
        path = next((path for path in calendars if path in published), "")
        if path and (day := last_day(_read(elsewhere, path))) is not None and day >= today:
            yield one.address, day


def _read(elsewhere: Elsewhere, path: str) -> bytes:
    try:
        return elsewhere.read(path) or b""
    except (OSError, http.client.HTTPException):
        # Then it is told as a page that would vanish, which is an error all the same.
        return b""


def last_day(calendar: bytes) -> date | None:
    """The last day of the event in a calendar; None for none, or one that is cancelled."""
    event = _EVENT.search(calendar)
    if event is None or _CANCELLED in event[1]:
        return None
    days = {}
    for name, year, month, day, clock in _DAY.findall(event[1]):
        try:
            # An end without a clock time is the day after the last.
            days[name] = date(int(year), int(month), int(day)) - timedelta(days=name == b"DTEND" and not clock)
        except (ValueError, OverflowError):
            return None
    return days.get(b"DTEND", days.get(b"DTSTART"))
