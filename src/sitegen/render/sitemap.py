"""The files that tell search engines what there is."""

from collections.abc import Iterator
from html import escape
from typing import Any

from sitegen.model import Artifact
from sitegen.tracing import Fetch

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def print_sitemap(artifact: Artifact, fetch: Fetch) -> str:
    """Every version of every page, each with all of its versions, as the page's own head names them."""
    base_url = fetch(("base_url",))
    lang = {language.code: language.lang for language in fetch(("languages",))}
    lines = [f'{HEAD}<urlset xmlns="{NAMESPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n']
    for address, versions in fetch(artifact.subject):
        urls = [escape(f"{base_url}{code}/{address}") for code, _ in versions]
        links = ""
        if len(versions) > 1:
            links = "".join(_link(lang[code], url) for url, (code, _) in zip(urls, versions, strict=True))
            links += _link("x-default", escape(base_url))
        if not address and artifact.subject[1] == 1:
            # The chooser belongs to the home pages, and what it says never grows old.
            lines.append(f"<url>\n<loc>{escape(base_url)}</loc>\n{links}</url>\n")
        lines += [f"<url>\n<loc>{url}</loc>\n{f'<lastmod>{day}</lastmod>' + chr(10) if day else ''}{links}</url>\n"
                  for url, (_, day) in zip(urls, versions, strict=True)]
    lines.append("</urlset>\n")
    return "".join(lines)


def print_index(artifact: Artifact, fetch: Fetch) -> str:
    """The sitemap of a site with more addresses than one file may hold: where its parts are."""
    base_url = escape(fetch(("base_url",)))
    parts = (f"<sitemap>\n<loc>{base_url}sitemap-{number}.xml</loc>\n</sitemap>\n"
             for number in range(1, int(artifact.subject[1]) + 1))
    return f'{HEAD}<sitemapindex xmlns="{NAMESPACE}">\n{"".join(parts)}</sitemapindex>\n'


def print_robots(artifact: Artifact, fetch: Fetch) -> str:
    """What crawlers may read: everything, or nothing of a build with drafts."""
    return "".join(f"{line}\n" for line in _robots(fetch(("robots",)), fetch(("base_url",))))


def _robots(robots: dict[str, Any], base_url: str) -> Iterator[str]:
    yield "User-agent: *"
    # An empty rule allows everything and, unlike Allow, is part of the oldest readers' language.
    yield f"Disallow: {robots['disallow']}".rstrip()
    if robots["sitemap"]:
        yield ""
        yield f"Sitemap: {base_url}sitemap.xml"


def _link(hreflang: str, url: str) -> str:
    return f'<xhtml:link rel="alternate" hreflang="{hreflang}" href="{url}"/>\n'
