"""A page between the ways to translate it: a file for each language, one file for both, and words by unit.

The source's file never changes on the way. A translation's file comes back in its normal form: the source's blocks with
the translated words in them, a comment where there are none, and in the front matter the texts alone.
"""

import json
import re
from collections.abc import Mapping
from typing import NamedTuple

from sitegen.content.fields import PAGES
from sitegen.content.front_matter import split
from sitegen.content.inline_languages import TextSplitter, parse_bodies
from sitegen.content.markdown_parser import normalise
from sitegen.content.markdown_spans import Slashes, find_plain, find_spans
from sitegen.content.schema import TEXT
from sitegen.content.unit_places import UnitPlace, places, replace_units
from sitegen.content.yaml import Mapping as Fields
from sitegen.content.yaml import Node, Scalar, read_yaml
from sitegen.fingerprints import is_neutral
from sitegen.model import Language
from sitegen.scripts import fold

LONGEST = 100
"""Of a text and its translation on one line, where they could stand on two."""

_TEXT_FIELDS = frozenset(field.name for table in PAGES.values() for field in table.fields if field.reader is TEXT)
_PLAIN = re.compile(r"[^\W\d_][^:#\n\"'\\{}\[\]&*!|>%@`]*(?<!\s)")
_WORDS_FOR_VALUES = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_WRAPPED = frozenset({"paragraph", "item", "footnote"})
_IMAGE_TEXTS = frozenset({"alt", "caption"})
_UNTRANSLATED = "<!-- untranslated -->"
_HEADING = re.compile(r"#{1,6}[ \t]+$")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_UNDERLINE = re.compile(r"[ \t>]*(?:=+|-+)[ \t]*")


class Words(NamedTuple):
    """A translation by its parts, as a catalogue would hold it."""

    fields: dict[str, str]
    """The texts of the front matter, by key."""
    units: dict[int, str]
    """Markdown by the number of the source's unit, white space folded."""


def words_of(source: str, target: str, pairs: Mapping[int, int]) -> Words:
    """What a translated file says for its source; `pairs` gives the target's unit for units of the source's body.

    Raises ValueError where the target's front matter holds more than texts.
    """
    _refuse_other_fields(target)
    ours, theirs = places(split(source).body), places(split(target).body)
    inner = _inner(ours)
    units = {}
    for number, other in pairs.items():
        own, translated = ours[number], theirs[other]
        same = fold(own.raw) == fold(translated.raw)
        # An image cannot do without its texts, so that one in the source's words is one that was not translated.
        if number in inner or (same and (own.unit.role in _IMAGE_TEXTS or is_neutral(own.raw))):
            continue
        units[number] = translated.unit.text
    return Words({key: text for key, text in _texts(target).items() if text}, units)


def to_file(source: str, words: Words) -> str:
    """The translated file for a source's, in its normal form."""
    front = split(normalise(source))
    ours = places(front.body)
    given = {number: _typed(text, ours[number].unit.role) for number, text in words.units.items() if text.strip()}
    inner = _inner(ours)
    bare = [number for number, place in enumerate(ours) if number not in inner and number not in given
            and not is_neutral(place.unit.text) and place.unit.role not in _IMAGE_TEXTS]
    body = replace_units(front.body, given)
    lines = [f"{key}: {_scalar(text)}\n" for key, text in words.fields.items()]
    head = f"---\n{''.join(lines)}---\n" if lines or front.yaml else ""
    return head + _without_words(body, bare)


def to_inline(source: str, words: Words) -> str:
    """One file for both languages."""
    text = normalise(source)
    front = split(text)
    ours = places(front.body)
    inner = _inner(ours)
    texts = {}
    for number, place in enumerate(ours):
        if number in inner or not place.segments or not place.raw:
            continue
        own = _escaped(place.raw, place.unit.role)
        translated = _typed(words.units.get(number, "").strip(), place.unit.role)
        if translated and (translated != fold(place.raw) or not is_neutral(place.unit.text)):
            own = _joined(own, _escaped(translated, place.unit.role), place)
        texts[number] = own
    return _head(text, words.fields) + replace_units(front.body, texts)


