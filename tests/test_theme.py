"""The theme on sample answers: every template, in both languages, is a sound page that says what it must."""

import re
from collections.abc import Iterator
from datetime import date, time
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from sitegen.diagnostics import Diagnostic
from sitegen.model import (
    Artifact,
    Body,
    Card,
    Key,
    Language,
    Link,
    Listing,
    Moment,
    OrganisationCard,
    PersonCard,
    Phrase,
    Template,
    Version,
)
from sitegen.render.pages import Renderer

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
CATALOGUE = ROOT / "translations/zh_Hans_CN/LC_MESSAGES/theme.po"
CSS = TEMPLATES / "assets/site.css"

ENGLISH = Language(code="en", locale="en_GB", lang="en", name="English")
CHINESE = Language(code="zh", locale="zh_Hans_CN", lang="zh-Hans", name="中文", script="han")
LANGUAGES = (ENGLISH, CHINESE)
VOID = frozenset({"meta", "link", "img", "br", "hr", "input", "wbr", "source"})


# ---- sample answers ------------------------------------------------------------------------------------------------


def said(code: str, english: str, chinese: str = "") -> Phrase:
    """A phrase in the reader's language, or in English where there is no Chinese."""
    return Phrase(text=chinese, language="zh") if code == "zh" and chinese else Phrase(text=english, language="en")


def at(year: int, month: int, day: int, hour: int | None = None, minute: int = 0) -> Moment:
    if hour is None:
        return Moment(day=date(year, month, day), zone="Europe/Moscow")
    return Moment(day=date(year, month, day), precision="minute", clock=time(hour, minute), zone="Europe/Moscow")


def in_month(year: int, month: int) -> Moment:
    return Moment(day=date(year, month, 1), precision="month", zone="Europe/Moscow")


def organisation(code: str, identity: str = "example-institute", **more: Any) -> OrganisationCard:
    names = {
        "example-institute": ("Example Institute of Engineering", "示例工程研究院"),
        "north-university": ("University of the North", "北方大学"),
        "harbour-college": ("Harbour College", ""),
    }
    english, chinese = names[identity]
    other = said("en", english) if code == "zh" else said("zh", english, chinese)
    return OrganisationCard(
        id=identity,
        name=said(code, english, chinese),
        other_name=other if chinese else None,
        url=f"/{code}/members/{identity}/",
        city=said(code, "Belfast", "贝尔法斯特"),
        country="GB",
        **more,
    )


def person(code: str, **more: Any) -> PersonCard:
    values: dict[str, Any] = {
        "id": "lin-mei",
        "name": said(code, "Lin Mei", "林梅"),
        "other_name": said("en" if code == "zh" else "zh", "Lin Mei", "林梅"),
        "prefix": said(code, "Professor", "教授"),
        "url": f"/{code}/people/lin-mei/",
        "job_title": said(code, "Director of Engineering Education", "工程教育中心主任"),
        "affiliation": organisation(code, "north-university"),
    }
    return PersonCard(**{**values, **more})


def appearance(code: str, **more: Any) -> dict[str, Any]:
    return {
        "person": person(code),
        "name": said(code, "Lin Mei", "林梅"),
        "role": "speaker",
        "job_title": said(code, "Dean", "院长"),
        "affiliation": organisation(code, "north-university"),
        "affiliation_name": None,
        **more,
    }


def card(code: str, name: str = "co-creation", **more: Any) -> Card:
    values: dict[str, Any] = {
        "identity": f"content/events/{name}",
        "kind": "event",
        "section": "events",
        "url": f"/{code}/events/{name}/",
        "title": said(code, "What new policies help co-creation?", "哪些新政策有助于共同创新？"),
        "type": "workshop",
        "start": at(2020, 3, 5, 9, 30),
        "end": at(2020, 3, 6, 16, 30),
        "status": ("scheduled",),
        "state": "past",
        "attendance": "in-person",
        "place": said(code, "Moscow", "莫斯科"),
        "country": "RU",
        "languages": ("en", "zh"),
    }
    return Card(**{**values, **more})


def news_card(code: str, name: str = "new-members", **more: Any) -> Card:
    values: dict[str, Any] = {
        "identity": f"content/news/{name}",
        "kind": "news",
        "section": "news",
        "url": f"/{code}/news/{name}/",
        "title": said(code, "Three universities join the consortium", "三所大学加入联盟"),
        "description": said(
            code,
            "Liverpool, Cambridge and Leeds bring the number of members to five.",
            "利物浦大学、剑桥大学和利兹大学加入后，联盟成员增至五所。",
        ),
        "date": at(2018, 9, 30),
        "languages": ("en", "zh"),
    }
    return Card(**{**values, **more})


def publication_card(code: str) -> Card:
    return Card(
        identity="content/publications/report",
        kind="publication",
        section="publications",
        url=f"/{code}/publications/report/",
        title=said(code, "Building research-intensive partnerships"),
        description=said(code, "How universities and companies keep a partnership alive for ten years."),
        type="report",
        date=in_month(2019, 11),
        languages=("en",),
    )


def event_cards(code: str) -> tuple[Card, ...]:
    return (
        card(
            code,
            "spring-school",
            state="upcoming",
            start=at(2027, 2, 28),
            end=at(2027, 3, 3),
            type="training",
            title=said(code, "Spring school on sustainable bridges", "可持续桥梁春季学校"),
            attendance="hybrid",
        ),
        card(
            code,
            "forum",
            state="cancelled",
            status=("cancelled",),
            type="forum",
            start=at(2027, 6, 1),
            end=None,
            title=said(code, "Forum of engineering deans", "工程学院院长论坛"),
        ),
        card(
            code,
            "long-name",
            state="upcoming",
            type="summit",
            start=at(2027, 12, 30),
            end=at(2028, 1, 2),
            title=said(code, "Summit of technology managers"),
            languages=("en",),
            attendance="online",
            place=None,
        ),
    )


def place(code: str) -> dict[str, Any]:
    return {
        "name": said(code, "Higher School of Economics", "高等经济学院"),
        "street": said(code, "20 Myasnitskaya Street", "米亚斯尼茨卡亚街20号"),
        "city": said(code, "Moscow", "莫斯科"),
        "region": None,
        "postcode": "101000",
        "country": "RU",
    }


