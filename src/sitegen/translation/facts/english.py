"""The facts of an English text."""

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from sitegen.translation.facts import english_rules as rules
from sitegen.translation.facts.addresses import BLANK, addresses
from sitegen.translation.facts.fact import Amount, Fact, FactKind, Reading, simple
from sitegen.translation.facts.numerals import LETTER_SCALES, ORDINALS, SCALES, TENS, UNITS, digits, english_words
from sitegen.translation.facts.spans import merged
from sitegen.translation.facts.units import MEASURES, TIME_UNITS, ZONES, offset_readings, zone_readings

_MONTH = "|".join(sorted(rules.MONTHS, key=len, reverse=True))
_DOT = r"(?:(?<=jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)\.|(?<=sept)\.)?"
_WEEKDAY = "|".join(sorted(rules.WEEKDAYS, key=len, reverse=True))
_YEAR = r"(?:1[0-9]{3}|20[0-9]{2})(?![0-9]|[,.][0-9])"
_PLACEHOLDERS = {
    **{
        f"{{day{n}}}": rf"(?:the )?(?P<d{n}>0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?"
        rf"(?![0-9:]|[.,][0-9]|\s?[%ap]\b)(?: of(?= (?:{_MONTH})))?"
        for n in "12"
    },
    **{f"{{month{n}}}": rf"(?P<m{n}>{_MONTH})\b{_DOT}" for n in "12"},
    **{f"{{year{n}}}": rf"(?P<y{n}>{_YEAR})" for n in "12"},
    **{f"{{iso{n}}}": rf"(?P<iso{n}>[12][0-9]{{3}}([-/.])[01]?[0-9]\{{sep{n}}}[0-3]?[0-9])(?![0-9])" for n in "12"},
    "{weekday2}": rf"(?:(?P<w2>{_WEEKDAY})\b\.?,?\s+)?",
    "{short2}": r"(?P<s2>[0-9]{2})(?![0-9])(?![-/][0-9])",
    "{slash}": r"\s?[-–—/]\s?",
}


def _compiled(template: str, *, to: str = rules.TO) -> re.Pattern[str]:
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


