"""What holds whatever is done to a site, its machine or its build: a selection in every run, all of it on demand.

`pytest tests/test_invariants.py --campaign` tries everything; each campaign's size stands beside it.
"""

import errno
import itertools
import json
import os
import random
import re
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout, suppress
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from story import NOW, Story, tree
from test_random_edits import EDITS

import sitegen.build
import sitegen.work
from sitegen import cli
from sitegen.console import as_text
from sitegen.diagnostics import BuildStopped, error
from sitegen.disk import publish, swap
from sitegen.disk.places import MANIFEST, standby_of
from sitegen.model import Artifact, Rendered, Report
from sitegen.stages import Workshop, render_artifact

ROOT = Path(__file__).resolve().parents[1]
SUITES = Path(os.environ.get("SITEGEN_SUITES", ROOT.parent / "shared" / "suites"))
MAIN = "import sitegen.__main__ as program; program.main()"
Tree = dict[str, str]


class Demonstration(Story):
    """A copy of the demonstration site, theme and catalogues included."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "site"
        self.root.mkdir()
        for name in ("content", "templates", "translations"):
            shutil.copytree(ROOT / name, self.root / name)
        shutil.copy2(ROOT / "site.yaml", self.root)
        self.report = Report()


@pytest.fixture
def campaign(pytestconfig: pytest.Config) -> bool:
    return bool(pytestconfig.getoption("--campaign"))


@pytest.fixture
def story(tmp_path: Path) -> Story:
    return Story(tmp_path)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    everything = bool(metafunc.config.getoption("--campaign"))
    choices: dict[str, Callable[[], tuple[list[Any], list[Any]]]] = {
        "input_file": INPUTS, "pair": PAIRS, "kind": UNDONE, "machine": MACHINES}
    for name, values in choices.items():
        if name in metafunc.fixturenames:
            quick, whole = values()
            metafunc.parametrize(name, whole if everything else quick, ids=str)


def less_manifest(files: Tree) -> Tree:
    return {path: digest for path, digest in files.items() if path != MANIFEST}


def differing(one: Tree, other: Tree) -> list[str]:
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))[:5]


def assert_clean(story: Story, folder: Path, **options: object) -> None:
    """The published tree is what a build from nothing makes."""
    assert differing(story.published(), story.clean_tree(folder, **options)) == []


# ---- every input matters, and every pair of edits --------------------------------------------------------------------


def INPUTS() -> tuple[list[str], list[str]]:
    """Every input file of the demonstration site; one of each kind in a quick run.

    Not those that nothing published asks for: templates of catalogues, lists that no page of it has, and programmes
    for paper, which need libraries of their own.
    """
    folders = [ROOT / name for name in ("content", "templates", "translations")]
    idle = {ROOT / "templates" / name for name in ("listings/people.html", "listings/cards.html", "programme.html",
                                                   "parts/programme_sheet.txt")}
    files = [path for folder in folders for path in folder.rglob("*")
             if path.is_file() and path.suffix != ".pot" and path not in idle]
    names = ["site.yaml", *sorted(str(path.relative_to(ROOT)) for path in files)]
    kinds: dict[tuple[str, str], list[str]] = {}
    for name in names:
        kinds.setdefault((name.partition("/")[0], "".join(Path(name).suffixes[-2:])), []).append(name)
    return [several[len(several) // 2] for several in kinds.values()], names


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    """Built once, and left by each test as it was found."""
    demo = Demonstration(tmp_path_factory.mktemp("demonstration"))
    demo.must_build()
    return demo


def changed(path: str, data: bytes) -> bytes:
    """The file's contents with a change that suits its kind."""
    suffix = Path(path).suffix
    if path == "site.yaml":
        return data.replace(b"page_size: 50", b"page_size: 7")
    if suffix == ".md":
        # A paragraph of its own would be nobody's translation, and is not published.
        return data.replace("。\n".encode(), "，添了几个字。\n".encode(), 1) if ".zh." in path \
            else data + b"\n\nOne more sentence.\n"
    if suffix == ".yaml":
        return data.replace(b"name: ", b"name:  ").replace(b'zh: "', 'zh: "新'.encode(), 3)
    if suffix == ".html":
        # At the end of a macro or block where there is one, so that it is printed.
        place = max(data.rfind(b"{% endmacro"), data.rfind(b"{%- endmacro"), data.rfind(b"{% endblock"))
        return data[:place] + b"<!-- more -->" + data[place:] if place >= 0 else data + b"<!-- more -->"
    if suffix == ".tsv":
        # Every translation was made for something else, and is stale.
        return re.sub(rb"^([^\t\n]+\t)[0-9a-f]{12}", rb"\g<1>000000000000", data, flags=re.MULTILINE)
    if "/content/" in path and suffix == ".po":
        # Translations end in other words, and what has none gets one.
        data = data.replace("。\"\n".encode(), "了。\"\n".encode())
        return re.sub(rb'^msgstr ""\n(?=\n|\Z)', 'msgstr "新"\n'.encode(), data, flags=re.MULTILINE)
    if suffix == ".po":
        return data.replace("语".encode(), "文".encode(), 2)
    return data + b"\n"


def test_every_input_matters(input_file: str, demonstration: Demonstration, tmp_path: Path) -> None:
    """Change one file: what is built from memory is what is built from nothing; change it back: all is as before."""
    before = demonstration.published()
    original = (demonstration.root / input_file).read_bytes()
    try:
        demonstration.write(input_file, changed(input_file, original))
        assert (demonstration.root / input_file).read_bytes() != original
        report = demonstration.must_build()
        assert report.written > 1, f"{input_file} was changed and nothing else"
        assert_clean(demonstration, tmp_path)
    finally:
        demonstration.write(input_file, original)
        demonstration.must_build()
    assert differing(demonstration.published(), before) == []


KINDS = list(dict.fromkeys(EDITS))


class Kind(tuple[Any, ...]):
    def __str__(self) -> str:
        return "-".join(edit.__name__ for edit in self)


def UNDONE() -> tuple[list[Kind], list[Kind]]:
    """Every kind of edit; every third in a quick run."""
    whole = [Kind((edit,)) for edit in KINDS]
    return whole[::3], whole


