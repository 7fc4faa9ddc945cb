"""The numbers in words of an English text."""

import re
from fractions import Fraction

from sitegen.translation.facts import english_rules as rules
from sitegen.translation.facts.english_amounts import AT, NOTHING, Found, fraction_more
from sitegen.translation.facts.english_dates import WEEKDAY
from sitegen.translation.facts.english_numbers import HALF_MORE, out_of, with_tail
from sitegen.translation.facts.english_ordinals import ordinal_facts
from sitegen.translation.facts.english_times import PART, SPELLED, SPOKEN, day_part, spoken_time, time_fact
from sitegen.translation.facts.fact import Amount, Fact, Reading, simple
from sitegen.translation.facts.numerals import ORDINALS, SCALES, TENS, UNITS, english_words
from sitegen.translation.facts.units import TIME_UNITS

_HOUR_WORD = re.compile(
    r"(?P<hour>"
    + "|".join(list(UNITS)[1:13])
    + r")(?:(?P<o>"
    + r"\s?o['’]clock\b"
    + ")"
    + PART.replace("{n}", "1")
    + "?|"
    + PART.replace("{n}", "2")
    + r")(?![A-Za-z])",
    re.IGNORECASE,
)
LONG_UNITS = "|".join(
    sorted((word for word in rules.TIME_WORDS if word not in rules.SHORT_TIME_WORDS), key=len, reverse=True)
)
_HALF_OF_DAY = re.compile(r"\s*[ap]\.?m", re.IGNORECASE)
_CLOCK_AHEAD = re.compile(
    r"[a-z]+(?:[\s-]+[a-z]+)?[\s-]+(?:past|to|after|minutes|o['’]clock)\b|an?\s+quarter\b|[a-z]+\s?(?:[ap]\.?m\b|o['’]|in\s+the\s|at\s+night)",
    re.IGNORECASE,
)
_WORD = "|".join([*UNITS, *TENS, *SCALES])
_WORDS = re.compile(
    rf"(?:(?:a|an)\s+(?=hundred|thousand|million|billion)|(?:{_WORD})(?![A-Za-z]))"
    rf"(?:(?:[\s-]+(?:and\s+)?)?(?:{_WORD})(?![A-Za-z]))*",
    re.IGNORECASE,
)
_QUARTERS_OF_HOUR = re.compile(r"three[\s-]+quarters?(?:\s+of\s+an\s+|-)hour\b", re.IGNORECASE)
_HALF_SCALE = re.compile(r"half\s+an?\s+(hundred|thousand|million|billion|trillion)\b", re.IGNORECASE)
_QUARTER_SCALE = re.compile(
    r"(?:(?P<n>a|one|three)[\s-]+)quarters?\s+of\s+a\s+(?P<s>hundred|thousand|million|billion|trillion)\b",
    re.IGNORECASE,
)
_EVERY_OTHER = re.compile(rf"every\s+(?:second|other)\s+(?:(day|week|month|year)\b|(?={WEEKDAY}))", re.IGNORECASE)
_DOZEN = re.compile(
    r"(?:(?P<n>" + "|".join(list(UNITS)[1:]) + r"|half a|a|[0-9]+)\s+)?(?P<what>dozen)(?!s)\b", re.IGNORECASE
)
_HALF = re.compile(
    r"half(?:[\s-]+(?:an?|of an?|the)?[\s-]*(?P<unit>" + LONG_UNITS + r")\b)?",
    re.IGNORECASE,
)
_OF_A_UNIT = re.compile(r"\s+of\s+an?\s+(" + LONG_UNITS + r")\b", re.IGNORECASE)
_A_AND_HALF = re.compile(
    r"an?\s+(?P<unit>" + LONG_UNITS + r")(?P<more>\s+and\s+(?:a\s+(?:half|quarter)|three[\s-]quarters)\b)",
    re.IGNORECASE,
)
_A_UNIT = re.compile(r"(?:an?|one|per)[\s-]+(?P<unit>" + LONG_UNITS + r")\b", re.IGNORECASE)
_A_FRACTION = re.compile(
    r"(?:an?|one|the)[\s-]+(?P<part>" + "|".join(sorted(rules.FRACTIONS, key=len, reverse=True)) + r")\b"
    r"(?P<of>\s+(?:of|the|as)\b)?(?P<hour>\s+an?\s+hour)?",
    re.IGNORECASE,
)
_LONG_MONTHS = sorted((each for each in rules.MONTHS if len(each) > 3 or each == "may"), key=len, reverse=True)
_OF_MONTH = re.compile(
    rf"\s+of\s+({'|'.join(_LONG_MONTHS)})\b(?:,?\s+((?:1[6-9]|20)[0-9]{{2}})\b)?", re.IGNORECASE)
