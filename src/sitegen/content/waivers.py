"""Waivers: where somebody says, beside a text, that a finding is right as it is, and why."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from sitegen.content.front_matter import split
from sitegen.content.markdown_parser import normalise, parse_tokens
from sitegen.content.yaml import Mapping, Node, Scalar, Sequence, read_yaml

_IGNORE = r"ignore\s+"
_FORM = _IGNORE + r"([EW]-[A-Z][A-Z-]*)(?:\s+[\"“]([^\"”]*)[\"”])?\s*(?:[:：]\s*(.*?))?\s*"
_IN_MARKDOWN = re.compile(rf"<!--\s*sitegen\s*[:：]\s*{_FORM}-->", re.DOTALL)
_IN_LINE = re.compile(rf"^([ \t]*)#[ \t]*sitegen\s*[:：][ \t]*{_FORM}$")
_IN_TEXT = re.compile(rf"(?:ignore\s+)?{_FORM.removeprefix(_IGNORE)}$")
_MARK = re.compile(r"sitegen\s*[:：]\s*ignore|\bwaive\b")
_TO_THE_END = 1 << 30


class Waiver(NamedTuple):
    """One finding, or all of one code, that is right as it is between two lines of a file."""

    line: int
    """Where it stands."""
    first: int
    last: int
    """The lines it is about."""
    code: str
    fact: str
    """Words that the finding must name; empty for any."""
    reason: str


def find_waivers(text: str, *, path: str) -> tuple[Waiver, ...]:
    """The waivers of a Markdown file, a data file or a catalogue."""
    if not _MARK.search(text):
        return ()
    if path.endswith(".md"):
        front = split(text)
        return (*_of_yaml(front.yaml, path, front.yaml_line), *_of_markdown(front.body, front.body_line))
    if path.endswith(".po"):
        return tuple(_of_catalogue(text))
    return tuple(_of_yaml(text, path, 1))


def _of_markdown(text: str, first_line: int) -> Iterator[Waiver]:
    """`<!-- sitegen: ignore CODE "fact": reason -->` before a block, or inside its words."""
    text = normalise(text)
    found = list(_IN_MARKDOWN.finditer(text))
    if not found:
        return
    blocks = [(token.type, token.map[0], token.map[1]) for token in parse_tokens(text)[0]
              if token.map and token.nesting >= 0]
    for match in found:
        start, end = text.count("\n", 0, match.start()), text.count("\n", 0, match.end())
        around = [block for block in blocks if block[1] <= start < block[2]]
        if any(kind in ("fence", "code_block") for kind, _, _ in around):
            continue
        inside = [block for block in around if block[0] == "inline"]
        about = inside[0] if inside else next((block for block in blocks if block[1] >= end), None)
        if about is not None:
            yield _waiver(match, first_line + start, first_line + about[1], first_line + about[2] - 1)


def _of_yaml(text: str, path: str, first_line: int) -> Iterator[Waiver]:
    """`# sitegen: ignore CODE "fact": reason` above a field, and the list `waive:` of a record."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        match = _IN_LINE.match(line)
        if match:
            first = next((at for at in range(number + 1, len(lines)) if not lines[at].lstrip().startswith("#")), number)
            yield _waiver(match, first_line + number, first_line + first, first_line + _last_of_value(lines, first), 1)
    if "waive" in text:
        root, _ = read_yaml(text, path=path, first_line=first_line)
        items = root.items if isinstance(root, Sequence) else (root,) if root is not None else ()
        for at, item in enumerate(items):
            last = items[at + 1].line - 1 if at + 1 < len(items) else _TO_THE_END
            yield from _listed(item, item.line, last)


def _last_of_value(lines: list[str], first: int) -> int:
    """The last line of what begins in a line: what is further in, and empty lines between."""
    indent = len(lines[first]) - len(lines[first].lstrip())
    last = first
    for number in range(first + 1, len(lines)):
        line = lines[number]
        if line.strip() and len(line) - len(line.lstrip()) <= indent:
            break
        last = number
    return last


def _listed(item: Node, first: int, last: int) -> Iterator[Waiver]:
    if not isinstance(item, Mapping):
        return
    listed = next((value for key, value in item.pairs if key.text == "waive"), None)
    for entry in listed.items if isinstance(listed, Sequence) else (listed,) if listed is not None else ():
        if isinstance(entry, Mapping):
            given = {key.text: value.text for key, value in entry.pairs if isinstance(value, Scalar)}
            if "code" in given:
                yield Waiver(entry.line, first, last, given["code"], given.get("fact", ""), given.get("reason", ""))
            # Without quotation marks, YAML takes `CODE: reason` for a key with its value.
            for key, value in given.items() if "code" not in given else ():
                yield from _written(f"{key}: {value}", entry.line, first, last)
        elif isinstance(entry, Scalar):
            yield from _written(entry.text, entry.line, first, last)


def _written(text: str, line: int, first: int, last: int) -> Iterator[Waiver]:
    match = _IN_TEXT.match(text.strip())
    if match:
        yield _waiver(match, line, first, last)


def _of_catalogue(text: str) -> Iterator[Waiver]:
    """`# sitegen: ignore CODE "fact": reason` among the translator's comments of an entry."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        match = _IN_LINE.match(line)
        if match:
            end = next((at for at in range(number, len(lines)) if not lines[at].strip()), len(lines))
            yield _waiver(match, number + 1, number + 1, end, 1)


def _waiver(match: re.Match[str], line: int, first: int, last: int, group: int = 0) -> Waiver:
    code, fact, reason = (match[group + number] or "" for number in (1, 2, 3))
    return Waiver(line, first, last, code, fact, " ".join(reason.split()))
