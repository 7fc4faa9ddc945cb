"""The texts of site.yaml and of data files of the site's own making are translated, and grow old, as all others."""

from pathlib import Path

import pytest
from test_i18n import Desk, poedit

from sitegen.extractors import record_texts
from sitegen.model import Config, Data, Language, Source
from sitegen.translation.fields import all_texts, with_texts

CATALOGUE = "translations/zh_Hans_CN/LC_MESSAGES/content/data.po"
LANGUAGES = (Language("en", "en_GB", "en", "English"), Language("zh", "zh_Hans_CN", "zh-Hans", "中文"))
PARTNERS = """\
- id: east
  url: https://east.example/
  note: {en: Lends us its hall, zh: 借给我们礼堂}
  tags: [one, two]
- id: west
  url: https://west.example/
  note:
    # translators: a garden, not a farm
    en: Lends us its garden
  seats: {en: "40", zh: "40"}
"""
PAGE = """{% extends "base.html" %}{% block main %}
{%- for each in site.data("partners") %}
<p>{{ each.note["zh"] if "zh" in each.note else "none" }}|{{ each.url }}</p>
{%- endfor %}{% endblock %}"""


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    site = Desk(tmp_path)
    site.capsys = capsys
    site.write("site.yaml", site.text("site.yaml") + """\
description: {en: A network of two., zh: 两家单位的联盟。}
footer:
  - {title: {en: Write to us, zh: 联系我们}, url: /about/}
  - {title: The members, url: /members/}
region_names:
  GB: {en: Britain, zh: 英国}
organisation: {name: {en: The network}, founded: 2014}
""")
    site.write("content/data/partners.yaml", PARTNERS)
    return site


def told(desk: Desk, file: str) -> dict[str, tuple[str, str, int]]:
    """Role to state, path and line."""
    return {one["id"].partition("#")[2].rpartition(":")[0]: (one["state"], one["path"], one["line"])
            for one in desk.status(file)["units"]}


def test_texts_of_the_configuration_have_states_and_places(desk: Desk) -> None:
    assert told(desk, "site.yaml") == {
        "title": ("unrecorded", "site.yaml", 1), "description": ("unrecorded", "site.yaml", 9),
        "footer/about/title": ("unrecorded", "site.yaml", 11), "footer/members/title": ("missing", "site.yaml", 12),
        "region_names/GB": ("unrecorded", "site.yaml", 14), "organisation/name": ("missing", "site.yaml", 15)}


def test_texts_of_other_data_are_those_with_a_key_for_each_language(desk: Desk) -> None:
    assert told(desk, "content/data/partners.yaml") == {
        "east/note": ("unrecorded", "content/data/partners.yaml", 3),
        "west/note": ("missing", "content/data/partners.yaml", 9)}


def test_an_edited_text_is_stale_until_it_is_confirmed(desk: Desk) -> None:
    desk.says("adopt", "site.yaml", "content/data/partners.yaml")
    desk.replace("site.yaml", "A network of two.", "A network of three.")
    desk.replace("content/data/partners.yaml", "its hall", "its great hall")
    for file, role in (("site.yaml", "description"), ("content/data/partners.yaml", "east/note")):
        assert [name for name, (state, *_) in told(desk, file).items() if state == "stale"] == [role]
        (unit,) = desk.units("stale", file)
        desk.says("ack", unit)
        assert desk.units("stale", file) == []


def test_what_keeps_its_id_may_move(desk: Desk) -> None:
    desk.says("adopt", "content/data/partners.yaml")
    first, second = PARTNERS.split("- id: west")
    desk.write("content/data/partners.yaml", f"- id: west{second}{first}")
    assert [state for state, *_ in told(desk, "content/data/partners.yaml").values()] == ["missing", "fresh"]


