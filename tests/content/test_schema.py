"""What people type into front matter, and what they are told when it is wrong."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.content.fields import EVENT, NEWS, PAGES, PUBLICATION
from sitegen.content.schema import Context, Table, read_fields
from sitegen.content.yaml import Mapping, read_yaml
from sitegen.diagnostics import Diagnostic
from sitegen.model import Appearance, FileLink, Moment, Picture, Place, Role
from sitegen.moments import iso


def read(text: str, table: Table = EVENT, language: str = "en") -> tuple[dict[str, Any], list[Diagnostic]]:
    """The attributes and problems of a front matter that is well-formed YAML."""
    node, malformed = read_yaml(text, path="x.md")
    assert isinstance(node, Mapping) and not malformed, malformed
    context = Context("x.md", language=language, codes=("en", "zh"))
    return read_fields(node, table, context), context.diagnostics


def problem(text: str, table: Table = EVENT) -> Diagnostic:
    (only,) = read(text, table)[1]
    return only


def moment(text: str) -> Moment:
    values, problems = read(f"start: {text}")
    assert not problems, problems
    start = values["start"]
    assert isinstance(start, Moment)
    return start


@pytest.mark.parametrize(("typed", "meant"), [
    ("2016", "2016"), ("2016-12", "2016-12"), ("2017-05-25", "2017-05-25"), ("2020-03-05 9:30", "2020-03-05T09:30"),
    ("2020-03-05T09:30", "2020-03-05T09:30"), ('"2020-03-05 09:30:15"', "2020-03-05T09:30"),
    ("2020-02-29", "2020-02-29"), ("0976-01-01", "0976-01-01"),
])
def test_a_date_is_typed_as_exactly_as_it_is_known(typed: str, meant: str) -> None:
    assert iso(moment(typed)) == meant


@pytest.mark.parametrize(("typed", "code", "suggested"), [
    ("2026-11-31", "E-DATE", "2026-11-30"),
    ("2019-02-29", "E-DATE", "2019-02-28"),
    ("2026-13-01", "E-DATE", "2026-01-13"),
    ("2026/11/21", "E-DATE", "2026-11-21"),
    ("2026-1-5", "E-DATE", "2026-01-05"),
    ("21-11-2026", "E-DATE", "2026-11-21"),
    ("21.11.2026 14:00", "E-DATE", "2026-11-21 14:00"),
    ("２０２６-１１-２１", "E-DATE", "2026-11-21"),
    ("2020年3月5日", "E-DATE", "2020-03-05"),
    ("2020年3月5日下午2点30分", "E-DATE", "2020-03-05 14:30"),
    ("Thursday 5 March 2020 at 9:30 am".replace(" at", ""), "E-DATE", "2020-03-05 09:30"),
    ("March 2020", "E-DATE", "2020-03"),
    ("2020–03–05", "E-DATE", "2020-03-05"),
    ("2020-03-05 24:00", "E-DATE", "2020-03-06 00:00"),
    ("2020-03-05 25:00", "E-DATE", "00:00 to 23:59"),
    ("2020-03-05T09:30+03:00", "E-OFFSET", "2020-03-05T09:30"),
    ("2020-03-05T09:30:00Z", "E-OFFSET", "2020-03-05T09:30"),
    ("9999-12-31", "E-DATE", "9998"),
    ("next Tuesday", "E-DATE", "2020-03-05 09:30"),
])
def test_another_form_is_refused_with_its_nearest_reading(typed: str, code: str, suggested: str) -> None:
    found = problem(f"start: {typed}")
    assert (found.line, found.column, found.code) == (1, 8, code)
    assert suggested in found.help


def test_two_readings_of_a_date_are_both_named() -> None:
    found = problem("start: 5/3/2020")
    assert found.message == '"5/3/2020" could be 5 March or 3 May. Write 2020-03-05.'
    assert "2020-05-03 for 3 May" in found.help


def test_what_looks_like_another_type_stays_what_was_typed() -> None:
    values, problems = read("""\
