"""The facts of a Chinese text."""

import re
from collections.abc import Callable
from fractions import Fraction

from sitegen.translation.facts import chinese_rules as rules
from sitegen.translation.facts.addresses import BLANK, addresses
from sitegen.translation.facts.fact import Amount, Fact, FactKind, Reading, simple
from sitegen.translation.facts.numerals import digits, han_number
from sitegen.translation.facts.spans import merged
from sitegen.translation.facts.tries import any_of
from sitegen.translation.facts.units import MEASURES, TIME_UNITS, ZONES, offset_readings, zone_readings

_WIDE = {ord("０") + n: str(n) for n in range(10)} | {
    ord("％"): "%",
    ord("："): ":",
    ord("．"): ".",
    ord("〇"): "〇",
    ord("　"): " ",
}
_WIDE_SIGNS = re.compile("[０-９％：．　]")
_HAN_DIGIT = "〇零○一二两三四五六七八九"
_HAN = f"{_HAN_DIGIT}十百千万亿廿卅壹贰叁肆伍陆柒捌玖拾佰仟"
_YEAR = r"(?:1[0-9]{3}|20[0-9]{2}|[一二][〇零○一二三四五六七八九]{3})"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]|元)"
_DAY = (
    r"(?:[12][0-9]|3[01]|0?[1-9]|二十[一二三四五六七八九]?|三十一?|十[一二三四五六七八九]?|[一二三四五六七八九]|"
    r"廿[一二三四五六七八九]?)"
)
_DAY_SIGN = r"(?:日|号(?!楼|厅|馆|室|线|院|门|文))"
_IN_BRACKETS = r"(?:\s*[（(]?(?:周|星期|礼拜)[一二三四五六日天](?:上午|下午|晚)?[）)]?)?"
_Y1, _Y2 = rf"(?P<y1>{_YEAR})", rf"(?P<y2>{_YEAR})"
_M1, _M2 = rf"(?P<m1>{_MONTH})", rf"(?P<m2>{_MONTH})"
_D1, _D2 = rf"(?P<d1>{_DAY})", rf"(?P<d2>{_DAY})"
_WD1, _WD2 = (rf"(?:\s*[（(,，]?\s*(?:周|星期|礼拜)(?P<w{n}>[一二三四五六日天])\s*[）)]?)?" for n in "12")
_S = r"\s*"
_AFTER_YEAR = r"(?:年(?:度)?)"

# {y}年{m}月{d}日; the longer forms stand first and the first that fits wins.
_RANGES = [
    re.compile(pattern.replace(" ", _S).replace("{to}", rules.TO))
    for pattern in (
        rf"{_Y1} 年 {_M1} 月 {_D1} {_DAY_SIGN}?{_WD1}{{to}}{_Y2} 年 {_M2} 月 {_D2} {_DAY_SIGN}{_WD2}",
        rf"{_Y1} 年 {_M1} 月 {_D1} {_DAY_SIGN}?{_WD1}{{to}}(?:次年|翌年|同年)?{_M2} 月 {_D2} {_DAY_SIGN}{_WD2}",
        rf"{_Y1} 年 {_M1} 月 {_D1} {_DAY_SIGN}?{_WD1}{{to}}{_D2} {_DAY_SIGN}{_WD2}",
        rf"{_M1} 月 {_D1} {_DAY_SIGN}?{_WD1}{{to}}{_M2} 月 {_D2} {_DAY_SIGN}{_WD2}",
        rf"{_M1} 月 {_D1} {_DAY_SIGN}?{_WD1}{{to}}{_D2} {_DAY_SIGN}{_WD2}",
        rf"{_Y1} 年 {_M1} 月(?:份)?{{to}}{_Y2} 年 {_M2} 月(?:份)?",
        rf"{_Y1} 年 {_M1} 月?(?:份)?{{to}}{_M2} 月(?:份)?",
        rf"{_M1} 月?(?:份)?{{to}}{_M2} 月(?:份)?(?![0-9{_HAN}])",
        rf"{_D1} {_DAY_SIGN}{_WD1}{{to}}{_D2} {_DAY_SIGN}{_WD2}",
        rf"{_Y1} {_AFTER_YEAR}?{{to}}{_Y2} (?:{_AFTER_YEAR}|(?=学年|财年))",
        r"(?P<iso1>[12][0-9]{3}[-/.][01]?[0-9][-/.][0-3]?[0-9]){to}(?P<iso2>[12][0-9]{3}[-/.][01]?[0-9][-/.][0-3]?[0-9])(?![0-9])",
        rf"{_Y1}(?:/|[-–—])(?P<s2>[0-9]{{2}})(?![0-9年月.:/-])",
        rf"{_Y1}[-–—−~～]+{_Y2}(?![0-9年])",
    )
]
_DATES = [
    re.compile(pattern.replace(" ", _S))
    for pattern in (
        rf"{_Y1} 年 {_M1} 月 {_D1} {_DAY_SIGN}?",
        rf"{_Y1} 年 {_M1} 月(?:份)?",
        r"(?P<iso1>[12][0-9]{3}(?P<sep>[-/.])[01]?[0-9](?P=sep)[0-3]?[0-9])(?![0-9])",
        rf"{_M1} 月 {_D1} {_DAY_SIGN}",
        rf"{_M1} 月(?:份)?(?!刊|球|亮|光|台|饼|嫂|薪)",
    )
]
_QUARTER_OF_YEAR = re.compile(rf"(?:{_Y1}\s*年?(?:的|度)?\s*)?第?(?P<q>[一二三四1-4])季度")
_Q_OF_YEAR = re.compile(rf"(?:{_Y1}\s*年?的?\s*)?(?P<p>Q[1-4]|H[12])(?![0-9A-Za-z])")
_FIRST_QUARTERS = re.compile(rf"(?:{_Y1}\s*年?(?:的|度)?\s*)?前(?P<q>[二两三])个?季度")
_HALF_BEHIND = re.compile(r"[前后上下]半(?=场|叶|期|段|程|部|球|区|赛|月|学期|世纪|部分|$|[^一-鿿])")
_HALF_OF_YEAR = re.compile(rf"(?:{_Y1}\s*年?的?\s*)?(?P<half>[上下])半年")
_SEASON_OF_YEAR = re.compile(rf"{_Y1}\s*年?(?P<s>[春夏秋冬])(?:季|天)?(?!节|晚|令|运|游|雨|分|至)")
_YEAR_ONLY = re.compile(rf"{_Y1}\s*(?:年(?!代|级)(?:度)?|财年|财政年度|学年)")
_DECADE = re.compile(
    r"(?:(?P<c>[12][0-9]|[一二]?十[一二三四五六七八九]?|上个?|本)世纪)?(?P<d>[0-9]0|[二三四五六七八九]?十)年代|(?P<full>1[89][0-9]0|20[0-9]0)年代"
)
_CENTURY = re.compile(rf"(?P<n>[0-9]{{1,2}}|[{_HAN_DIGIT}十]{{1,3}})世纪")
_NEXT_DAY = re.compile(rf"\s*[、,，和及与]\s*(?:(?P<m>{_MONTH})\s*月\s*)?(?P<d>{_DAY})\s*{_DAY_SIGN}")
_DAYS_LIST = re.compile(
    rf"(?P<m>{_MONTH})\s*月\s*(?P<days>{_DAY}(?:\s*{_DAY_SIGN})?(?:\s*[、和及与]\s*{_DAY}(?:\s*{_DAY_SIGN})?)*)\s*{_DAY_SIGN}"
)
_DAY_ONLY = re.compile(rf"(?P<d>{_DAY})\s*{_DAY_SIGN}(?!游|程|制|行|元|常|均)")
_DAY_NUMBER = re.compile(_DAY)

