"""The catalogue of what sitegen says: complete, and each translation with all that is to be put into it."""

import io
import re

import message_catalogue as messages
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

CHINESE = messages.LANGUAGES / "zh_Hans" / "sitegen.po"
HOLE = re.compile(r"\{[a-z][a-z0-9]*\}")


@pytest.fixture(scope="module")
def template() -> Catalog:
    return messages.template_of(messages.PACKAGE)


def said(source: str) -> list[str]:
    return list(messages.sentences(source))


def test_every_sentence_of_the_code_is_in_the_catalogues(template: Catalog) -> None:
    committed = (messages.LANGUAGES / "sitegen.pot").read_bytes()
    assert committed == messages.as_po(template), "type: make messages"
    assert CHINESE.read_bytes() == messages.updated(CHINESE.read_bytes(), template), "type: make messages"


def test_each_translation_keeps_the_holes() -> None:
    catalogue = read_po(io.BytesIO(CHINESE.read_bytes()))
    for entry in catalogue:
        if entry.id and entry.string:
            text, translation = str(entry.id), str(entry.string)
            assert set(HOLE.findall(translation)) == set(HOLE.findall(text)), text


def test_nothing_is_left_untranslated() -> None:
    """Sentences are few and their translation is short: write it beside the new sentence in sitegen.po."""
    catalogue = read_po(io.BytesIO(CHINESE.read_bytes()))
    assert [entry.id for entry in catalogue if entry.id and (not entry.string or entry.fuzzy)] == []


def test_each_choice_in_a_sentence_is_a_sentence() -> None:
    source = """x = f"It has {n} page{'' if n == 1 else 's'}, and {len(n)} of them are {'old' if n else 'new'}." """
    assert said(source) == [
        "It has {n} page, and {number} of them are old.",
        "It has {n} page, and {number} of them are new.",
        "It has {n} pages, and {number} of them are old.",
        "It has {n} pages, and {number} of them are new.",
    ]


def test_sentences_put_together_are_one() -> None:
    assert said('x = error("E", "There is no field " + name + "." + (f" Did you mean {near}?" if near else ""))') == [
        "There is no field {name}. Did you mean {near}?",
        "There is no field {name}.",
    ]


def test_what_stands_in_a_hole_is_a_sentence_of_its_own() -> None:
    assert said("x = f\"It is a page in {page.lang or 'no language'}.\"") == [
        "It is a page in {lang}.",
        "no language",
    ]


def test_values_are_called_by_names_that_a_translator_understands() -> None:
    source = "x = f\"In {shown(path)} and {one.path} are {len(files)} of {', '.join(names)} and {path[1:] + 2}.\""
    assert said(source) == ["In {path} and {path2} are {number} of {names} and {path3}."]


def test_what_nobody_is_told_is_no_sentence() -> None:
    assert said(
        '"""A module about many things."""\n'
        'PATTERN = re.compile("what it is")\n'
        'assert x, "rendered here, it is held here"\n'
        'if x == "none of these": raise RuntimeError("two answers to one question")\n'
        'y: "this or that" = {"a key in words": f\'<p class="x">{z}</p>\'}\n'
    ) == []


def test_the_help_of_a_command_is_said_by_paragraphs() -> None:
    help = '"""Write a page in\n    each language.\n\n    KIND is event or news.\n    """'
    source = f"@sitegen.command()\ndef new():\n    {help}"
    assert said(source) == ["Write a page in each language.", "KIND is event or news."]


def test_a_new_sentence_waits_for_its_translation_and_the_others_stay() -> None:
    old = Catalog()
    old.add("There is no page.", "没有页面。")
    old.add("There was a page that is no more.", "有一个页面已不存在。")
    new = Catalog()
    new.add("There is no page.")
    new.add("Type the name of an organisation or its id.")
    catalogue = read_po(io.BytesIO(messages.updated(messages.as_po(old), new)))
    assert {entry.id: entry.string for entry in catalogue if entry.id} == {
        "There is no page.": "没有页面。",
        "Type the name of an organisation or its id.": "",
    }
