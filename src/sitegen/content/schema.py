"""Tables of fields, read from located YAML: every problem of a file is reported at its place, nothing is raised."""

import re
from collections.abc import Callable
from difflib import get_close_matches
from enum import Enum
from typing import Any, Final, Literal, TypeGuard

import msgspec

from sitegen.content.addresses import (
    check_address,
    check_alias,
    check_email,
    check_file,
    check_segment,
    check_slug,
    write_address,
)
from sitegen.content.codes import check_country, check_language, check_zone, language_code
from sitegen.content.dates import read_clock, read_moment
from sitegen.content.yaml import Mapping, Node, Scalar, Sequence, plain
from sitegen.diagnostics import Diagnostic, error, warning
from sitegen.model import Moment, Text
from sitegen.scripts import fold


class Bad(Enum):
    """What a reader returns when it has reported why there is no value."""

    BAD = "bad"


BAD: Final = Bad.BAD


_MANY = 100
"""After so many problems nothing is suggested any more: it takes time, and the first ones tell."""


class Context:
    """Where the values of one file are read: whose words they are, and the problems found so far."""

    __slots__ = ("codes", "diagnostics", "exit", "key", "language", "path", "split")

    def __init__(
        self, path: str, *, language: str, codes: tuple[str, ...], exit: int = 1,
        split: Callable[[str], tuple[Text, tuple[Diagnostic, int] | None]] | None = None,
    ) -> None:
        """`language` is the code of texts given without one, `codes` are all of the site, `exit` is for errors.

        `split` parts the texts of a file with several languages; it answers with a problem and how far into the text.
        """
        self.split = split
        self.path = path
        self.language = language
        self.codes = codes
        self.exit = exit
        self.key = ""
        self.diagnostics: list[Diagnostic] = []

    def report(self, problem: Diagnostic, node: Node, *, offset: int = 0) -> Bad:
        """Note a problem at a node, `offset` characters into it; answers BAD so that a reader can return it."""
        self.diagnostics.append(msgspec.structs.replace(
            problem, path=self.path, line=node.line, column=node.column + offset,
            exit=self.exit if problem.severity == "error" else problem.exit))
        return BAD

    @property
    def broken(self) -> bool:
        """Whether an error was reported."""
        return any(problem.severity == "error" for problem in self.diagnostics)


Read = Callable[[Node, Context], Any]
"""A value, or BAD after a report."""


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of value: how it is read, and what can be said of it to people and to editors."""

    name: str
    """What is expected, after "expected": a list, a date, an address."""
    read: Read
    example: str = ""
    choices: tuple[str, ...] = ()
    item: "Reader | None" = None
    """Of a list, or of a mapping with free keys."""
    table: "Table | None" = None
    """Of a record."""
    alone: bool = False
    """Whether one value stands for a list of one, or a plain text for the record."""
    form: dict[str, Any] = {}
    """What a plain value looks like, in the words of JSON Schema; any text or number where nothing is said."""


FieldKind = Literal["text", "file", "fact"]


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One key that can be typed."""

    name: str
    reader: Reader
    description: str
    required: bool = False
    kind: FieldKind = "fact"
    """A text belongs to a language; a file's own key to that file; a fact to the page, once."""
    attribute: str
    """Of the struct."""
    spread: bool = False
    """The reader answers with several attributes by name."""
    help: str = ""
    """What to type when it is missing."""


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """The keys of one kind of record."""

    subject: str
    """With its article, for sentences: an event."""
    title: str
    """As headings have it: Event."""
    fields: tuple[Field, ...]
    by_name: dict[str, Field]
    required: tuple[Field, ...]
    texts: frozenset[str]
    """Keys that are texts."""
    facts: frozenset[str]
    """Keys that are facts."""
    records: frozenset[str]
    """Keys whose value is a record."""
    build: Callable[[dict[str, Any]], Any]
    """From attributes to the record."""
    needs: tuple[str, ...] = ()
    """Attributes without which there is no record."""
    derived: dict[str, str] = {}
    """Keys that are never typed, with the sentence that says why."""
    hints: dict[str, str] = {}
    """Keys that people type instead of the right one."""
    main: str = ""
    """The key meant when a plain text stands for the whole record."""
    partial: bool = False
    """Required fields may stand in another file of the page: they are checked after merging."""


