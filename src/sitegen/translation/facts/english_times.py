"""The times of day and the zones of an English text."""

import re

from sitegen.translation.facts import english_rules as rules
from sitegen.translation.facts.english_amounts import AT, NOTHING, Found, with_unit
from sitegen.translation.facts.fact import Fact, Reading
from sitegen.translation.facts.numerals import LETTER_SCALES, SCALES, UNITS, digits, english_words
from sitegen.translation.facts.units import ZONES, offset_readings, zone_readings

_CLOCK = r"(?P<h{n}>2[0-4]|[01]?[0-9])(?![0-9])(?:[:.h](?P<min{n}>[0-5][0-9]))?"
_DOTTED = re.compile(
    rf"(2[0-4]|[01]?[0-9])\.([0-5][0-9])(?:(?:{rules.TO}|\s+and\s+)(2[0-4]|[01]?[0-9])\.([0-5][0-9]))?"
    r"(?![0-9%‰°]|[.,:][0-9]|\s*,?\s*(?i:[ap]\.?m\b|noon|in the|at night|o['’]clock|hrs))"
)
PART = (
    r"(?:\s*,?\s*(?P<p{n}>"
    + "|".join(re.escape(p) for p in sorted(rules.DAY_PARTS, key=len, reverse=True))
    + r")(?![A-Za-z]))"
)
_OCLOCK = r"(?:\s?(?:o['’]clock|hrs|hours)\b)"
_TIME_RANGE = re.compile(
    (_CLOCK + PART + "?").replace("{n}", "1") + rules.TO + (_CLOCK + PART + "?").replace("{n}", "2") + r"(?![0-9:%])",
    re.IGNORECASE,
)
_AND_RANGE = re.compile(
    (_CLOCK + PART + "?").replace("{n}", "1") + r"\s+and\s+" + (_CLOCK + PART).replace("{n}", "2") + r"(?![0-9:%])",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?P<h1>2[0-4]|[01]?[0-9])(?![0-9])(?:(?P<sign>[:.h])(?P<min1>[0-5][0-9])(?!\.?[0-9])(?P<o>"
    + _OCLOCK
    + ")?|(?P<o2>"
    + _OCLOCK
    + "))?"
    + PART.replace("{n}", "1")
    + "?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"between\s+$", re.IGNORECASE)
_HALF_OF_DAY = re.compile(r"\s*,?\s*(?:[ap]\.?m|noon|midday)", re.IGNORECASE)
_FOUR_DIGITS = re.compile(r"([01][0-9]|2[0-3])([0-5][0-9])(?:\s?(?:hrs|hours|h)\b|(?<=0[0-9]{3})(?![0-9A-Za-z,.:/]))")
SPOKEN = re.compile(
    r"(?:(?P<half>half)|(?:a\s+)?(?P<quarter>quarter)|(?P<number>five|ten|twenty(?:[- ]five)?|"
    r"[0-9]{1,2}(?= minutes| past ))"
    r"(?: minutes)?)\s+"
    r"(?P<way>past|to|after)\s+(?P<hour>"
    + "|".join([*list(UNITS)[1:13], "noon", "midnight", "[0-9]{1,2}"])
    + r")\b(?!\s*(?:%|per\s?cent|percentage|years?|months?|weeks?|days?|hours?|minutes?|times|people))"
    + PART.replace("{n}", "1")
    + "?",
    re.IGNORECASE,
)
TAIL = re.compile(
    r"[\s\u00a0*_-]*([%％‰°℃][CF]?|×|(?:km/h)|[A-Za-z]+[²³]?)(?:[\s\u00a0-]+([A-Za-z]+))?(?:[\s-]+([A-Za-z]+))?"
)
_OFFSET = re.compile(r"(?:UTC|GMT)\s?(?:([+\-−–±])\s?([0-9]{1,2})(?::?([0-9]{2}))?)?(?![A-Za-z0-9])")
_ZONE = re.compile(
    r"(?<![A-Za-z])(?:" + "|".join(re.escape(z) for z in sorted(rules.ZONES, key=len, reverse=True)) + r")(?![A-Za-z])"
)
SPELLED = {word: number for word, number in UNITS.items() if 1 <= number <= 12}


def read_clock(text: str, start: int) -> Found:
    """A time or two in digits: 9:30, 9 to 11 a.m., 1400 hrs, 3 in the afternoon."""
    if (dotted := _DOTTED.match(text, start)) is not None:
        return _dotted(text, dotted)
    if (made := _two_times(text, start)) is not None:
        return made
    if (found := _FOUR_DIGITS.match(text, start)) is not None:
        fact = time_fact(found[1], found[2], "24", start, found.end())
        return [fact._replace(readings=(*fact.readings, ("number", int(found[1] + found[2]))))], found.end()
    if (found := SPOKEN.match(text, start)) is not None:
        return spoken_time(found)
    if (found := _TIME.match(text, start)) is None or not _is_time(text, found):
        return NOTHING, start
    fact = time_fact(found["h1"], found["min1"], day_part(found["p1"]), start, found.end())
    if _may_be_number(text, found):
        fact = fact._replace(readings=(*fact.readings, ("number", int(found["h1"]))))
    return [fact], found.end()


def _two_times(text: str, start: int) -> Found | None:
    """From 9 to 11 a.m., between 9 and 11:30."""
    for pattern in (_TIME_RANGE, _AND_RANGE):
        found = pattern.match(text, start)
        if found is None or not (found["min1"] or found["min2"] or found["p1"] or found["p2"]):
            continue
        if pattern is _AND_RANGE and found["min1"] is None and not _BETWEEN.search(text[:start]):
            continue
        first, second = day_part(found["p1"]), day_part(found["p2"])
        if first is None and second is not None:
            first = _inherited(int(found["h1"]), int(found["h2"]), second)
        end = found.end("p1" if found["p1"] else "min1" if found["min1"] else "h1")
        return [
            time_fact(found["h1"], found["min1"], first, found.start(), end),
            time_fact(found["h2"], found["min2"], second, found.start("h2"), found.end()),
        ], found.end()
    return None


def _is_time(text: str, found: re.Match[str]) -> bool:
    """Whether digits are a time's, for what stands behind them: neither 30 nor 9.30, nor 24 hours."""
    spoken = found["p1"] or found["o"] or found["o2"]
    if not spoken and (found["min1"] is None or found["sign"] == "." or text[found.end() : found.end() + 1] == "%"):
        return False
    return bool(found["p1"]) or (found["o2"] or "").strip().lower() not in ("hours", "hrs")


def _may_be_number(text: str, found: re.Match[str]) -> bool:
    """Whether "3 in the morning" may be three of something."""
    bare = found["p1"] and found["min1"] is None and not found["o2"]
    return bool(bare and not _HALF_OF_DAY.match(found.group()[len(found["h1"]) :])
                and not AT.search(text, max(0, found.start() - 8), found.start()))


def _dotted(text: str, found: re.Match[str]) -> Found:
    """9.30, as a time or as a number; which, nobody can tell but the other text."""
    behind = TAIL.match(text, found.end())
    unit = (behind[1] or "").casefold() if behind else ""
    if unit in SCALES or unit in LETTER_SCALES or (with_unit(unit, [], False)):
        return NOTHING, found.start()
    hours = found[3] is not None or AT.search(text, max(0, found.start() - 8), found.start()) is not None
    facts = []
    for hour, minute in ((1, 2), (3, 4)):
        if found[hour] is not None:
            fact = time_fact(found[hour], found[minute], None, found.start(hour), found.end(minute))
            amount = digits(f"{found[hour]}.{found[minute]}")
            plain: Reading = ("number", amount)
            readings = (*fact.readings, plain) if hours else (plain, *fact.readings)
            facts.append(fact._replace(kind="time" if hours else "number", readings=readings, raw=amount))
    return facts, found.end()


def day_part(written: str | None) -> str | None:
    """Which half of the day that is."""
    return rules.DAY_PARTS[written.casefold()] if written else None


def _inherited(first: int, second: int, part: str) -> str:
    """Of 9–11 a.m. and 10–2 p.m. the first time's half of the day."""
    if part == "pm" and first % 12 > second % 12:
        return "am"
    return part


def time_fact(hour: str, minute: str | None, part: str | None, start: int, end: int) -> Fact:
    """A time of day; of a bare hour, in either half."""
    h, m = int(hour), int(minute or 0)
    if part == "pm" and h < 12:
        h += 12
    elif part == "am" and h == 12:
        h = 0
    times = [h * 60 + m]
    if part is None and 1 <= h <= 11 and not hour.startswith("0"):
        times.append(times[0] + 720)
    return Fact("time", tuple(("time", time % 1440) for time in times), start, end)


def spoken_time(found: re.Match[str]) -> Found:
    """Half past ten, a quarter to three in the afternoon."""
    word = found["hour"].casefold()
    hour = {"noon": 12, "midnight": 24}.get(word) or (int(word) if word.isdigit() else SPELLED[word])
    minutes = 30 if found["half"] else 15 if found["quarter"] else 0
    if number := found["number"]:
        minutes = int(number) if number.isdigit() else english_words(re.split(r"[\s-]", number.casefold())) or 0
    total = hour * 60 + (minutes if found["way"].casefold() != "to" else -minutes)
    fact = time_fact(str(total // 60), str(total % 60), day_part(found["p1"]), found.start(), found.end())
    return [fact], found.end()


def read_noon(text: str, start: int, word: str) -> Found:
    """Noon, midnight."""
    readings: tuple[Reading, ...] = (("time", rules.CLOCK_WORDS[word.casefold()]),)
    before = text[:start].casefold()
    if before.endswith(("before ", "after ")):
        # A letter that comes before noon comes in the morning.
        readings = (*readings, ("part", "am" if before.endswith("before ") else "pm"))
    return [Fact("time", readings, start, start + len(word))], start + len(word)


def read_zone(text: str, start: int, word: str) -> Found:
    """BST, UTC+8."""
    if (found := _OFFSET.match(text, start)) is not None:
        minutes = int(found[2] or 0) * 60 + int(found[3] or 0)
        minutes = -minutes if found[1] in ("-", "−", "–") else minutes
        return [Fact("time", offset_readings(minutes), start, found.end())], found.end()
    if (found := _ZONE.match(text, start)) is None:
        return NOTHING, start
    name = rules.ZONES[found.group()]
    return [Fact("time", zone_readings(name), start, found.end(), weak=not ZONES[name])], found.end()


def read_part_of_day(text: str, start: int, word: str) -> Found:
    """Morning."""
    return [Fact("time", (("part", rules.PARTS[word.casefold()]),), start, start + len(word), weak=True)], start + len(
        word
    )
