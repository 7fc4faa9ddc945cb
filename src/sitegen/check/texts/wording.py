"""Words and sentences that are wrong in any context: glued, doubled, cut off, too long, saying nothing."""

import re
from collections.abc import Iterator
from itertools import pairwise

from sitegen.check.texts.passage import Finding
from sitegen.check.texts.plain import OBJECT, Plain, sentences
from sitegen.check.texts.tables import (
    BRACKETS,
    CUT_OFF,
    DANGLING,
    GLUED_ENDINGS,
    GLUED_STEMS,
    HAN_REPEAT,
    JOINED_WORDS,
    LINK_WORDS,
    MAY_REPEAT,
    MULTI_PARAGRAPH,
    NAME_BEGINNINGS,
    REPEATED,
)
from sitegen.model import Language
from sitegen.scripts import HAN, han_count, word_count

MOST_WORDS = 45
MOST_OF_PARAGRAPH = 150
MOST_HAN = 300
LONG_RUN = 10
"""So many Han in a row are no name but a sentence."""

_TEMPLATE = re.compile(r"\{\{[^{}]{0,200}\}\}|\{%[^{}]{0,200}%\}")
_OPENERS = re.compile("[" + re.escape("".join({*BRACKETS, *"".join(BRACKETS.values())})) + "]")
_ENDS = re.compile(r"[.!?:;…。！？：；）)\]”’\"'」』》%]$|" + OBJECT + "$")
_DOUBLED = re.compile(r"\b([^\W\d_]{2,}) (\1)\b(?!-)", re.IGNORECASE)
_ADJECTIVES = re.compile(rf"\b({'|'.join(sorted(REPEATED))}) [^\W\d_]+ of (\1)\b", re.IGNORECASE)
_HAN_DOUBLED = re.compile(rf"(?<![{HAN_REPEAT}])([{HAN_REPEAT}])\1(?![{HAN_REPEAT}])")
_HAN_MAY_DOUBLE = re.compile("的的确确|是是非非|在在|对对|从从|为为")
_MAY_BE_GLUED = re.compile(rf"[a-z][A-Z]|(?:{GLUED_STEMS})(?:{GLUED_ENDINGS})|[A-Za-z][{HAN}]|[{HAN}][A-Za-z]")
_CAPITAL_INSIDE = re.compile(r"\b([A-Z][a-zà-ÿ]{2,}[A-Z][a-zà-ÿ]{2,})\b")
_GLUED = re.compile(rf"\b([a-z]{{3,}}(?:{GLUED_STEMS}))({GLUED_ENDINGS})\b")
_HAN_BESIDE_LATIN = re.compile(rf"[A-Za-z]{{2,}}(?=[{HAN}])|[{HAN}](?=[A-Za-z]{{2,}})")
_LATIN_SENTENCE = re.compile(rf"[{HAN}]((?:[A-Za-z’']+[ ,]+){{4,}}[A-Za-z]+)")
_HAN_RUN = re.compile(rf"[{HAN}，、；：]{{{LONG_RUN},}}")


def template_syntax(words: Plain) -> Iterator[Finding]:
    """W-TEMPLATE: the syntax of templates, which is printed as it is."""
    if "{" in words.text:
        for found in _TEMPLATE.finditer(words.text):
            yield _of(words, "W-TEMPLATE", found.start(), found.end(),
                      f'"{found[0]}" is the syntax of templates and would be printed as is.',
                      "Delete it; or, where it is meant, put it between backticks.")


def link_words(words: Plain) -> Iterator[Finding]:
    """E-LINK-TEXT: a link whose words do not say what it leads to."""
    for start, end in words.links:
        said = words.text[start:end]
        if " ".join(said.split()).strip(" .。…:：>»→！!").casefold() in LINK_WORDS:
            yield _of(words, "E-LINK-TEXT", start, end, f'The words of this link are "{said}".',
                      "Say what the link leads to: the title of the page or document.")


def brackets(words: Plain, *, following: str) -> Iterator[Finding]:
    """E-BRACKET: what is opened and never closed; a quotation that goes on in the `following` paragraph is not."""
    text = words.text
    opened: list[tuple[str, int]] = []
    for mark in _OPENERS.finditer(text):
        if mark[0] in BRACKETS:
            opened.append((mark[0], mark.start()))
        else:
            match = next((number for number in reversed(range(len(opened)))
                          if mark[0] in BRACKETS[opened[number][0]]), None)
            if match is not None:
                del opened[match]
    for opener, at in opened:
        if opener in MULTI_PARAGRAPH and following.lstrip().startswith(opener):
            continue
        yield _of(words, "E-BRACKET", at, at + 1, f'"{text[at:at + 30]}": {opener} is never closed.',
                  f"Close it with {BRACKETS[opener][0]} — or is something missing at the end?")


def unfinished(words: Plain, role: str) -> Iterator[Finding]:
    """W-UNFINISHED: a text that breaks off; only a paragraph must end like a sentence."""
    text = words.text.rstrip()
    if not text or role not in ("paragraph", "item", "description", "abstract"):
        return
    last = text.split()[-1] if " " in text else text[-2:]
    # Everything in front of the very last word is there: it is the end that is missing.
    dangling = (last.casefold() in DANGLING and word_count(text) > 3) or last in CUT_OFF or text[-1] in "(（,，、"
    open_ended = role == "paragraph" and not _ENDS.search(text) and _is_sentence(text)
    if dangling or open_ended:
        shown = text[-30:].lstrip()
        yield _of(words, "W-UNFINISHED", len(text) - 1, len(text), f'"…{shown}": the text breaks off.',
                  "Write its end, or a full stop if nothing is missing.")


