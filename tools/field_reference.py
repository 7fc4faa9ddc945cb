"""docs/fields.md, and docs/zh/fields.md, made from the tables that read what is typed: each field with an example."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from message_catalogue import in_chinese

from sitegen.content.config import SITE
from sitegen.content.examples import EXAMPLES
from sitegen.content.fields import COMMON, CONSORTIUM, PAGE, PAGES, PLACE
from sitegen.content.records import TABLES, glossary_table
from sitegen.content.schema import Field, Reader, Table

ROOT = Path(__file__).resolve().parents[1]


class Words(NamedTuple):
    """What a page says beside what the program says of its fields."""

    file: Path
    said: Callable[[str], str]
    """A sentence of the program in the page's language."""
    head: str
    columns: str
    every_page: tuple[str, str]
    files: dict[str, str]
    """By list or kind of page: where its fields stand."""
    notes: dict[str, str]
    """By the subject of a table: what its fields do not say."""
    inside: str
    joint: str
    comma: str
    one_of: str
    needed: str
    place: str
    space: str


ENGLISH = Words(
    ROOT / "docs" / "fields.md", lambda text: text,
    """# Every field

Made from the program by `python tools/field_reference.py`; [writing.md](writing.md) and [webmaster.md](webmaster.md)
tell when to use what. **Needed** means that nothing is published without it. A text may be given in several languages:
`{en: Repair day, zh: 维修日}`; see [translating.md](translating.md).
""",
    "| field | is | for example |",
    ("Every page", "Of events, news, publications and pages alike; `date` of news, publications and pages."),
    {
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
    },
    {
        "a speaker": "`person` or `name` is needed.",
        "a document": "`file` or `url` is needed. Sizes of files are read from the files.",
        "a policy": "The key is a section, the first folder below `content/`; pages outside any folder are `pages`. Of "
                    "`data`, the texts of `content/data/` and of `site.yaml`, `complete` and `stale` alone can be "
                    "said: a name that is not translated is shown in the language it has.",
    },
    "In {}.", " and ", ", ", "One of {}.", "**Needed.**", "Place in a page", " ",
)
CHINESE = Words(
    ROOT / "docs" / "zh" / "fields.md", lambda text: in_chinese()[text],
    "# 字段一览\n\n由程序生成：`python tools/field_reference.py`；何时用哪个字段，见[写作](writing.md)和[配置]"
    "(../webmaster.md)。**必填**表示缺了它就什么也不会发布。文字可以用几种语言给出："
    "`{en: Repair day, zh: 维修日}`；见[翻译](translating.md)。\n",
    "| 字段 | 含义 | 例如 |",
    ("所有页面", "活动、新闻、出版物和页面都有；`date`用于新闻、出版物和页面。"),
    {
        "event": "`content/events/…`，此外还有[所有页面](#所有页面)的字段。",
        "news": "`content/news/…`，此外还有[所有页面](#所有页面)的字段。",
        "publication": "`content/publications/…`，此外还有[所有页面](#所有页面)的字段。",
        "members": "`content/data/members.yaml`。`organisations.yaml`的字段相同，但没有`membership`和"
                   "`coordinates`，只有`id`和`name`必填。",
        "people": "`content/data/people.yaml`。",
        "places": "`content/data/places.yaml`。",
        "series": "`content/data/series.yaml`。",
        "topics": "`content/data/topics.yaml`。",
        "timeline": "`content/data/timeline.yaml`。每条要有`event`，或`start`和`name`。",
        "glossary": "`content/data/glossary.yaml`，网站的每种语言各有一个字段。",
        "site": "`site.yaml`。完整的例子见[配置](../webmaster.md#siteyaml)。",
    },
    {
        "a speaker": "`person`或`name`必填。",
        "a document": "`file`或`url`必填。文件的大小从文件读取。",
        "a policy": "键是栏目，也就是`content/`之下的第一级文件夹；不在文件夹里的页面属于`pages`。"
                    "对`data`，即`content/data/`和`site.yaml`里的文字，只能写`complete`和`stale`："
                    "没有翻译的名称，以它已有的语言显示。",
    },
    "写在{}里。", "和", "、", "取值：{}。", "**必填。**", "页面里的地点", "",
)


def references() -> dict[Path, str]:
    """Each page by its file."""
    return {words.file: reference(words) for words in (ENGLISH, CHINESE)}


def reference(words: Words) -> str:
    """The page: files first, then what stands inside them, each as soon as it has been named."""
    title, about = words.every_page
    lines = [words.head, *_section(words, title, about, PAGE.fields, PAGE.subject)]
    inside: dict[str, tuple[Table, list[str]]] = {}
    _name_parts(PAGE.fields, inside)
    for name, where in words.files.items():
        table = _file(name)
        own = tuple(each for each in table.fields if name not in PAGES or each not in COMMON)
        lines += _section(words, "`site.yaml`" if name == "site" else _title(words, table), where, own, table.subject)
        _name_parts(own, inside)
    told: set[str] = set()
    while new := [subject for subject in inside if subject not in told]:
        told |= {*new}
        for subject in new:
            _name_parts(inside[subject][0].fields, inside)
    for subject, (table, keys) in inside.items():
        where = words.inside.format(words.joint.join(f"`{key}`" for key in dict.fromkeys(keys)))
        note = f"{words.space}{words.notes[subject]}" if subject in words.notes else ""
        lines += _section(words, _title(words, table), where + note, table.fields, table.subject)
    return "\n".join(lines)


def _file(name: str) -> Table:
    if name == "site":
        return SITE
    if name == "glossary":
        return glossary_table(("en", "zh"))
    return PAGES[name] if name in PAGES else TABLES[name]


def _title(words: Words, table: Table) -> str:
    if table is PLACE:
        return words.place
    said = words.said(table.subject)
    said = said.split(" ", 1)[-1] if said == table.subject else said
    return said[0].upper() + said[1:]


def _name_parts(found: tuple[Field, ...], inside: dict[str, tuple[Table, list[str]]]) -> None:
    """Note the tables that fields lead to, with the keys under which they stand."""
    for each in found:
        for table in _tables(each.reader):
            if table is not CONSORTIUM:
                inside.setdefault(table.subject, (table, []))[1].append(each.name)


def _tables(reader: Reader | None) -> Iterator[Table]:
    if reader is not None:
        if reader.table is not None:
            yield reader.table
        yield from _tables(reader.item)


def _section(words: Words, title: str, about: str, found: tuple[Field, ...], subject: str) -> list[str]:
    examples = EXAMPLES[subject]
    rows = (f"| `{each.name}` | {_meaning(words, each)} | `{each.name}: {examples[each.name]}` |" for each in found)
    return [f"## {title}\n", f"{about}\n", words.columns, "|---|---|---|", *rows, ""]


def _meaning(words: Words, found: Field) -> str:
    parts = [_said(words, found.description)]
    choices = found.reader.choices or (found.reader.item.choices if found.reader.item else ())
    if choices and not {"yes", "no"} & set(choices) and any(each not in found.description for each in choices):
        parts.append(words.one_of.format(words.comma.join(f"`{each}`" for each in choices)))
    return words.space.join([*parts, *([words.needed] if found.required else [])])


def _said(words: Words, description: str) -> str:
    for language, name in (("English", "英文"), ("Chinese", "中文")):
        if description == f"The term in {language}.":
            return words.said("The term in {code}.").replace("{code}", name) if words is CHINESE else description
    return words.said(description)


if __name__ == "__main__":
    for path, text in references().items():
        path.write_text(text, encoding="utf-8")
