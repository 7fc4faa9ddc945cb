"""A new page: a file for each language, the facts in the first one, words alone in the others."""

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sitegen.commands.forms import Tree, form, name_of, with_fields
from sitegen.commands.starter import filled
from sitegen.commands.wanted import Wanted, Written, fields_given, refuse_problems, refused, source_of, titles_of
from sitegen.content.addresses import check_segment, check_slug
from sitegen.content.documents import parse_document
from sitegen.content.front_edits import scalar
from sitegen.content.records import parse_data
from sitegen.disk.names import shown
from sitegen.disk.texts import read_text
from sitegen.model import Config, Language, Request

_FOLDERS = {"event": "content/events", "news": "content/news", "publication": "content/publications"}
_SENTENCE = {
    "event": "Say in one paragraph what this event is about, for whom it is and what people take home from it.",
    "news": "Say in one paragraph what is new, who did it and why it matters to those who read it here.",
    "publication": "Say in one paragraph what this publication is about, and for whom it was written.",
    "page": "Say in one paragraph what readers find on this page, as it will stand in lists and search results.",
}
_TRANSLATED: dict[str, tuple[str, ...]] = {
    "event": ("title", "description", "location", "audience"), "page": ("title", "description"),
    "news": ("title", "description"), "publication": ("title", "description", "abstract"),
}
_SOON = timedelta(days=60)


def new_page(request: Request, config: Config, wanted: Wanted) -> Written:
    """The files of a draft. Raises BuildStopped where its name is taken, or a field cannot have that value."""
    titles, given = titles_of(config, wanted.title), fields_given(wanted)
    first = config.languages[0]
    identity = _identity(request, wanted, titles[first.code], given)
    _refuse_taken(request, identity)
    file = identity if wanted.kind == "page" else f"{identity}/index"
    values = _values(request, config, wanted.kind)
    source = filled(form(f"{wanted.kind}.md"), values | {"title": scalar(titles[first.code])})
    fields, mark, body = source.removeprefix("---\n").rpartition("---\n")
    if not values["organisation"]:
        fields = fields.replace("\norganizers: []\n", "\n# organizers: [some-id]\n")
        fields = fields.replace("\nauthor: []\n", "\n# author: [some-id]\n")
    texts = {f"{file}.{first.code}.md": f"---\n{with_fields(fields, given)}{mark}{body}"}
    texts |= {f"{file}.{language.code}.md": _translation(wanted.kind, language, titles)
              for language in config.languages[1:]}
    problems = [problem for path, text in texts.items()
                for problem in parse_document(source_of(path, text.encode()), config.languages).diagnostics]
    refuse_problems(problems)
    return Written(texts, identity, tuple(_said_of_page(texts)))


def _identity(request: Request, wanted: Wanted, title: str, given: Tree) -> str:
    """Where the page will be, without language. Raises BuildStopped for a name that cannot be an address."""
    name = wanted.name or name_of(title)
    parts = name.split("/") if wanted.kind == "page" else [name]
    problem = next((each for part in parts if (each := check_segment(part) or check_slug(part))), None)
    if problem is not None:
        raise refused(problem.message, "Give a name of letters, digits and hyphens: --name spring-school")
    if not wanted.name[:4].isdigit():
        name = f"{_dated(request, wanted.kind, given)}{name}"
    return f"{_FOLDERS.get(wanted.kind, 'content')}/{name}"


def _dated(request: Request, kind: str, given: Tree) -> str:
    """What a name begins with: the year of an event, the day of news."""
    typed = str(given.get("start" if kind == "event" else "date", ""))
    day = typed[:10] if re.match(r"\d{4}(-\d\d){0,2}(?![\d/])", typed) else ""
    if kind == "event":
        return f"{day[:4] or (request.now + _SOON).year}-"
    return f"{day or request.now.date()}-" if kind == "news" else ""


def _refuse_taken(request: Request, identity: str) -> None:
    """A page of this name, in whatever form or case. Raises BuildStopped."""
    folder, _, name = identity.rpartition("/")
    place = os.path.join(request.project, *folder.split("/"))
    there = os.listdir(place) if os.path.isdir(place) else []
    taken = [each for each in there if each.casefold().split(".")[0] == name.casefold().split(".")[0]]
    if taken:
        raise refused(f"{folder}/{shown(taken[0])} is there already. Nothing was written.",
                       "Change that one, or give this one another name: --name another-name")


def _values(request: Request, config: Config, kind: str) -> dict[str, str]:
    """What forms ask for beside the title."""
    members = _records(request, config, "members") or _records(request, config, "organisations")
    soon = (request.now + _SOON).date()
    return {
        "sentence": _SENTENCE[kind], "today": str(request.now.date()), "start": str(soon),
        "timezone": config.timezone, "language": config.languages[0].code,
        "organisation": members[0].id if members else "",
        "country": next((each.address.country for each in members if each.address and each.address.country), "GB"),
    }


def _records(request: Request, config: Config, name: str) -> tuple[Any, ...]:
    """The records of a list that can be read; none where there is none."""
    path = f"content/data/{name}.yaml"
    data = read_text(request.project, path)
    parsed = parse_data(source_of(path, data), config.languages) if data is not None else None
    return parsed.records.records if parsed is not None and parsed.records is not None else ()


def _translation(kind: str, language: Language, titles: dict[str, str]) -> str:
    """A file for words alone; in Chinese for those who write Chinese."""
    chinese = language.code.split("-")[0] == "zh"
    note = ("本文件只写文字；日期、地点、人物等事实写在源语言文件中，各语言共用。需要的行去掉行首的“# ”。"
            if chinese else
            'Words only: the facts stand in the file of the source language. Delete the "# " of lines that you fill.')
    body = "在此填写正文译文，各段顺序与原文一致。" if chinese else "Translate the text here, paragraph by paragraph."
    lines = [f"# {note}"]
    for name in _TRANSLATED[kind]:
        if name == "title" and language.code in titles:
            lines.append(f"title: {scalar(titles[language.code])}")
        elif name == "location":
            lines += ["# location:", "#   name: ", "#   city: "]
        else:
            lines.append(f"# {name}: ")
    return "---\n" + "\n".join(lines) + f"\n---\n\n<!-- {body} -->\n"


def _said_of_page(texts: dict[str, str]) -> Iterator[str]:
    yield from (f"wrote {shown(path)}" for path in texts)
    yield ("Fill in the first of them, look at it with: sitegen serve --open\n"
           "It is a draft: it is published once you delete its line \"draft: yes\".")
