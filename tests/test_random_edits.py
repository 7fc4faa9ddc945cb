"""After any sequence of edits the published tree is byte for byte what a build from nothing publishes."""

import random
from collections.abc import Callable
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from drawings import drawing, photo
from story import NOW, Story, tree

from sitegen import build as pipeline
from sitegen import work as comparison
from sitegen.disk.ledger import load_ledger
from sitegen.fingerprints import fingerprint
from sitegen.model import Artifact, Key, Ledger, Outline, Site
from sitegen.site.outline import OWN
from sitegen.site.plan import plan
from sitegen.tracing import Answers, changed_answers, doubtful_answers
from sitegen.translation.records import acknowledge, print_acknowledgements

SEQUENCES = 8
"""In every test run; `pytest tests/test_random_edits.py --sequences 200` is the campaign."""

Edit = Callable[[random.Random, Story], str]


def sources(story: Story, suffix: str) -> list[str]:
    return sorted(
        str(p.relative_to(story.root)) for p in (story.root / "content").rglob(f"*{suffix}") if "data" not in p.parts
    )


def word(chance: random.Random) -> str:
    return "".join(chance.choice("abcdefghijklmnop") for _ in range(6))


def edit_body(chance: random.Random, story: Story) -> str:
    path = chance.choice(sources(story, ".md"))
    story.write(path, story.text(path) + f"\nAnother line, {word(chance)} 与中文。\n")
    return f"edit body of {path}"


def edit_title(chance: random.Random, story: Story) -> str:
    path = chance.choice(sources(story, ".md"))
    title = f"title: {'标题' if '.zh.' in path else 'Title'} {word(chance)}"
    lines = story.text(path).split("\n")
    # A draft has its mark above the title.
    number = next(n for n, line in enumerate(lines) if line.startswith("title:"))
    lines[number] = title
    story.write(path, "\n".join(lines))
    return f"edit title of {path}"


def add_news(chance: random.Random, story: Story) -> str:
    name = f"2026-0{chance.randint(1, 9)}-{chance.randint(10, 28)}-{word(chance)}"
    day = name[:10]
    story.write(f"content/news/{name}.en.md", NEWS.format(day=day, word=name[11:]))
    if chance.random() < 0.5:
        story.write(f"content/news/{name}.zh.md", NEWS_ZH.format(word=name[11:]))
    return f"add news {name}"


def add_event(chance: random.Random, story: Story) -> str:
    name = word(chance)
    story.write(
        f"content/events/{name}/index.en.md",
        EVENT.format(word=name, year=chance.choice([2025, 2026, 2027]), month=chance.randint(1, 9)),
    )
    if chance.random() < 0.5:
        story.write(f"content/events/{name}/notes.txt", word(chance))
    return f"add event {name}"


def added(story: Story) -> list[str]:
    """What earlier edits added and may be removed: nothing else refers to it."""
    kept = ("autumn-forum", "spring-workshop", "minutes", "content/index", "content/about")
    return [path for path in sources(story, ".en.md") if not any(name in path for name in kept)]


def delete_page(chance: random.Random, story: Story) -> str:
    paths = added(story)
    if not paths:
        return add_news(chance, story)
    path = chance.choice(paths)
    if path.endswith("/index.en.md"):
        story.delete(path.removesuffix("/index.en.md"))
    else:
        story.delete(path)
        chinese = path.replace(".en.md", ".zh.md")
        if (story.root / chinese).exists():
            story.delete(chinese)
    return f"delete {path}"


def rename_page(chance: random.Random, story: Story) -> str:
    paths = [path for path in added(story) if path.endswith("/index.en.md")]
    if not paths:
        return add_event(chance, story)
    folder = chance.choice(paths).removesuffix("/index.en.md")
    new = f"content/events/{word(chance)}"
    story.rename(folder, new)
    return f"rename {folder} to {new}"


