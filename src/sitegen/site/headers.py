"""What servers are asked to say with every answer."""

from typing import Any

from sitegen.model import Site
from sitegen.site.addresses import base_path, url
from sitegen.site.calendars import calendars
from sitegen.site.feeds import feed_links
from sitegen.site.lists import searches
from sitegen.site.member_files import has_member_files

POLICY = ("default-src 'none'", "img-src 'self'", "style-src 'self'")
"""Nothing from elsewhere, nothing inline, no scripts."""
SEARCH = ("script-src 'self'", "connect-src 'self'", "form-action 'self'")
"""What the page of search needs besides: its script, its index, its form."""
REFUSALS = ("base-uri 'none'", "frame-ancestors 'none'")

FEED_TYPES = {"atom": "application/atom+xml; charset=utf-8", "json": "application/feed+json; charset=utf-8"}
TABLE_TYPES = {"csv": "text/csv; charset=utf-8; header=present", "json": "application/json; charset=utf-8"}
CALENDAR_TYPE = "text/calendar; charset=utf-8"


def content_policy(site: Site) -> str:
    """The site's Content-Security-Policy."""
    return "; ".join((*POLICY, *(SEARCH if searches(site) else ("form-action 'none'",)), *REFUSALS))


def headers(site: Site) -> dict[str, Any]:
    """`{base, policy, types}`: the path of the site, its Content-Security-Policy, and what programs subscribe to.

    `types` are addresses with their media types, which not every server knows by the name.
    """
    codes = [language.code for language in site.config.languages]
    files = [(link[form], FEED_TYPES[form]) for code in codes for link in feed_links(site, code)
             for form in ("atom", "json")]
    files += [(url(site, code, address), CALENDAR_TYPE) for code in codes for address, _ in calendars(site, code)]
    files += [(url(site, code, f"members.{form}"), kind) for code in codes if has_member_files(site, code)
              for form, kind in TABLE_TYPES.items()]
    return {"base": base_path(site.config.base_url), "policy": content_policy(site), "types": tuple(files)}
