"""The preview's own pages and files, apart from the site: a page while there is none, and the script in every page."""

import os
from functools import cache
from html import escape

from sitegen.serve.responses import TYPES, Answer

OWN = "/_sitegen/"
"""Where the preview's own pages are; no page of a site can be there, for names with _ are not published."""
ASSETS = ("preview.js", "worker.js", "bar.css", "dashboard.css", "dashboard.js")


@cache
def asset(name: str) -> bytes:
    """One of the preview's own files."""
    with open(os.path.join(os.path.dirname(__file__), "assets", name), "rb") as stream:
        return stream.read()


def with_script(data: bytes, token: str, told: dict[str, str]) -> bytes:
    """The page as it is published, and the preview's script, which is told what is shown; files are never touched."""
    attributes = "".join(f' data-{name}="{escape(value)}"' for name, value in {"token": token, **told}.items() if value)
    tag = f'<script defer src="{OWN}preview.js"{attributes}></script>\n'.encode()
    before, end, after = data.partition(b"</head>")
    return before + tag + end + after if end else data + tag


def plain_page(title: str, content: str, more: str = "") -> bytes:
    """A page of ours; `content` and `more` are HTML, for its main part and its head."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{escape(title)}</title>\n<link rel="stylesheet" href="{OWN}dashboard.css">\n{more}\n</head>\n'
        f"<body>\n<main>\n<h1>{escape(title)}</h1>\n{content}\n</main>\n</body>\n</html>\n"
    ).encode()


def wait_page(token: str) -> Answer:
    """While the site is read for the first time."""
    page = plain_page("The site is being read", "<p>This page comes by itself in a moment.</p>",
                      '<noscript><meta http-equiv="refresh" content="1"></noscript>')
    return Answer(200, TYPES["html"], with_script(page, token, {"waiting": "yes"}))
