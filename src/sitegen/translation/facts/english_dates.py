"""The dates, weekdays and parts of the year of an English text."""

import re

from sitegen.translation.facts import english_rules as rules
from sitegen.translation.facts.english_amounts import NOTHING, Found
from sitegen.translation.facts.fact import Fact, Reading
from sitegen.translation.facts.numerals import iso_day

MONTH = "|".join(sorted(rules.MONTHS, key=len, reverse=True))
DOT = r"(?:(?<=jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)\.|(?<=sept)\.)?"
WEEKDAY = "|".join(sorted(rules.WEEKDAYS, key=len, reverse=True))
YEAR = r"(?:1[0-9]{3}|20[0-9]{2})(?![0-9]|[,.][0-9])"
_PLACEHOLDERS = {
    **{
        f"{{day{n}}}": rf"(?:the )?(?P<d{n}>0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?"
        rf"(?![0-9:]|[.,][0-9]|\s?[%ap]\b)(?: of(?= (?:{MONTH})))?"
        for n in "12"
    },
    **{f"{{month{n}}}": rf"(?P<m{n}>{MONTH})\b{DOT}" for n in "12"},
    **{f"{{year{n}}}": rf"(?P<y{n}>{YEAR})" for n in "12"},
    **{f"{{iso{n}}}": rf"(?P<iso{n}>[12][0-9]{{3}}([-/.])[01]?[0-9]\{{sep{n}}}[0-3]?[0-9])(?![0-9])" for n in "12"},
    "{weekday2}": rf"(?:(?P<w2>{WEEKDAY})\b\.?,?\s+)?",
    "{short2}": r"(?P<s2>[0-9]{2})(?![0-9])(?![-/][0-9])",
    "{slash}": r"\s?[-–—/]\s?",
}


def date_pattern(template: str, *, to: str = rules.TO) -> re.Pattern[str]:
    """The expression for a form of date as it is written in english_rules."""
    pattern = template.replace(" ", r"\s*" if "{to}" in template and "{month" not in template else r"\s+")
    pattern = pattern.replace(r"\s+{to}\s+", "{to}").replace(r"\s*{to}\s*", "{to}").replace(r",?\s+", r"(?:,\s*|\s+)")
    for name, meaning in {**_PLACEHOLDERS, "{to}": to}.items():
        pattern = pattern.replace(name, meaning)
    # The separators of 2022-11-09 are alike; groups are numbered once all of them stand there.
    for n in "12":
        if f"{{sep{n}}}" in pattern:
            before = pattern[: pattern.index(f"\\{{sep{n}}}")]
            groups = len(re.findall(r"\((?!\?)|\(\?P<", before))
            pattern = pattern.replace(f"\\{{sep{n}}}", rf"(?:\{groups})")
    return re.compile(pattern + r"(?![A-Za-z0-9])", re.IGNORECASE)
_FROM_MONTH = [date_pattern(t) for t, _ in (*rules.RANGES, *rules.DATES) if t.startswith("{month")]
_MONTH_DAYS = re.compile(
    rf"({MONTH})\b{DOT}\s+([0-3]?[0-9](?:st|nd|rd|th)?(?:{rules.AND}[0-3]?[0-9](?:st|nd|rd|th)?(?![0-9:]|[.,][0-9]|\s?[ap]\.?m))+)"
    rf"(?:(?:,\s*|\s+)({YEAR}))?(?![A-Za-z0-9])",
    re.IGNORECASE,
)
NUMBER_IN = re.compile(r"[0-9]+")
_FISCAL = re.compile(rf"FY\s?({YEAR})(?:[/-]([0-9]{{2}})(?![0-9]))?", re.IGNORECASE)
_OF_YEAR = re.compile(rf"(?:\s+(?:of|in)(?:\s+the)?)?,?\s+({YEAR})")
_PHASE = re.compile(
    rf"(?:last|first)\s+(?P<days>ten days) of\b|(?:early|mid|late)(?:\s+in)?(?:\s+the)?[\s-]+"
    rf"(?:(?:{MONTH})\b|[12][0-9]{{3}}|"
    r"[0-9]+(?:st|nd|rd|th)\b|(?:spring|summer|autumn|winter)\b)"
    rf"|(?:beginning|start|middle|end) of (?:the (?:year|month|[0-9]+s|[0-9]+th century|21st century)\b|last year\b|"
    rf"this year\b|"
    rf"[12][0-9]{{3}}|(?:{MONTH})\b)",
    re.IGNORECASE,
)
_PERIOD = re.compile(rf"(?P<p>[QqHh][1-4])(?![0-9A-Za-z])(?:(?:\s+of)?[\s-]+(?P<y>{YEAR}))?")
_SEASON = re.compile(rf"(spring|summer|autumn|fall|winter)(?:\s+of)?,?\s+({YEAR})", re.IGNORECASE)
_NO_SEASON = re.compile(r"[\s-]+(?:Festival|Gala|back|up|to|water|onion|balance|framework|time zone)\b")
_FALL = re.compile(
    r"\s+(?:term|semester|school|session|intake|meeting|conference|forum|season|edition)\b", re.IGNORECASE)
