"""What a published tree must not do, found by reading its files as browsers, search engines and programs read them."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import feedparser  # type: ignore[import-untyped]
import icalendar
from PIL import Image
from vocabulary import VOCABULARY, misuses, nodes

LOADING = {"img", "script", "iframe", "source", "video", "audio", "object", "embed", "track", "input"}
"""Elements whose address a browser fetches without being asked."""
NEVER_EMPTY = {"h1", "h2", "h3", "h4", "dt", "dd", "li", "th", "figcaption", "a", "option", "title", "time", "p"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
REQUIRED = {"UID", "DTSTAMP", "DTSTART", "STATUS", "SEQUENCE", "LAST-MODIFIED", "SUMMARY", "URL"}
"""Of every event in a calendar."""
LISTS = re.compile(r"[^/]+/(events|news|publications|members|people|timeline|tags)/(\d{4}/|page/\d+/)?index\.html")
UNFILLED = re.compile(r"\{\{|\{%|%\(\w+\)s|\[\]\(|^\s*(?:None|undefined|null)\s*$")
XHTML, SITEMAP, ATOM = "{http://www.w3.org/1999/xhtml}", "{http://www.sitemaps.org/schemas/sitemap/0.9}", \
    "{http://www.w3.org/2005/Atom}"


class Page(HTMLParser):
    """What a browser would find in one page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.language = self.title = self.canonical = ""
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.sheets: list[str] = []
        self.alternates: dict[str, str] = {}
        self.named: list[str] = []
        self.blocks: list[str] = []
        self.faults: list[str] = []
        self.headings = 0
        self.robots = ""
        self._open: list[tuple[str, bool]] = []
        self._code = 0
        self._data = False
        self.feed(html)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag, _ in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.faults += [f"{name}= in <{tag}>" for name in given if name == "style" or name.startswith("on")]
        if len(given) < len(attrs):
            self.faults.append(f"an attribute twice in <{tag}>")
        if "id" in given:
            self.faults += [f"id {given['id']} twice"] if given["id"] in self.ids else []
            self.ids.add(given["id"])
        if tag in VOID:
            self._fill()
        else:
            self._open.append((tag, bool(given.get("aria-label"))))
            self._code += tag in ("pre", "code")
        getattr(self, f"_on_{tag}", self._nothing)(given)
        self._addresses(tag, given)

    def _nothing(self, given: dict[str, str]) -> None:
        pass

    def _on_html(self, given: dict[str, str]) -> None:
        self.language = given.get("lang", "")

    def _on_h1(self, given: dict[str, str]) -> None:
        self.headings += 1

    def _on_style(self, given: dict[str, str]) -> None:
        self.faults.append("an inline style sheet")

    def _on_script(self, given: dict[str, str]) -> None:
        self._data = given.get("type") == "application/ld+json"
        if self._data:
            self.blocks.append("")
        elif not given.get("src"):
            self.faults.append("an inline script")

    def _on_img(self, given: dict[str, str]) -> None:
        if "alt" not in given:
            self.faults.append("a picture without alt")
        # Without the output `images` pictures are published as they are, and none is opened.
        if "/assets/images/" in given.get("src", "") and not (given.get("width") and given.get("height")):
            self.faults.append(f"a picture without its size: {given['src']}")

    def _on_meta(self, given: dict[str, str]) -> None:
        if given.get("property") in ("og:url", "og:image"):
            self.named.append(given["content"])
        if given.get("name") == "robots":
            self.robots = given["content"]
        if given.get("http-equiv") == "refresh":
            self.links.append(given["content"].partition("url=")[2])

    def _on_link(self, given: dict[str, str]) -> None:
        relation, address = given.get("rel", ""), given.get("href", "")
        if relation == "canonical":
            self.canonical = address
        if relation == "stylesheet":
            self.sheets.append(address)
        if "hreflang" in given:
            self.faults += [f"hreflang {given['hreflang']} twice"] if given["hreflang"] in self.alternates else []
            self.alternates[given["hreflang"]] = address
        if relation in ("stylesheet", "icon", "preload", "modulepreload", "manifest"):
            self.loads.append(address)
        else:
            self.named.append(address)

    def _addresses(self, tag: str, given: dict[str, str]) -> None:
        if tag in ("a", "area", "form"):
            self.links += [given[name] for name in ("href", "action") if name in given]
        if tag in LOADING:
            self.loads += [given[name] for name in ("src", "data", "poster") if name in given]
            self.loads += [each.split()[0] for each in given.get("srcset", "").split(",") if each.strip()]

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1][0] != tag:
            self.faults.append(f"</{tag}> where {self._open[-1][0] if self._open else 'nothing'} is open")
            return
        filled = self._open.pop()[1]
        self._code -= tag in ("pre", "code")
        if not filled and tag in NEVER_EMPTY:
            self.faults.append(f"an empty <{tag}>")
        elif filled:
            self._fill()

    def handle_data(self, data: str) -> None:
        inside = self._open[-1][0] if self._open else ""
        if inside == "script":
            if self._data:
                self.blocks[-1] += data
            return
        self.title += data if inside == "title" else ""
        if data.strip():
            self._fill()
            if not self._code and (found := UNFILLED.search(data)):
                self.faults.append(f"unfinished: {found[0]}")

    def _fill(self) -> None:
        """Whatever is open holds something."""
        for number in range(len(self._open) - 1, -1, -1):
            if self._open[number][1]:
                break
            self._open[number] = (self._open[number][0], True)


