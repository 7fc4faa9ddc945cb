"""The names of people, organisations, terms and places that both languages know by forms of their own."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from sitegen.scripts import HAN
from sitegen.translation.facts.fact import Fact
from sitegen.translation.facts.place_rules import CITIES, COUNTRIES, FESTIVALS, NAMES_IN_CHINESE, PART_OF_NAME
from sitegen.translation.facts.tries import any_of

NameKind = Literal["person", "organisation", "term", "city", "country", "festival"]

_WORD = re.compile(r"([A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f0-9]*)[A-Za-z\u00c0-\u024f0-9.'’·\-]*")
_JOINED = re.compile(r"[A-Za-z\u00c0-\u024f0-9][.'’·\-]")
_STREETS = ("路", "街", "站", "巷")
"""Behind a name in Chinese: it is an address."""
_HAN_RUN = re.compile(f"[{HAN}]")
_TITLES = (
    "教授",
    "博士",
    "先生",
    "女士",
    "院士",
    "主任",
    "校长",
    "部长",
    "老师",
    "主席",
    "会长",
    "院长",
    "秘书长",
    "大使",
    "参赞",
    "研究员",
    "所长",
)
_SHE = {
    "en": re.compile(r"\b(?:he|she|they|his|her|their|him|them|who|both|we|our|us|i|my)\b", re.IGNORECASE),
    "zh": re.compile(r"他|她|双方|两位|两校|我们|本人|[^的]其"),
}
_IT = {
    "en": re.compile(
        r"\b(?:it|its|they|their|them|both|we|our|us|"
        r"the (?:two )?(?:university|universities|college|centre|center|department|"
        r"institute|council|organi[sz]ation|society|school|academy|consortium|alliance|partners?|city|country))\b",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        r"该|双方|两校|两国|两地|我校|我们|本(?:校|院|所|中心|机构|联盟|市|国)|学校|各方|校方|当地|它|联盟|中外|海外|国外|国内|全国"
    ),
}
_THERE = {
    "en": re.compile(r"\b(?:here|there|(?:the|its|our|host|capital) city|the capital|locally)\b", re.IGNORECASE),
    "zh": re.compile(r"该市|本市|全市|我市|该城|两地|那里|这里|首都|该国|两国|国内"),
}
_BEFORE_OF = re.compile(rf"(?:{'|'.join(PART_OF_NAME)}|(?:and|of) [A-Z][a-z]+)\s+of\s+(?:the\s+)?$")
_NAME_AROUND = re.compile(rf"[{HAN}]{{0,8}}?(?:{'|'.join(NAMES_IN_CHINESE)})")


class Name(NamedTuple):
    """One thing with its forms in each language, the full one first."""

    kind: NameKind
    english: tuple[str, ...]
    chinese: tuple[str, ...]


class Names:
    """Names by how they begin, to be found in texts in one pass."""

    def __init__(self, names: Iterable[Name] = (), *, places: bool = True) -> None:
        """`names` as the site's data has them; `places` adds the built-in countries and cities."""
        known = [name for name in names if name.english and name.chinese]
        given = {form for name in known for form in (*name.english, *name.chinese)}
        if places:
            known += [name for name in _built_in() if name.english[0] not in given]
        self._known = tuple(known)
        self.identity = self._known
        """What two of these that know the same have in common."""
        self._english: dict[str, list[tuple[str, int]]] = {}
        self._chinese: dict[str, list[tuple[str, int]]] = {}
        self._patterns: dict[int, re.Pattern[str]] = {}
        for number, name in enumerate(known):
            for form in name.english:
                if (first := _WORD.match(form)) is not None:
                    self._english.setdefault(_key(first), []).append((_folded(form), number))
            for form in name.chinese:
                # A country's single character or a festival's date is enough to be understood, never to be meant.
                if len(form) > 1 and "月" not in form and form not in ("五一", "六一"):
                    self._chinese.setdefault(form[0], []).append((form, number))
        for forms in (*self._english.values(), *self._chinese.values()):
            forms.sort(key=lambda each: -len(each[0]))
        small = [_key(first) for name in known for form in name.english
                 if name.kind in ("term", "organisation") and form[:1].islower() and (first := _WORD.match(form))]
        plain = rf"|(?<![a-z\u00c0-\u024f0-9]){any_of(small)}(?![a-z\u00c0-\u024f0-9])" if small else ""
        self._first_word = re.compile(r"[A-Z\u00c0-\u00de][A-Za-z\u00c0-\u024f0-9]*" + plain)
        self._chinese_form = re.compile(any_of(form for forms in self._chinese.values() for form, _ in forms) or "(?!)")
        self._by_form: dict[str, int] = {}
        for forms in self._chinese.values():
            for form, number in forms:
                self._by_form.setdefault(form, number)

    def in_english(self, text: str) -> Iterator[Fact]:
        """The names that an English text has; weak where it only mentions them as part of another."""
        folded, position = _folded(text), 0
        for match in self._first_word.finditer(text):
            forms = self._english.get(match.group().casefold())
            start = match.start()
            if forms is None or start < position or _JOINED.match(text, start - 2, start):
                continue
            for form, number in forms:
                end = start + len(form)
                if folded.startswith(form, start) and not (
                    text[end : end + 1].isalpha() and text[end : end + 2] not in ("s", "es")
                ):
                    name = self._known[number]
                    if name.kind in ("city", "country", "person", "festival") and not text[start].isupper():
                        continue
                    if (
                        form.isascii()
                        and form.isupper() is False
                        and len(form) <= 4
                        and name.english[0] != form
                        and text[start:end].islower()
                        and any(f.isupper() and _folded(f) == form for f in name.english)
                    ):
                        continue
                    yield Fact("name", (("name", number),), start, end, weak=self._passing(name, text, start, end))
                    position = end
                    break

    def in_chinese(self, text: str) -> Iterator[Fact]:
        """The names that a Chinese text has."""
        for match in self._chinese_form.finditer(text):
            number, (start, end) = self._by_form[match.group()], match.span()
            name = self._known[number]
            weak = name.kind in ("country", "term") or text[end : end + 1] in _STREETS or (
                name.kind == "city"
                and (_NAME_AROUND.match(text, end) is not None or (start > 0 and text[start - 1] in "大小新老"))
            )
            yield Fact("name", (("name", number),), start, end, weak=weak)

    def numbers_of(self, form: str) -> list[int]:
        """The names that have this as one of their English forms."""
        return [number for number, name in enumerate(self._known) if form in name.english]

    def term(self, form: str) -> Name | None:
        """The term of the glossary that has this form, however it is capitalised; None where it is no term."""
        folded = _folded(form)
        return next((name for name in self._known if name.kind == "term" and (
            form in name.chinese or any(_folded(each) == folded for each in name.english))), None)

    def known_in(self, number: int, text: str, language: Literal["en", "zh"]) -> bool:
        """Whether a text says this name in any form that a reader would understand, a pronoun included."""
        name = self._known[number]
        if language == "en":
            folded = _folded(text)
            if any(_folded(form) in folded for form in name.english) or any(
                form in text for form in name.chinese if len(form) > 1
            ):
                return True
            if name.kind == "organisation" and _short_english(name.english[0], text):
                return True
            if name.kind == "person" and any(
                re.search(rf"\b{re.escape(part)}\b", text) for part in _parts(name.english[0])
            ):
                return True
        else:
            if any(form in text for form in name.chinese) or _any_word(name.english, text):
                return True
            if name.kind == "person" and _person_in_chinese(name.chinese[0], text):
                return True
            if name.kind == "organisation" and any(_shortened(form) in text for form in name.chinese if len(form) >= 6):
                return True
            if name.kind == "term" and _rearranged(name.chinese, text):
                return True
        if name.kind in ("term", "festival"):
            return False
        stands_for = {"person": _SHE, "city": _THERE}.get(name.kind, _IT)
        return stands_for[language].search(text) is not None

    @staticmethod
    def _passing(name: Name, text: str, start: int, end: int) -> bool:
        """Whether a place stands inside a longer name: Beijing Normal University, University of Leeds."""
        if name.kind not in ("city", "country"):
            return False
        if (
            _folded(text[start:end]) != _folded(name.english[0])
            and name.kind == "country"
            and text[start:end] not in ("UK", "USA", "Britain")
        ):
            return True
        before, after = text[:start], text[end:]
        if (
            _BEFORE_OF.search(before)
            or re.match(r"['’]s\b|[-–][A-Za-z]|\s+(?:time|Time)\b", after)
            or before.endswith(("-", "–", "/"))
        ):
            return True
        next_word = re.match(r"\s+([A-Za-z]+)", after)
        if next_word and next_word[1][0].isupper():
            return True
        last = re.search(r"([A-Za-z.'’]+)\s+$", before)
        return bool(last and last[1][0].isupper() and last[1].casefold() not in _SMALL_WORDS)