def field(name: str, reader: Reader, description: str, *, kind: FieldKind = "fact", required: bool = False,
          attribute: str = "", spread: bool = False, help: str = "") -> Field:
    """A field whose attribute has the key's name unless said otherwise."""
    return Field(name=name, reader=reader, description=description, kind=kind, required=required, help=help,
                 attribute=attribute or name, spread=spread)


def table(subject: str, fields: tuple[Field, ...], build: Callable[[dict[str, Any]], Any], *, title: str = "",
          needs: tuple[str, ...] = (), derived: dict[str, str] | None = None, hints: dict[str, str] | None = None,
          main: str = "", partial: bool = False) -> Table:
    """A table with its look-ups made once."""
    return Table(
        subject=subject, title=title or subject.split(" ", 1)[-1].capitalize(), fields=fields, build=build,
        by_name={each.name: each for each in fields}, required=tuple(each for each in fields if each.required),
        texts=frozenset(each.name for each in fields if each.kind == "text"),
        facts=frozenset(each.name for each in fields if each.kind == "fact"),
        records=frozenset(each.name for each in fields if each.reader.table is not None),
        needs=needs, derived=derived or {}, hints=hints or {}, main=main, partial=partial)


# ---- reading a record ----------------------------------------------------------------------------------------------


def read_record(node: Node, table: Table, context: Context) -> Any:
    """The record, as complete as its fields allow; BAD when it lacks what it cannot be without."""
    if isinstance(node, Scalar) and table.main:
        node = Mapping(((Scalar(table.main, node.line, node.column, True), node),), node.line, node.column)
    if not isinstance(node, Mapping):
        return _unexpected(node, context, "keys with values", f"{{{table.fields[0].name}: …}}")
    values = read_fields(node, table, context)
    if any(name not in values for name in table.needs):
        return BAD
    return table.build(values)


def _read_value(node: Node, reader: Reader, context: Context) -> Any:
    """What the reader makes of the node. Of a list or a record on one line that many files of a site have there, which
    is then one node, it is kept where nothing has to be said of it.
    """
    if isinstance(node, Scalar) or context.split is not None:
        return reader.read(node, context)
    kept = _kept.get(id(node))
    if kept is not None and kept[0] is node and kept[1:4] == (reader.read, context.language, context.codes):
        return kept[4]
    before = len(context.diagnostics)
    value = reader.read(node, context)
    if len(context.diagnostics) == before and len(node.items if isinstance(node, Sequence) else node.pairs) < _LONG:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[id(node)] = node, reader.read, context.language, context.codes, value
    return value


_LONG = 10
"""Nobody types so many on one line."""
_MOST_KEPT = 2000
_kept: dict[int, tuple[Node, Read, str, tuple[str, ...], Any]] = {}
"""By the identity of nodes, which is theirs as long as they are in here."""


def read_fields(
    node: Mapping, table: Table, context: Context, blank: list[str] | None = None
) -> dict[str, Any]:
    """The attributes that a mapping gives by a table; what is wrong, unknown or missing is reported.

    `blank` is given the keys that say nothing.
    """
    values: dict[str, Any] = {}
    given: dict[str, Scalar] = {}
    outer, by_name = context.key, table.by_name
    seen: list[str] = []
    for key, value in node.pairs:
        found = by_name.get(key.text)
        if found is None:
            # The field that was meant is not missing as well: one slip, one error.
            seen.append(_report_unknown(key, node, table, context))
            continue
        seen.append(found.name)
        if is_missing(value):
            _report_placeholder(value if isinstance(value, Scalar) and value.text else key, found, table, context)
            if blank is not None:
                blank.append(key.text)
            continue
        context.key = found.name
        read, attribute = _read_value(value, found.reader, context), found.attribute
        if read is BAD:
            continue
        if found.spread:
            values.update(read)
        elif attribute in values and values[attribute] != read:
            _join(values, found, read, key, given[attribute], context)
        else:
            values[attribute] = read
            given[attribute] = key
    context.key = outer
    if not table.partial:
        for lacking in table.required:
            if lacking.name not in seen:
                _report_missing(node, lacking, table, context)
    return values


def _join(values: dict[str, Any], found: Field, read: Any, key: Scalar, other: Scalar, context: Context) -> None:
    """Two keys of one meaning: lists are joined, different single values are a contradiction."""
    before = values[found.attribute]
    if isinstance(before, tuple):
        values[found.attribute] = before + tuple(item for item in read if item not in before)
        return
    context.report(error("E-TWICE", f'"{key.text}" says something else than "{other.text}" on line {other.line}.',
                         "Keep one of the two."), key)