def picture(code: str, **more: Any) -> dict[str, Any]:
    return {
        "url": "/assets/images/hall-1600.0123456789.jpg",
        "width": 1600,
        "height": 1067,
        "srcset": "/assets/images/hall-1600.0123456789.jpg 1600w",
        "sources": (("image/avif", "/assets/images/hall-1600.9876543210.avif 1600w"),),
        "alt": said(code, "Participants in the hall", "会场内的与会者"),
        "decorative": False,
        "caption": said(code, "The first morning", "首日上午"),
        "credit": said(code, "Example Institute", "示例研究院"),
        **more,
    }


def document(code: str, **more: Any) -> dict[str, Any]:
    return {
        "title": said(code, "Programme", "日程"),
        "url": f"/{code}/events/co-creation/programme.pdf",
        "language": "en",
        "size": 1_234_567,
        "type": "PDF",
        "pages": 12,
        **more,
    }


def common(code: str, kind: str, identity: str) -> dict[str, Any]:
    section = {"event": "events", "news": "news", "publication": "publications", "page": "pages"}[kind]
    slug = identity.rpartition("/")[2]
    address = {"pages": f"{slug}/"}.get(section, f"{section}/{slug}/")
    return {
        "identity": identity,
        "kind": kind,
        "section": section,
        "slug": slug,
        "address": address,
        "url": f"/{code}/{address}",
        "source_language": "en",
        "language": code,
        "translated": True,
        "source_path": f"{identity}/index.en.md",
        "notice": None,
        "converted": False,
        "bilingual": "",
        "reading_minutes": 3,
        "excerpt": "",
        "draft": False,
        "scheduled": False,
        "title": said(code, "What new policies help co-creation?", "哪些新政策有助于共同创新？"),
        "description": said(
            code,
            "Two days of peer discussion on how industry, science and civil society make innovation together.",
            "用两天时间交流产业界、科学界和公民社会如何共同推动创新。",
        ),
        "date": None,
        "published": None,
        "updated": at(2020, 3, 9),
        "author": (),
        "tags": (
            {"id": "co-creation", "name": said(code, "Co-creation", "共同创新"), "url": f"/{code}/tags/co-creation/"},
            {"id": "policy", "name": said(code, "Innovation policy", "创新政策"), "url": f"/{code}/tags/policy/"},
        ),
        "corrections": (),
        "photos": (),
        "image": None,
        "social_card": "",
        "documents": (),
        "origin": None,
        "extra": None,
    }


def session(code: str, identity: str, **more: Any) -> dict[str, Any]:
    return {
        "id": identity,
        "kind": "talk",
        "part": None,
        "title": said(code, "What co-creation changes", "共同创新带来什么改变"),
        "description": None,
        "start": None,
        "end": None,
        "location": None,
        "languages": (),
        "organizers": (),
        "roles": (),
        "speakers": (),
        "documents": (),
        "recording": "",
        **more,
    }


def event(code: str, **more: Any) -> dict[str, Any]:
    values = common(code, "event", "content/events/co-creation")
    values.update(
        {
            "type": "workshop",
            "subtitle": said(code, "A peer workshop", "同行研讨会"),
            "start": at(2020, 3, 5, 9, 30),
            "end": at(2020, 3, 6, 16, 30),
            "timezone": "Europe/Moscow",
            "status": ("scheduled",),
            "status_note": None,
            "previous_start": (),
            "attendance": "in-person",
            "place": place(code),
            "planned_place": None,
            "online_url": "",
            "calendar": f"/{code}/events/e/e.ics",
            "programme": "/bilingual/events/e/programme.pdf",
            "organizers": (organisation(code), organisation(code, "north-university")),
            "roles": (
                {"role": "guidance", "organisations": (organisation(code, "harbour-college", acronym="HC"),)},
                {"role": "host", "organisations": (organisation(code),)},
            ),
            "sponsor": (),
            "funder": (organisation(code),),
            "speakers": (appearance(code, role="chair"),),
            "sessions": (
                session(
                    code,
                    "opening",
                    kind="speech",
                    start=at(2020, 3, 5, 9, 45),
                    end=at(2020, 3, 5, 10, 15),
                    part=said(code, "Part one: policy", "第一部分：政策"),
                    speakers=(appearance(code),),
                    location=said(code, "Room 2", "二号会议室"),
                    documents=(document(code, pages=0),),
                    languages=("en", "zh"),
                    description=said(
                        code,
                        "Why policies for innovation have to be made with those who use them.",
                        "创新政策为何必须与使用者共同制定。",
                    ),
                ),
                session(
                    code,
                    "coffee",
                    kind="break",
                    title=None,
                    start=at(2020, 3, 5, 10, 15),
                    end=at(2020, 3, 5, 10, 45),
                    part=said(code, "Part one: policy", "第一部分：政策"),
                ),
                session(
                    code,
                    "panel",
                    kind="panel",
                    start=at(2020, 3, 6, 11),
                    end=at(2020, 3, 6, 12, 30),
                    part=said(code, "Part two: practice", "第二部分：实践"),
                    recording="https://video.example/1",
                    speakers=(
                        appearance(
                            code,
                            person=None,
                            name=said(code, "Jan Novák"),
                            role="moderator",
                            affiliation=None,
                            affiliation_name=said(code, "Ministry of Industry"),
                        ),
                    ),
                ),
            ),
            "series": {"id": "policy-days", "name": said(code, "Policy days", "政策交流日")},
            "edition": 2,
            "languages": ("en", "zh"),
            "audience": said(code, "Researchers and officials", "研究人员和政府官员"),
            "access": "by-invitation",
            "free": True,
            "registration": None,
            "recording": "",
            "reports": (),
            "state": "upcoming",
            "zones": (),
            "photos": (picture(code), picture(code, decorative=True, alt=None, caption=None, credit=None)),
            "documents": (document(code), document(code, language="zh", size=0, pages=1)),
        }
    )
    return {**values, **more}


def bare_event(code: str) -> dict[str, Any]:
    """An event of which almost nothing is known."""
    return event(
        code,
        subtitle=None,
        description=None,
        end=None,
        start=Moment(day=date(2020, 1, 1), precision="year"),
        attendance="",
        place=None,
        organizers=(),
        roles=(),
        funder=(),
        speakers=(),
        sessions=(),
        series=None,
        edition=0,
        languages=(),
        audience=None,
        access="",
        free=None,
        photos=(),
        documents=(),
        tags=(),
        updated=None,
        state="past",
    )