_ORDINAL = re.compile(
    r"(?:(?P<tens>"
    + "|".join(TENS)
    + r")[\s-])?(?P<word>"
    + "|".join(sorted(ORDINALS, key=len, reverse=True))
    + r")\b",
    re.IGNORECASE,
)
_OF_ORDER = re.compile(r"\s+of\s+(thousands|millions|billions)\b", re.IGNORECASE)
_TO_PER_CENT = re.compile(rf"\s+to\s+({'|'.join([*UNITS, *TENS])})(?=\s+per\s?cent\b)", re.IGNORECASE)


def read_word(text: str, start: int, word: str) -> Found:
    """From one, a hundred, twenty-six."""
    clock = _CLOCK_AHEAD.match(text, start) is not None or AT.search(text, max(0, start - 8), start) is not None
    if clock and (found := SPOKEN.match(text, start)) is not None:
        return spoken_time(found)
    if clock and (found := _HOUR_WORD.match(text, start)) is not None:
        hour = SPELLED[found["hour"].casefold()]
        fact = time_fact(str(hour), None, day_part(found["p1"] or found["p2"]), start, found.end())
        sure = found["o"] or _HALF_OF_DAY.match(text, found.end("hour"))
        if not (sure or AT.search(text, max(0, start - 8), start)):
            # "Three in the morning" may be three of something.
            fact = fact._replace(readings=(*fact.readings, ("number", hour)), raw=hour)
        return [fact], found.end()
    lower = word.casefold()
    if (found := _DOZEN.match(text, start)) is not None:
        return _dozen(found, start)
    if (found := _QUARTERS_OF_HOUR.match(text, start)) is not None:
        return [Fact("duration", (("minutes", 45),), start, found.end(), raw=45)], found.end()
    if lower in UNITS and (made := out_of(text, start))[0]:
        return made
    if lower in ("a", "an", "one", "the"):
        if (with_article := _from_article(text, start, lower)) is not None:
            return with_article
        if lower == "the" or (lower in ("a", "an") and not _WORDS.match(text, start)):
            return NOTHING, start
    if lower in TENS and (found := _ORDINAL.match(text, start)) is not None:
        return read_ordinal(text, start, word)
    return _spelled(text, start)


def _spelled(text: str, start: int) -> Found:
    found = _WORDS.match(text, start)
    if found is None:
        return NOTHING, start
    pieces = list(re.finditer(r"[A-Za-z]+", found.group()))
    # The longest beginning that is one number: "three five-day courses" are three.
    for stop in range(len(pieces), 0, -1):
        words = [piece.group().casefold() for piece in pieces[:stop] if piece.group().casefold() != "and"]
        value = english_words(words) if pieces[stop - 1].group().casefold() != "and" else None
        if value is not None:
            end = start + pieces[stop - 1].end()
            if words[0] in SCALES and len(words) == 1:
                return _several(text, start, end, words[0])
            amounts: list[tuple[Amount, int, int]] = [(value, start, end)]
            if (more := _TO_PER_CENT.match(text, end)) is not None:
                amounts.append((english_words(more[1].casefold().split()) or 0, more.start(1), more.end()))
                end = more.end()
            facts, end = with_tail(text, amounts, end, "", written=found.group(), spelled=True)
            if words[0] in ("a", "an") and len(words) == 2 and facts[0].kind == "count":
                # A hundred times: as often as not a manner of speaking.
                facts = [fact._replace(weak=True) for fact in facts]
            return facts, end
    return NOTHING, found.end()


def _several(text: str, start: int, end: int, scale: str) -> Found:
    """A few hundred, several million."""
    if not re.search(r"(?:several|few|many|some)\s+$", text[max(0, start - 10) : start], re.IGNORECASE):
        return NOTHING, end
    noughts = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9}.get(scale, 12)
    return [Fact("count", (("order", noughts),), start, end, weak=True)], end


