"""Small sites made of values, for stories about what is asked and answered."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any

from msgspec.structs import replace

from sitegen.bilingual import Translator
from sitegen.diagnostics import Diagnostic
from sitegen.model import (
    AnyFacts,
    AnyRecord,
    Body,
    Catalogue,
    Config,
    Document,
    EventFacts,
    Language,
    Link,
    MediaFile,
    Message,
    Moment,
    NewsFacts,
    Organisation,
    PageFacts,
    PageKind,
    Parsed,
    Person,
    Place,
    PublicationFacts,
    Records,
    Site,
    Template,
)
from sitegen.site.assemble import assemble

ENGLISH = Language(code="en", locale="en_GB", lang="en", name="English")
CHINESE = Language(code="zh", locale="zh_Hans_CN", lang="zh-Hans", name="中文", script="han")
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
KINDS: dict[str, PageKind] = {"events": "event", "news": "news", "publications": "publication"}
FACTS: dict[str, type[AnyFacts]] = {"event": EventFacts, "news": NewsFacts, "publication": PublicationFacts,
                                    "page": PageFacts}


def config(**changes: Any) -> Config:
    """A bilingual site in London."""
    given: dict[str, Any] = {"title": {"en": "The Site", "zh": "本站"}, "base_url": "https://example.org/",
                             "timezone": "Europe/London", "languages": (ENGLISH, CHINESE)}
    return Config(**(given | changes))


def moment(text: str) -> Moment:
    """A moment as typed: 2020, 2020-03, 2020-03-05 or 2020-03-05 09:30."""
    day, _, clock = text.partition(" ")
    numbers = [int(part) for part in day.split("-")]
    precision = "minute" if clock else ("year", "month", "day")[len(numbers) - 1]
    year, month, number = (*numbers, 1, 1)[:3]
    return Moment(day=date(year, month, number), precision=precision,  # type: ignore[arg-type]
                  clock=time.fromisoformat(clock) if clock else None)


def document(path: str, *, links: Iterable[str | Link] = (), anchors: tuple[str, ...] = (), excerpt: str = "",
             words: int = 100, nested: dict[str, dict[str, str]] | None = None, broken: bool = False,
             facts: tuple[str, ...] | None = None, **fields: Any) -> Parsed:
    """A document at `content/<path>`, its kind, language and name from the path; moments may be typed as text."""
    full = f"content/{path}"
    stem, language, _ = full.rsplit(".", 2)
    identity = stem.removesuffix("/index") if stem != "content/index" else stem
    parts = identity.split("/")[1:]
    top = parts[0] if len(parts) > 1 or path.startswith(f"{parts[0]}/") else "pages"
    own_index = stem.endswith("/index") and len(parts) == 1
    kind = "page" if own_index else KINDS.get(top, "page")
    values = {name: _value(name, value, language) for name, value in fields.items()}
    told = facts if facts is not None else tuple(name for name in fields if name not in TEXTS)
    return Parsed(document=Document(
        path=full, identity=identity, language=language, kind=kind, section=top, name="" if own_index else parts[-1],
        facts=FACTS[kind](**values), given=tuple(fields), fact_keys=told,
        nested=nested or {}, ids="\n".join(anchors), excerpt=excerpt, broken=broken,
        latin_words=words, links=tuple(_link(number, link) for number, link in enumerate(links)),
    ))


TEXTS = ("title", "description", "subtitle", "abstract", "audience", "draft", "translated")


def event(path: str, **fields: Any) -> Parsed:
    """A complete event in Belfast; any field can be given otherwise."""
    language = path.rsplit(".", 2)[1]
    usual: dict[str, Any] = {
        "title": "An event", "description": "What it is about.", "start": "2026-07-01 09:00",
        "end": "2026-07-01 17:00", "timezone": "Europe/London", "attendance": "in-person", "organizers": ("qub",),
        "languages": ("en",),
        "location": Place(name={language: "Hall"}, street={language: "1 Road"}, city={language: "Belfast"},
                          country="GB"),
    }
    return document(path, **(usual | fields))


def news(path: str, **fields: Any) -> Parsed:
    """A complete news item."""
    return document(path, **({"title": "News", "description": "Lead.", "date": "2026-05-01", "author": ("qub",)}
                             | fields))


def records(kind: str, *entries: AnyRecord, broken: bool = False) -> Parsed:
    """A data file."""
    path = f"content/data/{kind}.yaml"
    placed = tuple(_numbered(entry, path, number) for number, entry in enumerate(entries))
    return Parsed(records=Records(path=path, kind=kind, records=placed, broken=broken))


def assembled(*parsed: Parsed, now: datetime = NOW, drafts: bool = False, settings: Config | None = None,
              files: Iterable[str] = (), assets: Iterable[str] = (), basics: bool = True
              ) -> tuple[Site, tuple[Diagnostic, ...]]:
    """The site of those documents and records, and what was wrong with them."""
    media = [MediaFile(path=f"content/{name}", digest=f"{number:032x}", size=1000 + number)
             for number, name in enumerate(files)]
    theme = {name: MediaFile(path=f"templates/assets/{name}", digest="abcdef0123456789", size=9) for name in assets}
    everything, chosen = [*(BASICS if basics else ()), *parsed], settings or config()
    return assemble(chosen, everything, media, theme, now=now, drafts=drafts,
                    translator=Translator(chosen, everything, NoBodies()))


class NoBodies:
    """Documents made of values have no bodies."""

    def body(self, path: str) -> Body:
        """Nothing."""
        return Body()


def site_of(*parsed: Parsed, **options: Any) -> Site:
    """The site of those documents and records, nothing being wrong with them."""
    site, problems = assembled(*parsed, **options)
    assert problems == ()
    return site


def found(problems: Iterable[Diagnostic]) -> list[tuple[str, str, str]]:
    """Code, path and field (or line and column) of each problem."""
    return [(one.code, one.path.removeprefix("content/"), one.field or (f"{one.line}:{one.column}" if one.line else ""))
            for one in problems]


def catalogue(path: str, **messages: str) -> Parsed:
    """Interface messages in Chinese."""
    return Parsed(catalogue=Catalogue(path=path, locale="zh_Hans_CN",
                                      messages={key: Message(forms=(words,)) for key, words in messages.items()}))


def template(name: str) -> Parsed:
    """A template of the theme."""
    return Parsed(template=Template(name=name, text="…", path=f"templates/{name}"))


def _value(name: str, value: Any, language: str) -> Any:
    if name in ("title", "description", "subtitle", "abstract", "audience") and isinstance(value, str):
        return {language: value} if value else {}
    if name in ("start", "end", "date", "published", "updated") and isinstance(value, str):
        return moment(value)
    return value


def _link(number: int, link: str | Link) -> Link:
    if isinstance(link, Link):
        return link
    record = link.split(":")[0] in ("person", "member", "event", "count", "events", "organisation")
    return Link(target=link, line=10 + number, column=3, kind="record" if record else "link")


def _numbered(entry: AnyRecord, path: str, number: int) -> AnyRecord:
    return replace(entry, path=path, index=number)


HOME = document("index.en.md", title="Home")
QUB = Organisation(id="qub", name={"en": "Queen's University Belfast", "zh": "贝尔法斯特女王大学"},
                   url="https://qub.ac.uk/")
FELIX = Person(id="felix", name={"en": "Felix Moesner"}, family_name={"en": "Moesner"}, affiliation="qub")
BASICS = (HOME, records("organisations", QUB), records("people", FELIX))