def PAIRS() -> tuple[list[Kind], list[Kind]]:
    """Every kind of edit after every kind; a quick run tries some."""
    whole = [Kind(pair) for pair in itertools.product(KINDS, KINDS)]
    quick = [Kind((one, KINDS[(number * 3 + 1) % len(KINDS)])) for number, one in enumerate(KINDS)][::3]
    return quick, whole


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny site that has been built; copy it."""
    story = Story(tmp_path_factory.mktemp("built"))
    story.must_build()
    story.must_build()
    return story.root


def copy_of(built: Path, folder: Path) -> Story:
    story = Story.__new__(Story)
    story.root, story.report = folder / "site", Report()
    shutil.copytree(built, story.root)
    return story


def test_any_two_edits_in_a_row_are_built_as_from_nothing(pair: Kind, built: Path, tmp_path: Path) -> None:
    chance = random.Random(str(pair))
    story = copy_of(built, tmp_path)
    for edit in pair:
        edit(chance, story)
        story.must_build(allow_shrink=True)
    assert_clean(story, tmp_path, allow_shrink=True)


def test_an_edit_undone_leaves_no_trace(kind: Kind, built: Path, tmp_path: Path) -> None:
    story = copy_of(built, tmp_path)
    before = story.published()
    kind[0](random.Random(1), story)
    story.must_build(allow_shrink=True)
    for name in ("content", "templates", "translations"):
        shutil.rmtree(story.root / name, ignore_errors=True)
        if (built / name).exists():
            shutil.copytree(built / name, story.root / name)
    shutil.copy2(built / "site.yaml", story.root)
    story.must_build(allow_shrink=True)
    assert differing(story.published(), before) == []


# ---- the same bytes on every machine ---------------------------------------------------------------------------------

VARIANTS: dict[str, list[Any]] = {
    "PYTHONHASHSEED": ["0", "1", "random", "4242"],
    "TZ": ["UTC", "Asia/Shanghai", "Europe/London", "America/Los_Angeles", "Pacific/Kiritimati", "Asia/Kathmandu"],
    "LC_ALL": ["C", "zh_CN.UTF-8", "tr_TR.UTF-8", "zh_CN.GB18030", "en_GB.UTF-8"],
    "umask": [0o022, 0o077, 0o002],
    "folder": ["s", "a site with spaces", "网站", "long/" + "x" * 120, "#50%20&"],
    "order": [1, 2, 3],
    "listing": [0, 1, 2],
    "jobs": ["1", "2", "4", "0"],
    "times": [1, 2],
    "clock": ["--now", "SOURCE_DATE_EPOCH"],
    "from": [".", "elsewhere"],
}
SHUFFLED = """
import os, random, sys
real, chance = os.scandir, random.Random({seed})
class Listing:
    def __init__(self, folder="."):
        with real(folder) as listing:
            self.entries = list(listing)
        chance.shuffle(self.entries)
        self.each = iter(self.entries)
    def __iter__(self): return self
    def __next__(self): return next(self.each)
    def __enter__(self): return self
    def __exit__(self, *problem): pass
    def close(self): pass
if {seed}:
    os.scandir = Listing
    names = os.listdir
    os.listdir = lambda *given: chance.sample(found := names(*given), len(found))
os.umask({umask})
""" + MAIN


class Machine(dict[str, Any]):
    def __str__(self) -> str:
        return "-".join(str(value)[:12] for value in self.values())


def MACHINES() -> tuple[list[Machine], list[Machine]]:
    """Enough for every value of every variant; 64 more at random in the campaign."""
    longest = max(map(len, VARIANTS.values()))
    each = [Machine({name: values[number % len(values)] for name, values in VARIANTS.items()})
            for number in range(longest)]
    chance = random.Random(4)
    more = [Machine({name: chance.choice(values) for name, values in VARIANTS.items()}) for _ in range(64)]
    return each, each + more


def test_every_machine_publishes_the_same_bytes(machine: Machine, built: Path, tmp_path: Path) -> None:
    root = tmp_path / machine["folder"]
    chance = random.Random(machine["order"])
    files = [path for path in built.rglob("*") if path.is_file() and not {"build", ".sitegen"} & {*path.parts}]
    chance.shuffle(files)
    for path in files:
        target = root / path.relative_to(built)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
        moment = random.Random(machine["times"] * 1000 + len(target.name)).randrange(10**9, 2 * 10**9)
        os.utime(target, (moment, moment))
    inside = machine["from"] == "."
    (tmp_path / "elsewhere").mkdir()
    variables = {"PYTHONHASHSEED": machine["PYTHONHASHSEED"], "TZ": machine["TZ"], "LC_ALL": machine["LC_ALL"]}
    now = ["--now", NOW.isoformat()]
    if machine["clock"] != "--now":
        variables["SOURCE_DATE_EPOCH"] = str(int(NOW.timestamp()))
        now = []
    script = SHUFFLED.format(seed=machine["listing"], umask=machine["umask"])
    done = subprocess.run(
        [sys.executable, "-c", script, "build", "--jobs", machine["jobs"], *now,
         *([] if inside else ["--project", root])],
        cwd=root if inside else tmp_path / "elsewhere", env=os.environ | variables, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    assert differing(tree(root / "build"), tree(built / "build")) == []


def test_the_comparison_of_machines_can_fail(built: Path, tmp_path: Path) -> None:
    story = copy_of(built, tmp_path)
    os.chmod(story.root / "build/en/index.html", 0o600)
    assert differing(story.published(), tree(built / "build")) == ["en/index.html"]


# ---- what says the same is built the same ----------------------------------------------------------------------------

TYPED = """---
title: Café Zoë meets the Ångström group
description: A short item whose every accent may be typed as one character or as a letter and an accent.
date: 2026-05-02
author: [north]
tags: [methods]
---

## Résumé of the día

- Über [the *naïve* café](/about/) — `code é`