def moved_online(code: str) -> dict[str, Any]:
    return event(
        code,
        status=("moved-online",),
        attendance="online",
        place=None,
        planned_place=place(code),
        online_url="https://join.example/",
        status_note={
            "text": said(code, "Held by video because of travel restrictions.", "因出行限制改为视频举行。"),
            "date": at(2020, 3, 3),
        },
        zones=("Europe/London",),
    )


EVENTS = {
    "upcoming": lambda code: event(
        code,
        registration={
            "url": "https://register.example/",
            "opens": at(2020, 1, 1),
            "closes": at(2020, 2, 1),
            "open": True,
        },
    ),
    "past": lambda code: event(
        code, state="past", recording="https://video.example/", reports=(publication_card(code),)
    ),
    "cancelled": lambda code: event(
        code,
        state="cancelled",
        status=("cancelled",),
        status_note={"text": said(code, "The venue is closed.", "会场关闭。"), "date": at(2020, 3, 1)},
    ),
    "postponed": lambda code: event(code, state="postponed", status=("postponed",)),
    "rescheduled": lambda code: event(
        code, status=("rescheduled",), previous_start=(at(2020, 2, 1, 9), at(2020, 2, 8))
    ),
    "moved-online": moved_online,
    "hybrid": lambda code: event(code, attendance="hybrid", online_url="https://join.example/"),
    "bare": bare_event,
    "untranslated": lambda code: event(code, language="en", translated=code == "en", title=said("en", "Peer workshop")),
    "draft": lambda code: event(
        code,
        draft=True,
        origin={"source": "en", "by": "Lin Mei", "reviewed_by": "Jan Novák", "date": at(2020, 3, 8), "method": "human"},
    ),
}
"""Every state an event page can be in."""


def news(code: str) -> dict[str, Any]:
    values = common(code, "news", "content/news/new-members")
    values.update(
        {
            "title": said(code, "Three universities join the consortium", "三所大学加入联盟"),
            "date": at(2018, 9, 30),
            "author": (organisation(code), person(code)),
            "documents": (document(code),),
            "corrections": (
                {"date": at(2018, 10, 2), "text": said(code, "An earlier version named four.", "此前版本误作四所。")},
            ),
            "source": {
                "name": said(code, "Partnerships that last"),
                "url": "https://source.example/x",
                "publisher": said(code, "Example Centre"),
            },
            "origin": {"source": "en", "by": "", "reviewed_by": "", "date": None, "method": "machine"},
        }
    )
    return values


def publication(code: str) -> dict[str, Any]:
    values = common(code, "publication", "content/publications/report")
    values.update(
        {
            "title": said(code, "Building research-intensive partnerships"),
            "date": in_month(2019, 11),
            "type": "report",
            "abstract": said(code, "What keeps a partnership alive."),
            "publisher": (organisation(code),),
            "author": (person(code),),
            "files": (document(code, title=None),),
            "identifier": "10.1000/182",
            "identifier_url": "https://doi.org/10.1000/182",
            "license": "CC-BY-4.0",
            "part_of": card(code),
        }
    )
    return values


def member_groups(code: str) -> tuple[dict[str, Any], ...]:
    return (
        {
            "country": "CN",
            "members": (
                organisation(
                    code,
                    "north-university",
                    role=("lead", "secretariat"),
                    start=in_month(2017, 5),
                    acronym="UN",
                    logo="/assets/icon.svg",
                ),
            ),
        },
        {
            "country": "GB",
            "members": (
                organisation(code, role=("member",), start=at(2018, 9, 30)),
                organisation(code, "harbour-college"),
            ),
        },
        {
            "country": "",
            "members": (organisation(code, "harbour-college", start=at(2017, 1, 1), end=at(2021, 12, 31)),),
        },
    )


def timeline(code: str) -> tuple[dict[str, Any], ...]:
    base: dict[str, Any] = {
        "end": None,
        "description": None,
        "location": None,
        "planned": False,
        "circa": False,
        "event": None,
        "about": (),
        "source": None,
    }
    return (
        {
            **base,
            "id": "idea",
            "start": in_month(2016, 12),
            "circa": True,
            "name": said(code, "The two universities agree to look for partners", "两所大学商定寻找合作伙伴"),
        },
        {
            **base,
            "id": "signing",
            "start": at(2017, 5, 25),
            "location": said(code, "Nanjing", "南京"),
            "name": said(code, "The founding agreement is signed", "签署成立协议"),
            "description": said(
                code, "Nine Chinese and six British universities take part.", "九所中国大学和六所英国大学参加。"
            ),
            "about": (
                {
                    "title": said(code, "University of the North", "北方大学"),
                    "url": f"/{code}/members/north-university/",
                },
            ),
            "source": {"name": said(code, "The signed text", "协议文本"), "url": "https://source.example/"},
        },
        {
            **base,
            "id": "visit",
            "start": at(2017, 12, 4),
            "end": at(2017, 12, 7),
            "event": card(code),
            "name": said(code, "A delegation visits Belfast"),
        },
        {
            **base,
            "id": "next",
            "start": Moment(day=date(2028, 1, 1), precision="year"),
            "planned": True,
            "name": said(code, "Joint degree opens", "联合学位项目启动"),
        },
    )


def about(code: str) -> dict[str, Any]:
    return {
        "title": said(code, "Bridge Consortium", "桥联盟"),
        "base": "/",
        "base_url": "https://bridge.example/",
        "description": said(
            code, "Universities in Britain and China that teach engineering together.", "中英两国大学携手开展工程教育。"
        ),
        "home": f"/{code}/",
        "drafts": False,
        "structured": False,
        "figures": True,
        "region_names": {},
        "navigation": (
            *(
                {"key": key, "url": f"/{code}/{key}/", "title": None}
                for key in ("events", "news", "members", "publications", "timeline")
            ),
            {"key": "about", "url": f"/{code}/about/", "title": said(code, "About", "关于联盟")},
        ),
        "calendar": f"/{code}/events.ics",
        "search": f"/{code}/search/",
        "subscribe": f"/{code}/subscribe/",
        "feeds": tuple({"section": name, "atom": f"/{code}/{name}.atom", "json": f"/{code}/{name}.json"}
                       for name in ("events", "news")),
        "footer": ({"title": said(code, "Accessibility", "无障碍声明"), "url": f"/{code}/accessibility/"},),
        "organisation": {
            "name": said(code, "Bridge Consortium", "桥联盟"),
            "url": "https://bridge.example/",
            "email": "office@bridge.example",
            "founded": at(2017, 5, 25),
            "place": place(code),
        },
        "languages": tuple(
            {
                "code": item.code,
                "lang": item.lang,
                "name": item.name,
                "home": f"/{item.code}/",
                "title": said(item.code, "Bridge Consortium", "桥联盟"),
            }
            for item in LANGUAGES
        ),
    }


