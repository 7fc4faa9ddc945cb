"""Tables: how addresses and identifiers look. Each row is a regular expression and an example of it."""

NOT_IN_URL = r"\s<>\"“”‘’（）《》「」【】，。；：！？、\u3400-\u9fff\x00"
"""Characters at which an address in running text ends."""

LANGUAGE_SEGMENTS = ["en", "en-gb", "en_gb", "en-us", "zh", "zh-cn", "zh_cn", "zh-hans", "zh-hans-cn", "cn", "chs"]
"""Parts of addresses that only name a language: /en/agenda is the Chinese reader's /zh/agenda."""

_START, _END = r"(?<![A-Za-z0-9.\-/])", r"(?![A-Za-z0-9])"

CODES = [
    (_START + r"[A-Za-z0-9][A-Za-z0-9_.+/-]*\.(?:whl|tar\.gz|zip|html?|md|ya?ml|json|csv|ics|pdf|docx?|xlsx?|pptx?|"
     r"jpe?g|png|svg|py|txt|xml|po|mp[34])" + _END, "sitegen-0.1.0-py3-none-any.whl"),
    (r"(?:doi:? ?)?10\.[0-9]{4,9}/[A-Za-z0-9._;()/:-]+", "doi:10.1234/abc.2020.55"),
    (r"(?:ISBN[: ]*)?97[89][- ]?[0-9][0-9 -]{8,12}[0-9X]" + _END, "ISBN 978-0-306-40615-7"),
    (r"ISSN[: ]*[0-9]{4}-[0-9]{3}[0-9X]" + _END, "ISSN 1234-567X"),
    (_START + r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]" + _END, "0000-0002-1825-0097"),
    (_START + r"(?:ISO|IEC|IEEE|EN|BS|DIN|ASTM|RFC|ITU|GB)(?:/[A-Z]+)*[ -]?[A-Z]?[0-9][0-9.:-]*" + _END,
     "ISO/IEC 27001"),
    (_START + r"[A-Z]{2,}/[A-Z]?[0-9]+(?:/[0-9A-Z]+)*" + _END, "EP/T001569/1"),
    (_START + r"[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2}" + _END, "WC1E 7HX"),
    (_START + r"[A-Z][A-Za-z]*[-–./]?[0-9]+(?:[-./]?[A-Za-z0-9]+)*" + _END, "B204, XR-450, COVID-19, P2P"),
    (_START + r"[a-z]{1,20}[0-9]+[a-z]*" + _END, "v2, mp3"),
    (r"(?<![$£€¥])" + _START +
     r"(?:[0-9]{1,2}[ABDEGKNPQRSTXYZ]|[0-9][CFH]|[0-9]+[A-Z]{1,4}[0-9]+[A-Z0-9]*)" + _END, "5G, 3D, Room 2A"),
    (r"(?:(?<=code )|(?<=代码)|(?<=代码：))[0-9]{2}-[0-9]{2}-[0-9]{2}" + _END, "sort code 20-05-73"),
]

BEFORE_NUMBER = ["doi:", "ISBN", "ISSN", "ISO", "IEC", "IEEE", "EN", "BS", "DIN", "ASTM", "RFC", "ITU", "GB"]
"""Words of which a number may be the second word."""

NOT_CODES = [
    (r"(?:[QqHh])[1-4]", "Q3 and H1 are quarters and halves of years"),
    (r"(?:FY|RMB|CNY|USD|GBP|EUR|JPY|HKD|KRW)[0-9][0-9.,]*(?:[kmb]|bn|mn|m)?", "RMB800 is money"),
    (r"(?:UTC|GMT)[-+]?[0-9.]+", "UTC8 is a zone"),
    (r"(?i:(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*)[-./]?[0-9].*", "Mar-12 is a date"),
    (r"(?i:(?:no|nos|vol|pp|p|fig|ch|art|sec|para|ver)\.?)[0-9].*", "No.5 is a number"),
    (r"(?:[A-Z][a-z]+)-[0-9]{1,2}(?:[a-z].*)?", "Mid-19th and Top-10 are words with numbers"),
    (r"(?i:mid|late|early|pre|post|top|under|over|about|day|week|phase|part|level|stage|step|grade|year|unit|chapter|"
     r"session|group|tier|type|class|zone|line|gate|hall|floor|section|volume|issue|table|figure)[-./]?[0-9].*",
     "pre-2010 is a year"),
    (r"(?:a|am|pm|to|and|of|by|in|on|at|x|m|km|cm|mm|kg|g|s|h)[0-9]+[a-z]*", "words glued to numbers"),
    (r"[0-9]+(?:K|GB|TB|MB|KB|MW|GW|KW)", "measures"),
]

PHONE = [
    (r"(?<![0-9A-Za-z/.-])00[1-9][0-9]{1,2}[ -][0-9][0-9 -]{5,14}[0-9](?![0-9A-Za-z])", "0044 20 7946 0123"),
    (r"(?<![0-9A-Za-z/.-])\+[0-9]{1,3}[ -]?(?:\([0-9]+\)[ -]?)?[0-9][0-9 -]{5,14}[0-9](?![0-9A-Za-z])",
    "+44 20 7946 0123"),
    (r"(?<![0-9A-Za-z/.-])\(?0[0-9]{2,4}\)?[ -][0-9]{3,4}[ -]?[0-9]{3,4}(?![0-9A-Za-z])", "010-6275-1234"),
    (r"(?<![0-9A-Za-z/.-])1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9A-Za-z])", "138 0013 8000"),
]

TRANSLATED_CODES = {
    "covid19": ("新冠", "冠状病毒", "covid", "coronavirus", "pandemic", "疫情"),
    "g20": ("二十国集团",),
    "g7": ("七国集团",),
    "g77": ("七十七国集团",),
    "2d": ("二维", "平面", "two-dimensional"),
    "3d": ("三维", "立体", "three-dimensional"),
    "4d": ("四维",),
    "5g": ("第五代",),
    "4g": ("第四代",),
    "6g": ("第六代",),
    "co2": ("二氧化碳", "carbon dioxide"),
    "h2o": ("水", "water"),
    "p2p": ("点对点", "人文交流", "民间交流", "people-to-people", "peer-to-peer"),
    "b2b": ("企业对企业", "企业间", "商务对接", "business-to-business"),
    "f2f": ("面对面", "face-to-face"),
    "k12": ("中小学", "基础教育"),
    "web20": ("二代互联网",),
    "pm25": ("细颗粒物",),
    "y2k": ("千年虫",),
}
"""Identifiers that a translator may put into words: any of these on the other side is enough."""
