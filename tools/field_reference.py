"""docs/fields.md, made from the tables that read what is typed: every field with its meaning and an example."""

from collections.abc import Iterator
from pathlib import Path

from sitegen.content.config import SITE
from sitegen.content.examples import EXAMPLES
from sitegen.content.fields import COMMON, CONSORTIUM, PAGE, PAGES, PLACE
from sitegen.content.records import TABLES, glossary_table
from sitegen.content.schema import Field, Reader, Table

FILE = Path(__file__).resolve().parents[1] / "docs" / "fields.md"
_HEAD = """# Every field

Made from the program by `python tools/field_reference.py`; [writing.md](writing.md) and [webmaster.md](webmaster.md)
tell when to use what. **Needed** means that nothing is published without it. A text may be given in several languages:
`{en: Repair day, zh: 维修日}`; see [translating.md](translating.md).
"""
_PARTS: dict[str, str] = {
    "event": "`content/events/…`, besides the fields of [every page](#every-page).",
    "news": "`content/news/…`, besides the fields of [every page](#every-page).",
    "publication": "`content/publications/…`, besides the fields of [every page](#every-page).",
    "members": "`content/data/members.yaml`. `organisations.yaml` has the same fields but `membership` and "
               "`coordinates`, and needs only `id` and `name`.",
    "people": "`content/data/people.yaml`.",
    "places": "`content/data/places.yaml`.",
    "series": "`content/data/series.yaml`.",
    "topics": "`content/data/topics.yaml`.",
    "timeline": "`content/data/timeline.yaml`. An entry needs an `event`, or a `start` and a `name`.",
    "glossary": "`content/data/glossary.yaml`, with one field for each language of the site.",
    "site": "`site.yaml`. [webmaster.md](webmaster.md#siteyaml) shows a whole one.",
}
_NOTES = {
    "a speaker": "`person` or `name` is needed.",
    "a document": "`file` or `url` is needed. Sizes of files are read from the files.",
    "a policy": "The key is a section, the first folder below `content/`; pages outside any folder are `pages`. Of "
                "`data`, the texts of `content/data/` and of `site.yaml`, `complete` and `stale` alone can be "
                "said: a name that is not translated is shown in the language it has.",
}


def reference() -> str:
    """The page: files first, then what stands inside them, each as soon as it has been named."""
    lines = [_HEAD]
    told: set[str] = set()
    waiting: dict[str, tuple[Table, list[str]]] = {}
    lines += _section("Every page", "Of events, news, publications and pages alike; `date` of news, publications and "
                      "pages.", PAGE.fields, PAGE.subject)
    _name_parts(PAGE.fields, waiting)
    for name, words in _PARTS.items():
        table = _file(name)
        own = tuple(each for each in table.fields if name not in PAGES or each not in COMMON)
        lines += _section("`site.yaml`" if name == "site" else _title(table), words, own, table.subject)
        _name_parts(own, waiting)
    for subject in iter(lambda: next((each for each in waiting if each not in told), ""), ""):
        table, _ = waiting[subject]
        told.add(subject)
        _name_parts(table.fields, waiting)
    for subject, (table, keys) in waiting.items():
        where = f"In {' and '.join(f'`{key}`' for key in dict.fromkeys(keys))}."
        note = f" {_NOTES[subject]}" if subject in _NOTES else ""
        lines += _section(_title(table), where + note, table.fields, subject)
    return "\n".join(lines)


def _file(name: str) -> Table:
    if name == "site":
        return SITE
    if name == "glossary":
        return glossary_table(("en", "zh"))
    return PAGES[name] if name in PAGES else TABLES[name]


def _title(table: Table) -> str:
    words = table.subject.split(" ", 1)[-1]
    return "Place in a page" if table is PLACE else words[0].upper() + words[1:]


def _name_parts(found: tuple[Field, ...], waiting: dict[str, tuple[Table, list[str]]]) -> None:
    """Note the tables that fields lead to, with the keys under which they stand."""
    for each in found:
        for table in _tables(each.reader):
            if table is not CONSORTIUM:
                key = f"{table.subject}{'' if table is not PLACE else ' of a page'}"
                waiting.setdefault(key, (table, []))[1].append(each.name)


def _tables(reader: Reader | None) -> Iterator[Table]:
    if reader is not None:
        if reader.table is not None:
            yield reader.table
        yield from _tables(reader.item)


def _section(title: str, words: str, found: tuple[Field, ...], subject: str) -> list[str]:
    examples = EXAMPLES[subject.removesuffix(" of a page")]
    rows = (f"| `{each.name}` | {_meaning(each)} | `{each.name}: {examples[each.name]}` |" for each in found)
    return [f"## {title}\n", f"{words}\n", "| field | is | for example |", "|---|---|---|", *rows, ""]


def _meaning(found: Field) -> str:
    words = found.description
    choices = found.reader.choices or (found.reader.item.choices if found.reader.item else ())
    if choices and not {"yes", "no"} & set(choices) and any(each not in words for each in choices):
        words += f" One of {', '.join(f'`{each}`' for each in choices)}."
    return f"{words}{' **Needed.**' if found.required else ''}"


if __name__ == "__main__":
    FILE.write_text(reference(), encoding="utf-8")