def years(code: str, section: str) -> tuple[dict[str, Any], ...]:
    return tuple({"year": year, "count": 3, "url": f"/{code}/{section}/{year}/"} for year in (2027, 2020, 2019))


LISTED = ("timeline", "members", "people", "events:series=x")
"""Record links that print a list, one after another on the sample page."""
TEXT = Body(
    pieces=('<h2 id="background">Background</h2>\n<p>Words.</p>\n', *(Listing(link=number) for number in range(4))),
    links=tuple(Link(target=target, line=1, column=1, kind="record") for target in LISTED),
)


class SampleSite:
    """Answers every question of docs/templates.md with sample data."""

    def __init__(self, pages: dict[str, Any] | None = None, *, empty: bool = False, complete: bool = True) -> None:
        self._pages = pages or {}
        self._empty = empty
        self._complete = complete and not empty

    def __call__(self, key: Key) -> Any:
        name, *arguments = key
        return getattr(self, f"answer_{name}")(*arguments)

    def cards(self, *cards: Card) -> tuple[Card, ...]:
        return () if self._empty else cards

    def answer_template(self, name: str) -> Template | None:
        path = TEMPLATES / name
        return Template(name=name, text=path.read_text("utf-8"), path=f"templates/{name}") if path.is_file() else None

    def answer_shared(self, code: str, name: str, given: str) -> str:
        return renderer().shared(code, name, given, self)

    def answer_message(self, locale: str, text: str) -> tuple[str, ...] | None:
        return messages().get(text) if locale.startswith("zh") else None

    def answer_languages(self) -> tuple[Language, ...]:
        return LANGUAGES

    def answer_link(self, code: str, identity: str, target: str) -> dict[str, Any]:
        return {"url": target, "external": False, "language": target[1:3]}

    def answer_about(self, code: str) -> dict[str, Any]:
        return about(code)

    def answer_versions(self, code: str, address: str) -> tuple[Version, ...]:
        page = next((page for page in self._pages.values() if address == page(code)["address"]), None)
        translated = page is None or page("zh")["translated"]
        return tuple(
            Version(
                code=item.code,
                lang=item.lang,
                name=item.name,
                url=f"/{item.code}/{address}",
                translated=item.code == "en" or translated,
                current=item.code == code,
            )
            for item in LANGUAGES
        )

    def answer_introduction(self, code: str, address: str) -> str | None:
        return None

    def answer_page(self, code: str, identity: str) -> dict[str, Any]:
        found: dict[str, Any] = self._pages[identity](code)
        return found

    def answer_body(self, code: str, identity: str) -> Body:
        return TEXT if identity.startswith("content/history") else Body(pieces=TEXT.pieces[:1])

    def answer_search(self, code: str) -> dict[str, Any]:
        return {"url": f"/{code}/search/", "blocks": 1, "shards": 8, "texts": 8}

    def answer_asset(self, code: str, name: str) -> str:
        return f"/assets/{name}"

    def answer_fact(self, code: str, identity: str, target: str) -> Any:
        lists: dict[str, Any] = {
            "timeline": timeline(code),
            "members": member_groups(code),
            "people": (person(code),),
            "events:series=x": event_cards(code),
        }
        return {"items": lists[target]}

    def answer_upcoming(self, code: str, count: int) -> tuple[Card, ...]:
        return self.cards(*event_cards(code)[:count])

    def answer_events(self, code: str, number: int) -> dict[str, Any]:
        past = (
            card(code),
            card(code, "later", start=at(2020, 11, 2), end=None, status=("moved-online",), attendance="online"),
        )
        return {
            "postponed": self.cards(
                card(code, "put-off", status=("postponed",), state="postponed", start=in_month(2027, 4), end=None)
            ),
            "upcoming": self.cards(*event_cards(code)),
            "past": ()
            if self._empty
            else (
                {"year": 2020, "count": 2, "cards": past},
                {"year": 2019, "count": 1, "cards": (card(code, "old", start=at(2019, 12, 13), end=None),)},
            ),
            "number": number,
            "total": 1 if self._empty else 3,
            "years": () if self._empty else years(code, "events"),
        }

    def answer_listing(self, code: str, section: str, number: int) -> dict[str, Any]:
        return {
            "cards": self.cards(
                news_card(code), news_card(code, "second", date=at(2017, 2, 3)), news_card(code, "third", date=None)
            ),
            "number": number,
            "total": 1,
            "years": () if self._empty else years(code, section),
            "count": 3,
        }

    def answer_year(self, code: str, section: str, year: int) -> dict[str, Any]:
        return {"year": year, "cards": (card(code), card(code, "b")), "running": (),
                "years": years(code, section)}

    def answer_latest(self, code: str, section: str, count: int) -> tuple[Card, ...]:
        return self.cards(news_card(code) if section == "news" else publication_card(code))

    def answer_featured(self, code: str, count: int) -> tuple[Card, ...]:
        return self.cards(news_card(code, "third"))

    def answer_related(self, code: str, identity: str) -> tuple[Card, ...]:
        return self.cards(card(code, "related"))

    def answer_mentions(self, code: str, identity: str) -> tuple[Card, ...]:
        return self.cards(news_card(code), publication_card(code))

    def answer_neighbours(self, code: str, identity: str) -> dict[str, Any]:
        return {"previous": card(code, "first") if not self._empty else None, "next": None}

    def answer_members(self, code: str) -> tuple[dict[str, Any], ...]:
        return () if self._empty else member_groups(code)

    def answer_member_places(self, code: str) -> tuple[dict[str, Any], ...]:
        shown = self.answer_members(code)
        return tuple({"name": card.name, "country": group["country"], "coordinates": None}
                     for group in shown if group["country"] for card in group["members"])

    def answer_member_files(self, code: str) -> dict[str, Any]:
        return {"csv": f"/{code}/members.csv", "json": f"/{code}/members.json", "as_of": at(2020, 3, 5)}

    def answer_press(self, code: str) -> dict[str, Any]:
        return {"name": said(code, "Press office", "新闻办公室"), "email": "press@bridge.example", "dialled": "+442890",
                "phone": "+44 2890", "about": said(code, "We build bridges.", "我们修桥。")}

    def answer_member_count(self, code: str) -> int | None:
        return 3 if self._complete else None

    def answer_member(self, code: str, identity: str) -> dict[str, Any]:
        own = organisation(code, identity, logo="" if self._empty else "/assets/icon.svg")
        if self._empty:
            return {
                "card": own,
                "name": own.name,
                "other_name": None,
                "acronyms": (),
                "url": "",
                "identifier": "",
                "place": None,
                "description": None,
                "role": (),
                "start": None,
                "end": None,
                "former": False,
                "people": (),
                "events": (),
                "news": (),
                "publications": (),
            }
        return {
            "card": own,
            "name": own.name,
            "other_name": own.other_name,
            "acronyms": ("EIE",),
            "url": "https://institute.example/",
            "identifier": "https://ror.org/05a28rw58",
            "place": place(code),
            "description": said(code, "An invented institute.", "虚构的研究院。"),
            "role": ("lead", "secretariat"),
            "start": at(2017, 5, 25),
            "end": None,
            "former": False,
            "people": (person(code),),
            "events": (card(code),),
            "news": (news_card(code),),
            "publications": (publication_card(code),),
        }

    def answer_people(self, code: str) -> tuple[PersonCard, ...]:
        bare = person(
            code,
            id="jan",
            name=said(code, "Jan Novák"),
            other_name=None,
            prefix=None,
            url="",
            job_title=None,
            affiliation=None,
        )
        return () if self._empty else (person(code), bare)

    def answer_person(self, code: str, identity: str) -> dict[str, Any]:
        own = person(code)
        appearances = () if self._empty else ({**appearance(code), "card": card(code)},)
        return {
            "card": own,
            "name": own.name,
            "other_name": own.other_name,
            "prefix": own.prefix,
            "job_title": None if self._empty else own.job_title,
            "affiliation": None if self._empty else own.affiliation,
            "affiliation_name": None,
            "description": None if self._empty else said(code, "Teaches engineers.", "从事工程教育。"),
            "identifier": "" if self._empty else "0000-0002-1825-0097",
            "image": None if self._empty else picture(code),
            "profiles": () if self._empty else ("https://people.example/lin",),
            "appearances": appearances,
        }

    def answer_timeline(self, code: str) -> tuple[dict[str, Any], ...]:
        return () if self._empty else timeline(code)

    def answer_tags(self, code: str) -> tuple[dict[str, Any], ...]:
        return (
            ()
            if self._empty
            else (
                {
                    "id": "co-creation",
                    "name": said(code, "Co-creation", "共同创新"),
                    "count": 4,
                    "url": f"/{code}/tags/co-creation/",
                },
            )
        )

    def answer_tag(self, code: str, identity: str) -> dict[str, Any]:
        return {"id": identity, "name": said(code, "Co-creation", "共同创新"), "cards": (card(code), news_card(code)),
                "calendar": f"/{code}/tags/co-creation/events.ics"}