def translate(chance: random.Random, story: Story) -> str:
    """Add a Chinese file to a page that has none, or take it away."""
    path = "content/events/spring-workshop/index.zh.md"
    if (story.root / path).exists():
        story.delete(path)
        return f"delete {path}"
    story.write(path, TRANSLATION.format(word=word(chance)))
    return f"add {path}"


def edit_record(chance: random.Random, story: Story) -> str:
    kind = chance.choice(["members", "people", "topics", "timeline", "series"])
    path = f"content/data/{kind}.yaml"
    if kind == "people":
        organisation = chance.choice(["north", "south"])
        story.write(path, PERSON.format(word=word(chance).title(), organisation=organisation))
    elif kind == "members":
        lines = story.text(path).split("\n")
        lines[1] = f"  name: {{en: Some College {word(chance)}, zh: 某某学院}}"
        story.write(path, "\n".join(lines))
    elif kind == "timeline":
        entry = ENTRY.format(word=word(chance), year=chance.randint(2020, 2026), month=chance.randint(1, 9))
        story.write(path, story.text(path) + entry)
    else:
        story.write(path, story.text(path).replace("en: M", f"en: {word(chance).title()} M", 1))
    return f"edit {path}"


def reorder_members(chance: random.Random, story: Story) -> str:
    path = "content/data/members.yaml"
    first, _, second = story.text(path).partition("- id: south")
    if second and "- id: north" in first:
        story.write(path, "- id: south" + second.rstrip("\n") + "\n" + first)
    return "reorder members"


def edit_template(chance: random.Random, story: Story) -> str:
    """Override a theme template, change the override, or take it away; the override includes what may be missing."""
    path = "templates/year.html"
    choice = chance.randrange(4)
    if choice == 0 and (story.root / path).exists():
        story.delete(path)
    elif choice == 1:
        story.write("templates/extra.html", f"<p>Included {word(chance)}</p>")
    elif choice == 2 and (story.root / "templates/extra.html").exists():
        story.delete("templates/extra.html")
    else:
        story.write(path, YEAR.format(word=word(chance)))
    return f"template edit {choice}"


def edit_catalogue(chance: random.Random, story: Story) -> str:
    story.write(
        "translations/zh_Hans_CN/LC_MESSAGES/theme.po",
        CATALOGUE.format(word=word(chance), other=chance.choice(["Upcoming", "When", "Speakers"])),
    )
    return "edit catalogue"


def edit_config(chance: random.Random, story: Story) -> str:
    old = story.text("site.yaml")
    lines = [
        f"page_size: {chance.choice([1, 2, 3, 50])}" if line.startswith("page_size") else line
        for line in old.split("\n")
    ]
    lines = [
        f"title: {{en: Tiny Network {word(chance)}, zh: 小小网络}}"
        if line.startswith("title") and chance.random() < 0.5
        else line
        for line in lines
    ]
    story.write("site.yaml", "\n".join(lines))
    return "edit site.yaml"


def edit_aliases(chance: random.Random, story: Story) -> str:
    """Give a page a former address, or take it away; addresses are chosen so that no two pages have the same."""
    path = chance.choice(["content/about.en.md", *added(story)])
    lines = [line for line in story.text(path).split("\n") if not line.startswith("aliases:")]
    if chance.random() < 0.7:
        name = path.split("/")[-2 if path.endswith("/index.en.md") else -1].removesuffix(".en.md")
        prefix = chance.choice(["", "/en", "/zh"])
        lines.insert(1, f"aliases: [{prefix}/old/{name}{chance.choice(['/', '.html'])}, /en/{word(chance)}/]")
    story.write(path, "\n".join(lines))
    return f"{lines[1]} of {path}"


def edit_outputs(chance: random.Random, story: Story) -> str:
    """Publish some kinds of files only."""
    lines = [line for line in story.text("site.yaml").split("\n") if not line.startswith("outputs:")]
    kinds = ["feeds", "calendars", "sitemap", "search", "structured-data", "images", "data", "figures"]
    if find_spec("weasyprint"):
        kinds.append("programmes")
    if chance.random() < 0.7:
        lines.insert(0, f"outputs: [{', '.join(['pages', *chance.sample(kinds, chance.randint(0, len(kinds)))])}]")
    story.write("site.yaml", "\n".join(lines))
    return lines[0]