def from_inline(text: str, codes: tuple[str, str]) -> tuple[str, Words]:
    """The source's file and the words of its translation, from one file with these two languages."""
    text = normalise(text)
    front = split(text)
    source = _source_head(text, codes) + _source_body(front.body, codes)
    ours = places(split(source).body)
    units: dict[int, str] = {}
    own = tuple(Language(code=code, locale="", lang="", name="") for code in codes)
    bodies, _ = parse_bodies(front.body, path="", first_line=1, own=own, languages=own)
    inner = _inner(ours)
    for unit, number in zip(bodies[1].parsed.body.units, bodies[1].pairs, strict=True):
        if number >= 0 and number not in inner and unit.text and _has_translation(unit.text, ours[number]):
            units[number] = unit.text
    fields = {}
    for key, node in _fields(front.yaml):
        translated = _both(node, codes).get(codes[1], "")
        if translated:
            fields[key] = translated
    return source, Words(fields, units)


# ---- bodies --------------------------------------------------------------------------------------------------------


def _source_body(body: str, codes: tuple[str, str]) -> str:
    """The body with nothing but the source's words."""
    found = places(body)
    inner = _inner(found)
    texts = {}
    for number, place in enumerate(found):
        slashes = _slashes(place.raw, place.unit.role)
        if number in inner or not (slashes.separators or slashes.literals):
            continue
        end = slashes.separators[0][0] if slashes.separators else len(place.raw)
        own = "".join(char for at, char in enumerate(place.raw[:end])
                      if at not in {start for start, _ in slashes.literals})
        texts[number] = own.rstrip()
    return replace_units(body, texts)


def _has_translation(text: str, place: UnitPlace) -> bool:
    """A text that both languages share, such as a number, is no translation."""
    return text != place.unit.text or not is_neutral(text)


def _inner(found: tuple[UnitPlace, ...]) -> set[int]:
    """Texts of images that stand inside another unit, and are part of its words."""
    inner: set[int] = set()
    outer: UnitPlace | None = None
    for number, place in enumerate(found):
        if place.unit.role not in _IMAGE_TEXTS:
            outer = place
        elif outer is not None and place.segments and outer.segments:
            first, last = outer.segments[0], outer.segments[-1]
            begins, ends = place.segments[0], place.segments[-1]
            if (first.line, first.start) <= (begins.line, begins.start) and (ends.line, ends.end) <= (
                    last.line, last.end):
                inner.add(number)
    return inner


def _joined(own: str, translated: str, place: UnitPlace) -> str:
    one_line = f"{own} // {translated}"
    if place.unit.role in _WRAPPED and ("\n" in own or len(one_line) > LONGEST):
        return f"{own}\n// {translated}"
    return one_line


def _escaped(raw: str, role: str) -> str:
    """Words with a backslash before slashes that would separate languages, and before those that have one."""
    slashes = _slashes(raw, role)
    marks = sorted((start for start, _ in (*slashes.separators, *slashes.inside, *slashes.literals)), reverse=True)
    for at in marks:
        raw = raw[:at] + "\\" + raw[at:]
    return raw


def _slashes(raw: str, role: str) -> Slashes:
    return find_plain(raw) if role == "caption" else find_spans(raw, {}).slashes


def _typed(text: str, role: str) -> str:
    """A unit's text as Markdown that says it; only a caption's is no Markdown."""
    if role != "caption":
        return text
    return _ENTITY.sub(r"\\&", text.replace("\\", "\\\\"))


