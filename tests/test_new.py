"""`sitegen new`: what it writes builds at once, says what to do next, and takes nothing from anybody."""

import json
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.cli import KINDS, run
from sitegen.commands import forms
from sitegen.commands.forms import LONGEST_NAME, as_comment, as_item, in_block, name_of, with_fields
from sitegen.commands.starter import filled
from sitegen.content.addresses import check_segment
from sitegen.content.config import parse_config
from sitegen.content.documents import parse_document
from sitegen.content.records import parse_data
from sitegen.content.yaml import plain, read_yaml
from sitegen.model import Language, Source

NOW = "2026-11-21"
LANGUAGES = (Language(code="en", locale="en_GB", lang="en", name="English", script="latin"),
             Language(code="zh", locale="zh_Hans_CN", lang="zh-Hans", name="中文", script="han"))
LISTS = {"member": "members", "organisation": "organisations", "person": "people", "timeline": "timeline",
         "place": "places", "topic": "topics", "series": "series", "term": "glossary"}
KNOWN = {
    "member": ("url=https://four.example.org/", "address.country=CN", "sort_key.zh=disi shili daxue"),
    "timeline": ("start=2025-11",),
}
"""What a record cannot be without."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "x"
    assert run(["init", str(folder), "--now", NOW, "--quiet"]) == 0
    return folder


@pytest.fixture
def site(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "x")


def new(site: Path, *words: str) -> int:
    return run(["new", *words, "--project", str(site), "--now", NOW])


def report(site: Path, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    capsys.readouterr()
    run([*words, "--project", str(site), "--now", NOW, "--format", "json"])
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*"))
            if path.is_file() and not {".sitegen", "build"} & set(path.parts)}


def source(path: str, text: str) -> Source:
    return Source(path=path, digest="", size=len(text), data=text.encode())


# ---- everything at once --------------------------------------------------------------------------------------------


def test_one_of_each_kind_and_the_site_builds_without_a_word(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for kind in KINDS:
        title = "Press Office // 新闻处" if kind == "organisation" else "Some Thing // 某事"
        assert new(site, kind, title) == 0, capsys.readouterr()
        assert "wrote content/" in capsys.readouterr().out
    for words in (("build", "--strict"), ("check", "--strict")):
        told = report(site, capsys, *words)
        assert (told["ok"], told["diagnostics"]) == (True, []), words
    # Drafts can be looked at before they are filled in.
    told = report(site, capsys, "build", "--drafts", "--strict", "--output", str(site.parent / "preview"))
    assert (told["ok"], told["diagnostics"]) == (True, [])
    assert (site.parent / "preview/zh/events/2027-some-thing/index.html").is_file()


def test_what_is_complete_is_published_and_recorded(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for kind in LISTS:
        known = [word for each in KNOWN.get(kind, ()) for word in ("--set", each)]
        title = "Wu Press // 吴社" if kind == "organisation" else "Wu Fang // 吴芳"
        assert new(site, kind, title, *known) == 0
        out = capsys.readouterr().out
        assert "It is published by the next build." in out
    told = report(site, capsys, "build", "--strict")
    assert (told["ok"], told["diagnostics"]) == (True, [])
    assert (site / "build/en/members/wu-fang/index.html").is_file()
    assert "吴芳" in (site / "build/zh/timeline/index.html").read_text(encoding="utf-8")
    told = report(site, capsys, "check", "--strict")
    assert (told["ok"], told["diagnostics"]) == (True, []), "the two names were not recorded"


def test_a_record_that_lacks_something_is_no_part_of_the_site(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (site / "content/data/members.yaml").read_text(encoding="utf-8")
    assert new(site, "member", "Fourth University") == 0
    out = capsys.readouterr().out
    assert "its lines begin with #" in out
    for lacking in ("name.zh: ", "url: ", "address: ", "sort_key: "):
        assert f"\n  {lacking}" in out
    after = (site / "content/data/members.yaml").read_text(encoding="utf-8")
    assert after.startswith(before)
    assert all(line.startswith("# ") for line in after[len(before):].splitlines())
    uncommented = before + re.sub("^# ", "", after[len(before):], flags=re.MULTILINE)
    assert not parse_data(source("content/data/members.yaml", uncommented), LANGUAGES).diagnostics


# ---- pages ---------------------------------------------------------------------------------------------------------


def test_a_page_has_a_file_for_each_language(site: Path) -> None:
    assert new(site, "event", "Spring School: “Bridges” // 春季学校", "--set", "start=2027-04-12 10:00",
               "--set", "end=2027-04-14 16:00", "--set", "type=training", "--set", "access=open",
               "--set", "location.name=Old Hall", "--set", "location.city=Leeds", "--set", "location.country=GB",
               "--set", "location.announcedLater=yes") == 0
    folder = site / "content/events/2027-spring-school-bridges"
    english, chinese = ((folder / f"index.{code}.md").read_text(encoding="utf-8") for code in ("en", "zh"))
    assert 'title: "Spring School: “Bridges”"\n' in english and "title: 春季学校\n" in chinese
    assert "start: 2027-04-12 10:00\nend: 2027-04-14 16:00\n" in english and "type: training\n" in english
    assert "\naccess: open\n# registration:" in english
    assert "location:\n  name: Old Hall\n  city: Leeds\n  country: GB\n  announcedLater: yes\n# For online" in english
    assert "start" not in chinese


@pytest.mark.parametrize(("words", "path"), [
    (("event", "Open day"), "content/events/2027-open-day/index.en.md"),
    (("event", "Open day", "--name", "2030-doors"), "content/events/2030-doors/index.en.md"),
    (("news", "We won!"), "content/news/2026-11-21-we-won/index.en.md"),
    (("news", "We won!", "--set", "date=2026-12-01"), "content/news/2026-12-01-we-won/index.en.md"),
    (("publication", "Étude: a “guide”"), "content/publications/etude-a-guide/index.en.md"),
    (("page", "How to travel", "--name", "handbook/travel"), "content/handbook/travel.en.md"),
    (("page", "交通指南"), "content/交通指南.en.md"),
])
def test_where_a_page_is_written(site: Path, words: tuple[str, ...], path: str) -> None:
    assert new(site, *words) == 0
    assert (site / path).is_file() and (site / path.replace(".en.", ".zh.")).is_file()


@pytest.mark.parametrize("path", [
    "content/travel.en.md", "content/Travel.en+zh.md", "content/travel/index.zh.md", "content/travel.md"])
def test_nothing_is_written_over(
    site: Path, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / path).parent.mkdir(exist_ok=True)
    (site / path).write_text("---\ntitle: Mine\n---\n", encoding="utf-8")
    before = files(site)
    assert new(site, "page", "Travel") == 2
    assert "is there already. Nothing was written." in capsys.readouterr().out
    assert files(site) == before


def test_a_site_without_organisations_gets_a_draft_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "site.yaml").write_text("title: T\nbase_url: https://example.org/\ntimezone: Europe/Paris\n"
                                        "languages: [{code: fr}, {code: en}]\n", encoding="utf-8")
    assert new(tmp_path, "event", "Réunion // Meeting") == 0
    text = (tmp_path / "content/events/2027-reunion/index.fr.md").read_text(encoding="utf-8")
    assert "# organizers: [some-id]\n" in text and "timezone: Europe/Paris\n" in text and "languages: [fr]\n" in text
    assert (tmp_path / "content/events/2027-reunion/index.en.md").is_file()
    assert new(tmp_path, "member", "Université", "--set", "url=https://example.org/", "--set", "address.country=FR",
               "--set", "name.fr=Université", "--set", "name.en=University") == 0
    assert "sort_key" not in (tmp_path / "content/data/members.yaml").read_text(encoding="utf-8")


# ---- lists ---------------------------------------------------------------------------------------------------------


def add(site: Path, before: str) -> str:
    path = site / "content/data/organisations.yaml"
    path.write_bytes(before.encode())
    assert new(site, "organisation", "Press Office // 新闻处") == 0
    return path.read_bytes().decode()


@pytest.mark.parametrize("before", [
    "", "# nobody yet\n", "- {id: a, name: A}  # first\n# last words\n", "  - id: a\n    name: A\n\n\n",
    "\ufeff- id: a\n  name: A\n", "- id: a\n  description: |\n    Words\n\n  name: A\n"])
def test_what_stands_in_a_list_stays_as_it_is_typed(site: Path, before: str) -> None:
    after = add(site, before)
    assert after.startswith(before)
    parsed = parse_data(source("content/data/organisations.yaml", after.removeprefix("\ufeff")), LANGUAGES)
    assert not parsed.diagnostics and parsed.records is not None
    assert parsed.records.records[-1].id == "press-office"
    assert after == add(site, before), "the same every time"


def test_lines_end_as_they_did(site: Path) -> None:
    assert "\n" not in add(site, "- id: a\r\n  name: A\r\n").replace("\r\n", "")
    assert add(site, "- id: a\n  name: A").startswith("- id: a\n  name: A\n- id: press-office\n")


@pytest.mark.parametrize(("before", "what"), [
    ("[{id: a, name: A}]\n", "has its list in brackets"), ("[]\n", "has an empty list in brackets"),
    ("id: a\n", "expected a list"), ("- id: [\n", "E-YAML"), ("- id: a\n  nmae: A\n", "is not a field"),
    ("- id: press-office\n  name: P\n", "has a record"),
])
def test_a_list_that_cannot_take_a_record_is_left_alone(
    site: Path, before: str, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = site / "content/data/organisations.yaml"
    path.write_text(before, encoding="utf-8")
    assert new(site, "organisation", "Press Office") in (1, 2)
    assert what in capsys.readouterr().out
    assert path.read_text(encoding="utf-8") == before


@pytest.mark.parametrize(("title", "english", "chinese", "pinyin"), [
    ("Li Ming // 李明", "Li", "李", "li ming"), ("Ouyang Xiu // 欧阳修", "Ouyang", "欧阳", "ouyang xiu"),
    ("Ann Sample // 安·桑普尔", "Sample", "桑普尔", ""), ("Maria de la Cruz", "de la Cruz", "", ""),
])
def test_the_family_name_is_suggested(site: Path, title: str, english: str, chinese: str, pinyin: str) -> None:
    assert new(site, "person", title) == 0
    text = (site / "content/data/people.yaml").read_text(encoding="utf-8").rpartition("- id: ")[2]
    assert f"family_name:\n    en: {english}\n    " + (f"zh: {chinese}\n" if chinese else "# zh:\n") in text
    assert (f"\n  sort_key:\n    zh: {pinyin}\n" if pinyin else "\n  # sort_key:\n") in text


# ---- what is refused -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("words", "what"), [
    (("event", "A // B // C"), "is not a title in the languages of this site (en, zh)"),
    (("event", " // B"), "is not a title"), (("event", "A\x1b[2J"), "is not a title"),
    (("page", "!!!"), "--name"), (("page", "Page"), "cannot be a page's name"),
    (("page", "x", "--name", "../y"), "--name"), (("organisation", "First Example University"), "has a record"),
    (("page", "x", "--name", "con"), "Windows keeps the name"), (("topic", "x", "--name", "a b/c"), "--name"),
    (("event", "A", "--set", "type=wokshop"), 'Did you mean "workshop"?'),
    (("event", "A", "--set", "start=12/4/2027"), "could be 12 April or 4 December"),
    (("event", "A", "--set", "strat=2027-04-12"), 'Did you mean "start"?'),
    (("event", "A", "--set", "start"), "--set start=2027-03-04"), (("event", "A", "--set", "a.=1"), "--set"),
    (("event", "A", "--set", "location=x", "--set", "location.city=y"), "--set"),
    (("topic", "A", "--set", "colour=blue"), "is not a field"),
])
def test_nothing_is_written_where_something_is_wrong(
    site: Path, words: tuple[str, ...], what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(site)
    assert new(site, *words) in (1, 2)
    assert what in capsys.readouterr().out
    assert files(site) == before


def test_outside_a_site_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new(tmp_path, "event", "A") == 2
    assert "this is not a site" in capsys.readouterr().out
    assert not list(tmp_path.iterdir())


# ---- forms ---------------------------------------------------------------------------------------------------------


def awake(text: str) -> str:
    """A form with every line that can be used; sentences about them are told by their length and their script."""
    lines = [re.sub(r"^(\s*)# (?=[ a-z_]+:|  +- |  +[a-z]+: )", r"\1", line) for line in text.splitlines()]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("kind", KINDS)
def test_every_line_of_a_form_can_be_used(kind: str) -> None:
    values = {"title": "T", "sentence": "A sentence.", "today": NOW, "start": "2027-04-12", "language": "en",
              "timezone": "Europe/London", "organisation": "x", "country": "GB", "id": "x",
              "names": in_block({"en": "Ann X", "zh": "安"}, ("en", "zh")), "terms": "en: X\nzh: 某",
              "families": in_block({"en": "X", "zh": "安"}, ("en", "zh"))}
    if kind in LISTS:
        text = awake(filled(forms.form(f"{kind}.yaml"), values))
        parsed = parse_data(source(f"content/data/{LISTS[kind]}.yaml", as_item(text, "")), LANGUAGES)
    else:
        folder = {"event": "events/", "news": "news/", "publication": "publications/"}.get(kind, "")
        text = awake(filled(forms.form(f"{kind}.md"), values))
        parsed = parse_document(source(f"content/{folder}x/index.en.md", text), LANGUAGES)
    # What is left as a comment is a sentence.
    assert not [line for line in text.splitlines() if re.match(r"\s*# *[a-z_]+:", line)]
    assert not parsed.diagnostics, text


@given(st.text(max_size=200))
def test_a_name_made_of_a_title_can_be_an_address_or_is_refused(title: str) -> None:
    name = name_of(title)
    assert len(name) <= LONGEST_NAME and name == name_of(name)
    assert "/" not in name and not name.startswith((".", "-")) and " " not in name
    if name and check_segment(name) is not None:
        assert not re.fullmatch(r"[a-z][a-z0-9-]{4,}", name)


@given(st.dictionaries(st.sampled_from(["title", "start", "extra", "location", "new"]),
                       st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20), max_size=4))
def test_values_come_out_of_a_form_as_they_went_in(given: dict[str, str]) -> None:
    text = "title: A\n# start: 2027\n# extra:\n#   - one\nlocation:\n  city: B\n# words\nlast: z\n"
    tree = {key: f"w {value} w" for key, value in given.items()}
    after = with_fields(text, tree)
    node, problems = read_yaml(after, path="x")
    assert not problems
    assert plain(node) == {"title": "A", "location": {"city": "B"}, "last": "z", **tree}
    assert with_fields(after, tree) == after
    assert read_yaml(as_comment(after), path="x") == (None, ())


def test_a_site_that_is_broken_elsewhere_can_get_pages(site: Path) -> None:
    """Nobody has to mend another's page first."""
    (site / "content/broken.en.md").write_text("---\ntitel: x\n---\n", encoding="utf-8")
    assert new(site, "page", "Fine // 好") == 0
    assert (site / "content/fine.en.md").is_file()
    config, _ = parse_config(source("site.yaml", (site / "site.yaml").read_text(encoding="utf-8")))
    assert config is not None
