"""Whether a translation is as long as its source, and has its acronyms: what can be left out without a fact."""

import re
from typing import NamedTuple

from sitegen.scripts import han_count, has_han, word_count
from sitegen.translation.facts.names import Names

SHORT, LONG = 0.75, 4.0
"""Chinese characters to an English word: most translations have 1.5 to 2.2, terse ones go down to 0.76."""
WORDS_TO_BE_SHORT, WORDS_TO_BE_LONG = 9, 6

_ADDRESS = re.compile(r"\]\([^()\s]*\)|https?://[!-~]+|[!-~]+@[!-~]+")
_ACRONYM = re.compile(
    r"(?<![A-Za-z0-9/&.\-])([A-Z](?=[A-Z0-9]*[A-Z0-9][A-Z])[A-Z0-9]{2,}|"
    r"[A-Z]+[0-9][A-Z]+)(?:s|['’]s)?(?![A-Za-z0-9&])")
_CODE = re.compile(r"`[^`]*`")

TRANSLATED = {
    "OECD": "经合组织 经济合作", "UNESCO": "教科文", "WHO": "世卫 世界卫生", "WTO": "世贸 世界贸易",
    "IMF": "货币基金", "ILO": "国际劳工", "UNDP": "开发计划署", "UNICEF": "儿基会 儿童基金", "NATO": "北约",
    "ASEAN": "东盟", "BRICS": "金砖", "APEC": "亚太经合 亚太经济", "IPCC": "气候变化", "WIPO": "知识产权组织",
    "USA": "美国 美", "UAE": "阿联酋", "PRC": "中国 中华人民共和国", "GDP": "国内生产总值", "CEO": "首席执行官 总裁",
    "CFO": "首席财务", "CTO": "首席技术", "NGO": "非政府", "SME": "中小企业", "SMES": "中小企业", "STEM": "理工 科学",
    "ICT": "信息通信 信息技术", "STI": "科技创新 科技 科学", "MBA": "工商管理", "MOU": "谅解备忘录 备忘录",
    "IPR": "知识产权", "ESG": "环境、社会", "MOST": "科技部", "MOE": "教育部", "CAS": "中国科学院 中科院",
    "NSFC": "自然科学基金", "BBC": "英国广播", "FAQ": "常见问题 问答", "GMT": "格林", "UTC": "世界时 协调",
    "BST": "夏令时 英国", "CET": "欧洲 中欧", "CEST": "夏令", "USD": "美元", "GBP": "英镑", "EUR": "欧元",
    "RMB": "元 人民币", "CNY": "元 人民币", "AGM": "年会 大会", "HQ": "总部", "TBC": "待定", "TBA": "待定",
    "RSVP": "回复", "LED": "发光", "DNA": "脱氧", "P2P": "人文 点对点", "B2B": "企业", "CBE": "勋章 勋位",
    "OBE": "勋章 勋位", "FRS": "院士",
}
"""What everybody calls by another name in Chinese: any of these words will do."""


class Gap(NamedTuple):
    """Something that a translation seems to leave out, or to add."""

    code: str
    message: str


def gaps(english: str, chinese: str, names: Names, *, english_is_source: bool = True) -> list[Gap]:
    """Acronyms that the Chinese lacks, and a length that no translation has."""
    if not has_han(chinese):
        return []
    english, chinese = (_CODE.sub(" ", _ADDRESS.sub(" ", text)) for text in (english, chinese))
    found = list(_length(english, chinese))
    if english_is_source:
        for acronym in dict.fromkeys(match[1] for match in _ACRONYM.finditer(english)):
            if acronym not in chinese and not _translated(acronym, chinese, names):
                found.append(Gap("W-PARITY-ACR", f'"{acronym}" is missing in Chinese.'))
    return found


def _length(english: str, chinese: str) -> list[Gap]:
    words = word_count(english)
    if words < WORDS_TO_BE_LONG:
        return []
    # Names in Latin letters are as long as words are in Chinese.
    characters = han_count(chinese) + 2 * word_count(chinese)
    ratio = characters / words
    if ratio < SHORT and words >= WORDS_TO_BE_SHORT:
        return [Gap("W-PARITY-LEN", f"Chinese looks short ({characters} characters for {words} English words).")]
    if ratio > LONG:
        return [Gap("W-PARITY-LEN", f"Chinese looks long ({characters} characters for {words} English words).")]
    return []


def _translated(acronym: str, chinese: str, names: Names) -> bool:
    known = names.numbers_of(acronym)
    if known:
        return any(names.known_in(number, chinese, "zh") for number in known)
    return any(word in chinese for word in TRANSLATED.get(acronym, "").split())
