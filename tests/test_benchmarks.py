"""The benchmarks measure what they say; nothing here is timed."""

import json
import os
import re
import sys
from pathlib import Path

import pytest

from benchmarks import outputs, preview, search
from benchmarks.corpus import write_project
from benchmarks.measure import Cost, family, measure, proportional
from benchmarks.preview import previewing
from benchmarks.probes import served
from benchmarks.rounds import Trial, choose, expect, measure_rounds
from benchmarks.saves import write_sitegen
from benchmarks.tables import as_data, put_section, ratio, section
from benchmarks.tools import ENVIRONMENT, Tool, sitegen

GENERATOR = '''
import argparse, pathlib
parser = argparse.ArgumentParser()
for name in ("--events", "--out", "--flavour"):
    parser.add_argument(name)
chosen = parser.parse_args()
root = pathlib.Path(chosen.out)

def put(path, text):
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")

put("site.yaml", """title: {en: Corpus, zh: 语料}
base_url: https://corpus.example/
timezone: Europe/London
languages: [{code: en, name: English}, {code: zh, name: 中文}]
navigation: [events, members, timeline]
page_size: 20
""")
put("content/index.en.md", "---\\ntitle: Corpus\\ndescription: A corpus.\\n---\\n")
put("content/index.zh.md", "---\\ntitle: 语料\\ndescription: 语料。\\n---\\n")
put("content/data/members.yaml", """- id: org-00
  name: {en: "River Institute", zh: "河流研究所"}
  address: {country: GB}
  url: https://org-00.example.org/
  membership: {role: member, start: 2010-01-02}
""")
put("content/data/people.yaml", """- id: sp-000
  name: {en: "Ceso Taorha", zh: "陈晨天"}
  family_name: {en: "Taorha", zh: "陈"}
  affiliation: org-00
""")
put("content/data/topics.yaml", '- id: orbit\\n  name: {en: "Orbit", zh: "轨道"}\\n')
put("content/data/timeline.yaml", '- id: t-00\\n  start: 2001-02-03\\n  name: {en: "A start", zh: "开始"}\\n')
for number in range(int(chosen.events)):
    facts = f"""start: 2020-01-01 {number // 60:02}:{number % 60:02}
end: 2020-01-02 10:00
timezone: Asia/Shanghai
attendance: in-person
location: {{name: {{en: Hall, zh: 会堂}}, street: 1 Main Street, city: {{en: Shanghai, zh: 上海}}, country: CN}}
organizers: [org-00]
speakers: [{{person: sp-000, role: speaker}}]
languages: [en, zh]
tags: [orbit]
"""
    for code, title, more in (("en", f"Event {number}", facts), ("zh", f"活动{number}", "")):
        put(f"content/events/event-{number:05}/index.{code}.md",
            f'---\\ntitle: "{title}"\\ndescription: "{title}"\\n{more}---\\n\\n{title}\\n')
'''
EVENTS = 25


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("benchmarks")
    generator = folder / "corpus.py"
    generator.write_text(GENERATOR, encoding="utf-8")
    write_project("sitegen", folder / "project", events=EVENTS, generator=generator)
    return folder / "project"


def test_one_round_goes_through_every_scenario_and_leaves_the_project_as_it_was(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benchmarks.rounds.SETTLED", 0)
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file() and ".sitegen" not in path.parts}
    trial = Trial(tool=sitegen(), project=project, outputs=tmp_path)
    measure_rounds([trial], rounds=1, memory_rounds=0, say=lambda words: None)
    # Built once more before that, of which nothing is noted.
    assert all(len(costs) == 1 for costs in trial.costs.values())
    assert (tmp_path / "sitegen-unmeasured/en/index.html").exists()
    assert before == {path: path.read_bytes() for path in before}
    page = (tmp_path / "sitegen-0/en/events/event-00000/index.html").read_text(encoding="utf-8")
    # As with the other tool: navigation, facts, related events and the newest ten, and nobody's own page.
    assert page.count('<a href="/en/events/event-') == 5 + 10
    assert all(words in page for words in ("Hall, Shanghai", "River Institute", "Ceso Taorha", "Orbit", "BASE-MARK-0"))
    assert not (tmp_path / "sitegen-0/en/people").exists()
    assert (tmp_path / "sitegen-0/en/events/page/2/index.html").exists()


def test_the_newest_event_and_one_that_is_not_in_any_footer_are_edited(project: Path, tmp_path: Path) -> None:
    edits = choose(Trial(tool=sitegen(), project=project, outputs=tmp_path))
    assert (edits.quiet, edits.newest) == ("event-00000", f"event-{EVENTS - 1:05}")