def without(lines: list[str], *keys: str) -> list[str]:
    """The lines of a file but those of these keys at its margin."""
    return [line for line in lines if line.partition(":")[0] not in keys]


def edit_picture(chance: random.Random, story: Story) -> str:
    """Show a picture in front matter, in the text or among the photos of an event; or another picture, or none."""
    lines = without(story.text(f"{FORUM}/index.en.md").split("\n"), "image", "photos")
    lines = [line for line in lines if "](hall." not in line]
    if chance.random() < 0.2:
        for name in ("hall.jpg", "hall.png"):
            if (story.root / FORUM / name).exists():
                story.delete(f"{FORUM}/{name}")
        story.write(f"{FORUM}/index.en.md", "\n".join(lines))
        return "no picture"
    name, make = chance.choice([("hall.jpg", photo), ("hall.png", drawing)])
    size = chance.choice([(48, 32), (32, 48), (500, 300)])
    data = make(*size, form="JPEG" if name.endswith("jpg") else "PNG")
    story.write(f"{FORUM}/{name}", data)
    shown = f"{{src: {name}, alt: A hall {word(chance)}}}"
    place = chance.choice(["image", "photos", "text"])
    if place == "text":
        lines += [f"![A hall {word(chance)}]({name})", ""]
    else:
        lines.insert(1, f"image: {shown}" if place == "image" else f"photos: [{shown}]")
    story.write(f"{FORUM}/index.en.md", "\n".join(lines))
    return f"{name} of {size} as {place}"


def edit_press(chance: random.Random, story: Story) -> str:
    """Another press contact, or none."""
    lines = without(story.text("site.yaml").split("\n"), "press")
    if chance.random() < 0.7:
        about = f", about: {{en: We are {word(chance)}., zh: 我们是{word(chance)}。}}" if chance.random() < 0.5 else ""
        lines.insert(0, f"press: {{name: {{en: Press desk, zh: 新闻处}}, email: {word(chance)}@tiny.example{about}}}")
    story.write("site.yaml", "\n".join(lines))
    return lines[0]


def edit_coordinates(chance: random.Random, story: Story) -> str:
    """Put a member elsewhere on the map, or take it off."""
    path = "content/data/members.yaml"
    lines = without(story.text(path).split("\n"), "  coordinates")
    at = chance.choice([number for number, line in enumerate(lines) if line.startswith("- id:")])
    if chance.random() < 0.8:
        lines.insert(at + 2, f"  coordinates: {chance.randint(-60, 70)}.5, {chance.randint(-170, 170)}.25")
    story.write(path, "\n".join(lines))
    return f"{lines[at]}: {lines[at + 2]}"


def edit_sessions(chance: random.Random, story: Story) -> str:
    """Another programme of an event, or none."""
    path = f"{FORUM}/index.en.md"
    lines = without(story.text(path).split("\n"), "sessions", "bilingual")
    if chance.random() < 0.8:
        talk = f"id: a, title: Talk {word(chance)}, start: 2027-10-05 10:00, speakers: [{{person: ada}}]"
        lines[1:1] = [f"sessions: [{{{talk}}}]",
                      f"bilingual: {chance.choice(['yes', 'yes', 'no'])}"]
    story.write(path, "\n".join(lines))
    return lines[1]


def edit_asset(chance: random.Random, story: Story) -> str:
    path = chance.choice(["templates/assets/site.css", "content/events/autumn-forum/plan.txt"])
    if (story.root / path).exists() and chance.random() < 0.5:
        story.delete(path)
        return f"delete {path}"
    story.write(path, f"/* {word(chance)} */")
    return f"write {path}"


