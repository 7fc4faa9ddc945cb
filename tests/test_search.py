"""The search: everything that readers see can be found, in their language, and an edit writes little of it again."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from small_sites import config, document, news, records, site_of, template
from story import Story

from sitegen.build import build
from sitegen.model import Artifact, Membership, Organisation, Person, Rendered, Request, Searchable
from sitegen.render.search import BlockIndex, fold_text, index_block, terms
from sitegen.scripts import HAN
from sitegen.site.plan import plan
from sitegen.site.search import block_count, search, search_blocks, searchable, shard_count
from sitegen.stages import Workshop, render_artifact
from sitegen.tracing import digest

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "templates/assets/search.js"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
RUN = re.compile(f"[{HAN}]+")
BLOCKS = {"p", "li", "h2", "h3", "h4", "h5", "h6", "td", "th", "dt", "dd", "figcaption", "caption", "pre"}
TEMPLATE = template("search.html")


def program(name: str) -> str:
    """The path of an outside program; skips the test with its name where it is absent."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def by_script(*typed: object, given: object = None) -> Any:
    """What the search page's own script answers."""
    command = [program("node"), str(ROOT / "tests/browser/search.mjs"), str(SCRIPT), *map(str, typed)]
    done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The built demonstration site."""
    output = tmp_path_factory.mktemp("demo") / "build"
    report = build(Request(project=str(ROOT), output=str(output), now=NOW, clean=True, forgetful=True))
    assert report.exit == 0, report.diagnostics
    yield output


def indexed(output: Path, code: str) -> dict[str, list[str]]:
    """Address to all that can be found there."""
    files = [json.loads(path.read_text("utf-8")) for path in sorted(output.glob(f"{code}/search/*-t*.json"))]
    return {url: [title, *names, *texts] for file in files for url, title, _, names, texts in file}


# ---- the splitter --------------------------------------------------------------------------------------------------

SHARED = json.loads((ROOT / "tests/search_terms.json").read_text("utf-8"))


@pytest.mark.parametrize(("text", "expected"), SHARED)
def test_texts_are_cut_as_agreed(text: str, expected: list[str]) -> None:
    assert sorted(terms(text)) == expected


def test_the_page_cuts_texts_as_the_index_does() -> None:
    answers = by_script("terms", given=[text for text, _ in SHARED])
    assert [sorted(answer) for answer in answers] == [expected for _, expected in SHARED]


@given(st.text(st.sampled_from("工程教育院ab1 ,，。é\n"), max_size=30), st.data())
def test_every_part_of_a_run_is_found_by_its_pairs_and_every_character_by_a_beginning(text: str, data: Any) -> None:
    found = terms(text)
    for run in RUN.findall(text):
        start = data.draw(st.integers(0, len(run) - 1))
        part = run[start:start + data.draw(st.integers(1, 8))]
        assert {one + other for one, other in pairwise(part)} <= found
        assert any(term.startswith(part[0]) for term in found)


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_that_is_looked_for(text: str) -> None:
    assert terms(fold_text(text)) == terms(text)


# ---- what is found -------------------------------------------------------------------------------------------------

MEMBER = Organisation(id="fudan", name={"en": "Fudan University", "zh": "复旦大学"}, also_known_as=("FDU",),
                      membership=Membership())
ADA = Person(id="ada", name={"en": "Ada Li", "zh": "李艾达"}, job_title={"en": "Dean", "zh": "院长"})


def test_names_are_found_in_every_script_and_other_texts_in_their_language() -> None:
    pages = document("about.en.md", title="About"), document("news.zh.md", title="消息")
    site = site_of(*pages, records("members", MEMBER), records("people", ADA), TEMPLATE)
    assert site.search["en"] == (("member:fudan", "page:content/about", "page:content/index", "person:ada",
                                  "person:felix"),)
    found = searchable(site, "en", "member:fudan")
    assert (found.title, found.names) == ("Fudan University", ("复旦大学", "FDU"))
    found = searchable(site, "zh", "person:ada")
    assert (found.title, found.names, found.texts) == ("李艾达", ("Ada Li",), ("院长",))
    assert site.search["zh"] == (("member:fudan", "page:content/news", "person:ada", "person:felix"),)


def test_without_the_output_or_the_template_there_is_no_search() -> None:
    pages = [document("about.en.md", title="About")]
    for site in (site_of(*pages), site_of(*pages, TEMPLATE, settings=config(outputs=("pages",))),
                 site_of(*pages, TEMPLATE, settings=config(outputs=("search",)))):
        assert site.search == {}
        assert search(site, "en") is None
        assert not any("search" in artifact.path for artifact in plan(site))


def test_blocks_keep_what_they_hold_when_something_is_added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.site.search.PER_BLOCK", 100)
    pages = [news(f"news/a{number}.en.md") for number in range(300)]
    before = search_blocks(site_of(*pages, TEMPLATE), "en")
    after = search_blocks(site_of(*pages, news("news/new.en.md"), TEMPLATE), "en")
    assert len(before) == len(after) == 4
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1


def test_a_term_weighs_most_where_it_stands_highest() -> None:
    site = site_of(document("about.en.md", title="Bridges", description="Bridges and water"), TEMPLATE)
    index = index_block(["1"], lambda place: (searchable(site, "en", "page:content/about"), None), "en", 1)
    words = json.loads(index.words[0])
    assert words["bridges"] == [3]
    assert words["water"] == [1]


@pytest.mark.parametrize(("count", "blocks", "shards"), [(96, 1, 8), (97, 1, 32), (257, 1, 64), (513, 2, 128)])
def test_more_pages_are_spread_over_more_files(count: int, blocks: int, shards: int) -> None:
    site = replace(site_of(TEMPLATE), search={"en": (tuple(map(str, range(count))),)})
    assert shard_count(site, "en") == shards
    assert block_count(count) == blocks


TITLES = st.sampled_from(["Water", "工程教育", "Bridges and water", "水"])
ENTRIES = st.builds(Searchable, url=st.just("/"), title=TITLES,
                    names=st.lists(st.sampled_from(["Shui", "教育"]), max_size=2).map(tuple),
                    texts=st.lists(st.text(st.sampled_from("工程教育水 ab."), max_size=6), max_size=3).map(tuple))


def index_of(entries: list[Searchable], shards: int, before: BlockIndex | None = None) -> BlockIndex:
    return index_block(list(map(digest, entries)), lambda place: (entries[place], None), "zh", shards, before)


@given(st.lists(ENTRIES, min_size=8, max_size=20), st.data())
def test_an_index_that_was_edited_is_one_from_nothing(entries: list[Searchable], data: Any) -> None:
    shards = data.draw(st.integers(1, 4))
    before = index_of(entries, shards)
    for _ in range(data.draw(st.integers(0, 3))):
        entries[data.draw(st.integers(0, len(entries) - 1))] = data.draw(ENTRIES)
    more = data.draw(st.lists(ENTRIES, max_size=1))
    assert index_of(entries + more, shards, before) == index_of(entries + more, shards)
    assert index_of(entries, shards + 1, before) == index_of(entries, shards + 1)


def test_what_is_in_the_index_is_not_looked_at_again() -> None:
    entries = [Searchable(url=f"/{number}/", title=f"Bridge {number}") for number in range(20)]
    before, looked = index_of(entries, 4), []
    entries[7] = Searchable(url="/7/", title="Water")

    def found(place: int) -> tuple[Searchable, None]:
        looked.append(place)
        return entries[place], None

    index_block(list(map(digest, entries)), found, "zh", 4, before)
    assert looked == [7]


def test_every_han_substring_of_every_text_finds_it(demo: Path) -> None:
    tried = {code: by_script("recall", demo, code) for code in ("en", "zh")}
    assert [one["missed"] for one in tried.values()] == [[], []]
    assert tried["zh"]["tried"] > 30_000


class Blocks(HTMLParser):
    """The texts of the blocks of a page's own prose that are in the page's language."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open: list[tuple[str, bool, bool]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in ("br", "img", "hr", "input", "meta", "link", "source", "wbr"):
            return
        known = dict(attributes)
        inside = bool(self._open and self._open[-1][1]) or known.get("class") == "prose"
        # Texts without translation, and lists of other pages.
        apart = bool(self._open and self._open[-1][2]) or ("data-unit" in known and "data-state" not in known) \
            or (tag in ("ul", "ol") and "class" in known)
        self._open.append((tag, inside, apart))
        if inside and tag in BLOCKS:
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag in BLOCKS:
            self.texts.append("")

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][1] and not self._open[-1][2] and self.texts:
            self.texts[-1] += data


