"""The dates, weekdays and parts of the year of a Chinese text."""

import re

from sitegen.translation.facts import chinese_rules as rules
from sitegen.translation.facts.chinese_amounts import HAN, HAN_DIGIT, NOTHING, Found, small_number, value_of
from sitegen.translation.facts.fact import Fact, Reading
from sitegen.translation.facts.numerals import han_number, iso_day

_YEAR = r"(?:1[0-9]{3}|20[0-9]{2}|[一二][〇零○一二三四五六七八九]{3})"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]|元)"
DAY = (
    r"(?:[12][0-9]|3[01]|0?[1-9]|二十[一二三四五六七八九]?|三十一?|十[一二三四五六七八九]?|[一二三四五六七八九]|"
    r"廿[一二三四五六七八九]?)"
)
DAY_SIGN = r"(?:日|号(?!楼|厅|馆|室|线|院|门|文))"
_Y1, _Y2 = rf"(?P<y1>{_YEAR})", rf"(?P<y2>{_YEAR})"
_M1, _M2 = rf"(?P<m1>{_MONTH})", rf"(?P<m2>{_MONTH})"
_D1, _D2 = rf"(?P<d1>{DAY})", rf"(?P<d2>{DAY})"
_WD1, _WD2 = (rf"(?:\s*[（(,，]?\s*(?:周|星期|礼拜)(?P<w{n}>[一二三四五六日天])\s*[）)]?)?" for n in "12")
_S = r"\s*"
_AFTER_YEAR = r"(?:年(?:度)?)"