_SMALL_WORDS = {
    "in",
    "the",
    "from",
    "to",
    "at",
    "and",
    "or",
    "of",
    "for",
    "between",
    "visit",
    "via",
    "near",
    "a",
    "both",
    "held",
    "with",
    "our",
    "meet",
    "join",
    "see",
    "through",
    "across",
    "while",
    "when",
    "then",
    "greater",
    "central",
    "city",
}


def _built_in() -> Iterator[Name]:
    for kind, table in (("city", CITIES), ("country", COUNTRIES), ("festival", FESTIVALS)):
        for row in table.strip().splitlines():
            english, _, chinese = row.partition(" = ")
            yield Name(kind, tuple(english.split(" | ")), tuple(chinese.split(" | ")))  # type: ignore[arg-type]


def _key(word: re.Match[str]) -> str:
    """By what a name is looked up: its first word, without what is joined to it."""
    return word[1].casefold()


def _folded(text: str) -> str:
    return text.casefold().replace("’", "'") if len(text.casefold()) == len(text) else text.lower().replace("’", "'")


def _any_word(forms: Sequence[str], text: str) -> bool:
    return any(form in text for form in forms)


def _parts(name: str) -> list[str]:
    return [part for part in re.split(r"[\s·]+", name) if len(part) > 2]


