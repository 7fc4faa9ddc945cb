"""Markdown files to documents: identity and language from the path, facts from the front matter, the body apart."""

from typing import TYPE_CHECKING, Any

import msgspec

from sitegen.content.addresses import check_segment, check_slug
from sitegen.content.codes import language_code
from sitegen.content.decoding import decode
from sitegen.content.fields import PAGES
from sitegen.content.front_matter import FrontMatter
from sitegen.content.front_matter import split as split_front
from sitegen.content.markdown import BodyIn
from sitegen.content.markdown_plain import parse_body
from sitegen.content.orphans import find_orphans
from sitegen.content.schema import BAD, Context, Field, Table, is_missing, read_fields, read_nested
from sitegen.content.yaml import Mapping, Node, Scalar, Sequence, read_yaml
from sitegen.diagnostics import Diagnostic, error
from sitegen.document_paths import beside
from sitegen.marks import marks_told
from sitegen.model import AnyFacts, Document, Language, Origin, PageKind, Parsed, Source, Text, pack_marks
from sitegen.scripts import compiled, nfc
from sitegen.tracing import digest_bytes, pack

if TYPE_CHECKING:
    from sitegen.content.inline_languages import TextSplitter

KINDS: dict[str, PageKind] = {"events": "event", "news": "news", "publications": "publication"}
"""Top folders whose pages are not plain pages."""

_ALONE: tuple[str, ...] = ()
_CALENDAR_EXTENSION = len(".ics")
_LANGUAGE_LIKE = r"(?i)[a-z]{2}|[a-z]{2,3}[-_][A-Za-z]{2,4}(?:[-_][A-Za-z]{2})?"


class Location(msgspec.Struct, frozen=True, kw_only=True):
    """What a file's path says of it."""

    identity: str
    language: str
    kind: PageKind
    section: str
    name: str
    others: tuple[str, ...] = ()
    """Codes of the other languages in the same file."""


class FrontMatterRead(msgspec.Struct, frozen=True, kw_only=True):
    """What a file's front matter says."""

    facts: AnyFacts
    given: tuple[str, ...] = ()
    fact_keys: tuple[str, ...] = ()
    nested: dict[str, Text] = {}


def parse_document(
    source: Source, languages: tuple[Language, ...], packed: dict[str, bytes] | None = None
) -> Parsed:
    """The document and its body, with every problem of the file.

    `languages` are the site's, the default source language first. There is no document where the path does not say
    whose language it is; one with errors is marked `broken`, so that what refers to it still finds it. `packed` is
    given each body packed, by document path: it is packed for its digest anyway.
    """
    codes = tuple([language.code for language in languages])
    location, problems = locate_document(source.path, codes)
    if location is None:
        return Parsed(diagnostics=problems)
    text, unreadable = decode(source)
    problems += unreadable
    front = split_front(text, path=source.path)
    if front.problem is not None:
        problems += (front.problem,)
    node, malformed = read_yaml(front.yaml, path=source.path, first_line=front.yaml_line)
    own = tuple([languages[codes.index(code)] for code in (location.language, *location.others)])
    context = Context(source.path, language=location.language, codes=codes, split=_splitter(own))
    read = read_front_matter(node, location.kind, context)
    bodies, wrong = _parse_bodies(front, path=source.path, own=own, languages=languages)
    problems += malformed + tuple(context.diagnostics) + wrong
    broken = any(problem.severity == "error" for problem in problems)
    documents = []
    for body in bodies:
        content = pack(body.parsed.body)
        document = _document(source.path, location, read, body, broken=broken, body_digest=digest_bytes(content))
        documents.append((document, body.parsed.body))
        if packed is not None:
            packed[document.path] = content
    if kept := tuple(find_orphans(front.body, path=source.path, first_line=front.body_line)):
        documents[0] = (msgspec.structs.replace(documents[0][0], orphans=kept), documents[0][1])
    return Parsed(document=documents[0][0], body=documents[0][1], others=tuple(documents[1:]), diagnostics=problems)


def _splitter(own: tuple[Language, ...]) -> "TextSplitter | None":
    """What parts the texts of a file with several languages."""
    if len(own) == 1:
        return None
    # Most files are of one language, and this takes all of markdown-it to load.
    from sitegen.content.inline_languages import TextSplitter

    return TextSplitter(tuple([language.code for language in own]))


