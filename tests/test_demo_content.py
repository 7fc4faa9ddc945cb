"""What an editor would hold the demonstration's texts to, in both languages."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.messages.pofile import read_po
from click.testing import CliRunner

from sitegen.cli import sitegen
from sitegen.content.conversions import from_inline, to_file

ROOT = Path(__file__).parents[1]
CONTENT = ROOT / "content"
UNTRANSLATED = {"example-untranslated"}
PARTLY_TRANSLATED = {"example-partly-translated"}
"""Shows a part that is missing, and one that is older than its source."""
IN_ONE_FILE = {"about"}
IN_CATALOGUES = {"news/2023-10-23-example-lecture-recording", "news/2026-10-12-example-tour-cancelled"}
NAMES = {"name", "given_name", "family_name", "publisher"}
CATALOGUES = ROOT / "translations/zh_Hans_CN/LC_MESSAGES/content"
HAN = "一-鿿"
BLOCK_MARK = re.compile(r"#+ |- |\d+\. |\||> |\[\^[^\]]+\]: |!\[")


def read_front_matter(text: str) -> dict[str, Any]:
    return dict(yaml.load(text.split("---\n", 2)[1], Loader=yaml.BaseLoader))


def read_body(text: str) -> str:
    return text.split("---\n", 2)[2]


def read_data(name: str) -> list[dict[str, Any]]:
    return list(yaml.load((CONTENT / "data" / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader))


@cache
def pages() -> dict[str, dict[str, str]]:
    """Every page's text by language, by the path that its files share; a file with both languages taken apart."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(CONTENT.rglob("*.md")):
        identity, code, _ = path.relative_to(CONTENT).as_posix().rsplit(".", 2)
        texts = found.setdefault(identity.removesuffix("/index"), {})
        text = path.read_text(encoding="utf-8")
        if code == "en+zh":
            source, words = from_inline(text, ("en", "zh"))
            texts.update(en=source, zh=to_file(source, words))
        else:
            texts[code] = text
    return found


@cache
def states() -> dict[str, Any]:
    said = CliRunner().invoke(sitegen, ["i18n", "status", "--format", "json", "--project", str(ROOT)])
    answer: dict[str, Any] = json.loads(said.stdout)
    return answer


def translated_pages() -> list[str]:
    return [identity for identity, files in pages().items() if len(files) == 2]


def facts_of_events() -> dict[str, dict[str, Any]]:
    """The front matter that holds each event's facts."""
    found = {}
    for identity, files in pages().items():
        if identity.startswith("events/"):
            found[identity] = next(facts for facts in map(read_front_matter, files.values()) if "start" in facts)
    return found


def all_strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from all_strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from all_strings(item)


def columns(text: str) -> int:
    """Length with Han and full-width characters counted as two."""
    return sum(2 if re.match(r"[\u2e80-\u9fff\uff00-\uff60]", character) else 1 for character in text)


def test_every_page_is_in_both_languages_but_the_one_that_shows_the_notice() -> None:
    single = {identity for identity, texts in pages().items() if set(texts) != {"en", "zh"}}

    assert single == UNTRANSLATED | IN_CATALOGUES


def test_all_three_ways_to_translate_are_shown() -> None:
    ways = {path.name.split(".", 1)[1] for path in CONTENT.rglob("*.md")}

    assert ways == {"en.md", "zh.md", "en+zh.md"}
    assert {path.relative_to(CONTENT).as_posix().split(".")[0] for path in CONTENT.rglob("*.en+zh.md")} == IN_ONE_FILE
    catalogued = {unit["id"].partition("#")[0] for unit in states()["units"]
                  if unit["path"].endswith(".po") and unit["state"] == "fresh"}
    assert catalogued == {f"content/{identity}" for identity in IN_CATALOGUES}


def test_every_translation_is_confirmed_but_one_that_shows_what_is_stale() -> None:
    units = [unit for unit in states()["units"] if unit["state"] != "fresh"]
    page, = PARTLY_TRANSLATED

    assert {unit["state"] for unit in units} == {"stale", "missing"}
    assert [unit["id"].partition("#")[0] for unit in units if unit["state"] == "stale"] == [f"content/{page}"]
    missing = [unit["id"] for unit in units if unit["state"] == "missing"]
    assert len([unit for unit in missing if unit.startswith(f"content/{page}#")]) == 1
    # Whatever else is missing is a name, or the page that has no translation on purpose.
    others = [unit for unit in missing if not unit.startswith((f"content/{page}#", "content/example-untranslated#"))]
    assert {unit.rpartition(":")[0].rpartition("#")[2].rpartition("/")[2] for unit in others} <= NAMES


def test_catalogues_are_what_an_update_writes() -> None:
    said = CliRunner().invoke(sitegen, ["i18n", "update", "--dry-run", "--project", str(ROOT)])

    # Every line added to a template moves places in the theme's; its messages have tests of their own.
    others = [line for line in said.stdout.splitlines() if "/theme.po" not in line]
    assert said.exit_code == 0
    assert others in ([], ["The catalogues are up to date."])


