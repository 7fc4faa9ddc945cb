"""Codes that are typed: countries, time zones, languages; a wrong one is answered with the right one."""

import re
from difflib import get_close_matches

from sitegen.diagnostics import Diagnostic, error, warning
from sitegen.moments import zone_names

_COUNTRIES = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD
CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF
GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN
KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA
NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI
SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI
VN VU WF WS YE YT ZA ZM ZW"""
COUNTRIES = frozenset(_COUNTRIES.split())
"""ISO 3166-1 alpha-2."""

_COUNTRY_NAMES = {
    "uk": "GB", "united kingdom": "GB", "great britain": "GB", "britain": "GB", "england": "GB", "scotland": "GB",
    "wales": "GB", "northern ireland": "GB", "英国": "GB", "china": "CN", "中国": "CN", "prc": "CN", "russia": "RU",
    "russian federation": "RU", "俄罗斯": "RU", "usa": "US", "united states": "US", "美国": "US", "germany": "DE",
    "德国": "DE", "france": "FR", "法国": "FR", "ireland": "IE", "爱尔兰": "IE", "italy": "IT", "spain": "ES",
    "netherlands": "NL", "norway": "NO", "sweden": "SE", "denmark": "DK", "japan": "JP", "日本": "JP", "korea": "KR",
    "south korea": "KR", "韩国": "KR", "singapore": "SG", "新加坡": "SG", "hong kong": "HK", "香港": "HK",
    "australia": "AU", "canada": "CA", "india": "IN", "poland": "PL", "switzerland": "CH", "austria": "AT",
    "gbr": "GB", "chn": "CN", "rus": "RU", "deu": "DE", "fra": "FR", "en": "GB", "zh": "CN",
}

_ABBREVIATIONS = {
    "CET": "Europe/Paris", "CEST": "Europe/Paris", "MET": "Europe/Paris", "MEZ": "Europe/Berlin",
    "WET": "Europe/Lisbon", "WEST": "Europe/Lisbon", "EET": "Europe/Helsinki", "EEST": "Europe/Helsinki",
    "GMT": "Europe/London", "BST": "Europe/London", "GMT/BST": "Europe/London", "GB": "Europe/London",
    "MSK": "Europe/Moscow", "CST": "Asia/Shanghai", "PRC": "Asia/Shanghai", "BJT": "Asia/Shanghai",
    "GMT+8": "Asia/Shanghai", "UTC+8": "Asia/Shanghai", "+8": "Asia/Shanghai", "+08:00": "Asia/Shanghai",
    "UTC+08:00": "Asia/Shanghai", "北京时间": "Asia/Shanghai", "HKT": "Asia/Hong_Kong", "SGT": "Asia/Singapore",
    "JST": "Asia/Tokyo", "KST": "Asia/Seoul", "IST": "Asia/Kolkata", "AEST": "Australia/Sydney",
    "AEDT": "Australia/Sydney", "EST": "America/New_York", "EDT": "America/New_York", "ET": "America/New_York",
    "MST": "America/Denver", "MDT": "America/Denver", "CDT": "America/Chicago", "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles",
}
_CITIES = {"beijing": "Asia/Shanghai", "北京": "Asia/Shanghai", "nanjing": "Asia/Shanghai", "belfast": "Europe/London",
           "guangzhou": "Asia/Shanghai", "shenzhen": "Asia/Shanghai", "edinburgh": "Europe/London",
           "cardiff": "Europe/London", "liverpool": "Europe/London", "leeds": "Europe/London",
           "cambridge": "Europe/London", "geneva": "Europe/Zurich", "barcelona": "Europe/Madrid",
           "munich": "Europe/Berlin", "delhi": "Asia/Kolkata", "mumbai": "Asia/Kolkata", "london": "Europe/London",
           "上海": "Asia/Shanghai", "伦敦": "Europe/London"}
_FIXED = re.compile(r"Etc/GMT([+-])(\d{1,2})")

_LANGUAGES = """
aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et
eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk
kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny
oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti
tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"""
LANGUAGES = frozenset(_LANGUAGES.split())
"""ISO 639-1."""

_LANGUAGE_NAMES = {"english": "en", "英语": "en", "英文": "en", "eng": "en", "chinese": "zh", "中文": "zh",
                   "汉语": "zh", "普通话": "zh",
                   "mandarin": "zh", "putonghua": "zh", "cn": "zh", "chi": "zh", "zho": "zh",
                   "french": "fr", "german": "de", "russian": "ru", "japanese": "ja", "korean": "ko", "spanish": "es",
                   "jp": "ja", "kr": "ko", "gb": "en"}
_TAG = re.compile(r"([A-Za-z]{2,3})(-[A-Za-z]{4})?(-(?:[A-Za-z]{2}|\d{3}))?(-[A-Za-z0-9]{5,8})*", re.ASCII)


def check_country(text: str) -> Diagnostic | None:
    """Whether a text is an ISO 3166-1 alpha-2 code as it is typed: two capitals."""
    if text in COUNTRIES:
        return None
    right = _COUNTRY_NAMES.get(text.casefold()) or (text.upper() if text.upper() in COUNTRIES else "")
    return error("E-COUNTRY", f'"{text}" is not a country code.',
                 f"Write country: {right}." if right
                 else "Write the two capital letters of ISO 3166, for example CN or GB.")


def check_zone(text: str) -> Diagnostic | None:
    """Whether a text names an IANA zone of a place; fixed offsets such as Etc/GMT+8 are warned about."""
    fixed = _FIXED.fullmatch(text)
    if fixed and text in zone_names():
        sign = "-" if fixed[1] == "+" else "+"
        near = "Asia/Shanghai" if text == "Etc/GMT-8" else "Europe/London"
        return warning("W-TZ-FIXED", f'"{text}" is UTC{sign}{fixed[2]}: its sign is the other way round.',
                       f"Name a place instead, for example {near}.")
    if text == "UTC" or ("/" in text and text in zone_names()):
        return None
    known = _ABBREVIATIONS.get(text.upper().replace(" ", ""))
    if known:
        return error("E-TZ-ABBR", f'"{text}" is not a zone.', f"Name the venue's zone, for example {known}.")
    return error("E-TZ", f'"{text}" is not a time zone.', f"Did you mean {_nearest_zone(text)}?")


def _nearest_zone(text: str) -> str:
    low = text.casefold().strip().replace(" ", "_")
    by_name = {name.casefold(): name for name in sorted(zone_names()) if "/" in name}
    if low in by_name:
        return by_name[low]
    city = low.rsplit("/", 1)[-1]
    if city in _CITIES:
        return _CITIES[city]
    by_city = {name.rsplit("/", 1)[-1]: full for name, full in by_name.items() if not name.startswith("etc/")}
    if city in by_city:
        return by_city[city]
    close = get_close_matches(low, list(by_name), 1, 0.7)
    if close:
        return by_name[close[0]]
    close = get_close_matches(city, list(by_city), 1, 0.7)
    return by_city[close[0]] if close else "Europe/London or Asia/Shanghai"


def check_language(text: str, codes: tuple[str, ...]) -> Diagnostic | None:
    """Whether a text is one of the site's codes or a BCP 47 tag of a language that exists."""
    if text in codes:
        return None
    match = _TAG.fullmatch(text)
    if match and (len(match[1]) == 3 or match[1].lower() in LANGUAGES) and text.casefold() not in _LANGUAGE_NAMES:
        return None
    right = _LANGUAGE_NAMES.get(text.casefold()) or language_code(text, codes)
    return error("E-LANG-TAG", f'"{text}" is not a language.',
                 f"Write {right}." if right else f"Write {' or '.join(codes)}, or a tag such as fr or zh-Hant.")


def language_code(text: str, codes: tuple[str, ...]) -> str:
    """The site's code that a wrong one means: zh for zh_CN, cn or Chinese; empty where none is near."""
    low = text.casefold().replace("_", "-")
    by_name = {code.casefold(): code for code in codes}
    for near in (low, low.split("-")[0], _LANGUAGE_NAMES.get(low, ""), _LANGUAGE_NAMES.get(low.split("-")[0], "")):
        if near in by_name:
            return by_name[near]
    return ""


def language_name(code: str) -> str:
    """The English name of a language for a sentence; its code where the name is not known."""
    names = {"en": "English", "zh": "Chinese", "fr": "French", "de": "German", "ja": "Japanese", "ko": "Korean",
             "ru": "Russian", "es": "Spanish"}
    return names.get(code, code)