_MONTH_BEFORE = re.compile(
    r"(?:in|of|by|since|until|till|from|to|during|last|next|this|early|late|mid|each|every|and|through)[\s-]+$",
    re.IGNORECASE,
)
_ABBREVIATED = {"mon", "tue", "tues", "wed", "weds", "thu", "thur", "thurs", "fri", "sat", "sun"}
_SPELLED_MONTHS = {"may", "march"}
_NOT_MONTH_BEHIND = re.compile(
    r"\s+(?:we|i|I|you|he|she|they|it|the|all|this|that|not|be|also|have|on|past|through|forward|with)\b"
)


def read_month(text: str, start: int, word: str) -> Found:
    """November 9, the month alone, but no verb."""
    if (found := _MONTH_DAYS.match(text, start)) is not None:
        return listed_days(found, found[2], 2, found[1], found[3]), found.end()
    for pattern in _FROM_MONTH:
        if (found := pattern.match(text, start)) is not None and (facts := dated(found)):
            return facts, found.end()
    lower = word.casefold()
    if not word[0].isupper() or (len(word) < 4 and lower != "may"):
        return NOTHING, start
    if (
        lower in _SPELLED_MONTHS
        and _NOT_MONTH_BEHIND.match(text, start + len(word))
        and not _MONTH_BEFORE.search(text, max(0, start - 12), start)
    ):
        return NOTHING, start
    return [Fact("date", (("date", 0, rules.MONTHS[lower], 0),), start, start + len(word))], start + len(word)


def listed_days(found: re.Match[str], days: str, group: int, month: str, year: str | None) -> list[Fact]:
    """8, 9 and 10 November."""
    y, m = int(year or 0), rules.MONTHS[month.casefold()]
    numbers = [(each.start(), each.end(), int(each.group())) for each in NUMBER_IN.finditer(days)]
    base = found.start(group)
    if any(not 1 <= day <= 31 for _, _, day in numbers):
        return []
    return [Fact("date", (("date", y, m, day),), base + start, base + end) for start, end, day in numbers]


def dated(found: re.Match[str]) -> list[Fact]:
    """A date or a range of dates from the parts that were found; nothing where they are no date."""
    part = found.groupdict()
    if part.get("iso1"):
        first = iso_day(part["iso1"])
        if not part.get("iso2"):
            return [_date(found, first)] if _valid(first) else []
        return _range(found, first, iso_day(part["iso2"]))
    y1, y2 = int(part.get("y1") or 0), int(part.get("y2") or 0)
    m1, m2 = (rules.MONTHS[(part.get(key) or "").casefold()] if part.get(key) else 0 for key in ("m1", "m2"))
    d1, d2 = int(part.get("d1") or 0), int(part.get("d2") or 0)
    if part.get("s2"):
        end = y1 // 100 * 100 + int(part["s2"])
        # 2023/24 is two years; 2023-05 is a month.
        if end <= y1 or (int(part["s2"]) <= 12 and end != y1 + 1):
            return []
        return _range(found, (y1, 0, 0), (end, 0, 0))
    if not (y2 or m2 or d2):
        return [_date(found, (y1, m1, d1))] if _valid((y1, m1, d1)) else []
    first = (y1 or y2, m1 or m2, d1)
    last = (y2, m2 or m1, d2)
    facts = _range(found, first, last)
    if facts and part.get("w2"):
        facts.append(Fact("weekday", (("weekday", rules.WEEKDAYS[part["w2"].casefold()]),), *found.span("w2")))
    return facts


def _range(found: re.Match[str], first: tuple[int, int, int], last: tuple[int, int, int]) -> list[Fact]:
    if not (_valid(first) and _valid(last)) or (first[0] and last[0] and first > last):
        return []
    return [Fact("range", (("range", first, last),), found.start(), found.end())]


def _date(found: re.Match[str], day: tuple[int, int, int]) -> Fact:
    return Fact("date", (("date", *day),), found.start(), found.end())


def _valid(day: tuple[int, int, int]) -> bool:
    return 0 <= day[1] <= 12 and 0 <= day[2] <= 31