@pytest.mark.parametrize("identity", sorted(set(translated_pages()) - PARTLY_TRANSLATED))
def test_both_languages_have_the_same_blocks_links_and_pictures(identity: str) -> None:
    english, chinese = (read_body(pages()[identity][code]) for code in ("en", "zh"))

    def shape(body: str) -> list[str]:
        marks = (BLOCK_MARK.match(line) for line in body.splitlines() if line.strip())
        return [mark.group() if mark else "" for mark in marks]

    def targets(body: str) -> list[str]:
        return sorted(target.replace(".zh.md", ".en.md") for target in re.findall(r"\]\(([^)\s]*)", body))

    assert shape(chinese) == shape(english)
    assert targets(chinese) == targets(english)


@pytest.mark.parametrize(("identity", "code"), [(identity, code) for identity, texts in pages().items()
                                               for code in texts])
def test_titles_and_descriptions_fit_lists_and_search_results(identity: str, code: str) -> None:
    texts = read_front_matter(pages()[identity][code])

    assert columns(texts["title"]) <= 110
    assert not texts["title"].endswith((".", "。"))
    assert 50 <= columns(texts["description"]) <= 300


@pytest.mark.parametrize("identity", translated_pages())
def test_chinese_is_set_as_chinese(identity: str) -> None:
    page = pages()[identity]["zh"]
    hold_to_chinese(read_body(page), *all_strings(read_front_matter(page)))


@pytest.mark.parametrize("path", sorted(CATALOGUES.glob("*.po")), ids=lambda path: path.name)
def test_chinese_in_catalogues_is_set_as_chinese(path: Path) -> None:
    with path.open("rb") as file:
        hold_to_chinese("\n".join(str(message.string) for message in read_po(file) if message.id and message.string))


def hold_to_chinese(*texts: str) -> None:
    body, *rest = (re.sub(r"\]\([^)]*\)", "]", text) for text in texts)

    assert '"' not in body, "straight quotation marks"
    for text in (body, *rest):
        assert not re.search(rf"[{HAN}][,.:;?!()]|[,:;?!(][{HAN}]", text), "half-width punctuation beside Han"
        assert not re.search(rf"[{HAN}] [A-Za-z0-9]|[a-z] [{HAN}]", text), "a space typed between Han and Latin"


def test_what_is_invented_says_so_and_nothing_else_does() -> None:
    for identity, files in pages().items():
        texts = {code: read_front_matter(path) for code, path in files.items()}
        tagged = any("example" in text.get("tags", []) for text in texts.values())
        for code, text in texts.items():
            assert text["title"].startswith({"en": "Example: ", "zh": "示例："}[code]) == tagged, (identity, code)

    organisations = {record["id"]: record for record in read_data("organisations.yaml")}
    for record in organisations.values():
        if "example.org" in record.get("url", ""):
            assert "nvented" in record["description"]["en"]
    for person in read_data("people.yaml"):
        if person.get("affiliation", "").startswith("example-"):
            assert "Invented" in person["description"]["en"]


def test_no_chinese_name_is_given_to_a_real_person() -> None:
    for person in read_data("people.yaml"):
        if not person.get("affiliation", "").startswith("example-"):
            assert isinstance(person["name"], str), person["id"]


def test_every_status_and_form_of_attendance_is_shown() -> None:
    events = facts_of_events().values()

    assert {event.get("status", "scheduled") for event in events} == {
        "scheduled", "cancelled", "postponed", "rescheduled", "moved-online"}
    assert {event["attendance"] for event in events if "attendance" in event} == {"in-person", "online", "hybrid"}


def test_no_page_that_others_link_to_is_scheduled_in_2026_or_later() -> None:
    """The demonstration builds at any moment from 2026 on, since only a page that exists may be linked to."""
    bodies = "".join(read_body(path) for files in pages().values() for path in files.values())
    late = [identity for identity, files in pages().items()
            if read_front_matter(files.get("en", next(iter(files.values())))).get("date", "") > "2026-01-01"]

    assert late
    assert [identity for identity in late if f"{identity.rpartition('/')[2]}/" in bodies] == []


def test_every_topic_is_used() -> None:
    used = {tag for files in pages().values() for path in files.values()
            for tag in read_front_matter(path).get("tags", [])}

    assert used == {topic["id"] for topic in read_data("topics.yaml")}


def test_pictures_carry_no_hidden_data_and_documents_say_their_language() -> None:
    for path in CONTENT.rglob("*.jpg"):
        assert b"Exif" not in path.read_bytes()
    for path in CONTENT.rglob("*.png"):
        assert not re.search(rb"eXIf|tEXt|iTXt|zTXt", path.read_bytes())
    for path in CONTENT.rglob("*.pdf"):
        assert re.search(rb"/Lang\((en-GB|zh-CN)\)", path.read_bytes()), path