| Ä | Ö |
|---|---|
| ü | é |
"""


def rewritten(story: Story, change: Callable[[str, str], str]) -> None:
    """Every text source written otherwise."""
    for path in [*sorted((story.root / "content").rglob("*")), story.root / "site.yaml"]:
        if path.suffix in (".md", ".yaml"):
            name = str(path.relative_to(story.root))
            path.write_bytes(change(name, path.read_text(encoding="utf-8")).encode())


def with_crlf(path: str, text: str) -> str:
    return text.replace("\n", "\r\n")


def with_old_line_ends(path: str, text: str) -> str:
    return text.replace("\n", "\r")


def with_mark(path: str, text: str) -> str:
    return "\ufeff" + text


def decomposed(path: str, text: str) -> str:
    return unicodedata.normalize("NFD", text)


def with_comments(path: str, text: str) -> str:
    if path.endswith(".yaml"):
        return "# A remark.\n\n" + text + "\n# Another.\n"
    head, front, body = text.split("---\n", 2)
    return f"{head}---\n# A remark.\n{front}# Another.\n---\n{body}\n<!-- A remark. -->\n"


def with_other_order(path: str, text: str) -> str:
    """The top-level keys of front matter and of site.yaml the other way round."""
    if path.startswith("content/data/"):
        return text
    head, front, body = ("", text, "") if path.endswith(".yaml") else text.split("---\n", 2)
    keys: list[str] = []
    for line in front.splitlines(keepends=True):
        if line[0] in " -#" and keys:
            keys[-1] += line
        else:
            keys.append(line)
    front = "".join(reversed(keys))
    return front if path.endswith(".yaml") else f"{head}---\n{front}---\n{body}"


def with_blank_ends(path: str, text: str) -> str:
    return text.rstrip("\n") + "\n\n\n"


@pytest.mark.parametrize("change", [with_crlf, with_old_line_ends, with_mark, decomposed, with_comments,
                                    with_other_order, with_blank_ends], ids=lambda change: change.__name__)
def test_what_is_typed_otherwise_and_says_the_same_is_published_the_same(
        change: Callable[[str, str], str], story: Story) -> None:
    story.write("content/news/2026-05-02-café.en.md", TYPED)
    story.must_build()
    before = story.published()
    rewritten(story, change)
    assert change is not decomposed or "e\u0301" in story.text("content/news/2026-05-02-café.en.md")
    story.must_build()
    assert differing(story.published(), before) == []


def test_a_file_name_typed_with_separate_accents_has_the_same_address(story: Story) -> None:
    story.write("content/news/2026-05-02-café.en.md", TYPED)
    story.must_build()
    before = story.published()
    story.rename("content/news/2026-05-02-café.en.md", "content/news/2026-05-02-cafe\u0301.en.md")
    story.must_build()
    assert differing(story.published(), before) == []


def test_the_demonstration_site_typed_otherwise_is_published_the_same(tmp_path: Path, campaign: bool) -> None:
    demo = Demonstration(tmp_path)
    demo.must_build()
    before = demo.published()
    sources = {path: path.read_bytes() for path in demo.root.rglob("*.md")} | {
        path: path.read_bytes() for path in demo.root.rglob("*.yaml")}
    for change in [with_crlf, decomposed, with_comments, with_other_order][:None if campaign else 2]:
        rewritten(demo, change)
        demo.must_build()
        assert differing(demo.published(), before) == [], change.__name__
        for path, data in sources.items():
            path.write_bytes(data)


# ---- time ------------------------------------------------------------------------------------------------------------

SECOND = timedelta(seconds=1)


def instants(story: Story, start: datetime) -> Iterator[datetime]:
    """Every instant after `start` at which the site says of itself that it will be out of date."""
    now = start
    while (after := story.must_build(now=now, allow_shrink=True).stale_after) is not None:
        now = datetime.fromisoformat(after)
        yield now


def test_the_tiny_site_changes_exactly_when_it_says_so(story: Story, tmp_path: Path) -> None:
    told = changes_when_told(story, tmp_path, datetime(1990, 1, 1, tzinfo=UTC), every=1)
    assert len(told) >= 4


def test_the_demonstration_site_changes_exactly_when_it_says_so(tmp_path: Path, campaign: bool) -> None:
    """From now on, for in the past its links lead to what is not published yet; the campaign looks at every instant."""
    demo = Demonstration(tmp_path)
    told = changes_when_told(demo, tmp_path, NOW, every=1 if campaign else 100)
    assert len(told) >= 5


def changes_when_told(story: Story, folder: Path, start: datetime, *, every: int) -> list[datetime]:
    """The instants told; at every n-th, before, at and after, incremental is clean and bytes change there alone."""
    told: list[datetime] = []
    known = {}
    silent = []
    for number, instant in enumerate(instants(story, start)):
        told.append(instant)
        if number % every:
            continue
        at_start = less_manifest(story.published())
        for now in (instant - SECOND, instant, instant + SECOND, instant - SECOND):
            story.must_build(now=now, allow_shrink=True)
            known[now] = less_manifest(story.published())
            assert_clean(story, folder, now=now, allow_shrink=True)
        assert differing(at_start, known[instant - SECOND]) == [], f"something changed before {instant}"
        assert differing(known[instant], known[instant + SECOND]) == [], f"something changed after {instant}"
        if known[instant - SECOND] == known[instant]:
            silent.append(instant.isoformat())
    assert silent == [], "nothing changes at these instants"
    return told


def test_at_any_time_what_is_remembered_of_another_time_does_no_harm(
        tmp_path: Path, campaign: bool, story: Story) -> None:
    """Jumps to and fro: 8, or 400 in the campaign."""
    chance = random.Random(20)
    for _ in range(400 if campaign else 8):
        now = datetime(2019, 1, 1, tzinfo=UTC) + timedelta(seconds=chance.randrange(10 * 365 * 86400))
        story.must_build(now=now, allow_shrink=True)
        assert_clean(story, tmp_path, now=now, allow_shrink=True)


# ---- the disk refuses ------------------------------------------------------------------------------------------------

OPERATIONS = ("open", "write", "read", "close", "link", "unlink", "mkdir", "chmod", "fchmod", "rename", "replace",
              "rmdir", "lstat", "stat", "fstat", "scandir", "access", "ftruncate")
FAULTS: dict[str, tuple[int, bool]] = {"full": (errno.ENOSPC, True), "broken": (errno.EIO, False),
                                       "closed": (errno.EACCES, False), "many": (errno.EMFILE, False)}
"""Errno, and whether it lasts."""


@pytest.fixture(scope="module")
def edited(built: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Tree, Tree]:
    """A built site with edits to publish, what it has published, and what it will publish."""
    story = copy_of(built, tmp_path_factory.mktemp("edited"))
    chance = random.Random(5)
    for kind in ("edit_body", "edit_title", "add_event", "edit_record"):
        next(edit for edit in KINDS if edit.__name__ == kind)(chance, story)
    story.delete("content/news/2026-05-01-minutes.zh.md")
    old = story.published()
    return story.root, old, story.clean_tree(story.root.parent)


def said(story: Story, *options: str) -> tuple[int, str, str]:
    """Exit code, standard output and error of the command, run in this process."""
    output, errors = StringIO(), StringIO()
    with redirect_stdout(output), redirect_stderr(errors):
        code = cli.run(["build", "--project", str(story.root), "--now", NOW.isoformat(), "--format", "json", *options])
    return code, output.getvalue(), errors.getvalue()


def strike(patch: pytest.MonkeyPatch, number: int, fault: int, *, lasting: bool) -> list[str]:
    """Let the n-th call of the operating system fail, and all after it if lasting; gives what was hit."""
    hit: list[str] = []
    count = 0

    def wrapped(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **keywords: Any) -> Any:
            nonlocal count
            # A full disk can still be read.
            if lasting and name in ("read", "stat", "lstat", "fstat", "scandir", "access", "close", "unlink", "rmdir"):
                return real(*arguments, **keywords)
            count += 1
            if count == number or (lasting and count > number):
                hit.append(name)
                if name == "close":
                    real(*arguments, **keywords)
                raise OSError(fault, os.strerror(fault), *[a for a in arguments[:1] if isinstance(a, str)])
            return real(*arguments, **keywords)
        return call

    for name in OPERATIONS:
        patch.setattr(os, name, wrapped(name, getattr(os, name)))
    patch.setattr(swap, "rename_exchange", wrapped("exchange", swap.rename_exchange))
    patch.setattr("builtins.open", wrapped("open", open))
    patch.setattr(sqlite3, "connect", wrapped("connect", sqlite3.connect))
    return hit


@pytest.mark.parametrize("first", [False, True], ids=["again", "first"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_any_call_publishes_all_or_nothing_and_says_why(
        fault: str, first: bool, edited: tuple[Path, Tree, Tree], tmp_path: Path, campaign: bool) -> None:
    """A few calls in a quick run, each in the campaign."""
    root, old, new = edited
    stride = int(os.environ.get("SITEGEN_FAULT_STRIDE", 1 if campaign else 797 if first else 397))
    for number in range(1 + 7 * list(FAULTS).index(fault) % stride, 100_000, stride):
        story = copy_of(root, tmp_path / str(number))
        if first:
            old = {}
            for name in ("build", ".sitegen", ".build.sitegen-standby"):
                shutil.rmtree(story.root / name, ignore_errors=True)
        with pytest.MonkeyPatch.context() as patch:
            hit = strike(patch, number, FAULTS[fault][0], lasting=FAULTS[fault][1])
            code, output, errors = said(story)
        what = (fault, number, hit[:1], code, output, errors)
        # A project folder that cannot be looked at is as good as a wrong name.
        assert code in (0, 3) or "E-USAGE" in output, what
        assert "Traceback" not in output + errors, what
        now = story.published()
        assert differing(now, old if code else new) == [], what
        report = json.loads(output)
        assert report["ok"] is (code == 0), what
        assert code == 0 or all(d["code"].startswith("E-") and d["message"] and d["help"]
                                for d in report["diagnostics"] if d["severity"] == "error"), what
        story.must_build()
        assert differing(story.published(), new) == [], what
        shutil.rmtree(story.root.parent)
        if not hit:
            return
    pytest.fail("the faults never ended")


def test_what_fails_once_the_site_is_published_fails_nothing(
        edited: tuple[Path, Tree, Tree], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, _, new = edited
    story = copy_of(root, tmp_path)

    def refuse(project: str) -> str:
        raise BuildStopped(error("E-DISK", "no permission for opening .sitegen", exit=3))

    monkeypatch.setattr(publish, "open_state", refuse)
    story.must_build()
    assert differing(story.published(), new) == []
    monkeypatch.undo()
    assert story.must_build().written == 0


@pytest.mark.parametrize("limit", ["RLIMIT_NOFILE", "RLIMIT_FSIZE"])
def test_a_real_limit_of_the_system_is_named(limit: str, edited: tuple[Path, Tree, Tree], tmp_path: Path) -> None:
    root, old, new = edited
    story = copy_of(root, tmp_path)
    script = f"import resource, os; import sitegen.build, sitegen.console\nresource.setrlimit(resource.{limit}, "
    script += "(5, 5))\n" if limit == "RLIMIT_NOFILE" else "(2000, 2000))\n"
    done = run_script(script + MAIN, story)
    assert done.returncode == 3, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert "was not changed" in done.stdout + done.stderr
    assert differing(story.published(), old) == []
    story.must_build()
    assert differing(story.published(), new) == []


# ---- processes die ---------------------------------------------------------------------------------------------------


def command(story: Story, *options: str) -> list[str]:
    return ["build", "--project", str(story.root), "--now", NOW.isoformat(), *options]


def run_script(script: str, story: Story, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", script, *command(story, *options)], capture_output=True, text=True,
                          check=False, timeout=60)


class Running:
    """A build in a process group of its own; a pipe tells when its last process has gone."""

    def __init__(self, story: Story, *options: str, script: str = "") -> None:
        self.end, write = os.pipe()
        # Under nohup the tests themselves let SIGHUP go by, and a build does as it was started.
        program = ["-c", f"import signal\nsignal.signal(signal.SIGHUP, signal.SIG_DFL)\nprint('ready', flush=True)\n"
                         f"{script or MAIN}"]
        self.process = subprocess.Popen(
            [sys.executable, *program, *command(story, *options)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            pass_fds=(write,), start_new_session=True)
        os.close(write)
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == b"ready\n"

    def after(self, seconds: float) -> "Running":
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)
        return self

    def send(self, number: int, *, group: bool = False) -> "Running":
        with suppress(ProcessLookupError):
            (os.killpg if group else os.kill)(self.process.pid, number)
        return self

    def all_gone(self, seconds: float = 2) -> bool:
        """Whether every process of the build ended within that time."""
        ready, _, _ = select.select([self.end], [], [], seconds)
        return bool(ready)

    def finish(self) -> tuple[int, str]:
        """The exit code and everything that was said."""
        output, errors = self.process.communicate(timeout=60)
        os.close(self.end)
        return self.process.returncode, (output + errors).decode()


def test_a_build_killed_at_any_instant_leaves_a_whole_tree_and_no_worker(
        edited: tuple[Path, Tree, Tree], tmp_path: Path, campaign: bool) -> None:
    """5 kills, 300 in the campaign."""
    root, old, new = edited
    chance = random.Random(7)
    reached = set()
    for number in range(300 if campaign else 5):
        story = copy_of(root, tmp_path / str(number))
        whole = number % 5 == 0
        running = Running(story, "--jobs", "2").after(chance.uniform(0.2, 1.1)).send(signal.SIGKILL, group=whole)
        assert running.all_gone(), "a worker outlived its parent"
        running.finish()
        now = story.published()
        assert now in (old, new), (differing(now, old), differing(now, new))
        reached.add(now == new)
        report = story.must_build()
        assert report.diagnostics == ()
        assert differing(story.published(), new) == []
        shutil.rmtree(story.root.parent)
    assert not campaign or reached == {True, False}


ENDLESS = "{% for n in range(40000) %}{% for m in range(40000) %}{% endfor %}{% endfor %}"


@pytest.mark.parametrize(("number", "code", "jobs"), [
    (signal.SIGINT, 130, "2"), (signal.SIGTERM, 143, "2"), (signal.SIGHUP, 143, "2"), (signal.SIGTERM, 143, "1")])
def test_a_build_that_is_asked_to_stop_stops_though_workers_are_busy(
        number: signal.Signals, code: int, jobs: str, edited: tuple[Path, Tree, Tree], tmp_path: Path) -> None:
    root, old, new = edited
    story = copy_of(root, tmp_path)
    story.write("templates/tags.html", ENDLESS)
    # The endless template tells by a line that it is being rendered.
    script = ("import sitegen.build\nfrom sitegen.render import environment\nreal = environment.ThemeEnvironment."
              "print_page\ndef told(self, name, *given):\n    if name == 'tags.html':\n        import os\n"
              "        os.write(1, b'rendering\\n')\n    return real(self, name, *given)\n"
              "environment.ThemeEnvironment.print_page = told\n" + MAIN)
    running = Running(story, "--jobs", jobs, script=script)
    assert running.process.stdout is not None and running.process.stdout.readline() == b"rendering\n"
    running.send(number, group=number != signal.SIGTERM)
    gone = running.all_gone()
    running.send(signal.SIGKILL, group=True)
    assert gone, "still there after 2 seconds"
    exit_code, told = running.finish()
    assert exit_code == code, told
    assert "was not changed" in told and "Traceback" not in told
    assert differing(story.published(), old) == []
    story.delete("templates/tags.html")
    story.must_build()
    assert differing(story.published(), new) == []


def test_a_build_interrupted_at_any_instant_says_truly_whether_it_published(
        edited: tuple[Path, Tree, Tree], tmp_path: Path, campaign: bool) -> None:
    """3 interruptions, 200 in the campaign."""
    root, old, new = edited
    chance = random.Random(3)
    for count in range(200 if campaign else 3):
        story = copy_of(root, tmp_path / str(count))
        number = chance.choice([signal.SIGINT, signal.SIGTERM])
        running = Running(story, "--jobs", chance.choice(["1", "2"])).after(chance.uniform(0, 1.0))
        running.send(number, group=number == signal.SIGINT)
        gone = running.all_gone()
        running.send(signal.SIGKILL, group=True)
        code, told = running.finish()
        assert gone, told
        assert "Traceback" not in told, told
        # Killed before the program could listen, a process has the signal's number where a shell says 128 more.
        code = 128 - code if code < 0 else code
        assert code in (0, 130 if number == signal.SIGINT else 143), told
        assert differing(story.published(), old if code else new) == [], (code, told)
        story.must_build()
        assert differing(story.published(), new) == []
        shutil.rmtree(story.root.parent)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interruption_where_python_drops_exceptions_is_not_lost(
        number: signal.Signals, code: int, story: Story) -> None:
    script = ("import os, sitegen.build as build\nclass Dropped:\n    def __del__(self):\n"
              f"        os.kill(os.getpid(), {int(number)})\n        len([])\ndef drop(*given):\n    Dropped()\n"
              "    while True: pass\nbuild.check = drop\n" + MAIN)
    done = run_script(script, story)
    assert done.returncode == code
    assert "Traceback" not in done.stdout + done.stderr


def test_an_interruption_is_not_lost_where_raising_it_again_takes_long(story: Story) -> None:
    script = ("import os, signal, time, sitegen.build as build\nclass Dropped:\n    def __del__(self):\n"
              f"        os.kill(os.getpid(), {int(signal.SIGINT)})\n        len([])\ndef drop(*given):\n"
              "    Dropped()\n    while True: pass\nbuild.check = drop\nreal = signal.setitimer\n"
              # As on a machine so busy that the timer runs out while it is still being set.
              "def slow(*given):\n    signal.setitimer = real\n    real(*given)\n    end = time.monotonic() + 0.05\n"
              "    while time.monotonic() < end: pass\nsignal.setitimer = slow\n" + MAIN)
    done = run_script(script, story)
    assert done.returncode == 130
    assert "Traceback" not in done.stdout + done.stderr


FORKING = """
import os, signal
real, parent = os.fork, os.getpid()
def fork():
    number = real()
    if number == 0:
        {child}
    else:
        {parent}
    return number