# {y}年{m}月{d}日; the longer forms stand first and the first that fits wins.
_RANGES = [
    re.compile(pattern.replace(" ", _S).replace("{to}", rules.TO))
    for pattern in (
        rf"{_Y1} 年 {_M1} 月 {_D1} {DAY_SIGN}?{_WD1}{{to}}{_Y2} 年 {_M2} 月 {_D2} {DAY_SIGN}{_WD2}",
        rf"{_Y1} 年 {_M1} 月 {_D1} {DAY_SIGN}?{_WD1}{{to}}(?:次年|翌年|同年)?{_M2} 月 {_D2} {DAY_SIGN}{_WD2}",
        rf"{_Y1} 年 {_M1} 月 {_D1} {DAY_SIGN}?{_WD1}{{to}}{_D2} {DAY_SIGN}{_WD2}",
        rf"{_M1} 月 {_D1} {DAY_SIGN}?{_WD1}{{to}}{_M2} 月 {_D2} {DAY_SIGN}{_WD2}",
        rf"{_M1} 月 {_D1} {DAY_SIGN}?{_WD1}{{to}}{_D2} {DAY_SIGN}{_WD2}",
        rf"{_Y1} 年 {_M1} 月(?:份)?{{to}}{_Y2} 年 {_M2} 月(?:份)?",
        rf"{_Y1} 年 {_M1} 月?(?:份)?{{to}}{_M2} 月(?:份)?",
        rf"{_M1} 月?(?:份)?{{to}}{_M2} 月(?:份)?(?![0-9{HAN}])",
        rf"{_D1} {DAY_SIGN}{_WD1}{{to}}{_D2} {DAY_SIGN}{_WD2}",
        rf"{_Y1} {_AFTER_YEAR}?{{to}}{_Y2} (?:{_AFTER_YEAR}|(?=学年|财年))",
        r"(?P<iso1>[12][0-9]{3}[-/.][01]?[0-9][-/.][0-3]?[0-9]){to}(?P<iso2>[12][0-9]{3}[-/.][01]?[0-9][-/.][0-3]?[0-9])(?![0-9])",
        rf"{_Y1}(?:/|[-–—])(?P<s2>[0-9]{{2}})(?![0-9年月.:/-])",
        rf"{_Y1}[-–—−~～]+{_Y2}(?![0-9年])",
    )
]
_DATES = [
    re.compile(pattern.replace(" ", _S))
    for pattern in (
        rf"{_Y1} 年 {_M1} 月 {_D1} {DAY_SIGN}?",
        rf"{_Y1} 年 {_M1} 月(?:份)?",
        r"(?P<iso1>[12][0-9]{3}(?P<sep>[-/.])[01]?[0-9](?P=sep)[0-3]?[0-9])(?![0-9])",
        rf"{_M1} 月 {_D1} {DAY_SIGN}",
        rf"{_M1} 月(?:份)?(?!刊|球|亮|光|台|饼|嫂|薪)",
    )
]
QUARTER_OF_YEAR = re.compile(rf"(?:{_Y1}\s*年?(?:的|度)?\s*)?第?(?P<q>[一二三四1-4])季度")
_Q_OF_YEAR = re.compile(rf"(?:{_Y1}\s*年?的?\s*)?(?P<p>Q[1-4]|H[12])(?![0-9A-Za-z])")
_FIRST_QUARTERS = re.compile(rf"(?:{_Y1}\s*年?(?:的|度)?\s*)?前(?P<q>[二两三])个?季度")
_HALF_BEHIND = re.compile(r"[前后上下]半(?=场|叶|期|段|程|部|球|区|赛|月|学期|世纪|部分|$|[^一-鿿])")
_HALF_OF_YEAR = re.compile(rf"(?:{_Y1}\s*年?的?\s*)?(?P<half>[上下])半年")
_SEASON_OF_YEAR = re.compile(rf"{_Y1}\s*年?(?P<s>[春夏秋冬])(?:季|天)?(?!节|晚|令|运|游|雨|分|至)")
_YEAR_ONLY = re.compile(rf"{_Y1}\s*(?:年(?!代|级)(?:度)?|财年|财政年度|学年)")
_DECADE = re.compile(
    r"(?:(?P<c>[12][0-9]|[一二]?十[一二三四五六七八九]?|上个?|本)世纪)?(?P<d>[0-9]0|[二三四五六七八九]?十)年代|(?P<full>1[89][0-9]0|20[0-9]0)年代"
)
_CENTURY = re.compile(rf"(?P<n>[0-9]{{1,2}}|[{HAN_DIGIT}十]{{1,3}})世纪")
_NEXT_DAY = re.compile(rf"\s*[、,，和及与]\s*(?:(?P<m>{_MONTH})\s*月\s*)?(?P<d>{DAY})\s*{DAY_SIGN}")
_DAYS_LIST = re.compile(
    rf"(?P<m>{_MONTH})\s*月\s*(?P<days>{DAY}(?:\s*{DAY_SIGN})?(?:\s*[、和及与]\s*{DAY}(?:\s*{DAY_SIGN})?)*)\s*{DAY_SIGN}"
)
_DAY_NUMBER = re.compile(DAY)
_PHASE = re.compile("|".join(sorted(rules.PHASES, key=len, reverse=True)))
_SEASON_ALONE = re.compile("|".join(sorted(rules.SEASON_WORDS, key=len, reverse=True)))
_WEEKDAY = re.compile(
    r"(?:周|星期|礼拜)(?P<first>[一二三四五六日天])(?!次|个|篇|场|期|遍|回|节|年|边|报|刊|线|门|天)"
    r"(?P<more>(?:(?<=六)日)?(?:\s*(?:、|至|到|和|及|与|[-–—~～])\s*(?:周|星期|礼拜)?[一二三四五六日天](?![0-9一二三四五六七八九十]*[月年个])(?=[^一-鿿]|上|下|晚|全|均|开|闭|举|两|$|休|午|为|、|至|到|和))*)"
)
_RELATIVE = re.compile(r"为期|历时|共|连续|近|长达|这|持续|超过|逾|用时|耗时|前|后|过去|未来")


def month_of(fact: Fact) -> tuple[int, int]:
    """The year and month that a further day is of."""
    reading = fact.readings[0]
    last: tuple[int, int, int] = reading[2] if reading[0] == "range" else reading[1:]
    return last[0], last[1]


def read_dates(text: str, start: int) -> Found:
    """2024年3月5日, 8月21、22日, 2023年, 第一季度."""
    window = text[start : start + 14]
    if not _may_be_date(window):
        return NOTHING, start
    if start and text[start - 1].isdigit():
        return NOTHING, start
    for pattern in _RANGES:
        if (found := pattern.match(text, start)) is not None and (facts := _range(found)):
            return facts, found.end()
    if (found := _DAYS_LIST.match(text, start)) is not None and (facts := _days(found, 0)):
        return facts, found.end()
    for pattern in _DATES:
        if (found := pattern.match(text, start)) is not None:
            facts = _date(found)
            if facts:
                return _more_days(text, facts, found.end())
    return _periods(text, start)