location: {name: NO, street: 12:30, postcode: 010010, country: NO}
uid: 1.10
title: yes
""")
    assert not problems
    assert values["location"] == Place(name={"en": "NO"}, street={"en": "12:30"}, postcode="010010", country="NO")
    assert (values["uid"], values["title"]) == ("1.10", {"en": "yes"})


@pytest.mark.parametrize(("typed", "suggestion"), [
    ("titel", "title"), ("start_date", "start"), ("startDate", "start"), ("venue", "location"), ("Title", "title"),
    ("organisers", "organizers"), ("date", "start"), ("speaker", "speakers"), ("标题", "title"), ("tag", "tags"),
])
def test_an_unknown_key_is_answered_with_the_key_that_was_meant(typed: str, suggestion: str) -> None:
    found = problem(f"description: A day of talks\n{typed}: x")
    assert (found.line, found.column, found.code) == (2, 1, "E-KEY")
    assert found.message == f'"{typed}" is not a field of Event. Did you mean "{suggestion}"?'


def test_a_single_value_is_not_a_list() -> None:
    found = problem("tags: innovation")
    assert (found.line, found.column, found.code) == (1, 7, "E-TYPE")
    assert "expected a list, for example [innovation]" in found.message


def test_only_the_status_may_be_one_or_several() -> None:
    values, problems = read("status: postponed")
    assert (values["status"], problems) == (("postponed",), [])
    assert read("status: [rescheduled, moved-online]")[0]["status"] == ("rescheduled", "moved-online")


def test_a_full_width_comma_makes_one_tag_of_two() -> None:
    values, (found,) = read("tags: [a，b]")
    assert (found.line, found.column, found.severity, found.code) == (1, 9, "warning", "W-COMMA")
    assert found.message == "one tag 'a，b'; did you mean two?"
    assert "[a, b]" in found.help
    assert values["tags"] == ("a，b",)


@pytest.mark.parametrize(("typed", "code", "said"), [
    ("type: Workshp", "E-TYPE", '"Workshp" is not an event type. Did you mean "workshop"?'),
    ("status: Canceled", "E-STATUS", '"Canceled" is not a status. Use cancelled.'),
    ("attendance: virtual", "E-CHOICE", 'Did you mean "online"?'),
    ("access: secret", "E-CHOICE", "Use one of open, by-invitation, members-only."),
    ("roles: [{organisation: x, role: co-hosted}]", "E-ROLE", '"co-hosted" is not a role.'),
    ("speakers: [{person: x, role: host}]", "E-ROLE", 'Did you mean "moderator"?'),
    ("free: perhaps", "E-TYPE", "yes or no"),
    ("edition: first", "E-TYPE", "whole number"),
    ("edition: 0", "E-TYPE", "from 1"),
    ("fold: third", "E-CHOICE", "first"),
])
def test_one_of_a_few_words(typed: str, code: str, said: str) -> None:
    found = problem(typed)
    assert found.code == code
    assert said in found.message


@pytest.mark.parametrize("typed", ["true", "yes", "Yes", "on", "是"])
def test_yes_is_typed_in_many_ways(typed: str) -> None:
    assert read(f"free: {typed}")[0]["free"] is True


@pytest.mark.parametrize(("typed", "code", "suggested"), [
    ("Asia/Beijing", "E-TZ", "Asia/Shanghai"), ("CEST", "E-TZ-ABBR", "Europe/Paris"),
    ("GMT+8", "E-TZ-ABBR", "Asia/Shanghai"), ("GMT/BST", "E-TZ-ABBR", "Europe/London"),
    ("europe/london", "E-TZ", "Europe/London"), ("Europe/Londn", "E-TZ", "Europe/London"),
    ("Moscow", "E-TZ", "Europe/Moscow"), ("CST", "E-TZ-ABBR", "Asia/Shanghai"),
])
def test_a_zone_is_the_name_of_a_place(typed: str, code: str, suggested: str) -> None:
    found = problem(f"timezone: {typed}")
    assert (found.column, found.code) == (11, code)
    assert suggested in found.help


def test_a_fixed_offset_is_explained() -> None:
    values, (found,) = read("timezone: Etc/GMT+8")
    assert (found.severity, values["timezone"]) == ("warning", "Etc/GMT+8")
    assert "UTC-8" in found.message


@pytest.mark.parametrize(("typed", "suggested"), [("UK", "GB"), ("China", "CN"), ("gb", "GB"), ("XX", "ISO 3166")])
def test_a_country_is_two_letters(typed: str, suggested: str) -> None:
    found = problem(f"location: {{city: Leeds, country: {typed}}}")
    assert found.code == "E-COUNTRY"
    assert suggested in found.help


@pytest.mark.parametrize(("typed", "suggested"), [("Chinese", "zh"), ("cn", "zh"), ("zh_CN", "zh"), ("qq", "en or zh")])
def test_a_language_is_a_code_or_a_tag(typed: str, suggested: str) -> None:
    found = problem(f"languages: [en, {typed}]")
    assert found.code == "E-LANG-TAG"
    assert suggested in found.help
    assert read("languages: [en, zh-Hans, ru, yue]")[0]["languages"] == ("en", "zh-Hans", "ru", "yue")


@pytest.mark.parametrize("typed", [
    "javascript:alert(1)", '"java\\tscript:alert(1)"', "data:text/html,x", "file:///etc/passwd", "vbscript:x",
    "//evil.example", '"\\\\\\\\evil"', "https://good.org@evil.org", "www.example.org", "https://", "https:///x",
    "https://example.org/\u3000gpj", "https://[::1", "mailto:x@example.org", "https://a b.org", "http:example.org",
])
def test_an_address_that_is_not_of_the_web_is_refused(typed: str) -> None:
    found = problem(f"online_url: {typed}")
    assert (found.line, found.column, found.code, found.severity) == (1, 13, "E-URL", "error")


def test_addresses_of_the_web_are_kept_as_typed() -> None:
    for typed in ("https://example.org/a?b=c#d", "http://example.org:8080/", "https://example.org/会议"):
        assert read(f"online_url: {typed}") == ({"online_url": typed}, [])
    values, (found,) = read("online_url: https://аррle.com/")
    assert (found.severity, found.code) == ("warning", "W-URL-HOST")
    assert "xn--" in found.message and values


def test_a_text_in_both_languages_knows_the_codes_of_the_site() -> None:
    values, problems = read('title: {en: Forum, zh: 论坛}\nsubtitle: {en: A, zh_CN: 甲}\n')
    assert values["title"] == {"en": "Forum", "zh": "论坛"}
    (found,) = problems
    assert (found.line, found.column, found.code) == (2, 19, "E-LANG")
    assert found.message == 'language key "zh_CN" is not one of this site. Use "zh".'


def test_a_plain_text_is_in_the_language_of_its_file_and_on_one_line() -> None:
    assert read("title: |\n  科技\n  论坛", language="zh")[0]["title"] == {"zh": "科技 论坛"}


@pytest.mark.parametrize("typed", ["", '""', "TBC", "tbd", "N/A", '"-"', "待定", "xxx", "Lorem ipsum dolor sit"])
def test_a_placeholder_is_no_value(typed: str) -> None:
    values, (found,) = read(f"subtitle: {typed}")
    assert not values
    assert (found.severity, found.code, found.line) == ("warning", "W-PLACEHOLDER", 1)


def test_a_placeholder_in_place_of_what_is_required_is_an_error() -> None:
    found = problem("roles:\n  - organisation: hse\n    role: TBC")
    assert (found.line, found.column, found.code) == (3, 11, "E-REQ")


def test_what_is_calculated_is_not_typed() -> None:
    found = problem("timeRequired: 3", NEWS)
    assert (found.code, found.message) == ("E-DERIVED", "Reading time is calculated.")
    found = problem("documents:\n  - file: a.pdf\n    size: 12")
    assert (found.line, found.column, found.code) == (3, 5, "E-DERIVED")
    assert read("documents: [{url: 'https://x.org/a.pdf', size: 12, pages: 3}]")[0]["documents"] == (
        FileLink(url="https://x.org/a.pdf", size=12, pages=3),)


def test_sessions_are_read_with_their_people_and_times() -> None:
    values, problems = read("""\