def _report_unknown(key: Scalar, node: Mapping, table: Table, context: Context) -> str:
    """Report a key of the mapping; answers the one that was probably meant, or empty."""
    name = key.text
    if name in table.derived:
        context.report(error("E-DERIVED", table.derived[name], f'Delete the line "{_short(name)}: …".'), key)
        return ""
    near = nearest_key(name, table) if len(context.diagnostics) < _MANY else ""
    message = f'"{_short(name)}" is not a field of {table.title}.' + (f' Did you mean "{near}"?' if near else "")
    there = next((other for other, _ in node.pairs if near and other.text == near), None)
    if there:
        help = f"Delete this line: {near} is given on line {there.line}."
    else:
        help = f"Write {near}: …" if near else f"The fields are {', '.join(each.name for each in table.fields)}."
    context.report(error("E-KEY", message, help), key)
    return near


def nearest_key(name: str, table: Table) -> str:
    """The key that was probably meant; empty where none is near."""
    low = name.casefold().strip().replace("-", "_").replace(" ", "_")
    if low in table.by_name:
        return low
    if low in table.hints:
        return table.hints[low]
    first = low.split("_")[0]
    if "_" in low and first in table.by_name:
        return first
    close = get_close_matches(low[:60], list(table.by_name), 1)
    return close[0] if close else ""


def _report_missing(node: Node, lacking: Field, table: Table, context: Context) -> None:
    context.report(error("E-REQ", f'"{lacking.name}" is missing in {table.subject}.',
                         lacking.help or f"Add {lacking.name}: {lacking.reader.example or '…'}"), node)


def _report_placeholder(node: Node, found: Field, table: Table, context: Context) -> None:
    typed = node.text if isinstance(node, Scalar) and node.text != found.name else ""
    what = f'"{_short(typed)}" says nothing' if typed else f'"{found.name}" has no value'
    if found.required and not table.partial:
        context.report(error("E-REQ", f'"{found.name}" is missing in {table.subject}: {what}.',
                             found.help or f"Write {found.name}: {found.reader.example or '…'}"), node)
        return
    context.report(warning("W-PLACEHOLDER", f"{what}; the line counts as missing.",
                           "Write the value, or delete the line."), node)


_PLACEHOLDERS = frozenset(["", "tbc", "tbd", "n/a", "-", "待定", "xxx", "lorem"])


def is_missing(node: Node) -> bool:
    """Whether a value is blank or one of the words typed in place of one."""
    if not isinstance(node, Scalar):
        return False
    text = node.text
    if len(text) > 5:
        # Asked of every value, most of which begin otherwise.
        return (text[0] in "Ll" and text[:12].casefold() == "lorem ipsum ") or text.isspace()
    return text in _PLACEHOLDERS or text.strip().casefold() in _PLACEHOLDERS


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def _unexpected(node: Node, context: Context, name: str, example: str) -> Bad:
    """The wrong shape: what was expected, with an example, and what stands there."""
    found = {Scalar: "this is a text", Sequence: "this is a list", Mapping: "these are keys with values"}[type(node)]
    return context.report(error("E-TYPE", f'"{context.key}": expected {name}, for example {example}; {found}.',
                                f"Write {context.key}: {example}"), node)


# ---- texts ---------------------------------------------------------------------------------------------------------


def _read_text(node: Node, context: Context) -> Any:
    if isinstance(node, Scalar):
        return _read_split(node, context) if context.split else {context.language: fold(node.text)}
    if isinstance(node, Sequence):
        return _unexpected(node, context, "a text", '"Some words"')
    return read_languages(node, context)


def _read_split(node: Scalar, context: Context) -> Text:
    text, problem = context.split(node.text) if context.split else ({}, None)
    if problem is not None:
        quote = 0 if node.plain else 1
        context.report(problem[0], node, offset=problem[1] + quote if "\n" not in node.text[:problem[1]] else 0)
    return {code: fold(words) for code, words in text.items()}


def read_languages(node: Mapping, context: Context) -> Text:
    """A text in several languages; keys that are no codes of the site are reported and left out."""
    text: Text = {}
    for key, value in node.pairs:
        if key.text not in context.codes:
            report_language(key, context)
            continue
        if is_missing(value):
            context.report(warning("W-PLACEHOLDER", f'"{key.text}" has no words; it counts as missing.',
                                   "Write the text, or delete it."), key)
            continue
        if not isinstance(value, Scalar):
            _unexpected(value, context, "a text", '"Some words"')
            continue
        text[key.text] = fold(value.text)
    return text