_PART = "|".join(sorted(rules.DAY_PARTS, key=len, reverse=True))
_CLOCK_ONE = (
    rf"(?P<p{{n}}>{_PART})?\s*(?:(?P<h{{n}}>2[0-4]|[01]?[0-9])\s*[:]\s*(?P<m{{n}}>[0-5][0-9])(?![0-9])"
    rf"|(?P<s{{n}}>2[0-4]|[01]?[0-9]|二十[一二三四]?|十[一二三四五六七八九]?|[零一二两三四五六七八九])\s*(?:点钟?|时(?![间期代常尚]))"
    rf"(?:(?P<half{{n}}>半)|(?P<quarter{{n}}>[一三])刻|整|(?P<t{{n}}>[0-5]?[0-9]|零?[一二三四五六七八九]|[一二三四五]?十[一二三四五六七八九]?)\s*分?)?)"
)
_CLOCK = re.compile(_CLOCK_ONE.replace("{n}", "1") + "(?!%)")
_CLOCK_RANGE = re.compile(
    rf"(?P<pp>{_PART})?\s*(?P<hh>2[0-4]|[01]?[0-9]|十[一二]?|[一二两三四五六七八九])\s*(?:点|时)?{rules.TO}(?=(?:{_PART})?\s*(?:[0-9:]+\s*(?:点|时)|[一二两三四五六七八九十]+点))"
)
_POINTS = re.compile(
    r"[点](?:建议|意见|要求|原因|看法|内容|希望|共识|倡议|经验|启示|思考|体会|理由|说明|结论|认识|方案|计划|措施|主张|提示|优势|不足|注意|问题|事项|以上|感受|期待|收获)"
)
_PHASE = re.compile("|".join(sorted(rules.PHASES, key=len, reverse=True)))
_PART_ALONE = re.compile("|".join(sorted(rules.PARTS, key=len, reverse=True)))
_SEASON_ALONE = re.compile("|".join(sorted(rules.SEASON_WORDS, key=len, reverse=True)))
_OFTEN = re.compile(
    "(?:" + "|".join(sorted(rules.OFTEN, key=len, reverse=True)) + ")(?!(?<=[周期])[一二三四五六日天])"
)
_REGNAL = re.compile(r"(十[一二三四五六七八九]?|[一二三四五六七八九])世(?![纪界代人家间事])")
_POINT = re.compile(r"([一二三四五六七八九十])(?:是|要|则|来|为)")
_LONE = re.compile(r"([一二三四五六七八九十])(?=[，。：；:;]|[是为]|$)")
_RATIO = re.compile(r"([0-9]{1,4}):([0-9]{1,4})(?![0-9:])")
_RATIO_BEHIND = re.compile(r"的?(?:比[例率]|缩尺|配比|师生比)")
_RATIO_BEFORE = re.compile(r"比[例分值率]?尺?(?:约?为|是|达|约)?\s*$")
_ORDER = re.compile("|".join(sorted(rules.ORDERS, key=len, reverse=True)))
_CLOCK_WORD = re.compile("|".join(sorted(rules.CLOCK_WORDS, key=len, reverse=True)))
_ZONE = re.compile("|".join(re.escape(z) for z in sorted(rules.ZONES, key=len, reverse=True)))
_OFFSET = re.compile(
    r"(?:UTC|GMT)\s*([+\-−–])\s*([0-9]{1,2})(?::?([0-9]{2}))?(?![0-9])|(东|西)([一二三四五六七八九十]{1,2}|[0-9]{1,2})区"
)
_WEEKDAY = re.compile(
    r"(?:周|星期|礼拜)(?P<first>[一二三四五六日天])(?!次|个|篇|场|期|遍|回|节|年|边|报|刊|线|门|天)"
    r"(?P<more>(?:(?<=六)日)?(?:\s*(?:、|至|到|和|及|与|[-–—~～])\s*(?:周|星期|礼拜)?[一二三四五六日天](?![0-9一二三四五六七八九十]*[月年个])(?=[^一-鿿]|上|下|晚|全|均|开|闭|举|两|$|休|午|为|、|至|到|和))*)"
)
_NUMBER = re.compile(
    rf"(?:[0-9]+(?:,[0-9]{{3}})*(?:\.[0-9]+)?\s*(?:[多余来]?\s*(?=[十百千万亿])[{_HAN}]*(?:[0-9]+(?:\.[0-9]+)?[百千万])?)?)|[{_HAN}]+(?:点[{_HAN_DIGIT}]+)?[万亿]*"
)
_TO = re.compile(rf"(?:多|余)?{rules.TO}(?:[$£€¥￥]|人民币)?(?=[0-9{_HAN}])|\s*或(?=[0-9{_HAN}])")
_PERCENT = re.compile(rf"百分之(?P<n>[0-9.]+|[{_HAN}点]+)(?:{rules.TO}(?:百分之)?(?P<n2>[0-9.]+|[{_HAN}点]+))?")
_PART_OF = re.compile(rf"(?P<d>[0-9]+|[{_HAN}]+)\s*分之\s*(?P<n>[0-9]+|[{_HAN}]+)")
_TENTHS = re.compile(
    rf"(?P<n>[一二两三四五六七八九]|[0-9])成(?P<half>半|[一二三四五六七八九](?![个家名项]))?(?:{rules.TO}(?P<n2>[一二三四五六七八九])成)?"
    r"(?!员|果|立|为|功|就|本|长|都|分|熟|绩|效|人|型|千|群|交|品|语|文|份|因|像|才|套)"
)
_SKIPPED = re.compile(r"\s*\**(?:多|余|来|整|几)?\s*\**(?:个(?=百分点|多))?")
_LISTED = re.compile(
    r"[一二三四五六七八九](?:、[一二三四五六七八九])+(?![十百千万亿])|"
    r"[0-9]{1,3}(?:、[0-9]{1,3})+(?![0-9.,十百千万亿])"
)
_ENUMERATED = re.compile(r"[、和与及]|中[英美法德日韩俄外]|英中")
_POINTED = re.compile("[这那该][一-鿿]?$")
_SLASH = re.compile(r"([1-9][0-9]?)/([1-9][0-9]?)(?![0-9/])")
_ORDINAL = re.compile(
    rf"第\s*(?P<n>[0-9]+(?:\.[0-9]+)?[万亿]?|[{_HAN}]+)(?P<more>(?:\s*(?:、|和|及|与|至|到|[-–—])\s*第?\s*(?:[0-9]+|[一二三四五六七八九十]+)(?=[^一-鿿0-9]|届|次|章|节|期|名|位|场|轮|版|卷|部|阶|条|组|天|批|项|个|页|册|年|楼|层|季))*)"
)
_ORDINAL_NUMBER = re.compile(rf"[0-9]+|[{_HAN}]+")
_MULTIPLE = re.compile("|".join(sorted(rules.MULTIPLES, key=len, reverse=True)))
_HALF_UNIT = re.compile("|".join(sorted(rules.HALF_UNITS, key=len, reverse=True)))
_HALF_WORD = re.compile("|".join(rules.HALVES))
_FIRST = re.compile("|".join(rules.FIRST))
_PLACE = re.compile("|".join(rules.PLACES))
_PLAN = re.compile(rules.FIVE_YEAR_PLAN)
_CONGRESS = re.compile(rules.PARTY_CONGRESS)
_PLAIN_IDIOMS = [idiom for idiom in rules.NO_NUMBER if re.escape(idiom) == idiom]
_IDIOM = re.compile(
    "|".join([*(idiom for idiom in rules.NO_NUMBER if idiom not in _PLAIN_IDIOMS), any_of(_PLAIN_IDIOMS)])
)
_IDIOM_SIGNS = re.compile(f"[{_HAN}半]|/7|×24")
_MONEY = re.compile(
    rf"(?:{'|'.join(re.escape(s) for s in sorted(rules.CURRENCY_SIGNS, key=len, reverse=True))})\s*(?=[0-9{_HAN}])"
)
_GROWS = re.compile(rules.GROWS + "$")
_AS_MUCH = re.compile(rules.AS_MUCH + "$")
_RELATIVE = re.compile(r"为期|历时|共|连续|近|长达|这|持续|超过|逾|用时|耗时|前|后|过去|未来")
_DOUBLE = re.compile(r"双(?!十一|11|减|创|向奔赴)")
_LABEL = re.compile(f"(?:{'|'.join(rules.LABELS)})$")
_HAN_BEHIND = re.compile("[一-鿿]")
_START = re.compile(
    f"[0-9{_HAN}半第首周星礼翻双各减过大对近上下早晚凌中正午清傍深夜今当子春夏秋冬人美港RUCGEHABFJKMQ$£€¥￥＄￡北英伦格协世欧巴柏布日莫东韩新纽太印本香季冠亚]"
)


