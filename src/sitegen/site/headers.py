"""What servers are asked to say with every answer."""

from typing import Any

from sitegen.model import Site
from sitegen.site.addresses import base_path

POLICY = ("default-src 'none'", "img-src 'self'", "style-src 'self'")
"""Nothing from elsewhere, nothing inline, no scripts."""
SEARCH = ("script-src 'self'", "connect-src 'self'", "form-action 'self'")
"""What the page of search needs besides: its script, its index, its form."""
REFUSALS = ("base-uri 'none'", "frame-ancestors 'none'")


def content_policy(site: Site) -> str:
    """The site's Content-Security-Policy."""
    searches = "search" in site.config.outputs and "search.html" in site.templates
    return "; ".join((*POLICY, *(SEARCH if searches else ("form-action 'none'",)), *REFUSALS))


def headers(site: Site) -> dict[str, Any]:
    """`{base, policy}`: the path of the site, and its Content-Security-Policy."""
    return {"base": base_path(site.config.base_url), "policy": content_policy(site)}
