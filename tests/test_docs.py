"""The documentation says what is there: its examples build, and it names every field, key and option.

A fenced block with `title="path"` is a whole file; with `add="path"` it is put into that file for one build; with
`wrong="path: old → new"` it is the report of that slip. `from="path"` marks lines of the demonstration site, and
`demo="command"` what a command says of it.
"""

import inspect
import re
import shlex
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import click
import code_reference
import field_reference
import pytest
from drawings import photo
from msgspec.structs import replace

from sitegen.build import build
from sitegen.cli import i18n, run, sitegen
from sitegen.console import as_text
from sitegen.content import config, fields, records
from sitegen.content.examples import EXAMPLES
from sitegen.content.schema import Context, Table, read_fields
from sitegen.content.yaml import Mapping, read_yaml
from sitegen.model import Card, Report, Request
from sitegen.render.environment import OWN_FILTERS, ThemeEnvironment
from sitegen.render.faults import VARIABLES
from sitegen.render.questions import QUESTIONS
from sitegen.site.queries import QUERIES

ROOT = Path(__file__).resolve().parent.parent
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
GUIDES = ("README.md", "docs/writing.md", "docs/translating.md", "docs/webmaster.md")
"""In the order in which their files are laid over each other."""
PAGES = (*GUIDES, "docs/developing.md", "docs/architecture.md", "docs/templates.md", "docs/checks.md",
         "docs/ci.md", "docs/preview.md", "docs/fields.md", "docs/codes.md", "CHANGELOG.md")
FILES = ("events/2026-05-14-repair-day/slides.pdf", "events/2026-05-14-repair-day/programme.pdf",
         "events/2026-05-14-repair-day/bench.jpg", "publications/repair-guide/guide.pdf")
"""What the examples name and no Markdown can show."""

class Block(NamedTuple):
    """One fenced block that is marked."""

    kind: str
    use: str
    target: str
    text: str


def blocks(name: str) -> list[Block]:
    found = re.findall(r'^```(\w+) (title|add|wrong)="([^"]+)"\n(.*?)^```$', text_of(name), re.MULTILINE | re.DOTALL)
    return [Block(*parts) for parts in found]


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def of(use: str) -> list[object]:
    return [pytest.param(block, id=f"{name}-{number}") for name in GUIDES
            for number, block in enumerate(blocks(name)) if block.use == use]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site that the guides make together, built."""
    root = tmp_path_factory.mktemp("guides")
    for name in GUIDES:
        lay(root, name)
        published(root)
    return root


def lay(root: Path, name: str) -> None:
    """Write the files of one guide."""
    for path, words in [(block.target, block.text) for block in blocks(name) if block.use == "title"]:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(words, encoding="utf-8")
    for path in FILES if name == "docs/writing.md" else ():
        (root / "content" / path).write_bytes(photo(800, 600) if path.endswith(".jpg") else b"not shown")


def attempt(root: Path) -> Report:
    return build(Request(project=str(root), output=str(root / "build"), now=NOW, jobs=1))


def published(root: Path) -> None:
    report = attempt(root)
    assert not report.diagnostics and not report.exit, as_text(report, output="build")


def with_lines(text: str, block: Block) -> str:
    """The file with a block's lines: front matter takes the place of its keys, all else stands at the end."""
    if block.kind == "markdown" or not text.startswith("---\n"):
        return f"{text}\n{block.text}" if block.kind == "markdown" else text + block.text
    _, front, body = text.split("---\n", 2)
    for key in re.findall(r"^(?:# no )?(\w+):", block.text, re.MULTILINE):
        front = re.sub(rf"^{key}:.*\n(?:[ -].*\n)*", "", front, flags=re.MULTILINE)
    return f"---\n{front}{block.text}---\n{body}"


