"""The times of day and the zones of a Chinese text."""

import re

from sitegen.translation.facts import chinese_rules as rules
from sitegen.translation.facts.chinese_amounts import HAN, NOTHING, TO, Found, small_number
from sitegen.translation.facts.fact import Fact, Reading
from sitegen.translation.facts.units import ZONES, offset_readings, zone_readings

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
_PART_ALONE = re.compile("|".join(sorted(rules.PARTS, key=len, reverse=True)))
_CLOCK_WORD = re.compile("|".join(sorted(rules.CLOCK_WORDS, key=len, reverse=True)))
_ZONE = re.compile("|".join(re.escape(z) for z in sorted(rules.ZONES, key=len, reverse=True)))
_OFFSET = re.compile(
    r"(?:UTC|GMT)\s*([+\-−–])\s*([0-9]{1,2})(?::?([0-9]{2}))?(?![0-9])|(东|西)([一二三四五六七八九十]{1,2}|[0-9]{1,2})区"
)


def read_clock(text: str, start: int) -> Found:
    """上午9点半, 9:00至11:00."""
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
        return NOTHING, start
    before = text[start - 1] if start else ""
    if found["p1"] is None and (before.isdigit() or before == "." or (found["s1"] and before and before in HAN)):
        return NOTHING, start
    if (
        found["p1"] is None
        and found["s1"]
        and text[found.end("s1") : found.end("s1") + 1] == "时"
        and not found["s1"].isdigit()
    ):
        return NOTHING, start
    if (
        found["p1"] is None
        and found["s1"]
        and re.match(r"点[0-9]", text[found.end("s1") :])
        and not found.group().endswith("分")
    ):
        return NOTHING, start
    fact = _from_match(found, found["p1"])
    facts, end = [fact], found.end()
    if (to := TO.match(text, end)) is not None and (second := _CLOCK.match(text, to.end())) is not None:
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
        minute = small_number(found["t1"].lstrip("零") or "零")
    return _time(hour, minute, part, found.start(), found.end(), spoken=found["s1"] is not None)


def _time(written: str, minute: int, part: str | None, start: int, end: int, *, spoken: bool) -> Fact:
    hour = small_number(written) if written != "零" else 0
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


def read_clock_word(text: str, start: int) -> Found:
    """正午."""
    if (found := _CLOCK_WORD.match(text, start)) is None:
        return NOTHING, start
    # 中午 alone is a part of the day.
    weak = found.group() in ("中午", "半夜")
    return [Fact("time", (("time", rules.CLOCK_WORDS[found.group()]),), start, found.end(), weak=weak)], found.end()


def read_zone(text: str, start: int) -> Found:
    """北京时间, 东八区, UTC+8."""
    if (found := _OFFSET.match(text, start)) is not None:
        if found[4]:
            minutes = small_number(found[5]) * 60 * (1 if found[4] == "东" else -1)
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
        return NOTHING, start
    name = rules.ZONES[found.group()]
    return [Fact("time", zone_readings(name), start, found.end(), weak=not ZONES[name])], found.end()


def read_part_of_day(text: str, start: int) -> Found:
    """晚上."""
    if (found := _PART_ALONE.match(text, start)) is None:
        return NOTHING, start
    readings: tuple[Reading, ...] = tuple(("part", part) for part in rules.PARTS[found.group()])
    return [Fact("time", readings, start, found.end(), weak=True)], found.end()