def report_language(key: Scalar, context: Context) -> None:
    """A key that should be a language code of the site and is not."""
    right = language_code(key.text, context.codes)
    codes = ", ".join(f'"{code}"' for code in context.codes)
    context.report(error(
        "E-LANG", f'language key "{_short(key.text)}" is not one of this site.' + (f' Use "{right}".' if right else ""),
        f"Write {right}: …" if right else f"This site's languages are {codes}."), key)


IN_LANGUAGES = {"$ref": "#/$defs/text"}
"""A text, or one for each language: which languages there are, the site says."""
TEXT = Reader(name="a text, or one for each language", read=_read_text, example='"Some words"', form=IN_LANGUAGES)


def _read_word(node: Node, context: Context) -> Any:
    if isinstance(node, Scalar):
        return node.text.strip()
    return _unexpected(node, context, "a text", '"Some words"')


WORD = Reader(name="a text, kept as typed", read=_read_word, example='"1.10"')


def _read_plain(node: Node, context: Context) -> Any:
    return plain(node)


ANYTHING = Reader(name="anything", read=_read_plain, example="{colour: blue}", form={"$comment": "anything"})


# ---- single values -------------------------------------------------------------------------------------------------


def checked(name: str, example: str, check: Callable[[str], Diagnostic | None], *, pattern: str = "",
            form: dict[str, Any] | None = None, write: Callable[[str], str] = str) -> Reader:
    """A text that is kept as typed, or as `write` writes it, when `check` finds no error in it.

    `pattern` is what editors can be told of it: nothing that is right may fail it. Where all values can be
    named, `form` names them instead.
    """

    def read(node: Node, context: Context) -> Any:
        if not isinstance(node, Scalar):
            return _unexpected(node, context, name, example)
        text = node.text.strip()
        problem = check(text)
        if problem is not None:
            context.report(problem, node)
            if problem.severity == "error":
                return BAD
        return write(text)

    told = form or ({"type": ["string", "number"], "pattern": pattern} if pattern else {})
    return Reader(name=name, read=read, example=example, form=told)


def one_of(choices: tuple[str, ...], noun: str, *, code: str = "E-CHOICE", likely: dict[str, str] | None = None,
           suggestion: str = 'Did you mean "{}"?') -> Reader:
    """One of a few words; `likely` maps other words, in lower case, to the right one."""
    known = frozenset(choices)

    def read(node: Node, context: Context) -> Any:
        if not isinstance(node, Scalar):
            return _unexpected(node, context, noun, choices[0])
        text = node.text.strip()
        if text in known:
            return text
        low = text.casefold().replace("_", "-").replace(" ", "-")
        close = [low] if low in known else [] if len(context.diagnostics) > _MANY else get_close_matches(
            low[:60], choices, 1)
        near = (likely or {}).get(low) or (close[0] if close else "")
        said = f" {suggestion.format(near)}" if near else f" Use one of {', '.join(choices)}."
        return context.report(error(code, f'"{_short(text)}" is not {noun}.{said}',
                                    f"Write one of: {', '.join(choices)}."), node)

    return Reader(name=noun, read=read, example=choices[0], choices=choices)


def _check_id(text: str) -> Diagnostic | None:
    if _ID.fullmatch(text) and check_segment(text) is None:
        return None
    suggestion = re.sub(r"[^\w]+", "-", text.casefold(), flags=re.ASCII if text.isascii() else 0).strip("-_")
    return error("E-ID", f'"{_short(text)}" is not an id: an id has letters, digits and hyphens, and no spaces.',
                 f"Write {suggestion}." if _ID.fullmatch(suggestion) and check_segment(suggestion) is None
                 else "Write it like martin-rune.")


_ID = re.compile(r"\w(?:[\w.\-]*\w)?")
IDENTIFIER = checked("an id", "martin-rune", _check_id, pattern=r"^\S+$")
SLUG = checked("a name for the address", "innovation-workshop", check_slug, pattern=r"^[^/\\?#]+$")
LINK = checked("an address", "https://example.org/page", check_address, pattern=r"^\S+$", write=write_address)
WEB = checked("a web address", "https://example.org/", lambda text: check_address(text, absolute=True),
              pattern=r"^[Hh][Tt][Tt][Pp][Ss]?://\S+$", write=write_address)
