"""A page between the ways to translate it: a file for each language, one file for both, and words by unit.

The source's file never changes on the way. A translation's file comes back in its normal form: the source's blocks with
the translated words in them, a comment where there are none, and in the front matter the texts alone. A text that the
source gives in several languages with a key for each stays so in every way. What translates nothing any more is kept in
comments at the end.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from sitegen.content.fields import PAGES
from sitegen.content.front_edits import (
    Path,
    find_text,
    origin_of,
    replace_texts,
    texts_by_key,
    with_origin,
    without_origin,
    write_texts,
)
from sitegen.content.front_matter import split
from sitegen.content.inline_languages import TextSplitter, parse_bodies
from sitegen.content.markdown_parser import normalise
from sitegen.content.markdown_spans import Slashes, find_plain, find_spans
from sitegen.content.schema import TEXT
from sitegen.content.unit_places import UnitPlace, places, read_body, replace_units
from sitegen.content.yaml import Mapping as Fields
from sitegen.content.yaml import Scalar, read_yaml
from sitegen.fingerprints import is_neutral
from sitegen.model import Language
from sitegen.scripts import fold

LONGEST = 100
"""Of a text and its translation on one line, where they could stand on two."""

_TEXT_FIELDS = frozenset(field.name for table in PAGES.values() for field in table.fields if field.reader is TEXT)
_IN_FULL = {name: name for name in _TEXT_FIELDS} | {
    field.name: f"{field.name}/{field.reader.table.main}" for table in PAGES.values() for field in table.fields
    if field.reader.table is not None and field.reader.table.main in field.reader.table.texts}
_WRAPPED = frozenset({"paragraph", "item", "footnote"})
_IMAGE_TEXTS = frozenset({"alt", "caption"})
_UNTRANSLATED = "<!-- untranslated -->"
_HEADING = re.compile(r"#{1,6}[ \t]+$")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_UNDERLINE = re.compile(r"[ \t>]*(?:=+|-+)[ \t]*")
_NO_ORIGIN: Mapping[str, str] = {}


class Words(NamedTuple):
    """A translation by its parts, as a catalogue would hold it."""

    fields: dict[str, str]
    """The texts of the front matter, by key: title, sessions/opening/title."""
    units: dict[int, str]
    """Markdown by the number of the source's unit, white space folded."""
    origin: Mapping[str, str] = _NO_ORIGIN
    """Who made the translation."""


def words_of(source: str, target: str, pairs: Mapping[int, int], *, code: str = "") -> Words:
    """What a translated file says for its source; `pairs` gives the target's unit for units of the source's body.

    `code` is the translation's language. Raises ValueError where the target's front matter holds more than texts.
    """
    node, _ = read_yaml(split(normalise(target)).yaml, path="", first_line=1)
    fields = texts_by_key(node, code, _IN_FULL)
    _refuse_own_names(split(source).body, split(target).body, pairs)
    ours, theirs = places(split(source).body), places(split(target).body)
    inner = _inner(ours)
    units = {}
    for number, other in pairs.items():
        own, translated = ours[number], theirs[other]
        same = fold(own.raw) == fold(translated.raw)
        # An image cannot do without its texts, so that one in the source's words is one that was not translated.
        if number in inner or (same and (own.unit.role in _IMAGE_TEXTS or is_neutral(own.raw))):
            continue
        # Each language has its own word for an image that says nothing.
        if own.unit.role == translated.unit.role == "alt" and not own.unit.text and not translated.unit.text:
            continue
        units[number] = translated.unit.text
    return Words({key: text for key, text in fields.items() if text}, units, origin_of(node))


def to_file(source: str, words: Words, keys: Mapping[str, Path] | None = None) -> str:
    """The translated file for a source's, in its normal form; `keys` are those of texts whose keys have slashes."""
    front = split(normalise(source))
    ours = places(front.body)
    given = {number: _typed(text, ours[number].unit.role) for number, text in words.units.items() if text.strip()}
    inner = _inner(ours)
    bare = [number for number, place in enumerate(ours) if number not in inner and number not in given
            and not is_neutral(place.unit.text) and place.unit.role not in _IMAGE_TEXTS]
    body = replace_units(front.body, given)
    known = keys or {}
    yaml = write_texts([(known.get(key) or tuple(key.split("/")), text) for key, text in words.fields.items()],
                       words.origin)
    head = f"---\n{yaml}---\n" if yaml or front.yaml else ""
    return head + _without_words(body, bare)


def to_inline(source: str, words: Words, code: str = "", paths: Mapping[str, Path] | None = None) -> str:
    """One file for both languages, of which `code` is the translation's.

    `paths` say where in the source's front matter each text stands, by key; by default those of the first level.
    """
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
    yaml = with_origin(_both_texts(front.yaml, words.fields, paths or _paths(front.yaml)), code, words.origin)
    return _with_yaml(text, yaml) + replace_units(front.body, texts)


