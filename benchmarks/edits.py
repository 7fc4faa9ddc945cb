"""Edits of many kinds, one after the other, on the made-up site: after each the published tree is one from nothing.

`python -m benchmarks.edits --events 1000 --edits 50` builds after each edit twice, both times in a process of its own:
once with everything that was remembered, and once with nothing into another folder. All bytes of both are compared.
"""

import argparse
import filecmp
import os
import random
import re
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.corpus import GENERATOR, write_project
from benchmarks.tools import ENVIRONMENT, sitegen

Edit = Callable[[Path, random.Random], str]
"""Changes something in a project and says what."""
NOW = "2026-11-21T12:00:00+00:00"


def replaced(path: Path, pattern: str, words: str) -> str:
    """Put words in the place of what the pattern finds first; SystemExit where it finds nothing."""
    text, found = re.subn(pattern, lambda _: words, path.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
    if not found:
        raise SystemExit(f"{path} has nothing that looks like {pattern}")
    path.write_text(text, encoding="utf-8")
    return f"{path.name}: {words[:40]!r}"


def added(path: Path, words: str) -> str:
    """Put words at the end of a file."""
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + f"\n{words}\n", encoding="utf-8")
    return f"{path.parent.name}/{path.name}: and {words[:40]!r}"


def event(project: Path, chance: random.Random, language: str = "en") -> Path:
    """The file of any event."""
    found = sorted((project / "content/events").glob(f"*/index.{language}.md"))
    return chance.choice(found)


def newest(project: Path) -> Path:
    """The file of the event that begins last."""
    files = sorted((project / "content/events").glob("*/index.en.md"))
    return max(files, key=lambda path: re.findall(r"(?m)^start: .*$", path.read_text(encoding="utf-8"))[:1])


def number(chance: random.Random) -> str:
    """A word that was not there before."""
    return f"{chance.randrange(10**6):06}"


def day(chance: random.Random) -> str:
    """When an event begins and ends."""
    date = f"{chance.randrange(2010, 2028)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
    return f"start: {date} 09:00\nend: {date} 17:00"


def _new_event(project: Path, chance: random.Random) -> str:
    old = event(project, chance)
    folder = old.parent.with_name(f"new-{number(chance)}")
    folder.mkdir()
    for each in old.parent.iterdir():
        (folder / each.name).write_bytes(each.read_bytes())
    return f"a new event {folder.name}: " + replaced(folder / "index.en.md", r"^start: .*\nend: .*$", day(chance))


def unlinked(project: Path, chance: random.Random) -> Path | None:
    """The folder of an event to which nothing links; None where there is none."""
    texts = "".join(path.read_text(encoding="utf-8") for path in (project / "content").rglob("*.md"))
    folders = sorted((project / "content/events").iterdir())
    chance.shuffle(folders)
    return next((folder for folder in folders if f"/events/{folder.name}/" not in texts), None)


def _without(project: Path, chance: random.Random) -> str:
    folder = unlinked(project, chance)
    if folder is None:
        return added(event(project, chance), "Every event is linked to.")
    for each in folder.iterdir():
        each.unlink()
    folder.rmdir()
    return f"without {folder.name}"


def _draft(project: Path, chance: random.Random) -> str:
    folder = unlinked(project, chance)
    if folder is None:
        return added(event(project, chance), "Every event is linked to.")
    return replaced(folder / "index.en.md", r"^title: ", "draft: yes\ntitle: ")


def _by_hand(project: Path, chance: random.Random) -> str:
    page = chance.choice(sorted((project / "build/en/events").glob("*/index.html")))
    text = page.read_bytes()
    page.unlink()
    page.write_bytes(text + b"by hand")
    return f"{page.parent.name}/index.html by hand, and " + added(event(project, chance), f"Word {number(chance)}.")


def _theme(name: str, old: str, words: str) -> Edit:
    return lambda project, chance: replaced(project / "templates" / name, old, words.format(number(chance)))


def _data(name: str, old: str, words: str) -> Edit:
    return lambda project, chance: replaced(project / "content/data" / name, old, words.format(number(chance)))


def _front(key: str, words: str, language: str = "en") -> Edit:
    return lambda project, chance: replaced(event(project, chance, language), rf"^{key}: .*$",
                                            words.format(number(chance)))


