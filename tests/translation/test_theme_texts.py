"""Every text of the theme is translated, and the catalogue has no text that the theme does not say."""

from pathlib import Path

import pytest

from sitegen.model import Catalogue, Source, Template
from sitegen.translation.catalogues import parse_catalogue
from sitegen.translation.extraction import ThemeText, extract_texts

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "translations/zh_Hans_CN/LC_MESSAGES/theme.po"


def theme_texts() -> tuple[ThemeText, ...]:
    """What the theme's templates say, in the order of their names."""
    folder = ROOT / "templates"
    templates = [Template(name=path.relative_to(folder).as_posix(), text=path.read_text(encoding="utf-8"),
                          path=path.relative_to(ROOT).as_posix()) for path in sorted(folder.rglob("*.html"))]
    return tuple(extract_texts(templates))


def theme_catalogue() -> Catalogue:
    """The theme's Chinese, without a warning."""
    data = CATALOGUE.read_bytes()
    parsed = parse_catalogue(Source(path=CATALOGUE.relative_to(ROOT).as_posix(), digest="", size=len(data), data=data))
    assert parsed.diagnostics == ()
    assert parsed.catalogue is not None
    return parsed.catalogue


def test_texts_are_found_with_plural_context_and_place() -> None:
    text = ("{# translators: a button #}\n<p>{{ _('Send') }}</p>{{ _n('%(count)s page', '%(count)s pages', n) }}\n"
            "{% if x %}{{ _p('month', 'May') }}{% endif %}{{ other('no') }}")
    found = list(extract_texts([Template(name="a.html", text=text, path="templates/a.html")]))
    assert [(one.key, one.plural, one.line) for one in found] == [
        ("Send", "", 2), ("%(count)s page", "%(count)s pages", 2), ("month\x04May", "", 3)]
    assert found[0].comments == ("a button",)
    assert found[0].path == "templates/a.html"


@pytest.mark.skipif(not CATALOGUE.exists(), reason="the theme's catalogue is not there")
def test_every_text_of_the_theme_is_translated() -> None:
    messages = theme_catalogue().messages
    missing = sorted(f"{one.path}:{one.line}: {one.key!r}" for one in theme_texts() if one.key not in messages)
    assert missing == []


@pytest.mark.skipif(not CATALOGUE.exists(), reason="the theme's catalogue is not there")
def test_no_translation_is_unused() -> None:
    said = {one.key for one in theme_texts()}
    assert sorted(key for key in theme_catalogue().messages if key not in said) == []


@pytest.mark.skipif(not CATALOGUE.exists(), reason="the theme's catalogue is not there")
def test_a_text_has_one_plural_everywhere() -> None:
    plurals: dict[str, set[str]] = {}
    for one in theme_texts():
        plurals.setdefault(one.key, set()).add(one.plural)
    assert {key: found for key, found in plurals.items() if len(found) > 1} == {}