sessions:
  - id: opening
    title: {en: Opening, zh: 开幕}
    start: 09:45
    speakers:
      - {person: felix, role: chair}
      - {name: Ada Example, affiliation: Example Institute}
  - id: closing
    start: 2020-03-06 16:00
""")
    assert not problems
    opening, closing = values["sessions"]
    assert opening.start.day.isoformat() == "0001-01-01" and iso(opening.start).endswith("T09:45")
    assert opening.speakers == (
        Appearance(person="felix", role="chair"),
        Appearance(name={"en": "Ada Example"}, affiliation_name={"en": "Example Institute"}))
    assert iso(closing.start) == "2020-03-06T16:00"


def test_two_sessions_of_one_id() -> None:
    found = problem("sessions:\n  - id: a\n  - id: b\n  - id: a")
    assert (found.line, found.column, found.code) == (4, 9, "E-ID-TWICE")
    assert "line 2" in found.message


def test_a_place_is_typed_or_named() -> None:
    assert read("location: great-hall")[0] == {"location_id": "great-hall"}
    values, _ = read("location: {name: Hall, city: Leeds, country: GB, announcedLater: yes}")
    assert values["address_announced_later"] is True
    assert problem("location: Great Hall, Leeds").code == "E-TYPE"


def test_a_picture_is_described_or_decorative() -> None:
    values, _ = read("image: {src: a.jpg, alt: decorative}\nphotos: [{src: b.jpg, alt: A bridge}]")
    assert values["image"] == Picture(src="a.jpg", decorative=True)
    assert values["photos"] == (Picture(src="b.jpg", alt={"en": "A bridge"}),)


def test_a_role_is_an_organisation_and_what_it_does() -> None:
    assert read("roles: [{organisation: hse, role: host}]")[0]["roles"] == (Role(organisation="hse", role="host"),)
    found = problem("roles:\n  - organisation: hse")
    assert (found.line, found.column, found.code) == (2, 5, "E-REQ")


def test_two_keys_of_one_meaning_are_joined_or_contradict() -> None:
    assert read("about: [a, b]\nmentions: [b, c]", NEWS)[0]["about"] == ("a", "b", "c")
    found = problem("isPartOf: a\nrecordedAt: b", PUBLICATION)
    assert (found.line, found.code) == (2, "E-TWICE")
    assert "line 1" in found.message


def test_the_files_of_a_publication_say_their_language() -> None:
    assert problem("files: [{file: a.pdf}]", PUBLICATION).code == "E-FILE-LANG"


@pytest.mark.parametrize("slug", ["../../etc/x", "/etc/x", "..%2f", "a\\..\\..", "c:x", "．．／", ".git", "_headers",
                                  "CNAME", "con", "aux.html", "page", "2020", "…", "x.", "-x"])
def test_a_slug_that_leaves_the_folder_or_means_something_else_is_refused(slug: str) -> None:
    found = problem(f"slug: '{slug}'")
    assert found.code in ("E-PATH", "E-SLUG"), found


@pytest.mark.parametrize("slug", ["创新论坛", "Forum-2020", "a.b", "innovation workshop"])
def test_a_slug_is_kept_as_typed(slug: str) -> None:
    assert read(f"slug: {slug}") == ({"slug": slug}, [])


def test_six_mistakes_in_one_file_give_six_sentences() -> None:
    text = """\
