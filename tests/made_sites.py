"""Valid sites made by chance from a number: languages, addresses, outputs, statuses, lists and words differ."""

import io
import json
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from drawings import drawing, photo
from PIL import Image

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
"""The time at which they are built: a third of their events is still to come."""

Fields = dict[str, Any]
ENGLISH = {"code": "en", "locale": "en_GB", "lang": "en", "name": "English"}
CHINESE = {"code": "zh", "locale": "zh_Hans_CN", "lang": "zh-Hans", "name": "中文"}
TRADITIONAL = {"code": "zh-hant", "locale": "zh_Hant_TW", "lang": "zh-Hant", "name": "繁體中文", "from": "zh"}
FRENCH = {"code": "fr", "locale": "fr_FR", "lang": "fr", "name": "Français"}
LANGUAGES: list[list[dict[str, str]]] = [[ENGLISH, CHINESE], [CHINESE, ENGLISH], [ENGLISH, CHINESE, TRADITIONAL],
                                         [ENGLISH], [ENGLISH, CHINESE], [CHINESE, TRADITIONAL, ENGLISH, FRENCH],
                                         [ENGLISH, CHINESE]]
BASES = ["https://example.org/", "https://example.org/network/", "http://localhost:8000/", "https://例子.example/文/",
         "https://user.example.io/a/b-c/", "https://example.org:8443/"]
OUTPUTS = ["feeds", "calendars", "sitemap", "search", "structured-data", "images", "data", "figures"]
ZONES = ["Europe/London", "Asia/Shanghai", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "Europe/Moscow",
         "America/St_Johns", "UTC", "Africa/Casablanca", "Asia/Kathmandu", "Pacific/Kiritimati", "Pacific/Pago_Pago"]
SIZES = (0, 0, 1, 1, 2, 2, 4, 4, 12, 12, 60)
STATUSES = ["", "", "", "cancelled", "postponed", "rescheduled", "moved-online"]
WORDS = {
    "en": ["bridges", "repair", "students", "a shared workshop", "the river", "energy", "teachers", "open questions",
           "partnership", "the old laboratory", "small towns", "measurements", "two universities", "winter"],
    "zh": ["桥梁", "维修", "学生", "联合研讨会", "河流", "能源", "教师", "开放问题", "伙伴关系", "老实验室", 
           "小城镇", "测量", "两所大学", "冬季"],
    "fr": ["les ponts", "la réparation", "des étudiants", "un atelier", "la rivière", "l’énergie", "l’hiver"],
}
SENTENCES = {
    "en": ["What we learnt about {} was written down by those who took part, so that others need not begin again.",
           "Nobody expected {} to matter as much as {}, and yet the discussion returned to both all afternoon.",
           "The group will meet again next year to look at {} and to compare notes on {}.",
           "There was little time for {}; most of the day went into {}.",
           "Each team explained to the others how it thinks about {} and which mistakes it would not repeat."],
    "zh": ["与会者把关于{}的经验写了下来，以便其他人不必从头开始。", 
           "没有人料到{}会像{}一样重要，但整个下午的讨论都围绕这两个话题。",
           "工作组明年将再次开会，讨论{}并交流有关{}的体会。", "留给{}的时间不多，一天的大部分时间都用在了{}上。",
           "每个小组都向其他小组说明了自己对{}的看法，以及今后不会再犯的错误。"],
    "fr": ["Le groupe se réunira l’année prochaine pour parler de nouveau de {} et comparer ses notes sur {}.",
           "Personne ne pensait que {} compterait autant, et pourtant la discussion y est revenue tout l’après-midi."],
}
ODD = {
    "en": ["", "", "", " & <b>more</b>", " “quoted” 'and' \"again\"", " 😀", " C++ / C# (2nd)", " 中文名",
           " a<b>c", " &amp; co.",
           " Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", " ½–¾ • §", " `code` *stars* _lines_", " 𠮷"],
    "zh": ["", "", "", "（第2届）", "：A&B<c>", "“引号”与《书名》", "😀", "——长破折号", " English words",
           "𠮷野", "2026—2027", "…", "·点"],
    "fr": ["", " : l’été", " & « guillemets »"],
}
"""What is put behind some titles: everything that markup, calendars and feeds must write in another way."""
ELSEWHERE = "https://elsewhere.example/"
QUERY = "?a=1&b={2}|[3]%#c#d"
"""As people copy addresses: with what no address may have."""
COUNTRIES = ["GB", "CN", "US", "IN", "HK", "TW", "MO", "DE", "KE", "NZ", "BR", "IE"]