def _from_article(text: str, start: int, word: str) -> Found | None:
    if (found := _A_AND_HALF.match(text, start)) is not None and (more := HALF_MORE.match(found["more"])) is not None:
        family, size = TIME_UNITS[rules.TIME_WORDS[found["unit"].casefold()]]
        span: Reading = (family, simple(size * (1 + fraction_more(more))))
        return [Fact("duration", (span,), start, found.end(), raw=1 + fraction_more(more))], found.end()
    if (found := re.compile(r"an?[\s-]+half[\s-](?=[A-Za-z])", re.IGNORECASE).match(text, start)) is not None:
        at = text.casefold().index("half", start)
        return read_half(text, at, "half")
    if (found := _QUARTER_SCALE.match(text, start)) is not None:
        value = SCALES[found["s"].casefold()] // 4 * (3 if found["n"].casefold() == "three" else 1)
        return with_tail(text, [(value, start, found.end())], found.end(), "", written=found.group(), spelled=True)
    if (found := _A_FRACTION.match(text, start)) is not None and word != "the":
        return _fraction(text, start, found)
    if (found := _A_UNIT.match(text, start)) is not None:
        family, size = TIME_UNITS[rules.TIME_WORDS[found["unit"].casefold()]]
        often: Reading = ("every", found["unit"].casefold())
        return [
            Fact("duration", ((family, size), ("number", 1), often), start, found.end(), weak=True, raw=1)
        ], found.end()
    return None


def _fraction(text: str, start: int, found: re.Match[str]) -> Found:
    part = found["part"].casefold()
    ratio: Reading = ("ratio", Fraction(1, rules.FRACTIONS[part]))
    if (
        part == "quarter"
        and re.match(r"\s+(?:of|past|to)\s", text[found.end("part") :])
        and re.match(r"\s+of\s+an?\s+hour", text[found.end("part") :])
    ):
        return [Fact("duration", (("minutes", 15),), start, found.end(), raw=15)], found.end()
    if (more := _OF_A_UNIT.match(text, found.end("part"))) is not None:
        family, size = TIME_UNITS[rules.TIME_WORDS[more[1].casefold()]]
        span: Reading = (family, simple(Fraction(size, rules.FRACTIONS[part])))
        return [Fact("duration", (span, ratio), start, more.end(), raw=span[1])], more.end()
    if found["of"]:
        return [Fact("number", (ratio,), start, found.end("part"))], found.end("part")
    if part in ORDINALS:
        if re.match(r"\s+[a-z]", text[found.end("part") :]):
            return [Fact("ordinal", (("ordinal", ORDINALS[part]), ratio), start, found.end("part"))], found.end("part")
        return [Fact("number", (ratio, ("ordinal", ORDINALS[part])), start, found.end("part"))], found.end("part")
    return [Fact("number", (ratio,), start, found.end("part"), weak=part in ("half", "quarter"))], found.end("part")


def _dozen(found: re.Match[str], start: int) -> Found:
    group = rules.PLAIN_GROUPS[found["what"].casefold()]
    written = (found["n"] or "").casefold()
    several = (
        Fraction(1, 2)
        if written == "half a"
        else Fraction(int(written))
        if written.isdigit()
        else Fraction(UNITS.get(written, 1))
    )
    if found["n"] is None:
        return [Fact("count", (("order", 1),), start, found.end(), weak=True)], found.end()
    value = simple(several * group)
    readings: tuple[Reading, ...] = (("number", value), *((("number", 10),) if written in ("a", "half a") else ()))
    return [Fact("count", readings, start, found.end(), weak=written == "a", raw=value)], found.end()


def read_half(text: str, start: int, word: str) -> Found:
    """Half past ten, half a dozen, half of them."""
    if (found := SPOKEN.match(text, start)) is not None:
        return spoken_time(found)
    if (found := _DOZEN.match(text, start)) is not None:
        return _dozen(found, start)
    if (scaled := _HALF_SCALE.match(text, start)) is not None:
        value = SCALES[scaled[1].casefold()] // 2
        return with_tail(text, [(value, start, scaled.end())], scaled.end(), "", written=scaled.group(), spelled=True)
    found = _HALF.match(text, start)
    if found is None:
        return NOTHING, start
    if unit := found["unit"]:
        family, size = TIME_UNITS[rules.TIME_WORDS[unit.casefold()]]
        return [
            Fact("duration", ((family, simple(Fraction(size, 2))),), start, found.end(), raw=Fraction(1, 2))
        ], found.end()
    if text[found.end() : found.end() + 1] == "-":
        return NOTHING, found.end()
    of = bool(re.match(r"\s+(?:of|the|a|its|their|our|all)\b", text[found.end() :]))
    return [Fact("number", (("ratio", Fraction(1, 2)),), start, found.end(), weak=not of)], found.end()