def toggle_draft(chance: random.Random, story: Story) -> str:
    paths = added(story)
    if not paths:
        return add_news(chance, story)
    path = chance.choice(paths)
    text = story.text(path)
    story.write(
        path,
        text.replace("draft: true\n", "") if "draft: true" in text else text.replace("---\n", "---\ndraft: true\n", 1),
    )
    return f"toggle draft of {path}"


def touch(chance: random.Random, story: Story) -> str:
    path = chance.choice(sources(story, ".md"))
    story.write(path, story.text(path))
    return f"touch {path}"


def same_size_same_time(chance: random.Random, story: Story) -> str:
    """An edit that neither size nor modification time betrays."""
    import os

    path = story.root / "content/about.en.md"
    before = path.stat()
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Read", "Dear") if "Read" in text else text.replace("Dear", "Read"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    return "edit about.en.md, same size and time"


def lose_memory(chance: random.Random, story: Story) -> str:
    """Delete or damage what the last build remembered."""
    files = sorted(p for p in (story.root / ".sitegen").rglob("*") if p.is_file())
    if files:
        path = chance.choice(files)
        data = bytearray(path.read_bytes())
        if chance.random() < 0.5 or not data:
            path.unlink()
        else:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            path.write_bytes(bytes(data))
    return "damage .sitegen"


def hand_edit(chance: random.Random, story: Story) -> str:
    """Somebody edits or deletes a published file."""
    paths = sorted((story.root / "build").rglob("*.html"))
    path = chance.choice(paths)
    if chance.random() < 0.5:
        path.unlink()
    else:
        path.write_text("by hand", encoding="utf-8")
    return f"hand edit of {path.name}"


def translated_pages(story: Story) -> list[tuple[str, str]]:
    """Pages with a file in each language."""
    pairs = [(path, path.replace(".en.md", ".zh.md")) for path in sources(story, ".en.md")]
    return [pair for pair in pairs if (story.root / pair[1]).exists()]


def edit_paragraph(chance: random.Random, story: Story) -> str:
    """Change, take away or move one paragraph, heading or item of a translated page, on either side."""
    path = chance.choice(chance.choice(translated_pages(story)))
    front, _, body = story.text(path).partition("\n---\n")
    blocks = body.strip().split("\n\n")
    number = chance.randrange(len(blocks))
    choice = chance.randrange(4)
    if choice == 0 and "#" not in blocks[number]:
        blocks[number] += f" {word(chance)}"
    elif choice == 1 and len(blocks) > 2 and not blocks[number].startswith("#"):
        del blocks[number]
    elif choice == 2:
        blocks.insert(number, f"A new text, {word(chance)}.")
    else:
        blocks[number] = blocks[number].replace(" ", "\n", 1) if not blocks[number].startswith(("#", "-")) else \
            blocks[number]
    story.write(path, front + "\n---\n\n" + "\n\n".join(blocks) + "\n")
    return f"edit paragraph {number} of {path} ({choice})"


def edit_records(chance: random.Random, story: Story) -> str:
    """Add records of a page as it is now, or take some lines away."""
    known = {}
    if (story.root / RECORDS).exists():
        known = {line.split("\t")[0]: line for line in story.text(RECORDS).splitlines()}
    if known and chance.random() < 0.4:
        for identity in chance.sample(sorted(known), k=chance.randint(1, len(known))):
            del known[identity]
    else:
        source, target = chance.choice(translated_pages(story))
        identity = identity_of(source)
        for (role, ours), (_, theirs) in zip(texts(story, source), texts(story, target), strict=False):
            made = acknowledge(f"{identity}#{role}:{fingerprint(ours)[:8]}", ours, theirs)
            known[made.id] = print_acknowledgements([made]).rstrip("\n")
    story.write(RECORDS, "".join(f"{known[identity]}\n" for identity in sorted(known)))
    return f"records: {len(known)}"