def make_site(number: int, folder: Path) -> None:
    """Write site number so-and-so into a folder; the same number makes the same site."""
    for path, data in Making(number).site().items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data if isinstance(data, bytes) else data.encode())


class Making:
    """One site while it is made: what it has by now, for later parts to refer to."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.chance = random.Random(number)
        self.languages = LANGUAGES[number % len(LANGUAGES)]
        self.codes = [each["code"] for each in self.languages if "from" not in each]
        self.files: dict[str, str | bytes] = {}
        self.ids: dict[str, list[str]] = {}
        self.addresses: list[str] = []
        self.outputs = ["pages", *self.chance.sample(OUTPUTS, self.chance.randint(0, len(OUTPUTS)))] \
            if self.maybe(0.4) else ["pages", *OUTPUTS]
        self.counted = self.maybe(0.7)
        """Whether the list of members is complete, so that members can be counted."""
        self.plain = number % 10 == 9
        """Nothing but a home page and what chance adds: the emptiest sites there are."""

    def site(self) -> dict[str, str | bytes]:
        """Every file by its path."""
        for kind, make in (("topics", self.named), ("series", self.named), ("organisations", self.organisation),
                           ("members", self.member), ("people", self.person), ("places", self.place)):
            self.ids[kind] = [f"{kind[:3]}-{n}" for n in range(self.size() or (kind == "organisations"))]
            self.records(kind, [make(each) for each in self.ids[kind]])
        self.page("index", {"title": self.title()}, self.text)
        for kind, fields in (("events", self.event), ("publications", self.publication), ("news", self.news),
                             ("handbook", self.plain_page)):
            self.ids[kind] = []
            for n in range(self.size()):
                self.one(kind, n, fields())
            if self.maybe(0.4):
                self.page(f"{kind}/index", {"title": self.title()}, self.text)
        for name in ("about", "timeline", "members", "people"):
            if self.maybe(0.6):
                self.page(name, {"title": self.title()}, self.lists)
        self.records("timeline", [self.entry(f"entry-{n}") for n in range(self.size())])
        self.files["site.yaml"] = front(self.settings())
        return self.files

    # ---- chance ------------------------------------------------------------------------------------------------

    def maybe(self, share: float) -> bool:
        """True in that share of cases."""
        return self.chance.random() < share

    def size(self) -> int:
        """How many of something there are."""
        return 0 if self.plain and self.maybe(0.7) else self.chance.choice(SIZES)

    def some(self, kind: str, most: int = 3) -> list[str]:
        """A few ids of that kind, each once; none where there are none."""
        known = self.ids.get(kind, [])
        return self.chance.sample(known, min(len(known), self.chance.randint(0, most)))

    # ---- words -------------------------------------------------------------------------------------------------

    def word(self, code: str) -> str:
        return self.chance.choice(WORDS[code])

    def sentence(self, code: str) -> str:
        pattern = self.chance.choice(SENTENCES[code])
        return pattern.format(*(self.word(code) for _ in range(pattern.count("{}"))))

    def words(self, code: str) -> str:
        """A title."""
        joint = {"en": " and ", "zh": "与", "fr": " et "}[code]
        text = joint.join(self.word(code) for _ in range(self.chance.choice((1, 1, 2, 4))))
        text = text[0].upper() + text[1:] + self.chance.choice(ODD[code])
        return text * 3 if self.maybe(0.02) else text

    def title(self) -> Fields:
        """In the site's first language, and often in the others."""
        return self.in_some(self.words)

    def in_some(self, make: Any) -> Fields:
        return {code: make(code) for n, code in enumerate(self.codes) if n == 0 or self.maybe(0.8)}

    def in_all(self, make: Any) -> Fields:
        return {code: make(code) for code in self.codes}

    # ---- records -----------------------------------------------------------------------------------------------

    def records(self, kind: str, entries: list[Fields]) -> None:
        if entries or self.maybe(0.2):
            self.files[f"content/data/{kind}.yaml"] = json.dumps(entries, ensure_ascii=False, indent=1) + "\n"

    def named(self, identity: str) -> Fields:
        more = {"description": self.in_some(self.sentence)} if identity.startswith("ser") and self.maybe(0.5) else {}
        return {"id": identity, "name": self.numbered(identity)} | more

    def numbered(self, identity: str) -> Fields:
        """Names that differ: lists with one name twice are refused or warned of."""
        number = identity.rpartition("-")[2]
        return self.in_all(lambda code: f"{self.words(code)} {number}")

    def organisation(self, identity: str) -> Fields:
        made: Fields = {"id": identity, "name": self.numbered(identity), "sort_key": {"zh": f"zuzhi {identity}"}}
        self.add(made, 0.5, url=f"https://{identity}.elsewhere.example/{QUERY}")
        self.add(made, 0.3, email=f"{identity}@example.org")
        self.add(made, 0.3, founded=str(self.chance.randint(1200, 2020)))
        self.add(made, 0.3, description=self.in_some(self.sentence))
        self.add(made, 0.3, address={"city": self.in_some(self.word), "country": self.chance.choice(COUNTRIES)})
        if "zh" not in self.codes:
            del made["sort_key"]
        return made

    def member(self, identity: str) -> Fields:
        start = self.chance.randint(2005, 2020)
        made = self.organisation(identity) | {
            "url": f"https://{identity}.elsewhere.example/", "membership": {
                "role": self.chance.choice(["member", "lead", "associate", ["lead", "secretariat"]]),
                "start": self.chance.choice([str(start), f"{start}-05", f"{start}-05-06"])},
            "address": {"city": self.in_some(self.word), "country": self.chance.choice(COUNTRIES)}}
        self.add(made["membership"], 0.2, end=str(start + 3))
        self.add(made, 0.6, coordinates=f"{self.chance.uniform(-50, 70):.4f}, {self.chance.uniform(-180, 180):.4f}")
        if self.maybe(0.4):
            self.files[f"content/data/logos/{identity}.png"] = drawing(240, 120)
            made["logo"] = f"logos/{identity}.png"
        return made

    def person(self, identity: str) -> Fields:
        number = identity.rpartition("-")[2]
        names = {"en": f"Ada {'O’' * self.maybe(0.2)}Sample{number}", "zh": f"样本{number}号",
                 "fr": f"Zoé Exemple{number}"}
        family = {"en": f"Sample{number}", "zh": "样本", "fr": f"Exemple{number}"}
        made: Fields = {"id": identity, "name": {code: names[code] for code in self.codes},
                        "family_name": {code: family[code] for code in self.codes}}
        self.add(made, 0.5, job_title=self.in_some(self.words))
        self.add(made, 0.4, description=self.in_some(self.sentence))
        self.add(made, 0.3, identifier="0000-0002-1825-0097", profiles=[f"https://elsewhere.example/~{identity}?x=1&y=2"])
        self.add(made, 0.2, page=False)
        self.add(made, 0.4, affiliation=self.chance.choice(self.ids["organisations"] + self.ids["members"]))
        if self.maybe(0.3) and "images" in self.outputs:
            self.files[f"content/data/faces/{identity}.jpg"] = geotagged(self.chance)
            made |= {"image": {"src": f"faces/{identity}.jpg", "alt": self.in_all(self.sentence)},
                     "image_consent": True}
        return made

    def place(self, identity: str) -> Fields:
        return {"id": identity} | self.venue()

    def venue(self) -> Fields:
        made: Fields = {"name": self.in_some(self.words), "street": self.in_some(lambda code: f"{self.word(code)} 12"),
                        "city": self.in_some(self.word), "country": self.chance.choice(COUNTRIES)}
        self.add(made, 0.3, postcode="BT9 5AG")
        self.add(made, 0.2, region=self.in_some(self.word))
        return made

    def entry(self, identity: str) -> Fields:
        year = self.chance.randint(1990, 2025)
        made: Fields = {"id": identity, "name": self.in_some(self.sentence),
                        "start": self.chance.choice([str(year), f"{year}-03", f"{year}-03-04"])}
        self.add(made, 0.3, description=self.in_some(self.sentence))
        self.add(made, 0.2, circa=True)
        self.add(made, 0.3, location=self.in_some(self.word))
        self.add(made, 0.3, about=self.some("members") + self.some("publications"))
        if self.ids["events"] and self.maybe(0.2):
            return {"id": identity, "event": self.chance.choice(self.ids["events"])}
        return made

    def add(self, made: Fields, share: float, **fields: Any) -> None:
        """In that share of cases."""
        if self.maybe(share):
            made |= fields

    # ---- pages -------------------------------------------------------------------------------------------------

    def one(self, kind: str, number: int, fields: Fields) -> None:
        """A page in a folder of its own or as a file, with what a page of any kind may have."""
        name = self.chance.choice([f"{kind[:2]}-{number}", f"2025-0{1 + number % 9}-11-{kind[:2]}{number}",
                                   f"{kind[:2]}{number}-专题", f"Mixed-Case_{kind[:2]}.{number}"])
        folder = f"content/{kind}/{name}/"
        self.add(fields, 0.4, tags=self.some("topics"))
        self.add(fields, 0.2, updated="2026-05-06")
        self.add(fields, 0.15, corrections=[{"date": "2026-04-03", "text": self.in_some(self.sentence)}])
        self.add(fields, 0.15, aliases=[f"/old/{kind}-{number}.html", f"/{self.codes[0]}/old-{kind}/{number}/"])
        self.add(fields, 0.1, draft=True)
        self.add(fields, 0.2, bilingual=True)
        self.add(fields, 0.2, featured=True)
        self.add(fields, 0.3, author=self.some("people") or [self.ids["organisations"][0]])
        self.add(fields, 0.3, about=self.some("members") + self.some("people"))
        self.pictures(fields, folder)
        if self.maybe(0.3) or kind == "publications":
            self.documents(fields, folder, "files" if kind == "publications" else "documents")
        self.page(f"{kind}/{name}/index", fields, self.text)
        if "draft" not in fields and "published" not in fields:
            self.ids[kind].append(name)
            self.addresses.append(f"/{kind}/{name}/")

    def pictures(self, fields: Fields, folder: str) -> None:
        """A picture of the page, or photos below it, all with what a telephone writes into them."""
        # Without that output photos are published as they are, so one that tells a place is refused.
        if self.maybe(0.25) and "images" in self.outputs:
            self.files[f"{folder}pic one.jpg"] = geotagged(self.chance)
            fields["image"] = {"src": "pic one.jpg", "alt": self.in_some(self.sentence)}
        if self.maybe(0.25):
            self.files[f"{folder}图.png"] = drawing(self.chance.choice((8, 300, 900)), 60, optimize=True)
            told = {"exif": exif()} if "images" in self.outputs else {}
            self.files[f"{folder}b.webp"] = photo(400, 500, "WEBP", **told)
            fields["photos"] = [{"src": "图.png", "alt": "decorative"},
                                {"src": "b.webp", "alt": self.in_some(self.sentence),
                                 "caption": self.in_some(self.sentence), "credit": self.in_some(self.words)}]

    def documents(self, fields: Fields, folder: str, key: str) -> None:
        name = "the file (1) & 文件.pdf"
        self.files[f"{folder}{name}"] = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
        fields[key] = [{"title": self.in_some(self.words), "file": name, "language": self.codes[0]}]
        if self.maybe(0.5):
            fields[key].append({"title": self.in_some(self.words), "url": f"{ELSEWHERE}a.pdf{QUERY}",
                                "language": "de", "size": 1_200_000, "pages": 12})

    def plain_page(self) -> Fields:
        return {"title": self.title()}

    def news(self) -> Fields:
        made: Fields = {"title": self.title(), "date": f"2026-{self.chance.randint(1, 10):02}-17",
                        "author": [self.ids["organisations"][0]], "description": self.in_some(self.sentence)}
        self.add(made, 0.3, source={"name": self.in_some(self.words), "url": f"{ELSEWHERE}news{QUERY}",
                                    "publisher": self.in_some(self.words)})
        return made

    def publication(self) -> Fields:
        made: Fields = {"title": self.title(), "date": self.chance.choice(["2020", "2020-03", "2020-03-05"]),
                        "abstract": self.in_some(self.sentence),
                        "description": self.in_some(self.sentence), "publisher": [self.ids["organisations"][0]]}
        self.add(made, 0.3, identifier="10.1234/a<b>c&d")
        self.add(made, 0.3, license=self.chance.choice(["CC-BY-4.0", "https://elsewhere.example/licence"]))
        self.add(made, 0.3, type=self.chance.choice(["article", "presentation", "book", "dataset"]))
        if self.ids["events"] and self.maybe(0.5):
            made["part_of"] = self.chance.choice(self.ids["events"])
        return made

    def event(self) -> Fields:
        """An event of any status, form and length, with a programme or without."""
        first = date(2026, 11, 21) + timedelta(days=self.chance.choice((-3000, -400, -30, -1, 0, 1, 20, 300, 1500)))
        last = first + timedelta(days=self.chance.choice((0, 0, 1, 12)))
        made: Fields = {"title": self.title(), "description": self.in_some(self.sentence), "start": str(first),
                        "organizers": self.some("members") or [self.ids["organisations"][0]],
                        "languages": self.codes[:2]}
        timed = self.maybe(0.6)
        if timed:
            made |= {"start": f"{first} 10:30", "end": f"{last} {self.chance.choice(('11:45', '18:00', '23:59'))}",
                     "timezone": self.chance.choice(ZONES)}
        elif last > first:
            made["end"] = str(last)
        self.add(made, 0.5, type=self.chance.choice(["workshop", "lecture", "exhibition", "meeting", "call"]))
        self.place_of(made)
        self.status_of(made, first)
        if timed and self.maybe(0.5):
            made["sessions"] = self.programme(first)
        self.details_of(made, first)
        return made

    def place_of(self, made: Fields) -> None:
        made["attendance"] = self.chance.choice(("in-person", "in-person", "online", "hybrid"))
        if made["attendance"] != "online":
            made["location"] = self.chance.choice(self.some("places") or [self.venue()])
        if made["attendance"] != "in-person":
            made["online_url"] = f"{ELSEWHERE}join{QUERY}"

    def status_of(self, made: Fields, first: date) -> None:
        status = self.chance.choice(STATUSES)
        if not status:
            return
        made |= {"status": status, "status_note": {"date": "2026-04-20", "text": self.in_some(self.sentence)}}
        if status == "rescheduled":
            made["previous_start"] = [made["start"].replace(str(first), str(first - timedelta(days=9)))]
        if status == "moved-online":
            venue = made.pop("location", None)
            made |= {"attendance": "online", "online_url": "https://elsewhere.example/join"}
            made |= {"planned_location": venue} if venue else {}

    def programme(self, first: date) -> list[Fields]:
        """Sessions one after the other on the first day."""
        made: list[Fields] = [{"id": "s1", "title": self.title(), "kind": "speech", "start": f"{first} 10:30"},
                              {"id": "s2", "title": self.title(), "kind": "break", "start": f"{first} 10:50",
                               "end": f"{first} 11:00"}]
        talk: Fields = {"id": "s3", "title": self.title(), "start": f"{first} 11:00", "end": f"{first} 11:30",
                        "speakers": [{"name": self.in_some(self.words), "affiliation": self.in_some(self.words)}]}
        if people := self.some("people"):
            talk["speakers"] += [{"person": each, "role": "chair"} for each in people]
        self.add(talk, 0.5, description=self.in_some(self.sentence), part=self.in_some(self.words))
        self.add(talk, 0.3, recording=f"{ELSEWHERE}see{QUERY}", location=self.in_some(self.words))
        return [*made, talk]

    def details_of(self, made: Fields, first: date) -> None:
        self.add(made, 0.3, subtitle=self.in_some(self.words))
        self.add(made, 0.3, audience=self.in_some(self.sentence))
        self.add(made, 0.3, access=self.chance.choice(["open", "by-invitation", "members-only"]))
        self.add(made, 0.3, free=self.maybe(0.5))
        self.add(made, 0.3, registration={"url": f"{ELSEWHERE}register{QUERY}",
                                          "closes": str(first - timedelta(days=3))})
        self.add(made, 0.2, recording=f"{ELSEWHERE}see{QUERY}")
        self.add(made, 0.3, display_timezones=["Asia/Shanghai", "Europe/London"])
        self.add(made, 0.3, speakers=[{"person": each} for each in self.some("people")])
        self.add(made, 0.3, roles=[{"organisation": each, "role": "funder"} for each in self.some("members")])
        self.add(made, 0.3, sponsor=self.some("organisations"))
        if self.ids["series"] and self.maybe(0.5):
            made |= {"series": self.chance.choice(self.ids["series"])}

    # ---- files of pages ----------------------------------------------------------------------------------------

    def page(self, stem: str, fields: Fields, text: Any) -> None:
        """In the first language, in each of the others by chance whole, by half or not at all; or all in one file."""
        several = len(self.codes) > 1 and self.maybe(0.2)
        first = self.codes[0]
        blocks = text(first)
        if several:
            suffix, texts = "+".join(self.codes), [text(code) for code in self.codes[1:]]
            blocks = [self.beside(block, [each[n] if n < len(each) else "" for each in texts])
                      for n, block in enumerate(blocks)]
            self.files[f"content/{stem}.{suffix}.md"] = front(fields, blocks)
            return
        self.files[f"content/{stem}.{first}.md"] = front(fields, blocks)
        for code in self.codes[1:]:
            if not self.maybe(0.7) and stem != "index":
                continue
            words = {"title": self.words(code)}
            if isinstance(fields["title"], dict) and code in fields["title"]:
                words = {}
            part = text(code)[:self.chance.choice((0, 1, 2, 99, 99))]
            self.files[f"content/{stem}.{code}.md"] = front(words, part)

    def beside(self, block: str, others: list[str]) -> str:
        """A block in each language; what is not plain text stays as it is in the first."""
        plain = not any(each.startswith(("|", "`", "-", "1.", ">", "#", "[", "!", "    ")) or "\n" in each
                        for each in (block, *others))
        return " // ".join((block, *others)) if plain and all(others) else block

    def text(self, code: str) -> list[str]:
        """Blocks of Markdown in which everything occurs that people type."""
        made = []
        for n in range(self.chance.choice((0, 1, 3, 8))):
            choice = self.chance.randrange(9)
            words, sentence = self.words(code).strip(), self.sentence(code)
            made.append([
                sentence,
                f"{sentence} **{self.word(code)}** *{self.word(code)}* ~~x~~ `a < b && c`[^1]\n\n[^1]: {sentence}",
                f"## {words}\n\n{sentence}\n\n### {self.words(code).strip()}\n\n{sentence}",
                f"- {sentence}\n- {self.word(code)}\n  - {self.word(code)}",
                f"| {self.word(code)} | {self.word(code)} |\n|---|--:|\n| {words[:9]} | 1,234 |\n| a \\| b | &lt; |",
                f"> {sentence}\n> {sentence}", f"```python\nprint('<b>{n}</b> & co')\n```",
                f"1. {sentence}\n2. {sentence}", self.links(code)][choice])
        return made

    def links(self, code: str) -> str:
        """A sentence with links: to a page of this site, to others, and to facts."""
        made = f"[{self.word(code)}](https://elsewhere.example/?q=a&amp;b={self.number}) <https://elsewhere.example/x>"
        if self.addresses:
            made += f" [{self.word(code)}]({self.chance.choice(self.addresses).replace(' ', '%20')})"
        if people := self.ids.get("people"):
            made += f" [](person:{self.chance.choice(people)})"
        made += " [](count:members)" if self.counted and self.ids.get("members") else ""
        return f"{made} [mail](mailto:office@example.org)"

    def lists(self, code: str) -> list[str]:
        """Lists of what the site has, each on a line of its own."""
        known = ("timeline", "members", "people", "countries")[:3 + self.counted]
        return self.text(code) + [f"[]({name})" for name in known if self.maybe(0.5)]

    def settings(self) -> Fields:
        made: Fields = {"title": self.in_all(self.words), "base_url": BASES[self.number % len(BASES)],
                        "timezone": self.chance.choice(ZONES), "languages": self.languages, "outputs": self.outputs,
                        "members_complete": self.counted}
        known = ["members", "people", "timeline"]
        self.add(made, 0.5, description=self.in_all(self.sentence))
        self.add(made, 0.6, navigation=[each for each in ("events", "news", "publications") if self.ids[each]] + [
            each for each in known if f"content/data/{each}.yaml" in self.files and self.maybe(0.5)])
        self.add(made, 0.7, page_size=self.chance.choice((1, 2, 5)))
        self.add(made, 0.4, display_timezones=self.chance.sample(ZONES, 2))
        self.add(made, 0.3, members_as_of="2026-05-01")
        self.add(made, 0.3, footer=[{"title": self.in_all(self.words), "url": f"{ELSEWHERE}f{QUERY}"},
                                    {"title": self.in_all(self.words)}])
        self.add(made, 0.3, press={"name": self.in_all(self.words), "email": "press@example.org",
                                   "phone": "+44 28 9000 0000", "about": self.in_all(self.sentence)})
        self.add(made, 0.4, organisation={"name": self.in_all(self.words), "url": "https://elsewhere.example/",
                                          "founded": "1998", "email": "desk@example.org"})
        self.add(made, 0.6, translation={section: {
            "policy": self.chance.choice(["mix", "current", "source", "hide"]), "bilingual": self.maybe(0.3),
            "publish_at": self.chance.choice([0, 50, 100])} for section in ("events", "news", "pages", "handbook")})
        return made


def front(fields: Fields, blocks: list[str] | None = None) -> str:
    """Fields as YAML, one a line; with blocks, a page."""
    lines = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in fields.items())
    return lines if blocks is None else f"---\n{lines}---\n\n" + "".join(f"{block}\n\n" for block in blocks)


def exif() -> Image.Exif:
    """What a telephone writes: place, owner and time."""
    made = Image.Exif()
    made.update({0x010F: "Telephone", 0x013B: "Owner of the telephone", 0x0132: "2026:01:02 03:04:05", 0x0112: 6})
    made.get_ifd(0x8825).update({1: "N", 2: (54.0, 35.0, 3.0), 3: "W", 4: (5.0, 56.0, 3.0)})
    return made


def geotagged(chance: random.Random) -> bytes:
    """A photo that says where it was taken, in each of the ways there are."""
    out = io.BytesIO()
    picture = Image.open(io.BytesIO(photo(chance.choice((60, 700, 1400)), chance.choice((40, 900)))))
    picture.save(out, "JPEG", exif=exif(), comment=b"Taken by the owner", xmp=b"<x:xmpmeta>GPSLatitude</x:xmpmeta>")
    return out.getvalue()
