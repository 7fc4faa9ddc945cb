"""The words of a picture of a page's title."""

import msgspec

from sitegen.model import Artifact, Card, CardText, Moment
from sitegen.render.locale import formats
from sitegen.tracing import Fetch

_encode = msgspec.json.Encoder().encode


def print_card(artifact: Artifact, fetch: Fetch) -> str:
    """What is to be drawn, as JSON."""
    code, identity = str(artifact.subject[1]), str(artifact.subject[2])
    card: Card = fetch(("card", code, identity))
    language = next(each for each in fetch(("languages",)) if each.code == code)
    start, end = (card.start, card.end) if card.start else (card.date, None)
    date = _days(language.locale, start, end) if start else ""
    site = fetch(("about", code))["title"].text
    title = card.title.text
    return _encode(CardText(title=title, site=site if site != title else "", date=date)).decode()


def _days(locale: str, start: Moment, end: Moment | None) -> str:
    return str(formats(locale).dates.days(start, end).striptags())