_FROM_DIGIT = [_compiled(t) for t, _ in (*rules.RANGES, *rules.DATES) if t.startswith(("{day", "{iso", "{year"))]
_FROM_MONTH = [_compiled(t) for t, _ in (*rules.RANGES, *rules.DATES) if t.startswith("{month")]
_BETWEEN_DATES = [
    _compiled(t, to=r"\s+and\s+") for t, _ in rules.RANGES if "{to}" in t and t.startswith(("{day", "{year"))
]
_DAYS_MONTH = re.compile(
    rf"((?:the )?[0-3]?[0-9](?:st|nd|rd|th)?(?:{rules.AND}(?:the )?[0-3]?[0-9](?:st|nd|rd|th)?)+)"
    rf"(?: of)?\s+({_MONTH})\b{_DOT}"
    rf"(?:,?\s+({_YEAR}))?",
    re.IGNORECASE,
)
_MONTH_DAYS = re.compile(
    rf"({_MONTH})\b{_DOT}\s+([0-3]?[0-9](?:st|nd|rd|th)?(?:{rules.AND}[0-3]?[0-9](?:st|nd|rd|th)?(?![0-9:]|[.,][0-9]|\s?[ap]\.?m))+)"
    rf"(?:(?:,\s*|\s+)({_YEAR}))?(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(r"([0-3]?[0-9])([./-])([0-3]?[0-9])\2((?:19|20)?[0-9]{2})(?![0-9])")
_MONTH_ALONE = re.compile(rf"({_MONTH})\b{_DOT}", re.IGNORECASE)
_NUMBER_IN = re.compile(r"[0-9]+")

_CLOCK = r"(?P<h{n}>2[0-4]|[01]?[0-9])(?![0-9])(?:[:.h](?P<min{n}>[0-5][0-9]))?"
_DOTTED = re.compile(
    rf"(2[0-4]|[01]?[0-9])\.([0-5][0-9])(?:(?:{rules.TO}|\s+and\s+)(2[0-4]|[01]?[0-9])\.([0-5][0-9]))?"
    r"(?![0-9%‰°]|[.,:][0-9]|\s*,?\s*(?i:[ap]\.?m\b|noon|in the|at night|o['’]clock|hrs))"
)
_PART = (
    r"(?:\s*,?\s*(?P<p{n}>"
    + "|".join(re.escape(p) for p in sorted(rules.DAY_PARTS, key=len, reverse=True))
    + r")(?![A-Za-z]))"
)
_OCLOCK = r"(?:\s?(?:o['’]clock|hrs|hours)\b)"
_TIME_RANGE = re.compile(
    (_CLOCK + _PART + "?").replace("{n}", "1") + rules.TO + (_CLOCK + _PART + "?").replace("{n}", "2") + r"(?![0-9:%])",
    re.IGNORECASE,
)
_AND_RANGE = re.compile(
    (_CLOCK + _PART + "?").replace("{n}", "1") + r"\s+and\s+" + (_CLOCK + _PART).replace("{n}", "2") + r"(?![0-9:%])",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?P<h1>2[0-4]|[01]?[0-9])(?![0-9])(?:(?P<sign>[:.h])(?P<min1>[0-5][0-9])(?!\.?[0-9])(?P<o>"
    + _OCLOCK
    + ")?|(?P<o2>"
    + _OCLOCK
    + "))?"
    + _PART.replace("{n}", "1")
    + "?",
    re.IGNORECASE,
)
_FOUR_DIGITS = re.compile(r"([01][0-9]|2[0-3])([0-5][0-9])(?:\s?(?:hrs|hours|h)\b|(?<=0[0-9]{3})(?![0-9A-Za-z,.:/]))")
_SPOKEN = re.compile(
    r"(?:(?P<half>half)|(?:a\s+)?(?P<quarter>quarter)|(?P<number>five|ten|twenty(?:[- ]five)?|"
    r"[0-9]{1,2}(?= minutes| past ))"
    r"(?: minutes)?)\s+"
    r"(?P<way>past|to|after)\s+(?P<hour>"
    + "|".join([*list(UNITS)[1:13], "noon", "midnight", "[0-9]{1,2}"])
    + r")\b(?!\s*(?:%|per\s?cent|percentage|years?|months?|weeks?|days?|hours?|minutes?|times|people))"
    + _PART.replace("{n}", "1")
    + "?",
    re.IGNORECASE,
)
_HOUR_WORD = re.compile(
    r"(?P<hour>"
    + "|".join(list(UNITS)[1:13])
    + r")(?:(?P<o>"
    + r"\s?o['’]clock\b"
    + ")"
    + _PART.replace("{n}", "1")
    + "?|"
    + _PART.replace("{n}", "2")
    + r")(?![A-Za-z])",
    re.IGNORECASE,
)
_LONG_UNITS = "|".join(
    sorted((word for word in rules.TIME_WORDS if word not in rules.SHORT_TIME_WORDS), key=len, reverse=True)
)
_UNIT_BEHIND = re.compile(r"[\s-]+(?:consecutive\s+|successive\s+)?(day|night|week|month|year|decade|term)\b",
    re.IGNORECASE)
_DAY_OF_MONTH = re.compile(r"\s+of\s+(?:the|each|every|that|this|next|last)\s+month\b|(?<=[0-9](?:st|nd|rd|th))[,.;)]",
                           re.IGNORECASE)
_EVERY_SO_OFTEN = re.compile(r"-(hour|week|month|year)ly\b", re.IGNORECASE)
_FIRST_OF = re.compile(rf"\s+(?:[0-9]|hour|few|couple|half|(?:{'|'.join([*UNITS, *TENS])})\b)", re.IGNORECASE)
_GROUND_FLOOR = re.compile(r"ground[\s-]+floor\b", re.IGNORECASE)
_RATIO = re.compile(r"([0-9]{1,4}):([0-9]{1,4})(?![0-9:]|\s?[ap]\.?m)")
_RATIO_BEFORE = re.compile(r"\b(?:ratio|odds|scale|score)\b[^.;]*$", re.IGNORECASE)
_BETWEEN_SIGN = re.compile(r"between\s+(?:[A-Z]{0,3}[£€¥$]?\s?)$", re.IGNORECASE)
_HALF_OF_DAY = re.compile(r"\s*[ap]\.?m", re.IGNORECASE)
_CLOCK_AHEAD = re.compile(
    r"[a-z]+(?:[\s-]+[a-z]+)?[\s-]+(?:past|to|after|minutes|o['’]clock)\b|an?\s+quarter\b|[a-z]+\s?(?:[ap]\.?m\b|o['’]|in\s+the\s|at\s+night)",
    re.IGNORECASE,
)
_AT = re.compile(r"(?:at|from|by|until|till|around|about|before|after)\s+$", re.IGNORECASE)
_NOON = re.compile(r"(?:12\s+)?(noon|midday|midnight)\b", re.IGNORECASE)

_SCALE = (
    r"(?:[\s-]?(?P<s{n}>hundred|thousand|million|billion|trillion)\b"
    r"|\s?(?P<l{n}>k|K|m|M|mn|mln|bn|tn|trn)(?![A-Za-z0-9²³]))"
)
_PLAIN = (
    r"(?P<n{n}>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?:[\u00a0\u202f\u2009 ][0-9]{3})+(?![0-9])|[0-9]+)"
    r"(?:\.[0-9]+|[½¼¾⅓⅔])?)"
)
_NUMBER = re.compile(
    (_PLAIN + _SCALE + "?").replace("{n}", "1")
    + r"(?:(?P<to>\s*[-–—−~]\s*|\s+to\s+|\s+or\s+)(?:[£€¥$]\s?)?"
    + (_PLAIN + _SCALE + "?").replace("{n}", "2")
    + r"(?![0-9:]))?"
)
_NUMBER_AND = re.compile(_NUMBER.pattern.replace(r"\s+or\s+", r"\s+and\s+").replace("(?![0-9:]))?", "(?![0-9:]))"))
_WORD = "|".join([*UNITS, *TENS, *SCALES])
_WORDS = re.compile(
    rf"(?:(?:a|an)\s+(?=hundred|thousand|million|billion)|(?:{_WORD})(?![A-Za-z]))"
    rf"(?:(?:[\s-]+(?:and\s+)?)?(?:{_WORD})(?![A-Za-z]))*",
    re.IGNORECASE,
)
_QUARTERS_OF_HOUR = re.compile(r"three[\s-]+quarters?(?:\s+of\s+an\s+|-)hour\b", re.IGNORECASE)
_OUT_OF = re.compile(
    r"(?P<part>[0-9]{1,2}|one|two|three|four|five|six|seven|eight|nine)[\s-]+(?:(?!in\b)[a-z]{3,}[\s-]+)?(?:in|out[\s-]+of(?:\s+every)?)[\s-]+"
    r"(?P<all>[0-9]{1,3}|two|three|four|five|six|seven|eight|nine|ten|twenty|a[\s-]+(?:hundred|thousand|million))"
    r"(?![0-9:]|[\s-]*(?-i:[A-Z]))\b",
    re.IGNORECASE,
)
_HALF_SCALE = re.compile(r"half\s+an?\s+(hundred|thousand|million|billion|trillion)\b", re.IGNORECASE)
_FIRST_QUARTERS = re.compile(rf"[\s-]+(two|three)\s+quarters\b(?:(?:\s+of)?\s+({_YEAR}))?", re.IGNORECASE)
_SCALE_BEHIND = re.compile(r"[\s-]+(hundred|thousand|million|billion|trillion)\b", re.IGNORECASE)
_QUARTER_SCALE = re.compile(
    r"(?:(?P<n>a|one|three)[\s-]+)quarters?\s+of\s+a\s+(?P<s>hundred|thousand|million|billion|trillion)\b",
    re.IGNORECASE,
)
_EVERY_OTHER = re.compile(rf"every\s+(?:second|other)\s+(?:(day|week|month|year)\b|(?={_WEEKDAY}))", re.IGNORECASE)
_FISCAL = re.compile(rf"FY\s?({_YEAR})(?:[/-]([0-9]{{2}})(?![0-9]))?", re.IGNORECASE)
_DOZEN = re.compile(
    r"(?:(?P<n>" + "|".join(list(UNITS)[1:]) + r"|half a|a|[0-9]+)\s+)?(?P<what>dozen)(?!s)\b", re.IGNORECASE
)
_HALF_MORE = re.compile(r"[\s-]and[\s-](?:a[\s-](half|quarter)|(three)[\s-]quarters)\b", re.IGNORECASE)
_ORDINAL_TAIL = re.compile(r"(?:st|nd|rd|th)\b")
_TAIL = re.compile(
    r"[\s\u00a0*_-]*([%％‰°℃][CF]?|×|(?:km/h)|[A-Za-z]+[²³]?)(?:[\s\u00a0-]+([A-Za-z]+))?(?:[\s-]+([A-Za-z]+))?"
)
_UNIT_AT = re.compile(r"[\s\u00a0*_-]*(?:[%％‰°℃][CF]?|×|km/h|[A-Za-z]+[²³]?)")
_ADJACENT = re.compile(r"[\s*_-]*([A-Za-z]+)")
_FRACTION_SLASH = re.compile(r"([1-9][0-9]?)/([1-9][0-9]?)(?![0-9/])")
_HALF = re.compile(
    r"half(?:[\s-]+(?:an?|of an?|the)?[\s-]*(?P<unit>" + _LONG_UNITS + r")\b)?",
    re.IGNORECASE,
)
_OF_A_UNIT = re.compile(r"\s+of\s+an?\s+(" + _LONG_UNITS + r")\b", re.IGNORECASE)
_A_AND_HALF = re.compile(
    r"an?\s+(?P<unit>" + _LONG_UNITS + r")(?P<more>\s+and\s+(?:a\s+(?:half|quarter)|three[\s-]quarters)\b)",
    re.IGNORECASE,
)
_A_UNIT = re.compile(r"(?:an?|one|per)[\s-]+(?P<unit>" + _LONG_UNITS + r")\b", re.IGNORECASE)
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
_CENTURY = re.compile(r"[\s-]+centur(?:y|ies)\b", re.IGNORECASE)
_OF_YEAR = re.compile(rf"(?:\s+(?:of|in)(?:\s+the)?)?,?\s+({_YEAR})")
_QUARTER_OF = re.compile(r"[\s-]+quarter\b(?!\s*[-–]?final)", re.IGNORECASE)
_HALF_OF = re.compile(r"[\s-]+half\b(?=\s+of\s+(?:the\s+)?(?:year|[12])|\s+[12][0-9]{3}|\s*$|[,.;)])", re.IGNORECASE)
_HALF_BEHIND = re.compile(r"[\s-]+half\b", re.IGNORECASE)
_PHASE = re.compile(
    rf"(?:last|first)\s+(?P<days>ten days) of\b|(?:early|mid|late)(?:\s+in)?(?:\s+the)?[\s-]+"
    rf"(?:(?:{_MONTH})\b|[12][0-9]{{3}}|"
    r"[0-9]+(?:st|nd|rd|th)\b|(?:spring|summer|autumn|winter)\b)"
    rf"|(?:beginning|start|middle|end) of (?:the (?:year|month|[0-9]+s|[0-9]+th century|21st century)\b|last year\b|"
    rf"this year\b|"
    rf"[12][0-9]{{3}}|(?:{_MONTH})\b)",
    re.IGNORECASE,
)
_OF_ORDER = re.compile(r"\s+of\s+(thousands|millions|billions)\b", re.IGNORECASE)
_PERIOD = re.compile(rf"(?P<p>[QqHh][1-4])(?![0-9A-Za-z])(?:(?:\s+of)?[\s-]+(?P<y>{_YEAR}))?")
_SEASON = re.compile(rf"(spring|summer|autumn|fall|winter)(?:\s+of)?,?\s+({_YEAR})", re.IGNORECASE)
_NO_SEASON = re.compile(r"[\s-]+(?:Festival|Gala|back|up|to|water|onion|balance|framework|time zone)\b")
_FALL = re.compile(
    r"\s+(?:term|semester|school|session|intake|meeting|conference|forum|season|edition)\b", re.IGNORECASE)
_DECADE = re.compile(r"(?:(?P<c>1[0-9]|20)|['’](?=[0-9]))?(?P<d>[0-9]0)['’]?s(?![A-Za-z])")
_FIVE_YEAR = re.compile(r"\s+five[- ]year\s+plans?", re.IGNORECASE)
_MONEY_SIGN = re.compile("|".join(re.escape(sign) for sign in sorted(rules.CURRENCY_SIGNS, key=len, reverse=True)))
_OFFSET = re.compile(r"(?:UTC|GMT)\s?(?:([+\-−–±])\s?([0-9]{1,2})(?::?([0-9]{2}))?)?(?![A-Za-z0-9])")
_ZONE = re.compile(
    r"(?<![A-Za-z])(?:" + "|".join(re.escape(z) for z in sorted(rules.ZONES, key=len, reverse=True)) + r")(?![A-Za-z])"
)
_ROMAN_ONE = re.compile(r"\b(?:Act|Part|Phase|Volume|Book|Stage|Grade|Level|Category|Type|Class|Tier|War|Unit|Paper) $")
_ROMAN = re.compile(r"(?<=[a-z] )(II|III|IV|VI{0,3}|IX|XI{0,3}|XIV|XV)(?![A-Za-z.])")
_ROMAN_VALUES = {
    "II": 2,
    "III": 3,
    "IV": 4,
    "V": 5,
    "VI": 6,
    "VII": 7,
    "VIII": 8,
    "IX": 9,
    "X": 10,
    "XI": 11,
    "XII": 12,
    "XIII": 13,
    "XIV": 14,
    "XV": 15,
}
_SPELLED = {word: number for word, number in UNITS.items() if 1 <= number <= 12}
_IDIOM = re.compile(
    r"\b(?:" + "|".join([*rules.ORDINAL_IDIOMS, *rules.NUMBER_IDIOMS]) + r")(?![a-z])"
)
_IDIOM_WORDS = frozenset({
    "first", "firstly", "second", "third", "one", "two", "zero", "five", "fifty", "three", "thousand", "hundred",
    "million", "four", "fours", "nought", "ten", "nine", "eight", "sixes", "group", "eleventh", "net",
})
"""What every idiom has one of: looked for first, because that is quick."""
_MONTH_BEFORE = re.compile(
    r"(?:in|of|by|since|until|till|from|to|during|last|next|this|early|late|mid|each|every|and|through)[\s-]+$",
    re.IGNORECASE,
)
_WORDS_OF = re.compile(r"[a-z]+")
_DIGIT_OR_SIGN = re.compile(r"[0-9$£€¥￥₩₽₹@]|\]\(|://|[Ww]{3}\.")
_ABBREVIATED = {"mon", "tue", "tues", "wed", "weds", "thu", "thur", "thurs", "fri", "sat", "sun"}
_TO_PER_CENT = re.compile(rf"\s+to\s+({'|'.join([*UNITS, *TENS])})(?=\s+per\s?cent\b)", re.IGNORECASE)
_SPELLED_MONTHS = {"may", "march"}
_IS_VERB = re.compile(r"[0-9](?:st|nd|rd|th)?\s+(?:may|march)$")
"""Nobody under 12 may enter."""
_NOT_MONTH_BEHIND = re.compile(
    r"\s+(?:we|i|I|you|he|she|they|it|the|all|this|that|not|be|also|have|on|past|through|forward|with)\b"
)


def english_facts(text: str) -> list[Fact]:
    """The facts of an English text, as they stand."""
    lower = _lowered(text)
    words = _WORDS_OF.findall(lower)
    if _TELLING.isdisjoint(words) and _DIGIT_OR_SIGN.search(text) is None:
        return []
    found, blanked = addresses(text)
    if blanked is not text:
        lower = _lowered(blanked)
    if not _IDIOM_WORDS.isdisjoint(words) or "24/7" in text or "50" in text:
        blanked, lower = _without_idioms(blanked, lower)
    position = 0
    for start, sign in _starts(lower, words):
        if start < position:
            continue
        if sign.isdigit():
            facts, end = _from_digit(blanked, start)
        else:
            facts, end = _READERS[sign](blanked, start, blanked[start : start + len(sign)])
        if facts or end > start:
            found.extend(facts)
            position = max(end, start + 1)
    return merged(sorted(found, key=lambda fact: (fact.start, fact.end)), blanked)


def _starts(lower: str, words: list[str]) -> list[tuple[int, str]]:
    """Where facts may begin, and the word or sign that stands there."""
    found = [(match.start(), match.group()) for match in _NUMBER_IN.finditer(lower)]
    if _SIGN.search(lower) is not None:
        found += [(match.start(), match.group()) for match in _CURRENCY.finditer(lower)]
    for word in _TELLING.intersection(words):
        at = lower.find(word)
        while at >= 0:
            end = at + len(word)
            if not ("a" <= lower[at - 1 : at] <= "z" or "a" <= lower[end : end + 1] <= "z"):
                if word in _BEHIND_ARTICLE and (article := _ARTICLE.search(lower, max(0, at - 5), at)) is not None:
                    found.append((article.start(), article[1]))
                if word in _READERS:
                    found.append((at, word))
            at = lower.find(word, end)
    found.sort()
    return found


def _lowered(text: str) -> str:
    """In lower case, sign for sign."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(sign.lower()[:1] for sign in text)


def _without_idioms(text: str, lower: str) -> tuple[str, str]:
    """With blanks for numbers that are none."""
    for match in _IDIOM.finditer(lower):
        start, end = match.span()
        blank = BLANK * (end - start)
        text, lower = text[:start] + blank + text[end:], lower[:start] + blank + lower[end:]
    return text, lower


_Found = tuple[list[Fact], int]
_NOTHING: list[Fact] = []


# ---- dates ---------------------------------------------------------------------------------------------------------


def _from_digit(text: str, start: int) -> _Found:
    if start and (text[start - 1].isalnum() or (text[start - 1] in ".," and start > 1 and text[start - 2].isdigit())):
        return _NOTHING, _end_of_number(text, start)
    if _DATE_OR_TIME.match(text, start) is None:
        return _number(text, start, "")
    if (found := _DAYS_MONTH.match(text, start)) is not None and not _dash_in(found[1]):
        return _days(found, found[1], 1, found[2], found[3]), found.end()
    if text[max(0, start - 8) : start].casefold() == "between ":
        for pattern in _BETWEEN_DATES:
            if (found := pattern.match(text, start)) is not None and (facts := _dated(found)):
                return facts, found.end()
    for pattern in _FROM_DIGIT:
        if (found := pattern.match(text, start)) is not None and (facts := _dated(found)) \
                and not _IS_VERB.search(found.group()):
            return facts, found.end()
    if (found := _RATIO.match(text, start)) is not None and (
        len(found[2]) != 2 or int(found[2]) > 59 or _RATIO_BEFORE.search(text, max(0, start - 40), start)
    ):
        return [
            Fact("number", (("number", int(found[n])),), *found.span(n), raw=int(found[n])) for n in (1, 2)
        ], found.end()
    if (found := _DAY_FIRST.match(text, start)) is not None and (facts := _numeric(found)):
        return facts, found.end()
    if (found := _DECADE.match(text, start)) is not None:
        return _decade(found), found.end()
    if (facts_and_end := _clock(text, start))[0]:
        return facts_and_end
    return _number(text, start, "")


_DATE_OR_TIME = re.compile(
    r"0[0-9]{3}(?![0-9])|[0-9]{1,4}(?:(?:st|nd|rd|th|['’]?s|[ap]\.?m|h|\s+(?:of|to|until|till|through|thru|and|or|&))\b|[-–—−‒~～,;/.:&]"
    rf"|\s+(?:[-–—−‒~～/&]|(?:{_MONTH})\b|[ap]\.?m|noon|midday|o['’]clock|hrs|hours|in\s+the\b|at\s+night|this\b"
    r"|tomorrow\b|minutes\s+(?:past|to|after)|past\s))",
    re.IGNORECASE,
)
"""What every date, decade and time that begins with digits begins with."""


def _end_of_number(text: str, start: int) -> int:
    found = _NUMBER_IN.match(text, start)
    return found.end() if found else start + 1


def _dash_in(text: str) -> bool:
    return any(sign in text for sign in "-–—")


def _from_month(text: str, start: int, word: str) -> _Found:
    if (found := _MONTH_DAYS.match(text, start)) is not None:
        return _days(found, found[2], 2, found[1], found[3]), found.end()
    for pattern in _FROM_MONTH:
        if (found := pattern.match(text, start)) is not None and (facts := _dated(found)):
            return facts, found.end()
    lower = word.casefold()
    if not word[0].isupper() or (len(word) < 4 and lower != "may"):
        return _NOTHING, start
    if (
        lower in _SPELLED_MONTHS
        and _NOT_MONTH_BEHIND.match(text, start + len(word))
        and not _MONTH_BEFORE.search(text, max(0, start - 12), start)
    ):
        return _NOTHING, start
    return [Fact("date", (("date", 0, rules.MONTHS[lower], 0),), start, start + len(word))], start + len(word)


def _days(found: re.Match[str], days: str, group: int, month: str, year: str | None) -> list[Fact]:
    y, m = int(year or 0), rules.MONTHS[month.casefold()]
    numbers = [(each.start(), each.end(), int(each.group())) for each in _NUMBER_IN.finditer(days)]
    base = found.start(group)
    if any(not 1 <= day <= 31 for _, _, day in numbers):
        return []
    return [Fact("date", (("date", y, m, day),), base + start, base + end) for start, end, day in numbers]


def _dated(found: re.Match[str]) -> list[Fact]:
    """A date or a range of dates from the parts that were found; nothing where they are no date."""
    part = found.groupdict()
    if part.get("iso1"):
        first = _iso(part["iso1"])
        if not part.get("iso2"):
            return [_date(found, first)] if _valid(first) else []
        return _range(found, first, _iso(part["iso2"]))
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


def _iso(text: str) -> tuple[int, int, int]:
    year, month, day = (int(piece) for piece in re.split(r"[-/.]", text))
    return year, month, day


def _numeric(found: re.Match[str]) -> list[Fact]:
    """09/11/2022: the day first, or the month."""
    a, b, year = int(found[1]), int(found[3]), int(found[4])
    year += 2000 if year < 100 else 0
    readings: list[Reading] = [("date", year, m, d) for d, m in ((a, b), (b, a)) if 1 <= m <= 12 and 1 <= d <= 31]
    return [Fact("date", tuple(dict.fromkeys(readings)), found.start(), found.end())] if readings else []


def _decade(found: re.Match[str]) -> list[Fact]:
    decade = int((found["c"] or "") + found["d"])
    readings: tuple[Reading, ...] = (("decade", decade),)
    if found["c"] is None:
        readings = tuple(("decade", century + decade) for century in ((1900, 0, 2000) if decade <= 20 else (1900, 0)))
    return [Fact("date", readings, found.start(), found.end())]


def _weekday(text: str, start: int, word: str) -> _Found:
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
            return _NOTHING, start
    elif not word[0].isupper():
        return _NOTHING, start
    return [Fact("weekday", (("weekday", rules.WEEKDAYS[lower]),), start, end)], end


def _season(text: str, start: int, word: str) -> _Found:
    if (found := _SEASON.match(text, start)) is None:
        return _season_alone(text, start, word)
    season = rules.SEASONS[found[1].casefold()]
    return [Fact("date", (("period", int(found[2]), season),), start, found.end())], found.end()


def _season_alone(text: str, start: int, word: str) -> _Found:
    """Spring term: what part of the year, which nobody need say."""
    lower, end = word.casefold(), start + len(word)
    if _NO_SEASON.match(text, end) or (lower == "fall" and not _FALL.match(text, end)):
        return _NOTHING, start
    return [Fact("date", (("season", rules.SEASONS[lower]),), start, end, weak=True)], end


def _old_term(text: str, start: int, word: str) -> _Found:
    """Michaelmas term."""
    end = start + len(word)
    if text[end : end + 5].casefold() != " term":
        return _NOTHING, start
    return [Fact("date", (("season", rules.TERMS[word.casefold()]),), start, end, weak=True)], end


def _period(text: str, start: int, word: str) -> _Found:
    if (found := _PERIOD.match(text, start)) is None or (start and text[start - 1].isalnum()):
        return _NOTHING, start
    name = found["p"].upper()
    if name in ("H3", "H4"):
        return _NOTHING, start
    return [
        Fact("date", (("period", int(found["y"] or _year_before(text, start)), name),), start, found.end())
    ], found.end()


def _year_before(text: str, start: int) -> int:
    found = re.search(rf"({_YEAR})\s*$", text[max(0, start - 6) : start])
    return int(found[1]) if found else 0


# ---- times ---------------------------------------------------------------------------------------------------------


def _clock(text: str, start: int) -> _Found:
    if (dotted := _DOTTED.match(text, start)) is not None:
        return _dotted(text, dotted)
    for pattern in (_TIME_RANGE, _AND_RANGE):
        if (found := pattern.match(text, start)) is not None:
            signs = bool(found["min1"] or found["min2"])
            if not (signs or found["p1"] or found["p2"]):
                continue
            if (
                pattern is _AND_RANGE
                and not re.search(r"between\s+$", text[:start], re.IGNORECASE)
                and found["min1"] is None
            ):
                continue
            second = _part(found["p2"])
            first = _part(found["p1"])
            if first is None and second is not None:
                first = _inherited(int(found["h1"]), int(found["h2"]), second)
            return [
                _time(
                    found["h1"],
                    found["min1"],
                    first,
                    found.start(),
                    found.end("p1") if found["p1"] else found.end("min1") if found["min1"] else found.end("h1"),
                ),
                _time(found["h2"], found["min2"], second, found.start("h2"), found.end()),
            ], found.end()
    if (found := _FOUR_DIGITS.match(text, start)) is not None:
        fact = _time(found[1], found[2], "24", start, found.end())
        return [fact._replace(readings=(*fact.readings, ("number", int(found[1] + found[2]))))], found.end()
    if (found := _SPOKEN.match(text, start)) is not None:
        return _spoken(found)
    if (found := _TIME.match(text, start)) is None:
        return _NOTHING, start
    spoken = found["p1"] or found["o"] or found["o2"]
    if not spoken and (found["min1"] is None or found["sign"] == "." or text[found.end() : found.end() + 1] == "%"):
        return _NOTHING, start
    if found["o2"] and found["o2"].strip().lower() in ("hours", "hrs") and not found["p1"]:
        return _NOTHING, start
    if (
        found["p1"]
        and found["min1"] is None
        and not found["o2"]
        and not re.match(r"\s*,?\s*(?:[ap]\.?m|noon|midday)", found.group()[len(found["h1"]) :], re.IGNORECASE)
        and not _AT.search(text, max(0, start - 8), start)
    ):
        # "3 in the morning" may be three of something.
        fact = _time(found["h1"], None, _part(found["p1"]), start, found.end())
        return [fact._replace(readings=(*fact.readings, ("number", int(found["h1"]))))], found.end()
    return [_time(found["h1"], found["min1"], _part(found["p1"]), start, found.end())], found.end()


def _dotted(text: str, found: re.Match[str]) -> _Found:
    """9.30, as a time or as a number; which, nobody can tell but the other text."""
    behind = _TAIL.match(text, found.end())
    unit = (behind[1] or "").casefold() if behind else ""
    if unit in SCALES or unit in LETTER_SCALES or (_unit(unit, [], False)):
        return _NOTHING, found.start()
    hours = found[3] is not None or _AT.search(text, max(0, found.start() - 8), found.start()) is not None
    facts = []
    for hour, minute in ((1, 2), (3, 4)):
        if found[hour] is not None:
            fact = _time(found[hour], found[minute], None, found.start(hour), found.end(minute))
            amount = digits(f"{found[hour]}.{found[minute]}")
            plain: Reading = ("number", amount)
            readings = (*fact.readings, plain) if hours else (plain, *fact.readings)
            facts.append(fact._replace(kind="time" if hours else "number", readings=readings, raw=amount))
    return facts, found.end()


def _part(written: str | None) -> str | None:
    return rules.DAY_PARTS[written.casefold()] if written else None


def _inherited(first: int, second: int, part: str) -> str:
    """Of 9–11 a.m. and 10–2 p.m. the first time's half of the day."""
    if part == "pm" and first % 12 > second % 12:
        return "am"
    return part


def _time(hour: str, minute: str | None, part: str | None, start: int, end: int) -> Fact:
    h, m = int(hour), int(minute or 0)
    if part == "pm" and h < 12:
        h += 12
    elif part == "am" and h == 12:
        h = 0
    times = [h * 60 + m]
    if part is None and 1 <= h <= 11 and not hour.startswith("0"):
        times.append(times[0] + 720)
    return Fact("time", tuple(("time", time % 1440) for time in times), start, end)


def _spoken(found: re.Match[str]) -> _Found:
    """Half past ten, a quarter to three in the afternoon."""
    word = found["hour"].casefold()
    hour = {"noon": 12, "midnight": 24}.get(word) or (int(word) if word.isdigit() else _SPELLED[word])
    minutes = 30 if found["half"] else 15 if found["quarter"] else 0
    if number := found["number"]:
        minutes = int(number) if number.isdigit() else english_words(re.split(r"[\s-]", number.casefold())) or 0
    total = hour * 60 + (minutes if found["way"].casefold() != "to" else -minutes)
    fact = _time(str(total // 60), str(total % 60), _part(found["p1"]), found.start(), found.end())
    return [fact], found.end()


def _noon(text: str, start: int, word: str) -> _Found:
    readings: tuple[Reading, ...] = (("time", rules.CLOCK_WORDS[word.casefold()]),)
    before = text[:start].casefold()
    if before.endswith(("before ", "after ")):
        # A letter that comes before noon comes in the morning.
        readings = (*readings, ("part", "am" if before.endswith("before ") else "pm"))
    return [Fact("time", readings, start, start + len(word))], start + len(word)


def _zone(text: str, start: int, word: str) -> _Found:
    if (found := _OFFSET.match(text, start)) is not None:
        minutes = int(found[2] or 0) * 60 + int(found[3] or 0)
        minutes = -minutes if found[1] in ("-", "−", "–") else minutes
        return [Fact("time", offset_readings(minutes), start, found.end())], found.end()
    if (found := _ZONE.match(text, start)) is None:
        return _NOTHING, start
    name = rules.ZONES[found.group()]
    return [Fact("time", zone_readings(name), start, found.end(), weak=not ZONES[name])], found.end()


# ---- numbers -------------------------------------------------------------------------------------------------------


def _number(text: str, start: int, currency: str) -> _Found:
    if not currency and (made := _out_of(text, start))[0]:
        return made
    if not currency and (found := _FRACTION_SLASH.match(text, start)) is not None:
        value = Fraction(int(found[1]), int(found[2]))
        return [Fact("number", (("ratio", simple(value)),), start, found.end(), weak=True)], found.end()
    found = _NUMBER.match(text, start)
    if _BETWEEN_SIGN.search(text, max(0, start - 12), start):
        found = _NUMBER_AND.match(text, start) or found
    if found is None:
        return _NOTHING, start
    if found["n2"] and (_no_range(text, found, currency) or _other_currency(found, currency)):
        found = _NUMBER.match(text, start, found.start("to")) or found
    first = digits(re.sub(r"[\u00a0\u202f\u2009 ]", "", found["n1"]))
    scale1 = _scale(found["s1"], found["l1"])
    amounts = [(first, found.start("n1"), found.end("n1"))]
    if found["n2"]:
        second = digits(re.sub(r"[\u00a0\u202f\u2009 ]", "", found["n2"]))
        scale2 = _scale(found["s2"], found["l2"])
        amounts = [
            (_times(first, scale1 if scale1 > 1 else scale2), found.start("n1"), found.end("n1")),
            (_times(second, scale2), found.start("n2"), found.end()),
        ]
    else:
        amounts = [(_times(first, scale1), start, found.end())]
    letter = found["l1"] if not found["n2"] else found["l2"]
    ambiguous = letter == "m" and not currency
    return _tailed(text, amounts, found.end(), currency, written=found.group(), metres=first if ambiguous else None)


def _other_currency(found: re.Match[str], currency: str) -> bool:
    """£1,450 or ¥13,200: two prices."""
    sign = found.group()[found.end("to") - found.start() : found.start("n2") - found.start()].strip()
    return bool(currency and sign) and rules.CURRENCY_SIGNS.get(sign) != currency


def _no_range(text: str, found: re.Match[str], currency: str) -> bool:
    """£1.8 million to 64 projects, from 30 to 25 people: what follows "to" is another matter."""
    if found["to"].strip() != "to":
        return False
    scaled, plain = found["s1"] or found["l1"], not (found["s2"] or found["l2"])
    if scaled and plain:
        return True
    signed = any(sign in found.group()[1:] for sign in "£€¥$")
    behind = _TAIL.match(text, found.end())
    word = (behind[1] or "") if behind else ""
    return bool(currency and plain and not signed and word.islower() and not _unit(word, [], False)
                and word not in _NOT_COUNTED)


def _scale(word: str | None, letter: str | None) -> int:
    return SCALES[word.casefold()] if word else LETTER_SCALES[letter.casefold()] if letter else 1


def _times(amount: Amount, scale: int) -> Amount:
    return amount * scale if isinstance(amount, int) else simple(amount * scale)


def _tailed(
    text: str,
    amounts: list[tuple[Amount, int, int]],
    end: int,
    currency: str,
    *,
    written: str,
    metres: Amount | None = None,
    spelled: bool = False,
) -> _Found:
    """Facts from numbers and what stands behind them."""
    if (more := _HALF_MORE.match(text, end)) is not None and len(amounts) == 1:
        scale = _SCALE_BEHIND.match(text, more.end())
        end = scale.end() if scale else more.end()
        size = SCALES[scale[1].casefold()] if scale else 1
        amounts = [(simple((Fraction(amounts[0][0]) + _more(more)) * size), amounts[0][1], end)]
    if not spelled and (tail := _ORDINAL_TAIL.match(text, end)) is not None:
        return _ordinal_facts(text, amounts, tail.end())
    if (more := _EVERY_SO_OFTEN.match(text, end)) is not None:
        family, size = TIME_UNITS[more[1].casefold()]
        return [
            Fact("duration", ((family, _times(amount, size)),), start, more.end(), raw=amount)
            for amount, start, _ in amounts
        ], more.end()
    tail = _TAIL.match(text, end)
    words = [word.casefold() for word in tail.groups() if word] if tail else []
    stop = end
    if words and words[0] in rules.BETWEEN and len(words) > 1:
        words = words[1:]
        stop = tail.start(2) if tail else end
    if currency:
        return [
            Fact("money", (("money", amount, currency),), start if i else amounts[0][1], last)
            for i, (amount, start, last) in enumerate(amounts)
        ], end
    for length in (2, 1):
        if len(words) < length:
            continue
        unit = " ".join(words[:length])
        if unit == "year" and _is_year(amounts[0][0], written, spelled):
            return [Fact("date", (("date", amounts[0][0], 0, 0),), amounts[0][1], end)], end
        made = _unit(unit, words[length : length + 1], spelled)
        if made is not None:
            known, reading = made
            finish = _end_of_unit(text, stop, length)
            facts = []
            for number, (amount, start, last) in enumerate(amounts):
                close = finish if number == len(amounts) - 1 else last
                facts.append(
                    Fact(
                        known,
                        reading(amount),
                        start,
                        close,
                        weak=amount == 1 and known in ("duration", "count", "money"),
                        raw=amount,
                    )
                )
            return facts, finish
    if metres is not None:
        return [Fact("number", (("number", amounts[0][0]), ("millimetres", metres * 1000)), amounts[0][1], end)], end
    kind: FactKind = "count" if words and words[0].islower() and words[0] not in _NOT_COUNTED else "number"
    hours = _hours_of(text, amounts)
    return [
        _plain(kind, amount, start, last, written, words, spelled, hours) for amount, start, last in amounts
    ], end


def _hours_of(text: str, amounts: list[tuple[Amount, int, int]]) -> bool:
    """Whether a bare number may be an hour: we meet at five, from 9 to 5."""
    return all(amount in _HOURS for amount, _, _ in amounts) and bool(
        _AT.search(text, max(0, amounts[0][1] - 8), amounts[0][1])
    )


_HOURS = range(1, 13)


_NOT_COUNTED = {
    "in",
    "on",
    "of",
    "and",
    "to",
    "at",
    "the",
    "by",
    "for",
    "from",
    "or",
    "is",
    "was",
    "are",
    "were",
    "as",
    "has",
}


def _plain(kind: FactKind, amount: Amount, start: int, end: int, written: str, words: list[str], spelled: bool,
           hours: bool = False) -> Fact:
    readings: tuple[Reading, ...] = (("number", amount),)
    if hours:
        readings = (*readings, ("time", amount * 60), ("time", (amount * 60 + 720) % 1440))
    if _is_year(amount, written, spelled):
        plural = bool(words) and words[0].endswith("s") and words[0] not in ("was", "is", "has", "as")
        readings = (
            (("number", amount), ("date", amount, 0, 0))
            if plural or words[:1] == ["people"]
            else (("date", amount, 0, 0), ("number", amount))
        )
        kind = "count" if plural else "date"
    return Fact(kind, readings, start, end, weak=amount == 1, raw=amount)


def _is_year(amount: Amount, written: str, spelled: bool) -> bool:
    return not spelled and len(written) == 4 and written.isdigit() and 1000 <= amount <= 2099


def _more(found: re.Match[str]) -> Fraction:
    """Of "and a half", "and three quarters"."""
    return Fraction(3, 4) if found[2] else Fraction(1, 2) if found[1].casefold() == "half" else Fraction(1, 4)


def _end_of_unit(text: str, stop: int, length: int) -> int:
    for _ in range(length):
        found = _UNIT_AT.match(text, stop)
        stop = found.end() if found else stop
    return stop


def _unit(
    unit: str, behind: list[str], spelled: bool
) -> tuple[FactKind, Callable[[Amount], tuple[Reading, ...]]] | None:
    """What a number becomes with this unit behind it."""
    if unit in rules.PERCENT_WORDS:
        return "percentage", lambda amount: (("ratio", simple(Fraction(amount) / 100)),)
    if unit in rules.PER_THOUSAND:
        return "percentage", lambda amount: (("ratio", simple(Fraction(amount) / 1000)),)
    if unit in rules.POINT_WORDS:
        return "percentage", lambda amount: (("points", amount),)
    if unit in ("point", "points") and not spelled:
        return "percentage", lambda amount: (("points", amount), ("number", amount))
    if unit == "quarters":
        return "number", lambda amount: (("ratio", simple(Fraction(amount) / 4)), ("months", _times(amount, 3)))
    if unit in rules.TIME_WORDS and (len(unit) > 1 or not spelled):
        family, size = TIME_UNITS[rules.TIME_WORDS[unit]]
        if behind[:1] == ["old"] or behind[:1] == ["olds"]:
            return "count", lambda amount: (("number", amount), (family, _times(amount, size)))
        return "duration", lambda amount: ((family, _times(amount, size)),)
    if unit in rules.MEASURE_WORDS and not (unit in ("m", "g", "v", "w") and spelled):
        family, size = MEASURES[rules.MEASURE_WORDS[unit]]
        return "number", lambda amount: ((family, _times(amount, size)),)
    if unit in rules.CURRENCY_WORDS:
        code = rules.CURRENCY_WORDS[unit]
        also: tuple[Reading, ...] = ()
        return "money", lambda amount: (("money", amount, code), *also)
    if unit in rules.TIMES_WORDS:
        if unit in ("fold", "x", "×") or (behind[:1] and behind[0] in rules.AS_MULTIPLE):
            also_more = behind[:1] and behind[0] in (
                "more",
                "over",
                "larger",
                "bigger",
                "higher",
                "greater",
                "faster",
                "longer",
            )
            return "number", lambda amount: (
                ("ratio", amount),
                *((("ratio", simple(Fraction(amount) + 1)),) if also_more else ()),
            )
        return "count", lambda amount: (("number", amount), ("ratio", amount))
    if unit in rules.FRACTIONS and spelled:
        part = rules.FRACTIONS[unit]
        return "number", lambda amount: (("ratio", simple(Fraction(amount) / part)),)
    return None


def _from_word(text: str, start: int, word: str) -> _Found:
    """From one, a hundred, twenty-six."""
    clock = _CLOCK_AHEAD.match(text, start) is not None or _AT.search(text, max(0, start - 8), start) is not None
    if clock and (found := _SPOKEN.match(text, start)) is not None:
        return _spoken(found)
    if clock and (found := _HOUR_WORD.match(text, start)) is not None:
        hour = _SPELLED[found["hour"].casefold()]
        fact = _time(str(hour), None, _part(found["p1"] or found["p2"]), start, found.end())
        sure = found["o"] or _HALF_OF_DAY.match(text, found.end("hour"))
        if not (sure or _AT.search(text, max(0, start - 8), start)):
            # "Three in the morning" may be three of something.
            fact = fact._replace(readings=(*fact.readings, ("number", hour)), raw=hour)
        return [fact], found.end()
    lower = word.casefold()
    if (found := _DOZEN.match(text, start)) is not None:
        return _dozen(found, start)
    if (found := _QUARTERS_OF_HOUR.match(text, start)) is not None:
        return [Fact("duration", (("minutes", 45),), start, found.end(), raw=45)], found.end()
    if lower in UNITS and (made := _out_of(text, start))[0]:
        return made
    if lower in ("a", "an", "one", "the"):
        if (with_article := _from_article(text, start, lower)) is not None:
            return with_article
        if lower == "the" or (lower in ("a", "an") and not _WORDS.match(text, start)):
            return _NOTHING, start
    if lower in TENS and (found := _ORDINAL.match(text, start)) is not None:
        return _ordinal(text, start, word)
    return _spelled(text, start)


def _out_of(text: str, start: int) -> _Found:
    """Two in five, nine out of ten: a share, or two numbers that happen to stand so."""
    found = _OUT_OF.match(text, start)
    if found is None:
        return _NOTHING, start
    part, whole = (_small(found[name]) for name in ("part", "all"))
    if not 0 < part < whole:
        return _NOTHING, start
    share: Reading = ("ratio", simple(Fraction(part, whole)))
    return [
        Fact("number", (share, ("number", part)), start, found.end("part"), weak=True),
        Fact("number", (("number", whole), share), found.start("all"), found.end(), weak=True),
    ], found.end()


def _small(written: str) -> int:
    written = written.casefold()
    if written.isdigit():
        return int(written)
    return SCALES[re.split(r"[\s-]+", written)[1]] if written.startswith("a") else {**UNITS, **TENS}[written]


def _spelled(text: str, start: int) -> _Found:
    found = _WORDS.match(text, start)
    if found is None:
        return _NOTHING, start
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
            facts, end = _tailed(text, amounts, end, "", written=found.group(), spelled=True)
            if words[0] in ("a", "an") and len(words) == 2 and facts[0].kind == "count":
                # A hundred times: as often as not a manner of speaking.
                facts = [fact._replace(weak=True) for fact in facts]
            return facts, end
    return _NOTHING, found.end()


def _several(text: str, start: int, end: int, scale: str) -> _Found:
    """A few hundred, several million."""
    if not re.search(r"(?:several|few|many|some)\s+$", text[max(0, start - 10) : start], re.IGNORECASE):
        return _NOTHING, end
    noughts = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9}.get(scale, 12)
    return [Fact("count", (("order", noughts),), start, end, weak=True)], end


def _from_article(text: str, start: int, word: str) -> _Found | None:
    if (found := _A_AND_HALF.match(text, start)) is not None and (more := _HALF_MORE.match(found["more"])) is not None:
        family, size = TIME_UNITS[rules.TIME_WORDS[found["unit"].casefold()]]
        span: Reading = (family, simple(size * (1 + _more(more))))
        return [Fact("duration", (span,), start, found.end(), raw=1 + _more(more))], found.end()
    if (found := re.compile(r"an?[\s-]+half[\s-](?=[A-Za-z])", re.IGNORECASE).match(text, start)) is not None:
        at = text.casefold().index("half", start)
        return _half(text, at, "half")
    if (found := _QUARTER_SCALE.match(text, start)) is not None:
        value = SCALES[found["s"].casefold()] // 4 * (3 if found["n"].casefold() == "three" else 1)
        return _tailed(text, [(value, start, found.end())], found.end(), "", written=found.group(), spelled=True)
    if (found := _A_FRACTION.match(text, start)) is not None and word != "the":
        return _fraction(text, start, found)
    if (found := _A_UNIT.match(text, start)) is not None:
        family, size = TIME_UNITS[rules.TIME_WORDS[found["unit"].casefold()]]
        often: Reading = ("every", found["unit"].casefold())
        return [
            Fact("duration", ((family, size), ("number", 1), often), start, found.end(), weak=True, raw=1)
        ], found.end()
    return None


def _fraction(text: str, start: int, found: re.Match[str]) -> _Found:
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


def _dozen(found: re.Match[str], start: int) -> _Found:
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


def _half(text: str, start: int, word: str) -> _Found:
    if (found := _SPOKEN.match(text, start)) is not None:
        return _spoken(found)
    if (found := _DOZEN.match(text, start)) is not None:
        return _dozen(found, start)
    if (scaled := _HALF_SCALE.match(text, start)) is not None:
        value = SCALES[scaled[1].casefold()] // 2
        return _tailed(text, [(value, start, scaled.end())], scaled.end(), "", written=scaled.group(), spelled=True)
    found = _HALF.match(text, start)
    if found is None:
        return _NOTHING, start
    if unit := found["unit"]:
        family, size = TIME_UNITS[rules.TIME_WORDS[unit.casefold()]]
        return [
            Fact("duration", ((family, simple(Fraction(size, 2))),), start, found.end(), raw=Fraction(1, 2))
        ], found.end()
    if text[found.end() : found.end() + 1] == "-":
        return _NOTHING, found.end()
    of = bool(re.match(r"\s+(?:of|the|a|its|their|our|all)\b", text[found.end() :]))
    return [Fact("number", (("ratio", Fraction(1, 2)),), start, found.end(), weak=not of)], found.end()


def _quarter(text: str, start: int, word: str) -> _Found:
    if (found := _SPOKEN.match(text, start)) is not None:
        return _spoken(found)
    return _NOTHING, start


def _ordinal(text: str, start: int, word: str) -> _Found:
    found = _ORDINAL.match(text, start)
    if found is None:
        return _NOTHING, start
    value = ORDINALS[found["word"].casefold()]
    if tens := found["tens"]:
        if value >= 10:
            return _spelled(text, start)
        value += TENS[tens.casefold()]
    elif word.casefold() in TENS:
        return _spelled(text, start)
    if word.casefold() == "second" and re.match(r"(?:\s+(?:per|an?)|.*\bper)\s*$", text[:start].casefold()[-5:]):
        return _NOTHING, start
    if value <= 31 and (month := _OF_MONTH.match(text, found.end())) is not None:
        day = ("date", int(month[2] or 0), rules.MONTHS[month[1].casefold()], value)
        return [Fact("date", (day,), start, month.end())], month.end()
    return _ordinal_facts(text, [(value, start, found.end())], found.end())


def _ordinal_facts(text: str, amounts: list[tuple[Amount, int, int]], end: int) -> _Found:
    amounts = [
        (amount, start, end if i == len(amounts) - 1 else last) for i, (amount, start, last) in enumerate(amounts)
    ]
    if (more := _CENTURY.match(text, end)) is not None:
        return [Fact("date", (("century", amount),), start, more.end()) for amount, start, _ in amounts], more.end()
    value = amounts[0][0]
    if value in (1, 2, 3, 4) and (more := _QUARTER_OF.match(text, end)) is not None:
        return _part_of_year(text, amounts[0][1], more.end(), f"Q{value}")
    if value in (1, 2) and (more := _HALF_OF.match(text, end)) is not None:
        return _part_of_year(text, amounts[0][1], more.end(), f"H{value}")
    if value in (1, 2) and (more := _HALF_BEHIND.match(text, end)) is not None:
        return [Fact("date", (("period", 0, f"H{value}"),), amounts[0][1], more.end(), weak=True)], more.end()
    if value == 1 and (more := _FIRST_QUARTERS.match(text, end)) is not None:
        name = f"Q1-{_small(more[1])}"
        return [Fact("date", (("period", int(more[2] or 0), name),), amounts[0][1], more.end())], more.end()
    if (more := _FIVE_YEAR.match(text, end)) is not None:
        return [Fact("ordinal", (("ordinal", amount),), start, more.end()) for amount, start, _ in amounts], more.end()
    if (more := re.compile(r"[\s-]+floor\b", re.IGNORECASE).match(text, end)) is not None:
        # British floors are counted from the ground, Chinese ones from the street.
        return [
            Fact(
                "ordinal",
                (("ordinal", amount), ("ordinal", simple(Fraction(amount) + 1))),
                start,
                more.end(),
                raw=amount,
            )
            for amount, start, _ in amounts
        ], more.end()
    if _DAY_OF_MONTH.match(text, end) and all(1 <= amount <= 31 for amount, _, _ in amounts):
        return [
            Fact("date", (("date", 0, 0, amount), ("ordinal", amount)), start, last, raw=amount)
            for amount, start, last in amounts
        ], end
    of_time: tuple[str, int] | None = None
    if (more := _UNIT_BEHIND.match(text, end)) is not None:
        of_time = TIME_UNITS[rules.TIME_WORDS[more[1].casefold()]]
    return [
        Fact("ordinal", (("ordinal", amount), *_elapsed(amount, of_time)), start, last, raw=amount,
             weak=amount == 1 and bool(of_time or _FIRST_OF.match(text, end)))
        for amount, start, last in amounts
    ], end


def _elapsed(amount: Amount, of_time: tuple[str, int] | None) -> tuple[Reading, ...]:
    """In its seventh year: for seven years."""
    return ((of_time[0], _times(amount, of_time[1])),) if of_time and amount > 1 else ()


def _part_of_year(text: str, start: int, end: int, name: str) -> _Found:
    year = _OF_YEAR.match(text, end)
    stop = year.end() if year else end
    return [Fact("date", (("period", int(year[1]) if year else 0, name),), start, stop)], stop


def _first(text: str, start: int, word: str) -> _Found:
    return [
        Fact("ordinal", (("ordinal", 1),), start, start + len(word), weak=word.casefold() == "firstly")
    ], start + len(word)


def _money(text: str, start: int, word: str) -> _Found:
    found = _MONEY_SIGN.match(text, start)
    if found is None or (start and text[start - 1].isalpha()):
        return _NOTHING, start
    at = found.end()
    while text[at : at + 1] in (" ", "\u00a0"):
        at += 1
    if not text[at : at + 1].isdigit():
        return _NOTHING, start
    facts, end = _number(text, at, rules.CURRENCY_SIGNS[found.group()])
    if facts:
        facts[0] = facts[0]._replace(start=start)
    return facts, end


def _multiple(text: str, start: int, word: str) -> _Found:
    return [Fact("number", (("ratio", rules.MULTIPLES[word.casefold()]),), start, start + len(word))], start + len(word)


def _twice(text: str, start: int, word: str) -> _Found:
    times = 2 if word.casefold() == "twice" else 3
    return [Fact("count", (("number", times), ("ratio", times)), start, start + len(word))], start + len(word)


def _halved(text: str, start: int, word: str) -> _Found:
    return [Fact("number", (("ratio", Fraction(1, 2)),), start, start + len(word))], start + len(word)


def _fold(text: str, start: int, word: str) -> _Found:
    """Twofold, tenfold."""
    value = UNITS[word.casefold().removesuffix("fold")]
    return [Fact("number", (("ratio", value),), start, start + len(word))], start + len(word)


def _weak(text: str, start: int, word: str) -> _Found:
    value = rules.WEAK_NUMBERS[word.casefold()]
    readings: tuple[Reading, ...] = (("number", value), ("ratio", value), ("ordinal", value))
    return [Fact("count", readings, start, start + len(word), weak=True, raw=value)], start + len(word)


def _weak_span(text: str, start: int, word: str) -> _Found:
    lower, end = word.casefold(), start + len(word)
    unit, several = rules.WEAK_SPANS[lower]
    family, size = TIME_UNITS[unit]
    span: Reading = (family, size * several)
    if (often := rules.OFTEN.get(lower)) is not None:
        return [Fact("duration", (("every", often), span), start, end, weak=True)], end
    return [Fact("duration", (span,), start, end, weak=True)], end


def _long(text: str, start: int, word: str) -> _Found:
    """Yearlong, weeklong."""
    end = start + len(word)
    if not word.casefold().endswith("long"):
        if (more := _HALF_MORE.match(text, end)) is not None:
            family, size = TIME_UNITS[rules.TIME_WORDS[word.casefold()]]
            half: Reading = (family, simple(size * (1 + _more(more))))
            return [Fact("duration", (half,), start, more.end(), raw=1 + _more(more))], more.end()
        if text[end : end + 5].casefold() not in ("-long", " long"):
            return _NOTHING, start
        end += 5
    family, size = TIME_UNITS[word.casefold().removesuffix("long")]
    return [Fact("duration", ((family, size),), start, end, weak=True)], end


def _roman(text: str, start: int, word: str) -> _Found:
    if word == "I" and _ROMAN_ONE.search(text, max(0, start - 12), start):
        return [Fact("ordinal", (("ordinal", 1), ("number", 1)), start, start + 1)], start + 1
    if (found := _ROMAN.match(text, start)) is None:
        return _NOTHING, start
    value = _ROMAN_VALUES[found.group()]
    return [
        Fact("ordinal", (("ordinal", value), ("number", value)), start, found.end(), weak=value in (5, 10))
    ], found.end()


def _every(text: str, start: int, word: str) -> _Found:
    """Every second year, every other week."""
    if (found := _EVERY_OTHER.match(text, start)) is None:
        return _NOTHING, start
    family, size = TIME_UNITS[(found[1] or "week").casefold()]
    end = found.start() + len(found.group().rstrip())
    return [Fact("duration", ((family, 2 * size), ("ordinal", 2)), start, end, raw=2)], end


def _fiscal(text: str, start: int, word: str) -> _Found:
    if (found := _FISCAL.match(text, start)) is None:
        return _NOTHING, start
    year = int(found[1])
    if found[2]:
        last = year // 100 * 100 + int(found[2])
        return [Fact("range", (("range", (year, 0, 0), (last, 0, 0)),), start, found.end())], found.end()
    return [Fact("date", (("date", year, 0, 0),), start, found.end())], found.end()


def _phase(text: str, start: int, word: str) -> _Found:
    """Early in 2017, mid-April, the end of the year, the last ten days of May."""
    found = _PHASE.match(text, start)
    if found is None:
        return _NOTHING, start
    if found["days"]:
        phase, end = ("early" if word.casefold() == "first" else "late"), found.end()
    else:
        phase, end = rules.PHASES[word.casefold()], start + len(word)
    return [Fact("date", (("phase", phase),), start, end, weak=True)], end


def _part_of_day(text: str, start: int, word: str) -> _Found:
    return [Fact("time", (("part", rules.PARTS[word.casefold()]),), start, start + len(word), weak=True)], start + len(
        word
    )


def _order(text: str, start: int, word: str) -> _Found:
    """Hundreds, tens of thousands."""
    noughts, end = rules.ORDERS[word.casefold()], start + len(word)
    if (found := _OF_ORDER.match(text, end)) is not None:
        noughts, end = noughts + rules.ORDERS[found[1].casefold()], found.end()
    return [Fact("count", (("order", noughts),), start, end, weak=True)], end


def _ground_floor(text: str, start: int, word: str) -> _Found:
    """The ground floor, which is the first to the Chinese."""
    if (found := _GROUND_FLOOR.match(text, start)) is None:
        return _NOTHING, start
    return [Fact("ordinal", (("ordinal", 1),), start, found.end(), weak=True, raw=1)], found.end()


_LONG = ("hour", "day", "week", "month", "term", "semester", "year", "decade", "century")

_Reader = Callable[[str, int, str], _Found]


def _readers() -> Iterator[tuple[Mapping[str, object] | set[str] | list[str], _Reader]]:
    yield [*UNITS, *TENS, *SCALES, "a", "an", "dozen"], _from_word
    yield [word for word in ORDINALS if word not in TENS], _ordinal
    yield rules.MONTHS, _from_month
    yield rules.WEEKDAYS, _weekday
    yield rules.SEASONS, _season
    yield rules.TERMS, _old_term
    yield ["q", "h"], _period
    yield ["half"], _half
    yield ["quarter"], _quarter
    yield rules.CLOCK_WORDS, _noon
    yield {name.split()[0].casefold() for name in rules.ZONES if name != "Z"}, _zone
    yield rules.FIRSTS, _first
    yield rules.MULTIPLES, _multiple
    yield [*rules.PHASES, "last"], _phase
    yield ["every"], _every
    yield ["fy"], _fiscal
    yield ["ground"], _ground_floor
    yield rules.PARTS, _part_of_day
    yield rules.ORDERS, _order
    yield ["twice", "thrice"], _twice
    yield ["halved", "halves", "halving"], _halved
    yield [f"{word}fold" for word in UNITS], _fold
    yield rules.WEAK_NUMBERS, _weak
    yield rules.WEAK_SPANS, _weak_span
    yield [f"{unit}{long}" for unit in _LONG for long in ("long", "")], _long
    yield ["i", *(roman.casefold() for roman in _ROMAN_VALUES)], _roman
    yield {sign.casefold() for sign in rules.CURRENCY_SIGNS}, _money


_READERS: dict[str, _Reader] = {}
for _words, _reader in _readers():
    for _name in _words:
        _READERS.setdefault(_name, _reader)
_BEHIND_ARTICLE = {*SCALES, *rules.FRACTIONS, "half", "quarter", "dozen", *_LONG_UNITS.split("|")}
_TELLING = frozenset({word for word in _READERS if word not in ("a", "an")} | _BEHIND_ARTICLE)
_SIGN = re.compile("[$£€¥￥₩₽₹'’]")
_CURRENCY = re.compile(
    "['’](?=[0-9]0s)|"
    + "|".join(re.escape(sign) for sign in sorted(_READERS, key=len, reverse=True) if not sign[-1].isalpha())
)
_ARTICLE = re.compile(r"(?<![a-z])(an?)[\s-]+$")
_READERS["'"] = _READERS["’"] = lambda text, start, word: (
    (_decade(found), found.end()) if (found := _DECADE.match(text, start)) is not None else (_NOTHING, start)
)