def test_every_guide_builds_without_a_word(site: Path) -> None:
    """Each on top of the ones before it, as its readers come to it."""
    assert (site / "build/zh/events/2026-05-14-repair-day/slides.pdf").is_file()
    assert "跳到主要内容" in (site / "build/zh/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("block", of("add"))
def test_lines_to_add_can_be_added(site: Path, block: Block) -> None:
    path = site / block.target
    before = path.read_text(encoding="utf-8")
    path.write_text(with_lines(before, block), encoding="utf-8")
    try:
        published(site)
    finally:
        path.write_text(before, encoding="utf-8")


@pytest.mark.parametrize("block", of("wrong"))
def test_mistakes_are_answered_as_shown(site: Path, block: Block) -> None:
    target, change = block.target.split(": ", 1)
    old, new = change.split(" → ")
    path = site / target
    before = path.read_text(encoding="utf-8")
    assert before.count(old) == 1
    path.write_text(before.replace(old, new), encoding="utf-8")
    try:
        report = attempt(site)
    finally:
        path.write_text(before, encoding="utf-8")
    assert report.exit == 1
    assert len(report.diagnostics) == 1
    assert block.text in as_text(report, output="build")


# ---- every field, key and option -----------------------------------------------------------------------------------


TABLES: dict[str, Table] = {
    each.subject: each for module in (fields, config) for each in vars(module).values() if isinstance(each, Table)
} | {"a glossary entry": records.glossary_table(("en", "zh"))}


def test_the_reference_of_fields_is_that_of_the_program() -> None:
    """If this fails: python tools/field_reference.py"""
    for path, text in field_reference.references().items():
        assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("subject", sorted(TABLES))
def test_every_field_is_told_with_an_example_that_can_be_typed(subject: str) -> None:
    table = TABLES[subject]
    for found in table.fields:
        example = f"{found.name}: {EXAMPLES[subject][found.name]}"
        node, malformed = read_yaml(example + "\n", path="example")
        assert isinstance(node, Mapping), example
        context = Context("example", language="en", codes=("en", "zh"))
        read_fields(node, replace(table, partial=True), context)
        assert [problem.message for problem in (*malformed, *context.diagnostics)] == []
        assert found.description.endswith((".", "…"))


def test_every_table_has_its_place_in_the_reference() -> None:
    told = field_reference.reference(field_reference.ENGLISH)
    for subject, table in TABLES.items():
        for found in table.fields:
            meaning = f"| `{found.name}` | {found.description}"
            assert meaning in told or subject == "the consortium", f"{subject}: {found.name}"


def test_every_option_is_told_and_no_other() -> None:
    text = text_of("docs/webmaster.md").split("\n## Building\n")[1]
    typed = set(re.findall(r"`(?:sitegen \w+ )?(--[a-z-]+)", text))
    real = {option for command in sitegen.commands.values() for parameter in command.params
            if isinstance(parameter, click.Option) for option in parameter.opts}
    assert real <= typed
    assert typed <= real | {"--help", "--version"}
    for command in sitegen.commands:
        assert f"sitegen {command}" in text


def test_every_custom_property_is_told() -> None:
    sheet = (ROOT / "templates/assets/site.css").read_text(encoding="utf-8")
    real = set(re.findall(r"^\s+(--[a-z]+):", sheet.split("}", 1)[0], re.MULTILINE))
    told = text_of("docs/webmaster.md").split("| property | is |")[1].split("\n\n")[0]
    assert real == set(re.findall(r"`(--[a-z]+)`", told))


# ---- what templates are given --------------------------------------------------------------------------------------


def told_to_templates(heading: str) -> str:
    return text_of("docs/templates.md").split(f"\n## {heading}\n")[1].split("\n## ")[0]


def test_every_question_is_told_and_no_other() -> None:
    rows = re.findall(r"^\| (`\w+\(.*?) \|", told_to_templates("Questions"), re.MULTILINE)
    told = {name for row in rows for name in re.findall(r"`(\w+)\(", row)}
    assert told == set(QUESTIONS)
    assert told <= QUERIES.keys() | {"shared"}


def test_every_variable_filter_and_function_is_told() -> None:
    functions = told_to_templates("Functions and filters")
    assert set(re.findall(r"\w+\\\|(\w+)", functions)) == OWN_FILTERS
    lasting = set(re.findall(r"`(\w+)\(", functions)) | {"language", "site"}
    given = inspect.getsource(ThemeEnvironment._lasting)
    assert lasting == set(re.findall(r'"(\w+)": ', given))
    variables = told_to_templates("Variables").split("`bilingual.html`")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", variables, re.MULTILINE)) == set(VARIABLES)


def test_every_part_of_a_card_is_told() -> None:
    row = re.search(r"`Card`: ([\w, ]+) \|", told_to_templates("Questions"))
    assert row is not None
    assert row[1].split(", ") == list(Card.__struct_fields__)


# ---- what commands print -------------------------------------------------------------------------------------------

SAYS = re.compile(r'^```text says="([^"]+)"(?: after="([^"]+): ([^"]+) → ([^"]+)")?\n(.*?)^```$',
                  re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", [name for name in GUIDES if SAYS.search(text_of(name))])
def test_commands_print_what_is_shown(
    site: Path, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "site"
    shutil.copytree(site, root, ignore=shutil.ignore_patterns("build", ".sitegen"))
    told = ""
    for command, path, old, new, shown in SAYS.findall(text_of(name)):
        if path:
            before = (root / path).read_text(encoding="utf-8")
            assert before.count(old) == 1
            (root / path).write_text(before.replace(old, new), encoding="utf-8")
        # UNIT stands for the last id that was told.
        unit = re.findall(r"[\w/.-]+#[\w/.-]+:[0-9a-f]{8}", told)[-1:]
        words = [word if word != "UNIT" else unit[0] for word in shlex.split(command)[1:]]
        assert run([*words, "--project", str(root)]) == 0
        told = capsys.readouterr().out
        assert told == shown, command


@pytest.mark.parametrize("name", GUIDES)
def test_what_is_shown_of_the_demonstration_stands_there(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    for path, shown in re.findall(r'^```\w+ from="([^"]+)"\n(.*?)^```$', text_of(name), re.MULTILINE | re.DOTALL):
        assert shown in text_of(path)
    for command, shown in re.findall(r'^```text demo="([^"]+)"\n(.*?)^```$', text_of(name), re.MULTILINE | re.DOTALL):
        assert run([*shlex.split(command)[1:], "--project", str(ROOT)]) == 0
        assert capsys.readouterr().out == shown, command


def test_every_option_of_the_preview_is_told_and_no_other() -> None:
    told = text_of("docs/preview.md").split("\n## Options\n")[1].split("\n## ")[0]
    typed = set(re.findall(r"`(--[a-z-]+)", told))
    assert typed == {option for parameter in sitegen.commands["serve"].params for option in parameter.opts}


def test_every_command_for_translations_is_told_with_its_options() -> None:
    text = text_of("docs/translating.md")
    assert isinstance(i18n, click.Group)
    for command, its in i18n.commands.items():
        assert f"sitegen i18n {command}" in text
        real = {option for parameter in its.params if isinstance(parameter, click.Option) for option in parameter.opts}
        assert real <= set(re.findall(r"--[a-z-]+", text)), command


# ---- links between the pages ---------------------------------------------------------------------------------------


def anchors(path: Path) -> set[str]:
    """The ids that a code host gives to the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", PAGES)
def test_links_between_the_pages_lead_somewhere(name: str) -> None:
    prose = re.sub(r"^```.*?^```$", "", text_of(name), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", prose)):
        if not re.match(r"https?:", target):
            path, _, anchor = target.partition("#")
            found = (ROOT / name).parent / path if path else ROOT / name
            assert found.exists(), target
            assert not anchor or anchor in anchors(found), target


@pytest.mark.parametrize("name", ["docs/developing.md", "docs/architecture.md"])
def test_every_place_that_is_named_exists(name: str) -> None:
    named = re.findall(r"`((?:src|tests|docs|templates|translations|content)/[\w./-]*|\.ci/run)`", text_of(name))
    assert [path for path in named if not (ROOT / path).exists()] == []


# ---- codes ---------------------------------------------------------------------------------------------------------


def test_the_reference_of_codes_is_that_of_the_program() -> None:
    """If this fails: python tools/code_reference.py"""
    for path, text in code_reference.references().items():
        assert path.read_text(encoding="utf-8") == text
        assert set(re.findall(r"`([EW]-[A-Z0-9-]+)`", text)) == code_reference.codes()


def test_every_code_is_explained() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "src/sitegen").rglob("*.py")))
    real = set(re.findall(r'"([EW]-[A-Z][A-Z0-9-]*)"', sources))
    told = set(re.findall(r"`([EW]-[A-Z0-9-]+)`", text_of("docs/checks.md")))
    assert sorted(real - told) == []
    assert sorted(told - real) == []
