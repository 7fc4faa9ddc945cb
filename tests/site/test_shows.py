"""Which pages an answer shows, told without asking: whatever another title changes is among what would be asked."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from small_sites import assembled, config, event, news, records

from sitegen.model import Key, Organisation, Parsed, Person, Series, Site
from sitegen.site.outline import OWN, Untouched, outline
from sitegen.site.queries import answer
from sitegen.site.shows import LISTS

PEOPLE = records("people", Person(id="ada", name={"en": "Ada"}, family_name={"en": "A"}, page=True))
SERIES = records("series", Series(id="talks", name={"en": "Talks"}))
MORE = records("organisations", Organisation(id="bit", name={"en": "BIT"}))

one_event = st.fixed_dictionaries({
    "day": st.integers(1, 12), "year": st.sampled_from([2024, 2025, 2026]),
    "tags": st.lists(st.sampled_from(["x", "y"]), unique=True), "organizers": st.sampled_from([("qub",), ("bit",)]),
    "series": st.sampled_from(["", "talks"]), "featured": st.booleans(),
})


def event_of(number: int, title: str, given: dict[str, Any]) -> Parsed:
    start = f"{given['year']}-05-{given['day']:02} 09:00"
    return event(f"events/e{number}.en.md", title=title, start=start, end=start, tags=tuple(given["tags"]),
                 organizers=given["organizers"], series=given["series"], featured=given["featured"])


def site_with(events: list[dict[str, Any]], renamed: int, title: str) -> Site:
    made = [event_of(number, title if number == renamed else f"Event {number}", one)
            for number, one in enumerate(events)]
    about = news("news/n.en.md", about=("e0",), title="News")
    return assembled(*made, about, PEOPLE, SERIES, MORE, settings=config(page_size=2))[0]


def keys_of(site: Site) -> list[Key]:
    keys: list[Key] = [("related", "en", identity, number) for identity in site.pages for number in (1, 2, 0, -1)]
    keys += [("related", "en", identity, number) for identity in site.pages for number in ("3", "")]
    keys += [("related", "en", identity) for identity in site.pages]
    for name in ("page", "card", "mentions", "neighbours", "structured"):
        keys += [(name, "en", identity) for identity in site.pages]
    keys += [("events", "en", number) for number in range(5)]
    keys += [("listing", "en", "events", number) for number in range(1, 4)]
    keys += [("year", "en", "events", year) for year in (2024, 2025, 2026, 2027)]
    keys += [(name, "en", number) for name in ("upcoming", "featured") for number in (0, 2)]
    keys += [("latest", "en", "events", number) for number in (0, 1)]
    keys += [("tag", "en", tag) for tag in site.by_tag]
    keys += [("member", "en", "qub"), ("person", "en", "ada"), ("feed", "en", "events"), ("feed", "en", "other")]
    keys += [("sitemap", 1), ("headers",), ("redirect_list",), ("tags", "en"), ("calendar", "en", "")]
    return keys


@settings(max_examples=40, deadline=None)
@given(st.lists(one_event, min_size=2, max_size=16), st.data())
def test_what_is_not_asked_again_is_what_it_was(events: list[dict[str, Any]], data: st.DataObject) -> None:
    renamed = data.draw(st.integers(0, len(events) - 1))
    before, now = site_with(events, renamed, "Old"), site_with(events, renamed, "New")
    spared = Untouched(now, outline(before), outline(now), words=True)
    told_otherwise = [key for key in keys_of(now) if answer(before, key) != answer(now, key)]
    assert ("card", "en", f"content/events/e{renamed}") in told_otherwise
    assert not [key for key in told_otherwise if spared(key)]


def test_lists_that_do_not_show_a_page_are_not_asked_again() -> None:
    events = [{"day": number % 28 + 1, "year": 2015 + number // 5, "tags": ["x"] if number < 5 else ["y"],
               "organizers": ("qub",), "series": "", "featured": False} for number in range(50)]
    before, now = site_with(events, 0, "Old"), site_with(events, 0, "New")
    spared = Untouched(now, outline(before), outline(now), words=True)
    asked = {key for key in keys_of(now) if not spared(key)}
    # The oldest event stands on the first page of what is past no more, and far from the latest ones.
    assert ("tag", "en", "x") in asked and ("tag", "en", "y") not in asked
    assert ("sitemap", 1) not in asked and ("feed", "en", "events") not in asked
    assert ("latest", "en", "events", 1) not in asked and ("latest", "en", "events", 0) in asked
    assert ("related", "en", "content/events/e49", 1) not in asked
    assert ("related", "en", "content/events/e1", 1) in asked
    assert {key[2] for key in asked if key[0] in OWN} == {"content/events/e0", "content/news/n"}


def test_a_feed_is_asked_again_where_more_than_words_may_have_changed() -> None:
    one = {"day": 1, "year": 2025, "tags": [], "organizers": ("qub",), "series": "", "featured": False}
    before, now = (assembled(*(event_of(number, title, one) for number in range(2)))[0] for title in ("Old", "New"))
    key: Key = ("feed", "en", "events")
    assert key[0] in LISTS
    assert not Untouched(now, outline(before), outline(now))(key)