def chinese_facts(text: str) -> list[Fact]:
    """The facts of a Chinese text, as they stand."""
    if _WIDE_SIGNS.search(text):
        text = text.translate(_WIDE)
    found, blanked = addresses(text)
    if _IDIOM_SIGNS.search(blanked):
        found.extend(_plans(blanked))
        for fact in found:
            if fact.kind == "ordinal":
                blanked = blanked[: fact.start] + BLANK * (fact.end - fact.start) + blanked[fact.end :]
        blanked = _IDIOM.sub(_blank, blanked)
    position = 0
    day: tuple[int, int] | None = None
    for match in _START.finditer(blanked):
        start = match.start()
        sign = match.group()
        if start < position or ((behind := _FOLLOWED.get(sign)) is not None and not behind.match(blanked, start + 1)):
            continue
        facts, end = _read(blanked, start, sign, day)
        if facts or end > start:
            found.extend(facts)
            position = max(end, start + 1)
            for fact in facts:
                if fact.kind in ("date", "range") and fact.readings[0][0] in ("date", "range"):
                    day = _month_of(fact)
    return merged(sorted(found, key=lambda fact: (fact.start, fact.end)), blanked)


_Found = tuple[list[Fact], int]
_NOTHING: list[Fact] = []


def _blank(match: re.Match[str]) -> str:
    return BLANK * len(match.group())


def _month_of(fact: Fact) -> tuple[int, int]:
    reading = fact.readings[0]
    last: tuple[int, int, int] = reading[2] if reading[0] == "range" else reading[1:]
    return last[0], last[1]


def _plans(text: str) -> list[Fact]:
    facts = []
    for pattern in (_PLAN, _CONGRESS):
        for found in pattern.finditer(text):
            value = han_number(found["n"])
            if value is not None:
                facts.append(
                    Fact("ordinal", (("ordinal", value),), found.start(), found.end(), weak=pattern is _CONGRESS)
                )
    return facts


def _read(text: str, start: int, sign: str, day: tuple[int, int] | None) -> _Found:
    """What begins here, tried from the most particular form to the plainest."""
    if sign in _NUMERIC:
        for reader in _FROM_NUMBER:
            if (made := reader(text, start))[0]:
                return made
        if sign in _DAY_SIGNS and (found := _DAY_ONLY.match(text, start)) is not None:
            return _day_only(text, found, day)
        return _number(text, start, "")
    for reader in _FROM_SIGN.get(sign, ()):
        made = reader(text, start)
        if made[0] or made[1] > start:
            return made
    return _NOTHING, start


# ---- dates ---------------------------------------------------------------------------------------------------------


def _dates(text: str, start: int) -> _Found:
    window = text[start : start + 14]
    if not _may_be_date(window):
        return _NOTHING, start
    if start and text[start - 1].isdigit():
        return _NOTHING, start
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


def _periods(text: str, start: int) -> _Found:
    for pattern, make in (
        (_FIRST_QUARTERS, _first_quarters),
        (_QUARTER_OF_YEAR, _quarter),
        (_Q_OF_YEAR, _named),
        (_HALF_OF_YEAR, _half_year),
        (_SEASON_OF_YEAR, _season),
    ):
        if (found := pattern.match(text, start)) is not None:
            return [make(found)], found.end()
    if (found := _DECADE.match(text, start)) is not None:
        return [_decade(found)], found.end()
    if (found := _CENTURY.match(text, start)) is not None:
        value = _value(found["n"])
        if value is not None and isinstance(value, int) and value >= 5:
            return [Fact("date", (("century", value),), start, found.end())], found.end()
    if (found := _YEAR_ONLY.match(text, start)) is not None:
        return [Fact("date", (("date", _year(found["y1"]), 0, 0),), start, found.end())], found.end()
    return _NOTHING, start


def _year(written: str | None) -> int:
    if not written:
        return 0
    return int(written) if written.isascii() else int(han_number(written) or 0)


def _small(written: str | None) -> int:
    if not written:
        return 0
    if written == "元":
        return 1
    return int(written) if written.isascii() else int(han_number(written) or 0)


def _range(found: re.Match[str]) -> list[Fact]:
    part = found.groupdict()
    if part.get("iso1"):
        first, last = _iso(part["iso1"]), _iso(part["iso2"])
    elif part.get("s2"):
        year = int(part["y1"])
        end = year // 100 * 100 + int(part["s2"])
        if end <= year or (int(part["s2"]) <= 12 and end != year + 1):
            return []
        first, last = (year, 0, 0), (end, 0, 0)
    else:
        y1, y2 = _year(part.get("y1")), _year(part.get("y2"))
        m1, m2 = _small(part.get("m1")), _small(part.get("m2"))
        d1, d2 = _small(part.get("d1")), _small(part.get("d2"))
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


