"""Files for servers and for those who come by a former address."""

from html import escape
from urllib.parse import quote

from sitegen.model import Artifact
from sitegen.tracing import Fetch

_STUB = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<meta http-equiv="refresh" content="0; url={url}">
<link rel="canonical" href="{canonical}">
</head>
<body>
<p>→ <a href="{url}">{title}</a></p>
</body>
</html>
"""


def print_redirect(artifact: Artifact, fetch: Fetch) -> str:
    """A page that leads on to another at once, and without a browser that does so, by a link."""
    answer = fetch(artifact.subject)
    return _STUB.format(**{key: escape(value) for key, value in answer.items()})


def print_redirects(artifact: Artifact, fetch: Fetch) -> str:
    """The same for servers that read `_redirects`: a line each for the address with its last slash and without."""
    lines = []
    for start, end in fetch(("redirect_list",)):
        source = _literal(start)
        lines.append(f"{source} {end} 301\n")
        if source.endswith("/"):
            lines.append(f"{source[:-1]} {end} 301\n")
    return "".join(lines)


def print_headers(artifact: Artifact, fetch: Fetch) -> str:
    """Which headers servers that read `_headers` send: the policy with everything, and how long to keep what."""
    answer = fetch(("headers",))
    base = answer["base"]
    types = "".join(f"{_literal(address)}\n  Content-Type: {kind}\n" for address, kind in answer["types"])
    return (f"{base}*\n"
            f"  Content-Security-Policy: {answer['policy']}\n"
            "  X-Content-Type-Options: nosniff\n"
            "  Referrer-Policy: strict-origin-when-cross-origin\n"
            f"{base}assets/*\n"
            "  Cache-Control: public, max-age=31536000, immutable\n" + types)


def _literal(address: str) -> str:
    """An address in which nothing stands for something else: servers read * and : as patterns."""
    return quote(address, safe="/-._~%")
