"""What somebody saves while a preview runs, where each save is seen, and the projects in which it is done."""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from benchmarks.corpus import write_project
from benchmarks.tools import REPOSITORY

DEMO = "demo"
"""The name of the demonstration site among sizes."""
GUIDES = 20
PARAGRAPHS = 12
LOCALE = "zh_Hans_CN"
MARK = "7770{}0777"
"""Digits: words would be marked as words of the other language on some pages, which would part them."""
_FRAME = '<main id="main"'


class Save(NamedTuple):
    """One kind of save: the file, the address at which it is seen, and how its mark gets into the text."""

    name: str
    path: Path
    address: str
    marked: Callable[[str, str], str]
    """The file's good text and a mark to the text with the mark."""
    by_rename: bool = False
    """Written as Poedit and careful editors do: a temporary file, then a rename."""

    def write(self, text: str) -> None:
        """Save the text."""
        if not self.by_rename:
            self.path.write_text(text, encoding="utf-8")
            return
        beside = self.path.with_name(f".{self.path.name}.new")
        beside.write_text(text, encoding="utf-8")
        os.replace(beside, self.path)


class Project(NamedTuple):
    """A project with what is saved in it."""

    folder: Path
    saves: tuple[Save, ...]
    bodies: tuple[Save, ...]
    """Body edits of several pages, to be made in turn."""


def write_sitegen(folder: Path, size: str, *, corpus: Path) -> Project:
    """The demonstration site, or a corpus under sitegen's own theme, with pages that a catalogue translates."""
    if size == DEMO:
        for name in ("content", "translations"):
            shutil.copytree(REPOSITORY / name, folder / name)
        shutil.copy(REPOSITORY / "site.yaml", folder)
    else:
        write_project("sitegen", folder, events=int(size), generator=corpus, bare=True)
    base, theme = folder / "templates/base.html", folder / f"translations/{LOCALE}/LC_MESSAGES/theme.po"
    for path in (base, theme):
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / path.relative_to(folder), path)
    catalogue = _write_guides(folder)
    # Where the facts stand: what is added to a translation alone is not shown.
    found = sorted(folder.glob("content/events/*/index.en.md"))
    texts = [path for path in found if "\nstart:" in path.read_text(encoding="utf-8")][:10]
    bodies = tuple(Save("body", text, f"/en/events/{text.parent.name}/", _with_paragraph) for text in texts)
    event = texts[0].parent.name
    return Project(folder, bodies=bodies, saves=(
        bodies[0],
        Save("members.yaml", folder / "content/data/members.yaml", "/en/members/", _with_name),
        Save("base template", base, f"/en/events/{event}/",
             lambda text, mark: _put(text, _FRAME, f"<p>{mark}</p>{_FRAME}")),
        Save("theme.po", theme, f"/zh/events/{event}/",
             lambda text, mark: _put(text, 'msgstr "跳到正文', f'msgstr "{mark}跳到正文'), by_rename=True),
        Save("content catalogue", catalogue, "/zh/guide/page-07/",
             lambda text, mark: _put(text, 'msgstr "第7页第3段', f'msgstr "{mark}第7页第3段'), by_rename=True),
    ))


def write_hugo(folder: Path, size: str, *, corpus: Path) -> Project:
    """The same corpus for Hugo, which has no catalogues."""
    write_project("hugo", folder, events=int(size), generator=corpus)
    texts = sorted(path for path in folder.glob("content/en/events/*.md") if not path.name.startswith("_"))[:10]
    bodies = tuple(Save("body", text, f"/en/events/{text.stem}/", _with_paragraph) for text in texts)
    return Project(folder, bodies=bodies, saves=(
        bodies[0],
        Save("members.yaml", folder / "data/members.yaml", "/en/members/",
             lambda text, mark: re.sub(r'(name_en: ")', rf"\g<1>{mark} ", text, count=1)),
        Save("base template", folder / "layouts/baseof.html", bodies[0].address,
             lambda text, mark: _put(text, "<main>", f"<p>{mark}</p><main>")),
    ))


def _with_paragraph(text: str, mark: str) -> str:
    return f"{text.rstrip()}\n\n{mark}\n"


def _with_name(text: str, mark: str) -> str:
    return re.sub(r'(name: *\{en: ")', rf"\g<1>{mark} ", text, count=1)


def _put(text: str, old: str, new: str) -> str:
    if old not in text:
        raise SystemExit(f"There is no {old} to mark a save at.")
    return text.replace(old, new, 1)


def _write_guides(folder: Path) -> Path:
    """Pages in English alone, with a catalogue that translates all their texts; where the catalogue is."""
    entries = ['msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: zh_CN\\n"\n']
    for number in range(GUIDES):
        identity = f"content/guide/page-{number:02}"
        paragraphs = [f"Paragraph {place} of guide {number}." for place in range(PARAGRAPHS)]
        page = folder / f"{identity}.en.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f"---\ntitle: Guide {number}\ndescription: What guide {number} says.\n---\n\n"
                        + "\n\n".join(paragraphs) + "\n", encoding="utf-8")
        texts = [("title", f"Guide {number}", f"指南{number}"),
                 ("description", f"What guide {number} says.", f"指南{number}的内容。"),
                 *(("paragraph", words, f"第{number}页第{place}段。") for place, words in enumerate(paragraphs))]
        entries += [f'msgctxt "{identity}#{role}"\nmsgid "{words}"\nmsgstr "{chinese}"\n'
                    for role, words, chinese in texts]
    catalogue = folder / f"translations/{LOCALE}/LC_MESSAGES/content/guide.po"
    catalogue.parent.mkdir(parents=True, exist_ok=True)
    catalogue.write_text("\n".join(entries), encoding="utf-8")
    return catalogue