os.fork = fork
""" + MAIN


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_while_workers_start_stops_them_too(
        number: signal.Signals, edited: tuple[Path, Tree, Tree], tmp_path: Path) -> None:
    root, old, _ = edited
    story = copy_of(root, tmp_path)
    script = (f"import gc, os, signal\nfrom multiprocessing.context import ForkProcess\nparent = os.getpid()\n"
              f"def interrupt():\n    os.kill(os.getpid(), {int(number)})\n    len([])\n"
              "start, freeze = ForkProcess.start, gc.freeze\ndef started(self):\n    start(self)\n    interrupt()\n"
              "ForkProcess.start = started\ndef frozen():\n    freeze()\n    if os.getpid() != parent:\n"
              "        interrupt()\ngc.freeze = frozen\n" + MAIN)
    running = Running(story, "--jobs", "2", script=script)
    gone = running.all_gone(20)
    running.send(signal.SIGKILL, group=True)
    code, told = running.finish()
    assert gone, told
    assert (code, "Traceback" in told) == (128 + number, False), told
    assert differing(story.published(), old) == []


def test_a_worker_whose_parent_dies_while_it_starts_dies_too(
        edited: tuple[Path, Tree, Tree], tmp_path: Path) -> None:
    root, old, _ = edited
    story = copy_of(root, tmp_path)
    running = Running(story, "--jobs", "2", script=FORKING.format(
        child="while os.getppid() == parent: pass", parent="os.kill(os.getpid(), signal.SIGKILL)"))
    gone = running.all_gone(20)
    running.send(signal.SIGKILL, group=True)
    running.finish()
    assert gone, "a worker outlived its parent"
    assert differing(story.published(), old) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_once_the_site_is_published_comes_too_late(
        number: signal.Signals, edited: tuple[Path, Tree, Tree], tmp_path: Path) -> None:
    root, _, new = edited
    story = copy_of(root, tmp_path)
    script = ("import os, sitegen.build as build\nreal = build.remember\ndef late(*given):\n"
              f"    os.kill(os.getpid(), {int(number)})\n    real(*given)\nbuild.remember = late\n" + MAIN)
    done = run_script(script, story)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "holds" in done.stdout
    assert differing(story.published(), new) == []


def test_the_trial_of_verify_does_not_count_as_publishing(story: Story) -> None:
    swap.forget_exchange()
    story.must_build(verify=True, dry_run=True)
    assert not swap.published
    story.must_build()
    assert swap.published


def test_a_build_under_nohup_outlives_its_terminal(story: Story) -> None:
    script = ("import os, signal\nsignal.signal(signal.SIGHUP, signal.SIG_IGN)\nimport sitegen.build as build\n"
              "real = build.check\ndef hang_up(*given):\n    os.kill(os.getpid(), signal.SIGHUP)\n    real(*given)\n"
              "build.check = hang_up\n" + MAIN)
    done = run_script(script, story)
    assert done.returncode == 0, done.stdout + done.stderr


FATAL = "en/about/index.html"


def dies_at_one_page(workshop: Workshop, artifact: Artifact) -> Rendered:
    """Rendering, by a process that is killed at one page."""
    if artifact.path == FATAL and os.getpid() != PARENT:
        os.kill(os.getpid(), signal.SIGKILL)
    return render_artifact(workshop, artifact)


def dies_once(workshop: Workshop, artifact: Artifact) -> Rendered:
    """Rendering, by a process that is killed the first time it meets one page."""
    if artifact.path == FATAL and not os.path.exists(DIED):
        Path(DIED).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return render_artifact(workshop, artifact)


PARENT = os.getpid()
DIED = ""


def test_the_page_that_kills_its_worker_is_named(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitegen.work, "render_artifact", dies_at_one_page)
    report = story.build(jobs=2)
    assert (report.exit, [d.code for d in report.diagnostics]) == (3, ["E-WORKER"])
    assert FATAL in report.diagnostics[0].message and report.diagnostics[0].help
    assert story.published() == {}
    monkeypatch.undo()
    story.must_build(jobs=2)


def test_a_worker_lost_once_costs_time_alone(
        story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitegen.work, "render_artifact", dies_once)
    monkeypatch.setitem(globals(), "DIED", str(tmp_path / "died"))
    story.must_build(jobs=2)
    assert (tmp_path / "died").exists()
    monkeypatch.undo()
    assert_clean(story, tmp_path)


def test_without_processes_to_be_had_one_does_all_the_work(
        story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fork() -> int:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", fork)
    story.must_build(jobs=2)
    monkeypatch.undo()
    assert_clean(story, tmp_path)


@pytest.mark.parametrize("wait", [[], ["--wait", "60"]], ids=["at-once", "waiting"])
def test_builds_at_the_same_time_do_each_other_no_harm(
        wait: list[str], edited: tuple[Path, Tree, Tree], tmp_path: Path, campaign: bool) -> None:
    """Three at once; 30 times in the campaign."""
    root, _, new = edited
    for number in range(30 if campaign else 1):
        story = copy_of(root, tmp_path / str(number))
        together = [Running(story, *wait) for _ in range(3)]
        for running in together:
            code, told = running.finish()
            assert code in ((0,) if wait else (0, 3)), told
            assert code == 0 or "is building" in told
        assert differing(story.published(), new) == []
        story.must_build()
        assert differing(story.published(), new) == []
        shutil.rmtree(story.root.parent)


# ---- nothing outside -------------------------------------------------------------------------------------------------

WATCH = """
import os, sys
told = os.open({log!r}, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
WRITES = {{"os.rename", "os.mkdir", "os.remove", "os.link", "os.symlink", "os.chmod", "os.rmdir", "os.truncate",
          "os.chown", "os.utime", "os.setxattr", "os.mkfifo", "os.mknod", "sqlite3.connect"}}
def full(path, folder):
    if isinstance(path, int):
        return ""
    path = os.fsdecode(path)
    if not os.path.isabs(path):
        base = os.readlink(f"/proc/self/fd/{{folder}}") if isinstance(folder, int) and folder >= 0 else os.getcwd()
        path = os.path.join(base, path)
    # An open file that is opened again is the one that it is.
    return os.readlink(path) if path.startswith("/proc/self/fd/") else os.path.normpath(path)
def watch(event, given):
    if event == "open" and given[0] is not None:
        writes = isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC)
        line = ("write " if writes else "read ") + full(given[0], -1)
    elif event in WRITES:
        folders = [value for value in given[1:] if isinstance(value, int)] or [-1]
        names = given[:2] if event in ("os.rename", "os.link", "os.symlink") else given[:1]
        if event == "os.symlink":
            names = names[1:]
        line = "\\n".join("write " + full(name, folders[-1]) for name in names)
    elif event.split(".")[0] in ("socket", "subprocess", "ftplib", "http", "urllib") or event in (
            "os.exec", "os.posix_spawn", "os.spawn", "os.system", "os.startfile"):
        line = "never " + event
    else:
        return
    os.write(told, (line + "\\n").encode("utf-8", "surrogateescape"))