def _parse_bodies(
    front: FrontMatter, *, path: str, own: tuple[Language, ...], languages: tuple[Language, ...]
) -> tuple[tuple[BodyIn, ...], tuple[Diagnostic, ...]]:
    """The body in each language of the file."""
    if len(own) > 1:
        from sitegen.content.inline_languages import parse_bodies

        return parse_bodies(front.body, path=path, first_line=front.body_line, own=own, languages=languages)
    body = parse_body(front.body, path=path, first_line=front.body_line, language=own[0], languages=languages)
    return (BodyIn(own[0], body),), body.diagnostics


def _document(path: str, location: Location, read: FrontMatterRead, body: BodyIn, *, broken: bool,
              body_digest: str) -> Document:
    """The document in the body's language; the front matter, texts in every language included, is the first one's."""
    if body.language.code != location.language:
        path = beside(path, body.language.code)
        read = FrontMatterRead(facts=PAGES[location.kind].build({}))
    parsed = body.parsed
    return Document(
        path=path, identity=location.identity, language=body.language.code, kind=location.kind,
        section=location.section, name=location.name, facts=read.facts, given=read.given, fact_keys=read.fact_keys,
        nested=read.nested, ids="\n".join(parsed.anchors), links=parsed.links,
        excerpt=parsed.excerpt, latin_words=parsed.latin_words, han_characters=parsed.han_characters,
        listings=parsed.listings, body_digest=body_digest, broken=broken,
        packed_marks=pack_marks(marks_told(parsed.body)), pairs=body.pairs)


# ---- the path ------------------------------------------------------------------------------------------------------


def locate_document(path: str, codes: tuple[str, ...]) -> tuple[Location | None, tuple[Diagnostic, ...]]:
    """Identity, language, kind, section and name of `content/<section>/<name>.<code>.md`; none where these clash."""
    *folders, file = nfc(path).removeprefix("content/").split("/")
    stem = file.rsplit(".", 1)[0]
    base, _, suffix = stem.rpartition(".")
    language, others = codes[0], _ALONE
    if base and suffix in codes:
        stem, language = base, suffix
    elif base and "+" in suffix and all(compiled(_LANGUAGE_LIKE).fullmatch(part) for part in suffix.split("+")):
        language, *rest = suffix.split("+")
        stem, others = base, tuple(rest)
        if problem := _wrong_languages(path, base, (language, *rest), codes):
            return None, (problem,)
    elif base and compiled(_LANGUAGE_LIKE).fullmatch(suffix):
        return None, (_unknown_language(path, base, suffix, codes),)
    segments = folders if stem == "index" else [*folders, stem]
    kind = KINDS.get(folders[0], "page") if folders and len(segments) > 1 else "page"
    location = Location(
        identity="/".join(("content", *segments)) if segments else "content/index", language=language, kind=kind,
        section=folders[0] if folders else "pages",
        name=segments[-1] if len(segments) > 1 or (segments and not folders) else "", others=others)
    return location, _check_segments(path, segments, kind)


def _wrong_languages(path: str, base: str, named: tuple[str, ...], codes: tuple[str, ...]) -> Diagnostic | None:
    unknown = next((code for code in named if code not in codes), None)
    if unknown is not None:
        right = language_code(unknown, codes) or next((code for code in codes if code not in named), codes[0])
        suffix = "+".join(dict.fromkeys(right if code == unknown else code for code in named))
        return error("E-LANG", f'"{unknown}" in the file\'s name is not a language of this site. Its codes are '
                     f"{', '.join(codes)}.", f"Rename the file to {base}.{suffix}.md.", path=path, line=1, column=1)
    twice = next((code for code in named if named.count(code) > 1), None)
    if twice is None:
        return None
    return error("E-LANG", f'The file\'s name has the language "{twice}" twice.',
                 f"Rename the file to {base}.{'+'.join(dict.fromkeys(named))}.md.", path=path, line=1, column=1)


def _unknown_language(path: str, base: str, suffix: str, codes: tuple[str, ...]) -> Diagnostic:
    right = language_code(suffix, codes)
    known = ", ".join(codes)
    return error("E-LANG", f'".{suffix}" in the file\'s name is not a language of this site. Its codes are {known}.',
                 f"Rename the file to {base}.{right or codes[0]}.md.", path=path, line=1, column=1)