EDITS: dict[str, Edit] = {
    "a paragraph": lambda project, chance: added(event(project, chance), f"Word {number(chance)}."),
    "a Chinese paragraph": lambda project, chance: added(event(project, chance, "zh"), f"第 {number(chance)} 句。"),
    "paragraphs of ten pages": lambda project, chance: ", ".join(
        added(event(project, chance), f"Word {number(chance)}.")[:12] for _ in range(10)),
    "a heading": lambda project, chance: added(event(project, chance), f"## Heading {number(chance)}\n\nMore."),
    "a title": _front("title", 'title: "Title {}"'),
    "a Chinese title": _front("title", 'title: "标题 {}"', "zh"),
    "the newest title": lambda project, chance: replaced(newest(project), r"^title: .*$", f"title: N {number(chance)}"),
    "a description": _front("description", 'description: "Description {}."'),
    "another day": lambda project, chance: replaced(event(project, chance), r"^start: .*\nend: .*$", day(chance)),
    "a status": _front("languages", "languages: [en, zh]\nstatus: cancelled\n"
                                    "status_note: {{date: 2020-03-03, text: One sentence.}}"),
    "tags": _front("tags", "tags: [index, moment]"),
    "a draft": _draft,
    "a new event": _new_event,
    "an event less": _without,
    "the base template": _theme("base.html", "</head>", '<meta name="m" content="{}">\n</head>'),
    "the footer": _theme("parts/footer.html", "</ul></footer>", "<li>{}</li>\n</ul></footer>"),
    "the template of events": _theme("event.html", "</article>", "<p>{}</p>\n</article>"),
    "a macro": _theme("macros/entries.html", r"</a>", "<!-- {} --></a>"),
    "the name of a person": _data("people.yaml", r'name: \{en: "[^"]* ', 'name: {{en: "Person {} '),
    "the name of a member": _data("members.yaml", r'name: \{en: "[^"]*"', 'name: {{en: "Member {}"'),
    "the name of a topic": _data("topics.yaml", r'name: \{en: "[^"]*"', 'name: {{en: "Topic {}"'),
    "the timeline": _data("timeline.yaml", r'name: \{en: "[^"]*"', 'name: {{en: "Something {}"'),
    "the site's title": lambda project, chance: replaced(
        project / "site.yaml", r'^title: \{en: "[^"]*"', f'title: {{en: "Corpus {number(chance)}"'),
    "a page by hand": _by_hand,
    "the base template and a title": lambda project, chance: " and ".join(
        EDITS[name](project, chance) for name in ("the base template", "a title", "a paragraph")),
}


def run(project: Path, output: Path, *options: str) -> float:
    """Build in a process of its own; the seconds that it took. SystemExit with what it said if it fails."""
    command = [*sitegen().build(project, output), "--allow-shrink", "--now", NOW, *options]
    began = time.perf_counter()
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\nended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return time.perf_counter() - began


def difference(one: Path, other: Path) -> list[str]:
    """The files of which the two trees have different ones, or one has none."""
    first, second = ({path.relative_to(root) for path in root.rglob("*") if not path.is_dir()} for root in (one, other))
    _, unlike, odd = filecmp.cmpfiles(one, other, sorted(map(str, first & second)), shallow=False)
    return sorted({*map(str, first ^ second), *unlike, *odd})


def campaign(project: Path, *, edits: int, seed: int) -> int:
    """Make the edits, print a line about each, and say after how many of them the trees differed."""
    chance = random.Random(seed)
    output, clean = project / "build", project.parent / f"{project.name}-clean"
    run(project, output)
    names = [name for _ in range(edits // len(EDITS) + 1) for name in chance.sample(sorted(EDITS), len(EDITS))]
    wrong = 0
    for turn, name in enumerate(names[:edits]):
        said = EDITS[name](project, chance)
        seconds = run(project, output)
        run(project, clean, "--clean")
        differing = difference(output, clean)
        wrong += bool(differing)
        print(f"{turn + 1:3} {seconds:6.2f} s  {'DIFFERS ' + str(differing[:5]) if differing else 'the same'}  "
              f"{name}: {said[:90]}", flush=True)
    return wrong


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.edits", description=__doc__)
    parser.add_argument("--events", type=int, default=1000, help="size of the site; two pages an event")
    parser.add_argument("--edits", type=int, default=50, help="how many edits")
    parser.add_argument("--seed", type=int, default=1, help="another number, other edits")
    parser.add_argument("--corpus", type=Path, default=GENERATOR, help=f"the generator (default: {GENERATOR})")
    parser.add_argument("--work", type=Path, default="/dev/shm" if os.path.isdir("/dev/shm") else None)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="edits-", dir=chosen.work) as folder:
        project = Path(folder) / "project"
        write_project("sitegen", project, events=chosen.events, generator=chosen.corpus)
        wrong = campaign(project, edits=chosen.edits, seed=chosen.seed)
    print(f"{chosen.edits} edits, {wrong} of them with a tree that is not one from nothing")
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
