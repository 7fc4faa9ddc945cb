"""Files of content/data to records: known lists by their tables, any other file as plain data."""

import re
from collections.abc import Callable
from typing import Any

import msgspec

from sitegen.content.codes import language_name
from sitegen.content.decoding import decode
from sitegen.content.fields import ADDRESS, MEMBER, ORGANISATION, PERSON, SERIES, TIMELINE, TOPIC, VENUE
from sitegen.content.schema import (
    ANYTHING,
    BAD,
    WORD,
    Context,
    Table,
    field,
    is_missing,
    list_of,
    nearest_key,
    read_record,
    table,
)
from sitegen.content.yaml import Mapping, Node, Scalar, Sequence, plain, read_yaml
from sitegen.diagnostics import error
from sitegen.model import Data, Language, Organisation, Parsed, Person, Records, Source, Term, TimelineEntry

TABLES: dict[str, Table] = {"members": MEMBER, "organisations": ORGANISATION, "people": PERSON, "places": VENUE,
                            "series": SERIES, "topics": TOPIC, "timeline": TIMELINE}
"""The lists that pages refer to, by the name of their file."""


def parse_data(source: Source, languages: tuple[Language, ...]) -> Parsed:
    """Records of a known list, or the plain data of any other file, with every problem of the file.

    Plain texts are in the first of `languages`. Moments have no zone yet.
    """
    codes = tuple(language.code for language in languages)
    context = Context(source.path, language=codes[0], codes=codes)
    text, unreadable = decode(source)
    node, malformed = read_yaml(text, path=source.path)
    name = source.path.removeprefix("content/data/").rsplit(".", 1)[0]
    known = glossary_table(codes) if name == "glossary" else TABLES.get(name)
    if known is None:
        return Parsed(data=Data(path=source.path, name=name, value=plain(node)), diagnostics=unreadable + malformed)
    records = _read_list(node, name, known, context)
    problems = unreadable + malformed + tuple(context.diagnostics)
    return Parsed(records=Records(path=source.path, kind=name, records=records,
                                  broken=any(problem.severity == "error" for problem in problems)),
                  diagnostics=problems)


def glossary_table(codes: tuple[str, ...]) -> Table:
    """A glossary entry has one key for each language of the site."""
    languages = tuple(field(code, WORD, f"The term in {language_name(code)}.", kind="text") for code in codes)

    def build(values: dict[str, Any]) -> Term:
        name = {code: values[code] for code in codes if code in values}
        return Term(id=name.get("en") or next(iter(name.values()), ""), name=name, aliases=values.get("aliases", ()),
                    wrong_forms=values.get("wrong_forms", ()), note=values.get("note", ""))

    return table("a glossary entry", (
        *languages,
        field("aliases", list_of(WORD), "Other forms that are right."),
        field("not", list_of(WORD), "Wrong forms: `check` finds them in texts, `--fix` puts the right one there.",
          attribute="wrong_forms"),
        field("note", WORD, "For translators."),
        field("waive", ANYTHING, "Findings that are right as they are, with reasons."),
    ), build, title="Term", hints={"zh_cn": "zh", "cn": "zh", "english": "en", "chinese": "zh"})


def _read_list(node: Node | None, name: str, known: Table, context: Context) -> tuple[Any, ...]:
    """The records of a file in order, their positions counted over all items of the list, good or bad."""
    if node is None or is_missing(node):
        return ()
    if not isinstance(node, Sequence):
        first = known.fields[0].name
        context.report(error("E-TYPE", f"{name}.yaml: expected a list, for example - {first}: …; "
                             + ("these are keys with values." if isinstance(node, Mapping) else "this is a text."),
                             f'Begin each record with "- {first}: …" and write its other lines two spaces in.'), node)
        return ()
    records = []
    lines: dict[str, int] = {}
    for index, item in enumerate(node.items):
        context.key = name
        found = read_record(item, known, context)
        if found is BAD or not isinstance(item, Mapping):
            continue
        place = _value(item, "id") or item
        if found.id in lines:
            context.report(error("E-ID-TWICE", f'"{found.id}" is already the id of the record on line '
                                 f"{lines[found.id]}.", "Give one of them another id, or delete one."), place)
            continue
        lines[found.id] = place.line
        rule = _RULES.get(name)
        if rule is not None:
            rule(found, item, context)
        records.append(msgspec.structs.replace(found, path=context.path, index=index))
    return tuple(records)


def _value(item: Mapping, key: str) -> Node | None:
    return next((value for name, value in item.pairs if name.text == key), None)


