"""The site in a language that nobody speaks."""

from pathlib import Path

import pytest
from story import Story, tree

from sitegen.cli import run
from sitegen.translation.pseudo import pseudo_markdown


def test_the_site_is_built_in_pseudo_english_and_nothing_else_changes(tmp_path: Path,
                                                                      capsys: pytest.CaptureFixture[str]) -> None:
    story = Story(tmp_path)
    before = tree(story.root)
    code = run(["i18n", "pseudo", "--project", str(story.root)])
    assert code == 0, capsys.readouterr()
    after = {path: one for path, one in tree(story.root).items() if not path.startswith(("build-pseudo", ".sitegen"))}
    assert after == before
    page = (story.root / "build-pseudo/xa/about/index.html").read_text(encoding="utf-8")
    assert '<html lang="en-XA"' in page
    assert '<meta name="robots" content="noindex">' in page
    # The theme's words, the title, and a paragraph with its link in place.
    assert "[Šķîþ ţö" in page or "[Šķîp ţö" in page
    assert "<h1" in page
    assert "[Åböûţ ţĥé ñéţŵöŕķ" in page
    assert 'href="/xa/events/autumn-forum/"' in page
    # Run again, over its own tree.
    assert run(["i18n", "pseudo", "--project", str(story.root)]) == 0


@pytest.mark.parametrize("kept", ["`code here`", "](https://example.org/a)", "[^1]", "<https://example.org>",
                                  "https://example.org/x", "\\*", "a@example.org"])
def test_what_is_no_word_of_a_markdown_text_stays(kept: str) -> None:
    made = pseudo_markdown(f"Read {'[this' if kept.startswith(']') else ''}{kept} today")
    assert kept in made
    assert "ţöðåý" in made
