"""Tags: their words, addresses and counts."""

from typing import Any

from sitegen.model import Phrase, Site
from sitegen.site.addresses import url
from sitegen.site.calendars import events_in, has_calendars
from sitegen.site.cards import cards
from sitegen.site.lists import shown
from sitegen.site.localise import language_for, say, word_order


def tags(site: Site, code: str) -> tuple[dict[str, Any], ...]:
    """Every tag in use: `{id, name, count, url}`, in the order of names."""
    counted = ((tag, len(shown(site, code, identities))) for tag, identities in site.by_tag.items())
    links = [tag_link(site, code, tag) | {"count": count} for tag, count in counted if count]
    return tuple(sorted(links, key=lambda link: word_order(site, code, link["name"].text, link["id"])))


def tag(site: Site, code: str, identifier: str) -> dict[str, Any] | None:
    """`{id, name, cards, calendar}` of a tag, newest first; None for one that is not in use."""
    identities = site.by_tag.get(identifier)
    if identities is None:
        return None
    dated = has_calendars(site, code) and events_in(site, code, identifier)
    address = f"tags/{site.tag_segments[identifier]}/events.ics"
    return {"id": identifier, "name": tag_name(site, code, identifier), "cards": cards(site, code, identities),
            "calendar": url(site, code, address) if dated else ""}


def tag_link(site: Site, code: str, identifier: str) -> dict[str, Any]:
    """`{id, name, url}`."""
    found = site.tag_links.get((code, identifier))
    if found is None:
        address = f"tags/{site.tag_segments[identifier]}/"
        found = {"id": identifier, "name": tag_name(site, code, identifier), "url": url(site, code, address)}
        site.tag_links[code, identifier] = found
    # Held for other pages too.
    return {**found}


def tag_name(site: Site, code: str, identifier: str) -> Phrase:
    """The topic's name, else the tag as typed."""
    topic = site.topics.get(identifier)
    named = say(site, topic.name, code) if topic else None
    return named or Phrase(text=identifier, language=language_for(site, identifier, code))