sys.addaudithook(watch)
""" + MAIN


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_build_writes_nothing_outside_reads_nothing_else_and_calls_nobody(
        jobs: str, edited: tuple[Path, Tree, Tree], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, _, new = edited
    story = copy_of(root, tmp_path)
    log = tmp_path / "log"
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "temporary").mkdir()
    (tmp_path / "cache").mkdir()
    for options in ([], ["--verify"] if jobs == "1" else ["--clean"]):
        done = run_script(WATCH.format(log=str(log)), story, "--jobs", jobs, *options)
        assert done.returncode == 0, done.stdout + done.stderr
    assert differing(story.published(), new) == []
    seen = {tuple(line.split(" ", 1)) for line in log.read_text().splitlines() if not line.endswith(" ")}
    output = str(story.root / "build")
    may_write = (output, standby_of(output), str(story.root / ".sitegen"), str(tmp_path / "temporary"),
                 str(tmp_path / "cache/sitegen"))
    # Babel looks up the machine's own zone when it is imported; workers close their input.
    system = (sys.prefix, sys.base_prefix, str(ROOT), "/proc/", "/etc/localtime", "/usr/share/zoneinfo/", "/dev/null")
    may_read = (*may_write, str(story.root), *system)
    written = {path for kind, path in seen if kind == "write"}
    read = {path for kind, path in seen if kind == "read"}
    assert len(written) > 50 and len(read) > 50
    assert {path for kind, path in seen if kind == "never"} == set()
    assert {path for path in written if not path.startswith(may_write) and "__pycache__" not in path} == set()
    assert {path for path in read if not path.startswith(may_read)} == set()


# ---- hostile texts ---------------------------------------------------------------------------------------------------


ACTIVE = ("script", "iframe", "object", "embed", "base", "form", "svg", "math", "style", "frame", "applet")


class Reader(HTMLParser):
    """What a page holds that could act, and the text of its first heading."""

    def __init__(self) -> None:
        super().__init__()
        self.active: list[str] = []
        self.heading = ""
        self.within = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.within += tag == "h1"
        given = dict(attributes)
        data = tag == "script" and given.get("type") == "application/ld+json"
        if tag in ACTIVE and not data:
            self.active.append(f"<{tag}>")
        for name, value in attributes:
            if name.startswith("on") or name in ("style", "srcdoc", "formaction", "background", "ping"):
                self.active.append(f"{tag} {name}")
            if name in ("href", "src", "action", "data", "poster") and value:
                plain = "".join(value.split()).lower().lstrip("".join(map(chr, range(33))))
                if plain.startswith(("javascript:", "vbscript:", "data:", "file:", "blob:")):
                    self.active.append(f"{tag} {name}={value}")
            if name == "src" and value and not value.startswith("/"):
                self.active.append(f"{tag} {name}={value}")
        if tag == "meta" and given.get("http-equiv"):
            self.active.append("meta http-equiv")
        if tag == "link" and given.get("rel") == "stylesheet" and not str(given.get("href")).startswith("/assets/"):
            self.active.append(f"stylesheet {given.get('href')}")

    def handle_endtag(self, tag: str) -> None:
        self.within -= tag == "h1"

    def handle_data(self, data: str) -> None:
        if self.within:
            self.heading += data


def reading(path: Path) -> Reader:
    reader = Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    return reader


def hostile(campaign: bool) -> list[str]:
    """All naughty strings and payloads; in a quick run some of them."""
    texts: list[str] = []
    for name in ("naughty-strings.json", "xss-payloads.json"):
        if not (SUITES / name).exists():
            pytest.skip(f"{name} is not in {SUITES}")
        texts += json.loads((SUITES / name).read_text(encoding="utf-8"))
    return [text for text in texts if text.strip()][::1 if campaign else 23]


def quoted(text: str) -> str:
    """The text as a double-quoted scalar of YAML."""
    return json.dumps(text)


def build_without_the_refused(story: Story, drop: Callable[[str, int], None]) -> int:
    """Build; drop what is refused, by file and line, until the rest is published. How many were refused."""
    refused: set[tuple[str, int]] = set()
    while (report := story.build(allow_shrink=True)).exit:
        errors = [d for d in report.diagnostics if d.severity == "error"]
        assert report.exit in (1, 2) and errors
        for problem in errors:
            assert problem.path and problem.message and problem.help, problem
        assert as_text(report, output="build").replace("\n", "").isprintable()
        places = {(d.path, d.line) for d in errors}
        assert not places & refused, errors
        refused |= places
        for path, line in sorted(places, reverse=True):
            drop(path, line)
    return len(refused)


_DRAWING = re.compile(r'<svg (?:class="(?:map|bar)" aria-hidden="true"'
                      r'|viewBox="0 0 [0-9]+ [0-9]+" preserveAspectRatio="none"'
                      r'|width="100%" height="[0-9]+" aria-hidden="true")>')


def active_parts(path: Path) -> list[str]:
    """What could act on a page, less the drawings of the theme: maps, bars and scales of time."""
    found = reading(path).active
    drawings = len(_DRAWING.findall(path.read_text(encoding="utf-8")))
    return [each for each in found if each != "<svg>"] + ["<svg>"] * max(0, found.count("<svg>") - drawings)


def assert_nothing_acts(story: Story) -> None:
    pages = sorted((story.root / "build").rglob("*.html"))
    acting = {str(path.relative_to(story.root / "build")): found for path in pages if (found := active_parts(path))}
    # The theme's own form and script, which search asks for; nothing of the content's is among them.
    search = {f"{code}/search/index.html": ["<script>", "<form>"] for code in ("en", "zh")}
    assert acting in ({}, search)


PAGE = """---
title: {title}
description: {description}
date: 2026-05-01
author: [north]
corrections:
  - {{date: 2026-05-02, text: {title}}}