def _without_words(body: str, bare: list[int]) -> str:
    """The body with a comment in place of each of these units."""
    found = places(body)
    lines = body.split("\n")
    for number in sorted(bare, key=lambda each: found[each].segments[0], reverse=True):
        role, segments = found[number].unit.role, found[number].segments
        first, last = segments[0], segments[-1]
        before, after = lines[first.line - 1][:first.start], lines[last.line - 1][last.end:]
        end = last.line
        if role.startswith("heading"):
            atx = _HEADING.search(before)
            before, after = before[:atx.start()] if atx else before, ""
            end += not atx and end < len(lines) and _UNDERLINE.fullmatch(lines[end]) is not None
        lines[first.line - 1:end] = [before + _UNTRANSLATED + after]
    return "\n".join(lines)


# ---- front matter --------------------------------------------------------------------------------------------------


def _fields(yaml: str) -> list[tuple[str, Node]]:
    """The texts of a front matter: key and value."""
    node, _ = read_yaml(yaml, path="", first_line=1)
    if not isinstance(node, Fields):
        return []
    return [(key.text, value) for key, value in node.pairs if key.text in _TEXT_FIELDS]


def _texts(text: str) -> dict[str, str]:
    found = _fields(split(normalise(text)).yaml)
    return {key: fold(node.text) for key, node in found if isinstance(node, Scalar)}


def _refuse_other_fields(target: str) -> None:
    node, _ = read_yaml(split(normalise(target)).yaml, path="", first_line=1)
    for key, value in node.pairs if isinstance(node, Fields) else ():
        if key.text not in _TEXT_FIELDS or not isinstance(value, Scalar):
            raise ValueError(f"{key.text} is more than a text: move it into the source's file first")


def _both(node: Node, codes: tuple[str, str]) -> dict[str, str]:
    """A text in each language of the file."""
    if isinstance(node, Scalar):
        words, _ = TextSplitter(codes)(node.text)
        return {code: fold(text) for code, text in words.items()}
    if isinstance(node, Fields):
        return {key.text: fold(value.text) for key, value in node.pairs if isinstance(value, Scalar)}
    return {}


def _head(text: str, translated: Mapping[str, str]) -> str:
    """The front matter, with the translation behind each text that has one."""
    new = {}
    front = split(text)
    for key, node in _fields(front.yaml):
        if not isinstance(node, Scalar):
            continue
        own = _escaped(fold(node.text), "caption")
        other = translated.get(key, "")
        if other:
            new[key] = f"{own} // {_escaped(other, 'caption')}"
        elif own != fold(node.text):
            new[key] = own
    alone = {key: words for key, words in translated.items() if key not in dict(_fields(front.yaml))}
    if alone:
        raise ValueError(f"{next(iter(alone))} is missing in the source's file: write it there first")
    return _with_fields(text, new)


def _source_head(text: str, codes: tuple[str, str]) -> str:
    new = {}
    for key, node in _fields(split(text).yaml):
        if isinstance(node, Scalar):
            own = _both(node, codes).get(codes[0], "")
            if own != fold(node.text):
                new[key] = own
    return _with_fields(text, new)


def _with_fields(text: str, new: Mapping[str, str]) -> str:
    """The file above its body, with these keys' values on one line each."""
    front = split(text)
    head = text[:len(text) - len(front.body)]
    node, _ = read_yaml(front.yaml, path="", first_line=front.yaml_line)
    if not isinstance(node, Fields) or not new:
        return head
    lines = head.split("\n")
    last = front.body_line - 1
    bounds = [*(key.line for key, _ in node.pairs), last]
    for (key, value), end in reversed(list(zip(node.pairs, bounds[1:], strict=True))):
        if key.text in new:
            lines[key.line - 1:_last_line(lines, value, end)] = [f"{key.text}: {_scalar(new[key.text])}"]
    return "\n".join(lines)


def _last_line(lines: list[str], value: Node, end: int) -> int:
    """The line below a value: comments and empty lines before the next key stay."""
    while end - 1 > value.line and (not lines[end - 2].strip() or lines[end - 2].startswith("#")):
        end -= 1
    return end - 1


def _scalar(text: str) -> str:
    """A text as YAML on one line: in quotes only where it needs them."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS_FOR_VALUES:
        return text
    return json.dumps(text, ensure_ascii=False)
