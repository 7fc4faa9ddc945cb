"""Files that are not pages: which function prints each."""

from collections.abc import Callable

from sitegen.model import Artifact
from sitegen.render.calendars import print_calendar, print_event_file
from sitegen.render.for_servers import print_headers, print_redirect, print_redirects
from sitegen.render.json_feed import print_json_feed
from sitegen.render.member_files import print_members
from sitegen.render.search import print_search
from sitegen.render.sitemap import print_index, print_robots, print_sitemap
from sitegen.render.social_cards import print_card
from sitegen.tracing import Fetch

PRINTERS: dict[str, Callable[[Artifact, Fetch], str]] = {
    "calendar": print_calendar,
    "calendar_entry": print_event_file,
    "feed": print_json_feed,
    "headers": print_headers,
    "member_file": print_members,
    "redirect": print_redirect,
    "redirects": print_redirects,
    "robots": print_robots,
    "search_file": print_search,
    "sitemap": print_sitemap,
    "social_card": print_card,
    "sitemap_index": print_index,
}
"""By the first word of an artifact's subject."""


def print_text(artifact: Artifact, fetch: Fetch) -> bytes:
    """The file as UTF-8."""
    return PRINTERS[str(artifact.subject[0])](artifact, fetch).encode()
