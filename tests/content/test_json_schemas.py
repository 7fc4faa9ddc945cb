"""The schemas for editors say what the tables say: nothing right is marked, and slips of the form are found."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.commands.schema import schema_files, yaml_schemas
from sitegen.commands.starter import STARTER_CODES, starter_files
from sitegen.content import schema as readers
from sitegen.content.config import SITE
from sitegen.content.fields import PAGES
from sitegen.content.front_matter import split
from sitegen.content.json_schemas import schemas
from sitegen.content.records import TABLES
from sitegen.content.schema import Context, Reader, Table
from sitegen.content.yaml import Mapping, Node, Scalar, Sequence, plain, read_yaml

jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
ROOT = Path(__file__).resolve().parent.parent.parent
CODES = ("en", "zh")
MADE = schemas(CODES)


def as_editors_read(node: Node | None) -> Any:
    """A tree in the types of YAML 1.2, as the language server of VS Code has it."""
    if isinstance(node, Sequence):
        return [as_editors_read(item) for item in node.items]
    if isinstance(node, Mapping):
        return {key.text: as_editors_read(value) for key, value in node.pairs}
    if node is None or (node.plain and node.text in ("", "~", "null")):
        return None
    if node.plain and node.text in ("true", "false"):
        return node.text == "true"
    if node.plain and re.fullmatch(r"[-+]?[0-9]+", node.text):
        return int(node.text)
    if node.plain and re.fullmatch(r"[-+]?(?:[0-9]*\.)?[0-9]+(?:[eE][-+]?[0-9]+)?", node.text):
        return float(node.text)
    return node.text


def name_of(path: str) -> str:
    """The schema for a file of a project."""
    if path == "site.yaml":
        return "site"
    if path.startswith("content/data/"):
        return path.removeprefix("content/data/").removesuffix(".yaml")
    folder = path.removeprefix("content/").partition("/")[0]
    return f"front-matter-{ {'events': 'event', 'news': 'news', 'publications': 'publication'}.get(folder, 'page')}"


def faults(path: str, text: str) -> list[str]:
    """What a schema finds in a file, where there is one for it: as an editor reads it, and with all values as texts."""
    name = name_of(path)
    if name not in MADE:
        return []
    front = text if path.endswith(".yaml") else split(text, path=path).yaml
    node, _ = read_yaml(front, path=path)
    if node is None:
        return []
    validator = jsonschema.Draft7Validator(MADE[name])
    return [f"{path}: {'.'.join(map(str, found.absolute_path))}: {found.message[:200]}"
            for value in (as_editors_read(node), plain(node)) for found in validator.iter_errors(value)]


def sources(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted([folder / "site.yaml", *folder.glob("content/**/*.md"), *folder.glob("content/data/*.yaml")]):
        if path.is_file() and path.name != "README.md":
            yield path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8", errors="replace")


def examples() -> Iterator[tuple[str, str]]:
    """The files of the guides."""
    for guide in ("README.md", "docs/writing.md", "docs/translating.md", "docs/webmaster.md"):
        text = (ROOT / guide).read_text(encoding="utf-8")
        yield from re.findall(r'^```\w+ title="((?:content/|site)[^"]+)"\n(.*?)^```$', text, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", sorted(MADE))
def test_each_is_a_schema(name: str) -> None:
    jsonschema.Draft7Validator.check_schema(MADE[name])
    assert json.loads(schema_files(CODES)[f".vscode/schemas/{name}.json"]) == MADE[name]


@pytest.mark.parametrize("where", ["demonstration", "tests", "new project", "guides"])
def test_what_builds_has_no_fault(where: str) -> None:
    found = {"demonstration": lambda: sources(ROOT), "tests": lambda: sources(ROOT / "tests/sites/tiny"),
             "new project": lambda: starter_files(date(2026, 11, 21), {}).items(), "guides": examples}[where]()
    told = [(path, faults(path, text)) for path, text in found
            if path.startswith(("content/", "site.yaml"))]
    assert len(told) > 5
    assert [each for _, wrong in told for each in wrong] == []


@pytest.mark.parametrize("site", [
    "A03-impossible-dates", "A03-offset", "A03-two-readings", "A07-unknown-key", "A07-values-of-a-choice",
    "A08-identity-missing", "A08-required-key-missing", "A09-data-file-is-no-list", "A09-wrong-type",
    "C01-site-yaml-keys", "C01-timezone-beijing", "C01-timezone-bst", "C01-timezone-cst", "C01-timezone-missing",
    "C01-timezone-of-an-event", "C01-timezone-wrong-case", "H03-unsafe-addresses-in-data",
])
def test_slips_of_the_form_are_found(site: str) -> None:
    assert [each for path, text in sources(ROOT / "tests/invalid" / site) for each in faults(path, text)]


@pytest.mark.parametrize(("path", "text", "key"), [
    ("content/events/x/index.en.md", "---\ntitle: A\nstatus: canceled\n---\n", "status"),
    ("content/events/x/index.en.md", "---\nattendance: offline\n---\n", "attendance"),
    ("content/events/x/index.en.md", "---\nsessions:\n  - title: no id\n---\n", "sessions"),
    ("content/events/x/index.en.md", "---\nlocation: {name: A, town: B}\n---\n", "location"),
    ("content/events/x/index.zh.md", "---\nsessions:\n  opening: {start: 09:30}\n---\n", "sessions"),
    ("content/events/x/index.en.md", "---\nedition: second\n---\n", "edition"),
    ("content/news/x/index.en.md", "---\ndate: 5/3/2020\n---\n", "date"),
    ("content/news/x/index.en.md", "---\ntitle: {zh_CN: 题}\n---\n", "title"),
    ("content/about.en.md", "---\ndraft: maybe\n---\n", "draft"),
    ("content/about.en.md", "---\ntags: one, two\n---\n", "tags"),
    ("content/data/members.yaml", "- {id: a, name: A, url: x, address: {country: UK}, membership: {}}\n", "0.address"),
    ("content/data/people.yaml", "- {id: a b, name: A B, family_name: B}\n", "0.id"),
    ("content/data/timeline.yaml", "- {id: a, name: A}\n", "0"),
    ("site.yaml", "title: T\nbase_url: example.org\ntimezone: Europe/London\nlanguages: [{code: en}]\n", "base_url"),
])
def test_the_place_of_a_slip_is_told(path: str, text: str, key: str) -> None:
    assert any(found.startswith(f"{path}: {key}") for found in faults(path, text)), faults(path, text)


def test_a_translation_gives_words_by_key() -> None:
    assert faults("content/events/x/index.zh.md", "---\ntitle: 题\nstatus_note: 因故取消。\nlocation: {city: 南京}\n"
                  "sessions:\n  opening: {title: 开幕, speakers: {a: {job_title: 教授}}}\n"
                  "documents: {programme.pdf: {title: 日程}}\nimage: {alt: 图}\n---\n") == []


def test_the_settings_name_every_list() -> None:
    told = json.loads(yaml_schemas())
    assert set(told.values()) == {"site.yaml", *(f"content/data/{name}.yaml" for name in (*TABLES, "glossary"))}
    assert {f".vscode/schemas/{Path(path).name}" for path in told} <= set(schema_files(CODES))
    assert all((f"./.vscode/schemas/{name}.json" in told) != name.startswith("front-matter-") for name in MADE)


def test_a_new_project_has_those_of_its_languages() -> None:
    made = schema_files(STARTER_CODES)
    assert '"zh"' in made[".vscode/schemas/topics.json"]
    assert '"fr"' in schema_files(("en", "fr"))[".vscode/schemas/topics.json"]


# ---- nothing that is right is marked as wrong ----------------------------------------------------------------------


def leaves(table: Table, seen: set[str]) -> Iterator[Reader]:
    """Every reader of plain values that a table leads to."""
    if table.subject in seen:
        return
    seen.add(table.subject)
    for found in table.fields:
        reader: Reader | None = found.reader
        while reader is not None and reader.item is not None:
            reader = reader.item
        if reader is not None and reader.table is not None:
            yield from leaves(reader.table, seen)
        elif reader is not None:
            yield reader


LEAVES = {reader.name: reader for table in (SITE, *TABLES.values(), *PAGES.values()) for reader in leaves(table, set())}


def accepted(reader: Reader, text: str) -> bool:
    context = Context("x", language="en", codes=CODES)
    context.key = "x"
    reader.read(Scalar(text, 1, 1, True), context)
    return not context.broken


def allowed(reader: Reader, value: Any) -> bool:
    definitions: dict[str, Any] = {}
    for made in MADE.values():
        definitions |= made["$defs"]
    told = reader.form or ({"enum": list(reader.choices)} if reader.choices else {"$ref": "#/$defs/scalar"})
    return bool(jsonschema.Draft7Validator({**told, "$defs": definitions} if "$ref" not in told else
                                           {"allOf": [told], "$defs": definitions}).is_valid(value))


VALUES = st.one_of(
    st.text(max_size=12), st.sampled_from([reader.example.strip('"') for reader in LEAVES.values()]),
    st.sampled_from(["Yes", "OFF", "是", "Etc/GMT+8", "UTC", "zh-Hant", "https://例.org/", "HTTP://a.org", "a@b.中国",
                     "../x.pdf", "北京", "/a/b/", "mailto:a@b.org", "none", "教授", "10.1787/x", "en_US",
                     "US/Eastern"]),
    st.from_regex(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2}([ Tt] ?[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?)?)?)?", fullmatch=True),
    st.from_regex(r"[0-9]{1,2}:[0-9]{2}", fullmatch=True), st.integers(-5, 10**9).map(str))


@settings(max_examples=400)
@given(st.sampled_from(sorted(LEAVES)), VALUES)
def test_what_is_read_without_error_has_no_fault(name: str, text: str) -> None:
    reader = LEAVES[name]
    if text.strip() and text.isprintable() and accepted(reader, text):
        assert allowed(reader, text.strip()), f"{name}: {text!r}"
        typed = as_editors_read(Scalar(text.strip(), 1, 1, True))
        if typed is not None:
            assert allowed(reader, typed), f"{name}: {typed!r}"


def test_every_example_is_right() -> None:
    assert readers.MOMENT.name in LEAVES and len(LEAVES) > 25
    for reader in LEAVES.values():
        if reader.form.get("$comment") != "anything":
            assert allowed(reader, reader.example.strip('"')), reader.name