def _iso(text: str) -> tuple[int, int, int]:
    year, month, day = (int(piece) for piece in re.split(r"[-/.]", text))
    return year, month, day


def _date(found: re.Match[str]) -> list[Fact]:
    part = found.groupdict()
    if part.get("iso1"):
        day = _iso(part["iso1"])
    else:
        day = (_year(part.get("y1")), _small(part.get("m1")), _small(part.get("d1")))
    if not (1 <= day[1] <= 12 and 0 <= day[2] <= 31):
        return []
    return [Fact("date", (("date", *day),), found.start(), found.end())]


def _days(found: re.Match[str], year: int) -> list[Fact]:
    """8月21、22日."""
    numbers = [(each.start(), each.end(), _small(each.group())) for each in _DAY_NUMBER.finditer(found["days"])]
    if len(numbers) < 2:
        return []
    base, month = found.start("days"), _small(found["m"])
    return [Fact("date", (("date", year, month, day),), base + start, base + end) for start, end, day in numbers]


def _more_days(text: str, facts: list[Fact], end: int) -> _Found:
    """3月5日、6日和7日: those that follow are of the same month and year."""
    year, month = _month_of(facts[0])
    if not facts[0].readings[0][3]:
        return facts, end
    while (found := _NEXT_DAY.match(text, end)) is not None:
        month = _small(found["m"]) or month
        begin = found.start("m") if found["m"] else found.start("d")
        facts.append(Fact("date", (("date", year, month, _small(found["d"])),), begin, found.end()))
        end = found.end()
    return facts, end


def _day_only(text: str, found: re.Match[str], day: tuple[int, int] | None) -> _Found:
    number = _small(found["d"])
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


def _quarter(found: re.Match[str]) -> Fact:
    return _period(found, f"Q{_small(found['q'])}")


def _first_quarters(found: re.Match[str]) -> Fact:
    return _period(found, f"Q1-{_small(found['q'])}")


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
        named, decade = found["c"] or "", _small(found["d"])
        century = 20 if named == "本" else 19 if named.startswith("上") else _small(named) - 1
        readings = (("decade", century * 100 + decade),)
        if not named:
            # The last century's where nothing else is said, this one's in its first decades.
            readings = tuple(("decade", age + decade) for age in ((1900, 0, 2000) if decade <= 20 else (1900, 0)))
    return Fact("date", readings, found.start(), found.end())


def _weekday(text: str, start: int) -> _Found:
    found = _WEEKDAY.match(text, start)
    if found is None or (start and text[start] == "周" and (text[start - 1] in _HAN or text[start - 1].isdigit())):
        return _NOTHING, start
    facts = [Fact("weekday", (("weekday", rules.WEEKDAYS[found["first"]]),), start, found.end("first"))]
    base = found.start("more")
    more = found["more"] or ""
    for sign in re.finditer(r"[一二三四五六日天]", more):
        facts.append(
            Fact("weekday", (("weekday", rules.WEEKDAYS[sign.group()]),), base + sign.start(), base + sign.end())
        )
    return facts, found.end()


# ---- times ---------------------------------------------------------------------------------------------------------


def _clock(text: str, start: int) -> _Found:
    if (ahead := _CLOCK_RANGE.match(text, start)) is not None:
        second = _CLOCK.match(text, ahead.end())
        if second is not None:
            part = second["p1"] or ahead["pp"]
            first = _time(ahead["hh"], 0, ahead["pp"], start, ahead.end("hh"), spoken=True)
            if ahead["pp"] is None and second["p1"] is not None:
                first = _time(ahead["hh"], 0, second["p1"], start, ahead.end("hh"), spoken=True)
            return [first, _later(first, _from_match(second, part))], second.end()
    found = _CLOCK.match(text, start)
    if found is None or (found["s1"] and _POINTS.match(text, found.end("s1"))):
        return _NOTHING, start
    before = text[start - 1] if start else ""
    if found["p1"] is None and (before.isdigit() or before == "." or (found["s1"] and before and before in _HAN)):
        return _NOTHING, start
    if (
        found["p1"] is None
        and found["s1"]
        and text[found.end("s1") : found.end("s1") + 1] == "时"
        and not found["s1"].isdigit()
    ):
        return _NOTHING, start
    if (
        found["p1"] is None
        and found["s1"]
        and re.match(r"点[0-9]", text[found.end("s1") :])
        and not found.group().endswith("分")
    ):
        return _NOTHING, start
    fact = _from_match(found, found["p1"])
    facts, end = [fact], found.end()
    if (to := _TO.match(text, end)) is not None and (second := _CLOCK.match(text, to.end())) is not None:
        made = _from_match(second, second["p1"] or found["p1"])
        facts.append(_later(fact, made) if second["p1"] is None else made)
        end = second.end()
    return facts, end


def _later(first: Fact, second: Fact) -> Fact:
    """上午9点至12点, 上午10点至2点: the second time is after the first."""
    begin, finish = first.readings[0][1], second.readings[0][1]
    if isinstance(begin, int) and isinstance(finish, int) and finish < begin and finish < 720:
        return second._replace(readings=(("time", finish + 720),))
    return second


def _from_match(found: re.Match[str], part: str | None) -> Fact:
    hour = found["h1"] or found["s1"]
    minute = int(found["m1"] or 0)
    if found["half1"]:
        minute = 30
    elif found["quarter1"]:
        minute = 15 if found["quarter1"] == "一" else 45
    elif found["t1"]:
        minute = _small(found["t1"].lstrip("零") or "零")
    return _time(hour, minute, part, found.start(), found.end(), spoken=found["s1"] is not None)


def _time(written: str, minute: int, part: str | None, start: int, end: int, *, spoken: bool) -> Fact:
    hour = _small(written) if written != "零" else 0
    half = rules.DAY_PARTS[part] if part else None
    if (half == "pm" and hour < 12) or (half == "evening" and 4 < hour < 12) or (half == "noon" and hour < 6):
        hour += 12
    elif (half in ("am", "night") and hour == 12) or (half == "evening" and hour == 12):
        hour = 0
    times = [hour * 60 + minute]
    if half is None and spoken and 1 <= hour <= 11:
        times.append(times[0] + 720)
    readings: tuple[Reading, ...] = tuple(("time", time % 1440) for time in times)
    if half is None and spoken and not minute:
        # 三点 is three o'clock, or three points.
        readings = (*readings, ("number", hour))
    return Fact("time", readings, start, end)


def _clock_word(text: str, start: int) -> _Found:
    if (found := _CLOCK_WORD.match(text, start)) is None:
        return _NOTHING, start
    # 中午 alone is a part of the day.
    weak = found.group() in ("中午", "半夜")
    return [Fact("time", (("time", rules.CLOCK_WORDS[found.group()]),), start, found.end(), weak=weak)], found.end()


