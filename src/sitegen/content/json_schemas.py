"""What can be typed, as JSON Schema: made from the tables that read it, for editors that complete and check YAML."""

from typing import Any

from sitegen.content.codes import COUNTRIES
from sitegen.content.config import SITE
from sitegen.content.examples import EXAMPLES
from sitegen.content.fields import PAGES
from sitegen.content.records import TABLES, glossary_table
from sitegen.content.schema import Field, Reader, Table
from sitegen.moments import zone_names

Schema = dict[str, Any]

DIALECT = "http://json-schema.org/draft-07/schema#"
"""The one that the YAML extension of VS Code knows best."""

_YES = ("true", "yes", "on", "是", "false", "no", "off", "否")


def schemas(codes: tuple[str, ...]) -> dict[str, Schema]:
    """For a site with these languages, by name: site, each list of content/data/, each kind of front matter."""
    found = {"site": _Described(codes).whole("site.yaml", SITE, many=False)}
    for name, table in (*TABLES.items(), ("glossary", glossary_table(codes))):
        found[name] = _Described(codes).whole(f"content/data/{name}.yaml", table, many=True)
    for kind, table in PAGES.items():
        found[f"front-matter-{kind}"] = _Described(codes, nested=True).whole(
            f"Front matter of {table.subject}", table, many=False)
    return found


class _Described:
    """One schema being made: each table that it needs is described once."""

    def __init__(self, codes: tuple[str, ...], *, nested: bool = False) -> None:
        """With `nested`, parts may be given as a translation gives them: texts alone, by key."""
        self._codes = codes
        self._nested = nested
        self._parts: dict[str, Schema] = _shared(codes)

    def whole(self, title: str, table: Table, *, many: bool) -> Schema:
        """The schema of a file whose records, or whose only one, a table tells."""
        one = self._table(table)
        return {"$schema": DIALECT, "title": title, **({"type": "array", "items": one} if many else one),
                "$defs": {name: part for name, part in sorted(self._parts.items()) if name in self._used(one)}}

    def _used(self, top: Schema) -> set[str]:
        """The names of the parts that are referred to, by parts too."""
        found: set[str] = set()
        waiting = [top]
        while waiting:
            new = _references(waiting.pop()) - found
            found |= new
            waiting += [self._parts[name] for name in new]
        return found

    def _table(self, table: Table) -> Schema:
        required = [each.name for each in table.required if not table.partial]
        return {"type": "object", "additionalProperties": False,
                "properties": {each.name: self._field(each, table) for each in table.fields},
                **({"required": required} if required else {}), **_EXTRA.get(table.subject, {})}

    def _field(self, found: Field, table: Table) -> Schema:
        value = self._value(found.reader)
        parts = found.reader.table or (found.reader.item and found.reader.item.table)
        if table.partial and self._nested and parts and found.kind == "fact" and found.name != "translated":
            value = {"anyOf": [value, self._texts(found.reader)]}
        needed = " Needed." if found.required else ""
        example = EXAMPLES[table.subject].get(found.name)
        shown = f" For example `{found.name}: {example}`." if example else ""
        described: Schema = {"description": f"{found.description}{needed}{shown}"}
        # Beside a reference nothing else is read.
        return described | ({"allOf": [value]} if "$ref" in value else value)

    def _value(self, reader: Reader) -> Schema:
        if reader.table is not None:
            record = self._part(reader.table)
            return {"anyOf": [self._alone(reader.table), record]} if reader.alone else record
        if reader.item is not None:
            item = self._value(reader.item)
            if reader.form:
                return self._keys(reader, item)
            many = {"type": "array", "items": item}
            return {"anyOf": [item, many]} if reader.alone else many
        if reader.form:
            return reader.form
        return {"enum": list(reader.choices)} if reader.choices else {"$ref": "#/$defs/scalar"}

    def _keys(self, reader: Reader, item: Schema) -> Schema:
        """Free keys, or the site's languages, each with a value of one kind."""
        if reader.form == {"type": "object"}:
            return {"type": "object", "additionalProperties": item}
        return {"type": "object", "properties": dict.fromkeys(self._codes, item), "additionalProperties": False}

    def _alone(self, table: Table) -> Schema:
        """What a plain value stands for: the main field, or an id."""
        return self._value(table.by_name[table.main].reader) if table.main else {"$ref": "#/$defs/scalar"}

    def _part(self, table: Table) -> Schema:
        name = _name(table)
        if name not in self._parts:
            self._parts[name] = {}
            self._parts[name] = self._table(table)
        return {"$ref": f"#/$defs/{name}"}

    def _texts(self, reader: Reader) -> Schema:
        """The words of a record, or by key of each record of a list, as a translation gives them."""
        table = reader.table or (reader.item.table if reader.item else None)
        assert table is not None
        name = f"words-of-{_name(table)}"
        if name not in self._parts:
            self._parts[name] = {}
            words = {each.name: {"description": each.description, "allOf": [self._words(each)]} for each in table.fields
                     if each.kind == "text" or each.reader.table or (each.reader.item and each.reader.item.table)}
            self._parts[name] = {"type": "object", "properties": words, "additionalProperties": False}
        one: Schema = {"$ref": f"#/$defs/{name}"}
        if table.main:
            one = {"anyOf": [self._alone(table), one]}
        return one if reader.table is not None else {"type": "object", "additionalProperties": one}

    def _words(self, found: Field) -> Schema:
        return self._value(found.reader) if found.kind == "text" else self._texts(found.reader)


_EXTRA: dict[str, Schema] = {
    "a speaker": {"anyOf": [{"required": ["person"]}, {"required": ["name"]}]},
    "a document": {"anyOf": [{"required": ["file"]}, {"required": ["url"]}]},
    "a timeline entry": {"anyOf": [{"required": ["event"]}, {"required": ["start", "name"]}]},
    "a person": {"required": ["id", "name", "family_name"]},
}
"""What a table's reader demands beyond its fields."""


def _shared(codes: tuple[str, ...]) -> dict[str, Schema]:
    scalar: Schema = {"type": ["string", "number", "boolean"]}
    word: Schema = {"$ref": "#/$defs/scalar"}
    words = "|".join("".join(f"[{each.upper()}{each}]" if each.upper() != each else each for each in word_)
                     for word_ in _YES)
    return {
        "scalar": scalar,
        "text": {"anyOf": [word, {"type": "object", "properties": dict.fromkeys(codes, word),
                                  "additionalProperties": False}]},
        "yes-or-no": {"anyOf": [{"enum": ["yes", "no", True, False]}, {"type": "string", "pattern": f"^({words})$"}]},
        "country": {"enum": sorted(COUNTRIES)},
        "zone": {"enum": sorted(name for name in zone_names() if "/" in name or name == "UTC")},
    }


def _name(table: Table) -> str:
    """A table's subject without its article: status-note."""
    return table.subject.split(" ", 1)[-1].replace("'", "").replace("’", "").replace(" ", "-")


def _references(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"].rpartition("/")[2]} if "$ref" in value else set()
        return own.union(*(_references(each) for each in value.values()))
    return set().union(*(_references(each) for each in value)) if isinstance(value, list) else set()
