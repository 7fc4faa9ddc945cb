"""The members for a spreadsheet (CSV) and for programs (JSON)."""

import csv
import json
from collections.abc import Callable
from typing import Any, NamedTuple

from sitegen.model import Artifact
from sitegen.render.words import Say, language_named, words_in
from sitegen.tracing import Fetch

MARK = "\N{BYTE ORDER MARK}"
"""Before the table: without it Excel takes UTF-8 for the encoding of its computer, and Chinese is nonsense."""
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a spreadsheet would compute rather than show."""
ROLES = {"lead": "Lead", "secretariat": "Secretariat", "member": "Member", "associate": "Associate member"}
"""As in macros/words.html."""
COLUMNS = (
    ("acronym", "Abbreviation"), ("role", "Role"), ("start", "Member from"), ("end", "Member until"), ("city", "City"),
    ("country_name", "Country or region"), ("country", "ISO code"),
    ("latitude", "Latitude"), ("longitude", "Longitude"), ("website", "Website"),
    ("identifier", "ROR identifier"), ("page", "Page on this site"),
)
"""What stands after the names, and what it is called; as in macros/words.html."""


def print_members(artifact: Artifact, fetch: Fetch) -> str:
    """The table of a language in the form that the subject names."""
    language = language_named(fetch, artifact.language)
    table = fetch(("member_table", language.code))
    if artifact.subject[1] == "json":
        return _as_json(table, language.lang)
    return _as_csv(table, words_in(language, fetch))


class _Lines(NamedTuple):
    """What the writer of tables takes for a file."""

    write: Callable[[str], None]


def _as_csv(table: dict[str, Any], say: Say) -> str:
    """RFC 4180, headings in the reader's language."""
    text: list[str] = []
    lines = csv.writer(_Lines(text.append), lineterminator="\r\n")
    headings = [say(heading) for _, heading in COLUMNS]
    lines.writerow(map(shown, [say("Name"), *(other["name"] for other in table["others"]), *headings, say("As of")]))
    for row in table["rows"]:
        roles = " / ".join(say(ROLES.get(role, role)) for role in row["role"])
        north, east = row["coordinates"] or ("", "")
        told = {**row, "role": roles, "latitude": north, "longitude": east}
        names = [row["name"], *(row["names"][other["code"]] for other in table["others"])]
        lines.writerow(map(shown, [*names, *(told[key] for key, _ in COLUMNS), table["as_of"]]))
    return "".join((MARK, *text))


def shown(text: str | float) -> str | float:
    """A text that no spreadsheet takes for a formula: an apostrophe before it says that it is text. Numbers stay so."""
    if not isinstance(text, str):
        return text
    return f"'{text}" if text.strip().startswith(FORMULA) or text.startswith(("\t", "\r", "\n")) else text


def _as_json(table: dict[str, Any], lang: str) -> str:
    tags = {other["code"]: other["lang"] for other in table["others"]}
    told = {"title": table["title"], "url": table["url"], "language": lang, "as_of": table["as_of"],
            "complete": table["complete"], "countries": table["countries"],
            "members": [_member(row, tags, lang) for row in table["rows"]]}
    return json.dumps(_said(told), ensure_ascii=False, indent=1) + "\n"


def _member(row: dict[str, Any], tags: dict[str, str], lang: str) -> dict[str, Any]:
    north, east = row["coordinates"] or (None, None)
    names = {tags.get(code, lang): name for code, name in row["names"].items() if name}
    return _said({
        "id": row["id"], "name": row["name"], "names": names, "acronym": row["acronym"], "roles": list(row["role"]),
        "member_from": row["start"], "member_until": row["end"], "city": row["city"], "country": row["country"],
        "country_name": row["country_name"], "latitude": north, "longitude": east, "website": row["website"],
        "ror": row["identifier"], "page": row["page"],
    })


def _said(given: dict[str, Any]) -> dict[str, Any]:
    """What has a value; a number of none and a plain no are values."""
    return {key: value for key, value in given.items() if value not in ("", [], (), {}, None)}