@cache
def messages() -> dict[str, tuple[str, ...]]:
    """The Chinese catalogue as the site answers it."""
    with CATALOGUE.open("rb") as stream:
        catalogue = read_po(stream, abort_invalid=True)
    found = {}
    for message in catalogue:
        text = message.id if isinstance(message.id, str) else message.id[0]
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string)
        if text and all(forms) and not message.fuzzy:
            found[f"{message.context}\x04{text}" if message.context else text] = forms
    return found


ARTIFACTS: dict[str, tuple[str, Key]] = {
    "events/index.html": ("events.html", ("listing", "events", 1)),
    "events/page/2/index.html": ("events.html", ("listing", "events", 2)),
    "events/2020/index.html": ("year.html", ("year", "events", 2020)),
    "news/index.html": ("listing.html", ("listing", "news", 1)),
    "news/2018/index.html": ("year.html", ("year", "news", 2018)),
    "members/index.html": ("members.html", ("members",)),
    "members/example-institute/index.html": ("member.html", ("member", "example-institute")),
    "people/index.html": ("people.html", ("people",)),
    "people/lin-mei/index.html": ("person.html", ("person", "lin-mei")),
    "timeline/index.html": ("timeline.html", ("timeline",)),
    "subscribe/index.html": ("subscribe.html", ("subscribe",)),
    "tags/index.html": ("tags.html", ("tags",)),
    "search/index.html": ("search.html", ("search",)),
    "tags/co-creation/index.html": ("tag.html", ("tag", "co-creation")),
}


def samples() -> Iterator[tuple[str, Artifact, SampleSite]]:
    """Every template in both languages: a name, what to render, and the site to ask."""
    yield from shared_samples()
    for language in LANGUAGES:
        code = language.code
        for path, (template, subject) in ARTIFACTS.items():
            artifact = Artifact(path=f"{code}/{path}", kind="page", template=template, language=code, subject=subject)
            yield artifact.path, artifact, SampleSite()
            yield f"empty/{artifact.path}", artifact, SampleSite(empty=True)
        for name, page in PAGES.items():
            entry = page(code)
            artifact = Artifact(
                path=f"{code}/{entry['address']}index.html",
                kind="page",
                template=f"{entry['kind']}.html",
                language=code,
                subject=("page", entry["identity"]),
            )
            yield (
                f"{code}/{name}/index.html",
                artifact,
                SampleSite({entry["identity"]: page}, empty=name == "event-bare"),
            )
        home = Artifact(
            path=f"{code}/index.html",
            kind="page",
            template="home.html",
            language=code,
            subject=("page", "content/index"),
        )
        yield home.path, home, SampleSite({"content/index": home_page})
        yield f"empty/{home.path}", home, SampleSite({"content/index": home_page}, empty=True)