def read_quarter(text: str, start: int, word: str) -> Found:
    """Quarter past ten."""
    if (found := SPOKEN.match(text, start)) is not None:
        return spoken_time(found)
    return NOTHING, start


def read_ordinal(text: str, start: int, word: str) -> Found:
    """Third, twenty-third."""
    found = _ORDINAL.match(text, start)
    if found is None:
        return NOTHING, start
    value = ORDINALS[found["word"].casefold()]
    if tens := found["tens"]:
        if value >= 10:
            return _spelled(text, start)
        value += TENS[tens.casefold()]
    elif word.casefold() in TENS:
        return _spelled(text, start)
    if word.casefold() == "second" and re.match(r"(?:\s+(?:per|an?)|.*\bper)\s*$", text[:start].casefold()[-5:]):
        return NOTHING, start
    if value <= 31 and (month := _OF_MONTH.match(text, found.end())) is not None:
        day = ("date", int(month[2] or 0), rules.MONTHS[month[1].casefold()], value)
        return [Fact("date", (day,), start, month.end())], month.end()
    return ordinal_facts(text, [(value, start, found.end())], found.end())


def read_multiple(text: str, start: int, word: str) -> Found:
    """Doubled."""
    return [Fact("number", (("ratio", rules.MULTIPLES[word.casefold()]),), start, start + len(word))], start + len(word)


def read_twice(text: str, start: int, word: str) -> Found:
    """Twice, thrice."""
    times = 2 if word.casefold() == "twice" else 3
    return [Fact("count", (("number", times), ("ratio", times)), start, start + len(word))], start + len(word)


def read_halved(text: str, start: int, word: str) -> Found:
    """Halved."""
    return [Fact("number", (("ratio", Fraction(1, 2)),), start, start + len(word))], start + len(word)


def read_fold(text: str, start: int, word: str) -> Found:
    """Twofold, tenfold."""
    value = UNITS[word.casefold().removesuffix("fold")]
    return [Fact("number", (("ratio", value),), start, start + len(word))], start + len(word)


def read_weak(text: str, start: int, word: str) -> Found:
    """Both, a pair: numbers that may be left out."""
    value = rules.WEAK_NUMBERS[word.casefold()]
    readings: tuple[Reading, ...] = (("number", value), ("ratio", value), ("ordinal", value))
    return [Fact("count", readings, start, start + len(word), weak=True, raw=value)], start + len(word)


def read_weak_span(text: str, start: int, word: str) -> Found:
    """Annual, daily."""
    lower, end = word.casefold(), start + len(word)
    unit, several = rules.WEAK_SPANS[lower]
    family, size = TIME_UNITS[unit]
    span: Reading = (family, size * several)
    if (often := rules.OFTEN.get(lower)) is not None:
        return [Fact("duration", (("every", often), span), start, end, weak=True)], end
    return [Fact("duration", (span,), start, end, weak=True)], end


def read_long(text: str, start: int, word: str) -> Found:
    """Yearlong, weeklong."""
    end = start + len(word)
    if not word.casefold().endswith("long"):
        if (more := HALF_MORE.match(text, end)) is not None:
            family, size = TIME_UNITS[rules.TIME_WORDS[word.casefold()]]
            half: Reading = (family, simple(size * (1 + fraction_more(more))))
            return [Fact("duration", (half,), start, more.end(), raw=1 + fraction_more(more))], more.end()
        if text[end : end + 5].casefold() not in ("-long", " long"):
            return NOTHING, start
        end += 5
    family, size = TIME_UNITS[word.casefold().removesuffix("long")]
    return [Fact("duration", ((family, size),), start, end, weak=True)], end


def read_every(text: str, start: int, word: str) -> Found:
    """Every second year, every other week."""
    if (found := _EVERY_OTHER.match(text, start)) is None:
        return NOTHING, start
    family, size = TIME_UNITS[(found[1] or "week").casefold()]
    end = found.start() + len(found.group().rstrip())
    return [Fact("duration", ((family, 2 * size), ("ordinal", 2)), start, end, raw=2)], end


def read_order(text: str, start: int, word: str) -> Found:
    """Hundreds, tens of thousands."""
    noughts, end = rules.ORDERS[word.casefold()], start + len(word)
    if (found := _OF_ORDER.match(text, end)) is not None:
        noughts, end = noughts + rules.ORDERS[found[1].casefold()], found.end()
    return [Fact("count", (("order", noughts),), start, end, weak=True)], end
