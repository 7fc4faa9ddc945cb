"""The lists of content/data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.content.records import parse_data
from sitegen.diagnostics import Diagnostic
from sitegen.model import (
    Data,
    Language,
    Membership,
    Organisation,
    Parsed,
    Person,
    Place,
    Source,
    Term,
    TimelineEntry,
    Venue,
)
from sitegen.moments import iso

LANGUAGES = (Language(code="en", locale="en_GB", lang="en", name="English"),
             Language(code="zh", locale="zh_Hans_CN", lang="zh-Hans", name="中文", script="han"))


def parse(name: str, text: str) -> Parsed:
    data = text.encode()
    return parse_data(Source(path=f"content/data/{name}.yaml", digest="", size=len(data), data=data), LANGUAGES)


def records(name: str, text: str) -> tuple[object, ...]:
    parsed = parse(name, text)
    assert parsed.records is not None and not parsed.diagnostics, parsed.diagnostics
    return parsed.records.records


def problem(name: str, text: str) -> Diagnostic:
    (only,) = parse(name, text).diagnostics
    return only


MEMBER = """\
- id: qub
  name: {en: Queen's University Belfast, zh: 贝尔法斯特女王大学}
  also_known_as: [QUB]
  url: https://www.qub.ac.uk/
  address: {city: {en: Belfast, zh: 贝尔法斯特}, country: GB}
  membership: {role: [lead, secretariat], start: 2017-05-25}
"""


def test_a_member() -> None:
    (member,) = records("members", MEMBER)
    assert isinstance(member, Organisation)
    assert (member.id, member.path, member.index) == ("qub", "content/data/members.yaml", 0)
    assert member.address == Place(city={"en": "Belfast", "zh": "贝尔法斯特"}, country="GB")
    assert member.membership is not None and member.membership.role == ("lead", "secretariat")
    assert member.membership.start is not None and iso(member.membership.start) == "2017-05-25"


@pytest.mark.parametrize(("line", "key"), [
    ("  url: https://www.qub.ac.uk/\n", "url"),
    ("  membership: {role: [lead, secretariat], start: 2017-05-25}\n", "membership"),
    ("id: qub\n  ", "id"),
])
def test_a_member_that_lacks_something(line: str, key: str) -> None:
    found = problem("members", MEMBER.replace(line, ""))
    assert (found.line, found.column, found.code) == (1, 3, "E-REQ")
    assert f'"{key}" is missing' in found.message


def test_the_membership_of_others_is_in_another_file() -> None:
    found = problem("organisations", "- {id: oecd, name: OECD, membership: {role: member}}")
    assert found.code == "E-DERIVED"
    assert "members.yaml" in found.message
    (other,) = records("organisations", "- {id: oecd, name: OECD}")
    assert isinstance(other, Organisation) and other.membership is None
    assert Membership().role == ("member",)


def test_two_records_of_one_id_are_both_named() -> None:
    parsed = parse("topics", "- {id: a, name: A}\n- {id: b, name: B}\n- id: a\n  name: C\n")
    (found,) = parsed.diagnostics
    assert (found.line, found.column, found.code) == (3, 7, "E-ID-TWICE")
    assert "line 1" in found.message
    assert parsed.records is not None and parsed.records.broken
    assert [(record.id, record.index) for record in parsed.records.records] == [("a", 0), ("b", 1)]


PERSON = "- id: helen\n  name: Helen Lawton Smith\n"


def test_a_family_name_is_asked_for_and_is_part_of_the_name() -> None:
    found = problem("people", PERSON)
    assert (found.line, found.column, found.code) == (2, 9, "E-FAMILY")
    assert found.message == '"Helen Lawton Smith": which part is the family name?'
    found = problem("people", PERSON + "  family_name: Smyth\n")
    assert (found.line, found.column, found.code) == (3, 16, "E-FAMILY")
    assert "王" in problem("people", "- {id: wang, name: {zh: 王芳}}").help
    (person,) = records("people", PERSON + "  family_name: Lawton Smith\n  prefix: {en: Prof, zh: 教授}\n")
    assert isinstance(person, Person)
    assert person.prefix == {"en": "Prof", "zh": "教授"}


def test_a_check_digit_is_checked() -> None:
    person = PERSON + "  family_name: Lawton Smith\n  identifier: {}\n"
    (found,) = records("people", person.format("https://orcid.org/0000-0002-1825-0097"))
    assert isinstance(found, Person)
    assert records("people", person.format("0000-0002-1694-233X"))
    wrong = problem("people", person.format("0000-0001-2345-6780"))
    assert (wrong.line, wrong.column, wrong.code) == (4, 15, "E-ORCID")
    assert wrong.message == "0000-0001-2345-6780 fails its check digit."


def test_a_portrait_needs_consent() -> None:
    person = PERSON + "  family_name: Smith\n  image: {src: helen.jpg, alt: Helen at a desk}\n"
    assert problem("people", person).code == "E-CONSENT"
    assert records("people", person + "  image_consent: true\n")


def test_a_place_is_flat() -> None:
    (venue,) = records("places", "- {id: hall, name: {en: Hall}, street: 1 High St, city: Leeds, country: GB}")
    assert isinstance(venue, Venue)
    assert venue.place == Place(name={"en": "Hall"}, street={"en": "1 High St"}, city={"en": "Leeds"}, country="GB")


ENTRY = "- id: launch\n  start: 2016-12\n  name: {{en: {}, zh: {}}}\n"


def test_a_timeline_entry_says_its_date_once() -> None:
    (entry,) = records("timeline", ENTRY.format("Platform proposed", "提出建立平台"))
    assert isinstance(entry, TimelineEntry) and entry.start is not None and iso(entry.start) == "2016-12"
    found = problem("timeline", ENTRY.format("Platform proposed", "2016年底提出"))
    assert (found.line, found.column, found.code) == (3, 37, "E-TL-TEXT-DATE")
    assert found.message.startswith('The text says "2016年底" but start is 2016-12.')
    assert problem("timeline", ENTRY.format("Platform proposed in December 2016", "提出")).code == "E-TL-TEXT-DATE"
    assert problem("timeline", ENTRY.format("Platform proposed in 2016", "提出")).code == "E-TL-TEXT-DATE"
    assert records("timeline", ENTRY.format("Horizon 2020 partners may join", "2030年议程"))


def test_a_timeline_entry_without_a_date() -> None:
    found = problem("timeline", "- id: launch\n  name: Launch\n")
    assert (found.line, found.column, found.code) == (1, 3, "E-TL-DATE")
    assert records("timeline", "- {id: launch, event: opening}")


def test_a_glossary_entry_is_known_by_its_english() -> None:
    text = "- {en: co-creation, zh: 共同创造, aliases: [cocreation], not: [共创], note: Policy term}"
    (term,) = records("glossary", text)
    assert term == Term(id="co-creation", path="content/data/glossary.yaml", index=0, wrong_forms=("共创",),
                        name={"en": "co-creation", "zh": "共同创造"}, aliases=("cocreation",), note="Policy term")
    assert problem("glossary", "- {en: x, zh_CN: 甲}").message.endswith('Did you mean "zh"?')


def test_other_files_are_plain_data() -> None:
    parsed = parse("partners/2020", "rate: 1.10\ncodes: [NO, 010010]\n")
    assert parsed.data == Data(path="content/data/partners/2020.yaml", name="partners/2020",
                               value={"rate": "1.10", "codes": ["NO", "010010"]})


def test_a_known_list_must_be_one() -> None:
    found = problem("topics", "innovation: {name: Innovation}")
    assert (found.line, found.code) == (1, "E-TYPE")
    assert "- id: …" in found.help
    assert records("topics", "") == ()


@given(st.text(st.sampled_from("- id:name\n{}[],'\"#a王é1|>&*!%0"), max_size=80),
       st.sampled_from(["members", "people", "timeline", "glossary", "places", "other"]))
def test_no_text_is_answered_with_a_traceback(text: str, name: str) -> None:
    parsed = parse(name, text)
    assert parsed.records is not None or parsed.data is not None