def _is_sentence(text: str) -> bool:
    return word_count(text) >= 8 or han_count(text) >= 16


def too_long(words: Plain, role: str, language: Language) -> Iterator[Finding]:
    """W-LONG: sentences and paragraphs that nobody reads to their end."""
    text = words.text
    if len(text) < MOST_WORDS * 2 or role not in ("paragraph", "item", "description", "abstract", "quote"):
        return
    if language.script == "han":
        if (count := han_count(text)) > MOST_HAN:
            yield _of(words, "W-LONG", 0, 1, f"This paragraph has {count} characters; {MOST_HAN} are enough.",
                      "Divide it into paragraphs of one thought each.")
        return
    if (count := len(text.split())) > MOST_OF_PARAGRAPH:
        yield _of(words, "W-LONG", 0, 1, f"This paragraph has {count} words; {MOST_OF_PARAGRAPH} are enough.",
                  "Divide it into paragraphs of one thought each.")
    if count > MOST_WORDS:
        for start, end in sentences(text):
            said = text[start:end]
            if (count := len(said.split())) > MOST_WORDS:
                yield _of(words, "W-LONG", start, start + 1, f'This sentence ("{said[:30]}…") has {count} words; '
                          f"{MOST_WORDS} are enough.", "Make two of it, or a list.")


def doubled(words: Plain) -> Iterator[Finding]:
    """W-WORD-DUP: a word that stands twice."""
    text = words.text
    parts = text.casefold().split(" ")
    # Words are compared quicker than patterns go back.
    twice = any(one == other or other.startswith(one) for one, other in pairwise(parts))
    adjectives = " of " in text and not REPEATED.isdisjoint(parts)
    for found in (*(_DOUBLED.finditer(text) if twice else ()), *(_ADJECTIVES.finditer(text) if adjectives else ())):
        # "Bo Bo" is a name, "the The" a title.
        if found[1].casefold() in MAY_REPEAT or (found[1][0].isupper() and found[2][0].isupper()):
            continue
        yield _of(words, "W-WORD-DUP", found.start(), found.end(), f'"{found[0]}": "{found[2]}" stands twice.',
                  "Delete one of them.")
    for found in _HAN_DOUBLED.finditer(text) if not text.isascii() else ():
        if not any(_HAN_MAY_DOUBLE.match(text, max(0, at)) for at in (found.start() - 1, found.start())):
            yield _of(words, "W-WORD-DUP", found.start(), found.end(),
                      f'"{text[max(0, found.start() - 4):found.end() + 4]}": {found[1]} stands twice.',
                      "Delete one of them.")


def glued(words: Plain, language: Language, known: frozenset[str]) -> Iterator[Finding]:
    """W-GLUE: two words, or two languages, without anything between them."""
    text = words.text
    if _MAY_BE_GLUED.search(text) is None:
        return
    for found in _CAPITAL_INSIDE.finditer(text):
        if found[1] not in known and found[1] not in JOINED_WORDS and not found[1].startswith(NAME_BEGINNINGS):
            yield _glue(words, found.start(), found.end(), f'"{found[1]}" looks like two words.',
                        "Put a space between them; or, if it is a name, add it to content/data/glossary.yaml.")
    for found in _GLUED.finditer(text):
        if found[0] not in known:
            yield _glue(words, found.start(), found.end(), f'"{found[0]}" looks like two words.',
                        f"Write {found[1]} {found[2]}, or {found[1]}-{found[2]}.")
    if language.script == "latin":
        for found in _HAN_BESIDE_LATIN.finditer(text):
            at = found.end()
            yield _glue(words, at - 1, at + 1, f'"{text[max(0, at - 12):at + 8]}": Chinese is glued to English.',
                        "Put a space between them, or part the languages.")
    elif language.script == "han":
        for found in _LATIN_SENTENCE.finditer(text):
            yield _glue(words, found.start(1), found.end(1),
                        f'"{text[found.start():found.start() + 20]}…": English is glued to Chinese.',
                        "Part the two: is one of them a text of its own?")


def _glue(words: Plain, start: int, end: int, message: str, help: str) -> Finding:
    return _of(words, "W-GLUE", start, end, message, help)


def other_language(words: Plain, language: Language) -> Iterator[Finding]:
    """W-LANG-RUN: a text that is mostly, or for a whole sentence, in the other script."""
    text = words.text
    han = han_count(text)
    if language.script == "latin" and han >= LONG_RUN:
        for run in _HAN_RUN.finditer(text):
            if text[:run.start()].rstrip()[-1:] not in ("(", "（", "“", "‘", '"', "《"):
                yield _of(words, "W-LANG-RUN", run.start(), run.end(),
                          f'"{run[0][:12]}…" is a Chinese sentence in an English text.',
                          "Type it in the Chinese file, or behind // in a file with both languages.")
                return
    elif language.script == "han" and word_count(text) >= 8 and word_count(text) > han:
        yield _of(words, "W-LANG-RUN", 0, 1, f'"{text[:30]}…" is mostly English, in a Chinese text.',
                  "Translate it; or leave it out, and readers get the English, marked as such.")


def _of(words: Plain, code: str, start: int, end: int, message: str, help: str) -> Finding:
    return Finding(code, *words.span(start, end), message.replace(OBJECT, "…"), help)
