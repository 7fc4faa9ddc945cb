"""Of the cards of a large site few are held, and those that are made again are the same."""

import os
import pickle
from pathlib import Path

import pytest
from msgspec.structs import replace
from small_sites import assembled, event

from sitegen.memory import Cards
from sitegen.model import Card, Phrase
from sitegen.on_demand import OnDemand
from sitegen.site import cards as module
from sitegen.site.cards import cards
from sitegen.site.targets import resolve_link


def test_cards_are_the_same_however_few_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"event-{number}" for number in range(9)]
    site, problems = assembled(*(event(f"events/{name}.en.md", title=name) for name in names))
    assert not problems
    everything = cards(site, "en", site.pages)
    monkeypatch.setattr(module, "CARDS", 4)
    site.cards.clear()
    assert cards(site, "en", site.pages) == everything
    assert 0 < len(site.cards) <= 4


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cards:
    monkeypatch.setattr(module, "CARDS", 2)
    return Cards(str(tmp_path), {name: place for place, name in enumerate("abcd", start=7)})


def _card(name: str, code: str = "en") -> Card:
    return Card(identity=name, kind="event", section="events", url=f"/{code}/{name}/",
                title=Phrase(text=name, language=code))


def test_cards_that_are_held_no_more_are_found(kept: Cards) -> None:
    for name in "abc":
        assert kept.get(("en", name)) is None
        kept["en", name] = _card(name)
    kept["zh", "d"] = _card("d", "zh")
    kept.clear()
    for name in "abcab":
        assert kept.get(("en", name)) == _card(name)
        assert len(kept) <= 2
    assert kept.get(("zh", "d")) == _card("d", "zh")
    assert kept.get(("zh", "a")) is None and kept.get(("en", "d")) is None and kept.get(("fr", "a")) is None
    assert pickle.loads(pickle.dumps(kept)) == {}


def test_each_process_has_its_own(kept: Cards, monkeypatch: pytest.MonkeyPatch) -> None:
    kept["en", "a"] = _card("a")
    kept.clear()
    monkeypatch.setattr(os, "getpid", lambda: 1)
    assert kept.get(("en", "a")) == _card("a")
    kept["en", "b"] = _card("b")
    kept.clear()
    assert kept.get(("en", "a")) is None
    assert kept.get(("en", "b")) == _card("b")


def test_a_link_by_address_looks_at_no_page() -> None:
    site, _ = assembled(event("events/one.en.md"), event("events/two.en.md"))
    packed = OnDemand(dict.fromkeys(site.pages, 0), lambda key, _: pytest.fail(f"{key} was unpacked"))
    apart = replace(site, pages=packed)
    for target in ("/en/events/two/", "/events/two/#end", "/zh/events/two"):
        link = resolve_link(site, "content/events/one", target, "en")
        assert link is not None and link.identity == "content/events/two"
        assert resolve_link(apart, "content/events/one", target, "en") == link
