"""The published tree as readers and search engines find it: every link leads somewhere, the languages agree."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from html import unescape
from typing import NamedTuple
from urllib.parse import quote, unquote, urljoin, urlsplit

import msgspec

from sitegen.check.leaks import Leak, find_leaks
from sitegen.diagnostics import Diagnostic, error, warning

Tree = Mapping[str, str | None]
"""Every file by its path below the published folder, with its text where it can hold links."""

X_DEFAULT = "x-default"
ALWAYS = ("index.html", "404.html")
"""What servers and readers come to without a link."""
AGAIN = "Put it right with: sitegen build. If it stays, a template writes it so: look for it in templates/."

_TAG = re.compile(
    r"""<!--.*?-->
    |<(?P<raw>script|style)\b(?P<written>(?>[^"'>]+|"[^"]*"|'[^']*')*)>.*?</(?P=raw)
    |<(?P<name>[a-z][^\s/>]*)\s(?P<attributes>(?>[^"'>]+|"[^"]*"|'[^']*')*)>""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))""")
_STYLE_LINK = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)["']""")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_SITEMAP = re.compile(r"sitemap(?:-\d+)?\.xml")
_LISTED = re.compile(r"<(?:url|sitemap)>(.*?)</(?:url|sitemap)>", re.DOTALL)
_LOCATION = re.compile(r"<loc>([^<]*)</loc>")
_LISTED_ALTERNATE = re.compile(r'<xhtml:link rel="alternate" hreflang="([^"]*)" href="([^"]*)"\s*/>')
_FEED_LINK = re.compile(r'<link rel="[a-z]+"[^<>]* href="([^"]*)"/>')
_SITEMAP_LINE = re.compile(r"^Sitemap:[ \t]*(.*?)\s*$", re.MULTILINE | re.IGNORECASE)
_REFRESH = re.compile(r"\s*[\d.]+\s*[;,]\s*url\s*=\s*['\"]?([^'\"]*)", re.IGNORECASE)

_IDS = frozenset({"aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details", "for", "headers",
                  "list"})
"""Attributes that name elements of the same page."""
_LINKING = ("href", "src", "poster", "action", "data")
_READ = _IDS | {*_LINKING, "srcset", "id", "lang", "rel", "hreflang", "type", "property", "name", "content",
                "http-equiv"}
"""Attributes that are looked at."""
_KINDS = {"img": "image", "source": "image", "script": "script", "form": "form", "iframe": "frame", "video": "film",
          "audio": "recording", "object": "object"}
_LOADED = frozenset({"image", "script", "frame", "film", "recording", "object", "style sheet"})
"""What a browser fetches without being asked."""
_PREVIEWS = frozenset({"og:image", "og:url", "twitter:image"})


class Found(NamedTuple):
    """Something written on a page, and where."""

    value: str
    offset: int
    kind: str = ""


class Page(msgspec.Struct, array_like=True):
    """What one HTML file says of itself and of others."""

    lang: str = ""
    ids: dict[str, int] = {}
    repeated: list[Found] = []
    links: list[Found] = []
    named: list[Found] = []
    """Ids that attributes name."""
    canonicals: list[Found] = []
    alternates: list[Found] = []
    """Addresses; `kind` is the language claimed."""
    forwards: bool = False
    unlisted: bool = False
    """Search engines are asked not to show it."""
    leaks: tuple[Leak, ...] = ()

    @classmethod
    def read(cls, text: str) -> "Page":
        """What the text of a file says."""
        page = cls(leaks=tuple(find_leaks(text)))
        for match in _TAG.finditer(text):
            raw, written, name, attributes = match.groups()
            if (name or raw) and (given := _attributes(attributes or written or "")):
                page._take((name or raw).lower(), given, match.start())
        return page

    def _take(self, name: str, given: Mapping[str, str], offset: int) -> None:
        if name == "html":
            self.lang = given.get("lang", "")
        if id := given.get("id", ""):
            if id in self.ids:
                self.repeated.append(Found(id, offset))
            self.ids.setdefault(id, offset)
        if not _IDS.isdisjoint(given):
            self.named += (Found(id, offset) for key in _IDS & given.keys() for id in given[key].split())
        if name == "link":
            self._take_link(given, offset)
        elif name == "meta":
            self._take_meta(given, offset)
        elif name != "base":
            kind = _KINDS.get(name, "link")
            self.links += [Found(given[key], offset, kind) for key in _LINKING if key in given]
            if "srcset" in given:
                self.links += (Found(part.split()[0], offset, "image") for part in given["srcset"].split(",")
                               if part.strip())

    def _take_link(self, given: Mapping[str, str], offset: int) -> None:
        relations = given.get("rel", "").lower().split()
        address = given.get("href", "")
        if "canonical" in relations:
            self.canonicals.append(Found(address, offset))
        elif "alternate" in relations and "hreflang" in given and "type" not in given:
            self.alternates.append(Found(address, offset, given["hreflang"]))
        else:
            self.links.append(Found(address, offset, "style sheet" if "stylesheet" in relations else "link"))

    def _take_meta(self, given: Mapping[str, str], offset: int) -> None:
        content = given.get("content", "")
        if given.get("property", given.get("name")) in _PREVIEWS:
            self.links.append(Found(content, offset, "preview"))
        elif given.get("name", "").lower() == "robots":
            self.unlisted = self.unlisted or "noindex" in content.lower()
        elif given.get("http-equiv", "").lower() == "refresh" and (to := _REFRESH.match(content)):
            self.forwards = True
            self.links.append(Found(to[1], offset, "link"))


@lru_cache(maxsize=20_000)
def _attributes(written: str) -> Mapping[str, str]:
    """Those attributes of a tag that say something here; most tags stand on many pages."""
    found = {key.lower(): unescape(double or single or bare)
             for key, double, single, bare in _ATTRIBUTE.findall(written)}
    return {key: value for key, value in found.items() if key in _READ}


class Target(NamedTuple):
    """Where an address leads inside the site."""

    path: str
    """Of a file of the tree."""
    fragment: str = ""


class Addresses:
    """Addresses of a site, and the files they are answered with."""

    def __init__(self, base_url: str) -> None:
        self.base = base_url.rstrip("/") + "/"
        self.root = urlsplit(self.base).path
        self._known: dict[str, Target | None] = {}

    def is_absolute(self, address: str) -> bool:
        """Whether an address is written in full, and of this site."""
        return address.startswith(self.base)

    def target(self, address: str, page: str) -> Target | None:
        """The file that an address on a page leads to; None where it leads out of the site.

        The path is empty for an address on the site's host that is not below the site's own.
        """
        if not address.startswith(("/", self.base)):
            return self._target(address, page)
        # The same from everywhere, and on every page: the links of header and footer.
        if address not in self._known:
            self._known[address] = self._target(address, page)
        return self._known[address]

    def _target(self, address: str, page: str) -> Target | None:
        address = address.strip()
        if address == self.base[:-1] or address.startswith(self.base):
            address = self.root + address[len(self.base):]
        elif address.startswith("//") or _SCHEME.match(address):
            return None
        path, _, fragment = urljoin(quote(self.root + page), address).partition("#")
        path = unquote(path.partition("?")[0])
        if not path.startswith(self.root):
            return Target("")
        path = path.removeprefix(self.root)
        return Target(f"{path}index.html" if path.endswith("/") or not path else path, unquote(fragment))

    def said(self, path: str) -> str:
        """The address of a file as people know it."""
        return "/" + (path.removesuffix("index.html") if path.rpartition("/")[2] == "index.html" else path)


def check_output(
    tree: Tree, *, base_url: str, folder: str = "build", read: Callable[[str], Page] = Page.read
) -> tuple[Diagnostic, ...]:
    """Everything in a published tree that leads nowhere or contradicts itself; each fault once, where it first shows.

    `folder` is what the tree is called in messages; `read` is for callers that have read most of its pages before.
    """
    pages = {path: read(text) for path, text in sorted(tree.items()) if text is not None and path.endswith(".html")}
    return check_pages(tree, pages, base_url=base_url, folder=folder)


def check_pages(tree: Tree, pages: Mapping[str, Page], *, base_url: str, folder: str) -> tuple[Diagnostic, ...]:
    """The same of a tree whose pages are read: `pages` are all HTML files of it, in the order of their paths."""
    return tuple(Output(tree, base_url, folder, pages).problems())


class Output:
    """A published tree that has been read."""

    def __init__(self, tree: Tree, base_url: str, folder: str, pages: Mapping[str, Page]) -> None:
        self.tree = tree
        self.folder = folder
        self.addresses = Addresses(base_url)
        self.pages = pages
        self.clusters = {path: self._cluster(path, page) for path, page in self.pages.items()}

    def problems(self) -> Iterator[Diagnostic]:
        """Every fault."""
        yield from self._absent()
        faults = _Faults(self._at)
        for path, page in self.pages.items():
            self._check_ids(path, page, faults)
            self._check_links(path, page.links, faults)
            for leak in page.leaks:
                faults.add(leak.code, leak.message, path, leak.offset)
            if not page.forwards:
                self._check_language(path, page, faults)
                self._check_canonical(path, page, faults)
                self._check_alternates(path, page, faults)
        for path in self.tree:
            if path.endswith(".css") and (text := self.tree[path]) is not None:
                links = [Found(match[1] or match[2], match.start(), "image") for match in _STYLE_LINK.finditer(text)]
                self._check_links(path, links, faults)
        self._check_feeds(faults)
        self._check_robots(faults)
        self._check_sitemap(faults)
        yield from faults.all()

    def _at(self, path: str, offset: int) -> tuple[str, int, int]:
        before = (self.tree.get(path) or "")[:offset]
        return f"{self.folder}/{path}", before.count("\n") + 1, offset - before.rfind("\n")

    def _cluster(self, path: str, page: Page) -> dict[str, str]:
        """The files of the same content by the language claimed for them."""
        targets = ((one.kind, self.addresses.target(one.value, path)) for one in page.alternates)
        return {language: target.path if target else "" for language, target in targets}

    def _absent(self) -> Iterator[Diagnostic]:
        for path in ALWAYS:
            if path not in self.tree and self.pages:
                yield error("E-OUT-FILE", f"{self.folder}/{path} is missing.", AGAIN, path=f"{self.folder}/{path}")

    # ---- links ----

    def _check_ids(self, path: str, page: Page, faults: "_Faults") -> None:
        for found in page.repeated:
            faults.add("E-OUT-ID", f'The id "{found.value}" stands twice on this page, so a link to it is ambiguous.',
                       path, found.offset)
        for found in page.named:
            if found.value not in page.ids:
                faults.add("E-OUT-ANCHOR", f'Something refers to the id "{found.value}", which is not on the page.',
                           path, found.offset)

    def _check_links(self, path: str, links: Iterable[Found], faults: "_Faults") -> None:
        for found in links:
            target = self.addresses.target(found.value, path)
            if target is None:
                if found.kind in _LOADED and not found.value.startswith(("data:", "blob:")):
                    faults.add("E-OUT-THIRD-PARTY", f"The {found.kind} {found.value} is loaded from elsewhere, which "
                               "tells others who reads this page.", path, found.offset)
                continue
            if target.path not in self.tree:
                address = found.value or "(empty)"
                faults.add("E-OUT-LINK", f"The {found.kind} {address} leads nowhere.{self._hint(target)}",
                           path, found.offset)
            elif target.fragment not in ("", "top") and (page := self.pages.get(target.path)) is not None \
                    and target.fragment not in page.ids:
                faults.add("E-OUT-ANCHOR", f'{self.addresses.said(target.path)} has nothing with the id '
                           f'"{target.fragment}", which a link leads to.', path, found.offset)

    def _hint(self, target: Target) -> str:
        if not target.path:
            return f" Addresses of this site begin with {self.addresses.root}"
        return " The slash at its end is missing." if f"{target.path}/index.html" in self.tree else ""

    # ---- languages ----

    def _check_language(self, path: str, page: Page, faults: "_Faults") -> None:
        if not page.lang:
            faults.add("E-OUT-LANG", "The page does not say what language it is in: <html lang=…>.", path, 0)

    def _check_canonical(self, path: str, page: Page, faults: "_Faults") -> None:
        if len(page.canonicals) != 1:
            what = "two or more canonical addresses" if page.canonicals else "no canonical address"
            faults.add("E-OUT-CANONICAL", f"The page {self.addresses.said(path)} has {what}.", path, 0)
            return
        found = page.canonicals[0]
        target = self.addresses.target(found.value, path)
        original = self.pages.get(target.path) if target else None
        if not self.addresses.is_absolute(found.value):
            problem = f"is not an address of this site in full: it begins with {self.addresses.base}"
        elif target is None or original is None:
            problem = "leads to no page."
        elif target.path != path and self._canonical(target.path) != target.path:
            problem = "is that of a page which has another one itself."
        elif target.path != path and page.alternates:
            problem = "is another page's, yet the page says what its translations are."
        else:
            return
        faults.add("E-OUT-CANONICAL", f"The canonical address {found.value} {problem}", path, found.offset)

    def _canonical(self, path: str) -> str:
        found = self.pages[path].canonicals
        target = self.addresses.target(found[0].value, path) if found else None
        return target.path if target else ""

    def _check_alternates(self, path: str, page: Page, faults: "_Faults") -> None:
        if not page.alternates:
            return
        cluster = self.clusters[path]
        said = self.addresses.said
        claimed = [one.kind for one in page.alternates]
        first = page.alternates[0].offset
        if claimed.count(X_DEFAULT) != 1:
            faults.add("E-OUT-ALTERNATE", f"{said(path)} names {claimed.count(X_DEFAULT)} addresses for readers of no "
                       "particular language (hreflang=x-default); it must be exactly one.", path, first)
        if path not in cluster.values():
            faults.add("E-OUT-ALTERNATE", f"{said(path)} does not name itself among its translations (hreflang).",
                       path, first)
        for one in page.alternates:
            if claimed.count(one.kind) > 1 and one.kind != X_DEFAULT:
                faults.add("E-OUT-ALTERNATE", f"{said(path)} names two translations into {one.kind} (hreflang).",
                           path, one.offset)
            if problem := self._faulty(path, one):
                faults.add("E-OUT-ALTERNATE", f"The translation {one.value} (hreflang={one.kind}) {problem}",
                           path, one.offset)

    def _faulty(self, path: str, one: Found) -> str:
        """What is wrong with one translation that a page names."""
        target = self.addresses.target(one.value, path)
        if not self.addresses.is_absolute(one.value):
            return f"is not an address of this site in full: it begins with {self.addresses.base}"
        page = self.pages.get(target.path) if target else None
        if target is None or page is None:
            return "is no page."
        if one.kind == X_DEFAULT:
            return ""
        if page.lang.lower() != one.kind.lower():
            return f"is a page in {page.lang or 'no language'}."
        if self.clusters[target.path] != self.clusters[path]:
            return f"does not name the same translations as {self.addresses.said(path)}."
        return ""


    # ---- what readers' programs are told ----

    def _check_feeds(self, faults: "_Faults") -> None:
        for path in self.tree:
            if path.endswith(".atom") and (text := self.tree[path]) is not None:
                for match in _FEED_LINK.finditer(text):
                    address = unescape(match[1])
                    if not self.addresses.is_absolute(address):
                        faults.add("E-OUT-LINK", f"The address {address} in a feed is not written in full: it begins "
                                   f"with {self.addresses.base}", path, match.start())
                    else:
                        self._check_links(path, [Found(address, match.start(), "link")], faults)

    # ---- what search engines are told ----

    def _check_robots(self, faults: "_Faults") -> None:
        for match in _SITEMAP_LINE.finditer(self.tree.get("robots.txt") or ""):
            target = self.addresses.target(match[1], "robots.txt")
            if not self.addresses.is_absolute(match[1]) or target is None or target.path not in self.tree:
                faults.add("E-OUT-SITEMAP", f"The sitemap that robots.txt names, {match[1]}, is no file of this site.",
                           "robots.txt", match.start())

    def _check_sitemap(self, faults: "_Faults") -> None:
        """The sitemap lists each page that may be found, once, with the translations that its head names."""
        files = {path: self.tree[path] or "" for path in self.tree if _SITEMAP.fullmatch(path)}
        listed: set[str] = set()
        for path, text in files.items():
            for match in _LISTED.finditer(text):
                location = _LOCATION.search(match[1])
                address = unescape(location[1]) if location else ""
                if problem := self._unlistable(path, address, match[1], listed):
                    faults.add("E-OUT-SITEMAP", f"{address or 'An entry'} in the sitemap {problem}", path,
                               match.start())
        for path, page in self.pages.items() if files else ():
            if path not in listed and not page.forwards and not page.unlisted and self._canonical(path) == path:
                faults.add("E-OUT-SITEMAP", f"The page {self.addresses.said(path)} is missing in the sitemap.",
                           "sitemap.xml" if "sitemap.xml" in files else next(iter(files)), 0)

    def _unlistable(self, path: str, address: str, entry: str, listed: set[str]) -> str:
        """What is wrong with an entry of a sitemap; a good one is added to those listed."""
        target = self.addresses.target(address, path)
        if not self.addresses.is_absolute(address):
            return f"is not an address of this site in full: it begins with {self.addresses.base}"
        if target is None or target.path not in self.tree:
            return "leads nowhere."
        if _SITEMAP.fullmatch(target.path):
            return ""
        page = self.pages.get(target.path)
        if page is None or page.forwards or page.unlisted or self._canonical(target.path) != target.path:
            return "is no page that search engines may show."
        if target.path in listed:
            return "stands there twice."
        listed.add(target.path)
        named = sorted((one.kind, one.value) for one in page.alternates)
        if sorted((language, unescape(url)) for language, url in _LISTED_ALTERNATE.findall(entry)) != named:
            return "has other translations there than in the page's own head (hreflang)."
        return ""


class _Faults:
    """Faults by what they say: a template's shows on every page that uses it."""

    def __init__(self, place: Callable[[str, int], tuple[str, int, int]]) -> None:
        self._place = place
        self._first: dict[tuple[str, str], tuple[str, int]] = {}
        self._pages: dict[tuple[str, str], set[str]] = {}

    def add(self, code: str, message: str, path: str, offset: int) -> None:
        """Take note of a fault at a place in a page."""
        self._first.setdefault((code, message), (path, offset))
        self._pages.setdefault((code, message), set()).add(path)

    def all(self) -> Iterator[Diagnostic]:
        """One error of each."""
        for (code, message), (first, offset) in self._first.items():
            path, line, column = self._place(first, offset)
            more = len(self._pages[code, message]) - 1
            also = f" It shows on {more} more {'page' if more == 1 else 'pages'}." if more else ""
            make = error if code.startswith("E-") else warning
            yield make(code, message + also, AGAIN, path=path, line=line, column=column)