@pytest.mark.parametrize("code", ["en", "zh"])
def test_every_run_of_every_block_that_is_published_is_in_the_index(demo: Path, code: str) -> None:
    runs = 0
    for url, texts in indexed(demo, code).items():
        page = demo / url.lstrip("/") / "index.html"
        if "#" in url:
            continue
        found = [fold_text(text) for text in texts]
        for block in Blocks(page.read_text("utf-8")).texts:
            for run in RUN.findall(fold_text(block)):
                runs += 1
                assert any(run in text for text in found), (url, run)
    assert runs > (500 if code == "zh" else 0)


@pytest.mark.parametrize("code", ["en", "zh"])
def test_titles_members_and_people_are_among_the_first_five(demo: Path, code: str) -> None:
    wanted: list[tuple[str, str]] = []
    for path in demo.glob(f"{code}/search/*-t*.json"):
        for url, title, _, names, _ in json.loads(path.read_text("utf-8")):
            named = names if "/people/" in url or "/members/" in url else []
            wanted += [(url, words) for words in (title, *named)]
    answers = by_script("find", demo, code, given=[words for _, words in wanted])
    missed = [(url, words) for (url, words), answer in zip(wanted, answers, strict=True) 
              if url not in answer["found"][:5]]
    assert len(wanted) > 60
    assert missed == []
    assert all(url.startswith(f"/{code}/") for answer in answers for url in answer["found"])
    assert max(answer["bytes"] for answer in answers) < 250_000


