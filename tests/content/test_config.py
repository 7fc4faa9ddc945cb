"""site.yaml, right and wrong."""

import pytest

from sitegen.content.config import parse_config
from sitegen.diagnostics import Diagnostic
from sitegen.model import Config, FooterLink, Language, SectionPolicy, Source

SITE = """\
title: {en: Causeway, zh: 津梁}
base_url: https://example.org/site
timezone: Europe/London
languages:
  - {code: en, name: English}
  - {code: zh, name: 中文}
"""


def parse(text: str) -> tuple[Config | None, tuple[Diagnostic, ...]]:
    data = text.encode()
    return parse_config(Source(path="site.yaml", digest="", size=len(data), data=data))


def site(text: str = SITE) -> Config:
    config, problems = parse(text)
    assert config is not None and not problems, problems
    return config


def problem(text: str) -> Diagnostic:
    config, (only,) = parse(text)
    assert config is None
    assert only.exit == 2
    return only


def test_a_language_needs_little() -> None:
    assert site().languages == (
        Language(code="en", locale="en_GB", lang="en", name="English"),
        Language(code="zh", locale="zh_Hans_CN", lang="zh-Hans", name="中文", script="han"))


def test_a_third_language_is_a_line() -> None:
    german = Language(code="de", locale="de_DE", lang="de", name="Deutsch")
    assert site(SITE + "  - {code: de}\n").languages[2] == german


def test_the_address_ends_with_a_slash() -> None:
    assert site().base_url == "https://example.org/site/"


def test_everything_else() -> None:
    config = site(SITE + """\
description: A demonstration
navigation: [events, about]
page_size: 20
outputs: [pages, feeds]
translation:
  events: {policy: current, complete: 100}
  news: hide
organisation:
  name: {en: Consortium}
  founded: 2016-12
  email: desk@example.org
  address: {city: Leeds, country: GB}
members_complete: no
region_names: {TW: {en: Taiwan, zh: 台湾}}
display_timezones: [Europe/London, Asia/Shanghai]
keep: [CNAME]
footer: [{title: Contact, url: /contact/}]
limits: {nodes: 1000}
""")
    assert config.navigation == ("events", "about")
    assert (config.page_size, config.outputs, config.members_complete) == (20, ("pages", "feeds"), False)
    assert config.translation == {"events": SectionPolicy(policy="current", complete=100),
                                  "news": SectionPolicy(policy="hide")}
    assert config.organisation is not None and config.organisation.name == {"en": "Consortium"}
    assert config.region_names == {"TW": {"en": "Taiwan", "zh": "台湾"}}
    assert (config.keep, config.limits) == (("CNAME",), {"nodes": 1000})
    assert config.footer == (FooterLink(title={"en": "Contact"}, url="/contact/"),)
    assert config.description == {"en": "A demonstration"}


def test_the_zone_is_never_guessed() -> None:
    missing = problem(SITE.replace("timezone: Europe/London\n", ""))
    assert (missing.line, missing.column, missing.code) == (1, 1, "E-REQ")
    assert '"timezone" is missing' in missing.message and "timezone: Europe/London" in missing.help
    for typed, suggested in (("Asia/Beijing", "Asia/Shanghai"), ("CST", "Asia/Shanghai"), ("GMT/BST", "Europe/London"),
                             ("europe/london", "Europe/London")):
        found = problem(SITE.replace("Europe/London", typed))
        assert (found.line, found.column) == (3, 11)
        assert suggested in found.help


def test_the_first_language_is_that_of_plain_texts() -> None:
    text = SITE.replace("title: {en: Causeway, zh: 津梁}", "title: 津梁")
    text = text.replace("{code: en, name: English}", "{code: zh}").replace("{code: zh, name: 中文}", "{code: en}")
    assert site(text).title == {"zh": "津梁"}


def test_what_is_wrong_is_told_at_its_place() -> None:
    for old, new, line, code in (
        ("https://example.org/site", "example.org", 2, "E-BASE-URL"),
        ("https://example.org/site", "ftp://example.org", 2, "E-BASE-URL"),
        ("https://example.org/site", "https://example.org/?a=b", 2, "E-BASE-URL"),
        ("zh: 津梁", "zh_CN: 津梁", 1, "E-LANG"),
        ("code: zh", "code: en", 5, "E-ID-TWICE"),
        ("code: zh,", "code: zh_CN,", 6, "E-LANG"),
        ("base_url", "baseurl", 2, "E-KEY"),
    ):
        _, problems = parse(SITE.replace(old, new))
        assert (line, code) in {(each.line, each.code) for each in problems}, (new, problems)
        assert all(each.exit == 2 for each in problems if each.severity == "error")


def test_a_list_of_outputs_that_forgets_pages_is_told() -> None:
    config, problems = parse(SITE + "outputs: [feeds]\n")
    assert config is not None
    assert [(each.code, each.severity, each.help) for each in problems] == [
        ("W-OUTPUTS", "warning", "Add pages: outputs: [pages, feeds]")]


def test_folders_are_not_kept_and_policies_are_known() -> None:
    assert problem(SITE + "keep: [files/]\n").code == "E-KEEP"
    assert problem(SITE + "translation: {events: mixed}\n").message == '"mixed" is not a policy. Did you mean "mix"?'


def test_a_file_that_says_nothing_names_everything_it_lacks() -> None:
    for text in ("", "# nothing yet\n"):
        config, problems = parse(text)
        assert config is None
        assert [each.message.split('"')[1] for each in problems] == ["title", "base_url", "timezone", "languages"]
    assert problem("just words\n").code == "E-TYPE"


def test_malformed_yaml_is_an_error_of_configuration() -> None:
    config, problems = parse(SITE + "keep: [CNAME\n")
    assert config is None
    assert {each.exit for each in problems if each.severity == "error"} == {2}


def test_a_locale_that_cldr_does_not_know_is_told() -> None:
    unknown = problem(SITE.replace("code: zh,", "code: zh, locale: xx_YY,"))
    assert (unknown.code, unknown.line, unknown.column) == ("E-LOCALE", 6, 24)
    assert "zh_Hans_CN" in problem(SITE.replace("code: zh,", "code: zh, locale: zh_Hans_XX,")).help
    assert problem(SITE + "  - {code: qq}\n").line == 7


@pytest.mark.parametrize("policy", [
    "^hide", "{complete: 100, ^policy: current}", "{^publish_at: 60}", "{^bilingual: yes}", "{^origin: required}"])
def test_a_policy_of_pages_is_refused_for_data(policy: str) -> None:
    line = f"translation: {{data: {policy}}}\n"
    found = problem(SITE + line.replace("^", ""))
    assert (found.line, found.column) == (SITE.count("\n") + 1, line.index("^") + 1)
    assert (found.code, found.exit) == ("E-POLICY", 2)
    assert "complete: 100" in found.help


def test_how_much_of_data_must_be_translated_can_be_said() -> None:
    config, problems = parse(SITE + "translation: {data: {complete: 100, stale: 0}}\n")
    assert problems == () and config is not None
    assert config.translation == {"data": SectionPolicy(complete=100, stale=0)}
