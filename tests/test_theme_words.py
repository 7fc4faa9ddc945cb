"""`sitegen i18n update` for what templates say: of a site's own templates, and in languages the theme does not have."""

from pathlib import Path

import pytest
from story import Story

from sitegen.cli import run

THEME = "translations/zh_Hans_CN/LC_MESSAGES/theme.po"
OWN = ('{% extends "page.html" %}\n{# translators: at the foot of a page #}\n'
       '{% block main %}{{ _("Ask the secretariat") }} {{ _("Skip to main content") }}{% endblock %}\n')


@pytest.fixture
def site(tmp_path: Path) -> Story:
    return Story(tmp_path)


def says(site: Story, capsys: pytest.CaptureFixture[str], *typed: str, exit: int = 0) -> str:
    """What `sitegen i18n …` prints, once it has left with the code that is expected."""
    code = run(["i18n", typed[0], "--project", str(site.root), *typed[1:]])
    said = capsys.readouterr()
    assert code == exit, said.out + said.err
    return said.out + said.err


def test_a_site_without_templates_needs_no_catalogue(site: Story, capsys: pytest.CaptureFixture[str]) -> None:
    says(site, capsys, "update")
    assert not (site.root / THEME).exists()
    assert not (site.root / f"{THEME}t").exists()


def test_a_sites_templates_get_what_the_theme_has_no_words_for(site: Story, capsys: pytest.CaptureFixture[str]) -> None:
    site.write("templates/own.html", OWN)
    assert f"wrote {THEME}\n" in says(site, capsys, "update")
    expected = ('#. at the foot of a page\n#: templates/own.html:3\nmsgid "Ask the secretariat"\nmsgstr ""\n')
    assert site.text(THEME).partition("\n\n")[2] == expected
    assert site.text(f"{THEME}t").partition("\n\n")[2] == expected
    assert says(site, capsys, "update") == "The catalogues are up to date.\n"
    site.must_build()


def test_what_a_site_says_otherwise_than_the_theme_is_kept(site: Story, capsys: pytest.CaptureFixture[str]) -> None:
    site.write(THEME, 'msgid ""\nmsgstr "Language: zh_CN\\n"\n\nmsgid "Skip to main content"\nmsgstr "跳到主要内容"\n')
    says(site, capsys, "update")
    text = site.text(THEME)
    assert 'msgid "Skip to main content"\nmsgstr "跳到主要内容"\n' in text
    assert "#: templates/base.html:" in text
    assert text.count("msgid") == 2
    site.must_build()
    assert "跳到主要内容" in site.page("zh/index.html")


def test_a_language_that_the_theme_lacks_gets_all_of_it(site: Story, capsys: pytest.CaptureFixture[str]) -> None:
    site.replace("site.yaml", "zh_Hans_CN", "zh_Hant_TW")
    says(site, capsys, "extract")
    text = site.text(THEME.replace("Hans_CN", "Hant_TW") + "t")
    assert 'msgid "Skip to main content"\n' in text
    assert 'msgid_plural "%(count)s members"\n' in text


def test_templates_speak_english(site: Story, capsys: pytest.CaptureFixture[str]) -> None:
    site.write("templates/own.html", OWN)
    says(site, capsys, "update")
    assert not list((site.root / "translations").glob("en*/LC_MESSAGES/theme.po*"))


def test_a_template_that_cannot_be_read_is_named(site: Story, capsys: pytest.CaptureFixture[str]) -> None:
    site.write("templates/own.html", "<p>\n{% if %}</p>\n")
    assert "templates/own.html:2:1" in says(site, capsys, "update", exit=1)
    assert not (site.root / "translations").exists()
