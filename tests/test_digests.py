"""Different answers have different digests, also where a digest is told from those of its parts."""

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from small_sites import assembled, config, event, news
from test_tracing import plain

from sitegen import stages
from sitegen.cluster import Sent
from sitegen.model import Appearance, Key, SectionPolicy, Site
from sitegen.site.cards import MADE, nothing_made
from sitegen.site.listings import related
from sitegen.site.outline import _APART
from sitegen.site.page_answers import page_answer
from sitegen.stages import Workshop
from sitegen.tracing import pack

QUESTIONS: tuple[Key, ...] = (
    ("events", "en", 1), ("year", "en", "events", 2026), ("tag", "en", "river"),
    ("related", "en", "content/events/a", 3),
    ("related", "zh", "content/events/b"), ("related", "en", "content/events/gone"), ("upcoming", "en", 0),
    ("latest", "en", "news", 2), ("listing", "en", "news", 1), ("page", "en", "content/events/a"),
    ("page", "zh", "content/events/a"), ("page", "en", "content/news/n"), ("page", "en", "content/events/gone"),
)


SPEAKERS = (Appearance(person="felix", role="speaker"),)


def site(*, first: dict[str, Any] | None = None, second: dict[str, Any] | None = None, item: str = "News") -> Site:
    tags = {"tags": ("river", "bridge")}
    made, _ = assembled(
        event("events/a/index.en.md", **{"title": "One", **tags, "speakers": SPEAKERS, **(first or {})}),
        event("events/b/index.en.md", **{"title": "Two", **tags, **(second or {})}),
        event("events/c/index.en.md", title="Three", tags=("bridge",)),
        news("news/n/index.en.md", title=item),
    )
    return made


SITES = (
    site(), site(first={"title": "First"}), site(second={"title": "First"}), site(first={"tags": ("bridge", "river")}),
    site(second={"start": "2026-07-02 09:00", "end": "2026-07-02 17:00"}), site(first={"status": ("cancelled",)}),
    site(second={"tags": ()}), site(item="Other news"), site(first={"speakers": ()}),
    site(first={"speakers": (Appearance(person="felix", role="chair"),)}),
    site(first={"speakers": (Appearance(person="felix", role="speaker", job_title={"en": "Director"}),)}),
)


@pytest.mark.parametrize("key", QUESTIONS, ids=lambda key: "-".join(map(str, key)).replace("/", "_"))
def test_digests_are_equal_just_where_answers_are(key: Key) -> None:
    told = []
    for made in SITES:
        workshop = Workshop(made, Sent())
        answer = workshop.ask(key)
        told.append((pack(answer), workshop.answers.digest(key)))
        assert workshop.digest_of(key, answer) == told[-1][1], "and the second time"
    assert all((first[0] == second[0]) == (first[1] == second[1]) for first, second in combinations(told, 2))


def test_what_was_answered_of_one_site_is_nothing_of_another() -> None:
    made = site()
    workshop = Workshop(made, Sent())
    for key in QUESTIONS:
        workshop.ask(key)
    assert all(getattr(made, name) for name in MADE)
    assert set(MADE) <= _APART and nothing_made().keys() == set(MADE)


def test_cards_of_which_digests_are_forgotten_have_the_same_again(monkeypatch: pytest.MonkeyPatch) -> None:
    workshop = Workshop(SITES[0], Sent())
    told = {key: workshop.answers.digest(key) for key in QUESTIONS}
    monkeypatch.setattr(stages, "CARDS_TOLD", 2)
    again = Workshop(SITES[0], Sent())
    assert {key: again.answers.digest(key) for key in (*QUESTIONS, *QUESTIONS)} == told


@given(plain, plain)
def test_lists_of_anything_else_are_told_apart(first: Any, second: Any) -> None:
    workshop = Workshop(SITES[0], Sent())
    key = "tag", "en", "river"
    assert (workshop.digest_of(key, first) == workshop.digest_of(key, second)) == (pack(first) == pack(second))


def test_related_pages_are_those_of_each_language_whichever_is_asked_first() -> None:
    def fresh() -> Site:
        return assembled(*(event(f"events/{name}.en.md", title=name, tags=("bridge",)) for name in "abc"),
                         event("events/a.zh.md", title="甲"), event("events/c.zh.md", title="丙"),
                         settings=config(translation={"events": SectionPolicy(policy="hide")}))[0]

    def names(made: Site, code: str) -> list[str]:
        return [card.identity[-1] for card in related(made, code, "content/events/a", 3)]

    assert fresh().hidden["zh"] == {"content/events/b"}
    for codes in ("en", "zh", "en"), ("zh", "en", "zh"):
        made = fresh()
        assert [names(made, code) for code in codes] == [list("cb") if code == "en" else ["c"] for code in codes]


def test_of_related_pages_few_are_held() -> None:
    made, _ = assembled(*(event(f"events/event-{number}.en.md", tags=("bridge",)) for number in range(30)))
    for identity in made.pages:
        related(made, "en", identity)
        assert len(made.kin) <= 16
    assert made.kin


def test_people_appear_with_the_words_of_each_event() -> None:
    director = Appearance(person="felix", role="speaker", job_title={"en": "Director"})
    made = site(first={"speakers": (*SPEAKERS, director, *SPEAKERS)})
    for code in ("en", "zh", "en"):
        answer = page_answer(made, code, "content/events/a")
        assert answer is not None
        first, second, third = answer["speakers"]
        assert first == third and first is not third and first["job_title"] is None
        assert second["job_title"].text == "Director"
        # What somebody does to an answer is no matter of the next page's.
        first["job_title"] = "spoilt"


def test_what_is_done_to_a_tag_of_an_answer_is_no_matter_of_the_next_page() -> None:
    made, _ = assembled(*(event(f"events/{name}.en.md", tags=("bridge",)) for name in "ab"))
    for name in "ab":
        answer = page_answer(made, "en", f"content/events/{name}")
        assert answer is not None and answer["tags"][0]["name"].text == "bridge"
        answer["tags"][0]["name"] = "spoilt"
