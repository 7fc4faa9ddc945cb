"""A new record at the end of its list."""

import re
from collections.abc import Iterator, Sequence

from sitegen.commands.forms import Tree, as_comment, as_item, form, in_block, name_of, with_fields
from sitegen.commands.starter import filled
from sitegen.commands.wanted import Wanted, Written, fields_given, refuse_problems, refused, source_of, titles_of
from sitegen.content.addresses import check_segment
from sitegen.content.decoding import decode
from sitegen.content.front_edits import scalar
from sitegen.content.records import likely_family, parse_data
from sitegen.content.yaml import Scalar, read_yaml
from sitegen.content.yaml import Sequence as ListNode
from sitegen.diagnostics import Diagnostic
from sitegen.disk.texts import read_text
from sitegen.model import Config, Request
from sitegen.scripts import has_han

_FILES = {"member": "members", "organisation": "organisations", "person": "people", "timeline": "timeline",
          "place": "places", "topic": "topics", "series": "series", "term": "glossary"}
"""The list that a record of this kind stands in."""
_ONE_SPACE = {"member": ("members", "organisations"), "organisation": ("organisations", "members")}
"""Lists of which no two records may have one id."""
_NEEDED: dict[str, dict[str, str]] = {
    "member": {"url": "its home page", "address": "at least its country", "sort_key": "its Chinese name in pinyin"},
    "timeline": {"start": "when it was"},
}
"""What nobody can guess, and a record cannot be without."""


def new_record(request: Request, config: Config, wanted: Wanted) -> Written:
    """One record more at the end of its list; everything that stands there stays as it is typed.

    A record that lacks what it must have is written as comments: a list is published as it stands, and has no drafts.
    """
    titles, given = titles_of(config, wanted.title), fields_given(wanted)
    list_name = _FILES[wanted.kind]
    path = f"content/data/{list_name}.yaml"
    before = _list_text(request, config, path)
    name = "" if wanted.kind == "term" else _record_id(request, config, wanted, titles)
    item = as_item(_filled(config, wanted.kind, name, titles, given), _indent(before, path))
    # What it lacks is filled with examples: all else must be right.
    refuse_problems(_problems(config, path, before + item, before))
    lacking = tuple(_lacking(config, wanted, titles, given))
    text = before + (as_comment(item) if lacking else item)
    if "\r\n" in _raw(request, path):
        text = text.replace("\n", "\r\n")
    return Written({path: text}, "" if lacking or not name else f"data/{list_name}/{name}",
                   tuple(_said_of_record(path, before.count("\n") + 1, lacking)))


def _filled(config: Config, kind: str, name: str, titles: dict[str, str], given: Tree) -> str:
    """The form with everything that is known."""
    codes = [language.code for language in config.languages]
    text = filled(form(f"{kind}.yaml"), {
        "id": name, "names": in_block(titles, codes), "families": in_block(_families(titles), codes),
        "terms": "\n".join(f"{code}: {scalar(words)}" for code, words in titles.items())})
    han = [language.code for language in config.languages if language.script == "han"]
    if not han:
        text = re.sub(r"^# By what .*\n(# |)sort_key:\n.*\n", "", text, flags=re.MULTILINE)
    elif kind == "person" and (key := _pinyin(titles)):
        text = with_fields(text, {"sort_key": {han[0]: key}})
    return with_fields(text, given)


def _raw(request: Request, path: str) -> str:
    return (read_text(request.project, path) or b"").decode("utf-8", "replace")


def _list_text(request: Request, config: Config, path: str) -> str:
    """The file as it is, so that a record can follow. Raises BuildStopped where it has errors."""
    data = read_text(request.project, path)
    if data is None:
        return ""
    source = source_of(path, data)
    text, unreadable = decode(source)
    problems = [problem for problem in (*unreadable, *parse_data(source, config.languages).diagnostics)
                if problem.severity == "error"]
    refuse_problems(problems)
    # As it was typed, but for what ends lines.
    text = _raw(request, path).replace("\r\n", "\n").replace("\r", "\n")
    return text if text.endswith("\n") or not text else f"{text}\n"


