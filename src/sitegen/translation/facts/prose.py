"""Dates in running text, held to the calendar and to when an event takes place."""

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sitegen.translation.facts.fact import Fact
from sitegen.translation.facts.parity import facts_of, weekday_slips

_MAY_HAVE_DATES = {
    "latin": re.compile(r"[0-9]|day\b|days\b", re.IGNORECASE),
    "han": re.compile(r"[周星礼]|[0-9一二三四五六七八九十][月日号]"),
}
_TAKES_PLACE = {
    "latin": re.compile(
        r"\b(?:takes? place|took place|(?:will be|was|is|were|are) held|runs? (?:from|on|for)?|ran from|"
        r"will run|is on|opens on|"
        r"the (?:workshop|conference|forum|summit|event|seminar|meeting|symposium|congress|school|lecture|exhibition)\b"
        r"[^.;]{0,40}\b(?:on|from)\b)", re.IGNORECASE),
    "han": re.compile(r"举行|举办|召开|开幕|召集"),
}
_OTHER = {
    "latin": re.compile(r"\b(?:first|second|third|last|previous|earlier|next|former|originally|planned|"
                        r"postponed|moved|registration|register|apply|deadline|submi\w+|closes|until|by|since|before|"
                        r"after|published|announced|other|another)\b", re.IGNORECASE),
    "han": re.compile(r"首届|上届|下届|第[0-9一二三四五六七八九十]+届|原定|原计划|推迟|延期|改期|报名|"
                      r"注册|申请|截止|提交|之前|之后|以前|以来|发布|公布|此前|另|曾"),
}
_SENTENCE = re.compile(r"[^.!?。！？；;]*[.!?。！？；;]?")
NEAR = timedelta(days=45)


class Slip(NamedTuple):
    """A date or weekday in a text that cannot be right, with what is."""

    words: str
    right: str
    weekday: bool


class When(NamedTuple):
    """When an event is, and every other day that its page knows."""

    first: date
    last: date
    others: Collection[date] = ()


def slips(text: str, script: str, when: When | None) -> Iterator[Slip]:
    """What is wrong with the dates of a text; `when` where it is an event's."""
    if script not in _MAY_HAVE_DATES or not _MAY_HAVE_DATES[script].search(text):
        return
    facts = facts_of(text, script)
    year = when.first.year if when and when.first.year == when.last.year else 0
    for fact, right in weekday_slips(facts, text, year):
        yield Slip(text[fact.start : fact.end], right, weekday=True)
    if when is not None and _TAKES_PLACE[script].search(text):
        yield from _contradictions(facts, text, script, when)


def _contradictions(facts: Sequence[Fact], text: str, script: str, when: When) -> Iterator[Slip]:
    """Dates at which the text has the event take place, near its own and yet others."""
    for fact in facts:
        days = _days(fact, when)
        sentence = _sentence(text, fact.start)
        if not days or not _TAKES_PLACE[script].search(sentence) or _OTHER[script].search(sentence):
            continue
        if any(day in when.others for day in days) or all(when.first <= day <= when.last for day in days):
            continue
        if any(when.first - NEAR <= day <= when.last + NEAR for day in days):
            yield Slip(text[fact.start : fact.end], _span(when), weekday=False)


def _days(fact: Fact, when: When) -> list[date]:
    """The days of a date or range that is exact; without a year it is of the event's."""
    if len(fact.readings) != 1 or fact.readings[0][0] not in ("date", "range"):
        return []
    reading = fact.readings[0]
    days = [reading[1:]] if reading[0] == "date" else [reading[1], reading[2]]
    try:
        return [date(year or when.first.year, month, day) for year, month, day in days if month and day]
    except ValueError:
        return []


def _sentence(text: str, at: int) -> str:
    return next((found.group() for found in _SENTENCE.finditer(text) if found.start() <= at < found.end()), text)


def _span(when: When) -> str:
    return f"{when.first}" if when.first == when.last else f"{when.first} to {when.last}"