def _zone(text: str, start: int) -> _Found:
    if (found := _OFFSET.match(text, start)) is not None:
        if found[4]:
            minutes = _small(found[5]) * 60 * (1 if found[4] == "东" else -1)
        else:
            minutes = (int(found[2]) * 60 + int(found[3] or 0)) * (1 if found[1] == "+" else -1)
        return [Fact("time", offset_readings(minutes), start, found.end())], found.end()
    if (found := _ZONE.match(text, start)) is None or (
        found.group().isascii()
        and (
            (text[found.end() : found.end() + 1].isalpha() and text[found.end()].isascii())
            or (start and text[start - 1].isascii() and text[start - 1].isalpha())
        )
    ):
        return _NOTHING, start
    name = rules.ZONES[found.group()]
    return [Fact("time", zone_readings(name), start, found.end(), weak=not ZONES[name])], found.end()


# ---- numbers -------------------------------------------------------------------------------------------------------


def _value(written: str) -> Amount | None:
    """A number in digits, in characters, in both, or with 点 for the decimal point."""
    if written.replace(".", "").replace(",", "").isdigit() and written.isascii():
        return digits(written)
    whole, point, rest = written.partition("点")
    if point and rest:
        scale = rest.lstrip("〇零○一二两三四五六七八九")
        signs = rest[: len(rest) - len(scale)]
        before = han_number(whole or "零")
        if before is None or not signs:
            return None
        small = Fraction(int("".join(str(han_number(sign) or 0) for sign in signs)), 10 ** len(signs))
        factor = han_number("一" + scale) if scale else 1
        return simple((Fraction(before) + small) * (factor or 1))
    return han_number(re.sub(r"[,多余来\s]", "", written))


def _percent(text: str, start: int) -> _Found:
    if text.startswith("百分百", start):
        return [Fact("percentage", (("ratio", 1),), start, start + 3, weak=True)], start + 3
    found = _PERCENT.match(text, start)
    if found is None:
        return _NOTHING, start
    facts = []
    for key in ("n", "n2"):
        if found[key] and (value := _hundred(found[key])) is not None:
            facts.append(
                Fact("percentage", (("ratio", simple(Fraction(value) / 100)),), found.start(key), found.end(key))
            )
    if facts:
        facts[0] = facts[0]._replace(start=start)
    return facts, found.end()


def _hundred(written: str) -> Amount | None:
    return 100 if written == "百" else _value(written)


def _part_of(text: str, start: int) -> _Found:
    found = _PART_OF.match(text, start)
    if found is None:
        return _NOTHING, start
    below, above = _value(found["d"]), _value(found["n"])
    if not below or above is None:
        return _NOTHING, found.end()
    return [Fact("number", (("ratio", simple(Fraction(above) / Fraction(below))),), start, found.end())], found.end()


def _ratio(text: str, start: int) -> _Found:
    """比例为1:12: two numbers, no time."""
    found = _RATIO.match(text, start)
    if found is None or (start and text[start - 1].isdigit()):
        return _NOTHING, start
    if len(found[2]) == 2 and int(found[2]) < 60 and not (
        _RATIO_BEFORE.search(text, max(0, start - 8), start) or _RATIO_BEHIND.match(text, found.end())
    ):
        return _NOTHING, start
    return [
        Fact("number", (("number", int(found[n])),), *found.span(n), raw=int(found[n])) for n in (1, 2)
    ], found.end()


def _tenths(text: str, start: int) -> _Found:
    found = _TENTHS.match(text, start)
    if found is None or (start and text[start - 1] in _HAN):
        return _NOTHING, start
    value = Fraction(_small(found["n"]), 10)
    if found["half"]:
        value += Fraction(1, 20) if found["half"] == "半" else Fraction(_small(found["half"]), 100)
    facts = [Fact("percentage", (("ratio", simple(value)),), start, found.end())]
    if found["n2"]:
        facts.append(
            Fact("percentage", (("ratio", Fraction(_small(found["n2"]), 10)),), found.start("n2"), found.end())
        )
    return facts, found.end()


def _number(text: str, start: int, currency: str) -> _Found:
    if not currency and (found := _SLASH.match(text, start)) is not None:
        ratio = Fraction(int(found[1]), int(found[2]))
        return [Fact("number", (("ratio", simple(ratio)),), start, found.end(), weak=True)], found.end()
    if text[start] == "零" and start and text[start - 1] in "年月天时分周":
        # 一年零九个月
        return _NOTHING, start + 1
    found = _NUMBER.match(text, start)
    if found is None:
        return _NOTHING, start
    end = found.end()
    written = found.group().rstrip()
    if written[-1] == "千" and len(written) > 1 and text[end : end + 1] in _THOUSANDS:
        # 亿千瓦: the thousand is the unit's.
        written, end = written[:-1], end - 1
    vague = start > 0 and text[start - 1] in rules.VAGUE
    if text[end : end + 1] == "几" and written[-1:] in "十百":
        return _NOTHING, end + 1
    value = _value(written)
    if value is None:
        return _estimate(text, written, start, end)
    if vague and written[0] in "十百千万亿":
        return _NOTHING, end
    amounts: list[tuple[Amount, int, int, str]] = [(value, start, start + len(written), written)]
    at = end
    if (listed := _LISTED.match(text, start)) is not None and (unit := _unit_at(text, listed.end())) is not None:
        # 二、三年级, 18、19世纪: the first has the unit of the last.
        return _elided(text, listed, unit)
    if (to := _TO.match(text, end)) is not None and (second := _NUMBER.match(text, to.end())) is not None:
        other = _value(second.group().rstrip())
        if other is not None:
            amounts.append((other, to.end(), to.end() + len(second.group().rstrip()), second.group().rstrip()))
            at = second.end()
            amounts[0] = (_same_scale(value, written, second.group().rstrip()), *amounts[0][1:])
    return _tailed(text, amounts, at, currency)


def _elided(text: str, listed: re.Match[str], unit: tuple[str, int]) -> _Found:
    facts: list[Fact] = []
    numbers = list(_ORDINAL_NUMBER.finditer(listed.group()))
    for place, number in enumerate(numbers):
        value = _value(number.group())
        if value is not None:
            start = listed.start() + number.start()
            last = unit[1] if place == len(numbers) - 1 else listed.start() + number.end()
            if unit[0] == "世纪" and isinstance(value, int) and value >= 5:
                facts.append(Fact("date", (("century", value),), start, last))
                continue
            kind, readings, weak = _made(unit[0], value)
            facts.append(Fact(kind, readings, start, last, weak=weak, raw=value))
    return facts, unit[1]


def _same_scale(value: Amount, written: str, other: str) -> Amount:
    """Of 5至10万 the first is 50,000, too."""
    if other[-1] in "万亿" and written[-1] not in "十百千万亿" and written.replace(".", "").isdigit():
        scale = re.search(r"[百千万亿]+$", other)
        factor = han_number("一" + scale.group()) if scale else 1
        return simple(Fraction(value) * (factor or 1))
    return value