def _person_in_chinese(full: str, text: str) -> bool:
    """卡特, 李教授 or 国强 for 李国强."""
    if "·" in full or "・" in full:
        return any(part in text for part in re.split("[·・]", full) if len(part) > 1)
    plain = full.replace(" ", "")
    if len(plain) >= 3 and plain[1:] in text:
        return True
    return any(plain[:1] + title in text or plain[:2] + title in text for title in _TITLES)


def _short_english(form: str, text: str) -> bool:
    """Queen's for Queen's University Belfast: its first word, where that is its own."""
    first, _, rest = form.partition(" ")
    return bool(rest) and len(first) > 3 and first not in _COMMON_FIRST and f"{first} " in f"{text} "


_COMMON_FIRST = {"University", "National", "Royal", "China", "Chinese", "British", "International", "Institute",
                 "School", "College", "Beijing", "Shanghai", "London", "Centre", "Center", "Academy", "Ministry",
                 "Department"}


def _shortened(form: str) -> str:
    """The end of an organisation's name, by which it is usually called: 女王大学."""
    plain = re.sub(r"[（(].*[）)]", "", form)
    return plain[-4:]


def _rearranged(forms: Sequence[str], text: str) -> bool:
    """Whether the characters of a term stand close together in another order: 转移知识 for 知识转移."""
    for form in forms:
        pairs = [form[place : place + 2] for place in range(0, len(form) - 1, 2)]
        if len(form) >= 4 and len(form) % 2 == 0 and all(pair in text for pair in pairs):
            return True
    return False