def test_words_of_the_other_language_find_nothing(demo: Path) -> None:
    assert [answer["found"] for answer in by_script("find", demo, "en", given=["共同创新", "工程教育"])] == [[], []]
    assert [answer["found"] for answer in by_script("find", demo, "zh", given=["engineering education"])] == [[]]


# ---- what a build writes -------------------------------------------------------------------------------------------

EVENT = "content/events/autumn-forum/index.en.md"


def index_files(story: Story) -> dict[str, bytes]:
    return {path.relative_to(story.root / "build").as_posix(): path.read_bytes()
            for path in (story.root / "build").glob("*/search/*.json")}


def test_an_edit_writes_only_the_files_of_its_words(tmp_path: Path) -> None:
    story = Story(tmp_path)
    story.must_build()
    before = index_files(story)
    story.write(EVENT, story.text(EVENT).rstrip() + "\n\nQuagga.\n")
    story.must_build()
    after = index_files(story)
    changed = sorted(path for path in after if after[path] != before.get(path))
    assert before.keys() == after.keys()
    assert [path for path in changed if "-t" not in path] == [f"en/search/0-{ord('q') % 8}.json"]
    assert len(changed) == 2
    assert b'"quagga"' in after[changed[0]]


def test_an_index_that_is_damaged_or_not_wanted_any_more_is_forgotten(tmp_path: Path) -> None:
    story = Story(tmp_path)
    story.must_build()
    kept = story.root / ".sitegen/search-en-0"
    whole = kept.read_bytes()
    for content in (whole[:-1], whole[:40] + bytes([whole[40] ^ 1]) + whole[41:], b""):
        kept.write_bytes(content)
        story.write(EVENT, story.text(EVENT).rstrip() + "\n\nQuagga.\n")
        story.must_build()
        assert story.published() == story.clean_tree(tmp_path)
    story.write("site.yaml", story.text("site.yaml") + "\noutputs: [pages]\n")
    story.must_build()
    assert not list(kept.parent.glob("search-*"))