ALIAS = checked("a former address on this site", "/old/address/", check_alias, pattern="^/")
EMAIL = checked("an e-mail address", "office@example.org", check_email, pattern=r"^\S+@\S+\.\S+$")
FILE = checked("a file's name", "programme.pdf", check_file, pattern=r"^[^/\\]")
COUNTRY = checked("a country's two letters", "CN", check_country, form={"$ref": "#/$defs/country"})
ZONE = checked("a time zone", "Europe/London", check_zone, form={"$ref": "#/$defs/zone"})


def _read_language(node: Node, context: Context) -> Any:
    if not isinstance(node, Scalar):
        return _unexpected(node, context, "a language", context.codes[0])
    text = node.text.strip()
    problem = check_language(text, context.codes)
    return text if problem is None else context.report(problem, node)


LANGUAGE = Reader(name="a language of the site or a BCP 47 tag", read=_read_language, example="en",
                  form={"type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$"})


def _read_reference(node: Node, context: Context) -> Any:
    """An id; whether it exists is known only when everything is read."""
    if not isinstance(node, Scalar):
        return _unexpected(node, context, "an id", "some-id")
    comma = _COMMA.search(node.text)
    if comma:
        words = "，".join(part.strip() for part in _COMMA.split(node.text))
        context.report(warning("W-COMMA", f"one tag '{_short(node.text)}'; did you mean two?" if context.key == "tags"
                               else f"one id '{_short(node.text)}'; did you mean two?",
                               f"Separate them by a comma and a space: [{words.replace('，', ', ')}]"), node,
                       offset=comma.start() + (not node.plain))
    return node.text.strip()


_COMMA = re.compile("[，、؛；]")
REFERENCE = Reader(name="an id", read=_read_reference, example="some-id")


def _read_boolean(node: Node, context: Context) -> Any:
    if isinstance(node, Scalar):
        answer = _ANSWERS.get(node.text.strip().casefold())
        if answer is not None:
            return answer
        return context.report(error("E-TYPE", f'"{context.key}": expected yes or no; "{_short(node.text)}" is neither.',
                                    f"Write {context.key}: yes or {context.key}: no."), node)
    return _unexpected(node, context, "yes or no", "yes")


_ANSWERS = {"true": True, "yes": True, "on": True, "是": True, "false": False, "no": False, "off": False, "否": False}
BOOLEAN = Reader(name="yes or no", read=_read_boolean, example="yes", choices=("yes", "no", "true", "false"),
                 form={"$ref": "#/$defs/yes-or-no"})


def whole_number(smallest: int, largest: int = 999_999_999) -> Reader:
    """A whole number between two, both included."""

    def read(node: Node, context: Context) -> Any:
        if not isinstance(node, Scalar):
            return _unexpected(node, context, "a whole number", str(max(smallest, 1)))
        text = node.text.strip()
        if re.fullmatch(r"-?[0-9]{1,9}", text) and smallest <= int(text) <= largest:
            return int(text)
        return context.report(error("E-TYPE", f'"{context.key}": expected a whole number from {smallest} to {largest}; '
                                    f'this is "{_short(text)}".', f"Write {context.key}: {max(smallest, 1)}"), node)

    return Reader(name="a whole number", read=read, example=str(max(smallest, 1)), form={
        "type": ["integer", "string"], "minimum": smallest, "maximum": largest, "pattern": "^-?[0-9]{1,9}$"})


def dated(name: str, example: str, read_one: Callable[[str], Moment | Diagnostic], *,
          precisions: tuple[str, ...] = (), pattern: str = "") -> Reader:
    """A moment; where `precisions` are named, only of those."""

    def read(node: Node, context: Context) -> Any:
        if not isinstance(node, Scalar):
            return _unexpected(node, context, name, example)
        moment = read_one(node.text.strip())
        if not isinstance(moment, Moment):
            return context.report(moment, node)
        if precisions and moment.precision not in precisions:
            return context.report(error("E-DATE", f'"{_short(node.text)}": expected {name}.',
                                        f"Write it like {example}."), node)
        return moment

    # A year alone is a number to editors.
    return Reader(name=name, read=read, example=example, form={
        "type": ["string", "integer"], "minimum": 2, "maximum": 9998, "pattern": f"^(?:{pattern})$"})