def _estimate(text: str, written: str, start: int, end: int) -> _Found:
    """三四天, 两三个: two numbers, neither of them promised."""
    if len(written) != 2 or not all(sign in _HAN_DIGIT for sign in written):
        return _NOTHING, end
    unit = _unit_at(text, end)
    facts: list[Fact] = []
    for place, sign in enumerate(written):
        amount = han_number(sign) or 0
        kind, readings, _ = _made(unit[0] if unit else "个", amount)
        facts.append(Fact(kind, readings, start + place, start + place + 1, weak=True, raw=amount))
    return facts, end


def _unit_at(text: str, end: int) -> tuple[str, int] | None:
    """The unit or counter that begins there, and where it ends."""
    for size in (5, 4, 3, 2, 1):
        unit = text[end : end + size]
        if len(unit) == size and unit in _UNITS:
            if (
                unit[-1].isascii()
                and unit[-1].isalpha()
                and text[end + size : end + size + 1].isascii()
                and text[end + size : end + size + 1].isalpha()
            ):
                continue
            return unit, end + size
    return None


def _tailed(text: str, amounts: list[tuple[Amount, int, int, str]], end: int, currency: str) -> _Found:
    skipped = _SKIPPED.match(text, end)
    at = skipped.end() if skipped else end
    if currency and text[at : at + 1] not in ("%",):
        unit = _unit_at(text, at)
        stop = unit[1] if unit and unit[0] in rules.CURRENCIES else end
        return [
            Fact("money", (("money", value, currency),), start, stop if i == len(amounts) - 1 else last)
            for i, (value, start, last, _) in enumerate(amounts)
        ], stop
    if text.startswith("%", at):
        return [
            Fact(
                "percentage",
                (("ratio", simple(Fraction(value) / 100)),),
                start,
                at + 1 if i == len(amounts) - 1 else last,
            )
            for i, (value, start, last, _) in enumerate(amounts)
        ], at + 1
    if text.startswith("折", at) and len(amounts) == 1 and not text.startswith(("折磨", "折叠", "折线", "折射"), at):
        return _discount(amounts[0], at + 1)
    if text.startswith("百分点", at):
        return [Fact("percentage", (("points", value),), start, at + 3) for value, start, _, _ in amounts], at + 3
    unit = _unit_at(text, at)
    if text.startswith("等奖", at):
        return [Fact("ordinal", (("ordinal", value),), start, at + 2) for value, start, _, _ in amounts], at + 2
    if unit is None:
        return _plain(text, amounts, end)
    name, stop = unit
    if name == "倍":
        return _times(text, amounts, stop)
    facts: list[Fact] = []
    half, stop = _half_behind(text, name, stop)
    for number, (value, start, last, own) in enumerate(amounts):
        if half:
            value = simple(Fraction(value) + Fraction(1, 2))
        kind, readings, weak = _made(name, value)
        # 百 alone is "a hundred" or "some hundreds"; 两国 is "both".
        scale_only = own[0] in "百千万亿" and own.strip("百千万亿") == ""
        both = own in ("两", "双", "三", "四") and name in rules.PAIRS_AT_MOST
        small = value == 1 and kind in ("count", "duration", "money")
        if kind == "duration" and text[max(0, start - 2) : start] == "每隔":
            # Every second year leaves one out.
            _, following, _ = _made(name, simple(Fraction(value) + 1))
            readings, small = (*readings, *following), False
        # 中文和英文两种, 北京、上海两地: the sum of what was listed; 这两天: those days.
        if own in _SUMS and kind in ("count", "duration"):
            before = text[max(0, start - 24) : start]
            small = (
                small
                or (kind == "count" and before[-1:] not in _LIST_SIGNS and _ENUMERATED.search(before) is not None)
                or (_POINTED.search(before) is not None)
            )
        if name == "字" and value < 10:
            # “示例”二字: the word that was quoted.
            small = True
        facts.append(
            Fact(
                kind,
                readings,
                start,
                stop if number == len(amounts) - 1 else last,
                weak=bool(weak or scale_only or both or small),
                raw=value,
            )
        )
    return facts, stop


def _discount(amount: tuple[Amount, int, int, str], stop: int) -> _Found:
    """九折 is ten per cent less, 85折 fifteen."""
    value, start, _, _ = amount
    rest = Fraction(value) / (10 if value < 10 else 100)
    return [Fact("percentage", (("ratio", simple(1 - rest)), ("ratio", simple(rest))), start, stop)], stop


def _half_behind(text: str, name: str, stop: int) -> tuple[bool, int]:
    """一年半, 两个半小时."""
    if name in ("个半小时", "个半月"):
        return True, stop
    if name in rules.TIME_UNITS and text.startswith("半", stop) and not text.startswith(("半年", "半天", "半月"), stop):
        return True, stop + 1
    return False, stop


def _made(name: str, value: Amount) -> tuple[FactKind, tuple[Reading, ...], bool]:
    """What a number is with this unit or counter."""
    if name in rules.TIME_UNITS:
        family, size = TIME_UNITS[rules.TIME_UNITS[name]]
        return "duration", ((family, simple(Fraction(value) * size)),), False
    if name in rules.CURRENCIES and name != "块":
        return "money", (("money", value, rules.CURRENCIES[name]),), False
    if name in rules.MEASURES and name != "里":
        family, size = MEASURES[rules.MEASURES[name]]
        # 度 is also a kilowatt-hour, and a time: 两度 is twice.
        also: tuple[Reading, ...] = ()
        if name == "度":
            also = (("watt-hours", simple(Fraction(value) * 1000)), ("number", value))
        if name == "磅":
            also = (("money", value, "GBP"),)
        return "number", ((family, simple(Fraction(value) * size)), *also), name == "度" and value in (1, 2, 3)
    if name == "周年":
        return "ordinal", (("ordinal", value), ("number", value), ("months", simple(Fraction(value) * 12))), False
    if name == "旬":
        # 年逾六旬: in his sixties.
        return "count", (("number", simple(Fraction(value) * 10)), ("number", value)), True
    if name in ("岁", "周岁"):
        return "count", (("number", value), ("months", simple(Fraction(value) * 12))), False
    if name in ("层", "楼"):
        return "ordinal", (("ordinal", value), ("number", value)), False
    if name in ("对", "双"):
        return "count", (("number", value), ("number", simple(Fraction(value) * 2))), value == 1
    if name == "季":
        return "count", (("number", value),), True
    return "count", (("number", value),), False


def _times(text: str, amounts: list[tuple[Amount, int, int, str]], stop: int) -> _Found:
    before = text[max(0, amounts[0][1] - 9) : amounts[0][1]]
    more = _GROWS.search(before) is not None and _AS_MUCH.search(before) is None
    facts: list[Fact] = []
    for value, start, _, _ in amounts:
        ratio = simple(Fraction(value) + 1) if more else value
        # Nobody keeps the one apart from the other where the numbers are large.
        readings: tuple[Reading, ...] = (
            (("ratio", ratio),) if not more or value < 5 else (("ratio", ratio), ("ratio", value))
        )
        facts.append(Fact("number", readings, start, stop))
    return facts, stop