def numeric_date(found: re.Match[str]) -> list[Fact]:
    """09/11/2022: the day first, or the month."""
    a, b, year = int(found[1]), int(found[3]), int(found[4])
    year += 2000 if year < 100 else 0
    readings: list[Reading] = [("date", year, m, d) for d, m in ((a, b), (b, a)) if 1 <= m <= 12 and 1 <= d <= 31]
    return [Fact("date", tuple(dict.fromkeys(readings)), found.start(), found.end())] if readings else []


def decade_of(found: re.Match[str]) -> list[Fact]:
    """The 1990s, the '90s."""
    decade = int((found["c"] or "") + found["d"])
    readings: tuple[Reading, ...] = (("decade", decade),)
    if found["c"] is None:
        readings = tuple(("decade", century + decade) for century in ((1900, 0, 2000) if decade <= 20 else (1900, 0)))
    return [Fact("date", readings, found.start(), found.end())]


def read_weekday(text: str, start: int, word: str) -> Found:
    """Monday; Sun only where it is no star."""
    lower = word.casefold()
    end = start + len(word)
    if lower in _ABBREVIATED:
        # "Sun" and "sat" are words, too: beside a date, a dash or a bracket they are days.
        near = (
            text[end : end + 1] in (".", ",", ")", "–", "-", "/", "、")
            or re.match(r"\s+[0-9(]|\s*(?:to|and|&|–)\s", text[end:])
            or re.match(r"\s+[-–—]", text[end:])
            or re.search(r"[(（–—-]\s*$", text[max(0, start - 2) : start])
        )
        if not word[0].isupper() or not near:
            return NOTHING, start
    elif not word[0].isupper():
        return NOTHING, start
    return [Fact("weekday", (("weekday", rules.WEEKDAYS[lower]),), start, end)], end


def read_season(text: str, start: int, word: str) -> Found:
    """Spring 2024, or spring term."""
    if (found := _SEASON.match(text, start)) is None:
        return _season_alone(text, start, word)
    season = rules.SEASONS[found[1].casefold()]
    return [Fact("date", (("period", int(found[2]), season),), start, found.end())], found.end()


def _season_alone(text: str, start: int, word: str) -> Found:
    """Spring term: what part of the year, which nobody need say."""
    lower, end = word.casefold(), start + len(word)
    if _NO_SEASON.match(text, end) or (lower == "fall" and not _FALL.match(text, end)):
        return NOTHING, start
    return [Fact("date", (("season", rules.SEASONS[lower]),), start, end, weak=True)], end


def read_term(text: str, start: int, word: str) -> Found:
    """Michaelmas term."""
    end = start + len(word)
    if text[end : end + 5].casefold() != " term":
        return NOTHING, start
    return [Fact("date", (("season", rules.TERMS[word.casefold()]),), start, end, weak=True)], end


def read_period(text: str, start: int, word: str) -> Found:
    """Q3, H1 of 2024."""
    if (found := _PERIOD.match(text, start)) is None or (start and text[start - 1].isalnum()):
        return NOTHING, start
    name = found["p"].upper()
    if name in ("H3", "H4"):
        return NOTHING, start
    return [
        Fact("date", (("period", int(found["y"] or _year_before(text, start)), name),), start, found.end())
    ], found.end()


def _year_before(text: str, start: int) -> int:
    found = re.search(rf"({YEAR})\s*$", text[max(0, start - 6) : start])
    return int(found[1]) if found else 0


def part_of_year(text: str, start: int, end: int, name: str) -> Found:
    """The second quarter, of 2024."""
    year = _OF_YEAR.match(text, end)
    stop = year.end() if year else end
    return [Fact("date", (("period", int(year[1]) if year else 0, name),), start, stop)], stop


def read_fiscal_year(text: str, start: int, word: str) -> Found:
    """FY 2023/24."""
    if (found := _FISCAL.match(text, start)) is None:
        return NOTHING, start
    year = int(found[1])
    if found[2]:
        last = year // 100 * 100 + int(found[2])
        return [Fact("range", (("range", (year, 0, 0), (last, 0, 0)),), start, found.end())], found.end()
    return [Fact("date", (("date", year, 0, 0),), start, found.end())], found.end()


def read_phase(text: str, start: int, word: str) -> Found:
    """Early in 2017, mid-April, the end of the year, the last ten days of May."""
    found = _PHASE.match(text, start)
    if found is None:
        return NOTHING, start
    if found["days"]:
        phase, end = ("early" if word.casefold() == "first" else "late"), found.end()
    else:
        phase, end = rules.PHASES[word.casefold()], start + len(word)
    return [Fact("date", (("phase", phase),), start, end, weak=True)], end