_DAY = r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
_MINUTE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ Tt] *[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?"
MOMENT = dated("a date or a local time", "2020-03-05 09:30", read_moment, pattern=f"{_DAY}|{_MINUTE}")
DATE = dated("a date without a time", "2020-03-05", read_moment, precisions=("year", "month", "day"), pattern=_DAY)
CLOCK = dated("a time on the event's first day, or a full local time", "09:45", read_clock, precisions=("minute",),
              pattern=rf"[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?|{_MINUTE}")
"""`09:45` comes out as a moment on dates.FIRST_DAY."""


# ---- several values ------------------------------------------------------------------------------------------------


def list_of(item: Reader, *, or_one: bool = False) -> Reader:
    """A list; with `or_one` a single value stands for a list of one."""

    def read(node: Node, context: Context) -> Any:
        if isinstance(node, Sequence):
            return tuple(_read_items(node, item, context))
        if or_one:
            value = item.read(node, context)
            return BAD if value is BAD else (value,)
        example = f"[{', '.join(re.split(r'[,，、;；] *', node.text))}]" if _is_word(node) else f"[{item.example}]"
        if item.table is not None:
            example = f"[{{{item.table.fields[0].name}: …}}]"
        return _unexpected(node, context, "a list", example)

    return Reader(name=f"a list of {item.name}", read=read, example=f"[{item.example}]", item=item, alone=or_one)


def _is_word(node: Node) -> TypeGuard[Scalar]:
    return isinstance(node, Scalar) and 0 < len(node.text) <= 60 and not re.search(r"[\[\]{}\n:]", node.text)


def _read_items(node: Sequence, item: Reader, context: Context) -> list[Any]:
    values = []
    for each in node.items:
        if is_missing(each):
            context.report(warning("W-PLACEHOLDER", "This item says nothing; it counts as missing.",
                                   "Write the value, or delete it."), each)
            continue
        value = item.read(each, context)
        if value is not BAD:
            values.append(value)
    return values


def mapping_of(item: Reader, *, languages: bool = False) -> Reader:
    """Free keys, or the site's language codes, each with a value of one kind."""

    def read(node: Node, context: Context) -> Any:
        if not isinstance(node, Mapping):
            return _unexpected(node, context, "keys with values", f"{{key: {item.example}}}")
        values = {}
        for key, value in node.pairs:
            if languages and key.text not in context.codes:
                report_language(key, context)
                continue
            found = item.read(value, context)
            if found is not BAD:
                values[key.text] = found
        return values

    return Reader(name=f"keys, each with {item.name}", read=read, example=f"{{key: {item.example}}}", item=item,
                  form={"$ref": "#/$defs/by-language"} if languages else {"type": "object"})


def record(table: Table) -> Reader:
    """A record by its table."""
    return Reader(name=table.subject, read=lambda node, context: read_record(node, table, context),
                  example=f"{{{table.fields[0].name}: …}}", table=table, alone=bool(table.main))


# ---- texts that a translation gives by key -------------------------------------------------------------------------


def read_nested(node: Mapping, reader: Reader, context: Context, *, prefix: str) -> dict[str, Text]:
    """The texts that a translation gives for parts of its source: `sessions/panel-1/title` to the words.

    `reader` is the field's: of a list of records (then the keys name its items) or of one record.
    """
    texts: dict[str, Text] = {}
    if reader.item is not None and reader.item.table is not None:
        for key, value in node.pairs:
            _read_part(value, reader.item.table, context, f"{prefix}/{key.text}", texts)
    elif reader.table is not None:
        _read_part(node, reader.table, context, prefix, texts)
    return texts


def _read_part(node: Node, table: Table, context: Context, prefix: str, texts: dict[str, Text]) -> None:
    if isinstance(node, Scalar) and table.main:
        texts[f"{prefix}/{table.main}"] = {context.language: fold(node.text)}
        return
    if not isinstance(node, Mapping):
        _unexpected(node, context, "the texts of " + table.subject, "{title: …}")
        return
    for key, value in node.pairs:
        found = table.by_name.get(key.text)
        if found is None:
            _report_unknown(key, node, table, context)
        elif is_missing(value):
            _report_placeholder(value if isinstance(value, Scalar) and value.text else key, found, table, context)
        elif found.kind == "text":
            text = _read_text(value, context)
            if text is not BAD:
                texts[f"{prefix}/{found.attribute}"] = text
        elif isinstance(value, Mapping) and (found.reader.table or (found.reader.item and found.reader.item.table)):
            texts.update(read_nested(value, found.reader, context, prefix=f"{prefix}/{found.name}"))
        else:
            context.report(error("E-FACT-NESTED", f'"{key.text}" is a fact of {table.subject}: it is written once, in '
                                 "the file that holds the facts.", "Delete the line here."), key)