def _check_segments(path: str, segments: list[str], kind: PageKind) -> tuple[Diagnostic, ...]:
    """Whether each name of an address can be published on every system; the last one is the page's."""
    problems = []
    for number, segment in enumerate(segments):
        last = number == len(segments) - 1
        extra = _CALENDAR_EXTENSION if last and kind == "event" else 0
        problem = check_slug(segment, extra=extra) if last else check_segment(segment)
        if problem is not None:
            problems.append(msgspec.structs.replace(problem, path=path, line=1, column=1))
    return tuple(problems)


# ---- the front matter ----------------------------------------------------------------------------------------------


def read_front_matter(node: Node | None, kind: PageKind, context: Context) -> FrontMatterRead:
    """Facts and texts of a file, each key classed; what a translation names by key is kept apart."""
    table = PAGES[kind]
    if not isinstance(node, Mapping):
        if node is not None and not is_missing(node):
            context.report(error("E-TYPE", "The front matter is not made of keys with values.",
                                 "Write lines such as title: Innovation workshop between the --- lines."), node)
        return FrontMatterRead(facts=table.build({}))
    own, nested = _part_nested(node, table, context)
    blank: list[str] = []
    values = read_fields(own, table, context, blank)
    _adopt_translation(values, context.language)
    by_name, facts, records = table.by_name, table.facts.difference(blank) if blank else table.facts, table.records
    return FrontMatterRead(
        facts=table.build(values), nested=nested,
        given=tuple([key.text for key, _ in node.pairs if key.text in by_name]),
        fact_keys=tuple([key.text for key, value in own.pairs if key.text in facts
                         and not (key.text in records and _is_texts_only(by_name[key.text], value))]))


def _part_nested(node: Mapping, table: Table, context: Context) -> tuple[Mapping, dict[str, Text]]:
    """The keys to read as the page's own, and the texts that a translation gives by key.

    A list of records typed as a mapping is a translation's; a record that says nothing but texts is both, and
    assembly decides by which file is the source.
    """
    nested: dict[str, Text] = {}
    pairs: list[tuple[Scalar, Node]] = []
    for key, value in node.pairs:
        if not isinstance(value, Mapping) and key.text not in table.records:
            pairs.append((key, value))
            continue
        found = table.by_name.get(key.text)
        if found is not None and isinstance(value, Mapping) and _names_items(found):
            context.key = found.name
            nested.update(read_nested(value, found.reader, context, prefix=found.name))
            continue
        if found is not None and found.reader.table is not None and _is_texts_only(found, value):
            context.key = found.name
            # Read again below with the page's own keys, where its problems are reported.
            quiet = Context(context.path, language=context.language, codes=context.codes)
            nested.update(_nested_texts(value, found, quiet))
            if isinstance(value, Mapping) and _lacks_needs(found, value):
                context.diagnostics.extend(quiet.diagnostics)
                continue
        pairs.append((key, value))
    if len(pairs) == len(node.pairs):
        return node, nested
    return Mapping(tuple(pairs), node.line, node.column), nested


def _names_items(found: Field) -> bool:
    """Whether a mapping in place of this field's list names its items by key."""
    item = found.reader.item
    return item is not None and item.table is not None and found.name != "translated"


def _is_texts_only(found: Field, value: Node) -> bool:
    """Whether a record gives nothing that would be a fact."""
    table = found.reader.table
    if table is None or found.kind != "fact" or isinstance(value, Sequence):
        return False
    if isinstance(value, Scalar):
        return bool(table.main)
    return bool(value.pairs) and all(key.text in table.texts for key, _ in value.pairs)


def _nested_texts(value: Node, found: Field, context: Context) -> dict[str, Text]:
    table = found.reader.table
    if isinstance(value, Scalar) and table is not None:
        value = Mapping(((Scalar(table.main, value.line, value.column, True), value),), value.line, value.column)
    return read_nested(value, found.reader, context, prefix=found.name) if isinstance(value, Mapping) else {}


def _lacks_needs(found: Field, value: Mapping) -> bool:
    """Whether a record could not stand alone: a picture's new words without the picture."""
    table = found.reader.table
    return table is not None and any(name not in {key.text for key, _ in value.pairs} for name in table.needs)


def _adopt_translation(values: dict[str, Any], language: str) -> None:
    """A translated file's own `translation:` is the entry of its language in `translated`."""
    origin = values.pop("translation", BAD)
    if isinstance(origin, Origin):
        values["translated"] = {**values.get("translated", {}), language: origin}