# ---- rules within one record ---------------------------------------------------------------------------------------


def _check_member(member: Organisation, item: Mapping, context: Context) -> None:
    """Members stand in a group of their country."""
    shown = next(iter(member.name.values()), member.id)
    address = _value(item, "address")
    if isinstance(address, Mapping) and not _means(address, "country"):
        context.report(error("E-REQ", f'"country" is missing in the address of {shown}.', "Add country: CN"), address)


def _means(address: Mapping, key: str) -> bool:
    """Whether a key is given, be it mistyped: its own error is enough."""
    return any(name.text == key or nearest_key(name.text, ADDRESS) == key for name, _ in address.pairs)


def _check_person(person: Person, item: Mapping, context: Context) -> None:
    if person.name and _value(item, "family_name") is None:
        shown = next(iter(person.name.values()))
        context.report(error("E-FAMILY", f'"{shown}": which part is the family name?',
                             f"Add family_name: {likely_family(shown)}"), _value(item, "name") or item)
    for code, family in person.family_name.items() if person.name else ():
        names = [person.name[code]] if code in person.name else list(person.name.values())
        if not any(family.casefold() in name.casefold() for name in names):
            context.report(error("E-FAMILY", f'The family name "{family}" is no part of "{names[0]}".',
                                 f"Write it as it stands in the name, for example {likely_family(names[0])}."),
                           _value(item, "family_name") or item)
    if person.image is not None and not person.image_consent:
        context.report(error("E-CONSENT", "Photo of a person without image_consent: true.",
                             "Ask them, then add image_consent: true; or delete image."),
                       _value(item, "image") or item)


_COMPOUND = frozenset(["欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯"])


def likely_family(name: str) -> str:
    """The last word of a name in an alphabet, the first character or compound of a Chinese one."""
    if not name[:1].isascii() and " " not in name and "·" not in name:
        return name[:2] if name[:2] in _COMPOUND else name[:1]
    words = re.split(r"[ ·]", name)
    particle = next((n for n, word in enumerate(words) if n and word.lower() in
                     ("de", "da", "di", "del", "van", "von", "der", "la", "le", "bin", "al")), len(words) - 1)
    return " ".join(words[particle:])


def _check_timeline(entry: TimelineEntry, item: Mapping, context: Context) -> None:
    name = _value(item, "name")
    if not entry.event:
        if _value(item, "start") is None:
            context.report(error("E-TL-DATE", "This timeline entry has no date.",
                                 "Add start: 2016, 2016-12 or 2017-05-25, as exactly as it is known."), item)
        if name is None:
            context.report(error("E-REQ", '"name" is missing in a timeline entry.', "Add name: {en: …, zh: …}"), item)
    if name is None or entry.start is None:
        return
    typed = _value(item, "start")
    for node in _words(name):
        found = _restated_date(node.text, str(entry.start.day.year))
        if found is not None and isinstance(typed, Scalar):
            message = (f'The text says "{found[0]}" but start is {typed.text}. Remove the date from the text; it is '
                       "printed in both languages.")
            context.report(error("E-TL-TEXT-DATE", message, "Say what happened; start says when."), node,
                           offset=found.start() if node.plain and "\n" not in node.text else 0)


def _words(node: Node) -> list[Scalar]:
    """The texts of a localised text as they were typed."""
    nodes = [value for _, value in node.pairs] if isinstance(node, Mapping) else [node]
    return [each for each in nodes if isinstance(each, Scalar)]


_MONTH = ("(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
          "|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)")
_DATE_IN_TEXT = re.compile(
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)? )?\b{_MONTH}\.? (?:\d{{1,2}},? )?\d{{4}}\b|\b\d{{4}}-\d\d(?:-\d\d)?\b"
    r"|\d{4} ?年 ?\d{1,2} ?月(?: ?\d{1,2} ?[日号])?(?:底|初|末)?")


def _restated_date(text: str, year: str) -> re.Match[str] | None:
    """A date inside a text: any with a month, or the entry's own year said as a date."""
    found = _DATE_IN_TEXT.search(text)
    if found is not None or year not in text:
        return found
    return re.search(
        rf"{year} ?年(?:年?[底初末]|[春夏秋冬]季?|[上下]半年)?"
        rf"|\b(?:in|by|since|during|until|early|late|mid)[ -]{year}\b", text, re.IGNORECASE)


_RULES: dict[str, Callable[[Any, Mapping, Context], None]] = {
    "members": _check_member, "people": _check_person, "timeline": _check_timeline}