def test_a_tool_that_misses_an_edit_is_not_measured(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("as before")
    with pytest.raises(SystemExit, match=r"did not bring page\.html up to date"):
        expect(tmp_path, {"page.html": "new"}, sitegen())


def test_a_generator_that_writes_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no corpus generator"):
        write_project("sitegen", tmp_path, events=1, generator=tmp_path / "none.py")
    generator = tmp_path / "corpus.py"
    generator.write_text(GENERATOR.replace("affiliation: org-00", "job_title: {en: Chair}"), encoding="utf-8")
    with pytest.raises(SystemExit, match=r"people\.yaml is not what the generator used to write"):
        write_project("sitegen", tmp_path / "project", events=1, generator=generator)


def test_a_build_that_fails_is_not_measured() -> None:
    with pytest.raises(SystemExit, match="ended with 3:\nno"):
        measure([sys.executable, "-c", "print('no'); raise SystemExit(3)"], environment=ENVIRONMENT)


def test_memory_is_that_of_all_processes() -> None:
    assert os.getpid() in set(family(os.getpid()))
    assert proportional(os.getpid()) > 2**20
    assert proportional(2**30) == 0


TOOLS = (Tool("sitegen", "1", lambda project, output: [], "", "", ()),
         Tool("Hugo", "2", lambda project, output: [], "", "", ()))


def made_up(*walls: tuple[float, ...]) -> list[Trial]:
    trials = [Trial(tool=tool, project=Path(), outputs=Path()) for tool in TOOLS]
    for trial, seconds in zip(trials, walls, strict=True):
        trial.costs["cold"] = [Cost(wall, 2 * wall) for wall in seconds]
    return trials


def test_a_ratio_is_the_median_of_the_rounds() -> None:
    assert ratio([1, 2, 30], [2, 2, 2]) == 1
    # A machine that was slow in one round was so for both.
    assert ratio([1, 20, 1], [2, 40, 2]) == 0.5


def test_tables_tell_figures_ratios_and_goals() -> None:
    trials = made_up((1.0, 2.0, 3.0), (2.0, 2.0, 2.0))
    told = section(trials, events=1000, rounds=3)
    assert "| cold build | 2 (1–3) | 2 (2–2) | **1** | ≤ 1.05 |" in told
    assert "| cold build | 4 (2–6) | 4 (4–4) | **1** | ≤ 1.1 |" in told
    assert "for each event page: sitegen 2.00 ms, Hugo 2.00 ms." in told
    assert as_data(trials, events=7)["tools"]["Hugo"]["scenarios"]["cold"]["wall"] == [2, 2, 2]


def test_an_output_costs_what_a_site_without_it_lacks() -> None:
    found = {outputs.ALL: outputs.Measured([2.2, 2.0], outputs.Tree(50, 5_000_000)),
             "search": outputs.Measured([1.5, 1.6], outputs.Tree(20, 3_000_000)),
             outputs.CARDS: outputs.Measured([4.0, 6.0], outputs.Tree(70, 6_000_000))}
    text = outputs.section(found, sitegen(), events=100)
    assert "takes 2.00 s of CPU time, the least of 2, and writes 50 files, 5.0 MB" in text
    assert "| `search` | 0.50 | 25% | 2.50 | 30 | 2.0 |" in text
    assert "| pictures of titles | 2.00 | 50% | 10.00 | 20 | 1.0 |" in text
    assert outputs.with_outputs("title: x\noutputs: [pages]\n", ["feeds"]) == "title: x\noutputs: [pages, feeds]\n"


def put_entries(tree: Path) -> None:
    """An index with a page and a member, as sitegen publishes it."""
    rows = [["/zh/events/a/", "工程教育研讨会", "", [], ["在大学讨论水资源"]],
            ["/zh/members/b/", "大学", "", ["Uni"], []],
            ["/zh/timeline/#c", "开始", "", [], []]]
    (tree / "zh/search").mkdir(parents=True)
    (tree / "zh/search/0-t0.json").write_text(json.dumps(rows), encoding="utf-8")


def test_what_a_search_is_asked_for_is_on_the_page_that_it_must_find(tmp_path: Path) -> None:
    put_entries(tmp_path)
    assert list(search.named(tmp_path, "zh")) == [
        ("工程教育研讨会", "/zh/events/a/"), ("大学", "/zh/members/b/"), ("Uni", "/zh/members/b/")]
    texts = {"/zh/events/a/": "工程教育研讨会 在大学讨论水资源", "/zh/members/b/": "大学"}
    parts = search.parts_of_texts(tmp_path, 50)
    assert all(1 <= len(part) <= 8 and part in texts[url] for part, url in parts)
    assert parts == search.parts_of_texts(tmp_path, 50)
    assert search.some_titles(tmp_path, 5) == ["工程教育研讨会"]


def test_the_search_is_told_beside_the_other() -> None:
    first = [{"ms": 10.0, "bytes": 2000.0}, {"ms": 30.0, "bytes": 4000.0}]
    one = search.Found(first, [5.0], [0, 4, 5, -1], [9, -1], 10**6)
    text = search.section({"sitegen": one}, "other 1.0", events=1000)
    assert "demonstration, both languages | 2 of 4 (50.0%) |" in text
    assert "find it, demonstration | 1 of 2 (50.0%) |" in text
    assert "| a reader's first query loads | 3 / 4 / 4 KB |" in text


def test_a_run_replaces_the_results_of_its_size_alone(tmp_path: Path) -> None:
    results = tmp_path / "RESULTS.md"
    for words in ("## 10,000 events\n\nmany\n", "## 1,000 events\n\nold\n", "## 1,000 events\n\nnew\n"):
        put_section(results, words)
    text = results.read_text(encoding="utf-8")
    assert text.startswith("# Results\n") and text.count("## ") == 2
    assert "old" not in text and text.index("new") < text.index("many")


def test_a_save_is_timed_to_the_page_that_has_it(tmp_path: Path) -> None:
    generator = tmp_path / "corpus.py"
    generator.write_text(GENERATOR, encoding="utf-8")
    project = write_sitegen(tmp_path / "project", "3", corpus=generator)
    before = {save.path: save.path.read_bytes() for save in project.saves}
    with previewing(sitegen(), project) as (asking, first, process):
        times = {save.name: served(asking, (save,), count=1, seconds=0) for save in project.saves}
        memory = proportional(process)
    assert before == {path: path.read_bytes() for path in before}
    assert list(times) == list(preview.SERVED) and all(len(found) == 1 for found in times.values())
    told = preview.section([preview.Measured("sitegen", "1000", [first], [memory], times, {})], [TOOLS[0]])
    assert "| From a save to the served page, ms | sitegen, 1,000 | goal |" in told
    assert re.search(r"\| theme\.po \| \d+ \(\d+\) \| ≤ 40 \|", told)
    assert "Chromium" not in told
