"""What a published page must not show: emptiness, words of programs, scripts and styles of its own."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_LABELS = "h[1-6]|dt|dd|th|label|button|summary|figcaption|caption|legend|title"
_NOTHING = r"(?:\s|&nbsp;|</?(?:span|em|strong|b|i|time|a)\b[^>]*>)*"
_EMPTY = re.compile(rf"<({_LABELS})\b(?![^>]*aria-label)[^>]*>{_NOTHING}</\1>", re.IGNORECASE)
_EMPTY_LINK = re.compile(
    r"<a\b(?=[^>]*\bhref=)(?![^>]*aria-label)[^>]*>(?:\s|&nbsp;|</?span\b[^>]*>)*</a>", re.IGNORECASE)
_SECTION = re.compile(r"</h([2-6])>(?:\s|</?(?:div|section|header)\b[^>]*>)*(?:<h([2-6])\b|</main>)")
_CODE = re.compile(r"<(pre|code|script|style|kbd|samp)\b[^>]*>.*?</\1>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r">\s*(None|undefined|null|NaN|TBC|TBD|N/A|待定|x{3,}|\[object Object\]|Lorem ipsum\b[^<]{0,40})\s*(?=<)")
_TEMPLATE = re.compile(r"\{\{[^{}]{0,80}\}\}|\{%[^{}]{0,80}%\}")
_SHORTCODE = re.compile(r"\[[a-z][\w-]*(?:\s+[\w-]+=[^\s\[\]]+)+\s*/?\]", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\b(?:alt|href|src|content|title|datetime|lang)$")
# Each begins with characters that are found quickly: most pages have none of what is looked for.
_ACTIVE = (
    ("script", re.compile(r"""<script\b(?![^>]*\bsrc=)(?![^>]*type=["']?application/(?:ld\+)?json)[^>]*>""")),
    ("style", re.compile(r"<style\b")),
    ("style", re.compile(r"""style=["']""")),
    ("script", re.compile(r""" on[a-z]+=["']""")),
)
_WORD_OF_PROGRAMS = re.compile(r"""=["'](None|undefined|null|[a-z]{2}_[A-Z]{2})["']""")


class Leak(NamedTuple):
    """Something that must not be on a page, and where."""

    code: str
    message: str
    offset: int


def find_leaks(text: str) -> Iterator[Leak]:
    """Everything on one page that is empty, meant for programs, or run or styled in place."""
    for found in _EMPTY.finditer(text):
        yield Leak("E-OUT-EMPTY", f"<{found[1].lower()}> says nothing.", found.start())
    for found in _EMPTY_LINK.finditer(text):
        yield Leak("E-OUT-EMPTY", "A link has no words.", found.start())
    for found in _SECTION.finditer(text):
        if found[2] is None or int(found[2]) <= int(found[1]):
            start = text.rfind(f"<h{found[1]}", 0, found.start())
            said = re.sub(r"<[^>]*>", "", text[start:found.start()]).strip()
            yield Leak("E-OUT-EMPTY", f'Nothing stands below the heading "{said}".', start)
    yield from _active(text)
    for found in _WORD_OF_PROGRAMS.finditer(text):
        name = _ATTRIBUTE.search(text, found.start() - 10, found.start())
        # og:locale is what programs are to be told.
        if name and "og:locale" not in text[text.rfind("<", 0, found.start()):found.start()]:
            said = text[name.start():found.end()].replace("'", '"')
            yield Leak("W-OUT-TEXT", f"{said} is a word of programs, not of people.", name.start())
    if any(pattern.search(text) for pattern in (_PLACEHOLDER, _TEMPLATE, _SHORTCODE)):
        yield from _words(text)


def _active(text: str) -> Iterator[Leak]:
    for what, pattern in _ACTIVE:
        for found in pattern.finditer(text):
            # An attribute stands inside a tag.
            if found[0][0] == "<" or text.rfind("<", 0, found.start()) > text.rfind(">", 0, found.start()):
                yield Leak("E-OUT-INLINE", f"A {what} stands in the page itself, which its policy does not let run.",
                           found.start())


def _words(text: str) -> Iterator[Leak]:
    # As long as before, so that places stay.
    shown = _CODE.sub(lambda code: f"<{' ' * (len(code[0]) - 2)}>", text)
    for found in (*_PLACEHOLDER.finditer(shown), *_TEMPLATE.finditer(shown)):
        said = found[0].strip("> \t\r\n")
        yield Leak("W-OUT-TEXT", f'"{said}" stands on the page: a placeholder, or the mistake of a template.',
                   found.start())
    for found in _SHORTCODE.finditer(shown):
        yield Leak("W-OUT-TEXT", f'"{found[0]}" is a shortcode of another system, printed as is.', found.start())