def _plain(text: str, amounts: list[tuple[Amount, int, int, str]], end: int) -> _Found:
    facts: list[Fact] = []
    for value, start, last, written in amounts:
        if not written[0].isdigit():
            compound = (
                len(written) > 1
                and written.strip("百千万亿") != ""
                and not (written[-1] in "万" and len(written) == 2 and False)
            )
            if not compound:
                # A lone character is part of a word (一起, 三峡, 百姓), but for 模块三.
                if _LABEL.search(text, max(0, start - 2), start) and (
                    not _HAN_BEHIND.match(text, last) or text[last] in "第中的所和及与为是见将由"
                ):
                    facts.append(Fact("number", (("number", value),), start, last, weak=True, raw=value))
                continue
            facts.append(Fact("number", (("number", value),), start, last, raw=value))
            continue
        readings: tuple[Reading, ...] = (("number", value),)
        kind: FactKind = "number"
        if isinstance(value, int) and 1000 <= value <= 2099 and len(written) == 4:
            readings, kind = (("date", value, 0, 0), ("number", value)), "date"
        facts.append(Fact(kind, readings, start, last, weak=value == 1, raw=value))
    return facts, end


def _ordinal(text: str, start: int) -> _Found:
    found = _QUARTER_OF_YEAR.match(text, start)
    if found is not None:
        return [_quarter(found)], found.end()
    found = _ORDINAL.match(text, start)
    if found is None:
        return _NOTHING, start
    value = _value(found["n"])
    if value is None:
        return _NOTHING, found.end()
    behind = text[found.end() : found.end() + 3]
    facts = [Fact("ordinal", (("ordinal", value),), start, found.end("n"), raw=value, weak=behind == "一时间")]
    base = found.start("more")
    facts.extend(
        Fact("ordinal", (("ordinal", other),), base + each.start(), base + each.end(), raw=other)
        for each in _ORDINAL_NUMBER.finditer(found["more"] or "")
        if (other := _value(each.group())) is not None
    )
    end = found.end()
    if re.match(r"个?五年(?:规划|计划)", text[end:]):
        end += 3 if text[end] == "个" else 2
    return facts, end


def _first(text: str, start: int) -> _Found:
    if (found := _FIRST.match(text, start)) is None:
        return _NOTHING, start + 1
    # 首批成员 are those with whom something begins.
    weak = found.group() == "首批"
    return [Fact("ordinal", (("ordinal", 1),), start, found.end(), weak=weak)], found.end()


def _multiple(text: str, start: int) -> _Found:
    if (found := _MULTIPLE.match(text, start)) is None:
        return _NOTHING, start
    # 加倍努力 is no number.
    weak = found.group() in ("加倍", "倍增")
    return [Fact("number", (("ratio", rules.MULTIPLES[found.group()]),), start, found.end(), weak=weak)], found.end()


def _half(text: str, start: int) -> _Found:
    if (found := _HALF_UNIT.match(text, start)) is not None:
        family, size = TIME_UNITS[rules.HALF_UNITS[found.group()]]
        return [
            Fact("duration", ((family, simple(Fraction(size, 2))),), start, found.end(), raw=Fraction(1, 2))
        ], found.end()
    if (found := _HALF_WORD.match(text, start)) is not None:
        return [
            Fact("number", (("ratio", Fraction(1, 2)),), start, found.end(), weak=not rules.HALVES[found.group()])
        ], found.end()
    if text[start] == "半" and start and text[start - 1] not in "上下":
        return [Fact("number", (("ratio", Fraction(1, 2)),), start, start + 1, weak=True)], start + 1
    return _NOTHING, start


def _every_other(text: str, start: int) -> _Found:
    unit = rules.EVERY_OTHER.get(text[start : start + 2])
    if unit is None:
        return _NOTHING, start
    family, size = TIME_UNITS[unit]
    return [Fact("duration", ((family, 2 * size),), start, start + 2, raw=2)], start + 2


def _halves_of_year(text: str, start: int) -> _Found:
    if (found := _HALF_OF_YEAR.match(text, start)) is not None:
        return [_half_year(found)], found.end()
    if (found := _FIRST_QUARTERS.match(text, start)) is not None:
        return [_first_quarters(found)], found.end()
    if (found := _HALF_BEHIND.match(text, start)) is not None:
        name = "H1" if found.group()[0] in "前上" else "H2"
        return [Fact("date", (("period", 0, name),), start, found.end(), weak=True)], found.end()
    return _NOTHING, start


def _last_decade(text: str, start: int) -> _Found:
    if (found := _DECADE.match(text, start)) is not None:
        return [_decade(found)], found.end()
    return _NOTHING, start


def _quarter_named(text: str, start: int) -> _Found:
    if (found := _Q_OF_YEAR.match(text, start)) is not None:
        return [_named(found)], found.end()
    return _NOTHING, start


def _double(text: str, start: int) -> _Found:
    if _DOUBLE.match(text, start) is None:
        return _NOTHING, start
    return [Fact("count", (("number", 2), ("ratio", 2)), start, start + 1, weak=True)], start + 1


def _placed(text: str, start: int) -> _Found:
    if (found := _PLACE.match(text, start)) is None:
        return _NOTHING, start
    return [Fact("ordinal", (("ordinal", rules.PLACES[found.group()]),), start, found.end(), weak=True)], found.end()


def _money(text: str, start: int) -> _Found:
    if (found := _MONEY.match(text, start)) is None:
        return _NOTHING, start
    facts, end = _number(text, found.end(), rules.CURRENCY_SIGNS[found.group().strip()])
    if facts:
        facts[0] = facts[0]._replace(start=start)
    return facts, end


def _phase(text: str, start: int) -> _Found:
    """年底, 12月下旬: told by the sign behind the date."""
    found = _PHASE.match(text, max(0, start - 1)) or _PHASE.match(text, start)
    if found is None or found.end() <= start:
        return _NOTHING, start
    return [Fact("date", (("phase", rules.PHASES[found.group()]),), start, found.end(), weak=True)], found.end()


def _part_of_day(text: str, start: int) -> _Found:
    if (found := _PART_ALONE.match(text, start)) is None:
        return _NOTHING, start
    readings: tuple[Reading, ...] = tuple(("part", part) for part in rules.PARTS[found.group()])
    return [Fact("time", readings, start, found.end(), weak=True)], found.end()


def _season_alone(text: str, start: int) -> _Found:
    """春季学期."""
    if (found := _SEASON_ALONE.match(text, start)) is None:
        return _NOTHING, start
    readings: tuple[Reading, ...] = tuple(("season", season) for season in rules.SEASON_WORDS[found.group()])
    return [Fact("date", readings, start, found.end(), weak=True)], found.end()


def _often(text: str, start: int) -> _Found:
    """每月: monthly, or every month."""
    if (found := _OFTEN.match(text, start)) is None:
        return _NOTHING, start
    return [Fact("duration", (("every", rules.OFTEN[found.group()]),), start, found.end(), weak=True)], found.end()


def _regnal(text: str, start: int) -> _Found:
    """亨利八世."""
    if (found := _REGNAL.match(text, start)) is None or not start or not _HAN_BEHIND.match(text, start - 1):
        return _NOTHING, start
    return [Fact("ordinal", (("ordinal", _small(found[1])),), start, found.end(), weak=True)], found.end()


