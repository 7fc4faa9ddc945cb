"""Of the cards of a large site few are held, and those that are made again are the same."""

import pytest
from small_sites import assembled, event

from sitegen.site import cards as module
from sitegen.site.cards import cards


def test_cards_are_the_same_however_few_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"event-{number}" for number in range(9)]
    site, problems = assembled(*(event(f"events/{name}.en.md", title=name) for name in names))
    assert not problems
    everything = cards(site, "en", site.pages)
    monkeypatch.setattr(module, "CARDS", 4)
    site.cards.clear()
    assert cards(site, "en", site.pages) == everything
    assert 0 < len(site.cards) <= 4