def texts(story: Story, path: str) -> list[tuple[str, str]]:
    """Role and text of a file's title, description and blocks."""
    front, _, body = story.text(path).partition("\n---\n")
    found = [(key, value) for key, _, value in (line.partition(": ") for line in front.split("\n"))
             if key in ("title", "description")]
    marks = {"#": "heading-2", "-": "item"}
    return found + [(marks.get(line[0], "paragraph"), line.lstrip("#- ")) for line in body.splitlines() if line]


def edit_policy(chance: random.Random, story: Story) -> str:
    lines = story.text("site.yaml").rstrip("\n").split("\ntranslation:")[0]
    policy = chance.choice(["mix", "current", "source", "hide"])
    at = chance.choice([0, 50, 100])
    story.write("site.yaml", f"{lines}\ntranslation:\n  {chance.choice(['events', 'news', 'pages'])}: "
                             f"{{policy: {policy}, publish_at: {at}, bilingual: {chance.choice(['yes', 'no'])}}}\n")
    return f"policy {policy}, publish at {at}"


def edit_content_catalogue(chance: random.Random, story: Story) -> str:
    """Translate some texts of a page, or of what it said before, in a catalogue; or take the catalogue away."""
    if (story.root / PAGES_PO).exists() and chance.random() < 0.3:
        story.delete(PAGES_PO)
        return "delete catalogue of pages"
    path = chance.choice(sources(story, ".en.md"))
    known = dict(texts(story, path))
    entries = [
        f'\nmsgctxt "{identity_of(path)}#{role}"\nmsgid "{text if chance.random() < 0.7 else word(chance)}"\n'
        f'msgstr "译文{word(chance)}"\n'
        for role, text in known.items() if chance.random() < 0.8 and not set(text) & set('"\\\\[')
    ]
    story.write(PAGES_PO, CATALOGUE.partition("\nmsgid \"{other}")[0] + "\n" + "".join(entries))
    return f"catalogue of {path}: {len(entries)}"


def identity_of(path: str) -> str:
    return path.removesuffix(".en.md").removesuffix("/index") if path.count("/") > 1 else path.removesuffix(".en.md")


FORUM = "content/events/autumn-forum"
RECORDS = "translations/zh_Hans_CN/acknowledged.tsv"
PAGES_PO = "translations/zh_Hans_CN/LC_MESSAGES/content/pages.po"

EDITS: list[Edit] = [
    edit_paragraph,
    edit_paragraph,
    edit_records,
    edit_records,
    edit_policy,
    edit_content_catalogue,
    edit_body,
    edit_body,
    edit_title,
    add_news,
    add_event,
    delete_page,
    rename_page,
    translate,
    edit_record,
    reorder_members,
    edit_template,
    edit_catalogue,
    edit_config,
    edit_aliases,
    edit_outputs,
    edit_picture,
    edit_press,
    edit_coordinates,
    edit_sessions,
    edit_asset,
    toggle_draft,
    touch,
    same_size_same_time,
    lose_memory,
    hand_edit,
]

NEWS = """---
title: News of {word}
description: A short report on {word}, long enough to be shown in lists and feeds.
date: {day}
author: [north]
tags: [writing]
---

Text of {word}.
"""
NEWS_ZH = """---
title: 消息 {word}
description: 一条关于测试的简短消息，长度足以显示在列表与订阅源之中，供读者参考。
---

正文 {word}。
"""
EVENT = """---
title: Meeting on {word}
description: The members meet to talk about {word} and to decide what to do next about it.
start: {year}-0{month}-12 10:00
end: {year}-0{month}-12 12:00
timezone: Europe/London
attendance: online
online_url: https://tiny.example/join
organizers: [north]
languages: [en]
tags: [methods]
series: forum
---

A meeting.
"""
TRANSLATION = """---
title: 春季研讨会 {word}
description: 为期一天的双语写作实践活动，没有录像，只有现场的练习与讨论，欢迎参加。
---

这一天过得很好。
"""
YEAR = """<!doctype html>
<html lang="{{{{ language.lang }}}}"><title>{word}</title>
<h1>{{{{ site.year(subject[1], subject[2]).cards|length }}}}</h1>
{{% include 'extra.html' ignore missing %}}
</html>
"""
CATALOGUE = """msgid ""
msgstr ""
"Language: zh_CN\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "{other}"
msgstr "{word}译"
"""
PERSON = """- id: ada
  name: Ada {word} North
  family_name: North
  affiliation: {organisation}
"""
ENTRY = """- id: t{word}
  start: {year}-0{month}
  name: {{en: Something {word}, zh: 某事}}
"""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", range(int(metafunc.config.getoption("--sequences") or SEQUENCES)))


