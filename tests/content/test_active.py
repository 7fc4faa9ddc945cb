"""Files that a browser would run are not published from content."""

import pytest

from sitegen.content.active import is_active, parse_active
from sitegen.model import Source

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h2"/><a href="#x"><text>字</text></a></svg>'


def faults(text: str, path: str = "content/events/x/plan.svg") -> list[str]:
    source = Source(path=path, digest="", size=len(text), data=text.encode())
    return [f"{d.line}:{d.column} {d.code} {d.message}" for d in parse_active(source).diagnostics]


def test_a_plain_drawing_is_published() -> None:
    assert faults(DRAWING) == []


@pytest.mark.parametrize(
    ("inside", "place"),
    [
        ("<script>alert(1)</script>", "2:1"),
        ('<g onload="alert(1)"/>', "2:1"),
        ("<foreignObject><p>x</p></foreignObject>", "2:1"),
        ('<image href="https://evil.example/x.png"/>', "2:1"),
        ('<a xlink:href="javascript:alert(1)" xmlns:xlink="http://www.w3.org/1999/xlink"/>', "2:1"),
        ('<use href="//evil.example/a.svg#b"/>', "2:1"),
        ('<rect style="fill:url(https://evil.example/f)"/>', "2:1"),
        ("<style>@import 'https://evil.example/s.css';</style>", "2:45"),
    ],
)
def test_what_could_run_or_fetch_is_an_error_at_its_place(inside: str, place: str) -> None:
    text = f'<svg xmlns="http://www.w3.org/2000/svg">\n{inside}\n</svg>'
    found = faults(text)
    assert found
    assert found[0].startswith(place.split(":")[0] + ":")
    assert "E-SVG" in found[0]


def test_entities_are_refused_before_they_grow() -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>'
    assert any("entities" in fault for fault in faults(bomb))


@pytest.mark.parametrize("text", ["", "not a drawing", "<svg", "<svg><g></svg>", "\x00"])
def test_what_is_no_drawing_is_said_to_be_none(text: str) -> None:
    assert [fault.split()[1] for fault in faults(text)] == ["E-SVG"]


@pytest.mark.parametrize("name", ["talk.html", "talk.HTM", "game.js", "feed.xml"])
def test_pages_and_programs_are_not_published(name: str) -> None:
    path = f"content/events/x/{name}"
    assert is_active(path)
    assert [fault.split()[1] for fault in faults("<p>x", path)] == ["E-FILE-ACTIVE"]


def test_photos_and_documents_are_not_looked_into() -> None:
    assert not any(map(is_active, ["content/a/photo.jpg", "content/a/programme.pdf", "content/a/notes.txt"]))