def _may_be_date(window: str) -> bool:
    return (
        "年" in window
        or "月" in window
        or "日" in window
        or "号" in window
        or "季" in window
        or "世纪" in window
        or (window[:4].isdigit() and len(window) > 4 and window[4] in "-/.–—~～至到QH春夏秋冬 上下")
    )


def _periods(text: str, start: int) -> Found:
    for pattern, make in (
        (_FIRST_QUARTERS, _first_quarters),
        (QUARTER_OF_YEAR, quarter_of),
        (_Q_OF_YEAR, _named),
        (_HALF_OF_YEAR, _half_year),
        (_SEASON_OF_YEAR, _season),
    ):
        if (found := pattern.match(text, start)) is not None:
            return [make(found)], found.end()
    if (found := _DECADE.match(text, start)) is not None:
        return [_decade(found)], found.end()
    if (found := _CENTURY.match(text, start)) is not None:
        value = value_of(found["n"])
        if value is not None and isinstance(value, int) and value >= 5:
            return [Fact("date", (("century", value),), start, found.end())], found.end()
    if (found := _YEAR_ONLY.match(text, start)) is not None:
        return [Fact("date", (("date", _year(found["y1"]), 0, 0),), start, found.end())], found.end()
    return NOTHING, start


def _year(written: str | None) -> int:
    if not written:
        return 0
    return int(written) if written.isascii() else int(han_number(written) or 0)


def _range(found: re.Match[str]) -> list[Fact]:
    part = found.groupdict()
    if part.get("iso1"):
        first, last = iso_day(part["iso1"]), iso_day(part["iso2"])
    elif part.get("s2"):
        year = int(part["y1"])
        end = year // 100 * 100 + int(part["s2"])
        if end <= year or (int(part["s2"]) <= 12 and end != year + 1):
            return []
        first, last = (year, 0, 0), (end, 0, 0)
    else:
        y1, y2 = _year(part.get("y1")), _year(part.get("y2"))
        m1, m2 = small_number(part.get("m1")), small_number(part.get("m2"))
        d1, d2 = small_number(part.get("d1")), small_number(part.get("d2"))
        first = (y1 or y2, m1 or m2, d1)
        last = (y2 or y1, m2 or m1, d2)
        if (not y2 and "次年" in found.group()) or "翌年" in found.group():
            last = (y1 + 1 if y1 else 0, *last[1:])
        elif y1 and not y2 and first[1:] > last[1:]:
            return []
    if not all(month <= 12 and day <= 31 for _, month, day in (first, last)):
        return []
    facts = [Fact("range", (("range", first, last),), found.start(), found.end())]
    facts.extend(
        Fact("weekday", (("weekday", rules.WEEKDAYS[part[key]]),), found.start(key) - 1, found.end(key))
        for key in ("w1", "w2")
        if part.get(key)
    )
    return facts


def _date(found: re.Match[str]) -> list[Fact]:
    part = found.groupdict()
    if part.get("iso1"):
        day = iso_day(part["iso1"])
    else:
        day = (_year(part.get("y1")), small_number(part.get("m1")), small_number(part.get("d1")))
    if not (1 <= day[1] <= 12 and 0 <= day[2] <= 31):
        return []
    return [Fact("date", (("date", *day),), found.start(), found.end())]


def _days(found: re.Match[str], year: int) -> list[Fact]:
    """8月21、22日."""
    numbers = [(each.start(), each.end(), small_number(each.group())) for each in _DAY_NUMBER.finditer(found["days"])]
    if len(numbers) < 2:
        return []
    base, month = found.start("days"), small_number(found["m"])
    return [Fact("date", (("date", year, month, day),), base + start, base + end) for start, end, day in numbers]


def _more_days(text: str, facts: list[Fact], end: int) -> Found:
    """3月5日、6日和7日: those that follow are of the same month and year."""
    year, month = month_of(facts[0])
    if not facts[0].readings[0][3]:
        return facts, end
    while (found := _NEXT_DAY.match(text, end)) is not None:
        month = small_number(found["m"]) or month
        begin = found.start("m") if found["m"] else found.start("d")
        facts.append(Fact("date", (("date", year, month, small_number(found["d"])),), begin, found.end()))
        end = found.end()
    return facts, end


