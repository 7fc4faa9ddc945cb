"""Stories of the members as files: who is in them, of which day, and what a spreadsheet makes of them."""

import csv
import io
import json
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace
from small_sites import assembled, config, moment, records, site_of
from story import Story

from sitegen.model import Artifact, Config, Key, Membership, Organisation, Place, Site
from sitegen.render.member_files import FORMULA, MARK, print_members, shown
from sitegen.site.plan import plan
from sitegen.site.queries import answer


def site(*members: Organisation, settings: Config | None = None) -> Site:
    """A site of those members."""
    return site_of(records("members", *members), settings=settings or config())


def member(identifier: str, *, start: str = "", end: str = "", country: str = "GB", name: str = "") -> Organisation:
    """A member with a name in both languages."""
    return Organisation(
        id=identifier, name={"en": name or identifier.upper(), "zh": f"{identifier}大学"}, url="https://example.org/",
        address=Place(city={"en": "Belfast", "zh": "贝尔法斯特"}, country=country),
        membership=Membership(start=moment(start) if start else None, end=moment(end) if end else None),
        sort_key={"zh": identifier})


def printed(found: Site, form: str, code: str = "en") -> str:
    """The file."""
    def fetch(key: Key) -> object:
        return answer(found, key)

    return print_members(Artifact(path="", kind="text", language=code, subject=("member_file", form)), fetch)


def table(text: str) -> list[dict[str, str]]:
    """The rows as a spreadsheet reads them."""
    assert text.startswith(MARK)
    return list(csv.DictReader(io.StringIO(text.removeprefix(MARK), newline="")))


def test_each_language_has_both_where_it_has_a_list_of_members() -> None:
    paths = {artifact.path for artifact in plan(site(member("a")))}
    assert {"en/members.csv", "en/members.json", "zh/members.csv", "zh/members.json"} <= paths
    off = site(member("a"), settings=config(outputs=("pages", "figures")))
    for nothing in (off, site_of()):
        assert not any("members." in artifact.path for artifact in plan(nothing))
        assert answer(nothing, ("member_files", "en")) is None


def test_former_members_are_in_them_and_future_ones_are_not() -> None:
    found = site(member("b", start="2020-05"), member("a", start="2019", end="2021-12-31"),
                 member("c", start="2027-01-01", country="CN"))
    told = json.loads(printed(found, "json"))
    assert [(one["id"], one.get("member_from"), one.get("member_until")) for one in told["members"]] == [
        ("b", "2020-05", None), ("a", "2019", "2021-12-31")]
    assert told["countries"] == [{"country": "GB", "name": "United Kingdom", "count": 1}]
    assert told["members"][0]["names"] == {"en": "B", "zh-Hans": "b大学"}


def test_they_are_true_of_a_day_that_is_typed_or_of_the_last_change_and_never_of_the_build() -> None:
    members = (member("a", start="2019", end="2021-12-31"), member("b", start="2020-05"), member("c", start="2027"))
    assert json.loads(printed(site(*members), "json"))["as_of"] == "2021-12-31"
    typed = site(*members, settings=config(members_as_of=moment("2026-05-01")))
    assert json.loads(printed(typed, "json"))["as_of"] == "2026-05-01"
    assert {row["As of"] for row in table(printed(typed, "csv"))} == {"2026-05-01"}
    assert "as_of" not in json.loads(printed(site(member("a")), "json"))


def test_nobody_is_invited_to_count_a_list_that_is_not_complete() -> None:
    told = json.loads(printed(site(member("a"), settings=config(members_complete=False)), "json"))
    assert told["complete"] is False
    assert "countries" not in told


def test_names_of_countries_and_regions_are_the_sites_own() -> None:
    found = site(member("a"), settings=config(region_names={"GB": {"en": "Britain"}}))
    assert json.loads(printed(found, "json"))["members"][0]["country_name"] == "Britain"
    assert table(printed(found, "csv"))[0]["Country or region"] == "Britain"


@given(st.text(alphabet="=+-@＝ \t\n\"',;aé中"))
@example("=HYPERLINK(\"https://evil.example/\")")
@example("  =1+1")
@example("\t=1")
def test_no_cell_is_a_formula_and_no_word_is_lost(name: str) -> None:
    text = str(shown(name))
    assert not text.lstrip().startswith(FORMULA)
    assert text in (name, f"'{name}")
    read = next(csv.reader(io.StringIO(_line(text), newline="")))
    assert read == [text, "b"]


def _line(text: str) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([text, "b"])
    return out.getvalue()


def test_a_formula_in_a_name_reaches_the_spreadsheet_as_text() -> None:
    rows = table(printed(site(member("a", name='=cmd|" /C calc"!A0')), "csv"))
    assert rows[0]["Name"] == "'=cmd|\" /C calc\"!A0"
    assert json.loads(printed(site(member("a", name="=1")), "json"))["members"][0]["name"] == "=1"


def test_coordinates_are_numbers_in_both_though_they_begin_with_a_minus() -> None:
    placed = site(replace(member("a"), coordinates=(0.0, -5.9342)))
    rows = table(printed(placed, "csv"))
    assert (rows[0]["Latitude"], rows[0]["Longitude"]) == ("0.0", "-5.9342")
    told = json.loads(printed(placed, "json"))["members"][0]
    assert (told["latitude"], told["longitude"]) == (0, -5.9342)
    assert "latitude" not in json.loads(printed(site(member("a")), "json"))["members"][0]
    node = answer(placed, ("structured_record", "en", "member", "a"))["node"]
    assert node["location"]["geo"] == {"@type": "GeoCoordinates", "latitude": 0.0, "longitude": -5.9342}


def test_no_page_may_lie_where_they_are() -> None:
    _, problems = assembled(records("members", member("a")), files=["members.csv"])
    assert [(one.code, one.path) for one in problems if one.code == "E-ADDRESS"] == [
        ("E-ADDRESS", "content/members.csv")]


def test_a_built_site_says_it_in_the_readers_language(tmp_path: Path) -> None:
    story = Story(tmp_path)
    story.must_build()
    rows = table(story.page("zh/members.csv"))
    assert [(row["名称"], row["English"], row["身份"], row["国家或地区"]) for row in rows] == [
        ("北方学院", "North College", "牵头单位", "英国"), ("南方学院", "South College", "成员", "中国")]
    assert '<a href="/zh/members.csv" type="text/csv">' in story.page("zh/members/index.html")
    assert "截至" in story.page("zh/members/index.html")
    story.replace("content/data/members.yaml", "North College", "Northern College")
    report = story.must_build()
    assert "Northern College" in story.page("zh/members.json")
    assert report.rendered < report.pages