def to_source(source: str, words: Words, code: str) -> str:
    """The source's file where the translation is in a catalogue, which has no place for who made it."""
    text = normalise(source)
    front = split(text)
    return _with_yaml(text, with_origin(front.yaml, code, words.origin)) + front.body


def from_source(source: str, code: str) -> tuple[str, Mapping[str, str]]:
    """The source's file without who made the translation, and that."""
    text = normalise(source)
    front = split(text)
    yaml, origin = without_origin(front.yaml, code)
    return _with_yaml(text, yaml) + front.body, origin


def from_inline(text: str, codes: tuple[str, str], paths: Mapping[str, Path] | None = None) -> tuple[str, Words]:
    """The source's file and the words of its translation, from one file with these two languages."""
    text = normalise(text)
    front = split(text)
    yaml, origin = without_origin(front.yaml, codes[1])
    yaml, fields = _own_texts(yaml, codes, paths or _paths(front.yaml))
    source = _with_yaml(text, yaml) + _source_body(front.body, codes)
    ours = places(split(source).body)
    units: dict[int, str] = {}
    own = tuple(Language(code=code, locale="", lang="", name="") for code in codes)
    bodies, _ = parse_bodies(front.body, path="", first_line=1, own=own, languages=own)
    inner = _inner(ours)
    for unit, number in zip(bodies[1].parsed.body.units, bodies[1].pairs, strict=True):
        if number >= 0 and number not in inner and unit.text and _has_translation(unit.text, ours[number]):
            units[number] = unit.text
    return source, Words(fields, units, origin)


# ---- bodies --------------------------------------------------------------------------------------------------------


def _refuse_own_names(source: str, target: str, pairs: Mapping[int, int]) -> None:
    """Raises ValueError for a footnote or a link's definition that means something else in the source's file, or
    nothing: a text that moves out of its own file takes its names along, and not what they stand for.
    """
    ours, theirs = read_body(source), read_body(target)
    known = {note.unit: note.label for note in ours.notes}
    counterparts = {translated: own for own, translated in pairs.items()}
    for note in theirs.notes:
        label = known.get(counterparts.get(note.unit, -1))
        if label is None and note.label not in known.values():
            raise ValueError(f"the footnote [^{note.label}] stands in the translation alone: take it out there, or "
                             "write it into the source's file too")
        if label not in (None, note.label):
            raise ValueError(f"the footnote [^{note.label}] of the translation is called [^{label}] in the source's "
                             f"file: call it [^{label}] in both")
    for label, href, title in theirs.definitions:
        if (label, href, title) not in ours.definitions:
            raise ValueError(f"[{label.lower()}]: {href} stands in the translation alone: write the address behind the "
                             f"words instead, [words]({href})")


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


def _paths(yaml: str) -> dict[str, Path]:
    """Where the texts of the first level stand that have no key for each language."""
    node, _ = read_yaml(yaml, path="", first_line=1)
    pairs = node.pairs if isinstance(node, Fields) else ()
    return {key.text: (key.text,) for key, value in pairs if key.text in _TEXT_FIELDS and isinstance(value, Scalar)}


def _both_texts(yaml: str, translated: Mapping[str, str], paths: Mapping[str, Path]) -> str:
    """The front matter with the translation behind each text that has one."""
    new: dict[Path, str] = {}
    for key, path in paths.items():
        typed = find_text(yaml, path)
        if typed is None:
            continue
        own, other = _escaped(typed.words, "caption"), translated.get(key, "")
        if other:
            new[path] = f"{own} // {_escaped(other, 'caption')}"
        elif own != typed.words:
            new[path] = own
    for key in translated:
        if key not in paths or paths[key] not in new:
            raise ValueError(f"{key.replace('/', '.')} is missing in the source's file: write it there first, as a "
                             "text without a key for each language")
    return replace_texts(yaml, new)


def _own_texts(yaml: str, codes: tuple[str, str], paths: Mapping[str, Path]) -> tuple[str, dict[str, str]]:
    """The front matter with nothing but the source's words, and the translation's."""
    new: dict[Path, str] = {}
    fields: dict[str, str] = {}
    for key, path in paths.items():
        typed = find_text(yaml, path)
        if typed is None:
            continue
        words, _ = TextSplitter(codes)(typed.words)
        own, other = fold(words.get(codes[0], "")), fold(words.get(codes[1], ""))
        if own != typed.words:
            new[path] = own
        if other:
            fields[key] = other
    return replace_texts(yaml, new), fields


def _with_yaml(text: str, yaml: str) -> str:
    """The file above its body, with this front matter."""
    front = split(text)
    head = text[:len(text) - len(front.body)]
    if yaml == front.yaml:
        return head
    at = head.index(front.yaml, head.index("---")) if front.yaml else len(head)
    return head[:at] + yaml + head[at + len(front.yaml):]