class Tree:
    """A published tree with everything in it read once."""

    def __init__(self, root: Path, base: str) -> None:
        self.root, self.base = root, base
        self.files = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
        self.pages = {path: Page((root / path).read_text("utf-8")) for path in sorted(self.files)
                      if path.endswith(".html")}

    def complaints(self) -> Iterator[str]:
        """All that is wrong, each with its file."""
        for path, page in self.pages.items():
            for each in (*page.faults, *self.of_links(path, page), *self.of_weight(page), *self.of_head(path, page),
                         *self.of_data(path, page)):
                yield f"{path}: {each}"
        for path in sorted(self.files):
            reader = {"ics": self.of_calendar, "atom": self.of_feed, "xml": self.of_sitemap, "css": self.of_sheet,
                      "json": self.of_json}.get(path.rpartition(".")[2])
            if path.endswith((".jpg", ".png", ".webp", ".avif", ".gif")):
                reader = self.of_picture
            if reader:
                yield from (f"{path}: {each}" for each in reader(path))

    # ---- addresses ---------------------------------------------------------------------------------------------

    def address(self, path: str) -> str:
        """Where a file is published."""
        return self.base + path.removesuffix("index.html")

    def own(self, address: str) -> bool:
        """Whether an address lies on this site."""
        one, other = urlsplit(address), urlsplit(self.base)
        return (one.scheme, one.netloc) == (other.scheme, other.netloc)

    def file_at(self, address: str) -> str | None:
        """The file that a server would send, if there is one."""
        base, path = unquote(urlsplit(self.base).path), unquote(urlsplit(address).path)
        if not path.startswith(base):
            return None
        name = path.removeprefix(base)
        return next((each for each in (name, f"{name}index.html") if each in self.files), None)

    def of_links(self, path: str, page: Page) -> Iterator[str]:
        """Links, fragments and what is loaded: all there; and nothing is loaded from elsewhere."""
        here = self.address(path)
        for given in page.loads:
            if not self.own(urljoin(here, given)):
                yield f"loads {given} from others"
        for given in (*page.links, *page.loads, *page.named):
            full = urljoin(here, given)
            if not re.fullmatch(r"[!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]*|[^\s<>\"{}|\\^`]*", full):
                yield f"no address: {given}"
            if urlsplit(full).scheme not in ("http", "https", "mailto", "webcal", "tel"):
                yield f"strange address: {given}"
            if not self.own(full):
                continue
            found = self.file_at(full)
            fragment = unquote(urlsplit(full).fragment)
            if found is None:
                yield f"leads to nothing: {given}"
            elif fragment and found in self.pages and fragment not in (*self.pages[found].ids, "top"):
                yield f"no such place: {given}"

    def of_weight(self, page: Page) -> Iterator[str]:
        """Scripts nowhere but where a reader searches."""
        if any(each.endswith(".js") for each in page.loads) and "/search/" not in page.canonical:
            yield "a script"

    # ---- heads -------------------------------------------------------------------------------------------------

    def of_head(self, path: str, page: Page) -> Iterator[str]:
        """Language, title, canonical address and the other languages, which name this one in turn."""
        if not page.language:
            yield "no language"
        if not page.title.strip():
            yield "no title"
        if page.headings != 1 and "refresh" not in page.robots and page.blocks + page.sheets:
            yield f"{page.headings} main headings"
        for tag, address in page.alternates.items():
            other = self.pages.get(self.file_at(address) or "")
            if other is None:
                yield f"hreflang {tag} leads to no page"
            elif tag != "x-default" and not tag.startswith("application"):
                if other.language != tag:
                    yield f"hreflang {tag} leads to a page in {other.language}"
                if other.alternates != page.alternates:
                    yield f"hreflang {tag} leads to a page that names others"
                if other.canonical != address:
                    yield f"hreflang {tag} leads to a page whose canonical address is {other.canonical}"
        if page.alternates and not {page.language, "x-default"} <= page.alternates.keys():
            yield "hreflang does not name the page itself and x-default"

    # ---- data for machines -------------------------------------------------------------------------------------

    def of_data(self, path: str, page: Page) -> Iterator[str]:
        """The vocabulary, what search engines require of events, and none on lists."""
        if page.blocks and LISTS.fullmatch(path):
            yield "a block of data on a list"
        if len(page.blocks) > 1:
            yield "several blocks of data"
        for block in page.blocks:
            read = json.loads(block)
            # A preview on this machine is not published by https; all else that the vocabulary asks of it is.
            wrong = misuses(read) if VOCABULARY.exists() else []
            yield from (each for each in wrong if "not a text: http://localhost" not in each)
            for node in nodes(read):
                yield from (f"data: {each}" for each in lacks(node))
            for address in addresses(read):
                if self.own(address) and self.file_at(address) is None:
                    yield f"data names nothing: {address}"

    # ---- files of their own ------------------------------------------------------------------------------------

    def of_calendar(self, path: str) -> Iterator[str]:
        data = (self.root / path).read_bytes()
        if max(len(line) for line in data.split(b"\r\n")) > 75 or re.search(rb"(?<!\r)\n|\r(?!\n)|METHOD", data):
            yield "a line that is too long, a bare line feed, or a METHOD"
        calendar = icalendar.Calendar.from_ical(data)
        yield from (str(each) for part in calendar.walk() for each in part.errors)
        events = calendar.walk("VEVENT")
        for event in events:
            yield from (f"no {name} in {event.get('UID')}" for name in REQUIRED - event.keys())
            if self.own(str(event.get("URL"))) and self.file_at(str(event["URL"])) is None:
                yield f"URL leads to nothing: {event['URL']}"
        uids = [str(event.get("UID")) for event in events]
        if len(set(uids)) < len(uids) or re.search(r"\d{4}-\d\d-\d\d", " ".join(uids)):
            yield "a UID twice or with a date"
        zones = {str(each["TZID"]) for each in calendar.walk("VTIMEZONE")}
        used = set(re.findall(rb";TZID=([^:;\r]+)", data))
        if zones != {each.decode() for each in used}:
            yield f"time zones {zones} where {used} are used"
        if {"VERSION", "PRODID"} - calendar.keys():
            yield "no VERSION or no PRODID"

    def of_feed(self, path: str) -> Iterator[str]:
        data = (self.root / path).read_bytes()
        read = feedparser.parse(data)
        if read.bozo or read.version != "atom10" or not read.feed.get("language"):
            yield f"not understood: {read.get('bozo_exception')}"
            return
        for entry in read.entries:
            if not (entry.get("id") and entry.get("title") and entry.get("updated_parsed") and entry.get("link")):
                yield f"an entry lacks something: {entry.get('id')}"
            elif self.file_at(entry.link) is None:
                yield f"an entry leads to nothing: {entry.link}"
        for entry in ElementTree.fromstring(data).iter(f"{ATOM}entry"):
            if [link.attrib["rel"] for link in entry.iter(f"{ATOM}link")] != ["alternate"]:
                yield "not one alternate"
        if len({entry.get("id") for entry in read.entries}) < len(read.entries):
            yield "an id twice"

    def of_json(self, path: str) -> Iterator[str]:
        read: Any = json.loads((self.root / path).read_text("utf-8"))
        if not isinstance(read, dict) or "jsonfeed" not in str(read.get("version")):
            return
        for item in read["items"]:
            if not (item["id"] and item["title"] and self.file_at(item["url"])):
                yield f"an item lacks something: {item['id']}"

    def of_sitemap(self, path: str) -> Iterator[str]:
        root = ElementTree.parse(self.root / path).getroot()
        for url in root.iter(f"{SITEMAP}url"):
            address = url.findtext(f"{SITEMAP}loc") or ""
            page = self.pages.get(self.file_at(address) or "")
            if page is None or page.canonical != address or "noindex" in page.robots:
                yield f"{address} is no page of its own"
                continue
            told = {each.attrib["hreflang"]: each.attrib["href"] for each in url.iter(f"{XHTML}link")}
            if told != page.alternates:
                yield f"{address} has other languages than its page"

    def of_sheet(self, path: str) -> Iterator[str]:
        for given in re.findall(r"url\(['\"]?([^'\")]+)|@import ['\"]([^'\"]+)", (self.root / path).read_text("utf-8")):
            yield f"loads {given}"

    def of_picture(self, path: str) -> Iterator[str]:
        """Nothing that a camera wrote, neither where Pillow looks for it nor anywhere in the bytes."""
        data = (self.root / path).read_bytes()
        with Image.open(self.root / path) as picture:
            if dict(picture.getexif()) or {"exif", "xmp", "comment", "photoshop"} & picture.info.keys():
                yield f"says more than it shows: {sorted(map(str, picture.info))}"
        if any(word in data for word in (b"Owner of the telephone", b"xmpmeta", b"Exif\0", b"tEXt", b"iTXt")):
            yield "holds words of a camera"

    def sent_with(self, path: str) -> list[str]:
        """The files of a page: its own and its style sheets."""
        return [path, *(self.file_at(urljoin(self.base, each)) or path for each in self.pages[path].sheets)]

    def weights(self) -> dict[str, int]:
        """Bytes of HTML and style sheets of each page."""
        sizes = {each: (self.root / each).stat().st_size for each in self.files if each.endswith((".html", ".css"))}
        return {path: sum(sizes[each] for each in self.sent_with(path)) for path in self.pages}

    def counts(self) -> Counter[str]:
        """How much of each kind there was to look at."""
        texts = {path: (self.root / path).read_text("utf-8") for path in self.files if path.endswith((".ics", ".atom"))}
        return Counter({
            "sites": 1, "pages": len(self.pages), "calendars": sum(path.endswith(".ics") for path in texts),
            "feeds": sum(path.endswith(".atom") for path in texts),
            "events": sum(text.count("BEGIN:VEVENT") for text in texts.values()),
            "entries": sum(text.count("<entry>") for text in texts.values()),
            "links": sum(len(page.links) for page in self.pages.values()),
            "blocks of data": sum(len(page.blocks) for page in self.pages.values()),
            "pictures": sum(path.endswith((".jpg", ".png", ".webp", ".avif")) for path in self.files)})


def lacks(node: dict[str, Any]) -> Iterator[str]:
    """What an event lacks that Google requires, or says otherwise than it must."""
    if "eventAttendanceMode" not in node:
        return
    yield from (f"no {name}" for name in ("name", "startDate", "location", "eventStatus") if not node.get(name))
    if ("previousStartDate" in node) != ("https://schema.org/EventRescheduled" in node["eventStatus"]):
        yield "previousStartDate without EventRescheduled, or the other way about"
    if "T" in node["startDate"] and not re.search(r"[+-]\d\d:\d\d$", node["startDate"]):
        yield f"no offset: {node['startDate']}"
    if node["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode":
        return
    places = node["location"] if isinstance(node["location"], list) else [node["location"]]
    for place in (each for each in places if each["@type"] == "Place"):
        for name in ("streetAddress", "addressLocality", "addressCountry"):
            if not place.get("address", {}).get(name):
                yield f"no {name}"


def addresses(value: Any) -> Iterator[str]:
    """Every address in a block of data."""
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from addresses(each)
    elif isinstance(value, str) and re.match("https?://", value):
        yield value