def read_day(text: str, found: re.Match[str], day: tuple[int, int] | None) -> Found:
    """5日, of the month that was named last."""
    number = small_number(found["d"])
    start, end = found.span()
    if day is not None and not _RELATIVE.search(text[max(0, start - 3) : start]):
        readings: tuple[Reading, ...] = (("date", *day, number),)
        if text[end : end + 1] == "前":
            # By the 5th, or five days ago.
            readings = (*readings, ("minutes", number * 1440))
        return [Fact("date", readings, start, end)], end
    if text[end - 1] == "号":
        return [Fact("count", (("number", number), ("date", 0, 0, number)), start, end, raw=number)], end
    return [Fact("duration", (("minutes", number * 1440), ("date", 0, 0, number)), start, end, raw=number)], end


def quarter_of(found: re.Match[str]) -> Fact:
    """2024年第一季度."""
    return _period(found, f"Q{small_number(found['q'])}")


def _first_quarters(found: re.Match[str]) -> Fact:
    return _period(found, f"Q1-{small_number(found['q'])}")


def _named(found: re.Match[str]) -> Fact:
    return _period(found, found["p"])


def _half_year(found: re.Match[str]) -> Fact:
    return _period(found, "H1" if found["half"] == "上" else "H2")


def _season(found: re.Match[str]) -> Fact:
    year = _year(found["y1"])
    return Fact("date", (("period", year, rules.SEASONS[found["s"]]),), found.start(), found.end())


def _period(found: re.Match[str], name: str) -> Fact:
    return Fact("date", (("period", _year(found["y1"]), name),), found.start(), found.end())


def _decade(found: re.Match[str]) -> Fact:
    if found["full"]:
        readings: tuple[Reading, ...] = (("decade", int(found["full"])),)
    else:
        named, decade = found["c"] or "", small_number(found["d"])
        century = 20 if named == "本" else 19 if named.startswith("上") else small_number(named) - 1
        readings = (("decade", century * 100 + decade),)
        if not named:
            # The last century's where nothing else is said, this one's in its first decades.
            readings = tuple(("decade", age + decade) for age in ((1900, 0, 2000) if decade <= 20 else (1900, 0)))
    return Fact("date", readings, found.start(), found.end())


def read_weekday(text: str, start: int) -> Found:
    """周三, 周六日."""
    found = _WEEKDAY.match(text, start)
    if found is None or (start and text[start] == "周" and (text[start - 1] in HAN or text[start - 1].isdigit())):
        return NOTHING, start
    facts = [Fact("weekday", (("weekday", rules.WEEKDAYS[found["first"]]),), start, found.end("first"))]
    base = found.start("more")
    more = found["more"] or ""
    for sign in re.finditer(r"[一二三四五六日天]", more):
        facts.append(
            Fact("weekday", (("weekday", rules.WEEKDAYS[sign.group()]),), base + sign.start(), base + sign.end())
        )
    return facts, found.end()


def read_half_year(text: str, start: int) -> Found:
    """上半年, 前三季度, 后半程."""
    if (found := _HALF_OF_YEAR.match(text, start)) is not None:
        return [_half_year(found)], found.end()
    if (found := _FIRST_QUARTERS.match(text, start)) is not None:
        return [_first_quarters(found)], found.end()
    if (found := _HALF_BEHIND.match(text, start)) is not None:
        name = "H1" if found.group()[0] in "前上" else "H2"
        return [Fact("date", (("period", 0, name),), start, found.end(), weak=True)], found.end()
    return NOTHING, start


def read_decade(text: str, start: int) -> Found:
    """上世纪90年代."""
    if (found := _DECADE.match(text, start)) is not None:
        return [_decade(found)], found.end()
    return NOTHING, start


def read_quarter(text: str, start: int) -> Found:
    """Q3."""
    if (found := _Q_OF_YEAR.match(text, start)) is not None:
        return [_named(found)], found.end()
    return NOTHING, start


def read_phase(text: str, start: int) -> Found:
    """年底, 12月下旬: told by the sign behind the date."""
    found = _PHASE.match(text, max(0, start - 1)) or _PHASE.match(text, start)
    if found is None or found.end() <= start:
        return NOTHING, start
    return [Fact("date", (("phase", rules.PHASES[found.group()]),), start, found.end(), weak=True)], found.end()


def read_season(text: str, start: int) -> Found:
    """春季学期."""
    if (found := _SEASON_ALONE.match(text, start)) is None:
        return NOTHING, start
    readings: tuple[Reading, ...] = tuple(("season", season) for season in rules.SEASON_WORDS[found.group()])
    return [Fact("date", readings, start, found.end(), weak=True)], found.end()