def test_a_build_that_shall_not_remember_does_not_remember_the_index(tmp_path: Path) -> None:
    story = Story(tmp_path)
    story.must_build(forgetful=True)
    assert not list((story.root / ".sitegen").glob("search-*"))


def test_an_edit_renders_the_texts_of_its_page_and_no_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    story = Story(tmp_path)
    story.must_build()
    story.write(EVENT, story.text(EVENT).rstrip() + "\n\nQuagga.\n")
    rendered: list[str] = []

    def render(workshop: Workshop, artifact: Artifact) -> Rendered:
        rendered.append(artifact.path)
        return render_artifact(workshop, artifact)

    monkeypatch.setattr("sitegen.work.render_artifact", render)
    story.must_build()
    (texts,) = [path for path in rendered if path.startswith("en/search/0-t")]
    assert "Quagga" in story.page(texts)


def test_what_a_record_link_prints_is_found_and_found_anew(tmp_path: Path) -> None:
    story = Story(tmp_path)
    story.replace("content/data/people.yaml", "name: Ada North", "name: Ada Quagga")
    story.replace("content/data/people.yaml", "family_name: North", "family_name: Quagga")
    story.write(EVENT, story.text(EVENT).rstrip() + "\n\nWith [](person:ada) again.\n")
    story.must_build()
    event = "/en/events/autumn-forum/"
    assert "With Ada Quagga again." in indexed(story.root / "build", "en")[event]
    story.write("content/data/people.yaml", story.text("content/data/people.yaml").replace("Quagga", "Okapi"))
    story.must_build()
    assert "With Ada Okapi again." in indexed(story.root / "build", "en")[event]
    story.write("content/extra.en.md", "---\ntitle: Zorilla\ndescription: Words.\nslug: extra\n---\n\nWords.\n")
    story.write("content/about.en.md", story.text("content/about.en.md").rstrip() + "\n\nSee [](page:extra).\n")
    story.must_build()
    story.replace("content/extra.en.md", "Zorilla", "Numbat")
    story.must_build()
    assert "See Numbat." in indexed(story.root / "build", "en")["/en/about/"]
    assert story.published() == story.clean_tree(tmp_path)


def test_the_switch_leaves_out_pages_index_script_and_leave(tmp_path: Path) -> None:
    story = Story(tmp_path)
    story.must_build()
    assert "script-src 'self'" in story.page("_headers")
    assert "/en/search/" in story.page("en/index.html")
    story.write("site.yaml", story.text("site.yaml") + "\noutputs: [pages]\n")
    story.must_build()
    assert not list((story.root / "build").rglob("*search*"))
    assert "script-src" not in story.page("_headers")
    assert "search" not in story.page("en/index.html").lower()


# ---- the page ------------------------------------------------------------------------------------------------------


def test_readers_can_use_the_page(demo: Path) -> None:
    if not (ROOT / "node_modules/puppeteer-core").exists() or not (ROOT / "node_modules/axe-core").exists():
        pytest.skip("puppeteer-core or axe-core is not installed (npm ci)")
    done = subprocess.run(
        [program("node"), str(ROOT / "tests/browser/search_page.mjs"), program("chromium"), str(demo)],
        capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["found"] == []
    for seen in told["seen"]:
        if not seen["width"]:
            assert f"/{seen['code']}/events/" in seen["links"]
            assert "JavaScript" in seen["said"]
            continue
        count = len(seen["addresses"])
        assert 0 < count <= 10
        assert re.search(r"\d+ pages found|找到\d+个页面", seen["said"])
        assert seen["marked"].lower() in ("innovation", "工程教育")
        assert seen["nothing"].startswith(("Nothing found", "没有找到"))
        assert seen["addressesOfNothing"] == []


def test_no_other_page_has_a_script(demo: Path) -> None:
    scripted = [path.relative_to(demo).as_posix() for path in demo.rglob("*.html")
                if re.search(r"<script(?! type=\"application/ld\+json\")", path.read_text("utf-8"))]
    assert sorted(scripted) == ["en/search/index.html", "zh/search/index.html"]