---

{body}
"""


def test_no_text_in_a_page_acts_and_titles_say_what_was_typed(story: Story, campaign: bool) -> None:
    texts = hostile(campaign)
    for number, text in enumerate(texts):
        story.write(f"content/news/t{number}.en.md", PAGE.format(
            title=quoted(text), description=quoted("What is said of it: " + text), body="Words."))
        story.write(f"content/news/b{number}.en.md", PAGE.format(
            title=f"Body {number}", description="A text of which nothing is known.",
            body=text + f"\n\n- {text}\n\n> [{text}](/about/) and **{text}**").encode("utf-8", "surrogatepass"))

    def drop(path: str, line: int) -> None:
        if (story.root / path).exists():
            story.delete(path)

    refused = build_without_the_refused(story, drop)
    assert refused < len(texts)
    assert_nothing_acts(story)
    read = 0
    for number, text in enumerate(texts):
        page = story.root / f"build/en/news/t{number}/index.html"
        if page.exists():
            read += 1
            assert shown(reading(page).heading) == shown(text)
    assert read > len(texts) / 2


def shown(text: str) -> str:
    """As a browser has it: NFC, spaces run together."""
    return " ".join(unicodedata.normalize("NFC", text).replace("\ufeff", "").split())


def test_no_text_in_a_record_a_tag_or_the_configuration_acts(story: Story, campaign: bool) -> None:
    members = story.text("content/data/members.yaml")
    lines = [f"- {{id: m{number}, name: {{en: {quoted(text)}, zh: {quoted(text)}}}, sort_key: {{zh: a}}, "
             f"description: {quoted(text)}, address: {{city: {quoted(text)}, country: GB}}, "
             "url: 'https://a.example/', membership: {role: member}}"
             for number, text in enumerate(hostile(campaign))]
    topics = [f"- {{id: t{number}, name: {quoted(text)}}}" for number, text in enumerate(hostile(campaign))]
    offset = members.count("\n")

    def write() -> None:
        story.write("content/data/members.yaml", members + "\n".join(lines) + "\n")
        story.write("content/data/topics.yaml", TOPICS + "\n".join(topics) + "\n")
        used = ", ".join(f"t{number}" for number, topic in enumerate(topics) if topic)
        story.write("content/news/tagged.en.md", PAGE.format(
            title="Tagged", description="Something with every tag.", body="x").replace(
            "author:", f"tags: [{used}]\nauthor:"))

    def drop(path: str, line: int) -> None:
        if path == "content/data/members.yaml":
            lines[line - 1 - offset] = ""
        elif path == "content/data/topics.yaml":
            topics[line - 1 - TOPICS.count("\n")] = ""
        else:
            raise AssertionError(f"{path}:{line}")
        write()

    write()
    assert build_without_the_refused(story, drop) < len(lines)
    assert_nothing_acts(story)
    for number, text in enumerate(hostile(campaign)):
        page = story.root / f"build/en/members/m{number}/index.html"
        # A lone dash and the like stand for no name at all.
        if lines[number] and any(character.isalnum() for character in text):
            assert shown(reading(page).heading) == shown(text)
    for text in [text for text in hostile(campaign) if text.isprintable() and text.strip()][:40 if campaign else 4]:
        story.write("site.yaml", story.text("site.yaml").replace(
            story.text("site.yaml").split("\n")[0], f"title: {{en: {quoted(text)}, zh: {quoted(text)}}}"))
        assert story.build().exit in (0, 2), story.report.diagnostics
        assert_nothing_acts(story)


TOPICS = "- id: methods\n  name: {en: Methods, zh: 方法}\n- id: writing\n  name: {en: Writing, zh: 写作}\n"


def test_no_file_name_acts_or_leads_outside(story: Story, campaign: bool) -> None:
    beside = {path.name for path in story.root.parent.iterdir()}
    texts = [*hostile(campaign), "../../outside", "..", "%2e%2e%2foutside", "<img src=x onerror=alert(1)>", "a\nb"]
    written: dict[str, str] = {}
    for number, text in enumerate(texts):
        plain = text.replace("/", "\u2215").replace("\0", "")
        name = plain.encode("utf-8", "surrogatepass")[:200].decode("utf-8", "ignore")
        if name.strip(". "):
            page, file = f"content/news/{name} {number}.en.md", f"content/events/autumn-forum/{number} {name}.txt"
            written |= {unicodedata.normalize("NFC", page): page, unicodedata.normalize("NFC", file): file}
            story.write(page, PAGE.format(title=f"T {number}", description="A text about it.", body="Words."))
            story.write(file, "x")
            story.write(f"content/news/s{number}.en.md", PAGE.format(
                title=f"S {number}", description="A text about it.", body="Words.").replace(
                "date:", f"slug: {quoted(text)}\ndate:", 1))

    def drop(path: str, line: int) -> None:
        found = [real for real in written.values() if escaped(real) == path or real == path] or [path]
        for real in found:
            if (story.root / real).exists():
                story.delete(real)

    build_without_the_refused(story, drop)
    assert_nothing_acts(story)
    assert {path.name for path in story.root.parent.iterdir()} == beside


def escaped(name: str) -> str:
    from sitegen.disk.names import shown as safely

    return safely(unicodedata.normalize("NFC", name))


def test_no_word_of_a_catalogue_acts(story: Story, campaign: bool) -> None:
    ids = [line[7:-1] for line in (ROOT / "translations/zh_Hans_CN/LC_MESSAGES/theme.po").read_text().splitlines()
           if line.startswith('msgid "') and line != 'msgid ""' and "%(" not in line]
    texts = hostile(campaign)
    head = 'msgid ""\nmsgstr ""\n"Language: zh_CN\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    refused = 0
    for start in range(0, len(texts), len(ids)):
        entries = [f'msgid "{one}"\nmsgstr {quoted_for_catalogue(text)}\n'
                   for one, text in zip(ids, texts[start:start + len(ids)], strict=False)]

        def write(entries: list[str] = entries) -> None:
            story.write("translations/zh_Hans_CN/LC_MESSAGES/theme.po", head + "\n".join(entries))

        def drop(path: str, line: int, entries: list[str] = entries) -> None:
            entries[(line - 1 - head.count("\n")) // 3] = "#\n#\n"
            write(entries)

        write()
        refused += build_without_the_refused(story, drop)
        assert_nothing_acts(story)
    assert refused < len(texts)


def quoted_for_catalogue(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
