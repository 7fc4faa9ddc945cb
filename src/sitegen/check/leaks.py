"""What a published page must not show: emptiness, words of programs, scripts and styles of its own."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_LABELS = "h[1-6]|dt|dd|th|label|button|summary|figcaption|caption|legend|title"
_NOTHING = r"(?:\s|&nbsp;|</?(?:span|em|strong|b|i|time|a)\b[^>]*>)*"
_EMPTY = re.compile(rf"<({_LABELS})\b(?![^>]*aria-label)[^>]*>{_NOTHING}</\1>", re.IGNORECASE)
_EMPTY_LINK = re.compile(
    r"<a\b(?=[^>]*\bhref=)(?![^>]*aria-label)[^>]*>(?:\s|&nbsp;|</?span\b[^>]*>)*</a>", re.IGNORECASE)
_SECTION = re.compile(r"<h([2-6])\b[^>]*>(.*?)</h\1>(?:\s|</?(?:div|section|header)\b[^>]*>)*(?:<h([2-6])\b|</main>)",
                      re.DOTALL | re.IGNORECASE)
_CODE = re.compile(r"<(pre|code|script|style|kbd|samp)\b[^>]*>.*?</\1>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_MAY_LEAK = re.compile(
    r"None|undefined|null|NaN|TBC|TBD|N/A|lorem|待定|xxx|\{\{|\{%|object Object|\[[a-z][\w-]*\s+\w+=", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r">\s*(None|undefined|null|NaN|TBC|TBD|N/A|待定|x{3,}|\[object Object\]|Lorem ipsum\b[^<]{0,40})\s*(?=<)"
    r"|(\{\{[^{}]{0,80}\}\}|\{%[^{}]{0,80}%\})")
_SHORTCODE = re.compile(r"\[[a-z][\w-]*(?:\s+[\w-]+=[^\s\[\]]+)+\s*/?\]", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""\b(alt|href|src|content|title|datetime|lang)=["'](None|undefined|null|[a-z]{2}_[A-Z]{2})["']""")
_ACTIVE = re.compile(r"""<script\b(?![^>]*\bsrc=)(?![^>]*type=["']?application/(?:ld\+)?json)[^>]*>
    |<style\b|<[a-z][^<>]*\s(?:on[a-z]+|style)\s*=\s*["']""", re.IGNORECASE | re.VERBOSE)


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
        if found[3] is None or int(found[3]) <= int(found[1]):
            said = re.sub(r"<[^>]*>", "", found[2]).strip()
            yield Leak("E-OUT-EMPTY", f'Nothing stands below the heading "{said}".', found.start())
    for found in _ACTIVE.finditer(text):
        what = "script" if re.match(r"<script|<[^<>]*\son[a-z]+\s*=", found[0], re.IGNORECASE) else "style"
        yield Leak("E-OUT-INLINE", f"A {what} stands in the page itself, which its policy does not let run.",
                   found.start())
    for found in _ATTRIBUTE.finditer(text):
        yield Leak("W-OUT-TEXT", f'{found[1]}="{found[2]}" is a word of programs, not of people.', found.start())
    if _MAY_LEAK.search(text):
        yield from _words(text)


def _words(text: str) -> Iterator[Leak]:
    # As long as before, so that places stay.
    shown = _CODE.sub(lambda code: f"<{' ' * (len(code[0]) - 2)}>", text)
    for found in _PLACEHOLDER.finditer(shown):
        said = found[1] or found[2]
        yield Leak("W-OUT-TEXT", f'"{said}" stands on the page: a placeholder, or the mistake of a template.',
                   found.start())
    for found in _SHORTCODE.finditer(shown):
        yield Leak("W-OUT-TEXT", f'"{found[0]}" is a shortcode of another system, printed as is.', found.start())