def shared_samples() -> Iterator[tuple[str, Artifact, SampleSite]]:
    for name, template, subject in (("index.html", "chooser.html", "chooser"), ("404.html", "404.html", "not-found")):
        yield name, Artifact(path=name, kind="page", template=template, subject=(subject,)), SampleSite()


def home_page(code: str) -> dict[str, Any]:
    values = common(code, "page", "content/index")
    return {**values, "address": "", "url": f"/{code}/", "title": said(code, "Bridge Consortium", "桥联盟"), "tags": ()}


PAGES: dict[str, Any] = {
    **{f"event-{name}": make for name, make in EVENTS.items()},
    "news-item": news,
    "publication": publication,
    "page": lambda code: common(code, "page", "content/history"),
}


def render(artifact: Artifact, site: SampleSite) -> str:
    """The page; an error of a template fails the test with its words."""
    data, problems = renderer().render(artifact, site)
    assert not problems, words(problems)
    return data.decode()


@cache
def renderer() -> Renderer:
    return Renderer(LANGUAGES)


def words(problems: tuple[Diagnostic, ...]) -> str:
    return "\n".join(f"{problem.path}:{problem.line} {problem.message}" for problem in problems)


@cache
def rendered() -> dict[str, str]:
    return {name: render(artifact, site) for name, artifact, site in samples()}


def event_page(state: str, code: str = "en") -> str:
    return rendered()[f"{code}/event-{state}/index.html"]


# ---- a small reader of HTML ----------------------------------------------------------------------------------------


class Outline(HTMLParser):
    """What a page is made of; complains of tags that do not match."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.problems: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        """Tag and words of every element that must not be empty."""
        self._collecting: list[list[str]] = []
        self.feed(html)
        self.close()
        self.problems += [f"<{tag}> is never closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if len({name for name, _ in attrs}) != len(attrs):
            self.problems.append(f"<{tag}> has an attribute twice: {attrs}")
        if tag not in VOID:
            self.open.append(tag)
            self._collecting.append([])

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.problems.append(f"</{tag}> at {self.getpos()} closes {self.open[-1:]}")
            return
        self.open.pop()
        text = "".join(self._collecting.pop())
        if self._collecting:
            self._collecting[-1].append(text)
        self.texts.append((tag, text.strip()))

    def handle_data(self, data: str) -> None:
        if self._collecting:
            self._collecting[-1].append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def text(self, tag: str) -> list[str]:
        return [words for name, words in self.texts if name == tag]


def visible(html: str) -> str:
    """The words of a page without tags, white space folded."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).strip()


# ---- the pages -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name, _, _ in samples()])
def test_page_is_sound(name: str) -> None:
    html = rendered()[name]
    outline = Outline(html)
    assert outline.problems == []
    assert html.startswith("<!DOCTYPE html>\n<html lang=")
    assert len(outline.all("h1")) == 1
    assert len(outline.all("main")) == 1
    for tag in ("h1", "h2", "h3", "a", "dt", "dd", "li", "title", "p", "ol", "ul", "dl", "section", "figcaption"):
        assert "" not in outline.text(tag), f"an empty <{tag}>"
    assert not re.search(r"<dt>[^<]*</dt>\s*(?:<dt|</d)", html), "a <dt> without <dd>"
    identifiers = [attributes["id"] for _, attributes in outline.elements if "id" in attributes]
    assert len(identifiers) == len(set(identifiers))


@pytest.mark.parametrize("name", [name for name, _, _ in samples()])
def test_page_runs_nothing_and_asks_nobody_else(name: str) -> None:
    outline = Outline(rendered()[name])
    for tag, attributes in outline.elements:
        assert tag not in ("style", "iframe", "object", "embed")
        # The page of search alone has a script, in a file of its own.
        assert tag != "script" or ("/search/" in name and attributes["src"] == "/assets/search.js")
        assert not [key for key in attributes if key == "style" or key.startswith("on")]
        for key in ("src", "srcset", "poster", "data"):
            assert not re.match(r"(?:https?:)?//", attributes.get(key) or ""), (tag, attributes)
        if tag == "link" and attributes["rel"] in ("stylesheet", "icon"):
            assert (attributes["href"] or "").startswith("/assets/")


