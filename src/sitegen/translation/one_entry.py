"""One entry of a catalogue with another translation, and all else of the file byte for byte as it was."""

import re
from collections.abc import Iterator

from sitegen.scripts import fold
from sitegen.translation.lines import Entry, read_entries
from sitegen.translation.wrapping import wrap

_WRITTEN = ("line", "forms", "fuzzy", "previous")
"""What another translation may change of an entry."""


def with_translation(text: str, context: str, source: str, words: str) -> str | None:
    """The catalogue with these words for a source, which need no review; None where it has no one plain entry for it.

    Then the catalogue must be written anew. `source` is folded.
    """
    found: list[tuple[int, int, Entry]] = []
    for start, end in _paragraphs(text, context):
        entries, problems = read_entries(text[start:end], path="")
        if problems or len(entries) != 1:
            return None
        if (entries[0].context, fold(entries[0].msgid), entries[0].obsolete) == (context, source, False):
            found.append((start, end, entries[0]))
    if len(found) != 1 or "\r" in text:
        return None
    [(start, end, entry)] = found
    before, after = text[:start], text[end:]
    made = _rewritten(text[start:end], entry, words)
    return before + made + after if _stands_alone(before, after) and _is_only(made, entry, words) else None


def _paragraphs(text: str, context: str) -> Iterator[tuple[int, int]]:
    """Where the lines between two blank ones begin and end in which the context is named."""
    named = f'"{context}"'
    at = text.find(named)
    while at >= 0:
        start, end = text.rfind("\n\n", 0, at), text.find("\n\n", at)
        end = len(text) if end < 0 else end + 1
        yield (0 if start < 0 else start + 2), end
        at = text.find(named, end)


def _stands_alone(before: str, after: str) -> bool:
    """Whether nothing on the other side of a blank line belongs to the entry."""
    last, follows = before.rstrip().rpartition("\n")[2].strip(), after.lstrip()
    return (not last or last.startswith(("msgstr", '"', "#~"))) and not follows.startswith('"')


def _rewritten(paragraph: str, entry: Entry, words: str) -> str:
    lines: list[str] = []
    of_form = False
    for number, line in enumerate(paragraph.removesuffix("\n").split("\n"), start=1):
        stripped = line.strip(" \t")
        if number == entry.forms[0][2]:
            lines += wrap("msgstr", words)
            of_form = True
        elif not (of_form and stripped.startswith('"')) and not stripped.startswith("#|"):
            of_form = False
            lines += _without_fuzzy(line) if stripped.startswith("#,") else [line]
    return "".join(f"{line}\n" for line in lines)


def _without_fuzzy(line: str) -> list[str]:
    flags = [flag for flag in re.split(r"[,\s]+", line.strip()[2:]) if flag]
    kept = [flag for flag in flags if flag != "fuzzy"]
    return [line] if kept == flags else [f"#, {', '.join(kept)}"] if kept else []


def _is_only(made: str, entry: Entry, words: str) -> bool:
    """Whether the lines read as the same entry with these words."""
    entries, problems = read_entries(made, path="")
    if problems or len(entries) != 1 or len(entry.forms) != 1 or entry.plural:
        return False
    [now] = entries
    blank = {name: getattr(entry, name) for name in _WRITTEN}
    return ([text for _, text, _ in now.forms] == [words] and not now.fuzzy and not now.previous
            and now._replace(**blank) == entry)