def _enumerated(text: str, start: int) -> _Found:
    """一是…，二是…: first and second; 原因有三: three reasons."""
    before = text[start - 1] if start else ""
    if (not before or before in "，。；：、,;:\n ") and (found := _POINT.match(text, start)) is not None:
        return [Fact("ordinal", (("ordinal", _small(found[1])),), start, found.end(), weak=True)], found.end()
    if before == "其" and (found := _LONE.match(text, start)) is not None:
        return [Fact("ordinal", (("ordinal", _small(found[1])),), start, found.end(), weak=True)], found.end()
    if before == "前" and (found := _LONE.match(text, start)) is not None:
        return [Fact("count", (("number", _small(found[1])),), start, found.end(), raw=_small(found[1]))], found.end()
    if before in ("有", "者") and (found := _LONE.match(text, start)) is not None:
        return [Fact("count", (("number", _small(found[1])),), start, found.end(), weak=True)], found.end()
    return _NOTHING, start


def _order(text: str, start: int) -> _Found:
    """数百, 上千万."""
    if (found := _ORDER.match(text, start)) is None:
        return _NOTHING, start
    return [Fact("count", (("order", rules.ORDERS[found.group()]),), start, found.end(), weak=True)], found.end()


_Reader = Callable[[str, int], _Found]

_THOUSANDS = frozenset("瓦米克伏赫卡焦帕")
_LIST_SIGNS = frozenset("、和与及，,以")
_SUMS = frozenset("两二三四五六")
_NUMERIC = frozenset("0123456789" + _HAN)
_DAY_SIGNS = frozenset("0123456789一二三四五六七八九十廿")
_FROM_NUMBER: tuple[_Reader, ...] = (
    _percent, _part_of, _ratio, _regnal, _enumerated, _placed, _dates, _clock, _clock_word, _tenths, _half
)
_UNITS = frozenset({*rules.TIME_UNITS, *rules.MEASURES, *rules.CURRENCIES, *rules.COUNTERS, "倍", "季"})

_FROM_SIGN: dict[str, tuple[_Reader, ...]] = {
    "第": (_ordinal,),
    "首": (_first,),
    "周": (_weekday,),
    "星": (_weekday,),
    "礼": (_weekday,),
    "翻": (_multiple,),
    "双": (_double,),
    "上": (_clock, _halves_of_year, _last_decade),
    "下": (_clock, _halves_of_year),
    "前": (_halves_of_year,),
    "后": (_halves_of_year,),
    "翌": (_placed,),
    "次": (_placed,),
    "本": (_zone, _last_decade),
    "副": (),
    "Q": (_quarter_named,),
    "倍": (_multiple,),
    "隔": (_every_other,),
    "加": (_multiple,),
}
for _sign in "半各减过大对近":
    _FROM_SIGN[_sign] = (*_FROM_SIGN.get(_sign, ()), *((_clock_word,) if _sign == "半" else ()), _half)
for _word in rules.DAY_PARTS:
    if _clock not in _FROM_SIGN.get(_word[0], ()):
        _FROM_SIGN[_word[0]] = (*_FROM_SIGN.get(_word[0], ()), _clock)
for _word in rules.CLOCK_WORDS:
    if _word[0] not in _NUMERIC and _clock_word not in _FROM_SIGN.get(_word[0], ()):
        _FROM_SIGN[_word[0]] = (*_FROM_SIGN.get(_word[0], ()), _clock_word)
for _word in rules.ZONES:
    if _zone not in _FROM_SIGN.get(_word[0], ()):
        _FROM_SIGN[_word[0]] = (*_FROM_SIGN.get(_word[0], ()), _zone)
_FROM_SIGN["东"] = _FROM_SIGN["西"] = (
    *_FROM_SIGN.get("东", ()),
    *(() if _zone in _FROM_SIGN.get("东", ()) else (_zone,)),
)
for _word in rules.CURRENCY_SIGNS:
    if _money not in _FROM_SIGN.get(_word[0], ()):
        _FROM_SIGN[_word[0]] = (_money, *_FROM_SIGN.get(_word[0], ()))
for _word in ("冠军", "亚军", "季军"):
    _FROM_SIGN[_word[0]] = (*_FROM_SIGN.get(_word[0], ()), _placed)
for _table, _reader in ((rules.PARTS, _part_of_day), (rules.ORDERS, _order)):
    for _word in _table:
        if _word[0] not in _NUMERIC and _reader not in _FROM_SIGN.get(_word[0], ()):
            _FROM_SIGN[_word[0]] = (*_FROM_SIGN.get(_word[0], ()), _reader)
for _word in rules.SEASON_WORDS:
    if _season_alone not in _FROM_SIGN.get(_word[0], ()):
        _FROM_SIGN[_word[0]] = (*_FROM_SIGN.get(_word[0], ()), _season_alone)
for _word in rules.OFTEN:
    if _word[0] not in _NUMERIC and _often not in _FROM_SIGN.get(_word[0], ()):
        _FROM_SIGN[_word[0]] = (*_FROM_SIGN.get(_word[0], ()), _often)
for _sign in "初底末中上下":
    _FROM_SIGN[_sign] = (*_FROM_SIGN.get(_sign, ()), _phase)
for _sign in "大研":
    _FROM_SIGN[_sign] = (*_FROM_SIGN.get(_sign, ()), _placed)
_BEHIND_NUMERAL = {
    *_NUMERIC, *(unit[0] for unit in _UNITS), *"分成点时半刻月日号世季折等倍是要则来为百整多余几后前名个以第中的所",
    *"见将由.%％:：、，。；;,和与及（）() \n至到或-–—~～/",
}
_WORDS_READ = [
    *rules.FIRST, *rules.PLACES, *rules.MULTIPLES, *rules.HALVES, *rules.HALF_UNITS, *rules.DAY_PARTS,
    *rules.CLOCK_WORDS, *rules.ZONES, *rules.PARTS, *rules.ORDERS, *rules.SEASON_WORDS, *rules.OFTEN,
    *rules.EVERY_OTHER, *rules.CURRENCY_SIGNS, *rules.PHASES, *"第周双Q半东西初底末", "星期", "礼拜", "上半",
    "下半", "前半", "后半", "前二", "前两", "前三", "上世纪", "上个世纪", "本世纪", "首", "百分",
]
_BEGINS = {word[0] for word in _WORDS_READ} & _FROM_SIGN.keys()
_START = re.compile("[" + re.escape("".join(sorted({*_NUMERIC, *_BEGINS}))) + "]")
"""Where a fact may begin."""
_FOLLOWED: dict[str, re.Pattern[str]] = dict.fromkeys(
    _HAN, re.compile(rf"[{re.escape(''.join(sorted(_BEHIND_NUMERAL)))}]|$")
) | {
    sign: re.compile(any_of(word[1:] for word in _WORDS_READ if word[0] == sign))
    for sign in sorted(_BEGINS)
    if sign not in _WORDS_READ
}
"""What must stand behind a sign, so that a fact may begin with it."""