@pytest.mark.parametrize("name", [name for name, _, _ in samples()])
def test_headings_step_down_one_at_a_time(name: str) -> None:
    levels = [int(tag[1]) for tag, _ in Outline(rendered()[name]).elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


@pytest.mark.parametrize("code", ["en", "zh"])
def test_frame_comes_in_reading_order(code: str) -> None:
    html = rendered()[f"{code}/event-past/index.html"]
    order = [
        'class="skip" href="#main"',
        'class="site-name"',
        'class="switcher"',
        'class="primary"',
        'class="breadcrumb"',
        '<main id="main" tabindex="-1">',
        "<h1",
        '<footer class="colophon">',
    ]
    places = [html.index(mark) for mark in order]
    assert places == sorted(places)


def test_switcher_names_the_other_language_in_its_own_words() -> None:
    assert '<a href="/zh/timeline/" lang="zh-Hans" hreflang="zh-Hans">中文</a>' in rendered()["en/timeline/index.html"]
    assert '<a href="/en/timeline/" lang="en" hreflang="en">English</a>' in rendered()["zh/timeline/index.html"]


def test_switcher_leads_home_where_the_page_is_hidden_in_the_other_language() -> None:
    site = SampleSite()
    here = Version(code="en", lang="en", name="English", url="/en/timeline/", translated=True, current=True)
    site.answer_versions = lambda code, address: (here,)  # type: ignore[method-assign]
    html = render(
        Artifact(
            path="en/timeline/index.html", kind="page", template="timeline.html", language="en", subject=("timeline",)
        ),
        site,
    )
    assert '<a href="/zh/" hreflang="zh-Hans"><span lang="zh-Hans">中文</span> (home page)</a>' in html
    assert alternates(html) == {}


def test_navigation_says_where_the_reader_is() -> None:
    assert '<a href="/en/news/" aria-current="page">News</a>' in rendered()["en/news/index.html"]
    assert '<a href="/en/news/" aria-current="true">News</a>' in rendered()["en/news/2018/index.html"]
    assert '<a href="/zh/" aria-current="page">首页</a>' in rendered()["zh/index.html"]


def test_title_names_page_and_site() -> None:
    assert Outline(event_page("past")).text("title") == ["What new policies help co-creation? – Bridge Consortium"]
    assert Outline(rendered()["zh/events/page/2/index.html"]).text("title") == ["活动，第2页 – 桥联盟"]


def alternates(html: str) -> dict[str | None, str | None]:
    links = [link for link in Outline(html).all("link") if link["rel"] == "alternate"]
    return {link["hreflang"]: link["href"] for link in links if "hreflang" in link}


def test_every_version_lists_all_versions() -> None:
    expected = {
        "en": "https://bridge.example/en/events/co-creation/",
        "zh-Hans": "https://bridge.example/zh/events/co-creation/",
        "x-default": "https://bridge.example/",
    }
    assert alternates(event_page("past")) == alternates(event_page("past", "zh")) == expected


def test_untranslated_page_says_so_and_points_to_its_source() -> None:
    html = event_page("untranslated", "zh")
    assert "本页暂无中文版，以下显示英语原文。" in html
    assert '<html lang="zh-Hans">' in html
    assert '<div class="prose" lang="en">' in html
    assert '<h1 lang="en">Peer workshop</h1>' in html
    assert alternates(html) == {}
    assert '<link rel="canonical" href="https://bridge.example/en/events/co-creation/">' in html
    assert "not yet available" not in event_page("untranslated", "en")


def test_lists_stand_inside_a_text_without_taking_its_anchors() -> None:
    html = rendered()["en/page/index.html"]
    for mark in ('<ol class="timeline">', '<ul class="members">', '<ul class="people">', '<ul class="entries">'):
        assert html.count(mark) >= 1
    assert 'id="signing"' not in html
    assert 'id="signing"' in rendered()["en/timeline/index.html"]


# ---- events --------------------------------------------------------------------------------------------------------


BANNERS = {
    "past": ("This event has ended.", "本次活动已结束。"),
    "cancelled": ("Cancelled. This event will not take place.", "已取消。本次活动不再举行。"),
    "postponed": (
        "Postponed. A new date has not been set. Originally planned for 5–6 March 2020.",
        "已延期。新日期尚未确定。原定日期：2020年3月5日至6日。",
    ),
    "rescheduled": (
        "New date: 5–6 March 2020. Previously 1 February 2020, 09:00 and 8 February 2020.",
        "改期至2020年3月5日至6日。原定日期：2020年2月1日 09:00和2020年2月8日。",
    ),
    "moved-online": ("Moved online. The venue in Moscow is not used.", "改为线上举行。不再使用位于莫斯科的会场。"),
}


@pytest.mark.parametrize("state", sorted(BANNERS))
def test_banner_says_what_became_of_the_event(state: str) -> None:
    english, chinese = BANNERS[state]
    assert english in visible(event_page(state))
    assert chinese in visible(event_page(state, "zh"))


def test_post_is_named_in_the_order_of_the_language() -> None:
    assert "Dean, University of the North" in visible(event_page("past"))
    assert "北方大学院长" in visible(event_page("past", "zh"))


@pytest.mark.parametrize("state", ["upcoming", "hybrid"])
def test_no_banner_where_all_is_as_planned(state: str) -> None:
    assert 'class="status' not in event_page(state)


@pytest.mark.parametrize(("state", "word"), [("cancelled", "Cancelled"), ("postponed", "Postponed")])
def test_date_that_does_not_hold_is_struck_and_named(state: str, word: str) -> None:
    when = event_page(state).partition("<dt>When</dt>")[2].partition("</dd>")[0]
    assert "<s><time" in when
    assert re.search(rf"<strong[^>]*>{word}</strong>", when)


def shown_event(code: str = "en", **more: Any) -> str:
    """The page of an event with these answers."""
    artifact = Artifact(
        path=f"{code}/events/co-creation/index.html",
        kind="page",
        template="event.html",
        language=code,
        subject=("page", "content/events/co-creation"),
    )
    return render(artifact, SampleSite({"content/events/co-creation": lambda code: event(code, **more)}))


def row(html: str, name: str) -> str:
    """The words of one row of facts; empty without it."""
    return visible(html.partition(f"<dt>{name}</dt>")[2].partition("</div>")[0])


def test_online_event_says_its_times_elsewhere() -> None:
    html = shown_event(attendance="online", zones=("Europe/London", "Asia/Shanghai"))
    assert row(html, "Elsewhere") == (
        "Thursday 5 March 2020, 06:30 to Friday 6 March 2020, 13:30United Kingdom Time (GMT, UTC+0)"
        "Thursday 5 March 2020, 14:30 to Friday 6 March 2020, 21:30China Time (UTC+8)"
    )
    chinese = shown_event("zh", attendance="online", zones=("Asia/Shanghai",), end=at(2020, 3, 5, 16, 30))
    assert row(chinese, "其他时区") == "14:30–21:30中国时间（UTC+8）"


@pytest.mark.parametrize(
    "more",
    [
        {"state": "past"},
        {"state": "cancelled", "status": ("cancelled",)},
        {"state": "postponed", "status": ("postponed",)},
        {"start": at(2020, 3, 5), "end": at(2020, 3, 6)},
        {"zones": ()},
    ],
)
def test_times_elsewhere_are_told_only_where_they_hold(more: dict[str, Any]) -> None:
    assert "Elsewhere" not in shown_event(**{"attendance": "online", "zones": ("Europe/London",), **more})


def test_event_through_which_clocks_change_names_both_times() -> None:
    start, end = (
        Moment(day=date(2027, 3, day), precision="minute", clock=time(12), zone="Europe/London") for day in (27, 28)
    )
    assert row(shown_event(start=start, end=end), "When").endswith(
        "United Kingdom Time (GMT, UTC+0), then United Kingdom Time (BST, UTC+1)"
    )


def test_organisers_who_all_have_a_part_are_named_once() -> None:
    both = (organisation("en"), organisation("en", "north-university"))
    parts = ({"role": "host", "organisations": both[:1]}, {"role": "organiser", "organisations": both[1:]})
    assert row(shown_event(organizers=both, roles=parts[:1]), "Organised by") == (
        "Example Institute of Engineering and University of the North"
    )
    html = shown_event(organizers=both, roles=parts)
    assert "Organised by" not in html
    assert row(html, "Delivered by") == "University of the North"
    # Paying for an event is not organising it.
    assert "Organised by" in shown_event(organizers=both, roles=({"role": "funder", "organisations": both},))


def test_edition_before_is_not_named_again_among_related_events() -> None:
    class Repeated(SampleSite):
        def answer_related(self, code: str, identity: str) -> tuple[Card, ...]:
            return card(code, "first"), card(code, "related")

    artifact = Artifact(
        path="en/events/co-creation/index.html",
        kind="page",
        template="event.html",
        language="en",
        subject=("page", "content/events/co-creation"),
    )
    html = render(artifact, Repeated({"content/events/co-creation": event}))
    assert html.count('"/en/events/first/"') == html.count('"/en/events/related/"') == 1


def test_members_are_counted_only_where_none_is_missing() -> None:
    artifact = Artifact(
        path="en/members/index.html", kind="page", template="members.html", language="en", subject=("members",)
    )
    whole, partial = (render(artifact, SampleSite(complete=complete)) for complete in (True, False))
    assert 'class="count"' in whole and "3 members" in visible(whole)
    assert 'class="count"' not in partial
    assert re.findall(r"\d+ members?", visible(partial)) == []
    assert "University of the North" in partial


def test_chooser_names_the_site_in_every_language() -> None:
    html = rendered()["index.html"]
    assert '<h1><span lang="en">Bridge Consortium</span><br><span lang="zh-Hans">桥联盟</span></h1>' in html
    assert "<title>Bridge Consortium – 桥联盟</title>" in html


def test_hybrid_event_has_two_places() -> None:
    where = event_page("hybrid").partition("<dt>Where</dt>")[2].partition("</div>")[0]
    assert where.count("<dd>") == 2
    assert "In person and online" in event_page("hybrid")


def test_moved_event_keeps_its_venue_as_history() -> None:
    html = event_page("moved-online")
    assert "Planned venue" in html
    assert "<dd>Higher School" not in html.partition("<dt>Where</dt>")[2].partition("</div>")[0]


def test_registration_is_offered_only_while_it_makes_sense() -> None:
    assert "https://register.example/" in event_page("upcoming")
    assert "https://register.example/" not in event_page("past") + event_page("cancelled")


def test_address_reads_from_small_to_large_or_from_large_to_small() -> None:
    assert "20 Myasnitskaya Street, Moscow 101000, Russia" in event_page("past")
    assert "俄罗斯 莫斯科 米亚斯尼茨卡亚街20号（邮编101000）" in event_page("past", "zh")


def test_document_tells_language_type_and_size_inside_its_link() -> None:
    assert "Programme (English, PDF, 1.2 MB, 12 pages)" in Outline(event_page("past")).text("a")
    assert "日程（英语，PDF，1.2 MB，12页）" in Outline(event_page("past", "zh")).text("a")


def test_file_of_a_publication_bears_its_title() -> None:
    links = Outline(rendered()["en/publication/index.html"]).text("a")
    assert "Building research-intensive partnerships (English, PDF, 1.2 MB, 12 pages)" in links


def test_event_of_which_little_is_known_has_no_empty_rows() -> None:
    assert Outline(event_page("bare")).text("dt") == ["When"]


def test_programme_of_several_days_names_each_day_once() -> None:
    days = re.findall(r'<h3 class="programme-day">(.*?)</h3>', event_page("past"))
    assert [visible(day) for day in days] == ["5 March 2020", "6 March 2020"]


# ---- interface texts -----------------------------------------------------------------------------------------------


def theme_messages() -> set[str]:
    """Every text that templates hand to `_`, `_n` and `_p`, context first."""
    keywords = {**DEFAULT_KEYWORDS, "_": None, "_n": (1, 2), "_p": ((1, "c"), 2)}
    found = set()
    for _, _, text, _, context in extract_from_dir(str(TEMPLATES), [("**.html", "jinja2")], keywords=keywords):
        words = text if isinstance(text, str) else text[0]
        found.add(f"{context}\x04{words}" if context else words)
    return found


def test_every_text_of_the_theme_is_translated_and_none_is_left_over() -> None:
    assert theme_messages() - set(messages()) == set()
    assert set(messages()) - theme_messages() == set()


APPLICATIONS = "JavaScript|Outlook|Web|Thunderbird|Feedly|Inoreader|NetNewsWire|JSON Feed|JSON|Natural Earth"


def test_chinese_pages_say_nothing_in_english() -> None:
    for name, html in rendered().items():
        if "/zh/" in f"/{name}" and "untranslated" not in name:
            own = re.sub(r'<(\w+)[^>]* lang="en"[^>]*>.*?</\1>', "", html.partition("<body>")[2], flags=re.S)
            # What hangs over a dot of the map is for eyes only, and can have one language at most.
            prose = re.sub(r'<div class="prose">.*?</div>|<svg class="map".*?</figure>', "", own, flags=re.S)
            names = APPLICATIONS + r"|https://\S+|content/\S+|\S+@\S+|[\w./-]*example\S*|ORCID|Lin Mei|Jan Novák"
            assert re.findall(r"[A-Za-z]{4,}", re.sub(names, "", visible(prose))) == [], name


# ---- the style sheet -----------------------------------------------------------------------------------------------


def colours(dark: bool) -> dict[str, str]:
    text = CSS.read_text("utf-8")
    light, _, rest = text.partition("prefers-color-scheme: dark")
    found = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", light))
    if dark:
        found.update(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", rest))
    return found


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(two)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("ground", ["paper", "tint"])
@pytest.mark.parametrize("ink", ["ink", "quiet", "link", "accent", "stop", "wait", "move"])
def test_colours_can_be_read(ink: str, ground: str, dark: bool) -> None:
    found = colours(dark)
    assert contrast(found[ink], found[ground]) >= 4.5


def test_style_sheet_is_small_and_asks_nobody() -> None:
    text = CSS.read_text("utf-8")
    assert len(text.encode()) <= 14_100
    assert "http" not in text.replace('[href^="http', "") and "@import" not in text and "@font-face" not in text
    for rule in (
        "line-break: strict",
        "text-autospace: normal",
        "text-spacing-trim",
        "text-emphasis",
        "prefers-reduced-motion",
        "@page",
        "forced-colors",
    ):
        assert rule in text
