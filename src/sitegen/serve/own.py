"""The preview's own pages and files, apart from the site: a page while there is none, and the script in every page."""

import json
import os
import re
from functools import cache
from html import escape

from sitegen.language.chosen import ENGLISH, TAGS, speech
from sitegen.serve.responses import TYPES, Answer

OWN = "/_sitegen/"
"""Where the preview's own pages are; no page of a site can be there, for names with _ are not published."""
_SAID = re.compile(r'\bsaid\(("(?:[^"\\]|\\.)*")')
ASSETS = ("preview.js", "worker.js", "bar.css", "dashboard.css", "dashboard.js")


@cache
def asset(name: str, language: str) -> bytes:
    """One of the preview's own files; a script is told what its words are in the language."""
    with open(os.path.join(os.path.dirname(__file__), "assets", name), "rb") as stream:
        data = stream.read()
    if language == ENGLISH:
        return data
    words = {text: speech(language)(text) for text in map(json.loads, _SAID.findall(data.decode()))}
    return data.replace(b"const WORDS = {};", f"const WORDS = {json.dumps(words, ensure_ascii=False)};".encode(), 1)


def with_script(data: bytes, token: str, told: dict[str, str]) -> bytes:
    """The page as it is published, and the preview's script, which is told what is shown; files are never touched."""
    attributes = "".join(f' data-{name}="{escape(value)}"' for name, value in {"token": token, **told}.items() if value)
    tag = f'<script defer src="{OWN}preview.js"{attributes}></script>\n'.encode()
    before, end, after = data.partition(b"</head>")
    return before + tag + end + after if end else data + tag


def plain_page(title: str, content: str, more: str = "", *, language: str = ENGLISH) -> bytes:
    """A page of ours; `content` and `more` are HTML, for its main part and its head."""
    return (
        f'<!DOCTYPE html>\n<html lang="{TAGS[language]}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{escape(title)}</title>\n<link rel="stylesheet" href="{OWN}dashboard.css">\n{more}\n</head>\n'
        f"<body>\n<main>\n<h1>{escape(title)}</h1>\n{content}\n</main>\n</body>\n</html>\n"
    ).encode()


def wait_page(token: str, language: str) -> Answer:
    """While the site is read for the first time."""
    said = speech(language)
    page = plain_page(said("The site is being read"), f"<p>{said('This page comes by itself in a moment.')}</p>",
                      '<noscript><meta http-equiv="refresh" content="1"></noscript>', language=language)
    return Answer(200, TYPES["html"], with_script(page, token, {"waiting": "yes"}))
