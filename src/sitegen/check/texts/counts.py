"""Numbers of members that are typed, held to the members that the data have."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sitegen.check.texts.passage import Finding, Found, Passage
from sitegen.check.texts.plain import Plain, sentences
from sitegen.check.texts.tables import COUNTRY_WORDS, NUMBER_WORDS
from sitegen.model import Moment, Organisation

FEWEST = 3
"""With fewer members in the data than this, they are no list to count by."""
DATED = ("event", "news", "publication")

_COUNTRIES = "|".join(sorted(COUNTRY_WORDS, key=len, reverse=True))
_NUMBERS = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_NOUN = r"(?:member (?:universities|institutions|organi[sz]ations|bodies)|members|universities)"
_ENGLISH = re.compile(
    rf"\b(?P<number>\d{{1,3}}|{_NUMBERS}) (?:(?P<country>{_COUNTRIES})\b(?: and (?=(?:\d|{_NUMBERS})))?)? ?"
    rf"(?P<noun>{_NOUN}\b(?! (?:of staff|states?|of (?:the )?(?:team|jury|panel|board|committee|public))))?",
    re.IGNORECASE)
_HAN_NOUN = "成员(?:单位|高校|院校|机构|大学)?|会员(?:单位)?|高校|大学|院校"
_CHINESE = re.compile(
    rf"(?P<before>{_COUNTRIES})?(?P<number>\d{{1,3}}|[{''.join(n for n in NUMBER_WORDS if len(n) == 1)}]{{1,3}})"
    rf"[所家个](?P<country>{_COUNTRIES})?(?:的)?(?P<noun>{_HAN_NOUN})(?!联盟|生|城|校长)")
_OURS = re.compile(r"\b(?:consortium|alliance|network|federation)(?:’s|'s)?\b|联盟|联合会|本网络|网络", re.IGNORECASE)
_NOT_ALL = re.compile(
    r"\b(?:more|over|nearly|almost|about|some|around|least|further|another|additional|new|joins?|joined|joining|"
    r"left|leaves|of the|other|first|remaining)\b|"
    r"超过|多所|多家|余所|余家|近|约|至少|另外?|其他|其它|新增?|加入|退出|首批|第二批|各",
    re.IGNORECASE)
_BACK_THEN = re.compile(
    r"\b(?:1[89]|20)\d\d\b|\b(?:was|were|began|founded|launched|initially|originally|started|then|had|set up)\b|"
    r"年|成立|创立|启动|发起|最初|当时|曾", re.IGNORECASE)
_TEACHES = re.compile(r"universit|college|institut|school|大学|学院", re.IGNORECASE)


class Counts(NamedTuple):
    """How many members there are today and were at any time: by country, and by "" for all."""

    now: dict[str, tuple[int, ...]]
    """Several where some members are universities and others are not: either may be meant."""
    ever: dict[str, tuple[int, ...]]


def counts_of(organisations: Iterable[Organisation], today: str) -> Counts:
    """The numbers of members that are right; none where the data have no list of them. `today` is an ISO date."""
    members = [(each, each.membership) for each in organisations if each.membership]
    if len(members) < FEWEST or any(each.address is None or not each.address.country for each, _ in members):
        return Counts({}, {})
    days = {today, *(each.start.day.isoformat() for _, each in members if each.start),
            *(f"{_last(each.end)}~" for _, each in members if each.end)}
    counts: dict[str, dict[str, tuple[int, ...]]] = {}
    for day in days:
        there = [each for each, membership in members
                 if (membership.start is None or membership.start.day.isoformat() <= day)
                 and (membership.end is None or day <= _last(membership.end))]
        for country in {"", *(each.address.country for each, _ in members if each.address)}:
            own = [each for each in there if not country or (each.address and each.address.country == country)]
            taught = sum(any(map(_TEACHES.search, each.name.values())) for each in own)
            counts.setdefault(country, {})[day] = tuple(sorted({len(own), taught}))
    return Counts({country: days[today] for country, days in counts.items()},
                  {country: tuple(sorted({count for each in days.values() for count in each}))
                   for country, days in counts.items()})


def _last(moment: Moment) -> str:
    """The last day of a date that may be a month or a year, to be compared."""
    day = moment.day.isoformat()
    return {"year": f"{day[:4]}-12-31", "month": f"{day[:7]}-31"}.get(moment.precision, day)


def member_counts(passage: Passage, texts: Sequence[Plain], counts: Counts) -> Iterator[Found]:
    """W-COUNT: a number of members that the data contradict."""
    if not counts.now:
        return
    pattern = _CHINESE if passage.language.script == "han" else _ENGLISH
    dated = passage.page is None or passage.page.kind in DATED
    for number, words in enumerate(texts):
        if "member" not in words.text and not _OURS.search(words.text):
            continue
        for start, end in sentences(words.text):
            said = words.text[start:end]
            if _NOT_ALL.search(said):
                continue
            right = counts.ever if dated or _BACK_THEN.search(said) else counts.now
            for found in _claims(pattern, words.text, start, end):
                word = _country(found)
                country = COUNTRY_WORDS.get(word, "?") if word else ""
                allowed = right.get(country)
                value = _value(found["number"])
                if allowed is not None and value > 1 and value not in allowed:
                    yield Found(number, _finding(words, found, country, counts.now[country]))


def _claims(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Numbers of members in a sentence; of universities only where it is about the consortium."""
    ours = _OURS.search(text, start, end) is not None
    found = list(pattern.finditer(text, start, end))
    for at, each in enumerate(found):
        # Nine Chinese and six British universities: the noun stands behind the last.
        nouns = (other["noun"] for other in found[at:at + 2] if other is each or other.start() == each.end())
        noun = each["noun"] or (next(filter(None, nouns), "") if _country(each) else "")
        if noun and (ours or noun.casefold().startswith(("member ", "成员单位"))):
            yield each


def _country(found: re.Match[str]) -> str:
    return found["country"] or found.groupdict().get("before") or ""


def _value(number: str) -> int:
    if number.isdigit() and number.isascii():
        return int(number)
    if number.casefold() in NUMBER_WORDS:
        return NUMBER_WORDS[number.casefold()]
    tens, _, ones = number.partition("十")
    return 10 * NUMBER_WORDS.get(tens, 1) + NUMBER_WORDS.get(ones, 0)


def _finding(words: Plain, found: re.Match[str], country: str, now: tuple[int, ...]) -> Finding:
    said = found[0].strip().removesuffix(" and")
    where = f" in {country}" if country else ""
    query = f"?country={country}" if country else ""
    return Finding(
        "W-COUNT", *words.span(found.start(), found.start() + len(said)),
        f'The text says "{said}"; the data have {" or ".join(map(str, now))} members{where} today.',
        f"Correct the number; or let it be counted: [](count:members{query})")