@pytest.fixture
def careful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask again also what need not be asked, and fail where that would have been told something else."""
    def asking_all(ledger: Ledger, answers: Answers, doubtful: list[int]) -> dict[int, Key]:
        site: Site = answers._ask.__self__.site  # type: ignore[attr-defined]
        # After a small edit the insides of other pages are not there to be asked about.
        all_of_them = doubtful_answers(ledger, lambda key: key[0] in OWN and key[2] not in site.translations)
        changed = changed_answers(ledger, answers, all_of_them)
        assert not [key for number, key in changed.items() if number not in doubtful]
        return changed_answers(ledger, answers, doubtful)

    real = comparison.compare

    def planning(site: Site, now: Outline, memory: Any, published: Any, artifacts: tuple[Artifact, ...] = (),
                 **options: Any) -> Any:
        planned = artifacts or tuple([one.artifact for one in memory.ledger.traces.values()])
        assert planned == plan(site) or not (artifacts or options.get("keeps"))
        return real(site, now, memory, published, artifacts, **options)

    monkeypatch.setattr(comparison, "changed_answers", asking_all)
    monkeypatch.setattr(pipeline, "compare", planning)


@pytest.mark.usefixtures("careful")
def test_incremental_is_clean(seed: int, tmp_path: Path) -> None:
    edit_and_compare(Story(tmp_path), seed, tmp_path)


@pytest.mark.usefixtures("careful")
def test_incremental_is_clean_with_a_converted_edition(tmp_path: Path) -> None:
    pytest.importorskip("opencc")
    story = Story(tmp_path)
    story.replace("site.yaml", "name: 中文}\n", "name: 中文}\n  - {code: zh-hant, from: zh}\n")
    edit_and_compare(story, 2, tmp_path)


def edit_and_compare(story: Story, seed: int, tmp_path: Path) -> None:
    """Ten edits, each built both ways."""
    chance = random.Random(seed)
    jobs = 1 + seed % 2
    story.must_build(jobs=jobs)
    history: list[str] = []
    now = NOW
    for _ in range(10):
        history.append(chance.choice(EDITS)(chance, story))
        if chance.random() < 0.1:
            now += timedelta(days=chance.choice([1, 200, -100]))
            history.append(f"now {now}")
        report = story.build(now=now, jobs=jobs, allow_shrink=True)
        clean = story.clean_tree(tmp_path, now=now, jobs=3 - jobs)
        assert report.exit == 0, (history, report.diagnostics)
        differing = sorted(
            path for path in {*clean, *story.published()} if clean.get(path) != story.published().get(path)
        )
        assert not differing, (history, differing[:5])
        assert outline_of(story, story.root / "build") == outline_of(story, tmp_path / "clean-build"), history
    again = story.must_build(now=now, jobs=jobs)
    assert (again.rendered, again.written, again.removed) == (0, 0, 0), history


def outline_of(story: Story, output: Path) -> Outline:
    """What the last build into that folder knows of the site that it was made from."""
    return load_ledger(str(story.root), str(output))[0].outline


def test_a_sequence_can_fail(tmp_path: Path) -> None:
    """The comparison sees a single changed byte."""
    story = Story(tmp_path)
    story.must_build()
    before = tree(story.root / "build")
    page = story.root / "build" / "en" / "index.html"
    page.write_text(page.read_text(encoding="utf-8") + " ", encoding="utf-8")
    assert tree(story.root / "build") != before