def _indent(text: str, path: str) -> str:
    """How far in the items of the list stand. Raises BuildStopped where no item can follow the others."""
    node, _ = read_yaml(text.removeprefix("\ufeff"), path=path)
    if not isinstance(node, ListNode) or not node.items:
        if isinstance(node, ListNode) or (isinstance(node, Scalar) and node.text):
            raise refused(f"{path} has an empty list in brackets.", "Delete the brackets, then try again.", path=path)
        return ""
    if text.splitlines()[node.line - 1][node.column - 1:node.column] == "[":
        raise refused(f"{path} has its list in brackets, where no record can be added.",
                       'Begin each record with "- " on a line of its own.', path=path)
    return " " * (node.column - 1)


def _record_id(request: Request, config: Config, wanted: Wanted, titles: dict[str, str]) -> str:
    """The new record's id. Raises BuildStopped where it is no id, or somebody else's."""
    name = wanted.name or name_of(titles[config.languages[0].code])
    if problem := check_segment(name):
        raise refused(problem.message, "Give an id of letters, digits and hyphens: --name li-ming")
    for path in (f"content/data/{each}.yaml" for each in _ONE_SPACE.get(wanted.kind, (_FILES[wanted.kind],))):
        data = read_text(request.project, path)
        parsed = parse_data(source_of(path, data), config.languages) if data is not None else None
        if parsed and parsed.records and any(each.id == name for each in parsed.records.records):
            raise refused(f'{path} has a record "{name}" already. Nothing was written.',
                          "Change that one, or give this one another id: --name another-id", path=path)
    return name


def _families(titles: dict[str, str]) -> dict[str, str]:
    """The likely family names; who has a short name in Han characters has the family's first in Latin letters too."""
    if _is_chinese(titles):
        return {code: likely_family(name) if has_han(name) else name.split()[0] for code, name in titles.items()}
    return {code: likely_family(name) for code, name in titles.items()}


def _pinyin(titles: dict[str, str]) -> str:
    """The Latin form of a Chinese name, which is its pinyin."""
    latin = next((name for name in titles.values() if name.isascii()), "")
    return latin.casefold() if latin and _is_chinese(titles) else ""


def _is_chinese(titles: dict[str, str]) -> bool:
    han = next((name for name in titles.values() if has_han(name)), "")
    return 2 <= len(han) <= 4 and all(has_han(character) for character in han)


def _problems(config: Config, path: str, text: str, before: str) -> list[Diagnostic]:
    """What is wrong with the new record alone."""
    found = parse_data(source_of(path, text.removeprefix("\ufeff").encode()), config.languages).diagnostics
    return [each for each in found if each.line > before.count("\n")]


def _lacking(config: Config, wanted: Wanted, titles: dict[str, str], given: Tree) -> Iterator[str]:
    """The fields that were not given and hold examples."""
    if wanted.kind == "timeline" and "event" in given:
        return
    if wanted.kind == "member" and "name" not in given:
        yield from (f"name.{language.code}: its name in {language.name}" for language in config.languages
                    if language.code not in titles)
    for name, what in _NEEDED.get(wanted.kind, {}).items():
        if name not in given and (name != "sort_key" or any(each.script == "han" for each in config.languages)):
            yield f"{name}: {what}"


def _said_of_record(path: str, line: int, lacking: Sequence[str]) -> Iterator[str]:
    yield f"wrote {path}, from line {line} on"
    if path.endswith("/topics.yaml") and line == 1:
        yield "From now on every tag of a page must stand in this list: sitegen check names those that do not."
    if not lacking:
        yield "It is published by the next build. Fill in what else you know."
        return
    yield "The record is not read yet: its lines begin with #, because this is missing:"
    yield from (f"  {each}" for each in lacking)
    yield ('Fill it in, then delete the "# " at the beginning of every line of the record.\n'
           "Or delete the record and give the values at once: sitegen new … --set field=value")