def test_what_lacks_a_language_is_in_the_catalogue_of_data_and_published_from_there(desk: Desk) -> None:
    desk.write("templates/404.html", PAGE)
    desk.must_build()
    assert "<p>借给我们礼堂|https://east.example/</p>" in desk.page("404.html")
    assert "<p>none|https://west.example/</p>" in desk.page("404.html")
    desk.says("update")
    text = desk.text(CATALOGUE)
    assert "#. a garden, not a farm\n#: content/data/partners.yaml:9\n" in text
    for context, words in (("data/partners#west/note", "借给我们花园"), ("site#footer/members/title", "成员单位"),
                           ("site#organisation/name", "联盟网络")):
        head, _, rest = text.partition(f'msgctxt "{context}"\n')
        text = f'{head}msgctxt "{context}"\n' + rest.replace('msgstr ""', f'msgstr "{words}"', 1)
    assert 'msgctxt "site#title"' not in text, "it is translated where it stands"
    desk.write(CATALOGUE, text)
    desk.must_build()
    assert "<p>借给我们花园|https://west.example/</p>" in desk.page("404.html")
    assert "成员单位" in desk.page("zh/about/index.html")
    desk.says("update")
    assert told(desk, "site.yaml")["footer/members/title"][0] == "fresh"
    desk.replace("site.yaml", "title: The members", "title: All members")
    assert told(desk, "site.yaml")["footer/members/title"][0] == "stale"


def test_a_catalogue_is_built_from_memory_as_from_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.must_build()
    desk.write(CATALOGUE, 'msgid ""\nmsgstr ""\n"Language: zh_CN\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
                          'msgctxt "site#footer/members/title"\nmsgid "The members"\nmsgstr "成员"\n')
    desk.must_build()
    assert desk.published() == desk.clean_tree(tmp_path)


def test_nothing_that_came_from_outside_is_written_into_the_configuration(desk: Desk, tmp_path: Path) -> None:
    desk.says("adopt", "site.yaml")
    desk.replace("site.yaml", "A network of two.", "A network of three.")
    before = desk.text("site.yaml")
    job = tmp_path / "job.po"
    desk.says("export", "--language", "zh", "--stale", "site.yaml", str(job))
    poedit(job, description="三家单位的联盟。")
    assert "help: Type it there, in line 9: 三家单位的联盟。" in desk.says("import", str(job), exit=1)
    assert desk.text("site.yaml") == before
    assert len(desk.units("stale", "site.yaml")) == 1


def test_babel_is_told_the_same_texts() -> None:
    source = Source(path="content/data/partners.yaml", digest="", size=0, data=PARTNERS.encode())
    assert [(each.identity, each.role, each.text, each.line) for each in record_texts(source, LANGUAGES)] == [
        ("data/partners", "east/note", "Lends us its hall", 3),
        ("data/partners", "west/note", "Lends us its garden", 9),
        ("data/partners", "west/seats", "40", 10)]
    assert [each.role for each in record_texts(source, LANGUAGES, target="zh")] == ["west/note"]


def test_items_of_one_name_stay_apart_and_what_says_nothing_is_left_alone() -> None:
    data = Data(path="content/data/x.yaml", name="x", value={
        "list": [{"id": "a", "t": {"en": "One"}}, {"id": "a", "t": {"en": "Two"}}, {"en": "Three"}, "four"],
        "odd": {"en": {"zh": "Five"}}, "empty": {}, "en": "Six"})
    codes = ("en", "zh")
    assert [(role, field, text) for role, field, text in all_texts(data, codes)] == [
        ("list/a/t", "list.0.t", {"en": "One"}), ("list/a~1/t", "list.1.t", {"en": "Two"}),
        ("list/2", "list.2", {"en": "Three"}), ("odd/en", "odd.en", {"zh": "Five"})]
    changed = with_texts(data, {"list/a~1/t": "二"}, "zh", codes)
    assert changed.value["list"][1] == {"id": "a", "t": {"en": "Two", "zh": "二"}}
    assert changed.value["list"][0] is data.value["list"][0]
    assert with_texts(data, {"list/a/t": ""}, "zh", codes) is data
    assert list(all_texts(Data(path="", name="x", value={"en": "A", "zh": "甲"}), codes)) == []


def test_names_of_regions_are_texts_of_the_configuration() -> None:
    config = Config({"en": "T"}, "https://x.example/", "Europe/London", LANGUAGES, region_names={"GB": {"en": "UK"}})
    assert [role for role, _, _ in all_texts(config)] == ["title", "description", "region_names/GB"]
    assert with_texts(config, {"region_names/GB": "英"}, "zh").region_names == {"GB": {"en": "UK", "zh": "英"}}