titel: Forum
start: 2026-11-31
tags: innovation
status: Canceled
timezone: CEST
location: {city: Leeds, country: UK}
"""
    found = [(each.line, each.column, each.code) for each in read(text)[1]]
    assert found == [(1, 1, "E-KEY"), (2, 8, "E-DATE"), (3, 7, "E-TYPE"), (4, 9, "E-STATUS"), (5, 11, "E-TZ-ABBR"),
                     (6, 34, "E-COUNTRY")]
    assert all(each.help for each in read(text)[1])


@pytest.mark.parametrize("table", PAGES.values(), ids=PAGES)
def test_every_field_can_be_explained(table: Table) -> None:
    for field in table.fields:
        assert field.description.endswith(("…", ".")), field.name
        assert field.reader.name and field.reader.example, field.name
    assert all(hint in table.by_name for hint in table.hints.values())


LEAVES = st.one_of(
    st.sampled_from(["", "TBC", "yes", "2020-03-05", "09:30", "2026-11-31", "a，b", "https://x.org", "en", "zh_CN",
                     "CN", "../x", "decorative", "1", "-5", "Europe/London", "5/3/2020"]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12))
KEYS = st.one_of(st.sampled_from(sorted({field.name for table in PAGES.values() for field in table.fields}
                                        | {"id", "en", "zh", "name", "src", "alt", "person", "role", "file", "text"})),
                 st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8))


def quoted(value: object) -> str:
    """Any nested value as one line of YAML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(key)}: {quoted(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(quoted, value)) + "]"
    return "'" + str(value).replace("'", "''") + "'"


VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
                      max_leaves=12)


@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=6), st.sampled_from(sorted(PAGES)))
def test_any_mapping_comes_to_values_or_located_problems(typed: dict[str, object], kind: str) -> None:
    node, _ = read_yaml(quoted(typed), path="x.md")
    if not isinstance(node, Mapping):
        return
    table = next(table for name, table in PAGES.items() if name == kind)
    context = Context("x.md", language="en", codes=("en", "zh"))
    values = read_fields(node, table, context)
    values.pop("translation", None)
    table.build(values)
    assert all(each.line == 1 and each.column >= 1 and each.message for each in context.diagnostics)
